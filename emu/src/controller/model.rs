//! The emulator's model of the controller: every register and pin on its edge, nothing in between.
//!
//! Each part knows the next edge at which it does something. The model sleeps until the least of
//! them; a pin change wakes it only where some part is looking at that pin.

use std::sync::Arc;

use super::engine::{Engine, Surroundings};
use super::inputs::{Inputs, NEVER};
use super::mcu::{AccessFault, External, Mcu, Next, Retired, Rom, Width};
use super::sense::Sense;
use super::spi;
use super::switch::{Switch, Trackers};
use super::{Controller, Outputs, PhaseChange};
use crate::burst::Burst;
use crate::nets::Pin;
use crate::time::{Clock, Time};
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, BUFFER_BYTES, IO_BASE, POWER_ON_RESET_CYCLES, after_reset, i2c_device, irq,
    offset, out, reset_cause, switch, switch_status,
};
use umbilical_soft_mcu::report;

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

/// All pins that pass a filter.
const FILTERED: u64 = (LINES | SENSED) as u64 | Pin::HostCsn.bit();

/// All bits of `IRQ_ENABLE`.
const IRQS: u32 = irq::I2C | irq::TIMER | irq::SENSE | irq::SPI;

/// The input of [`Periphery::host_csn`].
const HOST_CSN: u32 = 1;

/// The processor segment's data lines among the pins of a board.
fn spi_io(pins: u64) -> u8 {
    (pins >> Pin::ProcIo0 as u32) as u8 & 0xF
}

fn host_csn(pins: u64) -> u32 {
    (pins >> Pin::HostCsn as u32) as u32 & HOST_CSN
}

/// Everything but the MCU: what its loads and stores reach, and what the pins reach.
#[derive(Clone)]
struct Periphery {
    lines: Inputs,
    sensed: Inputs,
    /// The host's SPI chip select, input 0.
    host_csn: Inputs,
    /// Levels of the processor segment's data lines, which no filter keeps.
    spi_io: u8,
    trackers: Trackers,
    engine: Engine,
    switch: Switch,
    spi: spi::Engine,
    spi_switch: spi::Switch,
    sense: Sense,
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

impl Periphery {
    fn new(clock_hz: u32) -> Periphery {
        // Block RAM comes up with what the bitstream gave it; the firmware must not rely on it.
        let buffer = Box::new([0xA5; BUFFER_BYTES as usize]);
        let mut periphery = Periphery {
            lines: Inputs::reset(LINES, 0),
            sensed: Inputs::reset(SENSED, 0),
            host_csn: Inputs::reset(HOST_CSN, 0),
            spi_io: 0,
            trackers: Trackers::RESET,
            engine: Engine::default(),
            switch: Switch::default(),
            spi: spi::Engine::default(),
            spi_switch: spi::Switch::default(),
            sense: Sense::default(),
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
        self.lines = Inputs::reset(LINES, pins as u32);
        self.sensed = Inputs::reset(SENSED, pins as u32);
        self.host_csn = Inputs::reset(HOST_CSN, host_csn(pins));
        self.spi_io = spi_io(pins);
        self.trackers = Trackers::RESET;
        self.engine = Engine::default();
        self.switch = Switch::default();
        self.spi = spi::Engine::default();
        self.spi_switch = spi::Switch::default();
        self.sense = Sense::default();
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
        while self.host_csn.next_flip() <= edge {
            self.host_csn.flip();
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
        let lines = self.lines.sample(edge, pins as u32) != 0;
        let host_csn = self.host_csn.sample(edge, host_csn(pins)) != 0;
        if !(sensed || lines || host_csn) {
            return false;
        }
        // A flip just before this edge, for which the next wake stood, is behind us now.
        if self.engine.awaits_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge, &around);
            return true;
        }
        sensed || self.switch.watches_inputs() || host_csn && self.spi_watches_host()
    }

