//! Checks the golden waveforms, or writes them: what `cargo xtask golden` runs.

use std::process::ExitCode;

use umbilical_tests::golden::{files, produce};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        [] => check(),
        ["--update"] => update(),
        _ => {
            eprintln!("usage: cargo xtask golden [--update]");
            return ExitCode::from(2);
        }
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

fn check() -> Result<ExitCode, String> {
    let goldens = produce(&|scenario| scenario)?;
    let findings = files::check(&files::root(), &goldens).map_err(|error| error.to_string())?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("{} files are what the model gives", goldens.len());
        return Ok(ExitCode::SUCCESS);
    }
    let update = files::UPDATE;
    println!("if that is what you meant, write them anew: {update}");
    Ok(ExitCode::FAILURE)
}

fn update() -> Result<ExitCode, String> {
    let goldens = produce(&|scenario| scenario)?;
    let findings = files::update(&files::root(), &goldens).map_err(|error| error.to_string())?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{} of {} files changed", findings.len(), goldens.len());
    Ok(ExitCode::SUCCESS)
}
