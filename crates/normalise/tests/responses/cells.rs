//! What a cell becomes, by kind of question.

use crate::fixture::{MISSING, normalise, plan, raw, told, written};

/// An export with these columns and rows, read by these questions: what each row becomes, and what is found in it.
///
/// The expected text is the values of the row's columns, then ` | ` and each finding. No finding quotes an answer.
pub(crate) fn becomes(codebook: &str, header: &[&str], expected: &[(&[&str], &str)]) {
    let plan = plan("", "", codebook);
    let ids: Vec<String> = (0..expected.len()).map(|index| format!("r{index}")).collect();
    let rows = expected.iter().zip(&ids);
    let rows: Vec<Vec<&str>> =
        rows.map(|((cells, _), id)| std::iter::once(id.as_str()).chain(cells.iter().copied()).collect()).collect();
    let header: Vec<&str> = std::iter::once("id").chain(header.iter().copied()).collect();
    let normal = normalise(&plan, &[raw(2, &header, &rows)]);
    for (index, (written, (cells, expected))) in written(&normal.responses).iter().zip(expected).enumerate() {
        let head = format!("r{index} {} ", index + 2);
        let mut found = written.strip_prefix(&head).expect("the respondent and the row").to_owned();
        for finding in normal.findings.iter().filter(|finding| finding.place.row == Some(index as u64 + 2)) {
            found = format!("{found} | {}", told(finding).split_once(' ').expect("a row").1);
            for answer in cells.iter().filter(|cell| cell.len() > 2) {
                assert!(!finding.detail.contains(answer), "{:?} quotes the answer {answer:?}", finding.detail);
            }
        }
        assert_eq!(found, *expected, "the row {cells:?}");
    }
}

#[test]
fn one_option() {
    let question = "
        [[question]]
        id = 'q'
        kind = 'single'
        text = 'Q?'
        column = 'c'
        options = [{ code = 1, label = 'Yes', also = ['Y'] }, { code = 7, label = \"Don\u{2019}t know\", mark = 'dont_know' }, { code = 3, label = '18–24' }]
        absent = { not_asked = ['N/A'], refused = ['Prefer not to say'] }
    ";
    becomes(
        question,
        &["c"],
        &[
            (&["Yes"], "1"),
            (&["  Yes\u{a0}"], "1 | c: spelling accepted"),
            (&["Y"], "1"),
            (&["7"], "7"),
            (&["YES"], "1 | c: spelling accepted"),
            (&["don't  know"], "7 | c: spelling accepted"),
            (&["18-24"], "3 | c: spelling accepted"),
            (&["18\u{2212}24"], "3 | c: spelling accepted"),
            (&["Don\u{2018}t know"], "7 | c: spelling accepted"),
            (&["N/A"], "- !not_asked"),
            (&["Prefer not to say"], "- !refused"),
            (&[""], "- !no_answer"),
            (&["  "], "- !no_answer"),
            (&[MISSING], "- !no_answer"),
            (&["Perhaps"], "- !invalid | c: unmapped made_invalid"),
            (&["2"], "- !invalid | c: unmapped made_invalid"),
            (&["Yes, often"], "- !invalid | c: unmapped made_invalid"),
        ],
    );
    becomes(
        &question.replace("absent =", "blank = 'refused'\nabsent ="),
        &["c"],
        &[(&[""], "- !refused"), (&["Y"], "1")],
    );
}

#[test]
fn the_same_options_for_several_items() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'grid'
        text = 'Q?'
        columns_under = 'Views'
        options = [{ code = 1, label = 'Good' }, { code = 2, label = 'Poor' }]
        items = [{ id = 'a', label = 'A', column = 'a' }, { id = 'b', label = 'B', column = 'b' }]
        ",
        &["Views | a", "Views | b"],
        &[
            (&["Good", "Poor"], "1 2"),
            (&["", "Poor"], "- !no_answer 2"),
            (&["", ""], "- !no_answer - !no_answer"),
            (&["Bad", "poor"], "- !invalid 2 | Views | a: unmapped made_invalid | Views | b: spelling accepted"),
        ],
    );
}

