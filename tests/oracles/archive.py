"""Whether the files for archives hold the responses of a run, read by other programs.

Reads the folders of runs whose pipeline has `[publish] formats` with sav, ddi and dictionary. Every cell of `responses.sav`, read by
pyreadstat, must be that of responses.parquet, and an absent one must be missing by declaration; value labels must be those of
options.parquet; `ddi.xml` must be valid by the schema of DDI-Codebook 2.5 (the folder that holds codebook.xsd), and each weight that a
variable names must be a variable. Ends with 1 if anything differs. PSPP reads the file too where it is installed.

    pip install pyreadstat pyarrow pandas lxml
    python tests/oracles/archive.py SCHEMAS data/out/lga-councillors-2017
"""

import csv
import pathlib
import shutil
import subprocess
import sys

import pandas
import pyarrow.parquet
import pyreadstat
from lxml import etree


def is_missing(value, ranges):
    return value is None or value != value or value == "" or any(each["lo"] <= value <= each["hi"] for each in ranges)


def is_same(ours, theirs):
    if isinstance(ours, str):
        return ours.rstrip() == theirs.rstrip()
    if hasattr(ours, "isoformat"):
        return str(ours)[:10] == str(theirs)[:10]
    return float(ours) == float(theirs)


def differences_of_sav(run, columns):
    responses = pyarrow.parquet.read_table(run / "responses.parquet").to_pandas()
    cases, described = pyreadstat.read_sav(run / "archive/responses.sav", user_missing=True)
    if len(cases) != len(responses):
        yield f"{len(cases)} cases, {len(responses)} responses"
    options = pyarrow.parquet.read_table(run / "options.parquet").to_pandas()
    for name in cases.columns:
        ranges = described.missing_ranges.get(name, [])
        for row, (ours, theirs) in enumerate(zip(responses[columns[name]], cases[name])):
            is_absent = ours is None or pandas.isna(ours)
            if is_absent != is_missing(theirs, ranges) or (not is_absent and not is_same(ours, theirs)):
                yield f"{name}, case {row + 1}: {theirs!r}, not {ours!r}"
        labels = described.variable_value_labels.get(name, {})
        for option in options[(options.question == columns[name]) & options.response_column.isna()].itertuples():
            if labels.get(float(option.code)) != option.label[:120]:
                yield f"{name}: code {option.code} is called {labels.get(float(option.code))!r}, not {option.label!r}"


def differences_of_ddi(run, schema):
    document = etree.parse(run / "archive/ddi.xml")
    if not schema.validate(document):
        yield from (str(error) for error in schema.error_log)
    space = {"d": "ddi:codebook:2_5"}
    known = {each.get("ID") for each in document.iterfind(".//d:var", space) if each.get("wgt") == "wgt"}
    for variable in document.iterfind(".//d:var", space):
        if variable.get("wgt-var") not in known | {None}:
            yield f"{variable.get('name')}: the weight {variable.get('wgt-var')} is no weight"


def differences_of_pspp(run):
    if shutil.which("pspp-convert"):
        told = subprocess.run(["pspp-convert", run / "archive/responses.sav", "-O", "csv", "/dev/null"], capture_output=True, text=True)
        if told.returncode or told.stderr:
            yield f"PSPP: {told.stderr.strip()}"


def main():
    schema = etree.XMLSchema(etree.parse(pathlib.Path(sys.argv[1]) / "codebook.xsd"))
    found = 0
    for run in map(pathlib.Path, sys.argv[2:]):
        with open(run / "archive/dictionary.csv", newline="") as file:
            columns = {row["variable"]: row["column"] for row in csv.DictReader(file)}
        problems = [*differences_of_sav(run, columns), *differences_of_ddi(run, schema), *differences_of_pspp(run)]
        found += len(problems)
        print(f"{run.name}: {len(columns)} variables, {len(problems)} differences", *problems[:20], sep="\n  ")
    sys.exit(found > 0)


main()
