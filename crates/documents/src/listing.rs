//! Lists of labels whose values stand in a list of their own: `councils and districts (45% and 12% respectively)`.

/// The labels of so many values, in their order, if the words before or behind the values are a list of as many and the sentence says that
/// the two go together.
pub(crate) fn respective(before: &str, behind: &str, count: usize) -> Option<Vec<String>> {
    if count < 2 {
        return None;
    }
    let word = "respectively";
    let said = behind.to_lowercase().find(word);
    if said.is_none() && !before.to_lowercase().contains(word) {
        return None;
    }
    // `33% and 9% named cost and time respectively`: the labels end with the word.
    let after = said.map(|at| items(&behind[..at])).filter(|items| items.len() >= count);
    let found = after.unwrap_or_else(|| items(before));
    let labels = found.len().checked_sub(count)?;
    Some(found[labels..].to_vec())
}

/// What stands between commas and `and`.
fn items(text: &str) -> Vec<String> {
    let marked = text.replace(" and ", ",").replace(" or ", ",");
    let letters = |item: &str| item.trim_matches(|each: char| !each.is_alphanumeric()).to_owned();
    marked.split([',', ';', ':']).map(letters).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::respective;

    fn check(before: &str, behind: &str, count: usize, expect: Option<&[&str]>) {
        let expect = expect.map(|labels| labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>());
        assert_eq!(respective(before, behind, count), expect, "{before} ... {behind}");
    }

    #[test]
    fn labels_stand_before_or_behind_their_values() {
        check(
            "Cost, time and staff were named by ",
            " respectively.",
            3,
            Some(&["Cost", "time", "staff were named by"]),
        );
        check("", " of councils and districts respectively", 2, Some(&["of councils", "districts"]));
        check("Councils and districts (", ") agree, respectively", 2, Some(&["Councils", "districts"]));
        check("Respectively, ", " of men and women", 2, None);
        check("Cost and time: ", " agree", 2, None);
        check("Cost: ", " respectively", 2, None);
    }
}
