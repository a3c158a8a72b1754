//! The cells of the tally into figures.

use topline_estimate::rounding::{Rounding, round_fraction, round_value};
use topline_survey::{BaseRule, Figure, FigureKey, Plan, Question, RoundingMode, RowKind, Table, Unit};

use crate::errors::add_errors;
use crate::layout::{Axis, Column, Counts, Layout, Part, Places, Row};
use crate::session::{AggregateError, Session};
use crate::sql_figure::sql_figures;
use crate::tally::{Cell, Pair};

/// Every figure of the plan: those of its tables in order, then those of `figures/*.sql`.
///
/// The table `responses` must be whole, with its derived questions.
pub async fn figures(session: &Session, plan: &Plan) -> Result<Vec<Figure>, AggregateError> {
    let (layout, cells) = session.tally(plan).await?;
    let assembly = Assembly { plan, layout: &layout, cells: &cells };
    let mut figures = assembly.figures();
    add_errors(session, plan, &layout, &mut figures).await?;
    for (id, sql) in &plan.figures {
        figures.extend(sql_figures(session, plan, id, sql).await?);
    }
    Ok(figures)
}

struct Assembly<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    cells: &'a [Vec<Cell>],
}

impl Assembly<'_> {
    fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for part in &self.layout.parts {
            let table = &self.plan.tables[part.table];
            let Some(question) = self.plan.codebook.question(&table.rows) else { continue };
            let base_row = Row {
                kind: RowKind::Base,
                key: "base".into(),
                label: "Base".into(),
                parts: Vec::new(),
                counts: Counts::Respondents(Places {
                    dimension: part.base.dimension,
                    places: part.base.places.clone(),
                }),
            };
            for spot in part.spots() {
                let row = spot.row.unwrap_or(&base_row);
                figures.push(self.figure(part, table, question, row, spot.axis, spot.column));
            }
        }
        figures
    }

    fn figure(
        &self,
        part: &Part,
        table: &Table,
        question: &Question,
        row: &Row,
        axis: &Axis,
        column: &Column,
    ) -> Figure {
        let mut base = self.sum(part, axis, column, &part.base);
        let mut mean = None;
        let counted = match &row.counts {
            Counts::Respondents(places) => self.sum(part, axis, column, places),
            Counts::Mean(dimension, values) => {
                let places = Places { dimension: *dimension, places: values.iter().map(|(place, _)| *place).collect() };
                base = self.sum(part, axis, column, &places);
                let total: f64 = values
                    .iter()
                    .map(|(place, value)| {
                        let at = Places { dimension: *dimension, places: vec![*place] };
                        value * self.sum(part, axis, column, &at).weight
                    })
                    .sum();
                mean = (base.weight > 0.0).then(|| total / base.weight);
                base
            }
            Counts::MeanOfValues(places) => {
                base = self.sum(part, axis, column, places);
                mean = (base.weight > 0.0).then(|| base.value / base.weight);
                base
            }
        };
        let survey = &self.plan.survey;
        let unit = match row.kind {
            RowKind::Base => Unit::Count,
            RowKind::Mean => Unit::Score,
            _ => Unit::Percent,
        };
        let x = match unit {
            Unit::Count => Some(base.n as f64),
            Unit::Score => mean,
            Unit::Percent => (base.weight > 0.0).then(|| 100.0 * counted.weight / base.weight),
        };
        let weighted = survey.weights.is_some();
        let key = FigureKey {
            table: table.id.clone(),
            item: part.item.map(|item| question.items[item].id.clone()).unwrap_or_default(),
            row: row.key.clone(),
            column: column.key.clone(),
        };
        let mut figure = Figure {
            stated: self.plan.stated.contains(&key),
            key,
            question: question.id.clone(),
            title: table.title.clone().unwrap_or_else(|| question.title().to_owned()),
            item_label: part.item.map(|item| question.items[item].label.clone()).unwrap_or_default(),
            row_kind: row.kind,
            row_label: row.label.clone(),
            break_label: column.break_label.clone(),
            column_label: column.label.clone(),
            unit,
            x,
            published: None,
            suppressed: None,
            n: counted.n,
            n_weighted: counted.weight,
            base_rule: base_words(table, question),
            base: base.n,
            base_weighted: base.weight,
            base_effective: (weighted && base.weight_squared > 0.0)
                .then(|| base.weight * base.weight / base.weight_squared),
            x_se: None,
            x_low: None,
            x_upp: None,
            deff: None,
            parts: row.parts.clone(),
            note: None,
        };
        publish(&mut figure, self.plan);
        figure
    }

    fn sum(&self, part: &Part, axis: &Axis, column: &Column, places: &Places) -> Cell {
        let tally = &self.layout.tally;
        let pair = part.pair(places.dimension, axis);
        let Some(cells) = self.cells_of(&pair) else { return Cell::default() };
        let width = tally.columns_of(&pair);
        let mut sum = Cell::default();
        for row in &places.places {
            for column in &column.places {
                let cell = &cells[row * width + column];
                sum.n += cell.n;
                sum.weight += cell.weight;
                sum.weight_squared += cell.weight_squared;
                sum.value += cell.value;
            }
        }
        sum
    }

    fn cells_of(&self, pair: &Pair) -> Option<&Vec<Cell>> {
        let position = self.layout.tally.pairs.iter().position(|other| other == pair)?;
        self.cells.get(position)
    }
}

/// Rounds the figure, or holds it back, as the survey declares.
pub(crate) fn publish(figure: &mut Figure, plan: &Plan) {
    let survey = &plan.survey;
    let rounding = rounding_mode(survey.rounding.mode);
    let Some(x) = figure.x else {
        figure.suppressed = Some("the base is empty");
        return;
    };
    if figure.unit == Unit::Count {
        figure.published = Some(figure.n.to_string());
        return;
    }
    if figure.base < survey.disclosure.minimum_base {
        figure.suppressed = Some("the base is below the minimum");
        return;
    }
    if figure.base < survey.disclosure.caution_base {
        figure.note = Some("small base".to_owned());
    }
    let rounded = if figure.unit == Unit::Score {
        round_value(x, survey.rounding.mean_decimals, rounding)
    } else if survey.weights.is_some() && figure.row_kind != RowKind::Sql {
        round_value(x, survey.rounding.decimals, rounding)
    } else {
        round_fraction(100 * i128::from(figure.n), figure.base, survey.rounding.decimals, rounding)
    };
    match rounded {
        Ok(rounded) => figure.published = Some(rounded.to_string()),
        Err(_) => figure.suppressed = Some("the value is beyond what can be rounded"),
    }
}

/// The rounding that a survey declares.
pub(crate) fn rounding_mode(declared: RoundingMode) -> Rounding {
    match declared {
        RoundingMode::HalfUp => Rounding::HalfUp,
        RoundingMode::HalfEven => Rounding::HalfEven,
        RoundingMode::Truncate => Rounding::Truncate,
    }
}

/// Who the percentages of a table are out of, in words.
fn base_words(table: &Table, question: &Question) -> String {
    let mut words = match table.base {
        BaseRule::Answered => "those who answered".to_owned(),
        BaseRule::Asked => "those who were asked".to_owned(),
        BaseRule::All => "all respondents".to_owned(),
    };
    let excluded: Vec<&str> =
        table.exclude.iter().filter_map(|code| question.option(*code).map(|option| option.label.as_str())).collect();
    if !excluded.is_empty() {
        words.push_str(", without ");
        words.push_str(&excluded.join(", "));
    }
    if let Some(filter) = &table.filter {
        words.push_str(", where ");
        words.push_str(filter);
    }
    words
}
