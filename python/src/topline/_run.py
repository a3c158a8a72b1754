"""Running pipelines, and what their last runs hold."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import threading
from typing import Any, Callable

from topline import _topline
from topline._errors import ended
from topline._program import call
from topline._progress import in_notebook
from topline._table import Table

PathLike = "str | os.PathLike[str]"


@dataclasses.dataclass(frozen=True)
class RunResult:
    """What became of a pipeline."""

    survey: str
    #: `published`, `unexpected`, `not_published`, `up_to_date` or `failed`.
    status: str
    #: Where each row of the export went.
    rows: dict[str, Any] | None
    #: How many verdicts of each kind.
    verdicts: dict[str, int]
    #: How many verdicts are not as the pipeline expects.
    unexpected: int
    #: The checks of the survey.
    checks: list[dict[str, Any]]
    #: The folder of the outputs.
    outputs: pathlib.Path | None
    #: All that the program said.
    details: dict[str, Any]


def run(
    *pipelines: PathLike,
    out: PathLike = "data/out",
    force: bool = False,
    keep: int | None = None,
    jobs: int = 1,
    progress: Callable[[dict[str, Any]], None] | bool | None = None,
) -> list[RunResult]:
    """Runs pipelines: those named, or all below `pipelines`. What is up to date is skipped, but with `force`.

    In a notebook a line says how far the run is, but with `progress=False`; a function given as `progress` is called with each
    event of the log.

    Raises ToplineError if one could not run. Claims and checks that fall short raise nothing: see `status`.
    """
    arguments = ["run", *map(os.fspath, pipelines), "--out", os.fspath(out), "--format", "json", "--jobs", str(jobs)]
    arguments += ["--force"] if force else []
    arguments += ["--keep", str(keep)] if keep is not None else []
    line = in_notebook() if progress is None or progress is True else None
    try:
        code, text, errors = call(arguments, progress if callable(progress) else line)
    finally:
        if line:
            line.end()
    results = [json.loads(line) for line in text.splitlines()]
    if code > 1:
        raise ended(code, [result["error"] for result in results if result.get("error")] or errors)
    return [
        RunResult(
            survey=result["survey"],
            status=result["status"],
            rows=result["rows"],
            verdicts=dict(result["verdicts"]),
            unexpected=result["unexpected"],
            checks=result["checks"],
            outputs=pathlib.Path(result["outputs"]) if result["outputs"] else None,
            details=result,
        )
        for result in results
    ]


def open(pipeline: PathLike, out: PathLike = "data/out") -> Run:  # noqa: A001
    """Opens the last run of a pipeline: a folder, or a name below `pipelines`."""
    return Run(pathlib.Path(os.fspath(pipeline)), pathlib.Path(os.fspath(out)))


class Run:
    """The last run of a pipeline. Where the pipeline is run again, the next question is asked of that run."""

    def __init__(self, pipeline: pathlib.Path, out: pathlib.Path) -> None:
        # Paths hold where the working folder changes; a name below `pipelines` is found from here.
        self._pipeline = pathlib.Path(os.path.abspath(pipeline)) if pipeline.exists() else pipeline
        self._out = pathlib.Path(os.path.abspath(out))
        self._lock = threading.Lock()
        self._run = _topline.open(self._pipeline, self._out)
        #: The folder of the outputs.
        self.folder = pathlib.Path(self._run.folder)
        self._ledger = self._state()

    def __repr__(self) -> str:
        return f"<topline.Run of {self._run.survey}, {self.status['last_run']}>"

    @property
    def status(self) -> dict[str, Any]:
        """What `topline status` says of it: when it ran, and what has changed since."""
        arguments = ["status", os.fspath(self._pipeline), "--out", os.fspath(self._out), "--format", "json"]
        code, text, errors = call(arguments)
        if code != 0:
            raise ended(code, errors)
        return json.loads(text.splitlines()[0])

    def sql(self, query: str) -> Table:
        """The rows of a query in topline's SQL, with its functions (`frequencies`, `crosstab`, `share` ...)."""
        return Table(self._last().sql(query))

    def tables(self) -> list[str]:
        """The names of the tables."""
        rows = self._last().sql("select distinct table_id from figures order by table_id")
        return [name for (name,) in rows.texts(len(rows)) if name is not None]

    def table(self, name: str) -> Table:
        """The figures of a table. In a notebook it shows itself as in the report."""
        rows = self._last().sql(f"select * from figures where table_id = '{name.replace(chr(39), chr(39) * 2)}'")
        if len(rows) == 0:
            raise KeyError(f"there is no table `{name}`: the tables are {', '.join(self.tables())}")
        return Table(rows, self.folder / "report.html", name)

    @property
    def figures(self) -> Table:
        """All published figures."""
        return self.sql("select * from figures")

    @property
    def questions(self) -> Table:
        """The questions and items."""
        return self.sql("select * from questions")

    @property
    def options(self) -> Table:
        """The options of the questions."""
        return self.sql("select * from options")

    @property
    def verdicts(self) -> Table:
        """What the data say of the claims of documents."""
        return self.sql("select * from verdicts")

    @property
    def findings(self) -> Table:
        """Problems with the data, and what was done about them."""
        return self.sql("select * from findings")

    @property
    def responses(self) -> Table:
        """The respondents. Codes of options are categories with the labels of the codebook, in its order."""
        return Table(self._last().responses())

    def _last(self) -> _topline.OpenRun:
        """The last run, opened again where it is another one."""
        with self._lock:
            ledger = self._state()
            if ledger != self._ledger:
                self._run = _topline.open(self._pipeline, self._out)
                self._ledger = ledger
            return self._run

    def _state(self) -> tuple[int, int, int] | None:
        """What changes where the pipeline is run again."""
        try:
            found = os.stat(self.folder / "run.json")
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
