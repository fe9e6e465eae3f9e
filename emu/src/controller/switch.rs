//! The shared-bus switch: repeater between host and memory segment, and the two connections.

use super::inputs::{Inputs, NEVER, Tracker};
use crate::nets::Pin;
use umbilical_soft_mcu::registers::{SETTLE_CYCLES, switch, switch_status};

/// One line of the repeater. Only the side that started a low ends it, so it cannot lock up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeater {
    Idle,
    HostLow,
    BusLow,
    Settle { until: u64 },
}

impl Repeater {
    fn evaluate(&mut self, edge: u64, host: bool, bus: bool) {
        *self = match *self {
            Repeater::Settle { until } if edge <= until => return,
            Repeater::Idle | Repeater::Settle { .. } if !host => Repeater::HostLow,
            Repeater::Idle | Repeater::Settle { .. } if !bus => Repeater::BusLow,
            Repeater::Settle { .. } => Repeater::Idle,
            Repeater::HostLow if host => Repeater::Settle {
                until: edge + SETTLE_CYCLES,
            },
            Repeater::BusLow if bus => Repeater::Settle {
                until: edge + SETTLE_CYCLES,
            },
            same => same,
        }
    }

    /// The next edge after `edge` at which it acts, with these levels from then on.
    fn next(&self, edge: u64, host: bool, bus: bool) -> u64 {
        let acts = match self {
            Repeater::Settle { until } => return until + 1,
            Repeater::Idle => !host || !bus,
            Repeater::HostLow => host,
            Repeater::BusLow => bus,
        };
        if acts { edge + 1 } else { NEVER }
    }
}

/// The trackers of all segments.
#[derive(Clone, Debug)]
pub struct Trackers {
    /// Host segment.
    pub host: Tracker,
    /// Memory segment.
    pub bus: Tracker,
    /// Backup port.
    pub port: Tracker,
    /// Journal.
    pub journal: Tracker,
}

impl Trackers {
    /// As after reset.
    pub const RESET: Trackers = Trackers {
        host: Tracker::RESET,
        bus: Tracker::RESET,
        port: Tracker::RESET,
        journal: Tracker::RESET,
    };

    /// Tells the trackers that the outputs in `flipped` flipped at `edge`.
    #[inline]
    pub fn flipped(&mut self, edge: u64, flipped: u32, lines: &Inputs, idle_time: u64) {
        let segments = [
            (&mut self.host, Pin::HostScl),
            (&mut self.bus, Pin::BusScl),
            (&mut self.port, Pin::PortScl),
            (&mut self.journal, Pin::JrnScl),
        ];
        for (tracker, scl) in segments {
            // SDA is the bit above SCL on every segment.
            let flipped = flipped >> scl as u32 & 0b11;
            if flipped != 0 {
                let high = lines.levels() >> scl as u32 & 0b11 == 0b11;
                tracker.flipped(edge, high, high && flipped == 0b10, idle_time);
            }
        }
    }
}

impl Trackers {
    /// `IDLE_TIME` is written at `edge`.
    pub fn idle_time_written(&mut self, edge: u64, idle_time: u64) {
        for tracker in [
            &mut self.host,
            &mut self.bus,
            &mut self.port,
            &mut self.journal,
        ] {
            tracker.idle_time_written(edge, idle_time);
        }
    }
}

/// The two connections and the repeater.
#[derive(Clone, Debug)]
pub struct Switch {
    /// `SWITCH` register.
    pub request: u32,
    host: bool,
    port: bool,
    scl: Repeater,
    sda: Repeater,
}

impl Default for Switch {
    fn default() -> Self {
        Switch {
            request: 0,
            host: false,
            port: false,
            scl: Repeater::Idle,
            sda: Repeater::Idle,
        }
    }
}

impl Switch {
    /// Host and memory segment are joined, or are asked to be: the engine must keep off.
    pub fn host_owns_bus(&self) -> bool {
        self.host || self.asked(switch::HOST)
    }

    /// `port_en`.
    pub fn port(&self) -> bool {
        self.port
    }

    fn asked(&self, mask: u32) -> bool {
        self.request & mask != 0
    }

    /// Each flip of a line matters now: the repeater works, or a connection is not as asked for.
    #[inline]
    pub fn watches_inputs(&self) -> bool {
        self.host || self.asked(switch::HOST) || self.port != self.asked(switch::PORT)
    }

    /// Something may change at an edge at which this is true before it. Otherwise
    /// [`evaluate`](Self::evaluate) can be left out.
    #[inline]
    pub fn acts(&self, present: bool) -> bool {
        self.watches_inputs() || self.asked(switch::PORT | switch::SPI_PORT) && !present
    }

