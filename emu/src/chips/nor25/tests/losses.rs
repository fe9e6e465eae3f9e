//! What a loss of power leaves.

use super::*;

/// Erases the block at `address` with `opcode` and takes the power away after `part_of` 1000 of
/// the time.
fn cut_erase(name: &str, seed: u64, opcode: u8, address: u32, thousandths: u64) -> Bench {
    let part = part(name);
    let mut bench = Bench::with(Nor25::new(part, image(part), seed));
    bench.write(&at(opcode, address));
    assert!(bench.chip.is_busy());
    let (kind, _) = part.erase_block(opcode, address).expect("an erase");
    let whole = part.erases[kind].time.typ_ns;
    bench.wait(Span::from_ns(whole * thousandths / 1000));
    bench.power_cycle();
    bench
}

/// How many bytes of the block read FFh, and how many as before.
fn counts(bench: &Bench, start: usize, bytes: usize) -> (usize, usize) {
    let old = image(bench.chip.part());
    let now = &bench.chip.memory()[start..start + bytes];
    let blank = now.iter().filter(|&&byte| byte == 0xFF).count();
    let same = now
        .iter()
        .zip(&old[start..])
        .filter(|(a, b)| a == b)
        .count();
    (blank, same)
}

#[test]
fn a_cut_erase_leaves_the_more_blank_the_later_it_comes() {
    for (opcode, bytes) in [(0x20, 4096), (0x52, 32768), (0xD8, 65536)] {
        let mut last = 0;
        for thousandths in [0, 100, 200, 400, 600, 750, 850, 990] {
            let bench = cut_erase("w25q16jv", 7, opcode, 0x10_0000, thousandths);
            let (blank, same) = counts(&bench, 0x10_0000, bytes);
            assert!(blank >= last, "{opcode:02x} at {thousandths}");
            last = blank;
            match thousandths {
                0..=100 => assert_eq!(same, bytes, "early: all as before"),
                200..=750 => assert!(blank > 0 && same > 0, "middle: some of each"),
                _ => assert_eq!(blank, bytes, "late: all reads FFh"),
            }
            let old = image(bench.chip.part());
            let now = bench.chip.memory();
            assert!(now[..0x10_0000] == old[..0x10_0000], "below the block");
            assert!(
                now[0x10_0000 + bytes..] == old[0x10_0000 + bytes..],
                "above the block"
            );
            assert_eq!(bench.chip.counters().ruined, 1);
        }
    }
}

/// The blank check that passes and fails later: some cells read 1 a few times and 0 after that;
/// another erase makes them sound.
#[test]
fn cells_of_a_late_cut_read_ff_first_and_fail_later() {
    let mut failed_later = 0;
    for seed in 0..20 {
        let mut bench = cut_erase("w25q16jv", seed, 0x20, 0x4000, 900);
        let first = bench.read(0x4000, 4096);
        assert!(first.iter().all(|&byte| byte == 0xFF), "seed {seed}");
        assert!(bench.chip.weak_bytes() > 0, "seed {seed}");
        let reads: Vec<_> = (0..4).map(|_| bench.read(0x4000, 4096)).collect();
        let blank = |data: &Vec<u8>| data.iter().all(|&byte| byte == 0xFF);
        failed_later += u32::from(!blank(&reads[3]));
        for pair in reads.windows(2) {
            let falls = pair[0].iter().zip(&pair[1]).all(|(a, b)| a & b == *b);
            assert!(falls, "seed {seed}: a weak cell rose");
        }
        assert_eq!(bench.chip.weak_bytes(), 0, "seed {seed}: all have fallen");
        bench.write(&at(0x20, 0x4000));
        bench.finish();
        for _ in 0..5 {
            assert!(
                blank(&bench.read(0x4000, 4096)),
                "seed {seed}: erased again"
            );
        }
    }
    assert_eq!(failed_later, 20);
}

/// Without this the rule above could hold for every byte of every chip.
#[test]
fn an_uncut_erase_leaves_no_weak_cell() {
    let mut bench = Bench::new("w25q16jv");
    bench.write(&at(0x20, 0x4000));
    bench.finish();
    bench.power_cycle();
    assert_eq!(
        (bench.chip.weak_bytes(), bench.chip.counters().ruined),
        (0, 0)
    );
}

