//! The least time that part and bus allow for a rescue: what `device_time` is measured against.

use crate::time::Span;
use umbilical_soft_mcu::eeprom::{Part, WRITE_TIME_MAX_NS};
use umbilical_soft_mcu::nor::{NorErase, NorPart, PAGE_BYTES, SECTOR_BYTES};

const PS_PER_S: u64 = 1_000_000_000_000;

/// The least time for a copy with verification of `copied` bytes between two EEPROMs.
///
/// With T the bit time, a the word-address bytes, P the page, N the bytes copied (at least P) and
/// W pages to write:
/// `read(n) = (1 + 9(1+a) + 1 + 9 + 9n + 1) T`, `write(n) = (1 + 9(1+a) + 9n + 1) T`, and
/// `limit = read(P) + W write(P) + read(N) + max(W tWR, read(N - P))`:
/// the first page has to be read before anything can be written, every page that differs is sent
/// once, everything is read back once, and the other source reads overlap the write cycles.
pub fn eeprom(part: &Part, bus_hz: u32, copied: u32, pages_written: u32) -> Span {
    let (address, page) = (u64::from(part.address_bytes), u64::from(part.page_bytes));
    let (bytes, written) = (u64::from(copied).max(page), u64::from(pages_written));
    let bits = |n: u64| Span::from_ps(n * PS_PER_S / u64::from(bus_hz));
    let read = |n: u64| 1 + 9 * (1 + address) + 1 + 9 + 9 * n + 1;
    let bus = bits(read(page) + written * page_write_bits(part) + read(bytes));
    let busy = Span::from_ns(WRITE_TIME_MAX_NS * written);
    let overlapped = bits(read(bytes - page));
    Span::from_ps(bus.ps() + busy.max(overlapped).ps())
}

/// Bit times that sending a page to an EEPROM takes: `write(P)` of [`eeprom`].
pub fn page_write_bits(part: &Part) -> u64 {
    1 + 9 * (1 + u64::from(part.address_bytes)) + 9 * u64::from(part.page_bytes) + 1
}

/// The erase of exactly `bytes` of this part, if it has one that a controller can tell from the
/// others: with addresses that reach all of the part, and with an opcode of its own.
pub fn erase_of(part: &'static NorPart, bytes: u32) -> Option<&'static NorErase> {
    let kinds = part.erases;
    let kind = kinds.iter().find(|kind| kind.bytes == bytes)?;
    let own = kinds.iter().filter(|other| other.opcode == kind.opcode);
    let reaches = !part.is_large() || kind.opcode_4.is_some();
    (own.count() == 1 && reaches).then_some(kind)
}

/// The erases and page programs that turn one content into another in the least time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NorWork {
    /// Erases, of whatever size.
    pub erases: u64,
    /// Pages programmed.
    pub programs: u64,
    /// Time inside the flash, in picoseconds.
    pub busy_ps: u64,
    /// SCK periods that the commands take.
    pub clocks: u64,
    /// Bytes of the destination that have to be read to know what they hold: all that no erase
    /// covers.
    pub compared: u64,
}

impl NorWork {
    fn plus(self, other: NorWork) -> NorWork {
        NorWork {
            erases: self.erases + other.erases,
            programs: self.programs + other.programs,
            busy_ps: self.busy_ps + other.busy_ps,
            clocks: self.clocks + other.clocks,
            compared: self.compared + other.compared,
        }
    }
}

/// What the bus between controller and flash costs, in SCK periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NorBus {
    sck_hz: u64,
    address_bytes: u64,
}

impl NorBus {
    /// The bus of this part at `sck_hz`, which is at least 1.
    pub fn new(part: &NorPart, sck_hz: u32) -> NorBus {
        // Beyond 16 MiB an address takes four bytes.
        let address_bytes = if part.is_large() { 4 } else { 3 };
        NorBus {
            sck_hz: u64::from(sck_hz),
            address_bytes,
        }
    }

    /// How many picoseconds so many periods last.
    pub fn ps(&self, clocks: u64) -> u64 {
        (u128::from(clocks) * u128::from(PS_PER_S) / u128::from(self.sck_hz)) as u64
    }

