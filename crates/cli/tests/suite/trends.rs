//! Three waves and more: their trend, the page that shows it, and what repeats from wave to wave.

use std::fmt::Write as _;

use crate::program::topline;
use crate::waves::{wave, waves};
use crate::workspace::{Change, Library};

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

#[test]
fn a_page_shows_the_trends() {
    let library = Library::new();
    for (name, yes) in [("w-2019", 40), ("w-2021", 50), ("w-2024", 60)] {
        wave(&library, name, "Do you agree?", &[("Yes", yes), ("No", 100 - yes)]);
    }
    let asked = ["w-2019", "w-2021", "w-2024", "--times", "2019,2021,2024", "--html", "waves.html"];
    let listed = waves(&library, &asked).exits(0).stdout;
    assert!(listed.starts_with("figure"), "the list is written all the same: {listed}");
    let page = std::fs::read_to_string(library.folder().join("waves.html")).expect("a page");
    assert!(
        page.contains("aria-label=\"Trend of Yes: 2019 40%, 2021 50%, 2024 60%. 2019 to 2024: +20.0 points, p 0.00"),
        "{page}"
    );
    // Percentages are drawn from 0 to 60 here.
    assert!(page.contains("<polyline points=\"10.00,33.33 42.00,16.67 90.00,0.00\""), "{page}");
}

#[test]
fn what_is_noted_of_several_waves_is_told_once() {
    let library = Library::new();
    for (name, notice) in [("n1", "A draft."), ("n2", "A draft."), ("n3", "Asked by telephone.")] {
        wave(&library, name, "Do you agree?", &[("Yes", 40), ("No", 60)]);
        let file = format!("pipelines/{name}/survey.toml");
        let survey = std::fs::read_to_string(library.folder().join(&file)).expect("a survey");
        library.change(&[Change::Write(&file, format!("notice = \"{notice}\"\n{survey}").as_bytes())]);
        topline(library.folder(), &["run", name, "--out", "out"]).exits(0);
    }
    waves(&library, &["n1", "n2", "n3", "--html", "waves.html"]).exits(0);
    let page = std::fs::read_to_string(library.folder().join("waves.html")).expect("a page");
    assert_eq!(["A draft.", "Asked by telephone."].map(|notice| page.matches(notice).count()), [1, 1], "{page}");
}

/// A wave of eight clusters of six people in two strata, weighted; the same people in each wave.
fn designed_wave(library: &Library, wave: i32, declared: &str) {
    let name = format!("d{wave}");
    let survey = format!(
        "id = \"{name}\"\ntitle = \"{name}\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n\
         respondent = \"id\"\n[weights]\ncolumn = \"w\"\n{declared}"
    );
    let mut codebook = String::new();
    for number in ["h", "c", "person", "score"] {
        let _ = write!(
            codebook,
            "[[question]]\nid = \"{number}\"\nkind = \"number\"\ntext = \"{number}\"\ncolumn = \"{number}\"\n"
        );
    }
    for (question, options) in [("yes", ["No", "Yes"]), ("part", ["Even", "Odd"])] {
        let [none, one] = options;
        let _ = write!(
            codebook,
            "[[question]]\nid = \"{question}\"\nkind = \"single\"\ntext = \"{question}\"\ncolumn = \"{question}\"\n\
             options = [{{ code = 1, label = \"{none}\" }}, {{ code = 2, label = \"{one}\" }}]\n"
        );
    }
    let tables = "[default]\nbanner = [{ question = \"part\" }]\n[[table]]\nid = \"yes\"\nrows = \"yes\"\n\
                  [[table]]\nid = \"score\"\nrows = \"score\"\nstatistics = [\"mean\"]\n";
    let mut export = "id,h,c,person,w,yes,part,score\n".to_owned();
    for (cluster, person) in (1..=8).flat_map(|cluster| (1..=6).map(move |person| (cluster, person))) {
        let stratum = if cluster <= 4 { 1 } else { 2 };
        let weight = 1 + (cluster + person) % 3;
        let yes = if (3 * cluster + 5 * person + 2 * wave * (cluster % 3 + 1)) % 7 < 3 + wave { "Yes" } else { "No" };
        let part = if person % 2 == 0 { "Even" } else { "Odd" };
        let score = (7 * cluster + 3 * person + 4 * wave * cluster) % 11;
        let id = 10 * cluster + person;
        let _ = writeln!(export, "{id},{stratum},{cluster},{id},{weight},{yes},{part},{score}");
    }
    let file = |file: &str| format!("pipelines/{name}/{file}");
    library.change(&[
        Change::Write(&file("survey.toml"), survey.as_bytes()),
        Change::Write(&file("codebook.toml"), codebook.as_bytes()),
        Change::Write(&file("tables.toml"), tables.as_bytes()),
        Change::Write(&file("export.csv"), export.as_bytes()),
    ]);
    topline(library.folder(), &["run", &name, "--out", "out"]).exits(0);
}

