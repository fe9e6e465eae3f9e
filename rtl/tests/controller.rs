//! The whole controller with the real firmware against the emulator's model, on every edge of its
//! start: nothing plugged in, no memory that answers, lines high unless pulled.

mod drive;

use std::sync::Arc;

use drive::{edge, ready, settle};
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::controller::model::Model;
use umbilical_emu::controller::{Controller as _, Outputs};
use umbilical_emu::nets::Pin;
use umbilical_emu::time::{Clock, Time};
use umbilical_rtl::controller::{Controller, LINES, OUTPUTS};
use umbilical_soft_mcu::registers::POWER_ON_RESET_CYCLES;

clocked!(Controller);

/// The firmware takes its times from `CLOCK_HZ`; with a slow clock its first pause of some
/// milliseconds is short, and the journal's bus is in use soon.
const HZ: u32 = 2_000_000;
const EDGES: u64 = 60_000;
const ALL_LINES: u64 = (1 << LINES) - 1;
/// Pins of the point-to-point bus and the UART with pull-ups: what the controller looks at of them.
const PULLED_UP: u64 =
    Pin::HostCsn.bit() | 0xF << Pin::ProcIo0 as u32 | Pin::ProcCsn.bit() | Pin::UartRx.bit();
const IMAGE: &[u8] = include_bytes!("../../soft-mcu/firmware/umbilical-i2c.rom");

/// Pins that are driven one way or the other, and how, by the bits of `spi`.
const SPI_ALWAYS: [(usize, Pin); 3] = [(5, Pin::En0), (6, Pin::En1), (7, Pin::HostEn)];
const SPI_WHILE_DRIVEN: [(usize, usize, Pin); 3] = [
    (3, 0, Pin::ProcSck),
    (3, 1, Pin::ProcCsn),
    (4, 2, Pin::ProcIo0),
];

/// What the hardware drives, as the emulator writes it.
fn outputs(block: &Controller) -> Outputs {
    let spi = |bit| block.spi.val().get_bit(bit);
    let out = (1u64 << OUTPUTS) - 1;
    let mut driven = out << Pin::Strap as u32;
    let mut high = block.out.val().to_u64() << Pin::Strap as u32;
    for (bit, pin) in SPI_ALWAYS {
        driven |= pin.bit();
        high |= u64::from(spi(bit)) << pin as u32;
    }
    for (drive, level, pin) in SPI_WHILE_DRIVEN {
        driven |= u64::from(spi(drive)) << pin as u32;
        high |= u64::from(spi(drive) && spi(level)) << pin as u32;
    }
    driven |= Pin::UartTx.bit();
    high |= u64::from(block.uart_tx.val()) << Pin::UartTx as u32;
    let low = block.pull.val().to_u64() | driven & !high;
    Outputs { low, high }
}

/// The levels of all pins when only the controller pulls lines, and nothing joins a segment of the
/// point-to-point bus.
fn pins(outputs: Outputs) -> u64 {
    let pulled_up = ALL_LINES | PULLED_UP;
    pulled_up & !outputs.low | Pin::VccOk.bit() | outputs.high
}

fn hardware(rom: &Rom) -> Controller {
    let mut block = ready(Controller::default());
    block.rom.load(rom.words());
    block.clock_hz.next = u64::from(HZ).into();
    block.lines.next = ALL_LINES.into();
    block.host_csn.next = true;
    block.uart_rx.next = true;
    block.spi_io.next = 0xFu64.into();
    settle(&mut block);
    block
}

#[test]
fn the_controller_is_the_model_on_every_edge_of_its_start() {
    let rom = Arc::new(Rom::new(IMAGE).expect("the kept image fits"));
    let mut block = hardware(&rom);
    for _ in 0..5 {
        edge(&mut block);
        assert_eq!(
            (block.pull.val().to_u32(), block.out.val().to_u32()),
            (0, 0)
        );
    }

    block.vcc_ok.next = true;
    settle(&mut block);
    let mut model = Model::new(rom, HZ, 0);
    model.power(Time::ZERO, true, pins(outputs(&block)));
    let mut clock = Clock::new(HZ, 0, Time::ZERO);
    let first = clock.edge(POWER_ON_RESET_CYCLES);
    for n in 1..POWER_ON_RESET_CYCLES {
        assert_eq!(outputs(&block), model.outputs(), "edge {n} of the reset");
        assert!(block.trace_reset.val(), "edge {n} of the reset");
        edge(&mut block);
    }
    clock.restart(first);

    let (mut changes, mut retired) = (0, 0u32);
    for n in 0..EDGES {
        assert!(!block.trace_reset.val(), "edge {n}");
        retired += u32::from(block.trace_retire.val());
        let before = outputs(&block);
        block.lines.next = (pins(before) & ALL_LINES).into();
        edge(&mut block);
        let now = clock.edge(n);
        while model.wake() <= now {
            let due = model.wake();
            model.step(due);
        }
        let after = outputs(&block);
        assert_eq!(after, model.outputs(), "edge {n}");
        if after != before {
            changes += 1;
            model.on_pins(now, pins(after));
        }
    }
    assert!(
        changes > 20,
        "outputs changed {changes} times: nothing compared"
    );
    assert!(retired > 1_000, "{retired} instructions in {EDGES} edges");
}

/// `vcc_ok` gates without a clock, whatever the registers hold.
#[test]
fn without_supply_every_output_is_0_at_once() {
    let rom = Rom::new(IMAGE).expect("the kept image fits");
    let mut block = hardware(&rom);
    block.vcc_ok.next = true;
    let driven = |block: &Controller| block.pull.val().any() && block.out.val().any();
    for n in 0.. {
        edge(&mut block);
        let pulled = block.pull.val().to_u64();
        block.lines.next = (ALL_LINES & !pulled).into();
        settle(&mut block);
        if driven(&block) {
            assert!(block.uart_tx.val(), "high when idle");
            break;
        }
        assert!(n < EDGES, "nothing was ever driven");
    }
    block.vcc_ok.next = false;
    settle(&mut block);
    assert_eq!(block.pull.val().to_u32(), 0);
    assert_eq!(block.out.val().to_u32(), 0);
    assert!(!block.uart_tx.val());
    assert_eq!(OUTPUTS, 6);
}
