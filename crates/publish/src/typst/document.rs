//! The order of the parts, and the tables.

use topline_survey::Published;

use crate::arrangement::laid_out;
use crate::chart::{chart_of_question, chart_of_target};
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::grid::{Line, grid};
use crate::layout::Layout;
use crate::method_statement::method_statement;
use crate::publication::{Publication, arrangement};
use crate::questionnaire_section::{sections, sort_by_section};
use crate::reading_notes::reading_notes;
use crate::shown::{HELD_BACK, NO_VALUE, with_unit};
use crate::typst::chart;
use crate::typst::source::{Source, string};
use crate::weight_cost::cost_of_weights;
use crate::words;

/// How many columns of figures stand side by side on a page; further ones follow in a table below.
const COLUMNS: usize = 6;

/// `report.typ`.
pub(crate) struct ReportTypst;

impl RunDocument for ReportTypst {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        Ok(vec![DocumentFile { name: "report.typ".to_owned(), bytes: report(publication) }])
    }
}

fn report(publication: &Publication<'_>) -> Vec<u8> {
    let survey = &publication.plan.survey;
    let layouts = publication.tables.iter().filter_map(|table| laid_out(table, arrangement(publication.plan, table)));
    let mut layouts: Vec<Layout<'_>> = layouts.map(Layout::without_empty_columns).collect();
    sort_by_section(publication.plan, &mut layouts);
    let author = survey.publishing.author.as_ref().or(survey.client.as_ref()).unwrap_or(&survey.title);
    let mut source = Source::default();
    source.code("// typst compile --pdf-standard ua-1 report.typ");
    source.code(&format!("#set document(title: {}, author: {}, date: none)", string(&survey.title), string(author)));
    source.code("#set text(lang: \"en\", region: \"gb\", size: 10pt, hyphenate: true)");
    source.code("#set page(paper: \"a4\", margin: 2cm, numbering: \"1\")");
    source.code("#set table(stroke: (x: none, y: 0.4pt), inset: (x: 4pt, y: 3pt))");
    source.code("#show table.cell.where(y: 0): strong");
    source.code(chart::FUNCTIONS);
    source.heading(1, &survey.title);
    if let Some(notice) = words::notice(survey) {
        for paragraph in notice.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            source.paragraph(paragraph);
        }
    }
    headlines(publication, &mut source);
    source.heading(2, "How the survey was made");
    let statement = method_statement(publication);
    source.terms(statement.iter().map(|item| (item.name, item.text.as_str())));
    weighting(publication, &mut source);
    source.heading(2, "Tables");
    source.list(reading_notes(publication, &layouts).iter().map(String::as_str));
    for part in sections(publication.plan, &layouts) {
        if let Some(title) = part.title {
            source.heading(3, title);
        }
        for layout in part.layouts {
            table(publication, layout, if part.title.is_some() { 4 } else { 3 }, &mut source);
        }
    }
    quotes(publication, &mut source);
    source.finish()
}

/// How the weights came about, where the run made them.
fn weighting(publication: &Publication<'_>, source: &mut Source) {
    let Some(weighting) = publication.weighting else { return };
    source.heading(2, "How the answers were weighted");
    source.paragraph(&cost_of_weights(weighting));
    for categories in weighting.categories.chunk_by(|one, next| one.target == next.target) {
        if let Some(drawn) = chart_of_target(categories) {
            source.heading(3, &format!("By {}", categories[0].by));
            chart::chart(&drawn, source);
        }
    }
}

fn headlines(publication: &Publication<'_>, source: &mut Source) {
    if publication.plan.headlines.is_empty() {
        return;
    }
    source.heading(2, "Headlines");
    let lines: Vec<String> = publication
        .plan
        .headlines
        .iter()
        .map(|(headline, key)| {
            let value = publication.figure(key).map_or(NO_VALUE.to_owned(), |figure| match figure.cell.published {
                Published::Value(_) => with_unit(&figure),
                Published::HeldBack(_) => HELD_BACK.to_owned(),
                Published::Empty => NO_VALUE.to_owned(),
            });
            format!("{value} {}", headline.text)
        })
        .collect();
    source.list(lines.iter().map(String::as_str));
}

/// What respondents are quoted with, by question.
fn quotes(publication: &Publication<'_>, source: &mut Source) {
    if publication.quotes.is_empty() {
        return;
    }
    source.heading(2, "In respondents\u{2019} own words");
    if publication.plan.survey.reconstructed {
        source.paragraph(words::MADE_UP_QUOTES);
    }
    source.paragraph(words::CHOSEN_QUOTES);
    for question in &publication.plan.codebook.questions {
        let mut own = publication.quotes.iter().filter(|quote| quote.question == question.id).peekable();
        if own.peek().is_some() {
            source.heading(3, question.title());
        }
        for quote in own {
            source.quote(&quote.text, &quote.attribution);
        }
    }
}

/// A table under its heading, in pieces where it has more columns than a page.
fn table(publication: &Publication<'_>, layout: &Layout<'_>, level: u8, source: &mut Source) {
    source.heading(level, &format!("{}: {}", layout.table.id, layout.table.title));
    let question = publication.plan.codebook.question(layout.question());
    if let Some(question) = question.filter(|question| !question.is_derived() && question.text != layout.table.title) {
        source.paragraph(&format!("\u{201c}{}\u{201d}", question.text));
    }
    if !layout.base_rule().is_empty() {
        source.paragraph(&format!("Base: {}.", layout.base_rule()));
    }
    if let Some(drawn) = chart_of_question(publication, layout) {
        chart::chart(&drawn, source);
    }
    let lines = grid(layout);
    let all: Vec<usize> = (0..layout.columns.len()).collect();
    for columns in all.chunks(COLUMNS) {
        let heads = columns.iter().map(|column| layout.columns[*column].name());
        piece(heads, &lines, columns, source);
    }
}

fn piece(heads: impl Iterator<Item = String>, lines: &[Line], columns: &[usize], source: &mut Source) {
    let widths = vec!["1fr"; columns.len()].join(", ");
    source.code(&format!("#table(columns: (3fr, {widths},), align: (x, y) => if x == 0 {{ left }} else {{ right }},"));
    let heads: Vec<String> = heads.map(|head| string(if head.is_empty() { "Total" } else { &head })).collect();
    source.code(&format!("  table.header(\"Answer\", {}),", heads.join(", ")));
    for line in lines {
        if line.cells.is_empty() {
            if !line.label.is_empty() {
                let span = columns.len() + 1;
                source.code(&format!("  table.cell(colspan: {span}, strong({})),", string(&line.label)));
            }
            continue;
        }
        let label = line.label.trim_start();
        let depth = (line.label.len() - label.len()) / 2;
        let label = if depth > 0 { format!("pad(left: {depth}em, {})", string(label)) } else { string(label) };
        let cells = columns.iter().map(|column| string(line.cells.get(*column).map_or("", String::as_str)));
        source.code(&format!("  {label}, {},", cells.collect::<Vec<_>>().join(", ")));
    }
    source.code(")");
}