/// The steps of figures in three waves: each wave's error, its change on the wave before and on the first, and the trend.
fn steps(declared: &str, arguments: &[&str]) -> Vec<serde_json::Value> {
    let library = Library::new();
    (0..3).for_each(|wave| designed_wave(&library, wave, declared));
    let arguments = [&["d0", "d1", "d2", "--each-wave", "--format", "json"], arguments].concat();
    let told = waves(&library, &arguments).exits(0).stdout;
    told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Compares numbers of a figure's wave with those expected.
fn check_step(steps: &[serde_json::Value], (figure, wave): (&str, usize), expect: &[(&str, f64)]) {
    let of_figure: Vec<_> = steps.iter().filter(|step| step["figure"] == figure).collect();
    let step = of_figure.get(wave).unwrap_or_else(|| panic!("no {figure} in {steps:?}"));
    for (name, expect) in expect {
        let found = step[*name].as_f64().unwrap_or(f64::NAN);
        assert!(
            (found - expect).abs() <= 1e-9 * expect.abs().max(1e-3),
            "{figure}, {wave}, {name}: {found}, not {expect}"
        );
    }
}

#[test]
fn clusters_that_repeat_count_in_changes_and_trends() {
    let stage = "[[design.stage]]\nstrata = \"h\"\nclusters = \"c\"\n";
    let found = steps(&format!("[design.repeats]\nclusters = true\n{stage}"), &[]);
    // R's survey package 4.5: svyby(~y, ~wave, svymean, covmat = TRUE) over the stacked waves with their clusters, and svycontrast;
    // of "Yes" in hundredths.
    let yes = [
        ("se", 5.031_728_036_871_33),
        ("on_before", 8.333_333_333_333_33),
        ("on_before_se", 6.588_078_458_684_12),
        ("on_before_df", 6.0),
        ("on_before_p", 0.252_810_113_301_072_5),
        ("on_first", 26.041_666_666_666_66),
        ("on_first_se", 10.468_620_438_667_59),
        ("on_first_p", 0.047_316_186_432_899_4),
        ("per_wave", 12.738_218_988_218_99),
        ("per_wave_se", 5.150_126_101_060_92),
        ("per_wave_p", 0.048_236_165_796_574_7),
    ];
    check_step(&found, ("yes.2", 2), &yes);
    let before = [("on_before_se", 8.735_934_462_089_68), ("on_before_p", 0.089_024_569_577_580_2)];
    check_step(&found, ("yes.2", 1), &before);
    let even = [
        ("on_before_se", 10.135_082_999_532_2),
        ("on_first_se", 7.887_372_702_500_381),
        ("on_first_p", 0.004_146_574_213_857_59),
        ("per_wave_se", 4.107_879_283_095_196),
        ("per_wave_p", 0.005_443_336_247_043_19),
    ];
    check_step(&found, ("yes.2@part.1", 2), &even);
    let score = [
        ("se", 0.202_612_423_067_988),
        ("on_first", -0.322_916_666_666_666),
        ("on_first_se", 0.593_628_155_139_287),
        ("on_first_p", 0.606_068_524_243_136),
        ("per_wave", -0.116_671_556_164_025),
        ("per_wave_p", 0.734_373_885_752_48),
    ];
    check_step(&found, ("score.mean", 2), &score);
    // The waves three years apart.
    let found = steps(&format!("[design.repeats]\nclusters = true\n{stage}"), &["--times", "2018,2021,2024"]);
    check_step(
        &found,
        ("yes.2", 2),
        &[("per_wave", 12.738_218_988_218_99 / 3.0), ("per_wave_p", 0.048_236_165_796_574_7)],
    );
    // Said of nothing in common, the waves are independent: the variances add up, and so do the degrees of freedom.
    let found = steps(&format!("[design]\n{stage}"), &[]);
    let alone = 5.983_919_423_477_1_f64.hypot(5.031_728_036_871_33);
    check_step(&found, ("yes.2", 2), &[("on_first_se", alone), ("on_first_df", 12.0)]);
}

#[test]
fn respondents_of_a_panel_count_in_changes_and_trends() {
    // As above, with the persons as clusters.
    let yes = [
        ("se", 7.246_673_919_800_81),
        ("on_before_se", 10.951_123_593_450_25),
        ("on_before_df", 47.0),
        ("on_before_p", 0.450_483_907_808_036_7),
        ("on_first_se", 11.700_738_884_163_78),
        ("on_first_p", 0.030_872_393_148_290_1),
        ("per_wave", 12.896_701_102_163_69),
        ("per_wave_se", 5.817_377_174_867_16),
        ("per_wave_p", 0.031_502_519_753_093_9),
    ];
    let even =
        [("on_first_df", 23.0), ("on_first_p", 0.030_761_248_701_319_4), ("per_wave_p", 0.032_898_421_135_677_5)];
    let score = [("on_first_se", 0.568_099_442_077_226), ("per_wave_p", 0.603_655_585_146_972)];
    for id in ["person", "respondent"] {
        let found = steps(&format!("[design.repeats]\nrespondents = \"{id}\"\n"), &[]);
        check_step(&found, ("yes.2", 2), &yes);
        check_step(&found, ("yes.2@part.1", 2), &even);
        check_step(&found, ("score.mean", 2), &score);
    }
}

/// What the page draws are the intervals of the figures themselves.
#[test]
fn the_page_has_the_intervals_of_a_design() {
    let library = Library::new();
    let declared = "[design]\n[[design.stage]]\nstrata = \"h\"\nclusters = \"c\"\n";
    (0..3).for_each(|wave| designed_wave(&library, wave, declared));
    waves(&library, &["d0", "d1", "d2", "--html", "waves.html"]).exits(0);
    let page = std::fs::read_to_string(library.folder().join("waves.html")).expect("a page");
    let mut said = String::from("Trend of Yes: ");
    for wave in ["d0", "d1", "d2"] {
        let query = "select published, round(x_low, 1), round(x_upp, 1) from figures where figure = 'yes.2'";
        let told =
            topline(library.folder(), &["sql", query, "-p", wave, "--out", "out", "--format", "csv"]).exits(0).stdout;
        let numbers: Vec<&str> = told.lines().nth(1).expect("a figure").split(',').collect();
        let _ = write!(said, "{wave} {}% ({} to {}), ", numbers[0], numbers[1], numbers[2]);
    }
    assert!(page.contains(said.trim_end_matches(", ")), "{said}\n{page}");
    assert!(page.contains("class=\"whisker-line\"") && page.contains("Upright lines in the charts are the intervals"));
}

#[test]
fn times_are_as_many_as_waves_and_rise() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 20)]);
    wave(&library, "feb", "Do you agree?", &[("Yes", 70), ("No", 30)]);
    for times in ["2019", "2021,2019", "1,inf"] {
        let told = waves(&library, &["jan", "feb", "--times", times]).exits(2);
        assert!(told.stderr.contains("`--times` are 2 rising numbers"), "{}", told.stderr);
    }
}

