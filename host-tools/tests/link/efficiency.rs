//! How much of the line carries payload, computed in virtual time at 3 Mbaud.

use std::time::Duration;

use umbilical::link::Transport;
use umbilical::link::client::Client;
use umbilical::link::read_window::ReadLimits;

use crate::device::Device;
use crate::faults::Faults;
use crate::line::Line;
use crate::{Random, share};

const BAUD: u32 = 3_000_000;
const BYTES: usize = 1 << 20;
const REQUESTS: [u32; 3] = [4 << 10, 16 << 10, 64 << 10];

/// Share of the line, in 1/10,000, that the payload of a read has.
fn read(memory: &[u8], round_trip_ms: u64, flip_one_in: u64, request_bytes: u32, seed: u64) -> u64 {
    let faults = Faults {
        flip_one_in,
        ..Faults::default()
    };
    let round_trip = Duration::from_millis(round_trip_ms);
    let line = Line::new(Device::new(memory.to_vec()), round_trip, faults, seed);
    let mut client = Client::new(line, 1);
    client.probe().unwrap();
    assert_eq!(client.set_speed(BAUD).unwrap(), BAUD);
    client.hold(true).unwrap();
    let limits = ReadLimits {
        request_bytes,
        ..ReadLimits::default()
    };
    let from = client.transport().now();
    let mut copy = vec![0; memory.len()];
    client
        .read(
            std::iter::once(0..memory.len() as u32),
            limits,
            |offset, bytes| {
                let at = offset as usize;
                copy[at..at + bytes.len()].copy_from_slice(bytes);
            },
        )
        .unwrap();
    assert!(copy == memory);
    let took = client.transport().now() - from;
    share(memory.len(), BAUD, took)
}

fn least(round_trip_ms: u64, flip_one_in: u64, seeds: u64) -> u64 {
    let memory = Random(9).bytes(BYTES);
    let mut least = u64::MAX;
    for request in REQUESTS {
        for seed in 0..seeds {
            let share = read(&memory, round_trip_ms, flip_one_in, request, seed);
            println!("{round_trip_ms} ms, 1/{flip_one_in}, {request}: {share}");
            least = least.min(share);
        }
    }
    least
}

#[test]
fn a_good_line_carries_hardly_anything_else() {
    assert!(least(0, 0, 1) >= 9850);
}

#[test]
fn a_slow_way_costs_little() {
    assert!(least(16, 0, 1) >= 9600);
}

#[test]
fn a_bad_line_costs_what_it_loses() {
    assert!(least(0, 10_000, 5) >= 8500);
}

#[test]
fn what_repeats_itself_takes_less_than_the_line_would() {
    let mut text = String::new();
    let mut random = Random(5);
    while text.len() < BYTES {
        let port = random.below(48);
        text += &format!("interface ethernet 0/{port}\n switchport access vlan 1\n");
        text += &format!(" description uplink-{:04x}\n", random.below(0x1_0000));
    }
    text.truncate(BYTES);
    let share = read(text.as_bytes(), 0, 0, 16 << 10, 1);
    println!("configuration: {share}");
    assert!(share > 20_000);
}