    /// Dual output read (3Bh): opcode, address, 8 dummy clocks, four clocks a byte.
    fn read(&self, bytes: u64) -> u64 {
        match bytes {
            0 => 0,
            _ => 8 + 8 * self.address_bytes + 8 + 4 * bytes,
        }
    }

    /// Write enable and erase.
    pub fn erase(&self) -> u64 {
        8 + 8 + 8 * self.address_bytes
    }

    /// Write enable and page program.
    pub fn program(&self) -> u64 {
        8 + 8 + 8 * self.address_bytes + 8 * u64::from(PAGE_BYTES)
    }
}

/// Typical times, the flash's own, as the emulator's chips take them unless told otherwise.
struct Planner<'a> {
    part: &'static NorPart,
    bus: NorBus,
    source: &'a [u8],
    standby: &'a [u8],
}

impl Planner<'_> {
    fn cost(&self, work: NorWork) -> u64 {
        work.busy_ps + self.bus.ps(work.clocks + self.bus.read(work.compared))
    }

    fn programs(&self, pages: u64) -> NorWork {
        NorWork {
            erases: 0,
            programs: pages,
            busy_ps: pages * self.part.page_program.typ_ns * 1_000,
            clocks: pages * self.bus.program(),
            compared: 0,
        }
    }

    /// Least work for `bytes` at `at`, a power of two and aligned to it.
    fn least(&self, at: usize, bytes: usize) -> NorWork {
        let (source, standby) = (&self.source[at..at + bytes], &self.standby[at..at + bytes]);
        let looked = NorWork {
            compared: bytes as u64,
            ..NorWork::default()
        };
        if source == standby {
            return looked;
        }
        let kept = if bytes > SECTOR_BYTES as usize {
            let half = bytes / 2;
            Some(self.least(at, half).plus(self.least(at + half, half)))
        } else {
            let erases = source.iter().zip(standby).any(|(to, from)| to & !from != 0);
            let differing = source
                .chunks(PAGE_BYTES as usize)
                .zip(standby.chunks(PAGE_BYTES as usize))
                .filter(|(to, from)| to != from);
            (!erases).then(|| looked.plus(self.programs(differing.count() as u64)))
        };
        let erased = self.erase(bytes as u32).map(|erase| {
            let pages = source.chunks(PAGE_BYTES as usize);
            let full = pages.filter(|page| page.iter().any(|byte| *byte != 0xFF));
            erase.plus(self.programs(full.count() as u64))
        });
        let choices = [kept, erased].into_iter().flatten();
        choices
            .min_by_key(|work| self.cost(*work))
            .expect("every part erases its smallest sector")
    }

    /// An erase of exactly `bytes`, if the part has one.
    fn erase(&self, bytes: u32) -> Option<NorWork> {
        let kind = erase_of(self.part, bytes)?;
        Some(NorWork {
            erases: 1,
            programs: 0,
            busy_ps: kind.time.typ_ns * 1_000,
            clocks: self.bus.erase(),
            compared: 0,
        })
    }
}

/// Largest erase below that of the whole chip, in bytes.
const BLOCK_BYTES: usize = 64 * 1024;

