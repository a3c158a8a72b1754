//! `topline fit`: the conventions under which published figures come out are found, and written into the pipeline.
//!
//! The figures of the surveys here are counted by this file, under conventions that the pipeline does not have.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Finished, finish, program, topline};
use crate::real::data;
use crate::workspace::{copy, path, root};

/// A generator of numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// What is hidden from the program.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each convention is there or not")]
struct Hidden {
    /// Out of those who answered, of all who were asked, of everybody.
    base: &'static str,
    mode: &'static str,
    decimals: usize,
    is_weighted: bool,
    /// Rows without any answer are no responses.
    leaves_out_blank: bool,
    /// "Don't know" of the second question is out of its base.
    excludes_unknown: bool,
    /// The third question is shown for those of the first region only.
    is_filtered: bool,
}

const OPTIONS: usize = 4;
const QUESTIONS: usize = 6;
const UNKNOWN: usize = 4;

/// A respondent: region, weight, and an answer to each question: an option, none, or not asked.
struct Row {
    region: usize,
    weight: u64,
    answers: [Option<usize>; QUESTIONS],
}

impl Row {
    fn is_blank(&self) -> bool {
        self.region == 0 && self.answers.iter().all(Option::is_none)
    }

    /// The last question is asked of those who chose the first option of the one before.
    fn was_asked(&self, question: usize) -> bool {
        question != QUESTIONS - 1 || self.answers[question - 1] == Some(1)
    }
}

fn rows(numbers: &mut Numbers) -> Vec<Row> {
    let mut rows = Vec::new();
    for _ in 0..300 + numbers.next(200) {
        let is_blank = numbers.next(9) == 0;
        let region = if is_blank { 0 } else { 1 + numbers.next(3) as usize };
        let mut row = Row { region, weight: 4 + numbers.next(20), answers: [None; QUESTIONS] };
        for question in 0..QUESTIONS {
            let says = !is_blank && row.was_asked(question) && numbers.next(6) > 0;
            // The answers depend on the region and the weight, so that a filter and weights tell.
            let lean = row.region as u64 + row.weight / 8;
            let option = if numbers.next(3) == 0 { numbers.next(4) } else { (numbers.next(2) + lean) % 4 };
            row.answers[question] = says.then_some(1 + option as usize);
        }
        rows.push(row);
    }
    rows
}

/// A fraction with so many decimals.
fn rounded(numerator: u64, denominator: u64, mode: &str, decimals: usize) -> String {
    let scale = 10_u64.pow(decimals as u32);
    let (whole, rest) = (100 * scale * numerator / denominator, 100 * scale * numerator % denominator);
    let up = match mode {
        "truncate" => false,
        "half_even" => 2 * rest > denominator || 2 * rest == denominator && whole % 2 == 1,
        _ => 2 * rest >= denominator,
    };
    let units = whole + u64::from(up);
    if decimals == 0 { format!("{units}%") } else { format!("{}.{:0decimals$}%", units / scale, units % scale) }
}

/// The published figures: question, label, value.
fn published(rows: &[Row], hidden: Hidden) -> String {
    let mut text = String::from("question,answer,percent\n");
    for question in 0..QUESTIONS {
        let is_filtered = hidden.is_filtered && question == 2;
        let excludes = hidden.excludes_unknown && question == 1;
        let counted = |row: &&Row| {
            let is_out = hidden.leaves_out_blank && row.is_blank()
                || is_filtered && row.region != 1
                || excludes && row.answers[question] == Some(UNKNOWN);
            !is_out
                && match hidden.base {
                    "answered" => row.answers[question].is_some(),
                    "asked" => row.was_asked(question),
                    _ => true,
                }
        };
        let weight = |row: &Row| if hidden.is_weighted { row.weight } else { 1 };
        let base: u64 = rows.iter().filter(counted).map(weight).sum();
        for option in (1..=OPTIONS).filter(|option| !(excludes && *option == UNKNOWN)) {
            let said = rows.iter().filter(counted).filter(|row| row.answers[question] == Some(option));
            let value = rounded(said.map(weight).sum(), base, hidden.mode, hidden.decimals);
            let _ = writeln!(text, "q{question},{},{value}", label(option));
        }
    }
    text
}

fn label(option: usize) -> &'static str {
    ["Never", "Sometimes", "Often", "Don't know"][option - 1]
}

