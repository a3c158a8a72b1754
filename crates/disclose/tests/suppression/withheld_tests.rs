//! Tests of rows, whose p values are made from all cells of their row.

use topline_survey::{CellTest, RowKind, Tabulation, TabulationRow, TestKind};

use crate::random_survey::{Shape, random_survey};
use crate::{SMALL, held_back};

const TEST: CellTest =
    CellTest { kind: TestKind::ChiSquare, statistic: 3.0, ndf: 2.0, ddf: None, p: 0.2, p_corrected: 0.2 };

fn is_held(row: &TabulationRow) -> bool {
    row.cells.iter().any(|cell| cell.published.held_back().is_some())
}

#[test]
fn a_row_with_a_cell_that_is_held_back_has_no_test() {
    let (mut without, mut with) = (0, 0);
    for seed in 0..60 {
        let mut survey = random_survey(Shape { seed, respondents: 40, ..SMALL }, "threshold = 3\ncomplements = false");
        for row in survey.tables.iter_mut().flat_map(|table| &mut table.sections).flat_map(|section| &mut section.rows)
        {
            row.cells.iter_mut().skip(1).for_each(|cell| cell.test = Some(TEST));
        }
        let Ok(disclosed) = held_back(&survey) else { continue };
        for section in disclosed.tables.iter().flat_map(|table| &table.sections) {
            let hides_base = section.rows.iter().any(|row| row.head.kind == RowKind::Base && is_held(row));
            for row in &section.rows {
                let tests = row.cells.iter().filter(|cell| cell.test.is_some()).count();
                if row.head.kind == RowKind::Base {
                    assert!(tests == 0 || !section.rows.iter().any(is_held), "seed {seed}: the whole question");
                } else if hides_base || is_held(row) {
                    without += 1;
                    assert_eq!(tests, 0, "seed {seed}: {}", row.head.key);
                } else {
                    with += 1;
                    assert_eq!(tests, row.cells.len() - 1, "seed {seed}: {}", row.head.key);
                }
            }
        }
    }
    assert!(without > 20 && with > 20, "{without} rows without tests, {with} with");
}

#[test]
fn rounded_tables_have_no_tests() {
    let mut survey = random_survey(Shape { seed: 1, respondents: 60, ..SMALL }, "round_to = 5");
    for row in survey.tables.iter_mut().flat_map(|table| &mut table.sections).flat_map(|section| &mut section.rows) {
        row.cells.iter_mut().for_each(|cell| cell.test = Some(TEST));
    }
    let disclosed = held_back(&survey).expect("tables");
    assert!(disclosed.tables.iter().flat_map(Tabulation::figures).all(|figure| figure.cell.test.is_none()));
}
