//! Surveys that nobody would write by hand: every kind of question, base, break, filter and weight, at random from a seed.

use std::fmt::Write as _;

use arrow::array::RecordBatch;
use topline_survey::{Absent, Kind, Plan};

use crate::plan;
use crate::random::Random;
use crate::responses::{Answer, batch};

/// Codes that surveys use, and those at the edges of how they are looked up.
const CODES: [i32; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 97, 98, 99, 4_095, 4_096, 99_999_999];

/// A plan, and responses to it.
pub struct RandomSurvey {
    pub plan: Plan,
    pub responses: RecordBatch,
}

/// The survey of a seed.
pub fn random_survey(seed: u64) -> RandomSurvey {
    survey_with(seed, tables)
}

/// The survey of a seed, with tables that use the whole language.
pub fn rich_survey(seed: u64) -> RandomSurvey {
    survey_with(seed, rich_tables)
}

/// The survey of a seed, of which each table has one break with all its columns, and excludes and hides nothing.
pub fn random_crosstabs(seed: u64) -> RandomSurvey {
    survey_with(seed, crosstabs)
}

fn survey_with(seed: u64, tables: fn(&mut Random, &[Known]) -> String) -> RandomSurvey {
    let mut random = Random::new(seed);
    let weighted = random.chance(0.6);
    let mut survey = "id = \"random\"\ntitle = \"Random\"\n[source]\nname = \"none\"\npath = \"none.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n".to_owned();
    if weighted {
        survey.push_str("[weights]\ncolumn = \"w\"\n");
    }
    let (codebook, ids) = codebook(&mut random);
    let tables = tables(&mut random, &ids);
    let plan = plan(&survey, &codebook, &tables, &[]);
    let responses = answers(&mut random, &plan);
    RandomSurvey { plan, responses }
}

/// A question as the tables need to know it.
struct Known {
    id: String,
    kind: Kind,
    codes: Vec<i32>,
    /// Those of options without a mark.
    unmarked: usize,
    /// A column of its codes.
    column: String,
}

fn codebook(random: &mut Random) -> (String, Vec<Known>) {
    let mut text = String::new();
    let mut known = Vec::new();
    let kinds =
        [Kind::Single, Kind::Single, Kind::Multi, Kind::Grid, Kind::Rank, Kind::Number, Kind::Multi, Kind::Single];
    let asked = 3 + random.below(kinds.len() - 2);
    for (position, kind) in random.shuffled(&kinds).into_iter().chain([Kind::Single]).enumerate() {
        // The last is derived.
        let derived = position == kinds.len();
        if (position >= asked && !derived) || (derived && random.chance(0.5)) {
            continue;
        }
        let id = format!("Q{position}");
        let section = if derived { "derive" } else { "question" };
        let _ = write!(text, "[[{section}]]\nid = \"{id}\"\nkind = \"{}\"\ntext = \"{id}\"\n", kind.as_str());
        if derived {
            text.push_str("sql = \"1\"\n");
        } else if matches!(kind, Kind::Single | Kind::Number) {
            let _ = writeln!(text, "column = \"{id}\"");
        }
        let items = if matches!(kind, Kind::Grid | Kind::Rank) { 2 + random.below(3) } else { 0 };
        let codes: Vec<i32> = match kind {
            Kind::Number => Vec::new(),
            // Ranks need no options; where they have some, these give labels and values.
            Kind::Rank => (1..=items as i32).filter(|_| random.chance(0.3)).collect(),
            _ => random.shuffled(&CODES).into_iter().take(2 + random.below(5)).collect(),
        };
        let mut unmarked = codes.len();
        for code in &codes {
            let _ = write!(text, "[[{section}.options]]\ncode = {code}\nlabel = \"Label {code}\"\n");
            if kind == Kind::Multi {
                let _ = writeln!(text, "column = \"{id} {code}\"");
            }
            if random.chance(0.2) {
                unmarked -= 1;
                let _ = writeln!(text, "mark = \"{}\"", random.one(&["dont_know", "not_applicable", "other"]));
            }
            if random.chance(0.3) {
                let _ = writeln!(text, "value = {:?}", random.one(&[-2.0, 0.0, 0.5, 10.0]));
            }
        }
        for item in 0..items {
            let _ = write!(
                text,
                "[[{section}.items]]\nid = \"i{item}\"\nlabel = \"Item {item}\"\ncolumn = \"{id} {item}\"\n"
            );
        }
        let gathered: Vec<i32> = if kind == Kind::Rank { (1..=items as i32).collect() } else { codes.clone() };
        let nets = if kind == Kind::Number { 0 } else { random.below(4) };
        for net in 0..nets {
            let codes = random.some(&gathered, 0.5);
            let _ = write!(text, "[[{section}.nets]]\nid = \"net{net}\"\nlabel = \"Net {net}\"\ncodes = {codes:?}\n");
        }
        let column = match kind {
            Kind::Multi => format!("{id}_{}", codes[0]),
            Kind::Grid | Kind::Rank => format!("{id}_i0"),
            _ => id.clone(),
        };
        known.push(Known { id, kind, codes, unmarked, column });
    }
    (text, known)
}

