//! The engine on a clocked bench, against the numbers of `docs/controller.md`, section 5.

use super::*;
use crate::rng::Rng;

const LOW: u64 = 24;
const HIGH: u64 = 24;
const FREE: u64 = 24;
/// Ticks.
const STRETCH: u64 = 1;
const DEADLINE: u64 = 4;
/// One attempt to address a silent device, from START to the START of the next.
const ATTEMPT: u64 = HIGH + 10 * (LOW + HIGH) + FREE + 1;
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
    command: u64,
    edge: u64,
    /// Levels after each edge from the command on.
    wave: Vec<(bool, bool)>,
}

impl Bench {
    fn new() -> Bench {
        Bench::at(COMMAND)
    }

    /// A bench whose command comes at edge `command`.
    fn at(command: u64) -> Bench {
        let pins = 1 << Pin::BusScl as u32 | 1 << Pin::BusSda as u32;
        let mut bench = Bench {
            engine: Engine::default(),
            inputs: Inputs::reset(pins, pins),
            bus: Tracker::RESET,
            journal: Tracker::RESET,
            buffer: Box::new([0; BUFFER_BYTES as usize]),
            host_owns_bus: false,
            command,
            edge: command,
            wave: Vec::new(),
        };
        bench.engine.setup = Setup {
            low: LOW,
            high: HIGH,
            stretch: STRETCH,
            deadline: DEADLINE,
            device: DEVICE,
            ..Setup::RESET
        };
        bench.catch_up(command);
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
        self.engine.command(self.command, command);
        self.edge = self.command + 1;
        let (mut falls, mut scl_before) = (0, true);
        while self.engine.busy() {
            self.step(other(falls, self.edge - self.command));
            let scl = !self.engine.drives().0;
            falls += usize::from(scl_before && !scl);
            scl_before = scl;
            assert!(self.edge < self.command + 1_000_000, "the engine hangs");
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
                edges.push(self.command + 1 + index as u64);
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
    // The first refusal, at the end of an attempt's ninth bit, at which the deadline has passed.
    let refusal = |attempt| COMMAND + 2 + attempt * ATTEMPT + HIGH + 9 * (LOW + HIGH);
    let passed = edge_after_ticks(COMMAND + 1, DEADLINE);
    let last = (0..).find(|attempt| refusal(*attempt) >= passed);
    assert_eq!(last, Some(6), "attempts before the last");
    assert_eq!(done, refusal(6) + LOW + HIGH + FREE);
    // The same with a device that is ready after a while ends well.
    let mut bench = Bench::new();
    let ready = 3 * ATTEMPT;
    bench.run(i2c_command::WRITE | i2c_command::POLL, |falls, since| {
        // Ten falls per refused attempt; the ninth of each begins the acknowledge.
        (false, since > ready && falls % 10 == 9)
    });
    assert_eq!(bench.result(), I2cResult::Ok);
}

/// Counts ticks the way the hardware does, from `since` on: the edge at which `ticks` of them have
/// been counted.
fn edge_after_ticks(since: u64, ticks: u64) -> u64 {
    let (mut edge, mut counted) = (since, 0);
    while counted < ticks {
        counted += u64::from(edge % TICK_CYCLES == TICK_CYCLES - 1);
        edge += 1;
    }
    edge
}

/// Command edges that put the edge `after` edges behind them on, just before and just behind a tick.
fn around_a_tick(after: u64) -> impl Iterator<Item = u64> {
    (0..5).map(move |shift| 20 * TICK_CYCLES - 3 + shift - after)
}

#[test]
fn a_stretched_clock_is_waited_for_and_given_up_at_the_limit() {
    let mut given_up = 0;
    for (ticks, command) in
        (0..=3).flat_map(|ticks| around_a_tick(HIGH + LOW).map(move |command| (ticks, command)))
    {
        let release = command + 2 + HIGH + LOW;
        let limit = edge_after_ticks(release + 1, ticks);
        let seen_at_once = release + LOOP_CYCLES;
        for seen in [seen_at_once, limit, limit + 1] {
            if seen < seen_at_once {
                continue;
            }
            let mut bench = Bench::at(command);
            bench.engine.setup.stretch = ticks;
            let until = seen - LOOP_CYCLES - command;
            let done = bench.run(i2c_command::WRITE, |_, since| {
                ((HIGH + LOW..until).contains(&since), false)
            });
            let expected = if seen <= limit {
                I2cResult::AddressNack
            } else {
                assert_eq!(done, limit, "{ticks} ticks, command at {command}");
                given_up += 1;
                I2cResult::StretchTimeout
            };
            assert_eq!(
                bench.result(),
                expected,
                "{ticks} ticks, command at {command}, SCL seen at {seen}"
            );
        }
    }
    assert!(given_up >= 20, "{given_up}");
}

#[test]
fn a_busy_bus_is_given_up_when_the_deadline_has_passed() {
    for ticks in 0..=2 {
        for command in around_a_tick(1) {
            let mut bench = Bench::at(command);
            bench.engine.setup.deadline = ticks;
            bench.inputs = Inputs::reset(3 << Pin::BusScl as u32, 0);
            let done = bench.run(i2c_command::WRITE, |_, _| (true, false));
            assert_eq!(bench.result(), I2cResult::BusBusy);
            let passed = edge_after_ticks(command + 1, ticks).max(command + 2);
            assert_eq!(done, passed, "{ticks} ticks, command at {command}");
        }
    }
}

#[test]
fn a_bus_that_is_free_at_the_last_edge_is_taken() {
    // SDA falls and rises long before: the bus is free when it has been idle for its time.
    for late in [0, 1] {
        let command = 20 * TICK_CYCLES - 500;
        let passed = edge_after_ticks(command + 1, 1);
        let mut bench = Bench::at(command);
        bench.engine.setup.deadline = 1;
        bench.bus = Tracker::RESET;
        bench
            .bus
            .flipped(passed + late - IDLE_TIME - 1, true, false, IDLE_TIME);
        let done = bench.run(i2c_command::WRITE, silence);
        if late == 0 {
            assert_eq!(bench.result(), I2cResult::AddressNack);
            assert_eq!(bench.changes(|lines| lines.1, false)[0], passed, "START");
        } else {
            assert_eq!((bench.result(), done), (I2cResult::BusBusy, passed));
        }
    }
}

#[test]
fn polling_ends_with_the_first_refusal_behind_the_deadline() {
    let refusal = 2 + HIGH + 9 * (LOW + HIGH);
    for ticks in 0..=2 {
        for command in around_a_tick(refusal) {
            let mut bench = Bench::at(command);
            bench.engine.setup.deadline = ticks;
            let done = bench.run(i2c_command::WRITE | i2c_command::POLL, silence);
            assert_eq!(bench.result(), I2cResult::PollDeadline);
            let passed = edge_after_ticks(command + 1, ticks);
            let before_last = (0..)
                .find(|attempt| command + refusal + attempt * ATTEMPT >= passed)
                .expect("the deadline passes");
            assert_eq!(
                done,
                command + 1 + (before_last + 1) * ATTEMPT,
                "{ticks} ticks, command at {command}"
            );
        }
    }
}

#[test]
fn a_command_after_one_that_hung_while_polling_starts_afresh() {
    let mut bench = Bench::new();
    // Refused, so that the START will be tried again; but SCL does not rise for the STOP.
    bench.run(i2c_command::WRITE | i2c_command::POLL, |falls, _| {
        (falls >= 10, false)
    });
    assert_eq!(bench.result(), I2cResult::StretchTimeout);
    for _ in 0..2 * IDLE_TIME {
        bench.step((false, false));
    }
    bench.command = bench.edge;
    bench.run(i2c_command::WRITE, silence);
    assert_eq!(bench.result(), I2cResult::AddressNack);
}

#[test]
fn a_byte_goes_through_the_crc_bit_by_bit_on_the_edges_after_it() {
    let data = [0x00, 0xA7, 0xFF];
    for operation in [i2c_command::READ, i2c_command::SCAN, i2c_command::COMPARE] {
        let mut bench = Bench::new();
        bench.engine.setup.length = data.len() as u32;
        bench.buffer[..3].copy_from_slice(&data);
        bench.engine.command(COMMAND, operation);
        bench.edge = COMMAND + 1;
        // A register that shifts once per edge while a byte is in it.
        let (mut register, mut byte, mut left) = (u32::MAX, 0, 0);
        let (mut falls, mut before) = (0usize, true);
        while bench.engine.busy() {
            assert_eq!(
                bench.engine.crc(bench.edge),
                register,
                "edge {}",
                bench.edge
            );
            if left > 0 {
                let feedback = (register ^ byte) & 1 == 1;
                register = register >> 1 ^ if feedback { 0xEDB8_8320 } else { 0 };
                (byte, left) = (byte >> 1, left - 1);
            }
            let count = bench.engine.count();
            bench.step((false, current_address_read(falls, &data)));
            if bench.engine.count() > count && operation != i2c_command::COMPARE {
                (byte, left) = (u32::from(data[count as usize]), 8);
            }
            let scl = !bench.engine.drives().0;
            falls += usize::from(before && !scl);
            before = scl;
        }
        assert_eq!((bench.result(), bench.engine.count()), (I2cResult::Ok, 3));
        assert_eq!(bench.engine.crc(bench.edge), register);
        let through = data
            .iter()
            .fold(u32::MAX, |crc, byte| crc::update(crc, *byte));
        let expected = if operation == i2c_command::COMPARE {
            u32::MAX
        } else {
            through
        };
        assert_eq!(register, expected);
    }
}

/// What a device that acknowledges its address and sends `data` pulls: SDA, after `falls` of SCL.
fn current_address_read(falls: usize, data: &[u8]) -> bool {
    let (byte, bit) = (falls.wrapping_sub(1) / 9, falls.wrapping_sub(1) % 9);
    match (byte, bit) {
        (0, 8) => true,
        (1.., 0..8) if byte <= data.len() => data[byte - 1] << bit & 0x80 == 0,
        _ => false,
    }
}

#[test]
fn a_result_shows_up_with_the_end_of_the_command() {
    let mut bench = Bench::new();
    bench.engine.command(COMMAND, i2c_command::WRITE);
    bench.edge = COMMAND + 1;
    while bench.engine.busy() {
        assert_eq!(bench.engine.status(), i2c_status::BUSY);
        bench.step((false, false));
    }
    assert_eq!(bench.result(), I2cResult::AddressNack);
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
fn a_clock_that_somebody_else_pulls_ends_every_kind_of_pulse() {
    // In the high time of the 4th bit, of the closing STOP, and of RECOVER's first look.
    let stop = 10;
    for (command, pulled_in) in [(i2c_command::WRITE, 4), (i2c_command::WRITE, stop)] {
        let mut bench = Bench::new();
        let mut high_for = 0;
        let done = bench.run(command, |falls, _| {
            // The rise comes LOW edges after the fall; what matters is seen 5 edges later.
            high_for = if falls == pulled_in { high_for + 1 } else { 0 };
            let (_, sda) = acknowledge(falls, 0);
            (high_for > LOW + 10, sda)
        });
        assert_eq!(bench.result(), I2cResult::ArbitrationLost, "{pulled_in}");
        let ended = COMMAND + 2 + HIGH + pulled_in as u64 * (LOW + HIGH);
        assert_eq!(done, ended, "{pulled_in}");
    }
    let mut bench = Bench::new();
    // SCL was high before, so it is seen at the first edge behind the wait.
    let first_look = 1 + LOW + 1 + HIGH - LOOP_CYCLES;
    let done = bench.run(i2c_command::RECOVER, |_, since| {
        (since > first_look - 10, false)
    });
    assert_eq!(bench.result(), I2cResult::ArbitrationLost);
    assert_eq!(done, COMMAND + first_look);
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
        assert_eq!(bench.edge - 1, edge_after_ticks(edge + 1, DEADLINE));
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
        // SCL, being free, is seen high at the first edge that counts.
        let look = edge + 1 + LOW + 1 + HIGH - LOOP_CYCLES;
        let (mut falls, mut before) = (0, true);
        while bench.engine.busy() {
            let looked = bench.edge >= look;
            bench.step((false, falls < held));
            let drives = bench.engine.drives() != (false, false);
            assert!(drives || bench.edge != look + 1, "the first look is late");
            assert!(!drives || looked, "driven before the first look");
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
        let bound = DEADLINE * TICK_CYCLES + 2 * 60 * (LOW + HIGH + STRETCH * TICK_CYCLES);
        assert!(
            done - COMMAND < bound,
            "seed {seed}: {} edges",
            done - COMMAND
        );
    }
}
