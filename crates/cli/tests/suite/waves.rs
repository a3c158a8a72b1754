//! Waves whose codebooks were written apart from each other: like is compared with like, and nothing else.

use crate::program::{Finished, topline};
use crate::workspace::{Change, Library};

/// A wave: so many people gave each of these answers, whose codes are given in this order.
pub(crate) fn wave(library: &Library, name: &str, question: &str, answers: &[(&str, usize)]) {
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

pub(crate) fn waves(library: &Library, arguments: &[&str]) -> Finished {
    topline(library.folder(), &[&["waves", "--out", "out"], arguments].concat())
}

#[test]
fn answers_are_compared_by_what_they_say() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 15), ("Don\u{2019}t know", 5)]);
    wave(&library, "feb", "Do you  agree", &[("no", 75), ("Don't know", 5), ("YES", 20), ("Perhaps", 0)]);
    let told = waves(&library, &["jan", "feb", "--format", "csv"]).exits(0).stdout;
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "figure,label,unit,earlier,later,change,p,significant,waves,per_wave,per_wave_p,before_change,before_p"
    );
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

/// Three of a hundred who wrote "Tram" are "Other" in the first wave, and have an option of their own in the second.
#[test]
fn other_is_not_compared_where_the_other_answers_differ() {
    let library = Library::new();
    wave(&library, "jan", "How do you travel?", &[("Bus", 60), ("Car", 30), ("Other", 10)]);
    wave(&library, "feb", "How do you travel?", &[("Bus", 60), ("Car", 30), ("Tram", 7), ("Other", 3)]);
    wave(&library, "mar", "How do you travel?", &[("Car", 40), ("Bus", 55), ("Other", 5)]);
    for name in ["jan", "feb", "mar"] {
        let file = format!("pipelines/{name}/codebook.toml");
        library.change(&[Change::Replace(&file, "label = \"Other\"", "label = \"Other\", mark = \"other\"")]);
        topline(library.folder(), &["run", name, "--out", "out"]).exits(0);
    }
    let told = waves(&library, &["jan", "feb", "--format", "csv"]).exits(0).stdout;
    assert!(told.contains("agree.1,\"Bus, Total\",percent,60,60,0,"), "{told}");
    assert!(!told.contains("Other"), "{told}");
    let told = waves(&library, &["jan", "feb"]).exits(0).stdout;
    let not = "agree: \"Other\" is of those whom the other answers do not fit, and these differ";
    assert!(told.contains(not) && told.contains("agree: \"Tram\" is new"), "{told}");
    // With the same answers beside it, it is.
    let told = waves(&library, &["jan", "mar", "--format", "csv"]).exits(0).stdout;
    assert!(told.contains("agree.3,\"Other, Total\",percent,10,5,-5,"), "{told}");
    let told = waves(&library, &["jan", "mar"]).exits(0).stdout;
    assert!(
        told.contains("compared by their labels, whatever their codes:\n  agree: code 1 was \"Bus\" and is \"Car\""),
        "{told}"
    );
    assert!(!told.contains("not compared"), "{told}");
}

#[test]
fn a_question_is_found_by_its_words_whatever_its_number_and_its_name() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 20)]);
    wave(&library, "feb", "Q3 01\u{2014}Do you agree?", &[("Yes", 75), ("No", 25)]);
    let told = waves(&library, &["jan", "feb", "--format", "csv"]).exits(0).stdout;
    assert!(told.contains("agree.1,\"Yes, Total\",percent,80,75,-5,"), "{told}");
    // In the later wave another question has the name, and the question another name.
    let export = "agree,second\nYes,Yes\nYes,Yes\nNo,Yes\nNo,Yes\n";
    let codebook = "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Do you smoke?\"\ncolumn = \"agree\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n\n\
                    [[question]]\nid = \"second\"\nkind = \"single\"\ntext = \"Do you agree\"\ncolumn = \"second\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
    library.change(&[
        Change::Write("pipelines/feb/codebook.toml", codebook.as_bytes()),
        Change::Write("pipelines/feb/export.csv", export.as_bytes()),
    ]);
    topline(library.folder(), &["run", "feb", "--out", "out"]).exits(0);
    let told = waves(&library, &["jan", "feb"]).exits(0).stdout;
    assert!(told.contains("second.1  Yes, Total") && !told.contains("agree.1"), "{told}");
    assert!(told.contains("agree: no question of the earlier wave asks \"Do you smoke?\""), "{told}");
    // What is asked no more is named.
    let told = waves(&library, &["feb", "jan"]).exits(0).stdout;
    assert!(told.contains("agree: no question of the later wave asks \"Do you smoke?\""), "{told}");
}

