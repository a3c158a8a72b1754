//! What a definition says: the variables of a record, and where the data have them.

use crate::triple_s::definition_error::DefinitionError;
use crate::triple_s::xml::Element;

/// The most characters of a record, and the most fields.
pub(super) const LAST_PLACE: usize = 1 << 24;

/// The most columns of a survey.
const MOST_COLUMNS: usize = 100_000;
/// The most value labels of the columns of a spread variable, all together.
const MOST_LABELS: usize = 2_000_000;

/// A definition.
#[derive(Debug)]
pub(super) struct Definition {
    pub title: Option<String>,
    pub layout: DataLayout,
    /// Lines of the data before the first record.
    pub skip: u64,
    /// The encoding of the data, where the definition names it.
    pub encoding: Option<String>,
    pub variables: Vec<Variable>,
}

/// How the data are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DataLayout {
    Fixed,
    Delimited,
}

/// A variable.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// The first character or field, counted from nought, and how many there are.
    pub start: usize,
    pub width: usize,
    /// Of a `multiple`: how many codes it has room for, and the characters of each where that is said.
    pub spread: Option<(usize, Option<usize>)>,
    pub values: Vec<Value>,
    pub is_weight: bool,
}

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Single,
    Multiple,
    Quantity,
    Character,
    Logical,
    Date,
    Time,
}

/// A value with a label, or one within a range of codes.
#[derive(Debug)]
pub(super) struct Value {
    pub code: String,
    pub label: String,
    pub score: Option<f64>,
}

/// Reads a definition from its root element.
pub(super) fn definition(root: &Element) -> Result<Definition, DefinitionError> {
    let survey = Some(root).filter(|root| root.name == "sss").and_then(|root| root.element("survey"));
    let survey = survey.ok_or(DefinitionError::NoElement { element: "survey" })?;
    let records: Vec<&Element> = survey.elements().filter(|element| element.name == "record").collect();
    let record = match records.as_slice() {
        [record] => record,
        [] => return Err(DefinitionError::NoElement { element: "record" }),
        several => return Err(DefinitionError::Records { records: several.len() }),
    };
    let language = root.attribute("languages").and_then(|languages| languages.split_whitespace().next());
    let layout = match record.attribute("format").map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "fixed") => DataLayout::Fixed,
        Some("csv") => DataLayout::Delimited,
        Some(format) => return Err(DefinitionError::DataFormat { format: format.to_owned() }),
    };
    let variables: Vec<&Element> = record.elements().filter(|element| element.name == "variable").collect();
    if variables.is_empty() {
        return Err(DefinitionError::NoElement { element: "variable" });
    }
    let title = survey.element("title").map(|title| words(title, language)).filter(|title| !title.is_empty());
    let name = survey.element("name").map(Element::whole_text).filter(|name| !name.is_empty());
    Ok(Definition {
        title: title.or(name),
        layout,
        skip: record.attribute("skip").and_then(|skip| skip.parse().ok()).unwrap_or(0),
        encoding: record.attribute("data-file-encoding").filter(|label| !label.is_empty()).map(str::to_owned),
        variables: read_variables(&variables, layout, language)?,
    })
}

fn read_variables(
    elements: &[&Element],
    layout: DataLayout,
    language: Option<&str>,
) -> Result<Vec<Variable>, DefinitionError> {
    let mut variables = Vec::new();
    let mut columns = 0;
    for element in elements {
        let variable = variable(element, layout, language)?;
        columns += match (variable.kind, variable.spread) {
            (Kind::Multiple, None) => variable.values.len(),
            (Kind::Multiple, Some((subfields, _))) => subfields,
            _ => 1,
        };
        if columns > MOST_COLUMNS {
            return Err(DefinitionError::Columns { limit: MOST_COLUMNS });
        }
        variables.push(variable);
    }
    Ok(variables)
}

