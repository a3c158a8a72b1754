//! The options of a call: a method, a confidence, whose degrees of freedom count, numbers.
//!
//! They are written as a text between the values and the row, `method=beta;confidence=0.9`, so that every call has the same places.

use topline_estimate::estimate::Confidence;
use topline_estimate::proportion_interval::{ExtremeInterval, ProportionInterval};
use topline_estimate::quantile::QuantileInterval;
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::rank_test::RankScore;

use super::estimand::Estimand;

/// The options that calls can have by name.
pub(super) const NAMES: [&str; 10] =
    ["interval", "rule", "method", "score", "confidence", "df", "at_extremes", "expected", "coefficients", "standard"];

/// Whose degrees of freedom count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum DegreesAsked {
    Domain,
    Design,
    /// So many; infinitely many for the normal.
    Number(f64),
}

/// A test of independence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum IndependenceTest {
    #[default]
    RaoScottF,
    RaoScottChiSquare,
    Wald,
    AdjustedWald,
    Saddlepoint,
    LinearCombination,
}

/// The options of a call; what is not given is as the survey declares it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Options {
    pub interval: Option<ProportionInterval>,
    pub quantile_interval: QuantileInterval,
    pub rule: QuantileRule,
    pub independence: IndependenceTest,
    pub score: RankScore,
    pub confidence: Option<Confidence>,
    pub degrees: Option<DegreesAsked>,
    pub extremes: Option<ExtremeInterval>,
    /// The parts that are expected, or the coefficients of a contrast.
    pub numbers: Vec<f64>,
    /// The standard population at whose composition the estimate is.
    pub standard: Option<String>,
}

/// The names of options that a function takes; the first of them can stand without its name.
pub(super) fn taken(estimand: Estimand) -> &'static [&'static str] {
    match estimand {
        Estimand::Total | Estimand::N | Estimand::Variance | Estimand::Ttest => &["confidence", "df"],
        Estimand::Mean | Estimand::Ratio | Estimand::Difference => &["confidence", "df", "standard"],
        Estimand::Prop => &["interval", "confidence", "df", "at_extremes", "standard"],
        Estimand::Quantile => &["rule", "interval", "confidence", "df"],
        Estimand::Contrast => &["coefficients", "confidence", "df"],
        Estimand::Covariance => &[],
        Estimand::ChiSquare => &["method", "df"],
        Estimand::Fit => &["expected"],
        Estimand::Rank => &["score", "df"],
    }
}

/// The values that an option can have, where there are few.
pub(super) fn known(estimand: Estimand, option: &str) -> &'static str {
    match (option, estimand) {
        ("interval", Estimand::Quantile) => {
            "mean, beta, xlogit, logit, asin, likelihood, profile, wilson, score or replicates"
        }
        ("interval", _) => "logit, xlogit, likelihood, profile, asin, beta, mean or wilson",
        ("rule", _) => "math, school, shahvaish or hf1 to hf9",
        ("method", _) => "F, Chisq, Wald, adjWald, saddlepoint or lincom",
        ("score", _) => "wilcoxon, kruskal_wallis, van_der_waerden or median",
        ("df", _) => "domain, design, normal or a number",
        ("at_extremes", _) => "clopper_pearson, wilson or none",
        ("confidence", _) => "a number between 0 and 1",
        ("standard", _) => "the name of a [[standard]] of survey.toml",
        _ => "a list of numbers: [0.5, 0.3, 0.2]",
    }
}

impl Options {
    /// Reads the options of a call as they are written; the name of one that is not known as an error.
    pub(super) fn read(estimand: Estimand, text: &str) -> Result<Self, String> {
        let mut options = Self::default();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            options.set(estimand, name, value).ok_or_else(|| name.to_owned())?;
        }
        Ok(options)
    }

    fn set(&mut self, estimand: Estimand, name: &str, value: &str) -> Option<()> {
        let plain = value.trim().to_lowercase().replace([' ', '-'], "_");
        match name {
            "interval" if estimand == Estimand::Quantile => {
                self.quantile_interval = match plain.as_str() {
                    "score" => QuantileInterval::Score,
                    "replicates" => QuantileInterval::Replicates,
                    other => QuantileInterval::Woodruff(interval_named(other)?),
                }
            }
            "interval" => self.interval = Some(interval_named(&plain)?),
            "rule" => self.rule = QuantileRule::named(&plain)?,
            "method" => {
                self.independence = match plain.as_str() {
                    "f" | "rao_scott" => IndependenceTest::RaoScottF,
                    "chisq" => IndependenceTest::RaoScottChiSquare,
                    "wald" => IndependenceTest::Wald,
                    "adjwald" | "adj_wald" => IndependenceTest::AdjustedWald,
                    "saddlepoint" => IndependenceTest::Saddlepoint,
                    "lincom" => IndependenceTest::LinearCombination,
                    _ => return None,
                }
            }
            "score" => {
                self.score = match plain.as_str() {
                    "wilcoxon" | "kruskal_wallis" | "kruskalwallis" => RankScore::Wilcoxon,
                    "van_der_waerden" | "vanderwaerden" => RankScore::VanDerWaerden,
                    "median" => RankScore::Median,
                    _ => return None,
                }
            }
            "confidence" => self.confidence = Some(Confidence::new(plain.parse().ok()?)?),
            "df" => {
                self.degrees = Some(match plain.as_str() {
                    "domain" => DegreesAsked::Domain,
                    "design" => DegreesAsked::Design,
                    "normal" => DegreesAsked::Number(f64::INFINITY),
                    number => DegreesAsked::Number(number.parse().ok().filter(|number| *number > 0.0)?),
                });
            }
            "at_extremes" => {
                self.extremes = Some(match plain.as_str() {
                    "clopper_pearson" => ExtremeInterval::ClopperPearson,
                    "wilson" => ExtremeInterval::Wilson,
                    "none" => ExtremeInterval::None,
                    _ => return None,
                });
            }
            "standard" => self.standard = Some(value.trim().to_owned()).filter(|name| !name.is_empty()),
            "expected" | "coefficients" => {
                self.numbers = value.split('|').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
            }
            _ => return None,
        }
        Some(())
    }
}

/// The interval of a name of R's `svyciprop`.
fn interval_named(name: &str) -> Option<ProportionInterval> {
    Some(match name {
        "logit" => ProportionInterval::Logit,
        "xlogit" => ProportionInterval::Xlogit,
        "likelihood" => ProportionInterval::Likelihood,
        "profile" => ProportionInterval::Profile,
        "asin" => ProportionInterval::ArcSine,
        "beta" => ProportionInterval::Beta,
        "mean" => ProportionInterval::Mean,
        "wilson" => ProportionInterval::Wilson,
        _ => return None,
    })
}
