//! The SPI engine: whole transactions between a flash and the transfer buffer.
//!
//! The machine of `docs/controller.md`, section 7, as events at edge numbers. Three of its clocks run
//! side by side: the next change of SCK or CSn, the next look at the data lines, and the next
//! complete byte.

use super::super::engine::ticks_passed;
use super::super::inputs::NEVER;
use super::crc::Register;
use super::frame::{self, Kind, Part, Plan};
use super::setup::Setup;
use super::switch::{Asked, Segment, Switch};
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, SPI_CSN_HIGH_CYCLES, SpiResult, offset, spi_command, spi_status,
};

/// What the engine needs of the controller around it.
pub struct Surroundings<'a> {
    /// The transfer buffer.
    pub buffer: &'a mut [u8; BUFFER_BYTES as usize],
    /// Levels of IO0 to IO3 just before the edge.
    pub io: u8,
    /// The switch before the edge.
    pub switch: &'a Switch,
    /// What the switch goes by before the edge.
    pub asked: Asked,
}

/// What comes at [`Engine::clock_at`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Mode 3: SCK leaves its idle level.
    Lead,
    /// SCK rises.
    Rise,
    /// SCK falls; in mode 3 not after the last clock.
    Fall,
    /// CSn rises.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Idle,
    /// The edge after the command.
    Check,
    /// The next frame starts at the first edge, not before `from`, at which the segment is there.
    Wait {
        from: u64,
    },
    Frame(Step),
    /// CSn is high after a frame.
    Gap,
}

/// The SPI engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Registers.
    pub setup: Setup,
    pub(super) crc: Register,
    pub(super) state: State,
    /// Edge of the next thing but for `Wait`: the least of the three below.
    pub(super) at: u64,
    /// Edge of the state's next step.
    pub(super) clock_at: u64,
    /// Edge of the next look at the data lines.
    pub(super) sample_at: u64,
    /// Edge at which the byte that was complete before it is taken.
    pub(super) take_at: u64,
    pub(super) command: u32,
    started: u64,
    pub(super) kind: Kind,
    pub(super) part: Part,
    /// Number of the byte in its part.
    pub(super) index: u32,
    /// Clock under way in the byte.
    pub(super) clock: u32,
    pub(super) shift: u8,
    /// Status bytes that this frame has taken.
    pub(super) polled: u32,
    /// Number of the last status byte, once that is decided.
    pub(super) last_status: Option<u32>,
    pub(super) count: u32,
    pub(super) pages: u32,
    /// The memory's status byte.
    pub(super) memory: u8,
    pub(super) result: SpiResult,
    /// The edge at which the last command ended.
    done: Option<u64>,
    wants: Option<Segment>,
    csn: bool,
    /// SCK differs from its idle level.
    sck_active: bool,
    pub(super) io0: bool,
    drive_io0: bool,
    /// Boundary that a burst of busy status bytes led to; see [`Engine::burst`].
    pub(super) steady_at: u64,
}

impl Default for Engine {
    fn default() -> Self {
        Engine {
            setup: Setup::RESET,
            crc: Register::default(),
            state: State::Idle,
            at: NEVER,
            clock_at: NEVER,
            sample_at: NEVER,
            take_at: NEVER,
            command: 0,
            started: 0,
            kind: Kind::Own,
            part: Part::Opcode,
            index: 0,
            clock: 0,
            shift: 0,
            polled: 0,
            last_status: None,
            count: 0,
            pages: 0,
            memory: 0,
            result: SpiResult::Ok,
            done: None,
            wants: None,
            csn: true,
            sck_active: false,
            io0: false,
            drive_io0: false,
            steady_at: NEVER,
        }
    }
}

impl Engine {
    /// A command is under way.
    #[inline]
    pub fn busy(&self) -> bool {
        self.state != State::Idle
    }

    /// The segment that the command under way is for, as the switch sees it.
    #[inline]
    pub fn wants(&self) -> Option<Segment> {
        self.wants
    }

    /// Chip select.
    #[inline]
    pub fn csn(&self) -> bool {
        self.csn
    }

    /// SCK.
    #[inline]
    pub fn sck(&self) -> bool {
        self.setup.idle_high != self.sck_active
    }

    /// IO0 while it is driven.
    #[inline]
    pub fn io0(&self) -> Option<bool> {
        self.drive_io0.then_some(self.io0)
    }

    /// First edge at which logic sees DONE; `NEVER` while it does not stand.
    #[inline]
    pub fn done_visible(&self) -> u64 {
        self.done.map_or(NEVER, |edge| edge + 1)
    }

    /// A register write at `edge` is taken: no command stood before that edge.
    pub fn accepts(&self, edge: u64) -> bool {
        !(self.busy() || self.done == Some(edge))
    }

