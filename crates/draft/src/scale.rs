//! Well-known scales: which order the options of a question stand in, and which nets they have.
//!
//! Exports do not say in which order options were offered. What the labels mean does: how much one agrees, how often, how
//! many. Where nothing is known, options keep the order in which they first appear; they are never sorted by the alphabet.

use crate::bands::bands;
use crate::foreign_scales;
use crate::frequency::frequency;
use crate::language::Language;
use crate::levels::{amount, doneness, intensity, levels, quality};
use crate::lexicon::is_any;
use crate::marks::stands_last;
use crate::numbered_labels::{numbers_before, unnumbered};
use crate::polarity::polar;
use crate::text::words;

/// How options are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Yes, perhaps, no.
    YesNo,
    /// How much one agrees, likes, trusts ...: signed.
    Polar,
    /// How often.
    Frequency,
    /// How good.
    Quality,
    /// How much.
    Amount,
    /// By the numbers in the labels.
    Bands,
    /// Levels of schooling, sizes, months, days of the week.
    Levels,
}

/// The places of labels in the order of a scale.
#[derive(Debug)]
pub(crate) struct Ordered {
    /// Positions of the labels.
    pub order: Vec<usize>,
    /// What the order goes by; nothing where it is that of first appearance.
    pub family: Option<Family>,
    /// Beside each place in `order`: its value on the scale.
    values: Vec<Option<f64>>,
    /// Whether a label that is no mark has no place on the scale.
    is_partial: bool,
}

/// A net over places of an order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gathered {
    pub id: &'static str,
    /// Positions of the labels.
    pub labels: Vec<usize>,
}

