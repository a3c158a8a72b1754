//! Two waves of a survey side by side: what changed, and whether by more than chance.

use topline_estimate::distribution::Normal;
use topline_survey::{Figure, FigureKey, RowKind, Statistic, Unit};

/// A figure in two waves.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The figure.
    pub key: FigureKey,
    /// The labels of its item, row and column.
    pub labels: [String; 3],
    /// What it counts.
    pub unit: Unit,
    /// As published before; missing where it was held back or not there.
    pub earlier: Option<String>,
    /// As published now.
    pub later: Option<String>,
    /// By how much the exact value rose.
    pub change: Option<f64>,
    /// The chance of a change of this size or more where nothing changed; missing where no error is known.
    pub p: Option<f64>,
}

/// The changes of the figures of two waves that tell percentages or means, in the order of the later; then those that are gone.
///
/// Waves are independent samples: `z = (x2 - x1) / sqrt(se1^2 + se2^2)`, with the errors of the design where it is declared
/// and else those of a simple sample of the effective base; that of a mean is read off the row `standard_error` of its table.
/// A percentage without a design is tested as two proportions with a pooled variance (Fleiss, Levin and Paik 2003, 3.1).
#[must_use]
pub fn changes(earlier: &[Figure], later: &[Figure]) -> Vec<Change> {
    let is_compared = |figure: &&Figure| {
        matches!(figure.row_kind, RowKind::Net | RowKind::Option | RowKind::Absent | RowKind::Mean)
            && matches!(figure.statistic, Some(Statistic::ColumnPercent | Statistic::Mean))
    };
    let before: std::collections::HashMap<&FigureKey, &Figure> =
        earlier.iter().map(|figure| (&figure.key, figure)).collect();
    let now: std::collections::HashMap<&FigureKey, &Figure> =
        later.iter().map(|figure| (&figure.key, figure)).collect();
    let of_later = later.iter().filter(is_compared).map(|figure| {
        let known = before.get(&figure.key).copied();
        change(known, Some(figure), (&before, &now))
    });
    let gone = earlier.iter().filter(is_compared).filter(|figure| !now.contains_key(&figure.key));
    of_later.chain(gone.map(|figure| change(Some(figure), None, (&before, &now)))).flatten().collect()
}

type Known<'f> = std::collections::HashMap<&'f FigureKey, &'f Figure>;

fn change(earlier: Option<&Figure>, later: Option<&Figure>, known: (&Known<'_>, &Known<'_>)) -> Option<Change> {
    let one = later.or(earlier)?;
    let pair = told(earlier).zip(told(later));
    let change = pair.and_then(|(before, now)| Some(now.x? - before.x?));
    let p = pair.zip(change).and_then(|((before, now), change)| {
        let se = spread([(before, known.0), (now, known.1)])?;
        (se > 0.0).then(|| 2.0 * Normal.above((change / se).abs()))
    });
    Some(Change {
        key: one.key.clone(),
        labels: [&one.item_label, &one.row_label, &one.column_label].map(Clone::clone),
        unit: one.unit,
        earlier: earlier.and_then(|figure| figure.published.clone()),
        later: later.and_then(|figure| figure.published.clone()),
        change,
        p,
    })
}

/// A figure that is not held back.
fn told(figure: Option<&Figure>) -> Option<&Figure> {
    figure.filter(|figure| figure.suppressed.is_none())
}

/// The standard error of the difference.
fn spread(waves: [(&Figure, &Known<'_>); 2]) -> Option<f64> {
    let errors = waves.map(|(figure, known)| match figure.statistic {
        Some(Statistic::Mean) => figure.x_se.or_else(|| {
            let row = Statistic::StandardError.as_str().to_owned();
            known.get(&FigureKey { row, ..figure.key.clone() })?.x
        }),
        _ => figure.x_se,
    });
    if let [Some(one), Some(other)] = errors {
        return Some(one.hypot(other));
    }
    if waves.iter().any(|(figure, _)| figure.statistic == Some(Statistic::Mean)) {
        return None;
    }
    let sizes = waves.map(|(figure, _)| figure.base_effective.unwrap_or(figure.base as f64));
    if sizes.iter().any(|size| *size <= 0.0) {
        return None;
    }
    let shares = [waves[0].0.x? / 100.0, waves[1].0.x? / 100.0];
    let pooled = (shares[0] * sizes[0] + shares[1] * sizes[1]) / (sizes[0] + sizes[1]);
    Some(100.0 * (pooled * (1.0 - pooled)).max(0.0).sqrt() * (1.0 / sizes[0] + 1.0 / sizes[1]).sqrt())
}
