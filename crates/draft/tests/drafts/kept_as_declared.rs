//! What exports of twelve tools and languages declare of their questions: order, values, options, and which columns are one question.

use crate::made::{Made, made, turn};
use crate::reading::{lines, unknown, whole};

/// Tally writes the ticked options together, and behind them a box for each; an option may have a comma.
#[test]
fn tally_has_its_boxes_twice() {
    let header = "Submission ID,Respondent ID,Submitted at,Which do you buy?,Which do you buy? (Tea),\"Which do you buy? (Milk, cold)\",Happy?";
    let text = made(header, ",", 60, |row| {
        let (tea, milk) = (row % 2 == 0, row % 3 == 0);
        let list: Vec<&str> =
            [("Tea", tea), ("Milk, cold", milk)].iter().filter(|(_, is)| *is).map(|(label, _)| *label).collect();
        let boxes = [tea, milk].map(|is| (if is { "TRUE" } else { "FALSE" }).to_owned());
        let own = [format!("q{row}"), format!("w{row}"), "2024-01-01 10:00:00".to_owned(), list.join(", ")];
        own.into_iter().chain(boxes).chain([turn(&["Yes", "No"], row)]).collect()
    });
    let made = Made::text("Tally", &text);
    // 30 even rows, and 10 odd ones that three divides.
    made.counts("Which do you buy?", 40, &[("Tea", 30), ("Milk, cold", 20)]).says("2 questions from");
    assert!(made.whole.draft.codebook.contains("# other columns hold the same answers\n  \"Which do you buy?\""));
}

#[test]
fn snap_names_boxes_by_their_options() {
    let text = made("ID.name,Q2 How do you travel? (Bus),Q2 How do you travel? (Car)", ",", 60, |row| {
        let cell = |is: bool, label: &str| if is { label.to_owned() } else { String::new() };
        vec![(row + 1).to_string(), cell(row % 2 == 0, "Bus"), cell(row % 3 == 0, "Car")]
    });
    Made::text("Snap Surveys", &text).counts("Q2 How do you travel?", 40, &[("Bus", 30), ("Car", 20)]);
}

#[test]
fn jotform_parts_a_matrix_by_two_arrows() {
    let text = made("Submission Date,Service quality >> Staff,Service quality >> Price", ",", 60, |row| {
        let rated = ["Not Satisfied", "Very Satisfied", "Satisfied"];
        vec!["Jan 5, 2024".into(), turn(&rated, row), turn(&rated, row / 2)]
    });
    let made = Made::text("JotForm", &text);
    let expected = "service_quality grid: 1 Very Satisfied, 2 Satisfied, 3 Not Satisfied / staff Staff, price Price";
    assert_eq!(lines(&made.whole.plan), [expected], "{}", made.whole.draft.codebook);
    let each = [("Very Satisfied", 20), ("Satisfied", 20), ("Not Satisfied", 20)];
    made.counts("service_quality.staff", 60, &each).counts("service_quality.price", 60, &each);
}

/// What someone edited of the words beside an option is no option more: who wrote them is in the base once.
#[test]
fn surveymonkey_with_edited_words() {
    let header = "Respondent ID,Collector ID,Which media?,,,,Happy?\n\
                  ,,Radio,TV,Other (please specify),Recoded_or_edited-Other (please specify),Response";
    let text = made(header, ",", 60, |row| {
        let cell = |is: bool, label: &str| if is { label.to_owned() } else { String::new() };
        let boxes = [cell(row % 2 == 0, "Radio"), cell(row % 3 == 0, "TV")];
        let words = [cell(row % 6 == 1, "a newspaper"), cell(row % 12 == 1, "Newspaper")];
        let own = [(row + 1).to_string(), "7".to_owned()];
        own.into_iter().chain(boxes).chain(words).chain([turn(&["Yes", "No"], row)]).collect()
    });
    // 30 even rows, 10 odd ones that three divides, and 10 that leave 1 of six.
    Made::text("SurveyMonkey", &text).counts(
        "Which media?",
        50,
        &[("Radio", 30), ("TV", 20), ("Other (please specify)", 10)],
    );
}

/// A submission that was sent twice is one; rows of one submission that answer otherwise are several.
#[test]
fn submissions_that_repeat_are_looked_at() {
    let sent = |same: bool| {
        made("Submission ID,How do you travel?,Happy?", ",", 60, |row| {
            let of = if row >= 54 { row - 53 } else { row };
            let answered = if same { of } else { row + 1 };
            vec![format!("s{of}x"), turn(&["Bus", "Car"], answered), turn(&["Yes", "No", "Yes"], answered / 2)]
        })
    };
    let copies = Made::text("copies", &sent(true));
    assert_eq!((copies.whole.accounting.respondents, copies.whole.accounting.duplicate), (54, 6));
    copies.says("6 rows repeat a respondent, answer by answer: the first row of each is kept, and not rows 56, 57, 58, 59, 60, 61");
    let others = Made::text("others", &sent(false));
    others.counts("How do you travel?", 60, &[("Car", 30), ("Bus", 30)]);
    others.says("repeats in rows 56, 57, 58, 59, 60, 61 with other answers, so that each row counts as a respondent");
}

