//! A simulated board: the platform traits over two flashes, a journal and a cable.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::eeprom::JOURNAL_PART;
use umbilical_soft_mcu::flash::Spi;
use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::journal::{self, Marker, PART_NOR, Settings, Verdict};
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::platform::{Board, Bus, Clock, Outcome, SpiBus};
use umbilical_soft_mcu::registers::{
    I2cResult, SpiJoin, SpiResult, i2c_command, out, sense, spi_command, spi_frame, switch,
    switch_status,
};
use umbilical_soft_mcu::report::{Fault, Phase, word};
use umbilical_soft_mcu::timing::I2cTiming;

use crate::eeprom::Chip;
use crate::flash::Flash;
use crate::random::Random;

pub const MS: u64 = 48_000;
/// What a call of the platform costs the MCU: about a dozen instructions around it.
const CALL_CYCLES: u64 = 60;

/// Payload of the panic that stands for a power cut.
struct Cut;

pub struct Rig {
    pub now: u64,
    pub source: Flash,
    pub own: Flash,
    pub journal: Chip,
    pub original: Vec<u8>,
    /// The host may run on this too: the rescued image where the layout keeps something.
    pub expected: Vec<u8>,
    pub random: Random,
    raw: u32,
    debounced: u32,
    changes: u32,
    /// When the raw inputs change, and to what.
    pub events: Vec<(u64, u32)>,
    settles_at: u64,
    pub outputs: u32,
    switch: u32,
    joined: SpiJoin,
    /// The host keeps its chip select low until it is held.
    pub host_hangs: bool,
    i2c_deadline: u64,
    spi_deadline: u64,
    half: u64,
    buffer: [u8; 4096],
    i2c_crc: u32,
    spi_crc: u32,
    pages: u32,
    frame: Option<Frame>,
    pub words: [u32; word::COUNT],
    pub phases: Vec<(u64, Phase)>,
    /// Commands of the SPI engine so far, and the one in whose middle the power fails.
    pub commands: u64,
    pub cut_at: Option<u64>,
    /// Commands to the source in which a bit flips on the cable.
    pub flips: Vec<u64>,
    /// Every so many bytes read from the source a bit flips.
    pub flip_every: Option<u64>,
    cable_bytes: u64,
    pub violations: Vec<String>,
    pub watchdog: u64,
}

impl Rig {
    /// A dead peer of the same part with `image` on the cable; the own flash holds `own`.
    pub fn new(part: &'static NorPart, image: Vec<u8>, own: Vec<u8>, seed: u64) -> Self {
        let settings = Settings {
            part: PART_NOR,
            bus_hz: 24_000_000,
            buffer_bytes: 4096,
        };
        let factory = journal::factory_image(settings);
        let mut journal = vec![0xFF; JOURNAL_PART.bytes as usize];
        journal[..factory.len()].copy_from_slice(&factory);
        Self {
            now: 0,
            expected: image.clone(),
            source: Flash::new(part, image),
            own: Flash::new(part, own.clone()),
            journal: Chip::new(JOURNAL_PART, false, journal),
            original: own,
            random: Random::new(seed),
            raw: sense::PRESENT,
            debounced: 0,
            changes: 0,
            events: Vec::new(),
            settles_at: 10 * MS,
            outputs: 0,
            switch: 0,
            joined: SpiJoin::Apart,
            host_hangs: false,
            i2c_deadline: 0,
            spi_deadline: 0,
            half: 1,
            buffer: [0; 4096],
            i2c_crc: 0,
            spi_crc: 0,
            pages: 0,
            frame: None,
            words: [0; word::COUNT],
            phases: Vec::new(),
            commands: 0,
            cut_at: None,
            flips: Vec::new(),
            flip_every: None,
            cable_bytes: 0,
            violations: Vec::new(),
            watchdog: u64::MAX,
        }
    }

