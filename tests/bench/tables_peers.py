"""300 crosstabs of a generated survey with one of the programs that topline is measured beside.

    tables_peers.py PEER FILE        (PEER: polars, duckdb, numba, numpy or datafusion)

Every peer prints the same line: the number of cells, and the sums of their counts, weights and column percentages.
"""

import sys

QUESTIONS = [f"q{number:02d}" for number in range(1, 51)]
BREAKS = [f"b{number}" for number in range(1, 7)]
# Codes are below this.
SHIFT = 4


def show(cells):
    """`cells`: of each its table, column, respondents and weight."""
    bases = {}
    for table, column, _, weight in cells:
        bases[table, column] = bases.get((table, column), 0.0) + weight
    sums = [0, 0, 0.0, 0.0]
    for table, column, respondents, weight in cells:
        sums[0] += 1
        sums[1] += respondents
        sums[2] += weight
        sums[3] += 100 * weight / bases[table, column]
    print("cells={} sum_n={} sum_w={:.3f} sum_pct={:.6f}".format(*sums))


def by_polars(path):
    """Three breaks and a question in one key, which is grouped by; each break is then summed up from the groups."""
    import polars as pl

    survey = pl.scan_parquet(path).select(*QUESTIONS, *BREAKS, "w").collect()
    halves = [BREAKS[:3], BREAKS[3:]]
    for at, breaks in enumerate(halves):
        steps = [1 << SHIFT * (1 + place) for place in range(len(breaks))]
        key = sum(pl.col(name).fill_null(0).cast(pl.Int32) * step for step, name in zip(steps, breaks))
        survey = survey.with_columns(key.alias(f"key{at}"))
    lazy, wanted, plans = survey.lazy(), [], []
    for question in QUESTIONS:
        for at, breaks in enumerate(halves):
            grouped = (
                lazy.group_by((pl.col(f"key{at}") + pl.col(question)).alias("key"))
                .agg(n=pl.len(), weight=pl.col("w").sum())
                .drop_nulls("key")
            )
            for place, name in enumerate(breaks):
                column = (pl.col("key") // (1 << SHIFT * (1 + place)) % (1 << SHIFT)).alias("column")
                row = (pl.col("key") % (1 << SHIFT)).alias("row")
                wanted.append((question, name))
                plans.append(
                    grouped.group_by(row, column).agg(pl.col("n").sum(), pl.col("weight").sum()).filter(pl.col("column") > 0)
                )
    cells = []
    for table, found in zip(wanted, pl.collect_all(plans)):
        cells += [(table, column, n, weight) for _, column, n, weight in found.iter_rows()]
    return cells


def by_duckdb(path):
    """One query of grouping sets for each ten questions: its mask of groupings has so many bits."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 2; set preserve_insertion_order = false")
    connection.execute(f"create table survey as select * exclude id from '{path}'")
    cells = []
    for first in range(0, len(QUESTIONS), 10):
        names = QUESTIONS[first : first + 10] + BREAKS
        sets = ", ".join(f"({question}, {name})" for question in names[:10] for name in BREAKS)
        columns = ", ".join(names)
        query = f"select {columns}, grouping({columns}), count(*), sum(w) from survey group by grouping sets ({sets})"
        for found in connection.execute(query).fetchall():
            *values, mask, n, weight = found
            question, name = [at for at in range(len(names)) if not mask >> (len(names) - 1 - at) & 1]
            if values[question] is not None and values[name] is not None:
                cells.append(((names[question], names[name]), values[name], n, weight))
    return cells


def arrays(path):
    import numpy
    import pyarrow.compute
    import pyarrow.parquet

    survey = pyarrow.parquet.read_table(path, columns=QUESTIONS + BREAKS + ["w"])
    codes = {name: pyarrow.compute.fill_null(survey[name], 0).to_numpy().astype(numpy.uint8) for name in QUESTIONS + BREAKS}
    return codes, survey["w"].to_numpy()


def dense(histograms):
    """The cells of histograms: for each table, counts and weights by column and row."""
    cells = []
    for table, counts, weights in histograms:
        for column in range(1, 1 << SHIFT):
            for row in range(1, 1 << SHIFT):
                if counts[column, row]:
                    cells.append((table, column, int(counts[column, row]), float(weights[column, row])))
    return cells


def by_numpy(path):
    """A bincount for each table, of two codes in a byte."""
    import numpy

    codes, weights = arrays(path)
    size = 1 << 2 * SHIFT
    histograms = []
    for name in BREAKS:
        column = codes[name] << SHIFT
        for question in QUESTIONS:
            key = column | codes[question]
            count = numpy.bincount(key, minlength=size).reshape(1 << SHIFT, -1)
            weight = numpy.bincount(key, weights, minlength=size).reshape(1 << SHIFT, -1)
            histograms.append(((question, name), count, weight))
    return dense(histograms)


def by_numba(path):
    """Compiled loops over dense histograms, on two threads."""
    import numba
    import numpy

    numba.set_num_threads(2)

    @numba.njit(parallel=True, boundscheck=False)
    def fill(questions, breaks, weights, counts, sums):
        for question in numba.prange(questions.shape[0]):
            for name in range(breaks.shape[0]):
                for row in range(weights.shape[0]):
                    key = (numpy.int64(breaks[name, row]) << SHIFT) | numpy.int64(questions[question, row])
                    counts[question, name, key] += 1
                    sums[question, name, key] += weights[row]

    codes, weights = arrays(path)
    questions = numpy.stack([codes[name] for name in QUESTIONS])
    breaks = numpy.stack([codes[name] for name in BREAKS])
    shape = (len(QUESTIONS), len(BREAKS), 1 << 2 * SHIFT)
    counts, sums = numpy.zeros(shape, numpy.int64), numpy.zeros(shape)
    fill(questions, breaks, weights, counts, sums)
    square = (1 << SHIFT, 1 << SHIFT)
    return dense(
        ((question, name), counts[i, j].reshape(square), sums[i, j].reshape(square))
        for i, question in enumerate(QUESTIONS)
        for j, name in enumerate(BREAKS)
    )


def by_datafusion(path):
    """A query for each table, by two codes in one key."""
    import datafusion

    context = datafusion.SessionContext(datafusion.SessionConfig().with_target_partitions(2))
    context.register_parquet("file", path)
    survey = context.sql(f"select {', '.join(QUESTIONS + BREAKS)}, w from file").cache()
    context.register_view("survey", survey)
    cells = []
    for question in QUESTIONS:
        for name in BREAKS:
            key = f"cast({name} as smallint) * {1 << SHIFT} + cast({question} as smallint)"
            for batch in context.sql(f"select {key} as key, count(*), sum(w) from survey group by 1").collect():
                for key, n, weight in zip(*(column.to_pylist() for column in batch.columns)):
                    if key is not None:
                        cells.append(((question, name), key >> SHIFT, n, weight))
    return cells


PEERS = {name[3:]: peer for name, peer in globals().items() if name.startswith("by_")}

if __name__ == "__main__":
    show(PEERS[sys.argv[1]](sys.argv[2]))
