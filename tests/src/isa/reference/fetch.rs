//! What stands in the ROM: the instruction that begins at an address.

use super::Mistake;
use crate::isa::compressed::{self, expand, expand_with, is_compressed};
use crate::isa::listing::{self, ILLEGAL};
use umbilical_soft_mcu::registers as map;

/// An instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetched {
    /// Its mnemonic, of a compressed one that of the expansion; [`ILLEGAL`] if it has none.
    pub name: &'static str,
    /// What is executed.
    pub word: u32,
    /// The halfword, and the mnemonic of a legal one, when it is compressed.
    pub half: Option<(u16, Option<&'static str>)>,
    /// What the record shows: it is right even where a mistake is built in.
    pub shown: u32,
    /// The next instruction is that many bytes on, and so is the address that a jump links.
    pub next: u32,
    pub link: u32,
}

/// The ROM.
pub(super) struct Rom {
    halves: Vec<u16>,
    /// Instructions that have been fetched before.
    known: Vec<Option<Fetched>>,
    mistake: Option<Mistake>,
}

impl Rom {
    /// With these words at its start; the rest is 0.
    pub fn new(words: &[u32], mistake: Option<Mistake>) -> Rom {
        let halves = words.iter().flat_map(|word| {
            let [a, b, c, d] = word.to_le_bytes();
            [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]
        });
        let mut halves: Vec<u16> = halves.collect();
        halves.resize((map::ROM_BYTES / 2) as usize, 0);
        Rom {
            known: vec![None; halves.len()],
            halves,
            mistake,
        }
    }

    /// `size` bytes as data.
    pub fn bytes(&self, address: u32, size: u32) -> Vec<u8> {
        let byte = |at: u32| self.halves[(at / 2) as usize].to_le_bytes()[(at % 2) as usize];
        (address..address + size).map(byte).collect()
    }

    /// The instruction at `pc`; `None` outside the ROM.
    pub fn fetch(&mut self, pc: u32) -> Option<Fetched> {
        let index = (pc / 2) as usize;
        let known = *self.known.get(index)?;
        let fetched = known.unwrap_or_else(|| self.read(index));
        self.known[index] = Some(fetched);
        Some(fetched)
    }

    fn read(&self, index: usize) -> Fetched {
        let first = self.halves[index];
        let mut fetched = if is_compressed(first) {
            self.compressed(first)
        } else {
            let behind = match self.mistake {
                Some(Mistake::SameWord) => (index ^ 1) % self.halves.len(),
                _ => (index + 1) % self.halves.len(),
            };
            let full = |second: u16| u32::from(second) * 65_536 + u32::from(first);
            let word = full(self.halves[behind]);
            Fetched {
                name: listing::name(word),
                word,
                half: None,
                shown: full(self.halves[(index + 1) % self.halves.len()]),
                next: 4,
                link: 4,
            }
        };
        if let Some(Mistake::TakenFor(from, to)) = self.mistake
            && fetched.name == from
        {
            fetched.name = to;
        }
        fetched
    }

    fn compressed(&self, half: u16) -> Fetched {
        let right = expand(half);
        let found = match self.mistake {
            Some(Mistake::Expansion(name, slip)) => expand_with(half, Some((name, slip))),
            _ => right,
        };
        let compressed = right.map(|(name, _)| name);
        let four = matches!((self.mistake, compressed),
            (Some(Mistake::FourBytes(of)), Some(name)) if of == name);
        Fetched {
            name: found.map_or(ILLEGAL, |(_, word)| listing::name(word)),
            word: found.map_or(0, |(_, word)| word),
            half: Some((half, compressed)),
            shown: right.map_or(0, |(_, word)| word),
            next: if four { 4 } else { 2 },
            link: match self.mistake {
                Some(Mistake::LinkOfFour) => 4,
                _ => 2,
            },
        }
    }
}

/// The mistakes that concern compressed instructions, for all of them.
pub(super) fn mistakes() -> Vec<Mistake> {
    let mut all = vec![Mistake::SameWord, Mistake::LinkOfFour];
    for line in compressed::ALL.iter() {
        let mut slips = vec![compressed::Slip::Illegal];
        let bits = line.immediate_bits().into_iter();
        slips.extend(bits.map(compressed::Slip::ImmediateBit));
        if line.has_near_registers() {
            slips.push(compressed::Slip::LowRegisters);
        }
        if line.refuses_zero() {
            slips.push(compressed::Slip::NothingRefused);
        }
        let slips = slips.into_iter();
        all.extend(slips.map(|slip| Mistake::Expansion(line.name, slip)));
        all.push(Mistake::EdgeMore(line.name));
        if !["c.j", "c.jal", "c.jr", "c.jalr", "c.ebreak"].contains(&line.name) {
            all.push(Mistake::FourBytes(line.name));
        }
    }
    all
}
