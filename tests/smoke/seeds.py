"""Fills the corpus of each fuzz target with what it may start from.

    python3 tests/smoke/seeds.py [FOLDER]

Without a folder these are the committed seeds, `tests/smoke/seeds`, made of the fixtures of the tests alone and short. With one,
they are for a long search: longer files, and those of the folder of real exports (`TOPLINE_REAL`, else `../shared/real`) too.
What is in a container is taken out of it, as the targets put it back.
"""

import gzip
import io
import json
import os
import re
import struct
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FIXTURES = PROJECT / "crates/ingest/tests/exports/fixtures"
SPSS = PROJECT / "tests/fixtures/spss"
SHORT = len(sys.argv) < 2
REAL = Path("/nonexistent") if SHORT else Path(os.environ.get("TOPLINE_REAL", PROJECT.parent / "shared/real"))
LONGEST = (16 if SHORT else 24) << 10


def beginning(data, end=b"\n", longest=8 << 10, closed=b""):
    """The lines of a text, or the elements of markup, that fit."""
    return data if len(data) <= longest else data[: data.rfind(end, 0, longest) + len(end)] + closed


def two_files(first, second):
    return struct.pack("<I", len(first)) + first + second


def real(pattern):
    return sorted(REAL.rglob(pattern)) if REAL.is_dir() else []


def texts():
    for path in [PROJECT / "tests/fixtures/library/data/raw/library.csv", *real("*.csv"), *real("*.tsv")]:
        yield beginning(path.read_bytes())
    yield b'id,a,"b ""c"""\r\n1,"x, y",\xc3\xa9\r\n2,"two\r\nlines",z\r\n3,,\r\n,,\r\n4,1,2,3\r\n'
    yield "id;Größe\n1;ß\n2;“x”\n".encode("windows-1252") + b"\x01"
    yield "\ufeffid\tß\r\n1\t日本\r\n".encode("utf-16-le")
    yield "\ufeffid,ß\r\n1,日本\r\n".encode("utf-16-be")
    for encoding in ["shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5", "utf-8"]:
        yield "id,日本\n1,\"本\n\"\n".encode(encoding)


def json_lines():
    yield b'{"id": 1, "a": "x", "b": null}\n{"id": 2.50, "b": [1, "\\u00e9"], "c": {"d": true}}\n\n{"id": "3"}\n'
    yield b'\xef\xbb\xbf{"id": 12345678901234567890, "a": "\\ud83d\\ude00", "a": 2}\r\n[1]\n{"id":'
    yield '{"id": 1}\n'.encode("utf-16-le")
    rows = [{"id": n, "q": ["a", None, 1.5][n % 3], f"r{n % 4}": [n, {"x": n}]} for n in range(40)]
    yield "\n".join(json.dumps(row) for row in rows).encode()


def columns_of_text():
    yield b"  1Leeds 41\r\n  2York   7\r\n"
    yield "Zoë  7\nJosé 8\n\n".encode()
    yield "\ufeffZoë  7\n".encode("utf-16-le")
    yield ("x" * 1100 + "\n\x1a").encode()


