//! Two programs that are wrong: the tests have to see it.

use std::io;
use std::time::Duration;

use umbilical::link::client::Client;
use umbilical::link::read_window::ReadLimits;
use umbilical::link::{LinkError, ReadWindow, Transport, Window};
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::link::answer::{Answer, DataBlock, Encoding};
use umbilical_soft_mcu::link::cobs::{Decoded, Decoder, encode};
use umbilical_soft_mcu::link::{CHECK_BYTES, Request};

use crate::Random;
use crate::device::Device;
use crate::faults::Faults;
use crate::line::Line;

const BYTES: usize = 100_000;
const BAD: Faults = Faults {
    flip_one_in: 3_000,
    drop_one_in: 0,
    double_one_in: 0,
    delay_one_in: 0,
    noise_one_in: 0,
    cut_every_ms: 0,
    reset_every_ms: 0,
};

fn line(seed: u64) -> (Vec<u8>, Line) {
    let memory = Random(seed).bytes(BYTES);
    let device = Device::new(memory.clone());
    (memory, Line::new(device, Duration::ZERO, BAD, seed))
}

fn limits() -> ReadLimits {
    ReadLimits {
        compress: false,
        ..ReadLimits::default()
    }
}

/// Makes every check right that is wrong, which is what a receiver without a check does.
struct WithoutCheck {
    line: Line,
    decoder: Decoder,
    body: Vec<u8>,
}

impl Transport for WithoutCheck {
    fn now(&self) -> Duration {
        self.line.now()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.line.send(bytes)
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.line.receive(until, &mut bytes)?;
        for byte in bytes {
            match self.decoder.push(byte) {
                Decoded::Nothing => {}
                Decoded::Byte(byte) => self.body.push(byte),
                Decoded::Broken => self.body.clear(),
                Decoded::End => {
                    let body = std::mem::take(&mut self.body);
                    let length = body.len().saturating_sub(CHECK_BYTES);
                    let check = crc32(&body[..length]).to_le_bytes();
                    encode(&[&body[..length], &check], |byte| into.push(byte));
                }
            }
        }
        Ok(())
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.line.set_baud(baud)
    }
}

/// What a read makes of the memory; an error counts as told.
fn read<T: Transport>(mut client: Client<T>) -> Result<Vec<u8>, LinkError> {
    client.probe()?;
    client.hold(true)?;
    let mut copy = vec![0; BYTES];
    client.read(
        std::iter::once(0..BYTES as u32),
        limits(),
        |offset, bytes| {
            let at = offset as usize;
            copy[at..at + bytes.len()].copy_from_slice(bytes);
        },
    )?;
    Ok(copy)
}

#[test]
fn a_receiver_without_the_check_is_caught() {
    let mut wrong = 0;
    for seed in 0..10 {
        let (memory, line) = line(seed);
        let mutant = WithoutCheck {
            line,
            decoder: Decoder::HUNTING,
            body: Vec::new(),
        };
        let copy = read(Client::new(mutant, 1));
        wrong += u32::from(copy.is_ok_and(|copy| copy != memory));
    }
    assert!(wrong > 5, "only {wrong} of 10 reads were wrong");
}

/// Takes the blocks that a gap leaves out for received.
struct Forgetful<W> {
    window: W,
    next: u32,
}

impl<W: Window> Window for Forgetful<W> {
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>> {
        self.window.next(number, now)
    }

    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError> {
        if let Answer::DataBlock(block) = answer {
            while self.next < block.offset {
                let bytes = (block.offset - self.next).min(2048);
                let lost = DataBlock {
                    offset: self.next,
                    raw_bytes: bytes as u16,
                    encoding: Encoding::Plain,
                    data: &[0; 2048][..bytes as usize],
                };
                let lost = Answer::DataBlock(lost);
                self.window.answered(number, &lost, now)?;
                self.next += bytes;
            }
            self.next = self.next.max(block.offset + u32::from(block.raw_bytes));
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

#[test]
fn a_window_that_counts_a_lost_block_as_received_is_caught() {
    let mut wrong = 0;
    for seed in 0..10 {
        let (memory, line) = line(seed);
        let mut client = Client::new(line, 1);
        let mut copy = vec![0; BYTES];
        client.probe().unwrap();
        client.hold(true).unwrap();
        let store = |offset: u32, bytes: &[u8]| {
            let at = offset as usize;
            copy[at..at + bytes.len()].copy_from_slice(bytes);
        };
        let now = client.transport().now();
        let window = ReadWindow::new(std::iter::once(0..BYTES as u32), limits(), store, now);
        let ended = client.finish(&mut Forgetful { window, next: 0 });
        wrong += u32::from(ended.is_ok() && copy != memory);
    }
    assert!(wrong > 5, "only {wrong} of 10 reads were wrong");
}

/// And what is not a mutant gets through the same line.
#[test]
fn the_real_ones_are_not() {
    for seed in 0..10 {
        let (memory, line) = line(seed);
        let copy = read(Client::new(line, 1)).unwrap();
        assert!(copy == memory, "seed {seed}");
    }
}
