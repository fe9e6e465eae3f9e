//! One direction of a serial line in real time: bytes leave as fast as the line carries them, and
//! arrive one way's delay later, some of them wrong.

use std::io::{PipeReader, PipeWriter, Read, Write, pipe};
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use umbilical_emu::rng::Rng;

/// Bytes that wait in front of the line, as in a serial port's driver: a sender that streams gets
/// no further ahead than this.
const QUEUE_BYTES: usize = 4096;
/// Bytes that are moved at once: 0.7 ms at 921,600 baud.
const PIECE_BYTES: usize = 64;

/// A read that takes longer has waited for the sender.
const BLOCKED: Duration = Duration::from_micros(200);

/// What a line is like.
#[derive(Clone, Copy)]
pub struct Line {
    /// Bits per second, ten to a byte.
    pub baud: u32,
    /// From a byte's arrival to that of its echo, without the bytes' own time.
    pub round_trip: Duration,
    /// One byte in so many is wrong; 0: none.
    pub flip_one_in: u64,
}

/// A way through the line: what is written comes out of the reader in time.
pub struct Way {
    /// For the sender.
    pub sender: PipeWriter,
    /// For the receiver.
    pub receiver: PipeReader,
    /// Ends when the sender has closed its end.
    pub thread: JoinHandle<()>,
}

impl Line {
    /// One direction. `seed` says which bytes are wrong.
    pub fn way(self, seed: u64) -> Way {
        let (source, sender) = pipe().expect("a pipe");
        let (receiver, sink) = pipe().expect("a pipe");
        rustix::pipe::fcntl_setpipe_size(&sender, QUEUE_BYTES).expect("a short pipe");
        let thread = thread::spawn(move || self.carry(source, sink, seed));
        Way {
            sender,
            receiver,
            thread,
        }
    }

    fn carry(self, mut source: PipeReader, mut sink: PipeWriter, seed: u64) {
        let byte = Duration::from_nanos(10_000_000_000 / u64::from(self.baud));
        let delay = self.round_trip / 2;
        // What is on its way; its length bounds nothing, the times do.
        let (send, receive) = sync_channel::<(Instant, Vec<u8>)>(1 << 20);
        let arrivals = thread::spawn(move || {
            for (at, bytes) in receive {
                sleep_until(at);
                if sink.write_all(&bytes).is_err() {
                    return;
                }
            }
        });
        let mut random = Rng::new(seed);
        let mut free = Instant::now();
        let mut piece = [0; PIECE_BYTES];
        loop {
            let asked = Instant::now();
            let Ok(length @ 1..) = source.read(&mut piece) else {
                break;
            };
            // Bytes that stood there already follow the last ones at once, however late this
            // thread was woken; others find a line that has been idle.
            if asked.elapsed() > BLOCKED {
                free = free.max(Instant::now());
            }
            let mut bytes = piece[..length].to_vec();
            for byte in &mut bytes {
                if self.flip_one_in != 0 && random.next_u64().is_multiple_of(self.flip_one_in) {
                    *byte ^= 1 << (random.next_u64() % 8);
                }
            }
            free += byte * length as u32;
            sleep_until(free);
            if send.send((free + delay, bytes)).is_err() {
                break;
            }
        }
        drop(send);
        arrivals.join().expect("the far end of the line");
    }
}

fn sleep_until(at: Instant) {
    sleep(at.saturating_duration_since(Instant::now()));
}
