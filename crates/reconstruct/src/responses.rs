//! The answers of every respondent: counts solved, dealt out, and exchanged until the cross-tabulations are met.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use topline_exact::{
    AnswerCounts, Answering, NoCounts, PublishedAnswers, PublishedBase, PublishedRow, PublishedValue, solve_counts,
};
use topline_survey::{Kind, Plan, Question};

use crate::assign::{Deal, DealError, Dealt, fill_empty, one_each, rankings, ticks};
use crate::check::{rows_of, slot_name};
use crate::joint::{Answers, Blanks, Cell, Exchanged, NoJointAnswers, Side, meet};
use crate::places::{Place, PlacesError, draw};
use crate::random::Random;
use crate::spec::{AnswersSpec, Best, CrosstabSpec, Spec};

/// Answers cannot be made up that agree with what was published.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ResponsesError {
    /// No counts fit what was published.
    #[error("find counts out of {} for what was published of `{slot}`; the nearest: {}", .cause.base, .cause.listed())]
    Counts {
        /// The question, or `question.item`.
        slot: String,
        /// What comes nearest.
        cause: NoCounts,
    },
    /// Answers cannot be dealt out.
    #[error(transparent)]
    Deal(DealError),
    /// The cross-tabulations cannot be met.
    #[error(transparent)]
    Joint(NoJointAnswers),
    /// Places cannot be drawn.
    #[error(transparent)]
    Places(PlacesError),
}

/// What is known of the answers of one question or item.
pub(crate) struct Slot<'p> {
    /// The question, or `question.item`.
    pub name: String,
    pub question: &'p Question,
    pub spec: &'p AnswersSpec,
    pub published: PublishedAnswers,
    /// The texts of a question in words, whose codes count them from one.
    pub texts: Vec<&'p str>,
}

/// The answers of every respondent.
#[derive(Debug, Default)]
pub(crate) struct Responses {
    /// By question or `question.item`: codes, ranks.
    pub codes: BTreeMap<String, Answers>,
    /// By question: the ticked codes of those who answered.
    pub ticks: BTreeMap<String, Vec<Option<BTreeSet<i32>>>>,
    /// By question.
    pub texts: BTreeMap<String, Vec<Option<String>>>,
    /// The base that each question or item was solved for.
    pub bases: BTreeMap<String, u64>,
}

/// The coded questions and items of the plan, in its order.
pub(crate) fn slots<'p>(plan: &'p Plan, spec: &'p Spec) -> Vec<Slot<'p>> {
    let slot = |answers: &'p AnswersSpec| {
        let question = plan.codebook.question(answers.question.get_ref())?;
        let item = answers.item.as_ref().map(|item| item.get_ref().as_str());
        let name = slot_name(&question.id, item);
        let named = answers.rows().chain(answers.weight.keys());
        let texts: Vec<&str> = if question.kind().is_coded() {
            Vec::new()
        } else {
            let sorted: BTreeSet<&str> = named.map(|text| text.get_ref().as_str()).collect();
            sorted.into_iter().collect()
        };
        let rows: BTreeMap<String, Vec<i32>> = if question.kind().is_coded() {
            rows_of(question)
        } else {
            (1..).zip(&texts).map(|(code, text)| ((*text).to_owned(), vec![code])).collect()
        };
        let weight = |code: i32| {
            let row =
                answers.weight.iter().find(|(row, _)| rows.get(row.get_ref()).is_some_and(|codes| *codes == [code]));
            row.map(|(_, weight)| *weight)
        };
        let codes: Vec<i32> = if question.kind().is_coded() {
            question.options().iter().map(|option| option.code).collect()
        } else {
            (1..=texts.len() as i32).collect()
        };
        let stated = answers.percent.iter().map(|(row, percent)| (row, PublishedValue::Percent(percent.0)));
        let counted =
            answers.count.iter().chain(&answers.chosen).map(|(row, count)| (row, PublishedValue::Count(*count)));
        let published = PublishedAnswers {
            answering: if question.kind() == Kind::Multi { Answering::Several } else { Answering::One },
            base: match (answers.base, answers.base_at_most) {
                (Some(base), _) => PublishedBase::Exactly(base),
                (None, most) => PublishedBase::AtMost(most.unwrap_or(spec.respondents as u64)),
            },
            codes: codes.into_iter().map(|code| (code, weight(code))).collect(),
            rows: stated
                .chain(counted)
                .map(|(row, value)| PublishedRow {
                    name: row.get_ref().clone(),
                    codes: rows.get(row.get_ref()).cloned().unwrap_or_default(),
                    value,
                })
                .collect(),
            mode: plan.survey.rounding.mode,
        };
        Some(Slot { name, question, spec: answers, published, texts })
    };
    spec.answers.iter().filter_map(slot).collect()
}

