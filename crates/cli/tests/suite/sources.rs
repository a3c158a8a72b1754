//! Surveys of several sources: files that are stacked, and files that join them.

use std::fs;

use tempfile::TempDir;

use crate::program::{Finished, topline};
use crate::workspace::names;

const JAN: &str = "id,tea,town\nr1,Yes,Leeds\nr2,No,York\n,Yes,Hull\nr3,Maybe,York\n";
const FEB: &str = "\u{FEFF}id;town;tea;milk\r\nr4;Leeds;No;Oat\r\nr1;Leeds;No;Cow\r\nr5;York;Yes;Cow\r\n";
const PANEL: &str = "ID,age,town\nr5,34,North\nr1,41,South\nr9,60,South\nr1,99,East\n,1,x\nr4,,West\n";
const TEA: &str = "[[question]]\nid = \"tea\"\nkind = \"single\"\ntext = \"Tea?\"\ncolumn = \"tea\"\n\
    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }, { code = 3, label = \"Maybe\" }]\n";
const MILK: &str = "[[question]]\nid = \"milk\"\nkind = \"single\"\ntext = \"Milk?\"\ncolumn = \"milk\"\n\
    options = [{ code = 1, label = \"Oat\" }, { code = 2, label = \"Cow\" }]\n";

/// A source of `survey.toml`.
fn source(name: &str, keys: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\npath = \"{name}.csv\"\nformat = \"csv\"\n{keys}\n")
}

fn text(id: &str, column: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nkind = \"text\"\ntext = \"{id}?\"\ncolumn = \"{column}\"\n")
}

fn number(id: &str, column: &str) -> String {
    text(id, column).replace("\"text\"", "\"number\"")
}

/// A pipeline `waves` of these sources and questions, beside these files.
fn pipeline(sources: &[String], codebook: &[&str], files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join("pipelines/waves").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
        fs::write(path, text).expect("a file that can be written");
    };
    write("survey.toml", &format!("id = \"waves\"\ntitle = \"Waves\"\nquarantine_limit = 50\n\n{}", sources.concat()));
    write("codebook.toml", &codebook.join("\n"));
    for (name, text) in files {
        write(name, text);
    }
    folder
}

fn run(folder: &TempDir) -> Finished {
    topline(folder.path(), &["run", "waves", "--out", "out"])
}

fn sql(folder: &TempDir, query: &str) -> String {
    topline(folder.path(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0).stdout
}

/// What standard error says, its lines joined.
fn refused(folder: &TempDir) -> String {
    let told = run(folder).exits(2);
    assert_eq!(told.stdout, "");
    assert!(names(&folder.path().join("out")).iter().all(|name| name == ".waves.lock"), "outputs are left");
    told.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "should say {part:?}:\n{told}");
    }
}

fn respondent(duplicates: &str) -> String {
    format!("respondent = \"id\"\nduplicates = \"{duplicates}\"")
}

