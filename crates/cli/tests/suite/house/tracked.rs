//! What has no place in the project.

use std::path::Path;

use crate::workspace::{names, root};

#[test]
fn no_snapshot_waits_for_a_decision() {
    let mut found = Vec::new();
    collect(&root(), &mut found);
    assert!(found.is_empty(), "{found:?} were left by tests that failed");
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for name in names(folder).into_iter().filter(|name| !matches!(name.as_str(), "target" | ".git")) {
        let path = folder.join(&name);
        if path.is_dir() {
            collect(&path, found);
        } else if name.ends_with(".snap.new") {
            found.push(path.display().to_string());
        }
    }
}
