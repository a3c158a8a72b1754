//! What names a person is in no question and in no codebook, in the words of several languages and tools.

use topline_survey::Kind;

use crate::reading::{read, times};

/// Drafts from a header and rows, whose personal columns must be passed over, and whose answers must stay questions.
fn check(header: &str, rows: &[&str], passed_over: &[&str], asked: &[&str]) {
    let whole = read(&times(header, rows, 10));
    let codebook = &whole.plan.codebook;
    let columns: Vec<&str> = codebook.questions.iter().flat_map(topline_survey::Question::columns).collect();
    for name in passed_over {
        assert!(codebook.passed_over.iter().any(|known| known == name), "{name}:\n{}", whole.draft.codebook);
        assert!(!columns.contains(name), "{name} is asked");
    }
    for name in asked {
        assert!(columns.contains(name), "{name} is not asked:\n{}", whole.draft.codebook);
    }
}

#[test]
fn identifiers_that_are_asked_in_a_sentence() {
    check(
        "ID,What is your postal code?,Do you have a telephone number?,Please enter your student ID",
        &["r{n},AB{n} 1CD,Yes,S{n}", "r{n},XY{n} 2EF,No,S{n}"],
        &["What is your postal code?", "Please enter your student ID"],
        &["Do you have a telephone number?"],
    );
}

#[test]
fn telephone_numbers_in_six_languages() {
    for name in
        ["Telefonnummer", "Numéro de téléphone", "Teléfono celular", "Numero di cellulare", "Telemóvel", "Mobilnummer"]
    {
        check(
            &format!("ID,{name},Zufrieden?"),
            &["r{n},0171 555{n},ja", "r{n},0172 555{n},nein"],
            &[name],
            &["Zufrieden?"],
        );
    }
}

#[test]
fn national_and_student_numbers() {
    for name in ["Matrikelnummer", "CPF", "DNI", "Codice fiscale", "PESEL", "BSN", "Personnummer", "NHS number", "SSN"]
    {
        check(&format!("ID,{name},Agree?"), &["r{n},90{n}7,Yes", "r{n},91{n}8,No"], &[name], &["Agree?"]);
    }
}

#[test]
fn days_of_birth_in_several_languages() {
    for name in ["Date of birth", "Geburtsdatum", "Date de naissance", "Fecha de nacimiento", "Data di nascita"] {
        check(
            &format!("ID,{name},Agree?"),
            &["r{n},1980-01-02,Yes", "r{n},1975-11-30,No", "r{n},1991-07-14,No"],
            &[],
            &["Agree?"],
        );
        let mut text = format!("ID,{name},Agree?\n");
        for day in 1..29 {
            text.extend([format!("r{day},19{}-0{}-{day:02},{}\n", 50 + day, 1 + day % 9, ["Yes", "No"][day % 2])]);
        }
        let whole = read(&text);
        assert!(whole.plan.codebook.passed_over.iter().any(|known| known == name), "{}", whole.draft.codebook);
    }
}

#[test]
fn places_on_the_earth() {
    check(
        "ID,start-geopoint,home_lat,home_lon,Agree?",
        &["r{n},48.1{n} 11.5{n} 520 4.5,48.1{n},11.5{n},Yes", "r{n},48.2{n} 11.6{n} 510 4.5,48.2{n},11.6{n},No"],
        &["start-geopoint", "home_lat", "home_lon"],
        &["Agree?"],
    );
}

#[test]
fn long_numbers_that_differ_in_nearly_every_row_whatever_they_are_called() {
    check(
        "ID,V17,Income,Agree?",
        &["r{n},7{n}4455,30000,Yes", "r{n},8{n}5566,30000,No", "r{n},9{n}6677,45000,No"],
        &["V17"],
        &["Income", "Agree?"],
    );
}

#[test]
fn numbers_of_sixteen_digits_are_no_numbers() {
    let whole = read(&times("ID,Card,Agree?", &["r{n},4111111111111{n},Yes", "r{n},5500000000000{n},No"], 10));
    let numbers = whole.plan.codebook.questions.iter().filter(|question| question.kind() == Kind::Number);
    assert_eq!(numbers.count(), 0, "{}", whole.draft.codebook);
}

#[test]
fn names_of_people_that_repeat_are_no_options() {
    check(
        "ID,Name,Vorname,Agree?",
        &["r{n},Ada {n},Ada,Yes", "r{n},Ben {n},Ben{n},No", "r{n},Cem {n},Cem{n},No"],
        &["Name", "Vorname"],
        &["Agree?"],
    );
}

#[test]
fn panels_name_their_members() {
    check(
        "Row,PROLIFIC_PID,panelistid,Agree?",
        &["{n},5f{n}ab,77{n}1,Yes", "{n},6a{n}cd,88{n}2,No"],
        &["PROLIFIC_PID", "panelistid"],
        &["Agree?"],
    );
}

