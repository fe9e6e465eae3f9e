//! Core, ROM and RAM on a bench, edge by edge, next to the emulator's model.
//!
//! Everything that is neither ROM nor RAM is answered by [`outside`], so that transfer buffer and
//! register window need no hardware here: a value that depends on address and edge.

use std::sync::Arc;

use rust_hdl_core::prelude::*;
use umbilical_emu::controller::mcu::{
    AccessFault, External, Mcu as Model, Next, Retired, Rom as Image, Width,
};
use umbilical_rtl::mcu::Mcu;
use umbilical_rtl::memory::{Ram, Rom};
use umbilical_soft_mcu::registers::RAM_BASE;

/// What buffer and registers answer at `edge`.
fn outside(edge: u64, address: u32) -> u32 {
    (edge as u32).wrapping_mul(0x9E37_79B9) ^ (address & !3).wrapping_mul(0x85EB_CA6B)
}

/// An access outside ROM and RAM: edge, address of the word, and for stores mask and data there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    edge: u64,
    address: u32,
    store: Option<(u32, u32)>,
}

/// What a run shows. The edge of a completed instruction is here that of its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub retired: Vec<Retired>,
    pub accesses: Vec<Access>,
    pub ram: Vec<u32>,
}

#[derive(LogicBlock, Default)]
struct Top {
    clock: Signal<In, Clock>,
    reset: Signal<In, Bit>,
    wake: Signal<In, Bit>,
    cycle: Signal<In, Bits<32>>,
    cycle_high: Signal<In, Bits<32>>,
    from_ram: Signal<In, Bit>,
    elsewhere: Signal<In, Bits<32>>,
    to_ram: Signal<Local, Bit>,
    mcu: Mcu,
    rom: Rom,
    ram: Ram,
}

impl Logic for Top {
    #[hdl_gen]
    fn update(&mut self) {
        self.mcu.clock.next = self.clock.val();
        self.rom.clock.next = self.clock.val();
        self.ram.clock.next = self.clock.val();
        self.mcu.reset.next = self.reset.val();
        self.mcu.wake.next = self.wake.val();
        self.mcu.cycle.next = self.cycle.val();
        self.mcu.cycle_high.next = self.cycle_high.val();
        self.rom.address.next = self.mcu.rom_address.val();
        self.mcu.rom_data.next = self.rom.data.val();
        self.to_ram.next = self.mcu.bus_address.val().get_bits::<4>(28) == 1u8.to_bits();
        self.ram.address.next = self.mcu.bus_address.val().get_bits::<10>(2);
        self.ram.write_data.next = self.mcu.bus_write_data.val();
        self.ram.write_mask.next = 0u8.to_bits();
        if self.to_ram.val() {
            self.ram.write_mask.next = self.mcu.bus_write_mask.val();
        }
        self.mcu.bus_read.next = self.elsewhere.val();
        if self.from_ram.val() {
            self.mcu.bus_read.next = self.ram.read_data.val();
        }
    }
}

/// The bytes of a word that a mask covers.
fn bits(mask: u32) -> u32 {
    (0..4)
        .filter(|lane| mask >> lane & 1 == 1)
        .fold(0, |bits, lane| bits | 0xFF << (8 * lane))
}

/// The hardware.
pub struct Bench {
    top: Box<Top>,
}

impl Bench {
    pub fn new() -> Bench {
        let mut top = Box::new(Top::default());
        top.connect_all();
        check_all(&*top).expect("the bench is connected");
        Bench { top }
    }

    fn settle(&mut self) {
        assert!(simulate(&mut *self.top, 64), "the bench does not settle");
    }

    fn clock(&mut self, level: bool) {
        self.top.clock.next = Clock { clk: level };
        self.settle();
    }

    /// Runs `program` for `edges` edges after a reset that lasts one edge, whatever stood before;
    /// registers are 0 and RAM is `ram`.
    fn run(&mut self, program: &[u32], ram: &[u32], edges: u64, wake: Wake) -> Run {
        let mut run = Run {
            retired: vec![],
            accesses: vec![],
            ram: vec![],
        };
        self.top.rom.load(program);
        self.top.reset.next = true;
        self.clock(false);
        self.clock(true);
        self.top.reset.next = false;
        self.settle();
        self.top.ram.words_mut().copy_from_slice(ram);
        self.top.mcu.registers_mut().fill(0);
        for edge in 0..edges {
            self.clock(false);
            self.top.cycle.next = (edge & 0xFFFF_FFFF).into();
            self.top.cycle_high.next = (edge >> 32).into();
            self.top.wake.next = wake(edge);
            self.settle();
            let mcu = &self.top.mcu;
            if mcu.trace_retire.val() {
                run.retired.push(Retired {
                    edge,
                    pc: mcu.trace_pc.val().to_u32(),
                    instruction: mcu.trace_instruction.val().to_u32(),
                    rd_value: mcu.trace_value.val().to_u32(),
                });
            }
            let address = mcu.bus_address.val().to_u32();
            let mask = mcu.bus_write_mask.val().to_u32();
            let access = mcu.bus_access.val();
            let in_ram = address >> 28 == RAM_BASE >> 28;
            if access && !in_ram {
                run.accesses.push(Access {
                    edge,
                    address: address & !3,
                    store: (mask != 0)
                        .then(|| (mask, mcu.bus_write_data.val().to_u32() & bits(mask))),
                });
            }
            assert!(access || mask == 0, "edge {edge}: stores without an access");
            self.clock(true);
            // What was sampled stands for one cycle; whoever reads it later reads nonsense.
            self.top.from_ram.next = access && in_ram;
            self.top.elsewhere.next = match access {
                true => u64::from(outside(edge, address)).into(),
                false => 0x0BAD_0BAD_u64.into(),
            };
            self.settle();
        }
        run.ram = self.top.ram.words().to_vec();
        run
    }
}

