//! Bursts against bit by bit: random transactions of a real model on two boards, one of them dead.

mod terminals;

use super::*;
use crate::board::Board;
use crate::chips::eeprom24::Eeprom24;
use crate::chips::nor25::{Nor25, OperationTimes, Times};
use crate::controller::mcu::Rom;
use crate::controller::mcu::asm::{self, jal, li, lw, sw, wfi};
use crate::controller::model::Model;
use crate::host::Processor;
use crate::host::spi::SpiHost;
use crate::memory::Memory;
use crate::rng::Rng;
use std::sync::Arc;
use umbilical_soft_mcu::eeprom::JOURNAL_PART;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, IO_BASE, RAM_BASE, irq, offset, out, spi_command, spi_frame, spi_timing, switch,
};

const CLOCK_HZ: u32 = 48_000_000;
const COMMANDS: usize = 24;
/// All commands are over by then.
const END: Time = Time::from_ps(6_000_000_000);
/// Both chips have power, and B's controller runs, from here on.
const START: Time = Time::from_ps(40_000_000);

/// One command: the registers in the order in which they are written.
fn command(rng: &mut Rng) -> Vec<(u32, u32)> {
    // Opcode, data lines, dummy clocks, operation.
    let kinds = [
        (0x03, 0, 0, spi_command::READ),
        (0x0B, 0, 8, spi_command::SCAN),
        (0x3B, 1, 8, spi_command::READ),
        (0x3B, 1, 8, spi_command::COMPARE),
        (0x6B, 2, 8, spi_command::SCAN),
        (0x02, 0, 0, spi_command::WRITE),
        (0x02, 0, 0, spi_command::WRITE),
        (0x20, 0, 0, spi_command::WRITE),
        (0x9F, 0, 0, spi_command::READ),
    ];
    let (opcode, lines, dummies, operation) = kinds[rng.below(kinds.len() as u64) as usize];
    // Four lines do not leave the board.
    let port = opcode != 0x6B && rng.below(2) == 1;
    let length = match opcode {
        0x20 => 0,
        0x02 => 1 + rng.below_u32(256),
        _ => 1 + rng.below_u32(700),
    };
    let address_bytes = u32::from(opcode != 0x9F);
    let frame = opcode
        | address_bytes << spi_frame::ADDRESS_SHIFT
        | dummies << spi_frame::DUMMY_SHIFT
        | lines << spi_frame::LINES_SHIFT
        | if port { spi_frame::PORT } else { 0 };
    let half = 1 + rng.below_u32(3);
    let idle = if rng.below(2) == 1 {
        spi_timing::IDLE_HIGH
    } else {
        0
    };
    let mut flags = spi_command::POLL;
    if operation == spi_command::WRITE {
        flags |= spi_command::WREN;
    }
    vec![
        (offset::SPI_TIMING, half | idle),
        (offset::SPI_DEADLINE, 40),
        (offset::SPI_FRAME, frame),
        (offset::SPI_ADDRESS, rng.below_u32(1 << 14)),
        (offset::SPI_LENGTH, length),
        (offset::SPI_POINTER, rng.below_u32(BUFFER_BYTES)),
        (offset::SPI_COMMAND, operation | flags),
    ]
}

/// Runs commands one after the other and leaves what each one brought in RAM.
fn program(rng: &mut Rng) -> Arc<Rom> {
    let mut words = Vec::new();
    words.extend(li(1, IO_BASE));
    words.extend(li(3, RAM_BASE));
    let write = |words: &mut Vec<u32>, offset: u32, value: u32| {
        words.extend(li(2, value));
        words.push(sw(2, offset as i32, 1));
    };
    write(&mut words, offset::IRQ_ENABLE, irq::SPI);
    write(
        &mut words,
        offset::SWITCH,
        switch::SPI_ENGINE | switch::SPI_PORT,
    );
    for place in 0..COMMANDS {
        for (offset, value) in command(rng) {
            write(&mut words, offset, value);
        }
        words.push(wfi());
        // The block of the report has fewer words than there are results.
        let registers = [offset::SPI_STATUS, offset::SPI_CRC, offset::SPI_PAGES];
        for (index, register) in registers.into_iter().enumerate() {
            words.push(lw(2, register as i32, 1));
            words.push(sw(2, 4 * ((3 * place + index) % 12) as i32, 3));
        }
    }
    words.push(jal(0, 0));
    asm::rom(&words)
}

fn board(rng: &mut Rng, rom: &Arc<Rom>, part: &'static NorPart) -> Board {
    let mut contents = vec![0xFF; 1 << 15];
    rng.fill(&mut contents[..1 << 14]);
    let mut chip = Nor25::new(part, contents, rng.next_u64());
    chip.set_times(Times::Custom(OperationTimes {
        page_program: Span::from_us(30),
        erases: [Span::from_us(150); 4],
        chip_erase: Span::from_us(300),
        status_write: Span::from_us(100),
    }));
    Board {
        controller: Box::new(Model::new(
            rom.clone(),
            CLOCK_HZ,
            rng.below(200) as i32 - 100,
        )),
        memory: Memory::Nor(chip),
        memory_fitted: true,
        journal: Eeprom24::new(JOURNAL_PART, Vec::new(), 1),
        host: Processor::Spi(SpiHost::new(part, 20_000_000, 64, Span::from_ms(1), 1)),
    }
}

