//! Reset, counter, timer event and watchdog at the edges that the specification names.

mod drive;

use drive::{edge, ready, settle};
use umbilical_rtl::reset::PowerOnReset;
use umbilical_rtl::timer::Timer;
use umbilical_soft_mcu::registers::{POWER_ON_RESET_CYCLES, TICK_CYCLES, after_reset, offset};

clocked!(PowerOnReset, Timer);

/// `reset` in the cycle that leads to each edge from 1 on, until it ends.
fn power_up(block: &mut PowerOnReset) -> u64 {
    for n in 1.. {
        settle(block);
        if !block.reset.val() {
            return n;
        }
        assert!(n < 5_000, "the reset does not end");
        edge(block);
    }
    unreachable!()
}

/// One flip-flop more or less in front of the count, or a count of other length, ends elsewhere.
#[test]
fn reset_is_0_at_edge_1024_of_a_good_supply() {
    let mut block = ready(PowerOnReset::default());
    for _ in 0..10 {
        edge(&mut block);
        assert!(block.reset.val(), "without supply");
    }
    block.vcc_ok.next = true;
    assert_eq!(power_up(&mut block), POWER_ON_RESET_CYCLES);
    assert!(!block.by_watchdog.val());
    // A supply that goes and comes is waited for as long again.
    block.vcc_ok.next = false;
    for _ in 0..3 {
        edge(&mut block);
    }
    assert!(block.reset.val());
    block.vcc_ok.next = true;
    assert_eq!(power_up(&mut block), POWER_ON_RESET_CYCLES);
}

#[test]
fn the_watchdog_resets_at_its_edge_only_and_the_cause_is_kept_until_power_fails() {
    let mut block = ready(PowerOnReset::default());
    block.vcc_ok.next = true;
    power_up(&mut block);
    block.watchdog.next = true;
    settle(&mut block);
    assert!(block.reset.val());
    edge(&mut block);
    block.watchdog.next = false;
    settle(&mut block);
    assert!(!block.reset.val() && block.by_watchdog.val());
    for _ in 0..100 {
        edge(&mut block);
        assert!(!block.reset.val() && block.by_watchdog.val());
    }
    block.vcc_ok.next = false;
    for _ in 0..4 {
        edge(&mut block);
    }
    block.vcc_ok.next = true;
    power_up(&mut block);
    assert!(!block.by_watchdog.val());
}

/// A timer whose next edge is edge 0.
fn timer() -> Timer {
    let mut block = ready(Timer::default());
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    settle(&mut block);
    block
}

/// The edge with a register store.
fn store(block: &mut Timer, register: u32, value: u32) {
    block.io_write.next = true;
    block.io_address.next = u64::from(register).into();
    block.io_data.next = u64::from(value).into();
    edge(block);
    block.io_write.next = false;
    settle(block);
}

fn read(block: &mut Timer, register: u32) -> u32 {
    block.io_address.next = u64::from(register).into();
    settle(block);
    block.io_read.val().to_u32()
}

#[test]
fn the_counter_holds_the_number_of_the_next_edge_and_ticks_once_in_1024() {
    let mut block = timer();
    let compare = read(&mut block, offset::TIMER_COMPARE);
    assert_eq!(compare, after_reset::TIMER_COMPARE);
    for n in 0..5_000u64 {
        assert_eq!(read(&mut block, offset::TIMER_NOW), n as u32);
        assert_eq!(block.cycle.val().to_u64(), n);
        assert_eq!(
            block.tick.val(),
            n % TICK_CYCLES == TICK_CYCLES - 1,
            "edge {n}"
        );
        assert!(!block.timer_event.val());
        edge(&mut block);
    }
}

#[test]
fn the_timer_event_is_the_sign_of_the_distance() {
    let mut block = timer();
    for (compare, at_10) in [
        (9, true),
        (10, true),
        (11, false),
        (0x8000_000A, false),
        (0x8000_000B, true),
        (0x8000_0009, false),
        (0xFFFF_FFFF, true),
    ] {
        let mut block_now = timer();
        store(&mut block_now, offset::TIMER_COMPARE, compare);
        while read(&mut block_now, offset::TIMER_NOW) != 10 {
            edge(&mut block_now);
        }
        let distance = 10u32.wrapping_sub(compare) as i32;
        assert_eq!(at_10, distance >= 0, "the table is wrong at {compare:#x}");
        assert_eq!(block_now.timer_event.val(), at_10, "{compare:#x}");
    }
    // Without a store the reset value is far ahead.
    edge(&mut block);
    assert!(!block.timer_event.val());
}

#[test]
fn the_watchdog_fires_that_many_edges_after_the_store_and_0_counts_as_1() {
    for (value, after) in [(0, 1), (1, 1), (2, 2), (3, 3), (100, 100)] {
        let mut block = timer();
        for _ in 0..300 {
            edge(&mut block);
            assert!(!block.watchdog.val(), "it was never started");
        }
        store(&mut block, offset::WATCHDOG, value);
        let mut n = 1;
        while !block.watchdog.val() {
            edge(&mut block);
            n += 1;
        }
        assert_eq!(n, after, "WATCHDOG = {value}");
    }
}

#[test]
fn writing_the_watchdog_again_starts_it_again_and_a_reset_stops_it() {
    let mut block = timer();
    store(&mut block, offset::WATCHDOG, 10);
    for _ in 0..50 {
        for _ in 0..8 {
            edge(&mut block);
            assert!(!block.watchdog.val());
        }
        store(&mut block, offset::WATCHDOG, 10);
    }
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    for _ in 0..50 {
        edge(&mut block);
        assert!(!block.watchdog.val());
    }
}
