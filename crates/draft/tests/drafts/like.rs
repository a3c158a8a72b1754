//! Drafts like an earlier pipeline: what is kept, what is new, what is gone.

use std::fmt::Write as _;
use std::io::Cursor;

use topline_draft::{DraftError, DraftRequest, Earlier, Files, LikeDraft, draft_like};
use topline_ingest::open;
use topline_plan::read_plan;
use topline_survey::{Plan, PlanFiles, PlanText, Question, Source};

use crate::reading::{line, unknown};

const SURVEY: &str = r#"id = "wave-1"
title = "A survey of commuters"

[fieldwork]
start = 2024-01-01
end = 2024-01-31

[source]
name = "export"
path = "wave1.csv"
format = "csv"
respondent = "Respondent ID"

# Test responses of our own.
[[exclude]]
reason = "test"
column = "Status"
is = ["test"]

[weights]
column = "wt"

[rounding]
decimals = 1

[[reference]]
name = "towns"
path = "towns.csv"
"#;

const CODEBOOK: &str = r#"# Written by hand.
passed_over = ["Start"]

[[scale]]
id = "agreement"
options = [{ code = 5, label = "Agree" }, { code = 1, label = "Disagree" }]
nets = [{ id = "all", label = "Any", codes = [5, 1] }]

# The decision of the client: the codes run from high to low.
[[question]]
id = "fares"
kind = "single"
text = "Fares are fair"
title = "Fair fares"
column = "Q1"
scale = "agreement"

[[question]]
id = "town"
kind = "single"
text = "Where do you live?"
column = "Q2"
options = [
  { code = 7, label = "York", also = ["york city"] },
  { code = 3, label = "Leeds" } # the largest
]

[[question]]
id = "media"
kind = "multi"
text = "Which do you use?"
options = [
  { code = 1, label = "Bus", column = "Which do you use? [Bus]" },
  { code = 2, label = "Train", column = "Which do you use? [Train]" },
]

[[question]]
id = "age"
kind = "number"
text = "How old are you?"
column = "Q4"

[[question]]
id = "pet"
kind = "single"
text = "Do you have a pet?"
column = "Q5"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]

[[derive]]
id = "owner"
kind = "single"
text = "Has a pet"
options = [{ code = 1, label = "Owner" }]
sql = "case when pet = 1 then 'Owner' end"
"#;

const TABLES: &str = r#"[default]
banner = []

[[table]]
id = "pets"
rows = "pet"

[[table]]
id = "towns"
rows = "town"
"#;

fn earlier() -> PlanFiles {
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    PlanFiles {
        survey: text("survey.toml", SURVEY),
        codebook: text("codebook.toml", CODEBOOK),
        tables: Some(text("tables.toml", TABLES)),
        figures: vec![
            ("by_pet".to_owned(), text("by_pet.sql", "select pet, count(*) as n from responses group by 1 order by 1")),
            (
                "by_town".to_owned(),
                text("by_town.sql", "select town, count(*) as n from responses group by 1 order by 1"),
            ),
        ],
        ..PlanFiles::default()
    }
}

/// The export of the second wave: no weights and no pets; a new town, a new question, and a train that is a tram now.
fn export() -> String {
    let mut text =
        "Respondent ID,Start,Status,Q1,Q2,Which do you use? [Bus],Which do you use? [Tram],Q4,Do you cycle?\n"
            .to_owned();
    for row in 0..60 {
        let status = if row == 0 { "test" } else { "live" };
        let fares = if row % 3 == 0 { "Agree" } else { "Disagree" };
        let town = ["York", "Leeds", "Hull", "york city"][row % 4];
        let (bus, tram) = (if row % 2 == 0 { "Bus" } else { "" }, if row % 5 == 0 { "Tram" } else { "" });
        let cycles = if row % 4 == 0 { "Often" } else { "Never" };
        let _ = writeln!(text, "R{row:03},2025-01-02,{status},{fares},{town},{bus},{tram},{},{cycles}", 20 + row);
    }
    text
}

