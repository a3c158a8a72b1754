//! The numbers of a chart against each other, against its base, and against the text above it, in one exact system.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use topline_exact::{CountStatement, CountSystem, Decimal, RoundingMode, counts_for};

use crate::audit::statement::{AuditFault, AuditFinding, AuditedStatement};

/// The counts that the cells of a chart can still be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartCounts {
    /// The document.
    pub document: String,
    /// The line, the value and the possible counts of each cell.
    pub cells: Vec<(u32, String, RangeInclusive<i64>)>,
    /// The base.
    pub base: u64,
}

/// A chart of one base, whose parts add to it.
struct Chart<'s> {
    base: u64,
    cells: Vec<(&'s AuditedStatement, Decimal)>,
}

/// The charts of which the base is known and the percentages add to about 100: each respondent is in one of their cells.
fn charts(statements: &[AuditedStatement]) -> BTreeMap<usize, Chart<'_>> {
    let mut charts: BTreeMap<usize, Chart<'_>> = BTreeMap::new();
    for statement in statements {
        if let (Some(chart), Some(percentage), [base]) =
            (statement.chart, statement.percentage(), statement.bases.as_slice())
        {
            charts.entry(chart).or_insert(Chart { base: *base, cells: Vec::new() }).cells.push((statement, percentage));
        }
    }
    charts.retain(|_, chart| {
        let sum: f64 = chart.cells.iter().map(|(_, percentage)| percentage.to_f64()).sum();
        // Each rounding moves a part by at most half a point.
        chart.cells.len() > 1 && (sum - 100.0).abs() <= chart.cells.len() as f64 / 2.0
    });
    charts
}

fn counts(percentage: Decimal, base: u64) -> RangeInclusive<i64> {
    let all =
        RoundingMode::ALL.into_iter().flat_map(|mode| counts_for(percentage, base, mode)).map(|count| count as i64);
    let all: Vec<i64> = all.collect();
    match (all.iter().min(), all.iter().max()) {
        (Some(low), Some(high)) => *low..=*high,
        // No count at all: none that a chart has.
        _ => -1..=-1,
    }
}

fn system(chart: &Chart<'_>) -> CountSystem {
    let unknowns = chart.cells.len();
    let whole = chart.base as i64;
    let mut statements: Vec<CountStatement> = (0..unknowns)
        .map(|place| CountStatement { parts: vec![place], counts: counts(chart.cells[place].1, chart.base) })
        .collect();
    statements.push(CountStatement { parts: (0..unknowns).collect(), counts: whole..=whole });
    CountSystem { unknowns, most: whole, statements }
}

/// The counts that each chart leaves possible.
#[must_use]
pub fn chart_counts(statements: &[AuditedStatement]) -> Vec<ChartCounts> {
    let charts = charts(statements);
    let of_chart = |chart: &Chart<'_>| {
        let possible = system(chart).possible_counts()?;
        let cells = chart.cells.iter().zip(possible);
        let cells = cells.map(|((statement, _), counts)| (statement.line, statement.words.clone(), counts)).collect();
        let document = chart.cells.first()?.0.document.clone();
        Some(ChartCounts { document, cells, base: chart.base })
    };
    charts.values().filter_map(of_chart).collect()
}

/// Charts whose cells cannot all be true, and percentages of the text above a chart that are the sum of its rounded parts and cannot be
/// the share of those who are in them.
#[must_use]
pub fn chart_conflicts(statements: &[AuditedStatement]) -> Vec<AuditFinding> {
    let charts = charts(statements);
    let mut findings = Vec::new();
    for chart in charts.values() {
        let conflict = system(chart).conflict();
        let Some((first, _)) = conflict.iter().find_map(|place| chart.cells.get(*place)) else { continue };
        let values: Vec<String> =
            conflict.iter().filter_map(|place| chart.cells.get(*place)).map(|(_, value)| format!("{value}%")).collect();
        let reason = format!("{} cannot all be of {}", values.join(", "), chart.base);
        findings.push(AuditFinding::of(first, AuditFault::Conflict, reason));
    }
    for statement in statements.iter().filter(|statement| statement.chart.is_none()) {
        let (Some(percentage), Some(chart)) =
            (statement.percentage(), statement.chart_below.and_then(|id| charts.get(&id)))
        else {
            continue;
        };
        if let Some(reason) = sum_of_parts(percentage, chart) {
            findings.push(AuditFinding::of(statement, AuditFault::Conflict, reason));
        }
    }
    findings
}

/// Why a percentage is the sum of neighbouring cells as rounded, and not their share. Nothing where it may be that of a cell, or of other
/// neighbours.
fn sum_of_parts(percentage: Decimal, chart: &Chart<'_>) -> Option<String> {
    let own = system(chart);
    if chart.cells.iter().any(|(_, value)| value.compare(percentage).is_eq()) || !own.is_possible() {
        return None;
    }
    let runs = (0..chart.cells.len()).flat_map(|start| (start + 2..chart.cells.len()).map(move |end| start..end));
    let adds_up = |run: &Range<usize>| {
        let parts: Vec<Decimal> = chart.cells[run.clone()].iter().map(|(_, value)| *value).collect();
        Decimal::sum(&parts).is_some_and(|sum| sum.compare(percentage).is_eq())
    };
    let runs: Vec<Range<usize>> = runs.filter(adds_up).collect();
    let with = |run: &Range<usize>, counts: RangeInclusive<i64>| {
        let mut system = own.clone();
        system.statements.push(CountStatement { parts: run.clone().collect(), counts });
        system
    };
    if runs.iter().any(|run| with(run, counts(percentage, chart.base)).is_possible()) {
        return None;
    }
    let run = runs.first()?;
    let counts = with(run, 0..=chart.base as i64).possible_counts()?.pop()?;
    let counted = if counts.start() == counts.end() {
        counts.start().to_string()
    } else {
        format!("{} to {}", counts.start(), counts.end())
    };
    let parts: Vec<String> = chart.cells[run.clone()].iter().map(|(_, value)| format!("{value}%")).collect();
    Some(format!(
        "{} add to {percentage}%, and those who are in them are {counted} of {}, which is not {percentage}%",
        parts.join(", "),
        chart.base
    ))
}
