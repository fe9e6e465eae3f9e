//! The emulator's model of the controller: every register and pin on its edge, nothing in between.
//!
//! Each part knows the next edge at which it does something. The model sleeps until the least of
//! them; a pin change wakes it only where some part is looking at that pin.

mod controller;
mod point_to_point;
mod registers;

use std::sync::Arc;

use super::engine::{Engine, Surroundings};
use super::inputs::{Inputs, NEVER};
use super::mcu::{Mcu, Next, Rom};
use super::sense::Sense;
use super::spi;
use super::switch::{Switch, Trackers};
use super::uart::Uart;
use super::{Outputs, PhaseChange};
use crate::nets::Pin;
use crate::time::{Clock, Time};
use umbilical_soft_mcu::registers::{BUFFER_BYTES, after_reset, irq, out, reset_cause};

const LINES: u32 = (1 << Pin::HostScl as u32)
    | (1 << Pin::HostSda as u32)
    | (1 << Pin::BusScl as u32)
    | (1 << Pin::BusSda as u32)
    | (1 << Pin::PortScl as u32)
    | (1 << Pin::PortSda as u32)
    | (1 << Pin::JrnScl as u32)
    | (1 << Pin::JrnSda as u32);
const SENSED: u32 = (1 << Pin::Present as u32)
    | (1 << Pin::PeerVcc as u32)
    | (1 << Pin::ButtonSource as u32)
    | (1 << Pin::ButtonDestination as u32);

/// Pins of the processor segment that the SPI engine drives now and then.
const SPI_DRIVEN: u64 = Pin::ProcSck.bit() | Pin::ProcCsn.bit() | Pin::ProcIo0.bit();

/// Push-pull pins that are driven whenever the controller has its supply.
const STEADY: u64 = Outputs::PUSH_PULL & !SPI_DRIVEN;

/// All pins whose changes somebody has to be told of.
const WATCHED: u64 = (LINES | SENSED) as u64 | Pin::HostCsn.bit() | Pin::UartRx.bit();

/// The host's SPI chip select among the inputs of [`Periphery::lines`], where no pin has its number.
const HOST_CSN: u32 = 1 << 31;

/// The processor segment's data lines among the pins of a board.
fn spi_io(pins: u64) -> u8 {
    (pins >> Pin::ProcIo0 as u32) as u8 & 0xF
}

#[inline]
fn uart_rx(pins: u64) -> bool {
    pins & Pin::UartRx.bit() != 0
}

/// The levels of the inputs of [`Periphery::lines`].
#[inline]
fn line_inputs(pins: u64) -> u32 {
    pins as u32 & !HOST_CSN | ((pins >> Pin::HostCsn as u32) as u32) << HOST_CSN.trailing_zeros()
}

/// Everything but the MCU: what its loads and stores reach, and what the pins reach.
#[derive(Clone)]
struct Periphery {
    lines: Inputs,
    sensed: Inputs,
    /// Levels of the processor segment's data lines, which no filter keeps.
    spi_io: u8,
    trackers: Trackers,
    engine: Engine,
    switch: Switch,
    spi: spi::Engine,
    spi_switch: spi::Switch,
    /// A command is under way, something is joined, or may be: kept up to date, since each edge and
    /// pin change asks.
    spi_acts: bool,
    sense: Sense,
    uart: Uart,
    buffer: Box<[u8; BUFFER_BYTES as usize]>,
    clock_hz: u32,
    reset_cause: u32,
    irq_enable: u32,
    timer_compare: u32,
    watchdog_at: u64,
    idle_time: u64,
    out: u32,
    /// The push-pull pins.
    steady: Outputs,
    /// A store is waiting to be carried out at this edge, after everything else.
    store: Option<(u32, u32)>,
}

macro_rules! surroundings {
    ($self:ident) => {
        Surroundings {
            inputs: &$self.lines,
            buffer: &mut $self.buffer,
            bus: &$self.trackers.bus,
            journal: &$self.trackers.journal,
            host_owns_bus: $self.switch.host_owns_bus(),
        }
    };
}

use surroundings;

