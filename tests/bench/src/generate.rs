//! An export of label text whose answers are known: rows of one respondent and 59 single questions.
//!
//! Beside the export stand the pipeline's files that read it, and `expected.csv`: for each question how many answered, the sum
//! of their codes, and the bytes of their labels. Whoever reads the export right comes to the same.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Beside the respondent.
const QUESTIONS: usize = 59;

/// The scales of the questions, in turn. Two have labels that must be quoted, and one is not ASCII.
const SCALES: [&[&str]; 6] = [
    &["Strongly agree", "Agree somewhat", "Neither agree nor disagree", "Disagree somewhat", "Strongly disagree"],
    &["Every day or almost every day", "At least once a week", "At least once a month", "Less often", "Never"],
    &["Very satisfied", "Fairly satisfied", "Neither", "Fairly dissatisfied", "Very dissatisfied", "Don\u{2019}t know"],
    &["Yes, definitely", "Yes, to some extent", "No", "Prefer not to say"],
    &[
        "North East",
        "North West",
        "Yorkshire and The Humber",
        "East Midlands",
        "West Midlands",
        "East of England",
        "London",
        "South East",
        "South West",
        "Wales",
        "Scotland",
        "Northern Ireland",
    ],
    &["Extremely important", "Very important", "Moderately important", "Slightly important", "Not at all important"],
];

/// Numbers that look random and repeat (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((mixed ^ (mixed >> 31)) >> 32) as usize * end) >> 32
    }
}

#[derive(Default, Clone)]
struct Sums {
    answered: u64,
    codes: u64,
    bytes: u64,
}

fn scale(question: usize) -> &'static [&'static str] {
    SCALES[question % SCALES.len()]
}

/// Writes an export of so many rows, and what goes with it.
pub(crate) fn generate(folder: &Path, rows: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut export = BufWriter::with_capacity(1 << 20, File::create(folder.join("export.csv"))?);
    write!(export, "respondent")?;
    for question in 1..=QUESTIONS {
        write!(export, ",Question {question}")?;
    }
    export.write_all(b"\n")?;
    let written: Vec<Vec<String>> = (0..QUESTIONS)
        .map(|question| {
            let quoted = |label: &&str| if label.contains(',') { format!("\"{label}\"") } else { (*label).to_owned() };
            scale(question).iter().map(quoted).collect()
        })
        .collect();
    let mut random = Random(42);
    let mut sums = vec![Sums::default(); QUESTIONS];
    for row in 0..rows {
        write!(export, "R{row:08}")?;
        for question in 0..QUESTIONS {
            export.write_all(b",")?;
            // One cell in 32 is blank.
            if random.below(32) == 0 {
                continue;
            }
            let option = random.below(written[question].len());
            export.write_all(written[question][option].as_bytes())?;
            let sums = &mut sums[question];
            sums.answered += 1;
            sums.codes += option as u64 + 1;
            sums.bytes += scale(question)[option].len() as u64;
        }
        export.write_all(b"\n")?;
    }
    export.flush()?;
    let mut expected = format!("column,answered,codes,bytes\nrespondent,{rows},0,{}\n", 9 * rows);
    let mut codebook = String::new();
    for (question, Sums { answered, codes, bytes }) in sums.into_iter().enumerate() {
        let column = format!("Question {}", question + 1);
        let _ = writeln!(expected, "{column},{answered},{codes},{bytes}");
        let _ = write!(
            codebook,
            "[[question]]\nid = \"Q{}\"\nkind = \"single\"\ntext = \"{column}?\"\ncolumn = \"{column}\"\noptions = [\n",
            question + 1
        );
        for (option, label) in scale(question).iter().enumerate() {
            let _ = writeln!(codebook, "    {{ code = {}, label = \"{label}\" }},", option + 1);
        }
        codebook.push_str("]\n\n");
    }
    fs::write(folder.join("expected.csv"), expected)?;
    fs::write(folder.join("codebook.toml"), codebook)?;
    fs::write(
        folder.join("survey.toml"),
        "id = \"bench\"\ntitle = \"Generated labels\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\nrespondent = \"respondent\"\n",
    )
}
