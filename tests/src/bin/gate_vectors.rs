//! Records what a board's controller sees and does, edge by edge, for `cargo xtask gates`.
//!
//! The pads and the netlist then have to do the same as the emulator's model did. The format is
//! told in `rtl/gates/testbench.v`.

use std::fmt::Write as _;
use std::process::ExitCode;

use umbilical_emu::nets::{Pin, Side, of_board};
use umbilical_emu::scenario::{Button, Outcome, Progress, Run};
use umbilical_emu::time::Clock;
use umbilical_soft_mcu::report::Phase;
use umbilical_tests::{differing_scenario, part};

const USAGE: &str = "usage: gate_vectors FILE CLOCK_HZ";
/// Edges before the supply comes up, with everything off.
const DEAD_EDGES: u64 = 16;
/// Contents of the two memories.
const SEED: u64 = 1;

/// What stands right before an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    /// The board's levels, one bit per [`Pin`].
    pins: u64,
    /// What the controller pulls low or drives low.
    low: u64,
    /// What it drives high.
    high: u64,
}

impl State {
    /// As the word of a vector, without the edges.
    fn word(self) -> u64 {
        let bit = |word: u64, pin: Pin| word >> pin as u32 & 1;
        let vcc_ok = bit(self.pins, Pin::VccOk);
        let sensed = [
            Pin::Present,
            Pin::PeerVcc,
            Pin::ButtonSource,
            Pin::ButtonDestination,
        ];
        let sensed = sensed
            .iter()
            .rev()
            .fold(0, |word, pin| word << 1 | bit(self.pins, *pin));
        let lines = self.pins & 0xFF;
        let pull = self.low & 0xFF;
        let out = self.high >> Pin::Strap as u32 & 0x3F;
        vcc_ok << 27 | sensed << 23 | lines << 14 | pull << 6 | out
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
        if edges == 0 {
            return;
        }
        self.edges += edges;
        let word = state.word();
        match self.words.last_mut() {
            Some((count, last)) if *last == word => *count += edges,
            _ => self.words.push((edges, word)),
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{:016x}\n", self.words.len());
        for (edges, word) in &self.words {
            let _ = writeln!(text, "{:016x}", edges << 32 | word);
        }
        text
    }
}

/// Runs the rescue of a 24C02 that its button asks for, and records board B.
fn record(clock_hz: u32) -> Result<(Vectors, Progress), String> {
    let mut scenario = differing_scenario(SEED, part("24c02"));
    scenario.clock_hz = clock_hz;
    scenario.bus_hz = 100_000;
    scenario.standby.button = Button::Destination;
    let mut run = Run::new(scenario);
    let state = |run: &Run| {
        let outputs = run.system.board(Side::B).controller.outputs();
        State {
            pins: of_board(run.system.levels().read(), Side::B),
            low: outputs.low,
            high: outputs.high,
        }
    };
    while !run.system.powered(Side::B) {
        run.advance(run.system.next_wake());
    }
    // Edge 0 of this clock is the instant of the supply; the first that sees it is edge 1.
    let clock = Clock::new(clock_hz, 0, run.system.now());
    let mut vectors = Vectors::default();
    vectors.push(DEAD_EDGES, State::default());
    let mut next_edge = 1;
    loop {
        let now = state(&run);
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
    let [file, clock_hz] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let clock_hz: u32 = clock_hz.parse().map_err(|_| USAGE.to_owned())?;
    let (vectors, progress) = record(clock_hz)?;
    if progress.phase != Some(Phase::Service) {
        return Err(format!("the run ends in {:?}", progress.phase));
    }
    std::fs::write(file, vectors.text()).map_err(|error| format!("{file}: {error}"))?;
    println!(
        "rescue of a 24C02 at {clock_hz} Hz, {} pages written: {} edges, {} changes",
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
