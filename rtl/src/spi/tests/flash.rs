//! A flash that says what the case wants, at the edge that looks at it and at no other.

use umbilical_emu::rng::Rng;

/// Bits of data on their way out.
pub struct Flash {
    rng: Rng,
    /// Clocks before data, and lines of data, of the frame under way.
    header: u32,
    lines: u32,
    rises: u32,
    sck: bool,
    /// Bytes of the frame under way; noise when they are all out.
    bytes: Vec<u8>,
}

impl Flash {
    pub fn new(seed: u64) -> Flash {
        Flash {
            rng: Rng::new(seed),
            header: 0,
            lines: 1,
            rises: 0,
            sck: true,
            bytes: Vec::new(),
        }
    }

    /// The next frame has `header` clocks, then `bytes` on `lines` lines.
    pub fn frame(&mut self, header: u32, lines: u32, bytes: Vec<u8>) {
        (self.header, self.lines, self.bytes) = (header, lines, bytes);
        self.rises = 0;
        self.sck = true;
    }

    /// Levels of IO0 to IO3 for the next edge; `sck` is what the hardware shows before it. Only the
    /// edge after a rise gets what it should, and on the lines in use: all else is noise.
    pub fn levels(&mut self, sck: bool) -> u8 {
        let noise = self.rng.below(16) as u8;
        let rose = sck && !self.sck;
        self.sck = sck;
        if !rose {
            return noise;
        }
        self.rises += 1;
        let Some(clock) = self.rises.checked_sub(self.header + 1) else {
            return noise;
        };
        let first = clock * self.lines;
        let Some(byte) = self.bytes.get(first as usize / 8) else {
            return noise;
        };
        let bits = byte << (first % 8) >> (8 - self.lines);
        match self.lines {
            1 => noise & !2 | bits << 1,
            2 => noise & !3 | bits,
            _ => bits,
        }
    }
}
