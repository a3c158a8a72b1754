//! What changed in the codebook between two runs: questions, items and options, and their wordings.

use std::collections::BTreeMap;

use crate::part_change::{PartChange, RunPart};
use crate::stored_run::{StoredOption, StoredQuestion, StoredRun};

/// What changed of questions, items and options.
pub(crate) fn codebook_changes(before: &StoredRun, after: &StoredRun) -> Vec<PartChange> {
    let mut changes = questions(&before.questions, &after.questions);
    let is_new = |question: &str| {
        let has = |run: &StoredRun| run.questions.iter().any(|known| known.question == question);
        !(has(before) && has(after))
    };
    changes.extend(options(&before.options, &after.options, &is_new));
    changes
}

fn questions(before: &[StoredQuestion], after: &[StoredQuestion]) -> Vec<PartChange> {
    let mut changes = Vec::new();
    let first = |questions: &[StoredQuestion], question: &str| {
        questions.iter().find(|known| known.question == question).cloned()
    };
    let mut done: Vec<&str> = Vec::new();
    for question in after {
        let name = question.question.as_str();
        if done.contains(&name) {
            continue;
        }
        done.push(name);
        let Some(was) = first(before, name) else {
            changes.push(PartChange::came(RunPart::Question, name, &question.text));
            continue;
        };
        let pairs = [("kind", &was.kind, &question.kind), ("text", &was.text, &question.text)];
        let differing = |(of, before, after): (&'static str, &String, &String)| {
            (before != after).then(|| PartChange::changed(RunPart::Question, name, of, [before, after]))
        };
        let known = changes.len();
        changes.extend(pairs.into_iter().filter_map(differing));
        // A title is the text where none is given.
        if changes[known..].iter().all(|change| change.of != "text") {
            changes.extend(differing(("title", &was.title, &question.title)));
        }
        changes.extend(items(before, after, name));
    }
    let mut gone: Vec<&str> = Vec::new();
    for question in before {
        let name = question.question.as_str();
        if first(after, name).is_none() && !gone.contains(&name) {
            gone.push(name);
            changes.push(PartChange::went(RunPart::Question, name, &question.text));
        }
    }
    changes
}

fn items(before: &[StoredQuestion], after: &[StoredQuestion], question: &str) -> Vec<PartChange> {
    let of = |questions: &[StoredQuestion]| -> Vec<(String, String)> {
        let own = questions.iter().filter(|known| known.question == question);
        own.filter_map(|known| Some((known.item.clone()?, known.item_label.clone().unwrap_or_default()))).collect()
    };
    let (before, after) = (of(before), of(after));
    let label = |items: &[(String, String)], item: &str| {
        items.iter().find(|(known, _)| known == item).map(|(_, label)| label.clone())
    };
    let mut changes = Vec::new();
    for (item, now) in &after {
        let name = format!("{question}.{item}");
        match label(&before, item) {
            None => changes.push(PartChange::came(RunPart::Item, &name, now)),
            Some(was) if was != *now => changes.push(PartChange::changed(RunPart::Item, &name, "label", [&was, now])),
            Some(_) => {}
        }
    }
    for (item, was) in before.iter().filter(|(item, _)| label(&after, item).is_none()) {
        changes.push(PartChange::went(RunPart::Item, &format!("{question}.{item}"), was));
    }
    changes
}

fn options(before: &[StoredOption], after: &[StoredOption], is_new: &dyn Fn(&str) -> bool) -> Vec<PartChange> {
    let by_code = |options: &[StoredOption]| -> BTreeMap<(String, i32), StoredOption> {
        let own = options.iter().filter(|option| !is_new(&option.question));
        own.map(|option| ((option.question.clone(), option.code), option.clone())).collect()
    };
    let (before, after) = (by_code(before), by_code(after));
    let name = |(question, code): &(String, i32)| format!("{question}.{code}");
    let mut changes = Vec::new();
    for (key, now) in &after {
        let name = name(key);
        let Some(was) = before.get(key) else {
            changes.push(PartChange::came(RunPart::Option, &name, &now.label));
            continue;
        };
        let value = |option: &StoredOption| option.value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        let pairs = [
            ("label", was.label.clone(), now.label.clone()),
            ("value", value(was), value(now)),
            ("nets", was.nets.join(", "), now.nets.join(", ")),
        ];
        for (of, was, now) in pairs.iter().filter(|(_, was, now)| was != now) {
            changes.push(PartChange::changed(RunPart::Option, &name, of, [was, now]));
        }
    }
    for (key, was) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        changes.push(PartChange::went(RunPart::Option, &name(key), &was.label));
    }
    changes
}
