"""The whole job beside Polars and DuckDB: from the CSV of an export to 300 weighted tables on the disk.

    whole.py TOPLINE FOLDER [ROWS...]

The programs take turns, three rounds (one from three million rows on); said are the medians of CPU seconds, of seconds on the clock
and of peak memory in MB. All find the same cells, or the benchmark fails. topline does more: it keeps the rows as received, counts
totals, nets and means, checks every answer against the codebook, and writes a report and a ledger. Its Python has polars and duckdb.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys

from measured import measure
from whole_peers import BREAKS, LABELS, QUESTIONS

PEERS = pathlib.Path(__file__).with_name("whole_peers.py")
ROUNDS = 3
MANY = 3_000_000


def pipeline(folder, export):
    """Writes the files of the pipeline, and says where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    question = '[[question]]\nid = "{0}"\nkind = "single"\ntext = "{0}"\ncolumn = "{0}"\noptions = [\n{1}]\n{2}\n'
    codebook = '[[question]]\nid = "age"\nkind = "number"\ntext = "age"\ncolumn = "age"\n\n'
    for name, labels in LABELS.items():
        options = "".join(f'    {{ code = {code}, label = "{label}" }},\n' for code, label in enumerate(labels, 1))
        codebook += question.format(name, options, "private = true\n" if name in BREAKS else "")
    survey = f'id = "{folder.name}"\ntitle = "Generated"\n\n[source]\nname = "export"\npath = "{export.resolve()}"\n'
    survey += 'format = "csv"\nrespondent = "respondent"\n\n[weights]\ncolumn = "weight"\n'
    banner = ", ".join(f'{{ question = "{name}" }}' for name in BREAKS)
    for name, text in {"codebook": codebook, "survey": survey, "tables": f"[default]\nbanner = [{banner}]\n"}.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def cells(topline, out, pipeline):
    """What topline found, as the others print it."""
    names = ", ".join(f"'{name}'" for name in QUESTIONS)
    sql = (
        "select count(*) as cells, sum(n) as n, sum(n_weighted) as weight, sum(x) as percent from figures "
        f"where question in ({names}) and row_kind = 'option' and column_key is not null and n > 0"
    )
    found = subprocess.run(
        [topline, "sql", sql, "--out", out, "--pipeline", pipeline, "--format", "json"], stdout=subprocess.PIPE, text=True, check=True
    )
    row = json.loads(found.stdout)
    row = row[0] if isinstance(row, list) else row
    return f"cells={row['cells']} n={row['n']} weight={row['weight']:.3f} percent={row['percent']:.6f}"


def main():
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for rows in [int(rows) for rows in sys.argv[3:]] or [10_000, 100_000, 1_000_000]:
        export = folder / f"export-{rows}.csv"
        if not export.exists():
            part = export.with_suffix(".part")
            subprocess.run([sys.executable, PEERS, "generate", part, str(rows)], check=True)
            part.rename(export)
        at, out = pipeline(folder / f"whole-{rows}", export), folder / "out"
        python = lambda peer: [sys.executable, PEERS, peer, export, folder / peer]
        programs = {"topline": [topline, "run", "--force", at, "--out", out]}
        programs |= {"Polars": python("polars"), "DuckDB": python("duckdb")}
        taken = {name: [] for name in programs}
        for _ in range(1 if rows >= MANY else ROUNDS):
            for name, command in programs.items():
                taken[name].append(measure(command))
        found = {name: cells(topline, out, at) for name in ["topline"]}
        for peer in ["Polars", "DuckDB"]:
            printed = subprocess.run(python(peer.lower()), stdout=subprocess.PIPE, text=True, check=True)
            found[peer] = printed.stdout.strip()
        if len(set(found.values())) > 1:
            sys.exit(f"the programs disagree: {found}")
        print(f"{rows} rows, {export.stat().st_size / 1e6:.0f} MB; {found['topline']}")
        print(f"{'':<10}{'CPU s':>9}{'clock s':>9}{'MB':>8}")
        for name, rounds in taken.items():
            cpu, clock, memory = (statistics.median(values) for values in zip(*rounds))
            print(f"{name:<10}{cpu:>9.2f}{clock:>9.2f}{memory:>8.0f}", flush=True)
        for name in ["topline", "polars", "duckdb"]:
            shutil.rmtree(folder / ("out" if name == "topline" else name), ignore_errors=True)


if __name__ == "__main__":
    main()
