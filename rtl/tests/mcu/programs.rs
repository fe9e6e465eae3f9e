//! Programs that go through the instruction set on purpose, corner by corner.

use super::asm::*;
use super::bench::{Bench, compare};

const RAM: u32 = 0x1000_0000;
const BUFFER: u32 = 0x2000_0000;
const IO: u32 = 0x4000_0000;
const CORNERS: [u32; 8] = [
    0,
    1,
    0x1F,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0xA5A5_5A5A,
    0x0000_FFFF,
];

/// Sets mtvec to a handler behind itself that reads all CSRs of the trap and goes on behind the
/// instruction that trapped, or after a fetch outside the ROM at the address in x29.
pub fn prologue() -> Vec<u32> {
    let words = vec![
        addi(31, 0, 12),
        csr(1, 31, MTVEC, 31),
        jal(0, 4 * 10), // behind the handler
        csr(2, 31, MTVAL, 0),
        csr(2, 30, MEPC, 0),
        csr(2, 31, MCAUSE, 0),
        addi(30, 30, 4),
        addi(31, 31, -1),
        branch(1, 31, 0, 8),
        addi(30, 29, 0),
        csr(1, 31, MEPC, 30),
        MRET,
    ];
    assert_eq!(words.len(), 12);
    words
}

/// As many programs as it takes for `bodies`, each with the prologue before and a closing loop.
fn run_all(what: &str, bodies: &[Vec<u32>]) -> usize {
    let mut bench = Bench::new();
    let mut retired = 0;
    for (index, chunk) in bodies.chunks(100).enumerate() {
        let mut program = prologue();
        chunk.iter().for_each(|body| program.extend(body));
        let last = 4 * program.len() as u32;
        program.push(jal(0, 0));
        // Were every instruction to trap: its own 3 edges and the 10 instructions of the handler.
        let edges = 40 * program.len() as u64;
        let run = compare(
            &mut bench,
            &format!("{what} {index}"),
            &program,
            edges,
            |_| true,
        );
        assert_eq!(
            run.retired.last().map(|last| last.pc),
            Some(last),
            "{what} {index}: came to the end"
        );
        retired += run.retired.len();
    }
    retired
}

#[test]
fn register_and_immediate_operations() {
    let mut bodies = vec![];
    for a in CORNERS {
        for b in CORNERS {
            let mut body = [li(5, a), li(6, b)].concat();
            for (funct7, funct3) in (0..8).map(|f| (0, f)).chain([(0x20, 0), (0x20, 5)]) {
                if funct3 & 3 != 1 {
                    body.push(r(funct7, funct3, 7, 5, 6));
                }
            }
            for funct3 in [0, 2, 3, 4, 6, 7] {
                body.push(i(0x13, funct3, 8, 5, b as i32 % 2048));
            }
            body.extend([lui(9, a), auipc(10, b), addi(0, 5, 1), r(0, 0, 11, 0, 0)]);
            bodies.push(body);
        }
    }
    assert!(run_all("operations", &bodies) > 64 * 20);
}

#[test]
fn shifts_by_every_amount() {
    let mut bodies = vec![];
    for value in [0x8000_0001, 0x7FFF_FFFE, 0xA5A5_5A5A] {
        for amount in 0..32 {
            let mut body = [li(5, value), li(6, amount | 0xFFFF_FFE0)].concat();
            for (funct7, funct3) in [(0, 1), (0, 5), (0x20, 5)] {
                body.push(r(funct7, funct3, 7, 5, 6));
                let immediate = (funct7 << 5 | amount) as i32;
                body.push(i(0x13, funct3, 8, 5, immediate));
            }
            bodies.push(body);
        }
    }
    assert!(run_all("shifts", &bodies) > 96 * 10);
}

#[test]
fn loads_and_stores_of_every_width_everywhere() {
    let mut bodies = vec![];
    for base in [
        RAM,
        RAM + 0xFF8,
        BUFFER,
        BUFFER + 0xFF8,
        IO,
        IO + 0x78,
        0,
        0x3FF8,
    ] {
        let mut body = [li(5, base), li(6, 0x8C9D_EAFB)].concat();
        for offset in 0..8 {
            for funct3 in 0..3 {
                body.push(store(funct3, 6, offset, 5));
            }
            for funct3 in [0, 1, 2, 4, 5] {
                body.push(load(funct3, 7, offset, 5));
            }
            body.push(addi(8, 7, 1)); // reads what was loaded
        }
        bodies.push(body);
    }
    // One past each region, one before it, and addresses that differ from a legal one in one bit.
    let mut outside = vec![];
    for base in [0, RAM, BUFFER, IO] {
        outside.extend((2..32).map(|bit| base ^ 1 << bit));
        outside.push(base.wrapping_sub(4));
    }
    for base in outside {
        let [upper, lower] = li(5, base);
        bodies.push(vec![
            upper,
            lower,
            load(2, 7, 0, 5),
            store(2, 7, 0, 5),
            load(0, 0, 1, 5),
        ]);
    }
    assert!(run_all("accesses", &bodies) > 300);
}

