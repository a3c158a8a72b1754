//! What the estimates and tests are for, in words: `information_schema.routines` and the reference have them from here.

use datafusion::logical_expr::Documentation;
use topline_records::ROW_ID;

use super::estimand::Estimand;
use crate::functions::section::SECTION;

/// How a function is called.
pub(crate) fn usage(estimand: Estimand) -> &'static str {
    match estimand {
        Estimand::Mean => "survey_mean(x [, confidence =>] [, df =>] [, standard =>] [, row_id])",
        Estimand::Total => "survey_total(x [, confidence =>] [, df =>] [, row_id])",
        Estimand::Prop => {
            "survey_prop(condition [, interval] [, confidence =>] [, df =>] [, at_extremes =>] [, standard =>] [, row_id])"
        }
        Estimand::Ratio => "survey_ratio(y, x [, confidence =>] [, df =>] [, standard =>] [, row_id])",
        Estimand::Quantile => "survey_quantile(x, p [, rule] [, interval =>] [, confidence =>] [, df =>] [, row_id])",
        Estimand::N => "survey_n([confidence =>] [, df =>] [, row_id])",
        Estimand::Variance => "survey_variance(x [, confidence =>] [, df =>] [, row_id])",
        Estimand::Ttest => "survey_ttest(y, two_groups [, confidence =>] [, df =>] [, row_id])",
        Estimand::Difference => {
            "survey_difference(y, condition, other_condition [, confidence =>] [, df =>] [, standard =>] [, row_id])"
        }
        Estimand::Contrast => "survey_contrast(y, groups, [1, -1, ...] [, confidence =>] [, df =>] [, row_id])",
        Estimand::Covariance => "survey_cov(y, groups [, row_id])",
        Estimand::ChiSquare => "survey_chisq(one, other [, method] [, df =>] [, row_id])",
        Estimand::Fit => "survey_gof(groups, [0.5, 0.3, ...] [, row_id])",
        Estimand::Rank => "survey_ranktest(y, groups [, score] [, df =>] [, row_id])",
    }
}

/// What a function gives.
pub(crate) fn meaning(estimand: Estimand) -> &'static str {
    match estimand {
        Estimand::Mean => "the mean of a number, or of a condition as 1 and 0",
        Estimand::Total => "the total of a number over the population, or how many meet a condition",
        Estimand::Prop => {
            "the part of 1 for whom a condition is true, out of those for whom it is true or false, with an interval that stays within 0 and 1"
        }
        Estimand::Ratio => "the ratio of the total of y to that of x",
        Estimand::Quantile => "the value that a part p of the population is at or below",
        Estimand::N => "how many of the population there are",
        Estimand::Variance => "the variance of a number in the population",
        Estimand::Ttest => "the mean of y in the second of two groups less that in the first, with Student's t test",
        Estimand::Difference => {
            "the mean of y among those who meet a condition less that among those who meet another, with their covariance; somebody may meet both"
        }
        Estimand::Contrast => {
            "the sum of the groups' means of y, each times its coefficient, with their covariance; groups in the order of their codes or labels"
        }
        Estimand::Covariance => "the covariance of the groups' means of y, a row for every two groups",
        Estimand::ChiSquare => "a test whether two questions are independent of each other",
        Estimand::Fit => {
            "a test whether groups have the expected parts of the population, in the order of their codes or labels"
        }
        Estimand::Rank => "a test whether groups differ in where their values of y lie",
    }
}

