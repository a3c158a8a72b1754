//! The language of tables, on the library's ten respondents: every value counted by hand from the export.

use crate::program::topline;
use crate::workspace::{Change, Library};

const TABLES: &str = r#"
[[banner]]
id = "deep"
breaks = [{ question = "reason", by = [{ question = "use" }] }]

[[table]]
id = "ages"
rows = "age"
breaks = []
bands = [40, 60]
statistics = ["column_percent", "count", "mean", "median", "standard_deviation", "standard_error", "minimum", "maximum"]
percentiles = [25]

[[table]]
id = "reasons"
rows = "reason"
breaks = []
statistics = ["column_percent", "response_percent", "mean_answers"]

[[table]]
id = "visits"
rows = "visited"
banner = "deep"
other_below = 15
show_bases = ["all"]

[[table]]
id = "few"
rows = "visited"
banner = "deep"
minimum_base = 3
statistics = ["column_percent", "row_percent", "table_percent", "count"]

[[table]]
id = "compared"
rows = "use"
breaks = [{ question = "visited" }]
letters = { confidence = 0.5, minimum_base = 1 }

[[table]]
id = "surer"
rows = "use"
breaks = [{ question = "visited" }]
letters = { confidence = 0.6, minimum_base = 1 }

[[table]]
id = "tested"
rows = "use"
breaks = [{ question = "visited" }]
tests = true

[[table]]
id = "staff"
rows = "opinion"
breaks = []
sort = { order = "ascending" }
statistics = ["column_percent"]

[[table]]
id = "opinions"
rows = "opinion"
breaks = []
arrangement = "item_rows"
statistics = ["count"]

[[table]]
id = "ranked"
rows = "priority"
breaks = []
statistics = ["mean", "rank_score"]

[[table]]
id = "together"
rows = ["visited", "use"]
breaks = []
arrangement = "side_by_side"
"#;

const FILE: &str = "pipelines/library/tables.toml";

/// A table of the library as CSV, after a run.
fn csv(library: &Library, table: &str) -> String {
    let arguments = ["tables", "pipelines/library", table, "--format", "csv", "--out", "out"];
    topline(library.folder(), &arguments).exits(0).stdout
}

fn ran() -> Library {
    let library = Library::with(&[Change::Append(FILE, TABLES)]);
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    library
}

#[test]
fn tables_are_what_was_counted_by_hand() {
    let library = ran();
    // 29, 34, 38 | 41, 45, 52 | 67, 71: squares about the mean 47.125 add up to 1614.875.
    assert_eq!(
        csv(&library, "ages").trim_end(),
        "row_label,unit,Total\nBase,count,8\nBelow 40,percent,38\nBelow 40 (count),count,3\n40 to below 60,percent,38\n\
         40 to below 60 (count),count,3\n60 or more,percent,25\n60 or more (count),count,2\nMean,score,47.13\n\
         Median,score,43.00\nStandard deviation,score,15.19\nStandard error,score,5.37\nMinimum,score,29.00\n\
         Maximum,score,71.00\nPercentile 25,score,36.00"
    );
    // Six, three and three ticks of eight.
    assert_eq!(
        csv(&library, "reasons").trim_end(),
        "row_label,unit,Total\nBase,count,8\nBooks,percent,75\nBooks (% of responses),percent,50\nComputers,percent,38\n\
         Computers (% of responses),percent,25\nEvents,percent,38\nEvents (% of responses),percent,25\n\
         Mean number of answers,score,1.50"
    );
    // One said no and one did not know: 10% each.
    let visits = csv(&library, "visits");
    assert!(visits.contains("\nOthers (below 15% each),percent,20,"), "{visits}");
    assert!(!visits.contains("\nNo,"), "{visits}");
    // Books, and of these music and films, a study space, events.
    assert!(visits.contains("\nBase,count,10,3,3,2,"), "{visits}");
    assert!(
        csv(&library, "staff").starts_with(
            "item_label,row_label,unit,Total\nStaff,Base,count,8\nStaff,Poor,percent,13\nStaff,Good or fair,percent,88\n\
             Staff,Fair,percent,25\nStaff,Good,percent,63\nStaff,Don't know,percent,0\n"
        ),
        "{}",
        csv(&library, "staff")
    );
    // The third column has two respondents, whatever its percentages are out of.
    let few = csv(&library, "few");
    for row in [
        "Yes,percent,80,100,100,[c],",
        "Yes (row %),percent,100,38,38,[c],",
        "Yes (table %),percent,80,30,30,[c],",
        "Yes (count),count,8,3,3,[c],",
    ] {
        assert!(few.contains(&format!("\n{row}")), "{row}: {few}");
    }
    let opinions = csv(&library, "opinions");
    assert!(opinions.contains("\nStaff,count,8,7,5,2,1,0\n"), "{opinions}");
    // Books were ranked 1 1 2 1 3 1 2 1.
    let ranked = csv(&library, "ranked");
    assert!(ranked.contains("\nBooks,Mean,score,1.50\nBooks,Rank score,score,2.50\n"), "{ranked}");
    let together = csv(&library, "together");
    // Code 1 is "Yes" of the one and "Books, music; films" of the other.
    assert!(together.contains("\nYes,percent,80,\n"), "{together}");
    assert!(together.contains("\n\"Books, music; films\",percent,,"), "{together}");
    assert!(
        together
            .starts_with("row_label,unit,Have you visited the library this year?: Total,What would you use?: Total\n"),
        "{together}"
    );
}

