//! From instructions to what the execution loop wants to see, once per ROM: for each halfword what
//! an instruction that begins there does, whether or not one does.

use umbilical_soft_mcu::registers::{ROM_BASE, ROM_BYTES};

use super::csr;
use super::expand::{expand, is_compressed};

/// Words in the ROM.
pub(super) const ROM_WORDS: usize = (ROM_BYTES / 4) as usize;
/// Halfwords in the ROM, at each of which an instruction can begin.
const ROM_HALVES: usize = 2 * ROM_WORDS;
/// Where a result for x0 goes, so that register 0 stays 0 without a test in the loop.
pub(super) const SINK: u8 = 32;

/// What an instruction does. FENCE, LUI and AUIPC have become `Addi` and `Li`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Op {
    Li,
    Addi,
    Slti,
    Sltiu,
    Xori,
    Ori,
    Andi,
    Slli,
    Srli,
    Srai,
    Add,
    Sub,
    Sll,
    Slt,
    Sltu,
    Xor,
    Srl,
    Sra,
    Or,
    And,
    Beq,
    Bne,
    Blt,
    Bge,
    Bltu,
    Bgeu,
    Jal,
    Jalr,
    Lb,
    Lh,
    Lw,
    Lbu,
    Lhu,
    Sb,
    Sh,
    Sw,
    Csr,
    Ecall,
    Ebreak,
    Mret,
    Wfi,
    Illegal,
}

/// A decoded instruction. `imm` is the sign-extended immediate; for `Li` the result, for branches
/// and `Jal` the target address, for immediate shifts the amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoded {
    pub op: Op,
    /// 1 to 31, or [`SINK`] where nothing is written.
    pub rd: u8,
    pub rs1: u8,
    pub rs2: u8,
    pub imm: u32,
}

/// The instruction memory: words, and the instructions at all halfwords in their decoded form and
/// as instructions of 32 bits. Shared by all MCUs that run it.
pub struct Rom {
    pub(super) words: Box<[u32; ROM_WORDS]>,
    pub(super) decoded: Box<[Decoded; ROM_HALVES]>,
    /// Beside the decoded form, which fills 8 bytes and is found faster so.
    compressed: Box<[bool; ROM_HALVES]>,
    expanded: Box<[u32; ROM_HALVES]>,
}

impl Rom {
    /// A ROM that starts with `image`; the rest is 0, which is an illegal instruction.
    ///
    /// # Errors
    /// When the image has more than [`ROM_BYTES`] bytes.
    pub fn new(image: &[u8]) -> Result<Rom, String> {
        if image.len() > ROM_BYTES as usize {
            return Err(format!(
                "firmware image has {} bytes, the ROM {ROM_BYTES}: make the firmware smaller or \
                 ROM_BYTES larger",
                image.len()
            ));
        }
        let mut words = Box::new([0; ROM_WORDS]);
        for (word, bytes) in words.iter_mut().zip(image.chunks(4)) {
            let mut padded = [0; 4];
            padded[..bytes.len()].copy_from_slice(bytes);
            *word = u32::from_le_bytes(padded);
        }
        let mut decoded = Box::new([ILLEGAL; ROM_HALVES]);
        let mut compressed = Box::new([false; ROM_HALVES]);
        let mut expanded = Box::new([0; ROM_HALVES]);
        for index in 0..ROM_HALVES {
            let full = instruction(&words[..], index);
            let pc = ROM_BASE + 2 * index as u32;
            decoded[index] = full.map_or(ILLEGAL, |word| decode(pc, word));
            compressed[index] = is_compressed(half(&words[..], index));
            expanded[index] = full.unwrap_or(0);
        }
        Ok(Rom {
            words,
            decoded,
            compressed,
            expanded,
        })
    }

    /// The contents, as words.
    pub fn words(&self) -> &[u32] {
        &self.words[..]
    }

    /// Bytes of the instruction at the halfword with this number.
    #[inline(always)]
    pub(super) fn bytes(&self, index: usize) -> u32 {
        if self.compressed[index] { 2 } else { 4 }
    }

    /// The instruction at the even address `pc` inside the ROM, as one of 32 bits; 0 for a
    /// compressed one that is illegal.
    #[inline]
    pub(super) fn expanded(&self, pc: u32) -> u32 {
        self.expanded[(pc >> 1) as usize]
    }
}

/// The halfword with this number. Behind the last stands the first.
fn half(words: &[u32], index: usize) -> u16 {
    let word = words[(index / 2) % words.len()];
    (word >> (16 * (index % 2))) as u16
}

/// The instruction that begins at halfword `index`, as one of 32 bits; `None` for a compressed one
/// that is illegal.
fn instruction(words: &[u32], index: usize) -> Option<u32> {
    let first = half(words, index);
    if is_compressed(first) {
        expand(first)
    } else {
        let second = half(words, index + 1);
        Some(u32::from(second) << 16 | u32::from(first))
    }
}

const ILLEGAL: Decoded = Decoded {
    op: Op::Illegal,
    rd: SINK,
    rs1: 0,
    rs2: 0,
    imm: 0,
};

pub(super) const fn field(word: u32, low: u32, bits: u32) -> u32 {
    (word >> low) & ((1 << bits) - 1)
}

