"""The program: `topline` on the path, and `python -m topline`."""

from __future__ import annotations

import sys

from topline import _topline


def main() -> None:
    """Does what the command line asks for, and ends with the exit code of the program."""
    command = [sys.executable, "-m", "topline"]
    sys.exit(_topline.program(["topline", *sys.argv[1:]], command, _topline.__file__))


if __name__ == "__main__":
    main()