#[test]
fn letters_name_the_columns_that_are_lower() {
    let library = ran();
    // Three of seven against none of one: z = (3/7) / sqrt(3/8 * 5/8 * (1/7 + 1)) = 0.828, and p = 0.408.
    let compared = csv(&library, "compared");
    assert!(compared.contains("year?: Yes (A),"), "{compared}");
    assert!(compared.contains("\n\"Books, music; films (higher than)\",letters,,B,,\n"), "{compared}");
    let surer = csv(&library, "surer");
    assert!(surer.contains("\n\"Books, music; films (higher than)\",letters,,,,\n"), "{surer}");
}

#[test]
fn rows_have_the_p_values_of_their_tests() {
    let library = ran();
    // Three of seven against none of one, as their letters: z squared is 0.6857 of one degree of freedom, scipy.stats.chi2.sf 0.407626.
    let tested = csv(&library, "tested");
    assert!(tested.contains("\n\"Books, music; films (p)\",p,,0.407626,0.407626,"), "{tested}");
    let sql = "select round(p, 6) p, test, test_ndf from figures where figure = 'tested.1@visited.1'";
    let found = topline(library.folder(), &["sql", "-p", "pipelines/library", sql, "--format", "csv", "--out", "out"])
        .exits(0)
        .stdout;
    assert_eq!(found.trim_end(), "p,test,test_ndf\n0.407626,chi_square,1.0");
}

#[test]
fn a_table_can_be_had_as_text_and_as_sql() {
    let library = ran();
    let text = topline(library.folder(), &["tables", "pipelines/library", "reasons", "--out", "out"]).exits(0).stdout;
    assert!(text.contains("Books                         75%"), "{text}");
    let sql = ["tables", "pipelines/library", "reasons", "--sql"];
    let sql = topline(library.folder(), &sql).exits(0).stdout;
    let query = format!("select figure, n, base, x from ({sql}) order by figure");
    let told = topline(library.folder(), &["sql", &query, "--out", "out", "--format", "csv"]).exits(0).stdout;
    assert!(told.contains("\nreasons.2:response_percent,3,12,25.0\n"), "{told}");
    assert!(told.contains("\nreasons.mean_answers,8,8,1.5\n"), "{told}");
    // Conditions on what each branch is called are conditions on rows, though no branch reads them.
    let query = format!("select x from ({sql}) where figure = 'reasons.mean_answers'");
    let told = topline(library.folder(), &["sql", &query, "--out", "out", "--format", "csv"]).exits(0).stdout;
    assert_eq!(told, "x\n1.5\n");
    let told = topline(library.folder(), &["tables", "pipelines/library", "reason_", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("hint: did you mean `reason` or `reasons`?"), "{}", told.stderr);
}

#[test]
fn waves_stand_side_by_side() {
    let library = ran();
    let waves =
        ["waves", "pipelines/library", "pipelines/library", "--table", "visited", "--format", "csv", "--out", "out"];
    let same = topline(library.folder(), &waves).exits(0).stdout;
    assert!(same.contains("\nvisited.1,\"Yes, Total\",percent,80,80,0,1,false,80 80,,,0,1\n"), "{same}");
}

#[test]
fn what_a_table_cannot_be_is_told_at_its_place() {
    let library = Library::with(&[Change::Append(
        FILE,
        r#"
[[table]]
id = "wrong"
rows = ["visited", "vizited"]
banner = "standart"
statistics = ["mean_answers"]
exclude = [9]
letters = { confidence = 0.9, lower_confidence = 0.95 }

[[table]]
id = "also"
rows = "age"
bands = [60, 40]
percentiles = [100]
letters = { confidence = 95 }
"#,
    )]);
    let told = topline(library.folder(), &["check", "pipelines/library"]).exits(2).stderr;
    for expected in [
        "the rows of `wrong` are the unknown question `vizited`",
        "did you mean `visited`?",
        "there is no banner `standart`",
        "did you mean `standard`?",
        "`visited` is of kind `single`, which has no mean_answers",
        "`visited` has no code 9",
        "bounds of bands are numbers that ascend",
        "100 is no percentile: they go from 1 to 99",
        "a confidence of 95 is not between 0 and 1",
        "a lower confidence of 0.95 is not between 0 and 0.9",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}
