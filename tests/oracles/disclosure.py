"""What somebody can work out from the published figures of a run, by HiGHS.

    python tests/oracles/disclosure.py attack PUBLISHED TRUTH CODEBOOK WIDTH
    python tests/oracles/disclosure.py --all-formats PUBLISHED TRUTH CODEBOOK WIDTH
    python tests/oracles/disclosure.py random TOPLINE SURVEYS [SEED]
    python tests/oracles/disclosure.py rounded TOPLINE SURVEYS [SEED]
    python tests/oracles/disclosure.py waves TOPLINE SURVEYS [SEED]

`attack` reads `figures.parquet` in the folder PUBLISHED and the questionnaire CODEBOOK, and nothing else of the run. It writes down all
that it knows of how counts add up, and asks in which range each count that is held back can lie. TRUTH is the folder of a run without a
policy: its figures are read only to say which of the counts are small ones. The exit code is 1 where one of them is known more narrowly
than WIDTH respondents. Without small counts (a minimum base alone) WIDTH is that of counts in small bases.

`--all-formats` does so for each file that is published: `figures.parquet`, `tables/*.parquet`, `tables/*.csv` (counts from percentages and
bases, where only one fits) and `figures.json` are attacked as above. Of the report, the workbooks, the bulletin, `report.typ` and the files
for archives, every number is read: none may be a count of more than two digits or a percentage with two decimals or more that is held back and that no
figure tells. What it finds it names with the file and the cell.

`random` runs a program on random surveys with a threshold, and attacks each in all formats. It needs pyarrow, numpy and highspy, for
workbooks openpyxl and odfpy, and no code of the project.

`rounded` does so with surveys that round to 5, with a threshold and without: each published count is one of those that round to it. No count
below the threshold, or below 5, may be known exactly, in whole numbers.

`waves` publishes a survey twice, the second time with as many respondents again and `against` the first, and attacks both together: no small count
of the second release, and no small number of those who came since, may be known more narrowly than the threshold.
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from decimal import Decimal

import highspy
import numpy as np
import pyarrow.parquet as pq

COUNTED = {"base", "option", "net", "rest", "absent", "missing"}


def figures(folder):
    rows = pq.read_table(pathlib.Path(folder) / "figures.parquet").to_pylist()
    return [row for row in rows if row["row_kind"] in COUNTED and row["question"]]


class Puzzle:
    """Counts by name, what is known of them, and sums of them that are 0."""

    def __init__(self):
        self.known = {}
        self.names = {}
        self.sums = []

    def count(self, name):
        return self.names.setdefault(name, len(self.names))

    def know(self, name, value):
        count = self.count(name)
        assert self.known.setdefault(count, value) == value, (name, value, self.known[count])

    def zero(self, terms):
        self.sums.append({self.count(name): times for name, times in terms})

    def free(self):
        """A count that nobody names."""
        name = ("free", len(self.names))
        self.count(name)
        return name


def puzzle(rows, codebook, everybody):
    questions = {question["id"]: question for question in codebook.get("question", []) + codebook.get("derive", [])}
    scales = {scale["id"]: scale for scale in codebook.get("scale", [])}
    tables = defaultdict(list)
    for row in rows:
        tables[row["table_id"], row["item"] or ""].append(row)
    found = Puzzle()
    for (table, _), cells in sorted(tables.items()):
        question = questions.get(cells[0]["question"])
        if question is None:
            continue
        options_of = question if "options" in question else scales.get(question.get("scale"), {})
        multi = question["kind"] == "multi"
        # Tables of one question with one rule for its base count the same.
        of = (cells[0]["question"], cells[0]["item"], cells[0]["base_rule"])
        total_base = next((c["n"] for c in cells if c["row_kind"] == "base" and not c["column_key"]), None)
        whole = total_base == everybody

        def name(row, column):
            if row == "base" and whole:
                return ("all", column)
            return (*of, row, column)

        keys, columns = [], []
        for cell in cells:
            row, column = cell["row_key"].split(":")[0], cell["column_key"] or ""
            if (row, cell["row_kind"]) not in keys:
                keys.append((row, cell["row_kind"]))
            if column not in columns:
                columns.append(column)
            if cell["n"] is not None:
                found.know(name(row, column), cell["n"])
            else:
                found.count(name(row, column))
            if cell["base"] is not None and cell["statistic"] in ("column_percent", "unweighted_percent"):
                found.know(name("base", column), cell["base"])
        rows_of = [row for row, kind in keys if kind in ("option", "rest")]
        # Those who gave no answer are in every base but that of the answers.
        answered = cells[0]["base_rule"] == "those who answered"
        without = [] if answered else [row for row, kind in keys if kind in ("absent", "missing")]
        nets = {net["id"]: net["codes"] for net in options_of.get("nets", []) + question.get("nets", [])}
        for column in columns:
            if multi:
                for row in rows_of:
                    found.zero([(name(row, column), 1), (found.free(), 1), (name("base", column), -1)])
            else:
                shown = [(name(row, column), 1) for row in rows_of + without]
                all_shown = len(rows_of) >= len(options_of.get("options", [])) and (answered or without)
                rest = [] if all_shown else [(found.free(), 1)]
                found.zero([*shown, *rest, (name("base", column), -1)])
            for net, codes in nets.items():
                parts = [str(code) for code in codes]
                if (net, "net") not in keys or not all(part in rows_of for part in parts):
                    continue
                if multi:
                    for part in parts:
                        found.zero([(name(part, column), 1), (found.free(), 1), (name(net, column), -1)])
                    found.zero([*[(name(part, column), -1) for part in parts], (found.free(), 1), (name(net, column), 1)])
                else:
                    found.zero([*[(name(part, column), 1) for part in parts], (name(net, column), -1)])
        breaks = defaultdict(list)
        for column in columns:
            if column and "/" not in column:
                breaks[column.split(".")[0]].append(column)
        for by, of_break in breaks.items():
            split = questions.get(by)
            if split is None or split["kind"] != "single":
                continue
            codes = [column for column in of_break if re.fullmatch(r"-?\d+", column.split(".", 1)[1])]
            if not codes:
                continue
            bases = [found.known.get(found.count(name("base", column))) for column in [*codes, ""]]
            closed = None not in bases and sum(bases[:-1]) == bases[-1]
            for row in [row for row, _ in keys]:
                rest = [] if closed else [(found.free(), 1)]
                found.zero([*[(name(row, column), 1) for column in codes], *rest, (name(row, ""), -1)])
    return found


def ranges(found, wanted):
    """How far each wanted count that is not known can range: its least and its most, or values of it that lie as far apart as `wanted` asks."""
    parent = {count: count for count in range(len(found.names)) if count not in found.known}

    def top(count):
        while parent[count] != count:
            parent[count] = parent[parent[count]]
            count = parent[count]
        return count

    rows = []
    for terms in found.sums:
        unknown = [count for count in terms if count in parent]
        if unknown:
            rows.append(terms)
            for count in unknown[1:]:
                one, other = top(unknown[0]), top(count)
                parent[max(one, other)] = min(one, other)
    parts = defaultdict(lambda: ([], []))
    for count in parent:
        parts[top(count)][0].append(count)
    for terms in rows:
        parts[top(next(count for count in terms if count in parent))][1].append(terms)
    bounds = {}
    for counts, of_part in parts.values():
        asked = [count for count in counts if count in wanted]
        if not asked:
            continue
        place = {count: at for at, count in enumerate(counts)}
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        for _ in counts:
            solver.addVar(0.0, highspy.kHighsInf)
        for terms in of_part:
            total = -sum(times * found.known[count] for count, times in terms.items() if count in found.known)
            unknown = [count for count in terms if count in place]
            at = np.array([place[count] for count in unknown], dtype=np.int32)
            solver.addRow(total, total, len(unknown), at, np.array([float(terms[count]) for count in unknown]))
        # The least and the most of one count are values that the others can have too: those that range far enough are not asked for.
        least, most = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
        for count in asked:
            at = place[count]
            ends = [least[at], most[at]]
            if not most[at] - least[at] >= wanted[count]:
                for side, sense in enumerate((highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)):
                    solver.changeObjectiveSense(sense)
                    solver.changeColCost(at, 1.0)
                    solver.run()
                    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
                    ends[side] = solver.getObjectiveValue() if optimal else np.inf
                    solver.changeColCost(at, 0.0)
                    if optimal:
                        values = np.array(solver.getSolution().col_value)
                        least, most = np.minimum(least, values), np.maximum(most, values)
            bounds[count] = tuple(ends)
    return bounds


def rounded_ranges(found, wanted, ends):
    """In whole numbers, the least and the greatest that each wanted count can be, if those that are known lie between such ends."""
    parent = {}

    def top(count):
        while parent[count] != count:
            parent[count] = parent[parent[count]]
            count = parent[count]
        return count

    between = {count: ends(value) for count, value in found.known.items()}
    fixed = {count: low for count, (low, high) in between.items() if low == high}
    rows = [[(count, times) for count, times in terms.items()] for terms in found.sums]
    for terms in rows:
        open_counts = [count for count, _ in terms if count not in fixed]
        for count in open_counts:
            parent.setdefault(count, count)
        for count in open_counts[1:]:
            parent[top(open_counts[0])] = top(count)
    parts = defaultdict(lambda: ([], []))
    for count in parent:
        parts[top(count)][0].append(count)
    for terms in rows:
        first = next((count for count, _ in terms if count not in fixed), None)
        if first is not None:
            parts[top(first)][1].append(terms)
    found_ranges = {}
    for counts, of_part in parts.values():
        asked = [count for count in counts if count in wanted]
        if not asked:
            continue
        place = {count: at for at, count in enumerate(counts)}
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        for count in counts:
            low, high = between.get(count, (0.0, highspy.kHighsInf))
            solver.addVar(low, high)
        for terms in of_part:
            total = -sum(times * fixed[count] for count, times in terms if count in fixed)
            unknown = [(place[count], float(times)) for count, times in terms if count in place]
            solver.addRow(total, total, len(unknown), np.array([at for at, _ in unknown], dtype=np.int32), np.array([times for _, times in unknown]))

        def end(count, sense):
            solver.changeObjectiveSense(sense)
            solver.changeColCost(place[count], 1.0)
            solver.run()
            optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            value = solver.getObjectiveValue() if optimal else np.inf
            solver.changeColCost(place[count], 0.0)
            return value

        senses = (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)
        narrow = []
        for count in asked:
            found_ranges[count] = tuple(end(count, sense) for sense in senses)
            if found_ranges[count][1] - found_ranges[count][0] < 2:
                narrow.append(count)
        if narrow:
            every = np.arange(len(counts), dtype=np.int32)
            solver.changeColsIntegrality(len(counts), every, np.array([highspy.HighsVarType.kInteger] * len(counts)))
            solver.setOptionValue("time_limit", 60.0)
            for count in narrow:
                found_ranges[count] = tuple(end(count, sense) for sense in senses)
    return found_ranges


def attack_rounded(published, truth, codebook, threshold, unit):
    shown, real = figures(published), {row["figure"]: row for row in figures(truth)}
    # A base that rounds to all respondents need not be all of them: no question is taken for one that everybody answered.
    found = puzzle(shown, tomllib.loads(pathlib.Path(codebook).read_text()), None)

    def ends(value):
        if value == 0 and threshold:
            return (0, 0)
        low, high = max(0, value - unit // 2), value + (unit - 1) // 2
        return (max(low, threshold or 0), high)

    least = threshold or unit
    # What is held back because of others is exact nowhere either, but only small counts must not be known.
    known_to_all = {row["figure"] for row in real.values() if not row["column_key"] and row["n"] in (0, row["base"])}
    wanted = {}
    for row in shown:
        n = real[row["figure"]]["n"]
        name = (row["question"], row["item"], row["base_rule"], row["row_key"].split(":")[0], row["column_key"] or "")
        if 0 < n < least and name in found.names and row["figure"].split("@")[0] not in known_to_all:
            wanted[found.names[name]] = row["figure"]
    narrow = [(wanted[count], low, high) for count, (low, high) in rounded_ranges(found, set(wanted), ends).items() if high - low < 1 - 1e-6]
    held = sum(row["n"] is None for row in shown)
    print(f"{len(shown)} counts, {held} held back, {len(wanted)} small ones, {len(narrow)} known exactly")
    for figure, low, high in narrow[:10]:
        print(f"  {figure}: {low:.6g} to {high:.6g}")
    return narrow


def attack_waves(releases, truths, codebook, width):
    """Both releases together: whoever was counted before is counted again."""
    questions = tomllib.loads(pathlib.Path(codebook).read_text())
    joint, names = Puzzle(), []
    for wave, published in enumerate(releases):
        everybody = json.loads((published / "run.json").read_text())["rows"]["respondents"]
        found = puzzle(figures(published), questions, everybody)
        by_number = {number: (wave, name) for name, number in found.names.items()}
        for count, value in found.known.items():
            joint.know(by_number[count], value)
        for terms in found.sums:
            joint.zero([(by_number[count], times) for count, times in terms.items()])
        names.append([name for name in found.names if name[0] != "free"])
    both = [name for name in names[1] if name in set(names[0])]
    for name in both:
        joint.zero([((0, name), 1), (("since", name), 1), ((1, name), -1)])
    counts = [{row["figure"]: row for row in figures(truth)} for truth in truths]
    # How many came since is known to the second run only of counts that the first release published.
    told_before = {row["figure"] for row in figures(releases[0]) if row["n"] is not None}
    wanted = {}
    for row in figures(releases[1]):
        before, now = (of[row["figure"]]["n"] if row["figure"] in of else None for of in counts)
        name = (row["question"], row["item"], row["base_rule"], row["row_key"].split(":")[0], row["column_key"] or "")
        known_to_all = counts[1][row["figure"].split("@")[0]]
        if known_to_all["n"] in (0, known_to_all["base"]):
            continue
        if row["n"] is None and 0 < now < width and (1, name) in joint.names:
            wanted[joint.names[1, name]] = row["figure"]
        if row["figure"] in told_before and before is not None and 0 < now - before < width and name in both:
            wanted[joint.names["since", name]] = row["figure"] + ", since"
    narrow = [(wanted[count], joint.known[count], joint.known[count]) for count in wanted if count in joint.known]
    for count, (low, high) in ranges(joint, dict.fromkeys(wanted, width)).items():
        if high - low < width - 1e-6:
            narrow.append((wanted[count], low, high))
    print(f"{len(joint.names)} counts of two releases, {len(wanted)} protected, {len(narrow)} known more narrowly than {width}")
    for figure, low, high in narrow[:10]:
        print(f"  {figure}: {low:.6g} to {high:.6g}")
    return narrow


def attack(published, truth, codebook, width, shown=None, label=""):
    shown, real = figures(published) if shown is None else shown, figures(truth)
    # Every report says how many respondents there were.
    everybody = json.loads((pathlib.Path(published) / "run.json").read_text())["rows"]["respondents"]
    found = puzzle(shown, tomllib.loads(pathlib.Path(codebook).read_text()), everybody)
    by_name = {row["figure"]: row for row in real}
    # An answer that nobody gave, or everybody, is known in every column.
    known_to_all = {row["figure"] for row in real if not row["column_key"] and row["n"] in (0, row["base"])}
    small = {}
    for row in shown:
        counted = by_name[row["figure"]]
        if row["n"] is not None or row["figure"].split("@")[0] in known_to_all:
            continue
        n, base = counted["n"] if counted["n"] is not None else None, counted["base"]
        key = (row["question"], row["item"], row["base_rule"], row["row_key"].split(":")[0], row["column_key"] or "")
        if row["base"] is not None:
            small[key] = (row["figure"], min(width, base))
        elif n is not None and 0 < n < width:
            small[key] = (row["figure"], width)
    everybody = [name for name in found.names if name[0] == "all"]
    wanted = {found.names[name]: of for name, of in small.items() if name in found.names}
    for name, (figure, need) in small.items():
        if name[3] == "base" and ("all", name[4]) in everybody:
            wanted[found.names["all", name[4]]] = (figure, need)
    known = {count: (of, found.known[count]) for count, of in wanted.items() if count in found.known}
    bounds = ranges(found, {count: need for count, (_, need) in wanted.items()})
    narrow = [(of[0], value, value) for of, value in known.values() if of[1] > 0]
    for count, (low, high) in bounds.items():
        figure, need = wanted[count]
        if high - low < need - 1e-6:
            narrow.append((figure, low, high))
    held = sum(row["n"] is None for row in shown)
    print(f"{label}{len(shown)} counts, {held} held back, {len(wanted)} protected, {len(narrow)} known more narrowly than {width}")
    for figure, low, high in narrow[:10]:
        print(f"  {figure}: {low:.6g} to {high:.6g}")
    return narrow


def of_tables(folder):
    """The figures as tables/*.parquet have them."""
    rows = [row for path in sorted((folder / "tables").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return [row for row in rows if row["row_kind"] in COUNTED and row["question"]]


def of_json(folder, heads):
    """The figures as figures.json has them: only what names them is taken from elsewhere."""
    found = []
    for figure in json.loads((folder / "figures.json").read_text())["figures"]:
        if figure["figure"] in heads:
            found.append({**heads[figure["figure"]], "n": figure["n"], "base": figure["base"]})
    return found


def of_csv(folder, heads):
    """The counts that tables/*.csv tell by bases and percentages, where only one fits."""
    found, tables = [], defaultdict(list)
    for head in heads.values():
        tables[head["table_id"]].append(head)
    for table, cells in sorted(tables.items()):
        path = folder / "tables" / f"{table}.csv"
        columns = list(dict.fromkeys(cell["column_key"] or "" for cell in cells))
        rows = list(dict.fromkeys((cell["item"] or "", cell["row_key"]) for cell in cells))
        with open(path, newline="") as lines:
            read = list(csv.DictReader(lines))
        # A grid has its items in rows of their own; other tables are read cell by cell.
        if len({item for item, _ in rows}) > 1:
            continue
        labels = [name for name in read[0] if name not in ("row_label", "unit", "export")][: len(columns)]
        by_label = {line["row_label"]: line for line in read if line["unit"] in ("count", "percent")}
        for cell in cells:
            # A weighted percentage does not tell how many respondents.
            if cell["base_effective"] is not None and cell["row_kind"] != "base":
                continue
            column, line = labels[columns.index(cell["column_key"] or "")], by_label.get(cell["row_label"])
            base = by_label["Base"][column]
            value = line[column] if line else ""
            n = None
            if re.fullmatch(r"[0-9]+", base) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
                half = 0.5 * 10 ** -len(value.partition(".")[2])
                share, of = float(value), int(base)
                fits = [int(value)] if cell["row_kind"] == "base" else [
                    n for n in range(of + 1) if of and abs(100 * n / of - share) <= half + 1e-9
                ]
                n = fits[0] if len(fits) == 1 else None
            if n is None and value != "[c]":
                continue
            found.append({**cell, "n": n, "base": int(base) if n is not None else None})
    return found


def sums_of_parts(rows, codebook):
    """What published percentages add up to, of each net and of all options: notes on rounding say so where that is not the net, or 100."""
    nets = {question["id"]: [net["codes"] for net in question.get("nets", [])] for question in codebook.get("question", [])}
    columns = defaultdict(dict)
    for row in rows:
        if row["row_kind"] == "option" and row["question"]:
            columns[row["table_id"], row["question"], row["item"], row["column_key"]][row["row_key"].split(":")[0]] = row["published"]
    told = set()
    for (_, question, _, _), parts in columns.items():
        for names in [[str(code) for code in codes] for codes in nets.get(question, [])] + [list(parts)]:
            values = [parts.get(name) for name in names]
            if all(value is not None for value in values):
                told.add(str(sum(Decimal(str(value)) for value in values)))
    return told


def texts(folder):
    """What documents say, as a text each."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".md", ".typ", ".xml", ".json", ".csv") and "raw" not in path.parts and path.name != "run.json":
            text = path.read_text(errors="replace")
            # Places on a drawing are no figures.
            yield path.relative_to(folder), re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", " ", text)
        elif path.suffix == ".xlsx":
            import openpyxl

            sheets = openpyxl.load_workbook(path, data_only=True).worksheets
            yield path.relative_to(folder), " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None)
        elif path.suffix == ".ods":
            from odf import table, teletype
            from odf.opendocument import load

            cells = load(path).getElementsByType(table.TableCell)
            # The value behind a cell as well as its text.
            yield path.relative_to(folder), " ".join(f"{teletype.extractText(cell)} {cell.getAttribute('value')}" for cell in cells)


def all_formats(published, truth, codebook, width):
    folder, found = pathlib.Path(published), []
    real = pq.read_table(pathlib.Path(truth) / "figures.parquet").to_pylist()
    heads = {row["figure"]: row for row in figures(truth)}
    ways = {"figures.parquet: ": None}
    if any((folder / "tables").glob("*.parquet")):
        ways["tables/*.parquet: "] = of_tables(folder)
    if (folder / "figures.json").exists():
        ways["figures.json: "] = of_json(folder, heads)
    if any((folder / "tables").glob("*.csv")):
        ways["tables/*.csv: "] = of_csv(folder, heads)
    held = {row["figure"] for row in figures(published) if row["n"] is None}
    attacked = {}
    for label, shown in ways.items():
        told = frozenset((row["figure"], row["n"], row["base"]) for row in shown or figures(published))
        if told in attacked:
            print(f"{label}the counts of {attacked[told]}")
            continue
        attacked[told] = label.removesuffix(": ")
        found += attack(published, truth, codebook, width, shown, label)
        for row in shown or []:
            if row["figure"] in held and row["n"] is not None:
                print(f"  {label}{row['figure']} is {row['n']}")
                found.append((row["figure"], row["n"], row["n"]))
    numbers = lambda row: {str(row[name]) for name in ("n", "published") if row[name] is not None}
    shown = {row["figure"]: row for row in pq.read_table(folder / "figures.parquet").to_pylist()}
    told = {number for row in shown.values() for number in numbers(row) | {str(row["base"])}}
    # Weighted and effective bases are shown as whole numbers, and percentages in workbooks are parts of 1.
    for row in shown.values():
        for name in ("base_weighted", "base_effective", "n_weighted"):
            told |= {f"{row[name]:.0f}"} if row[name] is not None else set()
        told |= {str(round(float(row["published"]) / 100, 6))} if row["published"] is not None else set()
    told |= sums_of_parts(shown.values(), tomllib.loads(pathlib.Path(codebook).read_text()))
    rows = json.loads((folder / "run.json").read_text())["rows"]
    told |= {str(number) for number in rows.values() if isinstance(number, int)}
    secret = defaultdict(list)
    for row in real:
        if row["figure"] in shown and shown[row["figure"]]["published"] is None:
            for number in numbers(row) - told:
                if len(number) > (3 if "." in number else 2) and number.strip("0.") and number != "100":
                    secret[number].append(row["figure"])
    for path, text in texts(folder):
        text = text if path.suffix == ".csv" else text.replace(",", "")
        standing = set(re.findall(r"(?<![\w.#-])[0-9]+(?:\.[0-9]+)?(?![\w-])", text))
        for number in sorted(standing & secret.keys()):
            print(f"  {path}: {number} is {secret[number][0]}")
            found.append((secret[number][0], number, number))
    print(f"{len(secret)} numbers that are held back are looked for in documents, {len(found)} things found")
    return found


def random_survey(folder, random, threshold, rounding=""):
    """Writes a random survey: an export, its codebook, and tables by banners."""
    respondents = int(random.integers(200, 1500))
    questions, columns = [], {"ID": [f"r{number}" for number in range(respondents)]}

    def choose(name, options, shape):
        missing = random.random() < 0.3
        shares = random.dirichlet(np.ones(options) * shape)
        answers = [str(code + 1) for code in random.choice(options, respondents, p=shares)]
        if missing:
            answers = ["" if random.random() < 0.05 else answer for answer in answers]
        columns[name] = answers
        nets = ""
        if options >= 5:
            nets = f'nets = [{{ id = "first", label = "First", codes = [1, 2] }}, {{ id = "last", label = "Last", codes = [{options - 1}, {options}] }}]\n'
        listed = ", ".join(f'{{ code = {code + 1}, label = "{code + 1}" }}' for code in range(options))
        questions.append(f'[[question]]\nid = "{name}"\nkind = "single"\ntext = "{name}?"\ncolumn = "{name}"\noptions = [{listed}]\n{nets}')

    names = [f"q{number + 1}" for number in range(int(random.integers(2, 7)))]
    for name in names:
        choose(name, int(random.integers(3, 9)), 1.2)
    if random.random() < 0.5:
        boxes = int(random.integers(3, 7))
        shares = random.random(boxes) ** 2
        ticks = random.random((respondents, boxes)) < shares
        columns["m"] = [";".join(str(code + 1) for code in range(boxes) if row[code]) for row in ticks]
        listed = ", ".join(f'{{ code = {code + 1}, label = "{code + 1}" }}' for code in range(boxes))
        nets = 'nets = [{ id = "either", label = "Either", codes = [1, 2] }]'
        questions.append(f'[[question]]\nid = "m"\nkind = "multi"\ntext = "m?"\ncolumn = "m"\nseparator = ";"\noptions = [{listed}]\n{nets}\n')
        names.append("m")
    breaks = [f"b{number + 1}" for number in range(int(random.integers(1, 4)))]
    for name in breaks:
        choose(name, int(random.integers(2, 13)), 2.0)
    weights = ""
    if random.random() < 0.3:
        columns["w"] = [f"{weight:.3f}" for weight in random.uniform(0.3, 3.0, respondents)]
        weights = '[weights]\ncolumn = "w"\n'
    banner = ", ".join(f'{{ question = "{name}" }}' for name in breaks)
    tables = f"[default]\nbanner = [{banner}]\n"
    policy = f"threshold = {threshold}\n{rounding}" if threshold else rounding
    for policy, name in ((policy, "protected"), ("caution_base = 1", "plain")):
        pipeline = folder / name
        pipeline.mkdir(parents=True)
        source = '[source]\nname = "export"\npath = "../export.csv"\nformat = "csv"\nrespondent = "ID"\n'
        publish = '[rounding]\ndecimals = 3\n[publish]\nformats = ["report", "typst", "csv", "parquet", "json", "xlsx", "ods", "ddi", "dictionary"]\n'
        (pipeline / "survey.toml").write_text(f'id = "{name}"\ntitle = "Random"\n{source}{weights}{publish}[disclosure]\n{policy}\n')
        (pipeline / "codebook.toml").write_text("\n".join(questions))
        (pipeline / "tables.toml").write_text(tables)
    with open(folder / "export.csv", "w", newline="") as export:
        writer = csv.writer(export)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values()))


def random(program, surveys, seed):
    failed = 0
    for number in range(seed, seed + surveys):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            threshold = [3, 5, 10][number % 3]
            random_survey(folder, np.random.default_rng(number), threshold)
            for pipeline in ("plain", "protected"):
                ran = subprocess.run([program, "run", folder / pipeline, "--out", folder / "out"], capture_output=True, text=True)
                if ran.returncode != 0:
                    break
            print(f"survey {number}, threshold {threshold}: ", end="")
            if ran.returncode != 0:
                # A refusal is an answer too, if it says why.
                print("refused:", ran.stderr.strip().splitlines()[0])
                failed += "failed to protect" not in ran.stderr
                continue
            failed += bool(all_formats(folder / "out/protected", folder / "out/plain", folder / "plain/codebook.toml", threshold))
    print(f"{surveys} surveys, {failed} failed")
    return failed


def run_all(program, out, pipelines):
    """Runs pipelines one by one. What the first said that did not go well, if there is one."""
    for pipeline in pipelines:
        ran = subprocess.run([program, "run", pipeline, "--out", out], capture_output=True, text=True)
        if ran.returncode != 0:
            return ran.stderr
    return None


def refusal(stderr):
    """A refusal is an answer too, if it says why."""
    print("refused:", stderr.strip().splitlines()[0])
    return "failed to protect" not in stderr


def rounded(program, surveys, seed):
    failed = 0
    for number in range(seed, seed + surveys):
        with tempfile.TemporaryDirectory() as name:
            folder, threshold = pathlib.Path(name), [None, 5, 8, 10][number % 4]
            random_survey(folder, np.random.default_rng(number), threshold, "round_to = 5\n")
            said = run_all(program, folder / "out", [folder / "plain", folder / "protected"])
            print(f"survey {number}, rounded to 5, threshold {threshold}: ", end="", flush=True)
            if said is not None:
                failed += refusal(said)
                continue
            failed += bool(attack_rounded(folder / "out/protected", folder / "out/plain", folder / "plain/codebook.toml", threshold, 5))
    print(f"{surveys} surveys, {failed} failed")
    return failed


def waves(program, surveys, seed):
    failed = 0
    for number in range(seed, seed + surveys):
        with tempfile.TemporaryDirectory() as name:
            folder, threshold = pathlib.Path(name), [3, 5][number % 2]
            random_survey(folder, np.random.default_rng(number), threshold)
            export = (folder / "export.csv").read_text().splitlines(keepends=True)
            # The first release has half of the respondents.
            (folder / "export.csv").write_text("".join(export[: 1 + len(export) // 2]))
            pipelines = [folder / "plain", folder / "protected"]
            said = run_all(program, folder / "first", pipelines)
            if said is None:
                (folder / "export.csv").write_text("".join(export))
                against = f'against = "{folder / "first/protected"}"\n'
                with open(folder / "protected/survey.toml", "a") as survey:
                    survey.write(against)
                said = run_all(program, folder / "second", pipelines)
            print(f"survey {number}, two releases, threshold {threshold}: ", end="", flush=True)
            if said is not None:
                failed += refusal(said)
                continue
            releases, truths = ([folder / wave / name for wave in ("first", "second")] for name in ("protected", "plain"))
            failed += bool(attack_waves(releases, truths, folder / "plain/codebook.toml", threshold))
    print(f"{surveys} surveys, {failed} failed")
    return failed


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["attack", published, truth, codebook, width]:
            sys.exit(bool(attack(published, truth, codebook, int(width))))
        case ["--all-formats", published, truth, codebook, width]:
            sys.exit(bool(all_formats(published, truth, codebook, int(width))))
        case ["random", program, surveys, *seed]:
            sys.exit(bool(random(program, int(surveys), int(seed[0]) if seed else 0)))
        case ["rounded", program, surveys, *seed]:
            sys.exit(bool(rounded(program, int(surveys), int(seed[0]) if seed else 0)))
        case ["waves", program, surveys, *seed]:
            sys.exit(bool(waves(program, int(surveys), int(seed[0]) if seed else 0)))
        case _:
            sys.exit(__doc__)
