"""The package on the survey of tests/fixtures/library: python -m unittest discover python/tests"""

import concurrent.futures
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import pyarrow.parquet

import topline

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "library"


def known(module):
    """Whether a library is at hand."""
    try:
        __import__(module)
    except ImportError:
        return False
    return True


class OfLibrary(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        shutil.copytree(FIXTURE, folder.name, dirs_exist_ok=True)
        before = os.getcwd()
        os.chdir(folder.name)
        self.addCleanup(os.chdir, before)

    def test_a_run_and_what_it_holds(self):
        (result,) = topline.run()
        self.assertEqual((result.survey, result.status, result.rows["respondents"]), ("library", "published", 10))
        self.assertEqual(topline.run("library")[0].status, "up_to_date")
        run = topline.open("library")
        # Eight of ten had visited, by hand.
        (row,) = run.sql("select n, base from figures where figure = 'visited.1'").to_pylist()
        self.assertEqual(row, {"n": 8, "base": 10})
        self.assertIn("visited", run.tables())
        self.assertEqual(run.verdicts.to_arrow()["ruling"].to_pylist().count("holds"), 3)
        visited = run.responses.to_arrow()["visited"].to_pylist()
        self.assertEqual([visited.count(label) for label in ("Yes", "No", "Don't know")], [8, 1, 1])
        with self.assertRaises(KeyError):
            run.table("nothing")

    @unittest.skipUnless(known("polars") and known("pandas"), "the page shows both")
    def test_the_example_of_the_first_page_runs(self):
        page = (FIXTURE.parents[2] / "python" / "README.md").read_text(encoding="utf-8")
        example = page.split("```python\n")[1].split("```")[0]
        exec(example, {})

    def test_categories_stand_in_the_order_of_the_codebook(self):
        topline.run()
        visited = topline.open("library").responses.to_arrow()["visited"].combine_chunks()
        self.assertEqual(visited.dictionary.to_pylist(), ["Yes", "No", "Don't know"])
        if known("polars"):
            import polars

            counts = polars.DataFrame(topline.open("library").responses)["visited"].value_counts()
            self.assertEqual(dict(counts.iter_rows()), {"Yes": 8, "No": 1, "Don't know": 1})

    def test_an_open_run_answers_from_the_last_run(self):
        topline.run()
        run = topline.open("library")
        count = lambda: run.sql("select count(*) as n from responses").to_pylist()[0]["n"]
        self.assertEqual(count(), 10)
        export = pathlib.Path("data/raw/library.csv")
        lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
        export.write_text("".join(lines[:-4]), encoding="utf-8")
        (result,) = topline.run()
        self.assertLess(result.rows["respondents"], 10)
        self.assertEqual(count(), result.rows["respondents"])

    def test_events_are_heard_as_they_come(self):
        events = []
        topline.run(progress=events.append)
        stages = {event["fields"].get("stage") for event in events}
        self.assertTrue({"normalise", "publish"} <= stages, stages)

    def test_figures_are_the_same_in_every_library(self):
        topline.run()
        figures = topline.open("library").figures
        file = pyarrow.parquet.read_table("data/out/library/figures.parquet")
        self.assertTrue(pyarrow.table(figures).equals(file))
        published = file["published"].to_pylist()
        if known("polars"):
            import polars

            self.assertEqual(polars.DataFrame(figures)["published"].to_list(), published)
        if known("pandas"):
            pandas = figures.to_pandas()
            self.assertEqual([None if value is None else value for value in pandas["published"].where(pandas["published"].notna(), None)], published)
        if known("duckdb"):
            import duckdb

            self.assertEqual([row[0] for row in duckdb.sql("select published from figures").fetchall()], published)

    def test_errors_say_what_helps(self):
        with self.assertRaises(topline.ToplineError) as told:
            topline.open("library")
        self.assertIn("run it first", told.exception.hint)
        topline.run()
        with self.assertRaises(topline.ToplineError) as told:
            topline.open("library").sql("select * from respondents")
        self.assertIn("did you mean responses", told.exception.hint)
        with open("pipelines/library/codebook.toml", "a", encoding="utf-8") as file:
            file.write("\nid = 1 2\n")
        with self.assertRaises(topline.ToplineError) as told:
            topline.run()
        (problem, *_) = told.exception.problems
        self.assertTrue(problem["place"].startswith("pipelines/library/codebook.toml:"), problem)
        self.assertEqual(told.exception.exit_code, 2)

    def test_a_table_shows_itself_as_in_the_report(self):
        topline.run()
        shown = topline.open("library").table("visited")._repr_html_()
        self.assertTrue(shown.startswith("<iframe"), shown[:80])
        self.assertIn("Have you visited the library this year?", shown)
        self.assertNotIn("How old are you?", shown)
        self.assertIn("<table", topline.open("library").figures._repr_html_())

    def test_two_threads_at_once(self):
        topline.run()
        run = topline.open("library")
        with concurrent.futures.ThreadPoolExecutor(2) as threads:
            counts = threads.map(lambda number: run.sql(f"select {number} as n from responses").to_pylist(), range(6))
        self.assertEqual([[row["n"] for row in rows] for rows in counts], [[number] * 10 for number in range(6)])

    @unittest.skipIf(sys.platform == "win32", "signals are of POSIX")
    def test_ctrl_c_ends_a_run(self):
        long = pathlib.Path("pipelines/long")
        long.mkdir()
        (long / "survey.toml").write_text('id = "long"\ntitle = "L"\n[source]\nname = "e"\npath = "e.csv"\nformat = "csv"\n')
        (long / "codebook.toml").write_text('[[question]]\nid = "a"\nkind = "number"\ntext = "A?"\ncolumn = "a"\n')
        (long / "e.csv").write_text("a\n" + "1\n2\n" * 4_000_000)
        code = "import topline\nprint('begun', flush=True)\ntry:\n    topline.run('long')\nexcept KeyboardInterrupt:\n    print('stopped')\n"
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        # However fast the program: the run has begun, and reads some millions of rows.
        self.assertEqual(process.stdout.readline(), "begun\n")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, _ = process.communicate(timeout=30)
        self.assertEqual(out, "stopped\n")
        self.assertLess(time.monotonic() - began, 5)
        self.assertFalse(pathlib.Path("data/out/.long.staging").exists())


if __name__ == "__main__":
    unittest.main()
