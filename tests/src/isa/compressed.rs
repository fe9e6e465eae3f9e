//! The compressed instructions as the ISA manual prints them: a picture of the halfword, the order
//! in which the bits of its immediate stand there, and the instruction that it stands for.

use std::sync::LazyLock;

use super::listing::PATTERNS;
use super::reference::fields::{BRANCH, IMMEDIATE, JUMP, STORE, UPPER, signed, spread};

/// In pictures i is the immediate, d rd, s rs1 and t rs2; a register of three letters is one of
/// x8 to x15. Behind the picture stand the bits of the immediate from left to right, with a minus
/// when it has a sign; the expansion, with the letters for its operands; and which fields must not
/// be 0. Where two lines describe a halfword the first counts.
const LINES: [[&str; 5]; 26] = [
    [
        "c.addi4spn",
        "000|iiiiiiii|ddd|00",
        "5:4|9:6|2|3",
        "addi d x2 i",
        "i",
    ],
    ["c.lw", "010|iii|sss|ii|ddd|00", "5:3|2|6", "lw d s i", ""],
    ["c.sw", "110|iii|sss|ii|ttt|00", "5:3|2|6", "sw t s i", ""],
    ["c.addi", "000|i|ddddd|iiiii|01", "-5|4:0", "addi d d i", ""],
    [
        "c.jal",
        "001|iiiiiiiiiii|01",
        "-11|4|9:8|10|6|7|3:1|5",
        "jal x1 i",
        "",
    ],
    ["c.li", "010|i|ddddd|iiiii|01", "-5|4:0", "addi d x0 i", ""],
    [
        "c.addi16sp",
        "011|i|00010|iiiii|01",
        "-9|4|6|8:7|5",
        "addi x2 x2 i",
        "i",
    ],
    ["c.lui", "011|i|ddddd|iiiii|01", "-17|16:12", "lui d i", "i"],
    ["c.srli", "100|0|00|ddd|iiiii|01", "4:0", "srli d d i", ""],
    ["c.srai", "100|0|01|ddd|iiiii|01", "4:0", "srai d d i", ""],
    [
        "c.andi",
        "100|i|10|ddd|iiiii|01",
        "-5|4:0",
        "andi d d i",
        "",
    ],
    ["c.sub", "100|0|11|ddd|00|ttt|01", "", "sub d d t", ""],
    ["c.xor", "100|0|11|ddd|01|ttt|01", "", "xor d d t", ""],
    ["c.or", "100|0|11|ddd|10|ttt|01", "", "or d d t", ""],
    ["c.and", "100|0|11|ddd|11|ttt|01", "", "and d d t", ""],
    [
        "c.j",
        "101|iiiiiiiiiii|01",
        "-11|4|9:8|10|6|7|3:1|5",
        "jal x0 i",
        "",
    ],
    [
        "c.beqz",
        "110|iii|sss|iiiii|01",
        "-8|4:3|7:6|2:1|5",
        "beq s x0 i",
        "",
    ],
    [
        "c.bnez",
        "111|iii|sss|iiiii|01",
        "-8|4:3|7:6|2:1|5",
        "bne s x0 i",
        "",
    ],
    ["c.slli", "000|0|ddddd|iiiii|10", "4:0", "slli d d i", ""],
    [
        "c.lwsp",
        "010|i|ddddd|iiiii|10",
        "5|4:2|7:6",
        "lw d x2 i",
        "d",
    ],
    ["c.jr", "100|0|sssss|00000|10", "", "jalr x0 s x0", "s"],
    ["c.mv", "100|0|ddddd|ttttt|10", "", "add d x0 t", "t"],
    ["c.ebreak", "100|1|00000|00000|10", "", "ebreak", ""],
    ["c.jalr", "100|1|sssss|00000|10", "", "jalr x1 s x0", "s"],
    ["c.add", "100|1|ddddd|ttttt|10", "", "add d d t", "t"],
    ["c.swsp", "110|iiiiii|ttttt|10", "5:2|7:6", "sw t x2 i", ""],
];

/// A way to get an expansion wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It is illegal.
    Illegal,
    /// It is not illegal where a field is 0 that must not be.
    NothingRefused,
    /// This bit of the immediate is missing.
    ImmediateBit(u32),
    /// Its fields of three bits name x0 to x7.
    LowRegisters,
}

