"""A survey to count on a cluster: generated answers with weights of many digits, its pipeline, and queries of every kind."""

import pathlib
import random
import subprocess

CODEBOOK = """
[[question]]
id = "region"
kind = "single"
text = "Where do you live?"
column = "region"
options = [
    { code = 1, label = "North" },
    { code = 2, label = "South" },
    { code = 3, label = "East" },
    { code = 4, label = "West" },
]

[[question]]
id = "q1"
kind = "single"
text = "Do you agree?"
column = "q1"
options = [
    { code = 1, label = "Yes" },
    { code = 2, label = "No" },
    { code = 3, label = "Not sure", mark = "dont_know" },
]

[[question]]
id = "q2"
kind = "multi"
text = "Which do you use?"
column = "q2"
separator = ";"
options = [
    { code = 1, label = "Bus" },
    { code = 2, label = "Train" },
    { code = 3, label = "Bicycle" },
]

[[question]]
id = "age"
kind = "number"
text = "How old are you?"
column = "age"

[[question]]
id = "score"
kind = "number"
text = "From 0 to 100, how likely?"
column = "score"
"""

SURVEY = """
id = "cluster-test"
title = "Generated for the cluster"

[source]
name = "export"
path = "{export}"
format = "csv"
respondent = "id"

[weights]
column = "w"
"""

TABLES = """
[default]
banner = [{ question = "region" }, { question = "q2" }]
statistics = ["column_percent", "count", "mean", "median", "standard_deviation"]

[[table]]
id = "older"
rows = "q1"
filter = "age > 50 and score < 90.5"

[[table]]
id = "nested"
rows = "q1"
breaks = [{ question = "region", by = [{ question = "q2" }] }]
"""

FIGURES = {
    "by_region": """-- Title: Those who agree, by region
select
    'region_' || cast("region" as text) as row_key,
    'Region ' || cast("region" as text) as label,
    share("q1" = 1, "weight") as x
from responses
where "region" is not null
group by "region"
order by row_key
""",
    "doubles": """-- Title: Sums of doubles, whose last digits depend on the order of rows
select 'mean' as row_key, 'Mean' as label, avg("score" * "weight") as x from responses order by row_key
""",
}

# What a cluster computes in part or whole, and what it does not.
QUERIES = {
    "count": 'select count(*) as n, count("q1") as answered, count(distinct "age") as ages from responses',
    # Without `order by`, groups come in the order of their first rows.
    "groups": 'select "region", "q1", count(*) as n, sum("q1") as codes, min("age_absent") as reason from responses group by "region", "q1"',
    "filtered": 'select "q2_1", count(*) filter (where "q1" = 1) as n from responses where "region" in (1, 3) group by "q2_1" having count(*) > 10',
    "share": 'select "region", share("q1" = 1, "weight") as x, n_effective("weight") as n from responses group by "region" order by "region"',
    "many groups": 'select cast("score" * 300 as int) as g, count(*) as n, sum("q1") as s from responses group by 1',
    # A sum of doubles over groups of the cluster: their order decides its last digits.
    "doubles of groups": 'select sum(x) as s, avg(x) as a from (select cast("score" * 200 as int) as g, share("q1" = 1, "weight") / 7 as x from responses group by 1) t',
    "doubles": 'select "region", sum("weight") as w, avg("score") as a, stddev("score") as s from responses group by "region"',
    "labels": """select label('q1', "q1") as answer, percent(count(*), 1000) as p from responses group by "q1" order by answer""",
    "union": 'select \'a\' as k, count(*) as n from responses where "q1" = 1 union all select \'b\', count(*) from responses where "q1" = 2',
    "view": "select * from crosstab('q1', 'region')",
    "join": 'select o.label, t.n from (select "q1", count(*) as n from responses group by "q1") t join options o on o.code = t."q1" and o.question = \'q1\' order by o.label',
    "none": 'select "q1", count(*) as n from responses where "age" > 1000 group by "q1"',
    "rows": 'select row_id, "q1", "weight" from responses where "age" = 77 and "region" = 2',
    "window": 'select "region", n, rank() over (order by n desc) as place from (select "region", count(*) as n from responses group by "region") t order by "region"',
}


def write(folder, rows, seed=7):
    """Writes the export and its pipeline."""
    generator = random.Random(seed)
    pipeline = folder / "cluster-test"
    (pipeline / "figures").mkdir(parents=True, exist_ok=True)
    export = folder / "export.csv"
    choose = generator.choice
    with export.open("w") as file:
        file.write("id,region,q1,q2,age,score,w\n")
        for row in range(rows):
            boxes = ";".join(box for box in ["Bus", "Train", "Bicycle"] if generator.random() < 0.4)
            answers = [choose(["North", "South", "East", "West", ""]), choose(["Yes", "No", "Not sure", ""]), boxes]
            numbers = [generator.randint(16, 95), round(generator.uniform(0, 100), 3), round(generator.uniform(0.2, 3), 9)]
            file.write(",".join(map(str, [row, *answers, *numbers])) + "\n")
    (pipeline / "codebook.toml").write_text(CODEBOOK)
    (pipeline / "survey.toml").write_text(SURVEY.format(export=export.resolve()))
    (pipeline / "tables.toml").write_text(TABLES)
    for name, sql in FIGURES.items():
        (pipeline / "figures" / f"{name}.sql").write_text(sql)
    return pipeline


def cut(topline, pipeline, out, folder, ends):
    """The responses cut by rows into files, as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, (first, last) in enumerate(zip([0, *ends], [*ends, 1 << 40])):
        sql = f"select * from responses where row_id > {first} and row_id <= {last} order by row_id"
        file = folder / f"part-{part:03}.parquet"
        subprocess.run([topline, "sql", sql, "--pipeline", pipeline, "--out", out, "--output", file], check=True, stdout=subprocess.DEVNULL)
    return pathlib.Path(folder)
