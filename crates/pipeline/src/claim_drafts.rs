//! The statements of a sentence into drafts of claims: for each the figures that it may be about.

use topline_claims::{FigureIndex, Found, Query, WantedUnit, describe_sum, wanted_unit};
use topline_documents::Statement;
use topline_draft::{Candidate, ClaimDraft};
use topline_survey::{Figure, Kind, Plan, RowKind, Side};

use crate::figure_search::described;

/// So many figures are offered for a statement.
const OFFERED: usize = 3;
/// So many of them at least are offered by their words.
const BY_WORDS: usize = 2;
/// Among the questions of so many figures answers are looked for that are named side by side.
const SUMMED: usize = 10;
/// The least that words count among which answers are named: those of the clause, and those that all values of the sentence share.
const SPOKEN: f64 = 0.45;
/// The least that the words of the clause of a value count, on either side of it.
const NEAR: f64 = 0.4;
/// The least number of respondents that tells of whom it is.
const TELLING: u64 = 100;
/// Among so many figures one is looked for that has the value.
const LOOKED_AT: usize = 50;

/// The drafts of the statements of one sentence.
pub(crate) fn drafts_of(sentence: &[&Statement], index: &FigureIndex<'_>, plan: &Plan) -> Vec<ClaimDraft> {
    let queries: Vec<Query> = sentence.iter().map(|statement| query_of(statement)).collect();
    let found = index.find_together(&queries, &plan.survey.rounding, LOOKED_AT);
    let drafts = sentence.iter().zip(&queries).zip(&found);
    drafts.map(|((statement, query), found)| draft_of(statement, query, found, index, plan)).collect()
}

/// What is looked for of a statement.
fn query_of(statement: &Statement) -> Query {
    let mut query = Query {
        unit: wanted_unit(&statement.stated),
        stated: statement.stated.clone(),
        of: statement.of,
        ..Query::default()
    };
    for (words, weight) in &statement.context {
        query.add(words, *weight);
    }
    query.set_group(&statement.group);
    query.set_label(&statement.label);
    let near: Vec<&str> =
        statement.context.iter().filter(|(_, weight)| *weight >= 1.0).map(|(words, _)| words.as_str()).collect();
    query.is_denied = denies(&near.join(" "));
    if query.unit == WantedUnit::Count && is_average(&statement.context) {
        query.unit = WantedUnit::Value;
    }
    let is_base =
        statement.quote.to_lowercase().contains("base:") || statement.quote.contains(&format!("({})", statement.words));
    if query.unit == WantedUnit::Count && is_base {
        query.unit = WantedUnit::Everybody;
    }
    query
}

/// Whether the clause of a number says that it is an average: `the average length of contracts (5 years)`.
fn is_average(context: &[(String, f64)]) -> bool {
    const AVERAGES: [&str; 5] = ["average", "averages", "averaged", "mean", "median"];
    let near = context.iter().filter(|(_, weight)| *weight >= NEAR).flat_map(|(words, _)| words.split_whitespace());
    near.map(|word| word.trim_matches(|each: char| !each.is_alphabetic()).to_lowercase())
        .any(|word| AVERAGES.contains(&word.as_str()))
}

