//! The rows of a table as places on dimensions.

use topline_survey::{
    Absent, BaseRule, Gathers, Item, Kind, Question, Table, TablePart, TableRow, Unranked, item_column, missing_column,
};
use topline_tally::{Bounds, Dimension};

use crate::condition::{answer_codes, name, shown};
use crate::layout::builder::{Argument, Builder};
use crate::statistics::{Score, measure, own_value};

/// Places on a dimension.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Places {
    pub dimension: usize,
    pub places: Vec<usize>,
}

/// A row, and what it is made from.
pub(crate) struct Row {
    pub of: TableRow,
    pub counts: Counts,
    /// Who can be counted at all.
    pub filter: Option<usize>,
    /// The tick boxes that it gathers, each a dimension, where boxes are ticked.
    pub boxes: Vec<usize>,
}

/// What a row gathers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Counts {
    /// Respondents at these places.
    Respondents(Places),
    /// Respondents who gave one of those of these options that are fewer than so many hundredths of the base. Of boxes it must
    /// be known which these are, for their ticks to be counted as one.
    Fewer { options: Vec<(i32, Places)>, percent: f64, ticked: Option<Places> },
    /// These values, each at its place.
    Values { dimension: usize, values: Vec<(usize, f64)> },
    /// The numbers that the pair sums up, of those who gave one.
    Numbers(Places),
    /// How many boxes are ticked.
    Answers,
}

/// The rows of a part, with the base that their percentages are out of.
pub(super) struct PartRows {
    pub base: Places,
    pub filter: Option<usize>,
    /// The argument that holds numbers.
    pub value: Option<usize>,
    /// The boxes of all options that are in the base, where boxes are ticked.
    pub boxes: Vec<usize>,
    pub rows: Vec<Row>,
}

impl Builder {
    /// The rows of a part, of which these options are known to be too few.
    pub(super) fn rows(&mut self, table: &Table, part: &TablePart<'_>, few: Option<&[i32]>) -> PartRows {
        if part.question.kind() == Kind::Multi {
            self.tick_rows(table, part, few)
        } else {
            self.place_rows(table, part)
        }
    }

    /// The condition of a table, and another that it must meet.
    fn filter(&mut self, table: &Table, also: Option<String>) -> Option<usize> {
        let of_table = table.filter.iter().map(|filter| format!("({filter})"));
        let conditions: Vec<String> = of_table.chain(also).collect();
        (!conditions.is_empty()).then(|| self.argument(Argument::Condition(conditions.join(" and "))))
    }

    /// The rows of answers of which each respondent has one.
    fn place_rows(&mut self, table: &Table, part: &TablePart<'_>) -> PartRows {
        let question = part.question;
        let filter = self.filter(table, None);
        let (dimension, codes) = self.place_dimension(table, question, part.item);
        let value = (question.kind() == Kind::Number).then(|| self.argument(Argument::Column(question.id.clone())));
        let whole = self.tally.dimensions[dimension].clone();
        let answered = whole.places() - Absent::ALL.len();
        let is_kept = |place: &usize| codes.get(*place).is_none_or(|code| !table.exclude.contains(code));
        let by_rule = |rule: BaseRule, answers: Vec<usize>| {
            let mut places = answers;
            places.extend(rule.reasons().iter().map(|absent| whole.place_of(*absent)));
            Places { dimension, places }
        };
        let at = |wanted: &[i32]| -> Vec<usize> {
            (0..codes.len()).filter(|place| wanted.contains(&codes[*place]) && is_kept(place)).collect()
        };
        let kept: Vec<usize> = (0..answered).filter(is_kept).collect();
        let base = by_rule(table.base, kept.clone());
        let mut rows = Vec::new();
        for of in &part.rows {
            let mut row_filter = filter;
            let counts = match &of.gathers {
                Gathers::Base => Counts::Respondents(base.clone()),
                Gathers::Rule(rule) => Counts::Respondents(by_rule(*rule, (0..answered).collect())),
                Gathers::Codes(wanted) => Counts::Respondents(Places { dimension, places: at(wanted) }),
                Gathers::FewerThan(percent) => {
                    let place = |code| (code, Places { dimension, places: at(&[code]) });
                    let options = shown(part).into_iter().map(place).collect();
                    Counts::Fewer { options, percent: *percent, ticked: None }
                }
                Gathers::Band(band) => Counts::Respondents(Places { dimension, places: vec![*band] }),
                Gathers::Answered => Counts::Respondents(Places { dimension, places: vec![0] }),
                Gathers::Absent(absent) => {
                    Counts::Respondents(Places { dimension, places: vec![whole.place_of(*absent)] })
                }
                Gathers::Excluded(codes) => {
                    let is_excluded =
                        |place: &usize| answer_codes(question).get(*place).is_some_and(|code| codes.contains(code));
                    Counts::Respondents(Places { dimension, places: (0..answered).filter(is_excluded).collect() })
                }
                Gathers::Missing(code) => Counts::Respondents(self.missing(part, *code)),
                Gathers::Values | Gathers::Percentile(_) if question.kind() == Kind::Number => {
                    Counts::Numbers(Places { dimension, places: kept.clone() })
                }
                Gathers::Values | Gathers::Percentile(_) => {
                    let score = measure(of.statistic).reads().score().unwrap_or(own_value);
                    let mut values = values(table, question, score, &codes);
                    if question.kind() == Kind::Rank && table.unranked == Unranked::Last {
                        values.push((whole.place_of(Absent::NoAnswer), last_rank(question, score)));
                        row_filter = self.filter(table, Some(any_ranked(question)));
                    }
                    Counts::Values { dimension, values }
                }
            };
            rows.push(Row { of: of.clone(), counts, filter: row_filter, boxes: Vec::new() });
        }
        PartRows { base, filter, value, boxes: Vec::new(), rows }
    }

