//! Three pieces of the datapath whose Verilog is written out by hand, because they join bits to
//! words, which the described subset cannot say, or must become one carry chain.
//!
//! ```text
//!   Adder           a + b + carry_in            -> sum, carry_out
//!   ShiftStep       value one or four places     -> shifted
//!   StoreLanes      byte or halfword to all its places in the word
//! ```

use rust_hdl_core::prelude::*;

/// The core's only adder for data and addresses: 32 bits with carry in and out, combinational.
#[derive(Clone, LogicBlock, Default)]
pub struct Adder {
    /// First operand.
    pub a: Signal<In, Bits<32>>,
    /// Second operand; for a subtraction inverted, with `carry_in` 1.
    pub b: Signal<In, Bits<32>>,
    /// Added at bit 0.
    pub carry_in: Signal<In, Bit>,
    /// The sum.
    pub sum: Signal<Out, Bits<32>>,
    /// Carry out of bit 31; of a subtraction: 1 when a >= b, unsigned.
    pub carry_out: Signal<Out, Bit>,
}

impl Logic for Adder {
    fn update(&mut self) {
        let sum = u64::from(self.a.val().to_u32())
            + u64::from(self.b.val().to_u32())
            + u64::from(self.carry_in.val());
        self.sum.next = (sum & 0xFFFF_FFFF).into();
        self.carry_out.next = sum >> 32 != 0;
    }

    fn connect(&mut self) {
        self.sum.connect();
        self.carry_out.connect();
    }

    fn hdl(&self) -> Verilog {
        // The carry in enters through one more bit at the low end: one chain, no second adder.
        Verilog::Custom(
            "wire [33:0] chain = {1'b0, a, 1'b1} + {1'b0, b, carry_in};
always @(*) begin
   sum = chain[32:1];
   carry_out = chain[33];
end
/* verilator lint_off UNUSED */
wire low = chain[0];
/* verilator lint_on UNUSED */
"
            .into(),
        )
    }
}

/// One step of a shift, combinational.
#[derive(Clone, LogicBlock, Default)]
pub struct ShiftStep {
    /// What is shifted.
    pub value: Signal<In, Bits<32>>,
    /// 1: towards bit 0; 0: towards bit 31.
    pub right: Signal<In, Bit>,
    /// 1: four places; 0: one place.
    pub four: Signal<In, Bit>,
    /// What comes in at bit 31 when shifting right.
    pub fill: Signal<In, Bit>,
    /// The result.
    pub shifted: Signal<Out, Bits<32>>,
}

impl Logic for ShiftStep {
    fn update(&mut self) {
        let value = self.value.val().to_u32();
        let places = if self.four.val() { 4 } else { 1 };
        let shifted = match (self.right.val(), self.fill.val()) {
            (false, _) => value << places,
            (true, false) => value >> places,
            (true, true) => !(!value >> places),
        };
        self.shifted.next = u64::from(shifted).into();
    }

    fn connect(&mut self) {
        self.shifted.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "always @(*) begin
   case ({right, four})
      2'b00: shifted = {value[30:0], 1'b0};
      2'b01: shifted = {value[27:0], 4'b0};
      2'b10: shifted = {fill, value[31:1]};
      default: shifted = {{4{fill}}, value[31:4]};
   endcase
end
"
            .into(),
        )
    }
}

/// Puts a byte or a halfword to be stored in all its places in the word, combinational.
#[derive(Clone, LogicBlock, Default)]
pub struct StoreLanes {
    /// What is stored, at the low end.
    pub value: Signal<In, Bits<32>>,
    /// 0: byte, 1: halfword, else word (`funct3` bits 1..0).
    pub width: Signal<In, Bits<2>>,
    /// The word.
    pub lanes: Signal<Out, Bits<32>>,
}

impl Logic for StoreLanes {
    fn update(&mut self) {
        let value = self.value.val().to_u32();
        let lanes = match self.width.val().to_u8() {
            0 => (value & 0xFF) * 0x0101_0101,
            1 => (value & 0xFFFF) * 0x0001_0001,
            _ => value,
        };
        self.lanes.next = u64::from(lanes).into();
    }

    fn connect(&mut self) {
        self.lanes.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "always @(*) begin
   case (width)
      2'd0: lanes = {4{value[7:0]}};
      2'd1: lanes = {2{value[15:0]}};
      default: lanes = value;
   endcase
end
"
            .into(),
        )
    }
}