/// A line, ready to be compared with halfwords.
pub struct Line {
    /// The mnemonic, with `c.` before it.
    pub name: &'static str,
    mask: u16,
    value: u16,
    /// Letters from bit 15 down to bit 0.
    picture: String,
    /// Places of the immediate's bits in the order of the picture.
    places: Vec<u32>,
    has_sign: bool,
    expansion: Vec<&'static str>,
    not_zero: &'static str,
}

/// All lines.
pub static ALL: LazyLock<Vec<Line>> = LazyLock::new(|| LINES.iter().map(parse).collect());

static EXPANSIONS: LazyLock<Vec<Option<(&'static str, u32)>>> = LazyLock::new(|| {
    let halves = 0..=u16::MAX;
    halves.map(|half| expand_with(half, None)).collect()
});

fn parse(&[name, picture, order, expansion, not_zero]: &[&'static str; 5]) -> Line {
    let picture: String = picture.chars().filter(|&c| c != '|').collect();
    assert_eq!(picture.len(), 16, "{name}");
    let bits = |wanted: &str| {
        let bits = picture.chars();
        bits.fold(0, |bits, c| bits << 1 | u16::from(wanted.contains(c)))
    };
    let mut places = Vec::new();
    for range in order.trim_start_matches('-').split('|') {
        let mut ends = range.split(':').filter_map(|end| end.parse::<u32>().ok());
        if let Some(high) = ends.next() {
            places.extend((ends.next().unwrap_or(high)..=high).rev());
        }
    }
    assert_eq!(picture.matches('i').count(), places.len(), "{name}");
    Line {
        name,
        mask: bits("01"),
        value: bits("1"),
        places,
        has_sign: order.starts_with('-'),
        expansion: expansion.split(' ').collect(),
        not_zero,
        picture,
    }
}

impl Line {
    /// A halfword of this line, its operands taken from `bits`.
    pub fn with_operands(&self, bits: u16) -> u16 {
        self.value | bits & !self.mask
    }

    /// The bits of the immediate, lowest first.
    pub fn immediate_bits(&self) -> Vec<u32> {
        let mut bits = self.places.clone();
        bits.sort_unstable();
        bits
    }

    /// Whether it has registers of three bits.
    pub fn has_near_registers(&self) -> bool {
        let count = |letter: char| self.picture.matches(letter).count();
        ['d', 's', 't'].into_iter().any(|letter| count(letter) == 3)
    }

    /// Whether some halfwords are illegal only because a field is 0 that must not be here.
    pub fn refuses_zero(&self) -> bool {
        let refused = |half| self.describes(half, Some(Slip::NothingRefused));
        (0..=u16::MAX).any(|half| refused(half) && expand(half).is_none())
    }

    /// The bits at a letter, from left to right as one number, and how many there are.
    fn field(&self, letter: char, half: u16) -> (u32, u32) {
        let bits = self.picture.chars().rev().enumerate();
        let bits = bits.filter(|&(_, c)| c == letter);
        bits.fold((0, 0), |(field, count), (place, _)| {
            let bit = u32::from(half) / (1 << place) % 2;
            (field + (bit << count), count + 1)
        })
    }

    fn immediate(&self, half: u16, slip: Option<Slip>) -> u32 {
        let (mut bits, _) = self.field('i', half);
        let mut value = 0;
        for &place in self.places.iter().rev() {
            value += (bits % 2) << place;
            bits /= 2;
        }
        if self.has_sign {
            let highest = self.places.iter().max().expect("an immediate has bits");
            value = signed(value, highest + 1) as u32;
        }
        match slip {
            Some(Slip::ImmediateBit(bit)) => value & !(1 << bit),
            _ => value,
        }
    }

    fn operand(&self, operand: &str, half: u16, slip: Option<Slip>) -> u32 {
        if let Some(number) = operand.strip_prefix('x') {
            return number.parse().expect("a register has a number");
        }
        let letter = operand.chars().next().expect("an operand has a letter");
        match self.field(letter, half) {
            _ if letter == 'i' => self.immediate(half, slip),
            (near, 3) if slip == Some(Slip::LowRegisters) => near,
            (near, 3) => near + 8,
            (any, _) => any,
        }
    }

    fn describes(&self, half: u16, slip: Option<Slip>) -> bool {
        let zero = |letter| self.field(letter, half).0 == 0;
        let refused = self.not_zero.chars().any(zero);
        half & self.mask == self.value && (!refused || slip == Some(Slip::NothingRefused))
    }

    fn expansion(&self, half: u16, slip: Option<Slip>) -> u32 {
        let [mnemonic, operands @ ..] = &self.expansion[..] else {
            unreachable!("a line has an expansion")
        };
        let operands = operands.iter();
        let values: Vec<u32> = operands.map(|it| self.operand(it, half, slip)).collect();
        let pattern = PATTERNS.iter().find(|line| line.name == *mnemonic);
        let fields = match (*mnemonic, &values[..]) {
            ("add" | "sub" | "xor" | "or" | "and", &[rd, rs1, rs2]) => {
                rs2 << 20 | rs1 << 15 | rd << 7
            }
            ("sw", &[rs2, rs1, offset]) => rs2 << 20 | rs1 << 15 | spread(offset, &STORE),
            ("beq" | "bne", &[rs1, rs2, offset]) => {
                rs2 << 20 | rs1 << 15 | spread(offset / 2, &BRANCH)
            }
            (_, &[rd, rs1, immediate]) => rs1 << 15 | rd << 7 | spread(immediate, &IMMEDIATE),
            ("jal", &[rd, offset]) => rd << 7 | spread(offset / 2, &JUMP),
            ("lui", &[rd, immediate]) => rd << 7 | spread(immediate >> 12, &UPPER),
            _ => 0,
        };
        fields | pattern.expect("the listing has every expansion").value
    }
}

/// Name and expansion of a compressed instruction; `None` when it is illegal or not a compressed
/// one.
pub fn expand(half: u16) -> Option<(&'static str, u32)> {
    EXPANSIONS[usize::from(half)]
}

/// The same with a mistake in the line of this name.
pub fn expand_with(half: u16, slip: Option<(&str, Slip)>) -> Option<(&'static str, u32)> {
    let slip_of = |line: &Line| slip.filter(|(name, _)| *name == line.name).map(|s| s.1);
    let mut lines = ALL.iter();
    let line = lines.find(|line| line.describes(half, slip_of(line)))?;
    match slip_of(line) {
        Some(Slip::Illegal) => None,
        slip => Some((line.name, line.expansion(half, slip))),
    }
}

/// Whether an instruction that begins so has 16 bits.
pub fn is_compressed(half: u16) -> bool {
    half % 4 != 3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wrong digit in a picture would make two of them meet, or leave a gap. The counts are of
    /// the manual's fields: the legal ones of each quadrant.
    #[test]
    fn no_halfword_has_two_names_and_none_is_missing() {
        let mut counts = [0; 4];
        for half in 0..=u16::MAX {
            let names = ALL.iter().filter(|line| line.describes(half, None));
            let names: Vec<&str> = names.map(|line| line.name).collect();
            assert!(
                names.len() < 2 || names == ["c.addi16sp", "c.lui"],
                "{half:04x} is {names:?}"
            );
            counts[usize::from(half % 4)] += names.len().min(1);
        }
        let registers = 32 * 64;
        let first = 8 * 255 + 2 * registers;
        let arithmetic = 8 * (32 + 32 + 64 + 4 * 8);
        let second = registers + registers + registers + 32 * 63 + arithmetic + 3 * registers;
        let third = 32 * 32 + 31 * 64 + 31 + 32 * 31 + 1 + 31 + 32 * 31 + registers;
        assert_eq!(counts, [first, second, third, 0]);
    }

    /// From the manual's assembler: one of each kind of immediate, which no table here made.
    #[test]
    fn expansions_of_known_encodings() {
        for (half, name, word) in [
            (0x1141, "c.addi", 0xFF01_0113),
            (0xC606, "c.swsp", 0x0011_2623),
            (0x40B2, "c.lwsp", 0x00C1_2083),
            (0x8082, "c.jr", 0x0000_8067),
            (0x0800, "c.addi4spn", 0x0101_0413),
            (0x7139, "c.addi16sp", 0xFC01_0113),
            (0x4501, "c.li", 0x0000_0513),
            (0x852E, "c.mv", 0x00B0_0533),
            (0xBFFD, "c.j", 0xFFFF_F06F),
            (0x9002, "c.ebreak", 0x0010_0073),
        ] {
            let found = expand(half);
            assert_eq!(found, Some((name, word)), "{half:04x}: {found:x?}");
        }
    }
}
