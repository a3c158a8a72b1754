"""How far a run is, shown in a notebook."""

from __future__ import annotations

import sys
from typing import Any, Callable


class Progress:
    """A line below the cell of a notebook, which goes when the run ends."""

    def __init__(self, display: Callable[..., Any]) -> None:
        self._line = display({"text/plain": "topline ..."}, raw=True, display_id=True)

    def __call__(self, event: dict[str, Any]) -> None:
        words = said(event.get("fields", {}))
        if words:
            self._line.update({"text/plain": words}, raw=True)

    def end(self) -> None:
        """Takes the line away."""
        self._line.update({"text/plain": ""}, raw=True)


def said(fields: dict[str, Any]) -> str | None:
    """The line of an event: the survey, the stage and its rows."""
    survey, stage = fields.get("survey"), fields.get("stage")
    if not survey or not stage:
        return None
    rows = fields.get("rows")
    return f"{survey}: {stage}" + (f", {rows:,} rows" if isinstance(rows, int) else "")


def in_notebook() -> Progress | None:
    """The line of this notebook; nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    # A terminal shows no line that changes.
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display

    return Progress(display)
