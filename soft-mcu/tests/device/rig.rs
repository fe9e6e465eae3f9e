//! A simulated board: the platform traits over two memories, a journal and a cable.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::eeprom::{JOURNAL_PART, Part};
use umbilical_soft_mcu::i2c::I2c;
use umbilical_soft_mcu::journal::{self, Marker, Settings, Verdict};
use umbilical_soft_mcu::layout::{Layout, record};
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::platform::{Board, Bus, Clock, Outcome, Serial};
use umbilical_soft_mcu::registers::{I2cResult, i2c_command, out, sense, switch, switch_status};
use umbilical_soft_mcu::report::{self, Fault, Phase, word};
use umbilical_soft_mcu::timing::I2cTiming;

use crate::chip::{Chip, Protect};
use crate::line::Line;

pub const MS: u64 = 48_000;

/// Payload of the panic that stands for a power cut.
struct Cut;

/// xorshift64*: test data from a printed seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn bytes(&mut self, count: u32) -> Vec<u8> {
        (0..count).map(|_| (self.next() >> 32) as u8).collect()
    }
}

pub struct Rig {
    pub now: u64,
    pub source: Chip,
    pub own: Chip,
    pub journal: Chip,
    original: Vec<u8>,
    layout: Layout,
    random: Random,
    raw: u32,
    debounced: u32,
    differs_since: [Option<u64>; sense::COUNT as usize],
    changes: u32,
    events: VecDeque<(u64, u32)>,
    debounce: u64,
    deadline: u64,
    bit: u64,
    pub outputs: u32,
    switch: u32,
    joined: u32,
    buffer: [u8; 4096],
    crc: u32,
    pub words: [u32; word::COUNT],
    /// Phases in the order reported, with the time.
    pub phases: Vec<(u64, Phase)>,
    /// Platform calls so far, and the one at which the power fails.
    pub calls: u64,
    pub cut_at: Option<u64>,
    /// Transactions on the memory segment so far, and results forced upon some.
    pub transactions: u64,
    pub forced: BTreeMap<u64, I2cResult>,
    /// Transactions whose first byte read has a bit flipped.
    pub flips: Vec<u64>,
    /// SDA held low until a RECOVER.
    pub sda_held: bool,
    /// Mutation: journal writes are lost, yet compare equal.
    pub journal_lies: bool,
    pub violations: Vec<String>,
    pub recoveries: u32,
    pub line: Line,
    /// What happens at the line, and when.
    line_events: VecDeque<LineEvent>,
}

/// A time, and what happens to the line then.
type LineEvent = (u64, Box<dyn FnOnce(&mut Line)>);

impl Rig {
    /// A dead peer of the same part with a random image on the cable; the own memory holds another.
    pub fn new(part: &str, buffer_bytes: u32, seed: u64) -> Self {
        println!("seed {seed}");
        let part = Part::by_name(part).unwrap();
        let mut random = Random(seed);
        let (image, original) = (random.bytes(part.bytes), random.bytes(part.bytes));
        let settings = Settings {
            part: part.id(),
            bus_hz: 1_000_000,
            buffer_bytes,
        };
        let mut journal = vec![0xFF; JOURNAL_PART.bytes as usize];
        journal[..journal::IMAGE_BYTES].copy_from_slice(&journal::factory_image(settings));
        Self {
            now: 0,
            source: Chip::new(part, false, image),
            own: Chip::new(part, true, original.clone()),
            journal: Chip::new(JOURNAL_PART, false, journal),
            original,
            layout: Layout::whole(part.bytes),
            random,
            raw: sense::PRESENT,
            debounced: 0,
            differs_since: [None; 4],
            changes: 0,
            events: VecDeque::new(),
            debounce: 10 * MS,
            deadline: 0,
            bit: 48,
            outputs: 0,
            switch: 0,
            joined: 0,
            buffer: [0; 4096],
            crc: 0,
            words: [0; word::COUNT],
            phases: Vec::new(),
            calls: 0,
            cut_at: None,
            transactions: 0,
            forced: BTreeMap::new(),
            flips: Vec::new(),
            sda_held: false,
            journal_lies: false,
            violations: Vec::new(),
            recoveries: 0,
            line: Line::default(),
            line_events: VecDeque::new(),
        }
    }

    /// Makes the own memory hold `data` from the beginning.
    pub fn set_own(&mut self, data: Vec<u8>) {
        self.own.data.clone_from(&data);
        self.original = data;
    }

