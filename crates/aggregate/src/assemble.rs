//! The cells of the tally into figures.

use topline_estimate::column_proportion::Overlap;
use topline_estimate::letters::{ColumnShare, column_pairs};
use topline_estimate::matrix::Matrix;
use topline_survey::{BaseRule, Figure, FigureKey, Gathers, LetterBase, Plan, Question, RowKind, Statistic, Table};
use topline_tally::Cell;

use crate::aggregate_error::AggregateError;
use crate::counted::Counted;
use crate::errors::add_errors;
use crate::layout::{Axis, Column, ColumnPlace, Family, Layout, Part, Row};
use crate::letters::{Compared, column_base, letters_of, overlap};
use crate::publish::{Precision, publish};
use crate::session::Session;
use crate::settle::{rearrange, settled};
use crate::sql_figure::sql_figures;
use crate::statistics::{CellCounts, ColumnTest, column_test, effective, measure};
use crate::tally::Tallied;

/// Every figure of the plan: those of its tables in order, then those of `figures/*.sql`.
///
/// The table `responses` must be whole, with its derived questions.
pub async fn figures(session: &Session, plan: &Plan) -> Result<Vec<Figure>, AggregateError> {
    let (mut layout, tallied) = session.tally(plan).await?;
    let order = settled(plan, &tallied.counted(&layout));
    rearrange(&mut layout, order);
    let mut figures = of_tables(plan, &layout, &tallied)?;
    add_errors(session, plan, &layout, &mut figures).await?;
    for (id, sql) in &plan.figures {
        figures.extend(sql_figures(session, plan, id, sql).await?);
    }
    Ok(figures)
}

fn of_tables(plan: &Plan, layout: &Layout, tallied: &Tallied) -> Result<Vec<Figure>, AggregateError> {
    let assembly = Assembly { plan, counted: tallied.counted(layout) };
    let mut figures = Vec::new();
    for part in &layout.parts {
        let table = &plan.tables[part.table];
        let Some(question) = plan.codebook.question(&part.question) else { continue };
        let start = figures.len();
        for spot in part.spots() {
            figures.push(assembly.figure(part, table, question, spot.row, spot.axis, spot.column));
        }
        if table.letters.is_some() && plan.survey.design.is_none() {
            assembly.letter(part, table, &mut figures[start..])?;
        }
    }
    Ok(figures)
}

struct Assembly<'a> {
    plan: &'a Plan,
    counted: Counted<'a>,
}

