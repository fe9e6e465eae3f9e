//! Status, configuration and block-protection registers, and what they protect.

use super::command::Register;
use umbilical_soft_mcu::nor::{NorFamily, NorPart, NorProtection, QuadEnable};

/// Longest block-protection register (SST26VF064B), in bytes.
const BLOCK_BYTES_MAX: usize = 18;
/// W25Q status register 2: the registers are locked until the next power-up (SRL).
const SRL: u8 = 0x01;
/// W25Q status register 2: protected and unprotected are turned round (CMP).
const CMP: u8 = 0x40;
/// W25Q256 status register 3: 4-byte mode at power-up (ADP).
const ADP: u8 = 0x02;
/// MX25L configuration register: block protection counts from the bottom (TB), once set for ever.
const MX_TB: u8 = 0x08;
/// SST26 configuration register: WP# locks the registers (WPEN).
const WPEN: u8 = 0x80;
/// SST26 configuration register: no block has been locked for ever (BPNV).
const BPNV: u8 = 0x08;
/// Status register 1: WP# locks the registers (SRP, SRWD).
const SRP: u8 = 0x80;

/// A chip's registers, without the bits that follow its state.
#[derive(Clone, Debug)]
pub(super) struct Registers {
    part: &'static NorPart,
    /// What is kept without power.
    stored: [u8; 3],
    /// What counts.
    active: [u8; 3],
    /// SST26: write-lock and read-lock bits, most significant byte first. Read locks are kept,
    /// but have no effect.
    blocks: [u8; BLOCK_BYTES_MAX],
    /// SST26: locked down until the next power-up (WPLD).
    pub locked_down: bool,
    /// MX25L security register: P_FAIL (bit 5), E_FAIL (bit 6).
    pub failed: u8,
}

impl Registers {
    /// As from the factory: nothing protected by bits, quad mode off.
    pub fn new(part: &'static NorPart) -> Registers {
        let configuration = match part.family {
            NorFamily::Sst26 => BPNV,
            NorFamily::W25q | NorFamily::Mx25l => 0,
        };
        let mut registers = Registers {
            part,
            stored: [0, configuration, 0],
            active: [0; 3],
            blocks: [0; BLOCK_BYTES_MAX],
            locked_down: false,
            failed: 0,
        };
        registers.power_up();
        registers
    }

    /// Volatile registers take their values of power-up.
    pub fn power_up(&mut self) {
        if self.part.family == NorFamily::W25q {
            // Power supply lock-down ends with the supply.
            self.stored[1] &= !SRL;
        }
        self.reload();
        self.blocks = [0xFF; BLOCK_BYTES_MAX];
        // Write-lock bits are set, the read-lock bits beside those of the 8 KiB blocks are not.
        self.blocks[..2].fill(0x55);
        self.locked_down = false;
    }

    /// The non-volatile values count again.
    pub fn reload(&mut self) {
        self.active = self.stored;
        self.failed = 0;
    }

    pub fn stored(&self) -> [u8; 3] {
        self.stored
    }

    pub fn preset(&mut self, values: [u8; 3]) {
        self.stored = self.merged(values);
        self.active = self.stored;
    }

    /// Protects the whole array, and lets WP# lock that.
    pub fn protect_by_pin(&mut self) {
        let [status, configuration, third] = self.stored;
        self.preset(match self.part.protection {
            NorProtection::Bits { mask, .. } => [status | mask | SRP, configuration, third],
            NorProtection::Register { .. } => [status, configuration | WPEN, third],
        });
    }

    pub fn active(&self) -> [u8; 3] {
        self.active
    }

    /// Takes `values` now, and for the time after power-up unless `volatile`.
    pub fn set(&mut self, values: [u8; 3], volatile: bool) {
        self.active = values;
        if !volatile {
            self.stored = values;
        }
    }

    /// Bits of each register that a write changes.
    fn writable(&self) -> [u8; 3] {
        match self.part.family {
            NorFamily::W25q if self.part.is_large() => [0xFC, SRL | CMP | 0x02, 0x60 | ADP],
            NorFamily::W25q => [0xFC, SRL | CMP | 0x02, 0x60],
            NorFamily::Mx25l => [0xFC, MX_TB, 0],
            NorFamily::Sst26 => [0, WPEN | 0x02, 0],
        }
    }

    fn merged(&self, values: [u8; 3]) -> [u8; 3] {
        let writable = self.writable();
        let mut merged = self.active;
        for (register, (&value, mask)) in merged.iter_mut().zip(values.iter().zip(writable)) {
            *register = (*register & !mask) | (value & mask);
        }
        if self.part.family == NorFamily::Mx25l {
            merged[1] |= self.active[1] & MX_TB;
        }
        merged
    }

    /// What the registers become when `data` is written from `first` on; `None` when the part
    /// takes no write of that length.
    pub fn written(&self, first: Register, data: &[u8]) -> Option<[u8; 3]> {
        let at = match first {
            Register::Status1 => 0,
            Register::Status2 => 1,
            Register::Status3 => 2,
            Register::Security => return None,
        };
        let fits = match (self.part.family, at) {
            (NorFamily::Sst26, _) => data.len() == 2,
            (_, 0) => matches!(data.len(), 1 | 2),
            _ => data.len() == 1,
        };
        if !fits {
            return None;
        }
        let mut values = self.active;
        for (register, &byte) in values[at..].iter_mut().zip(data) {
            *register = byte;
        }
        Some(self.merged(values))
    }

