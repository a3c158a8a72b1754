//! Each statistic against a number that this program did not compute: by the figures, by the plain SQL of a figure, and by
//! that of its table.

use std::collections::BTreeMap;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::{Session, documentation, plain_sql, table_sql, tabulations};
use topline_survey::{FigureRef, Kind, Plan, Statistic, Variable};

use crate::responses::{Answer, batch};
use crate::{plan, wait};

/// The eight respondents of the worked examples, and what they weigh.
const WEIGHTS: [f64; 8] = [1.0, 2.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0];
const SEX: [i32; 8] = [1, 1, 1, 1, 2, 2, 2, 2];
const NUMBER: [f64; 8] = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
const SCORE: [i32; 8] = [10, 9, 6, 7, 3, 10, 8, 9];
const TICKS: [&[i32]; 8] = [&[1], &[1, 2], &[2], &[3], &[1, 3], &[2, 3], &[1], &[1, 2, 3]];
const RANKS: [[i32; 3]; 8] = [[1, 2, 3], [2, 1, 3], [1, 3, 2], [3, 1, 2], [1, 2, 3], [2, 1, 3], [1, 2, 3], [3, 2, 1]];

fn example_plan() -> Plan {
    let survey = "id = \"s\"\ntitle = \"S\"\n[source]\nname = \"s\"\npath = \"s.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n\
                  [weights]\ncolumn = \"w\"\n";
    let options = |codes: std::ops::RangeInclusive<i32>| -> String {
        let option = |code| format!("{{ code = {code}, label = \"{code}\" }}");
        codes.map(option).collect::<Vec<_>>().join(", ")
    };
    let boxes: Vec<String> =
        (1..=3).map(|code| format!("{{ code = {code}, label = \"{code}\", column = \"m{code}\" }}")).collect();
    let items: Vec<String> = ["x", "y", "z"]
        .iter()
        .map(|item| format!("{{ id = \"{item}\", label = \"{item}\", column = \"{item}\" }}"))
        .collect();
    let codebook = format!(
        "[[question]]\nid = \"sex\"\nkind = \"single\"\ntext = \"Sex\"\ncolumn = \"sex\"\noptions = [{}]\n\
         [[question]]\nid = \"N\"\nkind = \"number\"\ntext = \"N\"\ncolumn = \"N\"\n\
         [[question]]\nid = \"S\"\nkind = \"single\"\ntext = \"S\"\ncolumn = \"S\"\noptions = [{}]\n\
         [[question]]\nid = \"M\"\nkind = \"multi\"\ntext = \"M\"\noptions = [{}]\n\
         [[question]]\nid = \"R\"\nkind = \"rank\"\ntext = \"R\"\nitems = [{}]\n",
        options(1..=2),
        options(0..=10),
        boxes.join(", "),
        items.join(", "),
    );
    let table = |id: &str| {
        let statistics = |kind| {
            let of_kind = documentation().filter(|(statistic, _)| statistic.is_of(kind));
            of_kind.map(|(statistic, _)| format!("\"{}\"", statistic.as_str())).collect::<Vec<_>>().join(", ")
        };
        let kind = match id {
            "N" => Kind::Number,
            "M" => Kind::Multi,
            "R" => Kind::Rank,
            _ => Kind::Single,
        };
        format!(
            "[[table]]\nid = \"{id}\"\nrows = \"{id}\"\nbreaks = [{{ question = \"sex\" }}]\nstatistics = [{}]\n",
            statistics(kind)
        )
    };
    plan(survey, &codebook, &["N", "S", "M", "R"].map(table).concat(), &[])
}

fn answer(respondent: usize, variable: &Variable<'_>) -> Answer {
    match (variable.question.id.as_str(), variable.option, variable.item) {
        ("sex", ..) => Answer::Code(SEX[respondent]),
        ("N", ..) => Answer::Number(NUMBER[respondent]),
        ("S", ..) => Answer::Code(SCORE[respondent]),
        (_, Some(option), _) => Answer::Tick(TICKS[respondent].contains(&option.code)),
        (_, _, Some(item)) => Answer::Code(RANKS[respondent]["xyz".find(&item.id).expect("an item")]),
        (other, ..) => panic!("no answers to {other}"),
    }
}

fn column(batches: &[RecordBatch], name: &str) -> Vec<f64> {
    let of_batch = |batch: &RecordBatch| {
        let column = cast(batch.column_by_name(name).expect(name), &DataType::Float64).expect("numbers");
        column.as_primitive::<Float64Type>().iter().flatten().collect::<Vec<_>>()
    };
    batches.iter().flat_map(of_batch).collect()
}

#[test]
fn every_statistic_gives_the_value_of_its_oracle() {
    let plan = example_plan();
    let mut session = Session::new(&plan);
    session.add_batch("responses", batch(&plan, &WEIGHTS, answer)).expect("a table");
    let tables = wait(tabulations(&session, &plan)).expect("tables");
    let mut oracles = BTreeMap::new();
    for (statistic, documentation) in documentation() {
        let example = documentation.example;
        let close = |found: Option<f64>| found.is_some_and(|x| (x - example.x).abs() <= 1e-12 * example.x.abs());
        let name: FigureRef = example.figure.parse().expect("a name");
        let figure = tables.iter().find_map(|table| table.figure(&name)).unwrap_or_else(|| panic!("no figure {name}"));
        assert_eq!(figure.row.statistic, Some(statistic), "{name} is another statistic's");
        assert!(close(figure.cell.x), "{name}: {:?}, and {} says {}", figure.cell.x, example.source, example.x);

        let own_sql = plain_sql(&plan, &name).expect("plain SQL");
        let (_, rows) = wait(session.rows("the figure", &own_sql.query)).expect(&own_sql.query);
        assert!(close(column(&rows, "x").first().copied()), "{name}: {rows:?}\n{}", own_sql.query);

        let table = plan.table(&name.table).expect("a table");
        let sql = format!("select x from ({}) as cells where figure = '{name}'", table_sql(&plan, table));
        let (_, rows) = wait(session.rows("the table", &sql)).expect(&sql);
        assert!(close(column(&rows, "x").first().copied()), "{name}: {rows:?}\n{sql}");
        oracles.insert(statistic, example.figure);
    }
    // A figure named twice would be the oracle of one statistic alone.
    let distinct: std::collections::BTreeSet<&&str> = oracles.values().collect();
    assert_eq!(distinct.len(), oracles.len());
    assert!(oracles.contains_key(&Statistic::Mean));
}
