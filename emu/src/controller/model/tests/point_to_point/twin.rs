//! The SPI switch and engine as flip-flops, clocked on every edge: sections 6 and 7 of
//! `docs/controller.md` read aloud.

use super::super::clocked::Filter;
use super::super::*;
use umbilical_soft_mcu::registers::{
    SPI_CSN_HIGH_CYCLES, SPI_GUARD_CYCLES, SpiJoin, SpiResult, TICK_CYCLES, spi_command, spi_frame,
    spi_opcode, spi_status, spi_timing,
};

/// A deliberate fault of the twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    None,
    /// The lines are sampled at r + 2.
    SampleLate,
    /// The guard is reached one edge too soon.
    GuardShort,
    /// CSn is high for an edge less between frames.
    GapShort,
    /// The byte goes through the CRC an edge later.
    CrcLate,
    /// A frame begins although its group is about to open.
    StartsAnyway,
    /// The status byte behind the deciding one is left out.
    NoLastStatus,
}

/// Values that the engine holds between frames.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Idle,
    Check,
    /// Edges still to go before the segment is looked at.
    Wait(u64),
    /// The first edge was `start`.
    Frame {
        start: u64,
    },
    Gap(u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Status,
    Enable,
    Own,
}

/// What goes on at a clock of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bit {
    Sent(bool),
    Nothing,
    /// The last clock of its byte, or not.
    Read {
        last: bool,
    },
    Written {
        bit: bool,
        last: bool,
    },
}

pub struct Twin {
    mutant: Mutant,
    present: Filter,
    host_csn: Filter,
    pub request: u32,
    offer: bool,
    join: SpiJoin,
    guard: u64,
    half: u64,
    idle_high: bool,
    deadline: u32,
    frame: u32,
    address: u32,
    length: u32,
    pointer: u32,
    phase: Phase,
    kind: Kind,
    command: u32,
    ticks: u64,
    done: bool,
    result: SpiResult,
    memory: u8,
    pub count: u32,
    pages: u32,
    crc: u32,
    crc_byte: u8,
    pub crc_left: u32,
    wants: Option<SpiJoin>,
    csn: bool,
    sck: bool,
    io0: bool,
    drive_io0: bool,
    /// The last bits that were sampled, over all frames.
    shift: u8,
    /// Status bytes of the frame; the last clock once it is known.
    polled: u32,
    last_clock: Option<u64>,
    pub buffer: Box<[u8; BUFFER_BYTES as usize]>,
}

/// What must come up in a test that means anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Happened {
    pub joined: Option<SpiJoin>,
    pub ended: Option<SpiResult>,
    pub ignored: bool,
    pub crc_written_under_way: bool,
}

impl Twin {
    pub fn new(mutant: Mutant, buffer: &[u8; BUFFER_BYTES as usize]) -> Twin {
        Twin {
            mutant,
            present: Filter::default(),
            host_csn: Filter::default(),
            request: 0,
            offer: false,
            join: SpiJoin::Apart,
            guard: 0,
            half: 1,
            idle_high: false,
            deadline: 0,
            frame: 0,
            address: 0,
            length: 0,
            pointer: 0,
            phase: Phase::Idle,
            kind: Kind::Own,
            command: 0,
            ticks: 0,
            done: false,
            result: SpiResult::Ok,
            memory: 0,
            count: 0,
            pages: 0,
            crc: u32::MAX,
            crc_byte: 0,
            crc_left: 0,
            wants: None,
            csn: true,
            sck: false,
            io0: false,
            drive_io0: false,
            shift: 0,
            polled: 0,
            last_clock: None,
            buffer: Box::new(*buffer),
        }
    }

    pub fn busy(&self) -> bool {
        self.phase != Phase::Idle
    }

    pub fn reads_the_port(&self) -> bool {
        self.join == SpiJoin::Port && self.count > 0
    }

    fn asks(&self, mask: u32) -> bool {
        self.request & mask != 0
    }

    fn segment(&self) -> SpiJoin {
        if self.frame & spi_frame::PORT != 0 {
            SpiJoin::Port
        } else {
            SpiJoin::Memory
        }
    }