def sheets():
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Q1</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="2"><v>1.5</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"><v>42798.5</v></c><c r="C3" t="b"><v>1</v></c></row>'
        '<row><c t="str"><f>A3+1</f><v>two</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2017-03-04</v></c></row>'
        '<row r="9"><c r="XFD9"><v>1E3</v></c></row>'
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    yield f'<worksheet {space}><dimension ref="A1:C3"/><sheetData>{cells}</sheetData></worksheet>'.encode()
    for path in real("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            names = ["worksheets/sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml", "_rels/workbook.xml.rels"]
            parts = [archive.read(f"xl/{name}") if f"xl/{name}" in archive.namelist() else b"" for name in names]
            parts[0] = beginning(parts[0], b"</row>", 2 << 10, b"</sheetData></worksheet>")
            parts[1] = beginning(parts[1], b"</si>", 2 << 10, b"</sst>")
            parts[2] = b"" if len(parts[2]) > 2 << 10 else parts[2]
            yield b"\0".join(parts)


def contents():
    with zipfile.ZipFile(FIXTURES / "sheet.ods") as archive:
        yield archive.read("content.xml")
    yield (FIXTURES / "sheet.ods").read_bytes()
    kinds = (
        '<table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2017-03-04T09:15:00"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT36H30M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:number-columns-repeated="3" office:value-type="string">'
        '<text:p>a<text:s text:c="3"/>b<text:line-break/><text:span>c</text:span></text:p><text:p/></table:table-cell>'
        '<table:covered-table-cell table:number-columns-repeated="16000"/>'
    )
    names = ["office", "table", "text"]
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    yield (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>"
        f"<table:table-row>{kinds}</table:table-row><table:table-row table:number-rows-repeated='5'>{kinds}"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    ).encode()


def old_workbooks():
    """Streams of BIFF records, by [MS-XLS]: each kind of cell that holds a value."""

    def record(kind, data=b""):
        return struct.pack("<HH", kind, len(data)) + data

    def label(text):
        return struct.pack("<HB", len(text), 0) + text.encode()

    at = lambda row, column: struct.pack("<HHH", row, column, 0)
    shared = struct.pack("<II", 2, 2) + label("id") + label("Q1")
    cells = [
        record(0x0200, struct.pack("<IIHHH", 0, 3, 0, 3, 0)),
        record(0x00FD, at(0, 0) + struct.pack("<I", 0)),
        record(0x00FD, at(0, 1) + struct.pack("<I", 1)),
        record(0x0204, at(0, 2) + label("three")),
        record(0x0203, at(1, 0) + struct.pack("<d", 42798.5)),
        record(0x027E, at(1, 1) + struct.pack("<I", 7 << 2 | 2)),
        record(0x0205, at(1, 2) + b"\x01\x00"),
        record(0x00BD, struct.pack("<HH", 2, 0) + struct.pack("<HIHI", 0, 6, 0, 10) + struct.pack("<H", 1)),
        record(0x0006, at(2, 2) + struct.pack("<HHHHHIH", 0, 0, 0, 0xFFFF, 0, 0, 3) + b"\x1e\x01\x00"),
        record(0x0207, label("said")),
        record(0x0006, at(3, 0) + struct.pack("<dHIH", 1.5, 0, 0, 0)),
        record(0x00E5, struct.pack("<HHHHH", 1, 0, 0, 0, 1)),
        record(0x000A),
    ]
    start = lambda kind: record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 6))
    before = [start(5), record(0x0042, struct.pack("<H", 1200)), record(0x0022, b"\0\0")]
    before += [record(0x041E, struct.pack("<H", 164) + label("dd/mm/yyyy")), record(0x00E0, struct.pack("<HH", 0, 164) + b"\0" * 16)]
    after = [record(0x00FC, shared), record(0x000A)]
    sheet = lambda at: record(0x0085, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"S")
    length = len(b"".join(before + [sheet(0)] + after))
    yield b"".join(before + [sheet(length)] + after + [start(16)] + cells)
    for path in real("*.xls"):
        yield path.read_bytes()


def packed():
    for name in ["one.zip", "several.zip", "twice.zip", "text.csv.gz", "text.csv.zst"]:
        for kind in range(4):
            yield (FIXTURES / name).read_bytes() + bytes([kind])
    text = b"id,a\r\n1,x\r\n2,y\r\n"
    yield gzip.compress(text, 0) + gzip.compress(text) + b"\0"
    yield gzip.compress((SPSS / "readstat.sav").read_bytes(), 0) + b"\2"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("export.csv", text)
    yield archive.getvalue() + b"\0"
    yield gzip.compress(archive.getvalue(), 0) + b"\0"
    yield b"\x50\x2a\x4d\x18\4\0\0\0skip\x28\xb5\x2f\xfd\x20" + bytes([len(text), len(text) << 3 & 255 | 1, 0, 0]) + text + b"\0"


def sas(catalogue=False):
    """A dataset of two columns and three rows on one page, little-endian, in words of four bytes; or a catalogue without formats."""
    magic = bytearray(12) + bytes.fromhex("c2ea8160b31411cfbd9208000 9c7318c181f1011".replace(" ", ""))
    if catalogue:
        magic[15] = 0x63
    header = bytes(magic) + b"\x22\0\0\x22\0\x01" + bytes(32) + b"\x14"
    header = header.ljust(164, b"\0") + bytes(32) + struct.pack("<III", 1024, 4096, 1) + bytes(8) + b"9.0401M6"
    header = header.ljust(1024, b"\0")
    if catalogue:
        return header.replace(struct.pack("<II", 4096, 1), struct.pack("<II", 4096, 2)) + bytes(8192)
    text = lambda start, length: struct.pack("<HHH", 0, start, length)
    texts = b"\x30\0" + bytes(10) + b"q1  town"
    sizes = struct.pack("<16I", 0xF7F7F7F7, *[0] * 4, 16, 3, *[0] * 8, 3).ljust(480, b"\0")
    subheaders = [
        sizes,
        struct.pack("<III", 0xF6F6F6F6, 2, 0),
        struct.pack("<I", 0xFFFFFFFD) + texts.ljust(64, b"\0"),
        struct.pack("<III", 0xFFFFFFFF, 0, 0)[:12] + text(12, 2) + b"\0\0" + text(16, 4) + b"\0\0" + bytes(12),
        struct.pack("<III", 0xFFFFFFFC, 0, 0)[:12] + struct.pack("<IIHBB", 0, 8, 0, 1, 0) + struct.pack("<IIHBB", 8, 8, 0, 2, 0) + bytes(12),
        *[struct.pack("<I", 0xFFFFFBFE).ljust(52, b"\0")] * 2,
    ]
    rows = b"".join(struct.pack("<d8s", value, town) for value, town in [(1, b"Leeds   "), (2.5, b"York    "), (-3, b"")])
    pointers, at = b"", 4096
    page = bytearray(4096)
    for subheader in subheaders:
        at -= len(subheader)
        page[at : at + len(subheader)] = subheader
        pointers += struct.pack("<IIBBH", at, len(subheader), 0, 0, 0)
    start = 24 + len(pointers)
    start += -start % 8
    head = bytes(16) + struct.pack("<HHHH", 0x0200, len(subheaders) + 3, len(subheaders), 0)
    page[: len(head) + len(pointers)] = head + pointers
    page[start : start + len(rows)] = rows
    return header + bytes(page)


