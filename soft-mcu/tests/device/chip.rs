//! A serial EEPROM as seen over whole transactions.

use umbilical_soft_mcu::eeprom::Part;

/// What the write-protect pin does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protect {
    No,
    /// Data bytes are acknowledged and dropped (Microchip).
    Silent,
    /// The first data byte is refused (ST).
    Nack,
}

pub struct Chip {
    pub part: &'static Part,
    pub strap: bool,
    pub data: Vec<u8>,
    pub protect: Protect,
    /// Length of a write cycle in controller cycles.
    pub write_cycles: u64,
    pub busy_until: u64,
    /// Page (first address) of the write cycle under way.
    writing: usize,
    /// Data bytes ever sent to this chip.
    pub bytes_received: u64,
    pub writes: u64,
    /// A cell that always reads 0.
    pub dead_cell: Option<usize>,
    /// A cell that loses a bit whenever another page is written.
    pub weak_cell: Option<usize>,
}

impl Chip {
    pub fn new(part: &'static Part, strap: bool, data: Vec<u8>) -> Self {
        assert_eq!(data.len(), part.bytes as usize);
        Self {
            part,
            strap,
            data,
            protect: Protect::No,
            write_cycles: 150_000,
            busy_until: 0,
            writing: 0,
            bytes_received: 0,
            writes: 0,
            dead_cell: None,
            weak_cell: None,
        }
    }

    /// Byte address that `device` and `word` select; `None` if the chip does not answer.
    pub fn select(&self, device: u8, word: u32) -> Option<usize> {
        let mask = (1u8 << self.part.block_bits) - 1;
        let answers = device & !mask == self.part.device(self.strap, 0);
        let shift = 8 * u32::from(self.part.address_bytes);
        let word = word & ((1 << shift) - 1);
        let address = u32::from(device & mask) << shift | word;
        answers.then_some((address & (self.part.bytes - 1)) as usize)
    }

    pub fn read(&self, address: usize) -> u8 {
        let address = address & (self.data.len() - 1);
        if self.dead_cell == Some(address) {
            0
        } else {
            self.data[address]
        }
    }

    /// Takes a page write that ends at `now`. False: refused.
    pub fn write(&mut self, address: usize, bytes: &[u8], now: u64) -> bool {
        self.bytes_received += bytes.len() as u64;
        match self.protect {
            Protect::Nack if !bytes.is_empty() => return false,
            Protect::Silent => return true,
            _ if bytes.is_empty() => return true,
            _ => {}
        }
        let page = self.part.page_bytes as usize;
        self.writing = address & !(page - 1);
        for (index, byte) in bytes.iter().enumerate() {
            self.data[self.writing | (address + index) & (page - 1)] = *byte;
        }
        if let Some(cell) = self.weak_cell {
            self.data[cell] &= 0xFE;
        }
        self.busy_until = now + self.write_cycles;
        self.writes += 1;
        true
    }

    /// Loses the supply: the page being written is ruined.
    pub fn cut(&mut self, now: u64, mut random: impl FnMut() -> u8) {
        if self.busy_until > now {
            let page = self.part.page_bytes as usize;
            for byte in &mut self.data[self.writing..self.writing + page] {
                *byte = random();
            }
        }
        self.busy_until = 0;
    }
}
