//! JSON Schema (draft-07) of a pipeline's files: of the structs that are read from them, for editors.

use schemars::schema::{RootSchema, Schema};
use serde_json::Value;
use topline_survey::{
    ChangeKind, ClaimRules, Design, Disclosure, Document, Exclusion, Expected, Fieldwork, GroupReports, Headline, Join,
    Method, Publishing, QualityCheck, Quote, Reference, Rounding, Source, Standard, Unmapped, Weights,
};

use crate::claims_file::ClaimSpec;
use crate::codebook_file::{self, DeriveSpec, QuestionSpec, ScaleSpec};
use crate::columns_file::OfSource;
use crate::file_schema::FileSchema;
use crate::tables_file::{self, BannerSpec, TableSpec};

/// A file of a pipeline that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipelineFile {
    /// `survey.toml`.
    Survey,
    /// `codebook.toml`.
    Codebook,
    /// `columns.toml`.
    Columns,
    /// `tables.toml`.
    Tables,
    /// `headlines.toml`.
    Headlines,
    /// `quotes.toml`.
    Quotes,
    /// A file of `claims`.
    Claims,
}

impl PipelineFile {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Survey, Self::Codebook, Self::Columns, Self::Tables, Self::Headlines, Self::Quotes, Self::Claims];

    /// Its name without `.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Codebook => "codebook",
            Self::Columns => "columns",
            Self::Tables => "tables",
            Self::Headlines => "headlines",
            Self::Quotes => "quotes",
            Self::Claims => "claims",
        }
    }

    /// Its schema as JSON.
    #[must_use]
    pub fn schema_text(self) -> String {
        format!("{:#}\n", self.schema())
    }

    /// Its schema.
    #[must_use]
    pub fn schema(self) -> Value {
        serde_json::json!(self.root())
    }

    fn root(self) -> RootSchema {
        match self {
            Self::Survey => survey(),
            Self::Codebook => codebook(),
            Self::Columns => columns(),
            Self::Tables => tables(),
            Self::Headlines => headlines(),
            Self::Quotes => quotes(),
            Self::Claims => claims(),
        }
    }
}

fn survey() -> RootSchema {
    let file = FileSchema::new()
        .required::<String>("id", "Name of the survey and of the folder of its outputs: ASCII letters, digits, `-`, `_`, `.`.")
        .required::<String>("title", "Its title.")
        .required_each::<Source>("source", "The export. For several files, several `[[source]]`.")
        .key::<String>("client", "Who commissioned it.")
        .key::<Fieldwork>("fieldwork", "When people answered: `{ start = 2017-04-06, end = 2017-05-11 }`.")
        .key::<String>("mode", "How people answered: online, by telephone, on paper.")
        .key::<String>("population", "The people it speaks for.")
        .key::<String>("frame", "The list that the sample was drawn from.")
        .key::<Method>("method", "How the survey was made: what a method statement says beside the other keys.")
        .key::<bool>(
            "reconstructed",
            "The export was made from published figures. Every document of the run then says so.",
        )
        .key::<String>(
            "notice",
            "What every reader must know. A reconstructed survey without a notice gets a general one.",
        )
        .key::<Vec<Exclusion>>("exclude", "Rows that are not responses.")
        .key::<Vec<Reference>>("reference", "Tables that can be joined and queried.")
        .key::<Vec<Join>>("join", "Which reference tables are joined to the responses.")
        .key::<Weights>("weights", "The weights of respondents: read, or made by the run.")
        .key::<Design>("design", "How the sample was drawn.")
        .key::<Vec<Standard>>("standard", "Standard populations, by which SQL standardises estimates.")
        .key::<Unmapped>("unmapped", "What to do with an answer that matches no option. Without this key, `fail`.")
        .key::<f64>(
            "quarantine_limit",
            "The most rows that may be quarantined, in percent of all rows. With more, the run stops. Without this key, 5.",
        )
        .key::<Rounding>("rounding", "How published numbers are rounded.")
        .key::<Disclosure>("disclosure", "Which figures are held back or marked.")
        .key::<ClaimRules>("claims", "How the claims of documents are read.")
        .key::<Vec<QualityCheck>>("check", "What must hold of the data of a run. Results are in `checks.parquet`, the report and the exit code.")
        .key::<Vec<GroupReports>>("report", "A report for each group of respondents: `report-by/<question>/<group>.html`.")
        .key::<Publishing>("publish", "Which documents a run writes. Without it: the report, the bulletin and CSV files.");
    let mut schema =
        file.finish("survey.toml", "What the survey is, where its export is, and the policies of its figures.");
    accept_alias(&mut schema, "Format", "sav", "zsav");
    schema
}

fn codebook() -> RootSchema {
    FileSchema::new()
        .key::<Vec<String>>(
            "passed_over",
            "Columns of the export that are known and are not answers. Any other column that nothing reads is a finding.",
        )
        .key::<codebook_file::DefaultSpec>("default", "What holds for questions that do not say otherwise.")
        .key::<Vec<ScaleSpec>>("scale", "Options that several questions share.")
        .key::<Vec<QuestionSpec>>("question", "The questions, in questionnaire order.")
        .key::<Vec<DeriveSpec>>("derive", "Questions that SQL gives.")
        .finish("codebook.toml", "The questions as asked, and where their answers are in the export.")
}

