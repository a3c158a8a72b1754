"""Writes the files of tests/fixtures/missing that have values which a file calls missing, with pyreadstat.

`scale.sav`, `wave1.sav` and `wave2.sav` are older, made in the same way. `cells.rs` and `missing.rs` say what each holds.
"""

import sys
from pathlib import Path

import pandas
import pyreadstat

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/fixtures/missing")

# Extended missing values of Stata: .a refused, .b not asked; nobody has .c.
pyreadstat.write_dta(
    pandas.DataFrame(
        {
            "id": [1, 2, 3, 4, 5, 6, 7, 8],
            "trust": [1, 2, "a", 3, "b", 1, "a", 1],
            "hours": [40.0, 20.0, 30.0, "a", 10.0, "b", 50.0, 35.0],
        }
    ).astype({"trust": object, "hours": object}),
    folder / "tagged.dta",
    column_labels=["", "Do you trust the court?", "Hours of work in a week"],
    variable_value_labels={
        "trust": {1: "Yes", 2: "Partly", 3: "No", "a": "Refused", "b": "Not asked"},
        "hours": {"a": "Refused", "b": "Not in work"},
    },
    missing_user_values={"trust": ["a", "b", "c"], "hours": ["a", "b"]},
)


# LO THRU 0, and 90 THRU 99 of which 98 has a label; the later wave holds other values of these ranges.
def wave(name, ages, scores):
    pyreadstat.write_sav(
        pandas.DataFrame({"nr": range(1, len(ages) + 1), "leeftijd": ages, "cijfer": scores}),
        folder / name,
        column_labels=["", "Leeftijd in jaren", "Welk cijfer geeft u?"],
        variable_value_labels={
            "leeftijd": {98.0: "Wil niet zeggen"},
            "cijfer": {1.0: "Slecht", 2.0: "Matig", 3.0: "Goed", 98.0: "Weet niet"},
        },
        missing_ranges={"leeftijd": [{"lo": 90, "hi": 99}], "cijfer": [{"lo": float("-inf"), "hi": 0}, 98]},
    )


wave("ronde1.sav", [20.0, 30.0, 98.0, 40.0, 91.0, 50.0], [1.0, 2.0, 3.0, 98.0, -1.0, 3.0])
wave("ronde2.sav", [20.0, 95.0, 99.0, 40.0, 60.0, 98.0], [1.0, -7.0, 3.0, 98.0, 0.0, 2.0])
