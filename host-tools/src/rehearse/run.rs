//! One emulated device, switched on with what the backup restored.

use umbilical_emu::fault::FaultPlan;
use umbilical_emu::memory::MemoryPart;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Device, Outcome, Progress, Run, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::report::{Fault, Phase, word};
use umbilical_soft_mcu::timing::spi_half;

use crate::cli::RehearseOptions;
use crate::emulate::{firmware, flash_firmware};
use crate::error::Error;

/// Simulated time between two looks.
const LOOK: Span = Span::from_us(500);
/// Reads in service that are waited for, 16 bytes each.
const READS: u64 = 16;
/// SCL and SCK of hosts are no slower than this, with any part of the tables.
const HOST_HZ_MIN: u64 = 400_000;

/// A device with its memory restored, switched off.
pub struct Rehearsal {
    contents: Vec<u8>,
    scenario: Scenario,
}

/// What came of it.
pub struct Report {
    /// The host came out of reset and read its configuration so many times.
    pub boots: u32,
    /// Bytes that it read when it booted.
    pub boot_bytes: u64,
    /// Reads in service that went well, 16 bytes each.
    pub reads: u64,
    /// Simulated time from the supply to the end.
    pub simulated_ns: u64,
    /// Faults that took place.
    pub faults: u64,
}

impl Rehearsal {
    /// The device, with `contents` in all of its memory.
    pub fn new(
        part: MemoryPart,
        contents: Vec<u8>,
        boot_bytes: u32,
        options: &RehearseOptions,
    ) -> Rehearsal {
        let rom = match part {
            MemoryPart::Eeprom(_) => firmware(),
            MemoryPart::Nor(_) => flash_firmware(),
        };
        // A is not there: without a cable nothing of it reaches B.
        let scenario = Scenario {
            standby: Device::new(part, contents.clone()),
            cable: None,
            boot_bytes,
            faults: FaultPlan::new(options.faults.clone()),
            seed: options.seed,
            ..Scenario::new(rom, part, Vec::new(), Vec::new())
        };
        Rehearsal { contents, scenario }
    }

    /// What is in the memory.
    pub fn contents(&self) -> &[u8] {
        &self.contents
    }

    /// SCL of the controller, or the SCK that comes of its clock, in Hz.
    pub fn bus_hz(&self) -> u32 {
        let (clock_hz, bus_hz) = (self.scenario.clock_hz, self.scenario.bus_hz);
        match self.scenario.standby.part {
            MemoryPart::Eeprom(_) => bus_hz,
            MemoryPart::Nor(_) => clock_hz / (2 * spi_half(clock_hz, bus_hz)),
        }
    }

    /// Switches it on and waits for its host.
    pub fn run(self, mut tell: impl FnMut(&Progress)) -> (Report, Result<(), Error>) {
        let Rehearsal { contents, scenario } = self;
        let boot = u64::from(scenario.boot_bytes);
        let faults_end = (scenario.faults.faults.iter()).map(|fault| fault.at);
        let faults_end = faults_end.max().unwrap_or(Time::ZERO);
        // Nine bits a byte, and as much again for whatever a fault costs.
        let reading = Span::from_ns(2 * 9 * boot * 1_000_000_000 / HOST_HZ_MIN);
        let end = faults_end + scenario.patience + reading;
        let mut run = Run::new(scenario);
        let in_service = |run: &Run| {
            let host = &run.system.board(Side::B).host;
            host.boots() > 0 && host.reads_ok() >= READS && !run.system.events_planned()
        };
        while !in_service(&run) && run.system.now() < end {
            run.advance(run.system.now() + LOOK);
            tell(&run.progress());
        }
        let host = &run.system.board(Side::B).host;
        let report = Report {
            boots: host.boots(),
            boot_bytes: host.boot_image().map_or(0, |image| image.len() as u64),
            reads: host.reads_ok(),
            simulated_ns: run.system.now().ps() / 1_000,
            faults: run.system.statistics().faults,
        };
        let result = match in_service(&run) {
            true => compare(&run, &contents),
            false => Err(Error::Run(outcome(&run))),
        };
        (report, result)
    }
}

/// Why the host does not work.
fn outcome(run: &Run) -> Outcome {
    let words = run.system.board(Side::B).controller.report();
    if !run.system.powered(Side::B) {
        return Outcome::NoPower;
    }
    match Fault::from_code(words[word::FAULT]) {
        Some(fault) => Outcome::Fault {
            fault,
            detail: words[word::FAULT_DETAIL],
        },
        None => Outcome::Stalled(Phase::from_code(words[word::PHASE])),
    }
}

/// What the host booted from, what it read since, and the whole memory, against what should be
/// there.
fn compare(run: &Run, contents: &[u8]) -> Result<(), Error> {
    let board = run.system.board(Side::B);
    let booted = board.host.boot_image().map(|image| (0, image));
    let reads = board.host.reads().iter().filter_map(|read| {
        let bytes = read.result.as_ref().ok()?;
        Some((read.address as usize, &bytes[..]))
    });
    let memory = [(0, board.memory.memory())];
    for (start, found) in booted.into_iter().chain(reads).chain(memory) {
        let expected = contents.get(start..).unwrap_or_default();
        let differing = |(to, from): (&u8, &u8)| to != from;
        if let Some(at) = expected.iter().zip(found).position(differing) {
            return Err(Error::ReadsDifferently {
                address: (start + at) as u32,
                expected: expected[at],
                found: found[at],
            });
        }
    }
    Ok(())
}
