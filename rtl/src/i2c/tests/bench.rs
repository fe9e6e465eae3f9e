//! Both engines on one pair of buses.

use super::party::{Manners, Parties};
use super::*;
use umbilical_emu::controller::engine::{Engine, Surroundings};
use umbilical_emu::controller::inputs::{Inputs, Tracker};
use umbilical_emu::nets::Pin;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, TICK_CYCLES, i2c_device};

const PINS: u32 = 1 << Pin::BusScl as u32
    | 1 << Pin::BusSda as u32
    | 1 << Pin::JrnScl as u32
    | 1 << Pin::JrnSda as u32;
/// Longest command of a case, edges: nine of the slowest bytes.
const EDGES_MOST: u64 = 1_000_000;

const STOPPED: &str = "stopped";

/// What is wrong with the hardware under test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mutant {
    None,
    /// The high time after SCL is seen is one edge short.
    SeenEarly,
    /// It is one edge long.
    SeenLate,
    /// Every other phase is one edge short.
    PhaseShort,
    /// RECOVER gives up one pulse early.
    PulseMissing,
    PulseTooMany,
    /// The CRC leaves out a bit.
    CrcShort,
    /// A phase of 9 edges is let through.
    PhaseNine,
    /// The slow tick comes one edge late.
    TickLate,
    /// The tracker's verdict comes one edge late.
    TrackerLate,
    /// SCL is seen one edge late.
    SclLate,
    /// SDA is seen one edge late.
    SdaLate,
}

impl Mutant {
    /// All that are wrong.
    pub const ALL: &'static [Mutant] = &[
        Mutant::SeenEarly,
        Mutant::SeenLate,
        Mutant::PhaseShort,
        Mutant::PulseMissing,
        Mutant::PulseTooMany,
        Mutant::CrcShort,
        Mutant::PhaseNine,
        Mutant::TickLate,
        Mutant::TrackerLate,
        Mutant::SclLate,
        Mutant::SdaLate,
    ];

    fn apply(self, dut: &mut I2c) {
        let timer = &mut dut.engine.timer;
        match self {
            Mutant::SeenEarly => timer.seen = Constant::new(9u64.into()),
            Mutant::SeenLate => timer.seen = Constant::new(7u64.into()),
            Mutant::PhaseShort => timer.first = Constant::new(3u64.into()),
            Mutant::PulseMissing => dut.engine.all_pulses = Constant::new(8u64.into()),
            Mutant::PulseTooMany => dut.engine.all_pulses = Constant::new(10u64.into()),
            Mutant::CrcShort => dut.transfer.check.last = Constant::new(6u64.into()),
            Mutant::PhaseNine => dut.setup.least = Constant::new(9u64.into()),
            _ => {}
        }
    }
}

/// Registers that a case reads and writes, with one offset that is nobody's.
const REGISTERS: [u32; 13] = [
    offset::I2C_TIMING,
    offset::I2C_STRETCH,
    offset::I2C_DEADLINE,
    offset::I2C_DEVICE,
    offset::I2C_ADDRESS,
    offset::I2C_LENGTH,
    offset::I2C_POINTER,
    offset::I2C_STATUS,
    offset::I2C_STATUS,
    offset::I2C_COUNT,
    offset::I2C_CRC,
    offset::I2C_CRC,
    0x44,
];

/// One case: the hardware, the model, and what is around both.
pub struct Bench {
    rng: Rng,
    mutant: Mutant,
    dut: Box<I2c>,
    dut_buffer: Box<[u8; BUFFER_BYTES as usize]>,
    model: Engine,
    model_buffer: Box<[u8; BUFFER_BYTES as usize]>,
    inputs: Inputs,
    bus: Tracker,
    journal: Tracker,
    idle_time: u64,
    host_owns_bus: bool,
    edge: u64,
    /// The case is broken off at this edge.
    stop: u64,
    /// Inputs of the edge before, for those mutants that see them late.
    late: (bool, bool, bool, bool),
}

impl Bench {
    pub fn new(seed: u64, mutant: Mutant) -> Bench {
        let mut rng = Rng::new(seed ^ 0x9E37_79B9_7F4A_7C15);
        let mut dut = Box::<I2c>::default();
        mutant.apply(&mut dut);
        dut.connect_all();
        let mut buffer = Box::new([0; BUFFER_BYTES as usize]);
        for byte in buffer.iter_mut() {
            *byte = rng.below(256) as u8;
        }
        let idle_time = 1 + rng.below(120);
        let mut bench = Bench {
            rng,
            mutant,
            dut,
            dut_buffer: buffer.clone(),
            model: Engine::default(),
            model_buffer: buffer,
            inputs: Inputs::reset(PINS, PINS),
            bus: Tracker::RESET,
            journal: Tracker::RESET,
            idle_time,
            host_owns_bus: false,
            edge: 0,
            stop: u64::MAX,
            late: (false, false, true, true),
        };
        bench.dut.reset.next = true;
        bench.clock_dut();
        bench.dut.reset.next = false;
        bench
    }

