//! `survey.toml`: what the survey is, where its export stands, and the policies of its figures.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Disclosure, Source, Survey};

use crate::faults::SourceFault;
use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// The most rows that may be quarantined, in percent, where the file does not say.
const QUARANTINE_LIMIT: f64 = 5.0;

/// The first source whose rows are responses, the others in their order, and where each stands.
fn first_of_responses(mut sources: Vec<(Source, Range<usize>)>) -> (Option<Source>, Vec<Source>, Vec<Range<usize>>) {
    let first = sources.iter().position(|(source, _)| source.joins.is_none());
    if let Some(first) = first {
        sources[..=first].rotate_right(1);
    }
    let (mut sources, spans): (Vec<Source>, Vec<Range<usize>>) = sources.into_iter().unzip();
    let export = first.map(|_| sources.remove(0));
    (export, sources, spans)
}

/// Reads `survey.toml`.
///
/// With the places of the names of its sources, in the order of [`Survey::sources`].
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Option<Survey>, Vec<Range<usize>>, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let (id, title) = (file.require("id"), file.require("title"));
    let (export, further, source_spans) = first_of_responses(file.require_each_named("source"));
    let client = file.take("client");
    let fieldwork = file.take("fieldwork");
    let mode = file.take("mode");
    let population = file.take("population");
    let frame = file.take("frame");
    let method = file.take("method").unwrap_or_default();
    let reconstructed = file.take("reconstructed").unwrap_or_default();
    let notice = file.take("notice");
    let exclusions = file.take_each("exclude");
    let references = file.take_each("reference");
    let joins = file.take_each("join");
    let weights = file.take("weights");
    let design = file.take("design");
    let standards = file.take_each("standard");
    let unmapped = file.take("unmapped").unwrap_or_default();
    let quarantine_limit = file.take("quarantine_limit").unwrap_or(QUARANTINE_LIMIT);
    let rounding = file.take("rounding").unwrap_or_default();
    let disclosure = file.take::<Disclosure>("disclosure").unwrap_or_default().completed();
    let publishing = file.take("publish").unwrap_or_default();
    let reports = file.take_each("report");
    let claims = file.take("claims").unwrap_or_default();
    let checks = file.take_each("check");
    let mut problems = file.finish();
    if export.is_none()
        && let Some(span) = source_spans.first()
    {
        problems.push(Problem::new(source, Some(span.clone()), SourceFault::NoResponses {}));
    }
    let (Some(id), Some(title), Some(source)) = (id, title, export) else { return (None, source_spans, problems) };
    let survey = Survey {
        id,
        title,
        client,
        fieldwork,
        mode,
        population,
        frame,
        method,
        reconstructed,
        notice,
        source,
        further,
        exclusions,
        references,
        joins,
        weights,
        design,
        standards,
        unmapped,
        quarantine_limit,
        rounding,
        disclosure,
        publishing,
        reports,
        claims,
        checks,
    };
    (Some(survey), source_spans, problems)
}