#[test]
fn what_repeats_must_be_in_the_design() {
    let library = Library::new();
    wave(&library, "jan", "Do you agree?", &[("Yes", 80), ("No", 20)]);
    let cases = [
        ("[design.repeats]\n", "says nothing of what waves have in common"),
        ("[design.repeats]\nclusters = true\n", "clusters repeat in each wave, and the first stage has no `clusters`"),
        ("[design.repeats]\nreplicates = true\n", "`[design.repeats]` and `[design.replicates]` do not fit each other"),
        (
            "[design.repeats]\nrespondents = \"agre\"\n",
            "`respondents` of `[design.repeats]` is the unknown question `agre`",
        ),
        (
            "[design.repeats]\nrespondents = \"agree\"\n[[design.stage]]\nclusters = \"agree\"\n",
            "respondents repeat in each wave, and the clusters that they are in do not",
        ),
        ("[[design.stage]]\npairs = \"overton\"\n", "stage 1 has `pairs` or `estimator`, and no probabilities"),
        (
            "[[standard]]\nname = \"of_2000\"\nreference = \"ages\"\nsize = \"people\"\nby = { agree = \"age\" }\n",
            "a standard population is of the unknown reference table `ages`",
        ),
    ];
    for (declared, expect) in cases {
        let survey = format!(
            "id = \"jan\"\ntitle = \"jan\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n{declared}"
        );
        library.change(&[Change::Write("pipelines/jan/survey.toml", survey.as_bytes())]);
        let told = topline(library.folder(), &["check", "jan"]).exits(2).stderr;
        assert!(told.contains(expect), "{expect}: {told}");
    }
}
