//! The worked examples of `docs/src/examples`: their commands are run, and other programs read their files where these are at hand.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::topline;
use crate::workspace::{Change, Library, names, path, root};

fn example(name: &str) -> String {
    fs::read_to_string(root().join("docs/src/examples").join(name)).expect("an example")
}

/// Runs a line of a shell as if the program were installed.
fn shell(folder: &Path, line: &str) -> (Option<i32>, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_topline")).parent().expect("a folder");
    let search = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("PATH", search).env_remove("CI").stdin(Stdio::null());
    let output = command.output().expect("a shell");
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
    )
}

/// A command of an example, with the folders of this machine.
fn here(command: &str, library: &Library) -> String {
    command.replace("/usr/local/bin/topline", "topline").replace("/srv/surveys", path(library.folder()))
}

#[test]
fn the_line_of_cron_runs_and_is_silent() {
    let library = Library::new();
    let cron = example("topline.cron");
    let lines: Vec<&str> = cron.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let [.., schedule] = lines.as_slice() else { panic!("no line of a time") };
    let fields: Vec<&str> = schedule.splitn(6, ' ').collect();
    assert_eq!(fields[..5], ["30", "2", "*", "*", "*"]);
    let command = format!("TOPLINE_ROOT={} && export TOPLINE_ROOT && {}", path(library.folder()), fields[5]);
    assert_eq!(shell(Path::new("/"), &command), (Some(0), String::new()));
    assert_eq!(shell(Path::new("/"), &command), (Some(0), String::new()));
    let results: Value =
        serde_json::from_slice(&fs::read(library.folder().join("results.json")).expect("results")).expect("JSON");
    assert_eq!(results["results"][0]["status"], "up_to_date");
}

#[test]
fn the_unit_of_systemd_runs() {
    let library = Library::new();
    let unit = example("topline.service");
    let command = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("a command");
    let (code, told) = shell(library.folder(), &here(command, &library));
    assert_eq!(code, Some(0), "{told}");
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["topline.service", "topline.timer"] {
        let text = example(name).replace("/usr/local/bin/topline", "/bin/true").replace("User=topline\n", "");
        fs::write(folder.path().join(name), text).expect("a unit");
    }
    let mut verify = Command::new("systemd-analyze");
    let told = verify.args(["verify", "topline.service", "topline.timer"]).current_dir(folder.path()).output();
    let told = told.expect("systemd-analyze");
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(!said.contains("topline."), "{said}");
    let calendar = example("topline.timer");
    let calendar = calendar.lines().find_map(|line| line.strip_prefix("OnCalendar=")).expect("a time");
    let told = Command::new("systemd-analyze").args(["calendar", calendar]).output().expect("systemd-analyze");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn the_task_of_an_orchestrator_runs_and_says_what_fell_short() {
    let library = Library::new();
    let script = root().join("docs/src/examples/topline_task.py");
    let run = format!("python3 {} {}", path(&script), path(library.folder()));
    assert_eq!(shell(Path::new("/"), &run), (Some(0), "library published\n".to_owned()));
    library.change(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")]);
    let (code, told) = shell(Path::new("/"), &run);
    assert_eq!(code, Some(1));
    assert!(told.ends_with("SurveysFailed: library: 1 verdicts not as expected, failed checks: []\n"), "{told}");
    library.change(&[Change::Remove("data/raw/library.csv")]);
    let (_, told) = shell(Path::new("/"), &run);
    assert!(
        told.contains("SurveysFailed: library: failed to read pipelines/library/../../data/raw/library.csv\n"),
        "{told}"
    );
    assert!(!names(&root().join("docs/src/examples")).contains(&"__pycache__".to_owned()));
}

#[test]
fn the_workflow_runs_and_claims_that_fall_short_are_sarif() {
    let library = Library::with(&[
        Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,"),
        Change::Replace("pipelines/library/claims/leaflet.toml", "[document]\n", "[document]\npath = \"../../leaflet.txt\"\n"),
        Change::Write(
            "leaflet.txt",
            b"We asked ten people, and eight of ten\ncame to us this year.\n88% of visitors think the staff good or fair.\n\
              Almost all came for books.\nMore people would use a study space than attend events.\n",
        ),
    ]);
    library.change(&[Change::Replace(
        "pipelines/library/claims/leaflet.toml",
        "almost all came for books",
        "Almost all came for books",
    )]);
    let workflow = example("figures.yml");
    let runs: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("run: ")).collect();
    assert_eq!(runs.len(), 4);
    let codes: Vec<Option<i32>> = runs[1..].iter().map(|run| shell(library.folder(), run).0).collect();
    // The files are good; a claim falls short, and so nothing is published.
    assert_eq!(codes, [Some(0), Some(1), Some(1)]);
    let sarif: Value =
        serde_json::from_slice(&fs::read(library.folder().join("verdicts.sarif")).expect("a file")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 1, "{sarif}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "leaflet.txt");
    assert_eq!((&place["region"]["startLine"], &place["region"]["endLine"]), (&1.into(), &2.into()));
    assert_eq!((&results[0]["ruleId"], &results[0]["level"]), (&"contradicted".into(), &"error".into()));
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert!(rules.contains(&"contradicted"), "{rules:?}");
    // Where all is well there is a file without results.
    let well = Library::new();
    topline(well.folder(), &["verify", "--out", "out", "--sarif", "well.sarif"]).exits(0);
    let sarif: Value =
        serde_json::from_slice(&fs::read(well.folder().join("well.sarif")).expect("a file")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
}

/// What a linter of container files would say; built where podman or docker has a daemon and `TOPLINE_CONTAINERS` is set.
#[test]
fn the_container_is_small_and_runs_as_nobody() {
    // A line that ends with a stroke goes on.
    let file = example("Containerfile").replace(" \\\n    ", " ");
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let last = lines.iter().rposition(|line| line.starts_with("FROM ")).expect("a stage");
    let instructions = ["FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "ENTRYPOINT", "CMD"];
    for line in &lines {
        let word = line.split(' ').next().unwrap_or_default();
        assert!(instructions.contains(&word), "{line}");
        assert!(!line.contains(":latest"), "{line}: which version?");
    }
    for stage in lines.iter().filter(|line| line.starts_with("FROM ")) {
        let image = stage.split(' ').nth(1).unwrap_or_default();
        let is_known = image == "scratch" || image.starts_with("docker.io/") && image.contains(':');
        assert!(is_known, "{stage}: whose, and which version?");
    }
    let user = lines[last..].iter().find_map(|line| line.strip_prefix("USER ")).expect("a user");
    assert!(user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)), "{user}");
    assert!(lines[last..].iter().all(|line| !line.starts_with("RUN ")), "the last stage only takes the program");
    assert!(lines[last..].contains(&"ENTRYPOINT [\"/usr/local/bin/topline\"]"));
    let Ok(engine) = std::env::var("TOPLINE_CONTAINERS") else { return };
    let mut build = Command::new(&engine);
    build.args(["build", "-t", "topline-test", "-f", "docs/src/examples/Containerfile", "."]).current_dir(root());
    assert!(build.status().expect("an engine").success());
    let size =
        Command::new(&engine).args(["image", "inspect", "-f", "{{.Size}}", "topline-test"]).output().expect("a size");
    let size: u64 = String::from_utf8_lossy(&size.stdout).trim().parse().expect("a number");
    assert!(size < 200_000_000, "{size} bytes");
    let run = ["run", "--rm", "--read-only", "--network", "none", "--tmpfs", "/tmp", "topline-test", "--version"];
    assert!(Command::new(&engine).args(run).status().expect("it runs").success());
}
