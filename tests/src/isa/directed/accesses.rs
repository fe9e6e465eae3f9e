//! Loads and stores: lanes and signs, memories and registers, and where they are refused.

use super::*;
use crate::isa::points::OUTSIDE;
use crate::isa::reference::HOLDING;
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, BUFFER_BYTES, IO_BASE, IO_BYTES, RAM_BASE, RAM_BYTES, offset,
};

type Access = fn(u32, i32, u32) -> u32;

const LOADS: [Access; 5] = [lb, lh, lw, lbu, lhu];
const STORES: [Access; 3] = [sb, sh, sw];
/// Both signs in every byte and halfword.
const PATTERNS: [u32; 3] = [0x8001_7FFE, 0x7F80_FF00, 0x0180_80FF];

pub(super) fn programs(all: &mut Vec<Directed>) {
    lanes(all);
    rom(all);
    offsets(all);
    refused(all);
    registers(all);
}

/// The loads of all items of the word at x1.
fn load_all(program: &mut Builder) {
    for lane in 0..4 {
        program.extend([lb(3, lane, 1), lbu(4, lane, 1)]);
        if lane % 2 == 0 {
            program.extend([lh(3, lane, 1), lhu(4, lane, 1)]);
        }
    }
    program.push(lw(3, 0, 1));
}

fn lanes(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    let last = [RAM_BASE + RAM_BYTES - 4, BUFFER_BASE + BUFFER_BYTES - 4];
    for base in [RAM_BASE, BUFFER_BASE, RAM_BASE + 0x554, BUFFER_BASE + 0x554]
        .into_iter()
        .chain(last)
    {
        program.li(1, base);
        for pattern in PATTERNS {
            program.li(2, pattern);
            program.push(sw(2, 0, 1));
            load_all(&mut program);
        }
        // Each narrow store leaves the other lanes alone.
        program.li(2, 0xA5C3_1278);
        for (store, lane) in [
            (sb as Access, 0),
            (sb, 1),
            (sb, 2),
            (sb, 3),
            (sh, 0),
            (sh, 2),
        ] {
            program.extend([sw(0, 0, 1), store(2, lane, 1), lw(3, 0, 1)]);
            program.extend([addi(4, 0, -1), sw(4, 0, 1), store(2, lane, 1), lw(3, 0, 1)]);
        }
    }
    program.finish("lanes", "every item of a word in RAM and buffer", all);

    // Word i holds i, whatever its neighbours hold; no address line is missing.
    let mut program = Builder::new();
    for base in [RAM_BASE, BUFFER_BASE] {
        program.li(1, base);
        program.push(sw(1, 0, 1));
        for bit in 2..12 {
            program.li(2, base + (1 << bit));
            program.push(sw(2, 0, 2));
        }
        program.push(lw(3, 0, 1));
        for bit in 2..12 {
            program.li(2, base + (1 << bit));
            program.push(lw(3, 0, 2));
        }
    }
    program.finish("address lines", "every address bit of RAM and buffer", all);
}

fn rom(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.push(jal(0, 16));
    let data = program.here();
    program.extend(PATTERNS);
    for index in 0..3 {
        program.li(1, data + 4 * index);
        load_all(&mut program);
        for store in STORES {
            program.push(store(2, 0, 1));
        }
        program.push(lw(3, 0, 1));
    }
    program.li(1, umbilical_soft_mcu::registers::ROM_BYTES - 4);
    load_all(&mut program);
    program.extend(STORES.map(|store| store(2, 0, 1)));
    program.finish("ROM as data", "reads in every lane, refuses stores", all);
}

fn offsets(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, RAM_BASE + 0x800);
    for bit in 2..11 {
        for offset in [1 << bit, -(1 << bit)] {
            program.extend([addi(2, 2, 0x111), sw(2, offset, 1)]);
        }
    }
    program.extend([
        sb(2, 2047, 1),
        sb(2, -2048, 1),
        lb(3, 2047, 1),
        lbu(3, -2048, 1),
    ]);
    for bit in 2..11 {
        program.extend([1 << bit, -(1 << bit)].map(|offset| lw(3, offset, 1)));
    }
    // Source, base and destination may be one register.
    program.extend([sw(1, 0, 1), lw(1, 0, 1), sw(1, 4, 1), lhu(1, 4, 1)]);
    program.finish("offsets", "every bit of the offset, both signs", all);
}

