//! The RV32IC core on every back-end, against the reference. What would break this: any wrong
//! result, address, trap, register, store or number of edges of any instruction, on any of them.

use umbilical_cosim::Direct;
#[cfg(feature = "external")]
use umbilical_cosim::Verilated;
use umbilical_emu::controller::Backend;
use umbilical_emu::controller::mcu::asm;
use umbilical_emu::controller::model::Model;
use umbilical_emu::rng::Rng;
use umbilical_tests::isa::compressed;
use umbilical_tests::isa::directed::{self, Directed};
use umbilical_tests::isa::listing;
use umbilical_tests::isa::points::{self, Points};
use umbilical_tests::isa::reference::{Mistake, Reference, compressed_mistakes};
use umbilical_tests::isa::{CLOCK_HZ, Expected, check, expect, streams};

const DEFAULT_SEED: u64 = 0x5EED_0001;
const MODEL_STREAMS: usize = 4_000;
#[cfg(feature = "external")]
const VERILATED_STREAMS: usize = 1_000;
/// The circuit in Rust does some ten thousand edges per second, a stream takes about 4,000.
const DIRECT_STREAMS: usize = 40;

/// The directed programs with what is expected of them.
fn directed() -> Vec<(Directed, Expected)> {
    let programs = directed::programs().into_iter();
    let with_expected = programs.map(|directed| {
        let expected = expect(&directed.program, None);
        let name = &directed.program.name;
        let expected = expected.unwrap_or_else(|error| panic!("{name}: {error:x?}"));
        // A program that has lost its way would run to the limit.
        assert!(
            expected.asleep || name == "endless traps",
            "{name} does not end"
        );
        (directed, expected)
    });
    with_expected.collect()
}

/// Runs all directed programs.
fn run_directed(backend: &Backend) {
    let (mut instructions, mut edges) = (0, 0);
    for (directed, expected) in directed() {
        check(backend, &directed.program, &expected)
            .unwrap_or_else(|difference| panic!("{difference}\n({})", directed.covers));
        instructions += expected.retired.len();
        edges += expected.end;
    }
    println!("directed: {instructions} instructions completed in {edges} edges");
}

/// Runs `count` random streams. `UMBILICAL_SEED` replaces the seed, in decimal.
fn run_streams(backend: &Backend, count: usize) {
    let seed = std::env::var("UMBILICAL_SEED");
    let seed = seed.ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or(DEFAULT_SEED);
    println!("UMBILICAL_SEED={seed}, {count} streams");
    let mut seeds = Rng::new(seed);
    let (mut instructions, mut edges) = (0, 0);
    for _ in 0..count {
        let (program, expected) = streams::stream(seeds.next_u64());
        check(backend, &program, &expected).unwrap_or_else(|difference| panic!("{difference}"));
        instructions += expected.retired.len();
        edges += expected.end;
    }
    println!("streams: {instructions} instructions completed in {edges} edges");
}

#[test]
fn directed_programs_on_the_model() {
    run_directed(&Backend::default());
}

#[test]
fn random_streams_on_the_model() {
    run_streams(&Backend::default(), MODEL_STREAMS);
}

#[test]
fn directed_programs_on_the_rust_hdl_circuit() {
    run_directed(&Backend::new("rust-hdl", Direct::new));
}

#[test]
fn random_streams_on_the_rust_hdl_circuit() {
    run_streams(&Backend::new("rust-hdl", Direct::new), DIRECT_STREAMS);
}

#[cfg(feature = "external")]
#[test]
fn directed_programs_on_the_verilated_circuit() {
    run_directed(&Backend::new("Verilated", Verilated::new));
}

#[cfg(feature = "external")]
#[test]
fn random_streams_on_the_verilated_circuit() {
    run_streams(
        &Backend::new("Verilated", Verilated::new),
        VERILATED_STREAMS,
    );
}

#[test]
fn the_directed_programs_cover_every_instruction_and_corner() {
    let mut seen = Points::default();
    for directed in directed::programs() {
        let mut reference = Reference::new(&directed.program.words, CLOCK_HZ, None);
        reference.note_points();
        let run = reference.run(directed.program.edges_max);
        assert_eq!(run, Ok(()), "{}", directed.program.name);
        seen.merge(reference.take_points());
    }
    let required = points::required();
    let missing: Vec<&String> = required
        .iter()
        .filter(|point| seen.count(point) == 0)
        .collect();
    println!("{} points required, {} seen", required.len(), seen.0.len());
    assert!(
        missing.is_empty(),
        "{} not covered: {missing:#?}",
        missing.len()
    );
}