fn drafted(export: &str) -> Result<LikeDraft, DraftError> {
    let files = earlier();
    let plan = read_plan(&files).unwrap_or_else(|problems| panic!("{problems:?}"));
    let rebase = |path: &str| format!("../wave-1/{path}");
    let earlier = Earlier { name: "wave-1", files: &files, plan: &plan, rebase: &rebase };
    let request =
        DraftRequest { id: "wave-2".to_owned(), title: None, source: unknown("../wave2.csv"), questionnaire: None };
    let bytes = export.as_bytes().to_vec();
    draft_like(&request, &earlier, || Ok(Files { export: Cursor::new(bytes.clone()), metadata: None }))
}

fn plan_of(draft: &LikeDraft) -> Plan {
    let text = |name: &str| draft.files.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let file = |name: &str| PlanText { name: name.to_owned(), text: text(name).unwrap_or_default() };
    let files = PlanFiles {
        survey: file("survey.toml"),
        codebook: file("codebook.toml"),
        columns: Some(file("columns.toml")),
        tables: Some(file("tables.toml")),
        ..PlanFiles::default()
    };
    read_plan(&files).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn codes_names_nets_and_decisions_are_kept() {
    let draft = drafted(&export()).expect("a draft");
    let plan = plan_of(&draft);
    let lines: Vec<String> = plan.codebook.questions.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "fares single: 5 Agree, 1 Disagree",
            "town single: 7 York, 3 Leeds, 8 Hull",
            "media multi: 1 Bus, 2 Tram",
            "age number",
            "do_you_cycle single: 1 Often, 2 Never",
        ]
    );
    let fares = plan.codebook.question("fares").expect("fares");
    assert_eq!((fares.title(), fares.nets().len()), ("Fair fares", 1));
    assert_eq!(plan.survey.rounding.decimals, 1);
    assert_eq!(plan.survey.title, "A survey of commuters");
    assert_eq!((plan.survey.id.as_str(), plan.survey.source.path.as_str()), ("wave-2", "../wave2.csv"));
    assert_eq!(plan.survey.exclusions.len(), 1);
    assert_eq!(plan.survey.references[0].path, "../wave-1/towns.csv");
    // What cannot be read any more is a comment, and never lost.
    assert!(plan.survey.weights.is_none() && plan.survey.fieldwork.is_none());
    let file = |name: &str| draft.files.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
    assert!(file("survey.toml").is_some_and(|text| text.contains("# column = \"wt\"")));
    assert!(
        file("tables.toml").is_some_and(|text| text.contains("# rows = \"pet\"") && text.contains("\nrows = \"town\""))
    );
    let codebook = file("codebook.toml").expect("a codebook");
    assert!(
        codebook
            .contains("# The decision of the client: the codes run from high to low.\n[[question]]\nid = \"fares\"")
    );
    assert!(codebook.contains("# the largest"), "{codebook}");
    assert!(file("figures/by_town.sql").is_some() && file("figures/by_pet.sql").is_none());
}

#[test]
fn what_is_new_and_what_is_gone_is_said() {
    let draft = drafted(&export()).expect("a draft");
    let says =
        |words: &str| assert!(draft.notes.iter().any(|note| note.contains(words)), "{words}: {:#?}", draft.notes);
    says("like wave-1: 3 questions as before");
    says("gone: media: \"Train\"");
    says("new: media: \"Tram\"");
    says("gone: pet: no column of the export has it");
    says("gone: owner: it is derived from pet");
    says("new: do_you_cycle: \"Do you cycle?\"");
    says("new answers: town: \"Hull\" is code 8");
    says("gone: [weights] of survey.toml reads \"wt\"");
    says("left out: figures/by_pet.sql: it reads pet, which is gone");
}

/// The export reads by the draft without an answer that is not known.
#[test]
fn the_draft_reads_its_export() {
    let plan = plan_of(&drafted(&export()).expect("a draft"));
    let bytes = export().into_bytes();
    let mut rows = open(&plan.survey.source, Cursor::new(bytes)).expect("the export");
    let difference = topline_draft::difference(&plan, &plan.survey.source, &mut rows).expect("a comparison");
    assert!(difference.is_none(), "{difference:?}");
    assert_eq!((difference.rows, difference.respondents), (60, 59));
    let read: Vec<&str> = plan.codebook.asked().flat_map(Question::columns).collect();
    assert!(read.contains(&"Which do you use? [Tram]") && !read.contains(&"Which do you use? [Train]"));
}