const fn imm_i(word: u32) -> u32 {
    ((word as i32) >> 20) as u32
}

const fn imm_s(word: u32) -> u32 {
    (imm_i(word) & !0x1F) | field(word, 7, 5)
}

const fn imm_b(word: u32) -> u32 {
    (imm_s(word) & 0xFFFF_F7FE) | (field(word, 7, 1) << 11)
}

const fn imm_u(word: u32) -> u32 {
    word & 0xFFFF_F000
}

const fn imm_j(word: u32) -> u32 {
    (imm_i(word) & 0xFFF0_07FE) | (field(word, 20, 1) << 11) | (word & 0x000F_F000)
}

/// Decodes the instruction `word` that stands at `pc`, all but its length.
fn decode(pc: u32, word: u32) -> Decoded {
    let rd = match field(word, 7, 5) {
        0 => SINK,
        rd => rd as u8,
    };
    let rs1 = field(word, 15, 5) as u8;
    let rs2 = field(word, 20, 5) as u8;
    let funct3 = field(word, 12, 3);
    let only_rd = |op, imm| Decoded {
        op,
        rd,
        rs1: 0,
        rs2: 0,
        imm,
    };
    let immediate = |op, imm| Decoded {
        op,
        rd,
        rs1,
        rs2: 0,
        imm,
    };
    let no_rd = |op, imm| Decoded {
        op,
        rd: SINK,
        rs1,
        rs2,
        imm,
    };
    match field(word, 0, 7) {
        0x37 => only_rd(Op::Li, imm_u(word)),
        0x17 => only_rd(Op::Li, pc.wrapping_add(imm_u(word))),
        0x6F => only_rd(Op::Jal, pc.wrapping_add(imm_j(word))),
        0x67 if funct3 == 0 => immediate(Op::Jalr, imm_i(word)),
        0x63 => branch(funct3).map_or(ILLEGAL, |op| no_rd(op, pc.wrapping_add(imm_b(word)))),
        0x03 => load(funct3).map_or(ILLEGAL, |op| immediate(op, imm_i(word))),
        0x23 => store(funct3).map_or(ILLEGAL, |op| no_rd(op, imm_s(word))),
        0x13 => match immediate_op(funct3, field(word, 25, 7)) {
            Some(op @ (Op::Slli | Op::Srli | Op::Srai)) => immediate(op, rs2.into()),
            Some(op) => immediate(op, imm_i(word)),
            None => ILLEGAL,
        },
        0x33 => register_op(funct3, field(word, 25, 7)).map_or(ILLEGAL, |op| Decoded {
            op,
            rd,
            rs1,
            rs2,
            imm: 0,
        }),
        0x0F if funct3 == 0 => Decoded {
            op: Op::Addi,
            ..ILLEGAL
        },
        0x73 => system(word).map_or(ILLEGAL, |op| match op {
            Op::Csr => immediate(op, 0),
            _ => Decoded { op, ..ILLEGAL },
        }),
        _ => ILLEGAL,
    }
}

fn branch(funct3: u32) -> Option<Op> {
    Some(match funct3 {
        0 => Op::Beq,
        1 => Op::Bne,
        4 => Op::Blt,
        5 => Op::Bge,
        6 => Op::Bltu,
        7 => Op::Bgeu,
        _ => return None,
    })
}

fn load(funct3: u32) -> Option<Op> {
    Some(match funct3 {
        0 => Op::Lb,
        1 => Op::Lh,
        2 => Op::Lw,
        4 => Op::Lbu,
        5 => Op::Lhu,
        _ => return None,
    })
}

fn store(funct3: u32) -> Option<Op> {
    Some(match funct3 {
        0 => Op::Sb,
        1 => Op::Sh,
        2 => Op::Sw,
        _ => return None,
    })
}

/// OP-IMM; `funct7` counts only for shifts.
fn immediate_op(funct3: u32, funct7: u32) -> Option<Op> {
    Some(match (funct3, funct7) {
        (0, _) => Op::Addi,
        (1, 0) => Op::Slli,
        (2, _) => Op::Slti,
        (3, _) => Op::Sltiu,
        (4, _) => Op::Xori,
        (5, 0) => Op::Srli,
        (5, 0x20) => Op::Srai,
        (6, _) => Op::Ori,
        (7, _) => Op::Andi,
        _ => return None,
    })
}

fn register_op(funct3: u32, funct7: u32) -> Option<Op> {
    Some(match (funct7, funct3) {
        (0, 0) => Op::Add,
        (0, 1) => Op::Sll,
        (0, 2) => Op::Slt,
        (0, 3) => Op::Sltu,
        (0, 4) => Op::Xor,
        (0, 5) => Op::Srl,
        (0, 6) => Op::Or,
        (0, 7) => Op::And,
        (0x20, 0) => Op::Sub,
        (0x20, 5) => Op::Sra,
        _ => return None,
    })
}

fn system(word: u32) -> Option<Op> {
    match word {
        0x0000_0073 => return Some(Op::Ecall),
        0x0010_0073 => return Some(Op::Ebreak),
        0x3020_0073 => return Some(Op::Mret),
        0x1050_0073 => return Some(Op::Wfi),
        _ => {}
    }
    csr::Instruction::new(word).map(|_| Op::Csr)
}
