//! The host and a memory on one segment, with somebody else's fingers on the lines.

use super::*;
use crate::chips::eeprom24::Eeprom24;
use std::collections::VecDeque;
use umbilical_soft_mcu::eeprom::PARTS;

/// What travels through the repeater: SCL and SDA of the host, or SDA of the memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    Host(bool, bool),
    Memory(bool),
}

struct Rig {
    host: Host,
    chip: Eeprom24,
    now: Time,
    /// One way through the repeater.
    delay: Span,
    travelling: VecDeque<(Time, Signal)>,
    /// What each side was last told of the other's drive: host SCL, host SDA, memory SDA.
    host_low: (bool, bool),
    chip_low: bool,
    scl_held: bool,
    sda_held: bool,
    /// Every SCL rise holds the line for so long.
    stretch: Span,
    stretch_until: Time,
    host_saw: (bool, bool),
    chip_saw: (bool, bool),
    starts: u64,
    stops: u64,
    last_stop: Time,
    bus_free_min: Span,
}

impl Rig {
    fn new(part: &'static Part, bus_hz: u32, boot_bytes: u32) -> Rig {
        let contents = (0..part.bytes)
            .map(|i| (i * 11 + (i >> 8) * 5 + 3) as u8)
            .collect();
        let mut chip = Eeprom24::new(part, contents, 1);
        chip.set_strap(true);
        chip.power(Time::ZERO, true, true, true);
        Rig {
            host: Host::new(part, bus_hz, boot_bytes, Span::from_ms(20), 7),
            chip,
            now: Time::ZERO,
            delay: Span::ZERO,
            travelling: VecDeque::new(),
            host_low: (false, false),
            chip_low: false,
            scl_held: false,
            sda_held: false,
            stretch: Span::ZERO,
            stretch_until: Time::NEVER,
            host_saw: (false, false),
            chip_saw: (true, true),
            starts: 0,
            stops: 0,
            last_stop: Time::NEVER,
            bus_free_min: Span::from_ms(1_000),
        }
    }

    fn run_host(&mut self, running: bool) {
        self.host_saw = (true, !self.sda_held);
        self.host
            .set_running(self.now, running, true, !self.sda_held);
        self.settle();
    }

    /// Brings all drives to all inputs until nothing changes any more.
    fn settle(&mut self) {
        let drives = (self.host.scl_low(), self.host.sda_low());
        self.send(Signal::Host(drives.0, drives.1));
        self.send(Signal::Memory(self.chip.sda_low()));
        while self
            .travelling
            .front()
            .is_some_and(|&(at, _)| at <= self.now)
        {
            match self.travelling.pop_front() {
                Some((_, Signal::Host(scl, sda))) => self.host_low = (scl, sda),
                Some((_, Signal::Memory(sda))) => self.chip_low = sda,
                None => {}
            }
        }
        let scl_was_low = self.host_low.0 || !self.chip_saw.0;
        if self.stretch > Span::ZERO && scl_was_low && !self.host_low.0 {
            if self.stretch_until == Time::NEVER {
                self.stretch_until = self.now + self.stretch;
            }
        } else {
            self.stretch_until = Time::NEVER;
        }
        let held =
            self.scl_held || self.stretch_until != Time::NEVER && self.now < self.stretch_until;
        let host_sees = (
            !(drives.0 || held),
            !(drives.1 || self.chip_low || self.sda_held),
        );
        let chip_sees = (
            !(self.host_low.0 || held),
            !(self.host_low.1 || self.chip.sda_low() || self.sda_held),
        );
        self.tell(host_sees, chip_sees);
    }

    fn send(&mut self, signal: Signal) {
        let same = |other: &Signal| match (other, &signal) {
            (Signal::Host(..), Signal::Host(..)) | (Signal::Memory(_), Signal::Memory(_)) => {
                Some(*other == signal)
            }
            _ => None,
        };
        let arrived = match signal {
            Signal::Host(scl, sda) => self.host_low == (scl, sda),
            Signal::Memory(sda) => self.chip_low == sda,
        };
        let last = self
            .travelling
            .iter()
            .rev()
            .find_map(|(_, other)| same(other));
        if !last.unwrap_or(arrived) {
            self.travelling.push_back((self.now + self.delay, signal));
        }
    }

