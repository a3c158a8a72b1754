//! The method statement, and what is said before the tables and of letters: each sentence as a reader must find it.

use topline_publish::Publication;
use topline_survey::{LetterAgainst, LetterBase, LetterCorrection, Letters, Tabulation, Weighting};

use crate::fixture::{CODEBOOK, SURVEY, cell, plan, plan_of, reading, report, rest, tables};
use crate::page_text::{between, read, written};

/// What stands under a name in the method statement of a survey with these sections.
fn said(name: &str, sections: &str) -> String {
    let page = written(&format!("{SURVEY}\n{sections}"), &tables());
    let method = between(&page, "id=\"method\"", "</dl>");
    let whole = read(between(method, &format!("<dt>{name}</dt>"), "</div>"));
    whole.strip_prefix(name).unwrap_or(&whole).trim().to_owned()
}

#[test]
fn a_design_is_said_stage_by_stage() {
    let design = |keys: &str| said("Sample, as errors count it", &format!("[design]\n{keys}"));
    assert_eq!(design(""), "Respondents one by one, from a population without end");
    // 81 of 1,620 are a twentieth.
    assert_eq!(design("stage = [{ population = 1620 }]"), "respondents one by one: 81 of 1,620, 5% of the population");
    assert_eq!(
        design("stage = [{ strata = \"region\", population = 1620 }]"),
        "respondents one by one, apart for each region, from 1,620"
    );
    assert_eq!(
        design("stage = [{ clusters = \"region\", population = 400 }, { strata = \"Q1\" }]"),
        "all respondents of a region, from 400; then respondents one by one, apart for each reading"
    );
}

#[test]
fn populations_may_come_from_a_question() {
    let size = "\n[[question]]\nid = \"size\"\nkind = \"number\"\ntext = \"How many are there?\"\ncolumn = \"Size\"\n";
    let survey = format!("{SURVEY}\n[design]\nstage = [{{ clusters = \"region\", population_from = \"size\" }}]");
    let plan = plan_of(&survey, &format!("{CODEBOOK}{size}"), "");
    let page = report(&rest().with(&plan, &tables()));
    let method = between(&page, "id=\"method\"", "</dl>");
    let sample = read(between(method, "<dt>Sample, as errors count it</dt>", "</div>"));
    assert!(sample.ends_with("all respondents of a region, from as many as there are"), "{sample}");
}

#[test]
fn replicates_are_named_by_their_method() {
    for (method, told) in [
        ("brr", "balanced half-samples"),
        ("fay", "half-samples after Fay"),
        ("jk1", "the jackknife"),
        ("bootstrap", "the bootstrap"),
        ("successive_differences", "successive differences"),
    ] {
        let count = if matches!(method, "bootstrap" | "successive_differences") { ", count = 10" } else { "" };
        let rho = if method == "fay" { ", rho = 0.3" } else { "" };
        let made = format!("[design]\nreplicates = {{ method = \"{method}\"{count}{rho} }}");
        let expect = format!("Replicated: {told}, weights made from the design");
        assert_eq!(said("Sample, as errors count it", &made), expect, "{method}");
    }
    let read = "[weights]\ncolumn = \"w\"\n\n[design]\nreplicates = { method = \"brr\", columns = { prefix = \"w\", first = 1, count = 8 } }";
    assert_eq!(said("Sample, as errors count it", read), "Replicated: balanced half-samples, weights of the export");
}

#[test]
fn weights_are_said_with_their_origin_and_targets() {
    assert_eq!(said("Weighting", ""), "Figures are not weighted: each respondent counts the same.");
    assert_eq!(said("Weighting", "[weights]\ncolumn = \"w\""), "By `w` of the export");
    assert_eq!(said("Weighting", "[weights]\nexpression = \"1 / p\""), "By `1 / p` of the export");
    let references = "[[reference]]\nname = \"people\"\npath = \"people.csv\"\n\n";
    let by = |by: &str| format!("{{ reference = \"people\", size = \"n\", by = {{ {by} }} }}");
    let made = |keys: &str, targets: &[String]| {
        said("Weighting", &format!("{references}[weights]\n{keys}\ntarget = [{}]", targets.join(", ")))
    };
    let (region, reading) = (by("region = \"r\""), by("Q1 = \"q\""));
    assert_eq!(made("method = \"rake\"", &[region.clone(), reading.clone()]), "Raked to region and Q1");
    assert_eq!(
        made("method = \"post_stratify\"\ncolumn = \"w\"", &[by("region = \"r\", Q1 = \"q\"")]),
        "Post-stratified to Q1 by region, from `w` of the export"
    );
    assert_eq!(made("method = \"calibrate\"", &[region, reading]), "Calibrated to region and Q1");
}