    /// Installs a layout in the journal.
    pub fn set_layout(&mut self, layout: Layout) {
        record::install(&mut self.journal.data, Some(&layout));
        self.layout = layout;
    }

    /// The layout that a rescue is expected to follow.
    pub fn expect_layout(&mut self, layout: Layout) {
        self.layout = layout;
    }

    /// Sets the raw inputs from `ms` after now on.
    pub fn inputs_at(&mut self, ms: u64, raw: u32) {
        self.events.push_back((self.now + ms * MS, raw));
    }

    pub fn set_inputs(&mut self, raw: u32) {
        self.raw = raw;
    }

    /// Has something happen at the line `ms` after now; events come in the order of their times.
    pub fn line_at(&mut self, ms: u64, event: impl FnOnce(&mut Line) + 'static) {
        let at = self.now + ms * MS;
        self.line_events.push_back((at, Box::new(event)));
    }

    /// Is there more to happen at the line?
    pub fn line_busy(&self) -> bool {
        !self.line_events.is_empty() || !self.line.received.is_empty()
    }

    /// The power fails at the so-manieth call from now.
    pub fn cut_in(&mut self, calls: u64) {
        self.cut_at = Some(self.calls + calls);
    }

    pub fn no_cut(&mut self) {
        self.cut_at = None;
    }

