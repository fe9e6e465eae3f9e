//! Every halfword that can be a compressed instruction, what it costs and where it goes on.

use std::collections::BTreeMap;

use super::super::asm::{compressed as c, *};
use super::super::expand::{expand, is_compressed};
use super::*;

/// Every compressed instruction that the assembler can write, with what it stands for.
struct All(BTreeMap<u16, u32>);

impl All {
    fn put(&mut self, half: u16, word: u32) {
        let other = self.0.insert(half, word);
        assert_eq!(other, None, "{half:04x} is two instructions");
    }
}

fn nears(mut each: impl FnMut(u32)) {
    (8..16).for_each(&mut each);
}

fn stack(all: &mut All) {
    for offset in (0..1024).step_by(4) {
        nears(|rd| {
            if offset != 0 {
                all.put(c::addi4spn(rd, offset), addi(rd, 2, offset as i32));
            }
        });
    }
    for offset in (0..256).step_by(4) {
        let imm = offset as i32;
        (1..32).for_each(|rd| all.put(c::lwsp(rd, offset), lw(rd, imm, 2)));
        (0..32).for_each(|rs| all.put(c::swsp(rs, offset), sw(rs, imm, 2)));
    }
    for imm in (-512..512).step_by(16).filter(|&imm| imm != 0) {
        all.put(c::addi16sp(imm), addi(2, 2, imm));
    }
}

fn near_registers(all: &mut All) {
    nears(|a| {
        nears(|b| {
            for offset in (0..128).step_by(4) {
                all.put(c::lw(a, offset, b), lw(a, offset as i32, b));
                all.put(c::sw(a, offset, b), sw(a, offset as i32, b));
            }
            all.put(c::sub(a, b), sub(a, a, b));
            all.put(c::xor(a, b), xor(a, a, b));
            all.put(c::or(a, b), or(a, a, b));
            all.put(c::and(a, b), and(a, a, b));
        });
        for amount in 0..32 {
            all.put(c::srli(a, amount), srli(a, a, amount));
            all.put(c::srai(a, amount), srai(a, a, amount));
        }
        (-32..32).for_each(|imm| all.put(c::andi(a, imm), andi(a, a, imm)));
        for offset in (-256..256).step_by(2) {
            all.put(c::beqz(a, offset), beq(a, 0, offset));
            all.put(c::bnez(a, offset), bne(a, 0, offset));
        }
    });
}

fn any_registers(all: &mut All) {
    for a in 1..32 {
        for imm in -32..32 {
            all.put(c::addi(a, imm), addi(a, a, imm));
            all.put(c::li(a, imm), addi(a, 0, imm));
            if a != 2 && imm != 0 {
                all.put(c::lui(a, imm), lui(a, (imm << 12) as u32));
            }
        }
        (0..32).for_each(|amount| all.put(c::slli(a, amount), slli(a, a, amount)));
        for b in 1..32 {
            all.put(c::mv(a, b), add(a, 0, b));
            all.put(c::add(a, b), add(a, a, b));
        }
        all.put(c::jr(a), jalr(0, a, 0));
        all.put(c::jalr(a), jalr(1, a, 0));
    }
    for offset in (-2048..2048).step_by(2) {
        all.put(c::j(offset), jal(0, offset));
        all.put(c::jal(offset), jal(1, offset));
    }
    all.put(c::nop(), addi(0, 0, 0));
    all.put(c::ebreak(), ebreak());
}

/// Encodings with x0 for rd that the manual calls hints, at the places of the instructions.
fn hints(all: &mut All) {
    for (imm, bits) in (-32..32).map(|imm: i32| (imm, ((imm & 32) << 7 | (imm & 31) << 2) as u16)) {
        if imm != 0 {
            all.put(0x0001 | bits, addi(0, 0, imm));
            all.put(0x6001 | bits, lui(0, (imm << 12) as u32));
        }
        all.put(0x4001 | bits, addi(0, 0, imm));
        if imm >= 0 {
            all.put(0x0002 | bits, slli(0, 0, imm as u32));
        }
    }
    for rs in 1..32 {
        all.put(0x8002 | (rs as u16) << 2, add(0, 0, rs));
        all.put(0x9002 | (rs as u16) << 2, add(0, 0, rs));
    }
}

#[test]
fn every_halfword_is_what_the_assembler_says_or_illegal() {
    let mut all = All(BTreeMap::new());
    stack(&mut all);
    near_registers(&mut all);
    any_registers(&mut all);
    hints(&mut all);
    for half in 0..=u16::MAX {
        assert_eq!(expand(half), all.0.get(&half).copied(), "{half:04x}");
        assert_eq!(is_compressed(half), half % 4 != 3, "{half:04x}");
    }
}

/// A program at `pc` among zeros that ends in `wfi`; the MCU before it runs.
fn at(pc: u32, put: impl Fn(&mut Code)) -> Mcu {
    let mut code = Code::default();
    code.pad_to(pc);
    put(&mut code);
    code.pad_to(HANDLER);
    code.word(wfi());
    let mut mcu = Mcu::new(rom(&code.words()));
    mcu.pc = pc;
    mcu.csrs.mtvec = HANDLER;
    mcu
}

