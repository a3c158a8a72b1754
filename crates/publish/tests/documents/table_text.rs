//! Tables on the screen.

use topline_publish::table_text;
use topline_survey::Tabulation;

use crate::fixture::{SURVEY, agreement, plan, reading, shares};

fn text(table: &Tabulation) -> String {
    table_text(&plan(&SURVEY.replace("reconstructed = true", ""), ""), table)
}

#[test]
fn columns_stand_below_the_names_of_their_breaks() {
    let mut table = agreement();
    table.sections.truncate(1);
    "In the far north of it".clone_into(&mut table.columns[1].label);
    "Where it lies".clone_into(&mut table.columns[2].break_label);
    // A heading goes on below where it has more than 14 letters; the name of a break is as long as its columns are wide.
    let expect = "\
Q2  Agreement
Base: those who answered
                        Region       Where
                 Total   In the far  South
                        north of it
------------------------------------------

It is quiet
Unweighted base     78           28     50
Agree              44%          50%    40%
Disagree           56%          50%    60%
";
    assert_eq!(text(&table), expect);
}

#[test]
fn long_labels_go_on_below_and_options_stand_in_from_their_nets() {
    let mut table = reading();
    "An answer whose words are so many that they need more than one line of a table"
        .clone_into(&mut table.sections[0].rows[2].head.label);
    let text = text(&table);
    let expect = "
A fair amount or more                           51%    50%    51%
  An answer whose words are so many that      12%    17%    10%
  they need more than one line of a table
  A fair amount                                 38%    33%    41%
";
    let squeezed = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| {
                format!(
                    "{}{}",
                    &line[..line.len() - line.trim_start().len()],
                    line.split_whitespace().collect::<Vec<_>>().join(" ")
                )
            })
            .collect()
    };
    let lines = squeezed(&text);
    assert!(lines.windows(4).any(|four| four == &squeezed(expect.trim_start_matches('\n'))[..]), "{text}");
    let wide = text.lines().find(|line| line.trim_start().starts_with("An answer")).expect("the line");
    // 44 letters for the label, and 7 for each column.
    assert_eq!(wide.chars().count(), 44 + 3 * 7, "{text}");
}

#[test]
fn a_table_made_in_sql_has_one_column() {
    assert!(text(&shares()).ends_with(
        "
                    Total
-------------------------
Councils \"reached\"     33
Covered               36%
Nobody                [z]
"
    ));
    let mut empty = shares();
    empty.sections.clear();
    assert_eq!(text(&empty), "");
}
