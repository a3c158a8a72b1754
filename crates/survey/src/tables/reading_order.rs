//! The order in which rows are read: each net above the options that it gathers.

use crate::tables::table_row::{Gathers, TableRow};

/// Nets and options as a tree laid flat, each with its depth.
///
/// A net whose options do not stand together, or that crosses another net, stands before all options.
pub(crate) fn in_reading_order(nets: Vec<TableRow>, options: Vec<TableRow>) -> Vec<TableRow> {
    let mut ordered = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for net in nets {
        match together(&net, &options) {
            Some((first, last)) if spans.iter().all(|other| other.is_apart_or_nested(first, last)) => {
                spans.push(Span { net, first, last });
            }
            _ => ordered.push(net),
        }
    }
    // Of two nets over the same options, the one that is declared first stands above.
    spans.sort_by_key(|span| (span.first, usize::MAX - span.last));
    let bounds: Vec<(usize, usize)> = spans.iter().map(|span| (span.first, span.last)).collect();
    let holds = |(first, last): (usize, usize), (from, to): (usize, usize)| first <= from && to <= last;
    let mut spans = spans.into_iter().enumerate().peekable();
    for (index, mut option) in options.into_iter().enumerate() {
        while let Some((place, span)) = spans.next_if(|(_, span)| span.first == index) {
            let depth = bounds[..place].iter().filter(|other| holds(**other, bounds[place])).count();
            ordered.push(TableRow { depth, ..span.net });
        }
        option.depth = bounds.iter().filter(|bounds| holds(**bounds, (index, index))).count();
        ordered.push(option);
    }
    ordered
}

/// A net and the run of options that it gathers.
struct Span {
    net: TableRow,
    first: usize,
    last: usize,
}

impl Span {
    fn is_apart_or_nested(&self, first: usize, last: usize) -> bool {
        let is_apart = last < self.first || self.last < first;
        let holds = self.first <= first && last <= self.last;
        is_apart || holds || (first <= self.first && self.last <= last)
    }
}

/// The first and last of the options that a net gathers, where no other option stands between.
fn together(net: &TableRow, options: &[TableRow]) -> Option<(usize, usize)> {
    let Gathers::Codes(codes) = &net.gathers else { return None };
    let is_gathered = |option: &TableRow| {
        let own = option.gathers.codes();
        !own.is_empty() && own.iter().all(|code| codes.contains(code))
    };
    let gathered: Vec<usize> = (0..options.len()).filter(|index| is_gathered(&options[*index])).collect();
    let (first, last) = (*gathered.first()?, *gathered.last()?);
    (last - first + 1 == gathered.len()).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::in_reading_order;
    use crate::figure::RowKind;
    use crate::tables::Statistic;
    use crate::tables::table_row::{Gathers, TableRow};

    fn row(key: &str, kind: RowKind, codes: &[i32]) -> TableRow {
        TableRow {
            key: key.to_owned(),
            label: key.to_owned(),
            kind,
            statistic: Statistic::ColumnPercent,
            gathers: Gathers::Codes(codes.to_vec()),
            depth: 0,
        }
    }

    #[test]
    fn nets_stand_above_their_options_where_these_stand_together() {
        let nets = [
            row("scattered", RowKind::Net, &[2, 4]),
            row("inner", RowKind::Net, &[1, 2]),
            row("outer", RowKind::Net, &[1, 2, 3]),
            row("crossing", RowKind::Net, &[3, 4]),
            row("empty", RowKind::Net, &[]),
        ];
        let options = [1, 2, 3, 4].map(|code| row(&code.to_string(), RowKind::Option, &[code]));
        let ordered = in_reading_order(nets.into(), options.into());
        let read: Vec<(&str, usize)> = ordered.iter().map(|row| (row.key.as_str(), row.depth)).collect();
        assert_eq!(
            read,
            [
                ("scattered", 0),
                ("crossing", 0),
                ("empty", 0),
                ("outer", 0),
                ("inner", 1),
                ("1", 2),
                ("2", 2),
                ("3", 1),
                ("4", 0),
            ]
        );
    }
}
