//! The long form of random surveys, against one that is built cell by cell beside `responses`.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use topline_normalise::answers;
use topline_records::{asked_schema, wholes};
use topline_survey::{Absent, Kind, Plan};

use crate::fixture::{plan, written};

/// Numbers that look random and repeat (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Codes within and beyond what is found without hashing.
const CODES: [i32; 9] = [1, 2, 3, 5, 99, 0, 255, 4_000, i32::MAX];

/// What an option says in a row: the label, and the value as it is written.
struct Said {
    code: i32,
    label: String,
    value: String,
}

/// A question as the rows of its answers need to know it.
struct Known {
    id: String,
    kind: Kind,
    options: Vec<Said>,
    items: Vec<String>,
}

/// A codebook of some questions of every kind.
fn codebook(random: &mut Random) -> (String, Vec<Known>) {
    let (mut text, mut questions) = (String::new(), Vec::new());
    for number in 0..random.below(7) {
        let kind = random.one(&[
            Kind::Single,
            Kind::Multi,
            Kind::Multi,
            Kind::Grid,
            Kind::Rank,
            Kind::Number,
            Kind::Text,
            Kind::Date,
        ]);
        let id = format!("q{number}");
        let _ = writeln!(text, "[[question]]\nid = '{id}'\nkind = '{}'\ntext = 'Q?'", kind.as_str());
        let mut said = Vec::new();
        if matches!(kind, Kind::Single | Kind::Multi | Kind::Grid) {
            text.push_str("options = [\n");
            for (position, code) in CODES.into_iter().take(1 + random.below(CODES.len() as u64) as usize).enumerate() {
                // Two questions have labels in common.
                let label = format!("label {}", position as u64 + random.below(2) * 100);
                let _ = write!(text, "{{ code = {code}, label = '{label}'");
                let value = match random.below(if kind == Kind::Multi { 1 } else { 4 }) {
                    1 => {
                        text.push_str(", value = 2.5");
                        "2.5".to_owned()
                    }
                    2 => {
                        text.push_str(", mark = 'dont_know', value = 7.0");
                        "-".to_owned()
                    }
                    _ => format!("{code}.0"),
                };
                text.push_str(" },\n");
                said.push(Said { code, label, value });
            }
            text.push_str("]\n");
        }
        let mut items = vec![];
        if matches!(kind, Kind::Grid | Kind::Rank) {
            items = (0..2 + random.below(3)).map(|item| format!("i{item}")).collect();
            let listed =
                items.iter().map(|item| format!("{{ id = '{item}', label = '{item}', column = '{id}{item}' }}"));
            let _ = writeln!(text, "items = [{}]", listed.collect::<Vec<_>>().join(", "));
        } else {
            let _ = writeln!(text, "column = '{id}'");
        }
        if kind == Kind::Multi {
            text.push_str("separator = ';'\n");
        }
        questions.push(Known { id, kind, options: said, items });
    }
    (text, questions)
}

/// The column that says why answers are absent.
fn reasons(drawn: &[Option<Absent>]) -> ArrayRef {
    Arc::new(drawn.iter().map(|reason| reason.map(Absent::as_str)).collect::<StringArray>())
}