    /// An SPI register as read at `edge`.
    pub fn read(&self, edge: u64, register: u32) -> u32 {
        match register {
            offset::SPI_STATUS => self.status(),
            offset::SPI_COUNT => self.count,
            offset::SPI_CRC => self.crc.read(edge),
            offset::SPI_PAGES => self.pages,
            _ => self.setup.read(register),
        }
    }

    fn status(&self) -> u32 {
        // A result shows up together with DONE.
        let done = match self.done {
            Some(_) => spi_status::DONE | (self.result as u32) << spi_status::RESULT_SHIFT,
            None => 0,
        };
        (u32::from(self.busy()) * spi_status::BUSY)
            | done
            | u32::from(self.memory) << spi_status::MEMORY_SHIFT
    }

    /// A register but `SPI_COMMAND` is written at `edge`, which the engine accepts.
    pub fn write(&mut self, edge: u64, register: u32, value: u32) {
        match register {
            offset::SPI_CRC => self.crc.write(edge, value),
            _ => self.setup.write(register, value),
        }
    }

    /// `SPI_COMMAND` is written at `edge`, which both engines accept.
    pub fn command(&mut self, edge: u64, command: u32) {
        self.command = command;
        self.started = edge + 1;
        self.done = None;
        self.count = 0;
        self.pages = 0;
        self.memory = 0;
        self.result = SpiResult::Ok;
        self.go(State::Check, edge + 1);
    }

    #[inline]
    fn go(&mut self, state: State, at: u64) {
        self.state = state;
        self.clock_at = at;
        self.at = at.min(self.sample_at).min(self.take_at);
    }

    fn finish(&mut self, edge: u64) {
        self.done = Some(edge);
        self.wants = None;
        self.go(State::Idle, NEVER);
    }

    /// The first edge at which the deadline of the command has passed.
    pub(super) fn deadline(&self) -> u64 {
        ticks_passed(self.started, self.setup.deadline)
    }

    pub(super) fn operation(&self) -> u32 {
        frame::operation(self.command)
    }

