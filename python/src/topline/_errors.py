"""What topline could not do."""

from __future__ import annotations

import json
from typing import Any


class ToplineError(Exception):
    """What topline could not do.

    Attributes:
        hint: what may help, or None.
        survey: the survey that it is about, or None.
        because: the causes, the nearest first.
        problems: what is wrong with the files of the pipeline; each has `code`, `message`, `place` and `hint`.
        exit_code: the exit code of the program.
    """

    def __init__(self, message: str, exit_code: int = 2, report: dict[str, Any] | None = None) -> None:
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


def told(report: str) -> ToplineError:
    """The exception for what the module says, in JSON."""
    said = json.loads(report)
    return ToplineError(said["message"], report=said)


def ended(exit_code: int, errors: list[dict[str, Any]]) -> ToplineError:
    """The exception for what the program said before it ended."""
    report = errors[-1] if errors else {}
    return ToplineError(report.get("message", f"topline ended with exit code {exit_code}"), exit_code, report)
