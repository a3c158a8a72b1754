//! The sheets of an `.ods`.

use std::collections::{BTreeSet, HashMap};

use crate::finished::archive::UnreadableWorkbook;
use crate::finished::nodes::{Beginning, Node, Nodes};
use crate::finished::ods_styles::OdsStyles;
use crate::finished::workbook::{
    CellKind, FinishedCell, FinishedSheet, FinishedTable, FinishedWorkbook, Region, cell_place,
};

/// The most cells with content that a sheet may have. A few bytes can ask for billions.
const MOST_CELLS: usize = 2 << 20;
/// The most columns of a sheet.
const MOST_COLUMNS: usize = 16_384;

/// What is read, as far as it has come.
struct Content<'s> {
    styles: &'s OdsStyles,
    pages: &'s BTreeSet<String>,
    workbook: FinishedWorkbook,
    /// The numbers of looks by the names of styles.
    looks: HashMap<String, usize>,
    /// Database ranges, with the name of their sheet.
    ranges: Vec<(String, FinishedTable)>,
    row: usize,
    column: usize,
    /// The styles of cells that columns give, by column.
    column_styles: HashMap<usize, String>,
}

pub(super) fn read_content(
    part: &str,
    text: &str,
    styles: &OdsStyles,
    pages: &BTreeSet<String>,
) -> Result<FinishedWorkbook, UnreadableWorkbook> {
    let mut content = Content {
        styles,
        pages,
        workbook: FinishedWorkbook::default(),
        looks: HashMap::new(),
        ranges: Vec::new(),
        row: 0,
        column: 0,
        column_styles: HashMap::new(),
    };
    let mut nodes = Nodes::of(part, text);
    let mut repeated = 1;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) => match start.name.as_str() {
                "table" => content.begin_sheet(&start),
                "table-column" => content.read_columns(&start),
                "table-row" => {
                    repeated = start.number::<usize>("number-rows-repeated").unwrap_or(1);
                    content.column = 0;
                    let is_hidden = matches!(start.get("visibility"), Some("collapse" | "filter"));
                    if let Some(sheet) = content.workbook.sheets.last_mut().filter(|_| is_hidden) {
                        sheet.hidden_rows.push(content.row);
                    }
                }
                "table-cell" | "covered-table-cell" => content.read_cell(&mut nodes, &start, repeated)?,
                "shapes" | "frame" | "custom-shape" | "control" => content.count_object(&start.name),
                "database-range" => content.read_range(&start),
                _ => {}
            },
            Node::End(name) if name == "table-row" => content.row = content.row.saturating_add(repeated),
            Node::End(_) | Node::Text(_) => {}
        }
    }
    for (sheet, table) in content.ranges {
        if let Some(sheet) = content.workbook.sheets.iter_mut().find(|known| known.name == sheet) {
            sheet.tables.push(table);
        }
    }
    Ok(content.workbook)
}

/// The text of a cell as it is gathered.
#[derive(Default)]
struct Gathered {
    text: String,
    paragraphs: usize,
    is_raised: bool,
    link: Option<String>,
}

