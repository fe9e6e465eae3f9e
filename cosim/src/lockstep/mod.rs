//! Two controllers that must agree on every edge.
//!
//! ```text
//!            pins, power, drift
//!          +---------+---------+
//!          v                   v
//!    +-----------+      +------------+
//!    |   model   |      | Clocked<C> |
//!    +-----------+      +------------+
//!      |       outputs, retired    |
//!      |  +------> compare <-------+---> Witness
//!      v  |
//!    drives the board
//! ```
//!
//! The model may run ahead of time, so its instructions wait in a queue for those of the circuit.
//! A reset drops what the model had run beyond the last edge before it: that never happened.
//! After the first difference the circuit is left alone and the model goes on by itself.

mod difference;

use std::collections::VecDeque;
use std::sync::Arc;

use umbilical_emu::controller::mcu::{Retired, Rom};
use umbilical_emu::controller::model::Model;
use umbilical_emu::controller::{Backend, Controller, Outputs, PhaseChange};
use umbilical_emu::time::Time;
use umbilical_soft_mcu::report;

use crate::clocked::Clocked;
use crate::core::Core;
pub use difference::{Difference, Signal, Value, Witness, Witnesses};

/// A model and a circuit that get the same inputs. The model drives.
pub struct Lockstep<C> {
    model: Box<dyn Controller>,
    circuit: Clocked<C>,
    /// A difference was found.
    apart: bool,
    /// Instructions of the model that the circuit has not ended yet.
    ahead: VecDeque<Retired>,
    last_retired: Option<Retired>,
    edges: u64,
    instructions: u64,
    witness: Arc<Witness>,
    retired: Option<Vec<Retired>>,
}

impl<C: Core + 'static> Lockstep<C> {
    /// The emulator's model and the circuit, both with this firmware and an oscillator of
    /// `clock_hz` that is off by `ppm`.
    pub fn new(rom: Arc<Rom>, clock_hz: u32, ppm: i32) -> Lockstep<C> {
        let model = Model::new(Arc::clone(&rom), clock_hz, ppm);
        Lockstep::of(Box::new(model), Clocked::new(rom, clock_hz, ppm))
    }

    /// Two controllers that have not been powered yet.
    pub fn of(mut model: Box<dyn Controller>, mut circuit: Clocked<C>) -> Lockstep<C> {
        model.record_retired(true);
        circuit.record_retired(true);
        Lockstep {
            model,
            circuit,
            apart: false,
            ahead: VecDeque::new(),
            last_retired: None,
            edges: 0,
            instructions: 0,
            witness: Arc::default(),
            retired: None,
        }
    }

    /// What it sees; stays up to date when the controller is on a board.
    pub fn witness(&self) -> Arc<Witness> {
        Arc::clone(&self.witness)
    }

    /// Boards with two controllers in lock-step each, and their witnesses.
    pub fn backend() -> (Backend, Arc<Witnesses>) {
        Lockstep::<C>::backend_of(Lockstep::new)
    }

    /// As [`backend`](Self::backend), of pairs that `make` makes.
    pub fn backend_of(
        make: impl Fn(Arc<Rom>, u32, i32) -> Lockstep<C> + Send + Sync + 'static,
    ) -> (Backend, Arc<Witnesses>) {
        let witnesses = Arc::<Witnesses>::default();
        let seen = Arc::clone(&witnesses);
        let backend = Backend::new("lock-step", move |rom, clock_hz, ppm| {
            let pair = make(rom, clock_hz, ppm);
            seen.add(pair.witness());
            pair
        });
        (backend, witnesses)
    }

    #[cold]
    fn differ(&mut self, at: Time, (signal, model, circuit): (Signal, Value, Value)) {
        if self.apart {
            return;
        }
        self.apart = true;
        self.model.record_retired(false);
        self.witness.report(Difference {
            edge: self.circuit.last_edge(),
            at,
            signal,
            model,
            circuit,
            last_retired: self.last_retired,
        });
    }

    #[inline]
    fn compare_outputs(&mut self, now: Time) {
        let (model, circuit) = (self.model.outputs(), self.circuit.outputs());
        if model != circuit
            && let Some(found) = difference::outputs(model, circuit)
        {
            self.differ(now, found);
        }
    }

    /// Steps the model; what it had run ahead ends where its watchdog fires.
    fn step_model(&mut self, now: Time) {
        if self.apart {
            return self.model.step(now);
        }
        self.ahead.extend(self.model.take_retired());
        let resets = self.model.watchdog_resets();
        self.model.step(now);
        if self.model.watchdog_resets() != resets {
            // The circuit has not yet had the edge at which that happens.
            let last = self.circuit.last_edge();
            self.ahead
                .retain(|retired| last.is_some_and(|last| retired.edge <= last));
        }
    }

    fn step_circuit(&mut self, now: Time) {
        let resets = self.circuit.watchdog_resets();
        self.circuit.step(now);
        self.edges += 1;
        self.compare_retired(now);
        if self.circuit.watchdog_resets() != resets {
            self.last_retired = None;
        }
        let (model, circuit) = (self.model.watchdog_resets(), self.circuit.watchdog_resets());
        if model != circuit {
            let (model, circuit) = (Value::Count(model.into()), Value::Count(circuit.into()));
            self.differ(now, (Signal::Watchdog, model, circuit));
        }
    }

    fn compare_retired(&mut self, now: Time) {
        for circuit in self.circuit.take_retired() {
            if self.ahead.is_empty() {
                self.ahead.extend(self.model.take_retired());
            }
            let Some(model) = self.ahead.pop_front() else {
                let found = (Signal::RetiredPc, Value::Absent, Value::Word(circuit.pc));
                return self.differ(now, found);
            };
            if let Some(found) = difference::instructions(model, circuit) {
                return self.differ(now, found);
            }
            self.instructions += 1;
            self.last_retired = Some(circuit);
            if let Some(log) = &mut self.retired {
                log.push(circuit);
            }
        }
    }

    /// An instruction that the model ended by the circuit's last edge is one that the circuit
    /// should have ended.
    #[inline]
    fn ahead_is_late(&mut self, now: Time) {
        if let (Some(first), Some(last)) = (self.ahead.front(), self.circuit.last_edge())
            && first.edge <= last
        {
            let found = (Signal::RetiredPc, Value::Word(first.pc), Value::Absent);
            self.differ(now, found);
        }
    }

    /// Everything up to now is compared, and what the model ran beyond it is forgotten.
    fn forget_ahead(&mut self, now: Time) {
        self.ahead.extend(self.model.take_retired());
        if !self.apart {
            self.ahead_is_late(now);
        }
        self.ahead.clear();
        self.last_retired = None;
    }
}

