//! How far the work on a device is.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::cli::ProgressMode;
use crate::output::{self, grouped};

/// What is done at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The device hashes its memory.
    Comparing,
    /// Bytes come from the device.
    Reading,
    /// Erases and writes.
    Writing,
    /// The device reads everything back.
    Verifying,
}

impl Step {
    fn text(self) -> &'static str {
        match self {
            Step::Comparing => "comparing",
            Step::Reading => "reading",
            Step::Writing => "writing",
            Step::Verifying => "verifying",
        }
    }
}

#[derive(Serialize)]
struct Event<'a> {
    event: &'static str,
    port: &'a str,
    step: Step,
    bytes_done: u64,
    bytes: u64,
}

/// Shows how far the work on one device is.
pub struct Meter {
    port: String,
    show: Show,
    step: Step,
    bytes: u64,
    /// Hundredths that were told already.
    told: Option<u64>,
}

enum Show {
    Bar(ProgressBar),
    /// A line per step, with the port's name when there are several.
    Lines {
        named: bool,
    },
    Json,
    None,
}

impl Meter {
    /// For the device at `port`, one of several if there are `bars`.
    pub fn new(mode: ProgressMode, port: &str, bars: Option<&MultiProgress>) -> Meter {
        let show = match mode {
            ProgressMode::None => Show::None,
            ProgressMode::Json => Show::Json,
            ProgressMode::Auto if std::io::stderr().is_terminal() => {
                let bar = ProgressBar::new(0);
                let bar = match bars {
                    Some(bars) => bars.add(bar),
                    None => bar,
                };
                let style = "{prefix}{msg:10} [{bar:40}] {bytes}/{total_bytes}";
                let style = ProgressStyle::with_template(style);
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                if bars.is_some() {
                    bar.set_prefix(format!("{port} "));
                }
                bar.enable_steady_tick(Duration::from_millis(200));
                Show::Bar(bar)
            }
            ProgressMode::Auto => Show::Lines {
                named: bars.is_some(),
            },
        };
        Meter {
            port: port.to_owned(),
            show,
            step: Step::Comparing,
            bytes: 0,
            told: None,
        }
    }

    /// One that shows nothing.
    pub fn silent() -> Meter {
        Meter::new(ProgressMode::None, "", None)
    }

    /// `step` begins, over so many bytes.
    pub fn begin(&mut self, step: Step, bytes: u64) {
        (self.step, self.bytes, self.told) = (step, bytes, None);
        match &self.show {
            Show::Bar(bar) => {
                bar.set_length(bytes);
                bar.set_message(step.text());
            }
            Show::Lines { named } => {
                let of = match named {
                    true => format!("{}: ", self.port),
                    false => String::new(),
                };
                let text = step.text();
                output::say(&format!("  {of}{text} {} bytes", grouped(bytes)));
            }
            Show::Json | Show::None => {}
        }
        self.at(0);
    }

    /// So many bytes of the step are done. Programs are told each hundredth once.
    pub fn at(&mut self, bytes_done: u64) {
        match &self.show {
            Show::Bar(bar) => bar.set_position(bytes_done),
            Show::Json => {
                let hundredth = (bytes_done * 100).checked_div(self.bytes).unwrap_or(100);
                if self.told.is_none_or(|told| told < hundredth) {
                    self.told = Some(hundredth);
                    output::json_line(&Event {
                        event: "progress",
                        port: &self.port,
                        step: self.step,
                        bytes_done,
                        bytes: self.bytes,
                    });
                }
            }
            Show::Lines { .. } | Show::None => {}
        }
    }

    /// Takes the bar away.
    pub fn done(&mut self) {
        if let Show::Bar(bar) = &self.show {
            bar.finish_and_clear();
        }
    }
}