fn tables(random: &mut Random, known: &[Known]) -> String {
    let mut text = "[default]\n".to_owned();
    options(random, &mut text, known);
    let _ = writeln!(text, "banner = {}", breaks(random, known));
    for table in 0..3 + random.below(4) {
        let rows = random.one(known);
        // Either a table of its own name, or what the question's own table is to be.
        let own = random.chance(0.3) && !text.contains(&format!("[[table]]\nid = \"{}\"\n", rows.id));
        let id = if own { rows.id.clone() } else { format!("T{table}") };
        let _ = write!(text, "[[table]]\nid = \"{id}\"\nrows = \"{}\"\n", rows.id);
        options(random, &mut text, known);
        if random.chance(0.5) {
            let _ = writeln!(text, "breaks = {}", breaks(random, known));
        }
        if random.chance(0.5) {
            let _ = writeln!(text, "exclude = {:?}", random.some(&rows.codes, 0.3));
        }
        if random.chance(0.3) {
            let _ = writeln!(text, "hide = {:?}", random.some(&rows.codes, 0.3));
        }
        if rows.kind != Kind::Multi && random.chance(0.6) {
            text.push_str("mean = true\n");
        }
        if random.chance(0.4) {
            let _ = writeln!(text, "filter = '{}'", condition(random, known));
        }
    }
    text
}

fn crosstabs(random: &mut Random, known: &[Known]) -> String {
    let mut text = String::new();
    let breaks: Vec<&Known> =
        known.iter().filter(|question| matches!(question.kind, Kind::Single | Kind::Multi)).collect();
    for (place, rows) in known.iter().filter(|question| question.kind.is_coded()).enumerate() {
        let by = random.one(&breaks);
        let base = random.one(&["answered", "asked", "all"]);
        let _ = write!(
            text,
            "[[table]]\nid = \"T{place}\"\nrows = \"{}\"\nbreaks = [{{ question = \"{}\", columns = \"both\" }}]\nbase = \"{base}\"\nshow_no_answer = true\nmean = {}\n",
            rows.id,
            by.id,
            rows.kind != Kind::Multi,
        );
        if random.chance(0.5) {
            let _ = writeln!(text, "filter = '{}'", condition(random, known));
        }
    }
    text
}

