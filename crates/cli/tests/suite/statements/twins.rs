//! Statements with an error, made of the right figure: nine kinds of them.

use serde_json::Value;

use super::error_kind::{ErrorKind, FRACTIONS, turned};
use super::facts::{Fact, Numbers};

/// A published percentage.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub fact: Fact,
    /// The percentage in units of its last decimal.
    units: i64,
    decimals: usize,
}

/// A statement with an error.
pub(super) struct Twin {
    pub kind: ErrorKind,
    /// What is stated, in words.
    pub is: String,
    /// The lines of the claim, but for its place.
    pub claim: String,
    /// The figures that have the value.
    pub sources: Vec<String>,
}

impl Figure {
    /// Whether a percentage is its own, to the decimals that it is given with.
    pub fn has_value(&self, value: &str) -> bool {
        let decimals = value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let percentage = 100.0 * self.fact.n as f64 / self.fact.base.max(1) as f64;
        let value: f64 = value.parse().unwrap_or_default();
        (value - percentage).abs() < 0.1_f64.powi(decimals as i32)
    }

    pub(super) fn read(line: &Value) -> Self {
        let published = line["published"].as_str().unwrap_or_default();
        let decimals = published.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let units = published.replace('.', "").parse().expect("a percentage");
        Self { fact: Fact::read(line), units, decimals }
    }

    fn whole(&self) -> i64 {
        100 * self.point()
    }

    fn point(&self) -> i64 {
        10_i64.pow(self.decimals as u32)
    }

    fn text(&self, units: i64) -> String {
        let (whole, part) = (units / self.point(), units % self.point());
        if self.decimals == 0 { format!("{whole}%") } else { format!("{whole}.{part:0width$}%", width = self.decimals) }
    }
}

/// The statements with an error that can be made of a figure, at most one of each kind.
pub(super) fn twins(own: &Figure, all: &[Figure], numbers: &mut Numbers) -> Vec<Twin> {
    let fact = &own.fact;
    let near: Vec<&Figure> =
        all.iter().filter(|other| other.fact.question == fact.question && other.fact.figure != fact.figure).collect();
    let is_open = |units: i64| (1..own.whole()).contains(&units) && (units - own.units).abs() > own.point();
    let turned = turned(own.units.unsigned_abs()).map(|units| units as i64);
    let complement = own.whole() - own.units;
    let stated = |kind: ErrorKind, is: String, of: Option<u64>, sources: Vec<String>| Twin {
        kind,
        claim: fact.value_claim(&is, of),
        is,
        sources,
    };
    let plain = |kind: ErrorKind, units: i64| stated(kind, own.text(units), None, Vec::new());
    let mut made = Vec::new();
    let offs = [4, -5, 7, -6, 3, 8, -9, 11].map(|off| own.units + off * own.point() + i64::from(own.decimals > 0));
    let is_of_none = |units: &i64| {
        is_open(*units)
            && *units != complement
            && Some(*units) != turned
            && near.iter().all(|other| other.units != *units)
    };
    made.extend(offs.into_iter().find(is_of_none).map(|units| plain(ErrorKind::Value, units)));
    made.extend(turned.filter(|units| is_open(*units)).map(|units| plain(ErrorKind::Digits, units)));
    if is_open(complement) && Some(complement) != turned {
        made.push(plain(ErrorKind::Complement, complement));
    }
    for kind in [ErrorKind::Option, ErrorKind::Subgroup] {
        let is_meant = |other: &&&Figure| {
            kind.is_mistaken(fact, &other.fact)
                && is_open(other.units)
                && other.units != complement
                && Some(other.units) != turned
        };
        let others: Vec<&&Figure> = near.iter().filter(is_meant).collect();
        if !others.is_empty() {
            let units = numbers.pick(&others).units;
            let alike = others.iter().filter(|other| other.units == units);
            let sources = alike.map(|other| other.fact.figure.clone()).collect();
            made.push(stated(kind, own.text(units), None, sources));
        }
    }
    made.push(stated(ErrorKind::Base, own.text(own.units), Some(fact.base + 7), Vec::new()));
    if own.decimals == 0 && fact.n.abs_diff(own.units.unsigned_abs()) > 1 {
        made.push(stated(ErrorKind::Count, own.units.to_string(), None, Vec::new()));
    }
    let mut rivals = near.iter().filter(|other| other.fact.group == fact.group && other.fact.column == fact.column);
    if let Some(rival) = rivals.rfind(|other| (other.units - own.units).abs() > own.point()) {
        let word = if own.units < rival.units { "more_than" } else { "less_than" };
        let claim = fact.comparison_claim(word, &rival.fact);
        made.push(Twin { kind: ErrorKind::Comparison, is: "compared".to_owned(), claim, sources: Vec::new() });
    }
    let thousandths = own.units * 10 / own.point();
    let is_off = |(_, fraction): &&(&str, u64)| (70..250).contains(&thousandths.unsigned_abs().abs_diff(*fraction));
    let fraction = FRACTIONS.iter().find(is_off);
    made.extend(fraction.map(|(words, _)| stated(ErrorKind::Fraction, (*words).to_owned(), None, Vec::new())));
    made
}
