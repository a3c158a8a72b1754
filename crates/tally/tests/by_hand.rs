//! Small tallies whose cells are counted by hand.

use std::sync::Arc;

use arrow::array::{
    Array as _, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, LargeStringArray, NullArray,
    StringArray, StringViewArray, UInt32Array,
};
use arrow::datatypes::{Int8Type, Int32Type};
use topline_survey::Absent;
use topline_tally::{Bounds, Cell, Dimension, Distribution, Pair, Sums, Tally, TallyError};

fn tally() -> Tally {
    Tally {
        dimensions: vec![
            Dimension::Code { column: 0, absent: Some(1), codes: vec![1, 2] },
            Dimension::Ticked { columns: vec![2, 3], absent: None },
            Dimension::Band { column: 4, absent: None, bounds: Bounds::new(&[10.0]).expect("ascends") },
        ],
        pairs: vec![
            Pair { rows: 0, columns: vec![], filter: None, value: Some(4) },
            Pair { rows: 0, columns: vec![1, 2], filter: Some(3), value: None },
        ],
        distributions: vec![Distribution { columns: vec![0], filter: None, value: 4 }],
        weight: Some(5),
    }
}

fn rows() -> Vec<ArrayRef> {
    vec![
        Arc::new(Int32Array::from(vec![Some(1), Some(2), None, Some(1), None])),
        Arc::new(StringArray::from(vec![None, None, Some("refused"), None, Some("not_asked")])),
        Arc::new(BooleanArray::from(vec![Some(true), Some(false), None, Some(false), Some(false)])),
        Arc::new(BooleanArray::from(vec![Some(true), Some(true), None, Some(true), Some(false)])),
        Arc::new(Float64Array::from(vec![Some(4.0), Some(10.0), None, Some(-2.0), Some(4.0)])),
        Arc::new(Float64Array::from(vec![1.0, 0.5, 2.0, 3.0, 1.0])),
    ]
}

fn taken(tally: Tally, rows: &[ArrayRef]) -> Result<Sums, TallyError> {
    let mut sums = Sums::new(Arc::new(tally))?;
    sums.add(rows)?;
    Ok(sums)
}

#[test]
fn cells_are_counted() {
    let tally = tally();
    let mut sums = taken(tally.clone(), &rows()).expect("counted");
    let cells = sums.cells().expect("cells");
    let cell = |n: u64, [weight, weight_squared, value, value_squared]: [f64; 4], valued_n, valued_weight| Cell {
        n,
        weight,
        weight_squared,
        value,
        value_squared,
        valued_n,
        valued_weight,
    };
    let mut expect = vec![Cell::default(); 6];
    expect[0] = cell(2, [4.0, 10.0, -2.0, 28.0], 2, 4.0);
    expect[1] = cell(1, [0.5, 0.25, 5.0, 50.0], 1, 0.5);
    expect[2 + Absent::NotAsked as usize] = cell(1, [1.0, 1.0, 4.0, 16.0], 1, 1.0);
    expect[2 + Absent::Refused as usize] = cell(1, [2.0, 4.0, 0.0, 0.0], 0, 0.0);
    assert_eq!(cells[0], expect);
    // Those who ticked the second box: code 1 by ticked, below 10, twice; code 2 by ticked, from 10 on.
    assert_eq!(cells[1].len(), 6 * 6 * 6);
    let mut expect = vec![Cell::default(); 6 * 6 * 6];
    expect[6] = cell(2, [4.0, 10.0, 0.0, 0.0], 0, 0.0);
    expect[36 + 6 + 1] = cell(1, [0.5, 0.25, 0.0, 0.0], 0, 0.0);
    assert_eq!(cells[1], expect);
    let points = sums.points().expect("points");
    let points: Vec<Vec<[f64; 4]>> = points[0]
        .iter()
        .map(|column| column.iter().map(|at| [at.value, at.n as f64, at.weight, at.weight_up_to]).collect())
        .collect();
    let expect = vec![
        vec![[-2.0, 1.0, 3.0, 3.0], [4.0, 1.0, 1.0, 4.0]],
        vec![[10.0, 1.0, 0.5, 0.5]],
        vec![[4.0, 1.0, 1.0, 1.0]],
    ];
    assert_eq!(points, [expect, vec![vec![]; 3]].concat());
    // A state travels whole.
    let state = sums.to_arrays().expect("a state");
    let mut twice = Sums::from_arrays(Arc::new(tally), &state).expect("sums");
    twice.merge(&sums).expect("merged");
    let cells = twice.cells().expect("cells");
    assert_eq!(cells[0][1], cell(2, [1.0, 0.5, 10.0, 100.0], 2, 1.0));
}

#[test]
fn a_state_of_another_shape_is_refused() {
    let state = taken(tally(), &rows()).and_then(|mut sums| sums.to_arrays()).expect("a state");
    let read = |state: &[ArrayRef]| Sums::from_arrays(Arc::new(tally()), state).map(|_| ());
    assert!(read(&state).is_ok());
    assert!(matches!(read(&state[..11]), Err(TallyError::State)));
    for (at, array) in state.iter().enumerate() {
        assert!(!array.is_empty(), "the state has all arrays");
        let others: [ArrayRef; 3] = [
            array.slice(0, array.len() - 1),
            arrow::array::new_null_array(array.data_type(), array.len()),
            Arc::new(StringArray::from(vec!["1"; array.len()])),
        ];
        for other in others {
            let mut changed = state.clone();
            changed[at] = other;
            assert!(matches!(read(&changed), Err(TallyError::State)), "array {at}");
        }
    }
    // A point of a distribution that is not there, and in a column that it does not have: the first has six.
    for (at, places, is_read) in
        [(7, [0, 0, 0, 0], true), (7, [0, 0, 0, 1], false), (8, [0, 1, 2, 5], true), (8, [0, 1, 2, 6], false)]
    {
        let mut changed = state.clone();
        changed[at] = Arc::new(UInt32Array::from(places.to_vec()));
        assert_eq!(read(&changed).is_ok(), is_read, "array {at}, {places:?}");
    }
}

