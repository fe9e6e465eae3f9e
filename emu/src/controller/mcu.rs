//! The soft-MCU: RV32IC with the cycle costs of `docs/controller.md`, section 2.
//!
//! **Run-ahead.** An instruction that touches only registers, ROM, RAM and CSRs cannot be seen from
//! outside the MCU: the cycle counter is a function of the instruction's own edge number, and there
//! are no interrupts. [`Mcu::advance`] therefore runs such instructions in a batch, ahead of the
//! simulation's time, and stops at the first one that can be seen: a load or store to the transfer
//! buffer or the peripheral window, or `wfi`. It says at which edge that happens; the caller brings
//! the rest of the world to that edge and calls [`Mcu::access`] or [`Mcu::wake`].
//!
//! What runs ahead can be undone by one thing only, a reset that comes while it does, which leaves
//! RAM and registers as they are at its edge. A caller that knows the edge of the next reset (the
//! watchdog's) passes it to [`Mcu::advance_until`], and to [`Mcu::cut`] when it has come.
//!
//! ```text
//!   edge  f        f+3      f+6         f+9
//!         | addi   | xor    | lw buffer | the load
//!         '--- one batch ---'
//!                            Next::Access { edge: f+9 }
//! ```

pub mod asm;
mod csr;
mod decode;
mod expand;
#[cfg(test)]
mod tests;

use std::collections::{VecDeque, vec_deque};
use std::sync::Arc;

use umbilical_soft_mcu::registers::{
    BUFFER_BASE, BUFFER_BYTES, IO_BASE, IO_BYTES, RAM_BASE, RAM_BYTES, ROM_BASE, ROM_BYTES,
};
use umbilical_soft_mcu::report::word;

use csr::{Cause, Csrs};
pub use decode::Rom;
use decode::{Op, SINK};

const RAM_WORDS: usize = (RAM_BYTES / 4) as usize;
/// Length of a batch in edges: 2000 of the shortest instructions.
const BATCH_EDGES: u64 = 6_000;
/// More report writes than a batch can hold (a store takes 4 edges).
const REPORT_LOG_LIMIT: usize = 2_048;
/// Edges from an instruction's fetch to its access to memory or registers.
const ACCESS_EDGE: u64 = 3;
/// Edges from an instruction's fetch to its 3rd edge.
const THIRD_EDGE: u64 = 2;
const COST: u64 = 3;
const COST_STORE: u64 = 4;
const COST_LOAD: u64 = 5;
/// No instruction but `wfi` takes longer: a shift by 31.
const COST_MOST: u64 = shift_cost(31);

const _: () = assert!(RAM_BYTES.is_power_of_two() && ROM_BASE == 0);

/// What [`Mcu::advance`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A load from or store to the transfer buffer or a register happens at this edge, the
    /// instruction's 4th. [`Mcu::access`] does it.
    Access {
        /// The edge of the access.
        edge: u64,
    },
    /// The MCU sleeps in `wfi`. [`Mcu::wake`] ends that.
    Wait {
        /// The 3rd edge of the instruction. With an event first visible at edge e the next fetch
        /// is at max(since + 1, e + 1).
        since: u64,
    },
    /// Nothing can be seen before this edge; call [`Mcu::advance`] again.
    Continue {
        /// The edge up to which all is done.
        edge: u64,
    },
}

/// Size of a memory access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 8 bits.
    Byte,
    /// 16 bits.
    Half,
    /// 32 bits.
    Word,
}

impl Width {
    #[inline(always)]
    const fn bytes(self) -> u32 {
        match self {
            Width::Byte => 1,
            Width::Half => 2,
            Width::Word => 4,
        }
    }

    /// The bits of an item of this width at the low end of a word.
    #[inline(always)]
    const fn mask(self) -> u32 {
        match self {
            Width::Byte => 0xFF,
            Width::Half => 0xFFFF,
            Width::Word => 0xFFFF_FFFF,
        }
    }
}

/// Nothing answers at that address: the instruction traps (cause 5 or 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessFault;

