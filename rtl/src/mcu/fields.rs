//! Which registers an instruction names.
//!
//! ```text
//!                  |        |==> read_a   (rs1)
//!   instruction ==>| Fields |==> read_b   (rs2)
//!                  |        |==> write    (rd)
//! ```
//!
//! Combinational. A compressed instruction has them elsewhere, in full or as the low three bits of
//! x8 to x15, or names x0, x1 or x2 without a field. Where the instruction reads or writes no such
//! register the output means nothing, which leaves two bits of choice for each of the three, and so
//! one LUT4 for each bit of a number:
//!
//! ```text
//!            read_a             read_b            write
//!   00       rs1 of 32 bits     rs2 of 32 bits    bits 11..7
//!   01       bits 11..7         bits 6..2         8 + bits 4..2
//!   10       x2                 x0                x1
//!   11       8 + bits 9..7      8 + bits 4..2     8 + bits 9..7
//! ```

use rust_hdl_core::prelude::*;

use super::expansion::expand;

/// Numbers of the registers, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Fields {
    /// The instruction, a compressed one in the low half.
    pub instruction: Signal<In, Bits<32>>,
    /// The first source.
    pub read_a: Signal<Out, Bits<5>>,
    /// The second source.
    pub read_b: Signal<Out, Bits<5>>,
    /// The destination.
    pub write: Signal<Out, Bits<5>>,
}

impl Logic for Fields {
    fn update(&mut self) {
        let instruction = expand(self.instruction.val().to_u32());
        let field = |low: u32| u64::from(instruction >> low & 0x1F);
        self.read_a.next = field(15).into();
        self.read_b.next = field(20).into();
        self.write.next = field(7).into();
    }

    fn connect(&mut self) {
        self.read_a.connect();
        self.read_b.connect();
        self.write.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "wire [1:0] q = instruction[1:0];
wire [2:0] funct = instruction[15:13];
// Quadrant 0; 1 with bits 15..13 from 100 on; stack accesses of quadrant 2.
wire a_high = q == 2'd0 | q == 2'd1 & funct[2] | q == 2'd2 & funct[1];
wire a_low = q == 2'd0 & funct[1] | q == 2'd1 | q == 2'd2 & ~funct[1];
// C.BEQZ and C.BNEZ compare with x0.
wire b_high = ~q[1];
wire b_low = q == 2'd0 | q == 2'd1 & ~funct[1] | q == 2'd2;
// C.JAL, C.JALR; arithmetic on x8 to x15.
wire short = q == 2'd1 & funct == 3'd4;
wire link = q == 2'd1 & funct[1:0] == 2'd1 | q == 2'd2 & funct == 3'd4 & instruction[6:2] == 5'd0;
wire w_high = link | short;
wire w_low = q == 2'd0 | short;
always @(*) begin
   case ({a_high, a_low})
      2'b00: read_a = instruction[19:15];
      2'b01: read_a = instruction[11:7];
      2'b10: read_a = 5'd2;
      default: read_a = {2'b01, instruction[9:7]};
   endcase
   case ({b_high, b_low})
      2'b00: read_b = instruction[24:20];
      2'b01: read_b = instruction[6:2];
      2'b10: read_b = 5'd0;
      default: read_b = {2'b01, instruction[4:2]};
   endcase
   case ({w_high, w_low})
      2'b00: write = instruction[11:7];
      2'b01: write = {2'b01, instruction[4:2]};
      2'b10: write = 5'd1;
      default: write = {2'b01, instruction[9:7]};
   endcase
end
"
            .into(),
        )
    }
}
