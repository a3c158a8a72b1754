//! SQL conditions for the parts of a table: who is in its base, in a row, in a column.

use std::fmt::Write as _;

use topline_survey::{
    Absent, BaseRule, Gathers, Item, Kind, Question, RowKind, Table, TableColumn, TablePart, Unranked, item_column,
    missing_column,
};

use crate::layout::{any_ranked, last_rank, value_of};
use crate::statistics::Score;

/// A column or table as SQL names it.
pub(crate) fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Those whom a table is of at all, in a part of it: its filter.
pub(crate) fn in_table(table: &Table) -> Option<String> {
    table.filter.as_ref().map(|filter| format!("({filter})"))
}

/// Those who weigh something, where respondents have the weights `weight`: nobody else is in a base.
pub(crate) fn weighing(weight: &str) -> Option<String> {
    (weight != "1").then(|| format!("{weight} > 0"))
}

/// Those whom a rule takes in; `absent` is the column with the reasons.
pub(crate) fn by_rule(rule: BaseRule, absent: &str) -> String {
    match rule {
        BaseRule::Answered => format!("{absent} is null"),
        BaseRule::Asked => {
            let reasons: Vec<String> = rule.reasons().iter().map(|reason| text(reason.as_str())).collect();
            format!("({absent} is null or {absent} in ({}))", reasons.join(", "))
        }
        BaseRule::All => "true".to_owned(),
    }
}

/// Those whom a percentage of this table and item is out of, filters and breaks aside.
pub(crate) fn base_condition(table: &Table, question: &Question, item: Option<&Item>) -> String {
    let answered = by_rule(table.base, &absent_of(question, item));
    if table.exclude.is_empty() {
        return answered;
    }
    format!("{answered} and not coalesce({}, false)", codes_condition(question, item, &table.exclude))
}

/// Those in a column.
pub(crate) fn in_column(column: &TableColumn<'_>) -> String {
    let steps = column.path.iter().map(|(question, codes)| codes_condition(question, None, codes));
    steps.collect::<Vec<_>>().join(" and ")
}

/// Those whom a row counts, of those in the base; all of them where it counts values.
pub(crate) fn in_row(table: &Table, part: &TablePart<'_>, gathers: &Gathers, few: &Few<'_>) -> Option<String> {
    let TablePart { question, item, .. } = part;
    let absent = absent_of(question, *item);
    let column = column_of(question, *item);
    Some(match gathers {
        Gathers::Base | Gathers::Values | Gathers::Percentile(_) => return None,
        Gathers::Rule(rule) => by_rule(*rule, &absent),
        Gathers::Codes(codes) | Gathers::Excluded(codes) => codes_condition(question, *item, codes),
        Gathers::FewerThan(_) => match each_of_rest(table, part, few).as_slice() {
            [] => "false".into(),
            each => format!("({})", each.join(" or ")),
        },
        Gathers::Band(band) => {
            let from = band.checked_sub(1).and_then(|before| table.bands.get(before));
            let below = table.bands.get(*band);
            let bounds =
                [from.map(|from| format!("{column} >= {from:?}")), below.map(|below| format!("{column} < {below:?}"))];
            let bounds = bounds.into_iter().flatten().collect::<Vec<_>>().join(" and ");
            if bounds.is_empty() { format!("{column} is not null") } else { format!("({bounds})") }
        }
        Gathers::Answered => format!("{column} is not null"),
        Gathers::Absent(reason) => format!("{absent} = {}", text(reason.as_str())),
        Gathers::Missing(code) => format!("coalesce({} = {code}, false)", missing_of(question, *item)),
    })
}

/// How a condition learns which options are too few for rows of their own.
pub(crate) enum Few<'w> {
    /// From a query of its own for each, by these weights.
    Asked(&'w str),
    /// From this table, which the query has joined: it holds what [`few`] gives.
    Joined(String),
}

/// The query that tells of each option, in one row and as `_CODE`, whether it is too small for a row of its own; none where no
/// option has a row.
pub(crate) fn few(table: &Table, part: &TablePart<'_>, weight: &str) -> Option<String> {
    let each = shown(part).into_iter().map(|code| format!("{} as _{code}", is_few(table, part, code, weight)));
    let each = each.collect::<Vec<_>>().join(",\n    ");
    (!each.is_empty()).then(|| format!("select\n    {each}\n  from responses\n  where {}", whole(table, part)))
}

/// Of each option, those who gave it where it is too small.
fn each_of_rest(table: &Table, part: &TablePart<'_>, few: &Few<'_>) -> Vec<String> {
    let gave = |code: i32| {
        let is_few = match few {
            Few::Asked(weight) => {
                format!("(select {} from responses where {})", is_few(table, part, code, weight), whole(table, part))
            }
            Few::Joined(table) => format!("{table}._{code}"),
        };
        format!("({} and {is_few})", codes_condition(part.question, part.item, &[code]))
    };
    shown(part).into_iter().map(gave).collect()
}

/// How many boxes a row counts.
pub(crate) fn ticks_in_row(table: &Table, part: &TablePart<'_>, gathers: &Gathers, few: &Few<'_>) -> String {
    match gathers {
        Gathers::Codes(codes) => ticks(part.question, codes),
        Gathers::FewerThan(_) => number_of(each_of_rest(table, part, few)),
        Gathers::Base
        | Gathers::Rule(_)
        | Gathers::Band(_)
        | Gathers::Answered
        | Gathers::Absent(_)
        | Gathers::Excluded(_)
        | Gathers::Missing(_)
        | Gathers::Values
        | Gathers::Percentile(_) => "0".into(),
    }
}

