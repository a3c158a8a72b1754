//! Changes of a pipeline's files that published figures speak for, with the reason of each above it.

use topline_plan::{AmendedToml, NotAmendable, TomlSection, read_plan, toml_string};
use topline_survey::{BaseRule, Kind, Plan, PlanFiles, PlanText, RoundingMode};

use crate::fit_conventions::{FitProposal, FitRows, FitWeights, TableConvention};
use crate::load::Pipeline;

/// What is to hold of the files.
#[derive(Debug, Clone, Default)]
pub(crate) struct FitAims {
    /// The base of tables that say nothing else, and why.
    pub base: Option<(BaseRule, String)>,
    /// The way of rounding.
    pub rounding: Option<(RoundingMode, String)>,
    /// The decimals of percentages.
    pub decimals: Option<(u8, String)>,
    /// Which rows are responses.
    pub rows: Option<(FitRows, String)>,
    /// The weights.
    pub weights: Option<(FitWeights, String)>,
    /// How each table is made, its decimals, and why.
    pub tables: Vec<TableAim>,
}

/// What is to hold of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableAim {
    /// The table.
    pub id: String,
    /// How it is made.
    pub convention: TableConvention,
    /// Its decimals, where they are not those of the survey.
    pub decimals: Option<u8>,
    /// Why.
    pub reason: String,
}

/// The word for a way of rounding in `survey.toml`.
#[must_use]
pub fn rounding_word(mode: RoundingMode) -> &'static str {
    match mode {
        RoundingMode::HalfUp => "half_up",
        RoundingMode::HalfEven => "half_even",
        RoundingMode::Truncate => "truncate",
    }
}

/// The files of a pipeline while they are changed.
pub(crate) struct Proposal {
    survey: AmendedToml,
    tables: AmendedToml,
    proposals: Vec<FitProposal>,
}

impl Proposal {
    /// The files as they are.
    pub(crate) fn of(files: &PlanFiles) -> Self {
        let tables = files.tables.as_ref().map_or("", |file| file.text.as_str());
        Self { survey: AmendedToml::of(&files.survey.text), tables: AmendedToml::of(tables), proposals: Vec::new() }
    }

