//! `answers`: a view of the responses, and a file where a pipeline asks for one. Rows are written by hand.

use crate::small_survey::SmallSurvey;

const CODEBOOK: &str = r#"
[[question]]
id = "colour"
kind = "single"
text = "Colour?"
column = "Colour"
options = [{ code = 1, label = "Red" }, { code = 2, label = "Blue", value = 2.5 }]

[[question]]
id = "use"
kind = "multi"
text = "Use?"
column = "Use"
separator = ";"
options = [{ code = 1, label = "Bus" }, { code = 2, label = "Tram" }]

[[question]]
id = "age"
kind = "number"
text = "Age?"
column = "Age"
"#;

const FIGURES: &str = "-- Title: Ticks\n\
    select label as row_key, label, count(*) as \"count\", 3 as base\n\
    from answers\n\
    where question = 'use' and code is not null\n\
    group by label\n\
    order by label\n";

const SURVEY: SmallSurvey<'static> = SmallSurvey {
    survey: "",
    source: "respondent = \"id\"",
    sections: "",
    codebook: CODEBOOK,
    tables: "",
    export: "id,Colour,Use,Age\na,Red,Bus;Tram,30\nb,Blue,Bus,\nc,,,7.5\n",
    files: &[("figures/ticks.sql", FIGURES)],
};

#[test]
fn the_view_has_a_row_for_each_answer() {
    let run = SURVEY.run();
    let rows = run.sql("select respondent, row_id, weight, question, code, label, value, absent from answers");
    let expected = "respondent,row_id,weight,question,code,label,value,absent\n\
        a,2,1.0,colour,1,Red,1.0,\n\
        a,2,1.0,use,1,Bus,1.0,\n\
        a,2,1.0,use,2,Tram,2.0,\n\
        a,2,1.0,age,,,30.0,\n\
        b,3,1.0,colour,2,Blue,2.5,\n\
        b,3,1.0,use,1,Bus,1.0,\n\
        b,3,1.0,age,,,,no_answer\n\
        c,4,1.0,colour,,,,no_answer\n\
        c,4,1.0,use,,,,no_answer\n\
        c,4,1.0,age,,,7.5,\n";
    // The options of a multi have no values of their own.
    let expected = expected.replace("Bus,1.0", "Bus,").replace("Tram,2.0", "Tram,");
    assert_eq!(rows, expected);
    for (condition, count) in [
        ("true", 10),
        ("question = 'use'", 4),
        ("'age' = question", 3),
        ("question in ('use', 'age')", 7),
        ("question = 'use' or question = 'age'", 7),
        ("question = 'use' and question = 'age'", 0),
        ("question not in ('use', 'age')", 3),
        ("question = 'use' or code = 2", 5),
        ("question = 'none'", 0),
        ("upper(question) = 'USE'", 4),
    ] {
        let found = run.sql(&format!("select count(*) as n from answers where {condition}"));
        assert_eq!(found, format!("n\n{count}\n"), "{condition}");
    }
    assert_eq!(run.sql("select row_id from answers limit 2"), "row_id\n2\n2\n");
    assert_eq!(
        run.sql("select a.label, count(*) as n from answers a join options o on o.question = a.question and o.code = a.code group by a.label order by a.label"),
        "label,n\nBlue,1\nBus,2\nRed,1\nTram,1\n"
    );
    assert_eq!(run.total("ticks"), "row_key,n,base,published\nBus,2,3,67\nTram,1,3,33\n");
}

#[test]
fn a_file_is_written_where_it_is_asked_for() {
    for (sections, is_written) in
        [("", false), ("[publish]\nanswers = \"view\"\n", false), ("[publish]\nanswers = \"file\"\n", true)]
    {
        let run = SmallSurvey { sections, ..SURVEY }.run();
        assert_eq!(run.has("answers.parquet"), is_written, "{sections}");
        assert_eq!(run.output("run.json").contains("answers.parquet"), is_written, "{sections}");
        assert_eq!(run.sql("select count(*) as n from answers"), "n\n10\n");
        // The same figures come of data that nobody keeps.
        run.call(&["verify", "s"]).exits(0);
        assert_eq!(run.has("answers.parquet"), is_written, "{sections}");
    }
}

#[test]
fn an_explanation_lists_the_first_rows_and_the_number_of_the_rest() {
    // Red in every second row, from the second line of the file on.
    let rows: Vec<String> = (0..100).map(|row| format!("r{row},{},,\n", ["Red", "Blue"][row % 2])).collect();
    let rows = rows.concat();
    let run = SmallSurvey { export: &format!("id,Colour,Use,Age\n{rows}"), ..SURVEY }.run();
    let told = run.call(&["explain", "colour.1"]).exits(0).stdout;
    let listed = "rows     50 of export.csv: 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40 and 30 more";
    assert!(told.contains(listed), "{told}");
    let told = run.call(&["explain", "colour.1", "--format", "json"]).exits(0).stdout;
    assert!(told.contains("98,100]"), "{told}");
}