#[test]
fn files_are_stacked() {
    let sources = [source("jan", &respondent("keep_first")), source("feb", &respondent("keep_first"))];
    let folder = pipeline(&sources, &[TEA, MILK, &text("town", "town")], &[("jan.csv", JAN), ("feb.csv", FEB)]);
    let told = run(&folder).exits(0);
    says(
        &told.stdout,
        &[
            "7 read: 5 accepted, 1 duplicate, 1 quarantined",
            "jan: 4 read, 3 accepted",
            "feb: 3 read, 2 accepted",
            "5 respondents",
            "1 missing column reported",
        ],
    );
    // Rows are numbered through; a question that a file has no column of was not asked there.
    let query =
        "select respondent, row_id, source, source_row, tea, milk, milk_absent, town from responses order by row_id";
    assert_eq!(
        sql(&folder, query),
        "respondent,row_id,source,source_row,tea,milk,milk_absent,town\n\
         r1,2,jan,2,1,,not_asked,Leeds\nr2,3,jan,3,2,,not_asked,York\nr3,5,jan,5,3,,not_asked,York\n\
         r4,7,feb,2,2,1,,Leeds\nr5,9,feb,4,1,2,,York\n"
    );
    // Findings stand in their file, by its own rows.
    let query = "select file, source_row, source_column, kind, action from findings order by file, source_row, kind";
    assert_eq!(
        sql(&folder, query),
        "file,source_row,source_column,kind,action\nfeb,3,id,duplicate,left_out\njan,4,id,no_respondent,quarantined\n\
         jan,,milk,missing_column,told\n"
    );
    let out = folder.path().join("out/waves");
    assert_eq!(names(&out.join("raw")), ["feb.parquet", "jan.parquet"]);
    let ledger = fs::read_to_string(out.join("run.json")).expect("a ledger");
    says(&ledger, &["\"jan.csv\"", "\"feb.csv\"", "\"source\": \"jan\"", "raw/feb.parquet"]);
    let report = fs::read_to_string(out.join("report.html")).expect("a report");
    says(&report, &["Rows of each file, and what became of them", "jan", "feb"]);
    let explained = topline(folder.path(), &["explain", "tea.2", "--out", "out"]).exits(0);
    says(&explained.stdout, &["1 of jan: 3", "1 of feb: 2"]);
}

#[test]
fn a_respondent_of_two_files_stops_the_run_unless_one_counts() {
    let sources = [source("jan", &respondent("fail")), source("feb", &respondent("fail"))];
    let folder = pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", FEB)]);
    says(&refused(&folder), &["1 respondent with several rows feb, row 3, column \"id\"", "keep_first"]);
}

#[test]
fn all_files_with_a_name_like_it_are_one_source() {
    let keys = "respondent = \"id\"\nduplicates = \"keep_first\"";
    let sources = [source("monthly", keys).replace("monthly.csv", "in/2024-*.csv")];
    let odd = ("in/2024-03 (final).csv", "id,town,tea\nr6,Hull,Yes\n");
    let files =
        [("in/2024-02.csv", FEB), ("in/2024-01.csv", JAN), odd, ("in/2023-12.csv", "x\n"), ("in/2024-04.txt", "x\n")];
    let folder = pipeline(&sources, &[TEA, MILK], &files);
    let told = run(&folder).exits(0);
    says(&told.stdout, &["8 read: 6 accepted", "monthly/2024-01.csv: 4 read", "monthly/2024-03 (final).csv: 1 read"]);
    let query = "select distinct source from responses order by source";
    assert_eq!(sql(&folder, query), "source\nmonthly/2024-01.csv\nmonthly/2024-02.csv\nmonthly/2024-03 (final).csv\n");
    assert_eq!(
        names(&folder.path().join("out/waves/raw/monthly")),
        ["2024-01.csv.parquet", "2024-02.csv.parquet", "2024-03 (final).csv.parquet"]
    );
    let none = pipeline(&sources, &[TEA], &[]);
    fs::create_dir(none.path().join("pipelines/waves/in")).expect("a folder");
    says(&refused(&none), &["in/2024-*.csv", "no file has a name like it"]);
}

