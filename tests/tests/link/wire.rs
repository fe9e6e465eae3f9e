//! The line as the host's client sees it.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use umbilical::link::{Client, Transport};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Run, Scenario};
use umbilical_emu::system::System;
use umbilical_emu::terminal::Terminal;
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::link::BASE_BAUD;

/// How often the computer looks, unless told otherwise.
const LOOK: Span = Span::from_us(20);
/// The run of the host's program in tests that have one only.
const SESSION: u16 = 0x5A17;

/// A line to one of two emulated boards.
pub struct Wire {
    pub run: Run,
    pub side: Side,
    opened: Time,
    /// How often the computer looks.
    pub look: Span,
    /// How long a byte takes from the program to the port, and back.
    delay: Span,
    /// On the way to the port, and when they are there.
    out: VecDeque<(Time, Vec<u8>)>,
    /// On the way back.
    back: VecDeque<(Time, u8)>,
    /// Bytes that came without their stop bit, or a break.
    pub errors: u64,
    /// Bytes that came.
    pub came: u64,
}

impl Wire {
    /// Connects a computer to `side`, and lets `before` pass.
    pub fn new(scenario: Scenario, side: Side, before: Span) -> Self {
        let mut run = Run::new(scenario);
        run.system.connect_terminal(side, BASE_BAUD);
        let opened = run.system.now() + before;
        run.system.run_until(opened);
        Self {
            run,
            side,
            opened,
            look: LOOK,
            delay: Span::ZERO,
            out: VecDeque::new(),
            back: VecDeque::new(),
            errors: 0,
            came: 0,
        }
    }

    /// Another port at the far end, in place of the one that is there.
    pub fn connect(&mut self, terminal: Terminal) {
        self.run.system.connect(self.side, terminal);
    }

    /// From now on what is sent comes back so much later, beside the time that it takes itself.
    pub fn set_round_trip(&mut self, round_trip: Span) {
        self.delay = Span::from_ps(round_trip.ps() / 2);
    }

    /// The port.
    pub fn terminal(&mut self) -> &mut Terminal {
        self.run
            .system
            .terminal_mut(self.side)
            .expect("it was connected")
    }

    pub fn system(&mut self) -> &mut System {
        &mut self.run.system
    }

    /// Drops what has not begun to leave.
    pub fn drop_waiting(&mut self) {
        self.out.clear();
        self.terminal().drop_waiting();
    }

    fn time(&self, at: Duration) -> Time {
        self.opened + Span::from_ns(at.as_nanos() as u64)
    }

    /// What is due at the port goes out, what is there comes in.
    fn pass_on(&mut self) {
        let now = self.run.system.now();
        while self.out.front().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, bytes)) = self.out.pop_front() {
                self.terminal().send(&bytes);
            }
        }
        let came = self.terminal().take();
        self.came += came.len() as u64;
        for byte in &came {
            match byte.byte {
                Ok(byte) => self.back.push_back((now + self.delay, byte)),
                Err(_) => self.errors += 1,
            }
        }
    }
}

impl Transport for Wire {
    fn now(&self) -> Duration {
        let passed = self.run.system.now().ps() - self.opened.ps();
        Duration::from_nanos(passed / 1000)
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let at = self.run.system.now() + self.delay;
        self.out.push_back((at, bytes.to_vec()));
        self.pass_on();
        Ok(())
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        let end = self.time(until);
        loop {
            self.pass_on();
            let now = self.run.system.now();
            let before = into.len();
            while let Some((_, byte)) = self.back.front().filter(|(at, _)| *at <= now) {
                into.push(*byte);
                self.back.pop_front();
            }
            if into.len() > before || now >= end {
                return Ok(());
            }
            self.run.system.run_until(end.min(now + self.look));
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        while !self.out.is_empty() || self.terminal().sending() {
            let next = self.run.system.now() + self.look;
            self.run.system.run_until(next);
            self.pass_on();
        }
        self.terminal().set_baud(baud);
        Ok(())
    }
}

/// A client at the far end, which has found the device.
pub fn client(scenario: Scenario, side: Side, before: Span) -> Client<Wire> {
    let mut client = Client::new(Wire::new(scenario, side, before), SESSION);
    client.probe().expect("the device answers");
    client
}
