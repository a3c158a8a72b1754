//! A document against its accepted claims: every number is claimed, every claim is still in the text, and every verdict is the one that is
//! expected.

use std::path::Path;

use topline_claims::{JudgeRules, judge_documents};
use topline_documents::{Placement, find_quote, find_statements};
use topline_plan::wording::read_house_words;
use topline_survey::{Claims, Passage, Ruling};

use crate::document_claims::{claims_file, claims_of, is_covered, text_of};
use crate::earlier_waves::earlier_waves;
use crate::error::RunError;
use crate::figure_search::tables_of_run;
use crate::load::Pipeline;

/// What is wrong with a place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// A number that no accepted claim covers.
    Unclaimed,
    /// A claim that is not as expected.
    Wrong,
    /// A claim whose quote the document no longer has.
    Gone,
}

impl TextFault {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unclaimed, Self::Wrong, Self::Gone];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unclaimed => "unclaimed",
            Self::Wrong => "wrong",
            Self::Gone => "gone",
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Unclaimed => "a number or a word for a share that no accepted claim covers",
            Self::Wrong => "the data do not say what an accepted claim states",
            Self::Gone => "an accepted claim whose quote is no longer in the document",
        }
    }
}

/// A place in a document with something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextProblem {
    /// What is wrong.
    pub fault: TextFault,
    /// The first and the last line.
    pub lines: (u32, u32),
    /// The words of the document, or of the claim.
    pub quote: String,
    /// What to know about it.
    pub message: String,
}

/// Everything that is wrong with a document, in the order of its lines; its claims are those of the pipeline.
pub async fn check_text(pipeline: &Pipeline, out: &Path, document: &Path) -> Result<Vec<TextProblem>, RunError> {
    let plan = &pipeline.plan;
    let text = text_of(document)?;
    let (house, _) = read_house_words(&plan.survey.claims.words);
    let claims = claims_of(plan, &claims_file(pipeline, document));
    let mut problems = Vec::new();
    for statement in find_statements(&text, &house).iter().filter(|statement| !is_covered(statement, claims)) {
        let message = format!("no accepted claim covers `{}`", statement.words);
        let (lines, quote) = (statement.lines, statement.quote.clone());
        problems.push(TextProblem { fault: TextFault::Unclaimed, lines, quote, message });
    }
    if let Some(claims) = claims {
        problems.extend(wrong(pipeline, out, claims).await?);
        // Wrong claims are told where their quotes are now.
        for problem in problems.iter_mut().filter(|problem| problem.fault == TextFault::Wrong) {
            if let Placement::Elsewhere(first, last) = find_quote(&text, problem.lines, &problem.quote) {
                problem.lines = (first, last);
            }
        }
        for claim in claims.claims.iter().filter(|claim| claim.is_accepted) {
            if find_quote(&text, claim.lines, &claim.quote) == Placement::Nowhere {
                let message =
                    "the document no longer says this: take the claim out, or quote what it says now".to_owned();
                let (lines, quote) = (claim.lines, claim.quote.clone());
                problems.push(TextProblem { fault: TextFault::Gone, lines, quote, message });
            }
        }
    }
    problems.sort_by_key(|problem| problem.lines);
    Ok(problems)
}

/// The claims that are not as expected.
async fn wrong(pipeline: &Pipeline, out: &Path, claims: &Claims) -> Result<Vec<TextProblem>, RunError> {
    let tables = tables_of_run(pipeline, out).await?;
    let survey = &pipeline.plan.survey;
    let (earlier, _) = earlier_waves(pipeline)?;
    let rules = JudgeRules { rounding: &survey.rounding, is_reconstructed: survey.reconstructed, earlier: &earlier };
    let verdicts = judge_documents(&pipeline.plan.claims, &tables, &rules);
    let own =
        verdicts.into_iter().filter(|verdict| verdict.document == claims.document.id && !verdict.is_as_expected());
    let problem = |verdict: topline_survey::Verdict| {
        let lines = match verdict.lines {
            Passage::Lines(first, last) => (first, last),
            Passage::Row(row) => (row as u32, row as u32),
        };
        let expected = if verdict.expected == Ruling::Holds {
            String::new()
        } else {
            format!(", expected {}", verdict.expected.as_str())
        };
        let message = format!("`{}` is {}{expected}: {}", verdict.stated, verdict.ruling.as_str(), verdict.reason);
        TextProblem { fault: TextFault::Wrong, lines, quote: verdict.quote, message }
    };
    Ok(own.map(problem).collect())
}