#[test]
fn a_source_joins_the_respondents_of_others() {
    let sources = [
        source("panel", "duplicates = \"keep_first\"\njoins = { on = \"ID\" }"),
        source("jan", &respondent("keep_first")),
        source("feb", &respondent("keep_first")),
    ];
    let codebook = [TEA, &text("town", "jan:town"), &text("region", "panel:town"), &number("age", "age")];
    let folder = pipeline(&sources, &codebook, &[("jan.csv", JAN), ("feb.csv", FEB), ("panel.csv", PANEL)]);
    let told = run(&folder).exits(0);
    // Of the panel: three are somebody's, one is repeated, one nobody's, one without a key.
    says(
        &told.stdout,
        &[
            "13 read: 8 accepted, 2 duplicate, 1 excluded (`panel` without a response), 2 quarantined",
            "panel: 6 read, 3 accepted",
            "5 respondents",
            "2 rows without a partner reported",
        ],
    );
    let query = "select respondent, town, town_absent, region, region_absent, age, age_absent from responses order by respondent";
    assert_eq!(
        sql(&folder, query),
        "respondent,town,town_absent,region,region_absent,age,age_absent\n\
         r1,Leeds,,South,,41.0,\nr2,York,,,not_asked,,not_asked\nr3,York,,,not_asked,,not_asked\n\
         r4,,not_asked,West,,,no_answer\nr5,,not_asked,North,,34.0,\n"
    );
    let query = "select file, source_row, kind, action from findings where file = 'panel' or kind = 'no_partner' order by file, source_row";
    assert_eq!(
        sql(&folder, query),
        "file,source_row,kind,action\njan,3,no_partner,told\njan,5,no_partner,told\npanel,4,no_partner,excluded\n\
         panel,5,duplicate,left_out\npanel,6,no_respondent,quarantined\n"
    );
    assert_eq!(names(&folder.path().join("out/waves/raw")), ["feb.parquet", "jan.parquet", "panel.parquet"]);
    // What is wrong in a joined cell is told where it stands.
    fs::write(folder.path().join("pipelines/waves/panel.csv"), PANEL.replace("34", "many")).expect("a file");
    run(&folder).exits(0);
    let query = "select file, source_row, source_column from findings where kind = 'malformed'";
    assert_eq!(sql(&folder, query), "file,source_row,source_column\npanel,2,age\n");
}

#[test]
fn many_respondents_may_have_one_row_of_a_source() {
    let sources = [
        source("people", "respondent = \"id\""),
        source("homes", "joins = { on = \"home\", to = \"people\", equals = \"home_id\" }"),
        source("weights", "joins = { on = \"id\" }"),
    ];
    let people = "id,home_id,tea\na,h1,Yes\nb,h1,No\nc,h2,Yes\n";
    let files =
        [("people.csv", people), ("homes.csv", "home,rooms\nh2,5\nh1,3\n"), ("weights.csv", "id,w\nb,2\na,1\nc,0.5\n")];
    let folder = pipeline(&sources, &[TEA, &number("rooms", "rooms")], &files);
    let survey = folder.path().join("pipelines/waves/survey.toml");
    let text = fs::read_to_string(&survey).expect("a survey") + "[weights]\ncolumn = \"w\"\n";
    fs::write(&survey, text).expect("a survey");
    let told = run(&folder).exits(0);
    says(&told.stdout, &["8 read: 8 accepted", "3 respondents", "findings   none"]);
    assert_eq!(
        sql(&folder, "select respondent, row_id, weight, rooms from responses order by row_id"),
        "respondent,row_id,weight,rooms\na,2,1.0,3.0\nb,3,2.0,3.0\nc,4,0.5,5.0\n"
    );
    // Without a weight a row is kept aside; nothing is lost.
    fs::write(folder.path().join("pipelines/waves/weights.csv"), "id,w\nb,2\nc,x\n").expect("a file");
    let told = run(&folder).exits(0);
    says(
        &told.stdout,
        &[
            "people: 3 read, 1 accepted",
            "weights: 2 read, 1 accepted",
            "2 bad weights quarantined",
            "2 rows without a partner excluded",
        ],
    );
}

#[test]
fn a_joined_key_that_repeats_stops_the_run() {
    let sources = [source("jan", "respondent = \"id\""), source("panel", "joins = { on = \"ID\" }")];
    let folder = pipeline(&sources, &[TEA, &number("age", "age")], &[("jan.csv", JAN), ("panel.csv", PANEL)]);
    says(&refused(&folder), &["1 respondent with several rows panel, row 5, column \"ID\""]);
}

