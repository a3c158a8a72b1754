//! Whether tables show what there is: known questions, codes, breaks and banners, and statistics that their answers have.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_survey::{
    Arrangement, BaseRule, Codebook, Kind, Letters, PlanText, Question, Table, Unranked, table_columns,
};

use crate::checks::names::{hinted, is_name};
use crate::problem::Problem;
use crate::tables_file::{BannerSpec, BreakSpec, STANDARD, TableSpec, Tables};

/// What is wrong with the tables of a plan.
pub(crate) fn tables(
    declared: &Tables,
    resolved: &[Table],
    codebook: &Codebook,
    figures: &[(String, PlanText)],
    source: &Arc<NamedSource<String>>,
) -> Vec<Problem> {
    let mut check = Check { declared, codebook, source, problems: Vec::new() };
    check.breaks(&declared.default.banner);
    if let Some(letters) = &declared.default.letters {
        check.letters(letters);
    }
    check.banners();
    let specs: Vec<&TableSpec> = declared.declared.iter().map(Spanned::get_ref).collect();
    for (index, spec) in specs.iter().enumerate() {
        let id = spec.id.get_ref();
        if specs[..index].iter().any(|other| other.id.get_ref() == id) || figures.iter().any(|(name, _)| name == id) {
            check.problem(spec.id.span(), format!("there are two tables `{id}`"));
        }
        if let Some(table) = resolved.iter().find(|table| table.id == *id) {
            check.table(spec, table);
        }
    }
    for table in resolved.iter().filter(|table| specs.iter().all(|spec| *spec.id.get_ref() != table.id)) {
        if figures.iter().any(|(name, _)| *name == table.id) {
            let message = format!("`figures/{0}.sql` has the name of the table of `{0}`", table.id);
            check.problems.push(Problem::new(source, None, message).with_hint("give the file another name"));
        }
    }
    check.problems
}

