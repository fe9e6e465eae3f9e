use super::*;
use crate::nets::on_board;
use crate::rng::Rng;
use crate::time::Span;

/// All of them, so that ids are counted.
const PINS: u64 = ALL_PINS;

type Change = (Time, Levels);

fn word(rng: &mut Rng) -> u128 {
    on_board(rng.next_u64(), Side::A) | on_board(rng.next_u64(), Side::B)
}

fn levels_of(rng: &mut Rng, before: Levels, nets: u128) -> Levels {
    Levels {
        high: before.high & !nets | word(rng) & nets,
        odd: before.odd & !nets | word(rng) & word(rng) & nets,
    }
}

/// Initial levels and changes with gaps from 1 ps to hours, so that all digit counts occur.
fn random_run(rng: &mut Rng, count: usize) -> (Levels, Vec<Change>) {
    let initial = levels_of(rng, Levels::default(), u128::MAX);
    let (mut at, mut levels) = (0u64, initial);
    let changes = (0..count)
        .map(|_| {
            let bits = if rng.below(20) == 0 { 50 } else { 16 };
            let gap = 1 << rng.below(bits);
            at += 1 + rng.below(gap);
            let nets = word(rng) & word(rng) & word(rng);
            levels = levels_of(rng, levels, nets);
            (Time::from_ps(at), levels)
        })
        .collect();
    (initial, changes)
}

fn write(initial: Levels, changes: &[Change], window: Option<(Time, Time)>, end: Time) -> Vec<u8> {
    let mut sink = VcdSink::new(Vec::new(), initial, PINS).expect("a Vec takes all");
    if let Some((from, to)) = window {
        sink = sink.with_window(from, to);
    }
    let mut before = initial;
    for &(at, levels) in changes {
        sink.change(at, levels, levels.changed(before));
        before = levels;
    }
    sink.finish(end).expect("a Vec takes all")
}

/// Reads a VCD with the independent parser: (time, levels of the named nets) for each timestamp.
fn read(bytes: &[u8]) -> Vec<Change> {
    let mut parser = ::vcd::Parser::new(bytes);
    let header = parser.parse_header().expect("valid header");
    assert_eq!(header.timescale, Some((1, TimescaleUnit::PS)));
    let mut net_of = std::collections::HashMap::new();
    for (side, pin) in Nets::new(PINS).all() {
        let scope = ["a", "b"][side as usize];
        let var = header
            .find_var(&[scope, pin.name()])
            .expect("net in header");
        assert!(net_of.insert(var.code, Net::new(side, pin)).is_none());
    }
    let mut read: Vec<Change> = Vec::new();
    for command in parser {
        match command.expect("valid body") {
            ::vcd::Command::Timestamp(ps) => {
                let levels = read.last().map_or(Levels::default(), |last| last.1);
                read.push((Time::from_ps(ps), levels));
            }
            ::vcd::Command::ChangeScalar(code, value) => {
                let (high, odd) = match value {
                    Value::V0 => (0, 0),
                    Value::V1 => (1, 0),
                    Value::Z => (0, 1),
                    Value::X => (1, 1),
                };
                let net = net_of[&code].index();
                let levels = &mut read.last_mut().expect("timestamp first").1;
                levels.high = levels.high & !(1 << net) | high << net;
                levels.odd = levels.odd & !(1 << net) | odd << net;
            }
            _ => {}
        }
    }
    read
}

fn named_only(levels: Levels) -> Levels {
    let named = on_board(PINS, Side::A) | on_board(PINS, Side::B);
    Levels {
        high: levels.high & named,
        odd: levels.odd & named,
    }
}

/// What a reader must see: a dump, the changes of named nets inside the window, the end.
fn expected(initial: Levels, changes: &[Change], from: Time, to: Time, end: Time) -> Vec<Change> {
    let mut before = initial;
    let mut expected = Vec::new();
    for &(at, levels) in changes {
        if at <= from {
            before = levels;
        } else if at <= to {
            expected.push((at, named_only(levels)));
        }
    }
    expected.insert(0, (from, named_only(before)));
    expected.dedup_by_key(|change| change.1);
    let last = *expected.last().expect("the dump is there");
    if end.min(to) > last.0 {
        expected.push((end.min(to), last.1));
    }
    expected
}

#[test]
fn a_reader_sees_every_change_at_its_time() {
    for seed in 0..40 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let (initial, changes) = random_run(&mut rng, 3000);
        let end = changes[2999].0 + Span::from_ps(rng.below(2));
        let seen = read(&write(initial, &changes, None, end));
        let wanted = expected(initial, &changes, Time::ZERO, Time::NEVER, end);
        assert_eq!(seen.len(), wanted.len());
        for (index, pair) in seen.iter().zip(&wanted).enumerate() {
            assert_eq!(pair.0, pair.1, "timestamp {index}");
        }
    }
}

#[test]
fn a_window_starts_with_the_levels_that_hold_there() {
    for seed in 0..200 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let (initial, changes) = random_run(&mut rng, 60);
        // Exactly on a change half of the time: the borders are included.
        let from = changes[rng.below(30) as usize].0 + Span::from_ps(rng.below(2));
        let to = changes[30 + rng.below(30) as usize].0 - Span::from_ps(rng.below(2));
        let end = changes[59].0;
        let seen = read(&write(initial, &changes, Some((from, to)), end));
        assert_eq!(seen, expected(initial, &changes, from, to, end));
    }
}

