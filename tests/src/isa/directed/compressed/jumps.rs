//! Jumps and branches, in every form.
//!
//! Of all jumps with one target there is one for each offset, each at an address of its own:
//!
//! ```text
//!   next     x25 = x25 + 2, jump to where it points
//!   L - 2n   the jump to L by  2n
//!   ...
//!   L        jump to next
//!   ...
//!   L + 2n   the jump to L by -2n
//! ```

use super::*;
use umbilical_soft_mcu::registers::{IO_BASE, offset, reset_cause};

pub(super) fn programs(all: &mut Vec<Directed>) {
    around("C.J", 2048, |offset, _| c::j(offset), 0, all);
    around("C.JAL", 2048, |offset, _| c::jal(offset), 0, all);
    around(
        "C.BEQZ",
        256,
        |offset, index| c::beqz(8 + index % 8, offset),
        0,
        all,
    );
    around(
        "C.BNEZ",
        256,
        |offset, index| c::bnez(8 + index % 8, offset),
        1,
        all,
    );
    not_taken(all);
    registers(all);
    to_themselves(all);
}

/// Jumps by all offsets in -`reach`..`reach` but 0, with `value` in x8 to x15.
fn around(
    name: &str,
    reach: u32,
    encode: impl Fn(i32, u32) -> u16,
    value: i32,
    all: &mut Vec<Directed>,
) {
    let mut program = Builder::new();
    program.halves((8..16).map(|n| c::li(n, value)));
    let next = program.here() + 24;
    let first = next + 4;
    let target = first + reach - 2;
    program.li(25, first - 2);
    program.li(26, next);
    program.push(jal(0, 8));
    program.push(0);
    assert_eq!(program.here(), next);
    program.halves([c::addi(25, 2), c::jr(25)]);
    for (index, from) in (first..=target + reach).step_by(2).enumerate() {
        program.half(match from {
            _ if from == target => c::jr(26),
            _ => encode((target as i32) - from as i32, index as u32),
        });
    }
    program.finish(name, "every offset but 0, taken", all);
}

fn not_taken(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for (name, value) in [("c.beqz", 1), ("c.bnez", 0)] {
        program.halves((8..16).map(|n| c::li(n, value)));
        program.halves(named(&[name]));
    }
    // It is the whole register that counts.
    for bit in 0..32 {
        program.li(8, 1 << bit);
        program.halves([c::beqz(8, 4), c::bnez(8, 4), 0]);
    }
    program.finish("branches not taken", "C.BEQZ and C.BNEZ in every form", all);
}

fn registers(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for odd in [0, 1] {
        for n in 1..32 {
            for encode in [c::jr, c::jalr] {
                // To words and to the halfwords between, with an odd sum rounded down.
                let target = program.here() + 12;
                program.li(n, target + odd);
                program.halves([encode(n), 0]);
                program.show(1);
                program.half(c::nop());
            }
        }
    }
    program.finish(
        "C.JR and C.JALR",
        "every register, the lowest bit, the link",
        all,
    );
}

/// The watchdog ends them.
fn to_themselves(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(6, IO_BASE);
    program.push(lw(4, offset::RESET_CAUSE as i32, 6));
    program.half(c::addi(4, -(reset_cause::WATCHDOG as i32)));
    program.push(addi(3, 0, 40));
    // x20 survives resets and counts them.
    program.halves([c::addi(20, 1), c::mv(8, 20), c::addi(8, -3)]);
    let end = 20;
    program.half(c::beqz(8, end));
    program.push(sw(3, offset::WATCHDOG as i32, 6));
    program.halves([c::addi(8, 1), c::beqz(8, 4), c::j(0), c::jal(0)]);
    program.halves([0; 3]);
    program.show(4);
    program.finish(
        "jumps to themselves",
        "offset 0, until the watchdog fires",
        all,
    );
}
