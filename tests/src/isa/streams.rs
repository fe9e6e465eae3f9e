//! Random programs: mostly legal instructions that mostly make sense, in loops of chance.
//!
//! ```text
//!   0x000  all registers shown; after the watchdog's reset: to the epilogue
//!   ...    a window of RAM and buffer filled, the watchdog set, to the body
//!   body   BODY_WORDS words of chance: instructions of both lengths; then from the start again
//!   0x3000 handler: 4 bytes behind the instruction that trapped, or to some place in the body
//!   0x3800 epilogue: CSRs, then both windows shown; asleep
//! ```
//! The watchdog ends a stream at an edge of chance, whatever it is doing by then. Jumps and the
//! handler may lead into the middle of an instruction: what stands there is an instruction too.

mod compressed;

use super::listing::PATTERNS;
use super::reference::CSRS;
use super::{Expected, Program, expect};
use umbilical_emu::controller::mcu::asm::*;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, irq, offset, reset_cause};

/// Where the body begins, near whose beginning x4 points.
const BODY: u32 = 0x1C0;
const BODY_WORDS: u32 = 160;
const BODY_END: u32 = BODY + 4 * BODY_WORDS;
/// Programs that are tried until one keeps to what is known.
const ATTEMPTS: usize = 100;
const HANDLER: u32 = 0x3000;
const EPILOGUE: u32 = 0x3800;
/// Words at the start of RAM and buffer that a stream knows.
const WINDOW_WORDS: i32 = 33;
/// When the watchdog fires, in edges behind the prologue.
const LENGTH: std::ops::Range<u32> = 800..2_000;
/// A stream that has set its own watchdog later ends here.
const EDGES_MAX: u64 = 6_000;

/// A program of chance that depends on `seed` only, and what has to come of it.
///
/// An instruction of which the outcome is not known becomes a NOP. Where that would spoil the frame,
/// into the middle of whose instructions a jump can lead too, another program is taken.
pub fn stream(seed: u64) -> (Program, Expected) {
    let mut rng = Rng::new(seed);
    let mut attempts = (0..ATTEMPTS).filter_map(|_| {
        let program = Program {
            name: format!("stream {seed:#x}"),
            words: words(&mut rng),
            edges_max: EDGES_MAX,
        };
        without_unknowns(program)
    });
    let found = attempts.next();
    found.unwrap_or_else(|| panic!("stream {seed:#x}: all {ATTEMPTS} programs lose their way"))
}

/// `None` when what is not known stands in the frame.
fn without_unknowns(mut program: Program) -> Option<(Program, Expected)> {
    loop {
        let unknown = match expect(&program, None) {
            Ok(expected) => return Some((program, expected)),
            Err(unknown) => unknown.pc,
        };
        if !(BODY..BODY_END).contains(&unknown) {
            return None;
        }
        // In place of any instruction: the upper half of a NOP of 32 bits would be 0.
        let word = &mut program.words[(unknown / 4) as usize];
        let nop = u32::from(compressed::NOP);
        *word = if unknown.is_multiple_of(4) {
            *word & 0xFFFF_0000 | nop
        } else {
            *word & 0x0000_FFFF | nop << 16
        };
    }
}

fn words(rng: &mut Rng) -> Vec<u32> {
    let mut words: Vec<u32> = (1..32).map(|n| addi(n, n, 0)).collect();
    words.extend(li(3, IO_BASE));
    words.extend([
        lw(5, offset::RESET_CAUSE as i32, 3),
        addi(6, 0, reset_cause::WATCHDOG as i32),
    ]);
    let here = 4 * words.len() as i32;
    words.extend([bne(5, 6, 8), jal(0, EPILOGUE as i32 - here - 4)]);
    words.extend(li(31, HANDLER));
    words.push(csrrw(0, csr::MTVEC, 31));
    words.extend(li(1, RAM_BASE));
    words.extend(li(2, BUFFER_BASE));
    words.extend(li(7, rng.next_u64() as u32));
    // Both windows from the end down.
    words.push(addi(5, 0, 4 * (WINDOW_WORDS - 1)));
    words.extend([add(8, 1, 5), sw(7, 0, 8), add(8, 2, 5), sw(7, 0, 8)]);
    words.extend([add(7, 7, 7), sub(7, 7, 8), addi(5, 5, -4), bge(5, 0, -28)]);
    let length = LENGTH.start + rng.below_u32(LENGTH.end - LENGTH.start);
    words.extend(li(5, length));
    words.push(sw(5, offset::WATCHDOG as i32, 3));
    words.push(sw(0, offset::I2C_DEADLINE as i32, 3));
    words.extend([
        addi(5, 0, irq::TIMER as i32),
        sw(5, offset::IRQ_ENABLE as i32, 3),
    ]);
    // To a word or to the halfword between two.
    words.push(addi(4, 0, (BODY + 2 * rng.below_u32(64)) as i32));
    // What compressed loads and stores can reach.
    words.extend([lui(8, RAM_BASE), lui(9, IO_BASE)]);
    for n in 10..30 {
        words.extend(li(n, interesting(rng)));
    }
    assert!(words.len() as u32 <= BODY / 4, "the prologue is too long");
    words.resize((BODY / 4) as usize, addi(0, 0, 0));
    words.extend(body(rng));
    words.resize((HANDLER / 4) as usize, 0);
    if rng.below(2) == 0 {
        words.extend([csrrs(31, csr::MEPC, 0), addi(31, 31, 4)]);
    } else {
        words.extend(li(31, BODY + 2 * rng.below_u32(2 * BODY_WORDS)));
    }
    words.extend([csrrw(0, csr::MEPC, 31), mret()]);
    words.resize((EPILOGUE / 4) as usize, 0);
    words.extend(CSRS.map(|number| csrrs(5, number, 0)));
    for base in [RAM_BASE, BUFFER_BASE] {
        words.extend(li(1, base));
        words.extend((0..WINDOW_WORDS).map(|index| lw(5, 4 * index, 1)));
    }
    words.push(wfi());
    words
}

