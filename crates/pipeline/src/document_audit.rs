//! Documents held against themselves: their statements, the bases that each may be out of, and the charts that they are in.

use std::path::{Path, PathBuf};

use topline_claims::{
    AuditFinding, AuditedStatement, ChartCounts, chart_conflicts, chart_counts, forced_rounding,
    impossible_percentages, words_beside_digits,
};
use topline_documents::{Statement, find_statements};
use topline_exact::Decimal;
use topline_plan::wording::HouseWords;
use topline_survey::{Hedge, Quantity, Stated};

use crate::document_claims::text_of;
use crate::error::RunError;

/// A base stands at most so many lines below what it is the base of.
const REACH: u32 = 90;

/// What documents cannot mean, and what their numbers leave possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// What cannot be true.
    pub findings: Vec<AuditFinding>,
    /// The counts that charts leave possible.
    pub charts: Vec<ChartCounts>,
    /// The one way of rounding that is possible, where there is one.
    pub rounding: Option<String>,
    /// How many statements were audited.
    pub statements: usize,
}

/// Audits documents.
pub fn audit(documents: &[PathBuf]) -> Result<Audit, RunError> {
    let mut audited = Vec::new();
    for document in documents {
        let statements = find_statements(&text_of(document)?, &HouseWords::default());
        let first_chart =
            audited.iter().filter_map(|statement: &AuditedStatement| statement.chart).max().map_or(0, |last| last + 1);
        audited.extend(prepared(&name(document), &statements, first_chart));
    }
    let mut findings = words_beside_digits(&audited);
    findings.extend(impossible_percentages(&audited));
    findings.extend(chart_conflicts(&audited));
    findings.extend(split_groups(&audited));
    findings.sort_by_key(|finding| (finding.document.clone(), finding.line));
    let (charts, rounding) = (chart_counts(&audited), forced_rounding(&audited));
    Ok(Audit { findings, charts, rounding, statements: audited.len() })
}

fn name(document: &Path) -> String {
    document.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A base that is stated: on which line, and whether it is that of a chart.
struct BaseLine {
    line: u32,
    base: u64,
}

fn prepared(document: &str, statements: &[Statement], first_chart: usize) -> Vec<AuditedStatement> {
    let charts = charts_of(statements, first_chart);
    let bases: Vec<BaseLine> = statements.iter().filter_map(base_line).collect();
    let everybody = everybody(statements);
    let of = |(place, statement): (usize, &Statement)| AuditedStatement {
        document: document.to_owned(),
        line: statement.lines.0,
        quote: statement.quote.clone(),
        words: statement.words.clone(),
        stated: statement.stated.clone(),
        beside: beside(statements, place),
        bases: bases_of(statement, charts[place].is_some(), &bases, everybody),
        chart: charts[place],
        chart_below: chart_below(statements, &charts, place),
    };
    statements.iter().enumerate().map(of).collect()
}

/// Of each statement the chart that it is a cell of: bare percentages one after the other, with one title.
fn charts_of(statements: &[Statement], first: usize) -> Vec<Option<usize>> {
    let mut next = first;
    let mut charts: Vec<Option<usize>> = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        let is_cell = |statement: &Statement| statement.quote == statement.words && statement.words.ends_with('%');
        let title = |statement: &Statement| statement.context.get(1).map(|(title, _)| title.clone());
        if !is_cell(statement) {
            charts.push(None);
            continue;
        }
        let goes_on = place > 0
            && is_cell(&statements[place - 1])
            && title(&statements[place - 1]) == title(statement)
            && statement.lines.0.saturating_sub(statements[place - 1].lines.0) <= 6;
        if !goes_on {
            next += 1;
        }
        charts.push(Some(next));
    }
    charts
}

/// `Respondent base: 80`.
fn base_line(statement: &Statement) -> Option<BaseLine> {
    let is_base = statement.quote.to_lowercase().contains("base: ")
        && matches!(statement.stated.as_slice(), [Stated::Exactly(Quantity::Number(_))]);
    let [Stated::Exactly(Quantity::Number(number))] = statement.stated.as_slice() else { return None };
    is_base.then_some(BaseLine { line: statement.lines.0, base: number.whole()? })
}

/// How many answered the survey, where it says so: the greatest count of respondents or organisations in a sentence on the survey.
fn everybody(statements: &[Statement]) -> Option<u64> {
    const SAID: [&str; 8] =
        ["surveyed", "survey of", "completed by", "responses", "of the", "interviews", "responded", "took part"];
    let counts = statements.iter().filter_map(|statement| {
        let quote = statement.quote.to_lowercase();
        SAID.iter().any(|said| quote.contains(said)).then_some(())?;
        statement.stated.iter().find_map(|stated| match stated {
            Stated::Exactly(Quantity::Number(number)) => number.whole(),
            Stated::CountOf { base, .. } => Some(*base),
            _ => None,
        })
    });
    counts.max().filter(|count| *count >= 5)
}

