//! What is published of a survey that protects its respondents, in figures worked out by hand.

use std::path::Path;

use crate::small_survey::{SmallSurvey, WrittenSurvey};

const CODEBOOK: &str = r#"
[[question]]
id = "q"
kind = "single"
text = "Q?"
column = "q"
options = [{ code = 1, label = "A" }, { code = 2, label = "B" }, { code = 3, label = "C" }]

[[question]]
id = "b"
kind = "single"
text = "Where?"
column = "b"
options = [{ code = 1, label = "North" }, { code = 2, label = "South" }]
"#;
const TABLES: &str = "[[table]]\nid = \"t\"\nrows = \"q\"\nbreaks = [{ question = \"b\" }]\nstatistics = [\"column_percent\", \"mean\"]\n";

/// 40 respondents: 23, 12 and 5 of A, B and C, 21 in the north and 19 in the south.
const COUNTS: [(&str, &str, usize); 6] =
    [("A", "North", 14), ("A", "South", 9), ("B", "North", 4), ("B", "South", 8), ("C", "North", 3), ("C", "South", 2)];

fn export(counts: &[(&str, &str, usize)]) -> String {
    let rows = counts.iter().map(|(q, b, n)| format!("{q},{b}\n").repeat(*n));
    format!("q,b\n{}", rows.collect::<String>())
}

fn run(disclosure: &str) -> WrittenSurvey {
    let sections = format!("[disclosure]\n{disclosure}\n");
    SmallSurvey {
        sections: &sections,
        codebook: CODEBOOK,
        tables: TABLES,
        export: &export(&COUNTS),
        ..SmallSurvey::default()
    }
    .run()
}

/// Name, count, base and value of each figure of the table, the total column first.
fn figures(run: &WrittenSurvey) -> String {
    let query = "select coalesce(column_key, '') as by, row_key as row, n, base, published from figures \
                 where table_id = 't' order by column_key nulls first, row_kind = 'base' desc, row_key";
    let told = run.sql(query);
    told.strip_prefix("by,row,n,base,published\n").expect("a header").to_owned()
}

#[test]
fn counts_are_rounded_and_percentages_are_made_from_them() {
    let run = run("round_to = 5\nprotection = 1");
    // Exactly 23 of 40 are 57.5%, and 14 of 21 are 66.7%. The mean is (25 + 2 * 10 + 3 * 5) / 40.
    assert_eq!(
        figures(&run),
        ",base,40,40,40\n,1,25,40,63\n,2,10,40,25\n,3,5,40,13\n,mean,40,40,1.50\n\
         b.1,base,20,20,20\nb.1,1,15,20,75\nb.1,2,5,20,25\nb.1,3,5,20,25\nb.1,mean,20,20,1.60\n\
         b.2,base,20,20,20\nb.2,1,10,20,50\nb.2,2,10,20,50\nb.2,3,0,20,0\nb.2,mean,20,20,1.50\n"
    );
    let told = run.call(&["explain", "t.1@b.1"]).exits(0).stdout;
    assert!(told.contains("15") && !told.contains("14") && !told.contains("differ"), "{told}");
}

/// 23 of 40 are 25 of 40 when rounded, and 63%. The mean of the codes, (23 + 24 + 15) / 40, is no count.
#[test]
fn counts_of_sql_are_rounded_like_others() {
    let counts =
        "select 'a' as row_key, 'A' as label, count(*) filter (where q = 1) as count, count(*) as base from responses";
    let alone = "select 'n' as row_key, 'N' as label, count(*) filter (where q = 2) as count from responses";
    let mean = "select 'm' as row_key, 'M' as label, avg(q) as x from responses";
    let survey = SmallSurvey {
        sections: "[disclosure]\nround_to = 5\nprotection = 1\nsql = \"publish\"\n",
        codebook: CODEBOOK,
        tables: TABLES,
        export: &export(&COUNTS),
        files: &[("figures/counts.sql", counts), ("figures/alone.sql", alone), ("figures/mean.sql", mean)],
        ..SmallSurvey::default()
    }
    .run();
    let query =
        "select figure, n, base, published from figures where table_id <> 't' and question is null order by figure";
    assert_eq!(survey.sql(query), "figure,n,base,published\nalone.n,10,10,10\ncounts.a,25,40,63\nmean.m,0,0,1.55\n");
}

