//! The page of waves.

use topline_publish::{WaveChange, WaveFigure, WavePoint, WavesPage, waves_page};
use topline_survey::{FigureRef, Survey, Unit};

use crate::fixture::{SURVEY, plan};

fn point(published: &str, interval: Option<(f64, f64)>) -> WavePoint {
    WavePoint { published: published.to_owned(), value: published.parse().expect("a number"), interval }
}

fn figure(name: &str, label: &str, points: Vec<Option<WavePoint>>) -> WaveFigure {
    let key: FigureRef = name.parse().expect("a name");
    let column = if key.column.is_empty() { "Total" } else { "North" };
    WaveFigure {
        key,
        title: "Reading".to_owned(),
        labels: [String::new(), label.to_owned(), column.to_owned()],
        unit: Unit::Percent,
        points,
        whole: Some(WaveChange { change: 20.04, p: Some(0.004) }),
        latest: Some(WaveChange { change: -1.0, p: Some(0.7) }),
        trend: None,
    }
}

fn page(figures: &[WaveFigure]) -> String {
    let survey = |id: &str| Survey { id: id.to_owned(), reconstructed: false, ..plan(SURVEY, "").survey };
    let surveys = [survey("small-2019"), survey("small-2021"), survey("small-2024")];
    let page = WavesPage {
        surveys: &surveys.iter().collect::<Vec<_>>(),
        times: &[2019.0, 2021.0, 2024.0],
        figures,
        unlike: &["Q9: \"Perhaps\" is new".to_owned()],
        confidence: 0.95,
    };
    String::from_utf8(waves_page(&page)).expect("text")
}

