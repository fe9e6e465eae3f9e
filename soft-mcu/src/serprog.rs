//! The bytes of serprog, by which programs like flashrom work with a flash over a serial line.
//!
//! Names and numbers are those of flashrom's "Serial Flasher Protocol Specification", version 1
//! (`Documentation/serprog-protocol.txt` in flashrom's repository). What the device does with them
//! is in `docs/protocol.md`, section 8; the code is [`crate::device`].

use crate::link::BLOCK_BYTES_MAX;
use crate::registers::UART_RX_BYTES;

/// It is done.
pub const S_ACK: u8 = 0x06;
/// It is not.
pub const S_NAK: u8 = 0x15;

/// Does nothing.
pub const S_CMD_NOP: u8 = 0x00;
/// Version of the protocol.
pub const S_CMD_Q_IFACE: u8 = 0x01;
/// Which commands there are, a bit each.
pub const S_CMD_Q_CMDMAP: u8 = 0x02;
/// The programmer's name.
pub const S_CMD_Q_PGMNAME: u8 = 0x03;
/// Bytes that the line takes while nobody looks.
pub const S_CMD_Q_SERBUF: u8 = 0x04;
/// Which buses there are.
pub const S_CMD_Q_BUSTYPE: u8 = 0x05;
/// Most bytes that are written at once.
pub const S_CMD_Q_WRNMAXLEN: u8 = 0x08;
/// Does nothing, and answers with [`S_NAK`] and [`S_ACK`].
pub const S_CMD_SYNCNOP: u8 = 0x10;
/// Most bytes that are read at once.
pub const S_CMD_Q_RDNMAXLEN: u8 = 0x11;
/// Takes a bus: a byte as of [`S_CMD_Q_BUSTYPE`].
pub const S_CMD_S_BUSTYPE: u8 = 0x12;
/// A frame: 24 bits each of lengths out and in, then the bytes out.
pub const S_CMD_O_SPIOP: u8 = 0x13;
/// Sets the clock: 32 bits, Hz.
pub const S_CMD_S_SPI_FREQ: u8 = 0x14;
/// Drives the pins, or with 0 lets them go.
pub const S_CMD_S_PIN_STATE: u8 = 0x15;

/// Silence after a lone [`S_CMD_SYNCNOP`] by which it is told from one in a frame of the link, where
/// another byte comes sooner.
pub(crate) const ALONE_MS: u32 = 2;

/// SPI, in a byte of buses.
pub const BUS_SPI: u8 = 1 << 3;
/// Most bytes that a frame reads: the lowest rate sends them well within the watchdog's time.
pub const READ_BYTES_MAX: u32 = BLOCK_BYTES_MAX;
/// Most bytes that a frame writes after its opcode and its address.
pub const WRITE_BYTES_MAX: u32 = BLOCK_BYTES_MAX;
/// The longest address in front of them.
pub const ADDRESS_BYTES_MAX: u32 = 4;

/// Buffer offset of what a frame writes or reads. What writing begins with, the journal and the
/// protection of blocks, uses neither this place nor 2 KiB behind it.
pub(crate) const DATA_POINTER: u32 = 8;

/// The commands that there are.
const COMMANDS: [u8; 13] = [
    S_CMD_NOP,
    S_CMD_Q_IFACE,
    S_CMD_Q_CMDMAP,
    S_CMD_Q_PGMNAME,
    S_CMD_Q_SERBUF,
    S_CMD_Q_BUSTYPE,
    S_CMD_Q_WRNMAXLEN,
    S_CMD_SYNCNOP,
    S_CMD_Q_RDNMAXLEN,
    S_CMD_S_BUSTYPE,
    S_CMD_O_SPIOP,
    S_CMD_S_SPI_FREQ,
    S_CMD_S_PIN_STATE,
];

/// The answer to [`S_CMD_Q_CMDMAP`].
const COMMAND_MAP: [u8; 33] = {
    let mut map = [0; 33];
    map[0] = S_ACK;
    let mut index = 0;
    while index < COMMANDS.len() {
        map[1 + COMMANDS[index] as usize / 8] |= 1 << (COMMANDS[index] % 8);
        index += 1;
    }
    map
};

/// Commands that need no more than an answer: each with how many bytes that has, and these.
static ANSWERS: [u8; 87] = {
    const fn three(number: u32) -> [u8; 4] {
        let [low, middle, high, _] = number.to_le_bytes();
        [S_ACK, low, middle, high]
    }
    let [low, high] = (UART_RX_BYTES as u16).to_le_bytes();
    let answers: [(u8, &[u8]); 9] = [
        (S_CMD_NOP, &[S_ACK]),
        (S_CMD_Q_IFACE, &[S_ACK, 1, 0]),
        (S_CMD_Q_CMDMAP, &COMMAND_MAP),
        (S_CMD_Q_PGMNAME, b"\x06umbilical\0\0\0\0\0\0\0"),
        (S_CMD_Q_SERBUF, &[S_ACK, low, high]),
        (S_CMD_Q_BUSTYPE, &[S_ACK, BUS_SPI]),
        (S_CMD_Q_WRNMAXLEN, &three(WRITE_BYTES_MAX)),
        (S_CMD_SYNCNOP, &[S_NAK, S_ACK]),
        (S_CMD_Q_RDNMAXLEN, &three(READ_BYTES_MAX)),
    ];
    let mut all = [0; 87];
    let (mut at, mut number) = (0, 0);
    while number < answers.len() {
        let (command, bytes) = answers[number];
        (all[at], all[at + 1]) = (command, bytes.len() as u8);
        at += 2;
        let mut index = 0;
        while index < bytes.len() {
            all[at] = bytes[index];
            (at, index) = (at + 1, index + 1);
        }
        number += 1;
    }
    assert!(at == all.len());
    all
};

