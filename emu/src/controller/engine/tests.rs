//! The engine on a clocked bench, against the numbers of `docs/controller.md`, section 5.

use super::*;
use crate::rng::Rng;

const LOW: u64 = 24;
const HIGH: u64 = 24;
const HOLD: u64 = 6;
const FREE: u64 = 24;
const STRETCH: u64 = 500;
const DEADLINE: u64 = 4_000;
/// Edge of the command; the bus has been idle for long.
const COMMAND: u64 = 10_000;
const IDLE_TIME: u64 = 100;
const DEVICE: u32 = 0x50;

/// The engine, a bus with pull-ups, and somebody else who can pull its lines low.
struct Bench {
    engine: Engine,
    inputs: Inputs,
    bus: Tracker,
    journal: Tracker,
    buffer: Box<[u8; BUFFER_BYTES as usize]>,
    host_owns_bus: bool,
    edge: u64,
    /// Levels after each edge from the command on.
    wave: Vec<(bool, bool)>,
}

impl Bench {
    fn new() -> Bench {
        let pins = 1 << Pin::BusScl as u32 | 1 << Pin::BusSda as u32;
        let mut bench = Bench {
            engine: Engine::default(),
            inputs: Inputs::reset(pins, pins),
            bus: Tracker::RESET,
            journal: Tracker::RESET,
            buffer: Box::new([0; BUFFER_BYTES as usize]),
            host_owns_bus: false,
            edge: COMMAND,
            wave: Vec::new(),
        };
        bench.engine.setup = Setup {
            low: LOW,
            high: HIGH,
            hold: HOLD,
            free: FREE,
            stretch: STRETCH,
            deadline: DEADLINE,
            device: DEVICE,
            address: 0,
            length: 0,
            pointer: 0,
        };
        bench.catch_up(COMMAND);
        bench
    }

    fn catch_up(&mut self, edge: u64) {
        while self.inputs.next_flip() < edge {
            let (at, flipped) = self.inputs.flip();
            let level = |pin| self.inputs.level(pin);
            let high = level(Pin::BusScl) && level(Pin::BusSda);
            let stop = high && flipped == 1 << Pin::BusSda as u32;
            self.bus.flipped(at, high, stop, IDLE_TIME);
        }
    }

    /// One edge, after which the other party pulls `(scl, sda)` low.
    fn step(&mut self, pulls: (bool, bool)) {
        let edge = self.edge;
        self.catch_up(edge);
        let mut around = Surroundings {
            inputs: &self.inputs,
            buffer: &mut self.buffer,
            bus: &self.bus,
            journal: &self.journal,
            host_owns_bus: self.host_owns_bus,
        };
        if self.engine.watches_inputs() {
            self.engine.inputs_changed(edge, &around);
        }
        if self.engine.at() == edge {
            self.engine.event(edge, &mut around);
        }
        assert!(self.engine.at() > edge, "the engine does not let time pass");
        let (scl_low, sda_low) = self.engine.drives();
        let (scl, sda) = (!(scl_low || pulls.0), !(sda_low || pulls.1));
        let pins = u32::from(scl) << Pin::BusScl as u32 | u32::from(sda) << Pin::BusSda as u32;
        self.inputs.sample(edge + 1, pins);
        let around = Surroundings {
            inputs: &self.inputs,
            buffer: &mut self.buffer,
            bus: &self.bus,
            journal: &self.journal,
            host_owns_bus: self.host_owns_bus,
        };
        self.engine.inputs_changed(edge + 1, &around);
        self.wave.push((scl, sda));
        self.edge += 1;
    }

    /// Runs `command` to its end. `other` says what the other party pulls, from the falls of SCL
    /// so far and the edge since the command. Returns the edge at which it ended.
    fn run(&mut self, command: u32, mut other: impl FnMut(usize, u64) -> (bool, bool)) -> u64 {
        self.engine.command(COMMAND, command);
        self.edge = COMMAND + 1;
        let (mut falls, mut scl_before) = (0, true);
        while self.engine.busy() {
            self.step(other(falls, self.edge - COMMAND));
            let scl = !self.engine.drives().0;
            falls += usize::from(scl_before && !scl);
            scl_before = scl;
            assert!(self.edge < COMMAND + 1_000_000, "the engine hangs");
        }
        assert_eq!(
            self.engine.drives(),
            (false, false),
            "the bus was not let go"
        );
        self.edge - 1
    }

