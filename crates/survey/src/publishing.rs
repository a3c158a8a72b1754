//! `[publish]` of `survey.toml`: which documents a run writes, and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of document that a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// `report.html`: the whole release on one page.
    Report,
    /// `report.typ`: the tables as a source of Typst, which makes an accessible PDF of it.
    Typst,
    /// `bulletin.md`: the pipeline's text with the headlines filled in.
    Bulletin,
    /// `bulletin.html`: the same as a page.
    BulletinHtml,
    /// `bulletin.docx`: the same for Word.
    Docx,
    /// `tables/<id>.csv`: each table as its readers see it.
    Csv,
    /// `tables/<id>.parquet`: the rows of `figures.parquet` that belong to each table.
    Parquet,
    /// `tables/csv-metadata.json`: what the CSV files and their columns are, as CSV on the Web.
    Csvw,
    /// `datapackage.json`: the same as a Frictionless data package.
    Datapackage,
    /// `figures.json`: every published figure, with the schema `figures.schema.json`.
    Json,
    /// `tables.xlsx`: all tables as a workbook for Excel.
    Xlsx,
    /// `tables.ods`: all tables as an OpenDocument spreadsheet.
    Ods,
    /// `archive/responses.sav`: the responses for SPSS.
    Sav,
    /// `archive/ddi.xml`: what the variables of the responses are, as DDI-Codebook 2.5.
    Ddi,
    /// `archive/triple_s.sss` and `.csv`: the responses as Triple-S 2.0.
    TripleS,
    /// `archive/dictionary.csv` and `.html`: the variables of the responses and their codes, for people.
    Dictionary,
}

impl DocumentFormat {
    /// What a run writes where the pipeline does not say.
    pub const USUAL: [Self; 3] = [Self::Report, Self::Bulletin, Self::Csv];

    /// Whether it describes the CSV files, and is nothing without them.
    #[must_use]
    pub fn describes_csv(self) -> bool {
        match self {
            Self::Csvw | Self::Datapackage => true,
            Self::Report
            | Self::Typst
            | Self::Bulletin
            | Self::BulletinHtml
            | Self::Docx
            | Self::Csv
            | Self::Parquet
            | Self::Json
            | Self::Xlsx
            | Self::Ods
            | Self::Sav
            | Self::Ddi
            | Self::TripleS
            | Self::Dictionary => false,
        }
    }

    /// Its name in `formats`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Typst => "typst",
            Self::Bulletin => "bulletin",
            Self::BulletinHtml => "bulletin_html",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Csvw => "csvw",
            Self::Datapackage => "datapackage",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Sav => "sav",
            Self::Ddi => "ddi",
            Self::TripleS => "triple_s",
            Self::Dictionary => "dictionary",
        }
    }
}

/// How the tables of a workbook are arranged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkbookStyle {
    /// One marked-up table to a sheet, as public bodies publish them: for everybody, screen readers included.
    #[default]
    Accessible,
    /// Banner tables with their columns side by side, several to a sheet, and an index with links: for a person at a desk.
    Banner,
}

/// For whom CSV files are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CsvStyle {
    /// For programs: every text as it is.
    #[default]
    Plain,
    /// For people who open them in a spreadsheet: with a byte order mark, and an apostrophe before a text that would become a formula, a
    /// day or another number.
    Excel,
}

/// Where the table `answers` is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswersForm {
    /// In SQL alone, made of the responses.
    #[default]
    View,
    /// In a file, too.
    File,
}

/// Which documents a run writes, and how.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publishing {
    /// `report` writes `report.html`. `typst` writes `report.typ`, which Typst turns into an accessible PDF. `bulletin` writes `bulletin.md`, if the pipeline has a text for it; `bulletin_html` and
    /// `docx` write the same text as a page and for Word. `csv` writes
    /// `tables/<id>.csv`, and `parquet` the same rows of `figures.parquet` as `tables/<id>.parquet`. `xlsx` and `ods` write all tables as a workbook, `tables.xlsx` or `tables.ods`. `json` writes every
    /// figure into `figures.json`. `csvw` and `datapackage` describe the CSV files for programs. For archives and other programs there
    /// are, in the folder `archive`: `sav` (the responses for SPSS), `triple_s` (the same as Triple-S 2.0), `ddi` (what the variables are,
    /// as DDI-Codebook 2.5) and `dictionary` (a data dictionary as CSV and as a page). `figures.parquet` and the other tables of the run are always written. Without this key: `report`, `bulletin` and `csv`.
    pub formats: Option<Vec<DocumentFormat>>,
    /// `accessible`: a cover, contents, notes, and one marked-up table to a sheet, as public bodies publish them. It keeps
    /// all rules for workbooks. `banner`: tables with their columns side by side and letters below their values, several to a
    /// sheet, and an index with links.
    #[serde(default)]
    pub workbook: WorkbookStyle,
    /// `plain`: every text as it is, for programs. `excel`: for people who open the files in a spreadsheet. They begin with a byte
    /// order mark, and an apostrophe stands before a text that would become a formula (`=1+1`), a day (`1-5`) or another number
    /// (`007`). It holds for `tables/<id>.csv`, `topline tables` and `topline sql`.
    #[serde(default)]
    pub csv: CsvStyle,
    /// Whether `sav`, `ddi`, `triple_s` and `dictionary` have the questions that are `private` in the codebook. Without this key they are
    /// left out.
    #[serde(default)]
    pub private: bool,
    /// `view`: the table `answers` is in SQL alone, which makes it of `responses` when a query reads it. `file`: a run also writes it
    /// as `answers.parquet`, for other programs. It has a row for each answer of each respondent, and is the largest file of a run.
    #[serde(default)]
    pub answers: AnswersForm,
    /// The author in the properties of workbooks. Without this key, the client.
    pub author: Option<String>,
}

impl Publishing {
    /// The formats, each once.
    #[must_use]
    pub fn formats(&self) -> Vec<DocumentFormat> {
        let mut formats = self.formats.clone().unwrap_or_else(|| DocumentFormat::USUAL.to_vec());
        let mut seen = Vec::new();
        formats.retain(|format| {
            let is_new = !seen.contains(format);
            seen.push(*format);
            is_new
        });
        formats
    }
}