fn variable(element: &Element, layout: DataLayout, language: Option<&str>) -> Result<Variable, DefinitionError> {
    let name = element.element("name").map(Element::whole_text).filter(|name| !name.is_empty());
    let name = name.or_else(|| element.attribute("ident").map(str::to_owned)).unwrap_or_default();
    let wrong = |what| DefinitionError::Place { variable: name.clone(), what };
    let kind = match element.attribute("type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "single" => Kind::Single,
        "multiple" => Kind::Multiple,
        "quantity" => Kind::Quantity,
        "character" => Kind::Character,
        "logical" => Kind::Logical,
        "date" => Kind::Date,
        "time" => Kind::Time,
        kind => return Err(DefinitionError::Kind { variable: name, kind: kind.to_owned() }),
    };
    let position = element.element("position").ok_or_else(|| wrong("position"))?;
    let place = |attribute: &str| position.attribute(attribute).map(str::parse::<usize>);
    let start = place("start").and_then(Result::ok).filter(|start| (1..=LAST_PLACE).contains(start));
    let start = start.ok_or_else(|| wrong("start"))?;
    let finish = place("finish").unwrap_or(Ok(start)).ok().filter(|finish| (start..=LAST_PLACE).contains(finish));
    let width = finish.ok_or_else(|| wrong("finish"))? - start + 1;
    let spread = element.element("spread").filter(|_| kind == Kind::Multiple).map(|spread| {
        let number = |attribute: &str| spread.attribute(attribute).map(str::parse::<usize>);
        let subfields = number("subfields").and_then(Result::ok).filter(|subfields| (1..=10_000).contains(subfields));
        let each = number("width").and_then(Result::ok).filter(|width| (1..=LAST_PLACE).contains(width));
        subfields.map(|subfields| (subfields, each)).ok_or_else(|| wrong("number of subfields"))
    });
    let spread = spread.transpose()?;
    if let (DataLayout::Fixed, Some((subfields, each))) = (layout, spread)
        && subfields.saturating_mul(each.unwrap_or(1)) > width
    {
        return Err(wrong("room for its subfields"));
    }
    let values = element.element("values").map(|values| values_of(values, kind, language)).unwrap_or_default();
    if spread.is_some_and(|(subfields, _)| subfields.saturating_mul(values.len()) > MOST_LABELS) {
        return Err(wrong("number of subfields"));
    }
    Ok(Variable {
        label: element.element("label").map(|label| words(label, language)).unwrap_or_default(),
        values,
        is_weight: element.attribute("use").is_some_and(|purpose| purpose.eq_ignore_ascii_case("weight")),
        name,
        kind,
        start: start - 1,
        width,
        spread,
    })
}

/// The values with labels; and of a `multiple` the codes of its ranges, which have none.
fn values_of(element: &Element, kind: Kind, language: Option<&str>) -> Vec<Value> {
    let mut values = Vec::new();
    for each in element.elements() {
        match each.name.as_str() {
            "value" => values.push(Value {
                code: each.attribute("code").unwrap_or_default().to_owned(),
                label: words(each, language),
                score: each
                    .attribute("score")
                    .and_then(|score| score.parse().ok())
                    .filter(|score: &f64| score.is_finite()),
            }),
            "range" if kind == Kind::Multiple => {
                let end = |attribute: &str| each.attribute(attribute).and_then(|end| end.parse::<u32>().ok());
                if let (Some(from), Some(to)) = (end("from"), end("to")) {
                    // More codes than these are refused as columns.
                    let room = (MOST_COLUMNS + 1).saturating_sub(values.len());
                    let codes = (from..=to).take(room);
                    values.extend(codes.map(|code| Value {
                        code: code.to_string(),
                        label: String::new(),
                        score: None,
                    }));
                }
            }
            _ => {}
        }
    }
    values
}

/// The words of a label: its own, or those of a `<text>` in it, for analysis rather than the interview, and in the first
/// language rather than another.
fn words(element: &Element, language: Option<&str>) -> String {
    let own = element.text();
    if !own.is_empty() {
        return own;
    }
    let is_for_analysis =
        |text: &Element| text.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("analysis"));
    let is_in_language = |text: &Element| {
        language.zip(text.attribute("lang")).is_none_or(|(wanted, lang)| wanted.eq_ignore_ascii_case(lang))
    };
    let texts = element.elements().filter(|element| element.name == "text");
    let best = texts
        .map(|text| (text, text.whole_text()))
        .filter(|(_, words)| !words.is_empty())
        // Of equals the first is taken.
        .min_by_key(|(text, _)| (!is_in_language(text), !is_for_analysis(text)));
    best.map_or_else(|| element.whole_text(), |(_, words)| words)
}
