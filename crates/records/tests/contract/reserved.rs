//! Names that need no quotes, and that no question can take.

use topline_plan::read_plan;
use topline_records::RUN_TABLES;
use topline_survey::{PlanFiles, PlanText};

/// The words that cannot name a column without quotes in DuckDB (`duckdb_keywords()`: reserved), in `PostgreSQL` (appendix C of its
/// manual: reserved) or in the SQL of topline.
const RESERVED: &str = "all analyse analyze and any array as asc asymmetric at both by case cast check collate column constraint \
    create cross current_date current_time current_timestamp current_user default deferrable desc describe distinct do else end \
    except false fetch for foreign from full generated glob grant group having ilike in initially inner intersect into is isnull \
    join lambda lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer \
    pivot pivot_longer pivot_wider placing primary qualify references returning right row select session_user show similar some \
    struct summarize symmetric table tablesample then to top trailing true try_cast union unique unpivot user using values \
    variadic when where window with";

#[test]
fn no_column_is_called_by_a_reserved_word() {
    for table in RUN_TABLES {
        for column in table.columns.iter().chain(table.patterns) {
            assert!(!RESERVED.split_whitespace().any(|word| word == column.name), "{}.{}", table.name, column.name);
        }
    }
}

#[test]
fn no_question_takes_the_name_of_a_column_of_the_run() {
    let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
    let survey = "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\n";
    let check = |id: &str| {
        let question = format!("[[question]]\nid = '{id}'\nkind = 'number'\ntext = 'Q?'\ncolumn = 'q'\n");
        read_plan(&PlanFiles { survey: text(survey), codebook: text(&question), ..PlanFiles::default() })
    };
    assert!(check("tea").is_ok());
    for name in ["respondent", "row_id", "weight", "weight_before"] {
        let problems = check(name).err().map(|problems| format!("{problems:?}")).unwrap_or_default();
        assert!(problems.contains("the run itself"), "{name}: {problems}");
    }
}