/// What lies outside the MCU: transfer buffer and peripheral registers.
///
/// The MCU asks only for naturally aligned items inside the buffer and for words inside the
/// peripheral window; everything else traps without a call.
pub trait External {
    /// The item at `address` (absolute, in bytes), zero-extended, as it stands at `edge`.
    ///
    /// # Errors
    /// [`AccessFault`] makes the load trap.
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault>;

    /// Writes the item `value` (zero-extended) to `address` (absolute, in bytes) at `edge`.
    ///
    /// # Errors
    /// [`AccessFault`] makes the store trap.
    fn store(
        &mut self,
        edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault>;
}

/// One completed instruction. Instructions that trap do not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Its last edge: that of its result, access or event. The next fetch is at the edge after it.
    pub edge: u64,
    /// Its address.
    pub pc: u32,
    /// The instruction word; of a compressed one that of its expansion.
    pub instruction: u32,
    /// What it wrote to its destination register; 0 if it has none or that is x0.
    pub rd_value: u32,
}

/// An instruction that ended outside [`Mcu::advance`], until the next one does.
#[derive(Clone, Copy, Debug)]
struct Ended {
    /// Its last edge, at which it writes its destination register.
    edge: u64,
    /// Destination register, and what that held before.
    rd: u8,
    before: u32,
}

/// What the MCU is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The instruction at `pc` is fetched at `edge`.
    Running,
    /// The instruction at `pc`, fetched at `edge`, waits for its access.
    Access,
    /// The instruction at `pc`, fetched at `edge`, is a `wfi`.
    Waiting,
}

/// What word `index` of RAM holds when the supply comes up. No word is zero: hardware does not clear
/// RAM, so firmware that relies on cleared RAM must fail here too.
pub fn power_up_word(index: usize) -> u32 {
    0x9E37_79B9_u32.wrapping_mul(index as u32 + 1) | 0x0100_0001
}

/// The soft-MCU. A clone shares the ROM.
#[derive(Clone)]
pub struct Mcu {
    rom: Arc<Rom>,
    ram: Box<[u32; RAM_WORDS]>,
    /// x0 to x31, then the sink. As many as a `u8` can name, so that an index needs no check.
    registers: Box<[u32; 256]>,
    csrs: Csrs,
    pc: u32,
    /// Fetch edge of the instruction at `pc`.
    edge: u64,
    state: State,
    ended: Option<Ended>,
    retired: u64,
    report_writes: VecDeque<(u64, usize, u32)>,
    retire_log: Option<Vec<Retired>>,
}

impl Mcu {
    /// An MCU just powered on, its first fetch at edge 0.
    pub fn new(rom: Arc<Rom>) -> Mcu {
        let mut mcu = Mcu {
            rom,
            ram: Box::new([0; RAM_WORDS]),
            registers: Box::new([0; 256]),
            csrs: Csrs::default(),
            pc: 0,
            edge: 0,
            state: State::Running,
            ended: None,
            retired: 0,
            report_writes: VecDeque::new(),
            retire_log: None,
        };
        mcu.power_on();
        mcu.reset(0);
        mcu
    }

    /// Starts again at address 0 with the first fetch at `edge`; CSRs are cleared.
    ///
    /// RAM, registers, logs and the count of retired instructions are kept.
    pub fn reset(&mut self, edge: u64) {
        self.ended = None;
        self.csrs = Csrs::default();
        self.pc = ROM_BASE;
        self.edge = edge;
        self.state = State::Running;
    }

    /// Takes back an access or `wfi` that ended at `edge`, where a reset comes, or later. What
    /// [`advance_until`](Mcu::advance_until) that edge has run ends before it anyway.
    pub fn cut(&mut self, edge: u64) {
        if let Some(ended) = self.ended.take_if(|ended| ended.edge >= edge) {
            self.registers[usize::from(ended.rd)] = ended.before;
            self.retired -= 1;
            if let Some(log) = &mut self.retire_log {
                log.pop();
            }
        }
    }