/// The answers of every respondent.
pub(crate) fn respond(
    plan: &Plan,
    spec: &Spec,
    reference: &BTreeMap<String, Vec<Place>>,
) -> Result<Responses, ResponsesError> {
    let slots = slots(plan, spec);
    let mut random = Random::new(spec.seed, "dispositions");
    let dispositions: Vec<f64> = (0..spec.respondents).map(|_| random.deviate()).collect();
    let mut skippers: Vec<usize> = (0..spec.respondents).collect();
    Random::new(spec.seed, "skippers").shuffle(&mut skippers);
    skippers.truncate(spec.skippers.unwrap_or(spec.respondents));

    let mut responses = Responses::default();
    for question in plan.codebook.asked() {
        for slot in slots.iter().filter(|slot| slot.question.id == question.id) {
            let asked = asked(question, &responses, spec.respondents);
            let deal =
                Deal { dispositions: &dispositions, follows: slot.spec.follows, asked: &asked, skippers: &skippers };
            answer(&mut responses, spec.seed, slot, &deal)?;
        }
    }
    let cells = cells(plan, &slots, &spec.crosstab);
    exchange(&mut responses, spec.seed, &slots, &cells)?;

    for ranking in &spec.ranking {
        let Some(question) = plan.codebook.question(ranking.question.get_ref()) else { continue };
        let asked = asked(question, &responses, spec.respondents);
        let deal = Deal { dispositions: &dispositions, follows: 0.0, asked: &asked, skippers: &skippers };
        let weight = |id: &str| {
            let given = ranking.weight.iter().find(|(item, _)| item.get_ref() == id);
            given.map_or(0.0, |(_, weight)| *weight)
        };
        let weights: Vec<f64> = question.items().iter().map(|item| weight(&item.id)).collect();
        let mut random = Random::new(spec.seed, &question.id);
        let ranked = rankings(&mut random, &question.id, &deal, ranking.base as u64, ranking.ranked, &weights)
            .map_err(ResponsesError::Deal)?;
        for item in question.items() {
            responses.codes.insert(slot_name(&question.id, Some(&item.id)), vec![None; spec.respondents]);
        }
        for (respondent, order) in ranked {
            for (place, item) in (1..).zip(order) {
                let rank = if ranking.best == Best::Lowest { place } else { weights.len() as i32 + 1 - place };
                let slot = slot_name(&question.id, Some(&question.items()[item].id));
                if let Some(answers) = responses.codes.get_mut(&slot) {
                    answers[respondent] = Some(rank);
                }
            }
        }
        responses.bases.insert(question.id.clone(), ranking.base as u64);
    }
    for comment in &spec.comment {
        let Some(question) = plan.codebook.question(comment.question.get_ref()) else { continue };
        let asked = asked(question, &responses, spec.respondents);
        let deal = Deal { dispositions: &dispositions, follows: comment.follows, asked: &asked, skippers: &[] };
        let texts = comment.texts.len().max(1);
        let options: Vec<Dealt> = (0..texts)
            .map(|nth| {
                let count = (comment.base / texts + usize::from(nth < comment.base % texts)) as u64;
                Dealt { code: nth as i32, count, on_scale: true }
            })
            .collect();
        let mut random = Random::new(spec.seed, &question.id);
        let dealt = one_each(&mut random, &question.id, &deal, &options).map_err(ResponsesError::Deal)?;
        let words = dealt.into_iter().map(|text| text.and_then(|nth| comment.texts.get(nth as usize).cloned()));
        responses.texts.insert(question.id.clone(), words.collect());
    }
    if let Some(places) = &spec.places {
        let table = reference.get(places.reference.get_ref()).map_or(&[][..], Vec::as_slice);
        let mut random = Random::new(spec.seed, "places");
        let drawn =
            draw(&mut random, places.reference.get_ref(), table, &places.draw).map_err(ResponsesError::Places)?;
        for (question, column) in &places.fill {
            let named = drawn.iter().map(|place| place.get(column).cloned()).collect();
            responses.texts.insert(question.get_ref().clone(), named);
        }
    }
    Ok(responses)
}