    /// What was changed.
    pub(crate) fn finish(self) -> (Vec<FitProposal>, Vec<(&'static str, String)>) {
        let mut texts = Vec::new();
        for (file, text) in [("survey.toml", self.survey), ("tables.toml", self.tables)] {
            if self.proposals.iter().any(|proposal| proposal.file == file) {
                texts.push((file, text.text().to_owned()));
            }
        }
        (self.proposals, texts)
    }

    /// The files of the pipeline with the changes.
    pub(crate) fn files(&self, files: &PlanFiles) -> PlanFiles {
        let mut files = files.clone();
        self.survey.text().clone_into(&mut files.survey.text);
        if !self.tables.text().is_empty() {
            let name = files.tables.as_ref().map_or_else(|| "tables.toml".to_owned(), |file| file.name.clone());
            files.tables = Some(PlanText { name, text: self.tables.text().to_owned() });
        }
        files
    }

    /// Makes all changes.
    pub(crate) fn make(&mut self, pipeline: &Pipeline, aims: &FitAims) -> Result<(), NotAmendable> {
        if let Some((base, reason)) = &aims.base {
            self.set("tables.toml", &TomlSection::Table("default"), "base", &quoted(base.as_str()), reason)?;
        }
        let rounding = TomlSection::Table("rounding");
        if let Some((decimals, reason)) = &aims.decimals {
            self.set("survey.toml", &rounding, "decimals", &decimals.to_string(), reason)?;
        }
        if let Some((mode, reason)) = &aims.rounding {
            self.set("survey.toml", &rounding, "mode", &quoted(rounding_word(*mode)), reason)?;
        }
        if let Some((weights, reason)) = &aims.weights {
            self.weigh(pipeline.plan.survey.weights.is_some(), weights, reason)?;
        }
        if let Some((rows, reason)) = &aims.rows {
            self.exclude_rows(&pipeline.plan, *rows, reason)?;
        }
        // What a table must say depends on what holds for all of them now.
        let now = read_plan(&self.files(&pipeline.files)).ok();
        for aim in &aims.tables {
            self.make_table(now.as_ref().unwrap_or(&pipeline.plan), aim)?;
        }
        Ok(())
    }

    fn set(
        &mut self,
        file: &'static str,
        section: &TomlSection<'_>,
        key: &str,
        value: &str,
        reason: &str,
    ) -> Result<(), NotAmendable> {
        let text = if file == "survey.toml" { &mut self.survey } else { &mut self.tables };
        text.set(section, key, value, reason)?;
        self.tell(file, section.header(), format!("{key} = {value}"), reason);
        Ok(())
    }

    fn tell(&mut self, file: &'static str, section: String, line: String, reason: &str) {
        self.proposals.push(FitProposal { file, section, line, reason: reason.to_owned() });
    }

    fn weigh(&mut self, are_declared: bool, weights: &FitWeights, reason: &str) -> Result<(), NotAmendable> {
        let section = TomlSection::Table("weights");
        if are_declared && *weights != FitWeights::AsDeclared {
            self.survey.comment_out(&section, reason)?;
        }
        match weights {
            FitWeights::AsDeclared => {}
            FitWeights::None => self.tell("survey.toml", section.header(), "a comment from now on".to_owned(), reason),
            FitWeights::Column(column) => self.set("survey.toml", &section, "column", &quoted(column), reason)?,
        }
        Ok(())
    }

    fn exclude_rows(&mut self, plan: &Plan, rows: FitRows, reason: &str) -> Result<(), NotAmendable> {
        let declared = plan.survey.exclusions.iter().position(|exclusion| exclusion.answers_fewer_than.is_some());
        match (rows, declared) {
            (FitRows::AsDeclared, _) | (FitRows::AllKept, None) => {}
            (FitRows::AllKept, Some(place)) => {
                let section = TomlSection::Each("exclude", place);
                self.survey.comment_out(&section, reason)?;
                self.tell("survey.toml", section.header(), "a comment from now on".to_owned(), reason);
            }
            (FitRows::FewExcluded(fewest), Some(place)) => {
                let section = TomlSection::Each("exclude", place);
                self.set("survey.toml", &section, "answers_fewer_than", &fewest.to_string(), reason)?;
            }
            (FitRows::FewExcluded(fewest), None) => {
                let why = if fewest == 1 { "no question answered" } else { "few questions answered" };
                self.survey.append(&format!("[[exclude]]\nreason = {}\n", quoted(why)));
                let section = TomlSection::Each("exclude", plan.survey.exclusions.len());
                self.set("survey.toml", &section, "answers_fewer_than", &fewest.to_string(), reason)?;
            }
        }
        Ok(())
    }

    fn make_table(&mut self, plan: &Plan, aim: &TableAim) -> Result<(), NotAmendable> {
        let Some(table) = plan.table(&aim.id) else { return Ok(()) };
        let mut lines: Vec<(&str, String)> = Vec::new();
        if aim.convention.base != table.base {
            lines.push(("base", quoted(aim.convention.base.as_str())));
        }
        let mut declared = table.exclude.clone();
        declared.sort_unstable();
        if aim.convention.exclude != declared {
            let codes: Vec<String> = aim.convention.exclude.iter().map(ToString::to_string).collect();
            lines.push(("exclude", format!("[{}]", codes.join(", "))));
        }
        if let Some(filter) = &aim.convention.filter {
            let own = table.filter.as_ref().map(|own| format!("({own}) and ")).unwrap_or_default();
            lines.push(("filter", literal(&format!("{own}{}", filter.sql()))));
        }
        lines.extend(aim.decimals.map(|decimals| ("decimals", decimals.to_string())));
        if lines.is_empty() {
            return Ok(());
        }
        let place = match self.tables.place_of("table", "id", &aim.id) {
            Some(place) => place,
            None => self.add_table(plan, &aim.id),
        };
        let section = TomlSection::Each("table", place);
        // Each line goes below the name, so the first is set last; the reason stands above it.
        for (nth, (key, value)) in lines.iter().enumerate().rev() {
            let reason = if nth == 0 { aim.reason.as_str() } else { "" };
            self.tables.set(&section, key, value, reason)?;
        }
        for (key, value) in lines {
            let section = format!("[[table]] {}", aim.id);
            self.tell("tables.toml", section, format!("{key} = {value}"), &aim.reason);
        }
        Ok(())
    }

    /// Declares the table of a question as it is by default.
    fn add_table(&mut self, plan: &Plan, id: &str) -> usize {
        let is_mean =
            plan.codebook.question(id).is_some_and(|question| matches!(question.kind(), Kind::Number | Kind::Rank));
        let mean = if is_mean { "mean = true\n" } else { "" };
        self.tables.append(&format!("[[table]]\nid = {0}\nrows = {0}\n{mean}", quoted(id)));
        self.tables.count_of("table").saturating_sub(1)
    }
}

fn quoted(text: &str) -> String {
    toml_string(text)
}

/// A string with quotation marks in it, as it is.
fn literal(text: &str) -> String {
    if text.contains(['\'', '\n']) { quoted(text) } else { format!("'{text}'") }
}
