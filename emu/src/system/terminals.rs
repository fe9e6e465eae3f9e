//! Serial ports at the boards' UARTs.
//!
//! A port is no component: it sits outside the boards, as cable and buttons do, and acts with them.

use super::System;
use crate::nets::{Net, Pin, Side};
use crate::terminal::Terminal;
use crate::time::Time;

impl System {
    /// Connects a serial port of `baud` to the UART of `side`, in place of one that is there. Traces
    /// and digests that are begun after this have the UART's pins.
    pub fn connect_terminal(&mut self, side: Side, baud: u32) -> &mut Terminal {
        self.connect(side, Terminal::new(baud, 0, 0, self.now))
    }

    /// As [`connect_terminal`](Self::connect_terminal), with any port.
    pub fn connect(&mut self, side: Side, mut terminal: Terminal) -> &mut Terminal {
        let tx = Net::new(side, Pin::UartTx).mask();
        terminal.on_line(self.now, self.levels().read() & tx != 0);
        self.observers.see_uart();
        self.terminals[side as usize].insert(Box::new(terminal))
    }

    /// The port at the UART of `side`, which has got everything up to now.
    pub fn terminal_mut(&mut self, side: Side) -> Option<&mut Terminal> {
        let now = self.now;
        let terminal = self.terminals[side as usize].as_deref_mut()?;
        terminal.pass(now);
        Some(terminal)
    }

    /// A switch or a port has another wake than it had, or may have.
    pub(super) fn refresh_outside(&mut self) {
        let wakes = self.terminals.iter().flatten().map(|port| port.wake());
        self.outside_due = wakes.fold(self.switch_due, Time::min);
    }

    /// `uart_tx` of `side` has this level now.
    #[cold]
    #[inline(never)]
    pub(super) fn tell_terminal(&mut self, now: Time, side: Side, level: bool) {
        if let Some(terminal) = &mut self.terminals[side as usize] {
            terminal.on_line(now, level);
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn step_terminals(&mut self, now: Time) {
        for side in Side::BOTH {
            if let Some(terminal) = &mut self.terminals[side as usize]
                && terminal.wake() <= now
            {
                terminal.step(now);
                self.wiring.drive_from_outside(side, terminal.drive());
            }
        }
        self.refresh_outside();
    }

    /// Steps ports that have not asked for it; none may act.
    #[cold]
    #[inline(never)]
    pub(super) fn eager_terminals(&mut self, now: Time) {
        for side in Side::BOTH {
            let Some(terminal) = &mut self.terminals[side as usize] else {
                continue;
            };
            let (promised, before) = (terminal.wake(), terminal.drive());
            if promised <= now {
                continue;
            }
            terminal.step(now);
            terminal.pass(now);
            if terminal.drive() != before && self.guilty.is_none() {
                let guilty =
                    format!("the port at {side:?} acted at {now}, had promised {promised}");
                self.guilty = Some(guilty);
            }
        }
    }
}
