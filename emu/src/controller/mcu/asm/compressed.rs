//! The compressed instructions (Zca on RV32), with the names that they have behind the `c.`.
//!
//! Operands stand in the order of the assembly language, offsets and immediates in bytes and as
//! what they mean. Each function returns the halfword.
//!
//! # Panics
//! An operand that the instruction has no room for is a mistake in the test and panics. Encodings
//! that are illegal or hints are written by their number.

/// Fields of `value`, given as highest bit, lowest bit and where that one goes in the halfword.
fn scatter(value: i32, parts: &[(u32, u32, u32)]) -> u16 {
    let value = value as u32;
    let part =
        |&(high, low, to): &(u32, u32, u32)| (value >> low & ((2 << (high - low)) - 1)) << to;
    parts.iter().map(part).sum::<u32>() as u16
}

/// Any register but x0.
fn any(register: u32, to: u32) -> u16 {
    assert!((1..32).contains(&register), "x{register} has no place here");
    (register << to) as u16
}

/// One of x8 to x15.
fn near(register: u32, to: u32) -> u16 {
    assert!((8..16).contains(&register), "x{register} has no place here");
    ((register - 8) << to) as u16
}

/// An unsigned offset: a multiple of 4 below `end`.
fn unsigned(offset: u32, end: u32) -> i32 {
    assert!(offset.is_multiple_of(4) && offset < end, "offset {offset}");
    offset as i32
}

/// A signed immediate: a multiple of `step` in -`end`..`end`.
fn signed(value: i32, step: i32, end: i32) -> i32 {
    assert!((-end..end).contains(&value) && value % step == 0, "{value}");
    value
}

const IMMEDIATE: [(u32, u32, u32); 2] = [(5, 5, 12), (4, 0, 2)];

/// `c.addi4spn`: rd in x8 to x15, offset in 4..1024.
pub fn addi4spn(rd: u32, offset: u32) -> u16 {
    assert!(offset != 0);
    near(rd, 2)
        | scatter(
            unsigned(offset, 1024),
            &[(5, 4, 11), (9, 6, 7), (2, 2, 6), (3, 3, 5)],
        )
}

const NEAR_WORD: [(u32, u32, u32); 3] = [(5, 3, 10), (2, 2, 6), (6, 6, 5)];

/// `c.lw`: rd in x8 to x15, offset in 0..128, base in x8 to x15.
pub fn lw(rd: u32, offset: u32, base: u32) -> u16 {
    0x4000 | near(base, 7) | near(rd, 2) | scatter(unsigned(offset, 128), &NEAR_WORD)
}

/// `c.sw`: source in x8 to x15, offset in 0..128, base in x8 to x15.
pub fn sw(source: u32, offset: u32, base: u32) -> u16 {
    0xC000 | near(base, 7) | near(source, 2) | scatter(unsigned(offset, 128), &NEAR_WORD)
}

/// `c.nop`.
pub fn nop() -> u16 {
    0x0001
}

/// `c.addi`: rd, immediate in -32..32.
pub fn addi(rd: u32, immediate: i32) -> u16 {
    0x0001 | any(rd, 7) | scatter(signed(immediate, 1, 32), &IMMEDIATE)
}

/// `c.li`: rd, immediate in -32..32.
pub fn li(rd: u32, immediate: i32) -> u16 {
    0x4001 | any(rd, 7) | scatter(signed(immediate, 1, 32), &IMMEDIATE)
}

/// `c.lui`: rd but not x2, the immediate of 6 bits that goes to bits 17 to 12, not 0.
pub fn lui(rd: u32, immediate: i32) -> u16 {
    assert!(rd != 2 && immediate != 0);
    0x6001 | any(rd, 7) | scatter(signed(immediate, 1, 32), &IMMEDIATE)
}

/// `c.addi16sp`: immediate in -512..512, not 0.
pub fn addi16sp(immediate: i32) -> u16 {
    assert!(immediate != 0);
    let parts = [(9, 9, 12), (4, 4, 6), (6, 6, 5), (8, 7, 3), (5, 5, 2)];
    0x6101 | scatter(signed(immediate, 16, 512), &parts)
}