    /// Sets the raw inputs from `ms` after now on.
    pub fn inputs_at(&mut self, ms: u64, raw: u32) {
        self.events.push((self.now + ms * MS, raw));
    }
    pub fn set_inputs(&mut self, raw: u32) {
        self.raw = raw;
        self.settles_at = self.now + 10 * MS;
    }
    pub fn phase(&self) -> Option<Phase> {
        Phase::from_code(self.words[word::PHASE])
    }
    pub fn fault(&self) -> Option<Fault> {
        Fault::from_code(self.words[word::FAULT])
    }
    pub fn host_runs(&self) -> bool {
        self.outputs & out::HOST_RUN != 0
    }
    pub fn rescued(&self) -> bool {
        self.own.data == self.expected
    }
    pub fn untouched(&self) -> bool {
        self.own.data == self.original
    }
    pub fn marker(&self) -> Marker {
        match journal::inspect::<Marker>(&self.journal.data).verdict {
            Verdict::Found(marker) => marker,
            other => panic!("marker {other:?}"),
        }
    }
    pub fn seen(&self, phase: Phase) -> bool {
        self.phases.iter().any(|(_, seen)| *seen == phase)
    }
    /// Cycles from the first to the last report of these phases.
    pub fn between(&self, from: Phase, to: Phase) -> u64 {
        let at = |phase| {
            self.phases
                .iter()
                .find(|(_, seen)| *seen == phase)
                .unwrap()
                .0
        };
        at(to) - at(from)
    }

    /// Power on, until `done` or for `ms`. False: the power was cut on the way.
    pub fn boot_until(&mut self, ms: u64, done: impl Fn(&Rig) -> bool) -> bool {
        let end = self.now + ms * MS;
        let life = catch_unwind(AssertUnwindSafe(|| {
            let mut device = Device::<Spi>::boot(self);
            while self.now < end && !done(self) {
                device.step(self);
            }
        }));
        let survived = match life {
            Ok(()) => true,
            Err(payload) if payload.is::<Cut>() => false,
            Err(payload) => resume_unwind(payload),
        };
        self.cut_at = None;
        assert_eq!(
            self.source.changes, 0,
            "the source was sent something that writes"
        );
        survived
    }

    /// A rescue from power-up until the host runs.
    pub fn rescue(&mut self) {
        assert!(self.boot_until(400_000, Rig::host_runs));
        assert_eq!(
            (self.fault(), self.violations.len()),
            (None, 0),
            "{:?}",
            self.violations
        );
        assert!(self.host_runs() && self.rescued());
    }

    /// The supply is gone; the controller forgets everything.
    pub fn lose_power(&mut self) {
        let (now, random) = (self.now, &mut self.random);
        self.own.cut(now, random);
        self.source.cut(now, random);
        self.journal.cut(now, || random.next() as u8);
        (self.outputs, self.switch, self.joined) = (0, 0, SpiJoin::Apart);
        (self.debounced, self.changes) = (0, 0);
        self.words = [0; word::COUNT];
        self.frame = None;
        self.watchdog = u64::MAX;
        self.now += 1000 * MS;
        self.settles_at = self.now + 10 * MS;
        self.random.fill(&mut self.buffer);
    }

    fn tick(&mut self) {
        self.advance(self.now + CALL_CYCLES);
    }

    /// Lets time pass, with the inputs and their debouncing.
    fn advance(&mut self, to: u64) {
        while let Some(at) = self.events.iter().position(|(time, _)| *time <= to) {
            let (time, raw) = self.events.remove(at);
            self.pass(time.max(self.now));
            self.raw = raw;
            self.settles_at = self.now + 10 * MS;
            if raw & sense::PRESENT == 0 {
                self.switch &= !switch::SPI_PORT;
            }
        }
        self.pass(to);
    }

    fn pass(&mut self, to: u64) {
        self.now = self.now.max(to);
        if self.now >= self.settles_at && self.debounced != self.raw {
            self.changes |= self.debounced ^ self.raw;
            self.debounced = self.raw;
        }
        if self.now >= self.watchdog {
            panic!("the watchdog expired at {}", self.now);
        }
        self.own.settle(self.now);
        self.source.settle(self.now);
    }

    /// The host may only ever meet the old memory or the whole new one, as protected as before.
    fn judge_host(&mut self) {
        if self.host_runs() && !self.rescued() && !self.untouched() {
            let now = self.now;
            self.violations
                .push(format!("host runs on a half-written flash at {now}"));
        }
    }

    fn parted(&mut self, wanted: u32) {
        let stays = match self.joined {
            SpiJoin::Host => wanted & switch::SPI_HOST != 0 && wanted & switch::SPI_ENGINE == 0,
            _ => false,
        };
        if !stays && !(self.joined == SpiJoin::Host && self.host_hangs && self.host_runs()) {
            self.joined = SpiJoin::Apart;
        }
    }