    pub fn quad_enabled(&self) -> bool {
        match self.part.quad_enable {
            QuadEnable::Status2Bit1 | QuadEnable::ConfigurationBit1 => self.active[1] & 0x02 != 0,
            QuadEnable::Status1Bit6 => self.active[0] & 0x40 != 0,
        }
    }

    /// Whether writes of the registers are locked out, with WP# at that level. In quad mode the
    /// pin is a data line.
    pub fn locked(&self, wp_low: bool) -> bool {
        let by_pin = wp_low && !self.quad_enabled();
        match self.part.family {
            NorFamily::W25q => self.active[1] & SRL != 0 || (by_pin && self.active[0] & SRP != 0),
            NorFamily::Mx25l => by_pin && self.active[0] & SRP != 0,
            NorFamily::Sst26 => by_pin && self.active[1] & WPEN != 0,
        }
    }

    /// W25Q256: 4-byte mode at power-up.
    pub fn four_byte_at_power_up(&self) -> bool {
        self.part.is_large() && self.active[2] & ADP != 0
    }

    pub fn blocks(&self) -> &[u8] {
        match self.part.protection {
            NorProtection::Register { bytes } => &self.blocks[..usize::from(bytes)],
            NorProtection::Bits { .. } => &[],
        }
    }

    /// 42h: the most significant bytes become `data`.
    pub fn set_blocks(&mut self, data: &[u8]) {
        let count = data.len().min(self.blocks().len());
        self.blocks[..count].copy_from_slice(&data[..count]);
    }

    /// 98h: all write-lock bits are cleared.
    pub fn unlock_blocks(&mut self) {
        self.blocks[..2].iter_mut().for_each(|byte| *byte &= 0xAA);
        self.blocks[2..].fill(0);
    }

    /// Whether anything of the `bytes` from `start` on is protected.
    pub fn protects(&self, start: u32, bytes: u32) -> bool {
        match self.part.protection {
            NorProtection::Bits {
                mask,
                smallest_bytes,
                sector,
                complement,
            } => {
                let end = self.part.bytes;
                let (from, to) = self.bit_range(mask, smallest_bytes, sector);
                if complement && self.active[1] & CMP != 0 {
                    overlap(start, bytes, 0, from) || overlap(start, bytes, to, end)
                } else {
                    overlap(start, bytes, from, to)
                }
            }
            NorProtection::Register { bytes: register } => {
                self.blocks_protect(u32::from(register) * 8, start, bytes)
            }
        }
    }

    /// First byte of what the BP bits protect, and the first after it.
    fn bit_range(&self, mask: u8, smallest: u32, sector: u8) -> (u32, u32) {
        let status = self.active[0];
        let level = u32::from((status & mask) >> mask.trailing_zeros());
        let all = self.part.bytes;
        let everything = u32::from(mask >> mask.trailing_zeros());
        let bytes = match level {
            0 => 0,
            _ if level == everything => all,
            // The tables of SEC = 1 give 4, 8 and 16 KiB, and 32 KiB for all higher values.
            _ if status & sector != 0 => 4096 << (level - 1).min(3),
            _ => (smallest << (level - 1)).min(all),
        };
        let bottom = match self.part.family {
            NorFamily::Mx25l => self.active[1] & MX_TB != 0,
            // TB lies right above the BP bits.
            _ => status & (mask + (1 << mask.trailing_zeros())) != 0,
        };
        if bottom {
            (0, bytes)
        } else {
            (all - bytes, all)
        }
    }

    /// SST26VF-B, table "block-protection register": pairs of read and write lock for the upper
    /// four 8 KiB blocks (from the top) and the lower four (from their top); a write lock for the
    /// upper and the lower 32 KiB block; then one for each 64 KiB block, from the top.
    fn blocks_protect(&self, bits: u32, start: u32, bytes: u32) -> bool {
        let all = self.part.bytes;
        let locked = |bit: u32| {
            let at = bits - 1 - bit;
            self.blocks[(at / 8) as usize] >> (7 - at % 8) & 1 != 0
        };
        let hit = |bit, from, size| locked(bit) && overlap(start, bytes, from, from + size);
        let small = (0..4).any(|n| {
            hit(bits - 2 - 2 * n, all - (n + 1) * 0x2000, 0x2000)
                || hit(bits - 10 - 2 * n, (3 - n) * 0x2000, 0x2000)
        });
        let large = bits - 18;
        small
            || hit(large + 1, all - 0x1_0000, 0x8000)
            || hit(large, 0x8000, 0x8000)
            || (0..large).any(|n| hit(n, (n + 1) * 0x1_0000, 0x1_0000))
    }
}

/// Whether the `bytes` from `start` on reach into `from..to`.
const fn overlap(start: u32, bytes: u32, from: u32, to: u32) -> bool {
    start < to && from < start + bytes
}
