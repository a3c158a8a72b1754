"""What the parts of a run and their merge take, beside the run itself: an export in one file, and the same rows in several.

    parts.py TOPLINE FOLDER [ROWS [PARTS...]]

Parts run one after the other, with one thread each, so that their CPU seconds are not those of a crowd. Said are the run, the slowest part,
all parts together, and the merge. The outputs must be the same bytes. Its Python has numpy and polars, which generate the export.
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys

from measured import apart, measure
from whole import PEERS, pipeline

FILES = 8


def split(export, folder):
    """The rows of an export in several files of about the same size."""
    folder.mkdir(exist_ok=True)
    with open(export, "rb") as rows:
        header = rows.readline()
        size = export.stat().st_size // FILES
        for number in range(FILES):
            with open(folder / f"{number}.csv", "wb") as part:
                part.write(header)
                part.writelines(rows.readlines(size) if number < FILES - 1 else rows)


def outputs(folder):
    """The SHA-256 of the files of a run but for its ledger, which tells the time."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def compare(topline, at, folder, counts):
    """Runs a pipeline whole and in parts."""
    common, states = ["--threads", "1", "-q"], folder / "states"
    whole, merged = folder / "out", folder / "merged"
    cpu, clock, memory = measure([topline, "run", "--force", at, "--out", whole, *common])
    expected = apart(outputs, whole)
    print(f"{'run':<22}{cpu:>9.2f}{clock:>9.2f}{memory:>8.0f}", flush=True)
    for count in counts:
        shutil.rmtree(states, ignore_errors=True)
        states.mkdir()
        paths = [states / f"{number}.state" for number in range(1, count + 1)]
        part = lambda number: ["part", at, "--part", f"{number}/{count}", "--state", paths[number - 1]]
        taken = [measure([topline, *part(number), *common]) for number in range(1, count + 1)]
        merge = measure([topline, "merge", at, *paths, "--out", merged, *common])
        if apart(outputs, merged) != expected:
            sys.exit(f"the outputs of {count} parts are not those of the run")
        slowest, together = max(taken), [sum(values) for values in zip(*taken)]
        for name, (cpu, clock, memory) in [("slowest part", slowest), ("all parts", together), ("merge", merge)]:
            memory = "" if name == "all parts" else f"{memory:.0f}"
            print(f"{f'{count} parts: {name}':<22}{cpu:>9.2f}{clock:>9.2f}{memory:>8}", flush=True)
    for left in [states, whole, merged]:
        shutil.rmtree(left, ignore_errors=True)


def main():
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    counts = [int(count) for count in sys.argv[4:]] or [2, 8]
    folder.mkdir(parents=True, exist_ok=True)
    export = folder / f"export-{rows}.csv"
    if not export.exists():
        partial = export.with_suffix(".part")
        subprocess.run([sys.executable, PEERS, "generate", partial, str(rows)], check=True)
        partial.rename(export)
    files = folder / f"export-{rows}"
    apart(split, export, files)
    for what, path in [("one file", export), (f"{FILES} files", files / "*.csv")]:
        print(f"{rows} rows in {what}\n{'':<22}{'CPU s':>9}{'clock s':>9}{'MB':>8}", flush=True)
        compare(topline, pipeline(folder / f"parts-{path.parent.name if '*' in path.name else 'one'}", path), folder, counts)


if __name__ == "__main__":
    main()
