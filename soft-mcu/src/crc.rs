//! CRC-32 (ISO-HDLC: reflected 0x04C11DB7, as in Ethernet and zip), as the bus engine computes it.

const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Start value of the CRC register.
pub const INITIAL: u32 = 0xFFFF_FFFF;
/// The register after any bytes and then their [`crc32`], lowest byte first.
pub const RESIDUE: u32 = 0xDEBB_20E3;

const fn nibble_table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut index = 0;
    while index < 16 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 4 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ POLYNOMIAL
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

/// One entry per nibble: 64 bytes of ROM, which is what a small MCU can spare.
static TABLE: [u32; 16] = nibble_table();

/// The register after `byte` has gone through it. Neither end is inverted here.
#[inline]
pub fn update(register: u32, byte: u8) -> u32 {
    let register = register ^ u32::from(byte);
    let register = (register >> 4) ^ TABLE[(register & 0xF) as usize];
    (register >> 4) ^ TABLE[(register & 0xF) as usize]
}

/// The register after one bit has gone through it. Eight of them, the lowest of the byte first, are
/// one [`update`]; this is how the engine does it.
#[inline]
pub fn update_bit(register: u32, bit: bool) -> u32 {
    let shifted = register >> 1;
    if (register & 1 == 1) == bit {
        shifted
    } else {
        shifted ^ POLYNOMIAL
    }
}

/// The register after `bytes` have gone through it.
#[inline(never)]
pub fn run(mut register: u32, bytes: &[u8]) -> u32 {
    for byte in bytes {
        register = update(register, *byte);
    }
    register
}

/// CRC-32 of `bytes`, inverted at both ends as usual.
pub fn crc32(bytes: &[u8]) -> u32 {
    !run(INITIAL, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_value_of_the_catalogue() {
        // The check value of CRC-32/ISO-HDLC for the digits 1 to 9.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn bytes_and_their_crc_leave_the_residue() {
        for bytes in [&b""[..], b"123456789", &[0; 70]] {
            let with_crc = bytes.iter().copied().chain(crc32(bytes).to_le_bytes());
            assert_eq!(with_crc.fold(INITIAL, update), RESIDUE);
        }
    }
}
