//! Compressed instructions of chance, bent so that most of what they do makes sense.

use super::{BODY, BODY_END, WINDOW_WORDS};
use crate::isa::compressed::{ALL, expand};
use umbilical_emu::controller::mcu::asm::compressed as c;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::offset;

/// C.NOP.
pub(super) const NOP: u16 = 0x0001;

/// Any line of the listing with any operands, to stand at `at`.
///
/// x2 points to the buffer's window and x4 to the body, and most of the time stay; x8 to RAM's
/// window and x9 to the registers, as long as it lasts.
pub(super) fn instruction(rng: &mut Rng, at: u32) -> u16 {
    let line = &ALL[rng.below(ALL.len() as u64) as usize];
    let sensible = rng.below(8) > 0;
    let jump = |rng: &mut Rng, halves: u32| {
        let forward = rng.below_u32(2 * halves) as i32 - halves as i32;
        let target = (at as i32 + 2 * forward).max(BODY as i32);
        target.min(BODY_END as i32 - 2) - at as i32
    };
    let near = 8 + rng.below_u32(8);
    let slot = 4 * rng.below_u32(WINDOW_WORDS as u32);
    let base = [8, 8, 9, near][rng.below(4) as usize];
    if sensible {
        match line.name {
            "c.jr" => return c::jr(4),
            "c.jalr" if rng.below(2) == 0 => return c::jalr(4),
            "c.j" => return c::j(jump(rng, 64)),
            "c.jal" if rng.below(2) == 0 => return c::jal(jump(rng, 64)),
            "c.beqz" => return c::beqz(near, jump(rng, 32)),
            "c.bnez" => return c::bnez(near, jump(rng, 32)),
            "c.lw" => return c::lw(near, offset(rng, base), base),
            "c.sw" => return c::sw(near, offset(rng, base), base),
            // To where the loads and stores of the near registers find something.
            "c.addi4spn" => return c::addi4spn(near, 4 + slot / 8 * 4),
            "c.lwsp" => return c::lwsp(5 + rng.below_u32(27), slot),
            "c.swsp" => return c::swsp(rng.below_u32(32), slot),
            "c.addi16sp" if rng.below(4) == 0 => {}
            "c.addi16sp" | "c.ebreak" => return c::mv(near, 1 + rng.below_u32(3)),
            _ => {}
        }
    }
    loop {
        let half = line.with_operands(rng.next_u64() as u16);
        let Some((_, word)) = expand(half) else {
            // An illegal one now and then.
            if rng.below(16) == 0 {
                return half;
            }
            continue;
        };
        let rd = word >> 7 & 31;
        let writes = !["c.sw", "c.swsp", "c.beqz", "c.bnez", "c.addi16sp"].contains(&line.name);
        if !(writes && (1..=4).contains(&rd)) || rng.below(16) == 0 {
            return half;
        }
    }
}

/// An offset from x8 to x15. A watchdog of chance would mostly end everything at once or never.
fn offset(rng: &mut Rng, base: u32) -> u32 {
    match 4 * rng.below_u32(32) {
        offset::WATCHDOG if base == 9 => offset::TIMER_COMPARE,
        offset => offset,
    }
}
