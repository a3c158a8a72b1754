//! One query for all cells of a table.
//!
//! A row asks of each respondent whether it is out of them, whether it counts them, and what value they have; a column,
//! whether they are in it. Each question is asked once (`told`, `placed`), and what the answers come to together is summed up
//! by row and column, so that the query is as long as the table has rows and columns, and not as it has cells. Its own names
//! begin with `_`, as no question's does.

use std::fmt::Write as _;

use topline_records::ROW_ID;
use topline_survey::{FigureRef, Gathers, Plan, RowKind, Table, TablePart, TableRow, table_columns};

use crate::condition::{
    Few, base_condition, few, in_column, in_row, in_table, kept, own_base, text, ticks, ticks_in_row, weighing,
    with_value,
};
use crate::statistics::{Formula, Reads, measure};

/// One query for every cell of a table, by their names: `figure`, `n`, `base`, `base_weighted`, `x`.
#[must_use]
pub fn table_sql(plan: &Plan, table: &Table) -> String {
    let weight = if plan.survey.weights.is_some() { "weight" } else { "1" };
    let mut asked = Asked { table, weight, lines: Vec::new(), figures: Vec::new(), few: Vec::new() };
    for part in table.parts(&plan.codebook) {
        asked.part(&part);
    }
    if asked.figures.is_empty() {
        return String::new();
    }
    let columns = table_columns(&table.breaks, &plan.codebook);
    let own = columns.iter().map(|column| (format!("@{}", column.key), in_column(column)));
    let columns: Vec<(String, String)> = std::iter::once((String::new(), "true".to_owned())).chain(own).collect();
    asked.query(&columns)
}

/// What rows that have the same base and count the same respondents ask of each of them; several statistics may be told of it.
#[derive(Debug, PartialEq)]
struct Line {
    base: String,
    counted: String,
    value: Option<String>,
    /// What the sum of values is out of, where it is out of a sum.
    whole: Option<String>,
}

/// A row of the table.
struct Told {
    /// Its name: that of its figures without their columns.
    name: String,
    line: usize,
    /// What is made of the sums of its line.
    formula: Formula,
}

struct Asked<'t> {
    table: &'t Table,
    weight: &'t str,
    lines: Vec<Line>,
    figures: Vec<Told>,
    /// For each part that gathers options too few for rows of their own, the query for which these are.
    few: Vec<String>,
}

impl<'t> Asked<'t> {
    fn part(&mut self, part: &TablePart<'_>) {
        for row in &part.rows {
            let key = FigureRef {
                table: self.table.id.clone(),
                item: part.key.clone(),
                row: row.key.clone(),
                column: String::new(),
            };
            let (line, formula) = self.line(part, row);
            let known = self.lines.iter().position(|other| *other == line);
            let position = known.unwrap_or_else(|| {
                self.lines.push(line);
                self.lines.len() - 1
            });
            self.figures.push(Told { name: key.to_string(), line: position, formula });
        }
    }

    fn line(&mut self, part: &TablePart<'_>, row: &TableRow) -> (Line, Formula) {
        let of_base = |base: String| Line { base, counted: "true".into(), value: None, whole: None };
        let own = own_base(part, &row.gathers);
        let base = own.unwrap_or_else(|| base_condition(self.table, part.question, part.item));
        if matches!(row.kind, RowKind::Base | RowKind::Total) {
            return (of_base(base), BASE);
        }
        let statistic = measure(row.statistic);
        let all_ticks = || Some(ticks(part.question, &kept(self.table, part.question)));
        let line = match statistic.reads() {
            Reads::AllTicks => Line { value: all_ticks(), ..of_base(base) },
            Reads::Sums(score) | Reads::Distribution(score) => {
                let (base, value) = with_value(self.table, part, score);
                Line { value: Some(value), ..of_base(base) }
            }
            Reads::Respondents => {
                let few = self.few_of(part, &row.gathers);
                let counted = in_row(self.table, part, &row.gathers, &few);
                Line { counted: counted.unwrap_or_else(|| "true".to_owned()), ..of_base(base) }
            }
            Reads::Ticks => {
                let whole = all_ticks();
                let few = self.few_of(part, &row.gathers);
                let counted = in_row(self.table, part, &row.gathers, &few);
                let value = Some(ticks_in_row(self.table, part, &row.gathers, &few));
                Line { base, counted: counted.unwrap_or_else(|| "true".to_owned()), value, whole }
            }
        };
        (line, statistic.formula(row))
    }