    /// As after configuration: RAM holds [`power_up_word`]s, the registers 0.
    pub fn power_on(&mut self) {
        self.registers.fill(0);
        for (index, word) in self.ram.iter_mut().enumerate() {
            *word = power_up_word(index);
        }
    }

    /// Runs until the next instruction that can be seen from outside, or to the end of a batch.
    ///
    /// Once it has returned [`Next::Access`] or [`Next::Wait`] it returns the same until
    /// [`access`](Mcu::access) or [`wake`](Mcu::wake).
    pub fn advance(&mut self) -> Next {
        self.advance_until(u64::MAX)
    }

    /// As [`advance`](Mcu::advance), but runs no instruction that does something at edge `limit` or
    /// later, so that a reset at `limit` finds RAM and registers as they were then. Accesses and
    /// `wfi` are left to the caller, who knows their edges.
    ///
    /// When it stops for that reason it returns [`Next::Continue`] with `limit` or a later edge.
    pub fn advance_until(&mut self, limit: u64) -> Next {
        // Far from the limit nothing needs to look at it.
        let near = limit.saturating_sub(COST_MOST);
        if self.state == State::Running {
            let stop = near.min(self.edge.saturating_add(BATCH_EDGES));
            self.state = match self.retire_log {
                Some(_) => self.run::<true, false>(stop),
                None => self.run::<false, false>(stop),
            };
        }
        if self.state == State::Running && self.edge >= near {
            self.state = self.run::<true, true>(limit);
            if self.state == State::Running {
                return Next::Continue {
                    edge: self.edge.max(limit),
                };
            }
        }
        match self.state {
            State::Running => Next::Continue { edge: self.edge },
            State::Access => Next::Access {
                edge: self.edge + ACCESS_EDGE,
            },
            State::Waiting => Next::Wait {
                since: self.edge + THIRD_EDGE,
            },
        }
    }

