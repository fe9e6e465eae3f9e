//! Serial NOR flash parts by data sheet: geometry, erase kinds, protection, timing limits.
//!
//! The firmware knows none of these parts: it identifies a flash by its SFDP table (JESD216) and
//! its JEDEC id. The table is for the emulator's chips and for everything that computes limits.
//! `parts.rs` has the figures, and says of each where it is from and which nobody has checked.

mod parts;

pub use parts::PARTS;

/// How long an operation inside the part takes, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NorTime {
    /// The data sheet's typical time.
    pub typ_ns: u64,
    /// The data sheet's maximum.
    pub max_ns: u64,
}

/// One size that the part can erase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NorErase {
    /// Bytes erased, a power of two; the address is rounded down to a multiple of it.
    pub bytes: u32,
    /// Opcode with the part's native address (three bytes unless in 4-byte mode).
    pub opcode: u8,
    /// Opcode that always takes four address bytes, where there is one.
    pub opcode_4: Option<u8>,
    /// How long it takes.
    pub time: NorTime,
}

/// Which commands and registers a part has beyond those that all have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NorFamily {
    /// Winbond W25Q-JV: three status registers, suspend 75h, resume 7Ah.
    W25q,
    /// Macronix MX25L-F: status, configuration and security register, suspend B0h or 75h.
    Mx25l,
    /// Microchip SST26VF-B: status, configuration and block-protection register, suspend B0h.
    Sst26,
}

/// What keeps programs and erases away from parts of the array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NorProtection {
    /// Block-protection bits BP in status register 1. BP = n > 0 protects
    /// `smallest_bytes << (n - 1)` bytes, at most all, at the top of the array, or at its bottom
    /// with TB set.
    Bits {
        /// The BP bits in status register 1, lowest first.
        mask: u8,
        /// Bytes that BP = 1 protects.
        smallest_bytes: u32,
        /// SEC in status register 1 (0: none): 4 KiB units instead, 32 KiB at most.
        sector: u8,
        /// CMP (status register 2, bit 6) turns protected and unprotected round.
        complement: bool,
    },
    /// A block-protection register with a write-lock bit for each block, all of them set at
    /// power-up; 98h clears them.
    Register {
        /// Its length in bytes.
        bytes: u8,
    },
}

/// Where the bit is that turns IO2 and IO3 from WP# and HOLD# into data lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuadEnable {
    /// QE, bit 1 of status register 2.
    Status2Bit1,
    /// QE, bit 6 of status register 1.
    Status1Bit6,
    /// IOC, bit 1 of the configuration register.
    ConfigurationBit1,
}

/// A serial NOR flash part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NorPart {
    /// Name as on the command line, lower case.
    pub name: &'static str,
    /// The same without the suffix that names the generation.
    pub short: &'static str,
    /// Manufacturer, type, capacity: what 9Fh reads.
    pub jedec: [u8; 3],
    /// Array size in bytes, a power of two.
    pub bytes: u32,
    /// Which commands and registers it has.
    pub family: NorFamily,
    /// Address bytes after power-up; parts of more than 16 MiB have a 4-byte mode (B7h, E9h) and
    /// opcodes with four address bytes besides.
    pub address_bytes: u8,
    /// Erase sizes, smallest first.
    pub erases: &'static [NorErase],
    /// Erasing the whole array (C7h, 60h).
    pub chip_erase: NorTime,
    /// Programming a page of [`PAGE_BYTES`].
    pub page_program: NorTime,
    /// Writing non-volatile status or configuration registers.
    pub status_write: NorTime,
    /// What keeps programs and erases away.
    pub protection: NorProtection,
    /// Where quad mode is turned on.
    pub quad_enable: QuadEnable,
    /// SCK fall to valid output (tV, tCLQV), maximum, in picoseconds.
    pub output_delay_ps: u64,
    /// CSn rise to outputs off (tSHQZ, TCHZ), maximum, in picoseconds.
    pub output_off_ps: u64,
    /// Highest SCK for 03h (and 13h), in Hz.
    pub read_hz_max: u32,
    /// Highest SCK for every other command, in Hz.
    pub fast_hz_max: u32,
    /// Shortest CSn high time after a read of the array (tSHSL1, tCPH), in nanoseconds.
    pub deselect_read_ns: u64,
    /// The same after every other command (tSHSL2).
    pub deselect_ns: u64,
    /// Suspend command to WIP = 0 (tSUS, tPSL/tESL, TWS), maximum, in nanoseconds.
    pub suspend_ns: u64,
    /// Software reset to the next command (tRST, tRCR, tREADY2, TSR), in nanoseconds, when nothing
    /// was under way. After a cut program or erase the Macronix parts take longer, up to 12 ms
    /// (tRCE) or 100 ms (tREADY2, chip erase), which is not in the table.
    pub reset_ns: u64,
    /// ABh to standby (tRES1), in nanoseconds; `None`: the part has no deep power-down.
    pub wake_ns: Option<u64>,
    /// Supply to the first read (tVSL, TPU-READ), in nanoseconds.
    pub power_up_read_ns: u64,
    /// Supply to the first write enable (tPUW, tVSL, TPU-WRITE), in nanoseconds.
    pub power_up_write_ns: u64,
}

/// Page size of all parts, in bytes.
pub const PAGE_BYTES: u32 = 256;
/// Smallest erase of all parts, in bytes.
pub const SECTOR_BYTES: u32 = 4096;

impl NorPart {
    /// The part with this name, with or without the suffix of its generation, upper or lower case.
    pub fn by_name(name: &str) -> Option<&'static NorPart> {
        PARTS.iter().find(|part| {
            part.name.eq_ignore_ascii_case(name) || part.short.eq_ignore_ascii_case(name)
        })
    }

    /// The part with this JEDEC id.
    pub fn by_jedec(jedec: [u8; 3]) -> Option<&'static NorPart> {
        PARTS.iter().find(|part| part.jedec == jedec)
    }

    /// Whether some of the array is out of reach of three address bytes.
    pub const fn is_large(&self) -> bool {
        self.bytes > 1 << 24
    }

    /// The erase kind that `opcode` is at `address` (as an index of [`erases`](Self::erases)), and
    /// the first byte erased; `None` when the part has no such erase. The size that a D8h has on
    /// an SST26VF-B depends on the place: 8 KiB in the first and last 32 KiB, 32 KiB beside them,
    /// 64 KiB elsewhere.
    pub fn erase_block(&self, opcode: u8, address: u32) -> Option<(usize, u32)> {
        let address = address & (self.bytes - 1);
        let is = |erase: &NorErase| erase.opcode == opcode || erase.opcode_4 == Some(opcode);
        let size = if self.family == NorFamily::Sst26 && opcode == 0xD8 {
            let edge = address.min(self.bytes - 1 - address);
            match edge {
                0..0x8000 => 8 * KIB,
                0x8000..0x1_0000 => 32 * KIB,
                _ => 64 * KIB,
            }
        } else {
            self.erases.iter().find(|erase| is(erase))?.bytes
        };
        let index = self
            .erases
            .iter()
            .position(|erase| is(erase) && erase.bytes == size)?;
        Some((index, address & !(size - 1)))
    }
}

const KIB: u32 = 1024;

#[cfg(test)]
mod tests;
