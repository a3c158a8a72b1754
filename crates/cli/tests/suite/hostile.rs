//! Odd folders, odd cells, and a careless hand.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::program::topline;
use crate::workspace::{Change, Library, copy, files, path, root};

#[test]
fn folders_with_spaces_and_other_scripts() {
    for name in ["with a space", "ünïcødé – ’quoted’", "percent %20 #hash", "-dash", "[a] *?{b}"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join(name);
        fs::create_dir(&inner).expect("a folder that can be made");
        copy(&root().join("tests/fixtures/library"), &inner);
        let out = path(&inner).to_owned() + "/out";
        topline(&inner, &["run", "library", "--out", &out]).exits(0);
        let sql = "select published from figures where figure = 'visited.1'";
        let told = topline(&inner, &["sql", sql, "--out", &out, "--format", "csv"]).exits(0);
        assert_eq!(told.stdout, "published\n80\n", "in {name}");
    }
}

#[test]
fn from_another_folder_and_through_links() {
    let library = Library::new();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let pipeline = library.folder().join("pipelines/library");
    let linked = elsewhere.path().join("linked");
    symlink(&pipeline, &linked).expect("a link that can be made");
    // The export is found from the pipeline's folder, wherever the program is called.
    for named in [path(&pipeline), "./linked"] {
        topline(elsewhere.path(), &["verify", named, "--out", "out"]).exits(0);
    }
    // A folder of outputs may be a link; the place of a run's outputs may not.
    fs::create_dir(elsewhere.path().join("disk")).expect("a folder that can be made");
    symlink("disk", elsewhere.path().join("linked-out")).expect("a link that can be made");
    topline(elsewhere.path(), &["run", "linked", "--out", "linked-out"]).exits(0);
    assert!(elsewhere.path().join("disk/library/run.json").is_file());
}

#[test]
fn inputs_are_only_read() {
    let library = Library::new();
    let before = files(library.folder());
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    topline(library.folder(), &["verify", "library", "--out", "out"]).exits(0);
    fs::remove_dir_all(library.folder().join("out")).expect("outputs");
    assert!(before == files(library.folder()), "a run changed its inputs");
    // Outputs inside the pipeline's folder are no files of the pipeline.
    topline(library.folder(), &["run", "library", "--out", "pipelines/library"]).exits(0);
    topline(library.folder(), &["run", "library", "--out", "pipelines/library"]).exits(0);
    assert!(library.folder().join("pipelines/library/library/run.json").is_file());
}

#[test]
fn huge_and_odd_cells() {
    let huge = "word ".repeat(400_000);
    for (cell, respondents) in [
        (huge.as_str(), "10 respondents"),
        ("\"two\nlines, and a \"\"quote\"\"\"", "10 respondents"),
        ("=cmd|' /C calc'!A0", "10 respondents"),
        ("<script>alert(1)</script>", "10 respondents"),
        ("\u{0}\u{7}\u{202e}", "10 respondents"),
    ] {
        let library = Library::with(&[Change::Replace("data/raw/library.csv", "Warm and quiet", cell)]);
        let told = topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
        assert!(told.stdout.contains(respondents), "{}", told.stdout);
        // The question is private: what it was answered is in no document.
        for document in ["report.html", "bulletin.md", "run.json"] {
            let text = fs::read_to_string(library.outputs().join(document)).expect("a document");
            assert!(!text.contains("Warm") && !text.contains("alert(1)"), "{document}");
        }
    }
}

