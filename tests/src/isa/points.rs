//! What a program covers, and what all programs together have to cover.

use std::collections::BTreeMap;

use super::compressed::is_compressed;
use super::listing::{ILLEGAL, PATTERNS};
use super::reference::{self, CSRS, Region};
use umbilical_soft_mcu::registers as map;

/// Operands between which a comparison or an addition tips over.
pub const CORNERS: [u32; 6] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x5A5A_A5A5];
/// The same for the immediates of 12 bits.
pub const IMMEDIATES: [i32; 5] = [-2048, -1, 0, 1, 2047];
/// Addresses at which nothing answers, at the rims of what does.
pub const OUTSIDE: [u32; 9] = [
    map::ROM_BYTES,
    map::RAM_BASE - 4,
    map::RAM_BASE + map::RAM_BYTES,
    map::BUFFER_BASE - 4,
    map::BUFFER_BASE + map::BUFFER_BYTES,
    map::IO_BASE - 4,
    map::IO_BASE + map::IO_BYTES,
    0x8000_0000,
    0xFFFF_FFFC,
];

/// The mnemonics of loads and stores.
pub const LOADS: [&str; 5] = ["lb", "lh", "lw", "lbu", "lhu"];
/// The same of stores.
pub const STORES: [&str; 3] = ["sb", "sh", "sw"];
/// The same of branches.
pub const BRANCHES: [&str; 6] = ["beq", "bne", "blt", "bge", "bltu", "bgeu"];
const SHIFTS: [&str; 6] = ["slli", "srli", "srai", "sll", "srl", "sra"];
const REGISTER: [&str; 10] = [
    "add", "sub", "sll", "slt", "sltu", "xor", "srl", "sra", "or", "and",
];
const IMMEDIATE: [&str; 6] = ["addi", "slti", "sltiu", "xori", "ori", "andi"];

/// Names of what happened, with how often.
#[derive(Clone, Debug, Default)]
pub struct Points(pub BTreeMap<String, u64>);

impl Points {
    /// It happened once more.
    pub fn add(&mut self, point: impl Into<String>) {
        *self.0.entry(point.into()).or_default() += 1;
    }

    /// All of `other` happened too.
    pub fn merge(&mut self, other: Points) {
        for (point, count) in other.0 {
            *self.0.entry(point).or_default() += count;
        }
    }

    /// How often it happened.
    pub fn count(&self, point: &str) -> u64 {
        self.0.get(point).copied().unwrap_or(0)
    }

    /// An instruction at `pc`, whatever becomes of it.
    pub(super) fn place(&mut self, name: &str, half: Option<u16>, pc: u32) {
        match half {
            Some(half) => self.add(format!("half {half:04x}")),
            None if !pc.is_multiple_of(4) => self.add(format!("{name} across words")),
            None => {}
        }
        if pc == map::ROM_BYTES - 2 {
            let bytes = if half.is_some() { 2 } else { 4 };
            self.add(format!("{bytes} bytes from the last halfword on"));
        }
    }

    pub(super) fn trap(&mut self, name: &str, word: u32, cause: u32, value: u32) {
        self.add(format!("trap {cause}"));
        self.add(format!("trap {cause} by {name}"));
        match cause {
            1 => self.add(format!("fetch at {value:08x}")),
            2 if name == ILLEGAL && word == 0 => {}
            2 if name == ILLEGAL => {
                let funct3 = word / (1 << 12) % 8;
                self.add(format!("illegal {:02x} {funct3}", word % 128));
            }
            2 => self.add(format!("{name} refuses {:03x}", word >> 20)),
            4 | 6 => self.add(format!(
                "{name} misaligned by {} in {:?}",
                value % 4,
                Region::of(value)
            )),
            5 | 7 => {
                self.add(format!("{name} refused at {value:08x}"));
                self.add(format!("{name} refused in {:?}", Region::of(value)));
            }
            _ => {}
        }
    }

    pub(super) fn wfi(&mut self, event: u64, third: u64, pending: u32) {
        self.add("wfi");
        self.add(match event - third {
            0 => format!("wfi with {pending} at once"),
            wait @ 1..=9 => format!("wfi for {wait}"),
            _ => "wfi for long".into(),
        });
    }

    pub(super) fn jump(&mut self, name: &str, word: u32, ab: [u32; 2], pc: u32, target: u32) {
        if BRANCHES.contains(&name) {
            self.add(format!("{name} taken"));
            self.corners(name, ab);
        }
        self.add(name);
        let distance = target.wrapping_sub(pc).cast_signed();
        if distance.unsigned_abs().is_power_of_two() {
            self.add(format!("{name} by {distance}"));
        }
        if name == "jalr" && (i64::from(ab[0]) + i64::from(word as i32 >> 20)) % 2 != 0 {
            self.add("jalr to odd");
        }
        if !target.is_multiple_of(4) {
            self.add(format!("{name} to an odd halfword"));
        }
        self.destination(name, word);
    }

