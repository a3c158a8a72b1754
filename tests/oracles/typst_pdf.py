"""Whether report.typ of each run becomes a PDF with the tags of PDF/UA-1, and holds the published values.

Typst refuses what PDF/UA-1 does not allow. The text of the PDF must have each published percentage of the total columns next to its label,
however its lines are broken, and each chart must be a figure with an alternative text. Two processes must give the same bytes. Ends with 1
if anything differs.

    pip install typst pypdf pyarrow
    python tests/oracles/typst_pdf.py data/out/lga-councillors-2017
"""

import io
import pathlib
import re
import subprocess
import sys

import pyarrow.parquet
import pypdf
import typst

COMPILE = "import sys, typst; sys.stdout.buffer.write(typst.compile(sys.argv[1], pdf_standards=['ua-1']))"


def words(text):
    """The text without what the breaking of lines changes."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def alternatives(element):
    """The alternative texts of the figures below an element of the structure tree; None of one that has none."""
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            yield from alternatives(each)
    elif isinstance(element, dict):
        if element.get("/S") == "/Figure":
            yield element.get("/Alt")
        if "/K" in element:
            yield from alternatives(element["/K"])


def main():
    found = 0
    for run in map(pathlib.Path, sys.argv[1:]):
        source = run / "report.typ"
        pdf = typst.compile(str(source), pdf_standards=["ua-1"])
        again = subprocess.run([sys.executable, "-c", COMPILE, str(source)], check=True, capture_output=True).stdout
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        problems = [] if pdf == again else ["another process gives other bytes"]
        root = reader.trailer["/Root"]
        problems += [f"no {key}" for key in ("/StructTreeRoot", "/MarkInfo", "/Lang") if key not in root]
        charts = [string.group(1) for string in re.finditer(r'^#chart\("((?:[^"\\]|\\.)*)",$', source.read_text(), re.MULTILINE)]
        found_charts = list(alternatives(root["/StructTreeRoot"]))
        if None in found_charts or len(found_charts) != len(charts):
            problems.append(f"{len(charts)} charts, {len(found_charts)} figures, {found_charts.count(None)} without alternative text")
        text = words("".join(page.extract_text() for page in reader.pages))
        for row in pyarrow.parquet.read_table(run / "figures.parquet").to_pylist():
            if row["column_key"] is None and row["unit"] == "percent" and row["published"]:
                wanted = words(f"{row['row_label']}{row['published']}%")
                if wanted not in text:
                    problems.append(f"{row['figure']}: {row['row_label']} {row['published']}% is not in the text")
        found += len(problems)
        print(f"{run.name}: {len(reader.pages)} pages, {len(pdf)} bytes, {len(charts)} charts, {len(problems)} problems", *problems[:10], sep="\n  ")
    sys.exit(found > 0)


main()
