//! A device with an EEPROM.

use umbilical::emulate::firmware;
use umbilical::link::Transport;
use umbilical::link::read_window::ReadLimits;
use umbilical::link::write_window::WriteLimits;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::link::Span as Range;
use umbilical_soft_mcu::link::answer::MemoryKind;
use umbilical_soft_mcu::report::{Phase, word};
use umbilical_tests::{differing_scenario, part, random_bytes, releases};

use crate::wire::client;

/// A device in service with nothing on its cable.
fn in_service(part_name: &str, contents: Vec<u8>) -> Scenario {
    let part = part(part_name);
    let mut scenario = Scenario::new(firmware(), part, Vec::new(), contents);
    scenario.cable = None;
    scenario
}

#[test]
fn a_device_says_who_it_is_and_is_read() {
    let part = part("24c512");
    let image = random_bytes(1, part.bytes);
    let mut scenario = in_service("24c512", image.clone());
    scenario.standby.identity = *b"unit 0815, rev B";
    let mut client = client(scenario, Side::B, Span::from_ms(100));
    let ack = client.probe().expect("an answer");
    assert_eq!(u32::from(ack.kind), MemoryKind::Eeprom as u32);
    assert_eq!((ack.bytes, ack.page_bytes), (part.bytes, part.page_bytes));
    assert_eq!(ack.phase, Phase::Service as u32);
    let identity: Vec<u8> = ack.identity.iter().flat_map(|w| w.to_le_bytes()).collect();
    assert_eq!(identity, b"unit 0815, rev B");
    assert_eq!(client.set_speed(3_000_000).expect("a rate"), 3_000_000);
    client.hold(true).expect("held");
    let mut read = vec![0; image.len()];
    let begun = client.transport().now();
    client
        .read(Some(0..part.bytes), ReadLimits::default(), |at, bytes| {
            read[at as usize..][..bytes.len()].copy_from_slice(bytes);
        })
        .expect("a read");
    let took = client.transport().now() - begun;
    // 9 bits a byte at 1 MHz. Blocks are read, then sent: what the FIFO cannot hide adds to that.
    let bus = std::time::Duration::from_micros(9 * u64::from(part.bytes));
    println!("{} bytes in {took:?}, the bus alone {bus:?}", part.bytes);
    assert!(read == image);
    assert!(took < bus * 7 / 4, "{took:?}");
    let crc = client.hash(Range::new(0, part.bytes).expect("a range"));
    assert_eq!(crc.expect("a hash"), crc::crc32(&image));
    client.hold(false).expect("let go");
    let status = client.status().expect("an answer");
    assert_eq!(status.report_word(word::PHASE), Some(Phase::Service as u32));
    assert_eq!(client.transport().errors, 0);
}

#[test]
fn a_write_holds_the_host_until_it_is_proved() {
    let part = part("24c64");
    let (old, new) = (random_bytes(2, part.bytes), random_bytes(3, part.bytes));
    let mut client = client(in_service("24c64", old), Side::B, Span::from_ms(100));
    client.set_speed(3_000_000).expect("a rate");
    let released = releases(&client.transport().run.system, Side::B).len();
    let all = Range::new(0, part.bytes).expect("a range");
    client.data_start(all).expect("marked");
    let (half, rest) = new.split_at(new.len() / 2);
    let ack = client.probe().expect("an answer");
    let limits = WriteLimits {
        slots: usize::from(ack.slots),
        slot_bytes: usize::from(ack.slot_bytes),
        ..WriteLimits::default()
    };
    client.write(0, half, limits.clone()).expect("a write");
    // Half of it is no release, whatever is asked.
    client.hold(false).expect("let go");
    client.status().expect("an answer");
    assert!(client.data_end(all, crc::crc32(&new)).is_err());
    client.hold(true).expect("held");
    client
        .write(half.len() as u32, rest, limits)
        .expect("a write");
    let system = &client.transport().run.system;
    assert_eq!(releases(system, Side::B).len(), released);
    client.data_end(all, crc::crc32(&new)).expect("equal");
    client.hold(false).expect("let go");
    let ack = client.probe().expect("an answer");
    assert_ne!(u32::from(ack.marker), MarkerState::Incomplete as u32);
    let system = &client.transport().run.system;
    assert!(system.board(Side::B).memory.memory() == new);
    let last = releases(system, Side::B).pop().expect("a release");
    assert_eq!(last.memory_crc, crc::crc32(&new));
    assert_eq!(releases(system, Side::B).len(), released + 1);
}

#[test]
fn while_a_rescue_runs_it_answers_and_is_read() {
    let part = part("24c64");
    let scenario = differing_scenario(4, part);
    let image = scenario.source.contents.clone();
    // The rescue begins two seconds after power-up.
    let mut client = client(scenario, Side::B, Span::from_ms(2_100));
    client.set_speed(3_000_000).expect("a rate");
    let status = client.status().expect("an answer");
    assert_eq!(status.report_word(word::PHASE), Some(Phase::Copy as u32));
    let done = status.report_word(word::PAGES_DONE).expect("a word");
    assert!(done > 0 && done < part.pages(), "{done} pages are done");
    assert!(client.hold(true).is_err(), "a rescue has the memory");
    let mut read = vec![0; 1024];
    client
        .read(Some(0..1024), ReadLimits::default(), |at, bytes| {
            read[at as usize..][..bytes.len()].copy_from_slice(bytes);
        })
        .expect("a read");
    assert!(read == image[..1024], "what is copied already");
    let status = client.status().expect("an answer");
    assert_eq!(status.report_word(word::PHASE), Some(Phase::Copy as u32));
    let run = &mut client.transport().run;
    run.finish(|_| ());
    assert!(run.system.board(Side::B).memory.memory() == image);
}