/// Who was asked: everybody, or those whom the routing leads here.
fn asked(question: &Question, responses: &Responses, respondents: usize) -> Vec<usize> {
    let Some(routing) = &question.asked_if else { return (0..respondents).collect() };
    let from = responses.codes.get(&routing.question);
    let led =
        |respondent: &usize| from.is_some_and(|from| from[*respondent].is_some_and(|code| routing.is.contains(&code)));
    (0..respondents).filter(led).collect()
}

fn on_scale(question: &Question, code: i32) -> bool {
    question.option(code).is_none_or(|option| option.mark.is_none())
}

fn answer(responses: &mut Responses, seed: u64, slot: &Slot<'_>, deal: &Deal<'_>) -> Result<(), ResponsesError> {
    let no_counts = |cause| ResponsesError::Counts { slot: slot.name.clone(), cause };
    let AnswerCounts { base, by_code } = solve_counts(&slot.published).map_err(no_counts)?;
    responses.bases.insert(slot.name.clone(), base);
    let dealt = |(code, _): &(i32, Option<f64>)| Dealt {
        code: *code,
        count: by_code.get(code).copied().unwrap_or_default(),
        on_scale: on_scale(slot.question, *code),
    };
    let options: Vec<Dealt> = slot.published.codes.iter().map(dealt).collect();
    let mut random = Random::new(seed, &slot.name);
    if slot.published.answering == Answering::Several {
        let ticked = ticks(&mut random, &slot.name, deal, base, &options).map_err(ResponsesError::Deal)?;
        responses.ticks.insert(slot.name.clone(), ticked);
    } else {
        let answers = one_each(&mut random, &slot.name, deal, &options).map_err(ResponsesError::Deal)?;
        responses.codes.insert(slot.name.clone(), answers);
    }
    Ok(())
}

/// Every cell that the published cross-tabulations ask for, bases included, and every routing between their questions.
pub(crate) fn cells(plan: &Plan, slots: &[Slot<'_>], crosstabs: &[CrosstabSpec]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for crosstab in crosstabs {
        let (row, column) = (crosstab.row.get_ref(), crosstab.column.get_ref());
        let sides = |row_side: Option<&str>, column_side: Option<&str>, count: u64| {
            let side = |name: &str, row: Option<&str>, exclude: &[i32]| match row {
                Some(row) => {
                    let codes = side_codes(slots, name, row);
                    Side::OneOf(codes.into_iter().filter(|code| !exclude.contains(code)).collect())
                }
                None => Side::AnsweredBut(exclude.to_vec()),
            };
            let label = |name: &str, side: Option<&str>| side.map_or(name.to_owned(), |side| format!("{name} {side}"));
            Cell {
                name: format!("`{} by {}`", label(row, row_side), label(column, column_side)),
                row: (row.clone(), side(row, row_side, &crosstab.exclude_row)),
                column: (column.clone(), side(column, column_side, &crosstab.exclude_column)),
                count: count as i64,
            }
        };
        cells.extend(crosstab.base.map(|base| sides(None, None, base)));
        for cell in &crosstab.cell {
            let named = |side: &Option<toml::Spanned<String>>| side.as_ref().map(|side| side.get_ref().clone());
            cells.push(sides(named(&cell.row).as_deref(), named(&cell.column).as_deref(), cell.count));
        }
    }
    let exchanged: BTreeSet<String> =
        cells.iter().flat_map(|cell| [cell.row.0.clone(), cell.column.0.clone()]).collect();
    let moves = |slot: &str| exchanged.contains(slot);
    for slot in slots {
        let Some(routing) = &slot.question.asked_if else { continue };
        // Whoever answered tick boxes has an answer, ticked or not, to the first of them.
        let first = slot.question.options().first().map(|option| option.code.to_string());
        let answered = match slot.published.answering {
            Answering::One => slot.name.clone(),
            Answering::Several => slot_name(&slot.name, first.as_deref()),
        };
        if (moves(&answered) || moves(&routing.question)) && plan.codebook.question(&routing.question).is_some() {
            cells.push(Cell {
                name: format!("`{}` past its routing", slot.name),
                row: (answered, Side::AnsweredBut(Vec::new())),
                column: (routing.question.clone(), Side::NoneOf(routing.is.clone())),
                count: 0,
            });
        }
    }
    // What is ticked alone stays alone.
    for slot in slots.iter().filter(|slot| slot.published.answering == Answering::Several) {
        let alone = slot.question.options().iter().filter(|option| option.mark.is_some());
        for alone in alone.map(|option| slot_name(&slot.name, Some(&option.code.to_string()))) {
            let tick_boxes =
                slot.question.options().iter().map(|option| slot_name(&slot.name, Some(&option.code.to_string())));
            for other in tick_boxes.filter(|other| *other != alone && moves(other)) {
                cells.push(Cell {
                    name: format!("`{alone}` beside `{other}`"),
                    row: (alone.clone(), Side::OneOf(vec![1])),
                    column: (other, Side::OneOf(vec![1])),
                    count: 0,
                });
            }
        }
    }
    cells
}