    fn port_allowed(&self) -> bool {
        self.asks(switch::SPI_PORT) && self.present.out
    }

    /// The switch's row of the table.
    fn follows(&self) -> SpiJoin {
        let (engine, host) = (self.asks(switch::SPI_ENGINE), self.asks(switch::SPI_HOST));
        let guard = SPI_GUARD_CYCLES - u64::from(self.mutant == Mutant::GuardShort);
        match self.join {
            SpiJoin::Apart if self.guard < guard => SpiJoin::Apart,
            SpiJoin::Apart if self.offer => SpiJoin::Offered,
            SpiJoin::Apart if engine => match self.wants {
                Some(SpiJoin::Port) if !self.port_allowed() => SpiJoin::Apart,
                Some(segment) => segment,
                None => SpiJoin::Apart,
            },
            SpiJoin::Apart if host && self.host_csn.out => SpiJoin::Host,
            SpiJoin::Offered if !self.offer => SpiJoin::Apart,
            SpiJoin::Host if self.host_csn.out && (self.offer || engine || !host) => SpiJoin::Apart,
            SpiJoin::Memory if self.csn && self.unwanted(SpiJoin::Port) => SpiJoin::Apart,
            SpiJoin::Port if !self.present.out => SpiJoin::Apart,
            SpiJoin::Port
                if self.csn && (!self.asks(switch::SPI_PORT) || self.unwanted(SpiJoin::Memory)) =>
            {
                SpiJoin::Apart
            }
            same => same,
        }
    }

    fn unwanted(&self, other: SpiJoin) -> bool {
        self.offer || !self.asks(switch::SPI_ENGINE) || self.wants == Some(other)
    }

    fn operation(&self) -> u32 {
        self.command & spi_command::OPERATION_MASK
    }

    fn deadline_passed(&self) -> bool {
        self.ticks >= u64::from(self.deadline)
    }

    fn lines(&self) -> u64 {
        if self.kind == Kind::Status {
            return 1;
        }
        [1, 2, 4, 4][(self.frame >> spi_frame::LINES_SHIFT & spi_frame::LINES_MASK) as usize]
    }

    /// The bits of opcode and address.
    fn head(&self) -> Vec<bool> {
        let bits = |byte: u8| (0..8).map(move |bit| byte << bit & 0x80 != 0);
        match self.kind {
            Kind::Status => bits(spi_opcode::READ_STATUS).collect(),
            Kind::Enable => bits(spi_opcode::WRITE_ENABLE).collect(),
            Kind::Own => {
                let count = self.frame >> spi_frame::ADDRESS_SHIFT & spi_frame::ADDRESS_MASK;
                let skip = [4, 1, 0, 0][count as usize];
                let address = self.address.to_be_bytes();
                let bytes = [self.frame as u8]
                    .into_iter()
                    .chain(address.into_iter().skip(skip));
                bytes.flat_map(bits).collect()
            }
        }
    }

    fn dummies(&self) -> u64 {
        match self.kind {
            Kind::Own => (self.frame >> spi_frame::DUMMY_SHIFT & spi_frame::DUMMY_MASK).into(),
            _ => 0,
        }
    }

    /// What clock `i` of the frame is for.
    fn bit(&self, i: u64) -> Bit {
        let head = self.head();
        if let Some(bit) = head.get(i as usize) {
            return Bit::Sent(*bit);
        }
        let behind = i - head.len() as u64;
        let Some(data) = behind.checked_sub(self.dummies()) else {
            return Bit::Nothing;
        };
        if self.kind == Kind::Own && self.operation() == spi_command::WRITE {
            let place = (u64::from(self.pointer) + data / 8) % u64::from(BUFFER_BYTES);
            let bit = self.buffer[place as usize] << (data % 8) & 0x80 != 0;
            let last = data % 8 == 7;
            return Bit::Written { bit, last };
        }
        let clocks = 8 / self.lines();
        Bit::Read {
            last: data % clocks == clocks - 1,
        }
    }

