"""The package in a notebook, where nbclient and ipykernel are installed: python -m unittest discover python/tests"""

import pathlib
import shutil
import tempfile
import unittest

try:
    import ipykernel  # noqa: F401
    import nbclient
    import nbformat
except ImportError:
    nbclient = None

FIXTURE = pathlib.Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "library"


def played(folder, cells):
    """The cells of a notebook after a kernel ran them, and each text that an output changed to meanwhile."""
    told = []

    class Listening(nbclient.NotebookClient):
        def process_message(self, msg, cell, cell_index):
            if msg["msg_type"] == "update_display_data":
                told.append(msg["content"]["data"]["text/plain"])
            return super().process_message(msg, cell, cell_index)

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    Listening(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()
    return notebook.cells, told


@unittest.skipUnless(nbclient, "takes nbclient and ipykernel")
class InANotebook(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        shutil.copytree(FIXTURE, folder.name, dirs_exist_ok=True)

    def test_a_run_says_how_far_it_is_and_a_table_shows_itself(self):
        cells = ["import topline", "topline.run()[0].status", "topline.open('library').table('visited')"]
        (_, run, table), told = played(self.folder, cells)
        # Eleven rows of the export, ten respondents: by hand.
        self.assertIn("library: normalise, 11 rows", told)
        self.assertIn("library: derive, 10 rows", told)
        # The line goes when the run ends.
        self.assertEqual(told[-1], "")
        line, status = run.outputs
        self.assertEqual((line.data["text/plain"], status.data["text/plain"]), ("", "'published'"))
        (output,) = table.outputs
        self.assertIn("Have you visited the library this year?", output.data["text/html"])
        self.assertEqual(output.data["text/plain"][:14], "<topline.Table")

    def test_an_error_is_the_last_line_of_a_cell(self):
        cells = ["import topline\ntry:\n    topline.open('nothing')\nexcept topline.ToplineError as error:\n    print(error)"]
        ((cell,), told) = played(self.folder, cells)
        (output,) = cell.outputs
        self.assertTrue(output.text.startswith("failed to"), output.text)
        self.assertIn("hint: ", output.text)
        self.assertEqual(told, [])


if __name__ == "__main__":
    unittest.main()
