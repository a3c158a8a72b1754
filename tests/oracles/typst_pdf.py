"""Whether report.typ of each run becomes a PDF with the tags of PDF/UA-1, and holds the published values.

Typst refuses what PDF/UA-1 does not allow. The text of the PDF must have each published percentage of the total columns next to its label.
Two processes must give the same bytes. Ends with 1 if anything differs.

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
        text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
        for row in pyarrow.parquet.read_table(run / "figures.parquet").to_pylist():
            if row["column_key"] is None and row["unit"] == "percent" and row["published"]:
                wanted = re.sub(r"\s+", "", f"{row['row_label']}{row['published']}%")
                if wanted not in text:
                    problems.append(f"{row['figure']}: {row['row_label']} {row['published']}% is not in the text")
        found += len(problems)
        print(f"{run.name}: {len(reader.pages)} pages, {len(pdf)} bytes, {len(problems)} problems", *problems[:10], sep="\n  ")
    sys.exit(found > 0)


main()
