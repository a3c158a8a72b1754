//! Where the codebook finds the answers to a question, and what holds of questions that do not say otherwise.

use topline_survey::{Absent, Answer, Folding, Question};

use crate::project::{Added, plan};

/// The question `q`, of this codebook.
#[track_caller]
fn read(codebook: &str) -> Question {
    plan(&Added { codebook, ..Added::default() }).codebook.question("q").expect("the question").clone()
}

fn question(kind: &str, rest: &str) -> String {
    format!("[[question]]\nid = 'q'\ntext = 'Q?'\nkind = '{kind}'\n{rest}\n")
}

/// Where the answers are.
fn cells(answer: &Answer) -> String {
    match answer {
        Answer::Single { cells, .. } => format!("{cells:?}"),
        Answer::Multi { cells, .. } => format!("{cells:?}"),
        Answer::Grid { cells, unticked, .. } => format!("{cells:?} {unticked:?}"),
        Answer::Rank { cells, .. } => format!("{cells:?}"),
        Answer::Number { origin, .. } | Answer::Text { origin } | Answer::Date { origin, .. } => format!("{origin:?}"),
    }
}

const OPTIONS: &str = "options = [{ code = 1, label = 'A' }, { code = 2, label = 'B' }]";
const BOXES: &str = "options = [{ code = 1, label = 'A', column = 'a' }, { code = 2, label = 'B', column = 'b' }]";
const ITEMS: &str = "items = [{ id = 'x', label = 'X' }, { id = 'y', label = 'Y' }]";
const COLUMNED: &str = "items = [{ id = 'x', label = 'X', column = 'c1' }, { id = 'y', label = 'Y', column = 'c2' }]";
const SPREAD: &str = "items = [{ id = 'x', label = 'X', columns = ['c1', ''] }]";

#[test]
fn answers_are_in_the_columns_that_are_declared() {
    for (kind, rest, expect) in [
        ("number", "column = 'c'", "Column(\"c\")"),
        ("text", "column = 'c'", "Column(\"c\")"),
        ("date", "column = 'c'", "Column(\"c\")"),
        ("single", &format!("column = 'c'\n{OPTIONS}"), "One(Column(\"c\"))"),
        ("single", BOXES, "Spread { columns: [\"a\", \"b\"], unticked: [] }"),
        ("multi", BOXES, "Boxes { columns: [\"a\", \"b\"], unticked: [] }"),
        (
            "multi",
            &format!("columns_under = 'Q'\nunticked = ['-']\n{BOXES}"),
            "Boxes { columns: [\"Q | a\", \"Q | b\"], unticked: [\"-\"] }",
        ),
        (
            "multi",
            &format!("column = 'c'\nseparator = ';'\n{OPTIONS}"),
            "Labels(Joined { column: \"c\", separator: \";\" })",
        ),
        ("multi", &format!("columns = ['c1', 'c2']\n{OPTIONS}"), "Labels(Each([\"c1\", \"c2\"]))"),
        ("grid", &format!("{COLUMNED}\n{OPTIONS}"), "[Column(\"c1\"), Column(\"c2\")] []"),
        (
            "grid",
            &format!("columns_under = 'Q'\nunticked = ['-']\n{SPREAD}\n{OPTIONS}"),
            "[Spread([Some(\"Q | c1\"), None])] [\"-\"]",
        ),
        ("rank", COLUMNED, "Ranks([\"c1\", \"c2\"])"),
        (
            "rank",
            &format!("column = 'c'\nseparator = '>'\n{ITEMS}"),
            "Labels(Joined { column: \"c\", separator: \">\" })",
        ),
        ("rank", &format!("columns = ['c1', 'c2']\n{ITEMS}"), "Labels(Each([\"c1\", \"c2\"]))"),
    ] {
        assert_eq!(cells(&read(&question(kind, rest)).answer), expect, "{kind} {rest}");
    }
}

#[test]
fn what_holds_by_default_gives_way_to_the_question() {
    let of = |codebook: &str| {
        let read = read(codebook);
        let missing: Vec<i32> = read.missing.iter().map(|missing| missing.code).collect();
        (read.absent.refused.clone(), missing, read.fold, read.blank, cells(&read.answer))
    };
    let boxes = |unticked: &[&str]| format!("Boxes {{ columns: [\"a\", \"b\"], unticked: {unticked:?} }}");
    let plain = question("multi", BOXES);
    assert_eq!(of(&plain), (vec![], vec![], Folding::All, Absent::NoAnswer, boxes(&[])));
    let default = "[default]\nabsent = { refused = ['no'] }\nmissing = [{ code = 98, label = 'x' }]\nfold = 'none'\nblank = 'not_asked'\nunticked = ['-']\n";
    assert_eq!(
        of(&format!("{default}{plain}")),
        (vec!["no".to_owned()], vec![98], Folding::None, Absent::NotAsked, boxes(&["-"]))
    );
    let own = "absent = { refused = ['never'] }\nmissing = [{ code = 99, label = 'y' }]\nfold = 'all'\nblank = 'invalid'\nunticked = []\n";
    assert_eq!(
        of(&format!("{default}{}", question("multi", &format!("{own}{BOXES}")))),
        (vec!["never".to_owned()], vec![99], Folding::All, Absent::Invalid, boxes(&[]))
    );
}

#[test]
fn titles_and_sections_are_as_written_without_blanks() {
    let read = read(&question("text", "column = 'c'\ntitle = 'T'\nsection = ' Part one '\nprivate = true"));
    assert_eq!((read.title(), read.section.as_deref(), read.private), ("T", Some("Part one"), true));
    let of = |rest: &str| crate::cells::read(&question("text", &format!("column = 'c'\n{rest}")));
    let plain = of("section = ' '");
    assert_eq!((plain.title(), plain.section.as_deref(), plain.private), ("Q?", None, false));
    // A derived question has them too; nobody has been asked it.
    let derived = "[[derive]]\nid = 'q'\nkind = 'number'\ntext = 'Q?'\nsection = ' Made '\nsql = 'age'\n";
    let derived = crate::cells::read(derived);
    assert_eq!((derived.section.as_deref(), derived.blank), (Some("Made"), Absent::NotAsked));
    assert_eq!(derived.sql().map(topline_survey::SqlText::as_str), Some("age"));
}
