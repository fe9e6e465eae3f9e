//! The programs that are written by hand: every instruction with its corners, every trap, every
//! CSR and register, events and the watchdog.
//!
//! ```text
//!   0x000  jump to the body
//!   0x020  handler: mcause, mepc, mtval to x28, x29, x30; back behind the instruction,
//!          or after a fetch outside ROM to where x27 says
//!   0x080  body; it ends asleep
//! ```

mod accesses;
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
    all
}

/// Words of a program under construction.
struct Builder {
    words: Vec<u32>,
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
            words: vec![jal(0, BODY as i32)],
        };
        builder.pad_to(HANDLER);
        builder.extend([
            csrrs(28, csr::MCAUSE, 0),
            csrrs(29, csr::MEPC, 0),
            csrrs(30, csr::MTVAL, 0),
            addi(31, 0, 1),
            bne(28, 31, 8),
            addi(29, 27, -4),
            addi(29, 29, 4),
            csrrw(0, csr::MEPC, 29),
            mret(),
        ]);
        builder.pad_to(BODY);
        builder
    }

    fn push(&mut self, word: u32) {
        self.words.push(word);
    }

    fn extend(&mut self, words: impl IntoIterator<Item = u32>) {
        self.words.extend(words);
    }

    fn li(&mut self, rd: u32, value: u32) {
        self.extend(asm::li(rd, value));
    }

    /// The address of the next word.
    fn here(&self) -> u32 {
        4 * self.words.len() as u32
    }

    /// Fills with what must not be executed.
    fn pad_to(&mut self, address: u32) {
        assert!(
            self.here() <= address,
            "{:x} is behind {address:x}",
            self.here()
        );
        self.words.resize((address / 4) as usize, 0);
    }

    /// Shows a register in the record of results.
    fn show(&mut self, register: u32) {
        self.push(addi(register, register, 0));
    }

    /// Puts it to sleep for ever; every program ends so.
    fn finish(mut self, name: &str, covers: &'static str, into: &mut Vec<Directed>) {
        self.push(wfi());
        into.push(Directed {
            covers,
            program: Program {
                name: name.into(),
                words: self.words,
                edges_max: EDGES_MAX,
            },
        });
    }
}
