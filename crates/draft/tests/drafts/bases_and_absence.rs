//! Who is in the base, in exports of twelve tools and languages: each was made so that every answer has a count of its own.

use crate::made::{Made, made, turn};

/// Of 48 rows three of four have an answer; the phone writes three dashes for what was not asked.
#[test]
fn commcare() {
    let text = made("number,formid,form.water_source,form.visits,received_on", ",", 48, |row| {
        let water = turn(&["river", "tap", "tap", "---"], row);
        let visits = turn(&["1", "---", "2", "3"], row);
        vec![row.to_string(), format!("f{row}-ab"), water, visits, "2024-02-03 10:00:00".into()]
    });
    Made::text("CommCare", &text)
        .counts("form_water_source", 36, &[("river", 12), ("tap", 24)])
        .counts("form_visits", 36, &[("1", 12), ("2", 12), ("3", 12)])
        .says("\"---\" (no answer)");
}

/// A lookup that found nothing, and a number that could not be made.
#[test]
fn excel_in_polish() {
    let text = made("Nr;Region;Wiek", ";", 60, |row| {
        let region = turn(&["Pomorze", "Kujawy", "#N/D!"], row);
        let age = if row % 5 == 4 { "#ARG!".to_owned() } else { (20 + row % 4).to_string() };
        vec![(row + 1).to_string(), region, age]
    });
    let made = Made::text("Excel in Polish", &text);
    // Four of five rows have an age, each of 20 to 23 as often: of 60 rows, 12 each.
    made.counts("Region", 40, &[("Pomorze", 20), ("Kujawy", 20)]).mean("Wiek", 48, 21.5);
}

/// `.a` is a refusal that the file declares missing, and `.b` an answer that nobody knows.
#[test]
fn stata_with_tagged_values() {
    Made::file("pyreadstat for Stata", "tagged_refusals.dta")
        .counts("health", 24, &[("Good", 8), ("Fair", 8), ("Bad", 8)])
        .mean("age", 30, 30.0);
}

/// The file declares numbers and no missing values. Each fifth row has -99 hours; the others have 2.25, 4.5, 8.75 and 24.5, and half an hour
/// more every five rows. Of each four amounts one is a list of colours that became a number.
#[test]
fn stata_with_numbers_that_mean_nothing() {
    Made::file("pyreadstat for Stata, plain numbers", "numbers_that_mean_nothing.dta")
        .mean("hours", 32, 10.0 + 1.75)
        .mean("amount", 30, (120.5 + 380.25 + 95.75) / 3.0 + 4.5);
}

/// `LO THRU 0` with two labels in it; incomes of 1000, 2000 and 6000 in turn.
#[test]
fn spss_with_a_range_below_one() {
    Made::file("pyreadstat for SPSS", "ranges_below_one_are_missing.sav")
        .counts("trust", 24, &[("A lot", 8), ("Some", 8), ("None", 8)])
        .mean("income", 24, 3000.0);
}

#[test]
fn forms_app_with_missing_in_one_column() {
    for word in ["Missing", "NR", "N/R", "Did not answer", "[No Answer]", "no answer.", "Unanswered", "undefined"] {
        let text = made("#,Submission Date,How often do you read?,Own a car?", ",", 60, |row| {
            let often = turn(&["Often", "Never", word, "Often", "Sometimes"], row);
            vec![(row + 1).to_string(), "01.02.2024 10:00".into(), often, turn(&["Yes", "No"], row)]
        });
        Made::text(word, &text)
            .counts("How often do you read?", 48, &[("Often", 24), ("Sometimes", 12), ("Never", 12)])
            .says(word)
            .says("unless you take them out of codebook.toml");
    }
}

#[test]
fn sphinx_in_french() {
    let text = made("CLE\tSatisfaction", "\t", 70, |row| {
        let cells =
            ["Plutôt satisfait", "NRP", "Très satisfait", "Ne sait pas", "Pas du tout satisfait", "Non-réponse"];
        vec![(row + 1).to_string(), turn(&[&cells[..], &["Plutôt pas satisfait"]].concat(), row)]
    });
    Made::text("Sphinx in French", &text).counts(
        "satisfaction",
        50,
        &[
            ("Très satisfait", 10),
            ("Plutôt satisfait", 10),
            ("Plutôt pas satisfait", 10),
            ("Pas du tout satisfait", 10),
            ("Ne sait pas", 10),
        ],
    );
}

