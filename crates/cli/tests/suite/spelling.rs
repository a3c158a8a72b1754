//! One answer in several spellings, codes as programs write them, and labels where SQL has codes.

use crate::small_survey::SmallSurvey;

const SCALE: &str = r#"
[[question]]
id = "q1"
kind = "single"
text = "How satisfied are you?"
column = "q1"
absent = { refused = ["-99"] }
options = [{ code = 1, label = "Satisfied" }, { code = 2, label = "Neither" }, { code = 3, label = "Dissatisfied" }]
"#;

#[test]
fn codes_are_read_as_programs_write_them() {
    // pandas, R, a scientific notation, a zero before it, a decimal comma.
    let export = "id,q1\n1,1.0\n2,2.0\n3,1.00\n4,01\n5,1e0\n6,-99.0\n7,\"3,0\"\n8,3\n";
    let run = SmallSurvey { codebook: SCALE, export, ..SmallSurvey::default() }.run();
    assert_eq!(run.total("q1"), "row_key,n,base,published\n1,4,7,57\n2,1,7,14\n3,2,7,29\n");
    assert_eq!(run.sql("select q1_absent from responses where q1 is null"), "q1_absent\nrefused\n");
    assert_eq!(run.sql("select count(*) as n from findings where kind <> 'unknown_column'"), "n\n0\n");
}

const CAFE: &str = "
[[question]]
id = \"drink\"
kind = \"single\"
text = \"Where?\"
column = \"Où\"
options = [{ code = 1, label = \"Café\" }, { code = 2, label = \"Bar\" }, { code = 3, label = \"Nowhere\" }]
";

#[test]
fn what_looks_the_same_is_one_answer_and_a_finding() {
    // The column and three answers are decomposed, or have a mark that nobody sees; two have white space around them.
    let export = "id,Ou\u{300}\n1,Caf\u{e9}\n2,Cafe\u{301}\n3,Bar\u{200b}\n4,\u{200e}Bar\n5,Bar\n6,Nowhere\n7,Nowhere \n8,CAF\u{c9}\n";
    let run = SmallSurvey { codebook: CAFE, export, ..SmallSurvey::default() }.run();
    assert_eq!(run.total("drink"), "row_key,n,base,published\n1,3,8,38\n2,3,8,38\n3,2,8,25\n");
    let found =
        run.sql("select source_row, kind from findings where kind = 'spelling' order by source_row nulls first");
    assert_eq!(found, "source_row,kind\n,spelling\n3,spelling\n4,spelling\n5,spelling\n8,spelling\n9,spelling\n");
}

#[test]
fn white_space_around_every_answer_is_no_finding() {
    let run =
        SmallSurvey { codebook: CAFE, export: "id,Où\n1, Bar\n2, Café\n3, Bar\n", ..SmallSurvey::default() }.run();
    assert_eq!(run.total("drink"), "row_key,n,base,published\n1,1,3,33\n2,2,3,67\n3,0,3,0\n");
    assert_eq!(run.sql("select count(*) as n from findings where kind = 'spelling'"), "n\n0\n");
}

const OWNERSHIP: &str = r#"
[[question]]
id = "ownership"
kind = "single"
text = "Do you own or rent?"
column = "ownership"
options = [{ code = 1, label = "Own" }, { code = 2, label = "Rent" }, { code = 3, label = "Other" }]
nets = [{ id = "housed", label = "Own or rent", codes = [1, 2] }]

[[question]]
id = "priority"
kind = "grid"
text = "How important?"
options = [{ code = 1, label = "High" }, { code = 2, label = "Low" }]
items = [{ id = "cost", label = "Cost", column = "cost" }, { id = "place", label = "Place", column = "place" }]

[[derive]]
id = "owner"
kind = "single"
text = "Owner"
sql = "case ownership when 'own' then 'Yes' when 'Rent' then 'No' end"
options = [{ code = 1, label = "Yes" }, { code = 2, label = "No" }]
"#;
const HOMES: &str =
    "ownership,cost,place\nOwn,High,Low\nOwn,High,High\nRent,Low,High\nOther,Low,\n,High,High\nOwn,Low,Low\n";

/// What a filter leaves of the answers to `priority.cost`, of six respondents.
#[track_caller]
fn leaves(filter: &str, n: u64) {
    let tables = format!("[[table]]\nid = \"cost\"\nrows = \"priority\"\nfilter = '''{filter}'''\n");
    let run = SmallSurvey { codebook: OWNERSHIP, tables: &tables, export: HOMES, ..SmallSurvey::default() }.run();
    let base = run.sql("select base from figures where figure = 'cost.cost.base'");
    assert_eq!(base, format!("base\n{n}\n"), "{filter}");
}

#[test]
fn filters_take_labels_where_answers_are_codes() {
    leaves("ownership = 'Own'", 3);
    leaves("OWNERSHIP = 'OWN'", 3);
    leaves("'Own' = responses.ownership", 3);
    leaves("ownership <> 'Own'", 2);
    leaves("ownership in ('Own', 'Rent')", 4);
    leaves("ownership not in ('Own', 'other')", 1);
    leaves("ownership = 'Own or rent'", 4);
    leaves("ownership in (2, 'Own')", 4);
    leaves("priority_place = 'High' and ownership = 1", 1);
    leaves("ownership = '2'", 1);
}

#[test]
fn derived_questions_and_queries_take_labels_too() {
    let run = SmallSurvey { codebook: OWNERSHIP, export: HOMES, ..SmallSurvey::default() }.run();
    assert_eq!(run.total("owner"), "row_key,n,base,published\n1,3,4,75\n2,1,4,25\n");
    assert_eq!(run.sql("select count(*) as n from responses where ownership = 'rent'"), "n\n1\n");
    // Texts of other tables are texts.
    assert_eq!(run.sql("select code from options where question = 'ownership' and label = 'Rent'"), "code\n2\n");
    let told = run.call(&["sql", "select count(*) from responses where ownership = 'Owned'"]).exits(2).stderr;
    assert!(told.contains("`ownership` has no option or net `Owned`") && told.contains("did you mean Own"), "{told}");
}

#[test]
fn an_error_names_answers_that_several_gave() {
    let export = "ownership,cost,place\nOwner,High,Low\nOwner,High,High\nOwner,Low,High\nlodger at J. Doe's,Low,\n";
    let told = SmallSurvey { codebook: OWNERSHIP, export, ..SmallSurvey::default() }.refused();
    assert!(told.contains("4 answers that match no option `ownership`: \"Owner\" in 3 cells"), "{told}");
    assert!(!told.contains("Doe"), "{told}");
    let private = OWNERSHIP.replacen("kind = \"single\"", "kind = \"single\"\nprivate = true", 1);
    let told = SmallSurvey { codebook: &private, export, ..SmallSurvey::default() }.refused();
    assert!(!told.contains("Owner"), "{told}");
}
