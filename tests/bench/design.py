"""Runs topline on a generated survey with a sample design, and says what the errors of its tables cost.

    design.py TOPLINE FOLDER [ROWS] [DESIGN...]

50 questions by 6 breaks, which are 300 tables beside the totals, and one number. A design is `none`, or what is drawn: `simple`
(rows by themselves), `strata` (rows within 20 strata), or a number of clusters within the 20 strata. `-letters` behind it also
compares the columns, `-tests` gives p values, `-filter` adds a table of some of the respondents, `-boxes` one by 20 boxes that are
ticked. The seed is fixed, and so are the answers.

Said of each design: the CPU seconds of the run, its time on the clock, its most memory in MB, and the CPU seconds that it takes
beyond the same run without a design. `check` is a sum of all standard errors: it is the same whatever the machine.
"""

import json
import pathlib
import random
import subprocess
import sys

from measured import apart, measure

SEED = 20_240_607
STRATA = 20
BREAKS = [2, 4, 5, 7, 9, 15]
QUESTIONS = [5 + question % 8 for question in range(50)]
BOXES = 20
BLANK = 0.03


def export(folder, rows):
    """Writes the export, where it is not there."""
    path = folder / f"export-{rows}.csv"
    if path.exists():
        return path
    chance = random.Random(SEED)
    columns = {"respondent": [f"R{row:08}" for row in range(rows)]}
    columns["w"] = [f"{weight:.3f}" for weight in (0.4 + 2.1 * chance.random() for _ in range(rows))]
    for clusters in (2_000, 20_000, 200_000):
        columns[f"cluster{clusters}"] = [str(number + 1) for number in chance.choices(range(clusters), k=rows)]
    columns["stratum"] = [str((int(number) - 1) % STRATA + 1) for number in columns["cluster2000"]]
    for clusters in (20_000, 200_000):
        # A cluster is in one stratum.
        columns[f"cluster{clusters}"] = [
            str((int(number) - 1) // STRATA * STRATA + int(stratum))
            for number, stratum in zip(columns[f"cluster{clusters}"], columns["stratum"])
        ]
    columns["age"] = [str(16 + age) for age in chance.choices(range(80), k=rows)]
    for place, options in enumerate(BREAKS):
        columns[f"b{place + 1}"] = [str(code + 1) for code in chance.choices(range(options), k=rows)]
    for place, options in enumerate(QUESTIONS):
        codes = [""] + [str(code + 1) for code in range(options)]
        weights = [BLANK] + [(1 - BLANK) * (1 + code % 3) for code in range(options)]
        columns[f"q{place + 1}"] = chance.choices(codes, weights, k=rows)
    for box in range(BOXES):
        columns[f"box{box + 1}"] = chance.choices(["", "1"], [1 + box % 4, 1], k=rows)
    part = path.with_suffix(".part")
    with open(part, "w") as file:
        file.write(",".join(columns) + "\n")
        file.writelines(",".join(row) + "\n" for row in zip(*columns.values()))
    part.rename(path)
    return path


def pipeline(folder, export, design):
    """Writes the files of the pipeline, and says where they are."""
    wanted = design.split("-")
    drawn, extras = wanted[0], set(wanted[1:])
    folder = folder / f"{export.stem}-{design}"
    folder.mkdir(exist_ok=True)
    single = '[[question]]\nid = "{id}"\nkind = "single"\ntext = "{id}"\ncolumn = "{id}"\noptions = [{options}]\n{private}\n'
    number = '[[question]]\nid = "{id}"\nkind = "number"\ntext = "{id}"\ncolumn = "{id}"\n{private}\n'
    coded = {f"b{place + 1}": options for place, options in enumerate(BREAKS)}
    coded |= {f"q{place + 1}": options for place, options in enumerate(QUESTIONS)}
    codebook = ""
    for question, options in coded.items():
        options = ", ".join(f'{{ code = {code}, label = "{code}" }}' for code in range(1, options + 1))
        private = "private = true" if question.startswith("b") else ""
        codebook += single.format(id=question, options=options, private=private)
    codebook += number.format(id="age", private="")
    if "boxes" in extras:
        boxes = ", ".join(f'{{ code = {box + 1}, label = "{box + 1}", column = "box{box + 1}" }}' for box in range(BOXES))
        codebook += f'[[question]]\nid = "boxes"\nkind = "multi"\ntext = "boxes"\nprivate = true\noptions = [{boxes}]\n'
    survey = f'id = "{folder.name}"\ntitle = "Generated"\n\n[source]\nname = "export"\n'
    survey += f'path = "{export.resolve()}"\nformat = "csv"\nrespondent = "respondent"\n\n[weights]\ncolumn = "w"\n\n'
    if drawn != "none":
        survey += "[design]\n"
    if drawn not in ("none", "simple"):
        codebook += number.format(id="stratum", private="private = true")
        survey += '\n[[design.stage]]\nstrata = "stratum"\n'
        if drawn != "strata":
            codebook += number.format(id=f"cluster{drawn}", private="private = true")
            survey += f'clusters = "cluster{drawn}"\n'
    banner = ", ".join(f'{{ question = "b{place + 1}" }}' for place in range(len(BREAKS)))
    tables = f"[default]\nbanner = [{banner}]\n"
    if "letters" in extras:
        tables += "letters = {}\n"
    if "tests" in extras:
        tables += "tests = true\n"
    if "boxes" in extras:
        tables += '\n[[table]]\nid = "by_box"\nrows = "q1"\nbreaks = [{ question = "boxes" }]\nletters = {}\n'
    if "filter" in extras:
        tables += '\n[[table]]\nid = "some"\nrows = "q1"\nfilter = \'"age" < 30 and "q2" <> 1\'\n'
    for name, text in {"codebook": codebook, "survey": survey, "tables": tables}.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def check(topline, out, pipeline):
    """How many figures have a standard error, and the sum of those."""
    sql = "select count(x_se) as n, sum(x_se) as x_se from figures"
    command = [topline, "sql", "--out", out, "--pipeline", pipeline, "--format", "json", sql]
    found = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        return "not known"
    rows = json.loads(found.stdout)
    row = rows[0] if isinstance(rows, list) else rows
    return f"{row.get('n')} errors, {row.get('x_se')}"


def main():
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    designs = sys.argv[4:] or ["none", "none-filter", "simple", "strata", "2000", "20000", "2000-letters", "2000-letters-tests", "2000-letters-boxes"]
    folder.mkdir(parents=True, exist_ok=True)
    path = apart(export, folder, rows)
    out = folder / "out"
    plain = None
    print(f"{rows} rows\n{'design':<16}{'CPU s':>9}{'clock s':>9}{'MB':>7}{'errors s':>10}  check")
    for design in designs:
        at = pipeline(folder, path, design)
        cpu, clock, memory = measure([topline, "run", at, "--force", "--out", out])
        plain = cpu if design == "none" else plain
        beyond = f"{cpu - plain:.2f}" if plain is not None and design != "none" else ""
        print(f"{design:<16}{cpu:>9.2f}{clock:>9.2f}{memory:>7.0f}{beyond:>10}  {check(topline, out, at)}", flush=True)


if __name__ == "__main__":
    main()
