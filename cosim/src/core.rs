//! What a circuit has to offer to sit on a board: one rising edge per call.
//!
//! ```text
//!   Inputs  lines[8] sensed[4] vcc_ok   +------+   Drives  pull[8] out[6] spi[8]
//!           spi_io[4] host_csn uart_rx  |      |           uart_tx
//!   ----------------------------------->| Core |----------------------------------->
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
const OUT_MASK: u64 = 0x3F;

/// Levels of the input ports: `lines` in bits 7..0, `sensed` in bits 11..8, `vcc_ok` in bit 12,
/// `spi_io` in bits 16..13, `host_csn` in bit 17, `uart_rx` in bit 18.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inputs(u32);

impl Inputs {
    const VCC_OK: u32 = 1 << 12;
    const SPI_IO: u32 = 13;
    const HOST_CSN: u32 = 17;
    const UART_RX: u32 = 18;

    /// The pins that are inputs.
    pub const ALL_PINS: u64 = {
        let (mut pins, mut index) = ((1 << LINES) - 1, 0);
        while index < SENSED.len() {
            pins |= SENSED[index].bit();
            index += 1;
        }
        pins | Pin::HostCsn.bit() | Pin::UartRx.bit() | 0xF << Pin::ProcIo0 as u32
    };

    /// A board's pin levels (one bit per [`Pin`]) and whether the controller has its supply.
    #[inline]
    pub fn new(pins: u64, vcc_ok: bool) -> Inputs {
        let field = |pins: u64, pin: Pin, mask: u64| (pins >> pin as u32 & mask) as u32;
        let mut word = pins as u32 & ((1 << LINES) - 1);
        for (index, pin) in SENSED.into_iter().enumerate() {
            word |= field(pins, pin, 1) << (LINES + index as u32);
        }
        word |= field(pins, Pin::ProcIo0, 0xF) << Inputs::SPI_IO;
        word |= field(pins, Pin::HostCsn, 1) << Inputs::HOST_CSN;
        word |= field(pins, Pin::UartRx, 1) << Inputs::UART_RX;
        Inputs(word | if vcc_ok { Inputs::VCC_OK } else { 0 })
    }

