//! The fields of a questionnaire into questions, where the export has their columns.

use std::collections::HashSet;

use topline_survey::Kind;

use crate::column::{Column, Context};
use crate::form::field::{Asks, Field, Form};
use crate::form::matching::Names;
use crate::form::options::{TickBox, boxes, fill, open_box, ranked};
use crate::metadata::Metadata;
use crate::question_draft::{Drafted, item};
use crate::questionnaire_sections::Headings;
use crate::text::fold;

/// What a questionnaire tells of an export.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub questions: Vec<Drafted>,
    /// The columns of these.
    pub columns: HashSet<usize>,
    /// What was asked in further columns, whose kind the cells tell.
    pub texts: Vec<(usize, String)>,
    /// The headings over the columns that fields are in.
    pub headings: Headings,
    /// How many fields the export has no column of.
    pub missing: usize,
}

/// The questions of the fields whose columns are there; columns with a part of their own stay what they are.
pub(crate) fn asked(form: &Form, columns: &[Column], own: &[usize], context: &Context) -> Asked {
    let names = Names::of(columns);
    let mut asked = Asked::default();
    for field in &form.fields {
        let before = asked.columns.len() + asked.texts.len();
        let known = (asked.questions.len(), asked.texts.len());
        Reading { field, columns, own, names: &names, context }.read(&mut asked);
        let read = asked.questions[known.0..].iter().flat_map(|drafted| drafted.question.columns().map(str::to_owned));
        let told = asked.texts[known.1..].iter().map(|(at, _)| columns[*at].heading.name.clone());
        let new: Vec<String> = read.chain(told).collect();
        asked.headings.extend(new.into_iter().map(|column| (column, field.headings.clone())));
        asked.missing += usize::from(before == asked.columns.len() + asked.texts.len());
    }
    asked
}

/// A field, and where its columns are looked for.
struct Reading<'r> {
    field: &'r Field,
    columns: &'r [Column],
    own: &'r [usize],
    names: &'r Names<'r>,
    context: &'r Context,
}

