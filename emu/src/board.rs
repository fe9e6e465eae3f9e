//! A device: host processor, backup controller, memory, journal.

use crate::chips::eeprom24::Eeprom24;
use crate::controller::Controller;
use crate::host::Processor;
use crate::memory::Memory;
use crate::nets::Pin;
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
    /// The memory that is rescued.
    pub memory: Memory,
    /// The memory is soldered in.
    pub memory_fitted: bool,
    /// The controller's private memory.
    pub journal: Eeprom24,
    /// The host processor.
    pub host: Processor,
}

impl Board {
    /// A copy of the whole state.
    pub fn save(&self) -> Board {
        Board {
            controller: self.controller.save(),
            memory: self.memory.clone(),
            memory_fitted: self.memory_fitted,
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
    pub fn drive(&self, component: Component) -> Drive {
        match component {
            Component::Controller => {
                let outputs = self.controller.outputs();
                // With a memory on the shared bus nothing is connected to the other pins.
                let connected = match self.memory {
                    Memory::Eeprom(_) => Pin::SHARED_BUS | Pin::UART,
                    Memory::Nor(_) => !0,
                };
                Drive {
                    low: outputs.low & connected,
                    high: outputs.high & connected,
                }
            }
            Component::Memory => self.memory.drive(),
            Component::Journal => Drive {
                low: u64::from(self.journal.sda_low()) << Pin::JrnSda as u32,
                high: 0,
            },
            Component::Host => self.host.drive(),
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
        const JOURNAL: u64 = Pin::JrnScl.bit() | Pin::JrnSda.bit();
        if supplied {
            self.controller.on_pins(now, pins);
            woken(Component::Controller, self.controller.wake());
        }
        if changed & !Pin::UART == 0 {
            return;
        }
        if self.memory.on_pins(now, pins, changed) {
            woken(Component::Memory, self.memory.wake());
        }
        if changed & JOURNAL != 0 {
            let level = |pin: Pin| pins & pin.bit() != 0;
            self.journal
                .on_lines(now, level(Pin::JrnScl), level(Pin::JrnSda));
            woken(Component::Journal, self.journal.wake());
        }
        if self.host.on_pins(now, pins, changed) {
            woken(Component::Host, self.host.wake());
        }
    }
}
