//! What DDI says of the study as a whole.

use topline_markup::Markup;
use topline_survey::{Survey, WeightMethod};

use crate::collection::Collection;

/// The description of the document itself.
pub(crate) fn document(collection: &Collection<'_>, markup: &mut Markup) {
    markup.begin("docDscr", &[]);
    markup.begin("citation", &[]);
    title(&collection.plan().survey, markup);
    markup.begin("prodStmt", &[]);
    markup.leaf("software", &[], &collection.program);
    markup.end();
    markup.end();
    markup.end();
}

/// The description of the study.
pub(crate) fn study(collection: &Collection<'_>, markup: &mut Markup) {
    let survey = &collection.plan().survey;
    markup.begin("stdyDscr", &[]);
    citation(survey, markup);
    markup.begin("stdyInfo", &[]);
    markup.leaf("abstract", &[], &summary(survey));
    markup.begin("sumDscr", &[]);
    if let Some(fieldwork) = &survey.fieldwork {
        for (event, day) in [("start", &fieldwork.start), ("end", &fieldwork.end)] {
            let day = day.to_string();
            markup.leaf("collDate", &[("date", &day), ("event", event)], &day);
        }
    }
    markup.leaf("anlyUnit", &[], "Respondent: one accepted response");
    if let Some(population) = &survey.population {
        markup.leaf("universe", &[], population);
    }
    markup.leaf("dataKind", &[], "Survey data");
    markup.end();
    markup.end();
    method(collection, markup);
    markup.end();
}

fn title(survey: &Survey, markup: &mut Markup) {
    markup.begin("titlStmt", &[]);
    markup.leaf("titl", &[], &survey.title);
    markup.leaf("IDNo", &[], &survey.id);
    markup.end();
}

fn citation(survey: &Survey, markup: &mut Markup) {
    markup.begin("citation", &[]);
    title(survey, markup);
    if let Some(client) = &survey.client {
        markup.begin("rspStmt", &[]);
        markup.leaf("AuthEnty", &[], client);
        markup.end();
    }
    markup.end();
}

fn summary(survey: &Survey) -> String {
    let reconstructed = if survey.reconstructed {
        " The data are reconstructed from published figures: no row is the answer of a real person."
    } else {
        ""
    };
    let notice = survey.notice.as_deref().map(|notice| format!(" {}", notice.trim())).unwrap_or_default();
    format!("{}.{reconstructed}{notice}", survey.title.trim_end_matches('.'))
}

fn method(collection: &Collection<'_>, markup: &mut Markup) {
    let survey = &collection.plan().survey;
    markup.begin("method", &[]);
    markup.begin("dataColl", &[]);
    if let Some(design) = &survey.design {
        let mut parts = Vec::new();
        let stages = design.stage.len();
        if stages > 0 {
            parts.push(format!("Probability sample in {stages} {}", if stages == 1 { "stage" } else { "stages" }));
        }
        if design.replicates.is_some() {
            parts.push("replicate weights for errors".to_owned());
        }
        if !parts.is_empty() {
            markup.leaf("sampProc", &[], &parts.join(", "));
        }
    }
    if let Some(frame) = &survey.frame {
        markup.begin("sampleFrame", &[]);
        markup.leaf("sampleFrameName", &[], frame);
        markup.end();
    }
    if let Some(mode) = &survey.mode {
        markup.leaf("collMode", &[], mode);
    }
    if let Some(weights) = &survey.weights {
        let made = match weights.method {
            Some(WeightMethod::PostStratify) => "Made by post-stratification.",
            Some(WeightMethod::Rake) => "Made by raking.",
            Some(WeightMethod::Calibrate) => "Made by calibration.",
            None => "Received with the data.",
        };
        markup.leaf("weight", &[], &format!("The variable `weight` weights the responses. {made}"));
    }
    let rows = collection.census.cases;
    markup.leaf(
        "cleanOps",
        &[],
        &format!("{rows} responses were accepted. Duplicates and rows that are no responses are left out."),
    );
    markup.end();
    markup.end();
}
