//! What is held back of random surveys, and whether it can be worked out.

mod brute_force;
mod earlier;
mod random_survey;
mod rounding;
mod withheld_tests;

use topline_disclose::{Disclosed, DisclosureError, EarlierRelease, disclose, prove};
use topline_survey::{FigureRef, Published, TableCell, Tabulation};

use crate::brute_force::narrowest;
use crate::random_survey::{Missing, Random, RandomSurvey, Shape, Weighting, random_survey};

const SMALL: Shape = Shape {
    seed: 0,
    respondents: 24,
    questions: 1,
    breaks: 1,
    most: (5, 4),
    multi: 0,
    missing: Missing::None,
    weights: Weighting::None,
};

fn held_back(survey: &RandomSurvey) -> Result<Disclosed, DisclosureError> {
    disclose(&survey.plan, &survey.membership, &EarlierRelease::default(), survey.tables.clone())
}

fn published(tables: &[Tabulation]) -> usize {
    tables.iter().flat_map(Tabulation::figures).filter(|figure| figure.cell.published.value().is_some()).count()
}

#[test]
fn counts_below_the_threshold_are_uncertain_by_brute_force() {
    let mut protected = 0;
    for seed in 0..300 {
        let survey = random_survey(Shape { seed, ..SMALL }, "threshold = 3\ncomplements = false");
        let Ok(disclosed) = held_back(&survey) else { continue };
        if let Some((name, width)) = narrowest(&survey.tables[0], &disclosed.tables[0], 3) {
            protected += 1;
            assert!(width >= 3, "seed {seed}: {name} is known within {width}");
        }
    }
    assert!(protected > 100, "only {protected} surveys had a count to protect");
}

/// One figure that was held back is published all the same: brute force and the attack must agree on what follows.
#[test]
fn the_attack_agrees_with_brute_force() {
    let (mut betrayed, mut safe) = (0, 0);
    for seed in 0..1000 {
        let survey = random_survey(Shape { seed, ..SMALL }, "threshold = 3\ncomplements = false");
        let Ok(disclosed) = held_back(&survey) else { continue };
        let mut random = Random::new(seed);
        let is_larger = |(own, other): &(&TableCell, &TableCell)| own.published.held_back().is_some() && other.n >= 3;
        let mut tables = disclosed.tables.clone();
        let rows = |table: &Tabulation| table.sections[0].rows.clone();
        let (own, other) = (rows(&tables[0]), rows(&survey.tables[0]));
        let places: Vec<(usize, usize)> = (0..own.len())
            .flat_map(|row| (0..own[row].cells.len()).map(move |column| (row, column)))
            .filter(|(row, column)| is_larger(&(&own[*row].cells[*column], &other[*row].cells[*column])))
            .collect();
        if places.is_empty() {
            continue;
        }
        let (row, column) = places[random.below(places.len())];
        tables[0].sections[0].rows[row].cells[column] = other[row].cells[column].clone();
        let proof = prove(&survey.plan, &survey.membership, &EarlierRelease::default(), &survey.tables, &tables);
        let Some((_, width)) = narrowest(&survey.tables[0], &tables[0], 3) else { continue };
        assert_eq!(proof.is_ok(), width >= 3, "seed {seed}: {proof:?}, and by brute force {width}");
        if proof.is_ok() { safe += 1 } else { betrayed += 1 }
    }
    assert!(betrayed > 30, "betrayed {betrayed} times, safe {safe} times");
}

