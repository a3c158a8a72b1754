//! `topline run`: one pipeline in this process, several each in a process of its own.

use std::collections::VecDeque;
use std::io::Write;
use std::process::ExitCode;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use tokio::runtime::Runtime;
use topline_pipeline::{LastRun, Outcome, Pipeline, run, scratch_folder, up_to_date_run};

use crate::arguments::{Arguments, Format, RunRequest};
use crate::bars::Bar;
use crate::batch::{Candidate, load_all, note_documents};
use crate::ending::{is_of, lift_limits};
use crate::failure::{Failure, tell_report};
use crate::listing;
use crate::run_result::{ResultsFile, RunResult, RunStatus};
use crate::summary;
use crate::worker::{Said, run_apart};

/// Runs the pipelines that are named. The exit code is that of the worst.
pub(crate) fn run_all(
    engine: &Runtime,
    arguments: &Arguments,
    request: &RunRequest,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let candidates = load_all(&request.pipelines.pipelines)?;
    let is_of_several = candidates.len() > 1 || Arguments::is_attached();
    let mut runs = Runs {
        request,
        quiet: arguments.quiet,
        file: ResultsFile::new(request.results.as_deref()),
        results: candidates.iter().map(|each| RunResult::begun(&each.name, &each.folder)).collect(),
    };
    let mut waiting = VecDeque::new();
    for (at, Candidate { name, pipeline, .. }) in candidates.into_iter().enumerate() {
        match pipeline {
            Err(failure) => {
                runs.results[at] = runs.results[at].clone().failed(&failure);
                failure.tell(is_of_several.then_some(&name));
            }
            Ok(pipeline) => match runs.up_to_date(&pipeline) {
                Some(last) => {
                    runs.results[at] = runs.results[at].clone().up_to_date(&last);
                    if runs.is_shown(at) {
                        summary::write_up_to_date(&name, &last, out).map_err(Failure::Output)?;
                    }
                }
                None => waiting.push_back((at, pipeline)),
            },
        }
    }
    runs.file.write(&runs.results, None)?;
    if waiting.len() == 1 && request.jobs == 1 {
        if let Some((at, pipeline)) = waiting.pop_front() {
            runs.here(engine, at, &pipeline, is_of_several, out)?;
        }
    } else {
        runs.apart(arguments, waiting.into_iter().map(|(at, _)| at).collect(), out)?;
    }
    runs.finish(out)
}

/// The runs of a batch, and what became of them so far.
struct Runs<'r> {
    request: &'r RunRequest,
    quiet: bool,
    file: ResultsFile,
    results: Vec<RunResult>,
}

