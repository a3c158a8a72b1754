//! Exports of LimeSurvey: what people can ask it for, and what other programs make of them.

use topline_draft::Tool;

use crate::dialects::check;
use crate::reading::{times, unticked};

const QUESTIONS: [&str; 5] = [
    "buy single: 1 Shop, 2 Online, 3 Other Other",
    "buy_b! text",
    "drink multi: 1 Tea, 2 Milk, 3 Other Other open",
    "sat grid: 1 Very satisfied, 2 Rather satisfied, 3 Very dissatisfied / price Price, taste Taste",
    "cook single: 1 Yes, 2 No",
];

#[test]
fn anything_may_stand_between_codes_and_texts() {
    let own = [
        ("id", "Response ID"),
        ("submitdate", "Date submitted"),
        ("lastpage", "Last page"),
        ("startlanguage", "Start language"),
        ("buy", "Where do you buy?"),
        ("buy[other]", "Where do you buy? [Other]"),
        ("drink[SQ001]", "Which do you drink? [Tea]"),
        ("drink[SQ002]", "Which do you drink? [Milk]"),
        ("drink[other]", "Which do you drink? [Other]"),
        ("sat[SQ001]", "How satisfied are you? [Price]"),
        ("sat[SQ002]", "How satisfied are you? [Taste]"),
        ("cook", "Do you cook?"),
        ("interviewtime", "Total time"),
        ("groupTime7", "Group time: Drinks"),
    ];
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Shop,,Yes,No,,Very satisfied,Rather satisfied,Yes,300.5,20.1",
        "{n},2024-01-02 09:01:00,3,en,Online,,No,Yes,beer {n},Very dissatisfied,Very satisfied,No,200.5,21.1",
        "{n},2024-01-02 09:02:00,3,en,Other,corner {n},N/A,N/A,N/A,Rather satisfied,Very dissatisfied,N/A,100.5,22.1",
    ];
    for separator in [". ", ": ", " - ", "._.", " | "] {
        let names = |own: &[(&str, &str)]| {
            own.iter().map(|(code, text)| format!("{code}{separator}{text}")).collect::<Vec<_>>().join(",")
        };
        let respondent = format!("id{separator}Response ID");
        let whole = check(Tool::LimeSurvey, &times(&names(&own), &rows, 5), Some(&respondent), &QUESTIONS);
        let asked = |id: &str| whole.plan.codebook.question(id).expect("a question").clone();
        assert_eq!(asked("drink").text, "Which do you drink?");
        assert_eq!(asked("cook").absent.not_asked, ["N/A"], "not shown, and no answer");
        // Whatever is left of the tool's own columns.
        let bare: Vec<String> =
            rows.iter().map(|row| row.splitn(5, ',').last().unwrap_or_default().to_owned()).collect();
        let bare: Vec<&str> = bare.iter().map(String::as_str).collect();
        check(Tool::LimeSurvey, &times(&names(&own[4..]), &bare, 5), None, &QUESTIONS);
    }
}

#[test]
fn codes_are_told_in_the_spellings_of_other_programs() {
    let header = "id,submitdate,lastpage,startlanguage,G1,G1[other],drinks[SQ001],drinks[SQ001comment],drinks[SQ002],drinks[SQ002comment],\
                  rate[SQ001][1],rate[SQ001][2],rate[SQ002][1],rate[SQ002][2],rk[1],rk[2],born,status";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,A3,,Y,cold {n},,,A1,B1,A2,B2,SQ001,SQ002,1970-01-02 00:00:00,A2",
        "{n},2024-01-02 09:01:00,3,en,A1,,,,Y,hot {n},A2,B2,A1,B1,SQ002,SQ001,1971-01-03 00:00:00,A1",
        "{n},2024-01-02 09:02:00,3,en,-oth-,corner {n},Y,,Y,,A1,B2,A1,B1,SQ002,SQ001,1972-01-04 00:00:00,A1",
    ];
    let spelled =
        |open: &str, between: &str, close: &str| header.replace("][", between).replace('[', open).replace(']', close);
    for header in [header.to_owned(), spelled(".", "..", "."), spelled("_", "_", "")] {
        check(
            Tool::LimeSurvey,
            &times(&header, &rows, 5),
            Some("id"),
            &[
                "g1 single: 1 A1, 2 A3, 3 -oth- Other",
                "g1_b! text",
                "drinks multi: 1 SQ001, 2 SQ002",
                "drinks_text! text",
                "drinks_text_b! text",
                "rate grid: 1 A1, 2 A2 / sq001 SQ001, sq002 SQ002",
                "rate_b grid: 1 B1, 2 B2 / sq001 SQ001, sq002 SQ002",
                "rk rank / sq001 SQ001, sq002 SQ002",
                "born date",
                "status single: 1 A1, 2 A2",
            ],
        );
    }
}

