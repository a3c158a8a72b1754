"""Calling the program that comes with the package."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
from typing import Any, Sequence


class ToplineError(Exception):
    """What the program could not do.

    Attributes:
        hint: what may help, or None.
        survey: the survey that it is about, or None.
        because: the causes, the nearest first.
        problems: what is wrong with the files of the pipeline; each has `code`, `message`, `place` and `hint`.
        exit_code: the exit code of the program.
    """

    def __init__(self, message: str, exit_code: int, report: dict[str, Any] | None = None) -> None:
        report = report or {}
        self.hint: str | None = report.get("hint")
        self.survey: str | None = report.get("survey")
        self.because: list[str] = report.get("because", [])
        self.problems: list[dict[str, Any]] = report.get("problems", [])
        self.exit_code = exit_code
        lines = [message, *(f"because: {cause}" for cause in self.because)]
        lines += [f"{problem['place']}: {problem['code']}: {problem['message']}" for problem in self.problems]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        super().__init__("\n".join(lines))


def program() -> str:
    """The path of the program: the one that TOPLINE_PROGRAM names, that of this package, or the one on the search path."""
    named = os.environ.get("TOPLINE_PROGRAM")
    if named:
        return named
    name = "topline.exe" if sys.platform == "win32" else "topline"
    folders = [sysconfig.get_path("scripts"), pathlib.Path(sys.prefix) / "bin", pathlib.Path(sys.executable).parent]
    for folder in folders:
        path = pathlib.Path(folder) / name
        if path.is_file():
            return str(path)
    found = shutil.which("topline")
    if found:
        return found
    raise FileNotFoundError("the program `topline` is not there: install the package again")


def call(arguments: Sequence[str]) -> tuple[int, str, list[dict[str, Any]]]:
    """Calls the program. Gives its exit code, what it wrote, and the errors that it told. Ctrl-C ends it too."""
    surroundings = {**os.environ, "RUST_LOG": "error"}
    process = subprocess.Popen(
        [program(), *arguments, "--log", "json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings,
        encoding="utf-8",
    )
    try:
        out, err = process.communicate()
    except BaseException:
        process.terminate()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    return process.returncode, out, [event["fields"] for event in events(err) if event.get("level") == "ERROR"]


def events(err: str) -> list[dict[str, Any]]:
    """The objects among the lines of a log."""
    found = []
    for line in err.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def failure(exit_code: int, errors: list[dict[str, Any]]) -> ToplineError:
    """The exception for what the program told."""
    report = errors[-1] if errors else {}
    return ToplineError(report.get("message", f"topline ended with exit code {exit_code}"), exit_code, report)