def transport():
    """A transport file of version 5: a member of two columns, as the technical note TS-140 gives it."""
    record = lambda text: text.ljust(80).encode()
    when = "01JAN17:00:00:00"
    head = lambda name, counts="0" * 30: record(f"HEADER RECORD*******{name:8}HEADER RECORD!!!!!!!{counts}")
    variables = [(1, 8, b"Q1", b"Did you?"), (2, 8, b"TOWN", b"Where?")]
    namestrs = b"".join(
        struct.pack(">HHHH8s40s8sHHH2s8sHHI52s", kind, 0, width, number, name.ljust(8), label.ljust(40), b" " * 8, 0, 0, 0, b"", b" " * 8, 0, 0, 8 * (number - 1), b"")
        for number, (kind, width, name, label) in enumerate(variables, 1)
    )
    rows = b"".join(struct.pack(">Q8s", value, town) for value, town in [(0x4110000000000000, b"Leeds   "), (0x2E00000000000000, b"York    ")])
    pad = lambda data: data + b" " * (-len(data) % 80)
    yield (
        head("LIBRARY") + record(f"SAS     SAS     SASLIB  9.4     {'':24}{when:>24}") + record(when)
        + head("MEMBER", "000000000000000001600000000140") + head("DSCRPTR")
        + record(f"SAS     A       SASDATA 9.4     {'':24}{when:>24}") + record(f"{when:16}")
        + head("NAMESTR", "000000000200000000000000000000") + pad(namestrs) + head("OBS") + pad(rows)
    )  # fmt: skip
    yield from files([SAS], ".xpt", ".xpt5", ".xpt8")


def catalogues():
    yield two_files(sas(catalogue=True), sas())
    dataset = [path.read_bytes() for path in real("datetime.sas7bdat")]
    datasets = {path.stem: path.read_bytes() for path in real("*.sas7bdat")}
    for path in real("*.sas7bcat"):
        described = {"formats": "hadley", "test_formats_linux": "test_data_linux", "test_formats_win": "test_data_win"}
        for data in [*dataset, datasets.get(described.get(path.stem, path.stem), b"")]:
            yield two_files(path.read_bytes(), data)


def triple_s():
    definition = (
        '<?xml version="1.0"?><sss version="2.0"><survey><title>T</title><record ident="V" %s>'
        '<variable ident="1" type="single"><name>Q1</name><label>One</label><position start="1" finish="2"/><values>'
        '<value code="1" score="5">Yes</value><range from="90" to="99">No</range></values></variable>'
        '<variable ident="2" type="multiple"><name>Q2</name><label>x</label><position start="3" finish="6"/>'
        '<spread subfields="2" width="2"/><values><value code="1">A</value></values></variable>'
        '<variable ident="3" type="quantity" use="weight"><name>W</name><label/><position start="7" finish="12"/>'
        '<values><range from="0.000" to="99.999"/></values></variable>'
        '<variable ident="4" type="date"><name>D</name><label/><position start="13" finish="20"/></variable>'
        "</record></survey></sss>"
    )
    answers = b"01 1 201.50020170304\r\n99        1.5\r\n"
    yield two_files((definition % "").encode(), answers)
    wide = re.sub(r'<position start="(\d+)"[^>]*>', r'<position start="\1"/>', definition)
    yield two_files((wide % 'format="csv" skip="1"').encode(), b'Q1,Q2\r\n1,"2",3,20170304\r\n')
    yield two_files((definition % "").encode("utf-16"), answers.decode().encode("utf-16"))
    for path in real("*.sss"):
        for end in [".asc", ".csv", ".dat"]:
            if path.with_suffix(end).exists() and path.stat().st_size <= LONGEST:
                yield two_files(path.read_bytes(), beginning(path.with_suffix(end).read_bytes()))


