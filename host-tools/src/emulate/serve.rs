//! `emulate --serve`: two emulated devices, each behind a serial port.
//!
//! ```text
//!   program <-> /dev/pts/N <-> Line <-> Terminal <-> uart_rx, uart_tx of a board
//!                 (rate)         `---------^ (rate)
//! ```
//!
//! The bytes cross the emulated wire at the rate that the program has set, bit by bit, so a program
//! at another rate than the firmware's gets what it would get from a real one.

mod line;
mod pty;
mod server;

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde::Serialize;
use signal_hook::consts::{SIGINT, SIGTERM};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Run, Scenario};

pub use line::Line;
pub use pty::Pty;
pub use server::Server;

use super::sinks::Sinks;
use crate::cli::{EmulateOptions, Format, ProgressMode};
use crate::error::Error;
use crate::files::Pending;
use crate::output::{self, Teller};

/// A device and how to reach it.
#[derive(Serialize)]
struct Port<'a> {
    path: &'a Path,
    part: &'static str,
    powered: bool,
}

/// The first object on stdout: from here on the ports can be opened.
#[derive(Serialize)]
struct Serving<'a> {
    event: &'static str,
    source: Port<'a>,
    standby: Port<'a>,
}

/// What passed over one line.
#[derive(Serialize)]
struct Passed {
    bytes_in: u64,
    bytes_out: u64,
    bytes_dropped: u64,
}

/// The last object on stdout.
#[derive(Serialize)]
struct Served {
    event: &'static str,
    emulated_ns: u64,
    source: Passed,
    standby: Passed,
}

/// Runs the command until somebody ends it.
///
/// # Errors
/// [`Error::Unwritable`] before anything runs, or at the end; [`Error::Serve`].
pub fn run(
    options: &EmulateOptions,
    scenario: Scenario,
    format: Format,
    progress: ProgressMode,
) -> Result<(), Error> {
    let file = |path: &Option<std::path::PathBuf>| path.as_deref().map(Pending::create).transpose();
    let serve = &options.serve;
    let (out_source, out_standby) = (file(&serve.out_source)?, file(&serve.out_standby)?);
    let sinks = Sinks::create(options)?;
    let stop = stop(serve.until_eof).map_err(Error::Serve)?;
    let devices = [&scenario.source, &scenario.standby];
    let devices = devices.map(|device| (device.part.name(), device.powered));
    let mut server = Server::new(Run::new(scenario), serve.pace).map_err(Error::Serve)?;
    sinks.attach(&mut server.run_mut().system)?;
    tell_ports(&server, devices, format);

    let mut teller = Teller::new(progress);
    let served = server.serve(&stop, |progress| teller.tell(progress));
    teller.done();
    served.map_err(Error::Serve)?;

    sinks.keep(&mut server.run_mut().system)?;
    tell_end(&mut server, format);
    for (out, side) in [(out_source, Side::A), (out_standby, Side::B)] {
        if let Some(out) = out {
            out.commit_with(server.run_mut().system.board(side).memory.memory())?;
        }
    }
    Ok(())
}

/// Set by Ctrl-C and `kill`, and by the end of standard input if that is to count. A second Ctrl-C
/// ends the process at once.
fn stop(until_eof: bool) -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first time it is not set yet.
        signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, stop.clone())?;
        signal_hook::flag::register(signal, stop.clone())?;
    }
    if until_eof {
        let stop = stop.clone();
        thread::spawn(move || {
            // An error is an end as well.
            let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
            stop.store(true, Ordering::SeqCst);
        });
    }
    Ok(stop)
}

fn tell_ports(server: &Server, devices: [(&'static str, bool); 2], format: Format) {
    let port = |side: Side| Port {
        path: server.path(side),
        part: devices[side as usize].0,
        powered: devices[side as usize].1,
    };
    let (source, standby) = (port(Side::A), port(Side::B));
    match format {
        Format::Json => {
            output::json_line(&Serving {
                event: "serving",
                source,
                standby,
            });
            // Whoever waits for the names reads from a pipe.
            let _ = io::stdout().flush();
        }
        Format::Human => {
            for (name, port) in [("source", source), ("standby", standby)] {
                let supply = if port.powered { "" } else { ", no supply" };
                let path = port.path.display();
                output::say(&format!("{name:8} {path}  ({}{supply})", port.part));
            }
            output::say("Ctrl-C ends it.");
        }
    }
}

fn tell_end(server: &mut Server, format: Format) {
    let emulated_ns = server.run_mut().system.now().ps() / 1_000;
    let passed = |side: Side| {
        let line = server.line(side);
        let [bytes_in, bytes_out] = line.carried;
        Passed {
            bytes_in,
            bytes_out,
            bytes_dropped: line.dropped,
        }
    };
    let (source, standby) = (passed(Side::A), passed(Side::B));
    match format {
        Format::Json => output::json_line(&Served {
            event: "served",
            emulated_ns,
            source,
            standby,
        }),
        Format::Human => {
            for (name, passed) in [("source", source), ("standby", standby)] {
                let (to, from) = (passed.bytes_in, passed.bytes_out);
                let to = output::counted(to, "byte");
                output::say(&format!(
                    "{name:8} {to} to it, {} from it",
                    output::grouped(from)
                ));
            }
        }
    }
}
