"""topline: raw survey exports into published figures, with proof.

    import topline

    topline.run("pipelines/library")
    run = topline.open("pipelines/library")
    run.figures.to_pandas()
"""

from topline._errors import ToplineError
from topline._run import Run, RunResult, open, run
from topline._table import Table

__all__ = ["Run", "RunResult", "Table", "ToplineError", "open", "run"]
__version__ = "0.1.0"