/// B is 10 in all, so 8 to 12, and 10 in the south: in the north it can be no more than 4, and being 5 when rounded, 3 or 4. Not more
/// certain than 3 to 7 is what rounding promises.
#[test]
fn what_rounded_counts_tell_is_held_back() {
    let run = run("round_to = 5");
    let told = figures(&run);
    assert!(told.contains("\n,2,10,40,25\n") && told.contains("\nb.1,2,,,\n"), "{told}");
    let told = run.call(&["disclose", "s", "--figures"]).exits(0).stdout;
    assert!(told.contains("t.2@b.1"), "{told}");
}

#[test]
fn a_profile_is_the_rules_of_a_body() {
    // 1 to 7 are held back, others are rounded to 5.
    assert_eq!(
        figures(&run("profile = \"nhs_england\"\nprotection = 1")),
        ",base,40,40,40\n,1,25,40,63\n,2,10,40,25\n,3,,,\n,mean,,,\n\
         b.1,base,20,20,20\nb.1,1,15,20,75\nb.1,2,,,\nb.1,3,,,\nb.1,mean,,,\n\
         b.2,base,20,20,20\nb.2,1,10,20,50\nb.2,2,10,20,50\nb.2,3,,,\nb.2,mean,,,\n"
    );
    // Nothing is rounded, and everything below 10 is held back: of the south, only its base is left.
    let acro = figures(&run("profile = \"acro\"\nprotection = 1"));
    assert!(acro.starts_with(",base,40,40,40\n"), "{acro}");
    for held in ["b.1,2,,,\n", "b.1,3,,,\n", "b.2,1,,,\n", "b.2,2,,,\n", "b.2,3,,,\n", "\n,3,,,\n"] {
        assert!(acro.contains(held), "{held} {acro}");
    }
    // A key beside the profile wins.
    let mixed = figures(&run("profile = \"ons_10_5\"\nthreshold = 3\nround_to = 10\nprotection = 1"));
    assert!(mixed.contains("\nb.1,3,0,20,0\n") && mixed.contains("\nb.2,3,,,\n"), "{mixed}");
}

#[test]
fn rules_that_protect_nothing_are_problems() {
    let refused = |disclosure: &str| {
        let sections = format!("[disclosure]\n{disclosure}\n");
        SmallSurvey { sections: &sections, codebook: CODEBOOK, tables: TABLES, ..SmallSurvey::default() }.refused()
    };
    assert!(refused("round_to = 1").contains("`round_to` of 1 or less rounds nothing"));
    assert!(refused("zeros = true").contains("`zeros` says how counts are protected, and none is"));
    assert!(refused("round_to = 5\ncomplements = false").contains("`complements` says how"));
    let told = refused("profile = \"ons\"");
    assert!(told.contains("ons_10_5") && told.contains("nhs_england"), "{told}");
}

/// One respondent more, who answered A in the north: everybody can subtract.
#[test]
fn a_later_release_does_not_tell_who_came_since() {
    let first = run("threshold = 3");
    let figures = std::fs::read(first.outputs().join("figures.parquet")).expect("figures");
    let one_more: Vec<(&str, &str, usize)> =
        COUNTS.iter().map(|(q, b, n)| (*q, *b, n + usize::from((*q, *b) == ("A", "North")))).collect();
    let again = |counts: &[(&str, &str, usize)], against: &str| {
        let sections = format!("[disclosure]\nthreshold = 3\nagainst = \"{against}\"\n");
        let survey = SmallSurvey {
            sections: &sections,
            codebook: CODEBOOK,
            tables: TABLES,
            export: &export(counts),
            ..SmallSurvey::default()
        };
        let written = survey.written();
        let folder = written.path("pipelines/s/earlier");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("figures.parquet"), &figures).expect("figures");
        written
    };
    let told = again(&one_more, "earlier").run().exits(2).stderr;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("since the earlier release") && told.contains("must be uncertain by 3"), "{told}");
    // Without the comparison it is published, and so is the same release again.
    run("threshold = 3");
    let same = again(&COUNTS, "earlier/figures.parquet");
    same.run().exits(0);
    let ledger = same.output("run.json");
    assert!(ledger.contains("earlier/figures.parquet"), "{ledger}");
    let missing = again(&COUNTS, "nowhere").run().exits(2).stderr;
    assert!(missing.contains("nowhere/figures.parquet"), "{missing}");
}

