//! Bursts against pins: equal bytes, equal outputs, equal state, after every step of random
//! frames. The flaws at the end show that the comparison notices what it is there for.

use super::*;

/// One thing that a master does.
#[derive(Clone, Debug)]
enum Step {
    Select,
    Send(Vec<u8>),
    Clocks(u8),
    Receive { lines: u8, bytes: usize },
    Deselect,
    Wait(Span),
    PowerCycle,
    Weaken { address: u32, mask: u8, reads: u8 },
}

/// A way in which a burst could leave the chip wrongly.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Flaw {
    /// The address counter is one byte on.
    Address,
    /// The next fall does not begin a byte.
    Bits,
    /// The outputs still show the byte before the burst.
    Outputs,
    /// Weak cells take no notice of the reads.
    Weak,
    /// The place of the next byte in the page is wrong.
    Page,
}

impl Bench {
    fn take(&mut self, step: &Step) -> Vec<u8> {
        match *step {
            Step::Select => self.select(),
            Step::Send(ref bytes) => self.send(bytes),
            Step::Clocks(count) => {
                for _ in 0..count {
                    self.clock(None);
                }
            }
            Step::Receive { lines, bytes } => return self.receive(lines, bytes),
            Step::Deselect => self.deselect(),
            Step::Wait(span) => self.wait(span),
            Step::PowerCycle => self.power_cycle(),
            Step::Weaken {
                address,
                mask,
                reads,
            } => self.chip.weaken(address, mask, reads),
        }
        Vec::new()
    }

    /// The step, wrongly if it had a burst in it.
    fn take_with(&mut self, step: &Step, flaw: Option<Flaw>) -> Vec<u8> {
        let before = (self.burst_bytes, self.chip.clone());
        let bytes = self.take(step);
        let Some(flaw) = flaw.filter(|_| self.burst_bytes > before.0) else {
            return bytes;
        };
        let chip = &mut self.chip;
        match (flaw, step) {
            (Flaw::Address, Step::Receive { .. }) => chip.address ^= 1,
            (Flaw::Bits, Step::Receive { .. }) => chip.bits = 0,
            (Flaw::Outputs, Step::Receive { .. }) => chip.driven = before.1.driven,
            (Flaw::Weak, Step::Receive { .. }) => chip.array = before.1.array,
            (Flaw::Page, Step::Send(_)) => chip.input.next ^= 1,
            _ => {}
        }
        bytes
    }
}

/// All of the chip but array and table.
fn state(chip: &Nor25) -> String {
    format!(
        "{:?}",
        (
            (&chip.lines, chip.wake, chip.driven, chip.output_at),
            (
                &chip.phase,
                &chip.frame,
                chip.bits,
                chip.shift,
                chip.address,
                chip.input
            ),
            (
                &chip.registers,
                chip.write_enabled,
                chip.volatile_enabled,
                chip.reset_enabled
            ),
            (chip.four_byte, chip.extended_address, chip.powered_down),
            (&chip.activity, &chip.suspended, chip.busy_end, &chip.random),
            (chip.counters, &chip.violations, chip.array.weak_bytes()),
        )
    )
}

