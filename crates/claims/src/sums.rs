//! Percentages of one question that do not add to 100.
//!
//! They are added as the document states them. Nothing is adjusted: each percentage is rounded rightly, and the remark only
//! keeps a reader from wondering.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use topline_exact::Decimal;
use topline_survey::{Claim, Figure, FigureRef, RowKind, Side, States, Tabulation, Unit, Verdict};

/// A column of a table or of one item: table, item, column.
type Column<'n> = (&'n str, &'n str, &'n str);

fn column(name: &FigureRef) -> Column<'_> {
    (&name.table, &name.item, &name.column)
}

/// What a document states of one column: of each row the percentage, and which claims say so.
type StatedRows<'n> = BTreeMap<&'n str, (Decimal, BTreeSet<usize>)>;

/// Adds to the reasons of verdicts on a whole column what its percentages add to, where that is not 100.
pub(crate) fn remark(claims: &[&Claim], tables: &[Tabulation], verdicts: &mut [Verdict]) {
    let mut columns: BTreeMap<Column<'_>, StatedRows<'_>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let States::Value { figures, is_sum: false, side: Side::Counted, is, .. } = &claim.states else { continue };
        let Some(percentage) = is.iter().find_map(|stated| stated.percentage()) else { continue };
        for name in figures {
            let rows = columns.entry(column(name)).or_default();
            rows.entry(&name.row).or_insert((percentage, BTreeSet::new())).1.insert(index);
        }
    }
    let mut parts: HashMap<Column<'_>, Vec<Figure<'_>>> = HashMap::new();
    let is_part = |figure: &Figure<'_>| matches!(figure.row.kind, RowKind::Option | RowKind::Absent);
    for figure in tables.iter().flat_map(Tabulation::figures).filter(is_part) {
        let place = (figure.table.id.as_str(), figure.section.item.as_str(), figure.column.key.as_str());
        if columns.contains_key(&place) {
            parts.entry(place).or_default().push(figure);
        }
    }
    for (place, stated) in &columns {
        let Some(parts) = parts.get(place) else { continue };
        let Some(sum) = sum_of(parts, stated) else { continue };
        let of_parts = parts.iter().filter_map(|part| stated.get(part.row.key.as_str()));
        let indices: BTreeSet<usize> = of_parts.flat_map(|(_, claims)| claims.iter().copied()).collect();
        for (_, verdict) in verdicts.iter_mut().enumerate().filter(|(index, _)| indices.contains(index)) {
            verdict.reason = format!("{} (the percentages stated for this question add to {sum})", verdict.reason);
        }
    }
}

/// What the percentages stated for a whole question add to, where it is not 100.
///
/// A question is whole where its rows part the base between them, each respondent in one (so not where several can be
/// ticked), and each row that counts anyone is stated.
fn sum_of(parts: &[Figure<'_>], stated: &StatedRows<'_>) -> Option<Decimal> {
    let base = parts.first()?.cell.base.n;
    if parts.iter().map(|part| part.cell.n).sum::<u64>() != base
        || parts.iter().any(|part| part.row.unit != Unit::Percent)
    {
        return None;
    }
    if parts.iter().any(|part| part.cell.n > 0 && !stated.contains_key(part.row.key.as_str())) {
        return None;
    }
    let terms = parts.iter().filter_map(|part| stated.get(part.row.key.as_str())).map(|(term, _)| *term);
    let terms: Vec<Decimal> = terms.collect();
    let sum = Decimal::sum(&terms).filter(|_| !terms.is_empty())?;
    let whole = Decimal::new(100, 0)?;
    sum.compare(whole).is_ne().then_some(sum)
}
