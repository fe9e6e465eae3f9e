//! A transport that ends when somebody says so, or when it has taken too long.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::link::Transport;

/// Whether somebody asked to stop. Copies of it say the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ctrl-C and `kill` set it from now on. The second time they end the process at once.
    ///
    /// # Errors
    /// When the system has no room for a handler.
    pub fn on_signals(&self) -> io::Result<()> {
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first time the flag is not set yet.
            let flag = || self.0.clone();
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, flag())?;
            signal_hook::flag::register(signal, flag())?;
        }
        Ok(())
    }

    /// Asks to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Somebody asked.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Why a line was given up from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Ctrl-C, or `kill`.
    Stopped,
    /// The deadline, after so long.
    Deadline(Duration),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Halt::Stopped => f.write_str("stopped"),
            Halt::Deadline(after) => write!(f, "not done after {} s", after.as_secs()),
        }
    }
}

impl std::error::Error for Halt {}

impl Halt {
    /// The halt that `error` is, if it is one.
    pub fn of(error: &io::Error) -> Option<Halt> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// A transport that fails with a [`Halt`] when it should end.
#[derive(Debug)]
pub struct Guarded<T> {
    line: T,
    stop: Option<Stop>,
    deadline: Option<Duration>,
}

impl<T: Transport> Guarded<T> {
    /// `line`, until `stop`.
    pub fn new(line: T, stop: Stop) -> Self {
        Self {
            line,
            stop: Some(stop),
            deadline: None,
        }
    }

    /// Ends at the latest when so long has passed since the line was opened.
    pub fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// To leave the device in order: `grace` from now on, whether or not somebody asked to stop.
    pub fn last_words(&mut self, grace: Duration) {
        self.stop = None;
        self.deadline = Some(self.line.now() + grace);
    }

    /// The line.
    pub fn line(&mut self) -> &mut T {
        &mut self.line
    }

    /// The line, given back.
    pub fn into_line(self) -> T {
        self.line
    }

    fn check(&self) -> io::Result<()> {
        if self.stop.as_ref().is_some_and(Stop::is_set) {
            return Err(io::Error::other(Halt::Stopped));
        }
        match self.deadline {
            Some(deadline) if self.line.now() >= deadline => {
                Err(io::Error::other(Halt::Deadline(deadline)))
            }
            _ => Ok(()),
        }
    }
}

impl<T: Transport> Transport for Guarded<T> {
    fn now(&self) -> Duration {
        self.line.now()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.check()?;
        self.line.send(bytes)
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        self.check()?;
        let until = self.deadline.map_or(until, |deadline| until.min(deadline));
        self.line.receive(until, into)
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.line.set_baud(baud)
    }
}
