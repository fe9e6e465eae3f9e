//! The host UART in the whole model: what programs see of it, and when.
//!
//! What would break it: an event that the sleeping MCU is told of at another edge, a load that does
//! not take its byte out or does so twice, a line that the model sleeps through, a reset that leaves
//! something behind.

use super::*;
use crate::controller::mcu::asm::csr;
use umbilical_soft_mcu::registers::{after_reset, uart_data, uart_status};

const BIT: u64 = 16;
const RX: u64 = Pin::UartRx.bit();

/// A model on a bench that counts edges.
struct Line {
    model: Model,
    pins: u64,
    clock: Clock,
}

impl Line {
    fn new(program: Arc<Rom>) -> Line {
        let mut model = Model::new(program, CLOCK_HZ, 0);
        let pins = u64::from(LINES) | RX;
        model.power(Time::ZERO, true, pins);
        model.record_retired(true);
        let clock = model.clock;
        Line { model, pins, clock }
    }

    fn tx(&self) -> bool {
        self.model.outputs().high & Pin::UartTx.bit() != 0
    }

    /// Runs up to and including `edge`; the edges at which `uart_tx` changed.
    fn run(&mut self, edge: u64) -> Vec<u64> {
        let mut changes = Vec::new();
        while self.model.wake() <= self.clock.edge(edge) {
            let (now, before) = (self.model.wake(), self.tx());
            self.model.step(now);
            if self.tx() != before {
                changes.push(self.clock.first_edge_after(now) - 1);
            }
        }
        changes
    }

    /// The line has this level from the sampling edge `edge` on.
    fn set(&mut self, edge: u64, high: bool) {
        self.run(edge - 1);
        self.pins = if high {
            self.pins | RX
        } else {
            self.pins & !RX
        };
        self.model.on_pins(self.clock.edge(edge - 1), self.pins);
    }

    /// A byte whose start bit is first sampled at `edge`.
    fn byte(&mut self, edge: u64, byte: u8) -> Vec<u64> {
        let mut changes = Vec::new();
        let bits = u16::from(byte) << 1 | 0x200;
        for place in 0..10 {
            let at = edge + place * BIT;
            changes.extend(self.run(at - 1));
            self.set(at, bits >> place & 1 == 1);
        }
        changes.extend(self.run(edge + 10 * BIT));
        changes
    }

    fn seen(&self, place: usize) -> u32 {
        self.model.report()[SEEN + place]
    }
}

/// Sleeps until a byte has come, says when that was, and sends it back, for ever.
fn echo(event: u32) -> Arc<Rom> {
    let mut words = poke(offset::UART_BIT, BIT as u32);
    words.extend(poke(offset::IRQ_ENABLE, event));
    words.extend([
        asm::wfi(),
        asm::csrrs(3, csr::CYCLE, 0),
        asm::lw(2, offset::UART_DATA as i32, IO),
        asm::lw(4, offset::UART_STATUS as i32, IO),
        asm::sw(2, offset::UART_DATA as i32, IO),
        asm::sw(3, 4 * SEEN as i32, RAM),
        asm::sw(2, 4 * (SEEN + 1) as i32, RAM),
        asm::sw(4, 4 * (SEEN + 2) as i32, RAM),
        asm::jal(0, -32),
    ]);
    program(&words)
}

/// With s the edge that first samples a start bit: t = s + 2, the byte counts from d(9) + 2 on, the
/// sleeper's next fetch is one edge later, its CSR instruction reads the time at the 3rd edge of
/// that, the load of the data comes at the 4th edge of the instruction after.
#[test]
fn a_byte_wakes_the_sleeper_and_goes_back_on_its_edges() {
    for (start, byte) in [(500, 0x55u8), (503, 0x00), (1_001, 0xFF), (777, 0xA6)] {
        let mut line = Line::new(echo(irq::UART_RX));
        let changes = line.byte(start, byte);
        assert!(changes.iter().all(|edge| *edge == 0), "{changes:?}");
        let counts = start + 2 + BIT / 2 + 1 + 9 * BIT + 2;
        let changes = line.run(counts + 12 * BIT);
        let csr = counts + 1;
        let load = csr + 3 + 3;
        let store = load + 2 + 5 + 3;
        assert_eq!(u64::from(line.seen(0)), csr + 2, "{byte:#x}");
        assert_eq!(line.seen(1), u32::from(byte) | uart_data::VALID);
        let empty = 512 << uart_status::FREE_SHIFT | uart_status::IDLE;
        assert_eq!(line.seen(2), empty, "visible to the next load");
        // Written at w, taken out at w + 1, on the line at w + 2.
        let mut expected = Vec::new();
        let mut level = true;
        for place in 0..10 {
            let bit = (u16::from(byte) << 1 | 0x200) >> place & 1 == 1;
            if bit != level {
                expected.push(store + 2 + place * BIT);
                level = bit;
            }
        }
        assert_eq!(changes, expected, "{byte:#x}");
    }
}

