//! Shared helpers of the whole-system tests.

pub mod flash_image;
pub mod golden;
pub mod isa;
pub mod reference;
pub mod small_flash;
pub mod sweep;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use umbilical::emulate::{firmware, flash_firmware};
use umbilical_emu::fault::FaultKind;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{BOOT_BYTES_MAX, Outcome, Report, Run, Scenario};
use umbilical_emu::system::{Action, HostRelease, System};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::{Fault, Phase, word};

/// The part with this name.
pub fn part(name: &str) -> &'static Part {
    Part::by_name(name).expect("a part of the table")
}

/// `count` bytes that depend on `seed` only.
pub fn random_bytes(seed: u64, count: u32) -> Vec<u8> {
    let mut bytes = vec![0; count as usize];
    Rng::new(seed).fill(&mut bytes);
    bytes
}

/// Random contents for source and standby in which every byte differs, so that every page has to
/// be written and nothing can be right by chance.
pub fn differing(seed: u64, part: &Part) -> (Vec<u8>, Vec<u8>) {
    let source = random_bytes(seed, part.bytes);
    let mask = random_bytes(seed ^ 0x5555, part.bytes);
    let standby = source
        .iter()
        .zip(mask)
        .map(|(byte, mask)| byte ^ mask.max(1));
    let standby = standby.collect();
    (source, standby)
}

/// The usual story with contents in which everything differs.
pub fn differing_scenario(seed: u64, part: &'static Part) -> Scenario {
    let (source, standby) = differing(seed, part);
    Scenario {
        seed,
        ..Scenario::new(firmware(), part, source, standby)
    }
}

/// The flash with this name.
pub fn flash(name: &str) -> &'static NorPart {
    NorPart::by_name(name).expect("a flash of the table")
}

/// The usual story with flashes.
pub fn flash_scenario(part: &'static NorPart, source: Vec<u8>, standby: Vec<u8>) -> Scenario {
    Scenario::new(flash_firmware(), part, source, standby)
}

/// Long tests run in full: `UMBILICAL_FULL=1`, as `cargo xtask test` sets it. Otherwise says what
/// is left out.
pub fn full(left_out: &str) -> bool {
    let full = std::env::var_os("UMBILICAL_FULL").is_some_and(|value| value != "0");
    if !full {
        eprintln!("left out without UMBILICAL_FULL=1: {left_out}");
    }
    full
}

/// What went wrong is named by this.
pub fn name(scenario: &Scenario) -> String {
    format!(
        "{} into {} at {} Hz, buffer {}, seed {}",
        scenario.source.part.name(),
        scenario.standby.part.name(),
        scenario.bus_hz,
        scenario.buffer_bytes,
        scenario.seed
    )
}

/// What must hold in every run, however it ends: nothing was written to the source or under a
/// running host, no net in contention, no chip driven faster than its data sheet allows.
pub fn assert_harmless(system: &System, name: &str) {
    let statistics = system.statistics();
    assert_eq!(statistics.conflicts, 0, "{name}: nets in contention");
    assert_eq!(
        statistics.unsafe_writes, 0,
        "{name}: writes under a running host"
    );
    assert_eq!(
        system.observers.source_write(),
        None,
        "{name}: source written"
    );
    let source = &system.board(Side::A).memory;
    assert_eq!(
        source.data_bytes_received(),
        0,
        "{name}: data to the source"
    );
    for side in Side::BOTH {
        let board = system.board(side);
        assert_eq!(
            board.memory.timing_violations(),
            0,
            "{name}: memory of {side:?}"
        );
        assert_eq!(
            board.journal.timing_violations(),
            0,
            "{name}: journal of {side:?}"
        );
    }
}

/// Runs a scenario that has to end in a rescue and checks everything that makes it one.
pub fn rescue(scenario: &Scenario) -> (Run, Report) {
    let name = name(scenario);
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    assert_eq!(report.outcome, Outcome::Rescued, "{name}");
    assert!(report.verified, "{name}: not verified");
    assert_harmless(&run.system, &name);
    let mut image = scenario.source.contents.clone();
    image.resize(scenario.source.part.bytes() as usize, 0xFF);
    let (a, b) = (run.system.board(Side::A), run.system.board(Side::B));
    assert!(a.memory.memory() == image, "{name}: the source changed");
    assert!(b.memory.memory() == image, "{name}: not the source's image");
    let last = releases(&run.system, Side::B).pop();
    let last = last.map(|release| release.memory_crc);
    assert_eq!(
        last,
        Some(crc::crc32(&image)),
        "{name}: memory at the release"
    );
    let pages = report.pages_written + report.pages_skipped;
    assert_eq!(pages, scenario.standby.part.pages(), "{name}: pages");
    // A standby that was in service before had booted already.
    run_for(&mut run.system, BOOT_TIME);
    let boot = image.len().min(BOOT_BYTES_MAX as usize);
    let host = &run.system.board(Side::B).host;
    let booted = host.boot_image() == Some(&image[..boot]);
    assert!(booted, "{name}: the host booted from something else");
    (run, report)
}

/// A host boots in less: 1 ms of delay and 1 KiB at 100 kHz.
const BOOT_TIME: Span = Span::from_ms(110);

/// How often the firmware on `side` began a rescue since the last call.
pub fn rescues_begun(system: &mut System, side: Side) -> usize {
    let changes = system.board_mut(side).controller.phase_changes();
    let connect = Phase::Connect as u32;
    let begun = changes.iter();
    let begun = begun.filter(|change| change.word == word::PHASE && change.value == connect);
    begun.count()
}

/// When the host of `side` was let go.
pub fn releases(system: &System, side: Side) -> Vec<HostRelease> {
    let all = system.releases().iter();
    all.filter(|release| release.side == side)
        .copied()
        .collect()
}

/// The fault word of the firmware on `side`.
pub fn fault(system: &System, side: Side) -> Option<Fault> {
    Fault::from_code(system.board(side).controller.report()[word::FAULT])
}

/// What the firmware on `side` is doing.
pub fn phase(system: &System, side: Side) -> Option<Phase> {
    Phase::from_code(system.board(side).controller.report()[word::PHASE])
}

/// Runs for `span` more.
pub fn run_for(system: &mut System, span: Span) {
    let end = system.now() + span;
    system.run_until(end);
}

/// Does something now.
pub fn act(system: &mut System, action: Action) {
    let now = system.now();
    system.schedule(now, action);
    system.run_until(now);
}

/// Presses or lets go the source button.
pub fn source_button(side: Side, pressed: bool) -> Action {
    Action::Button(FaultKind::ButtonSource { side, pressed })
}

/// Presses or lets go the destination button.
pub fn destination_button(side: Side, pressed: bool) -> Action {
    Action::Button(FaultKind::ButtonDestination { side, pressed })
}

/// Milliseconds from the start.
pub const fn at_ms(ms: u64) -> Time {
    Time::from_ps(Span::from_ms(ms).ps())
}

/// A sink whose contents can be looked at afterwards.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    /// What was written so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
