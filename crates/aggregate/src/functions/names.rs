//! Questions, items, options and nets, as SQL names them.
//!
//! A question is meant by its name, in any case where that tells it apart, by its title, or by its text; an item by its name or
//! label after a point (`Q3.commenting`), or by its column of `responses`. An option is meant by its code or its label, a net by
//! its name or label.

use std::collections::BTreeSet;

use topline_survey::{Codebook, Item, Kind, Plan, Question, RUN_TABLES, fold};

use super::naming_error::NamingError;

/// What SQL may know of the questions of a plan.
#[derive(Debug)]
pub(crate) struct Questions {
    codebook: Codebook,
    /// Whether respondents have weights.
    pub weighted: bool,
    /// Names of tables, which no view of a question can have.
    taken: BTreeSet<String>,
}

/// A question, or one item of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'q> {
    pub question: &'q Question,
    pub item: Option<&'q Item>,
}

/// How an option is named.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Choice {
    Code(i64),
    Words(String),
}

/// The codes that are meant, with the name and label of what they are together.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub row: String,
    pub label: String,
    pub codes: Vec<i32>,
}

impl Questions {
    pub(crate) fn new(plan: &Plan) -> Self {
        let references = plan.survey.references.iter().map(|reference| reference.name.clone());
        Self {
            codebook: plan.codebook.clone(),
            weighted: plan.survey.weights.is_some(),
            taken: RUN_TABLES.iter().map(|table| (*table).to_owned()).chain(references).collect(),
        }
    }

    /// The question of which a view has this name.
    pub(crate) fn of_view(&self, name: &str) -> Option<&Question> {
        self.codebook.question(name).filter(|_| !self.taken.contains(name))
    }

    /// The names that views of questions have.
    pub(crate) fn views(&self) -> impl Iterator<Item = &Question> {
        self.codebook.questions.iter().filter(|question| !self.taken.contains(&question.id))
    }

    /// Whether a table of this name holds no answers in columns of their questions.
    pub(crate) fn is_other_table(&self, name: &str) -> bool {
        name != "responses" && (self.taken.contains(name) || self.codebook.question(name).is_some())
    }

    /// The question, or the item of one, that a column of `responses` holds the answer to: in any case, where that tells it
    /// apart. None where it is a tick box.
    pub(crate) fn of_column(&self, column: &str) -> Option<Asked<'_>> {
        self.of_exact_column(column).or_else(|| {
            let is = |name: &str| name.eq_ignore_ascii_case(column);
            let mut found = self.codebook.questions.iter().flat_map(|question| {
                let of_items = question.items().iter().filter(move |item| is(&format!("{}_{}", question.id, item.id)));
                let whole = is(&question.id).then_some(Asked { question, item: None });
                whole.into_iter().chain(of_items.map(move |item| Asked { question, item: Some(item) }))
            });
            found.next().filter(|_| found.next().is_none())
        })
    }

    fn of_exact_column(&self, column: &str) -> Option<Asked<'_>> {
        let question = self.codebook.question(column).map(|question| Asked { question, item: None });
        question.or_else(|| {
            self.codebook.questions.iter().filter(|question| !question.items().is_empty()).find_map(|question| {
                let variables = question.variables();
                let item = variables.iter().find(|variable| variable.name == column)?.item;
                Some(Asked { question, item })
            })
        })
    }

    /// What is meant by a name: a question, or an item of one.
    pub(crate) fn find(&self, name: &str) -> Result<Asked<'_>, NamingError> {
        let name = name.trim();
        if let Some(question) = self.question(name)? {
            return Ok(Asked { question, item: None });
        }
        // A title may have points of its own.
        for (point, _) in name.match_indices('.') {
            let Ok(Some(question)) = self.question(name[..point].trim()) else { continue };
            let wanted = name[point + 1..].trim();
            if let Some(item) = item(question, wanted) {
                return Ok(Asked { question, item: Some(item) });
            }
            if !question.items().is_empty() {
                let labels = question.items().iter().filter(|item| item.label.to_lowercase() != item.id.to_lowercase());
                let labels = labels.map(|item| item.label.clone());
                let known = question.items().iter().map(|item| item.id.clone()).chain(labels).collect();
                return Err(NamingError::Item { question: question.id.clone(), name: wanted.to_owned(), known });
            }
        }
        self.of_column(name).ok_or_else(|| self.unknown(name))
    }

    /// The error that there is no such question.
    pub(crate) fn unknown(&self, name: &str) -> NamingError {
        let known = self.codebook.questions.iter().map(|question| question.id.clone()).collect();
        NamingError::Question { name: name.to_owned(), known }
    }

    /// The question of this name, title or text.
    fn question(&self, name: &str) -> Result<Option<&Question>, NamingError> {
        if let Some(question) = self.codebook.question(name) {
            return Ok(Some(question));
        }
        let folded = name.to_lowercase();
        let is = |text: &str| text.trim().to_lowercase() == folded;
        let questions = || self.codebook.questions.iter();
        let by_name: Vec<&Question> = questions().filter(|question| is(&question.id)).collect();
        let by_words = || questions().filter(|question| is(question.title()) || is(&question.text)).collect();
        match if by_name.is_empty() { by_words() } else { by_name }.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            several => {
                let known = several.iter().map(|question| question.id.clone()).collect();
                Err(NamingError::Several { name: name.to_owned(), known })
            }
        }
    }
}

