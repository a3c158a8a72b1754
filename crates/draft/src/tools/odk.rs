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
    fn passed_over(&self, headings: &[Heading], profiles: &[Profile]) -> Vec<(usize, Metadata)> {
        let mut spread: HashSet<&str> = headings.iter().filter_map(|heading| heading.key.as_deref()).collect();
        // What is numbered like a box could be another question.
        let is_box = |profile: &Profile| profile.texts.iter().all(|(text, _)| matches!(text.as_str(), "0" | "1"));
        let others =
            headings.iter().zip(profiles).filter(|(heading, profile)| !heading.name.contains('/') && !is_box(profile));
        for stem in others.filter_map(|(heading, _)| heading.key.as_deref()) {
            spread.remove(stem);
        }
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

const OWN_COLUMNS: [(&str, Metadata); 16] = [
    ("start", Metadata::Time),
    ("end", Metadata::Time),
    ("today", Metadata::Time),
    ("tags", Metadata::Technical),
    ("notes", Metadata::Technical),
    ("index", Metadata::Technical),
    ("username", Metadata::Personal),
    ("deviceid", Metadata::Technical),
    // SurveyCTO.
    ("formdefversion", Metadata::Technical),
    ("devicephonenum", Metadata::Personal),
    ("simid", Metadata::Technical),
    ("caseid", Metadata::Technical),
    ("reviewquality", Metadata::Technical),
    ("reviewcomments", Metadata::Technical),
    ("reviewcorrections", Metadata::Technical),
    ("reviewstatus", Metadata::Technical),
];

/// The columns `group/field/option` of a question whose ticked options also stand together in the column `group/field`.
fn split_selects(headings: &mut [Heading]) {
    let names: HashSet<String> = headings.iter().map(|heading| heading.name.clone()).collect();
    let boxes: Vec<String> =
        names.iter().filter_map(|name| numbered_box(name)).map(|(stem, _)| stem.to_owned()).collect();
    let has_boxes = |stem: &str| boxes.iter().filter(|known| *known == stem).count() >= 2;
    for heading in headings {
        let name = heading.name.clone();
        let numbered = || numbered_box(&name).filter(|(stem, _)| names.contains(SURVEY_CTO) && has_boxes(stem));
        let spread = name.rsplit_once('/').map(|(stem, part)| (stem, part.to_owned())).or_else(numbered);
        if let Some((stem, part)) = spread.filter(|(stem, _)| names.contains(*stem)) {
            let field = stem.rsplit('/').next().unwrap_or(stem);
            heading.code = code_of(field);
            field.clone_into(&mut heading.question);
            heading.part = Some(part);
            heading.key = Some(stem.to_owned());
        }
    }
}

/// A column that `SurveyCTO` writes.
const SURVEY_CTO: &str = "formdef_version";

/// `field` and `-88` of `field__88`, `field` and `2` of `field_2`, as `SurveyCTO` calls the boxes of a `field`.
fn numbered_box(name: &str) -> Option<(&str, String)> {
    let end = name.trim_end_matches(|each: char| each.is_ascii_digit()).len();
    let (stem, number) = name.split_at(end);
    // `field_001` is another field of the same name.
    let stem = stem.strip_suffix('_').filter(|_| !number.is_empty() && (number == "0" || !number.starts_with('0')))?;
    Some(stem.strip_suffix('_').map_or_else(|| (stem, number.to_owned()), |stem| (stem, format!("-{number}"))))
}
