//! Compressed instructions: which instruction of 32 bits each of them stands for.
//!
//! ```text
//!   instruction ==>| Expansion |==> expanded
//! ```
//!
//! Combinational, after The RISC-V Instruction Set Manual, volume I, chapter "C" (Zca of RV32). An
//! instruction of 32 bits passes; of an illegal halfword the output means nothing.
//!
//! The core does not execute the expansion: [`Fields`](super::fields), [`Immediate`](super::immediate)
//! and the [decoder](super::decoder) take what they need from the halfword itself, which is several
//! hundred look-up tables less. The circuit of this block feeds the trace, so it is there in
//! simulation only; its function [`expand`] is what the simulation of the other two is made of.

use rust_hdl_core::prelude::*;

/// Joins fields, the highest first: a value and its number of bits each.
fn join(fields: &[(u32, u32)]) -> u32 {
    fields.iter().fold(0, |all, &(value, bits)| {
        (all << bits) | value & ((1 << bits) - 1)
    })
}

/// The 32-bit instruction for the one at the low end of `word`.
pub fn expand(word: u32) -> u32 {
    let at = |low: u32, bits: u32| (word >> low & ((1 << bits) - 1), bits);
    let one = |bit: u32| at(bit, 1);
    let zeros = |bits: u32| (0, bits);
    let sign = |bits: u32| (0u32.wrapping_sub(word >> 12 & 1), bits);
    let register = |number: u32| (number, 5);
    let short = |low: u32| (8 | word >> low & 7, 5);
    let code = |opcode: u32| (opcode, 7);
    let (rd, rs2) = (at(7, 5), at(2, 5));
    let funct3 = |funct: u32| (funct, 3);
    let immediate = [sign(7), rs2];
    let jump = [
        one(12),
        one(8),
        at(9, 2),
        one(6),
        one(7),
        one(2),
        one(11),
        at(3, 3),
    ];
    let branch = |funct: u32| {
        let far = [sign(4), at(5, 2), one(2), register(0), short(7)];
        let near = [funct3(funct), at(10, 2), at(3, 2), one(12), code(0x63)];
        join(&[join_at(&far), join_at(&near)])
    };
    match (word & 3, word >> 13 & 7) {
        (3, _) => word,
        (0, 0) => join(&[
            zeros(2),
            at(7, 4),
            at(11, 2),
            one(5),
            one(6),
            zeros(2),
            register(2),
            funct3(0),
            short(2),
            code(0x13),
        ]),
        (0, 2) => join(&[
            zeros(5),
            one(5),
            at(10, 3),
            one(6),
            zeros(2),
            short(7),
            funct3(2),
            short(2),
            code(0x03),
        ]),
        (0, 6) => join(&[
            zeros(5),
            one(5),
            one(12),
            short(2),
            short(7),
            funct3(2),
            at(10, 2),
            one(6),
            zeros(2),
            code(0x23),
        ]),
        (1, 0) => join(&[immediate[0], immediate[1], rd, funct3(0), rd, code(0x13)]),
        (1, 2) => join(&[
            immediate[0],
            immediate[1],
            register(0),
            funct3(0),
            rd,
            code(0x13),
        ]),
        (1, 3) if rd.0 == 2 => join(&[
            sign(3),
            at(3, 2),
            one(5),
            one(2),
            one(6),
            zeros(4),
            register(2),
            funct3(0),
            register(2),
            code(0x13),
        ]),
        (1, 3) => join(&[sign(15), rs2, rd, code(0x37)]),
        (1, 4) => match (word >> 10 & 3, word >> 5 & 3) {
            (2, _) => join(&[
                immediate[0],
                immediate[1],
                short(7),
                funct3(7),
                short(7),
                code(0x13),
            ]),
            (3, operation) => {
                let funct = [0, 4, 6, 7][operation as usize];
                let funct7 = if operation == 0 { 0x20 } else { 0 };
                let sources = [(funct7, 7), short(2), short(7)];
                join(&[join_at(&sources), (funct, 3), short(7), code(0x33)])
            }
            (right, _) => {
                let funct7 = (right << 5, 7);
                join(&[funct7, rs2, short(7), funct3(5), short(7), code(0x13)])
            }
        },
        (1, call @ (1 | 5)) => {
            let link = register(u32::from(call == 1));
            join(&[join_at(&jump), sign(9), link, code(0x6F)])
        }
        (1, not_equal @ (6 | 7)) => branch(not_equal & 1),
        (2, 0) => join(&[zeros(7), rs2, rd, funct3(1), rd, code(0x13)]),
        (2, 2) => join(&[
            zeros(4),
            at(2, 2),
            one(12),
            at(4, 3),
            zeros(2),
            register(2),
            funct3(2),
            rd,
            code(0x03),
        ]),
        (2, 4) => match (word >> 12 & 1, rd.0, rs2.0) {
            (_, 0, 0) => 0x0010_0073,
            (link, _, 0) => join(&[zeros(12), rd, funct3(0), register(link), code(0x67)]),
            (add, _, _) => {
                let first = register(rd.0 * add);
                join(&[zeros(7), rs2, first, funct3(0), rd, code(0x33)])
            }
        },
        (2, 6) => join(&[
            zeros(4),
            at(7, 2),
            one(12),
            rs2,
            register(2),
            funct3(2),
            at(9, 3),
            zeros(2),
            code(0x23),
        ]),
        _ => word,
    }
}

