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
