//! Where each row goes: accepted, duplicate, excluded, quarantined.

use crate::fixture::{Normal, normalise, plan, raw, told, written};

const QUESTIONS: &str = "
    [[question]]
    id = 'a'
    kind = 'text'
    text = 'A?'
    column = 'a'
    absent = { not_asked = ['n/a'] }
    [[question]]
    id = 'b'
    kind = 'multi'
    text = 'B?'
    options = [{ code = 1, label = 'One', column = 'b1' }, { code = 2, label = 'Two', column = 'b2' }]
    unticked = ['No']
";

const HEADER: [&str; 7] = ["_problem", "id", "status", "weight", "a", "b1", "b2"];

/// Rows as `problem id status weight a b1 b2`, a dot for a blank cell, sifted with these additions to `survey.toml`.
fn sifted(source: &str, survey: &str, batches: &[&[&str]]) -> Normal {
    let mut first = 2;
    let mut export = Vec::new();
    for rows in batches {
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|row| row.split(' ').map(|cell| if cell == "." { "" } else { cell }).collect()).collect();
        export.push(raw(first, &HEADER, &rows));
        first += rows.len() as u64;
    }
    normalise(&plan(source, survey, QUESTIONS), &export)
}

/// The respondents and rows that are accepted, the findings, and `read accepted duplicate quarantined` with the exclusions.
fn goes(normal: &Normal, accepted: &[&str], findings: &[&str], account: [u64; 4], excluded: &[(&str, u64)]) {
    let rows = written(&normal.responses);
    let rows: Vec<String> = rows.iter().map(|row| row.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, accepted);
    assert_eq!(normal.findings.iter().map(told).collect::<Vec<_>>(), findings);
    let found = &normal.accounting;
    assert_eq!([found.read, found.accepted, found.duplicate, found.quarantined], account);
    let reasons: Vec<(&str, u64)> = found.excluded.iter().map(|(reason, rows)| (reason.as_str(), *rows)).collect();
    assert_eq!(reasons, excluded);
}

#[test]
fn exclusions() {
    let survey = "
        [[exclude]]
        reason = 'test'
        column = 'status'
        is = ['test', 'trial']
        [[exclude]]
        reason = 'abandoned'
        answers_fewer_than = 2
        column = 'status'
        is = ['open']
        [[exclude]]
        reason = 'nothing'
        answers_fewer_than = 1
    ";
    let normal = sifted(
        "",
        survey,
        &[&[
            ". r1 done 1 x . .",
            ". r2 test 1 x One Two",
            ". r3 trial 1 x . .",
            // One answer of two questions: abandoned if it is open, and kept if it is done.
            ". r4 open 1 x . .",
            ". r5 open 1 x One .",
            ". r6 done 1 . . .",
            // Texts for an absent answer and empty boxes are no answers.
            ". r7 done 1 n/a No No",
            ". r8 done 1 n/a No Two",
            // The first exclusion that holds gives the reason.
            ". r9 test 1 . . .",
            // An exclusion comes before the question who it is.
            ". . test 1 . . .",
        ]],
    );
    goes(
        &normal,
        &["r1 2", "r5 6", "r8 9"],
        &[
            "3 -: excluded excluded",
            "4 -: excluded excluded",
            "5 -: excluded excluded",
            "7 -: excluded excluded",
            "8 -: excluded excluded",
            "10 -: excluded excluded",
            "11 -: excluded excluded",
        ],
        [10, 3, 0, 0],
        &[("test", 4), ("abandoned", 1), ("nothing", 2)],
    );
}

#[test]
fn duplicates() {
    let rows: [&[&str]; 2] = [
        &[". r1 . 1 x . .", ". r2 . 1 x . .", ". r1 . 1 y . ."],
        &[". r3 . 1 x . .", ". r2 . 1 x . .", ". r1 . 1 x . ."],
    ];
    for (source, action) in [("", "told"), ("duplicates = 'fail'", "told"), ("duplicates = 'keep_first'", "left_out")] {
        let findings = [4, 6, 7].map(|row| format!("{row} id: duplicate {action}"));
        let findings = findings.each_ref().map(String::as_str);
        goes(&sifted(source, "", &rows), &["r1 2", "r2 3", "r3 5"], &findings, [6, 3, 3, 0], &[]);
    }
    // A row that is left out for another reason does not make a later one a duplicate.
    let survey = "[[exclude]]\nreason = 'test'\ncolumn = 'status'\nis = ['test']\n[weights]\ncolumn = 'weight'\n";
    let rows =
        [". r1 test 1 x . .", ". r1 . none x . .", "broken_row r1 . 1 x . .", ". r1 . 1 x . .", ". r1 . 2 x . ."];
    goes(
        &sifted("duplicates = 'keep_first'", survey, &[&rows]),
        &["r1 5"],
        &["2 -: excluded excluded", "3 weight: bad_weight quarantined", "6 id: duplicate left_out"],
        [5, 1, 1, 2],
        &[("test", 1)],
    );
}

