//! The whole model by bursts and without, MCU and all.
//!
//! What would break it: a burst that passes an access of the MCU, its timer or the watchdog; a
//! `wake` or an output that is not refreshed behind it; levels of the data lines that the
//! controller does not know of behind it.

use super::*;
use crate::burst::Flow;
use umbilical_soft_mcu::registers::{spi_command, spi_frame};

/// A program that gives `command` for `length` bytes, then sleeps in between looks at the count.
fn transfer(command: u32, length: u32, rest: &[u32]) -> Arc<Rom> {
    let frame = 0x3B | 1 << spi_frame::ADDRESS_SHIFT | 1 << spi_frame::LINES_SHIFT;
    let mut words = Vec::new();
    for (register, value) in [
        (offset::SWITCH, switch::SPI_ENGINE),
        (offset::SPI_DEADLINE, 5),
        (offset::SPI_FRAME, frame),
        (offset::SPI_LENGTH, length),
        (offset::IRQ_ENABLE, irq::SPI),
        (offset::SPI_COMMAND, command),
    ] {
        words.extend(poke(register, value));
    }
    words.extend_from_slice(rest);
    words.push(asm::wfi());
    for (place, register) in [
        offset::TIMER_NOW,
        offset::SPI_COUNT,
        offset::SPI_CRC,
        offset::SPI_STATUS,
    ]
    .into_iter()
    .enumerate()
    {
        words.push(asm::lw(2, register as i32, IO));
        words.push(asm::sw(2, 4 * (SEEN + place) as i32, RAM));
    }
    words.push(asm::jal(0, 0));
    program(&words)
}

/// What a run led to, and how many bytes bursts moved.
fn run(rom: &Arc<Rom>, bursts: bool) -> ([u32; report::word::COUNT], u64, Time, u64) {
    // A memory that shows the same level on all lines for ever, so status FFh and data FFh.
    let world = u64::from(LINES) | 0xF << Pin::ProcIo0 as u32;
    let mut model = Model::new(rom.clone(), CLOCK_HZ, 0);
    model.power(Time::ZERO, true, world);
    let (mut moved, mut now) = (0, Time::ZERO);
    while model.wake() < Time::ZERO + Span::from_ms(2) {
        if let Some(burst) = model.burst().filter(|_| bursts) {
            let fits = |k: &u32| model.burst_fall(*k) < burst.until;
            if let Some(k) = (1..=burst.bytes.min(300)).rev().find(fits) {
                let fall = model.burst_fall(k);
                match burst.flow {
                    Flow::Send => model.burst_send(k, &mut Vec::new()),
                    Flow::Receive { .. } => model.burst_receive(&vec![0xFF; k as usize]),
                }
                assert_eq!(model.wake(), fall);
                moved += u64::from(k);
            }
        }
        now = model.wake();
        model.step(now);
        model.on_pins(now, world);
    }
    (model.report(), model.instructions(), now, moved)
}

#[test]
fn a_program_cannot_tell_bursts_from_clocks() {
    let count = asm::lw(2, offset::SPI_COUNT as i32, IO);
    // Looks at the count now and then while the engine works.
    let mut looks = Vec::new();
    for _ in 0..30 {
        looks.extend([count, asm::add(5, 5, 2), asm::slli(5, 5, 1)]);
        looks.extend([asm::srli(6, 5, 31); 40]);
    }
    looks.push(asm::sw(5, 4 * (SEEN + 4) as i32, RAM));
    for (command, length) in [
        (spi_command::READ, 5_000),
        (spi_command::WRITE, 256),
        (spi_command::SCAN | spi_command::POLL, 10),
        (spi_command::COMPARE, 3_000),
    ] {
        for rest in [&[][..], &looks] {
            let rom = transfer(command, length, rest);
            let (clocked, instructions, end, none) = run(&rom, false);
            let (burst, same, end_too, moved) = run(&rom, true);
            assert_eq!(
                (clocked, instructions, end),
                (burst, same, end_too),
                "{command:#x}"
            );
            assert_ne!(clocked[SEEN], 0, "{command:#x} has not ended");
            assert!(
                none == 0 && moved > 100,
                "{command:#x}: {moved} bytes moved"
            );
        }
    }
}
