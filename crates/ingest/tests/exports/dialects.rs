//! Delimited text as survey tools, spreadsheets and accidents write it.

use std::fmt::Write as _;
use topline_survey::Source;

use crate::reading::{check, csv, lines, read};

#[test]
fn two_header_rows_of_surveymonkey_become_one_name() {
    let source = Source { header_rows: 2, ..csv() };
    check(
        &source,
        "RespondentID,Collector,How confident are you?,Which roles?,,,Anything else?\n\
         ,,Response,Leader,Scrutiny,Other (please specify),Open-Ended Response\n\
         101,7,Very,Leader,,,\"No, \"\"nothing\"\"\"\n\
         102,7,Not,,Scrutiny,Mayor,\n",
        &[
            "RespondentID/Collector/How confident are you?/Which roles? | Leader/Which roles? | Scrutiny/\
             Which roles? | Other (please specify)/Anything else?",
            "3: 101/7/Very/Leader///No, \"nothing\"",
            "4: 102/7/Not//Scrutiny/Mayor/",
        ],
    );
}

#[test]
fn three_header_rows_fill_only_the_first() {
    check(
        &Source { header_rows: 3, ..csv() },
        "Q1,,Q2\nWhich\ttools?,,Why?\nA,B,Open-Ended Response\n1,0,x\n",
        &["Q1 | Which\ttools? | A/Q1 | B/Q2 | Why?", "4: 1/0/x"],
    );
}

#[test]
fn one_header_row_may_name_the_columns_by_itself() {
    check(
        &Source { header_rows: 3, name_row: Some(1), ..csv() },
        "Q1,,Q2,Q2\nWhich?,Which?,Response,Why?\n{1},{2},{3},{4}\na,b,c,d\n",
        &["Q1/column_2/Q2/Q2 (2)", "4: a/b/c/d"],
    );
    check(
        &Source { header_rows: 2, name_row: Some(2), ..csv() },
        "Title of the sheet,\nResponse,Why?\na,b\n",
        &["Response/Why?", "3: a/b"],
    );
}

#[test]
fn without_header_the_columns_are_numbered() {
    check(&Source { header_rows: 0, ..csv() }, "7,x\n8,y\n", &["column_1/column_2", "1: 7/x", "2: 8/y"]);
    // Empty lines say nothing of the width.
    let whole = read(&Source { header_rows: 0, ..csv() }, "\n7,x\n8,y\n").expect("readable");
    assert_eq!(
        lines(&whole).lines().take(4).collect::<Vec<_>>(),
        ["column_1/column_2", "1: -/- = blank_row", "2: 7/x", "3: 8/y"]
    );
}

#[test]
fn blank_repeated_and_reserved_names_become_distinct() {
    check(&csv(), ",a, a ,a,_row\n1,2,3,4,5\n", &["column_1/a/a (2)/a (3)/_row (2)", "2: 1/2/3/4/5"]);
}

#[test]
fn cells_are_kept_exactly() {
    check(
        &csv(),
        "a,b\n x ,\n\"\",y\n\"two\r\nlines\",5\" pipe\n\0,\"a,\"\"b\"\"\"\n'q',\"padded\" \n",
        &["a/b", "2:  x /", "3: /y", "4: two\\r\\nlines/5\" pipe", "5: \\0/a,\"b\"", "6: 'q'/padded "],
    );
}

#[test]
fn line_ends_of_every_system_end_a_row() {
    let expected = ["a/b", "2: 1/x", "3: 2/y"];
    for text in ["a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\r\n2,y", "a,b\r\n1,x\r2,y"] {
        check(&csv(), text, &expected);
    }
}

#[test]
fn blank_rows_are_counted_and_told() {
    let blank = |row: u64| format!("! {row} blank_row excluded: no cell holds anything");
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("a,b{end}{end}1,x{end}{end}{end}\u{a0}, {end},,,{end}2,y{end}{end}");
        check(
            &csv(),
            &text,
            &[
                "a/b",
                "2: -/- = blank_row",
                "3: 1/x",
                "4: -/- = blank_row",
                "5: -/- = blank_row",
                "6: \u{a0}/  = blank_row",
                "7: / + [\"\",\"\"] = blank_row",
                "8: 2/y",
                "9: -/- = blank_row",
                &blank(2),
                &blank(4),
                &blank(5),
                &blank(6),
                &blank(7),
                &blank(9),
            ],
        );
    }
}

