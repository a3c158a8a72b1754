//! Whether tables show what there is: known questions, codes, breaks and banners, and statistics that their answers have.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_survey::{
    Arrangement, BaseRule, Codebook, Kind, Letters, PlanText, Question, Table, Unranked, table_columns,
};

use crate::checks::names::is_name;
use crate::faults::TableFault as Fault;
use crate::known::Known;
use crate::named_codes::NamedCode;
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
            check.problem(spec.id.span(), Fault::TableTwice { table: id.clone() });
        }
        if let Some(table) = resolved.iter().find(|table| table.id == *id) {
            check.table(spec, table);
        }
    }
    for table in resolved.iter().filter(|table| specs.iter().all(|spec| *spec.id.get_ref() != table.id)) {
        if figures.iter().any(|(name, _)| *name == table.id) {
            let fault = Fault::FiguresOfQuestion { table: table.id.clone() };
            check.problems.push(Problem::new(source, None, fault));
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
    fn problem(&mut self, span: Range<usize>, fault: Fault) {
        self.problems.push(Problem::new(self.source, Some(span), fault));
    }

    fn banners(&mut self) {
        let declared = self.declared;
        for (index, BannerSpec { id, breaks }) in declared.banners.iter().enumerate() {
            let name = id.get_ref();
            if !is_name(name) {
                self.problem(id.span(), Fault::NotAName { name: name.clone() });
            }
            let is_taken = declared.banners[..index].iter().any(|other| other.id.get_ref() == name);
            if is_taken || name == STANDARD {
                self.problem(id.span(), Fault::BannerTwice { banner: name.clone() });
            }
            self.breaks(breaks);
        }
    }

    fn breaks(&mut self, breaks: &[BreakSpec]) {
        let codebook = self.codebook;
        let is_break = |question: &&Question| matches!(question.kind(), Kind::Single | Kind::Multi);
        let usable = || codebook.questions.iter().filter(is_break).map(|question| &question.id);
        for by in breaks {
            let name = by.question.get_ref();
            match codebook.question(name) {
                Some(question) if is_break(&question) => {}
                Some(question) => {
                    let fault = Fault::BreakKind {
                        question: name.clone(),
                        kind: question.kind(),
                        known: Known::of(name, usable()),
                    };
                    self.problem(by.question.span(), fault);
                }
                None => {
                    let fault = Fault::BreakQuestion { question: name.clone(), known: Known::of(name, usable()) };
                    self.problem(by.question.span(), fault);
                }
            }
            self.breaks(&by.by);
        }
    }

    fn letters(&mut self, letters: &Spanned<Letters>) {
        let confidence = letters.get_ref().confidence;
        if !(confidence > 0.0 && confidence < 1.0) {
            self.problem(letters.span(), Fault::Confidence { confidence });
        }
        if let Some(lower) = letters.get_ref().lower_confidence
            && !(lower > 0.0 && lower < confidence)
        {
            self.problem(letters.span(), Fault::LowerConfidence { lower, confidence });
        }
    }

    fn table(&mut self, spec: &TableSpec, table: &Table) {
        let codebook = self.codebook;
        let id = spec.id.get_ref();
        if !is_name(id) {
            self.problem(spec.id.span(), Fault::NotAName { name: id.clone() });
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
        let mut questions = Vec::new();
        for name in &table.rows {
            if let Some(question) = codebook.question(name) {
                questions.push(question);
                continue;
            }
            let items = codebook
                .questions
                .iter()
                .flat_map(|question| question.items().iter().map(move |item| format!("{}.{}", question.id, item.id)));
            let known = codebook.questions.iter().map(|question| question.id.clone()).chain(items);
            let known = Known::of(name, known);
            let fault = Fault::RowsQuestion { table: id.clone(), question: name.clone(), known };
            self.problem(spec.rows.span(), fault);
        }
        if table.rows.is_empty() {
            self.problem(spec.rows.span(), Fault::NoRows { table: id.clone() });
        }
        let differs = |question: &&Question| question.exclude != questions[0].exclude;
        if spec.exclude.is_none()
            && let Some(other) = questions.iter().copied().find(|question| differs(question))
        {
            let (first, question) = (questions[0].id.clone(), other.id.clone());
            self.problem(spec.rows.span(), Fault::ExcludeDiffers { first, question });
        }
        for question in &questions {
            self.codes(spec, question, questions[0]);
            self.statistics(spec, question);
        }
        if !questions.is_empty() && questions.len() == table.rows.len() {
            self.rows(spec, table, &questions);
        }
    }

    fn banner(&mut self, spec: &TableSpec, banner: &Spanned<String>) {
        let declared = self.declared;
        let mut known: Vec<&str> = declared.banners.iter().map(|banner| banner.id.get_ref().as_str()).collect();
        known.push(STANDARD);
        if !known.contains(&banner.get_ref().as_str()) {
            let known = Known::of(banner.get_ref(), known);
            self.problem(banner.span(), Fault::UnknownBanner { banner: banner.get_ref().clone(), known });
        }
        if spec.breaks.is_some() {
            self.problem(banner.span(), Fault::BannerAndBreaks { table: spec.id.get_ref().clone() });
        }
    }

    /// Codes that are named are there.
    fn codes(&mut self, spec: &TableSpec, question: &Question, first: &Question) {
        let is_known = |code: i32| {
            question.option(code).is_some()
                || (question.kind() == Kind::Rank && (1..=question.items().len() as i32).contains(&code))
        };
        let fixed = spec.sort.as_ref().and_then(|sort| sort.fixed.as_ref());
        let listed = spec.exclude.iter().chain(&spec.hide).chain(fixed).chain(spec.nets.iter().map(|net| &net.codes));
        for codes in listed {
            for named in codes.get_ref() {
                let id = || question.id.clone();
                match named {
                    NamedCode::Code(code) if !is_known(*code) => {
                        self.problem(codes.span(), Fault::UnknownCode { question: id(), code: *code });
                    }
                    NamedCode::Words(words) if question.codes_named(words).is_none() => {
                        let known = Known::of(words, question.options().iter().map(|option| &option.label));
                        let fault = Fault::UnknownOption { question: id(), option: words.clone(), known };
                        self.problem(codes.span(), fault);
                    }
                    // Codes are the same for all questions of a table.
                    NamedCode::Words(words) if question.codes_named(words) != first.codes_named(words) => {
                        let (option, first) = (words.clone(), first.id.clone());
                        self.problem(codes.span(), Fault::OptionDiffers { option, question: id(), first });
                    }
                    NamedCode::Code(_) | NamedCode::Words(_) => {}
                }
            }
        }
        let netted = [&spec.top_boxes, &spec.bottom_boxes];
        for boxes in netted.into_iter().flatten() {
            let options = question.options().iter().filter(|option| option.mark.is_none()).count();
            if question.kind().is_coded() && question.kind() != Kind::Rank && !(1..options).contains(boxes.get_ref()) {
                let fault = Fault::Boxes { boxes: *boxes.get_ref(), question: question.id.clone(), options };
                self.problem(boxes.span(), fault);
            }
        }
    }

    /// Statistics, and what else is said of values, are of a kind that the question has.
    fn statistics(&mut self, spec: &TableSpec, question: &Question) {
        let kind = question.kind();
        for statistic in spec.statistics.iter().flatten() {
            if !statistic.get_ref().is_of(question.kind()) {
                let (question, statistic, span) = (question.id.clone(), *statistic.get_ref(), statistic.span());
                self.problem(span, Fault::StatisticKind { question, kind, statistic });
            }
        }
        let mean = spec.mean.as_ref().filter(|mean| *mean.get_ref());
        if let Some(mean) = mean.filter(|_| question.kind() == Kind::Multi) {
            self.problem(mean.span(), Fault::TickMean { question: question.id.clone() });
        }
        let mut only = |span: Option<Range<usize>>, what: &'static str, is_of: bool| {
            if let (Some(span), false) = (span, is_of) {
                self.problem(span, Fault::KeyKind { question: question.id.clone(), kind, what });
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
                self.problem(bands.span(), Fault::Bands {});
            }
        }
        if let Some(percentiles) = &spec.percentiles {
            for percent in percentiles.get_ref().iter().filter(|percent| !(1..=99).contains(*percent)) {
                self.problem(percentiles.span(), Fault::Percentile { percent: *percent });
            }
        }
        if let Some(percent) = spec.other_below.as_ref().filter(|percent| !(0.0..100.0).contains(percent.get_ref())) {
            self.problem(percent.span(), Fault::OtherBelow { percent: *percent.get_ref() });
        }
        for net in spec.nets.iter().filter(|net| !is_name(net.id.get_ref())) {
            self.problem(net.id.span(), Fault::NotAName { name: net.id.get_ref().clone() });
        }
        let span = spec.rows.span();
        let is_above = |(index, one): (usize, &&Question)| questions[..index].iter().any(|other| other.id == one.id);
        if questions.iter().enumerate().any(is_above) {
            self.problem(span.clone(), Fault::QuestionTwice { table: table.id.clone() });
        }
        for part in table.parts(self.codebook) {
            let mut keys: Vec<&str> = part.rows.iter().map(|row| row.key.as_str()).collect();
            keys.sort_unstable();
            if let Some([twice, _]) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                let fault = Fault::RowTwice { row: (*twice).to_owned(), question: part.question.id.clone() };
                self.problem(span.clone(), fault);
                break;
            }
        }
        if questions.iter().all(|question| !question.kind().is_coded() && question.kind() != Kind::Number)
            && spec.statistics.is_none()
            && table.base == BaseRule::Answered
        {
            self.problem(span, Fault::EveryoneAnswered {});
        }
        if let Some(by) = spec.sort.as_ref().and_then(|sort| sort.by.as_ref()).filter(|by| by.get_ref() != "total") {
            let mut known: Vec<String> =
                table_columns(&table.breaks, self.codebook).into_iter().map(|column| column.key).collect();
            known.push("total".to_owned());
            // A label has become the name of its column.
            let resolved = table.sort.as_ref().map_or("", |sort| sort.by.as_str());
            if !known.iter().any(|name| name == resolved) {
                let fault = Fault::SortColumn {
                    table: table.id.clone(),
                    column: by.get_ref().clone(),
                    known: Known::of(by.get_ref(), known),
                };
                self.problem(by.span(), fault);
            }
        }
    }
}
