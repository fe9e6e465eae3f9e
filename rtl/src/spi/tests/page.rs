//! Single commands against the table of the page: every pin at every edge, and what is left behind.

use super::flash::Flash;
use super::*;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, SPI_CSN_HIGH_CYCLES, SpiResult, spi_frame, spi_opcode, spi_pages, spi_timing,
};

/// A command and what it is made of.
#[derive(Clone, Debug)]
struct Case {
    half: u64,
    mode3: bool,
    /// As the register has them: 0 none, 1 three, 2 four.
    address: u32,
    dummy: u32,
    /// As the register has them: 0 one, 1 two, 2 four.
    lines: u32,
    operation: u32,
    flags: u32,
    length: u32,
    /// Status bytes that show WIP before one that does not.
    busy_bytes: u32,
}

/// One frame of the page: its clocks, and which of them send what.
struct Frame {
    /// The bit sent at each clock; `None` where IO0 is let go.
    sent: Vec<Option<bool>>,
}

impl Frame {
    fn of_bytes(bytes: &[u8]) -> Frame {
        let bits = bytes.iter().flat_map(|byte| bits_of(*byte));
        Frame {
            sent: bits.map(Some).collect(),
        }
    }

    fn silent(mut self, clocks: u32) -> Frame {
        self.sent.extend((0..clocks).map(|_| None));
        self
    }

    /// csn, SCK, IO0 while it is driven, at the edges after s up to and with c.
    fn pins(&self, case: &Case) -> Vec<(bool, bool, Option<bool>)> {
        let (h, clocks) = (case.half, self.sent.len() as u64);
        let first_rise = if case.mode3 { 2 * h } else { h };
        let rise = |i: u64| first_rise + 2 * h * i;
        let end = rise(clocks - 1) + 2 * h;
        let pins = |t: u64| {
            if t == end {
                return (true, case.mode3, None);
            }
            // Edges are counted from s; a level stands from the edge that it changes at.
            let high = |i: u64| (rise(i)..rise(i) + h).contains(&t);
            let lead = case.mode3 && (t < h || t >= rise(clocks - 1));
            let sck = lead || (0..clocks).any(high);
            let clock = (1..clocks).take_while(|i| rise(i - 1) + h <= t).count();
            (false, sck, self.sent[clock])
        };
        (0..=end).map(pins).collect()
    }
}

fn bits_of(byte: u8) -> impl Iterator<Item = bool> {
    (0..8).rev().map(move |bit| byte >> bit & 1 == 1)
}

/// Registers and buffer after a command.
struct Outcome {
    status: u32,
    count: u32,
    pages: u32,
    crc: u32,
    buffer: Vec<u8>,
}

struct Hardware {
    block: Box<Spi>,
    buffer: Vec<u8>,
}

impl Hardware {
    fn new(buffer: Vec<u8>) -> Hardware {
        let mut block = Box::<Spi>::default();
        block.connect_all();
        check_all(&*block).expect("the block is not fully connected");
        block.ask_engine.next = true;
        block.present.next = true;
        block.joined.next = (SpiJoin::Memory as u64).into();
        block.staying.next = true;
        block.reset.next = true;
        let mut hardware = Hardware { block, buffer };
        hardware.edge();
        hardware.block.reset.next = false;
        hardware.settle();
        hardware
    }

    fn settle(&mut self) {
        assert!(simulate(&mut *self.block, 64), "the logic does not settle");
    }

    fn edge(&mut self) {
        self.settle();
        let place = self.block.buffer_address.val().index();
        let read = self.buffer[place];
        if self.block.buffer_write.val() {
            self.buffer[place] = self.block.buffer_data.val().to_u8();
        }
        self.block.clock.next = Clock::from(true);
        self.settle();
        self.block.clock.next = Clock::from(false);
        self.block.buffer_read.next = u64::from(read).into();
        self.settle();
    }

    fn store(&mut self, register: u32, value: u32) {
        self.block.io_write.next = true;
        self.block.io_address.next = u64::from(register).into();
        self.block.io_data.next = u64::from(value).into();
        self.edge();
        self.block.io_write.next = false;
        self.settle();
    }

    fn load(&mut self, register: u32) -> u32 {
        self.block.io_address.next = u64::from(register).into();
        self.settle();
        self.block.io_read.val().to_u32()
    }

    fn pins(&self) -> (bool, bool, Option<bool>) {
        let block = &self.block;
        let io0 = block.drive_io0.val().then(|| block.io0.val());
        (block.csn.val(), block.sck.val(), io0)
    }
}

const OPCODE: u8 = 0xA5;
const ADDRESS: u32 = 0x1298_3C5A;
const POINTER: u32 = BUFFER_BYTES - 3;

impl Case {
    fn reads(&self) -> bool {
        (spi_command::READ..=spi_command::SCAN).contains(&self.operation)
    }

