//! Records what a board's controller sees and does, edge by edge, for `cargo xtask gates`.
//!
//! The pads and the netlist then have to do the same as the emulator's model did. The format is
//! told in `rtl/gates/testbench.v`.

use std::fmt::Write as _;
use std::process::ExitCode;

use umbilical_emu::nets::{Pin, Side, of_board};
use umbilical_emu::scenario::{Button, Outcome, Progress, Run, Scenario};
use umbilical_emu::time::Clock;
use umbilical_emu::wiring::{Bus, Quarters};
use umbilical_soft_mcu::report::Phase;
use umbilical_tests::{differing_scenario, part, small_flash};

const USAGE: &str = "usage: gate_vectors i2c|spi FILE CLOCK_HZ";
/// Edges before the supply comes up, with everything off.
const DEAD_EDGES: u64 = 16;
/// Contents of the two memories.
const SEED: u64 = 1;
/// Where a vector has its number of edges, and how many it can stand for at most.
const EDGES_AT: u32 = 48;
const EDGES_MAX: u64 = 0xFFFF;

/// What stands right before an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    /// The board's levels, one bit per [`Pin`].
    pins: u64,
    /// What the controller pulls low or drives low.
    low: u64,
    /// What it drives high.
    high: u64,
    /// Which quarters of the bus switch conduct; none on a board with an EEPROM.
    quarters: Quarters,
    /// The quarters are there, and have their supply.
    vout: bool,
}

impl State {
    fn of(run: &Run) -> State {
        let board = run.system.board(Side::B);
        let outputs = board.controller.outputs();
        let pins = of_board(run.system.levels().read(), Side::B);
        let joins = run.system.joins();
        let index = Side::B as usize;
        let vout = joins.bus[index] == Bus::PointToPoint && pins & Pin::Vout.bit() != 0;
        State {
            pins,
            low: outputs.low,
            high: outputs.high,
            quarters: joins.quarters[index],
            vout,
        }
    }

    /// As the word of a vector, without the edges.
    fn word(self) -> u64 {
        let bits = |word: u64, pins: &[Pin]| {
            let bit = |pin: &Pin| u64::from(word & pin.bit() != 0);
            pins.iter().rev().fold(0, |bits, pin| bits << 1 | bit(pin))
        };
        let sensed = [
            Pin::Present,
            Pin::PeerVcc,
            Pin::ButtonSource,
            Pin::ButtonDestination,
        ];
        let vcc_ok = bits(self.pins, &[Pin::VccOk]);
        let lines = self.pins & 0xFF;
        let pull = self.low & 0xFF;
        let out = self.high >> Pin::Strap as u32 & 0x3F;
        let shared = vcc_ok << 27 | bits(self.pins, &sensed) << 23 | lines << 14 | pull << 6 | out;
        let driven = bits(self.low | self.high, &[Pin::ProcSck, Pin::ProcIo0]);
        let enables = bits(self.high, &[Pin::En0, Pin::En1, Pin::HostEn]);
        let levels = [
            Pin::ProcSck,
            Pin::ProcCsn,
            Pin::ProcIo0,
            Pin::ProcIo1,
            Pin::ProcIo2,
            Pin::ProcIo3,
            Pin::HostCsn,
        ];
        let quarters = [
            self.quarters.memory,
            self.quarters.port,
            self.quarters.handed_over,
            self.quarters.host,
        ];
        let quarters = quarters
            .into_iter()
            .rev()
            .fold(0, |bits, conducts| bits << 1 | u64::from(conducts));
        let point_to_point = quarters << 13
            | u64::from(self.vout) << 12
            | bits(self.pins, &levels) << 5
            | enables << 2
            | driven;
        point_to_point << 28 | shared
    }
}

/// Vectors, run-length encoded.
#[derive(Default)]
struct Vectors {
    words: Vec<(u64, u64)>,
    edges: u64,
}

impl Vectors {
    /// `edges` more edges before which `state` stands.
    fn push(&mut self, edges: u64, state: State) {
        let mut left = edges;
        self.edges += edges;
        let word = state.word();
        if let Some((count, last)) = self.words.last_mut()
            && *last == word
        {
            let more = left.min(EDGES_MAX - *count);
            *count += more;
            left -= more;
        }
        while left > 0 {
            let count = left.min(EDGES_MAX);
            self.words.push((count, word));
            left -= count;
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{:016x}\n", self.words.len());
        for (edges, word) in &self.words {
            let _ = writeln!(text, "{:016x}", edges << EDGES_AT | word);
        }
        text
    }
}

/// The rescue that is recorded: of a 24C02, or of a flash of 64 KiB.
fn scenario(bus: &str, clock_hz: u32) -> Option<Scenario> {
    let mut scenario = match bus {
        "i2c" => Scenario {
            clock_hz,
            bus_hz: 100_000,
            ..differing_scenario(SEED, part("24c02"))
        },
        "spi" => small_flash::dead_source(SEED, clock_hz),
        _ => return None,
    };
    scenario.standby.button = Button::Destination;
    // The model counts its edges from the end of its reset, the recorder from the supply. With a
    // period of no whole picoseconds, as an oscillator that is off has, they would round apart.
    scenario.standby.ppm = 0;
    Some(scenario)
}

/// Runs a rescue that its button asks for, and records board B.
fn record(scenario: Scenario) -> Result<(Vectors, Progress), String> {
    let (clock_hz, ppm) = (scenario.clock_hz, scenario.standby.ppm);
    let mut run = Run::new(scenario);
    while !run.system.powered(Side::B) {
        run.advance(run.system.next_wake());
    }
    // Edge 0 of this clock is the instant of the supply; the first that sees it is edge 1.
    let clock = Clock::new(clock_hz, ppm, run.system.now());
    let mut vectors = Vectors::default();
    vectors.push(DEAD_EDGES, State::default());
    let mut next_edge = 1;
    loop {
        let now = State::of(&run);
        // No burst fits into what is run here, so that no edge of SCK is passed over.
        run.advance(run.system.next_wake());
        // What happens at the very instant of an edge is seen by the next one only.
        let next = clock.first_edge_after(run.system.now()).max(next_edge);
        vectors.push(next - next_edge, now);
        next_edge = next;
        if run.rescued() && run.system.board(Side::B).host.boots() > 0 {
            break;
        }
        if run.system.now() > clock.edge(u64::from(clock_hz) * 10) {
            return Err(format!(
                "no rescue within ten seconds; progress {:?}",
                run.progress()
            ));
        }
    }
    let progress = run.progress();
    let report = run.finish(|_| ());
    if report.outcome != Outcome::Rescued || !report.verified || report.pages_written == 0 {
        return Err(format!("not a rescue: {report:?}"));
    }
    Ok((vectors, progress))
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bus, file, clock_hz] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let clock_hz: u32 = clock_hz.parse().map_err(|_| USAGE.to_owned())?;
    let scenario = scenario(bus, clock_hz).ok_or(USAGE)?;
    let part = scenario.standby.part.name();
    let (vectors, progress) = record(scenario)?;
    if progress.phase != Some(Phase::Service) {
        return Err(format!("the run ends in {:?}", progress.phase));
    }
    std::fs::write(file, vectors.text()).map_err(|error| format!("{file}: {error}"))?;
    println!(
        "rescue of a {part} at {clock_hz} Hz, {} pages written: {} edges, {} changes",
        progress.pages_done,
        vectors.edges,
        vectors.words.len()
    );
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
