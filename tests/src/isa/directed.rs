//! The programs that are written by hand: every instruction with its corners, every trap, every
//! CSR and register, events and the watchdog.
//!
//! ```text
//!   0x000  jump to the body
//!   0x020  handler: mcause, mepc, mtval to x28, x29, x30; back behind the instruction, however
//!          long it is, or after a fetch outside ROM to where x27 says
//!   0x080  body; it ends asleep
//! ```

mod accesses;
mod compressed;
mod compute;
mod events;
mod jumps;
mod traps;

use super::Program;
use umbilical_emu::controller::mcu::asm::{self, *};

const HANDLER: u32 = 0x20;
const BODY: u32 = 0x80;
/// No program is longer.
const EDGES_MAX: u64 = 100_000;

/// One of the programs.
pub struct Directed {
    /// What it covers.
    pub covers: &'static str,
    /// What to run.
    pub program: Program,
}

/// All of them.
pub fn programs() -> Vec<Directed> {
    let mut all = Vec::new();
    compute::programs(&mut all);
    jumps::programs(&mut all);
    accesses::programs(&mut all);
    traps::programs(&mut all);
    events::programs(&mut all);
    compressed::programs(&mut all);
    all
}

/// A program under construction.
struct Builder {
    code: Code,
}

impl Builder {
    /// With the handler, and `mtvec` pointing to it.
    fn new() -> Builder {
        let mut builder = Builder::bare();
        builder.li(31, HANDLER);
        builder.push(csrrw(0, csr::MTVEC, 31));
        builder
    }

    /// As `new`, but `mtvec` is still 0.
    fn bare() -> Builder {
        let mut builder = Builder {
            code: Code::default(),
        };
        builder.push(jal(0, BODY as i32));
        builder.pad_to(HANDLER);
        builder.extend([
            csrrs(28, csr::MCAUSE, 0),
            csrrs(29, csr::MEPC, 0),
            csrrs(30, csr::MTVAL, 0),
            addi(31, 0, 1),
            beq(28, 31, 36),
            // The length is in the lowest two bits.
            lhu(31, 0, 29),
            andi(31, 31, 3),
            addi(31, 31, -3),
            addi(29, 29, 2),
            bne(31, 0, 8),
            addi(29, 29, 2),
            csrrw(0, csr::MEPC, 29),
            mret(),
            addi(29, 27, 0),
            jal(0, -12),
        ]);
        builder.pad_to(BODY);
        builder
    }

    fn push(&mut self, word: u32) {
        self.code.word(word);
    }

    fn extend(&mut self, words: impl IntoIterator<Item = u32>) {
        words.into_iter().for_each(|word| self.push(word));
    }

    fn half(&mut self, half: u16) {
        self.code.half(half);
    }

    fn halves(&mut self, halves: impl IntoIterator<Item = u16>) {
        halves.into_iter().for_each(|half| self.half(half));
    }

    fn li(&mut self, rd: u32, value: u32) {
        self.extend(asm::li(rd, value));
    }

    /// The address of the next instruction.
    fn here(&self) -> u32 {
        self.code.here()
    }

    /// Fills with what must not be executed.
    fn pad_to(&mut self, address: u32) {
        self.code.pad_to(address);
    }

    /// Puts another word where one stands already.
    fn replace(&mut self, address: u32, word: u32) {
        *self.code.half_at(address) = word as u16;
        *self.code.half_at(address + 2) = (word >> 16) as u16;
    }

    /// Shows a register in the record of results.
    fn show(&mut self, register: u32) {
        self.push(addi(register, register, 0));
    }

    /// Puts it to sleep for ever; almost every program ends so.
    fn finish(mut self, name: &str, covers: &'static str, into: &mut Vec<Directed>) {
        self.push(wfi());
        self.into_asleep(name, covers, into);
    }

    /// For programs that sleep elsewhere than at their end.
    fn into_asleep(self, name: &str, covers: &'static str, into: &mut Vec<Directed>) {
        into.push(Directed {
            covers,
            program: Program {
                name: name.into(),
                words: self.code.words(),
                edges_max: EDGES_MAX,
            },
        });
    }
}