struct Check<'t> {
    declared: &'t Tables,
    codebook: &'t Codebook,
    source: &'t Arc<NamedSource<String>>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, span: Range<usize>, message: String) {
        self.problems.push(Problem::new(self.source, Some(span), message));
    }

    fn unknown(&mut self, name: &Spanned<String>, message: String, known: &[&str]) {
        let problem = Problem::new(self.source, Some(name.span()), message);
        self.problems.push(hinted(problem, name.get_ref(), known));
    }

    fn banners(&mut self) {
        let declared = self.declared;
        for (index, BannerSpec { id, breaks }) in declared.banners.iter().enumerate() {
            let name = id.get_ref();
            if !is_name(name) {
                self.problem(id.span(), format!("`{name}` is not a name: letters, digits and `_`, a letter first"));
            }
            let is_taken = declared.banners[..index].iter().any(|other| other.id.get_ref() == name);
            if is_taken || name == STANDARD {
                self.problem(id.span(), format!("there are two banners `{name}`"));
            }
            self.breaks(breaks);
        }
    }

    fn breaks(&mut self, breaks: &[BreakSpec]) {
        let codebook = self.codebook;
        let is_break = |question: &&Question| matches!(question.kind(), Kind::Single | Kind::Multi);
        let usable: Vec<&str> =
            codebook.questions.iter().filter(is_break).map(|question| question.id.as_str()).collect();
        for by in breaks {
            let name = by.question.get_ref();
            match codebook.question(name) {
                Some(question) if is_break(&question) => {}
                Some(question) => {
                    let message = format!("`{name}` is of kind `{}`, which is no break", question.kind().as_str());
                    self.unknown(&by.question, message, &usable);
                }
                None => self.unknown(&by.question, format!("a break by the unknown question `{name}`"), &usable),
            }
            self.breaks(&by.by);
        }
    }

    fn letters(&mut self, letters: &Spanned<Letters>) {
        let confidence = letters.get_ref().confidence;
        if !(confidence > 0.0 && confidence < 1.0) {
            self.problem(letters.span(), format!("a confidence of {confidence} is not between 0 and 1"));
        }
    }

    fn table(&mut self, spec: &TableSpec, table: &Table) {
        let codebook = self.codebook;
        let id = spec.id.get_ref();
        if !is_name(id) {
            self.problem(spec.id.span(), format!("`{id}` is not a name: letters, digits and `_`, a letter first"));
        }
        if let Some(breaks) = &spec.breaks {
            self.breaks(breaks);
        }
        if let Some(banner) = &spec.banner {
            self.banner(spec, banner);
        }
        if let Some(letters) = &spec.letters {
            self.letters(letters);
        }
        let known: Vec<&str> = codebook.questions.iter().map(|question| question.id.as_str()).collect();
        let mut questions = Vec::new();
        for name in &table.rows {
            if let Some(question) = codebook.question(name) {
                questions.push(question);
                continue;
            }
            let message = format!("the rows of `{id}` are the unknown question `{name}`");
            let problem = Problem::new(self.source, Some(spec.rows.span()), message);
            self.problems.push(hinted(problem, name, &known));
        }
        if table.rows.is_empty() {
            self.problem(spec.rows.span(), format!("the rows of `{id}` are no question"));
        }
        for question in &questions {
            self.codes(spec, question);
            self.statistics(spec, question);
        }
        if questions.len() == table.rows.len() {
            self.rows(spec, table, &questions);
        }
    }

    fn banner(&mut self, spec: &TableSpec, banner: &Spanned<String>) {
        let declared = self.declared;
        let mut known: Vec<&str> = declared.banners.iter().map(|banner| banner.id.get_ref().as_str()).collect();
        known.push(STANDARD);
        if !known.contains(&banner.get_ref().as_str()) {
            self.unknown(banner, format!("there is no banner `{}`", banner.get_ref()), &known);
        }
        if spec.breaks.is_some() {
            self.problem(banner.span(), format!("`{}` has both `banner` and `breaks`", spec.id.get_ref()));
        }
    }

    /// Codes that are named are there.
    fn codes(&mut self, spec: &TableSpec, question: &Question) {
        let is_known = |code: i32| {
            question.option(code).is_some()
                || (question.kind() == Kind::Rank && (1..=question.items().len() as i32).contains(&code))
        };
        let fixed = spec.sort.as_ref().and_then(|sort| sort.fixed.as_ref());
        let listed = spec.exclude.iter().chain(&spec.hide).chain(fixed).chain(spec.nets.iter().map(|net| &net.codes));
        for codes in listed {
            for code in codes.get_ref().iter().filter(|code| !is_known(**code)) {
                self.problem(codes.span(), format!("`{}` has no code {code}", question.id));
            }
        }
        let netted = [&spec.top_boxes, &spec.bottom_boxes];
        for boxes in netted.into_iter().flatten() {
            let options = question.options().iter().filter(|option| option.mark.is_none()).count();
            if question.kind().is_coded() && question.kind() != Kind::Rank && !(1..options).contains(boxes.get_ref()) {
                let message = format!("{} boxes of `{}`, which has {options} options", boxes.get_ref(), question.id);
                self.problem(boxes.span(), message);
            }
        }
    }

    /// Statistics, and what else is said of values, are of a kind that the question has.
    fn statistics(&mut self, spec: &TableSpec, question: &Question) {
        let kind = question.kind().as_str();
        for statistic in spec.statistics.iter().flatten() {
            if !statistic.get_ref().is_of(question.kind()) {
                let message =
                    format!("`{}` is of kind `{kind}`, which has no {}", question.id, statistic.get_ref().as_str());
                self.problem(statistic.span(), message);
            }
        }
        let mean = spec.mean.as_ref().filter(|mean| *mean.get_ref());
        if let Some(mean) = mean.filter(|_| question.kind() == Kind::Multi) {
            self.problem(mean.span(), format!("`{}` ticks options, which have no mean", question.id));
        }
        let mut only = |span: Option<Range<usize>>, what: &str, is_of: bool| {
            if let (Some(span), false) = (span, is_of) {
                self.problem(span, format!("`{}` is of kind `{kind}`, which has no {what}", question.id));
            }
        };
        let is_coded = question.kind().is_coded();
        only(spec.bands.as_ref().map(Spanned::span), "bands", question.kind() == Kind::Number);
        only(
            spec.percentiles.as_ref().map(Spanned::span),
            "percentiles",
            is_coded && question.kind() != Kind::Multi || question.kind() == Kind::Number,
        );
        only(spec.other_below.as_ref().map(Spanned::span), "options", is_coded);
        only(spec.top_boxes.as_ref().map(Spanned::span), "top boxes", is_coded && question.kind() != Kind::Rank);
        only(spec.bottom_boxes.as_ref().map(Spanned::span), "bottom boxes", is_coded && question.kind() != Kind::Rank);
        let unranked = spec.unranked.as_ref().filter(|unranked| *unranked.get_ref() != Unranked::LeaveOut);
        only(unranked.map(Spanned::span), "ranks", question.kind() == Kind::Rank);
        let arranged = spec.arrangement.as_ref().filter(|arranged| *arranged.get_ref() != Arrangement::Blocks);
        let has_items = !question.items().is_empty() || spec.rows.get_ref().0.len() > 1;
        only(arranged.map(Spanned::span), "items to arrange", has_items);
    }

    /// What is declared adds up to rows with names of their own, and to numbers that can be.
    fn rows(&mut self, spec: &TableSpec, table: &Table, questions: &[&Question]) {
        if let Some(bands) = &spec.bands {
            let ascends = bands.get_ref().windows(2).all(|pair| pair[0] < pair[1]);
            if bands.get_ref().is_empty() || !ascends || bands.get_ref().iter().any(|bound| !bound.is_finite()) {
                self.problem(bands.span(), "bounds of bands are numbers that ascend".to_owned());
            }
        }
        if let Some(percentiles) = &spec.percentiles {
            for percent in percentiles.get_ref().iter().filter(|percent| !(1..=99).contains(*percent)) {
                self.problem(percentiles.span(), format!("{percent} is no percentile: they go from 1 to 99"));
            }
        }
        if let Some(percent) = spec.other_below.as_ref().filter(|percent| !(0.0..100.0).contains(percent.get_ref())) {
            self.problem(percent.span(), format!("{} is no percentage below 100", percent.get_ref()));
        }
        for net in spec.nets.iter().filter(|net| !is_name(net.id.get_ref())) {
            let message = format!("`{}` is not a name: letters, digits and `_`, a letter first", net.id.get_ref());
            self.problem(net.id.span(), message);
        }
        let span = spec.rows.span();
        if questions.len() > 1
            && questions
                .iter()
                .enumerate()
                .any(|(index, one)| questions[..index].iter().any(|other| other.id == one.id))
        {
            self.problem(span.clone(), format!("the rows of `{}` name a question twice", table.id));
        }
        for part in table.parts(self.codebook) {
            let mut keys: Vec<&str> = part.rows.iter().map(|row| row.key.as_str()).collect();
            keys.sort_unstable();
            if let Some([twice, _]) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                self.problem(span.clone(), format!("there are two rows `{}` of `{}`", twice, part.question.id));
                break;
            }
        }
        if questions.iter().all(|question| !question.kind().is_coded() && question.kind() != Kind::Number)
            && spec.statistics.is_none()
            && table.base == BaseRule::Answered
        {
            self.problem(span, "out of those who answered, everybody answered: give another `base`".to_owned());
        }
        if let Some(by) = spec.sort.as_ref().and_then(|sort| sort.by.as_ref()).filter(|by| by.get_ref() != "total") {
            let columns: Vec<String> =
                table_columns(&table.breaks, self.codebook).into_iter().map(|column| column.key).collect();
            let mut known: Vec<&str> = columns.iter().map(String::as_str).collect();
            known.push("total");
            if !known.contains(&by.get_ref().as_str()) {
                self.unknown(by, format!("the table `{}` has no column `{}`", table.id, by.get_ref()), &known);
            }
        }
    }
}