def files(folders, *ends):
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.name.lower().endswith(ends):
                yield path.read_bytes()


def short(data):
    return (data for data in data if len(data) <= LONGEST)


def old_stata():
    """Formats 105 to 115 as the tests write them: two columns, two rows."""
    for release, name, form, label in [(105, 9, 12, 32), (108, 9, 12, 81), (114, 33, 49, 81)]:
        text = lambda text, width: text + bytes(width - len(text))
        yield b"".join([
            bytes([release, 2, 1, 0]), struct.pack("<HI", 2, 2), text(b"T", 81 if release >= 108 else 32), bytes(18),
            bytes([252, 5]) if release >= 111 else b"i\x84", text(b"q1", name), text(b"town", name), bytes(6),
            text(b"%8.0g", form), text(b"%5s", form), text(b"yesno", name), bytes(name), text(b"Did?", label),
            bytes(label), bytes(5 if release >= 110 else 3), struct.pack("<h5s", 1, b"Leeds"), struct.pack("<h5s", -1, b"Zo"),
        ])  # fmt: skip


PIPELINES = [PROJECT / "tests/fixtures/library/pipelines/library", *sorted((PROJECT / "pipelines").glob("*/"))]


def pipelines():
    """The seven files of a pipeline, with a NUL between them."""
    names = ["survey.toml", "codebook.toml", "tables.toml", "headlines.toml", "claims/*.toml", "columns.toml", "quotes.toml"]
    for folder in PIPELINES:
        files = [next(iter(sorted(folder.glob(name))), None) for name in names]
        texts = [b"" if path is None else beginning(path.read_bytes(), b"\n\n", LONGEST // 16) for path in files]
        yield b"\0".join(texts)
    yield b'id = "a"\ntitle = "A"\n[source]\npath = "a.csv"\nformat = "csv"\nrespondent = "id"\n\0[[question]]\nid = "q"\nkind = "grid"\n'


def wordings():
    """What the claims of the pipelines say, and words that are like them."""
    found = set()
    for folder in PIPELINES:
        for path in folder.glob("claims/*.toml"):
            found.update(re.findall(r'^is = "(.*)"$', path.read_text(), re.MULTILINE))
    found |= {"between 10% and 20.5%", "1,234 of 5,678", "two thirds or more", "£1.2bn", "3.14159", "-5 points", "one in 1e9"}
    yield from (words.encode() for words in sorted(found))


def queries():
    """The cases of SQL that the tests ask."""
    for path in sorted((PROJECT / "crates/aggregate/tests").glob("sql*/*.slt")):
        for block in path.read_text().split("\n\n"):
            sql = re.search(r"^(?:query|error)\n(.*?)\n----", block, re.DOTALL | re.MULTILINE)
            if sql:
                yield sql[1].encode()


def sample(data, most):
    """Some of many, evenly."""
    data = list(data)
    return [data[at * len(data) // most] for at in range(most)] if len(data) > most else data


SAS = REAL / "statfiles"
CORPUS = {
    "csv": texts,
    "encodings": texts,
    "fixed_width": columns_of_text,
    "jsonl": json_lines,
    "xlsx": sheets,
    "ods": contents,
    "xls": old_workbooks,
    "parquet": lambda: files([FIXTURES], ".parquet"),
    "sav": lambda: short(files([SPSS, REAL / "statfiles"], ".sav", ".zsav")),
    # Cases in bytecode: codes, then the numbers and texts that they announce.
    "zsav": lambda: [*short(files([SPSS, REAL / "statfiles"], ".zsav")), bytes([101, 102, 253, 254, 255, 0, 252, 100]) * 20],
    "por": lambda: short(files([SPSS, REAL / "statfiles"], ".por")),
    "dta": lambda: [*short(files([REAL / "statfiles"], ".dta")), *old_stata()],
    "sas7bdat": lambda: [sas(), *files([SAS], ".sas7bdat")],
    "sas7bcat": catalogues,
    "xpt": transport,
    "triple_s": triple_s,
    "packed": packed,
    "pipeline": pipelines,
    "claim": lambda: sample(wordings(), 60),
    "sql": lambda: sample(queries(), 60),
}

if __name__ == "__main__":
    corpus = PROJECT / "tests/smoke/seeds" if SHORT else Path(sys.argv[1])
    for target, seeds in CORPUS.items():
        (corpus / target).mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(short(seeds()), 1):
            (corpus / target / f"seed{number:03}").write_bytes(data)
