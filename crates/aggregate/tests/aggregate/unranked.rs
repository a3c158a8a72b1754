//! Rankings of which no rank is left to count.

use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::{Session, table_sql, tabulations};
use topline_survey::{Absent, Tabulation, VariableKind};

use crate::responses::{Answer, batch};
use crate::{plan, wait};

#[test]
fn items_that_nobody_ranks_are_last_where_all_ranks_are_left_out() {
    let survey =
        "id = \"s\"\ntitle = \"S\"\n[source]\nname = \"s\"\npath = \"s.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n";
    let codebook = "[[question]]\nid = \"R\"\nkind = \"rank\"\ntext = \"R\"\nitems = [\n  \
                    { id = \"a\", label = \"A\", column = \"A\" },\n  { id = \"b\", label = \"B\", column = \"B\" },\n]\n";
    let tables =
        "[[table]]\nid = \"T\"\nrows = \"R\"\nexclude = [1, 2]\nunranked = \"last\"\nstatistics = [\"mean\"]\n";
    let plan = plan(survey, codebook, tables, &[]);
    // Ranks of A and B; three who ranked only B leave A last, one only A, one none.
    let ranks = [(1, 2), (2, 1), (0, 1), (0, 1), (0, 1), (1, 0), (0, 0)];
    let mut session = Session::new(&plan);
    let responses = batch(&plan, &[1.0; 7], |respondent, variable| {
        assert_eq!(variable.kind, VariableKind::Code);
        let (a, b) = ranks[respondent];
        match if variable.name.ends_with('a') { a } else { b } {
            0 => Answer::None(Absent::NoAnswer),
            rank => Answer::Code(rank),
        }
    });
    session.add_batch("responses", responses).expect("a table");
    let tables = wait(tabulations(&session, &plan)).expect("tables");
    let mean = |item: &str| {
        let mut of_table = tables.iter().flat_map(Tabulation::figures).filter(|figure| figure.table.id == "T");
        let figure = of_table.find(|figure| figure.section.item == item && figure.row.key == "mean").expect("a row");
        (figure.cell.n, figure.cell.x)
    };
    assert_eq!([mean("a"), mean("b")], [(3, Some(2.0)), (1, Some(2.0))]);
    let table = plan.tables.iter().find(|table| table.id == "T").expect("the table");
    let query = format!("select n, x from ({}) where figure like '%.mean'", table_sql(&plan, table));
    let (_, rows) = wait(session.rows("the table", &query)).expect("rows");
    let column = |name: &str| -> Vec<f64> {
        let columns = rows.iter().map(|rows| cast(rows.column_by_name(name).expect(name), &DataType::Float64));
        columns.flat_map(|column| column.expect("numbers").as_primitive::<Float64Type>().values().to_vec()).collect()
    };
    assert_eq!((column("n"), column("x")), (vec![3.0, 1.0], vec![2.0, 2.0]));
}
