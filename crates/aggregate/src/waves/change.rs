//! The figures of waves, and their changes.

use topline_survey::{Figure, FigureRef, Plan, RowKind, Statistic, Tabulation, Unit};

use crate::waves::chance::{SampleValue, chance_of_difference};
use crate::waves::figure_names::{Known, known};
use crate::waves::matching::Matching;
use crate::waves::trend::{Trend, trend};
use crate::waves::unlike::Unlike;

/// One wave: its plan, its figures, and how much its errors are worth.
#[derive(Debug)]
pub struct Wave {
    /// The plan.
    pub plan: Plan,
    /// Its tables.
    pub tables: Vec<Tabulation>,
    /// The degrees of freedom of its design, where the survey declares one.
    pub df: Option<f64>,
}

/// Waves side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveComparison {
    /// The figures of the last wave that an earlier one has too, in the order of the last.
    pub changes: Vec<Change>,
    /// What is not alike, by the earlier wave.
    pub unlike: Vec<Unlike>,
}

/// A figure in several waves.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The figure, as the last wave names it.
    pub key: FigureRef,
    /// The labels of its item, row and column.
    pub labels: [String; 3],
    /// What it counts.
    pub unit: Unit,
    /// As published in each wave; missing where it was held back or is not comparable.
    pub published: Vec<Option<String>>,
    /// By how much the exact value rose from the first wave to the last.
    pub change: Option<f64>,
    /// The chance of a change of this size or more where nothing changed; missing where no error is known.
    pub p: Option<f64>,
    /// The line through three waves or more.
    pub trend: Option<Trend>,
}

/// Puts the percentages and means of waves side by side, the last against each earlier one. Of questions that are `reworded`
/// the wording may differ.
///
/// Waves are independent samples, tested by [`chance_of_difference`] with the degrees of freedom of both figures, or of both samples
/// where none is declared; the error of a mean is read off the row `standard_error` of its table where it has none of its own.
#[must_use]
pub fn compare_waves(waves: &[Wave], reworded: &[String]) -> WaveComparison {
    let mut unlike = Vec::new();
    let Some((last, before)) = waves.split_last() else { return WaveComparison { changes: Vec::new(), unlike } };
    let matchings: Vec<Matching<'_>> = before
        .iter()
        .enumerate()
        .map(|(at, wave)| Matching::new([&wave.plan, &last.plan], &wave.tables, at, reworded, &mut unlike))
        .collect();
    let known: Vec<Known<'_>> = waves.iter().map(|wave| known(&wave.tables)).collect();
    let mut changes = Vec::new();
    for figure in last.tables.iter().flat_map(Tabulation::figures).filter(is_compared) {
        let mut found = Vec::with_capacity(waves.len());
        for (at, matching) in matchings.iter().enumerate() {
            match matching.figure(&figure) {
                Ok(earlier) => found.push(Some(earlier)),
                Err(reason) => {
                    found.push(None);
                    let told = reason.map(|reason| Unlike { wave: at, of: figure.table.id.clone(), reason });
                    unlike.extend(told.filter(|told| !unlike.contains(told)).into_iter().collect::<Vec<_>>());
                }
            }
        }
        if found.iter().any(Option::is_some) {
            found.push(Some(figure));
            changes.push(change(&figure, &found, waves, &known));
        }
    }
    WaveComparison { changes, unlike }
}

fn is_compared(figure: &Figure<'_>) -> bool {
    let is_row = match figure.row.kind {
        RowKind::Net | RowKind::Option | RowKind::Absent | RowKind::Mean => true,
        RowKind::Base | RowKind::Total | RowKind::Rest | RowKind::Missing | RowKind::Statistic | RowKind::Sql => false,
    };
    is_row && matches!(figure.row.statistic, Some(Statistic::ColumnPercent | Statistic::Mean))
}

fn change(of: &Figure<'_>, found: &[Option<Figure<'_>>], waves: &[Wave], known: &[Known<'_>]) -> Change {
    let told: Vec<Option<Told<'_>>> = found
        .iter()
        .zip(waves)
        .zip(known)
        .map(|((figure, wave), known)| {
            let figure = figure.filter(|figure| figure.cell.published.value().is_some())?;
            let df = figure.cell.error.df.or(wave.df);
            Some(Told { figure, x: figure.cell.x?, se: error(&figure, known), df })
        })
        .collect();
    let ends = told.first().copied().flatten().zip(told.last().copied().flatten());
    let change = ends.map(|(before, now)| now.x - before.x);
    let values: Vec<(usize, f64, Option<f64>)> = told
        .iter()
        .enumerate()
        .filter_map(|(at, told)| told.map(|told| (at, told.x, told.se.or_else(|| told.simple_error()))))
        .collect();
    let df = told.iter().flatten().map(|told| told.degrees_of_freedom()).sum();
    Change {
        key: of.name(),
        labels: [&of.section.label, &of.row.label, &of.column.label].map(Clone::clone),
        unit: of.row.unit,
        published: found.iter().map(|figure| Some(figure.as_ref()?.cell.published.value()?.to_string())).collect(),
        change,
        p: ends.and_then(|(before, now)| chance(before, now)),
        trend: trend(&values, df),
    }
}

