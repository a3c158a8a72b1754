//! The SQL that counts the cells of a question: a row for each of its nets and options, by the columns of another question or
//! in the total alone.
//!
//! Respondents are read once for each item (and once more for its total, where there are columns), and each row of a table is
//! an aggregate with a filter of its own; what is counted is then spread over rows again.

use std::fmt::Write as _;

use topline_survey::{Absent, Kind, RowKind};

use super::arguments::Arguments;
use super::function::Function;
use crate::condition::text;
use crate::functions::membership::{absent_of, column_of, gave, in_base};
use crate::functions::names::Asked;

/// A row, and the condition that a respondent of the base counts in it.
struct Row {
    kind: RowKind,
    key: String,
    label: String,
    condition: String,
    /// The rows, by their place, whose respondents are its responses: those of its options.
    parts: Vec<usize>,
}

/// A column beside the total.
struct Column {
    kind: RowKind,
    key: String,
    label: String,
    codes: Vec<i32>,
}

/// The query of a call.
pub(super) fn sql(function: Function, call: &Arguments<'_>, weighted: bool) -> String {
    let parts = call.question.parts();
    let has_items = parts.iter().any(|part| part.item.is_some());
    let columns = call.by.map(columns_of);
    let mut sql = format!("select\n  {}\nfrom (\n", told(function, call, has_items, weighted).join(",\n  "));
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            sql.push_str("\nunion all\n");
        }
        sql.push_str(&part_sql(function, call, (place, part), columns.as_deref(), weighted));
    }
    sql.push_str("\n) as cells\norder by item_place, row_place, column_place");
    sql
}

/// The columns that a call gives.
fn told(function: Function, call: &Arguments<'_>, has_items: bool, weighted: bool) -> Vec<String> {
    let mut told: Vec<&str> = Vec::new();
    if has_items {
        told.extend(["item", "item_label"]);
    }
    told.extend(["row_kind", "row_key", "row_label"]);
    if call.by.is_some() {
        told.extend(["column_kind", "column_key", "column_label"]);
    }
    let weigh = |told: &mut Vec<&str>, names: &[&'static str]| {
        if weighted {
            told.extend(names);
        }
    };
    told.push("n");
    weigh(&mut told, &["n_weighted"]);
    told.extend(["percent", "base"]);
    weigh(&mut told, &["base_weighted", "base_effective"]);
    if function == Function::MultiResponse {
        told.push("responses");
        weigh(&mut told, &["responses_weighted"]);
        told.extend(["percent_of_responses", "all_responses"]);
        weigh(&mut told, &["all_responses_weighted"]);
    }
    let (n, base) = if weighted { ("n_weighted", "base_weighted") } else { ("n", "base") };
    let (responses, all) =
        if weighted { ("responses_weighted", "all_responses_weighted") } else { ("responses", "all_responses") };
    let value = |name: &str| match name {
        "percent" => format!("100.0 * {n} / nullif({base}, 0) as percent"),
        "percent_of_responses" => format!("100.0 * {responses} / nullif({all}, 0) as percent_of_responses"),
        other => other.to_owned(),
    };
    told.into_iter().map(value).collect()
}

fn rows_of(call: &Arguments<'_>, part: Asked<'_>) -> Vec<Row> {
    let row = |kind, key: String, label: String, codes: &[i32]| Row {
        kind,
        key,
        label,
        condition: gave(part, codes, ""),
        parts: Vec::new(),
    };
    if let Some(net) = &call.net {
        return vec![row(RowKind::Net, net.row.clone(), net.label.clone(), &net.codes)];
    }
    let codes = part.codes();
    let nets = part.question.nets();
    let mut rows: Vec<Row> =
        nets.iter().map(|net| row(RowKind::Net, net.id.clone(), net.label.clone(), &net.codes)).collect();
    rows.extend(codes.iter().map(|(code, label)| row(RowKind::Option, code.to_string(), label.clone(), &[*code])));
    for (place, own) in rows.iter_mut().enumerate() {
        let of_net = |net: &topline_survey::Net| {
            let is_part =
                |(at, (code, _)): (usize, &(i32, String))| net.codes.contains(code).then_some(nets.len() + at);
            codes.iter().enumerate().filter_map(is_part).collect()
        };
        own.parts = nets.get(place).map_or_else(|| vec![place], of_net);
    }
    rows.extend(call.base.reasons().iter().map(|reason: &Absent| Row {
        kind: RowKind::Absent,
        key: reason.as_str().to_owned(),
        label: reason.label().to_owned(),
        condition: format!("coalesce({} = '{}', false)", absent_of(part, ""), reason.as_str()),
        parts: Vec::new(),
    }));
    rows
}

fn columns_of(by: Asked<'_>) -> Vec<Column> {
    let nets = by.question.nets().iter().map(|net| Column {
        kind: RowKind::Net,
        key: net.id.clone(),
        label: net.label.clone(),
        codes: net.codes.clone(),
    });
    let options = by.codes().into_iter().map(|(code, label)| Column {
        kind: RowKind::Option,
        key: code.to_string(),
        label,
        codes: vec![code],
    });
    nets.chain(options).collect()
}