/// One or two respondents' own words beside offered answers are "Other", in one answer and in several.
#[test]
fn own_words_are_other() {
    let mut text = "ID,How do you travel?,What do you read?\n".to_owned();
    for number in 0..40 {
        let travel = match number {
            7 => "in the van of my uncle Bert",
            8 => "skates",
            _ => ["Bus", "Bike", "Car"][number % 3],
        };
        let read = match number {
            9 => "Books;the parish letter of St Anne",
            _ => ["Books", "Books;Papers", "Papers;Blogs", "Blogs"][number % 4],
        };
        text.extend([format!("r{number},{travel},{read}\n")]);
    }
    let whole = read(&text);
    for words in ["Bert", "skates", "parish"] {
        assert!(!whole.draft.codebook.contains(words), "{words}:\n{}", whole.draft.codebook);
    }
    let open =
        whole.plan.codebook.questions.iter().filter(|question| question.options().iter().any(|option| option.open));
    assert_eq!(open.count(), 2, "{}", whole.draft.codebook);
}

/// An address is no band beside numbers: it is not offered, and names who lives there.
#[test]
fn addresses_beside_numbers_are_no_bands() {
    for (address, bands) in [
        ("Ask Eulalia Lindqvist973 in Calle del Olmo 613", ["1", "10", "100"]),
        ("Calle del Olmo 613", ["1", "10", "100"]),
        ("Rue des Acacias 12", ["1 to 9 years", "10 to 19 years", "20 years or more"]),
    ] {
        let mut text = "ID,How many?\n".to_owned();
        for number in 0..40 {
            let cell = if number == 7 { address } else { bands[number % 3] };
            text.extend([format!("r{number},{cell}\n")]);
        }
        let whole = read(&text);
        assert!(
            !whole.draft.codebook.contains("Olmo") && !whole.draft.codebook.contains("Acacias"),
            "{}",
            whole.draft.codebook
        );
    }
    // A band of few respondents is offered all the same.
    let mut text = "ID,How long?\n".to_owned();
    for number in 0..40 {
        let cell = match number {
            7 => "Less than 1 week",
            8 => "More than 10 years",
            _ => ["1 week to 1 month", "1 month to 1 year", "1 to 10 years"][number % 3],
        };
        text.extend([format!("r{number},{cell}\n")]);
    }
    let whole = read(&text);
    for band in ["Less than 1 week", "More than 10 years"] {
        assert!(whole.draft.codebook.contains(band), "{band}:\n{}", whole.draft.codebook);
    }
}

/// Boxes without names of their own take their labels from their cells, but not what one or two persons wrote.
#[test]
fn words_in_a_box_of_few_are_no_label() {
    for persons in [&[5][..], &[5, 11]] {
        let mut text = "ID,Which do you use? Select all that apply,,,\n".to_owned();
        for number in 0..60 {
            let tick = |is_ticked: bool, label: &'static str| if is_ticked { label } else { "" };
            let library = tick(number % 2 == 0, "The library");
            let museum = tick(number % 3 == 0, "The museum");
            let words = tick(persons.contains(&number), "ask Dr Anneliese Grey");
            let radio = tick(number == 6 || number == 9, "Radio");
            text.extend([format!("r{number},{library},{museum},{words},{radio}\n")]);
        }
        let codebook = read(&text).draft.codebook;
        assert!(!codebook.contains("Grey"), "{codebook}");
        for label in ["The library", "The museum", "Radio"] {
            assert!(codebook.contains(&format!("label = \"{label}\"")), "{label}:\n{codebook}");
        }
        assert!(codebook.contains("open = true"), "{codebook}");
    }
}

/// What one person wrote into a field of numbers is a finding, and stands in no file of the pipeline.
#[test]
fn words_beside_numbers_are_in_no_codebook() {
    let mut text = "ID,How many cups?\n".to_owned();
    for number in 0..40 {
        let cups = if number == 5 { "ask my doctor Dr Grey".to_owned() } else { format!("{}", number + 1) };
        text.extend([format!("r{number},{cups}\n")]);
    }
    let whole = read(&text);
    assert!(!whole.draft.codebook.contains("Grey"), "{}", whole.draft.codebook);
}

/// Countries are a list that surveys offer: one respondent of a country names no one by it.
#[test]
fn countries_are_options_however_few_live_there() {
    let mut text = "ID,Country\n".to_owned();
    for number in 0..60 {
        let country = match number {
            3 => "Namibia",
            4 => "Iceland",
            _ => ["France", "Germany", "Spain"][number % 3],
        };
        text.extend([format!("r{number},{country}\n")]);
    }
    let whole = read(&text);
    let labels: Vec<&str> = whole
        .plan
        .codebook
        .question("country")
        .expect("countries")
        .options()
        .iter()
        .map(|option| option.label.as_str())
        .collect();
    assert_eq!(labels, ["France", "Germany", "Spain", "Namibia", "Iceland"]);
}

/// A break is proposed only where each of its options has enough respondents.
#[test]
fn a_break_of_few_is_not_proposed() {
    let table = |few: usize| {
        let mut text = "ID,Gender,Agree?\n".to_owned();
        for number in 0..60 {
            let gender = if number < few { "Other" } else { ["Female", "Male"][number % 2] };
            text.extend([format!("r{number},{gender},{}\n", ["Yes", "No"][number % 2])]);
        }
        read(&text).draft.tables
    };
    assert!(table(12).contains("question = \"gender\""), "{}", table(12));
    assert!(!table(4).contains("question = \"gender\""), "{}", table(4));
}
