//! `wfi` and what ends it; the watchdog and what it leaves.

use super::*;
use asm::compressed as c;
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, irq, offset};

pub(super) fn programs(all: &mut Vec<Directed>) {
    timer(all);
    others(all);
    watchdog(all);
    watchdog_again(all);
}

fn timer(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, IO_BASE);
    program.extend([
        addi(2, 0, irq::TIMER as i32),
        sw(2, offset::IRQ_ENABLE as i32, 1),
    ]);
    // Due before it is set, while wfi is fetched, at its 3rd edge, and at each edge behind.
    for ahead in (-4..32).chain([100, 1_000]) {
        program.extend([
            lw(3, offset::TIMER_NOW as i32, 1),
            addi(3, 3, ahead),
            sw(3, offset::TIMER_COMPARE as i32, 1),
            wfi(),
            csrrs(4, csr::MCYCLE, 0),
            lw(5, offset::IRQ_PENDING as i32, 1),
        ]);
    }
    // Half a turn of the counter away is not due any more, or not yet.
    for far in [0x8000_0000, 0x7FFF_FF00, 0x8000_0100] {
        program.li(4, far);
        program.extend([
            lw(3, offset::TIMER_NOW as i32, 1),
            add(3, 3, 4),
            sw(3, offset::TIMER_COMPARE as i32, 1),
            lw(5, offset::IRQ_PENDING as i32, 1),
        ]);
    }
    // An event that stands but is not enabled wakes nobody.
    program.extend([
        sw(0, offset::TIMER_COMPARE as i32, 1),
        lw(5, offset::IRQ_PENDING as i32, 1),
        sw(0, offset::IRQ_ENABLE as i32, 1),
    ]);
    program.finish("timer", "wfi ends at the edge that it should", all);
}

fn others(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, IO_BASE);
    // An unknown operation is done at once.
    program.extend([addi(2, 0, 7), sw(2, offset::IRQ_ENABLE as i32, 1)]);
    program.extend([sw(0, offset::I2C_COMMAND as i32, 1), wfi(), wfi()]);
    program.extend([sw(0, offset::TIMER_COMPARE as i32, 1), wfi()]);
    program.extend([
        addi(2, 0, irq::TIMER as i32),
        sw(2, offset::IRQ_ENABLE as i32, 1),
        wfi(),
    ]);
    program.extend([
        addi(2, 0, irq::I2C as i32),
        sw(2, offset::IRQ_ENABLE as i32, 1),
        wfi(),
    ]);
    // Outputs are left for the end to look at.
    program.extend([addi(2, 0, 0b11011), sw(2, offset::OUT as i32, 1)]);
    program.extend([
        addi(2, 0, irq::SENSE as i32),
        sw(2, offset::IRQ_ENABLE as i32, 1),
    ]);
    program.finish("events", "each event alone and together, at once", all);
}

/// The sequence that the watchdog cuts short, one edge later each time.
fn mixture() -> Vec<u32> {
    vec![
        addi(5, 5, 1),
        slli(6, 5, 7),
        sw(5, 0x40, 2),
        lw(7, 0x40, 2),
        sw(5, 0x44, 3),
        lw(8, 0x44, 3),
        csrrw(9, csr::MSCRATCH, 5),
        sw(5, offset::I2C_CRC as i32, 1),
        lw(10, offset::I2C_CRC as i32, 1),
        jal(11, 8),
        ebreak(),
        ecall(),
        addi(12, 12, 1),
        sb(5, 4, 2),
        mul(),
        auipc(13, 0),
        sw(5, offset::WATCHDOG as i32, 1),
        addi(14, 14, 1),
    ]
}

/// Illegal here.
fn mul() -> u32 {
    0x0220_81B3
}

fn watchdog(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    // x20 counts the resets: the registers survive, and are 0 at first.
    (1..21).for_each(|n| program.show(n));
    program.li(1, IO_BASE);
    program.li(2, RAM_BASE);
    program.li(3, BUFFER_BASE);
    program.extend([
        lw(4, offset::RESET_CAUSE as i32, 1),
        lw(4, offset::I2C_CRC as i32, 1),
    ]);
    program.extend([csr::MSCRATCH, csr::MEPC, csr::MCAUSE, csr::MTVAL].map(|n| csrrs(4, n, 0)));
    // The first time memory is not known.
    program.extend([bne(20, 0, 16), sw(0, 0x40, 2), sw(0, 4, 2), sw(0, 0x44, 3)]);
    program.extend([lw(4, 0x40, 2), lw(4, 4, 2), lw(4, 0x44, 3)]);
    program.extend([addi(20, 20, 1), addi(4, 0, 220)]);
    let done = program.here();
    program.push(beq(20, 4, 0));
    // Enough of everything, then nothing but waiting.
    program.push(sw(20, offset::WATCHDOG as i32, 1));
    program.extend(mixture());
    program.halves([
        c::addi(15, 1),
        c::slli(15, 5),
        c::lwsp(16, 0x40),
        c::j(4),
        0,
    ]);
    program.halves([c::swsp(5, 0x40), c::ebreak(), c::mv(17, 5)]);
    program.push(jal(0, 0));
    let end = program.here();
    program.replace(done, beq(20, 4, (end - done) as i32));
    program.finish(
        "watchdog",
        "a reset at every edge of every kind of instruction",
        all,
    );
}

fn watchdog_again(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.li(1, IO_BASE);
    let wait = |n: usize| vec![addi(5, 5, 1); n];
    program.extend([lw(4, offset::RESET_CAUSE as i32, 1), addi(6, 0, 2)]);
    let done = program.here();
    program.push(0);
    // Written again in time it waits again; there is no way to stop it, 0 is 1.
    program.extend([addi(3, 0, 40), sw(3, offset::WATCHDOG as i32, 1)]);
    program.extend(wait(10));
    program.push(sw(3, offset::WATCHDOG as i32, 1));
    program.extend(wait(10));
    program.extend([
        addi(7, 7, 1),
        addi(3, 0, 0),
        andi(8, 7, 1),
        beq(8, 0, 8),
        addi(3, 0, 25),
    ]);
    program.extend([sw(3, offset::WATCHDOG as i32, 1), wfi(), ebreak()]);
    let behind = program.here();
    program.replace(done, beq(4, 6, (behind - done) as i32));
    // A second reset shows that the first one ended the first watchdog.
    program.extend([addi(9, 9, 1), addi(10, 0, 3)]);
    let again = program.here() as i32;
    program.push(bne(9, 10, done as i32 + 4 - again));
    program.finish(
        "watchdog again",
        "written again, written 0, during wfi",
        all,
    );
}