/// Whether the event that `wfi` waits for stands at an edge.
type Wake = fn(u64) -> bool;

/// The outside of the model.
#[derive(Default)]
struct Record(Vec<Access>);

impl External for Record {
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault> {
        self.0.push(Access {
            edge,
            address: address & !3,
            store: None,
        });
        let item = outside(edge, address) >> (8 * (address & 3));
        Ok(match width {
            Width::Byte => item & 0xFF,
            Width::Half => item & 0xFFFF,
            Width::Word => item,
        })
    }

    fn store(
        &mut self,
        edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault> {
        let mask = match width {
            Width::Byte => 1,
            Width::Half => 3,
            Width::Word => 15,
        };
        self.0.push(Access {
            edge,
            address: address & !3,
            store: Some((mask << (address & 3), value << (8 * (address & 3)))),
        });
        Ok(())
    }
}

/// The model's run of the same, and the RAM that it starts with.
fn model(program: &[u32], edges: u64, wake: Wake) -> (Vec<u32>, Run) {
    let image: Vec<u8> = program.iter().flat_map(|w| w.to_le_bytes()).collect();
    let rom = Image::new(&image).expect("the program fits the ROM");
    let mut model = Model::new(Arc::new(rom));
    model.set_retire_log(true);
    let ram = model.ram().to_vec();
    let mut record = Record::default();
    loop {
        match model.advance_until(edges) {
            Next::Access { edge } if edge < edges => model.access(&mut record),
            Next::Wait { since } => match (since..edges).find(|&edge| wake(edge)) {
                Some(edge) => model.wake(edge),
                None => break,
            },
            Next::Continue { edge } if edge < edges => {}
            _ => break,
        }
    }
    let mut registers = [0; 32];
    let mut retired = vec![];
    for mut entry in model.take_retired() {
        entry.edge = end(&entry, &registers, wake);
        registers[(entry.instruction >> 7 & 31) as usize] = match entry.instruction & 0x7F {
            0x63 | 0x23 => registers[(entry.instruction >> 7 & 31) as usize],
            _ => entry.rd_value,
        };
        if entry.edge < edges {
            retired.push(entry);
        }
    }
    let run = Run {
        retired,
        accesses: record.0,
        ram: model.ram().to_vec(),
    };
    (ram, run)
}

/// The edge that ends an instruction, from its fetch edge and the registers before it.
fn end(entry: &Retired, registers: &[u32; 32], wake: Wake) -> u64 {
    let third = entry.edge + 2;
    let word = entry.instruction;
    let by = |amount: u32| third + u64::from((amount & 31) / 4 + amount % 4);
    match (word & 0x7F, word >> 12 & 3) {
        (0x03, _) => third + 2,
        (0x23, _) => third + 1,
        (0x13, 1) => by(word >> 20 & 31),
        (0x33, 1) => by(registers[(word >> 20 & 31) as usize]),
        _ if word == super::asm::WFI => (third..).find(|&edge| wake(edge)).expect("it woke"),
        _ => third,
    }
}

/// Runs `program` on both and compares. Returns what happened.
pub fn compare(bench: &mut Bench, what: &str, program: &[u32], edges: u64, wake: Wake) -> Run {
    let (ram, expected) = model(program, edges, wake);
    let run = bench.run(program, &ram, edges, wake);
    let both = run.retired.iter().zip(&expected.retired);
    if let Some((index, (is, should))) = both.enumerate().find(|(_, (is, should))| is != should) {
        let before = &run.retired[index.saturating_sub(3)..index];
        panic!("{what}: instruction {index} is {is:x?}, should be {should:x?}, after {before:x?}");
    }
    assert_eq!(
        run.retired.len(),
        expected.retired.len(),
        "{what}: instructions"
    );
    assert_eq!(run.accesses, expected.accesses, "{what}: accesses");
    let differs = run
        .ram
        .iter()
        .zip(&expected.ram)
        .position(|(is, should)| is != should);
    assert_eq!(differs, None, "{what}: first RAM word that differs");
    run
}
