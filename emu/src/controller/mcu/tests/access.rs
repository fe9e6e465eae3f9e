//! Where the MCU meets the rest of the world: accesses, `wfi`, limits and logs.

use umbilical_soft_mcu::report::word;

use super::super::asm::*;
use super::*;

/// What was asked for, and one answer for all loads.
struct Recorder {
    calls: Vec<Call>,
    answer: Result<u32, AccessFault>,
}

type Call = (&'static str, u64, u32, Width, u32);

impl Recorder {
    fn new(answer: Result<u32, AccessFault>) -> Recorder {
        Recorder {
            calls: Vec::new(),
            answer,
        }
    }
}

impl External for Recorder {
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault> {
        self.calls.push(("load", edge, address, width, 0));
        self.answer
    }

    fn store(
        &mut self,
        edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault> {
        self.calls.push(("store", edge, address, width, value));
        self.answer.map(|_| ())
    }
}

/// Runs one instruction that must access `address` once, with x2 = `base` and x3 = 0x89ABCDEF.
#[track_caller]
fn accesses(instruction: u32, base: u32, answer: Result<u32, AccessFault>) -> (Trial, Call) {
    let mut trial = Trial::new(0x40, instruction)
        .with(2, base)
        .with(3, 0x89AB_CDEF);
    let announced = Next::Access {
        edge: trial.start + 3,
    };
    assert_eq!(trial.mcu.advance(), announced);
    assert_eq!(trial.mcu.advance(), announced, "announced until it is done");
    assert_eq!((trial.mcu.pc(), trial.mcu.retired()), (0x40, 0));
    let mut recorder = Recorder::new(answer);
    trial.mcu.access(&mut recorder);
    assert_eq!(recorder.calls.len(), 1);
    assert_eq!(recorder.calls[0].1, trial.start + 3);
    (trial, recorder.calls[0])
}

#[test]
fn external_loads_of_every_width_and_sign() {
    let cases = [
        (lb(1, 3, 2), BUFFER_BASE, Width::Byte, 0x80, 0xFFFF_FF80),
        (lbu(1, 3, 2), BUFFER_BASE, Width::Byte, 0x80, 0x80),
        (lh(1, 2, 2), BUFFER_BASE, Width::Half, 0x8001, 0xFFFF_8001),
        (lhu(1, 2, 2), BUFFER_BASE, Width::Half, 0x8001, 0x8001),
        (
            lw(1, 4, 2),
            BUFFER_BASE,
            Width::Word,
            0x8000_0001,
            0x8000_0001,
        ),
        (
            lw(1, 4, 2),
            BUFFER_BASE + BUFFER_BYTES - 8,
            Width::Word,
            1,
            1,
        ),
        (lw(1, 4, 2), IO_BASE, Width::Word, 0xFFFF_FFFF, 0xFFFF_FFFF),
        (lw(1, 4, 2), IO_BASE + IO_BYTES - 8, Width::Word, 7, 7),
        (lw(0, 4, 2), IO_BASE, Width::Word, 7, 0),
    ];
    for (instruction, base, width, answer, value) in cases {
        let imm = instruction >> 20;
        let (mut trial, call) = accesses(instruction, base, Ok(answer));
        assert_eq!(call, ("load", call.1, base + imm, width, 0));
        assert_eq!(trial.mcu.retired(), 1);
        let rd = (instruction >> 7 & 31) as usize;
        assert_eq!(trial.mcu.register(rd), value);
        let since = trial.start + 5 + 2;
        assert_eq!(trial.mcu.advance(), Next::Wait { since });
        assert_eq!(trial.mcu.pc(), 0x44);
    }
}

#[test]
fn external_stores_of_every_width() {
    let cases = [
        (sb(3, 3, 2), 3, BUFFER_BASE, Width::Byte, 0xEF),
        (sh(3, 2, 2), 2, BUFFER_BASE, Width::Half, 0xCDEF),
        (sw(3, 4, 2), 4, BUFFER_BASE, Width::Word, 0x89AB_CDEF),
        (sw(3, 0x7C, 2), 0x7C, IO_BASE, Width::Word, 0x89AB_CDEF),
        (sw(0, 0, 2), 0, IO_BASE, Width::Word, 0),
    ];
    for (instruction, imm, base, width, value) in cases {
        let (mut trial, call) = accesses(instruction, base, Ok(0));
        assert_eq!(call, ("store", call.1, base + imm, width, value));
        let since = trial.start + 4 + 2;
        assert_eq!(trial.mcu.advance(), Next::Wait { since });
        assert_eq!((trial.mcu.pc(), trial.mcu.retired()), (0x44, 1));
        assert_eq!(trial.mcu.register(3), 0x89AB_CDEF);
    }
}

#[test]
fn a_refused_access_traps() {
    for (instruction, cause) in [
        (lw(1, 8, 2), 5),
        (lbu(1, 8, 2), 5),
        (sw(3, 8, 2), 7),
        (sb(3, 8, 2), 7),
    ] {
        let (mut trial, _) = accesses(instruction, BUFFER_BASE, Err(AccessFault));
        let since = trial.start + 3 + 2;
        assert_eq!(trial.mcu.advance(), Next::Wait { since });
        let csrs = &trial.mcu.csrs;
        assert_eq!(
            (csrs.mcause, csrs.mtval, csrs.mepc),
            (cause, BUFFER_BASE + 8, 0x40)
        );
        assert_eq!((trial.mcu.pc(), trial.mcu.retired()), (HANDLER, 0));
        assert_eq!(trial.mcu.register(1), 0xDEAD_0001);
    }
}

#[test]
fn wfi_goes_on_behind_the_event() {
    for (event_behind_third_edge, cost) in
        [(-100, 3), (-1, 3), (0, 3), (1, 4), (2, 5), (1000, 1003)]
    {
        let mut mcu = Mcu::new(rom(&[wfi(), wfi()]));
        mcu.reset(500);
        assert_eq!(mcu.advance(), Next::Wait { since: 502 });
        assert_eq!(mcu.advance(), Next::Wait { since: 502 });
        assert_eq!(mcu.retired(), 0);
        mcu.wake(502_u64.wrapping_add_signed(event_behind_third_edge));
        assert_eq!(mcu.next_fetch_edge(), 500 + cost);
        assert_eq!((mcu.pc(), mcu.retired()), (4, 1));
        assert_eq!(mcu.advance(), Next::Wait { since: 502 + cost });
    }
}

#[test]
fn a_reset_drops_what_was_announced() {
    let mut mcu = Mcu::new(rom(&[lui(1, IO_BASE), beq(2, 0, 8), wfi(), lw(3, 0, 1)]));
    assert_eq!(mcu.advance(), Next::Access { edge: 6 + 3 });
    mcu.reset(0);
    assert_eq!(mcu.advance(), Next::Access { edge: 6 + 3 });
    assert_eq!(mcu.retired(), 4);
    let mut mcu = Mcu::new(rom(&[wfi()]));
    mcu.advance();
    mcu.reset(70);
    assert_eq!(mcu.advance(), Next::Wait { since: 72 });
}

#[test]
#[should_panic(expected = "without Next::Access")]
fn an_access_nobody_announced_is_refused() {
    Mcu::new(rom(&[wfi()])).access(&mut Recorder::new(Ok(0)));
}

#[test]
#[should_panic(expected = "without Next::Wait")]
fn a_wake_nobody_waits_for_is_refused() {
    Mcu::new(rom(&[wfi()])).wake(0);
}

#[test]
fn batches_are_bounded_and_join_without_a_seam() {
    let mut mcu = Mcu::new(rom(&[addi(1, 1, 1), jal(0, -4)]));
    let mut last = 0;
    for _ in 0..10 {
        let Next::Continue { edge } = mcu.advance() else {
            panic!("the loop cannot be seen");
        };
        assert!(edge > last && edge <= last + BATCH_EDGES + COST);
        assert_eq!(edge, mcu.next_fetch_edge());
        assert_eq!(edge, mcu.retired() * 3);
        assert_eq!(u64::from(mcu.register(1)), mcu.retired().div_ceil(2));
        last = edge;
    }
}

#[test]
fn nothing_ends_or_stores_at_the_limit() {
    // Stores at edges 3 + 3, 7 + 3, 11 + 3.
    let program = [
        lui(1, RAM_BASE),
        sw(0, 0, 1),
        sw(0, 4, 1),
        sw(0, 8, 1),
        wfi(),
    ];
    for (limit, stores, retired) in [
        (0, 0, 0),
        (2, 0, 0),
        (3, 0, 1),
        (6, 0, 1),
        (7, 1, 2),
        (10, 1, 2),
        (11, 2, 3),
        (14, 2, 3),
        (15, 3, 4),
    ] {
        let mut mcu = Mcu::new(rom(&program));
        let Next::Continue { edge } = mcu.advance_until(limit) else {
            panic!("stopped behind the limit {limit}");
        };
        assert!(edge >= limit);
        let cleared = mcu.ram()[..3].iter().filter(|&&word| word == 0).count();
        assert_eq!((cleared, mcu.retired()), (stores, retired), "limit {limit}");
        let again = mcu.advance_until(limit);
        assert_eq!(again, Next::Continue { edge });
        assert_eq!(mcu.advance(), Next::Wait { since: 15 + 2 });
        assert_eq!(mcu.ram()[..3], [0; 3]);
    }
}

#[test]
fn a_register_is_written_at_the_last_edge_and_a_reset_there_prevents_it() {
    // Each from edge 3 on; the load from the buffer takes place at edge 6.
    let trials = [
        (addi(2, 0, 1), 3),
        (lw(2, 0, 1), 5),
        (slli(2, 3, 31), 13),
        (csrrs(2, 0x305, 0), 3),
        (jal(2, 4), 3),
    ];
    for base in [RAM_BASE, BUFFER_BASE] {
        for (instruction, cost) in trials {
            let mut mcu = Mcu::new(rom(&[lui(1, base), instruction, wfi()]));
            mcu.registers[2] = 0xDEAD_0002;
            let end = 3 + cost;
            for limit in [end - 1, end] {
                let mut mcu = mcu.clone();
                if let Next::Access { edge } = mcu.advance_until(limit)
                    && edge < limit
                {
                    mcu.access(&mut Recorder::new(Ok(7)));
                    mcu.advance_until(limit);
                }
                mcu.cut(limit);
                let (written, retired) = (mcu.register(2) != 0xDEAD_0002, mcu.retired());
                let expected = (limit == end, 1 + u64::from(limit == end));
                assert_eq!(
                    (written, retired),
                    expected,
                    "{instruction:#x} until {limit}"
                );
                mcu.reset(0);
                assert_eq!(mcu.register(2) != 0xDEAD_0002, limit == end);
            }
        }
    }
}

#[test]
fn a_wfi_that_ends_at_the_reset_does_not_count() {
    for (event, retired) in [(9, 1), (10, 0)] {
        let mut mcu = Mcu::new(rom(&[wfi(), wfi()]));
        mcu.advance_until(10);
        mcu.wake(event);
        mcu.cut(10);
        assert_eq!(mcu.retired(), retired);
    }
}

#[test]
fn report_words_are_logged_with_their_fourth_edge() {
    let program = [
        lui(1, RAM_BASE),
        addi(2, 0, 5),
        sw(2, 4 * word::PHASE as i32, 1),
        sw(2, 4 * word::MAGIC as i32, 1),
        sw(2, 4 * word::FAULT_DETAIL as i32, 1),
        sb(2, 4 * word::PHASE as i32 + 1, 1),
        sh(0, 4 * word::FAULT as i32 + 2, 1),
        wfi(),
    ];
    let mut mcu = Mcu::new(rom(&program));
    mcu.ram[word::FAULT] = 0xABCD_1234;
    mcu.advance();
    let writes: Vec<_> = mcu.take_report_writes().collect();
    let expected = [
        (6 + 3, word::PHASE, 5),
        (18 + 3, word::PHASE, 0x0505),
        (22 + 3, word::FAULT, 0x1234),
    ];
    assert_eq!(writes, expected);
    assert_eq!(mcu.take_report_writes().count(), 0);
}

#[test]
fn the_report_log_keeps_the_latest() {
    let program = [lui(1, RAM_BASE), sw(2, 4, 1), addi(2, 2, 1), jal(0, -8)];
    let mut mcu = Mcu::new(rom(&program));
    while mcu.next_fetch_edge() < 20 * BATCH_EDGES {
        mcu.advance();
    }
    let last = mcu.ram()[word::PHASE];
    let values: Vec<u32> = mcu.take_report_writes().map(|write| write.2).collect();
    assert!(
        values
            .iter()
            .copied()
            .eq(last + 1 - REPORT_LOG_LIMIT as u32..=last)
    );
}

#[test]
fn the_retire_log_holds_what_completed_and_only_when_on() {
    let program = [
        addi(1, 0, 7),
        addi(0, 0, 9),
        lui(2, BUFFER_BASE),
        lbu(3, 0, 2),
        sw(1, 0, 2),
        wfi(),
        jal(4, 8),
        wfi(),
        ecall(),
    ];
    let run = |on: bool| {
        let mut mcu = Mcu::new(rom(&program));
        mcu.csrs.mtvec = 7 * 4;
        mcu.set_retire_log(on);
        for _ in 0..2 {
            mcu.advance();
            mcu.access(&mut Recorder::new(Ok(0x55)));
        }
        mcu.advance();
        mcu.wake(0);
        assert_eq!(mcu.advance(), Next::Wait { since: 27 + 2 });
        assert_eq!(mcu.retired(), 7);
        mcu
    };
    assert_eq!(run(false).take_retired(), []);
    let mut mcu = run(true);
    let rows = [
        (2, 0, 7),
        (5, 4, 0),
        (8, 8, BUFFER_BASE),
        (13, 12, 0x55),
        (17, 16, 0),
        (20, 20, 0),
        (23, 24, 28),
    ];
    let expected = rows.map(|(edge, pc, rd_value)| Retired {
        edge,
        pc,
        instruction: program[pc as usize / 4],
        rd_value,
    });
    assert_eq!(mcu.take_retired(), expected);
    assert_eq!(mcu.take_retired(), []);
}

#[test]
fn a_clone_goes_its_own_way_on_the_same_rom() {
    let mut mcu = Mcu::new(rom(&[lui(1, RAM_BASE), wfi(), sw(1, 0, 1), wfi()]));
    mcu.advance();
    let mut other = mcu.clone();
    assert!(Arc::ptr_eq(&mcu.rom, &other.rom));
    other.wake(0);
    other.advance();
    assert_eq!(other.ram()[0], RAM_BASE);
    assert_ne!(mcu.ram()[0], RAM_BASE);
    assert_eq!(mcu.advance(), Next::Wait { since: 5 });
}
