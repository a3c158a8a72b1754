//! Statements with an error, made of the right figure: nine kinds of them.

use serde_json::Value;

use super::facts::Numbers;

/// So many kinds of errors there are.
pub(super) const TWIN_KINDS: usize = 9;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TwinKind {
    Value,
    Digits,
    Complement,
    Option,
    Subgroup,
    Base,
    Count,
    Comparison,
    Fraction,
}

/// A published percentage.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub name: String,
    /// The table and the item.
    group: String,
    question: String,
    row: String,
    column: String,
    is_net: bool,
    /// The percentage in units of its last decimal.
    units: i64,
    decimals: usize,
    pub n: u64,
    pub base: u64,
}

/// A statement with an error.
pub(super) struct Twin {
    pub kind: TwinKind,
    /// What is stated, in words.
    pub is: String,
    /// The lines of the claim, but for its place.
    pub claim: String,
    /// The figures that have the value.
    sources: Vec<String>,
}

impl Figure {
    /// Whether a percentage is its own, to the decimals that it is given with.
    pub fn has_value(&self, value: &str) -> bool {
        let decimals = value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let percentage = 100.0 * self.n as f64 / self.base.max(1) as f64;
        let value: f64 = value.parse().unwrap_or_default();
        (value - percentage).abs() < 0.1_f64.powi(decimals as i32)
    }

    pub(super) fn read(line: &Value) -> Self {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let name = text("figure");
        let (place, column) = name.split_once('@').unwrap_or((&name, ""));
        let (group, row) = place.rsplit_once('.').expect("a table and a row");
        let (group, row, column) = (group.to_owned(), row.to_owned(), column.to_owned());
        let published = text("published");
        let decimals = published.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let number = |key: &str| line[key].as_u64().expect("a count");
        Self {
            group,
            row,
            column,
            question: text("question"),
            is_net: text("row_kind") == "net",
            units: published.replace('.', "").parse().expect("a percentage"),
            decimals,
            n: number("n"),
            base: number("base"),
            name,
        }
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

impl Twin {
    /// Whether what is said of it names the cause.
    pub(super) fn is_named(&self, said: &str) -> bool {
        let is_another = said.contains("is another_figure");
        match self.kind {
            TwinKind::Value | TwinKind::Fraction => !is_another,
            TwinKind::Digits => said.contains("change places"),
            TwinKind::Complement => is_another && said.contains("whom the figure does not count"),
            TwinKind::Option | TwinKind::Subgroup => {
                is_another && self.sources.iter().any(|source| said.contains(&format!("{source} (")))
            }
            TwinKind::Base => said.contains("base stated is") || said.contains("out of"),
            TwinKind::Count => {
                said.contains("and not their percentage") || said.contains("and not the number of respondents")
            }
            TwinKind::Comparison => said.contains("the first is the"),
        }
    }
}

/// The statements with an error that can be made of a figure, at most one of each kind.
pub(super) fn twins(own: &Figure, all: &[Figure], numbers: &mut Numbers) -> Vec<Twin> {
    let near: Vec<&Figure> =
        all.iter().filter(|other| other.question == own.question && other.name != own.name).collect();
    let is_open = |units: i64| (1..own.whole()).contains(&units) && (units - own.units).abs() > own.point();
    let turned = turned(own.units);
    let complement = own.whole() - own.units;
    let claim = |kind: TwinKind, is: String, more: String, sources: Vec<String>| Twin {
        kind,
        claim: format!("figure = {:?}\nis = {is:?}\n{more}", own.name),
        is,
        sources,
    };
    let plain = |kind: TwinKind, units: i64| claim(kind, own.text(units), String::new(), Vec::new());
    let mut made = Vec::new();
    let offs = [4, -5, 7, -6, 3, 8, -9, 11].map(|off| own.units + off * own.point() + i64::from(own.decimals > 0));
    let is_of_none = |units: &i64| {
        is_open(*units)
            && *units != complement
            && Some(*units) != turned
            && near.iter().all(|other| other.units != *units)
    };
    made.extend(offs.into_iter().find(is_of_none).map(|units| plain(TwinKind::Value, units)));
    made.extend(turned.filter(|units| is_open(*units)).map(|units| plain(TwinKind::Digits, units)));
    if is_open(complement) && Some(complement) != turned {
        made.push(plain(TwinKind::Complement, complement));
    }
    for kind in [TwinKind::Option, TwinKind::Subgroup] {
        let is_near = |other: &&&Figure| {
            let is_place = if kind == TwinKind::Option {
                other.column == own.column && other.row != own.row
            } else {
                other.column != own.column && other.row == own.row
            };
            is_place && other.group == own.group && !other.is_net && is_open(other.units)
        };
        let others: Vec<&&Figure> = near.iter().filter(is_near).collect();
        let others: Vec<&&Figure> =
            others.into_iter().filter(|other| other.units != complement && Some(other.units) != turned).collect();
        if !others.is_empty() {
            let units = numbers.pick(&others).units;
            let sources = others.iter().filter(|other| other.units == units).map(|other| other.name.clone()).collect();
            made.push(claim(kind, own.text(units), String::new(), sources));
        }
    }
    made.push(claim(TwinKind::Base, own.text(own.units), format!("of = {}\n", own.base + 7), Vec::new()));
    if own.decimals == 0 && own.n.abs_diff(own.units.unsigned_abs()) > 1 {
        made.push(claim(TwinKind::Count, own.units.to_string(), String::new(), Vec::new()));
    }
    let mut rivals = near.iter().filter(|other| other.group == own.group && other.column == own.column);
    if let Some(rival) = rivals.rfind(|other| (other.units - own.units).abs() > own.point()) {
        let word = if own.units < rival.units { "more_than" } else { "less_than" };
        let claim = format!("figure = {:?}\n{word} = {:?}\n", own.name, rival.name);
        made.push(Twin { kind: TwinKind::Comparison, is: "compared".to_owned(), claim, sources: Vec::new() });
    }
    let fractions = [("a tenth", 10), ("a quarter", 25), ("half", 50), ("three quarters", 75), ("nine in ten", 90)];
    let is_off = |(_, percent): &&(&str, i64)| (7..25).contains(&(own.units / own.point() - percent).abs());
    made.extend(
        fractions
            .iter()
            .find(is_off)
            .map(|(words, _)| claim(TwinKind::Fraction, (*words).to_owned(), String::new(), Vec::new())),
    );
    made
}

/// The percentage with its first two digits the other way round.
fn turned(units: i64) -> Option<i64> {
    let digits = units.to_string();
    let mut letters: Vec<char> = digits.chars().collect();
    if letters.len() < 2 || letters[0] == letters[1] || letters[1] == '0' {
        return None;
    }
    letters.swap(0, 1);
    letters.into_iter().collect::<String>().parse().ok()
}
