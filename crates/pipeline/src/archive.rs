//! The files for archives and other programs: made of the responses, not of figures.

use std::fs::File;
use std::io::BufWriter;

use arrow::array::RecordBatch;
use topline_archive::{
    ArchiveError, Census, Collection, SavArchive, TripleSCases, ddi, dictionary_csv, dictionary_page, triple_s,
};
use topline_store::{RunFolder, StoredRows};
use topline_survey::{DocumentFormat, Plan};

use crate::error::RunError;

const SAV: &str = "archive/responses.sav";
const TRIPLE_S_CASES: &str = "archive/triple_s.csv";

/// Writes those of the formats that are made of responses.
pub(crate) fn write_archive(plan: &Plan, formats: &[DocumentFormat], folder: &mut RunFolder) -> Result<(), RunError> {
    let wants = |format| formats.contains(&format);
    let (sav, cases) = (wants(DocumentFormat::Sav), wants(DocumentFormat::TripleS));
    if !sav && !cases && !wants(DocumentFormat::Ddi) && !wants(DocumentFormat::Dictionary) {
        return Ok(());
    }
    let mut census = Census::new(plan);
    for_each_batch(folder, |responses| census.add(responses))?;
    let program = format!("topline {}", env!("CARGO_PKG_VERSION"));
    let collection = Collection::of(census, &program);
    if wants(DocumentFormat::Ddi) {
        let data = if sav { "responses.sav" } else { "../responses.parquet" };
        folder.write("archive/ddi.xml", &ddi(&collection, data)).map_err(RunError::Store)?;
    }
    if wants(DocumentFormat::Dictionary) {
        let text = dictionary_csv(&collection).map_err(RunError::Archive)?;
        folder.write("archive/dictionary.csv", &text).map_err(RunError::Store)?;
        folder.write("archive/dictionary.html", &dictionary_page(&collection)).map_err(RunError::Store)?;
    }
    if cases {
        folder.write("archive/triple_s.sss", &triple_s(&collection, "triple_s.csv")).map_err(RunError::Store)?;
        let mut file = begin(folder, TRIPLE_S_CASES, |output| TripleSCases::begin(&collection, output))?;
        for_each_batch(folder, |responses| file.write(responses))?;
        file.finish().map_err(RunError::Archive)?;
        folder.finish_file(TRIPLE_S_CASES).map_err(RunError::Store)?;
    }
    if sav {
        let mut file = begin(folder, SAV, |output| SavArchive::begin(&collection, output))?;
        for_each_batch(folder, |responses| file.write(responses))?;
        file.finish().map_err(RunError::Archive)?;
        folder.finish_file(SAV).map_err(RunError::Store)?;
    }
    Ok(())
}

fn begin<T>(
    folder: &RunFolder,
    name: &str,
    begin: impl FnOnce(BufWriter<File>) -> Result<T, ArchiveError>,
) -> Result<T, RunError> {
    let output = folder.private_file(name).map_err(RunError::Store)?;
    begin(output).map_err(RunError::Archive)
}

fn for_each_batch(
    folder: &RunFolder,
    mut take: impl FnMut(&RecordBatch) -> Result<(), ArchiveError>,
) -> Result<(), RunError> {
    let mut rows = StoredRows::open(&folder.path("responses.parquet")).map_err(RunError::Store)?;
    while let Some(batch) = rows.next(usize::MAX).map_err(RunError::Store)? {
        take(&batch).map_err(RunError::Archive)?;
    }
    Ok(())
}
