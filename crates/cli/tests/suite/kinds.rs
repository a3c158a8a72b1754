//! Further inputs of the kinds that went wrong: bases, what files call missing, spellings, codes and labels, as other tools and
//! in other languages have them. Values are counted by hand from the rows.

use std::fs;

use crate::program::topline;
use crate::small_survey::{SmallSurvey, WrittenSurvey};
use crate::workspace::root;

fn question(id: &str, keys: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\ntext = \"{id}?\"\n{keys}\n")
}

#[track_caller]
fn check(run: &WrittenSurvey, table: &str, rows: &str) {
    assert_eq!(run.total(table), format!("row_key,n,base,published\n{rows}"), "{table}");
}

/// Polars writes booleans of boxes as numbers, once blanks have made them such.
#[test]
fn boxes_of_one_and_nought_with_decimals() {
    let boxes = question(
        "use",
        "kind = \"multi\"\noptions = [{ code = 0, label = \"Bus\", column = \"a\" }, { code = 2, label = \"Tram\", column = \"b\" }]",
    );
    let export = "a,b\n1.0,0.0\n0.0,1.0\n1.00,1\n0,0.0\n,\n";
    let run = SmallSurvey { codebook: &boxes, export, ..SmallSurvey::default() }.run();
    check(&run, "use", "0,2,3,67\n2,2,3,67\n");
}

/// Portuguese: who would not say is asked, and not an answer; routing by the label of an earlier question.
#[test]
fn routing_by_a_label_in_portuguese() {
    let codebook = [
        question("visitou", "kind = \"single\"\ncolumn = \"V\"\noptions = [{ code = 1, label = \"Sim\" }, { code = 2, label = \"Não\" }]"),
        question(
            "gostou",
            "kind = \"single\"\ncolumn = \"G\"\nasked_if = { question = \"visitou\", is = [\"SIM\"] }\nabsent = { refused = [\"Prefiro não dizer\"] }\n\
             options = [{ code = 1, label = \"Muito\" }, { code = 2, label = \"Pouco\" }]\nnets = [{ id = \"algo\", label = \"Algo\", codes = [\"muito\", 2] }]",
        ),
    ]
    .concat();
    let tables = "[[table]]\nid = \"t\"\nrows = \"gostou\"\nbase = \"asked\"\nshow_no_answer = true\n";
    let export = "V,G\nSim,Muito\nSim,Prefiro não dizer\nNa\u{303}o,\nSim,\nSim,pouco\n";
    let run = SmallSurvey { codebook: &codebook, tables, export, ..SmallSurvey::default() }.run();
    check(&run, "t", "algo,2,4,50\n1,1,4,25\n2,1,4,25\nno_answer,1,4,25\nrefused,1,4,25\ninvalid,0,4,0\n");
}

/// German: one item of a grid as a table, named by its label; a break in the name of a figure by its label.
#[test]
fn an_item_of_a_grid_in_german() {
    let codebook = [
        question(
            "wichtig",
            "kind = \"grid\"\noptions = [{ code = 1, label = \"Sehr wichtig\" }, { code = 2, label = \"Unwichtig\" }]\n\
             items = [{ id = \"preis\", label = \"Preis\", column = \"P\" }, { id = \"nahe\", label = \"Nähe\", column = \"N\" }]",
        ),
        question("alter", "kind = \"single\"\ncolumn = \"A\"\noptions = [{ code = 1, label = \"18 - 24\" }, { code = 2, label = \"25+\" }]"),
    ]
    .concat();
    let tables = "[[table]]\nid = \"naehe\"\nrows = \"wichtig.NA\u{308}HE\"\nbreaks = [{ question = \"alter\" }]\nhide = [\"unwichtig\"]\n\
                  sort = { by = \"alter.18 – 24\" }\n";
    let headlines =
        "[[headline]]\nid = \"jung\"\ntext = \"{} der Jungen\"\nfigure = \"naehe.Nähe.sehr wichtig@alter.18 - 24\"\n";
    let export = "P,N,A\nSehr wichtig,Sehr wichtig,18 - 24\nUnwichtig,Unwichtig,18 - 24\nUnwichtig,Sehr wichtig,25+\n,Sehr wichtig,18 - 24\n";
    let run = SmallSurvey {
        codebook: &codebook,
        tables,
        export,
        files: &[("headlines.toml", headlines)],
        ..SmallSurvey::default()
    }
    .run();
    check(&run, "naehe", "1,3,4,75\n");
    let told = run.call(&["explain", "jung"]).exits(0).stdout;
    assert!(told.starts_with("naehe.nahe.1@alter.1:") && told.contains("67%"), "{told}");
    let told = run.call(&["explain", "wichtig.Preis.Unwichtig"]).exits(0).stdout;
    assert!(told.starts_with("wichtig.preis.2:"), "{told}");
}

