//! What names a person, in exports of twelve tools and languages: none of it is in a file of the draft, on the screen, or in a table.

use topline_survey::{Kind, Question};

use crate::made::{Made, made};

/// A number of some digits for a row, which no other row has.
fn digits(row: usize, count: usize) -> String {
    let mut number = String::new();
    let mut state = (row as u64 + 1) * 1_000_003 + count as u64;
    while number.len() < count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        number.push(char::from(b'1' + ((state >> 40) % 9) as u8));
    }
    number
}

fn name(row: usize) -> String {
    let given = ["Anneliese", "Bartholomew", "Concepcion", "Dagfinnur", "Eulalia"][row % 5];
    format!("{given} Featherstone{}", digits(row, 3))
}

type Cell = fn(usize) -> String;

/// The export has the tool's own columns, a question, and these.
#[track_caller]
fn check(what: &'static str, own: &[(&str, Cell)], asked: &[(&str, Cell)]) {
    let columns: Vec<&(&str, Cell)> = own.iter().chain(asked).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let text = made(&format!("{},Do you agree?", names.join(",")), ",", 40, |row| {
        let cells = columns.iter().map(|(_, cell)| cell(row));
        cells.chain([["Yes", "No"][row % 2].to_owned()]).collect()
    });
    let made = Made::text(what, &text);
    made.counts("do_you_agree", 40, &[("Yes", 20), ("No", 20)]);
    hides(&made, asked.iter().flat_map(|(_, cell)| (0..40).map(cell)));
    let public: Vec<&str> = public(&made).flat_map(Question::columns).collect();
    assert_eq!(public, ["Do you agree?"], "{what}\n{}", made.whole.draft.codebook);
}

fn public(made: &Made) -> impl Iterator<Item = &Question> {
    made.whole
        .plan
        .codebook
        .asked()
        .filter(|question| !question.private && !matches!(question.kind(), Kind::Text | Kind::Date))
}

#[track_caller]
fn hides(made: &Made, cells: impl Iterator<Item = String>) {
    let draft = &made.whole.draft;
    let files = [&draft.survey, &draft.codebook, &draft.tables, &draft.columns];
    for cell in cells {
        assert!(files.iter().all(|file| !file.contains(&cell)), "{}: {cell} is in a file", made.what);
        assert!(draft.notes.iter().all(|note| !note.contains(&cell)), "{}: {cell} is on the screen", made.what);
    }
}

#[test]
fn jotform() {
    let own: [(&str, Cell); 2] =
        [("Submission Date", |_| "Jan 5, 2024".into()), ("Submission ID", |row| digits(row, 19))];
    check(
        "JotForm",
        &own,
        &[
            ("Name - First Name", name),
            ("Address - Street Address", |row| format!("{} Blackthorn Close", digits(row, 3))),
            ("Phone Number", |row| format!("({}) {}-{}", digits(row, 3), digits(row + 50, 3), digits(row, 4))),
            ("Submission IP", |row| format!("203.0.{row}.77")),
        ],
    );
}

#[test]
fn formstack() {
    check(
        "Formstack",
        &[("Unique ID", |row| digits(row, 9)), ("Time", |_| "2024-01-01 10:00:00".into())],
        &[
            ("Name (Last)", name),
            ("Zip Code", |row| digits(row, 5)),
            ("Member #", |row| format!("M-{}", digits(row, 6))),
        ],
    );
}

#[test]
fn typeform_asks_as_people_talk() {
    check(
        "Typeform",
        &[("#", |row| format!("{}abc", digits(row, 8)))],
        &[
            ("Hey, what should we call you?", name),
            ("And what is the best number to reach you on?", |row| format!("0171 {}", digits(row, 7))),
        ],
    );
}

#[test]
fn zoho_survey() {
    check(
        "Zoho Survey",
        &[("Response ID", |row| digits(row, 17)), ("Submitted Time", |_| "05-Jan-2024 10:00:00".into())],
        &[
            ("IP Address", |row| format!("203.0.113.{}", row + 10)),
            ("Respondent name", name),
            ("Driver number", |row| digits(row, 8)),
        ],
    );
}

#[test]
fn microsoft_forms_in_portuguese() {
    check(
        "Microsoft Forms in Portuguese",
        &[("ID", |row| (row + 1).to_string()), ("Hora de início", |_| "2024-01-01 10:00".into())],
        &[("Nome completo", name), ("Número de matrícula", |row| digits(row, 7)), ("NIF", |row| digits(row, 9))],
    );
}

#[test]
fn kobo_in_french() {
    check(
        "KoboToolbox in French",
        &[("_uuid", |row| format!("{}-aaaa", digits(row, 8))), ("start", |_| "2024-01-01T10:00:00".into())],
        &[
            ("nom_enquete", name),
            ("tel_menage", |row| format!("7{}", digits(row, 8))),
            ("_gps_latitude", |row| format!("12.{}", digits(row, 6))),
            ("_gps_longitude", |row| format!("-1.{}", digits(row, 6))),
        ],
    );
}

#[test]
fn commcare_with_a_place_in_one_cell() {
    check(
        "CommCare",
        &[("number", |row| (row + 1).to_string()), ("formid", |row| format!("x{}", digits(row, 8)))],
        &[
            ("form.household.head_name", name),
            ("form.location", |row| format!("-1.{} 36.{} 1700 4.3", digits(row, 6), digits(row + 9, 6))),
        ],
    );
}

#[test]
fn wenjuanxing_in_chinese() {
    check(
        "Wenjuanxing in Chinese",
        &[("序号", |row| (row + 1).to_string())],
        &[
            ("您的姓名", |row| format!("王{}", digits(row, 3))),
            ("手机号", |row| format!("13{}", digits(row, 9))),
            ("家庭住址", |row| format!("北京市朝阳区{}号", digits(row, 4))),
        ],
    );
}

