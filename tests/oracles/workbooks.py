"""Whether the numbers of tables.xlsx and tables.ods are those of figures.parquet, read by openpyxl and odfdo.

Reads the folders of runs whose pipeline has `[publish] formats` with xlsx and ods, and compares each published figure with its cell:
the value, that it is a number and no text, and the label of its row. What is held back must be a mark. Ends with 1 if anything differs.

    pip install openpyxl odfdo pyarrow
    python tests/oracles/workbooks.py data/out/lga-councillors-2017
"""

import pathlib
import sys
from decimal import Decimal

import odfdo
import openpyxl
import pyarrow.parquet

# Columns of words next to the figures, by their heads.
WORDS = ("Item", "Answer", "Unit")
WORDS_AFTER = ("Values with [u]", "Values in a published document")
# Rows that are no figures of their own.
BASES = ("Weighted base", "Effective base")
MARKS = {"[c]", "[u]", "[x]", "[z]"}


def of_xlsx(path):
    """Each marked-up table: its sheet, its heads, and its rows of (value, whether it is a number)."""
    workbook = openpyxl.load_workbook(path)
    assert workbook.properties.title and workbook.properties.language and workbook.properties.creator, path
    for sheet in workbook.worksheets:
        assert sheet["A1"].style == "Heading 1", (path, sheet.title)
        for table in sheet.tables.values():
            rows = list(sheet[table.ref])
            heads = [cell.value for cell in rows[0]]
            assert heads == [column.name for column in table.tableColumns], (path, sheet.title)
            yield sheet.title, heads, [[(cell.value, cell.data_type == "n" and cell.value is not None) for cell in row] for row in rows[1:]]


def of_ods(path):
    document = odfdo.Document(path)
    assert document.meta.title and document.meta.language and document.meta.creator, path
    body = document.body
    for database_range in body.get_elements("//table:database-range"):
        address = database_range.get_attribute("table:target-range-address")
        first, last = (part.rsplit(".", 1)[1] for part in address.split(":"))
        sheet = address.split(".", 1)[0].strip("'")
        top, left = place(first)
        bottom, right = place(last)
        rows = []
        table = body.get_table(name=sheet)
        for row in range(top, bottom + 1):
            read = []
            for column in range(left, right + 1):
                cell = table.get_cell((column, row))
                kind = cell.get_attribute("office:value-type")
                if kind in ("float", "percentage"):
                    read.append((Decimal(cell.get_attribute("office:value")), True))
                else:
                    read.append((cell.text_recursive.strip() if kind else None, False))
            rows.append(read)
        yield sheet, [value for value, _ in rows[0]], rows[1:]


def place(name):
    letters = "".join(each for each in name if each.isalpha())
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters):]) - 1, column - 1


def expected(figure):
    """The number of a figure; nothing where it has none."""
    if figure["published"] is None:
        return None
    number = Decimal(figure["published"])
    return number / 100 if figure["unit"] == "percent" else number


def grouped(figures):
    """The figures of each table in reading order, row by row."""
    tables = {}
    for figure in figures:
        rows = tables.setdefault(figure["table_id"], [])
        row = (figure["item"], figure["row_key"])
        if not rows or rows[-1][0] != row:
            rows.append((row, []))
        rows[-1][1].append(figure)
    return tables


def same(number, value):
    return value is not None and Decimal(str(value)) == number


def compare(where, heads, rows, figures):
    """What differs between a sheet and the figures of its table; how many figures were compared."""
    first = max((index + 1 for index, head in enumerate(heads) if head in WORDS), default=0)
    last = next((index for index, head in enumerate(heads) if head in WORDS_AFTER), len(heads))
    label = heads.index("Answer")
    unit = heads.index("Unit") if "Unit" in heads else None
    is_sql = all(figure["row_kind"] == "sql" for _, row in figures for figure in row)
    of_figures = [
        row
        for row in rows
        if (unit is None or row[unit][0] != "Letters")
        and (is_sql or row[label][0] not in BASES and not str(row[label][0]).startswith("Base of \u201c"))
    ]
    width = 1 if is_sql else len(figures[0][1])
    compared, differences = 0, []
    if len(of_figures) != len(figures) or (last - first != width and not is_sql):
        # Items side by side, or one a row: the same numbers in other places.
        found = sorted(Decimal(str(value)) for row in rows for value, is_number in row if is_number)
        for _, row in figures:
            for figure in row:
                number = expected(figure)
                if number is not None:
                    compared += 1
                    if number not in found:
                        differences.append(f"{where}: {figure['figure']} is {number}, and no cell is")
        return differences, compared
    for row, (_, of_row) in zip(of_figures, figures):
        name = str(row[label][0])
        if not name.startswith(of_row[0]["row_label"].strip()[:200]):
            differences.append(f"{where}: the row {name!r} is {of_row[0]['row_label']!r}")
        for (value, is_number), figure in zip(row[first:last], of_row):
            compared += 1
            number = expected(figure)
            if number is None:
                if is_number or value not in MARKS:
                    differences.append(f"{where}: {figure['figure']} is held back, and its cell is {value!r}")
            elif not is_number or not same(number, value):
                differences.append(f"{where}: {figure['figure']} is {number}, and its cell is {value!r}")
        if is_sql and of_row[0]["unit"] == "percent" and number is not None:
            for (value, _), count in zip(row[first + 1:last], (of_row[0]["n"], of_row[0]["base"])):
                if not same(Decimal(count), value):
                    differences.append(f"{where}: count or base of {of_row[0]['figure']} is {count}, and its cell is {value!r}")
    return differences, compared


def main(folders):
    bad = 0
    for folder in map(pathlib.Path, folders):
        figures = grouped(pyarrow.parquet.read_table(folder / "figures.parquet").to_pylist())
        for name, read in (("tables.xlsx", of_xlsx), ("tables.ods", of_ods)):
            sheets = [sheet for sheet in read(folder / name) if "Answer" in sheet[1]]
            differences, compared = [], 0
            if len(sheets) != len(figures):
                differences.append(f"{len(sheets)} tables in the workbook, {len(figures)} in figures.parquet")
            for (sheet, heads, rows), of_table in zip(sheets, figures.values()):
                found, number = compare(f"{name} {sheet}", heads, rows, of_table)
                differences += found
                compared += number
            bad += len(differences)
            print(f"{folder.name} {name}: {len(sheets)} tables, {compared} figures compared, {len(differences)} differ")
            for difference in differences[:20]:
                print(f"  {difference}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
