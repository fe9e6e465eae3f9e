//! Serial NOR flash parts by data sheet: geometry, erase kinds, protection, timing limits.
//!
//! The firmware knows none of these parts: it identifies a flash by its SFDP table (JESD216) and
//! its JEDEC id. The table is for the emulator's chips and for everything that computes limits.
//!
//! Sources: the data sheets of Winbond W25Q16JV, W25Q64JV, W25Q128JV, W25Q256JV; Macronix
//! MX25L6433F, MX25L12835F; Microchip SST26VF032B and SST26VF064B (DS20005218, DS20005119). Where a
//! data sheet gives no typical time, the doc of the constructor says what stands in its place. The
//! times of the Macronix parts and the output delays of all have not been compared with the
//! printed sheets a second time.

/// How long an operation inside the part takes, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NorTime {
    /// The data sheet's typical time.
    pub typ_ns: u64,
    /// The data sheet's maximum.
    pub max_ns: u64,
}

const fn us(typ: u64, max: u64) -> NorTime {
    NorTime {
        typ_ns: typ * 1_000,
        max_ns: max * 1_000,
    }
}

const fn ms(typ: u64, max: u64) -> NorTime {
    us(typ * 1_000, max * 1_000)
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

const fn erase(bytes: u32, opcode: u8, time: NorTime) -> NorErase {
    NorErase {
        bytes,
        opcode,
        opcode_4: None,
        time,
    }
}

const fn erase_4(bytes: u32, opcode: u8, opcode_4: u8, time: NorTime) -> NorErase {
    NorErase {
        bytes,
        opcode,
        opcode_4: Some(opcode_4),
        time,
    }
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
    /// CSn rise to outputs off (tDIS, tSHQZ, THZ), maximum, in picoseconds.
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
    /// Software reset to the next command (tRST, tREADY2, TSR), in nanoseconds.
    pub reset_ns: u64,
    /// Supply to the first read (tVSL, TPU-READ), in nanoseconds.
    pub power_up_read_ns: u64,
    /// Supply to the first write enable (tPUW, tVSL, TPU-WRITE), in nanoseconds.
    pub power_up_write_ns: u64,
}

/// Page size of all parts, in bytes.
pub const PAGE_BYTES: u32 = 256;
/// Smallest erase of all parts, in bytes.
pub const SECTOR_BYTES: u32 = 4096;

const KIB: u32 = 1024;
const MIB: u32 = 1024 * KIB;

/// tSE, tBE1, tBE2 of W25Q16JV, W25Q64JV and W25Q128JV.
const W25Q_ERASES: [NorErase; 3] = [
    erase(4 * KIB, 0x20, ms(45, 400)),
    erase(32 * KIB, 0x52, ms(120, 1_600)),
    erase(64 * KIB, 0xD8, ms(150, 2_000)),
];

/// tSE, tBE1, tBE2 of W25Q256JV, which has no 32 KiB erase with four address bytes.
const W25Q256_ERASES: [NorErase; 3] = [
    erase_4(4 * KIB, 0x20, 0x21, ms(50, 400)),
    erase(32 * KIB, 0x52, ms(120, 1_600)),
    erase_4(64 * KIB, 0xD8, 0xDC, ms(150, 2_000)),
];

/// A W25Q-JV with three BP bits, TB, SEC and CMP: tPP 0.4/3 ms, tW 10/15 ms, tCLQV 6 ns, tSHQZ
/// 7 ns, fR 50 MHz, FR 133 MHz, tSHSL 10/50 ns, tSUS 20 us, tRST 30 us, tVSL 20 us, tPUW 5 ms.
/// QE is writable, as in the orders -IM; it is fixed at 1 in -IQ.
const fn w25q(
    name: &'static str,
    short: &'static str,
    capacity: u8,
    smallest_bytes: u32,
    chip_erase: NorTime,
) -> NorPart {
    NorPart {
        name,
        short,
        jedec: [0xEF, 0x40, capacity],
        bytes: 1 << capacity,
        family: NorFamily::W25q,
        address_bytes: 3,
        erases: &W25Q_ERASES,
        chip_erase,
        page_program: us(400, 3_000),
        status_write: ms(10, 15),
        protection: NorProtection::Bits {
            mask: 0x1C,
            smallest_bytes,
            sector: 0x40,
            complement: true,
        },
        quad_enable: QuadEnable::Status2Bit1,
        output_delay_ps: 6_000,
        output_off_ps: 7_000,
        read_hz_max: 50_000_000,
        fast_hz_max: 133_000_000,
        deselect_read_ns: 10,
        deselect_ns: 50,
        suspend_ns: 20_000,
        reset_ns: 30_000,
        power_up_read_ns: 20_000,
        power_up_write_ns: 5_000_000,
    }
}

/// W25Q256JV: as [`w25q`], with four BP bits, no SEC, and addresses of four bytes.
const fn w25q256jv() -> NorPart {
    let mut part = w25q("w25q256jv", "w25q256", 0x19, 64 * KIB, ms(80_000, 400_000));
    part.erases = &W25Q256_ERASES;
    part.protection = NorProtection::Bits {
        mask: 0x3C,
        smallest_bytes: 64 * KIB,
        sector: 0,
        complement: true,
    };
    part
}

/// tSE, tBE32, tBE of MX25L6433F.
const MX25L6433_ERASES: [NorErase; 3] = [
    erase(4 * KIB, 0x20, ms(25, 120)),
    erase(32 * KIB, 0x52, ms(140, 650)),
    erase(64 * KIB, 0xD8, ms(250, 650)),
];

/// tSE, tBE32, tBE of MX25L12835F.
const MX25L12835_ERASES: [NorErase; 3] = [
    erase(4 * KIB, 0x20, ms(35, 200)),
    erase(32 * KIB, 0x52, ms(200, 1_000)),
    erase(64 * KIB, 0xD8, ms(350, 2_000)),
];

/// An MX25L-F with four BP bits, TB in the configuration register, QE in the status register:
/// tW 40 ms at most (the data sheet gives no typical time; 10 ms stand for it), tCLQV 8 ns at 30 pF,
/// tSHQZ 8 ns, fR 50 MHz, fC 104 MHz, tSHSL 15/50 ns, suspend latency 20 us, tREADY2 40 us,
/// tVSL 800 us.
const fn mx25l(
    name: &'static str,
    short: &'static str,
    capacity: u8,
    erases: &'static [NorErase],
    page_program: NorTime,
    chip_erase: NorTime,
) -> NorPart {
    NorPart {
        name,
        short,
        jedec: [0xC2, 0x20, capacity],
        bytes: 1 << capacity,
        family: NorFamily::Mx25l,
        address_bytes: 3,
        erases,
        chip_erase,
        page_program,
        status_write: ms(10, 40),
        protection: NorProtection::Bits {
            mask: 0x3C,
            smallest_bytes: 64 * KIB,
            sector: 0,
            complement: false,
        },
        quad_enable: QuadEnable::Status1Bit6,
        output_delay_ps: 8_000,
        output_off_ps: 8_000,
        read_hz_max: 50_000_000,
        fast_hz_max: 104_000_000,
        deselect_read_ns: 15,
        deselect_ns: 50,
        suspend_ns: 20_000,
        reset_ns: 40_000,
        power_up_read_ns: 800_000,
        power_up_write_ns: 800_000,
    }
}

/// TSE and TBE of SST26VF-B, 18 ms typically and 25 ms at most. D8h erases 8, 32 or 64 KiB,
/// depending on the address, see [`NorPart::erase_block`].
const SST26_ERASES: [NorErase; 4] = [
    erase(4 * KIB, 0x20, ms(18, 25)),
    erase(8 * KIB, 0xD8, ms(18, 25)),
    erase(32 * KIB, 0xD8, ms(18, 25)),
    erase(64 * KIB, 0xD8, ms(18, 25)),
];

/// An SST26VF-B: TSCE 35/50 ms, TPP 1.5 ms at most (no typical time in the data sheet; 1 ms stands
/// for it), Twpen 25 ms at most (10 ms stand for the typical time), TV 8 ns, THZ 8 ns, 40 and
/// 104 MHz, TCPH 25 ns, TWS 25 us, TSR 20 us, TPU 100 us.
const fn sst26(
    name: &'static str,
    short: &'static str,
    device: u8,
    bytes: u32,
    register_bytes: u8,
) -> NorPart {
    NorPart {
        name,
        short,
        jedec: [0xBF, 0x26, device],
        bytes,
        family: NorFamily::Sst26,
        address_bytes: 3,
        erases: &SST26_ERASES,
        chip_erase: ms(35, 50),
        page_program: us(1_000, 1_500),
        status_write: ms(10, 25),
        protection: NorProtection::Register {
            bytes: register_bytes,
        },
        quad_enable: QuadEnable::ConfigurationBit1,
        output_delay_ps: 8_000,
        output_off_ps: 8_000,
        read_hz_max: 40_000_000,
        fast_hz_max: 104_000_000,
        deselect_read_ns: 25,
        deselect_ns: 25,
        suspend_ns: 25_000,
        reset_ns: 20_000,
        power_up_read_ns: 100_000,
        power_up_write_ns: 100_000,
    }
}

/// Every NOR part that the product's tests know, by vendor and size.
pub static PARTS: [NorPart; 8] = [
    w25q("w25q16jv", "w25q16", 0x15, 64 * KIB, ms(5_000, 25_000)),
    w25q("w25q64jv", "w25q64", 0x17, 128 * KIB, ms(20_000, 100_000)),
    w25q("w25q128jv", "w25q128", 0x18, 256 * KIB, ms(40_000, 200_000)),
    w25q256jv(),
    mx25l(
        "mx25l6433f",
        "mx25l6433",
        0x17,
        &MX25L6433_ERASES,
        us(330, 1_200),
        ms(20_000, 60_000),
    ),
    mx25l(
        "mx25l12835f",
        "mx25l12835",
        0x18,
        &MX25L12835_ERASES,
        us(500, 1_500),
        ms(50_000, 150_000),
    ),
    sst26("sst26vf032b", "sst26vf032", 0x42, 4 * MIB, 10),
    sst26("sst26vf064b", "sst26vf064", 0x43, 8 * MIB, 18),
];

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

#[cfg(test)]
mod tests;
