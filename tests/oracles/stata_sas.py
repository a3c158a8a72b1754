#!/usr/bin/env python3
"""What independent readers see in files of Stata and SAS, and in Triple-S, written as topline's raw cells are.

    pip install pandas pyreadstat
    tests/oracles/stata_sas.py REAL OUT [MORE ...]

REAL is the folder with `statfiles` and `triple_s`. For each file there, for each made by the writers of pandas and pyreadstat,
and for each in the folders MORE, OUT gets a JSON file with its columns (label, value labels), rows and the reader's name.
`TOPLINE_ORACLES=OUT cargo test -p topline-ingest oracles` compares them cell by cell. Digests of the files in REAL go to
`crates/ingest/tests/exports/stata_sas.csv`, which are compared always.

The readers are pyreadstat (ReadStat) and, where it cannot, pandas; Triple-S is read here, by hand. The text of dates is made
here, with Python's datetime.
"""

import datetime
import decimal
import json
import math
import pathlib
import re
import sys
import warnings
import xml.etree.ElementTree as xml

import pandas
import pyreadstat

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent
DIGESTS = HERE.parent.parent / "crates/ingest/tests/exports/stata_sas.csv"
EPOCH = datetime.datetime(1960, 1, 1)

SAS_DAYS = re.compile(r"^(DATE|DAY|DOWNAME|E8601DA|B8601DA|IS8601DA|JULDAY|JULIAN|MONNAME|MONTH|MONYY|QTRR?|WEEKDATX?E?|WEEKDAY"
                      r"|WORDDATX?E?|YEAR|YYMON|NENGO|MINGUO|PDJULG|PDJULI|NLDATE\w*|HEBDATE|HDATE|(DDMMYY|MMDDYY|YYMMDD|MMYY|YYMM|YYQ|YYQR)[BCDNPS]?"
                      r"|(YY)?WEEK[UVW])$")
SAS_TIMES = re.compile(r"^(TIME|TIMEAMPM|HHMM|HOUR|MMSS|TOD|[EB]8601(TM|LZ|TZ)|IS8601TM|NLTIME)$")
SAS_MOMENTS = re.compile(r"^(DATETIME|DATEAMPM|DTDATE|DTMONYY|DTWKDATX|DTYEAR|DTYYQC|[EB]8601D[TNXZ]|IS8601DT|MDYAMPM|NLDATM(TM|AP)?)$")