    fn clock_dut(&mut self) {
        self.settle();
        self.dut.clock.next = Clock::from(true);
        assert!(simulate(&mut *self.dut, 64));
        self.dut.clock.next = Clock::from(false);
    }

    fn settle(&mut self) {
        self.dut.clock.next = Clock::from(false);
        assert!(simulate(&mut *self.dut, 64), "the logic does not settle");
    }

    /// Runs the case; the number of edges, or the first difference.
    pub fn run(&mut self, results: &mut [u32; 16]) -> Result<u64, String> {
        // Some commands meet trackers that are not free yet.
        for _ in 0..self.rng.below(300) {
            self.step(None, (false, false))?;
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
        self.dut.reset.next = true;
        self.dut.io_write.next = false;
        self.clock_dut();
        self.dut.reset.next = false;
        self.model = Engine::default();
        for register in REGISTERS {
            self.dut.io_address.next = u64::from(register).into();
            self.settle();
            let (got, expect) = (self.dut.io_read.val().to_u32(), self.register(register));
            if got != expect {
                return Err(format!(
                    "register {register:#04X} resets to {got:#X}, not {expect:#X}"
                ));
            }
        }
        let dut = &self.dut;
        let pulls = [
            &dut.bus_scl_low,
            &dut.bus_sda_low,
            &dut.jrn_scl_low,
            &dut.jrn_sda_low,
        ];
        match pulls.iter().any(|pull| pull.val()) || dut.uses_bus.val() || dut.done.val() {
            true => Err("an output still stands".into()),
            false => Ok(busy),
        }
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.below(of.len() as u64) as usize]
    }

    fn command(&mut self, results: &mut [u32; 16]) -> Result<(), String> {
        let slow = self.rng.below(100) == 0;
        // Long enough for a carry in the count.
        let long = !slow && self.rng.below(80) == 0;
        let phase = |bench: &mut Bench| match bench.rng.below(10) {
            _ if long => 10,
            _ if slow => 1_000 + bench.rng.below(3_096),
            0 => bench.rng.below(12),
            1 => 10,
            2 => 40 + bench.rng.below(200),
            _ => 10 + bench.rng.below(25),
        } as u32;
        let timing = phase(self) | phase(self) << 16;
        let length = match self.rng.below(8) {
            _ if long => 250 + self.rng.below(20),
            _ if slow => 1,
            0 => 0,
            1 => 1,
            n => n + self.rng.below(4),
        } as u32;
        let device = self.rng.below(1 << 7) as u32
            | if self.rng.below(4) == 0 {
                i2c_device::JOURNAL
            } else {
                0
            }
            | (self.rng.below(4) as u32) << i2c_device::ADDRESS_BYTES_SHIFT;
        let pointer = match self.rng.below(3) {
            0 => BUFFER_BYTES - self.rng.below(4) as u32,
            _ => self.rng.below(4096) as u32,
        };
        let stretch = self.pick(&[0, 1, 1, 1, 2, 2, 3, 3, 3, 3]);
        let deadline = self.pick(&[0, 1, 1, 2, 3]);
        for (register, value) in [
            (offset::I2C_TIMING, timing | 0xA000_5000),
            (offset::I2C_STRETCH, stretch),
            (offset::I2C_DEADLINE, deadline),
            (offset::I2C_DEVICE, device | 0xFFFF_F800 | 0x80),
            (offset::I2C_ADDRESS, self.rng.below(1 << 32) as u32),
            (offset::I2C_LENGTH, length | 0xFFFF_0000),
            (offset::I2C_POINTER, pointer),
            (offset::I2C_CRC, self.rng.below(1 << 32) as u32),
        ] {
            if register != offset::I2C_CRC || self.rng.below(2) == 0 {
                self.step(Some((register, value)), (false, false))?;
            }
        }
        self.host_owns_bus = self.rng.below(25) == 0;
        let operation = match self.rng.below(16) {
            0 => self.rng.below(8) as u32,
            1..=4 => i2c_command::WRITE,
            5..=7 => i2c_command::READ,
            8..=10 => i2c_command::COMPARE,
            11..=12 => i2c_command::SCAN,
            _ => i2c_command::RECOVER,
        };
        let poll = if self.rng.below(2) == 0 {
            i2c_command::POLL
        } else {
            0
        };
        let manners = if long {
            Manners::GOOD
        } else {
            self.manners(operation)
        };
        let expected = (0..length as usize + 1)
            .map(|index| self.model_buffer[(pointer as usize + index) % BUFFER_BYTES as usize])
            .collect();
        let mut parties = Parties::new(self.rng.below(1 << 32), manners, expected);
        // So that a tick falls everywhere in a command.
        let lead = self.rng.below(40);
        for _ in 0..lead {
            let pulls = parties.pulls(self.model.drives());
            self.step(None, pulls)?;
        }
        let write = (offset::I2C_COMMAND, operation | poll | 0xFFFF_0000);
        let pulls = parties.pulls(self.model.drives());
        self.step(Some(write), pulls)?;
        let since = self.edge;
        while self.model.busy() {
            let pulls = parties.pulls(self.model.drives());
            let write = (self.rng.below(40) == 0).then(|| {
                let register = offset::I2C_TIMING + 4 * self.rng.below(16) as u32;
                (register, self.rng.below(1 << 32) as u32)
            });
            self.step(write, pulls)?;
            if self.edge > since + EDGES_MOST {
                return Err("the command does not end".into());
            }
        }
        results[(self.model.status() >> 4 & 0xF) as usize] += 1;
        for _ in 0..self.rng.below(60) {
            let pulls = parties.pulls(self.model.drives());
            self.step(None, pulls)?;
        }
        self.host_owns_bus = false;
        Ok(())
    }

