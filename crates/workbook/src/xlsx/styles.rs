//! The styles of a workbook: a sans serif font of 12 points, wrapped text, and headings under the names that Excel gives them.

use crate::cell::CellLook;
use crate::style::{CellStyle, CellStyles, StyleOf, number_code};
use topline_markup::{Attribute, Markup};

/// The first number of a format of the workbook's own.
const OWN_FORMATS: usize = 164;
/// The format of text.
const TEXT_FORMAT: &str = "49";

/// The fonts, in the order of [`Font`].
#[derive(Clone, Copy)]
enum Font {
    Plain,
    Bold,
    Heading1,
    Heading2,
    Link,
}

/// The named styles, in the order of [`NAMED`].
#[derive(Clone, Copy)]
enum Named {
    Normal,
    Heading1,
    Heading2,
    Link,
}

/// Name, number among the styles that Excel knows, font.
const NAMED: [(&str, &str, Font); 4] = [
    ("Normal", "0", Font::Plain),
    ("Heading 1", "16", Font::Heading1),
    ("Heading 2", "17", Font::Heading2),
    ("Hyperlink", "8", Font::Link),
];

/// The part of the archive.
pub(crate) fn stylesheet(styles: &CellStyles) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("styleSheet", &[("xmlns", "http://schemas.openxmlformats.org/spreadsheetml/2006/main")]);
    let codes = number_codes(styles);
    if !codes.is_empty() {
        markup.begin("numFmts", &[("count", &codes.len().to_string())]);
        for (index, code) in codes.iter().enumerate() {
            let id = (OWN_FORMATS + index).to_string();
            markup.empty("numFmt", &[("numFmtId", &id), ("formatCode", code)]);
        }
        markup.end();
    }
    fonts(&mut markup);
    // Excel expects these two fills at the beginning of the list.
    markup.begin("fills", &[("count", "2")]);
    for pattern in ["none", "gray125"] {
        markup.begin("fill", &[]);
        markup.empty("patternFill", &[("patternType", pattern)]);
        markup.end();
    }
    markup.end();
    markup.begin("borders", &[("count", "1")]);
    markup.begin("border", &[]);
    for side in ["left", "right", "top", "bottom", "diagonal"] {
        markup.empty(side, &[]);
    }
    markup.end();
    markup.end();
    markup.begin("cellStyleXfs", &[("count", &NAMED.len().to_string())]);
    for (_, _, font) in NAMED {
        let font = (font as usize).to_string();
        markup.empty("xf", &[("numFmtId", "0"), ("fontId", &font), ("fillId", "0"), ("borderId", "0")]);
    }
    markup.end();
    markup.begin("cellXfs", &[("count", &styles.styles.len().to_string())]);
    for style in &styles.styles {
        cell_format(&mut markup, *style, &codes);
    }
    markup.end();
    markup.begin("cellStyles", &[("count", &NAMED.len().to_string())]);
    for (index, (name, builtin, _)) in NAMED.iter().enumerate() {
        markup.empty("cellStyle", &[("name", name), ("xfId", &index.to_string()), ("builtinId", builtin)]);
    }
    markup.end();
    markup.finish()
}

fn fonts(markup: &mut Markup) {
    markup.begin("fonts", &[("count", "5")]);
    for font in [Font::Plain, Font::Bold, Font::Heading1, Font::Heading2, Font::Link] {
        let (size, is_bold) = match font {
            Font::Plain | Font::Link => ("12", false),
            Font::Bold => ("12", true),
            Font::Heading1 => ("16", true),
            Font::Heading2 => ("14", true),
        };
        markup.begin("font", &[]);
        if is_bold {
            markup.empty("b", &[]);
        }
        if matches!(font, Font::Link) {
            markup.empty("u", &[]);
        }
        markup.empty("sz", &[("val", size)]);
        if matches!(font, Font::Link) {
            markup.empty("color", &[("rgb", "FF0B5678")]);
        }
        markup.empty("name", &[("val", "Arial")]);
        markup.empty("family", &[("val", "2")]);
        markup.end();
    }
    markup.end();
}

fn number_codes(styles: &CellStyles) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for style in &styles.styles {
        if let StyleOf::Number(look) = style.of {
            let code = number_code(look);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn cell_format(markup: &mut Markup, style: CellStyle, codes: &[String]) {
    let named = match (style.of, style.look) {
        (_, CellLook::Heading1) => Named::Heading1,
        (_, CellLook::Heading2) => Named::Heading2,
        (StyleOf::Link, _) => Named::Link,
        (
            StyleOf::Words | StyleOf::Guarded | StyleOf::Number(_),
            CellLook::Plain
            | CellLook::Sentence
            | CellLook::Break
            | CellLook::Head
            | CellLook::NumberHead
            | CellLook::Strong
            | CellLook::Indented(_)
            | CellLook::Mark,
        ) => Named::Normal,
    };
    let is_bold = matches!(style.look, CellLook::Break | CellLook::Head | CellLook::NumberHead | CellLook::Strong);
    let font = if is_bold { Font::Bold } else { NAMED[named as usize].2 };
    let format = match style.of {
        StyleOf::Words | StyleOf::Link => "0".to_owned(),
        StyleOf::Guarded => TEXT_FORMAT.to_owned(),
        StyleOf::Number(look) => {
            let code = number_code(look);
            (OWN_FORMATS + codes.iter().position(|known| *known == code).unwrap_or_default()).to_string()
        }
    };
    let (font, named) = ((font as usize).to_string(), (named as usize).to_string());
    let mut attributes: Vec<Attribute<'_>> = vec![
        ("numFmtId", &format),
        ("fontId", &font),
        ("fillId", "0"),
        ("borderId", "0"),
        ("xfId", &named),
        ("applyNumberFormat", "1"),
        ("applyFont", "1"),
        ("applyAlignment", "1"),
    ];
    if style.of == StyleOf::Guarded {
        attributes.push(("quotePrefix", "1"));
    }
    markup.begin("xf", &attributes);
    let step;
    let mut alignment: Vec<Attribute<'_>> = vec![("vertical", "top")];
    match style.look {
        CellLook::Heading1 | CellLook::Heading2 | CellLook::Sentence | CellLook::Break => {}
        CellLook::Plain | CellLook::Head | CellLook::Strong => alignment.push(("wrapText", "1")),
        CellLook::NumberHead | CellLook::Mark => alignment.extend([("horizontal", "right"), ("wrapText", "1")]),
        CellLook::Indented(steps) => {
            step = steps.to_string();
            alignment.extend([("horizontal", "left"), ("indent", &step), ("wrapText", "1")]);
        }
    }
    markup.empty("alignment", &alignment);
    markup.end();
}