#[test]
fn numbers_without_words_are_compared_with_a_word_of_care() {
    let library = Library::new();
    wave(&library, "jan", "How was it?", &[("1", 80), ("2", 20)]);
    wave(&library, "feb", "How was it?", &[("1", 20), ("2", 80)]);
    let told = waves(&library, &["jan", "feb"]).exits(0).stdout;
    assert!(told.contains("agree: its answers are numbers without words: check that they mean the same"), "{told}");
}

/// A filter by codes is of the same people where the codes are of the same answers.
#[test]
fn filters_are_of_the_same_answers() {
    let library = Library::new();
    let options = |one: &str, other: &str| {
        format!("options = [{{ code = 1, label = \"{one}\" }}, {{ code = 2, label = \"{other}\" }}]\n")
    };
    for (name, one, other, filter) in [
        ("jan", "Yes", "No", "agree = 1"),
        ("feb", "Yes", "No", "agree = 1"),
        ("mar", "No", "Yes", "agree = 1"),
        ("apr", "No", "Yes", "agree = 'Yes'"),
        ("may", "Yes", "No", "agree = 'Yes'"),
    ] {
        wave(&library, name, "Do you agree?", &[(one, 60), (other, 40)]);
        let codebook = format!(
            "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Do you agree?\"\ncolumn = \"agree\"\n{}",
            options(one, other)
        );
        let tables = format!("[[table]]\nid = \"t\"\nrows = \"agree\"\nfilter = \"{filter}\"\n");
        let file = |file: &str| format!("pipelines/{name}/{file}");
        library.change(&[
            Change::Write(&file("codebook.toml"), codebook.as_bytes()),
            Change::Write(&file("tables.toml"), tables.as_bytes()),
        ]);
        topline(library.folder(), &["run", name, "--out", "out"]).exits(0);
    }
    let compared = |earlier: &str, later: &str| waves(&library, &[earlier, later]).exits(0).stdout;
    assert!(compared("jan", "feb").contains("t.1  Yes, Total"));
    let told = compared("feb", "mar");
    assert!(
        !told.contains("t.1  ") && told.contains("t: its percentages are not out of the same people: another filter"),
        "{told}"
    );
    assert!(compared("apr", "may").contains("t.1  Yes, Total"));
}

#[test]
fn a_number_of_an_earlier_wave_is_named_as_such() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 20)]);
    wave(&library, "feb", "Do you agree?", &[("Yes", 65), ("No", 35)]);
    let earlier = "\n[claims.earlier]\n\"the wave of January\" = \"../../out/jan\"\n";
    let claims = "[document]\nid = \"news\"\ntitle = \"News\"\n\n[[claim]]\nquote = \"80% agree\"\nlines = [1]\nfigure = \"agree.1\"\nis = \"80%\"\n\n\
                  [[claim]]\nquote = \"81% agree\"\nlines = [2]\nfigure = \"agree.1\"\nis = \"81%\"\n";
    library.change(&[
        Change::Append("pipelines/feb/survey.toml", earlier),
        Change::Write("pipelines/feb/claims/news.toml", claims.as_bytes()),
    ]);
    let told = topline(library.folder(), &["verify", "feb", "--out", "out", "--format", "json"]).exits(1).stdout;
    let verdicts: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let reason = |at: usize| verdicts[at]["reason"].as_str().unwrap_or_default().to_owned();
    assert_eq!(verdicts[0]["ruling"], "another_figure", "{told}");
    assert!(reason(0).ends_with("it is right of the wave of January: 80 of 100"), "{told}");
    assert_eq!(verdicts[1]["ruling"], "contradicted", "{told}");
    // A wave that is not there is an error, and no silence.
    library.change(&[Change::Append("pipelines/feb/survey.toml", "\"the wave of June\" = \"../../out/june\"\n")]);
    let told = topline(library.folder(), &["verify", "feb", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("out/june/figures.parquet"), "{}", told.stderr);
}

/// Waves of one codebook each, whose tables have these lines; each export has these lines below `agree`.
fn written(library: &Library, name: &str, codebook: &str, tables: &str, export: &str) {
    let survey = format!(
        "id = \"{name}\"\ntitle = \"{name}\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n"
    );
    let file = |file: &str| format!("pipelines/{name}/{file}");
    library.change(&[
        Change::Write(&file("survey.toml"), survey.as_bytes()),
        Change::Write(&file("codebook.toml"), codebook.as_bytes()),
        Change::Write(&file("tables.toml"), tables.as_bytes()),
        Change::Write(&file("export.csv"), export.as_bytes()),
    ]);
    topline(library.folder(), &["run", name, "--out", "out"]).exits(0);
}

