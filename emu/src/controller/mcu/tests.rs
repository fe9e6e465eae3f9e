//! What would break these tests: a wrong result, destination, trap cause or value, or a wrong
//! number of edges, of any instruction. Whole programs and random ones, on every back-end, are in
//! `tests/src/isa.rs`.

mod access;
mod compressed;
mod instructions;
mod traps;

use super::asm::{rom, wfi};
use super::decode::ROM_WORDS;
use super::*;

/// Where trials put their trap handler.
const HANDLER: u32 = 0x3000;

/// One instruction among `wfi`s: it runs, and the MCU then sleeps wherever it went.
struct Trial {
    mcu: Mcu,
    pc: u32,
    start: u64,
}

impl Trial {
    /// `instruction` at `pc`, to be fetched at an odd, large edge.
    fn new(pc: u32, instruction: u32) -> Trial {
        let mut words = [wfi(); ROM_WORDS];
        words[(pc / 4) as usize] = instruction;
        let mut mcu = Mcu::new(rom(&words));
        let start = 0x3_0000_0007;
        mcu.reset(start);
        mcu.pc = pc;
        mcu.csrs.mtvec = HANDLER;
        for n in 1..32 {
            mcu.registers[n] = 0xDEAD_0000 + n as u32;
        }
        Trial { mcu, pc, start }
    }

    fn with(mut self, register: usize, value: u32) -> Trial {
        self.mcu.registers[register] = value;
        self
    }

    /// Runs the instruction, which must take `cost` edges and be followed by the one at `next`.
    #[track_caller]
    fn runs(mut self, cost: u64, next: u32) -> Mcu {
        let before = self.mcu.clone();
        let outcome = self.mcu.advance();
        assert_eq!(self.mcu.pc(), next, "address of the next instruction");
        assert_eq!(
            outcome,
            Next::Wait {
                since: self.start + cost + THIRD_EDGE
            },
            "edges taken"
        );
        assert_eq!(self.mcu.next_fetch_edge(), self.start + cost);
        assert_eq!(self.mcu.register(0), 0);
        assert_eq!(
            self.mcu.retired() - before.retired(),
            u64::from(next != HANDLER)
        );
        self.mcu
    }

    /// As `runs`, on to the instruction behind; only `register` may change, and becomes `value`.
    #[track_caller]
    fn gives(self, register: usize, value: u32, cost: u64) -> Mcu {
        let next = self.pc + 4;
        let before = self.mcu.clone();
        let mcu = self.runs(cost, next);
        for n in 0..32 {
            let expected = if n == register {
                value
            } else {
                before.register(n)
            };
            assert_eq!(mcu.register(n), expected, "x{n}");
        }
        mcu
    }

    /// The instruction traps and changes nothing but the trap's CSRs.
    #[track_caller]
    fn traps(self, cause: u32, value: u32) {
        let pc = self.pc;
        let before = self.mcu.clone();
        let mcu = self.runs(3, HANDLER);
        assert_eq!(mcu.csrs.mcause, cause, "mcause");
        assert_eq!(mcu.csrs.mtval, value, "mtval");
        assert_eq!(mcu.csrs.mepc, pc, "mepc");
        assert_eq!(mcu.registers[..32], before.registers[..32]);
        assert_eq!(mcu.ram, before.ram);
    }
}

#[test]
fn a_rom_is_padded_with_illegal_instructions_and_an_oversized_image_refused() {
    let rom = Rom::new(&[0x93, 0x00, 0x10, 0x00, 0xFF]).expect("five bytes fit");
    assert_eq!(rom.words()[..3], [0x0010_0093, 0xFF, 0]);
    assert_eq!(rom.words().len(), ROM_WORDS);
    assert!(Rom::new(&[0; ROM_BYTES as usize]).is_ok());
    let error = Rom::new(&[0; ROM_BYTES as usize + 1]).err();
    assert!(error.is_some_and(|text| text.contains("16385") && text.contains("16384")));
}

#[test]
fn power_on_spoils_ram_and_clears_registers_and_reset_keeps_them() {
    let mut mcu = Mcu::new(rom(&[wfi()]));
    assert!(mcu.ram().iter().all(|&word| word != 0));
    assert_eq!(mcu.ram().len() * 4, RAM_BYTES as usize);
    mcu.ram[7] = 0;
    mcu.registers[5] = 5;
    mcu.csrs.mscratch = 5;
    assert_eq!(mcu.advance(), Next::Wait { since: 2 });
    mcu.reset(100);
    assert_eq!(
        (mcu.ram()[7], mcu.register(5), mcu.csrs.mscratch),
        (0, 5, 0)
    );
    assert_eq!(mcu.advance(), Next::Wait { since: 102 });
    mcu.power_on();
    assert_ne!(mcu.ram()[7], 0);
    assert_eq!(mcu.register(5), 0);
}
