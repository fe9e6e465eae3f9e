//! A second interpreter, written for clarity from `docs/controller.md` and the ISA manual: bit
//! patterns as printed there, bytes as memory, one instruction at a time, CSRs in a map. It shares
//! nothing with the emulator and the RTL but the numbers of the memory map.
//!
//! Time: an instruction with fetch edge f and a cost of c edges completes at edge f + c - 1. A
//! reset at that edge or before leaves no trace of it: no result, no store, no CSR.

mod fetch;
pub(super) mod fields;
mod io;
pub use io::HOLDING;
mod memory;

use std::collections::BTreeMap;

use super::compressed::Slip;
use super::listing::ILLEGAL;
use super::{Expected, points::Points};
use fetch::{Fetched, Rom};
use fields::{BRANCH, IMMEDIATE, JUMP, STORE, UPPER, gather, signed};
use io::Io;
use memory::Memory;
use umbilical_emu::controller::mcu::Retired;
use umbilical_soft_mcu::registers as map;
use umbilical_soft_mcu::report::word;

/// Something is built wrong into the reference, so that programs can show that they notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The first instruction is taken for the second.
    TakenFor(&'static str, &'static str),
    /// A compressed instruction stands for something else.
    Expansion(&'static str, Slip),
    /// Behind this compressed instruction the next one is looked for 4 bytes on.
    FourBytes(&'static str),
    /// C.JAL and C.JALR write the address 4 bytes on.
    LinkOfFour,
    /// An instruction that crosses a word takes its upper half from the word that it begins in.
    SameWord,
    /// Bit 1 of a jump's target is 0.
    JumpsToWords,
    /// Bit 1 of `mepc` is 0.
    MepcOfWords,
    /// `mtval` of an illegal instruction is the instruction.
    IllegalValue,
    /// The instruction, named as it stands there or by its expansion, takes an edge more.
    EdgeMore(&'static str),
    /// The result for rd has this bit flipped.
    ResultBit(&'static str, u32),
    /// `mtval` is 0 for this cause.
    NoValue(u32),
    /// The watchdog fires an edge late.
    WatchdogLate,
    /// A reset clears x1..x31.
    ResetClearsRegisters,
}

/// The program does something of which the outcome is not known: it reads memory that it has not
/// written, or starts the I2C engine on a bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The instruction.
    pub pc: u32,
    /// What it does.
    pub what: &'static str,
}

/// How an instruction ends.
enum End {
    /// Edges, and the result for rd.
    Next(u64, Option<u32>),
    /// Next pc, and the result for rd.
    Jump(u32, Option<u32>),
    /// Edges, and what changes behind the last of them.
    Store(u32, Vec<u8>),
    /// CSR, its new value if it is one that holds something, and the result for rd.
    Csr(u32, Option<u32>, u32),
    /// It goes on when an event is first visible at this edge.
    Slept(u64),
    /// Nothing can wake it.
    Asleep,
    /// Cause and value.
    Trap(u32, u32),
}

/// What a step came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Going,
    Asleep,
}

/// The interpreter.
pub struct Reference {
    rom: Rom,
    mistake: Option<Mistake>,
    ram: Memory,
    buffer: Memory,
    io: Io,
    x: [u32; 32],
    csrs: BTreeMap<u32, u32>,
    pc: u32,
    /// Fetch edge of the instruction at `pc`, since the last reset.
    edge: u64,
    /// Edge 0, counted from the end of the power-on reset.
    start: u64,
    asleep: bool,
    retired: Vec<Retired>,
    resets: Vec<(usize, u64)>,
    report_stores: Vec<(u64, usize, u32)>,
    points: Option<Points>,
}

impl Reference {
    /// A controller just powered on, with these words at the start of its ROM.
    pub fn new(words: &[u32], clock_hz: u32, mistake: Option<Mistake>) -> Reference {
        Reference {
            rom: Rom::new(words, mistake),
            mistake,
            ram: Memory::new(map::RAM_BASE, map::RAM_BYTES),
            buffer: Memory::new(map::BUFFER_BASE, map::BUFFER_BYTES),
            io: Io::new(clock_hz, map::reset_cause::POWER),
            x: [0; 32],
            csrs: no_csrs(),
            pc: 0,
            edge: 0,
            start: 0,
            asleep: false,
            retired: Vec::new(),
            resets: Vec::new(),
            report_stores: Vec::new(),
            points: None,
        }
    }

    /// Notes from now on what the program does.
    pub fn note_points(&mut self) {
        self.points = Some(Points::default());
    }

    /// What was noted.
    pub fn take_points(&mut self) -> Points {
        self.points.take().unwrap_or_default()
    }

    /// Runs until it sleeps for ever, or to this edge since the end of the power-on reset.
    ///
    /// # Errors
    /// At the first instruction of which the outcome is not known.
    pub fn run(&mut self, edges_max: u64) -> Result<(), Unknown> {
        while self.start + self.edge < edges_max {
            if self.step()? == Progress::Asleep {
                self.asleep = true;
                break;
            }
        }
        Ok(())
    }

    /// What came of it.
    pub fn into_expected(self) -> Expected {
        Expected {
            report: std::array::from_fn(|index| self.ram.word(index)),
            outputs: self.io.outputs(),
            // Long enough to see that it sleeps, or that nothing behind the end is expected.
            end: self.start + self.edge + if self.asleep { 40 } else { 0 },
            asleep: self.asleep,
            retired: self.retired,
            resets: self.resets,
            report_stores: self.report_stores,
        }
    }

    fn note(&mut self, point: impl FnOnce(&mut Points)) {
        if let Some(points) = &mut self.points {
            point(points);
        }
    }

    fn unknown(&self, what: &'static str) -> Unknown {
        Unknown { pc: self.pc, what }
    }

    /// One instruction, or the reset that cuts it short.
    fn step(&mut self) -> Result<Progress, Unknown> {
        let fetched = self.rom.fetch(self.pc);
        let end = match &fetched {
            Some(fetched) => self.execute(fetched)?,
            None => End::Trap(1, self.pc),
        };
        let fetched = fetched.unwrap_or(NOTHING);
        let cost = match &end {
            End::Next(edges, _) => *edges,
            End::Store(..) => 4,
            End::Slept(event) => 3.max(event + 1 - self.edge),
            End::Asleep => u64::MAX - self.edge,
            End::Jump(..) | End::Csr(..) | End::Trap(..) => 3,
        };
        let compressed = fetched.half.and_then(|(_, name)| name);
        let named = |of| of == fetched.name || Some(of) == compressed;
        let slower = matches!(self.mistake, Some(Mistake::EdgeMore(of)) if named(of));
        let next_fetch = self.edge
            + cost
                .saturating_add(u64::from(slower))
                .min(u64::MAX - self.edge);
        let late = u64::from(self.mistake == Some(Mistake::WatchdogLate));
        if let Some(fires) = self.io.watchdog
            && fires + late < next_fetch
        {
            self.reset(fires + late);
            return Ok(Progress::Going);
        }
        if let End::Asleep = end {
            self.note(|points| points.add("wfi for ever"));
            return Ok(Progress::Asleep);
        }
        self.observe(&fetched, &end);
        self.finish(&fetched, end, next_fetch)?;
        Ok(Progress::Going)
    }

    /// The watchdog fires during the instruction at `pc`.
    fn reset(&mut self, fires: u64) {
        self.note(|points| points.add("watchdog reset"));
        self.resets.push((self.retired.len(), fires));
        self.start += fires + 1;
        self.edge = 0;
        self.pc = 0;
        self.csrs = no_csrs();
        self.io = Io::new(self.io.clock_hz, map::reset_cause::WATCHDOG);
        if self.mistake == Some(Mistake::ResetClearsRegisters) {
            self.x = [0; 32];
        }
    }

    /// The end of an instruction: everything that it changes.
    fn finish(&mut self, instruction: &Fetched, end: End, next_fetch: u64) -> Result<(), Unknown> {
        let fetched = self.edge;
        let behind = self.pc.wrapping_add(instruction.next);
        let (next_pc, result) = match end {
            End::Trap(cause, value) => {
                let value = match self.mistake {
                    Some(Mistake::NoValue(of)) if of == cause => 0,
                    Some(Mistake::IllegalValue) if cause == 2 => instruction.word,
                    _ => value,
                };
                self.csrs.insert(0x341, self.mepc(self.pc));
                self.csrs.insert(0x342, cause);
                self.csrs.insert(0x343, value);
                self.pc = self.csrs[&0x305];
                self.edge = next_fetch;
                return Ok(());
            }
            End::Next(_, result) => (behind, result),
            End::Jump(target, result) => match self.mistake {
                Some(Mistake::JumpsToWords) => (target / 4 * 4, result),
                _ => (target, result),
            },
            End::Slept(_) | End::Asleep => (behind, None),
            End::Store(address, bytes) => {
                self.put(address, &bytes, fetched + 3)?;
                (behind, None)
            }
            End::Csr(number, new, old) => {
                if let Some(new) = new {
                    self.csrs.insert(number, new);
                }
                (behind, Some(old))
            }
        };
        let rd = gather(instruction.word, &[(11, 7)]) as usize;
        let mut rd_value = 0;
        if let Some(result) = result
            && rd != 0
        {
            rd_value = match self.mistake {
                Some(Mistake::ResultBit(of, bit)) if of == instruction.name => result ^ 1 << bit,
                _ => result,
            };
            self.x[rd] = rd_value;
        }
        self.retired.push(Retired {
            edge: next_fetch - 1,
            pc: self.pc,
            instruction: instruction.shown,
            rd_value,
        });
        self.pc = next_pc;
        self.edge = next_fetch;
        Ok(())
    }

    fn put(&mut self, address: u32, bytes: &[u8], edge: u64) -> Result<(), Unknown> {
        match Region::of(address) {
            Region::Ram => {
                self.ram.write(address, bytes);
                let index = ((address - map::RAM_BASE) / 4) as usize;
                if index == word::PHASE || index == word::FAULT {
                    // A word of which a part was never written cannot be compared.
                    let value = self.ram.word(index);
                    let value = value.ok_or(self.unknown("part of a report word"))?;
                    self.report_stores.push((self.start + edge, index, value));
                }
            }
            Region::Buffer => self.buffer.write(address, bytes),
            Region::Io => {
                let value = bytes
                    .iter()
                    .rev()
                    .fold(0, |v, &byte| v << 8 | u32::from(byte));
                let written = self.io.write(address - map::IO_BASE, value, edge);
                written.map_err(|what| self.unknown(what))?;
            }
            Region::Rom | Region::Nowhere => unreachable!("traps before"),
        }
        Ok(())
    }

    /// What `mepc` makes of a value.
    fn mepc(&self, value: u32) -> u32 {
        match self.mistake {
            Some(Mistake::MepcOfWords) => value / 4 * 4,
            _ => value / 2 * 2,
        }
    }

    fn execute(&self, fetched: &Fetched) -> Result<End, Unknown> {
        let (name, word) = (fetched.name, fetched.word);
        Ok(match name {
            "lb" | "lh" | "lw" | "lbu" | "lhu" => self.load(name, word)?,
            "sb" | "sh" | "sw" => self.store(name, word),
            "wfi" => match self.io.event(self.edge + 2) {
                Some(edge) => End::Slept(edge),
                None => End::Asleep,
            },
            _ if name.starts_with("csr") => self.csr(name, word),
            _ => self.compute(name, word, self.pc.wrapping_add(fetched.link)),
        })
    }

    fn operands(&self, word: u32) -> (u32, u32) {
        let rs1 = gather(word, &[(19, 15)]) as usize;
        let rs2 = gather(word, &[(24, 20)]) as usize;
        (self.x[rs1], self.x[rs2])
    }

    fn compute(&self, name: &str, word: u32, link: u32) -> End {
        let (a, b) = self.operands(word);
        let (sa, sb) = (signed(a, 32), signed(b, 32));
        let immediate = signed(gather(word, &IMMEDIATE), 12);
        let upper = gather(word, &UPPER) * 4096;
        let amount = gather(word, &[(24, 20)]);
        let power = |s: u32| 2_i128.pow(s);
        let left = |s: u32| (i128::from(a) * power(s)) as u32;
        let right = |s: u32| i128::from(a).div_euclid(power(s)) as u32;
        let arithmetic = |s: u32| i128::from(sa).div_euclid(power(s)) as u32;
        let edges = |s: u32| u64::from(3 + s / 4 + s % 4);
        let done = |value: i64| End::Next(3, Some(value as u32));
        let branch = |taken: bool| {
            let offset = gather(word, &BRANCH) * 2;
            if taken {
                End::Jump((i64::from(self.pc) + signed(offset, 13)) as u32, None)
            } else {
                End::Next(3, None)
            }
        };
        let link = Some(link);
        match name {
            "lui" => done(upper.into()),
            "auipc" => done(i64::from(upper) + i64::from(self.pc)),
            "jal" => {
                let offset = gather(word, &JUMP) * 2;
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
            _ => End::Trap(2, 0),
        }
    }

    fn csr(&self, name: &str, word: u32) -> End {
        let number = gather(word, &[(31, 20)]);
        let field = gather(word, &[(19, 15)]);
        let now = self.edge + 2;
        let writes = name.contains('w') || field != 0;
        if !CSRS.contains(&number) || (number >= 0xC00 && writes) {
            return End::Trap(2, 0);
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
        let holds = writes && self.csrs.contains_key(&number);
        let new = holds.then_some(match number {
            0x305 => new / 4 * 4,
            0x341 => self.mepc(new),
            _ => new,
        });
        End::Csr(number, new, old)
    }

    fn load(&self, name: &str, word: u32) -> Result<End, Unknown> {
        let address = address(name, word, self.operands(word).0);
        let size = size(name);
        if !address.is_multiple_of(size) {
            return Ok(End::Trap(4, address));
        }
        let number = |bytes: Option<Vec<u8>>| {
            let bytes = bytes.ok_or(self.unknown("loads what was never stored"))?;
            let number = bytes
                .iter()
                .rev()
                .fold(0, |v, &byte| v << 8 | u32::from(byte));
            Ok(number)
        };
        let value = match Region::of(address) {
            Region::Rom => number(Some(self.rom.bytes(address, size)))?,
            Region::Ram => number(self.ram.read(address, size))?,
            Region::Buffer => number(self.buffer.read(address, size))?,
            Region::Io if size == 4 => {
                let read = self.io.read(address - map::IO_BASE, self.edge + 3);
                read.map_err(|what| self.unknown(what))?
            }
            Region::Io | Region::Nowhere => return Ok(End::Trap(5, address)),
        };
        Ok(End::Next(
            5,
            Some(if name.ends_with('u') {
                value
            } else {
                signed(value, 8 * size) as u32
            }),
        ))
    }

    fn store(&self, name: &str, word: u32) -> End {
        let (a, b) = self.operands(word);
        let address = address(name, word, a);
        let size = size(name);
        if !address.is_multiple_of(size) {
            return End::Trap(6, address);
        }
        match Region::of(address) {
            Region::Io if size < 4 => End::Trap(7, address),
            Region::Rom | Region::Nowhere => End::Trap(7, address),
            _ => End::Store(address, b.to_le_bytes()[..size as usize].to_vec()),
        }
    }

    /// Notes what the instruction covers.
    fn observe(&mut self, fetched: &Fetched, end: &End) {
        if self.points.is_none() {
            return;
        }
        let (word, half) = (fetched.word, fetched.half);
        // What compressed instructions cover the others must cover themselves.
        let name = match half {
            Some((_, name)) => name.unwrap_or(ILLEGAL),
            None => fetched.name,
        };
        let (a, b) = self.operands(word);
        let edge = self.edge;
        let pending = self.io.pending(edge + 2) & self.io.enabled();
        let pc = self.pc;
        self.note(|points| points.place(name, half.map(|(half, _)| half), pc));
        self.note(|points| match end {
            End::Trap(cause, value) => points.trap(name, word, *cause, *value),
            End::Slept(event) => points.wfi(*event, edge + 2, pending),
            End::Jump(target, _) => points.jump(name, word, [a, b], pc, *target),
            _ => points.completed(name, word, [a, b]),
        });
    }
}

/// What is fetched where there is no ROM.
const NOTHING: Fetched = Fetched {
    name: "fetch",
    word: 0,
    half: None,
    shown: 0,
    next: 0,
    link: 0,
};

/// The mistakes in what concerns compressed instructions.
pub fn compressed_mistakes() -> Vec<Mistake> {
    let mut all = fetch::mistakes();
    all.extend([
        Mistake::JumpsToWords,
        Mistake::MepcOfWords,
        Mistake::IllegalValue,
    ]);
    all
}

/// The CSRs that hold something, after a reset.
fn no_csrs() -> BTreeMap<u32, u32> {
    [0x305, 0x340, 0x341, 0x342, 0x343]
        .map(|number| (number, 0))
        .into()
}

/// All CSRs: mstatus, misa, mie, mtvec, mscratch, mepc, mcause, mtval, mip, mcycle, mcycleh,
/// cycle, cycleh, mvendorid, marchid, mimpid, mhartid.
pub const CSRS: [u32; 17] = [
    0x300, 0x301, 0x304, 0x305, 0x340, 0x341, 0x342, 0x343, 0x344, 0xB00, 0xB80, 0xC00, 0xC80,
    0xF11, 0xF12, 0xF13, 0xF14,
];

/// Bytes that a load or store moves.
pub(super) fn size(name: &str) -> u32 {
    match &name[1..2] {
        "b" => 1,
        "h" => 2,
        _ => 4,
    }
}

/// Where a load or store with this base goes.
pub(super) fn address(name: &str, word: u32, base: u32) -> u32 {
    let offset = if name.starts_with('s') {
        gather(word, &STORE)
    } else {
        gather(word, &IMMEDIATE)
    };
    (i64::from(base) + signed(offset, 12)) as u32
}

/// What answers at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    Rom,
    Ram,
    Buffer,
    Io,
    Nowhere,
}

impl Region {
    pub(super) fn of(address: u32) -> Region {
        let within = |base: u32, bytes: u32| (base..base + bytes).contains(&address);
        if within(map::ROM_BASE, map::ROM_BYTES) {
            Region::Rom
        } else if within(map::RAM_BASE, map::RAM_BYTES) {
            Region::Ram
        } else if within(map::BUFFER_BASE, map::BUFFER_BYTES) {
            Region::Buffer
        } else if within(map::IO_BASE, map::IO_BYTES) {
            Region::Io
        } else {
            Region::Nowhere
        }
    }
}