/// The least time for a copy with verification between two NOR flashes of this part, and the work
/// inside the flash that it holds.
///
/// `read(n) = (8 + 8a + 8 + 4n) T` with T the SCK period and a the address bytes (dual output
/// read), N = `copied` the bytes that are copied of the part. The least work is chosen per 64 KiB
/// from all mixes of the part's erases and of programs without an erase, by somebody who knows both
/// contents: `busy` are its typical times, `sent` its commands on the bus, E the bytes that its
/// erases cover.
///
/// ```text
/// limit = read(N - E)           destination, to know what it holds
///       + sent
///       + max(busy, read(N))    the source is read while the destination is busy
///       + read(N)               destination, read back
/// ```
///
/// One master serves both flashes, so no other two of these overlap. What an erase destroys need
/// not be known, and of a source that is read ahead no more has to be kept than a checksum.
///
/// `source` is what the destination is to become. Both contents must be as long as the part; `None`
/// otherwise.
pub fn nor(
    part: &'static NorPart,
    sck_hz: u32,
    copied: u32,
    source: &[u8],
    standby: &[u8],
) -> Option<(Span, NorWork)> {
    let size = part.bytes as usize;
    if source.len() != size || standby.len() != size || sck_hz == 0 {
        return None;
    }
    let bus = NorBus::new(part, sck_hz);
    let planner = Planner {
        part,
        bus,
        source,
        standby,
    };
    let blocks = (0..size).step_by(BLOCK_BYTES);
    let mut all = blocks.fold(NorWork::default(), |all, at| {
        all.plus(planner.least(at, BLOCK_BYTES.min(size)))
    });
    // What is not copied is left as it is and was counted as equal.
    let left_alone = u64::from(part.bytes - copied.min(part.bytes));
    all.compared = all.compared.saturating_sub(left_alone);
    let read_ps = bus.ps(bus.read(u64::from(copied)));
    let sent_ps = bus.ps(all.clocks + bus.read(all.compared));
    let limit = sent_ps + all.busy_ps.max(read_ps) + read_ps;
    Some((Span::from_ps(limit), all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    const SCK_HZ: u32 = 24_000_000;

    fn part() -> &'static NorPart {
        NorPart::by_name("w25q16").expect("a part of the table")
    }

    fn random(seed: u64) -> Vec<u8> {
        let mut rng = Rng::new(seed);
        let words = (0..part().bytes / 8).map(|_| rng.next_u64());
        words.flat_map(u64::to_le_bytes).collect()
    }

    fn work(source: &[u8], standby: &[u8]) -> NorWork {
        nor(part(), SCK_HZ, part().bytes, source, standby)
            .expect("right sizes")
            .1
    }

    #[test]
    fn equal_contents_cost_three_reads() {
        let image = random(1);
        let (limit, work) = nor(part(), SCK_HZ, part().bytes, &image, &image).expect("right sizes");
        assert_eq!((work.erases, work.programs, work.busy_ps), (0, 0, 0));
        let clocks = 3 * (8 + 24 + 8 + 4 * u64::from(part().bytes));
        let expected = u128::from(clocks) * u128::from(PS_PER_S) / u128::from(SCK_HZ);
        assert!(expected.abs_diff(limit.ps().into()) <= 3, "{limit}");
    }

    #[test]
    fn a_blank_destination_is_programmed_and_a_different_one_erased_by_blocks() {
        let image = random(2);
        let pages = u64::from(part().bytes / PAGE_BYTES);
        let blank = work(&image, &vec![0xFF; image.len()]);
        assert_eq!((blank.erases, blank.programs), (0, pages));
        let full = work(&image, &random(3));
        assert_eq!((full.erases, full.programs), (pages / 256, pages));
        assert_eq!(full.compared, 0, "what is erased is not read");
    }

    #[test]
    fn a_sector_alone_is_erased_alone_and_cleared_bits_need_no_erase() {
        let image = random(4);
        let mut other = image.clone();
        other[70_000] ^= 0xFF;
        let one = work(&image, &other);
        assert_eq!((one.erases, one.programs), (1, 16));
        let mut cleared = image.clone();
        cleared[5] &= 0xF0;
        cleared[300] &= 0x0F;
        let programmed = work(&cleared, &image);
        assert_eq!((programmed.erases, programmed.programs), (0, 2));
    }

    /// 45 ms for each of n sectors against 120 ms for half a block and 150 ms for a block, and
    /// 16 programs of 0.488 ms for each sector that is destroyed on the way.
    #[test]
    fn the_cheapest_mix_of_erases_is_found() {
        let image = random(5);
        let with = |sectors: &[usize]| {
            let mut other = image.clone();
            for sector in sectors {
                other[sector * 4096..][..4096].fill(0);
            }
            work(&image, &other).erases
        };
        assert_eq!(with(&[0, 1]), 2);
        // Seven: 315 ms, against 120 ms and one sector more to program.
        assert_eq!(with(&[0, 1, 2, 3, 4, 5, 6]), 1);
        // Three apart: 135 ms, against a block and 13 sectors more.
        assert_eq!(with(&[0, 8, 15]), 3);
    }

    #[test]
    fn wrong_sizes_have_no_limit() {
        assert_eq!(nor(part(), SCK_HZ, 1, &[0], &[0]), None);
    }
}