    /// The execution loop. Fetches nothing at `stop` or later, and when `EXACT` runs nothing that
    /// does not end before `stop`. Returns the new state; `pc` and `edge` are those of the
    /// instruction that it stands at.
    fn run<const LOG: bool, const EXACT: bool>(&mut self, stop: u64) -> State {
        let rom = &*self.rom;
        let ram = &mut *self.ram;
        let registers = &mut *self.registers;
        let mut pc = self.pc;
        let mut edge = self.edge;
        let mut retired = 0;
        let state = loop {
            if edge >= stop || EXACT && edge + COST > stop {
                break State::Running;
            }
            let index = (pc >> 1) as usize;
            let Some(instruction) = rom.decoded.get(index) else {
                pc = self.csrs.trap(Cause::FetchFault, pc, pc);
                edge += COST;
                continue;
            };
            let imm = instruction.imm;
            let rd = usize::from(instruction.rd);
            let a = registers[usize::from(instruction.rs1)];
            let b = registers[usize::from(instruction.rs2)];
            let before = registers[rd];
            let mut next = pc + rom.bytes(index);
            let mut cost = COST;

            macro_rules! trap {
                ($cause:expr, $value:expr) => {{
                    pc = self.csrs.trap($cause, pc, $value);
                    edge += COST;
                    continue;
                }};
            }
            macro_rules! load {
                ($width:ident, $extend:expr) => {{
                    let address = a.wrapping_add(imm);
                    let word = match ram_index(address, Width::$width) {
                        Some(index) => ram[index],
                        None => match place(address, Width::$width) {
                            Place::Rom(index) => rom.words[index],
                            Place::External => break State::Access,
                            Place::Misaligned => trap!(Cause::LoadMisaligned, address),
                            Place::Nowhere => trap!(Cause::LoadFault, address),
                        },
                    };
                    registers[rd] = $extend(item(word, address, Width::$width));
                    cost = COST_LOAD;
                }};
            }
            macro_rules! store {
                ($width:ident) => {{
                    let address = a.wrapping_add(imm);
                    let Some(index) = ram_index(address, Width::$width) else {
                        match place(address, Width::$width) {
                            Place::External => break State::Access,
                            Place::Misaligned => trap!(Cause::StoreMisaligned, address),
                            Place::Rom(_) | Place::Nowhere => trap!(Cause::StoreFault, address),
                        }
                    };
                    if EXACT && edge + COST_STORE > stop {
                        break State::Running;
                    }
                    ram[index] = merge(ram[index], address, Width::$width, b);
                    if index == word::PHASE || index == word::FAULT {
                        let entry = (edge + ACCESS_EDGE, index, ram[index]);
                        log_report(&mut self.report_writes, entry);
                    }
                    cost = COST_STORE;
                }};
            }

            match instruction.op {
                Op::Li => registers[rd] = imm,
                Op::Addi => registers[rd] = a.wrapping_add(imm),
                Op::Slti => registers[rd] = u32::from((a as i32) < imm as i32),
                Op::Sltiu => registers[rd] = u32::from(a < imm),
                Op::Xori => registers[rd] = a ^ imm,
                Op::Ori => registers[rd] = a | imm,
                Op::Andi => registers[rd] = a & imm,
                Op::Slli => {
                    registers[rd] = a << (imm & 31);
                    cost = shift_cost(imm);
                }
                Op::Srli => {
                    registers[rd] = a >> (imm & 31);
                    cost = shift_cost(imm);
                }
                Op::Srai => {
                    registers[rd] = ((a as i32) >> (imm & 31)) as u32;
                    cost = shift_cost(imm);
                }
                Op::Add => registers[rd] = a.wrapping_add(b),
                Op::Sub => registers[rd] = a.wrapping_sub(b),
                Op::Sll => {
                    registers[rd] = a << (b & 31);
                    cost = shift_cost(b);
                }
                Op::Slt => registers[rd] = u32::from((a as i32) < b as i32),
                Op::Sltu => registers[rd] = u32::from(a < b),
                Op::Xor => registers[rd] = a ^ b,
                Op::Srl => {
                    registers[rd] = a >> (b & 31);
                    cost = shift_cost(b);
                }
                Op::Sra => {
                    registers[rd] = ((a as i32) >> (b & 31)) as u32;
                    cost = shift_cost(b);
                }
                Op::Or => registers[rd] = a | b,
                Op::And => registers[rd] = a & b,
                Op::Beq if a == b => next = imm,
                Op::Bne if a != b => next = imm,
                Op::Blt if (a as i32) < b as i32 => next = imm,
                Op::Bge if a as i32 >= b as i32 => next = imm,
                Op::Bltu if a < b => next = imm,
                Op::Bgeu if a >= b => next = imm,
                Op::Beq | Op::Bne | Op::Blt | Op::Bge | Op::Bltu | Op::Bgeu => {}
                Op::Jal => {
                    registers[rd] = next;
                    next = imm;
                }
                Op::Jalr => {
                    registers[rd] = next;
                    next = a.wrapping_add(imm) & !1;
                }
                Op::Lb => load!(Byte, |item| item as u8 as i8 as u32),
                Op::Lh => load!(Half, |item| item as u16 as i16 as u32),
                Op::Lw => load!(Word, |item| item),
                Op::Lbu => load!(Byte, |item| item),
                Op::Lhu => load!(Half, |item| item),
                Op::Sb => store!(Byte),
                Op::Sh => store!(Half),
                Op::Sw => store!(Word),
                Op::Csr => match csr::Instruction::new(rom.expanded(pc)) {
                    Some(csr) => registers[rd] = self.csrs.execute(&csr, a, edge + THIRD_EDGE),
                    None => unreachable!("the decoder lets only legal CSR instructions through"),
                },
                Op::Mret => next = self.csrs.mepc,
                Op::Wfi => break State::Waiting,
                Op::Ecall => trap!(Cause::EcallMachine, 0),
                Op::Ebreak => trap!(Cause::Breakpoint, 0),
                Op::Illegal => trap!(Cause::Illegal, 0),
            }
            if EXACT && edge + cost > stop {
                // A load or shift whose result comes too late.
                registers[rd] = before;
                break State::Running;
            }
            if LOG && let Some(log) = &mut self.retire_log {
                log.push(Retired {
                    edge: edge + cost - 1,
                    pc,
                    instruction: rom.expanded(pc),
                    rd_value: result(registers, instruction.rd),
                });
            }
            retired += 1;
            edge += cost;
            pc = next;
        };
        self.pc = pc;
        self.edge = edge;
        self.retired += retired;
        state
    }