    fn place(index: u32) -> usize {
        ((POINTER + index) % BUFFER_BYTES) as usize
    }

    fn width(&self) -> u32 {
        [1, 2, 4, 4][self.lines as usize]
    }

    /// Clocks of the own frame before its data.
    fn header(&self) -> Vec<u8> {
        let address = ADDRESS.to_be_bytes();
        let first = [4, 1, 0, 0][self.address as usize];
        [&[OPCODE], &address[first..]].concat()
    }

    fn own(&self, buffer: &[u8]) -> Frame {
        let frame = Frame::of_bytes(&self.header()).silent(self.dummy);
        if self.reads() {
            return frame.silent(self.length * 8 / self.width());
        }
        let data = (0..self.length).map(|index| buffer[Case::place(index)]);
        let data = Frame::of_bytes(&data.collect::<Vec<_>>());
        Frame {
            sent: [frame.sent, data.sent].concat(),
        }
    }

    fn status_bytes(&self) -> Vec<u8> {
        let busy = (0..self.busy_bytes).map(|n| 0x81 | (n as u8) << 2);
        // One decides, one more is read and changes nothing.
        busy.chain([0x1C, 0xC3]).collect()
    }

    /// Runs the case; panics with it where a pin differs.
    fn run(&self, rng: &mut Rng) -> (Outcome, Vec<u8>, Vec<u8>) {
        let mut buffer = vec![0; BUFFER_BYTES as usize];
        rng.fill(&mut buffer);
        let before = buffer.clone();
        let mut data = vec![0xFF; self.length as usize];
        for (index, byte) in data.iter_mut().enumerate() {
            let equal = self.operation == spi_command::COMPARE && rng.below(40) != 0;
            if equal {
                *byte = buffer[Case::place(index as u32)];
            } else if rng.below(2) == 0 {
                *byte = rng.below(256) as u8;
            }
        }
        let mut frames = Vec::new();
        if self.flags & spi_command::POLL != 0 {
            let status = self.status_bytes();
            let frame = Frame::of_bytes(&[spi_opcode::READ_STATUS]);
            frames.push((frame.silent(8 * status.len() as u32), 8, 1, status));
        }
        if self.flags & spi_command::WREN != 0 {
            let frame = Frame::of_bytes(&[spi_opcode::WRITE_ENABLE]);
            frames.push((frame, 8, 1, Vec::new()));
        }
        if self.operation != spi_command::WAIT {
            let header = 8 * self.header().len() as u32 + self.dummy;
            frames.push((self.own(&buffer), header, self.width(), data.clone()));
        }

        let mut hardware = Hardware::new(buffer);
        let mode = u32::from(self.mode3) * spi_timing::IDLE_HIGH;
        let frame = u32::from(OPCODE)
            | self.address << spi_frame::ADDRESS_SHIFT
            | self.dummy << spi_frame::DUMMY_SHIFT
            | self.lines << spi_frame::LINES_SHIFT;
        hardware.store(offset::SPI_TIMING, self.half as u32 | mode);
        hardware.store(offset::SPI_DEADLINE, 1);
        hardware.store(offset::SPI_FRAME, frame);
        hardware.store(offset::SPI_ADDRESS, ADDRESS);
        hardware.store(offset::SPI_LENGTH, self.length);
        hardware.store(offset::SPI_POINTER, POINTER);
        hardware.store(offset::SPI_COMMAND, self.operation | self.flags);
        let idle = (true, self.mode3, None);
        let mut expected = vec![idle; 2];
        let mut flash = Flash::new(rng.next_u64());
        let mut starts = Vec::new();
        for (frame, header, lines, bytes) in frames {
            starts.push((expected.len(), header, lines, bytes));
            expected.extend(frame.pins(self));
            expected.extend(vec![idle; SPI_CSN_HIGH_CYCLES as usize - 1]);
        }
        for (n, pins) in expected.into_iter().enumerate() {
            assert!(hardware.block.busy.val(), "{self:?}: edge {n}");
            if let Some((_, header, lines, bytes)) = starts.iter().find(|start| start.0 == n) {
                flash.frame(*header, *lines, bytes.clone());
            }
            hardware.block.io.next = u64::from(flash.levels(hardware.pins().1)).into();
            hardware.edge();
            assert_eq!(hardware.pins(), pins, "{self:?}: w + 1 + {n}");
        }
        hardware.edge();
        let outcome = Outcome {
            status: hardware.load(offset::SPI_STATUS),
            count: hardware.load(offset::SPI_COUNT),
            pages: hardware.load(offset::SPI_PAGES),
            crc: hardware.load(offset::SPI_CRC),
            buffer: hardware.buffer,
        };
        (outcome, before, data)
    }

