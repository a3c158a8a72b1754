//! Documents in which everything is right: an audit says nothing of them.

use std::fmt::Write as _;
use std::fs;

use super::facts::{Fact, Numbers};
use super::paraphrases::true_words;
use super::{SURVEYS, all_facts, say};
use crate::program::topline;
use crate::workspace::path;

/// What is left out of the figures: the words of a sentence must not be words for a share.
const SUBJECTS: [&str; 6] = [
    "see progress in their area",
    "report delays since the spring",
    "expect savings within their budget",
    "name staffing as a barrier",
    "trust the plan",
    "would like further guidance",
];

/// A paragraph with true statements out of one base, each in words with the digits beside them.
fn paragraph(facts: &[&Fact], numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for fact in facts {
        let subject = numbers.pick(&SUBJECTS);
        let (value, n, base) = (fact.percent(), fact.n, fact.base);
        let words = (0..200).find_map(|_| true_words(fact, numbers)).unwrap_or_else(|| format!("{value}%"));
        let words = words.trim_end_matches(" of respondents").trim_end_matches(" of those asked");
        let first: String = words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect();
        let _ = match numbers.next(4) {
            0 => writeln!(text, "{first} ({value}%) {subject}."),
            1 => writeln!(text, "In all, {value}% ({n} of {base}) {subject}."),
            2 => writeln!(text, "{first} of the {base} respondents ({value}%) {subject}."),
            _ => writeln!(text, "Asked for their view, {words} ({value}%, {n} of {base}) {subject}."),
        };
    }
    text
}

/// A chart of a question: its percentages, its title, its labels, and the base.
fn chart(facts: &[&Fact], title: &str) -> String {
    let mut text = String::new();
    for fact in facts {
        let _ = writeln!(text, "{}%\n", fact.percent());
    }
    let _ = writeln!(text, "Q1) {title}\n");
    for fact in facts {
        let _ = writeln!(text, "Answer {}\n", fact.row);
    }
    let _ = writeln!(text, "Respondent base: {}\n", facts[0].base);
    text
}

#[test]
fn documents_that_are_right_are_left_alone() {
    let mut numbers = Numbers(31);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut documents = Vec::new();
    for (survey, facts) in SURVEYS.iter().zip(all_facts()) {
        let usable = |fact: &&Fact| fact.base >= 12 && fact.n > 3 && fact.n < fact.base && !fact.is_tie();
        let mut groups: Vec<(&str, &str)> =
            facts.iter().map(|fact| (fact.group.as_str(), fact.column.as_str())).collect();
        groups.dedup();
        groups.sort_unstable();
        groups.dedup();
        for (place, (group, column)) in groups.into_iter().filter(|(_, column)| column.is_empty()).take(60).enumerate()
        {
            let of_group: Vec<&Fact> =
                facts.iter().filter(|fact| fact.group == group && fact.column == column).collect();
            let said: Vec<&Fact> = of_group.iter().copied().filter(|fact| usable(fact)).collect();
            if said.is_empty() {
                continue;
            }
            let options: Vec<&Fact> =
                of_group.into_iter().filter(|fact| !fact.is_net && fact.base == said[0].base).collect();
            let base = said[0].base;
            let text = format!(
                "{group}\n\n{base} respondents answered this question of the survey.\n\n{}\n{}",
                paragraph(&said, &mut numbers),
                chart(&options, group)
            );
            let file = folder.path().join(format!("{survey}-{place}.txt"));
            fs::write(&file, text).expect("a file that can be written");
            documents.push(file);
        }
    }
    let (mut statements, mut alarms) = (0, Vec::new());
    for document in &documents {
        let told = topline(folder.path(), &["audit", path(document)]);
        if told.code != Some(0) {
            alarms.push(told.stdout);
        }
        statements += fs::read_to_string(document).expect("the document").matches('%').count();
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
    say(&format!("{} documents with {statements} percentages: no finding", documents.len()));
    assert!(documents.len() > 60, "{}", documents.len());
    // All of them together are right too.
    let mut arguments = vec!["audit"];
    arguments.extend(documents.iter().map(|document| path(document)));
    topline(folder.path(), &arguments).exits(0);
}
