//! Random programs on the model and on the [reference](super::reference), which must agree in
//! every completed instruction, every access, every edge.

use std::collections::BTreeMap;

use super::super::asm::{addi, csr, csrrs, csrrw, jal, lui, mret, rom};
use super::reference::{Pattern, Reference, patterns};
use super::*;

const STREAMS: u64 = 6_000;
const DEFAULT_SEED: u64 = 0x5EED_0001;
const BODY: u32 = 0x20;
const BODY_WORDS: u32 = 160;
/// Edges per stream.
const LENGTH: u64 = 1_500;

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
#[derive(Clone)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// True once in `n`.
    fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Answers that depend on nothing but seed, edge and address, and a record of the calls.
struct Outside {
    seed: u64,
    calls: Vec<(bool, u64, u32, Width, u32)>,
}

impl Outside {
    fn answer(&self, edge: u64, address: u32) -> Result<u32, AccessFault> {
        let mut random = Random(self.seed ^ edge << 32 ^ u64::from(address));
        if random.once_in(24) {
            Err(AccessFault)
        } else {
            Ok(random.next() as u32)
        }
    }
}

impl External for Outside {
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault> {
        self.calls.push((false, edge, address, width, 0));
        let mask = u32::MAX >> (32 - 8 * width.bytes());
        self.answer(edge, address).map(|value| value & mask)
    }

