//! Inputs, trackers, sense and switch against a twin that is clocked on every edge.
//!
//! What would break it: an edge that the model sleeps through although a register or a pin changes
//! there, a count in closed form that is off by one, a wrong winner when two things happen at one
//! edge.

use super::*;
use crate::rng::Rng;
use umbilical_soft_mcu::registers::{FILTER_CYCLES, i2c_command, sense};

const EDGES: u64 = 3_000;

/// Registers that the twin has.
const REGISTERS: [u32; 7] = [
    offset::SENSE,
    offset::SENSE_CHANGED,
    offset::DEBOUNCE,
    offset::SWITCH,
    offset::SWITCH_STATUS,
    offset::IDLE_TIME,
    offset::IRQ_PENDING,
];

/// Two flip-flops and a counter.
#[derive(Clone, Copy, Default)]
pub struct Filter {
    first: bool,
    second: bool,
    count: u64,
    pub out: bool,
}

impl Filter {
    pub fn clock(&mut self, pin: bool) {
        self.count = if self.second == self.out {
            0
        } else {
            self.count + 1
        };
        if self.count == FILTER_CYCLES {
            (self.out, self.count) = (self.second, 0);
        }
        (self.second, self.first) = (self.first, pin);
    }
}

#[derive(Clone, Copy)]
struct Segment {
    busy: bool,
    count: u64,
    before: (bool, bool),
}

impl Segment {
    fn clock(&mut self, lines: (bool, bool), idle_time: u64) {
        let stop = lines.1 && !self.before.1 && self.before.0;
        if lines != (true, true) {
            (self.busy, self.count) = (true, 0);
        } else if stop {
            self.busy = false;
        } else if self.count < idle_time.max(1) {
            self.count += 1;
            self.busy &= self.count < idle_time.max(1);
        } else {
            self.busy = false;
        }
        self.before = lines;
    }

    fn free(&self, lines: (bool, bool)) -> bool {
        !self.busy && lines == (true, true)
    }
}

#[derive(Clone, Copy, Default)]
struct Debouncer {
    count: u64,
    value: bool,
}

