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

#[test]
fn what_a_spreadsheet_made_of_a_label_is_said_and_not_accepted() {
    let question = "
        [[question]]
        id = 'q'
        kind = 'single'
        text = 'Q?'
        column = 'c'
        options = [
            { code = 1, label = '1-2' },
            { code = 2, label = '3–5' },
            { code = 3, label = '10 - 12' },
            { code = 4, label = '11-15' },
            { code = 5, label = '16+' },
            { code = 6, label = '25%' },
            { code = 7, label = '007', also = ['seventh'] },
        ]
    ";
    // What Excel of each region makes of them, and other days.
    let cases = [
        ("2-Jan", Some(1)),
        ("01-Feb", Some(1)),
        ("2024-01-02", Some(1)),
        ("2024-02-01T00:00:00", Some(1)),
        ("5-Mar", Some(2)),
        ("03-May", Some(2)),
        ("Mar-05", Some(2)),
        ("2005-03-05 00:00:00", Some(2)),
        ("5 March 2024", Some(2)),
        ("12-Oct", Some(3)),
        ("2024-12-10", Some(3)),
        ("Nov-15", Some(4)),
        ("2015-11-01", Some(4)),
        ("0.25", Some(6)),
        ("6-Mar", None),
        ("2024-03-06", None),
        ("2005-03-05 09:00:00", None),
        ("Mar", None),
        ("5-Mars", None),
        ("3-5-7-9", None),
        ("0.26", None),
        ("99999999999-Mar", None),
    ];
    let plan = plan("", "", question);
    let rows: Vec<Vec<String>> =
        (0..).zip(cases).map(|(at, (cell, _))| vec![format!("r{at}"), cell.to_owned()]).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let normal = normalise(&plan, &[raw(2, &["id", "c"], &rows)]);
    assert_eq!(normal.findings.len(), cases.len());
    for (finding, (cell, code)) in normal.findings.iter().zip(cases) {
        let hint = code.map_or(String::new(), |code| {
            format!("; a spreadsheet makes such cells of the label of code {code}, which can have them under `also`")
        });
        assert_eq!(finding.detail, format!("the answer matches no option of `q`{hint}"), "{cell}");
        assert_eq!(finding.kind.as_str(), "unmapped");
    }
    // Two labels that one day may be made of are told apart by nobody.
    let both = question.replace("'16+'", "'5-3'");
    becomes(
        &both.replace("'16+'", "'2-1', also = ['2-Jan']"),
        &["c"],
        &[(&["5-Mar"], "- !invalid | c: unmapped made_invalid")],
    );
    becomes(&question.replace("label = '1-2'", "label = '1-2', also = ['2-Jan']"), &["c"], &[(&["2-Jan"], "1")]);
}
