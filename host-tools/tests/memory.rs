//! The memory that a traced rescue takes: a trace is written as it comes, never kept.
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
