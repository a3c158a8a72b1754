//! `survey.toml`: what the survey is, where its export stands, and the policies of its figures.

use std::sync::Arc;

use miette::NamedSource;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::problem::Problem;
use crate::sampling::{Design, NumberedColumns, Weights};
use crate::toml_file::TomlFile;

/// The declaration of a survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Its name: the folder of its outputs.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who commissioned it.
    pub client: Option<String>,
    /// When it was in the field.
    pub fieldwork: Option<Fieldwork>,
    /// How it was answered.
    pub mode: Option<String>,
    /// Whom it speaks of.
    pub population: Option<String>,
    /// Where its sample was drawn.
    pub frame: Option<String>,
    /// The export was reconstructed from published figures: said wherever a figure appears.
    pub reconstructed: bool,
    /// What every reader of its figures must be told.
    pub notice: Option<String>,
    /// The export.
    pub source: Source,
    /// Rows of the export that are not responses, each with its reason.
    pub exclusions: Vec<Exclusion>,
    /// Tables to join.
    pub references: Vec<Reference>,
    /// How they join.
    pub joins: Vec<Join>,
    /// The weights.
    pub weights: Option<Weights>,
    /// How the sample was drawn.
    pub design: Option<Design>,
    /// What an answer that matches no option does to the run.
    pub unmapped: Unmapped,
    /// How figures are rounded.
    pub rounding: Rounding,
    /// Which figures are held back.
    pub disclosure: Disclosure,
}

/// A weight that is read: its column of `responses`, and that of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightColumn {
    /// In `responses`.
    pub name: String,
    /// In the export.
    pub column: String,
}

impl Survey {
    /// The weights that are read from the export: the weight itself (`weight_before` where the run makes one of it), and the
    /// replicate weights.
    #[must_use]
    pub fn weight_columns(&self) -> Vec<WeightColumn> {
        let weight = self.weights.as_ref().and_then(|weights| {
            let name = if weights.are_made() { "weight_before" } else { "weight" };
            Some(WeightColumn { name: name.to_owned(), column: weights.column.clone()? })
        });
        let replicates = self.design.as_ref().and_then(|design| design.replicates.as_ref()?.columns.as_ref());
        let replicates = replicates.into_iter().flat_map(NumberedColumns::names).zip(1..);
        weight
            .into_iter()
            .chain(
                replicates.map(|(column, number)| WeightColumn { name: format!("replicate_weight_{number}"), column }),
            )
            .collect()
    }

    /// Whether the run makes weights.
    #[must_use]
    pub fn makes_weights(&self) -> bool {
        self.weights.as_ref().is_some_and(Weights::are_made)
    }
}

/// The days between which the survey could be answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fieldwork {
    /// The first day.
    pub start: Datetime,
    /// The last day.
    pub end: Datetime,
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
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

/// What a row of the export is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// A row is a response.
    #[default]
    Wide,
    /// A response spreads over several rows: single answers repeat, each row adds to the ticked options.
    Long,
}

/// What happens to a row whose respondent has been seen before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// The run fails.
    #[default]
    Fail,
    /// The first row is the response; the later ones are reported.
    KeepFirst,
}

/// Where the export stands and how it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name: the raw table is `raw/<name>.parquet`.
    pub name: String,
    /// The file, from the pipeline's folder; `${NAME:-folder}` reads an environment variable.
    pub path: String,
    /// How it is written.
    pub format: Format,
    /// The character encoding (a label of the WHATWG Encoding Standard); detected where not given.
    pub encoding: Option<String>,
    /// A second file that describes the first: the definition of Triple-S, the catalogue of formats of a SAS dataset.
    pub metadata: Option<String>,
    /// Of fixed width: the columns that are read.
    #[serde(default)]
    pub columns: Vec<FixedColumn>,
    /// The character between cells; detected where not given.
    pub delimiter: Option<char>,
    /// How many rows name the columns.
    #[serde(default = "one")]
    pub header_rows: usize,
    /// The sheet of a workbook; the first where not given.
    pub sheet: Option<String>,
    /// The file in a ZIP archive that is the export; its only one where not given.
    pub member: Option<String>,
    /// The header row that names the columns by itself, counted from one; all of them where not given.
    pub name_row: Option<usize>,
    /// What a row is.
    #[serde(default)]
    pub layout: Layout,
    /// The column that identifies a respondent; the number of the row where not given.
    pub respondent: Option<String>,
    /// What happens to a respondent's further rows.
    #[serde(default)]
    pub duplicates: Duplicates,
}

impl Source {
    /// The keys that are given, and that its format has no use for.
    pub(crate) fn unheard(&self) -> Vec<&'static str> {
        use Format::{Csv, Jsonl, Ods, Parquet, Xls, Xlsx};

        let keys = [
            ("encoding", self.encoding.is_some(), [Xlsx, Xls, Ods, Parquet].as_slice()),
            ("delimiter", self.delimiter.is_some(), &[Xlsx, Xls, Ods, Parquet, Jsonl]),
            ("header_rows", self.header_rows != 1, &[Parquet, Jsonl]),
            ("sheet", self.sheet.is_some(), &[Csv, Jsonl, Parquet]),
        ];
        let unheard = keys.into_iter().filter(|(_, is_given, deaf)| *is_given && deaf.contains(&self.format));
        unheard.map(|(key, ..)| key).collect()
    }
}

