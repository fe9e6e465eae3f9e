//! The parts themselves, and where each figure is from.
//!
//! Each constructor names its sources. Data sheets are named by revision where the revision is
//! known; most of them were read by way of what quotes them: tables that parts give of themselves
//! (SFDP, as printed in the descriptions of Linux changes), Macronix's own simulation models, and
//! drivers that cite the data sheet.
//!
//! # Not checked against a data sheet
//!
//! - W25Q-JV: tCLQV, tSHQZ; tVSL; tPUW except of W25Q16JV; tRST except of W25Q256JV; of W25Q16JV
//!   all typical times and tW, tBE1, tBE2, tCE; the typical tPP of W25Q64JV (its SFDP says 704 us,
//!   and so does that of W25Q128JV, for which 0.4 ms are given); tBE1 and tSHSL of W25Q256JV.
//! - MX25L6433F: all maxima of programs and erases; the typical times are those of the MX25L6436F.
//! - MX25L12835F: every time of a program or an erase, tSHSL, the suspend latency. Its successor
//!   MX25L12833F is faster and has 7 and 30 ns, and 25 us.
//! - SST26VF-B: TV, TCHZ (the figure here is that of THZ, which is for HOLD#), TCPH, TSR, TPU, the
//!   40 MHz of 03h, the typical time of a configuration write.

use super::{KIB, NorErase, NorFamily, NorPart, NorProtection, NorTime, QuadEnable};

const MIB: u32 = 1024 * KIB;

const fn us(typ: u64, max: u64) -> NorTime {
    NorTime {
        typ_ns: typ * 1_000,
        max_ns: max * 1_000,
    }
}

const fn ms(typ: u64, max: u64) -> NorTime {
    us(typ * 1_000, max * 1_000)
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

/// tSE, tBE1, tBE2 of W25Q16JV, W25Q64JV and W25Q128JV.
const W25Q_ERASES: [NorErase; 3] = [
    erase(4 * KIB, 0x20, ms(45, 400)),
    erase(32 * KIB, 0x52, ms(120, 1_600)),
    erase(64 * KIB, 0xD8, ms(150, 2_000)),
];

/// tSE, tBE1, tBE2 of W25Q256JV, which has no 32 KiB erase with four address bytes, nor has
/// W25Q512JV, whose 4-byte instruction table lists 21h and DCh only.
const W25Q256_ERASES: [NorErase; 3] = [
    erase_4(4 * KIB, 0x20, 0x21, ms(50, 400)),
    erase(32 * KIB, 0x52, ms(120, 1_600)),
    erase_4(64 * KIB, 0xD8, 0xDC, ms(150, 2_000)),
];

/// A W25Q-JV with three BP bits, TB, SEC and CMP: tPP 0.4/3 ms, tW 10/15 ms, tCLQV 6 ns, tSHQZ
/// 7 ns, fR 50 MHz, FR 133 MHz (from 3.0 V), tSHSL 10/50 ns, tSUS 20 us, tRST 30 us, tRES1 3 us,
/// tVSL 20 us, tPUW 5 ms.
///
/// - W25Q128JV data sheet, "AC electrical characteristics": tPP, tSE, tBE1, tBE2, tCE, tW, fR,
///   tSHSL.
/// - SFDP of W25Q128JV and W25Q64JV (revision 1.5, 16 dwords at 80h): sizes, opcodes, typical
///   times of erases, 128 ms, 160 ms, 40 s and 20 s in its units; tSUS, tRES1, QE.
/// - W25Q64JV data sheet, maxima: tW 15 ms, tPP 3 ms, tSE 400 ms, tBE1 1.6 s, tBE2 2 s, tCE 100 s.
/// - W25Q16JV data sheet revision F (2017): EF 40 15, 133 MHz, tPUW 5 ms; tPP and tSE maxima.
///
/// An id of EF 40 xx is that of the orders -IQ, -IN and -JQ, in which QE is fixed at 1 (W25Q128JV
/// data sheet revision H, 2021, "quad enable"), so that WP# does nothing. QE is writable here, as
/// in -IM and -JM (EF 70 xx): a lock by WP# is the harder case for who wants to write.
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
        wake_ns: Some(3_000),
        power_up_read_ns: 20_000,
        power_up_write_ns: 5_000_000,
    }
}