/// The draft of a statement, by the figures that fit its words, the best first.
fn draft_of(
    statement: &Statement,
    query: &Query,
    found: &[Found<'_>],
    index: &FigureIndex<'_>,
    plan: &Plan,
) -> ClaimDraft {
    let margin = match found {
        [first, second, ..] if first.score > 0.0 => ((first.score - second.score) / first.score).clamp(0.0, 1.0),
        [first] if first.score > 0.0 => 1.0,
        _ => 0.0,
    };
    let mut candidates: Vec<Candidate> = found.iter().take(OFFERED).map(|found| candidate(found, plan)).collect();
    let spoken = statement.context.iter().filter(|(_, weight)| *weight >= SPOKEN);
    let spoken: Vec<&str> = spoken.map(|(words, _)| words.as_str()).collect();
    if statement.is_elsewhere {
        candidates.clear();
    } else if let Some(base) = statement.is_sample.then(|| index.sample(query, &plan.survey.rounding)).flatten() {
        offer_first(&mut candidates, candidate(&Found { figure: base, score: 0.0, has_value: None }, plan));
    } else {
        offer_by_value(&mut candidates, &spoken, query, index, (found, plan));
    }
    let is_denied_by_answer = candidates.first().is_some_and(|first| is_denial(&first.remark));
    let side = if denies_verb(statement) && !is_denied_by_answer { Side::Others } else { Side::Counted };
    ClaimDraft {
        quote: statement.quote.clone(),
        lines: statement.lines,
        is: statement.words.clone(),
        side,
        candidates,
        margin,
        is_elsewhere: statement.is_elsewhere,
    }
}

/// Offers answers taken together first, if the words name them side by side (`very or extremely likely`), or fit each of them about equally
/// well and they have the value that none has. Where none that is offered has it, those that have come last: answers taken together, and the
/// figure whose words fit best.
fn offer_by_value(
    candidates: &mut Vec<Candidate>,
    spoken: &[&str],
    query: &Query,
    index: &FigureIndex<'_>,
    (found, plan): (&[Found<'_>], &Plan),
) {
    // Of a question that takes several answers a respondent may have given both.
    let takes_one = |found: &&Found<'_>| {
        let question = plan.codebook.question(&found.figure.section.question);
        question.is_some_and(|question| question.kind() != Kind::Multi)
    };
    let of_one = |most: usize| -> Vec<Found<'_>> { found.iter().take(most).filter(takes_one).cloned().collect() };
    let rounding = &plan.survey.rounding;
    // A net of a table counts them already.
    let together = |answers: Vec<Figure<'_>>| {
        if let Some(figure) = index.net_of(&answers) {
            return Some(candidate(&Found { figure, score: 0.0, has_value: None }, plan));
        }
        let (value, labels) = describe_sum(&answers, rounding)?;
        let names: Vec<String> = answers.iter().map(|figure| figure.name().to_string()).collect();
        Some(Candidate { figure: names.join(" + "), remark: format!("{value}: {labels}") })
    };
    let few = of_one(SUMMED);
    let named = spoken.iter().find_map(|clause| index.side_by_side(clause, &few));
    let rest = |clause: &&str| index.rest_of_list(clause, query, &of_one(LOOKED_AT));
    let of_range = || index.in_range(query, SPOKEN, &of_one(1));
    if let Some(named) = named.or_else(|| spoken.iter().find_map(rest)).or_else(of_range).and_then(together) {
        offer_first(candidates, named);
        return;
    }
    if found.iter().take(OFFERED).any(|found| found.has_value == Some(true)) {
        return;
    }
    let adding = index.adding_up(query, rounding, &few);
    let with_value = found.iter().find(|found| found.has_value == Some(true));
    let only = || {
        let figure = index.only_with_value(query, rounding)?;
        Some(Found { figure, score: 0.0, has_value: Some(true) })
    };
    // A figure whose words fit goes before answers that only add up.
    let is_said = with_value.is_some();
    let single = with_value.cloned().or_else(only);
    // Few figures share the number of all who answered.
    let is_base = single.as_ref().is_some_and(|found| {
        found.figure.row.kind == RowKind::Base && found.figure.cell.n >= TELLING && query.unit != WantedUnit::Share
    });
    let is_near = adding.as_ref().is_some_and(|(_, are_near)| *are_near);
    let adding = adding.and_then(|(answers, _)| together(answers));
    let single = single.map(|found| candidate(&found, plan)).filter(|_| !is_near);
    let is_new = |offered: &Candidate| !candidates.iter().take(BY_WORDS).any(|known| known.figure == offered.figure);
    let offered = if is_said { [single, adding] } else { [adding, single] };
    let offered: Vec<Candidate> = offered.into_iter().flatten().filter(is_new).take(OFFERED - BY_WORDS).collect();
    candidates.truncate(OFFERED - offered.len());
    let at = if is_near || is_base { 0 } else { candidates.len() };
    candidates.splice(at..at, offered);
}

/// Offers a figure before the others.
fn offer_first(candidates: &mut Vec<Candidate>, first: Candidate) {
    candidates.retain(|known| known.figure != first.figure);
    candidates.insert(0, first);
    candidates.truncate(OFFERED);
}

fn candidate(found: &Found<'_>, plan: &Plan) -> Candidate {
    let described = described(found, plan);
    Candidate { figure: described.figure, remark: format!("{}: {}", described.value, described.labels) }
}

/// Whether what is said of those who are counted is denied: `most do not believe`, `a third of councils have not been asked`.
fn denies_verb(statement: &Statement) -> bool {
    const VERBS: [&str; 12] = ["do", "does", "did", "are", "is", "were", "was", "have", "has", "had", "would", "will"];
    let Some((_, after)) = statement.quote.split_once(&statement.words) else { return false };
    let after = after.to_lowercase().replace('\u{2019}', "'");
    // `Fit for 83%; 17% say that it is not`: behind the clause others are spoken of.
    let clause =
        after.split(|each: char| matches!(each, ';' | ':') || each.is_ascii_digit()).next().unwrap_or_default();
    let words: Vec<&str> =
        clause.split(|each: char| !each.is_alphanumeric() && each != '\'').filter(|word| !word.is_empty()).collect();
    let near = &words[..words.len().min(6)];
    near.windows(2).any(|pair| VERBS.contains(&pair[0]) && pair[1] == "not")
        || near
            .iter()
            .any(|word| word.strip_suffix("n't").is_some_and(|verb| VERBS.contains(&verb)) || *word == "cannot")
}

/// Whether an answer denies something itself: `No`, `Disagree`, `Not at all`.
fn is_denial(labels: &str) -> bool {
    let words = labels.to_lowercase();
    denies(labels)
        || ["disagree", "dissatisfied", "unlikely", "unaware", "never"].iter().any(|word| words.contains(word))
}

/// Whether words deny something.
fn denies(words: &str) -> bool {
    let words = words.to_lowercase().replace('\u{2019}', "'");
    let mut each = words.split(|each: char| !each.is_alphanumeric() && each != '\'');
    each.any(|word| matches!(word, "no" | "not" | "none" | "never" | "nothing") || word.ends_with("n't"))
}
