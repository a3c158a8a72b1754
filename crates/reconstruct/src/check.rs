//! Whether `reconstruct.toml` agrees with the codebook and the survey: names are known, and every question is spoken of once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_plan::Problem;
use topline_survey::{Kind, LabelColumns, Plan, Question, nearest};

use crate::columns::columns;
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
                let message = format!("`ranked` is no range within the {} items", items.len());
                checker.problem(ranking.question.span(), message);
            }
            checker.plan_whole(&ranking.question, question);
        }
    }
    for comment in &spec.comment {
        if let Some(question) = checker.question(&comment.question, &[Kind::Text]) {
            if comment.base > 0 && comment.texts.is_empty() {
                checker.problem(comment.question.span(), format!("`{}` has answers and no texts", question.id));
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
    fn problem(&mut self, span: Range<usize>, message: String) {
        self.problems.push(Problem::new(self.source, Some(span), message));
    }

    fn known(&mut self, what: &str, name: &Spanned<String>, known: &[&str]) -> bool {
        if known.contains(&name.get_ref().as_str()) {
            return true;
        }
        let near = nearest(name.get_ref(), known.iter().copied());
        let hint = if near.is_empty() { known.join(", ") } else { near.join(" or ") };
        let lead = if near.is_empty() { "known: " } else { "did you mean " };
        let end = if near.is_empty() { "" } else { "?" };
        let problem = Problem::new(self.source, Some(name.span()), format!("unknown {what} `{}`", name.get_ref()));
        self.problems.push(problem.with_hint(format!("{lead}{hint}{end}")));
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
            let fit = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("`{}` is of kind `{}`, and this is for {fit}", question.id, question.kind().as_str());
            self.problem(name.span(), message);
            return None;
        }
        Some(question)
    }

    fn weight(&mut self, row: &Spanned<String>, weight: f64) {
        if !weight.is_finite() || weight < 0.0 {
            self.problem(row.span(), format!("the weight {weight} is not a number from 0 up"));
        }
    }

    fn plan_slot(&mut self, at: &Spanned<String>, slot: String) {
        if self.planned.contains(&slot) {
            self.problem(at.span(), format!("`{slot}` is planned twice"));
        }
        self.planned.push(slot);
    }

    fn plan_whole(&mut self, at: &Spanned<String>, question: &Question) {
        for slot in slots_of(question) {
            self.plan_slot(at, slot);
        }
    }

    fn numbers(&mut self, spec: &Spec) {
        let without_place = |message: String| Problem::new(self.source, None, message);
        if spec.respondents == 0 {
            self.problems.push(without_place("an export without respondents".to_owned()));
        }
        if spec.mess.duplicates > spec.respondents {
            let message = format!("{} duplicates of {} respondents", spec.mess.duplicates, spec.respondents);
            self.problems.push(without_place(message));
        }
        let plan = self.plan;
        for (label, usual) in &spec.usual {
            let options = || plan.codebook.asked().flat_map(Question::options);
            let labels: Vec<&str> = options().map(|option| option.label.as_str()).collect();
            let spelled =
                |option: &topline_survey::Opt| option.label == *label.get_ref() && option.also.contains(usual);
            if self.known("label", label, &labels) && !options().any(spelled) {
                self.problem(
                    label.span(),
                    format!("the codebook does not know the spelling \"{usual}\" of this label"),
                );
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
                self.problem(metadata.column.span(), "only the style `long_csv` has passages".to_owned());
            }
        }
        let given = |column: &str| spec.metadata.iter().any(|metadata| metadata.column.get_ref() == column);
        let missing: Vec<&str> = known.into_iter().filter(|column| !given(column)).collect();
        for column in missing.into_iter().filter(|column| !one_column.iter().any(|(known, _)| known == column)) {
            let message = format!("no `metadata` says what the column \"{column}\" gives");
            self.problems.push(Problem::new(self.source, None, message));
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
                self.problem(name.span(), format!("`{}` has no column \"{column}\"", places.reference.get_ref()));
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
            let message = format!("the draws place {drawn} of {} respondents", spec.respondents);
            self.problem(places.reference.span(), message);
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
                self.problem(span.clone(), format!("`{}` has items: give one `item` each", question.id));
                return;
            }
            _ => {}
        }
        let slot = slot_name(&question.id, answers.item.as_ref().map(|item| item.get_ref().as_str()));
        self.plan_slot(&answers.question, slot);
        if answers.base.is_some() == answers.base_at_most.is_some() {
            self.problem(span, format!("`{}` has no base, or two: give `base` or `base_at_most`", question.id));
        }
        if answers.base.or(answers.base_at_most).is_some_and(|base| base > self.respondents as u64) {
            let message = format!("more answered `{}` than the {} respondents", question.id, self.respondents);
            self.problem(answers.question.span(), message);
        }
        let rows = rows_of(question);
        let known: Vec<&str> = rows.keys().map(String::as_str).collect();
        let in_words = !question.kind().is_coded();
        let named: Vec<&Spanned<String>> = answers.rows().chain(answers.weight.keys()).collect();
        for (index, row) in named.iter().enumerate() {
            if named[..index].iter().any(|other| other.get_ref() == row.get_ref()) {
                self.problem(row.span(), format!("the row `{}` is given twice", row.get_ref()));
            }
            if in_words || !self.known("row", row, &known) {
                continue;
            }
            let is_net = question.net(row.get_ref()).is_some();
            if is_net && (question.kind() == Kind::Multi || answers.weight.contains_key(*row)) {
                let message = format!("the net `{}` cannot be solved here: name codes", row.get_ref());
                self.problem(row.span(), message);
            }
        }
        for (row, weight) in &answers.weight {
            self.weight(row, *weight);
        }
        if !(-1.0..=1.0).contains(&answers.follows) {
            self.problem(answers.question.span(), format!("`follows` of `{}` is not from -1 to 1", question.id));
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
            self.problem(given.span(), format!("the survey says that the encoding is `{declared}`"));
        }
        match (&spec.passages, spec.style) {
            (Some(passages), Style::LongCsv) => {
                let question = self.question(&passages.question, &[Kind::Multi]);
                if question
                    .is_some_and(|question| question.answer.label_columns().and_then(LabelColumns::separator).is_none())
                    || passages.most == 0
                {
                    let message = "passages need a separator and at least one passage for each code".to_owned();
                    self.problem(passages.question.span(), message);
                }
            }
            (Some(passages), _) => {
                self.problem(passages.question.span(), "only the style `long_csv` has passages".to_owned());
            }
            (None, Style::LongCsv) => {
                let message = "the style `long_csv` needs `passages`";
                self.problems.push(Problem::new(self.source, None, message));
            }
            (None, _) => {}
        }
    }

    fn everything_is_planned(&mut self) {
        let missing: Vec<String> =
            self.plan.codebook.asked().flat_map(slots_of).filter(|slot| !self.planned.contains(slot)).collect();
        for slot in missing {
            let message = format!("nothing says how `{slot}` is answered");
            let problem = Problem::new(self.source, None, message);
            self.problems
                .push(problem.with_hint("give it `answers`, `ranking`, `comment`, `places.fill` or `metadata`"));
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