    fn result(&self) -> I2cResult {
        let code = self.engine.status() >> i2c_status::RESULT_SHIFT & i2c_status::RESULT_MASK;
        I2cResult::from_code(code).expect("a known code")
    }

    /// Edges at which a line changed to `level`, `pick` choosing the line.
    fn changes(&self, pick: impl Fn(&(bool, bool)) -> bool, level: bool) -> Vec<u64> {
        let mut before = true;
        let mut edges = Vec::new();
        for (index, lines) in self.wave.iter().enumerate() {
            let now = pick(lines);
            if now != before && now == level {
                edges.push(COMMAND + 1 + index as u64);
            }
            before = now;
        }
        edges
    }
}

/// Acknowledges the byte whose ninth bit follows fall 9 of SCL (START's is the first).
fn acknowledge(falls: usize, _: u64) -> (bool, bool) {
    (false, falls > 0 && falls.is_multiple_of(9))
}

fn silence(_: usize, _: u64) -> (bool, bool) {
    (false, false)
}

#[test]
fn an_address_phase_takes_exactly_the_edges_written_down() {
    let mut bench = Bench::new();
    let done = bench.run(i2c_command::WRITE, acknowledge);
    assert_eq!(bench.result(), I2cResult::Ok);
    let falls = bench.changes(|lines| lines.0, false);
    let start = COMMAND + 2;
    assert_eq!(bench.changes(|lines| lines.1, false)[0], start, "START");
    let expected: Vec<u64> = (0..10)
        .map(|bit| start + HIGH + bit * (LOW + HIGH))
        .collect();
    assert_eq!(falls, expected, "nine bits and the low phase of STOP");
    let stop = falls[9] + LOW + HIGH;
    assert_eq!(
        bench.changes(|lines| lines.1, true).last(),
        Some(&stop),
        "STOP"
    );
    assert_eq!(done, stop + FREE);
}

#[test]
fn sda_changes_only_while_scl_is_low_but_for_start_and_stop() {
    let mut bench = Bench::new();
    bench.engine.setup.length = 3;
    bench.buffer[..3].copy_from_slice(&[0x5A, 0xFF, 0x00]);
    bench.run(i2c_command::WRITE, acknowledge);
    assert_eq!((bench.result(), bench.engine.count()), (I2cResult::Ok, 3));
    let both_high = |pair: &&[(bool, bool)]| pair[0].0 && pair[1].0 && pair[0].1 != pair[1].1;
    let outside = bench.wave.windows(2).filter(both_high).count();
    assert_eq!(outside, 2, "START and STOP, and no other");
}

#[test]
fn a_silent_device_is_named_and_the_bus_closed() {
    let mut bench = Bench::new();
    bench.run(i2c_command::WRITE, silence);
    assert_eq!(bench.result(), I2cResult::AddressNack);
    assert_eq!(
        bench.changes(|lines| lines.1, true).len(),
        4,
        "bits 1, ACK slot, STOP"
    );
}

#[test]
fn polling_asks_again_until_the_deadline() {
    let mut bench = Bench::new();
    let done = bench.run(i2c_command::WRITE | i2c_command::POLL, silence);
    assert_eq!(bench.result(), I2cResult::PollDeadline);
    let attempt = HIGH + 10 * (LOW + HIGH) + FREE + 1;
    assert!((DEADLINE..DEADLINE + 2 * attempt).contains(&(done - COMMAND)));
    // The same with a device that is ready after a while ends well.
    let mut bench = Bench::new();
    let ready = 3 * attempt;
    bench.run(i2c_command::WRITE | i2c_command::POLL, |falls, since| {
        // Ten falls per refused attempt; the ninth of each begins the acknowledge.
        (false, since > ready && falls % 10 == 9)
    });
    assert_eq!(bench.result(), I2cResult::Ok);
}

#[test]
fn a_stretched_clock_is_waited_for_and_given_up_at_the_limit() {
    for (hold, expected) in [
        (STRETCH - LOOP_CYCLES - 2, I2cResult::AddressNack),
        (STRETCH + 2, I2cResult::StretchTimeout),
    ] {
        let mut bench = Bench::new();
        let release = 2 + HIGH + LOW;
        bench.run(i2c_command::WRITE, |_, since| {
            ((release - 5..release + hold).contains(&since), false)
        });
        assert_eq!(bench.result(), expected, "held for {hold}");
    }
}

