//! The stories of the point-to-point bus, all of one run.

use umbilical_emu::nets::{Pin, Side};
use umbilical_emu::time::{Span, Time};
use umbilical_emu::trace::recording::Recording;

use super::Story;
use crate::golden::runs;
use crate::golden::search::{clocked, falls, frame, frame_before, rises};

/// The source dies in the middle of a read of its host, and its memory is at the port.
pub const DEAD_SOURCE: Story = Story {
    name: "spi-dead-source",
    run: &runs::FLASH,
    window: dead_source,
    shown: dead_source_shown,
    signals: &[
        "a.vcc_ok",
        "a.vout",
        "a.strap",
        "a.host_en",
        "a.en0",
        "a.host_sck",
        "a.host_csn",
        "a.mem_sck",
        "a.mem_csn",
        "a.mem_io0",
        "a.mem_io1",
        "a.port_sck",
        "a.port_csn",
    ],
};

/// The standby's host is parted as its read ends, and the engine joins the port.
pub const HANDOVER: Story = Story {
    name: "spi-handover",
    run: &runs::FLASH,
    window: handover,
    shown: handover_shown,
    signals: &[
        "b.led_busy",
        "b.host_reset_n",
        "b.host_en",
        "b.en0",
        "b.en1",
        "b.host_sck",
        "b.host_csn",
        "b.proc_sck",
        "b.proc_csn",
        "b.mem_csn",
        "b.port_csn",
        "a.mem_csn",
    ],
};

/// JEDEC id and SFDP of the source, through the port.
pub const IDENTIFY: Story = Story {
    name: "spi-identify",
    run: &runs::FLASH,
    window: identify,
    shown: identify_shown,
    signals: &["b.port_sck", "b.port_csn", "b.port_io0", "b.port_io1"],
};

/// While the standby's memory programs a page, the source is read.
pub const READ_WHILE_BUSY: Story = Story {
    name: "spi-read-while-busy",
    run: &runs::FLASH,
    window: read_while_busy,
    shown: read_while_busy_shown,
    signals: &[
        "b.en0",
        "b.en1",
        "b.proc_sck",
        "b.proc_csn",
        "b.mem_sck",
        "b.mem_csn",
        "b.port_sck",
        "b.port_csn",
        "b.port_io0",
        "b.port_io1",
    ],
};

/// The next page: status, write enable, program.
pub const PROGRAM: Story = Story {
    name: "spi-program",
    run: &runs::FLASH,
    window: program,
    shown: program_shown,
    signals: &[
        "b.en0",
        "b.en1",
        "b.port_csn",
        "b.mem_sck",
        "b.mem_csn",
        "b.mem_io0",
        "b.mem_io1",
    ],
};

const ENGINE_B: (Side, Pin) = (Side::B, Pin::ProcSck);
const HOST_B: (Side, Pin) = (Side::B, Pin::HostSck);
/// Opcodes that are looked for.
const JEDEC_ID: u8 = 0x9F;
const SFDP: u8 = 0x5A;
const PROGRAM_PAGE: u8 = 0x02;
const WRITE_ENABLE: u8 = 0x06;
const DUAL_READ: u8 = 0x3B;
const STATUS: u8 = 0x05;
/// Opcode and address, and with reads eight dummy clocks; one clock each bit.
const HEAD_CLOCKS: usize = 32;
const DUMMY_CLOCKS: usize = 8;
/// A moment before and after; less than from one frame to the next.
const MARGIN: Span = Span::from_ns(100);

fn died(run: &Recording) -> Option<Time> {
    falls(run, Time::ZERO, Side::A, Pin::VccOk)
}

fn decided(run: &Recording) -> Option<Time> {
    rises(run, died(run)?, Side::B, Pin::LedBusy)
}

/// The read under way; until the hosts would be done with it.
fn dead_source(run: &Recording) -> Option<(Time, Time)> {
    let died = died(run)?;
    let undisturbed = frame(run, died - Span::from_us(20), HOST_B, 0x03)?;
    let (from, to) = (undisturbed.start, undisturbed.end);
    Some((from - Span::from_us(1), to.max(died) + Span::from_us(1)))
}

fn dead_source_shown(run: &Recording) -> Option<(Time, Time)> {
    let died = died(run)?;
    Some((died - Span::from_us(2), died + Span::from_ns(300)))
}

