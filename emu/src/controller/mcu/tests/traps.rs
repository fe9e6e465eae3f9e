//! Every cause, with `mepc`, `mtval` and the cost of 3 edges.

use super::super::asm::{csr, *};
use super::*;

#[test]
fn fetch_outside_rom_traps_at_the_target() {
    for target in [ROM_BYTES, RAM_BASE, BUFFER_BASE, IO_BASE, 0xFFFF_FFFC] {
        let trial = Trial::new(0x40, jalr(1, 2, 0)).with(2, target);
        let start = trial.start;
        let mut mcu = trial.mcu;
        assert_eq!(
            mcu.advance(),
            Next::Wait {
                since: start + 3 + 3 + 2
            }
        );
        assert_eq!(mcu.pc(), HANDLER);
        assert_eq!(mcu.register(1), 0x44, "the jump itself was done");
        assert_eq!(
            (mcu.csrs.mcause, mcu.csrs.mepc, mcu.csrs.mtval),
            (1, target, target)
        );
        assert_eq!(mcu.retired(), 1);
    }
    // Running off the end is the same.
    let mut trial = Trial::new(ROM_BYTES - 4, fence());
    trial.mcu.advance();
    assert_eq!((trial.mcu.csrs.mcause, trial.mcu.csrs.mepc), (1, ROM_BYTES));
}

#[test]
fn a_handler_outside_rom_keeps_trapping_but_the_batch_ends() {
    let mut mcu = Mcu::new(rom(&[ecall()]));
    mcu.csrs.mtvec = RAM_BASE;
    let Next::Continue { edge } = mcu.advance() else {
        panic!("nothing to see here");
    };
    assert!((1..=BATCH_EDGES + COST).contains(&edge));
    assert_eq!((mcu.csrs.mcause, mcu.csrs.mepc), (1, RAM_BASE));
}

#[test]
fn environment_calls_and_breakpoints() {
    Trial::new(0x40, ecall()).traps(11, 0);
    Trial::new(0x40, ebreak()).traps(3, 0);
}

#[test]
fn illegal_instructions() {
    let shift = |funct7: u32, funct3: u32| funct7 << 25 | funct3 << 12 | 0x13 | 1 << 7;
    let register = |funct7: u32, funct3: u32| funct7 << 25 | funct3 << 12 | 0x33 | 1 << 7;
    let mut illegal = vec![
        0,
        0xFFFF_FFFF,
        // fence.i, reserved MISC-MEM
        0x0000_100F,
        0x0000_200F,
        // load, store, branch, jalr with reserved funct3
        lb(1, 0, 0) | 3 << 12,
        lb(1, 0, 0) | 6 << 12,
        lb(1, 0, 0) | 7 << 12,
        sb(1, 0, 0) | 3 << 12,
        sb(1, 0, 0) | 4 << 12,
        beq(0, 0, 8) | 2 << 12,
        beq(0, 0, 8) | 3 << 12,
        jalr(1, 0, 0) | 1 << 12,
        // 64-bit, atomic, floating point and custom opcodes
        0x0000_001B,
        0x0000_003B,
        0x0000_202F,
        0x0000_2007,
        0x0000_000B,
        // ecall and friends with a field that must be 0; sret, uret, sfence.vma
        ecall() | 1 << 7,
        ecall() | 1 << 15,
        ebreak() | 1 << 7,
        mret() | 1 << 15,
        wfi() | 1 << 7,
        0x0020_0073,
        0x1020_0073,
        0x1200_0073,
        // SYSTEM with funct3 4
        0x3400_4073,
    ];
    illegal.extend([1, 5].map(|funct3| shift(0x01, funct3)));
    illegal.push(shift(0x20, 1));
    illegal.push(shift(0x21, 5));
    illegal.push(shift(0x40, 5));
    illegal.extend((0..8).map(|funct3| register(0x01, funct3)));
    illegal.extend([1, 2, 3, 4, 6, 7].map(|funct3| register(0x20, funct3)));
    for instruction in illegal {
        Trial::new(0x40, instruction).traps(2, 0);
    }
}