    /// The SPI side may do something of its own accord.
    #[inline]
    fn spi_acts(&self) -> bool {
        self.spi.busy() || !self.spi_switch.rests(self.switch.request, self.offer())
    }

    #[inline]
    fn spi_watches_host(&self) -> bool {
        let request = self.switch.request;
        self.spi_switch.watches_host(request, self.offer())
    }

    fn offer(&self) -> bool {
        self.out & out::OFFER != 0
    }

    /// What the SPI switch goes by.
    #[inline]
    fn spi_asked(&self) -> spi::Asked {
        spi::Asked {
            request: self.switch.request,
            offer: self.offer(),
            present: self.sensed.level(Pin::Present),
            host_csn: self.host_csn.levels() & HOST_CSN != 0,
            wants: self.spi.wants(),
            csn: self.spi.csn(),
        }
    }

    /// What the SPI engine and its switch do at `edge`, each from the state of the other before it.
    #[inline]
    fn spi_edge(&mut self, edge: u64) {
        let asked = self.spi_asked();
        let mut around = spi::Surroundings {
            buffer: &mut self.buffer,
            io: self.spi_io,
            switch: &self.spi_switch,
            asked,
        };
        self.spi.evaluate(edge, &mut around);
        if self.spi_switch.evaluate(edge, &asked) {
            self.refresh_steady();
        }
    }

    /// What every part but the MCU does at `edge`, from the state before it.
    #[inline]
    fn edge(&mut self, edge: u64) {
        if self.engine.watches_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge, &around);
        }
        let engine_uses_bus = self.engine.uses_bus();
        let present = self.sensed.level(Pin::Present);
        let switch_acts = self.switch.acts(present);
        if self.spi_acts() {
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
    }

    fn next(&self, edge: u64) -> u64 {
        let next = self.next_beside_spi(edge);
        if self.spi_acts() {
            let (switch, asked) = (&self.spi_switch, self.spi_asked());
            next.min(self.spi.next(edge, switch, &asked))
        } else {
            next
        }
    }

    /// As [`next`](Self::next), but for the SPI engine.
    #[inline]
    fn next_beside_spi(&self, edge: u64) -> u64 {
        let mut next = self
            .engine
            .at()
            .min(self.watchdog_at)
            .min(self.sense.next(edge));
        if self.spi_acts() {
            next = next.min(self.spi_switch.next(edge, &self.spi_asked()));
        }
        if self.spi_watches_host() {
            next = next.min(after(self.host_csn.next_flip()));
        }
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

    /// The edges at which the MCU's events, but for the timer, became visible.
    #[inline]
    fn events(&self) -> (u64, u64, u64) {
        let spi = self.spi.done_visible();
        (self.engine.done_visible(), spi, self.sense.visible())
    }

    /// First edge at which an enabled event is visible, when that is certain now.
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
        if self.irq_enable & irq::TIMER != 0 {
            let ahead = self.timer_compare.wrapping_sub(since as u32) as i32;
            edge = edge.min(since + ahead.max(0) as u64);
        }
        edge
    }

    fn irq_pending(&self, edge: u64) -> u32 {
        let timer = (edge as u32).wrapping_sub(self.timer_compare) as i32 >= 0;
        u32::from(self.engine.done_visible() <= edge) * irq::I2C
            + u32::from(self.spi.done_visible() <= edge) * irq::SPI
            + u32::from(timer) * irq::TIMER
            + u32::from(self.sense.visible() <= edge) * irq::SENSE
    }

