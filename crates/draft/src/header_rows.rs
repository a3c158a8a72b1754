//! How many rows of an export name its columns, and which of them: notes, blank rows and names that got lost told apart.

use crate::text::squeezed;
use crate::tools::is_import_id;

/// What names the columns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HeaderRows {
    pub count: usize,
    /// The row that names them by itself, counted from one.
    pub name_row: Option<usize>,
}

/// What programs write in a header where a column had no name: `Unnamed: 3` (pandas), `X.3` (R), `...3` (readr), `Column3` (Excel).
fn placeholder(cell: &str) -> Option<(&str, usize)> {
    let cell = cell.trim();
    let cell = cell.split_once("_level_").map_or(cell, |(cell, _)| cell);
    let start = ["Unnamed: ", "X.", "...", "Column"].into_iter().find(|start| cell.starts_with(start))?;
    cell[start.len()..].parse().ok().map(|number| (start, number))
}

/// Blanks what stands for missing names: two or more of one kind, whose numbers rise, beside names.
pub(crate) fn blank_placeholders(row: &mut [String]) {
    let kind = row.iter().find_map(|cell| placeholder(cell).map(|(start, _)| start.to_owned()));
    let Some(kind) = kind else { return };
    let is_one = |cell: &str| placeholder(cell).filter(|(start, _)| *start == kind).map(|(_, number)| number);
    let numbers: Vec<usize> = row.iter().filter_map(|cell| is_one(cell)).collect();
    let named = row.iter().filter(|cell| !cell.trim().is_empty() && is_one(cell).is_none()).count();
    if numbers.len() < 2 || named == 0 || !numbers.windows(2).all(|pair| pair[0] < pair[1]) {
        return;
    }
    for cell in row.iter_mut().filter(|cell| placeholder(cell).is_some_and(|(start, _)| start == kind)) {
        cell.clear();
    }
}

/// Whether rows are those of a summary, as survey tools write it: a question, and how many chose each answer.
pub(crate) fn is_summary(rows: &[Vec<String>]) -> bool {
    let is = |cell: Option<&String>, words: &[&str]| cell.is_some_and(|cell| words.contains(&squeezed(cell).as_str()));
    let counted = ["responses", "responsepercent", "responsecount", "count", "percent"];
    let is_alone = |row: &[String]| row.iter().skip(1).all(|cell| cell.trim().is_empty());
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let first: Vec<&Vec<String>> = rows.iter().filter(|row| filled(row) > 0).take(MOST_NOTES).collect();
    let simple = |row: &&&Vec<String>| is(row.first(), &["answerchoices", "answeroptions"]) && is(row.get(1), &counted);
    // Crossed with another question: the question alone, its answers and their total, and shares below them.
    let crossed = |rows: &[&Vec<String>]| {
        let [above, answers, below] = rows else { return false };
        let last = answers.iter().rev().find(|cell| !cell.trim().is_empty());
        is_alone(above)
            && answers[0].trim().is_empty()
            && is(last, &["total", "totalrespondents"])
            && below.iter().skip(1).filter(|cell| !cell.is_empty()).all(|cell| cell.parse::<f64>().is_ok())
    };
    first.iter().any(|row| simple(&row)) || first.windows(3).any(crossed)
}

/// How many of the first rows name the columns, blank rows and notes before and between them included.
pub(crate) fn header_rows(rows: &[Vec<String>]) -> HeaderRows {
    let own = naming(rows);
    let named: Vec<Vec<String>> = own.iter().map(|at| rows[*at].clone()).collect();
    let found = naming_rows(&named);
    let place = |row: usize| own.get(row - 1).map_or(row, |at| at + 1);
    let is_below_others = found.count == 1 && place(1) > 1;
    HeaderRows { count: place(found.count), name_row: found.name_row.or(is_below_others.then_some(1)).map(place) }
}

/// The rows of a header that name columns, and no notes above them, with their own count.
pub(crate) fn named_rows(rows: &[Vec<String>], header: &HeaderRows) -> (Vec<Vec<String>>, HeaderRows) {
    let own = naming(rows);
    let own: Vec<usize> = own.into_iter().take_while(|at| *at < header.count).collect();
    let named: Vec<Vec<String>> = own.iter().map(|at| rows[*at].clone()).collect();
    let name_row = header.name_row.and_then(|row| own.iter().position(|at| at + 1 == row)).map(|at| at + 1);
    let count = named.len();
    (named, HeaderRows { count, name_row: name_row.filter(|_| count > 1) })
}

/// The most rows of notes above a header.
pub(crate) const MOST_NOTES: usize = 12;