    fn clocks(&self) -> Option<u64> {
        let head = self.head().len() as u64 + self.dummies();
        match self.kind {
            Kind::Status => None,
            Kind::Enable => Some(head),
            Kind::Own if self.operation() == spi_command::WRITE => {
                Some(head + 8 * u64::from(self.length))
            }
            Kind::Own => Some(head + 8 / self.lines() * u64::from(self.length)),
        }
    }

    /// One edge. `io` are the data lines' levels before it.
    pub fn clock(
        &mut self,
        edge: u64,
        pins: (bool, bool),
        io: u8,
        i2c_accepts: bool,
        write: Option<(u32, u32)>,
    ) -> Happened {
        let mut happened = Happened::default();
        let follows = self.follows();
        let was_busy = self.busy();
        let port_dropped = !self.present.out;
        let crc_was_left = self.crc_left;
        let stays = self.join == self.segment()
            && (follows == self.join || self.mutant == Mutant::StartsAnyway);
        self.engine(edge, io, stays);
        if was_busy && !self.busy() {
            happened.ended = Some(self.result);
        }
        if self.crc_left > 0 && !(self.mutant == Mutant::CrcLate && crc_was_left == 0) {
            for _ in 0..2 {
                let feedback = (self.crc ^ u32::from(self.crc_byte)) & 1 == 1;
                self.crc = self.crc >> 1 ^ if feedback { 0xEDB8_8320 } else { 0 };
                self.crc_byte >>= 1;
            }
            self.crc_left -= 1;
        }
        self.guard = match follows {
            SpiJoin::Apart if self.join != SpiJoin::Apart => 0,
            SpiJoin::Apart => (self.guard + 1).min(SPI_GUARD_CYCLES),
            _ => 0,
        };
        if follows != self.join {
            happened.joined = Some(follows);
        }
        self.join = follows;
        self.present.clock(pins.0);
        self.host_csn.clock(pins.1);
        if port_dropped {
            self.request &= !(switch::SPI_PORT | switch::PORT);
        }
        if let Some((register, value)) = write {
            self.written(register, value, was_busy, i2c_accepts, &mut happened);
            happened.crc_written_under_way =
                register == offset::SPI_CRC && !was_busy && crc_was_left > 1;
        }
        if !self.busy() {
            self.sck = self.idle_high;
        }
        happened
    }

    fn written(
        &mut self,
        register: u32,
        value: u32,
        was_busy: bool,
        i2c_accepts: bool,
        happened: &mut Happened,
    ) {
        match register {
            offset::SWITCH => self.request = value & switch::MASK,
            offset::OUT => self.offer = value & out::OFFER != 0,
            _ if was_busy || register == offset::SPI_COMMAND && !i2c_accepts => {
                happened.ignored = true;
            }
            offset::SPI_TIMING => {
                self.half = u64::from(value & 0xFF).max(1);
                self.idle_high = value & spi_timing::IDLE_HIGH != 0;
            }
            offset::SPI_DEADLINE => self.deadline = value & 0xF_FFFF,
            offset::SPI_FRAME => self.frame = value & 0x0013_F3FF,
            offset::SPI_ADDRESS => self.address = value,
            offset::SPI_LENGTH => self.length = value & 0xFF_FFFF,
            offset::SPI_POINTER => self.pointer = value & 0xFFF,
            offset::SPI_CRC => self.crc = value,
            offset::SPI_COMMAND => {
                self.command = value;
                self.phase = Phase::Check;
                (self.done, self.result) = (false, SpiResult::Ok);
                (self.count, self.pages, self.memory, self.ticks) = (0, 0, 0, 0);
            }
            _ => {}
        }
    }