/// The fields of what a function gives, in words.
pub(crate) fn gives(estimand: Estimand) -> &'static str {
    match estimand {
        Estimand::Mean
        | Estimand::Total
        | Estimand::Prop
        | Estimand::Ratio
        | Estimand::Quantile
        | Estimand::N
        | Estimand::Variance => {
            "a struct of estimate, se, low, upp, df, deff, n, n_weighted, n_effective and interval (how low and upp were made)"
        }
        Estimand::Ttest | Estimand::Difference | Estimand::Contrast => {
            "a struct of estimate, se, low, upp, t, df, p, n, n_weighted and n_effective"
        }
        Estimand::Covariance => "a list of structs of one, other, mean_one, mean_other, covariance and correlation",
        Estimand::ChiSquare => {
            "a struct of statistic, ndf, ddf, p and n; Pearson's statistic is that of a table of as many as the query counts"
        }
        Estimand::Rank => "a struct of statistic (t of two groups, else chi-square), ndf, ddf, p and n",
        Estimand::Fit => "a struct of statistic, scale, df, p and n: statistic / scale is compared with chi-square",
    }
}

/// The arguments of a function, each with its meaning.
pub(crate) fn arguments(estimand: Estimand) -> Vec<(&'static str, &'static str)> {
    let number = "A number, or a condition as 1 and 0; null is in no estimate";
    let groups = "A question, a text or a condition; null is in no group";
    let mut all: Vec<(&str, &str)> = match estimand {
        Estimand::Mean | Estimand::Total | Estimand::Variance => vec![("x", number)],
        Estimand::Prop => vec![
            ("condition", "What is asked of each respondent; null is not in the base"),
            (
                "interval",
                "logit, xlogit, likelihood, profile, asin, beta, mean or wilson; that of the design where not given",
            ),
            ("at_extremes", "The interval of 0 and 1: clopper_pearson, wilson or none"),
        ],
        Estimand::Ratio => vec![("y", "The numerator"), ("x", "The denominator")],
        Estimand::Quantile => vec![
            ("x", "A number"),
            ("p", "From 0 to 1; 0.5 is the median"),
            ("rule", "math, school, shahvaish or hf1 to hf9, as R's svyquantile names them; math where not given"),
            (
                "interval",
                "mean (Woodruff's, where not given), or Woodruff's by beta, xlogit, logit, asin, likelihood, profile or wilson; score (Francisco and Fuller's), or replicates",
            ),
        ],
        Estimand::N => Vec::new(),
        Estimand::Ttest => vec![("y", number), ("two_groups", groups)],
        Estimand::Difference => {
            vec![("y", number), ("condition", "Whose mean it is"), ("other_condition", "Whose mean is taken from it")]
        }
        Estimand::Contrast => vec![
            ("y", number),
            ("groups", groups),
            ("coefficients", "A number for each group, in the order of codes or labels"),
        ],
        Estimand::Covariance => vec![("y", number), ("groups", groups)],
        Estimand::ChiSquare => vec![
            ("one", groups),
            ("other", groups),
            (
                "method",
                "F (Rao and Scott's second order, where not given), Chisq (their first order), Wald, adjWald, saddlepoint or lincom",
            ),
        ],
        Estimand::Fit => {
            vec![("groups", groups), ("expected", "A part for each group, which add up to 1")]
        }
        Estimand::Rank => vec![
            ("y", number),
            ("groups", groups),
            ("score", "wilcoxon (where not given; of several groups Kruskal and Wallis'), van_der_waerden or median"),
        ],
    };
    for option in super::options::taken(estimand) {
        match *option {
            "confidence" => all.push(("confidence", "The level of the interval; that of the design where not given")),
            "df" => all.push(("df", "Whose degrees of freedom: domain or design, a number, or normal for infinitely many; as the design says where not given")),
            "standard" => all.push(("standard", "A [[standard]] population of survey.toml: the estimate is at its composition, by direct standardisation; none where one of its groups has no respondent")),
            _ => {}
        }
    }
    all.push((ROW_ID, "The respondent's row; the column `row_id` where not given"));
    all
}

pub(super) fn documentation(estimand: Estimand) -> Documentation {
    let description = format!(
        "Gives {}, by the survey's weights and design: {}. Those in no group stay in the design.",
        meaning(estimand),
        gives(estimand)
    );
    let mut builder = Documentation::builder(SECTION, description, usage(estimand));
    for (argument, meaning) in arguments(estimand) {
        builder = builder.with_argument(argument, meaning);
    }
    builder.build()
}
