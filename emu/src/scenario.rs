//! A rescue from power-up to service: what goes in, what is watched, what comes out.

use std::sync::Arc;

use crate::board::Board;
use crate::chips::eeprom24::{Eeprom24, Vendor};
use crate::chips::nor25::{Nor25, Times};
use crate::controller::Backend;
use crate::controller::mcu::Rom;
use crate::fault::{FaultKind, FaultPlan};
use crate::host::spi::{HOST_HZ_MAX, SpiHost};
use crate::host::{Host, Processor};
use crate::memory::{Memory, MemoryPart};
use crate::nets::Side;
use crate::system::{Action, Cable, System};
use crate::time::{Span, Time};
use umbilical_soft_mcu::eeprom::{JOURNAL_PART, WRITE_TIME_MAX_NS};
use umbilical_soft_mcu::journal::{self, PART_NOR, Settings};
use umbilical_soft_mcu::layout::{Layout, record};
use umbilical_soft_mcu::report::{Fault, Phase, word};

/// Role button of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Button {
    /// Not pressed.
    #[default]
    None,
    /// "This device is the source."
    Source,
    /// "This device is the destination."
    Destination,
}

/// One device of a scenario.
#[derive(Clone, Debug)]
pub struct Device {
    /// Memory part.
    pub part: MemoryPart,
    /// What is in it; the rest is blank (FFh).
    pub contents: Vec<u8>,
    /// The memory is soldered in.
    pub fitted: bool,
    /// Its own supply works.
    pub powered: bool,
    /// Role button.
    pub button: Button,
    /// Write-protect pin. A flash then has its registers set so that the pin counts.
    pub write_protect: bool,
    /// Maker of an EEPROM, which decides how write protection shows.
    pub vendor: Vendor,
    /// How long the operations of a flash take.
    pub times: Times,
    /// Error of its oscillator.
    pub ppm: i32,
    /// What tells it from all others, in its journal; FFh: nothing.
    pub identity: [u8; journal::IDENTITY_BYTES as usize],
}

impl Device {
    /// A device with this memory and its supply on.
    pub fn new(part: impl Into<MemoryPart>, contents: Vec<u8>) -> Device {
        Device {
            part: part.into(),
            contents,
            fitted: true,
            powered: true,
            button: Button::None,
            write_protect: false,
            vendor: Vendor::Microchip,
            times: Times::Typical,
            ppm: 0,
            identity: [0xFF; journal::IDENTITY_BYTES as usize],
        }
    }
}

/// Everything that decides how a run goes.
#[derive(Clone)]
pub struct Scenario {
    /// Firmware image of both controllers.
    pub rom: Arc<Rom>,
    /// What both controllers are made of.
    pub backend: Backend,
    /// Device A, the source in the usual story.
    pub source: Device,
    /// Device B, the standby.
    pub standby: Device,
    /// The cable; `None` if there is none.
    pub cable: Option<Cable>,
    /// Controller clock, Hz.
    pub clock_hz: u32,
    /// SCL of the rescue, Hz; with a flash the highest SCK.
    pub bus_hz: u32,
    /// Buffer of the copy in bytes, 0 for none. Nothing with a flash.
    pub buffer_bytes: u32,
    /// What of the memory is copied, in both journals; `None` is the whole of it.
    pub layout: Option<Layout>,
    /// What goes wrong.
    pub faults: FaultPlan,
    /// Seed of everything that is random.
    pub seed: u64,
    /// How long nothing may get further before the run is given up, simulated time.
    pub patience: Span,
    /// Most that a host reads of its configuration when it boots, in bytes.
    pub boot_bytes: u32,
}

/// Most that a host reads of its configuration when it boots, unless a scenario says otherwise.
pub const BOOT_BYTES_MAX: u32 = 1024;
/// The supply of B comes up here; the cable and A's supply stand from the start.
const POWER_UP: Time = Time::from_ps(1_000_000);
/// Pause between two reads of a host in service.
const HOST_PERIOD: Span = Span::from_ms(20);
/// Simulated time between two looks at what the firmware reports.
const LOOK: Span = Span::from_us(500);
/// The same with a flash, the copy of which takes a minute.
const LONG_LOOK: Span = Span::from_ms(2);