#[test]
fn timestamps_strictly_increase() {
    for seed in 100..120 {
        println!("seed {seed}");
        let (initial, changes) = random_run(&mut Rng::new(seed), 2000);
        // Ends at the very instant of the last change, whose stamp must not come twice.
        let bytes = write(initial, &changes, None, changes[1999].0);
        let stamps: Vec<u64> = std::str::from_utf8(&bytes)
            .expect("ASCII")
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .map(|digits| digits.parse().expect("digits"))
            .collect();
        assert!(stamps.len() > 1500);
        assert!(stamps.is_sorted_by(|earlier, later| earlier < later));
    }
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "is not after")]
fn a_second_change_at_the_same_instant_is_a_bug() {
    let mut sink = VcdSink::new(Vec::new(), Levels::default(), PINS).expect("a Vec takes all");
    for high in [1, 0] {
        sink.change(Time::from_ps(5), Levels { high, odd: 0 }, 1);
    }
}

#[test]
fn stamps_have_no_leading_zeros_at_any_length() {
    let mut stamp = Stamp::new();
    let mut out = [0; INSTANT_BYTES_MAX];
    let powers = (0..20).map(|power| 10u64.pow(power));
    for ps in powers
        .flat_map(|power| [power - 1, power, power + 1])
        .chain([u64::MAX])
    {
        let length = stamp.write(Time::from_ps(ps), &mut out);
        assert_eq!(out[..length], *format!("#{ps}\n").as_bytes());
    }
}

#[test]
fn digits_are_right_for_every_four_digit_half() {
    for n in 0..10_000u32 {
        for n in [n, n * 10_000, n * 10_000 + 9_999 - n] {
            assert_eq!(eight_digits(n).to_le_bytes(), *format!("{n:08}").as_bytes());
        }
    }
}

/// Takes `room` bytes, then fails; counts how often it was asked.
struct Full {
    room: usize,
    failures: u32,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.room {
            self.failures += 1;
            return Err(io::Error::new(io::ErrorKind::StorageFull, "disk full"));
        }
        self.room -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_first_write_error_comes_out_at_the_end_and_is_not_retried() {
    let mut full = Full {
        room: BLOCK_BYTES + 4096,
        failures: 0,
    };
    let mut sink = VcdSink::new(&mut full, Levels::default(), PINS).expect("room for the header");
    for step in 1..200_000 {
        let high = u128::from(step & 1);
        sink.change(Time::from_ps(step * 1000), Levels { high, odd: 0 }, 1);
    }
    let error = sink.finish(Time::from_ps(300_000_000)).err();
    assert_eq!(
        error.map(|error| error.kind()),
        Some(io::ErrorKind::StorageFull)
    );
    assert_eq!(full.failures, 1);
    let no_room = Full {
        room: 10,
        failures: 0,
    };
    assert!(VcdSink::new(no_room, Levels::default(), PINS).is_err());
}

/// Golden files name nets by these characters. Breaks when a board without a point-to-point bus gets
/// other ids, or any board two nets with the same one.
#[test]
fn ids_are_those_of_golden_files_and_differ() {
    let ids = |pins: u64| -> Vec<String> {
        let nets = Nets::new(pins);
        let all = nets.all().map(|(side, pin)| nets.id(side, pin).to_string());
        all.collect()
    };
    let shared = ids(Pin::SHARED_BUS);
    assert_eq!(shared.first().map(String::as_str), Some("!"));
    assert_eq!(shared[21], "A", "host_scl of the second board");
    let mut all = ids(ALL_PINS);
    assert!(all.iter().all(|id| id.len() == 1), "{all:?}");
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

/// Breaks when a window is not what the whole trace has there, or when what passed unseen before it
/// is missing at its start.
#[test]
fn a_window_is_cut_from_the_whole_trace() {
    for seed in 200..260 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let (initial, changes) = random_run(&mut rng, 400);
        let (from, to) = (changes[100 + rng.below(50) as usize].0, changes[300].0);
        let end = changes[399].0;
        let whole = String::from_utf8(write(initial, &changes, None, end)).expect("ASCII");
        let mut sink = VcdSink::new(Vec::new(), initial, PINS)
            .expect("a Vec takes all")
            .with_window(from, to);
        let mut before = initial;
        for &(at, levels) in &changes {
            // Before the window some changes are not told one by one.
            if sink.next_look(at) > at && rng.below(2) == 0 {
                sink.pass(levels);
            } else {
                sink.change(at, levels, levels.changed(before));
            }
            before = levels;
        }
        let part = sink.finish(end).expect("a Vec takes all");
        let part = String::from_utf8(part).expect("ASCII");
        let (_, body) = part.split_once("$end\n#").expect("a dump");
        let (_, body) = body.split_once("$end\n").expect("a dump");
        // From the first line after the window's start to its last one.
        let after = |line: &str| {
            let ps = line.strip_prefix('#').map(str::parse::<u64>);
            ps.is_some_and(|ps| ps.expect("digits") > from.ps())
        };
        let lines: Vec<&str> = whole.lines().skip_while(|line| !after(line)).collect();
        let cut: Vec<&str> = body.lines().collect();
        assert!(cut.len() > 500, "{} lines", cut.len());
        // It ends with the stamp of its end, where the whole trace has a change.
        assert_eq!(lines[..cut.len()], cut);
        // Its start shows the levels that hold there.
        let seen = read(part.as_bytes());
        assert_eq!(seen[0], expected(initial, &changes, from, to, end)[0]);
    }
}

#[test]
fn a_sink_looks_from_the_start_of_its_window_to_its_end() {
    let at = Time::from_ps;
    let sink = VcdSink::new(Vec::new(), Levels::default(), PINS).expect("a Vec takes all");
    assert_eq!(sink.next_look(at(7)), at(7));
    let sink = sink.with_window(at(10), at(20));
    for (now, next) in [(0, 10), (10, 10), (15, 15), (20, 20)] {
        assert_eq!(sink.next_look(at(now)), at(next));
    }
    assert_eq!(sink.next_look(at(21)), Time::NEVER);
}