    /// Does the access that [`advance`](Mcu::advance) announced.
    ///
    /// # Panics
    /// When none is announced.
    pub fn access(&mut self, external: &mut impl External) {
        assert!(
            self.state == State::Access,
            "access() without Next::Access before it"
        );
        self.state = State::Running;
        let instruction = self.rom.decoded[(self.pc >> 1) as usize];
        let address = self.registers[usize::from(instruction.rs1)].wrapping_add(instruction.imm);
        let value = self.registers[usize::from(instruction.rs2)];
        let edge = self.edge + ACCESS_EDGE;
        self.ended = None;
        let mut load = |width| external.load(edge, address, width);
        let loaded = match instruction.op {
            Op::Lb => load(Width::Byte).map(|item| Some(item as u8 as i8 as u32)),
            Op::Lh => load(Width::Half).map(|item| Some(item as u16 as i16 as u32)),
            Op::Lw => load(Width::Word).map(Some),
            Op::Lbu => load(Width::Byte).map(|item| Some(item & Width::Byte.mask())),
            Op::Lhu => load(Width::Half).map(|item| Some(item & Width::Half.mask())),
            store => {
                let width = match store {
                    Op::Sb => Width::Byte,
                    Op::Sh => Width::Half,
                    Op::Sw => Width::Word,
                    other => unreachable!("{other:?} is no access"),
                };
                external
                    .store(edge, address, width, value & width.mask())
                    .map(|()| None)
            }
        };
        match loaded {
            Ok(Some(value)) => {
                let rd = usize::from(instruction.rd);
                self.ended = Some(Ended {
                    edge: self.edge + COST_LOAD - 1,
                    rd: instruction.rd,
                    before: self.registers[rd],
                });
                self.registers[rd] = value;
                self.retire(instruction.rd, self.edge + COST_LOAD);
            }
            Ok(None) => self.retire(instruction.rd, self.edge + COST_STORE),
            Err(AccessFault) => {
                let cause = match instruction.op {
                    Op::Sb | Op::Sh | Op::Sw => Cause::StoreFault,
                    _ => Cause::LoadFault,
                };
                self.pc = self.csrs.trap(cause, self.pc, address);
                self.edge += COST;
            }
        }
    }

    /// Ends the `wfi` that [`advance`](Mcu::advance) announced: an event is first visible at
    /// `event_edge`, which may lie before the `wfi`.
    ///
    /// # Panics
    /// When the MCU does not wait.
    pub fn wake(&mut self, event_edge: u64) {
        assert!(
            self.state == State::Waiting,
            "wake() without Next::Wait before it"
        );
        self.state = State::Running;
        let since = self.edge + THIRD_EDGE;
        let last = since.max(event_edge);
        self.ended = Some(Ended {
            edge: last,
            rd: SINK,
            before: 0,
        });
        self.retire(SINK, last + 1);
    }

    /// Completes the instruction at `pc`; the one behind it is fetched at `next_fetch`.
    fn retire(&mut self, rd: u8, next_fetch: u64) {
        if let Some(log) = &mut self.retire_log {
            log.push(Retired {
                edge: next_fetch - 1,
                pc: self.pc,
                instruction: self.rom.expanded(self.pc),
                rd_value: result(&self.registers, rd),
            });
        }
        self.retired += 1;
        self.pc += self.rom.bytes((self.pc >> 1) as usize);
        self.edge = next_fetch;
    }

    /// RAM as words. It may be ahead of the simulation's time by a batch.
    pub fn ram(&self) -> &[u32] {
        &self.ram[..]
    }

