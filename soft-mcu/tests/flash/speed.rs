//! How close to what the part allows a rescue of a W25Q128 comes.
//!
//! The MCU's share is an estimate (`CALL_CYCLES` of the rig); the figures that count are measured
//! on the cycle-accurate model.

use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;

use crate::random::Random;
use crate::rescues::mixed;
use crate::rig::Rig;

/// Cycles of a read of `bytes` at half period 1 on two lines: opcode, address, dummies, data.
fn read(bytes: u64) -> u64 {
    2 * (8 + 24 + 8 + 4 * bytes)
}

/// The least time for what was done: the destination is compared once and read back once, every
/// page is sent and programmed, every erase waited for, and the source is read while the
/// destination is busy, or after that.
fn limit(rig: &Rig) -> u64 {
    let part = rig.own.part;
    let bytes = u64::from(part.bytes);
    let ns = |time: u64| time * 48 / 1000;
    let mut busy = rig.own.programs * ns(part.page_program.typ_ns);
    for (count, size) in rig.own.erases.iter().zip([4 << 10, 32 << 10, 64 << 10]) {
        let erase = part
            .erases
            .iter()
            .find(|erase| erase.bytes == size)
            .unwrap();
        busy += count * (ns(erase.time.typ_ns) + 2 * (8 + 8 + 24));
    }
    let sent = rig.own.programs * 2 * (8 + 8 + 24 + 8 * 256);
    2 * read(bytes) + busy + sent + read(bytes).saturating_sub(busy)
}

fn ratio(name: &str, image: Vec<u8>, own: Vec<u8>) -> f64 {
    let mut rig = Rig::new(NorPart::by_name("w25q128jv").unwrap(), image, own, 1);
    rig.rescue();
    let took = rig.between(Phase::Copy, Phase::Commit);
    let ratio = took as f64 / limit(&rig) as f64;
    let seconds = took as f64 / 48e6;
    let erases = rig.own.erases;
    let programs = rig.own.programs;
    println!(
        "{name}: {ratio:.4} of the limit, {seconds:.3} s, {erases:?} erases, {programs} programs"
    );
    ratio
}

fn image() -> Vec<u8> {
    mixed(&mut Random::new(0x1336), 16 << 20)
}

#[test]
fn a_blank_destination() {
    assert!(ratio("blank", image(), vec![0xFF; 16 << 20]) <= 1.03);
}

#[test]
fn a_destination_full_of_something_else() {
    let own = Random::new(0xF0).bytes(16 << 20);
    assert!(ratio("different", image(), own) <= 1.03);
}

#[test]
fn a_destination_of_which_one_sector_in_a_hundred_differs() {
    let image = image();
    let mut own = image.clone();
    let mut random = Random::new(0x100);
    for part in 0..41 {
        let at = (part * 100 + random.below(100)).min(4095) * 4096;
        random.fill(&mut own[at..at + 4096]);
    }
    assert!(ratio("1 %", image, own) <= 1.03);
}
