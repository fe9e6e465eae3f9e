//! The immediate operand, sign-extended to 32 bits.
//!
//! ```text
//!   instruction ==>| Immediate |==> immediate
//! ```
//!
//! Combinational, and the only place that puts immediates together: five formats of 32-bit
//! instructions (The RISC-V Instruction Set Manual, volume I, section 2.3) and nine of compressed
//! ones (chapter "C"), told apart by as few bits of the opcode as possible; for instructions without
//! an immediate the output means nothing, but for C.JR and C.JALR, where it is 0.
//!
//! ```text
//!   bits      31..20 | 19..12 | 11 | 10  9  8  7  6  5 | 4  3  2  1 | 0
//!   I         sign     sign     s    30 .......... 25    24 ... 21    20
//!   S         sign     sign     s    30 .......... 25    11 .... 8    7
//!   B         sign     sign     7    30 .......... 25    11 .... 8    0
//!   U         31..20   19..12   0    0  0  0  0  0  0    0  0  0  0   0
//!   J         sign     19..12   20   30 .......... 25    24 ... 21    20
//!
//!   CI        sign     sign     s    s  s  s  s  s  s    6  5  4  3   2     C.ADDI, C.LI, C.ANDI, shifts
//!   C.LUI     sign     s s s    0    0  0  0  0  0  0    0  0  0  0   0     19..17 sign, 16..12: 6..2
//!   ADDI16SP  sign     sign     s    s  s  4  3  5  2    6  0  0  0   0
//!   ADDI4SPN  0        0        0    0  10 9  8  7  12   11 5  6  0   0
//!   LW, SW    0        0        0    0  0  0  0  5  12   11 10 6  0   0     C.LW, C.SW
//!   LWSP      0        0        0    0  0  0  3  2  12   6  5  4  0   0
//!   SWSP      0        0        0    0  0  0  8  7  12   11 10 9  0   0
//!   CJ        sign     sign     s    8  10 9  6  7  2    11 5  4  3   0
//!   CB        sign     sign     s    s  s  s  6  5  2    11 10 4  3   0
//! ```
//!
//! The sign is bit 31, or bit 12.

use rust_hdl_core::prelude::*;

/// The immediate operand, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Immediate {
    /// The instruction, a compressed one in the low half.
    pub instruction: Signal<In, Bits<32>>,
    /// Its immediate.
    pub immediate: Signal<Out, Bits<32>>,
}

/// As the Verilog below has it, for everything that could be an instruction.
fn immediate(instruction: u32) -> u32 {
    let i = |bit: u32| instruction >> bit & 1 != 0;
    let (w, q0, q1, q2) = (i(1) && i(0), !i(1) && !i(0), !i(1) && i(0), i(1) && !i(0));
    let upper = w && i(4) && i(2);
    let jump = w && i(3);
    let store = w && i(5) && !i(4) && !i(2);
    let plain = w && !upper;
    let ci = q1 && !i(13) && !(i(15) && i(14));
    let shift = q2 && !i(14);
    let lui = q1 && !i(15) && i(14) && i(13);
    let sp16 = lui && instruction >> 7 & 0x1F == 2;
    let cj = q1 && !i(14) && i(13);
    let cb = q1 && i(15) && i(14);
    let lwsp = q2 && i(14) && !i(15);
    let swsp = q2 && i(14) && i(15);
    let lw = q0 && i(14);
    let spn = q0 && !i(14);
    let sign = if w { i(31) } else { q1 && i(12) };
    let direct = upper || jump;
    let low = [
        plain && !jump && !store && i(20) || store && !i(6) && i(7) || (ci || shift) && i(2),
        plain && !store && i(21) || store && i(8) || (ci || shift || cj || cb) && i(3),
        plain && !store && i(22)
            || (store || swsp) && i(9)
            || q0 && i(6)
            || (ci || shift || lwsp || cj || cb) && i(4),
        plain && !store && i(23)
            || (store || swsp || lw || cb) && i(10)
            || (ci || shift || spn || lwsp || cj) && i(5),
        plain && !store && i(24)
            || (store || swsp || q0 || cj || cb) && i(11)
            || (ci || shift || sp16 || lwsp) && i(6),
        plain && i(25) || (ci || q0 || lwsp || swsp) && i(12) || (sp16 || cj || cb) && i(2),
        plain && i(26)
            || ci && i(12)
            || (sp16 || lw || cb) && i(5)
            || lwsp && i(2)
            || (spn || swsp || cj) && i(7),
        plain && i(27)
            || ci && i(12)
            || (sp16 || lwsp) && i(3)
            || (spn || swsp) && i(8)
            || (cj || cb) && i(6),
        plain && i(28) || (ci || cb) && i(12) || sp16 && i(4) || (spn || cj) && i(9),
        plain && i(29) || (ci || cb || sp16) && i(12) || (spn || cj) && i(10),
        plain && i(30) || (ci || cb || sp16) && i(12) || cj && i(8),
        match (jump, store && i(6)) {
            (true, _) => i(20),
            (_, true) => i(7),
            _ => sign && !upper && (w || !lui || sp16),
        },
    ];
    let low = low
        .iter()
        .rev()
        .fold(0, |all, bit| 2 * all + u32::from(*bit));
    let signs = if sign { 0xFFFF_F000 } else { 0 };
    let high = match (upper, direct, lui && !sp16) {
        (true, _, _) => instruction,
        (_, true, _) => signs & 0xFFF0_0000 | instruction & 0x000F_F000,
        (_, _, true) => signs & 0xFFFE_0000 | (instruction & 0x7C) << 10,
        _ => signs,
    };
    high & 0xFFFF_F000 | low
}

