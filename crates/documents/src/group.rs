//! Of whom a value is: `40% of straight men`, `men are likelier than women to agree: 72% against 60%`.

use crate::respondents::bare;

/// What those do who are meant: their name ends before it.
const ENDS: [&str; 24] = [
    "who", "that", "say", "said", "says", "have", "has", "had", "are", "were", "is", "was", "think", "thought",
    "believe", "use", "used", "feel", "felt", "do", "did", "agree", "agreed", "but",
];

/// Words that compare.
const COMPARATIVES: [&str; 5] = ["more", "less", "fewer", "likelier", "rather"];

/// The words up to what those do who are meant.
pub(crate) fn group_words(text: &str) -> String {
    // `11% of them want it`: whom they are, stands elsewhere.
    if text.split_whitespace().next().is_some_and(|first| matches!(bare(first).as_str(), "them" | "us" | "these")) {
        return String::new();
    }
    let mut taken = Vec::new();
    for word in text.split_whitespace().take(7) {
        if ENDS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        taken.push(word);
        if word.ends_with([',', ';', '.', ')']) {
            break;
        }
    }
    taken.join(" ")
}

/// The two that a clause compares, in their order: `men are likelier than women to agree`, `more men than women agree`.
pub(crate) fn compared_groups(clause: &str) -> Option<[String; 2]> {
    let clause = clause.split_inclusive([',', ';', '.']).rfind(|part| part.contains(" than "))?;
    let words: Vec<String> = clause.split_whitespace().map(bare).collect();
    let than = words.iter().position(|word| word == "than")?;
    let is_end = |word: &String| ENDS.contains(&word.as_str()) || word == "to" || word.is_empty();
    let is_verb = |word: &String| ENDS.contains(&word.as_str());
    let is_comparative =
        |word: &String| COMPARATIVES.contains(&word.as_str()) || word.len() > 4 && word.ends_with("er");
    let first = match words[..than].iter().position(is_verb) {
        Some(verb) if words[verb..than].iter().any(is_comparative) => &words[..verb],
        None if is_comparative(&words[0]) => &words[1..than],
        Some(_) | None => return None,
    };
    let second = &words[than + 1..];
    let second = &second[..second.iter().position(is_end).unwrap_or(second.len())];
    (!first.is_empty() && !second.is_empty()).then(|| [first.join(" "), second.join(" ")])
}

#[cfg(test)]
mod tests {
    use super::compared_groups;

    #[test]
    fn clauses_compare_two_groups() {
        for (clause, expect) in [
            ("Men are likelier than women to agree: ", Some(["men", "women"])),
            (
                "In towns, older people are much more content than young people (",
                Some(["older people", "young people"]),
            ),
            ("More men than women use it: ", Some(["men", "women"])),
            ("More than half of men agree: ", None),
            ("It is used more often than last year, by ", Some(["it", "last year"])),
            ("Men and women agree: ", None),
        ] {
            let expect = expect.map(|groups| groups.map(str::to_owned));
            assert_eq!(compared_groups(clause), expect, "{clause}");
        }
    }
}
