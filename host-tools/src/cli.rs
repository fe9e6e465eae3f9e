//! What can be typed: the options of the `umbilical` command.

mod backup;
mod serve;

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use umbilical_emu::fault::{Fault, SpanError, parse_span};
use umbilical_emu::time::Time;

pub use backup::{ConvertOptions, FileFormat, MapKind, RehearseOptions};
pub use serve::{Pace, ServeOptions};

/// Rescue a dead device's configuration over one cable.
#[derive(Debug, Parser)]
#[command(name = "umbilical", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How the final report is written to stdout.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, display_order = 900)]
    pub format: Format,
    /// How progress is shown while the work goes on.
    #[arg(long, global = true, value_enum, default_value_t = ProgressMode::Auto, display_order = 901)]
    pub progress: ProgressMode,
}

/// Commands.
#[derive(Debug, Subcommand)]
// There is one of it per process, so its size is nobody's concern.
#[allow(clippy::large_enum_variant)]
pub enum Command {
    /// Rescue a configuration on the emulator: two boards, one cable, the real firmware.
    Emulate(EmulateOptions),
    /// Turn backups into images (raw binary, Intel HEX, S-records) and images into backups.
    Convert(ConvertOptions),
    /// Restore a backup onto an emulated device and boot its host from it.
    Rehearse(RehearseOptions),
    /// Look at layout files: which regions of a memory are copied and which belong to the unit.
    #[command(subcommand)]
    Layout(LayoutCommand),
    /// Compare, draw or decode waveforms (VCD files).
    #[command(subcommand)]
    Wave(WaveCommand),
}

/// Commands on layout files.
#[derive(Debug, Subcommand)]
pub enum LayoutCommand {
    /// Read a layout file and print its regions; exit code 2 when it cannot be used.
    Check(LayoutCheck),
}

/// Options of `layout check`.
#[derive(Debug, Args)]
pub struct LayoutCheck {
    /// The layout file (TOML).
    #[arg(value_name = "FILE.toml")]
    pub file: PathBuf,
    /// The memory part that it is for.
    #[arg(long, value_name = "NAME")]
    pub part: String,
}

/// Commands on waveforms.
#[derive(Debug, Subcommand)]
pub enum WaveCommand {
    /// Print the first edges at which two waveforms differ; exit code 0 equal, 3 different.
    Diff(WaveDiff),
    /// Draw a window of a waveform, idle time cut out, buses decoded.
    Svg(WaveSvg),
    /// Print the I2C transactions and SPI frames of a waveform, one per line.
    Log(WaveLog),
}

/// Options of `wave diff`.
#[derive(Debug, Args)]
pub struct WaveDiff {
    /// The first waveform.
    #[arg(value_name = "A.vcd")]
    pub a: PathBuf,
    /// The second waveform.
    #[arg(value_name = "B.vcd")]
    pub b: PathBuf,
    /// Differences to print.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

/// Options of `wave svg`.
#[derive(Debug, Args)]
pub struct WaveSvg {
    /// The waveform.
    #[arg(value_name = "FILE.vcd")]
    pub file: PathBuf,
    /// The first instant, in the file's time, such as 2070.5ms [default: the file's first].
    #[arg(long, value_name = "TIME")]
    pub from: Option<Instant>,
    /// The last instant [default: the file's last].
    #[arg(long, value_name = "TIME")]
    pub to: Option<Instant>,
    /// Signals to draw, from top to bottom, such as b.bus_scl,b.bus_sda [default: those that change].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub signals: Option<Vec<String>>,
    /// Where the picture goes.
    #[arg(long, short, value_name = "OUT.svg")]
    pub out: PathBuf,
}

/// Options of `wave log`.
#[derive(Debug, Args)]
pub struct WaveLog {
    /// The waveform.
    #[arg(value_name = "FILE.vcd")]
    pub file: PathBuf,
    /// Only this bus, such as b.bus, whose lines are b.bus_scl and b.bus_sda, or b.mem with b.mem_sck,
    /// b.mem_csn, b.mem_io0, b.mem_io1 [default: all].
    #[arg(long, value_name = "NAME")]
    pub bus: Option<String>,
}

/// An instant on the command line: a number and ps, ns, us, ms or s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(pub Time);

impl FromStr for Instant {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_span(text).map(|span| Instant(Time::ZERO + span))
    }
}

/// Form of the final report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text: reports on stderr, what `wave` finds on stdout.
    Human,
    /// One JSON object on stdout.
    Json,
}

/// Form of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressMode {
    /// A bar when stderr is a terminal, else one line per phase.
    Auto,
    /// One JSON object per event on stdout.
    Json,
    /// Nothing.
    None,
}

/// Kind of bus between controller and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BusKind {
    /// Shared two-wire bus, serial EEPROM.
    I2c,
    /// Point-to-point bus, serial NOR flash.
    Spi,
}

impl BusKind {
    /// Name as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            BusKind::I2c => "i2c",
            BusKind::Spi => "spi",
        }
    }
}

/// Who reads the source's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// The destination's controller, straight through the cable.
    Direct,
}

/// What the controllers are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BackendKind {
    /// The emulator's model: passes over idle time.
    Model,
    /// The hardware's Verilog, compiled with Verilator: every clock edge, some hundred times slower.
    Verilated,
}

