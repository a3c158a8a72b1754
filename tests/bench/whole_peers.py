"""The whole job as users of other programs write it: CSV of labels to coded Parquet to 300 weighted tables, written.

    whole_peers.py generate FILE ROWS
    whole_peers.py polars|duckdb FILE FOLDER

Of each cell: respondents, their weight, the column percentage; of each column both bases and the effective one. Every program prints
the same line: the number of cells, and the sums of their counts, weights and column percentages.
"""

import pathlib
import sys

SCALES = [
    ["Strongly agree", "Agree somewhat", "Neither agree nor disagree", "Disagree somewhat", "Strongly disagree"],
    ["Every day or almost every day", "At least once a week", "At least once a month", "Less often", "Never"],
    ["Very satisfied", "Fairly satisfied", "Neither", "Fairly dissatisfied", "Very dissatisfied", "Don\u2019t know"],
    ["Yes, definitely", "Yes, to some extent", "No", "Prefer not to say"],
    ["Extremely important", "Very important", "Moderately important", "Slightly important", "Not at all important"],
]
BREAKS = {
    "b1": ["Men", "Women"],
    "b2": ["16 to 24", "25 to 34", "35 to 49", "50 to 64", "65 and over"],
    "b3": ["England", "Scotland", "Wales", "Northern Ireland"],
    "b4": ["None", "GCSE", "A level", "Apprenticeship", "Degree", "Higher degree", "Other"],
    "b5": [f"Income group {group}" for group in range(1, 10)],
    "b6": [f"Region {region} of the country" for region in range(1, 13)],
}
QUESTIONS = {f"q{number:02d}": SCALES[number % len(SCALES)] for number in range(1, 51)}
LABELS = {**BREAKS, **QUESTIONS}
SEED = 20_240_607
# Rows of the export that are drawn at a time.
PIECE = 250_000
# Codes are below this.
SHIFT = 4


def generate(path, rows):
    """An export of respondents, times, weights, ages, breaks and questions; a few cells are blank."""
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(SEED)
    shares = {name: chance.dirichlet(np.full(len(labels), 3.0)) for name, labels in LABELS.items()}
    with open(path, "wb") as file:
        for first in range(0, rows, PIECE):
            count = min(PIECE, rows - first)
            seconds = chance.integers(0, 30 * 86_400, count)
            columns = {
                "respondent": [f"R{row:08d}" for row in range(first + 1, first + count + 1)],
                "started": (np.datetime64("2026-01-01T00:00:00", "ms") + seconds * 1000),
                "weight": np.round(np.exp(chance.normal(0, 0.5, count)), 6),
                "age": chance.integers(16, 91, count),
            }
            for name, labels in LABELS.items():
                blank = chance.random(count) < (0.02 if name in BREAKS else 0.05)
                codes = chance.choice(len(labels), count, p=shares[name]).astype(np.uint32)
                texts = pl.Series(labels).gather(codes)
                columns[name] = pl.select(pl.when(pl.Series(blank)).then(None).otherwise(texts)).to_series()
            frame = pl.DataFrame(columns).with_columns(pl.col("started").dt.strftime("%Y-%m-%d %H:%M:%S"))
            frame.write_csv(file, include_header=first == 0)


def show(cells, respondents, weight, percent):
    print(f"cells={cells} n={respondents} weight={weight:.3f} percent={percent:.6f}")


