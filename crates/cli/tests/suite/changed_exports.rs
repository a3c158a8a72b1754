//! Exports that are changed at random, drafted and run: nothing panics, drafts run, and no planted name of a person comes out.
//!
//! `tests/exports/changed_exports.py` does the same with a thousand real exports; here the exports are made of that of the survey of
//! councillors. `TOPLINE_EXPORTS=NUMBER` asks for more of them.

use std::fs;
use std::path::Path;

use crate::program::{Finished, topline};
use crate::workspace::{path, root};

/// How many exports are made, if nobody asks for more.
const EXPORTS: u64 = 24;
/// Makes a cell.
type Cell = fn(&mut Random) -> String;
/// Columns that name persons: what they are called, and of what their cells are made.
const PERSONAL: [(&str, Cell); 10] = [
    ("What is your e-mail address?", |chance| format!("{}.{}@example.org", chance.word(), chance.word())),
    ("Kontakt", |chance| format!("{}@example.org", chance.word())),
    ("Telefonnummer", |chance| format!("+49 {} {}", chance.digits(3), chance.digits(7))),
    ("Número de teléfono", |chance| chance.digits(9)),
    ("Full name", |chance| format!("{} {}", chance.name(), chance.name())),
    ("Numéro de sécurité sociale", |chance| chance.digits(13)),
    ("What is your student number?", |chance| chance.digits(8)),
    ("IP Address", |chance| (0..4).map(|_| (11 + chance.below(200)).to_string()).collect::<Vec<_>>().join(".")),
    ("Geburtsdatum", |chance| {
        format!("19{}-{:02}-{}", 40 + chance.below(60), 1 + chance.below(12), 10 + chance.below(18))
    }),
    ("Please specify", |chance| format!("ask Dr {} {} of {}", chance.name(), chance.name(), chance.name())),
];

/// `SplitMix64` (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'s, T>(&mut self, some: &'s [T]) -> &'s T {
        &some[self.below(some.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|at| char::from(b'0' + if at == 0 { 1 + self.below(9) } else { self.below(10) } as u8)).collect()
    }

    /// Letters that no word of a survey has in this order.
    fn word(&mut self) -> String {
        (0..9).map(|_| char::from(*self.one(b"bcdfghjklmnpqrstvwxz"))).collect()
    }

    fn name(&mut self) -> String {
        let word = self.word();
        word[..1].to_uppercase() + &word[1..]
    }
}

/// An export: one row or two that name its columns, and rows of answers.
struct Export {
    head: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
    /// What names persons in it.
    planted: Vec<String>,
}

impl Export {
    /// Some rows and columns of the export of the survey of councillors.
    fn sampled(chance: &mut Random) -> Self {
        let bytes = fs::read(root().join("data/raw/lga-councillors-2017/export.csv")).expect("the export");
        // It is in Windows-1252; what that has beyond Latin-1 is of no matter here.
        let text: String = bytes.iter().copied().map(char::from).collect();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        let width = rows[0].len();
        rows.retain(|row| row.len() == width);
        let (first, count) = (9 + chance.below(width - 24), 6 + chance.below(12));
        let mut kept = rows.into_iter().map(|row| {
            let mut cells = vec![row[0].clone()];
            cells.extend_from_slice(&row[first..first + count]);
            cells
        });
        let mut head: Vec<Vec<String>> = kept.by_ref().take(2).collect();
        let rows = kept.collect();
        if chance.is(50) {
            // As tools write it that name the question in each column.
            let below = head.pop().expect("a second row of names");
            let mut question = String::new();
            for (name, below) in head[0].iter_mut().zip(below) {
                if !name.is_empty() {
                    question.clone_from(name);
                }
                *name = format!("{question} [{below}]");
            }
        }
        Self { head, rows, planted: Vec::new() }
    }

    fn columns(&mut self, order: &[usize]) {
        for row in self.head.iter_mut().chain(&mut self.rows) {
            *row = order.iter().map(|at| row[*at].clone()).collect();
        }
    }

    fn rename(&mut self, chance: &mut Random) {
        let how = chance.below(4);
        for (at, name) in self.head[0].iter_mut().enumerate().filter(|(_, name)| !name.is_empty()) {
            *name = match how {
                0 => name.to_uppercase(),
                1 => format!("{}. {name}", at + 1),
                2 => format!("Q{}", at + 1),
                _ => format!("  {name} "),
            };
        }
    }

    fn drop(&mut self, chance: &mut Random) {
        let kept: Vec<usize> = (0..self.head[0].len()).filter(|at| *at == 0 || chance.is(70)).collect();
        self.columns(&kept);
    }