const JUMP: [(u32, u32, u32); 8] = [
    (11, 11, 12),
    (4, 4, 11),
    (9, 8, 9),
    (10, 10, 8),
    (6, 6, 7),
    (7, 7, 6),
    (3, 1, 3),
    (5, 5, 2),
];

/// `c.jal`: offset in bytes, links x1.
pub fn jal(offset: i32) -> u16 {
    0x2001 | scatter(signed(offset, 2, 2048), &JUMP)
}

/// `c.j`: offset in bytes.
pub fn j(offset: i32) -> u16 {
    0xA001 | scatter(signed(offset, 2, 2048), &JUMP)
}

const BRANCH: [(u32, u32, u32); 5] = [(8, 8, 12), (4, 3, 10), (7, 6, 5), (2, 1, 3), (5, 5, 2)];

/// `c.beqz`: register in x8 to x15, offset in bytes.
pub fn beqz(register: u32, offset: i32) -> u16 {
    0xC001 | near(register, 7) | scatter(signed(offset, 2, 256), &BRANCH)
}

/// `c.bnez`: register in x8 to x15, offset in bytes.
pub fn bnez(register: u32, offset: i32) -> u16 {
    0xE001 | near(register, 7) | scatter(signed(offset, 2, 256), &BRANCH)
}

/// The amount of a shift, which has five bits here.
fn amount(amount: u32) -> u16 {
    assert!(amount < 32);
    (amount << 2) as u16
}

/// `c.slli`: rd, amount.
pub fn slli(rd: u32, by: u32) -> u16 {
    0x0002 | any(rd, 7) | amount(by)
}

/// `c.srli`: rd in x8 to x15, amount.
pub fn srli(rd: u32, by: u32) -> u16 {
    0x8001 | near(rd, 7) | amount(by)
}

/// `c.srai`: rd in x8 to x15, amount.
pub fn srai(rd: u32, by: u32) -> u16 {
    0x8401 | near(rd, 7) | amount(by)
}

/// `c.andi`: rd in x8 to x15, immediate in -32..32.
pub fn andi(rd: u32, immediate: i32) -> u16 {
    0x8801 | near(rd, 7) | scatter(signed(immediate, 1, 32), &IMMEDIATE)
}

/// `c.sub`: rd and rs2 in x8 to x15.
pub fn sub(rd: u32, rs2: u32) -> u16 {
    0x8C01 | near(rd, 7) | near(rs2, 2)
}

/// `c.xor`: rd and rs2 in x8 to x15.
pub fn xor(rd: u32, rs2: u32) -> u16 {
    0x8C21 | near(rd, 7) | near(rs2, 2)
}

/// `c.or`: rd and rs2 in x8 to x15.
pub fn or(rd: u32, rs2: u32) -> u16 {
    0x8C41 | near(rd, 7) | near(rs2, 2)
}

/// `c.and`: rd and rs2 in x8 to x15.
pub fn and(rd: u32, rs2: u32) -> u16 {
    0x8C61 | near(rd, 7) | near(rs2, 2)
}

/// `c.lwsp`: rd, offset in 0..256.
pub fn lwsp(rd: u32, offset: u32) -> u16 {
    0x4002 | any(rd, 7) | scatter(unsigned(offset, 256), &[(5, 5, 12), (4, 2, 4), (7, 6, 2)])
}

/// `c.swsp`: source (x0 too), offset in 0..256.
pub fn swsp(source: u32, offset: u32) -> u16 {
    assert!(source < 32);
    let offset = scatter(unsigned(offset, 256), &[(5, 2, 9), (7, 6, 7)]);
    0xC002 | (source << 2) as u16 | offset
}

/// `c.jr`: register.
pub fn jr(register: u32) -> u16 {
    0x8002 | any(register, 7)
}

/// `c.jalr`: register; links x1.
pub fn jalr(register: u32) -> u16 {
    0x9002 | any(register, 7)
}

/// `c.mv`: rd, source.
pub fn mv(rd: u32, source: u32) -> u16 {
    0x8002 | any(rd, 7) | any(source, 2)
}

/// `c.add`: rd, source.
pub fn add(rd: u32, source: u32) -> u16 {
    0x9002 | any(rd, 7) | any(source, 2)
}

/// `c.ebreak`.
pub fn ebreak() -> u16 {
    0x9002
}
