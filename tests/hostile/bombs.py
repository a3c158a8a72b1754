"""Asks the program every query of bombs.txt: each must end within 10 seconds (and a grace of two), with an answer or a message.

    python3 tests/hostile/bombs.py PROGRAM [SECONDS]

Prints what did not, and the longest time and the most memory of all.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1]).resolve()
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
MOST_MEMORY = 1 << 30


def queries():
    for line in (PROJECT / "tests/hostile/bombs.txt").read_text().splitlines():
        if not line.startswith("#"):
            chain = lambda part: part[3].join([part[2]] * int(part[1]))
            yield line, re.sub(r"\{(\d+) \* (.*?) \| (.*?)\}", chain, line)


def ask(folder, sql):
    """The exit code, the messages, the seconds, and the bytes at the most."""
    with tempfile.TemporaryFile() as said:
        arguments = [PROGRAM, "sql", "-p", "library", "--timeout", str(SECONDS), "--memory", "900MB", "--format", "csv", "--", sql]
        began = time.monotonic()
        child = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return child.returncode, said.read().decode(errors="replace"), time.monotonic() - began, usage.ru_maxrss << 10


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        shutil.copytree(PROJECT / "tests/fixtures/library", folder, dirs_exist_ok=True)
        subprocess.run([PROGRAM, "run", "library"], cwd=folder, check=True, capture_output=True)
        asked = failed = 0
        longest = most = 0.0
        codes = {}
        for name, sql in queries():
            if len(sql.encode()) > 120_000:
                # Longer than an argument may be: the query comes in a file of the pipeline's.
                continue
            asked += 1
            code, said, seconds, memory = ask(folder, sql)
            codes[code] = codes.get(code, 0) + 1
            longest, most = max(longest, seconds), max(most, memory)
            wrong = []
            if code not in (0, 2):
                wrong.append(f"exit {code}")
            if code == 2 and "error: " not in said:
                wrong.append("no message")
            if "panicked" in said:
                wrong.append("a panic is printed")
            if seconds > SECONDS + 2:
                wrong.append("too long")
            if memory > MOST_MEMORY:
                wrong.append("too much memory")
            if wrong:
                failed += 1
                print(f"{', '.join(wrong)}: {seconds:.1f} s, {memory >> 20} MB: {name[:150]}\n    {said.strip()[-200:]}", flush=True)
        print(f"{asked} queries, {failed} wrong; exit codes {codes}; at most {longest:.1f} s and {int(most) >> 20} MB")
        return failed > 0


if __name__ == "__main__":
    sys.exit(main())
