//! What is published of a survey that protects its respondents, in figures worked out by hand.

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
