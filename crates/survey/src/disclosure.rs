//! `[disclosure]` of `survey.toml`: what is held back so that nobody can be found in the figures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of the rows of `figures/*.sql`, of which nobody but their author knows whom they count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SqlFigures {
    /// All are held back.
    #[default]
    HoldBack,
    /// Those are held back whose own count or base is below the threshold.
    Threshold,
    /// All are published.
    Publish,
}

/// The rules of a body that publishes or checks statistics, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureProfile {
    /// ACRO, the checker of outputs of secure research environments: counts below 10, also none, are held back.
    Acro,
    /// The Office for National Statistics: counts below 10 are held back, others are rounded to 5.
    #[serde(rename = "ons_10_5")]
    Ons105,
    /// NHS England, for hospital statistics: counts of 1 to 7 are held back, others are rounded to 5.
    NhsEngland,
    /// The platform `OpenSAFELY`: counts of 7 and fewer, also none, are held back, others are rounded to 5.
    Opensafely,
}

/// A few respondents have nearly all of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dominance {
    /// How many respondents: the n of the (n, k) rule.
    pub contributors: usize,
    /// The most percent of the sum that these may have together: its k.
    pub percent: f64,
}

/// What a profile says of each key.
struct ProfileRules {
    threshold: u64,
    zeros: bool,
    round_to: Option<u64>,
    dominance: Option<Dominance>,
    p_percent: Option<f64>,
}

impl ProfileRules {
    const fn of_counts(threshold: u64, zeros: bool, round_to: Option<u64>) -> Self {
        Self { threshold, zeros, round_to, dominance: None, p_percent: None }
    }
}

impl DisclosureProfile {
    /// Sources: the default settings of ACRO 1; ONS, rule "10-5" of the Secure Research Service; NHS England, disclosure control
    /// methodology for Hospital Episode Statistics (2018); ehrQL of `OpenSAFELY`, disclosure control of measures (2023).
    fn rules(self) -> ProfileRules {
        match self {
            Self::Acro => ProfileRules {
                dominance: Some(Dominance { contributors: 2, percent: 90.0 }),
                p_percent: Some(10.0),
                ..ProfileRules::of_counts(10, true, None)
            },
            Self::Ons105 => ProfileRules::of_counts(10, false, Some(5)),
            Self::NhsEngland => ProfileRules::of_counts(8, false, Some(5)),
            Self::Opensafely => ProfileRules::of_counts(8, true, Some(5)),
        }
    }
}

/// Which figures are held back.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The rules of a body, by name; keys that are given with it win. `acro`: `threshold = 10`, `zeros = true`,
    /// `dominance = { contributors = 2, percent = 90 }`, `p_percent = 10`. `ons_10_5`:
    /// `threshold = 10`, `round_to = 5`. `nhs_england`: `threshold = 8`, `round_to = 5`. `opensafely`: `threshold = 8`,
    /// `zeros = true`, `round_to = 5`. All: `complements = false`.
    pub profile: Option<DisclosureProfile>,
    /// Hold back a percentage or value whose unweighted base is smaller than this.
    #[serde(default)]
    pub minimum_base: u64,
    /// Mark a percentage or value whose unweighted base is smaller than this.
    #[serde(default)]
    pub caution_base: u64,
    /// Hold back every count of respondents from 1 to below this, and everything that tells it: its percentages, and all of a
    /// column whose base is one. With `threshold` or `minimum_base`, other figures are held back too, as many as it takes for
    /// nobody to work out the first ones.
    pub threshold: Option<u64>,
    /// Whether counts of 0 are held back like those below `threshold`. Without this key they are published.
    pub zeros: Option<bool>,
    /// Publish counts and bases of respondents rounded to the nearest multiple of this, and percentages made from the rounded
    /// ones. Standard errors, intervals and letters are then left out. With a `threshold`, counts below it are held back as well.
    pub round_to: Option<u64>,
    /// Whether a percentage is also held back where those of the base who are not counted in it are fewer than `threshold`.
    /// Without this key yes, unless a profile says otherwise.
    pub complements: Option<bool>,
    /// How many respondents wide the range must be at least in which a count that is held back can still lie, for somebody who
    /// knows everything that is published. Without this key `threshold`, and 1 if there is none; with `round_to`, 1 less than
    /// that where possible, so that it is as uncertain as a count that is published, and at least 1.
    pub protection: Option<u64>,
    /// Hold back statistics of numbers (means, deviations, medians) where so few respondents have more than so many percent of the
    /// sum of all numbers: the (n, k) rule. `{ contributors = 1, percent = 75 }` holds them back where one has more than 75%.
    pub dominance: Option<Dominance>,
    /// Hold back statistics of numbers where the respondent with the second largest number could work out the largest to within
    /// so many percent: the p% rule.
    pub p_percent: Option<f64>,
    /// Tables and figures that are public anyway: they are never held back, and what they tell counts as known.
    #[serde(default)]
    pub open: Vec<String>,
    /// The figures of an earlier release that anybody can compare with this one: a `figures.parquet`, or the folder of a run. What
    /// both together tell of protected counts is held back too, and so is what tells how many of fewer than `threshold` came
    /// since. A run does not go well that cannot hold it back.
    pub against: Option<String>,
    /// What happens to the rows of `figures/*.sql` if there is a `threshold`. `hold_back`: all are held back, as it cannot be
    /// known what they tell of other figures. `threshold`: those are held back whose own count or base is below the threshold.
    /// `publish`: all are published. With `round_to`, counts and bases of rows that are published are rounded like others, and
    /// percentages are made from these; what is no count (`x`) is held back, or with `publish` stays as it is.
    #[serde(default)]
    pub sql: SqlFigures,
}