/// Units whose case is all that they differ in.
#[test]
fn case_matters_where_the_codebook_says_so() {
    let strict = question(
        "unit",
        "kind = \"single\"\ncolumn = \"u\"\nfold = \"none\"\noptions = [{ code = 1, label = \"Mb\" }, { code = 2, label = \"MB\" }]",
    );
    let export = "u\nMb\nMB\nMB\n2\n";
    let run = SmallSurvey { codebook: &strict, export, ..SmallSurvey::default() }.run();
    check(&run, "unit", "1,1,4,25\n2,3,4,75\n");
    let told = SmallSurvey { codebook: &strict, export: "u\nmb\n", ..SmallSurvey::default() }.refused();
    assert!(told.contains("1 answer that matches no option"), "{told}");
}

/// Hangul in letters and in syllables, Vietnamese with its marks in another order, Persian with and without a joiner.
#[test]
fn letters_that_look_the_same_in_other_scripts() {
    for (label, cells) in [
        ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
        ("Việt", "Vie\u{323}\u{302}t"),
        ("می\u{200c}خواهم", "میخواهم"),
        ("שלום", "\u{200f}שלום\u{200e}"),
    ] {
        let codebook = question(
            "q",
            &format!(
                "kind = \"single\"\ncolumn = \"q\"\noptions = [{{ code = 1, label = \"{label}\" }}, {{ code = 2, label = \"-\" }}]"
            ),
        );
        let export = format!("q\n{label}\n{cells}\n-\n");
        let run = SmallSurvey { codebook: &codebook, export: &export, ..SmallSurvey::default() }.run();
        check(&run, "q", "1,2,3,67\n2,1,3,33\n");
        assert_eq!(run.sql("select source_row from findings where kind = 'spelling'"), "source_row\n3\n", "{label}");
    }
}

/// A draft of an export with both spellings has one option for them.
#[test]
fn a_draft_takes_two_spellings_for_one_option() {
    let library = crate::workspace::Library::new();
    let towns = ["Ørje", "Ska\u{30a}g", "Skåg", "Ørje "];
    let rows: Vec<String> = (1..=24).map(|row| format!("{row},{}\n", towns[row % 4])).collect();
    let rows = rows.concat();
    fs::write(library.folder().join("by.csv"), format!("nr,Hvor bor du?\n{rows}")).expect("an export");
    topline(library.folder(), &["init", "by.csv", "-o", "pipelines/by"]).exits(0);
    topline(library.folder(), &["run", "by", "--out", "out"]).exits(0);
    let query = [
        "sql",
        "select row_label, n from figures where row_kind = 'option' order by n, row_label",
        "-p",
        "by",
        "--out",
        "out",
        "--format",
        "csv",
    ];
    let told = topline(library.folder(), &query).exits(0).stdout;
    assert_eq!(
        told.lines().skip(1).map(|line| line.rsplit(',').next()).collect::<Vec<_>>(),
        [Some("12"), Some("12")],
        "{told}"
    );
}

/// A file of Stata or SPSS, drafted and run; later by another file of the same columns.
fn described(file: &str, later: Option<&str>) -> crate::workspace::Library {
    let library = crate::workspace::Library::new();
    for name in std::iter::once(file).chain(later) {
        fs::copy(root().join("tests/fixtures/missing").join(name), library.folder().join(name)).expect("an export");
    }
    topline(library.folder(), &["init", file, "-o", "pipelines/d"]).exits(0);
    if let Some(later) = later {
        let survey = library.folder().join("pipelines/d/survey.toml");
        let text = fs::read_to_string(&survey).expect("a draft").replace(file, later);
        fs::write(survey, text).expect("a file that can be written");
    }
    topline(library.folder(), &["run", "d", "--out", "out"]).exits(0);
    library
}

fn asked(library: &crate::workspace::Library, query: &str) -> String {
    topline(library.folder(), &["sql", query, "-p", "d", "--out", "out", "--format", "csv"]).exits(0).stdout
}

/// Extended missing values of Stata keep their labels.
#[test]
fn tagged_missing_values_of_stata() {
    let library = described("tagged.dta", None);
    let codebook = fs::read_to_string(library.folder().join("pipelines/d/codebook.toml")).expect("a draft");
    assert!(codebook.contains("label = \"Refused\", reason = \"refused\", also = [\".a\"]"), "{codebook}");
    assert!(codebook.contains("label = \"Not in work\", also = [\".b\"]"), "{codebook}");
    let counted = asked(
        &library,
        "select trust_absent, count(trust_missing) as n from responses where trust is null group by trust_absent order by trust_absent",
    );
    assert_eq!(counted, "trust_absent,n\nnot_asked,1\nrefused,2\n");
    // 40, 20, 30, 10, 50 and 35.
    assert_eq!(
        asked(&library, "select round(avg(hours), 3) as mean, count(hours) as n from responses"),
        "mean,n\n30.833,6\n"
    );
}

