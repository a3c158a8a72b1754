//! The files of all reports by group.

use crate::document::DocumentFile;
use crate::publication::Publication;
use crate::report_by::group::{ReportGroup, groups, minimum};
use crate::report_by::index::index;
use crate::report_by::page::page;

/// The reports that `[[report]]` asks for: an index for each question, and a page for each group that is large enough.
#[must_use]
pub fn group_reports(publication: &Publication<'_>) -> Vec<DocumentFile> {
    let mut files = Vec::new();
    for report in &publication.plan.survey.reports {
        let Some(question) = publication.plan.codebook.question(report.by.get_ref()) else { continue };
        let minimum = minimum(&publication.plan.survey, report);
        let groups = groups(publication, question);
        let mut add = |name: &str, text: String| {
            files.push(DocumentFile { name: format!("report-by/{}/{name}", question.id), bytes: text.into_bytes() });
        };
        let is_large = |group: &ReportGroup| group.respondents.is_some_and(|respondents| respondents >= minimum);
        add("index.html", index(publication, question, &groups, minimum));
        for group in groups.iter().filter(|group| is_large(group)) {
            add(&group.file, page(publication, question, group));
        }
    }
    files
}
