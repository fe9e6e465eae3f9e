//! From compressed instructions to those of 32 bits that they stand for.
//!
//! Source: The RISC-V Instruction Set Manual, volume I, chapter "C" and its listings, for RV32
//! without floating point (Zca).

use super::decode::field;

/// Lowest bits of an instruction of 32 bits.
const FULL: u16 = 3;
/// Registers that have a role in compressed instructions only: link and stack pointer.
const RA: u32 = 1;
const SP: u32 = 2;

const OP_IMM: u32 = 0x13;
const OP: u32 = 0x33;
const LOAD: u32 = 0x03;
const STORE: u32 = 0x23;
const LUI: u32 = 0x37;
const BRANCH: u32 = 0x63;
const JALR: u32 = 0x67;
const JAL: u32 = 0x6F;
const EBREAK: u32 = 0x0010_0073;
const WORD: u32 = 2;

/// Whether an instruction that begins with this halfword has 16 bits.
pub(super) fn is_compressed(half: u16) -> bool {
    half & FULL != FULL
}

/// The instruction of 32 bits that the compressed one `half` stands for; `None` when it is illegal.
///
/// Hints become what their pattern says: an instruction without an effect.
pub(super) fn expand(half: u16) -> Option<u32> {
    let half = u32::from(half);
    match half & 3 {
        0 => memory(half),
        1 => constants_and_jumps(half),
        2 => stack_and_registers(half),
        _ => None,
    }
}

/// Quadrant 0: addresses of and accesses to the stack and to what x8 to x15 point to.
fn memory(half: u32) -> Option<u32> {
    let (low, high) = (near(half, 2), near(half, 7));
    let offset = gather(half, &[(10, 3, 3), (6, 1, 2), (5, 1, 6)]);
    match field(half, 13, 3) {
        0 => {
            let size = gather(half, &[(11, 2, 4), (7, 4, 6), (6, 1, 2), (5, 1, 3)]);
            (size != 0).then(|| i_type(OP_IMM, 0, low, SP, size))
        }
        2 => Some(i_type(LOAD, WORD, low, high, offset)),
        6 => Some(s_type(WORD, low, high, offset)),
        _ => None,
    }
}

/// Quadrant 1: immediates, arithmetic in x8 to x15, jumps and branches.
fn constants_and_jumps(half: u32) -> Option<u32> {
    let rd = field(half, 7, 5);
    let immediate = sign(gather(half, &[(12, 1, 5), (2, 5, 0)]), 6);
    match field(half, 13, 3) {
        0 => Some(i_type(OP_IMM, 0, rd, rd, immediate)),
        1 => Some(jump(half, RA)),
        2 => Some(i_type(OP_IMM, 0, rd, 0, immediate)),
        3 if immediate == 0 => None,
        3 if rd == SP => {
            let parts = [(12, 1, 9), (6, 1, 4), (5, 1, 6), (3, 2, 7), (2, 1, 5)];
            Some(i_type(OP_IMM, 0, SP, SP, sign(gather(half, &parts), 10)))
        }
        3 => Some(immediate << 12 | rd << 7 | LUI),
        4 => arithmetic(half, immediate),
        5 => Some(jump(half, 0)),
        condition => {
            let parts = [(12, 1, 8), (10, 2, 3), (5, 2, 6), (3, 2, 1), (2, 1, 5)];
            let offset = sign(gather(half, &parts), 9);
            // 6 is BEQ, 7 is BNE, with x0.
            Some(b_type(condition & 1, near(half, 7), offset))
        }
    }
}