#[test]
fn branches_and_jumps() {
    let mut bodies = vec![];
    for a in CORNERS {
        for b in CORNERS {
            let mut body = [li(5, a), li(6, b)].concat();
            for funct3 in [0, 1, 4, 5, 6, 7] {
                body.extend([branch(funct3, 5, 6, 8), addi(7, 7, 1)]);
                body.push(branch(funct3, 5, 6, 6)); // traps when taken
            }
            bodies.push(body);
        }
    }
    // Backwards and over a distance; links; bit 0 of a JALR target; misaligned targets.
    bodies.push(vec![
        jal(1, 12),
        addi(2, 2, 1),
        jal(3, 12),
        jal(4, -8),
        addi(5, 5, 1),
        auipc(6, 0),
        jalr(7, 6, 13),
        addi(8, 8, 1),
        jalr(9, 6, 22),
        jal(10, 6),
        jalr(6, 6, 24),
        addi(11, 6, 0),
    ]);
    assert!(run_all("jumps", &bodies) > 64 * 12);
}

#[test]
fn fetch_outside_the_rom() {
    let mut bodies = vec![];
    for target in [0x4000, 0x8000_0000, RAM, 0xFFFF_FFFC, 0x0100_0000] {
        let [upper, lower] = li(5, target);
        bodies.push(vec![
            upper,
            lower,
            auipc(29, 0),
            addi(29, 29, 12),
            jalr(1, 5, 0),
            addi(2, 1, 0),
        ]);
    }
    assert!(run_all("fetches", &bodies) > 5 * 10);
}

#[test]
fn csr_numbers_and_operations() {
    let mut bodies = vec![];
    // Those that exist, and all that differ from one of them in one bit.
    let known = [
        0x300, 0x301, 0x304, MTVEC, MSCRATCH, MEPC, MCAUSE, MTVAL, 0x344, 0xB00, 0xB80, 0xC00,
        0xC80, 0xF11, 0xF12, 0xF13, 0xF14,
    ];
    for number in known {
        for changed in (0..12).map(|bit| number ^ 1 << bit).chain([number]) {
            bodies.push(vec![csr(2, 5, changed, 0)]);
            if changed != MTVEC {
                bodies.push(vec![csr(1, 6, changed, 0)]);
            }
        }
    }
    for number in [
        0x300, 0xB00, 0xB80, 0xC00, 0xC80, 0xF11, MSCRATCH, MEPC, MCAUSE, MTVAL,
    ] {
        for value in CORNERS {
            let mut body = li(5, value).to_vec();
            for funct3 in [1, 2, 3, 5, 6, 7] {
                body.extend([csr(funct3, 6, number, 5), csr(funct3, 0, number, 0)]);
                body.extend([csr(1, 7, number, 5), csr(funct3, 6, number, 30)]);
            }
            bodies.push(body);
        }
    }
    bodies.push(
        [
            li(5, 0xFFFF_FFFF),
            [csr(1, 6, MTVEC, 5), csr(1, 7, MTVEC, 6)],
        ]
        .concat(),
    );
    assert!(run_all("csrs", &bodies) > 2_000);
}

#[test]
fn system_instructions_and_every_single_bit_beside_them() {
    let mut bodies = vec![];
    let words = [
        ECALL,
        EBREAK,
        MRET,
        WFI,
        FENCE,
        r(0, 0, 1, 2, 3),
        r(0x20, 5, 1, 2, 3),
    ];
    let others = [
        i(0x13, 1, 1, 2, 3),
        i(0x13, 5, 1, 2, 0x403),
        load(2, 1, 0, 0),
        csr(2, 1, MSCRATCH, 0),
    ];
    for word in words.into_iter().chain(others) {
        let skips = |word: u32| word == MRET || word & 0x7F == 0x63 || word & 0x77 == 0x67;
        for bit in 0..32 {
            if !skips(word ^ 1 << bit) {
                bodies.push(vec![word ^ 1 << bit, csr(2, 5, MTVAL, 0)]);
            }
        }
        if !skips(word) {
            bodies.push(vec![word, csr(2, 5, MTVAL, 0)]);
        }
    }
    assert!(run_all("system", &bodies) > 1000);
}

#[test]
fn wfi_waits_for_the_event_and_no_longer() {
    let mut program = prologue();
    for _ in 0..40 {
        program.extend([WFI, csr(2, 5, 0xC00, 0), addi(6, 6, 1)]);
    }
    program.push(jal(0, 0));
    let mut bench = Bench::new();
    let waits: [fn(u64) -> bool; 3] = [|_| true, |edge| edge % 7 == 0, |edge| edge % 23 > 20];
    for wake in waits {
        let run = compare(&mut bench, "wfi", &program, 1_200, wake);
        assert_eq!(
            run.retired
                .iter()
                .filter(|entry| entry.instruction == WFI)
                .count(),
            40
        );
    }
    // Never: it sleeps at the first one.
    let run = compare(&mut bench, "wfi", &program, 400, |_| false);
    assert!(run.retired.iter().all(|entry| entry.instruction != WFI));
}
