//! The published figures that conventions are tried on: accepted claims, tables of published figures, a bare list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use topline_claims::{
    JudgeRules, PublishedCell, PublishedCells, PublishedList, judge_documents, judge_published, read_published,
    read_published_list,
};
use topline_store::{StoreError, is_file, read_file, read_input};
use topline_survey::{Claims, Rounding, RoundingMode, Ruling, Tabulation, Verdict};

use crate::error::RunError;
use crate::fit_conventions::FitRow;
use crate::load::Pipeline;

/// Published figures of one document.
#[derive(Debug, Clone)]
struct FitDocument {
    /// Its accepted claims.
    claims: Claims,
    /// The rows of its table.
    rows: Vec<PublishedCell>,
    /// What that calls the total.
    total: Option<String>,
    /// A bare list, whose rows are found in the tables of a run.
    list: Option<PublishedList>,
}

/// Published figures.
#[derive(Debug, Clone, Default)]
pub(crate) struct FitPublished {
    documents: Vec<FitDocument>,
}

/// The published figures of one table.
#[derive(Debug, Clone)]
pub(crate) struct PublishedTable {
    /// The table.
    pub id: String,
    /// The tables that its claims are about, itself among them.
    pub needs: BTreeSet<String>,
    /// The rows of it that are published, by name.
    pub row_keys: BTreeSet<String>,
    /// Whether any figure of a column beside the total is published.
    pub has_columns: bool,
    /// How much each figure tells: more with more decimals, and with a base.
    pub evidence: Vec<usize>,
    /// The decimals of each percentage that is published as a number.
    pub decimals: Vec<u8>,
    figures: FitPublished,
}

impl FitPublished {
    /// Those of a CSV file, of a document of the pipeline, or of all its documents.
    pub(crate) fn read(pipeline: &Pipeline, wanted: Option<&str>) -> Result<Self, RunError> {
        let claims = &pipeline.plan.claims;
        let named: Vec<&Claims> =
            claims.iter().filter(|claims| wanted.is_none_or(|name| is_named(claims, name))).collect();
        if let (Some(path), []) = (wanted.map(Path::new), named.as_slice())
            && is_file(path).map_err(RunError::Store)?
        {
            return Self::read_list(path);
        }
        if named.is_empty() {
            let known = claims.iter().map(|claims| claims.document.id.clone()).collect();
            return Err(RunError::NoPublished { wanted: wanted.unwrap_or_default().to_owned(), known });
        }
        let documents = named.into_iter().map(|claims| document(pipeline, claims)).collect::<Result<_, _>>()?;
        Ok(Self { documents })
    }

    fn read_list(path: &Path) -> Result<Self, RunError> {
        let bytes = read_file(path).map_err(RunError::Store)?;
        let not_text = |_| RunError::Store(StoreError::NotText { path: path.to_owned() });
        let text = String::from_utf8(bytes).map_err(not_text)?;
        let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let list = read_published_list(&text).map_err(|source| RunError::Expected { document: id.clone(), source })?;
        let document = topline_survey::Document { id: id.clone(), title: id.clone(), publisher: None, path: None };
        let claims = Claims { file: id, document, claims: Vec::new(), expected: None };
        Ok(Self { documents: vec![FitDocument { claims, rows: Vec::new(), total: None, list: Some(list) }] })
    }

    /// What they are called, for the reasons of a proposal.
    pub(crate) fn name(&self) -> String {
        let names: Vec<&str> = self.documents.iter().map(|document| document.claims.document.id.as_str()).collect();
        names.join(", ")
    }

    /// Looks the labels of bare lists up in the tables of a run.
    pub(crate) fn find_labels(&mut self, tables: &[Tabulation]) {
        for document in &mut self.documents {
            if let Some(list) = &document.list {
                document.rows = list.rows(tables);
            }
        }
    }

    /// Every figure, judged.
    pub(crate) fn judge(&self, tables: &[Tabulation], rounding: &Rounding) -> Vec<Verdict> {
        let rules = JudgeRules { rounding, is_reconstructed: false, earlier: &[] };
        let mut verdicts = Vec::new();
        for document in &self.documents {
            let (id, total) = (document.claims.document.id.as_str(), document.total.as_deref());
            verdicts.extend(judge_documents(std::slice::from_ref(&document.claims), tables, &rules));
            let rows = PublishedCells { document: id, rows: &document.rows, total, otherwise: &[] };
            verdicts.extend(judge_published(&rows, tables, rounding));
        }
        verdicts
    }

    /// Whether each holds.
    pub(crate) fn held(&self, tables: &[Tabulation], rounding: &Rounding, mode: RoundingMode) -> Vec<bool> {
        let rounding = Rounding { mode, ..rounding.clone() };
        self.judge(tables, &rounding).iter().map(|verdict| verdict.ruling == Ruling::Holds).collect()
    }

