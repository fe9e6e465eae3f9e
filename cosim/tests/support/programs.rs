//! Small programs on a lock-step that sits on no board.

use std::sync::Arc;

use umbilical_cosim::core::Core;
use umbilical_cosim::lockstep::{Lockstep, Signal, Value};
use umbilical_cosim::{Clocked, lockstep::Difference};
use umbilical_emu::controller::Controller;
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::controller::model::Model;
use umbilical_emu::time::{Span, Time};

/// All lines up, nothing else on.
const PINS: u64 = 0xFF;

/// `lui x1, IO_BASE`, `addi x2, x0, 500`, `sw x2, WATCHDOG(x1)`, and a loop that counts in x3.
const HANGS: [u32; 5] = [
    0x4000_00B7,
    0x1F40_0113,
    0x0020_AC23,
    0x0011_8193,
    0xFFDF_F06F,
];

fn rom(words: &[u32]) -> Arc<Rom> {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    Arc::new(Rom::new(&bytes).expect("a few words"))
}

/// Steps until `edges` edges of the circuit have gone by.
fn run<C: Core + 'static>(pair: &mut Lockstep<C>, edges: u64) -> Time {
    let (witness, mut now) = (pair.witness(), Time::ZERO);
    let end = witness.edges() + edges;
    while witness.edges() < end && witness.difference().is_none() {
        now = pair.wake();
        pair.step(now);
    }
    now
}

fn expect_none(difference: Option<&Difference>) {
    if let Some(difference) = difference {
        panic!("{difference}");
    }
}

/// Breaks when the edges or the instructions of one side do not start anew with the watchdog.
pub fn watchdog_restarts_agree<C: Core + 'static>(clock_hz: u32) {
    let mut pair = Lockstep::<C>::new(rom(&HANGS), clock_hz, -70);
    let witness = pair.witness();
    pair.power(Time::from_ps(777), true, PINS);
    run(&mut pair, 10_000);
    expect_none(witness.difference());
    assert_eq!(pair.watchdog_resets(), (10_000 - 1024) / 510);
    assert!(witness.instructions() > 2_500);
}

/// Breaks when what the model ran ahead of a loss of supply, or of a drift, is not dropped.
pub fn power_cuts_at_any_edge_agree<C: Core + 'static>(clock_hz: u32) {
    let mut pair = Lockstep::<C>::new(rom(&HANGS), clock_hz, 0);
    let witness = pair.witness();
    let mut now = Time::from_ps(1);
    for cut in 0..40 {
        pair.power(now, true, PINS);
        now = run(&mut pair, 1_030 + 23 * cut);
        pair.drift(now + Span::from_ns(3), 200 - 10 * cut as i32);
        now = run(&mut pair, cut) + Span::from_ns(cut);
        pair.power(now, false, 0);
        assert_eq!(pair.wake(), Time::NEVER);
        expect_none(witness.difference());
        now = now + Span::from_us(3);
    }
    assert!(witness.instructions() > 1_000);
}

/// Breaks when instructions are not compared: one immediate is another one.
pub fn another_program_is_found<C: Core + 'static>(clock_hz: u32) {
    let mut other = HANGS;
    other[3] += 1 << 20;
    let model = Model::new(rom(&HANGS), clock_hz, 0);
    let circuit = Clocked::<C>::new(rom(&other), clock_hz, 0);
    let mut pair = Lockstep::of(Box::new(model), circuit);
    let witness = pair.witness();
    pair.power(Time::ZERO, true, PINS);
    run(&mut pair, 2_000);
    let difference = witness.difference().expect("two programs differ");
    assert_eq!(difference.signal, Signal::RetiredInstruction);
    assert_eq!(difference.model, Value::Word(HANGS[3]));
    assert_eq!(difference.circuit, Value::Word(other[3]));
    // lui, addi and sw before it end at edges 2, 5 and 9.
    assert_eq!(difference.edge, Some(12));
    assert_eq!(difference.last_retired.map(|last| last.edge), Some(9));
    let text = difference.to_string();
    assert!(text.contains("edge 12 at "), "{text}");
    assert!(
        text.contains("retired instruction is 0x00118193 in the model"),
        "{text}"
    );
    assert!(text.contains("0x0020ac23 at pc 0x0008, edge 9"), "{text}");
}

/// Breaks when a copy lacks some of the state, or shares it.
pub fn a_copy_goes_the_same_way<C: Core + 'static>(clock_hz: u32) {
    let mut one = Clocked::<C>::new(rom(&HANGS), clock_hz, 11);
    one.record_retired(true);
    one.power(Time::ZERO, true, PINS);
    let step = |controller: &mut dyn Controller| {
        controller.step(controller.wake());
    };
    for _ in 0..1_700 {
        step(&mut one);
    }
    one.take_retired();
    let mut other = one.save();
    for _ in 0..3_000 {
        step(&mut one);
    }
    for _ in 0..3_000 {
        step(&mut *other);
    }
    let retired = one.take_retired();
    assert!(retired.len() > 900);
    assert_eq!(retired, other.take_retired());
    assert_eq!(
        (
            one.wake(),
            one.outputs(),
            one.instructions(),
            one.watchdog_resets()
        ),
        (
            other.wake(),
            other.outputs(),
            other.instructions(),
            other.watchdog_resets()
        )
    );
    assert!(one.watchdog_resets() > 5);
}