/// A frame as a master might send it, now and then malformed.
fn random_frame(random: &mut Rng, part: &NorPart, steps: &mut Vec<Step>) {
    const OPCODES: [u8; 48] = [
        0x03, 0x0B, 0x3B, 0x6B, 0x13, 0x0C, 0x3C, 0x6C, 0x03, 0x0B, 0x3B, 0x6B, 0x02, 0x02, 0x12,
        0x02, 0x20, 0xD8, 0x52, 0x21, 0xDC, 0x20, 0x05, 0x05, 0x35, 0x15, 0x2B, 0x9F, 0x5A, 0xAB,
        0x01, 0x31, 0x11, 0x50, 0x75, 0x7A, 0xB0, 0x30, 0xB7, 0xE9, 0xC5, 0x66, 0x99, 0x72, 0x42,
        0x98, 0x04, 0xB9,
    ];
    let opcode = match random.below_u32(64) {
        0 => random.next_u64() as u8,
        _ => OPCODES[random.below(OPCODES.len() as u64) as usize],
    };
    let weak = random.below_u32(part.bytes);
    let address = match random.below_u32(4) {
        0 => part.bytes - 1 - random.below_u32(300),
        1 => weak.saturating_sub(random.below_u32(200)),
        _ => random.below_u32(0x4000),
    };
    let [top, high, middle, low] = address.to_be_bytes();
    let mut bytes = vec![opcode];
    let mut length = 1 + random.below(600) as usize;
    let (mut clocks, mut lines) = (0, 1);
    match opcode {
        0x03 | 0x02 | 0x20 | 0x52 | 0xD8 | 0xAB => bytes.extend([high, middle, low]),
        0x0B | 0x3B | 0x6B | 0x5A => (clocks, bytes) = (8, vec![opcode, high, middle, low]),
        0x13 | 0x12 | 0x21 | 0xDC => bytes.extend([top, high, middle, low]),
        0x0C | 0x3C | 0x6C => (clocks, bytes) = (8, vec![opcode, top, high, middle, low]),
        _ => length = 1 + random.below(20) as usize,
    }
    match opcode {
        0x3B | 0x3C => lines = 2,
        0x6B | 0x6C => lines = 4,
        _ => {}
    }
    if random.below_u32(16) == 0 {
        lines = [1, 2, 4][random.below(3) as usize];
        clocks += random.below_u32(3) as u8;
    }
    if random.below_u32(2) == 0 {
        let [address, mask] = [weak, random.next_u64() as u32];
        let reads = random.below_u32(4) as u8;
        let mask = mask as u8;
        steps.push(Step::Weaken {
            address,
            mask,
            reads,
        });
    }
    let writes = matches!(opcode, 0x02 | 0x12 | 0x01 | 0x31 | 0x11 | 0xC5 | 0x42);
    if random.below_u32(4) != 0 {
        steps.extend([Step::Select, Step::Send(vec![0x06]), Step::Deselect]);
    }
    steps.extend([Step::Select, Step::Send(bytes), Step::Clocks(clocks)]);
    if opcode == 0x01 {
        length = 1 + random.below(2) as usize;
    }
    if writes {
        let mut data = vec![0; length];
        random.fill(&mut data);
        // Protection would make the rest of the stream dull.
        data.iter_mut()
            .filter(|_| length < 3)
            .for_each(|byte| *byte &= 0x43);
        let cut = random.below(length as u64 + 1) as usize;
        steps.push(Step::Send(data[..cut].to_vec()));
        steps.push(Step::Send(data[cut..].to_vec()));
    } else if !matches!(
        opcode,
        0x20 | 0x52 | 0xD8 | 0x21 | 0xDC | 0x98 | 0x66 | 0x99
    ) || random.below_u32(16) == 0
    {
        let bytes = random.below(length as u64 + 1) as usize;
        steps.push(Step::Receive { lines, bytes });
        let bytes = length - bytes;
        steps.push(Step::Receive { lines, bytes });
    }
    if random.below_u32(32) == 0 {
        steps.push(Step::Clocks(1 + random.below_u32(7) as u8));
    }
    steps.push(Step::Deselect);
    match random.below_u32(16) {
        0 => steps.push(Step::Wait(Span::from_us(400_000))),
        1..8 => steps.push(Step::Wait(Span::from_ns(random.below(600_000)))),
        _ => {}
    }
    if random.below_u32(40) == 0 {
        steps.push(Step::PowerCycle);
    }
}