/// Breaks when somebody who does not wait for bytes is woken by one, or the model stops for it.
#[test]
fn a_byte_that_nobody_waits_for_wakes_nobody() {
    let mut line = Line::new(echo(irq::SENSE));
    line.run(400);
    let instructions = line.model.instructions();
    let wake = line.model.wake();
    line.byte(500, 0x5A);
    assert_eq!(line.model.instructions(), instructions);
    assert_eq!(line.model.wake(), wake, "stopped for a byte");
    let mut probe = line.model.clone();
    probe.io.uart.run(700);
    assert_eq!(probe.io.read(701, offset::UART_DATA), 0x15A);
}

/// Fills the FIFO with 140 bytes, sleeps until 128 are left, says when.
#[test]
fn the_sleeper_is_told_when_the_fifo_is_low() {
    let mut words = poke(offset::UART_BIT, BIT as u32);
    words.extend(poke(offset::IRQ_ENABLE, irq::UART_TX));
    words.extend(asm::li(5, 140));
    words.extend([
        asm::sw(5, offset::UART_DATA as i32, IO),
        asm::addi(5, 5, -1),
        asm::bne(5, 0, -8),
        asm::wfi(),
        asm::csrrs(3, csr::CYCLE, 0),
        asm::sw(3, 4 * SEEN as i32, RAM),
        asm::jal(0, 0),
    ]);
    let mut line = Line::new(program(&words));
    let changes = line.run(30 * 10 * BIT);
    // Byte k is taken out one edge before its start bit; the first fall is that of byte 0, and byte
    // 11 leaves 128 of 140. Their starts are 10 B apart.
    let first = changes[1];
    let taken = first - 1 + 11 * 10 * BIT;
    assert_eq!(u64::from(line.seen(0)), taken + 1 + 1 + 2);
}

/// Bytes in the FIFOs and under way, then a watchdog reset: low for one edge, and nothing is left.
#[test]
fn a_watchdog_reset_in_mid_byte_leaves_nothing() {
    let mut words = vec![
        asm::lw(2, offset::UART_STATUS as i32, IO),
        asm::lw(3, offset::UART_BIT as i32, IO),
        asm::lw(4, offset::UART_DATA as i32, IO),
        asm::sw(2, 4 * SEEN as i32, RAM),
        asm::sw(3, 4 * (SEEN + 1) as i32, RAM),
        asm::sw(4, 4 * (SEEN + 2) as i32, RAM),
    ];
    words.extend(poke(offset::UART_BIT, BIT as u32));
    words.extend(poke(offset::WATCHDOG, 1_000));
    words.extend(poke(offset::UART_DATA, 0x00));
    words.extend(poke(offset::UART_DATA, 0x00));
    // One more, the reset falls into whose start bit.
    for _ in 0..5 {
        words.extend(poke(offset::UART_DATA, 0x00));
    }
    words.push(asm::jal(0, 0));
    let mut line = Line::new(program(&words));
    line.byte(300, 0x77);
    line.set(900, false);
    let resets = |line: &Line| line.model.watchdog_resets();
    while resets(&line) == 0 {
        let now = line.model.wake();
        line.model.step(now);
    }
    assert!(!line.tx());
    line.clock = line.model.clock;
    line.set(1, true);
    assert!(line.tx(), "high from edge 0 on");
    line.run(60);
    let empty = 512 << uart_status::FREE_SHIFT | uart_status::IDLE;
    assert_eq!(
        [line.seen(0), line.seen(1), line.seen(2)],
        [empty, after_reset::UART_BIT, 0]
    );
    assert_eq!(line.model.io.read(61, offset::UART_STATUS) & 0xFFF, 0);
}

#[test]
fn without_supply_the_line_is_let_go() {
    let mut line = Line::new(echo(irq::UART_RX));
    assert!(!line.tx(), "in reset");
    assert_eq!(line.run(0), [0]);
    line.model.power(line.clock.edge(10), false, line.pins);
    assert_eq!(line.model.outputs(), Outputs::UNPOWERED);
}