    fn manners(&mut self, operation: u32) -> Manners {
        let mut manners = Manners {
            refuse: self.pick(&[0, 0, 0, 6]),
            refuse_data: self.pick(&[0, 0, 3, 10]),
            stretch: self.pick(&[0, 0, 3, 10]),
            stretch_most: self.pick(&[0, 10, 60, 300, 3_000]),
            seize: self.pick(&[0, 0, 0, 0, 0, 400, 2_000]),
            spike: self.pick(&[0, 0, 30, 200]),
            stuck_falls: 0,
            stuck_from: u32::MAX,
            busy_first: self.pick(&[0, 0, 0, 100, 1_500]),
            deaf: self.pick(&[0, 0, 0, 0, 0, 1, 3, 1_000]),
            spoil: self.pick(&[0, 3, 6]),
        };
        if self.rng.below(12) == 0 {
            manners.stuck_from = self.rng.below(60) as u32;
        }
        if operation == i2c_command::RECOVER && self.rng.below(4) != 0 {
            manners.stuck_falls = self.rng.below(12) as u32;
        }
        manners
    }

    fn catch_up(&mut self) {
        while self.inputs.next_flip() < self.edge {
            let (at, flipped) = self.inputs.flip();
            for (tracker, scl, sda) in [
                (&mut self.bus, Pin::BusScl, Pin::BusSda),
                (&mut self.journal, Pin::JrnScl, Pin::JrnSda),
            ] {
                let (scl_bit, sda_bit) = (1 << scl as u32, 1 << sda as u32);
                let mine = flipped & (scl_bit | sda_bit);
                if mine != 0 {
                    let high = self.inputs.level(scl) && self.inputs.level(sda);
                    tracker.flipped(at, high, high && mine == sda_bit, self.idle_time);
                }
            }
        }
    }

    fn register(&self, register: u32) -> u32 {
        let setup = &self.model.setup;
        match register {
            offset::I2C_TIMING => setup.low as u32 | (setup.high as u32) << 16,
            offset::I2C_STRETCH => setup.stretch as u32,
            offset::I2C_DEADLINE => setup.deadline as u32,
            offset::I2C_DEVICE => setup.device,
            offset::I2C_ADDRESS => setup.address,
            offset::I2C_LENGTH => setup.length,
            offset::I2C_POINTER => setup.pointer,
            offset::I2C_STATUS => self.model.status(),
            offset::I2C_COUNT => self.model.count(),
            offset::I2C_CRC => self.model.crc(self.edge),
            _ => 0,
        }
    }

    fn write_model(&mut self, register: u32, value: u32) {
        if register == offset::I2C_COMMAND {
            self.model.command(self.edge, value);
            return;
        }
        if !self.model.accepts(self.edge) {
            return;
        }
        let setup = &mut self.model.setup;
        match register {
            offset::I2C_TIMING => setup.set_phases(value & 0xFFF, value >> 16 & 0xFFF),
            offset::I2C_STRETCH => setup.stretch = u64::from(value & 0xFFF),
            offset::I2C_DEADLINE => setup.deadline = u64::from(value & 0xFFF),
            offset::I2C_DEVICE => setup.device = value & i2c_device::MASK,
            offset::I2C_ADDRESS => setup.address = value & 0xFFFF,
            offset::I2C_LENGTH => setup.length = value & 0xFFFF,
            offset::I2C_POINTER => setup.pointer = value % BUFFER_BYTES,
            offset::I2C_CRC => self.model.set_crc(value),
            _ => {}
        }
    }

