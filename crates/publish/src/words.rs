//! The words that readers see for what files and code name in short.

use topline_survey::{
    Action, Design, Fieldwork, FindingKind, LetterAgainst, LetterBase, LetterCorrection, Letters, PercentInterval,
    ReplicateMethod, Rounding, RoundingMode, RowKind, Ruling, Statistic, Survey, Tests, Unit, WeightMethod, Weights,
};

use crate::layout::Row;

/// What readers must know of all quotes.
pub(crate) const CHOSEN_QUOTES: &str = "Chosen from the answers by those who wrote this report. [\u{2026}] stands where words are left out, and words in square \
     brackets stand for what would name a person.";
/// What they must know of those of a reconstructed survey.
pub(crate) const MADE_UP_QUOTES: &str = "Reconstructed survey: nobody wrote these words.";

/// Said of a reconstructed survey that has no notice of its own.
const RECONSTRUCTED: &str = "The responses of this survey were not published. The data behind these figures were \
    reconstructed so that they agree with what was published; they are not the answers of real respondents.";

/// What every reader must be told, where there is such a thing.
pub(crate) fn notice(survey: &Survey) -> Option<&str> {
    match (&survey.notice, survey.reconstructed) {
        (Some(notice), _) => Some(notice),
        (None, true) => Some(RECONSTRUCTED),
        (None, false) => None,
    }
}

/// What a value of this unit is, in the plural.
pub(crate) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "Percentages",
        Unit::Count => "Counts",
        Unit::Score => "Values",
        Unit::Index => "Indices",
        Unit::Points => "Points",
    }
}

/// The label of a row, and what it tells where that is not the percentage of its column: `Agree (row %)`.
pub(crate) fn row_label(row: &Row<'_>) -> String {
    match row.statistic.filter(|statistic| statistic.is_of_rows() && *statistic != Statistic::ColumnPercent) {
        Some(statistic) if !matches!(row.kind, RowKind::Base | RowKind::Total) => {
            format!("{} ({})", row.label, statistic.label().to_lowercase())
        }
        _ => row.label.to_owned(),
    }
}

/// What letters below the values of a row are, in brackets after its label.
pub(crate) fn letters_of_row(letters: Option<Letters>) -> &'static str {
    match letters.map(|letters| letters.against) {
        None | Some(LetterAgainst::Columns) => "higher than",
        Some(LetterAgainst::Rest) => "compared with the rest",
        Some(LetterAgainst::Both) => "higher than, and compared with the rest",
    }
}

/// What letters beside values mean.
pub(crate) fn letters(letters: &Letters, has_design: bool) -> String {
    let by = match (has_design, letters.base) {
        (true, _) => "by the design of the sample",
        (false, LetterBase::Effective) => "by effective bases",
        (false, LetterBase::Unweighted) => "by unweighted bases",
        (false, LetterBase::Weighted) => "by weighted bases",
    };
    let corrected = corrected(letters.correction);
    let lower = letters.lower_confidence.map_or_else(String::new, |lower| {
        let less_sure = match letters.against {
            LetterAgainst::Columns => "letters in lower case",
            LetterAgainst::Rest => "in brackets",
            LetterAgainst::Both => "letters in lower case and signs in brackets",
        };
        format!(" ({less_sure}: at {}% and not at {}%)", percent(lower), percent(letters.confidence))
    });
    let what = match letters.against {
        LetterAgainst::Columns => "Letters: significantly higher than the columns of these letters in the same break",
        LetterAgainst::Rest => "+ or -: significantly higher or lower than all other columns of the break together",
        LetterAgainst::Both => {
            "Letters: significantly higher than the columns of these letters in the same break; + or -: significantly higher or \
             lower than all other columns of the break together"
        }
    };
    format!(
        "{what}, at {}% confidence{lower}, {by}, {corrected}. Columns of fewer than {} respondents are not compared, and nets not \
         with their own options.",
        percent(letters.confidence),
        letters.minimum_base,
    )
}

/// A part of 1 as a percentage, without what binary numbers leave of it.
fn percent(part: f64) -> f64 {
    (part * 1e8).round() / 1e6
}

fn corrected(correction: LetterCorrection) -> &'static str {
    match correction {
        LetterCorrection::None => "without correction for their number",
        LetterCorrection::Bonferroni => "with Bonferroni\u{2019}s correction",
        LetterCorrection::Holm => "with Holm\u{2019}s correction",
        LetterCorrection::BenjaminiHochberg => "with Benjamini and Hochberg\u{2019}s correction",
    }
}