impl<C: Core + 'static> Controller for Lockstep<C> {
    fn power(&mut self, now: Time, on: bool, pins: u64) {
        self.forget_ahead(now);
        self.model.power(now, on, pins);
        self.circuit.power(now, on, pins);
        if !self.apart {
            self.compare_outputs(now);
        }
    }

    #[inline]
    fn wake(&self) -> Time {
        if self.apart {
            self.model.wake()
        } else {
            self.model.wake().min(self.circuit.wake())
        }
    }

    #[inline]
    fn step(&mut self, now: Time) {
        if now >= self.model.wake() {
            self.step_model(now);
        }
        if self.apart {
            return;
        }
        if now >= self.circuit.wake() {
            self.step_circuit(now);
            if self.ahead.is_empty() {
                self.ahead.extend(self.model.take_retired());
            }
            self.ahead_is_late(now);
            self.witness.set_counts(self.edges, self.instructions);
        }
        self.compare_outputs(now);
    }

    #[inline]
    fn on_pins(&mut self, now: Time, pins: u64) {
        self.model.on_pins(now, pins);
        self.circuit.on_pins(now, pins);
    }

    #[inline]
    fn outputs(&self) -> Outputs {
        self.model.outputs()
    }

    fn report(&self) -> [u32; report::word::COUNT] {
        self.model.report()
    }

    fn phase_changes(&mut self) -> Vec<PhaseChange> {
        self.circuit.phase_changes();
        self.model.phase_changes()
    }

    fn drift(&mut self, now: Time, ppm: i32) {
        self.model.drift(now, ppm);
        self.circuit.drift(now, ppm);
    }

    fn watchdog_resets(&self) -> u32 {
        self.model.watchdog_resets()
    }

    fn instructions(&self) -> u64 {
        self.model.instructions()
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
        Box::new(Lockstep {
            model: self.model.save(),
            circuit: self.circuit.clone(),
            ahead: self.ahead.clone(),
            witness: Arc::clone(&self.witness),
            retired: self.retired.clone(),
            ..*self
        })
    }
}
