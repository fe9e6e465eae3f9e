//! Reports and progress, for people and for programs.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use umbilical_emu::scenario::Progress;
use umbilical_soft_mcu::report::Phase;

use crate::cli::{Format, ProgressMode};
use crate::error::{Error, USAGE};

/// Prints one JSON object as one line on stdout. A closed pipe is not an error worth a panic.
pub fn json_line(value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(value) {
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }
}

/// Prints a line of a result on stdout.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints text for people on stderr.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

#[derive(Serialize)]
struct Failure {
    verified: bool,
    outcome: String,
    error: String,
    hint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<&'static str>,
    exit_code: u8,
}

/// Usage that the command line parser refused, for programs; it has told people itself.
pub fn usage(error: &str) {
    let (error, hint) = error.split_once("\nhint: ").unwrap_or((error, ""));
    let hint = hint.split("\n\n").next().unwrap_or_default();
    json_line(&Failure {
        verified: false,
        outcome: "usage".into(),
        error: error
            .split("\n\n")
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .into(),
        hint: if hint.is_empty() {
            "try --help".into()
        } else {
            hint.into()
        },
        left: None,
        exit_code: USAGE,
    });
}

/// Says what went wrong and what to do.
pub fn failure(error: &Error, format: Format) {
    say(&format!("error: {error}\n hint: {}", error.hint()));
    if format == Format::Json && !error.has_report() {
        json_line(&Failure {
            verified: false,
            outcome: error.outcome(),
            error: error.to_string(),
            hint: error.hint(),
            left: error.left(),
            exit_code: error.exit_code(),
        });
    }
}

#[derive(Serialize)]
struct ProgressEvent {
    event: &'static str,
    phase: &'static str,
    pages_done: u32,
    pages: u32,
    bytes_verified: u32,
}

/// Shows progress as it comes.
pub enum Teller {
    /// A bar on a terminal.
    Bar(ProgressBar),
    /// A line per phase.
    Lines(Option<Phase>),
    /// NDJSON on stdout.
    Json(Option<Progress>),
    /// Nothing.
    None,
}

impl Teller {
    /// The teller for this mode and this stderr.
    pub fn new(mode: ProgressMode) -> Teller {
        match mode {
            ProgressMode::None => Teller::None,
            ProgressMode::Json => Teller::Json(None),
            ProgressMode::Auto if std::io::stderr().is_terminal() => {
                let bar = ProgressBar::new(0);
                let style = ProgressStyle::with_template("{msg:12} [{bar:40}] {pos}/{len} pages");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.enable_steady_tick(Duration::from_millis(200));
                Teller::Bar(bar)
            }
            ProgressMode::Auto => Teller::Lines(None),
        }
    }

    /// Shows `progress` if there is something new in it.
    pub fn tell(&mut self, progress: &Progress) {
        let Some(phase) = progress.phase else { return };
        match self {
            Teller::None => {}
            Teller::Bar(bar) => {
                bar.set_length(u64::from(progress.pages));
                bar.set_position(u64::from(progress.pages_done));
                bar.set_message(phase.text());
            }
            Teller::Lines(last) if *last != Some(phase) => {
                *last = Some(phase);
                say(&format!("  standby: {}", phase.text()));
            }
            Teller::Lines(_) => {}
            Teller::Json(last) if *last != Some(*progress) => {
                *last = Some(*progress);
                json_line(&ProgressEvent {
                    event: "progress",
                    phase: phase.text(),
                    pages_done: progress.pages_done,
                    pages: progress.pages,
                    bytes_verified: progress.bytes_verified,
                });
            }
            Teller::Json(_) => {}
        }
    }

    /// Takes the bar away.
    pub fn done(&mut self) {
        if let Teller::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A count with thousands separated.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A count and what is counted.
pub fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::{counted, grouped};

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(0, "fault"), "0 faults");
        assert_eq!(counted(1, "fault"), "1 fault");
        assert_eq!(counted(2, "bus conflict"), "2 bus conflicts");
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1 000");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