impl Periphery {
    fn new(clock_hz: u32) -> Periphery {
        // Block RAM comes up with what the bitstream gave it; the firmware must not rely on it.
        let buffer = Box::new([0xA5; BUFFER_BYTES as usize]);
        let mut periphery = Periphery {
            lines: Inputs::reset(LINES | HOST_CSN, 0),
            sensed: Inputs::reset(SENSED, 0),
            spi_io: 0,
            trackers: Trackers::RESET,
            engine: Engine::default(),
            switch: Switch::default(),
            spi: spi::Engine::default(),
            spi_switch: spi::Switch::default(),
            spi_acts: false,
            sense: Sense::default(),
            uart: Uart::reset(false),
            buffer,
            clock_hz,
            reset_cause: reset_cause::POWER,
            irq_enable: 0,
            timer_compare: 0,
            watchdog_at: NEVER,
            idle_time: after_reset::IDLE_TIME.into(),
            out: 0,
            steady: Outputs::UNPOWERED,
            store: None,
        };
        periphery.reset(0, reset_cause::POWER);
        periphery
    }

    fn reset(&mut self, pins: u64, cause: u32) {
        self.lines = Inputs::reset(LINES | HOST_CSN, line_inputs(pins));
        self.sensed = Inputs::reset(SENSED, pins as u32);
        self.spi_io = spi_io(pins);
        self.trackers = Trackers::RESET;
        self.engine = Engine::default();
        self.switch = Switch::default();
        self.spi = spi::Engine::default();
        self.spi_switch = spi::Switch::default();
        self.spi_acts = false;
        self.sense = Sense::default();
        self.uart = Uart::reset(uart_rx(pins));
        self.reset_cause = cause;
        self.irq_enable = 0;
        self.timer_compare = after_reset::TIMER_COMPARE;
        self.watchdog_at = NEVER;
        self.idle_time = after_reset::IDLE_TIME.into();
        self.out = 0;
        self.store = None;
        self.refresh_steady();
    }

    /// Carries out all filter flips up to and including `edge`.
    #[inline]
    fn catch_up(&mut self, edge: u64) {
        while self.lines.next_flip() <= edge {
            let (at, flipped) = self.lines.flip();
            self.trackers
                .flipped(at, flipped, &self.lines, self.idle_time);
        }
        while self.sensed.next_flip() <= edge {
            let (at, flipped) = self.sensed.flip();
            self.sense.flipped(at, flipped);
        }
    }

