//! Instruction memory.
//!
//! ```text
//!              +---------+
//!   address ==>|   Rom   |==> data
//!     clock -->|  4096   |
//!              | x 32    |
//!              +---------+
//! ```
//!
//! Each rising edge samples `address` (a word index); `data` shows that word from then on.
//! Its contents are the firmware. In synthesis they come from the file `umbilical.hex`, one word of
//! eight hex digits a line; a Verilog simulation writes them into `words`, a Rust one calls
//! [`Rom::load`].
//!
//! ```text
//!   address --> words[address] --> [FF] --> data
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::ROM_BYTES;

const WORDS: usize = (ROM_BYTES / 4) as usize;
const _: () = assert!(WORDS == 1 << 12, "`address` has 12 bits");

/// The instruction memory, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Rom {
    /// Each rising edge reads.
    pub clock: Signal<In, Clock>,
    /// Index of the word.
    pub address: Signal<In, Bits<12>>,
    /// The word at the address of the last edge.
    pub data: Signal<Out, Bits<32>>,
    _words: Box<[u32; WORDS]>,
}

impl Default for Rom {
    fn default() -> Rom {
        Rom {
            clock: Default::default(),
            address: Default::default(),
            data: Default::default(),
            _words: Box::new([0; WORDS]),
        }
    }
}

impl Rom {
    /// Fills the memory with `words` from its start, the rest with 0 (an illegal instruction).
    ///
    /// # Panics
    /// When there are more words than the memory has.
    pub fn load(&mut self, words: &[u32]) {
        assert!(
            words.len() <= WORDS,
            "{} words do not fit the ROM of {WORDS}: make the firmware smaller or ROM_BYTES larger",
            words.len()
        );
        self._words.fill(0);
        self._words[..words.len()].copy_from_slice(words);
    }

    /// The contents.
    pub fn words(&self) -> &[u32] {
        &self._words[..]
    }
}

impl Logic for Rom {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let index = self.address.val().to_u32() as usize;
            self.data.next = u64::from(self._words[index]).into();
        }
    }

    fn connect(&mut self) {
        self.data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            r#"reg [31:0] words [0:{last}] /* verilator public_flat_rw */;

`ifdef SYNTHESIS
initial $readmemh("umbilical.hex", words);
`endif

always @(posedge clock) begin
   data <= words[address];
end
"#,
            last = WORDS - 1
        ))
    }
}
