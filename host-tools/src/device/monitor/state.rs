//! What a device says of itself, in words, and what changed.

use serde::ser::{SerializeMap, Serializer};
use umbilical_soft_mcu::link::answer::StatusAck;
use umbilical_soft_mcu::registers::{SpiJoin, sense, switch_status};
use umbilical_soft_mcu::report::{Fault, Phase, word};

use super::Event;

/// Name and value of everything that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    values: Vec<(&'static str, String)>,
}

const LINK: &str = "link";
const ANSWERS: &str = "answers";
const LOST: &str = "no answer";

impl State {
    /// What an answer to `Status` says.
    pub fn new(status: &StatusAck) -> State {
        let word = |index| status.report_word(index).unwrap_or_default();
        let phase = Phase::from_code(word(word::PHASE));
        let fault = match Fault::from_code(word(word::FAULT)) {
            Some(fault) => format!("{} ({:#x})", fault.text(), word(word::FAULT_DETAIL)),
            None => "none".into(),
        };
        let bit = |bits: u32, bit: u32, on: &str, off: &str| {
            String::from(if bits & bit != 0 { on } else { off })
        };
        let inputs = |mask, on, off| bit(status.sense, mask, on, off);
        let switch = status.switch_status;
        let values = vec![
            (LINK, ANSWERS.into()),
            ("role", role(phase).into()),
            ("phase", phase.map_or("unknown", Phase::text).into()),
            ("fault", fault),
            ("cable", inputs(sense::PRESENT, "in", "out")),
            ("peer supply", inputs(sense::PEER_VCC, "on", "off")),
            ("source button", inputs(sense::BUTTON_SOURCE, "on", "off")),
            (
                "destination button",
                inputs(sense::BUTTON_DESTINATION, "on", "off"),
            ),
            (
                "host and memory",
                bit(switch, switch_status::HOST, "joined", "apart"),
            ),
            (
                "memory and port",
                bit(switch, switch_status::PORT, "joined", "apart"),
            ),
            ("SPI switch", spi(switch).into()),
            (
                "pages",
                format!(
                    "{} of {}, {} written, {} equal",
                    word(word::PAGES_DONE),
                    word(word::PAGES),
                    word(word::PAGES_WRITTEN),
                    word(word::PAGES_SKIPPED)
                ),
            ),
            ("bytes verified", word(word::BYTES_VERIFIED).to_string()),
            ("retries", word(word::RETRIES).to_string()),
        ];
        State { values }
    }

    /// The device does not answer.
    pub fn lost() -> State {
        State {
            values: vec![(LINK, LOST.into())],
        }
    }

    /// It does not.
    pub fn is_lost(&self) -> bool {
        *self == State::lost()
    }

    /// Everything.
    pub fn values(&self) -> &[(&'static str, String)] {
        &self.values
    }
}

fn role(phase: Option<Phase>) -> &'static str {
    match phase {
        Some(Phase::Source) => "source",
        Some(Phase::Connect | Phase::Copy | Phase::Verify | Phase::Commit) => "destination",
        Some(Phase::WaitSource) => "destination, waits for a source",
        Some(Phase::Service) => "in service",
        Some(Phase::Held) => "held by a computer",
        Some(Phase::Boot | Phase::Fault) | None => "none",
    }
}

fn spi(switch: u32) -> &'static str {
    let code = switch >> switch_status::SPI_SHIFT & switch_status::SPI_MASK;
    let is = |join: SpiJoin| code == join as u32;
    match code {
        _ if is(SpiJoin::Apart) => "apart",
        _ if is(SpiJoin::Offered) => "memory and port",
        _ if is(SpiJoin::Host) => "host and memory",
        _ if is(SpiJoin::Memory) => "controller and memory",
        _ if is(SpiJoin::Port) => "controller and port",
        _ => "unknown",
    }
}

/// What is new in `state`. A device that is lost keeps its last values.
pub fn changes(last: Option<&State>, state: &State, t_ms: u64) -> Vec<Event> {
    let Some(last) = last else {
        return vec![Event::State {
            t_ms,
            state: state.values.clone(),
        }];
    };
    let changed = |(name, to): &(&'static str, String)| {
        let before = last.values.iter().find(|(other, _)| other == name);
        let from = before.map(|(_, value)| value.clone());
        // After it was lost everything is new.
        let from = from.unwrap_or_default();
        (from != *to).then(|| Event::Change {
            t_ms,
            name,
            from,
            to: to.clone(),
        })
    };
    state.values.iter().filter_map(changed).collect()
}

/// The values as an object.
pub fn as_map<S: Serializer>(
    values: &[(&'static str, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (name, value) in values {
        map.serialize_entry(name, value)?;
    }
    map.end()
}
