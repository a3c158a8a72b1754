"""300 weighted crosstabs from Python, each a query of its own whose rows come as a data frame, beside pandas and Polars.

    python.py FOLDER [ROWS...]

All three begin with a Parquet file of codes: topline with its run, the others with the responses of that run. Said are the CPU seconds, the
seconds on the clock and the peak memory of a process from its start to its end. All find the same cells, or the benchmark fails. Its Python
has topline, pandas, polars and pyarrow.
"""

import pathlib
import subprocess
import sys

from measured import measure
from whole import pipeline
from whole_peers import BREAKS, QUESTIONS

PEERS = pathlib.Path(__file__).with_name("whole_peers.py")
PROGRAMS = ["topline", "pandas", "polars"]


def by_topline(folder, out):
    """The cells of the options; totals are left out."""
    import topline

    run = topline.open(folder, out)
    for question in QUESTIONS:
        for by in BREAKS:
            rows = run.sql(
                f"select n, n_weighted, percent from crosstab({question}, {by}) "
                "where row_kind = 'option' and column_kind = 'option' and n > 0"
            )
            frame = rows.to_polars()
            yield frame["n"].sum(), frame["n_weighted"].sum(), frame["percent"].sum()


def by_pandas(folder, out):
    """Grouped by both columns, and each column's percentages."""
    import pandas

    survey = pandas.read_parquet(out / folder.name / "responses.parquet", columns=[*QUESTIONS, *BREAKS, "weight"])
    for question in QUESTIONS:
        for by in BREAKS:
            cells = survey.groupby([by, question], observed=True)["weight"].agg(["size", "sum"])
            percent = 100 * cells["sum"] / cells.groupby(level=0)["sum"].transform("sum")
            yield cells["size"].sum(), cells["sum"].sum(), percent.sum()


def by_polars(folder, out):
    """Grouped by both columns, and each column's percentages."""
    import polars

    survey = polars.read_parquet(out / folder.name / "responses.parquet", columns=[*QUESTIONS, *BREAKS, "weight"])
    for question in QUESTIONS:
        for by in BREAKS:
            cells = (
                survey.lazy()
                .select(by, question, "weight")
                .drop_nulls()
                .group_by(by, question)
                .agg(n=polars.len(), n_weighted=polars.col("weight").sum())
                .with_columns(percent=100 * polars.col("n_weighted") / polars.col("n_weighted").sum().over(by))
                .collect()
            )
            yield cells["n"].sum(), cells["n_weighted"].sum(), cells["percent"].sum()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "out"
    for rows in [int(rows) for rows in sys.argv[2:]] or [10_000, 1_000_000]:
        export = folder / f"export-{rows}.csv"
        if not export.exists():
            part = export.with_suffix(".part")
            subprocess.run([sys.executable, PEERS, "generate", part, str(rows)], check=True)
            part.rename(export)
        at = pipeline(folder / f"python-{rows}", export)
        subprocess.run([sys.executable, "-m", "topline", "run", at, "--out", out], check=True, stdout=subprocess.DEVNULL)
        found, taken = {}, {}
        for program in PROGRAMS:
            command = [sys.executable, __file__, program, str(at), str(out)]
            taken[program] = measure(command)
            found[program] = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        if len(set(found.values())) > 1:
            sys.exit(f"the programs disagree: {found}")
        print(f"{rows} rows: {found['topline'].strip()}")
        print(f"{'':<10}{'CPU s':>9}{'clock s':>9}{'MB':>8}")
        for program, (cpu, clock, memory) in taken.items():
            print(f"{program:<10}{cpu:>9.2f}{clock:>9.2f}{memory:>8.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] in PROGRAMS:
        tables = list(globals()[f"by_{sys.argv[1]}"](pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])))
        counts, weights, percents = (sum(float(value) for value in values) for values in zip(*tables))
        print(f"{len(tables)} tables, n={counts:.0f} weight={weights:.3f} percent={percents:.6f}")
    else:
        main()