    fn join(&mut self) {
        let offered = self.outputs & out::OFFER != 0;
        self.parted(self.switch & if offered { 0 } else { u32::MAX });
        if self.joined == SpiJoin::Apart {
            if offered {
                self.joined = SpiJoin::Offered;
            } else if self.switch & switch::SPI_ENGINE == 0 && self.switch & switch::SPI_HOST != 0 {
                self.joined = SpiJoin::Host;
            }
        }
    }

    /// Takes the time of a frame and gives the bits' count.
    fn frame_cycles(&self, frame: &Frame, data: u64) -> u64 {
        let address = match frame.frame() >> spi_frame::ADDRESS_SHIFT & 3 {
            0 => 0,
            1 => 24,
            _ => 32,
        };
        let dummies = u64::from(frame.frame() >> spi_frame::DUMMY_SHIFT & 0xF);
        let lines = 1 << (frame.frame() >> spi_frame::LINES_SHIFT & 3);
        let clocks = 8 + address + dummies + 8 * data / lines;
        (2 * clocks + 2) * self.half + 6
    }

    fn transact(&mut self, frame: Frame) -> SpiResult {
        self.commands += 1;
        let port = frame.frame() & spi_frame::PORT != 0;
        let there = self.switch & switch::SPI_PORT != 0 && self.raw & sense::PRESENT != 0;
        if self.switch & switch::SPI_ENGINE == 0 || port && !there {
            return SpiResult::NotOwner;
        }
        self.join();
        if self.joined == SpiJoin::Host {
            self.advance(self.now + self.spi_deadline);
            return SpiResult::BusBusy;
        }
        let wanted = if port { SpiJoin::Port } else { SpiJoin::Memory };
        if self.joined != wanted {
            self.joined = wanted;
            self.advance(self.now + 10);
        }
        self.pages = 0;
        if frame.command() & spi_command::POLL != 0 && !self.poll(port) {
            return SpiResult::PollDeadline;
        }
        let operation = frame.command() & spi_command::OPERATION_MASK;
        // The power fails before the frame, in its middle or right after it, as it comes.
        let cut = self.cut_at == Some(self.commands);
        let moment = if cut { self.random.below(3) } else { 3 };
        if moment == 0 {
            resume_unwind(Box::new(Cut));
        }
        if frame.command() & spi_command::WREN != 0 {
            let now = self.now;
            self.side(port).write_enable(now);
            self.advance(now + (2 * 8 + 2) * self.half + 6);
        }
        if moment == 1 {
            resume_unwind(Box::new(Cut));
        }
        let result = match operation {
            spi_command::WAIT => SpiResult::Ok,
            spi_command::WRITE => self.send(port, &frame),
            _ => self.receive(port, &frame),
        };
        if moment == 2 {
            // Somewhere in the time that follows.
            let left = self.own.busy_until.saturating_sub(self.now).min(3000 * MS);
            self.now += self.random.below(left as usize + 1) as u64;
            resume_unwind(Box::new(Cut));
        }
        result
    }

    fn side(&mut self, port: bool) -> &mut Flash {
        if port {
            &mut self.source
        } else {
            &mut self.own
        }
    }

    fn poll(&mut self, port: bool) -> bool {
        let deadline = self.now + self.spi_deadline;
        let until = self.side(port).busy_until;
        let absent = self.side(port).absent;
        let end = if absent {
            deadline
        } else {
            until.min(deadline)
        };
        let step = 16 * self.half;
        let frame = self.now + 18 * self.half;
        let end = frame.max(self.now + (end.max(self.now) - self.now).div_ceil(step) * step);
        self.advance(end + step + 2 * self.half + 6);
        !absent && until <= deadline
    }

    fn send(&mut self, port: bool, frame: &Frame) -> SpiResult {
        let length = frame.length() as usize;
        let bytes: Vec<u8> = (0..length)
            .map(|index| self.buffer[(frame.pointer() as usize + index) & 0xFFF])
            .collect();
        self.advance(self.now + self.frame_cycles(frame, length as u64));
        let now = self.now;
        let opcode = (frame.frame() & spi_frame::OPCODE_MASK) as u8;
        let address = frame.address() as usize;
        self.side(port).write(opcode, address, &bytes, now);
        SpiResult::Ok
    }