/// Tables that use the whole language.
fn rich_tables(random: &mut Random, known: &[Known]) -> String {
    let mut text = "[default]\n".to_owned();
    let _ = writeln!(text, "banner = {}", nested(random, known, 1));
    if random.chance(0.5) {
        let _ = writeln!(text, "letters = {{ confidence = 0.9, correction = \"holm\", minimum_base = 2 }}");
    }
    let _ = write!(text, "[[banner]]\nid = \"deep\"\nbreaks = {}\n", nested(random, known, 2));
    for table in 0..2 + random.below(3) {
        let mut rows = vec![random.one(known)];
        if random.chance(0.2) {
            let others: Vec<&Known> = known.iter().filter(|other| other.id != rows[0].id).collect();
            rows.extend(random.some(&others, 0.4));
        }
        let names: Vec<String> = rows.iter().map(|question| format!("\"{}\"", question.id)).collect();
        let _ = write!(text, "[[table]]\nid = \"R{table}\"\nrows = [{}]\n", names.join(", "));
        if random.chance(0.6) {
            text.push_str("banner = \"deep\"\n");
        }
        options(random, &mut text, known);
        if random.chance(0.4) {
            let _ = writeln!(text, "filter = '{}'", condition(random, known));
        }
        if random.chance(0.3) {
            let _ = writeln!(text, "show_bases = [\"all\", \"asked\", \"answered\"]");
        }
        let only = |kinds: &[Kind]| rows.iter().all(|question| kinds.contains(&question.kind));
        let mut statistics: Vec<&str> = random.some(
            &[
                "column_percent",
                "count",
                "unweighted_count",
                "unweighted_percent",
                "row_percent",
                "table_percent",
                "index",
            ],
            0.5,
        );
        let valued = only(&[Kind::Single, Kind::Grid, Kind::Rank, Kind::Number]);
        if valued {
            let of_values = ["mean", "median", "standard_deviation", "standard_error", "minimum", "maximum"];
            let spreads = ["standard_deviation", "standard_error"];
            statistics.extend(random.some(&of_values, 0.6));
            // How close deviations can come, their mean tells.
            if statistics.iter().any(|told| spreads.contains(told)) && !statistics.contains(&"mean") {
                statistics.push("mean");
            }
            if random.chance(0.5) {
                text.push_str("percentiles = [10, 50, 75]\n");
            }
        }
        if only(&[Kind::Single, Kind::Grid]) {
            statistics.extend(random.some(&["net_promoter_score"], 0.3));
        }
        if only(&[Kind::Multi]) {
            statistics.extend(["response_percent", "mean_answers"]);
        }
        if only(&[Kind::Rank]) {
            statistics.extend(random.some(&["rank_score"], 0.7));
            if random.chance(0.5) {
                text.push_str("unranked = \"last\"\n");
            }
        }
        if only(&[Kind::Number]) && random.chance(0.7) {
            text.push_str("bands = [-1.0, 0.0, 2.5, 100]\n");
        }
        if only(&[Kind::Single, Kind::Multi, Kind::Grid, Kind::Rank]) && random.chance(0.4) {
            let _ = writeln!(text, "other_below = {:?}", random.one(&[5.0, 20.0, 40.0]));
        }
        if rows.len() == 1 {
            one_question(random, &mut text, rows[0]);
        }
        let _ = writeln!(text, "statistics = {statistics:?}");
        if random.chance(0.5) {
            let _ = writeln!(text, "sort = {{ order = \"{}\" }}", random.one(&["ascending", "descending"]));
        }
        if rows.len() == 1 && matches!(rows[0].kind, Kind::Single | Kind::Multi | Kind::Grid) && random.chance(0.5) {
            let replaces = random.chance(0.5);
            let codes = random.some(&rows[0].codes, 0.5);
            let _ = write!(
                text,
                "[[table.nets]]\nid = \"own\"\nlabel = \"Own\"\ncodes = {codes:?}\nreplaces = {replaces}\n"
            );
        }
    }
    text
}

/// What is said of codes.
fn one_question(random: &mut Random, text: &mut String, question: &Known) {
    if random.chance(0.3) {
        let _ = writeln!(text, "exclude = {:?}", random.some(&question.codes, 0.3));
    }
    if random.chance(0.3) {
        let _ = writeln!(text, "hide = {:?}", random.some(&question.codes, 0.3));
    }
    if matches!(question.kind, Kind::Single | Kind::Multi | Kind::Grid) && question.unmarked > 1 && random.chance(0.5) {
        let _ = writeln!(text, "top_boxes = 1\nbottom_boxes = {}", 1 + random.below(question.unmarked - 1));
    }
}

