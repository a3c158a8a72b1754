//! Whether `reconstruct.toml` agrees with the codebook and the survey: names are known, and every question is spoken of once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_plan::Problem;
use topline_survey::{Kind, LabelColumns, Plan, Question};

use crate::columns::columns;
use crate::fault::{FittingKinds, ReconstructFault as Fault};
use crate::places::Place;
use crate::spec::{AnswersSpec, Gives, Spec, Style};

/// Everything that is wrong with the plan of the export.
pub(crate) fn check(
    spec: &Spec,
    plan: &Plan,
    reference: &BTreeMap<String, Vec<Place>>,
    source: &Arc<NamedSource<String>>,
) -> Vec<Problem> {
    let mut checker =
        Checker { plan, source, respondents: spec.respondents, problems: Vec::new(), planned: Vec::new() };
    checker.numbers(spec);
    checker.metadata(spec);
    checker.places(spec, reference);
    for answers in &spec.answers {
        checker.answers(answers);
    }
    for ranking in &spec.ranking {
        if let Some(question) = checker.question(&ranking.question, &[Kind::Rank]) {
            let items: Vec<&str> = question.items().iter().map(|item| item.id.as_str()).collect();
            for (item, weight) in &ranking.weight {
                checker.known("item", item, &items);
                checker.weight(item, *weight);
            }
            let (least, most) = ranking.ranked;
            if least > most || most > items.len() {
                checker.problem(ranking.question.span(), Fault::Ranked { items: items.len() });
            }
            checker.plan_whole(&ranking.question, question);
        }
    }
    for comment in &spec.comment {
        if let Some(question) = checker.question(&comment.question, &[Kind::Text]) {
            if comment.base > 0 && comment.texts.is_empty() {
                checker.problem(comment.question.span(), Fault::NoTexts { question: question.id.clone() });
            }
            checker.plan_whole(&comment.question, question);
        }
    }
    checker.crosstabs(spec);
    checker.style(spec);
    checker.everything_is_planned();
    checker.problems
}

/// The name of a question's or item's answers.
pub(crate) fn slot_name(question: &str, item: Option<&str>) -> String {
    item.map_or_else(|| question.to_owned(), |item| format!("{question}.{item}"))
}

/// The rows that a figure of this question can have, with their codes.
pub(crate) fn rows_of(question: &Question) -> BTreeMap<String, Vec<i32>> {
    let codes = question.options().iter().map(|option| (option.code.to_string(), vec![option.code]));
    codes.chain(question.nets().iter().map(|net| (net.id.clone(), net.codes.clone()))).collect()
}

struct Checker<'c> {
    plan: &'c Plan,
    source: &'c Arc<NamedSource<String>>,
    respondents: usize,
    problems: Vec<Problem>,
    planned: Vec<String>,
}

impl<'c> Checker<'c> {
    fn problem(&mut self, span: Range<usize>, fault: Fault) {
        self.problems.push(Problem::new(self.source, Some(span), fault));
    }

    fn without_place(&mut self, fault: Fault) {
        self.problems.push(Problem::new(self.source, None, fault));
    }

    fn known(&mut self, what: &'static str, name: &Spanned<String>, known: &[&str]) -> bool {
        if known.contains(&name.get_ref().as_str()) {
            return true;
        }
        let known = known.iter().map(|known| (*known).to_owned()).collect();
        self.problem(name.span(), Fault::Unknown { what, name: name.get_ref().clone(), known });
        false
    }

