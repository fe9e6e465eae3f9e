//! A simulated device at a real serial port of this machine: a pseudo-terminal.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_setfl, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::Random;
use crate::device::Device;

/// How the far end behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As the protocol says.
    Good,
    /// Bytes that are none of the protocol's, for every byte that comes.
    Garbage,
    /// Nothing at all.
    Silent,
    /// It is unplugged after so many frames.
    Gone { after: u32 },
}

/// A device that is served until this is dropped.
pub struct Served {
    pub path: PathBuf,
    device: Arc<Mutex<Device>>,
    end: Arc<AtomicBool>,
    /// Frames that the device has sent.
    frames: Arc<Mutex<u32>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    pub fn new(device: Device) -> Served {
        Served::with(device, Manner::Good)
    }

    pub fn with(device: Device, manner: Manner) -> Served {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)
            .expect("a pseudo-terminal");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let path = PathBuf::from(name.to_str().expect("ASCII"));
        // Held open, so that the port does not hang up between two programs.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let port = open(&path, flags, Mode::empty()).expect("the other end");
        let mut settings = tcgetattr(&port).expect("a terminal");
        settings.make_raw();
        tcsetattr(&port, OptionalActions::Now, &settings).expect("raw");
        fcntl_setfl(&master, OFlags::NONBLOCK).expect("never waits");
        let device = Arc::new(Mutex::new(device));
        let end = Arc::new(AtomicBool::new(false));
        let frames = Arc::new(Mutex::new(0));
        let server = Server {
            master: File::from(master),
            port: Some(port),
            device: device.clone(),
            end: end.clone(),
            frames: frames.clone(),
            manner,
            noise: Random(7),
            started: Instant::now(),
        };
        Served {
            path,
            device,
            end,
            frames,
            thread: Some(std::thread::spawn(move || server.run())),
        }
    }

    /// The port's name.
    pub fn port(&self) -> &str {
        self.path.to_str().expect("ASCII")
    }

    /// The device, which stands still meanwhile.
    pub fn device(&self) -> MutexGuard<'_, Device> {
        self.device.lock().expect("the server lives")
    }

    /// Frames that the device has sent so far.
    pub fn frames(&self) -> u32 {
        *self.frames.lock().expect("the server lives")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server");
        }
    }
}

struct Server {
    master: File,
    port: Option<OwnedFd>,
    device: Arc<Mutex<Device>>,
    end: Arc<AtomicBool>,
    frames: Arc<Mutex<u32>>,
    manner: Manner,
    noise: Random,
    started: Instant,
}

impl Server {
    fn run(mut self) {
        let mut bytes = [0; 4096];
        while !self.end.load(Ordering::SeqCst) {
            let came = match self.wait(PollFlags::IN) {
                true => self.master.read(&mut bytes),
                false => Err(ErrorKind::WouldBlock.into()),
            };
            match came {
                Ok(count) => self.heard(&bytes[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.heard(&[]),
                Err(_) => return,
            }
            if self.answer().is_none() {
                // Unplugged: the port hangs up.
                self.port = None;
                return;
            }
        }
    }

    fn now_us(&self) -> u32 {
        self.started.elapsed().as_micros() as u32
    }

    fn wait(&self, flags: PollFlags) -> bool {
        let mut fds = [PollFd::new(&self.master, flags)];
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: 5_000_000,
        };
        poll(&mut fds, Some(&wait)).is_ok_and(|ready| ready > 0)
    }

    fn heard(&mut self, bytes: &[u8]) {
        if self.manner == Manner::Garbage {
            let noise = self.noise.bytes(bytes.len());
            self.say(&noise);
            return;
        }
        let now_us = self.now_us();
        let baud = tcgetattr(&self.master).map_or(0, |settings| settings.output_speed());
        let mut device = self.device.lock().expect("no test panics with it");
        device.poll(now_us);
        let same_rate = device.rate.baud() == baud;
        for byte in bytes {
            // At another rate nothing that comes is what was sent.
            let byte = if same_rate {
                *byte
            } else {
                self.noise.number() as u8
            };
            device.push(byte, now_us);
        }
    }

    /// What the device has to say; `None`: it is unplugged.
    fn answer(&mut self) -> Option<()> {
        loop {
            let frames = *self.frames.lock().expect("no test panics with it");
            let next = {
                let mut device = self.device.lock().expect("no test panics with it");
                device.next_frame()
            };
            let Some(next) = next else {
                return Some(());
            };
            match self.manner {
                Manner::Gone { after } if frames >= after => return None,
                Manner::Silent => continue,
                _ => {}
            }
            self.say(&next.frame);
            *self.frames.lock().expect("no test panics with it") += 1;
            if let Some(baud) = next.then_baud {
                let now_us = self.now_us();
                let mut device = self.device.lock().expect("no test panics with it");
                device.rate.change(baud, now_us);
            }
        }
    }

    /// Sends, unless nobody takes it.
    fn say(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.end.load(Ordering::SeqCst) {
            match self.master.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.wait(PollFlags::OUT);
                }
                Err(_) => return,
            }
        }
    }
}

/// Waits until `what` is so; a test that waits for ever is ended by whoever runs it.
pub fn until(mut what: impl FnMut() -> bool) {
    while !what() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A terminal with somebody at it: the end that a program gets, and what they type into.
pub fn terminal() -> (OwnedFd, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC);
    let master = master.expect("a pseudo-terminal");
    grantpt(&master).expect("granted");
    unlockpt(&master).expect("unlocked");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let port = open(&name, flags, Mode::empty()).expect("the other end");
    (port, File::from(master))
}