    fn engine(&mut self, edge: u64, io: u8, stays: bool) {
        let passed = self.deadline_passed();
        if self.wants == Some(SpiJoin::Port) && !self.present.out {
            (self.csn, self.drive_io0, self.sck) = (true, false, self.idle_high);
            self.end(SpiResult::PortLost);
        } else {
            match self.phase {
                Phase::Idle => {}
                Phase::Check => self.check(),
                Phase::Wait(0) => self.look(edge, stays, passed),
                Phase::Wait(more) => self.phase = Phase::Wait(more - 1),
                Phase::Frame { start } => self.in_frame(edge, start, io, passed),
                Phase::Gap(1) => match self.after() {
                    Some(kind) => {
                        self.kind = kind;
                        self.look(edge, stays, passed);
                    }
                    None => self.end(self.result),
                },
                Phase::Gap(more) => self.phase = Phase::Gap(more - 1),
            }
        }
        self.ticks += u64::from(edge % TICK_CYCLES == TICK_CYCLES - 1);
    }

    fn end(&mut self, result: SpiResult) {
        (self.result, self.done, self.phase, self.wants) = (result, true, Phase::Idle, None);
    }

    fn check(&mut self) {
        let owns = self.asks(switch::SPI_ENGINE)
            && (self.segment() == SpiJoin::Memory || self.port_allowed());
        let flags = self.command & (spi_command::POLL | spi_command::WREN);
        let nothing = match self.operation() {
            spi_command::WRITE => false,
            spi_command::READ | spi_command::COMPARE | spi_command::SCAN => self.length == 0,
            spi_command::WAIT => flags == 0,
            _ => true,
        };
        if !owns {
            self.end(SpiResult::NotOwner);
        } else if nothing {
            self.end(SpiResult::Ok);
        } else {
            self.kind = if flags & spi_command::POLL != 0 {
                Kind::Status
            } else if flags != 0 {
                Kind::Enable
            } else {
                Kind::Own
            };
            self.wants = Some(self.segment());
            self.phase = Phase::Wait(1);
        }
    }

    fn after(&self) -> Option<Kind> {
        let own = (self.operation() != spi_command::WAIT).then_some(Kind::Own);
        match self.kind {
            _ if self.result == SpiResult::PollDeadline => None,
            Kind::Status if self.command & spi_command::WREN != 0 => Some(Kind::Enable),
            Kind::Own => None,
            _ => own,
        }
    }

    fn look(&mut self, edge: u64, stays: bool, passed: bool) {
        if stays {
            self.phase = Phase::Frame { start: edge };
            (self.polled, self.last_clock) = (0, self.clocks().map(|clocks| clocks - 1));
            (self.csn, self.drive_io0, self.io0) = (false, true, self.head()[0]);
        } else if passed {
            self.end(SpiResult::BusBusy);
        } else {
            self.phase = Phase::Wait(0);
        }
    }

    fn in_frame(&mut self, edge: u64, start: u64, io: u8, passed: bool) {
        let h = self.half;
        if self.idle_high && edge == start + h {
            self.sck = false;
        }
        let first = start + if self.idle_high { 2 * h } else { h };
        let Some(since) = edge.checked_sub(first) else {
            return;
        };
        let last = self.last_clock;
        let under_way = since / (2 * h);
        for i in under_way.saturating_sub(1)..=under_way {
            let rise = first + 2 * h * i;
            if last.is_some_and(|last| i > last) {
                continue;
            }
            if edge == rise {
                self.sck = true;
            }
            if edge == rise + 1 + u64::from(self.mutant == Mutant::SampleLate) {
                self.sample(i, io);
            }
            if edge == rise + 2 {
                self.complete(i, passed);
            }
            if edge == rise + h {
                if Some(i) != last {
                    self.sck = false;
                    match self.bit(i + 1) {
                        Bit::Sent(bit) | Bit::Written { bit, .. } => {
                            (self.io0, self.drive_io0) = (bit, true);
                        }
                        _ => self.drive_io0 = false,
                    }
                } else if !self.idle_high {
                    self.sck = false;
                }
            }
            if edge == rise + 2 * h && Some(i) == last {
                (self.csn, self.drive_io0) = (true, false);
                let short = u64::from(self.mutant == Mutant::GapShort);
                self.phase = Phase::Gap(SPI_CSN_HIGH_CYCLES - short);
            }
        }
    }

