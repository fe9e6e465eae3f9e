//! A second interpreter, written for clarity: bit patterns as the ISA manual prints them, bytes as
//! memory, one instruction at a time, CSRs in a map. It shares no decoding and no execution with
//! the model, only the memory map and the [`External`] trait.

use std::collections::BTreeMap;

use super::super::{AccessFault, External, Retired, Width};
use umbilical_soft_mcu::registers as map;

/// RV32I with its privileged instructions (The RISC-V Instruction Set Manual, listings).
const LISTING: [(&str, &str); 50] = [
    ("lui", "....................|.....|0110111"),
    ("auipc", "....................|.....|0010111"),
    ("jal", "....................|.....|1101111"),
    ("jalr", "............|.....|000|.....|1100111"),
    ("beq", ".......|.....|.....|000|.....|1100011"),
    ("bne", ".......|.....|.....|001|.....|1100011"),
    ("blt", ".......|.....|.....|100|.....|1100011"),
    ("bge", ".......|.....|.....|101|.....|1100011"),
    ("bltu", ".......|.....|.....|110|.....|1100011"),
    ("bgeu", ".......|.....|.....|111|.....|1100011"),
    ("lb", "............|.....|000|.....|0000011"),
    ("lh", "............|.....|001|.....|0000011"),
    ("lw", "............|.....|010|.....|0000011"),
    ("lbu", "............|.....|100|.....|0000011"),
    ("lhu", "............|.....|101|.....|0000011"),
    ("sb", ".......|.....|.....|000|.....|0100011"),
    ("sh", ".......|.....|.....|001|.....|0100011"),
    ("sw", ".......|.....|.....|010|.....|0100011"),
    ("addi", "............|.....|000|.....|0010011"),
    ("slti", "............|.....|010|.....|0010011"),
    ("sltiu", "............|.....|011|.....|0010011"),
    ("xori", "............|.....|100|.....|0010011"),
    ("ori", "............|.....|110|.....|0010011"),
    ("andi", "............|.....|111|.....|0010011"),
    ("slli", "0000000|.....|.....|001|.....|0010011"),
    ("srli", "0000000|.....|.....|101|.....|0010011"),
    ("srai", "0100000|.....|.....|101|.....|0010011"),
    ("add", "0000000|.....|.....|000|.....|0110011"),
    ("sub", "0100000|.....|.....|000|.....|0110011"),
    ("sll", "0000000|.....|.....|001|.....|0110011"),
    ("slt", "0000000|.....|.....|010|.....|0110011"),
    ("sltu", "0000000|.....|.....|011|.....|0110011"),
    ("xor", "0000000|.....|.....|100|.....|0110011"),
    ("srl", "0000000|.....|.....|101|.....|0110011"),
    ("sra", "0100000|.....|.....|101|.....|0110011"),
    ("or", "0000000|.....|.....|110|.....|0110011"),
    ("and", "0000000|.....|.....|111|.....|0110011"),
    ("fence", "............|.....|000|.....|0001111"),
    ("ecall", "000000000000|00000|000|00000|1110011"),
    ("ebreak", "000000000001|00000|000|00000|1110011"),
    ("mret", "001100000010|00000|000|00000|1110011"),
    ("wfi", "000100000101|00000|000|00000|1110011"),
    ("csrrw", "............|.....|001|.....|1110011"),
    ("csrrs", "............|.....|010|.....|1110011"),
    ("csrrc", "............|.....|011|.....|1110011"),
    ("csrrwi", "............|.....|101|.....|1110011"),
    ("csrrsi", "............|.....|110|.....|1110011"),
    ("csrrci", "............|.....|111|.....|1110011"),
    // Not part of RV32I; streams draw from the listing, so they must stay illegal.
    ("?fence.i", "............|.....|001|.....|0001111"),
    ("?mul", "0000001|.....|.....|...|.....|0110011"),
];

/// A line of the listing as mask and value.
#[derive(Clone, Copy)]
pub(super) struct Pattern {
    pub name: &'static str,
    pub mask: u32,
    pub value: u32,
}

pub(super) fn patterns() -> Vec<Pattern> {
    let parse = |&(name, picture): &(&'static str, &str)| {
        let mut pattern = Pattern {
            name,
            mask: 0,
            value: 0,
        };
        let bits: Vec<char> = picture.chars().filter(|&c| c != '|').collect();
        assert_eq!(bits.len(), 32, "{name}");
        for (position, bit) in bits.iter().rev().enumerate() {
            pattern.mask |= u32::from(*bit != '.') << position;
            pattern.value |= u32::from(*bit == '1') << position;
        }
        pattern
    };
    LISTING.iter().map(parse).collect()
}

