//! `--port auto`: the port at which a device answers, or why there is none. Never a guess.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use umbilical_soft_mcu::link::answer::ProbeAck;

use super::guard::{Guarded, Stop};
use super::problem::{PortError, PortProblem};
use crate::backup::DeviceId;
use crate::error::{LOCKED, NO_DEVICE, USAGE};
use crate::link::client::Client;
use crate::link::{LinkError, Transport};

/// What the name `auto` stands for.
pub const AUTO: &str = "auto";

/// Where the system tells of its ports.
#[derive(Clone, Debug)]
pub struct Places {
    /// A folder per terminal, such as `/sys/class/tty`.
    pub class: PathBuf,
    /// Where their nodes are, `/dev`.
    pub dev: PathBuf,
    /// Links whose names tell of maker and serial number, `/dev/serial/by-id`.
    pub by_id: PathBuf,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            class: "/sys/class/tty".into(),
            dev: "/dev".into(),
            by_id: "/dev/serial/by-id".into(),
        }
    }
}

/// A port that may lead to a device: one of a USB adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its node.
    pub path: PathBuf,
    /// Its name by maker and serial number, which stays when others are plugged in.
    pub by_id: Option<PathBuf>,
    /// What the adapter calls itself, with its USB ids; may be empty.
    pub product: String,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        match self.product.as_str() {
            "" => Ok(()),
            product => write!(f, " ({product})"),
        }
    }
}

/// The ports of USB adapters, by name.
pub fn candidates(places: &Places) -> Vec<Candidate> {
    let links = fs::read_dir(&places.by_id).into_iter().flatten().flatten();
    let links: Vec<PathBuf> = links.map(|link| link.path()).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(&places.class).into_iter().flatten().flatten() {
        let Ok(device) = entry.path().join("device").canonicalize() else {
            continue;
        };
        let Some(usb) = device
            .ancestors()
            .find(|folder| folder.join("idVendor").exists())
        else {
            continue;
        };
        let path = places.dev.join(entry.file_name());
        let node = path.canonicalize().ok();
        let leads_here = |link: &&PathBuf| node.is_some() && link.canonicalize().ok() == node;
        found.push(Candidate {
            by_id: links.iter().find(leads_here).cloned(),
            product: product(usb),
            path,
        });
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn product(usb: &Path) -> String {
    let text = |name: &str| {
        let text = fs::read_to_string(usb.join(name)).ok()?;
        let text = text.trim().replace(char::is_control, "?");
        (!text.is_empty()).then_some(text)
    };
    let ids = text("idVendor").zip(text("idProduct"));
    let ids = ids.map(|(vendor, product)| format!("{vendor}:{product}"));
    let known = [text("product"), ids].into_iter().flatten();
    known.collect::<Vec<_>>().join(", ")
}

/// What was found at a port.
#[derive(Debug)]
pub enum Seen {
    /// A device answers.
    Device(Box<ProbeAck>),
    /// Nobody that speaks the protocol.
    Nobody,
    /// Something that cannot be talked to.
    Strange(LinkError),
    /// The port cannot be used.
    Unusable(PortError),
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Seen::Device(ack) => write!(f, "device {}", device_id(ack)),
            Seen::Nobody => f.write_str("no device answers"),
            Seen::Strange(error) => error.fmt(f),
            Seen::Unusable(error) => error.problem.fmt(f),
        }
    }
}

/// The identity in an answer to `Probe`.
pub fn device_id(ack: &ProbeAck) -> DeviceId {
    let mut id = [0; 16];
    for (to, word) in id.chunks_exact_mut(4).zip(ack.identity) {
        to.copy_from_slice(&word.to_le_bytes());
    }
    DeviceId(id)
}

/// There is not the one port with a device.
#[derive(Debug)]
pub struct FindError {
    /// All ports that were looked at.
    pub seen: Vec<(Candidate, Seen)>,
}

/// The one port at which a device answers.
#[derive(Debug)]
pub struct Found<T> {
    /// The port.
    pub candidate: Candidate,
    /// Its line.
    pub line: T,
    /// The other ports that could not be looked at.
    pub unseen: Vec<(Candidate, Seen)>,
}

