//! What changed between two runs: all of what was planted, and nothing else.

use serde_json::Value;

use crate::program::topline;
use crate::small_survey::{SmallSurvey, WrittenSurvey};
use crate::workspace::{Library, names};

fn question(id: &str, keys: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\n{keys}\n")
}

fn number(id: &str) -> String {
    question(id, &format!("kind = \"number\"\ntext = \"{id}?\"\ncolumn = \"{id}\""))
}

fn single(id: &str, keys: &str) -> String {
    question(id, &format!("kind = \"single\"\ncolumn = \"{id}\"\n{keys}"))
}

const YES_NO: &str = "options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]";
const YES_NO_MAYBE: &str =
    "options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }, { code = 3, label = \"Maybe\" }]";

const CLAIMS: &str = "[document]\nid = \"paper\"\ntitle = \"A paper\"\n\n[[claim]]\nquote = \"ten on average\"\nlines = [1]\nfigure = \"n1.mean\"\nis = \"10\"\n";

/// Four rows: these numbers, and to all other questions the same answer in each.
fn export(numbers: [&str; 4]) -> String {
    let others = ["gone", "new", "s1", "s2", "s3", "s4", "s5", "ga", "gb", "gc", "one"];
    let row = |(numbers, answer): (&str, &str)| format!("{numbers},{}\n", [answer; 11].join(","));
    let rows: String = numbers.into_iter().zip(["Yes", "Yes", "No", "No"]).map(row).collect();
    format!("n1,n2,n3,n4,n5,n6,{}\n{rows}", others.join(","))
}

/// The survey as it was, and with twenty changes.
fn versions() -> [(String, String, String); 2] {
    let numbers: String = ["n1", "n2", "n3", "n4", "n5", "n6"].map(number).concat();
    let grid = |building: &str, more: &str| {
        let items = format!(
            "items = [{{ id = \"a\", label = \"Staff\", column = \"ga\" }}, {{ id = \"b\", label = \"{building}\", column = \"gb\" }}{more}]"
        );
        question("g", &format!("kind = \"grid\"\ntext = \"Grid?\"\n{YES_NO}\n{items}"))
    };
    let before = [
        numbers.clone(),
        single("gone", &format!("text = \"Gone?\"\n{YES_NO}")),
        single("s1", &format!("text = \"Do you?\"\n{YES_NO}")),
        single("s2", &format!("text = \"S2?\"\ntitle = \"Second\"\n{YES_NO}")),
        single("s3", &format!("text = \"S3?\"\n{YES_NO}")),
        single("s4", &format!("text = \"S4?\"\n{YES_NO_MAYBE}")),
        single("s5", &format!("text = \"S5?\"\n{YES_NO}")),
        grid("Building", ""),
    ];
    let after = [
        numbers,
        single("new", &format!("text = \"New?\"\n{YES_NO}")),
        single("s1", &format!("text = \"Did you?\"\n{YES_NO}")),
        single("s2", &format!("text = \"S2?\"\ntitle = \"Two\"\n{YES_NO}")),
        single("s3", &format!("text = \"S3?\"\n{YES_NO_MAYBE}")),
        single("s4", &format!("text = \"S4?\"\n{YES_NO}")),
        single(
            "s5",
            "text = \"S5?\"\noptions = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"Not so\", also = [\"No\"] }]",
        ),
        grid("The building", ", { id = \"c\", label = \"Food\", column = \"gc\" }"),
    ];
    let table = |id: &str, keys: &str| format!("[[table]]\nid = \"{id}\"\n{keys}\n");
    let tables_before = [
        table("t_old", "rows = \"n6\""),
        table("t_title", "rows = \"n6\"\ntitle = \"Means\""),
        table("t_rows", "rows = \"n6\"\nstatistics = [\"mean\"]"),
        table("t_columns", "rows = \"n6\""),
    ];
    let tables_after = [
        table("t_new", "rows = \"n6\""),
        table("t_title", "rows = \"n6\"\ntitle = \"Averages\""),
        table("t_rows", "rows = \"n6\"\nstatistics = [\"mean\", \"median\"]"),
        table("t_columns", "rows = \"n6\"\nbreaks = [{ question = \"one\" }]"),
    ];
    let one = single("one", "text = \"One?\"\noptions = [{ code = 1, label = \"Any\", also = [\"Yes\", \"No\"] }]");
    [
        (
            before.concat() + &one,
            tables_before.concat(),
            export(["10,4,5,1,1,1", "10,4,5,1,1,2", "10,4,5,1,1,3", "10,8,5,1.976,1.001,4"]),
        ),
        (
            after.concat() + &one,
            tables_after.concat(),
            export(["14,4,5,1,1,1", "10,4,5,1,1,2", "10,4,5,1,1,3", "10,,,1.99,1.002,4"]),
        ),
    ]
}

/// The survey after both runs, the earlier one kept.
fn twice() -> WrittenSurvey {
    let [(codebook, tables, export), later] = versions();
    let files = [("claims/paper.toml", CLAIMS)];
    let survey =
        SmallSurvey { codebook: &codebook, tables: &tables, export: &export, files: &files, ..SmallSurvey::default() };
    let run = survey.run();
    run.write("codebook.toml", &later.0);
    run.write("tables.toml", &later.1);
    run.write("export.csv", &later.2);
    // The claim falls short.
    run.call(&["run", "s", "--keep", "3"]).exits(1);
    run
}