#[test]
fn answers_may_be_pieces_of_html() {
    let header = "id,submitdate,lastpage,startlanguage,drink";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,\"<div><span style=\"\"color:#2ecc71;\"\">Tea</span></div>\"",
        "{n},2024-01-02 09:01:00,3,en,<div>Milk</div>",
        "{n},2024-01-02 09:02:00,3,en,<div>Milk</div>",
    ];
    let whole = check(Tool::LimeSurvey, &times(header, &rows, 5), Some("id"), &["drink single: 1 Tea, 2 Milk"]);
    assert_eq!(whole.plan.codebook.question("drink").expect("drink").options()[1].also, ["<div>Milk</div>"]);
}

#[test]
fn limesurvey_with_codes_for_headings_and_answers() {
    let header = "id,submitdate,lastpage,startlanguage,seed,Q1,Q2[SQ001],Q2[SQ002],Q2[other],Q3[SQ001],Q3[SQ002],Q4";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,17,A1,Y,,,A1,A2,2024-01-02",
        "{n},2024-01-02 09:00:00,3,en,18,A2,,Y,beer {n},A2,A2,2024-02-02",
        "{n},2024-01-02 09:00:00,3,en,19,A1,Y,Y,,A3,A1,2024-03-02",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &[
            "q1 single: 1 A1, 2 A2",
            "q2 multi: 1 SQ001, 2 SQ002, 3 Other Other open",
            "q3 grid: 1 A1, 2 A2, 3 A3 / sq001 SQ001, sq002 SQ002",
            "q4 date",
        ],
    );
}

#[test]
fn limesurvey_with_full_headings_and_long_answers() {
    let header = "Response ID,Date submitted,Last page,Start language,What do you drink? [Tea],What do you drink? [Milk],How good is tea?";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Yes,No,Good",
        "{n},2024-01-02 09:00:00,3,en,No,Yes,Poor",
        "{n},2024-01-02 09:00:00,3,en,Yes,Yes,Excellent",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("Response ID"),
        &["what_do_you_drink multi: 1 Tea, 2 Milk", "how_good_is_tea single: 1 Excellent, 2 Good, 3 Poor"],
    );
}

#[test]
fn limesurvey_with_codes_before_full_headings() {
    let header = "id,submitdate,lastpage,startlanguage,Q1[SQ001]. What do you drink? [Tea],Q1[SQ002]. What do you drink? [Milk],Q1[other]. What do you drink? [Other],Q2. How good is tea?";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,Yes,No,,Good",
        "{n},2024-01-02 09:00:00,3,en,No,Yes,beer {n},Poor",
        "{n},2024-01-02 09:00:00,3,en,Yes,Yes,,Excellent",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 multi: 1 Tea, 2 Milk, 3 Other Other open", "q2 single: 1 Excellent, 2 Good, 3 Poor"],
    );
}

