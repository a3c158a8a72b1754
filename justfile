# The recipes of topline. `just` alone lists them.

default:
    @just --list

# Run all pipelines, or those named: figures, verdicts, documents
run *PIPELINES:
    cargo run --release -- run {{ PIPELINES }}

# Say of each claim what the data say
verify *PIPELINES:
    cargo run --release -- verify {{ PIPELINES }}

# Check the files of all pipelines, or of those named
check *PIPELINES:
    cargo run --release -- check {{ PIPELINES }}

# Query the last run of a pipeline; without a query, ask for them one by one
sql PIPELINE *QUERY:
    cargo run --release -- sql --pipeline {{ PIPELINE }} {{ if QUERY == "" { "" } else { quote(QUERY) } }}

# Write the reconstructed exports anew
reconstruct:
    cargo run --release -- reconstruct pipelines/*

# All tests
test:
    cargo test --workspace

# A hundred pipelines, one of them broken, one slow and one killed: the others are published, and a second run does nothing
test-batch COUNT="100":
    TOPLINE_BATCH={{ COUNT }} cargo test --workspace --test suite -- batches --nocapture

# A cluster on this machine: the bits of one machine, a worker killed, frozen or restarted RUNS times, other builds, certificates (by openssl), S3 (moto by pip; the first build takes half an hour)
test-cluster RUNS="100" SEED="1":
    cargo build --release
    cargo build --locked --manifest-path cluster/Cargo.toml
    test -d target/cluster/python || (python3 -m venv target/cluster/python && target/cluster/python/bin/pip install -q 'moto[server]')
    target/cluster/python/bin/python tests/cluster/check.py target/release/topline cluster/target/debug/topline-cluster target/cluster/check {{ RUNS }} {{ SEED }}

# The wheel of Python, built and tested in a clean environment (of the Python that PYTHON names, 3.10 or later)
python PYTHON="python3" PROFILE="release":
    rm -rf target/python && {{ PYTHON }} -m venv target/python
    target/python/bin/pip install -q --config-settings build-args="--profile {{ PROFILE }}" './python[pandas,polars,duckdb]' nbclient ipykernel
    cd target && env -u TOPLINE_PROGRAM python/bin/python -m unittest discover -s ../python/tests

# 300 crosstabs from Python as data frames, beside pandas and Polars (after `just python`)
bench-python *ROWS="10000 1000000":
    target/python/bin/python tests/bench/python.py target/bench/python {{ ROWS }}

# Time the errors of 300 crosstabs of a million rows, beside R's survey package where it is installed
bench-estimate CLUSTERS="2000":
    cargo bench -p topline-estimate --bench crosstabs -- {{ CLUSTERS }}

# How long exports of a million rows take to Parquet (CSV beside DuckDB and Polars, .sav and .zsav beside pyreadstat; all by pip, in a folder of their own)
bench-ingest *ROWS="1000000":
    cargo build --release -p topline-cli -p topline-bench
    test -d target/bench/peers || python3 -m venv target/bench/peers
    target/bench/peers/bin/pip install -q duckdb polars pandas pyarrow pyreadstat
    target/bench/peers/bin/python tests/bench/ingest.py target/release/topline-bench target/bench/ingest {{ ROWS }}

# Feed every target (readers, the files of a pipeline, claims, SQL) with random changes of real files
smoke SECONDS="20" SEED="1":
    python3 tests/smoke/seeds.py target/smoke
    TOPLINE_SMOKE_SEEDS=$PWD/target/smoke TOPLINE_SMOKE_SECONDS={{ SECONDS }} TOPLINE_SMOKE_SEED={{ SEED }} cargo test --workspace --test smoke -- --nocapture

# Kills, signals, outputs that are on the disk before they are published (takes strace), queries that would take the machine down, and damaged files (made of those in FOLDER)
test-hostile FOLDER FILES="20000" KILLS="1000" SIGNALS="200":
    cargo build --release
    TOPLINE_KILLS={{ KILLS }} TOPLINE_SIGNALS={{ SIGNALS }} cargo test --workspace --test suite -- killed
    python3 tests/hostile/synced.py target/release/topline
    python3 tests/hostile/bombs.py target/release/topline
    python3 tests/hostile/damaged.py target/release/topline {{ FOLDER }} {{ FILES }}

# Let libFuzzer search for what a target does not survive (targets: tests/smoke/src/targets.rs; `sql` takes a build of the engine)
fuzz TARGET SECONDS="600":
    python3 tests/smoke/seeds.py target/fuzz/corpus
    RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
        cargo build --release --manifest-path tests/fuzz/Cargo.toml --target-dir target/fuzz/build --target "$(rustc --print host-tuple)" {{ if TARGET == "sql" { "--features sql" } else { "" } }}
    TOPLINE_TARGET={{ TARGET }} target/fuzz/build/$(rustc --print host-tuple)/release/topline-fuzz target/fuzz/corpus/{{ TARGET }} -max_total_time={{ SECONDS }} -rss_limit_mb=1024 -timeout=20 -artifact_prefix=target/fuzz/

# The whole job, from the CSV of an export to 300 weighted tables, beside Polars and DuckDB (by pip, in a folder of their own)
bench-whole *ROWS="10000 100000 1000000":
    cargo build --release -p topline-cli -p topline-bench
    test -d target/bench/peers-whole || (python3 -m venv target/bench/peers-whole && target/bench/peers-whole/bin/pip install -q numpy polars duckdb)
    target/bench/peers-whole/bin/python tests/bench/whole.py target/release/topline target/bench/whole {{ ROWS }}

# The parts of a run and their merge beside the run itself: CPU, clock, memory, and whether the bytes are the same
bench-parts ROWS="1000000" *PARTS="2 8":
    cargo build --release -p topline-cli -p topline-bench
    test -d target/bench/peers-whole || (python3 -m venv target/bench/peers-whole && target/bench/peers-whole/bin/pip install -q numpy polars duckdb)
    target/bench/peers-whole/bin/python tests/bench/parts.py target/release/topline target/bench/parts {{ ROWS }} {{ PARTS }}

# 300 crosstabs of a survey in Parquet, beside Polars, DuckDB, numba, numpy and DataFusion (by pip, in a folder of their own)
bench-tables *ROWS="1000000 5000000":
    cargo build --release -p topline-cli -p topline-bench
    test -d target/bench/peers-tables || (python3 -m venv target/bench/peers-tables && target/bench/peers-tables/bin/pip install -q numpy pyarrow duckdb polars numba datafusion)
    target/bench/peers-tables/bin/python tests/bench/tables.py target/release/topline-bench target/bench/tables {{ ROWS }}

# Runs of a generated survey of 300 tables under designs of several kinds: CPU, clock, memory
bench-design ROWS="1000000" *DESIGNS:
    cargo build --release
    python3 tests/bench/design.py target/release/topline target/bench/design {{ ROWS }} {{ DESIGNS }}

# `check` and `run` of surveys of more and more columns: what a thousand columns take should stay the same
bench-wide ROWS="5000" *COLUMNS="500 1000 2000 4000":
    cargo build --release
    python3 tests/bench/wide.py target/release/topline target/bench/wide {{ ROWS }} {{ COLUMNS }}

# Parquet pages written and read by `topline-pages` beside arrow's writer and reader, in CPU seconds
bench-pages ROWS="1000000":
    cargo build --release -p topline-cli -p topline-bench
    target/release/topline-bench pages target/bench/pages {{ ROWS }}

# Every cell of 2,000 random surveys, each table with what the language has, against plain SQL
test-language SURVEYS="2000":
    TOPLINE_SURVEYS={{ SURVEYS }} cargo test --release -p topline-aggregate --test aggregate -- language

# 2,000 random tallies, and a fifth as many files, against a count one row after the other
test-tallies TALLIES="2000":
    TOPLINE_TALLIES={{ TALLIES }} cargo test -p topline-tally

# 1,000 random designs through survey.toml and SQL, beside the numbers of R's survey package in tests/oracles
test-random-designs:
    TOPLINE_RANDOM_DESIGNS=all cargo test --workspace --test aggregate -- random_designs --nocapture

# Write the numbers of the random designs anew (takes R with survey 4.5)
random-designs:
    Rscript tests/oracles/random_designs.R tests/oracles/random_designs.csv

# Draft and run pipelines of COUNT exports made from real ones, changed, saved by other tools, and with planted identifiers
test-exports COUNT="1000" REAL=env("TOPLINE_REAL", "../shared/real"):
    cargo build --release -p topline-cli
    test -d target/exports/tools || (python3 -m venv target/exports/tools && target/exports/tools/bin/pip install -q pandas pyarrow openpyxl pyreadstat polars duckdb odfpy)
    target/exports/tools/bin/python tests/exports/changed_exports.py target/release/topline {{ REAL }} {{ COUNT }} --keep target/exports/broken

# Small changes of a crate that its own tests do not notice (takes cargo-mutants; SHARD `0/4` tries each fourth of them; `.cargo/mutants.toml` lists those that are let pass)
mutants CRATE SHARD="0/1":
    command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants
    cargo mutants --package topline-{{ CRATE }} --shard {{ SHARD }} --sharding round-robin --jobs 1 --timeout 300 --output target/mutants

# Whether the numbers of workbooks are those of figures.parquet, read by openpyxl and odfdo (by pip, in a folder of their own)
check-workbooks *RUNS:
    test -d target/workbooks || (python3 -m venv target/workbooks && target/workbooks/bin/pip install -q openpyxl odfdo pyarrow)
    target/workbooks/bin/python tests/oracles/workbooks.py {{ RUNS }}

# Whether the files for archives hold the responses of the runs, read by pyreadstat and PSPP, and DDI by its schema (in the folder SCHEMAS)
check-archive SCHEMAS *RUNS:
    test -d target/archive || (python3 -m venv target/archive && target/archive/bin/pip install -q pyreadstat pyarrow pandas lxml)
    target/archive/bin/python tests/oracles/archive.py {{ SCHEMAS }} {{ RUNS }}

# Attack what is published of SURVEYS random surveys that protect counts, in all formats (HiGHS by pip, in a folder of its own)
attack SURVEYS="1000":
    cargo build --release -p topline-cli
    test -d target/attack || (python3 -m venv target/attack && target/attack/bin/pip install -q highspy numpy pyarrow openpyxl odfpy)
    target/attack/bin/python tests/oracles/disclosure.py random target/release/topline {{ SURVEYS }}
    target/attack/bin/python tests/oracles/disclosure.py rounded target/release/topline $(( {{ SURVEYS }} / 5 ))
    target/attack/bin/python tests/oracles/disclosure.py waves target/release/topline $(( {{ SURVEYS }} / 5 ))

# Whether report.typ of the runs becomes a PDF with the tags of PDF/UA-1 (Typst by pip, in a folder of its own)
check-typst *RUNS:
    test -d target/typst || (python3 -m venv target/typst && target/typst/bin/pip install -q typst pypdf pyarrow)
    target/typst/bin/python tests/oracles/typst_pdf.py {{ RUNS }}

# The schemas against the pipelines of the project, and against planted mistakes
test-schemas:
    cargo test --manifest-path tests/schemas/Cargo.toml --locked

# Whether pages that a program makes of the project's own survey are accessible, as continuous integration checks them
check-pages:
    cargo build --release
    TOPLINE_WEB=required bash tests/web/check target/release/topline

# Whether reports are accessible, by axe-core in headless Chromium (takes node, npm and chromium)
check-reports *REPORTS:
    npm install --prefix tests/web --no-audit --no-fund
    node tests/web/report.js {{ REPORTS }}

# Formatting, lints, and the documentation of the code (in target/doc)
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items

# Licences, sources and known faults of the dependencies, by deny.toml
deny:
    bash .ci/deny

# The guide as a book, in target/book
docs:
    command -v mdbook >/dev/null || cargo install --locked mdbook
    mdbook build docs

# What to hand out, in target/dist: the program with everything optimised, the wheel, a list of what they are built of (CycloneDX), SHA-256
dist PYTHON="python3":
    rm -f target/dist/*.whl target/dist/*.cdx.json
    cargo build --profile dist --locked
    {{ PYTHON }} -m pip wheel -q --no-deps -w target/dist ./python
    command -v cargo-cyclonedx >/dev/null || cargo install --locked cargo-cyclonedx
    # One for each program of the workspace, beside its manifest, with the folder that it was made in.
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) cargo cyclonedx -q --format json --spec-version 1.5 --describe binaries
    sed "s|$PWD/||g" crates/cli/topline_bin.cdx.json > target/dist/topline.cdx.json
    find crates tests -name '*.cdx.json' -delete
    cd target/dist && sha256sum topline topline.cdx.json *.whl > SHA256SUMS && ls -l topline topline.cdx.json *.whl SHA256SUMS

# Write what the program prints into the pages of the guide, and the pages that are made of the code
update-docs:
    TOPLINE_GUIDE=update cargo test -p topline-workbook --test workbook reference
    TOPLINE_GUIDE=update cargo test -p topline-claims --test claims reference
    TOPLINE_GUIDE=update cargo test -p topline-plan --test schemas
    TOPLINE_GUIDE=update cargo test -p topline-aggregate --test aggregate function_reference
    TOPLINE_GUIDE=update cargo test -p topline-reconstruct --test schema
    TOPLINE_GUIDE=update cargo test -p topline-records --test contract reference
    TOPLINE_GUIDE=update cargo test -p topline-cli --test suite guide

# What continuous integration does
ci:
    bash .ci/run
