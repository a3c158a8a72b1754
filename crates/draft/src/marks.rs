//! What labels say beside a place on a scale: that one does not know, that it does not apply, that there is no answer.

use topline_survey::{Absent, Mark};

use crate::text::fold;

/// What a label means beside its words.
pub(crate) fn mark_of(label: &str) -> Option<Mark> {
    let whole = fold(label);
    let text = whole.trim_matches(|each: char| !each.is_alphanumeric() && each != '/' && each != '\'');
    let begins = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    let has = |parts: &[&str]| parts.iter().any(|part| whole.contains(part));
    let known = |labels: &[&str]| labels.contains(&text);
    if begins(&[
        "don't know",
        "dont know",
        "do not know",
        "i don't know",
        "i do not know",
        "don?t know",
        "i'm not sure",
        "im not sure",
        "i am not sure",
        "i'm unsure",
        "i am unsure",
        "ne sais pas",
        "ne sait pas",
        "je ne sais pas",
        "weiß nicht",
        "weiss nicht",
        "no sabe",
        "não sabe",
        "non so",
    ]) || has(&["don't know or not", "don't know/", "cannot say", "can't say", "no opinion"])
        || known(&[
            "dk",
            "dk/ref",
            "dk/na",
            "not sure",
            "unsure",
            "unknown",
            "no idea",
            "vet ej",
            "ved ikke",
            "weet niet",
            "keine ahnung",
            "kann ich nicht beurteilen",
            "no lo sé",
            "no sé",
            "ns/nc",
            "não sei",
            "nie wiem",
        ])
    {
        return Some(Mark::DontKnow);
    }
    if begins(&["not applicable", "n/a", "does not apply", "doesn't apply"])
        || has(&["(n/a)", "not applicable", "no basis for"])
        || known(&["na", "n.a", "inapplicable", "entfällt", "sans objet"])
    {
        return Some(Mark::NotApplicable);
    }
    is_other(label).then_some(Mark::Other)
}

/// Whether a label offers what is not listed: "Other (please specify)".
pub(crate) fn is_other(label: &str) -> bool {
    let text = fold(label);
    let known = [
        "other",
        "others",
        "oth",
        "something else",
        "else",
        "autre",
        "autres",
        "andere",
        "anderes",
        "sonstiges",
        "otro",
    ];
    known.contains(&text.trim_matches(|each: char| !each.is_alphanumeric()))
        || ["other (", "other:", "other,", "other -", "others (", "autre (", "otro (", "andere (", "sonstiges ("]
            .iter()
            .any(|start| text.starts_with(start))
        || text.contains("please specify")
        || text.contains("please describe")
        || text.contains("please explain)")
        || text.contains("(specify)")
}

/// Texts that say why there is no answer.
pub(crate) fn reason_of(text: &str) -> Option<Absent> {
    match fold(text).as_str() {
        "no answer" | "not answered" | "no response" | "skipped" | "keine antwort" | "sans réponse"
        | "sin respuesta" => Some(Absent::NoAnswer),
        "not asked" | "not shown" | "question not asked" | "inap" | "inapplicable (not asked)" => {
            Some(Absent::NotAsked)
        }
        "refused" | "refusal" | "refused to answer" => Some(Absent::Refused),
        _ => None,
    }
}

/// Whether a label offers to say nothing: "Prefer not to say".
pub(crate) fn is_refusal(label: &str) -> bool {
    let text = fold(label);
    [
        "prefer not",
        "i prefer not",
        "i'd rather not",
        "i would rather not",
        "rather not",
        "would rather not",
        "decline",
        "keine angabe",
        "prefiero no",
        "préfère ne pas",
        "je préfère ne pas",
        "prefiro não",
        "preferisco non",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

/// Whether a label stands after the scale: marked, "prefer not to say", "none of these".
pub(crate) fn stands_last(label: &str) -> bool {
    let text = fold(label);
    mark_of(label).is_some()
        || is_refusal(label)
        || ["none of the", "keine der"].iter().any(|start| text.starts_with(start))
}