    fn read(&self, edge: u64, register: u32) -> u32 {
        let setup = &self.engine.setup;
        match register {
            offset::CLOCK_HZ => self.clock_hz,
            offset::RESET_CAUSE => self.reset_cause,
            offset::IRQ_ENABLE => self.irq_enable,
            offset::IRQ_PENDING => self.irq_pending(edge),
            offset::TIMER_NOW => edge as u32,
            offset::TIMER_COMPARE => self.timer_compare,
            offset::SENSE => self.sense.read(),
            offset::SENSE_CHANGED => self.sense.changed(),
            offset::DEBOUNCE => self.sense.debounce as u32,
            offset::OUT => self.out,
            offset::SWITCH => self.switch.request,
            offset::SWITCH_STATUS => self.switch_status(edge),
            offset::IDLE_TIME => self.idle_time as u32,
            offset::I2C_TIMING => setup.low as u32 | (setup.high as u32) << 16,
            offset::I2C_STRETCH => setup.stretch as u32,
            offset::I2C_DEADLINE => setup.deadline as u32,
            offset::I2C_DEVICE => setup.device,
            offset::I2C_ADDRESS => setup.address,
            offset::I2C_LENGTH => setup.length,
            offset::I2C_POINTER => setup.pointer,
            offset::I2C_STATUS => self.engine.status(),
            offset::I2C_COUNT => self.engine.count(),
            offset::I2C_CRC => self.engine.crc(edge),
            _ => self.spi.read(edge, register),
        }
    }

    fn switch_status(&self, edge: u64) -> u32 {
        let spi = (self.spi_switch.join() as u32) << switch_status::SPI_SHIFT;
        let csn = self.host_csn.levels() & HOST_CSN != 0;
        self.switch.status(edge, &self.lines, &self.trackers)
            | spi
            | (u32::from(csn) * switch_status::SPI_HOST_CSN)
    }

    fn write(&mut self, edge: u64, register: u32, value: u32) {
        match register {
            offset::IRQ_ENABLE => self.irq_enable = value & IRQS,
            offset::TIMER_COMPARE => self.timer_compare = value,
            offset::WATCHDOG => self.watchdog_at = edge + u64::from(value.max(1)),
            offset::SENSE_CHANGED => self.sense.clear_changed(edge, value),
            offset::DEBOUNCE => self.sense.debounce = u64::from(value & 0xFF_FFFF),
            offset::OUT => {
                self.out = value & 0x1F;
                self.refresh_steady();
            }
            offset::SWITCH => self.switch.request = value & switch::MASK,
            offset::IDLE_TIME => self.write_idle_time(edge, value),
            offset::I2C_COMMAND if self.engines_accept(edge) => self.engine.command(edge, value),
            offset::SPI_COMMAND if self.engines_accept(edge) => self.spi.command(edge, value),
            offset::I2C_COMMAND | offset::SPI_COMMAND => {}
            _ if register >= offset::SPI_TIMING => self.write_spi(edge, register, value),
            _ if self.engine.accepts(edge) => self.write_engine(register, value),
            _ => {}
        }
    }

    fn write_spi(&mut self, edge: u64, register: u32, value: u32) {
        if self.spi.accepts(edge) {
            self.spi.write(edge, register, value);
        }
    }

    /// The engines share the buffer's port: neither starts while the other one works.
    fn engines_accept(&self, edge: u64) -> bool {
        self.engine.accepts(edge) && self.spi.accepts(edge)
    }

