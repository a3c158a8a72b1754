"""Running pipelines, and what their last runs hold."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import tempfile
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from topline._program import call, failure
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
) -> list[RunResult]:
    """Runs pipelines: those named, or all below `pipelines`. What is up to date is skipped, but with `force`.

    Raises ToplineError if one could not run. Claims and checks that fall short raise nothing: see `status`.
    """
    arguments = ["run", *map(os.fspath, pipelines), "--out", os.fspath(out), "--format", "json", "--jobs", str(jobs)]
    arguments += ["--force"] if force else []
    arguments += ["--keep", str(keep)] if keep is not None else []
    code, text, errors = call(arguments)
    results = [json.loads(line) for line in text.splitlines()]
    if code > 1:
        raise failure(code, [result["error"] for result in results if result.get("error")] or errors)
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
    return Run(os.fspath(pipeline), os.fspath(out))


class Run:
    """The last run of a pipeline."""

    def __init__(self, pipeline: str, out: str) -> None:
        self._pipeline = pipeline
        self._out = out
        code, text, errors = call(["status", pipeline, "--out", out, "--format", "json"])
        if code != 0:
            raise failure(code, errors)
        #: What `topline status` says of it.
        self.status: dict[str, Any] = json.loads(text.splitlines()[0])
        if self.status["outputs"] is None:
            survey = self.status["survey"]
            message = f"the pipeline `{survey}` was never run"
            raise failure(2, [{"message": message, "survey": survey, "hint": "run it first: topline.run(...)"}])
        #: The folder of the outputs.
        self.folder = pathlib.Path(self.status["outputs"])

    def __repr__(self) -> str:
        return f"<topline.Run of {self.status['survey']}, {self.status['last_run']}>"

    def sql(self, query: str) -> Table:
        """The rows of a query in topline's SQL, with its functions (`frequencies`, `crosstab`, `share` ...)."""
        with tempfile.TemporaryDirectory(prefix="topline-") as folder:
            file = pathlib.Path(folder) / "rows.parquet"
            code, _, errors = call(["sql", query, "-p", self._pipeline, "--out", self._out, "-o", str(file)])
            if code != 0:
                raise failure(code, errors)
            return Table(pyarrow.parquet.read_table(file, memory_map=False))

    def tables(self) -> list[str]:
        """The names of the tables."""
        return self.sql("select distinct table_id from figures order by table_id").to_arrow()["table_id"].to_pylist()

    def table(self, name: str) -> Table:
        """The figures of a table. In a notebook it shows itself as in the report."""
        file = self.folder / "tables" / f"{name}.parquet"
        if not file.is_file():
            raise KeyError(f"there is no table `{name}`: the tables are {', '.join(self.tables())}")
        return Table(pyarrow.parquet.read_table(file), self.folder / "report.html", name)

    @property
    def figures(self) -> Table:
        """All published figures."""
        return self._read("figures")

    @property
    def questions(self) -> Table:
        """The questions and items."""
        return self._read("questions")

    @property
    def options(self) -> Table:
        """The options of the questions."""
        return self._read("options")

    @property
    def verdicts(self) -> Table:
        """What the data say of the claims of documents."""
        return self._read("verdicts")

    @property
    def findings(self) -> Table:
        """Problems with the data, and what was done about them."""
        return self._read("findings")

    @property
    def responses(self) -> Table:
        """The respondents. Codes of options are categories with the labels of the codebook, in its order."""
        arrow = self._read("responses").to_arrow()
        labels: dict[str, dict[int, str]] = {}
        for option in self.options.to_pylist():
            labels.setdefault(option["question"], {})[option["code"]] = option["label"]
        for question in self.questions.to_pylist():
            column, known = question["response_column"], labels.get(question["question"])
            if question["kind"] in ("single", "grid") and known and column in arrow.column_names:
                at = arrow.column_names.index(column)
                codes = list(known)
                places = pyarrow.compute.index_in(arrow[column], pyarrow.array(codes, arrow[column].type))
                values = pyarrow.array([known[code] for code in codes])
                chunks = [pyarrow.DictionaryArray.from_arrays(chunk, values) for chunk in places.chunks]
                arrow = arrow.set_column(at, column, pyarrow.chunked_array(chunks, pyarrow.dictionary(pyarrow.int32(), pyarrow.string())))
        return Table(arrow)

    def _read(self, table: str) -> Table:
        return Table(pyarrow.parquet.read_table(self.folder / f"{table}.parquet"))