#[test]
fn a_trend_is_drawn_at_its_times_and_said() {
    let yes = figure("Q1.1", "<Yes>", vec![Some(point("40", Some((30.4, 49.6)))), None, Some(point("60", None))]);
    let no = figure("Q1.2", "No", vec![Some(point("10", None)), Some(point("15", None)), Some(point("20", None))]);
    let page = page(&[yes, no]);
    let alternative = "Trend of &lt;Yes&gt;: 2019 40% (30.4 to 49.6), 2021 \u{2013}, 2024 60%. 2019 to 2024: +20.0 points, p 0.004 *.";
    assert!(page.contains(&format!("role=\"img\" aria-label=\"{alternative}\"")), "{page}");
    // The scale of both ends at 60. 2021 is two fifths of the way, from 10% to 90% of the width.
    let no = "<polyline points=\"10.00,83.33 42.00,75.00 90.00,66.67\"";
    assert!(page.contains(no), "{page}");
    // 40 and 60 have no line between them, as a wave between is missing; a dot each, and the interval of the first.
    assert_eq!(page.matches("<polyline").count(), 1);
    for line in [
        "<line class=\"dot\" x1=\"10.00\" x2=\"10.00\" y1=\"33.33\" y2=\"33.33\"",
        "<line class=\"dot\" x1=\"90.00\" x2=\"90.00\" y1=\"0.00\" y2=\"0.00\"",
        "<line class=\"whisker-line\" x1=\"10.00\" x2=\"10.00\" y1=\"49.33\" y2=\"17.33\"",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(page.contains("<span style=\"inset-inline-start:42.00%\">15%</span>"), "values stand at their waves");
}

#[test]
fn the_table_has_all_columns_and_changes() {
    let total = figure("Q1.1", "Yes", vec![Some(point("40", None)), Some(point("50", None)), Some(point("60", None))]);
    let north = figure("Q1.1@region.1", "Yes", vec![None, Some(point("55", None)), Some(point("54", None))]);
    let page = page(&[total, north]);
    assert_eq!(page.matches("<figure class=\"chart trend\"").count(), 1, "of the total alone");
    let row = page.split("<th scope=\"row\">Yes, North</th>").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.expect("a row").replace("<td class=\"number\">", "").replace("</td>", "|").replace('\n', "");
    assert_eq!(row, "\u{2013}|55%|54%|+20.0|0.004 *|-1.0|0.700|\u{2013}|\u{2013}|");
    assert!(page.contains("<h2 id=\"unlike-title\">Not compared, or only with care</h2>"));
    assert!(page.contains("<li>Q9: &quot;Perhaps&quot; is new</li>"));
}

/// The page of so many waves, one a year from 2001 on.
fn page_of_years(years: u32, figures: &[WaveFigure]) -> String {
    let survey = |year: u32| Survey { id: format!("small-{year}"), reconstructed: false, ..plan(SURVEY, "").survey };
    let surveys: Vec<Survey> = (2001..2001 + years).map(survey).collect();
    let times: Vec<f64> = (2001..2001 + years).map(f64::from).collect();
    let page = WavesPage {
        surveys: &surveys.iter().collect::<Vec<_>>(),
        times: &times,
        figures,
        unlike: &[],
        confidence: 0.95,
    };
    String::from_utf8(waves_page(&page)).expect("text")
}

#[test]
fn a_mean_is_drawn_between_its_least_and_its_greatest_end() {
    let mean = |points: Vec<Option<WavePoint>>| WaveFigure { unit: Unit::Score, ..figure("Q1.mean", "Mean", points) };
    let page = page_of_years(3, &[mean(vec![Some(point("2.0", Some((1.5, 2.5)))), Some(point("3.0", None)), None])]);
    // From 1.5 to 3.0, and a tenth of that on each side: 2.0 is 1.15 of 1.8 below the top, and 3.0 is 0.15.
    assert!(page.contains("<polyline points=\"10.00,63.89 50.00,8.33\""), "{page}");
    // Values that are all alike have one unit on each side.
    let page = page_of_years(3, &[mean(vec![Some(point("2.0", None)), Some(point("2.0", None)), None])]);
    assert!(page.contains("<polyline points=\"10.00,50.00 50.00,50.00\""), "{page}");
    // Percentages go up to a whole ten, and never beyond 100.
    let high = figure("Q1.1", "Yes", vec![Some(point("95", Some((85.0, 105.0)))), Some(point("91", None)), None]);
    let page = page_of_years(3, &[high]);
    assert!(page.contains("<polyline points=\"10.00,5.00 50.00,9.00\""), "{page}");
}

#[test]
fn names_of_waves_are_left_out_where_they_have_no_room() {
    let named = |years: u32| {
        let points = (0..years).map(|_| Some(point("40", None))).collect();
        let page = page_of_years(years, &[figure("Q1.1", "Yes", points)]);
        let names =
            page.split("class=\"at names\"").nth(1).and_then(|rest| rest.split("</div>").next()).expect("names");
        let names = names.split("<span").skip(1).map(|name| name.split(['>', '<']).nth(1).expect("a name").to_owned());
        names.collect::<Vec<_>>()
    };
    // Six names of four letters and a blank each are 30 letters, which have room; seven are not.
    assert_eq!(named(6), ["2001", "2002", "2003", "2004", "2005", "2006"]);
    assert_eq!(named(7), ["2001", "2003", "2005", "2007"]);
    // The last is always there, and none so near before it.
    assert_eq!(named(12), ["2001", "2003", "2005", "2007", "2009", "2012"]);
}

#[test]
fn trends_of_more_than_two_dozen_figures_are_in_the_table_alone() {
    let page = |count: u32| {
        let options: Vec<WaveFigure> = (1..=count)
            .map(|number| {
                figure(&format!("Q1.{number}"), "Yes", vec![Some(point("40", None)), Some(point("50", None))])
            })
            .collect();
        page_of_years(2, &options)
    };
    assert_eq!(page(24).matches("<figure class=\"chart trend\"").count(), 24);
    assert!(page(24).contains("<details><summary>Table, with all columns</summary>"));
    assert!(!page(25).contains("<figure") && !page(25).contains("<details>"));
    assert_eq!(page(25).matches("<th scope=\"row\">").count(), 25);
}

#[test]
fn two_waves_have_one_change() {
    let one = figure("Q1.1", "Yes", vec![Some(point("40", None)), Some(point("60", Some((50.0, 70.0))))]);
    let page = page_of_years(2, &[one]);
    let head = page.split("<thead>").nth(1).and_then(|rest| rest.split("</thead>").next()).expect("a head");
    let heads: Vec<&str> = head.split("scope=\"col\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(heads, ["Figure", "2001", "2002", "Change", "p"]);
    let row = page.split("<th scope=\"row\">Yes, Total</th>").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.unwrap_or_else(|| panic!("{page}"));
    assert_eq!(
        row.replace("<td class=\"number\">", "").replace("</td>", "|").replace('\n', ""),
        "40%|60%|+20.0|0.004 *|"
    );
    for line in [
        "<h1>Libraries &amp; their &lt;users&gt;</h1>",
        "<a href=\"#table-Q1\">Reading</a>",
        "<dt>small-2001</dt><dd>28 October to 3 November 2024</dd>",
        "*: significant at 95%.",
        "Upright lines in the charts are the intervals of values",
    ] {
        assert!(page.replace('\n', "").contains(line), "{line} in {page}");
    }
    assert_eq!(page.matches("The answers are made up").count(), 1, "the notice of both is said once");
}