#[test]
fn columns_are_looked_for_in_their_sources() {
    let sources = [
        source("jan", "respondent = \"id\""),
        source("feb", "respondent = \"nr\""),
        source("panel", "joins = { on = \"ID\" }"),
    ];
    let files = [("jan.csv", JAN), ("feb.csv", FEB), ("panel.csv", PANEL)];
    // A source without its respondents, and one without its key.
    says(
        &refused(&pipeline(&sources, &[TEA], &files)),
        &["in `feb`, to find 1 of the export's columns", "\"nr\", read by `respondent`"],
    );
    let sources = [source("jan", "respondent = \"id\""), source("panel", "joins = { on = \"key\" }")];
    says(&refused(&pipeline(&sources, &[TEA], &files)), &["in `panel`, to find", "\"key\", read by `joins.on`"]);
    let sources =
        [source("jan", "respondent = \"id\""), source("panel", "joins = { on = \"ID\", equals = \"ident\" }")];
    says(&refused(&pipeline(&sources, &[TEA], &files)), &["in `jan`, to find", "\"ident\", read by `joins.equals`"]);
    // A name that two sources share, and names that none has.
    let sources = [source("jan", "respondent = \"id\""), source("panel", "joins = { on = \"ID\" }")];
    says(
        &refused(&pipeline(&sources, &[TEA, &text("town", "town")], &files)),
        &["\"town\", read by `town`, is in `jan` and `panel`", "write \"jan:town\" or \"panel:town\""],
    );
    says(
        &refused(&pipeline(&sources, &[TEA, &text("a", "panel:towm"), &text("b", "other:age")], &files)),
        &["find 2 of", "did you mean \"panel:town\"", "\"other:age\", read by `b`"],
    );
}

#[test]
fn each_source_has_columns_of_its_own() {
    let sources = [source("jan", &respondent("keep_first")), source("feb", &respondent("keep_first"))];
    let columns = "[[source]]\nname = \"feb\"\ncolumns = [\"id\", \"town\", \"tea\"]\n";
    let files = [("jan.csv", JAN), ("feb.csv", FEB), ("columns.toml", columns)];
    says(&refused(&pipeline(&sources, &[TEA], &files)), &["columns of `feb`", "\"milk\" is new, after \"tea\""]);
    let columns = "columns = [\"id\", \"tea\", \"town\"]\n\n".to_owned()
        + &columns.replace("columns =", "allow = [\"added\"]\ncolumns =");
    let folder = pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", FEB), ("columns.toml", &columns)]);
    run(&folder).exits(0);
    let checked = topline(folder.path(), &["compare", "pipelines/waves/feb.csv", "waves"]).exits(1);
    says(&checked.stdout, &["3 rows, 3 respondents", "column \"milk\" is new, after \"tea\"\n"]);
    let unknown = columns.replace("\"feb\"", "\"febr\"");
    let folder = pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", FEB), ("columns.toml", &unknown)]);
    says(&refused(&folder), &["columns.toml:4:8", "the columns of the unknown source `febr`", "did you mean `feb`?"]);
}

#[test]
fn what_does_not_fit_together_is_told_at_once() {
    let files = [("jan.csv", JAN), ("feb.csv", FEB), ("panel.csv", PANEL)];
    let sources = [
        source("jan", "respondent = \"id\""),
        source("jan", "respondent = \"id\""),
        source("feb", ""),
        source("a", "joins = { on = \"x\", to = \"b\" }"),
        source("b", "joins = { on = \"x\", to = \"a\" }"),
        source("c", "joins = { on = \"x\", to = \"jann\" }\nrespondent = \"x\""),
        source("d", "joins = { on = \"x\", to = \"d\" }\nlayout = \"long\""),
        source("e", "joins = { on = \"x\", to = \"a\" }"),
        source("f", "joins = { on = \"x\", to = \"feb\" }"),
        source("g/h", "respondent = \"id\"\nheader_rows = 0"),
        source("i", "joins = { on = \"x\" }").replace("i.csv", "i*.csv"),
    ];
    let told = refused(&pipeline(&sources, &[TEA, &text("source", "town")], &files));
    says(
        &told,
        &[
            "survey.toml:11:8",
            "two sources `jan`",
            "`jan` and `feb` disagree on `respondent`",
            "survey.toml:24:26",
            "`a`, `b` join each other in a circle",
            "`b`, `a` join each other in a circle",
            "`c` joins the unknown source `jann`",
            "did you mean `jan`?",
            "`c` joins another source and has a `respondent`",
            "`d` joins itself",
            "`d` joins another source and is `long`",
            "`e` joins `a`, which joins another itself",
            "`f` joins `feb`, where no column identifies a respondent",
            "the name `g/h` cannot name a file",
            "an export without a header row",
            "`i` joins another source and is several files",
            "codebook.toml:9:6",
            "the column `source` of responses is both that of a question and tells of the file",
        ],
    );
    let alone = [source("a", "joins = { on = \"x\" }")];
    says(&refused(&pipeline(&alone, &[TEA], &files)), &["no source has responses: each joins another"]);
    let misspelt = [source("jan", "respondent = \"id\""), source("p", "joins = { on = \"x\", equal = \"id\" }")];
    says(&refused(&pipeline(&misspelt, &[TEA], &files)), &["unknown field `equal`", "did you mean equals?"]);
}

