//! The host UART against the page's text, edge by edge.

#[path = "../drive/mod.rs"]
mod drive;
mod line;
mod twin;

use drive::{edge, ready, settle};
use line::Line;
use twin::{Inputs, MUTANTS, Mutant, Outputs, Twin};
use umbilical_emu::rng::Rng;
use umbilical_rtl::uart::Uart;
use umbilical_soft_mcu::registers::{UART_RX_BYTES, UART_TX_BYTES, offset, uart_data, uart_status};

clocked!(Uart);

/// Edges that a load takes the MCU, so two of them are no closer.
const LOAD_EDGES: u64 = 5;

/// The block and what it is held to.
struct Bench {
    block: Uart,
    /// The number of the next edge since the last reset.
    n: u64,
}

impl Bench {
    /// Out of reset; the next edge is edge 0, with the line high.
    fn new() -> Bench {
        let mut bench = Bench {
            block: ready(Uart::default()),
            n: 0,
        };
        for _ in 0..2 {
            bench.edge(Inputs {
                reset: true,
                ..Inputs::default()
            });
        }
        bench
    }

    /// What shows before the edge with these inputs.
    fn outputs(&mut self, inputs: Inputs) -> Outputs {
        let block = &mut self.block;
        block.reset.next = inputs.reset;
        block.io_write.next = inputs.write;
        block.io_load.next = inputs.load;
        block.io_address.next = u64::from(inputs.address).into();
        block.io_data.next = u64::from(inputs.data).into();
        block.rx.next = inputs.rx;
        settle(block);
        Outputs {
            read: block.io_read.val().to_u32(),
            rx_event: block.rx_event.val(),
            tx_event: block.tx_event.val(),
            tx: block.tx.val(),
        }
    }

    /// The edge with these inputs; tells what showed before it.
    fn edge(&mut self, inputs: Inputs) -> Outputs {
        let outputs = self.outputs(inputs);
        edge(&mut self.block);
        self.n = if inputs.reset { 0 } else { self.n + 1 };
        outputs
    }

    /// The edge of a store, with the line high.
    fn store(&mut self, address: u32, data: u32) -> Outputs {
        self.edge(Inputs {
            write: true,
            address,
            data,
            rx: true,
            ..Inputs::default()
        })
    }

    /// The edge of a load, with the line high, and those to the next one that the MCU can do.
    fn load(&mut self, address: u32) -> u32 {
        let inputs = Inputs {
            load: true,
            address,
            rx: true,
            ..Inputs::default()
        };
        let read = self.edge(inputs).read;
        for _ in 1..LOAD_EDGES {
            self.watch(true);
        }
        read
    }

    /// The edge with `rx`; tells `UART_STATUS` before it, which a look does not change.
    fn watch(&mut self, rx: bool) -> Outputs {
        self.edge(Inputs {
            address: offset::UART_STATUS,
            rx,
            ..Inputs::default()
        })
    }
}

/// What the MCU does, and the line, with chances that change now and then.
struct Chance {
    rng: Rng,
    line: Line,
    rate: u64,
    /// Loads, stores of data and of other registers, resets: once in so many edges.
    loads: u64,
    stores: u64,
    others: u64,
    resets: u64,
    /// Edges until the MCU can load again.
    busy: u64,
}

impl Chance {
    fn new(seed: u64, rate: u64, [loads, stores, others, resets]: [u64; 4]) -> Chance {
        Chance {
            rng: Rng::new(seed),
            line: Line::new(),
            rate,
            loads,
            stores,
            others,
            resets,
            busy: 0,
        }
    }