    /// Where it stands which options are too few.
    fn few_of(&mut self, part: &TablePart<'_>, gathers: &Gathers) -> Few<'t> {
        let is_rest = matches!(gathers, Gathers::FewerThan(_));
        let query = if is_rest { few(self.table, part, self.weight) } else { None };
        let Some(query) = query else { return Few::Asked(self.weight) };
        let known = self.few.iter().position(|other| *other == query);
        let position = known.unwrap_or_else(|| {
            self.few.push(query);
            self.few.len() - 1
        });
        Few::Joined(format!("_few_{position}"))
    }

    /// An expression that each line has its own of.
    fn by_line(&self, of: impl Fn(&Line) -> &str) -> String {
        let mut cases: Vec<(&str, Vec<String>)> = Vec::new();
        for (position, line) in self.lines.iter().enumerate() {
            let expression = of(line);
            match cases.iter_mut().find(|(known, _)| *known == expression) {
                Some((_, lines)) => lines.push(position.to_string()),
                None => cases.push((expression, vec![position.to_string()])),
            }
        }
        if let [(only, _)] = cases.as_slice() {
            return (*only).to_owned();
        }
        let case = |(expression, lines): &(&str, Vec<String>)| {
            format!("\n      when _line in ({}) then {expression}", lines.join(", "))
        };
        format!("case{}\n    end", cases.iter().map(case).collect::<String>())
    }

    fn query(&self, columns: &[(String, String)]) -> String {
        let has_quantiles = self.figures.iter().any(|told| told.formula.quantile.is_some());
        let mut sql = "with\n".to_owned();
        let figures = self.figures.iter().map(|told| {
            let part = told.formula.quantile.map_or_else(|| ", null".to_owned(), |part| format!(", {part:?}"));
            let part = if has_quantiles { part } else { String::new() };
            format!("({}, {}, '{}'{part})", text(&told.name), told.line, told.formula.name)
        });
        let part = if has_quantiles { ", _part" } else { "" };
        let _ = writeln!(
            sql,
            "_figures(_figure, _line, _statistic{part}) as (values\n  {}\n),",
            figures.collect::<Vec<_>>().join(",\n  ")
        );
        let lines: Vec<String> = (0..self.lines.len()).map(|line| format!("({line})")).collect();
        let _ = writeln!(sql, "_lines(_line) as (values {}),", lines.join(", "));
        let names = columns.iter().enumerate().map(|(place, (name, _))| format!("({place}, {})", text(name)));
        let _ =
            writeln!(sql, "_columns(_place, _column) as (values\n  {}\n),", names.collect::<Vec<_>>().join(",\n  "));
        for (position, few) in self.few.iter().enumerate() {
            let _ = writeln!(sql, "_few_{position} as (\n  {few}\n),");
        }
        let _ = writeln!(sql, "{},", self.told());
        let _ = writeln!(sql, "{},", placed(columns));
        let value = if self.has_values() { ", _value" } else { "" };
        let whole = if self.has_wholes() { ", _whole" } else { "" };
        let _ = writeln!(
            sql,
            "_both as (\n  select _line, _place, _told.{ROW_ID}, _weight, _counted{value}{whole}\n  \
             from _told join _placed on _told.{ROW_ID} = _placed.{ROW_ID}\n),"
        );
        let _ = writeln!(sql, "{},", self.sums());
        if has_quantiles {
            let _ = writeln!(sql, "{QUANTILES},");
        }
        // What is out of the total needs it beside each column.
        sql.push_str(
            "_cells as (\n  select\n    *,\n    max(case when _place = 0 then _base end) over (partition by _line) as _total_base,\n    \
             max(case when _place = 0 then _base_weighted end) over (partition by _line) as _total_base_weighted,\n    \
             max(case when _place = 0 then _n end) over (partition by _line) as _total_n,\n    \
             max(case when _place = 0 then _n_weighted end) over (partition by _line) as _total_n_weighted\n  from _sums\n)\n",
        );
        let mut formulas: Vec<Formula> = Vec::new();
        for told in &self.figures {
            if !formulas.iter().any(|known| known.name == told.formula.name) {
                formulas.push(told.formula);
            }
        }
        let told = |of: usize| {
            let mut cases = String::new();
            for formula in &formulas {
                let _ = write!(cases, "\n    when '{}' then {}", formula.name, formula.numbers[of]);
            }
            format!("case _statistic{cases}\n  end")
        };
        let _ = write!(
            sql,
            "select\n  _figure || _column as figure,\n  {} as n,\n  {} as base,\n  {} as base_weighted,\n  {} as x\n\
             from _figures\njoin _cells on _cells._line = _figures._line\njoin _columns on _columns._place = _cells._place\n",
            told(0),
            told(1),
            told(2),
            told(3)
        );
        if has_quantiles {
            sql.push_str(
                "left join _quantiles on _quantiles._name = _figures._figure and _quantiles._at = _cells._place\n",
            );
        }
        sql.push_str("order by figure");
        sql
    }

    /// What lines say of respondents in their base.
    fn told(&self) -> String {
        const NOTHING: &str = "cast(null as double)";
        let mut told = format!(
            "_told as (\n  select\n    responses.{ROW_ID},\n    {} as _weight,\n    _line,\n    {} as _counted",
            self.weight,
            self.by_line(|line| &line.counted)
        );
        if self.has_values() {
            let _ = write!(told, ",\n    {} as _value", self.by_line(|line| line.value.as_deref().unwrap_or(NOTHING)));
        }
        if self.has_wholes() {
            let _ = write!(told, ",\n    {} as _whole", self.by_line(|line| line.whole.as_deref().unwrap_or(NOTHING)));
        }
        told.push_str("\n  from responses\n  cross join _lines\n");
        for position in 0..self.few.len() {
            let _ = writeln!(told, "  cross join _few_{position}");
        }
        let filter = in_table(self.table).into_iter().chain(weighing(self.weight));
        let filter = filter.fold(String::new(), |all, filter| all + &filter + "\n    and ");
        let _ = write!(told, "  where {filter}{}\n)", self.by_line(|line| &line.base));
        told
    }

    /// What lines and columns come to together; nothing of nobody is there too.
    fn sums(&self) -> String {
        let mut sums = format!(
            "_sums as (\n  select\n    _lines._line,\n    _columns._place,\n    count(_both.{ROW_ID}) as _base,\n    \
             coalesce(sum(_weight), 0) as _base_weighted,\n    count(*) filter (where _counted) as _n,\n    \
             coalesce(sum(_weight) filter (where _counted), 0) as _n_weighted"
        );
        if self.has_values() {
            sums.push_str(
                ",\n    sum(_weight * _weight) as _squared_weight,\n    sum(_value) as _value,\n    sum(_value * _weight) as _value_weighted,\n    \
                 case when sum(_weight) > 0 then\n      greatest(sum(_value * _value * _weight) / sum(_weight) - power(sum(_value * _weight) / sum(_weight), 2), 0)\n    \
                 end as _spread,\n    min(_value) as _least,\n    max(_value) as _most",
            );
        }
        if self.has_wholes() {
            sums.push_str(",\n    sum(_whole) as _whole,\n    sum(_whole * _weight) as _whole_weighted");
        }
        sums.push_str(
            "\n  from _lines\n  cross join _columns\n  \
             left join _both on _both._line = _lines._line and _both._place = _columns._place\n  group by _lines._line, _columns._place\n)",
        );
        sums
    }

    fn has_values(&self) -> bool {
        self.lines.iter().any(|line| line.value.is_some())
    }

    fn has_wholes(&self) -> bool {
        self.lines.iter().any(|line| line.whole.is_some())
    }
}

/// Who is in which columns.
fn placed(columns: &[(String, String)]) -> String {
    let cases =
        columns.iter().enumerate().map(|(place, (_, condition))| format!("\n    when {place} then {condition}"));
    format!(
        "_placed as (\n  select responses.{ROW_ID}, _place\n  from responses\n  cross join _columns\n  where case _place{}\n  end\n)",
        cases.collect::<String>()
    )
}

/// The least value at or below which the part lies, and the next where it is just that part: their middle.
const QUANTILES: &str = "_quantiles as (
  select
    _figure as _name,
    _place as _at,
    (min(_value) filter (where _below >= _part * _all) + min(_value) filter (where _below > _part * _all)) / 2.0 as _quantile
  from (
    select
      _line,
      _place,
      _value,
      sum(_weight) over (partition by _line, _place order by _value) as _below,
      sum(_weight) over (partition by _line, _place) as _all
    from _both
    where _weight > 0
  ) as _ordered
  join _figures on _figures._line = _ordered._line
  where _part is not null
  group by _figure, _place
)";

/// The formula of a base.
const BASE: Formula = Formula { name: "base", numbers: ["_base", "_base", "_base_weighted", "_base"], quantile: None };
