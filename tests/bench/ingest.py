"""Reads a generated export into Parquet with topline, and with others beside it, one after the other, and holds each result
against what the generator counted.

    ingest.py TOPLINE_BENCH FOLDER [ROWS] [ROUNDS]

The same answers stand in a CSV file of label text, which DuckDB and Polars turn into Parquet, and in a .sav and a .zsav file of
labelled codes, which pyreadstat reads into a data frame.

Told of each: the CPU seconds (of all threads) and the most memory, the best of the rounds; how many times topline's CPU that is,
and how many times it should be. topline is measured as a whole process that fingerprints, reads, normalises and writes, and as
one that stops short of writing (`in memory`), as pyreadstat does; the others without what it takes to start them. Rows, answers and sums that differ from the generator's end it with an error. The
others have no codebook, and so the harder half of the work is topline's alone. `raw/` are the same texts.
"""

import csv
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

PEERS = {
    "csv": {
        "duckdb": "duckdb.sql(\"copy (from read_csv('{export}')) to '{out}' (format parquet)\")",
        "polars": "polars.scan_csv('{export}').sink_parquet('{out}')",
    },
    "sav": {"pyreadstat": "pyreadstat.read_sav('{export}')"},
    "zsav": {"pyreadstat": "pyreadstat.read_sav('{export}')"},
}
# How many times topline's CPU the others are to take at least.
WANTED = {"csv": 2, "sav": 4, "zsav": 5}


def apart(work, *arguments):
    """Does it in a process of its own: the memory of a program that is measured counts from that of the one that starts it."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def measure(command):
    """CPU seconds and peak memory in MB of a program, which may print how many of the seconds count."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed")
    # DuckDB draws its progress before.
    seconds = float(told.split()[-1]) if told else usage.ru_utime + usage.ru_stime
    return seconds, usage.ru_maxrss / 1024


def peer(name, code):
    timed = f"import time, {name}; began = time.process_time(); {code}; print(time.process_time() - began)"
    return [sys.executable, "-c", timed]


def sums_of_texts(path, columns, labels):
    """Per column: cells that are not blank, the sum of the codes of their labels, and their bytes."""
    import duckdb

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


def sums_of_frame(path, columns, labels):
    """The same of a file of SPSS, read by pyreadstat."""
    import pyreadstat

    frame, _ = pyreadstat.read_sav(path)
    return {
        column: (int(frame[column].count()), int(frame[column].sum()), None)
        if column in labels
        else (frame[column].nunique(), 0, None)
        for column in columns
    }


def sums_of_codes(path, columns, labels):
    """The same of responses."""
    import duckdb

    found = {}
    for column in columns:
        select = f"count({column}), coalesce(sum({column}), 0)" if column in labels else f"count(distinct {column}), 0"
        found[column] = (*duckdb.sql(f"select {select} from '{path}'").fetchall()[0], None)
    return found


def compare(name, found, expected):
    for column, (answered, codes, size) in expected.items():
        got = found[column]
        if got[:2] != (answered, codes) or (size is not None and got[2] not in (None, size)):
            raise ValueError(f"{name}: `{column}` has {got}, expected {(answered, codes, size)}")


def write_system_files(folder, questions, labels):
    """The export as SPSS keeps it: codes with labels, packed in both ways; and a pipeline for each."""
    import polars
    import pyreadstat

    frame = polars.read_csv(folder / "export.csv", infer_schema=False)
    frame = frame.select(
        polars.col(column).replace_strict(labels[column], default=None, return_dtype=polars.Float64).alias(question["id"])
        if (question := questions.get(column))
        else polars.col(column)
        for column in frame.columns
    ).to_pandas()
    described = {question["id"]: {o["code"]: o["label"] for o in question["options"]} for question in questions.values()}
    codebook = (folder / "codebook.toml").read_text().replace('column = "Question ', 'column = "Q')
    survey = (folder / "survey.toml").read_text()
    for format, packing in {"sav": {"row_compress": True}, "zsav": {"compress": True}}.items():
        pyreadstat.write_sav(frame, folder / f"export.{format}", variable_value_labels=described, **packing)
        (folder / format).mkdir()
        (folder / format / "codebook.toml").write_text(codebook)
        read = survey.replace('"export.csv"', f'"../export.{format}"').replace('format = "csv"', 'format = "sav"')
        (folder / format / "survey.toml").write_text(read)


def main(program, folder, rows=1_000_000, rounds=3):
    folder = pathlib.Path(folder)
    marker = folder / f"{rows}.rows"
    if not (marker.exists() and (folder / "export.zsav").exists()):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([program, "generate", folder, str(rows)], check=True)
    codebook = tomllib.loads((folder / "codebook.toml").read_text())
    questions = {question["column"]: question for question in codebook["question"]}
    labels = {
        column: {option["label"]: option["code"] for option in question["options"]}
        for column, question in questions.items()
    }
    if not marker.exists():
        apart(write_system_files, folder, questions, labels)
        marker.touch()
    with open(folder / "expected.csv", newline="") as file:
        expected = {
            row["column"]: (int(row["answered"]), int(row["codes"]), int(row["bytes"])) for row in csv.DictReader(file)
        }
    name_of = {column: questions[column]["id"] if column in questions else column for column in expected}
    coded = {name_of[column]: (answered, codes, None) for column, (answered, codes, _) in expected.items()}
    code_texts = {name_of[column]: {str(code): code for code in codes.values()} for column, codes in labels.items()}
    out = folder / "out"
    commands = {}
    for format, peers in PEERS.items():
        pipeline = folder if format == "csv" else folder / format
        commands[format, "topline"] = [program, "ingest", pipeline, out / format]
        commands[format, "in memory"] = [program, "ingest", pipeline, out / "in memory", "normalise"]
        for name, code in peers.items():
            path = folder / f"{name}.parquet"
            commands[format, name] = peer(name, code.format(export=folder / f"export.{format}", out=path))
    best = {}
    for _ in range(rounds):
        # One after the other in each round, so that what else the machine does falls on all.
        for which, command in commands.items():
            cpu, memory = measure(command)
            print(*which, f"{cpu:.2f} CPU s", file=sys.stderr)
            known = best.get(which, (cpu, memory))
            best[which] = (min(known[0], cpu), max(known[1], memory))
    for format, peers in PEERS.items():
        run = out / format / "bench"
        raw = run / "raw/export.parquet"
        if format == "csv":
            for name, path in [("topline", raw)] + [(name, folder / f"{name}.parquet") for name in peers]:
                compare(name, apart(sums_of_texts, path, expected, labels), expected)
        else:
            compare(f"topline's {format}", apart(sums_of_texts, raw, coded, code_texts), coded)
            frame = apart(sums_of_frame, folder / f"export.{format}", coded, code_texts)
            compare(f"pyreadstat's {format}", frame, coded)
        codes = apart(sums_of_codes, run / "asked.parquet", coded, code_texts)
        compare(f"topline's codes of {format}", codes, coded)
    print(f"{rows} rows, {len(expected)} columns; best of {rounds}; results as the generator counted")
    for (format, name), (cpu, memory) in best.items():
        size = (folder / f"export.{format}").stat().st_size / 1e6
        times, in_memory = (cpu / best[format, way][0] for way in ("topline", "in memory"))
        if name in PEERS[format]:
            told = f"{times:5.2f} times topline ({in_memory:5.2f} in memory), wanted {WANTED[format]}"
        else:
            told = f"of {size:.0f} MB"
        print(f"{format:5} {name:10} {cpu:6.2f} CPU s {memory:6.0f} MB  {told}")


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
