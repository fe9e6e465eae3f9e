//! Loads and stores, in every form, and where they are refused.

use super::*;
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, offset};

pub(super) fn programs(all: &mut Vec<Directed>) {
    near(all, 8..12, "compressed accesses 0");
    near(all, 12..16, "compressed accesses 1");
    stack(all);
    elsewhere(all);
}

/// Another value in each word from `base` on.
fn fill(program: &mut Builder, base: u32, words: u32) {
    program.li(17, base);
    program.li(16, 0x8123_4567 ^ base);
    for index in 0..words {
        program.extend([addi(16, 16, 0x135), sw(16, 4 * index as i32, 17)]);
    }
}

fn near(all: &mut Vec<Directed>, bases: std::ops::Range<u32>, name: &str) {
    let mut program = Builder::new();
    for base in bases {
        let window = RAM_BASE + 0x200 * base;
        for n in 8..16 {
            program.li(n, 0x1357_9BDF_u32.wrapping_mul(n));
        }
        program.li(base, window);
        for source in 8..16 {
            for offset in (0..128).step_by(4) {
                program.half(c::sw(source, offset, base));
                program.push(lw(18, offset as i32, base));
            }
        }
        fill(&mut program, window, 32);
        for offset in (0..128).step_by(4) {
            let others = (8..16).filter(|&rd| rd != base);
            program.halves(others.map(|rd| c::lw(rd, offset, base)));
            program.halves([c::lw(base, offset, base), c::mv(base, 17)]);
        }
    }
    program.finish(name, "C.LW and C.SW in every form", all);
}

fn stack(all: &mut Vec<Directed>) {
    let window = RAM_BASE + 0x100;
    let mut program = Builder::new();
    for n in 1..32 {
        program.li(n, 0x2468_ACE1_u32.wrapping_mul(n));
    }
    program.li(2, window);
    for source in 0..32 {
        let shown = if source == 8 { 9 } else { 8 };
        for offset in (0..256).step_by(4) {
            program.halves([c::swsp(source, offset), c::lwsp(shown, offset)]);
        }
    }
    program.finish("C.SWSP", "every source and offset", all);

    let mut program = Builder::new();
    fill(&mut program, window, 64);
    program.push(add(2, 17, 0));
    for rd in (1..32).filter(|&rd| rd != 2) {
        program.halves((0..256).step_by(4).map(|offset| c::lwsp(rd, offset)));
    }
    program.li(17, window);
    for offset in (0..256).step_by(4) {
        program.halves([c::lwsp(2, offset), c::mv(2, 17)]);
    }
    program.finish("C.LWSP", "every destination and offset", all);
}

fn elsewhere(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(8, 0x5A3C_96A5);
    let timer = IO_BASE + offset::TIMER_COMPARE - 4;
    for base in [BUFFER_BASE + 0x40, timer] {
        program.li(2, base);
        program.li(9, base);
        program.halves([c::sw(8, 4, 9), c::lw(10, 4, 9), c::nop()]);
        program.halves([c::swsp(9, 4), c::lwsp(11, 4), c::lw(9, 4, 9)]);
    }
    // In ROM: the jump that it begins with.
    program.halves([c::li(2, 0), c::li(9, 0), c::lw(10, 0, 9), c::lwsp(11, 0)]);
    // Misaligned, and where nothing answers or takes a value: each traps and changes nothing.
    for base in [
        RAM_BASE + 0x42,
        RAM_BASE + 0x41,
        0x8000_0000,
        IO_BASE - 4,
        0,
    ] {
        program.li(2, base);
        program.li(9, base);
        program.halves([c::sw(8, 0, 9), c::swsp(8, 0)]);
        if base != 0 {
            program.halves([c::lw(10, 0, 9), c::lwsp(11, 0)]);
        }
        (8..12).for_each(|n| program.show(n));
        program.half(c::nop());
    }
    program.finish(
        "compressed accesses elsewhere",
        "buffer, register and ROM; misaligned and refused ones",
        all,
    );
}