/// The positions of the rows that are not blank, without notes at the beginning: rows with one cell, the first, above a row that
/// names columns.
fn naming(rows: &[Vec<String>]) -> Vec<usize> {
    let filled = |at: usize| rows[at].iter().filter(|cell| !cell.trim().is_empty()).count();
    let mut own: Vec<usize> = (0..rows.len()).filter(|at| filled(*at) > 0).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let names = |at: usize, next: Option<&usize>| {
        let row = &rows[at];
        filled(at) >= 3
            && row.iter().all(|cell| cell.parse::<f64>().is_err())
            && (metadata(row) > 0
                || (filled(at) * 4 >= width * 3 && !next.is_some_and(|next| repeats(row, &rows[*next]))))
    };
    let notes = own.iter().take_while(|at| filled(**at) == 1 && !rows[**at][0].trim().is_empty()).count();
    if (1..=MOST_NOTES).contains(&notes) && own.get(notes).is_some_and(|at| names(*at, own.get(notes + 1))) {
        own.drain(..notes);
    }
    own
}

/// Whether a row has the same words as the one above it, as options that are ticked by their labels have.
fn repeats(row: &[String], below: &[String]) -> bool {
    row.iter().zip(below).any(|(cell, below)| !cell.trim().is_empty() && cell.trim() == below.trim())
}

/// The same, of rows none of which is blank.
fn naming_rows(rows: &[Vec<String>]) -> HeaderRows {
    let one = HeaderRows { count: 1, name_row: None };
    let [first, second, ..] = rows else { return one };
    let named = |row: usize| HeaderRows { count: row, name_row: Some(1) };
    if let Some(at) = rows.iter().take(4).position(|row| {
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        filled > 0 && row.iter().filter(|cell| is_import_id(cell)).count() * 2 >= filled
    }) {
        return named(at + 1);
    }
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    // What LimeSurvey writes to read in again: questions, and below them the names of its columns.
    let has = |name: &str| second.iter().any(|cell| squeezed(cell) == name);
    if has("submitdate") && has("lastpage") && has("startlanguage") {
        return HeaderRows { count: 2, name_row: Some(2) };
    }
    // The two rows of older Qualtrics exports: short names, and below them what they stand for.
    let is_code = |cell: &String| !cell.is_empty() && !cell.contains(char::is_whitespace);
    let codes = first.iter().filter(|cell| is_code(cell)).count();
    let is_legacy = first.iter().any(|cell| cell == "V1")
        || (codes * 10 >= filled(first) * 9
            && first.iter().zip(second).filter(|(a, b)| a == b && is_metadata(a)).count() >= 3);
    let describes = || asks(second, &rows[2..]) || words_above_numbers(second, &rows[2..]);
    if (is_legacy && metadata(second) >= 3) || (codes == first.len() && describes()) {
        return named(2);
    }
    if let Some(third) = rows.get(2)
        && metadata(first) == 0
        && metadata(second) > 0
        && is_below(second, third, rows.get(3))
    {
        return HeaderRows { count: 3, name_row: None };
    }
    if is_below(first, second, rows.get(2)) { HeaderRows { count: 2, name_row: None } } else { one }
}

fn is_metadata(cell: &str) -> bool {
    METADATA.contains(&squeezed(cell).as_str())
}

fn metadata(row: &[String]) -> usize {
    row.iter().filter(|cell| is_metadata(cell)).count()
}

/// Whether a row below short codes has the questions that they stand for: words in most columns, some of them asking, which no
/// row below repeats.
fn asks(row: &[String], below: &[Vec<String>]) -> bool {
    let is_worded = |cell: &str| cell.split_whitespace().count() >= 3 && cell.chars().count() >= 15;
    let worded: Vec<usize> = (0..row.len()).filter(|at| is_worded(&row[*at])).collect();
    let answers = |at: usize| below.iter().filter_map(move |row| row.get(at).map(|cell| cell.trim()));
    let again = worded.iter().filter(|at| answers(**at).any(|cell| cell == row[**at].trim())).count();
    let asking = worded.iter().filter(|at| row[**at].contains('?')).count();
    let like_it = worded.iter().filter(|at| answers(**at).filter(|cell| is_worded(cell)).count() * 2 > below.len());
    row.len() >= 3
        && !below.is_empty()
        && worded.len() * 2 > row.len()
        && asking * 3 >= worded.len()
        && again == 0
        && like_it.count() * 2 <= worded.len()
}

/// The fewest columns of numbers that show what a row above them is.
const FEWEST_OF_NUMBERS: usize = 3;

