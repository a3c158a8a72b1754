//! Answers in the respondents' own words: found, masked, attributed, and refused where somebody could be known by them.

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = r#"
[[question]]
id = "name"
kind = "text"
text = "Your name"
column = "name"
private = true

[[question]]
id = "region"
kind = "single"
text = "Region?"
column = "region"
options = [{ code = 1, label = "North" }, { code = 2, label = "South" }]

[[question]]
id = "party"
kind = "single"
text = "Party?"
column = "party"
options = [{ code = 1, label = "Red" }, { code = 2, label = "Blue" }, { code = 3, label = "None", mark = "not_applicable" }]

[[question]]
id = "why"
kind = "text"
text = "Why?"
column = "why"

[[question]]
id = "comment"
kind = "text"
text = "Anything else?"
column = "comment"
private = true
"#;
/// Ten in the North, six of them Red; six in the South.
const EXPORT: &str = "id,name,region,party,why,comment\n\
    r1,Iqra Begum,North,Red,\"It is  slow – ask Begum, Cllr Smith or me: iqra@example.org, 0161 496 0000, M13 9PL... and dear.\",Secret\n\
    r2,,North,Red,=cmd()|'/c calc'!A0 <script>alert(1)</script> ![x](y),\n\
    r3,,North,Red,\u{202e}desrever \u{5e9}\u{5dc} (5),\nr4,,North,Red,,\nr5,,North,Red,ok,\nr6,,North,Red,ok,\n\
    r7,,North,Blue,ok,\nr8,,North,Blue,ok,\nr9,,North,None,Fine by me,\nr10,,North,Blue,ok,\n\
    r11,,South,Blue,ok,\nr12,,South,Blue,ok,\nr13,,South,Blue,ok,\nr14,,South,Blue,ok,\nr15,,South,Blue,ok,\nr16,,South,Blue,ok,\n";
const BULLETIN: &str = "# Words\n\n{quote.slow}\n\nOne said {quote.fine}, another {quote.formula}.\n\n{quote.turned}\n";

const ALL: &str = "[publish]\nformats = [\"report\", \"bulletin\", \"bulletin_html\", \"docx\"]\n";

fn survey<'s>(files: &'s [(&'s str, &'s str)]) -> SmallSurvey<'s> {
    SmallSurvey { source: "respondent = \"id\"\n", codebook: CODEBOOK, export: EXPORT, files, ..SmallSurvey::default() }
}

const QUOTES: &str = r#"
attribution = ["region"]

[[quote]]
id = "slow"
question = "why"
respondent = "r1"
text = 'it is slow - ask Begum ... iqra@example.org, [telephone], M13 9PL... and dear'
beside = "region"

[[quote]]
id = "fine"
question = "why"
row = 10
attribution = ["region", "party"]

[[quote]]
id = "formula"
question = "why"
respondent = "r2"
attribution = []

[[quote]]
id = "turned"
question = "why"
respondent = "r3"
"#;

#[test]
fn quotes_are_what_respondents_wrote_without_what_names_them() {
    let files = [("quotes.toml", QUOTES), ("bulletin.md", BULLETIN)];
    let run = SmallSurvey { sections: ALL, ..survey(&files) }.run();
    let slow = "It is slow \u{2013} ask [name] [\u{2026}] [email], [telephone], [postcode]... and dear";
    let bulletin = run.output("bulletin.md");
    for part in [
        &format!("> \u{201c}{}\u{201d}\n>\n> \u{2014} North\n", slow.replace('[', "\\[").replace(']', "\\]")),
        // `None` is marked as no answer, so the attribution is the region alone.
        "One said \u{201c}Fine by me\u{201d} (North), another \u{201c}=cmd()\\|'/c calc'!A0 \\<script\\>alert(1)\\</script\\> !\\[x\\](y)\u{201d}.",
        "> \u{201c}desrever \u{5e9}\u{5dc} (5)\u{201d}\n",
    ] {
        assert!(bulletin.contains(part), "{part}\n{bulletin}");
    }
    for page in [run.output("report.html"), run.output("bulletin.html")] {
        for part in [slow, "&lt;script&gt;alert(1)&lt;/script&gt;", "<bdi>"] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        for private in ["Begum", "iqra", "0161", "M13 9PL", "Secret", "Smith", "<script>alert"] {
            assert!(!page.contains(private), "{private}");
        }
    }
    let report = run.output("report.html");
    let (above, below) = report.split_once("id=\"table-region\"").expect("the table of the region");
    assert!(!above.contains(slow) && below.contains("<figcaption>North</figcaption>"), "{report}");
    assert!(report.contains("<h2 id=\"quotes-title\">In respondents’ own words</h2>"), "{report}");
}