/// Fields that are a field together.
fn join_at(fields: &[(u32, u32)]) -> (u32, u32) {
    (join(fields), fields.iter().map(|field| field.1).sum())
}

/// The expansion as a circuit, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Expansion {
    /// The instruction, a compressed one in the low half.
    pub instruction: Signal<In, Bits<32>>,
    /// The instruction of 32 bits.
    pub expanded: Signal<Out, Bits<32>>,
}

impl Logic for Expansion {
    fn update(&mut self) {
        let expanded = expand(self.instruction.val().to_u32());
        self.expanded.next = u64::from(expanded).into();
    }

    fn connect(&mut self) {
        self.expanded.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "wire [15:0] h = instruction[15:0];
wire [4:0] rd = {2'b01, h[4:2]};
wire [4:0] rs = {2'b01, h[9:7]};
wire [11:0] immediate = {{7{h[12]}}, h[6:2]};
wire [2:0] funct = {h[6] | h[5], h[6], h[6] & h[5]};
always @(*) begin
   expanded = instruction;
   case ({h[15:13], h[1:0]})
      5'b000_00: expanded = {2'd0, h[10:7], h[12:11], h[5], h[6], 2'd0, 5'd2, 3'd0, rd, 7'h13};
      5'b010_00: expanded = {5'd0, h[5], h[12:10], h[6], 2'd0, rs, 3'd2, rd, 7'h03};
      5'b110_00: expanded = {5'd0, h[5], h[12], rd, rs, 3'd2, h[11:10], h[6], 2'd0, 7'h23};
      5'b000_01: expanded = {immediate, h[11:7], 3'd0, h[11:7], 7'h13};
      5'b010_01: expanded = {immediate, 5'd0, 3'd0, h[11:7], 7'h13};
      5'b001_01, 5'b101_01: expanded = {
         h[12], h[8], h[10:9], h[6], h[7], h[2], h[11], h[5:3], {9{h[12]}}, 4'd0, ~h[15], 7'h6f};
      5'b011_01: if (h[11:7] == 5'd2) expanded = {
         {3{h[12]}}, h[4:3], h[5], h[2], h[6], 4'd0, 5'd2, 3'd0, 5'd2, 7'h13};
      else expanded = {{15{h[12]}}, h[6:2], h[11:7], 7'h37};
      5'b100_01: case (h[11:10])
         2'b10: expanded = {immediate, rs, 3'd7, rs, 7'h13};
         2'b11: expanded = {1'b0, h[6:5] == 2'd0, 5'd0, rd, rs, funct, rs, 7'h33};
         default: expanded = {1'b0, h[10], 5'd0, h[6:2], rs, 3'd5, rs, 7'h13};
      endcase
      5'b110_01, 5'b111_01: expanded = {
         {4{h[12]}}, h[6:5], h[2], 5'd0, rs, 2'd0, h[13], h[11:10], h[4:3], h[12], 7'h63};
      5'b000_10: expanded = {7'd0, h[6:2], h[11:7], 3'd1, h[11:7], 7'h13};
      5'b010_10: expanded = {4'd0, h[3:2], h[12], h[6:4], 2'd0, 5'd2, 3'd2, h[11:7], 7'h03};
      5'b100_10: if (h[6:2] != 5'd0) expanded = {
         7'd0, h[6:2], h[11:7] & {5{h[12]}}, 3'd0, h[11:7], 7'h33};
      else if (h[11:7] != 5'd0) expanded = {12'd0, h[11:7], 3'd0, 4'd0, h[12], 7'h67};
      else expanded = 32'h00100073;
      5'b110_10: expanded = {4'd0, h[8:7], h[12], h[6:2], 5'd2, 3'd2, h[11:9], 2'd0, 7'h23};
      default: expanded = instruction;
   endcase
end
"
            .into(),
        )
    }
}
