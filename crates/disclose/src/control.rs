//! Disclosure control of a run's tables, from the policy to the proof.

use topline_survey::{Membership, Plan, Tabulation};

use crate::disclosed::{Disclosed, DisclosureError};
use crate::earlier::EarlierRelease;
use crate::policed::Policed;
use crate::whole_columns::{Extent, crowded};

/// Whether anything is to be held back beyond single values.
#[must_use]
pub fn has_policy(plan: &Plan) -> bool {
    plan.survey.disclosure.is_policy()
}

/// Holds back what must be, and attacks what is left.
pub fn disclose(
    plan: &Plan,
    membership: &Membership,
    earlier: &EarlierRelease,
    tables: Vec<Tabulation>,
) -> Result<Disclosed, DisclosureError> {
    if !has_policy(plan) {
        return Ok(Disclosed { tables, ..Disclosed::default() });
    }
    let policed = Policed::of(plan, membership, earlier, &tables);
    let first = policed.held_back(plan, membership, earlier, &tables, &[]);
    let Some(error) = first.betrayed.clone().filter(|_| plan.survey.disclosure.is_strict()) else { return Ok(first) };
    let coarser = [Extent::Columns, Extent::Breaks].map(|extent| crowded(&policed.release, &policed.targets, extent));
    let mut tried = coarser.iter().filter(|columns| !columns.is_empty());
    let found = tried.find_map(|columns| {
        let found = policed.held_back(plan, membership, earlier, &tables, columns);
        found.betrayed.is_none().then_some(found)
    });
    found.ok_or(error)
}

#[cfg(test)]
mod tests {
    use topline_survey::Tabulation;

    use super::{EarlierRelease, Policed, disclose};
    use crate::disclosed::{DisclosureError, HeldFor};
    use crate::gate::attack;
    use crate::random_survey::{Missing, RandomSurvey, Shape, Weighting, random_survey};
    use crate::whole_columns::{Extent, crowded};

    fn survey(respondents: usize, threshold: usize) -> RandomSurvey {
        let shape = Shape {
            seed: 1,
            respondents,
            questions: 4,
            breaks: 2,
            most: (6, 8),
            multi: 1,
            missing: Missing::None,
            weights: Weighting::None,
        };
        random_survey(shape, &format!("threshold = {threshold}"))
    }

    #[test]
    fn what_there_is_no_work_left_to_prove_is_not_published() {
        let survey = survey(400, 5);
        let nothing = EarlierRelease::default();
        let found = disclose(&survey.plan, &survey.membership, &nothing, survey.tables.clone()).expect("tables");
        let policed = Policed::of(&survey.plan, &survey.membership, &nothing, &survey.tables);
        let attacked = |policed: &Policed| {
            let standing = policed.published(&found.tables);
            attack(&policed.release, &found.tables, &standing, &policed.targets, &policed.measures)
        };
        assert_eq!(attacked(&policed), None);
        policed.release.work.spend(1, Some(u64::MAX / 2));
        assert!(policed.release.work.is_spent() && attacked(&policed).is_some());
        let told = policed.too_much();
        assert!(matches!(told, DisclosureError::TooMuch { figures, .. } if figures > 100), "{told}");
    }

    /// Of 80 respondents in columns of some 10, most counts are below 10.
    #[test]
    fn whole_columns_protect_what_is_in_them() {
        let survey = survey(80, 10);
        let nothing = EarlierRelease::default();
        let policed = Policed::of(&survey.plan, &survey.membership, &nothing, &survey.tables);
        let mut before = 0;
        for extent in [Extent::Columns, Extent::Breaks] {
            let columns = crowded(&policed.release, &policed.targets, extent);
            assert!(columns.len() > 1 && columns.len() >= before, "{columns:?}");
            before = columns.len();
            let found = policed.held_back(&survey.plan, &survey.membership, &nothing, &survey.tables, &columns);
            assert_eq!((found.betrayed, found.whole_columns.len()), (None, columns.len()));
            for figure in found.tables.iter().flat_map(Tabulation::figures) {
                let is_held = figure.cell.published.held_back().is_some();
                assert!(is_held || !found.whole_columns.contains(&figure.name().column), "{}", figure.name());
            }
            let whole = found.held.iter().filter(|held| held.why == HeldFor::WholeColumn);
            assert!(whole.clone().count() > columns.len() && !whole.into_iter().any(|held| held.why.is_primary()));
        }
    }
}
