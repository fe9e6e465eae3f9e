//! Acknowledgements that come, do not come, come twice or late: no block is sent again after its own
//! was heard, and with all well again every block is written.
#![no_main]

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use umbilical::link::write_window::WriteLimits;
use umbilical::link::{Window, WriteWindow};
use umbilical_soft_mcu::link::Request;
use umbilical_soft_mcu::link::answer::Answer;

const OFFSET: u32 = 0x1000;

fuzz_target!(|data: &[u8]| {
    let content: Vec<u8> = (0..9000_u32).map(|at| (at ^ at >> 8) as u8).collect();
    let limits = WriteLimits {
        slots: 3,
        slot_bytes: 500,
        rounds: u32::MAX,
        ..WriteLimits::default()
    };
    let mut now = Duration::ZERO;
    let mut window = WriteWindow::new(OFFSET, &content, limits, now);
    let mut memory = vec![0xFF; content.len()];
    let mut heard: BTreeSet<u32> = BTreeSet::new();
    let mut answers: VecDeque<(u16, u32)> = VecDeque::new();
    let mut number = 65_500_u16;
    let script = data.iter().copied().map(Some).take(2000);
    let mut steps = 0;
    for step in script.chain(std::iter::repeat(None)) {
        now += Duration::from_millis(1);
        let step = match step {
            Some(step) => step,
            None if window.missing_bytes() == 0 => break,
            None => {
                steps += 1;
                assert!(steps < 5000, "endless");
                if now >= window.deadline() {
                    3
                } else {
                    steps as u8 & 1
                }
            }
        };
        match step & 7 {
            // Sent, and done by the device, or (8 and above) lost on the way.
            0 => {
                while let Some(request) = window.next(number.wrapping_add(1), now) {
                    number = number.wrapping_add(1);
                    let Request::DataWrite { span, data } = request else {
                        panic!("not a write");
                    };
                    assert!(!heard.contains(&span.offset()), "it stands already");
                    if step & 8 == 0 {
                        let from = (span.offset() - OFFSET) as usize;
                        memory[from..from + data.len()].copy_from_slice(data);
                        answers.push_back((number, span.offset()));
                    }
                }
            }
            1 => {
                if let Some((number, offset)) = answers.pop_front() {
                    heard.insert(offset);
                    assert!(
                        window
                            .answered(number, &Answer::DataWrite(offset), now)
                            .is_ok()
                    );
                }
            }
            2 => drop(answers.pop_front()),
            3 => {
                now = now.max(window.deadline());
                assert!(window.timed_out(now).is_ok());
            }
            4 => window.restart(now),
            5 => {
                if let Some(last) = answers.back().copied() {
                    answers.push_back(last);
                }
            }
            // Offsets that are none of a block, and numbers that were never given out.
            6 => {
                let answer = Answer::DataWrite(OFFSET + u32::from(step) * 7 + 1);
                assert!(window.answered(number, &answer, now).is_ok());
                let stale = Answer::DataWrite(OFFSET);
                assert!(window.answered(60_000, &stale, now).is_ok());
            }
            _ => assert!(window.answered(number, &Answer::Erase, now).is_ok()),
        }
        answers.truncate(4000);
    }
    assert_eq!(memory, content);
});
