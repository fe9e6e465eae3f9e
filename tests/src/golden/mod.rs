//! Golden waveforms: windows of runs, kept in `waveforms/`, which every controller has to
//! reproduce byte for byte.
//!
//! ```text
//! runs::RUNS       scenario, and what goes wrong at which event of it
//!    | record      once per run: all changes of all pins
//! stories::STORIES window between two events, signals of the picture
//!    | cut         pins.vcd, transactions.txt, digest.txt; docs/img/wave-NAME.svg
//! files            compare with what is kept, or write it
//! ```
//!
//! Events, not times, say where a window starts, so a story survives a change of the firmware.

pub mod files;
pub mod runs;
pub mod search;
pub mod stories;

use std::path::{Path, PathBuf};

use umbilical::wave::{log, read::Waves, svg, window};
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::trace::recording::Recording;

use runs::RunPlan;
use stories::Story;

/// Most bytes of a kept window: small enough to be read and to be kept.
pub const VCD_BYTES_MAX: usize = 50_000;

/// What a back-end does to a scenario before it runs; the model leaves it as it is.
pub type Outfit<'a> = &'a dyn Fn(Scenario) -> Scenario;

/// A file of a story: its place below the workspace root, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Golden {
    /// Below the workspace root.
    pub path: PathBuf,
    /// All of it.
    pub contents: Vec<u8>,
}

/// Runs `plan` with controllers as `outfit` makes them.
///
/// What goes wrong, and when, is found in a run of the model without it, whatever the controllers
/// are: it is the same for all of them.
///
/// # Errors
/// When the run does not end as planned, or the event is not in it.
pub fn record(plan: &RunPlan, outfit: Outfit) -> Result<Recording, String> {
    let mut scenario = (plan.scenario)();
    if let Some(faults) = plan.faults {
        let undisturbed = record_scenario(plan.name, scenario.clone())?;
        scenario.faults = faults(&undisturbed)
            .ok_or_else(|| format!("run {}: the event of its fault never comes", plan.name))?;
    }
    record_scenario(plan.name, outfit(scenario))
}

fn record_scenario(name: &str, scenario: Scenario) -> Result<Recording, String> {
    let mut run = Run::new(scenario);
    let levels = run.system.levels();
    run.system.observers.record(levels);
    let report = run.finish(|_| ());
    if report.outcome != Outcome::Rescued || !report.verified {
        return Err(format!(
            "run {name}: ended in {:?}, not in a verified rescue",
            report.outcome
        ));
    }
    let end = run.system.now();
    let recording = run.system.observers.take_recording(end);
    recording.ok_or_else(|| format!("run {name}: nothing was recorded"))
}

/// Cuts the files of `story` from the recording of its run.
///
/// # Errors
/// When the events that bound it are not there, or its window is too large.
pub fn cut(story: &Story, recording: &Recording) -> Result<Vec<Golden>, String> {
    let failed = |what: &str| format!("story {}: {what}", story.name);
    let found = (story.window)(recording);
    let (from, to) = found.ok_or_else(|| failed("the events of its window never come"))?;
    let vcd = recording
        .vcd(from, to)
        .map_err(|error| failed(&error.to_string()))?;
    if vcd.len() > VCD_BYTES_MAX {
        let bytes = vcd.len();
        let what = format!("its window has {bytes} bytes, at most {VCD_BYTES_MAX}");
        return Err(failed(&what));
    }
    let digest = format!(
        "run {}\nchanges {}\nend {} ps\ndigest {:016x}\nwindow {} ps to {} ps\n",
        story.run.name,
        recording.changes(),
        recording.end().ps(),
        recording.digest(),
        from.ps(),
        to.ps(),
    );
    let folder = Path::new("waveforms").join(story.name);
    let transactions = transactions(&vcd).map_err(|error| failed(&error))?;
    let picture = picture(story, recording, &vcd).map_err(|error| failed(&error))?;
    Ok([
        (folder.join("pins.vcd"), vcd),
        (folder.join("transactions.txt"), transactions.into_bytes()),
        (folder.join("digest.txt"), digest.into_bytes()),
        (story.picture_path(), picture.into_bytes()),
    ]
    .map(|(path, contents)| Golden { path, contents })
    .to_vec())
}

fn waves(vcd: &[u8]) -> Result<Waves<&[u8]>, String> {
    Waves::new(Path::new("pins.vcd"), vcd).map_err(|error| error.to_string())
}

/// As `umbilical wave log pins.vcd` prints them.
fn transactions(vcd: &[u8]) -> Result<String, String> {
    let waves = waves(vcd)?;
    let buses = log::choose(waves.names(), None).unwrap_or_default();
    let log = log::decode(waves, &buses).map_err(|error| error.to_string())?;
    Ok(log.lines().map(|line| line + "\n").collect())
}

/// As `umbilical wave svg pins.vcd` draws it.
fn picture(story: &Story, recording: &Recording, vcd: &[u8]) -> Result<String, String> {
    let shown = (story.shown)(recording).ok_or("the events of its picture never come")?;
    let choice = window::Choice {
        from: Some(shown.0),
        to: Some(shown.1),
        signals: Some(story.signals.iter().map(|&name| name.to_owned()).collect()),
    };
    let window = window::load(waves(vcd)?, &choice).map_err(|error| error.to_string())?;
    let drawn = svg::draw(&window).map_err(|_| "its picture has too many rows")?;
    Ok(drawn.svg)
}

/// All files of all stories, each run done once.
///
/// # Errors
/// The first run or story that fails, by its name.
pub fn produce(outfit: Outfit) -> Result<Vec<Golden>, String> {
    let mut goldens = Vec::new();
    for plan in runs::RUNS {
        let recording = record(plan, outfit)?;
        for story in stories::STORIES {
            if story.run.name == plan.name {
                goldens.extend(cut(story, &recording)?);
            }
        }
    }
    Ok(goldens)
}
