//! Tables whose rows are at hand: the ratios and errors of the estimates that are made row by row, under designs of every kind.

#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod random;
#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod table;

use std::sync::Arc;

use random::{ANSWERS, COLUMNS, Sample};
use table::row_codes;
use topline_estimate::cell_sums::CellSums;
use topline_estimate::design::Design;
use topline_estimate::design_sums::Summation;
use topline_estimate::inference::{Domain, EstimateError};
use topline_estimate::mean::ratio;
use topline_estimate::parts::{Base, Part};
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::replicate::Centre;
use topline_estimate::replication::bootstrap;
use topline_estimate::rows_by_unit::RowsError;
use topline_estimate::sorted_codes::RowCodes;
use topline_estimate::tabulator::Tabulator;
use topline_estimate::target::Margin;

const SAMPLES: u64 = 60;

/// Of an error little is left where one row has all the weight: then it is a root of what rounding leaves of its value.
fn near(found: f64, expect: f64, value: f64) -> bool {
    (found - expect).abs() <= 1e-9 * expect.abs() + 1e-7 * value.abs().max(1.0)
}

/// Parts of a table with so many columns: each answer of each column, two answers together, a mean of codes; of values too.
fn parts(columns: usize, is_valued: bool) -> Vec<Part> {
    let cells = ANSWERS * columns;
    let mut parts = Vec::new();
    for column in 0..columns {
        let base: Vec<usize> = (0..ANSWERS).map(|answer| answer * columns + column).collect();
        parts.extend(base.iter().map(|&cell| Part { counted: vec![(cell, 1.0)], base: base.clone() }));
        parts.push(Part { counted: vec![(base[0], 1.0), (base[2], 1.0)], base: base[..3].to_vec() });
        parts.push(Part {
            counted: base.iter().zip(1..).map(|(&cell, code)| (cell, f64::from(code))).collect(),
            base: base.clone(),
        });
        if is_valued {
            parts.push(Part { counted: base.iter().map(|&cell| (cells + cell, 1.0)).collect(), base });
        }
    }
    parts
}

/// Each part against the ratio of what its rows add up to.
fn check(seed: u64, sample: &Sample, design: Design, meets: Option<&[bool]>) -> usize {
    let summation = Summation::new(Arc::new(design));
    let tabulator = Tabulator::new(&summation).expect("a sample");
    let known = |row: usize| meets.is_none_or(|meets| meets[row]);
    let answers: Vec<u16> = sample.answer.iter().map(|&answer| u16::from(answer)).collect();
    let codes: Vec<u16> = (0..sample.rows()).map(|row| if known(row) { answers[row] } else { u16::MAX }).collect();
    // Places are as many as there are answers, and each is twice its answer.
    let places: Vec<u16> = answers.iter().map(|answer| 2 * answer).collect();
    let of_places: Vec<u16> = (0..2 * ANSWERS as u16).map(|place| place / 2).collect();
    let question = RowCodes { places: &places, of_places: Some(&of_places), categories: ANSWERS, meets };
    let question = tabulator.sorted(&question).expect("a code for each row");
    let columns: Vec<u16> = sample.column.iter().map(|&column| u16::from(column)).collect();
    let total = vec![0; sample.rows()];
    let breaks: [(&[u16], usize); 2] = [(&columns, COLUMNS), (&total, 1)];
    let banner = breaks.map(|own| tabulator.sorted(&row_codes(own)).expect("a code for each row"));
    let banner: Vec<_> = banner.iter().collect();
    let domain = tabulator.domain(meets);
    let counted = tabulator.cells(&question, &banner, &domain);
    let valued = tabulator.valued_cells(&question, &banner, &domain, &sample.y);
    let mut compared = 0;
    for (tables, is_valued) in [(counted, false), (valued, true)] {
        for (own, sums) in breaks.iter().zip(&tables) {
            for part in parts(own.1, is_valued) {
                compared += compare(seed, sample, &summation, (&codes, *own, sums), &part, meets);
            }
        }
    }
    compared
}