/// What was one answer is two: neither is what it was.
#[test]
fn an_answer_that_was_parted_is_not_compared() {
    let library = Library::new();
    let codebook = |options: &str| {
        format!(
            "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"How do you travel?\"\ncolumn = \"agree\"\noptions = [{options}]\n"
        )
    };
    let car = "{ code = 9, label = \"Car\" }";
    let one = codebook(&format!("{{ code = 1, label = \"Bus\", also = [\"Coach\"] }}, {car}"));
    let two = codebook(&format!("{{ code = 1, label = \"Bus\" }}, {{ code = 2, label = \"Coach\" }}, {car}"));
    written(&library, "jan", &one, "", &format!("agree\n{}", "Bus\nCoach\nCar\n".repeat(20)));
    written(&library, "feb", &two, "", &format!("agree\n{}", "Bus\nBus\nCoach\nCar\n".repeat(20)));
    for waves_of in [["jan", "feb"], ["feb", "jan"]] {
        let told = waves(&library, &waves_of).exits(0).stdout;
        assert!(told.contains("Car, Total") && !told.contains("Bus, Total"), "{told}");
        assert!(told.contains("agree: \"Bus\" may be any of several of a wave"), "{told}");
    }
    // So are things that are ranked.
    let ranked = |items: &str| {
        format!(
            "[[question]]\nid = \"agree\"\nkind = \"rank\"\ntext = \"Which first?\"\ncolumns = [\"1\", \"2\"]\nitems = [{items}]\n"
        )
    };
    let car = "{ id = \"car\", label = \"Car\" }";
    let one = ranked(&format!("{{ id = \"bus\", label = \"Bus\", also = [\"Coach\"] }}, {car}"));
    let two = ranked(&format!("{{ id = \"bus\", label = \"Bus\" }}, {{ id = \"coach\", label = \"Coach\" }}, {car}"));
    written(&library, "mar", &one, "", &format!("1,2\n{}", "Bus,Car\nCar,Coach\nCar,Bus\n".repeat(20)));
    written(&library, "apr", &two, "", &format!("1,2\n{}", "Bus,Car\nCar,Coach\nCar,Bus\n".repeat(20)));
    let told = waves(&library, &["mar", "apr"]).exits(0).stdout;
    assert!(told.contains("agree.car.1  ") && !told.contains("agree.bus.1  "), "{told}");
    assert!(told.contains("agree: \"Bus\" may be any of several of a wave"), "{told}");
}

/// The mean of 20 ones, 20 twos and 20 threes is 2, where three counts for five 8/3; nets and bases of other answers are not alike.
#[test]
fn means_nets_and_bases_are_of_the_same_answers() {
    let library = Library::new();
    let codebook = |value: &str, codes: &str| {
        format!(
            "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"How is it?\"\ncolumn = \"agree\"\n\
             options = [{{ code = 1, label = \"Bad\" }}, {{ code = 2, label = \"Fair\" }}, {{ code = 3, label = \"Good\"{value} }}]\n\
             nets = [{{ id = \"well\", label = \"Well\", codes = [{codes}] }}]\n"
        )
    };
    let table = |base: &str| {
        format!("[[table]]\nid = \"agree\"\nrows = \"agree\"\nstatistics = [\"column_percent\", \"mean\"]\n{base}")
    };
    let export = format!("agree\n{}", "Bad\nFair\nGood\n".repeat(20));
    let plain = (codebook("", "2, 3"), table(""));
    written(&library, "jan", &plain.0, &plain.1, &export);
    written(&library, "feb", &plain.0, &plain.1, &export);
    written(&library, "valued", &codebook(", value = 5", "2, 3"), &plain.1, &export);
    written(&library, "netted", &codebook("", "1, 2"), &plain.1, &export);
    written(&library, "without", &plain.0, &table("exclude = [1]\n"), &export);
    written(&library, "all", &plain.0, &table("base = \"all\"\n"), &export);
    let told = waves(&library, &["jan", "feb"]).exits(0).stdout;
    assert!(told.contains("agree.mean  ") && told.contains("agree.well  "), "{told}");
    for (later, not, says) in [
        ("valued", "agree.mean  ", "agree: its mean is of other values"),
        ("netted", "agree.well  ", "agree: the net \"Well\" does not gather the same answers"),
    ] {
        let told = waves(&library, &["jan", later]).exits(0).stdout;
        assert!(!told.contains(not) && told.contains("agree.1  ") && told.contains(says), "{later}: {told}");
    }
    for (later, says) in [("without", "other answers are excluded"), ("all", "another rule of the base")] {
        let told = waves(&library, &["jan", later]).exits(2).stderr;
        assert!(told.contains(&format!("agree: its percentages are not out of the same people: {says}")), "{told}");
    }
}
