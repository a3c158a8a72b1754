//! Which cells the tables of a plan are made from: the tally to take, and for each row and column the places it gathers.

use topline_survey::{Absent, BaseRule, Break, Item, Kind, Plan, Question, RowKind, Table};

use crate::condition::name;
use crate::tally::{Dimension, Pair, Tally};

/// The tally of a plan, and what its cells mean.
pub(crate) struct Layout {
    pub tally: Tally,
    /// The SQL expressions that the aggregate is called with.
    pub arguments: Vec<String>,
    /// The parts of the tables, in order: a table, or an item of one.
    pub parts: Vec<Part>,
}

/// The rows and columns of one table, or of one item of it.
pub(crate) struct Part {
    /// The position of the table in the plan.
    pub table: usize,
    /// The position of the item in its question.
    pub item: Option<usize>,
    pub base: Places,
    pub rows: Vec<Row>,
    pub axes: Vec<Axis>,
    pub filter: Option<usize>,
    pub value: Option<usize>,
}

/// Places on a dimension.
pub(crate) struct Places {
    pub dimension: usize,
    pub places: Vec<usize>,
}

/// A row that counts.
pub(crate) struct Row {
    pub kind: RowKind,
    pub key: String,
    pub label: String,
    /// The codes that it counts, of a net.
    pub parts: Vec<i32>,
    pub counts: Counts,
}

/// What a row gathers.
pub(crate) enum Counts {
    /// Respondents at these places.
    Respondents(Places),
    /// The mean of these values, each at its place.
    Mean(usize, Vec<(usize, f64)>),
    /// The mean of the values that the pair sums up, over those who gave one.
    MeanOfValues(Places),
}

/// The total, or the columns of one break (one box of it, where boxes are ticked).
pub(crate) struct Axis {
    pub dimension: Option<usize>,
    pub columns: Vec<Column>,
}

/// A column.
pub(crate) struct Column {
    /// `BREAK.COLUMN`; empty for the total.
    pub key: String,
    pub break_label: String,
    pub label: String,
    pub places: Vec<usize>,
}

/// The layout of a plan's tables.
pub(crate) fn layout(plan: &Plan) -> Layout {
    let mut builder = Builder::default();
    if plan.survey.weights.is_some() {
        builder.tally.weight = Some(builder.argument("\"weight\"".into()));
    }
    let mut parts = Vec::new();
    for (position, table) in plan.tables.iter().enumerate() {
        let Some(question) = plan.codebook.question(&table.rows) else { continue };
        if question.items.is_empty() {
            parts.push(builder.part(plan, table, position, question, None));
        }
        for item in 0..question.items.len() {
            parts.push(builder.part(plan, table, position, question, Some(item)));
        }
    }
    Layout { tally: builder.tally, arguments: builder.arguments, parts }
}

#[derive(Default)]
struct Builder {
    tally: Tally,
    arguments: Vec<String>,
}

impl Builder {
    fn argument(&mut self, expression: String) -> usize {
        position_or_push(&mut self.arguments, expression)
    }

    fn dimension(&mut self, dimension: Dimension) -> usize {
        position_or_push(&mut self.tally.dimensions, dimension)
    }

    fn part(&mut self, plan: &Plan, table: &Table, position: usize, question: &Question, item: Option<usize>) -> Part {
        let mut filter: Vec<String> = table.filter.iter().map(|filter| format!("({filter})")).collect();
        if question.kind == Kind::Multi && !table.exclude.is_empty() {
            let excluded = |code: &i32| format!("coalesce({}, false)", name(&format!("{}_{code}", question.id)));
            filter.push(format!("not ({})", table.exclude.iter().map(excluded).collect::<Vec<_>>().join(" or ")));
        }
        let filter = (!filter.is_empty()).then(|| self.argument(filter.join(" and ")));
        let rows = self.rows(table, question, item.map(|item| &question.items[item]));
        let value = (question.kind == Kind::Number).then(|| self.argument(name(&question.id)));
        let axes = self.axes(plan, &table.breaks);
        let part = Part { table: position, item, base: rows.base, rows: rows.rows, axes, filter, value };
        self.pairs(&part);
        part
    }

