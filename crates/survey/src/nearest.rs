//! The known names nearest to an unknown one, for hints.

/// Up to three of `known`, those most like `name` first; none where nothing is alike.
///
/// Likeness is the Jaro-Winkler similarity of the lower-cased names, at least 0.75, or containment of one in the other.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|candidate| {
            let folded = candidate.to_lowercase();
            let contained = !wanted.is_empty() && (folded.contains(&wanted) || wanted.contains(&folded));
            let likeness = strsim::jaro_winkler(&wanted, &folded);
            (if contained { likeness.max(0.9) } else { likeness }, candidate)
        })
        .filter(|(likeness, _)| *likeness >= 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_name() {
        assert_eq!(nearest("Q1O", ["Q1a", "Q10", "region"]), ["Q10", "Q1a"]);
        assert_eq!(nearest("regoin", ["Q1a", "Q10", "region"]), ["region"]);
        assert!(nearest("weight", ["Q1a", "Q10"]).is_empty());
    }
}
