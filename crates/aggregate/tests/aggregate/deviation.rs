//! Deviations of numbers that hardly deviate.

use topline_aggregate::{Session, tabulations};
use topline_survey::Tabulation;

use crate::random::Random;
use crate::responses::{Answer, batch};
use crate::{plan, wait};

/// The standard deviation of these numbers by random weights.
fn deviation(numbers: &[f64], seed: u64) -> Option<f64> {
    let survey = "id = \"s\"\ntitle = \"S\"\n[source]\nname = \"s\"\npath = \"s.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n\
                  [weights]\ncolumn = \"w\"\n";
    let codebook = "[[question]]\nid = \"N\"\nkind = \"number\"\ntext = \"N\"\ncolumn = \"N\"\n";
    let tables = "[[table]]\nid = \"T\"\nrows = \"N\"\nstatistics = [\"standard_deviation\"]\n";
    let plan = plan(survey, codebook, tables, &[]);
    let mut random = Random::new(seed);
    let weights: Vec<f64> = numbers.iter().map(|_| 0.1 + random.unit()).collect();
    let mut session = Session::new(&plan);
    let responses = batch(&plan, &weights, |respondent, _| Answer::Number(numbers[respondent]));
    session.add_batch("responses", responses).expect("a table");
    let tables = wait(tabulations(&session, &plan)).expect("tables");
    let mut figures = tables.iter().flat_map(Tabulation::figures);
    figures.find(|figure| figure.row.key == "standard_deviation").expect("a row").cell.x
}

#[test]
fn equal_numbers_do_not_deviate() {
    for seed in 0..20 {
        for number in [41.7, 1.0e6 / 3.0, -1985.1] {
            // What rounding leaves of the squares of a third of a million would be published as 0.01.
            assert_eq!(deviation(&[number; 50], seed), Some(0.0), "{number}, seed {seed}");
        }
        let one_more: Vec<f64> = (0..50).map(|respondent| 1.0e6 + f64::from(u8::from(respondent == 7))).collect();
        let found = deviation(&one_more, seed).expect("some deviate");
        assert!((0.02..0.3).contains(&found), "{found}");
    }
}
