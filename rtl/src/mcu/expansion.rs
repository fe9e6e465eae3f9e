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
//! and the [decoder](super::decoder) take what they need from the halfword itself, which is less by
//! some hundred look-up tables. This block feeds the trace, so it is there in simulation only; and
//! its function [`expand`] is what the tests of the others compare with.

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

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Whether a halfword is a compressed instruction that the core executes.
    pub fn legal(half: u32) -> bool {
        let field = |low: u32| half >> low & 0x1F;
        match (half & 3, half >> 13 & 7) {
            (0, 0) => half & 0x1FE0 != 0,
            (0, 2 | 6) | (1, 0 | 1 | 2 | 5 | 6 | 7) | (2, 6) => true,
            (1, 3) => half & 0x107C != 0,
            (1, 4) => half & 0x1000 == 0 || half & 0xC00 == 0x800,
            (2, 0) => half & 0x1000 == 0,
            (2, 2) => field(7) != 0,
            (2, 4) => field(2) != 0 || field(7) != 0 || half & 0x1000 != 0,
            _ => false,
        }
    }

    /// Pairs that another assembler made of the same line, with and without compression.
    #[test]
    fn known_encodings_expand_to_known_instructions() {
        for (half, word) in PAIRS {
            assert!(legal(half), "{half:04x}");
            let found = expand(half | 0x1234_0000);
            assert_eq!(found, word, "{half:04x}: {found:08x}");
        }
        assert_eq!(expand(0x0050_0093), 0x0050_0093);
    }

    #[test]
    fn the_circuit_shows_the_expansion() {
        let mut block = Expansion::default();
        block.connect_all();
        for (half, word) in PAIRS {
            block.instruction.next = u64::from(half).into();
            assert!(simulate(&mut block, 16), "does not settle");
            assert_eq!(block.expanded.val(), u64::from(word));
        }
    }

    const PAIRS: [(u32, u32); 51] = [
        (0x1FE0, 0x3FC1_0413), // addi x8, x2, 1020
        (0x005C, 0x0041_0793), // addi x15, x2, 4
        (0x1428, 0x2281_0513), // addi x10, x2, 552
        (0x5FE0, 0x07C7_A403), // lw x8, 124(x15)
        (0x403C, 0x0404_2783), // lw x15, 64(x8)
        (0x4144, 0x0045_2483), // lw x9, 4(x10)
        (0xDFE0, 0x0687_AE23), // sw x8, 124(x15)
        (0xC0B0, 0x04C4_A023), // sw x12, 64(x9)
        (0xDC58, 0x02E4_2E23), // sw x14, 60(x8)
        (0x1F81, 0xFE0F_8F93), // addi x31, x31, -32
        (0x00FD, 0x01F0_8093), // addi x1, x1, 31
        (0x0001, 0x0000_0013), // addi x0, x0, 0
        (0x58FD, 0xFFF0_0893), // li x17, -1
        (0x42D5, 0x0150_0293), // li x5, 21
        (0x7101, 0xE001_0113), // addi x2, x2, -512
        (0x617D, 0x1F01_0113), // addi x2, x2, 496
        (0x0141, 0x0101_0113), // addi x2, x2, 16
        (0x7181, 0xFFFE_01B7), // lui x3, 0xfffe0
        (0x6FFD, 0x0001_FFB7), // lui x31, 31
        (0x6555, 0x0001_5537), // lui x10, 21
        (0x807D, 0x01F4_5413), // srli x8, x8, 31
        (0x8785, 0x4017_D793), // srai x15, x15, 1
        (0x9881, 0xFE04_F493), // andi x9, x9, -32
        (0x8B35, 0x00D7_7713), // andi x14, x14, 13
        (0x8C1D, 0x40F4_0433), // sub x8, x8, x15
        (0x8CB9, 0x00E4_C4B3), // xor x9, x9, x14
        (0x8D55, 0x00D5_6533), // or x10, x10, x13
        (0x8FE1, 0x0087_F7B3), // and x15, x15, x8
        (0x0FFE, 0x01FF_9F93), // slli x31, x31, 31
        (0x0086, 0x0010_9093), // slli x1, x1, 1
        (0x5FFE, 0x0FC1_2F83), // lw x31, 252(x2)
        (0x4092, 0x0041_2083), // lw x1, 4(x2)
        (0x552A, 0x0A81_2503), // lw x10, 168(x2)
        (0xDFFE, 0x0FF1_2E23), // sw x31, 252(x2)
        (0xC202, 0x0001_2223), // sw x0, 4(x2)
        (0xCAD6, 0x0551_2A23), // sw x21, 84(x2)
        (0x8F82, 0x000F_8067), // jr x31
        (0x8082, 0x0000_8067), // jr x1
        (0x9502, 0x0005_00E7), // jalr x10
        (0x8F86, 0x0010_0FB3), // mv x31, x1, which the manual makes an add
        (0x90FE, 0x01F0_80B3), // add x1, x1, x31
        (0x9002, 0x0010_0073), // ebreak
        (0xB001, 0x801F_F06F), // j -2048
        (0xAFFD, 0x7FE0_006F), // j 2046
        (0xA46D, 0x2AA0_006F), // j 682
        (0x346D, 0xAABF_F0EF), // jal -1366
        (0x2801, 0x0100_00EF), // jal 16
        (0xD001, 0xF004_00E3), // beqz x8, -256
        (0xCFFD, 0x0E07_8F63), // beqz x15, 254
        (0xE931, 0x0405_1A63), // bnez x10, 84
        (0xF4CD, 0xFA04_95E3), // bnez x9, -86
    ];
}
