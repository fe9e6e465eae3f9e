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
        let word = self.instruction.val().to_u32();
        let field = |low: u32| word >> low & 0x1F;
        let short = |low: u32| 8 | word >> low & 7;
        let (quadrant, funct) = (word & 3, word >> 13 & 7);
        let (upper, middle) = (funct & 4 != 0, funct & 2 != 0);
        let a = match quadrant {
            0 if middle => short(7),
            0 => 2,
            1 if upper => short(7),
            2 if middle => 2,
            1 | 2 => field(7),
            _ => field(15),
        };
        let b = match quadrant {
            0 => short(2),
            1 if middle => 0,
            1 => short(2),
            2 => field(2),
            _ => field(20),
        };
        let write = match (quadrant, funct) {
            (0, _) => short(2),
            (1, 4) => short(7),
            (1, 1 | 5) => 1,
            (2, 4) if field(2) == 0 => 1,
            _ => field(7),
        };
        self.read_a.next = u64::from(a).into();
        self.read_b.next = u64::from(b).into();
        self.write.next = u64::from(write).into();
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

#[cfg(test)]
mod tests {
    use super::super::expansion::{expand, tests::legal};
    use super::*;

    /// Where an instruction of this opcode and funct3 has registers: rs1, rs2, rd.
    fn has(instruction: u32) -> [bool; 3] {
        match instruction & 0x7F {
            0x03 | 0x13 | 0x67 => [true, false, true],
            0x23 | 0x63 => [true, true, false],
            0x33 => [true, true, true],
            0x37 | 0x6F => [false, false, true],
            _ => [false; 3],
        }
    }

    #[test]
    fn every_compressed_instruction_names_the_registers_of_its_expansion() {
        let mut fields = Fields::default();
        fields.connect_all();
        let mut compared = 0;
        for half in (0..=0xFFFF).filter(|half| legal(*half)) {
            let expanded = expand(half);
            fields.instruction.next = u64::from(half | 0xA5C3_0000).into();
            assert!(simulate(&mut fields, 16), "does not settle");
            let [rs1, rs2, rd] = has(expanded);
            let found = [&fields.read_a, &fields.read_b, &fields.write];
            let found = found.map(|signal| signal.val().to_u32());
            let wanted = [15, 20, 7].map(|low| expanded >> low & 0x1F);
            // x0 in the place of rs1 is an operand switched off, in that of rd one not written.
            let matters = [rs1 && wanted[0] != 0, rs2, rd && wanted[2] != 0];
            for ((found, wanted), _) in found.into_iter().zip(wanted).zip(matters).filter(|it| it.1)
            {
                assert_eq!(found, wanted, "{half:04x}, which is {expanded:08x}");
                compared += 1;
            }
        }
        assert!(compared > 45_000, "{compared} fields");
    }
}
