//! Between a pseudo-terminal and the line of an emulated board.

use std::io;
use std::time::{Duration, Instant};

use umbilical_emu::terminal::{BAUD_MAX, LineError, Terminal};
use umbilical_emu::time::Time;

use super::pty::Pty;

/// Bytes on their way to the board that are taken from the kernel ahead: the others wait there, so
/// that a program which writes more than the line carries has to wait.
const AHEAD: usize = 256;

/// A program that takes nothing for so long while there is something has gone.
const READ_WAIT: Duration = Duration::from_millis(200);

/// One line.
#[derive(Debug)]
pub struct Line {
    /// What programs open.
    pub pty: Pty,
    /// What programs wrote and the port has not been told to send.
    held: Vec<u8>,
    /// What came and no program had room for.
    backlog: Vec<u8>,
    /// Since when no program has taken anything although there was something.
    stuck_since: Option<Instant>,
    /// Emulated time of the last byte either way.
    active: Time,
    /// Bytes that the board got, and those that it sent.
    pub carried: [u64; 2],
    /// Bytes that it sent and nobody read.
    pub dropped: u64,
}

impl Line {
    /// A line with a pseudo-terminal of its own.
    ///
    /// # Errors
    /// Those of [`Pty::open`].
    pub fn open() -> io::Result<Line> {
        Ok(Line {
            pty: Pty::open()?,
            held: Vec::new(),
            backlog: Vec::new(),
            stuck_since: None,
            active: Time::ZERO,
            carried: [0; 2],
            dropped: 0,
        })
    }

    /// Passes on what programs wrote and set.
    ///
    /// A rate that is read after the bytes is that of bytes which were written after it was set. It
    /// applies when those before have gone.
    ///
    /// # Errors
    /// Those of the pseudo-terminal.
    pub fn send(&mut self, port: &mut Terminal, now: Time) -> io::Result<()> {
        if self.held.is_empty() && port.waiting() < AHEAD {
            self.pty.take(&mut self.held, AHEAD)?;
        }
        let baud = match self.pty.baud()? {
            0 => port.baud(),
            baud => baud.min(BAUD_MAX),
        };
        if baud != port.baud() && !port.sending() {
            port.set_baud(baud);
        }
        if baud == port.baud() && !self.held.is_empty() {
            port.send(&self.held);
            self.carried[0] += self.held.len() as u64;
            self.active = now;
            self.held.clear();
        }
        Ok(())
    }

    /// Passes on what the board sent, as the kernel does with a raw port: a byte without stop bit as
    /// it came, a break as 0.
    ///
    /// # Errors
    /// Those of the pseudo-terminal.
    pub fn receive(&mut self, port: &mut Terminal, now: Time) -> io::Result<()> {
        let came = port.take();
        if !came.is_empty() {
            self.active = now;
            self.carried[1] += came.len() as u64;
        }
        let bytes = came.iter().map(|came| match came.byte {
            Ok(byte) | Err(LineError::Framing(byte)) => byte,
            Err(LineError::Break) => 0,
        });
        self.backlog.extend(bytes);
        self.give()
    }

    fn give(&mut self) -> io::Result<()> {
        if self.backlog.is_empty() {
            return Ok(());
        }
        let given = self.pty.give(&self.backlog)?;
        self.backlog.drain(..given);
        if given > 0 {
            self.stuck_since = None;
        }
        if !self.backlog.is_empty() {
            let since = *self.stuck_since.get_or_insert_with(Instant::now);
            if since.elapsed() >= READ_WAIT {
                self.dropped += self.backlog.len() as u64;
                self.backlog.clear();
            }
        }
        Ok(())
    }

    /// A program has to read before more fits. When none does, what comes is dropped after a while,
    /// as a real port does at once.
    pub fn full(&self) -> bool {
        !self.backlog.is_empty()
    }

    /// Emulated time of the last byte either way.
    pub fn active(&self) -> Time {
        self.active
    }

    /// Something is on its way, or about to be.
    pub fn busy(&self, port: &Terminal) -> bool {
        port.busy() || !self.held.is_empty()
    }
}
