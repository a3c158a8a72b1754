//! Scales in languages other than English: how often, and how much one agrees, in German, French, Spanish, Italian and Portuguese.
//!
//! As in English, a label has a sign by its root and by a negation, and a strength by the words beside them. What is not known
//! stays in the order in which it first appears.

use crate::scale::mostly;
use crate::text::{fold, words};

/// Beginnings of words that say what is rated.
const ROOTS: [&str; 34] = [
    "stimm",
    "zustimm",
    "triff",
    "zutreff",
    "zufried",
    "wichtig",
    "wahrschein",
    "interess",
    "hilfreich",
    "nützlich",
    "einverst",
    "relevant",
    "d'accord",
    "accord",
    "satisf",
    "importan",
    "probab",
    "utile",
    "útil",
    "util",
    "acuerdo",
    "acordo",
    "concord",
    "accordo",
    "soddisf",
    "insoddisf",
    "intéress",
    "geeignet",
    "vertraut",
    "bekannt",
    "favor",
    "facile",
    "fácil",
    "einfach",
];

/// Beginnings of words that are a root turned round.
const OPPOSITES: [&str; 16] = [
    "unzufried",
    "unwichtig",
    "unwahrschein",
    "uninteress",
    "irrelevan",
    "desacuerdo",
    "désaccord",
    "insatisf",
    "insoddisf",
    "improbab",
    "inutil",
    "discord",
    "disaccordo",
    "desacordo",
    "schwierig",
    "difícil",
];

/// Words that turn a label round.
const NEGATIONS: [&str; 9] = ["nicht", "kein", "keine", "pas", "nada", "niente", "per", "nulla", "non"];

/// Words, and how much they make of what they stand beside.
const STRENGTHS: [(&str, f64); 38] = [
    ("äußerst", 5.0),
    ("voll", 4.5),
    ("völlig", 4.5),
    ("vollständig", 4.5),
    ("vollkommen", 4.5),
    ("absolut", 4.5),
    ("überhaupt", 4.5),
    ("gar", 4.5),
    ("totalmente", 4.5),
    ("completamente", 4.5),
    ("completamente", 4.5),
    ("tout", 4.5),
    ("totalement", 4.5),
    ("entièrement", 4.5),
    ("extremadamente", 5.0),
    ("extremamente", 5.0),
    ("extrêmement", 5.0),
    ("fortemente", 4.5),
    ("fortement", 4.5),
    ("sehr", 4.0),
    ("très", 4.0),
    ("muy", 4.0),
    ("molto", 4.0),
    ("muito", 4.0),
    ("ziemlich", 2.6),
    ("bastante", 2.6),
    ("assez", 2.6),
    ("abbastanza", 2.6),
    ("überwiegend", 2.6),
    ("eher", 2.0),
    ("plutôt", 2.0),
    ("algo", 2.0),
    ("parcialmente", 2.0),
    ("mäßig", 1.8),
    ("teilweise", 1.8),
    ("moyennement", 1.8),
    ("etwas", 1.5),
    ("weniger", 1.0),
];

/// Words that leave hardly anything of what they stand beside.
const HARDLY: [&str; 6] = ["kaum", "wenig", "peu", "poco", "pouco", "weniger"];

/// Labels in the middle.
const MIDDLE: [&str; 12] = [
    "teils/teils",
    "teils teils",
    "teils, teils",
    "teils-teils",
    "weder noch",
    "weder/noch",
    "neutral",
    "unentschieden",
    "neutre",
    "indifferente",
    "neutro",
    "sans avis",
];

/// How much one agrees, or what else is rated: signed where there are two sides.
pub(crate) fn polar(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let values = mostly(labels, rating)?;
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let distinct = (1..known.len()).all(|at| known[..at].iter().all(|other| (other - known[at]).abs() > 1e-9));
    (known.len() >= 3 && distinct).then_some(values)
}

fn rating(label: &str) -> Option<f64> {
    let text = fold(label);
    let words = words(label);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let starts = |list: &[&str]| words.iter().any(|word| list.iter().any(|root| word.starts_with(root)));
    // Neither the one nor the other.
    let is_neither = ["ni ", "né ", "weder "].iter().any(|start| text.starts_with(start));
    if MIDDLE.contains(&text.as_str()) || is_neither {
        return Some(0.0);
    }
    let opposite = starts(&OPPOSITES);
    if words.len() > 7 || !(opposite || starts(&ROOTS)) {
        return None;
    }
    let strength =
        words.iter().find_map(|word| STRENGTHS.iter().find(|(known, _)| known == word).map(|(_, much)| *much));
    if has(&HARDLY) {
        return Some(if opposite { -1.0 } else { -1.5 });
    }
    let negated = has(&NEGATIONS);
    let value = strength.unwrap_or(3.0);
    // "Not very satisfied" says less against than "not satisfied".
    let is_softened = negated && has(&["sehr", "très", "muy", "molto", "muito", "besonders"]);
    let value = if is_softened { 2.5 } else { value };
    Some(if negated == opposite { value } else { -value })
}

/// How often, about how many times a year.
pub(crate) fn frequency(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let values = mostly(labels, often)?;
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    // A scale of amounts has such words too, and nothing but them.
    (known.len() >= 3 && known.iter().any(|value| *value >= 30.0)).then_some(values)
}

fn often(label: &str) -> Option<f64> {
    let words = words(label);
    let text = words.join(" ");
    if words.len() > 4 {
        return None;
    }
    let root = |list: &[&str]| list.iter().any(|known| text.contains(known));
    let value = if root(&["immer", "toujours", "siempre", "sempre", "täglich"]) {
        9000.0
    } else if root(&[
        "oft",
        "häufig",
        "souvent",
        "menudo",
        "frecuentemente",
        "spesso",
        "frequentemente",
        "muchas veces",
    ]) {
        250.0
    } else if root(&[
        "manchmal",
        "gelegentlich",
        "parfois",
        "a veces",
        "algunas veces",
        "a volte",
        "às vezes",
        "ab und zu",
    ]) {
        40.0
    } else if root(&["selten", "rarement", "rara vez", "raramente", "casi nunca"]) {
        3.0
    } else if matches!(
        text.as_str(),
        "nie" | "niemals" | "jamais" | "nunca" | "mai" | "gar nicht" | "überhaupt nicht" | "nie/gar nicht"
    ) {
        return Some(0.0);
    } else {
        return None;
    };
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    Some(if has(&["sehr", "très", "muy", "molto", "muito"]) {
        if value > 10.0 { value * 1.4 } else { value * 0.5 }
    } else if has(&["eher", "plutôt", "ziemlich", "assez"]) {
        if value > 10.0 { value * 0.8 } else { value * 1.4 }
    } else if has(&["fast", "presque", "casi", "quasi", "quase"]) {
        value * 0.9
    } else {
        value
    })
}