/// The order of labels, given in the order in which they first appear.
pub(crate) fn order(labels: &[&str]) -> Ordered {
    let substantive: Vec<usize> = (0..labels.len()).filter(|at| !stands_last(labels[*at])).collect();
    let last = (0..labels.len()).filter(|at| stands_last(labels[*at]));
    let texts: Vec<&str> = substantive.iter().map(|at| labels[*at]).collect();
    let numbers = numbers_before(&texts, stands_last);
    // `5 = Strongly agree` is a point of the scale that its words name.
    let texts = if numbers.is_some() { texts.into_iter().map(unnumbered).collect() } else { texts };
    let found = [
        (Family::YesNo, yes_no as fn(&[&str]) -> Option<Vec<Option<f64>>>),
        (Family::Polar, polar),
        (Family::Frequency, frequency),
        (Family::Frequency, foreign_scales::frequency),
        (Family::Quality, foreign_scales::quality),
        (Family::Polar, foreign_scales::polar),
        (Family::Quality, quality),
        (Family::Levels, doneness),
        (Family::Amount, amount),
        (Family::Amount, intensity),
        (Family::Amount, foreign_scales::amount),
        (Family::Levels, levels),
        (Family::Bands, bands),
    ]
    .into_iter()
    .find_map(|(family, scale)| scale(&texts).map(|values| (family, values)))
    .filter(|(_, values)| numbers.is_none() || values.iter().all(Option::is_some));
    let Some((family, values)) = found else {
        let mut substantive = substantive;
        let codes = || texts.iter().map(|text| code_number(text)).collect::<Option<Vec<_>>>();
        let numbers = numbers.and_then(|numbers| {
            numbers.into_iter().map(|number| Some(("", number?.cast_unsigned()))).collect::<Option<Vec<_>>>()
        });
        if let Some(numbers) = numbers.or_else(codes) {
            let places: std::collections::HashMap<usize, _> = substantive.iter().copied().zip(numbers).collect();
            substantive.sort_by_key(|at| places.get(at).copied());
        }
        let order: Vec<usize> = substantive.into_iter().chain(last).collect();
        let values = vec![None; order.len()];
        return Ordered { order, family: None, values, is_partial: true };
    };
    let falls = !matches!(family, Family::Bands | Family::Levels);
    let is_partial = values.iter().any(Option::is_none);
    let mut places: Vec<(Option<f64>, usize)> = values.into_iter().zip(substantive).collect();
    places.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if falls => b.total_cmp(a),
        (Some(a), Some(b)) => a.total_cmp(b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    places.extend(last.map(|at| (None, at)));
    let (values, order) = places.into_iter().unzip();
    Ordered { order, family: Some(family), values, is_partial }
}

/// `A2` of a list of codes, `A1`, `A2` ..: its letters, and its number.
fn code_number(label: &str) -> Option<(&str, u32)> {
    let digits = label.find(|each: char| each.is_ascii_digit()).filter(|at| (1..=3).contains(at))?;
    let (letters, number) = label.split_at(digits);
    let is_code = letters.bytes().all(|each| each.is_ascii_alphabetic()) && number.len() <= 4;
    number.parse().ok().filter(|_| is_code).map(|number| (letters, number))
}

impl Ordered {
    /// Whether a text of these labels has a place on the scale.
    pub(crate) fn has(&self, labels: &[&str], text: &str) -> bool {
        let mut places = self.order.iter().zip(&self.values);
        places.any(|(at, value)| value.is_some() && labels[*at] == text)
    }

    /// The two ends of a scale that people sum up: agree and disagree, often and rarely.
    ///
    /// A scale of which a label has no place has none: it may be above or below them.
    pub(crate) fn nets(&self) -> Vec<Gathered> {
        if self.is_partial {
            return Vec::new();
        }
        let scored: Vec<(f64, usize)> =
            self.values.iter().zip(&self.order).filter_map(|(value, at)| value.map(|value| (value, *at))).collect();
        let ends = match self.family {
            Some(Family::Polar) => {
                let side =
                    |wanted: fn(f64) -> bool| scored.iter().filter(move |(value, _)| wanted(*value)).map(|(_, at)| *at);
                (side(|value| value > 0.0).collect::<Vec<_>>(), side(|value| value < 0.0).collect::<Vec<_>>())
            }
            Some(Family::Frequency | Family::Quality) if scored.len() >= 4 => {
                let two = |places: &[(f64, usize)]| places.iter().map(|(_, at)| *at).collect::<Vec<_>>();
                (two(&scored[..2]), two(&scored[scored.len() - 2..]))
            }
            _ => return Vec::new(),
        };
        if ends.0.len() < 2 || ends.1.len() < 2 {
            return Vec::new();
        }
        let name = |labels: &[usize], two, more| if labels.len() == 2 { two } else { more };
        vec![
            Gathered { id: name(&ends.0, "top_two", "positive"), labels: ends.0 },
            Gathered { id: name(&ends.1, "bottom_two", "negative"), labels: ends.1 },
        ]
    }
}

fn yes_no(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    const YES: f64 = 2.0;
    const PARTLY: f64 = 1.0;
    const NO: f64 = 0.0;
    let value = |label: &str| {
        let words = words(label);
        let first = words.first()?;
        let is = |list: fn(&Language) -> &[String]| is_any(first, list);
        if is(|language| &language.yes_no.yes) {
            Some(YES)
        } else if is(|language| &language.yes_no.partly) {
            Some(PARTLY)
        } else if is(|language| &language.yes_no.no_before_words)
            || (is(|language| &language.yes_no.no) && (words.len() == 1 || label.contains(',')))
        {
            Some(NO)
        } else {
            None
        }
    };
    let values: Vec<Option<f64>> = labels.iter().map(|label| value(label)).collect();
    let has = |wanted: f64| values.iter().flatten().any(|value| (value - wanted).abs() < 0.5);
    (values.iter().all(Option::is_some) && has(YES) && has(NO)).then_some(values)
}

#[cfg(test)]
mod tests {
    use topline_survey::Mark;

    use super::{Family, order};
    use crate::marks::mark_of;

    fn check(family: Option<Family>, expected: &[&str]) {
        let mut shuffled: Vec<&str> = expected.to_vec();
        if family.is_some() {
            shuffled.reverse();
            let half = shuffled.len() / 2;
            shuffled.rotate_left(half);
        }
        let ordered = order(&shuffled);
        let labels: Vec<&str> = ordered.order.iter().map(|at| shuffled[*at]).collect();
        assert_eq!((ordered.family, labels.as_slice()), (family, expected));
    }

    #[test]
    fn scales_stand_in_their_order() {
        let polar = Some(Family::Polar);
        check(polar, &["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"]);
        check(polar, &["Agree completely", "Agree somewhat", "Neutral", "Disagree somewhat", "Disagree completely"]);
        check(
            polar,
            &["Very masculine", "Somewhat masculine", "Not very masculine", "Not at all masculine", "Don't know"],
        );
        check(
            polar,
            &["Very favorably", "Somewhat favorably", "Somewhat unfavorably", "Very unfavorably", "Unfamiliar (N/A)"],
        );
        check(polar, &["Critical to me", "Somewhat useful", "Not relevant for me"]);
        check(
            polar,
            &["Extremely effective", "Very effective", "Effective", "Very ineffective", "Extremely ineffective"],
        );
        check(polar, &["Much better", "About the same", "Much worse"]);
        check(polar, &["Very well", "Somewhat well", "Neutral", "Somewhat poorly", "Poorly"]);
        check(Some(Family::Frequency), &["Always", "Often", "Sometimes", "Rarely", "Never"]);
        check(
            Some(Family::Frequency),
            &["Multiple times a day", "Once a day", "A couple times a week", "A few times a month", "Never"],
        );
        check(Some(Family::Quality), &["Excellent", "Very good", "Good", "Fair", "Poor", "Don't know"]);
        check(
            Some(Family::Frequency),
            &["Every time", "Usually (in about 90% of the projects)", "Often", "Once in a while", "Never"],
        );
        check(Some(Family::Frequency), &["Always", "Fairly often", "Sporadically", "Never"]);
        check(Some(Family::Amount), &["A lot", "Some", "Not much", "Nothing at all"]);
        check(Some(Family::Levels), &["Novice", "Beginner", "Intermediate", "Advanced", "Expert"]);
        check(Some(Family::Levels), &["Once", "Twice", "Three times", "More than five times"]);
        check(Some(Family::YesNo), &["Yes", "No", "Not sure"]);
        check(
            Some(Family::Levels),
            &[
                "Less than high school degree",
                "High school degree",
                "Some college or Associate degree",
                "Bachelor degree",
                "Graduate degree",
            ],
        );
    }

    #[test]
    fn scales_of_other_languages_stand_in_their_order() {
        let polar = Some(Family::Polar);
        check(
            polar,
            &[
                "Stimme voll und ganz zu",
                "Stimme eher zu",
                "Teils/teils",
                "Stimme eher nicht zu",
                "Stimme gar nicht zu",
            ],
        );
        check(polar, &["Trifft zu", "Trifft eher zu", "Trifft eher nicht zu", "Trifft nicht zu", "Weiß nicht"]);
        check(polar, &["Sehr wichtig", "Wichtig", "Mäßig wichtig", "Kaum wichtig", "Nicht wichtig"]);
        check(polar, &["Sehr zufrieden", "Eher zufrieden", "Eher unzufrieden", "Sehr unzufrieden", "Keine Angabe"]);
        check(polar, &["Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord"]);
        check(polar, &["Très satisfait", "Assez satisfait", "Peu satisfait", "Pas du tout satisfait", "Ne sait pas"]);
        check(
            polar,
            &[
                "Totalmente de acuerdo",
                "De acuerdo",
                "Ni de acuerdo ni en desacuerdo",
                "En desacuerdo",
                "Totalmente en desacuerdo",
            ],
        );
        check(polar, &["Muy importante", "Algo importante", "Poco importante", "Nada importante"]);
        check(polar, &["Concordo totalmente", "Concordo", "Discordo", "Discordo totalmente"]);
        let frequency = Some(Family::Frequency);
        check(frequency, &["Immer", "Oft", "Manchmal", "Selten", "Nie"]);
        check(frequency, &["sehr häufig", "eher häufig", "eher selten", "selten", "gar nicht"]);
        check(frequency, &["Toujours", "Souvent", "Parfois", "Rarement", "Jamais"]);
        check(frequency, &["Siempre", "A menudo", "A veces", "Rara vez", "Nunca"]);
    }

    #[test]
    fn bands_stand_by_their_numbers() {
        let bands = Some(Family::Bands);
        check(bands, &["18-29", "30-44", "45-60", "> 60"]);
        check(bands, &["Under 18", "18 - 34", "35 - 64", "65 and up", "Prefer not to say"]);
        check(bands, &["$0 - $24,999", "$25,000 - $49,999", "$100,000 - $149,999", "$150,000+"]);
        check(bands, &["Less than $10,000", "$10,000 - $20,000", "More than $200,000"]);
        check(bands, &["None", "1-2 hours per week", "2-5 hours per week", "10+ hours per week"]);
        check(bands, &["0 Stunden", "1-2 Stunden pro Woche", "2-5 Stunden pro Woche", "6 Stunden und mehr"]);
        check(bands, &["3 months", "1 year", "2 to 5 years"]);
        check(bands, &["Less than six months", "Six months to a year", "More than a year"]);
        check(bands, &["Less than one year", "1 year", "2 years", "4+ years"]);
        check(bands, &["Less than $40k", "$40-75k", "$75-125k", "$125k or more"]);
        check(bands, &["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"]);
        check(bands, &["[-Inf, 5)", "[5, 10)", "[10, 100]"]);
    }

    #[test]
    fn codes_stand_by_their_numbers() {
        let shuffled = ["A3", "A10", "A1", "-oth-"];
        let ordered: Vec<&str> = order(&shuffled).order.into_iter().map(|at| shuffled[at]).collect();
        assert_eq!(ordered, ["A1", "A3", "A10", "-oth-"]);
    }

    #[test]
    fn unknown_options_keep_their_order() {
        check(None, &["Wednesday's child", "Aardvarks", "Zebras", "Bees"]);
        // No diploma is in it: `Engaged` has the letters of one.
        check(None, &["Engaged", "Dis-engaged", "Disengaged", "Very engaged", "my doctor wrote it"]);
    }

    #[test]
    fn what_is_no_point_of_a_scale_is_marked_and_stands_last() {
        assert_eq!(mark_of("Don\u{2019}t know or not sure"), Some(Mark::DontKnow));
        assert_eq!(mark_of("Unfamiliar (N/A)"), Some(Mark::NotApplicable));
        assert_eq!(mark_of("Other (please specify)"), Some(Mark::Other));
        assert_eq!(mark_of("Other IT (e.g., Sys Admin)"), None);
        assert_eq!(mark_of("Another country"), None);
    }

    #[test]
    fn nets_gather_the_ends_of_a_scale() {
        let labels = ["Agree", "Strongly agree", "Neutral", "Disagree", "Strongly disagree", "Don't know"];
        let nets = order(&labels).nets();
        assert_eq!((nets[0].id, nets[0].labels.as_slice()), ("top_two", [1, 0].as_slice()));
        assert_eq!((nets[1].id, nets[1].labels.as_slice()), ("bottom_two", [3, 4].as_slice()));
        assert!(order(&["Red", "Green", "Blue"]).nets().is_empty());
    }
}