/// Looks at all `candidates` at once, each opened with `open`.
///
/// # Errors
/// [`FindError`] unless exactly one device answers.
pub fn choose<T: Transport + Send>(
    candidates: Vec<Candidate>,
    open: impl Fn(&Path) -> Result<T, PortError> + Sync,
    stop: &Stop,
) -> Result<Found<T>, FindError> {
    let look = |candidate: &Candidate| match open(&candidate.path) {
        Ok(line) => probe(line, stop),
        Err(error) => (None, Seen::Unusable(error)),
    };
    let looked: Vec<_> = std::thread::scope(|scope| {
        let threads = candidates.iter().map(|candidate| {
            let look = &look;
            scope.spawn(move || look(candidate))
        });
        let threads: Vec<_> = threads.collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        let nobody = |_| (None, Seen::Nobody);
        joined.map(|seen| seen.unwrap_or_else(nobody)).collect()
    });
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for (candidate, (line, seen)) in candidates.into_iter().zip(looked) {
        match (line, seen) {
            (Some(line), Seen::Device(ack)) => found.push((candidate, line, ack)),
            (_, seen) => others.push((candidate, seen)),
        }
    }
    if found.len() == 1
        && let Some((candidate, line, _)) = found.pop()
    {
        others.retain(|(_, seen)| !matches!(seen, Seen::Nobody));
        return Ok(Found {
            candidate,
            line,
            unseen: others,
        });
    }
    let found = found.into_iter();
    let mut seen: Vec<_> = found.map(|(at, _, ack)| (at, Seen::Device(ack))).collect();
    seen.append(&mut others);
    Err(FindError { seen })
}

fn probe<T: Transport>(line: T, stop: &Stop) -> (Option<T>, Seen) {
    let mut client = Client::new(Guarded::new(line, stop.clone()), super::line::session());
    match client.probe() {
        Ok(ack) => {
            let line = client.into_transport().into_line();
            (Some(line), Seen::Device(Box::new(ack)))
        }
        Err(LinkError::NoAnswer { .. }) => (None, Seen::Nobody),
        Err(error) => (None, Seen::Strange(error)),
    }
}

impl FindError {
    fn devices(&self) -> usize {
        let device = |(_, seen): &&(Candidate, Seen)| matches!(seen, Seen::Device(_));
        self.seen.iter().filter(device).count()
    }

    fn unusable(&self) -> impl Iterator<Item = &PortError> {
        self.seen.iter().filter_map(|(_, seen)| match seen {
            Seen::Unusable(error) => Some(error),
            _ => None,
        })
    }

    /// The process's exit code: several devices are a question to the user, a port in use may be the
    /// one.
    pub fn exit_code(&self) -> u8 {
        let in_use = |error: &PortError| matches!(error.problem, PortProblem::InUse(_));
        match self.devices() {
            0 if self.unusable().any(in_use) => LOCKED,
            0 => NO_DEVICE,
            _ => USAGE,
        }
    }

    /// Short name for programs.
    pub fn outcome(&self) -> &'static str {
        match (self.devices(), self.unusable().next()) {
            (0, None) => "no-device",
            (0, Some(error)) => error.outcome(),
            _ => "several-devices",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        if self.devices() > 0 {
            return "say which one: --port PATH".into();
        }
        match self.unusable().next() {
            Some(error) => error.hint(),
            None if self.seen.is_empty() => {
                "plug the adapter in; a port of another kind has to be named: --port PATH".into()
            }
            None => {
                "is the device powered, and its cable plugged in? A port of another kind has to \
                     be named: --port PATH"
                    .into()
            }
        }
    }
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.devices(), self.seen.len()) {
            (_, 0) => return f.write_str("there is no serial port of a USB adapter"),
            (0, _) => f.write_str("no device was found")?,
            (count, _) => write!(f, "{count} devices answer")?,
        }
        for (index, (candidate, seen)) in self.seen.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            write!(f, "{candidate}: {seen}")?;
        }
        Ok(())
    }
}