    fn shuffle(&mut self, chance: &mut Random) {
        let mut order: Vec<usize> = (0..self.head[0].len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        self.columns(&order);
    }

    fn blank(&mut self, chance: &mut Random) {
        let (percent, word) = (*chance.one(&[5, 30, 80]), *chance.one(&["", "NA", "-99", "n/a", "."]));
        for cell in self.rows.iter_mut().flatten() {
            if chance.is(percent) {
                word.clone_into(cell);
            }
        }
    }

    /// A column that names persons, or what persons wrote among the answers of a question.
    fn plant(&mut self, chance: &mut Random) {
        let (name, cell) = chance.one(&PERSONAL);
        // Two rows of names say in which columns nobody can write words of their own.
        if chance.is(40) && self.head.len() == 1 {
            let at = chance.below(self.head[0].len());
            for _ in 0..2 {
                let (row, words) = (chance.below(self.rows.len()), (PERSONAL[9].1)(chance));
                self.rows[row][at].clone_from(&words);
                self.planted.push(words);
            }
            return;
        }
        let at = chance.below(self.head[0].len() + 1);
        for (number, row) in self.head.iter_mut().enumerate() {
            row.insert(at, if number == 0 { (*name).to_owned() } else { String::new() });
        }
        for row in &mut self.rows {
            let cell = cell(chance);
            row.insert(at, cell.clone());
            self.planted.push(cell);
        }
    }

    /// The file, in one of the ways in which tables are saved.
    fn bytes(&self, chance: &mut Random) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(*chance.one(b",,;\t|"))
            .terminator(*chance.one(&[csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]))
            .quote_style(*chance.one(&[csv::QuoteStyle::Necessary, csv::QuoteStyle::Always]))
            .from_writer(Vec::new());
        for row in self.head.iter().chain(&self.rows) {
            writer.write_record(row).expect("a row that is written");
        }
        let text = String::from_utf8(writer.into_inner().expect("rows")).expect("text");
        match chance.below(4) {
            0 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            1 => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            2 => text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect(),
            _ => text.into_bytes(),
        }
    }
}

/// An export with some changes.
fn changed(chance: &mut Random) -> Export {
    let mut export = Export::sampled(chance);
    let changes: [fn(&mut Export, &mut Random); 4] = [Export::rename, Export::drop, Export::shuffle, Export::blank];
    for change in changes {
        if chance.is(40) {
            change(&mut export, chance);
        }
    }
    for _ in 0..chance.below(4) {
        export.plant(chance);
    }
    export
}

/// What readers of a pipeline and of its run see: the screen, the files, and the tables.
fn seen(folder: &Path, screens: &[Finished]) -> String {
    let mut text: String = screens.iter().flat_map(|screen| [screen.stdout.as_str(), &screen.stderr]).collect();
    let mut folders = vec![folder.join("pipeline"), folder.join("out")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.expect("a file").path();
            if entry.is_dir() {
                // Rows as they were received are for the analyst.
                folders.extend((!entry.ends_with("raw")).then_some(entry));
            } else if entry.extension().is_none_or(|kind| kind != "parquet") {
                text += &String::from_utf8_lossy(&fs::read(&entry).expect("a file"));
            }
        }
    }
    for table in ["figures", "questions", "options", "findings"] {
        let sql = format!("select * from {table}");
        let rows = topline(folder, &["sql", &sql, "--format", "json", "-p", "pipeline", "--out", "out"]).exits(0);
        text += &rows.stdout;
    }
    text
}

#[test]
fn changed_exports_are_drafted_and_name_nobody() {
    let count = std::env::var("TOPLINE_EXPORTS").ok().map_or(EXPORTS, |count| count.parse().expect("a number"));
    for seed in 0..count {
        let mut chance = Random(seed);
        let export = changed(&mut chance);
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("export.csv"), export.bytes(&mut chance)).expect("an export that can be written");
        let drafted = topline(folder.path(), &["init", "export.csv", "-o", "pipeline"]).exits(0);
        let ran = topline(folder.path(), &["run", "pipeline", "--out", "out"]);
        assert_eq!(ran.code, Some(0), "export {seed}: {}", ran.stderr);
        let text = seen(folder.path(), &[drafted, ran]);
        let told: Vec<&String> = export.planted.iter().filter(|planted| text.contains(planted.as_str())).collect();
        assert!(told.is_empty(), "export {seed}: {told:?} came out; kept at {}", path(&folder.keep()));
    }
}
