//! What happens between registers, in every form.

use super::*;
use umbilical_emu::rng::Rng;

const NAMES: [&str; 15] = [
    "c.addi4spn",
    "c.addi",
    "c.li",
    "c.addi16sp",
    "c.lui",
    "c.srli",
    "c.srai",
    "c.andi",
    "c.sub",
    "c.xor",
    "c.or",
    "c.and",
    "c.slli",
    "c.mv",
    "c.add",
];
/// In the order of the numbers each would undo what the one before did.
const ORDER_SEED: u64 = 12;

pub(super) fn programs(all: &mut Vec<Directed>) {
    let mut halves = named(&NAMES);
    let mut rng = Rng::new(ORDER_SEED);
    for left in (1..halves.len()).rev() {
        halves.swap(left, rng.below(left as u64 + 1) as usize);
    }
    for (index, part) in halves.chunks(HALVES_MAX).enumerate() {
        let mut program = Builder::new();
        for n in 1..32 {
            program.li(n, 0x0101_0101_u32.wrapping_mul(n) ^ 0x8000_0080);
        }
        program.halves(part.iter().copied());
        program.finish(
            &format!("compressed {index}"),
            "every halfword that computes, hints among them",
            all,
        );
    }
}
