//! The `backup` command: a device's memory into a file.

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use umbilical_soft_mcu::layout::Layout;

use super::progress::Meter;
use super::{Problem, Session, copy};
use crate::backup::{About, Backup, DeviceId, Identity, SecretKey, format_of, read_secret_key};
use crate::cli::{BackupOptions, FileFormat, Format, ProgressMode};
use crate::convert::{self, TOOL};
use crate::error::Error;
use crate::files::Pending;
use crate::layout;
use crate::link::Transport;
use crate::output::{self, counted, grouped};
use crate::port::Stop;
use crate::port::line::session as run_number;

#[derive(Serialize)]
struct Report<'a> {
    verified: bool,
    outcome: &'static str,
    port: &'a str,
    device: String,
    part: &'a str,
    bytes: u64,
    bytes_read: u64,
    regions: usize,
    baud: u32,
    signer: Option<String>,
    wall_ns: u64,
}

/// What a backup takes beside the device.
pub struct Request<'a> {
    /// What people call the device.
    pub name: &'a str,
    /// When it is read.
    pub time: crate::backup::Timestamp,
    /// What an earlier run got.
    pub copy: Option<Vec<u8>>,
    /// The rate, if one is named.
    pub baud: Option<u32>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`], [`Error::Device`], and those of files, which come first.
pub fn run(options: &BackupOptions, format: Format, mode: ProgressMode) -> Result<(), Error> {
    let to = match options.to {
        Some(to) => to,
        None => format_of(&options.file)?,
    };
    check_options(options, to)?;
    let sign = options.sign.as_deref().map(read_secret_key).transpose()?;
    let time = options.time.or_else(convert::now);
    let time = time.ok_or_else(|| Error::backup(&options.file, convert::no_clock()))?;
    let out = Pending::create(&options.file)?;
    let part = Part::open(&options.file, options.resume)?;
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    super::heed_signals(&stop)?;
    let started = Instant::now();
    let mut meter = Meter::new(mode, &name, None);
    let request = Request {
        name: options.device_name.as_deref().unwrap_or_default(),
        time,
        copy: part.copy.clone(),
        baud: options.port.baud,
    };
    let mut bytes_read = 0;
    let taken = take(&mut session, request, &mut meter, |offset, bytes| {
        bytes_read += bytes.len() as u64;
        part.store(offset, bytes);
    });
    meter.done();
    let baud = session.baud();
    let backup = session.end(taken).0;
    let backup = backup.inspect_err(|_| part.tell(bytes_read, mode))?;
    let bytes = written(&backup, to, sign.as_ref());
    let file = bytes.map_err(|problem| Error::backup(&options.file, problem))?;
    out.commit_with(&file)?;
    part.remove();
    let about = &backup.manifest().about;
    let signer = sign.as_ref().map(|key| key.public().to_string());
    let regions = backup.manifest().regions.len();
    let bytes = backup.manifest().data_bytes();
    let wall_ns = started.elapsed().as_nanos() as u64;
    match format {
        Format::Json => output::json_line(&Report {
            verified: true,
            outcome: "saved",
            port: &name,
            device: about.device.id.to_string(),
            part: about.memory.name(),
            bytes,
            bytes_read,
            regions,
            baud,
            signer,
            wall_ns,
        }),
        Format::Human => output::say(&format!(
            "{}: {}, {} of device {}\n{} bytes in {} read and found the same again by the \
             device{}",
            options.file.display(),
            to.text(),
            about.memory.name(),
            about.device,
            grouped(bytes),
            counted(regions as u64, "region"),
            signer.map_or_else(String::new, |key| format!("; signed with {key}")),
        )),
    }
    Ok(())
}

fn check_options(options: &BackupOptions, to: FileFormat) -> Result<(), Error> {
    let usage = |what, hint| {
        let problem = crate::backup::Problem::Usage { what, hint };
        Err(Error::backup(&options.file, problem))
    };
    let named = options.device_name.is_some() || options.time.is_some();
    let name = options.device_name.as_deref().unwrap_or_default();
    if Identity::new(DeviceId([0; 16]), name).is_none() {
        return Err(Error::backup(&options.file, convert::bad_name()));
    }
    match to {
        FileFormat::Backup => Ok(()),
        _ if options.sign.is_some() => usage(
            "--sign with an image as the result",
            "only backups are signed; leave --sign out, or name FILE something.umb",
        ),
        _ if named => usage(
            "--device-name or --time with an image as the result",
            "only backups know devices and times; leave them out, or name FILE something.umb",
        ),
        _ => Ok(()),
    }
}

/// Takes a backup of what the device's layout names, the whole memory without one. `store` gets
/// each byte as it comes.
///
/// # Errors
/// [`Error::Device`]; [`Problem::Incomplete`] before anything is read.
pub fn take<T: Transport>(
    session: &mut Session<T>,
    request: Request,
    meter: &mut Meter,
    store: impl FnMut(u32, &[u8]),
) -> Result<Backup, Error> {
    let read = || {
        if session.is_incomplete() {
            return Err(Problem::Incomplete);
        }
        session.ask_memory()?;
        let memory = session.memory()?;
        let layout = session.layout()?;
        session.speed_up(request.baud)?;
        session.hold()?;
        let layout = layout.unwrap_or(Layout::whole(memory.bytes()));
        let ranges: Vec<Range<u32>> = layout
            .regions()
            .map(|region| region.offset..region.end())
            .collect();
        let contents = copy::read(session, &ranges, request.copy.clone(), meter, store)?;
        Ok((memory, layout, contents))
    };
    let (memory, layout, contents) = read().map_err(|problem| session.failed(problem))?;
    layout::warn_of_unnamed(&layout, memory.space(), Path::new(session.port()));
    let device = Identity::new(session.id(), request.name);
    let device =
        device.ok_or_else(|| Error::backup(Path::new(session.port()), convert::bad_name()))?;
    let about = About {
        device,
        memory,
        time: request.time,
        tool: TOOL.into(),
    };
    Backup::take(about, &layout, &contents)
        .map_err(|problem| Error::backup(Path::new(session.port()), problem))
}

fn written(
    backup: &Backup,
    to: FileFormat,
    key: Option<&SecretKey>,
) -> Result<Vec<u8>, crate::backup::Problem> {
    match to.image() {
        None => Ok(backup.encode(key)),
        Some(image) => Ok(image.write(&backup.image())?),
    }
}

/// What was read so far, beside the file that it is to become. It outlasts whatever ends the
/// program; that nothing of it is believed makes it harmless.
struct Part {
    path: PathBuf,
    /// `None` where FILE is a device or a pipe.
    file: Option<File>,
    copy: Option<Vec<u8>>,
}

impl Part {
    fn open(path: &Path, resume: bool) -> Result<Part, Error> {
        let straight = fs::metadata(path).is_ok_and(|file| !file.is_file());
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        if straight {
            return Ok(Part {
                path,
                file: None,
                copy: None,
            });
        }
        let copy = match resume {
            true => {
                let image = crate::backup::read_contents(&path, Some(FileFormat::Bin))?;
                match image {
                    crate::backup::Contents::Image(_, image) => image.flat(None, Some(0)).ok(),
                    crate::backup::Contents::Backup(_) => None,
                }
            }
            false => None,
        };
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(!resume)
            .open(&path)
            .map_err(|cause| Error::Unwritable(path.clone(), io::Error::from(cause.kind())))?;
        Ok(Part {
            path,
            file: Some(file),
            copy,
        })
    }

    /// A part that is not whole is what it is: an error of its file is none of the backup's.
    fn store(&self, offset: u32, bytes: &[u8]) {
        if let Some(file) = &self.file {
            let _ = file.write_all_at(bytes, offset.into());
        }
    }

    /// What is left after an error.
    fn tell(&self, bytes_read: u64, mode: ProgressMode) {
        match bytes_read {
            0 if self.copy.is_none() => self.remove(),
            _ if self.file.is_none() || mode == ProgressMode::None => {}
            _ => output::say(&format!(
                "{} bytes were read; {} has them: go on with --resume",
                grouped(bytes_read),
                self.path.display()
            )),
        }
    }

    fn remove(&self) {
        if self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}
