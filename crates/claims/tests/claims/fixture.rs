//! Figures and claims for the tests, each field what a run would give.

use topline_survey::{
    Claim, Claims, Document, Figure, FigureRef, Rounding, RoundingMode, RowKind, Ruling, States, Statistic, Unit,
};

/// A percentage of `base` respondents, unweighted, published to whole percents half up.
pub fn cell(place: &str, n: u64, base: u64) -> Figure {
    let key: FigureRef = place.parse().expect("a figure");
    let x = (base > 0).then(|| 100.0 * n as f64 / base as f64);
    Figure {
        question: key.table.clone(),
        title: String::new(),
        item_label: String::new(),
        row_kind: RowKind::Option,
        statistic: Some(Statistic::ColumnPercent),
        depth: 0,
        row_label: String::new(),
        break_label: String::new(),
        column_label: "Total".to_owned(),
        unit: Unit::Percent,
        x,
        published: (base > 0).then(|| ((n * 200 + base) / (base * 2)).to_string()),
        suppressed: None,
        n,
        n_weighted: n as f64,
        base_rule: "answered".to_owned(),
        base,
        base_weighted: base as f64,
        base_effective: None,
        stated: true,
        x_se: None,
        x_low: None,
        x_upp: None,
        deff: None,
        letter: None,
        letters: None,
        parts: Vec::new(),
        note: None,
        key,
    }
}

/// A net of these codes.
pub fn net(place: &str, n: u64, base: u64, parts: &[i32]) -> Figure {
    Figure { row_kind: RowKind::Net, parts: parts.to_vec(), ..cell(place, n, base) }
}

/// Question 16a of the councillors' survey: 3, 8, 26, 41 and 2 of 80.
pub fn involved() -> Vec<Figure> {
    let mut figures: Vec<Figure> =
        [3, 8, 26, 41, 2].into_iter().zip(1..).map(|(n, code)| cell(&format!("Q16a.{code}"), n, 80)).collect();
    figures.push(net("Q16a.some_extent", 37, 80, &[1, 2, 3]));
    figures
}

/// A weighted percentage of 1,615 respondents.
pub fn weighted(place: &str, x: f64) -> Figure {
    Figure {
        x: Some(x),
        published: Some(format!("{x:.0}")),
        n_weighted: 16.15 * x,
        base_effective: Some(640.0),
        ..cell(place, 400, 1_615)
    }
}

/// The rounding of a survey, whole percents.
pub fn rounding(mode: RoundingMode) -> Rounding {
    Rounding { mode, decimals: 0, mean_decimals: 2 }
}

/// A claim that each of these figures has this value.
pub fn value(figures: &[&str], is: &str, of: Option<u64>) -> Claim {
    let figures = figures.iter().map(|name| name.parse().expect("a figure")).collect();
    claim(States::Value { figures, is: is.to_owned() }, of)
}

/// A claim that the data cannot check.
pub fn unchecked(reason: &str) -> Claim {
    Claim { expect: Ruling::NotCheckable, ..claim(States::Unchecked { reason: reason.to_owned() }, None) }
}

fn claim(states: States, of: Option<u64>) -> Claim {
    Claim { quote: "the words".to_owned(), lines: (66, 66), states, of, expect: Ruling::Holds, because: None }
}

/// A document of these claims.
pub fn claims(claims: Vec<Claim>) -> Claims {
    let document = Document { id: "document".to_owned(), title: "A document".to_owned(), publisher: None, path: None };
    Claims { document, claims, expected: None }
}
