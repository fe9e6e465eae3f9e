//! What can go wrong, what to do about it, and the exit code.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use umbilical_emu::scenario::Outcome;
use umbilical_emu::time::Time;
use umbilical_emu::trace::SourceWrite;
use umbilical_soft_mcu::report::Fault;
use umbilical_soft_mcu::{eeprom, nor};

use crate::backup::{FileError, Problem};
use crate::cli::BusKind;
use crate::layout::LayoutFileError;
use crate::wave::read::WaveError;
use crate::wave::window::WindowError;

/// Exit code: usage.
pub const USAGE: u8 = 2;
/// Exit code: what was copied is not what was there.
pub const VERIFY: u8 = 3;
/// Exit code: a device, a cable or a memory is missing.
pub const NO_DEVICE: u8 = 4;
/// Exit code: the cable was lost.
pub const LINK: u8 = 5;
/// Exit code: locked or write-protected.
pub const LOCKED: u8 = 6;
/// Exit code: a signature is missing, wrong, or of somebody else.
pub const SIGNATURE: u8 = 7;
/// Exit code: memory or bus fault.
pub const MEMORY: u8 = 8;

/// Why a command failed.
#[derive(Debug)]
pub enum Error {
    /// No such part on the bus.
    UnknownPart(BusKind, String),
    /// The part is one of the other bus.
    OtherBus {
        /// The part.
        part: &'static str,
        /// The bus that it is on.
        bus: BusKind,
    },
    /// An option or a fault that means nothing on the bus.
    NotOnBus(BusKind, String),
    /// The source does not fit into its part.
    SourceTooLarge {
        /// The file.
        file: PathBuf,
        /// Its size.
        bytes: u64,
        /// The part.
        part: &'static str,
        /// The part's size.
        part_bytes: u32,
    },
    /// The standby's part is smaller than the source's.
    StandbySmaller {
        /// The source's part.
        source: &'static str,
        /// The standby's part.
        standby: &'static str,
    },
    /// The standby's part is a larger one: the copy would repeat itself in it.
    StandbyLarger {
        /// The source's part.
        source: &'static str,
        /// The standby's part.
        standby: &'static str,
    },
    /// The bus is too fast for the part.
    BusTooFast {
        /// The part.
        part: &'static str,
        /// Its highest clock on the bus.
        bus_hz_max: u32,
        /// What was asked for.
        bus_hz: u32,
    },
    /// The part has no address pin for the strap.
    NoStrap(&'static str),
    /// A fault reaches beyond the part.
    FaultOutOfRange(String),
    /// The program was built without the hardware's Verilog.
    NotVerilated,
    /// A backup, an image or a key cannot be used.
    Backup(Box<FileError>),
    /// A layout file cannot be used.
    Layout(Box<LayoutFileError>),
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file cannot be written.
    Unwritable(PathBuf, io::Error),
    /// Two results are to go into one file.
    SameOutput(PathBuf),
    /// A trace is to end before it starts.
    TraceEndsEarly {
        /// Its start.
        from: Time,
        /// Its end.
        to: Time,
    },
    /// A pseudo-terminal cannot be made or used.
    Serve(io::Error),
    /// There is no cable.
    NoCable,
    /// Both devices are powered and nobody chose a role.
    NoRole,
    /// Both devices are told to be the destination.
    BothDestination,
    /// The run ended without a verified copy.
    Run(Outcome),
    /// Rescued, but the memories differ.
    Differs,
    /// A rehearsal's host or memory has another byte than the backup.
    ReadsDifferently {
        /// The byte's address.
        address: u32,
        /// What the backup has.
        expected: u8,
        /// What is there.
        found: u8,
    },
    /// Something was written to the source's memory, which must never happen.
    SourceWritten(SourceWrite),
    /// A file is no waveform.
    Wave(WaveError),
    /// A waveform has no such window.
    Window(PathBuf, WindowError),
    /// A waveform has no such bus, or none at all.
    NoSuchBus {
        /// The file.
        file: PathBuf,
        /// The bus that was asked for.
        bus: Option<String>,
        /// The buses that it has.
        known: Vec<String>,
    },
}

impl From<WaveError> for Error {
    fn from(error: WaveError) -> Error {
        Error::Wave(error)
    }
}

impl Error {
    /// A problem with a backup, an image or a key in this file.
    pub fn backup(file: &Path, problem: Problem) -> Error {
        let file = file.to_owned();
        Error::Backup(Box::new(FileError { file, problem }))
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Backup(error) => error.problem.exit_code(),
            Error::NoCable | Error::Serve(_) => NO_DEVICE,
            Error::SourceWritten(_) => MEMORY,
            Error::Differs | Error::ReadsDifferently { .. } => VERIFY,
            Error::Run(outcome) => match outcome {
                Outcome::Rescued => VERIFY,
                Outcome::WaitsForSource => LINK,
                Outcome::NoRole | Outcome::NoPower => NO_DEVICE,
                Outcome::Stalled(_) => MEMORY,
                Outcome::Fault { fault, .. } => match fault {
                    Fault::Verify | Fault::KeepChanged => VERIFY,
                    Fault::NoSource | Fault::NoDestination => NO_DEVICE,
                    Fault::WriteProtected => LOCKED,
                    Fault::PeerNotSource => USAGE,
                    _ => MEMORY,
                },
            },
            _ => USAGE,
        }
    }