#[test]
fn a_response_rate_is_of_those_who_were_invited() {
    assert_eq!(said("Respondents", ""), "81");
    // 81 of 1,000.
    assert_eq!(
        said("Respondents", "[method]\ninvited = 1000"),
        "81 of 1,000 who were asked to take part: a response rate of 8.1%"
    );
    assert_eq!(
        said("Respondents", "[method]\ninvited = 81"),
        "81 of 81 who were asked to take part: a response rate of 100.0%"
    );
    assert_eq!(said("Respondents", "[method]\ninvited = 80"), "81", "more than were asked cannot have answered");
}

#[test]
fn the_margin_of_error_is_the_greatest_of_the_total() {
    let margin = |design: &str, change: &dyn Fn(&mut Tabulation)| {
        let plan = plan(&format!("{SURVEY}\n{design}"), "");
        let mut table = reading();
        change(&mut table);
        let page = report(&rest().with(&plan, &[table]));
        read(between(&page, "<dt>Margin of error</dt>", "</div>"))
    };
    let declared = "[design]\nconfidence = 0.9";
    assert!(margin("", &|_| ()).contains("the pipeline declares no sample design"));
    assert!(margin(declared, &|_| ()).contains("no percentage of all respondents has an interval"));
    let with = |row: &'static str, column: usize, x: f64, ends: (f64, f64)| {
        move |table: &mut Tabulation| {
            let cell = cell(table, 0, row, column);
            (cell.x, cell.error.x_low, cell.error.x_upp) = (Some(x), Some(ends.0), Some(ends.1));
        }
    };
    let said = margin(declared, &|table| {
        with("1", 0, 12.0, (8.5, 17.0))(table);
        with("2", 0, 38.0, (31.6, 44.0))(table);
        // Neither a break nor a mean is a percentage of all.
        with("2", 1, 33.0, (11.0, 55.0))(table);
        with("mean", 0, 2.3, (1.0, 99.0))(table);
    });
    // 38.0 - 31.6 is more than 17.0 - 12.0.
    assert!(said.contains("At most 6.4 percentage points either way"), "{said}");
    assert!(said.contains("at a confidence level of 90%."), "{said}");
}

#[test]
fn questions_are_counted() {
    assert_eq!(said("Wording", ""), "4 questions. Each table has the question as it was asked.");
}

#[test]
fn the_notes_before_tables_say_how_they_are_rounded_and_protected() {
    let notes = |sections: &str| {
        let page =
            written(&SURVEY.replace("disclosure = { minimum_base = 10, caution_base = 30 }", sections), &[reading()]);
        read(between(&page, "id=\"tables\"", "<section class=\"table\""))
    };
    let usual = notes("");
    assert!(
        usual.contains("Percentages are rounded from exact counts to whole numbers, halves away from zero."),
        "{usual}"
    );
    assert!(!usual.contains("[c]") && !usual.contains("Figures are weighted"), "{usual}");
    for (rounding, expect) in [
        ("mode = \"half_even\", decimals = 1", "to one decimal place, halves to the even digit."),
        ("mode = \"truncate\", decimals = 2", "to 2 decimal places, further digits cut off."),
    ] {
        let found = notes(&format!("rounding = {{ {rounding} }}"));
        assert!(found.contains(expect), "{found}");
    }
    let bases = notes("disclosure = { minimum_base = 10, caution_base = 30 }");
    assert!(bases.contains("[c]: held back, as its base is below 10."), "{bases}");
    assert!(bases.contains("[u]: base below 30, to be read with caution."), "{bases}");
    assert!(!bases.contains("so that nobody can be found"), "{bases}");
    let counts = notes("disclosure = { threshold = 5 }");
    assert!(counts.contains("[c]: held back, so that nobody can be found in the figures."), "{counts}");
    let rounded = notes("disclosure = { round_to = 5 }");
    assert!(rounded.contains("counts and bases are rounded to the nearest 5, each by itself"), "{rounded}");
}