impl Reading<'_> {
    fn read(&self, asked: &mut Asked) {
        match self.field.asks {
            Asks::One => self.one(asked),
            Asks::Several => self.several(asked),
            Asks::Each => self.each(asked),
            Asks::Order => self.order(asked),
            Asks::Number | Asks::Words if !self.field.items.is_empty() => {
                for (code, label) in &self.field.items {
                    let text = format!("{}: {label}", self.field.text.trim_end_matches(':'));
                    if let Some(at) = self.names.part(self.field, code, label) {
                        self.plain(at, &text, &format!("{}_{code}", self.field.name), asked);
                    }
                }
            }
            Asks::Number | Asks::Words | Asks::Cells => {
                if let Some(at) = self.names.whole(self.field) {
                    self.plain(at, &self.field.text, &self.field.name, asked);
                }
            }
        }
        if matches!(self.field.asks, Asks::One | Asks::Several | Asks::Order | Asks::Each) {
            self.beside(asked);
        }
    }

    /// Whether a column can be that of a question with options, which says more than its name does.
    fn is_free(&self, at: usize, asked: &Asked) -> bool {
        let column = &self.columns[at];
        !self.own.contains(&at) && !asked.columns.contains(&at) && column.metadata != Some(Metadata::Personal)
    }

    fn is_filled(&self, at: usize) -> bool {
        self.columns[at].answers(self.context).next().is_some()
    }

    fn drafted(&self, kind: Kind) -> Drafted {
        let mut drafted = Drafted::new(kind, &self.field.text, Some(&self.field.name));
        drafted.question.private = self.field.is_private;
        drafted
    }

    fn enter(drafted: Drafted, columns: impl IntoIterator<Item = usize>, asked: &mut Asked) {
        asked.questions.push(drafted);
        asked.columns.extend(columns);
    }

    fn one(&self, asked: &mut Asked) {
        let Some(at) = self.names.whole(self.field).filter(|at| self.is_free(*at, asked) && self.is_filled(*at)) else {
            return;
        };
        let column = &self.columns[at];
        let mut drafted = self.drafted(Kind::Single).column(&column.heading.name);
        let mut options = self.field.options.clone();
        // The answer of those who write it themselves: `-oth-` of LimeSurvey, `other` of an XLSForm.
        let other = ["-oth-", "other"].into_iter().find(|other| column.profile.has(other));
        if self.field.has_other && !options.iter().any(|(_, label)| fold(label) == "other") {
            options.push((other.unwrap_or("-oth-").to_owned(), "Other".to_owned()));
        }
        if fill(&mut drafted, &options, &[column], self.context) {
            Self::enter(drafted, [at], asked);
        } else {
            asked.texts.push((at, self.field.text.clone()));
        }
    }

    fn several(&self, asked: &mut Asked) {
        let field = self.field;
        let found: Vec<(usize, TickBox<'_>)> = field
            .options
            .iter()
            .filter_map(|(code, label)| {
                let at = self.names.part(field, code, label).filter(|at| self.is_free(*at, asked))?;
                Some((at, (code.as_str(), label.as_str(), &self.columns[at])))
            })
            .collect();
        let other = self.other().filter(|at| self.is_free(*at, asked) && !found.iter().any(|(known, _)| known == at));
        if !found.iter().any(|(at, _)| self.is_filled(*at)) {
            return self.joined(asked);
        }
        let mut drafted = self.drafted(Kind::Multi);
        let ticks: Vec<TickBox<'_>> = found.iter().map(|(_, tick)| *tick).collect();
        boxes(&mut drafted, &ticks, self.context);
        let mut members: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
        if let Some(at) = other.filter(|_| field.has_other) {
            open_box(&mut drafted, &self.columns[at]);
            members.push(at);
        }
        // What is spread over columns may stand in one beside them too: it is read once.
        if let Some(at) = self.names.whole(field)
            && self.columns[at].metadata.is_none()
        {
            drafted.notes.push(format!("\"{}\" holds the same answers in one cell", self.columns[at].heading.name));
        }
        Self::enter(drafted, members, asked);
    }

    /// Ticked codes with a blank between them, in one column.
    fn joined(&self, asked: &mut Asked) {
        let Some(at) = self.names.whole(self.field).filter(|at| self.is_free(*at, asked) && self.is_filled(*at)) else {
            return;
        };
        let column = &self.columns[at];
        let is_known = |part: &str| self.field.options.iter().any(|(code, _)| code == part);
        let mut cells = column.answers(self.context);
        if column.profile.overflows || !cells.all(|(text, _)| text.split_whitespace().all(is_known)) {
            asked.texts.push((at, self.field.text.clone()));
            return;
        }
        let mut drafted = self.drafted(Kind::Multi).column(&column.heading.name);
        drafted.question.separator = Some(" ".to_owned());
        if fill(&mut drafted, &self.field.options, &[], self.context) {
            drafted.question.nets.clear();
            Self::enter(drafted, [at], asked);
        }
    }

    fn each(&self, asked: &mut Asked) {
        let field = self.field;
        // The rows of a matrix may be fields of their own, of which the first has lent its name.
        let are_fields = field.items.first().is_some_and(|(code, _)| *code == field.name);
        let place = |code: &String, label: &String| {
            if are_fields { self.names.named(code, label) } else { self.names.part(field, code, label) }
        };
        let found: Vec<(usize, &str)> = field
            .items
            .iter()
            .filter_map(|(code, label)| Some((place(code, label)?, label.as_str())))
            .filter(|(at, _)| self.is_free(*at, asked))
            .collect();
        self.grid(&found, &self.field.options, asked);
    }

    /// What stands in each place of an order: in a column each, or in one cell with a blank between them.
    fn order(&self, asked: &mut Asked) {
        let field = self.field;
        let places: Vec<usize> = (1..=field.options.len())
            .filter_map(|number| self.names.part(field, &number.to_string(), &format!("Rank {number}")))
            .filter(|at| self.is_free(*at, asked))
            .collect();
        let mut drafted = self.drafted(Kind::Rank);
        let whole = self.names.whole(field).filter(|at| places.is_empty() && self.is_free(*at, asked));
        let members = if let Some(at) = whole { vec![at] } else { places };
        let column = |at: &usize| &self.columns[*at];
        if !members.iter().any(|at| self.is_filled(*at)) || members.iter().any(|at| column(at).profile.overflows) {
            return;
        }
        let mut texts = members.iter().flat_map(|at| column(at).answers(self.context).map(|(text, _)| text));
        if whole.is_some() {
            let is_code = |part: &str| field.options.iter().any(|(code, _)| code == part);
            if !texts.all(|text| text.split_whitespace().all(is_code)) {
                return;
            }
            drafted.question.column = Some(column(&members[0]).heading.name.clone());
            drafted.question.separator = Some(" ".to_owned());
            drafted.question.items = ranked(&field.options, std::iter::empty());
        } else {
            drafted.question.mentions = members.iter().map(|at| column(at).heading.name.clone()).collect();
            drafted.question.items = ranked(&field.options, texts);
        }
        Self::enter(drafted, members, asked);
    }

    fn grid(&self, found: &[(usize, &str)], options: &[(String, String)], asked: &mut Asked) {
        if !found.iter().any(|(at, _)| self.is_filled(*at)) {
            return;
        }
        let mut drafted = self.drafted(Kind::Grid);
        drafted.question.items = found.iter().map(|(at, label)| item(label, &self.columns[*at].heading.name)).collect();
        let columns: Vec<&Column> = found.iter().map(|(at, _)| &self.columns[*at]).collect();
        if fill(&mut drafted, options, &columns, self.context) {
            Self::enter(drafted, found.iter().map(|(at, _)| *at), asked);
        }
    }

    /// A number, words, or what the cells say.
    fn plain(&self, at: usize, text: &str, code: &str, asked: &mut Asked) {
        let column = &self.columns[at];
        if !self.is_free(at, asked) || column.metadata.is_some() || !self.is_filled(at) {
            return;
        }
        let numeric = column.answers(self.context).all(|(text, _)| crate::profile::number(text).is_some());
        let drafted = match self.field.asks {
            Asks::Number if numeric && !column.profile.overflows || column.profile.is_numeric() => {
                Some(Drafted::new(Kind::Number, text, Some(code)).column(&column.heading.name))
            }
            Asks::Words => Some(Drafted::words(text, Some(code), &column.heading.name)),
            _ => None,
        };
        match drafted {
            Some(mut drafted) => {
                drafted.question.private |= self.field.is_private;
                Self::enter(drafted, [at], asked);
            }
            None => asked.texts.push((at, text.to_owned())),
        }
    }

    fn other(&self) -> Option<usize> {
        self.names.part(self.field, "other", "Other")
    }

    /// Words that stand beside an answer.
    fn beside(&self, asked: &mut Asked) {
        let field = self.field;
        let mut words: Vec<(usize, String)> = Vec::new();
        let mut add = |code: &str, label: &str, what: &str| {
            if let Some(at) = self.names.part(field, code, label) {
                words.push((at, format!("{}: {what}", field.text.trim_end_matches(':'))));
            }
        };
        add("other", "Other", "other");
        add("comment", "Comment", "comment");
        for (code, label) in &field.options {
            add(&format!("{code}comment"), &format!("{label} comment"), &format!("{label}, comment"));
        }
        for (at, text) in words {
            let column = &self.columns[at];
            if self.is_free(at, asked) && column.metadata.is_none() && self.is_filled(at) {
                let code = format!("{}_text", field.name);
                Self::enter(Drafted::words(&text, Some(&code), &column.heading.name), [at], asked);
            }
        }
    }
}