    fn tell(&mut self, host_sees: (bool, bool), chip_sees: (bool, bool)) {
        if host_sees != self.host_saw {
            if self.host_saw.0 && host_sees.0 {
                if host_sees.1 {
                    self.stops += 1;
                    self.last_stop = self.now;
                } else {
                    self.starts += 1;
                    if self.last_stop != Time::NEVER {
                        self.bus_free_min = self.bus_free_min.min(self.now.since(self.last_stop));
                    }
                    self.last_stop = Time::NEVER;
                }
            }
            self.host_saw = host_sees;
            let before = (self.host.scl_low(), self.host.sda_low());
            self.host.on_lines(self.now, host_sees.0, host_sees.1);
            let after = (self.host.scl_low(), self.host.sda_low());
            assert_eq!(before, after, "on_lines moved an output");
            assert!(self.host.wake() > self.now);
        }
        if chip_sees != self.chip_saw {
            self.chip_saw = chip_sees;
            self.chip.on_lines(self.now, chip_sees.0, chip_sees.1);
        }
    }

    fn until(&mut self, end: Time) {
        loop {
            let arrival = self.travelling.front().map_or(Time::NEVER, |&(at, _)| at);
            let stretch = if self.stretch_until > self.now {
                self.stretch_until
            } else {
                Time::NEVER
            };
            let (host, chip) = (self.host.wake(), self.chip.wake());
            let next = host.min(chip).min(arrival).min(stretch);
            if next > end {
                break;
            }
            self.now = next;
            if host == next {
                let before = (self.host.scl_low(), self.host.sda_low());
                self.host.step(next - Span::from_ps(1));
                let after = (self.host.scl_low(), self.host.sda_low(), self.host.wake());
                assert_eq!((before.0, before.1, next), after, "early step");
                self.host.step(next);
                assert!(self.host.wake() > next);
            }
            self.chip.step(next);
            self.settle();
        }
        self.now = end;
    }

    fn run(&mut self, span: Span) {
        self.until(self.now + span);
    }

    /// Runs until `done`, in steps of a microsecond and a bit.
    fn run_until(&mut self, done: impl Fn(&Rig) -> bool) {
        for _ in 0..200_000 {
            if done(self) {
                return;
            }
            self.run(Span::from_ns(1_100));
        }
        panic!("never happened");
    }

    fn last(&self) -> HostRead {
        *self.host.reads().last().expect("a read has ended")
    }
}

fn check_reads(rig: &Rig, count: u64) {
    let name = rig.chip.part().name;
    assert_eq!(rig.host.boots(), 1, "{name}");
    let image = rig.host.boot_image().expect("booted");
    assert_eq!(image, &rig.chip.memory()[..image.len()], "{name}");
    assert_eq!(
        (rig.host.reads_ok(), rig.host.reads_failed()),
        (count, 0),
        "{name}"
    );
    for read in rig.host.reads() {
        let bytes = &rig.chip.memory()[read.address as usize..][..16];
        assert_eq!(
            read.result,
            Ok(bytes.try_into().expect("16 bytes")),
            "{name}"
        );
    }
    assert_eq!(rig.chip.timing_violations(), 0, "{name}");
    // One START each for the address and for the data, one STOP.
    assert_eq!(rig.starts, 2 * (count + 1), "{name}");
    assert_eq!(rig.stops, count + 1, "{name}");
}

#[test]
fn boots_and_reads_every_part() {
    for part in &PARTS {
        for bus_hz in [100_000, 400_000] {
            let mut rig = Rig::new(part, bus_hz, part.bytes.min(600));
            assert_eq!(rig.host.wake(), Time::NEVER);
            rig.run_host(true);
            rig.until(Time::ZERO + Span::from_ms(300));
            let boot_ends =
                u64::from(part.bytes.min(600)) * 90_000_000 * (400_000 / u64::from(bus_hz));
            let count = (299_000_000_000 - boot_ends / 4) / 20_000_000_000;
            assert!(rig.host.reads_ok().abs_diff(count) <= 1, "{}", part.name);
            check_reads(&rig, rig.host.reads_ok());
        }
    }
}