    pub(super) fn completed(&mut self, name: &str, word: u32, ab: [u32; 2]) {
        let [a, b] = ab;
        self.add(name);
        if BRANCHES.contains(&name) {
            self.add(format!("{name} not taken"));
            self.corners(name, ab);
        } else if SHIFTS.contains(&name) {
            let amount = if name.ends_with('i') { word >> 20 } else { b };
            self.add(format!("{name} by {}", amount % 32));
        }
        if REGISTER.contains(&name) {
            self.corners(name, ab);
        } else if IMMEDIATE.contains(&name) {
            self.add(format!("{name} {a:08x} {}", word as i32 >> 20));
        } else if LOADS.contains(&name) || STORES.contains(&name) {
            let address = reference::address(name, word, a);
            let region = Region::of(address);
            self.add(format!("{name} lane {} of {region:?}", address % 4));
            self.add(format!("{name} at {address:08x}"));
        } else if name.starts_with("csr") {
            let writes = name.contains('w') || word >> 15 & 31 != 0;
            let how = if writes { "writes" } else { "reads" };
            self.add(format!("{name} {how} {:03x}", word >> 20));
        }
        self.destination(name, word);
    }

    fn destination(&mut self, name: &str, word: u32) {
        let has = !BRANCHES.contains(&name) && !STORES.contains(&name);
        if has && word >> 7 & 31 == 0 {
            self.add(format!("{name} to x0"));
        }
    }

    fn corners(&mut self, name: &str, [a, b]: [u32; 2]) {
        self.add(format!("{name} {a:08x} {b:08x}"));
    }
}

/// What the directed programs must cover.
pub fn required() -> Vec<String> {
    let mut points = Vec::new();
    let completing = PATTERNS.iter().map(|line| line.name);
    let completing = completing.filter(|name| !["ecall", "ebreak"].contains(name));
    points.extend(completing.map(String::from));
    points.extend([1, 2, 3, 4, 5, 6, 7, 11].map(|cause| format!("trap {cause}")));
    arithmetic(&mut points);
    jumps(&mut points);
    accesses(&mut points);
    illegal(&mut points);
    csrs(&mut points);
    halves(&mut points);
    points.extend((1..=9).map(|wait| format!("wfi for {wait}")));
    let more = [
        "wfi with 1 at once",
        "wfi with 2 at once",
        "wfi with 3 at once",
    ];
    let others = [
        "wfi for long",
        "wfi for ever",
        "watchdog reset",
        "jalr to odd",
    ];
    points.extend(more.into_iter().chain(others).map(String::from));
    points
}

fn arithmetic(points: &mut Vec<String>) {
    for name in REGISTER.into_iter().chain(BRANCHES) {
        for (a, b) in pairs() {
            points.push(format!("{name} {a:08x} {b:08x}"));
        }
    }
    for name in IMMEDIATE {
        for a in CORNERS {
            points.extend(IMMEDIATES.map(|b| format!("{name} {a:08x} {b}")));
        }
    }
    for name in SHIFTS {
        points.extend((0..32).map(|amount| format!("{name} by {amount}")));
    }
    let others = ["lui", "auipc", "jal", "jalr", "csrrw", "csrrs", "csrrc"];
    let with_rd = REGISTER.into_iter().chain(IMMEDIATE).chain(LOADS);
    let with_rd = with_rd.chain(["slli", "srli", "srai"]).chain(others);
    points.extend(with_rd.map(|name| format!("{name} to x0")));
}

fn jumps(points: &mut Vec<String>) {
    for name in BRANCHES {
        points.push(format!("{name} taken"));
        points.push(format!("{name} not taken"));
    }
    for distance in (1..12).map(|bit| 1_i64 << bit) {
        points.push(format!("beq by {distance}"));
        points.push(format!("beq by -{distance}"));
    }
    for distance in (1..20).map(|bit| 1_i64 << bit) {
        points.push(format!("jal by {distance}"));
        points.push(format!("jal by -{distance}"));
    }
    let compressed = ["c.j", "c.jal", "c.jr", "c.jalr", "c.beqz", "c.bnez"];
    let all = BRANCHES.into_iter().chain(["jal", "jalr", "mret"]);
    for name in all.chain(compressed) {
        points.push(format!("{name} to an odd halfword"));
    }
    points.push(format!("jal by {}", -(1 << 20)));
    let bases = [map::RAM_BASE, map::BUFFER_BASE, map::IO_BASE];
    let places = OUTSIDE.into_iter().chain(bases);
    points.extend(places.map(|place| format!("fetch at {place:08x}")));
}