#[test]
fn illegal_csr_accesses() {
    let unknown = [
        0x000, 0x302, 0x303, 0x306, 0x310, 0x320, 0x345, 0x3A0, 0x7B0, 0xB02, 0xB82, 0xC01, 0xC02,
        0xC81, 0xF10, 0xF15,
    ];
    for number in unknown {
        for instruction in [csrrs(1, number, 0), csrrw(1, number, 1)] {
            Trial::new(0x40, instruction).traps(2, 0);
        }
    }
    let read_only = [
        csr::CYCLE,
        csr::CYCLEH,
        csr::MVENDORID,
        csr::MARCHID,
        csr::MIMPID,
        csr::MHARTID,
    ];
    for number in read_only {
        let writes = [
            csrrw(1, number, 0),
            csrrs(1, number, 2),
            csrrc(1, number, 2),
            csrrwi(1, number, 0),
            csrrsi(1, number, 1),
            csrrci(1, number, 1),
        ];
        for instruction in writes {
            // A write of 0 bits is a write: what counts is the number of rs1, not its value.
            Trial::new(0x40, instruction).with(2, 0).traps(2, 0);
        }
    }
}

#[test]
fn misaligned_accesses() {
    for base in [0x100, RAM_BASE, BUFFER_BASE, IO_BASE, 0x8000_0000] {
        let at = |instruction, offset| Trial::new(0x40, instruction).with(2, base + offset);
        for offset in [1, 3] {
            at(lh(1, 0, 2), offset).traps(4, base + offset);
            at(lhu(1, 0, 2), offset).traps(4, base + offset);
            at(sh(1, 0, 2), offset).traps(6, base + offset);
        }
        for offset in 1..4 {
            at(lw(1, 0, 2), offset).traps(4, base + offset);
            at(sw(1, 0, 2), offset).traps(6, base + offset);
        }
    }
}

#[test]
fn narrow_register_accesses() {
    for offset in [0, 2, 0x7C] {
        let at = |instruction| Trial::new(0x40, instruction).with(2, IO_BASE + offset);
        at(lb(1, 0, 2)).traps(5, IO_BASE + offset);
        at(lbu(1, 1, 2)).traps(5, IO_BASE + offset + 1);
        at(lh(1, 0, 2)).traps(5, IO_BASE + offset);
        at(lhu(1, 0, 2)).traps(5, IO_BASE + offset);
        at(sb(1, 3, 2)).traps(7, IO_BASE + offset + 3);
        at(sh(1, 0, 2)).traps(7, IO_BASE + offset);
    }
}

#[test]
fn accesses_outside_the_map_and_stores_to_rom() {
    let outside = [
        ROM_BYTES,
        RAM_BASE - 4,
        RAM_BASE + RAM_BYTES,
        BUFFER_BASE - 4,
        BUFFER_BASE + BUFFER_BYTES,
        IO_BASE - 4,
        IO_BASE + IO_BYTES,
        0x8000_0000,
        0xFFFF_FFFC,
    ];
    for address in outside {
        let at = |instruction| Trial::new(0x40, instruction).with(2, address);
        for encode in [lb, lbu, lh, lhu, lw] {
            at(encode(1, 0, 2)).traps(5, address);
        }
        for encode in [sb, sh, sw] {
            at(encode(1, 0, 2)).traps(7, address);
        }
    }
    for address in [0, 0x40, ROM_BYTES - 4] {
        for encode in [sb, sh, sw] {
            Trial::new(0x40, encode(1, 0, 2))
                .with(2, address)
                .traps(7, address);
        }
    }
}

#[test]
fn a_handler_can_return_behind_the_trap() {
    let program = [
        addi(1, 0, 20),
        csrrw(0, csr::MTVEC, 1),
        ecall(),
        addi(5, 5, 1),
        wfi(),
        csrrs(2, csr::MEPC, 0), // 20: the handler
        addi(2, 2, 4),
        csrrw(0, csr::MEPC, 2),
        csrrs(3, csr::MCAUSE, 0),
        mret(),
    ];
    let mut mcu = Mcu::new(rom(&program));
    assert_eq!(mcu.advance(), Next::Wait { since: 9 * 3 + 2 });
    assert_eq!((mcu.register(3), mcu.register(5), mcu.pc()), (11, 1, 16));
    assert_eq!(mcu.retired(), 8, "the ecall does not count");
}