/// What the body consists of.
fn body(rng: &mut Rng) -> Vec<u32> {
    let mut code = Code::default();
    while code.here() < 4 * BODY_WORDS {
        if rng.below(2) == 0 {
            code.half(compressed::instruction(rng, BODY + code.here()));
            continue;
        }
        let word = instruction(rng, BODY + code.here());
        // A timer that may be over before wfi looks, or not for a while.
        if word == wfi() && rng.below(8) > 0 {
            let ahead = rng.below(40) as i32;
            code.word(lw(5, offset::TIMER_NOW as i32, 3));
            code.word(addi(5, 5, ahead));
            code.word(sw(5, offset::TIMER_COMPARE as i32, 3));
        }
        code.word(word);
    }
    code.word(jal(0, -(code.here() as i32)));
    code.words()
}

/// Small, large, or any.
fn interesting(rng: &mut Rng) -> u32 {
    match rng.below(4) {
        0 => rng.below_u32(64).wrapping_sub(32),
        1 => 1 << rng.below(32),
        2 => 0x8000_0000_u32
            .wrapping_add(rng.below_u32(4))
            .wrapping_sub(2),
        _ => rng.next_u64() as u32,
    }
}

/// Any instruction of the listing, bent so that most of what it does makes sense: x1, x2 and x3
/// point to RAM, buffer and registers, x4 to the body.
fn instruction(rng: &mut Rng, at: u32) -> u32 {
    let line = PATTERNS[rng.below(PATTERNS.len() as u64) as usize];
    let mut word = line.value | rng.next_u64() as u32 & !line.mask;
    let put = |word: &mut u32, low: u32, bits: u32, value: u32| {
        let mask = ((1 << bits) - 1) << low;
        *word = *word & !mask | value << low & mask;
    };
    let sensible = rng.below(8) > 0;
    let writes_rd = line.mask >> 7 & 31 == 0 && !matches!(line.name.as_bytes()[0], b'b' | b's')
        || line.name.len() > 2 && line.name.starts_with('s');
    match line.name {
        "lui" if rng.below(4) > 0 => {
            let bases = [(1, RAM_BASE), (2, BUFFER_BASE), (3, IO_BASE)];
            let (rd, base) = bases[rng.below(3) as usize];
            return lui(rd, base);
        }
        "sb" | "sh" | "sw" | "lb" | "lh" | "lw" | "lbu" | "lhu" if sensible => {
            access(rng, &mut word, line.name);
        }
        "beq" | "bne" | "blt" | "bge" | "bltu" | "bgeu" if sensible => {
            // Not further than 32 words.
            let sign = rng.below_u32(2);
            put(&mut word, 27, 5, 0x1F * sign);
            put(&mut word, 7, 1, sign);
        }
        "jal" if sensible => {
            let target = BODY + 2 * rng.below_u32(2 * BODY_WORDS);
            word = jal(word >> 7 & 31, target as i32 - at as i32);
        }
        "jalr" if sensible => {
            put(&mut word, 15, 5, 4);
            put(&mut word, 29, 3, 0);
        }
        name if name.starts_with("csr") && sensible => {
            let mut number = CSRS[rng.below(CSRS.len() as u64) as usize];
            if number == csr::MTVEC {
                number = csr::MSCRATCH;
            }
            put(&mut word, 20, 12, number);
            if rng.below(2) == 0 {
                put(&mut word, 15, 5, 0);
            }
        }
        _ => {}
    }
    // The bases mostly stay.
    if writes_rd && (1..=4).contains(&(word >> 7 & 31)) && rng.below(8) > 0 {
        word |= 0x400;
    }
    if rng.below(32) == 0 {
        word ^= 1 << rng.below(32);
    }
    word
}

/// A load or store in one of the windows, the registers or the body.
fn access(rng: &mut Rng, word: &mut u32, name: &str) {
    let mut base = [1, 1, 2, 3, 3, 4][rng.below(6) as usize];
    if base == 3 && !name.ends_with('w') && rng.below(4) > 0 {
        base = 1;
    }
    let align = match name {
        "lw" | "sw" => !3,
        "lh" | "lhu" | "sh" => !1,
        _ => !0,
    };
    let mut offset = rng.below_u32(4 * WINDOW_WORDS as u32);
    if rng.below(8) > 0 {
        offset &= align;
    }
    // A watchdog of chance mostly ends everything at once or never.
    if base == 3 && offset & !3 == offset::WATCHDOG && rng.below(16) > 0 {
        offset = offset::TIMER_COMPARE;
    }
    let store = name.starts_with('s');
    *word = *word & !(31 << 15) | base << 15;
    *word = if store {
        *word & !(0x7F << 25 | 0x1F << 7) | (offset >> 5) << 25 | (offset & 31) << 7
    } else {
        *word & 0x000F_FFFF | offset << 20
    };
}