fn refused(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(3, 0x0BAD_0BAD);
    for address in OUTSIDE {
        program.li(1, address);
        program.extend(LOADS.map(|load| load(3, 0, 1)));
        program.extend(STORES.map(|store| store(3, 0, 1)));
    }
    program.show(3);
    program.finish(
        "outside the map",
        "access faults at the rims of each region",
        all,
    );

    let mut program = Builder::new();
    program.li(3, 0x0BAD_0BAD);
    for base in [0x100, RAM_BASE, BUFFER_BASE, IO_BASE, 0x8000_0000] {
        program.li(1, base);
        for lane in 1..4 {
            program.extend([lw(3, lane, 1), sw(3, lane, 1)]);
            if lane % 2 != 0 {
                program.extend([lh(3, lane, 1), lhu(3, lane, 1), sh(3, lane, 1)]);
            }
        }
    }
    program.show(3);
    program.finish(
        "misaligned accesses",
        "before they are found out of the map",
        all,
    );

    let mut program = Builder::new();
    for register in [0, offset::OUT, offset::TIMER_COMPARE, IO_BYTES - 4] {
        program.li(1, IO_BASE + register);
        for lane in 0..4 {
            program.extend([lb(3, lane, 1), lbu(3, lane, 1), sb(3, lane, 1)]);
            if lane % 2 == 0 {
                program.extend([lh(3, lane, 1), lhu(3, lane, 1), sh(3, lane, 1)]);
            }
        }
        program.push(lw(3, 0, 1));
    }
    program.finish("narrow register accesses", "registers take words only", all);
}

fn registers(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, IO_BASE);
    let every = || (0..IO_BYTES as i32).step_by(4);
    // What they are after reset; time goes by between two reads of the timer.
    program.extend(every().map(|register| lw(3, register, 1)));
    program.li(4, 0x5A3C_96A5);
    for value in [2, 4, 5] {
        for register in every() {
            // A watchdog of 0 edges would end this at once; a byte that is sent moves a pin.
            let kind = register as u32;
            let apart = [offset::WATCHDOG, offset::I2C_COMMAND, offset::UART_DATA];
            if apart.contains(&kind) {
                continue;
            }
            program.push(xori(value, value, -1));
            program.extend([sw(value, register, 1), lw(3, register, 1)]);
        }
        // No register is another one's.
        program.extend(every().map(|register| lw(3, register, 1)));
    }
    for (register, _, _) in HOLDING {
        program.extend([sw(0, register as i32, 1), lw(3, register as i32, 1)]);
    }
    program.finish(
        "registers",
        "what each register keeps, and what it is after reset",
        all,
    );

    // Commands that end before anything moves, and the result that each leaves.
    let mut program = Builder::new();
    program.li(1, IO_BASE);
    program.push(sw(0, offset::I2C_DEADLINE as i32, 1));
    for (owner, length) in [(0, 0), (0, 3), (1, 0), (1, 3)] {
        program.extend([addi(2, 0, owner), sw(2, offset::SWITCH as i32, 1)]);
        program.extend([addi(2, 0, length), sw(2, offset::I2C_LENGTH as i32, 1)]);
        for operation in (0..8).filter(|&operation| owner == 1 || operation != 5) {
            program.extend([
                addi(2, 0, operation),
                sw(2, offset::I2C_COMMAND as i32, 1),
                lw(3, offset::I2C_STATUS as i32, 1),
                lw(3, offset::IRQ_PENDING as i32, 1),
                lw(3, offset::I2C_COUNT as i32, 1),
            ]);
        }
    }
    program.finish(
        "refused commands",
        "NotOwner, Ok and BusBusy without a bus",
        all,
    );
}
