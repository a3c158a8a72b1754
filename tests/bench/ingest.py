"""Reads a generated export into Parquet with topline, DuckDB and Polars, one after the other, and holds each result
against what the generator counted.

    ingest.py TOPLINE_BENCH FOLDER [ROWS] [ROUNDS]

Told of each: the CPU seconds (of all threads) and the most memory, the best of the rounds; and how many times topline's
CPU that is. Rows, answers and sums that differ from the generator's end it with an error. DuckDB and Polars make text
columns: they have no codebook, and so the harder half of the work is topline's alone. `raw/` are the same texts.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

import duckdb

PEERS = {
    "duckdb": "import duckdb; duckdb.sql(\"copy (from read_csv('{export}')) to '{out}' (format parquet)\")",
    "polars": "import polars; polars.scan_csv('{export}').sink_parquet('{out}')",
}


def measure(command):
    """CPU seconds and peak memory in MB of a program."""
    pid = subprocess.Popen(command, stdout=subprocess.DEVNULL).pid
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def sums_of_texts(path, columns, labels):
    """Per column: cells that are not blank, the sum of the codes of their labels, and their bytes."""
    found = {}
    for column in columns:
        rows = duckdb.sql(
            f"select \"{column}\" as text, count(*) as n from '{path}' group by all having text is not null and text <> ''"
            if column in labels
            else f"select null as text, count(distinct \"{column}\") as n from '{path}'"
        ).fetchall()
        if column in labels:
            codes = labels[column]
            found[column] = (
                sum(n for _, n in rows),
                sum(n * codes[text] for text, n in rows),
                sum(n * len(text.encode()) for text, n in rows),
            )
        else:
            found[column] = (rows[0][1], 0, None)
    return found


def compare(name, found, expected):
    for column, (answered, codes, size) in expected.items():
        got = found[column]
        if got[:2] != (answered, codes) or got[2] not in (None, size):
            sys.exit(f"{name}: `{column}` has {got}, expected {(answered, codes, size)}")


def main(program, folder, rows=1_000_000, rounds=3):
    folder = pathlib.Path(folder)
    marker = folder / f"{rows}.rows"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([program, "generate", folder, str(rows)], check=True)
        marker.touch()
    with open(folder / "expected.csv", newline="") as file:
        expected = {
            row["column"]: (int(row["answered"]), int(row["codes"]), int(row["bytes"])) for row in csv.DictReader(file)
        }
    codebook = tomllib.loads((folder / "codebook.toml").read_text())
    questions = {question["column"]: question for question in codebook["question"]}
    labels = {
        column: {option["label"]: option["code"] for option in question["options"]}
        for column, question in questions.items()
    }
    out = folder / "out"
    export = folder / "export.csv"
    commands = {"topline": [program, "ingest", folder, out]}
    for peer, code in PEERS.items():
        path = folder / f"{peer}.parquet"
        commands[peer] = [sys.executable, "-c", code.format(export=export, out=path)]
    best = {}
    for _ in range(rounds):
        # One after the other in each round, so that what else the machine does falls on all.
        for name, command in commands.items():
            cpu, memory = measure(command)
            known = best.get(name, (cpu, memory))
            best[name] = (min(known[0], cpu), max(known[1], memory))
    run = out / "bench"
    for name, path in [("topline", run / "raw/export.parquet")] + [(peer, folder / f"{peer}.parquet") for peer in PEERS]:
        compare(name, sums_of_texts(path, expected, labels), expected)
    coded = {}
    for column in expected:
        select = (
            f"count({questions[column]['id']}), coalesce(sum({questions[column]['id']}), 0)"
            if column in questions
            else "count(distinct respondent), 0"
        )
        coded[column] = (*duckdb.sql(f"select {select} from '{run}/asked.parquet'").fetchall()[0], None)
    compare("topline's codes", coded, expected)
    size = export.stat().st_size / 1e6
    print(f"{rows} rows, {len(expected)} columns, {size:.0f} MB; best of {rounds}; results as the generator counted")
    for name, (cpu, memory) in best.items():
        print(f"{name:8} {cpu:6.2f} CPU s {memory:6.0f} MB {cpu / best['topline'][0]:5.2f} times")


main(*sys.argv[1:3], *map(int, sys.argv[3:]))
