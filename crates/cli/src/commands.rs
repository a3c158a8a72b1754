//! What each command does.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use tokio::runtime::{Builder, Runtime};
use topline_pipeline::{
    InitRequest, Microdata, Pipeline, TableForm, Times, WaveRequest, compare, comparison_page, explain, init, load,
    open_run, rebuild, table_figures, tables, waves, write_input,
};

use crate::arguments::{Arguments, Command, Format, Init, OneRun, TablesRequest, WavesRequest};
use crate::batch::{check_all, verify_all};
use crate::failure::Failure;
use crate::found_pipelines::{find, one};
use crate::run_notes::{exit, note_changes};
use crate::runs::run_all;
use crate::screen::Screen;
use crate::shell::Shell;
use crate::summary::number;
use crate::wave_list::Listed;
use crate::{
    change_list, disclosure_list, doctor, document_commands, drafting, duckdb_views, explanation, interview, lint_list,
    manual, parts, query, report_page, status_list, wave_list, wave_steps,
};

/// Obeys the command line. The exit code is 1 where a run falls short of what its pipeline expects.
pub(crate) fn obey(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(root) = arguments.root() {
        std::env::set_current_dir(&root).map_err(|source| Failure::Root { path: root, source })?;
    }
    let engine = Builder::new_current_thread().build().map_err(Failure::Runtime)?;
    let mut out = Screen::new(io::stdout().lock(), arguments.command.format());
    match &arguments.command {
        Command::Run(request) => run_all(&engine, arguments, request, &mut out),
        Command::Part(request) => parts::part(&engine, request, arguments.quiet, &mut out),
        Command::Merge(request) => parts::merge_all(&engine, request, arguments.quiet, &mut out),
        Command::Diff(diff) => change_list::write(diff, &mut out),
        Command::Status { pipelines, format } => status_list::write(pipelines, *format, &mut out),
        Command::Init(request) => {
            drafting::write_initiated(&init(&init_request(request)?)?, &mut out).map_err(Failure::Output)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::New => {
            let initiated = interview::interview(&mut io::stdin().lock(), &mut out)?;
            drafting::write_initiated(&initiated, &mut out).map_err(Failure::Output)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Open(request) => report_page::open(request, &mut out),
        Command::Doctor { out: folder, format } => {
            engine.block_on(doctor::examine(folder, arguments.limits(), *format, &mut out))
        }
        Command::Views { of, .. } => succeed(duckdb_views::write(&one(of)?, &of.out.out, &mut out)),
        Command::Completions { shell } => succeed(manual::completions(*shell, &mut out)),
        Command::Man { output } => succeed(manual::manual(output.as_deref(), &mut out)),
        Command::Schema { file } => {
            write!(out, "{}", file.text()).map_err(Failure::Output)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { pipelines } if arguments.quiet => engine.block_on(check_all(pipelines, &mut io::sink())),
        Command::Check { pipelines } => engine.block_on(check_all(pipelines, &mut out)),
        Command::Compare { export, pipeline } => {
            let difference = compare(&load(&find(pipeline)?)?, export)?;
            drafting::write_difference(&difference, &mut out).map_err(Failure::Output)?;
            Ok(exit(!difference.is_none()))
        }
        Command::Verify { pipelines, sarif, format } => {
            engine.block_on(verify_all(pipelines, sarif.as_deref(), *format, &mut out))
        }
        Command::Sql { query, output, timing, of, format } => {
            let began = Instant::now();
            let into = output.as_deref();
            let code = ask(&engine, query.as_deref(), into, of, *format, &mut out)?;
            if *timing {
                let _ = writeln!(io::stderr(), "{:.3} s", began.elapsed().as_secs_f64());
            }
            Ok(code)
        }
        Command::Tables(request) => print_tables(&engine, request, &mut out),
        Command::Waves(request) => compare_waves(&engine, request, &mut out),
        Command::Disclose(request) => disclosure_list::write(&engine, request, &mut out),
        Command::Explain { figure, of, microdata, format } => {
            let microdata = if *microdata { Microdata::Shown } else { Microdata::Usual };
            explain_figure(&engine, figure, of, microdata, *format, &mut out)
        }
        Command::Documents(command) => document_commands::obey(command, &engine, &mut out),
        Command::Lint { rules: true, format, .. } => {
            lint_list::rules(*format, &mut out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Lint { workbooks, format, .. } => lint_list::check(workbooks, *format, &mut out),
        Command::Reconstruct { pipelines } => {
            for path in pipelines {
                let rebuilt = rebuild(&load(&find(path)?)?)?;
                for written in [&rebuilt.export, &rebuilt.source_note] {
                    writeln!(out, "wrote {}", written.display()).map_err(Failure::Output)?;
                }
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What is to be drafted.
fn init_request(request: &Init) -> Result<InitRequest, Failure> {
    let like = request.like.as_deref().map(|like| Ok::<_, Failure>(load(&find(like)?)?)).transpose()?;
    Ok(InitRequest {
        export: request.export.clone(),
        folder: request.output.clone(),
        metadata: request.metadata.clone(),
        questionnaire: request.questionnaire.clone(),
        like,
        labels: request.labels.clone(),
        encoding: request.encoding.clone(),
    })
}

fn explain_figure(
    engine: &Runtime,
    figure: &str,
    of: &OneRun,
    microdata: Microdata,
    format: Format,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let pipeline = one(of)?;
    note_changes(&pipeline, &of.out.out)?;
    let found = engine.block_on(explain(&pipeline, &of.out.out, figure, microdata))?;
    explanation::write(&found, format, out)?;
    Ok(ExitCode::SUCCESS)
}

/// The exit code of what can only fail or be well.
fn succeed(done: Result<(), Failure>) -> Result<ExitCode, Failure> {
    done.map(|()| ExitCode::SUCCESS)
}

/// Answers a query; without one, asks for them.
fn ask(
    engine: &Runtime,
    query: Option<&str>,
    into: Option<&Path>,
    of: &OneRun,
    format: Format,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let pipeline = one(of)?;
    note_changes(&pipeline, &of.out.out)?;
    let session = engine.block_on(open_run(&pipeline, &of.out.out))?;
    let written = query::RowFormat { style: format.into(), csv: pipeline.plan.survey.publishing.csv };
    let text = match query {
        None => {
            Shell::new(engine, &pipeline, &of.out.out, &session, written).ask(out)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some("-") => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(Failure::Input)?;
            text
        }
        Some(text) => text.to_owned(),
    };
    match into {
        None => engine.block_on(query::answer(&session, &text, written, out))?,
        Some(file) => {
            let rows = engine.block_on(query::answer_into_file(&session, &text, file, written.csv))?;
            writeln!(out, "wrote {} to {}", number(rows, "row"), file.display()).map_err(Failure::Output)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints tables of the last run.
fn print_tables(engine: &Runtime, request: &TablesRequest, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let pipeline = load(&find(&request.pipeline)?)?;
    let folder = &request.out.out;
    note_changes(&pipeline, folder)?;
    let table = request.table.as_deref();
    let form = match request.format {
        _ if request.sql => TableForm::Sql,
        Format::Table => TableForm::Text,
        Format::Csv => TableForm::Csv,
        Format::Json => {
            let figures = engine.block_on(table_figures(&pipeline, folder, table))?;
            query::write_json(&[figures], out)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    for text in engine.block_on(tables(&pipeline, folder, table, form))? {
        writeln!(out, "{text}").map_err(Failure::Output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts waves side by side.
fn compare_waves(engine: &Runtime, request: &WavesRequest, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let folder = &request.out.out;
    let loaded = load_waves(&request.pipelines, folder)?;
    let times = times(request)?;
    let (table, reworded) = (request.table.as_deref(), request.reworded.as_slice());
    let asked = WaveRequest { pipelines: &loaded, table, reworded, times: &times };
    let comparison = engine.block_on(waves(&asked, folder))?;
    if let Some(file) = &request.html {
        let page = comparison_page(&asked, &comparison, request.confidence);
        write_input(file, &page).map_err(Failure::Results)?;
    }
    let names: Vec<&str> = loaded.iter().map(|pipeline| pipeline.plan.survey.id.as_str()).collect();
    let listed = Listed { comparison: &comparison, names: &names, confidence: request.confidence };
    if request.each_wave {
        wave_steps::write(&listed, request.format, out)?;
    } else {
        wave_list::write(&listed, request.format, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the waves lie in time: as given, or one after the other.
fn times(request: &WavesRequest) -> Result<Times, Failure> {
    let waves = request.pipelines.len();
    if request.times.is_empty() {
        return Ok((0..waves).map(|wave| wave as f64).collect());
    }
    let rise = request.times.windows(2).all(|pair| pair[0] < pair[1]);
    if request.times.len() != waves || !rise || request.times.iter().any(|time| !time.is_finite()) {
        return Err(Failure::Times { waves });
    }
    Ok(request.times.clone())
}

fn load_waves(named: &[PathBuf], out: &Path) -> Result<Vec<Pipeline>, Failure> {
    let each = named.iter().map(|path| {
        let pipeline = load(&find(path)?)?;
        note_changes(&pipeline, out)?;
        Ok(pipeline)
    });
    each.collect()
}
