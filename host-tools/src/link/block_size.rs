//! How large a block should be: a long one costs less framing, a short one less when it is lost.

/// Smallest block that is chosen.
pub const BYTES_MIN: u16 = 256;
/// Largest block.
pub const BYTES_MAX: u16 = 2048;
/// Blocks after which the share of lost ones is looked at. 1 in 64 is above the limit for growing,
/// 4 in 64 above that for shrinking.
const SAMPLE: u32 = 64;
/// Lost blocks above which the block is halved, in 1/100.
const SHRINK_PERCENT: u32 = 5;
/// Lost blocks below which it is doubled, in 1/100.
const GROW_PERCENT: u32 = 1;

/// The size in use, and what was seen at it.
#[derive(Clone, Debug)]
pub struct BlockSize {
    bytes: u16,
    came: u32,
    lost: u32,
}

impl BlockSize {
    /// Begins with blocks of `bytes` bytes, a power of two within the limits.
    pub fn new(bytes: u16) -> Self {
        Self {
            bytes: bytes.clamp(BYTES_MIN, BYTES_MAX),
            came: 0,
            lost: 0,
        }
    }

    /// Bytes of the next block.
    pub fn bytes(&self) -> u16 {
        self.bytes
    }

    /// Blocks of `bytes` bytes came or were lost. Those of another size, asked for before it was
    /// changed, say nothing about this one.
    pub fn saw(&mut self, bytes: u16, came: u32, lost: u32) {
        if bytes != self.bytes {
            return;
        }
        self.came += came;
        self.lost += lost;
        let all = self.came + self.lost;
        // Losses speak sooner: at this many the share is above the limit whatever comes.
        if all < SAMPLE && self.lost * 100 <= SHRINK_PERCENT * SAMPLE {
            return;
        }
        if self.lost * 100 > SHRINK_PERCENT * all {
            self.shrink();
        } else if self.lost * 100 < GROW_PERCENT * all {
            self.bytes = (self.bytes * 2).min(BYTES_MAX);
        }
        (self.came, self.lost) = (0, 0);
    }

    /// Nothing came at all, which may be because each block is hit by something.
    pub fn shrink(&mut self) {
        self.bytes = (self.bytes / 2).max(BYTES_MIN);
        (self.came, self.lost) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mut size: BlockSize, blocks: u32, lost_every: u32) -> u16 {
        for block in 1..=blocks {
            let lost = block % lost_every == 0;
            let bytes = size.bytes();
            size.saw(bytes, u32::from(!lost), u32::from(lost));
        }
        size.bytes()
    }

    #[test]
    fn losses_shrink_and_their_absence_grows() {
        // 10 %, 3.3 %, none.
        assert_eq!(after(BlockSize::new(2048), 1000, 10), BYTES_MIN);
        assert_eq!(after(BlockSize::new(1024), 1000, 30), 1024);
        assert_eq!(after(BlockSize::new(256), 1000, u32::MAX), BYTES_MAX);
    }

    #[test]
    fn blocks_of_another_size_do_not_count() {
        let mut size = BlockSize::new(1024);
        size.saw(2048, 0, 1000);
        assert_eq!(size.bytes(), 1024);
    }
}