/// A pipeline of these rows with every convention as it is by default, and weights.
fn survey(rows: &[Row]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pipeline = folder.path().join("pipelines/hidden");
    fs::create_dir_all(&pipeline).expect("a folder that can be made");
    let write = |name: &str, text: &str| fs::write(pipeline.join(name), text).expect("a file that can be written");
    let mut export = String::from("id,weight,region,q0,q1,q2,q3,q4,q5\n");
    let mut codebook = String::from("passed_over = []\n");
    for (number, row) in rows.iter().enumerate() {
        let region = ["", "North", "South", "West"][row.region];
        let _ = write!(export, "{number},{}.{},{region}", row.weight / 10, row.weight % 10);
        for answer in row.answers {
            let _ = write!(export, ",{}", answer.map(label).unwrap_or_default());
        }
        export.push('\n');
    }
    codebook.push_str(
        "[[question]]\nid = \"region\"\nkind = \"single\"\ntext = \"Where?\"\ncolumn = \"region\"\noptions = [",
    );
    codebook.push_str(
        "{ code = 1, label = \"North\" }, { code = 2, label = \"South\" }, { code = 3, label = \"West\" }]\n",
    );
    for question in 0..QUESTIONS {
        let _ = write!(
            codebook,
            "[[question]]\nid = \"q{question}\"\nkind = \"single\"\ntext = \"How often {question}?\"\ncolumn = \"q{question}\"\n"
        );
        if question == QUESTIONS - 1 {
            let _ = writeln!(codebook, "asked_if = {{ question = \"q{}\", is = [1] }}", question - 1);
        }
        codebook.push_str("options = [\n");
        for option in 1..=OPTIONS {
            let mark = if option == UNKNOWN { ", mark = \"dont_know\"" } else { "" };
            let _ = writeln!(codebook, "  {{ code = {option}, label = \"{}\"{mark} }},", label(option));
        }
        codebook.push_str("]\n");
    }
    write("export.csv", &export);
    write("codebook.toml", &codebook);
    let survey = "# A survey.\nid = \"hidden\"\ntitle = \"Hidden conventions\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\n\
                  format = \"csv\"\nrespondent = \"id\"\n\n# As the agency said.\n[weights]\ncolumn = \"weight\"\n";
    write("survey.toml", survey);
    folder
}

fn fit(folder: &Path, arguments: &[&str]) -> Finished {
    topline(folder, &[&["fit", "hidden"], arguments, &["--out", "out"]].concat())
}

fn text_of(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join("pipelines/hidden").join(file)).unwrap_or_default()
}

#[test]
fn hidden_conventions_of_ten_surveys_are_found() {
    for seed in 0..10 {
        let mut numbers = Numbers(seed + 1);
        let rows = rows(&mut numbers);
        let hidden = Hidden {
            base: ["answered", "asked", "all"][(seed % 3) as usize],
            mode: ["half_up", "half_even", "truncate"][numbers.next(3) as usize],
            decimals: [1, 0, 2][numbers.next(3) as usize],
            is_weighted: numbers.next(2) == 0,
            leaves_out_blank: numbers.next(2) == 0,
            excludes_unknown: numbers.next(2) == 0,
            is_filtered: numbers.next(2) == 0,
        };
        let folder = survey(&rows);
        let list = published(&rows, hidden);
        fs::write(folder.path().join("figures.csv"), &list).expect("a file that can be written");
        let told = fit(folder.path(), &["figures.csv", "--write"]).exits(0).stdout;
        let of = list.lines().count() - 1;
        let context = format!(
            "seed {seed}, {hidden:?}\n{told}\n{}\n{}",
            text_of(folder.path(), "survey.toml"),
            text_of(folder.path(), "tables.toml")
        );
        let holds = told.contains(&format!("{of} of {of} hold:"))
            || told.contains(&format!("as the pipeline is now, {of} hold"));
        assert!(holds, "{context}");
        let (survey, tables) = (text_of(folder.path(), "survey.toml"), text_of(folder.path(), "tables.toml"));
        let says = |text: &str, line: &str| text.lines().any(|known| known == line);
        // Whole percentages rarely tell one way of breaking ties from another.
        let told_apart = |what: &str| !told.lines().any(|line| line.trim_start().starts_with(&format!("{what}:")));
        if told_apart("base") {
            let base = format!("base = \"{}\"", hidden.base);
            assert_eq!(says(&tables, &base), hidden.base != "answered", "base: {context}");
        }
        if told_apart("rounding") {
            assert_eq!(
                says(&survey, &format!("mode = \"{}\"", hidden.mode)),
                hidden.mode != "half_up",
                "mode: {context}"
            );
        }
        assert!(hidden.mode != "truncate" || survey.contains("truncate"), "truncate: {context}");
        assert_eq!(
            says(&survey, &format!("decimals = {}", hidden.decimals)),
            hidden.decimals != 0,
            "decimals: {context}"
        );
        assert_eq!(says(&survey, "# [weights]"), !hidden.is_weighted, "weights: {context}");
        // Out of those who answered, blank rows make no difference.
        if hidden.base != "answered" {
            assert_eq!(says(&survey, "answers_fewer_than = 1"), hidden.leaves_out_blank, "blank rows: {context}");
        }
        assert_eq!(says(&tables, "exclude = [4]"), hidden.excludes_unknown, "exclude: {context}");
        assert_eq!(says(&tables, "filter = 'chose(\"region\", 1)'"), hidden.is_filtered, "filter: {context}");
        assert!(
            survey.starts_with("# A survey.\nid = \"hidden\"\n") && survey.contains("# As the agency said."),
            "{context}"
        );
        topline(folder.path(), &["check", "hidden"]).exits(0);
        // What was written is what the pipeline is now.
        let again = fit(folder.path(), &["figures.csv"]).exits(0).stdout;
        assert!(again.contains(&format!("as the pipeline is now, {of} hold")), "{context}\n{again}");
        assert!(again.contains("the pipeline is as the figures were made"), "{context}\n{again}");
    }
}