impl Content<'_> {
    fn begin_sheet(&mut self, start: &Beginning) {
        (self.row, self.column) = (0, 0);
        self.column_styles.clear();
        let (is_shown, page) = self.styles.sheet(start.get("style-name").unwrap_or_default());
        self.workbook.sheets.push(FinishedSheet {
            name: start.get("name").unwrap_or_default().to_owned(),
            is_hidden: !is_shown,
            has_header_or_footer: self.pages.contains(&page),
            usual_width: 10.0,
            ..FinishedSheet::default()
        });
    }

    fn read_columns(&mut self, start: &Beginning) {
        let many = start.number::<usize>("number-columns-repeated").unwrap_or(1);
        let width = start.get("style-name").and_then(|style| self.styles.width(style));
        let is_hidden = matches!(start.get("visibility"), Some("collapse" | "filter"));
        let Some(sheet) = self.workbook.sheets.last_mut() else { return };
        for column in self.column..self.column.saturating_add(many).min(MOST_COLUMNS) {
            sheet.widths.extend(width.map(|width| (column, width)));
            if is_hidden {
                sheet.hidden_columns.push(column);
            }
            if let Some(style) = start.get("default-cell-style-name") {
                self.column_styles.insert(column, style.to_owned());
            }
        }
        self.column = self.column.saturating_add(many);
    }

    fn count_object(&mut self, name: &str) {
        if name != "shapes"
            && let Some(sheet) = self.workbook.sheets.last_mut()
        {
            sheet.objects += 1;
        }
    }

    fn read_cell(&mut self, nodes: &mut Nodes<'_>, start: &Beginning, rows: usize) -> Result<(), UnreadableWorkbook> {
        let gathered = self.gather(nodes, &start.name)?;
        let many = start.number::<usize>("number-columns-repeated").unwrap_or(1);
        let (row, column) = (self.row, self.column);
        self.column = self.column.saturating_add(many);
        let down = start.number::<usize>("number-rows-spanned").unwrap_or(1);
        let right = start.number::<usize>("number-columns-spanned").unwrap_or(1);
        let own = start.get("style-name").map(str::to_owned);
        let style = own.or_else(|| self.column_styles.get(&column).cloned()).unwrap_or_default();
        let Some(sheet) = self.workbook.sheets.last_mut() else { return Ok(()) };
        if down > 1 || right > 1 {
            let (bottom, right) = (row.saturating_add(down - 1), column.saturating_add(right - 1));
            sheet.merged.push(Region { top: row, left: column, bottom, right });
        }
        let kind = start.get("value-type").unwrap_or_default();
        let number = || start.number::<f64>("value").map_or(CellKind::Text, CellKind::Number);
        let kind = match kind {
            "float" | "percentage" | "currency" => number(),
            "date" | "time" => CellKind::Day,
            "boolean" => CellKind::Truth,
            _ => CellKind::Text,
        };
        let is_formula = start.get("formula").is_some();
        if gathered.text.is_empty() && kind == CellKind::Text && !is_formula {
            return Ok(());
        }
        let look = self.looks.get(&style).copied().unwrap_or_else(|| {
            self.workbook.looks.push(self.styles.look(&style));
            self.workbook.looks.len() - 1
        });
        self.looks.insert(style, look);
        let sheet = self.workbook.sheets.last_mut();
        let Some(sheet) = sheet else { return Ok(()) };
        let cells = rows.saturating_mul(many);
        if cells > MOST_CELLS || sheet.cells.len() + cells > MOST_CELLS {
            return Err(UnreadableWorkbook::TooManyCells { sheet: sheet.name.clone(), limit: MOST_CELLS });
        }
        for row in row..row + rows {
            for column in column..column + many {
                let cell = FinishedCell {
                    text: gathered.text.clone(),
                    kind,
                    look,
                    link: gathered.link.clone(),
                    is_raised: gathered.is_raised,
                    is_formula,
                };
                sheet.cells.insert((row, column), cell);
            }
        }
        Ok(())
    }

    /// The text of a cell up to its end. Comments are not part of it.
    fn gather(&mut self, nodes: &mut Nodes<'_>, element: &str) -> Result<Gathered, UnreadableWorkbook> {
        let mut gathered = Gathered::default();
        let (mut comments, mut paragraphs) = (0_usize, 0_usize);
        while let Some(node) = nodes.next()? {
            match node {
                Node::Begin(start) => match start.name.as_str() {
                    "annotation" => comments += 1,
                    "p" | "h" => {
                        paragraphs += 1;
                        if comments == 0 {
                            if gathered.paragraphs > 0 {
                                gathered.text.push('\n');
                            }
                            gathered.paragraphs += 1;
                        }
                    }
                    "s" => {
                        let many = start.number::<usize>("c").unwrap_or(1).min(1 << 15);
                        gathered.text.extend(std::iter::repeat_n(' ', many));
                    }
                    "tab" => gathered.text.push('\t'),
                    "line-break" => gathered.text.push('\n'),
                    "a" => gathered.link = Some(start.get("href").unwrap_or_default().to_owned()),
                    "span" => {
                        gathered.is_raised |= start.get("style-name").is_some_and(|style| self.styles.raises(style));
                    }
                    "frame" | "custom-shape" | "control" if comments == 0 => self.count_object(&start.name),
                    _ => {}
                },
                Node::End(name) if name == element => break,
                Node::End(name) => match name.as_str() {
                    "annotation" => comments -= comments.min(1),
                    "p" | "h" => paragraphs -= paragraphs.min(1),
                    _ => {}
                },
                Node::Text(text) if paragraphs > 0 && comments == 0 => gathered.text.push_str(&text),
                Node::Text(_) => {}
            }
        }
        Ok(gathered)
    }

    fn read_range(&mut self, start: &Beginning) {
        let address = start.get("target-range-address").unwrap_or_default();
        let Some((sheet, region)) = range(address) else { return };
        let has_head = start.get("contains-header") != Some("false");
        let table = FinishedTable {
            name: start.get("name").unwrap_or_default().to_owned(),
            region,
            heads: usize::from(has_head),
            has_filter: start.says("display-filter-buttons"),
        };
        self.ranges.push((sheet, table));
    }
}

/// A sheet and the cells of an address: `$'Q1 a'.$A$1:.$B$2`, `Sheet.A1:Sheet.B2`.
fn range(address: &str) -> Option<(String, Region)> {
    let (first, last) = address.rsplit_once(':').unwrap_or((address, address));
    let (sheet, first) = first.rsplit_once('.')?;
    let (_, last) = last.rsplit_once('.').unwrap_or(("", last));
    let sheet = sheet.trim_start_matches('$');
    let sheet = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')).unwrap_or(sheet).replace("''", "'");
    let ((top, left), (bottom, right)) = (cell_place(first)?, cell_place(last)?);
    Some((sheet, Region { top, left, bottom, right }))
}

#[cfg(test)]
mod tests {
    use super::range;
    use crate::finished::workbook::Region;

    #[test]
    fn addresses_name_sheet_and_cells() {
        let cells = Region { top: 0, left: 0, bottom: 1, right: 1 };
        for (address, sheet) in [
            ("'Q1'.A1:'Q1'.B2", "Q1"),
            ("$Sheet.$A$1:.$B$2", "Sheet"),
            ("'It''s.here'.A1:'It''s.here'.B2", "It's.here"),
            ("Q1.A1:B2", "Q1"),
        ] {
            assert_eq!(range(address), Some((sheet.to_owned(), cells)), "{address}");
        }
        assert_eq!(range("nonsense"), None);
    }
}