    fn sample(&mut self, clock: u64, io: u8) {
        if matches!(self.bit(clock), Bit::Read { .. }) {
            self.shift = match self.lines() {
                1 => self.shift << 1 | io >> 1 & 1,
                2 => self.shift << 2 | io & 3,
                _ => self.shift << 4 | io & 15,
            };
        }
    }

    /// One edge after the sample of `clock`.
    fn complete(&mut self, clock: u64, passed: bool) {
        match self.bit(clock) {
            Bit::Written { last: true, .. } => self.count += 1,
            Bit::Read { last: true } if self.kind == Kind::Status => self.poll(passed),
            Bit::Read { last: true } => self.take(),
            _ => {}
        }
    }

    fn poll(&mut self, passed: bool) {
        self.memory = self.shift;
        let busy = u32::from(self.memory) & spi_status::WIP != 0;
        if self.last_clock.is_none() && (!busy || passed) {
            let more = u64::from(self.mutant != Mutant::NoLastStatus || self.half == 1);
            self.last_clock = Some(8 + 8 * (u64::from(self.polled) + 1 + more) - 1);
            if busy {
                self.result = SpiResult::PollDeadline;
            }
        }
        self.polled += 1;
    }

    fn take(&mut self) {
        let place = ((self.pointer + self.count) % BUFFER_BYTES) as usize;
        let page = self.count / 256 % 16;
        let (byte, kept) = (self.shift, self.buffer[place]);
        if self.operation() == spi_command::COMPARE {
            if byte != kept {
                self.pages |= 1 << page;
                self.result = SpiResult::Mismatch;
            }
            self.pages |= u32::from(kept & !byte != 0) << (16 + page);
        } else {
            self.pages |= u32::from(byte != 0xFF) << page;
            (self.crc_byte, self.crc_left) = (byte, 4);
        }
        if self.operation() == spi_command::READ {
            self.buffer[place] = byte;
        }
        self.count += 1;
    }

    pub fn read(&self, register: u32) -> u32 {
        match register {
            offset::SWITCH => self.request,
            offset::SWITCH_STATUS => {
                ((self.join as u32) << switch_status::SPI_SHIFT)
                    | (u32::from(self.host_csn.out) * switch_status::SPI_HOST_CSN)
            }
            offset::IRQ_PENDING => u32::from(self.done) * irq::SPI,
            offset::SPI_TIMING => self.half as u32 | u32::from(self.idle_high) << 8,
            offset::SPI_DEADLINE => self.deadline,
            offset::SPI_FRAME => self.frame,
            offset::SPI_ADDRESS => self.address,
            offset::SPI_LENGTH => self.length,
            offset::SPI_POINTER => self.pointer,
            offset::SPI_STATUS => {
                let result = if self.done { self.result as u32 } else { 0 };
                u32::from(self.busy())
                    | u32::from(self.done) << 1
                    | result << 4
                    | u32::from(self.memory) << 8
            }
            offset::SPI_COUNT => self.count,
            offset::SPI_CRC => self.crc,
            offset::SPI_PAGES => self.pages,
            _ => 0,
        }
    }

    /// What it drives among strap, enables and the processor segment.
    pub fn outputs(&self) -> Outputs {
        let engine = matches!(self.join, SpiJoin::Memory | SpiJoin::Port);
        let levels = [
            (Pin::Strap, true, self.join != SpiJoin::Offered),
            (Pin::HostEn, true, self.join == SpiJoin::Host),
            (
                Pin::En0,
                true,
                matches!(self.join, SpiJoin::Host | SpiJoin::Memory),
            ),
            (Pin::En1, true, self.join == SpiJoin::Port),
            (Pin::ProcSck, engine, self.sck),
            (Pin::ProcCsn, engine, self.csn),
            (Pin::ProcIo0, engine && self.drive_io0, self.io0),
        ];
        let mut outputs = Outputs::UNPOWERED;
        for (pin, driven, level) in levels {
            let word = if level {
                &mut outputs.high
            } else {
                &mut outputs.low
            };
            *word |= if driven { pin.bit() } else { 0 };
        }
        outputs
    }
}