#[test]
fn nothing_moves_before_the_boot_delay_or_without_running() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 16);
    rig.run(Span::from_ms(50));
    assert_eq!(rig.starts, 0);
    rig.run_host(true);
    let begin = rig.now;
    rig.until(begin + BOOT_DELAY - Span::from_ps(1));
    assert_eq!((rig.starts, rig.host.reading()), (0, false));
    rig.until(begin + BOOT_DELAY);
    assert_eq!((rig.starts, rig.host.reading()), (1, true));
}

#[test]
fn one_clock_takes_the_bus_period() {
    for bus_hz in [100_000, 400_000] {
        let mut rig = Rig::new(&PARTS[5], bus_hz, 1000);
        rig.run_host(true);
        rig.run_until(|rig| rig.host.boots() == 1);
        let clocks = 1_004 * 9;
        let took = rig.now.since(Time::ZERO + BOOT_DELAY).ns();
        let nominal = clocks * 1_000_000_000 / u64::from(bus_hz);
        assert!(
            (nominal..nominal + 60_000).contains(&took),
            "{took} ns for {nominal}"
        );
    }
}

#[test]
fn reads_through_a_repeater() {
    for part in &PARTS {
        for bus_hz in [100_000, 400_000] {
            let mut rig = Rig::new(part, bus_hz, 256);
            rig.delay = Span::from_ns(300);
            rig.run_host(true);
            rig.run(Span::from_ms(100));
            assert!(rig.host.reads_ok() >= 2);
            check_reads(&rig, rig.host.reads_ok());
        }
    }
}

#[test]
fn a_memory_with_the_other_strap_is_not_there() {
    for part in PARTS.iter().filter(|part| part.name != "24c16") {
        let mut rig = Rig::new(part, 400_000, 32);
        rig.chip.set_strap(false);
        rig.run_host(true);
        rig.run(Span::from_ms(20));
        // At 1 ms, and again 5 ms after each failure.
        assert_eq!(rig.host.reads_failed(), 4, "{}", part.name);
        assert_eq!(rig.last().result, Err(HostError::NoAck));
        assert_eq!(rig.last().address, 0);
        let gap = rig.host.reads()[1].at.since(rig.host.reads()[0].at);
        assert!((5_000_000..5_100_000).contains(&gap.ns()), "{gap}");
        assert_eq!((rig.starts, rig.stops), (4, 4), "a NACK ends with STOP");
        assert_eq!(rig.host.boot_image(), None);
        rig.chip.set_strap(true);
        rig.run(Span::from_ms(10));
        assert_eq!(rig.host.boots(), 1);
    }
}

#[test]
fn a_failed_read_does_not_keep_the_next_from_working() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 32);
    rig.run_host(true);
    rig.run(Span::from_ms(30));
    let ok = rig.host.reads_ok();
    rig.chip.miss_next_ack();
    rig.run(Span::from_ms(20));
    assert_eq!(rig.last().result, Err(HostError::NoAck));
    rig.run(Span::from_ms(20));
    assert_eq!((rig.host.reads_ok(), rig.host.reads_failed()), (ok + 1, 1));
}

#[test]
fn a_missed_ack_anywhere_in_the_addressing_is_an_error() {
    for skipped in 0..4 {
        let mut rig = Rig::new(&PARTS[5], 400_000, 32);
        rig.run_host(true);
        for _ in 0..skipped {
            rig.run_until(|rig| rig.chip.sda_low());
            rig.run_until(|rig| !rig.chip.sda_low());
        }
        rig.chip.miss_next_ack();
        rig.run_until(|rig| rig.host.reads_failed() == 1);
        assert_eq!(rig.last().result, Err(HostError::NoAck), "{skipped}");
    }
}

#[test]
fn a_stuck_sda_is_a_busy_bus() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 32);
    rig.sda_held = true;
    rig.run_host(true);
    rig.until(Time::ZERO + BOOT_DELAY + BUS_TIMEOUT);
    assert_eq!(rig.last().result, Err(HostError::BusBusy));
    assert_eq!(rig.last().at, Time::ZERO + BOOT_DELAY + BUS_TIMEOUT);
    assert_eq!(rig.starts, 0);
    rig.sda_held = false;
    rig.settle();
    rig.run(Span::from_ms(10));
    assert_eq!(rig.host.boots(), 1);
}

