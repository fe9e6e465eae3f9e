//! Hardware and emulator side by side: engine, switch and buffer of each.

use super::flash::Flash;
use super::*;
use umbilical_emu::controller::spi::{Asked, Engine, Surroundings, Switch};
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, TICK_CYCLES, spi_frame, spi_timing, switch};

type Buffer = Box<[u8; BUFFER_BYTES as usize]>;

/// Longest command of a case, edges.
const EDGES_MOST: u64 = 400_000;
const STOPPED: &str = "stopped";

/// What is wrong with the hardware under test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mutant {
    None,
    /// Half periods of two edges and more are one edge longer.
    HalfLong,
    /// Chip select is high for one edge less between frames.
    GapShort,
    GapLong,
    /// The CRC leaves out a pair of bits.
    CrcShort,
    /// A half period of 0 is one of 2.
    HalfZero,
    /// The slow tick comes one edge late.
    TickLate,
    /// PRESENT comes one edge late.
    PresentLate,
    /// The data lines are seen one edge late.
    IoLate,
    /// The engine does not hear that the switch is about to part its segment.
    NotStaying,
    /// A command is taken while the other engine has the buffer.
    Both,
}

impl Mutant {
    /// All that are wrong.
    pub const ALL: &'static [Mutant] = &[
        Mutant::HalfLong,
        Mutant::GapShort,
        Mutant::GapLong,
        Mutant::CrcShort,
        Mutant::HalfZero,
        Mutant::TickLate,
        Mutant::PresentLate,
        Mutant::IoLate,
        Mutant::NotStaying,
        Mutant::Both,
    ];

    fn apply(self, dut: &mut Spi) {
        let engine = &mut dut.engine;
        match self {
            Mutant::HalfLong => engine.timer.two = Constant::new(1u64.into()),
            Mutant::GapShort => engine.gap = Constant::new(4u64.into()),
            Mutant::GapLong => engine.gap = Constant::new(6u64.into()),
            Mutant::CrcShort => dut.transfer.check.after_first = Constant::new(2u64.into()),
            Mutant::HalfZero => dut.setup.least = Constant::new(2u64.into()),
            _ => {}
        }
    }
}

/// Registers that a case reads and writes, with one offset that is nobody's.
const REGISTERS: [u32; 14] = [
    offset::SPI_TIMING,
    offset::SPI_DEADLINE,
    offset::SPI_FRAME,
    offset::SPI_ADDRESS,
    offset::SPI_LENGTH,
    offset::SPI_POINTER,
    offset::SPI_STATUS,
    offset::SPI_STATUS,
    offset::SPI_COUNT,
    offset::SPI_COUNT,
    offset::SPI_CRC,
    offset::SPI_CRC,
    offset::SPI_PAGES,
    0xAC,
];

/// What both have around them.
#[derive(Clone, Copy)]
struct World {
    request: u32,
    offer: bool,
    present: bool,
    host_csn: bool,
    other_busy: bool,
}

const AT_WORK: World = World {
    request: switch::SPI_ENGINE | switch::SPI_PORT,
    offer: false,
    present: true,
    host_csn: true,
    other_busy: false,
};

/// One case: the hardware, the model, and what is around both.
pub struct Bench {
    rng: Rng,
    mutant: Mutant,
    dut: Box<Spi>,
    dut_switch: Box<SpiSwitch>,
    dut_buffer: Buffer,
    model: Engine,
    model_switch: Switch,
    model_buffer: Buffer,
    world: World,
    flash: Flash,
    /// Bytes of the own frame.
    data: Vec<u8>,
    /// Frames begun by the command under way.
    frames: u32,
    command: u32,
    csn: bool,
    edge: u64,
    /// The case is broken off at this edge.
    stop: u64,
    /// Tick, PRESENT and data lines of the edge before, for those mutants that see them late.
    late: (bool, bool, u8),
}

impl Bench {
    pub fn new(seed: u64, mutant: Mutant) -> Bench {
        let mut rng = Rng::new(seed ^ 0x9E37_79B9_7F4A_7C15);
        let mut dut = Box::<Spi>::default();
        mutant.apply(&mut dut);
        dut.connect_all();
        let mut dut_switch = Box::<SpiSwitch>::default();
        dut_switch.connect_all();
        let mut buffer = Box::new([0; BUFFER_BYTES as usize]);
        rng.fill(&mut buffer[..]);
        let flash = Flash::new(rng.next_u64());
        let mut bench = Bench {
            rng,
            mutant,
            dut,
            dut_switch,
            dut_buffer: buffer.clone(),
            model: Engine::default(),
            model_switch: Switch::default(),
            model_buffer: buffer,
            world: AT_WORK,
            flash,
            data: Vec::new(),
            frames: 0,
            command: 0,
            csn: true,
            edge: 0,
            stop: u64::MAX,
            late: (false, true, 0),
        };
        bench.reset();
        bench
    }