    /// The figures by the table that they are of; and those that name none.
    pub(crate) fn by_table(&self, verdicts: &[Verdict]) -> (Vec<PublishedTable>, Vec<FitRow>) {
        let mut found: BTreeMap<String, PublishedTable> = BTreeMap::new();
        let mut nameless = Vec::new();
        let mut verdicts = verdicts.iter();
        for (place, document) in self.documents.iter().enumerate() {
            for claim in &document.claims.claims {
                let Some(verdict) = verdicts.next() else { continue };
                if let Some(table) = table_of(verdict, &mut found, &mut nameless, self) {
                    table.evidence.push(
                        1 + decimals_in(&verdict.stated).unwrap_or(0).min(2) + 2 * usize::from(claim.of.is_some()),
                    );
                    table.figures.documents[place].claims.claims.push(claim.clone());
                }
            }
            for row in &document.rows {
                let Some(verdict) = verdicts.next() else { continue };
                if let Some(table) = table_of(verdict, &mut found, &mut nameless, self) {
                    let decimals = row.value.as_deref().and_then(decimals_in);
                    table.evidence.push(1 + decimals.unwrap_or(0).min(2) + 2 * usize::from(row.base.is_some()));
                    table.decimals.extend(decimals.map(|decimals| decimals as u8));
                    table.figures.documents[place].rows.push(row.clone());
                }
            }
        }
        (found.into_values().collect(), nameless)
    }

    /// Documents without their figures.
    fn emptied(&self) -> Self {
        let documents = self.documents.iter().cloned().map(|mut document| {
            document.claims.claims.clear();
            document.rows.clear();
            document.list = None;
            document
        });
        Self { documents: documents.collect() }
    }
}

impl PublishedTable {
    /// Whether each of its figures holds.
    pub(crate) fn held(&self, tables: &[Tabulation], rounding: &Rounding, mode: RoundingMode) -> Vec<bool> {
        self.figures.held(tables, rounding, mode)
    }
}

fn table_of<'t>(
    verdict: &Verdict,
    found: &'t mut BTreeMap<String, PublishedTable>,
    nameless: &mut Vec<FitRow>,
    published: &FitPublished,
) -> Option<&'t mut PublishedTable> {
    let Some(first) = verdict.figures.first() else {
        nameless.push(FitRow { found: verdict.reason.clone(), ..row_of(verdict) });
        return None;
    };
    let table = found.entry(first.table.clone()).or_insert_with(|| PublishedTable {
        id: first.table.clone(),
        needs: BTreeSet::new(),
        row_keys: BTreeSet::new(),
        has_columns: false,
        evidence: Vec::new(),
        decimals: Vec::new(),
        figures: published.emptied(),
    });
    for figure in &verdict.figures {
        table.needs.insert(figure.table.clone());
        table.row_keys.insert(figure.row.clone());
        table.has_columns |= !figure.column.is_empty();
    }
    Some(table)
}

/// A verdict as a row of the report.
pub(crate) fn row_of(verdict: &Verdict) -> FitRow {
    FitRow {
        table: verdict.figures.first().map(|figure| figure.table.clone()).unwrap_or_default(),
        what: format!("{}:{} {}", verdict.document, verdict.lines, verdict.quote),
        stated: verdict.stated.clone(),
        found: verdict.found.clone(),
    }
}

fn is_named(claims: &Claims, wanted: &str) -> bool {
    let file = claims.file.trim_start_matches("claims/").trim_end_matches(".toml");
    claims.document.id == wanted || file == wanted || Path::new(wanted).file_stem().is_some_and(|stem| stem == file)
}

fn document(pipeline: &Pipeline, claims: &Claims) -> Result<FitDocument, RunError> {
    let mut claims = claims.clone();
    claims.claims.retain(|claim| claim.is_accepted);
    let Some(expected) = claims.expected.take() else {
        return Ok(FitDocument { claims, rows: Vec::new(), total: None, list: None });
    };
    let input = read_input(&pipeline.folder, &expected.path).map_err(RunError::Store)?;
    let not_text = |_| RunError::Store(StoreError::NotText { path: pipeline.folder.join(&expected.path) });
    let text = String::from_utf8(input.bytes).map_err(not_text)?;
    let id = claims.document.id.clone();
    let rows = read_published(&expected, &text).map_err(|source| RunError::Expected { document: id, source })?;
    Ok(FitDocument { claims, rows, total: expected.total, list: None })
}

/// The decimals of a percentage or number in digits.
fn decimals_in(stated: &str) -> Option<usize> {
    let number = stated.trim().trim_end_matches('%').trim_end();
    number.parse::<f64>().ok()?;
    Some(number.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(9)))
}