    /// The dimension of a question or item, and the codes at its places; none of numbers and words.
    fn place_dimension(&mut self, table: &Table, question: &Question, item: Option<&Item>) -> (usize, Vec<i32>) {
        let variable = item.map_or_else(|| question.id.clone(), |item| format!("{}_{}", question.id, item.id));
        let absent = Some(self.argument(Argument::Column(format!("{variable}_absent"))));
        match question.kind() {
            Kind::Number if !table.bands.is_empty() => {
                let column = self.argument(Argument::Column(variable.clone()));
                // Bounds that do not ascend are no plan.
                match Bounds::new(&table.bands) {
                    Ok(bounds) => (self.dimension(Dimension::Band { column, absent, bounds }), Vec::new()),
                    Err(_) => self.answered(&variable, absent),
                }
            }
            Kind::Number | Kind::Text | Kind::Date => self.answered(&variable, absent),
            Kind::Single | Kind::Multi | Kind::Grid | Kind::Rank => {
                let column = self.argument(Argument::Column(variable.clone()));
                let codes = answer_codes(question);
                (self.dimension(Dimension::Code { column, absent, codes: codes.clone() }), codes)
            }
        }
    }

    /// One place for any answer.
    fn answered(&mut self, variable: &str, absent: Option<usize>) -> (usize, Vec<i32>) {
        let column = self.argument(Argument::Given(variable.to_owned()));
        (self.dimension(Dimension::Code { column, absent, codes: vec![1] }), Vec::new())
    }