impl Scenario {
    /// The usual story: A is dead, B is the standby, the cable is electric.
    pub fn new(
        rom: Arc<Rom>,
        part: impl Into<MemoryPart>,
        source: Vec<u8>,
        standby: Vec<u8>,
    ) -> Scenario {
        let part = part.into();
        Scenario {
            rom,
            backend: Backend::default(),
            source: Device {
                powered: false,
                ..Device::new(part, source)
            },
            standby: Device::new(part, standby),
            cable: Some(Cable::Electric),
            clock_hz: 48_000_000,
            bus_hz: match part {
                MemoryPart::Eeprom(part) => part.bus_hz_max,
                MemoryPart::Nor(part) => part.fast_hz_max,
            },
            buffer_bytes: 4096,
            layout: None,
            faults: FaultPlan::default(),
            seed: 1,
            patience: match part {
                MemoryPart::Eeprom(_) => Span::from_ms(3_000),
                // A flash may be busy with an erase for seconds before anything is known of it.
                MemoryPart::Nor(_) => Span::from_ms(8_000),
            },
            boot_bytes: BOOT_BYTES_MAX,
        }
    }

    fn board(&self, device: &Device, side: Side) -> Board {
        let settings = Settings {
            part: match device.part {
                MemoryPart::Eeprom(part) => part.id(),
                MemoryPart::Nor(_) => PART_NOR,
            },
            bus_hz: self.bus_hz,
            buffer_bytes: self.buffer_bytes,
        };
        let seed = self.seed.wrapping_mul(4).wrapping_add(side as u64 * 2);
        let boot_bytes = device.part.bytes().min(self.boot_bytes);
        let mut journal_image = journal::factory_image(settings).to_vec();
        if let Some(layout) = &self.layout {
            journal_image.resize(record::END as usize, 0xFF);
            record::install(&mut journal_image, Some(layout));
        }
        let place = journal::IDENTITY_ADDRESS as usize;
        let end = place + device.identity.len();
        journal_image.resize(journal_image.len().max(end), 0xFF);
        journal_image[place..end].copy_from_slice(&device.identity);
        let contents = device.contents.clone();
        let (memory, host) = match device.part {
            MemoryPart::Eeprom(part) => {
                let hz = self.bus_hz.min(400_000);
                let chip = Eeprom24::new(part, contents, seed).with_vendor(device.vendor);
                let host = Host::new(part, hz, boot_bytes, HOST_PERIOD, seed);
                (Memory::Eeprom(chip), Processor::I2c(host))
            }
            MemoryPart::Nor(part) => {
                let mut chip = Nor25::new(part, contents, seed);
                chip.set_times(device.times);
                if device.write_protect {
                    chip.protect_by_pin();
                }
                let hz = self.bus_hz.min(HOST_HZ_MAX);
                let host = SpiHost::new(part, hz, boot_bytes, HOST_PERIOD, seed);
                (Memory::Nor(chip), Processor::Spi(host))
            }
        };
        Board {
            controller: self
                .backend
                .controller(&self.rom, self.clock_hz, device.ppm),
            memory,
            memory_fitted: device.fitted,
            journal: Eeprom24::new(JOURNAL_PART, journal_image, seed + 1),
            host,
        }
    }

    /// What the standby's memory is when everything went well: what the layout copies is the
    /// source's, the rest is as it was.
    pub fn expected(&self, source: &[u8]) -> Vec<u8> {
        let bytes = self.standby.part.bytes();
        let mut memory = self.standby.contents.clone();
        memory.resize(bytes as usize, 0xFF);
        let layout = self.layout.unwrap_or(Layout::whole(bytes));
        layout.apply(source, &mut memory);
        memory
    }

