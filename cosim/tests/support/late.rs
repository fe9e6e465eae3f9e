//! The model with one change of its outputs a clock cycle late: what lock-step has to find.

use std::sync::{Arc, OnceLock};

use umbilical_emu::controller::mcu::{Retired, Rom};
use umbilical_emu::controller::model::Model;
use umbilical_emu::controller::{Controller, Outputs, PhaseChange};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::report::word;

/// A model whose outputs change late, once.
pub struct Late {
    model: Box<dyn Controller>,
    period: Span,
    /// Changes of its outputs until the one that is late.
    left: u32,
    /// The outputs before that change, and how long they stand.
    held: Option<(Outputs, Time)>,
    /// When the change should have come.
    due: Arc<OnceLock<Time>>,
}

impl Late {
    /// A model whose change number `change` comes late; `due` is told when it should have come.
    pub fn new(
        rom: Arc<Rom>,
        clock_hz: u32,
        ppm: i32,
        change: u32,
        due: Arc<OnceLock<Time>>,
    ) -> Late {
        Late {
            model: Box::new(Model::new(rom, clock_hz, ppm)),
            period: Span::from_ps(1_000_000_000_000 / u64::from(clock_hz)),
            left: change,
            held: None,
            due,
        }
    }
}

impl Controller for Late {
    fn power(&mut self, now: Time, on: bool, pins: u64) {
        self.held = None;
        self.model.power(now, on, pins);
    }

    fn wake(&self) -> Time {
        let until = self.held.map_or(Time::NEVER, |(_, until)| until);
        self.model.wake().min(until)
    }

    fn step(&mut self, now: Time) {
        if self.held.is_some_and(|(_, until)| now >= until) {
            self.held = None;
        }
        let before = self.model.outputs();
        self.model.step(now);
        if self.model.outputs() != before && self.left > 0 {
            self.left -= 1;
            if self.left == 0 {
                self.held = Some((before, now + self.period));
                self.due.set(now).expect("it is late once");
            }
        }
    }

    fn on_pins(&mut self, now: Time, pins: u64) {
        self.model.on_pins(now, pins);
    }

    fn outputs(&self) -> Outputs {
        let held = self.held.map(|(outputs, _)| outputs);
        held.unwrap_or_else(|| self.model.outputs())
    }

    fn report(&self) -> [u32; word::COUNT] {
        self.model.report()
    }

    fn phase_changes(&mut self) -> Vec<PhaseChange> {
        self.model.phase_changes()
    }

    fn drift(&mut self, now: Time, ppm: i32) {
        self.model.drift(now, ppm);
    }

    fn watchdog_resets(&self) -> u32 {
        self.model.watchdog_resets()
    }

    fn instructions(&self) -> u64 {
        self.model.instructions()
    }

    fn record_retired(&mut self, on: bool) {
        self.model.record_retired(on);
    }

    fn take_retired(&mut self) -> Vec<Retired> {
        self.model.take_retired()
    }

    fn save(&self) -> Box<dyn Controller> {
        Box::new(Late {
            model: self.model.save(),
            due: Arc::clone(&self.due),
            ..*self
        })
    }
}
