//! `cargo xtask fuzz [SECONDS]`: the coverage-guided tests of `fuzz/`, each for so long.
//!
//! libFuzzer needs its hooks in the code. The compiler's own option for that is not a stable one, so
//! the pass is named to LLVM; that takes no other toolchain than the workspace's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs, in the order of `fuzz/Cargo.toml`.
const TARGETS: [&str; 8] = [
    "receiver",
    "messages",
    "lz4",
    "read_window",
    "write_window",
    "image",
    "backup",
    "serprog",
];
/// Seconds for each of them, unless told otherwise.
const SECONDS: u32 = 30;
/// Longest input: a bit more than the longest frame.
const INPUT_BYTES_MAX: u32 = 2200;
/// Counters and addresses of every edge, and the operands of comparisons.
const FLAGS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

fn host() -> Result<String, String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .map_err(|error| format!("cannot run rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "`rustc -vV` names no host".into())
}

/// Builds the programs and gives the folder that they are in.
fn build(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let host = host()?;
    // With a target named, the flags are not those of build scripts, which have no libFuzzer.
    let status = Command::new("cargo")
        .args(["build", "--release", "--target", &host])
        .current_dir(root.join("fuzz"))
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f"))
        .env_remove("RUSTFLAGS")
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the programs of fuzz/ do not build, see above (g++ is needed)".into());
    }
    Ok(target.join(host).join("release"))
}

/// Runs every program of `fuzz/`, from the kept inputs and those of earlier runs on.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let seconds = match arguments {
        [] => SECONDS,
        [seconds] => seconds
            .parse()
            .map_err(|_| format!("`{seconds}` is no number of seconds"))?,
        _ => return Err("usage: cargo xtask fuzz [SECONDS]".into()),
    };
    let target = root.join("target/fuzz");
    let programs = build(root, &target)?;
    for name in TARGETS {
        // What is found goes to the build folder; what is kept is only read.
        let found = target.join("corpus").join(name);
        let kept = root.join("fuzz/corpus").join(name);
        fs::create_dir_all(&found).map_err(|error| format!("{}: {error}", found.display()))?;
        let failed = format!("{}/failed-{name}-", target.display());
        let output = Command::new(programs.join(name))
            .args([&found, &kept])
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-max_len={INPUT_BYTES_MAX}"))
            .arg(format!("-artifact_prefix={failed}"))
            .args(["-timeout=10", "-print_final_stats=1", "-verbosity=0"])
            .output()
            .map_err(|error| format!("cannot run {name}: {error}"))?;
        let text = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!(
                "{text}\n{name} failed; the input is {failed}*. Repeat it with: {} FILE",
                programs.join(name).display()
            ));
        }
        let stat = |name: &str| {
            let line = text.lines().find(|line| line.contains(name));
            line.and_then(|line| line.split_whitespace().last())
                .unwrap_or("?")
                .to_owned()
        };
        println!(
            "{name:<13} {seconds:>5} s {:>10} inputs, {:>6} of them new",
            stat("number_of_executed_units"),
            stat("new_units_added")
        );
    }
    Ok(())
}
