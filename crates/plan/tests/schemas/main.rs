//! `schemas/` and the lists of keys in the guide are made of the structs that the files are read into. `TOPLINE_GUIDE=update`
//! writes them.

mod keys;

use std::path::Path;
use std::{env, fs};

use topline_plan::PipelineFile;

/// Whether the files are to be written.
fn updates() -> bool {
    env::var("TOPLINE_GUIDE").is_ok_and(|wanted| wanted == "update")
}

#[test]
fn the_schemas_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for file in PipelineFile::ALL {
        let path = folder.join(format!("{}.json", file.as_str()));
        let text = file.schema_text();
        if updates() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &text).expect("a schema that can be written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == text,
            "{} is stale: TOPLINE_GUIDE=update cargo test -p topline-plan --test schemas",
            path.display()
        );
    }
}
