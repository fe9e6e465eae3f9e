//! The line as the host's client sees it.

use std::io;
use std::time::Duration;

use umbilical::link::{Client, Transport};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Run, Scenario};
use umbilical_emu::terminal::Terminal;
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::link::BASE_BAUD;

/// How often the computer looks.
const LOOK: Span = Span::from_us(20);

/// A line to one of two emulated boards.
pub struct Wire {
    pub run: Run,
    side: Side,
    opened: Time,
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
            errors: 0,
            came: 0,
        }
    }

    fn terminal(&mut self) -> &mut Terminal {
        self.run
            .system
            .terminal_mut(self.side)
            .expect("it was connected")
    }

    fn time(&self, at: Duration) -> Time {
        self.opened + Span::from_ns(at.as_nanos() as u64)
    }
}

impl Transport for Wire {
    fn now(&self) -> Duration {
        let passed = self.run.system.now().ps() - self.opened.ps();
        Duration::from_nanos(passed / 1000)
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.terminal().send(bytes);
        Ok(())
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        let end = self.time(until);
        loop {
            let came = self.terminal().take();
            self.came += came.len() as u64;
            for byte in &came {
                match byte.byte {
                    Ok(byte) => into.push(byte),
                    Err(_) => self.errors += 1,
                }
            }
            let now = self.run.system.now();
            if !came.is_empty() || now >= end {
                return Ok(());
            }
            self.run.system.run_until(end.min(now + LOOK));
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        while self.terminal().sending() {
            let next = self.run.system.now() + LOOK;
            self.run.system.run_until(next);
        }
        self.terminal().set_baud(baud);
        Ok(())
    }
}

/// A client at the far end, which has found the device.
pub fn client(scenario: Scenario, side: Side, before: Span) -> Client<Wire> {
    let mut client = Client::new(Wire::new(scenario, side, before), 0x5A17);
    client.probe().expect("the device answers");
    client
}
