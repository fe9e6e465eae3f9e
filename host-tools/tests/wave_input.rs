//! Waveforms from anywhere: cut off, mutated, without end. Nothing panics, nothing grows without
//! bound, and what is still a waveform is read as before.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::time::Instant;

use umbilical::wave::diff::{self, Comparison};
use umbilical::wave::read::{Problem, WaveError, Waves};
use umbilical::wave::window::{Choice, Window, WindowError};
use umbilical::wave::{log, svg, window};
use umbilical_emu::rng::Rng;

/// A bus at work and a vector, a real number and a string, which our own files do not have.
const SEED: &str = "$date today $end\n$version by hand $end\n$timescale 1 ns $end\n\
    $comment a comment $end\n$scope module top $end\n$scope module b $end\n\
    $var wire 1 ! bus_scl $end\n$var wire 1 \" bus_sda $end\n$upscope $end\n\
    $var reg 8 # state [7:0] $end\n$var real 64 $ volts $end\n$var string 1 % text $end\n\
    $upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n1!\n1\"\nb0 #\nr0.5 $\nsidle %\n$end\n\
    #100\n0\"\n#150\n0!\n#160\nb10100101 #\n#200\n1\"\n#250\n1!\n#300\n0!\nr3.3 $\n#350\n1!\n\
    #400\n0!\n0\"\n#450\n1!\n#500\n0!\nsbusy %\n#550\n1!\n#600\nx!\nz\"\n#9000\n1!\n1\"\n#9500\n";

fn waves(bytes: &[u8]) -> Result<Waves<&[u8]>, WaveError> {
    Waves::new(Path::new("mutant"), bytes)
}

fn drawn(bytes: &[u8]) -> Result<Window, WindowError> {
    let window = window::load(waves(bytes)?, &Choice::default())?;
    if let Ok(picture) = svg::draw(&window) {
        assert_well_formed(&picture.svg);
    }
    Ok(window)
}

/// Tags match, and text has no character that XML forbids.
fn assert_well_formed(svg: &str) {
    let (mut open, mut rest) = (Vec::new(), svg);
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        let legal = |character: char| character == '\n' || !character.is_control();
        assert!(!text.contains('>') && text.chars().all(legal), "{text:?}");
        for entity in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;"];
            assert!(
                known.iter().any(|name| entity.starts_with(name)),
                "{text:?}"
            );
        }
        let end = start + rest[start..].find('>').expect("the tag ends");
        let tag = &rest[start + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?} not closed");
}

/// Puts the bytes through everything; true when they are a waveform.
fn survives(bytes: &[u8]) -> bool {
    let buses = waves(bytes).map(|waves| {
        let buses = log::choose(waves.names(), None).unwrap_or_default();
        log::decode(waves, &buses)
    });
    let seed = waves(SEED.as_bytes()).expect("the seed is a waveform");
    let compared = waves(bytes).and_then(|mutant| diff::compare(seed, mutant, 3));
    let _ = drawn(bytes);
    let read = matches!(buses, Ok(Ok(_)));
    assert_eq!(read, compared.is_ok(), "decoder and comparison disagree");
    if let Err(error) = compared {
        assert!(!error.to_string().is_empty() && !error.hint().is_empty());
    } else {
        let (one, other) = (waves(bytes), waves(bytes));
        let same = one
            .and_then(|one| diff::compare(one, other?, 3))
            .expect("read before");
        assert!(same.equal(), "not equal to itself: {same}");
    }
    read
}

