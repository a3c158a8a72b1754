//! The codes of `LimeSurvey` in the names of columns: before texts, with any sign between them, and as other programs spell them.

/// What `LimeSurvey` calls its own columns.
const OWN_CODES: [&str; 9] =
    ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl"];

/// What stands between codes and texts, where most columns are named `CODE. text` or `CODE[SUB]. text [words]`, and their codes
/// differ, as `LimeSurvey` names them where it is asked for both, whatever is left of its own columns. It lets people choose
/// what stands between.
pub(crate) fn code_separator(rows: &[Vec<String>]) -> Option<String> {
    let [row] = rows else { return None };
    let mut told: Vec<(&str, &str)> = Vec::new();
    let mut separators: Vec<(&str, usize)> = Vec::new();
    for (code, separator, _) in row.iter().filter_map(|cell| code_and_text(cell)) {
        told.push((code, separator));
        match separators.iter_mut().find(|(known, _)| *known == separator) {
            Some((_, count)) => *count += 1,
            None => separators.push((separator, 1)),
        }
    }
    let (separator, count) = separators.into_iter().max_by_key(|(_, count)| *count)?;
    let codes: Vec<&str> = told.iter().filter(|(_, own)| *own == separator).map(|(code, _)| *code).collect();
    let distinct: std::collections::HashSet<&str> = codes.iter().copied().collect();
    // `Q1. ` is written by people too, brackets behind a code and codes of words are not.
    let is_telling = |code: &str| {
        let stem = code.split('[').next().unwrap_or(code);
        let letters = stem.chars().filter(char::is_ascii_alphabetic).count();
        code.ends_with(']') || (letters >= 3 && stem.chars().any(|each| each.is_ascii_digit()))
    };
    let telling = codes.iter().filter(|code| is_telling(code)).count();
    let own = codes.iter().filter(|code| OWN_CODES.contains(code)).count();
    let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let tells = own >= 3 || (distinct.len() == count && telling * 2 > count);
    (count >= 4 && count * 10 >= filled * 7 && tells).then(|| separator.to_owned())
}

/// `Q1[SQ001]`, `. ` and the text of `Q1[SQ001]. What do you drink? [Tea]`.
pub(crate) fn code_and_text(name: &str) -> Option<(&str, &str, &str)> {
    let name = name.trim();
    let stem = name.find(|each: char| !(each.is_ascii_alphanumeric() || matches!(each, '_' | '-')))?;
    let mut end = stem;
    while name[end..].starts_with('[') {
        end += name[end..].find(']')? + 1;
    }
    let rest = &name[end..];
    let start =
        rest.find(|each: char| each.is_alphanumeric() || matches!(each, '[' | '<' | '"' | '\'' | '(' | '\u{bf}'))?;
    let (separator, text) = rest.split_at(start);
    let is_code = stem > 0 && name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_separator = separator.len() <= 5 && !matches!(separator.trim(), "" | "_" | "/" | ",");
    (is_code && is_separator && !text.is_empty()).then_some((&name[..end], separator, text))
}

/// `Q1[SQ001]` of `Q1.SQ001.`, as R writes it, and of `Q1_SQ001`, as SPSS has it: no code of `LimeSurvey` has such signs in it.
pub(crate) fn with_brackets(name: &str) -> Option<String> {
    let is_code = |text: &str| text.chars().all(|each| each.is_ascii_alphanumeric() || each == '_');
    if let Some(inner) = name.strip_suffix('.')
        && let Some((stem, rest)) = inner.split_once('.')
        && is_code(stem)
    {
        let parts: Vec<&str> = rest.split("..").collect();
        return parts
            .iter()
            .all(|part| !part.is_empty() && is_code(part))
            .then(|| format!("{stem}[{}]", parts.join("][")));
    }
    let (stem, rest) = name.split_once('_')?;
    let parts: Vec<&str> = rest.split('_').collect();
    let is_sub = |part: &str| {
        let lower = part.to_lowercase();
        lower.starts_with("sq")
            || matches!(lower.as_str(), "other" | "comment" | "othercomment" | "filecount")
            || part.parse::<u16>().is_ok()
    };
    (stem.len() > 1 && stem != "column" && is_code(name) && parts.len() <= 2 && parts.iter().all(|part| is_sub(part)))
        .then(|| format!("{stem}[{}]", parts.join("][")))
}