    /// Pin levels that give these inputs.
    pub fn pins(self) -> u64 {
        let sensed = SENSED.into_iter().enumerate();
        let sensed = sensed.map(|(index, pin)| u64::from(self.sensed() >> index & 1) << pin as u32);
        u64::from(self.lines())
            | sensed.sum::<u64>()
            | u64::from(self.spi_io()) << Pin::ProcIo0 as u32
            | u64::from(self.host_csn()) << Pin::HostCsn as u32
            | u64::from(self.uart_rx()) << Pin::UartRx as u32
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

    /// Port `spi_io`, 4 bits.
    pub fn spi_io(self) -> u8 {
        (self.0 >> Inputs::SPI_IO) as u8 & 0xF
    }

    /// Port `host_csn`.
    pub fn host_csn(self) -> bool {
        self.0 >> Inputs::HOST_CSN & 1 == 1
    }

    /// Port `uart_rx`.
    pub fn uart_rx(self) -> bool {
        self.0 >> Inputs::UART_RX & 1 == 1
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
    /// Port `spi`: see [`spi_port`].
    pub spi: u8,
    /// Port `uart_tx`.
    pub uart_tx: bool,
}

/// Bits of the port `spi`.
pub mod spi_port {
    /// Clock, driven while [`DRIVE`].
    pub const SCK: u8 = 1 << 0;
    /// Chip select, driven while [`DRIVE`].
    pub const CSN: u8 = 1 << 1;
    /// IO0, driven while [`DRIVE_IO0`].
    pub const IO0: u8 = 1 << 2;
    /// The engine has the processor segment.
    pub const DRIVE: u8 = 1 << 3;
    /// The engine sends on IO0.
    pub const DRIVE_IO0: u8 = 1 << 4;
    /// Enable of 244_1.
    pub const EN0: u8 = 1 << 5;
    /// Enable of 244_2.
    pub const EN1: u8 = 1 << 6;
    /// Enable of quarter 4.
    pub const HOST_EN: u8 = 1 << 7;
}

/// Bit of the port `spi`, the bit that says whether it is driven (0: always), and its pin.
const SPI_PINS: [(u8, u8, Pin); 6] = [
    (spi_port::SCK, spi_port::DRIVE, Pin::ProcSck),
    (spi_port::CSN, spi_port::DRIVE, Pin::ProcCsn),
    (spi_port::IO0, spi_port::DRIVE_IO0, Pin::ProcIo0),
    (spi_port::EN0, 0, Pin::En0),
    (spi_port::EN1, 0, Pin::En1),
    (spi_port::HOST_EN, 0, Pin::HostEn),
];

/// What each value of the port `spi` drives.
static SPI_OUTPUTS: [Outputs; 256] = {
    let mut all = [Outputs { low: 0, high: 0 }; 256];
    let mut port = 0;
    while port < 256 {
        let mut index = 0;
        while index < SPI_PINS.len() {
            let (bit, driven, pin) = SPI_PINS[index];
            if driven == 0 || port as u8 & driven != 0 {
                let outputs = &mut all[port];
                if port as u8 & bit != 0 {
                    outputs.high |= pin.bit();
                } else {
                    outputs.low |= pin.bit();
                }
            }
            index += 1;
        }
        port += 1;
    }
    all
};

impl Drives {
    /// As a board sees them.
    #[inline]
    pub fn outputs(self) -> Outputs {
        let out = u64::from(self.out) & OUT_MASK;
        let spi = SPI_OUTPUTS[usize::from(self.spi)];
        let uart_tx = u64::from(self.uart_tx) << Pin::UartTx as u32;
        Outputs {
            low: u64::from(self.pull)
                | (!out & OUT_MASK) << FIRST_OUT
                | spi.low
                | (uart_tx ^ Pin::UartTx.bit()),
            high: out << FIRST_OUT | spi.high | uart_tx,
        }
    }

    /// The levels that drive this; lines that are not driven are 0.
    pub fn of(outputs: Outputs) -> Drives {
        let bits = SPI_PINS
            .into_iter()
            .filter(|(_, _, pin)| outputs.high & pin.bit() != 0);
        let mut spi = bits.map(|(bit, ..)| bit).sum();
        for (_, driven, pin) in SPI_PINS {
            if (outputs.high | outputs.low) & pin.bit() != 0 {
                spi |= driven;
            }
        }
        Drives {
            pull: outputs.low as u8,
            out: (outputs.high >> FIRST_OUT & OUT_MASK) as u8,
            spi,
            uart_tx: outputs.high & Pin::UartTx.bit() != 0,
        }
    }
}

const _: () = assert!(
    OUT_MASK << FIRST_OUT == Outputs::PUSH_PULL & Pin::SHARED_BUS,
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
                33 => 1 << 17,
                52 => 1 << 18,
                io @ 38..42 => 1 << (io - 38 + 13),
                _ => 0,
            };
            assert_eq!(word, expected, "{}", pin.name());
            let back = Inputs::new(pin.bit(), false).pins();
            assert_eq!(back, if word == 0 { 0 } else { pin.bit() });
            seen |= word;
        }
        assert_eq!(seen, 0x7_EFFF);
        let inputs = Inputs::new(Pin::PeerVcc.bit() | Pin::ProcIo2.bit() | 0x81, true);
        assert_eq!(
            (inputs.lines(), inputs.sensed(), inputs.vcc_ok()),
            (0x81, 0b0010, true)
        );
        assert_eq!((inputs.spi_io(), inputs.host_csn()), (0b0100, false));
        assert!(!inputs.uart_rx() && Inputs::new(Pin::UartRx.bit(), true).uart_rx());
    }

    /// Breaks when a line of the engine is driven without its segment, or an enable is not.
    #[test]
    fn the_engine_drives_what_it_has() {
        let spi = |spi| {
            Drives {
                spi,
                ..Drives::default()
            }
            .outputs()
        };
        let enables = Pin::En0.bit() | Pin::En1.bit() | Pin::HostEn.bit();
        let lines = Pin::ProcSck.bit() | Pin::ProcCsn.bit();
        let others = spi(0);
        let beside = Pin::SHARED_BUS | Pin::UART | enables;
        assert_eq!((others.high, others.low & !beside), (0, 0));
        let clocked = spi(spi_port::SCK | spi_port::IO0 | spi_port::DRIVE | spi_port::EN0);
        assert_eq!(clocked.high, Pin::ProcSck.bit() | Pin::En0.bit());
        assert_eq!(clocked.low & lines, Pin::ProcCsn.bit());
        assert_eq!(clocked.low & Pin::ProcIo0.bit(), 0, "not driven");
        let sends = spi(spi_port::DRIVE | spi_port::DRIVE_IO0);
        assert_eq!(sends.low & !others.low, lines | Pin::ProcIo0.bit());
        for port in 0..=255u8 {
            let outputs = spi(port);
            assert_eq!(Drives::of(outputs).outputs(), outputs, "{port:08b}");
            assert_eq!(outputs.high & outputs.low, 0);
        }
    }

    #[test]
    fn the_uart_is_driven_both_ways() {
        for uart_tx in [false, true] {
            let drives = Drives {
                uart_tx,
                ..Drives::default()
            };
            let outputs = drives.outputs();
            let (driven, other) = match uart_tx {
                false => (outputs.low, outputs.high),
                true => (outputs.high, outputs.low),
            };
            assert_eq!(driven & Pin::UART, Pin::UartTx.bit());
            assert_eq!(other & Pin::UART, 0);
            assert_eq!(Drives::of(outputs).uart_tx, uart_tx);
        }
    }

    #[test]
    fn lines_are_open_drain_and_the_other_outputs_are_not() {
        let drives = Drives {
            pull: 1 << Pin::BusSda as u8,
            out: 0b10_0001,
            ..Drives::default()
        };
        let outputs = drives.outputs();
        let high = Pin::Strap.bit() | Pin::LedFault.bit();
        assert_eq!(outputs.high, high);
        assert_eq!(
            outputs.low & Pin::SHARED_BUS,
            Pin::BusSda.bit() | (Outputs::PUSH_PULL & Pin::SHARED_BUS & !high)
        );
    }
}
