//! What the header says of a column: a short code, the question, the part of it that the column is of, and a key that the columns
//! of one question share.

/// What the header says of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heading {
    /// Its name, as the codebook has it.
    pub name: String,
    /// A short code of the question.
    pub code: Option<String>,
    /// The question as asked, as far as the header says.
    pub question: String,
    /// The option or item that the column is of.
    pub part: Option<String>,
    /// A row and a column of a matrix, where the header has them apart.
    pub cell: Option<(String, String)>,
    /// What the columns of a question share; nothing where the header does not say.
    pub key: Option<String>,
    /// Words beside an option: "Other (please specify)".
    pub is_text: bool,
    /// No answer, but in which order or how fast it was given.
    pub is_trace: bool,
    /// Several header rows say that one of the offered answers stands here, and no words.
    pub is_closed: bool,
}

/// A column of a question with parts in brackets.
pub(crate) fn bracketed_heading(name: &str) -> Option<Heading> {
    let (stem, part) = bracketed(name)?;
    let lower = part.to_lowercase();
    let (cell, label) = match part.split_once("][") {
        Some((row, column)) => (Some((row.to_owned(), column.to_owned())), part.replace("][", " ")),
        None => (None, part.to_owned()),
    };
    Some(Heading {
        name: name.to_owned(),
        code: code_of(stem),
        question: stem.to_owned(),
        part: Some(label),
        cell,
        key: Some(stem.to_owned()),
        is_text: matches!(lower.as_str(), "other" | "comment") || lower.ends_with("comment"),
        ..Heading::default()
    })
}

/// A column of a question with parts behind three strokes: `pets___2`.
pub(crate) fn underscored_heading(name: &str) -> Option<Heading> {
    let (stem, part) = name.split_once("___")?;
    Some(Heading {
        name: name.to_owned(),
        code: code_of(stem),
        question: stem.to_owned(),
        part: Some(part.trim_start_matches('_').to_owned()),
        key: Some(stem.to_owned()),
        ..Heading::default()
    })
}

/// A column whose name is its question, or a code, or begins with one.
pub(crate) fn coded_heading(name: &str) -> Heading {
    if let Some((code, part)) = code_of_part(name) {
        let code = Some(code.to_owned());
        return Heading { name: name.to_owned(), code, question: part.to_owned(), ..Heading::default() };
    }
    let code = code_of(name).or_else(|| code_before(name));
    Heading { name: name.to_owned(), code, question: name.to_owned(), ..Heading::default() }
}

/// `Question [row]`, `Q1[SQ001]`, `Q1[SQ001][1]`: what stands before the brackets, and in them.
pub(crate) fn bracketed(name: &str) -> Option<(&str, &str)> {
    let name = name.trim_end();
    let inner = name.strip_suffix(']')?;
    let mut open = inner.rfind('[')?;
    if let Some(first) = inner[..open].strip_suffix(']').and_then(|before| before.rfind('[')) {
        open = first;
    }
    let stem = inner[..open].trim();
    (!stem.is_empty()).then(|| (stem, inner[open + 1..].trim()))
}

/// `Q3_1` and `Radio` of `Q3_1 Radio`: the code of a column of a question, and what the column is of.
fn code_of_part(name: &str) -> Option<(&str, &str)> {
    let (code, part) = name.split_once(' ')?;
    let (question, number) = code.rsplit_once(['_', '.'])?;
    let letters = question.trim_end_matches(|each: char| each.is_ascii_digit());
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = (1..=3).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && is_number(&question[letters.len()..])
        && is_number(number);
    (is_code && part.contains(char::is_alphabetic)).then(|| (code, part.trim()))
}

/// The name itself, where it is a code and not a text.
pub(crate) fn code_of(name: &str) -> Option<String> {
    let is_code = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '.' | '-' | '/' | '#');
    (!name.is_empty() && name.chars().all(is_code)).then(|| name.rsplit('/').next().unwrap_or(name).to_owned())
}

/// `Q12`, `12`, `A3` before a full stop, a colon or a bracket at the beginning of a question.
pub(crate) fn code_before(question: &str) -> Option<String> {
    let end = question.find(['.', ':', ')', ' '])?;
    let code = &question[..end];
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let letters = code.chars().filter(char::is_ascii_alphabetic).count();
    let is_code = digits > 0 && digits <= 3 && letters <= 3 && digits + letters == code.chars().count();
    (is_code && !question[end..].starts_with(' '))
        .then(|| if letters == 0 { format!("q{code}") } else { code.to_owned() })
}
