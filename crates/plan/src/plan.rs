//! A pipeline's files, read and checked together.

use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;

use crate::check;
use crate::check_sampling;
use crate::check_source;
use crate::check_tables;
use crate::claim::{self, Claims, Wording};
use crate::codebook::{self, Codebook};
use crate::columns::{self, ExpectedColumns};
use crate::declaration::{self, Survey};
use crate::headline::{self, Headline};
use crate::plan_files::{PlanFiles, PlanText};
use crate::problem::{Problem, Problems};
use crate::reference::FigureRef;
use crate::source::Source;
use crate::tables::{self, Table};

/// A pipeline without a problem.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the survey is.
    pub survey: Survey,
    /// Its questions.
    pub codebook: Codebook,
    /// The columns that it was written for, where it says so: of every source with responses that has none of its own.
    pub columns: Option<ExpectedColumns>,
    /// Those of single sources, by name.
    pub columns_of: Vec<(String, ExpectedColumns)>,
    /// Its tables, in order.
    pub tables: Vec<Table>,
    /// Tables made in SQL: name and query.
    pub figures: Vec<(String, String)>,
    /// Named figures, with the figure of each.
    pub headlines: Vec<(Headline, FigureRef)>,
    /// What documents state.
    pub claims: Vec<Claims>,
    /// The text that the headlines fill in.
    pub bulletin: Option<String>,
    /// The figures that some document states.
    pub stated: BTreeSet<FigureRef>,
}

impl Plan {
    /// Reads and checks a pipeline's files; all their problems at once where there are any.
    ///
    /// The words in which claims state figures are taken as they are: [`Plan::read_with`] checks them too.
    pub fn read(files: &PlanFiles) -> Result<Self, Problems> {
        Self::read_with(files, &|_| Ok(()))
    }

    /// As [`Plan::read`], with a judge of the words in which claims state figures.
    pub fn read_with(files: &PlanFiles, wording: &Wording<'_>) -> Result<Self, Problems> {
        let named = |file: &PlanText| Arc::new(NamedSource::new(&file.name, file.text.clone()));
        let mut problems: Vec<Problem> = Vec::new();

        let survey_source = named(&files.survey);
        let (survey, found) = declaration::parse(&survey_source);
        problems.extend(found);

        let codebook_source = named(&files.codebook);
        let (codebook, found) = codebook::parse(&codebook_source);
        let codebook_is_broken = !found.is_empty();
        problems.extend(found);
        problems.extend(check::codebook(&codebook, &codebook_source));
        if let Some(survey) = &survey {
            problems.extend(check::survey(survey, &codebook, &survey_source));
            if survey.is_stacked() {
                problems.extend(check_source::columns_of_file(&codebook, &codebook_source));
            }
            if !codebook_is_broken {
                problems.extend(check_sampling::sampling(survey, &codebook, &survey_source));
            }
        }

        let (mut columns, mut columns_of) = (None, Vec::new());
        if let Some(file) = &files.columns {
            let source = named(file);
            let (declared, found) = columns::parse(&source);
            problems.extend(found);
            columns.clone_from(&declared.plain);
            let (by_source, found) = declared.by_source(survey.as_ref(), &source);
            problems.extend(found);
            columns_of = by_source;
        }

        let tables_source = files.tables.as_ref().map_or_else(|| named(&PlanText::default()), named);
        let (declared, found) = tables::parse(&tables_source);
        let tables_are_broken = codebook_is_broken || !found.is_empty();
        problems.extend(found);
        let tables = declared.resolve(&codebook);
        if !codebook_is_broken {
            problems.extend(check_tables::tables(&declared, &tables, &codebook, &files.figures, &tables_source));
        }
        let known = check::KnownFigures { codebook: &codebook, tables: &tables, figures: &files.figures };

        let headlines_source = files.headlines.as_ref().map_or_else(|| named(&PlanText::default()), named);
        let (headlines, found) = headline::parse(&headlines_source);
        problems.extend(found);
        let (headlines, found) = check::headlines(headlines, &known, &headlines_source);
        if !tables_are_broken {
            problems.extend(found);
        }

        let of_headline = |name: &str| {
            headlines.iter().find(|(headline, _)| headline.id.get_ref() == name).map(|(_, figure)| figure.clone())
        };
        let mut claims = Vec::new();
        let mut stated = BTreeSet::new();
        for file in &files.claims {
            let source = named(file);
            let (parsed, found) = claim::parse(&source, &of_headline, wording);
            problems.extend(found);
            if !tables_are_broken {
                problems.extend(check::references(&parsed.referred, &known, &source));
            }
            for claim in parsed.claims.iter().flat_map(|read| &read.claims) {
                if let claim::States::Value { figures, .. } = &claim.states {
                    stated.extend(figures.iter().cloned());
                }
            }
            claims.extend(parsed.claims);
        }

        if let Some(bulletin) = &files.bulletin {
            problems.extend(check::bulletin(&bulletin.text, &headlines, &named(bulletin)));
        }
        match survey {
            Some(survey) if problems.is_empty() => Ok(Self {
                survey,
                codebook,
                columns,
                columns_of,
                tables,
                figures: files.figures.iter().map(|(name, file)| (name.clone(), file.text.clone())).collect(),
                headlines,
                claims,
                bulletin: files.bulletin.as_ref().map(|file| file.text.clone()),
                stated,
            }),
            _ => Err(Problems(problems)),
        }
    }

    /// The columns that the pipeline was written for, of this source.
    #[must_use]
    pub fn columns_of(&self, source: &Source) -> Option<&ExpectedColumns> {
        let own = self.columns_of.iter().find(|(name, _)| *name == source.name).map(|(_, columns)| columns);
        own.or_else(|| self.columns.as_ref().filter(|_| source.joins.is_none()))
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}
