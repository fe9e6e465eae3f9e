//! A VCD file (IEEE 1364-2005, clause 18) as a stream of instants.
//!
//! Commands come from the `vcd` crate; what they may add up to is checked here, for a file can
//! come from anywhere: nothing is kept but the names of the signals, the depth of scopes and the
//! length of a command are limited, times must not go back.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use umbilical_emu::time::Time;
use vcd::{Command, IdCode, ParseError, Parser, TimescaleUnit};

/// Scopes inside each other.
pub const DEPTH_MAX: usize = 64;
/// Bytes of one command: a comment, a vector, a name.
pub const COMMAND_BYTES_MAX: u64 = 1 << 20;
/// Signals of a file.
pub const SIGNALS_MAX: usize = 1 << 20;
/// Bytes of all names together; each carries those of its scopes.
pub const NAMES_BYTES_MAX: usize = 64 << 20;

/// Why a file cannot be read as a waveform.
#[derive(Debug)]
pub struct WaveError {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// The line, 1 for the first; `None` when it belongs to none.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a file.
#[derive(Debug)]
pub enum Problem {
    /// It cannot be opened or read.
    Io(io::Error),
    /// It is not written as a VCD file is.
    Syntax(String),
    /// It ends before its header does.
    NoHeader,
    /// It ends inside a command.
    CutOff,
    /// Scopes are nested deeper than [`DEPTH_MAX`].
    TooDeep,
    /// A command is longer than [`COMMAND_BYTES_MAX`].
    TooLong,
    /// There are more signals than [`SIGNALS_MAX`], or more names than [`NAMES_BYTES_MAX`].
    TooManySignals,
    /// There is no signal at all.
    NoSignals,
    /// The header does not say what a unit of time is, or one below a picosecond.
    Timescale,
    /// A value for a signal that the header does not name.
    Undeclared(String),
    /// Time goes back.
    TimeGoesBack {
        /// The time before.
        before: Time,
        /// The time that follows.
        after: Time,
    },
    /// A time that does not fit (213 days).
    TimeTooLate(u64),
}

impl WaveError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.problem {
            Problem::Io(_) => "check the name and your rights",
            Problem::CutOff | Problem::NoHeader => {
                "the file is cut off or no VCD; write it again, such as with `umbilical emulate --trace FILE.vcd`"
            }
            Problem::Timescale => {
                "give the file a `$timescale` of 1 ps or coarser before `$enddefinitions`"
            }
            _ => "give a VCD file, such as `umbilical emulate --trace FILE.vcd` writes",
        }
    }
}

impl fmt::Display for WaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        if let Problem::Io(cause) = &self.problem {
            return write!(f, "cannot read {file}: {cause}");
        }
        write!(f, "{file}")?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        match &self.problem {
            Problem::Io(_) => Ok(()),
            Problem::Syntax(what) => write!(f, ": no VCD: {what}"),
            Problem::NoHeader => write!(f, ": no VCD: it ends before `$enddefinitions`"),
            Problem::CutOff => write!(f, ": it ends inside a command"),
            Problem::TooDeep => write!(f, ": more than {DEPTH_MAX} scopes inside each other"),
            Problem::TooLong => write!(f, ": a command of more than {COMMAND_BYTES_MAX} bytes"),
            Problem::TooManySignals => write!(f, ": more signals than fit into memory"),
            Problem::NoSignals => write!(f, ": it names no signal"),
            Problem::Timescale => write!(f, ": no `$timescale` of 1 ps or coarser"),
            Problem::Undeclared(code) => {
                write!(f, ": a value for `{code}`, which the header does not name")
            }
            Problem::TimeGoesBack { before, after } => {
                write!(f, ": time goes back from {before} to {after}")
            }
            Problem::TimeTooLate(time) => write!(f, ": the time {time} is too large"),
        }
    }
}

impl std::error::Error for WaveError {}

/// The value of a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One wire.
    Bit(vcd::Value),
    /// Several, the highest first, without leading zeros.
    Vector(Vec<vcd::Value>),
    /// A real number, as its bits, so that equal means equal.
    Real(u64),
    /// A string.
    Text(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bit(bit) => write!(f, "{bit}"),
            Value::Vector(bits) => bits.iter().try_for_each(|bit| write!(f, "{bit}")),
            Value::Real(bits) => write!(f, "{}", f64::from_bits(*bits)),
            Value::Text(text) => f.write_str(text),
        }
    }
}

impl Value {
    /// The level that a digital input reads: floating and unknown read low.
    pub fn is_high(&self) -> bool {
        *self == Value::Bit(vcd::Value::V1)
    }

