//! The `umbilical` command.

use std::process::ExitCode;

use clap::Parser;
use umbilical::cli::{Cli, Command, LayoutCommand};
use umbilical::{convert, device, emulate, layout, output, rehearse, shell, wave};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap's own codes: 0 for --help and --version, 2 for usage.
            let _ = error.print();
            if error.use_stderr() && wants_json() {
                output::usage(&error.to_string());
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let result = match &cli.command {
        Command::Emulate(options) => emulate::run(options, cli.format, cli.progress).map(|()| 0),
        Command::Info(options) => device::info::run(options, cli.format).map(|()| 0),
        Command::Backup(options) => {
            device::backup::run(options, cli.format, cli.progress).map(|()| 0)
        }
        Command::Restore(options) => {
            device::restore::run(options, cli.format, cli.progress).map(|()| 0)
        }
        Command::Verify(options) => {
            device::verify::run(options, cli.format, cli.progress).map(|()| 0)
        }
        Command::Clone(options) => device::clone::run(options, cli.format, cli.progress),
        Command::Monitor(options) => device::monitor::run(options, cli.format).map(|()| 0),
        Command::Completions(options) => shell::completions(options).map(|()| 0),
        Command::Man(options) => shell::man(options).map(|()| 0),
        Command::Convert(options) => convert::run(options, cli.format).map(|()| 0),
        Command::Rehearse(options) => rehearse::run(options, cli.format, cli.progress).map(|()| 0),
        Command::Layout(LayoutCommand::Check(options)) => {
            layout::check(options, cli.format).map(|()| 0)
        }
        Command::Layout(LayoutCommand::Get(options)) => {
            device::layout::get(options, cli.format).map(|()| 0)
        }
        Command::Layout(LayoutCommand::Set(options)) => {
            device::layout::set(options, cli.format).map(|()| 0)
        }
        Command::Wave(command) => wave::command::run(command, cli.format),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::failure(&error, cli.format);
            ExitCode::from(error.exit_code())
        }
    }
}

/// `--format json` is among the arguments, which as a whole could not be parsed.
fn wants_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let apart = |pair: &[std::ffi::OsString]| pair[0] == "--format" && pair[1] == "json";
    arguments.windows(2).any(apart) || arguments.iter().any(|argument| argument == "--format=json")
}