/// Bits `ranges` (high, low) of `word`, put together from left to right.
fn gather(word: u32, ranges: &[(u32, u32)]) -> u32 {
    let mut result = 0;
    for &(high, low) in ranges {
        for bit in (low..=high).rev() {
            result = result * 2 + (word / 2_u32.pow(bit)) % 2;
        }
    }
    result
}

/// The lowest `bits` bits of `value` as a signed number.
fn signed(value: u32, bits: u32) -> i64 {
    let value = i64::from(value);
    if value >= 1 << (bits - 1) {
        value - (1 << bits)
    } else {
        value
    }
}

/// How an instruction ends.
enum End {
    /// Edges, and the result for rd.
    Next(u64, Option<u32>),
    /// Next pc, and the result for rd.
    Jump(u32, Option<u32>),
    /// Next fetch edge.
    Slept(u64),
    /// Cause and value.
    Trap(u32, u32),
    /// Its access lies at or behind the limit.
    NotYet,
}

pub(super) struct Reference {
    patterns: Vec<Pattern>,
    rom: Vec<u8>,
    pub ram: Vec<u8>,
    pub x: [u32; 32],
    pub csrs: BTreeMap<u32, u32>,
    pub pc: u32,
    pub edge: u64,
    pub retired: Vec<Retired>,
    pub report_writes: Vec<(u64, usize, u32)>,
    /// How often each instruction completed and, as `trap N`, each cause occurred.
    pub seen: BTreeMap<String, u64>,
}

impl Reference {
    pub fn new(words: &[u32], ram: &[u32]) -> Reference {
        let mut rom: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        rom.resize(map::ROM_BYTES as usize, 0);
        let csrs = [0x305, 0x340, 0x341, 0x342, 0x343];
        Reference {
            patterns: patterns(),
            rom,
            ram: ram.iter().flat_map(|word| word.to_le_bytes()).collect(),
            x: [0; 32],
            csrs: csrs.map(|number| (number, 0)).into(),
            pc: 0,
            edge: 0,
            retired: Vec::new(),
            report_writes: Vec::new(),
            seen: BTreeMap::new(),
        }
    }

    /// One instruction; `false` when it may not happen before `limit`. `event` gives the edge at
    /// which the event is visible that a `wfi` with this 3rd edge waits for.
    pub fn step(
        &mut self,
        limit: u64,
        outside: &mut impl External,
        event: impl Fn(u64) -> u64,
    ) -> bool {
        if self.edge + 3 > limit {
            return false;
        }
        let Some(word) = self.fetch() else {
            self.trap(1, self.pc);
            return true;
        };
        let matching = |pattern: &&Pattern| word & pattern.mask == pattern.value;
        let name = self
            .patterns
            .iter()
            .find(matching)
            .map_or("", |found| found.name);
        let rd = gather(word, &[(11, 7)]) as usize;
        let end = if name.starts_with("csr") {
            self.csr(name, word)
        } else if name.starts_with('l') && name != "lui" {
            self.load(name, word, limit, outside)
        } else if ["sb", "sh", "sw"].contains(&name) {
            self.store(name, word, limit, outside)
        } else if name == "wfi" {
            let third = self.edge + 2;
            End::Slept((third + 1).max(event(third) + 1))
        } else {
            self.compute(name, word)
        };
        let (next_edge, next_pc, result) = match end {
            End::NotYet => return false,
            End::Trap(cause, value) => {
                self.trap(cause, value);
                return true;
            }
            // Not a load: one from outside has taken place by now.
            End::Next(edges, _) if !name.starts_with('l') && self.edge + edges > limit => {
                return false;
            }
            End::Next(edges, result) => (self.edge + edges, self.pc + 4, result),
            End::Jump(target, _) if target % 4 != 0 => {
                self.trap(0, target);
                return true;
            }
            End::Jump(target, result) => (self.edge + 3, target, result),
            End::Slept(next) => (next, self.pc + 4, None),
        };
        let mut rd_value = 0;
        if let Some(result) = result
            && rd != 0
        {
            self.x[rd] = result;
            rd_value = result;
        }
        *self.seen.entry(name.into()).or_default() += 1;
        self.retired.push(Retired {
            edge: next_edge - 1,
            pc: self.pc,
            instruction: word,
            rd_value,
        });
        self.edge = next_edge;
        self.pc = next_pc;
        true
    }

