//! RV32I with its privileged instructions, as bit patterns in the way the ISA manual prints them.

use std::sync::LazyLock;

/// Name and picture of each instruction (The RISC-V Instruction Set Manual, instruction listings).
/// Of CSR instructions the number decides too, of jumps the target, of accesses the address.
const PICTURES: [(&str, &str); 48] = [
    ("lui", "....................|.....|0110111"),
    ("auipc", "....................|.....|0010111"),
    ("jal", "....................|.....|1101111"),
    ("jalr", "............|.....|000|.....|1100111"),
    ("beq", ".......|.....|.....|000|.....|1100011"),
    ("bne", ".......|.....|.....|001|.....|1100011"),
    ("blt", ".......|.....|.....|100|.....|1100011"),
    ("bge", ".......|.....|.....|101|.....|1100011"),
    ("bltu", ".......|.....|.....|110|.....|1100011"),
    ("bgeu", ".......|.....|.....|111|.....|1100011"),
    ("lb", "............|.....|000|.....|0000011"),
    ("lh", "............|.....|001|.....|0000011"),
    ("lw", "............|.....|010|.....|0000011"),
    ("lbu", "............|.....|100|.....|0000011"),
    ("lhu", "............|.....|101|.....|0000011"),
    ("sb", ".......|.....|.....|000|.....|0100011"),
    ("sh", ".......|.....|.....|001|.....|0100011"),
    ("sw", ".......|.....|.....|010|.....|0100011"),
    ("addi", "............|.....|000|.....|0010011"),
    ("slti", "............|.....|010|.....|0010011"),
    ("sltiu", "............|.....|011|.....|0010011"),
    ("xori", "............|.....|100|.....|0010011"),
    ("ori", "............|.....|110|.....|0010011"),
    ("andi", "............|.....|111|.....|0010011"),
    ("slli", "0000000|.....|.....|001|.....|0010011"),
    ("srli", "0000000|.....|.....|101|.....|0010011"),
    ("srai", "0100000|.....|.....|101|.....|0010011"),
    ("add", "0000000|.....|.....|000|.....|0110011"),
    ("sub", "0100000|.....|.....|000|.....|0110011"),
    ("sll", "0000000|.....|.....|001|.....|0110011"),
    ("slt", "0000000|.....|.....|010|.....|0110011"),
    ("sltu", "0000000|.....|.....|011|.....|0110011"),
    ("xor", "0000000|.....|.....|100|.....|0110011"),
    ("srl", "0000000|.....|.....|101|.....|0110011"),
    ("sra", "0100000|.....|.....|101|.....|0110011"),
    ("or", "0000000|.....|.....|110|.....|0110011"),
    ("and", "0000000|.....|.....|111|.....|0110011"),
    ("fence", "............|.....|000|.....|0001111"),
    ("ecall", "000000000000|00000|000|00000|1110011"),
    ("ebreak", "000000000001|00000|000|00000|1110011"),
    ("mret", "001100000010|00000|000|00000|1110011"),
    ("wfi", "000100000101|00000|000|00000|1110011"),
    ("csrrw", "............|.....|001|.....|1110011"),
    ("csrrs", "............|.....|010|.....|1110011"),
    ("csrrc", "............|.....|011|.....|1110011"),
    ("csrrwi", "............|.....|101|.....|1110011"),
    ("csrrsi", "............|.....|110|.....|1110011"),
    ("csrrci", "............|.....|111|.....|1110011"),
];

/// A line of the listing as mask and value.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The mnemonic.
    pub name: &'static str,
    /// Which bits are given.
    pub mask: u32,
    /// What they are.
    pub value: u32,
}

/// All lines.
pub static PATTERNS: LazyLock<Vec<Pattern>> =
    LazyLock::new(|| PICTURES.iter().map(|&line| parse(line)).collect());

fn parse((name, picture): (&'static str, &str)) -> Pattern {
    let mut pattern = Pattern {
        name,
        mask: 0,
        value: 0,
    };
    let bits: Vec<char> = picture.chars().filter(|&c| c != '|').collect();
    assert_eq!(bits.len(), 32, "{name}");
    for (position, bit) in bits.iter().rev().enumerate() {
        pattern.mask |= u32::from(*bit != '.') << position;
        pattern.value |= u32::from(*bit == '1') << position;
    }
    pattern
}

/// What no line describes.
pub const ILLEGAL: &str = "illegal";

/// The mnemonic of `word`, or [`ILLEGAL`].
pub fn name(word: u32) -> &'static str {
    let mut lines = PATTERNS.iter();
    let line = lines.find(|line| word & line.mask == line.value);
    line.map_or(ILLEGAL, |line| line.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use umbilical_emu::rng::Rng;

    /// A wrong digit in a picture would make two of them meet, or a name mean another one.
    #[test]
    fn no_word_has_two_names() {
        let mut rng = Rng::new(3);
        for line in PATTERNS.iter() {
            for _ in 0..1_000 {
                let word = line.value | rng.next_u64() as u32 & !line.mask;
                let names = PATTERNS
                    .iter()
                    .filter(|other| word & other.mask == other.value);
                assert_eq!(names.count(), 1, "{word:08x}");
                assert_eq!(name(word), line.name);
            }
        }
    }
}
