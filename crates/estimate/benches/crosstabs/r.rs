//! R's survey package on a few of the tables, where it is installed.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::sample::Sample;
use crate::{Check, estimate};

/// How many questions R is asked for, by all breaks: it takes minutes for all.
const QUESTIONS: usize = 2;
/// R prints sums of percentages and errors with 15 digits.
const TOLERANCE: f64 = 1e-9;

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
pub fn compare(sample: &Sample) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (data, script) = (folder.join("crosstabs.csv"), folder.join("crosstabs.R"));
    write(sample, &data).expect("a folder for temporary files");
    std::fs::write(&script, include_str!("survey.R")).expect("a folder for temporary files");
    let output = match Command::new("Rscript").arg("--vanilla").arg(&script).arg(&data).output() {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(_) => return println!("R: skipped, it has no package survey"),
        Err(_) => return println!("R: skipped, it is not installed"),
    };
    let numbers: Vec<f64> = output.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let &[seconds, percent, percent_se] = numbers.as_slice() else {
        panic!("R printed {output}");
    };
    let tables = QUESTIONS * sample.breaks.len();
    let all = sample.questions.len() * sample.breaks.len();
    println!(
        "R's svyby, {} rows: {seconds:.1} s of CPU for {tables} tables, so about {:.0} s for {all}",
        sample.weights.len(),
        seconds * all as f64 / tables as f64
    );
    let found = Check::of(&estimate(sample)[..tables]);
    println!("R's sum_pct={percent:.6} sum_se={percent_se:.6}; topline's: {found}");
    let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * b.abs();
    assert!(near(found.percent, percent) && near(found.percent_se, percent_se), "the results differ from R's");
}

fn write(sample: &Sample, file: &Path) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(file)?);
    writeln!(file, "cluster,stratum,w,b1,b2,b3,b4,b5,b6,q1,q2")?;
    for (row, weight) in sample.weights.iter().enumerate() {
        write!(file, "{},{},{weight}", sample.clusters[row], sample.strata[row])?;
        for variable in sample.breaks.iter().chain(&sample.questions[..QUESTIONS]) {
            let code = variable.codes[row];
            if usize::from(code) < variable.categories { write!(file, ",{code}")? } else { write!(file, ",")? }
        }
        writeln!(file)?;
    }
    file.flush()
}