fn system(seed: u64) -> System {
    let mut rng = Rng::new(seed);
    let part = NorPart::by_name("w25q16jv").expect("a part of the table");
    let rom = program(&mut rng);
    let boards = [board(&mut rng, &rom, part), board(&mut rng, &rom, part)];
    let mut system = System::new(boards, Cable::Electric);
    system.schedule(Time::ZERO, Action::Cable(true));
    system.schedule(Time::from_ps(1_000_000), Action::Power(Side::B, true));
    system.observers.keep_digest();
    system
}

/// A program that lets the host run, joined with the memory.
fn host_program() -> Arc<Rom> {
    let mut words = Vec::new();
    words.extend(li(1, IO_BASE));
    for (offset, value) in [
        (offset::SWITCH, switch::SPI_HOST),
        (offset::OUT, out::HOST_RUN),
    ] {
        words.extend(li(2, value));
        words.push(sw(2, offset as i32, 1));
    }
    words.push(jal(0, 0));
    asm::rom(&words)
}

/// Breaks when quarter 4 or 244_1 does not conduct, when the host samples on another edge, when it
/// drives in reset, or when a release is not recorded with what the host will read.
#[test]
fn a_host_boots_through_the_switch_and_lets_go_in_reset() {
    let (mut rng, rom) = (Rng::new(3), host_program());
    let part = NorPart::by_name("w25q16jv").expect("a part of the table");
    let boards = [board(&mut rng, &rom, part), board(&mut rng, &rom, part)];
    let mut system = System::new(boards, Cable::Electric);
    system.schedule(Time::from_ps(1_000_000), Action::Power(Side::B, true));
    system.run_until(END);
    let image = system.board(Side::B).memory.memory().to_vec();
    let host = &system.board(Side::B).host;
    assert_eq!(host.boots(), 1);
    assert_eq!(host.boot_image(), Some(&image[..64]));
    assert!(host.reads_ok() >= 3);
    for read in host.reads() {
        let from = read.address as usize;
        assert_eq!(
            read.result.as_ref().map(|read| &read[..]),
            Ok(&image[from..from + 16])
        );
    }
    let [release] = system.releases() else {
        panic!("one release, not {:?}", system.releases())
    };
    assert_eq!(
        (release.side, release.memory_crc),
        (Side::B, crc32::crc32(&image))
    );
    assert_eq!(system.statistics().conflicts, 0);
    let chip = system.board(Side::B).memory.nor().expect("a flash");
    assert_eq!(chip.violations().total(), 0);
    system.schedule(END, Action::Power(Side::B, false));
    system.run_until(END + Span::from_us(1));
    assert!(!system.board(Side::B).host.is_running());
    let sck = Net::new(Side::B, Pin::HostSck);
    let csn = Net::new(Side::B, Pin::HostCsn);
    assert_eq!(system.levels().get(sck), crate::nets::Level::Low);
    assert_eq!(system.levels().get(csn), crate::nets::Level::Floating);
}

/// Bit by bit: whoever records looks at every pin.
fn bit_by_bit(mut system: System) -> System {
    let levels = system.levels();
    system.observers.record(levels);
    system
}

/// Everything that must agree at the end of a run, and what may be asked in its midst.
fn state(system: &System) -> (Option<u64>, Levels, String) {
    let statistics = system.statistics();
    let board = |side: Side| {
        let board = system.board(side);
        let chip = board.memory.nor().expect("a flash");
        format!(
            "{:?} {:?} {:?} {} {:x?} {}",
            chip.counters(),
            chip.violations(),
            chip.stored_registers(),
            chip.is_busy(),
            board.controller.report(),
            board.controller.instructions(),
        )
    };
    let text = format!(
        "{} {} {} {} {}",
        statistics.conflicts,
        statistics.faults,
        statistics.unsafe_writes,
        board(Side::A),
        board(Side::B)
    );
    (system.observers.digest(), system.levels(), text)
}

fn memories(system: &System) -> [u32; 2] {
    Side::BOTH.map(|side| crc32::crc32(system.board(side).memory.memory()))
}

