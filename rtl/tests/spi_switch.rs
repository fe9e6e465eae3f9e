//! The point-to-point switch: against the table of the page on every edge, and the edges that the
//! page names, counted.

mod drive;

use drive::{edge, ready, settle};
use umbilical_emu::rng::Rng;
use umbilical_rtl::spi::SpiSwitch;
use umbilical_soft_mcu::registers::{SPI_GUARD_CYCLES, SpiJoin};

clocked!(SpiSwitch);

/// Inputs at one edge.
#[derive(Clone, Copy, Debug)]
struct Asked {
    host: bool,
    engine: bool,
    port_allowed: bool,
    offer: bool,
    present: bool,
    host_csn: bool,
    wants: Option<SpiJoin>,
    csn: bool,
}

/// Everything is quiet: no request, all chip selects high, a cable plugged in.
const QUIET: Asked = Asked {
    host: false,
    engine: false,
    port_allowed: true,
    offer: false,
    present: true,
    host_csn: true,
    wants: None,
    csn: true,
};

/// The table of `docs/controller.md`, 6, row by row.
struct Reference {
    state: SpiJoin,
    guard: u64,
}

impl Reference {
    fn edge(&mut self, asked: &Asked) {
        let before = self.state;
        self.state = self.after(asked);
        self.guard = match before {
            SpiJoin::Apart => SPI_GUARD_CYCLES.min(self.guard + 1),
            _ => 0,
        };
    }

    fn after(&self, asked: &Asked) -> SpiJoin {
        let stay = |condition: bool| match condition {
            true => self.state,
            false => SpiJoin::Apart,
        };
        let frame = !asked.csn;
        match self.state {
            SpiJoin::Apart if self.guard < SPI_GUARD_CYCLES => SpiJoin::Apart,
            SpiJoin::Apart if asked.offer => SpiJoin::Offered,
            SpiJoin::Apart if asked.engine => match asked.wants {
                Some(SpiJoin::Port) if !(asked.port_allowed && asked.present) => SpiJoin::Apart,
                Some(wanted) => wanted,
                None => SpiJoin::Apart,
            },
            SpiJoin::Apart if asked.host && asked.host_csn => SpiJoin::Host,
            SpiJoin::Apart => SpiJoin::Apart,
            SpiJoin::Offered => stay(asked.offer),
            SpiJoin::Host => stay(!asked.host_csn || asked.host && !asked.engine && !asked.offer),
            SpiJoin::Memory => {
                let wanted = asked.wants != Some(SpiJoin::Port);
                stay(frame || !asked.offer && asked.engine && wanted)
            }
            SpiJoin::Port => {
                let wanted = asked.port_allowed && asked.wants != Some(SpiJoin::Memory);
                stay(asked.present && (frame || !asked.offer && asked.engine && wanted))
            }
        }
    }
}

fn put(block: &mut SpiSwitch, asked: &Asked) {
    block.host.next = asked.host;
    block.engine.next = asked.engine;
    block.port_allowed.next = asked.port_allowed;
    block.offer.next = asked.offer;
    block.present.next = asked.present;
    block.host_csn.next = asked.host_csn;
    block.wants_memory.next = asked.wants == Some(SpiJoin::Memory);
    block.wants_port.next = asked.wants == Some(SpiJoin::Port);
    block.csn.next = asked.csn;
    settle(block);
}

/// `host_en`, `en0`, `en1`, `drive`, strap, as the table's columns.
fn columns(block: &SpiSwitch) -> [bool; 5] {
    [
        block.host_en.val(),
        block.en0.val(),
        block.en1.val(),
        block.drive.val(),
        block.strap_allowed.val(),
    ]
}

fn row(state: SpiJoin) -> [bool; 5] {
    match state {
        SpiJoin::Apart => [false, false, false, false, true],
        SpiJoin::Offered => [false, false, false, false, false],
        SpiJoin::Host => [true, true, false, false, true],
        SpiJoin::Memory => [false, true, false, true, true],
        SpiJoin::Port => [false, false, true, true, true],
    }
}

fn state(block: &SpiSwitch) -> SpiJoin {
    let code = block.joined.val().to_u64() as u32;
    SpiJoin::from_code(code).unwrap_or_else(|| panic!("{code} is no state"))
}

fn after_reset() -> SpiSwitch {
    let mut block = ready(SpiSwitch::default());
    put(&mut block, &QUIET);
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    block
}