impl Debouncer {
    /// True when it follows.
    fn clock(&mut self, input: bool, debounce: u64) -> bool {
        let follows = input != self.value && self.count >= debounce.max(1);
        self.value ^= follows;
        self.count = if input == self.value {
            0
        } else {
            self.count + 1
        };
        follows
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Line {
    Idle,
    HostLow,
    BusLow,
    Settle { left: u32 },
}

impl Line {
    fn clock(self, host: bool, bus: bool) -> Line {
        match self {
            Line::Idle if !host => Line::HostLow,
            Line::Idle if !bus => Line::BusLow,
            Line::HostLow if host => Line::Settle { left: 8 },
            Line::BusLow if bus => Line::Settle { left: 8 },
            Line::Settle { left: 1 } => Line::Idle,
            Line::Settle { left } => Line::Settle { left: left - 1 },
            same => same,
        }
    }
}

/// Everything but MCU and engine, as flip-flops.
struct Twin {
    filters: [Filter; 32],
    segments: [Segment; 3],
    debouncers: [Debouncer; 4],
    changed: u32,
    debounce: u32,
    idle_time: u32,
    request: u32,
    host: bool,
    port: bool,
    repeater: [Line; 2],
}

impl Twin {
    fn new() -> Twin {
        let busy = Segment {
            busy: true,
            count: 0,
            before: (false, false),
        };
        Twin {
            filters: [Filter::default(); 32],
            segments: [busy; 3],
            debouncers: [Debouncer::default(); 4],
            changed: 0,
            debounce: 480_000,
            idle_time: 2_400,
            request: 0,
            host: false,
            port: false,
            repeater: [Line::Idle; 2],
        }
    }

    fn level(&self, pin: Pin) -> bool {
        self.filters[pin as usize].out
    }

    fn lines(&self) -> [(bool, bool); 3] {
        [
            (Pin::HostScl, Pin::HostSda),
            (Pin::BusScl, Pin::BusSda),
            (Pin::PortScl, Pin::PortSda),
        ]
        .map(|(scl, sda)| (self.level(scl), self.level(sda)))
    }

    fn clock(&mut self, pins: u32, uses_bus: bool, write: Option<(u32, u32)>) -> Happened {
        let lines = self.lines();
        let sensed = crate::controller::sense::PINS.map(|pin| self.level(pin));
        let [host_free, bus_free, port_free] = [0, 1, 2]
            .map(|index| self.segments[index].free(lines[index]) && !(index == 1 && uses_bus));
        let asked = |mask| self.request & mask != 0;
        let (ask_host, ask_port, present) = (asked(switch::HOST), asked(switch::PORT), sensed[0]);
        let host = ask_host && (self.host || host_free && bus_free && !self.port);
        let port =
            ask_port && present && (self.port || bus_free && port_free && !self.host && !ask_host);
        let [line_scl, line_sda] = self.repeater;
        self.repeater = if self.host && host {
            [
                line_scl.clock(lines[0].0, lines[1].0),
                line_sda.clock(lines[0].1, lines[1].1),
            ]
        } else {
            [Line::Idle; 2]
        };
        let mut set = 0;
        for (bit, input) in sensed.into_iter().enumerate() {
            let follows = self.debouncers[bit].clock(input, self.debounce.into());
            set |= u32::from(follows) << bit;
        }
        let dropped = !present && ask_port;
        let counting = self
            .segments
            .iter()
            .any(|segment| segment.busy && segment.count > 0);
        for (segment, lines) in self.segments.iter_mut().zip(lines) {
            segment.clock(lines, self.idle_time.into());
        }
        for (pin, filter) in self.filters.iter_mut().enumerate() {
            filter.clock(pins >> pin & 1 == 1);
        }
        if dropped {
            self.request &= !switch::PORT;
        }
        let mut happened = Happened {
            host: host && !self.host,
            port: port && !self.port,
            ..Happened::default()
        };
        (self.host, self.port) = (host, port);
        let mut clear = 0;
        match write {
            Some((offset::SENSE_CHANGED, value)) => {
                clear = value;
                happened.set_and_cleared = set & clear != 0;
            }
            Some((offset::DEBOUNCE, value)) => self.debounce = value & 0xFF_FFFF,
            Some((offset::IDLE_TIME, value)) => {
                self.idle_time = value & 0xFFFF;
                happened.idle_time_while_counting = counting;
            }
            Some((offset::SWITCH, value)) => {
                self.request = value & (switch::HOST | switch::PORT);
                happened.asked_without_cable = self.request & switch::PORT != 0 && !present;
            }
            _ => {}
        }
        self.changed = self.changed & !clear | set;
        happened
    }

    fn read(&self, register: u32) -> u32 {
        match register {
            offset::SENSE => (0..4).fold(0, |word, bit| {
                let raw = self.level(crate::controller::sense::PINS[bit]);
                word | u32::from(self.debouncers[bit].value) << bit
                    | u32::from(raw) << (bit as u32 + sense::RAW_SHIFT)
            }),
            offset::SENSE_CHANGED => self.changed,
            offset::DEBOUNCE => self.debounce,
            offset::SWITCH => self.request,
            offset::IDLE_TIME => self.idle_time,
            offset::IRQ_PENDING => u32::from(self.changed != 0) * irq::SENSE,
            _ => {
                let connections = u32::from(self.host) | u32::from(self.port) << 1;
                let segments = self.segments.iter().zip(self.lines()).enumerate();
                segments.fold(connections, |word, (index, (segment, lines))| {
                    word | u32::from(segment.busy) << (4 + index)
                        | u32::from(lines.0) << (8 + 2 * index)
                        | u32::from(lines.1) << (9 + 2 * index)
                })
            }
        }
    }

    fn repeater_drives(&self) -> u32 {
        let pins = [(Pin::HostScl, Pin::BusScl), (Pin::HostSda, Pin::BusSda)];
        let lines = self.repeater.iter().zip(pins);
        lines.fold(0, |low, (line, (host, bus))| match line {
            Line::HostLow => low | 1 << bus as u32,
            Line::BusLow => low | 1 << host as u32,
            _ => low,
        })
    }
}

/// What must come up in a test that means anything.
#[derive(Clone, Copy, Default)]
struct Happened {
    host: bool,
    port: bool,
    set_and_cleared: bool,
    idle_time_while_counting: bool,
    asked_without_cable: bool,
}

/// The world outside: each pin holds its level for a while.
struct World {
    pins: u32,
    until: [u64; 32],
}

impl World {
    fn step(&mut self, edge: u64, rng: &mut Rng) {
        for pin in 0..32 {
            if (LINES | SENSED) >> pin & 1 == 0 || edge < self.until[pin] {
                continue;
            }
            self.pins ^= 1 << pin;
            let high = self.pins >> pin & 1 == 1;
            self.until[pin] = edge + 1 + rng.below(if high { 400 } else { 20 });
        }
    }
}

fn random_write(rng: &mut Rng) -> Option<(u32, u32)> {
    Some(match rng.below(120) {
        0..4 => (offset::SWITCH, [1, 2, 2, 3, 0][rng.below(5) as usize]),
        4 => (offset::IDLE_TIME, rng.below_u32(60) | 0x3_0000),
        5 => (offset::DEBOUNCE, rng.below_u32(60) | 0x700_0000),
        6..16 => (offset::SENSE_CHANGED, rng.below_u32(16)),
        16 => (offset::I2C_COMMAND, i2c_command::WRITE),
        _ => return None,
    })
}

/// The next edge after `edge` at which some part acts.
fn next(io: &Periphery, edge: u64) -> u64 {
    io.next_beside_spi(edge).min(io.next_of_spi(edge))
}

#[test]
fn model_and_clocked_twin_agree_on_every_edge() {
    let mut counts = [0u32; 5];
    for seed in 0..250 {
        let mut rng = Rng::new(seed);
        let mut world = World {
            pins: LINES,
            until: [0; 32],
        };
        let mut pins = world.pins;
        let mut io = Periphery::new(CLOCK_HZ);
        io.reset(pins.into(), reset_cause::POWER);
        io.timer_compare = 0x7FFF_FFFF;
        let mut twin = Twin::new();
        let mut due = next(&io, 0);
        for edge in 0..EDGES {
            let mut probe = io.clone();
            if edge > 0 {
                probe.catch_up(edge - 1);
            }
            for register in REGISTERS {
                let read = probe.read(edge, register);
                let read = if register == offset::IRQ_PENDING {
                    read & irq::SENSE
                } else {
                    read
                };
                let expected = twin.read(register);
                assert_eq!(
                    read, expected,
                    "register {register:#x}, edge {edge}, seed {seed}"
                );
            }
            // Short times at first, so that much happens.
            let write = match edge {
                2 => Some((offset::IDLE_TIME, 30)),
                3 => Some((offset::DEBOUNCE, 20)),
                4 => Some((offset::I2C_TIMING, 0)),
                _ => random_write(&mut rng),
            };
            let uses_bus = io.engine.uses_bus();
            if due == edge || write.is_some() {
                if edge > 0 {
                    io.catch_up(edge - 1);
                }
                io.edge(edge);
                if let Some((register, value)) = write {
                    io.write(edge, register, value);
                }
                due = next(&io, edge);
            }
            assert!(due > edge, "late at edge {edge}, seed {seed}");
            let happened = twin.clock(pins, uses_bus, write);
            let place = format!("after edge {edge}, seed {seed}");
            assert_eq!(io.switch.drives(), twin.repeater_drives(), "{place}");
            assert_eq!(io.switch.port(), twin.port, "port_en {place}");
            for (count, happened) in counts.iter_mut().zip([
                happened.host,
                happened.port,
                happened.set_and_cleared,
                happened.idle_time_while_counting,
                happened.asked_without_cable,
            ]) {
                *count += u32::from(happened);
            }
            world.step(edge, &mut rng);
            let after = world.pins & !(io.outputs().low as u32 & LINES);
            if after != pins {
                pins = after;
                if io.sample(edge + 1, pins.into()) {
                    due = next(&io, edge);
                }
            }
        }
    }
    assert!(counts.iter().all(|count| *count >= 100), "{counts:?}");
}