fn random_fault(rng: &mut Rng) -> FaultKind {
    let short = |rng: &mut Rng| Some(Span::from_ps(1 + rng.below(50_000_000)));
    match rng.below(6) {
        0 => FaultKind::PowerCut {
            side: Side::B,
            duration: Some(Span::from_us(20)),
        },
        1 => FaultKind::CableOut {
            duration: short(rng),
        },
        2 => FaultKind::Glitch {
            net: Net::new(Side::B, Pin::PortIo1),
            width: Span::from_ps(1 + rng.below(200_000)),
        },
        3 => FaultKind::StuckAt {
            net: Net::new(Side::A, Pin::MemIo0),
            high: rng.below(2) == 1,
            duration: short(rng),
        },
        _ => FaultKind::BitFlip {
            side: Side::BOTH[rng.below(2) as usize],
            offset: rng.below_u32(1 << 14),
            bit: rng.below(8) as u8,
        },
    }
}

/// Breaks when a burst moves what bit by bit would not have moved, lands at another instant, or
/// takes a byte from the other end of a fault.
#[test]
fn bursts_end_where_bit_by_bit_ends() {
    let mut moved = 0;
    for seed in 0..12 {
        println!("seed {seed}");
        let mut eager = bit_by_bit(system(seed));
        eager.run_until(END);
        assert_eq!(eager.statistics().bursts, 0);
        let mut skipping = system(seed);
        skipping.run_until(END);
        assert_eq!(state(&eager), state(&skipping));
        assert_eq!(memories(&eager), memories(&skipping));
        let statistics = skipping.statistics();
        assert!(statistics.bursts > 0, "no burst");
        assert!(statistics.instants * 3 < eager.statistics().instants);
        moved += statistics.burst_bytes;
        let counters = skipping
            .board(Side::B)
            .memory
            .nor()
            .expect("a flash")
            .counters();
        assert!(counters.refused == 0 && statistics.conflicts == 0);
    }
    assert!(moved > 12 * 5_000, "only {moved} bytes");
}

/// The eager oracle steps on a grid besides, and finds nobody that acts before its wake.
#[test]
fn an_eager_run_agrees() {
    for seed in 20..22 {
        println!("seed {seed}");
        let mut eager = system(seed);
        eager.set_pace(Pace::Eager(Span::from_ps(7_001)));
        eager.run_until(END);
        assert_eq!(eager.guilty(), None);
        let mut skipping = system(seed);
        skipping.run_until(END);
        assert_eq!(state(&eager), state(&skipping));
    }
}

/// In whatever slices time passes, at each one's end all is as bit by bit.
#[test]
fn slices_do_not_matter() {
    for (seed, slice) in [(30, 10_007), (31, 104_729), (32, 7_000_003), (33, 1)] {
        println!("seed {seed}, slices of {slice} ps");
        let (mut eager, mut skipping) = (bit_by_bit(system(seed)), system(seed));
        let mut now = START;
        if slice == 1 {
            // In single picoseconds around the first bursts.
            while skipping.statistics().bursts == 0 {
                now = now + Span::from_ns(100);
                skipping.run_until(now);
            }
        }
        for _ in 0..20_000 {
            now = (now + Span::from_ps(slice)).min(END);
            eager.run_until(now);
            skipping.run_until(now);
            let seen = |system: &System| (system.observers.digest(), system.levels());
            assert_eq!(seen(&eager), seen(&skipping), "at {now}");
        }
        eager.run_until(END);
        skipping.run_until(END);
        assert_eq!(state(&eager), state(&skipping));
        assert_eq!(memories(&eager), memories(&skipping));
        assert!(skipping.statistics().bursts > 0);
    }
}

fn with_faults(seed: u64) -> System {
    let mut rng = Rng::new(seed ^ 0xFA17);
    let mut system = system(seed);
    for _ in 0..4 {
        let at = START + Span::from_ps(rng.below(4_000_000_000));
        system.schedule(at, Action::Fault(random_fault(&mut rng)));
    }
    system
}

/// Breaks when a burst passes over a fault, or goes on under a force.
#[test]
fn faults_inside_bursts_strike_where_they_do_bit_by_bit() {
    for seed in 40..70 {
        println!("seed {seed}");
        let mut eager = bit_by_bit(with_faults(seed));
        eager.run_until(END);
        let mut skipping = with_faults(seed);
        skipping.run_until(END);
        assert_eq!(state(&eager), state(&skipping));
        assert_eq!(memories(&eager), memories(&skipping));
        assert_eq!(skipping.statistics().faults, 4);
        assert!(skipping.statistics().bursts > 0);
    }
}

/// The mutant: one byte beyond the horizon is noticed.
#[test]
fn a_horizon_one_byte_too_late_is_found() {
    let different = (40..70).filter(|seed| {
        let mut eager = bit_by_bit(with_faults(*seed));
        eager.run_until(END);
        let mut mutant = with_faults(*seed);
        mutant.overreach_bursts(1);
        // A burst beyond its bounds may also be caught by an assertion of the two ends.
        let run = std::panic::AssertUnwindSafe(|| {
            mutant.run_until(END);
            (state(&mutant), memories(&mutant))
        });
        std::panic::catch_unwind(run).ok() != Some((state(&eager), memories(&eager)))
    });
    assert!(different.count() > 0);
}