fn columns() -> RootSchema {
    FileSchema::new()
        .key::<Vec<String>>(
            "columns",
            "The names of all columns, in order. With several sources: of each stacked source that has no list of its own.",
        )
        .key::<Vec<ChangeKind>>("allow", "Differences that do not stop a run.")
        .key::<Vec<OfSource>>("source", "The columns of one source. The top-level `columns` is then optional.")
        .finish("columns.toml", "The columns that the export had when the pipeline was written.")
}

fn tables() -> RootSchema {
    FileSchema::new()
        .key::<tables_file::DefaultSpec>("default", "What holds for tables that do not say otherwise.")
        .key::<Vec<BannerSpec>>("banner", "Banners that tables can name.")
        .key::<Vec<TableSpec>>("table", "Tables beyond the default ones.")
        .finish("tables.toml", "The standard banner, and tables beyond those of each question.")
}

fn headlines() -> RootSchema {
    FileSchema::new()
        .key::<Vec<Headline>>("headline", "Named figures.")
        .finish("headlines.toml", "Figures with a name, which text can quote.")
}

fn quotes() -> RootSchema {
    FileSchema::new()
        .key::<u64>(
            "minimum",
            "The fewest respondents whom the attribution of a quote may fit. Without this key, 10. Where `[disclosure]` has a greater \
             `minimum_base` or `threshold`, that one holds.",
        )
        .key::<Vec<String>>("attribution", "The questions whose answers say who speaks, for quotes that do not say it themselves.")
        .key::<Vec<String>>("private", "Questions that are `private` in the codebook and may be quoted, or be an attribution.")
        .key::<Vec<String>>("mask", "Words that become `[removed]`, such as the name of a place or a firm. Case makes no difference.")
        .key::<Vec<String>>("keep", "Words that are not masked as a name, such as `Victoria Ward`. Case makes no difference.")
        .key::<Vec<Quote>>("quote", "Answers in the respondents' own words.")
        .finish("quotes.toml", "Answers in the respondents' own words that documents show.")
}

fn claims() -> RootSchema {
    FileSchema::new()
        .required::<Document>("document", "The document that states figures.")
        .key::<Vec<ClaimSpec>>("claim", "What it states, statement by statement.")
        .key::<Expected>("expected", "A table of published figures, one a row.")
        .finish("claims/*.toml", "What one document states.")
}

/// An old name that a vocabulary still has for one of its words.
fn accept_alias(schema: &mut RootSchema, vocabulary: &str, word: &str, alias: &str) {
    let Some(Schema::Object(of)) = schema.definitions.get_mut(vocabulary) else { return };
    let words = of.subschemas.as_mut().and_then(|subschemas| subschemas.one_of.as_mut());
    for known in words.into_iter().flatten() {
        if let Schema::Object(known) = known
            && let Some(values) = &mut known.enum_values
            && values.iter().any(|value| value.as_str() == Some(word))
        {
            values.push(alias.into());
        }
    }
    if let Some(values) = &mut of.enum_values
        && values.iter().any(|value| value.as_str() == Some(word))
    {
        values.push(alias.into());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use miette::{Diagnostic, NamedSource};

    use super::PipelineFile;
    use crate::problem::Problem;
    use crate::wording::HouseWords;
    use crate::{claims_file, codebook_file, columns_file, headlines_file, quotes_file, survey_file, tables_file};

    /// The keys that the reader of a file asks for: it lists them if it meets one that is like none of them.
    fn read(file: PipelineFile) -> BTreeSet<String> {
        let source = Arc::new(NamedSource::new("file", "zzzzzzzzzzzzzzzzzzzzzzzz = 1\n".to_owned()));
        let problems: Vec<Problem> = match file {
            PipelineFile::Survey => survey_file::parse(&source).2,
            PipelineFile::Codebook => codebook_file::parse(&source).2,
            PipelineFile::Columns => columns_file::parse(&source).1,
            PipelineFile::Tables => tables_file::parse(&source).1,
            PipelineFile::Headlines => headlines_file::parse(&source).1,
            PipelineFile::Quotes => quotes_file::parse(&source).1,
            PipelineFile::Claims => claims_file::parse(&source, &|_| None, &HouseWords::default()).1,
        };
        let unknown = problems.iter().find(|problem| problem.problem_code() == "toml/unknown-key").expect("a problem");
        let hint = unknown.help().expect("a hint").to_string();
        hint.strip_prefix("the keys of this file are ").expect("all keys").split(", ").map(str::to_owned).collect()
    }

    #[test]
    fn a_schema_has_the_keys_that_are_read() {
        for file in PipelineFile::ALL {
            let schema = file.schema();
            let keys: BTreeSet<String> = schema["properties"].as_object().expect("keys").keys().cloned().collect();
            assert_eq!(keys, read(file), "{}", file.as_str());
        }
    }
}
