//! Documents read from outside: figures found by words, claims drafted and accepted, a text checked in continuous integration.

use std::fs;

use serde_json::Value;

use crate::program::{Finished, finish, program, topline};
use crate::small_survey::SmallSurvey;
use crate::workspace::Library;

/// What a leaflet says of the library. 8 of 10 visited, 7 of 8 think the staff good or fair; 40 people are of another survey.
const LEAFLET: &str = "Your library\n\n80% of people have visited the library this year.\nGood or fair staff: 88% of visitors think so.\n\
                       \u{201c}We asked 40% of all of the people who came in on the first day of the year\u{201d}, said the librarian in 2019.\n";

/// The library, run, with the leaflet.
fn library() -> Library {
    let library = Library::new();
    fs::write(library.folder().join("leaflet-2.txt"), LEAFLET).expect("a file that can be written");
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    library
}

fn file(library: &Library) -> String {
    fs::read_to_string(library.folder().join("pipelines/library/claims/leaflet-2.toml")).expect("a file of claims")
}

fn answered(library: &Library, answers: &str) -> Finished {
    let given = library.folder().join("answers.txt");
    fs::write(&given, answers).expect("a file that can be written");
    let input = fs::File::open(&given).expect("the answers");
    let arguments = ["read", "leaflet-2.txt", "--pipeline", "library", "--review", "--out", "out"];
    finish(program(library.folder()).args(arguments).stdin(input)).exits(0)
}

fn check(library: &Library, format: &str) -> Finished {
    topline(library.folder(), &["check-text", "leaflet-2.txt", "--out", "out", "--format", format])
}

#[test]
fn figures_are_found_by_words_and_by_value() {
    let library = library();
    let found = |arguments: &[&str]| {
        let arguments: Vec<&str> = [&["figures", "library"], arguments, &["--out", "out", "--format", "csv"]].concat();
        let told = topline(library.folder(), &arguments).exits(0).stdout;
        told.lines().nth(1).map(|line| line.split(',').next().unwrap_or_default().to_owned()).unwrap_or_default()
    };
    assert_eq!(found(&["staff good or fair"]), "opinion.staff.good_or_fair");
    assert_eq!(found(&["visited", "library", "--value", "8 of 10"]), "visited.1");
    // 7 of 8 is 87.5%, and no other figure of the total is.
    assert_eq!(found(&["88%"]), "opinion.staff.good_or_fair");
    let told = topline(library.folder(), &["figures", "library", "zeppelin", "--out", "out"]).exits(1);
    assert_eq!(told.stdout, "no figure fits\n");
}

#[test]
fn a_document_is_drafted_and_nothing_is_judged_before_it_is_accepted() {
    let library = library();
    let told = topline(library.folder(), &["read", "leaflet-2.txt", "--format", "json"]).exits(0);
    let statements: Vec<Value> = told.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let states: Vec<&str> = statements.iter().filter_map(|statement| statement["states"].as_str()).collect();
    assert_eq!(states, ["80% of people", "88%"], "speech and years are set aside");
    assert_eq!(statements[1]["line"], 4);

    topline(library.folder(), &["read", "leaflet-2.txt", "--pipeline", "library", "--out", "out"]).exits(0);
    let drafted = file(&library);
    assert!(drafted.contains("accepted = false") && drafted.contains("figure = \"visited.1\""), "{drafted}");
    let verified = topline(library.folder(), &["verify", "pipelines/library", "--out", "out"]).exits(0);
    assert!(verified.stdout.ends_with("5 verdicts, 5 as expected, 0 not\n"), "{}", verified.stdout);
    let told = check(&library, "json").exits(1);
    assert_eq!(told.stdout.matches("\"fault\":\"unclaimed\"").count(), 2, "{}", told.stdout);
}

#[test]
fn claims_are_accepted_in_the_terminal_and_kept() {
    let library = library();
    let told = answered(&library, "1\nx\n1\n");
    assert!(told.stdout.ends_with("2 decided, 0 still wait\n"), "{}", told.stdout);
    let accepted = file(&library);
    assert_eq!(accepted.matches("\naccepted = true").count(), 2, "{accepted}");
    check(&library, "table").exits(0);
    let verified = topline(library.folder(), &["verify", "pipelines/library", "--out", "out"]).exits(0);
    assert!(verified.stdout.ends_with("7 verdicts, 7 as expected, 0 not\n"), "{}", verified.stdout);

    // The document changes: a line more on top, a number that is wrong now, and a new one.
    let changed = format!("A title\n{LEAFLET}A fifth of people have not visited it.\n").replace("88%", "68%");
    fs::write(library.folder().join("leaflet-2.txt"), changed).expect("a file that can be written");
    let told = check(&library, "json").exits(1);
    let faults: Vec<Value> = told.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let faults: Vec<(&str, u64)> =
        faults.iter().filter_map(|fault| Some((fault["fault"].as_str()?, fault["line"].as_u64()?))).collect();
    assert_eq!(faults, [("gone", 4), ("unclaimed", 5), ("unclaimed", 7)], "{}", told.stdout);
    let told = topline(library.folder(), &["read", "leaflet-2.txt", "--pipeline", "library", "--out", "out"]).exits(0);
    assert!(told.stdout.contains("moved: a claim of line 3 is on line 4 now"), "{}", told.stdout);
    assert!(told.stdout.contains("gone: \"Good or fair staff: 88%"), "{}", told.stdout);
    assert_eq!(file(&library).matches("\naccepted = true").count(), 2, "what was accepted is kept");
}