    /// The pairs that a part is made from.
    fn pairs(&mut self, part: &Part) {
        for axis in &part.axes {
            position_or_push(&mut self.tally.pairs, part.pair(part.base.dimension, axis));
            for row in &part.rows {
                let (Counts::Respondents(Places { dimension, .. })
                | Counts::MeanOfValues(Places { dimension, .. })
                | Counts::Mean(dimension, _)) = &row.counts;
                position_or_push(&mut self.tally.pairs, part.pair(*dimension, axis));
            }
        }
    }

    fn rows(&mut self, table: &Table, question: &Question, item: Option<&Item>) -> Rows {
        if question.kind == Kind::Multi {
            return self.tick_rows(table, question);
        }
        let variable = item.map_or_else(|| question.id.clone(), |item| format!("{}_{}", question.id, item.id));
        let codes = codes_of(question);
        let column = if question.kind == Kind::Number {
            format!("cast(case when {} is not null then 1 end as int)", name(&variable))
        } else {
            name(&variable)
        };
        let column = self.argument(column);
        let absent = self.argument(name(&format!("{variable}_absent")));
        let dimension = self.dimension(Dimension::Code { column, absent, codes: codes.clone() });
        let places = |wanted: &[i32]| -> Vec<usize> {
            let kept =
                codes.iter().enumerate().filter(|(_, code)| wanted.contains(code) && !table.exclude.contains(code));
            kept.map(|(place, _)| place).collect()
        };
        let respondents = |places| Counts::Respondents(Places { dimension, places });
        let whole = &self.tally.dimensions[dimension];
        let mut base = places(&codes);
        match table.base {
            BaseRule::Answered => {}
            BaseRule::Asked => base.push(whole.place_of(Absent::NoAnswer)),
            BaseRule::All => base.extend(Absent::ALL.map(|absent| whole.place_of(absent))),
        }
        let mut rows = Vec::new();
        for net in &question.nets {
            rows.push(Row {
                kind: RowKind::Net,
                key: net.id.clone(),
                label: net.label.clone(),
                parts: net.codes.clone(),
                counts: respondents(places(&net.codes)),
            });
        }
        if question.kind != Kind::Number {
            let shown = codes.iter().filter(|code| !table.hide.contains(code) && !table.exclude.contains(code));
            rows.extend(shown.map(|code| Row {
                kind: RowKind::Option,
                key: code.to_string(),
                label: question.option(*code).map_or_else(|| format!("Ranked {code}"), |option| option.label.clone()),
                parts: Vec::new(),
                counts: respondents(places(&[*code])),
            }));
        }
        if shows_no_answer(table) {
            rows.push(no_answer(respondents(vec![whole.place_of(Absent::NoAnswer)])));
        }
        if table.mean {
            let values = codes.iter().enumerate().filter_map(|(place, code)| {
                let option = question.option(*code);
                let counts = !table.exclude.contains(code) && option.is_none_or(|option| option.mark.is_none());
                counts.then(|| (place, option.and_then(|option| option.value).unwrap_or(f64::from(*code))))
            });
            let counts = if question.kind == Kind::Number {
                Counts::MeanOfValues(Places { dimension, places: places(&codes) })
            } else {
                Counts::Mean(dimension, values.collect())
            };
            rows.push(Row { kind: RowKind::Mean, key: "mean".into(), label: "Mean".into(), parts: Vec::new(), counts });
        }
        Rows { base: Places { dimension, places: base }, rows }
    }

    fn tick_rows(&mut self, table: &Table, question: &Question) -> Rows {
        let absent = self.argument(name(&format!("{}_absent", question.id)));
        let mut ticked = |codes: &[i32]| {
            let columns = codes.iter().map(|code| self.argument(name(&format!("{}_{code}", question.id)))).collect();
            self.dimension(Dimension::Ticked { columns, absent })
        };
        let mut rows = Vec::new();
        for net in &question.nets {
            let kept: Vec<i32> = net.codes.iter().copied().filter(|code| !table.exclude.contains(code)).collect();
            rows.push(Row {
                kind: RowKind::Net,
                key: net.id.clone(),
                label: net.label.clone(),
                parts: net.codes.clone(),
                counts: Counts::Respondents(Places { dimension: ticked(&kept), places: vec![1] }),
            });
        }
        for option in question
            .options
            .iter()
            .filter(|option| !table.hide.contains(&option.code) && !table.exclude.contains(&option.code))
        {
            rows.push(Row {
                kind: RowKind::Option,
                key: option.code.to_string(),
                label: option.label.clone(),
                parts: Vec::new(),
                counts: Counts::Respondents(Places { dimension: ticked(&[option.code]), places: vec![1] }),
            });
        }
        let dimension = ticked(&question.options.iter().map(|option| option.code).collect::<Vec<_>>());
        let whole = &self.tally.dimensions[dimension];
        let mut base = vec![0, 1];
        match table.base {
            BaseRule::Answered => {}
            BaseRule::Asked => base.push(whole.place_of(Absent::NoAnswer)),
            BaseRule::All => base.extend(Absent::ALL.map(|absent| whole.place_of(absent))),
        }
        if shows_no_answer(table) {
            let places = vec![whole.place_of(Absent::NoAnswer)];
            rows.push(no_answer(Counts::Respondents(Places { dimension, places })));
        }
        Rows { base: Places { dimension, places: base }, rows }
    }

