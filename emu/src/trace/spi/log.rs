//! Frames of a segment, as values and as lines of text.

use std::fmt;
use std::io::{self, BufWriter, Write};

use super::{Event, Format, Role};
use crate::time::Time;
use umbilical_soft_mcu::crc;

/// Data bytes that are printed in full.
const WHOLE: usize = 16;
/// Of more, so many at each end.
const ENDS: usize = 4;

/// The data of a frame: enough to recognise it, however long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    length: u64,
    head: Vec<u8>,
    tail: [u8; ENDS],
    register: u32,
}

impl Default for Data {
    fn default() -> Data {
        Data {
            length: 0,
            head: Vec::new(),
            tail: [0; ENDS],
            register: crc::INITIAL,
        }
    }
}

impl Data {
    fn push(&mut self, value: u8) {
        self.length += 1;
        if self.head.len() < WHOLE {
            self.head.push(value);
        }
        self.tail.rotate_left(1);
        self.tail[ENDS - 1] = value;
        self.register = crc::update(self.register, value);
    }

    /// Bytes.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The first bytes, 16 at most.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// CRC-32 of all of them.
    pub const fn crc32(&self) -> u32 {
        !self.register
    }
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = |f: &mut fmt::Formatter<'_>, bytes: &[u8]| {
            let mut bytes = bytes.iter();
            bytes.try_for_each(|byte| write!(f, " {byte:02x}"))
        };
        write!(f, "{}:", self.length)?;
        if self.length <= WHOLE as u64 {
            return bytes(f, &self.head);
        }
        bytes(f, &self.head[..ENDS])?;
        f.write_str(" ..")?;
        bytes(f, &self.tail)?;
        write!(f, " crc {:08x}", self.crc32())
    }
}

/// From a fall of chip select to its rise.
///
/// As text: `12.345 us  02 PROGRAM @000100 2: de ad`: start in microseconds rounded down to the
/// nanosecond, opcode and its name, address, number of data bytes and the bytes. Of more than 16
/// bytes the ends and a CRC-32 are given. `cut N` after it says that N bits of a byte came last,
/// `X` that the frame was aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The fall of chip select.
    pub start: Time,
    /// Its rise, or the moment the frame was aborted.
    pub end: Time,
    /// The first byte, when it came in full.
    pub opcode: Option<u8>,
    /// Bytes of the address, the highest first.
    pub address: Vec<u8>,
    /// What came after that.
    pub data: Data,
    /// Bits of a byte that the end cut short.
    pub bits: u8,
    /// It ended by loss of power or with the run.
    pub aborted: bool,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ns = self.start.ps() / 1_000;
        write!(f, "{}.{:03} us ", ns / 1_000, ns % 1_000)?;
        match self.opcode {
            Some(opcode) => write!(f, " {opcode:02x} {}", Format::of(opcode).name)?,
            None => f.write_str(" no opcode")?,
        }
        if !self.address.is_empty() {
            f.write_str(" @")?;
            for byte in &self.address {
                write!(f, "{byte:02x}")?;
            }
        }
        if self.data.length > 0 {
            write!(f, " {}", self.data)?;
        }
        if self.bits > 0 {
            write!(f, " cut {}", self.bits)?;
        }
        f.write_str(if self.aborted { " X" } else { "" })
    }
}

/// Puts frames together from events.
#[derive(Clone, Debug, Default)]
pub struct Assembler {
    open: Option<Frame>,
}

impl Assembler {
    /// Takes the segment's next event; gives the frame that it ended.
    pub fn on_event(&mut self, event: Event) -> Option<Frame> {
        match event {
            Event::Select { at } => {
                self.open = Some(Frame {
                    start: at,
                    end: at,
                    opcode: None,
                    address: Vec::new(),
                    data: Data::default(),
                    bits: 0,
                    aborted: false,
                });
                None
            }
            Event::Byte { value, role, .. } => {
                if let Some(frame) = &mut self.open {
                    match role {
                        Role::Opcode => frame.opcode = Some(value),
                        Role::Address => frame.address.push(value),
                        Role::Data => frame.data.push(value),
                    }
                }
                None
            }
            Event::Deselect { at, bits, .. } => {
                let mut frame = self.open.take()?;
                (frame.end, frame.bits) = (at, bits);
                Some(frame)
            }
        }
    }

    /// Loss of power at `at`, or the end of the run; gives the frame that this aborted.
    pub fn reset(&mut self, at: Time) -> Option<Frame> {
        let mut frame = self.open.take()?;
        (frame.end, frame.aborted) = (at, true);
        Some(frame)
    }
}

/// Writes one line per frame of a segment.
///
/// The first write error is kept and given back by [`FrameLog::finish`].
pub struct FrameLog<W: Write> {
    assembler: Assembler,
    writer: BufWriter<W>,
    error: Option<io::Error>,
}