/// What the directed programs expect when `mistake` is built into the reference differs from what
/// they expect of the right one. The first program that notices.
fn noticed(right: &[(Directed, Expected)], mistake: Mistake) -> Option<String> {
    let differs = |(directed, expected): &&(Directed, Expected)| match expect(
        &directed.program,
        Some(mistake),
    ) {
        Ok(wrong) => wrong.retired != expected.retired || wrong.resets != expected.resets,
        Err(_) => true,
    };
    let first = right.iter().find(differs);
    first.map(|(directed, _)| directed.program.name.clone())
}

/// A core that has one thing wrong fails: what it does differs from what is expected somewhere.
#[test]
fn the_directed_programs_notice_every_mistake() {
    let right = directed();
    let confusable = points::confusable().into_iter();
    let mut mistakes: Vec<Mistake> = confusable
        .map(|(from, to)| Mistake::TakenFor(from, to))
        .collect();
    let names = listing::PATTERNS.iter().map(|line| line.name);
    mistakes.extend(names.map(Mistake::EdgeMore));
    for line in listing::PATTERNS.iter() {
        let no_result = ["ecall", "ebreak", "mret", "wfi", "fence", "sb", "sh", "sw"];
        if !no_result.contains(&line.name) && !points::BRANCHES.contains(&line.name) {
            mistakes.extend([0, 15, 31].map(|bit| Mistake::ResultBit(line.name, bit)));
        }
    }
    mistakes.extend([1, 4, 5, 6, 7].map(Mistake::NoValue));
    mistakes.extend(compressed_mistakes());
    mistakes.extend([Mistake::WatchdogLate, Mistake::ResetClearsRegisters]);
    println!("{} mistakes", mistakes.len());
    for mistake in mistakes {
        assert!(
            noticed(&right, mistake).is_some(),
            "nobody notices {mistake:?}"
        );
    }
    // Programs that notice everything would notice the reference's differences from itself.
    for (directed, expected) in &right {
        let again = expect(&directed.program, None).map(|again| again.retired);
        assert_eq!(
            again.as_ref(),
            Ok(&expected.retired),
            "{}",
            directed.program.name
        );
    }
}

/// The whole way, from the back-end to the text: one bit of the ROM makes SRAI an SRLI, which the
/// first difference names.
#[test]
fn a_back_end_with_one_bit_wrong_fails_with_the_first_difference() {
    let (directed, expected) = directed()
        .into_iter()
        .find(|(directed, _)| directed.program.name == "shifts")
        .expect("shifts are a program");
    let right = &directed.program.words;
    let srai = right.iter().position(|&word| listing::name(word) == "srai");
    let srai = srai.expect("an SRAI among the shifts");
    let mut words = right.clone();
    words[srai] ^= 1 << 30;
    let wrong = Backend::new("a wrong model", move |_, clock_hz, ppm| {
        Model::new(asm::rom(&words), clock_hz, ppm)
    });
    let difference = check(&wrong, &directed.program, &expected).err();
    let text = difference.map(|difference| difference.to_string());
    let text = text.expect("a difference");
    println!("{text}");
    let first = text.find("(srai)").zip(text.find("(srli)"));
    assert!(
        first.is_some_and(|(expected, found)| expected < found),
        "{text}"
    );
    assert!(text.contains(&format!("pc {:08x}", 4 * srai)), "{text}");
}

/// Streams that trap, jump and sleep all the time would prove nothing.
#[test]
fn random_streams_reach_everything() {
    let mut seen = Points::default();
    let mut seeds = Rng::new(DEFAULT_SEED);
    for _ in 0..500 {
        let (program, _) = streams::stream(seeds.next_u64());
        let mut reference = Reference::new(&program.words, CLOCK_HZ, None);
        reference.note_points();
        assert_eq!(reference.run(program.edges_max), Ok(()), "{}", program.name);
        seen.merge(reference.take_points());
    }
    let names = listing::PATTERNS.iter().map(|line| line.name);
    let names = names.chain(compressed::ALL.iter().map(|line| line.name));
    let completing = names.filter(|name| !["ecall", "ebreak", "c.ebreak"].contains(name));
    let completing = completing.map(String::from);
    let traps = [1, 2, 3, 4, 5, 6, 7, 11].map(|cause| format!("trap {cause}"));
    let others = [
        "watchdog reset",
        "wfi for long",
        "lw across words",
        "sw across words",
        "jal across words",
        "jal to an odd halfword",
        "c.jr to an odd halfword",
        "mret to an odd halfword",
    ];
    let others = others.map(String::from);
    let all = completing.chain(traps).chain(others);
    let rare: Vec<(String, u64)> = all
        .map(|name| (name.clone(), seen.count(&name)))
        .filter(|&(_, count)| count < 50)
        .collect();
    assert!(rare.is_empty(), "came up too seldom: {rare:?}");
}
