//! Instruction words, operands in the order of the assembly language.

pub fn r(funct7: u32, funct3: u32, rd: u32, rs1: u32, rs2: u32) -> u32 {
    funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x33
}

pub fn i(opcode: u32, funct3: u32, rd: u32, rs1: u32, imm: i32) -> u32 {
    assert!((-2048..2048).contains(&imm));
    (imm as u32) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
}

pub fn addi(rd: u32, rs1: u32, imm: i32) -> u32 {
    i(0x13, 0, rd, rs1, imm)
}

pub fn load(funct3: u32, rd: u32, imm: i32, rs1: u32) -> u32 {
    i(0x03, funct3, rd, rs1, imm)
}

pub fn store(funct3: u32, rs2: u32, imm: i32, rs1: u32) -> u32 {
    assert!((-2048..2048).contains(&imm));
    let imm = imm as u32;
    (imm >> 5 & 0x7F) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (imm & 0x1F) << 7 | 0x23
}

pub fn branch(funct3: u32, rs1: u32, rs2: u32, offset: i32) -> u32 {
    assert!((-4096..4096).contains(&offset));
    let imm = offset as u32;
    let high = (imm >> 12 & 1) << 6 | (imm >> 5 & 0x3F);
    let low = (imm >> 1 & 0xF) << 1 | (imm >> 11 & 1);
    high << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | low << 7 | 0x63
}

pub fn lui(rd: u32, value: u32) -> u32 {
    value & 0xFFFF_F000 | rd << 7 | 0x37
}

pub fn auipc(rd: u32, value: u32) -> u32 {
    value & 0xFFFF_F000 | rd << 7 | 0x17
}

pub fn jal(rd: u32, offset: i32) -> u32 {
    let imm = offset as u32;
    let high = (imm >> 20 & 1) << 19 | (imm >> 1 & 0x3FF) << 9 | (imm >> 11 & 1) << 8;
    (high | (imm >> 12 & 0xFF)) << 12 | rd << 7 | 0x6F
}

pub fn jalr(rd: u32, rs1: u32, imm: i32) -> u32 {
    i(0x67, 0, rd, rs1, imm)
}

pub fn csr(funct3: u32, rd: u32, number: u32, operand: u32) -> u32 {
    number << 20 | operand << 15 | funct3 << 12 | rd << 7 | 0x73
}

pub const FENCE: u32 = 0x0FF0_000F;
pub const ECALL: u32 = 0x0000_0073;
pub const EBREAK: u32 = 0x0010_0073;
pub const MRET: u32 = 0x3020_0073;
pub const WFI: u32 = 0x1050_0073;
pub const MTVEC: u32 = 0x305;
pub const MSCRATCH: u32 = 0x340;
pub const MEPC: u32 = 0x341;
pub const MCAUSE: u32 = 0x342;
pub const MTVAL: u32 = 0x343;

/// Loads any `value`.
pub fn li(rd: u32, value: u32) -> [u32; 2] {
    let low = (value << 20) as i32 >> 20;
    [lui(rd, value.wrapping_sub(low as u32)), addi(rd, rd, low)]
}
