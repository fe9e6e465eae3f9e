//! A small RV32IC assembler, the only one here: the model's tests and the programs that all
//! back-ends have to run are written with it.
//!
//! One function per instruction, operands in the order of the assembly language, branch and jump
//! operands as byte offsets from the instruction. Each returns the instruction word, those in
//! [`compressed`] a halfword; [`Code`] puts both after each other.
//!
//! # Panics
//! An operand that the instruction has no room for is a mistake in the test and panics.

pub mod compressed;

use std::sync::Arc;

use super::Rom;

/// Numbers of the CSRs.
pub mod csr {
    /// `mstatus`.
    pub const MSTATUS: u32 = 0x300;
    /// `misa`.
    pub const MISA: u32 = 0x301;
    /// `mie`.
    pub const MIE: u32 = 0x304;
    /// `mtvec`.
    pub const MTVEC: u32 = 0x305;
    /// `mscratch`.
    pub const MSCRATCH: u32 = 0x340;
    /// `mepc`.
    pub const MEPC: u32 = 0x341;
    /// `mcause`.
    pub const MCAUSE: u32 = 0x342;
    /// `mtval`.
    pub const MTVAL: u32 = 0x343;
    /// `mip`.
    pub const MIP: u32 = 0x344;
    /// `mcycle`.
    pub const MCYCLE: u32 = 0xB00;
    /// `mcycleh`.
    pub const MCYCLEH: u32 = 0xB80;
    /// `cycle`.
    pub const CYCLE: u32 = 0xC00;
    /// `cycleh`.
    pub const CYCLEH: u32 = 0xC80;
    /// `mvendorid`.
    pub const MVENDORID: u32 = 0xF11;
    /// `marchid`.
    pub const MARCHID: u32 = 0xF12;
    /// `mimpid`.
    pub const MIMPID: u32 = 0xF13;
    /// `mhartid`.
    pub const MHARTID: u32 = 0xF14;
}

/// A ROM with these words at its start and an illegal instruction everywhere else.
///
/// # Panics
/// When they do not fit.
pub fn rom(words: &[u32]) -> Arc<Rom> {
    let image: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    Arc::new(Rom::new(&image).expect("a test program fits the ROM"))
}

/// Instructions of either length after each other, from address 0 on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    halves: Vec<u16>,
}

impl Code {
    /// Appends an instruction of 32 bits, or any word.
    pub fn word(&mut self, word: u32) {
        self.halves.extend([word as u16, (word >> 16) as u16]);
    }

    /// Appends a compressed instruction, or any halfword.
    pub fn half(&mut self, half: u16) {
        self.halves.push(half);
    }

    /// The address of what comes next, in bytes.
    pub fn here(&self) -> u32 {
        2 * self.halves.len() as u32
    }

    /// Appends zeros, which are illegal, up to the even `address`.
    ///
    /// # Panics
    /// When that lies behind.
    pub fn pad_to(&mut self, address: u32) {
        let here = self.here();
        assert!(here <= address, "{here:x} is behind {address:x}");
        self.halves.resize((address / 2) as usize, 0);
    }

    /// What stands at the even `address`, to be replaced.
    ///
    /// # Panics
    /// When nothing does.
    pub fn half_at(&mut self, address: u32) -> &mut u16 {
        &mut self.halves[(address / 2) as usize]
    }

    /// All of it as words; half a word at the end is filled with zeros.
    pub fn words(&self) -> Vec<u32> {
        let word = |pair: &[u16]| {
            let high = pair.get(1).copied().unwrap_or(0);
            u32::from(high) << 16 | u32::from(pair[0])
        };
        self.halves.chunks(2).map(word).collect()
    }
}

fn r_type(funct7: u32, funct3: u32, rd: u32, rs1: u32, rs2: u32) -> u32 {
    assert!(rd < 32 && rs1 < 32 && rs2 < 32);
    funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x33
}

fn i_type(opcode: u32, funct3: u32, rd: u32, rs1: u32, imm: i32) -> u32 {
    assert!(rd < 32 && rs1 < 32 && (-2048..2048).contains(&imm));
    (imm as u32) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
}

fn s_type(funct3: u32, rs2: u32, rs1: u32, imm: i32) -> u32 {
    assert!(rs1 < 32 && rs2 < 32 && (-2048..2048).contains(&imm));
    let imm = imm as u32;
    (imm >> 5 & 0x7F) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (imm & 0x1F) << 7 | 0x23
}

fn b_type(funct3: u32, rs1: u32, rs2: u32, offset: i32) -> u32 {
    assert!(rs1 < 32 && rs2 < 32 && (-4096..4096).contains(&offset) && offset % 2 == 0);
    let imm = offset as u32;
    let high = (imm >> 12 & 1) << 6 | (imm >> 5 & 0x3F);
    let low = (imm >> 1 & 0xF) << 1 | (imm >> 11 & 1);
    high << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | low << 7 | 0x63
}