#[test]
fn limesurvey_in_german_tells_boxes_from_questions_of_yes_and_no() {
    let header = "Antwort ID;Datum Abgeschickt;Letzte Seite;Start-Sprache;Zufallsstartwert;Was trinken Sie? [Tee];Was trinken Sie? [Milch];Was trinken Sie? [Sonstiges];Kochen Sie?;Was ist wichtig? [Rang 1];Was ist wichtig? [Rang 2];Tee ist gut. [Heiß];Tee ist gut. [Kalt]";
    let rows = [
        "{n};2024-01-02 09:00:00;3;de;17;Ja;Nein;;Ja;Preis;Geschmack;Stimme eher zu;Stimme voll zu",
        "{n};2024-01-02 09:00:00;3;de;18;Nein;Ja;Bier und {n};Nein;Geschmack;Preis;Stimme gar nicht zu;Stimme eher nicht zu",
        "{n};2024-01-02 09:00:00;3;de;19;N/A;N/A;;;Geschmack;;Keine Angabe;Stimme eher zu",
        "{n};2024-01-02 09:00:00;3;de;20;Ja;Ja;;Ja;Preis;Geschmack;Stimme voll zu;Stimme gar nicht zu",
    ];
    let whole = check(
        Tool::LimeSurvey,
        &times(header, &rows, 5),
        Some("Antwort ID"),
        &[
            "was_trinken_sie multi: 1 Tee, 2 Milch, 3 Sonstiges Other open",
            "kochen_sie single: 1 Ja, 2 Nein",
            "was_ist_wichtig rank / preis Preis, geschmack Geschmack",
            "tee_ist_gut grid: 1 Stimme voll zu, 2 Stimme eher zu, 3 Stimme eher nicht zu, 4 Stimme gar nicht zu, 5 Keine Angabe NotApplicable / hei Heiß, kalt Kalt",
        ],
    );
    assert!(whole.draft.codebook.contains("# \"Keine Angabe\" is an answer here"), "{}", whole.draft.codebook);
    let asked = whole.plan.codebook.question("was_trinken_sie").expect("asked");
    assert_eq!(
        (asked.absent.not_asked.as_slice(), unticked(asked)),
        (["N/A".to_owned()].as_slice(), ["Nein".to_owned()].as_slice())
    );
}

#[test]
fn limesurvey_writes_questions_above_codes_to_read_them_in_again() {
    let header = "Response ID\tDate submitted\tLast page\tStart language\tWhat do you drink? [Tea]\tWhat do you drink? [Milk]\tHow often?\n\
                  id\tsubmitdate\tlastpage\tstartlanguage\tQ1[SQ001]\tQ1[SQ002]\tQ2";
    let rows = [
        "{n}\t2024-01-02 09:00:00\t3\ten\tY\t{question_not_shown}\tA1",
        "{n}\t2024-01-02 09:00:00\t3\ten\t\tY\tA2",
        "{n}\t2024-01-02 09:00:00\t3\ten\tY\tY\tA1",
    ];
    let whole = check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 multi: 1 Tea, 2 Milk", "q2 single: 1 A1, 2 A2"],
    );
    let text = |id: &str| whole.plan.codebook.question(id).expect("a question").text.clone();
    assert_eq!((text("q1").as_str(), text("q2").as_str()), ("What do you drink?", "How often?"));
}

#[test]
fn limesurvey_ranks_codes_by_place() {
    let header = "id,submitdate,lastpage,startlanguage,Q1[1],Q1[2],Q1[3],Q2[SQ001],Q2[SQ002]";
    let rows = [
        "{n},2024-01-02 09:00:00,3,en,A10,A2,A1,1,2",
        "{n},2024-01-02 09:00:00,3,en,A2,A1,A10,2,2",
        "{n},2024-01-02 09:00:00,3,en,A1,A10,,1,1",
    ];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 4),
        Some("id"),
        &["q1 rank / a1 A1, a2 A2, a10 A10", "q2 grid: 1 1, 2 2 / sq001 SQ001, sq002 SQ002"],
    );
}

#[test]
fn limesurvey_is_known_by_its_headings_alone() {
    let header = ",drink1. What do you drink?,drink2[SQ001]. Which? [Tea],drink2[SQ002]. Which? [Milk],drink3[a]. [It is hot],drink3[b]. [It is cold]";
    let rows = ["{n},Tea,Yes,No,Agree,Disagree", "{n},Milk,No,Yes,Disagree,Agree", "{n},Milk,Yes,Yes,Agree,Neutral"];
    check(
        Tool::LimeSurvey,
        &times(header, &rows, 5),
        Some("column_1"),
        &[
            "drink1 single: 1 Tea, 2 Milk",
            "drink2 multi: 1 Tea, 2 Milk",
            "drink3 grid: 1 Agree, 2 Neutral, 3 Disagree / it_is_hot It is hot, it_is_cold It is cold",
        ],
    );
}