#[test]
fn rows_that_are_kept_aside() {
    let rows = [
        "blank_row . . . . . .",
        "broken_row r1 . 1 x . .",
        ". . . 1 x . .",
        ". r2 . 1 x . .",
        "blank_row . . . . . .",
    ];
    goes(&sifted("", "", &[&rows]), &["r2 5"], &["4 id: no_respondent quarantined"], [5, 1, 0, 2], &[("blank row", 2)]);
    // Nothing but rows that are none.
    goes(&sifted("", "", &[&["broken_row . . . . . ."], &[]]), &[], &[], [1, 0, 0, 1], &[]);
}

#[test]
fn weights() {
    for (weight, is_good) in [
        ("1", true),
        ("0", true),
        ("0.25", true),
        ("1e-3", true),
        ("-0.1", false),
        (".", false),
        ("1,5", false),
        ("NaN", false),
        ("inf", false),
        ("heavy", false),
    ] {
        let row = format!(". r1 . {weight} x . .");
        let normal = sifted("", "[weights]\ncolumn = 'weight'\n", &[&[&row]]);
        if is_good {
            goes(&normal, &["r1 2"], &[], [1, 1, 0, 0], &[]);
            let value: f64 = weight.parse().expect("a weight");
            let column = normal.responses[0].column_by_name("weight").expect("weights");
            let column = column.as_any().downcast_ref::<arrow::array::Float64Array>().expect("numbers");
            assert_eq!(column.value(0).to_bits(), value.to_bits());
        } else {
            goes(&normal, &[], &["2 weight: bad_weight quarantined"], [1, 0, 0, 1], &[]);
        }
    }
}

#[test]
fn no_row_is_lost_whatever_they_are() {
    let survey = "
        [[exclude]]
        reason = 'test'
        column = 'status'
        is = ['test']
        [[exclude]]
        reason = 'nothing'
        answers_fewer_than = 1
        [weights]
        column = 'weight'
    ";
    // Numbers that are the same in each run (Numerical Recipes' linear congruence).
    let mut state = 42_u32;
    let mut pick = |cells: &[&'static str]| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        cells[(state >> 16) as usize % cells.len()]
    };
    for source in ["duplicates = 'keep_first'", "layout = 'long'"] {
        let rows: Vec<String> = (0..500)
            .map(|_| {
                [
                    pick(&[".", ".", ".", ".", "blank_row", "broken_row"]),
                    pick(&[".", "r1", "r2", "r3", "r4", "r5", "r6"]),
                    pick(&[".", ".", ".", "test"]),
                    pick(&["1", "2", "0", "-1", "."]),
                    pick(&["x", ".", "n/a"]),
                    pick(&["One", "No", "."]),
                    pick(&["Two", "No", "Three"]),
                ]
                .join(" ")
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        // `normalise` makes sure that the account is whole.
        let normal = sifted(source, survey, &[&rows[..123], &rows[123..124], &rows[124..]]);
        assert_eq!((normal.accounting.read, normal.accounting.respondents), (500, 6), "{source}");
        for number in 2..502 {
            let problem = rows[number - 2].split(' ').next();
            let is_told = normal.findings.iter().any(|finding| finding.place.row == Some(number as u64));
            let is_accepted =
                written(&normal.responses).iter().any(|row| row.split(' ').nth(1) == Some(&number.to_string()));
            // Of a row with a problem `ingest` tells; rows of a long export that only add to a respondent's need no telling.
            assert!(
                is_told || is_accepted || problem != Some(".") || source.contains("long"),
                "row {number} is nowhere"
            );
        }
    }
}

#[test]
fn identifiers_that_a_spreadsheet_changed_are_told() {
    let rows: Vec<String> = (0..30)
        .map(|at| format!(". {} . 1 x . .", if at % 3 == 0 { format!("{:05}", at + 1) } else { (at + 1).to_string() }))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let normal = sifted("", "", &[&rows]);
    let found: Vec<String> =
        normal.findings.iter().filter(|finding| finding.kind.as_str() == "mangled").map(told).collect();
    assert_eq!(found, ["3 id: mangled told"]);
    let detail = &normal.findings.last().expect("a finding").detail;
    assert_eq!(
        detail,
        "20 identifiers, the first here, have fewer digits than the 5 of others: leading zeros may be lost"
    );
}
