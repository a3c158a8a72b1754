//! Completions for shells, and manual pages: both are made of the command line as it is.

use std::io::Write;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use topline_pipeline::write_input;

use crate::arguments::Arguments;
use crate::failure::Failure;

/// Writes what a shell reads to complete commands and options.
pub(crate) fn completions(shell: Shell, out: &mut impl Write) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "topline", &mut script);
    out.write_all(&script).map_err(Failure::Output)
}

/// Writes the manual page of the program; with a folder that of each command too, into files there.
pub(crate) fn manual(folder: Option<&Path>, out: &mut impl Write) -> Result<(), Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = folder else {
        return out.write_all(&page(command)?).map_err(Failure::Output);
    };
    let commands: Vec<clap::Command> = command.get_subcommands().filter(|each| !each.is_hide_set()).cloned().collect();
    let own = std::iter::once(("topline".to_owned(), command));
    let each = commands.into_iter().map(|each| {
        let name = format!("topline-{}", each.get_name());
        (name, each)
    });
    for (name, command) in own.chain(each) {
        let path = folder.join(format!("{name}.1"));
        write_input(&path, &page(command)?).map_err(Failure::Results)?;
        writeln!(out, "wrote {}", path.display()).map_err(Failure::Output)?;
    }
    Ok(())
}

fn page(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Failure::Output)?;
    Ok(page)
}