#[test]
fn a_column_for_each_box() {
    let question = "
        [[question]]
        id = 'q'
        kind = 'multi'
        text = 'Q?'
        options = [
            { code = 1, label = 'Books', column = 'b' },
            { code = 2, label = 'Events', column = 'e' },
            { code = 0, label = 'None of these', column = 'n' },
        ]
        unticked = ['Not selected']
        absent = { not_asked = ['N/A'], refused = ['Prefer not to say'] }
    ";
    becomes(
        question,
        &["b", "e", "n"],
        &[
            (&["Books", "", ""], "true false false"),
            (&["Books", "Events", "Not selected"], "true true false"),
            (&["1", "0", "0"], "true false false"),
            (&["Yes", "No", "FALSE"], "true false false"),
            (&["x", "TRUE", ""], "true true false"),
            // A box may hold the code of its option; but `0` leaves it empty, whatever the code.
            (&["", "2", "0"], "false true false"),
            (&["0", "0", "1"], "false false true"),
            (&["books", "", ""], "true false false | b: spelling accepted"),
            (&["", "", ""], "- - - !no_answer"),
            (&["Not selected", "0", MISSING], "- - - !no_answer"),
            (&["Prefer not to say", "", ""], "- - - !refused"),
            (&["Prefer not to say", "N/A", ""], "- - - !not_asked"),
            // What is ticked counts, whatever stands beside it.
            (&["Prefer not to say", "Events", ""], "false true false"),
            (&["Papers", "Events", ""], "false true false | b: unmapped made_invalid"),
            (&["Papers", "", ""], "- - - !invalid | b: unmapped made_invalid"),
            // The label of another option is none of this one.
            (&["Events", "", ""], "- - - !invalid | b: unmapped made_invalid"),
        ],
    );
    becomes(&question.replace("'Events'", "'No'"), &["b", "e", "n"], &[(&["No", "No", "No"], "false true false")]);
}

#[test]
fn ticked_labels_in_one_cell() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'multi'
        text = 'Q?'
        column = 'c'
        separator = ';'
        options = [
            { code = 1, label = 'Books; papers' },
            { code = 2, label = 'Books' },
            { code = 3, label = 'Events' },
        ]
        absent = { refused = ['Prefer not to say'] }
        ",
        &["c"],
        &[
            (&["Books"], "false true false"),
            (&["Books; papers"], "true false false"),
            (&["Books; papers;Books"], "true true false"),
            (&["Books;Books; papers;Events"], "true true true"),
            (&["Events;Events"], "false false true"),
            (&[" Events ;; Books; "], "false true true"),
            (&["3;2"], "false true true"),
            (&["EVENTS;Books"], "false true true | c: spelling accepted"),
            (&[""], "- - - !no_answer"),
            (&[";"], "- - - !no_answer"),
            (&["Prefer not to say"], "- - - !refused"),
            (&["Events;Prefer not to say"], "false false true"),
            (&["Events;Sauna"], "false false true | c: unmapped made_invalid"),
            (&["Sauna;Gym"], "- - - !invalid | c: unmapped made_invalid | c: unmapped made_invalid"),
            (&["papers"], "- - - !invalid | c: unmapped made_invalid"),
        ],
    );
}

#[test]
fn numbers() {
    becomes(
        "
        [[question]]
        id = 'q'
        kind = 'number'
        text = 'Q?'
        column = 'c'
        absent = { refused = ['-99'], no_answer = ['none'] }
        ",
        &["c"],
        &[
            (&["34"], "34.0"),
            (&[" -3.5 "], "-3.5"),
            (&["1e3"], "1000.0"),
            (&["0"], "0.0"),
            (&["-99"], "- !refused"),
            (&["none"], "- !no_answer"),
            (&[""], "- !no_answer"),
            (&["1,234"], "- !invalid | c: malformed made_invalid"),
            (&["12 years"], "- !invalid | c: malformed made_invalid"),
            (&["NaN"], "- !invalid | c: malformed made_invalid"),
            (&["inf"], "- !invalid | c: malformed made_invalid"),
            (&["1e999"], "- !invalid | c: malformed made_invalid"),
        ],
    );
}

