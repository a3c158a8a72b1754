"""Runs topline on surveys of more and more columns, and says whether what it takes grows as they do.

    wide.py TOPLINE FOLDER [ROWS] [COLUMNS...]

Each column is a single question, and 20 further questions are derived. Said of each width: the CPU seconds and the most memory
in MB of `check`, which reads no data, and of `run`; and how much of either a thousand columns take.
"""

import pathlib
import random
import sys

from measured import apart, measure

SEED = 7
DERIVED = 20


def write(folder, rows, columns):
    """Writes a pipeline and its export, and says where they are."""
    folder = folder / f"wide-{columns}-{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)
    names = [f"q{column}" for column in range(1, columns + 1)]
    with open(folder / "export.csv", "w") as file:
        file.write("respondent," + ",".join(names) + "\n")
        for row in range(rows):
            file.write(f"R{row}," + ",".join(chance.choices(["1", "2", "3", "4", "5", ""], k=columns)) + "\n")
    options = ", ".join(f'{{ code = {code}, label = "{code}" }}' for code in range(1, 6))
    with open(folder / "codebook.toml", "w") as file:
        for name in names:
            file.write(f'[[question]]\nid = "{name}"\nkind = "single"\ntext = "{name}"\ncolumn = "{name}"\n')
            file.write(f"options = [{options}]\n\n")
        for derived in range(1, DERIVED + 1):
            file.write(f'[[derive]]\nid = "d{derived}"\nkind = "single"\ntext = "d{derived}"\n')
            file.write(f"sql = 'case when \"q{derived}\" > 3 then 1 else 2 end'\n")
            file.write('options = [{ code = 1, label = "high" }, { code = 2, label = "low" }]\n\n')
    source = '[source]\nname = "export"\npath = "export.csv"\nformat = "csv"\nrespondent = "respondent"\n'
    (folder / "survey.toml").write_text(f'id = "{folder.name}"\ntitle = "Generated"\n\n{source}')
    (folder / "tables.toml").write_text('[default]\nbanner = [{ question = "q1" }]\n')
    return folder


def main():
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000
    widths = [int(width) for width in sys.argv[4:]] or [500, 1_000, 2_000, 4_000]
    print(f"{rows} rows, {DERIVED} derived questions")
    print(f"{'columns':<9}{'check CPU s':>12}{'MB':>6}{'of 1,000':>10}{'run CPU s':>12}{'clock s':>9}{'MB':>6}{'of 1,000':>10}")
    for width in widths:
        at = apart(write, folder, rows, width)
        cpu, _, memory = measure([topline, "check", at])
        run_cpu, clock, run_memory = measure([topline, "run", "--force", at, "--out", folder / "out"])
        per = 1_000 / width
        print(
            f"{width:<9}{cpu:>12.2f}{memory:>6.0f}{cpu * per:>10.2f}"
            f"{run_cpu:>12.2f}{clock:>9.2f}{run_memory:>6.0f}{run_cpu * per:>10.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