#[test]
fn a_lost_arbitration_lets_both_lines_go_at_once() {
    let mut bench = Bench::new();
    // The first bit of 1010 000 is a 1; somebody holds SDA low through it.
    let done = bench.run(i2c_command::WRITE, |falls, _| (false, falls == 1));
    assert_eq!(bench.result(), I2cResult::ArbitrationLost);
    assert_eq!(done, COMMAND + 2 + HIGH + LOW + HIGH);
    assert_eq!(
        bench.changes(|lines| lines.0, false).len(),
        1,
        "SCL was not pulled again"
    );
}

#[test]
fn a_busy_bus_is_never_touched() {
    for line in [(true, false), (false, true)] {
        let mut bench = Bench::new();
        for _ in 0..20 {
            bench.step(line);
        }
        let edge = bench.edge;
        bench.engine.command(edge, i2c_command::WRITE);
        while bench.engine.busy() {
            bench.step(line);
            assert_eq!(bench.engine.drives(), (false, false));
        }
        assert_eq!(bench.result(), I2cResult::BusBusy);
        assert_eq!(bench.edge - 1, edge + 1 + DEADLINE);
    }
}

#[test]
fn without_ownership_nothing_is_driven() {
    for operation in i2c_command::WRITE..=i2c_command::RECOVER {
        let mut bench = Bench::new();
        bench.host_owns_bus = true;
        bench.engine.setup.length = 1;
        assert_eq!(bench.run(operation, silence), COMMAND + 1);
        assert_eq!(bench.result(), I2cResult::NotOwner);
    }
}

#[test]
fn recovery_ends_on_a_one_and_after_nine_pulses() {
    for held in 0..=11usize {
        let mut bench = Bench::new();
        for _ in 0..20 {
            bench.step((false, held > 0));
        }
        let edge = bench.edge;
        bench.engine.command(edge, i2c_command::RECOVER);
        let (mut falls, mut before) = (0, true);
        while bench.engine.busy() {
            bench.step((false, falls < held));
            let scl = !bench.engine.drives().0;
            falls += usize::from(before && !scl);
            before = scl;
        }
        let freed = held <= RECOVERY_PULSES as usize;
        let expected = if freed {
            I2cResult::Ok
        } else {
            I2cResult::StuckLow
        };
        assert_eq!(bench.result(), expected, "held for {held} pulses");
        // START and STOP take one more pulse.
        let pulses = if freed {
            held + 1
        } else {
            RECOVERY_PULSES as usize
        };
        assert_eq!(falls, pulses, "held for {held} pulses");
    }
}

#[test]
fn compare_stops_at_the_first_difference() {
    let mut bench = Bench::new();
    bench.engine.setup.length = 5;
    bench.engine.setup.device = DEVICE | 1 << i2c_device::ADDRESS_BYTES_SHIFT;
    bench.buffer[..3].copy_from_slice(&[0xFF, 0xFF, 0x7F]);
    // Acknowledges device+W, address, device+R (one more fall for the repeated START), then
    // leaves SDA alone: every data byte reads FFh.
    bench.run(i2c_command::COMPARE, |falls, _| {
        (false, matches!(falls, 9 | 18 | 28))
    });
    assert_eq!(
        (bench.result(), bench.engine.count()),
        (I2cResult::Mismatch, 2)
    );
}

#[test]
fn whatever_happens_the_engine_ends_and_lets_go() {
    for seed in 0..3_000 {
        let mut rng = Rng::new(seed);
        let mut bench = Bench::new();
        bench.engine.setup.length = 2;
        let operation = i2c_command::WRITE + rng.below_u32(5);
        let poll = if rng.below(2) == 0 {
            i2c_command::POLL
        } else {
            0
        };
        let (mut until, mut pulls) = (0, (false, false));
        let done = bench.run(operation | poll, |_, since| {
            if since >= until {
                until = since + 1 + rng.below(80);
                pulls = (rng.below(6) == 0, rng.below(3) == 0);
            }
            pulls
        });
        // Two transactions of at most 6 bytes of stretched bits, and the deadline.
        let bound = DEADLINE + 2 * 60 * (LOW + HIGH + STRETCH);
        assert!(
            done - COMMAND < bound,
            "seed {seed}: {} edges",
            done - COMMAND
        );
    }
}