impl<W: Write> FrameLog<W> {
    /// A log without lines.
    pub fn new(writer: W) -> FrameLog<W> {
        FrameLog {
            assembler: Assembler::default(),
            writer: BufWriter::new(writer),
            error: None,
        }
    }

    /// Takes the segment's next event.
    pub fn on_event(&mut self, event: Event) {
        let ended = self.assembler.on_event(event);
        self.print(ended);
    }

    /// Loss of power at `at`: aborts the frame under way.
    pub fn reset(&mut self, at: Time) {
        let ended = self.assembler.reset(at);
        self.print(ended);
    }

    /// Aborts the frame under way at the end of the run, and gives the writer back, or the first
    /// error there was.
    pub fn finish(mut self, end: Time) -> io::Result<W> {
        self.reset(end);
        match self.error {
            Some(error) => Err(error),
            None => self.writer.into_inner().map_err(|error| error.into_error()),
        }
    }

    fn print(&mut self, ended: Option<Frame>) {
        if let Some(frame) = ended
            && self.error.is_none()
        {
            self.error = writeln!(self.writer, "{frame}").err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::SpiDecoder;
    use super::super::wave::Wave;
    use super::*;

    fn log(wave: &Wave) -> String {
        let mut log = FrameLog::new(Vec::new());
        for event in wave.decode(&mut SpiDecoder::new()) {
            log.on_event(event);
        }
        let bytes = log.finish(wave.end()).expect("a Vec takes all");
        String::from_utf8(bytes).expect("ASCII")
    }

    #[test]
    fn prints_one_line_per_frame() {
        let wave = Wave::new()
            .frame(&[0x9f], 0, 1, &[0xef, 0x40, 0x18])
            .frame(&[0x06], 0, 1, &[])
            .frame(&[0x02, 0x00, 0x01, 0x00], 0, 1, &[0xde, 0xad])
            .frame(&[0x13, 0x01, 0x02, 0x03, 0x04], 0, 1, &[1, 2, 3, 4, 5]);
        let lines: Vec<String> = log(&wave)
            .lines()
            .map(|line| line.split_once("  ").expect("a time").1.to_owned())
            .collect();
        assert_eq!(
            lines,
            [
                "9f JEDEC_ID 3: ef 40 18",
                "06 WRITE_ENABLE",
                "02 PROGRAM @000100 2: de ad",
                "13 READ4 @01020304 5: 01 02 03 04 05"
            ]
        );
        assert!(log(&wave).starts_with("0.010 us  9f "), "{}", log(&wave));
    }

    #[test]
    fn long_data_is_its_ends_and_a_crc() {
        let data: Vec<u8> = (0..=255).collect();
        let line = log(&Wave::new().frame(&[0x3b, 0, 1, 0], 8, 2, &data));
        let end = "3b DUAL_READ @000100 256: 00 01 02 03 .. fc fd fe ff crc 29058c73\n";
        assert!(line.ends_with(end), "{line}");
        assert_eq!(crc::crc32(&data), 0x2905_8c73);
        let line = log(&Wave::new().frame(&[0x03, 0, 0, 0], 0, 1, &[7; 16]));
        assert_eq!(line.matches(" 07").count(), 16);
    }

    #[test]
    fn what_is_cut_short_says_so() {
        let cut = Wave::new().select().bits(0b101, 3).deselect();
        assert_eq!(log(&cut), "0.010 us  no opcode cut 3\n");
        let cut = Wave::new()
            .select()
            .send(&[0x02, 0x12])
            .bits(0, 7)
            .deselect();
        assert_eq!(log(&cut), "0.010 us  02 PROGRAM @12 cut 7\n");
        let cut = Wave::new().select().send(&[0x05]);
        assert_eq!(log(&cut), "0.010 us  05 STATUS X\n");
    }

    #[test]
    fn a_reset_ends_the_frame_where_it_stands() {
        let mut assembler = Assembler::default();
        let wave = Wave::new().select().send(&[0x02, 1, 2, 3, 4]);
        for event in wave.decode(&mut SpiDecoder::new()) {
            assert_eq!(assembler.on_event(event), None);
        }
        let aborted = assembler.reset(wave.end()).expect("a frame was under way");
        assert_eq!((aborted.end, aborted.aborted), (wave.end(), true));
        assert_eq!(aborted.data.head(), [4]);
        assert_eq!(assembler.reset(wave.end()), None);
    }

    #[test]
    fn a_write_error_comes_out_at_the_end() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut log = FrameLog::new(Closed);
        for event in Wave::new()
            .select()
            .deselect()
            .decode(&mut SpiDecoder::new())
        {
            log.on_event(event);
        }
        let error = log.finish(Time::ZERO).err();
        assert_eq!(
            error.map(|error| error.kind()),
            Some(io::ErrorKind::BrokenPipe)
        );
    }
}
