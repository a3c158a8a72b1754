"""Writes the files of tests/fixtures/spss, with three writers: pyreadstat, PSPP, and this script byte by byte.

Needs `pip install pyreadstat pandas` and the program `pspp`. The data are made up here and mean nothing.

    python tests/oracles/spss_fixtures.py
"""

import datetime
import pathlib
import struct
import subprocess
import tempfile

import pandas
import pyreadstat

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures" / "spss"
SYSMIS = -1.7976931348623157e308
LOWEST = struct.unpack("<d", bytes.fromhex("feffffffffffefff"))[0]
HIGHEST = 1.7976931348623157e308


def by_pyreadstat():
    moment = datetime.datetime
    frame = pandas.DataFrame(
        {
            "id": [1, 2, 3, 4, 5, 6],
            "a_variable_name_of_more_than_eight_bytes": [1.0, 2.0, 9.0, 99.0, None, -3.0],
            "größe_in_metern": [1.5, 0.1, -2.25, 1e-9, 123456789.125, None],
            "コメント": ["日本語", "naïve café", "", "x" * 300, "ends with spaces   ", "“quoted”"],
            "very_long": ["é" * 1000, "a" * 255 + "b" * 255, "", "short", "z" * 2000, "mid  dle"],
            "day": [datetime.date(2017, 3, 4), datetime.date(1601, 1, 1), None] + [datetime.date(2024, 2, 29)] * 3,
            "when": [moment(2017, 3, 4, 9, 15), moment(1999, 12, 31, 23, 59, 59), None] + [moment(2000, 1, 1)] * 3,
            "at": [datetime.time(9, 15), datetime.time(0, 0), None] + [datetime.time(23, 59, 59)] * 3,
            "letter": ["a", "b", "c", "d", "", "a"],
        }
    )
    labels = {
        "a_variable_name_of_more_than_eight_bytes": {1: "oui", 2: "non, « jamais »", 9: "sans réponse", -3.0: "négatif"},
        "letter": {"a": "Alpha", "b": "Bêta"},
    }
    common = dict(
        column_labels=["Number", "Avez-vous répondu ?", None, "意見", "Long", "Day", "Moment", "Time", "Letter"],
        variable_value_labels=labels,
        missing_ranges={
            "a_variable_name_of_more_than_eight_bytes": [{"lo": 90, "hi": 99}, 9],
            "größe_in_metern": [-2.25],
            "letter": ["d"],
        },
        variable_measure={"id": "nominal", "a_variable_name_of_more_than_eight_bytes": "ordinal", "day": "scale"},
        file_label="Une enquête",
    )
    pyreadstat.write_sav(frame, FOLDER / "readstat.sav", **common)
    pyreadstat.write_sav(frame, FOLDER / "readstat_bytecode.sav", row_compress=True, **common)
    pyreadstat.write_sav(frame, FOLDER / "readstat.zsav", compress=True, **common)
    plain = frame[["id", "day", "when", "at", "letter"]].copy()
    plain["number"] = [0.1, -1 / 3, 1e20, -2.5e-10, 16777217.0, None]
    plain["text"] = ["a/b*c", "two  words", "", "7/", "Z", "line of more than forty characters, in all"]
    plain.columns = [name.upper() for name in plain.columns]
    pyreadstat.write_por(plain, FOLDER / "readstat.por", column_labels=[name.title() for name in plain.columns])


