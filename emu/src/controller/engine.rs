//! The I2C engine: whole transactions between a bus and the transfer buffer.
//!
//! The machine of `docs/controller.md`, section 5, as events at edge numbers: between two events
//! nothing in the engine changes but counters, which is why it can sleep there.

use super::inputs::{Inputs, LOOP_CYCLES, NEVER, Tracker};
use crate::nets::Pin;
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, I2C_PHASE_MIN, I2cResult, RECOVERY_PULSES, TICK_CYCLES, i2c_command, i2c_device,
    i2c_status,
};

/// Edges after the 8th bit of a received byte at which its bits go through the CRC.
const CRC_STEPS: u64 = 8;

/// The engine's registers, as the MCU set them.
#[derive(Clone, Debug)]
pub struct Setup {
    /// SCL low time, edges.
    pub low: u64,
    /// SCL high time, edges.
    pub high: u64,
    /// Stretch limit, slow ticks.
    pub stretch: u64,
    /// Deadline for a free bus and for polling, slow ticks.
    pub deadline: u64,
    /// `I2C_DEVICE`.
    pub device: u32,
    /// Word address.
    pub address: u32,
    /// Data bytes.
    pub length: u32,
    /// Buffer offset.
    pub pointer: u32,
}

impl Setup {
    /// The registers after reset.
    pub const RESET: Setup = Setup {
        low: 240,
        high: 240,
        stretch: 1_173,
        deadline: 1_173,
        device: 0,
        address: 0,
        length: 0,
        pointer: 0,
    };

    /// Sets the phases; what is too short for the input filter counts as the least time.
    pub fn set_phases(&mut self, low: u32, high: u32) {
        self.low = low.max(I2C_PHASE_MIN).into();
        self.high = high.max(I2C_PHASE_MIN).into();
    }

    /// SDA hold time after SCL falls, edges.
    fn hold(&self) -> u64 {
        self.low / 4
    }

    /// Bus free time after STOP, edges.
    fn free(&self) -> u64 {
        self.low
    }
}

/// The first edge at which `count` ticks are known to have fallen at edges from `since` on: one
/// after the last of them. With 0 that is `since`.
pub(super) fn ticks_passed(since: u64, count: u64) -> u64 {
    match count {
        0 => since,
        _ => since - since % TICK_CYCLES + count * TICK_CYCLES,
    }
}

/// What the engine needs of the controller around it.
pub struct Surroundings<'a> {
    /// Filtered inputs, caught up to the edge before the event.
    pub inputs: &'a Inputs,
    /// The transfer buffer.
    pub buffer: &'a mut [u8; BUFFER_BYTES as usize],
    /// Tracker of the memory segment.
    pub bus: &'a Tracker,
    /// Tracker of the journal segment.
    pub journal: &'a Tracker,
    /// The host is joined to the memory segment, or is about to be.
    pub host_owns_bus: bool,
}

/// What a clock pulse is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pulse {
    /// A bit of the current byte, 0 first; 8 is the acknowledge.
    Bit(u8),
    Restart,
    Stop,
    /// One pulse of RECOVER, counted from 1; 0 is the wait before the first look.
    Recover(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    /// The edge after the command.
    Check,
    /// START comes at the first edge, not before `from`, at which the bus is free.
    WaitFree {
        from: u64,
    },
    /// SDA is low; SCL follows.
    StartHold,
    /// SCL is low; SDA takes its level.
    SetSda(Pulse),
    /// SDA has its level; SCL is let go.
    Release(Pulse),
    /// SCL is free; it counts as high at the first edge, not before `from`, that sees it so.
    AwaitScl {
        pulse: Pulse,
        from: u64,
        seen: u64,
    },
    /// After STOP.
    BusFree,
    /// RECOVER has pulled SDA low for its START.
    RecoverStart,
}

/// What the current byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Byte {
    DeviceWrite,
    AddressHigh,
    AddressLow,
    DeviceRead,
    DataOut,
    DataIn,
}