    /// Does something. False: the power failed, or the device restarted, on the way.
    pub fn survives(story: impl FnOnce()) -> bool {
        match catch_unwind(AssertUnwindSafe(story)) {
            Ok(()) => true,
            Err(payload) if payload.is::<Cut>() => false,
            Err(payload) => resume_unwind(payload),
        }
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
        let mut expected = self.original.clone();
        self.layout.apply(&self.source.data, &mut expected);
        self.own.data == expected
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

    /// Power on, and `ms` of life. False: the power was cut on the way.
    pub fn power_on(&mut self, ms: u64) -> bool {
        self.boot_until(ms, |_| false)
    }

    /// Power on, until `done` or for `ms`. False: the power was cut on the way.
    pub fn boot_until(&mut self, ms: u64, done: impl Fn(&Rig) -> bool) -> bool {
        let end = self.now + ms * MS;
        let life = catch_unwind(AssertUnwindSafe(|| {
            let mut device = Device::<I2c>::default();
            device.boot(self);
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
        assert_eq!(self.source.bytes_received, 0, "the source was sent data");
        survived
    }

    /// The supply is gone: pages being written are ruined, the controller forgets everything.
    pub fn lose_power(&mut self) {
        let Self {
            own,
            journal,
            random,
            now,
            ..
        } = self;
        own.cut(*now, || (random.next() >> 32) as u8);
        journal.cut(*now, || (random.next() >> 32) as u8);
        (self.outputs, self.switch, self.joined) = (0, 0, 0);
        (self.debounced, self.changes, self.differs_since) = (0, 0, [None; 4]);
        self.words = [0; word::COUNT];
        self.line.received.clear();
        self.line.sent.clear();
        self.now += 1000 * MS;
    }

    fn tick(&mut self) {
        self.calls += 1;
        if self.cut_at == Some(self.calls) {
            panic_any(Cut);
        }
        self.advance(self.now + 5);
        if self
            .line_events
            .front()
            .is_some_and(|(at, _)| *at <= self.now)
            && let Some((_, event)) = self.line_events.pop_front()
        {
            event(&mut self.line);
        }
    }

    /// Lets time pass, with the inputs and their debouncing.
    fn advance(&mut self, to: u64) {
        loop {
            let changed = self.raw ^ self.debounced;
            for (bit, since) in self.differs_since.iter_mut().enumerate() {
                let differs = changed & 1 << bit != 0;
                *since = if differs {
                    Some(since.unwrap_or(self.now))
                } else {
                    None
                };
            }
            let flip = self
                .differs_since
                .iter()
                .flatten()
                .map(|since| since + self.debounce)
                .min();
            let event = self.events.front().map(|(time, _)| *time);
            let next = [Some(to), flip, event].into_iter().flatten().min().unwrap();
            self.now = self.now.max(next);
            if event.is_some_and(|time| time <= self.now) {
                self.raw = self.events.pop_front().unwrap().1;
                if self.raw & sense::PRESENT == 0 {
                    self.switch &= !switch::PORT;
                    self.joined &= !switch::PORT;
                }
            } else if flip.is_some_and(|time| time <= self.now) {
                for (bit, since) in self.differs_since.iter_mut().enumerate() {
                    if since.is_some_and(|since| since + self.debounce <= self.now) {
                        self.debounced ^= 1 << bit;
                        self.changes |= 1 << bit;
                        *since = None;
                    }
                }
            } else {
                return;
            }
        }
    }

    fn move_bytes(&mut self, transfer: Transfer, which: Which, mut address: usize) -> Outcome {
        let flip = which == Which::Source && self.flips.contains(&self.transactions);
        let mut count = 0;
        for index in 0..transfer.length() {
            let chip = match which {
                Which::Source => &self.source,
                Which::Own => &self.own,
                Which::Journal => &self.journal,
            };
            let byte = chip.read(address) ^ (u8::from(flip && index == 0) * 0x10);
            address += 1;
            let place = (transfer.pointer() + index) as usize & 0xFFF;
            match transfer.command() & i2c_command::OPERATION_MASK {
                i2c_command::COMPARE if self.buffer[place] != byte => {
                    let lie = which == Which::Journal && self.journal_lies;
                    if !lie {
                        return Outcome {
                            result: I2cResult::Mismatch,
                            count,
                        };
                    }
                }
                i2c_command::COMPARE => {}
                operation => {
                    self.crc = crc::update(self.crc, byte);
                    if operation == i2c_command::READ {
                        self.buffer[place] = byte;
                    }
                }
            }
            count += 1;
        }
        Outcome {
            result: I2cResult::Ok,
            count,
        }
    }

    fn write_bytes(&mut self, transfer: Transfer, which: Which, address: usize) -> Outcome {
        let bytes: Vec<u8> = (0..transfer.length())
            .map(|index| self.buffer[(transfer.pointer() + index) as usize & 0xFFF])
            .collect();
        self.advance(self.now + u64::from(transfer.length()) * 9 * self.bit);
        let now = self.now;
        let taken = match which {
            Which::Source => self.source.write(address, &bytes, now),
            Which::Own => self.own.write(address, &bytes, now),
            Which::Journal if self.journal_lies => true,
            Which::Journal => self.journal.write(address, &bytes, now),
        };
        match taken {
            true => Outcome {
                result: I2cResult::Ok,
                count: transfer.length(),
            },
            false => Outcome {
                result: I2cResult::DataNack,
                count: 0,
            },
        }
    }

    /// The chip that answers, and the byte address.
    fn select(&self, transfer: Transfer) -> Option<(Which, usize, u64)> {
        let device = (transfer.device() & 0x7F) as u8;
        if transfer.device() & 0x100 != 0 {
            let address = self.journal.select(device, transfer.address())?;
            return Some((Which::Journal, address, self.journal.busy_until));
        }
        if let Some(address) = self.own.select(device, transfer.address()) {
            return Some((Which::Own, address, self.own.busy_until));
        }
        let address = self.source.select(device, transfer.address())?;
        let there = self.joined & switch::PORT != 0;
        there.then_some((Which::Source, address, self.source.busy_until))
    }

    fn transact(&mut self, transfer: Transfer) -> Outcome {
        let refuse = |result| Outcome { result, count: 0 };
        let main = transfer.device() & 0x100 == 0;
        if main {
            if self.joined & switch::HOST != 0 || self.switch & switch::HOST != 0 {
                return refuse(I2cResult::NotOwner);
            }
            self.transactions += 1;
            if let Some(result) = self.forced.get(&self.transactions) {
                return refuse(*result);
            }
        }
        let operation = transfer.command() & i2c_command::OPERATION_MASK;
        if operation == i2c_command::RECOVER {
            self.sda_held &= !main;
            self.recoveries += 1;
            return refuse(I2cResult::Ok);
        }
        if main && self.sda_held {
            self.advance(self.now + self.deadline);
            return refuse(I2cResult::BusBusy);
        }
        let polled = transfer.command() & i2c_command::POLL != 0;
        match self.select(transfer) {
            Some((which, address, busy_until)) => {
                if busy_until > self.now {
                    if !polled {
                        self.advance(self.now + 11 * self.bit);
                        return refuse(I2cResult::AddressNack);
                    }
                    let deadline = self.now + self.deadline;
                    self.advance(busy_until.min(deadline));
                    if busy_until > deadline {
                        return refuse(I2cResult::PollDeadline);
                    }
                }
                self.advance(self.now + 50 * self.bit);
                if operation == i2c_command::WRITE {
                    return self.write_bytes(transfer, which, address);
                }
                let outcome = self.move_bytes(transfer, which, address);
                self.advance(self.now + u64::from(outcome.count) * 9 * self.bit);
                outcome
            }
            None if polled => {
                self.advance(self.now + self.deadline);
                refuse(I2cResult::PollDeadline)
            }
            None => {
                self.advance(self.now + 11 * self.bit);
                refuse(I2cResult::AddressNack)
            }
        }
    }

    /// The host may only ever meet the old memory or the whole new one.
    fn judge_host(&mut self) {
        if self.host_runs() && !self.rescued() && !self.untouched() {
            self.violations.push(format!(
                "host runs on a half-written memory at {}",
                self.now
            ));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Source,
    Own,
    Journal,
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
        let next = self.line_events.front().map_or(u64::MAX, |(at, _)| *at);
        let end = end.min(next.max(self.now));
        while self.now < end && self.changes == 0 && self.line.received.is_empty() {
            self.advance(end.min(self.now + MS / 10));
        }
    }

    fn kick(&mut self, cycles: u32) {
        self.tick();
        if cycles == 1 {
            self.line.resets += 1;
            panic_any(Cut);
        }
    }
}

impl Bus for Rig {
    fn set_timing(&mut self, timing: &I2cTiming, _stretch: u32) {
        self.tick();
        self.bit = u64::from(timing.bit());
    }

    fn set_deadline(&mut self, cycles: u32) {
        self.tick();
        self.deadline = u64::from(cycles);
    }

    fn run(&mut self, transfer: Transfer) -> Outcome {
        self.tick();
        self.transact(transfer)
    }

    fn crc(&mut self) -> u32 {
        self.crc
    }

    fn set_crc(&mut self, register: u32) {
        self.crc = register;
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

impl Serial for Rig {
    fn set_bit(&mut self, cycles: u32) {
        self.tick();
        self.line.bits.push(cycles);
    }

    fn has_received(&mut self) -> bool {
        !self.line.received.is_empty()
    }

    fn receive(&mut self) -> Option<u8> {
        self.line.receive()
    }

    fn free_places(&mut self) -> u32 {
        self.line.free()
    }

    fn is_idle(&mut self) -> bool {
        true
    }

    fn outlet(&mut self) -> (&mut [u8; 4096], impl FnMut(u8)) {
        self.tick();
        let sent = &mut self.line.sent;
        (&mut self.buffer, |byte| sent.push(byte))
    }
}

impl Board for Rig {
    fn set_input_timing(&mut self, _idle: u32, debounce: u32) {
        self.tick();
        self.debounce = u64::from(debounce);
    }

    fn sense(&mut self) -> u32 {
        self.tick();
        self.debounced | self.raw << sense::RAW_SHIFT
    }

    fn take_changes(&mut self) -> u32 {
        self.tick();
        std::mem::take(&mut self.changes)
    }

    fn outputs(&mut self) -> u32 {
        self.outputs
    }

    fn set_outputs(&mut self, value: u32) {
        self.tick();
        self.outputs = value;
        self.judge_host();
    }

    fn set_switch(&mut self, value: u32) {
        self.tick();
        self.switch = value;
        self.joined &= value;
    }

    fn switch_status(&mut self) -> u32 {
        self.tick();
        if !self.sda_held {
            self.joined |= self.switch & switch::HOST;
            if self.raw & sense::PRESENT != 0 && self.switch & switch::HOST == 0 {
                self.joined |= self.switch & switch::PORT;
            }
        }
        let lines = if self.sda_held { 0b01 } else { 0b11 };
        self.joined | (lines * switch_status::BUS_SCL)
    }

    fn reported(&mut self, word: usize) -> u32 {
        self.words[word]
    }

    fn report(&mut self, word: usize, value: u32) {
        self.words[word] = value;
        if word == report::word::PHASE {
            let phase = Phase::from_code(value).expect("a phase");
            self.phases.push((self.now, phase));
        }
    }
}

impl Rig {
    pub fn protect(&mut self, protect: Protect) {
        self.own.protect = protect;
    }
}
