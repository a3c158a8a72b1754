//! A pipeline's files, read and checked together.

use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{
    Claims, Codebook, ExpectedColumns, FigureRef, Headline, Plan, PlanFiles, PlanText, Quotes, Survey, Table,
    figure_named,
};

use crate::faults::SurveyFault;
use crate::given::given_figures;
use crate::problem::{Problem, Problems};
use crate::wording::{HouseWords, read_house_words};
use crate::{checks, claims_file, codebook_file, columns_file, headlines_file, quotes_file, survey_file, tables_file};

/// Reads and checks a pipeline's files; all their problems at once where there are any.
pub fn read_plan(files: &PlanFiles) -> Result<Plan, Problems> {
    let mut problems: Vec<Problem> = Vec::new();
    let (survey, codebook) = read_survey(files, &mut problems);
    let (columns, columns_of) = read_columns(files, survey.as_ref(), &mut problems);
    let tables = read_tables(files, &codebook, &mut problems);
    let known = checks::KnownFigures { codebook: &codebook.read, tables: &tables.read, figures: &files.figures };
    let headlines = read_headlines(files, &known, tables.is_broken, &mut problems);
    if let Some(survey) = survey.as_ref().filter(|_| !tables.is_broken) {
        problems.extend(checks::disclosure(survey, &known, &named(&files.survey)));
        problems.extend(checks::reports(survey, &known, &named(&files.survey)));
    }
    let quotes = read_quotes(files, &known, codebook.is_broken || tables.is_broken, &mut problems);
    let house = read_house(survey.as_ref(), files, &mut problems);
    let claims = read_claims(files, (&known, &house), &headlines, tables.is_broken, &mut problems);
    if let Some(bulletin) = &files.bulletin {
        problems.extend(checks::bulletin(&bulletin.text, (&headlines, &quotes), &named(bulletin)));
    } else if let Some(survey) = &survey {
        problems.extend(checks::no_bulletin(survey, &named(&files.survey)));
    }
    match survey {
        Some(survey) if problems.is_empty() => Ok(Plan {
            survey,
            codebook: codebook.read,
            columns,
            columns_of,
            tables: tables.read,
            figures: files.figures.iter().map(|(name, file)| (name.clone(), file.text.clone())).collect(),
            headlines,
            quotes,
            stated: stated(&claims),
            claims,
            bulletin: files.bulletin.as_ref().map(|file| file.text.clone()),
        }),
        _ => Err(Problems(problems)),
    }
}

/// What a file says, and whether too little of it could be read for other files to be checked against it.
struct FileRead<T> {
    read: T,
    is_broken: bool,
}

fn named(file: &PlanText) -> Arc<NamedSource<String>> {
    Arc::new(NamedSource::new(&file.name, file.text.clone()))
}

/// A file that need not be there.
fn named_or_empty(file: Option<&PlanText>) -> Arc<NamedSource<String>> {
    file.map_or_else(|| named(&PlanText::default()), named)
}

/// `survey.toml` and `codebook.toml`, each checked against the other.
fn read_survey(files: &PlanFiles, problems: &mut Vec<Problem>) -> (Option<Survey>, FileRead<Codebook>) {
    let survey_source = named(&files.survey);
    let (survey, source_spans, found) = survey_file::parse(&survey_source);
    problems.extend(found);
    let codebook_source = named(&files.codebook);
    let (codebook, question_spans, found) = codebook_file::parse(&codebook_source);
    let is_broken = !found.is_empty();
    problems.extend(found);
    problems.extend(checks::codebook(&codebook, &question_spans, &codebook_source));
    if let Some(survey) = &survey {
        problems.extend(checks::survey(survey, &source_spans, &codebook, &survey_source));
        if survey.is_stacked() {
            problems.extend(checks::columns_of_file(&codebook, &question_spans, &codebook_source));
        }
        if !is_broken {
            problems.extend(checks::sampling(survey, &codebook, &survey_source));
        }
    }
    (survey, FileRead { read: codebook, is_broken })
}