#[test]
fn words_that_one_person_wrote_are_no_new_option() {
    let mut text = export();
    text.push_str("R900,2025-01-02,live,Agree,\"with my mother, Jane Roe\",Bus,,40,Often\n");
    let draft = drafted(&text).expect("a draft");
    assert!(draft.files.iter().all(|(_, text)| !text.contains("Jane Roe")));
    assert!(draft.notes.iter().all(|note| !note.contains("Jane Roe")));
    let town = plan_of(&draft).codebook.question("town").map(line);
    assert_eq!(town.as_deref(), Some("town single: 7 York, 3 Leeds, 8 Hull, 9 Other answers Other open"));
}

#[test]
fn an_export_of_another_survey_is_refused() {
    let error = drafted("colour,shape\nred,round\nblue,square\nred,square\n").expect_err("an error");
    assert!(matches!(error, DraftError::NothingAlike { .. }), "{error}");
}

/// A header of two rows, then one with a title above it, then one of a single row: the columns are those that they were.
#[test]
fn the_next_export_may_have_another_number_of_header_rows() {
    let rows = |header: &str| {
        let mut text = header.to_owned();
        for row in 0..30 {
            let answers = ["York,Bus,", "Leeds,,Tram", "York,Bus,Tram"][row % 3];
            let _ = writeln!(text, "{},01/02/2024,{answers}", 900 + row);
        }
        text
    };
    let two = "Respondent ID,Start Date,Where do you live?,Which do you use?,\n,,Response,Bus,Tram\n";
    let first = rows(two);
    let request =
        DraftRequest { id: "first".to_owned(), title: None, source: unknown("first.csv"), questionnaire: None };
    let drafted = topline_draft::draft(&request, || Ok(Cursor::new(first.clone().into_bytes()))).expect("a draft");
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("survey.toml", &drafted.survey),
        codebook: text("codebook.toml", &drafted.codebook),
        columns: Some(text("columns.toml", &drafted.columns)),
        tables: Some(text("tables.toml", &drafted.tables)),
        ..PlanFiles::default()
    };
    let plan = read_plan(&files).expect("a plan");
    let source = Source { header_rows: plan.survey.source.header_rows, ..unknown("next.csv") };
    assert_eq!(source.header_rows, 2);
    let earlier = Earlier { name: "first", files: &files, plan: &plan, rebase: &|path| path.to_owned() };
    let next = |header: &str| {
        let bytes = rows(header).into_bytes();
        let request = DraftRequest { id: "next".to_owned(), title: None, source: source.clone(), questionnaire: None };
        let draft = draft_like(&request, &earlier, || Ok(Files { export: Cursor::new(bytes.clone()), metadata: None }))
            .expect("a draft");
        let plan = plan_of(&draft);
        let mut export = open(&plan.survey.source, Cursor::new(bytes.clone())).expect("the export");
        let difference = topline_draft::difference(&plan, &plan.survey.source, &mut export).expect("a comparison");
        let lines: Vec<String> = plan.codebook.questions.iter().map(line).collect();
        (plan.survey.source.header_rows, difference.respondents, lines)
    };
    let expected = |header_rows: usize| (header_rows, 30, plan.codebook.questions.iter().map(line).collect::<Vec<_>>());
    assert_eq!(next(two), expected(2));
    assert_eq!(next(&format!("Travel in our towns,,,,\n{two}")), expected(3));
    let (header_rows, respondents, lines) =
        next("Respondent ID,Start Date,Where do you live?,Which do you use? - Bus,Which do you use? - Tram\n");
    assert_eq!((header_rows, respondents), (1, 30));
    assert!(lines[0].ends_with("single: 1 York, 2 Leeds") && lines[1].ends_with("multi: 1 Bus, 2 Tram"), "{lines:?}");
}
