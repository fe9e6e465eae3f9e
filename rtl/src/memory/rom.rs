//! Instruction memory.
//!
//! ```text
//!              +---------+
//!   address ==>|   Rom   |==> data
//!     clock -->|  8192   |
//!              | x 16    |
//!              +---------+
//! ```
//!
//! Each rising edge samples `address` (of a halfword); `data` shows from then on that halfword, in
//! the low half, and the next one; behind the last one comes the first.
//! Its contents are the firmware. In synthesis they come from the files `umbilical.low.hex` and
//! `umbilical.high.hex`, the lower and the upper byte of a halfword in two hex digits a line; a Verilog
//! simulation writes them into `low` and `high`, a Rust one calls [`Rom::load`].
//!
//! Block memory with two ports reads both halves from one array, so nothing has to bring two banks
//! into order behind it; what it costs is the second port's address. In Verilog the array is two of
//! bytes: yosys gives each of their bits a block memory of its own, while it packs 16 bits into one block
//! memory less with 193 look-up tables behind them, on the longest path.
//!
//! ```text
//!   address --+-------> halves[address] --> [FF] --> data, low half
//!             '-- +1 -> halves[address] --> [FF] --> data, high half
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::ROM_BYTES;

const HALVES: usize = (ROM_BYTES / 2) as usize;
const _: () = assert!(HALVES == 1 << 13, "`address` has 13 bits");

/// The instruction memory, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Rom {
    /// Each rising edge reads.
    pub clock: Signal<In, Clock>,
    /// Index of the first halfword.
    pub address: Signal<In, Bits<13>>,
    /// The two halfwords at the address of the last edge.
    pub data: Signal<Out, Bits<32>>,
    _halves: Box<[u16; HALVES]>,
}

impl Default for Rom {
    fn default() -> Rom {
        Rom {
            clock: Default::default(),
            address: Default::default(),
            data: Default::default(),
            _halves: Box::new([0; HALVES]),
        }
    }
}

impl Rom {
    /// Fills the memory with `words` from its start, the rest with 0 (an illegal instruction).
    ///
    /// # Panics
    /// When there are more words than the memory has.
    pub fn load(&mut self, words: &[u32]) {
        let room = HALVES / 2;
        assert!(
            words.len() <= room,
            "{} words do not fit the ROM of {room}: make the firmware smaller or ROM_BYTES larger",
            words.len()
        );
        self._halves.fill(0);
        for (pair, word) in self._halves.chunks_exact_mut(2).zip(words) {
            pair.copy_from_slice(&[*word as u16, (word >> 16) as u16]);
        }
    }

    /// The contents of this word.
    ///
    /// # Panics
    /// When the memory has no such word.
    pub fn word(&self, index: usize) -> u32 {
        self.pair(2 * index)
    }

    fn pair(&self, address: usize) -> u32 {
        let high = u32::from(self._halves[(address + 1) % HALVES]);
        high << 16 | u32::from(self._halves[address])
    }
}

impl Logic for Rom {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let address = self.address.val().to_u32() as usize;
            self.data.next = u64::from(self.pair(address)).into();
        }
    }

    fn connect(&mut self) {
        self.data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            r#"reg [7:0] low [0:{last}] /* verilator public_flat_rw */;
reg [7:0] high [0:{last}] /* verilator public_flat_rw */;
wire [12:0] following = address + 13'd1;

`ifdef SYNTHESIS
initial $readmemh("umbilical.low.hex", low);
initial $readmemh("umbilical.high.hex", high);
`endif

always @(posedge clock) begin
   data[15:0] <= {{high[address], low[address]}};
   data[31:16] <= {{high[following], low[following]}};
end
"#,
            last = HALVES - 1
        ))
    }
}
