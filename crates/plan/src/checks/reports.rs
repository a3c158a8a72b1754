//! Whether the groups of reports have figures.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Break, Survey};

use crate::checks::figures::KnownFigures;
use crate::faults::ReportFault;
use crate::known::Known;
use crate::problem::Problem;

/// What is wrong with the reports by group.
pub(crate) fn reports(survey: &Survey, known: &KnownFigures<'_>, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let breaks: Vec<&Break> = known.tables.iter().flat_map(|table| &table.breaks).collect();
    let fault = |(index, by): (usize, &String)| {
        let is_again = survey.reports[..index].iter().any(|other| other.by.get_ref() == by);
        if known.codebook.question(by).is_none() {
            let names = known.codebook.questions.iter().map(|question| &question.id);
            Some(ReportFault::NoQuestion { by: by.clone(), known: Known::of(by, names) })
        } else if is_again {
            Some(ReportFault::Twice { by: by.clone() })
        } else if breaks.iter().all(|each| each.question != *by) {
            Some(ReportFault::NoBreak { by: by.clone() })
        } else {
            None
        }
    };
    let reports = survey.reports.iter().enumerate();
    let faults = reports.filter_map(|(index, report)| Some((report.by.span(), fault((index, report.by.get_ref()))?)));
    faults.map(|(span, fault)| Problem::new(source, Some(span), fault)).collect()
}
