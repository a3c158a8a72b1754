"""Rows of a run, for every library that takes Arrow."""

from __future__ import annotations

import html
import pathlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from topline._topline import Rows


class Table:
    """Rows and columns. pandas, Polars, DuckDB and pyarrow take it as it is (Arrow PyCapsule interface), without a copy."""

    def __init__(self, rows: Rows, report: pathlib.Path | None = None, name: str | None = None) -> None:
        self._rows = rows
        self._report = report
        self._name = name

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._rows.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> Any:
        return self._rows.__arrow_c_schema__()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return self._rows.column_names

    def to_arrow(self) -> pyarrow.Table:
        """As a table of pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a data frame of pandas. It needs pyarrow too."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of Polars."""
        import polars

        return polars.DataFrame(self)

    def to_pylist(self) -> list[dict[str, Any]]:
        """As a list of dictionaries, one a row. It needs pyarrow."""
        return self.to_arrow().to_pylist()

    def __repr__(self) -> str:
        return f"<topline.Table of {len(self)} rows: {', '.join(self.column_names)}>"

    def _repr_html_(self) -> str:
        """In a notebook: the table of the report with its chart, or the first rows."""
        shown = self._of_report()
        return shown if shown else self._first_rows()

    def _first_rows(self, count: int = 60) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.column_names)
        rows = self._rows.texts(count)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(cell or '')}</td>" for cell in row) + "</tr>" for row in rows)
        rest = f"<p>{len(self) - len(rows):,} more rows</p>" if len(self) > len(rows) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _of_report(self) -> str | None:
        if self._report is None or self._name is None or not self._report.is_file():
            return None
        page = self._report.read_text(encoding="utf-8")
        start = re.search(rf'<section[^>]*id="table-{re.escape(self._name)}"', page)
        style = re.search(r"<style>.*?</style>", page, re.DOTALL)
        icons = re.search(r"<svg.*?</svg>", page, re.DOTALL)
        if not start or not style:
            return None
        # Sections of tables hold none themselves.
        end = page.index("</section>", start.start()) + len("</section>")
        body = (icons[0] if icons else "") + page[start.start() : end]
        document = f'<!doctype html><html lang="en-GB"><head>{style[0]}</head><body>{body}</body></html>'
        height = 160 + 30 * body.count("<tr")
        return f'<iframe style="width:100%;height:{height}px;border:0" srcdoc="{html.escape(document)}"></iframe>'
