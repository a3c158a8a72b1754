//! The styles of a workbook: those with names that programs know, and one for each kind of cell that it has.

use crate::cell::{CellLook, NumberLook};
use crate::sheet::Workbook;
use crate::style::{CellStyle, CellStyles, StyleOf};
use topline_markup::{Attribute, Markup};

/// The namespaces that styles need.
pub(super) const SPACES: [Attribute<'static>; 8] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("office:version", "1.3"),
];

/// The part with the named styles: `Heading 1` of them is the one by which readers of screens know a title.
pub(super) fn named_styles(workbook: &Workbook) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("office:document-styles", &SPACES);
    markup.begin("office:font-face-decls", &[]);
    markup.empty("style:font-face", &[("style:name", "Arial"), ("style:font-family-generic", "swiss")]);
    markup.end();
    markup.begin("office:styles", &[]);
    let (language, country) = workbook.language.split_once('-').unwrap_or((&workbook.language, "none"));
    let font = [("style:font-name", "Arial"), ("fo:font-family", "Arial"), ("style:font-family-generic", "swiss")];
    markup.begin("style:default-style", &[("style:family", "table-cell")]);
    let own = [("fo:font-size", "12pt"), ("fo:language", language), ("fo:country", country)];
    markup.empty("style:text-properties", &[font.as_slice(), &own].concat());
    markup.end();
    markup.begin("style:style", &[("style:name", "Default"), ("style:family", "table-cell")]);
    markup.end();
    for (name, shown, size) in [("Heading_20_1", "Heading 1", "16pt"), ("Heading_20_2", "Heading 2", "14pt")] {
        markup.begin(
            "style:style",
            &[
                ("style:name", name),
                ("style:display-name", shown),
                ("style:family", "table-cell"),
                ("style:parent-style-name", "Default"),
            ],
        );
        markup.empty("style:text-properties", &[("fo:font-size", size), ("fo:font-weight", "bold")]);
        markup.end();
    }
    markup.end();
    markup.begin("office:automatic-styles", &[]);
    markup.begin("style:page-layout", &[("style:name", "page")]);
    markup.empty(
        "style:page-layout-properties",
        &[
            ("fo:page-width", "29.7cm"),
            ("fo:page-height", "21cm"),
            ("fo:margin-top", "1.3cm"),
            ("fo:margin-bottom", "1.3cm"),
            ("fo:margin-left", "1.3cm"),
            ("fo:margin-right", "1.3cm"),
            ("style:print-orientation", "landscape"),
            ("style:scale-to-X", "1"),
            ("style:scale-to-Y", "0"),
        ],
    );
    markup.begin("style:header-style", &[]);
    markup.end();
    markup.begin("style:footer-style", &[]);
    markup.end();
    markup.end();
    markup.end();
    markup.begin("office:master-styles", &[]);
    markup.begin("style:master-page", &[("style:name", "Default"), ("style:page-layout-name", "page")]);
    markup.empty("style:header", &[("style:display", "false")]);
    markup.empty("style:footer", &[("style:display", "false")]);
    markup.finish()
}

/// The name of a style by its number.
pub(super) fn style_name(styles: &CellStyles, number: usize) -> String {
    let style = styles.styles[number];
    match (style.look, style.of) {
        (CellLook::Heading1, StyleOf::Words) => "Heading_20_1".to_owned(),
        (CellLook::Heading2, StyleOf::Words) => "Heading_20_2".to_owned(),
        (
            CellLook::Plain
            | CellLook::Heading1
            | CellLook::Heading2
            | CellLook::Sentence
            | CellLook::Break
            | CellLook::Head
            | CellLook::NumberHead
            | CellLook::Strong
            | CellLook::Indented(_)
            | CellLook::Mark,
            StyleOf::Words | StyleOf::Guarded | StyleOf::Number(_) | StyleOf::Link,
        ) => format!("ce{number}"),
    }
}