#[test]
fn snap_in_britain() {
    check(
        "Snap Surveys",
        &[("ID.name", |row| (row + 1).to_string())],
        &[
            ("Q9a Please give your name", name),
            ("Q9b and a daytime number", |row| format!("01{}", digits(row, 9))),
            ("UPRN", |row| format!("1000{}", digits(row, 8))),
        ],
    );
}

/// Six interviewers asked all rows: their names repeat, and name them all the same.
#[test]
fn interviewers_are_persons() {
    for column in ["Interviewer name", "Enumerator", "Nombre del encuestador", "Name of teacher"] {
        let text = made(&format!("id,{column},Do you agree?"), ",", 60, |row| {
            vec![(row + 1).to_string(), name(row % 6), ["Yes", "No"][row % 2].to_owned()]
        });
        let made = Made::text(column, &text);
        hides(&made, (0..6).map(name));
        assert_eq!(public(&made).count(), 1, "{column}");
    }
}

/// An SPSS file in which each respondent has a code, and the code a label.
#[test]
fn names_as_value_labels() {
    let made = Made::file("pyreadstat for SPSS", "names_as_value_labels.sav");
    made.counts("sex", 30, &[("Homme", 15), ("Femme", 15)]);
    hides(&made, ["Anneliese Abendroth", "Eulalia Featherstone", "Dagfinnur"].into_iter().map(str::to_owned));
}

/// With three rows three sentences are no list of options, and three short answers are.
#[test]
fn three_rows_of_a_small_form() {
    let rows =
        [["I live at 9 Elm Close", "Yes"], ["Ask my aunt Mary Poe", "No"], ["Nothing that I would say", "Maybe"]];
    let text = made("id,Anything else?,Happy?", ",", 3, |row| {
        vec![(row + 1).to_string(), rows[row][0].to_owned(), rows[row][1].to_owned()]
    });
    let made = Made::text("three rows", &text);
    hides(&made, rows.iter().map(|row| row[0].to_owned()));
    made.counts("happy", 3, &[("Yes", 1), ("Maybe", 1), ("No", 1)]);
}

/// What single persons wrote beside two answers is no scale, though it has numbers.
#[test]
fn numbers_in_the_words_of_few_make_no_scale() {
    let own = |row: usize| if row % 10 == 3 { format!("by horse {row}") } else { ["Bus", "Car"][row % 2].to_owned() };
    let text = made("id,How do you travel?", ",", 60, |row| vec![(row + 1).to_string(), own(row)]);
    let made = Made::text("few words with numbers", &text);
    // Six odd rows end in a three.
    made.counts("How do you travel?", 60, &[("Bus", 30), ("Car", 24), ("Other", 6)]);
    hides(&made, (0..60).map(own).filter(|cell| cell.starts_with("by")));
}

/// What one respondent wrote into a column of a scale, as rows that have slipped do, is no spelling of its option.
#[test]
fn words_in_a_column_of_a_scale() {
    let wrote = "signed Concepcion Featherstone Calle del Olmo 524";
    let header = "Respondent ID,StartDate,How often?,,,\n,,Tea - Often,Tea - Rarely,Cola - Often,Cola - Rarely";
    let text = made(header, ",", 40, |row| {
        let of = |often: bool| if often { ["Often", ""] } else { ["", "Rarely"] };
        let [tea, cola] = [of(row % 2 == 0), of(row % 4 == 0)];
        let often = if row == 4 { wrote } else { tea[0] };
        let cells = [(row + 1).to_string(), "2026-03-01".to_owned()].into_iter();
        cells.chain([often, tea[1], cola[0], cola[1]].map(str::to_owned)).collect()
    });
    let made = Made::with_strays("words among a matrix", &text, true);
    hides(&made, std::iter::once(wrote.to_owned()));
    // Twenty even rows drink tea often, but for the one who wrote words.
    made.counts("how_often.tea", 39, &[("Often", 19), ("Rarely", 20)]);
    made.counts("how_often.cola", 40, &[("Often", 10), ("Rarely", 30)]);
    made.says("1 cell");
}

/// That holds where nobody else answered, too.
#[test]
fn words_alone_in_a_column_of_a_scale() {
    let wrote = "signed Concepcion Featherstone Calle del Olmo 524";
    let header = "Respondent ID,StartDate,Happy?,How often?,\n,,Response,Tea - Often,Tea - Rarely";
    let text = made(header, ",", 40, |row| {
        let cell = if row == 4 { wrote } else { "" };
        let happy = ["Yes", "No"][row % 2];
        [&(row + 1).to_string(), "2026-03-01", happy, cell, ""].map(str::to_owned).to_vec()
    });
    let made = Made::with_strays("words alone in a matrix", &text, true);
    hides(&made, std::iter::once(wrote.to_owned()));
    made.counts("Happy?", 40, &[("Yes", 20), ("No", 20)]);
}

/// The first respondent, without an address, stands below a header whose first column has no name, and is no second header.
#[test]
fn the_first_respondent_names_no_column() {
    let text = made(",weight of the parcel,E-mail address,WhatsApp number,Happy?", ",", 30, |row| {
        let address = if row == 0 { String::new() } else { format!("{}@example.org", digits(row, 6)) };
        let happy = ["Yes", "No"][row % 2].to_owned();
        vec![row.to_string(), format!("0.{}", digits(row, 4)), address, format!("0{}", digits(row, 10)), happy]
    });
    let made = Made::text("an index and an address", &text);
    made.counts("Happy?", 30, &[("Yes", 15), ("No", 15)]);
    hides(&made, (0..30).map(|row| format!("0{}", digits(row, 10))));
}
