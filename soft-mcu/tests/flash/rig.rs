//! A simulated board: the platform traits over two flashes, a journal and a cable.

mod engine;
mod platform;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::eeprom::JOURNAL_PART;
use umbilical_soft_mcu::flash::Spi;
use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::journal::{self, Marker, PART_NOR, Settings, Verdict};
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::registers::{SpiJoin, out, sense, switch};
use umbilical_soft_mcu::report::{Fault, Phase, word};

use crate::eeprom::Chip;
use crate::flash::Flash;
use crate::line::Line;
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
    /// Mutation: journal writes are lost, yet compare equal.
    pub journal_lies: bool,
    pub violations: Vec<String>,
    pub watchdog: u64,
    pub line: Line,
    /// What comes over the line, a piece each time a rescue reports pages.
    pub pieces: Vec<Vec<u8>>,
    /// What comes over the line at 115,200 baud once the device has said something.
    pub later: VecDeque<u8>,
    /// What comes while the device looks away.
    pub soon: Vec<u8>,
}

/// What became of a life that a cut may have ended.
fn survived(life: std::thread::Result<()>) -> bool {
    match life {
        Ok(()) => true,
        Err(payload) if payload.is::<Cut>() => false,
        Err(payload) => resume_unwind(payload),
    }
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
            journal_lies: false,
            violations: Vec::new(),
            watchdog: u64::MAX,
            line: Line::default(),
            pieces: Vec::new(),
            later: VecDeque::new(),
            soon: Vec::new(),
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
            let mut device = Device::<Spi>::default();
            device.boot(self);
            while self.now < end && !done(self) {
                device.step(self);
            }
        }));
        let survived = survived(life);
        self.cut_at = None;
        assert_eq!(
            self.source.changes, 0,
            "the source was sent something that writes"
        );
        survived
    }

    /// Does something. False: the power failed, or the device restarted, on the way.
    pub fn survives(story: impl FnOnce()) -> bool {
        survived(catch_unwind(AssertUnwindSafe(story)))
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
        let asked = wanted & (switch::SPI_HOST | switch::SPI_ENGINE) == switch::SPI_HOST;
        let held = self.host_hangs && self.host_runs();
        if self.joined != SpiJoin::Host || !asked && !held {
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
}
