//! Answers to rankings: a place in each cell, an answer for each place, or all in one cell.

use crate::cells::becomes;

#[test]
fn ranks() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'rank'
        text = 'Q?'
        items = [{ id = 'a', label = 'A', column = 'a' }, { id = 'b', label = 'B', column = 'b' }]
        absent = { not_asked = ['9'] }
        ",
        &["a", "b"],
        &[
            (&["1", "2"], "1 2"),
            (&["2.0", " 1 "], "2 1"),
            (&["1", ""], "1 - !no_answer"),
            (&["9", "1"], "- !not_asked 1"),
            (&["3", "0"], "- !invalid - !invalid | a: malformed made_invalid | b: malformed made_invalid"),
            (&["1.5", "first"], "- !invalid - !invalid | a: malformed made_invalid | b: malformed made_invalid"),
            (&["-1", "NaN"], "- !invalid - !invalid | a: malformed made_invalid | b: malformed made_invalid"),
        ],
    );
}

const RANKED: &str = "
    [[question]]
    id = 'q'
    kind = 'rank'
    text = 'Q?'
    items = [{ id = 'a', label = 'Tea', also = ['1'] }, { id = 'b', label = 'Milk; cold' }, { id = 'c', label = 'Beer' }]
    absent = { refused = ['None'] }
    ";

#[test]
fn ranks_by_what_stands_in_each_place() {
    becomes(
        &format!("{RANKED} columns = ['first', 'second', 'third']"),
        &["first", "second", "third"],
        &[
            (&["Beer", "1", "Milk; cold"], "2 3 1"),
            (&["Milk; cold", "", ""], "- !no_answer 1 - !no_answer"),
            (&["", "Tea", ""], "2 - !no_answer - !no_answer"),
            (&["", "", ""], "- !no_answer - !no_answer - !no_answer"),
            (&["None", "", ""], "- !refused - !refused - !refused"),
            (&["beer", "Tea", ""], "2 - !no_answer 1 | first: spelling accepted"),
            (&["Tea", "Tea", ""], "- !invalid - !invalid - !invalid | second: conflict made_invalid"),
            (&["Tea", "Gin", ""], "- !invalid - !invalid - !invalid | second: unmapped made_invalid"),
        ],
    );
}

#[test]
fn ranks_in_one_cell() {
    becomes(
        &format!("{RANKED} column = 'c'\n separator = ';'"),
        &["c"],
        &[
            (&["Beer;Milk; cold;Tea;"], "3 2 1"),
            (&["1;Beer"], "1 - !no_answer 2"),
            (&[""], "- !no_answer - !no_answer - !no_answer"),
            (&["None"], "- !refused - !refused - !refused"),
            (&["Tea;Beer;Tea"], "- !invalid - !invalid - !invalid | c: conflict made_invalid"),
            (
                &["Gin;Tea;Milk; cold;Beer"],
                "- !invalid - !invalid - !invalid | c: unmapped made_invalid | c: conflict made_invalid",
            ),
        ],
    );
}