/// What p values below rows mean.
pub(crate) fn tests(tests: Tests, has_design: bool) -> String {
    let by = match (has_design, tests.base) {
        (true, _) => {
            "by the design of the sample: Rao and Scott\u{2019}s F test for percentages, Wald\u{2019}s F test for means"
        }
        (false, LetterBase::Effective) => "by chi-square tests of effective bases for percentages, F tests for means",
        (false, LetterBase::Unweighted) => "by chi-square tests of unweighted bases for percentages, F tests for means",
        (false, LetterBase::Weighted) => "by chi-square tests of weighted bases for percentages, F tests for means",
    };
    format!(
        "p: the probability that the columns of a break differ as much by chance if they do not differ in truth, {by}, rank tests \
         for medians; {}. The p of all answers is of the whole question.",
        corrected(tests.correction),
    )
}

/// Days as a reader writes them: `16 October to 20 November 2017`.
pub(crate) fn fieldwork(days: &Fieldwork) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (Some(start), Some(end)) = (days.start.date, days.end.date) else {
        return format!("{} to {}", days.start, days.end);
    };
    let month = |month: u8| MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    let last = format!("{} {} {}", end.day, month(end.month), end.year);
    if start == end {
        last
    } else if (start.year, start.month) == (end.year, end.month) {
        format!("{} to {last}", start.day)
    } else if start.year == end.year {
        format!("{} {} to {last}", start.day, month(start.month))
    } else {
        format!("{} {} {} to {last}", start.day, month(start.month), start.year)
    }
}

/// How figures are rounded, as a sentence.
pub(crate) fn rounding(rounding: &Rounding) -> String {
    let ties = match rounding.mode {
        RoundingMode::HalfUp => "halves away from zero",
        RoundingMode::HalfEven => "halves to the even digit",
        RoundingMode::Truncate => "further digits cut off",
    };
    let percentages = match rounding.decimals {
        0 => "whole numbers".to_owned(),
        1 => "one decimal place".to_owned(),
        places => format!("{places} decimal places"),
    };
    format!("Percentages are rounded from exact counts to {percentages}, {ties}.")
}

/// A kind of finding.
pub(crate) fn finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::BrokenRow => "Row with more or fewer cells than the header",
        FindingKind::ShortRow => "Row that ends before the last columns",
        FindingKind::Undecodable => "Bytes that the encoding does not know",
        FindingKind::RowCount => "File that says another number of rows than it has",
        FindingKind::Misdecoded => "Text that is UTF-8 and was read as something else",
        FindingKind::Mangled => "Text that a spreadsheet has changed",
        FindingKind::DeclaredMissing => "Cell that the export declares to be missing",
        FindingKind::CellError => "Cell that a spreadsheet could not work out",
        FindingKind::NoValue => "Formulas without a stored value",
        FindingKind::HiddenRows => "Rows that are hidden in the spreadsheet",
        FindingKind::BlankRow => "Blank row",
        FindingKind::Duplicate => "Respondent seen before",
        FindingKind::Excluded => "Row that is not a response",
        FindingKind::NoRespondent => "Row that names no respondent",
        FindingKind::Unmapped => "Answer that matches no option",
        FindingKind::Spelling => "Answer that matches an option but for its spelling",
        FindingKind::Malformed => "Answer that is no number, rank or day",
        FindingKind::NotRouted => "Answer to a question that routing passed by",
        FindingKind::BadWeight => "Weight that is missing, negative or no number",
        FindingKind::Conflict => "Rows of one respondent that contradict each other",
        FindingKind::UnknownColumn => "Column that the codebook does not know",
        FindingKind::Unmatched => "Answer that the reference table does not have",
        FindingKind::MissingColumn => "Column that other files of the survey have",
        FindingKind::NoPartner => "Row without a partner in the source that it is joined with",
    }
}

/// What was done about a finding.
pub(crate) fn action(action: Action) -> &'static str {
    match action {
        Action::Quarantined => "Row kept aside",
        Action::Excluded => "Row excluded",
        Action::LeftOut => "Row left out",
        Action::MadeInvalid => "Answer made invalid",
        Action::MadeAbsent => "Answer taken as none",
        Action::Accepted => "Answer accepted",
        Action::Told => "Told only",
    }
}

/// A ruling.
pub(crate) fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Holds => "Holds",
        Ruling::SumOfRoundedParts => "Sum of rounded parts",
        Ruling::OtherRounding => "Other rounding",
        Ruling::Imprecise => "Imprecise",
        Ruling::Impossible => "Impossible",
        Ruling::AnotherFigure => "Another figure",
        Ruling::Inconsistent => "Inconsistent",
        Ruling::Contradicted => "Contradicted",
        Ruling::NotCheckable => "Cannot be checked",
    }
}