/// What does not apply is an answer; what was not filled in is none.
#[test]
fn netq_in_dutch() {
    let text = made("respondentnummer;Hoe vaak fietst u?", ";", 60, |row| {
        vec![(row + 1).to_string(), turn(&["Soms", "niet ingevuld", "Altijd", "n.v.t.", "Nooit"], row)]
    });
    Made::text("NetQ in Dutch", &text).counts(
        "hoe_vaak_fietst_u",
        48,
        &[("Altijd", 12), ("Soms", 12), ("Nooit", 12), ("n.v.t.", 12)],
    );
}

/// Who ticked none of three was not asked or passed on: of twelve rows nine have a tick.
#[test]
fn eusurvey() {
    let ways = [
        "Email",
        "Phone; Letter, by post",
        "",
        "Email; Phone",
        "Letter, by post",
        "Phone",
        "Email; Letter, by post",
        "Phone",
    ];
    let text = made("Contribution ID,How do you want to be contacted?,I answer as", ",", 64, |row| {
        vec![
            format!("{:05}-aaa", row * 7919 % 99_991),
            turn(&ways, row),
            turn(&["Citizen", "Company / organisation"], row),
        ]
    });
    Made::text("EUSurvey", &text).counts(
        "How do you want to be contacted?",
        56,
        &[("Email", 24), ("Phone", 32), ("Letter, by post", 24)],
    );
}

/// Boxes are blank where the page was not shown, to a third; 98 is not known to be no answer, which the screen says.
#[test]
fn confirmit() {
    let text = made("responseid\tstatus\tQ1\tQ2_1\tQ2_2\tQ2_3", "\t", 72, |row| {
        let boxes = [["", "", ""], ["1", "0", "1"], ["0", "1", "1"]][row % 3];
        let first = turn(&["1", "2", "98", "2"], row);
        let own = [(row + 1).to_string(), "complete".to_owned(), first];
        own.into_iter().chain(boxes.map(str::to_owned)).collect()
    });
    Made::text("Confirmit", &text)
        .counts("q2", 48, &[("1", 24), ("2", 24), ("3", 48)])
        .counts("q1", 72, &[("1", 18), ("2", 36), ("98", 18)])
        .says("q1: 98 may stand for don't know");
}

/// "Nessuna risposta" is no answer, "Non so" is one.
#[test]
fn limesurvey_in_italian() {
    let header = "id. ID risposta;submitdate. Data di invio;lastpage. Ultima pagina;startlanguage. Lingua iniziale;Q1. Con quale frequenza?";
    let text = made(header, ";", 60, |row| {
        let often = turn(&["Mai", "Sempre", "Nessuna risposta", "Non so", "A volte"], row);
        vec![(row + 1).to_string(), "2024-05-01 10:00:00".into(), "3".into(), "it".into(), often]
    });
    Made::text("LimeSurvey in Italian", &text).counts(
        "q1",
        48,
        &[("Sempre", 12), ("A volte", 12), ("Mai", 12), ("Non so", 12)],
    );
}

#[test]
fn google_forms_in_arabic() {
    let text = made("طابع زمني,كم مرة تقرأ؟", ",", 70, |row| {
        let often = turn(&["نادرا", "لا إجابة", "دائما", "أبدا", "لا أعرف", "غالبا", "أحيانا"], row);
        vec!["01/02/2024 10:00:00".into(), often]
    });
    let made = Made::text("Google Forms in Arabic", &text);
    let id = made.whole.plan.codebook.questions[0].id.clone();
    made.counts(&id, 60, &[("دائما", 10), ("غالبا", 10), ("أحيانا", 10), ("نادرا", 10), ("أبدا", 10), ("لا أعرف", 10)]);
}

/// R writes NA for a box that was not shown and for a vote that nobody gave.
#[test]
fn r_with_logical_boxes() {
    let text = made("id,Which drinks: tea,Which drinks: milk,vote", ",", 60, |row| {
        let boxes = [["NA", "NA"], ["TRUE", "FALSE"], ["TRUE", "TRUE"], ["FALSE", "TRUE"], ["TRUE", "FALSE"]][row % 5];
        vec![(row + 1).to_string(), boxes[0].into(), boxes[1].into(), turn(&["Yes", "NA", "No"], row)]
    });
    Made::text("R", &text).counts("which_drinks", 48, &[("tea", 36), ("milk", 24)]).counts(
        "vote",
        40,
        &[("Yes", 20), ("No", 20)],
    );
}