    /// One edge, at which a register may be written, and after which the others pull `pulls`.
    fn step(&mut self, write: Option<(u32, u32)>, pulls: (bool, bool)) -> Result<(), String> {
        if self.edge == self.stop {
            return Err(STOPPED.into());
        }
        self.catch_up();
        self.compare(write)?;
        self.clock_model(write);

        let address = self.dut.buffer_address.val().index();
        if self.dut.buffer_write.val() {
            self.dut_buffer[address] = self.dut.buffer_data.val().to_u8();
        }
        let read = self.dut_buffer[address];
        self.clock_dut();
        self.dut.buffer_read.next = u64::from(read).into();

        let (scl_low, sda_low) = self.model.drives();
        let (scl, sda) = (!(scl_low || pulls.0), !(sda_low || pulls.1));
        let lines = u32::from(scl) | u32::from(sda) << 1;
        let pins = if self.model.on_journal() {
            lines << Pin::JrnScl as u32 | 3 << Pin::BusScl as u32
        } else {
            lines << Pin::BusScl as u32 | 3 << Pin::JrnScl as u32
        };
        self.inputs.sample(self.edge + 1, pins);
        let around = Surroundings {
            inputs: &self.inputs,
            buffer: &mut self.model_buffer,
            bus: &self.bus,
            journal: &self.journal,
            host_owns_bus: self.host_owns_bus,
        };
        self.model.inputs_changed(self.edge + 1, &around);
        self.edge += 1;
        Ok(())
    }

    fn clock_model(&mut self, write: Option<(u32, u32)>) {
        let mut around = Surroundings {
            inputs: &self.inputs,
            buffer: &mut self.model_buffer,
            bus: &self.bus,
            journal: &self.journal,
            host_owns_bus: self.host_owns_bus,
        };
        if self.model.watches_inputs() {
            self.model.inputs_changed(self.edge, &around);
        }
        if self.model.at() == self.edge {
            self.model.event(self.edge, &mut around);
        }
        if let Some((register, value)) = write {
            self.write_model(register, value);
        }
    }

    /// Gives the hardware its inputs before the edge and looks at its outputs.
    fn compare(&mut self, write: Option<(u32, u32)>) -> Result<(), String> {
        let level = |pin| self.inputs.level(pin);
        let tick = self.edge % TICK_CYCLES == TICK_CYCLES - 1;
        let now = (
            tick,
            self.bus.busy(self.edge),
            level(Pin::BusScl),
            level(Pin::BusSda),
        );
        let before = std::mem::replace(&mut self.late, now);
        let late = |mutant| self.mutant == mutant;
        let dut = &mut self.dut;
        dut.tick.next = if late(Mutant::TickLate) {
            before.0
        } else {
            now.0
        };
        dut.bus_busy.next = if late(Mutant::TrackerLate) {
            before.1
        } else {
            now.1
        };
        dut.bus_scl.next = if late(Mutant::SclLate) {
            before.2
        } else {
            now.2
        };
        dut.bus_sda.next = if late(Mutant::SdaLate) {
            before.3
        } else {
            now.3
        };
        dut.jrn_scl.next = level(Pin::JrnScl);
        dut.jrn_sda.next = level(Pin::JrnSda);
        dut.jrn_busy.next = self.journal.busy(self.edge);
        dut.host_owns_bus.next = self.host_owns_bus;
        dut.io_write.next = write.is_some();
        let (register, value) = match write {
            Some((register, value)) => (register, value),
            None => (
                REGISTERS[self.rng.below(13) as usize],
                self.rng.below(1 << 32) as u32,
            ),
        };
        dut.io_address.next = u64::from(register).into();
        dut.io_data.next = u64::from(value).into();
        self.settle();

        let journal = self.model.on_journal();
        let (scl, sda) = self.model.drives();
        let dut = &self.dut;
        let pulls = |scl: bool, sda: bool, on: bool| (scl && on, sda && on);
        let expect = [
            pulls(scl, sda, !journal),
            pulls(scl, sda, journal),
            (
                self.model.status() & i2c_status::DONE != 0,
                self.model.uses_bus(),
            ),
        ];
        let got = [
            (dut.bus_scl_low.val(), dut.bus_sda_low.val()),
            (dut.jrn_scl_low.val(), dut.jrn_sda_low.val()),
            (dut.done.val(), dut.uses_bus.val()),
        ];
        if got != expect {
            return Err(format!(
                "edge {}: (bus, journal, done and in use) {got:?} instead of {expect:?}",
                self.edge
            ));
        }
        let (got, expect) = (dut.io_read.val().to_u32(), self.register(register));
        // The command register cannot be read.
        if got != expect && register != offset::I2C_COMMAND {
            return Err(format!(
                "edge {}: register {register:#04X} reads {got:#X} instead of {expect:#X}",
                self.edge
            ));
        }
        Ok(())
    }
}