    fn next(&mut self) -> Inputs {
        let rng = &mut self.rng;
        if self.line.is_quiet() && rng.below(4) > 0 {
            self.line.anything(rng, self.rate);
        }
        let registers = [offset::UART_STATUS, offset::UART_DATA, offset::UART_BIT];
        let mut inputs = Inputs {
            address: registers[rng.below(3) as usize],
            data: rng.next_u64() as u32,
            rx: self.line.next(),
            ..Inputs::default()
        };
        if self.busy == LOAD_EDGES {
            // The next byte is on its way, and nothing can look at it.
            inputs.address = offset::UART_STATUS;
            self.busy -= 1;
            return inputs;
        }
        self.busy = self.busy.saturating_sub(1);
        if self.busy == 0 && rng.below(self.loads) == 0 {
            inputs.load = true;
            self.busy = LOAD_EDGES;
        } else if rng.below(self.stores) == 0 {
            (inputs.write, inputs.address) = (true, offset::UART_DATA);
        } else if rng.below(self.others) == 0 {
            inputs.write = true;
            if rng.below(4) > 0 {
                inputs.address = offset::UART_STATUS;
            } else {
                // Mostly the rate that the line has.
                inputs.address = offset::UART_BIT;
                let near = self.rate + rng.below(5) - 2;
                inputs.data = match rng.below(6) {
                    0 => rng.below(12) as u32,
                    1 => near as u32 | 0xABCD_0000,
                    _ => self.rate as u32,
                };
            }
        }
        inputs.reset = self.resets > 0 && rng.below(self.resets) == 0;
        inputs
    }
}

/// The first edge of `edges` at which the block is not what the twin is.
fn first_difference(
    bench: &mut Bench,
    chance: &mut Chance,
    twin: &mut Twin,
    edges: u64,
) -> Option<String> {
    for n in 0..edges {
        let inputs = chance.next();
        let (hardware, page) = (bench.outputs(inputs), twin.outputs(inputs.address));
        if hardware != page {
            return Some(format!(
                "edge {n}, {inputs:?}: {hardware:x?}, page {page:x?}"
            ));
        }
        bench.edge(inputs);
        twin.edge(inputs);
    }
    None
}

/// Seed, rate, rates of loads, stores, other stores and resets, edges. The FIFOs overflow in
/// those without loads and in those with many stores.
const RUNS: [(u64, u64, [u64; 4], u64); 6] = [
    (1, 8, [60, 80, 300, 3_000], 60_000),
    (2, 16, [100, 200, 700, 9_000], 60_000),
    (3, 417, [3_000, 4_000, 60_000, 0], 120_000),
    (4, 8, [400_000, 20, 3_000, 0], 420_000),
    (5, 13, [40, 150, 400, 20_000], 60_000),
    (6, 8, [100, 400, 10, 0], 60_000),
];

fn pair(mutant: Option<Mutant>, run: (u64, u64, [u64; 4], u64)) -> (Bench, Chance, Twin) {
    let (seed, rate, chances, _) = run;
    let mut bench = Bench::new();
    let mut twin = Twin::new(mutant);
    bench.store(offset::UART_BIT, rate as u32);
    twin.edge(Inputs {
        write: true,
        address: offset::UART_BIT,
        data: rate as u32,
        rx: true,
        ..Inputs::default()
    });
    (bench, Chance::new(seed, rate, chances), twin)
}

/// Breaks when any register, event or the line is another than the page says on any edge, for
/// bytes of chance, wrong rates, spikes, breaks, bytes without stop bit, overruns, rates changed
/// in mid-byte, flags set and cleared at one edge and resets in mid-byte.
#[test]
fn every_edge_is_the_pages() {
    for run in RUNS {
        println!("seed {}, B = {}, {} edges", run.0, run.1, run.3);
        let (mut bench, mut chance, mut twin) = pair(None, run);
        let difference = first_difference(&mut bench, &mut chance, &mut twin, run.3);
        assert_eq!(difference, None);
    }
}

/// Breaks when the runs above do not come to where a rule of the page matters: a twin with another
/// rule would pass as well.
#[test]
fn every_rule_of_the_page_matters_in_these_runs() {
    for mutant in MUTANTS {
        let found = RUNS.iter().find_map(|&run| {
            let (mut bench, mut chance, mut twin) = pair(Some(mutant), run);
            let difference = first_difference(&mut bench, &mut chance, &mut twin, run.3);
            difference.map(|difference| (run.0, difference))
        });
        let (seed, difference) = found.unwrap_or_else(|| panic!("{mutant:?} is not found"));
        println!("{mutant:?}: seed {seed}, {difference}");
    }
}