/// Bytes moved by bursts and what the chip did, or what differed first.
fn compare(name: &str, seed: u64, flaw: Option<Flaw>) -> Result<(u64, Counters), String> {
    let part = part(name);
    let mut random = Rng::new(seed);
    let mut chip = Nor25::new(part, image(part), random.next_u64());
    if random.below_u32(2) == 0 {
        chip.set_registers([0x40, 0x02, 0]);
    }
    let idle_high = random.below_u32(2) == 0;
    let half = [HALF_24_MHZ, 10_416, 9_000, 8_200, 250_000][random.below(5) as usize];
    let [mut pins, mut bursts] = [chip.clone(), chip].map(|chip| {
        let mut bench = Bench::with(chip);
        bench.half = Span::from_ps(half);
        bench.idle_high = idle_high;
        bench.power_cycle();
        bench
    });
    bursts.bursts = Some(Rng::new(random.next_u64()));
    for _ in 0..60 {
        let mut steps = Vec::new();
        random_frame(&mut random, part, &mut steps);
        for step in steps {
            let expected = pins.take(&step);
            let found = bursts.take_with(&step, flaw);
            let context = |what: &str| format!("{name}, seed {seed}, {step:?}: {what}");
            if expected != found {
                return Err(context("bytes"));
            }
            if pins.chip.drives() != bursts.chip.drives() || pins.levels() != bursts.levels() {
                return Err(context("lines"));
            }
            let [expected, found] = [&pins, &bursts].map(|bench| state(&bench.chip));
            if expected != found || pins.now != bursts.now {
                return Err(context(&format!("state\n{expected}\n{found}")));
            }
        }
    }
    if pins.chip.memory() != bursts.chip.memory() {
        return Err(format!("{name}, seed {seed}: memory"));
    }
    Ok((bursts.burst_bytes, bursts.chip.counters()))
}

#[test]
fn a_burst_ends_as_its_clocks_would() {
    let (mut moved, mut done) = (0, Counters::default());
    for name in ["w25q16jv", "w25q256jv", "mx25l6433f", "sst26vf032b"] {
        // The large part is slow to copy; its frames are those of the others, but for addresses.
        let seeds = if name == "w25q256jv" { 6 } else { 30 };
        for seed in 0..seeds {
            let (bytes, counters) =
                compare(name, seed, None).unwrap_or_else(|what| panic!("{what}"));
            moved += bytes;
            done.programs += counters.programs;
            done.erases += counters.erases;
            done.status_writes += counters.status_writes;
            done.refused += counters.refused;
            done.ruined += counters.ruined;
        }
    }
    assert!(moved > 100_000, "only {moved} bytes went in bursts");
    // The streams reach what they are there for.
    for count in [done.programs, done.erases, done.status_writes, done.refused] {
        assert!(count > 50, "{done:?}");
    }
    assert!(done.ruined > 5, "{done:?}");
}

#[test]
fn a_burst_that_leaves_something_behind_is_found() {
    for flaw in [
        Flaw::Address,
        Flaw::Bits,
        Flaw::Outputs,
        Flaw::Weak,
        Flaw::Page,
    ] {
        let found = (0..30).any(|seed| compare("w25q16jv", seed, Some(flaw)).is_err());
        assert!(found, "nobody noticed {flaw:?}");
    }
}

/// A page takes far more clocks than calls: the way past them is worth having.
#[test]
fn a_burst_reaches_over_the_end_of_the_array_and_of_a_page() {
    let mut bench = Bench::new("w25q16jv");
    let expected = image(bench.chip.part());
    let end = expected.len();
    bench.bursts = Some(Rng::new(3));
    let data = bench.read(end as u32 - 1000, 3000);
    assert_eq!(data[..1000], expected[end - 1000..]);
    assert_eq!(data[1000..], expected[..2000]);
    bench.write(&at(0x20, 0x1000));
    bench.finish();
    let sent: Vec<u8> = (0..700u32).map(|i| (i % 251) as u8).collect();
    bench.program(0x1010, &sent);
    bench.finish();
    // The last 256 of 700 bytes stay; the first of them lies at 10h + (700 - 256).
    let page = bench.read(0x1000, 256);
    for (i, &byte) in sent.iter().enumerate().skip(700 - 256) {
        assert_eq!(page[(0x10 + i) % 256], byte, "byte {i}");
    }
    assert!(bench.burst_bytes > 1000, "{}", bench.burst_bytes);
}