    /// The error came of a run, whose report names it.
    pub fn has_report(&self) -> bool {
        matches!(
            self,
            Error::Run(_)
                | Error::Differs
                | Error::ReadsDifferently { .. }
                | Error::SourceWritten(_)
                | Error::NoCable
                | Error::NoRole
        )
    }

    /// Short name for programs.
    pub fn outcome(&self) -> String {
        match self {
            Error::Run(Outcome::Fault { fault, .. }) => format!("fault:{}", fault.text()),
            Error::Run(Outcome::WaitsForSource) => "waits-for-source".into(),
            Error::Run(Outcome::NoPower) => "no-power".into(),
            Error::Run(Outcome::Stalled(_)) => "stalled".into(),
            Error::NoRole | Error::Run(Outcome::NoRole) => "no-role".into(),
            Error::Backup(error) => error.problem.outcome().into(),
            Error::NoCable => "no-cable".into(),
            Error::Serve(_) => "no-pseudo-terminal".into(),
            Error::SourceWritten(_) => "source-written".into(),
            Error::BothDestination => "both-destination".into(),
            Error::Differs | Error::ReadsDifferently { .. } | Error::Run(Outcome::Rescued) => {
                "differs".into()
            }
            _ => "usage".into(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Error::UnknownPart(bus, _) => format!("known parts: {}", parts(*bus).join(" ")),
            Error::OtherBus { bus, .. } => format!("add --bus {}", bus.name()),
            Error::NotOnBus(..) => "leave it out".into(),
            Error::SourceTooLarge { .. } => "choose a larger part with --part".into(),
            Error::StandbySmaller { source, .. } => {
                format!("the standby needs a {source} as well")
            }
            Error::StandbyLarger { source, .. } => format!("the standby needs a {source} as well"),
            Error::BusTooFast { bus_hz_max, .. } => format!("use --bus-hz {bus_hz_max} or less"),
            Error::NoStrap(_) => {
                "two of them share one address, so direct mode cannot tell them apart; it takes \
                 mediated mode, where each device reads its own memory"
                    .into()
            }
            Error::FaultOutOfRange(_) => "choose an offset inside the part".into(),
            Error::NotVerilated => {
                "build it in: cargo run --release --features verilated -- emulate --backend \
                 verilated (needs verilator 5 and g++)"
                    .into()
            }
            Error::Backup(error) => error.problem.hint(),
            Error::Layout(error) => error.problem.hint(),
            Error::Unreadable(..) => "check the name and your rights".into(),
            Error::Unwritable(..) => "check that the folder exists and that you may write to it".into(),
            Error::SourceWritten(_) => {
                "keep the trace (--trace FILE.vcd) and report it; check the source before you use it".into()
            }
            Error::TraceEndsEarly { .. } => "give --trace-to a later time than --trace-from".into(),
            Error::SameOutput(_) => "give every result a file of its own".into(),
            Error::Serve(_) => "check that /dev/ptmx and /dev/pts are there and may be opened".into(),
            Error::NoCable => "plug the cable in: --cable electric".into(),
            Error::NoRole => "press a button: --source-button source --standby-button destination".into(),
            Error::BothDestination => "press source on the device that is to be read".into(),
            Error::Differs => "the memories differ although the firmware verified; keep the trace and report it".into(),
            Error::ReadsDifferently { .. } => {
                "without a --fault this cannot be: keep the file and report it".into()
            }
            Error::Run(outcome) => run_hint(*outcome).into(),
            Error::Wave(error) => error.hint().into(),
            Error::Window(_, error) => error.hint(),
            Error::NoSuchBus { known, .. } if known.is_empty() => {
                "a bus is signals NAME_scl and NAME_sda, or NAME_sck, NAME_csn, NAME_io0 and NAME_io1; the file has none".into()
            }
            Error::NoSuchBus { known, .. } => format!("the file has {}", known.join(" ")),
        }
    }
}

/// Names of the parts on a bus.
fn parts(bus: BusKind) -> Vec<&'static str> {
    match bus {
        BusKind::I2c => eeprom::PARTS.iter().map(|part| part.name).collect(),
        BusKind::Spi => nor::PARTS.iter().map(|part| part.short).collect(),
    }
}