/// Whether a row below short codes has words in columns that hold numbers alone in all rows below, and in nearly all other columns
/// too: it says what the codes stand for. No response has words in each of its numbers.
fn words_above_numbers(row: &[String], below: &[Vec<String>]) -> bool {
    let cell = |row: &[String], at: usize| row.get(at).map_or("", |cell| cell.trim()).to_owned();
    let answers = |at: usize| below.iter().map(move |row| cell(row, at)).filter(|cell| !cell.is_empty());
    let of_numbers: Vec<usize> = (0..row.len())
        .filter(|at| answers(*at).count() >= 2 && answers(*at).all(|cell| cell.parse::<f64>().is_ok()))
        .collect();
    let is_worded = |at: &usize| cell(row, *at).chars().filter(|each| each.is_alphabetic()).count() >= 2;
    let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
    // Each has a description of its own, where a response may have one word over and over.
    let different: std::collections::HashSet<&str> = row.iter().map(|cell| cell.trim()).collect();
    of_numbers.len() >= FEWEST_OF_NUMBERS
        && different.len() * 10 >= row.len() * 8
        && of_numbers.len() * 3 >= row.len()
        && of_numbers.iter().all(is_worded)
        && filled * 10 >= row.len() * 9
        && (0..row.len()).all(|at| answers(at).all(|answer| answer != cell(row, at)))
}

/// Names of columns that are no answers, which have nothing below them in a second header row.
const METADATA: [&str; 22] = [
    "respondentid",
    "collectorid",
    "startdate",
    "enddate",
    "ipaddress",
    "emailaddress",
    "firstname",
    "lastname",
    "customdata1",
    "responseid",
    "responseset",
    "name",
    "externaldatareference",
    "status",
    "finished",
    "userid",
    "userno",
    "uniqueid",
    "started",
    "ended",
    "trackinglink",
    "datemodified",
];

/// Words that survey tools write in a second header row.
const SECOND_ROW: [&str; 4] = ["response", "openendedresponse", "otherpleasespecify", "otherspecify"];