    fn question(&mut self, name: &Spanned<String>, kinds: &[Kind]) -> Option<&'c Question> {
        let plan = self.plan;
        let ids: Vec<&str> = plan.codebook.asked().map(|question| question.id.as_str()).collect();
        if !self.known("question", name, &ids) {
            return None;
        }
        let question = plan.codebook.question(name.get_ref())?;
        if !kinds.contains(&question.kind()) {
            let (id, kind, fitting) = (question.id.clone(), question.kind(), FittingKinds(kinds.to_vec()));
            self.problem(name.span(), Fault::OfKind { question: id, kind, fitting });
            return None;
        }
        Some(question)
    }

    fn weight(&mut self, row: &Spanned<String>, weight: f64) {
        if !weight.is_finite() || weight < 0.0 {
            self.problem(row.span(), Fault::Weight { weight });
        }
    }

    fn plan_slot(&mut self, at: &Spanned<String>, slot: String) {
        if self.planned.contains(&slot) {
            self.problem(at.span(), Fault::Twice { slot: slot.clone() });
        }
        self.planned.push(slot);
    }

    fn plan_whole(&mut self, at: &Spanned<String>, question: &Question) {
        for slot in slots_of(question) {
            self.plan_slot(at, slot);
        }
    }

    fn numbers(&mut self, spec: &Spec) {
        if spec.respondents == 0 {
            self.without_place(Fault::NoRespondents {});
        }
        if spec.mess.duplicates > spec.respondents {
            let (duplicates, respondents) = (spec.mess.duplicates, spec.respondents);
            self.without_place(Fault::Duplicates { duplicates, respondents });
        }
        let plan = self.plan;
        for (label, usual) in &spec.usual {
            let options = || plan.codebook.asked().flat_map(Question::options);
            let labels: Vec<&str> = options().map(|option| option.label.as_str()).collect();
            let spelled =
                |option: &topline_survey::Opt| option.label == *label.get_ref() && option.also.contains(usual);
            if self.known("label", label, &labels) && !options().any(spelled) {
                self.problem(label.span(), Fault::Spelling { spelling: usual.clone() });
            }
        }
        let columns: Vec<&str> = columns(plan, spec).iter().map(|column| column.name).collect();
        for column in spec.mess.excluded.iter().flat_map(|excluded| excluded.cells.keys()) {
            self.known("column", column, &columns);
        }
    }

    fn metadata(&mut self, spec: &Spec) {
        let plan = self.plan;
        let respondent = plan.survey.source.respondent.as_deref();
        let questions = plan.codebook.asked();
        let one_column: Vec<(&str, &Question)> =
            questions.filter_map(|question| question.answer.one_column().map(|column| (column, question))).collect();
        let mut known: Vec<&str> = plan.codebook.passed_over.iter().map(String::as_str).collect();
        known.extend(one_column.iter().map(|(column, _)| *column));
        known.extend(respondent);
        for metadata in &spec.metadata {
            self.known("column", &metadata.column, &known);
            if let Some(before) = &metadata.before {
                self.known("column", before, &known);
            }
            if let Some((_, question)) = one_column.iter().find(|(column, _)| column == metadata.column.get_ref()) {
                self.plan_whole(&metadata.column, question);
            }
            if metadata.gives == Gives::Passage && spec.style != Style::LongCsv {
                self.problem(metadata.column.span(), Fault::StrayPassage {});
            }
        }
        let given = |column: &str| spec.metadata.iter().any(|metadata| metadata.column.get_ref() == column);
        let missing: Vec<&str> = known.into_iter().filter(|column| !given(column)).collect();
        for column in missing.into_iter().filter(|column| !one_column.iter().any(|(known, _)| known == column)) {
            self.without_place(Fault::NoMetadata { column: column.to_owned() });
        }
    }

    fn places(&mut self, spec: &Spec, reference: &BTreeMap<String, Vec<Place>>) {
        let Some(places) = &spec.places else { return };
        let tables: Vec<&str> = reference.keys().map(String::as_str).collect();
        let has_table = self.known("reference table", &places.reference, &tables);
        for (name, column) in &places.fill {
            if let Some(question) = self.question(name, &[Kind::Text, Kind::Single]) {
                self.plan_whole(name, question);
            }
            let first = reference.get(places.reference.get_ref()).and_then(|rows| rows.first());
            if has_table && first.is_none_or(|row| !row.contains_key(column)) {
                let (reference, column) = (places.reference.get_ref().clone(), column.clone());
                self.problem(name.span(), Fault::ReferenceColumn { reference, column });
            }
        }
        if let (true, Some(row)) = (has_table, reference.get(places.reference.get_ref()).and_then(|rows| rows.first()))
        {
            let known: Vec<&str> = row.keys().map(String::as_str).collect();
            for column in places.draw.iter().flat_map(|draw| draw.among.keys().chain(&draw.spread)) {
                self.known("column", column, &known);
            }
        }
        let drawn: usize = places.draw.iter().map(|draw| draw.respondents).sum();
        if drawn != spec.respondents {
            self.problem(places.reference.span(), Fault::Draws { drawn, respondents: spec.respondents });
        }
    }

    fn answers(&mut self, answers: &AnswersSpec) {
        let kinds = [Kind::Single, Kind::Multi, Kind::Grid, Kind::Text, Kind::Number, Kind::Date];
        let Some(question) = self.question(&answers.question, &kinds) else { return };
        let span = answers.question.span();
        let items: Vec<&str> = question.items().iter().map(|item| item.id.as_str()).collect();
        match &answers.item {
            Some(item) if !self.known("item", item, &items) => return,
            None if !items.is_empty() => {
                self.problem(span.clone(), Fault::Items { question: question.id.clone() });
                return;
            }
            _ => {}
        }
        let slot = slot_name(&question.id, answers.item.as_ref().map(|item| item.get_ref().as_str()));
        self.plan_slot(&answers.question, slot);
        if answers.base.is_some() == answers.base_at_most.is_some() {
            self.problem(span, Fault::Base { question: question.id.clone() });
        }
        if answers.base.or(answers.base_at_most).is_some_and(|base| base > self.respondents as u64) {
            let fault = Fault::TooMany { question: question.id.clone(), respondents: self.respondents };
            self.problem(answers.question.span(), fault);
        }
        let rows = rows_of(question);
        let known: Vec<&str> = rows.keys().map(String::as_str).collect();
        let in_words = !question.kind().is_coded();
        let named: Vec<&Spanned<String>> = answers.rows().chain(answers.weight.keys()).collect();
        for (index, row) in named.iter().enumerate() {
            if named[..index].iter().any(|other| other.get_ref() == row.get_ref()) {
                self.problem(row.span(), Fault::RowTwice { row: row.get_ref().clone() });
            }
            if in_words || !self.known("row", row, &known) {
                continue;
            }
            let is_net = question.net(row.get_ref()).is_some();
            if is_net && (question.kind() == Kind::Multi || answers.weight.contains_key(*row)) {
                self.problem(row.span(), Fault::Net { net: row.get_ref().clone() });
            }
        }
        for (row, weight) in &answers.weight {
            self.weight(row, *weight);
        }
        if !(-1.0..=1.0).contains(&answers.follows) {
            self.problem(answers.question.span(), Fault::Follows { question: question.id.clone() });
        }
    }

    fn crosstabs(&mut self, spec: &Spec) {
        let mut slots: BTreeMap<String, Option<Vec<String>>> = BTreeMap::new();
        for answers in &spec.answers {
            let Some(question) = self.plan.codebook.question(answers.question.get_ref()) else { continue };
            let id = slot_name(&question.id, answers.item.as_ref().map(|item| item.get_ref().as_str()));
            if question.kind() == Kind::Multi {
                for option in question.options() {
                    slots.insert(slot_name(&id, Some(&option.code.to_string())), Some(vec!["0".into(), "1".into()]));
                }
            } else if question.kind().is_coded() {
                slots.insert(id, Some(rows_of(question).into_keys().collect()));
            } else {
                let texts = answers.rows().chain(answers.weight.keys());
                slots.insert(id, Some(texts.map(|text| text.get_ref().clone()).collect()));
            }
        }
        let names: Vec<&str> = slots.keys().map(String::as_str).collect();
        for crosstab in &spec.crosstab {
            let both = [&crosstab.row, &crosstab.column];
            if !both.map(|name| self.known("answers", name, &names)).into_iter().all(|known| known) {
                continue;
            }
            for cell in &crosstab.cell {
                for (side, name) in [(&cell.row, &crosstab.row), (&cell.column, &crosstab.column)] {
                    let (Some(row), Some(Some(known))) = (side, slots.get(name.get_ref())) else { continue };
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.known("row", row, &known);
                }
            }
        }
    }

    fn style(&mut self, spec: &Spec) {
        let declared = self.plan.survey.source.encoding.as_deref();
        if let (Some(given), Some(declared)) = (&spec.encoding, declared)
            && encoding_rs::Encoding::for_label(given.get_ref().as_bytes())
                != encoding_rs::Encoding::for_label(declared.as_bytes())
        {
            self.problem(given.span(), Fault::Encoding { declared: declared.to_owned() });
        }
        match (&spec.passages, spec.style) {
            (Some(passages), Style::LongCsv) => {
                let question = self.question(&passages.question, &[Kind::Multi]);
                if question
                    .is_some_and(|question| question.answer.label_columns().and_then(LabelColumns::separator).is_none())
                    || passages.most == 0
                {
                    self.problem(passages.question.span(), Fault::Passages {});
                }
            }
            (Some(passages), _) => {
                self.problem(passages.question.span(), Fault::StrayPassage {});
            }
            (None, Style::LongCsv) => {
                self.without_place(Fault::NoPassages {});
            }
            (None, _) => {}
        }
    }

    fn everything_is_planned(&mut self) {
        let missing: Vec<String> =
            self.plan.codebook.asked().flat_map(slots_of).filter(|slot| !self.planned.contains(slot)).collect();
        for slot in missing {
            self.without_place(Fault::Unplanned { slot });
        }
    }
}

/// What is planned of a question: each item of a grid, the whole of any other.
fn slots_of(question: &Question) -> Vec<String> {
    if question.kind() == Kind::Grid {
        question.items().iter().map(|item| slot_name(&question.id, Some(&item.id))).collect()
    } else {
        vec![question.id.clone()]
    }
}