fn run_hint(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::WaitsForSource => {
            "plug the cable in again; the standby goes on where it stopped and holds its host until then"
        }
        Outcome::NoPower => "give the standby its supply back; it goes on where it stopped",
        Outcome::NoRole => "the standby saw nothing to do: check cable, source power and buttons",
        Outcome::Rescued | Outcome::Stalled(_) => "look at the trace: --trace FILE.vcd",
        Outcome::Fault { fault, .. } => match fault {
            Fault::NoSource => {
                "check the cable (an optical one brings a dead source no supply) and that the source has a memory of this part"
            }
            Fault::NoDestination => {
                "the standby's own memory is missing or dead; use another standby"
            }
            Fault::PeerNotSource => "press source on the device that is to be read",
            Fault::SourceLarger => "use a standby with the same part as the source",
            Fault::WriteProtected => "release the write-protect pin of the standby's memory",
            Fault::WriteTimeout => "the standby's memory is worn out or wrong; use another standby",
            Fault::BusStuck | Fault::PortStuck => {
                "a line is held low: pull the cable and plug it in again, then check the cable and both boards for a short"
            }
            Fault::BusError => "the bus is disturbed: try a shorter cable or a lower --bus-hz",
            Fault::Verify => "what was read back differs: try again, then use another standby",
            Fault::Journal | Fault::NoSettings => "the controller's journal is dead or blank",
            Fault::PartWithoutStrap => "use mediated mode",
            Fault::UnknownFlash => {
                "use a flash that describes itself (SFDP) and is made by Winbond, Macronix or Microchip"
            }
            Fault::SizeMismatch => "use a standby whose flash is as large as the source's",
            Fault::EraseTimeout => "the standby's flash is worn out; use another standby",
            Fault::LayoutCorrupt => {
                "the standby's layout is ruined or was made for another memory: set it again"
            }
            Fault::TypeMismatch => {
                "the source is a device of another type (the detail is the first differing byte); use a standby of its type"
            }
            Fault::KeepChanged => {
                "what belongs to the standby (MAC address, serial number) changed during the rescue: its memory is worn out; use another standby"
            }
            Fault::Trap => "the firmware trapped; keep the trace and report it",
        },
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::UnknownPart(_, name) => write!(f, "unknown part `{name}`"),
            Error::OtherBus { part, bus } => {
                write!(f, "a {part} is a part of the {} bus", bus.name())
            }
            Error::NotOnBus(bus, what) => {
                write!(f, "`{what}` means nothing on the {} bus", bus.name())
            }
            Error::SourceTooLarge {
                file,
                bytes,
                part,
                part_bytes,
            } => write!(
                f,
                "source file {} has {bytes} bytes, a {part} holds {part_bytes}",
                file.display()
            ),
            Error::StandbySmaller { source, standby } => {
                write!(
                    f,
                    "the standby's {standby} cannot take the source's {source}"
                )
            }
            Error::StandbyLarger { source, standby } => write!(
                f,
                "the standby's {standby} is larger than the source's {source}: the copy would repeat itself in it"
            ),
            Error::BusTooFast {
                part,
                bus_hz_max,
                bus_hz,
            } => {
                write!(
                    f,
                    "{bus_hz} Hz is too fast for a {part}, its highest clock is {bus_hz_max} Hz"
                )
            }
            Error::NoStrap(part) => write!(f, "a {part} has no address pin for the strap"),
            Error::FaultOutOfRange(fault) => write!(f, "fault `{fault}` lies outside the part"),
            Error::NotVerilated => write!(f, "this program has no backend `verilated` built in"),
            Error::Backup(error) => error.fmt(f),
            Error::Layout(error) => error.fmt(f),
            Error::Unreadable(path, cause) => write!(f, "cannot read {}: {cause}", path.display()),
            Error::Unwritable(path, cause) => write!(f, "cannot write {}: {cause}", path.display()),
            Error::SameOutput(path) => write!(f, "{} is named for two results", path.display()),
            Error::TraceEndsEarly { from, to } => {
                write!(f, "a trace from {from} cannot end at {to}")
            }
            Error::SourceWritten(SourceWrite::Data(write)) => write!(
                f,
                "at {} a data byte ({:02x}) went to the source's memory",
                write.at, write.value
            ),
            Error::SourceWritten(SourceWrite::Opcode(write)) => write!(
                f,
                "at {} the opcode {:02x}, which is none of those that only read, went to the source's memory",
                write.at, write.opcode
            ),
            Error::Serve(cause) => write!(f, "no pseudo-terminal for a device: {cause}"),
            Error::NoCable => write!(f, "no cable between the devices"),
            Error::NoRole => write!(f, "both devices are powered and no role is chosen"),
            Error::BothDestination => write!(f, "both devices are told to be the destination"),
            Error::Differs => write!(f, "the standby's memory differs from the source's"),
            Error::ReadsDifferently {
                address,
                expected,
                found,
            } => write!(
                f,
                "the emulated device has {found:02x} at {address:#x}, the backup {expected:02x}"
            ),
            Error::Wave(error) => error.fmt(f),
            Error::Window(file, error) => write!(f, "{}: {error}", file.display()),
            Error::NoSuchBus { file, bus, .. } => match bus {
                Some(bus) => write!(f, "{}: there is no bus `{bus}`", file.display()),
                None => write!(f, "{}: there is no bus", file.display()),
            },
            Error::Run(outcome) => match outcome {
                Outcome::Fault { fault, detail } => {
                    write!(
                        f,
                        "the standby reports {} (detail {detail:#x})",
                        fault.text()
                    )
                }
                Outcome::WaitsForSource => write!(f, "the cable or the source is gone"),
                Outcome::NoPower => write!(f, "the standby lost its supply"),
                Outcome::NoRole => write!(f, "no rescue began"),
                Outcome::Rescued => write!(f, "the copy is not verified"),
                Outcome::Stalled(phase) => write!(
                    f,
                    "the standby got no further in phase {}",
                    phase.map_or("none", |phase| phase.text())
                ),
            },
        }
    }
}

impl std::error::Error for Error {}