#[test]
fn a_long_export_may_be_several_files() {
    let keys = "respondent = \"id\"\nlayout = \"long\"";
    let sources = [source("one", keys), source("two", &keys.replace("\"id\"", "\"nr\""))];
    let uses = "[[question]]\nid = \"uses\"\nkind = \"multi\"\ntext = \"Uses?\"\ncolumn = \"use\"\nseparator = \"|\"\n\
        options = [{ code = 1, label = \"A\" }, { code = 2, label = \"B\" }]\n";
    let files = [("one.csv", "id,use,tea\nr1,A,Yes\nr2,B,No\n"), ("two.csv", "nr,use,tea\nr1,B,No\nr3,A,Yes\n")];
    let folder = pipeline(&sources, &[TEA, uses], &files);
    let told = run(&folder).exits(0);
    says(&told.stdout, &["4 read: 4 accepted", "3 respondents", "1 conflict reported"]);
    assert_eq!(
        sql(&folder, "select respondent, source, source_row, tea, uses_1, uses_2 from responses order by respondent"),
        "respondent,source,source_row,tea,uses_1,uses_2\nr1,one,2,1,true,true\nr2,one,3,2,false,true\nr3,two,3,1,true,false\n"
    );
    assert_eq!(sql(&folder, "select file, source_row from findings"), "file,source_row\ntwo,2\n");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let sources = [
        source("jan", &respondent("keep_first")),
        source("feb", &respondent("keep_first")),
        source("panel", "duplicates = \"keep_first\"\njoins = { on = \"ID\" }"),
    ];
    let codebook = [TEA, &text("region", "panel:town")];
    let folder = pipeline(&sources, &codebook, &[("jan.csv", JAN), ("feb.csv", FEB), ("panel.csv", PANEL)]);
    run(&folder).exits(0);
    topline(folder.path(), &["run", "waves", "--out", "again"]).exits(0);
    let files = |out: &str| crate::workspace::files(&folder.path().join(out).join("waves"));
    let (one, other) = (files("out"), files("again"));
    assert_eq!(one.len(), other.len());
    for ((name, bytes), (_, others)) in one.iter().zip(&other) {
        assert!(name == "run.json" || bytes == others, "{name}");
    }
}

#[test]
fn damaged_files_are_told_by_name() {
    let sources = [source("jan", "respondent = \"id\""), source("feb", "respondent = \"id\"")];
    says(&refused(&pipeline(&sources, &[TEA], &[("jan.csv", JAN)])), &["feb.csv"]);
    says(&refused(&pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", "")])), &["`feb` (feb.csv)"]);
    let packed = pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", "PAR1 and more")]);
    says(&refused(&packed), &["`feb` (feb.csv)"]);
    // A file with a header alone has no row, and is read.
    let empty = pipeline(&sources, &[TEA], &[("jan.csv", JAN), ("feb.csv", "id,tea\n")]);
    says(&run(&empty).exits(0).stdout, &["4 read: 3 accepted"]);
}
