//! How frames of serial NOR flashes look on the wire, by opcode.

/// What a frame does to the memory, as far as the guard of a source cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The memory is afterwards what it was before, and so is the meaning of the next frame.
    Reads,
    /// Everything else.
    Writes,
}

/// The frame that begins with an opcode: how many bytes and clocks of what, on how many lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// First byte, always on IO0.
    pub opcode: u8,
    /// Short name, as in logs.
    pub name: &'static str,
    /// Address bytes after the opcode.
    pub address_bytes: u8,
    /// Lines that the address comes on: 1, 2 or 4.
    pub address_lines: u8,
    /// Clocks between address and data, mode bits included.
    pub dummy_clocks: u8,
    /// Lines that data comes on: 1, 2 or 4.
    pub data_lines: u8,
    /// What it does to the memory.
    pub effect: Effect,
}

const fn row(
    opcode: u8,
    name: &'static str,
    (address_bytes, address_lines): (u8, u8),
    (dummy_clocks, data_lines): (u8, u8),
    effect: Effect,
) -> Format {
    Format {
        opcode,
        name,
        address_bytes,
        address_lines,
        dummy_clocks,
        data_lines,
        effect,
    }
}

/// Opcode, name, (address bytes, lines), (dummy clocks, data lines), effect.
///
/// Opcodes of W25Q, MX25L, GD25Q, S25FL and SST26 data sheets in their three-byte mode. Reads with mode
/// bits (BBh, EBh, BCh, ECh) count as writes: they can leave the memory waiting for an address
/// instead of an opcode, and then nobody who decodes knows what the next frame is.
#[rustfmt::skip]
const FORMATS: [Format; 53] = {
    use Effect::{Reads, Writes};
    [
        row(0x03, "READ",            (3, 1), (0, 1),  Reads),
        row(0x13, "READ4",           (4, 1), (0, 1),  Reads),
        row(0x0B, "FAST_READ",       (3, 1), (8, 1),  Reads),
        row(0x0C, "FAST_READ4",      (4, 1), (8, 1),  Reads),
        row(0x3B, "DUAL_READ",       (3, 1), (8, 2),  Reads),
        row(0x3C, "DUAL_READ4",      (4, 1), (8, 2),  Reads),
        row(0x6B, "QUAD_READ",       (3, 1), (8, 4),  Reads),
        row(0x6C, "QUAD_READ4",      (4, 1), (8, 4),  Reads),
        row(0xBB, "DUAL_IO_READ",    (3, 2), (4, 2),  Writes),
        row(0xBC, "DUAL_IO_READ4",   (4, 2), (4, 2),  Writes),
        row(0xEB, "QUAD_IO_READ",    (3, 4), (6, 4),  Writes),
        row(0xEC, "QUAD_IO_READ4",   (4, 4), (6, 4),  Writes),
        row(0x05, "STATUS",          (0, 1), (0, 1),  Reads),
        row(0x35, "STATUS2",         (0, 1), (0, 1),  Reads),
        row(0x15, "STATUS3",         (0, 1), (0, 1),  Reads),
        row(0x9F, "JEDEC_ID",        (0, 1), (0, 1),  Reads),
        row(0x90, "ID",              (3, 1), (0, 1),  Reads),
        row(0x4B, "UNIQUE_ID",       (0, 1), (32, 1), Reads),
        row(0x5A, "SFDP",            (3, 1), (8, 1),  Reads),
        row(0x48, "READ_SECURITY",   (3, 1), (8, 1),  Reads),
        row(0x3D, "READ_LOCK",       (3, 1), (0, 1),  Reads),
        row(0x06, "WRITE_ENABLE",    (0, 1), (0, 1),  Writes),
        row(0x50, "WRITE_ENABLE_V",  (0, 1), (0, 1),  Writes),
        row(0x04, "WRITE_DISABLE",   (0, 1), (0, 1),  Writes),
        row(0x01, "WRITE_STATUS",    (0, 1), (0, 1),  Writes),
        row(0x31, "WRITE_STATUS2",   (0, 1), (0, 1),  Writes),
        row(0x11, "WRITE_STATUS3",   (0, 1), (0, 1),  Writes),
        row(0x02, "PROGRAM",         (3, 1), (0, 1),  Writes),
        row(0x12, "PROGRAM4",        (4, 1), (0, 1),  Writes),
        row(0x32, "QUAD_PROGRAM",    (3, 1), (0, 4),  Writes),
        row(0x34, "QUAD_PROGRAM4",   (4, 1), (0, 4),  Writes),
        row(0x20, "ERASE_4K",        (3, 1), (0, 1),  Writes),
        row(0x21, "ERASE_4K4",       (4, 1), (0, 1),  Writes),
        row(0x52, "ERASE_32K",       (3, 1), (0, 1),  Writes),
        row(0x5C, "ERASE_32K4",      (4, 1), (0, 1),  Writes),
        row(0xD8, "ERASE_64K",       (3, 1), (0, 1),  Writes),
        row(0xDC, "ERASE_64K4",      (4, 1), (0, 1),  Writes),
        row(0xC7, "ERASE_CHIP",      (0, 1), (0, 1),  Writes),
        row(0x60, "ERASE_CHIP",      (0, 1), (0, 1),  Writes),
        row(0x42, "PROGRAM_SECURITY", (3, 1), (0, 1), Writes),
        row(0x44, "ERASE_SECURITY",  (3, 1), (0, 1),  Writes),
        row(0x36, "LOCK_BLOCK",      (3, 1), (0, 1),  Writes),
        row(0x39, "UNLOCK_BLOCK",    (3, 1), (0, 1),  Writes),
        row(0x7E, "LOCK_ALL",        (0, 1), (0, 1),  Writes),
        row(0x98, "UNLOCK_ALL",      (0, 1), (0, 1),  Writes),
        row(0x75, "SUSPEND",         (0, 1), (0, 1),  Writes),
        row(0x7A, "RESUME",          (0, 1), (0, 1),  Writes),
        row(0xB7, "ADDRESS_4",       (0, 1), (0, 1),  Writes),
        row(0xE9, "ADDRESS_3",       (0, 1), (0, 1),  Writes),
        row(0x66, "RESET_ENABLE",    (0, 1), (0, 1),  Writes),
        row(0x99, "RESET",           (0, 1), (0, 1),  Writes),
        row(0xB9, "POWER_DOWN",      (0, 1), (0, 1),  Writes),
        row(0xAB, "POWER_UP",        (0, 1), (0, 1),  Writes),
    ]
};

