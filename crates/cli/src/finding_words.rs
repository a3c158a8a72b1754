//! Findings counted in words: `16 rows excluded`.

use topline_survey::{Action, FindingKind};

/// So many findings of a kind, and what was done about them.
pub(crate) fn counted(kind: FindingKind, action: Action, count: u64) -> String {
    let [one, several] = named(kind);
    format!("{count} {} {}", if count == 1 { one } else { several }, done(action))
}

/// What one finding of a kind is, and what several are.
fn named(kind: FindingKind) -> [&'static str; 2] {
    match kind {
        FindingKind::BrokenRow => ["broken row", "broken rows"],
        FindingKind::ShortRow => ["short row", "short rows"],
        FindingKind::Undecodable => ["undecodable cell", "undecodable cells"],
        FindingKind::RowCount => ["wrong number of rows", "wrong numbers of rows"],
        FindingKind::Misdecoded => ["misdecoded column", "misdecoded columns"],
        FindingKind::Mangled => ["mangled cell", "mangled cells"],
        FindingKind::DeclaredMissing => ["cell declared missing", "cells declared missing"],
        FindingKind::CellError => ["cell error", "cell errors"],
        FindingKind::NoValue => ["column of formulas without values", "columns of formulas without values"],
        FindingKind::HiddenRows => ["sheet with hidden rows", "sheets with hidden rows"],
        FindingKind::BlankRow => ["blank row", "blank rows"],
        FindingKind::Duplicate => ["duplicate", "duplicates"],
        FindingKind::Excluded => ["row", "rows"],
        FindingKind::NoRespondent => ["row without a respondent", "rows without a respondent"],
        FindingKind::Unmapped => ["unmapped answer", "unmapped answers"],
        FindingKind::Spelling => ["other spelling", "other spellings"],
        FindingKind::Malformed => ["malformed answer", "malformed answers"],
        FindingKind::NotRouted => ["answer against the routing", "answers against the routing"],
        FindingKind::BadWeight => ["bad weight", "bad weights"],
        FindingKind::Conflict => ["conflict", "conflicts"],
        FindingKind::UnknownColumn => ["unknown column", "unknown columns"],
        FindingKind::Unmatched => ["unmatched answer", "unmatched answers"],
        FindingKind::MissingColumn => ["missing column", "missing columns"],
        FindingKind::NoPartner => ["row without a partner", "rows without a partner"],
    }
}

fn done(action: Action) -> &'static str {
    match action {
        Action::Quarantined => "quarantined",
        Action::Excluded => "excluded",
        Action::LeftOut => "left out",
        Action::MadeInvalid => "made invalid",
        Action::MadeAbsent => "taken as no answer",
        Action::Accepted => "accepted",
        Action::Told => "reported",
    }
}
