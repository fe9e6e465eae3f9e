//! A serial program.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// When nothing has come for so long, nothing will.
const PATIENCE_S: i64 = 20;

/// An open port.
pub struct Serial(File);

impl Serial {
    /// Opens the port at this rate, raw.
    pub fn open(path: &Path, baud: u32) -> Serial {
        let flags = (OFlags::NOCTTY | OFlags::NONBLOCK).bits();
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(flags as i32);
        let serial = Serial(options.open(path).expect("the port can be opened"));
        serial.set_baud(baud);
        serial
    }

    pub fn set_baud(&self, baud: u32) {
        let mut settings = tcgetattr(&self.0).expect("a terminal");
        settings.make_raw();
        settings.set_speed(baud).expect("a rate");
        tcsetattr(&self.0, OptionalActions::Now, &settings).expect("settings");
    }

    pub fn baud(&self) -> u32 {
        tcgetattr(&self.0).expect("a terminal").output_speed()
    }

    fn wait(&self, flags: PollFlags, seconds: i64) -> PollFlags {
        let mut fds = [PollFd::new(&self.0, flags)];
        let timeout = Timespec {
            tv_sec: seconds,
            tv_nsec: 0,
        };
        poll(&mut fds, Some(&timeout)).expect("poll");
        fds[0].revents()
    }

    /// Sends all of `bytes` and takes what comes meanwhile.
    pub fn send(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (mut rest, mut came) = (bytes, Vec::new());
        while !rest.is_empty() {
            let ready = self.wait(PollFlags::IN | PollFlags::OUT, PATIENCE_S);
            assert!(!ready.is_empty(), "{} bytes cannot be sent", rest.len());
            if ready.contains(PollFlags::OUT) {
                let sent = self.0.write(rest).unwrap_or(0);
                rest = &rest[sent..];
            }
            if ready.contains(PollFlags::IN) {
                self.take(&mut came);
            }
        }
        came
    }

    /// Sends all of `bytes` and reads nothing.
    pub fn send_only(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let ready = self.wait(PollFlags::OUT, PATIENCE_S);
            assert!(!ready.is_empty(), "{} bytes cannot be sent", rest.len());
            let sent = self.0.write(rest).unwrap_or(0);
            rest = &rest[sent..];
        }
    }

    fn take(&mut self, came: &mut Vec<u8>) {
        let mut bytes = [0; 4096];
        let count = self.0.read(&mut bytes).unwrap_or(0);
        came.extend(&bytes[..count]);
    }

    /// Reads until `came` has `count` bytes.
    pub fn read_to(&mut self, came: &mut Vec<u8>, count: usize) {
        while came.len() < count {
            let ready = self.wait(PollFlags::IN, PATIENCE_S);
            assert!(!ready.is_empty(), "{} bytes of {count} came", came.len());
            self.take(came);
        }
    }

    /// Sends `bytes` and reads as many answers.
    pub fn ask(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut came = self.send(bytes);
        self.read_to(&mut came, bytes.len());
        came
    }
}
