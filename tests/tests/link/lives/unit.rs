//! Devices of chance for the lives, and what they hold.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use umbilical::backup::{Backup, Contents};
use umbilical::device::restore::Source;
use umbilical::emulate::{firmware, flash_firmware};
use umbilical_emu::memory::MemoryPart;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::terminal::Terminal;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, TypeCheck};
use umbilical_soft_mcu::link::BASE_BAUD;
use umbilical_tests::{flash, part};

use crate::wire::Wire;

/// The smaller ones, and those the more often: what takes long on a large one is the same again and
/// again.
const EEPROMS: [&str; 16] = [
    "24c02", "24c02", "24c02", "24c02", "24c02", "24c04", "24c04", "24c04", "24c04", "24c08",
    "24c08", "24c08", "24c16", "24c16", "24c32", "24c64",
];
/// What a host reads when it boots: some bytes, for it boots often here.
const BOOT_BYTES: u32 = 64;
/// The smallest of the table. Most of it is blank, and known from an earlier backup.
const FLASH: &str = "w25q16";
/// Of so many devices one has a flash.
const FLASH_ONE_IN: u64 = 12;
/// What of a flash is in use.
const FLASH_USED: usize = 48 * 1024;

/// A device.
pub struct Unit {
    pub part: MemoryPart,
    contents: Vec<u8>,
    layout: Option<Layout>,
    /// What an earlier backup had, if it is gone on with.
    pub copy: Option<Vec<u8>>,
}

impl Unit {
    pub fn random(rng: &mut Rng) -> Unit {
        if rng.below(FLASH_ONE_IN) == 0 {
            return Unit::flash(rng);
        }
        let name = EEPROMS[rng.below(EEPROMS.len() as u64) as usize];
        let keeps = rng.below(2) == 0;
        Unit::eeprom(name, keeps, rng)
    }

    /// One with a flash.
    pub fn flash(rng: &mut Rng) -> Unit {
        let part = flash(FLASH);
        let mut contents = vec![0xFF; part.bytes as usize];
        fill(rng, &mut contents[..FLASH_USED]);
        let mut copy = contents.clone();
        let lost = rng.below(FLASH_USED as u64 - 8192) as usize;
        copy[lost..lost + 8192].fill(0xFF);
        Unit {
            part: part.into(),
            contents,
            layout: None,
            copy: Some(copy),
        }
    }

    /// One with an EEPROM, the first page of which it may keep.
    pub fn eeprom(name: &str, keeps: bool, rng: &mut Rng) -> Unit {
        let part = part(name);
        let mut contents = vec![0xFF; part.bytes as usize];
        fill(rng, &mut contents);
        let part = MemoryPart::Eeprom(part);
        Unit {
            contents,
            layout: keeps.then(|| layout(part)),
            copy: None,
            part,
        }
    }

    /// One of the same make, which holds something else.
    pub fn sibling(&self, rng: &mut Rng) -> Unit {
        let mut contents = vec![0xFF; self.contents.len()];
        let used = self.used();
        fill(rng, &mut contents[..used]);
        Unit {
            part: self.part,
            contents,
            layout: self.layout,
            copy: None,
        }
    }

    /// How many bytes from the first have something in them.
    fn used(&self) -> usize {
        match self.part {
            MemoryPart::Eeprom(_) => self.contents.len(),
            MemoryPart::Nor(_) => FLASH_USED,
        }
    }

    /// A line to it, in service.
    pub fn wire(&self, rng: &mut Rng) -> Wire {
        let rom = match self.part {
            MemoryPart::Eeprom(_) => firmware(),
            MemoryPart::Nor(_) => flash_firmware(),
        };
        let mut scenario = Scenario::new(rom, self.part, Vec::new(), self.contents.clone());
        scenario.cable = None;
        scenario.layout = self.layout;
        scenario.boot_bytes = BOOT_BYTES;
        scenario.seed = rng.next_u64();
        rng.fill(&mut scenario.standby.identity);
        let (seed, ppm) = (rng.next_u64(), rng.below(20_001) as i32 - 10_000);
        let mut wire = Wire::new(scenario, Side::B, Span::from_ms(20));
        let now = wire.system().now();
        wire.connect(Terminal::new(BASE_BAUD, ppm, seed, now));
        if rng.below(2) == 0 {
            wire.set_round_trip(Span::from_us(rng.below(20_000)));
        }
        wire
    }

    /// What belongs to the unit and no backup goes to.
    pub fn kept(&self) -> Range<usize> {
        let regions = self.layout.iter().flat_map(Layout::regions);
        let kept = regions.filter(|region| region.policy == Policy::Keep);
        0..kept.map(Region::end).max().unwrap_or(0) as usize
    }

    /// What it holds later, and what it is to hold after a restore of `saved`.
    pub fn months_later(&self, saved: &[u8], rng: &mut Rng) -> (Vec<u8>, Vec<u8>) {
        let (mut now, mut wanted) = (saved.to_vec(), saved.to_vec());
        let used = self.used();
        for _ in 0..1 + rng.below(5) {
            let at = rng.below(used as u64) as usize;
            let end = used.min(at + 1 + rng.below(2_000) as usize);
            rng.fill(&mut now[at..end]);
        }
        let kept = self.kept();
        rng.fill(&mut now[kept.clone()]);
        wanted[kept.clone()].copy_from_slice(&now[kept]);
        (now, wanted)
    }

    /// More than any plan takes.
    pub fn plan_max(&self) -> Duration {
        match self.part {
            MemoryPart::Eeprom(part) => Duration::from_millis(20) * (part.bytes / part.page_bytes),
            // The used sectors, erased and programmed at the slowest.
            MemoryPart::Nor(_) => Duration::from_secs(30),
        }
    }
}

/// Something of everything: chance, text, blank places.
fn fill(rng: &mut Rng, bytes: &mut [u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = rest.len().min(1 + rng.below(2_000) as usize);
        let (piece, behind) = rest.split_at_mut(length);
        match rng.below(3) {
            0 => rng.fill(piece),
            1 => piece.fill(0xFF),
            _ => {
                let line = format!("vlan {} name uplink\n", rng.below(4094));
                for (to, from) in piece.iter_mut().zip(line.bytes().cycle()) {
                    *to = from;
                }
            }
        }
        rest = behind;
    }
}

/// The first page belongs to the unit, the rest is copied.
fn layout(part: MemoryPart) -> Layout {
    let space = umbilical::layout::space(part);
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length,
        policy,
    };
    let regions = [
        region("identity", 0, space.unit, Policy::Keep),
        region("config", space.unit, space.bytes - space.unit, Policy::Copy),
    ];
    Layout::new(&regions, TypeCheck::NONE, space).expect("a layout")
}

/// A backup as it is read from a file.
pub fn source(backup: &Backup) -> Source {
    let contents = Contents::Backup(Box::new(backup.clone()));
    Source::new(PathBuf::from("a.umb"), contents)
}
