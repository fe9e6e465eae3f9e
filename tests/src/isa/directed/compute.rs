//! What happens between registers.

use super::*;
use crate::isa::points::{CORNERS, IMMEDIATES, pairs};

type Register = fn(u32, u32, u32) -> u32;
type Immediate = fn(u32, u32, i32) -> u32;

const REGISTER: [Register; 10] = [add, sub, sll, slt, sltu, xor, srl, sra, or, and];
const IMMEDIATE: [Immediate; 6] = [addi, slti, sltiu, xori, ori, andi];

pub(super) fn programs(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for (a, b) in pairs() {
        program.li(1, a);
        program.li(2, b);
        program.extend(REGISTER.map(|encode| encode(3, 1, 2)));
    }
    program.finish("register", "OP with every corner on both sides", all);

    let mut program = Builder::new();
    for a in CORNERS {
        program.li(1, a);
        for immediate in IMMEDIATES {
            program.extend(IMMEDIATE.map(|encode| encode(3, 1, immediate)));
        }
    }
    program.finish("immediate", "OP-IMM with every corner on both sides", all);

    shifts(all);
    names(all);
    constants(all);
}

fn shifts(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, 0x8000_0001);
    program.li(4, 0x7654_3210);
    for amount in 0..32 {
        // Only the lowest five bits of the amount count.
        program.li(2, amount | 0xABCD_EF40);
        for value in [1, 4] {
            let by_register = [sll, srl, sra].map(|encode| encode(3, value, 2));
            let by_immediate = [slli, srli, srai].map(|encode| encode(3, value, amount));
            program.extend(by_register.into_iter().chain(by_immediate));
        }
    }
    program.finish(
        "shifts",
        "every shift by every amount, and what it costs",
        all,
    );
}

/// Every register as source and destination, a source that is the destination, and x0.
fn names(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for n in 1..32 {
        program.li(n, 0x0101_0101_u32.wrapping_mul(n) ^ 0x8000_0080);
    }
    for n in 1..32 {
        program.push(add(n, n, 32 - n));
        program.push(sub(32 - n, n, n));
        program.push(xor(n, 0, n));
        program.li(n, 0x1357_9BDF_u32.wrapping_mul(n));
    }
    (0..32).for_each(|n| program.show(n));
    program.extend(REGISTER.map(|encode| encode(0, 1, 2)));
    program.extend(IMMEDIATE.map(|encode| encode(0, 1, 77)));
    program.extend([slli, srli, srai].map(|encode| encode(0, 1, 3)));
    program.extend([lui(0, 0x1234_5000), auipc(0, 0x1000), jal(0, 4)]);
    let next = program.here() + 12;
    program.li(5, next);
    program.push(jalr(0, 5, 0));
    program.li(5, 0);
    program.extend([lb, lh, lw, lbu, lhu].map(|encode| encode(0, 0, 5)));
    program.extend([csrrw, csrrs, csrrc].map(|encode| encode(0, csr::MSCRATCH, 1)));
    program.push(add(6, 0, 0));
    program.finish("names", "all registers; x0 stays 0", all);
}

fn constants(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for bit in 12..32 {
        program.push(lui(1, 1 << bit));
        program.push(auipc(2, 1 << bit));
    }
    program.extend([
        lui(1, 0),
        auipc(1, 0),
        lui(1, 0xFFFF_F000),
        auipc(1, 0xFFFF_F000),
    ]);
    // FENCE with whatever fields it has: fm, predecessor, successor, rs1 and rd are ignored.
    for bit in (7..12).chain(15..32) {
        program.push(0x0F | 1 << bit);
    }
    program.push(fence());
    (0..32).for_each(|n| program.show(n));
    program.finish(
        "constants",
        "LUI and AUIPC bit by bit; FENCE is nothing",
        all,
    );
}