SYNTAX = """
SET DECIMAL=DOT.
DATA LIST LIST NOTABLE /q1 q2 q3 (F8.0) score (F12.6) t1 t2 t3 (A3) weight (F8.4) long (A20) day (EDATE10)
  quarter (QYR8) spent (DTIME12) c1 c2 (F4.0).
BEGIN DATA
1 0 1 0.123 yes no yes 0.75 "first answer" 04.03.2017 "1Q2017" "1 12:30:00" 1 2
0 0 1 -1000.3 no no yes 1.25 "refused" 15.10.1582 "4Q1999" "0 00:00:01" 2 .
1 1 1 . "" no "" 1 "" . . . 3 1
-1 98 99 123456789.125 yes yes yes 2.5 "long, and Ägäis" 31.12.2024 "2Q2024" "-1 01:00:00" -5 9
1 0 97 1e-10 no yes no .3333 "x" 29.02.2000 "3Q2000" "0 36:00:00" 1 3
END DATA.
VARIABLE LABELS q1 'First: tick' q2 'Second: tick' q3 'Third: tick' score 'A score, with "quotes"' long 'Said'.
VALUE LABELS q1 q2 q3 0 'no' 1 'yes' 98 "don't know" /t1 t2 t3 'yes' 'Ja' 'no' 'Nein'
  /long 'refused' 'Would not say' 'first answer' 'The first' /c1 c2 1 'one' 2 'two' 3 'three'.
MISSING VALUES q1 (LO THRU -1) q2 (90 THRU HI, -7) q3 (97, 98, 99) score (-1001 THRU -1000) t1 ('no') c1 (1 THRU 2, 9).
MISSING VALUES long ('refused').
VARIABLE LEVEL q1 q2 q3 (NOMINAL) score (SCALE) c1 (ORDINAL).
VARIABLE ATTRIBUTE VARIABLES=q1 ATTRIBUTE=note('one').
DATAFILE ATTRIBUTE ATTRIBUTE=made('up').
ADD DOCUMENT 'Documents are passed over.' 'A second line'.
FILE LABEL 'Fixture of PSPP'.
WEIGHT BY weight.
"""

# Portable files know neither sets nor long names.
SETS = """
MRSETS /MDGROUP NAME=$ticks LABEL='Ticked' VARIABLES=q1 q2 q3 VALUE=1
  /MDGROUP NAME=$words LABEL='Ticked by words' VARIABLES=t1 t2 t3 VALUE='yes'
  /MDGROUP NAME=$counted LABEL='By counted values' CATEGORYLABELS=COUNTEDVALUES VARIABLES=q1 q2 VALUE=1
  /MCGROUP NAME=$chosen VARIABLES=c1 c2.
RENAME VARIABLES (q1 q2 long = First_of_the_ticked_questions Second_of_the_ticked_questions Öffentliche_Meinung).
"""


def by_pspp():
    saves = [
        (SETS, "SAVE OUTFILE='{}' /UNCOMPRESSED.", "pspp.sav"),
        (SETS, "SAVE OUTFILE='{}' /COMPRESSED.", "pspp_bytecode.sav"),
        (SETS, "SAVE OUTFILE='{}' /ZCOMPRESSED.", "pspp.zsav"),
        ("", "EXPORT OUTFILE='{}'.", "pspp.por"),
    ]
    for extra, save, name in saves:
        with tempfile.NamedTemporaryFile("w", suffix=".sps") as syntax:
            # pyreadstat reads nothing but ASCII in portable files.
            commands = SYNTAX.replace("Ä", "Ae").replace("ä", "ae") if name.endswith(".por") else SYNTAX
            syntax.write(commands + extra + save.format(FOLDER / name) + "\n")
            syntax.flush()
            subprocess.run(["pspp", "--syntax-encoding=UTF-8", syntax.name], check=True)


