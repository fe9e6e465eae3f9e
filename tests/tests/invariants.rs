//! The scheduler's promises: how the emulator gets from instant to instant must not show.

use umbilical_emu::board::Component;
use umbilical_emu::fault::FaultPlan;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Button, Run, Scenario};
use umbilical_emu::system::{Pace, System};
use umbilical_emu::time::{Span, Time};
use umbilical_tests::{Shared, at_ms, differing_scenario, part};

/// One cycle of the controllers' 48 MHz.
const CYCLE: Span = Span::from_ps(20_834);
/// Grid of the eager oracle: no divisor of anything, so that it falls between all events.
const GRID: Span = Span::from_ps(99_991);
/// A rescue of a 24C02 takes 225 ms from power-up to service, and the host reads until here.
const END: Time = at_ms(300);

/// Everything that one can see of a system at an instant.
#[derive(Debug, PartialEq, Eq)]
struct State {
    now: Time,
    digest: Option<u64>,
    levels: [u128; 2],
    memories: Vec<Vec<u8>>,
    counters: Vec<u64>,
    reports: Vec<u32>,
    hosts: String,
}

fn state(system: &System) -> State {
    let boards = || Side::BOTH.into_iter().map(|side| system.board(side));
    let chips = || {
        boards().flat_map(|board| {
            let memory = board.memory.eeprom().into_iter();
            memory.chain([&board.journal])
        })
    };
    let statistics = system.statistics();
    let mut counters = vec![
        statistics.conflicts,
        statistics.faults,
        statistics.unsafe_writes,
    ];
    for chip in chips() {
        counters.extend([
            chip.data_bytes_received(),
            chip.write_cycles(),
            chip.pages_ruined(),
        ]);
        counters.push(chip.timing_violations());
    }
    counters.extend(boards().map(|board| board.controller.instructions()));
    counters.extend(boards().map(|board| u64::from(board.controller.watchdog_resets())));
    let hosts = boards().map(|board| (board.host.boot_image(), board.host.reads()));
    let hosts = format!("{:?} {:?}", hosts.collect::<Vec<_>>(), system.releases());
    let levels = system.levels();
    State {
        now: system.now(),
        digest: system.observers.digest(),
        levels: [levels.high, levels.odd],
        memories: chips().map(|chip| chip.memory().to_vec()).collect(),
        counters,
        reports: boards()
            .flat_map(|board| board.controller.report())
            .collect(),
        hosts,
    }
}

fn scenarios() -> [Scenario; 3] {
    // The button spares the wait for a peer whose supply may still come.
    let mut dead = differing_scenario(21, part("24c02"));
    dead.standby.button = Button::Destination;
    let mut buttons = differing_scenario(22, part("24c04"));
    buttons.source.powered = true;
    (buttons.source.button, buttons.standby.button) = (Button::Source, Button::Destination);
    (buttons.source.ppm, buttons.standby.ppm) = (87, -113);
    let mut idle = differing_scenario(23, part("24c32"));
    idle.source.powered = true;
    [dead, buttons, idle]
}

fn started(scenario: &Scenario) -> System {
    let mut system = scenario.build();
    system.observers.keep_digest();
    system
}

fn whole(scenario: &Scenario, end: Time) -> State {
    let mut system = started(scenario);
    system.run_until(end);
    state(&system)
}

fn traced(scenario: &Scenario, pace: Pace) -> (System, Vec<u8>) {
    let mut system = started(scenario);
    let sink = Shared::default();
    let levels = system.levels();
    let opened = system.observers.trace_to(Box::new(sink.clone()), levels);
    opened.expect("memory can be written");
    system.set_pace(pace);
    system.run_until(END);
    system.observers.finish(END).expect("memory can be written");
    (system, sink.bytes())
}

/// Breaks when any component's wake is later than its next act, or when skipping changes a pin.
#[test]
fn skipping_equals_stepping_everything() {
    for scenario in scenarios() {
        let (skip, skip_vcd) = traced(&scenario, Pace::Skip);
        let (eager, eager_vcd) = traced(&scenario, Pace::Eager(GRID));
        assert_eq!(eager.guilty(), None);
        assert_eq!(state(&skip), state(&eager));
        assert!(skip_vcd == eager_vcd, "the traces differ");
        assert!(skip_vcd.len() > 100_000, "nothing happened");
        // It did skip, and the oracle did look.
        let instants = skip.statistics().instants;
        let edges = END.ps() / CYCLE.ps();
        assert!(
            instants * 20 < edges,
            "{instants} instants in {edges} clock edges"
        );
        let grid = END.ps() / GRID.ps();
        assert!(
            eager.statistics().instants > grid,
            "the eager run did not stop on its grid"
        );
        println!("{instants} instants instead of {edges} edges");
    }
}

