"""Makes the 300 crosstabs of a generated survey with topline and with its peers, one after the other, and holds each
against the others.

    tables.py TOPLINE_BENCH FOLDER [ROWS ..]

Told of each: the CPU seconds (of all threads), the most memory, and how many times topline's CPU that is; the best of the
rounds. A peer whose cells differ from topline's ends it with an error. `tables_peers.py` has the peers; where the founders'
formulations of them stand beside the project (../shared/bench), these run as well.
"""

import os
import pathlib
import re
import subprocess
import sys

import numpy
import pyarrow
import pyarrow.parquet

HERE = pathlib.Path(__file__).parent
FOUNDERS = HERE.parents[2] / "shared" / "bench"
SEED = 20240607
# What that seed makes, of 100,000 rows and more.
CELLS = 16_263


def generate(rows, path):
    """50 questions of 5 to 11 codes, 6 breaks, one answer in 20 missing, and a weight of six decimals."""
    random = numpy.random.default_rng(SEED)
    codes = random.integers(5, 12, size=50)

    def column(codes):
        shares = numpy.cumsum(random.dirichlet(numpy.full(codes, 3.0)))
        answers = numpy.searchsorted(shares, random.random(rows)).clip(0, codes - 1) + 1
        return pyarrow.array(answers.astype(numpy.int8), mask=random.random(rows) < 0.05)

    columns = {"id": pyarrow.array(numpy.arange(1, rows + 1, dtype=numpy.int32))}
    columns |= {f"q{number:02d}": column(int(codes)) for number, codes in enumerate(codes, 1)}
    columns |= {f"b{number}": column(codes) for number, codes in enumerate([2, 5, 4, 7, 9, 12], 1)}
    weights = numpy.exp(random.normal(0, 0.5, rows))
    columns["w"] = pyarrow.array(numpy.round(weights * (rows / weights.sum()), 6))
    pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="snappy")


def measure(command):
    """What a program prints, its CPU seconds and its peak memory in MB."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{command} failed")
    return printed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def numbers(printed):
    """The numbers of the line that all print."""
    return [float(found) for found in re.search(r"cells=(\S+) sum_n=(\S+) sum_w=(\S+) sum_pct=(\S+)", printed).groups()]


def same(found, expected):
    """Counts are equal; sums of doubles, but for what adding them in another order does."""
    return found[:2] == expected[:2] and all(abs(a - b) <= 1e-9 * b + 1e-3 for a, b in zip(found[2:], expected[2:]))


def main(program, folder, *sizes):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for rows in sizes or (1_000_000, 5_000_000):
        rows = int(rows)
        path = folder / f"survey_{rows}.parquet"
        if not path.exists():
            # In a process of its own, whose memory goes with it.
            subprocess.run([sys.executable, __file__, "generate", str(rows), str(path)], check=True)
        commands = {"topline": [program, "tables", path], "topline, by arrays": [program, "tables", path, "arrays"]}
        commands["topline, reading alone"] = [program, "tables", path, "read"]
        for peer in ("polars", "duckdb", "numba", "numpy", "datafusion"):
            commands[peer] = [sys.executable, HERE / "tables_peers.py", peer, path]
        if FOUNDERS.exists():
            for script, *words in (
                ("b_polars_joint.py",),
                ("b_polars.py", "lazy_packed"),
                ("b_duckdb.py", "gsets"),
                ("b_numba.py",),
                ("b_numpy.py",),
                ("b_datafusion.py", "packed"),
            ):
                name = " ".join(["../shared/bench:", script, *words])
                commands[name] = [sys.executable, FOUNDERS / script, path, *words]
        if rows > 5_000_000:
            # Peers take minutes and all memory of so many.
            commands = {name: command for name, command in commands.items() if name.startswith("topline")}
        best, expected = {}, None
        for _ in range(3 if rows <= 1_000_000 else 1):
            # One after the other in each round, so that what else the machine does falls on all.
            for name, command in commands.items():
                printed, cpu, memory = measure(command)
                known = best.get(name, (cpu, memory))
                best[name] = (min(known[0], cpu), max(known[1], memory))
                if name.endswith("reading alone"):
                    continue
                expected = expected or numbers(printed)
                if expected[0] != CELLS and rows >= 100_000:
                    sys.exit(f"topline has {expected[0]:.0f} cells, not {CELLS}")
                if not same(numbers(printed), expected):
                    sys.exit(f"{name} has {numbers(printed)}, topline {expected}")
        print(f"{rows} rows; cells, counts, weights and percentages of all are the same: {expected}")
        for name, (cpu, memory) in best.items():
            print(f"  {name:42} {cpu:7.2f} CPU s {memory:6.0f} MB {cpu / best['topline'][0]:6.2f} times")


if sys.argv[1] == "generate":
    generate(int(sys.argv[2]), sys.argv[3])
else:
    main(*sys.argv[1:])
