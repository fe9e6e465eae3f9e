//! Random programs: a wrong wire anywhere in decoder or datapath ends in one of them.

use umbilical_emu::rng::Rng;

use super::asm::*;
use super::bench::{Bench, compare};
use super::programs::prologue;

const PROGRAMS: u64 = 40;
const WORDS: u32 = 200;
const EDGES: u64 = 3_000;

/// Mostly a legal instruction, bent so that it makes sense where it stands: x1 to x4 point to
/// RAM, buffer, registers and ROM and are rarely written.
fn instruction(rng: &mut Rng, at: u32) -> u32 {
    let any = rng.next_u64() as u32;
    let mut field = |bits: u32| rng.below(1 << bits) as u32;
    let (rs1, rs2, funct3) = (field(5), field(5), field(3));
    let rd = match field(5) {
        low @ 1..=4 if field(4) > 0 => low + 4,
        29 => 28,
        rd => rd,
    };
    let place = field(7) as i32;
    let base = 1 + field(2);
    let aligned = if field(2) == 0 { 0 } else { 3 };
    match field(4) {
        0 | 1 => r(
            [0, 0x20][(funct3 == 0 || funct3 == 5) as usize & field(1) as usize],
            funct3,
            rd,
            rs1,
            rs2,
        ),
        2 => any & 0xFFFF_F07F & !0x7F | 0x13 | rd << 7,
        3 => i(
            0x13,
            1 | funct3 & 4,
            rd,
            rs1,
            (field(5) | (funct3 & 4) << 8 & field(1) << 10) as i32,
        ),
        4 => lui(rd, any),
        5 => auipc(rd, any),
        6 | 7 => load(
            [0, 1, 2, 4, 5, 2, 2, 0][funct3 as usize],
            rd,
            place & !aligned,
            base,
        ),
        8 | 9 => store(
            [0, 1, 2, 2][funct3 as usize & 3],
            rs2,
            place & !aligned,
            base,
        ),
        10 => branch(
            [0, 1, 4, 5, 6, 7, 0, 5][funct3 as usize],
            rs1,
            rs2,
            4 * field(4) as i32 - 12 + 2 * i32::from(field(4) == 0),
        ),
        11 => jal(rd, 4 * field(4) as i32 - 8),
        12 => {
            let numbers = [MSCRATCH, MCAUSE, MTVAL, MEPC, 0xB00, 0xC00, 0xC80, 0x300];
            let operand = if field(1) == 0 { 0 } else { rs1 };
            csr(funct3, rd, numbers[field(3) as usize], operand)
        }
        13 => [ECALL, EBREAK, WFI, FENCE, WFI, FENCE, FENCE, WFI][funct3 as usize],
        14 => jalr(
            rd,
            0,
            (at as i32 + 8 * field(2) as i32 - 8 + (field(3) == 0) as i32 * 2) & 0x7FF,
        ),
        _ => any,
    }
}

#[test]
fn random_programs() {
    let seed = match std::env::var("UMBILICAL_SEED") {
        Ok(text) => text.parse().expect("UMBILICAL_SEED is a decimal number"),
        Err(_) => 0x5EED_0003,
    };
    println!("UMBILICAL_SEED={seed}");
    let mut bench = Bench::new();
    let mut retired = 0;
    let mut accesses = 0;
    for number in 0..PROGRAMS {
        let mut rng = Rng::new(seed ^ number << 32);
        let mut program = prologue();
        for (register, value) in [
            (1, 0x1000_0040),
            (2, 0x2000_0000),
            (3, 0x4000_0000),
            (29, 48),
        ] {
            program.extend(li(register, value));
        }
        for register in 5..29 {
            program.extend(li(register, rng.next_u64() as u32));
        }
        let start = program.len() as u32;
        for index in 0..WORDS {
            program.push(instruction(&mut rng, 4 * (start + index)));
        }
        program.push(jal(0, -4 * WORDS as i32));
        let what = format!("seed {seed}, program {number}");
        let run = compare(&mut bench, &what, &program, EDGES, |edge| edge % 11 < 3);
        retired += run.retired.len();
        accesses += run.accesses.len();
    }
    assert!(retired > PROGRAMS as usize * 300, "{retired} instructions");
    assert!(accesses > 100, "{accesses} accesses outside RAM and ROM");
}
