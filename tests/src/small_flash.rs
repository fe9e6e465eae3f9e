//! A small NOR flash with short times, for runs in which every clock edge is looked at.

use std::sync::OnceLock;

use umbilical_emu::chips::nor25::{OperationTimes, Times};
use umbilical_emu::scenario::{Button, Scenario};
use umbilical_emu::time::Span;
use umbilical_soft_mcu::nor::{NorPart, NorProtection};

use crate::{flash_scenario, random_bytes};

/// Size of the flash: the smallest that the firmware takes.
pub const BYTES: u32 = 64 * 1024;

/// A flash like a W25Q16JV, of one block only.
pub fn part() -> &'static NorPart {
    static PART: OnceLock<NorPart> = OnceLock::new();
    PART.get_or_init(|| NorPart {
        name: "test64k",
        short: "test64k",
        jedec: [0xEF, 0x40, 16],
        bytes: BYTES,
        protection: NorProtection::Bits {
            mask: 0x1C,
            smallest_bytes: 4 * 1024,
            sector: 0x40,
            complement: true,
        },
        ..*NorPart::by_name("w25q16jv").expect("a part of the table")
    })
}

/// Times so short that a rescue is a few million edges, and still longer than a look at them.
fn times() -> Times {
    Times::Custom(OperationTimes {
        page_program: Span::from_us(30),
        erases: [150, 250, 400, 400].map(Span::from_us),
        chip_erase: Span::from_us(800),
        status_write: Span::from_us(200),
    })
}

/// What the source holds: some pages blank, as in every flash, the others of chance; and the
/// standby: sectors that are equal, that only need programs, that must be erased.
fn contents(seed: u64) -> (Vec<u8>, Vec<u8>) {
    let mut source = random_bytes(seed, BYTES);
    let choice = random_bytes(seed ^ 0x1234, BYTES / 256);
    for (page, choice) in source.chunks_mut(256).zip(&choice) {
        if choice % 4 == 0 {
            page.fill(0xFF);
        }
    }
    let mut standby = source.clone();
    for (sector, choice) in standby.chunks_mut(4096).zip(&choice) {
        match choice % 3 {
            0 => {}
            1 => sector.fill(0xFF),
            _ => sector.copy_from_slice(&random_bytes(seed ^ 0x77, 4096)),
        }
    }
    (source, standby)
}

/// Both devices powered, roles by button, oscillators apart.
pub fn both_boards(seed: u64, clock_hz: u32) -> Scenario {
    let (source, standby) = contents(seed);
    let mut scenario = Scenario {
        seed,
        clock_hz,
        ..flash_scenario(part(), source, standby)
    };
    scenario.source.powered = true;
    scenario.source.button = Button::Source;
    scenario.standby.button = Button::Destination;
    (scenario.source.ppm, scenario.standby.ppm) = (87, -113);
    (scenario.source.times, scenario.standby.times) = (times(), times());
    scenario
}

/// The same with a dead source.
pub fn dead_source(seed: u64, clock_hz: u32) -> Scenario {
    let mut scenario = both_boards(seed, clock_hz);
    scenario.source.powered = false;
    scenario.source.button = Button::None;
    scenario
}