/// `responses` of random answers, and the rows of the long form of each respondent.
fn responses(random: &mut Random, plan: &Plan, questions: &[Known]) -> (RecordBatch, Vec<String>) {
    let respondents = random.one(&[0, 1, 2, 63, 64, 65, 300, 4_000]);
    let absences = random.one(&[0, 1, 10]);
    let draw_reasons = |random: &mut Random| -> Vec<Option<Absent>> {
        (0..respondents).map(|_| (random.below(20) < absences).then(|| random.one(&Absent::ALL))).collect()
    };
    let who = |respondent| format!("r{respondent} {} 1.0", respondent * 3 + 2);
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new((0..respondents).map(|respondent| Some(format!("r{respondent}"))).collect::<StringArray>()),
        wholes((0..respondents as u64).map(|respondent| respondent * 3 + 2)),
    ];
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); respondents];
    for Known { id, kind, options: said, items } in questions {
        if *kind == Kind::Multi {
            let absent = draw_reasons(random);
            let mut boxes: Vec<_> = said.iter().map(|_| BooleanArray::builder(respondents)).collect();
            for respondent in 0..respondents {
                let said_no = absent[respondent];
                for (told, ticked) in said.iter().zip(&mut boxes) {
                    let is_ticked = random.below(3) == 0;
                    ticked.append_option(said_no.is_none().then_some(is_ticked));
                    if said_no.is_none() && is_ticked {
                        rows[respondent].push(format!(
                            "{} {id} Q? - - {} {} - -",
                            who(respondent),
                            told.code,
                            told.label
                        ));
                    }
                }
                if let Some(reason) = said_no {
                    rows[respondent].push(format!("{} {id} Q? - - - - - {}", who(respondent), reason.as_str()));
                }
            }
            columns.extend(boxes.into_iter().map(|mut ticked| Arc::new(ticked.finish()) as ArrayRef));
            columns.push(reasons(&absent));
            continue;
        }
        let whole = ["-".to_owned()];
        for item in if items.is_empty() { &whole } else { items.as_slice() } {
            let absent = draw_reasons(random);
            let mut told = |respondent: usize, what: String| {
                let what = absent[respondent].map_or(what, |reason| format!("- - - {}", reason.as_str()));
                rows[respondent].push(format!("{} {id} Q? {item} {item} {what}", who(respondent)));
            };
            let asked = |respondent: usize| absent[respondent].is_none();
            columns.push(match kind {
                Kind::Number => {
                    let drawn: Vec<f64> = (0..respondents).map(|_| random.below(40) as f64 - 7.5).collect();
                    (0..respondents).for_each(|respondent| told(respondent, format!("- - {:?} -", drawn[respondent])));
                    Arc::new((0..respondents).map(|at| asked(at).then_some(drawn[at])).collect::<Float64Array>())
                }
                Kind::Text | Kind::Date => {
                    (0..respondents).for_each(|respondent| told(respondent, "- - - -".to_owned()));
                    match kind {
                        Kind::Text => {
                            Arc::new((0..respondents).map(|at| asked(at).then_some("words")).collect::<StringArray>())
                        }
                        _ => {
                            Arc::new((0..respondents).map(|at| asked(at).then_some(at as i32)).collect::<Date32Array>())
                        }
                    }
                }
                _ => {
                    let mut codes = Vec::new();
                    for respondent in 0..respondents {
                        let what = if *kind == Kind::Rank {
                            codes.push(1 + random.below(items.len() as u64) as i32);
                            format!("{0} - {0}.0 -", codes[respondent])
                        } else {
                            let option = &said[random.below(said.len() as u64) as usize];
                            codes.push(option.code);
                            format!("{} {} {} -", option.code, option.label, option.value)
                        };
                        told(respondent, what);
                    }
                    Arc::new((0..respondents).map(|at| asked(at).then_some(codes[at])).collect::<Int32Array>())
                }
            });
            columns.push(reasons(&absent));
        }
    }
    let batch = RecordBatch::try_new(asked_schema(plan), columns).expect("responses");
    (batch, rows.concat())
}

#[test]
fn the_long_form_of_random_surveys() {
    let mut batches = 0;
    for seed in 0..100 {
        let mut random = Random(seed);
        let (codebook, questions) = codebook(&mut random);
        let plan = plan("", "", &codebook);
        let (responses, expected) = responses(&mut random, &plan, &questions);
        // None of them has missing values.
        let expected: Vec<String> = expected.iter().map(|row| format!("{row} - -")).collect();
        let found: Vec<RecordBatch> =
            answers(&plan, &responses).expect("answers").map(|batch| batch.expect("a batch")).collect();
        batches = batches.max(found.len());
        assert_eq!(written(&found), expected, "seed {seed}\n{codebook}");
    }
    assert!(batches > 1, "no survey was long enough for two batches");
}