fn compare(
    seed: u64,
    sample: &Sample,
    summation: &Summation,
    (codes, (columns, categories), sums): (&[u16], (&[u16], usize), &CellSums),
    part: &Part,
    meets: Option<&[bool]>,
) -> usize {
    let cells = ANSWERS * categories;
    let cell_of = |row: usize| {
        let (code, column) = (usize::from(codes[row]), usize::from(columns[row]));
        (code < ANSWERS && column < categories).then(|| code * categories + column)
    };
    let counted = |row: usize| {
        let Some(own) = cell_of(row) else { return 0.0 };
        let of = |&(cell, factor): &(usize, f64)| match cell {
            cell if cell == own => factor,
            cell if cell == cells + own => factor * sample.y[row],
            _ => 0.0,
        };
        part.counted.iter().map(of).sum()
    };
    let in_base = |row: usize| if cell_of(row).is_some_and(|cell| part.base.contains(&cell)) { 1.0 } else { 0.0 };
    let (y, x): (Vec<f64>, Vec<f64>) = (0..sample.rows()).map(|row| (counted(row), in_base(row))).unzip();
    let rows: Vec<bool> = meets.map_or_else(|| vec![true; sample.rows()], <[bool]>::to_vec);
    let expect = match ratio(summation.design(), &y, &x, Domain::Where(&rows)) {
        Ok(expect) => expect,
        Err(EstimateError::ZeroDenominator | EstimateError::Empty) => return 0,
        Err(error) => panic!("sample {seed}: {error}"),
    };
    let base = Base { n: 10, n_weighted: 1.0, n_effective: 5.0 };
    let found = summation.parts(sums, &[(part.clone(), base)]).expect("a design")[0].expect("a base");
    assert!(near(found.x, expect.x, 0.0), "sample {seed}: {} {} {part:?}", found.x, expect.x);
    assert!(near(found.x_se, expect.x_se, expect.x), "sample {seed}: {} {} {part:?}", found.x_se, expect.x_se);
    assert_eq!((found.n, found.n_effective.to_bits()), (10, 5.0_f64.to_bits()));
    let covariance = summation.joint_parts(sums, &[part.clone(), part.clone()]).expect("a design").covariance;
    for cell in [(0, 0), (0, 1), (1, 0)] {
        assert!(
            near(covariance[cell].max(0.0).sqrt(), expect.x_se, expect.x),
            "sample {seed}: {covariance:?} {expect:?}"
        );
    }
    1
}

#[test]
fn parts_of_tables_have_the_errors_of_ratios() {
    let mut compared = [0; 3];
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let meets = (seed % 2 == 0).then_some(sample.domain.as_slice());
        compared[0] += check(seed, &sample, sample.design(), meets);
        if let Ok(replicated) = bootstrap(&sample.design(), 20, seed, Centre::Mean) {
            compared[1] += check(seed, &sample, replicated, meets);
        }
        let cells: Vec<usize> = sample.domain.iter().map(|&own| usize::from(own)).collect();
        let margin = Margin { category: &cells, targets: &[40.0, 60.0] };
        if let Ok(adjustment) = post_stratify(&sample.weights, &margin) {
            let adjusted = sample.design().adjusted(adjustment).expect("as many rows");
            compared[2] += check(seed, &sample, adjusted, meets);
        }
    }
    assert!(compared.iter().all(|compared| *compared > 1_000), "{compared:?}");
}

#[test]
fn columns_of_other_rows_and_of_too_many_categories_are_refused() {
    let summation = Summation::new(Arc::new(Design::simple(vec![1.0; 3]).expect("weights")));
    let tabulator = Tabulator::new(&summation).expect("a sample");
    let found = |codes: RowCodes<'_>| tabulator.sorted(&codes).map(|codes| codes.categories());
    assert_eq!(found(row_codes((&[0; 3], 65_535))), Ok(65_535));
    assert_eq!(found(row_codes((&[0; 3], 65_536))), Err(RowsError::TooMany { rows: 3, categories: 65_536 }));
    assert_eq!(found(row_codes((&[0; 2], 2))), Err(RowsError::ColumnLength { rows: 3, found: 2 }));
    let short = RowCodes { meets: Some(&[true]), ..row_codes((&[0; 3], 2)) };
    assert_eq!(found(short), Err(RowsError::ColumnLength { rows: 3, found: 1 }));
}