/// The I2C engine.
#[derive(Clone, Debug)]
pub struct Engine {
    /// Registers.
    pub setup: Setup,
    /// Uninverted CRC-32 register, before the byte that is on its way into it.
    crc: u32,
    /// The edge at which that byte came, and the byte.
    crc_byte: Option<(u64, u8)>,
    state: State,
    at: u64,
    command: u32,
    started: u64,
    byte: Byte,
    shift: u8,
    /// The received byte is the last one wanted.
    last: bool,
    /// No acknowledge has been seen yet in this attempt.
    first_byte: bool,
    /// After the STOP under way the START is tried again.
    retry: bool,
    count: u32,
    result: I2cResult,
    busy: bool,
    done: bool,
    done_edge: u64,
    scl_low: bool,
    sda_low: bool,
}

impl Default for Engine {
    fn default() -> Self {
        Engine {
            setup: Setup::RESET,
            crc: crc::INITIAL,
            crc_byte: None,
            state: State::Idle,
            at: NEVER,
            command: 0,
            started: 0,
            byte: Byte::DeviceWrite,
            shift: 0,
            last: false,
            first_byte: true,
            retry: false,
            count: 0,
            result: I2cResult::Ok,
            busy: false,
            done: false,
            done_edge: NEVER,
            scl_low: false,
            sda_low: false,
        }
    }
}

impl Engine {
    /// The next edge at which the engine acts.
    #[inline]
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Drives SCL, SDA low: `(scl, sda)`.
    #[inline]
    pub fn drives(&self) -> (bool, bool) {
        (self.scl_low, self.sda_low)
    }

    /// The command under way, or the last one, is for the journal bus.
    #[inline]
    pub fn on_journal(&self) -> bool {
        self.setup.device & i2c_device::JOURNAL != 0
    }

    /// A command is under way on the memory segment.
    pub fn uses_bus(&self) -> bool {
        self.busy && !self.on_journal()
    }

    /// A command is under way.
    pub fn busy(&self) -> bool {
        self.busy
    }

    /// A pin change can move the edge at which the engine acts next.
    #[inline]
    pub fn awaits_inputs(&self) -> bool {
        matches!(self.state, State::WaitFree { .. } | State::AwaitScl { .. })
    }

    /// Each flip of a filtered input matters now.
    #[inline]
    pub fn watches_inputs(&self) -> bool {
        matches!(self.state, State::WaitFree { .. })
    }

    /// `I2C_STATUS`. A result shows up together with DONE.
    pub fn status(&self) -> u32 {
        let result = if self.done { self.result as u32 } else { 0 };
        u32::from(self.busy) * i2c_status::BUSY
            + u32::from(self.done) * i2c_status::DONE
            + (result << i2c_status::RESULT_SHIFT)
    }

    /// `I2C_CRC` as logic sees it at `edge`, maybe with only a part of the last byte in it.
    pub fn crc(&self, edge: u64) -> u32 {
        let Some((came, byte)) = self.crc_byte else {
            return self.crc;
        };
        let steps = edge.saturating_sub(came + 1).min(CRC_STEPS);
        (0..steps).fold(self.crc, |crc, bit| {
            crc::update_bit(crc, byte >> bit & 1 == 1)
        })
    }

    /// `I2C_CRC` is written; no byte is on its way into it.
    pub fn set_crc(&mut self, register: u32) {
        self.crc = register;
        self.crc_byte = None;
    }

    /// `byte` comes at `edge`; the one before it went in long ago.
    fn run_crc(&mut self, edge: u64, byte: u8) {
        if let Some((_, before)) = self.crc_byte.replace((edge, byte)) {
            self.crc = crc::update(self.crc, before);
        }
    }

    /// First edge at which logic sees DONE; `NEVER` while it does not stand.
    pub fn done_visible(&self) -> u64 {
        if self.done { self.done_edge + 1 } else { NEVER }
    }

    /// `I2C_COUNT`.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// A register write at `edge` is taken: no command stood before that edge.
    pub fn accepts(&self, edge: u64) -> bool {
        !(self.busy || self.done && self.done_edge == edge)
    }

    /// `I2C_COMMAND` is written at `edge`.
    pub fn command(&mut self, edge: u64, command: u32) {
        if !self.accepts(edge) {
            return;
        }
        self.command = command;
        self.started = edge + 1;
        self.busy = true;
        self.done = false;
        self.count = 0;
        self.result = I2cResult::Ok;
        self.retry = false;
        self.go(State::Check, edge + 1);
    }

