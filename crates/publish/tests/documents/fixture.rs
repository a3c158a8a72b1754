//! A survey of 81 respondents, 30 in the north and 51 in the south.
//!
//! The percentages were worked out by hand from the counts: 41 of 81 is 50.6, published as 51. Labels hold what HTML, CSV and
//! Markdown must not be led astray by.

use topline_plan::read_plan;
use topline_survey::{
    Accounting, Action, CellBase, CellError, ColumnHead, DocumentFormat, FindingKind, Passage, Plan, PlanFiles,
    PlanText, Published, RowHead, RowKind, Ruling, Section, Statistic, TableCell, Tabulation, TabulationRow, Unit,
    Verdict, Why,
};

use topline_publish::{DocumentFile, Publication, document};

pub const SURVEY: &str = r#"
id = "small-2024"
title = "Libraries & their <users>"
client = "The \"Example\" Council"
population = "Users of libraries"
mode = "Online"
reconstructed = true
notice = "The answers are made up <b>throughout</b>.\n\nOnly the headline was published."
fieldwork = { start = 2024-10-28, end = 2024-11-03 }
disclosure = { minimum_base = 10, caution_base = 30 }

[source]
name = "export"
path = "export.csv"
format = "csv"
respondent = "ID"
"#;

pub const CODEBOOK: &str = r#"
[[question]]
id = "region"
kind = "single"
text = "Where is your library?"
title = "Region"
column = "Region"
options = [{ code = 1, label = "North" }, { code = 2, label = "South" }]

[[question]]
id = "Q1"
kind = "single"
text = "How much do you read, \"all in all\"?"
title = "Reading"
column = "Reading"
options = [
    { code = 1, label = "A great deal" },
    { code = 2, label = "A fair amount" },
    { code = 3, label = "<script>alert('x')</script> & not much" },
    { code = 4, label = "Don't know", mark = "dont_know" },
]
nets = [{ id = "fair_or_more", label = "A fair amount or more", codes = [1, 2] }]

[[question]]
id = "Q2"
kind = "grid"
text = "Do you agree?"
title = "Agreement"
items = [
    { id = "quiet", label = "It is quiet", column = "Quiet" },
    { id = "warm", label = "It is warm", column = "Warm" },
]
options = [{ code = 1, label = "Agree" }, { code = 2, label = "Disagree" }]
asked_if = { question = "Q1", is = [1, 2] }

[[question]]
id = "Q3"
kind = "multi"
text = "What do you borrow?"
column = "Borrow"
separator = ";"
options = [{ code = 1, label = "Books, new" }, { code = 2, label = "Films" }]
"#;

const TABLES: &str = r#"
[default]
banner = [{ question = "region" }]

[[table]]
id = "Q1"
rows = "Q1"
mean = true

[[table]]
id = "Q3"
rows = "Q3"
breaks = []
"#;

const HEADLINES: &str = r#"
[[headline]]
id = "read"
text = "read a fair amount or more"
figure = "Q1.fair_or_more"

[[headline]]
id = "respondents"
text = "users answered"
figure = "Q1.base"

[[headline]]
id = "warm_north"
text = "in the north find it warm"
figure = "Q2.warm.1@region.1"

[[headline]]
id = "nobody"
text = "of nobody"
figure = "shares.nobody"
"#;

const CLAIMS: &str = r#"
[document]
id = "release"
title = "The release of <2024>"
publisher = "The council, November 2024"

[[claim]]
quote = "51% read"
lines = [3]
figure = "read"
is = "51%"
"#;

/// The plan whose `survey.toml` and `bulletin.md` these are.
pub fn plan(survey: &str, bulletin: &str) -> Plan {
    plan_of(survey, CODEBOOK, bulletin)
}

/// The plan of the survey whose first question has these nets.
pub fn plan_with_nets(nets: &str) -> Plan {
    let own = "nets = [{ id = \"fair_or_more\", label = \"A fair amount or more\", codes = [1, 2] }]";
    assert_eq!(CODEBOOK.matches(own).count(), 1);
    plan_of(SURVEY, &CODEBOOK.replace(own, nets), "")
}

/// The plan of these files.
pub fn plan_of(survey: &str, codebook: &str, bulletin: &str) -> Plan {
    let file = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: file("survey.toml", survey),
        codebook: file("codebook.toml", codebook),
        tables: Some(file("tables.toml", TABLES)),
        headlines: Some(file("headlines.toml", HEADLINES)),
        claims: vec![file("claims/release.toml", CLAIMS)],
        figures: vec![("shares".to_owned(), file("figures/shares.sql", "select 1"))],
        bulletin: Some(file("bulletin.md", bulletin)),
        ..PlanFiles::default()
    };
    read_plan(&files).unwrap_or_else(|problems| panic!("{:?}", problems.0))
}