#[test]
fn a_cut_program_leaves_bytes_old_new_or_between() {
    let part = part("w25q16jv");
    let (mut old, mut new, mut between) = (0, 0, 0);
    for seed in 0..40 {
        let mut bench = Bench::with(Nor25::new(part, Vec::new(), seed));
        let data: Vec<u8> = (0..256u32).map(|i| (i * 31 + 3) as u8).collect();
        bench.program(0x300, &data);
        bench.wait(Span::from_us(seed * 10));
        bench.power_cycle();
        for (i, (&now, &goal)) in bench.chip.memory()[0x300..0x400]
            .iter()
            .zip(&data)
            .enumerate()
        {
            assert_eq!(
                now & goal,
                goal,
                "seed {seed} byte {i}: a bit fell that was to stay"
            );
            match now {
                _ if now == goal => new += 1,
                0xFF => old += 1,
                _ => between += 1,
            }
        }
        let others = bench.chip.memory().iter().enumerate();
        let touched = others.filter(|&(i, &byte)| byte != 0xFF && !(0x300..0x400).contains(&i));
        assert_eq!(touched.count(), 0, "seed {seed}: another page");
    }
    assert!(
        old > 1000 && new > 1000 && between > 500,
        "{old} {new} {between}"
    );
}

#[test]
fn a_cut_status_write_leaves_old_or_new() {
    let (mut old, mut new) = (0, 0);
    for seed in 0..40 {
        let mut chip = Nor25::new(part("w25q16jv"), Vec::new(), seed);
        chip.set_registers([0x04, 0, 0]);
        let mut bench = Bench::with(chip);
        bench.write(&[0x01, 0x08, 0x02]);
        bench.wait(Span::from_us(5_000));
        bench.power_cycle();
        match bench.chip.stored_registers() {
            [0x04, 0, 0] => old += 1,
            [0x08, 0x02, 0] => new += 1,
            other => panic!("seed {seed}: {other:02x?}"),
        }
    }
    assert!(old > 5 && new > 5, "{old} {new}");
}

/// Power that goes at the end of an operation, or later, finds it done.
#[test]
fn at_the_end_nothing_is_lost() {
    let mut bench = Bench::with(Nor25::new(part("w25q16jv"), Vec::new(), 1));
    bench.program(0, &[0x12]);
    let end = bench.chip.wake();
    let lines = bench.levels();
    bench.chip.power(end, false, lines);
    assert_eq!(bench.chip.memory()[0], 0x12);
    assert_eq!(bench.chip.counters().ruined, 0);
}

/// A suspended erase and the program within the pause are both lost, each in its own place.
#[test]
fn a_suspended_erase_is_lost_as_well() {
    let mut bench = Bench::new("w25q16jv");
    bench.write(&at(0x20, 0x4000));
    bench.wait(Span::from_ms(20));
    bench.command(&[0x75]);
    bench.finish();
    bench.program(0x8000, &[0; 256]);
    bench.wait(Span::from_us(200));
    bench.power_cycle();
    assert_eq!(bench.chip.counters().ruined, 2);
    assert_eq!(bench.status(), 0);
    let (blank, same) = counts(&bench, 0x4000, 4096);
    assert!(blank > 0 && same > 0, "{blank} {same}");
    let page = &bench.chip.memory()[0x8000..0x8100];
    assert!(page.contains(&0) && page.iter().any(|&byte| byte != 0));
}

/// Equal seeds give equal ruins, others do not; a clone shares nothing that a write changes.
#[test]
fn ruins_follow_the_seed_and_clones_stay_apart() {
    let ruin = |seed| cut_erase("w25q16jv", seed, 0x20, 0, 500).chip.memory()[..4096].to_vec();
    assert!(ruin(5) == ruin(5));
    assert!(ruin(5) != ruin(6));

    let bench = Bench::new("w25q16jv");
    let before = bench.chip.clone();
    let mut after = Bench::with(bench.chip.clone());
    after.write(&at(0x20, 0));
    after.finish();
    assert!(before.memory() == image(before.part()));
    assert_eq!(after.chip.memory()[0], 0xFF);
}

/// Weak bits that are programmed to 0 are sound, those that are left at 1 stay weak; an erase
/// before they have fallen makes all of them sound.
#[test]
fn weak_cells_end_with_a_program_or_an_erase() {
    let mut bench = Bench::with(Nor25::new(part("w25q16jv"), Vec::new(), 1));
    bench.chip.weaken(0x100, 0x0F, 1);
    bench.chip.weaken(0x101, 0x0F, 1);
    bench.program(0x100, &[0xF0, 0xFE]);
    bench.finish();
    assert_eq!(bench.chip.weak_bytes(), 1);
    assert_eq!(bench.read(0x100, 2), [0xF0, 0xFE]);
    assert_eq!(bench.read(0x100, 2), [0xF0, 0xF0]);

    bench.chip.weaken(0x200, 0xFF, 2);
    bench.chip.weaken(0x1000, 0xFF, 0);
    bench.write(&at(0x20, 0));
    bench.finish();
    for _ in 0..4 {
        assert_eq!(bench.read(0x200, 1), [0xFF]);
    }
    assert_eq!(bench.read(0x1000, 1), [0x00], "of another sector");
}