impl Assembly<'_> {
    fn cell<'c>(&'c self, part: &'c Part, row: &'c Row, axis: &'c Axis, column: &'c Column) -> CellCounts<'c> {
        CellCounts { plan: self.plan, counted: &self.counted, part, row, axis, column }
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
        let told = self.cell(part, row, axis, column).measured();
        let weighted = self.plan.survey.weights.is_some();
        let key = FigureKey {
            table: table.id.clone(),
            item: part.key.clone(),
            row: row.of.key.clone(),
            column: column.key.clone(),
        };
        let parts = match (&row.of.gathers, row.of.kind) {
            (Gathers::Codes(codes), RowKind::Net | RowKind::Rest) => codes.clone(),
            _ => Vec::new(),
        };
        let mut figure = Figure {
            stated: self.plan.stated.contains(&key),
            key,
            question: question.id.clone(),
            title: table.title.clone().unwrap_or_else(|| title_of(self.plan, table, question)),
            item_label: part.label.clone(),
            row_kind: row.of.kind,
            statistic: Some(row.of.statistic),
            depth: row.of.depth,
            row_label: row.of.label.clone(),
            break_label: column.break_label.clone(),
            column_label: column.label.clone(),
            unit: told.unit,
            x: told.x,
            published: None,
            suppressed: None,
            n: told.counted.n,
            n_weighted: told.counted.weight,
            base_rule: base_words(table, question, row.of.statistic),
            base: told.base.n,
            base_weighted: told.base.weight,
            base_effective: (weighted && told.base.weight_squared > 0.0)
                .then(|| told.base.weight * told.base.weight / told.base.weight_squared),
            x_se: None,
            x_low: None,
            x_upp: None,
            deff: None,
            letter: None,
            letters: None,
            parts,
            note: None,
        };
        // A part of a row or of the table tells of its column too.
        let least = if row.of.statistic.is_of_rows() {
            figure.base.min(self.counted.base(part, axis, column).n)
        } else {
            figure.base
        };
        publish(&mut figure, self.plan, Precision::of(self.plan, table), least);
        figure
    }

    /// Compares the columns of each row that can be.
    fn letter(&self, part: &Part, table: &Table, figures: &mut [Figure]) -> Result<(), AggregateError> {
        let Some(letters) = &table.letters else { return Ok(()) };
        let width = part.columns().count();
        name_columns(part, figures);
        for (row, figures) in part.rows.iter().zip(figures.chunks_mut(width)) {
            let test = column_test(&row.of);
            if test == ColumnTest::None {
                continue;
            }
            for family in &part.families {
                let columns = self.shares(part, row, family);
                let (spreads, overlaps);
                let compared = if test == ColumnTest::Proportions {
                    overlaps = self.overlaps(part, family, letters.base);
                    Compared::Percentages(&overlaps)
                } else {
                    spreads = self.spreads(part, row, family);
                    // Student's t of two means, with the degrees of freedom of all columns together.
                    let n = match &family.shared {
                        None => columns.iter().map(|column| column.base.n).sum(),
                        Some(shared) => self.counted.respondents(part, row, &shared.any, &shared.any.columns[0]).n,
                    };
                    let df = n.saturating_sub(columns.len() as u64);
                    if df == 0 {
                        continue;
                    }
                    Compared::Covariance(&spreads, df as f64)
                };
                let found = letters_of(family, &columns, &compared, letters).map_err(AggregateError::Letters)?;
                for (((axis, column), _), found) in family.columns.iter().zip(found) {
                    let before: usize = part.axes[..*axis].iter().map(|axis| axis.columns.len()).sum();
                    let figure = &mut figures[before + column];
                    figure.letters = found.filter(|_| figure.suppressed.is_none());
                }
            }
        }
        Ok(())
    }

    fn shares(&self, part: &Part, row: &Row, family: &Family) -> Vec<ColumnShare> {
        let of_column = |((axis, column), _): &((usize, usize), String)| {
            let axis = &part.axes[*axis];
            let told = self.cell(part, row, axis, &axis.columns[*column]).measured();
            let scale = if column_test(&row.of) == ColumnTest::Proportions { 100.0 } else { 1.0 };
            let base = column_base(told.base.n, told.base.weight, effective(self.plan, &told.base));
            ColumnShare { x: as_share(told.x.unwrap_or_default(), scale), base }
        };
        family.columns.iter().map(of_column).collect()
    }

    /// What each two columns share of the base.
    fn overlaps(&self, part: &Part, family: &Family, base: LetterBase) -> Vec<Overlap> {
        let Some(shared) = &family.shared else { return Vec::new() };
        let bases: Vec<Cell> = family.columns.iter().map(|(place, _)| self.base_at(part, *place)).collect();
        column_pairs(bases.len())
            .zip(&shared.pairs)
            .map(|((one, other), both)| {
                let both = self.counted.base(part, both, &both.columns[0]);
                let weighted = self.plan.survey.weights.is_some();
                let base = if weighted { base } else { LetterBase::Unweighted };
                overlap([&bases[one], &bases[other]], &both, base)
            })
            .collect()
    }

    fn base_at(&self, part: &Part, (axis, column): ColumnPlace) -> Cell {
        let axis = &part.axes[axis];
        self.counted.base(part, axis, &axis.columns[column])
    }

    /// The variance of each column's mean on the diagonal, and what each two have in common by those who are in both.
    fn spreads(&self, part: &Part, row: &Row, family: &Family) -> Matrix {
        let columns = family.columns.iter().map(|((axis, column), _)| {
            let axis = &part.axes[*axis];
            (axis, &axis.columns[*column])
        });
        let columns: Vec<(&Axis, &Column)> = columns.collect();
        let means: Vec<(Cell, f64)> = columns
            .iter()
            .map(|(axis, column)| {
                let base = self.counted.respondents(part, row, axis, column);
                (base, self.cell(part, row, axis, column).moments(&base).0)
            })
            .collect();
        let covariance = |[one, other]: [usize; 2], axis: &Axis, column: &Column| {
            let ((first, first_mean), (second, second_mean)) = (&means[one], &means[other]);
            let both = self.counted.respondents(part, row, axis, column);
            if both.n < 2 || both.weight <= 0.0 {
                return 0.0;
            }
            let n = both.n as f64;
            let product = self.cell(part, row, axis, column).product(&both, [*first_mean, *second_mean]);
            let squares = if self.plan.survey.weights.is_some() { both.weight_squared } else { n };
            product * n / (n - 1.0) * squares / (first.weight * second.weight)
        };
        let mut spreads = Matrix::zeros(columns.len(), columns.len());
        for (at, (axis, column)) in columns.iter().enumerate() {
            spreads[(at, at)] = covariance([at, at], axis, column);
        }
        let pairs = family.shared.iter().flat_map(|shared| &shared.pairs);
        for ((one, other), both) in column_pairs(columns.len()).zip(pairs) {
            let common = covariance([one, other], both, &both.columns[0]);
            spreads[(one, other)] = common;
            spreads[(other, one)] = common;
        }
        spreads
    }
}

/// A value as tests take it: sums of weights may make of all of a base a little more than all of it.
pub(crate) fn as_share(x: f64, scale: f64) -> f64 {
    if scale > 1.0 { (x / scale).clamp(0.0, 1.0) } else { x }
}

/// Gives every figure of a column that is compared the letter of its column.
pub(crate) fn name_columns(part: &Part, figures: &mut [Figure]) {
    let width = part.columns().count();
    for ((axis, column), letter) in part.families.iter().flat_map(|family| &family.columns) {
        let before: usize = part.axes[..*axis].iter().map(|axis| axis.columns.len()).sum();
        for figure in figures.iter_mut().skip(before + column).step_by(width) {
            figure.letter = Some(letter.clone());
        }
    }
}

/// The title of a table without one: its question's, or those of its questions.
fn title_of(plan: &Plan, table: &Table, question: &Question) -> String {
    if table.rows.len() < 2 {
        return question.title().to_owned();
    }
    let titles: Vec<&str> =
        table.rows.iter().filter_map(|id| plan.codebook.question(id)).map(Question::title).collect();
    titles.join("; ")
}

/// Who the percentages of a table are out of, in words.
fn base_words(table: &Table, question: &Question, statistic: Statistic) -> String {
    let mut words = match table.base {
        BaseRule::Answered => "those who answered".to_owned(),
        BaseRule::Asked => "those who were asked".to_owned(),
        BaseRule::All => "all respondents".to_owned(),
    };
    words.insert_str(0, measure(statistic).base_prefix());
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
