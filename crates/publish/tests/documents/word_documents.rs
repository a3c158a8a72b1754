//! `bulletin.docx` and `bulletin.html`: the blocks of the text, as Word and a browser read them.

use topline_publish::document;
use topline_survey::DocumentFormat;

use crate::fixture::{SURVEY, plan, rest, tables};
use crate::page_text::{between, read};
use crate::workbooks::part;

const TEXT: &str = "\
# {read} of users

Read **much**, *often* and ***now*** `x`. See [here](https://example.org/a) or [there](#end).

- first

  more of it
  1. inner
  2. second
- last

3. third

> A quote

```
code one
code two
```

| head | n |
|---|---|
| a | 1 |

---
";

fn bytes(format: DocumentFormat) -> Vec<u8> {
    let survey = SURVEY.replace("reconstructed = true", "").replace("notice =", "frame =");
    let (plan, rest) = (plan(&survey, TEXT), rest());
    let all = tables();
    let files = document(format).expect("a document of figures").files(&rest.with(&plan, &all)).expect("a document");
    files.into_iter().next().expect("a file").bytes
}

/// The paragraphs of the text for Word: style, list and level, indent, and text.
fn paragraphs(document: &str) -> Vec<String> {
    let value = |paragraph: &str, element: &str, attribute: &str| {
        let rest = paragraph.split(&format!("<{element} ")).nth(1)?;
        rest.split(&format!("{attribute}=\"")).nth(1)?.split('"').next().map(str::to_owned)
    };
    let paragraph = |paragraph: &str| {
        let paragraph = paragraph.split("</w:p>").next().unwrap_or_default();
        let list = value(paragraph, "w:numId", "w:val").zip(value(paragraph, "w:ilvl", "w:val"));
        let list = list.map(|(list, level)| format!(" list {list} level {level}")).unwrap_or_default();
        let indent = value(paragraph, "w:ind", "w:left").map(|indent| format!(" indent {indent}")).unwrap_or_default();
        let style = value(paragraph, "w:pStyle", "w:val").unwrap_or_default();
        format!("{style}{list}{indent}: {}", read(&format!("<p>{paragraph}")))
    };
    document.split("<w:p>").skip(1).map(paragraph).collect()
}

#[test]
fn word_reads_headings_lists_and_quotes_by_their_styles() {
    let bytes = bytes(DocumentFormat::Docx);
    let document = part(&bytes, "word/document.xml");
    assert_eq!(
        paragraphs(&document),
        [
            "Heading1: 51% of users",
            "Normal: Read much , often and now x . See here or there .",
            "ListParagraph list 1 level 0: first",
            "ListParagraph indent 567: more of it",
            "ListParagraph list 2 level 1: inner",
            "ListParagraph list 2 level 1: second",
            "ListParagraph list 1 level 0: last",
            "ListParagraph list 3 level 0: third",
            "Quote: A quote",
            "Code: code one",
            "Code: code two",
            "Normal: head",
            "Normal: n",
            "Normal: a",
            "Normal: 1",
            // Word wants a paragraph behind a table; the rule is another.
            "Normal: ",
            "Normal: ",
        ]
    );
    let run = |text: &str| {
        let before = &document[..document.find(&format!(">{text}</w:t>")).expect("the text")];
        before[before.rfind("<w:r>").expect("a run")..].to_owned()
    };
    assert!(run("much").contains("<w:b/>") && !run("much").contains("<w:i/>"), "{}", run("much"));
    assert!(run("often").contains("<w:i/>") && !run("often").contains("<w:b/>"), "{}", run("often"));
    assert!(run("now").contains("<w:b/>") && run("now").contains("<w:i/>"), "{}", run("now"));
    let links = part(&bytes, "word/_rels/document.xml.rels");
    assert!(links.contains("Target=\"https://example.org/a\" TargetMode=\"External\""), "{links}");
    // Each numbered list begins with its own number.
    let numbers = part(&bytes, "word/numbering.xml");
    for (list, level, first) in [(2, 1, 1), (3, 0, 3)] {
        let own = between(&numbers, &format!("<w:num w:numId=\"{list}\">"), "</w:num>");
        assert!(own.contains(&format!("<w:lvlOverride w:ilvl=\"{level}\">")), "{own}");
        assert!(own.contains(&format!("<w:startOverride w:val=\"{first}\"/>")), "{own}");
    }
    let properties = part(&bytes, "docProps/core.xml");
    assert!(properties.contains("<dc:title>Libraries &amp; their &lt;users&gt;</dc:title>"), "{properties}");
    assert!(properties.contains("<dc:language>en-GB</dc:language>"), "{properties}");
}

#[test]
fn word_knows_every_style_and_the_levels_of_headings() {
    let bytes = bytes(DocumentFormat::Docx);
    let styles = part(&bytes, "word/styles.xml");
    let document = part(&bytes, "word/document.xml");
    let names = |element: &str| -> Vec<String> {
        let element = format!("<{element} w:val=\"");
        let values = document.split(&element).skip(1);
        values.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let used = [names("w:pStyle"), names("w:rStyle")].concat();
    assert!(used.contains(&"Hyperlink".to_owned()) && used.contains(&"Heading1".to_owned()), "{used:?}");
    for name in used {
        assert!(styles.contains(&format!("w:styleId=\"{name}\"")), "{name}");
    }
    // The navigation of Word goes by outline levels, which count from 0.
    for level in 1..=6 {
        let heading = between(&styles, &format!("w:styleId=\"Heading{level}\""), "</w:style>");
        assert!(heading.contains(&format!("<w:outlineLvl w:val=\"{}\"/>", level - 1)), "{heading}");
        assert!(heading.contains(&format!("<w:name w:val=\"heading {level}\"/>")), "{heading}");
        assert!(heading.contains("<w:basedOn w:val=\"Normal\"/>") && heading.contains("<w:b/>"), "{heading}");
    }
    let indent =
        |style: &str| between(&styles, &format!("w:styleId=\"{style}\""), "</w:style>").contains("w:left=\"0\"");
    assert_eq!(["ListParagraph", "Quote", "Code"].map(indent), [false, false, true]);
    let content = part(&bytes, "[Content_Types].xml");
    for named in ["document", "styles", "numbering"] {
        assert!(content.contains(&format!("PartName=\"/word/{named}.xml\"")), "{content}");
    }
    let lists = part(&bytes, "word/numbering.xml");
    let bullets = between(&lists, "<w:abstractNum w:abstractNumId=\"0\">", "</w:abstractNum>");
    assert!(bullets.contains("<w:numFmt w:val=\"bullet\"/>") && !bullets.contains("decimal"), "{bullets}");
    let numbers = between(&lists, "<w:abstractNum w:abstractNumId=\"1\">", "</w:abstractNum>");
    let third = between(numbers, "<w:lvl w:ilvl=\"2\">", "</w:lvl>");
    assert!(third.contains("<w:lvlText w:val=\"%3.\"/>") && third.contains("w:left=\"1701\""), "{third}");
}

#[test]
fn a_page_has_the_same_blocks() {
    let page = String::from_utf8(bytes(DocumentFormat::BulletinHtml)).expect("text");
    let main = between(&page, "<main>", "</main>").replace('\n', "");
    for block in [
        "<h1>51% of users</h1>",
        "<strong>much</strong>",
        "<em>often</em>",
        "<strong><em>now</em></strong>",
        "<code>x</code>",
        "<a href=\"https://example.org/a\">here</a>",
        "<ol start=\"1\"><li>inner</li><li>second</li></ol>",
        "<ol start=\"3\"><li>third</li></ol>",
        "<blockquote><p>A quote</p></blockquote>",
        "<pre><code>code one",
        "<th scope=\"col\">head</th>",
        "<td>a</td>",
        "<hr>",
    ] {
        assert!(main.contains(block), "{block} in {main}");
    }
    assert!(page.contains("<title>Libraries &amp; their &lt;users&gt;</title>"), "{page}");
}