/// What is answered to a command that needs no more than that; [`S_NAK`] to one that there is not.
pub fn answer(command: u8) -> &'static [u8] {
    let mut rest: &'static [u8] = &ANSWERS;
    while let [this, length, behind @ ..] = rest
        && let Some((bytes, next)) = behind.split_at_checked(usize::from(*length))
    {
        if *this == command {
            return bytes;
        }
        rest = next;
    }
    &[S_NAK]
}

/// A frame as [`S_CMD_O_SPIOP`] asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its first byte.
    pub opcode: u8,
    /// Bytes of an address after it: 0, 3 or 4.
    pub address_bytes: u32,
    /// That address, in its low bytes; what is above means nothing.
    pub address: u32,
    /// Clocks after it before data comes.
    pub dummies: u32,
    /// Bytes that are read into the buffer, or written from it.
    pub length: u32,
    /// Are they read?
    pub reads: bool,
}

/// Does this opcode leave the flash in a state in which its host does not find it (data sheets of the
/// 25-series)? Four-byte mode, the upper address register, deep power-down, four lines for opcodes
/// (38h; at Macronix 35h, which elsewhere reads a status).
fn hides(opcode: u8, read: u32) -> bool {
    matches!(opcode, 0xB7 | 0xC5 | 0xB9 | 0x38) || opcode == 0x35 && read == 0
}

impl Operation {
    /// What sends `sent` bytes, the first of which is `opcode` and the first five of which, as far as
    /// they go, end with `head` (the last of them in its low byte), and then reads `read`. `None` when
    /// the engine cannot, or the flash would not be found again.
    ///
    /// On the wire a dummy byte after an address of three bytes is a fourth byte of it.
    pub fn new(opcode: u8, head: u32, sent: u32, read: u32) -> Option<Self> {
        if hides(opcode, read) {
            return None;
        }
        let mut operation = Self {
            opcode,
            address_bytes: 0,
            address: head,
            dummies: 0,
            length: read,
            reads: read != 0,
        };
        if read == 0 {
            // Without an opcode it is too long.
            operation.length = sent.wrapping_sub(1);
            return (operation.length <= ADDRESS_BYTES_MAX + WRITE_BYTES_MAX).then_some(operation);
        }
        if read > READ_BYTES_MAX {
            return None;
        }
        (operation.address_bytes, operation.dummies) = match sent {
            1 => (0, 0),
            4 => (3, 0),
            5 => (4, 0),
            6 => (4, 8),
            _ => return None,
        };
        Some(operation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_has_the_commands_that_are_answered() {
        let map = answer(S_CMD_Q_CMDMAP);
        assert_eq!((map.len(), map[0]), (33, S_ACK));
        // 00h to 05h and 08h; 10h to 15h.
        assert_eq!(map[1..4], [0x3F, 0x01, 0x3F]);
        assert!(map[4..].iter().all(|byte| *byte == 0));
        assert_eq!(answer(S_CMD_Q_PGMNAME).len(), 17);
        for command in 0..=255 {
            let there = map[1 + command as usize / 8] >> (command % 8) & 1 == 1;
            assert!(there || answer(command) == [S_NAK], "{command:#x}");
        }
    }

    #[test]
    fn frames_become_commands_of_the_engine_or_are_refused() {
        let new = |opcode, sent, read| Operation::new(opcode, 0x1122_3344, sent, read);
        let parts = |operation: Operation| {
            let Operation {
                address_bytes,
                address,
                dummies,
                length,
                reads,
                ..
            } = operation;
            let address = u64::from(address) & ((1 << (8 * address_bytes)) - 1);
            (address_bytes, address, dummies, length, reads)
        };
        for (opcode, sent, read, expected) in [
            (0x9F, 1, 3, (0, 0, 0, 3, true)),
            (0x35, 1, 1, (0, 0, 0, 1, true)),
            (0x03, 4, 2048, (3, 0x22_3344, 0, 2048, true)),
            (0x13, 5, 1, (4, 0x1122_3344, 0, 1, true)),
            (0x0B, 5, 1, (4, 0x1122_3344, 0, 1, true)),
            (0x0C, 6, 1, (4, 0x1122_3344, 8, 1, true)),
            (0x06, 1, 0, (0, 0, 0, 0, false)),
            (0x02, 260, 0, (0, 0, 0, 259, false)),
        ] {
            assert_eq!(new(opcode, sent, read).map(parts), Some(expected));
        }
        for (opcode, sent, read) in [
            (0x9F, 0, 3),
            (0x9F, 2, 3),
            (0x9F, 3, 3),
            (0x0C, 7, 1),
            (0x03, 4, 2049),
            (0x02, 2054, 0),
            (0xB7, 1, 0),
            (0xB9, 1, 0),
            (0xC5, 2, 0),
            (0x38, 1, 0),
            (0x35, 1, 0),
        ] {
            assert_eq!(new(opcode, sent, read), None, "{opcode:#x} {sent} {read}");
        }
    }
}