fn one() -> usize {
    1
}

/// Where a column of a text of fixed width stands in each line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedColumn {
    /// Its name.
    pub name: String,
    /// Its first character, counted from one.
    pub start: usize,
    /// How many characters it has.
    pub width: usize,
}

/// Rows that are not responses. All the conditions given must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Why, as the run's summary says it.
    pub reason: String,
    /// A column of the export,
    pub column: Option<String>,
    /// whose cell is one of these.
    #[serde(default)]
    pub is: Vec<String>,
    /// Or: the row answers fewer questions than this.
    pub answers_fewer_than: Option<usize>,
}

/// A table to join, with a header row, as CSV.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name in SQL.
    pub name: String,
    /// The file, from the pipeline's folder.
    pub path: String,
}

/// How a reference table joins: each response gets the row where the two are equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The reference table.
    pub reference: String,
    /// The question whose answer is looked up, of kind `text` or `single` (by label).
    pub question: String,
    /// The column of the reference table that it is looked up in.
    pub column: String,
}

/// What an answer that matches no option does to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// The run fails.
    #[default]
    Fail,
    /// The answer is `invalid`, and a finding.
    Invalid,
}

/// Which way a tie goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// Away from zero.
    #[default]
    HalfUp,
    /// To the even digit.
    HalfEven,
    /// Digits are cut off.
    Truncate,
}

/// How figures are rounded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Which way a tie goes.
    #[serde(default)]
    pub mode: RoundingMode,
    /// Decimals of a percentage.
    #[serde(default)]
    pub decimals: u8,
    /// Decimals of a mean.
    #[serde(default = "mean_decimals")]
    pub mean_decimals: u8,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { mode: RoundingMode::default(), decimals: 0, mean_decimals: mean_decimals() }
    }
}

fn mean_decimals() -> u8 {
    2
}

/// Which figures are held back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// A percentage whose unweighted base is below this is not published.
    #[serde(default)]
    pub minimum_base: u64,
    /// A percentage whose unweighted base is below this is published with a warning.
    #[serde(default)]
    pub caution_base: u64,
}

/// Reads `survey.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Option<Survey>, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let (id, title, export) = (file.require("id"), file.require("title"), file.require("source"));
    let client = file.take("client");
    let fieldwork = file.take("fieldwork");
    let mode = file.take("mode");
    let population = file.take("population");
    let frame = file.take("frame");
    let reconstructed = file.take("reconstructed").unwrap_or_default();
    let notice = file.take("notice");
    let exclusions = file.take_each("exclude");
    let references = file.take_each("reference");
    let joins = file.take_each("join");
    let weights = file.take("weights");
    let design = file.take("design");
    let unmapped = file.take("unmapped").unwrap_or_default();
    let rounding = file.take("rounding").unwrap_or_default();
    let disclosure = file.take("disclosure").unwrap_or_default();
    let problems = file.finish();
    let (Some(id), Some(title), Some(source)) = (id, title, export) else { return (None, problems) };
    let survey = Survey {
        id,
        title,
        client,
        fieldwork,
        mode,
        population,
        frame,
        reconstructed,
        notice,
        source,
        exclusions,
        references,
        joins,
        weights,
        design,
        unmapped,
        rounding,
        disclosure,
    };
    (Some(survey), problems)
}

#[cfg(test)]
mod tests {
    use crate::{Plan, PlanFiles, PlanText};

    #[test]
    fn keys_that_a_format_has_no_use_for_are_problems() {
        let problems = |source: &str| -> Vec<String> {
            let text = |text: String| PlanText { name: "inline".into(), text };
            let files = PlanFiles {
                survey: text(format!(
                    "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r'\nrespondent = 'id'\n{source}\n"
                )),
                codebook: text("[[question]]\nid = 'q'\nkind = 'text'\ntext = 'Q?'\ncolumn = 'q'\n".to_owned()),
                ..PlanFiles::default()
            };
            Plan::read(&files)
                .err()
                .map_or_else(Vec::new, |problems| problems.0.iter().map(ToString::to_string).collect())
        };
        let all = "encoding = 'utf-8'\ndelimiter = ';'\nheader_rows = 2\nsheet = 'S'\nmember = 'm'";
        let unheard = |keys: &[&str], format: &str| -> Vec<String> {
            keys.iter().map(|key| format!("`{key}` says nothing of an export in the format `{format}`")).collect()
        };
        let cases: [(&str, &[&str]); 6] = [
            ("csv", &["sheet"]),
            ("jsonl", &["delimiter", "header_rows", "sheet"]),
            ("xlsx", &["encoding", "delimiter"]),
            ("xls", &["encoding", "delimiter"]),
            ("ods", &["encoding", "delimiter"]),
            ("parquet", &["encoding", "delimiter", "header_rows", "sheet"]),
        ];
        for (format, keys) in cases {
            assert!(problems(&format!("format = '{format}'")).is_empty());
            assert_eq!(problems(&format!("format = '{format}'\n{all}")), unheard(keys, format));
        }
    }
}
