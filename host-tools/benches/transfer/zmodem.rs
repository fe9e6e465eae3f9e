//! `sz` and `rz` of Debian's lrzsz, at the two ends of a line.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::wire::{Line, Way};

fn failed(what: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |error| format!("{}: {error}", what.display())
}

/// Sends `memory` and gives the time from start to end of both programs.
///
/// # Errors
/// What went wrong, the file that arrived being another one included.
pub fn transfer(memory: &[u8], line: Line) -> Result<Duration, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let sent = folder.path().join("image.bin");
    let arrived = folder.path().join("arrived");
    std::fs::write(&sent, memory).map_err(failed(&sent))?;
    std::fs::create_dir(&arrived).map_err(failed(&arrived))?;
    let (out, back) = (line.way(1), line.way(2));
    let from = Instant::now();
    let run = |name: &str, arguments: &[&str], reader, writer| {
        Command::new(name)
            .args(arguments)
            .current_dir(&arrived)
            .stdin(Stdio::from(reader))
            .stdout(Stdio::from(writer))
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{name}: {error} (Debian's package lrzsz has it)"))
    };
    let Way {
        sender: to_rz,
        receiver: at_rz,
        thread: way_out,
    } = out;
    let Way {
        sender: to_sz,
        receiver: at_sz,
        thread: way_back,
    } = back;
    let mut rz = run("rz", &["--binary", "--quiet"], at_rz, to_sz)?;
    let mut sz = run("sz", &["--binary", "--quiet", "../image.bin"], at_sz, to_rz)?;
    for (name, child) in [("sz", &mut sz), ("rz", &mut rz)] {
        let status = child.wait().map_err(|error| format!("{name}: {error}"))?;
        if !status.success() {
            return Err(format!("{name} gave up ({status})"));
        }
    }
    let took = from.elapsed();
    for thread in [way_out, way_back] {
        thread.join().map_err(|_| "the line broke".to_owned())?;
    }
    let file = arrived.join("image.bin");
    let copy = std::fs::read(&file).map_err(failed(&file))?;
    if copy != memory {
        return Err("what arrived is something else".into());
    }
    Ok(took)
}