class SystemFile:
    """A system file put together from its records."""

    def __init__(self, order, compression=0, cases=-1, weight=0, bias=100.0, label="", encoding="utf-8"):
        self.order, self.compression, self.bias, self.encoding = order, compression, bias, encoding
        self.bytes = b"$FL2" + b"@(#) SPSS DATA FILE of the fixtures".ljust(60)
        self.bytes += self.pack("iiiii", 2, -1, compression, weight, cases) + self.pack("d", bias)
        self.bytes += b"01 Jan 26" + b"00:00:00" + self.text(label).ljust(64) + bytes(3)
        self.widths = []

    def pack(self, kinds, *values):
        return struct.pack(self.order + kinds, *values)

    def text(self, text):
        return text.encode(self.encoding)

    def variable(self, name, width=0, label=None, missing=(), missing_count=None, print_format=0x050802):
        count = len(missing) if missing_count is None else missing_count
        self.bytes += self.pack("iiiiii", 2, width, int(label is not None), count, print_format, print_format)
        self.bytes += self.text(name).ljust(8)
        if label is not None:
            label = self.text(label)
            self.bytes += self.pack("i", len(label)) + label + bytes(-len(label) % 4)
        for value in missing:
            self.bytes += self.text(value).ljust(8) if isinstance(value, str) else self.pack("d", value)
        for _ in range(8, width, 8):
            self.bytes += self.pack("iiiiii", 2, -1, 0, 0, 0, 0) + b" " * 8
        self.widths.append(width)

    def value_labels(self, labels, variables):
        self.bytes += self.pack("ii", 3, len(labels))
        for value, label in labels:
            label = self.text(label)
            value = self.text(value).ljust(8) if isinstance(value, str) else self.pack("d", value)
            self.bytes += value + bytes([len(label)]) + label + bytes(-(len(label) + 1) % 8)
        self.bytes += self.pack("ii", 4, len(variables)) + self.pack("i" * len(variables), *variables)

    def extension(self, kind, size, data):
        self.bytes += self.pack("iiii", 7, kind, size, len(data) // size) + data

    def end(self):
        self.bytes += self.pack("ii", 999, 0)

    def elements(self, case):
        for value, width in zip(case, self.widths):
            if width == 0:
                yield self.pack("d", SYSMIS if value is None else value)
            else:
                text = self.text(value).ljust((width + 7) // 8 * 8)
                for start in range(0, len(text), 8):
                    yield text[start : start + 8]

    def cases(self, cases):
        elements = [element for case in cases for element in self.elements(case)]
        if self.compression == 0:
            self.bytes += b"".join(elements)
            return
        for start in range(0, len(elements), 7):
            commands, values = b"\0", b""  # A command that says nothing begins each block.
            for element in elements[start : start + 7]:
                number = struct.unpack(self.order + "d", element)[0]
                if element == b" " * 8:
                    commands += b"\xfe"
                elif number == SYSMIS:
                    commands += b"\xff"
                elif number == int(number) and 1 <= number + self.bias <= 251:
                    commands += bytes([int(number + self.bias)])
                else:
                    commands += b"\xfd"
                    values += element
            self.bytes += commands.ljust(8, b"\0") + values

    def write(self, name):
        (FOLDER / name).write_bytes(self.bytes)


def a_dialect(name, order, compression, encoding, code, name_of_encoding, **header):
    file = SystemFile(order, compression, encoding=encoding, **header)
    greeting = {"windows-1251": "Привет", "shift_jis": "日本", "windows-1252": "Smörgås", "utf-8": "ΑΒΓ"}[encoding]
    file.variable("Q1", label=greeting + "?", missing=[LOWEST, -1.0, 99.0], missing_count=-3)
    file.variable("Q2", label="", missing=[8.0, HIGHEST], missing_count=-2)
    file.variable("TXT", 12, label="a text", print_format=0x010C00)
    file.variable("SHORT", 4, missing=["n/a"], print_format=0x010400)
    file.variable("DAY", print_format=0x140B00)
    file.value_labels([(1.0, "one"), (2.5, greeting), (-1.0, "minus")], [1, 2])
    file.value_labels([("ab", "Ab"), ("n/a", "none")], [5])
    if code is not None:
        endian = 1 if order == ">" else 2
        file.extension(3, 4, file.pack("iiiiiiii", 25, 0, 0, -1, 1, 1, endian, code))
    file.extension(4, 8, file.pack("ddd", SYSMIS, HIGHEST, LOWEST))
    file.extension(5, 1, b"Set= Q1 Q2\n")
    file.extension(7, 1, b"$both=C 4 Both q1 q2\n")
    file.extension(11, 4, file.pack("iii" * 5, 1, 8, 1, 2, 8, 1, 1, 8, 0, 0, 8, 0, 3, 8, 1))
    file.extension(13, 1, b"Q1=question_one\tTXT=Text")
    file.extension(99, 1, b"nobody knows")
    if name_of_encoding:
        file.extension(20, 1, name_of_encoding.encode())
    file.end()
    day = 13707964800.0  # 2017-03-04
    file.cases(
        [
            (1.0, 2.5, greeting, "ab", day),
            (-1.0, 151.0, "", "n/a", None),
            (None, -99.0, "a long text!", "", day + 86400),
            (-100.0, 1e300, " led", "x", 99.0),
        ]
    )
    file.write(name)


def byte_by_byte():
    a_dialect("big_endian.sav", ">", 0, "windows-1252", 1252, "windows-1252", cases=4, weight=2, label="Smörgåsbord")
    a_dialect("big_endian_bytecode.sav", ">", 1, "utf-8", 65001, "UTF-8", cases=4)
    a_dialect("cyrillic.sav", "<", 1, "windows-1251", 1251, None, cases=4)
    a_dialect("japanese.sav", "<", 1, "shift_jis", 2, "windows-31j", bias=90.0)
    a_dialect("count_unknown.sav", "<", 0, "windows-1252", 1252, None, cases=-1)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    by_pyreadstat()
    by_pspp()
    byte_by_byte()
