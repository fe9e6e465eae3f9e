//! Programs of chance for the host UART, with a computer of chance at the other end of the line.
//!
//! [`program`] makes the firmware, [`line`] what comes over the line.

pub mod line;
pub mod program;

use std::ops::Range;
use std::sync::Arc;

use umbilical_cosim::Clocked;
use umbilical_cosim::core::Core;
use umbilical_cosim::lockstep::{Difference, Lockstep};
use umbilical_emu::controller::Controller;
use umbilical_emu::controller::mcu::{Retired, Rom};
use umbilical_emu::controller::model::Model;
use umbilical_emu::nets::Pin;
use umbilical_emu::rng::Rng;
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::registers::{UART_RX_BYTES, uart_data, uart_status};

use line::Line;

/// I2C lines and chip select up, nothing else on.
const PINS: u64 = 0xFF | Pin::HostCsn.bit();

/// What a run compared, and what happened in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Edges.
    pub edges: u64,
    /// Instructions.
    pub instructions: u64,
    /// Bytes that the computer sent.
    pub sent: u64,
    /// Falls of `uart_tx`.
    pub falls: u64,
    /// Bytes that the program took.
    pub taken: u64,
    /// Loads of `UART_DATA` that found none.
    pub none: u64,
    /// Flags that the program saw.
    pub flags: u32,
    /// It saw the receive FIFO full.
    pub full: bool,
    /// It saw the transmit FIFO full.
    pub full_out: bool,
    /// Restarts by the watchdog.
    pub restarts: u32,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.edges += other.edges;
        self.instructions += other.instructions;
        self.sent += other.sent;
        self.falls += other.falls;
        self.taken += other.taken;
        self.none += other.none;
        self.flags |= other.flags;
        self.full |= other.full;
        self.full_out |= other.full_out;
        self.restarts += other.restarts;
    }

    /// An instruction of the program.
    fn retired(&mut self, retired: Retired) {
        let value = retired.rd_value;
        if retired.instruction == program::READS_DATA {
            let taken = u64::from(value & uart_data::VALID != 0);
            self.taken += taken;
            self.none += 1 - taken;
        }
        if retired.instruction == program::READS_STATUS {
            self.flags |=
                value & (uart_status::OVERRUN | uart_status::FRAMING | uart_status::BREAK);
            self.full |= value & uart_status::RECEIVED_MASK == UART_RX_BYTES;
            self.full_out |= value >> uart_status::FREE_SHIFT & uart_status::FREE_MASK == 0;
        }
    }
}

/// What a seed stands for.
struct Story {
    rng: Rng,
    rate: u32,
    rom: Arc<Rom>,
}

/// One in eight programs takes nothing, so that the FIFO runs over.
fn story(seed: u64) -> Story {
    let mut rng = Rng::new(seed);
    let loads = seed % 8 != 7;
    let rate = match loads {
        true => [8, 8, 9, 16, 50, 417][rng.below(6) as usize],
        false => 8,
    };
    let rom = program::random(&mut rng, rate, loads);
    Story { rng, rate, rom }
}

/// One program with one computer for this many edges, model against circuit.
pub fn run<C: Core + 'static>(seed: u64, clock_hz: u32, edges: u64) -> (Seen, Option<Difference>) {
    let Story { rng, rate, rom } = story(seed);
    let model = Model::new(Arc::clone(&rom), clock_hz, 0);
    let pair = Lockstep::<C>::of(Box::new(model), Clocked::new(rom, clock_hz, 0));
    play(pair, rng, rate, seed, clock_hz, edges)
}

/// The same with any two controllers.
pub fn run_pair<C: Core + 'static>(
    seed: u64,
    clock_hz: u32,
    edges: u64,
    make: impl Fn(Arc<Rom>, u32) -> Lockstep<C>,
) -> (Seen, Option<Difference>) {
    let Story { rng, rate, rom } = story(seed);
    play(make(rom, clock_hz), rng, rate, seed, clock_hz, edges)
}

fn play<C: Core + 'static>(
    mut pair: Lockstep<C>,
    mut rng: Rng,
    rate: u32,
    seed: u64,
    clock_hz: u32,
    edges: u64,
) -> (Seen, Option<Difference>) {
    let witness = pair.witness();
    pair.record_retired(true);
    let mut cut = (rng.below(3) == 0).then(|| rng.below(edges));
    let bit = Span::from_ps(1_000_000_000_000 / u64::from(clock_hz) * u64::from(rate));
    let mut line = Line::new(rng, bit);
    let mut seen = Seen::default();
    let mut now = Time::from_ps(seed % 20_000);
    let levels =
        |line: &mut Line, now: Time| PINS | u64::from(line.level(now)) << Pin::UartRx as u32;
    let mut before = levels(&mut line, now);
    pair.power(now, true, before);
    let mut driven = 0;
    while witness.edges() < edges && witness.difference().is_none() {
        if cut.is_some_and(|at| witness.edges() >= at) {
            cut = None;
            pair.power(now, false, 0);
            now = now + Span::from_us(2);
            before = levels(&mut line, now);
            pair.power(now, true, before);
        }
        now = pair.wake().min(line.wake());
        if now >= pair.wake() {
            pair.step(now);
            let high = pair.outputs().high;
            seen.falls += u64::from(driven & !high & Pin::UartTx.bit() != 0);
            driven = high;
        }
        let pins = levels(&mut line, now);
        if pins != before {
            pair.on_pins(now, pins);
            before = pins;
        }
    }
    seen.edges = witness.edges();
    seen.instructions = witness.instructions();
    seen.sent = line.bytes;
    seen.restarts = pair.watchdog_resets();
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
        // A FIFO of 2,048 bytes takes its time to run over.
        let edges = if seed % 8 == 7 { 8 * edges } else { edges };
        let (seen, difference) = run::<C>(seed, clock_hz, edges);
        all.add(seen);
        if let Some(difference) = difference {
            println!("seed {seed}: {difference}");
            differences.push(seed);
        }
    }
    println!("{programs} programs: {all:?}");
    assert!(differences.is_empty(), "seeds {differences:?} differ");
    for (what, count) in [
        ("sent", all.sent),
        ("falls", all.falls),
        ("taken", all.taken),
        ("none", all.none),
    ] {
        assert!(count > 50 * programs, "hardly any {what}: {all:?}");
    }
    let flags = uart_status::OVERRUN | uart_status::FRAMING | uart_status::BREAK;
    assert_eq!(all.flags, flags, "a flag never came: {all:?}");
    assert!(all.full && all.full_out && all.restarts > 0, "{all:?}");
}