/// Each way between two states must have been taken, or nothing of it was compared.
#[test]
fn the_switch_is_the_table_on_every_edge() {
    let mut taken = [[0u32; 5]; 5];
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let mut block = after_reset();
        let mut reference = Reference {
            state: SpiJoin::Apart,
            guard: 0,
        };
        let mut asked = QUIET;
        for n in 0..4_000 {
            let mut now_and_then = |bit: &mut bool, rate| *bit ^= rng.below(rate) == 0;
            now_and_then(&mut asked.host, 40);
            now_and_then(&mut asked.engine, 40);
            now_and_then(&mut asked.port_allowed, 40);
            now_and_then(&mut asked.offer, 80);
            now_and_then(&mut asked.present, 60);
            now_and_then(&mut asked.host_csn, 10);
            now_and_then(&mut asked.csn, 10);
            if rng.below(30) == 0 {
                asked.wants =
                    [None, Some(SpiJoin::Memory), Some(SpiJoin::Port)][rng.below(3) as usize];
            }
            let reset = rng.below(1_000) == 0;
            block.reset.next = reset;
            put(&mut block, &asked);
            let place = format!("seed {seed}, edge {n}, {asked:?}");
            assert_eq!(state(&block), reference.state, "{place}");
            assert_eq!(columns(&block), row(reference.state), "{place}");
            // What the engine is told before the edge; nobody may rely on it at one that resets.
            let staying = block.staying.val();
            edge(&mut block);
            let before = reference.state;
            match reset {
                true => {
                    reference = Reference {
                        state: SpiJoin::Apart,
                        guard: 0,
                    }
                }
                false => reference.edge(&asked),
            }
            assert!(
                reset || staying == (reference.state == before),
                "{place}: it told the engine otherwise"
            );
            taken[before as usize][reference.state as usize] += 1;
        }
    }
    for join in 1..5 {
        assert!(taken[0][join] > 20 && taken[join][0] > 20, "{taken:?}");
    }
}

/// Runs until the state is `wanted`; the edges that it took.
fn edges_until(block: &mut SpiSwitch, wanted: SpiJoin) -> u64 {
    let mut edges = 0;
    while state(block) != wanted {
        edge(block);
        edges += 1;
        assert!(edges < 50, "{wanted:?} is not reached");
    }
    edges
}

/// One edge ends a join, five lie between it and the next: one fewer would fail here.
#[test]
fn between_two_joins_lie_five_edges() {
    let host = Asked {
        host: true,
        ..QUIET
    };
    let engine = Asked {
        engine: true,
        host: true,
        ..QUIET
    };
    let memory = Asked {
        wants: Some(SpiJoin::Memory),
        ..engine
    };
    let port = Asked {
        wants: Some(SpiJoin::Port),
        ..engine
    };
    let offer = Asked {
        offer: true,
        ..engine
    };
    let order = [
        (host, SpiJoin::Host),
        (memory, SpiJoin::Memory),
        (port, SpiJoin::Port),
        (offer, SpiJoin::Offered),
        (memory, SpiJoin::Memory),
        (host, SpiJoin::Host),
        (port, SpiJoin::Port),
        (host, SpiJoin::Host),
        (offer, SpiJoin::Offered),
        (host, SpiJoin::Host),
    ];
    let mut block = after_reset();
    for (place, (asked, wanted)) in order.into_iter().enumerate() {
        put(&mut block, &asked);
        if place > 0 {
            assert_eq!(edges_until(&mut block, SpiJoin::Apart), 1, "{wanted:?}");
        }
        assert_eq!(
            edges_until(&mut block, wanted),
            SPI_GUARD_CYCLES + 1,
            "{wanted:?}"
        );
    }
}

/// A join that is not wanted any more stands while its chip select is low, whatever is asked; the
/// port without PRESENT does not.
#[test]
fn a_frame_under_way_is_not_parted_except_from_a_cable_that_is_gone() {
    for (wanted, low) in [
        (
            SpiJoin::Host,
            Asked {
                host_csn: false,
                ..QUIET
            },
        ),
        (
            SpiJoin::Memory,
            Asked {
                csn: false,
                ..QUIET
            },
        ),
        (
            SpiJoin::Port,
            Asked {
                csn: false,
                ..QUIET
            },
        ),
    ] {
        let mut block = after_reset();
        let host = wanted == SpiJoin::Host;
        let ask = Asked {
            host,
            engine: !host,
            wants: Some(wanted),
            ..QUIET
        };
        put(&mut block, &ask);
        edges_until(&mut block, wanted);
        put(
            &mut block,
            &Asked {
                offer: true,
                port_allowed: false,
                ..low
            },
        );
        for _ in 0..20 {
            edge(&mut block);
            assert_eq!(state(&block), wanted);
        }
        let gone = Asked {
            offer: true,
            present: false,
            ..low
        };
        put(&mut block, &gone);
        edge(&mut block);
        assert_eq!(state(&block) == wanted, wanted != SpiJoin::Port);
    }
}