fn arithmetic(half: u32, immediate: u32) -> Option<u32> {
    let (rd, rs2) = (near(half, 7), near(half, 2));
    let by_32_or_more = field(half, 12, 1) != 0;
    let shift = |funct7: u32| i_type(OP_IMM, 5, rd, rd, funct7 << 5 | field(half, 2, 5));
    match field(half, 10, 2) {
        0 if !by_32_or_more => Some(shift(0)),
        1 if !by_32_or_more => Some(shift(0x20)),
        2 => Some(i_type(OP_IMM, 7, rd, rd, immediate)),
        3 => Some(match field(half, 5, 2) + 4 * field(half, 12, 1) {
            0 => r_type(0x20, 0, rd, rd, rs2),
            1 => r_type(0, 4, rd, rd, rs2),
            2 => r_type(0, 6, rd, rd, rs2),
            3 => r_type(0, 7, rd, rd, rs2),
            _ => return None,
        }),
        _ => None,
    }
}

/// Quadrant 2: slots of the stack, and any register with any other.
fn stack_and_registers(half: u32) -> Option<u32> {
    let (rd, rs2) = (field(half, 7, 5), field(half, 2, 5));
    let bit_12 = field(half, 12, 1) != 0;
    match (field(half, 13, 3), bit_12, rd, rs2) {
        (0, false, ..) => Some(i_type(OP_IMM, 1, rd, rd, rs2)),
        (2, _, 0, _) => None,
        (2, ..) => {
            let slot = gather(half, &[(12, 1, 5), (4, 3, 2), (2, 2, 6)]);
            Some(i_type(LOAD, WORD, rd, SP, slot))
        }
        (4, false, 0, 0) => None,
        (4, false, _, 0) => Some(i_type(JALR, 0, 0, rd, 0)),
        (4, false, ..) => Some(r_type(0, 0, rd, 0, rs2)),
        (4, true, 0, 0) => Some(EBREAK),
        (4, true, _, 0) => Some(i_type(JALR, 0, RA, rd, 0)),
        (4, true, ..) => Some(r_type(0, 0, rd, rd, rs2)),
        (6, ..) => Some(s_type(WORD, rs2, SP, gather(half, &[(9, 4, 2), (7, 2, 6)]))),
        _ => None,
    }
}

/// One of x8 to x15, which a field of three bits at `low` names.
fn near(half: u32, low: u32) -> u32 {
    8 + field(half, low, 3)
}

/// Puts fields together: lowest bit and number of bits in `half`, lowest bit in the result.
fn gather(half: u32, parts: &[(u32, u32, u32)]) -> u32 {
    let parts = parts.iter();
    parts.fold(0, |value, &(low, bits, to)| {
        value | field(half, low, bits) << to
    })
}

/// Extends the sign of the lowest `bits` of `value`.
fn sign(value: u32, bits: u32) -> u32 {
    (((value << (32 - bits)) as i32) >> (32 - bits)) as u32
}

fn jump(half: u32, rd: u32) -> u32 {
    let offset = sign(
        gather(
            half,
            &[
                (12, 1, 11),
                (11, 1, 4),
                (9, 2, 8),
                (8, 1, 10),
                (7, 1, 6),
                (6, 1, 7),
                (3, 3, 1),
                (2, 1, 5),
            ],
        ),
        12,
    );
    let high = field(offset, 20, 1) << 19 | field(offset, 1, 10) << 9 | field(offset, 11, 1) << 8;
    (high | field(offset, 12, 8)) << 12 | rd << 7 | JAL
}

fn i_type(opcode: u32, funct3: u32, rd: u32, rs1: u32, immediate: u32) -> u32 {
    immediate << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
}

fn r_type(funct7: u32, funct3: u32, rd: u32, rs1: u32, rs2: u32) -> u32 {
    funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | OP
}

fn s_type(funct3: u32, rs2: u32, rs1: u32, offset: u32) -> u32 {
    let (high, low) = (field(offset, 5, 7), field(offset, 0, 5));
    high << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | low << 7 | STORE
}

/// A comparison with x0.
fn b_type(funct3: u32, rs1: u32, offset: u32) -> u32 {
    let high = field(offset, 12, 1) << 6 | field(offset, 5, 6);
    let low = field(offset, 1, 4) << 1 | field(offset, 11, 1);
    high << 25 | rs1 << 15 | funct3 << 12 | low << 7 | BRANCH
}
