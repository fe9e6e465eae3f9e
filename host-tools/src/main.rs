//! The `umbilical` command.

use std::process::ExitCode;

use clap::Parser;
use umbilical::cli::{Cli, Command};
use umbilical::{emulate, output};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap's own codes: 0 for --help and --version, 2 for usage.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let Command::Emulate(options) = &cli.command;
    match emulate::run(options, cli.format, cli.progress) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::failure(&error, cli.format);
            ExitCode::from(error.exit_code())
        }
    }
}