    fn reset(&mut self) {
        self.dut.reset.next = true;
        self.dut_switch.reset.next = true;
        self.clock_dut();
        self.dut.reset.next = false;
        self.dut_switch.reset.next = false;
    }

    fn clock_dut(&mut self) {
        self.settle();
        self.dut.clock.next = Clock::from(true);
        self.dut_switch.clock.next = Clock::from(true);
        assert!(simulate(&mut *self.dut, 64));
        assert!(simulate(&mut *self.dut_switch, 64));
        self.dut.clock.next = Clock::from(false);
        self.dut_switch.clock.next = Clock::from(false);
    }

    /// What the engine tells the switch comes out of flip-flops, so one round will do.
    fn settle(&mut self) {
        assert!(simulate(&mut *self.dut, 64), "the logic does not settle");
        let (dut, join) = (&mut self.dut, &mut self.dut_switch);
        join.wants_memory.next = dut.wants_memory.val();
        join.wants_port.next = dut.wants_port.val();
        join.csn.next = dut.csn.val();
        assert!(simulate(&mut **join, 64), "the switch does not settle");
        dut.joined.next = join.joined.val();
        dut.staying.next = join.staying.val() || self.mutant == Mutant::NotStaying;
        assert!(simulate(&mut **dut, 64), "the logic does not settle");
    }

    /// Runs the case; the number of edges, or the first difference.
    pub fn run(&mut self, results: &mut [u32; 16]) -> Result<u64, String> {
        for _ in 0..self.rng.below(8) {
            self.step(None)?;
        }
        for _ in 0..1 + self.rng.below(4) {
            self.command(results)?;
        }
        if self.dut_buffer != self.model_buffer {
            return Err("the buffers differ at the end".into());
        }
        Ok(self.edge)
    }

