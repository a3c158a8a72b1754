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

# Time the errors of 300 crosstabs of a million rows, beside R's survey package where it is installed
bench-estimate:
    cargo bench -p topline-estimate --bench crosstabs

# How long exports of a million rows take to Parquet (CSV beside DuckDB and Polars, .sav and .zsav beside pyreadstat; all by pip, in a folder of their own)
bench-ingest *ROWS="1000000":
    cargo build --release -p topline-bench
    test -d target/bench/peers || python3 -m venv target/bench/peers
    target/bench/peers/bin/pip install -q duckdb polars pandas pyarrow pyreadstat
    target/bench/peers/bin/python tests/bench/ingest.py target/release/topline-bench target/bench/ingest {{ ROWS }}

# Feed a reader what no survey tool writes (readers: tests/fuzz/fuzz_targets; takes cargo-fuzz and a nightly toolchain)
fuzz READER SECONDS="600":
    python3 tests/fuzz/seeds.py target/fuzz/corpus
    cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz/build --sanitizer none {{ READER }} target/fuzz/corpus/{{ READER }} -- -max_total_time={{ SECONDS }} -rss_limit_mb=1024 -timeout=20

# 300 crosstabs of a survey in Parquet, beside Polars, DuckDB, numba, numpy and DataFusion (by pip, in a folder of their own)
bench-tables *ROWS="1000000 5000000":
    cargo build --release -p topline-bench
    test -d target/bench/peers-tables || (python3 -m venv target/bench/peers-tables && target/bench/peers-tables/bin/pip install -q numpy pyarrow duckdb polars numba datafusion)
    target/bench/peers-tables/bin/python tests/bench/tables.py target/release/topline-bench target/bench/tables {{ ROWS }}

# Parquet pages written and read by `topline-pages` beside arrow's writer and reader, in CPU seconds
bench-pages ROWS="1000000":
    cargo build --release -p topline-bench
    target/release/topline-bench pages target/bench/pages {{ ROWS }}

# Every cell of 2,000 random surveys, each table with what the language has, against plain SQL
test-language SURVEYS="2000":
    TOPLINE_SURVEYS={{ SURVEYS }} cargo test --release -p topline-aggregate --test aggregate -- language

# Small changes of a crate that its own tests do not notice (takes cargo-mutants; SHARD `0/4` tries a quarter of them)
mutants CRATE SHARD="0/1":
    command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants
    cargo mutants --package topline-{{ CRATE }} --shard {{ SHARD }} --jobs 1 --timeout 300 --output target/mutants

# Formatting and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# The guide as a book, in target/book
docs:
    command -v mdbook >/dev/null || cargo install --locked mdbook
    mdbook build docs

# The program to keep: target/dist/topline, everything optimised and stripped
dist:
    cargo build --profile dist --locked
    ls -l target/dist/topline

# Write what the program prints into the pages of the guide, and the pages that are made of the code
update-docs:
    TOPLINE_GUIDE=update cargo test -p topline-workbook --test workbook reference
    TOPLINE_GUIDE=update cargo test -p topline-claims --test claims reference
    TOPLINE_GUIDE=update cargo test -p topline-records --test contract reference
    TOPLINE_GUIDE=update cargo test -p topline-cli --test suite guide

# What continuous integration does
ci:
    bash .ci/run
