//! The cells of the tally into tables.

use topline_survey::{
    BaseRule, ColumnHead, Item, Kind, Membership, Plan, Precision, Publishable, Question, RowHead, RowKind, Section,
    Statistic, Table, TableCell, TableRow, Tabulation, TabulationRow, table_columns,
};

use crate::aggregate_error::AggregateError;
use crate::column_tests::{correct_tests, test_ranks, test_simply};
use crate::condition::own_rule;
use crate::counting::count_tables;
use crate::design_pass::estimate;
use crate::grid::{Grid, GridCell};
use crate::layout::{Layout, Part};
use crate::letters::letter_simply;
use crate::membership::membership;
use crate::session::Session;
use crate::settle::{rearrange, settled};
use crate::sql_table::sql_table;
use crate::stated_cells::mark_stated;
use crate::statistics::measure;
use crate::tally::Tallied;

/// Every table of the plan in order, then those of `figures/*.sql`.
///
/// The table `responses` must be whole, with its derived questions.
pub async fn tabulations(session: &Session, plan: &Plan) -> Result<Vec<Tabulation>, AggregateError> {
    let (layout, tallied) = tally_settled(session, plan).await?;
    tabulate(session, plan, &layout, &tallied).await
}

/// The same tables, and whom the cells count of those that are not made in SQL.
pub async fn tabulations_and_members(
    session: &Session,
    plan: &Plan,
) -> Result<(Vec<Tabulation>, Membership), AggregateError> {
    let (layout, tallied) = tally_settled(session, plan).await?;
    let tables = tabulate(session, plan, &layout, &tallied).await?;
    Ok((tables, membership(session, &layout, &tallied, plan.survey.disclosure.contributors()).await?))
}

/// The cells of all tables, and their rows in the order in which they stand.
async fn tally_settled(session: &Session, plan: &Plan) -> Result<(Layout, Tallied), AggregateError> {
    let (mut layout, tallied) = count_tables(session, plan).await?;
    let order = settled(plan, &tallied.counted(&layout));
    rearrange(&mut layout, order);
    Ok((layout, tallied))
}

async fn tabulate(
    session: &Session,
    plan: &Plan,
    layout: &Layout,
    tallied: &Tallied,
) -> Result<Vec<Tabulation>, AggregateError> {
    let counted = tallied.counted(layout);
    let mut grids: Vec<Grid<'_>> = layout.parts.iter().map(|part| Grid::measured(plan, &counted, part)).collect();
    if plan.survey.design.is_some() {
        estimate(session, plan, layout, &mut grids).await?;
    } else {
        letter_simply(plan, &counted, &mut grids)?;
        test_simply(plan, &counted, &mut grids);
    }
    test_ranks(session, plan, &mut grids).await?;
    correct_tests(plan, &mut grids);
    let mut tabulations: Vec<Tabulation> = grids
        .chunk_by(|one, next| one.part.table == next.part.table)
        .map(|of_table| tabulation(plan, &plan.tables[of_table[0].part.table], of_table))
        .collect();
    for (id, sql) in &plan.figures {
        tabulations.push(sql_table(session, plan, id, sql).await?);
    }
    Ok(tabulations)
}

