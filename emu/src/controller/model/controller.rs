//! The model as boards see it.

use super::super::inputs::NEVER;
use super::super::mcu::Retired;
use super::super::spi::Segment;
use super::super::{Controller, Outputs, PhaseChange};
use super::{Model, WATCHED, spi_io};
use crate::burst::Burst;
use crate::nets::Pin;
use crate::time::Time;
use umbilical_soft_mcu::registers::{POWER_ON_RESET_CYCLES, reset_cause};
use umbilical_soft_mcu::report;

impl Controller for Model {
    fn power(&mut self, now: Time, on: bool, pins: u64) {
        self.pins = pins;
        self.running = on;
        if on {
            self.mcu.power_on();
            self.date_phase_changes();
            self.clock.restart(now);
            self.start(self.clock.edge(POWER_ON_RESET_CYCLES), reset_cause::POWER);
        } else {
            self.due = NEVER;
            self.wake = Time::NEVER;
            self.outputs = Outputs::UNPOWERED;
        }
    }

    #[inline]
    fn wake(&self) -> Time {
        self.wake
    }

    #[inline]
    fn step(&mut self, now: Time) {
        if now < self.wake {
            return;
        }
        self.last = (self.due, self.wake);
        if self.due < self.beside && self.io.spi.clocks() {
            self.run_clock(self.due);
        } else {
            self.run_edge(self.due);
        }
    }

    #[inline]
    fn on_pins(&mut self, now: Time, pins: u64) {
        let changed = (pins ^ self.pins) & WATCHED;
        self.pins = pins;
        self.io.spi_io = spi_io(pins);
        if !self.running || changed == 0 {
            return;
        }
        if changed & Pin::UartRx.bit() != 0 {
            self.on_uart_rx(now);
        }
        // Most changes come of our own last edge; a division saved.
        let edge = match self.last {
            (edge, at) if at == now => edge + 1,
            _ => self.clock.first_edge_after(now),
        };
        if self.io.sample(edge, pins) {
            self.plan(edge.saturating_sub(1));
        }
    }

    #[inline]
    fn outputs(&self) -> Outputs {
        self.outputs
    }

    fn report(&self) -> [u32; report::word::COUNT] {
        let mut words = [0; report::word::COUNT];
        words.copy_from_slice(&self.mcu.ram()[..report::word::COUNT]);
        words
    }

    fn phase_changes(&mut self) -> Vec<PhaseChange> {
        self.date_phase_changes();
        std::mem::take(&mut self.phase_changes)
    }

    fn drift(&mut self, now: Time, ppm: i32) {
        self.date_phase_changes();
        self.clock.drift(now, ppm);
        self.wake = if self.running {
            self.clock.edge(self.due)
        } else {
            Time::NEVER
        };
    }

    fn watchdog_resets(&self) -> u32 {
        self.watchdog_resets
    }

    fn instructions(&self) -> u64 {
        self.mcu.retired()
    }

    fn record_retired(&mut self, on: bool) {
        self.mcu.set_retire_log(on);
    }

    fn take_retired(&mut self) -> Vec<Retired> {
        self.mcu.take_retired()
    }

    fn burst(&self) -> Option<Burst> {
        let at = self.due;
        if !self.running || !self.io.spi.busy() || self.io.spi.burst_fall(0) != at {
            return None;
        }
        let stretch = self.io.spi.burst(self.io.spi_io)?;
        let until = self.beside;
        (until > at).then(|| Burst {
            port: stretch.segment == Segment::Port,
            flow: stretch.flow,
            bytes: stretch.bytes,
            until: self.clock.edge(until),
        })
    }

    fn burst_fall(&self, k: u32) -> Time {
        self.clock.edge(self.io.spi.burst_fall(k))
    }

    fn burst_rise(&self, k: u32) -> Time {
        self.clock.edge(self.io.spi.burst_rise(k))
    }

    fn burst_send(&mut self, k: u32, bytes: &mut Vec<u8>) {
        self.io.spi.burst_send(k, bytes, &self.io.buffer);
        self.after_burst();
    }

    fn burst_receive(&mut self, bytes: &[u8]) {
        let Some(shown) = self.io.spi.burst_levels(bytes, self.io.spi_io) else {
            return;
        };
        let io = std::mem::replace(&mut self.io.spi_io, shown);
        self.io.spi.burst_receive(bytes, io, &mut self.io.buffer);
        // Nobody tells of levels inside a burst.
        let others = self.pins & !(0xF << Pin::ProcIo0 as u32);
        self.pins = others | u64::from(shown) << Pin::ProcIo0 as u32;
        self.after_burst();
    }

    fn save(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}
