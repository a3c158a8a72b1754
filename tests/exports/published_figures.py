#!/usr/bin/env python3
"""How many of the figures that others published come out of an unedited draft.

    pip install pyarrow
    tests/exports/published_figures.py PROGRAM REAL

For each survey in REAL (the folder that `TOPLINE_REAL` names) whose published figures are in `expected.csv`, a pipeline is drafted and
run without an edit. A published figure comes out if the run has one with the same label and the same value, rounded as published, and
with the same base where one is stated. The second count is of the same draft without its minimum base: the difference is what the
minimum base holds back. Figures that the publisher's own data do not give (`match` is `no`) are left out.
"""

import csv
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

import pyarrow.parquet

SURVEYS = [
    ("masculinity", "masculinity/raw-responses.csv", "masculinity/expected.csv"),
    ("starwars", "starwars/StarWars.csv", "starwars/expected.csv"),
    ("ospo2024", "ospo2024/2024 OSPO N222 Raw Data Text.csv", "ospo2024/expected.csv"),
    ("dask2019", "dask2019/results.csv", "dask2019/expected.csv"),
    ("ipsos2016", "ipsos2016/raw-data.csv.gz", "ipsos2016/expected.csv.gz"),
    ("qualtrics", "qualtrics/data/Sample Surveys/Long Exhaustive Sample Survey/Long_Exhaustive_Sample_Survey.csv", "qualtrics/expected.csv"),
    ("r_survey_api", "r_survey_api/apiclus1.csv", "r_survey_api/expected.csv"),
]


def folded(text):
    return re.sub(r"[^a-z0-9]+", " ", text.lower().replace("\u2019", "'")).strip()


def number(text):
    found = re.fullmatch(r"\s*(-?[\d,]*\.?\d+)\s*%?\s*", text or "")
    return float(found.group(1).replace(",", "")) if found else None


def decimals(text):
    return len(text.strip().rstrip("%").partition(".")[2])


def published(file):
    """Label, value as published, base, and the kind of each figure."""
    rows = csv.DictReader(gzip.open(file, "rt") if file.suffix == ".gz" else open(file, newline=""))
    for row in rows:
        if row.get("match", "yes") == "no" or row.get("kind") == "se":
            continue
        if "percent" in row:  # A tab book: its total column.
            if row["break_column"] == "Total" and row["percent"]:
                yield row["row"], f"{float(row['percent']) * 100:.0f}", number(row["base_unweighted"])
            continue
        if "expected_pct" in row:
            yield row["option"], row["expected_pct"], None
            continue
        if row.get("breakdown", "Adult Men") != "Adult Men":
            continue
        label = row.get("option") or re.sub(r"^[a-z0-9]+_", "", row["figure_id"])
        base = number(row.get("base_n") or row.get("published_sample_size") or "")
        yield label, row["expected"], base


def figures(program, export, minimum):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        call = lambda *arguments: subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, cwd=folder)
        call("init", export, "-o", folder / "draft")
        survey = folder / "draft" / "survey.toml"
        if minimum is not None:
            survey.write_text(re.sub(r"minimum_base = \d+", f"minimum_base = {minimum}", survey.read_text()))
        call("run", folder / "draft", "--out", folder / "out")
        (file,) = folder.glob("out/*/figures.parquet")
        return pyarrow.parquet.read_table(file).to_pylist()


def come_out(expected, rows):
    shown = [row for row in rows if row["published"] is not None]
    labels = [folded(f"{row['row_label'] or ''} | {row['item_label'] or ''}") for row in shown]
    count = 0
    for label, value, base in expected:
        wanted, places, label = number(value), decimals(value), folded(label)
        alike = (row for row, own in zip(shown, labels) if label and label in own)
        count += any(
            (base is None or row["base"] == base)
            and (row["n"] == wanted or (row["x"] is not None and abs(row["x"] - wanted) <= 0.5 * 10**-places + 1e-9))
            for row in alike
        )
    return count


def main():
    program, real = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    print("| survey | published | come out of the draft | held back by the minimum base |\n|---|---|---|---|")
    for name, export, expected in SURVEYS:
        if not (real / export).exists():
            continue
        wanted = [each for each in published(real / expected) if number(each[1]) is not None]
        with_base = come_out(wanted, figures(program, real / export, None))
        without = come_out(wanted, figures(program, real / export, 0))
        print(f"| `{name}` | {len(wanted)} | {with_base} | {without - with_base} |", flush=True)


if __name__ == "__main__":
    main()
