//! How the survey was made, item by item: what the British Polling Council and AAPOR ask to be published with its figures.

use topline_survey::{Question, Tabulation, Unit};

use crate::publication::Publication;
use crate::words;

/// What is said under one name.
pub(crate) struct MethodItem {
    pub name: &'static str,
    pub text: String,
}

/// The statement; what the pipeline does not say is left out.
pub(crate) fn method_statement(publication: &Publication<'_>) -> Vec<MethodItem> {
    let survey = &publication.plan.survey;
    let method = &survey.method;
    let title = |id| publication.plan.codebook.question(id).map_or(id, Question::title);
    let respondents = publication.accounting.respondents;
    let design = survey.design.as_ref().map(|design| words::design(design, respondents, title));
    let unweighted = || "Figures are not weighted: each respondent counts the same.".to_owned();
    let items = [
        ("Commissioned by", survey.client.clone()),
        ("Funded by", method.funded_by.clone()),
        ("Carried out by", method.conducted_by.clone()),
        ("Fieldwork", survey.fieldwork.as_ref().map(words::fieldwork)),
        ("Mode", survey.mode.clone()),
        ("Languages", (!method.languages.is_empty()).then(|| method.languages.join(", "))),
        ("Population", survey.population.clone()),
        ("Area", method.geography.clone()),
        ("Frame", survey.frame.clone()),
        ("Sample", method.sample.clone()),
        ("Sample, as errors count it", design),
        ("Respondents", Some(size(publication))),
        ("Incentive", method.incentive.clone()),
        ("Weighting", Some(survey.weights.as_ref().map_or_else(unweighted, words::weighting))),
        ("Margin of error", Some(margin(publication))),
        ("Wording", Some(wording(publication))),
        ("Processing", method.processing.clone()),
        ("Limitations", method.limitations.clone()),
        ("Contact", method.contact.clone()),
        ("Published at", method.published_at.clone()),
    ];
    items.into_iter().filter_map(|(name, text)| Some(MethodItem { name, text: text? })).collect()
}

/// How many answered, and of those asked to take part how many that is.
fn size(publication: &Publication<'_>) -> String {
    let respondents = publication.accounting.respondents;
    match publication.plan.survey.method.invited.filter(|invited| *invited >= respondents.max(1)) {
        Some(invited) => format!(
            "{} of {} who were asked to take part: a response rate of {:.1}%",
            words::thousands(respondents),
            words::thousands(invited),
            100.0 * respondents as f64 / invited as f64
        ),
        None => words::thousands(respondents),
    }
}

/// How far the intervals of percentages of all respondents reach.
fn margin(publication: &Publication<'_>) -> String {
    let Some(design) = &publication.plan.survey.design else {
        return "Not given: the pipeline declares no sample design from which it would follow.".to_owned();
    };
    let figures = publication.tables.iter().flat_map(Tabulation::figures);
    let widths = figures.filter(|figure| figure.row.unit == Unit::Percent && figure.column.key.is_empty()).filter_map(
        |figure| {
            let value = figure.cell.published.value().and(figure.cell.x)?;
            let (low, high) = figure.cell.error.x_low.zip(figure.cell.error.x_upp)?;
            Some((value - low).max(high - value))
        },
    );
    let greatest =
        widths.fold(None, |greatest: Option<f64>, width| Some(greatest.map_or(width, |known| known.max(width))));
    match greatest {
        Some(width) => format!(
            "At most {width:.1} percentage points either way for percentages in the columns of all respondents, at a confidence level of {}%. \
             Each table has the intervals. Other sources of error, such as people who did not answer, are not in it.",
            words::weighted(100.0 * design.confidence)
        ),
        None => "Not given: no percentage of all respondents has an interval.".to_owned(),
    }
}

fn wording(publication: &Publication<'_>) -> String {
    let asked = publication.plan.codebook.asked().count() as u64;
    format!("{}. Each table has the question as it was asked.", words::counted(asked, "question", "questions"))
}
