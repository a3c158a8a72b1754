//! Tables with rounded counts, and everything else made from these.

use topline_survey::{CellBase, CellError, Figure, Plan, Precision, Publishable, Statistic, Tabulation, Unit};

use crate::release::{FigureCounts, Release, figures};
use crate::rounding::CountRounding;
use crate::standing::{Reason, Standing};

/// The tables with rounded counts. Figures that are public anyway stay as they are, and those that are held back but for their base.
pub(crate) fn round_tables(
    plan: &Plan,
    tables: &[Tabulation],
    release: &Release,
    standing: &Standing,
    rounding: &CountRounding,
) -> Vec<Tabulation> {
    let is_weighted = plan.survey.weights.is_some();
    let values = Rounded { release, rounding, measure: usize::from(is_weighted) };
    let mut cells = Vec::new();
    for (number, figure) in figures(tables).enumerate() {
        let counts = &release.figures[number];
        let mut cell = figure.cell.clone();
        let has_base = matches!(standing.held[number], None | Some(Reason::SmallBase));
        if !standing.open.contains(&number) && has_base {
            let (n, n_weighted, base) = if counts.is_sql { values.of_sql(&figure) } else { values.of_counts(counts) };
            let effective = cell.base.effective.map(|effective| rounding.rounded(effective, 0));
            (cell.n, cell.n_weighted, cell.base) = (n, n_weighted, CellBase { effective, ..base });
            (cell.error, cell.letters, cell.test) = (CellError::default(), None, None);
            if standing.held[number].is_none() {
                cell.x = values.value(&figure, counts, &cell.base, (n, n_weighted));
                let table = plan.tables.iter().find(|table| table.id == figure.table.id);
                let precision = table.map_or_else(|| Precision::of_survey(plan), |table| Precision::of(plan, table));
                let value = Publishable {
                    kind: figure.row.kind,
                    statistic: figure.row.statistic,
                    unit: figure.row.unit,
                    x: cell.x,
                    n,
                    base: cell.base.n,
                    least: u64::MAX,
                };
                cell.published = precision.publish(value);
                let column = counts.column_base.map_or(cell.base.n, |count| values.respondents(count));
                cell.caution = precision.needs_caution(Publishable { least: cell.base.n.min(column), ..value });
            }
        }
        cells.push(cell);
    }
    let mut tables = tables.to_vec();
    let mut cells = cells.into_iter();
    for table in &mut tables {
        table.columns.iter_mut().for_each(|column| column.letter = None);
        for row in table.sections.iter_mut().flat_map(|section| &mut section.rows) {
            row.cells.iter_mut().zip(&mut cells).for_each(|(cell, rounded)| *cell = rounded);
        }
    }
    tables
}

/// Rounded counts of a release.
struct Rounded<'r> {
    release: &'r Release,
    rounding: &'r CountRounding,
    /// What percentages are made of: 0 respondents, 1 sums of weights.
    measure: usize,
}

impl Rounded<'_> {
    fn respondents(&self, count: usize) -> u64 {
        self.rounding.rounded(self.release.counts[count].values[0], 0) as u64
    }

    fn weighted(&self, count: usize) -> f64 {
        self.rounding.rounded(self.release.counts[count].values[self.measure], self.measure)
    }

    /// Those whom a figure counts, and its base.
    fn of_counts(&self, counts: &FigureCounts) -> (u64, f64, CellBase) {
        let of = |count: Option<usize>| count.map_or((0, 0.0), |count| (self.respondents(count), self.weighted(count)));
        let ((n, n_weighted), (base, weighted)) = (of(counts.counted), of(counts.base.or(counts.counted)));
        (n, n_weighted, CellBase { n: base, weighted, effective: None })
    }

    /// The same of a figure that is made in SQL.
    fn of_sql(&self, figure: &Figure<'_>) -> (u64, f64, CellBase) {
        let [n, base] = [figure.cell.n, figure.cell.base.n].map(|n| self.rounding.rounded(n as f64, 0));
        (n as u64, n, CellBase { n: base as u64, weighted: base, effective: None })
    }

    fn value(&self, figure: &Figure<'_>, counts: &FigureCounts, base: &CellBase, counted: (u64, f64)) -> Option<f64> {
        let percent = |part: f64, whole: f64| (whole > 0.0).then(|| 100.0 * part / whole);
        let (n, n_weighted) = (counted.0 as f64, counted.1);
        match figure.row.statistic {
            None => match figure.row.unit {
                Unit::Percent => percent(n, base.n as f64),
                Unit::Count => Some(n),
                Unit::Score | Unit::Points | Unit::Index => figure.cell.x,
            },
            Some(Statistic::ColumnPercent | Statistic::RowPercent | Statistic::TablePercent) => {
                percent(n_weighted, base.weighted)
            }
            Some(Statistic::UnweightedPercent) => percent(n, base.n as f64),
            Some(Statistic::Count) => Some(n_weighted),
            Some(Statistic::UnweightedCount) => Some(n),
            Some(Statistic::Index) => {
                let own = counts.column_base.and_then(|base| percent(n_weighted, self.weighted(base)));
                let all = counts.in_total.and_then(|(all, base)| percent(self.weighted(all), self.weighted(base)));
                own.zip(all).and_then(|(own, all)| percent(own, all))
            }
            Some(Statistic::Mean | Statistic::NetPromoterScore | Statistic::RankScore) if !counts.values.is_empty() => {
                let weights: f64 = counts.values.iter().map(|(count, _)| self.weighted(*count)).sum();
                let sum: f64 = counts.values.iter().map(|(count, value)| value * self.weighted(*count)).sum();
                (weights > 0.0).then(|| sum / weights)
            }
            // Of numbers, which are not counts; of answers, these are held back.
            Some(
                Statistic::Mean
                | Statistic::NetPromoterScore
                | Statistic::RankScore
                | Statistic::ResponsePercent
                | Statistic::Median
                | Statistic::StandardDeviation
                | Statistic::StandardError
                | Statistic::Minimum
                | Statistic::Maximum
                | Statistic::MeanAnswers,
            ) => figure.cell.x,
        }
    }
}
