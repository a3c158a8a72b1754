//! A table laid out for reading: columns by break, rows by item, each net above the options that it gathers.
//!
//! Both the report and the CSV of a table are written from this. Left out: how a cell looks (`shown`).

use topline_survey::{Figure, RowKind};

/// One table.
#[derive(Debug)]
pub(crate) struct Layout<'f> {
    /// Any figure of the table, for what all of them share.
    pub first: &'f Figure,
    /// The total, then the columns of each break.
    pub columns: Vec<Column<'f>>,
    /// The rows of each item; of the whole table where it has no items.
    pub groups: Vec<Group<'f>>,
}

/// One column.
#[derive(Debug)]
pub(crate) struct Column<'f> {
    /// `question.column`; empty for the total.
    pub key: &'f str,
    /// The title of the break; empty for the total.
    pub break_label: &'f str,
    /// Its own label.
    pub label: &'f str,
}

/// The rows of one item.
#[derive(Debug)]
pub(crate) struct Group<'f> {
    /// The item; empty where there is none.
    pub item: &'f str,
    /// Its label.
    pub label: &'f str,
    /// Its rows, the base first.
    pub rows: Vec<Row<'f>>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its label.
    pub label: &'f str,
    /// What it is.
    pub kind: RowKind,
    /// How many nets stand above it that count it too.
    pub depth: usize,
    /// The codes that it counts, of a net.
    pub parts: &'f [i32],
    /// The figure in each column.
    pub cells: Vec<Option<&'f Figure>>,
}

impl<'f> Layout<'f> {
    /// The layout of one table's figures; nothing where there are none.
    pub(crate) fn of(figures: &'f [Figure]) -> Option<Self> {
        let first = figures.first()?;
        let mut columns: Vec<Column<'f>> = Vec::new();
        for figure in figures {
            if !columns.iter().any(|column| column.key == figure.key.column) {
                columns.push(Column {
                    key: &figure.key.column,
                    break_label: &figure.break_label,
                    label: if figure.column_label.is_empty() { "Total" } else { &figure.column_label },
                });
            }
        }
        let groups = figures
            .chunk_by(|one, next| one.key.item == next.key.item)
            .map(|of_item| Group {
                item: &of_item[0].key.item,
                label: &of_item[0].item_label,
                rows: in_reading_order(rows(of_item, &columns)),
            })
            .collect();
        Some(Self { first, columns, groups })
    }

    /// Whether its rows were made in SQL.
    pub(crate) fn is_sql(&self) -> bool {
        self.figures().all(|figure| figure.row_kind == RowKind::Sql)
    }

    /// Whether its rows belong to items.
    pub(crate) fn has_items(&self) -> bool {
        self.groups.iter().any(|group| !group.item.is_empty())
    }

    /// Whether any value has an interval.
    pub(crate) fn has_intervals(&self) -> bool {
        self.figures().any(|figure| figure.x_low.is_some() && figure.suppressed.is_none())
    }

    /// Whether its answers are weighted.
    pub(crate) fn is_weighted(&self) -> bool {
        self.figures().any(|figure| figure.base_effective.is_some())
    }

    /// Every figure, in reading order.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &'f Figure> {
        self.groups.iter().flat_map(|group| &group.rows).flat_map(|row| row.cells.iter().flatten().copied())
    }
}

impl Column<'_> {
    /// Its label with that of its break: `Region: North`.
    pub(crate) fn name(&self) -> String {
        if self.break_label.is_empty() {
            self.label.to_owned()
        } else {
            format!("{}: {}", self.break_label, self.label)
        }
    }
}

impl<'f> Group<'f> {
    /// The base in each column.
    pub(crate) fn base(&self) -> Option<&Row<'f>> {
        self.rows.iter().find(|row| row.kind == RowKind::Base)
    }
}

fn rows<'f>(of_item: &'f [Figure], columns: &[Column<'f>]) -> Vec<Row<'f>> {
    of_item
        .chunk_by(|one, next| one.key.row == next.key.row)
        .map(|of_row| Row {
            name: &of_row[0].key.row,
            label: &of_row[0].row_label,
            kind: of_row[0].row_kind,
            depth: 0,
            parts: &of_row[0].parts,
            cells: columns.iter().map(|column| of_row.iter().find(|figure| figure.key.column == column.key)).collect(),
        })
        .collect()
}

/// A net and the run of options that it gathers.
struct Span<'f> {
    net: Row<'f>,
    first: usize,
    last: usize,
}

impl Span<'_> {
    fn holds(&self, first: usize, last: usize) -> bool {
        self.first <= first && last <= self.last
    }

    fn is_apart(&self, first: usize, last: usize) -> bool {
        last < self.first || self.last < first
    }
}

/// The base, then each net above its options where these stand together, then the other rows.
///
/// A net whose options are scattered, or that crosses another net, stands before all options.
fn in_reading_order<'f>(rows: Vec<Row<'f>>) -> Vec<Row<'f>> {
    let apart = |rows: Vec<Row<'f>>, wanted: RowKind| -> (Vec<Row<'f>>, Vec<Row<'f>>) {
        rows.into_iter().partition(|row| row.kind == wanted)
    };
    let (mut ordered, rows) = apart(rows, RowKind::Base);
    let (nets, rows) = apart(rows, RowKind::Net);
    let (options, others) = apart(rows, RowKind::Option);

    let mut spans: Vec<Span<'f>> = Vec::new();
    for net in nets {
        match together(&net, &options) {
            Some((first, last))
                if spans.iter().all(|other| {
                    other.is_apart(first, last)
                        || other.holds(first, last)
                        || (first <= other.first && other.last <= last)
                }) =>
            {
                spans.push(Span { net, first, last });
            }
            _ => ordered.push(net),
        }
    }
    spans.sort_by_key(|span| (span.first, usize::MAX - span.last));
    let depths: Vec<usize> = (0..spans.len())
        .map(|index| spans[..index].iter().filter(|other| other.holds(spans[index].first, spans[index].last)).count())
        .collect();
    let bounds: Vec<(usize, usize)> = spans.iter().map(|span| (span.first, span.last)).collect();
    let mut spans = spans.into_iter().zip(depths).peekable();
    for (index, mut option) in options.into_iter().enumerate() {
        while let Some((span, depth)) = spans.next_if(|(span, _)| span.first == index) {
            ordered.push(Row { depth, ..span.net });
        }
        option.depth = bounds.iter().filter(|(first, last)| (*first..=*last).contains(&index)).count();
        ordered.push(option);
    }
    ordered.extend(others);
    ordered
}

/// The first and last of the options that a net gathers, where no other option stands between.
fn together(net: &Row<'_>, options: &[Row<'_>]) -> Option<(usize, usize)> {
    let gathered: Vec<usize> = options
        .iter()
        .enumerate()
        .filter(|(_, option)| option.name.parse::<i32>().is_ok_and(|code| net.parts.contains(&code)))
        .map(|(index, _)| index)
        .collect();
    let (first, last) = (*gathered.first()?, *gathered.last()?);
    (last - first + 1 == gathered.len()).then_some((first, last))
}