    /// The pins have these levels from the sampling edge `edge` on. True when some part may act
    /// at another edge than it would have.
    #[inline]
    fn sample(&mut self, edge: u64, pins: u64) -> bool {
        if edge > 0 {
            self.catch_up(edge - 1);
        }
        let sensed = self.sensed.sample(edge, pins as u32) != 0;
        let lines = self.lines.sample(edge, line_inputs(pins)) != 0;
        if !(sensed || lines) {
            return false;
        }
        // A flip just before this edge, for which the next wake stood, is behind us now.
        if self.engine.awaits_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge, &around);
            return true;
        }
        sensed || self.switch.watches_inputs() || self.spi_acts && self.spi_watches_host()
    }

    /// What every part but the MCU does at `edge`, from the state before it. True when the UART did
    /// something, so that a byte may have come.
    #[inline]
    fn edge(&mut self, edge: u64) -> bool {
        if self.engine.watches_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge, &around);
        }
        let engine_uses_bus = self.engine.uses_bus();
        let present = self.sensed.level(Pin::Present);
        let switch_acts = self.switch.acts(present);
        if self.spi_acts {
            self.spi_edge(edge);
        }
        if self.engine.at() == edge {
            let mut around = surroundings!(self);
            self.engine.event(edge, &mut around);
        }
        if switch_acts {
            self.switch
                .evaluate(edge, &self.lines, &self.trackers, present, engine_uses_bus);
            self.refresh_steady();
        }
        self.sense.evaluate(edge);
        let uart = self.uart.run(edge);
        if uart {
            self.refresh_steady();
        }
        uart
    }

    /// The next edge after `edge` at which anything but the SPI engine acts.
    #[inline]
    fn next_beside_spi(&self, edge: u64) -> u64 {
        let next = self.next_shared(edge);
        if self.spi_acts {
            next.min(self.next_of_spi_switch(edge))
        } else {
            next
        }
    }

    /// As [`next_beside_spi`](Self::next_beside_spi), but for the SPI engine's switch as well.
    #[inline]
    fn next_shared(&self, edge: u64) -> u64 {
        let mut next = self
            .engine
            .at()
            .min(self.watchdog_at)
            .min(self.sense.next(edge))
            .min(self.uart.next());
        if self.engine.watches_inputs() || self.switch.watches_inputs() {
            next = next.min(after(self.lines.next_flip()));
        }
        let present = self.sensed.level(Pin::Present);
        if self.switch.acts(present) {
            let uses_bus = self.engine.uses_bus();
            let (lines, trackers) = (&self.lines, &self.trackers);
            let switch = self.switch.next(edge, lines, trackers, present, uses_bus);
            next = next.min(switch);
        }
        next.min(after(self.sensed.next_flip()))
    }

    /// The edges at which the MCU's events, but for timer, SPI and UART, became visible.
    #[inline]
    fn events(&self) -> (u64, u64) {
        (self.engine.done_visible(), self.sense.visible())
    }

    /// First edge at which an enabled event is visible, when that is certain now.
    #[inline]
    fn event_visible(&self, since: u64) -> u64 {
        let mut edge = NEVER;
        if self.irq_enable & irq::I2C != 0 {
            edge = edge.min(self.engine.done_visible());
        }
        if self.irq_enable & irq::SPI != 0 {
            edge = edge.min(self.spi.done_visible());
        }
        if self.irq_enable & irq::SENSE != 0 {
            edge = edge.min(self.sense.visible());
        }
        if self.irq_enable & irq::UART_RX != 0 {
            edge = edge.min(self.uart.received_visible());
        }
        if self.irq_enable & irq::UART_TX != 0 {
            edge = edge.min(self.uart.low_visible());
        }
        if self.irq_enable & irq::TIMER != 0 {
            let ahead = self.timer_compare.wrapping_sub(since as u32) as i32;
            edge = edge.min(since + ahead.max(0) as u64);
        }
        edge
    }

    /// What is driven. The push-pull pins change with a register, a connection or the UART only.
    #[inline]
    fn outputs(&self) -> Outputs {
        let (scl, sda) = self.engine.drives();
        let engine = u32::from(scl) | u32::from(sda) << 1;
        let pins = if self.engine.on_journal() {
            Pin::JrnScl
        } else {
            Pin::BusScl
        };
        let spi = if self.spi_acts {
            self.spi_outputs()
        } else {
            Outputs::UNPOWERED
        };
        Outputs {
            low: self.steady.low
                | u64::from(engine << pins as u32 | self.switch.drives())
                | spi.low,
            high: self.steady.high | spi.high,
        }
    }

    fn refresh_steady(&mut self) {
        let set = |on: bool, pin: Pin| if on { pin.bit() } else { 0 };
        let bit = |mask: u32| self.out & mask != 0;
        let high = set(self.spi_switch.strap(), Pin::Strap)
            | set(self.spi_switch.en0(), Pin::En0)
            | set(self.spi_switch.en1(), Pin::En1)
            | set(self.spi_switch.host_en(), Pin::HostEn)
            | set(self.uart.tx(), Pin::UartTx)
            | set(bit(out::HOST_RUN), Pin::HostResetN)
            | set(self.switch.port(), Pin::PortEn)
            | set(bit(out::LED_BUSY), Pin::LedBusy)
            | set(bit(out::LED_OK), Pin::LedOk)
            | set(bit(out::LED_FAULT), Pin::LedFault);
        self.steady = Outputs {
            low: !high & STEADY,
            high,
        };
    }
}

#[inline]
fn after(edge: u64) -> u64 {
    edge.saturating_add(1)
}

/// The controller model.
#[derive(Clone)]
pub struct Model {
    clock: Clock,
    mcu: Mcu,
    next: Next,
    io: Periphery,
    running: bool,
    pins: u64,
    /// The next edge at which the MCU does something that can be seen.
    mcu_due: u64,
    /// The next edge at which anything but the SPI engine does something.
    beside: u64,
    /// The next edge with something to do, and when it is.
    due: u64,
    wake: Time,
    /// The last edge that was run, and when it was.
    last: (u64, Time),
    outputs: Outputs,
    watchdog_resets: u32,
    phase_changes: Vec<PhaseChange>,
}

impl Model {
    /// A controller with this firmware whose oscillator runs at `clock_hz`, off by `ppm`.
    pub fn new(rom: Arc<Rom>, clock_hz: u32, ppm: i32) -> Model {
        Model {
            clock: Clock::new(clock_hz, ppm, Time::ZERO),
            mcu: Mcu::new(rom),
            next: Next::Wait { since: NEVER },
            io: Periphery::new(clock_hz),
            running: false,
            pins: 0,
            mcu_due: NEVER,
            beside: NEVER,
            due: NEVER,
            wake: Time::NEVER,
            last: (0, Time::NEVER),
            outputs: Outputs::UNPOWERED,
            watchdog_resets: 0,
            phase_changes: Vec::new(),
        }
    }

