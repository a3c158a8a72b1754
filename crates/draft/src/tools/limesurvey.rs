//! `LimeSurvey`: codes, texts, or both, in the language of the survey.

use crate::heading::{Heading, bracketed, bracketed_heading, code_of, coded_heading, underscored_heading};
use crate::marks::is_other;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::{fold, squeezed};
use crate::tools::dialect::{Dialect, Header};
use crate::tools::limesurvey_codes::{code_separator, with_brackets};

pub(super) struct LimeSurvey;

impl Dialect for LimeSurvey {
    fn wrote(&self, header: &Header<'_>) -> bool {
        let has = |name: &str| header.has(name);
        ((has("submitdate") || has("datesubmitted")) && (has("lastpage") || has("startlanguage")))
            || (PAGES.iter().any(|page| has(page)) && LANGUAGES.iter().any(|language| has(language)))
            || code_separator(header.rows).is_some()
    }

    fn may_have_written(&self, header: &Header<'_>) -> bool {
        header.rows.len() == 1 && are_boxes(&header.cells)
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    /// Its questions have codes that people made up: `status`, `version`, `duration`.
    fn is_own_name(&self, name: &str) -> bool {
        OWN_NAMES.contains(&name)
    }

    /// Where it writes codes and texts, its own columns are told by their codes, whatever the language.
    fn own_code<'h>(&self, heading: &'h Heading) -> Option<&'h str> {
        heading.code.as_deref().filter(|code| OWN_NAMES.contains(code))
    }

    /// How long pages and questions took.
    fn own_column(&self, heading: &Heading, profile: &Profile, _position: usize) -> Option<Metadata> {
        let timed = squeezed(&heading.question);
        let is_time = heading.name.ends_with("Time") || TIMES.iter().any(|start| timed.starts_with(start));
        (profile.is_numeric() && is_time).then_some(Metadata::Time)
    }

    fn heading(&self, name: &str, separator: &str) -> Heading {
        if let Some(code) = with_brackets(name) {
            return Heading { name: name.to_owned(), ..self.heading(&code, separator) };
        }
        if let Some(heading) = self.coded_part(name, separator) {
            return heading;
        }
        if let Some(heading) = bracketed_heading(name) {
            let is_words = heading.is_text || bracketed(name).is_some_and(|(_, part)| is_other(part));
            return with_scale(Heading { is_text: is_words, ..heading });
        }
        if let Some(heading) = underscored_heading(name) {
            return heading;
        }
        if let Some((code, text)) = name.split_once(separator)
            && let Some(code) = code_of(code)
        {
            let (name, question) = (name.to_owned(), text.trim().to_owned());
            return Heading { name, code: Some(code), question, ..Heading::default() };
        }
        coded_heading(name)
    }

    fn is_not_shown(&self, text: &str) -> bool {
        matches!(fold(text).as_str(), "n/a" | "{question_not_shown}")
    }

    fn boxes_take_several(&self) -> bool {
        true
    }

    fn has_dual_scales(&self) -> bool {
        true
    }

    fn ranks_by_place(&self) -> bool {
        true
    }
}

/// `Q1[SQ001#0]`: a row, and the first of two scales.
fn with_scale(heading: Heading) -> Heading {
    let part = heading.part.clone().unwrap_or_default();
    match part.rsplit_once('#') {
        Some((row, scale @ ("0" | "1"))) if heading.cell.is_none() && !row.is_empty() => {
            let cell = Some((row.to_owned(), scale.to_owned()));
            Heading { part: Some(format!("{row} {scale}")), cell, ..heading }
        }
        _ => heading,
    }
}

impl LimeSurvey {
    /// `Q1[SQ001]. What do you drink? [Tea]`: the words as they stand behind the code, and its question.
    fn coded_part(&self, name: &str, separator: &str) -> Option<Heading> {
        let (code, words) = name.split_once(separator).filter(|(code, _)| code.ends_with(']'))?;
        let (stem, _) = bracketed(code).filter(|(stem, _)| code_of(stem).is_some())?;
        let of_code = self.heading(code, separator);
        // Items of an array may be all the words there are: `Q1[SQ001]. [Tea]`.
        let items = words.trim().strip_prefix('[').and_then(|words| words.strip_suffix(']'));
        let (question, part) = match (items, bracketed(words)) {
            (Some(item), _) => (stem, Some(item)),
            (None, Some((stem, part))) => (stem, Some(part)),
            (None, None) => (words.trim(), None),
        };
        let part = part.map(|part| part.replace("][", " ")).or(of_code.part);
        let (name, question, key) = (name.to_owned(), question.to_owned(), Some(stem.to_owned()));
        Some(Heading { name, question, part, key, ..of_code })
    }
}