    #[inline]
    fn go(&mut self, state: State, at: u64) {
        self.state = state;
        self.at = at;
    }

    fn finish(&mut self, edge: u64, result: I2cResult) {
        self.result = result;
        self.busy = false;
        self.done = true;
        self.done_edge = edge;
        self.go(State::Idle, NEVER);
    }

    /// Lets the bus go at once.
    fn abort(&mut self, edge: u64, result: I2cResult) {
        self.scl_low = false;
        self.sda_low = false;
        self.finish(edge, result);
    }

    fn operation(&self) -> u32 {
        self.command & i2c_command::OPERATION_MASK
    }

    fn scl(&self) -> Pin {
        if self.on_journal() {
            Pin::JrnScl
        } else {
            Pin::BusScl
        }
    }

    fn sda(&self) -> Pin {
        if self.on_journal() {
            Pin::JrnSda
        } else {
            Pin::BusSda
        }
    }

    /// Pins changed, or filter outputs flipped; the next edge is `edge`. When the engine waits for
    /// an input, it finds out anew at which edge it goes on.
    #[inline]
    pub fn inputs_changed(&mut self, edge: u64, around: &Surroundings) {
        match self.state {
            State::AwaitScl { pulse, from, seen } if seen >= edge => {
                self.await_scl(pulse, from, edge, around.inputs);
            }
            State::WaitFree { from } => self.wait_free(from, around),
            _ => {}
        }
    }

    /// SCL was let go at the edge before `from`.
    #[inline]
    fn await_scl(&mut self, pulse: Pulse, from: u64, now: u64, inputs: &Inputs) {
        let seen = inputs.seen_high(self.scl(), from.max(now));
        let limit = ticks_passed(from, self.setup.stretch);
        let at = if seen > limit {
            limit
        } else {
            seen + self.setup.high - LOOP_CYCLES
        };
        self.go(State::AwaitScl { pulse, from, seen }, at);
    }

    /// The first edge at which the deadline of the command has passed.
    fn deadline(&self) -> u64 {
        ticks_passed(self.started, self.setup.deadline)
    }

    fn wait_free(&mut self, from: u64, around: &Surroundings) {
        let tracker = if self.on_journal() {
            around.journal
        } else {
            around.bus
        };
        let high = around.inputs.level(self.scl()) && around.inputs.level(self.sda());
        let start = if high {
            tracker.free_from().max(from)
        } else {
            NEVER
        };
        let deadline = self.deadline().max(from);
        self.go(State::WaitFree { from }, start.min(deadline));
    }

    /// What happens at `edge`, which is [`at`](Self::at).
    pub fn event(&mut self, edge: u64, around: &mut Surroundings) {
        match self.state {
            State::Idle => self.at = NEVER,
            State::Check => self.check(edge, around),
            State::WaitFree { .. } => self.start(edge, around),
            State::StartHold => {
                self.scl_low = true;
                self.begin_byte(around);
                self.low_phase(edge, Pulse::Bit(0));
            }
            State::SetSda(pulse) => {
                self.sda_low = !self.sda_level(pulse);
                self.go(
                    State::Release(pulse),
                    edge + self.setup.low - self.setup.hold(),
                );
            }
            State::Release(pulse) => {
                self.scl_low = false;
                let from = edge + 1;
                self.await_scl(pulse, from, from, around.inputs);
            }
            State::AwaitScl { pulse, from, seen } => {
                if seen > ticks_passed(from, self.setup.stretch) {
                    self.abort(edge, I2cResult::StretchTimeout);
                } else {
                    self.pulse_ends(edge, pulse, around);
                }
            }
            State::BusFree => self.bus_free(edge, around),
            State::RecoverStart => {
                self.scl_low = true;
                self.low_phase(edge, Pulse::Stop);
            }
        }
    }

    fn check(&mut self, edge: u64, around: &Surroundings) {
        let known = (i2c_command::WRITE..=i2c_command::RECOVER).contains(&self.operation());
        let empty = self.setup.length == 0
            && (i2c_command::READ..=i2c_command::SCAN).contains(&self.operation());
        if !self.on_journal() && around.host_owns_bus {
            self.finish(edge, I2cResult::NotOwner);
        } else if !known || empty {
            self.finish(edge, I2cResult::Ok);
        } else if self.operation() == i2c_command::RECOVER {
            let release = State::Release(Pulse::Recover(0));
            self.go(release, edge + self.setup.low);
        } else {
            self.wait_free(edge + 1, around);
        }
    }

