//! Letters under columns of ticked boxes, which share respondents: each difference and its variance worked out respondent by
//! respondent.

use topline_aggregate::{Session, tabulations};
use topline_survey::{Absent, Kind, Plan, Tabulation};

use crate::random::Random;
use crate::responses::{Answer, batch};
use crate::{plan, wait};

const CODEBOOK: &str = "
[[question]]
id = \"Q\"
kind = \"single\"
text = \"Q\"
column = \"Q\"
options = [{ code = 1, label = \"One\" }, { code = 2, label = \"Two\" }, { code = 3, label = \"Three\" }]
[[question]]
id = \"N\"
kind = \"number\"
text = \"N\"
column = \"N\"
[[question]]
id = \"S\"
kind = \"single\"
text = \"S\"
column = \"S\"
options = [{ code = 1, label = \"One\" }, { code = 2, label = \"Two\" }]
[[question]]
id = \"M\"
kind = \"multi\"
text = \"M\"
options = [
  { code = 1, label = \"One\", column = \"M1\" }, { code = 2, label = \"Two\", column = \"M2\" },
  { code = 3, label = \"Three\", column = \"M3\" }, { code = 4, label = \"Four\", column = \"M4\" },
]
";

/// A respondent: whether each box is ticked, and what they gave to the other questions.
#[derive(Clone)]
struct Respondent {
    weight: f64,
    ticks: [bool; 4],
    split: i32,
    code: Option<i32>,
    number: f64,
}

fn respondents(random: &mut Random, size: usize) -> Vec<Respondent> {
    let one = |random: &mut Random| {
        let ticks = [0.8, 0.6, 0.4, 0.5].map(|part| random.chance(part));
        // What is ticked tells on what is answered, or there would be few letters.
        let lean = if ticks[0] { 0.0 } else { 0.4 } + if ticks[2] { 0.25 } else { 0.0 };
        Respondent {
            weight: 0.2 + 2.0 * random.unit() * random.unit(),
            ticks,
            split: 1 + i32::from(random.chance(0.5)),
            code: (!random.chance(0.1)).then(|| if random.chance(0.2 + lean) { 1 } else { 2 + random.below(2) as i32 }),
            number: 10.0 * (random.unit() + lean),
        }
    };
    (0..size).map(|_| one(random)).collect()
}

fn made(plan: &Plan, respondents: &[Respondent]) -> Vec<Tabulation> {
    let weights: Vec<f64> = respondents.iter().map(|respondent| respondent.weight).collect();
    let responses = batch(plan, &weights, |at, variable| {
        let respondent = &respondents[at];
        match (variable.question.kind(), variable.question.id.as_str()) {
            (Kind::Multi, _) => Answer::Tick(respondent.ticks[variable.option.expect("a box").code as usize - 1]),
            (Kind::Number, _) => Answer::Number(respondent.number),
            (_, "S") => Answer::Code(respondent.split),
            _ => respondent.code.map_or(Answer::None(Absent::NoAnswer), Answer::Code),
        }
    });
    let mut session = Session::new(plan);
    session.add_batch("responses", responses).expect("a table");
    wait(tabulations(&session, plan)).expect("tables")
}

/// The two-sided p value of a t statistic, by Simpson's rule on the density, whose constant it takes from the same rule.
fn p_of(t: f64, df: f64) -> f64 {
    let density = |x: f64| (1.0 + x * x / df).powf(-(df + 1.0) / 2.0);
    let area = |to: f64| -> f64 {
        let steps = 20_000;
        let step = to / f64::from(steps);
        let weight = |at: i32| {
            if at == 0 || at == steps {
                1.0
            } else if at % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        (0..=steps).map(|at| weight(at) * density(step * f64::from(at))).sum::<f64>() * step / 3.0
    };
    1.0 - area(t.abs().min(200.0)) / area(200.0)
}

/// Who a column is of.
type InColumn = Box<dyn Fn(&Respondent) -> bool>;

/// The size that a column's precision goes by: the square of the sum of weights over the sum of their squares.
fn effective(weights: &[f64]) -> f64 {
    weights.iter().sum::<f64>().powi(2) / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// `z` of two parts: their difference over the root of `pq` times the sum of squares of what each respondent adds to it.
fn of_parts(all: &[(f64, f64)], [first, second]: [&dyn Fn(usize) -> bool; 2]) -> f64 {
    let weight = |within: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..all.len()).filter(|at| within(*at)).map(|at| all[at].0).collect()
    };
    let (one, other) = (weight(first), weight(second));
    let (whole_one, whole_other) = (one.iter().sum::<f64>(), other.iter().sum::<f64>());
    let part = |within: &dyn Fn(usize) -> bool, whole: f64| {
        (0..all.len()).filter(|at| within(*at)).map(|at| all[at].0 * all[at].1).sum::<f64>() / whole
    };
    let (p_one, p_other) = (part(first, whole_one), part(second, whole_other));
    let (e_one, e_other) = (effective(&one), effective(&other));
    let pooled = (p_one * e_one + p_other * e_other) / (e_one + e_other);
    let adds = |at: usize| {
        let own = |is_in: bool, whole: f64| if is_in { all[at].0 / whole } else { 0.0 };
        own(first(at), whole_one) - own(second(at), whole_other)
    };
    let squares: f64 = (0..all.len()).map(|at| adds(at).powi(2)).sum();
    (p_one - p_other) / (pooled * (1.0 - pooled) * squares).sqrt()
}

/// `t` of two means: variances of samples over effective sizes, less twice what those in both have in common.
fn of_means(all: &[(f64, f64)], [first, second]: [&dyn Fn(usize) -> bool; 2]) -> f64 {
    let whole =
        |within: &dyn Fn(usize) -> bool| -> f64 { (0..all.len()).filter(|at| within(*at)).map(|at| all[at].0).sum() };
    let mean = |within: &dyn Fn(usize) -> bool| -> f64 {
        (0..all.len()).filter(|at| within(*at)).map(|at| all[at].0 * all[at].1).sum::<f64>() / whole(within)
    };
    let common = |one: &dyn Fn(usize) -> bool, other: &dyn Fn(usize) -> bool| {
        let both: Vec<usize> = (0..all.len()).filter(|at| one(*at) && other(*at)).collect();
        let (mean_one, mean_other) = (mean(one), mean(other));
        let product: f64 = both.iter().map(|at| all[*at].0 * (all[*at].1 - mean_one) * (all[*at].1 - mean_other)).sum();
        let weights: Vec<f64> = both.iter().map(|at| all[*at].0).collect();
        let (n, sum) = (both.len() as f64, weights.iter().sum::<f64>());
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        product / sum * n / (n - 1.0) * squares / (whole(one) * whole(other))
    };
    let variance = common(first, first) + common(second, second) - 2.0 * common(first, second);
    (mean(first) - mean(second)) / variance.sqrt()
}

/// What columns are compared by.
#[derive(Clone, Copy)]
enum Tested {
    Parts,
    Means,
}

/// The letters of a row of columns, which begin with `A`.
fn expected(
    answers: &[Respondent],
    value: impl Fn(&Respondent) -> Option<f64>,
    columns: &[InColumn],
    tested: Tested,
) -> Vec<String> {
    let in_base: Vec<&Respondent> = answers.iter().filter(|respondent| value(respondent).is_some()).collect();
    let all: Vec<(f64, f64)> =
        in_base.iter().map(|respondent| (respondent.weight, value(respondent).expect("a value"))).collect();
    let any = in_base.iter().filter(|respondent| columns.iter().any(|column| column(respondent))).count();
    let mut letters = vec![Vec::new(); columns.len()];
    for one in 0..columns.len() {
        for other in one + 1..columns.len() {
            let (first, second) = (|at: usize| columns[one](in_base[at]), |at: usize| columns[other](in_base[at]));
            let both: [&dyn Fn(usize) -> bool; 2] = [&first, &second];
            let (statistic, df) = match tested {
                // A t of very many degrees is a z.
                Tested::Parts => (of_parts(&all, both), 1e7),
                Tested::Means => (of_means(&all, both), (any - columns.len()) as f64),
            };
            if p_of(statistic, df) < 0.05 {
                let (higher, lower) = if statistic > 0.0 { (one, other) } else { (other, one) };
                letters[higher].push(lower);
            }
        }
    }
    let name = |column: usize| char::from(b'A' + column as u8).to_string();
    let row = |mut lower: Vec<usize>| {
        lower.sort_unstable();
        lower.into_iter().map(name).collect::<Vec<_>>().join(" ")
    };
    letters.into_iter().map(row).collect()
}

fn letters_of(tables: &[Tabulation], table: &str, row: &str, split: &str) -> Vec<String> {
    let of_row =
        tables.iter().flat_map(Tabulation::figures).filter(|figure| figure.table.id == table && figure.row.key == row);
    let columns = of_row.filter(|figure| figure.column.key.starts_with(split));
    columns.map(|figure| figure.cell.letters.clone().expect("a column that is compared")).collect()
}

#[test]
fn boxes_are_compared_by_what_their_respondents_share() {
    let mut given = 0;
    for seed in 0..12 {
        let weighted = seed % 2 == 0;
        let weights = if weighted { "[weights]\ncolumn = \"w\"\n" } else { "" };
        let survey = format!(
            "id = \"s\"\ntitle = \"S\"\n[source]\nname = \"s\"\npath = \"s.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n{weights}"
        );
        let tables = "[default]\nletters = { minimum_base = 5 }
[[table]]\nid = \"T\"\nrows = \"Q\"\nbreaks = [{ question = \"M\" }]\nstatistics = [\"column_percent\", \"mean\"]
[[table]]\nid = \"U\"\nrows = \"N\"\nbreaks = [{ question = \"M\" }]\nmean = true
[[table]]\nid = \"V\"\nrows = \"N\"\nbreaks = [{ question = \"S\", by = [{ question = \"M\" }] }]\nmean = true\n";
        let plan = plan(&survey, CODEBOOK, tables, &[]);
        let mut answers = respondents(&mut Random::new(seed), 150);
        if !weighted {
            for respondent in &mut answers {
                respondent.weight = 1.0;
            }
        }
        let made = made(&plan, &answers);
        let boxes = |split: Option<i32>| -> Vec<InColumn> {
            let ticked = move |option: usize| -> InColumn {
                Box::new(move |respondent| {
                    respondent.ticks[option] && split.is_none_or(|split| respondent.split == split)
                })
            };
            (0..4).map(ticked).collect()
        };
        for code in [1, 2, 3] {
            let part = |respondent: &Respondent| respondent.code.map(|own| f64::from(u8::from(own == code)));
            let found = letters_of(&made, "T", &code.to_string(), "M.");
            assert_eq!(found, expected(&answers, part, &boxes(None), Tested::Parts), "seed {seed}, code {code}");
            given += found.concat().len();
        }
        let mean = |respondent: &Respondent| respondent.code.map(f64::from);
        assert_eq!(
            letters_of(&made, "T", "mean", "M."),
            expected(&answers, mean, &boxes(None), Tested::Means),
            "seed {seed}"
        );
        let number = |respondent: &Respondent| Some(respondent.number);
        let found = letters_of(&made, "U", "mean", "M.");
        assert_eq!(found, expected(&answers, number, &boxes(None), Tested::Means), "seed {seed}");
        given += found.concat().len();
        // Within a break, each of whose columns is split again.
        let found = letters_of(&made, "V", "mean", "S.1/");
        assert_eq!(found, expected(&answers, number, &boxes(Some(1)), Tested::Means), "seed {seed}, within a break");
    }
    assert!(given > 20, "only {given} letters");
}
