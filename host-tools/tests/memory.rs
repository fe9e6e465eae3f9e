//! The memory that a rescue takes: a trace is written as it comes, never kept, and of a flash there
//! are no more copies than chips and what is compared with them.
#![cfg(target_os = "linux")]

use std::fs;
use std::mem::MaybeUninit;
use std::process::{Command, Stdio};

/// Most that a rescue with a full trace may hold at once.
const PEAK_KIB_MAX: i64 = 64 * 1024;

/// Runs the command to its end; its peak resident set in KiB.
#[allow(
    clippy::zombie_processes,
    reason = "wait4 waits for it, and tells the peak too"
)]
fn peak_kib(arguments: &[&str]) -> i64 {
    let child = Command::new(env!("CARGO_BIN_EXE_umbilical"))
        .args(arguments)
        .stderr(Stdio::null())
        .spawn()
        .expect("the command was built");
    let pid = child.id() as libc::pid_t;
    let (mut status, mut usage) = (0, MaybeUninit::<libc::rusage>::zeroed());
    // SAFETY: both pointers are valid for writes, and `child` is never waited for otherwise.
    let ended = unsafe { libc::wait4(pid, &mut status, 0, usage.as_mut_ptr()) };
    assert_eq!(ended, pid, "wait4 failed");
    assert!(
        libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
        "status {status:#x}"
    );
    // SAFETY: zeroes are a valid rusage, and wait4 succeeded.
    unsafe { usage.assume_init() }.ru_maxrss
}

#[test]
fn a_traced_rescue_takes_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("t.vcd");
    let name = trace.to_str().expect("UTF-8");
    let peak = peak_kib(&["emulate", "--part", "24c512", "--trace", name]);
    let trace_bytes = fs::metadata(&trace).expect("written").len();
    println!("peak {peak} KiB, trace {trace_bytes} bytes");
    // Were the trace kept in memory, the bound would have been passed.
    assert!(
        trace_bytes > PEAK_KIB_MAX as u64 * 1024,
        "{trace_bytes} bytes of trace prove nothing"
    );
    assert!(
        peak > 0 && peak <= PEAK_KIB_MAX,
        "peak of {peak} KiB, at most {PEAK_KIB_MAX}"
    );
}

/// Most that a rescue of 16 MiB may hold at once; two flashes are a quarter of it.
const FLASH_PEAK_KIB_MAX: i64 = 128 * 1024;

#[test]
fn a_rescue_of_a_large_flash_takes_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (source, standby, out) = (path("source"), path("standby"), path("out"));
    // 512 KiB in use, in contents that differ everywhere.
    let used = 512 << 10;
    let image: Vec<u8> = (0..16u32 << 20)
        .map(|at| {
            if at < used {
                (at * 7 % 251) as u8
            } else {
                0xFF
            }
        })
        .collect();
    fs::write(&source, &image).expect("written");
    let other: Vec<u8> = image.iter().map(|byte| byte ^ 0x5A).collect();
    fs::write(&standby, &other[..used as usize]).expect("written");
    let files = ["--source", &source, "--standby", &standby, "--out", &out];
    let peak = peak_kib(&[&["emulate", "--bus", "spi"], &files[..]].concat());
    println!("peak {peak} KiB");
    assert!(fs::read(&out).expect("written") == image);
    let least = 2 * image.len() as i64 / 1024;
    assert!(
        peak > least && peak <= FLASH_PEAK_KIB_MAX,
        "peak of {peak} KiB, at most {FLASH_PEAK_KIB_MAX}"
    );
}