    fn axes(&mut self, plan: &Plan, breaks: &[Break]) -> Vec<Axis> {
        let total = Column { key: String::new(), break_label: String::new(), label: "Total".into(), places: vec![0] };
        let mut axes = vec![Axis { dimension: None, columns: vec![total] }];
        for by in breaks {
            let Some(question) = plan.codebook.question(&by.question) else { continue };
            let column = |key: &str, label: &str, places| Column {
                key: format!("{}.{key}", question.id),
                break_label: question.title().to_owned(),
                label: label.to_owned(),
                places,
            };
            let absent = self.argument(name(&format!("{}_absent", question.id)));
            if question.kind == Kind::Multi {
                for (key, label, codes) in by.columns_of(question) {
                    let columns =
                        codes.iter().map(|code| self.argument(name(&format!("{}_{code}", question.id)))).collect();
                    let dimension = self.dimension(Dimension::Ticked { columns, absent });
                    axes.push(Axis { dimension: Some(dimension), columns: vec![column(&key, label, vec![1])] });
                }
                continue;
            }
            let codes = codes_of(question);
            let answers = self.argument(name(&question.id));
            let dimension = self.dimension(Dimension::Code { column: answers, absent, codes: codes.clone() });
            let columns = by.columns_of(question).into_iter().map(|(key, label, gathered)| {
                let places =
                    codes.iter().enumerate().filter(|(_, code)| gathered.contains(code)).map(|(place, _)| place);
                column(&key, label, places.collect())
            });
            axes.push(Axis { dimension: Some(dimension), columns: columns.collect() });
        }
        axes
    }
}

struct Rows {
    base: Places,
    rows: Vec<Row>,
}

/// Where a figure stands: a row (the base, where there is none) and a column.
pub(crate) struct Spot<'p> {
    pub row: Option<&'p Row>,
    pub axis: &'p Axis,
    pub column: &'p Column,
}

impl Part {
    /// Where its figures stand, in their order.
    pub(crate) fn spots(&self) -> impl Iterator<Item = Spot<'_>> {
        let rows = std::iter::once(None).chain(self.rows.iter().map(Some));
        let columns = || self.axes.iter().flat_map(|axis| axis.columns.iter().map(move |column| (axis, column)));
        rows.flat_map(move |row| columns().map(move |(axis, column)| Spot { row, axis, column }))
    }

    /// The pair of a row dimension with an axis of this part.
    pub(crate) fn pair(&self, rows: usize, axis: &Axis) -> Pair {
        Pair { rows, columns: axis.dimension, filter: self.filter, value: self.value }
    }
}

/// Whether a row shows those who gave no answer. They are a part of the base or of no percentage: out of those who answered,
/// there is no such row.
fn shows_no_answer(table: &Table) -> bool {
    table.show_no_answer && table.base != BaseRule::Answered
}

fn no_answer(counts: Counts) -> Row {
    let absent = Absent::NoAnswer;
    Row { kind: RowKind::Absent, key: absent.as_str().into(), label: absent.label().into(), parts: Vec::new(), counts }
}

/// The codes of a question's answers: those of its options, its ranks, or 1 for any number.
fn codes_of(question: &Question) -> Vec<i32> {
    match question.kind {
        Kind::Rank => (1..=question.items.len() as i32).collect(),
        Kind::Number => vec![1],
        _ => question.options.iter().map(|option| option.code).collect(),
    }
}

fn position_or_push<T: PartialEq>(known: &mut Vec<T>, wanted: T) -> usize {
    if let Some(position) = known.iter().position(|other| *other == wanted) {
        return position;
    }
    known.push(wanted);
    known.len() - 1
}
