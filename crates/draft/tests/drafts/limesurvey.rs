//! Headings of LimeSurvey: what people can ask it for, and what other programs make of them.

use topline_draft::Tool;

use crate::dialects::check;
use crate::reading::times;

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