    fn fetch(&self) -> Option<u32> {
        let at = self.pc as usize;
        let bytes = self.rom.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    fn trap(&mut self, cause: u32, value: u32) {
        *self.seen.entry(format!("trap {cause}")).or_default() += 1;
        self.csrs.insert(0x341, self.pc);
        self.csrs.insert(0x342, cause);
        self.csrs.insert(0x343, value);
        self.pc = self.csrs[&0x305];
        self.edge += 3;
    }

    fn operands(&self, word: u32) -> (u32, u32) {
        let rs1 = gather(word, &[(19, 15)]) as usize;
        let rs2 = gather(word, &[(24, 20)]) as usize;
        (self.x[rs1], self.x[rs2])
    }

    fn compute(&self, name: &str, word: u32) -> End {
        let (a, b) = self.operands(word);
        let (sa, sb) = (signed(a, 32), signed(b, 32));
        let immediate = signed(gather(word, &[(31, 20)]), 12);
        let upper = gather(word, &[(31, 12)]) * 4096;
        let amount = gather(word, &[(24, 20)]);
        let power = |s: u32| 2_i128.pow(s);
        let left = |s: u32| (i128::from(a) * power(s)) as u32;
        let right = |s: u32| i128::from(a).div_euclid(power(s)) as u32;
        let arithmetic = |s: u32| i128::from(sa).div_euclid(power(s)) as u32;
        let edges = |s: u32| u64::from(3 + s / 4 + s % 4);
        let done = |value: i64| End::Next(3, Some(value as u32));
        let branch = |taken: bool| {
            let offset = gather(word, &[(31, 31), (7, 7), (30, 25), (11, 8)]) * 2;
            if taken {
                End::Jump((i64::from(self.pc) + signed(offset, 13)) as u32, None)
            } else {
                End::Next(3, None)
            }
        };
        let link = Some(self.pc + 4);
        match name {
            "lui" => done(upper.into()),
            "auipc" => done(i64::from(upper) + i64::from(self.pc)),
            "jal" => {
                let offset = gather(word, &[(31, 31), (19, 12), (20, 20), (30, 21)]) * 2;
                End::Jump((i64::from(self.pc) + signed(offset, 21)) as u32, link)
            }
            "jalr" => End::Jump((i64::from(a) + immediate) as u32 / 2 * 2, link),
            "beq" => branch(a == b),
            "bne" => branch(a != b),
            "blt" => branch(sa < sb),
            "bge" => branch(sa >= sb),
            "bltu" => branch(a < b),
            "bgeu" => branch(a >= b),
            "addi" => done(sa + immediate),
            "slti" => done((sa < immediate).into()),
            "sltiu" => done((a < immediate as u32).into()),
            "xori" => done(sa ^ immediate),
            "ori" => done(sa | immediate),
            "andi" => done(sa & immediate),
            "slli" => End::Next(edges(amount), Some(left(amount))),
            "srli" => End::Next(edges(amount), Some(right(amount))),
            "srai" => End::Next(edges(amount), Some(arithmetic(amount))),
            "add" => done(sa + sb),
            "sub" => done(sa - sb),
            "sll" => End::Next(edges(b % 32), Some(left(b % 32))),
            "slt" => done((sa < sb).into()),
            "sltu" => done((a < b).into()),
            "xor" => done(sa ^ sb),
            "srl" => End::Next(edges(b % 32), Some(right(b % 32))),
            "sra" => End::Next(edges(b % 32), Some(arithmetic(b % 32))),
            "or" => done(sa | sb),
            "and" => done(sa & sb),
            "fence" => End::Next(3, None),
            "ecall" => End::Trap(11, 0),
            "ebreak" => End::Trap(3, 0),
            "mret" => End::Jump(self.csrs[&0x341], None),
            _ => End::Trap(2, word),
        }
    }

    fn csr(&mut self, name: &str, word: u32) -> End {
        let number = gather(word, &[(31, 20)]);
        let field = gather(word, &[(19, 15)]);
        let now = self.edge + 2;
        let known = [
            0x300, 0x301, 0x304, 0x305, 0x340, 0x341, 0x342, 0x343, 0x344, 0xB00, 0xB80, 0xC00,
            0xC80, 0xF11, 0xF12, 0xF13, 0xF14,
        ];
        let writes = name.contains('w') || field != 0;
        if !known.contains(&number) || (number >= 0xC00 && writes) {
            return End::Trap(2, word);
        }
        let old = match number & 0xFF {
            0x00 if number >= 0xB00 => (now % (1 << 32)) as u32,
            0x80 => (now / (1 << 32)) as u32,
            _ => self.csrs.get(&number).copied().unwrap_or(0),
        };
        let operand = if name.ends_with('i') {
            field
        } else {
            self.x[field as usize]
        };
        let new = match &name[4..5] {
            "w" => operand,
            "s" => old | operand,
            _ => old & (u32::MAX - operand),
        };
        if writes && let Some(slot) = self.csrs.get_mut(&number) {
            *slot = match number {
                0x305 | 0x341 => new / 4 * 4,
                _ => new,
            };
        }
        End::Next(3, Some(old))
    }

    fn load(&self, name: &str, word: u32, limit: u64, outside: &mut impl External) -> End {
        let (a, _) = self.operands(word);
        let address = (i64::from(a) + signed(gather(word, &[(31, 20)]), 12)) as u32;
        let (size, width) = shape(name);
        if !(address as usize).is_multiple_of(size) {
            return End::Trap(4, address);
        }
        let local = |memory: &[u8], base: u32| {
            let at = (address - base) as usize;
            let bytes = memory[at..at + size].iter().rev();
            bytes.fold(0, |value, &byte| value * 256 + u32::from(byte))
        };
        let value = match region(address) {
            "rom" | "ram" if self.edge + 5 > limit => return End::NotYet,
            "rom" => Ok(local(&self.rom, map::ROM_BASE)),
            "ram" => Ok(local(&self.ram, map::RAM_BASE)),
            "io" if size < 4 => Err(AccessFault),
            "buffer" | "io" if self.edge + 3 >= limit => return End::NotYet,
            "buffer" | "io" => outside.load(self.edge + 3, address, width),
            _ => Err(AccessFault),
        };
        match value {
            Err(AccessFault) => End::Trap(5, address),
            Ok(value) if name.ends_with('u') => End::Next(5, Some(value)),
            Ok(value) => End::Next(5, Some(signed(value, 8 * size as u32) as u32)),
        }
    }

    fn store(&mut self, name: &str, word: u32, limit: u64, outside: &mut impl External) -> End {
        let (a, b) = self.operands(word);
        let offset = signed(gather(word, &[(31, 25), (11, 7)]), 12);
        let address = (i64::from(a) + offset) as u32;
        let (size, width) = shape(name);
        if !(address as usize).is_multiple_of(size) {
            return End::Trap(6, address);
        }
        let edge = self.edge + 3;
        match region(address) {
            "ram" | "buffer" if edge >= limit => return End::NotYet,
            "io" if size == 4 && edge >= limit => return End::NotYet,
            "ram" => {
                let at = (address - map::RAM_BASE) as usize;
                self.ram[at..at + size].copy_from_slice(&b.to_le_bytes()[..size]);
                if (4..12).contains(&at) {
                    let word = &self.ram[at / 4 * 4..][..4];
                    let value = word
                        .iter()
                        .rev()
                        .fold(0, |v, &byte| v << 8 | u32::from(byte));
                    self.report_writes.push((edge, at / 4, value));
                }
            }
            "buffer" | "io" if size == 4 || region(address) == "buffer" => {
                let item = (u64::from(b) % (1 << (8 * size))) as u32;
                if outside.store(edge, address, width, item).is_err() {
                    return End::Trap(7, address);
                }
            }
            _ => return End::Trap(7, address),
        }
        End::Next(4, None)
    }
}

fn shape(name: &str) -> (usize, Width) {
    match &name[1..2] {
        "b" => (1, Width::Byte),
        "h" => (2, Width::Half),
        _ => (4, Width::Word),
    }
}

fn region(address: u32) -> &'static str {
    let within = |base: u32, bytes: u32| (base..base + bytes).contains(&address);
    if within(map::ROM_BASE, map::ROM_BYTES) {
        "rom"
    } else if within(map::RAM_BASE, map::RAM_BYTES) {
        "ram"
    } else if within(map::BUFFER_BASE, map::BUFFER_BYTES) {
        "buffer"
    } else if within(map::IO_BASE, map::IO_BYTES) {
        "io"
    } else {
        ""
    }
}