impl Disclosure {
    /// With what its profile says of the keys that are not given.
    #[must_use]
    pub fn completed(mut self) -> Self {
        if let Some(ProfileRules { threshold, zeros, round_to, dominance, p_percent }) =
            self.profile.map(DisclosureProfile::rules)
        {
            self.threshold = self.threshold.or(Some(threshold));
            self.zeros = self.zeros.or(Some(zeros));
            self.round_to = self.round_to.or(round_to);
            self.dominance = self.dominance.or(dominance);
            self.p_percent = self.p_percent.or(p_percent);
            self.complements = self.complements.or(Some(false));
        }
        self
    }

    /// What counts are rounded to, where they are. Rounded to 1 they are what they are.
    #[must_use]
    pub fn rounds_to(&self) -> Option<u64> {
        self.round_to.filter(|to| *to > 1)
    }

    /// A count of respondents as it is published: rounded to the nearest multiple, halves up.
    #[must_use]
    pub fn rounded(&self, n: u64) -> u64 {
        self.rounds_to().map_or(n, |to| (n + to / 2) / to * to)
    }

    /// Whether anything is protected.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        self.is_of_counts() || self.minimum_base > 0 || self.contributors() > 0
    }

    /// Of how many respondents the largest numbers must be known: of none where sums are not protected.
    #[must_use]
    pub fn contributors(&self) -> usize {
        let of_dominance = self.dominance.map_or(0, |dominance| dominance.contributors);
        of_dominance.max(if self.p_percent.is_some() { 2 } else { 0 })
    }

    /// Whether counts are protected, and not percentages of small bases alone.
    #[must_use]
    pub fn is_of_counts(&self) -> bool {
        self.threshold.is_some() || self.rounds_to().is_some()
    }

    /// Whether a run ends where a count cannot be protected: if the policy is more than a minimum base.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.is_of_counts() || self.contributors() > 0 || self.protection.is_some()
    }

    /// Whether counts of nobody are held back.
    #[must_use]
    pub fn hides_zeros(&self) -> bool {
        self.zeros.unwrap_or(false) && self.threshold.is_some()
    }

    /// Whether counts are held back that leave out too few.
    #[must_use]
    pub fn hides_complements(&self) -> bool {
        self.complements.unwrap_or(true) && self.threshold.is_some()
    }

    /// The least count that is not protected; 1 where all are.
    #[must_use]
    pub fn least_count(&self) -> u64 {
        self.threshold.or(self.rounds_to()).unwrap_or(1).max(1)
    }

    /// How many respondents wide the range of a count that is held back must be for a run not to end.
    ///
    /// Where counts are rounded, that is 1 without `protection`: not known exactly.
    #[must_use]
    pub fn least_width(&self) -> u64 {
        if self.protection.is_none() && self.rounds_to().is_some() { 1 } else { self.width() }
    }

    /// How many respondents wide the range of a count that is held back should be.
    #[must_use]
    pub fn width(&self) -> u64 {
        let rounded = self.rounds_to().map(|to| to - 1);
        self.protection.or(rounded).or(self.threshold).unwrap_or(1).max(1)
    }
}