    fn receive(&mut self, port: bool, frame: &Frame) -> SpiResult {
        let begun = self.now;
        let mut bytes = vec![0xFF; frame.length() as usize];
        let opcode = (frame.frame() & spi_frame::OPCODE_MASK) as u8;
        let address = frame.address() as usize;
        // A peer that has its own supply keeps its flash to itself: pull-ups are read.
        let gone = port && self.raw & sense::PEER_VCC != 0;
        let flash = self.side(port);
        let busy = flash.is_busy(begun);
        match opcode {
            _ if gone => {}
            0x05 => {
                let status = flash.status_byte(begun);
                bytes.fill(status);
            }
            _ if busy => {}
            0x35 => bytes.fill(flash.status[1]),
            0x9F => bytes.copy_from_slice(&flash.jedec),
            0x5A => {
                for (index, byte) in bytes.iter_mut().enumerate() {
                    *byte = flash.sfdp.get(address + index).copied().unwrap_or(0xFF);
                }
            }
            0x3B | 0x0B | 0x3C | 0x0C => flash.read(address, &mut bytes),
            other => panic!("opcode {other:#x} is no read"),
        }
        if port {
            self.disturb(&mut bytes);
        }
        self.advance(begun + self.frame_cycles(frame, u64::from(frame.length())));
        if port && self.raw & sense::PRESENT == 0 {
            return SpiResult::PortLost;
        }
        self.take(frame, &bytes)
    }

    fn disturb(&mut self, bytes: &mut [u8]) {
        let mut flip = self.flips.contains(&self.commands);
        let before = self.cable_bytes;
        self.cable_bytes += bytes.len() as u64;
        if let Some(every) = self.flip_every {
            flip |= before / every != self.cable_bytes / every;
        }
        if flip {
            let at = self.random.below(bytes.len());
            bytes[at] ^= 1 << self.random.below(8);
        }
    }

    fn take(&mut self, frame: &Frame, bytes: &[u8]) -> SpiResult {
        let operation = frame.command() & spi_command::OPERATION_MASK;
        let mut equal = true;
        for (index, byte) in bytes.iter().enumerate() {
            let page = 1 << (index / 256 % 16);
            let place = (frame.pointer() as usize + index) & 0xFFF;
            if operation == spi_command::COMPARE {
                let wanted = self.buffer[place];
                equal &= *byte == wanted;
                self.pages |= if *byte == wanted { 0 } else { page };
                self.pages |= if wanted & !byte == 0 { 0 } else { page << 16 };
                continue;
            }
            self.pages |= if *byte == 0xFF { 0 } else { page };
            if operation == spi_command::READ {
                self.buffer[place] = *byte;
            }
        }
        if operation != spi_command::COMPARE {
            self.spi_crc = bytes
                .iter()
                .fold(self.spi_crc, |crc, byte| crc::update(crc, *byte));
        }
        if equal {
            SpiResult::Ok
        } else {
            SpiResult::Mismatch
        }
    }

    fn journal_transfer(&mut self, transfer: Transfer) -> Outcome {
        let refuse = |result| Outcome { result, count: 0 };
        assert_ne!(
            transfer.device() & 0x100,
            0,
            "only the journal is on I2C here"
        );
        let operation = transfer.command() & i2c_command::OPERATION_MASK;
        if operation == i2c_command::RECOVER {
            return refuse(I2cResult::Ok);
        }
        let device = (transfer.device() & 0x7F) as u8;
        let Some(address) = self.journal.select(device, transfer.address()) else {
            return refuse(I2cResult::AddressNack);
        };
        if self.journal.busy_until > self.now {
            self.advance(self.journal.busy_until.min(self.now + self.i2c_deadline));
        }
        let length = transfer.length();
        self.advance(self.now + u64::from(length + 4) * 9 * 128);
        let place = |index: u32| (transfer.pointer() + index) as usize & 0xFFF;
        if operation == i2c_command::WRITE {
            let bytes: Vec<u8> = (0..length).map(|index| self.buffer[place(index)]).collect();
            self.journal.write(address, &bytes, self.now);
            return refuse(I2cResult::Ok);
        }
        for index in 0..length {
            let byte = self.journal.read(address + index as usize);
            if operation == i2c_command::COMPARE {
                if self.buffer[place(index)] != byte {
                    return refuse(I2cResult::Mismatch);
                }
                continue;
            }
            self.i2c_crc = crc::update(self.i2c_crc, byte);
            if operation == i2c_command::READ {
                self.buffer[place(index)] = byte;
            }
        }
        refuse(I2cResult::Ok)
    }
}