#[test]
fn dimensions_writes_categories_in_braces() {
    let text = made("Respondent.Serial,sex,travel", ",", 60, |row| {
        let travel = ["{bus,car}", "{car}", "{bus,bike}", "{}"][row % 4];
        vec![(row + 1).to_string(), turn(&["{male}", "{female}"], row), travel.to_owned()]
    });
    Made::text("Dimensions", &text).counts("travel", 45, &[("bus", 30), ("car", 30), ("bike", 15)]);
}

/// A question above its items and options in two rows, as Zoho Survey has them.
#[test]
fn zoho_survey_with_two_header_rows() {
    let header = "Response ID,Rate our shop,,How do you travel?,\n,Staff,Price,Bus,Car";
    let text = made(header, ",", 60, |row| {
        let cell = |is: bool, label: &str| if is { label.to_owned() } else { String::new() };
        let rated = ["Poor", "Good", "Average"];
        let own = [format!("2000{row:04}"), turn(&rated, row), turn(&rated, row / 2)];
        own.into_iter().chain([cell(row % 2 == 0, "Bus"), cell(row % 3 == 0, "Car")]).collect()
    });
    let each = [("Good", 20), ("Average", 20), ("Poor", 20)];
    let made = Made::text("Zoho Survey", &text);
    made.counts("How do you travel?", 40, &[("Bus", 30), ("Car", 20)]);
    made.counts("rate_our_shop.staff", 60, &each).counts("rate_our_shop.price", 60, &each);
}

/// Each scale is written from its end to its beginning, and begins in the middle.
#[test]
fn google_forms_in_languages_with_scales_of_their_own() {
    let scales: [&[&str]; 18] = [
        &["Полностью согласен", "Скорее согласен", "Скорее не согласен", "Полностью не согласен"],
        &["Отлично", "Хорошо", "Удовлетворительно", "Плохо", "Очень плохо"],
        &["Всегда", "Часто", "Иногда", "Редко", "Никогда"],
        &["Повністю згоден", "Скоріше згоден", "Скоріше не згоден", "Повністю не згоден"],
        &["とてもそう思う", "そう思う", "どちらともいえない", "そう思わない", "まったくそう思わない"],
        &["とても満足", "やや満足", "どちらともいえない", "やや不満", "とても不満"],
        &["毎日", "週に数回", "週に1回", "月に1回", "ほとんどない"],
        &["非常满意", "满意", "一般", "不满意", "非常不满意"],
        &["매우 그렇다", "그렇다", "보통이다", "그렇지 않다", "전혀 그렇지 않다"],
        &["أوافق بشدة", "أوافق", "محايد", "لا أوافق", "لا أوافق بشدة"],
        &["ممتاز", "جيد جدا", "جيد", "مقبول", "ضعيف"],
        &["Kesinlikle katılıyorum", "Katılıyorum", "Kararsızım", "Katılmıyorum", "Kesinlikle katılmıyorum"],
        &["Rozhodně souhlasím", "Spíše souhlasím", "Spíše nesouhlasím", "Rozhodně nesouhlasím"],
        &[
            "Täysin samaa mieltä",
            "Jokseenkin samaa mieltä",
            "Ei samaa eikä eri mieltä",
            "Jokseenkin eri mieltä",
            "Täysin eri mieltä",
        ],
        &["Συμφωνώ απόλυτα", "Συμφωνώ", "Ούτε συμφωνώ ούτε διαφωνώ", "Διαφωνώ", "Διαφωνώ απόλυτα"],
        &["Teljesen egyetértek", "Inkább egyetértek", "Inkább nem értek egyet", "Egyáltalán nem értek egyet"],
        &["Total de acord", "De acord", "Dezacord", "Total dezacord"],
        &["מסכים מאוד", "מסכים", "ניטרלי", "לא מסכים", "לא מסכים בכלל"],
    ];
    for scale in scales {
        let text = made("Timestamp,Rate this", ",", scale.len() * 10, |row| {
            vec![
                "01/02/2024 10:00:00".into(),
                scale[(scale.len() * 3 / 2 - row % scale.len()) % scale.len()].to_owned(),
            ]
        });
        let expected: Vec<(&str, usize)> = scale.iter().map(|label| (*label, 10)).collect();
        Made::text("Google Forms", &text).counts("Rate this", scale.len() * 10, &expected);
    }
}

