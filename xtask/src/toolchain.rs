//! Which compiler builds the firmware.
//!
//! The target needs a `core` library. A user may have it from `rustup target add`; else Debian's
//! packages bring compiler and library source of one version, from which cargo builds it. The
//! pinned toolchain of the workspace is not touched by that.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;

/// The firmware's target.
pub const TARGET: &str = "riscv32i-unknown-none-elf";
/// The firmware's profile.
pub const PROFILE: &str = "firmware";
/// From the workspace's root, where the linker runs.
const LINK_SCRIPT: &str = "soft-mcu/firmware/link.ld";
/// Calls of one word where they reach, registers saved by a call (`firmware/src/small.rs`), and
/// compressed instructions.
const FEATURES: &str = "-Ctarget-feature=+relax,+save-restore,+c";
/// Inlining of what is little larger than its call: below this number the program is up to 100 bytes
/// smaller and the calls take 4 us more for each sector of a flash. No reordering of instructions, which
/// on a core without a pipeline gains nothing and costs registers. No tables of jumps: their words are
/// longer than a chain of short branches.
const LLVM: &str = "-Cllvm-args=-inline-threshold=35 -enable-misched=false \
                    -riscv-min-jump-table-entries=1000";
/// Debian's compiler, and the source of its library.
pub const DEBIAN_PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/core";

/// A way to build the firmware.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The workspace's own compiler; `rustup target add` installed `core`.
    Installed {
        /// First line of `rustc --version`.
        version: String,
    },
    /// Debian's compiler; cargo builds `core` from Debian's source.
    Debian {
        /// First line of `rustc --version`.
        version: String,
        /// The linker, from the workspace's own toolchain.
        linker: PathBuf,
    },
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn installed(root: &Path) -> Option<Toolchain> {
    let libraries = output(
        root,
        "rustc",
        &["--print", "target-libdir", "--target", TARGET],
    )?;
    let has_core = std::fs::read_dir(libraries).ok()?.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    });
    let version = output(root, "rustc", &["--version"])?;
    has_core.then_some(Toolchain::Installed { version })
}

fn debian(root: &Path) -> Option<Toolchain> {
    let version = output(root, DEBIAN_RUSTC, &["--version"])?;
    let number = version.split(' ').nth(1)?;
    // The library source must be of the compiler's own version; Debian keeps it under that name.
    let same = Path::new("/usr/src")
        .join(format!("rustc-{number}"))
        .exists();
    let host = output(root, "rustc", &["-vV"])?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: "))?;
    let sysroot = PathBuf::from(output(root, "rustc", &["--print", "sysroot"])?);
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    let complete = same
        && DEBIAN_PACKAGES
            .iter()
            .all(|package| debian::installed(package))
        && Path::new(DEBIAN_LIBRARY).exists()
        && linker.exists();
    complete.then_some(Toolchain::Debian { version, linker })
}

/// Every way to build the firmware here, the preferred one first.
pub fn available(root: &Path) -> Result<Vec<Toolchain>, String> {
    let found: Vec<Toolchain> = [installed(root), debian(root)]
        .into_iter()
        .flatten()
        .collect();
    if found.is_empty() {
        return Err(format!(
            "no compiler for {TARGET} is here. Do one of:\n  rustup target add {TARGET}\n  \
             apt-get install {}",
            DEBIAN_PACKAGES.join(" ")
        ));
    }
    Ok(found)
}

impl Toolchain {
    /// What goes into the record beside the image: the compiler, and where `core` is from.
    pub fn describe(&self) -> String {
        match self {
            Self::Installed { version } => format!("{version}, core as installed"),
            Self::Debian { version, .. } => format!("{version}, core built from source"),
        }
    }

    /// The cargo command that builds the firmware into `target`.
    ///
    /// Nothing in it depends on where the tree lies: cargo hashes the flags and the packages' paths
    /// below the workspace into the symbols, and the order of the functions follows those.
    pub fn build(&self, root: &Path, target: &Path) -> Command {
        let mut command = Command::new("cargo");
        command
            .current_dir(root)
            .args(["build", "--package", "umbilical-firmware"])
            .args(["--features", "controller", "--profile", PROFILE])
            .args(["--locked", "--target", TARGET])
            .env("CARGO_TARGET_DIR", target)
            .env(
                "CARGO_ENCODED_RUSTFLAGS",
                format!("-Clink-arg=-T{LINK_SCRIPT}\x1f{FEATURES}\x1f{LLVM}"),
            )
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER");
        if let Self::Debian { linker, .. } = self {
            command
                .arg("-Zbuild-std=core")
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_RISCV32I_UNKNOWN_NONE_ELF_LINKER", linker);
        }
        command
    }
}
