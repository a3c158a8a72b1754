//! `[source]`: where an export stands, how it is written, and what its rows are.
//!
//! Several are `[[source]]`: those whose rows are responses are stacked, and those that join add columns to the respondents of
//! others.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::key_columns::KeyColumns;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A system file of SPSS: `.sav`, or `.zsav`.
    #[serde(alias = "zsav")]
    Sav,
    /// A portable file of SPSS.
    Por,
    /// An Excel workbook of the format before 2007.
    Xls,
    /// An OpenDocument spreadsheet.
    Ods,
    /// JSON lines: an object a line.
    Jsonl,
    /// A Parquet file.
    Parquet,
    /// A dataset of Stata.
    Dta,
    /// A SAS transport file.
    Xpt,
    /// A SAS dataset.
    Sas7bdat,
    /// Triple-S: data beside their description.
    TripleS,
    /// Text in which each column stands at its place.
    FixedWidth,
}

impl Format {
    /// The format that a file's name tells, whatever it is packed by; nothing where it tells none.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let bare = [".gz", ".zst", ".zip"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
        let (_, extension) = bare.rsplit_once('.')?;
        Some(match extension {
            "csv" | "tsv" | "tab" | "txt" => Self::Csv,
            "jsonl" | "ndjson" => Self::Jsonl,
            "xlsx" | "xlsm" => Self::Xlsx,
            "xls" => Self::Xls,
            "ods" => Self::Ods,
            "parquet" => Self::Parquet,
            "sav" | "zsav" => Self::Sav,
            "por" => Self::Por,
            "dta" => Self::Dta,
            "xpt" | "xpt5" | "xpt8" => Self::Xpt,
            "sas7bdat" => Self::Sas7bdat,
            _ => return None,
        })
    }

    /// The word for it in `survey.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Sav => "sav",
            Self::Por => "por",
            Self::Dta => "dta",
            Self::Xpt => "xpt",
            Self::Sas7bdat => "sas7bdat",
            Self::TripleS => "triple_s",
            Self::FixedWidth => "fixed_width",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a row of the export is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// A row is a response.
    #[default]
    Wide,
    /// A response spreads over several rows: single answers repeat, each row adds to the ticked options.
    Long,
}

/// What happens to a row whose respondent has been seen before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// The run fails.
    #[default]
    Fail,
    /// The first row is the response; the later ones are reported.
    KeepFirst,
}

/// What a row without any text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlankRows {
    /// No response: it is left out, with a finding.
    #[default]
    Exclude,
    /// The response of someone who answered nothing.
    Keep,
}

/// Where the export stands and how it is written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the raw table, `raw/<name>.parquet`. The same characters as in `id`.
    pub name: String,
    /// The file. Any format may be compressed with gzip, Zstandard or ZIP. In the last part of the path, `*` matches any
    /// characters and `?` matches one; all matching files are stacked in the order of their names.
    pub path: String,
    /// `csv` (any delimited text), `jsonl`, `xlsx`, `xls`, `ods`, `parquet`, `sav` (SPSS: `.sav` and `.zsav`), `por` (SPSS
    /// portable), `dta` (Stata), `sas7bdat` and `xpt` (SAS), `triple_s`, `fixed_width`.
    pub format: Format,
    /// For `csv`, `jsonl` and SPSS: a label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// A second file that describes the first: for `triple_s` the definition (required), for `sas7bdat` a catalogue of formats,
    /// for `fixed_width` the commands of SPSS, SAS or Stata that read it.
    pub metadata: Option<String>,
    /// For `fixed_width`, where no `metadata` describes the columns: `{ name = "q1", start = 5, width = 2 }` for each column. The first character is 1.
    #[serde(default)]
    pub columns: Vec<FixedColumn>,
    /// For `csv`: one ASCII character. topline detects `,` `;` tab and `|` from the first rows, and obeys a first line
    /// `sep=;`. If you declare a delimiter that separates nothing, and another one separates everything, that is an error.
    pub delimiter: Option<char>,
    /// For delimited text and spreadsheets: how many rows name the columns. With several, blank cells of the first row take
    /// the name to their left, and the parts are joined with ` | `. A last part `Response` or `Open-Ended Response` is left
    /// out.
    #[serde(default = "one")]
    pub header_rows: usize,
    /// The sheet of a workbook, or the dataset of a SAS transport file.
    pub sheet: Option<String>,
    /// Which file in a ZIP archive is the export.
    pub member: Option<String>,
    /// The only header row that names the columns, if the others should be ignored. The first row is 1.
    pub name_row: Option<usize>,
    /// `wide`: one row per response. `long`: a response has several rows, and its ticks are collected.
    #[serde(default)]
    pub layout: Layout,
    /// The column that identifies a respondent. Without it, every row is a respondent, known by its row number (not possible
    /// with `layout = "long"`).
    pub respondent: Option<String>,
    /// What to do with a second row of the same respondent, in any of the files: `fail` stops the run; `keep_first` leaves it
    /// out and reports a finding (`wide` only).
    #[serde(default)]
    pub duplicates: Duplicates,
    /// What a row without any text is: `exclude` leaves it out and reports a finding; `keep` takes it for the response of someone
    /// who answered nothing (only without `respondent`).
    #[serde(default)]
    pub blank_rows: BlankRows,
    /// The source adds columns to the respondents of other sources: `{ on = "ID", to = "main", equals = "panel_id" }`.
    pub joins: Option<Joining>,
}

/// How a source adds columns to the respondents of others: each gets the row where the two are equal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Its own column, or columns, that say whose row it is.
    pub on: KeyColumns,
    /// The source that it joins; every one with responses where not given.
    #[schemars(with = "Option<String>")]
    pub to: Option<Spanned<String>>,
    /// The column there that it equals, or the columns in the same order; the one that identifies a respondent where not given.
    pub equals: Option<KeyColumns>,
}

impl Joining {
    /// The columns that its own equal in a source whose respondents this column identifies.
    #[must_use]
    pub fn equal_to<'j>(&'j self, respondent: Option<&'j str>) -> Vec<&'j str> {
        self.equals.as_ref().map_or_else(|| respondent.into_iter().collect(), |equals| equals.iter().collect())
    }
}

impl Joining {
    /// Whether it joins the source of this name.
    #[must_use]
    pub fn is_to(&self, source: &str) -> bool {
        self.to.as_ref().is_none_or(|to| to.get_ref() == source)
    }
}

impl Source {
    /// A source with one header row, of which nothing else is declared.
    #[must_use]
    pub fn undeclared(name: &str, path: &str, format: Format) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            format,
            encoding: None,
            metadata: None,
            columns: Vec::new(),
            delimiter: None,
            header_rows: one(),
            sheet: None,
            member: None,
            name_row: None,
            layout: Layout::default(),
            respondent: None,
            duplicates: Duplicates::default(),
            blank_rows: BlankRows::default(),
            joins: None,
        }
    }

    /// Whether the path stands for all files whose names are like it (`*`, `?`), each of them a part of the source.
    #[must_use]
    pub fn is_of_files(&self) -> bool {
        self.path.rsplit('/').next().is_some_and(|name| name.contains(['*', '?']))
    }
}

fn one() -> usize {
    1
}

/// Where a column of a text of fixed width stands in each line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedColumn {
    /// Its name.
    pub name: String,
    /// Its first character, counted from one.
    pub start: usize,
    /// How many characters it has.
    pub width: usize,
}
