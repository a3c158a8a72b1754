//! Questionnaires beside exports: what was asked, and what codes stand for.

use std::io::Cursor;

use rust_xlsxwriter::Workbook;
use topline_draft::{DraftError, DraftRequest, Tool, draft};
use topline_survey::FindingKind;

use crate::reading::{Whole, lines, times, unknown, with_form};

/// Drafts from an export and its questionnaire; every answer is known, every column read or passed over.
#[track_caller]
fn check(tool: Tool, export: &str, questionnaire: &[u8], expected: &[&str]) -> Whole {
    let bytes = export.as_bytes().to_vec();
    let whole = with_form(unknown("export.csv"), Some(questionnaire.to_vec()), || Cursor::new(bytes.clone()));
    let others: Vec<_> = whole.findings.iter().filter(|(kind, _)| **kind != FindingKind::Spelling).collect();
    assert!(others.is_empty(), "{others:?}\n{}", whole.draft.codebook);
    assert_eq!(lines(&whole.plan), expected, "{}", whole.draft.codebook);
    assert_eq!(whole.draft.tool, tool);
    whole
}

/// A survey structure as `LimeSurvey` writes it, shortened to the columns that matter, in two languages.
const STRUCTURE: &str = "id\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tvalidation\tmandatory\tother\n\
    \t\tS\t\tlanguage\t\ten\t\t\t\t\t\n\
    \t\tSL\t\tsurveyls_title\t\t<b>Drinks</b> 2024\t\ten\t\t\t\n\
    1\t\tG\t0\tAbout you\t1\t\t\ten\t\t\t\n\
    2\t\tQ\tL\tQ1\t1\tHow do you like &quot;tea&quot;?\t\ten\t\tN\tY\n\
    3\t\tA\t0\tA1\t\tVery much\t\ten\t\t\t\n\
    4\t\tA\t0\tA2\t\tA little\t\ten\t\t\t\n\
    5\t\tA\t0\tA3\t\tNot at all\t\ten\t\t\t\n\
    6\t\tQ\tM\tQ2\t1\tWhat do you drink?\t\ten\t\tN\tY\n\
    7\t\tSQ\t0\tSQ001\t1\tTea\t\ten\t\t\t\n\
    8\t\tSQ\t0\tSQ002\t1\tMilk\t\ten\t\t\t\n\
    9\t\tQ\tF\tQ3\t1\tHow often do you drink each of these?\t\ten\t\tN\tN\n\
    10\t\tSQ\t0\tSQ001\t1\tTea\t\ten\t\t\t\n\
    11\t\tSQ\t0\tSQ002\t1\tMilk\t\ten\t\t\t\n\
    12\t\tA\t0\tA1\t\tDaily\t\ten\t\t\t\n\
    13\t\tA\t0\tA2\t\tNever\t\ten\t\t\t\n\
    14\t\tQ\tN\tQ4\t1\tHow many cups?\t\ten\t\tN\tN\n\
    15\t\tQ\tY\tQ5\t1\tSugar?\t\ten\t\tN\tN\n\
    16\t\tQ\tS\tQ6\t1\t\"Your \"\"brand\"\"\"\t\ten\t\tN\tN\n\
    17\t\tQ\t1\tQ7\t1\tNow and then\t\ten\t\tN\tN\n\
    18\t\tSQ\t0\tSQ001\t1\tHot\t\ten\t\t\t\n\
    19\t\tA\t0\tB1\t\tGood\t\ten\t\t\t\n\
    20\t\tA\t0\tB2\t\tBad\t\ten\t\t\t\n\
    21\t\tA\t1\tC1\t\tOften\t\ten\t\t\t\n\
    22\t\tA\t1\tC2\t\tRarely\t\ten\t\t\t\n\
    23\t\tQ\tR\tQ8\t1\tPut in order\t\ten\t\tN\tN\n\
    24\t\tA\t0\tD1\t\tPrice\t\ten\t\t\t\n\
    25\t\tA\t0\tD2\t\tTaste\t\ten\t\t\t\n\
    26\t\tQ\tX\tnote\t1\tThank you\t\ten\t\tN\tN\n\
    2\t\tQ\tL\tQ1\t1\tMögen Sie Tee?\t\tde\t\tN\tY\n\
    3\t\tA\t0\tA1\t\tSehr\t\tde\t\t\t\n";