/// What is between the devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CableKind {
    /// Carries power and signals.
    Electric,
    /// Carries signals only: both devices need their own supply.
    Optical,
    /// No cable.
    None,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// Role button of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleButton {
    /// Not pressed: the role follows from power.
    None,
    /// This device is the source.
    Source,
    /// This device is the destination.
    Destination,
}

/// Buffer between reading and writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BufferSize {
    /// Byte by byte.
    None,
    /// One page of the part.
    Page,
    /// As much as the transfer buffer holds.
    Whole,
    /// So many bytes.
    Bytes(u32),
}

impl FromStr for BufferSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(BufferSize::None),
            "page" => Ok(BufferSize::Page),
            "whole" => Ok(BufferSize::Whole),
            _ => text
                .parse()
                .map(BufferSize::Bytes)
                .map_err(|_| format!("`{text}` is not none, page, whole or a number of bytes")),
        }
    }
}

/// Options of `emulate`.
#[derive(Debug, Args)]
pub struct EmulateOptions {
    /// Bus between controller and memory.
    #[arg(long, value_enum, default_value_t = BusKind::I2c)]
    pub bus: BusKind,
    /// Memory part of both devices. i2c: 24c02 24c04 24c08 24c32 24c64 24c128 24c256 24c512 24cm01
    /// 24cm02 [default: 24c64]; spi: w25q16 w25q64 w25q128 w25q256 mx25l6433 mx25l12835
    /// sst26vf032 sst26vf064 [default: w25q128].
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// Memory part of the standby, when it is another one.
    #[arg(long, value_name = "NAME")]
    pub standby_part: Option<String>,
    /// Who reads the source's memory.
    #[arg(long, value_enum, default_value_t = Mode::Direct)]
    pub mode: Mode,
    /// Configuration in the dead device [default: a bundled sample].
    #[arg(long, value_name = "FILE")]
    pub source: Option<PathBuf>,
    /// What the standby holds before [default: blank].
    #[arg(long, value_name = "FILE")]
    pub standby: Option<PathBuf>,
    /// Write the standby's memory to this file when the rescue is verified.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Highest frequency of SCL or SCK in Hz [default: the part's highest].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10_000..=133_000_000))]
    pub bus_hz: Option<u32>,
    /// Clock of the controllers in Hz.
    #[arg(long, value_name = "N", default_value_t = 48_000_000,
          value_parser = clap::value_parser!(u32).range(24_000_000..=200_000_000))]
    pub clock_hz: u32,
    /// What the controllers are made of.
    #[arg(long, value_enum, default_value_t = BackendKind::Model)]
    pub backend: BackendKind,
    /// Which regions are copied and which belong to the unit, from this TOML file [default: all].
    #[arg(long, value_name = "FILE.toml")]
    pub layout: Option<PathBuf>,
    /// Copy this region of the layout alone and leave the others.
    #[arg(long, value_name = "NAME", requires = "layout")]
    pub region: Option<String>,
    /// Buffer between reading and writing on i2c: none, page, whole, or a number of bytes
    /// [default: whole].
    #[arg(long, value_name = "SIZE")]
    pub buffer: Option<BufferSize>,
    /// What is between the devices [default: electric; with --serve: none].
    #[arg(long, value_enum)]
    pub cable: Option<CableKind>,
    /// The source's own supply [default: off; with --serve: on].
    #[arg(long, value_enum)]
    pub source_power: Option<Switch>,
    /// Role button of the source.
    #[arg(long, value_enum, default_value_t = RoleButton::None)]
    pub source_button: RoleButton,
    /// Role button of the standby.
    #[arg(long, value_enum, default_value_t = RoleButton::None)]
    pub standby_button: RoleButton,
    /// The source's memory is missing.
    #[arg(long)]
    pub no_source_memory: bool,
    /// The standby's memory is write-protected.
    #[arg(long)]
    pub write_protect: bool,
    /// Write every pin change to this VCD file.
    #[arg(long, value_name = "FILE.vcd")]
    pub trace: Option<PathBuf>,
    /// The trace's first instant, such as 2034.5ms [default: the start].
    #[arg(long, value_name = "TIME", requires = "trace")]
    pub trace_from: Option<Instant>,
    /// The trace's last instant [default: the end of the run].
    #[arg(long, value_name = "TIME", requires = "trace")]
    pub trace_to: Option<Instant>,
    /// Write the transactions (SPI: frames) of the source's memory to this file, one per line.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Something that goes wrong, such as power-cut@2200ms,side=b,for=20ms (may be repeated).
    #[arg(long = "fault", value_name = "SPEC")]
    pub faults: Vec<Fault>,
    /// Seed of everything random.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Serving serial ports instead of a rescue.
    #[command(flatten)]
    pub serve: ServeOptions,
}

impl EmulateOptions {
    /// What is between the devices.
    pub fn cable(&self) -> CableKind {
        self.cable.unwrap_or(match self.serve.serve {
            true => CableKind::None,
            false => CableKind::Electric,
        })
    }

    /// The source's own supply.
    pub fn source_power(&self) -> Switch {
        self.source_power.unwrap_or(match self.serve.serve {
            true => Switch::On,
            false => Switch::Off,
        })
    }
}
