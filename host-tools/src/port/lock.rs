//! One program per port.
//!
//! `TIOCEXCL` makes the kernel refuse everybody else, the administrator excepted; the advisory lock
//! is for them. Both end with the process, however it ends, so no lock is ever left behind.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock, major, minor};
use rustix::io::Errno;
use rustix::termios::ioctl_tiocexcl;

use super::problem::{Holder, PortProblem};

/// Takes the open port `file` for this process.
///
/// # Errors
/// [`PortProblem::InUse`] with those that have it, as far as one may know.
pub fn take(file: &File, path: &Path) -> Result<(), PortProblem> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK) => return Err(PortProblem::InUse(holders(path))),
        Err(cause) => return Err(PortProblem::Settings(cause.into())),
    }
    ioctl_tiocexcl(file).map_err(|cause| PortProblem::Settings(cause.into()))
}

/// The processes that have the port at `path`: whoever locked it, else whoever has it open. Of
/// other people's processes only the lock can be seen.
pub fn holders(path: &Path) -> Vec<Holder> {
    let locked = locked_by(path);
    if !locked.is_empty() {
        return locked;
    }
    let Ok(port) = path.canonicalize() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let open = fs::read_dir(entry.path().join("fd"));
        let links = open.into_iter().flatten().flatten();
        let mut links = links.filter_map(|link| fs::read_link(link.path()).ok());
        if pid != std::process::id() && links.any(|link| link == port) {
            found.push(holder(pid));
        }
    }
    found
}

/// `1: FLOCK  ADVISORY  WRITE 4711 00:18:7 0 EOF`, the file as device and inode.
fn locked_by(path: &Path) -> Vec<Holder> {
    let (Ok(file), Ok(locks)) = (fs::metadata(path), fs::read_to_string("/proc/locks")) else {
        return Vec::new();
    };
    let (major, minor) = (major(file.dev()), minor(file.dev()));
    let file = format!("{major:02x}:{minor:02x}:{}", file.ino());
    let holds = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let place = fields.iter().position(|field| *field == "FLOCK")?;
        let (pid, of) = (fields.get(place + 3)?, fields.get(place + 4)?);
        (*of == file).then(|| pid.parse().ok())?
    };
    locks.lines().filter_map(holds).map(holder).collect()
}

fn holder(pid: u32) -> Holder {
    let name = fs::read_to_string(format!("/proc/{pid}/comm"));
    let printable = |text: String| text.trim().replace(char::is_control, "?");
    Holder {
        pid,
        name: name.map(printable).unwrap_or_default(),
    }
}