/// `columns.toml`: the columns of every source, and those of single sources by name.
fn read_columns(
    files: &PlanFiles,
    survey: Option<&Survey>,
    problems: &mut Vec<Problem>,
) -> (Option<ExpectedColumns>, Vec<(String, ExpectedColumns)>) {
    let Some(file) = &files.columns else { return (None, Vec::new()) };
    let source = named(file);
    let (declared, found) = columns_file::parse(&source);
    problems.extend(found);
    let columns = declared.plain.clone();
    let (by_source, found) = declared.by_source(survey, &source);
    problems.extend(found);
    (columns, by_source)
}

/// `tables.toml`, resolved against the codebook.
fn read_tables(files: &PlanFiles, codebook: &FileRead<Codebook>, problems: &mut Vec<Problem>) -> FileRead<Vec<Table>> {
    let source = named_or_empty(files.tables.as_ref());
    let (declared, found) = tables_file::parse(&source);
    let is_broken = codebook.is_broken || !found.is_empty();
    problems.extend(found);
    let tables = declared.resolve(&codebook.read);
    if !codebook.is_broken {
        problems.extend(checks::tables(&declared, &tables, &codebook.read, &files.figures, &source));
    }
    FileRead { read: tables, is_broken }
}

/// `headlines.toml`, with the figure of each headline.
fn read_headlines(
    files: &PlanFiles,
    known: &checks::KnownFigures<'_>,
    tables_are_broken: bool,
    problems: &mut Vec<Problem>,
) -> Vec<(Headline, FigureRef)> {
    let source = named_or_empty(files.headlines.as_ref());
    let (headlines, found) = headlines_file::parse(&source);
    problems.extend(found);
    let (headlines, found) = checks::headlines(headlines, known, &source);
    if !tables_are_broken {
        problems.extend(found);
    }
    headlines
}

/// `quotes.toml`, whose quotes name questions and tables.
fn read_quotes(
    files: &PlanFiles,
    known: &checks::KnownFigures<'_>,
    others_are_broken: bool,
    problems: &mut Vec<Problem>,
) -> Quotes {
    let Some(file) = &files.quotes else { return Quotes::default() };
    let source = named(file);
    let (quotes, found) = quotes_file::parse(&source);
    problems.extend(found);
    if !others_are_broken {
        problems.extend(checks::quotes(&quotes, known, &source));
    }
    quotes
}

/// `claims/*.toml`, whose claims name figures or headlines.
fn read_claims(
    files: &PlanFiles,
    (known, house): (&checks::KnownFigures<'_>, &HouseWords),
    headlines: &[(Headline, FigureRef)],
    tables_are_broken: bool,
    problems: &mut Vec<Problem>,
) -> Vec<Claims> {
    let of_headline = |name: &str| {
        let headline = headlines.iter().find(|(headline, _)| headline.id.get_ref() == name);
        headline.map(|(_, figure)| figure.clone()).or_else(|| figure_named(known.tables, known.codebook, name))
    };
    let mut claims = Vec::new();
    for file in &files.claims {
        let source = named(file);
        let (parsed, found) = claims_file::parse(&source, &of_headline, house);
        problems.extend(found);
        if !tables_are_broken {
            problems.extend(checks::references(&parsed.referred, known, &source));
            problems.extend(checks::sums(&parsed.sums, known, &source));
        }
        claims.extend(parsed.claims);
    }
    claims
}

/// The figures whose value some document gives.
fn stated(claims: &[Claims]) -> BTreeSet<FigureRef> {
    let claims = claims.iter().flat_map(|of_document| &of_document.claims);
    claims.filter_map(given_figures).flatten().cloned().collect()
}

/// The words whose meaning the house has declared.
fn read_house(survey: Option<&Survey>, files: &PlanFiles, problems: &mut Vec<Problem>) -> HouseWords {
    let Some(survey) = survey else { return HouseWords::default() };
    let (house, wrong) = read_house_words(&survey.claims.words);
    let source = named(&files.survey);
    problems.extend(
        wrong.into_iter().map(|(word, reason)| Problem::new(&source, None, SurveyFault::HouseWord { word, reason })),
    );
    house
}