    /// The system at time 0, everything planned.
    pub fn build(&self) -> System {
        let boards = [
            self.board(&self.source, Side::A),
            self.board(&self.standby, Side::B),
        ];
        let mut system = System::new(boards, self.cable.unwrap_or(Cable::Electric));
        for (side, device) in [(Side::A, &self.source), (Side::B, &self.standby)] {
            system.set_write_protect(side, device.write_protect);
            let pressed = match device.button {
                Button::None => None,
                Button::Source => Some(FaultKind::ButtonSource {
                    side,
                    pressed: true,
                }),
                Button::Destination => Some(FaultKind::ButtonDestination {
                    side,
                    pressed: true,
                }),
            };
            if let Some(button) = pressed {
                system.schedule(Time::ZERO, Action::Button(button));
            }
            if device.powered {
                system.schedule(POWER_UP, Action::Power(side, true));
            }
        }
        if self.cable.is_some() {
            system.schedule(Time::ZERO, Action::Cable(true));
        }
        for fault in &self.faults.faults {
            system.schedule(fault.at, Action::Fault(fault.kind));
        }
        system
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Copied, verified, and the standby's host booted from it.
    Rescued,
    /// The standby's firmware named a fault.
    Fault {
        /// Which.
        fault: Fault,
        /// Byte address or bus result.
        detail: u32,
    },
    /// The standby waits for a source that is not there.
    WaitsForSource,
    /// The standby is in service and no rescue was asked for.
    NoRole,
    /// The standby has no power.
    NoPower,
    /// Nothing got further for the scenario's patience.
    Stalled(Option<Phase>),
}

/// Progress of a rescue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What the firmware is doing.
    pub phase: Option<Phase>,
    /// Pages done of [`pages`](Self::pages).
    pub pages_done: u32,
    /// Pages of the destination.
    pub pages: u32,
    /// Bytes read back and found right.
    pub bytes_verified: u32,
}

/// What a run brought.
#[derive(Clone, Debug)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// Every byte of the standby's memory is as [`Scenario::expected`] says (without a layout: equal
    /// to the source's), and so is what its host booted from.
    pub verified: bool,
    /// From the decision to be the destination to the release of the host, in the last try.
    pub device_time: Option<Span>,
    /// Pages written in the last try.
    pub pages_written: u32,
    /// Pages found equal in the last try.
    pub pages_skipped: u32,
    /// Bus operations tried again.
    pub retries: u32,
    /// Simulated time at the end.
    pub ended_at: Time,
    /// Nets in contention.
    pub bus_conflicts: u64,
    /// Faults that took place.
    pub faults: u64,
    /// Erases of the standby's flash; 0 with an EEPROM.
    pub erases: u64,
    /// Programs of the standby's flash; 0 with an EEPROM.
    pub programs: u64,
    /// Instants that the scheduler stopped at.
    pub instants: u64,
    /// Bytes that passed between engine and flash in bursts.
    pub burst_bytes: u64,
    /// Edges of B's clock that passed without a stop.
    pub skipped_edges: u64,
    /// Instructions of B's firmware.
    pub instructions: u64,
}

/// A running scenario.
pub struct Run {
    /// The two boards.
    pub system: System,
    scenario: Scenario,
    connect_at: Option<Time>,
    service_at: Option<Time>,
    copied: bool,
    /// Boots of the standby's host before the last try began.
    boots_before: u32,
    last_progress: (Time, Progress),
}

impl Run {
    /// Starts `scenario` from power-up.
    pub fn new(mut scenario: Scenario) -> Run {
        let system = scenario.build();
        // The chips have it; a copy of each flash would be half of what a run takes. With a layout
        // the standby's old contents say what has to be left.
        scenario.source.contents = Vec::new();
        if scenario.layout.is_none() {
            scenario.standby.contents = Vec::new();
        }
        let last_progress = (Time::ZERO, progress(&system));
        Run {
            system,
            scenario,
            connect_at: None,
            service_at: None,
            copied: false,
            boots_before: 0,
            last_progress,
        }
    }

    /// A copy of the whole state, without the sinks.
    pub fn save(&self) -> Run {
        Run {
            system: self.system.save(),
            scenario: self.scenario.clone(),
            ..*self
        }
    }

    /// What the standby reports now.
    pub fn progress(&self) -> Progress {
        progress(&self.system)
    }

    /// A rescue was begun and the standby is in service again.
    pub fn rescued(&self) -> bool {
        self.copied && self.service_at.is_some()
    }

    /// Runs up to `end` and looks at what the firmware did until then.
    pub fn advance(&mut self, end: Time) {
        self.system.run_until(end);
        for change in self.system.board_mut(Side::B).controller.phase_changes() {
            if change.word != word::PHASE {
                continue;
            }
            match Phase::from_code(change.value) {
                Some(Phase::Connect) => {
                    (self.connect_at, self.service_at) = (Some(change.at), None);
                    self.copied = false;
                }
                // Its host may have ended a boot while it was being parted from the memory; by now it
                // is held.
                Some(Phase::Copy) => {
                    self.boots_before = self.system.board(Side::B).host.boots();
                }
                Some(Phase::Commit) => self.copied = true,
                Some(Phase::Service) => self.service_at = Some(change.at),
                // A cut after the marker became complete ends in service without another try;
                // after any other one the next try begins with Connect.
                Some(Phase::Boot) => self.service_at = None,
                _ => {}
            }
        }
        self.system.board_mut(Side::A).controller.phase_changes();
        let progress = self.progress();
        if progress != self.last_progress.1 {
            self.last_progress = (self.system.now(), progress);
        }
    }

