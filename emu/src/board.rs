//! A device: host processor, backup controller, memory, journal.

use crate::chips::eeprom24::Eeprom24;
use crate::controller::Controller;
use crate::host::Host;
use crate::nets::{Net, Pin, Side, on_board};
use crate::time::Time;
use crate::wiring::Drive;

/// The parts of a board that act by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// The backup controller.
    Controller = 0,
    /// The memory that is rescued.
    Memory = 1,
    /// The controller's private memory.
    Journal = 2,
    /// The host processor.
    Host = 3,
}

impl Component {
    /// All parts, in board order.
    pub const ALL: [Component; 4] = [
        Component::Controller,
        Component::Memory,
        Component::Journal,
        Component::Host,
    ];
}

/// One device.
pub struct Board {
    /// What sits between the pins.
    pub controller: Box<dyn Controller>,
    /// The memory on the shared bus.
    pub memory: Eeprom24,
    /// The memory is soldered in.
    pub memory_fitted: bool,
    /// Pins of the controller that something is connected to.
    pub wired: u64,
    /// The controller's private memory.
    pub journal: Eeprom24,
    /// The host processor.
    pub host: Host,
}

impl Board {
    /// A copy of the whole state.
    pub fn save(&self) -> Board {
        Board {
            controller: self.controller.save(),
            memory: self.memory.clone(),
            memory_fitted: self.memory_fitted,
            wired: self.wired,
            journal: self.journal.clone(),
            host: self.host.clone(),
        }
    }

    /// When `component` wants to act next.
    #[inline]
    pub fn wake(&self, component: Component) -> Time {
        match component {
            Component::Controller => self.controller.wake(),
            Component::Memory => self.memory.wake(),
            Component::Journal => self.journal.wake(),
            Component::Host => self.host.wake(),
        }
    }

    /// `component` acts.
    #[inline]
    pub fn step(&mut self, component: Component, now: Time) {
        match component {
            Component::Controller => self.controller.step(now),
            Component::Memory => self.memory.step(now),
            Component::Journal => self.journal.step(now),
            Component::Host => self.host.step(now),
        }
    }

    /// What `component` drives.
    #[inline]
    pub fn drive(&self, component: Component, side: Side) -> Drive {
        let low = |on: bool, pin: Pin| if on { Net::new(side, pin).mask() } else { 0 };
        match component {
            Component::Controller => {
                let outputs = self.controller.outputs();
                Drive {
                    low: on_board(outputs.low & self.wired, side),
                    high: on_board(outputs.high & self.wired, side),
                }
            }
            Component::Memory => Drive {
                low: low(self.memory.sda_low(), Pin::BusSda),
                high: 0,
            },
            Component::Journal => Drive {
                low: low(self.journal.sda_low(), Pin::JrnSda),
                high: 0,
            },
            Component::Host => Drive {
                low: low(self.host.scl_low(), Pin::HostScl)
                    | low(self.host.sda_low(), Pin::HostSda),
                high: 0,
            },
        }
    }

    /// The board's levels settled; `changed` says which of them are new, `supplied` whether its
    /// own supply is on, without which the controller is in reset. `woken` is told the new wake of
    /// each component that listened.
    #[inline]
    pub fn on_pins(
        &mut self,
        now: Time,
        pins: u64,
        changed: u64,
        supplied: bool,
        mut woken: impl FnMut(Component, Time),
    ) {
        const fn both(scl: Pin) -> u64 {
            // SDA is the pin after SCL on every segment.
            0b11 << scl as u32
        }
        let lines = |scl: Pin| (pins >> scl as u32 & 1 == 1, pins >> scl as u32 & 2 == 2);
        if supplied {
            self.controller.on_pins(now, pins);
            woken(Component::Controller, self.controller.wake());
        }
        if changed & both(Pin::BusScl) != 0 {
            let (scl, sda) = lines(Pin::BusScl);
            self.memory.on_lines(now, scl, sda);
            woken(Component::Memory, self.memory.wake());
        }
        if changed & (both(Pin::JrnScl) | both(Pin::HostScl)) == 0 {
            return;
        }
        if changed & both(Pin::JrnScl) != 0 {
            let (scl, sda) = lines(Pin::JrnScl);
            self.journal.on_lines(now, scl, sda);
            woken(Component::Journal, self.journal.wake());
        }
        if changed & both(Pin::HostScl) != 0 {
            let (scl, sda) = lines(Pin::HostScl);
            self.host.on_lines(now, scl, sda);
            woken(Component::Host, self.host.wake());
        }
    }
}
