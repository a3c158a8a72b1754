//! True statements in many words.

use super::Statement;
use super::facts::{Fact, Numbers};

/// Words, and the shares of which they are true beyond dispute: from and to, in thousandths, both included.
const WORDS: &[(&str, u64, u64)] = &[
    ("most", 530, 999),
    ("the majority", 520, 990),
    ("a majority", 520, 990),
    ("more than half", 510, 750),
    ("over half", 510, 700),
    ("well over half", 580, 750),
    ("just over half", 503, 525),
    ("slightly more than half", 503, 525),
    ("nearly half", 465, 495),
    ("almost half", 470, 497),
    ("just under half", 475, 497),
    ("close to half", 475, 497),
    ("not quite half", 470, 497),
    ("about half", 485, 515),
    ("around half", 485, 515),
    ("roughly half", 485, 515),
    ("half", 490, 510),
    ("half of respondents", 490, 510),
    ("less than half", 330, 490),
    ("fewer than half", 330, 490),
    ("under half", 330, 490),
    ("a minority", 50, 480),
    ("a small minority", 20, 120),
    ("a large majority", 780, 950),
    ("the vast majority", 880, 980),
    ("an overwhelming majority", 900, 980),
    ("a clear majority", 600, 750),
    ("a narrow majority", 505, 540),
    ("a slim majority", 505, 540),
    ("almost all", 930, 995),
    ("nearly all", 930, 995),
    ("a third", 325, 341),
    ("one third", 325, 341),
    ("one in three", 325, 341),
    ("about a third", 322, 345),
    ("around one in three", 322, 345),
    ("over a third", 340, 390),
    ("more than a third", 340, 390),
    ("just over a third", 336, 355),
    ("nearly a third", 305, 330),
    ("just under a third", 315, 331),
    ("between a quarter and a third", 255, 330),
    ("between a third and a half", 340, 495),
    ("between a third and half", 340, 495),
    ("between one in five and one in four", 205, 245),
    ("a quarter", 243, 257),
    ("one in four", 243, 257),
    ("1 in 4", 243, 257),
    ("a quarter of those asked", 243, 257),
    ("about a quarter", 240, 260),
    ("just over a quarter", 252, 275),
    ("over a quarter", 256, 300),
    ("nearly a quarter", 225, 247),
    ("a fifth", 193, 207),
    ("one in five", 193, 207),
    ("around a fifth", 190, 210),
    ("just under a fifth", 180, 198),
    ("over a fifth", 205, 240),
    ("two thirds", 659, 675),
    ("two-thirds", 659, 675),
    ("over two thirds", 672, 720),
    ("about two thirds", 655, 680),
    ("nearly two thirds", 635, 662),
    ("three quarters", 743, 757),
    ("three-quarters", 743, 757),
    ("over three quarters", 757, 790),
    ("nearly three quarters", 720, 745),
    ("two fifths", 393, 407),
    ("two in five", 393, 407),
    ("three fifths", 593, 607),
    ("three in five", 593, 607),
    ("four fifths", 793, 807),
    ("four in five", 793, 807),
    ("four out of five", 793, 807),
    ("three in ten", 293, 306),
    ("three out of ten", 293, 306),
    ("seven in ten", 693, 706),
    ("seven out of 10", 693, 706),
    ("more than seven in ten", 705, 740),
    ("nine in ten", 890, 912),
    ("nine out of ten", 890, 912),
    ("9 in 10", 890, 912),
    ("about nine in ten", 885, 915),
    ("over nine in ten", 905, 945),
    ("nearly nine in ten", 880, 897),
    ("one in ten", 96, 104),
    ("a tenth", 96, 104),
    ("about one in ten", 93, 107),
    ("fewer than one in ten", 50, 95),
    ("less than a tenth", 50, 95),
    ("one in eight", 122, 128),
    ("one in six", 163, 170),
    ("few", 20, 100),
    ("very few", 10, 60),
    ("hardly any", 5, 40),
    ("some", 150, 500),
    ("many", 300, 800),
    ("several", 60, 300),
    ("virtually all", 940, 995),
    ("practically all", 940, 995),
    ("the bulk of respondents", 600, 950),
    ("the great majority", 850, 980),
    ("a sizeable minority", 250, 480),
    ("a significant minority", 250, 480),
    ("a substantial minority", 250, 480),
    ("a handful", 10, 60),
    ("a shade over half", 502, 525),
    ("a little over half", 502, 530),
    ("a little under half", 470, 498),
    ("slightly less than half", 470, 497),
    ("marginally over half", 502, 520),
    ("just shy of half", 475, 497),
    ("in excess of half", 510, 700),
    ("upwards of half", 510, 700),
    ("four in ten", 393, 407),
    ("six in ten", 593, 607),
    ("six out of ten", 593, 607),
    ("six out of every ten", 593, 607),
    ("one in every five", 193, 207),
    ("one out of five", 193, 207),
    ("one out of every four", 243, 257),
    ("two in three", 659, 675),
    ("two out of three", 659, 675),
    ("2 in 3", 659, 675),
    ("three in four", 743, 757),
    ("3 in 4", 743, 757),
    ("around 1 in 3", 322, 345),
    ("approximately a quarter", 240, 260),
    ("getting on for half", 465, 495),
    ("more than one in three", 340, 390),
    ("more than two in five", 405, 450),
    ("nearly two in five", 375, 397),
    ("close to one in three", 318, 345),
    ("well under half", 330, 430),
    ("well over a third", 370, 420),
    ("not far off a quarter", 232, 249),
    ("between half and two thirds", 505, 660),
    ("between two fifths and a half", 405, 495),
    ("between 1 in 4 and 1 in 3", 255, 330),
    ("somewhere between a quarter and a third", 255, 330),
    ("a quarter to a third", 255, 330),
    ("fewer than one in five", 120, 195),
    ("only a minority", 50, 480),
    ("only a few", 20, 100),
    ("almost none", 5, 40),
    ("scarcely any", 5, 40),
];

