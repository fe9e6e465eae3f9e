//! Results and costs of the instructions that stay inside the MCU.

use super::super::asm::{csr, *};
use super::*;

/// Operands at which signed and unsigned, carries and signs differ.
const VALUES: [u32; 9] = [
    0,
    1,
    5,
    0x7FFF_FFFF,
    0x8000_0000,
    0x8000_0001,
    0xFFFF_FFFF,
    0xFFFF_F800,
    0x1234_5678,
];

type Encode3 = fn(u32, u32, u32) -> u32;
type EncodeImmediate = fn(u32, u32, i32) -> u32;
type Meaning<A, R> = fn(A, A) -> R;
type Shift = (Encode3, Encode3, fn(u32, u32) -> i64);

#[test]
fn register_register_operations() {
    let table: [(Encode3, Meaning<u32, u32>); 7] = [
        (add, |a, b| (u64::from(a) + u64::from(b)) as u32),
        (sub, |a, b| (i64::from(a) - i64::from(b)) as u32),
        (slt, |a, b| {
            (i64::from(a as i32) < i64::from(b as i32)).into()
        }),
        (sltu, |a, b| (a < b).into()),
        (xor, |a, b| (a | b) & !(a & b)),
        (or, |a, b| !(!a & !b)),
        (and, |a, b| !(!a | !b)),
    ];
    for (encode, meaning) in table {
        for a in VALUES {
            for b in VALUES {
                let trial = Trial::new(0x40, encode(3, 1, 2)).with(1, a).with(2, b);
                trial.gives(3, meaning(a, b), 3);
            }
        }
    }
}

#[test]
fn register_immediate_operations() {
    let table: [(EncodeImmediate, Meaning<i64, i64>); 6] = [
        (addi, |a, b| a + b),
        (slti, |a, b| (a < b).into()),
        (sltiu, |a, b| ((a as u32) < b as u32).into()),
        (xori, |a, b| a ^ b),
        (ori, |a, b| a | b),
        (andi, |a, b| a & b),
    ];
    for (encode, meaning) in table {
        for a in VALUES {
            for imm in [0, 1, 2047, -1, -2048, 0x555] {
                let trial = Trial::new(0x40, encode(31, 30, imm)).with(30, a);
                let expected = meaning(i64::from(a as i32), i64::from(imm)) as u32;
                trial.gives(31, expected, 3);
            }
        }
    }
}

#[test]
fn shifts_take_four_places_per_edge_then_one() {
    let table: [Shift; 3] = [
        (sll, slli, |a, s| i64::from(a) << s),
        (srl, srli, |a, s| i64::from(a) >> s),
        (sra, srai, |a, s| i64::from(a as i32) >> s),
    ];
    let costs = [
        3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12,
        10, 11, 12, 13,
    ];
    for (by_register, by_immediate, meaning) in table {
        for (amount, cost) in (0..32).zip(costs) {
            for a in VALUES {
                let expected = meaning(a, amount) as u32;
                let trial = Trial::new(0, by_immediate(9, 8, amount)).with(8, a);
                trial.gives(9, expected, cost);
                let trial = Trial::new(0, by_register(9, 8, 7)).with(8, a);
                let noise = amount | 0xABCD_EF60;
                trial.with(7, noise).gives(9, expected, cost);
            }
        }
    }
}

#[test]
fn lui_auipc_and_fence() {
    Trial::new(0x40, lui(4, 0xFFFF_F000)).gives(4, 0xFFFF_F000, 3);
    Trial::new(0x40, lui(4, 0x0000_1000)).gives(4, 0x0000_1000, 3);
    Trial::new(0x40, auipc(4, 0x1234_5000)).gives(4, 0x1234_5040, 3);
    Trial::new(0x40, auipc(4, 0xFFFF_F000)).gives(4, 0xFFFF_F040, 3);
    Trial::new(0x40, fence()).gives(0, 0, 3);
    // fence.tso, and reserved fields, which the manual wants ignored
    Trial::new(0x40, 0x8330_000F).gives(0, 0, 3);
    Trial::new(0x40, 0x0FFF_8F8F).gives(0, 0, 3);
}

#[test]
fn li_builds_any_value() {
    for value in VALUES.into_iter().chain([0x800, 0x7FF, 0xFFF, 0x7FFF_F800]) {
        let [upper, lower] = li(6, value);
        let mut mcu = Mcu::new(rom(&[upper, lower, wfi()]));
        mcu.advance();
        assert_eq!(mcu.register(6), value);
    }
}