    /// A wire that is neither low nor high.
    pub fn is_odd(&self) -> bool {
        matches!(self, Value::Bit(vcd::Value::X | vcd::Value::Z))
    }

    fn vector(bits: &vcd::Vector) -> Value {
        let significant = bits.iter().skip_while(|&bit| bit == vcd::Value::V0);
        let mut bits: Vec<_> = significant.collect();
        if bits.is_empty() {
            bits.push(vcd::Value::V0);
        }
        Value::Vector(bits)
    }
}

/// What changed at one time.
#[derive(Clone, Debug, Default)]
pub struct Instant {
    /// When.
    pub at: Time,
    /// Indices of signals and their new values, in the order of the file.
    pub changes: Vec<(usize, Value)>,
}

/// Lets so many bytes through until it is told that the next command begins.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let available = self.inner.fill_buf()?;
        if self.left == 0 && !available.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = available
            .len()
            .min(self.left.try_into().unwrap_or(usize::MAX));
        Ok(&available[..count])
    }

    fn consume(&mut self, count: usize) {
        self.left -= count as u64;
        self.inner.consume(count);
    }
}

/// A waveform being read.
pub struct Waves<R> {
    file: PathBuf,
    parser: Parser<Bounded<R>>,
    names: Vec<String>,
    /// Several signals may share one code.
    by_code: HashMap<IdCode, Vec<usize>>,
    unit_ps: u64,
    /// The time that the next changes belong to; the first ones may come before any time.
    at: Time,
    timed: bool,
    ended: bool,
}

impl Waves<BufReader<File>> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// [`WaveError`].
    pub fn open(path: &Path) -> Result<Self, WaveError> {
        let file = File::open(path).map_err(|cause| WaveError {
            file: path.to_owned(),
            line: None,
            problem: Problem::Io(cause),
        })?;
        Waves::new(path, BufReader::with_capacity(1 << 16, file))
    }
}

impl<R: BufRead> Waves<R> {
    /// Reads the header of what `reader` gives; `file` names it in errors.
    ///
    /// # Errors
    /// [`WaveError`].
    pub fn new(file: &Path, reader: R) -> Result<Self, WaveError> {
        let mut waves = Waves {
            file: file.to_owned(),
            parser: Parser::new(Bounded {
                inner: reader,
                left: COMMAND_BYTES_MAX,
            }),
            names: Vec::new(),
            by_code: HashMap::new(),
            unit_ps: 0,
            at: Time::ZERO,
            timed: false,
            ended: false,
        };
        waves.header()?;
        Ok(waves)
    }