/// Sentences of a percentage.
const PERCENT: &[&str] = &[
    "{}%",
    "{} per cent",
    "{} percent",
    "{} %",
    "some {}%",
    "only {}%",
    "just {}%",
    "about {}%",
    "around {} per cent",
    "roughly {}%",
    "approximately {}%",
    "as many as {}%",
    "at least {}%",
    "no fewer than {}%",
    "no more than {}%",
    "a total of {}%",
    "{}% of respondents",
    "fully {}%",
    "nearly {+1}%",
    "almost {+1}%",
    "over {-1}%",
    "more than {-1}%",
    "less than {+2}%",
    "under {+2} per cent",
    "between {-3}% and {+3}%",
    "{-2}-{+2}%",
    "{-2} to {+2} per cent",
    "up to {+2}%",
    "well over {-12}%",
    "in excess of {-1}%",
    "upwards of {-1}%",
    "a little over {-1}%",
    "just shy of {+1}%",
    "circa {}%",
    "c. {}%",
    "~{}%",
    "{}pc",
    "{}% or so",
    "{}% of all respondents",
    "{}% of those who answered",
    "an estimated {}%",
    "anywhere between {-3}% and {+3}%",
    "from {-2}% to {+2}%",
    "{-2}\u{2013}{+2}%",
    "not more than {+2}%",
    "{} in every 100",
    "a mere {}%",
    "fewer than {+2}%",
];

/// Sentences of a count and its base.
const COUNT: &[&str] = &[
    "{} of {}",
    "{} out of {}",
    "{} of the {}",
    "{} out of the {}",
    "{} in {}",
    "{} of {} respondents",
    "just {} of {}",
    "only {} of the {}",
];

const SPELLED: [&str; 21] = [
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// So many true statements.
pub(super) fn paraphrases(facts: &[Vec<Fact>], numbers: &mut Numbers, wanted: usize) -> Vec<Statement> {
    let mut made: Vec<Statement> = Vec::new();
    for tried in 0..500_000 {
        if made.len() == wanted {
            break;
        }
        let survey = if tried % 5 < 3 { 0 } else { 1 + tried % 2 };
        let fact = numbers.pick(&facts[survey]);
        if fact.base < 12 || fact.n == 0 || fact.n == fact.base || fact.is_tie() {
            continue;
        }
        let is = match made.len() % 10 {
            0..=4 => true_words(fact, numbers),
            5..=7 => in_percent(fact, numbers),
            _ => Some(in_counts(fact, numbers)),
        };
        let Some(is) = is else { continue };
        let words = format!("{is}: {} ({} of {})", fact.figure, fact.n, fact.base);
        if !made.iter().any(|other| other.words == words) {
            let claim = format!("quote = {is:?}\n{}", fact.value_claim(&is, None));
            made.push(Statement { survey, claim, words });
        }
    }
    made
}

/// Words for a share that are true of a figure, if those that chance picks are.
pub(super) fn true_words(fact: &Fact, numbers: &mut Numbers) -> Option<String> {
    let (words, low, high) = *numbers.pick(WORDS);
    let share = fact.millionths();
    // "Several" and "many" are more than two people.
    (low * 1000 <= share && share <= high * 1000 && fact.n > 3).then(|| words.to_owned())
}

fn in_percent(fact: &Fact, numbers: &mut Numbers) -> Option<String> {
    let template = *numbers.pick(PERCENT);
    let value = fact.percent() as i64;
    // What is said of a bound is said of the exact share.
    let is_above = fact.millionths() as i64 > value * 10_000;
    if (template.contains("at least") || template.contains("no fewer")) && !is_above
        || template.contains("no more") && is_above
    {
        return None;
    }
    if numbers.next(6) == 0 && template == "{}%" {
        let tenths = (2000 * fact.n + fact.base) / (2 * fact.base);
        return (2000 * fact.n % (2 * fact.base) != fact.base).then(|| format!("{}.{}%", tenths / 10, tenths % 10));
    }
    let mut text = template.to_owned();
    for off in [-12, -3, -2, -1, 0, 1, 2, 3] {
        let place = if off == 0 { "{}".to_owned() } else { format!("{{{off:+}}}") };
        if text.contains(&place) && !(1..100).contains(&(value + off)) {
            return None;
        }
        text = text.replace(&place, &(value + off).to_string());
    }
    let is_near = ["nearly", "almost", "just shy"].iter().any(|word| template.starts_with(word));
    let is_over =
        ["over", "more", "in excess", "upwards", "a little over"].iter().any(|word| template.starts_with(word));
    // Near a small percentage nothing is near.
    if (is_near || is_over) && value < 10 {
        return None;
    }
    let short = (value + 1) * 10_000 - fact.millionths() as i64;
    if is_near && !(1000..15_000).contains(&short) || is_over && fact.millionths() as i64 - (value - 1) * 10_000 < 5000
    {
        return None;
    }
    Some(text)
}

fn in_counts(fact: &Fact, numbers: &mut Numbers) -> String {
    let template = *numbers.pick(COUNT);
    let spelled = SPELLED.get(fact.n as usize).filter(|_| numbers.next(2) == 0);
    let count = spelled.map_or_else(|| fact.n.to_string(), |word| (*word).to_owned());
    template.replacen("{}", &count, 1).replacen("{}", &fact.base.to_string(), 1)
}