/// Whether a cell is what only a response has: a day, an address, a long number, a place on the earth.
fn is_of_a_response(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let are_digits = cell.chars().all(|each| each.is_ascii_digit() || " +-/().:,;\u{b0}".contains(each));
    (are_digits && digits >= 6)
        || cell.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// Whether a row goes on naming the columns that the row above leaves without a name of their own.
fn is_below(above: &[String], row: &[String], next: Option<&Vec<String>>) -> bool {
    let cell = |row: &[String], at: usize| row.get(at).map_or("", |cell| cell.trim()).to_owned();
    let width = above.len().max(row.len());
    let metadata: Vec<usize> = (0..above.len()).filter(|at| is_metadata(&above[*at])).collect();
    // Nothing stands below what is no question, or its name once more.
    let repeated = metadata.iter().filter(|at| squeezed(&cell(row, **at)) == squeezed(&above[**at])).count();
    if repeated < metadata.iter().filter(|at| !cell(row, **at).is_empty()).count() {
        return false;
    }
    // A question stands above the first of its columns, or above all of them.
    let same = |at: usize| at > 0 && !metadata.contains(&at) && cell(above, at) == cell(above, at - 1);
    let holes: Vec<usize> = (0..width).filter(|at| cell(above, *at).is_empty() || same(*at)).collect();
    let filled = holes.iter().filter(|at| !cell(row, **at).is_empty()).count();
    let says_so = row.iter().any(|cell| SECOND_ROW.contains(&squeezed(cell).as_str()));
    // Below a question of one column there is nothing, or its name once more.
    let says_more = |at: &usize| {
        let cell = squeezed(&cell(row, *at));
        !cell.is_empty() && cell != squeezed(&above[*at]) && !SECOND_ROW.contains(&cell.as_str())
    };
    let alone = (0..above.len()).filter(|at| !holes.contains(at) && !holes.contains(&(at + 1)));
    let more: Vec<usize> = alone.filter(says_more).collect();
    if !metadata.is_empty() {
        let is_answer = |at: &usize| cell(row, *at).parse::<f64>().is_ok() || is_of_a_response(&cell(row, *at));
        let may_name = says_so || !more.iter().any(is_answer);
        return may_name && (filled > 0 || says_so || (repeated >= 3 && repeated < row.len()));
    }
    if !more.is_empty() || row.iter().any(|cell| is_of_a_response(cell)) {
        return false;
    }
    // Without metadata: the row must say so, or name all options, and the rows below tick some with the same words.
    let repeats =
        next.is_some_and(|next| holes.iter().any(|at| !cell(row, *at).is_empty() && cell(row, *at) == cell(next, *at)));
    filled > 0
        && (says_so
            || (repeats && filled * 10 >= holes.len() * 8)
            || (filled >= 2
                && row.iter().all(|cell| cell.parse::<f64>().is_err())
                && filled * 2 >= holes.len()
                && holes.len() * 2 >= width))
}

#[cfg(test)]
mod tests {
    use super::{HeaderRows, header_rows};

    fn check(rows: &[&str], count: usize, name_row: Option<usize>) {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.split(',').map(|cell| cell.trim().to_owned()).collect()).collect();
        assert_eq!(header_rows(&rows), HeaderRows { count, name_row }, "{rows:?}");
    }

    #[test]
    fn the_rows_that_name_columns_are_counted() {
        check(&["id,age,sex", "1,34,f", "2,40,m"], 1, None);
        check(&[",StartDate,q1", "1,5/16/18 7:19,Yes", "2,5/16/18 7:20,No"], 1, None);
        check(&["RespondentID,Seen any?,Which?,", ",Response,One,Two", "329,Yes,One,"], 2, None);
        check(
            &["Respondent ID,Start Date,Which?,,", ",,One,Two,Other (please specify)", "7,01/02/2020,One,,"],
            2,
            None,
        );
        // What is no question may be named once more below, and a question above each of its columns.
        check(
            &[
                "Respondent ID,Start Date,End Date,Which?,Which?,Why?",
                "Respondent ID,Start Date,End Date,One,Two,Response",
                "7,01/02/2020,01/02/2020,One,,because",
            ],
            2,
            None,
        );
        check(
            &[
                "Respondent ID,Start Date,End Date,Q1 01. Which?,Q1 02. Which?",
                "Respondent ID,Start Date,End Date,One,Two",
                "7,01/02/2020,01/02/2020,One,",
            ],
            2,
            None,
        );
        check(
            &[
                "Raw data,,,,",
                "Respondent ID,Completed,Which?,,Why?",
                "Respondent ID,Completed,One,Two,Response",
                "7,Yes,One,,because",
            ],
            3,
            None,
        );
        check(
            &["ID,Submitted,Page,Language,Which?", "id,submitdate,lastpage,startlanguage,Q1", "1,2024-01-02,3,en,A1"],
            2,
            Some(2),
        );
        check(&["Raw data,,,", "id,age,sex,town", "1,34,f,York", "2,40,m,Leeds"], 2, Some(2));
        check(
            &[
                "Time,Q1,Q2_Part_1,Q2_Part_2",
                "Duration (in seconds),What is your age now?,Which of these have you? - Cat,Which of these have you? - Dog",
                "710,35-39,Cat,",
                "434,30-34,,Dog",
            ],
            2,
            Some(1),
        );
        check(
            &["a,b,c", "one of the long answers,another of the long ones,a third long answer", "no more of that,x,y"],
            1,
            None,
        );
        check(&[",q1,,q2", "Respondent ID,Which?,,Why?", ",One,Two,Open-Ended Response", "7,One,,because"], 3, None);
        check(
            &["StartDate,Q1", "Start Date,Which?", "{\"ImportId\":\"startDate\"},{\"ImportId\":\"QID1\"}", "x,1"],
            3,
            Some(1),
        );
        check(
            &[
                "CASE,QUESTNNR,A101,A102_01,A102_02",
                "Number,Questionnaire,Sex,Media: Radio,Media: TV",
                "20,base,1,1,2",
                "21,base,2,,1",
            ],
            2,
            Some(1),
        );
        // A response with words has numbers too.
        check(&["id,sex,age,town", "r,1,34,York", "s,2,40,Leeds", "t,1,51,Hull"], 1, None);
        check(&["id,q1,q2,q3", "r0,NA,NA,NA", "r1,1,2,3", "r2,2,2,4"], 1, None);
        check(&["V1,V2,V3,Q1,", "ResponseID,ResponseSet,Name,Which?,", "R_1,Default,Anonymous,1,"], 2, Some(1));
        check(&["id,,", "1,,"], 1, None);
        // A response without an address, below an index that has no name.
        check(&[",weight,E-mail address,Phone", "0,0.1354,,06185842501", "1,0.1962,,07175591032"], 1, None);
        check(&[",weight,E-mail address", "0,0.1354,", "1,0.1962,"], 1, None);
        let place = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        let rows = [place(&["place", "", "", ""]), place(&["49.297660,7.604585", "Eastern", "No", ""])];
        let rows = [rows[0].clone(), rows[1].clone(), place(&["50.436844,7.281495", "Eastern", "No", ""])];
        assert_eq!(header_rows(&rows), HeaderRows { count: 1, name_row: None });
    }
}
