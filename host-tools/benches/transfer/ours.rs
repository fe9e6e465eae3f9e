//! The client of `umbilical` at one end, the device of its tests at the other.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use umbilical::link::Transport;
use umbilical::link::client::Client;
use umbilical::link::read_window::ReadLimits;

use crate::device::Device;
use crate::wire::Line;

/// What comes out of a way, without blocking for ever.
fn arrivals(mut reader: PipeReader) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 256];
        while let Ok(length @ 1..) = reader.read(&mut bytes) {
            if send.send(bytes[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    receive
}

struct Port {
    opened: Instant,
    writer: PipeWriter,
    arrivals: Receiver<Vec<u8>>,
}

impl Transport for Port {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes)
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        match self.arrivals.recv_timeout(until.saturating_sub(self.now())) {
            Ok(bytes) => into.extend(bytes),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::BrokenPipe.into()),
        }
        Ok(())
    }

    /// The line of this bench has one rate.
    fn set_baud(&mut self, _: u32) -> io::Result<()> {
        Ok(())
    }
}

/// The device's end: everything that came, then one frame.
fn serve(mut device: Device, arrivals: &Receiver<Vec<u8>>, mut writer: PipeWriter) {
    let started = Instant::now();
    loop {
        let mut came: Vec<u8> = arrivals.try_iter().flatten().collect();
        let next = device.next_frame();
        if came.is_empty() && next.is_none() {
            match arrivals.recv() {
                Ok(bytes) => came = bytes,
                Err(_) => return,
            }
        }
        let now_us = started.elapsed().as_micros() as u32;
        for byte in came {
            device.push(byte, now_us);
        }
        if let Some(next) = next
            && writer.write_all(&next.frame).is_err()
        {
            return;
        }
    }
}

/// Reads `memory` over the line and gives the time from the first request to the last byte.
///
/// # Errors
/// What went wrong.
pub fn transfer(memory: &[u8], line: Line) -> Result<Duration, String> {
    let (out, back) = (line.way(1), line.way(2));
    let device = Device::new(memory.to_vec());
    let asked = arrivals(out.receiver);
    let writer = back.sender;
    thread::spawn(move || serve(device, &asked, writer));
    let port = Port {
        opened: Instant::now(),
        writer: out.sender,
        arrivals: arrivals(back.receiver),
    };
    let mut client = Client::new(port, 1);
    let mut copy = vec![0; memory.len()];
    let from = Instant::now();
    let read = (|| {
        client.probe()?;
        client.hold(true)?;
        let all = std::iter::once(0..memory.len() as u32);
        client.read(all, ReadLimits::default(), |offset, bytes| {
            let at = offset as usize;
            copy[at..at + bytes.len()].copy_from_slice(bytes);
        })
    })();
    let took = from.elapsed();
    read.map_err(|error| error.to_string())?;
    if copy != memory {
        return Err("what arrived is something else".into());
    }
    Ok(took)
}
