//! Debian packages that a task needs.

use std::process::{Command, Stdio};

/// True when the package is installed.
pub fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"install ok installed")
}

/// Installs the packages that are missing, and says so before.
///
/// Needs root or `sudo`; the error names the command for everybody else.
pub fn ensure_debian(packages: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    eprintln!("installing Debian packages: {}", missing.join(" "));
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    for arguments in [
        vec!["update", "-q"],
        [
            &["install", "-q", "-y", "--no-install-recommends"],
            missing.as_slice(),
        ]
        .concat(),
    ] {
        let mut command = if root {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "apt-get"]);
            sudo
        };
        let status = command
            .args(&arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()
            .map_err(|error| format!("cannot run apt-get ({error}); run as root: {by_hand}"))?;
        if !status.success() {
            return Err(format!("apt-get failed ({status}); run as root: {by_hand}"));
        }
    }
    Ok(())
}
