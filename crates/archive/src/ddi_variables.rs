//! What DDI says of variables and of groups of them.

use topline_markup::Markup;
use topline_survey::{Kind, Question};

use crate::absent_codes::MissingNumbers;
use crate::census::VariableCounts;
use crate::collection::Collection;
use crate::triple_s::day;
use crate::variables::{ArchiveVariable, Content, Described};

/// The sections of the questionnaire, in the order of their first variables.
pub(crate) fn section_groups(collection: &Collection<'_>, markup: &mut Markup) {
    let mut sections: Vec<(&str, Vec<String>)> = Vec::new();
    for (index, variable) in collection.census.variables.iter().enumerate() {
        let Some(section) = variable.section() else { continue };
        match sections.iter_mut().find(|(known, _)| *known == section) {
            Some((_, members)) => members.push(identifier(index)),
            None => sections.push((section, vec![identifier(index)])),
        }
    }
    for (number, (section, members)) in sections.iter().enumerate() {
        let id = format!("VS{}", number + 1);
        markup.begin("varGrp", &[("ID", &id), ("type", "section"), ("var", &members.join(" "))]);
        markup.leaf("labl", &[], section);
        markup.end();
    }
}

/// The questions of several variables: tick boxes, grids, rankings.
pub(crate) fn groups(collection: &Collection<'_>, markup: &mut Markup) {
    for (number, question) in collection.plan().codebook.questions.iter().enumerate() {
        let members: Vec<String> = collection
            .census
            .variables
            .iter()
            .enumerate()
            .filter(|(_, variable)| is_of(variable, question))
            .map(|(index, _)| identifier(index))
            .collect();
        let kind = match question.kind() {
            Kind::Multi => "multipleResp",
            Kind::Grid | Kind::Rank => "grid",
            Kind::Single | Kind::Number | Kind::Text | Kind::Date => continue,
        };
        if members.is_empty() {
            continue;
        }
        let (id, members) = (format!("VG{}", number + 1), members.join(" "));
        markup.begin("varGrp", &[("ID", &id), ("name", &question.id), ("type", kind), ("var", &members)]);
        markup.leaf("labl", &[], question.title());
        markup.leaf("txt", &[], &question.text);
        markup.end();
    }
}

fn is_of(variable: &ArchiveVariable<'_>, question: &Question) -> bool {
    match &variable.of {
        Described::Answer(of) => of.question.id == question.id,
        Described::Response(_) | Described::Weight(_) => false,
    }
}

fn identifier(index: usize) -> String {
    format!("V{}", index + 1)
}

/// The variables.
pub(crate) fn variables(collection: &Collection<'_>, markup: &mut Markup) {
    let weight = collection.weight().map(identifier);
    for (index, (variable, counts, missing)) in collection.variables().enumerate() {
        let id = identifier(index);
        let intervals = if is_continuous(variable) { "contin" } else { "discrete" };
        let mut attributes =
            vec![("ID", id.as_str()), ("name", variable.name.as_str()), ("files", "F1"), ("intrvl", intervals)];
        let decimals = counts.decimals.to_string();
        match (&variable.of, &weight) {
            (Described::Weight(_), _) => attributes.push(("wgt", "wgt")),
            (Described::Answer(_), Some(weight)) => attributes.push(("wgt-var", weight.as_str())),
            (Described::Answer(_), None) | (Described::Response(_), _) => {}
        }
        if variable.holds == Content::Number {
            attributes.push(("dcml", &decimals));
        }
        markup.begin("var", &attributes);
        markup.leaf("labl", &[], &variable.label());
        one_variable(collection, variable, counts, missing, markup);
        markup.end();
    }
}

fn is_continuous(variable: &ArchiveVariable<'_>) -> bool {
    match variable.holds {
        Content::Number | Content::Whole | Content::Day => true,
        Content::Code | Content::Tick | Content::Text => false,
    }
}

fn one_variable(
    collection: &Collection<'_>,
    variable: &ArchiveVariable<'_>,
    counts: &VariableCounts,
    missing: &MissingNumbers,
    markup: &mut Markup,
) {
    let universe = variable.universe(collection.plan());
    if let Described::Answer(of) = &variable.of
        && !of.question.is_derived()
    {
        markup.begin("qstn", &[]);
        markup.leaf("qstnLit", &[], &of.question.text);
        if let Some(part) = of.item.map(|item| &item.label).or(of.option.map(|option| &option.label)) {
            markup.leaf("postQTxt", &[], part);
        }
        markup.end();
    }
    let frequencies = collection.shows_frequencies(counts);
    // The least and the greatest number are those of single respondents.
    if let (Some((least, greatest)), true, true) = (counts.range, is_continuous(variable), frequencies) {
        let text = |number: f64| if variable.holds == Content::Day { day(number, "-") } else { number.to_string() };
        let units = if counts.decimals > 0 { "REAL" } else { "INT" };
        markup.begin("valrng", &[]);
        markup.empty("range", &[("UNITS", units), ("min", &text(least)), ("max", &text(greatest))]);
        markup.end();
    }
    if !missing.of.is_empty() {
        markup.begin("invalrng", &[]);
        for (number, _) in missing.of.values() {
            markup.empty("item", &[("VALUE", &number.to_string())]);
        }
        markup.end();
    }
    if let Some(universe) = universe {
        markup.leaf("universe", &[], &universe);
    }
    if frequencies {
        let without = counts.unexplained + counts.absent.values().sum::<u64>();
        markup.leaf("sumStat", &[("type", "vald"), ("wgtd", "not-wgtd")], &counts.valid.to_string());
        markup.leaf("sumStat", &[("type", "invd"), ("wgtd", "not-wgtd")], &without.to_string());
    }
    for (code, label) in variable.values() {
        let count = counts.codes.get(&code).copied().unwrap_or_default();
        category(f64::from(code), label, frequencies.then_some(count), &[], markup);
    }
    for (reason, (number, label)) in &missing.of {
        let count = counts.absent.get(reason).copied().unwrap_or_default();
        category(*number, label, frequencies.then_some(count), &[("missing", "Y")], markup);
    }
    if let Described::Answer(of) = &variable.of
        && let Some(sql) = of.question.sql()
    {
        markup.begin("derivation", &[]);
        markup.leaf("drvcmd", &[("syntax", "SQL")], sql.as_str());
        markup.end();
    }
    match variable.holds {
        Content::Text => markup.empty("varFormat", &[("type", "character"), ("schema", "other")]),
        Content::Day => {
            markup.empty("varFormat", &[("type", "numeric"), ("schema", "other"), ("category", "date")]);
        }
        Content::Code | Content::Tick | Content::Number | Content::Whole => {
            markup.empty("varFormat", &[("type", "numeric"), ("schema", "other")]);
        }
    }
}

fn category(value: f64, label: &str, count: Option<u64>, attributes: &[(&'static str, &str)], markup: &mut Markup) {
    markup.begin("catgry", attributes);
    markup.leaf("catValu", &[], &value.to_string());
    markup.leaf("labl", &[], label);
    if let Some(count) = count {
        markup.leaf("catStat", &[("type", "freq"), ("wgtd", "not-wgtd")], &count.to_string());
    }
    markup.end();
}