#[test]
fn a_report_counts_the_skipped_edges() {
    let report = Run::new(differing_scenario(24, part("24c02"))).finish(|_| ());
    assert!(report.skipped_edges > 20 * report.instants, "{report:?}");
}

/// The oracle itself: a component that is woken one cycle late must be found out, by name or by
/// what the pins did. Breaks when the comparison above compares nothing that matters.
fn one_cycle_late(scenario: &Scenario, side: Side, component: Component) {
    let right = whole(scenario, END);
    let mut late = started(scenario);
    late.delay_wakes(side, component, CYCLE);
    late.run_until(END);
    assert_ne!(
        state(&late).digest,
        right.digest,
        "{component:?} of {side:?}: the pins"
    );
    let mut late = started(scenario);
    late.delay_wakes(side, component, CYCLE);
    // Every 5 ns, so that each late act has a grid point before it; a part of the run will do.
    late.set_pace(Pace::Eager(Span::from_ps(4_999)));
    let mut end = Time::ZERO;
    while late.guilty().is_none() && end < END {
        end = end + Span::from_us(100);
        late.run_until(end);
    }
    let guilty = late.guilty().unwrap_or("nobody");
    let named = guilty.starts_with(&format!("{component:?} of {side:?}"));
    assert!(
        named,
        "{component:?} of {side:?} was late, {guilty} is named"
    );
}

#[test]
fn a_late_controller_is_found_out() {
    one_cycle_late(&scenarios()[0], Side::B, Component::Controller);
    one_cycle_late(&scenarios()[1], Side::A, Component::Controller);
}

#[test]
fn a_late_memory_is_found_out() {
    one_cycle_late(&scenarios()[0], Side::A, Component::Memory);
    one_cycle_late(&scenarios()[0], Side::B, Component::Memory);
}

#[test]
fn a_late_journal_is_found_out() {
    one_cycle_late(&scenarios()[0], Side::B, Component::Journal);
    one_cycle_late(&scenarios()[1], Side::A, Component::Journal);
}

#[test]
fn a_late_host_is_found_out() {
    one_cycle_late(&scenarios()[2], Side::A, Component::Host);
    one_cycle_late(&scenarios()[0], Side::B, Component::Host);
}

/// Breaks when the end of a slice leaves anything behind or takes anything forward.
#[test]
fn slices_do_not_show() {
    for scenario in scenarios() {
        let right = whole(&scenario, END);
        // 7 us, and primes of picoseconds.
        for slice in [7_000_000, 1_000_003, 15_485_863, 179_424_673, 2_038_074_743] {
            let mut system = started(&scenario);
            while system.now() < END {
                system.run_until((system.now() + Span::from_ps(slice)).min(END));
            }
            assert_eq!(state(&system), right, "slices of {slice} ps");
        }
    }
}

/// Breaks when an instant comes twice or before the last one, or when `next_wake` is not where
/// the scheduler goes.
#[test]
fn single_instants_are_the_whole_and_time_always_advances() {
    for scenario in scenarios() {
        let right = whole(&scenario, END);
        let mut system = started(&scenario);
        let mut instants = 0;
        loop {
            let next = system.next_wake();
            if next > END {
                break;
            }
            assert!(
                instants == 0 || next > system.now(),
                "{next} after {}",
                system.now()
            );
            system.run_until(next);
            instants += 1;
            assert_eq!(system.statistics().instants, instants, "at {next}");
        }
        system.run_until(END);
        assert!(instants > 10_000);
        assert_eq!(state(&system), right);
    }
}

/// Breaks when a component sees what another one drove at the same instant.
#[test]
fn the_order_of_components_does_not_matter() {
    for (number, scenario) in scenarios().iter().enumerate() {
        let right = whole(scenario, END);
        for seed in 0..6 {
            println!("scenario {number}, seed {seed}");
            let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
            let mut rng = Rng::new(seed);
            for place in (1..order.len()).rev() {
                order.swap(place, rng.below(place as u64 + 1) as usize);
            }
            let mut system = started(scenario);
            system.set_order(order);
            system.run_until(END);
            assert_eq!(state(&system), right, "order {order:?}");
        }
    }
}

