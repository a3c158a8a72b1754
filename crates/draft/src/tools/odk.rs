//! ODK, `KoboToolbox`, and others that speak `XLSForm`: `group/field` and `group/field/option`.

use std::collections::HashSet;

use crate::heading::{Heading, code_of};
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::heading_of;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct Odk;

impl Dialect for Odk {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has_exactly("_uuid")
            || header.has_exactly("_submission_time")
            || header.has("metainstanceid")
            || (header.has("instanceid") && header.has("submissiondate"))
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn own_column(&self, heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        heading.name.starts_with('_').then_some(Metadata::Technical)
    }

    fn complete_headings(&self, headings: &mut [Heading]) {
        split_selects(headings);
    }

    /// `group/field` holds what `group/field/option` spreads: it is read once.
    fn passed_over(&self, headings: &[Heading], _profiles: &[Profile]) -> Vec<(usize, Metadata)> {
        let spread: HashSet<&str> = headings.iter().filter_map(|heading| heading.key.as_deref()).collect();
        let again = (0..headings.len()).filter(|at| spread.contains(headings[*at].name.as_str()));
        again.map(|at| (at, Metadata::Technical)).collect()
    }

    fn groups(&self, heading: &Heading) -> Vec<String> {
        let field = heading.key.as_deref().unwrap_or(&heading.name);
        let path = field.rsplit_once('/').map_or("", |(path, _)| path);
        // Words of a question may have a stroke between them too.
        let is_name = |group: &str| {
            !group.is_empty() && group.chars().all(|each| each.is_ascii_alphanumeric() || "_-".contains(each))
        };
        if path.split('/').all(is_name) { path.split('/').map(heading_of).collect() } else { Vec::new() }
    }

    fn joins_by_blank(&self) -> bool {
        true
    }

    fn boxes_take_several(&self) -> bool {
        true
    }
}

const OWN_COLUMNS: [(&str, Metadata); 8] = [
    ("start", Metadata::Time),
    ("end", Metadata::Time),
    ("today", Metadata::Time),
    ("tags", Metadata::Technical),
    ("notes", Metadata::Technical),
    ("index", Metadata::Technical),
    ("username", Metadata::Personal),
    ("deviceid", Metadata::Technical),
];

/// The columns `group/field/option` of a question whose ticked options also stand together in the column `group/field`.
fn split_selects(headings: &mut [Heading]) {
    let names: HashSet<String> = headings.iter().map(|heading| heading.name.clone()).collect();
    for heading in headings {
        let name = heading.name.clone();
        if let Some((stem, part)) = name.rsplit_once('/')
            && names.contains(stem)
        {
            let field = stem.rsplit('/').next().unwrap_or(stem);
            heading.code = code_of(field);
            field.clone_into(&mut heading.question);
            heading.part = Some(part.to_owned());
            heading.key = Some(stem.to_owned());
        }
    }
}