    /// Address of the instruction that is next, or waits for its access or an event.
    pub fn pc(&self) -> u32 {
        self.pc
    }

    /// Register x`n`.
    ///
    /// # Panics
    /// When `n` is not below 32.
    pub fn register(&self, n: usize) -> u32 {
        self.registers[..32][n]
    }

    /// Instructions completed since the MCU was made. Those that trapped do not count.
    pub fn retired(&self) -> u64 {
        self.retired
    }

    /// Fetch edge of the instruction at [`pc`](Mcu::pc).
    pub fn next_fetch_edge(&self) -> u64 {
        self.edge
    }

    /// Takes the stores to the report block's `PHASE` and `FAULT` words since the last call: the
    /// store's 4th edge, the word's index, its value after the store. Edges may lie ahead of the
    /// simulation's time. Taken after each [`advance`](Mcu::advance) none is missing; of more than
    /// 2048 the oldest are lost.
    pub fn take_report_writes(&mut self) -> vec_deque::Drain<'_, (u64, usize, u32)> {
        self.report_writes.drain(..)
    }

    /// Starts or stops recording every completed instruction. What was recorded is dropped.
    pub fn set_retire_log(&mut self, on: bool) {
        self.retire_log = on.then(Vec::new);
    }

    /// Takes the instructions recorded since the last call, oldest first; empty when recording is
    /// off. The record grows until it is taken.
    pub fn take_retired(&mut self) -> Vec<Retired> {
        self.retire_log
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// Where an address outside RAM leads.
enum Place {
    /// Index of the ROM word.
    Rom(usize),
    /// Buffer or registers.
    External,
    Misaligned,
    /// Outside the map, or too narrow for a register.
    Nowhere,
}

/// Index of the RAM word of a naturally aligned item; `None` for all other addresses.
#[inline(always)]
fn ram_index(address: u32, width: Width) -> Option<usize> {
    let offset = address.wrapping_sub(RAM_BASE);
    // Range and alignment in one test.
    let forbidden = !(RAM_BYTES - 1) | (width.bytes() - 1);
    (offset & forbidden == 0).then_some((offset >> 2) as usize % RAM_WORDS)
}

fn place(address: u32, width: Width) -> Place {
    if !address.is_multiple_of(width.bytes()) {
        Place::Misaligned
    } else if address < ROM_BYTES {
        Place::Rom((address >> 2) as usize)
    } else if address.wrapping_sub(BUFFER_BASE) < BUFFER_BYTES
        || (address.wrapping_sub(IO_BASE) < IO_BYTES && width == Width::Word)
    {
        Place::External
    } else {
        Place::Nowhere
    }
}

/// The item at `address`, zero-extended, out of the word that holds it.
#[inline(always)]
fn item(word: u32, address: u32, width: Width) -> u32 {
    match width {
        Width::Word => word,
        _ => (word >> (8 * (address & 3))) & width.mask(),
    }
}

/// `word` with the item at `address` replaced by the low bits of `value`.
#[inline(always)]
fn merge(word: u32, address: u32, width: Width, value: u32) -> u32 {
    match width {
        Width::Word => value,
        _ => {
            let shift = 8 * (address & 3);
            (word & !(width.mask() << shift)) | ((value & width.mask()) << shift)
        }
    }
}

/// The shifter moves 4 places per edge, then 1 place per edge.
#[inline(always)]
const fn shift_cost(amount: u32) -> u64 {
    let amount = (amount & 31) as u64;
    COST + amount / 4 + amount % 4
}

#[inline(always)]
fn result(registers: &[u32; 256], rd: u8) -> u32 {
    if rd == SINK {
        0
    } else {
        registers[usize::from(rd)]
    }
}

#[cold]
fn log_report(log: &mut VecDeque<(u64, usize, u32)>, entry: (u64, usize, u32)) {
    if log.len() == REPORT_LOG_LIMIT {
        log.pop_front();
    }
    log.push_back(entry);
}