#[test]
fn rows_too_short_are_filled_and_rows_too_long_are_kept_aside_with_all_their_cells() {
    check(
        &csv(),
        "a,b,c\n1,2,3\n4\n5,6\n7,8,9,\"x \"\"y\"\"\",\n1,2,3,, \n",
        &[
            "a/b/c",
            "2: 1/2/3",
            "3: 4/-/-",
            "4: 5/6/-",
            r#"5: 7/8/9 + ["x \"y\"",""] = broken_row"#,
            r#"6: 1/2/3 + [""," "]"#,
            "! 3 b short_row told: 1 cells where 3 are expected: the others are taken as blank",
            "! 4 c short_row told: 2 cells where 3 are expected: the others are taken as blank",
            "! 5 broken_row quarantined: 5 cells where 3 are expected",
        ],
    );
}

/// R's read.csv (fill), pandas, DuckDB (`null_padding`) and the spreadsheets read them so.
#[test]
fn excel_leaves_out_the_delimiters_behind_the_last_cell() {
    let mut text = "id;q1;q2;name;comment\r\n".to_owned();
    for id in 1..=20 {
        let answers = if id <= 16 { "Yes;Often;;" } else { "No" };
        let _ = write!(text, "{id};{answers}\r\n");
    }
    let whole = read(&csv(), text).expect("readable");
    assert_eq!(whole.rows.len(), 20);
    let lines = lines(&whole);
    assert!(!lines.contains("broken_row"), "{lines}");
    assert!(lines.contains("\n21: 20/No/-/-/-\n"), "{lines}");
    let told = "short_row told: 2 cells where 5 are expected: the others are taken as blank";
    assert_eq!(lines.matches(told).count(), 4, "{lines}");
    assert!(lines.contains(&format!("! 18 q2 {told}")), "{lines}");
}

/// Accepted as they are, both would be respondents, and neither with the answers of one.
#[test]
fn the_pieces_of_a_row_that_a_line_end_broke_are_kept_aside() {
    let pieces = "fewer than 3 cells: this row and its neighbour may be one row, broken by a line end without quotes";
    check(
        &csv(),
        "id,comment,q\n1,fine,2\n2,fine,2\n3,fine,2\n4,a comment\nand more,1\n5,x,1\n",
        &[
            "id/comment/q",
            "2: 1/fine/2",
            "3: 2/fine/2",
            "4: 3/fine/2",
            "5: 4/a comment/- = broken_row",
            "6: and more/1/- = broken_row",
            "7: 5/x/1",
            &format!("! 5 broken_row quarantined: {pieces}"),
            &format!("! 6 broken_row quarantined: {pieces}"),
        ],
    );
}

#[test]
fn a_last_row_that_was_cut_off_is_kept_aside() {
    check(
        &csv(),
        "id,a,b\n1,2,3\n4,5",
        &[
            "id/a/b",
            "2: 1/2/3",
            "3: 4/5/- = broken_row",
            "! 3 broken_row quarantined: the file ends within this row: 2 cells where 3 are expected",
        ],
    );
    // Where others are short, too, it need not be.
    check(
        &csv(),
        "id,a,b\n1,2\n4,5",
        &[
            "id/a/b",
            "2: 1/2/-",
            "3: 4/5/-",
            "! 2 b short_row told: 2 cells where 3 are expected: the others are taken as blank",
            "! 3 b short_row told: 2 cells where 3 are expected: the others are taken as blank",
        ],
    );
}

#[test]
fn a_trailing_delimiter_makes_no_row_broken() {
    check(&csv(), "a,b\n1,2,\n3,4,\n", &["a/b", "2: 1/2 + [\"\"]", "3: 3/4 + [\"\"]"]);
    check(&csv(), "a,b,\n1,2,\n", &["a/b/column_3", "2: 1/2/"]);
}

#[test]
fn a_quote_left_open_names_the_row_where_it_began() {
    check(
        &csv(),
        "a,b\n1,x\n2,\"y\n3,z\n4,w\n",
        &[
            "a/b",
            "2: 1/x",
            "3: 2/y\\n3,z\\n4,w\\n = broken_row",
            "! 3 broken_row quarantined: a quote is opened in this row and not closed: the rest of the file is in one cell",
        ],
    );
    // With a doubled quote, and with nothing, as the last of the file.
    check(
        &csv(),
        "a,b\n1,\"x\"\"",
        &[
            "a/b",
            "2: 1/x\" = broken_row",
            "! 2 broken_row quarantined: a quote is opened in this row and not closed: the rest of the file is in one cell",
        ],
    );
    check(
        &csv(),
        "a,b\n1,\"",
        &[
            "a/b",
            "2: 1/ = broken_row",
            "! 2 broken_row quarantined: a quote is opened in this row and not closed: the rest of the file is in one cell",
        ],
    );
}

