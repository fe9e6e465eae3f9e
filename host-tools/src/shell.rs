//! What a shell and a manual need: completions and man pages, made from the options themselves.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsOptions, ManOptions};
use crate::error::Error;

/// The command's name.
const NAME: &str = "umbilical";

/// Runs `completions`: a script for the shell on stdout.
///
/// # Errors
/// None: a pipe that was closed is none.
pub fn completions(options: &CompletionsOptions) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), NAME, &mut script);
    let _ = std::io::stdout().lock().write_all(&script);
    Ok(())
}

/// Runs `man`: one page for each command into the folder.
///
/// # Errors
/// [`Error::Unwritable`].
pub fn man(options: &ManOptions) -> Result<(), Error> {
    clap_mangen::generate_to(Cli::command(), &options.folder)
        .map_err(|cause| Error::Unwritable(options.folder.clone(), cause))
}
