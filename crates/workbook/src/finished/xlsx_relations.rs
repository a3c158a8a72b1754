//! What the parts of an `.xlsx` lead to.

use std::collections::HashMap;

use crate::finished::archive::{Parts, UnreadableWorkbook};
use crate::finished::nodes::{Node, Nodes};

/// What a part leads to: kind and target, by identifier.
pub(super) type Relations = HashMap<String, (String, String)>;

/// What a part leads to; targets are names of parts.
pub(super) fn relations(parts: &mut Parts<'_>, part: &str) -> Result<Relations, UnreadableWorkbook> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let own = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut relations = Relations::new();
    let Some(text) = parts.text(&own)? else { return Ok(relations) };
    let mut nodes = Nodes::of(&own, &text);
    while let Some(node) = nodes.next()? {
        let Node::Begin(start) = node else { continue };
        if start.name != "Relationship" {
            continue;
        }
        let [id, kind, target] = ["Id", "Type", "Target"].map(|name| start.get(name).unwrap_or_default());
        let is_outside = start.get("TargetMode") == Some("External");
        let target = if is_outside { target.to_owned() } else { resolved(folder, target) };
        relations.insert(id.to_owned(), (kind.to_owned(), target));
    }
    Ok(relations)
}

/// The name of the part that a target is, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