/// The styles of the cells, within the automatic styles of the content.
pub(super) fn cell_styles(markup: &mut Markup, styles: &CellStyles) {
    let mut formats = Vec::new();
    for style in &styles.styles {
        if !matches!(style.of, StyleOf::Words | StyleOf::Link) && !formats.contains(&style.of) {
            formats.push(style.of);
            data_style(markup, style.of);
        }
    }
    for (number, style) in styles.styles.iter().enumerate() {
        let name = style_name(styles, number);
        if name.starts_with("ce") {
            cell_style(markup, &name, *style);
        }
    }
}

fn data_name(of: StyleOf) -> String {
    match of {
        StyleOf::Words | StyleOf::Link => String::new(),
        StyleOf::Guarded => "text".to_owned(),
        StyleOf::Number(NumberLook::Decimals(places)) => format!("number{places}"),
        StyleOf::Number(NumberLook::Percent(places)) => format!("percent{places}"),
    }
}

fn data_style(markup: &mut Markup, of: StyleOf) {
    let name = data_name(of);
    let named = [("style:name", name.as_str())];
    let number = |markup: &mut Markup, places: u8, grouping: &str| {
        let places = places.to_string();
        let decimals = [("number:decimal-places", places.as_str()), ("number:min-decimal-places", places.as_str())];
        let rest = [("number:min-integer-digits", "1"), ("number:grouping", grouping)];
        markup.empty("number:number", &[decimals, rest].concat());
    };
    match of {
        StyleOf::Words | StyleOf::Link => {}
        StyleOf::Guarded => {
            markup.begin("number:text-style", &named);
            markup.empty("number:text-content", &[]);
            markup.end();
        }
        StyleOf::Number(NumberLook::Decimals(places)) => {
            markup.begin("number:number-style", &named);
            number(markup, places, "true");
            markup.end();
        }
        StyleOf::Number(NumberLook::Percent(places)) => {
            markup.begin("number:percentage-style", &named);
            number(markup, places, "false");
            markup.leaf("number:text", &[], "%");
            markup.end();
        }
    }
}

fn cell_style(markup: &mut Markup, name: &str, style: CellStyle) {
    let parent = match style.look {
        CellLook::Heading1 => "Heading_20_1",
        CellLook::Heading2 => "Heading_20_2",
        CellLook::Plain
        | CellLook::Sentence
        | CellLook::Break
        | CellLook::Head
        | CellLook::NumberHead
        | CellLook::Strong
        | CellLook::Indented(_)
        | CellLook::Mark => "Default",
    };
    let data = data_name(style.of);
    let mut attributes: Vec<Attribute<'_>> =
        vec![("style:name", name), ("style:family", "table-cell"), ("style:parent-style-name", parent)];
    if !data.is_empty() {
        attributes.push(("style:data-style-name", &data));
    }
    markup.begin("style:style", &attributes);
    let runs_on = matches!(style.look, CellLook::Heading1 | CellLook::Heading2 | CellLook::Sentence | CellLook::Break);
    let wrap = [("fo:wrap-option", if runs_on { "no-wrap" } else { "wrap" }), ("style:vertical-align", "top")];
    let is_right = matches!(style.look, CellLook::NumberHead | CellLook::Mark);
    let fixed = [("style:text-align-source", "fix"), ("style:repeat-content", "false")];
    let cell: &[Attribute<'_>] = if is_right || matches!(style.look, CellLook::Indented(_)) { &fixed } else { &[] };
    markup.empty("style:table-cell-properties", &[&wrap, cell].concat());
    match style.look {
        CellLook::NumberHead | CellLook::Mark => {
            markup.empty("style:paragraph-properties", &[("fo:text-align", "end")]);
        }
        CellLook::Indented(steps) => {
            let margin = format!("{:.2}cm", 0.35 * f64::from(steps));
            markup.empty("style:paragraph-properties", &[("fo:text-align", "start"), ("fo:margin-left", &margin)]);
        }
        CellLook::Plain
        | CellLook::Heading1
        | CellLook::Heading2
        | CellLook::Sentence
        | CellLook::Break
        | CellLook::Head
        | CellLook::Strong => {}
    }
    if matches!(style.look, CellLook::Break | CellLook::Head | CellLook::NumberHead | CellLook::Strong) {
        markup.empty("style:text-properties", &[("fo:font-weight", "bold")]);
    }
    markup.end();
}
