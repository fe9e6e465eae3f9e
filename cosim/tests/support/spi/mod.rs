//! Programs of chance for switch and engine of the point-to-point bus, on pins of chance.
//!
//! No board, no memory: what answers is noise, which asks more of an engine than any chip would.
//! [`program`] makes the firmware, [`pins`] the world around the controller.

pub mod pins;
pub mod program;

use std::ops::Range;
use std::sync::Arc;

use umbilical_cosim::core::Core;
use umbilical_cosim::lockstep::{Difference, Lockstep};
use umbilical_emu::controller::Controller;
use umbilical_emu::controller::mcu::Retired;
use umbilical_emu::rng::Rng;
use umbilical_emu::time::{Span, Time};

use umbilical_soft_mcu::registers::{SpiJoin, SpiResult, spi_status, switch_status};

use pins::Pins;

/// What a run compared, and what happened in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Edges.
    pub edges: u64,
    /// Instructions.
    pub instructions: u64,
    /// Rises of SCK on the processor segment.
    pub clocks: u64,
    /// Falls of chip select.
    pub frames: u64,
    /// Changes of the enables.
    pub joins: u64,
    /// Results that the program read, one bit per [`SpiResult`].
    pub results: u32,
    /// States of the switch that it read, one bit per [`SpiJoin`].
    pub states: u32,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.edges += other.edges;
        self.instructions += other.instructions;
        self.clocks += other.clocks;
        self.frames += other.frames;
        self.joins += other.joins;
        self.results |= other.results;
        self.states |= other.states;
    }

    /// An instruction of the program.
    fn retired(&mut self, retired: Retired) {
        let value = retired.rd_value;
        if retired.instruction == program::READS_STATUS && value & spi_status::DONE != 0 {
            self.results |= 1 << (value >> spi_status::RESULT_SHIFT & spi_status::RESULT_MASK);
        }
        if retired.instruction == program::READS_SWITCH {
            self.states |= 1 << (value >> switch_status::SPI_SHIFT & switch_status::SPI_MASK);
        }
    }
}

/// One program on one world for this many edges.
pub fn run<C: Core + 'static>(seed: u64, clock_hz: u32, edges: u64) -> (Seen, Option<Difference>) {
    let mut rng = Rng::new(seed);
    let rom = program::random(&mut rng);
    // The mirror's period has to be a whole number of picoseconds.
    let ppm = 0;
    let mut pair = Lockstep::<C>::new(Arc::clone(&rom), clock_hz, ppm);
    let witness = pair.witness();
    pair.record_retired(true);
    let mut pins = Pins::new(rng);
    let mut now = Time::from_ps(seed % 20_000);
    pair.power(now, true, pins.levels(now, &pair));
    // Once in a while the supply goes, in the middle of whatever it is.
    let mut cut = pins.power_cut(edges);
    while witness.edges() < edges && witness.difference().is_none() {
        if cut.is_some_and(|at| witness.edges() >= at) {
            cut = None;
            pair.power(now, false, 0);
            now = now + Span::from_us(2);
            pair.power(now, true, pins.levels(now, &pair));
        }
        now = pair.wake().min(pins.wake());
        if now >= pair.wake() {
            pair.step(now);
        }
        if let Some(levels) = pins.changed(now, &pair) {
            pair.on_pins(now, levels);
        }
    }
    let mut seen = Seen {
        edges: witness.edges(),
        instructions: witness.instructions(),
        ..pins.seen
    };
    let retired = pair.take_retired();
    retired
        .into_iter()
        .for_each(|retired| seen.retired(retired));
    (seen, witness.difference().copied())
}

/// Breaks when the two sides differ on any edge of any of these programs, or when they did nothing
/// worth comparing.
pub fn agree<C: Core + 'static>(seeds: Range<u64>, clock_hz: u32, edges: u64) {
    let mut all = Seen::default();
    let mut differences = Vec::new();
    let programs = seeds.end - seeds.start;
    for seed in seeds {
        let (seen, difference) = run::<C>(seed, clock_hz, edges);
        all.add(seen);
        if let Some(difference) = difference {
            println!("seed {seed}: {difference}");
            differences.push(seed);
        }
    }
    println!("{programs} programs: {all:?}");
    assert!(differences.is_empty(), "seeds {differences:?} differ");
    assert!(all.clocks > 400 * programs, "hardly any clocks: {all:?}");
    assert!(all.frames > 10 * programs, "hardly any frames: {all:?}");
    assert!(all.joins > 5 * programs, "hardly any joins: {all:?}");
    let all_codes = |known: fn(u32) -> bool| (0..32).filter(move |code| known(*code));
    for code in all_codes(|code| SpiResult::from_code(code).is_some()) {
        assert!(all.results >> code & 1 == 1, "result {code} never came");
    }
    for code in all_codes(|code| SpiJoin::from_code(code).is_some()) {
        assert!(all.states >> code & 1 == 1, "state {code} never came");
    }
}