impl Runs<'_> {
    /// The last run of a pipeline, where another one would come to the same. What cannot be told is for the run to say.
    fn up_to_date(&self, pipeline: &Pipeline) -> Option<LastRun> {
        if self.request.force {
            return None;
        }
        up_to_date_run(pipeline, &self.request.pipelines.out.out).ok().flatten()
    }

    /// Whether a person is to read of it.
    fn is_shown(&self, at: usize) -> bool {
        self.request.format == Format::Table && (!self.quiet || self.results[at].exit_code > 0)
    }

    /// Runs a pipeline in this process.
    fn here(
        &mut self,
        engine: &Runtime,
        at: usize,
        pipeline: &Pipeline,
        is_of_several: bool,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let began = Instant::now();
        if is_of_several {
            is_of(&self.results[at].survey);
        }
        let bar = if self.quiet { Bar::hidden() } else { Bar::new() };
        let outcome = note_documents(pipeline).and_then(|()| {
            let run = run(pipeline, &self.request.pipelines.out.out, self.request.publish.ending(), &bar);
            engine.block_on(run).map_err(Failure::from)
        });
        bar.clear();
        let result = self.results[at].clone();
        match outcome {
            Ok(outcome) => {
                self.results[at] = result.ran(&outcome, began.elapsed().as_secs_f64());
                self.file.write(&self.results, None)?;
                self.say(at, &outcome, out).map_err(|source| Failure::unsaid(&outcome, source))
            }
            Err(failure) => {
                self.results[at] = result.failed(&failure);
                self.file.write(&self.results, None)?;
                let name = self.results[at].survey.clone();
                failure.tell(is_of_several.then_some(&name));
                Ok(())
            }
        }
    }

    fn say(&self, at: usize, outcome: &Outcome, out: &mut impl Write) -> std::io::Result<()> {
        if self.is_shown(at) { summary::write(outcome, out) } else { Ok(()) }
    }

    /// Runs pipelines in processes of their own, so many at a time, and says of each what it said when it has ended.
    fn apart(&mut self, arguments: &Arguments, waiting: Vec<usize>, out: &mut impl Write) -> Result<(), Failure> {
        let (request, count) = (self.request, waiting.len());
        lift_limits();
        let scratch = scratch_folder().map_err(Failure::Runtime)?;
        let begun = waiting.into_iter().map(|at| (at, self.results[at].clone()));
        let queue = Mutex::new(begun.collect::<VecDeque<_>>());
        let (sender, receiver) = channel();
        let bar = if self.quiet { Bar::hidden() } else { Bar::new() };
        thread::scope(|scope| {
            for _ in 0..usize::from(request.jobs).min(count) {
                let (sender, queue, scratch) = (sender.clone(), &queue, &scratch);
                scope.spawn(move || {
                    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    while let Some((at, begun)) = next() {
                        let said = run_apart(arguments, request, begun, &scratch.join(format!("{at}.json")));
                        if sender.send((at, said)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            for (ended, (at, said)) in receiver.iter().enumerate() {
                bar.say(&format!("{} of {count} surveys", ended + 1));
                let heard = self.heard(at, said, out);
                if heard.is_err() {
                    // Nothing more is begun; what is under way is waited for.
                    queue.lock().unwrap_or_else(PoisonError::into_inner).clear();
                    return heard;
                }
            }
            bar.clear();
            Ok(())
        })
    }

    /// Takes note of what a process said.
    fn heard(&mut self, at: usize, said: Result<Said, Failure>, out: &mut impl Write) -> Result<(), Failure> {
        match said {
            Ok(Said { text, result, is_told }) => {
                self.results[at] = result;
                self.file.write(&self.results, None)?;
                if let Some(error) = self.results[at].error.as_ref().filter(|_| !is_told) {
                    tell_report(error);
                }
                if self.is_shown(at) {
                    let written = out.write_all(text.as_bytes());
                    let result = &self.results[at];
                    written.map_err(|source| Failure::unsaid_of(&result.survey, result.outputs.as_deref(), source))?;
                }
                Ok(())
            }
            Err(failure) => {
                self.results[at] = self.results[at].clone().failed(&failure);
                failure.tell(Some(&self.results[at].survey));
                Ok(())
            }
        }
    }

    /// Says what became of all where a machine asks.
    fn finish(self, out: &mut impl Write) -> Result<ExitCode, Failure> {
        let code = self.results.iter().map(|result| result.exit_code).max().unwrap_or_default();
        self.file.write(&self.results, Some(code))?;
        match self.request.format {
            Format::Csv => listing::csv(self.results, out)?,
            Format::Json => listing::json(self.results, out)?,
            Format::Table if self.results.len() > 1 && code > 0 => self.write_end(out).map_err(Failure::Output)?,
            Format::Table => {}
        }
        Ok(ExitCode::from(code))
    }

    /// Of several where not all is well: how many, and which are not.
    fn write_end(&self, out: &mut impl Write) -> std::io::Result<()> {
        let of = |statuses: &[RunStatus]| -> Vec<&str> {
            let own = self.results.iter().filter(|result| statuses.contains(&result.status));
            own.map(|result| result.survey.as_str()).collect()
        };
        let new = of(&[RunStatus::Published, RunStatus::Unexpected]).len();
        writeln!(
            out,
            "{new} of {} surveys published, {} up to date",
            self.results.len(),
            of(&[RunStatus::UpToDate]).len()
        )?;
        let short: Vec<&str> =
            self.results.iter().filter(|result| result.exit_code == 1).map(|result| result.survey.as_str()).collect();
        for (what, surveys) in [("not as expected", short), ("failed", of(&[RunStatus::Failed, RunStatus::Begun]))] {
            if !surveys.is_empty() {
                writeln!(out, "  {what}: {}", surveys.join(", "))?;
            }
        }
        Ok(())
    }
}
