//! Devices that are wrong on purpose: what the tests say has to be seen to fail with each.

use std::ops::Range;

use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::journal::{Marker, Payload, RECORD_BYTES};
use umbilical_soft_mcu::link::frame::{Head, kind, send};
use umbilical_soft_mcu::link::{BODY_BYTES_MAX, Frame, Receiver, Request};

use crate::wire::Wire;

/// What is wrong with a device.
pub enum Mutant {
    /// Nothing.
    None,
    /// Its journal does not keep the marker without a supply.
    Forgetful {
        /// Both copies, as they were made.
        marker: Vec<u8>,
    },
    /// It says that everything was written and read back, and leaves out some.
    Hasty(Box<Hasty>),
}

/// A device as it would be that acknowledges some writes without doing them, and at the end takes
/// whatever it finds for what the host wrote.
pub struct Hasty {
    rng: Rng,
    asked: Receiver<BODY_BYTES_MAX>,
    heard: Receiver<BODY_BYTES_MAX>,
    /// What the host waits for in the end.
    crc: Option<u32>,
    /// Frames of its own, for the next gap between the device's.
    own: Vec<u8>,
    in_a_frame: bool,
}

const MARKER: Range<usize> =
    Marker::ADDRESS as usize..(Marker::ADDRESS + 2 * RECORD_BYTES) as usize;
/// One write in so many is not done.
const LEFT_OUT_ONE_IN: u64 = 3;

fn journal(wire: &mut Wire) -> &mut [u8] {
    let side = wire.side;
    wire.system().board_mut(side).journal.memory_mut()
}

impl Mutant {
    pub fn forgetful(wire: &mut Wire) -> Mutant {
        let marker = journal(wire)[MARKER].to_vec();
        Mutant::Forgetful { marker }
    }

    pub fn hasty(seed: u64) -> Mutant {
        Mutant::Hasty(Box::new(Hasty {
            rng: Rng::new(seed),
            asked: Receiver::new(),
            heard: Receiver::new(),
            crc: None,
            own: Vec::new(),
            in_a_frame: false,
        }))
    }

    /// The board's supply goes.
    pub fn power_is_lost(&self, wire: &mut Wire) {
        if let Mutant::Forgetful { marker } = self {
            journal(wire)[MARKER].copy_from_slice(marker);
        }
    }

    /// What the device gets of a request.
    pub fn passes(&mut self, bytes: &[u8], wire: &mut Wire) -> Option<Vec<u8>> {
        match self {
            Mutant::Hasty(hasty) => hasty.passes(bytes, wire),
            _ => Some(bytes.to_vec()),
        }
    }

    /// What the host gets of what came.
    pub fn answers(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Mutant::Hasty(hasty) => hasty.answers(&bytes),
            _ => bytes,
        }
    }
}

impl Hasty {
    fn passes(&mut self, bytes: &[u8], wire: &mut Wire) -> Option<Vec<u8>> {
        let mut body = None;
        for byte in bytes {
            body = self.asked.push(*byte).map(<[u8]>::to_vec).or(body);
        }
        let frame = body.as_deref().and_then(Frame::request);
        let asked = frame.and_then(|frame| {
            let request = Request::parse(frame.header.kind, frame.payload).ok()?;
            Some((frame.header, request))
        });
        match asked {
            Some((header, Request::DataWrite { span, .. }))
                if self.rng.below(LEFT_OUT_ONE_IN) == 0 =>
            {
                let mut head = Head::answer(header);
                head.word(span.offset());
                self.say(&head);
                None
            }
            Some((header, Request::DataEnd { span, crc })) => {
                let side = wire.side;
                let memory = wire.system().board(side).memory.memory();
                let found = crc::crc32(&memory[span.offset() as usize..span.end() as usize]);
                self.crc = Some(crc);
                let request = Request::DataEnd { span, crc: found };
                let mut bytes = vec![0];
                let head = request.head(header.session(), header.number());
                send(&head, &[], |byte| bytes.push(byte));
                Some(bytes)
            }
            _ => Some(bytes.to_vec()),
        }
    }

    fn say(&mut self, head: &Head) {
        self.own.push(0);
        send(head, &[], |byte| self.own.push(byte));
    }

    fn answers(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut to_host = Vec::new();
        for byte in bytes {
            to_host.push(*byte);
            self.in_a_frame = *byte != 0;
            let frame = self.heard.push(*byte).and_then(Frame::parse);
            if let Some(Frame { header, .. }) = frame
                && header.kind == kind::DATA_END | kind::ANSWER
                && let Some(crc) = self.crc
            {
                let mut head = Head::new(header.kind, header);
                head.word(crc);
                self.say(&head);
            }
            if !self.in_a_frame {
                to_host.append(&mut self.own);
            }
        }
        if !self.in_a_frame {
            to_host.append(&mut self.own);
        }
        to_host
    }
}
