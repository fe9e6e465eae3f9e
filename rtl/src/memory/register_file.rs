//! The registers x0 to x31.
//!
//! ```text
//!                    +--------------+
//!           read_a =>|              |=> data_a
//!           read_b =>| RegisterFile |=> data_b
//!    write_address =>|    32 x 32   |
//!       write_data =>|              |
//!            write ->|              |
//!            clock ->|              |
//!                    +--------------+
//! ```
//!
//! Each rising edge samples both read addresses; the data outputs show those registers from then
//! on. With `write` the same edge puts `write_data` into a register. What a read of that register at
//! that edge gives is the old value in simulation and not defined in block RAM; the MCU uses only
//! what it reads at its second edge, and writes at its third or later.
//!
//! All registers are 0 after configuration and reset leaves them alone. x0 is 0 only because the
//! MCU never writes it.
//!
//! ```text
//!   write --> words[32] --+--> [FF] --> data_a
//!                         '--> [FF] --> data_b
//! ```

use rust_hdl_core::prelude::*;

const REGISTERS: usize = 32;

/// The register file, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct RegisterFile {
    /// Each rising edge reads, and writes with `write`.
    pub clock: Signal<In, Clock>,
    /// Number of the register for `data_a`.
    pub read_a: Signal<In, Bits<5>>,
    /// Number of the register for `data_b`.
    pub read_b: Signal<In, Bits<5>>,
    /// The register that `read_a` named at the last edge.
    pub data_a: Signal<Out, Bits<32>>,
    /// The register that `read_b` named at the last edge.
    pub data_b: Signal<Out, Bits<32>>,
    /// 1 writes at the edge.
    pub write: Signal<In, Bit>,
    /// Number of the register that is written.
    pub write_address: Signal<In, Bits<5>>,
    /// What it gets.
    pub write_data: Signal<In, Bits<32>>,
    _words: [u32; REGISTERS],
}

impl RegisterFile {
    /// The contents.
    pub fn words(&self) -> &[u32] {
        &self._words
    }

    /// The contents, to be loaded before a simulation. x0 must stay 0.
    pub fn words_mut(&mut self) -> &mut [u32] {
        &mut self._words
    }
}

impl Logic for RegisterFile {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let word = |address: Bits<5>| u64::from(self._words[address.to_u8() as usize]);
            self.data_a.next = word(self.read_a.val()).into();
            self.data_b.next = word(self.read_b.val()).into();
            if self.write.val() {
                self._words[self.write_address.val().to_u8() as usize] =
                    self.write_data.val().to_u32();
            }
        }
    }

    fn connect(&mut self) {
        self.data_a.connect();
        self.data_b.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "(* no_rw_check, ram_style = \"block\" *)
reg [31:0] words [0:{last}] /* verilator public_flat_rw */;
integer index;
initial begin
   for (index = 0; index < {REGISTERS}; index = index + 1) words[index] = 32'h0;
end

always @(posedge clock) begin
   if (write) words[write_address] <= write_data;
   data_a <= words[read_a];
   data_b <= words[read_b];
end
",
            last = REGISTERS - 1
        ))
    }
}