const ASKED: [&str; 8] = [
    "q1 single: 1 Very much, 2 A little, 3 Not at all, 4 Other Other",
    "q1_text! text",
    "q2 multi: 1 Tea, 2 Milk, 3 Other Other open",
    "q3 grid: 1 Daily, 2 Never / tea Tea, milk Milk",
    "q4 number",
    "q5 single: 1 Yes, 2 No",
    "q6! text",
    "q7 grid: 1 Good, 2 Bad / hot Hot",
];

#[test]
fn limesurvey_structure_with_codes() {
    let header = "id,submitdate,lastpage,startlanguage,Q1,Q1[other],Q2[SQ001],Q2[SQ002],Q2[other],Q3[SQ001],Q3[SQ002],Q4,Q5,Q6,Q7[SQ001][1],Q7[SQ001][2],Q8[1],Q8[2]";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,A1,,Y,,,A1,A2,3,Y,P{n},B1,C2,D1,D2",
        "{n},2024-01-02 09:00:00,3,en,-oth-,both {n},,Y,beer {n},A2,A2,2,N,,B1,C1,D2,D1",
        "{n},2024-01-02 09:00:00,3,en,A2,,Y,Y,,,A1,11,,,B2,C1,D2,D1",
    ];
    let mut expected = ASKED.to_vec();
    expected.extend(["q7_b grid: 1 Often, 2 Rarely / hot Hot", "q8 rank / price Price, taste Taste"]);
    let whole = check(Tool::LimeSurvey, &times(header, &rows, 4), STRUCTURE.as_bytes(), &expected);
    assert_eq!(whole.plan.survey.title, "Drinks 2024");
    assert_eq!(whole.plan.codebook.question("q1").expect("q1").text, "How do you like \"tea\"?");
    assert_eq!(whole.plan.codebook.question("q6").expect("q6").text, "Your \"brand\"");
}

#[test]
fn limesurvey_structure_with_full_headings_and_long_answers() {
    let header = "Response ID,Date submitted,Last page,Start language,\"How do you like \"\"tea\"\"?\",\"How do you like \"\"tea\"\"? [Other]\",What do you drink? [Tea],What do you drink? [Milk],What do you drink? [Other],How often do you drink each of these? [Tea],How often do you drink each of these? [Milk],How many cups?,Sugar?,\"Your \"\"brand\"\"\"";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Very much,,Yes,No,,Daily,Never,3,Yes,P{n}",
        "{n},2024-01-02 09:00:00,3,en,Other,both {n},No,Yes,beer {n},Never,Never,2,No,",
        "{n},2024-01-02 09:00:00,3,en,A little,,Yes,Yes,,,Daily,11,N/A,",
    ];
    let rows = rows.map(|row| row.replace("N/A", ""));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check(Tool::LimeSurvey, &times(header, &rows, 4), STRUCTURE.as_bytes(), &ASKED[..7]);
}

#[test]
fn limesurvey_structure_with_headings_cut_short_or_with_codes_before_them() {
    let cut = "id,submitdate,lastpage,startlanguage,How do you like..,What do you dri... [Tea],What do you dri... [Milk],How often do yo... [Tea],How often do yo... [Milk]";
    let both = "id,submitdate,lastpage,startlanguage,\"Q1. How do you like \"\"tea\"\"?\",Q2[SQ001]. What do you drink? [Tea],Q2[SQ002]. What do you drink? [Milk],Q3[SQ001]. How often do you drink each of these? [Tea],Q3[SQ002]. How often do you drink each of these? [Milk]";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,A1,Y,,A1,A2",
        "{n},2024-01-02 09:00:00,3,en,A3,,Y,A2,A2",
        "{n},2024-01-02 09:00:00,3,en,A2,Y,Y,,A1",
    ];
    let expected = [ASKED[0], "q2 multi: 1 Tea, 2 Milk", ASKED[3]];
    for header in [cut, both] {
        let whole = check(Tool::LimeSurvey, &times(header, &rows, 4), STRUCTURE.as_bytes(), &expected);
        let told = "6 of the 9 questions of the questionnaire have no column that is filled";
        assert!(whole.draft.notes.iter().any(|note| note == told), "{:?}", whole.draft.notes);
    }
}