/// The cells of one item.
fn part_sql(
    function: Function,
    call: &Arguments<'_>,
    (place, part): (usize, Asked<'_>),
    columns: Option<&[Column]>,
    weighted: bool,
) -> String {
    let rows = rows_of(call, part);
    let mut sql =
        format!("select\n  {place} as item_place, row_list.place as row_place, column_list.place as column_place");
    if let Some(item) = part.item {
        let _ = write!(sql, ",\n  {} as item, {} as item_label", text(&item.id), text(&item.label));
    }
    sql.push_str(",\n  row_list.kind as row_kind, row_list.name as row_key, row_list.label as row_label");
    sql.push_str(
        ",\n  column_list.kind as column_kind, column_list.name as column_key, column_list.label as column_label",
    );
    let spread = |counted: &dyn Fn(usize) -> String| -> String {
        let cases = (0..rows.len()).map(|row| format!(" when {row} then {}", counted(row)));
        format!("coalesce(case row_list.place{} end, 0)", cases.collect::<String>())
    };
    let responses = |row: usize, of: &str| -> String {
        let parts: Vec<String> = rows[row].parts.iter().map(|part| format!("{of}_{part}")).collect();
        if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") }
    };
    let options = || (0..rows.len()).filter(|row| rows[*row].kind == RowKind::Option);
    let all = |of: &str| options().map(|row| format!("coalesce({of}_{row}, 0)")).collect::<Vec<_>>().join(" + ");
    for (of, suffix) in [("n", ""), ("w", "_weighted")].into_iter().take(if weighted { 2 } else { 1 }) {
        let _ = write!(sql, ",\n  {} as n{suffix}", spread(&|row| format!("{of}_{row}")));
        let _ = write!(sql, ",\n  coalesce(counted.base{suffix}, 0) as base{suffix}");
        if function == Function::MultiResponse {
            let _ = write!(sql, ",\n  {} as responses{suffix}", spread(&|row| responses(row, of)));
            let _ = write!(sql, ",\n  {} as all_responses{suffix}", all(of));
        }
    }
    if weighted {
        sql.push_str(",\n  counted.base_effective as base_effective");
    }
    let row_list = rows.iter().map(|row| (row.kind.as_str(), Some(row.key.as_str()), row.label.as_str()));
    let total = std::iter::once(("total", None, "Total"));
    let beside = columns.unwrap_or_default().iter();
    let column_list =
        total.chain(beside.map(|column| (column.kind.as_str(), Some(column.key.as_str()), column.label.as_str())));
    let _ = write!(
        sql,
        "\nfrom {} as row_list (place, kind, name, label)\ncross join {} as column_list (place, kind, name, label)",
        values(row_list),
        values(column_list)
    );
    let based = based(call, part, &rows, columns, weighted);
    let counted = counted(&rows, weighted);
    let _ = write!(sql, "\nleft join (\n  select 0 as place, {counted}\n  from ({based}) as based");
    if let (Some(by), Some(columns)) = (call.by, columns) {
        let _ = write!(
            sql,
            "\n  union all\n  select column_parts.place, {counted}\n  from ({based}) as based\n  {}\n  group by column_parts.place",
            column_join(by, columns)
        );
    }
    sql.push_str("\n) as counted on counted.place = column_list.place");
    sql
}

/// `(values ...)` with a place, a kind, a name and a label each.
fn values<'r>(rows: impl Iterator<Item = (&'r str, Option<&'r str>, &'r str)>) -> String {
    let row = |(place, (kind, name, label)): (usize, (&str, Option<&str>, &str))| {
        let name = name.map_or_else(|| "cast(null as varchar)".to_owned(), text);
        format!("({place}, {}, {name}, {})", text(kind), text(label))
    };
    format!("(values {})", rows.enumerate().map(row).collect::<Vec<_>>().join(", "))
}

/// Those of the base who meet the filter: in which rows each counts, what it counts for, and where it stands in the columns.
fn based(call: &Arguments<'_>, part: Asked<'_>, rows: &[Row], columns: Option<&[Column]>, weighted: bool) -> String {
    let mut told: Vec<String> =
        rows.iter().enumerate().map(|(place, row)| format!("{} as r_{place}", row.condition)).collect();
    if weighted {
        told.push("weight".to_owned());
    }
    if let (Some(by), Some(columns)) = (call.by, columns) {
        if by.question.kind() == Kind::Multi {
            let ticked = columns.iter().enumerate();
            told.extend(ticked.map(|(place, column)| format!("{} as c_{place}", gave(by, &column.codes, ""))));
        } else {
            told.push(format!("{} as by_code", column_of(by, "")));
        }
    }
    let weighs = if weighted { " and weight > 0" } else { "" };
    format!("select {} from {} where {}{weighs}", told.join(", "), call.respondents(), in_base(call.base, part))
}

fn counted(rows: &[Row], weighted: bool) -> String {
    let mut counted = vec!["count(*) as base".to_owned()];
    counted.extend((0..rows.len()).map(|row| format!("count(*) filter (where r_{row}) as n_{row}")));
    if weighted {
        counted.push("sum(weight) as base_weighted".to_owned());
        counted.push("n_effective(weight) as base_effective".to_owned());
        counted
            .extend((0..rows.len()).map(|row| format!("coalesce(sum(weight) filter (where r_{row}), 0) as w_{row}")));
    }
    counted.join(", ")
}

/// The join that puts each respondent into its columns.
fn column_join(by: Asked<'_>, columns: &[Column]) -> String {
    if by.question.kind() == Kind::Multi {
        let places: Vec<String> = (0..columns.len()).map(|place| format!("({})", place + 1)).collect();
        let cases: Vec<String> =
            (0..columns.len()).map(|place| format!(" when {} then c_{place}", place + 1)).collect();
        return format!(
            "cross join (values {}) as column_parts (place)\n  where case column_parts.place{} end",
            places.join(", "),
            cases.join("")
        );
    }
    let parts: Vec<String> = columns
        .iter()
        .enumerate()
        .flat_map(|(place, column)| column.codes.iter().map(move |code| format!("({}, {code})", place + 1)))
        .collect();
    format!(
        "inner join (values {}) as column_parts (place, code) on based.by_code = column_parts.code",
        parts.join(", ")
    )
}
