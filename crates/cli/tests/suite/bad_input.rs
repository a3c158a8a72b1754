//! Exports and pipelines that are broken: the program says what is wrong, where, and what may help, and leaves no outputs.

use std::fs;

use crate::program::topline;
use crate::workspace::Change::{self, Append, Remove, Replace, Write};
use crate::workspace::{Library, root};

const EXPORT: &str = "data/raw/library.csv";
const BRANCHES: &str = "data/reference/branches.csv";
const SURVEY: &str = "pipelines/library/survey.toml";
const CODEBOOK: &str = "pipelines/library/codebook.toml";
const TABLES: &str = "pipelines/library/tables.toml";
const HEADLINES: &str = "pipelines/library/headlines.toml";
const CLAIMS: &str = "pipelines/library/claims/leaflet.toml";
const SAMPLE: &str = "pipelines/library/figures/sample.sql";
const BULLETIN: &str = "pipelines/library/bulletin.md";

/// The survey with these changes cannot be run (or, for a plan, checked), and standard error says each of these things.
fn refuses(changes: &[Change<'_>], says: &[&str]) {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(2);
    assert_eq!(told.stdout, "", "{changes:?}");
    // Long messages are broken into lines behind a bar.
    let words = told.stderr.replace('│', " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in says {
        assert!(words.contains(part), "{changes:?} should say {part:?}:\n{}", told.stderr);
    }
    let left = library.left();
    assert!(left.iter().all(|name| name == ".library.lock"), "{changes:?} left {left:?}");
}

/// The survey with these changes runs, and standard output says each of these things.
fn goes_on(changes: &[Change<'_>], says: &[&str]) -> Library {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]);
    assert_ne!(told.code, Some(2), "{changes:?}: {}", told.stderr);
    for part in says {
        assert!(told.stdout.contains(part), "{changes:?} should say {part:?}:\n{}", told.stdout);
    }
    library
}

#[test]
fn the_survey_itself_is_good() {
    let library =
        goes_on(&[], &["11 read: 10 accepted, 1 excluded (test response)", "3 holds, 1 imprecise, 1 contradicted"]);
    topline(library.folder(), &["verify", "pipelines/library", "--out", "out"]).exits(0);
}

#[test]
fn columns_that_the_export_lacks() {
    refuses(
        &[Replace(EXPORT, ",Age,", ",Years,")],
        &["find 1 of the export's columns (it has 17)", "\"Age\", read by `age`"],
    );
    refuses(
        &[Replace(EXPORT, "Opinion | Staff", "Opinion | Staf")],
        &["\"Opinion | Staff\", read by `opinion`; did you mean \"Opinion | Staf\""],
    );
    // All that are missing are told together.
    refuses(
        &[Replace(EXPORT, "Rank: Books", "Rank books"), Replace(EXPORT, "ID,Weight", "Id,Weight")],
        &[
            "find 2 of",
            "\"ID\", read by `respondent`",
            "\"Rank: Books\", read by `priority`; did you mean \"Rank books\"",
        ],
    );
}

#[test]
fn answers_that_match_no_option() {
    let place = "visits, row 9, column \"Have you visited the library this year?\"";
    refuses(
        &[Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road")],
        &["1 answer that matches no option", place, "hint: add the options", "unmapped = \"invalid\""],
    );
    refuses(
        &[Replace(EXPORT, "Study space;Events", "Study space;Sauna")],
        &["visits, row 5, column \"What would you use?\""],
    );
    // The text of an answer is in no message.
    let library = Library::with(&[Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road")]);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out", "--log", "text"]).exits(2);
    assert!(!told.stderr.contains("Perhaps"), "{}", told.stderr);
    // A pipeline can take them for no answer.
    goes_on(
        &[
            Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road"),
            Replace(SURVEY, "title =", "unmapped = \"invalid\"\ntitle ="),
        ],
        &["1 unmapped answer made invalid"],
    );
}

#[test]
fn sql_that_fails_on_an_answer_does_not_tell_it() {
    let changes = [Replace(CODEBOOK, "\"branches.district\"", "\"cast(responses.branch as int)\"")];
    refuses(&changes, &["a value is not of the type that the SQL turns it into"]);
    let library = Library::with(&changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out", "--log", "text"]).exits(2);
    assert!(!told.stderr.contains("Station"), "{}", told.stderr);
}

#[test]
fn rows_that_cannot_be_read_are_kept_aside() {
    for (from, to) in
        [("41,2024-03-01,", "41,2024-03-01,,,surplus"), ("38,2024-03-04,", "38,2024-03-04,\"a quote\" and more")]
    {
        let library = goes_on(
            &[Replace(EXPORT, from, to)],
            &["11 read: 9 accepted, 1 excluded (test response), 1 quarantined", "1 broken row quarantined"],
        );
        let query = "select source_row, kind, action from findings where kind = 'broken_row'";
        let found = topline(library.folder(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0);
        let row = match to.split(',').next() {
            Some("41") => 3,
            _ => 9,
        };
        assert_eq!(found.stdout, format!("source_row,kind,action\n{row},broken_row,quarantined\n"));
        // What the row held is in the raw table.
        let raw = fs::metadata(library.outputs().join("raw/visits.parquet")).expect("a raw table");
        assert!(raw.len() > 0);
    }
    goes_on(
        &[Append(SURVEY, "\n[weights]\ncolumn = \"Weight\"\n"), Replace(EXPORT, "r03,1,", "r03,-1,")],
        &["9 accepted, 1 excluded (test response), 1 quarantined", "1 bad weight quarantined"],
    );
    // Programs leave out the delimiters behind the last cell.
    goes_on(
        &[Replace(EXPORT, "45,2024-03-03,", "45")],
        &["11 read: 10 accepted, 1 excluded (test response)", "1 short row reported"],
    );
    goes_on(&[Replace(EXPORT, "r03,1,", ",1,")], &["1 quarantined", "1 row without a respondent quarantined"]);
    goes_on(&[Append(EXPORT, "\n,,,\n")], &["13 read: 10 accepted", "2 excluded (blank row)"]);
}

/// Counted by hand: 40 people weigh 1.25 if they agree and 0.75 if not, 26 and 14 of them; a spreadsheet of a country with a
/// decimal comma wrote it.
#[test]
fn weights_have_the_decimals_of_their_country() {
    let rows: String =
        (1..=40).map(|id| if id <= 26 { format!("{id};1,25;Yes\n") } else { format!("{id};0,75;No\n") }).collect();
    let survey = "id = \"comma\"\ntitle = \"Comma\"\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n\
                  respondent = \"id\"\n[weights]\ncolumn = \"w\"\n";
    let codebook = "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Agree?\"\ncolumn = \"agree\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("comma")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join("comma").join(name), text).expect("a file");
    write("export.csv", &format!("id;w;agree\n{rows}"));
    write("survey.toml", survey);
    write("codebook.toml", codebook);
    // Without the sign no weight is a number, and nothing is published.
    let told = topline(folder.path(), &["run", "comma", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("40 of 40 rows are quarantined, and at most 5% may be"), "{}", told.stderr);
    assert!(told.stderr.contains("`decimal` of weights"), "{}", told.stderr);
    assert!(!folder.path().join("out/comma").exists());
    write("survey.toml", &format!("{survey}decimal = \",\"\n"));
    topline(folder.path(), &["run", "comma", "--out", "out"]).exits(0);
    let sum = "select sum(weight) as w, count(*) as n from responses where agree = 1";
    let found = topline(folder.path(), &["sql", "-p", "comma", sum, "--out", "out", "--format", "csv"]).exits(0);
    assert_eq!(found.stdout, "w,n\n32.5,26\n");
}

#[test]
fn many_rows_that_cannot_be_read_end_the_run() {
    let limited = Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 9");
    let broken = Replace(EXPORT, "41,2024-03-01,", "41,2024-03-01,,,surplus");
    refuses(
        &[limited, broken],
        &[
            "failed to read 1 row visits, row 3",
            "1 of 11 rows are quarantined, and at most 9% may be",
            "hint: look at the rows",
            "`quarantine_limit` in survey.toml",
        ],
    );
    goes_on(&[Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 9.1"), broken], &["1 quarantined"]);
    refuses(&[Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 101")], &["is a percentage of all rows"]);
}

/// Whatever a spreadsheet could not work out is no answer, even where an open option takes the rest.
#[test]
fn errors_of_spreadsheets_are_invalid() {
    for error in ["#N/A", "#REF!", "#WERT!"] {
        let cells = format!("r03,1,complete,{error},{error}");
        let says = ["11 read: 10 accepted", "2 cell errors made invalid"];
        goes_on(&[Replace(EXPORT, "r03,1,complete,Yes,Harbour", &cells)], &says);
    }
}

#[test]
fn an_unclosed_quote_loses_no_row() {
    // The quote swallows the rows up to the next one; they stand together in one quarantined row.
    goes_on(
        &[Replace(EXPORT, "71,2024-03-05,", "71,2024-03-05,\"open")],
        &["10 read: 9 accepted, 1 quarantined", "1 broken row quarantined"],
    );
    refuses(
        &[Replace(EXPORT, ",Comment", ",\"Comment")],
        &["in row 1, which names columns, a quote is not closed", "hint: look for a quote"],
    );
}

#[test]
fn exports_that_are_no_export() {
    let header: &[u8] = b"ID,Status,Have you visited the library this year?\n";
    let workbook = fs::read(root().join("data/raw/cipfa-impower-2017/export.xlsx")).expect("a workbook");
    refuses(&[Write(EXPORT, b"")], &["read `visits` (../../data/raw/library.csv): it is empty"]);
    refuses(&[Write(EXPORT, b"\n\n")], &["row 1, which should tell the columns, is blank", "hint:"]);
    refuses(&[Write(EXPORT, header)], &["columns (it has 3)"]);
    refuses(&[Remove(EXPORT)], &["failed to read", "data/raw/library.csv", "No such file"]);
    refuses(&[Write(EXPORT, &workbook)], &["it is declared as csv, but is xlsx", "hint: set `format = \"xlsx\"`"]);
    refuses(
        &[Replace(SURVEY, "\"csv\"", "\"xlsx\"")],
        &["it is declared as xlsx, but is no such file", "hint: set `format = \"csv\"`"],
    );
    let library = Library::new();
    let export = fs::read_to_string(library.folder().join(EXPORT)).expect("an export");
    let header = export.lines().next().expect("a header").to_owned() + "\n";
    refuses(&[Write(EXPORT, header.as_bytes())], &["failed to find a response among 0 rows", "hint:"]);
    let semicolons = export.replace(';', "/").replace(',', ";");
    refuses(
        &[Write(EXPORT, semicolons.as_bytes()), Replace(SURVEY, "\"csv\"", "\"csv\"\ndelimiter = \",\"")],
        &["',' does not separate its cells, but ';' does", "hint: set `delimiter = \";\"`"],
    );
}

#[test]
fn encodings_that_are_not_as_declared() {
    let declared = |label: &str| format!("\"csv\"\nencoding = \"{label}\"");
    refuses(&[Replace(SURVEY, "\"csv\"", &declared("utf-7"))], &["unknown encoding `utf-7`", "hint: use `utf-8`"]);
    refuses(
        &[Replace(SURVEY, "\"csv\"", &declared("utf-16le"))],
        &[
            "find 16 of the export's columns (it has 1)",
            "hint: the export seems to have one column: look at `encoding`",
        ],
    );
    let library = Library::new();
    let export = fs::read_to_string(library.folder().join(EXPORT)).expect("an export");
    let marked = ["\u{feff}", &export].concat();
    goes_on(&[Write(EXPORT, marked.as_bytes())], &["10 accepted"]);
    refuses(
        &[Write(EXPORT, marked.as_bytes()), Replace(SURVEY, "\"csv\"", &declared("windows-1252"))],
        &["begins with the byte order mark of UTF-8", "hint: set `encoding = \"UTF-8\"`"],
    );
    // The curly apostrophe of "Don’t know" in row 7 is 0x92 in Windows-1252, which is no UTF-8.
    let (before, after) = export.split_once('\u{2019}').expect("a curly apostrophe");
    let western = [before.as_bytes(), b"\x92", after.as_bytes()].concat();
    goes_on(&[Write(EXPORT, &western)], &["10 accepted", "3 holds"]);
    refuses(
        &[Write(EXPORT, &western), Replace(SURVEY, "\"csv\"", &declared("utf-8"))],
        &[
            "row 7, column \"Opinion | Building\"",
            "bytes that the encoding of the export does not know",
            "look at `encoding`",
        ],
    );
}

#[test]
fn a_respondent_with_two_rows() {
    let twice = Replace(EXPORT, "r02,", "r01,");
    refuses(
        &[twice],
        &["1 respondent with several rows", "visits, row 3, column \"ID\"", "hint: set `duplicates = \"keep_first\"`"],
    );
    goes_on(
        &[twice, Replace(SURVEY, "\"csv\"", "\"csv\"\nduplicates = \"keep_first\"")],
        &["9 accepted, 1 duplicate", "1 duplicate left out"],
    );
}

#[test]
fn codebooks_that_contradict_themselves() {
    let no = "{ code = 2, label = \"No\" }";
    refuses(
        &[Replace(CODEBOOK, no, "{ code = 1, label = \"No\" }")],
        &["`visited` has code 1 twice", "codebook.toml:14:6", "once for \"Yes\" and once for \"No\""],
    );
    refuses(&[Replace(CODEBOOK, no, "{ code = 2, label = \"Yes\" }")], &["`visited` has the label \"Yes\" twice"]);
    refuses(&[Replace(CODEBOOK, no, "{ code = -2, label = \"No\" }")], &["negative code -2"]);
    refuses(
        &[Replace(CODEBOOK, "codes = [1, 2]", "codes = [1, 9]")],
        &["net `good_or_fair` of `opinion` gathers the unknown code 9", "the codes are 1, 2, 3, 4"],
    );
    refuses(
        &[Replace(CODEBOOK, "scale = \"quality\"", "scale = \"qualty\"")],
        &["unknown scale `qualty`", "codebook.toml:60:9", "did you mean quality?"],
    );
    refuses(
        &[Replace(CODEBOOK, "column = \"Age\"", "column = \"Comment\"")],
        &["the column \"Comment\" of the export is both that of `age` and of `comment`"],
    );
    refuses(
        &[Replace(CODEBOOK, "id = \"day\"", "id = \"reason_1\"")],
        &["the column `reason_1` of responses is both that of `reason` and of `reason_1`", "codebook.toml:85:6"],
    );
    refuses(&[Replace(CODEBOOK, "id = \"day\"", "id = \"weight\"")], &["the column `weight` of responses"]);
    refuses(
        &[
            Replace(CODEBOOK, "separator = \";\"", "asked_if = { question = \"later\", is = [1] }\nseparator = \";\""),
            Append(
                CODEBOOK,
                "\n[[question]]\nid = \"later\"\nkind = \"single\"\ntext = \"?\"\ncolumn = \"Other\"\noptions = [{ code = 1, label = \"x\" }]\n",
            ),
        ],
        &["routing from `later`, which does not come before `use`"],
    );
    refuses(
        &[Replace(CODEBOOK, "{ code = 2, label = \"South\" }", "{ code = 2, label = \"Sud\" }")],
        &["4 answers that match no option", "responses, row 4, column \"district\"", "the SQL of `district`"],
    );
}

#[test]
fn keys_that_are_none() {
    for (file, from, to, says) in [
        (
            SURVEY,
            "title =",
            "titel = \"x\"\ntitle =",
            ["unknown key `titel`", "survey.toml:4:1", "did you mean title?"],
        ),
        (
            SURVEY,
            "respondent =",
            "respondant = \"x\"\nrespondent =",
            ["unknown field `respondant`", "survey.toml:12:1", "did you mean respondent?"],
        ),
        (
            CODEBOOK,
            "column = \"Age\"",
            "colunm = \"Age\"",
            ["unknown field `colunm`", "codebook.toml:82:1", "did you mean column"],
        ),
        (TABLES, "filter =", "filtre =", ["unknown field `filtre`", "tables.toml:7:1", "did you mean filter?"]),
        (
            HEADLINES,
            "figure = \"visited.1\"",
            "figures = \"visited.1\"",
            ["unknown field `figures`", "headlines.toml:4:1", "did you mean figure?"],
        ),
        (CLAIMS, "of = 8", "off = 8", ["unknown field `off`", "leaflet.toml:22:1", "did you mean of?"]),
        (CLAIMS, "[document]", "[dokument]", ["unknown key `dokument`", "leaflet.toml:1:2", "did you mean document?"]),
    ] {
        refuses(&[Replace(file, from, to)], &says);
    }
    refuses(&[Replace(SURVEY, "id = \"library\"", "id = \"library")], &["survey.toml:3:14", "invalid basic string"]);
    refuses(&[Write(SURVEY, b"id = \"\xff\"")], &["pipelines/library/survey.toml: it is not UTF-8 text"]);
    refuses(&[Remove(CODEBOOK)], &["pipelines/library/codebook.toml", "No such file"]);
}

#[test]
fn names_that_are_none() {
    refuses(
        &[Replace(HEADLINES, "\"visited.1\"", "\"visitd.1\"")],
        &["there is no table `visitd`", "headlines.toml:4:10", "did you mean `visited`?"],
    );
    refuses(
        &[Replace(HEADLINES, "\"visited.1\"", "\"visited.7\"")],
        &["the table `visited` has no row `7`", "known: base, 1, 2, 3"],
    );
    refuses(
        &[Replace(HEADLINES, "staff.good_or_fair", "stuff.good_or_fair")],
        &["`opinion` has no item `stuff`", "did you mean `staff`"],
    );
    refuses(
        &[Replace(CLAIMS, "figure = \"reason.1\"", "figure = \"reason.1@district.3\"")],
        &["the table `reason` has no column `district.3`", "leaflet.toml:27:10"],
    );
    refuses(
        &[Replace(CLAIMS, "figure = \"visitors\"", "figure = \"visitor\"")],
        &["`visitor` names no row", "leaflet.toml:14:10"],
    );
    refuses(
        &[Replace(CLAIMS, "is = \"almost all\"", "is = \"oodles\"")],
        &["`oodles` is not a wording that can be judged", "leaflet.toml:28:6", "the known forms are"],
    );
    refuses(
        &[Replace(CLAIMS, "expect = \"imprecise\"\n", "expect = \"wrong\"\n")],
        &["unknown variant `wrong`", "leaflet.toml:37:10"],
    );
    refuses(
        &[Replace(BULLETIN, "{good_staff}", "{good_stuff}")],
        &["there is no headline `good_stuff`", "bulletin.md:3:88", "did you mean `good_staff`?"],
    );
    refuses(
        &[Replace(BULLETIN, "{visitors.base}", "{visitors.bass}")],
        &["a headline has no `bass`", "bulletin.md:3:", "did you mean `base`?"],
    );
    refuses(
        &[Replace(BULLETIN, "{visitors.base}", "{visitors.base")],
        &["the brace is not closed", "bulletin.md:3:", "write `{{` for a brace"],
    );
    refuses(
        &[Remove(BULLETIN), Append(SURVEY, "\n[publish]\nformats = [\"bulletin\"]\n")],
        &["`[publish]` asks for a bulletin, and the pipeline has no `bulletin.md`"],
    );
    refuses(
        &[Append(SURVEY, "\n[publish]\nformats = [\"report\", \"csvw\"]\n")],
        &["`formats` has `csvw`, which describes the CSV files, and not `csv`", "add `csv` to `formats`"],
    );
    refuses(
        &[Append(SURVEY, "\n[publish]\nformats = [\"rapport\"]\n")],
        &["unknown variant `rapport`", "did you mean report?"],
    );
    refuses(
        &[Replace(TABLES, "{ question = \"district\" }", "\"district\"")],
        &["invalid type: string", "expected a break such as `{ question = \"age\" }`", "tables.toml:"],
    );
    refuses(
        &[Replace(TABLES, "\"district\"", "\"distrit\"")],
        &["unknown question `distrit`", "did you mean `district`?"],
    );
    // A row of a query is known when the query has run: the claim on it cannot be judged, which nobody expects.
    goes_on(
        &[Replace(CLAIMS, "\"sample.respondents\"", "\"sample.respondent\"")],
        &["not_checkable, expected holds: stated 10, found no figure"],
    );
}

#[test]
fn names_that_would_lead_out_of_the_folder() {
    for id in ["../x", "..", "", ".hidden", "a/b", "bücherei", "a b", "a~b"] {
        refuses(
            &[Replace(SURVEY, "id = \"library\"", &format!("id = \"{id}\""))],
            &["cannot name a folder", "use letters"],
        );
    }
    refuses(&[Replace(SURVEY, "\"visits\"", "\"../../../x\"")], &["the name `../../../x` cannot name a file"]);
    refuses(&[Replace(TABLES, "\"age_of_visitors\"", "\"../x\"")], &["`../x` is not a name"]);
    refuses(&[Replace(CODEBOOK, "id = \"day\"", "id = \"../day\"")], &["`../day` is not a name"]);
}

#[test]
fn all_problems_are_told_at_once() {
    refuses(
        &[
            Replace(SURVEY, "\"csv\"", "\"cvs\""),
            Replace(CODEBOOK, "scale = \"quality\"", "scale = \"qualty\""),
            Replace(CODEBOOK, "kind = \"date\"", "kind = \"day\""),
            Replace(TABLES, "mean = true", "maen = true"),
            Replace(CLAIMS, "is = \"almost all\"", "is = \"oodles\""),
            Replace(BULLETIN, "{good_staff}", "{good_stuff}"),
        ],
        &["`cvs`", "`qualty`", "unknown variant `day`", "unknown field `maen`", "`oodles`", "`good_stuff`"],
    );
}

#[test]
fn reference_tables_that_do_not_join() {
    refuses(
        &[Append(BRANCHES, "Harbour,North\n")],
        &["join the reference table `branches`: row 5 repeats the `branch` of row 3"],
    );
    refuses(
        &[Replace(BRANCHES, "branch,district", "name,district")],
        &["it has no column `branch`", "hint: its columns are name, district"],
    );
    refuses(
        &[Append(BRANCHES, "a,b,c\n")],
        &["read the reference table `branches`", "row 5: 3 cells where 2 are expected"],
    );
    refuses(&[Remove(BRANCHES)], &["data/reference/branches.csv", "No such file"]);
    refuses(
        &[
            Replace(SURVEY, "name = \"branches\"", "name = \"answers\""),
            Replace(SURVEY, "reference = \"branches\"", "reference = \"answers\""),
        ],
        &["the reference table `answers` has the name of a table of the run"],
    );
}

#[test]
fn sql_that_fails_names_its_file() {
    let only_reads = "help: SQL here only reads the run's tables";
    for (sql, says, place) in [
        ("select brunch from responses", "there is no column `brunch`", "sample.sql:1:8"),
        ("select 1\nfrom response", "there is no table `response`", "sample.sql:2:6"),
        ("selekt 1", "sql parser error", "sample.sql:1:1"),
        ("create table x as select 1", only_reads, "sample.sql"),
        ("copy (select 1) to 'x.csv'", only_reads, "sample.sql"),
        ("set datafusion.execution.batch_size = 1", only_reads, "sample.sql"),
        ("select * from 'x.csv'", "there is no table `x.csv`", "the tables are responses, answers"),
        ("select random() as x", "random", "sample.sql"),
        ("select 1 as a", "it has no column `row_key`", "sample.sql"),
        ("select 'a' as row_key, 'A' as label", "it has no column `count`", "sample.sql"),
        ("select 'a' as row_key, 'A' as label, -1 as \"count\"", "counts less than none", "sample.sql"),
        ("select question as row_key, label, 1 as \"count\" from options", "is there twice", "sample.sql"),
    ] {
        refuses(&[Write(SAMPLE, sql.as_bytes())], &["`figures/sample.sql`", says, place]);
    }
    refuses(
        &[Replace(CODEBOOK, "\"branches.district\"", "\"branches.distrct\"")],
        &["derived question `district`", "there is no column `branches.distrct`", "codebook.toml:102:8"],
    );
    refuses(
        &[Replace(TABLES, "visited = 1", "vistied = 1")],
        &["`age_of_visitors`", "there is no column `vistied`", "tables.toml:7:11", "did you mean \"visited\""],
    );
    refuses(
        &[Write("pipelines/library/figures/visited.sql", b"select 'a' as row_key, 'A' as label, 1 as \"count\"")],
        &["`figures/visited.sql` has the name of the table of `visited`"],
    );
}

#[test]
fn outputs_that_cannot_be_written() {
    // A file stands where the folder should; tests may run as root, whom no permission stops.
    refuses_out("taken", &[Write("taken", b"")], &["failed to write taken"]);
    refuses_out("taken/deeper", &[Write("taken", b"")], &["failed to write taken/deeper"]);
    // What is there is not a run's: neither a pipeline nor a file is ever replaced.
    refuses_out("pipelines", &[], &["what stands there is not the outputs of a run", "hint:"]);
    refuses_out("mine", &[Write("mine/library/letter.txt", b"dear")], &["not the outputs of a run"]);
    refuses_out("mine", &[Write("mine/library", b"dear")], &["not the outputs of a run"]);
}

fn refuses_out(out: &str, changes: &[Change<'_>], says: &[&str]) {
    let library = Library::with(changes);
    let before = crate::workspace::files(library.folder());
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", out]).exits(2);
    for part in says {
        assert!(told.stderr.contains(part), "--out {out} should say {part:?}:\n{}", told.stderr);
    }
    assert!(before == crate::workspace::files(library.folder()), "--out {out} changed a file");
}