/// Ages of Russian, Japanese, Chinese and Arabic surveys, and incomes with blanks between their thousands.
#[test]
fn limesurvey_with_bands_of_further_languages() {
    let bands: [&[&str]; 5] = [
        &["до 18 лет", "18-34 года", "35-54 года", "55 лет и старше"],
        &["20歳未満", "20〜39歳", "40〜59歳", "60歳以上"],
        &["18岁以下", "18-34岁", "35-54岁", "55岁以上"],
        &["أقل من ١٨", "١٨-٣٤", "٣٥-٥٤", "٥٥ فأكثر"],
        &["moins de 1 000 €", "1 000 à 1 999 €", "2 000 à 9 999 €", "10 000 € et plus"],
    ];
    for band in bands {
        let header = "id,submitdate,lastpage,startlanguage,Q1";
        let text = made(header, ",", 40, |row| {
            vec![
                row.to_string(),
                "2024-05-01 10:00:00".into(),
                "3".into(),
                "xx".into(),
                band[[2, 0, 3, 1][row % 4]].to_owned(),
            ]
        });
        let expected: Vec<(&str, usize)> = band.iter().map(|label| (*label, 10)).collect();
        Made::text("LimeSurvey", &text).counts("q1", 40, &expected);
    }
}

/// Yes and no over and over, in encodings of which chardetng needs more letters.
#[test]
fn short_files_in_encodings_of_other_scripts() {
    let files = [
        (encoding_rs::WINDOWS_1256, "id,العمل", ["جيد", "سيئ"]),
        (encoding_rs::WINDOWS_1256, "id,هل توافق؟", ["نعم", "لا"]),
        (encoding_rs::WINDOWS_1255, "id,האם אתה מסכים?", ["כן", "לא"]),
        (encoding_rs::WINDOWS_874, "id,เห็นด้วยไหม", ["ใช่", "ไม่ใช่"]),
        (encoding_rs::GB18030, "id,同意吗", ["是", "否"]),
        (encoding_rs::ISO_8859_15, "id,Combien ?", ["moins de 10 €", "10 € et plus"]),
    ];
    for (encoding, header, answers) in files {
        let text = made(header, ",", 30, |row| vec![(row + 1).to_string(), turn(&answers, row)]);
        let (bytes, _, has_errors) = encoding.encode(&text);
        assert!(!has_errors);
        let bytes = bytes.into_owned();
        let made =
            Made { what: encoding.name(), whole: whole(unknown("export.csv"), || std::io::Cursor::new(bytes.clone())) };
        let id = made.whole.plan.codebook.questions[0].id.clone();
        let mut options: Vec<&str> =
            made.whole.plan.codebook.questions[0].options().iter().map(|option| option.label.as_str()).collect();
        options.sort_unstable();
        let mut expected = answers;
        expected.sort_unstable();
        assert_eq!((id.is_empty(), options.as_slice()), (false, expected.as_slice()), "{}", encoding.name());
    }
}

/// Codes of a scale on both sides of nought keep their order, and their numbers as values: their mean is 0.
#[test]
fn stata_with_codes_on_both_sides_of_nought() {
    let each = ["Much worse", "Worse", "Same", "Better", "Much better"].map(|label| (label, 8));
    Made::file("pyreadstat for Stata", "codes_on_both_sides_of_nought.dta")
        .counts("bal", 40, &each)
        .mean("bal", 40, 0.0);
}

/// Points of a scale from nought to ten, of which nobody gave the 7: their mean is that of the points.
#[test]
fn surveysparrow_with_points() {
    let points = ["10", "0", "8", "9", "3", "5", "1", "2", "4", "6"];
    let text = made("Submission Id,How likely are you to recommend us?", ",", 60, |row| {
        vec![(7_000_000 + row * 13).to_string(), turn(&points, row)]
    });
    Made::text("SurveySparrow", &text).mean("How likely are you to recommend us?", 60, 4.8);
}

/// Degrees of what someone would do, in words that turn round in the middle.
#[test]
fn sawtooth_with_what_one_would_do() {
    let labels =
        ["Definitely would", "Probably would", "Might or might not", "Probably would not", "Definitely would not"];
    let text =
        made("sys_RespNum,Buy", ",", 50, |row| vec![(row + 1).to_string(), labels[(row * 3 + 2) % 5].to_owned()]);
    Made::text("Sawtooth", &text).counts("buy", 50, &labels.map(|label| (label, 10)));
}
