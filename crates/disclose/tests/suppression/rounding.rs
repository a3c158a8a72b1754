//! Rounded counts: what is published, and what every table of whole numbers says that agrees with it.

use topline_disclose::{EarlierRelease, disclose, prove};
use topline_survey::{Published, Tabulation};

use crate::random_survey::{Missing, Random, RandomSurvey, Shape, Weighting, random_survey};

/// Counts are rounded to this.
const UNIT: u64 = 3;

const SMALL: Shape = Shape {
    seed: 0,
    respondents: 24,
    questions: 1,
    breaks: 1,
    most: (3, 3),
    multi: 0,
    missing: Missing::None,
    weights: Weighting::None,
};

type Range = (u64, u64);

/// The least and the greatest count that is published as this one is.
fn ends(n: u64, threshold: u64) -> Range {
    let rounded = (n + UNIT / 2) / UNIT * UNIT;
    if threshold > 0 && n == 0 {
        return (0, 0);
    }
    (rounded.saturating_sub(UNIT / 2).max(threshold), rounded + UNIT / 2)
}

/// What is known of each count of a table: options by columns, the total first, the bases last.
fn known(original: &Tabulation, published: &Tabulation, threshold: u64) -> Vec<Vec<Range>> {
    let (own, shown) = (&original.sections[0].rows, &published.sections[0].rows);
    let everybody = own[0].cells[0].n;
    let of_row = |row: usize| {
        let cells = own[row].cells.iter().zip(&shown[row].cells).enumerate();
        cells.map(move |(column, (own, shown))| match shown.published {
            _ if row == 0 && column == 0 => (everybody, everybody),
            Published::HeldBack(_) if own.n > 0 && own.n < threshold => (0, threshold - 1),
            Published::HeldBack(_) => (0, everybody),
            Published::Value(_) | Published::Empty if shown.n == own.n && !own.n.is_multiple_of(UNIT) => (own.n, own.n),
            Published::Value(_) | Published::Empty => ends(own.n, threshold),
        })
    };
    (1..own.len()).chain([0]).map(|row| of_row(row).collect()).collect()
}

/// The range of each count over all tables of whole numbers that agree with what is known.
fn by_brute_force(known: &[Vec<Range>]) -> Vec<Vec<Range>> {
    let (rows, width) = (known.len() - 1, known[0].len() - 1);
    let mut found = vec![vec![(u64::MAX, 0); width + 1]; rows + 1];
    let mut table = vec![0; rows * width];
    fill(known, &mut table, 0, &mut found);
    found
}

fn fill(known: &[Vec<Range>], table: &mut Vec<u64>, place: usize, found: &mut [Vec<Range>]) {
    let (rows, width) = (known.len() - 1, known[0].len() - 1);
    let is_in = |n: u64, (low, high): Range| (low..=high).contains(&n);
    if place > 0 && place.is_multiple_of(width) {
        let row = place / width - 1;
        if !is_in(table[row * width..place].iter().sum(), known[row][0]) {
            return;
        }
    }
    if place == table.len() {
        let base = |column: usize| (0..rows).map(|row| table[row * width + column]).sum::<u64>();
        let bases: Vec<u64> = (0..width).map(base).collect();
        let all: u64 = bases.iter().sum();
        if !is_in(all, known[rows][0]) || !(0..width).all(|column| is_in(bases[column], known[rows][column + 1])) {
            return;
        }
        let mut widen = |row: usize, column: usize, n: u64| {
            let (low, high) = found[row][column];
            found[row][column] = (low.min(n), high.max(n));
        };
        for row in 0..rows {
            (0..width).for_each(|column| widen(row, column + 1, table[row * width + column]));
            widen(row, 0, table[row * width..(row + 1) * width].iter().sum());
        }
        (0..width).for_each(|column| widen(rows, column + 1, bases[column]));
        return;
    }
    let (low, high) = known[place / width][place % width + 1];
    for n in low..=high {
        table[place] = n;
        fill(known, table, place + 1, found);
    }
}

/// The count that is known most narrowly for what it needs: by how much too narrowly.
fn most_lacking(survey: &RandomSurvey, published: &Tabulation, threshold: u64, wanted: u64) -> Option<u64> {
    let rows = &survey.tables[0].sections[0].rows;
    let known = known(&survey.tables[0], published, threshold);
    let found = by_brute_force(&known);
    let least = if threshold > 0 { threshold } else { UNIT };
    let mut lacking = None;
    for (row, of_row) in known.iter().enumerate() {
        for (column, (low, high)) in of_row.iter().enumerate() {
            let n = rows[(row + 1) % rows.len()].cells[column].n;
            if (1..least).contains(&n) {
                let need = wanted.min(high - low);
                let (least, most) = found[row][column];
                lacking = lacking.max(Some(need.saturating_sub(most - least)));
            }
        }
    }
    lacking
}

/// Tables with at most so many options by columns, so that all of them can be tried.
fn is_tried(survey: &RandomSurvey) -> bool {
    survey.tables[0].columns.len() <= 4 && survey.tables[0].sections[0].rows.len() <= 4
}