/// Parsed by somebody else's reader. Breaks when two changes have one time stamp, or a later one
/// an earlier stamp.
#[test]
fn time_stamps_of_a_trace_strictly_increase() {
    for scenario in scenarios() {
        let (_, bytes) = traced(&scenario, Pace::Skip);
        let mut parser = vcd::Parser::new(&bytes[..]);
        let header = parser.parse_header().expect("a header");
        assert_eq!(header.timescale, Some((1, vcd::TimescaleUnit::PS)));
        let (mut last, mut stamps, mut changes) = (None, 0u64, 0u64);
        for command in parser {
            match command.expect("a well-formed trace") {
                vcd::Command::Timestamp(at) => {
                    assert!(last < Some(at), "#{at} after {last:?}");
                    last = Some(at);
                    stamps += 1;
                }
                vcd::Command::ChangeScalar(..) => changes += 1,
                _ => {}
            }
        }
        assert_eq!(last, Some(END.ps()));
        assert!(
            stamps > 10_000 && changes >= stamps - 1,
            "{stamps} stamps, {changes} changes"
        );
    }
}

/// Breaks when looking changes what is looked at.
#[test]
fn tracing_does_not_show() {
    for scenario in scenarios() {
        let mut bare = scenario.build();
        bare.run_until(END);
        let (mut with_all, log) = (started(&scenario), Shared::default());
        with_all.observers.log_to(Box::new(log.clone()));
        let levels = with_all.levels();
        let opened = with_all
            .observers
            .trace_to(Box::new(Shared::default()), levels);
        opened.expect("memory can be written");
        with_all.run_until(END);
        assert_eq!(bare.statistics(), with_all.statistics());
        let digest = None;
        assert_eq!(
            state(&bare),
            State {
                digest,
                ..state(&with_all)
            }
        );
        with_all
            .observers
            .finish(END)
            .expect("memory can be written");
        assert!(!log.bytes().is_empty(), "nothing was logged");
    }
}

/// The scenario with the number `seed` and a fault plan of chance.
fn faulty(seed: u64) -> Scenario {
    let mut scenario = scenarios()[(seed % 3) as usize].clone();
    scenario.faults = FaultPlan::random(seed, END.since(Time::ZERO));
    println!("seed {seed}: {:?}", scenario.faults.faults);
    scenario
}

/// Breaks when a part of the state is not saved, or shared with the copy.
#[test]
fn a_saved_system_goes_on_as_the_original() {
    let seeds = (0..20).map(faulty);
    for (number, scenario) in scenarios().into_iter().chain(seeds).enumerate() {
        let right = whole(&scenario, END);
        let mut system = started(&scenario);
        let mut rng = Rng::new(number as u64);
        let first = Time::from_ps(rng.below(END.ps()));
        system.run_until(first);
        let mut saved = system.save();
        saved.run_until(END);
        assert_eq!(state(&saved), right, "saved at {first}");
        // The original is not touched by what the copy did, and a copy can be copied.
        let mut again = system.save().save();
        system.run_until(END);
        assert_eq!(state(&system), right, "{first}: the original");
        again.run_until(END);
        assert_eq!(state(&again), right, "{first}: the copy of a copy");
    }
}

/// With faults, skipping still equals stepping, slices and order do not show, and it still skips.
/// Breaks when a fault is more or less than an event at its time.
fn faults_are_events(seeds: std::ops::Range<u64>) {
    let mut took_place = 0;
    for seed in seeds {
        let scenario = faulty(seed);
        let (skip, skip_vcd) = traced(&scenario, Pace::Skip);
        let right = state(&skip);
        took_place += skip.statistics().faults;
        assert_eq!(
            skip.statistics().faults as usize,
            scenario.faults.faults.len()
        );
        assert!(
            skip.statistics().instants * 20 < END.ps() / CYCLE.ps(),
            "seed {seed}: no skips"
        );

        let (eager, eager_vcd) = traced(&scenario, Pace::Eager(GRID));
        assert_eq!(eager.guilty(), None, "seed {seed}");
        assert_eq!(state(&eager), right, "seed {seed}");
        assert!(skip_vcd == eager_vcd, "seed {seed}: the traces differ");

        let mut system = started(&scenario);
        system.set_order([7, 3, 0, 5, 1, 6, 2, 4]);
        while system.now() < END {
            system.run_until((system.now() + Span::from_ps(15_485_863)).min(END));
        }
        assert_eq!(system.statistics(), skip.statistics(), "seed {seed}");
        assert_eq!(
            state(&system),
            right,
            "seed {seed}: sliced, in another order"
        );
    }
    assert!(took_place >= 10);
}

#[test]
fn faults_are_events_first_ten() {
    faults_are_events(0..10);
}

#[test]
fn faults_are_events_second_ten() {
    faults_are_events(10..20);
}