impl Clock for Rig {
    fn clock_hz(&self) -> u32 {
        48_000_000
    }
    fn now(&mut self) -> u32 {
        self.tick();
        self.now as u32
    }
    fn sleep_until(&mut self, cycle: u32) {
        self.tick();
        let left = cycle.wrapping_sub(self.now as u32) as i32;
        self.advance(self.now + u64::from(left.max(0).unsigned_abs()));
    }
    fn sleep_until_input(&mut self, cycle: u32) {
        self.tick();
        let left = cycle.wrapping_sub(self.now as u32) as i32;
        let end = self.now + u64::from(left.max(0).unsigned_abs());
        while self.now < end && self.changes == 0 {
            self.advance(end.min(self.now + MS / 10));
        }
    }
    fn kick(&mut self, cycles: u32) {
        self.tick();
        self.watchdog = self.now + u64::from(cycles);
    }
}

impl Bus for Rig {
    fn set_timing(&mut self, _timing: &I2cTiming, _stretch: u32) {
        self.tick();
    }
    fn set_deadline(&mut self, cycles: u32) {
        self.tick();
        self.i2c_deadline = u64::from(cycles);
    }
    fn run(&mut self, transfer: Transfer) -> Outcome {
        self.tick();
        self.journal_transfer(transfer)
    }
    fn crc(&mut self) -> u32 {
        self.i2c_crc
    }
    fn set_crc(&mut self, register: u32) {
        self.i2c_crc = register;
    }
    fn buffer_word(&mut self, index: u32) -> u32 {
        let at = (4 * index as usize) & 0xFFF;
        u32::from_le_bytes(self.buffer[at..at + 4].try_into().unwrap())
    }
    fn set_buffer_word(&mut self, index: u32, value: u32) {
        let at = (4 * index as usize) & 0xFFF;
        self.buffer[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
}

impl SpiBus for Rig {
    fn set_spi_timing(&mut self, half: u32) {
        self.tick();
        assert!((1..=255).contains(&half));
        self.half = u64::from(half);
    }
    fn set_spi_deadline(&mut self, cycles: u32) {
        self.tick();
        self.spi_deadline = u64::from(cycles) + 1024;
    }
    fn spi_start(&mut self, frame: &Frame) {
        self.tick();
        assert!(self.frame.is_none(), "a command is under way");
        self.frame = Some(*frame);
    }
    fn spi_wait(&mut self) -> SpiResult {
        let frame = self.frame.take().expect("no command is under way");
        let result = self.transact(frame);
        self.tick();
        result
    }
    fn spi_pages(&mut self) -> u32 {
        self.pages
    }
    fn spi_crc(&mut self) -> u32 {
        self.spi_crc
    }
    fn set_spi_crc(&mut self, register: u32) {
        self.spi_crc = register;
    }
}

impl Board for Rig {
    fn set_input_timing(&mut self, _idle: u32, _debounce: u32) {
        self.tick();
    }
    fn sense(&mut self) -> u32 {
        self.tick();
        self.debounced | self.raw << sense::RAW_SHIFT
    }
    fn take_changes(&mut self) -> u32 {
        self.tick();
        std::mem::take(&mut self.changes)
    }
    fn set_outputs(&mut self, value: u32) {
        self.tick();
        self.outputs = value;
        self.join();
        self.judge_host();
    }
    fn set_switch(&mut self, value: u32) {
        self.tick();
        self.switch = value;
        self.join();
    }
    fn switch_status(&mut self) -> u32 {
        self.tick();
        self.join();
        (self.joined as u32) << switch_status::SPI_SHIFT
    }
    fn report(&mut self, word: usize, value: u32) {
        self.words[word] = value;
        if word == umbilical_soft_mcu::report::word::PHASE {
            let phase = Phase::from_code(value).expect("a phase");
            self.phases.push((self.now, phase));
        }
    }
}
