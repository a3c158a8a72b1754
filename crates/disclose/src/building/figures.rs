//! Which counts each figure tells.

use std::collections::BTreeMap;

use topline_survey::{
    MemberColumn, MemberPlaces, RowKind, RowMembers, SectionMembers, Statistic, Tabulation, TabulationRow,
};

use crate::building::builder::Builder;
use crate::release::{ColumnOf, FigureCounts};

/// Links figures and counts.
pub(super) fn link(builder: &mut Builder<'_>, tables: &[Tabulation]) {
    let mut of_sections = builder.membership.sections.iter();
    let mut known = BTreeMap::new();
    for table in tables {
        for section in &table.sections {
            // Tables made in SQL have no question.
            let members = if section.question.is_empty() { None } else { of_sections.next() };
            for (at, row) in section.rows.iter().enumerate() {
                let first = builder.release.figures.len();
                for column in 0..table.columns.len() {
                    let counts = members.map_or_else(
                        || FigureCounts { is_sql: true, ..FigureCounts::default() },
                        |members| figure_counts(builder, members, &section.rows, at, column, row),
                    );
                    if let Some(members) = members {
                        let number = builder.release.figures.len();
                        column_of(builder, &mut known, members, at, column).figures.push(number);
                    }
                    add(builder, counts);
                }
                if let Some(members) = members.filter(|_| builder.release.figures[first].is_sum) {
                    sums(builder, members, first);
                }
            }
        }
    }
}

/// The column of a figure, which may be a new one.
fn column_of<'b>(
    builder: &'b mut Builder<'_>,
    known: &mut BTreeMap<MemberColumn, usize>,
    members: &SectionMembers,
    row: usize,
    column: usize,
) -> &'b mut ColumnOf {
    let column = &members.columns[column];
    let next = builder.release.columns.len();
    let number = *known.entry(column.clone()).or_insert(next);
    if number == next {
        let variables = column.variables.clone();
        builder.release.columns.push(ColumnOf { variables, figures: Vec::new(), sets: Vec::new() });
    }
    let of_row = match &members.rows[row] {
        RowMembers::Counted { condition, .. } | RowMembers::Values { condition, .. } => *condition,
        RowMembers::Ticks => members.condition,
    };
    for condition in [members.condition, of_row] {
        let set = builder.sets.column(condition, column);
        let sets = &mut builder.release.columns[number].sets;
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    &mut builder.release.columns[number]
}

/// Which figures of a row add up over its columns, weighted by their bases: those of a break to the total, and those of options to
/// that of their net. The first is the whole.
fn sums(builder: &mut Builder<'_>, members: &SectionMembers, first: usize) {
    for (at, column) in members.columns.iter().enumerate() {
        let mut breaks: Vec<&[usize]> = members.columns.iter().map(|part| part.variables.as_slice()).collect();
        breaks.retain(|of| if column.variables.is_empty() { !of.is_empty() } else { *of == column.variables });
        breaks.dedup();
        for of in breaks {
            let Some(classes) = builder.inhabited(members, of) else { continue };
            let is_in =
                |class: &&Vec<usize>| of != column.variables || class.iter().all(|place| column.places.contains(place));
            let within: Vec<&Vec<usize>> = classes.iter().filter(is_in).collect();
            let part = |class: &&Vec<usize>| {
                members.columns.iter().position(|part| part.variables == of && part.places == **class && part != column)
            };
            let parts: Option<Vec<usize>> = within.iter().map(part).collect();
            if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
                let figures = [at].into_iter().chain(parts).map(|column| first + column);
                builder.release.sums.push(figures.collect());
            }
        }
    }
}

fn add(builder: &mut Builder<'_>, mut figure: FigureCounts) {
    let number = builder.release.figures.len();
    for list in [&mut figure.tells, &mut figure.needs] {
        list.sort_unstable();
        list.dedup();
    }
    figure.needs.retain(|count| !figure.tells.contains(count));
    for count in &figure.tells {
        builder.release.counts[*count].figures.push(number);
    }
    for count in &figure.needs {
        builder.release.counts[*count].needed_by.push(number);
    }
    if let Some(numbers) = figure.number {
        builder.release.numbers[numbers].figures.push(number);
    }
    builder.release.figures.push(figure);
}

