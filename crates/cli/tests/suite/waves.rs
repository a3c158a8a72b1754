//! Waves whose codebooks were written apart from each other: like is compared with like, and nothing else.

use crate::program::{Finished, topline};
use crate::workspace::{Change, Library};

/// A wave: so many people gave each of these answers, whose codes are given in this order.
fn wave(library: &Library, name: &str, question: &str, answers: &[(&str, usize)]) {
    let survey = format!(
        "id = \"{name}\"\ntitle = \"{name}\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n"
    );
    let options =
        answers.iter().enumerate().map(|(at, (label, _))| format!("  {{ code = {}, label = \"{label}\" }},\n", at + 1));
    let codebook = format!(
        "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"{question}\"\ncolumn = \"agree\"\noptions = [\n{}]\n",
        options.collect::<String>()
    );
    let export: String = answers.iter().map(|(label, count)| format!("\"{label}\"\n").repeat(*count)).collect();
    let file = |file: &str| format!("pipelines/{name}/{file}");
    library.change(&[
        Change::Write(&file("survey.toml"), survey.as_bytes()),
        Change::Write(&file("codebook.toml"), codebook.as_bytes()),
        Change::Write(&file("export.csv"), format!("agree\n{export}").as_bytes()),
    ]);
    topline(library.folder(), &["run", name, "--out", "out"]).exits(0);
}

fn waves(library: &Library, arguments: &[&str]) -> Finished {
    topline(library.folder(), &[&["waves", "--out", "out"], arguments].concat())
}

#[test]
fn answers_are_compared_by_what_they_say() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 15), ("Don\u{2019}t know", 5)]);
    wave(&library, "feb", "Do you  agree", &[("no", 75), ("Don't know", 5), ("YES", 20), ("Perhaps", 0)]);
    let told = waves(&library, &["jan", "feb", "--format", "csv"]).exits(0).stdout;
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "figure,label,unit,earlier,later,change,p,significant,waves,per_wave,per_wave_p");
    // By codes, 80% who say yes would be compared with 75% who say no.
    assert!(lines.iter().any(|line| line.starts_with("agree.3,\"YES, Total\",percent,80,20,-60,")), "{told}");
    assert!(lines.iter().any(|line| line.starts_with("agree.1,\"no, Total\",percent,15,75,60,")), "{told}");
    assert!(
        lines.iter().any(|line| line.starts_with("agree.2,\"Don't know, Total\",percent,5,5,0,1,false,")),
        "{told}"
    );
    assert_eq!(lines.len(), 4, "{told}");
    // What has no like is named.
    let told = waves(&library, &["jan", "feb"]).exits(0).stdout;
    assert!(told.contains("agree: code 1 was \"Yes\" and is \"no\""), "{told}");
    assert!(told.contains("agree: \"Perhaps\" is new"), "{told}");
}

#[test]
fn another_question_is_not_compared() {
    let library = Library::new();
    wave(&library, "jan", "Do you smoke?", &[("Yes", 80), ("No", 20)]);
    wave(&library, "feb", "Do you own a car?", &[("Yes", 20), ("No", 80)]);
    let told = waves(&library, &["jan", "feb"]).exits(2);
    assert!(told.stderr.contains("nothing in them is alike"), "{}", told.stderr);
    assert!(told.stderr.contains("asked \"Do you smoke?\" before, and \"Do you own a car?\" now"), "{}", told.stderr);
    assert!(told.stderr.contains("hint: ") && told.stderr.contains("--reworded"), "{}", told.stderr);
    // Unless somebody knows better.
    let told = waves(&library, &["jan", "feb", "--reworded", "agree", "--format", "csv"]).exits(0).stdout;
    assert!(told.contains("agree.1,\"Yes, Total\",percent,80,20,-60,"), "{told}");
}

#[test]
fn three_waves_have_a_trend() {
    let library = Library::new();
    for (name, yes) in [("w1", 40), ("w2", 50), ("w3", 60)] {
        wave(&library, name, "Do you agree?", &[("Yes", yes), ("No", 100 - yes)]);
    }
    let told = waves(&library, &["w1", "w2", "w3", "--format", "json"]).exits(0).stdout;
    let line = told.lines().find(|line| line.contains("agree.1")).expect("a line");
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(line["waves"], serde_json::json!(["40", "50", "60"]));
    // The variances of 40 and 60 of 100 are the same, so the line goes through the middle: 10 points a wave, with an error of
    // sqrt(24 / 2) = 3.4641; 2.8868 of them, beyond which 0.00416 of t with 297 degrees of freedom lie.
    let per_wave = line["per_wave"].as_f64().expect("a trend");
    assert!((per_wave - 10.0).abs() < 1e-9, "{line}");
    let p = line["per_wave_p"].as_f64().expect("a chance");
    assert!((p - 0.00418).abs() < 5e-5, "{line}");
    let text = waves(&library, &["w1", "w2", "w3"]).exits(0).stdout;
    assert!(text.starts_with("figure") && text.contains("per wave"), "{text}");
}
