//! The bulletin as a page and for Word, and the report for Typst.

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = "[[question]]\nid = \"q\"\nkind = \"single\"\ntext = \"Q?\"\ncolumn = \"q\"\noptions = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
const HEADLINES: &str = "[[headline]]\nid = \"yes\"\ntext = \"say <b>yes</b>\"\nfigure = \"q.1\"\n";
const TEXT: &str = "# Results & more\n\n**{yes}** {yes.text} ({yes.count} of {yes.base}).\n\n- one\n- two\n\n<script>alert(1)</script>\n";

#[test]
fn the_page_and_the_document_say_what_the_text_says() {
    let survey = SmallSurvey {
        sections: "[publish]\nformats = [\"bulletin\", \"bulletin_html\", \"docx\"]\n",
        codebook: CODEBOOK,
        export: "q\nYes\nNo\nYes\nYes\n",
        files: &[("headlines.toml", HEADLINES), ("bulletin.md", TEXT)],
        ..SmallSurvey::default()
    };
    let run = survey.run();
    let page = run.output("bulletin.html");
    for part in [
        "<h1>Results &amp; more</h1>",
        "<p><strong>75%</strong> say &lt;b&gt;yes&lt;/b&gt; (3 of 4).</p>",
        "<li>two</li>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let docx = std::fs::read(run.outputs().join("bulletin.docx")).expect("a document");
    assert_eq!(docx[..4], *b"PK\x03\x04");
    assert_eq!(docx, std::fs::read(survey.run().outputs().join("bulletin.docx")).expect("a document"));
}

#[test]
fn a_source_of_typst_takes_no_text_for_code() {
    let codebook = CODEBOOK.replace("label = \"No\"", "label = '\"), #panic(\"no'");
    let survey = SmallSurvey {
        sections: "[publish]\nformats = [\"typst\"]\n",
        codebook: &codebook,
        export: "q\nYes\n\"\"\"), #panic(\"\"no\"\nYes\nYes\n",
        ..SmallSurvey::default()
    };
    let source = survey.run().output("report.typ");
    for part in [
        "#heading(level: 3, \"q: Q?\")\n",
        "  table.header(\"Answer\", \"Total\"),\n",
        "  \"Yes\", \"75%\",\n",
        "  \"\\\"), #panic(\\\"no\", \"25%\",\n",
    ] {
        assert!(source.contains(part), "{part}\n{source}");
    }
}

#[test]
fn functions_say_figures_in_words() {
    let headlines = format!("{HEADLINES}[[headline]]\nid = \"no\"\ntext = \"do not\"\nfigure = \"q.2\"\n");
    let text = "{pct(yes)}, {of(yes)}, {count(no)}, {fraction(yes)}; {compare(yes, no)} {no}, {compare(no, yes)} {yes}; {list(yes, no)}; {\"99\"}";
    let survey = SmallSurvey {
        codebook: CODEBOOK,
        export: "q\nYes\nNo\nYes\nYes\nYes\nNo\nYes\n",
        files: &[("headlines.toml", &headlines), ("bulletin.md", text)],
        ..SmallSurvey::default()
    };
    // 5 of 7 is 71.4%: 4.8 points from two thirds, and 1.4 from seven in ten. 2 of 7 is 28.6%.
    let expect = "71%, 5 of 7, 2, just over seven in ten; 42 points higher than 29%, 42 points lower than 71%; 71% say \\<b\\>yes\\</b\\> and 29% do not; 99";
    assert_eq!(survey.run().output("bulletin.md"), expect);
}

#[test]
fn check_finds_slips_and_numbers_that_are_no_figures() {
    let files = [("headlines.toml", HEADLINES), ("bulletin.md", "{pct(yess)} {median(yes)} {compare(yes)}\n")];
    let survey = SmallSurvey { codebook: CODEBOOK, export: "q\nYes\n", files: &files, ..SmallSurvey::default() };
    let told = survey.written().check().exits(2).stderr;
    for part in [
        "there is no headline `yess`",
        "did you mean `yes`?",
        "there is no function `median`",
        "`compare` takes two headlines",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let text = "# In 2017\n\n{yes} of 152 say so, and {\"12\"} towns.\nAbout 30% do not.\n";
    let files = [("headlines.toml", HEADLINES), ("bulletin.md", text)];
    let survey = SmallSurvey { files: &files, ..survey };
    let told = survey.written().check().exits(0).stdout;
    let warnings: Vec<&str> = told.lines().filter(|line| line.starts_with("  warning: ")).collect();
    assert_eq!(
        warnings,
        [
            "  warning: pipelines/s/bulletin.md:3:10: `152` does not come from the data: write a headline, or {\"152\"} if it is meant",
            "  warning: pipelines/s/bulletin.md:4:7: `30%` does not come from the data: write a headline, or {\"30%\"} if it is meant",
        ],
        "{told}"
    );
    survey.run();
}
