//! What a reader meets first and last: the notice, the survey's particulars, the headlines, and the foot of the page.

use topline_survey::{Figure, Headline, Published, Survey, Tabulation, Unit};

use crate::direction::isolated;
use crate::element::{Element, anchor};
use crate::publication::Publication;
use crate::report::icon::icon;
use crate::report::table::{bar, marked_value};
use crate::shown::is_unpublished;
use crate::words;

/// What every reader must know.
pub(crate) fn notice(survey: &Survey) -> Option<Element> {
    let notice = words::notice(survey)?;
    let title = if survey.reconstructed { "Reconstructed survey" } else { "Notice" };
    let paragraphs = notice.split("\n\n").map(|paragraph| Element::new("p").text(paragraph.trim()));
    Some(
        Element::classed("div", "notice")
            .attribute("role", "note")
            .attribute("aria-label", title)
            .child(icon("warning"))
            .child(
                Element::new("div")
                    .child(Element::classed("p", "notice-title").child(Element::new("strong").text(title)))
                    .children(paragraphs),
            ),
    )
}

/// The notice, the title, and what the survey is.
pub(super) fn masthead(publication: &Publication<'_>) -> Element {
    let survey = &publication.plan.survey;
    let mut masthead = Element::classed("header", "masthead").children(notice(survey));
    masthead = masthead.child(Element::new("h1").text(&survey.title));
    if let Some(client) = &survey.client {
        masthead = masthead.child(Element::classed("p", "client").text(client));
    }
    let fieldwork = survey.fieldwork.as_ref().map(words::fieldwork);
    let respondents = words::thousands(publication.accounting.respondents);
    let particulars = [
        ("Population", survey.population.as_deref()),
        ("Fieldwork", fieldwork.as_deref()),
        ("Respondents", Some(respondents.as_str())),
        ("Mode", survey.mode.as_deref()),
    ];
    let given = particulars.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    masthead.child(Element::classed("dl", "particulars").children(given.map(|(name, value)| {
        Element::new("div").child(Element::new("dt").text(name)).child(Element::new("dd").text(value))
    })))
}

/// The headlines, where there are any.
pub(super) fn headlines(publication: &Publication<'_>) -> Option<Element> {
    let headlines = &publication.plan.headlines;
    let cards = headlines.iter().map(|(headline, key)| {
        let table = Element::new("a")
            .attribute("href", &format!("#{}", anchor("table", &key.table)))
            .text("Table ")
            .text(&key.table);
        card(publication, headline, publication.figure(key).as_ref())
            .child(Element::classed("p", "source").child(table))
    });
    (!headlines.is_empty()).then(|| {
        Element::classed("section", "headlines")
            .attribute("id", "headlines")
            .attribute("aria-labelledby", "headlines-title")
            .child(Element::new("h2").attribute("id", "headlines-title").text("Headlines"))
            .child(Element::new("ul").attribute("role", "list").children(cards))
    })
}

fn card(publication: &Publication<'_>, headline: &Headline, figure: Option<&Figure<'_>>) -> Element {
    let text = Element::classed("p", "text").text(&headline.text);
    let Some(figure) = figure else {
        return Element::new("li")
            .child(Element::classed("p", "value").text("[x]"))
            .child(text)
            .child(Element::classed("p", "of").text("The run did not compute this figure."));
    };
    let of = match figure.cell.published {
        Published::HeldBack(why) => format!("Held back: {}.", why.as_str()),
        Published::Empty => "Nobody is in its base.".to_owned(),
        Published::Value(_) if figure.row.unit == Unit::Count => String::new(),
        Published::Value(_) => {
            let base = words::thousands(figure.cell.base.n);
            let rule = &figure.row.base_rule;
            if figure.row.unit == Unit::Percent && figure.cell.base.effective.is_none() {
                format!("{} of {base}. Base: {}", words::thousands(figure.cell.n), isolated(rule))
            } else {
                format!("Unweighted base {base}: {}", isolated(rule))
            }
        }
    };
    let mut card = Element::new("li")
        .child(marked_value(publication, figure, Element::classed("p", "value")))
        .children(bar(figure))
        .child(text);
    if !of.is_empty() {
        card = card.child(Element::classed("p", "of").sentence(&of));
    }
    if is_unpublished(figure, &publication.plan.survey) {
        card = card.child(Element::classed("p", "of").text("† In no published document."));
    }
    card
}

/// Whether a published value is out of a single respondent.
fn shows_single_answers(publication: &Publication<'_>) -> bool {
    let mut figures = publication.tables.iter().flat_map(Tabulation::figures);
    figures.any(|figure| {
        figure.cell.published.value().is_some() && figure.row.unit != Unit::Count && figure.cell.base.n == 1
    })
}

/// What holds for the whole page, once more at its end.
pub(crate) fn footer(publication: &Publication<'_>) -> Element {
    let survey = &publication.plan.survey;
    let mut footer = Element::new("footer").child(
        Element::new("p")
            .child(Element::new("strong").text(&survey.title))
            .text(". Survey ")
            .child(Element::new("code").text(&survey.id)),
    );
    if survey.reconstructed {
        footer = footer.child(
            Element::new("p")
                .text("The data of this survey are reconstructed. ")
                .child(Element::new("a").attribute("href", "#main").text("Back to the figures")),
        );
    }
    let said = if shows_single_answers(publication) {
        "This page holds published figures only. Some of them have a base of one respondent, whose answer they therefore show. It \
         needs no network."
    } else {
        "This page holds published figures only, and no answers of single respondents. It needs no network."
    };
    footer.child(Element::new("p").text(said))
}