#[test]
fn x0_stays_zero_and_reads_zero() {
    let nothing = [
        addi(0, 1, 5),
        lui(0, 0xFFFF_F000),
        auipc(0, 0x1000),
        add(0, 1, 2),
        csrrs(0, csr::MCYCLE, 0),
    ];
    for instruction in nothing {
        Trial::new(0x40, instruction).gives(0, 0, 3);
    }
    Trial::new(0x40, slli(0, 1, 4)).gives(0, 0, 4);
    Trial::new(0x40, lw(0, 0, 1))
        .with(1, RAM_BASE)
        .gives(0, 0, 5);
    assert_eq!(Trial::new(0x40, jal(0, 16)).runs(3, 0x50).register(0), 0);
    assert_eq!(Trial::new(0x40, jalr(0, 0, 16)).runs(3, 16).register(0), 0);
    // A result thrown away must not come back as an operand.
    let mut mcu = Mcu::new(rom(&[addi(0, 0, 5), add(1, 0, 0), wfi()]));
    mcu.advance();
    assert_eq!((mcu.register(0), mcu.register(1)), (0, 0));
}

#[test]
fn branches_cost_the_same_taken_or_not() {
    let table: [(EncodeImmediate, Meaning<u32, bool>); 6] = [
        (beq, |a, b| a == b),
        (bne, |a, b| a != b),
        (blt, |a, b| (a as i32) < b as i32),
        (bge, |a, b| a as i32 >= b as i32),
        (bltu, |a, b| a < b),
        (bgeu, |a, b| a >= b),
    ];
    for (encode, meaning) in table {
        for a in VALUES {
            for b in VALUES {
                for offset in [8, -8, 0xFFC, -0x1000, 0x7F0, -0x804] {
                    let trial = Trial::new(0x1800, encode(1, 2, offset));
                    let next = if meaning(a, b) { offset } else { 4 };
                    let trial = trial.with(1, a).with(2, b);
                    trial.runs(3, 0x1800_u32.wrapping_add_signed(next));
                }
            }
        }
    }
}

#[test]
fn jumps_link_and_jalr_clears_bit_0() {
    for offset in [4, 8, -8, 0x7FC, 0x800, -0x1000, 0x1FFC] {
        let mcu =
            Trial::new(0x1800, jal(1, offset)).runs(3, 0x1800_u32.wrapping_add_signed(offset));
        assert_eq!(mcu.register(1), 0x1804);
    }
    for (base, imm, target) in [
        (0x100, 0, 0x100),
        (0x100, 1, 0x100),
        (0x101, 0, 0x100),
        (0x101, -1, 0x100),
        (0x900, -0x800, 0x100),
        (0xFFFF_FF00, 0x200, 0x100),
    ] {
        let mcu = Trial::new(0x1800, jalr(1, 2, imm))
            .with(2, base)
            .runs(3, target);
        assert_eq!(mcu.register(1), 0x1804);
        let mcu = Trial::new(0x1800, jalr(2, 2, imm))
            .with(2, base)
            .runs(3, target);
        assert_eq!(mcu.register(2), 0x1804, "rd is written after rs1 is read");
    }
}