/// The read of the host in which the role is decided; until the source has shown its status.
fn handover(run: &Recording) -> Option<(Time, Time)> {
    let decided = decided(run)?;
    let read = frame(run, decided - Span::from_us(20), HOST_B, 0x03)?;
    let joined = rises(run, decided, Side::B, Pin::En1)?;
    let status = frame(run, joined, ENGINE_B, STATUS)?;
    Some((read.start - MARGIN, status.end + MARGIN))
}

fn handover_shown(run: &Recording) -> Option<(Time, Time)> {
    let decided = decided(run)?;
    let ended = rises(run, decided, Side::B, Pin::HostCsn)?;
    let joined = rises(run, ended, Side::B, Pin::En1)?;
    let selected = falls(run, joined, Side::B, Pin::ProcCsn)?;
    Some((ended - Span::from_us(1), selected + MARGIN))
}

/// The frames after the status: the id twice, and the headers of the SFDP tables once.
fn identify(run: &Recording) -> Option<(Time, Time)> {
    let id = frame(run, decided(run)?, ENGINE_B, JEDEC_ID)?;
    let table = frame(run, id.end, ENGINE_B, SFDP)?;
    Some((id.start - Span::from_us(2), table.end + MARGIN))
}

/// The ids, and the first word of the headers: "SFDP".
fn identify_shown(run: &Recording) -> Option<(Time, Time)> {
    let (from, _) = identify(run)?;
    let table = frame(run, from, ENGINE_B, SFDP)?;
    let clocks = HEAD_CLOCKS + DUMMY_CLOCKS + 4 * 8;
    let to = clocked(run, table.start, ENGINE_B, clocks)?;
    Some((from, to + MARGIN))
}

/// The last page program after which the source is read.
fn last_of_sector(run: &Recording) -> Option<Time> {
    let erased = frame(run, decided(run)?, ENGINE_B, 0x20)?;
    let programmed = frame(run, erased.end, ENGINE_B, PROGRAM_PAGE)?;
    let parted = falls(run, programmed.end, Side::B, Pin::En0)?;
    Some(frame_before(run, parted, ENGINE_B)?.end)
}

/// The last clock of a page's data; until the source has given 16 bytes.
fn read_while_busy(run: &Recording) -> Option<(Time, Time)> {
    let programmed = last_of_sector(run)?;
    let read = frame(run, programmed, ENGINE_B, DUAL_READ)?;
    let clocks = HEAD_CLOCKS + DUMMY_CLOCKS + 16 * 4;
    let to = clocked(run, read.start, ENGINE_B, clocks)?;
    // A clock takes 42 ns, the last one falls 21 ns before chip select rises.
    Some((programmed - Span::from_ns(30), to + Span::from_ns(10)))
}

/// Of the read, opcode, address and eight bytes.
fn read_while_busy_shown(run: &Recording) -> Option<(Time, Time)> {
    let (from, _) = read_while_busy(run)?;
    let read = frame(run, last_of_sector(run)?, ENGINE_B, DUAL_READ)?;
    let clocks = HEAD_CLOCKS + DUMMY_CLOCKS + 8 * 4;
    let to = clocked(run, read.start, ENGINE_B, clocks)?;
    Some((from, to + Span::from_ns(10)))
}

/// The end of that read; until the next page has 16 of its bytes.
fn program(run: &Recording) -> Option<(Time, Time)> {
    let read = frame(run, last_of_sector(run)?, ENGINE_B, DUAL_READ)?;
    let enabled = frame(run, read.end, ENGINE_B, WRITE_ENABLE)?;
    let page = frame(run, enabled.end, ENGINE_B, PROGRAM_PAGE)?;
    let to = clocked(run, page.start, ENGINE_B, HEAD_CLOCKS + 16 * 8)?;
    Some((read.end - Span::from_ns(30), to + Span::from_ns(10)))
}

/// Of the program, opcode, address and a byte.
fn program_shown(run: &Recording) -> Option<(Time, Time)> {
    let (from, _) = program(run)?;
    let page = frame(run, from, ENGINE_B, WRITE_ENABLE)?;
    let to = clocked(run, page.end, ENGINE_B, HEAD_CLOCKS + 8)?;
    Some((from, to + Span::from_ns(10)))
}