#[test]
fn a_claim_that_has_become_wrong_is_told_beside_its_line() {
    let library = library();
    answered(&library, "1\n1\n");
    let data = library.folder().join("data/raw/library.csv");
    let rows = fs::read_to_string(&data).expect("the export").replacen("Yes", "No", 1);
    fs::write(&data, rows).expect("a file that can be written");
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]);
    let told = check(&library, "github").exits(1);
    assert!(
        told.stdout
            .contains("::error file=leaflet-2.txt,line=3,endLine=3,title=wrong::`80%25 of people` is contradicted"),
        "{}",
        told.stdout
    );
    let told = check(&library, "sarif").exits(1);
    let sarif: Value = serde_json::from_str(&told.stdout).expect("SARIF is JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&Value::from("wrong"), &Value::from("error")));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn an_audit_needs_no_data() {
    let library = library();
    let release = "In the survey of 56 organisations, a quarter (25%) are content.\nHowever, only one in six (15%) expect more money.\n";
    let report = "47% were involved at least to some extent, including a third (33%) to a small extent.\n\n4%\n\n10%\n\n33%\n\n51%\n\n3%\n\n\
                  Q16a) Extent of involvement\n\nTo a great extent\n\nTo a moderate extent\n\nTo a small extent\n\nNot at all\n\nDon't know\n\n\
                  Respondent base: 80\n";
    for (name, text) in
        [("release.txt", release), ("report.txt", report), ("leaflet-3.txt", "80% of 10 people visited.\n")]
    {
        fs::write(library.folder().join(name), text).expect("a file that can be written");
    }
    let told = topline(library.folder(), &["audit", "release.txt", "report.txt", "--format", "json"]).exits(1);
    let findings: Vec<Value> = told.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let found: Vec<(&str, u64, &str)> = findings
        .iter()
        .filter_map(|found| Some((found["document"].as_str()?, found["line"].as_u64()?, found["fault"].as_str()?)))
        .collect();
    assert_eq!(
        found,
        [("release.txt", 2, "words_and_digits"), ("release.txt", 2, "impossible"), ("report.txt", 1, "conflict")],
        "{}",
        told.stdout
    );
    // 3, 8 and 26 of 80 are 37: 46.25%. No other counts give 4, 10, 33, 51 and 3% of 80.
    let reason = findings[2]["reason"].as_str().unwrap_or_default();
    assert_eq!(reason, "4%, 10%, 33% add to 47%, and those who are in them are 37 of 80, which is not 47%");
    topline(library.folder(), &["audit", "leaflet-3.txt"]).exits(0);
}

#[test]
fn the_conventions_of_published_figures_are_found() {
    let library = library();
    // Out of all ten, halves to even: 7 of 10 think the staff good or fair, and 8 visited. Out of those who answered it is 7 of 8.
    let published = "question,option,expected\nvisited,Yes,80\nreason,Books,60\nreason,Computers,30\n";
    fs::write(library.folder().join("published.csv"), published).expect("a file that can be written");
    let claims = "[document]\nid = \"published\"\ntitle = \"Published\"\n\n[expected]\npath = \"../../published.csv\"\ntable = \"question\"\nrow = \"option\"\nvalue = \"expected\"\n";
    fs::write(library.folder().join("pipelines/library/claims/published.toml"), claims)
        .expect("a file that can be written");
    let told = topline(library.folder(), &["fit", "library", "published", "--out", "out"]).exits(0);
    assert!(told.stdout.contains("tables.toml, [default]: base = \"all\""), "{}", told.stdout);
}