    /// What happens at `edge`, from the levels and registers before it.
    pub fn evaluate(
        &mut self,
        edge: u64,
        lines: &Inputs,
        trackers: &Trackers,
        present: bool,
        engine_uses_bus: bool,
    ) {
        if self.host {
            self.scl
                .evaluate(edge, lines.level(Pin::HostScl), lines.level(Pin::BusScl));
            self.sda
                .evaluate(edge, lines.level(Pin::HostSda), lines.level(Pin::BusSda));
        }
        let (host_before, request) = (self.host, self.request);
        let free = |tracker: &Tracker, scl, sda| {
            !tracker.busy(edge) && lines.level(scl) && lines.level(sda)
        };
        let bus_free = free(&trackers.bus, Pin::BusScl, Pin::BusSda) && !engine_uses_bus;
        let host_free = free(&trackers.host, Pin::HostScl, Pin::HostSda);
        let port_free = free(&trackers.port, Pin::PortScl, Pin::PortSda);
        self.host =
            request & switch::HOST != 0 && (host_before || bus_free && host_free && !self.port);
        if !self.host {
            (self.scl, self.sda) = (Repeater::Idle, Repeater::Idle);
        }
        if !present {
            self.request &= !(switch::PORT | switch::SPI_PORT);
        }
        self.port = request & switch::PORT != 0
            && present
            && (self.port || bus_free && port_free && !host_before && request & switch::HOST == 0);
    }

    /// The next edge after `edge` at which [`evaluate`](Self::evaluate) may change something
    /// though no line flips before it.
    pub fn next(
        &self,
        edge: u64,
        lines: &Inputs,
        trackers: &Trackers,
        present: bool,
        engine_uses_bus: bool,
    ) -> u64 {
        let (host, port) = (self.asked(switch::HOST), self.asked(switch::PORT));
        let any_port = port || self.asked(switch::SPI_PORT);
        if self.host && !host || self.port && !port || any_port && !present {
            return edge + 1;
        }
        if self.host {
            let level = |pin| lines.level(pin);
            let scl = self.scl.next(edge, level(Pin::HostScl), level(Pin::BusScl));
            let sda = self.sda.next(edge, level(Pin::HostSda), level(Pin::BusSda));
            return scl.min(sda);
        }
        if engine_uses_bus || self.port || !(host || port) {
            return NEVER;
        }
        let (other, scl, sda) = if host {
            (&trackers.host, Pin::HostScl, Pin::HostSda)
        } else {
            (&trackers.port, Pin::PortScl, Pin::PortSda)
        };
        let high = [scl, sda, Pin::BusScl, Pin::BusSda]
            .iter()
            .all(|pin| lines.level(*pin));
        if high {
            let free = other.free_from().max(trackers.bus.free_from());
            free.max(edge + 1)
        } else {
            NEVER
        }
    }

    /// Pins that the repeater pulls low.
    #[inline]
    pub fn drives(&self) -> u32 {
        if !self.host {
            return 0;
        }
        let pulls = |line: Repeater, host: Pin, bus: Pin| match line {
            Repeater::BusLow => 1 << host as u32,
            Repeater::HostLow => 1 << bus as u32,
            _ => 0,
        };
        pulls(self.scl, Pin::HostScl, Pin::BusScl) | pulls(self.sda, Pin::HostSda, Pin::BusSda)
    }

    /// `SWITCH_STATUS` as read at `edge`.
    pub fn status(&self, edge: u64, lines: &Inputs, trackers: &Trackers) -> u32 {
        let mut status =
            u32::from(self.host) * switch_status::HOST + u32::from(self.port) * switch_status::PORT;
        let segments = [
            (
                &trackers.host,
                switch_status::HOST_BUSY,
                Pin::HostScl,
                switch_status::HOST_SCL,
            ),
            (
                &trackers.bus,
                switch_status::BUS_BUSY,
                Pin::BusScl,
                switch_status::BUS_SCL,
            ),
            (
                &trackers.port,
                switch_status::PORT_BUSY,
                Pin::PortScl,
                switch_status::PORT_SCL,
            ),
        ];
        for (tracker, busy, scl, scl_bit) in segments {
            // SDA is the pin after SCL, and the bit after it in the register.
            let lines = lines.levels() >> scl as u32 & 0b11;
            status |= u32::from(tracker.busy(edge)) * busy + lines * scl_bit;
        }
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repeater_never_locks_up_and_never_drives_both_sides() {
        let mut line = Repeater::Idle;
        let mut state = 1u64;
        for edge in 0..100_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // The sides read low while driven from the other, as on the board.
            let host = line != Repeater::BusLow && state >> 62 & 1 == 0;
            let bus = line != Repeater::HostLow && state >> 61 & 1 == 0;
            line.evaluate(edge, host, bus);
        }
        for edge in 100_000..100_030 {
            let bus = line != Repeater::HostLow;
            let host = line != Repeater::BusLow;
            // Both outside drivers let go: a driven side follows only the other side's level.
            let (host, bus) = match line {
                Repeater::HostLow => (true, bus),
                Repeater::BusLow => (host, true),
                _ => (true, true),
            };
            line.evaluate(edge, host, bus);
        }
        assert_eq!(line, Repeater::Idle);
    }
}