/// By hand: of four rows each, and of the base of three where an answer went.
const PLANTED: [&str; 20] = [
    "question new came: \"New?\"",
    "question s1 text: \"Do you?\" -> \"Did you?\"",
    "question s2 title: \"Second\" -> \"Two\"",
    "item g.b label: \"Building\" -> \"The building\"",
    "item g.c came: \"Food\"",
    "question gone went: \"Gone?\"",
    "option s3.3 came: \"Maybe\"",
    "option s5.2 label: \"No\" -> \"Not so\"",
    "option s4.3 went: \"Maybe\"",
    "table t_title title: \"Means\" -> \"Averages\"",
    "table t_new came: \"n6?\"",
    "row t_rows.median came: \"Median, Total\"",
    "column t_columns@one.1 came: \"Any\"",
    "table t_old went: \"n6?\"",
    "claim paper:1 verdict: \"holds\" -> \"contradicted\"",
    "figure n1.mean \"Mean, Total\": 10.00 -> 11.00 score (+1.00)",
    "figure n2.mean \"Mean, Total\": 5.00 -> 4.00 score (-1.00), base 4 -> 3",
    "figure n3.mean \"Mean, Total\": 5.00 (+0.00, rounding), base 4 -> 3",
    "figure n4.mean \"Mean, Total\": 1.24 -> 1.25 score (+0.00, rounding)",
    "1 figure more changed by less than is published (`--format csv` lists them)",
];

#[test]
fn all_that_was_planted_is_named_and_nothing_else() {
    let run = twice();
    let told = run.call(&["diff"]).exits(0);
    assert_eq!(told.stdout.lines().collect::<Vec<_>>(), PLANTED);
    let csv = run.call(&["diff", "--format", "csv"]).exits(0).stdout;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + PLANTED.len(), "{csv}");
    assert!(csv.contains("\nfigure,n5.mean,changed,value,\"Mean, Total\",score,1.00,1.00,4,4,0.00025"), "{csv}");
    let json = run.call(&["diff", "--format", "json"]).exits(0).stdout;
    let changes: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(changes.len(), PLANTED.len());
    let of = |name: &str| changes.iter().find(|change| change["name"] == name).expect("a change");
    assert_eq!((&of("n4.mean")["beyond_rounding"], &of("n1.mean")["beyond_rounding"]), (&false.into(), &true.into()));
    assert_eq!(of("s1")["before"], "Do you?");
    // The other way round everything that came went; with itself nothing changed.
    let kept = names(&run.path("out/.earlier/s"));
    let back = run.call(&["diff", "out/s", &format!("out/.earlier/s/{}", kept[0])]).exits(0).stdout;
    assert!(
        back.contains("question new went: \"New?\"\n") && back.contains("question gone came: \"Gone?\"\n"),
        "{back}"
    );
    assert_eq!(back.lines().count(), PLANTED.len());
    assert_eq!(run.call(&["diff", "out/s", "out/s"]).exits(0).stdout, "nothing changed\n");
    // By the first letters of its name.
    assert_eq!(run.call(&["diff", &kept[0][..4]]).exits(0).stdout, told.stdout);
}

#[test]
fn a_tolerance_is_held_against_figures() {
    let run = twice();
    // n2 fell by 1; t_old and a question went, which no tolerance lets pass.
    run.call(&["diff", "--tolerance", "5"]).exits(1);
    let [(codebook, tables, export), _] = versions();
    let survey = SmallSurvey { codebook: &codebook, tables: &tables, export: &export, ..SmallSurvey::default() };
    let run = survey.run();
    run.write("export.csv", &export.replace("10,8,5", "10,6,5"));
    run.call(&["run", "--keep", "1"]).exits(0);
    // From 5 to 4.5.
    for (tolerance, code) in [("0.4", 1), ("0.5", 0), ("1", 0), ("0", 1)] {
        run.call(&["diff", "--tolerance", tolerance]).exits(code);
    }
}

#[test]
fn changes_of_percentages_have_their_chance() {
    let codebook = single("s", &format!("text = \"S?\"\n{YES_NO}"));
    let export = |yes: usize| "s\n".to_owned() + &"Yes\n".repeat(yes) + &"No\n".repeat(200 - yes);
    let before = export(80);
    let run = SmallSurvey { codebook: &codebook, export: &before, ..SmallSurvey::default() }.run();
    run.write("export.csv", &export(100));
    run.call(&["run", "--keep", "1"]).exits(0);
    // R: prop.test(c(80, 100), c(200, 200), correct = FALSE)$p.value is 0.04442.
    let told = run.call(&["diff"]).exits(0).stdout;
    assert!(told.contains("figure s.1 \"Yes, Total\": 40 -> 50 percent (+10.00, p 0.044 *)\n"), "{told}");
    let told = run.call(&["diff", "--confidence", "0.99"]).exits(0).stdout;
    assert!(told.contains("p 0.044)\n"), "{told}");
}

#[test]
fn runs_that_are_not_there_are_said_so() {
    let library = Library::new();
    topline(library.folder(), &["run", "--out", "out"]).exits(0);
    let told = topline(library.folder(), &["diff", "--out", "out"]).exits(2);
    assert!(
        told.stderr.contains("failed to find an earlier run of `library`\nhint: `topline run --keep 5`"),
        "{}",
        told.stderr
    );
    topline(library.folder(), &["run", "--force", "--keep", "2", "--out", "out"]).exits(0);
    assert_eq!(topline(library.folder(), &["diff", "--out", "out"]).exits(0).stdout, "nothing changed\n");
    let told = topline(library.folder(), &["diff", "1999", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("called `1999`\nhint: these are kept: 20"), "{}", told.stderr);
}