def by_polars(path, folder):
    """Labels become codes as the file is read; a question and three breaks are one key, each break is summed up from the groups."""
    import polars as pl

    texts = {name: pl.String for name in LABELS}
    codes = [
        pl.col(name).cast(pl.Enum(labels)).to_physical().cast(pl.Int32).add(1).alias(name) for name, labels in LABELS.items()
    ]
    pl.scan_csv(path, schema_overrides=texts).with_columns(codes).sink_parquet(
        folder / "responses.parquet", compression="snappy"
    )
    survey = pl.scan_parquet(folder / "responses.parquet").select(*LABELS, "weight").collect()
    halves = [list(BREAKS)[:3], list(BREAKS)[3:]]
    for at, breaks in enumerate(halves):
        key = sum(pl.col(name).fill_null(0) * (1 << SHIFT * (1 + place)) for place, name in enumerate(breaks))
        survey = survey.with_columns(key.alias(f"key{at}"))
    plans = []
    weights = [pl.col("n").sum(), pl.col("n_weighted").sum(), pl.col("squares").sum()]
    of_column = lambda name: pl.col(name).sum().over("column")
    for question in QUESTIONS:
        for at, breaks in enumerate(halves):
            key = (pl.col(f"key{at}") + pl.col(question)).alias("key")
            square = (pl.col("weight") ** 2).sum()
            grouped = survey.lazy().group_by(key).agg(n=pl.len(), n_weighted=pl.col("weight").sum(), squares=square)
            grouped = grouped.drop_nulls("key")
            for place, name in enumerate(breaks):
                row = (pl.col("key") % (1 << SHIFT)).alias("row")
                column = (pl.col("key") // (1 << SHIFT * (1 + place)) % (1 << SHIFT)).alias("column")
                plans.append(
                    grouped.group_by(row, column)
                    .agg(weights)
                    .filter(pl.col("column") > 0)
                    .with_columns(
                        percent=100 * pl.col("n_weighted") / of_column("n_weighted"),
                        base=of_column("n"),
                        base_weighted=of_column("n_weighted"),
                        base_effective=of_column("n_weighted") ** 2 / of_column("squares"),
                        question=pl.lit(question),
                        by=pl.lit(name),
                    )
                )
    tables = pl.concat(pl.collect_all(plans), how="vertical_relaxed").sort("question", "by", "row", "column")
    tables.write_parquet(folder / "tables.parquet")
    for (question,), rows in tables.partition_by("question", as_dict=True).items():
        rows.write_csv(folder / f"{question}.csv")
    show(tables.height, tables["n"].sum(), tables["n_weighted"].sum(), tables["percent"].sum())


def by_duckdb(path, folder):
    """Labels become enums; ten questions by all breaks are grouping sets of one query."""
    import duckdb

    base = duckdb.connect()
    base.execute("set preserve_insertion_order = false; set enable_progress_bar = false")
    for name, labels in LABELS.items():
        quoted = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
        base.execute(f"create type t_{name} as enum ({quoted})")
    types = {"respondent": "VARCHAR", "started": "VARCHAR", "weight": "DOUBLE", "age": "INTEGER"}
    types |= {name: "VARCHAR" for name in LABELS}
    read = f"read_csv('{path}', header = true, columns = {types})"
    codes = ", ".join(f"(enum_code({name}::t_{name}) + 1)::tinyint as {name}" for name in LABELS)
    base.execute(f"create table responses as select respondent, started, weight, age, {codes} from {read}")
    base.execute(f"copy responses to '{folder}/responses.parquet' (format parquet, compression snappy)")
    base.execute(
        'create table cells (question varchar, "by" varchar, "row" int, "column" int, n bigint, n_weighted double, squares double)'
    )
    names = list(QUESTIONS)
    for first in range(0, len(names), 10):
        some = names[first : first + 10]
        columns = some + list(BREAKS)
        sets = ", ".join(f"({question}, {by})" for question in some for by in BREAKS)
        base.execute(
            f"create or replace temp table grouped as select {', '.join(columns)}, grouping({', '.join(columns)}) as which, "
            f"count(*) as n, sum(weight) as n_weighted, sum(weight * weight) as squares from responses group by grouping sets ({sets})"
        )
        for question in some:
            for by in BREAKS:
                bit = lambda name: 1 << (len(columns) - 1 - columns.index(name))
                which = (1 << len(columns)) - 1 - bit(question) - bit(by)
                base.execute(
                    f"insert into cells select '{question}', '{by}', {question}, {by}, n, n_weighted, squares from grouped "
                    f"where which = {which} and {question} is not null and {by} is not null"
                )
    base.execute(
        'create table tables as select question, "by", "row", "column", n, n_weighted, '
        "100 * n_weighted / sum(n_weighted) over w as percent, sum(n) over w as base, sum(n_weighted) over w as base_weighted, "
        'pow(sum(n_weighted) over w, 2) / sum(squares) over w as base_effective from cells window w as (partition by question, "by", "column") '
        "order by all"
    )
    base.execute(f"copy tables to '{folder}/tables.parquet' (format parquet)")
    for question in names:
        base.execute(f"copy (from tables where question = '{question}') to '{folder}/{question}.csv'")
    show(*base.execute("select count(*), sum(n)::bigint, sum(n_weighted), sum(percent) from tables").fetchone())


if __name__ == "__main__":
    what, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "generate":
        generate(path, int(sys.argv[3]))
    else:
        folder = pathlib.Path(sys.argv[3])
        folder.mkdir(parents=True, exist_ok=True)
        {"polars": by_polars, "duckdb": by_duckdb}[what](path, folder)
