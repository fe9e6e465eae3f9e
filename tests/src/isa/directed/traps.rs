//! Traps, illegal instructions and CSRs.

use super::*;
use crate::isa::listing::PATTERNS;
use crate::isa::reference::CSRS;

pub(super) fn programs(all: &mut Vec<Directed>) {
    calls(all);
    illegal(all);
    csrs(all);
    every_number(all);
    cycles(all);
}

fn calls(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    program.extend([ecall(), ebreak(), ecall()]);
    // The lowest bits of mtvec and the lowest of mepc are 0, whatever is written.
    for bits in 0..4 {
        program.li(1, HANDLER + bits);
        program.extend([csrrw(2, csr::MTVEC, 1), csrrs(2, csr::MTVEC, 0), ecall()]);
        program.li(1, 0xFFFF_FFF0 + bits);
        program.extend([csrrw(2, csr::MEPC, 1), csrrs(2, csr::MEPC, 0)]);
        program.extend([
            csrrsi(2, csr::MEPC, 3),
            csrrsi(3, csr::MTVEC, 3),
            csrrs(4, csr::MEPC, 0),
        ]);
    }
    // MRET without a trap is a jump.
    let target = program.here() + 20;
    program.li(1, target + 1);
    program.extend([csrrw(0, csr::MEPC, 1), mret(), ebreak(), addi(5, 5, 1)]);
    // A trap inside the handler overwrites the first one's CSRs.
    let nested = program.here() + 24;
    program.li(1, nested);
    program.extend([csrrw(0, csr::MTVEC, 1), ecall(), wfi(), wfi()]);
    assert_eq!(program.here(), nested);
    program.li(1, HANDLER);
    program.extend([csrrw(0, csr::MTVEC, 1), ebreak()]);
    program.extend([csr::MEPC, csr::MCAUSE, csr::MTVAL].map(|number| csrrs(1, number, 0)));
    program.finish("calls", "ECALL, EBREAK, MRET, mtvec and mepc", all);

    // A handler outside ROM traps again and again, each time with its own address.
    let mut program = Builder::bare();
    program.li(1, 0x1000_0000);
    program.extend([csrrw(0, csr::MTVEC, 1), ecall()]);
    all.push(Directed {
        covers: "a handler outside ROM",
        program: Program {
            name: "endless traps".into(),
            words: program.code.words(),
            edges_max: 500,
        },
    });
}

fn illegal(all: &mut Vec<Directed>) {
    let mut words = Vec::new();
    // Every opcode with every funct3, the other bits 0 or some pattern.
    for funct3 in 0..8 {
        for opcode in (3..128).step_by(4) {
            for rest in [0, 0x0123_8080 & !0x707F] {
                words.push(rest | funct3 << 12 | opcode);
            }
        }
    }
    // Where funct7 decides: one bit too many, and 0x20 where only 0 is meant.
    for funct3 in 0..8 {
        for funct7 in (0..7).map(|bit| 1 << bit).chain([0x21, 0x7F]) {
            words.push(funct7 << 25 | 2 << 20 | 1 << 15 | funct3 << 12 | 3 << 7 | 0x33);
            words.push(funct7 << 25 | 2 << 20 | 1 << 15 | funct3 << 12 | 3 << 7 | 0x13);
        }
    }
    // ECALL and its kin with any bit changed; sret, uret, sfence.vma, dret.
    for word in [ecall(), ebreak(), mret(), wfi()] {
        words.extend((7..32).map(|bit| word ^ 1 << bit));
    }
    words.extend([0x1020_0073, 0x0020_0073, 0x1200_0073, 0x7B20_0073, u32::MAX]);
    words.retain(|word| {
        let named = PATTERNS.iter().any(|line| word & line.mask == line.value);
        !named && word % 4 == 3
    });
    for (index, part) in words.chunks(1_400).enumerate() {
        let mut program = Builder::new();
        program.li(3, 0x0BAD_0BAD);
        program.extend(part.iter().copied());
        (0..32).for_each(|n| program.show(n));
        program.finish(
            &format!("illegal {index}"),
            "each opcode, funct3 and funct7",
            all,
        );
    }
}

fn csrs(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for number in CSRS {
        program.li(1, 0xA5A5_5A5A);
        program.li(2, 0x0FF0_0FF0);
        program.extend([
            csrrs(3, number, 0),
            csrrw(3, number, 1),
            csrrs(3, number, 0),
        ]);
        program.extend([
            csrrs(3, number, 2),
            csrrc(3, number, 1),
            csrrc(3, number, 0),
        ]);
        program.extend([
            csrrwi(3, number, 21),
            csrrsi(3, number, 10),
            csrrci(3, number, 5),
        ]);
        program.extend([
            csrrsi(3, number, 0),
            csrrci(3, number, 0),
            csrrwi(3, number, 0),
        ]);
        // A register that holds 0 is written, x0 is not; what counts is its number.
        program.extend([addi(4, 0, 0), csrrs(3, number, 4), csrrc(3, number, 4)]);
        // Destination and operand may be one register.
        program.extend([
            csrrw(1, number, 1),
            csrrs(2, number, 2),
            csrrw(0, number, 0),
        ]);
        // The handler needs its own.
        program.li(31, HANDLER);
        program.push(csrrw(0, csr::MTVEC, 31));
    }
    for number in [csr::MSCRATCH, csr::MCAUSE, csr::MTVAL, csr::MEPC] {
        for bit in 0..32 {
            program.li(1, 1 << bit);
            program.extend([csrrw(3, number, 1), csrrs(3, number, 0)]);
        }
    }
    program.finish("CSRs", "every CSR in every way", all);
}

/// All 4096 numbers, with a handler that is quick.
fn every_number(all: &mut Vec<Directed>) {
    for (index, numbers) in [0..2048, 2048..4096].into_iter().enumerate() {
        let mut program = Builder::new();
        program.push(jal(0, 20));
        let quick = program.here();
        program.extend([
            csrrs(29, csr::MEPC, 0),
            addi(29, 29, 4),
            csrrw(0, csr::MEPC, 29),
            mret(),
        ]);
        program.li(31, quick);
        program.push(csrrw(0, csr::MTVEC, 31));
        program.li(3, 0x0BAD_0BAD);
        program.extend(numbers.map(|number| csrrs(3, number, 0)));
        program.finish(&format!("CSR numbers {index}"), "which CSRs there are", all);
    }
}

fn cycles(all: &mut Vec<Directed>) {
    let mut program = Builder::new();
    for number in [csr::MCYCLE, csr::MCYCLEH, csr::CYCLE, csr::CYCLEH] {
        program.extend([csrrs(1, number, 0), csrrs(2, number, 0), sub(3, 2, 1)]);
        program.extend([csrrw(3, number, 1), csrrs(4, number, 0)]);
    }
    program.finish(
        "cycle counters",
        "the edge number at the 3rd edge; writes do nothing",
        all,
    );
}