/// Where each opcode is in [`FORMATS`]; one more than the last for those that are not.
const PLACES: [u8; 256] = {
    let mut places = [FORMATS.len() as u8; 256];
    let mut index = 0;
    while index < FORMATS.len() {
        let place = &mut places[FORMATS[index].opcode as usize];
        assert!(*place == FORMATS.len() as u8, "an opcode stands twice");
        *place = index as u8;
        index += 1;
    }
    places
};

impl Format {
    /// The frame that begins with `opcode`. One that no data sheet of ours has is taken for data on
    /// one line, and for a write.
    pub fn of(opcode: u8) -> Format {
        let unknown = row(opcode, "?", (0, 1), (0, 1), Effect::Writes);
        let known = FORMATS.get(usize::from(PLACES[usize::from(opcode)]));
        known.copied().unwrap_or(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks when an opcode joins those that a source may get, or leaves them.
    #[test]
    fn what_reads_is_exactly_this() {
        let reads = (0..=255).filter(|opcode| Format::of(*opcode).effect == Effect::Reads);
        assert_eq!(
            reads.collect::<Vec<u8>>(),
            [
                0x03, 0x05, 0x0B, 0x0C, 0x13, 0x15, 0x35, 0x3B, 0x3C, 0x3D, 0x48, 0x4B, 0x5A, 0x6B,
                0x6C, 0x90, 0x9F
            ]
        );
    }

    #[test]
    fn every_opcode_has_a_format_that_can_be_decoded() {
        for opcode in 0..=255 {
            let format = Format::of(opcode);
            assert_eq!(format.opcode, opcode);
            for lines in [format.address_lines, format.data_lines] {
                assert!([1, 2, 4].contains(&lines), "{opcode:02x}");
            }
            assert!(format.address_bytes <= 4, "{opcode:02x}");
        }
        assert_eq!(Format::of(0x77).name, "?");
    }
}