/// Plays a byte from edge `n` on, each level sampled from there; gives the edge from which the
/// number of bytes in the FIFO is another, and the flags that showed at the end.
fn play(bench: &mut Bench, line: &mut Line, edges: u64) -> (Option<u64>, u32) {
    let before = bench.watch(true).read & uart_status::RECEIVED_MASK;
    let (mut counts, mut status) = (None, 0);
    for _ in 0..edges {
        let n = bench.n;
        status = bench.watch(line.next()).read;
        if counts.is_none() && status & uart_status::RECEIVED_MASK != before {
            counts = Some(n);
        }
    }
    (counts, status)
}

/// Breaks when the number of edges between the fall of the line and the byte's count is another
/// than the page's formula, at any B of these: s is the first edge that samples the line low,
/// t = s + 2, the byte counts from d(9) + 2 = t + B/2 + 1 + 9 B + 2 on.
#[test]
fn a_byte_counts_at_the_edge_that_the_page_names() {
    for rate in [8, 9, 16, 100, 417] {
        let mut bench = Bench::new();
        bench.store(offset::UART_BIT, rate as u32);
        for _ in 0..10 {
            bench.watch(true);
        }
        let mut line = Line::new();
        line.byte(0xA5, rate * 1_000, true);
        let s = bench.n + 1;
        let (counts, _) = play(&mut bench, &mut line, 11 * rate);
        assert_eq!(
            counts,
            Some(s + 2 + rate / 2 + 1 + 9 * rate + 2),
            "B {rate}"
        );
        assert_eq!(bench.load(offset::UART_DATA), uart_data::VALID | 0xA5);
        assert_eq!(bench.load(offset::UART_DATA), 0);
    }
}

/// Breaks when a load one edge before the count sees the byte, or one at the count does not.
#[test]
fn the_first_load_that_gives_a_byte_is_the_one_at_which_it_counts() {
    let counts = |rate: u64| 2 + rate / 2 + 1 + 9 * rate + 2;
    for (early, expected) in [(1, 0), (0, uart_data::VALID | 0x3C)] {
        let mut bench = Bench::new();
        bench.store(offset::UART_BIT, 8);
        for _ in 0..10 {
            bench.watch(true);
        }
        let mut line = Line::new();
        line.byte(0x3C, 8_000, true);
        for _ in 0..counts(8) - early {
            bench.watch(line.next());
        }
        assert_eq!(bench.load(offset::UART_DATA), expected, "{early} early");
    }
}

/// Breaks when a sender within 3 % of the rate, whose edges come up to an eighth of a bit late,
/// loses a byte at any phase against the clock. The bytes follow each other without a gap, which
/// at B = 8 leaves room for 2.5 % only.
#[test]
fn senders_within_3_percent_are_received() {
    let bytes = [0x55, 0x00, 0xFF, 0x80, 0x01, 0xA7];
    let seed = 21;
    println!("seed {seed}");
    let mut rng = Rng::new(seed);
    for rate in [8u64, 9, 16, 417] {
        // The receiver is ready for the next byte B/2 + 9 B + 2 edges after it saw the last one.
        let least = if rate == 8 { 975 } else { 970 };
        for off in [least, 985, 1_000, 1_015, 1_030] {
            for phase in [0, 130, 500, 870, 999] {
                for late in [0, rate * 1_000 / 8] {
                    let mut bench = Bench::new();
                    bench.store(offset::UART_BIT, rate as u32);
                    for _ in 0..10 {
                        bench.watch(true);
                    }
                    let mut line = Line::new();
                    line.hold(true, 1_000 + phase);
                    jittered(&mut rng, &mut line, &bytes, rate * off, late);
                    let edges = 11 * rate * bytes.len() as u64;
                    let (_, status) = play(&mut bench, &mut line, edges);
                    assert_eq!(status >> 29, 0, "B {rate} off {off} phase {phase}");
                    for byte in bytes {
                        let got = bench.load(offset::UART_DATA);
                        let wanted = uart_data::VALID | u32::from(byte);
                        assert_eq!(got, wanted, "B {rate} off {off} phase {phase} late {late}");
                    }
                }
            }
        }
    }
}