#[test]
fn loads_from_ram_and_rom() {
    let bytes = [0x80, 0x7F, 0xFF, 0x01, 0x34, 0x92, 0x00, 0xC0];
    let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let words = [0, 4]
        .map(|at| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
    // In ROM, at 0x3C8, and at both ends of RAM.
    for (base, places) in [
        (0x400 - 56, "ROM"),
        (RAM_BASE, "RAM"),
        (RAM_BASE + 0xFF8, "RAM"),
    ] {
        let run = |instruction, value| {
            let mut image = [wfi(); ROM_WORDS];
            image[0x10] = instruction;
            image[0xF2..0xF4].copy_from_slice(&words);
            let mut trial = Trial::new(0x40, instruction).with(1, base + 16);
            trial.mcu.rom = rom(&image);
            if places == "RAM" {
                let index = ((base - RAM_BASE) / 4) as usize;
                trial.mcu.ram[index..index + 2].copy_from_slice(&words);
            }
            trial.gives(2, value, 5);
        };
        for at in 0..8 {
            let imm = at as i32 - 16;
            run(lb(2, imm, 1), bytes[at] as i8 as u32);
            run(lbu(2, imm, 1), bytes[at].into());
            if at % 2 == 0 {
                run(lh(2, imm, 1), half(at) as i16 as u32);
                run(lhu(2, imm, 1), half(at).into());
            }
            if at % 4 == 0 {
                run(lw(2, imm, 1), words[at / 4]);
            }
        }
    }
}

#[test]
fn stores_to_ram_touch_only_their_bytes() {
    let value = 0x89AB_CDEF_u32;
    type Store = (fn(u32, i32, u32) -> u32, usize);
    let table: [Store; 3] = [(sb, 1), (sh, 2), (sw, 4)];
    for (encode, size) in table {
        for base in [RAM_BASE, RAM_BASE + 0xFF8] {
            for at in (0..8).step_by(size) {
                let instruction = encode(2, at as i32 - 9, 1);
                let trial = Trial::new(0x40, instruction)
                    .with(1, base + 9)
                    .with(2, value);
                let bytes = |mcu: &Mcu| -> Vec<u8> {
                    mcu.ram()
                        .iter()
                        .flat_map(|word| word.to_le_bytes())
                        .collect()
                };
                let mut expected = bytes(&trial.mcu);
                let first = (base - RAM_BASE) as usize + at;
                expected[first..first + size].copy_from_slice(&value.to_le_bytes()[..size]);
                let mcu = trial.gives(0, 0, 4);
                assert!(bytes(&mcu) == expected, "{size} bytes at {first}");
            }
        }
    }
}

#[test]
fn csr_forms_read_the_old_value_and_write_the_new() {
    let old = 0xF0F0_F0F3_u32;
    let operand = 0xFF00_000F_u32;
    let cases = [
        (csrrw(3, csr::MSCRATCH, 1), operand),
        (csrrs(3, csr::MSCRATCH, 1), old | operand),
        (csrrc(3, csr::MSCRATCH, 1), old & !operand),
        (csrrwi(3, csr::MSCRATCH, 0x1C), 0x1C),
        (csrrsi(3, csr::MSCRATCH, 0x1C), old | 0x1C),
        (csrrci(3, csr::MSCRATCH, 0x11), old & !0x11),
        (csrrs(3, csr::MSCRATCH, 0), old),
        (csrrc(3, csr::MSCRATCH, 0), old),
        (csrrsi(3, csr::MSCRATCH, 0), old),
        (csrrci(3, csr::MSCRATCH, 0), old),
        (csrrw(3, csr::MSCRATCH, 0), 0),
        (csrrwi(3, csr::MSCRATCH, 0), 0),
    ];
    for (instruction, new) in cases {
        let mut trial = Trial::new(0x40, instruction).with(1, operand);
        trial.mcu.csrs.mscratch = old;
        let mcu = trial.gives(3, old, 3);
        assert_eq!(mcu.csrs.mscratch, new, "{instruction:08x}");
    }
    // rd and rs1 the same register
    let mut trial = Trial::new(0x40, csrrw(1, csr::MSCRATCH, 1)).with(1, operand);
    trial.mcu.csrs.mscratch = old;
    assert_eq!(trial.gives(1, old, 3).csrs.mscratch, operand);
}

#[test]
fn csrs_hold_what_their_width_allows() {
    for (number, kept) in [
        (csr::MTVEC, 0xFFFF_FFFC),
        (csr::MEPC, 0xFFFF_FFFE),
        (csr::MSCRATCH, 0xFFFF_FFFF),
        (csr::MCAUSE, 0xFFFF_FFFF),
        (csr::MTVAL, 0xFFFF_FFFF),
        (csr::MSTATUS, 0),
        (csr::MISA, 0),
        (csr::MIE, 0),
        (csr::MIP, 0),
    ] {
        let program = [
            addi(1, 0, -1),
            csrrw(2, number, 1),
            csrrs(3, number, 0),
            wfi(),
        ];
        let mut mcu = Mcu::new(rom(&program));
        assert_eq!(mcu.advance(), Next::Wait { since: 11 });
        assert_eq!(
            (mcu.register(2), mcu.register(3)),
            (0, kept),
            "{number:03x}"
        );
    }
    for number in [csr::MVENDORID, csr::MARCHID, csr::MIMPID, csr::MHARTID] {
        Trial::new(0x40, csrrs(3, number, 0)).gives(3, 0, 3);
        Trial::new(0x40, csrrci(3, number, 0)).gives(3, 0, 3);
    }
}

#[test]
fn cycle_counters_give_the_third_edge_and_ignore_writes() {
    for (low, high) in [(csr::MCYCLE, csr::MCYCLEH), (csr::CYCLE, csr::CYCLEH)] {
        Trial::new(0x40, csrrs(3, low, 0)).gives(3, 7 + 2, 3);
        Trial::new(0x40, csrrs(3, high, 0)).gives(3, 3, 3);
        let program = [
            csrrs(1, low, 0),
            slli(0, 0, 31),
            csrrs(2, low, 0),
            csrrs(3, high, 0),
            wfi(),
        ];
        let mut mcu = Mcu::new(rom(&program));
        mcu.reset(0xFFFF_FFFD - 16);
        mcu.advance();
        let read = [1, 2, 3].map(|n| mcu.register(n));
        assert_eq!(read, [0xFFFF_FFFF - 16, 0xFFFF_FFFF, 1]);
    }
    Trial::new(0x40, csrrw(3, csr::MCYCLE, 1)).gives(3, 9, 3);
    let mut mcu = Mcu::new(rom(&[
        csrrwi(0, csr::MCYCLEH, 9),
        csrrs(1, csr::MCYCLEH, 0),
        wfi(),
    ]));
    mcu.advance();
    assert_eq!(mcu.register(1), 0);
}

#[test]
fn mret_goes_to_mepc() {
    let mut trial = Trial::new(0x40, mret());
    trial.mcu.csrs.mepc = 0x1234;
    trial.runs(3, 0x1234);
}
