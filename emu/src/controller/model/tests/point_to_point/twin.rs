//! The SPI switch and engine as flip-flops, clocked on every edge: sections 6 and 7 of
//! `docs/controller.md` read aloud.

mod engine;

use super::super::clocked::Filter;
use super::super::*;
use umbilical_soft_mcu::registers::{SPI_GUARD_CYCLES, SpiJoin, SpiResult, spi_frame, spi_timing};

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
