//! Small programs on the whole model: watchdog, connections, reset.

mod bursts;
mod clocked;
mod point_to_point;
mod uart;

use super::*;
use crate::controller::Controller;
use crate::controller::mcu::asm;
use crate::time::Span;
use umbilical_soft_mcu::registers::{IO_BASE, RAM_BASE, offset, switch, switch_status};
use umbilical_soft_mcu::report;

const CLOCK_HZ: u32 = 48_000_000;
const IO: u32 = 31;
const RAM: u32 = 30;
/// Report words that the programs use for what they saw.
const SEEN: usize = report::word::PAGES;

/// The start of every program: bases, then the cause of the reset into the report.
fn program(rest: &[u32]) -> Arc<Rom> {
    let mut words = Vec::new();
    words.extend(asm::li(IO, IO_BASE));
    words.extend(asm::li(RAM, RAM_BASE));
    words.extend_from_slice(rest);
    asm::rom(&words)
}

fn poke(register: u32, value: u32) -> Vec<u32> {
    let mut words = asm::li(1, value).to_vec();
    words.push(asm::sw(1, register as i32, IO));
    words
}

/// Copies a register into the report for ever.
fn watch(register: u32) -> Vec<u32> {
    vec![
        asm::lw(2, register as i32, IO),
        asm::sw(2, 4 * SEEN as i32, RAM),
        asm::jal(0, -8),
    ]
}

/// The model on a board whose lines are pulled up, with other parties that can pull them.
struct Bench {
    model: Model,
    now: Time,
    /// Levels that the world outside gives.
    world: u32,
}

impl Bench {
    fn new(program: Arc<Rom>, world: u32) -> Bench {
        let mut model = Model::new(program, CLOCK_HZ, 0);
        model.power(Time::ZERO, true, world.into());
        Bench {
            model,
            now: Time::ZERO,
            world,
        }
    }

    fn pins(&self) -> u32 {
        self.world & !(self.model.outputs().low as u32 & LINES)
    }

    fn set(&mut self, pin: Pin, high: bool) {
        let mask = 1 << pin as u32;
        self.world = if high {
            self.world | mask
        } else {
            self.world & !mask
        };
        let pins = self.pins();
        self.model.on_pins(self.now, pins.into());
    }

    /// Runs for `span`; `look` is called after every step.
    fn run(&mut self, span: Span, mut look: impl FnMut(&Model, Time)) {
        let end = self.now + span;
        while self.model.wake() <= end {
            self.now = self.model.wake();
            self.model.step(self.now);
            assert!(self.model.wake() > self.now);
            let pins = self.pins();
            self.model.on_pins(self.now, pins.into());
            look(&self.model, self.now);
        }
        self.now = end;
    }

    fn output(&self, pin: Pin) -> bool {
        self.model.outputs().high >> pin as u32 & 1 == 1
    }

    fn seen(&self) -> u32 {
        self.model.report()[SEEN]
    }
}

/// Time between the first two watchdog resets of a program that never feeds it.
fn watchdog_period(cycles: u32) -> (Span, u32) {
    let mut words = vec![
        asm::lw(2, offset::RESET_CAUSE as i32, IO),
        asm::sw(2, 4 * SEEN as i32, RAM),
    ];
    words.extend(poke(offset::WATCHDOG, cycles));
    words.push(asm::jal(0, 0));
    let mut bench = Bench::new(program(&words), LINES);
    let mut resets = Vec::new();
    bench.run(Span::from_ms(1), |model, now| {
        if model.watchdog_resets() as usize > resets.len() {
            resets.push(now);
        }
    });
    (resets[1].since(resets[0]), bench.seen())
}

#[test]
fn the_watchdog_restarts_a_program_that_hangs_and_says_so() {
    let (short, cause) = watchdog_period(500);
    let (long, _) = watchdog_period(700);
    assert_eq!(cause, reset_cause::WATCHDOG);
    let cycles = (long.ps() - short.ps() + 10_000) / 20_833;
    assert_eq!(cycles, 200, "{short} {long}");
}

/// What x7 holds after a reset `cycles` behind the watchdog's start, up to which the program read
/// the time into it over and over, every 8 edges.
fn last_time_read(cycles: u32) -> u32 {
    let mut words = vec![asm::sw(7, 4 * SEEN as i32, RAM)];
    words.extend(poke(offset::WATCHDOG, cycles));
    words.push(asm::lw(7, offset::TIMER_NOW as i32, IO));
    words.push(asm::jal(0, -4));
    let mut bench = Bench::new(program(&words), LINES);
    bench.run(Span::from_us(30), |_, _| ());
    assert!(bench.model.watchdog_resets() > 1);
    bench.seen()
}

#[test]
fn registers_outlive_the_watchdog_but_nothing_is_written_at_its_edge() {
    // The first read takes place 4 edges behind the start and ends at the fifth.
    let first = last_time_read(6);
    assert_ne!(first, 0);
    for cycles in 6..40 {
        let whole = (cycles - 6) / 8;
        assert_eq!(last_time_read(cycles), first + 8 * whole, "{cycles} cycles");
    }
}