fn accesses(points: &mut Vec<String>) {
    for name in LOADS.into_iter().chain(STORES) {
        let size = reference::size(name);
        let store = STORES.contains(&name);
        for lane in 0..4 {
            let aligned = lane % size == 0;
            for region in [Region::Rom, Region::Ram, Region::Buffer] {
                if store && region == Region::Rom {
                    continue;
                }
                points.push(if aligned {
                    format!("{name} lane {lane} of {region:?}")
                } else {
                    format!("{name} misaligned by {lane} in {region:?}")
                });
            }
            if !aligned {
                points.push(format!("{name} misaligned by {lane} in Io"));
                points.push(format!("{name} misaligned by {lane} in Nowhere"));
            } else if size < 4 {
                let address = map::IO_BASE + lane;
                points.push(format!("{name} refused at {address:08x}"));
            }
        }
        points.extend(OUTSIDE.map(|address| format!("{name} refused at {address:08x}")));
        if store {
            points.push(format!("{name} refused in Rom"));
        }
        for last in [
            map::RAM_BASE + map::RAM_BYTES - size,
            map::BUFFER_BASE + map::BUFFER_BYTES - size,
        ] {
            points.push(format!("{name} at {last:08x}"));
        }
    }
    for register in (0..map::IO_BYTES).step_by(4) {
        points.push(format!("lw at {:08x}", map::IO_BASE + register));
        // A byte that is sent moves a pin, which the reference does not follow; the lock-step of the
        // serial line does (`cosim/tests/support/uart`).
        if register != map::offset::UART_DATA {
            points.push(format!("sw at {:08x}", map::IO_BASE + register));
        }
    }
}

fn illegal(points: &mut Vec<String>) {
    // Every combination of opcode and funct3 that has no name, whatever the other bits say.
    for word in (3..128)
        .step_by(4)
        .flat_map(|opcode| (0..8).map(move |funct3| funct3 << 12 | opcode))
    {
        let named = PATTERNS.iter().any(|line| {
            let common = line.mask & 0x707F;
            word & common == line.value & common
        });
        if !named {
            points.push(format!("illegal {:02x} {}", word % 128, word >> 12));
        }
    }
    // And those where funct7 decides.
    points.extend((0..8).map(|funct3| format!("illegal 33 {funct3}")));
    points.extend([1, 5].map(|funct3| format!("illegal 13 {funct3}")));
    points.push("illegal 73 0".into());
}

/// Every compressed instruction there can be, and what stands across words beside them.
fn halves(points: &mut Vec<String>) {
    let compressed = (0..=u16::MAX).filter(|&half| is_compressed(half));
    points.extend(compressed.map(|half| format!("half {half:04x}")));
    let full = PATTERNS.iter().map(|line| line.name).chain([ILLEGAL]);
    points.extend(full.map(|name| format!("{name} across words")));
    points.extend([2, 4].map(|bytes| format!("{bytes} bytes from the last halfword on")));
    for name in ["c.lw", "c.lwsp", "c.sw", "c.swsp"] {
        let (misaligned, fault) = if name.starts_with("c.l") {
            (4, 5)
        } else {
            (6, 7)
        };
        points.push(format!("trap {misaligned} by {name}"));
        points.push(format!("trap {fault} by {name}"));
    }
    for name in ["c.beqz", "c.bnez", "c.j", "c.jal"] {
        let bits = if name.starts_with("c.b") { 1..8 } else { 1..11 };
        let distances = bits.flat_map(|bit| [1 << bit, -(1 << bit)]);
        points.extend(distances.map(|distance: i32| format!("{name} by {distance}")));
    }
}

fn csrs(points: &mut Vec<String>) {
    let forms = ["csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci"];
    for number in CSRS {
        for name in forms {
            let writes = if number < 0xC00 { "writes" } else { "refuses" };
            points.push(format!("{name} {writes} {number:03x}"));
            if !name.contains('w') {
                points.push(format!("{name} reads {number:03x}"));
            }
        }
    }
    let unknown = (0..4096).filter(|number| !CSRS.contains(number));
    points.extend(unknown.map(|number| format!("csrrs refuses {number:03x}")));
}

/// Every corner with every corner.
pub fn pairs() -> impl Iterator<Item = (u32, u32)> {
    CORNERS.into_iter().flat_map(|a| CORNERS.map(|b| (a, b)))
}

/// The lines of the listing that a word could be taken for by mistake: same operands, other name.
pub fn confusable() -> Vec<(&'static str, &'static str)> {
    let groups: [&[&'static str]; 6] = [
        &REGISTER,
        &IMMEDIATE,
        &["slli", "srli", "srai"],
        &BRANCHES,
        &LOADS,
        &STORES,
    ];
    let csrs = ["csrrw", "csrrs", "csrrc"];
    let immediate_csrs = ["csrrwi", "csrrsi", "csrrci"];
    let upper = ["lui", "auipc"];
    let system = ["ecall", "ebreak", "mret", "wfi", "fence"];
    let more: [&[&'static str]; 4] = [&csrs, &immediate_csrs, &upper, &system];
    let mut all = Vec::new();
    for group in groups.into_iter().chain(more) {
        for &from in group {
            let others = group.iter().filter(|&&to| to != from);
            all.extend(others.map(|&to| (from, to)));
        }
    }
    all.extend(PATTERNS.iter().map(|line| (line.name, ILLEGAL)));
    debug_assert!(
        all.iter()
            .all(|(from, _)| PATTERNS.iter().any(|l| l.name == *from))
    );
    all
}