fn mutated(rng: &mut Rng) -> Vec<u8> {
    const WORDS: [&str; 12] = [
        "$end",
        "$scope module x $end ",
        "$var wire 1 ! bus_scl $end ",
        "#18446744073709551615 ",
        "b ",
        "r1e999 $ ",
        "$timescale 0 s $end",
        "$dumpall ",
        "\u{0}\u{7f}",
        "é",
        "<&>\"",
        "x\" ",
    ];
    let mut bytes = SEED.as_bytes().to_vec();
    for _ in 0..=rng.below(4) {
        // A line alone may have been all that was left.
        let length = bytes.len() as u64;
        if length == 0 {
            return bytes;
        }
        let at = rng.below(length) as usize;
        let end = at + rng.below(length - at as u64).min(40) as usize;
        match rng.below(12) {
            // Whole lines and single digits, so that much is still a waveform.
            6..9 => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                let line = rng.below(lines.len() as u64) as usize;
                match rng.below(2) {
                    0 => drop(lines.remove(line)),
                    _ => lines.insert(line, lines[line]),
                }
                bytes = lines.concat().into_bytes();
            }
            9.. => {
                let digits = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit());
                let digits: Vec<usize> = digits.collect();
                if !digits.is_empty() {
                    let digit = digits[rng.below(digits.len() as u64) as usize];
                    bytes[digit] = b'0' + rng.below(10) as u8;
                }
            }
            0 => bytes[at] ^= 1 << rng.below(8),
            1 => bytes[at] = rng.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let word = WORDS[rng.below(WORDS.len() as u64) as usize];
                bytes.splice(at..at, word.bytes());
            }
            _ => bytes.truncate(at + 1),
        }
    }
    bytes
}