    fn start(&mut self, edge: u64, around: &Surroundings) {
        let tracker = if self.on_journal() {
            around.journal
        } else {
            around.bus
        };
        let high = around.inputs.level(self.scl()) && around.inputs.level(self.sda());
        if high && !tracker.busy(edge) {
            self.first_byte = true;
            self.byte = if self.reads() && self.address_bytes() == 0 {
                Byte::DeviceRead
            } else {
                Byte::DeviceWrite
            };
            self.sda_low = true;
            self.go(State::StartHold, edge + self.setup.high);
        } else {
            self.finish(edge, I2cResult::BusBusy);
        }
    }

    fn reads(&self) -> bool {
        self.operation() != i2c_command::WRITE
    }

    fn address_bytes(&self) -> u32 {
        self.setup.device >> i2c_device::ADDRESS_BYTES_SHIFT & i2c_device::ADDRESS_BYTES_MASK
    }

    fn buffer_index(&self) -> usize {
        (self.setup.pointer.wrapping_add(self.count) % BUFFER_BYTES) as usize
    }

    fn begin_byte(&mut self, around: &Surroundings) {
        let device = (self.setup.device & i2c_device::ADDRESS_MASK) as u8;
        self.shift = match self.byte {
            Byte::DeviceWrite => device << 1,
            Byte::DeviceRead => device << 1 | 1,
            Byte::AddressHigh => (self.setup.address >> 8) as u8,
            Byte::AddressLow => self.setup.address as u8,
            Byte::DataOut => around.buffer[self.buffer_index()],
            Byte::DataIn => 0,
        };
    }

    /// SCL was pulled low at `edge`; `pulse` comes next.
    #[inline]
    fn low_phase(&mut self, edge: u64, pulse: Pulse) {
        if self.sda_level(pulse) == self.sda_low {
            self.go(State::SetSda(pulse), edge + self.setup.hold());
        } else {
            self.go(State::Release(pulse), edge + self.setup.low);
        }
    }

    /// The level that the engine gives SDA for `pulse`; `true` is let go.
    #[inline]
    fn sda_level(&self, pulse: Pulse) -> bool {
        match pulse {
            Pulse::Bit(8) => self.byte != Byte::DataIn || self.last,
            Pulse::Bit(_) => self.byte == Byte::DataIn || self.shift & 0x80 != 0,
            Pulse::Restart | Pulse::Recover(_) => true,
            Pulse::Stop => false,
        }
    }

    #[inline]
    fn pulse_ends(&mut self, edge: u64, pulse: Pulse, around: &mut Surroundings) {
        self.pulse_over(edge, pulse, around);
        if !around.inputs.level(self.scl()) {
            // Somebody else pulls the clock: a START or a STOP here would be none, a bit a guess.
            self.abort(edge, I2cResult::ArbitrationLost);
        }
    }

    #[inline]
    fn pulse_over(&mut self, edge: u64, pulse: Pulse, around: &mut Surroundings) {
        let sampled = around.inputs.level(self.sda());
        match pulse {
            Pulse::Bit(8) => self.acknowledge_ends(edge, sampled, around),
            Pulse::Bit(index) => {
                let receives = self.byte == Byte::DataIn;
                if !receives && !self.sda_low && !sampled {
                    self.abort(edge, I2cResult::ArbitrationLost);
                    return;
                }
                self.shift = self.shift << 1 | u8::from(sampled);
                self.scl_low = true;
                if receives && index == 7 {
                    self.take_byte(edge, around);
                }
                self.low_phase(edge, Pulse::Bit(index + 1));
            }
            Pulse::Restart if !sampled => self.abort(edge, I2cResult::ArbitrationLost),
            Pulse::Restart => {
                self.sda_low = true;
                self.byte = Byte::DeviceRead;
                self.go(State::StartHold, edge + self.setup.high);
            }
            Pulse::Stop => {
                self.sda_low = false;
                self.go(State::BusFree, edge + self.setup.free());
            }
            Pulse::Recover(number) => self.recovery_look(edge, number, around),
        }
    }