/// What a ruling says.
pub(crate) fn ruling_meaning(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Holds => "The data say what the document says.",
        Ruling::SumOfRoundedParts => "The stated net is the sum of its rounded parts, and not the rounded net.",
        Ruling::OtherRounding => "Right under another rounding than the declared one.",
        Ruling::Imprecise => "Nearer to another fraction or quantity than to the words used.",
        Ruling::Impossible => "No count out of the stated base rounds to the stated percentage.",
        Ruling::AnotherFigure => {
            "The value is right of another figure, and wrong of the one that the document speaks of."
        }
        Ruling::Inconsistent => "Another statement says otherwise, and both cannot be true.",
        Ruling::Contradicted => "The data say otherwise.",
        Ruling::NotCheckable => "The data cannot say.",
    }
}

/// A number with its noun, in the singular or the plural.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// A count with a comma between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A weighted count, to one decimal where it has one.
pub(crate) fn weighted(number: f64) -> String {
    let rounded = format!("{number:.1}");
    rounded.strip_suffix(".0").map_or(rounded.clone(), str::to_owned)
}

/// A list of words: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// How the answers are weighted.
pub(crate) fn weighting(weights: &Weights) -> String {
    let column = weights.column.as_ref().map(|column| format!("`{column}` of the export"));
    let expression = || Some(format!("`{}` of the export", weights.expression.as_ref()?.as_str()));
    let from = column.or_else(expression);
    let how = match weights.method {
        None => return format!("By {}", from.unwrap_or_default()),
        Some(WeightMethod::PostStratify) => "Post-stratified",
        Some(WeightMethod::Rake) => "Raked",
        Some(WeightMethod::Calibrate) => "Calibrated",
    };
    let by: Vec<String> = weights
        .target
        .iter()
        .map(|target| match &target.number {
            Some(number) => format!("the total of {number}"),
            None => target.by.keys().map(String::as_str).collect::<Vec<_>>().join(" by "),
        })
        .collect();
    let from = from.map_or_else(String::new, |from| format!(", from {from}"));
    format!("{how} to {}{from}", listed(&by))
}

/// How the sample was drawn, as errors count it; `title` gives the title of a question.
pub(crate) fn design<'p>(design: &'p Design, respondents: u64, title: impl Fn(&'p str) -> &'p str) -> String {
    if let Some(replicates) = &design.replicates {
        let how = match replicates.method {
            ReplicateMethod::Brr => "balanced half-samples",
            ReplicateMethod::Fay => "half-samples after Fay",
            ReplicateMethod::Jk1 | ReplicateMethod::Jkn => "the jackknife",
            ReplicateMethod::Bootstrap => "the bootstrap",
            ReplicateMethod::SuccessiveDifferences => "successive differences",
            ReplicateMethod::Other => "replicates as declared",
        };
        let from = if replicates.columns.is_some() { "weights of the export" } else { "weights made from the design" };
        return format!("Replicated: {how}, {from}");
    }
    if design.joint.is_some() {
        return "Unequal probabilities, known for each pair of respondents".to_owned();
    }
    let stages = design.stage.iter().map(|stage| {
        let by = |question: &'p String| title(question).to_lowercase();
        let what = stage.clusters.as_ref().map_or_else(
            || "respondents one by one".to_owned(),
            |clusters| format!("all respondents of a {}", by(clusters)),
        );
        let within =
            stage.strata.as_ref().map_or_else(String::new, |strata| format!(", apart for each {}", by(strata)));
        let simple = stage.clusters.is_none() && stage.strata.is_none();
        let of = match stage.population {
            Some(population) if simple => format!(
                ": {} of {}, {:.0}% of the population",
                thousands(respondents),
                thousands(population as u64),
                100.0 * respondents as f64 / population
            ),
            Some(population) => format!(", from {}", thousands(population as u64)),
            None if stage.population_from.is_some() => ", from as many as there are".to_owned(),
            None => String::new(),
        };
        format!("{what}{within}{of}")
    });
    let stages: Vec<String> = stages.collect();
    if stages.is_empty() {
        "Respondents one by one, from a population without end".to_owned()
    } else {
        stages.join("; then ")
    }
}

/// Whether errors count that the population is finite.
pub(crate) fn is_finite(design: &Design) -> bool {
    design.stage.first().is_some_and(|stage| {
        let from = [&stage.population_from, &stage.fraction_from, &stage.probability_from];
        stage.population.is_some() || from.iter().any(|from| from.is_some())
    })
}

/// What the intervals are.
pub(crate) fn intervals(design: &Design) -> String {
    let level = 100.0 * design.confidence;
    let how = match design.interval {
        PercentInterval::Logit | PercentInterval::Xlogit => "on the log odds",
        PercentInterval::Likelihood | PercentInterval::Profile => "by the likelihood ratio",
        PercentInterval::Asin => "on the arc sine",
        PercentInterval::Beta => "after Korn and Graubard",
        PercentInterval::Mean => "after Wald",
        PercentInterval::Wilson => "after Wilson",
    };
    format!("Below a value of the total stands its {level}% interval (of percentages {how}).")
}