/// The codes that a row of a cross-tabulation gathers.
fn side_codes(slots: &[Slot<'_>], name: &str, row: &str) -> Vec<i32> {
    match slots.iter().find(|slot| slot.name == name) {
        Some(slot) if slot.question.kind().is_coded() => rows_of(slot.question).remove(row).unwrap_or_default(),
        Some(slot) => (1..).zip(&slot.texts).filter(|(_, text)| **text == row).map(|(code, _)| code).collect(),
        // A tick box: 1 is ticked, 0 is not.
        None => row.parse().into_iter().collect(),
    }
}

/// Brings the answers to meet the cells.
fn exchange(responses: &mut Responses, seed: u64, slots: &[Slot<'_>], cells: &[Cell]) -> Result<(), ResponsesError> {
    if cells.is_empty() {
        return Ok(());
    }
    let mut exchanged = as_exchanged(responses, slots, cells);
    let mut random = Random::new(seed, "crosstabs");
    meet(&mut random, &mut exchanged, cells).map_err(ResponsesError::Joint)?;
    for slot in slots {
        if let Some(ticked) = responses.ticks.get_mut(&slot.name) {
            let mut movable = Vec::new();
            for option in slot.question.options() {
                let Some(box_of) = exchanged.get(&slot_name(&slot.name, Some(&option.code.to_string()))) else {
                    movable.extend(option.mark.is_none().then_some(option.code));
                    continue;
                };
                for (ticks, answer) in ticked.iter_mut().zip(&box_of.answers) {
                    if let Some(ticks) = ticks {
                        ticks.remove(&option.code);
                        ticks.extend((*answer == Some(1)).then_some(option.code));
                    }
                }
            }
            let too_few = || DealError::TooFewTicks {
                slot: slot.name.clone(),
                base: ticked.iter().flatten().count() as u64,
                ticks: ticked.iter().flatten().map(BTreeSet::len).sum::<usize>() as u64,
            };
            let error = too_few();
            fill_empty(&mut random, ticked, &movable).ok_or(ResponsesError::Deal(error))?;
        } else if let Some(moved) = exchanged.remove(&slot.name) {
            responses.codes.insert(slot.name.clone(), moved.answers);
        }
    }
    Ok(())
}

/// The answers that the cells speak of; each tick box has answers of its own.
pub(crate) fn as_exchanged(responses: &Responses, slots: &[Slot<'_>], cells: &[Cell]) -> BTreeMap<String, Exchanged> {
    let names: BTreeSet<&String> = cells.iter().flat_map(|cell| [&cell.row.0, &cell.column.0]).collect();
    let mut exchanged = BTreeMap::new();
    for name in names {
        if let Some(answers) = responses.codes.get(name) {
            exchanged.insert(name.clone(), Exchanged { answers: answers.clone(), blanks: Blanks::Move });
        }
    }
    for slot in slots {
        let Some(ticked) = responses.ticks.get(&slot.name) else { continue };
        for option in slot.question.options() {
            let name = slot_name(&slot.name, Some(&option.code.to_string()));
            if cells.iter().any(|cell| cell.row.0 == name || cell.column.0 == name) {
                let ticks =
                    ticked.iter().map(|ticks| ticks.as_ref().map(|ticks| i32::from(ticks.contains(&option.code))));
                exchanged.insert(name, Exchanged { answers: ticks.collect(), blanks: Blanks::Stay });
            }
        }
    }
    exchanged
}
