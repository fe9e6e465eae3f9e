//! How the emulator gets through a rescue of a flash must not show: byte by byte or bit by bit.

use umbilical_emu::board::Component;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Button, Scenario};
use umbilical_emu::system::{Pace, System};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;
use umbilical_tests::{Shared, at_ms, flash, flash_image, flash_scenario, phase};

/// Components of both boards.
const COMPONENTS: usize = 2 * Component::ALL.len();
/// Grid of the eager oracle: no divisor of anything, so that it falls between all events.
const GRID: Span = Span::from_ps(99_991);
/// The rescue is over by then, and the host has booted.
const END: Time = at_ms(700);

/// A flash of two blocks only, for what has to go bit by bit.
fn small() -> &'static NorPart {
    let part = NorPart {
        bytes: 128 << 10,
        ..*flash("w25q16")
    };
    Box::leak(Box::new(part))
}

fn scenario(seed: u64) -> Scenario {
    let part = small();
    let source = flash_image::mixed(part.bytes, seed);
    let mut standby = flash_image::mixed(part.bytes, seed + 1);
    standby[..40_000].copy_from_slice(&source[..40_000]);
    let mut scenario = flash_scenario(part, source, standby);
    // The button spares the wait for a peer whose supply may still come.
    scenario.standby.button = Button::Destination;
    (scenario.source.ppm, scenario.standby.ppm) = (61, -87);
    scenario
}

/// Everything that one can see of a system at its end.
#[derive(Debug, PartialEq, Eq)]
struct State {
    now: Time,
    digest: Option<u64>,
    levels: [u128; 2],
    memories: Vec<u32>,
    counters: String,
    reports: Vec<u32>,
    hosts: String,
}

fn state(system: &System) -> State {
    let boards = || Side::BOTH.map(|side| system.board(side));
    let memories = boards().map(|board| [board.memory.memory(), board.journal.memory()].map(crc32));
    let counters = boards().map(|board| {
        let chip = board.memory.nor().expect("a flash");
        let controller = &board.controller;
        (
            (
                chip.counters(),
                chip.violations(),
                board.journal.write_cycles(),
            ),
            (controller.instructions(), controller.watchdog_resets()),
        )
    });
    let hosts = boards().map(|board| (board.host.boot_image().map(crc32), board.host.reads_ok()));
    let statistics = system.statistics();
    let found = (statistics.conflicts, statistics.unsafe_writes);
    let levels = system.levels();
    State {
        now: system.now(),
        digest: system.observers.digest(),
        levels: [levels.high, levels.odd],
        memories: memories.concat(),
        counters: format!("{counters:?} {found:?}"),
        reports: boards()
            .iter()
            .flat_map(|board| board.controller.report())
            .collect(),
        hosts: format!("{hosts:?} {:?}", system.releases()),
    }
}

fn started(scenario: &Scenario) -> System {
    let mut system = scenario.build();
    system.observers.keep_digest();
    system
}

fn whole(scenario: &Scenario) -> (System, State) {
    let mut system = started(scenario);
    system.run_until(END);
    assert_eq!(phase(&system, Side::B), Some(Phase::Service), "no rescue");
    assert!(system.statistics().burst_bytes > 3 * 100_000, "no bursts");
    let state = state(&system);
    (system, state)
}

/// Breaks when a byte that is moved at once arrives at another time, or with anything else, than
/// its bits would, or when a component acts before its wake.
#[test]
fn bytes_at_once_equal_bit_by_bit() {
    let scenario = scenario(91);
    let (skip, expected) = whole(&scenario);
    let mut eager = started(&scenario);
    eager.set_pace(Pace::Eager(GRID));
    eager.run_until(END);
    assert_eq!(eager.guilty(), None);
    assert_eq!(eager.statistics().bursts, 0, "the oracle skipped as well");
    assert_eq!(state(&eager), expected);
    println!(
        "{} instants and {} bytes at once, bit by bit {} instants",
        skip.statistics().instants,
        skip.statistics().burst_bytes,
        eager.statistics().instants
    );
}

/// Breaks when a burst goes past the end that it was given, or when its end shows.
#[test]
fn slices_of_any_length_equal_one_run() {
    let scenario = scenario(92);
    let (_, expected) = whole(&scenario);
    let mut rng = Rng::new(92);
    let mut sliced = started(&scenario);
    while sliced.now() < END {
        let longest = [1_000, 1_000_000, 1_000_000_000, 20_000_000_000][rng.below(4) as usize];
        let end = sliced.now() + Span::from_ps(1 + rng.below(longest));
        sliced.run_until(end.min(END));
    }
    assert_eq!(state(&sliced), expected);
}

/// Breaks when components that are due at one instant see each other's acts of that instant.
#[test]
fn the_order_of_components_does_not_matter() {
    let scenario = scenario(93);
    let (_, expected) = whole(&scenario);
    let mut rng = Rng::new(93);
    for _ in 0..4 {
        let mut order: [u8; COMPONENTS] = std::array::from_fn(|index| index as u8);
        for index in (1..COMPONENTS).rev() {
            order.swap(index, rng.below(index as u64 + 1) as usize);
        }
        let mut shuffled = started(&scenario);
        shuffled.set_order(order);
        shuffled.run_until(END);
        assert_eq!(state(&shuffled), expected, "{order:?}");
    }
}

/// The trace of a run, of all of it or of a window.
fn traced(scenario: &Scenario, window: Option<(Time, Time)>) -> (System, String) {
    let mut system = started(scenario);
    let sink = Shared::default();
    let levels = system.levels();
    let opened = system.observers.trace_to(Box::new(sink.clone()), levels);
    opened.expect("memory can be written");
    if let Some((from, to)) = window {
        system.observers.trace_window(from, to);
    }
    system.run_until(END);
    system.observers.finish(END).expect("memory can be written");
    let text = String::from_utf8(sink.bytes()).expect("VCD is ASCII");
    (system, text)
}

/// Breaks when a burst passes into a window, or when what it left there differs from what the
/// bits would have left.
#[test]
fn a_window_of_the_trace_is_part_of_the_whole_trace() {
    let scenario = scenario(94);
    let (_, expected) = whole(&scenario);
    let (system, full) = traced(&scenario, None);
    assert_eq!(
        system.statistics().bursts,
        0,
        "a whole trace shows each bit"
    );
    assert_eq!(state(&system), expected);
    let (mut rng, mut lines) = (Rng::new(94), Vec::new());
    for _ in 0..8 {
        let from = Time::from_ps(rng.below(at_ms(250).ps()));
        let to = from + Span::from_us(200 + rng.below(2_000));
        let (system, part) = traced(&scenario, Some((from, to)));
        assert_eq!(state(&system), expected);
        assert!(
            system.statistics().burst_bytes > 100_000,
            "bit by bit outside"
        );
        let (_, changes) = part.split_once("$dumpvars\n").expect("a dump");
        let (_, changes) = changes.split_once("$end\n").expect("a dump");
        let changes = changes.strip_suffix(&format!("#{}\n", to.ps()));
        let changes = changes.expect("the window's end");
        assert!(full.contains(changes), "{from} to {to}");
        println!("{from} to {to}: {} lines", changes.lines().count());
        lines.push(changes.lines().count());
    }
    let busy = lines.iter().filter(|lines| **lines > 10_000).count();
    assert!(busy >= 3, "nothing passed in most windows: {lines:?}");
}