#[test]
fn rounded_counts_are_uncertain_by_brute_force() {
    for (policy, threshold) in [("round_to = 3", 0), ("threshold = 4\nround_to = 3\ncomplements = false", 4)] {
        let (mut protected, mut as_rounded) = (0, 0);
        for seed in 0..150 {
            let survey = random_survey(Shape { seed, ..SMALL }, policy);
            let disclosed =
                disclose(&survey.plan, &survey.membership, &EarlierRelease::default(), survey.tables.clone());
            let Some(disclosed) = disclosed.ok().filter(|_| is_tried(&survey)) else { continue };
            let hidden = disclosed.tables[0].figures().filter(|figure| figure.cell.published.held_back().is_some());
            if hidden.count() > 5 {
                continue;
            }
            if let Some(lacking) = most_lacking(&survey, &disclosed.tables[0], threshold, 1) {
                protected += 1;
                assert_eq!(lacking, 0, "seed {seed}, {policy}: known exactly");
                let lacking = most_lacking(&survey, &disclosed.tables[0], threshold, UNIT - 1);
                as_rounded += u64::from(lacking == Some(0));
            }
        }
        assert!(protected > 30, "{policy}: only {protected} surveys had a count to protect");
        assert!(
            as_rounded * 10 > protected * 9,
            "{policy}: {as_rounded} of {protected} are as uncertain as rounded counts"
        );
    }
}

/// One published count is left unrounded, or one that was held back is published rounded: brute force and the attack must agree.
#[test]
fn the_attack_on_rounded_counts_agrees_with_brute_force() {
    let (mut betrayed, mut safe) = (0, 0);
    for seed in 0..400 {
        let survey = random_survey(Shape { seed, ..SMALL }, "threshold = 4\nround_to = 3\ncomplements = false");
        let disclosed = disclose(&survey.plan, &survey.membership, &EarlierRelease::default(), survey.tables.clone());
        let Some(disclosed) = disclosed.ok().filter(|_| is_tried(&survey)) else { continue };
        let mut tables = disclosed.tables.clone();
        let mut random = Random::new(seed);
        let rows = &mut tables[0].sections[0].rows;
        let (row, column) = (random.below(rows.len()), random.below(rows[0].cells.len()));
        let own = &survey.tables[0].sections[0].rows[row].cells[column];
        if own.n < 4 || rows[row].cells[column].published.held_back().is_some() {
            continue;
        }
        rows[row].cells[column].n = own.n;
        let hidden = tables[0].figures().filter(|figure| figure.cell.published.held_back().is_some()).count();
        let Some(lacking) = most_lacking(&survey, &tables[0], 4, 1).filter(|_| hidden <= 5) else { continue };
        let proof = prove(&survey.plan, &survey.membership, &EarlierRelease::default(), &survey.tables, &tables);
        // A percentage tells the base of its column: taken for exact as well, it can only betray more.
        assert!(proof.is_err() || lacking == 0, "seed {seed}: {proof:?}, and by brute force {lacking} too narrow");
        if proof.is_ok() { safe += 1 } else { betrayed += 1 }
    }
    assert!(betrayed > 5 && safe > 5, "betrayed {betrayed} times, safe {safe} times");
}

#[test]
fn everything_that_is_published_is_made_from_rounded_counts() {
    for (seed, policy) in [(1, "profile = \"nhs_england\""), (2, "profile = \"opensafely\""), (3, "round_to = 5")] {
        for weights in [Weighting::None, Weighting::Random] {
            let shape = Shape {
                seed,
                respondents: 700,
                questions: 5,
                breaks: 2,
                most: (7, 7),
                multi: 1,
                missing: Missing::Some,
                weights,
            };
            let survey = random_survey(shape, policy);
            let disclosed =
                disclose(&survey.plan, &survey.membership, &EarlierRelease::default(), survey.tables.clone())
                    .unwrap_or_else(|error| panic!("{policy}: failed to {error}"));
            let least = survey.plan.survey.disclosure.threshold.unwrap_or(0);
            let zeros = survey.plan.survey.disclosure.hides_zeros();
            let mut same = std::collections::BTreeMap::new();
            for (own, other) in disclosed.tables.iter().zip(&survey.tables) {
                for (figure, counted) in own.figures().zip(other.figures()) {
                    let (cell, n) = (figure.cell, counted.cell.n);
                    let is_few = n < least && (n > 0 || zeros);
                    assert!(!is_few || cell.published.held_back().is_some(), "{policy}: {}", figure.name());
                    let Some(value) = cell.published.value() else { continue };
                    let by_hand = (n + 2) / 5 * 5;
                    assert_eq!((cell.n, cell.base.n % 5), (by_hand, 0), "{policy}: {}", figure.name());
                    assert!(cell.n <= cell.base.n && cell.n_weighted <= cell.base.weighted + 1e-9);
                    assert_eq!(*same.entry((figure.name().row == "base", n)).or_insert(cell.n), cell.n);
                    if figure.row.key != "base" {
                        let percentage = 100.0 * cell.n_weighted / cell.base.weighted;
                        let published: f64 = value.to_string().parse().expect("a number");
                        assert!(
                            (percentage - published).abs() <= 0.5 + 1e-9,
                            "{policy}: {} {percentage}",
                            figure.name()
                        );
                    }
                }
            }
            let count = disclosed.held.len();
            let all = survey.tables.iter().flat_map(Tabulation::figures).count();
            assert!(count * 2 < all, "{policy}: {count} of {all} figures are held back");
        }
    }
}
