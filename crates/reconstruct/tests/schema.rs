//! `schemas/reconstruct.json` is made of the structs that `reconstruct.toml` is read into. `TOPLINE_GUIDE=update` writes it.

use std::path::Path;
use std::{env, fs};

use topline_reconstruct::reconstruct_schema_text;

#[test]
fn the_schema_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/reconstruct.json");
    let text = reconstruct_schema_text();
    if env::var("TOPLINE_GUIDE").is_ok_and(|wanted| wanted == "update") {
        fs::write(&path, &text).expect("a schema that can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "it is stale: TOPLINE_GUIDE=update cargo test -p topline-reconstruct --test schema");
}