    /// Turns the edges of the report's stores into times, which the present clock can tell.
    fn date_phase_changes(&mut self) {
        let clock = self.clock;
        let stores = self.mcu.take_report_writes();
        self.phase_changes
            .extend(stores.map(|(edge, word, value)| PhaseChange {
                at: clock.edge(edge),
                word,
                value,
            }));
    }

    fn start(&mut self, first_edge: Time, cause: u32) {
        self.date_phase_changes();
        self.clock.restart(first_edge);
        self.last = (0, Time::NEVER);
        self.io.reset(self.pins, cause);
        self.mcu.reset(0);
        self.next = self.mcu.advance_until(self.io.watchdog_at);
        self.mcu_due = self.mcu_edge();
        self.settle(0);
    }

    fn mcu_edge(&mut self) -> u64 {
        loop {
            match self.next {
                Next::Access { edge } | Next::Continue { edge } => return edge,
                Next::Wait { since } => {
                    let visible = self.io.event_visible(since);
                    let certain = visible <= since
                        || visible == self.io.engine.done_visible()
                        || visible == self.io.spi.done_visible()
                        || visible == self.io.sense.visible()
                        || visible == self.io.uart.received_visible();
                    if visible == NEVER || !certain {
                        return visible;
                    }
                    self.mcu.wake(visible);
                    self.next = self.mcu.advance_until(self.io.watchdog_at);
                }
            }
        }
    }

    /// After the work of `edge`: outputs and the next edge.
    #[inline]
    fn settle(&mut self, edge: u64) {
        self.outputs = self.io.outputs();
        self.plan(edge);
    }

    /// The next edge after `edge` with something to do.
    #[inline]
    fn plan(&mut self, edge: u64) {
        self.beside = self.mcu_due.min(self.io.next_beside_spi(edge));
        self.due = self.beside.min(self.io.next_of_spi(edge));
        self.wake = self.clock.edge(self.due);
    }

    /// At `edge` the SPI engine clocks a frame, and nothing else happens.
    #[inline]
    fn run_clock(&mut self, edge: u64) {
        let next = self.io.spi_clock(edge);
        self.outputs = self.io.outputs();
        self.due = self.beside.min(next);
        self.wake = self.clock.edge(self.due);
    }

    /// `uart_rx` changed, at an instant at which other pins may do so too.
    #[cold]
    #[inline(never)]
    fn on_uart_rx(&mut self, now: Time) {
        let edge = self.clock.first_edge_after(now);
        if self.io.uart.sample(edge, uart_rx(self.pins)) {
            self.plan(edge.saturating_sub(1));
        }
    }

    /// The engine stands at a later boundary, before which nothing else was due.
    fn after_burst(&mut self) {
        self.outputs = self.io.outputs();
        self.due = self.io.spi.burst_fall(0);
        self.wake = self.clock.edge(self.due);
    }

    #[inline]
    fn run_edge(&mut self, edge: u64) {
        if edge > 0 {
            self.io.catch_up(edge - 1);
        }
        if self.io.watchdog_at == edge {
            self.watchdog_resets += 1;
            self.mcu.cut(edge);
            self.start(self.clock.edge(edge + 1), reset_cause::WATCHDOG);
            return;
        }
        let (events, spi_acts) = (self.io.events(), self.io.spi_acts);
        let mut ran = false;
        match self.next {
            Next::Access { edge: at } if at == edge => {
                // A load sees what stood before this edge; a register store is kept until
                // everything else has used the old value.
                self.mcu.access(&mut self.io);
                ran = true;
            }
            Next::Continue { edge: at } if at <= edge => ran = true,
            Next::Wait { since } if edge >= since => {
                let visible = self.io.event_visible(since);
                if visible <= edge {
                    self.mcu.wake(visible);
                    ran = true;
                }
            }
            _ => {}
        }
        let uart = self.io.edge(edge);
        if let Some((register, value)) = self.io.store.take() {
            self.io.write(edge, register, value);
        }
        if ran {
            self.next = self.mcu.advance_until(self.io.watchdog_at);
        }
        let spi_done = spi_acts && self.io.spi.done_visible() == edge + 1;
        if ran || spi_done || uart || events != self.io.events() {
            self.mcu_due = self.mcu_edge();
        }
        self.settle(edge);
    }
}

#[cfg(test)]
mod tests;
