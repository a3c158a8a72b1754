//! Two releases of one survey, and what they tell together.

use topline_disclose::{EarlierFigure, EarlierRelease, disclose, prove};
use topline_survey::Tabulation;

use crate::random_survey::{Missing, RandomSurvey, Shape, Weighting, random_survey};

const SHAPE: Shape = Shape {
    seed: 0,
    respondents: 300,
    questions: 3,
    breaks: 2,
    most: (6, 6),
    multi: 0,
    missing: Missing::None,
    weights: Weighting::None,
};
const POLICY: &str = "threshold = 5\ncomplements = false";

/// What a release tells of its figures.
fn released(tables: &[Tabulation]) -> EarlierRelease {
    let figures = tables.iter().flat_map(Tabulation::figures).map(|figure| {
        let is_shown = figure.cell.published.held_back().is_none();
        let (n, base) = (is_shown.then_some(figure.cell.n), is_shown.then_some(figure.cell.base.n));
        (figure.name().to_string(), EarlierFigure { n, base, base_rule: figure.row.base_rule.clone() })
    });
    EarlierRelease { figures: figures.collect() }
}

fn protected(survey: &RandomSurvey) -> Vec<Tabulation> {
    disclose(&survey.plan, &survey.membership, &EarlierRelease::default(), survey.tables.clone())
        .expect("tables")
        .tables
}

fn held(tables: &[Tabulation]) -> usize {
    tables.iter().flat_map(Tabulation::figures).filter(|figure| figure.cell.published.held_back().is_some()).count()
}

#[test]
fn the_same_release_again_tells_nothing_more() {
    for seed in 0..6 {
        let survey = random_survey(Shape { seed, ..SHAPE }, POLICY);
        let first = protected(&survey);
        let again = disclose(&survey.plan, &survey.membership, &released(&first), survey.tables.clone());
        let again = again.unwrap_or_else(|error| panic!("seed {seed}: failed to {error}"));
        assert_eq!(held(&again.tables), held(&first), "seed {seed}");
    }
}

/// A count that was published once, and is small by the threshold of today, is known.
#[test]
fn what_was_published_cannot_be_held_back() {
    let survey = random_survey(SHAPE, POLICY);
    let error = disclose(&survey.plan, &survey.membership, &released(&survey.tables), survey.tables.clone());
    let told = error.expect_err("counts that were published").to_string();
    assert!(told.contains("known within 0 respondents") && told.contains("in the earlier release"), "{told}");
}

/// Each release is safe alone, but they hold back other figures to protect the same counts.
#[test]
fn what_two_releases_tell_together_is_held_back() {
    let (mut betrayed, mut protected_again) = (0, 0);
    for seed in 0..24 {
        let mut survey = random_survey(Shape { seed, ..SHAPE }, POLICY);
        let first = protected(&survey);
        let both = survey.tables.iter().flat_map(Tabulation::figures).zip(first.iter().flat_map(Tabulation::figures));
        let secondary = both.filter(|(own, shown)| own.cell.n >= 5 && shown.cell.published.held_back().is_some());
        let Some(name) = secondary.last().map(|(figure, _)| figure.name().to_string()) else { continue };
        survey.plan.survey.disclosure.open = vec![name];
        let nothing = EarlierRelease::default();
        let Ok(other) = disclose(&survey.plan, &survey.membership, &nothing, survey.tables.clone()) else { continue };
        survey.plan.survey.disclosure.open = Vec::new();
        let earlier = released(&other.tables);
        if prove(&survey.plan, &survey.membership, &earlier, &survey.tables, &first).is_ok() {
            continue;
        }
        betrayed += 1;
        match disclose(&survey.plan, &survey.membership, &earlier, survey.tables.clone()) {
            Ok(disclosed) => {
                protected_again += 1;
                assert!(held(&disclosed.tables) > 0);
            }
            Err(error) => assert!(error.to_string().contains("must be uncertain by 5"), "seed {seed}: {error}"),
        }
    }
    assert!(betrayed > 5 && protected_again * 2 > betrayed, "{betrayed} betrayed, {protected_again} of them protected");
}