#[test]
fn days_and_words() {
    becomes(
        "
        [[question]]
        id = 'day'
        kind = 'date'
        text = 'When?'
        column = 'd'
        [[question]]
        id = 'words'
        kind = 'text'
        text = 'What?'
        column = 'w'
        absent = { refused = ['-'] }
        ",
        &["d", "w"],
        &[
            (&["2024-02-29", "fine"], "2024-02-29 fine"),
            (&["1969-12-31 23:59:59", "  two words "], "1969-12-31 two words"),
            (&["2024-03-01T10:00:00Z", ""], "2024-03-01 - !no_answer"),
            (&["", "-"], "- !no_answer - !refused"),
            (&["2023-02-29", "x"], "- !invalid x | d: malformed made_invalid"),
            (&["01/03/2024", "x"], "- !invalid x | d: malformed made_invalid"),
            (&["2024-3-1", "x"], "- !invalid x | d: malformed made_invalid"),
            (&["2024-03-011", "x"], "- !invalid x | d: malformed made_invalid"),
            (&["2024\u{2010}03\u{2010}01", "x"], "- !invalid x | d: malformed made_invalid"),
        ],
    );
}

#[test]
fn routing() {
    becomes(
        "
        [[question]]
        id = 'has'
        kind = 'single'
        text = 'Has?'
        column = 'h'
        options = [{ code = 1, label = 'Yes' }, { code = 2, label = 'No' }]
        [[question]]
        id = 'likes'
        kind = 'single'
        text = 'Likes?'
        column = 'l'
        options = [{ code = 1, label = 'Yes' }, { code = 2, label = 'No' }]
        absent = { refused = ['X'] }
        blank = 'invalid'
        asked_if = { question = 'has', is = [1] }
        [[question]]
        id = 'why'
        kind = 'multi'
        text = 'Why?'
        column = 'w'
        separator = ';'
        options = [{ code = 1, label = 'Good' }]
        asked_if = { question = 'likes', is = [1, 2] }
        ",
        &["h", "l", "w"],
        &[
            (&["Yes", "Yes", "Good"], "1 1 true"),
            (&["Yes", "No", ""], "1 2 - !no_answer"),
            (&["Yes", "", ""], "1 - !invalid - !not_asked"),
            (&["No", "", ""], "2 - !not_asked - !not_asked"),
            (&["", "", ""], "- !no_answer - !not_asked - !not_asked"),
            (&["Never", "", ""], "- !invalid - !not_asked - !not_asked | h: unmapped made_invalid"),
            (&["No", "X", ""], "2 - !refused - !not_asked"),
            // Nobody asked, and there is an answer: it is kept, and told.
            (&["No", "Yes", ""], "2 1 - !no_answer | l: not_routed told"),
            (&["No", "", "Good"], "2 - !not_asked true | w: not_routed told"),
        ],
    );
}

#[test]
fn columns_that_nothing_reads_are_told() {
    let plan = plan(
        "",
        "[[exclude]]\nreason = 'test'\ncolumn = 'Status'\nis = ['test']\n[weights]\ncolumn = 'w'\n",
        "passed_over = ['Start']\n[[question]]\nid = 'q'\nkind = 'text'\ntext = 'Q?'\ncolumn = 'c'\n",
    );
    let columns = ["id", "Status", "w", "Start", "c", "Started", "C"].map(str::to_owned);
    let findings = topline_normalise::Normaliser::new(&plan).unknown_columns(&columns);
    assert_eq!(
        findings.iter().map(told).collect::<Vec<_>>(),
        [" Started: unknown_column told", " C: unknown_column told"]
    );
}
