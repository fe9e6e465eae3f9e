//! A device and a line that do anything in any order: each byte is stored once, and right; then, with
//! all well again, the rest comes in a bounded number of steps.
#![no_main]

use std::collections::VecDeque;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use umbilical::link::read_window::ReadLimits;
use umbilical::link::{ReadWindow, Window};
use umbilical_soft_mcu::link::answer::{Answer, DataBlock, Encoding};
use umbilical_soft_mcu::link::request::DataRequest;
use umbilical_soft_mcu::link::{Reason, Refusal, Request};

const BYTES: u32 = 20_000;

fn content(at: u32) -> u8 {
    (at ^ at >> 8) as u8
}

/// A request of which some blocks were sent.
struct Asked {
    number: u16,
    request: DataRequest,
    next: u32,
}

impl Asked {
    /// Blocks that were not sent.
    fn blocks(&self) -> u32 {
        let bytes = self.request.span.end() - self.next;
        bytes.div_ceil(u32::from(self.request.block))
    }
}

fn deliver(window: &mut impl Window, asked: &mut Asked, now: Duration) {
    let end = asked.request.span.end();
    let bytes = u32::from(asked.request.block).min(end - asked.next);
    let data: Vec<u8> = (asked.next..asked.next + bytes).map(content).collect();
    let block = DataBlock {
        offset: asked.next,
        raw_bytes: bytes as u16,
        encoding: Encoding::Plain,
        data: &data,
    };
    asked.next += bytes;
    let told = window.answered(asked.number, &Answer::DataBlock(block), now);
    assert!(told.is_ok());
}

fuzz_target!(|data: &[u8]| {
    let mut stored = vec![false; BYTES as usize];
    let store = |offset: u32, bytes: &[u8]| {
        for (at, byte) in (offset..).zip(bytes) {
            assert_eq!(*byte, content(at));
            assert!(
                !std::mem::replace(&mut stored[at as usize], true),
                "stored twice"
            );
        }
    };
    let mut now = Duration::ZERO;
    let limits = ReadLimits {
        rounds: u32::MAX,
        request_bytes: 5000,
        ..ReadLimits::default()
    };
    let mut window = ReadWindow::new([0..7000, 8000..BYTES], limits, store, now);
    let mut asked: VecDeque<Asked> = VecDeque::new();
    let mut number = 65_500_u16;
    // What the script leaves undone is done well by a device that forgets nothing.
    let script = data.iter().copied().map(Some).take(2000);
    // Unlike a real device's, its queue has no end: what the script left in it comes first, a block in
    // every second step.
    let mut steps = None;
    for step in script.chain(std::iter::repeat(None)) {
        now += Duration::from_millis(1);
        let step = match step {
            Some(step) => step,
            None if window.missing_bytes() == 0 => break,
            None => {
                let owed = || 5000 + 2 * asked.iter().map(Asked::blocks).sum::<u32>();
                let left = steps.get_or_insert_with(owed);
                assert!(*left > 0, "endless");
                *left -= 1;
                if now >= window.deadline() {
                    3
                } else {
                    *left as u8 & 1
                }
            }
        };
        let which = usize::from(step >> 4);
        match step & 0x0F {
            0 => {
                while let Some(request) = window.next(number.wrapping_add(1), now) {
                    number = number.wrapping_add(1);
                    if let Request::DataRequest(request) = request {
                        let next = request.span.offset();
                        asked.push_back(Asked {
                            number,
                            request,
                            next,
                        });
                    }
                }
            }
            // The next block, in order.
            1 => {
                if let Some(first) = asked.front_mut() {
                    deliver(&mut window, first, now);
                }
                asked.retain(|asked| asked.next < asked.request.span.end());
            }
            // A block is lost.
            2 => {
                if let Some(first) = asked.front_mut() {
                    let end = first.request.span.end();
                    first.next = end.min(first.next + u32::from(first.request.block));
                }
                asked.retain(|asked| asked.next < asked.request.span.end());
            }
            3 => {
                now = now.max(window.deadline());
                assert!(window.timed_out(now).is_ok());
            }
            // A request is lost, or the device was reset.
            4 => drop(asked.remove(which)),
            5 => {
                asked.clear();
                window.restart(now);
            }
            // Out of order, and twice: no line does it, no harm is done.
            6 => {
                if let Some(other) = asked.get_mut(which) {
                    let next = other.next;
                    deliver(&mut window, other, now);
                    other.next = next;
                }
            }
            7 => {
                if let Some(other) = asked.remove(which) {
                    let full = Answer::Refused(Refusal::new(Reason::QueueFull, 4));
                    assert!(window.answered(other.number, &full, now).is_ok());
                }
            }
            _ => {
                let answer = Answer::Hash(u32::from(step));
                assert!(window.answered(number, &answer, now).is_ok());
            }
        }
        assert!(asked.len() < 4000);
    }
    drop(window);
    let all = stored.iter().filter(|is| **is).count();
    assert_eq!(all, BYTES as usize - 1000);
});