/// A table from the grids of its parts.
fn tabulation(plan: &Plan, table: &Table, grids: &[Grid<'_>]) -> Tabulation {
    let mut tabulation = Tabulation {
        id: table.id.clone(),
        title: table.title.clone().unwrap_or_else(|| title_of(plan, table)),
        columns: heads(plan, table, grids[0].part),
        sections: Vec::new(),
    };
    for grid in grids {
        let Some(question) = plan.codebook.question(&grid.part.question) else { continue };
        let rows = grid.part.rows.iter().zip(grid.rows()).map(|(row, cells)| {
            let head = row_head(table, question, &row.of, cells);
            let cells = cells.iter().map(|cell| table_cell(plan, table, &head, cell)).collect();
            TabulationRow { head, cells }
        });
        let rows = rows.collect();
        let (question, item, label) = (question.id.clone(), grid.part.key.clone(), grid.part.label.clone());
        tabulation.sections.push(Section { question, item, label, rows });
    }
    mark_stated(plan, &mut tabulation);
    tabulation
}

/// The heads of a part's columns, with the letters of those that are compared.
fn heads(plan: &Plan, table: &Table, part: &Part) -> Vec<ColumnHead> {
    let columns = table_columns(&table.breaks, &plan.codebook);
    let one_answer = |key: &str| {
        let path = columns.iter().find(|column| column.key == key).map(|column| column.path.as_slice());
        let of_one = path.unwrap_or_default().iter().filter(|(question, _)| question.kind() != Kind::Multi);
        of_one.map(|(question, codes)| (question.id.clone(), codes.clone())).collect()
    };
    let mut heads: Vec<ColumnHead> = part
        .columns()
        .map(|(_, column)| ColumnHead {
            key: column.key.clone(),
            break_label: column.break_label.clone(),
            label: column.label.clone(),
            letter: None,
            one_answer: one_answer(&column.key),
        })
        .collect();
    let lettered = part.families.iter().filter(|_| table.letters.is_some_and(|letters| letters.against.has_columns()));
    for (place, letter) in lettered.flat_map(|family| &family.columns) {
        heads[part.position(*place)].letter = Some(letter.clone());
    }
    heads
}

fn row_head(table: &Table, question: &Question, row: &TableRow, cells: &[GridCell]) -> RowHead {
    let is_net = matches!(row.kind, RowKind::Net | RowKind::Rest);
    let codes = if is_net { row.gathers.codes().to_vec() } else { Vec::new() };
    RowHead {
        key: row.key.clone(),
        label: row.label.clone(),
        kind: row.kind,
        statistic: Some(row.statistic),
        unit: cells[0].measured.unit,
        depth: row.depth,
        codes,
        base_rule: base_words(table, question, row),
    }
}

fn table_cell(plan: &Plan, table: &Table, head: &RowHead, cell: &GridCell) -> TableCell {
    let measured = &cell.measured;
    // A part of a row or of the table tells of its column too.
    let is_of_row = head.statistic.is_some_and(Statistic::is_of_rows);
    let least = if is_of_row { measured.base.n.min(cell.column_base) } else { measured.base.n };
    let value = Publishable {
        kind: head.kind,
        statistic: head.statistic,
        unit: head.unit,
        x: measured.x,
        n: measured.counted.n,
        base: measured.base.n,
        least,
    };
    let precision = Precision::of(plan, table);
    let published = precision.publish(value);
    TableCell {
        n: measured.counted.n,
        n_weighted: measured.counted.weight,
        base: cell.base(plan),
        x: measured.x,
        error: cell.error,
        letters: cell.letters.clone().filter(|_| published.value().is_some()),
        test: cell.test.filter(|_| published.value().is_some()),
        published,
        caution: precision.needs_caution(value),
        stated: false,
    }
}

/// The title of a table without one: its question's, or those of its questions; of a grid that is shown in part, with its items.
fn title_of(plan: &Plan, table: &Table) -> String {
    let titles = table.rows.iter().filter_map(|id| plan.codebook.question(id)).map(|question| {
        let is_shown = |item: &&Item| table.items.contains(&(question.id.clone(), item.id.clone()));
        let items: Vec<&str> = question.items().iter().filter(is_shown).map(|item| item.label.as_str()).collect();
        let items = if items.is_empty() { String::new() } else { format!(": {}", items.join(", ")) };
        format!("{}{items}", question.title())
    });
    titles.collect::<Vec<_>>().join("; ")
}

/// Who the percentages of a table are out of, in words.
fn base_words(table: &Table, question: &Question, row: &TableRow) -> String {
    let own = own_rule(&row.gathers);
    let mut words = match own.unwrap_or(table.base) {
        BaseRule::Answered => "those who answered".to_owned(),
        BaseRule::Asked => "those who were asked".to_owned(),
        BaseRule::All => "all respondents".to_owned(),
    };
    words.insert_str(0, measure(row.statistic).base_prefix());
    let excluded: Vec<&str> =
        table.exclude.iter().filter_map(|code| question.option(*code).map(|option| option.label.as_str())).collect();
    if !excluded.is_empty() && own.is_none() {
        words.push_str(", without ");
        words.push_str(&excluded.join(", "));
    }
    if let Some(filter) = &table.filter {
        words.push_str(", where ");
        words.push_str(filter.as_str());
    }
    words
}
