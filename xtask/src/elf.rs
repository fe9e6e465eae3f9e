//! As much of ELF32 (little-endian) as it takes to turn the linker's output into a ROM image.

/// A linked program.
pub struct Elf<'a> {
    bytes: &'a [u8],
}

/// A named thing of a certain size.
pub struct Item {
    /// Section or symbol name.
    pub name: String,
    /// Bytes.
    pub size: u32,
}

const SECTION_HEADER_BYTES: usize = 40;
const SEGMENT_HEADER_BYTES: usize = 32;
const SYMBOL_BYTES: usize = 16;
const SYMTAB: u32 = 2;
const LOAD: u32 = 1;

impl<'a> Elf<'a> {
    /// Accepts 32-bit little-endian ELF for RISC-V only.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, String> {
        let elf = Self { bytes };
        let riscv = elf.half(18)? == 243;
        if !bytes.starts_with(b"\x7FELF\x01\x01") || !riscv {
            return Err("the linker's output is not a 32-bit RISC-V ELF file".into());
        }
        Ok(elf)
    }

    fn half(&self, at: usize) -> Result<u32, String> {
        let bytes = self.bytes.get(at..at + 2).ok_or("ELF file cut short")?;
        Ok(u32::from(bytes[0]) | u32::from(bytes[1]) << 8)
    }

    fn word(&self, at: usize) -> Result<u32, String> {
        Ok(self.half(at)? | self.half(at + 2)? << 16)
    }

    fn name(&self, at: usize) -> Result<String, String> {
        let rest = self.bytes.get(at..).ok_or("ELF name outside the file")?;
        let end = rest
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(rest.len());
        Ok(String::from_utf8_lossy(&rest[..end]).into_owned())
    }

    /// Contents of all loaded segments from address 0 on, without gaps left out.
    pub fn image(&self) -> Result<Vec<u8>, String> {
        let mut image = Vec::new();
        let (start, count) = (self.word(28)? as usize, self.half(44)? as usize);
        for header in (0..count).map(|index| start + index * SEGMENT_HEADER_BYTES) {
            let (offset, size) = (
                self.word(header + 4)? as usize,
                self.word(header + 16)? as usize,
            );
            let address = self.word(header + 12)? as usize;
            if self.word(header)? != LOAD || size == 0 {
                continue;
            }
            let data = self
                .bytes
                .get(offset..offset + size)
                .ok_or("ELF segment cut short")?;
            if address + size > 1 << 20 {
                return Err(format!("a segment with contents is linked to {address:#x}"));
            }
            if image.len() < address + size {
                image.resize(address + size, 0);
            }
            image[address..address + size].copy_from_slice(data);
        }
        Ok(image)
    }

    fn section_headers(&self) -> Result<Vec<usize>, String> {
        let (start, count) = (self.word(32)? as usize, self.half(48)? as usize);
        Ok((0..count)
            .map(|index| start + index * SECTION_HEADER_BYTES)
            .collect())
    }

    /// Sections by name.
    pub fn sections(&self) -> Result<Vec<Item>, String> {
        let headers = self.section_headers()?;
        let names = headers
            .get(self.half(50)? as usize)
            .ok_or("ELF without section names")?;
        let names = self.word(names + 16)? as usize;
        headers
            .iter()
            .map(|header| {
                Ok(Item {
                    name: self.name(names + self.word(*header)? as usize)?,
                    size: self.word(header + 20)?,
                })
            })
            .collect()
    }

    /// Symbols by name.
    pub fn symbols(&self) -> Result<Vec<Item>, String> {
        let headers = self.section_headers()?;
        let mut symbols = Vec::new();
        for header in &headers {
            if self.word(header + 4)? != SYMTAB {
                continue;
            }
            let (offset, size) = (
                self.word(header + 16)? as usize,
                self.word(header + 20)? as usize,
            );
            let names = headers
                .get(self.word(header + 24)? as usize)
                .ok_or("ELF names missing")?;
            let names = self.word(names + 16)? as usize;
            for symbol in (offset..offset + size).step_by(SYMBOL_BYTES) {
                symbols.push(Item {
                    name: self.name(names + self.word(symbol)? as usize)?,
                    size: self.word(symbol + 8)?,
                });
            }
        }
        if symbols.is_empty() {
            return Err("the linked program has no symbols, so it cannot be checked".into());
        }
        Ok(symbols)
    }
}
