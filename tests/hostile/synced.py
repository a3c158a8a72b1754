"""Runs a pipeline under strace: every output must be on the disk (fsync) before it takes the place of the last.

    python3 tests/hostile/synced.py PROGRAM [PIPELINE]
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1]).resolve()
PIPELINE = sys.argv[2] if len(sys.argv) > 2 else "lga-councillors-2017"
CALLS = "fsync,fdatasync,rename,renameat,renameat2"


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder).resolve()
        out, log = folder / "out", folder / "calls.txt"
        traced = ["strace", "-f", "-y", "-e", f"trace={CALLS}", "-o", log, PROGRAM, "run", PIPELINE, "--out", out, "-q"]
        subprocess.run(traced, cwd=PROJECT, check=True)
        synced, exchanged = set(), None
        for line in log.read_text().splitlines():
            if call := re.search(r"f(?:data)?sync\(\d+<([^>]*)>\) = 0", line):
                synced.add(Path(call[1]))
            elif re.search(r"rename\w*\(.*\.staging", line):
                exchanged = line
                break
        if exchanged is None:
            sys.exit("no staging took the place of the outputs")
        (outputs,) = [path for path in out.iterdir() if not path.name.startswith(".")]
        staging = out / f".{outputs.name}.staging"
        written = [staging, *(staging / path.relative_to(outputs) for path in outputs.rglob("*"))]
        late = [path for path in written if path not in synced]
        print(f"{len(written)} files and folders, {len(late)} not on the disk before the exchange")
        for path in late:
            print(" ", path.relative_to(staging))
        sys.exit(1 if late else 0)


main()
