"""Calling the program, in a process of its own: what ends it ends nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Any, Callable, Sequence


def program() -> list[str]:
    """The command that starts the program: the file that TOPLINE_PROGRAM names, or that of this package."""
    named = os.environ.get("TOPLINE_PROGRAM")
    return [named] if named else [sys.executable, "-m", "topline"]


def call(
    arguments: Sequence[str], hear: Callable[[dict[str, Any]], None] | None = None
) -> tuple[int, str, list[dict[str, Any]]]:
    """Calls the program. Gives its exit code, what it wrote, and the errors that it told. Ctrl-C ends it too.

    `hear` is given each event of its log as it comes.
    """
    surroundings = {**os.environ, "RUST_LOG": "info" if hear else "error"}
    process = subprocess.Popen(
        [*program(), *arguments, "--log", "json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings,
        encoding="utf-8",
    )
    out: list[str] = []
    reader = threading.Thread(target=lambda: out.append(process.stdout.read()), daemon=True)
    reader.start()
    errors = []
    try:
        for line in process.stderr:
            event = read(line)
            if event.get("level") == "ERROR":
                errors.append(event["fields"])
            elif hear and event:
                hear(event)
        process.wait()
        reader.join()
    except BaseException:
        process.terminate()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    finally:
        process.stderr.close()
        reader.join(timeout=1)
        process.stdout.close()
    return process.returncode, "".join(out), errors


def read(line: str) -> dict[str, Any]:
    """An event of the log; nothing where the line is none."""
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
