//! RAM and transfer buffer, as bytes. What they hold at power-up is not known.

/// A memory of which the written bytes are known.
pub(super) struct Memory {
    base: u32,
    bytes: Vec<Option<u8>>,
}

impl Memory {
    pub fn new(base: u32, bytes: u32) -> Memory {
        Memory {
            base,
            bytes: vec![None; bytes as usize],
        }
    }

    /// `None` when a byte of them was never written.
    pub fn read(&self, address: u32, size: u32) -> Option<Vec<u8>> {
        let at = (address - self.base) as usize;
        self.bytes[at..at + size as usize].iter().copied().collect()
    }

    pub fn write(&mut self, address: u32, bytes: &[u8]) {
        let at = (address - self.base) as usize;
        for (slot, byte) in self.bytes[at..].iter_mut().zip(bytes) {
            *slot = Some(*byte);
        }
    }

    /// The word with this index.
    pub fn word(&self, index: usize) -> Option<u32> {
        let bytes = self.read(self.base + 4 * index as u32, 4)?;
        bytes.try_into().ok().map(u32::from_le_bytes)
    }
}
