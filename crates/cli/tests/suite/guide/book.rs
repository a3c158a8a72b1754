//! The pages of the guide: all are in its table of contents, and every link leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{files, root};

/// Pages outside of the book.
const OUTSIDE: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

/// The pages whose blocks are run, as paths from the root.
pub(super) fn pages() -> Vec<String> {
    let book = files(&root().join("docs/src")).into_iter().map(|(path, _)| format!("docs/src/{path}"));
    let book = book.filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md"));
    OUTSIDE.iter().map(ToString::to_string).chain(book).collect()
}

/// The targets of the links and pictures of a page, without what is inside code.
fn links(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut links = Vec::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if fenced {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect();
        links.extend(prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned));
    }
    links
}

/// The name by which a heading can be linked to, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|each| each.is_alphanumeric() || matches!(each, ' ' | '-' | '_'));
    kept.map(|each| if each == ' ' { '-' } else { each }).collect()
}

fn has_heading(text: &str, wanted: &str) -> bool {
    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line.trim_start_matches('#')) == wanted)
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        let file = root().join(&page);
        let text = fs::read_to_string(&file).expect("a page");
        for link in links(&text).iter().filter(|link| !link.starts_with("http")) {
            let (target, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() { file.clone() } else { file.parent().expect("a folder").join(target) };
            assert!(target.exists(), "{page}: {link}");
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).expect("a page");
                assert!(has_heading(&text, heading), "{page}: {link}");
            }
        }
    }
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let source = root().join("docs/src");
    let summary = fs::read_to_string(source.join("SUMMARY.md")).expect("a table of contents");
    let listed: Vec<PathBuf> = links(&summary).iter().map(|link| source.join(link)).collect();
    for page in pages().iter().filter(|page| page.starts_with("docs/") && !page.ends_with("SUMMARY.md")) {
        assert!(listed.contains(&root().join(page)), "{page} is not in docs/src/SUMMARY.md");
    }
}

#[test]
fn the_readme_is_a_door() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    assert!(readme.lines().count() <= 150, "README.md has {} lines; the guide is in docs/", readme.lines().count());
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the architecture");
    assert!(architecture.lines().count() <= 200, "ARCHITECTURE.md has {} lines", architecture.lines().count());
}
