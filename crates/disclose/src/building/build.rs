//! A release from what the tally knows of the cells.

use std::collections::{BTreeMap, HashMap};

use topline_survey::{MemberPlaces, Membership, RowMembers, Tabulation};

use crate::building::blocks::relate;
use crate::building::builder::{Builder, Shown};
use crate::building::figures::link;
use crate::release::Release;
use crate::sets::{Sets, classes};

/// The counts of these tables.
pub(crate) fn build(membership: &Membership, tables: &[Tabulation]) -> Release {
    let sets = Sets::new(membership);
    let shown = shown(membership, &sets);
    let mut builder = Builder {
        membership,
        sets,
        shown,
        release: Release::default(),
        known: BTreeMap::new(),
        counts: HashMap::new(),
        relations: HashMap::new(),
        sums: HashMap::new(),
    };
    let everybody = membership.blocks.iter().find(|block| block.condition.is_none() && block.columns.is_empty());
    if let Some(block) = everybody {
        let places: Vec<usize> = (0..membership.variables[block.variable].places).collect();
        let all = builder.sets.sum(block, &places, &[0]);
        builder.release.everybody = [all.n as f64, all.weighted];
    }
    relate(&mut builder);
    link(&mut builder, tables);
    builder.finish()
}

/// What the tables show.
fn shown(membership: &Membership, sets: &Sets<'_>) -> Shown {
    let mut shown = Shown { questions: (0..membership.variables.len()).collect(), ..Shown::default() };
    for section in &membership.sections {
        let base = [(section.condition, &section.base)];
        shown.bases.insert(section.base.clone());
        let rows = section.rows.iter().filter_map(|row| match row {
            RowMembers::Counted { condition, places } | RowMembers::Values { condition, places, .. } => {
                Some((*condition, places))
            }
            RowMembers::Ticks => None,
        });
        for (condition, places) in rows.chain(base) {
            join(&mut shown.questions, section.base.variable, places.variable);
            let sets = shown.rows.entry(places.variable).or_default();
            sets.insert(places.places.clone());
            if !membership.variables[places.variable].boxes.is_empty() {
                sets.insert(vec![0, 1]);
                shown.bases.insert(MemberPlaces { variable: places.variable, places: vec![0, 1] });
            }
            for column in &section.columns {
                shown.columns.entry(column.variables.clone()).or_default().insert(column.places.clone());
                shown.blocks.insert((condition, places.variable, column.variables.clone()));
                shown.blocks.insert((condition, places.variable, Vec::new()));
            }
        }
    }
    shown.columns.entry(Vec::new()).or_default().insert(vec![0]);
    for (variable, rows) in &shown.rows {
        let places = membership.variables[*variable].places;
        shown.row_classes.insert(*variable, classes(places, rows.iter()));
    }
    for (columns, of_columns) in &shown.columns {
        shown.column_classes.insert(columns.clone(), classes(sets.width(columns), of_columns.iter()));
    }
    shown
}

/// Makes two questions one.
fn join(questions: &mut [usize], one: usize, other: usize) {
    let (one, other) = (questions[one], questions[other]);
    questions.iter_mut().filter(|question| **question == other).for_each(|question| *question = one);
}