#[test]
fn a_bare_list_is_read_with_a_header_or_without() {
    let rows = rows(&mut Numbers(77));
    let hidden = Hidden {
        base: "answered",
        mode: "half_up",
        decimals: 1,
        is_weighted: false,
        leaves_out_blank: false,
        excludes_unknown: false,
        is_filtered: false,
    };
    let folder = survey(&rows);
    let list = published(&rows, hidden);
    // The headings are the questions as they were asked; one figure is wrong, and one label is of no question.
    let mut bare = String::new();
    for (number, line) in list.lines().skip(1).enumerate() {
        let [_, label, value] = line.split(',').collect::<Vec<_>>().try_into().expect("three cells");
        if number % OPTIONS == 0 {
            let _ = writeln!(bare, "How often {}?,", number / OPTIONS);
        }
        let value = if number == 5 { "3.3%" } else { value };
        let _ = writeln!(bare, "{label},{value}");
    }
    bare.push_str("Zeppelins,12%\n");
    fs::write(folder.path().join("bare.csv"), bare).expect("a file that can be written");
    let told = fit(folder.path(), &["bare.csv"]).exits(0).stdout;
    for said in [
        "1 name no figure, or several:\n  bare.csv:row 31 Zeppelins | 12%",
        "24 published figures",
        "23 of 24 hold:\n  survey.toml, [rounding]: decimals = 1\n",
        "survey.toml, [weights]: a comment from now on",
        "1 hold under no convention:\n  bare.csv:row 8 q1 | Sometimes | 3.3%: stated 3.3%",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert!(!folder.path().join("pipelines/hidden/tables.toml").exists(), "nothing is written without `--write`");
    assert!(text_of(folder.path(), "survey.toml").contains("\n[weights]\n"));
}

#[test]
fn conventions_of_a_published_crosstab() {
    let Some(data) = data("masculinity") else { return };
    // The publisher's percentages are of everybody who was asked. Without that line 1,393 of its 1,950 cells hold.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copied = folder.path().join("masculinity");
    fs::create_dir_all(&copied).expect("a folder that can be made");
    copy(&root().join("tests/real/masculinity"), &copied);
    let tables = copied.join("tables.toml");
    let text = fs::read_to_string(&tables).expect("the tables").replace("base = \"asked\"\n", "");
    fs::write(&tables, text).expect("a file that can be written");
    let arguments = ["fit", path(&copied), "crosstab", "--out", path(folder.path())];
    let told = finish(program(&root()).args(arguments).env("TOPLINE_REAL", data)).exits(0);
    for said in [
        "1950 published figures",
        "as the pipeline is now, 1393 hold\nbest: 1950 hold",
        "1950 of 1950 hold:\n  tables.toml, [default]: base = \"asked\"\n",
        "every figure holds under some convention",
    ] {
        assert!(told.stdout.contains(said), "{said}: {}", told.stdout);
    }
}
