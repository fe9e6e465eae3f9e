//! Instructions of 32 bits between compressed ones: across words, at the ROM's end, where traps and
//! jumps may lead now.

use super::*;
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, ROM_BYTES, irq, offset};

const BRANCHES: [fn(u32, u32, i32) -> u32; 6] = [beq, bne, blt, bge, bltu, bgeu];

pub(super) fn programs(all: &mut Vec<Directed>) {
    across(all);
    short(all);
    returns(all);
    last(all);
}

/// Every instruction of 32 bits, all of them across words.
fn across(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.half(c::li(5, 21));
    program.li(1, 0x8765_4321);
    program.li(2, 0x7FFF_0FF7);
    program.extend([lui(3, 0xABCD_E000), auipc(3, 0x1234_5000), fence()]);
    program.extend([add, sub, sll, slt, sltu, xor, srl, sra, or, and].map(|it| it(3, 1, 2)));
    for immediate in [0x555, -0x556] {
        program.extend([addi, slti, sltiu, xori, ori, andi].map(|it| it(3, 1, immediate)));
    }
    program.extend([slli, srli, srai].map(|it| it(3, 1, 21)));
    for base in [RAM_BASE + 0x80, BUFFER_BASE + 0x80] {
        program.li(4, base);
        program.extend([sw(1, 12, 4), sb(2, 13, 4), sh(2, 14, 4)]);
        program.extend([lb, lh, lw, lbu, lhu].map(|it| it(3, 12, 4)));
        // Misaligned ones say where they stand.
        program.extend([lw(3, 1, 4), sh(3, 1, 4)]);
    }
    for (a, b) in [(1, 2), (2, 1), (1, 1)] {
        for encode in BRANCHES {
            program.extend([encode(a, b, 8), addi(5, 5, 1), encode(a, b, 6), 0x0001_0001]);
        }
    }
    program.extend([jal(6, 8), 0]);
    let target = program.here() + 16;
    program.li(7, target - 5);
    program.extend([jalr(6, 7, 5), 0, addi(6, 6, 1)]);
    let operand = 1;
    program.extend([csrrw, csrrs, csrrc].map(|it| it(3, csr::MSCRATCH, operand)));
    program.extend([csrrwi, csrrsi, csrrci].map(|it| it(3, csr::MSCRATCH, 21)));
    program.extend([ecall(), ebreak(), 0xFFFF_FFFF, csrrw(3, csr::CYCLE, 1)]);
    let target = program.here() + 20;
    program.li(1, target);
    program.extend([csrrw(0, csr::MEPC, 1), mret(), 0, addi(6, 6, 1)]);
    // An event that stands.
    program.li(1, IO_BASE);
    program.extend([
        addi(3, 0, irq::TIMER as i32),
        sw(3, offset::IRQ_ENABLE as i32, 1),
    ]);
    program.push(lw(3, offset::TIMER_NOW as i32, 1));
    program.extend([sw(3, offset::TIMER_COMPARE as i32, 1), wfi()]);
    program.push(sw(0, offset::IRQ_ENABLE as i32, 1));
    (0..32).for_each(|n| program.show(n));
    assert_eq!(program.here() % 4, 2);
    program.finish("across words", "every instruction of 32 bits", all);
}

/// Jumps and branches of 32 bits to the halfwords beside them.
fn short(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(2, 0x100);
    // The upper half of a jump by 2 is a C.ADDI4SPN.
    program.extend([jal(1, 2), beq(8, 8, 2), bge(8, 8, 2), bgeu(8, 8, 2)]);
    (8..16).for_each(|n| program.show(n));
    for halves in 0..2 {
        program.halves([c::nop()].into_iter().take(halves));
        program.half(c::j(4));
        program.half(c::j(6));
        program.push(jal(1, -2));
        program.show(1);
        program.halves([c::j(4), c::j(6)]);
        program.push(beq(8, 8, -2));
        for offset in [6, 10] {
            program.push(jal(1, offset));
            program.halves([0; 3].into_iter().take(offset as usize / 2 - 2));
            program.show(1);
        }
        // The same from one halfword further back.
        for encode in BRANCHES {
            program.halves([c::li(8, -1), c::li(9, 1)]);
            for (a, b) in [(8, 9), (9, 8), (8, 8)] {
                program.push(encode(a, b, 6));
                program.half(c::addi(10, 1));
            }
        }
        program.show(10);
    }
    program.finish("short jumps", "by an odd number of halfwords, by one", all);
}

/// `mepc` keeps its bit 1, MRET follows it; `mtvec` does not keep its own.
fn returns(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for at in 0..4 {
        program.halves([c::nop()].into_iter().take(at % 2));
        program.halves([c::ebreak(), c::addi(5, 1), 0, c::addi(5, 1)]);
        program.push(ecall());
        // Over an illegal halfword, with the lowest bit set as well.
        let target = program.here() + 18;
        program.li(1, target | 1);
        program.extend([csrrw(0, csr::MEPC, 1), mret()]);
        program.halves([0, c::addi(5, 1)]);
        program.li(1, HANDLER | 2);
        program.push(csrrw(0, csr::MTVEC, 1));
        program.halves([c::ebreak(), c::addi(5, 1)]);
        program.extend([csrrs(6, csr::MEPC, 0), csrrs(6, csr::MTVEC, 0)]);
    }
    program.finish("returns", "to behind a compressed instruction", all);
}

/// What begins in the ROM's last halfword.
fn last(all: &mut Vec<Directed>) {
    let jump = |half: u16| {
        let mut program = Builder::new();
        program.li(27, BODY + 0x40);
        program.li(30, 0x0001_0000);
        program.li(1, ROM_BYTES - 2);
        program.push(jalr(2, 1, 0));
        program.pad_to(BODY + 0x40);
        program.extend([addi(7, 7, 1), wfi()]);
        program.pad_to(ROM_BYTES - 2);
        program.half(half);
        program
    };
    let program = jump(c::li(7, 9));
    program.into_asleep("last halfword", "behind it lies nothing", all);
    // Its upper half is the lower one of the jump that the ROM begins with.
    let upper = jal(0, BODY as i32) << 16;
    let rs1 = 30;
    assert_eq!(upper >> 16 & 0xF, rs1 >> 1);
    let program = jump((addi(7, rs1, 0) & 0xFFFF) as u16);
    program.into_asleep("across the end", "the upper half is the ROM's first", all);
}