#[test]
fn compressed_instructions_take_two_bytes_and_the_edges_of_their_expansion() {
    for pc in [0x40, 0x42] {
        let mut mcu = at(pc, |code| {
            code.half(c::li(9, -3)); // 3 edges
            code.half(c::slli(9, 7)); // 3 + 1 + 3
            code.half(c::addi4spn(8, 16)); // 3
            code.half(c::sw(9, 4, 8)); // 4
            code.word(lbu(10, 5, 8)); // 5
            code.half(c::lwsp(11, 20)); // 5
            code.word(wfi());
        });
        mcu.registers[2] = RAM_BASE + 0x100;
        assert_eq!(
            mcu.advance(),
            Next::Wait {
                since: 27 + THIRD_EDGE
            }
        );
        assert_eq!(mcu.pc(), pc + 14);
        let stored = (-3_i32 << 7) as u32;
        assert_eq!(mcu.ram()[0x114 / 4], stored);
        assert_eq!(
            (mcu.register(10), mcu.register(11)),
            (stored >> 8 & 0xFF, stored)
        );
    }
}

#[test]
fn links_point_behind_the_jump_whatever_its_length() {
    for pc in [0x100, 0x102] {
        let ends = |mcu: &mut Mcu, target: u32, link: u32| {
            let before = mcu.next_fetch_edge();
            assert_eq!(
                mcu.advance(),
                Next::Wait {
                    since: before + 3 + THIRD_EDGE
                }
            );
            assert_eq!((mcu.pc(), mcu.register(1)), (target, link));
        };
        let mut mcu = at(pc, |code| {
            code.half(c::jal(6));
            code.word(0);
            code.word(wfi());
        });
        ends(&mut mcu, pc + 6, pc + 2);
        let target = pc + 8;
        let mut mcu = at(pc, |code| {
            code.half(c::jalr(5));
            code.pad_to(target);
            code.word(wfi());
        });
        mcu.registers[5] = target + 1;
        ends(&mut mcu, target, pc + 2);
        let mut mcu = at(pc, |code| {
            code.word(jal(1, 6));
            code.half(0);
            code.word(wfi());
        });
        ends(&mut mcu, pc + 6, pc + 4);
    }
}

#[test]
fn illegal_halfwords_trap_with_their_address_and_no_value() {
    let illegal: Vec<u16> = (0..=u16::MAX)
        .filter(|&half| is_compressed(half) && expand(half).is_none())
        .collect();
    for (index, half) in illegal.into_iter().enumerate() {
        let pc = if index % 2 == 0 { 0x40 } else { 0x42 };
        let mut mcu = at(pc, |code| code.half(half));
        mcu.csrs.mtval = 5;
        let Next::Wait { since } = mcu.advance() else {
            panic!("{half:04x} does not trap");
        };
        let trapped = (mcu.csrs.mcause, mcu.csrs.mepc, mcu.csrs.mtval);
        assert_eq!((since, trapped), (3 + THIRD_EDGE, (2, pc, 0)), "{half:04x}");
        assert_eq!(mcu.retired(), 0);
    }
}

#[test]
fn the_last_halfword_takes_its_upper_half_from_the_first() {
    let last = ROM_BYTES - 2;
    let run = |first: u32, half: u16| {
        let mut code = Code::default();
        code.word(first);
        code.pad_to(HANDLER);
        code.word(wfi());
        code.pad_to(last);
        code.half(half);
        let mut mcu = Mcu::new(rom(&code.words()));
        mcu.pc = last;
        mcu.csrs.mtvec = HANDLER;
        assert_eq!(
            mcu.advance(),
            Next::Wait {
                since: 6 + THIRD_EDGE
            }
        );
        assert_eq!((mcu.csrs.mcause, mcu.csrs.mtval), (1, mcu.csrs.mepc));
        mcu
    };
    // The upper half of `addi x7, x0, 0x123` stands at address 0.
    let split = addi(7, 0, 0x123);
    let mcu = run(split >> 16, split as u16);
    assert_eq!((mcu.register(7), mcu.csrs.mepc), (0x123, ROM_BYTES + 2));
    let mcu = run(0, c::li(7, 5));
    assert_eq!((mcu.register(7), mcu.csrs.mepc), (5, ROM_BYTES));
}

#[test]
fn the_record_shows_expansions() {
    let mut mcu = at(0x42, |code| {
        code.half(c::mv(8, 5));
        code.word(addi(9, 8, 1));
        code.half(c::jr(6));
    });
    mcu.registers[5] = 0x77;
    mcu.registers[6] = HANDLER;
    mcu.set_retire_log(true);
    mcu.advance();
    let record = |edge, pc, instruction, rd_value| Retired {
        edge,
        pc,
        instruction,
        rd_value,
    };
    let expected = [
        record(2, 0x42, add(8, 0, 5), 0x77),
        record(5, 0x44, addi(9, 8, 1), 0x78),
        record(8, 0x48, jalr(0, 6, 0), 0),
    ];
    assert_eq!(mcu.take_retired(), expected);
}
