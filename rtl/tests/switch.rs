//! The switch against the emulator's model of it, on every edge, with lines that wander and a
//! firmware that asks for anything at any time.

mod drive;

use drive::{edge, ready, settle};
use umbilical_emu::controller::inputs::Inputs;
use umbilical_emu::controller::switch::{Switch as Reference, Trackers};
use umbilical_emu::nets::Pin;
use umbilical_emu::rng::Rng;
use umbilical_rtl::switch::Switch;
use umbilical_soft_mcu::registers::{offset, switch, switch_status};

clocked!(Switch);

const IDLE_TIME: u64 = 20;
const LINES: [Pin; 6] = [
    Pin::HostScl,
    Pin::HostSda,
    Pin::BusScl,
    Pin::BusSda,
    Pin::PortScl,
    Pin::PortSda,
];

/// How often each thing was seen; a run in which one of them is 0 compared nothing of it.
#[derive(Default, Debug)]
struct Seen {
    host: u32,
    port: u32,
    host_pulled: u32,
    bus_pulled: u32,
    port_lost: u32,
    spi_port_lost: u32,
}

fn pull(mask: u32, pin: Pin) -> bool {
    mask >> pin as u32 & 1 == 1
}

fn run(seed: u64, seen: &mut Seen) {
    let mut rng = Rng::new(seed);
    let mut block = ready(Switch::default());
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    let mut reference = Reference::default();
    let mut trackers = Trackers::RESET;
    let mut lines = Inputs::reset(0xFF, 0);
    let (mut outside, mut present, mut engine) = (0xFFu32, true, false);
    for n in 0..6_000u64 {
        // Quiet stretches let connections be made, the others try the repeater.
        let rare = if n / 200 % 2 == 0 { 400 } else { 25 };
        for pin in LINES {
            if rng.below(rare) == 0 {
                outside ^= 1 << pin as u32;
            }
        }
        if n / 200 % 2 == 0 && rng.below(30) == 0 {
            outside = 0xFF;
        }
        if rng.below(300) == 0 {
            present = !present;
        }
        if rng.below(200) == 0 {
            engine = !engine;
        }
        while lines.next_flip() < n {
            let (at, flipped) = lines.flip();
            trackers.flipped(at, flipped, &lines, IDLE_TIME);
        }
        let pulled = reference.drives();
        lines.sample(n, outside & !pulled);

        let levels = LINES.iter().enumerate().fold(0, |levels, (bit, pin)| {
            levels | u64::from(lines.level(*pin)) << bit
        });
        block.lines.next = levels.into();
        block.host_busy.next = trackers.host.busy(n);
        block.bus_busy.next = trackers.bus.busy(n);
        block.port_busy.next = trackers.port.busy(n);
        block.present.next = present;
        block.engine_uses_bus.next = engine;
        let store = (rng.below(100) == 0).then(|| {
            // The bits of the point-to-point bus have the upper ones.
            let asked = rng.below(4) | (rng.below(8) * u64::from(switch::SPI_HOST));
            asked | rng.next_u64() & !u64::from(switch::MASK) & 0xFFFF_FFFF
        });
        block.io_write.next = store.is_some();
        block.io_address.next = u64::from(offset::SWITCH).into();
        block.io_data.next = store.unwrap_or(rng.next_u64() & 0xFFFF_FFFF).into();
        let (joined, host_csn) = (rng.below(5), rng.below(2) == 1);
        block.spi_joined.next = joined.into();
        block.spi_host_csn.next = host_csn;
        settle(&mut block);

        let place = format!("seed {seed}, edge {n}");
        let pins = [
            (Pin::HostScl, block.host_scl_low.val()),
            (Pin::HostSda, block.host_sda_low.val()),
            (Pin::BusScl, block.bus_scl_low.val()),
            (Pin::BusSda, block.bus_sda_low.val()),
        ];
        for (pin, low) in pins {
            assert_eq!(low, pull(pulled, pin), "{place}: {pin:?}");
        }
        assert_eq!(block.port_en.val(), reference.port(), "{place}");
        assert_eq!(
            block.host_owns_bus.val(),
            reference.host_owns_bus(),
            "{place}"
        );
        assert_eq!(block.io_read.val().to_u32(), reference.request, "{place}");
        for (asked, bit) in [
            (block.spi_host.val(), switch::SPI_HOST),
            (block.spi_engine.val(), switch::SPI_ENGINE),
            (block.spi_port.val(), switch::SPI_PORT),
        ] {
            assert_eq!(asked, reference.request & bit != 0, "{place}: {bit:#x}");
        }
        block.io_write.next = false;
        block.io_address.next = u64::from(offset::SWITCH_STATUS).into();
        settle(&mut block);
        let status = reference.status(n, &lines, &trackers)
            | (joined as u32) << switch_status::SPI_SHIFT
            | (u32::from(host_csn) * switch_status::SPI_HOST_CSN);
        assert_eq!(block.io_read.val().to_u32(), status, "{place}");

        seen.host += u32::from(status & switch_status::HOST != 0);
        seen.port += u32::from(reference.port());
        seen.host_pulled += u32::from(pull(pulled, Pin::HostScl));
        seen.bus_pulled += u32::from(pull(pulled, Pin::BusSda));
        seen.port_lost += u32::from(reference.request & switch::PORT != 0 && !present);
        seen.spi_port_lost += u32::from(reference.request & switch::SPI_PORT != 0 && !present);

        block.io_write.next = store.is_some();
        block.io_address.next = u64::from(offset::SWITCH).into();
        edge(&mut block);
        reference.evaluate(n, &lines, &trackers, present, engine);
        if let Some(value) = store {
            reference.request = value as u32 & switch::MASK;
        }
    }
}

#[test]
fn the_switch_is_the_model_on_every_edge() {
    let mut seen = Seen::default();
    for seed in 0..40 {
        run(seed, &mut seen);
    }
    let counts = [
        seen.host,
        seen.port,
        seen.host_pulled,
        seen.bus_pulled,
        seen.port_lost,
        seen.spi_port_lost,
    ];
    assert!(counts.iter().all(|count| *count > 100), "{seen:?}");
}