    fn store(
        &mut self,
        edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault> {
        self.calls.push((true, edge, address, width, value));
        self.answer(edge, address).map(|_| ())
    }
}

/// The event that ends a `wfi` with this 3rd edge: from 20 edges before it to 19 behind.
fn event(seed: u64, since: u64) -> u64 {
    (since + Random(seed ^ since).below(40)).saturating_sub(20)
}

/// Any instruction of the listing, bent so that most of what it does makes sense: x1, x2 and x3
/// point to RAM, buffer and registers, x4 to the body.
fn instruction(random: &mut Random, patterns: &[Pattern], at: u32) -> u32 {
    let pattern = patterns[random.below(patterns.len() as u64) as usize];
    let mut word = pattern.value | random.next() as u32 & !pattern.mask;
    let name = pattern.name;
    let put = |word: &mut u32, low: u32, bits: u32, value: u32| {
        let mask = ((1 << bits) - 1) << low;
        *word = *word & !mask | value << low & mask;
    };
    let rd = word >> 7 & 31;
    match name {
        "lui" if random.below(4) > 0 => {
            let (rd, base) =
                [(1, RAM_BASE), (2, BUFFER_BASE), (3, IO_BASE)][random.below(3) as usize];
            return lui(rd, base);
        }
        "sb" | "sh" | "sw" | "lb" | "lh" | "lw" | "lbu" | "lhu" if random.below(8) > 0 => {
            let base = [1, 1, 1, 2, 3, 4][random.below(6) as usize];
            put(&mut word, 15, 5, base);
            put(&mut word, 27, 5, 0);
            if random.below(4) > 0 {
                put(&mut word, if name.starts_with('s') { 7 } else { 20 }, 2, 0);
            }
        }
        "beq" | "bne" | "blt" | "bge" | "bltu" | "bgeu" if random.below(8) > 0 => {
            let sign = random.below(2) as u32;
            put(&mut word, 27, 5, 0x1F * sign);
            put(&mut word, 7, 2, sign);
        }
        "jal" if random.below(8) > 0 => {
            let target = BODY + 4 * random.below(BODY_WORDS.into()) as u32;
            word = jal(rd, target as i32 - at as i32);
        }
        "jalr" if random.below(8) > 0 => {
            put(&mut word, 15, 5, 4);
            put(&mut word, 29, 3, 0);
            if random.below(4) > 0 {
                put(&mut word, 21, 1, 0);
            }
        }
        _ if name.starts_with("csr") && random.below(8) > 0 => {
            let numbers = [
                csr::MSCRATCH,
                csr::MSCRATCH,
                csr::MCAUSE,
                csr::MTVAL,
                csr::MCYCLE,
                csr::MCYCLEH,
                csr::CYCLE,
                csr::CYCLEH,
                csr::MSTATUS,
                csr::MEPC,
                csr::MHARTID,
            ];
            put(&mut word, 20, 12, numbers[random.below(11) as usize]);
            if random.once_in(2) {
                put(&mut word, 15, 5, 0);
            }
        }
        _ => {}
    }
    let writes_rd = !name.starts_with('s') && !name.starts_with('b') || name.len() > 2;
    let rd = word >> 7 & 31;
    if writes_rd && pattern.mask & 0xF80 == 0 && (1..=4).contains(&rd) && random.below(8) > 0 {
        word |= 0x400;
    }
    if random.once_in(32) {
        word ^= 1 << random.below(32);
    }
    word
}

fn program(random: &mut Random, patterns: &[Pattern]) -> Vec<u32> {
    let mut words = vec![
        lui(31, HANDLER),
        csrrw(0, csr::MTVEC, 31),
        lui(1, RAM_BASE),
        lui(2, BUFFER_BASE),
        lui(3, IO_BASE),
        addi(4, 0, BODY as i32),
        addi(5, 0, random.below(2048) as i32),
        lui(6, random.next() as u32 & !0xFFF),
    ];
    for at in (BODY..).step_by(4).take(BODY_WORDS as usize) {
        words.push(instruction(random, patterns, at));
    }
    let back = BODY + 4 * random.below(BODY_WORDS.into()) as u32;
    words.push(jal(0, BODY as i32 - 4 * words.len() as i32));
    words.resize((HANDLER / 4) as usize, 0);
    // Either behind the instruction that trapped, or to some place in the body.
    if random.once_in(2) {
        words.extend([csrrs(31, csr::MEPC, 0), addi(31, 31, 4)]);
    } else {
        words.push(addi(31, 0, back as i32));
    }
    words.extend([csrrw(0, csr::MEPC, 31), mret()]);
    words
}

/// Runs the model to `LENGTH` edges, in pieces of random length.
fn run_model(
    mcu: &mut Mcu,
    random: &mut Random,
    seed: u64,
    outside: &mut Outside,
) -> Vec<(u64, usize, u32)> {
    let mut report_writes = Vec::new();
    let mut limit = 0;
    while limit < LENGTH {
        limit = (limit + 1 + random.below(400)).min(LENGTH);
        loop {
            let next = mcu.advance_until(limit);
            let fetched = mcu.next_fetch_edge();
            report_writes.extend(mcu.take_report_writes());
            match next {
                Next::Access { edge } if edge < limit => mcu.access(outside),
                Next::Wait { since } if since < limit + THIRD_EDGE => mcu.wake(event(seed, since)),
                Next::Continue { edge } if edge < limit => {}
                _ => break,
            }
            assert!(
                mcu.next_fetch_edge() > fetched || matches!(next, Next::Continue { .. }),
                "time stands still after {next:?}, stream seed {seed:#x}"
            );
        }
    }
    report_writes
}

fn check_stream(seed: u64, patterns: &[Pattern], seen: &mut BTreeMap<String, u64>) {
    let mut random = Random(seed);
    let words = program(&mut random, patterns);
    let mut mcu = Mcu::new(rom(&words));
    mcu.set_retire_log(true);
    let mut reference = Reference::new(&words, mcu.ram());
    let [mut model_outside, mut reference_outside] = [(); 2].map(|()| Outside {
        seed,
        calls: Vec::new(),
    });
    let report_writes = run_model(&mut mcu, &mut random, seed, &mut model_outside);
    while reference.step(LENGTH, &mut reference_outside, |since| event(seed, since)) {}

    let retired = mcu.take_retired();
    for (model, reference) in retired.iter().zip(&reference.retired) {
        assert_eq!(model, reference, "stream seed {seed:#x}");
    }
    assert_eq!(
        retired.len(),
        reference.retired.len(),
        "stream seed {seed:#x}"
    );
    assert_eq!(mcu.retired(), retired.len() as u64);
    assert_eq!(
        model_outside.calls, reference_outside.calls,
        "stream seed {seed:#x}"
    );
    assert_eq!(
        report_writes, reference.report_writes,
        "stream seed {seed:#x}"
    );
    assert_eq!(mcu.pc(), reference.pc, "stream seed {seed:#x}");
    assert_eq!(
        mcu.next_fetch_edge(),
        reference.edge,
        "stream seed {seed:#x}"
    );
    for n in 0..32 {
        assert_eq!(
            mcu.register(n),
            reference.x[n],
            "x{n}, stream seed {seed:#x}"
        );
    }
    let ram: Vec<u8> = mcu
        .ram()
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    assert!(ram == reference.ram, "RAM, stream seed {seed:#x}");
    let csrs = [
        (0x305, mcu.csrs.mtvec),
        (0x340, mcu.csrs.mscratch),
        (0x341, mcu.csrs.mepc),
        (0x342, mcu.csrs.mcause),
        (0x343, mcu.csrs.mtval),
    ];
    assert_eq!(reference.csrs, csrs.into(), "stream seed {seed:#x}");
    for (name, count) in reference.seen {
        *seen.entry(name).or_default() += count;
    }
    *seen.entry("report write".into()).or_default() += report_writes.len() as u64;
    *seen.entry("outside".into()).or_default() += model_outside.calls.len() as u64;
}

/// `UMBILICAL_SEED` replaces the seed of the whole run, in decimal.
#[test]
fn random_streams_agree_with_the_reference() {
    let seed = std::env::var("UMBILICAL_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEFAULT_SEED);
    println!("UMBILICAL_SEED={seed}, {STREAMS} streams");
    let patterns = patterns();
    let mut seen = BTreeMap::new();
    let mut seeds = Random(seed);
    for _ in 0..STREAMS {
        check_stream(seeds.next(), &patterns, &mut seen);
    }
    println!("{seen:?}");
    let instructions = patterns.iter().map(|pattern| pattern.name.to_string());
    let completing = instructions
        .filter(|name| !name.starts_with('?') && !["ecall", "ebreak"].contains(&&**name));
    let traps = [0, 1, 2, 3, 4, 5, 6, 7, 11].map(|cause| format!("trap {cause}"));
    let others = ["report write", "outside"].map(String::from);
    for name in completing.chain(traps).chain(others) {
        let count = seen.get(&name).copied().unwrap_or(0);
        assert!(count >= 500, "{name} came up {count} times only");
    }
    assert!(seen.keys().all(|name| !name.starts_with('?')));
}
