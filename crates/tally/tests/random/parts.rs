//! The same cells and the same bits, in whatever parts, batches and order the rows come.

use std::sync::Arc;

use arrow::array::ArrayRef;
use topline_tally::Sums;

use crate::survey::Survey;
use crate::{Random, tallies};

/// The sums of rows in batches of some size.
fn summed(survey: &Survey, rows: &[usize], batch: usize, coded: bool) -> Sums {
    let mut sums = Sums::new(Arc::new(survey.tally.clone())).expect("a tally");
    for rows in rows.chunks(batch) {
        sums.add(&survey.arrays(rows, coded)).expect("rows");
    }
    sums
}

fn state(sums: &mut Sums) -> Vec<ArrayRef> {
    sums.to_arrays().expect("a state")
}

fn check(seed: u64, rows: usize) {
    let survey = Survey::random(seed, rows);
    let mut random = Random::new(seed ^ 0xAB);
    let mut all: Vec<usize> = (0..rows).collect();
    let mut whole = summed(&survey, &all, rows.max(1), false);
    survey.check(seed, &mut whole);
    let expect = state(&mut whole);
    for (found, (_, data_type)) in expect.iter().zip(Sums::state_types()) {
        assert_eq!(found.data_type(), &data_type);
    }
    for parts in [1, 2, 7] {
        for at in (1..all.len()).rev() {
            all.swap(at, random.below(at + 1));
        }
        let batch = *random.pick(&[1, 7, 100, 8192]);
        let batch = if rows > 5_000 { 8192 } else { batch };
        let mut rest = all.as_slice();
        let mut partial = Vec::new();
        for part in 0..parts {
            let length = if part + 1 == parts { rest.len() } else { random.below(rest.len() + 1) };
            let (rows, others) = rest.split_at(length);
            rest = others;
            partial.push(summed(&survey, rows, batch, random.chance(5)));
        }
        let mut merged = partial.swap_remove(random.below(parts));
        for mut other in partial {
            // Some travel.
            if random.chance(5) {
                other = Sums::from_arrays(Arc::new(survey.tally.clone()), &state(&mut other)).expect("a state");
            }
            merged.merge(&other).expect("merged");
        }
        assert_eq!(state(&mut merged), expect, "seed {seed}, {parts} parts");
    }
}

#[test]
fn random_tallies_are_those_of_a_naive_count() {
    for seed in 0..tallies() {
        let rows = [0, 1, 30, 200, 200, 700, 700, 2_000][seed as usize % 8];
        check(seed, rows);
    }
}

#[test]
fn long_tallies_are_too() {
    // One block of rows, one and a row more, and several.
    let rows = if tallies() < 2_000 { &[131_072, 131_073][..] } else { &[131_072, 131_073, 150_000, 300_000] };
    for (seed, rows) in (10_000..).zip(rows.iter().copied()) {
        check(seed, rows);
    }
}
