//! Files of a pipeline: unknown keys and names, codebooks that contradict themselves.

use crate::bad_input::refusal::{BULLETIN, CLAIMS, CODEBOOK, HEADLINES, SURVEY, TABLES, goes_on, refuses};
use crate::workspace::Change::{Append, Remove, Replace, Write};

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
