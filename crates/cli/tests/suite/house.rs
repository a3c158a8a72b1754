//! Who may use what: the stages do not know each other, and each heavy crate has its home.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::workspace::{names, root};

/// Which crates of the workspace each may use.
const HOUSE: [(&str, &[&str]); 13] = [
    ("survey", &[]),
    ("estimate", &[]),
    ("ingest", &["survey"]),
    ("normalise", &["survey"]),
    ("draft", &["survey", "ingest", "normalise"]),
    ("tally", &["survey"]),
    ("aggregate", &["survey", "estimate", "tally"]),
    ("claims", &["survey", "estimate"]),
    ("reconstruct", &["survey", "estimate"]),
    ("publish", &["survey"]),
    ("store", &["survey"]),
    ("pipeline", &["survey", "ingest", "normalise", "draft", "aggregate", "claims", "reconstruct", "publish", "store"]),
    ("cli", &["pipeline", "survey"]),
];

/// Where each crate from elsewhere is at home. One that is used by another crate, or not listed, is an unwelcome guest.
const HOMES: &[(&str, &[&str])] = &[
    ("arrow", &["ingest", "normalise", "draft", "tally", "aggregate", "store", "pipeline", "cli"]),
    ("bytes", &["ingest", "tally", "store"]),
    ("calamine", &["ingest"]),
    ("clap", &["cli"]),
    ("csv", &["claims"]),
    ("datafusion", &["aggregate"]),
    ("encoding_rs", &["ingest", "reconstruct"]),
    ("flate2", &["ingest"]),
    ("foldhash", &["ingest", "normalise", "store"]),
    ("futures", &["aggregate", "pipeline"]),
    ("hashbrown", &["ingest", "normalise", "store"]),
    ("indicatif", &["cli"]),
    ("libm", &["estimate"]),
    ("memchr", &["ingest"]),
    ("miette", &["survey", "reconstruct", "pipeline", "cli"]),
    ("parquet", &["ingest", "tally", "store"]),
    ("quick-xml", &["ingest"]),
    ("rust_xlsxwriter", &["reconstruct"]),
    ("rustix", &["store"]),
    ("rustyline", &["cli"]),
    ("serde", &["survey", "ingest", "reconstruct", "store", "cli"]),
    ("serde_json", &["ingest", "normalise", "draft", "store", "cli"]),
    ("sha2", &["store"]),
    ("simdutf8", &["ingest"]),
    ("snap", &["store"]),
    ("strsim", &["survey"]),
    ("tempfile", &["ingest", "normalise"]),
    (
        "thiserror",
        &[
            "survey",
            "estimate",
            "ingest",
            "draft",
            "tally",
            "aggregate",
            "claims",
            "reconstruct",
            "publish",
            "store",
            "pipeline",
            "cli",
        ],
    ),
    ("tokio", &["cli"]),
    ("toml", &["survey", "reconstruct"]),
    ("tracing", &["ingest", "draft", "pipeline"]),
    ("tracing-subscriber", &["cli"]),
    ("url", &["aggregate"]),
    ("zip", &["ingest"]),
    ("zstd", &["ingest"]),
    // Tests alone.
    ("insta", &[]),
];

fn manifest(name: &str) -> Table {
    let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).expect("a manifest");
    text.parse().expect("a manifest in TOML")
}

/// The names of a table of dependencies.
fn dependencies(manifest: &Table, table: &str) -> Vec<String> {
    manifest.get(table).and_then(Value::as_table).map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn every_crate_uses_what_the_house_allows() {
    let house: BTreeMap<&str, &[&str]> = HOUSE.into();
    let homes: BTreeMap<&str, &[&str]> = HOMES.iter().copied().collect();
    assert_eq!(names(&root().join("crates")), house.keys().map(ToString::to_string).collect::<Vec<_>>());
    for (name, allowed) in &house {
        let manifest = manifest(name);
        for dependency in dependencies(&manifest, "dependencies") {
            if let Some(other) = dependency.strip_prefix("topline-") {
                assert!(allowed.contains(&other), "`{name}` may not use `{other}`");
            } else {
                let home = homes.get(dependency.as_str());
                assert!(home.is_some_and(|home| home.contains(name)), "`{dependency}` is not at home in `{name}`");
            }
            assert!(
                mentions(&root().join("crates").join(name).join("src"), &dependency.replace('-', "_")),
                "`{name}` does not use `{dependency}`"
            );
        }
        // Tests may use more from elsewhere, but know no other stage.
        for dependency in dependencies(&manifest, "dev-dependencies") {
            match dependency.strip_prefix("topline-") {
                Some(other) => assert!(allowed.contains(&other), "the tests of `{name}` may not use `{other}`"),
                None => assert!(homes.contains_key(dependency.as_str()), "`{dependency}` has no home"),
            }
        }
    }
}

#[test]
fn every_home_is_lived_in() {
    for (guest, homes) in HOMES {
        for home in *homes {
            assert!(
                dependencies(&manifest(home), "dependencies").contains(&(*guest).to_owned()),
                "`{home}` uses no `{guest}`"
            );
        }
    }
    for (name, allowed) in HOUSE {
        for other in allowed {
            let used = dependencies(&manifest(name), "dependencies").contains(&format!("topline-{other}"));
            assert!(used, "`{name}` uses no `{other}`");
        }
    }
}

/// Whether any source file under a folder has the word.
fn mentions(folder: &Path, word: &str) -> bool {
    names(folder).iter().any(|name| {
        let path = folder.join(name);
        if path.is_dir() {
            mentions(&path, word)
        } else {
            fs::read_to_string(&path).is_ok_and(|text| text.contains(word))
        }
    })
}