#[test]
fn reasons_come_as_texts_of_any_kind() {
    let given = || [None, None, Some("refused"), None, Some("not_asked")];
    let kinds: [ArrayRef; 4] = [
        Arc::new(StringArray::from_iter(given())),
        Arc::new(LargeStringArray::from_iter(given())),
        Arc::new(StringViewArray::from_iter(given())),
        Arc::new(given().into_iter().collect::<DictionaryArray<Int32Type>>()),
    ];
    let counted = |reasons: ArrayRef, codes: Option<ArrayRef>| {
        let mut rows = rows();
        rows[1] = reasons;
        rows[0] = codes.unwrap_or(Arc::clone(&rows[0]));
        let mut sums = taken(tally(), &rows)?;
        let cells = sums.cells()?.swap_remove(0);
        Ok::<Vec<u64>, TallyError>(cells.iter().map(|cell| cell.n).collect())
    };
    let mut expect = [2, 1, 0, 0, 0, 0];
    (expect[2 + Absent::NotAsked as usize], expect[2 + Absent::Refused as usize]) = (1, 1);
    for reasons in kinds {
        assert_eq!(counted(Arc::clone(&reasons), None).expect("counted"), expect, "{:?}", reasons.data_type());
    }
    // Where all answered, there is no reason at all.
    let answered: ArrayRef = Arc::new(Int32Array::from(vec![1, 2, 2, 1, 2]));
    let none: ArrayRef = Arc::new(NullArray::new(5));
    assert_eq!(counted(none, Some(answered)).expect("counted"), [2, 3, 0, 0, 0, 0]);
    let by_small_keys: ArrayRef = Arc::new(given().into_iter().collect::<DictionaryArray<Int8Type>>());
    let refused = counted(by_small_keys, None).expect_err("another kind of dictionary").to_string();
    assert_eq!(refused, "argument 1 of the tally is Dictionary(Int8, Utf8), not Utf8");
}

#[test]
fn what_cannot_be_counted_is_an_error() {
    let with = |argument: usize, array: ArrayRef| {
        let mut rows = rows();
        rows[argument] = array;
        taken(tally(), &rows).expect_err("an error").to_string()
    };
    let numbers = |first: f64| Arc::new(Float64Array::from(vec![first, 1.0, 1.0, 1.0, 1.0])) as ArrayRef;
    assert_eq!(with(5, numbers(-1.0)), "-1 is no weight");
    assert_eq!(with(5, numbers(f64::NAN)), "NaN is no weight");
    assert_eq!(with(4, numbers(f64::INFINITY)), "inf cannot be counted as a number");
    assert_eq!(with(0, Arc::new(Int32Array::from(vec![3, 1, 1, 1, 1]))), "the code 3 is none of the question's");
    let reasons = StringArray::from(vec![None, None, Some("asleep"), None, Some("refused")]);
    assert_eq!(with(1, Arc::new(reasons)), "an answer is absent without a known reason");
    assert_eq!(with(1, Arc::new(StringArray::new_null(5))), "an answer is absent without a known reason");
    assert_eq!(with(0, numbers(1.0)), "argument 0 of the tally is Float64, not Int32");
    assert_eq!(
        with(2, Arc::new(BooleanArray::from(vec![true]))),
        "argument 2 of the tally has another number of rows than the first"
    );
    // A number of 10^16 has a square of 10^32, which is more than 2^100.
    for (argument, number, error) in [
        (5, 1e30, "a weight is too large to be summed exactly"),
        (4, 1e16, "argument 4 of the tally has numbers too large to be summed exactly"),
    ] {
        let mut huge = Sums::new(Arc::new(tally())).expect("sums");
        let mut rows = rows();
        rows[argument] = numbers(number);
        let counted = huge.add(&rows).and_then(|()| huge.cells());
        assert_eq!(counted.expect_err("an error").to_string(), error);
    }
}

#[test]
fn arguments_have_one_type() {
    use arrow::datatypes::DataType::{Boolean, Float64, Int32, Utf8};
    assert_eq!(tally().argument_types(6).expect("types"), [Int32, Utf8, Boolean, Boolean, Float64, Float64]);
    assert!(matches!(tally().argument_types(7), Err(TallyError::ArgumentUnread(6))));
    assert!(matches!(tally().argument_types(5), Err(TallyError::ArgumentMissing(5))));
    let twice = Tally { weight: Some(0), ..tally() };
    assert!(matches!(twice.argument_types(5), Err(TallyError::ArgumentTwice { argument: 0, .. })));
}

#[test]
fn absurd_tables_are_refused() {
    let codes = || Dimension::Code { column: 0, absent: None, codes: (0..5_000).collect() };
    let pair = Pair { rows: 0, columns: vec![0], filter: None, value: None };
    let tally = Tally { dimensions: vec![codes()], pairs: vec![pair], ..Tally::default() };
    assert!(matches!(Sums::new(Arc::new(tally)), Err(TallyError::TooManyCells(_))));
    let pair = Pair { rows: 0, columns: vec![1], filter: None, value: None };
    let tally = Tally { dimensions: vec![codes()], pairs: vec![pair], ..Tally::default() };
    assert!(matches!(Sums::new(Arc::new(tally)), Err(TallyError::DimensionMissing(1))));
}
