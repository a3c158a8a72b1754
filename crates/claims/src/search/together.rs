//! The values of one sentence: what its words say of one value, they often say of the others too.
//!
//! `21% of daily users against 10% of the others` is one question, and so is `their weight (54%) and their finances (53%)`. Words decide; only
//! among figures that fit about equally well a question goes first that another value of the sentence may be about.

use crate::search::index::FigureIndex;
use crate::search::query::Query;
use crate::search::ranking::NEAR;

/// What a figure gains whose question another value of the sentence may be about, and what more if its row or column is the same too.
const SAME_QUESTION: f64 = 0.04;
const SAME_LINE: f64 = 0.02;
/// What is left of the score of a figure that fits another value of the sentence better.
const TAKEN: f64 = 0.85;

impl FigureIndex<'_> {
    /// Raises the scores of figures of which another value of the sentence may be another answer or another column, and lowers those of the
    /// figure that fits another value better: a sentence tells no figure twice.
    pub(super) fn prefer_shared_questions(&self, queries: &[Query], scores: &mut [Vec<(usize, f64)>]) {
        if scores.len() < 2 {
            return;
        }
        for (place, taken) in taken(queries, scores) {
            for (_, score) in scores[place].iter_mut().filter(|(entry, _)| *entry == taken) {
                *score *= TAKEN;
            }
        }
        let near: Vec<Vec<usize>> = scores.iter().map(|scores| near(scores)).collect();
        for (place, scores) in scores.iter_mut().enumerate() {
            let others = near.iter().enumerate().filter(|(other, _)| *other != place);
            let others: Vec<(usize, bool)> = others
                .flat_map(|(other, near)| {
                    let is_same = queries[other].stated == queries[place].stated;
                    near.iter().map(move |entry| (*entry, is_same))
                })
                .collect();
            for (entry, score) in scores.iter_mut() {
                // The same value may be the same figure.
                let gains = others
                    .iter()
                    .map(|(other, is_same)| if other == entry && !is_same { 0.0 } else { self.shared(*entry, *other) });
                *score *= 1.0 + gains.fold(0.0, f64::max);
            }
            scores.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        }
    }

    /// What two figures share.
    fn shared(&self, one: usize, other: usize) -> f64 {
        let [first, second] = [one, other].map(|entry| &self.entries[entry]);
        if self.lines[first.line].part != self.lines[second.line].part {
            return 0.0;
        }
        let is_line = first.line == second.line || first.column == second.column;
        SAME_QUESTION + if is_line { SAME_LINE } else { 0.0 }
    }
}

/// Of values whose best figure is the same, those that it fits less well than another of them, and the figure.
fn taken(queries: &[Query], scores: &[Vec<(usize, f64)>]) -> Vec<(usize, usize)> {
    let best: Vec<Option<(usize, f64)>> = scores.iter().map(|scores| scores.first().copied()).collect();
    let is_better = |one: usize, other: usize| match (best[one], best[other]) {
        (Some((entry, score)), Some((same, less))) => {
            entry == same && queries[one].stated != queries[other].stated && (score, other) > (less, one)
        }
        _ => false,
    };
    let places = 0..queries.len();
    places
        .clone()
        .filter(|place| places.clone().any(|other| other != *place && is_better(other, *place)))
        .filter_map(|place| Some((place, best[place]?.0)))
        .collect()
}

/// The figures that fit about as well as the best.
fn near(scores: &[(usize, f64)]) -> Vec<usize> {
    let least = scores.first().map_or(0.0, |(_, best)| best * (1.0 - NEAR));
    scores.iter().take_while(|(_, score)| *score >= least).map(|(entry, _)| *entry).collect()
}
