//! The twin's engine: what each edge of a command is for.

use super::{BUFFER_BYTES, Kind, Mutant, Phase, Twin, switch};
use umbilical_soft_mcu::registers::{
    SPI_CSN_HIGH_CYCLES, SpiJoin, SpiResult, TICK_CYCLES, spi_command, spi_frame, spi_opcode,
    spi_status,
};

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

impl Twin {
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

    pub(super) fn engine(&mut self, edge: u64, io: u8, stays: bool) {
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
}