fn figure_counts(
    builder: &mut Builder<'_>,
    members: &SectionMembers,
    rows: &[TabulationRow],
    at: usize,
    column: usize,
    row: &TabulationRow,
) -> FigureCounts {
    let cell = Cell { members, column };
    let base = cell.count(builder, members.condition, &members.base);
    let in_total = Cell { members, column: 0 };
    match &members.rows[at] {
        RowMembers::Counted { condition, places } => {
            let counted = cell.count(builder, *condition, places);
            let base = match row.head.kind {
                RowKind::Base | RowKind::Total => None,
                RowKind::Missing => cell.count(builder, *condition, &all(builder, places)),
                RowKind::Net
                | RowKind::Option
                | RowKind::Rest
                | RowKind::Absent
                | RowKind::Mean
                | RowKind::Statistic
                | RowKind::Sql => base,
            };
            let mut tells: Vec<usize> = counted.into_iter().collect();
            let (mut needs, mut published) = (Vec::new(), base);
            match row.head.statistic.filter(|_| base.is_some()).map(denominator) {
                Some(Denominator::Row) => published = in_total.count(builder, *condition, places),
                Some(Denominator::Table) => published = in_total.count(builder, members.condition, &members.base),
                Some(Denominator::TotalShare) => {
                    tells.extend(in_total.count(builder, *condition, places));
                    tells.extend(in_total.count(builder, members.condition, &members.base));
                }
                Some(Denominator::Answers) => needs = answers(builder, &cell, rows),
                Some(Denominator::Column) | None => {}
            }
            tells.extend(published);
            let all = in_total.count(builder, *condition, places);
            let in_total = all.zip(in_total.count(builder, members.condition, &members.base));
            FigureCounts {
                counted,
                base: published,
                column_base: base,
                in_total,
                tells,
                needs,
                ..FigureCounts::default()
            }
        }
        RowMembers::Values { condition, places, values, contributions } => {
            let counted = cell.count(builder, *condition, places);
            let values = values_of(builder, &cell, *condition, places, values.as_deref().unwrap_or_default());
            let is_sum = row.head.statistic.is_some_and(is_sum_of_values);
            let needs = answers(builder, &cell, rows);
            let tells = counted.into_iter().collect();
            let numbers = contributions.get(column).zip(counted);
            let number = numbers.map(|(of, counted)| builder.numbers(places.variable, counted, of));
            FigureCounts { counted, base: counted, tells, needs, values, is_sum, number, ..FigureCounts::default() }
        }
        RowMembers::Ticks => {
            let needs = answers(builder, &cell, rows);
            let tells = base.into_iter().collect();
            FigureCounts { counted: base, base, tells, needs, is_sum: true, ..FigureCounts::default() }
        }
    }
}

/// All places of the variable of these.
fn all(builder: &Builder<'_>, places: &MemberPlaces) -> MemberPlaces {
    let of_variable = builder.membership.variables[places.variable].places;
    MemberPlaces { variable: places.variable, places: (0..of_variable).collect() }
}

/// The counts of each value; none where not each of them is a row.
fn values_of(
    builder: &mut Builder<'_>,
    cell: &Cell<'_>,
    condition: Option<usize>,
    places: &MemberPlaces,
    values: &[f64],
) -> Vec<(usize, f64)> {
    let Some(rows) = builder.shown.rows.get(&places.variable) else { return Vec::new() };
    let is_row = |place: &usize| rows.contains(&vec![*place]);
    if !places.places.iter().all(is_row) {
        return Vec::new();
    }
    let one = |place: usize| MemberPlaces { variable: places.variable, places: vec![place] };
    let each = places.places.iter().zip(values);
    each.filter_map(|(place, value)| Some((cell.count(builder, condition, &one(*place))?, *value))).collect()
}

/// The counts of the answers that are rows of the section.
fn answers(builder: &mut Builder<'_>, cell: &Cell<'_>, rows: &[TabulationRow]) -> Vec<usize> {
    let of_rows = cell.members.rows.iter().zip(rows).filter_map(|(members, row)| match members {
        RowMembers::Counted { condition, places } if is_answer(row.head.kind) => Some((*condition, places)),
        RowMembers::Counted { .. } | RowMembers::Values { .. } | RowMembers::Ticks => None,
    });
    of_rows.filter_map(|(condition, places)| cell.count(builder, condition, places)).collect()
}

fn is_answer(kind: RowKind) -> bool {
    match kind {
        RowKind::Net | RowKind::Option | RowKind::Rest => true,
        RowKind::Base
        | RowKind::Total
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => false,
    }
}

/// A column of a section.
struct Cell<'s> {
    members: &'s SectionMembers,
    column: usize,
}

impl Cell<'_> {
    /// The count of these places in the column.
    fn count(&self, builder: &mut Builder<'_>, condition: Option<usize>, places: &MemberPlaces) -> Option<usize> {
        let column = &self.members.columns[self.column];
        let block = builder.known.get(&(condition, places.variable, column.variables.clone())).cloned()?;
        builder.count(&block, &places.places, &column.places)
    }
}

/// What a statistic is divided by.
enum Denominator {
    /// The base of its column, or nothing.
    Column,
    /// The row in the total.
    Row,
    /// The base of the whole table.
    Table,
    /// The share of the row in the total.
    TotalShare,
    /// All answers in the column.
    Answers,
}

fn denominator(statistic: Statistic) -> Denominator {
    match statistic {
        Statistic::RowPercent => Denominator::Row,
        Statistic::TablePercent => Denominator::Table,
        Statistic::Index => Denominator::TotalShare,
        Statistic::ResponsePercent => Denominator::Answers,
        Statistic::ColumnPercent
        | Statistic::UnweightedPercent
        | Statistic::Count
        | Statistic::UnweightedCount
        | Statistic::Mean
        | Statistic::Median
        | Statistic::StandardDeviation
        | Statistic::StandardError
        | Statistic::Minimum
        | Statistic::Maximum
        | Statistic::NetPromoterScore
        | Statistic::MeanAnswers
        | Statistic::RankScore => Denominator::Column,
    }
}

/// Whether a statistic tells the sum of the values that it is made of, with their number.
fn is_sum_of_values(statistic: Statistic) -> bool {
    match statistic {
        Statistic::Mean | Statistic::NetPromoterScore | Statistic::RankScore => true,
        Statistic::ColumnPercent
        | Statistic::UnweightedPercent
        | Statistic::Count
        | Statistic::UnweightedCount
        | Statistic::RowPercent
        | Statistic::TablePercent
        | Statistic::ResponsePercent
        | Statistic::Index
        | Statistic::Median
        | Statistic::StandardDeviation
        | Statistic::StandardError
        | Statistic::Minimum
        | Statistic::Maximum
        | Statistic::MeanAnswers => false,
    }
}