    /// The rows of boxes, of which a respondent may tick several.
    fn tick_rows(&mut self, table: &Table, part: &TablePart<'_>, few: Option<&[i32]>) -> PartRows {
        let question = part.question;
        let excluded = |code: &i32| format!("coalesce({}, false)", name(&format!("{}_{code}", question.id)));
        let exclusion = (!table.exclude.is_empty())
            .then(|| format!("not ({})", table.exclude.iter().map(excluded).collect::<Vec<_>>().join(" or ")));
        let filter = self.filter(table, exclusion);
        let absent = Some(self.argument(Argument::Column(format!("{}_absent", question.id))));
        let all: Vec<i32> = question.options().iter().map(|option| option.code).collect();
        let dimension = self.ticked(question, absent, &all);
        let whole = self.tally.dimensions[dimension].clone();
        let by_rule = |rule: BaseRule| {
            let mut places = vec![0, 1];
            places.extend(rule.reasons().iter().map(|absent| whole.place_of(*absent)));
            Places { dimension, places }
        };
        let base = by_rule(table.base);
        let kept: Vec<i32> = all.iter().copied().filter(|code| !table.exclude.contains(code)).collect();
        let mut rows = Vec::new();
        for of in &part.rows {
            let mut boxes = Vec::new();
            let mut row_filter = filter;
            let counts = match &of.gathers {
                Gathers::Base => Counts::Respondents(base.clone()),
                Gathers::Rule(rule) => {
                    row_filter = self.filter(table, None);
                    Counts::Respondents(by_rule(*rule))
                }
                Gathers::Codes(codes) => {
                    boxes = codes.iter().map(|code| self.ticked(question, absent, &[*code])).collect();
                    let dimension = self.ticked(question, absent, codes);
                    Counts::Respondents(Places { dimension, places: vec![1] })
                }
                Gathers::FewerThan(percent) => {
                    let mut ticked =
                        |codes: &[i32]| Places { dimension: self.ticked(question, absent, codes), places: vec![1] };
                    let options = shown(part).into_iter().map(|code| (code, ticked(&[code]))).collect();
                    boxes = few.unwrap_or_default().iter().map(|code| ticked(&[*code]).dimension).collect();
                    Counts::Fewer { options, percent: *percent, ticked: few.map(ticked) }
                }
                Gathers::Absent(reason) => {
                    Counts::Respondents(Places { dimension, places: vec![whole.place_of(*reason)] })
                }
                Gathers::Excluded(codes) => {
                    row_filter = self.filter(table, None);
                    let dimension = self.ticked(question, absent, codes);
                    Counts::Respondents(Places { dimension, places: vec![1] })
                }
                Gathers::Missing(code) => {
                    row_filter = self.filter(table, None);
                    Counts::Respondents(self.missing(part, *code))
                }
                Gathers::Band(_) | Gathers::Answered | Gathers::Values | Gathers::Percentile(_) => Counts::Answers,
            };
            rows.push(Row { of: of.clone(), counts, filter: row_filter, boxes });
        }
        let counts_ticks = part.rows.iter().any(|row| measure(row.statistic).reads().counts_ticks());
        let boxes = if counts_ticks {
            kept.iter().map(|code| self.ticked(question, absent, &[*code])).collect()
        } else {
            Vec::new()
        };
        PartRows { base, filter, value: None, boxes, rows }
    }

    /// Those whose answer is a missing value.
    fn missing(&mut self, part: &TablePart<'_>, code: i32) -> Places {
        let question = part.question;
        let of = part.item.map_or_else(|| question.id.clone(), |item| item_column(&question.id, &item.id));
        let column = self.argument(Argument::Column(missing_column(&of)));
        let codes: Vec<i32> = question.missing.iter().map(|missing| missing.code).collect();
        let places = codes.iter().position(|known| *known == code).into_iter().collect();
        let dimension = self.dimension(Dimension::Code { column, absent: None, codes });
        Places { dimension, places }
    }

    fn ticked(&mut self, question: &Question, absent: Option<usize>, codes: &[i32]) -> usize {
        let columns =
            codes.iter().map(|code| self.argument(Argument::Column(format!("{}_{code}", question.id)))).collect();
        self.dimension(Dimension::Ticked { columns, absent })
    }
}

/// What each place counts for: marked options and what is excluded for nothing.
fn values(table: &Table, question: &Question, score: Score, codes: &[i32]) -> Vec<(usize, f64)> {
    codes
        .iter()
        .enumerate()
        .filter(|(_, code)| !table.exclude.contains(code))
        .filter_map(|(place, code)| Some((place, value_of(question, score, *code)?)))
        .collect()
}

/// What a code counts for; marked options count for nothing.
pub(crate) fn value_of(question: &Question, score: Score, code: i32) -> Option<f64> {
    let option = question.option(code);
    if option.is_some_and(|option| option.mark.is_some()) {
        return None;
    }
    let value = option.and_then(|option| option.value).unwrap_or(f64::from(code));
    Some(score(question, code, value))
}

/// What the last rank that there is counts for.
pub(crate) fn last_rank(question: &Question, score: Score) -> f64 {
    let last = question.items().len();
    score(question, last as i32, last as f64)
}

/// The condition that a respondent ranked anything.
pub(crate) fn any_ranked(question: &Question) -> String {
    let ranked = |item: &Item| format!("{} is not null", name(&format!("{}_{}", question.id, item.id)));
    format!("({})", question.items().iter().map(ranked).collect::<Vec<_>>().join(" or "))
}