#[test]
fn a_fed_watchdog_keeps_quiet() {
    let mut words = poke(offset::WATCHDOG, 500);
    words.push(asm::jal(0, -12));
    let mut bench = Bench::new(program(&words), LINES);
    bench.run(Span::from_ms(1), |_, _| ());
    assert_eq!(bench.model.watchdog_resets(), 0);
}

#[test]
fn in_reset_and_without_power_nothing_is_driven() {
    let mut words = poke(offset::OUT, out::HOST_RUN | out::LED_OK);
    words.extend(watch(offset::OUT));
    let mut bench = Bench::new(program(&words), LINES);
    assert_eq!(bench.model.outputs().low as u32 & LINES, 0);
    assert!(!bench.output(Pin::HostResetN));
    bench.run(Span::from_us(50), |_, _| ());
    assert!(bench.output(Pin::HostResetN) && bench.output(Pin::LedOk));
    bench.model.power(bench.now, false, LINES.into());
    assert_eq!(bench.model.outputs(), Outputs::UNPOWERED);
    assert_eq!(bench.model.wake(), Time::NEVER);
}

#[test]
fn the_host_is_never_joined_to_a_stuck_segment() {
    let mut words = poke(offset::SWITCH, switch::HOST);
    words.extend(watch(offset::SWITCH_STATUS));
    for stuck in [Pin::HostScl, Pin::HostSda, Pin::BusScl, Pin::BusSda] {
        let mut bench = Bench::new(program(&words), LINES & !(1 << stuck as u32));
        bench.run(Span::from_ms(5), |model, _| {
            assert_eq!(model.outputs().low as u32 & LINES, 0, "{stuck:?}");
        });
        assert_eq!(bench.seen() & switch_status::HOST, 0, "{stuck:?}");
        bench.set(stuck, true);
        bench.run(Span::from_us(100), |_, _| ());
        assert_ne!(bench.seen() & switch_status::HOST, 0, "{stuck:?}");
        // From now on a low is passed on, to the other side only.
        bench.set(Pin::HostSda, false);
        bench.run(Span::from_us(1), |_, _| ());
        assert_eq!(
            bench.model.outputs().low as u32 & LINES,
            1 << Pin::BusSda as u32
        );
    }
}

#[test]
fn the_port_is_joined_when_idle_and_parted_with_the_cable_for_good() {
    let mut words = poke(offset::SWITCH, switch::PORT);
    words.extend(watch(offset::SWITCH));
    let present = 1 << Pin::Present as u32;
    let mut bench = Bench::new(program(&words), LINES | present);
    bench.run(Span::from_us(200), |_, _| ());
    assert!(bench.output(Pin::PortEn));
    bench.set(Pin::Present, false);
    bench.run(Span::from_ns(200), |_, _| ());
    assert!(!bench.output(Pin::PortEn), "parts within a few edges");
    bench.set(Pin::Present, true);
    bench.run(Span::from_ms(1), |_, _| ());
    assert!(!bench.output(Pin::PortEn), "joined again unasked");
    assert_eq!(bench.seen(), 0);
}

#[test]
fn the_port_stays_off_without_cable_on_a_stuck_bus_or_with_the_host() {
    let present = 1 << Pin::Present as u32;
    for (request, world) in [
        (switch::PORT, LINES),
        (switch::PORT, present | LINES & !(1 << Pin::PortSda as u32)),
        (switch::PORT, present | LINES & !(1 << Pin::BusScl as u32)),
        (switch::PORT | switch::HOST, present | LINES),
    ] {
        let mut words = poke(offset::SWITCH, request);
        words.push(asm::jal(0, 0));
        let mut bench = Bench::new(program(&words), world);
        bench.run(Span::from_ms(2), |model, _| {
            assert_eq!(
                model.outputs().high >> Pin::PortEn as u32 & 1,
                0,
                "{request:#b}"
            );
        });
    }
}

#[test]
fn a_debounced_input_follows_after_its_time_and_not_after_a_bounce() {
    let mut words = poke(offset::DEBOUNCE, 480);
    words.extend(watch(offset::SENSE));
    let mut bench = Bench::new(program(&words), LINES);
    bench.run(Span::from_us(100), |_, _| ());
    let present = || umbilical_soft_mcu::registers::sense::PRESENT;
    for _ in 0..20 {
        bench.set(Pin::Present, true);
        bench.run(Span::from_us(5), |_, _| ());
        bench.set(Pin::Present, false);
        bench.run(Span::from_us(5), |_, _| ());
        assert_eq!(bench.seen() & present(), 0);
    }
    bench.set(Pin::Present, true);
    bench.run(Span::from_us(9), |_, _| ());
    assert_eq!(bench.seen() & present(), 0, "480 cycles are 10 us");
    bench.run(Span::from_us(2), |_, _| ());
    assert_eq!(bench.seen() & present(), present());
}