    /// A received byte is complete: buffer, CRC, comparison.
    fn take_byte(&mut self, edge: u64, around: &mut Surroundings) {
        let index = self.buffer_index();
        let byte = self.shift;
        match self.operation() {
            i2c_command::COMPARE if around.buffer[index] != byte => {
                self.result = I2cResult::Mismatch;
                self.last = true;
                return;
            }
            i2c_command::COMPARE => {}
            i2c_command::READ => {
                around.buffer[index] = byte;
                self.run_crc(edge, byte);
            }
            _ => self.run_crc(edge, byte),
        }
        self.count += 1;
        self.last = self.count >= self.setup.length;
    }

    /// The acknowledge pulse of a byte ends; `sampled` low is an acknowledge.
    fn acknowledge_ends(&mut self, edge: u64, sampled: bool, around: &mut Surroundings) {
        if self.byte == Byte::DataIn && self.last && !sampled {
            // Our own "no more" was overridden: someone else drives the bus.
            self.abort(edge, I2cResult::ArbitrationLost);
            return;
        }
        self.scl_low = true;
        let next = if self.byte == Byte::DataIn {
            if self.last {
                Err(Pulse::Stop)
            } else {
                Ok(Byte::DataIn)
            }
        } else if sampled {
            self.refused(edge);
            Err(Pulse::Stop)
        } else {
            self.after_acknowledge()
        };
        self.first_byte = false;
        match next {
            Ok(byte) => {
                self.byte = byte;
                self.begin_byte(around);
                self.low_phase(edge, Pulse::Bit(0));
            }
            Err(pulse) => self.low_phase(edge, pulse),
        }
    }

    /// A sent byte was not acknowledged.
    fn refused(&mut self, edge: u64) {
        self.result = match self.byte {
            Byte::DataOut => I2cResult::DataNack,
            _ if self.first_byte && self.command & i2c_command::POLL != 0 => {
                self.retry = edge < self.deadline();
                I2cResult::PollDeadline
            }
            _ => I2cResult::AddressNack,
        };
    }

    /// The byte after an acknowledged one, or the pulse that ends the phase.
    fn after_acknowledge(&mut self) -> Result<Byte, Pulse> {
        let data = if self.reads() {
            Err(Pulse::Restart)
        } else if self.count < self.setup.length {
            Ok(Byte::DataOut)
        } else {
            Err(Pulse::Stop)
        };
        match (self.byte, self.address_bytes()) {
            (Byte::DeviceWrite, 0) | (Byte::AddressLow, _) => data,
            (Byte::DeviceWrite, 1) | (Byte::AddressHigh, _) => Ok(Byte::AddressLow),
            (Byte::DeviceWrite, _) => Ok(Byte::AddressHigh),
            (Byte::DeviceRead, _) => Ok(Byte::DataIn),
            (Byte::DataOut | Byte::DataIn, _) => {
                self.count += 1;
                if self.count < self.setup.length {
                    Ok(Byte::DataOut)
                } else {
                    Err(Pulse::Stop)
                }
            }
        }
    }

    fn bus_free(&mut self, edge: u64, around: &Surroundings) {
        let free = around.inputs.level(self.scl()) && around.inputs.level(self.sda());
        if self.retry && free {
            self.retry = false;
            self.result = I2cResult::Ok;
            self.wait_free(edge + 1, around);
        } else {
            self.retry = false;
            let result = if free {
                self.result
            } else {
                I2cResult::StuckLow
            };
            self.finish(edge, result);
        }
    }

    /// RECOVER looks at SDA after `pulses` pulses, SCL being high.
    fn recovery_look(&mut self, edge: u64, pulses: u32, around: &Surroundings) {
        if around.inputs.level(self.sda()) {
            self.sda_low = true;
            self.go(State::RecoverStart, edge + self.setup.high);
        } else if pulses == RECOVERY_PULSES {
            self.abort(edge, I2cResult::StuckLow);
        } else {
            self.scl_low = true;
            self.go(
                State::Release(Pulse::Recover(pulses + 1)),
                edge + self.setup.low,
            );
        }
    }
}

#[cfg(test)]
mod tests;
