//! A device with a NOR flash: what the line is used to.

use std::time::Duration;

use umbilical::link::Transport;
use umbilical::link::read_window::ReadLimits;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::terminal::Terminal;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::link::answer::MemoryKind;
use umbilical_soft_mcu::report::{Phase, word};
use umbilical_tests::{flash, flash_scenario, random_bytes};

use crate::wire::client;

const BAUD: u32 = 3_000_000;
/// So many that the first request and the last look, 0.6 ms, count for little.
const BYTES: u32 = 256 * 1024;

/// A device in service with nothing on its cable; its flash begins with `contents`.
fn in_service(contents: &[u8]) -> Scenario {
    let mut scenario = flash_scenario(flash("w25q128"), Vec::new(), contents.to_vec());
    scenario.cable = None;
    scenario
}

/// What a line does to what is on it.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    round_trip: Span,
    /// One byte in so many is wrong, either way; 0: none.
    wrong_one_in: u64,
    seed: u64,
}

/// Reads the first bytes and gives their share of the line in thousandths.
fn share(contents: &[u8], request_bytes: u32, compress: bool, line: Line) -> u32 {
    let mut client = client(in_service(contents), Side::B, Span::from_ms(100));
    client.set_speed(BAUD).expect("a rate");
    client.hold(true).expect("held");
    let wire = client.transport();
    let now = wire.system().now();
    wire.connect(Terminal::new(BAUD, 0, line.seed, now));
    wire.terminal().corrupt(line.wrong_one_in);
    wire.set_round_trip(line.round_trip);
    let mut read = vec![0; contents.len()];
    let begun = client.transport().now();
    let limits = ReadLimits {
        request_bytes,
        compress,
        ..ReadLimits::default()
    };
    client
        .read(Some(0..contents.len() as u32), limits, |at, bytes| {
            read[at as usize..][..bytes.len()].copy_from_slice(bytes);
        })
        .expect("a read");
    let took = client.transport().now() - begun;
    assert!(read == contents);
    let wire = Duration::from_secs(10) * contents.len() as u32 / BAUD;
    let share = wire.as_nanos() * 1000 / took.as_nanos();
    println!(
        "{} bytes in requests of {request_bytes}, compressed: {compress}, {line:?}: {took:?}, {share} thousandths",
        contents.len()
    );
    share as u32
}

#[test]
fn a_flash_is_read_at_the_rate_of_the_line() {
    let contents = random_bytes(11, BYTES);
    for request_bytes in [4 * 1024, 16 * 1024] {
        assert!(share(&contents, request_bytes, false, Line::default()) >= 985);
    }
}

/// A USB adapter that waits 8 ms before it hands on what came, either way.
#[test]
fn a_flash_is_read_at_the_rate_of_a_line_that_is_late() {
    let line = Line {
        round_trip: Span::from_ms(16),
        ..Line::default()
    };
    assert!(share(&random_bytes(13, BYTES), 4 * 1024, false, line) >= 960);
}

/// Of each 2 KiB, about one in five has to be sent again.
#[test]
fn a_flash_is_read_over_a_line_with_errors() {
    let contents = random_bytes(14, BYTES);
    for seed in 0..3 {
        let line = Line {
            wrong_one_in: 10_000,
            seed,
            ..Line::default()
        };
        assert!(share(&contents, 4 * 1024, false, line) >= 850);
    }
}

/// Looking for repetitions costs time that only pays where there are some.
#[test]
fn a_blank_flash_comes_faster_than_the_line_and_a_random_one_not_much_slower() {
    let random = share(&random_bytes(13, BYTES), 16 * 1024, true, Line::default());
    let blank = share(
        &[0xFF; BYTES as usize / 4],
        16 * 1024,
        true,
        Line::default(),
    );
    assert!(random >= 975, "{random}");
    assert!(blank >= 2_000, "{blank}");
}

#[test]
fn a_device_with_a_flash_says_who_it_is() {
    let part = flash("w25q128");
    let mut client = client(in_service(&[]), Side::B, Span::from_ms(100));
    let ack = client.probe().expect("an answer");
    assert_eq!(u32::from(ack.kind), MemoryKind::Nor as u32);
    assert_eq!((ack.part, ack.bytes), (0xEF_4018, part.bytes));
    assert_eq!((ack.page_bytes, ack.erase_bytes), (256, 4096));
    assert_eq!(ack.phase, Phase::Service as u32);
}

#[test]
fn while_a_flash_is_rescued_its_state_is_told() {
    let part = flash("w25q16");
    let image = random_bytes(12, part.bytes / 4);
    let scenario = flash_scenario(part, image, Vec::new());
    let mut client = client(scenario, Side::B, Span::from_ms(2_100));
    client.set_speed(BAUD).expect("a rate");
    let pages = |client: &mut umbilical::link::Client<crate::wire::Wire>| {
        let status = client.status().expect("an answer");
        assert_eq!(status.report_word(word::PHASE), Some(Phase::Copy as u32));
        status.report_word(word::PAGES_DONE).expect("a word")
    };
    let before = pages(&mut client);
    assert!(client.hold(true).is_err(), "a rescue has the memory");
    let later = client.transport().now() + Duration::from_millis(400);
    let mut nothing = Vec::new();
    client
        .transport()
        .receive(later, &mut nothing)
        .expect("a line");
    assert!(pages(&mut client) > before);
}
