//! Time, power and pins around a circuit: any [`Core`] as a controller.
//!
//! ```text
//!   power on      k = 1 .. 1023       k = 1024 = edge 0      edge n, watchdog     edge 0
//!      |--- the reset counts ---------------|------ the MCU runs ------|-------------|---
//!      `- resets it with vcc_ok = 0                                    `- edges count anew
//! ```
//!
//! The circuit is clocked on every edge while it has its supply, so [`wake`](Controller::wake) is
//! always the next one. The edge at the instant of power is one of those in reset; edge k = 1 is
//! the first that sees `vcc_ok`.

use std::sync::Arc;

use umbilical_emu::controller::mcu::{Retired, Rom, power_up_word};
use umbilical_emu::controller::{Controller, Outputs, PhaseChange};
use umbilical_emu::time::{Clock, Time};
use umbilical_soft_mcu::registers::POWER_ON_RESET_CYCLES;
use umbilical_soft_mcu::report::word;

use crate::core::{Core, Edge, Inputs, Memory};

/// Edges without supply before each power-up: enough to bring every register to its reset value.
const EDGES_UNPOWERED: usize = 8;
/// What the transfer buffer holds when it is configured; no firmware may rely on it.
const BUFFER_FILL: u32 = 0xA5A5_A5A5;

/// What the circuit's edges count from.
#[derive(Clone, Copy, Debug)]
enum Supply {
    /// No supply, no edges.
    Off,
    /// Power-on reset. The edges are those of a clock of their own: an oscillator that drifts
    /// meanwhile does so from edge 0 on, in the model as well.
    Reset(Clock),
    /// Edges count from the end of the last reset.
    Running,
}

/// A circuit on a board.
#[derive(Clone)]
pub struct Clocked<C> {
    core: C,
    /// Edge 0 is the first one after reset.
    clock: Clock,
    supply: Supply,
    /// The next edge, and when it is.
    next: u64,
    wake: Time,
    /// The last edge since the last reset.
    last: Option<u64>,
    inputs: Inputs,
    outputs: Outputs,
    instructions: u64,
    watchdog_resets: u32,
    phase_changes: Vec<PhaseChange>,
    retired: Option<Vec<Retired>>,
}

impl<C: Core> Clocked<C> {
    /// An unpowered controller with this firmware whose oscillator runs at `clock_hz`, off by `ppm`.
    pub fn new(rom: Arc<Rom>, clock_hz: u32, ppm: i32) -> Clocked<C> {
        let mut core = C::new(clock_hz);
        core.load(Memory::Rom, rom.words());
        core.load(Memory::Buffer, &vec![BUFFER_FILL; Memory::Buffer.words()]);
        let mut clocked = Clocked {
            core,
            clock: Clock::new(clock_hz, ppm, Time::ZERO),
            supply: Supply::Off,
            next: 0,
            wake: Time::NEVER,
            last: None,
            inputs: Inputs::default(),
            outputs: Outputs::UNPOWERED,
            instructions: 0,
            watchdog_resets: 0,
            phase_changes: Vec::new(),
            retired: None,
        };
        clocked.configure();
        clocked
    }

    /// The circuit.
    pub fn core(&self) -> &C {
        &self.core
    }

    /// The circuit.
    pub fn core_mut(&mut self) -> &mut C {
        &mut self.core
    }

    /// Number of the last edge, counted from the last reset; `None` before the first.
    pub fn last_edge(&self) -> Option<u64> {
        self.last
    }

    /// RAM and registers as they are when the supply comes up.
    fn configure(&mut self) {
        let ram: Vec<u32> = (0..Memory::Ram.words()).map(power_up_word).collect();
        self.core.load(Memory::Ram, &ram);
        let registers = vec![0; Memory::Registers.words()];
        self.core.load(Memory::Registers, &registers);
    }

    fn power_up(&mut self, now: Time, pins: u64) {
        for _ in 0..EDGES_UNPOWERED {
            self.core.edge(Inputs::new(pins, false));
        }
        self.configure();
        self.inputs = Inputs::new(pins, true);
        self.outputs = self.core.settle(self.inputs).outputs();
        self.clock.restart(now);
        let reset = self.clock;
        self.clock.restart(reset.edge(POWER_ON_RESET_CYCLES));
        self.supply = Supply::Reset(reset);
        self.next = 1;
        self.wake = reset.edge(1);
    }

    /// What `edge` did besides changing outputs.
    #[inline]
    fn observe(&mut self, now: Time, edge: Edge) {
        let number = self.next;
        self.last = Some(number);
        self.next = number + 1;
        if edge.store_mask != 0 {
            self.stored(now, usize::from(edge.store_address));
        }
        if edge.watchdog {
            self.watchdog_resets += 1;
            self.clock.restart(self.clock.edge(number + 1));
            self.next = 0;
            self.last = None;
        } else if edge.retired {
            self.instructions += 1;
            if let Some(log) = &mut self.retired {
                let completed = self.core.retired();
                log.push(Retired {
                    edge: number,
                    pc: completed.pc,
                    instruction: completed.instruction,
                    rd_value: completed.value,
                });
            }
        }
    }

    fn stored(&mut self, at: Time, word: usize) {
        if word == word::PHASE || word == word::FAULT {
            let value = self.core.peek(Memory::Ram, word);
            self.phase_changes.push(PhaseChange { at, word, value });
        }
    }
}

impl<C: Core + 'static> Controller for Clocked<C> {
    fn power(&mut self, now: Time, on: bool, pins: u64) {
        self.last = None;
        if on {
            self.power_up(now, pins);
        } else {
            self.supply = Supply::Off;
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
        let edge = self.core.edge(self.inputs);
        self.outputs = edge.drives.outputs();
        match self.supply {
            Supply::Running => self.observe(now, edge),
            Supply::Reset(reset) => {
                self.next += 1;
                if self.next < POWER_ON_RESET_CYCLES {
                    self.wake = reset.edge(self.next);
                    return;
                }
                self.supply = Supply::Running;
                self.next = 0;
            }
            Supply::Off => {}
        }
        self.wake = self.clock.edge(self.next);
    }

    #[inline]
    fn on_pins(&mut self, _now: Time, pins: u64) {
        // A component steps before it hears of the same instant's changes, so these levels are
        // sampled at the next edge.
        self.inputs = Inputs::new(pins, !matches!(self.supply, Supply::Off));
    }

    #[inline]
    fn outputs(&self) -> Outputs {
        self.outputs
    }

    fn report(&self) -> [u32; word::COUNT] {
        std::array::from_fn(|index| self.core.peek(Memory::Ram, index))
    }

    fn phase_changes(&mut self) -> Vec<PhaseChange> {
        std::mem::take(&mut self.phase_changes)
    }

    fn drift(&mut self, now: Time, ppm: i32) {
        self.clock.drift(now, ppm);
        if let Supply::Running = self.supply {
            self.wake = self.clock.edge(self.next);
        }
    }

    fn watchdog_resets(&self) -> u32 {
        self.watchdog_resets
    }

    fn instructions(&self) -> u64 {
        self.instructions
    }

    fn record_retired(&mut self, on: bool) {
        self.retired = on.then(Vec::new);
    }

    fn take_retired(&mut self) -> Vec<Retired> {
        self.retired
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    fn save(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}