#[test]
fn quotes_that_would_name_somebody_or_were_not_said_are_refused_at_their_place() {
    let quotes = r#"
[[quote]]
id = "few"
question = "why"
respondent = "r5"
attribution = ["region", "party"]

[[quote]]
id = "other"
question = "why"
respondent = "r1"
text = "it is quick"

[[quote]]
id = "nobody"
question = "why"
respondent = "r99"

[[quote]]
id = "silent"
question = "why"
respondent = "r4"

[[quote]]
id = "half"
question = "why"
respondent = "r6"
attribution = ["region"]

[[quote]]
id = "other_half"
question = "why"
respondent = "r6"
attribution = ["party"]
"#;
    let files = [("quotes.toml", quotes)];
    let survey = survey(&files);
    // The files themselves are right.
    survey.written().check().exits(0);
    let told = survey.refused();
    for part in [
        "quote/few × the attribution fits 6 respondents, and must fit 10 or more",
        "quotes.toml:3:6",
        "quote/not-said × part 1 of 1 is not what the respondent wrote there",
        "quotes.toml:12:8",
        "quote/no-respondent × no response is from here",
        "quotes.toml:17:14",
        "quote/no-answer × this respondent gave no answer to `why`",
        "quotes.toml:21:12",
        // Ten are in the North and six are Red, but six are both: who reads one quote twice knows both.
        "quotes.toml:25:6",
        "quotes.toml:31:6",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!told.contains("slow"), "an answer is in the message: {told}");
}

#[test]
fn the_policy_of_the_survey_asks_for_more() {
    let quotes =
        "minimum = 1\n[[quote]]\nid = \"a\"\nquestion = \"why\"\nrespondent = \"r11\"\nattribution = [\"region\"]\n";
    let files = [("quotes.toml", quotes)];
    let open = survey(&files);
    open.run();
    let policy = SmallSurvey { sections: "[disclosure]\nminimum_base = 7\n", ..open };
    assert!(policy.refused().contains("fits 6 respondents, and must fit 7"), "{}", policy.refused());
}

#[test]
fn check_knows_what_can_be_known_without_answers() {
    let quotes = r#"
minimum = 0
private = ["why", "nothing"]
attribution = ["region", "name", "regoin"]

[[quote]]
id = "a b"
question = "comment"
respondent = "r1"

[[quote]]
id = "c"
question = "region"
row = 2
respondent = "r1"
beside = "regiom"

[[quote]]
id = "c"
question = "why"
row = 2
color = "red"
"#;
    let told = survey(&[("quotes.toml", quotes), ("bulletin.md", "{quote.d}")]).written().check().exits(2).stderr;
    let told = told.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "quote/minimum",
        "quote/not-private × `why` is not private in the codebook",
        "quote/no-question × there is no question `nothing`",
        "quote/no-question × there is no question `regoin`",
        "did you mean `region`?",
        "quote/not-single × `name` is a question of kind `text`, and cannot say who speaks",
        "quote/name × `a b` is no name for a quote",
        "quote/private × `comment` is private",
        "private = [\"comment\"]",
        "quote/not-text × `region` is a question of kind `single`",
        "quote/whose × the quote `c` does not say once whose answer it is",
        "quote/no-table × there is no table `regiom`",
        "unknown field `color`",
        "bulletin/no-quote × there is no quote `d`",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn a_private_answer_is_shown_if_the_file_says_so() {
    let quotes = "private = [\"comment\"]\n[[quote]]\nid = \"a\"\nquestion = \"comment\"\nrespondent = \"r1\"\n";
    let run = survey(&[("quotes.toml", quotes)]).run();
    assert!(run.output("report.html").contains("\u{201c}Secret\u{201d}"));
}

#[test]
fn a_long_answer_is_quoted_whole() {
    let long = "very ".repeat(2_000);
    let export = EXPORT.replace("Fine by me", &format!("\"{long}\nlong\""));
    let quotes = "[[quote]]\nid = \"a\"\nquestion = \"why\"\nrespondent = \"r9\"\n";
    let files = [("quotes.toml", quotes), ("bulletin.md", "{quote.a}")];
    let run = SmallSurvey { export: &export, sections: ALL, ..survey(&files) }.run();
    for name in ["report.html", "bulletin.md", "bulletin.html"] {
        assert!(run.output(name).contains(&format!("{long}long\u{201d}")), "{name}");
    }
}
