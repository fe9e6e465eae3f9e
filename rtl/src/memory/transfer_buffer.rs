//! The transfer buffer between MCU and I2C engine (the patent's buffer 212).
//!
//! ```text
//!                 +----------------+
//!      address ==>|                |<== byte_address
//!   write_data ==>| TransferBuffer |<== byte_data
//!   write_mask ==>|                |<-- byte_write
//!    read_data <==| 1024 x 4 x 8   |==> byte_read
//!        clock -->|                |
//!                 +----------------+
//!        MCU side                      engine side
//! ```
//!
//! The MCU side is that of the data memory: words with byte lanes. The engine side moves single
//! bytes; bits 1..0 of `byte_address` choose the lane. Each port reads at every edge what the place
//! held before.
//!
//! Both sides at the same byte at the same edge: a read gives either value, and after two writes
//! the byte holds either. In Rust the engine's write wins and reads give the old value.
//!
//! ```text
//!   write_mask[n], address --> port A +---------+ port B <-- byte_write & lane == n, byte_address >> 2
//!                                     | lane n  |
//!   read_data byte n <--- [FF] <----- +---------+ -----> [FF] --> selected by the lane one edge before
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::BUFFER_BYTES;

use super::{lanes, per_lane};

const WORDS: usize = (BUFFER_BYTES / 4) as usize;
const _: () = assert!(WORDS == 1 << 10, "`address` has 10 bits");

/// The transfer buffer, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct TransferBuffer {
    /// Each rising edge reads both ports, and writes where asked to.
    pub clock: Signal<In, Clock>,
    /// MCU side: index of the word.
    pub address: Signal<In, Bits<10>>,
    /// MCU side: what to write, each byte in its lane.
    pub write_data: Signal<In, Bits<32>>,
    /// MCU side: bit n writes byte n.
    pub write_mask: Signal<In, Bits<4>>,
    /// MCU side: the word at the address of the last edge.
    pub read_data: Signal<Out, Bits<32>>,
    /// Engine side: offset of the byte.
    pub byte_address: Signal<In, Bits<12>>,
    /// Engine side: 1 writes at the edge.
    pub byte_write: Signal<In, Bit>,
    /// Engine side: what to write.
    pub byte_data: Signal<In, Bits<8>>,
    /// Engine side: the byte at the address of the last edge.
    pub byte_read: Signal<Out, Bits<8>>,
    _words: Box<[u32; WORDS]>,
}

impl Default for TransferBuffer {
    fn default() -> TransferBuffer {
        TransferBuffer {
            clock: Default::default(),
            address: Default::default(),
            write_data: Default::default(),
            write_mask: Default::default(),
            read_data: Default::default(),
            byte_address: Default::default(),
            byte_write: Default::default(),
            byte_data: Default::default(),
            byte_read: Default::default(),
            _words: Box::new([0; WORDS]),
        }
    }
}

impl TransferBuffer {
    /// The contents as little-endian words.
    pub fn words(&self) -> &[u32] {
        &self._words[..]
    }

    /// The contents, to be loaded before a simulation.
    pub fn words_mut(&mut self) -> &mut [u32] {
        &mut self._words[..]
    }
}

impl Logic for TransferBuffer {
    fn update(&mut self) {
        if !self.clock.pos_edge() {
            return;
        }
        let byte_address = self.byte_address.val().to_u32();
        let index = byte_address as usize / 4;
        let shift = 8 * (byte_address % 4);
        let byte = self._words[index] >> shift & 0xFF;
        self.byte_read.next = u64::from(byte).into();

        let word = &mut self._words[self.address.val().to_u32() as usize];
        self.read_data.next = u64::from(*word).into();
        let written = lanes(self.write_mask.val().to_u8());
        *word = *word & !written | self.write_data.val().to_u32() & written;

        if self.byte_write.val() {
            let value = u32::from(self.byte_data.val().to_u8());
            self._words[index] = self._words[index] & !(0xFF << shift) | value << shift;
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
        self.byte_read.connect();
    }

    fn hdl(&self) -> Verilog {
        // What one port reads of a byte that the other one writes at the same edge is not defined.
        // yosys has to be told, or it makes flip-flops of the memory to keep that case exact.
        let lanes = per_lane(
            "(* no_rw_check *) reg [7:0] lane{lane} [0:{last}] /* verilator public_flat_rw */;
reg [7:0] byte{lane};
always @(posedge clock) begin
   if (write_mask[{lane}]) lane{lane}[address] <= write_data[{high}:{low}];
   read_data[{high}:{low}] <= lane{lane}[address];
end
always @(posedge clock) begin
   if (byte_write && byte_address[1:0] == 2'd{lane}) lane{lane}[byte_address[11:2]] <= byte_data;
   byte{lane} <= lane{lane}[byte_address[11:2]];
end
",
        )
        .replace("{last}", &(WORDS - 1).to_string());
        Verilog::Custom(format!(
            "{lanes}reg [1:0] byte_lane;
always @(posedge clock) begin
   byte_lane <= byte_address[1:0];
end
always @(*) begin
   case (byte_lane)
      2'd0: byte_read = byte0;
      2'd1: byte_read = byte1;
      2'd2: byte_read = byte2;
      default: byte_read = byte3;
   endcase
end
"
        ))
    }
}
