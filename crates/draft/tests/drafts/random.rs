//! Exports of random headers and cells: whatever stands in them, the draft is accepted by the pipeline's own checks, reads every
//! column, and knows every answer.

use std::io::Cursor;

use topline_draft::{DraftError, DraftRequest, draft};
use topline_survey::FindingKind;

use crate::reading::{unknown, whole};

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

const NAMES: [&str; 40] = [
    "id",
    "Respondent ID",
    "ResponseId",
    "Timestamp",
    "Q1",
    "Q1_1",
    "Q1_2",
    "q1_3",
    "Q2 [Tea]",
    "Q2 [Milk]",
    "Q3___1",
    "Q3___2",
    "a - b",
    "a - c",
    "weight",
    "WT",
    "row",
    "respondent",
    "",
    "\"quo\"\"ted\"",
    "new\u{a0}space",
    "Q1_1_TEXT",
    "Red:Colour",
    "Blue:Colour",
    "g/a",
    "g/a/x",
    "g/a/y",
    "agree_x",
    "agree_y",
    "Email",
    "Status",
    "Other (please specify)",
    "é",
    "1",
    "Q1_1",
    "Q4.1",
    "Q4.2",
    "Q[SQ1][1]",
    "Q[SQ1][2]",
    "{\"ImportId\":\"QID1\"}",
];

const CELLS: [&str; 52] = [
    "",
    "",
    "",
    "",
    "1",
    "2",
    "3",
    "0",
    "-1",
    "-99",
    "99",
    "1.0",
    "2.5",
    "1e3",
    "NA",
    "N/A",
    "None",
    "-",
    "Yes",
    "No",
    "yes",
    "YES",
    "Tea",
    "Milk",
    "Tea;Milk",
    "Tea, Milk",
    "Tea, Milk, Beer",
    "1,2",
    "1,2,3",
    "Strongly agree",
    "Agree",
    "Disagree",
    "Never",
    "Always",
    "18-24",
    "65+",
    "2024-01-02",
    "13/02/2024",
    "2024-01-02 09:00:00",
    "Other (please specify)",
    "Don't know",
    "don\u{2019}t  know",
    "x",
    "Not selected",
    "a@b.org",
    "4294967296",
    "12345678901234567890",
    "1,234",
    "🙂",
    "No answer",
    "\"in quotes\"",
    "tab\there",
];

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Columns of a few texts each, so that they look like questions, in some random export.
fn export(random: &mut Random) -> String {
    let columns = 1 + random.below(9);
    let mut text = String::new();
    let header_rows = [1, 1, 1, 2, 3][random.below(5)];
    for row in 0..header_rows {
        let cells: Vec<String> = (0..columns)
            .map(|column| {
                if row > 0 && column == 0 {
                    String::new()
                } else {
                    quoted(if random.below(4) == 0 { "" } else { random.of(&NAMES) })
                }
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let texts: Vec<Vec<&str>> = (0..columns)
        .map(|_| {
            let few = 1 + random.below(6);
            (0..few).map(|_| random.of(&CELLS)).collect()
        })
        .collect();
    let rows = 1 + random.below(60);
    let unique = random.below(2) == 0;
    for row in 0..rows {
        let cells: Vec<String> = (0..columns)
            .map(|column| {
                if column == 0 && unique {
                    row.to_string()
                } else if random.below(12) == 0 {
                    quoted(random.of(&CELLS))
                } else {
                    quoted(texts[column][random.below(texts[column].len())])
                }
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

#[test]
fn whatever_stands_in_an_export_its_draft_reads_it() {
    for seed in 0..500 {
        let mut random = Random(seed);
        let text = export(&mut random);
        let bytes = text.clone().into_bytes();
        let request = DraftRequest { id: "x".to_owned(), title: None, source: unknown("x.csv"), questionnaire: None };
        match draft(&request, || Ok(Cursor::new(bytes.clone()))) {
            Err(DraftError::Refused { source, .. }) => panic!("seed {seed}: {:?}\n{text}", source.0),
            Err(_) => continue,
            Ok(_) => {}
        }
        let read = whole(unknown("x.csv"), || Cursor::new(bytes.clone()));
        let told = [
            FindingKind::Unmapped,
            FindingKind::Malformed,
            FindingKind::Duplicate,
            FindingKind::NoRespondent,
            FindingKind::Conflict,
        ];
        let told: Vec<_> = read.findings.keys().filter(|kind| told.contains(kind)).collect();
        assert!(told.is_empty(), "seed {seed}: {told:?}\n{text}\n{}\n{}", read.draft.survey, read.draft.codebook);
    }
}

#[test]
fn garbage_is_an_error_or_a_draft() {
    for seed in 0..300 {
        let mut random = Random(seed ^ 0xdead_beef);
        let alphabet: &[u8] = b"abc,,,;\t\n\n\r\"\"{}[]_1290-./:@\xff\xfe\x00\xe9";
        let length = random.below(400);
        let bytes: Vec<u8> = (0..length).map(|_| alphabet[random.below(alphabet.len())]).collect();
        let request = DraftRequest { id: "x".to_owned(), title: None, source: unknown("x.csv"), questionnaire: None };
        if let Err(DraftError::Refused { source, .. }) = draft(&request, || Ok(Cursor::new(bytes.clone()))) {
            panic!("seed {seed}: {:?}\n{:?}", source.0, String::from_utf8_lossy(&bytes));
        }
    }
}