    /// Full names of the signals, scopes before them with dots between.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn error(&self, problem: Problem) -> WaveError {
        WaveError {
            file: self.file.clone(),
            line: Some(self.parser.line()),
            problem,
        }
    }

    fn command(&mut self) -> Result<Option<Command>, WaveError> {
        self.parser.reader().left = COMMAND_BYTES_MAX;
        let Some(command) = self.parser.next() else {
            return Ok(None);
        };
        command.map(Some).map_err(|cause| {
            let parse = cause.get_ref().and_then(|inner| inner.downcast_ref());
            let problem = match parse {
                Some(error) => Problem::Syntax(ParseError::kind(error).to_string()),
                None if cause.kind() == io::ErrorKind::UnexpectedEof => Problem::CutOff,
                None if cause.kind() == io::ErrorKind::FileTooLarge => Problem::TooLong,
                None => Problem::Io(cause),
            };
            self.error(problem)
        })
    }

    fn header(&mut self) -> Result<(), WaveError> {
        let mut scopes: Vec<String> = Vec::new();
        let (mut known, mut bytes) = (HashSet::new(), 0);
        loop {
            match self.command()? {
                None => return Err(self.error(Problem::NoHeader)),
                Some(Command::Enddefinitions) => break,
                Some(Command::ScopeDef(_, _)) if scopes.len() == DEPTH_MAX => {
                    return Err(self.error(Problem::TooDeep));
                }
                Some(Command::ScopeDef(_, name)) => scopes.push(name),
                Some(Command::Upscope) => {
                    if scopes.pop().is_none() {
                        let what = "`$upscope` without a scope".to_owned();
                        return Err(self.error(Problem::Syntax(what)));
                    }
                }
                Some(Command::Timescale(count, unit)) => self.timescale(count, unit)?,
                Some(Command::VarDef(_, _, code, name, index)) => {
                    let index = index.map(|index| index.to_string()).unwrap_or_default();
                    let mut path = scopes.join(".");
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path += &name;
                    path += &index;
                    bytes += path.len();
                    if self.names.len() == SIGNALS_MAX || bytes > NAMES_BYTES_MAX {
                        return Err(self.error(Problem::TooManySignals));
                    }
                    // Some writers repeat a signal; the second one says nothing new.
                    if known.insert(path.clone()) {
                        self.by_code.entry(code).or_default().push(self.names.len());
                        self.names.push(path);
                    }
                }
                Some(Command::Comment(_) | Command::Date(_) | Command::Version(_)) => {}
                Some(other) => {
                    let what = format!("{} in the header", kind(&other));
                    return Err(self.error(Problem::Syntax(what)));
                }
            }
        }
        match () {
            () if self.unit_ps == 0 => Err(self.error(Problem::Timescale)),
            () if self.names.is_empty() => Err(self.error(Problem::NoSignals)),
            () => Ok(()),
        }
    }

    fn timescale(&mut self, count: u32, unit: TimescaleUnit) -> Result<(), WaveError> {
        let unit_ps = match unit {
            TimescaleUnit::PS => 1,
            TimescaleUnit::NS => 1_000,
            TimescaleUnit::US => 1_000_000,
            TimescaleUnit::MS => 1_000_000_000,
            TimescaleUnit::S => 1_000_000_000_000,
            TimescaleUnit::FS => 0,
        };
        self.unit_ps = unit_ps * u64::from(count);
        if self.unit_ps == 0 {
            return Err(self.error(Problem::Timescale));
        }
        Ok(())
    }

    /// Reads the next time and all that changed at it into `instant`; false at the end.
    ///
    /// Times strictly rise. An instant without changes is one too: a trace ends with its time.
    ///
    /// # Errors
    /// [`WaveError`]; there is nothing more to read after one.
    pub fn next_instant(&mut self, instant: &mut Instant) -> Result<bool, WaveError> {
        instant.changes.clear();
        if self.ended {
            return Ok(false);
        }
        loop {
            match self.command()? {
                None => {
                    self.ended = true;
                    instant.at = self.at;
                    return Ok(self.timed || !instant.changes.is_empty());
                }
                Some(Command::Timestamp(time)) => {
                    let ps = time.checked_mul(self.unit_ps);
                    // The last time stands for "never".
                    let ps = ps.filter(|&ps| ps < u64::MAX);
                    let after = match ps {
                        Some(ps) => Time::from_ps(ps),
                        None => return Err(self.error(Problem::TimeTooLate(time))),
                    };
                    let before = self.at;
                    if after < before {
                        return Err(self.error(Problem::TimeGoesBack { before, after }));
                    }
                    let begun = self.timed || !instant.changes.is_empty();
                    self.timed = true;
                    if begun && after > before {
                        (instant.at, self.at) = (before, after);
                        return Ok(true);
                    }
                    self.at = after;
                }
                Some(Command::ChangeScalar(code, bit)) => {
                    self.change(code, Value::Bit(bit), instant)?;
                }
                Some(Command::ChangeVector(code, bits)) => {
                    self.change(code, Value::vector(&bits), instant)?;
                }
                Some(Command::ChangeReal(code, real)) => {
                    self.change(code, Value::Real(real.to_bits()), instant)?;
                }
                Some(Command::ChangeString(code, text)) => {
                    self.change(code, Value::Text(text), instant)?;
                }
                Some(Command::Begin(_) | Command::End(_) | Command::Comment(_)) => {}
                Some(other) => {
                    let what = format!("{} after the header", kind(&other));
                    return Err(self.error(Problem::Syntax(what)));
                }
            }
        }
    }

    fn change(
        &mut self,
        code: IdCode,
        value: Value,
        instant: &mut Instant,
    ) -> Result<(), WaveError> {
        let Some(signals) = self.by_code.get(&code) else {
            return Err(self.error(Problem::Undeclared(code.to_string())));
        };
        let named = signals.iter().map(|&signal| (signal, value.clone()));
        instant.changes.extend(named);
        Ok(())
    }
}

fn kind(command: &Command) -> &'static str {
    match command {
        Command::Timestamp(_) => "a time",
        Command::Comment(_) | Command::Date(_) | Command::Version(_) => "a text",
        Command::Begin(_) | Command::End(_) => "a dump",
        Command::ChangeScalar(..) | Command::ChangeVector(..) => "a value",
        Command::ChangeReal(..) | Command::ChangeString(..) => "a value",
        _ => "a definition",
    }
}