/// What it calls its own columns, by code or in English.
const OWN_NAMES: [&str; 17] = [
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "token",
    "interviewtime",
    "datesubmitted",
    "datestarted",
    "datelastaction",
    "timetaken",
    "completed",
    "totaltime",
];

/// What it calls the last page that a respondent saw and the language of the beginning, in some of its languages.
const PAGES: [&str; 8] = [
    "lastpage",
    "letzteseite",
    "dernièrepage",
    "últimapágina",
    "ultimapagina",
    "laatstepagina",
    "ostatniastrona",
    "sistasidan",
];
const LANGUAGES: [&str; 8] = [
    "startlanguage",
    "startsprache",
    "languededépart",
    "lenguajeinicial",
    "linguainiziale",
    "idiomainicial",
    "taalbegin",
    "językpoczątkowy",
];

/// What the names of times begin with.
const TIMES: [&str; 4] = ["grouptime", "questiontime", "gruppenzeit", "fragenzeit"];

/// In English, German, French, Spanish, Italian and Portuguese.
const OWN_COLUMNS: [(&str, Metadata); 48] = [
    ("antwortid", Metadata::Identifier),
    ("iddelaréponse", Metadata::Identifier),
    ("idderespuesta", Metadata::Identifier),
    ("idrisposta", Metadata::Identifier),
    ("iddaresposta", Metadata::Identifier),
    ("answerid", Metadata::Identifier),
    ("datumabgeschickt", Metadata::Time),
    ("datumgestartet", Metadata::Time),
    ("datumletzteaktivität", Metadata::Time),
    ("datedesoumission", Metadata::Time),
    ("datedelancement", Metadata::Time),
    ("datedeladernièreaction", Metadata::Time),
    ("fechadeenvío", Metadata::Time),
    ("fechadeinicio", Metadata::Time),
    ("fechadelaúltimaacción", Metadata::Time),
    ("datainvio", Metadata::Time),
    ("datadiinizio", Metadata::Time),
    ("datadellultimaazione", Metadata::Time),
    ("datadeenvio", Metadata::Time),
    ("datadeinício", Metadata::Time),
    ("datadaúltimaação", Metadata::Time),
    ("datelastaction", Metadata::Time),
    ("ipaddr", Metadata::Personal),
    ("token", Metadata::Identifier),
    ("completed", Metadata::Technical),
    ("gesamtzeit", Metadata::Time),
    ("tempstotal", Metadata::Time),
    ("tiempototal", Metadata::Time),
    ("totaltime", Metadata::Time),
    ("letzteseite", Metadata::Technical),
    ("startsprache", Metadata::Technical),
    ("zufallsstartwert", Metadata::Technical),
    ("dernièrepage", Metadata::Technical),
    ("languededépart", Metadata::Technical),
    ("têtedesérie", Metadata::Technical),
    ("últimapágina", Metadata::Technical),
    ("lenguajeinicial", Metadata::Technical),
    ("semilla", Metadata::Technical),
    ("ultimapagina", Metadata::Technical),
    ("linguainiziale", Metadata::Technical),
    ("idiomainicial", Metadata::Technical),
    ("weiterleitungsurl", Metadata::Technical),
    ("referrerurl", Metadata::Technical),
    ("urlderéférence", Metadata::Technical),
    ("ipadresse", Metadata::Personal),
    ("adresseip", Metadata::Personal),
    ("direcciónip", Metadata::Personal),
    ("indirizzoip", Metadata::Personal),
];

/// Whether columns are named `question [option]` with one `[Other]` or `[Rank 1]` among them, as `LimeSurvey` names them, and
/// Google Forms does not.
fn are_boxes(cells: &[&str]) -> bool {
    let parts: Vec<&str> =
        cells.iter().filter_map(|cell| cell.strip_suffix(']')?.rsplit_once('[').map(|(_, part)| part)).collect();
    let tells = |part: &&str| {
        let part = part.to_lowercase();
        matches!(part.as_str(), "other" | "sonstiges" | "autre" | "otro" | "otros" | "altro" | "outro" | "anders")
            || ["rank ", "rang "]
                .iter()
                .any(|rank| part.strip_prefix(rank).is_some_and(|rest| rest.parse::<u8>().is_ok()))
    };
    parts.len() >= 3 && parts.iter().any(tells)
}
