//! Writing over a bad line.

use std::collections::BTreeSet;
use std::time::Duration;

use umbilical::link::client::Client;
use umbilical::link::write_window::WriteLimits;
use umbilical::link::{LinkError, Transport, Window, WriteWindow};
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::{Request, Span};

use crate::device::{Device, ERASE_BYTES, SLOTS};
use crate::faults::{Faults, Struck};
use crate::line::Line;
use crate::{Random, share};

const RUNS: u64 = 300;

/// Watches that nothing is sent again of which the window knows that it stands.
struct Watched<'a> {
    window: WriteWindow<'a>,
    acknowledged: BTreeSet<u32>,
}

impl Window for Watched<'_> {
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>> {
        let request = self.window.next(number, now)?;
        if let Request::DataWrite { span, .. } = request {
            let again = self.acknowledged.contains(&span.offset());
            assert!(!again, "{:#x} stands and is sent again", span.offset());
        }
        Some(request)
    }

    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError> {
        if let Answer::DataWrite(offset) = answer {
            self.acknowledged.insert(*offset);
        }
        self.window.answered(number, answer, now)
    }

    fn deadline(&self) -> Duration {
        self.window.deadline()
    }

    fn timed_out(&mut self, now: Duration) -> Result<(), LinkError> {
        self.window.timed_out(now)
    }

    fn restart(&mut self, now: Duration) {
        self.window.restart(now);
    }

    fn missing_bytes(&self) -> u64 {
        self.window.missing_bytes()
    }
}

fn write(
    client: &mut Client<Line>,
    span: Span,
    data: &[u8],
    slot_bytes: usize,
) -> Result<(), LinkError> {
    client.probe()?;
    client.set_speed(921_600)?;
    client.data_start(span)?;
    client.erase(span)?;
    let limits = WriteLimits {
        slots: SLOTS,
        slot_bytes,
        ..WriteLimits::default()
    };
    let now = client.transport().now();
    client.finish(&mut Watched {
        window: WriteWindow::new(span.offset(), data, limits, now),
        acknowledged: BTreeSet::new(),
    })?;
    client.data_end(span, crc32(data))
}

fn life(seed: u64, struck: &mut Struck) -> bool {
    let mut random = Random(seed);
    let faults = Faults::random(&mut random);
    let before = random.memory(64 * 1024);
    let units = 1 + random.below(8) as u32;
    let first = random.below(u64::from(16 - units)) as u32;
    let span = Span::new(first * ERASE_BYTES, units * ERASE_BYTES).unwrap();
    let data = random.memory(span.length() as usize);
    let mut device = Device::new(before.clone());
    device.fail_every = random.below(20) as u32;
    // One write in one or two fails for good.
    if device.fail_every < 3 {
        device.fail_every = 0;
    }
    let round_trip = Duration::from_micros(random.below(20_000));
    let line = Line::new(device, round_trip, faults, seed);
    let mut client = Client::new(line, random.number() as u16);
    let slot_bytes = 256 << random.below(4);
    let ended = write(&mut client, span, &data, slot_bytes);
    let line = client.into_transport();
    struck.add(&line.struck);
    let memory = &line.device.memory;
    let range = span.offset() as usize..span.end() as usize;
    let around = memory[..range.start] == before[..range.start]
        && memory[range.end..] == before[range.end..];
    assert!(around, "seed {seed}: bytes beside the range were changed");
    match ended {
        Ok(()) => {
            assert!(memory[range] == data, "seed {seed}: done, but not equal");
            assert!(!line.device.incomplete, "seed {seed}: still marked");
            true
        }
        Err(LinkError::NoAnswer { .. } | LinkError::Refused { .. }) => {
            let safe = line.device.incomplete || memory[range.clone()] == data;
            let untouched = memory[range.clone()] == before[range];
            assert!(
                safe || untouched,
                "seed {seed}: half written and not marked"
            );
            false
        }
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

#[test]
fn a_write_is_exact_or_a_named_error_and_the_marker_stays() {
    let (mut whole, mut struck) = (0, Struck::default());
    for seed in 0..RUNS {
        let outcome = std::panic::catch_unwind(|| {
            let mut struck = Struck::default();
            (life(seed, &mut struck), struck)
        });
        let (ended, faults) = outcome.unwrap_or_else(|_| panic!("seed {seed}"));
        whole += u64::from(ended);
        struck.add(&faults);
    }
    println!("{whole} of {RUNS} whole, {struck:?}");
    assert!(struck.least() > 100, "a fault did not strike: {struck:?}");
    assert!(
        whole > RUNS * 95 / 100,
        "only {whole} of {RUNS} got through"
    );
}

#[test]
fn a_memory_that_never_takes_it_is_told() {
    let mut device = Device::new(vec![0; 8192]);
    device.fail_every = 1;
    let line = Line::new(device, Duration::ZERO, Faults::default(), 1);
    let mut client = Client::new(line, 1);
    let span = Span::new(0, 8192).unwrap();
    let error = write(&mut client, span, &[7; 8192], 2048).unwrap_err();
    assert!(error.to_string().contains("write-failed"), "{error}");
}

#[test]
fn writing_keeps_the_line_busy() {
    let data = Random(1).bytes(256 * 1024);
    let line = Line::new(
        Device::new(vec![0xFF; data.len()]),
        Duration::ZERO,
        Faults::default(),
        1,
    );
    let mut client = Client::new(line, 1);
    client.probe().unwrap();
    client.set_speed(3_000_000).unwrap();
    client
        .data_start(Span::new(0, data.len() as u32).unwrap())
        .unwrap();
    let from = client.transport().now();
    client.write(0, &data, WriteLimits::default()).unwrap();
    let share = share(data.len(), 3_000_000, client.transport().now() - from);
    println!("writing: {share}");
    assert!(share > 9800);
}