    fn check(&self, rng: &mut Rng) {
        let (outcome, before, data) = self.run(rng);
        let expected = |index: usize| match self.operation {
            spi_command::COMPARE => before[Case::place(index as u32)],
            _ => 0xFF,
        };
        let pages = data.iter().enumerate().fold(0, |pages, (index, byte)| {
            let (page, expected) = (index as u32 / spi_pages::PAGE_BYTES % 16, expected(index));
            let erase = self.operation == spi_command::COMPARE && expected & !byte != 0;
            pages
                | u32::from(*byte != expected) << page
                | u32::from(erase) << (page + spi_pages::ERASE_SHIFT)
        });
        let pages = if self.reads() { pages } else { 0 };
        assert_eq!(outcome.pages, pages, "{self:?}");
        let own = self.operation != spi_command::WAIT;
        assert_eq!(outcome.count, u32::from(own) * self.length, "{self:?}");
        let differs = self.operation == spi_command::COMPARE && pages != 0;
        let result = if differs {
            SpiResult::Mismatch
        } else {
            SpiResult::Ok
        };
        let memory = match self.flags & spi_command::POLL {
            0 => 0,
            _ => 0xC3 << spi_status::MEMORY_SHIFT,
        };
        let status = spi_status::DONE | (result as u32) << spi_status::RESULT_SHIFT | memory;
        assert_eq!(outcome.status, status, "{self:?}");
        let counted = [spi_command::READ, spi_command::SCAN].contains(&self.operation);
        let through = if counted { &data[..] } else { &[] };
        let crc = through
            .iter()
            .fold(crc::INITIAL, |register, byte| crc::update(register, *byte));
        assert_eq!(outcome.crc, crc, "{self:?}");
        let mut buffer = before;
        if self.operation == spi_command::READ {
            for (index, byte) in data.iter().enumerate() {
                buffer[Case::place(index as u32)] = *byte;
            }
        }
        assert_eq!(outcome.buffer, buffer, "{self:?}");
    }
}

const READ: Case = Case {
    half: 1,
    mode3: false,
    address: 1,
    dummy: 8,
    lines: 1,
    operation: spi_command::READ,
    flags: 0,
    length: 5,
    busy_bytes: 2,
};

/// What would break it: any edge of the table, any order of bits or bytes, a sample taken at any
/// other edge than r + 1 (there is noise).
#[test]
fn every_frame_is_the_one_of_the_page() {
    let mut rng = Rng::new(1);
    for half in [1, 2, 3, 5, 255] {
        for mode3 in [false, true] {
            for lines in 0..4 {
                for operation in spi_command::WRITE..=spi_command::SCAN {
                    let slow = half == 255 && (lines > 1 || operation > spi_command::READ);
                    for dummy in [0, 1, 2, 7, 8, 15] {
                        let address = rng.below(4) as u32;
                        let length = 1 + rng.below(if half == 255 { 2 } else { 6 }) as u32;
                        let case = Case {
                            half,
                            mode3,
                            address,
                            dummy,
                            lines,
                            operation,
                            length,
                            ..READ
                        };
                        if !slow || dummy == 1 {
                            case.check(&mut rng);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn polling_and_write_enable_go_before_the_own_frame() {
    let mut rng = Rng::new(2);
    let flags = [
        spi_command::POLL,
        spi_command::WREN,
        spi_command::POLL | spi_command::WREN,
    ];
    for half in [1, 2, 5] {
        for mode3 in [false, true] {
            for flags in flags {
                for operation in spi_command::WRITE..=spi_command::WAIT {
                    for busy_bytes in [0, 1, 3] {
                        Case {
                            half,
                            mode3,
                            flags,
                            operation,
                            busy_bytes,
                            ..READ
                        }
                        .check(&mut rng);
                    }
                }
            }
        }
    }
}

/// With no data the frame ends after the address, or after the dummy clocks.
#[test]
fn a_write_without_data_is_opcode_and_address() {
    for (address, dummy) in [(0, 0), (0, 1), (1, 0), (2, 3)] {
        for half in [1, 2] {
            Case {
                half,
                address,
                dummy,
                operation: spi_command::WRITE,
                length: 0,
                ..READ
            }
            .check(&mut Rng::new(3));
        }
    }
}

/// At the full clock on four lines a byte comes every four edges, which is what the CRC takes. More
/// than 16 pages come back to the first.
#[test]
fn whole_sectors_at_full_speed() {
    let mut rng = Rng::new(4);
    for (operation, length, lines) in [
        (spi_command::READ, 4096, 1),
        (spi_command::SCAN, 4096 + 300, 2),
        (spi_command::COMPARE, 1500, 1),
        (spi_command::SCAN, 700, 0),
    ] {
        Case {
            operation,
            length,
            lines,
            ..READ
        }
        .check(&mut rng);
    }
}
