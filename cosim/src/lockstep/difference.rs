//! What the two sides of a lock-step disagree on, and where it is kept.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use umbilical_emu::controller::Outputs;
use umbilical_emu::controller::mcu::Retired;
use umbilical_emu::nets::Pin;
use umbilical_emu::time::Time;

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An output.
    Pin(Pin),
    /// Address of an instruction that ended; [`Value::Absent`] where none did.
    RetiredPc,
    /// Its instruction word.
    RetiredInstruction,
    /// What it wrote to its destination register.
    RetiredValue,
    /// Its last edge.
    RetiredEdge,
    /// How often the watchdog has fired.
    Watchdog,
}

impl Signal {
    /// The net's name, or what else is compared.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Pin(pin) => pin.name(),
            Signal::RetiredPc => "retired pc",
            Signal::RetiredInstruction => "retired instruction",
            Signal::RetiredValue => "retired rd value",
            Signal::RetiredEdge => "retired edge",
            Signal::Watchdog => "watchdog resets",
        }
    }
}

/// One side's value of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The pin is driven low.
    Low,
    /// The pin is driven high.
    High,
    /// The pin is not driven.
    Released,
    /// A count or an edge number.
    Count(u64),
    /// A word.
    Word(u32),
    /// There is none.
    Absent,
}

impl Value {
    fn of_pin(outputs: Outputs, mask: u64) -> Value {
        if outputs.low & mask != 0 {
            Value::Low
        } else if outputs.high & mask != 0 {
            Value::High
        } else {
            Value::Released
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Low => f.write_str("low"),
            Value::High => f.write_str("high"),
            Value::Released => f.write_str("released"),
            Value::Count(count) => write!(f, "{count}"),
            Value::Word(word) => write!(f, "{word:#010x}"),
            Value::Absent => f.write_str("none"),
        }
    }
}

/// The first thing in which two controllers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The last edge of the circuit, counted from its last reset; `None` before the first.
    pub edge: Option<u64>,
    /// When.
    pub at: Time,
    /// What.
    pub signal: Signal,
    /// The model's value.
    pub model: Value,
    /// The circuit's value.
    pub circuit: Value,
    /// The last instruction on which both agreed.
    pub last_retired: Option<Retired>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.edge {
            Some(edge) => write!(f, "edge {edge}")?,
            None => f.write_str("in reset")?,
        }
        write!(
            f,
            " at {}: {} is {} in the model, {} in the circuit; ",
            self.at,
            self.signal.name(),
            self.model,
            self.circuit
        )?;
        match self.last_retired {
            Some(last) => write!(
                f,
                "the last instruction of both was {:#010x} at pc {:#06x}, edge {}, rd value {:#010x}",
                last.instruction, last.pc, last.edge, last.rd_value
            ),
            None => f.write_str("no instruction since the last reset"),
        }
    }
}

/// The first pin that differs.
pub(super) fn outputs(model: Outputs, circuit: Outputs) -> Option<(Signal, Value, Value)> {
    let differs = (model.low ^ circuit.low) | (model.high ^ circuit.high);
    let pin = Pin::ALL
        .iter()
        .find(|pin| differs >> **pin as u32 & 1 == 1)?;
    let mask = pin.bit();
    let (model, circuit) = (Value::of_pin(model, mask), Value::of_pin(circuit, mask));
    Some((Signal::Pin(*pin), model, circuit))
}

/// The first field in which one instruction differs.
pub(super) fn instructions(model: Retired, circuit: Retired) -> Option<(Signal, Value, Value)> {
    let fields = [
        (
            Signal::RetiredPc,
            Value::Word(model.pc),
            Value::Word(circuit.pc),
        ),
        (
            Signal::RetiredInstruction,
            Value::Word(model.instruction),
            Value::Word(circuit.instruction),
        ),
        (
            Signal::RetiredEdge,
            Value::Count(model.edge),
            Value::Count(circuit.edge),
        ),
        (
            Signal::RetiredValue,
            Value::Word(model.rd_value),
            Value::Word(circuit.rd_value),
        ),
    ];
    fields
        .into_iter()
        .find(|(_, model, circuit)| model != circuit)
}

/// What a lock-step saw, for whoever wants to know while the controller sits on a board.
#[derive(Debug, Default)]
pub struct Witness {
    difference: OnceLock<Difference>,
    edges: AtomicU64,
    instructions: AtomicU64,
}

impl Witness {
    /// The first difference.
    pub fn difference(&self) -> Option<&Difference> {
        self.difference.get()
    }

    /// Edges of the circuit after which all outputs were compared.
    pub fn edges(&self) -> u64 {
        self.edges.load(Ordering::Relaxed)
    }

    /// Instructions that were compared.
    pub fn instructions(&self) -> u64 {
        self.instructions.load(Ordering::Relaxed)
    }

    pub(super) fn set_counts(&self, edges: u64, instructions: u64) {
        self.edges.store(edges, Ordering::Relaxed);
        self.instructions.store(instructions, Ordering::Relaxed);
    }

    pub(super) fn report(&self, difference: Difference) {
        // Of a copy and its original the first one counts.
        let _ = self.difference.set(difference);
    }
}

/// Witnesses of all controllers that one back-end made, in the order in which it made them: that
/// of device A comes first.
#[derive(Debug, Default)]
pub struct Witnesses(Mutex<Vec<Arc<Witness>>>);

impl Witnesses {
    /// All of them.
    pub fn all(&self) -> Vec<Arc<Witness>> {
        self.lock().clone()
    }

    pub(super) fn add(&self, witness: Arc<Witness>) {
        self.lock().push(witness);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Witness>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
