//! The loop: programs, emulated time, programs again.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Progress, Run};
use umbilical_emu::terminal::Terminal;
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::link::BASE_BAUD;
use umbilical_soft_mcu::report::{Phase, word};

use super::line::Line;
use crate::cli::Pace;

/// Emulated time between two looks at the programs while bytes are under way: 150 bytes at 3 Mbaud.
const BUSY_STEP: Span = Span::from_us(500);
/// The same with quiet lines.
const QUIET_STEP: Span = Span::from_ms(20);
/// The devices have had their supply for so long when the first byte can come.
const START: Span = Span::from_ms(50);
/// A line is quiet when so long nothing has passed. Most answers come sooner, after 2 KiB of an EEPROM
/// or the erase of a sector; the device's own limits of time (1 s) are longer.
const QUIET_AFTER: Span = Span::from_ms(100);
/// Longest sleep with quiet lines. A write of a program ends it.
const QUIET_SLEEP: Duration = Duration::from_millis(5);
/// Sleep while bytes are under way and emulated time is not due, and how far behind it may be.
const BUSY_SLEEP: Duration = Duration::from_millis(1);
/// So far behind the clock on the wall what is lost is let go.
const BEHIND_MAX: Span = Span::from_ms(100);

/// Two boards, each with a pseudo-terminal at its UART.
pub struct Server {
    run: Run,
    lines: [Line; 2],
    pace: Pace,
    /// An instant on the wall, and the emulated one that belongs to it.
    anchor: (Instant, Time),
}

impl Server {
    /// Connects pseudo-terminals to both boards of `run`, which stands at its start.
    ///
    /// # Errors
    /// When the system gives no pseudo-terminal.
    pub fn new(mut run: Run, pace: Pace) -> io::Result<Server> {
        let lines = [Line::open()?, Line::open()?];
        for side in Side::BOTH {
            run.system.connect_terminal(side, BASE_BAUD);
        }
        let anchor = (Instant::now(), run.system.now());
        Ok(Server {
            run,
            lines,
            pace,
            anchor,
        })
    }

    /// What programs open to talk to the device on `side`.
    pub fn path(&self, side: Side) -> &Path {
        self.lines[side as usize].pty.path()
    }

    /// The line of `side`.
    pub fn line(&self, side: Side) -> &Line {
        &self.lines[side as usize]
    }

    /// The two boards.
    pub fn run_mut(&mut self) -> &mut Run {
        &mut self.run
    }

    /// Serves until `stop`. `tell` is called with the standby's progress.
    ///
    /// # Errors
    /// When a pseudo-terminal fails.
    pub fn serve(&mut self, stop: &AtomicBool, mut tell: impl FnMut(&Progress)) -> io::Result<()> {
        // Nobody sends to a device whose supply came up a moment ago.
        self.run.advance(self.run.system.now() + START);
        self.anchor = (Instant::now(), self.run.system.now());
        while !stop.load(Ordering::SeqCst) {
            self.each_line(Line::send)?;
            let busy = self.busy();
            self.pass_time(busy);
            self.each_line(Line::receive)?;
            tell(&self.run.progress());
            self.wait(busy)?;
        }
        Ok(())
    }

    fn each_line(
        &mut self,
        pass: impl Fn(&mut Line, &mut Terminal, Time) -> io::Result<()>,
    ) -> io::Result<()> {
        let now = self.run.system.now();
        for side in Side::BOTH {
            if let Some(port) = self.run.system.terminal_mut(side) {
                pass(&mut self.lines[side as usize], port, now)?;
            }
        }
        Ok(())
    }

    /// Bytes or a rescue are under way.
    fn busy(&mut self) -> bool {
        let now = self.run.system.now();
        let system = &mut self.run.system;
        let lines = Side::BOTH.into_iter().any(|side| {
            let line = &self.lines[side as usize];
            let port = system.terminal_mut(side);
            let busy = port.is_some_and(|port| line.busy(port));
            busy || line.active() != Time::ZERO && now.since(line.active()) < QUIET_AFTER
        });
        lines || Side::BOTH.into_iter().any(|side| self.works(side))
    }

    /// The device on `side` has a supply and is not at rest.
    fn works(&self, side: Side) -> bool {
        let report = self.run.system.board(side).controller.report();
        let phase = Phase::from_code(report[word::PHASE]);
        let works = [
            Phase::Boot,
            Phase::Connect,
            Phase::Copy,
            Phase::Verify,
            Phase::Commit,
        ];
        self.run.system.powered(side) && phase.is_some_and(|phase| works.contains(&phase))
    }

    /// Lets emulated time pass: a step if it may run ahead, else up to what the wall says.
    fn pass_time(&mut self, busy: bool) {
        let now = self.run.system.now();
        let wall = Instant::now();
        let (then, at) = self.anchor;
        let passed = wall.duration_since(then).as_nanos() as u64;
        let due = at + Span::from_ns(passed);
        if self.pace == Pace::Fed && self.lines.iter().any(Line::full) {
            // A program has to read first.
            self.anchor = (wall, now);
        } else if self.pace == Pace::Fed && busy {
            self.run.advance(now + BUSY_STEP);
            self.anchor = (wall, self.run.system.now());
        } else if due > now {
            let step = if busy { BUSY_STEP } else { QUIET_STEP };
            self.run.advance(due.min(now + step));
            if due.since(now) > BEHIND_MAX {
                self.anchor = (wall, self.run.system.now());
            }
        }
    }

    /// Waits until a program writes, or emulated time is due.
    fn wait(&mut self, busy: bool) -> io::Result<()> {
        let full = self.lines.iter().any(Line::full);
        let ahead = self.pace == Pace::Fed && busy && !full;
        let now = self.run.system.now();
        let late = self.anchor.0.elapsed().saturating_sub(BUSY_SLEEP);
        let behind = now < self.anchor.1 + Span::from_ns(late.as_nanos() as u64);
        if ahead || behind && !full {
            return Ok(());
        }
        let sleep = if busy || full {
            BUSY_SLEEP
        } else {
            QUIET_SLEEP
        };
        if !busy {
            self.lines.iter().for_each(|line| line.pty.release());
        }
        let fds = self.lines.each_ref().map(|line| line.pty.fd());
        let mut fds = [0, 1].map(|index| {
            let mut flags = PollFlags::empty();
            // A line that is busy may have more to write than it is asked for.
            flags.set(PollFlags::IN, !busy);
            flags.set(PollFlags::OUT, self.lines[index].full());
            PollFd::from_borrowed_fd(fds[index], flags)
        });
        let timeout = Timespec {
            tv_sec: 0,
            tv_nsec: sleep.as_nanos() as _,
        };
        match poll(&mut fds, Some(&timeout)) {
            // A signal: the caller looks what it was.
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(cause) => Err(cause.into()),
        }
    }
}