/// Bytes whose edges come up to `late` too late, each by chance, but for those of start bits, from
/// which the others count.
fn jittered(rng: &mut Rng, line: &mut Line, bytes: &[u8], bit: u64, late: u64) {
    for byte in bytes {
        line.hold(false, bit);
        let mut before = false;
        for at in 0..9 {
            let level = at == 8 || byte >> at & 1 == 1;
            let by = rng.below(late + 1);
            line.hold(before, by);
            line.hold(level, bit - by);
            before = level;
        }
    }
}

/// Breaks when a rate that is off by much more is taken: the check above could not fail.
#[test]
fn a_sender_off_by_12_percent_is_not_received() {
    for off in [880, 1_120] {
        let mut bench = Bench::new();
        bench.store(offset::UART_BIT, 16);
        for _ in 0..10 {
            bench.watch(true);
        }
        let mut line = Line::new();
        for _ in 0..4 {
            line.byte(0x55, 16 * off, true);
        }
        play(&mut bench, &mut line, 11 * 16 * 4);
        let got: Vec<u32> = (0..4).map(|_| bench.load(offset::UART_DATA)).collect();
        assert_ne!(got, [uart_data::VALID | 0x55; 4], "off {off}");
    }
}

/// Breaks when the oldest byte is lost to a full FIFO, or OVERRUN is not told.
#[test]
fn a_full_fifo_keeps_what_it_has() {
    let mut bench = Bench::new();
    bench.store(offset::UART_BIT, 8);
    for _ in 0..10 {
        bench.watch(true);
    }
    let mut line = Line::new();
    let bytes = UART_RX_BYTES as u64 + 1;
    for number in 0..bytes {
        line.byte((number * 7) as u8, 8_000, true);
    }
    let (_, status) = play(&mut bench, &mut line, 80 * bytes + 20);
    assert_eq!(status & uart_status::RECEIVED_MASK, UART_RX_BYTES);
    assert_eq!(status >> 29 << 29, uart_status::OVERRUN);
    for number in 0..bytes - 1 {
        let wanted = uart_data::VALID | (number * 7) as u8 as u32;
        assert_eq!(bench.load(offset::UART_DATA), wanted);
    }
    assert_eq!(bench.load(offset::UART_DATA), 0);
}

/// Breaks when bytes written without a pause leave with one, in another order, or when more or
/// fewer fit than the page says.
#[test]
fn what_is_written_leaves_without_a_gap() {
    let mut bench = Bench::new();
    bench.store(offset::UART_BIT, 8);
    bench.watch(true);
    let mut levels = vec![];
    // One more than fits: two are on their way out of the FIFO when the last is written.
    let written = UART_TX_BYTES + 8;
    let first = bench.n;
    for number in 0..written {
        levels.push(bench.store(offset::UART_DATA, number * 5).tx);
    }
    let full = bench.watch(true);
    assert_eq!(
        full.read >> uart_status::FREE_SHIFT & uart_status::FREE_MASK,
        0
    );
    assert!(!full.tx_event);
    levels.push(full.tx);
    loop {
        let outputs = bench.watch(true);
        levels.push(outputs.tx);
        if outputs.read & uart_status::IDLE != 0 {
            break;
        }
        assert!(bench.n < 80 * u64::from(written));
    }
    // Written at w, in the FIFO from w + 1, taken there, low from w + 2 on.
    let start = levels.iter().position(|level| !level).expect("a start bit");
    assert_eq!(first + start as u64, first + 3, "shown before edge w + 3");
    let mut sent = vec![];
    let mut at = start;
    while at + 76 < levels.len() {
        assert!(!levels[at..at + 8].contains(&true), "a start bit");
        sent.push((0..8).fold(0u32, |byte, bit| {
            byte | u32::from(levels[at + 8 * (bit + 1) + 4]) << bit
        }));
        assert!(!levels[at + 72..(at + 80).min(levels.len())].contains(&false));
        at += 80;
    }
    let expected: Vec<u32> = (0..sent.len() as u32)
        .map(|number| (number * 5) & 0xFF)
        .collect();
    assert_eq!(sent, expected);
    // 520 stores, one an edge, meet 512 places and those that had left by then.
    let left = 1 + written / 80;
    assert_eq!(sent.len() as u32, UART_TX_BYTES + left);
}
