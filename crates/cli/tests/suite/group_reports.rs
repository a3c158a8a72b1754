//! A report for each group: its figures beside those of all, nothing of another group, and nothing that the tables hold back.

use std::fmt::Write as _;

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = r#"
[[question]]
id = "region"
kind = "single"
text = "Region?"
column = "region"
options = [{ code = 1, label = "North & <East>" }, { code = 2, label = "South" }, { code = 3, label = "Empty" }]

[[question]]
id = "visit"
kind = "single"
text = "Did you visit?"
column = "visit"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]

[[question]]
id = "like"
kind = "multi"
text = "What do you like?"
column = "like"
separator = ";"
options = [{ code = 1, label = "Books" }, { code = 2, label = "Films" }]
"#;
const TABLES: &str = "[default]\nbanner = [{ question = \"region\" }]\nletters = {}\n";
const HEADLINES: &str = "[[headline]]\nid = \"yes\"\ntext = \"visited\"\nfigure = \"visit.1\"\n";
const REPORT: &str = "[[report]]\nby = \"region\"\n";

/// 12 in the North, of whom 9 visited; 6 in the South, of whom 1 did. In all 10 of 18, or 56%.
fn export() -> String {
    let mut export = "region,visit,like\n".to_owned();
    for index in 0..18 {
        let (region, visited) = if index < 12 { ("North & <East>", index < 9) } else { ("South", index < 13) };
        let like = if index % 3 == 0 { "Books;Films" } else { "Books" };
        writeln!(export, "{region},{},{like}", if visited { "Yes" } else { "No" }).expect("text");
    }
    export
}

fn survey<'s>(sections: &'s str, export: &'s str) -> SmallSurvey<'s> {
    SmallSurvey {
        sections,
        codebook: CODEBOOK,
        tables: TABLES,
        export,
        files: &[("headlines.toml", HEADLINES)],
        ..SmallSurvey::default()
    }
}

#[test]
fn a_report_has_one_group_beside_all() {
    let export = export();
    let run = survey(REPORT, &export).run();
    let names: Vec<String> = run.output_files().into_iter().map(|(name, _)| name).collect();
    let own: Vec<&String> = names.iter().filter(|name| name.starts_with("report-by/")).collect();
    assert_eq!(own, ["report-by/region/index.html", "report-by/region/north-east.html"]);
    let index = run.output("report-by/region/index.html");
    for part in [
        "<a href=\"north-east.html\">Report of North &amp; &lt;East&gt;</a>",
        "<th scope=\"row\">South</th>\n<td class=\"number\">–</td>\n<td><span>None: fewer than 10 respondents, or held back</span></td>",
    ] {
        assert!(index.contains(part), "{part}\n{index}");
    }
    let page = run.output("report-by/region/north-east.html");
    for part in [
        "12 of 18 respondents.",
        "<span class=\"shown\">75%</span>",
        "<span class=\"shown\">56%</span>",
        "Base 12. All respondents: 56%.",
        "aria-label=\"Bar chart of North &amp; &lt;East&gt;. Base 12: Yes 75%, No 25%.\"",
        "<a href=\"../../report.html\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // The South: its name, 1 of 6, and the letter of its column.
    for other in ["South", "17%", "83%", "(A)", "letters\">", "significantly"] {
        assert!(!page.contains(other), "{other}\n{page}");
    }
    let ledger = run.output("run.json");
    assert!(own.iter().all(|name| ledger.contains(name.as_str())), "{ledger}");
    assert!(run.output("report.html").contains("<a href=\"report-by/region/index.html\">Reports by Region?</a>"));
}

#[test]
fn what_the_tables_hold_back_the_reports_hold_back() {
    let export = export();
    let sections = format!("{REPORT}minimum = 2\n[disclosure]\nthreshold = 4\n");
    let run = survey(&sections, &export).run();
    for (group, file) in [("region.1", "north-east"), ("region.2", "south")] {
        let held = run.sql(&format!(
            "select count(*) as held from figures where suppressed is not null and question <> 'region' and (column_key is null or column_key = '{group}')"
        ));
        let held: usize = held.lines().nth(1).expect("a row").parse().expect("a number");
        let page = run.output(&format!("report-by/region/{file}.html"));
        let (_, tables) = page.split_once("id=\"tables\"").expect("tables");
        assert_eq!(tables.matches("<span class=\"shown\">[c]</span>").count(), held, "{group}\n{page}");
        assert!(held > 0, "{group}");
    }
    let strict = format!("{REPORT}minimum = 2\n[disclosure]\nminimum_base = 7\n");
    let run = survey(&strict, &export).run();
    assert!(run.has("report-by/region/north-east.html") && !run.has("report-by/region/south.html"));
    assert!(run.output("report-by/region/index.html").contains("fewer than 7 respondents"));
}

#[test]
fn reports_by_what_has_no_columns_are_refused() {
    let sections = "[[report]]\nby = \"visit\"\n[[report]]\nby = \"regoin\"\n[[report]]\nby = \"region\"\n[[report]]\nby = \"region\"\n";
    let told = survey(sections, "region,visit,like\n").written().check().exits(2).stderr;
    for part in [
        "no table has the break `visit`",
        "there is no question `regoin`",
        "did you mean `region`?",
        "there are two reports by `region`",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}
