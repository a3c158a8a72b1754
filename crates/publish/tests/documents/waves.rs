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