/// The bases that a statement may be out of: its own, that below its chart, or those around it and everybody.
fn bases_of(statement: &Statement, is_cell: bool, lines: &[BaseLine], everybody: Option<u64>) -> Vec<u64> {
    if let Some(of) = statement.of {
        return vec![of];
    }
    let line = statement.lines.0;
    let below = lines.iter().find(|base| base.line >= line && base.line - line <= REACH);
    if is_cell && let Some(below) = below {
        return vec![below.base];
    }
    if lines.is_empty() {
        return everybody.into_iter().collect();
    }
    let mut bases: Vec<u64> = lines.iter().map(|base| base.base).chain(everybody).collect();
    bases.sort_unstable();
    bases.dedup();
    bases
}

/// The chart below a statement of the text: the next one, within reach.
fn chart_below(statements: &[Statement], charts: &[Option<usize>], place: usize) -> Option<usize> {
    let line = statements[place].lines.0;
    let below = (place + 1..statements.len()).find_map(|next| Some((statements[next].lines.0, charts[next]?)));
    below.filter(|(at, _)| at.saturating_sub(line) <= REACH && charts[place].is_none()).map(|(_, chart)| chart)
}

/// Percentages in brackets behind words, in the same sentence: `just over a fifth say this (21%), or that (23%)`.
fn beside(statements: &[Statement], place: usize) -> Vec<Decimal> {
    let own = &statements[place];
    let is_words = match own.stated.as_slice() {
        [Stated::Exactly(Quantity::Part(_)) | Stated::Quantifier(_)] => true,
        [Stated::Hedged { hedge, quantity: Quantity::Part(_) }] => *hedge != Hedge::About,
        _ => false,
    };
    let same = |statement: &&Statement| is_words && statement.quote == own.quote && statement.lines == own.lines;
    let mut digits = Vec::new();
    for statement in statements[place + 1..].iter().take_while(same) {
        let [Stated::Exactly(Quantity::Percentage(percentage))] = statement.stated.as_slice() else { break };
        if !own.quote.contains(&format!("({})", statement.words)) {
            break;
        }
        digits.push(*percentage);
    }
    digits
}

/// `the 16 that agreed` and `the 55 who did not agree` are everybody: they add to a base, or one of the two is said wrongly.
fn split_groups(statements: &[AuditedStatement]) -> Vec<AuditFinding> {
    let groups: Vec<(&AuditedStatement, Group)> =
        statements.iter().filter_map(|statement| Some((statement, group(statement)?))).collect();
    let mut findings = Vec::new();
    for (statement, denied) in groups.iter().filter(|(_, group)| group.is_denied) {
        let partner = groups.iter().find(|(other, group)| {
            !group.is_denied
                && alike(&group.verb, &denied.verb)
                && other.document == statement.document
                && other.line.abs_diff(statement.line) <= 12
        });
        let Some((_, agreed)) = partner else { continue };
        let sum = agreed.count + denied.count;
        let bases = &statement.bases;
        if !bases.is_empty() && !bases.contains(&sum) {
            let near: Vec<String> = bases.iter().filter(|base| **base > sum).map(ToString::to_string).collect();
            let reason = format!(
                "{} and {} are {sum}, and should be everybody: the bases that are stated are {}",
                agreed.count,
                denied.count,
                near.join(", ")
            );
            findings.push(AuditFinding {
                fault: topline_claims::AuditFault::Conflict,
                document: statement.document.clone(),
                line: statement.line,
                quote: statement.quote.clone(),
                reason,
            });
        }
    }
    findings
}

/// A group of respondents: `55 who did not agree`.
struct Group {
    count: u64,
    verb: String,
    is_denied: bool,
}

fn group(statement: &AuditedStatement) -> Option<Group> {
    let [Stated::Exactly(Quantity::Number(number))] = statement.stated.as_slice() else { return None };
    let (_, after) = statement.quote.split_once(&statement.words)?;
    let words: Vec<String> = after.split_whitespace().take(5).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (verb, is_denied) = match words.as_slice() {
        ["who" | "that", "did" | "do" | "does", "not", verb, ..] => (*verb, true),
        ["who" | "that", verb, ..] => (*verb, false),
        _ => return None,
    };
    Some(Group {
        count: number.whole()?,
        verb: verb.trim_matches(|each: char| !each.is_alphabetic()).to_owned(),
        is_denied,
    })
}

/// `agreed` and `agree`.
fn alike(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.trim_end_matches('d').trim_end_matches('e').to_owned();
    stem(one) == stem(other)
}