impl Logic for Immediate {
    fn update(&mut self) {
        let immediate = immediate(self.instruction.val().to_u32());
        self.immediate.next = u64::from(immediate).into();
    }

    fn connect(&mut self) {
        self.immediate.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(
            "wire [31:0] i = instruction;
wire w = i[1] & i[0];
wire q0 = ~i[1] & ~i[0];
wire q1 = ~i[1] & i[0];
wire q2 = i[1] & ~i[0];
// Of 32 bits: AUIPC and LUI; JAL; STORE and BRANCH.
wire upper = w & i[4] & i[2];
wire jump = w & i[3];
wire store = w & i[5] & ~i[4] & ~i[2];
wire plain = w & ~upper;
// Compressed.
wire ci = q1 & ~i[13] & ~(i[15] & i[14]);
wire shift = q2 & ~i[14];
wire lui = q1 & ~i[15] & i[14] & i[13];
wire sp16 = lui & i[11:7] == 5'd2;
wire cj = q1 & ~i[14] & i[13];
wire cb = q1 & i[15] & i[14];
wire lwsp = q2 & i[14] & ~i[15];
wire swsp = q2 & i[14] & i[15];
wire lw = q0 & i[14];
wire spn = q0 & ~i[14];
wire sign = w ? i[31] : q1 & i[12];
wire direct = upper | jump;
always @(*) begin
   immediate[0] = plain & ~jump & ~store & i[20] | store & ~i[6] & i[7] | (ci | shift) & i[2];
   immediate[1] = plain & ~store & i[21] | store & i[8] | (ci | shift | cj | cb) & i[3];
   immediate[2] = plain & ~store & i[22] | (store | swsp) & i[9] | q0 & i[6]
      | (ci | shift | lwsp | cj | cb) & i[4];
   immediate[3] = plain & ~store & i[23] | (store | swsp | lw | cb) & i[10]
      | (ci | shift | spn | lwsp | cj) & i[5];
   immediate[4] = plain & ~store & i[24] | (store | swsp | q0 | cj | cb) & i[11]
      | (ci | shift | sp16 | lwsp) & i[6];
   immediate[5] = plain & i[25] | (ci | q0 | lwsp | swsp) & i[12] | (sp16 | cj | cb) & i[2];
   immediate[6] = plain & i[26] | ci & i[12] | (sp16 | lw | cb) & i[5] | lwsp & i[2]
      | (spn | swsp | cj) & i[7];
   immediate[7] = plain & i[27] | ci & i[12] | (sp16 | lwsp) & i[3] | (spn | swsp) & i[8]
      | (cj | cb) & i[6];
   immediate[8] = plain & i[28] | (ci | cb) & i[12] | sp16 & i[4] | (spn | cj) & i[9];
   immediate[9] = plain & i[29] | (ci | cb | sp16) & i[12] | (spn | cj) & i[10];
   immediate[10] = plain & i[30] | (ci | cb | sp16) & i[12] | cj & i[8];
   immediate[11] = jump ? i[20] : store & i[6] ? i[7] : sign & ~upper & (w | ~lui | sp16);
   immediate[16:12] = direct ? i[16:12] : lui & ~sp16 ? i[6:2] : {5{sign}};
   immediate[19:17] = direct ? i[19:17] : {3{sign}};
   immediate[31:20] = upper ? i[31:20] : {12{sign}};
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

    /// By format; `None` for instructions without an immediate.
    fn of_32_bits(instruction: u32) -> Option<u32> {
        let high = ((instruction as i32) >> 20) as u32;
        let (rd, rs2) = (instruction >> 7 & 0x1F, instruction >> 20 & 0x1F);
        Some(match instruction & 0x7F {
            0x03 | 0x13 | 0x67 => high,
            0x17 | 0x37 => instruction & 0xFFFF_F000,
            0x23 => high & !0x1F | rd,
            0x63 => high & !0x81F | rd & 0x1E | (rd & 1) << 11,
            0x6F => high & 0xFFF0_07E0 | instruction & 0xF_F000 | rs2 & 0x1E | (rs2 & 1) << 11,
            _ => return None,
        })
    }

    fn is_shift(instruction: u32) -> bool {
        instruction & 0x307F == 0x1013
    }

    #[test]
    fn every_compressed_instruction_has_the_immediate_of_its_expansion() {
        let mut compared = 0;
        for half in (0..=0xFFFF).filter(|half| legal(*half)) {
            let expanded = expand(half);
            let Some(wanted) = of_32_bits(expanded) else {
                continue;
            };
            // A shift uses five bits of it.
            let mask = if is_shift(expanded) { 0x1F } else { !0 };
            for above in [0, 0xFFFF_0000, 0x5A3C_0000] {
                let found = immediate(half | above);
                assert_eq!(
                    found & mask,
                    wanted & mask,
                    "{half:04x}, which is {expanded:08x}"
                );
                compared += 1;
            }
        }
        assert!(compared > 75_000, "{compared} immediates");
    }

    #[test]
    fn bits_of_32_bit_immediates_come_from_where_the_format_says() {
        for opcode in [0x03, 0x13, 0x67, 0x17, 0x37, 0x23, 0x63, 0x6F] {
            for bit in 7..32 {
                for other in [0, 0xFFFF_FF80] {
                    let instruction = (1 << bit ^ other) | opcode;
                    assert_eq!(Some(immediate(instruction)), of_32_bits(instruction));
                }
            }
        }
    }
}
