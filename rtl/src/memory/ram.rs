//! Data memory.
//!
//! ```text
//!                 +---------+
//!      address ==>|   Ram   |==> read_data
//!   write_data ==>|  2048   |
//!   write_mask ==>|  x 4 x 8|
//!        clock -->|         |
//!                 +---------+
//! ```
//!
//! Each rising edge samples `address` (a word index) and writes the bytes of `write_data` whose bit
//! in `write_mask` is set. `read_data` shows from then on what the word held *before* a write of the
//! same edge; the MCU never uses that.
//!
//! Reset does not clear it. After configuration it holds what the configuration gave it.
//!
//! ```text
//!   lane3[2048]  lane2[2048]  lane1[2048]  lane0[2048]     8 bits each
//!     |            |            |            |
//!    [FF]         [FF]         [FF]         [FF]
//!     '------------+------------+------------'--> read_data
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::RAM_BYTES;

use super::{lanes, per_lane};

const WORDS: usize = (RAM_BYTES / 4) as usize;
const _: () = assert!(WORDS == 1 << 11, "`address` has 11 bits");

/// The data memory, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Ram {
    /// Each rising edge reads, and writes where the mask says so.
    pub clock: Signal<In, Clock>,
    /// Index of the word.
    pub address: Signal<In, Bits<11>>,
    /// What to write, each byte in its lane.
    pub write_data: Signal<In, Bits<32>>,
    /// Bit n writes byte n.
    pub write_mask: Signal<In, Bits<4>>,
    /// The word at the address of the last edge.
    pub read_data: Signal<Out, Bits<32>>,
    _words: Box<[u32; WORDS]>,
}

impl Default for Ram {
    fn default() -> Ram {
        Ram {
            clock: Default::default(),
            address: Default::default(),
            write_data: Default::default(),
            write_mask: Default::default(),
            read_data: Default::default(),
            _words: Box::new([0; WORDS]),
        }
    }
}

impl Ram {
    /// The contents.
    pub fn words(&self) -> &[u32] {
        &self._words[..]
    }

    /// The contents, to be loaded before a simulation.
    pub fn words_mut(&mut self) -> &mut [u32] {
        &mut self._words[..]
    }
}

impl Logic for Ram {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let word = &mut self._words[self.address.val().to_u32() as usize];
            self.read_data.next = u64::from(*word).into();
            let written = lanes(self.write_mask.val().to_u8());
            *word = *word & !written | self.write_data.val().to_u32() & written;
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            per_lane(
                "(* no_rw_check *) reg [7:0] lane{lane} [0:{last}] /* verilator public_flat_rw */;
always @(posedge clock) begin
   if (write_mask[{lane}]) lane{lane}[address] <= write_data[{high}:{low}];
   read_data[{high}:{low}] <= lane{lane}[address];
end
",
            )
            .replace("{last}", &(WORDS - 1).to_string()),
        )
    }
}
