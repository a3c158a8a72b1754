//! Scales with two sides: how much one agrees, likes, trusts. Each label has a sign by its root, and a strength by what stands
//! beside it.

use crate::scale::mostly;
use crate::text::words;

const POSITIVE: [&str; 49] = [
    "able",
    "well",
    "agree",
    "satisf",
    "likely",
    "likel",
    "importan",
    "favorabl",
    "favourabl",
    "effective",
    "easy",
    "easi",
    "useful",
    "support",
    "approv",
    "positive",
    "confident",
    "concern",
    "interest",
    "familiar",
    "comfortabl",
    "happy",
    "helpful",
    "trust",
    "safe",
    "clear",
    "optimistic",
    "better",
    "relevant",
    "critical",
    "impactful",
    "valuable",
    "willing",
    "aware",
    "worried",
    "serious",
    "significant",
    "accurate",
    "essential",
    "proud",
    "motivated",
    "engaged",
    "appealing",
    "prepared",
    "love",
    "like",
    "care",
    "enjoy",
    "increase",
];

const NEGATIVE: [&str; 31] = [
    "poorly",
    "unable",
    "disagree",
    "dissatisf",
    "unsatisf",
    "unlikely",
    "unimportan",
    "unfavo",
    "ineffective",
    "difficult",
    "hard",
    "useless",
    "oppos",
    "disapprov",
    "negative",
    "unfamiliar",
    "uncomfortabl",
    "unhappy",
    "unhelpful",
    "distrust",
    "unsafe",
    "unclear",
    "pessimistic",
    "worse",
    "irrelevant",
    "unwilling",
    "hate",
    "dislike",
    "inaccurate",
    "unconcerned",
    "decrease",
];

/// How strong the words make what they stand beside.
fn strength(words: &[String]) -> Option<f64> {
    words.iter().find_map(|word| {
        Some(match word.as_str() {
            "extremely" | "exceptionally" | "incredibly" => 5.0,
            "completely" | "totally" | "entirely" | "absolutely" | "definitely" | "strongly" | "fully" | "love"
            | "hate" => 4.5,
            "very" | "highly" | "greatly" | "much" | "critical" | "essential" => 4.0,
            "mostly" | "generally" | "largely" | "moderately" | "quite" | "pretty" => 2.6,
            "fairly" | "rather" | "reasonably" | "probably" => 2.3,
            "somewhat" | "partly" | "partially" | "tend" | "lean" | "leaning" => 2.0,
            "slightly" | "little" | "bit" | "minimally" => 1.0,
            _ => return None,
        })
    })
}

/// The words without those that say how strongly, and whether not.
fn root_words(words: &[String]) -> Vec<&str> {
    let plain = |word: &str| {
        !matches!(
            word,
            "not" | "at" | "all" | "too" | "so" | "particularly" | "really" | "a" | "but" | "to" | "i" | "am" | "i'm"
        ) && strength(&[word.to_owned()]).is_none_or(|_| matches!(word, "love" | "hate" | "critical" | "essential"))
    };
    words.iter().map(String::as_str).filter(|word| plain(word)).collect()
}

/// The value of a label on a scale with two sides.
fn polarity(label: &str, is_root: &dyn Fn(&str) -> bool) -> Option<f64> {
    let words = words(label);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&["neither", "neutral", "undecided", "same", "mixed", "indifferent"]) {
        return Some(0.0);
    }
    let starts = |list: &[&str]| words.iter().any(|word| list.iter().any(|root| word.starts_with(root)));
    let negative = starts(&NEGATIVE);
    if !negative && !starts(&POSITIVE) && !words.iter().any(|word| is_root(word)) {
        return None;
    }
    let strength = strength(&words);
    if has(&["not", "don't", "dont", "no", "never"]) {
        let value = if has(&["all", "never"]) {
            -4.0
        } else if has(&["very", "too", "so", "particularly", "really", "that", "much"]) {
            -2.0
        } else {
            -3.0
        };
        return Some(if negative { -value } else { value });
    }
    let value = strength.unwrap_or(3.0);
    Some(if negative { -value } else { value })
}

pub(crate) fn polar(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    // An adjective that the lists do not know is known by standing in every label: very masculine, not at all masculine.
    let split: Vec<Vec<String>> = labels.iter().map(|label| words(label)).collect();
    let roots: Vec<&str> = match split.as_slice() {
        [first, rest @ ..] if rest.len() >= 2 && split.iter().all(|words| words.len() <= 6) => root_words(first)
            .into_iter()
            .filter(|root| root.len() > 3 && rest.iter().all(|words| words.iter().any(|word| word == root)))
            .collect(),
        _ => Vec::new(),
    };
    let graded =
        split.iter().filter(|words| strength(words).is_some() || words.iter().any(|word| word == "not")).count();
    let is_root = |word: &str| roots.contains(&word) && graded * 2 >= labels.len();
    let values = mostly(labels, |label| polarity(label, &is_root))?;
    let mut known: Vec<f64> = values.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    let distinct = known.windows(2).all(|pair| pair[1] - pair[0] > 1e-9);
    let sides = known[0] < 0.0 && known[known.len() - 1] > 0.0;
    let unipolar = known.len() >= 3 && labels.iter().all(|label| words(label).len() <= 6);
    (distinct && (sides || unipolar)).then_some(values)
}
