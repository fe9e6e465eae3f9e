//! Branches and jumps from word to word: when, how far, and to where they may not.

use super::*;
use crate::isa::points::{OUTSIDE, pairs};
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, ROM_BYTES};

const BRANCHES: [fn(u32, u32, i32) -> u32; 6] = [beq, bne, blt, bge, bltu, bgeu];

pub(super) fn programs(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for (a, b) in pairs() {
        program.li(1, a);
        program.li(2, b);
        for encode in BRANCHES {
            program.extend([encode(1, 2, 8), addi(3, 3, 1)]);
        }
    }
    program.show(3);
    program.finish("branches", "taken and not taken at every corner", all);

    let (branch, jump) = (|offset| beq(0, 0, offset), |offset| jal(1, offset));
    reach(branch, 2..12, "branch reach", all);
    reach(jump, 2..14, "jump reach", all);
    registers(all);
    outside(all);
}

/// Forward and back by each power of two, over what must not be executed.
fn reach(
    encode: impl Fn(i32) -> u32,
    bits: std::ops::Range<u32>,
    name: &str,
    all: &mut Vec<Directed>,
) {
    let mut program = Builder::new();
    // Where the jump to the next group stands.
    let mut from = program.here();
    program.pad_to(ROM_BYTES);
    let words = &mut program.code.words();
    for bit in bits {
        let distance = 1 << bit;
        // A group: the jump, the word behind it, to which the jump back leads, and the landing.
        let group = [0, 4, distance, distance + 4, distance + 8];
        let free = |at: &u32| {
            group
                .iter()
                .all(|word| words[((at + word) / 4) as usize] == 0)
        };
        let at = (from + 4..).step_by(4).find(free).expect("ROM has room");
        words[(from / 4) as usize] = jal(0, at as i32 - from as i32);
        let mut put = |offset: u32, word: u32| words[((at + offset) / 4) as usize] = word;
        put(0, encode(distance as i32));
        if bit == 2 {
            // The word behind is the landing itself: back by one word from further on.
            put(4, jal(0, 8));
            put(12, encode(-4));
            from = at + 8;
        } else {
            put(distance, addi(2, 2, 1));
            put(distance + 4, encode(-(distance as i32)));
            from = at + 4;
        }
        // Taken, until the link is put here.
        words[(from / 4) as usize] = ebreak();
    }
    words[(from / 4) as usize] = wfi();
    program.code = Code::default();
    program.extend(words.iter().copied());
    program.into_asleep(name, "each bit of the offset, both ways", all);
}

fn registers(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for (link, base, offset) in [
        (1, 2, 0),
        (1, 1, 0),
        (0, 3, 0),
        (1, 2, 1),
        (1, 2, -1),
        (5, 2, 2047),
        (5, 2, -2048),
        (5, 2, 3),
    ] {
        for odd in [0, 1] {
            // An odd sum is rounded down.
            let target = program.here() + 16;
            program.li(base, (target + odd).wrapping_sub(offset as u32));
            program.extend([jalr(link, base, offset), ebreak()]);
            program.show(link);
        }
    }
    program.finish("jalr", "bases, offsets, link, the lowest bit", all);
}

fn outside(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    let bases = [RAM_BASE, BUFFER_BASE, IO_BASE];
    for target in OUTSIDE.into_iter().chain(bases) {
        let back = program.here() + 20;
        program.li(27, back);
        program.li(1, target);
        program.push(jalr(2, 1, 0));
        program.show(2);
    }
    for distance in (14..20).flat_map(|bit| [1_i32 << bit, -(1 << bit)]) {
        let back = program.here() + 12;
        program.li(27, back);
        program.push(jal(5, distance));
        program.show(5);
    }
    let back = program.here() + 12;
    program.li(27, back);
    program.push(jal(5, -(1 << 20)));
    program.finish(
        "fetches outside ROM",
        "what lies outside, also at the rims",
        all,
    );

    let mut program = Builder::new();
    program.li(27, BODY + 40);
    program.li(1, ROM_BYTES - 8);
    program.push(jalr(2, 1, 0));
    program.pad_to(BODY + 40);
    program.push(addi(3, 3, 1));
    program.push(wfi());
    program.pad_to(ROM_BYTES - 8);
    program.extend([addi(4, 4, 1), addi(4, 4, 2)]);
    program.into_asleep("end of ROM", "running off the end", all);
}