const DICTIONARY: &str = "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\"Field Label\",\"Choices, Calculations, OR Slider Labels\",\"Field Note\",\"Text Validation Type OR Show Slider Number\",\"Text Validation Min\",Identifier?,\"Matrix Group Name\"\n\
    record_id,visit,,text,Record ID,,,,,,\n\
    drinks,visit,,checkbox,<p>What do you drink?</p>,\"1, Tea | 2, Milk, cold | -99, None of them\",,,,,\n\
    satisfied,visit,,radio,How satisfied are you?,\"1, Very | 2, Rather | 3, Not at all\",,,,,\n\
    smokes,visit,,yesno,Do you smoke?,,,,,,\n\
    cups,visit,,text,Cups a day,,,integer,,,\n\
    town,visit,,text,Where do you live?,,,,,y,\n\
    staff,visit,How good are these?,radio,Staff,\"1, Good | 0, Bad\",,,,,rated\n\
    rooms,visit,,radio,Rooms,\"1, Good | 0, Bad\",,,,,rated\n\
    seen,visit,,text,Day seen,,,date_ymd,,,\n\
    about,visit,,descriptive,Thank you,,,,,,\n";

#[test]
fn redcap_dictionary() {
    let header =
        "record_id,drinks___1,drinks___2,drinks____99,satisfied,smokes,cups,town,staff,rooms,seen,visit_complete";
    let rows = [
        "{n},1,0,0,1,1,3,Leeds {n},1,0,2024-03-01,2",
        "{n},1,1,0,2,0,2,,0,0,2024-03-02,2",
        "{n},0,0,1,3,1,,Hull,1,,2024-03-03,2",
        "{n},0,1,0,,0,1,,,1,,2",
    ];
    let asked = [
        "drinks multi: 1 Tea, 2 Milk, cold, 3 None of them",
        "satisfied single: 1 Very, 2 Rather, 3 Not at all",
        "smokes single: 1 Yes, 0 No",
        "cups number",
        "town! text",
        "staff grid: 1 Good, 0 Bad / staff Staff, rooms Rooms",
        "seen date",
    ];
    let whole = check(Tool::Redcap, &times(header, &rows, 4), DICTIONARY.as_bytes(), &asked);
    assert_eq!(whole.plan.codebook.question("staff").expect("a grid").text, "How good are these?");
    assert_eq!(whole.plan.codebook.question("seen").expect("a day").text, "Day seen");
    // The same with labels, and with the header that its API gives.
    let header = "Record ID,What do you drink? (choice=Tea),\"What do you drink? (choice=Milk, cold)\",What do you drink? (choice=None of them),How satisfied are you?,Do you smoke?,visit_complete,redcap_event_name";
    let rows = [
        "{n},Checked,Unchecked,Unchecked,Very,Yes,Complete,base",
        "{n},Checked,Checked,Unchecked,Rather,No,Complete,base",
        "{n},Unchecked,Unchecked,Checked,Not at all,Yes,Complete,base",
        "{n},Unchecked,Checked,Unchecked,,No,Complete,base",
    ];
    let api = DICTIONARY.replace("Variable / Field Name", "field_name").replace("Field Type", "field_type");
    let api = api.replace("\"Choices, Calculations, OR Slider Labels\"", "select_choices_or_calculations");
    let api = api.replace("Field Label", "field_label").replace("Matrix Group Name", "matrix_group_name");
    check(Tool::Redcap, &times(header, &rows, 4), api.as_bytes(), &asked[..3]);
}