#[test]
fn sda_held_in_mid_transaction_is_lost_arbitration() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 32);
    rig.run_host(true);
    rig.until(Time::ZERO + BOOT_DELAY + Span::from_ns(1_500));
    assert!(rig.host.reading() && rig.host.scl_low());
    rig.sda_held = true;
    rig.settle();
    rig.run(Span::from_us(50));
    assert_eq!(rig.last().result, Err(HostError::ArbitrationLost));
    assert!(!rig.host.scl_low() && !rig.host.sda_low() && !rig.host.reading());
    rig.sda_held = false;
    rig.settle();
    rig.run(Span::from_ms(10));
    assert_eq!(rig.host.boots(), 1);
}

#[test]
fn sda_held_at_the_repeated_start_or_the_stop_is_lost_arbitration() {
    // During the last acknowledge before each of them; 27 clocks lead to the repeated START.
    for (clocks, restart_ns) in [(27, 0), (28 + 9 + 33 * 9, 900)] {
        let mut rig = Rig::new(&PARTS[5], 400_000, 33);
        rig.run_host(true);
        let fall = rig.now + BOOT_DELAY + Span::from_ns(900);
        rig.until(fall + Span::from_ns(2_500 * clocks + restart_ns + 100));
        assert!(rig.host.scl_low());
        rig.sda_held = true;
        rig.settle();
        rig.run(Span::from_us(20));
        assert_eq!(
            rig.last().result,
            Err(HostError::ArbitrationLost),
            "{clocks}"
        );
        // At the sample, or when the bus-free time after STOP is over.
        let after = 2_500 * clocks + restart_ns + 2_500 + if clocks == 27 { 0 } else { 1_600 };
        assert_eq!(rig.last().at, fall + Span::from_ns(after), "{clocks}");
    }
}

#[test]
fn stretching_only_slows_the_host_down() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 64);
    rig.stretch = Span::from_us(37);
    rig.run_host(true);
    rig.run(Span::from_ms(100));
    assert!(rig.host.reads_ok() >= 2);
    check_reads(&rig, rig.host.reads_ok());
    let mut plain = Rig::new(&PARTS[5], 400_000, 64);
    plain.run_host(true);
    plain.run_until(|rig| rig.host.boots() == 1);
    assert!(plain.now.since(Time::ZERO) < Span::from_ms(4));
    rig.run_host(false);
    rig.run_host(true);
    let begin = rig.now;
    rig.run_until(|rig| rig.host.boots() == 2);
    assert!(rig.now.since(begin) > Span::from_ms(20), "not stretched");
}

#[test]
fn stretching_for_too_long_is_an_error() {
    for (hold_ms, expected) in [(9, None), (11, Some(HostError::StretchTimeout))] {
        let mut rig = Rig::new(&PARTS[5], 400_000, 64);
        rig.run_host(true);
        // In the second bit of the device address, a 0.
        rig.until(Time::ZERO + BOOT_DELAY + Span::from_ns(4_500));
        assert!(rig.host.scl_low() && rig.host.sda_low());
        rig.scl_held = true;
        rig.settle();
        rig.run(Span::from_ms(hold_ms));
        assert_eq!(
            rig.host.reads().last().map(|read| read.result.err()),
            expected.map(Some)
        );
        assert_eq!(
            (rig.host.scl_low(), rig.host.sda_low()),
            (false, expected.is_none())
        );
        rig.scl_held = false;
        rig.settle();
        if expected.is_none() {
            rig.run(Span::from_ms(3));
            assert_eq!(rig.host.boots(), 1);
        }
    }
}

#[test]
fn a_spike_on_a_stretched_clock_is_not_its_end() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 64);
    rig.run_host(true);
    rig.until(Time::ZERO + BOOT_DELAY + Span::from_us(1));
    assert!(rig.host.scl_low());
    rig.run_until(|rig| !rig.host.scl_low());
    rig.scl_held = true;
    rig.settle();
    for _ in 0..50 {
        rig.run(Span::from_ns(100));
        assert!(!rig.host.scl_low(), "took the spike for a clock");
    }
    rig.scl_held = false;
    rig.settle();
    let rise = rig.now;
    rig.until(rise + Span::from_ns(899));
    assert!(!rig.host.scl_low());
    rig.until(rise + Span::from_ns(900));
    assert!(rig.host.scl_low());
}