/// Breaks, each of which may be split again.
fn nested(random: &mut Random, known: &[Known], depth: usize) -> String {
    let usable: Vec<&Known> =
        known.iter().filter(|question| matches!(question.kind, Kind::Single | Kind::Multi)).collect();
    let breaks: Vec<String> = random
        .some(&usable, 0.3)
        .iter()
        .map(|question| {
            let columns = random.one(&["options", "nets", "both"]);
            let by = if depth > 1 && random.chance(0.6) { nested(random, known, depth - 1) } else { "[]".to_owned() };
            format!("{{ question = \"{}\", columns = \"{columns}\", by = {by} }}", question.id)
        })
        .collect();
    format!("[{}]", breaks.join(", "))
}

fn options(random: &mut Random, text: &mut String, _known: &[Known]) {
    if random.chance(0.6) {
        let _ = writeln!(text, "base = \"{}\"", random.one(&["answered", "asked", "all"]));
    }
    if random.chance(0.4) {
        let _ = writeln!(text, "show_no_answer = {}", random.chance(0.7));
    }
}

fn breaks(random: &mut Random, known: &[Known]) -> String {
    let usable: Vec<&Known> =
        known.iter().filter(|question| matches!(question.kind, Kind::Single | Kind::Multi)).collect();
    let breaks: Vec<String> = random
        .some(&usable, 0.4)
        .iter()
        .map(|question| {
            let columns = random.one(&["options", "nets", "both"]);
            format!("{{ question = \"{}\", columns = \"{columns}\" }}", question.id)
        })
        .collect();
    format!("[{}]", breaks.join(", "))
}

/// A condition on `responses`, often null for some.
fn condition(random: &mut Random, known: &[Known]) -> String {
    let question = random.one(known);
    let column = format!("\"{}\"", question.column);
    let simple = match (question.kind, random.below(4)) {
        (_, 0) => format!("row_id > {}", random.below(40)),
        (_, 1) => format!("{column} is not null"),
        (Kind::Multi, _) => column,
        (_, 2) => format!("{column} > 1"),
        _ => format!("{column} <> 2"),
    };
    if random.chance(0.3) { format!("{simple} or not ({})", condition(random, known)) } else { simple }
}

fn answers(random: &mut Random, plan: &Plan) -> RecordBatch {
    let n = *random.one(&[0, 1, 2, 9, 30, 60]);
    let scale = *random.one(&[1.0, 1.0, 12_000.0, 1.0e-4]);
    let weightless = if random.chance(0.05) { 1.0 } else { *random.one(&[0.0, 0.0, 0.2]) };
    let weights: Vec<f64> =
        (0..n).map(|_| if random.chance(weightless) { 0.0 } else { scale * (0.05 + 4.0 * random.unit()) }).collect();
    let absence = *random.one(&[0.0, 0.2, 0.6]);
    // What a respondent's boxes have in common.
    let mut reasons: Vec<(String, Vec<Option<Absent>>)> = Vec::new();
    batch(plan, &weights, |respondent, variable| {
        let question = variable.question;
        if reasons.last().is_none_or(|(absent, _)| *absent != variable.absent) {
            let drawn = (0..n).map(|_| random.chance(absence).then(|| *random.one(&Absent::ALL))).collect();
            reasons.push((variable.absent.clone(), drawn));
        }
        if let Some(reason) = reasons.last().and_then(|(_, drawn)| drawn[respondent]) {
            return Answer::None(reason);
        }
        match question.kind() {
            Kind::Multi => Answer::Tick(random.chance(0.4)),
            Kind::Number => Answer::Number(*random.one(&[0.0, 1.0, 2.5, -3.0, 41.7, 1.0e6])),
            Kind::Rank => Answer::Code(1 + random.below(question.items().len()) as i32),
            _ => Answer::Code(random.one(question.options()).code),
        }
    })
}