#[test]
fn releases_with_banners_nets_boxes_and_weights_are_protected() {
    for seed in 0..12 {
        let shape = Shape {
            seed,
            respondents: 400 + 60 * seed as usize,
            questions: 6,
            breaks: 3,
            most: (8, 9),
            multi: (seed % 3) as usize,
            missing: if seed % 2 == 0 { Missing::None } else { Missing::Some },
            weights: if seed % 4 < 2 { Weighting::None } else { Weighting::Random },
        };
        let survey = random_survey(shape, "threshold = 5");
        let disclosed = held_back(&survey).unwrap_or_else(|error| panic!("seed {seed}: failed to {error}"));
        assert!(disclosed.protected > 0 && published(&disclosed.tables) > published(&survey.tables) / 2);
        for (own, other) in disclosed.tables.iter().zip(&survey.tables) {
            for (figure, counted) in own.figures().zip(other.figures()) {
                let is_few =
                    (1..5).contains(&counted.cell.n) || (1..5).contains(&(counted.cell.base.n - counted.cell.n));
                assert!(!is_few || figure.cell.published.held_back().is_some(), "{} is published", figure.name());
                if figure.cell.published.held_back().is_some() {
                    assert_eq!((figure.cell.n, figure.cell.base.n, figure.cell.x), (0, 0, None), "{}", figure.name());
                }
            }
        }
        assert_eq!(held_back(&survey), Ok(disclosed), "the same twice");
    }
}

/// The threshold is 5 and the count 2: with the total of the row and all other columns, it is the total less these.
#[test]
fn what_is_open_can_betray_and_then_nothing_is_published() {
    let shape = Shape { respondents: 300, questions: 2, most: (6, 6), ..SMALL };
    let mut survey = random_survey(shape, "threshold = 5\ncomplements = false");
    let disclosed = held_back(&survey).expect("tables");
    let is_small = |name: &FigureRef| disclosed.held.iter().any(|held| held.figure == *name && held.why.is_primary());
    let names = survey.tables.iter().flat_map(Tabulation::figures).map(|figure| figure.name());
    survey.plan.survey.disclosure.open = names.filter(|name| !is_small(name)).map(|name| name.to_string()).collect();
    let error = held_back(&survey).expect_err("counts that can be worked out");
    let told = error.to_string();
    assert!(told.starts_with("protect Q") && told.contains("must be uncertain by 5"), "{told}");
}

/// Of so few respondents, a net of boxes often counts the same ones as one of its boxes: one count under two names.
#[test]
fn a_net_of_the_respondents_of_one_box_is_one_count() {
    for seed in 0..8 {
        let shape = Shape { seed, respondents: 50, questions: 3, breaks: 2, most: (4, 6), multi: 1, ..SMALL };
        let survey = random_survey(shape, "threshold = 10");
        let disclosed = held_back(&survey).expect("tables");
        let nothing = EarlierRelease::default();
        let proof = prove(&survey.plan, &survey.membership, &nothing, &survey.tables, &disclosed.tables);
        assert_eq!(proof, Ok(disclosed.protected), "seed {seed}");
    }
}

#[test]
fn without_a_policy_nothing_changes() {
    let survey = random_survey(Shape { respondents: 100, ..SMALL }, "caution_base = 30");
    let disclosed = held_back(&survey).expect("tables");
    assert_eq!((disclosed.tables, disclosed.held.len()), (survey.tables, 0));
}

/// The base of a column is published, and what it is made of is not: the total less the other columns must not tell it.
#[test]
fn a_minimum_base_cannot_be_undone_by_the_total() {
    let mut undone = 0;
    for seed in 0..20 {
        let shape = Shape { seed, respondents: 120, questions: 3, breaks: 2, most: (6, 8), ..SMALL };
        let survey = random_survey(shape, "minimum_base = 10");
        let small = survey.tables.iter().flat_map(Tabulation::figures).filter(|figure| is_small(figure.cell.published));
        if small.count() == 0 {
            continue;
        }
        let disclosed = held_back(&survey).expect("tables");
        let bases = disclosed.tables.iter().flat_map(Tabulation::figures).filter(|figure| figure.row.key == "base");
        assert!(bases.into_iter().all(|figure| figure.cell.published.value().is_some()), "a base is held back");
        undone += u64::from(
            prove(&survey.plan, &survey.membership, &EarlierRelease::default(), &survey.tables, &survey.tables)
                .is_err(),
        );
    }
    assert!(undone > 5, "without secondary suppression {undone} releases are undone");
}

fn is_small(published: Published) -> bool {
    published.held_back().is_some()
}
