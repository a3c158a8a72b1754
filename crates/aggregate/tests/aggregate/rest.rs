//! Options that few ticked, gathered in one row: counted respondent by respondent.

use topline_aggregate::{Session, plain_sql, tabulations};
use topline_survey::{Figure, Plan, Tabulation};

use crate::random::Random;
use crate::responses::{Answer, batch};
use crate::{plan, wait};

const OPTIONS: usize = 6;

/// Whether each box is ticked, the column that a respondent is in, and their weight.
struct Respondent {
    ticks: [bool; OPTIONS],
    split: i32,
    weight: f64,
}

fn plan_of() -> Plan {
    let survey = "id = \"s\"\ntitle = \"S\"\n[source]\nname = \"s\"\npath = \"s.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n\
                  [weights]\ncolumn = \"w\"\n";
    let options: Vec<String> = (0..OPTIONS)
        .map(|code| format!("{{ code = {code}, label = \"Label {code}\", column = \"M {code}\" }}"))
        .collect();
    let codebook = format!(
        "[[question]]\nid = \"M\"\nkind = \"multi\"\ntext = \"M\"\noptions = [{}]\n\
         [[question]]\nid = \"S\"\nkind = \"single\"\ntext = \"S\"\ncolumn = \"S\"\n\
         options = [{{ code = 1, label = \"One\" }}, {{ code = 2, label = \"Two\" }}]\n",
        options.join(", ")
    );
    let tables = "[[table]]\nid = \"T\"\nrows = \"M\"\nbreaks = [{ question = \"S\" }]\nother_below = 25\n\
                  statistics = [\"column_percent\", \"response_percent\"]\n";
    plan(survey, &codebook, tables, &[])
}

/// The part, in hundredths, of some respondents' weight in that of others.
fn percent(of: &[f64], whole: &[f64]) -> f64 {
    100.0 * of.iter().sum::<f64>() / whole.iter().sum::<f64>()
}

#[test]
fn those_who_ticked_any_of_few_are_one_row() {
    let plan = plan_of();
    let mut gathered = 0;
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let likely: Vec<f64> = (0..OPTIONS).map(|_| 0.6 * random.unit()).collect();
        let one = |random: &mut Random| Respondent {
            ticks: std::array::from_fn(|option| random.chance(likely[option])),
            split: 1 + i32::from(random.chance(0.4)),
            weight: 0.2 + random.unit(),
        };
        let all: Vec<Respondent> = (0..60).map(|_| one(&mut random)).collect();
        let weights: Vec<f64> = all.iter().map(|respondent| respondent.weight).collect();
        let weight_of = |counts: &dyn Fn(&Respondent) -> bool| -> Vec<f64> {
            all.iter().filter(|respondent| counts(respondent)).map(|respondent| respondent.weight).collect()
        };
        let few: Vec<usize> = (0..OPTIONS)
            .filter(|option| percent(&weight_of(&|respondent| respondent.ticks[*option]), &weights) < 25.0)
            .collect();
        let responses = batch(&plan, &weights, |respondent, variable| match variable.option {
            Some(option) => Answer::Tick(all[respondent].ticks[option.code as usize]),
            None => Answer::Code(all[respondent].split),
        });
        let mut session = Session::new(&plan);
        session.add_batch("responses", responses).expect("a table");
        let tables = wait(tabulations(&session, &plan)).expect("tables");
        let made: Vec<Figure<'_>> = tables.iter().flat_map(Tabulation::figures).collect();
        let of = |row: &str, column: &str| -> Option<&Figure<'_>> {
            made.iter().find(|figure| figure.table.id == "T" && figure.row.key == row && figure.column.key == column)
        };
        for option in 0..OPTIONS {
            assert_eq!(of(&option.to_string(), "").is_none(), few.contains(&option), "seed {seed}, option {option}");
        }
        assert_eq!(of("others", "").is_none(), few.is_empty(), "seed {seed}");
        if few.len() < 2 {
            continue;
        }
        gathered += 1;
        for (column, split) in [("", None), ("S.1", Some(1)), ("S.2", Some(2))] {
            let in_column = |respondent: &Respondent| split.is_none_or(|split| respondent.split == split);
            let any = |respondent: &Respondent| few.iter().any(|option| respondent.ticks[*option]);
            let counted = weight_of(&|respondent| in_column(respondent) && any(respondent));
            let figure = of("others", column).expect("a row of others");
            let expected = percent(&counted, &weight_of(&in_column));
            assert_eq!(figure.cell.n, counted.len() as u64, "seed {seed}, {column}");
            assert!((figure.cell.x.expect("a value") - expected).abs() < 1e-10, "seed {seed}, {column}: {expected}");
            let ticks = |options: &[usize]| -> f64 {
                let of_one = |respondent: &Respondent| {
                    respondent.weight * options.iter().filter(|option| respondent.ticks[**option]).count() as f64
                };
                all.iter().filter(|respondent| in_column(respondent)).map(of_one).sum()
            };
            let expected = 100.0 * ticks(&few) / ticks(&(0..OPTIONS).collect::<Vec<_>>());
            let of_ticks = of("others:response_percent", column).expect("a row of others").cell.x.expect("a value");
            assert!((of_ticks - expected).abs() < 1e-10, "seed {seed}, {column}: {of_ticks} and not {expected}");
            // `explain` shows the same.
            let asked = plain_sql(&plan, &figure.name()).expect("a figure of a table");
            let (_, rows) =
                wait(session.rows("the figure", &format!("select n from ({}) as asked", asked.query))).expect("rows");
            let n = arrow::util::display::array_value_to_string(rows[0].column(0), 0).expect("a number");
            assert_eq!(n, figure.cell.n.to_string(), "seed {seed}, {column}");
        }
    }
    assert!(gathered > 10, "only {gathered} surveys gather options");
}
