"""What pyreadstat reads from the files of statistical packages, for crates/ingest/tests to hold against what ingest reads.

Writes statfiles.jsonl beside itself: for each .sav, .zsav and .por below the folders given, how many rows there are, what the
file says of its columns, and of each column how many cells are filled and the SHA-256 of their texts (of numbers, of their bits). The contents of the files
stay where they are.

    pip install pyreadstat pandas
    python tests/oracles/statfiles.py tests/fixtures/spss ../shared/real/statfiles ../shared/golden/data

With `--cells COLUMN` it prints the texts of a column of one file instead, to find what differs.
"""

import datetime
import decimal
import hashlib
import json
import math
import pathlib
import struct
import sys

import pyreadstat

DAYS = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR")
MOMENTS = ("DATETIME", "YMDHMS")
TIMES = ("TIME", "DTIME", "MTIME")
ORIGIN = datetime.datetime(1582, 10, 14)


def holds(print_format):
    kind = print_format.rstrip("0123456789.")
    for name, kinds in (("day", DAYS), ("moment", MOMENTS), ("time", TIMES), ("text", ("A", "AHEX"))):
        if kind in kinds:
            return name
    return "number"


def number_text(number):
    """As short as it can be, without an exponent."""
    if number == 0:
        return "0"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    text = format(decimal.Decimal(repr(float(number))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def fraction(microseconds):
    if microseconds == 0:
        return ""
    return f".{microseconds // 1000:03}" if microseconds % 1000 == 0 else f".{microseconds:06}"


def seconds(number):
    exact = decimal.Decimal(repr(float(number))).quantize(decimal.Decimal("0.000001"), decimal.ROUND_HALF_UP)
    return datetime.timedelta(seconds=int(exact // 1), microseconds=int(exact % 1 * 1_000_000))


def cell_text(value, kind):
    if isinstance(value, str):
        return value
    if value is None or math.isnan(value):
        return None
    number = float(value)
    # Before its second day, SPSS has no calendar: such numbers are codes.
    if kind in ("day", "moment") and 86_400 <= number < 265_621_680_000:
        moment = ORIGIN + seconds(number)
        if kind == "day" and number % 86_400 == 0:
            return f"{moment.date():%Y-%m-%d}".rjust(10, "0")
        return moment.replace(microsecond=0).isoformat() + fraction(moment.microsecond)
    if kind == "time":
        length = seconds(abs(number))
        minutes, second = divmod(length.days * 86_400 + length.seconds, 60)
        sign = "-" if number < 0 else ""
        return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{second:02}{fraction(length.microseconds)}"
    return number_text(number)


def bits(cell, kind):
    """Numbers as their bits: Python and Rust break the tie between two shortest texts differently (20.3600006103515625)."""
    return struct.pack(">d", float(cell)).hex() if kind == "number" else cell


def bound(value):
    """Of a range; nothing where it is open."""
    value = float(value)
    return None if math.isinf(value) or abs(value) > 1.797e308 else value


def missing(ranges, kind):
    told = []
    for one in ranges:
        if one["lo"] == one["hi"]:
            told.append(cell_text(one["lo"], kind))
        else:
            told.append([bound(one["lo"]), bound(one["hi"])])
    return told


def read(path):
    options = dict(disable_datetime_conversion=True, apply_value_formats=False)
    if path.suffix != ".por":
        return pyreadstat.read_sav(path, user_missing=True, **options)
    return pyreadstat.read_por(path, **options)


def columns(frame, meta):
    for name, label in zip(meta.column_names, meta.column_labels):
        kind = holds(meta.original_variable_types[name])
        cells = [cell_text(value, kind) for value in frame[name]]
        yield kind, cells, name, label


def content(path, name):
    frame, meta = read(path)
    described = []
    for kind, cells, column, label in columns(frame, meta):
        text = "".join("\x00\n" if cell is None else bits(cell, kind) + "\n" for cell in cells)
        measure = meta.variable_measure.get(column, "unknown")
        values = meta.variable_value_labels.get(column, {})
        described.append(
            {
                "name": column,
                "label": label or None,
                "holds": kind,
                "measure": None if measure == "unknown" else measure,
                "values": [[cell_text(value, kind), label] for value, label in values.items()],
                "missing": missing(meta.missing_ranges.get(column, []), kind),
                "filled": sum(cell is not None for cell in cells),
                "sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
            }
        )
    sets = [
        {
            "name": name,
            "label": one["label"] or None,
            # Where words tick, pyreadstat does not say which.
            "ticks": one["is_dichotomy"],
            "ticked": None if one["counted_value"] is None else str(one["counted_value"]),
            "columns": one["variable_list"],
        }
        for name, one in meta.mr_sets.items()
    ]
    # Of portable files, pyreadstat blanks what is user-missing, and does not tell what is.
    blanked = path.suffix == ".por"
    told = {"file": name, "rows": len(frame), "blanked": blanked, "title": meta.file_label or None}
    return told | {"columns": described, "sets": sets}


def main(arguments):
    if arguments[0] == "--cells":
        for kind, cells, name, _ in columns(*read(pathlib.Path(arguments[2]))):
            if name == arguments[1]:
                print("\n".join(map(repr, cells)))
        return
    told = []
    for folder in map(pathlib.Path, arguments):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".sav", ".zsav", ".por"):
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                try:
                    told.append(content(path, name))
                except Exception as error:
                    print(f"{name}: not read by pyreadstat: {error}", file=sys.stderr)
    output = pathlib.Path(__file__).with_name("statfiles.jsonl")
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in told)
    output.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