fn item<'q>(question: &'q Question, name: &str) -> Option<&'q Item> {
    let folded = name.to_lowercase();
    let by_name = question.items().iter().find(|item| item.id == name);
    by_name.or_else(|| {
        question.items().iter().find(|item| item.id.to_lowercase() == folded || item.label.to_lowercase() == folded)
    })
}

impl<'q> Asked<'q> {
    /// Its items, one by one; itself where it has none.
    pub(crate) fn parts(self) -> Vec<Asked<'q>> {
        if self.item.is_some() || self.question.items().is_empty() {
            return vec![self];
        }
        self.question.items().iter().map(|item| Asked { question: self.question, item: Some(item) }).collect()
    }

    /// Itself, if it has one answer.
    pub(crate) fn one(self) -> Result<Self, NamingError> {
        if self.item.is_some() || self.question.items().is_empty() {
            return Ok(self);
        }
        let question = &self.question.id;
        let known = self.question.items().iter().map(|item| format!("{question}.{}", item.id)).collect();
        Err(NamingError::WhichItem { question: question.clone(), known })
    }

    /// Itself, if its answers are codes or ranks.
    pub(crate) fn coded(self, function: &'static str) -> Result<Self, NamingError> {
        let kind = self.question.kind();
        if kind.is_coded() {
            return Ok(self);
        }
        Err(NamingError::Kind { function, question: self.question.id.clone(), kind })
    }

    /// The codes of its answers, in order, with their labels.
    pub(crate) fn codes(self) -> Vec<(i32, String)> {
        let question = self.question;
        if question.kind() == Kind::Rank {
            let label = |rank| question.option(rank).map_or_else(|| format!("Ranked {rank}"), |own| own.label.clone());
            return (1..=question.items().len() as i32).map(|rank| (rank, label(rank))).collect();
        }
        question.options().iter().map(|option| (option.code, option.label.clone())).collect()
    }

    /// What is meant by these choices: an option or a net as it is, several together as a net of their own.
    pub(crate) fn choose(self, choices: &[Choice]) -> Result<Chosen, NamingError> {
        let mut chosen = choices.iter().map(|choice| self.chosen(choice)).collect::<Result<Vec<_>, _>>()?;
        if chosen.len() == 1
            && let Some(only) = chosen.pop()
        {
            return Ok(only);
        }
        let joined = |part: fn(&Chosen) -> &str, by| chosen.iter().map(part).collect::<Vec<_>>().join(by);
        let (row, label) = (joined(|chosen| &chosen.row, "+"), joined(|chosen| &chosen.label, " or "));
        let meant: BTreeSet<i32> = chosen.iter().flat_map(|chosen| chosen.codes.iter().copied()).collect();
        Ok(Chosen { row, label, codes: meant.into_iter().collect() })
    }

    fn chosen(self, choice: &Choice) -> Result<Chosen, NamingError> {
        let codes = self.codes();
        let option =
            |code: i32, label: &str| Chosen { row: code.to_string(), label: label.to_owned(), codes: vec![code] };
        let name = match choice {
            Choice::Code(code) => {
                let found = codes.iter().find(|(own, _)| i64::from(*own) == *code);
                return found.map(|(code, label)| option(*code, label)).ok_or_else(|| NamingError::Code {
                    question: self.question.id.clone(),
                    code: *code,
                    known: codes.iter().map(|(code, _)| *code).collect(),
                });
            }
            Choice::Words(name) => name.trim(),
        };
        let nets = self.question.nets();
        let folded = fold(name);
        let is = |text: &str| fold(text) == folded;
        let spelled =
            |code: i32| self.question.option(code).is_some_and(|option| option.also.iter().any(|also| is(also)));
        let by_label = |label: &dyn Fn(i32, &str) -> bool| {
            codes.iter().find(|(code, own)| label(*code, own)).map(|(code, label)| option(*code, label))
        };
        let by_net = |named: &dyn Fn(&topline_survey::Net) -> bool| {
            nets.iter().find(|net| named(net)).map(|net| Chosen {
                row: net.id.clone(),
                label: net.label.clone(),
                codes: net.codes.clone(),
            })
        };
        by_label(&|_, label| label == name)
            .or_else(|| by_net(&|net| net.id == name || net.label == name))
            .or_else(|| by_label(&|_, label| is(label)))
            .or_else(|| by_net(&|net| is(&net.id) || is(&net.label)))
            .or_else(|| by_label(&|code, _| spelled(code)))
            .or_else(|| by_label(&|code, _| code.to_string() == name))
            .ok_or_else(|| NamingError::Option {
                question: self.question.id.clone(),
                name: name.to_owned(),
                known: codes
                    .into_iter()
                    .map(|(_, label)| label)
                    .chain(nets.iter().flat_map(|net| [net.id.clone(), net.label.clone()]))
                    .collect(),
            })
    }
}
