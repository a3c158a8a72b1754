//! `SoSci` Survey: a row of codes, and a row of what they stand for below it.

use std::collections::HashSet;

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct SoSci;

impl Dialect for SoSci {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has_exactly("QUESTNNR") && header.has_exactly("CASE")
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    /// `TIME001` is how long a page was looked at.
    fn own_column(&self, heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        let page = heading.name.strip_prefix("TIME").filter(|page| !page.is_empty());
        page.filter(|page| page.bytes().all(|byte| byte.is_ascii_digit())).map(|_| Metadata::Technical)
    }

    /// Boxes `A1_01`, `A1_02` follow a column `A1`, which counts those that are ticked; items of a scale follow none.
    fn complete_headings(&self, headings: &mut [Heading]) {
        let names: HashSet<String> = headings.iter().map(|heading| heading.name.clone()).collect();
        for heading in headings {
            let Some(stem) = box_stem(&heading.name).filter(|stem| names.contains(*stem)) else { continue };
            let stem = stem.to_owned();
            if let Some((question, part)) = heading.question.split_once(": ") {
                (heading.question, heading.part) = (question.to_owned(), Some(part.to_owned()));
            }
            heading.code = Some(stem.clone());
            heading.key = Some(stem);
        }
    }

    /// The columns that count ticks.
    fn passed_over(&self, headings: &[Heading], _profiles: &[Profile]) -> Vec<(usize, Metadata)> {
        let counted: HashSet<&str> = headings.iter().filter_map(|heading| heading.key.as_deref()).collect();
        let counts = (0..headings.len()).filter(|at| counted.contains(headings[*at].name.as_str()));
        counts.map(|at| (at, Metadata::Technical)).collect()
    }

    fn code_of_unanswered(&self) -> Option<&'static str> {
        Some("-9")
    }

    /// A ticked box has the code 2.
    fn code_of_empty_box(&self) -> Option<&'static str> {
        Some("1")
    }

    fn boxes_take_several(&self) -> bool {
        true
    }
}

/// `A1` of `A1_02`.
fn box_stem(name: &str) -> Option<&str> {
    let (stem, number) = name.rsplit_once('_')?;
    (number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(stem)
}

const OWN_COLUMNS: [(&str, Metadata); 17] = [
    ("case", Metadata::Identifier),
    ("serial", Metadata::Technical),
    ("ref", Metadata::Technical),
    ("questnnr", Metadata::Technical),
    ("mode", Metadata::Technical),
    ("language", Metadata::Technical),
    ("started", Metadata::Time),
    ("lastdata", Metadata::Time),
    ("timesum", Metadata::Time),
    ("mailsent", Metadata::Time),
    ("qviewer", Metadata::Technical),
    ("lastpage", Metadata::Technical),
    ("maxpage", Metadata::Technical),
    ("missing", Metadata::Technical),
    ("missrel", Metadata::Technical),
    ("timersi", Metadata::Technical),
    ("degtime", Metadata::Technical),
];