/// A figure that is not held back.
#[derive(Clone, Copy)]
struct Told<'f> {
    figure: Figure<'f>,
    x: f64,
    se: Option<f64>,
    df: Option<f64>,
}

impl Told<'_> {
    fn size(self) -> f64 {
        self.figure.cell.base.effective.unwrap_or(self.figure.cell.base.n as f64)
    }

    /// The error of a percentage of a simple sample of the effective size.
    fn simple_error(self) -> Option<f64> {
        let share = self.x / 100.0;
        let is_percent = self.figure.row.statistic != Some(Statistic::Mean) && self.size() > 0.0;
        is_percent.then(|| 100.0 * (share * (1.0 - share) / self.size()).max(0.0).sqrt())
    }

    fn degrees_of_freedom(self) -> f64 {
        self.df.unwrap_or_else(|| (self.figure.cell.base.n as f64 - 1.0).max(0.0))
    }
}

/// The error of a figure, where the survey declares its design; of a mean also where its table has one.
fn error(figure: &Figure<'_>, known: &Known<'_>) -> Option<f64> {
    if figure.row.statistic != Some(Statistic::Mean) {
        return figure.cell.error.x_se;
    }
    figure.cell.error.x_se.or_else(|| {
        let row = Statistic::StandardError.as_str().to_owned();
        known.get(&FigureRef { row, ..figure.name() })?.cell.x
    })
}

/// The chance of a difference as large where there is none.
fn chance(before: Told<'_>, now: Told<'_>) -> Option<f64> {
    let of = |told: Told<'_>| SampleValue {
        x: told.x,
        se: told.se,
        size: told.size(),
        df: told.degrees_of_freedom(),
        is_percent: told.figure.row.statistic != Some(Statistic::Mean),
    };
    chance_of_difference(of(before), of(now))
}

#[cfg(test)]
mod tests {
    use topline_survey::{
        CellBase, CellError, ColumnHead, Published, RowHead, RowKind, Section, Statistic, TableCell, Tabulation,
        TabulationRow, Unit,
    };

    use super::{Told, chance};

    /// A table of one percentage of 400 respondents.
    fn share(x: f64, se: f64) -> Tabulation {
        let cell = TableCell {
            n: 0,
            n_weighted: 0.0,
            base: CellBase { n: 400, weighted: 400.0, effective: None },
            x: Some(x),
            error: CellError { x_se: Some(se), ..CellError::default() },
            letters: None,
            published: Published::Value("35".parse().unwrap()),
            caution: false,
            stated: false,
        };
        let head = RowHead {
            key: "1".into(),
            label: String::new(),
            kind: RowKind::Option,
            statistic: Some(Statistic::ColumnPercent),
            unit: Unit::Percent,
            depth: 0,
            codes: Vec::new(),
            base_rule: String::new(),
        };
        let column = ColumnHead { key: String::new(), break_label: String::new(), label: String::new(), letter: None };
        let rows = vec![TabulationRow { head, cells: vec![cell] }];
        let section = Section { question: "q".into(), item: String::new(), label: String::new(), rows };
        Tabulation { id: "q".into(), title: String::new(), columns: vec![column], sections: vec![section] }
    }

    fn told(table: &Tabulation, df: f64) -> Told<'_> {
        let figure = table.figures().next().unwrap();
        Told { figure, x: figure.cell.x.unwrap(), se: figure.cell.error.x_se, df: Some(df) }
    }

    #[test]
    fn few_clusters_make_a_change_less_sure() {
        // Four clusters in two strata each: two degrees of freedom a wave. By the closed form of t with 4, p = .032.
        let (before, now) = (share(35.0, 2.5), share(45.25, 1.953));
        let p = chance(told(&before, 2.0), told(&now, 2.0)).unwrap();
        assert!((p - 0.031_95).abs() < 5e-5, "{p}");
        // The normal's, where the designs are large.
        let p = chance(told(&before, f64::INFINITY), told(&now, f64::INFINITY)).unwrap();
        assert!((p - 0.001_234).abs() < 5e-6, "{p}");
    }
}
