//! Reading over a line that does everything a line can do.

use std::time::Duration;

use umbilical::link::client::Client;
use umbilical::link::read_window::ReadLimits;
use umbilical::link::{LinkError, Transport};

use crate::Random;
use crate::device::Device;
use crate::faults::{Faults, Struck};
use crate::line::Line;

const RUNS: u64 = 1000;
const BAUDS: [u32; 3] = [115_200, 921_600, 3_000_000];

fn limits(random: &mut Random) -> ReadLimits {
    ReadLimits {
        block: 256 << random.below(4),
        request_bytes: 1024 << random.below(7),
        compress: random.below(2) == 0,
        ..ReadLimits::default()
    }
}

/// One run of the host's program. `copy` is what it has, with what it got.
fn run(
    client: &mut Client<Line>,
    baud: u32,
    limits: ReadLimits,
    memory: &[u8],
    copy: &mut [u8],
) -> Result<(), LinkError> {
    client.probe()?;
    if baud != BAUDS[0] {
        client.set_speed(baud)?;
    }
    client.hold(true)?;
    // An earlier run may have left something; the ranges that differ are all that is read.
    let ranges = client.differing(0, copy)?;
    client.read(ranges, limits, |offset, bytes| {
        let range = offset as usize..offset as usize + bytes.len();
        assert_eq!(
            bytes,
            &memory[range.clone()],
            "a wrong byte from {offset:#x} on"
        );
        copy[range].copy_from_slice(bytes);
    })
}

/// The whole life of one seed: gives whether the copy was completed, and how often the host began.
fn life(seed: u64, struck: &mut Struck) -> (bool, u32) {
    let mut random = Random(seed);
    let size = 1 + random.below(48 * 1024) as usize;
    let memory = random.memory(size);
    let faults = Faults::random(&mut random);
    let round_trip = Duration::from_micros(random.below(20_000));
    let baud = BAUDS[random.below(3) as usize];
    let mut line = Line::new(Device::new(memory.clone()), round_trip, faults, seed);
    let mut copy = vec![0; size];
    let mut begun = 0;
    let ended = loop {
        begun += 1;
        let end = line.now() + Duration::from_millis(random.below(3000));
        line.host_ends = (begun < 3 && random.below(2) == 0).then_some(end.as_nanos() as u64);
        // The new program opens the port anew: at the base rate.
        line.set_baud(BAUDS[0]).unwrap();
        let mut client = Client::new(line, random.number() as u16);
        let limits = limits(&mut random);
        let ended = run(&mut client, baud, limits, &memory, &mut copy);
        line = client.into_transport();
        match ended {
            Err(LinkError::Io(error)) => assert_eq!(error.kind(), std::io::ErrorKind::Other),
            ended => break ended,
        }
    };
    struck.add(&line.struck);
    match &ended {
        Ok(()) => assert!(copy == memory, "seed {seed}: done, but not equal"),
        Err(error) => {
            let named = matches!(
                error,
                LinkError::NoAnswer { .. } | LinkError::Refused { .. }
            );
            assert!(named, "seed {seed}: {error}");
        }
    }
    // On a line that got well again what is missing is all that has to be read.
    if ended.is_err() {
        line.calm();
        line.set_baud(BAUDS[0]).unwrap();
        let mut client = Client::new(line, random.number() as u16);
        let limits = limits(&mut random);
        let again = run(&mut client, baud, limits, &memory, &mut copy);
        assert!(again.is_ok() && copy == memory, "seed {seed}: {again:?}");
    }
    (ended.is_ok(), begun)
}

#[test]
fn a_read_is_exact_or_a_named_error_whatever_the_line_does() {
    let (mut whole, mut restarts, mut struck) = (0, 0, Struck::default());
    for seed in 0..RUNS {
        let outcome = std::panic::catch_unwind(|| {
            let mut struck = Struck::default();
            (life(seed, &mut struck), struck)
        });
        let ((ended, begun), faults) = outcome.unwrap_or_else(|_| panic!("seed {seed}"));
        whole += u64::from(ended);
        restarts += u64::from(begun - 1);
        struck.add(&faults);
    }
    println!("{whole} of {RUNS} whole, {restarts} restarts of the host, {struck:?}");
    assert!(struck.least() > 500, "a fault did not strike: {struck:?}");
    assert!(restarts > 300, "the host was ended only {restarts} times");
    assert!(
        whole > RUNS * 96 / 100,
        "only {whole} of {RUNS} got through"
    );
}

#[test]
fn another_device_after_a_reset_is_told() {
    let mut line = Line::new(
        Device::new(vec![0; 100]),
        Duration::ZERO,
        Faults::default(),
        1,
    );
    line.device.identity = 1;
    let mut client = Client::new(line, 1);
    client.probe().unwrap();
    client.transport().device.identity = 2;
    let error = client.probe().unwrap_err();
    assert!(matches!(error, LinkError::OtherDevice), "{error}");
}

#[test]
fn a_dead_line_is_told_in_time() {
    let line = Line::new(
        Device::new(vec![0; 100]),
        Duration::ZERO,
        Faults {
            drop_one_in: 1,
            ..Faults::default()
        },
        1,
    );
    let mut client = Client::new(line, 1);
    let error = client.probe().unwrap_err();
    assert!(matches!(error, LinkError::NoAnswer { .. }), "{error}");
    let took = client.transport().now();
    assert!(took < Duration::from_secs(14), "{took:?}");
}

/// The host never has more requests on their way than the device's queue holds.
#[test]
fn the_queue_of_the_device_never_overflows_on_a_good_line() {
    let memory = Random(3).bytes(300_000);
    let line = Line::new(
        Device::new(memory.clone()),
        Duration::from_millis(16),
        Faults::default(),
        1,
    );
    let mut client = Client::new(line, 1);
    client.probe().unwrap();
    client.set_speed(3_000_000).unwrap();
    client.hold(true).unwrap();
    let mut copy = vec![0; memory.len()];
    client
        .read(
            std::iter::once(0..300_000),
            ReadLimits::default(),
            |offset, bytes| {
                let from = offset as usize;
                copy[from..from + bytes.len()].copy_from_slice(bytes);
            },
        )
        .unwrap();
    assert!(copy == memory);
    let device = &client.transport().device;
    assert_eq!(device.refused_full, 0);
    assert_eq!(device.queue_seen, 4, "and it is used");
}