#[test]
fn waits_for_somebody_elses_stop_and_the_bus_free_time() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 16);
    rig.run_host(true);
    rig.run(Span::from_us(500));
    // A START of somebody else, and no STOP until 3 ms after the host's time has come.
    rig.sda_held = true;
    rig.settle();
    rig.run(Span::from_ms(3));
    assert!(!rig.host.reading());
    rig.sda_held = false;
    rig.settle();
    let stop = rig.now;
    rig.run(Span::from_ns(1_599));
    assert!(!rig.host.reading(), "bus-free time");
    rig.until(stop + Span::from_ns(1_600));
    assert!(rig.host.reading());
    rig.run(Span::from_ms(2));
    assert_eq!((rig.host.boots(), rig.host.reads_failed()), (1, 0));
}

#[test]
fn a_bus_that_is_only_idle_is_free_after_the_idle_time() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 16);
    rig.run_host(true);
    rig.scl_held = true;
    rig.settle();
    rig.run(Span::from_ms(2));
    rig.scl_held = false;
    rig.settle();
    let idle = rig.now;
    rig.until(idle + IDLE_TIME - Span::from_ps(1));
    assert!(!rig.host.reading());
    rig.until(idle + IDLE_TIME);
    assert!(rig.host.reading());
}

#[test]
fn reset_lets_go_at_once_and_boots_again() {
    let mut rig = Rig::new(&PARTS[5], 400_000, 64);
    rig.run_host(true);
    rig.until(Time::ZERO + BOOT_DELAY + Span::from_us(30));
    rig.run_until(|rig| rig.host.scl_low());
    rig.host.set_running(rig.now, false, false, true);
    assert!(!rig.host.scl_low() && !rig.host.sda_low());
    assert!(!rig.host.is_running() && !rig.host.reading());
    assert_eq!(rig.host.wake(), Time::NEVER);
    rig.settle();
    rig.run(Span::from_ms(5));
    assert_eq!(rig.host.boots(), 0);
    rig.run_host(true);
    rig.run(Span::from_ms(10));
    assert_eq!(rig.host.boots(), 1);
    // The next boot read sees what the memory holds now, the old image stays until then.
    rig.chip.memory_mut()[3] = 0xE7;
    let old = rig.host.boot_image().map(|image| image[3]);
    rig.run_host(false);
    rig.run_host(true);
    assert_eq!(rig.host.boot_image().map(|image| image[3]), old);
    rig.run(Span::from_ms(10));
    assert_eq!(rig.host.boots(), 2);
    assert_eq!(rig.host.boot_image().map(|image| image[3]), Some(0xE7));
}

#[test]
fn keeps_the_last_64_reads_at_seeded_addresses() {
    let addresses = |seed: u64| {
        let mut rig = Rig::new(&PARTS[10], 400_000, 16);
        rig.host = Host::new(&PARTS[10], 400_000, 16, Span::from_ms(2), seed);
        rig.run_host(true);
        rig.run(Span::from_ms(200));
        assert!(rig.host.reads_ok() > 90, "{}", rig.host.reads_ok());
        assert!(rig.bus_free_min >= Span::from_ns(1_600));
        let reads = rig.host.reads();
        assert!(reads.windows(2).all(|pair| pair[0].at < pair[1].at));
        let gaps = reads.windows(2).map(|pair| pair[1].at.since(pair[0].at));
        assert!(gaps.max() < Some(Span::from_us(2_100)), "one is missing");
        assert!(rig.now.since(reads[63].at) < Span::from_ms(3));
        reads.iter().map(|read| read.address).collect::<Vec<_>>()
    };
    let first = addresses(1);
    assert_eq!(first.len(), READS_KEPT);
    assert_eq!(first, addresses(1));
    assert_ne!(first, addresses(2));
    assert!(first.iter().any(|&address| address >= 0x3_0000));
    assert!(first.iter().any(|&address| address < 0x1_0000));
}