/// W25Q256JV: as [`w25q`], with four BP bits, no SEC, addresses of four bytes, and tPP 0.7/3 ms.
///
/// - W25Q256JV data sheet, "AC electrical characteristics", as Betaflight's driver quotes it: tPP
///   0.7/3 ms, tSE 50/400 ms, tBE2 150/2000 ms, tCE 80/400 s, tW 10/15 ms, tRST 30 us; BP3..0.
const fn w25q256jv() -> NorPart {
    let mut part = w25q("w25q256jv", "w25q256", 0x19, 64 * KIB, ms(80_000, 400_000));
    part.erases = &W25Q256_ERASES;
    part.page_program = us(700, 3_000);
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

/// MX25L12835F, with four BP bits, TB in the configuration register, QE in the status register:
/// tW 40 ms at most (the data sheet gives no typical time; 10 ms stand for it), tCLQV 8 ns at
/// 30 pF, tSHQZ 8 ns, fR 50 MHz, fC 104 MHz with the 8 dummy clocks of the factory setting, tSHSL
/// 15/50 ns, suspend latency 20 us, tREADY2 40 us, tRES1 30 us, tVSL 800 us.
///
/// - Macronix's simulation model of MX25L12833F, the successor with the same id (data sheet
///   revision 1.0, October 17, 2017): id, opcodes (75h and 7Ah besides B0h and 30h), QE, tW, tCLQV,
///   tSHQZ, fR, fC, tREADY2, tRES1, tVSL.
/// - SFDP of a part with the id C2 20 18 (revision 1.6, 16 dwords at 30h): sizes, opcodes, QE,
///   tRES1 30 us.
const fn mx25l12835f() -> NorPart {
    NorPart {
        name: "mx25l12835f",
        short: "mx25l12835",
        jedec: [0xC2, 0x20, 0x18],
        bytes: 16 * MIB,
        family: NorFamily::Mx25l,
        address_bytes: 3,
        erases: &MX25L12835_ERASES,
        chip_erase: ms(50_000, 150_000),
        page_program: us(500, 1_500),
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
        wake_ns: Some(30_000),
        power_up_read_ns: 800_000,
        power_up_write_ns: 800_000,
    }
}

/// MX25L6433F: as [`mx25l12835f`], with faster erases and programs, fC 133 MHz, tRCR 20 us (after
/// a cut erase tRCE 12 ms), tRES1 100 us.
///
/// - Macronix's simulation model of MX25L6436F, the sister with the same id (data sheet revision
///   1.2, October 18, 2016): id, opcodes (75h and 7Ah besides B0h and 30h), QE, tSE 25 ms, tBE32
///   140 ms, tBE 250 ms, tCE 20 s, tPP 0.33 ms, tW, tCLQV 8 ns at 30 pF, tSHQZ 8 ns from 3.0 V
///   (10 ns from 2.65 V), fR 50 MHz, fC 133 MHz, tSHSL 15/50 ns, tPSL and tESL 20 us, tRCR, tRES1,
///   tVSL.
const fn mx25l6433f() -> NorPart {
    let mut part = mx25l12835f();
    part.name = "mx25l6433f";
    part.short = "mx25l6433";
    part.jedec = [0xC2, 0x20, 0x17];
    part.bytes = 8 * MIB;
    part.erases = &MX25L6433_ERASES;
    part.chip_erase = ms(20_000, 60_000);
    part.page_program = us(330, 1_200);
    part.fast_hz_max = 133_000_000;
    part.reset_ns = 20_000;
    part.wake_ns = Some(100_000);
    part
}

/// TSE and TBE of SST26VF-B, 18 ms typically and 25 ms at most. D8h erases 8, 32 or 64 KiB,
/// depending on the address, see [`NorPart::erase_block`].
const SST26_ERASES: [NorErase; 4] = [
    erase(4 * KIB, 0x20, ms(18, 25)),
    erase(8 * KIB, 0xD8, ms(18, 25)),
    erase(32 * KIB, 0xD8, ms(18, 25)),
    erase(64 * KIB, 0xD8, ms(18, 25)),
];

/// An SST26VF-B: TSCE 35/50 ms, TPP 1/1.5 ms, Twpen 25 ms at most (10 ms stand for the typical
/// time), TV 8 ns, outputs off 8 ns, 40 and 104 MHz, TCPH 25 ns, TWS 25 us, TSR 20 us, TPU 100 us.
///
/// - DS20005119 revision J (2019, SST26VF064B), "Features": TSE and TBE 18/25 ms, TSCE 35/50 ms,
///   104 MHz from 2.7 V, sizes of the blocks.
/// - SFDP of SST26VF032B and SST26VF064B (revision 1.6, with a sector map and Microchip's own
///   table at 200h): ids, sizes, opcodes, where D8h erases what, TWS 25 us. Bytes 20Eh to 218h,
///   whose meaning is taken from their values: TPP 1/1.5 ms, TSE 18/25 ms, TSCE 35/50 ms, Twpen
///   25 ms, TWS 25 us.
/// - DS20005119 revision D, section 4.1 and table 5-6: locked at power-up, 98h, 144 bits.
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
        wake_ns: None,
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
    mx25l6433f(),
    mx25l12835f(),
    sst26("sst26vf032b", "sst26vf032", 0x42, 4 * MIB, 10),
    sst26("sst26vf064b", "sst26vf064", 0x43, 8 * MIB, 18),
];
