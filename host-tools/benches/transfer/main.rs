//! The link beside ZMODEM (Debian's `lrzsz`) on one line in real time.
//!
//! A row is a line, a column what is sent; a figure is the payload's share of the line, in percent,
//! from the first byte of the session to the last. The random image does not compress; the other
//! one is a real store of settings, the UEFI variables of Debian's `ovmf`.
//! `cargo bench -p umbilical --bench transfer` needs both packages.

mod ours;
mod wire;
mod zmodem;

#[path = "../../tests/link/device.rs"]
#[allow(dead_code)]
mod device;

use std::time::Duration;

use umbilical_emu::rng::Rng;
use wire::Line;

const BAUD: u32 = 921_600;
const RANDOM_BYTES: usize = 256 << 10;
/// Settings of a machine as its firmware keeps them in NOR flash.
const SETTINGS: &str = "/usr/share/OVMF/OVMF_VARS.ms.fd";

type Transfer = fn(&[u8], Line) -> Result<Duration, String>;

fn main() {
    // Told by `cargo test` to every bench; there is nothing to test in it.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let mut random = Rng::new(1);
    let noise: Vec<u8> = (0..RANDOM_BYTES).map(|_| random.next_u64() as u8).collect();
    let settings = match std::fs::read(SETTINGS) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{SETTINGS}: {error} (Debian's package ovmf has it)");
            std::process::exit(1);
        }
    };
    let line = |milliseconds, flip_one_in| Line {
        baud: BAUD,
        round_trip: Duration::from_millis(milliseconds),
        flip_one_in,
    };
    let cases = [
        ("random, 256 KiB", &noise, line(0, 0)),
        ("random, 16 ms round trip", &noise, line(16, 0)),
        ("random, 1 byte in 10,000 wrong", &noise, line(0, 10_000)),
        ("UEFI variables, 128 KiB", &settings, line(0, 0)),
    ];
    let programs: [(&str, Transfer); 2] =
        [("umbilical", ours::transfer), ("ZMODEM", zmodem::transfer)];
    println!("{BAUD} baud, payload in percent of the line");
    let mut failed = false;
    for (case, memory, line) in cases {
        for (name, transfer) in programs {
            match transfer(memory, line) {
                Ok(took) => {
                    let least = memory.len() as f64 * 10.0 / f64::from(BAUD);
                    let share = 100.0 * least / took.as_secs_f64();
                    println!("{case:<32} {name:<10} {share:>7.1} %");
                }
                Err(error) => {
                    println!("{case:<32} {name:<10} {error}");
                    failed = true;
                }
            }
        }
    }
    if failed {
        std::process::exit(1);
    }
}
