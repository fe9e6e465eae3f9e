//! The baud rate and its way back.

use super::super::BASE_BAUD;
use super::super::rate::Rate;

/// A timer that wraps in the middle of everything.
const SECOND: u32 = 48_000_000;
const START: u32 = u32::MAX - SECOND / 2;

#[test]
fn a_new_rate_at_which_nobody_is_heard_lasts_a_second() {
    let mut rate = Rate::BASE;
    rate.change(3_000_000, START);
    assert_eq!(rate.baud(), 3_000_000);
    assert!(!rate.poll(START.wrapping_add(SECOND - 1), SECOND));
    assert!(rate.poll(START.wrapping_add(SECOND), SECOND));
    assert_eq!(rate, Rate::BASE);
    assert_eq!(rate.baud(), BASE_BAUD);
    assert!(!rate.poll(START.wrapping_add(2 * SECOND), SECOND), "once");
}

#[test]
fn a_rate_that_was_used_lasts_ten_seconds_after_the_last_frame() {
    let mut rate = Rate::BASE;
    rate.change(921_600, START);
    let mut heard = START;
    for _ in 0..5 {
        heard = heard.wrapping_add(9 * SECOND / 10);
        rate.heard(heard);
        assert!(!rate.poll(heard.wrapping_add(10 * SECOND - 1), SECOND));
    }
    assert_eq!(rate.baud(), 921_600);
    assert!(rate.poll(heard.wrapping_add(10 * SECOND), SECOND));
    assert_eq!(rate, Rate::BASE);
}

#[test]
fn frames_at_the_base_rate_change_nothing() {
    let mut rate = Rate::BASE;
    rate.heard(START);
    assert_eq!(rate, Rate::BASE);
    rate.change(BASE_BAUD, START);
    assert_eq!(rate, Rate::BASE);
    assert!(!rate.poll(START.wrapping_add(20 * SECOND), SECOND));
}
