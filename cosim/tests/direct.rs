//! The rust-hdl circuit, simulated in Rust: slow, so on short windows only.

mod support;

use support::programs;
use umbilical_cosim::direct::Circuit;

const CLOCK_HZ: u32 = 48_000_000;

#[test]
fn another_program_is_found() {
    programs::another_program_is_found::<Circuit>(CLOCK_HZ);
}

#[test]
fn a_copy_goes_the_same_way() {
    programs::a_copy_goes_the_same_way::<Circuit>(CLOCK_HZ);
}

/// Breaks when switch and engine of the point-to-point bus are others in rust-hdl than in the
/// emulator; of the Verilog it is asked at length.
#[test]
fn an_spi_program_of_chance_agrees() {
    let (seen, difference) = support::spi::run::<Circuit>(7, CLOCK_HZ, 20_000);
    println!("{seen:?}");
    if let Some(difference) = difference {
        panic!("{difference}");
    }
    assert!(
        seen.clocks > 200 && seen.joins > 2,
        "hardly anything happened: {seen:?}"
    );
}

/// Breaks when the host UART is another in rust-hdl than in the emulator, on a short run.
#[test]
fn a_uart_program_of_chance_agrees() {
    let (seen, difference) = support::uart::run::<Circuit>(1, CLOCK_HZ, 20_000);
    println!("{seen:?}");
    if let Some(difference) = difference {
        panic!("{difference}");
    }
    assert!(
        seen.taken > 10 && seen.falls > 50,
        "hardly anything happened: {seen:?}"
    );
}

/// Breaks when the Verilog does something else than the source it was made from.
#[cfg(feature = "verilated")]
mod against_the_verilog {
    use umbilical_cosim::core::{Core, Edge, Inputs, Memory};
    use umbilical_cosim::lockstep::Lockstep;
    use umbilical_cosim::verilated::{self, Kept};
    use umbilical_cosim::{Direct, Verilated};
    use umbilical_emu::rng::Rng;
    use umbilical_emu::scenario::Scenario;
    use umbilical_emu::time::{Span, Time};

    use crate::support::{dead_source, uart};

    /// So slow a clock that the firmware's waits, which are times, are few edges.
    const SLOW_CLOCK_HZ: u32 = 1_000_000;

    /// The standby looks at its journal and its memory and begins the rescue.
    #[test]
    fn a_board_with_both_agrees() {
        let (backend, witnesses) = Lockstep::backend_of(|rom, clock_hz, ppm| {
            let verilated = Verilated::new(rom.clone(), clock_hz, ppm);
            Lockstep::of(Box::new(verilated), Direct::new(rom, clock_hz, ppm))
        });
        let scenario = Scenario {
            backend,
            bus_hz: 25_000,
            ..dead_source(61, "24c02", SLOW_CLOCK_HZ)
        };
        let mut system = scenario.build();
        system.run_until(Time::ZERO + Span::from_ms(180));
        let witness = &witnesses.all()[1];
        if let Some(difference) = witness.difference() {
            panic!("{difference}");
        }
        println!(
            "{} edges, {} instructions",
            witness.edges(),
            witness.instructions()
        );
        assert!(witness.edges() > 80_000 && witness.instructions() > 5_000);
        let board = &system.boards[1];
        let writes = [board.journal.write_cycles(), board.memory.write_cycles()];
        assert!(writes.iter().all(|count| *count > 0), "it wrote {writes:?}");
    }

    /// A program and a computer of chance on the host UART.
    #[test]
    fn a_uart_program_of_chance_agrees() {
        let clock_hz = super::CLOCK_HZ;
        let (seen, difference) = uart::run_pair(2, clock_hz, 30_000, |rom, clock_hz| {
            let verilated = Verilated::new(rom.clone(), clock_hz, 0);
            Lockstep::of(Box::new(verilated), Direct::new(rom, clock_hz, 0))
        });
        println!("{seen:?}");
        if let Some(difference) = difference {
            panic!("{difference}");
        }
        assert!(seen.taken > 10 && seen.falls > 50, "{seen:?}");
    }

    const EDGES: u64 = 30_000;
    const EDGES_IN_RESET: u64 = 8;

    /// Levels that chance moves, down to single edges.
    fn inputs(rng: &mut Rng, edge: u64, before: Inputs) -> Inputs {
        let all = Inputs::ALL_PINS;
        let mut pins = before.pins();
        match rng.below(60) {
            0 => pins = rng.next_u64() & all,
            1..4 => pins ^= 1 << rng.below(64) & all,
            4 => pins |= 0xFF,
            _ => {}
        }
        Inputs::new(pins, edge >= EDGES_IN_RESET)
    }

    #[test]
    fn random_pins_agree_on_every_edge() {
        let seed = 20;
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let mut direct = super::Circuit::new(SLOW_CLOCK_HZ / 10);
        let mut verilated = verilated::Circuit::<Kept>::new(SLOW_CLOCK_HZ / 10);
        let firmware = umbilical::emulate::firmware();
        direct.load(Memory::Rom, firmware.words());
        verilated.load(Memory::Rom, firmware.words());
        for memory in [Memory::Ram, Memory::Buffer, Memory::Registers] {
            let words = vec![0; memory.words()];
            direct.load(memory, &words);
            verilated.load(memory, &words);
        }
        let (mut levels, mut last) = (Inputs::default(), Edge::default());
        let (mut retired, mut changes) = (0, 0);
        for edge in 0..EDGES {
            levels = inputs(&mut rng, edge, levels);
            let (ours, theirs) = (direct.edge(levels), verilated.edge(levels));
            // Before the first resets have gone through, registers hold what they like.
            if edge < EDGES_IN_RESET {
                continue;
            }
            assert_eq!(ours, theirs, "edge {edge}, {levels:?}");
            if ours.retired {
                assert_eq!(direct.retired(), verilated.retired(), "edge {edge}");
                retired += 1;
            }
            changes += u64::from(ours.drives != last.drives);
            last = ours;
        }
        for memory in [Memory::Ram, Memory::Buffer, Memory::Registers] {
            for index in 0..memory.words() {
                let (ours, theirs) = (direct.peek(memory, index), verilated.peek(memory, index));
                assert_eq!(ours, theirs, "{memory:?} word {index}");
            }
        }
        println!("{retired} instructions, {changes} changes of the outputs");
        assert!(
            retired > 1_000 && changes > 100,
            "hardly anything happened: {retired} {changes}"
        );
    }
}