#[test]
fn lists_of_values_and_what_is_denied_are_read() {
    let library = Library::new();
    // 7 of 8 think the staff good or fair, and 6 of 8 the building; 8 of 10 visited, so that 2 did not.
    let text = "Good or fair staff and building: 88% and 75% of visitors respectively.\n\nOne in five people have not visited the library this year.\n\n\
                The library was visited by 80% of people; 20% say that they have not been there.\n";
    fs::write(library.folder().join("leaflet-2.txt"), text).expect("a file that can be written");
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    topline(library.folder(), &["read", "leaflet-2.txt", "--pipeline", "library", "--out", "out"]).exits(0);
    let drafted = file(&library);
    let claims: Vec<&str> = drafted.split("[[claim]]").skip(1).collect();
    let says = |claim: &str, line: &str| claim.lines().any(|known| known == line);
    assert!(says(claims[0], "is = \"88%\"") && claims[0].contains("figure = \"opinion.staff."), "{drafted}");
    assert!(says(claims[1], "is = \"75%\"") && claims[1].contains("figure = \"opinion.building."), "{drafted}");
    let denied = claims[2];
    let of_no = says(denied, "figure = \"visited.2\"") && !denied.contains("complement");
    let of_others = says(denied, "figure = \"visited.1\"") && says(denied, "complement = true");
    assert!(of_no || of_others, "{drafted}");
    // Behind the clause others are spoken of.
    assert!(says(claims[3], "is = \"80% of people\"") && !claims[3].contains("complement"), "{drafted}");
}

/// 4, 5, 6, 3 and 2 of 20 respondents; several give both of the sports.
const INTERESTS: SmallSurvey<'_> = SmallSurvey {
    survey: "",
    source: "respondent = \"ID\"",
    sections: "",
    codebook: "[[question]]\nid = \"influence\"\nkind = \"single\"\ntext = \"How influential is a good citizen in your buying decisions?\"\ncolumn = \"influence\"\n\
               options = [{ code = 1, label = \"Extremely influential\" }, { code = 2, label = \"Very influential\" }, { code = 3, label = \"Moderately influential\" }, \
               { code = 4, label = \"Slightly influential\" }, { code = 5, label = \"Not at all influential\" }]\n\
               [[question]]\nid = \"sport\"\nkind = \"multi\"\ntext = \"Which sport do you do?\"\ncolumn = \"sport\"\nseparator = \";\"\n\
               options = [{ code = 1, label = \"Chess\" }, { code = 2, label = \"Rowing\" }]\n",
    tables: "",
    export: "ID,influence,sport\n1,1,1\n2,1,2\n3,1,1;2\n4,1,1\n5,2,2\n6,2,1\n7,2,1;2\n8,2,2\n9,2,1\n10,3,1\n11,3,1\n12,3,2\n13,3,1\n14,3,1\n15,3,2\n16,4,1\n17,4,2\n18,4,1\n19,5,2\n20,5,1\n",
    files: &[],
};

#[test]
fn answers_that_a_sentence_adds_up_are_one_claim() {
    // 9 of 20 are 45%, and 5 of 20 are 25%.
    let text = "Sport and buying\n\n45% find a good citizen very or extremely influential in their buying decisions.\n\n\
                25% say that it is slightly or not at all influential.\n";
    let survey = SmallSurvey { files: &[("../../release.txt", text)], ..INTERESTS }.run();
    survey.call(&["read", "release.txt", "--pipeline", "s"]).exits(0);
    let drafted = fs::read_to_string(survey.path("pipelines/s/claims/release.toml")).expect("a file of claims");
    let (of_both, of_neither) = ("figure = \"influence.2 + influence.1\"", "figure = \"influence.4 + influence.5\"");
    assert!(drafted.contains(of_both) && drafted.contains(of_neither), "{drafted}");
    survey.write("claims/release.toml", &drafted.replace("accepted = false", "accepted = true"));
    let told = survey.call(&["verify", "s"]).exits(0);
    assert!(told.stdout.ends_with("2 verdicts, 2 as expected, 0 not\n"), "{}", told.stdout);
    survey.write(
        "claims/release.toml",
        &drafted
            .replace("accepted = false", "accepted = true")
            .replace("\"45%\"", "\"44%\"")
            .replace("45% find", "44% find"),
    );
    survey.write("../../release.txt", &text.replace("45%", "44%"));
    survey.call(&["verify", "s"]).exits(1);
}

#[test]
fn only_answers_of_which_a_respondent_gives_one_are_added() {
    let claims = |figure: &str, more: &str| {
        format!(
            "[document]\nid = \"d\"\ntitle = \"D\"\n[[claim]]\nquote = \"45%\"\nlines = [1]\nfigure = \"{figure}\"\n{more}\n"
        )
    };
    for (figure, more, code) in [
        ("sport.1 + sport.2", "is = \"45%\"", "claims/sum"),
        ("influence.1 + influence.1", "is = \"45%\"", "claims/sum"),
        ("influence.1 + sport.2", "is = \"45%\"", "claims/sum"),
        ("influence.1 + influence.base", "is = \"45%\"", "claims/sum"),
        ("influence.1 + influence.7", "is = \"45%\"", "figure/no-row"),
        ("influence.1 + influence.2", "more_than = \"influence.3\"", "claims/sum-of-one-value"),
    ] {
        let survey = SmallSurvey { files: &[("claims/d.toml", &claims(figure, more))], ..INTERESTS }.written();
        let told = survey.check().exits(2);
        assert!(told.stderr.contains(code), "{figure} {more}: {}", told.stderr);
    }
}
