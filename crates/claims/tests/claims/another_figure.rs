//! A value that is wrong of the figure it is stated of, and right of one near by. The counts of each case are worked out by hand.

use topline_claims::judge;
use topline_survey::{RoundingMode, RowKind, Ruling, Tabulation, Unit};

use crate::fixture::{Cell, cell, claims, involved, joined, net, rounding, tables, value};

/// The ruling and the reason of what is stated of a figure.
fn stated(tables: &[Tabulation], figures: &[&str], words: &str) -> (Ruling, String) {
    let claims = claims(vec![value(figures, words, None)]);
    let verdict = judge(&claims, tables, &rounding(RoundingMode::HalfUp)).remove(0);
    (verdict.ruling, verdict.reason)
}

/// The figures of which a value is right, as the reason tells them; none where it is contradicted.
#[track_caller]
fn right_of(tables: &[Tabulation], words: &str) -> Vec<String> {
    let (ruling, reason) = stated(tables, &["Q.1"], words);
    let Some((_, told)) = reason.split_once("; it is right of ") else {
        assert_eq!(ruling, Ruling::Contradicted, "{reason}");
        return Vec::new();
    };
    assert_eq!(ruling, Ruling::AnotherFigure, "{reason}");
    told.split(", or of ").map(|told| told.split(" (").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_count_stands_for_a_percentage_or_a_percentage_for_a_count() {
    // 20 of 80 are 25%; 16 of 80 are 20%, of another answer.
    let table = joined(&[cell("Q.1", 20, 80), cell("Q.2", 16, 80)]);
    let (ruling, reason) = stated(&table, &["Q.1"], "20%");
    assert_eq!(ruling, Ruling::Contradicted, "the figure itself is nearer than another");
    assert!(reason.ends_with("; 20 is the number of respondents, and not their percentage"), "{reason}");
    let (ruling, reason) = stated(&table, &["Q.1"], "25");
    assert_eq!(ruling, Ruling::Contradicted);
    assert!(reason.ends_with("; 25 is the percentage, and not the number of respondents"), "{reason}");
    assert!(reason.starts_with("the data say 25% (20 of 80)"), "{reason}");
    // 26 of 80 is neither.
    let (_, reason) = stated(&table, &["Q.1"], "26");
    assert_eq!(reason, "the data say 25% (20 of 80)");
    // Of a count nothing is a percentage.
    let count = tables(&[Cell { unit: Unit::Count, x: Some(20.0), ..cell("Q.1", 20, 80) }]);
    let (_, reason) = stated(&count, &["Q.1"], "25");
    assert_eq!(reason, "the data say 20 of 80");
}

#[test]
fn the_nearest_figures_are_named_first_and_three_at_most() {
    // 32 of 80 and 12 of 30 are 40%; 20 of 80 are 25%.
    let cells = [
        cell("Q.1", 20, 80),
        cell("Q.2", 32, 80),
        cell("Q.3", 32, 80),
        cell("Q.4", 10, 80),
        cell("Q.1@sex.1", 12, 30),
        cell("Q.1@sex.2", 8, 50),
        cell("Q.2@sex.1", 12, 30),
    ];
    assert_eq!(right_of(&joined(&cells), "40%"), ["Q.1@sex.1", "Q.2", "Q.3"]);
    let (_, reason) = stated(&joined(&cells), &["Q.1"], "40%");
    assert_eq!(
        reason,
        "the data say 25% (20 of 80); it is right of Q.1@sex.1 (Total: 12 of 30), or of Q.2 (Total: 32 of 80), or of Q.3 \
         (Total: 32 of 80)"
    );
    // Another answer in another column is too far off: 16%, 8 of 50.
    let mut far = cells.to_vec();
    far[5] = cell("Q.2@sex.2", 8, 50);
    assert_eq!(right_of(&joined(&far), "16%"), [""; 0]);
    assert_eq!(right_of(&joined(&cells), "16%"), ["Q.1@sex.2"]);
}

#[test]
fn answers_that_are_named_themselves_are_not_offered() {
    let table = joined(&[cell("Q.1", 20, 80), cell("Q.2", 32, 80)]);
    let (ruling, reason) = stated(&table, &["Q.1", "Q.2"], "40%");
    assert_eq!(ruling, Ruling::Contradicted);
    assert_eq!(reason, "1 of the 2 figures: Q.1: the data say 25% (20 of 80)");
}

#[test]
fn rows_that_no_document_speaks_of_are_not_meant() {
    // 46% is that of the net, 37 of 80.
    let (ruling, reason) = stated(&joined(&involved()), &["Q16a.3"], "46%");
    assert_eq!(ruling, Ruling::AnotherFigure);
    assert!(reason.ends_with("; it is right of Q16a.some_extent (Total: 37 of 80)"), "{reason}");
    let of_kind = |kind: RowKind| {
        let other = Cell { row_kind: kind, ..cell("Q.2", 32, 80) };
        right_of(&joined(&[cell("Q.1", 20, 80), other]), "40%").len()
    };
    for kind in [RowKind::Net, RowKind::Option, RowKind::Rest, RowKind::Absent, RowKind::Sql] {
        assert_eq!(of_kind(kind), 1, "{kind:?}");
    }
    for kind in [RowKind::Base, RowKind::Total, RowKind::Missing, RowKind::Statistic] {
        assert_eq!(of_kind(kind), 0, "{kind:?}");
    }
    // A row of the same kind may be, whatever the kind.
    let statistic = |place, n| Cell { row_kind: RowKind::Statistic, ..cell(place, n, 80) };
    assert_eq!(right_of(&joined(&[statistic("Q.1", 20), statistic("Q.2", 32)]), "40%"), ["Q.2"]);
    // Nobody states an index.
    let index =
        Cell { unit: Unit::Index, x: Some(40.0), published: Some("40.00".to_owned()), ..net("Q.2", 32, 80, &[1, 3]) };
    assert_eq!(right_of(&joined(&[cell("Q.1", 20, 80), index]), "40"), [""; 0]);
}

#[test]
fn what_is_off_by_one_is_no_slip_to_another_answer() {
    // 20 of 80 are 25%. 21 of 80 are 26.25%, 13 of 50 are 26%, 22 of 80 are 27.5%.
    let rows = [cell("Q.1", 20, 80), cell("Q.2", 21, 80), cell("Q.3", 22, 80), cell("Q.1@sex.1", 10, 40)];
    assert_eq!(right_of(&joined(&rows), "26%"), [""; 0]);
    assert_eq!(right_of(&joined(&rows), "28%"), ["Q.3"]);
    // The same answer in another column may be meant.
    let column = [cell("Q.1", 20, 80), cell("Q.2", 21, 80), cell("Q.1@sex.1", 13, 50)];
    assert_eq!(right_of(&joined(&column), "26%"), ["Q.1@sex.1"]);
    // With decimals it is the last one.
    assert_eq!(right_of(&joined(&rows), "26.3%"), ["Q.2"]);
    let near = [cell("Q.1", 2_500, 10_000), cell("Q.2", 2_510, 10_000)];
    assert_eq!(right_of(&joined(&near), "25.1%"), [""; 0]);
}

/// A table of an item for each of these, with the same answers.
fn grid(items: &[(&str, &[(&str, u64)])]) -> Vec<Tabulation> {
    let mut sections = items.iter().map(|(item, rows)| {
        let cells: Vec<Cell> = rows.iter().map(|(row, n)| cell(&format!("Q.{item}.{row}"), *n, 80)).collect();
        joined(&cells).remove(0)
    });
    let mut table = sections.next().expect("an item");
    table.sections.extend(sections.flat_map(|each| each.sections));
    vec![table]
}

#[test]
fn the_same_answer_to_another_item_may_be_meant() {
    // 32 of 80 are 40%, 40 of 80 are 50%, 60 of 80 are 75% and so are the others of the first.
    let table = grid(&[("a", &[("1", 20), ("2", 56)]), ("b", &[("1", 32), ("2", 40)])]);
    let (ruling, reason) = stated(&table, &["Q.a.1"], "40%");
    assert_eq!(ruling, Ruling::AnotherFigure);
    assert!(reason.ends_with("it is right of Q.b.1 (Total: 32 of 80)"), "{reason}");
    // Another answer to another item is not.
    assert_eq!(stated(&table, &["Q.a.1"], "50%").0, Ruling::Contradicted);
    // The parts of a table may be of several questions.
    let mut table = table;
    for section in &mut table[0].sections {
        section.question.clone_from(&section.item);
    }
    assert_eq!(stated(&table, &["Q.a.1"], "40%").0, Ruling::AnotherFigure);
}

#[test]
fn another_table_of_the_same_question_may_be_meant() {
    let of = |question: &str, cell: Cell| Cell { question: question.to_owned(), ..cell };
    let with = |question: &str| {
        joined(&[
            of(question, cell("Q.1", 20, 80)),
            of(question, cell("Q_by_age.1", 12, 30)),
            of(question, cell("Q_by_age.2", 15, 30)),
            of(question, cell("Q_by_age.2@age.1", 9, 15)),
        ])
    };
    assert_eq!(right_of(&with("Q"), "40%"), ["Q_by_age.1"]);
    assert_eq!(right_of(&with("Q"), "50%"), ["Q_by_age.2"]);
    assert_eq!(right_of(&with("Q"), "60%"), [""; 0], "another answer in another column");
    // Tables made in SQL are of no question, and have nothing in common.
    assert_eq!(right_of(&with(""), "40%"), [""; 0]);
}

/// Questions with the same two answers, of 80 each; the first counts 20 of the first answer.
fn battery(counts: &[u64]) -> Vec<Tabulation> {
    let question = |(place, n): (usize, &u64)| {
        let answer = |row: &str, label: &str, n| Cell {
            row_label: label.to_owned(),
            question: format!("Q{place}"),
            ..cell(&format!("Q{place}.{row}"), n, 80)
        };
        [answer("1", "Agree", *n), answer("2", "Disagree", 80 - n)]
    };
    joined(&counts.iter().enumerate().flat_map(question).collect::<Vec<Cell>>())
}

#[test]
fn the_same_answer_to_the_six_nearest_questions_may_be_meant() {
    let right = |tables: &[Tabulation], figure: &str| stated(tables, &[figure], "40%").0;
    // 32 of 80 are 40%.
    let at = |place: usize| {
        let mut counts = [20; 9];
        counts[place] = 32;
        battery(&counts)
    };
    assert_eq!(right(&at(6), "Q0.1"), Ruling::AnotherFigure, "the sixth behind it");
    assert_eq!(right(&at(7), "Q0.1"), Ruling::Contradicted, "the seventh");
    assert_eq!(right(&at(1), "Q4.1"), Ruling::AnotherFigure, "the third before it");
    assert_eq!(right(&at(8), "Q4.1"), Ruling::Contradicted, "the fourth behind it");
    // Other labels, other codes or another table of the question make it another scale.
    let change = |change: fn(&mut Tabulation)| {
        let mut tables = at(1);
        change(&mut tables[1]);
        right(&tables, "Q0.1")
    };
    assert_eq!(change(|_| ()), Ruling::AnotherFigure);
    assert_eq!(
        change(|table| table.sections[0].rows[0].head.label = "AGREE".to_owned()),
        Ruling::AnotherFigure,
        "case makes no difference"
    );
    assert_eq!(change(|table| table.sections[0].rows[0].head.label = "Often".to_owned()), Ruling::Contradicted);
    assert_eq!(change(|table| table.sections[0].rows[1].head.key = "3".to_owned()), Ruling::Contradicted);
    assert_eq!(change(|table| table.sections[0].question = "Q9".to_owned()), Ruling::Contradicted);
    assert_eq!(change(|table| table.sections[0].item = "a".to_owned()), Ruling::Contradicted);
}

#[test]
fn ranges_and_words_are_of_no_other_figure() {
    let table = joined(&[cell("Q.1", 20, 80), cell("Q.2", 60, 80)]);
    for words in ["over half", "most", "between 70% and 80%", "three quarters", "all but 20"] {
        assert_eq!(stated(&table, &["Q.1"], words).0, Ruling::Contradicted, "{words}");
    }
    assert_eq!(stated(&table, &["Q.1"], "60 of 80").0, Ruling::AnotherFigure, "a count is one value");
}
