//! The rust-hdl circuit itself, in Rust and without threads.
//!
//! Slow, some ten thousand edges per second; it shows on a window that the Verilog says what its
//! source says. The two part silently where rust-hdl's simulation and its Verilog differ.

use rust_hdl_core::prelude::*;
use umbilical_rtl::controller::Controller;

use crate::clocked::Clocked;
use crate::core::{Completed, Core, Drives, Edge, Inputs, Memory};

/// The rust-hdl circuit as a controller.
pub type Direct = Clocked<Circuit>;

/// Rounds in which a change has to die out; the deepest path is a tenth of this.
const ROUNDS: usize = 200;

/// The circuit. Between calls its clock is high.
#[derive(Clone)]
pub struct Circuit {
    top: Box<Controller>,
    retired: Completed,
}

impl Circuit {
    fn settle_all(&mut self) {
        assert!(
            simulate(&mut *self.top, ROUNDS),
            "the circuit does not settle: it has a combinational loop"
        );
    }

    fn set(&mut self, inputs: Inputs) {
        let top = &mut *self.top;
        top.lines.next = u64::from(inputs.lines()).into();
        top.sensed.next = u64::from(inputs.sensed()).into();
        top.vcc_ok.next = inputs.vcc_ok();
        top.spi_io.next = u64::from(inputs.spi_io()).into();
        top.host_csn.next = inputs.host_csn();
        top.uart_rx.next = inputs.uart_rx();
    }

    fn drives(&self) -> Drives {
        Drives {
            pull: self.top.pull.val().to_u8(),
            out: self.top.out.val().to_u8(),
            spi: self.top.spi.val().to_u8(),
            uart_tx: self.top.uart_tx.val(),
        }
    }
}

impl Core for Circuit {
    fn new(clock_hz: u32) -> Circuit {
        let mut top = Box::new(Controller::default());
        top.connect_all();
        if let Err(cause) = check_all(&*top) {
            panic!("the circuit is not fully connected: {cause:?}");
        }
        top.clock_hz.next = u64::from(clock_hz).into();
        top.clock.next = true.into();
        let mut circuit = Circuit {
            top,
            retired: Completed::default(),
        };
        circuit.settle_all();
        circuit
    }

    fn edge(&mut self, inputs: Inputs) -> Edge {
        self.set(inputs);
        self.top.clock.next = false.into();
        self.settle_all();
        let top = &*self.top;
        let mut edge = Edge {
            drives: Drives::default(),
            retired: top.trace_retire.val(),
            watchdog: top.trace_watchdog.val(),
            store_mask: top.trace_store.val().to_u8(),
            store_address: top.trace_store_address.val().to_u16(),
        };
        if edge.retired {
            self.retired = Completed {
                pc: top.trace_pc.val().to_u32(),
                instruction: top.trace_instruction.val().to_u32(),
                value: top.trace_value.val().to_u32(),
            };
        }
        self.top.clock.next = true.into();
        self.settle_all();
        edge.drives = self.drives();
        edge
    }

    fn settle(&mut self, inputs: Inputs) -> Drives {
        self.set(inputs);
        self.settle_all();
        self.drives()
    }

    fn retired(&self) -> Completed {
        self.retired
    }

    fn peek(&self, memory: Memory, index: usize) -> u32 {
        match memory {
            Memory::Rom => self.top.rom.word(index),
            Memory::Ram => self.top.ram.words()[index],
            Memory::Registers => self.top.mcu.registers.words()[index],
            Memory::Buffer => self.top.buffer.words()[index],
        }
    }

    fn load(&mut self, memory: Memory, words: &[u32]) {
        let place = match memory {
            Memory::Rom => return self.top.rom.load(words),
            Memory::Ram => self.top.ram.words_mut(),
            Memory::Registers => self.top.mcu.registers.words_mut(),
            Memory::Buffer => self.top.buffer.words_mut(),
        };
        place[..words.len()].copy_from_slice(words);
    }
}
