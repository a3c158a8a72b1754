//! The figure of an earlier wave that a figure of a later one can be compared with.

use std::collections::{BTreeSet, HashMap};

use topline_survey::{Figure, FigureRef, Plan, RowKind, Statistic, Table, Tabulation};

use crate::waves::alike::{Alike, QuestionPair};
use crate::waves::figure_names::{Known, known};
use crate::waves::unlike::{Reason, Unlike};
use crate::waves::wording::folded;

/// The figures of an earlier wave, as a later one can find them.
pub(crate) struct Matching<'w> {
    plans: [&'w Plan; 2],
    alike: Alike<'w>,
    /// The figures of the earlier wave.
    known: Known<'w>,
    /// The earlier table of each later one, or why there is none.
    tables: HashMap<&'w str, Result<&'w Table, Reason>>,
}

impl<'w> Matching<'w> {
    pub(crate) fn new(
        plans: [&'w Plan; 2],
        earlier: &'w [Tabulation],
        wave: usize,
        reworded: &[String],
        unlike: &mut Vec<Unlike>,
    ) -> Self {
        let alike = Alike::new(plans, wave, reworded, unlike);
        let known = known(earlier);
        let mut matching = Self { plans, alike, known, tables: HashMap::new() };
        for table in &plans[1].tables {
            let found = matching.table(table);
            let is_told = |reason: &Reason| {
                // That a question is new is said of the question.
                *reason != Reason::NewTable || table.rows.iter().all(|row| matching.alike.question(row).is_some())
            };
            if let Err(reason) = &found
                && is_told(reason)
            {
                unlike.push(Unlike { wave, of: table.id.clone(), reason: reason.clone() });
            }
            matching.tables.insert(&table.id, found);
        }
        matching
    }

    /// The earlier figure that is of the same answers, out of the same people.
    pub(crate) fn figure(&self, later: &Figure<'_>) -> Result<Figure<'w>, Option<Reason>> {
        // Why there is none is said of the table.
        let Some(Ok(table)) = self.tables.get(later.table.id.as_str()) else { return Err(None) };
        let pair = self.alike.question(&later.section.question).ok_or(None)?;
        let item = pair.item(&later.section.item).ok_or(None)?;
        let column = self.column(&later.column.key).ok_or(None)?;
        let key =
            |row: String| FigureRef { table: table.id.clone(), item: item.to_owned(), row, column: column.clone() };
        if later.row.statistic == Some(Statistic::Mean) && !pair.has_same_values() {
            return Err(Some(Reason::Values));
        }
        let found = match later.row.kind {
            RowKind::Option => self.known.get(&key(option_row(pair, &later.row.key).ok_or(None)?)),
            RowKind::Net => return self.net(later, pair, &key),
            RowKind::Absent | RowKind::Mean => self.known.get(&key(later.row.key.clone())),
            RowKind::Base | RowKind::Total | RowKind::Rest | RowKind::Missing | RowKind::Statistic | RowKind::Sql => {
                None
            }
        };
        let found = found.copied().ok_or(None)?;
        let is_alike = found.row.unit == later.row.unit
            && found.row.kind == later.row.kind
            && found.row.statistic == later.row.statistic;
        if is_alike { Ok(found) } else { Err(None) }
    }

    /// The earlier net of the same answers, whatever it is called.
    fn net(
        &self,
        later: &Figure<'_>,
        pair: &QuestionPair<'_>,
        key: &dyn Fn(String) -> FigureRef,
    ) -> Result<Figure<'w>, Option<Reason>> {
        let wanted = pair.codes(&later.row.codes);
        let named = self.known.get(&key(later.row.key.clone())).copied();
        let is_alike = |figure: &Figure<'_>| {
            let parts: BTreeSet<i32> = figure.row.codes.iter().copied().collect();
            wanted.as_ref() == Some(&parts) && figure.row.statistic == later.row.statistic
        };
        let labelled = || {
            let place = key(String::new());
            self.known.values().copied().find(|figure| {
                (&figure.table.id, &figure.section.item, &figure.column.key)
                    == (&place.table, &place.item, &place.column)
                    && folded(&figure.row.label) == folded(&later.row.label)
                    && figure.row.kind == RowKind::Net
            })
        };
        match named.or_else(labelled) {
            Some(figure) if is_alike(&figure) => Ok(figure),
            Some(_) => Err(Some(Reason::Net { label: later.row.label.clone() })),
            None => Err(None),
        }
    }