/// Breaks when anything panics on outside data, or when nothing or everything is refused.
#[test]
fn mutants_do_no_harm() {
    let (mut read, mut refused) = (0, 0);
    for seed in 0..20_000 {
        let bytes = mutated(&mut Rng::new(seed));
        let verdict = std::panic::catch_unwind(|| survives(&bytes));
        match verdict {
            Ok(true) => read += 1,
            Ok(false) => refused += 1,
            Err(_) => panic!("seed {seed}: {:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    println!("{read} read, {refused} refused");
    assert!(
        read > 1_000 && refused > 1_000,
        "{read} read, {refused} refused"
    );
}

#[test]
fn every_cut_is_survived() {
    let header = SEED.find("#0").expect("a first time");
    for length in 0..SEED.len() {
        let read = survives(&SEED.as_bytes()[..length]);
        let inside_header = length < header - 1;
        assert!(
            !(read && inside_header),
            "cut at {length}: half a header was taken"
        );
    }
    assert!(survives(SEED.as_bytes()));
}

/// What `bytes` are refused for.
fn problem(reader: impl BufRead) -> Problem {
    let started = Instant::now();
    let opened = Waves::new(Path::new("endless"), reader);
    let result = opened.and_then(|mut waves| {
        let mut instant = umbilical::wave::read::Instant::default();
        while waves.next_instant(&mut instant)? {}
        Ok(())
    });
    let problem = result.expect_err("it is refused").problem;
    println!("{problem:?} after {:?}", started.elapsed());
    problem
}

/// Something without end, after `start`.
fn endless(start: &'static str, byte: u8) -> impl BufRead {
    BufReader::new(start.as_bytes().chain(io::repeat(byte)))
}

/// Repeats a text for ever.
struct Again(&'static [u8], usize);

impl Read for Again {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for byte in buffer.iter_mut() {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(buffer.len())
    }
}

/// Breaks when a limit is missing: the test would not end, or the memory would.
#[test]
fn what_has_no_end_is_refused() {
    assert!(matches!(
        problem(endless("$comment ", b'a')),
        Problem::TooLong
    ));
    assert!(matches!(
        problem(endless("$scope module ", b'a')),
        Problem::TooLong
    ));
    assert!(matches!(problem(endless("", b' ')), Problem::TooLong));
    let nested = Again(b"$scope module a $end\n", 0);
    assert!(matches!(problem(BufReader::new(nested)), Problem::TooDeep));
    let header = "$timescale 1 s $end $var wire 1 ! a $end $enddefinitions $end\n";
    let vector: &'static str = Box::leak(format!("{header}b").into_boxed_str());
    assert!(matches!(problem(endless(vector, b'1')), Problem::TooLong));
    let late = format!("{header}#99999999999999 ");
    assert!(matches!(problem(late.as_bytes()), Problem::TimeTooLate(_)));
}

/// Signals without end: each has a name of its own, so that none can be dropped.
#[test]
fn more_signals_than_fit_are_refused() {
    struct Names(u64, Vec<u8>);
    impl Read for Names {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.1.is_empty() {
                self.1 = format!("$var wire 1 ! s{} $end\n", self.0).into_bytes();
                self.0 += 1;
            }
            let count = self.1.len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.1[..count]);
            self.1.drain(..count);
            Ok(count)
        }
    }
    let names = BufReader::new(Names(0, Vec::new()));
    assert!(matches!(problem(names), Problem::TooManySignals));
}

/// A window that holds too much is refused, not gathered.
#[test]
fn more_edges_than_fit_are_refused() {
    let header = "$timescale 1 ps $end $var wire 1 ! a $end $enddefinitions $end\n";
    let mut text = header.to_owned();
    for time in 0..250_000 {
        text += &format!("#{time}\n{}!\n", time & 1);
    }
    let loaded = window::load(
        waves(text.as_bytes()).expect("a header"),
        &Choice::default(),
    );
    assert!(matches!(loaded, Err(WindowError::TooLarge)));
}

/// The levels of three signals at some times, and the same as VCD.
fn random_wave(rng: &mut Rng) -> (BTreeMap<u64, [bool; 3]>, String) {
    let mut text = "$timescale 1 ps $end $var wire 1 ! a $end $var wire 1 \" b $end \
        $var wire 1 # c $end $enddefinitions $end\n"
        .to_owned();
    let (mut states, mut levels) = (BTreeMap::new(), [false; 3]);
    for time in 0..30 {
        if time > 0 && rng.below(2) == 0 {
            continue;
        }
        text += &format!("#{time}\n");
        for (signal, code) in ['!', '"', '#'].into_iter().enumerate() {
            if time == 0 || rng.below(3) == 0 {
                levels[signal] = rng.below(2) == 1;
                text += &format!("{}{code}\n", u8::from(levels[signal]));
            }
        }
        states.insert(time, levels);
    }
    text += "#30\n";
    (states, text)
}

/// The differences of two waves instant by instant, found without reading side by side.
fn by_instant(
    a: &BTreeMap<u64, [bool; 3]>,
    b: &BTreeMap<u64, [bool; 3]>,
) -> Vec<(u64, usize, Option<u64>)> {
    let at = |states: &BTreeMap<u64, [bool; 3]>, time| {
        states
            .range(..=time)
            .next_back()
            .map(|(_, levels)| *levels)
            .expect("from 0 on")
    };
    let mut found: Vec<(u64, usize, Option<u64>)> = Vec::new();
    for time in 0..30 {
        let (a, b) = (at(a, time), at(b, time));
        for signal in 0..3 {
            let open = found
                .iter_mut()
                .rev()
                .find(|(_, of, end)| *of == signal && end.is_none());
            match (open, a[signal] != b[signal]) {
                (Some(open), false) => open.2 = Some(time),
                (None, true) => found.push((time, signal, None)),
                _ => {}
            }
        }
    }
    found
}

/// Breaks when a difference is missed, invented, named wrongly or timed wrongly.
#[test]
fn differences_are_those_found_instant_by_instant() {
    let mut in_all = 0;
    for seed in 0..500 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let (a, text_a) = random_wave(&mut rng);
        let (b, text_b) = random_wave(&mut rng);
        let waves = |text: &'static str| waves(text.as_bytes()).expect("a waveform");
        let (text_a, text_b): (&str, &str) = (text_a.leak(), text_b.leak());
        let compared: Comparison =
            diff::compare(waves(text_a), waves(text_b), usize::MAX).expect("readable");
        let found = compared.differences.iter().map(|difference| {
            let signal = ["a", "b", "c"]
                .iter()
                .position(|name| *name == difference.signal);
            let signal = signal.expect("a known signal");
            (
                difference.at.ps(),
                signal,
                difference.agree_at.map(|at| at.ps()),
            )
        });
        assert_eq!(found.collect::<Vec<_>>(), by_instant(&a, &b));
        in_all += compared.count;
        // The limit keeps the first ones and still counts all.
        let first = diff::compare(waves(text_a), waves(text_b), 2).expect("readable");
        assert_eq!(first.count, compared.count);
        let kept = compared.differences.len().min(2);
        assert_eq!(first.differences, compared.differences[..kept]);
    }
    assert!(
        in_all > 1_000,
        "only {in_all} differences: nothing was compared"
    );
}