#[test]
fn texts_are_safe_in_spreadsheets_where_csv_is_for_them() {
    let label = "label = \"=cmd|' /C calc'!A0\", also = [\"Good\"]";
    let relabelled = Change::Replace("pipelines/library/codebook.toml", "label = \"Good\"", label);
    let styled = Change::Append("pipelines/library/survey.toml", "\n[publish]\ncsv = \"excel\"\n");
    let query = "select '=1+1' as a, '1-5' as b, '-5' as c, 'Yes' as d, -2 as e";
    for (library, cell, answered) in [
        (Library::with(&[relabelled]), ",=cmd", "a,b,c,d,e\n=1+1,1-5,-5,Yes,-2\n"),
        (Library::with(&[relabelled, styled]), ",'=cmd", "\u{feff}a,b,c,d,e\n'=1+1,'1-5,-5,Yes,-2\n"),
    ] {
        topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
        let table = fs::read_to_string(library.outputs().join("tables/opinion.csv")).expect("a table");
        assert!(table.contains(cell), "{table}");
        assert_eq!(table.starts_with('\u{feff}'), cell == ",'=cmd", "{table}");
        let printed =
            topline(library.folder(), &["tables", "library", "opinion", "--out", "out", "--format", "csv"]).exits(0);
        assert_eq!(printed.stdout.trim_end(), table.trim_start_matches('\u{feff}').trim_end());
        let told =
            topline(library.folder(), &["sql", "-p", "library", query, "--out", "out", "--format", "csv"]).exits(0);
        assert_eq!(told.stdout, answered);
    }
}

#[test]
fn line_ends_of_other_systems() {
    let export = fs::read_to_string(root().join("tests/fixtures/library/data/raw/library.csv")).expect("an export");
    for ends in ["\r\n", "\r"] {
        let text = export.replace('\n', ends);
        let library = Library::with(&[Change::Write("data/raw/library.csv", text.as_bytes())]);
        topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    }
    // The last line need not end, and the files of a pipeline may have Windows's line ends.
    let text = export.trim_end().to_owned();
    let survey =
        fs::read_to_string(root().join("tests/fixtures/library/pipelines/library/survey.toml")).expect("a survey");
    let survey = survey.replace('\n', "\r\n");
    let library = Library::with(&[
        Change::Write("data/raw/library.csv", text.as_bytes()),
        Change::Write("pipelines/library/survey.toml", survey.as_bytes()),
    ]);
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
}

#[test]
fn markup_in_labels_stays_text() {
    let label = "label = \"<b>Good</b> & 'fine'\", also = [\"Good\"]";
    let library = Library::with(&[Change::Replace("pipelines/library/codebook.toml", "label = \"Good\"", label)]);
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    let report = fs::read_to_string(library.outputs().join("report.html")).expect("a report");
    assert!(report.contains("&lt;b&gt;Good&lt;/b&gt; &amp; "), "the label is not in the report as text");
    assert!(!report.contains("<b>Good</b>"), "the label is markup in the report");
}

#[test]
fn files_of_a_pipeline_that_are_no_such_files_are_refused_soon() {
    let equals = "=".repeat(10_000_000);
    let keys: String = (0..200_000).fold(String::new(), |text, key| text + &format!("k{key} = 1\n"));
    let nested = format!("a = {}", "[".repeat(100_000));
    for (text, says) in [
        (equals.as_str(), "survey.toml:1:1"),
        (keys.as_str(), "and 199950 more unknown keys"),
        (nested.as_str(), "survey.toml:1:"),
    ] {
        let library = Library::with(&[Change::Write("pipelines/library/survey.toml", text.as_bytes())]);
        let began = Instant::now();
        let told = topline(library.folder(), &["check", "library"]).exits(2);
        assert!(began.elapsed() < Duration::from_mins(1), "{says}");
        assert!(told.stderr.contains(says), "{}", &told.stderr[..told.stderr.len().min(2_000)]);
        assert!(told.stderr.len() < 100_000, "{} bytes of problems", told.stderr.len());
    }
}

#[test]
fn a_question_may_have_a_hundred_thousand_options() {
    let options: String =
        (0..100_000).fold(String::new(), |text, code| text + &format!("{{ code = {code}, label = \"L{code}\" }},\n"));
    let question =
        format!("[[question]]\nid = \"Q\"\nkind = \"single\"\ntext = \"T\"\ncolumn = \"Q\"\noptions = [\n{options}]\n");
    let survey = "id = \"long\"\ntitle = \"Long\"\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\nrespondent = \"ID\"\n";
    let library = Library::with(&[
        Change::Write("pipelines/long/survey.toml", survey.as_bytes()),
        Change::Write("pipelines/long/codebook.toml", question.as_bytes()),
    ]);
    let began = Instant::now();
    topline(library.folder(), &["check", "pipelines/long"]).exits(0);
    // It took minutes when each option was compared with each.
    assert!(began.elapsed() < Duration::from_mins(1));
}