    /// Runs to the end, telling `tell` of progress.
    pub fn finish(&mut self, mut tell: impl FnMut(&Progress)) -> Report {
        let look = match self.scenario.standby.part {
            MemoryPart::Eeprom(_) => LOOK,
            MemoryPart::Nor(_) => LONG_LOOK,
        };
        loop {
            self.advance(self.system.now() + look);
            tell(&self.last_progress.1);
            if let Some(outcome) = self.outcome() {
                return self.report(outcome);
            }
        }
    }

    /// Progress is told per page, which takes a write cycle for each byte if nothing is buffered.
    fn patience(&self, phase: Option<Phase>) -> Span {
        let patience = self.scenario.patience;
        if phase != Some(Phase::Copy) {
            return patience;
        }
        let MemoryPart::Eeprom(part) = self.scenario.standby.part else {
            return patience;
        };
        let page_bytes = u64::from(part.page_bytes);
        patience.max(Span::from_ns(2 * WRITE_TIME_MAX_NS * page_bytes))
    }

    /// How it ended, if it did.
    fn outcome(&self) -> Option<Outcome> {
        let board = self.system.board(Side::B);
        let phase = self.last_progress.1.phase;
        if self.rescued() && board.host.boots() > self.boots_before {
            return Some(Outcome::Rescued);
        }
        let quiet = self.system.now().since(self.last_progress.0);
        // A fault stands until somebody acts; planned events may still do so.
        if quiet < self.patience(phase) || self.system.events_planned() {
            return None;
        }
        if !self.system.powered(Side::B) {
            return Some(Outcome::NoPower);
        }
        let report = board.controller.report();
        Some(match phase {
            Some(Phase::WaitSource) => Outcome::WaitsForSource,
            _ if Fault::from_code(report[word::FAULT]).is_some() => Outcome::Fault {
                fault: Fault::from_code(report[word::FAULT])?,
                detail: report[word::FAULT_DETAIL],
            },
            Some(Phase::Service | Phase::Source) => Outcome::NoRole,
            phase => Outcome::Stalled(phase),
        })
    }

    fn report(&self, outcome: Outcome) -> Report {
        let (a, b) = (self.system.board(Side::A), self.system.board(Side::B));
        let words = b.controller.report();
        let booted = b.host.boot_image();
        let expected = self.scenario.expected(a.memory.memory());
        let statistics = self.system.statistics();
        let released = self
            .system
            .releases()
            .iter()
            .rev()
            .find(|release| release.side == Side::B);
        let device_time = match (self.connect_at, released) {
            (Some(from), Some(release)) if outcome == Outcome::Rescued => {
                Some(release.at.since(from))
            }
            _ => None,
        };
        let flash = b.memory.nor().map(Nor25::counters).unwrap_or_default();
        let now = self.system.now();
        let edges = u128::from(now.ps()) * u128::from(self.scenario.clock_hz) / 1_000_000_000_000;
        Report {
            outcome,
            verified: outcome == Outcome::Rescued
                && expected == b.memory.memory()
                && booted.is_some_and(|image| expected.starts_with(image)),
            device_time,
            pages_written: words[word::PAGES_WRITTEN],
            pages_skipped: words[word::PAGES_SKIPPED],
            retries: words[word::RETRIES],
            ended_at: now,
            bus_conflicts: statistics.conflicts,
            faults: statistics.faults,
            erases: flash.erases,
            programs: flash.programs,
            instants: statistics.instants,
            burst_bytes: statistics.burst_bytes,
            skipped_edges: (edges as u64).saturating_sub(statistics.instants),
            instructions: b.controller.instructions(),
        }
    }
}

fn progress(system: &System) -> Progress {
    let words = system.board(Side::B).controller.report();
    Progress {
        phase: Phase::from_code(words[word::PHASE]),
        pages_done: words[word::PAGES_DONE],
        pages: words[word::PAGES],
        bytes_verified: words[word::BYTES_VERIFIED],
    }
}