fn xlsform() -> Vec<u8> {
    let sheets: [(&str, &[&[&str]]); 3] = [
        (
            "survey",
            &[
                &["type", "name", "label::English (en)", "label::Français (fr)", "relevant"],
                &["start", "start", "", "", ""],
                &["begin_group", "home", "Home", "Maison", ""],
                &["select_multiple drinks", "drinks", "What do you drink?", "Que buvez-vous ?", ""],
                &["select_one Size or_other", "size", "How large is it?", "Quelle taille ?", ""],
                &["integer", "rooms", "How many rooms?", "Combien ?", ""],
                &["end_group", "", "", "", ""],
                &["select_multiple food", "food", "What do you eat?", "", ""],
                &["rank food", "best", "Which do you like best?", "", ""],
                &["text", "why", "Why?", "", ""],
                &["note", "bye", "Thank you", "", ""],
            ],
        ),
        (
            "choices",
            &[
                &["list_name", "name", "label::English (en)", "label::Français (fr)"],
                &["drinks", "tea", "Green tea", "Thé vert"],
                &["drinks", "milk", "Milk", "Lait"],
                &["Size", "1", "Small", "Petit"],
                &["Size", "2", "Large", "Grand"],
                &["food", "rice", "Rice", "Riz"],
                &["food", "bread", "Brown bread", "Pain"],
                &["food", "beans", "Beans", "Haricots"],
            ],
        ),
        ("settings", &[&["form_title", "form_id", "default_language"], &["At home", "home_1", "English (en)"]]),
    ];
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn xlsform_with_split_and_joined_selects_and_groups() {
    let rows = [
        "2024-01-02T09:00:00.000+01:00,tea milk,1,1,2,,3,rice bread,rice beans bread,because {n},u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,tea,1,0,other,tent {n},1,rice,beans rice bread,,u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,milk,0,1,1,,,beans bread,,of {n},u-{n},2024-01-02T09:05:01",
        "2024-01-02T09:00:00.000+01:00,,,,2,,4,bread,bread rice beans,,u-{n},2024-01-02T09:05:01",
    ];
    let asked = [
        "drinks multi: 1 Green tea, 2 Milk",
        "size single: 1 Small, 2 Large, 3 Other Other",
        "size_text! text",
        "rooms number",
        "food multi by \" \": 1 Rice, 2 Brown bread, 3 Beans",
        "best rank by \" \" / rice Rice, brown_bread Brown bread, beans Beans",
        "why! text",
    ];
    let slashes = "start,home/drinks,home/drinks/tea,home/drinks/milk,home/size,home/size_other,home/rooms,food,best,why,_uuid,_submission_time";
    let whole = check(Tool::Odk, &times(slashes, &rows, 4), &xlsform(), &asked);
    assert_eq!(whole.plan.survey.title, "At home");
    assert_eq!(whole.plan.codebook.question("food").expect("food").text, "What do you eat?");
    // ODK Central puts a hyphen after a group, and Kobo can leave groups out.
    for between in ["-", ""] {
        let prefix = format!("home{between}");
        let prefix = if between.is_empty() { "" } else { prefix.as_str() };
        check(Tool::Odk, &times(&slashes.replace("home/", prefix), &rows, 4), &xlsform(), &asked);
    }
    // Without the columns of single options, codes stand together.
    let header = "start,drinks,home-size,home-rooms,food,_uuid,_submission_time";
    let rows = rows.map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        [cells[0], cells[1], cells[4], cells[6], cells[7], cells[10], cells[11]].join(",")
    });
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let joined = ["drinks multi by \" \": 1 Green tea, 2 Milk", asked[1], asked[3], asked[4]];
    check(Tool::Odk, &times(header, &rows, 4), &xlsform(), &joined);
}

#[test]
fn answers_beyond_the_questionnaire_are_options_at_the_end() {
    let header = "record_id,satisfied,smokes,visit_complete";
    let rows = ["{n},1,1,2", "{n},4,0,2", "{n},3,maybe,2"];
    let expected = ["satisfied single: 1 Very, 2 Rather, 3 Not at all, 4 4", "smokes single: 1 Yes, 0 No, 2 maybe"];
    let whole = check(Tool::Redcap, &times(header, &rows, 4), DICTIONARY.as_bytes(), &expected);
    assert_eq!(whole.draft.codebook.matches("answers that the questionnaire does not have").count(), 2);
    // A column that is plainly another than the questionnaire says is read by its cells.
    let rows: Vec<String> = (0..60).map(|at| format!("{{n}},{at}.5,1,2")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check(
        Tool::Redcap,
        &times(header, &rows, 1),
        DICTIONARY.as_bytes(),
        &["satisfied number", "smokes single: 1 Yes, 0 No"],
    );
}

#[test]
fn what_is_no_questionnaire_is_told() {
    let of = |bytes: &[u8]| {
        let request = DraftRequest {
            id: "x".to_owned(),
            title: None,
            source: unknown("x.csv"),
            questionnaire: Some(bytes.to_vec()),
        };
        draft(&request, || Ok(Cursor::new(b"id,a\n1,2\n2,3\n".to_vec())))
    };
    assert!(matches!(of(b"a,b\n1,2\n"), Err(DraftError::UnknownQuestionnaire)));
    assert!(matches!(of(b"{ no json"), Err(DraftError::Questionnaire { .. })));
    for bytes in [b"".as_slice(), b"PK\x03\x04 no archive", b"\xD0\xCF\x11\xE0", b"\xFF\xFE\x00"] {
        assert!(of(bytes).is_err(), "{bytes:?}");
    }
    // Cut anywhere, it is told or read; nothing panics, and the export is still drafted from.
    for whole in [STRUCTURE.as_bytes(), DICTIONARY.as_bytes(), &xlsform()] {
        for length in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let _ = of(&whole[..length]);
        }
    }
}