    /// Runs the case to edge `stop`, or to its end, and resets the hardware there. Tells whether
    /// a command was under way, or what did not reset.
    pub fn reset_at(&mut self, stop: u64) -> Result<bool, String> {
        self.stop = stop;
        if let Err(end) = self.run(&mut [0; 16])
            && end != STOPPED
        {
            return Err(end);
        }
        let busy = self.model.busy();
        self.dut.io_write.next = false;
        self.reset();
        self.model = Engine::default();
        for register in REGISTERS {
            self.dut.io_address.next = u64::from(register).into();
            self.settle();
            let (got, expect) = (
                self.dut.io_read.val().to_u32(),
                self.model.read(0, register),
            );
            if got != expect {
                return Err(format!(
                    "register {register:#04X} resets to {got:#X}, not {expect:#X}"
                ));
            }
        }
        let dut = &self.dut;
        let idle = dut.csn.val() && !dut.sck.val() && !dut.drive_io0.val();
        let wants = dut.wants_memory.val() || dut.wants_port.val();
        match idle && !wants && !dut.busy.val() && !dut.done.val() {
            true => Ok(busy),
            false => Err("an output still stands".into()),
        }
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.below(of.len() as u64) as usize]
    }

    fn command(&mut self, results: &mut [u32; 16]) -> Result<(), String> {
        let long = self.rng.below(40) == 0;
        let half = match self.rng.below(8) {
            _ if long => self.pick(&[1, 2]),
            0 => 0,
            1..=3 => 1,
            4 => 2,
            5 => self.pick(&[3, 4, 5]),
            _ => self.pick(&[1, 2, 7, 30]),
        };
        let mode = self.pick(&[0, spi_timing::IDLE_HIGH]);
        let length = match self.rng.below(8) {
            _ if long => 250 + self.rng.below(4_200),
            0 => 0,
            1 => 1,
            n => n + self.rng.below(6),
        } as u32;
        let operation = match self.rng.below(12) {
            0 => self.rng.below(8) as u32,
            1..=3 => spi_command::WRITE,
            4..=6 => spi_command::READ,
            7..=8 => spi_command::COMPARE,
            9..=10 => spi_command::SCAN,
            _ => spi_command::WAIT,
        };
        let poll = self.pick(&[0, 0, spi_command::POLL]);
        let enable = self.pick(&[0, 0, spi_command::WREN]);
        let dummy = self.pick(&[0, 0, 1, 2, 3, 8, 15]);
        let lines = self.rng.below(4) as u32;
        let port = self.pick(&[0, 0, spi_frame::PORT]);
        let frame = self.rng.below(1 << 10) as u32
            | dummy << spi_frame::DUMMY_SHIFT
            | lines << spi_frame::LINES_SHIFT
            | port;
        let pointer = match self.rng.below(3) {
            0 => BUFFER_BYTES - self.rng.below(4) as u32,
            _ => self.rng.below(4096) as u32,
        };
        let deadline = self.pick(&[0, 1, 1, 2, 3]);
        for (register, value) in [
            (offset::SPI_TIMING, half | mode | 0xFFFF_FE00),
            (offset::SPI_DEADLINE, deadline | 0xFFF0_0000),
            (offset::SPI_FRAME, frame | 0xFFE0_0C00),
            (offset::SPI_ADDRESS, self.rng.below(1 << 32) as u32),
            (offset::SPI_LENGTH, length | 0xFF00_0000),
            (offset::SPI_POINTER, pointer | 0xFFFF_F000),
            (offset::SPI_CRC, self.rng.below(1 << 32) as u32),
        ] {
            if register != offset::SPI_CRC || self.rng.below(2) == 0 {
                self.step(Some((register, value)))?;
            }
        }
        self.world = self.surroundings();
        self.data = self.data_bytes(operation, length, pointer);
        self.command = operation | poll | enable;
        self.frames = 0;
        // So that a tick falls everywhere in a command.
        for _ in 0..self.rng.below(40) {
            self.step(None)?;
        }
        self.step(Some((offset::SPI_COMMAND, self.command | 0xFFFF_FC00 | 8)))?;
        let since = self.edge;
        // Once in a while the surroundings change under the command.
        let changes = self.pick(&[0, 0, 30, 200, 1_500]);
        while self.model.busy() {
            if changes != 0 && self.rng.below(changes) == 0 {
                self.world = self.surroundings();
            }
            let write = (self.rng.below(40) == 0).then(|| {
                let register = offset::SPI_TIMING + 4 * self.rng.below(12) as u32;
                (register, self.rng.below(1 << 32) as u32)
            });
            self.step(write)?;
            if self.edge > since + EDGES_MOST {
                return Err("the command does not end".into());
            }
        }
        results[(self.model.read(self.edge, offset::SPI_STATUS) >> 4 & 0xF) as usize] += 1;
        for _ in 0..self.rng.below(20) {
            // A byte may still be in the CRC when the port was lost.
            let write =
                (self.rng.below(8) == 0).then(|| (offset::SPI_CRC, self.rng.below(1 << 32) as u32));
            self.step(write)?;
        }
        self.world = AT_WORK;
        Ok(())
    }

    /// Mostly such that the engine can work.
    fn surroundings(&mut self) -> World {
        let mut world = AT_WORK;
        match self.rng.below(12) {
            0 => world.request &= !switch::SPI_ENGINE,
            1 => world.request &= !switch::SPI_PORT,
            2 => world.request |= switch::SPI_HOST,
            3 => world.request = switch::SPI_HOST,
            4 => world.offer = true,
            5 => world.present = false,
            6 => world.host_csn = false,
            7 => world.other_busy = true,
            _ => {}
        }
        world
    }

    fn data_bytes(&mut self, operation: u32, length: u32, pointer: u32) -> Vec<u8> {
        let rare = self.pick(&[1, 2, 300, u64::MAX]);
        let byte = |index: u32| {
            let place = pointer.wrapping_add(index) % BUFFER_BYTES;
            match operation {
                _ if self.rng.below(rare) == 0 => self.rng.below(256) as u8,
                spi_command::COMPARE => self.model_buffer[place as usize],
                _ => 0xFF,
            }
        };
        (0..length).map(byte).collect()
    }

    /// Tells the flash what the frame that begins is. With POLL the first is a status read, and so on.
    fn frame(&mut self) {
        let status = self.command & spi_command::POLL != 0 && self.frames == 0;
        let before = u32::from(self.command & spi_command::POLL != 0)
            + u32::from(self.command & spi_command::WREN != 0);
        if status {
            let rare = self.pick(&[1, 2, 5, 200]);
            let byte = |_| {
                let wip = self.rng.below(rare) != 0;
                ((self.rng.below(128) as u8) << 1) | u8::from(wip)
            };
            let bytes: Vec<u8> = (0..600).map(byte).collect();
            self.flash.frame(8, 1, bytes);
        } else if self.frames == before {
            let setup = &self.model.setup;
            let header = 8 + 8 * setup.address_bytes() + setup.dummies();
            self.flash.frame(header, setup.lines(), self.data.clone());
        }
        self.frames += 1;
    }

    fn asked(&self) -> Asked {
        Asked {
            request: self.world.request,
            offer: self.world.offer,
            present: self.world.present,
            host_csn: self.world.host_csn,
            wants: self.model.wants(),
            csn: self.model.csn(),
        }
    }

    /// One edge, at which a register may be written.
    fn step(&mut self, write: Option<(u32, u32)>) -> Result<(), String> {
        if self.edge == self.stop {
            return Err(STOPPED.into());
        }
        if self.csn && !self.model.csn() {
            self.frame();
        }
        self.csn = self.model.csn();
        let io = self.flash.levels(self.model.sck());
        self.compare(write, io)?;
        self.clock_model(write, io);

        let address = self.dut.buffer_address.val().index();
        let read = self.dut_buffer[address];
        if self.dut.buffer_write.val() {
            self.dut_buffer[address] = self.dut.buffer_data.val().to_u8();
        }
        self.clock_dut();
        self.dut.buffer_read.next = u64::from(read).into();
        self.edge += 1;
        Ok(())
    }

    fn clock_model(&mut self, write: Option<(u32, u32)>, io: u8) {
        let asked = self.asked();
        // What stood before the edge decides about the write.
        let accepts = !self.model.busy();
        let mut around = Surroundings {
            buffer: &mut self.model_buffer,
            io,
            switch: &self.model_switch,
            asked,
        };
        self.model.evaluate(self.edge, &mut around);
        self.model_switch.evaluate(self.edge, &asked);
        match write {
            Some((offset::SPI_COMMAND, value)) if accepts && !self.world.other_busy => {
                self.model.command(self.edge, value);
            }
            Some((register, value)) if accepts && register != offset::SPI_COMMAND => {
                self.model.write(self.edge, register, value);
            }
            _ => {}
        }
    }

    /// Gives the hardware its inputs before the edge and looks at its outputs.
    fn compare(&mut self, write: Option<(u32, u32)>, io: u8) -> Result<(), String> {
        let tick = self.edge % TICK_CYCLES == TICK_CYCLES - 1;
        let now = (tick, self.world.present, io);
        let before = std::mem::replace(&mut self.late, now);
        let seen = |mutant| if self.mutant == mutant { before } else { now };
        let (dut, join, world) = (&mut self.dut, &mut self.dut_switch, self.world);
        dut.tick.next = seen(Mutant::TickLate).0;
        dut.present.next = seen(Mutant::PresentLate).1;
        dut.io.next = u64::from(seen(Mutant::IoLate).2).into();
        dut.other_busy.next = world.other_busy && self.mutant != Mutant::Both;
        dut.ask_engine.next = world.request & switch::SPI_ENGINE != 0;
        dut.ask_port.next = world.request & switch::SPI_PORT != 0;
        join.host.next = world.request & switch::SPI_HOST != 0;
        join.engine.next = world.request & switch::SPI_ENGINE != 0;
        join.port_allowed.next = world.request & switch::SPI_PORT != 0;
        join.offer.next = world.offer;
        join.present.next = world.present;
        join.host_csn.next = world.host_csn;
        dut.io_write.next = write.is_some();
        let (register, value) = match write {
            Some((register, value)) => (register, value),
            None => (
                REGISTERS[self.rng.below(REGISTERS.len() as u64) as usize],
                self.rng.below(1 << 32) as u32,
            ),
        };
        dut.io_address.next = u64::from(register).into();
        dut.io_data.next = u64::from(value).into();
        self.settle();

        let (dut, model) = (&self.dut, &self.model);
        let segment = match (dut.wants_memory.val(), dut.wants_port.val()) {
            (false, false) => None,
            (memory, _) => Some(if memory {
                SpiJoin::Memory
            } else {
                SpiJoin::Port
            }),
        };
        let got = (
            (dut.csn.val(), dut.sck.val()),
            dut.drive_io0.val().then(|| dut.io0.val()),
            (dut.busy.val(), dut.done.val(), segment),
            self.dut_switch.joined.val().to_u32(),
        );
        let done = model.read(self.edge, offset::SPI_STATUS) & spi_status::DONE != 0;
        let expect = (
            (model.csn(), model.sck()),
            model.io0(),
            (model.busy(), done, model.wants().map(|it| it.join())),
            self.model_switch.join() as u32,
        );
        if got != expect {
            return Err(format!(
                "edge {}: ((csn, sck), io0, (busy, done, wants), joined) {got:?} instead of {expect:?}",
                self.edge
            ));
        }
        let (got, expect) = (dut.io_read.val().to_u32(), model.read(self.edge, register));
        // The command register cannot be read.
        if got != expect && register != offset::SPI_COMMAND {
            return Err(format!(
                "edge {}: register {register:#04X} reads {got:#X} instead of {expect:#X}",
                self.edge
            ));
        }
        Ok(())
    }
}