/// `LO THRU 0`, and `90 THRU 99` of which 98 has a label, in the round after the one that was drafted from.
#[test]
fn ranges_of_a_later_round() {
    let library = described("ronde1.sav", Some("ronde2.sav"));
    // 20, 40 and 60 are ages; 95, 99 and 98 are none.
    assert_eq!(
        asked(&library, "select avg(leeftijd) as mean, count(leeftijd) as n from responses"),
        "mean,n\n40.0,3\n"
    );
    let missing = "select leeftijd_missing as code, count(*) as n from responses where leeftijd is null group by code order by code";
    assert_eq!(asked(&library, missing), "code,n\n90,2\n98,1\n");
    // -7 and 0 are of the range; "Weet niet" is an answer that the file keeps out of the base.
    let base = "select base from figures where table_id = 'cijfer' and row_kind = 'base'";
    assert_eq!(asked(&library, base), "base\n3\n");
    assert_eq!(asked(&library, "select count(*) as n from responses where cijfer = 'weet niet'"), "n\n1\n");
    assert_eq!(asked(&library, "select count(*) as n from findings where kind = 'declared_missing'"), "n\n0\n");
}

/// Days of a French spreadsheet that lost their format.
#[test]
fn serial_numbers_of_days() {
    let codebook = question("jour", "kind = \"date\"\ncolumn = \"Jour\"\nwritten = \"spreadsheet_serial\"");
    let run = SmallSurvey {
        codebook: &codebook,
        export: "Jour,n\n46023,1\n46052.75,2\n,3\nhier,4\n",
        ..SmallSurvey::default()
    }
    .run();
    assert_eq!(
        run.sql("select jour, jour_absent from responses order by row_id"),
        "jour,jour_absent\n2026-01-01,\n2026-01-30,\n,no_answer\n,invalid\n"
    );
}

/// Of two questions in one table, a label must be the same code in both.
#[test]
fn a_label_that_has_two_codes_in_a_table_is_refused() {
    let of = |id: &str, none: u8| {
        question(
            id,
            &format!(
                "kind = \"single\"\ncolumn = \"{id}\"\noptions = [{{ code = 1, label = \"Ja\" }}, {{ code = {none}, label = \"Vet inte\" }}]"
            ),
        )
    };
    let (same, other) = ([of("a", 9), of("b", 9)].concat(), [of("a", 9), of("b", 8)].concat());
    let tables = "[[table]]\nid = \"t\"\nrows = [\"a\", \"b\"]\nexclude = [\"vet inte\"]\n";
    let survey = SmallSurvey {
        codebook: &same,
        tables,
        export: "a,b\nJa,Vet inte\nVet inte,Ja\nJa,Ja\n",
        ..SmallSurvey::default()
    };
    check(&survey.run(), "t", "1,2,2,100\n1,2,2,100\n");
    let told = SmallSurvey { codebook: &other, ..survey }.refused();
    assert!(told.contains("\"vet inte\" has other codes in `b` than in `a`"), "{told}");
    let told =
        SmallSurvey { tables: "[[table]]\nid = \"t\"\nrows = \"a\"\nexclude = [\"vet ej\"]\n", ..survey }.refused();
    assert!(told.contains("`a` has no option or net \"vet ej\""), "{told}");
}

/// An account number for an amount: its square is beyond what exact sums hold, and the error names its question.
#[test]
fn numbers_too_large_to_be_summed_up() {
    let codebook =
        [question("age", "kind = \"number\"\ncolumn = \"A\""), question("spent", "kind = \"number\"\ncolumn = \"S\"")];
    let export = "A,S\n31,12.50\n47,20\n52,9999999999999999\n";
    let survey = SmallSurvey { codebook: &codebook.concat(), export, ..SmallSurvey::default() };
    let said = survey.refused();
    assert!(said.contains("failed to sum up `spent`: some of its numbers are too large"), "{said}");
    assert!(said.contains("missing = [{ code = 99, from = 1e15"), "{said}");
    let missing = codebook.concat() + "missing = [{ code = 99, from = 1e15, label = \"None\" }]\n";
    let run = SmallSurvey { codebook: &missing, export, ..SmallSurvey::default() }.run();
    check(&run, "spent", "mean,2,2,16.25\n");
}

/// What stands in an open "Other" is for the analyst, in SQL by hand; SQL of a pipeline cannot read it.
#[test]
fn the_words_of_an_open_other() {
    let options = "options = [{ code = 1, label = \"Bus\" }, { code = 2, label = \"Other\", open = true }]";
    let codebook = question("go", &format!("kind = \"single\"\ncolumn = \"G\"\n{options}"));
    let export = "G\nBus\non a mule\nBus\nby sledge\non a mule\n";
    let words = "select \"G\" as words, count(*) as n from raw.export inner join responses on _row = row_id where go = 2 group by words order by words";
    let survey = SmallSurvey { codebook: &codebook, export, ..SmallSurvey::default() };
    assert_eq!(survey.run().sql(words), "words,n\nby sledge,1\non a mule,2\n");
    let files = [("figures/words.sql", "select \"G\" as figure, 1 as value from raw.export")];
    let said = SmallSurvey { files: &files, ..survey }.refused();
    assert!(said.contains("there is no table `raw.export`"), "{said}");
}