macro_rules! encoders {
    (register { $($r:ident = $r7:literal $r3:literal,)* }
     immediate { $($i:ident = $i3:literal,)* }
     shift { $($sh:ident = $sh7:literal $sh3:literal,)* }
     branch { $($b:ident = $b3:literal,)* }
     load { $($l:ident = $l3:literal,)* }
     store { $($s:ident = $s3:literal,)* }
     csr { $($c:ident = $c3:literal,)* }) => {
        $(#[doc = concat!("`", stringify!($r), "`: rd, rs1, rs2.")]
        pub fn $r(rd: u32, rs1: u32, rs2: u32) -> u32 { r_type($r7, $r3, rd, rs1, rs2) })*
        $(#[doc = concat!("`", stringify!($i), "`: rd, rs1, immediate.")]
        pub fn $i(rd: u32, rs1: u32, imm: i32) -> u32 { i_type(0x13, $i3, rd, rs1, imm) })*
        $(#[doc = concat!("`", stringify!($sh), "`: rd, rs1, amount.")]
        pub fn $sh(rd: u32, rs1: u32, amount: u32) -> u32 {
            assert!(amount < 32);
            i_type(0x13, $sh3, rd, rs1, (($sh7 << 5) | amount) as i32)
        })*
        $(#[doc = concat!("`", stringify!($b), "`: rs1, rs2, offset in bytes.")]
        pub fn $b(rs1: u32, rs2: u32, offset: i32) -> u32 { b_type($b3, rs1, rs2, offset) })*
        $(#[doc = concat!("`", stringify!($l), "`: rd, offset, base register.")]
        pub fn $l(rd: u32, imm: i32, rs1: u32) -> u32 { i_type(0x03, $l3, rd, rs1, imm) })*
        $(#[doc = concat!("`", stringify!($s), "`: source register, offset, base register.")]
        pub fn $s(rs2: u32, imm: i32, rs1: u32) -> u32 { s_type($s3, rs2, rs1, imm) })*
        $(#[doc = concat!("`", stringify!($c), "`: rd, number of the CSR, operand: a register, in the `i` forms the value itself.")]
        pub fn $c(rd: u32, number: u32, operand: u32) -> u32 {
            assert!(rd < 32 && operand < 32 && number < 4096);
            number << 20 | operand << 15 | $c3 << 12 | rd << 7 | 0x73
        })*
    };
}

encoders! {
    register {
        add = 0x00 0, sub = 0x20 0, sll = 0x00 1, slt = 0x00 2, sltu = 0x00 3,
        xor = 0x00 4, srl = 0x00 5, sra = 0x20 5, or = 0x00 6, and = 0x00 7,
    }
    immediate {
        addi = 0, slti = 2, sltiu = 3, xori = 4, ori = 6, andi = 7,
    }
    shift {
        slli = 0x00 1, srli = 0x00 5, srai = 0x20 5,
    }
    branch {
        beq = 0, bne = 1, blt = 4, bge = 5, bltu = 6, bgeu = 7,
    }
    load {
        lb = 0, lh = 1, lw = 2, lbu = 4, lhu = 5,
    }
    store {
        sb = 0, sh = 1, sw = 2,
    }
    csr {
        csrrw = 1, csrrs = 2, csrrc = 3, csrrwi = 5, csrrsi = 6, csrrci = 7,
    }
}

/// `lui`: rd, the upper 20 bits in place.
pub fn lui(rd: u32, value: u32) -> u32 {
    assert!(rd < 32 && value & 0xFFF == 0);
    value | rd << 7 | 0x37
}

/// `auipc`: rd, the upper 20 bits in place.
pub fn auipc(rd: u32, value: u32) -> u32 {
    assert!(rd < 32 && value & 0xFFF == 0);
    value | rd << 7 | 0x17
}

/// `jal`: rd, offset in bytes.
pub fn jal(rd: u32, offset: i32) -> u32 {
    assert!(rd < 32 && (-0x10_0000..0x10_0000).contains(&offset) && offset % 2 == 0);
    let imm = offset as u32;
    let high = (imm >> 20 & 1) << 19 | (imm >> 1 & 0x3FF) << 9 | (imm >> 11 & 1) << 8;
    (high | (imm >> 12 & 0xFF)) << 12 | rd << 7 | 0x6F
}

/// `jalr`: rd, base register, offset.
pub fn jalr(rd: u32, rs1: u32, imm: i32) -> u32 {
    i_type(0x67, 0, rd, rs1, imm)
}

/// `fence` for all accesses.
pub fn fence() -> u32 {
    0x0FF0_000F
}

/// `ecall`.
pub fn ecall() -> u32 {
    0x0000_0073
}

/// `ebreak`.
pub fn ebreak() -> u32 {
    0x0010_0073
}

/// `mret`.
pub fn mret() -> u32 {
    0x3020_0073
}

/// `wfi`.
pub fn wfi() -> u32 {
    0x1050_0073
}

/// `lui` and `addi` that load any `value`.
pub fn li(rd: u32, value: u32) -> [u32; 2] {
    let low = (value << 20) as i32 >> 20;
    [lui(rd, value.wrapping_sub(low as u32)), addi(rd, rd, low)]
}
