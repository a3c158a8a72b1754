//! The rows of a table, for each question or item of it.

use crate::answer::Kind;
use crate::codebook::Codebook;
use crate::figure::RowKind;
use crate::option::Item;
use crate::question::Question;
use crate::tables::reading_order::in_reading_order;
use crate::tables::statistic::Statistic;
use crate::tables::table::{BaseRule, Table};
use crate::tables::table_row::{Gathers, TableRow};

/// The rows of a question, or of an item of it.
#[derive(Debug, Clone)]
pub struct TablePart<'c> {
    /// The question.
    pub question: &'c Question,
    /// The item of a grid or ranking.
    pub item: Option<&'c Item>,
    /// Its name in the names of figures: the item, or the question where the table has several; empty where neither.
    pub key: String,
    /// Its label, likewise.
    pub label: String,
    /// Its rows, the base first.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// Its parts, in order. Unknown questions have none.
    #[must_use]
    pub fn parts<'c>(&self, codebook: &'c Codebook) -> Vec<TablePart<'c>> {
        let several = self.rows.len() > 1;
        let mut parts = Vec::new();
        for question in self.rows.iter().filter_map(|id| codebook.question(id)) {
            if question.items().is_empty() {
                let named = |text: &str| if several { text.to_owned() } else { String::new() };
                let (key, label) = (named(&question.id), named(question.title()));
                parts.push(TablePart { question, item: None, key, label, rows: self.rows_of(question) });
            }
            let shown: Vec<&str> =
                self.items.iter().filter(|(id, _)| *id == question.id).map(|(_, item)| item.as_str()).collect();
            let is_shown = |item: &&Item| shown.is_empty() || shown.contains(&item.id.as_str());
            for item in question.items().iter().filter(is_shown) {
                let (key, label) = if several {
                    (format!("{}_{}", question.id, item.id), format!("{}: {}", question.title(), item.label))
                } else {
                    (item.id.clone(), item.label.clone())
                };
                parts.push(TablePart { question, item: Some(item), key, label, rows: self.rows_of(question) });
            }
        }
        parts
    }

    /// The part of this name.
    #[must_use]
    pub fn part<'c>(&self, codebook: &'c Codebook, key: &str) -> Option<TablePart<'c>> {
        self.parts(codebook).into_iter().find(|part| part.key == key)
    }

    fn rows_of(&self, question: &Question) -> Vec<TableRow> {
        let mut rows = vec![row("base", "Base", RowKind::Base, Statistic::UnweightedCount, Gathers::Base)];
        rows.extend(self.show_bases.iter().map(|rule| {
            let (key, label) = match rule {
                BaseRule::All => ("total", "Total"),
                BaseRule::Asked => ("total_asked", "Total asked"),
                BaseRule::Answered => ("total_answering", "Total answering"),
            };
            row(key, label, RowKind::Total, Statistic::UnweightedCount, Gathers::Rule(*rule))
        }));
        let missing = if self.show_missing { self.missing(question) } else { Vec::new() };
        let told: Vec<Statistic> =
            self.statistics.iter().copied().filter(|other| other.is_of(question.kind())).collect();
        let of_rows: Vec<Statistic> = told.iter().copied().filter(|statistic| statistic.is_of_rows()).collect();
        for counted in self.counted(question) {
            rows.extend(of_rows.iter().map(|statistic| counted.telling(*statistic)));
        }
        rows.extend(missing);
        for statistic in told.iter().copied().filter(|statistic| !statistic.is_of_rows()) {
            let kind = if statistic == Statistic::Mean { RowKind::Mean } else { RowKind::Statistic };
            rows.push(row(statistic.as_str(), statistic.label(), kind, statistic, Gathers::Values));
        }
        if Statistic::Median.is_of(question.kind()) {
            rows.extend(self.percentiles.iter().map(|percent| TableRow {
                key: format!("p{percent}"),
                label: format!("Percentile {percent}"),
                kind: RowKind::Statistic,
                statistic: Statistic::Median,
                gathers: Gathers::Percentile(*percent),
                depth: 0,
            }));
        }
        rows
    }

    /// The rows that count respondents, in reading order.
    fn counted(&self, question: &Question) -> Vec<TableRow> {
        let counted =
            |key: String, label: String, kind, gathers| row(&key, &label, kind, Statistic::ColumnPercent, gathers);
        let mut rows = match question.kind() {
            Kind::Number => (0..if self.bands.is_empty() { 0 } else { self.bands.len() + 1 })
                .map(|band| {
                    counted(format!("band_{}", band + 1), self.band_label(band), RowKind::Option, Gathers::Band(band))
                })
                .collect(),
            Kind::Text | Kind::Date => {
                vec![counted("answered".into(), "Gave an answer".into(), RowKind::Option, Gathers::Answered)]
            }
            Kind::Single | Kind::Multi | Kind::Grid | Kind::Rank => {
                in_reading_order(self.nets_of(question), self.options_of(question))
            }
        };
        if let Some(percent) = self.other_below.filter(|_| question.kind().is_coded()) {
            let label = format!("Others (below {percent}% each)");
            rows.push(counted("others".into(), label, RowKind::Rest, Gathers::FewerThan(percent)));
        }
        if self.show_no_answer {
            rows.extend(self.base.reasons().iter().map(|absent| {
                let (key, label) = (absent.as_str().to_owned(), absent.label().to_owned());
                counted(key, label, RowKind::Absent, Gathers::Absent(*absent))
            }));
        }
        rows
    }

    /// The rows that count those out of the base, by what they answered instead.
    fn missing(&self, question: &Question) -> Vec<TableRow> {
        let counted = |code: i32, label: &str, gathers| {
            let row = row(&format!("missing_{code}"), label, RowKind::Missing, Statistic::ColumnPercent, gathers);
            row.telling(Statistic::Count)
        };
        let excluded = self.exclude.iter().filter_map(|code| question.option(*code));
        let excluded = excluded.map(|option| counted(option.code, &option.label, Gathers::Excluded(vec![option.code])));
        let values = question.missing.iter();
        let values = values.map(|value| counted(value.code, &value.label, Gathers::Missing(value.code)));
        excluded.chain(values).collect()
    }

    fn nets_of(&self, question: &Question) -> Vec<TableRow> {
        let net = |id: &str, label: &str, codes: &[i32]| {
            row(id, label, RowKind::Net, Statistic::ColumnPercent, Gathers::Codes(self.kept(codes)))
        };
        let mut nets: Vec<TableRow> = question.nets().iter().map(|own| net(&own.id, &own.label, &own.codes)).collect();
        nets.extend(self.nets.iter().map(|own| net(&own.net.id, &own.net.label, &own.net.codes)));
        let codes: Vec<i32> = scale_codes(question);
        if let Some(boxes) = self.top_boxes {
            let top = &codes[..boxes.min(codes.len())];
            nets.push(net(&format!("top_{boxes}"), &format!("Top {boxes}"), top));
        }
        if let Some(boxes) = self.bottom_boxes {
            let bottom = &codes[codes.len() - boxes.min(codes.len())..];
            nets.push(net(&format!("bottom_{boxes}"), &format!("Bottom {boxes}"), bottom));
        }
        nets
    }

    fn options_of(&self, question: &Question) -> Vec<TableRow> {
        let replaced = |code: &i32| self.nets.iter().any(|own| own.replaces && own.net.codes.contains(code));
        codes_of(question)
            .into_iter()
            .filter(|code| !self.hide.contains(code) && !self.exclude.contains(code) && !replaced(code))
            .map(|code| {
                let label =
                    question.option(code).map_or_else(|| format!("Ranked {code}"), |option| option.label.clone());
                let gathers = Gathers::Codes(vec![code]);
                row(&code.to_string(), &label, RowKind::Option, Statistic::ColumnPercent, gathers)
            })
            .collect()
    }

    /// The codes that are in the base.
    fn kept(&self, codes: &[i32]) -> Vec<i32> {
        codes.iter().copied().filter(|code| !self.exclude.contains(code)).collect()
    }

    fn band_label(&self, band: usize) -> String {
        let below = self.bands.get(band);
        let from = band.checked_sub(1).and_then(|before| self.bands.get(before));
        match (from, below) {
            (None, Some(below)) => format!("Below {below}"),
            (Some(from), None) => format!("{from} or more"),
            (Some(from), Some(below)) => format!("{from} to below {below}"),
            (None, None) => "Any".to_owned(),
        }
    }
}

impl TableRow {
    /// The same row, telling something else.
    fn telling(&self, statistic: Statistic) -> Self {
        let key = match statistic {
            Statistic::ColumnPercent => self.key.clone(),
            other => format!("{}:{}", self.key, other.as_str()),
        };
        Self { key, statistic, ..self.clone() }
    }
}

fn row(key: &str, label: &str, kind: RowKind, statistic: Statistic, gathers: Gathers) -> TableRow {
    TableRow { key: key.to_owned(), label: label.to_owned(), kind, statistic, gathers, depth: 0 }
}

/// The codes of a question's answers: those of its options, or its ranks.
fn codes_of(question: &Question) -> Vec<i32> {
    match question.kind() {
        Kind::Rank => (1..=question.items().len() as i32).collect(),
        Kind::Single | Kind::Multi | Kind::Grid | Kind::Number | Kind::Text | Kind::Date => {
            question.options().iter().map(|option| option.code).collect()
        }
    }
}

/// The codes of the scale itself: those of options that bear no mark.
fn scale_codes(question: &Question) -> Vec<i32> {
    let is_marked = |code: &i32| question.option(*code).is_some_and(|option| option.mark.is_some());
    codes_of(question).into_iter().filter(|code| !is_marked(code)).collect()
}