def number(value):
    """As short as can be, without an exponent."""
    text = format(decimal.Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def seconds(value):
    """A length of time, from the shortest decimal that names the number."""
    return datetime.timedelta(microseconds=int((decimal.Decimal(repr(float(value))) * 1_000_000).to_integral_value()))


def moment(moment):
    text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return text + (f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else "")


def day(days):
    return (EPOCH + datetime.timedelta(days=days)).strftime("%Y-%m-%d").rjust(10, "0")


def clock(seconds):
    micro = round(abs(seconds) * 1_000_000)
    whole, fraction = divmod(micro, 1_000_000)
    sign = "-" if seconds < 0 else ""
    text = f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return text + (f".{fraction:06}".rstrip("0") if fraction else "")


def stata_text(value, format):
    """The text of a number under a display format."""
    kind = re.match(r"^%-?(t[dcwmqh]|d)", format or "")
    kind = kind and kind.group(1)
    try:
        if kind in ("td", "d"):
            return day(math.floor(value))
        if kind == "tc":
            return moment(EPOCH + seconds(value / 1000))
        if kind == "tw" and value == int(value):
            start = datetime.datetime(1960 + int(value) // 52, 1, 1)
            return (start + datetime.timedelta(days=7 * (int(value) % 52))).strftime("%Y-%m-%d")
        if kind in ("tm", "tq", "th") and value == int(value):
            months = int(value) * {"tm": 1, "tq": 3, "th": 6}[kind]
            return datetime.datetime(1960 + months // 12, months % 12 + 1, 1).strftime("%Y-%m-%d")
    except (OverflowError, ValueError):
        pass
    return number(value)


def sas_name(format):
    return re.sub(r"[0-9.]+$", "", (format or "").strip()).upper()


def sas_text(value, format):
    name = sas_name(format)
    try:
        if SAS_DAYS.match(name):
            return day(math.floor(value))
        if SAS_TIMES.match(name):
            return clock(value)
        if SAS_MOMENTS.match(name):
            return moment(EPOCH + seconds(value))
    except (OverflowError, ValueError):
        pass
    return number(value)


def cells(frame, formats, text):
    """The cells, row by row."""
    columns = []
    for position, name in enumerate(frame.columns):
        column = []
        for value in frame.iloc[:, position].tolist():
            if value is None or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
                column.append(None)
            elif isinstance(value, str) and name in formats["numbers"]:
                column.append("." + value)
            elif isinstance(value, str):
                column.append(value)
            else:
                column.append(text(float(value), formats["formats"].get(name)))
        columns.append(column)
    return [list(row) for row in zip(*columns)] if columns else []


def described(meta, text, formats):
    columns = []
    for name in meta.column_names:
        labels = []
        for value, label in (meta.variable_value_labels.get(name) or {}).items():
            is_number = name in formats["numbers"]
            if isinstance(value, str):
                code = "." + value if is_number else value
            elif isinstance(value, float) and math.isnan(value):
                continue
            else:
                code = text(float(value), formats["formats"].get(name))
            labels.append([code, label])
        columns.append({"name": name, "label": meta.column_names_to_labels.get(name) or None, "values": sorted(labels)})
    return columns


def read_with_pyreadstat(path, catalogue):
    suffix = path.suffix.lower()
    formats = {"numbers": set(), "formats": {}}
    if suffix == ".dta":
        frame, meta = pyreadstat.read_dta(str(path), user_missing=True, disable_datetime_conversion=True)
        text = stata_text
    elif suffix.startswith(".xpt"):
        frame, meta = pyreadstat.read_xport(str(path), disable_datetime_conversion=True)
        text = sas_text
    else:
        frame, meta = pyreadstat.read_sas7bdat(str(path), user_missing=True, disable_datetime_conversion=True)
        if catalogue:
            _, labelled = pyreadstat.read_sas7bdat(str(path), metadataonly=True, catalog_file=str(catalogue))
            meta.variable_value_labels = labelled.variable_value_labels
        text = sas_text
    formats["numbers"] = {name for name, kind in meta.readstat_variable_types.items() if kind != "string"}
    formats["formats"] = dict(meta.original_variable_types)
    rows = cells(frame, formats, text)
    # pyreadstat gives nothing for an empty text, which is a text.
    texts = [name not in formats["numbers"] for name in meta.column_names]
    rows = [["" if cell is None and is_text else cell for cell, is_text in zip(row, texts)] for row in rows]
    return {"reader": "pyreadstat", "title": meta.file_label or None, "columns": described(meta, text, formats), "rows": rows}


def read_with_pandas(path):
    """Stata alone: formats and dialects that ReadStat does not know."""
    with pandas.io.stata.StataReader(path) as reader:
        frame = reader.read(convert_dates=False, convert_categoricals=False, convert_missing=True, preserve_dtypes=True)
        labels, sets = reader.variable_labels(), reader.value_labels()
        formats = dict(zip(reader._varlist, reader._fmtlist))
        names = dict(zip(reader._varlist, reader._lbllist))
        title = reader.data_label
        is_old = reader._encoding == "latin-1"

    def windows(text):
        """pandas takes old files for Latin 1; Stata wrote them in Windows-1252."""
        if not is_old or not text:
            return text
        return "".join(each.encode("latin-1").decode("cp1252", "ignore") or each for each in text)

    title = windows(title)
    labels = {windows(name): windows(label) for name, label in labels.items()}
    sets = {windows(name): {code: windows(label) for code, label in each.items()} for name, each in sets.items()}
    formats = {windows(name): format for name, format in formats.items()}
    names = {windows(name): windows(each) for name, each in names.items()}
    frame.columns = [windows(name) for name in frame.columns]
    numbers = set()
    columns = []
    for position, name in enumerate(frame.columns):
        column = []
        for value in frame.iloc[:, position].tolist():
            if isinstance(value, pandas.io.stata.StataMissingValue):
                column.append(None if value.string == "." else value.string)
            elif isinstance(value, str):
                column.append(windows(value))
            else:
                numbers.add(name)
                column.append(stata_text(float(value), formats[name]))
        columns.append(column)
    described = []
    for name in frame.columns:
        values = []
        for code, label in sets.get(names[name], {}).items():
            code = int(code)
            if code > 2147483621:
                values.append(["." + chr(ord("a") + code - 2147483622), label])
            elif code < 2147483621:
                values.append([stata_text(float(code), formats[name]), label])
        described.append({"name": name, "label": labels.get(name) or None, "values": sorted(values)})
    return {"reader": "pandas", "title": title or None, "columns": described, "rows": [list(row) for row in zip(*columns)]}


def agrees_with_pandas(path):
    """Whether the reader of SAS in pandas, which is another, sees the same numbers and texts as pyreadstat."""
    if path.suffix == ".sas7bdat":
        from pandas.io.sas.sas7bdat import SAS7BDATReader
        with SAS7BDATReader(str(path), convert_dates=False, blank_missing=False, encoding="infer") as reader:
            frame = reader.read()
        other, _ = pyreadstat.read_sas7bdat(str(path), disable_datetime_conversion=True)
    else:
        frame = pandas.read_sas(str(path), format="xport", encoding="utf-8")
        other, _ = pyreadstat.read_xport(str(path), disable_datetime_conversion=True)
    if frame.shape != other.shape:
        return False
    for position in range(frame.shape[1]):
        for left, right in zip(frame.iloc[:, position].tolist(), other.iloc[:, position].tolist()):
            is_none = [value is None or value == "" or (isinstance(value, float) and math.isnan(value)) for value in (left, right)]
            if is_none != [True, True] and left != right:
                return False
    return True


def short(field):
    """A field of digits without the noughts that fill it."""
    field = field.strip()
    if not field:
        return None
    return format(decimal.Decimal(field).normalize() + 0, "f") if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", field) else field


def triple_s_label(element):
    if element is None:
        return ""
    own = " ".join(((element.text or "") + " " + " ".join(child.tail or "" for child in element)).split())
    if own:
        return own
    texts = [" ".join("".join(text.itertext()).split()) for text in element.iter("text")]
    return next((text for text in texts if text), "")


def read_triple_s(path):
    """By the specification, as a plain program would."""
    definition = next(found for ending in (".sss", ".xml") if (found := path.with_suffix(ending)).exists())
    root = xml.fromstring(definition.read_bytes())
    record = root.find("survey/record")
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding)
            break
        except UnicodeDecodeError:
            continue
    is_csv = record.get("format") == "csv"
    if is_csv:
        import csv
        lines = list(csv.reader(text.splitlines()))
    else:
        lines = text.splitlines()
    lines = lines[int(record.get("skip") or 0):]
    columns, getters = [], []
    for variable in record.iter("variable"):
        name, label = variable.find("name").text, triple_s_label(variable.find("label")) or None
        kind = variable.get("type")
        start = int(variable.find("position").get("start")) - 1
        finish = int(variable.find("position").get("finish") or start + 1)
        values = variable.find("values")
        values = [] if values is None else [(short(value.get("code")), triple_s_label(value)) for value in values.iter("value")]
        labels = sorted([code, label] for code, label in values if label)

        def field(line, start=start, finish=finish):
            return line[start] if is_csv else line[start:finish].ljust(finish - start)

        if kind == "multiple" and variable.find("spread") is None:
            for code, option in values:
                def tick(line, field=field, code=code):
                    bits = field(line)
                    if not bits.strip():
                        return None
                    mark = bits[int(code) - 1:int(code)]
                    return mark if mark.strip() else "0"
                columns.append({"name": f"{name} | {code}", "label": option or None, "values": []})
                getters.append(tick)
        elif kind == "multiple":
            count = int(variable.find("spread").get("subfields"))
            each = int(variable.find("spread").get("width") or (finish - start) // count)
            for place in range(count):
                def chosen(line, field=field, place=place, each=each):
                    return short(field(line)[place * each:(place + 1) * each])
                columns.append({"name": f"{name} | {place + 1}", "label": label, "values": labels})
                getters.append(chosen)
        else:
            def cell(line, field=field, kind=kind):
                value = field(line)
                if kind == "character":
                    return value.rstrip()
                if not value.strip():
                    return None
                if kind == "date":
                    return datetime.datetime.strptime(value.strip(), "%Y%m%d").strftime("%Y-%m-%d")
                if kind == "time":
                    return datetime.datetime.strptime(value.strip().ljust(6, "0"), "%H%M%S").strftime("%H:%M:%S")
                return short(value)
            columns.append({"name": name, "label": label, "values": labels})
            getters.append(cell)
    title = triple_s_label(root.find("survey/title")) or root.findtext("survey/name") or None
    rows = [[get(line) for get in getters] for line in lines]
    return {"reader": "by hand", "title": title, "columns": columns, "rows": rows, "metadata": str(definition)}


CATALOGUES = {
    "test_data_linux.sas7bdat": "test_formats_linux.sas7bcat",
    "test_data_win.sas7bdat": "test_formats_win.sas7bcat",
    "missing_test.sas7bdat": "missing_formats.sas7bcat",
    "hadley.sas7bdat": "formats.sas7bcat",
    "tagged-na.sas7bdat": "tagged-na.sas7bcat",
}


def read(path):
    suffix = path.suffix.lower()
    if suffix in (".asc", ".csv", ".dat"):
        return read_triple_s(path)
    catalogue = path.with_name(CATALOGUES.get(path.name, "-"))
    catalogue = catalogue if catalogue.exists() else None
    if suffix == ".dta":
        pandas_read = pyreadstat_read = failure = None
        try:
            pyreadstat_read = read_with_pyreadstat(path, None)
        except Exception as error:  # noqa: BLE001
            failure = error
        try:
            pandas_read = read_with_pandas(path)
        except Exception as error:  # noqa: BLE001
            failure = failure or error
        if pyreadstat_read and pandas_read and pyreadstat_read["rows"] != pandas_read["rows"]:
            print("the readers differ", path.name)
        found = pandas_read or pyreadstat_read
        if found is None:
            raise failure
        if pyreadstat_read and pandas_read and pandas_read["columns"] == pyreadstat_read["columns"]:
            found["reader"] = "pandas and pyreadstat"
        return found
    found = read_with_pyreadstat(path, catalogue)
    try:
        if agrees_with_pandas(path):
            found["reader"] = "pyreadstat and pandas"
        else:
            print("the readers differ", path.name)
    except Exception as error:  # noqa: BLE001
        print("pandas does not read", path.name, str(error)[:80])
    if catalogue:
        found["metadata"] = str(catalogue)
    return found


def digest(found):
    """FNV-1a of 64 bits, of all names, labels, values and cells."""
    state = 0xCBF29CE484222325

    def add(text):
        nonlocal state
        for byte in text.encode() + b"\x1f":
            state = (state ^ byte) * 0x100000001B3 % (1 << 64)

    for column in found["columns"]:
        add(column["name"])
        add(column["label"] or "\0")
        for code, label in column["values"]:
            add(code)
            add(label)
    for row in found["rows"]:
        for cell in row:
            add("\0" if cell is None else cell)
    return f"{state:016x}"


def make(out):
    """Files by the writers of pandas and pyreadstat."""
    folder = out / "made"
    folder.mkdir(exist_ok=True)
    frame = pandas.DataFrame({
        "id": list(range(1, 2001)),
        "answer": [float(row % 7) if row % 11 else None for row in range(2000)],
        "text": [["", "é – ü", "plain", "x" * 200][row % 4] for row in range(2000)],
        "day": [datetime.date(1850, 1, 1) + datetime.timedelta(days=97 * row) for row in range(2000)],
        "moment": [datetime.datetime(1901, 1, 1) + datetime.timedelta(seconds=1_234_567 * row) for row in range(2000)],
        "weight": [1 / (row + 1) for row in range(2000)],
        "far": [(-1) ** row * 1.5 ** (row % 400 - 200) for row in range(2000)],
    })
    labels = {"answer": {float(code): f"Answer {code} – é" for code in range(7)}}
    columns = {"id": "The id", "answer": "How, é", "text": "Words"}
    for version in (8, 10, 12, 13, 14, 15):
        target = folder / f"pyreadstat_{version}.dta"
        pyreadstat.write_dta(frame, str(target), file_label="A file", column_labels=columns, version=version, variable_value_labels=labels)
    for version in (5, 8):
        target = folder / f"pyreadstat_{version}.xpt"
        narrow = frame.rename(columns=str.upper) if version == 5 else frame.rename(columns={"moment": "a_long_name_of_a_column"})
        pyreadstat.write_xport(narrow, str(target), file_label="A file", column_labels={k.upper() if version == 5 else k: v for k, v in columns.items() if k != "moment"}, table_name="DATA", file_format_version=version)
    plain = frame.drop(columns=["day"])
    for version in (114, 117, 118, 119):
        for order in ("little", "big"):
            target = folder / f"pandas_{version}_{order}.dta"
            options = {"convert_strl": ["text"]} if version >= 117 else {}
            part = plain.assign(text=[cell.encode("latin1", "replace").decode("latin1") for cell in plain["text"]]) if version < 118 else plain
            part = part.assign(category=pandas.Categorical([["Yes", "No", "Don't know"][row % 3] for row in range(len(part))]))
            part["month"] = part["moment"]
            part["quarter"] = part["moment"]
            part["half"] = part["moment"]
            part["week"] = part["moment"]
            part["date"] = part["moment"]
            part["small"] = pandas.Series([row % 100 for row in range(len(part))], dtype="int8")
            part["short"] = pandas.Series([row * 16 - 16000 for row in range(len(part))], dtype="int16")
            part["single"] = pandas.Series([row / 3 for row in range(len(part))], dtype="float32")
            part.to_stata(target, version=version, byteorder=order, write_index=False, data_label="A file",
                          convert_dates={"moment": "tc", "month": "tm", "quarter": "tq", "half": "th", "week": "tw", "date": "td"},
                          variable_labels=columns, value_labels={"small": {1: "one", 2: "two"}}, **options)


def main():
    real, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    make(out)
    folders = [real / "statfiles", real / "triple_s", out / "made", *map(pathlib.Path, sys.argv[3:])]
    digests = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            is_data = path.suffix.lower() in (".dta", ".xpt", ".xpt5", ".xpt8", ".sas7bdat")
            is_triple_s = path.suffix in (".asc", ".csv", ".dat") and path.with_suffix(".sss").exists()
            if not (is_data or is_triple_s):
                continue
            try:
                found = read(path)
            except Exception as error:  # noqa: BLE001
                print("no reader reads", path, type(error).__name__, str(error)[:100])
                continue
            found["path"] = str(path.resolve())
            name = re.sub(r"[^\w.-]", "_", str(path.relative_to(folder.parent)))
            (out / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False))
            if folder in folders[:2]:
                metadata = pathlib.Path(found.get("metadata", "-")).name
                digests.append(",".join([str(path.relative_to(real)), metadata, found["reader"], str(len(found["columns"])),
                                         str(len(found["rows"])), digest(found)]))
    DIGESTS.write_text("\n".join(["file,metadata,reader,columns,rows,digest", *digests]) + "\n")
    print(len(digests), "digests")


if __name__ == "__main__":
    main()