    fn write_idle_time(&mut self, edge: u64, value: u32) {
        self.idle_time = u64::from(value & 0xFFFF);
        self.trackers.idle_time_written(edge, self.idle_time);
        // The bus that the engine waits for may become free at another edge now.
        if self.engine.watches_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge + 1, &around);
        }
    }

    fn write_engine(&mut self, register: u32, value: u32) {
        let setup = &mut self.engine.setup;
        match register {
            offset::I2C_TIMING => setup.set_phases(value & 0xFFF, value >> 16 & 0xFFF),
            offset::I2C_STRETCH => setup.stretch = u64::from(value & 0xFFF),
            offset::I2C_DEADLINE => setup.deadline = u64::from(value & 0xFFF),
            offset::I2C_DEVICE => setup.device = value & i2c_device::MASK,
            offset::I2C_ADDRESS => setup.address = value & 0xFFFF,
            offset::I2C_LENGTH => setup.length = value & 0xFFFF,
            offset::I2C_POINTER => setup.pointer = value % BUFFER_BYTES,
            offset::I2C_CRC => self.engine.set_crc(value),
            _ => {}
        }
    }

    /// What is driven. The push-pull pins change with a register or a connection only.
    #[inline]
    fn outputs(&self) -> Outputs {
        let (scl, sda) = self.engine.drives();
        let engine = u32::from(scl) | u32::from(sda) << 1;
        let pins = if self.engine.on_journal() {
            Pin::JrnScl
        } else {
            Pin::BusScl
        };
        let spi = self.spi_outputs();
        Outputs {
            low: self.steady.low
                | u64::from(engine << pins as u32 | self.switch.drives())
                | spi.low,
            high: self.steady.high | spi.high,
        }
    }

    /// What is driven on the processor segment.
    #[inline]
    fn spi_outputs(&self) -> Outputs {
        if !self.spi_switch.drive() {
            return Outputs::UNPOWERED;
        }
        let io0 = self.spi.io0();
        let mut driven = Pin::ProcSck.bit() | Pin::ProcCsn.bit();
        driven |= u64::from(io0.is_some()) << Pin::ProcIo0 as u32;
        let high = u64::from(self.spi.sck()) << Pin::ProcSck as u32
            | u64::from(self.spi.csn()) << Pin::ProcCsn as u32
            | u64::from(io0 == Some(true)) << Pin::ProcIo0 as u32;
        Outputs {
            low: driven & !high,
            high,
        }
    }

    fn refresh_steady(&mut self) {
        let set = |on: bool, pin: Pin| if on { pin.bit() } else { 0 };
        let bit = |mask: u32| self.out & mask != 0;
        let high = set(self.spi_switch.strap(), Pin::Strap)
            | set(self.spi_switch.en0(), Pin::En0)
            | set(self.spi_switch.en1(), Pin::En1)
            | set(self.spi_switch.host_en(), Pin::HostEn)
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

impl External for Periphery {
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault> {
        let io = address.wrapping_sub(IO_BASE);
        let start = address.wrapping_sub(BUFFER_BASE) as usize;
        if start < self.buffer.len() {
            let byte =
                |index: usize| u32::from(self.buffer.get(start + index).copied().unwrap_or(0));
            return Ok(match width {
                Width::Byte => byte(0),
                Width::Half => byte(0) | byte(1) << 8,
                Width::Word => byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24,
            });
        }
        Ok(self.read(edge, io))
    }

    fn store(
        &mut self,
        _edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault> {
        let start = address.wrapping_sub(BUFFER_BASE) as usize;
        if start < self.buffer.len() {
            let count = match width {
                Width::Byte => 1,
                Width::Half => 2,
                Width::Word => 4,
            };
            for (slot, byte) in self.buffer[start..]
                .iter_mut()
                .zip(value.to_le_bytes())
                .take(count)
            {
                *slot = byte;
            }
        } else {
            self.store = Some((address.wrapping_sub(IO_BASE), value));
        }
        Ok(())
    }
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
                        || visible == self.io.sense.visible();
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
        self.due = self.mcu_due.min(self.io.next(edge));
        self.wake = self.clock.edge(self.due);
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
        let events = self.io.events();
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
        self.io.edge(edge);
        if let Some((register, value)) = self.io.store.take() {
            self.io.write(edge, register, value);
        }
        if ran {
            self.next = self.mcu.advance_until(self.io.watchdog_at);
        }
        if ran || events != self.io.events() {
            self.mcu_due = self.mcu_edge();
        }
        self.settle(edge);
    }
}

impl Controller for Model {
    fn power(&mut self, now: Time, on: bool, pins: u64) {
        self.pins = pins;
        self.running = on;
        if on {
            self.mcu.power_on();
            self.date_phase_changes();
            self.clock.restart(now);
            self.start(self.clock.edge(POWER_ON_RESET_CYCLES), reset_cause::POWER);
        } else {
            self.due = NEVER;
            self.wake = Time::NEVER;
            self.outputs = Outputs::UNPOWERED;
        }
    }

    #[inline]
    fn wake(&self) -> Time {
        self.wake
    }

    #[inline]
    fn step(&mut self, now: Time) {
        if now < self.wake {
            return;
        }
        self.last = (self.due, self.wake);
        self.run_edge(self.due);
    }

    #[inline]
    fn on_pins(&mut self, now: Time, pins: u64) {
        let changed = (pins ^ self.pins) & FILTERED;
        self.pins = pins;
        self.io.spi_io = spi_io(pins);
        if !self.running || changed == 0 {
            return;
        }
        // Most changes come of our own last edge; a division saved.
        let edge = match self.last {
            (edge, at) if at == now => edge + 1,
            _ => self.clock.first_edge_after(now),
        };
        if !self.io.sample(edge, pins) {
            return;
        }
        let due = self.mcu_due.min(self.io.next(edge.saturating_sub(1)));
        if due != self.due {
            self.due = due;
            self.wake = self.clock.edge(due);
        }
    }

    #[inline]
    fn outputs(&self) -> Outputs {
        self.outputs
    }

    fn report(&self) -> [u32; report::word::COUNT] {
        let mut words = [0; report::word::COUNT];
        words.copy_from_slice(&self.mcu.ram()[..report::word::COUNT]);
        words
    }

    fn phase_changes(&mut self) -> Vec<PhaseChange> {
        self.date_phase_changes();
        std::mem::take(&mut self.phase_changes)
    }

    fn drift(&mut self, now: Time, ppm: i32) {
        self.date_phase_changes();
        self.clock.drift(now, ppm);
        self.wake = if self.running {
            self.clock.edge(self.due)
        } else {
            Time::NEVER
        };
    }

    fn watchdog_resets(&self) -> u32 {
        self.watchdog_resets
    }

    fn instructions(&self) -> u64 {
        self.mcu.retired()
    }

    fn record_retired(&mut self, on: bool) {
        self.mcu.set_retire_log(on);
    }

    fn take_retired(&mut self) -> Vec<Retired> {
        self.mcu.take_retired()
    }

    fn burst(&self) -> Option<Burst> {
        let at = self.due;
        if !self.running || !self.io.spi.busy() || self.io.spi.burst_fall(0) != at {
            return None;
        }
        let stretch = self.io.spi.burst(self.io.spi_io)?;
        let until = self.mcu_due.min(self.io.next_beside_spi(at - 1));
        (until > at).then(|| Burst {
            port: stretch.segment == spi::Segment::Port,
            flow: stretch.flow,
            bytes: stretch.bytes,
            until: self.clock.edge(until),
        })
    }

    fn burst_fall(&self, k: u32) -> Time {
        self.clock.edge(self.io.spi.burst_fall(k))
    }

    fn burst_rise(&self, k: u32) -> Time {
        self.clock.edge(self.io.spi.burst_rise(k))
    }

    fn burst_send(&mut self, k: u32, bytes: &mut Vec<u8>) {
        self.io.spi.burst_send(k, bytes, &self.io.buffer);
        self.after_burst();
    }

    fn burst_receive(&mut self, bytes: &[u8]) {
        let Some(shown) = self.io.spi.burst_levels(bytes, self.io.spi_io) else {
            return;
        };
        let io = std::mem::replace(&mut self.io.spi_io, shown);
        self.io.spi.burst_receive(bytes, io, &mut self.io.buffer);
        // Nobody tells of levels inside a burst.
        let others = self.pins & !(0xF << Pin::ProcIo0 as u32);
        self.pins = others | u64::from(shown) << Pin::ProcIo0 as u32;
        self.after_burst();
    }

    fn save(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests;
