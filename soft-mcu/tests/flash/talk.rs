//! A computer at the serial line of a device with a flash: asks and takes the answers apart.

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::flash::Spi;
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::request::DataRequest;
use umbilical_soft_mcu::link::{Reason, Refusal, Request, Span};
use umbilical_soft_mcu::server::SLOT_BYTES;

use crate::rig::Rig;

/// Turns of the main loop in which everything asked for is answered.
pub const TURNS: u32 = 12;

/// A device and what is at its line.
pub struct Talk {
    pub rig: Rig,
    pub device: Device<Spi>,
}

pub fn span(offset: u32, length: u32) -> Span {
    Span::new(offset, length).expect("a range")
}

pub fn blocks(offset: u32, length: u32) -> Request<'static> {
    Request::DataRequest(DataRequest {
        span: span(offset, length),
        block: 2048,
        compress: true,
    })
}

impl Talk {
    pub fn new(mut rig: Rig) -> Self {
        let mut device = Device::default();
        device.boot(&mut rig);
        let mut talk = Self { rig, device };
        talk.live(TURNS);
        talk
    }

    pub fn live(&mut self, turns: u32) {
        for _ in 0..turns {
            self.device.step(&mut self.rig);
        }
    }

    /// Type and payload of each answer.
    pub fn ask_all(&mut self, request: &Request) -> Vec<(u8, Vec<u8>)> {
        let number = self.rig.line.ask(request);
        self.live(TURNS);
        let said = self.rig.line.listen();
        assert!(said.iter().all(|said| said.number == number), "{said:?}");
        said.into_iter()
            .map(|said| (said.kind, said.payload))
            .collect()
    }

    pub fn ask<R>(&mut self, request: &Request, pick: impl FnOnce(Answer) -> R) -> R {
        let said = self.ask_all(request);
        let [(kind, payload)] = &said[..] else {
            panic!("{request:?}: {said:?}");
        };
        pick(Answer::parse(*kind, payload).expect("an answer"))
    }

    pub fn refused(&mut self, request: &Request) -> (Reason, u32) {
        self.ask(request, |answer| match answer {
            Answer::Refused(Refusal { reason, detail }) => (reason, detail),
            other => panic!("{request:?}: {other:?}"),
        })
    }

    pub fn done(&mut self, request: &Request) {
        self.ask(request, |answer| {
            let refused = matches!(answer, Answer::Refused(_));
            assert!(!refused, "{request:?}: {answer:?}");
        });
    }

    /// The bytes of a range, from blocks that follow each other, and how many came over the line.
    pub fn read(&mut self, offset: u32, length: u32) -> (Vec<u8>, usize) {
        let (mut read, mut sent): (Vec<u8>, usize) = (Vec::new(), 0);
        for (kind, payload) in self.ask_all(&blocks(offset, length)) {
            let Some(Answer::DataBlock(block)) = Answer::parse(kind, &payload) else {
                panic!("no block: {payload:?}");
            };
            assert_eq!(block.offset as usize, offset as usize + read.len());
            sent += block.data.len();
            if block.data.len() == usize::from(block.raw_bytes) {
                read.extend(block.data);
                continue;
            }
            let raw = lz4_flex::block::decompress(block.data, block.raw_bytes.into());
            read.extend(raw.expect("an LZ4 block"));
        }
        (read, sent)
    }

    pub fn write(&mut self, offset: u32, data: &[u8]) {
        for (index, data) in data.chunks(usize::from(SLOT_BYTES)).enumerate() {
            let offset = offset + index as u32 * u32::from(SLOT_BYTES);
            let span = span(offset, data.len() as u32);
            self.done(&Request::DataWrite { span, data });
        }
    }

    /// Everything that a computer does to put `image` into an area of whole sectors.
    pub fn restore(&mut self, offset: u32, image: &[u8]) {
        let area = span(offset, image.len() as u32);
        self.done(&Request::DataStart(area));
        self.done(&Request::Erase(area));
        self.write(offset, image);
        let crc = crc::crc32(image);
        self.done(&Request::DataEnd { span: area, crc });
        // An answer that was lost is asked for again.
        self.done(&Request::DataEnd { span: area, crc });
        self.done(&Request::Hold(false));
        self.live(TURNS);
    }
}
