//! `figures.json`: every published figure by its name, and its JSON Schema.
//!
//! Of a figure that is held back there is the reason, and neither a value nor a count. It is written figure by figure: as one value of
//! JSON, a large release would take several times the room of its text.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value, json};
use topline_survey::{Figure, Published};

use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::questionnaire_section::section_of;
use crate::words;

/// The figures and their schema.
pub(crate) struct FiguresJson;

impl RunDocument for FiguresJson {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let figures = DocumentFile::json("figures.json", &FiguresPage(publication))?;
        Ok(vec![figures, DocumentFile::json("figures.schema.json", &schema())?])
    }
}

/// The page, its keys in the order of the alphabet.
struct FiguresPage<'p>(&'p Publication<'p>);

impl Serialize for FiguresPage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let survey = &self.0.plan.survey;
        let mut page = serializer.serialize_map(None)?;
        page.serialize_entry("$schema", "figures.schema.json")?;
        page.serialize_entry("figures", &AllFigures(self.0))?;
        page.serialize_entry("notice", &words::notice(survey))?;
        page.serialize_entry("reconstructed", &survey.reconstructed)?;
        page.serialize_entry("survey", &survey.id)?;
        page.serialize_entry("title", &survey.title)?;
        page.end()
    }
}

struct AllFigures<'p>(&'p Publication<'p>);

impl Serialize for AllFigures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let described = self.0.tables.iter().flat_map(|table| {
            let section = section_of(self.0.plan, table);
            table.figures().map(move |figure| described(&figure, section))
        });
        serializer.collect_seq(described)
    }
}

fn described(figure: &Figure<'_>, section: Option<&str>) -> Value {
    let cell = figure.cell;
    let (value, published, absent) = match cell.published {
        Published::Value(value) => (json!(value.to_f64()), json!(value.to_string()), Value::Null),
        Published::HeldBack(why) => (Value::Null, Value::Null, json!(why.as_str())),
        Published::Empty => (Value::Null, Value::Null, json!("the base is empty")),
    };
    let is_shown = cell.published.value().is_some();
    json!({
        "figure": figure.name().to_string(),
        "table": figure.table.id,
        "title": figure.table.title,
        "section": section,
        "item": figure.section.label,
        "row": figure.row.label,
        "row_kind": figure.row.kind.as_str(),
        "break": figure.column.break_label,
        "column": figure.column.label,
        "unit": figure.row.unit.as_str(),
        "value": value,
        "published": published,
        "absent": absent,
        "n": is_shown.then_some(cell.n),
        "base": is_shown.then_some(cell.base.n),
        "base_rule": figure.row.base_rule,
        "letters": cell.letters.as_ref().filter(|_| is_shown),
        "p": cell.test.filter(|_| is_shown).map(|test| test.p_corrected),
        "small_base": cell.caution,
        "stated": cell.stated,
    })
}

fn schema() -> Value {
    let text = |meaning: &str| json!({ "type": "string", "description": meaning });
    let some = |kind: &str, meaning: &str| json!({ "type": [kind, "null"], "description": meaning });
    let flag = |meaning: &str| json!({ "type": "boolean", "description": meaning });
    let figure = json!({
        "figure": text("its name, as claims and headlines use it"),
        "table": text("the table"),
        "title": text("the title of the table"),
        "section": some("string", "the section of the questionnaire that the table is listed under; null where it is in none"),
        "item": text("the label of the item; empty where the question has no items"),
        "row": text("the label of the row"),
        "row_kind": text("what the row is: base, total, net, option, rest, absent, mean, statistic or sql"),
        "break": text("the title of the break; empty for the total"),
        "column": text("the label of the column"),
        "unit": text("what the value is in: percent, count, score, index or points"),
        "value": some("number", "the published value"),
        "published": some("string", "the published value with all its decimals"),
        "absent": some("string", "why there is no value"),
        "n": some("integer", "respondents counted, unweighted; null where there is no value"),
        "base": some("integer", "respondents in the base, unweighted; null where there is no value"),
        "base_rule": text("who the value is out of, in words"),
        "letters": some("string", "the columns that this one is significantly higher than; null where they are not compared"),
        "p": some("number", "the p value of a test of whether the columns of the break differ in this row; null where there is none"),
        "small_base": flag("whether the base is so small that the value is to be read with caution"),
        "stated": flag("whether a document states it"),
    });
    let names: Vec<&String> = figure.as_object().into_iter().flat_map(|object| object.keys()).collect();
    let figures = json!({
        "type": "array",
        "items": { "type": "object", "properties": figure, "required": names, "additionalProperties": false },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published figures of a survey",
        "type": "object",
        "properties": {
            "$schema": { "type": "string" },
            "survey": text("the survey"),
            "title": text("its title"),
            "reconstructed": flag("whether the export was reconstructed from published figures"),
            "notice": some("string", "what every reader must know"),
            "figures": figures,
        },
        "required": ["survey", "title", "reconstructed", "notice", "figures"],
        "additionalProperties": false,
    })
}