/// Where nobody has any weight, every option is too small.
fn is_few(table: &Table, part: &TablePart<'_>, code: i32, weight: &str) -> String {
    let percent = table.other_below.unwrap_or_default();
    let counted = codes_condition(part.question, part.item, &[code]);
    format!(
        "coalesce(100.0 * coalesce(sum({weight}) filter (where {counted}), 0) / nullif(sum({weight}), 0) < {percent:?}, true)"
    )
}

/// The options that have rows of their own where they are not too few.
pub(crate) fn shown(part: &TablePart<'_>) -> Vec<i32> {
    let options = part.rows.iter().filter(|row| row.kind == RowKind::Option);
    let codes =
        options.filter_map(|row| if let Gathers::Codes(codes) = &row.gathers { codes.first().copied() } else { None });
    let mut codes: Vec<i32> = codes.collect();
    codes.dedup();
    codes
}

/// Those in the base of the total column.
fn whole(table: &Table, part: &TablePart<'_>) -> String {
    let base = std::iter::once(base_condition(table, part.question, part.item)).chain(in_table(table));
    base.collect::<Vec<_>>().join(" and ")
}

/// The codes of a question that are in the base.
pub(crate) fn kept(table: &Table, question: &Question) -> Vec<i32> {
    let codes = question.options().iter().map(|option| option.code);
    codes.filter(|code| !table.exclude.contains(code)).collect()
}

/// How many of these boxes are ticked.
pub(crate) fn ticks(question: &Question, codes: &[i32]) -> String {
    number_of(codes.iter().map(|code| ticked(question, *code)).collect())
}

/// How many of these conditions hold.
fn number_of(conditions: Vec<String>) -> String {
    let each = conditions.into_iter().map(|condition| format!("cast({condition} as int)"));
    let each = each.collect::<Vec<_>>().join(" + ");
    if each.is_empty() { "0".into() } else { format!("({each})") }
}

/// Those who have a value that counts, and what it counts for.
pub(crate) fn with_value(table: &Table, part: &TablePart<'_>, score: Score) -> (String, String) {
    let TablePart { question, item, .. } = part;
    let column = column_of(question, *item);
    if question.kind() == Kind::Number {
        return (format!("{column} is not null"), column);
    }
    let codes = answer_codes(question);
    let kept = codes.iter().filter(|code| !table.exclude.contains(code));
    let mut whens = String::new();
    let mut counted = Vec::new();
    for (code, value) in kept.filter_map(|code| Some((*code, value_of(question, score, *code)?))) {
        let _ = write!(whens, " when {code} then {value:?}");
        counted.push(code);
    }
    let value =
        if counted.is_empty() { "cast(null as double)".to_owned() } else { format!("case {column}{whens} end") };
    let has_value = codes_condition(question, *item, &counted);
    if question.kind() == Kind::Rank && table.unranked == Unranked::Last {
        let last = last_rank(question, score);
        let absent = absent_of(question, *item);
        let skipped = format!("{absent} = {}", text(Absent::NoAnswer.as_str()));
        let has_value = format!("({has_value} or {skipped}) and {}", any_ranked(question));
        return (has_value, format!("case when {skipped} then {last:?} else {value} end"));
    }
    (has_value, value)
}

/// The condition that an answer is one of these codes.
pub(crate) fn codes_condition(question: &Question, item: Option<&Item>, codes: &[i32]) -> String {
    if question.kind() == Kind::Multi {
        let ticked: Vec<String> = codes.iter().map(|code| ticked(question, *code)).collect();
        return if ticked.is_empty() { "false".into() } else { format!("({})", ticked.join(" or ")) };
    }
    let column = column_of(question, item);
    match codes {
        [] => "false".into(),
        [code] => format!("{column} = {code}"),
        codes => format!("{column} in ({})", codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// The codes of a question's answers: those of its options, or its ranks.
pub(crate) fn answer_codes(question: &Question) -> Vec<i32> {
    match question.kind() {
        Kind::Rank => (1..=question.items().len() as i32).collect(),
        Kind::Single | Kind::Multi | Kind::Grid | Kind::Number | Kind::Text | Kind::Date => {
            question.options().iter().map(|option| option.code).collect()
        }
    }
}

/// Whether a box is ticked.
pub(crate) fn ticked(question: &Question, code: i32) -> String {
    format!("coalesce({}, false)", name(&format!("{}_{code}", question.id)))
}

pub(crate) fn column_of(question: &Question, item: Option<&Item>) -> String {
    name(&item.map_or_else(|| question.id.clone(), |item| format!("{}_{}", question.id, item.id)))
}

fn absent_of(question: &Question, item: Option<&Item>) -> String {
    name(&item.map_or_else(|| format!("{}_absent", question.id), |item| format!("{}_{}_absent", question.id, item.id)))
}

/// The column that says which missing value an answer is.
fn missing_of(question: &Question, item: Option<&Item>) -> String {
    let of = item.map_or_else(|| question.id.clone(), |item| item_column(&question.id, &item.id));
    name(&missing_column(&of))
}

/// Who the base of a row is, where it is another than its table's.
pub(crate) fn own_rule(gathers: &Gathers) -> Option<BaseRule> {
    match gathers {
        Gathers::Rule(rule) => Some(*rule),
        Gathers::Excluded(_) | Gathers::Missing(_) => Some(BaseRule::All),
        Gathers::Base
        | Gathers::Codes(_)
        | Gathers::FewerThan(_)
        | Gathers::Band(_)
        | Gathers::Answered
        | Gathers::Absent(_)
        | Gathers::Values
        | Gathers::Percentile(_) => None,
    }
}

/// The condition of a row's own base, where it is another than its table's.
pub(crate) fn own_base(part: &TablePart<'_>, gathers: &Gathers) -> Option<String> {
    own_rule(gathers).map(|rule| by_rule(rule, &absent_of(part.question, part.item)))
}