    /// The earlier name of a column.
    fn column(&self, later: &str) -> Option<String> {
        if later.is_empty() {
            return Some(String::new());
        }
        let steps = later.split('/').map(|step| {
            let (question, column) = step.split_once('.')?;
            let pair = self.alike.question(question)?;
            let column = if let Ok(code) = column.parse() {
                pair.code(code)?.to_string()
            } else {
                let net = pair.later.net(column)?;
                let codes = pair.codes(&net.codes)?;
                let known = pair.earlier.nets().iter().find(|known| {
                    folded(&known.label) == folded(&net.label)
                        && known.codes.iter().copied().collect::<BTreeSet<_>>() == codes
                });
                known?.id.clone()
            };
            Some(format!("{}.{column}", pair.earlier.id))
        });
        Some(steps.collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// Whether the filters of two tables say the same of the same questions.
    fn has_same_filter(&self, earlier: &Table, later: &Table) -> bool {
        let sql = |table: &'_ Table| table.filter.as_ref().map(|filter| filter.as_str().to_owned());
        let (Some(before), Some(now)) = (sql(earlier), sql(later)) else { return sql(earlier) == sql(later) };
        let unquoted: String = now.split('\'').step_by(2).collect::<Vec<_>>().join(" ");
        let words: Vec<&str> = unquoted.split(|each: char| !(each.is_alphanumeric() || each == '_')).collect();
        let has_codes = words.iter().any(|word| word.parse::<i32>().is_ok());
        let is_of =
            |word: &str, id: &str| word.strip_prefix(id).is_some_and(|end| end.is_empty() || end.starts_with('_'));
        let mut named = self.plans[1]
            .codebook
            .questions
            .iter()
            .filter(|question| words.iter().any(|word| is_of(word, &question.id)));
        let is_same = |question: &topline_survey::Question| {
            let pair = self.alike.question(&question.id).filter(|pair| pair.earlier.id == question.id);
            pair.is_some_and(|pair| {
                !has_codes || question.options().iter().all(|option| pair.code(option.code) == Some(option.code))
            })
        };
        folded(&before) == folded(&now) && named.all(is_same)
    }

    /// The earlier table of the same questions and people.
    fn table(&self, later: &Table) -> Result<&'w Table, Reason> {
        let [earlier, _] = self.plans;
        let pairs: Option<Vec<&QuestionPair<'_>>> = later.rows.iter().map(|row| self.alike.question(row)).collect();
        let pairs = pairs.ok_or(Reason::NewTable)?;
        let is_same = |table: &&Table| {
            let same_rows = table.rows.iter().map(String::as_str).eq(pairs.iter().map(|pair| pair.earlier.id.as_str()));
            let own = later.rows.first() == Some(&later.id) && table.rows.first() == Some(&table.id);
            same_rows && (table.id == later.id || own)
        };
        let found = earlier.tables.iter().find(is_same).ok_or(Reason::NewTable)?;
        let differs = |what| Err(Reason::Base { what });
        if found.base != later.base {
            return differs("another rule of the base");
        }
        if !self.has_same_filter(found, later) {
            return differs("another filter");
        }
        if found.bands.len() != later.bands.len()
            || !found.bands.iter().zip(&later.bands).all(|(one, other)| one.total_cmp(other).is_eq())
        {
            return differs("other bands");
        }
        let excluded: BTreeSet<i32> = found.exclude.iter().copied().collect();
        let own: BTreeSet<i32> = later.exclude.iter().copied().collect();
        for pair in &pairs {
            let of = |codes: &BTreeSet<i32>, options: &[topline_survey::Opt]| -> Vec<i32> {
                options.iter().map(|option| option.code).filter(|code| codes.contains(code)).collect()
            };
            let before: BTreeSet<i32> = of(&excluded, pair.earlier.options()).into_iter().collect();
            if pair.codes(&of(&own, pair.later.options())) != Some(before) {
                return differs("other answers are excluded");
            }
        }
        Ok(found)
    }
}

/// The earlier row of an option, rank or band: `2`, or with what is told of it `2:count`.
fn option_row(pair: &QuestionPair<'_>, row: &str) -> Option<String> {
    let (of, statistic) = row.split_once(':').map_or((row, None), |(of, statistic)| (of, Some(statistic)));
    let of = match of.parse() {
        Ok(code) if pair.later.kind() != topline_survey::Kind::Number => pair.code(code)?.to_string(),
        // A band, and bands are the same.
        _ => of.to_owned(),
    };
    Some(statistic.map_or_else(|| of.clone(), |statistic| format!("{of}:{statistic}")))
}