/// A weight is what is known of a category for each of its respondents: 30 of 21 in the north, 70 of 19 in the south.
#[test]
fn the_account_of_weights_does_not_tell_counts() {
    let weights = "[weights]\nmethod = \"post_stratify\"\n[[weights.target]]\nreference = \"population\"\nsize = \"people\"\n\
                   by = { b = \"answer\" }\n[[reference]]\nname = \"population\"\npath = \"population.csv\"\n";
    let weighted = |disclosure: &str| {
        let sections = format!("{weights}[disclosure]\n{disclosure}\n");
        SmallSurvey {
            sections: &sections,
            codebook: CODEBOOK,
            tables: TABLES,
            export: &export(&COUNTS),
            files: &[("population.csv", "answer,people\nNorth,30\nSouth,70\n")],
            ..SmallSurvey::default()
        }
        .run()
    };
    let query = "select category, n, before from weighting order by category";
    let plain = weighted("caution_base = 1");
    assert_eq!(plain.sql(query), "category,n,before\nNorth,21,21.0\nSouth,19,19.0\n");
    let protected = weighted("threshold = 3");
    assert_eq!(protected.sql(query), "category,n,before\nNorth,,\nSouth,,\n");
    let names = protected.sql("select name from weighting_summary");
    assert!(!names.contains("weight\n") || !names.contains("least weight"), "{names}");
    let report = protected.output("report.html");
    assert!(report.contains("[c]") && !report.contains("Weights run from"), "a report without counts");
}

/// Large counts, so that none of them is in a file by chance, around one of 3.
const LARGE: [(&str, &str, usize); 6] = [
    ("A", "North", 1013),
    ("A", "South", 409),
    ("B", "North", 3),
    ("B", "South", 577),
    ("C", "North", 263),
    ("C", "South", 331),
];
/// All documents that are text: workbooks have the figures of the same tables.
const FORMATS: &str =
    "formats = [\"report\", \"typst\", \"csv\", \"csvw\", \"datapackage\", \"json\", \"ddi\", \"dictionary\"]";

#[test]
fn no_published_file_has_a_number_that_is_held_back() {
    let policies = ["caution_base = 1", "threshold = 5", "threshold = 5\nround_to = 50"];
    let [plain, protected, rounded] = policies.map(|policy| {
        let sections = format!("[rounding]\ndecimals = 3\n[publish]\n{FORMATS}\n[disclosure]\n{policy}\n");
        SmallSurvey {
            sections: &sections,
            codebook: CODEBOOK,
            tables: TABLES,
            export: &export(&LARGE),
            ..SmallSurvey::default()
        }
        .run()
    });
    let figures = |run: &WrittenSurvey| -> Vec<(String, Vec<String>)> {
        let told = run.sql("select figure, n, published from figures where row_kind <> 'mean' order by figure");
        let line = |line: &str| {
            let mut cells = line.split(',').map(str::to_owned);
            (cells.next().unwrap_or_default(), cells.collect())
        };
        told.lines().skip(1).map(line).collect()
    };
    let all = figures(&plain);
    for (run, policy) in [(protected, "threshold"), (rounded, "round_to")] {
        let own = figures(&run);
        let open: Vec<&String> = own.iter().flat_map(|(_, numbers)| numbers).collect();
        let secret: Vec<&String> =
            all.iter().flat_map(|(_, numbers)| numbers).filter(|number| !open.contains(number)).collect();
        // Every document says how many respondents there are.
        let secret: Vec<&&String> = secret.iter().filter(|number| number.len() > 2 && **number != "2596").collect();
        assert!(secret.len() > 3, "{policy}: {secret:?}");
        let files = run.output_files();
        let published = files.iter().filter(|(name, _)| {
            let is_microdata =
                ["raw/", "responses.parquet", "findings.parquet"].iter().any(|file| name.starts_with(file));
            !is_microdata && !name.ends_with(".parquet") && name != "run.json"
        });
        let mut seen = 0;
        for (name, bytes) in published {
            let text = String::from_utf8_lossy(bytes);
            // Commas are between cells, or between thousands.
            let is_csv = Path::new(name).extension().is_some_and(|kind| kind == "csv");
            let text = if is_csv { text.into_owned() } else { text.replace(',', "") };
            let numbers: std::collections::BTreeSet<&str> =
                text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|number| number.trim_matches('.')).collect();
            let found: Vec<_> = secret.iter().filter(|number| numbers.contains(number.as_str())).collect();
            assert!(found.is_empty(), "{policy}: {name} has {found:?}");
            seen += 1;
        }
        assert!(seen > 8, "{policy}: {seen} files");
    }
}