#[test]
fn a_quote_that_another_row_closes_does_not_hide_that_row() {
    // Two rows run together here into one with as many cells as the header.
    check(
        &csv(),
        "a,b,c\n1,\"x,2\n3,\"y\",4\n5,6,7\n",
        &[
            "a/b/c",
            "2: 1/x,2\\n3,y\"/4 = broken_row",
            "3: 5/6/7",
            "! 2 broken_row quarantined: text follows a closing quote: rows may run together here",
        ],
    );
}

#[test]
fn other_delimiters_separate_cells() {
    for delimiter in [';', '\t', '|'] {
        let text = format!("a{delimiter}b\n1,5{delimiter}\"x{delimiter}\"\n");
        let whole = read(&Source { delimiter: Some(delimiter), ..csv() }, text).expect("readable");
        let cells: Vec<_> = whole.rows[0].cells.iter().flatten().cloned().collect();
        assert_eq!(cells, ["1,5".to_owned(), format!("x{delimiter}")]);
    }
}

#[test]
fn the_delimiter_is_detected_and_stated() {
    // Whatever else stands in cells: decimal commas, lists, quoted delimiters, a question with commas.
    for delimiter in [',', ';', '\t', '|'] {
        let quoted = format!("\"x{delimiter}y\"");
        let text = format!("id{delimiter}Q1{delimiter}\"How often, if at all; or never?\"\n")
            + &format!("1{delimiter}\"1,5\"{delimiter}{quoted}\n2{delimiter}{delimiter}a|b\n").replace("a|b", "ab")
            + &format!("3{delimiter}7{delimiter}\n");
        let whole = read(&csv(), &text).expect("readable");
        assert_eq!((whole.delimiter, whole.columns.len()), (Some(delimiter), 3), "{text}");
    }
    let cases = [
        ("a;b\n1,5;2,5\n2,5;3,5\n", ';'),
        ("How often, if at all?;b\n1;2\n", ';'),
        ("id,tools; several\n1,a;b\n2,c\n", ','),
        ("id,Q1,tools; several\n1,x,a;b\n2,y,a;b\n", ','),
        ("only\na;b\nc\n", ','),
        ("a,b,c\n1,2,3\n4\n5,6\n", ','),
    ];
    for (text, delimiter) in cases {
        assert_eq!(read(&csv(), text).expect("readable").delimiter, Some(delimiter), "{text}");
    }
    // In UTF-16, and where the first rows are longer than what is looked at.
    let wide: Vec<String> = (0..3000).map(|column| format!("\"{}, {column}\"", "word ".repeat(40))).collect();
    let whole = read(&csv(), format!("{}\n{}\n", wide.join(";"), wide.join(";"))).expect("readable");
    assert_eq!((whole.delimiter, whole.columns.len(), whole.rows.len()), (Some(';'), 3000, 1));
}

#[test]
fn a_first_line_may_say_the_delimiter() {
    for header_rows in [1, 0] {
        let source = Source { header_rows, ..csv() };
        let whole = read(&source, "sep=;\r\na,b;c\r\n1,5;2\r\n").expect("readable");
        assert_eq!((whole.delimiter, whole.columns.len()), (Some(';'), 2));
        let numbers: Vec<u64> = whole.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, if header_rows == 1 { vec![3] } else { vec![2, 3] });
    }
    check(&csv(), "sep=x\n1\n2\n", &["sep=x", "2: 1", "3: 2"]);
}

#[test]
fn a_header_alone_has_no_rows() {
    for text in ["a,b", "a,b\n", "a,b\r\n"] {
        check(&csv(), text, &["a/b"]);
    }
}

#[test]
fn rows_come_in_batches() {
    let rows: Vec<String> = (2..=20_002).map(|row| format!("{row},\"x\n{row}\"\n")).collect();
    let text = format!("id,b\n{}", rows.concat());
    let whole = read(&csv(), text).expect("readable");
    assert_eq!((whole.rows.len(), whole.batches), (20_001, 3));
    for row in whole.rows {
        let expected = [Some(row.number.to_string()), Some(format!("x\n{}", row.number))];
        assert_eq!(row.cells, expected);
    }
}

#[test]
fn a_batch_of_long_cells_is_closed_early() {
    let text = format!("id,b\n{}", format!("7,{}\n", "x".repeat(1 << 20)).repeat(100));
    let whole = read(&csv(), text).expect("readable");
    assert_eq!(whole.rows.len(), 100);
    assert!(whole.batches >= 3, "{} batches of 100 MiB", whole.batches);
    assert!(whole.findings.is_empty());
}