/// A row of a table: its name, what it is, its label, and count, base and published value in each column.
type RowOf<'r> = (&'r str, RowKind, &'r str, &'r [(u64, u64, &'r str)]);

const COLUMNS: [(&str, &str, &str); 3] =
    [("", "", "Total"), ("region.1", "Region", "North"), ("region.2", "Region", "South")];

fn table(id: &str, title: &str, item: (&str, &str), rows: &[RowOf<'_>]) -> Tabulation {
    let width = rows[0].3.len();
    let columns = COLUMNS[..width].iter().map(|(key, break_label, label)| ColumnHead {
        key: (*key).to_owned(),
        break_label: (*break_label).to_owned(),
        label: (*label).to_owned(),
        letter: None,
        one_answer: Vec::new(),
    });
    let section = Section {
        question: id.to_owned(),
        item: item.0.to_owned(),
        label: item.1.to_owned(),
        rows: rows.iter().map(|row| table_row(id, row)).collect(),
    };
    Tabulation { id: id.to_owned(), title: title.to_owned(), columns: columns.collect(), sections: vec![section] }
}

fn table_row(id: &str, (row, kind, label, cells): &RowOf<'_>) -> TabulationRow {
    let unit = match kind {
        RowKind::Base => Unit::Count,
        RowKind::Mean => Unit::Score,
        _ => Unit::Percent,
    };
    let head = RowHead {
        key: (*row).to_owned(),
        label: (*label).to_owned(),
        kind: *kind,
        statistic: match kind {
            RowKind::Sql => None,
            RowKind::Mean => Some(Statistic::Mean),
            _ => Some(Statistic::ColumnPercent),
        },
        unit,
        depth: usize::from(id == "Q1" && matches!(*row, "1" | "2")),
        codes: if *kind == RowKind::Net { vec![1, 2] } else { Vec::new() },
        base_rule: "those who answered".to_owned(),
    };
    let cells = cells.iter().enumerate().map(|(column, (n, base, published))| TableCell {
        n: *n,
        n_weighted: *n as f64,
        base: CellBase { n: *base, weighted: *base as f64, effective: None },
        x: (*base > 0 || unit == Unit::Count).then(|| 100.0 * *n as f64 / *base as f64),
        error: CellError::default(),
        letters: None,
        test: None,
        published: match *published {
            "[c]" => Published::HeldBack(Why::SmallBase),
            "" => Published::Empty,
            value => self::value(value),
        },
        caution: *base < 30,
        stated: id == "Q1" && column == 0 && matches!(*row, "base" | "fair_or_more"),
    });
    TabulationRow { head, cells: cells.collect() }
}

/// A published value.
pub fn value(text: &str) -> Published {
    Published::Value(text.parse().expect("a decimal"))
}

/// The cell of a row in a column; of the section at this place.
pub fn cell<'t>(table: &'t mut Tabulation, section: usize, row: &str, column: usize) -> &'t mut TableCell {
    let rows = &mut table.sections[section].rows;
    &mut rows.iter_mut().find(|known| known.head.key == row).expect("a row").cells[column]
}

/// The figures of `Q1`: 12 + 38 is not 51, and 12 + 38 + 44 + 5 is 99.
pub fn reading() -> Tabulation {
    let script = "<script>alert('x')</script> & not much";
    table(
        "Q1",
        "Reading",
        ("", ""),
        &[
            ("base", RowKind::Base, "Unweighted base", &[(81, 81, "81"), (30, 30, "30"), (51, 51, "51")]),
            ("fair_or_more", RowKind::Net, "A fair amount or more", &[(41, 81, "51"), (15, 30, "50"), (26, 51, "51")]),
            ("1", RowKind::Option, "A great deal", &[(10, 81, "12"), (5, 30, "17"), (5, 51, "10")]),
            ("2", RowKind::Option, "A fair amount", &[(31, 81, "38"), (10, 30, "33"), (21, 51, "41")]),
            ("3", RowKind::Option, script, &[(36, 81, "44"), (12, 30, "40"), (24, 51, "47")]),
            ("4", RowKind::Option, "Don't know", &[(4, 81, "5"), (3, 30, "10"), (1, 51, "2")]),
            ("mean", RowKind::Mean, "Mean", &[(77, 77, "2.34"), (27, 27, "2.26"), (50, 50, "2.38")]),
        ],
    )
}

/// The figures of `Q2`, an item of which has too small a base in the north.
pub fn agreement() -> Tabulation {
    let quiet: [RowOf<'_>; 3] = [
        ("base", RowKind::Base, "Unweighted base", &[(78, 78, "78"), (28, 28, "28"), (50, 50, "50")]),
        ("1", RowKind::Option, "Agree", &[(34, 78, "44"), (14, 28, "50"), (20, 50, "40")]),
        ("2", RowKind::Option, "Disagree", &[(44, 78, "56"), (14, 28, "50"), (30, 50, "60")]),
    ];
    let warm: [RowOf<'_>; 3] = [
        ("base", RowKind::Base, "Unweighted base", &[(40, 40, "40"), (4, 4, "4"), (36, 36, "36")]),
        ("1", RowKind::Option, "Agree", &[(15, 40, "38"), (3, 4, "[c]"), (12, 36, "33")]),
        ("2", RowKind::Option, "Disagree", &[(25, 40, "63"), (1, 4, "[c]"), (24, 36, "67")]),
    ];
    let mut both = table("Q2", "Agreement", ("quiet", "It is quiet"), &quiet);
    both.sections.extend(table("Q2", "Agreement", ("warm", "It is warm"), &warm).sections);
    both
}

/// The figures of `Q3`: boxes to tick, of which each respondent may have several.
pub fn borrowing() -> Tabulation {
    let rows: [RowOf<'_>; 3] = [
        ("base", RowKind::Base, "Unweighted base", &[(80, 80, "80")]),
        ("1", RowKind::Option, "Books, new", &[(45, 80, "56")]),
        ("2", RowKind::Option, "Films", &[(35, 80, "44")]),
    ];
    table("Q3", "What do you borrow?", ("", ""), &rows)
}

/// The figures of a table made in SQL, one of them out of nobody.
pub fn shares() -> Tabulation {
    let rows: [RowOf<'_>; 3] = [
        ("councils", RowKind::Sql, "Councils \"reached\"", &[(33, 33, "33")]),
        ("covered", RowKind::Sql, "Covered", &[(12, 33, "36")]),
        ("nobody", RowKind::Sql, "Nobody", &[(0, 0, "")]),
    ];
    let mut shares = table("shares", "Shares", ("", ""), &rows);
    shares.sections[0].question = String::new();
    for row in &mut shares.sections[0].rows {
        "councils".clone_into(&mut row.head.base_rule);
    }
    shares.sections[0].rows[0].head.unit = Unit::Count;
    shares
}

/// Every table.
pub fn tables() -> Vec<Tabulation> {
    vec![reading(), agreement(), borrowing(), shares()]
}

/// The files of the report.
pub fn report_files(publication: &Publication<'_>) -> Vec<DocumentFile> {
    let report = document(DocumentFormat::Report).expect("a document of figures");
    report.files(publication).expect("a report")
}

/// `report.html`.
pub fn report(publication: &Publication<'_>) -> String {
    let file = report_files(publication).swap_remove(0);
    assert_eq!(file.name, "report.html");
    String::from_utf8(file.bytes).expect("text")
}

/// Everything that is published but the plan and the tables.
pub struct Rest {
    pub accounting: Accounting,
    pub findings: Vec<(FindingKind, Action, u64)>,
    pub verdicts: Vec<Verdict>,
}

/// 81 accepted rows of 86.
pub fn rest() -> Rest {
    let verdict = |(first, last): (u32, u32), quote: &str, found: &str, ruling: Ruling, expected: Ruling| Verdict {
        document: "release".to_owned(),
        lines: Passage::Lines(first, last),
        quote: quote.to_owned(),
        figures: vec!["Q1.fair_or_more".parse().expect("a figure")],
        stated: "51%".to_owned(),
        found: found.to_owned(),
        ruling,
        reason: format!("reason of {}", Passage::Lines(first, last)),
        expected,
        because: None,
    };
    let excluded = vec![("a <test> response".to_owned(), 1), ("abandoned".to_owned(), 1)];
    Rest {
        accounting: Accounting {
            read: 86,
            accepted: 81,
            duplicate: 2,
            excluded,
            quarantined: 1,
            respondents: 81,
            sources: Vec::new(),
        },
        findings: vec![
            (FindingKind::BrokenRow, Action::Quarantined, 1),
            (FindingKind::Spelling, Action::Accepted, 1234),
        ],
        verdicts: vec![
            verdict((3, 3), "51% read", "51% (41 of 81)", Ruling::Holds, Ruling::Holds),
            verdict((9, 9), "50% \"read\" <em>", "51%", Ruling::SumOfRoundedParts, Ruling::SumOfRoundedParts),
            verdict((12, 14), "nobody reads", "51%", Ruling::Contradicted, Ruling::Holds),
        ],
    }
}

impl Rest {
    /// The publication of this plan and these tables.
    pub fn with<'p>(&'p self, plan: &'p Plan, tables: &'p [Tabulation]) -> Publication<'p> {
        Publication {
            plan,
            tables,
            quotes: &[],
            accounting: &self.accounting,
            findings: &self.findings,
            weighting: None,
            verdicts: &self.verdicts,
            checks: &[],
        }
    }
}