    pub(super) fn plan(&self) -> Plan<'_> {
        Plan {
            kind: self.kind,
            writes: self.operation() == spi_command::WRITE,
            setup: &self.setup,
        }
    }

    /// The next edge after `edge` at which the engine acts, if nothing around it changes.
    #[inline]
    pub fn next(&self, edge: u64, switch: &Switch, asked: &Asked) -> u64 {
        if self.wants == Some(Segment::Port) && !asked.present {
            return edge + 1;
        }
        let State::Wait { from } = self.state else {
            return self.at;
        };
        let segment = self.setup.segment();
        let possible = if switch.keeps(segment, asked) {
            from
        } else {
            self.deadline().max(from)
        };
        possible.max(edge + 1)
    }

    /// What happens at `edge`.
    #[inline]
    pub fn evaluate(&mut self, edge: u64, around: &mut Surroundings) {
        if self.wants == Some(Segment::Port) && !around.asked.present {
            self.port_lost(edge);
            return;
        }
        match self.state {
            State::Frame(_) => {
                self.clock(edge, around.io, around.buffer);
            }
            State::Wait { from } if edge >= from => self.try_start(edge, around),
            State::Wait { .. } | State::Idle => {}
            State::Check | State::Gap if self.at > edge => {}
            State::Check => self.check(edge, &around.asked),
            State::Gap => match self.next_frame() {
                Some(kind) => {
                    self.kind = kind;
                    self.try_start(edge, around);
                }
                None => self.finish(edge),
            },
        }
    }

    /// A frame is under way and will be after the engine's next edge, at which it therefore looks at
    /// nothing but the data lines, and nobody looks at it.
    #[inline]
    pub fn clocks(&self) -> bool {
        matches!(self.state, State::Frame(step) if step != Step::End)
    }

    /// What happens at `edge` of a frame, with IO0 to IO3 at `io` just before it. Returns the next
    /// edge at which it acts.
    #[inline]
    pub fn clock(&mut self, edge: u64, io: u8, buffer: &mut [u8; BUFFER_BYTES as usize]) -> u64 {
        if self.sample_at == edge {
            self.sample_at = NEVER;
            self.shift = self.sampled(io);
        }
        if self.take_at == edge {
            self.take_at = NEVER;
            self.take(edge, self.shift, buffer);
        }
        match self.state {
            State::Frame(step) if self.clock_at == edge => self.step(edge, step, buffer),
            _ => self.at = self.clock_at.min(self.sample_at).min(self.take_at),
        }
        self.at
    }

    /// Breaks the frame off.
    fn port_lost(&mut self, edge: u64) {
        self.csn = true;
        self.sck_active = false;
        self.drive_io0 = false;
        (self.sample_at, self.take_at) = (NEVER, NEVER);
        self.result = SpiResult::PortLost;
        self.finish(edge);
    }

    #[inline]
    fn step(&mut self, edge: u64, step: Step, buffer: &[u8; BUFFER_BYTES as usize]) {
        let half = self.setup.half;
        match step {
            Step::Lead => {
                self.sck_active = true;
                self.go(State::Frame(Step::Rise), edge + half);
            }
            Step::Rise => {
                self.sck_active = !self.setup.idle_high;
                if self.part.receives() {
                    self.sample_at = edge + 1;
                }
                if self.part.taken() && self.clock + 1 == self.part.clocks(&self.setup) {
                    self.take_at = edge + 2;
                }
                self.go(State::Frame(Step::Fall), edge + half);
            }
            Step::Fall => self.fall(edge, buffer),
            Step::End => {
                self.csn = true;
                self.drive_io0 = false;
                self.go(State::Gap, edge + SPI_CSN_HIGH_CYCLES);
            }
        }
    }

    fn check(&mut self, edge: u64, asked: &Asked) {
        let operation = self.operation();
        let empty =
            self.setup.length == 0 && (spi_command::READ..=spi_command::SCAN).contains(&operation);
        let known = (spi_command::WRITE..=spi_command::WAIT).contains(&operation);
        let segment = self.setup.segment();
        if !asked.may_drive(segment) {
            self.result = SpiResult::NotOwner;
            self.finish(edge);
            return;
        }
        match frame::first(self.command) {
            Some(kind) if known && !empty => {
                self.kind = kind;
                self.wants = Some(segment);
                self.go(State::Wait { from: edge + 2 }, NEVER);
            }
            _ => self.finish(edge),
        }
    }

    fn next_frame(&self) -> Option<Kind> {
        if self.result == SpiResult::PollDeadline {
            return None;
        }
        frame::next(self.kind, self.command)
    }

    /// A frame starts at `edge` if it can; it cannot any more when the deadline has passed.
    fn try_start(&mut self, edge: u64, around: &Surroundings) {
        if around.switch.keeps(self.setup.segment(), &around.asked) {
            self.csn = false;
            self.drive_io0 = true;
            (self.polled, self.last_status) = (0, None);
            self.begin_byte(Part::Opcode, 0, around.buffer);
            let step = if self.setup.idle_high {
                Step::Lead
            } else {
                Step::Rise
            };
            self.go(State::Frame(step), edge + self.setup.half);
        } else if edge >= self.deadline() {
            self.result = SpiResult::BusBusy;
            self.finish(edge);
        } else {
            self.go(State::Wait { from: edge + 1 }, NEVER);
        }
    }

    /// Byte `index` of `part` begins with its first bit.
    pub(super) fn begin_byte(
        &mut self,
        part: Part,
        index: u32,
        buffer: &[u8; BUFFER_BYTES as usize],
    ) {
        (self.part, self.index, self.clock) = (part, index, 0);
        self.drive_io0 = part.sends();
        if part.sends() {
            self.shift = match part {
                Part::Opcode => self.plan().opcode(),
                Part::Address => self.setup.address_byte(index),
                _ => buffer[self.buffer_index(index)],
            };
            self.io0 = self.shift & 0x80 != 0;
        }
    }

    /// Place of data byte `index` in the buffer.
    #[inline]
    pub(super) fn buffer_index(&self, index: u32) -> usize {
        (self.setup.pointer.wrapping_add(index) % BUFFER_BYTES) as usize
    }

    /// The byte after the one under way.
    #[inline]
    pub(super) fn following(&self) -> Option<(Part, u32)> {
        if self.part == Part::Status {
            let last = self.last_status == Some(self.index);
            return (!last).then_some((Part::Status, self.index.wrapping_add(1)));
        }
        self.plan().after(self.part, self.index)
    }

    #[inline]
    fn fall(&mut self, edge: u64, buffer: &[u8; BUFFER_BYTES as usize]) {
        let next = edge + self.setup.half;
        if self.clock + 1 < self.part.clocks(&self.setup) {
            self.clock += 1;
            if self.part.sends() {
                self.io0 = self.shift << self.clock & 0x80 != 0;
            }
        } else if let Some((part, index)) = self.following() {
            self.begin_byte(part, index, buffer);
        } else {
            // In mode 3 SCK stays high, which is its idle level.
            self.sck_active = false;
            self.go(State::Frame(Step::End), next);
            return;
        }
        self.sck_active = self.setup.idle_high;
        self.go(State::Frame(Step::Rise), next);
    }

    /// The shift register after a look at the lines.
    #[inline]
    pub(super) fn sampled(&self, io: u8) -> u8 {
        match self.part.lines(&self.setup) {
            1 => self.shift << 1 | io >> 1 & 1,
            2 => self.shift << 2 | io & 3,
            _ => self.shift << 4 | io & 0xF,
        }
    }
}
