//! The cells: bytes that reads copy at once, and beside them the few cells that are not sound.

use crate::rng::Rng;
use std::collections::BTreeMap;
use std::sync::Arc;
use umbilical_soft_mcu::nor::{PAGE_BYTES, SECTOR_BYTES};

/// Bits of a byte that a cut operation left between 0 and 1: they read 1 a few times more, and 0
/// from then on, until the byte is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weak {
    mask: u8,
    reads_left: u8,
}

/// The array of a chip. Its bytes are shared between clones until one of them writes.
#[derive(Clone, Debug)]
pub(super) struct Array {
    bytes: Arc<Vec<u8>>,
    weak: BTreeMap<u32, Weak>,
    /// Erases of each 4 KiB sector.
    wear: Vec<u32>,
}

impl Array {
    /// `contents`, cut or padded with FFh to `bytes` (a power of two).
    pub fn new(mut contents: Vec<u8>, bytes: u32) -> Array {
        contents.resize(bytes as usize, 0xFF);
        Array {
            bytes: Arc::new(contents),
            weak: BTreeMap::new(),
            wear: vec![0; (bytes / SECTOR_BYTES) as usize],
        }
    }

    /// All bytes, as a read would show them now.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All bytes, to be changed.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        Arc::make_mut(&mut self.bytes).as_mut_slice()
    }

    /// Erases of each 4 KiB sector.
    pub fn wear(&self) -> &[u32] {
        &self.wear
    }

    /// Number of bytes with weak bits.
    pub fn weak_bytes(&self) -> usize {
        self.weak.len()
    }

    /// Reads one byte; each read of a weak byte takes it nearer to its fall.
    #[inline]
    pub fn read(&mut self, address: u32) -> u8 {
        let byte = self.bytes[address as usize];
        if self.weak.is_empty() {
            return byte;
        }
        self.read_weak(address, byte)
    }

    /// Reads `into.len()` bytes, none beyond the end of the array.
    pub fn read_run(&mut self, address: u32, into: &mut [u8]) {
        let from = address as usize;
        into.copy_from_slice(&self.bytes[from..from + into.len()]);
        if self.weak.is_empty() {
            return;
        }
        let end = address + into.len() as u32;
        let weak: Vec<u32> = self.weak.range(address..end).map(|(&at, _)| at).collect();
        for at in weak {
            let byte = &mut into[(at - address) as usize];
            *byte = self.read_weak(at, *byte);
        }
    }

    fn read_weak(&mut self, address: u32, byte: u8) -> u8 {
        let Some(weak) = self.weak.get_mut(&address) else {
            return byte;
        };
        if weak.reads_left > 0 {
            weak.reads_left -= 1;
            return byte;
        }
        let fallen = byte & !weak.mask;
        self.weak.remove(&address);
        self.bytes_mut()[address as usize] = fallen;
        fallen
    }

    /// Bits of `mask` in this byte will read 0 after `reads` reads more, unless they do already.
    pub fn weaken(&mut self, address: u32, mask: u8, reads: u8) {
        let mask = mask & self.bytes[address as usize];
        if mask != 0 {
            let reads_left = reads;
            self.weak.insert(address, Weak { mask, reads_left });
        }
    }

    /// Clears the bits that are 0 in `data`; nothing sets a bit but an erase.
    pub fn program(&mut self, page: u32, data: &[u8; PAGE_BYTES as usize]) {
        let from = page as usize;
        let cells = &mut self.bytes_mut()[from..from + data.len()];
        for (cell, &bits) in cells.iter_mut().zip(data) {
            *cell &= bits;
        }
        self.settle(page, PAGE_BYTES);
    }

    /// All bits of the block become 1, and sound.
    pub fn erase(&mut self, start: u32, bytes: u32) {
        let from = start as usize;
        self.bytes_mut()[from..from + bytes as usize].fill(0xFF);
        self.forget_weak(start, bytes);
        self.wear_out(start, bytes);
    }

    /// Counts an erase of the block, complete or not.
    pub fn wear_out(&mut self, start: u32, bytes: u32) {
        let sectors = start / SECTOR_BYTES..(start + bytes).div_ceil(SECTOR_BYTES);
        for sector in &mut self.wear[sectors.start as usize..sectors.end as usize] {
            *sector += 1;
        }
    }

    pub fn forget_weak(&mut self, start: u32, bytes: u32) {
        if !self.weak.is_empty() {
            self.weak
                .retain(|&at, _| !(start..start + bytes).contains(&at));
        }
    }

    /// Weak bits that have been programmed to 0 are sound.
    fn settle(&mut self, start: u32, bytes: u32) {
        if self.weak.is_empty() {
            return;
        }
        let cells = Arc::clone(&self.bytes);
        self.weak.retain(|&at, weak| {
            if (start..start + bytes).contains(&at) {
                weak.mask &= cells[at as usize];
            }
            weak.mask != 0
        });
    }

    /// A program that was cut at `progress` of 1024: each byte is old, new, or some of its bits
    /// are, and of the bits that were to fall a few do so later.
    pub fn ruin_program(
        &mut self,
        page: u32,
        data: &[u8; PAGE_BYTES as usize],
        progress: u32,
        random: &mut Rng,
    ) {
        for (at, &bits) in (page..).zip(data) {
            let old = self.bytes[at as usize];
            let new = old & bits;
            // The pulse works on all cells of the page at once; some are faster than others.
            let keep = match random.below_u32(4) {
                0 => random.next_u64() as u8,
                _ if random.below_u32(1024) < progress => 0,
                _ => 0xFF,
            };
            let reached = new | (old & keep);
            if reached != old {
                self.bytes_mut()[at as usize] = reached;
            }
            if reached != new && random.below_u32(16) == 0 {
                let reads = 1 + random.below_u32(3) as u8;
                self.weaken(at, reached & !new, reads);
            }
        }
        self.settle(page, PAGE_BYTES);
    }

    /// An erase that was cut at `progress` of 1024. In the first eighth every cell still reads as
    /// before, in the last fifth every cell reads 1; between them cells follow one by one. Some
    /// of those that read 1 have not got there: they fall back after a few reads.
    pub fn ruin_erase(&mut self, start: u32, bytes: u32, progress: u32, random: &mut Rng) {
        const FIRST: u32 = 128;
        const LAST: u32 = 820;
        self.forget_weak(start, bytes);
        self.wear_out(start, bytes);
        if progress <= FIRST {
            return;
        }
        let erased = (progress - FIRST).min(LAST - FIRST) * 1024 / (LAST - FIRST);
        // One byte in `spacing` is weak, but no more than 1024 in a large block.
        let spacing = (bytes / 1024).max(16);
        for at in start..start + bytes {
            let old = self.bytes[at as usize];
            if old == 0xFF {
                continue;
            }
            let bits = random.next_u64();
            let draw = (bits & 0x3FF) as u32;
            let reached = if draw < erased {
                0xFF
            } else if draw < erased + erased / 4 {
                old | (bits >> 16) as u8
            } else {
                old
            };
            if reached != old {
                self.bytes_mut()[at as usize] = reached;
            }
            let weak = reached & !old & (bits >> 24) as u8;
            if weak != 0 && ((bits >> 32) as u32).is_multiple_of(spacing) {
                self.weaken(at, weak, 1 + ((bits >> 60) % 3) as u8);
            }
        }
    }
}