/// The note below a table with letters.
fn letters_note(letters: &Letters, survey: &str) -> String {
    let mut plan = plan(survey, "");
    let known = plan.tables.iter_mut().find(|known| known.id == "Q1").expect("the table");
    known.letters = Some(*letters);
    let mut table = reading();
    cell(&mut table, 0, "2", 2).letters = Some("A".to_owned());
    let page = report(&rest().with(&plan, &[table]));
    let notes = read(between(&page, "<ul class=\"notes\">", "</ul>"));
    let start = notes.find("Letters: ").or_else(|| notes.find("+ or -: ")).unwrap_or_else(|| panic!("{notes}"));
    notes[start..].to_owned()
}

#[test]
fn letters_say_what_they_compare_and_how() {
    let plain = Letters {
        confidence: 0.95,
        lower_confidence: None,
        against: LetterAgainst::Columns,
        correction: LetterCorrection::None,
        base: LetterBase::Effective,
        minimum_base: 40,
    };
    let note = letters_note(&plain, SURVEY);
    assert!(note.contains(", at 95% confidence, by "), "{note}");
    assert!(note.contains("Columns of fewer than 40 respondents are not compared"), "{note}");
    for (base, told) in [
        (LetterBase::Effective, "by effective bases"),
        (LetterBase::Unweighted, "by unweighted bases"),
        (LetterBase::Weighted, "by weighted bases"),
    ] {
        assert!(letters_note(&Letters { base, ..plain }, SURVEY).contains(told), "{told}");
    }
    assert!(letters_note(&plain, &format!("{SURVEY}\n[design]\n")).contains("by the design of the sample"));
    for (correction, told) in [
        (LetterCorrection::None, "without correction for their number."),
        (LetterCorrection::Bonferroni, "with Bonferroni\u{2019}s correction."),
        (LetterCorrection::Holm, "with Holm\u{2019}s correction."),
        (LetterCorrection::BenjaminiHochberg, "with Benjamini and Hochberg\u{2019}s correction."),
    ] {
        assert!(letters_note(&Letters { correction, ..plain }, SURVEY).contains(told), "{told}");
    }
    let less = |against: LetterAgainst| {
        letters_note(&Letters { against, confidence: 0.95, lower_confidence: Some(0.9), ..plain }, SURVEY)
    };
    assert!(less(LetterAgainst::Columns).contains("(letters in lower case: at 90% and not at 95%)"));
    let rest = less(LetterAgainst::Rest);
    assert!(rest.starts_with("+ or -: significantly higher or lower than all other columns"), "{rest}");
    assert!(rest.contains("(in brackets: at 90% and not at 95%)"), "{rest}");
    assert!(less(LetterAgainst::Both).contains("(letters in lower case and signs in brackets: at 90% and not at 95%)"));
}

#[test]
fn intervals_say_their_level_and_kind() {
    for (interval, told) in [
        ("logit", "on the log odds"),
        ("likelihood", "by the likelihood ratio"),
        ("asin", "on the arc sine"),
        ("beta", "after Korn and Graubard"),
        ("mean", "after Wald"),
        ("wilson", "after Wilson"),
    ] {
        let survey = format!("{SURVEY}\n[design]\nconfidence = 0.9\ninterval = \"{interval}\"");
        let mut table = reading();
        let own = cell(&mut table, 0, "1", 0);
        (own.error.x_low, own.error.x_upp) = (Some(8.0), Some(18.0));
        let page = written(&survey, &[table]);
        let expect = format!("Below a value of the total stands its 90% interval (of percentages {told}).");
        assert!(page.contains(&expect), "{interval}");
    }
}

#[test]
fn unequal_weights_cost_respondents() {
    let cost = |summary: &[(&'static str, f64)]| {
        let weighting = Weighting { categories: Vec::new(), summary: summary.to_vec() };
        let (plan, rest) = (plan(SURVEY, ""), rest());
        let page = report(&Publication { weighting: Some(&weighting), ..rest.with(&plan, &[]) });
        read(between(&page, "<h2 id=\"weighting-title\">", "</p>"))
    };
    let of_all = [("respondents", 1234.0), ("effective respondents", 1000.04), ("design effect of weights", 1.2337)];
    let ends = [("least weight", 0.25), ("greatest weight", 3.5)];
    assert_eq!(
        cost(&[&of_all[..], &ends, &[("converged", 1.0)]].concat()),
        "How the answers were weighted 1,234 respondents count as much as 1000 would with equal weights (design effect 1.23). \
         Weights run from 0.250 to 3.500."
    );
    assert_eq!(
        cost(&[&of_all[..], &[("converged", 0.0)]].concat()),
        "How the answers were weighted 1,234 respondents count as much as 1000 would with equal weights (design effect 1.23). \
         Within their limits the weights could not reach every target."
    );
}
