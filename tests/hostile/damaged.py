"""Damages files of every format at random and hands each to the program: no signal, no panic, no hang, bounded memory.

    python3 tests/hostile/damaged.py PROGRAM FOLDER [FILES] [SEED]

FOLDER has files to start from, of any format that `topline init` reads. Where a draft comes out, its pipeline is run. Inputs that the
program did not survive stay in `target/hostile`.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1]).resolve()
FOLDER = Path(sys.argv[2])
FILES = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
ENDINGS = "csv tsv txt xlsx ods xls parquet sav zsav por dta sas7bdat xpt xpt5 xpt8 jsonl json zip gz zst".split()
LONGEST = 1 << 20
MOST_SECONDS = 5
MOST_MEMORY = 300 << 20


def damage(chance, data, other):
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            del data[at : at + chance.randint(1, 64)]
        elif kind == 2:
            data[at:at] = data[at : at + chance.randint(1, 512)]
        elif kind == 3:
            start = chance.randrange(len(other) + 1)
            data[at:at] = other[start : start + chance.randint(1, 256)]
        elif at < len(data):
            data[at] = chance.choice([0, 0x7F, 0x80, 0xFF, chance.randrange(256), data[at] ^ 1 << chance.randrange(8)])
    return bytes(data)


def call(folder, *arguments):
    """The exit code, what was said, the seconds, the bytes at the most."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = subprocess.Popen([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return child.returncode, said.read().decode(errors="replace"), time.monotonic() - began, usage.ru_maxrss << 10


def main():
    sources = {}
    for path in sorted(FOLDER.rglob("*")):
        ending = path.name.rsplit(".", 1)[-1].lower()
        if path.is_file() and ending in ENDINGS and 0 < path.stat().st_size <= LONGEST:
            sources.setdefault(ending, []).append(path)
    chance = random.Random(SEED)
    kept = PROJECT / "target/hostile"
    kept.mkdir(parents=True, exist_ok=True)
    codes, failed, longest, most = {}, 0, 0.0, 0
    endings = sorted(sources)
    for number in range(FILES):
        ending = endings[number % len(endings)]
        path, other = chance.choice(sources[ending]), chance.choice(sources[ending])
        data = damage(chance, path.read_bytes(), other.read_bytes())
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / f"export.{ending}").write_bytes(data)
            calls = [("init", f"export.{ending}", "-o", "drafted")]
            for arguments in calls:
                code, said, seconds, memory = call(folder, *arguments)
                codes[(arguments[0], code)] = codes.get((arguments[0], code), 0) + 1
                longest, most = max(longest, seconds), max(most, memory)
                wrong = [f"exit {code}"] * (code not in (0, 1, 2)) + ["a panic"] * ("panicked" in said)
                wrong += ["too long"] * (seconds > MOST_SECONDS) + ["too much memory"] * (memory > MOST_MEMORY)
                if wrong:
                    failed += 1
                    (kept / f"{number}.{ending}").write_bytes(data)
                    print(f"{arguments[0]} {number}.{ending} of {path.name}: {', '.join(wrong)}: {seconds:.1f} s, {memory >> 20} MB: {said.strip()[-200:]}", flush=True)
                if arguments[0] == "init" and code == 0:
                    calls.append(("run", "drafted"))
    print(f"{FILES} files, {failed} wrong; {codes}; at most {longest:.1f} s and {most >> 20} MB; formats {', '.join(endings)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
