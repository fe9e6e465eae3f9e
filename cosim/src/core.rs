//! What a circuit has to offer to sit on a board: one rising edge per call.
//!
//! ```text
//!   Inputs  lines[8] sensed[4] vcc_ok   +------+   Drives  pull[8] out[6]
//!   ----------------------------------->| Core |---------------------------->
//!                                       +------+   Edge    what the trace ports told before it
//!                                     Memory: peek, load
//! ```
//!
//! Ports are those of the top module `umbilical`; bit orders are the emulator's [`Pin`] numbers.

use umbilical_emu::controller::Outputs;
use umbilical_emu::nets::Pin;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, RAM_BYTES, ROM_BYTES};

/// Number of line inputs: pins 0 to 7.
const LINES: u32 = 8;
/// Where the sensed inputs come from, in port order.
const SENSED: [Pin; 4] = [
    Pin::Present,
    Pin::PeerVcc,
    Pin::ButtonSource,
    Pin::ButtonDestination,
];
/// The first of the push-pull outputs; the others follow it.
const FIRST_OUT: u32 = Pin::Strap as u32;
/// Mask of the push-pull outputs, in port order.
const OUT_MASK: u32 = 0x3F;

/// Levels of the input ports: `lines` in bits 7..0, `sensed` in bits 11..8, `vcc_ok` in bit 12.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inputs(u32);

impl Inputs {
    const VCC_OK: u32 = 1 << 12;

    /// A board's pin levels (one bit per [`Pin`]) and whether the controller has its supply.
    #[inline]
    pub fn new(pins: u64, vcc_ok: bool) -> Inputs {
        let mut word = pins as u32 & ((1 << LINES) - 1);
        for (index, pin) in SENSED.into_iter().enumerate() {
            word |= ((pins >> pin as u32 & 1) as u32) << (LINES + index as u32);
        }
        Inputs(word | if vcc_ok { Inputs::VCC_OK } else { 0 })
    }

    /// All of them in one word.
    pub fn word(self) -> u32 {
        self.0
    }

    /// Port `lines`.
    pub fn lines(self) -> u8 {
        self.0 as u8
    }

    /// Port `sensed`, 4 bits.
    pub fn sensed(self) -> u8 {
        (self.0 >> LINES) as u8 & 0xF
    }

    /// Port `vcc_ok`.
    pub fn vcc_ok(self) -> bool {
        self.0 & Inputs::VCC_OK != 0
    }
}

/// Levels of the output ports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drives {
    /// Port `pull`: lines pulled low.
    pub pull: u8,
    /// Port `out`: push-pull outputs, 6 bits.
    pub out: u8,
}

impl Drives {
    /// As a board sees them.
    #[inline]
    pub fn outputs(self) -> Outputs {
        let out = u32::from(self.out) & OUT_MASK;
        Outputs {
            low: u64::from(u32::from(self.pull) | (!out & OUT_MASK) << FIRST_OUT),
            high: u64::from(out << FIRST_OUT),
        }
    }
}

const _: () = assert!(
    (OUT_MASK << FIRST_OUT) as u64 == Outputs::PUSH_PULL & Pin::SHARED_BUS,
    "these outputs are neighbours"
);

/// One rising edge: what was driven after it, and what the trace ports told just before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// After the edge.
    pub drives: Drives,
    /// An instruction ended at this edge; [`Core::retired`] says which.
    pub retired: bool,
    /// The watchdog reset the circuit at this edge.
    pub watchdog: bool,
    /// RAM bytes written at this edge, one bit per byte of the word.
    pub store_mask: u8,
    /// Index of the RAM word.
    pub store_address: u16,
}

/// A completed instruction, as the trace ports give it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completed {
    /// Its address.
    pub pc: u32,
    /// The instruction word.
    pub instruction: u32,
    /// What its destination register got; 0 if it has none or that is x0.
    pub value: u32,
}

/// A memory of the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Memory {
    /// Instruction memory, in words.
    Rom = 0,
    /// Data memory, in words.
    Ram = 1,
    /// Registers x0 to x31.
    Registers = 2,
    /// Transfer buffer, in words.
    Buffer = 3,
}

impl Memory {
    /// How many words it has.
    pub fn words(self) -> usize {
        match self {
            Memory::Rom => ROM_BYTES as usize / 4,
            Memory::Ram => RAM_BYTES as usize / 4,
            Memory::Registers => 32,
            Memory::Buffer => BUFFER_BYTES as usize / 4,
        }
    }
}

/// A circuit with the ports of the top module. It has no notion of time.
pub trait Core: Clone + Send {
    /// The circuit as configured, in reset or not, with this level on its `clock_hz` port.
    fn new(clock_hz: u32) -> Self;
    /// The clock rises once while the inputs have these levels.
    fn edge(&mut self, inputs: Inputs) -> Edge;
    /// What is driven with these inputs, with no edge.
    fn settle(&mut self, inputs: Inputs) -> Drives;
    /// The instruction that ended at the last edge for which [`Edge::retired`] was set.
    fn retired(&self) -> Completed;
    /// A word of a memory.
    ///
    /// # Panics
    /// When the memory has no such word.
    fn peek(&self, memory: Memory, index: usize) -> u32;
    /// Fills a memory from its start, as a bitstream does.
    ///
    /// # Panics
    /// When it is more than the memory holds.
    fn load(&mut self, memory: Memory, words: &[u32]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_pin_has_its_port_bit_and_no_other_pin_has_one() {
        let mut seen = 0;
        for pin in Pin::ALL {
            let word = Inputs::new(pin.bit(), false).word();
            let expected = match *pin as u32 {
                line @ 0..8 => 1 << line,
                8 => 1 << 8,
                9 => 1 << 9,
                11 => 1 << 10,
                12 => 1 << 11,
                _ => 0,
            };
            assert_eq!(word, expected, "{}", pin.name());
            seen |= word;
        }
        assert_eq!(seen, 0xFFF);
        let inputs = Inputs::new(Pin::PeerVcc.bit() | 0x81, true);
        assert_eq!(
            (inputs.lines(), inputs.sensed(), inputs.vcc_ok()),
            (0x81, 0b0010, true)
        );
    }

    #[test]
    fn lines_are_open_drain_and_the_other_outputs_are_not() {
        let drives = Drives {
            pull: 1 << Pin::BusSda as u8,
            out: 0b10_0001,
        };
        let outputs = drives.outputs();
        let high = Pin::Strap.bit() | Pin::LedFault.bit();
        assert_eq!(outputs.high, high);
        assert_eq!(
            outputs.low,
            Pin::BusSda.bit() | (Outputs::PUSH_PULL & Pin::SHARED_BUS & !high)
        );
    }
}
