//! The engine moved clock by clock against the engine moved by bursts, on random transactions.
//!
//! What would break it: a byte taken twice or not at all around a boundary, a bit of the byte under
//! way lost, a poll that runs past the status byte or the deadline that ends it, a page or a place
//! in the buffer counted wrong where it wraps.

use super::engine::State;
use super::*;
use crate::burst::Flow;
use crate::rng::Rng;
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, SpiResult, TICK_CYCLES, offset, spi_command, spi_frame, spi_status, spi_timing,
    switch,
};

/// Longest transaction, edges.
const EDGES: u64 = 2_000_000;

/// A memory that shows bytes of its own making, clocked by levels.
#[derive(Clone, Debug, PartialEq)]
struct Chip {
    seed: u64,
    /// Edge from which WIP reads 0.
    ready_at: u64,
    selected: bool,
    sck: bool,
    /// Clocks of this frame so far.
    clocks: u32,
    /// The clock whose bits it shows: it moves on when SCK falls.
    shown: u32,
    /// First byte of the frame, as far as it has come.
    opcode: u8,
    /// The status byte that is shown.
    status: u8,
    /// What it read on IO0, frame by frame; garbage where it sends.
    seen: Vec<bool>,
}

/// Where the data of a frame begins, in clocks, and its lines.
#[derive(Clone, Copy)]
struct Shape {
    prefix: u32,
    lines: u32,
}

impl Chip {
    fn shape(&self, setup: &Setup) -> Shape {
        if self.opcode == 0x05 {
            return Shape {
                prefix: 8,
                lines: 1,
            };
        }
        Shape {
            prefix: 8 + 8 * setup.address_bytes() + setup.dummies(),
            lines: setup.lines(),
        }
    }

    fn data(&self, index: u32) -> u8 {
        let mut rng = Rng::new(self.seed ^ u64::from(index));
        // Many FFh, so that blank pages come up.
        if self.seed & 1 == 1 && rng.below(600) > 0 {
            u8::MAX
        } else {
            rng.next_u64() as u8
        }
    }

    fn busy_status(&self, edge: u64) -> u8 {
        0x54 | u8::from(edge < self.ready_at)
    }

    fn show(&self, setup: &Setup) -> u8 {
        let shape = self.shape(setup);
        let pulled = 0b0101;
        if !self.selected || self.shown < shape.prefix {
            return pulled;
        }
        let (per_byte, since) = (8 / shape.lines, self.shown - shape.prefix);
        let byte = if self.opcode == 0x05 {
            self.status
        } else {
            self.data(since / per_byte)
        };
        let bits = byte >> (8 - shape.lines * (since % per_byte + 1));
        match shape.lines {
            1 => pulled | (bits & 1) << 1,
            2 => pulled & !3 | bits & 3,
            _ => bits & 0xF,
        }
    }

    fn follow(&mut self, edge: u64, engine: &Engine) {
        let (csn, sck) = (engine.csn(), engine.sck());
        if csn {
            (self.selected, self.clocks, self.shown, self.opcode) = (false, 0, 0, 0);
        } else {
            self.selected = true;
            if sck && !self.sck {
                let bit = engine.io0().unwrap_or(true);
                if self.clocks < 8 {
                    self.opcode = self.opcode << 1 | u8::from(bit);
                }
                if engine.io0().is_some() {
                    self.seen.push(bit);
                }
                self.clocks += 1;
            }
            if !sck && self.sck {
                self.shown = self.clocks;
                if self.opcode == 0x05 && self.clocks.is_multiple_of(8) {
                    self.status = self.busy_status(edge);
                }
            }
        }
        self.sck = sck;
    }
}

/// A deliberate fault of the way by bursts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mutant {
    None,
    /// The last byte moved has a bit wrong.
    LastByte,
    /// A burst ends a byte early.
    Short,
    /// The poll moves more than one byte at first.
    Greedy,
}

#[derive(Clone)]
struct Bench {
    engine: Engine,
    switch: Switch,
    asked: Asked,
    buffer: [u8; BUFFER_BYTES as usize],
    chip: Chip,
    edge: u64,
}

impl Bench {
    fn random(rng: &mut Rng, seed: u64) -> Bench {
        let port = rng.below(2) == 1;
        let segment = if port { Segment::Port } else { Segment::Memory };
        let asked = Asked {
            request: switch::SPI_ENGINE | switch::SPI_PORT,
            offer: false,
            present: true,
            host_csn: false,
            wants: Some(segment),
            csn: true,
        };
        let mut state = Switch::default();
        state.evaluate(10, &asked);
        assert_eq!(state.join(), segment.join());
        let mut engine = Engine::default();
        let idle = rng.below_u32(2) * spi_timing::IDLE_HIGH;
        let lines = rng.below_u32(4);
        let length = match rng.below(4) {
            0 => rng.below_u32(4),
            1 => rng.below_u32(300),
            2 => rng.below_u32(9_000),
            _ => 256,
        };
        let frame = rng.next_u64() as u32 & spi_frame::MASK & !(0x3 << spi_frame::LINES_SHIFT)
            | lines << spi_frame::LINES_SHIFT;
        let frame = frame & !spi_frame::PORT | (u32::from(port) * spi_frame::PORT);
        // 05h of its own would look like a poll to the chip.
        let frame = frame | 0x80;
        let frame = if rng.below(2) == 0 {
            frame & !(spi_frame::DUMMY_MASK << spi_frame::DUMMY_SHIFT)
        } else {
            frame
        };
        for (register, value) in [
            (offset::SPI_TIMING, idle | (1 + rng.below_u32(5))),
            (offset::SPI_DEADLINE, 1 + rng.below_u32(30)),
            (offset::SPI_FRAME, frame),
            (offset::SPI_ADDRESS, rng.next_u64() as u32),
            (offset::SPI_LENGTH, length),
            (offset::SPI_POINTER, rng.next_u64() as u32),
        ] {
            engine.write(0, register, value);
        }
        let edge = 1_000 + rng.below(3 * TICK_CYCLES);
        let mut buffer = [0; BUFFER_BYTES as usize];
        rng.fill(&mut buffer);
        let chip = Chip {
            seed: rng.next_u64(),
            ready_at: edge + rng.below(20 * TICK_CYCLES),
            selected: false,
            sck: engine.sck(),
            clocks: 0,
            shown: 0,
            opcode: 0,
            status: 0,
            seen: Vec::new(),
        };
        if rng.below(2) == 0 {
            // Something to find equal.
            for index in 0..length.min(BUFFER_BYTES) {
                buffer[engine.buffer_index(index)] = chip.data(index);
            }
        }
        let flags = [0, spi_command::POLL, spi_command::WREN][rng.below(3) as usize]
            | [0, spi_command::POLL][rng.below(2) as usize];
        let operation = 1 + (seed % 5) as u32;
        engine.command(edge, operation | flags);
        Bench {
            engine,
            switch: state,
            asked,
            buffer,
            chip,
            edge: edge + 1,
        }
    }

    /// One edge.
    fn step(&mut self) {
        let edge = self.edge;
        let mut around = Surroundings {
            buffer: &mut self.buffer,
            io: self.chip.show(&self.engine.setup),
            switch: &self.switch,
            asked: Asked {
                csn: self.engine.csn(),
                ..self.asked
            },
        };
        self.engine.evaluate(edge, &mut around);
        self.chip.follow(edge, &self.engine);
        self.edge += 1;
    }

    /// What a burst from here leads to, if there is one and it may be that long.
    fn burst(&self, rng: &mut Rng, mutant: Mutant) -> Option<(Bench, Flow)> {
        let io = self.chip.show(&self.engine.setup);
        let stretch = self.engine.burst(io)?;
        if self.engine.at != self.edge {
            return None;
        }
        let ready = self.chip.ready_at;
        let mut most = stretch.bytes.min(5_000);
        if mutant == Mutant::Greedy && stretch.bytes == 1 && self.chip.opcode == 0x05 {
            most = 2;
        }
        if ready > self.edge {
            while most > 0 && self.engine.burst_fall(most) >= ready {
                most -= 1;
            }
        }
        let bytes = match rng.below(3) {
            0 => most,
            _ => 1 + rng.below_u32(most),
        };
        (most > 0).then(|| (self.moved(stretch.flow, bytes, mutant), stretch.flow))
    }

    fn moved(&self, flow: Flow, k: u32, mutant: Mutant) -> Bench {
        let mut after = self.clone();
        let setup = &self.engine.setup;
        after.edge = self.engine.burst_fall(k);
        match flow {
            Flow::Send => {
                let mut sent = vec![0xEE];
                after.engine.burst_send(k, &mut sent, &self.buffer);
                assert_eq!(sent.len(), k as usize + 1);
                let bits = sent[1..]
                    .iter()
                    .flat_map(|byte| (0..8).map(move |bit| byte << bit & 0x80 != 0));
                after.chip.seen.extend(bits);
                after.chip.clocks += 8 * k;
                after.chip.shown += 8 * k;
            }
            Flow::Receive { lines } => {
                let shape = self.chip.shape(setup);
                assert_eq!(shape.lines, lines.into());
                let per_byte = 8 / shape.lines;
                let first = (self.chip.clocks - 1 - shape.prefix) / per_byte + 1;
                let poll = self.chip.opcode == 0x05;
                let status = self.chip.busy_status(self.edge);
                let byte = |index| if poll { status } else { self.chip.data(index) };
                let mut bytes: Vec<u8> = (first..first + k).map(byte).collect();
                if poll {
                    after.chip.status = status;
                }
                after.chip.clocks += per_byte * k;
                after.chip.shown += per_byte * k;
                match (mutant, bytes.last_mut()) {
                    (Mutant::LastByte, Some(last)) => *last ^= 0x10,
                    (Mutant::Short, _) => drop(bytes.pop()),
                    _ => {}
                }
                let io = self.chip.show(setup);
                let shown = after.engine.burst_levels(&bytes, io);
                if mutant == Mutant::None {
                    assert_eq!(
                        shown,
                        Some(after.chip.show(setup)),
                        "levels behind the burst"
                    );
                }
                after.engine.burst_receive(&bytes, io, &mut after.buffer);
            }
        }
        after
    }

    /// In which the two differ, if they do.
    fn difference(&self, other: &Bench) -> Option<String> {
        let without_hint = |bench: &Bench| {
            let mut engine = bench.engine.clone();
            engine.steady_at = 0;
            engine
        };
        let (ours, theirs) = (without_hint(self), without_hint(other));
        if self.edge != other.edge || ours != theirs {
            return Some(format!(
                "edge {} {ours:?}\nedge {} {theirs:?}",
                self.edge, other.edge
            ));
        }
        if self.buffer != other.buffer {
            return Some("the buffers differ".into());
        }
        (self.chip != other.chip).then(|| format!("{:?}\n{:?}", self.chip, other.chip))
    }

    fn result(&self) -> SpiResult {
        let status = self.engine.read(self.edge, offset::SPI_STATUS);
        let code = status >> spi_status::RESULT_SHIFT & spi_status::RESULT_MASK;
        SpiResult::from_code(code).expect("a known code")
    }
}

#[derive(Default, Debug)]
struct Met {
    sent: u32,
    received: u32,
    polled: u32,
    bytes: u64,
    by_half: [u32; 6],
    mismatch: u32,
    deadline: u32,
    became_ready: u32,
}

/// Runs a random transaction by bursts, each of which is also made clock by clock.
fn run(seed: u64, mutant: Mutant, met: &mut Met) -> Result<(), String> {
    let mut rng = Rng::new(seed);
    let mut bench = Bench::random(&mut rng, seed);
    let start = bench.edge;
    let often = 1 + rng.below(4);
    while bench.engine.busy() {
        assert!(bench.edge < start + EDGES, "seed {seed} hangs");
        if rng.below(often) == 0
            && let Some((moved, flow)) = bench.burst(&mut rng, mutant)
        {
            let mut clocked = bench.clone();
            let ready_later = bench.chip.ready_at > bench.edge;
            while clocked.edge < moved.edge {
                clocked.step();
            }
            if let Some(difference) = moved.difference(&clocked) {
                return Err(format!("seed {seed}: {difference}"));
            }
            if moved.engine.following().is_none() {
                return Err(format!("seed {seed}: the frame's last byte was moved"));
            }
            let polls = bench.chip.opcode == 0x05;
            met.sent += u32::from(flow == Flow::Send);
            met.received += u32::from(flow != Flow::Send && !polls);
            met.polled += u32::from(polls);
            met.became_ready += u32::from(polls && ready_later);
            met.bytes += (moved.edge - bench.edge) / (16 * bench.engine.setup.half);
            met.by_half[bench.engine.setup.half as usize] += 1;
            bench = moved;
            continue;
        }
        bench.step();
    }
    met.mismatch += u32::from(bench.result() == SpiResult::Mismatch);
    met.deadline += u32::from(bench.result() == SpiResult::PollDeadline);
    // The whole way clock by clock, for what the steps above might have in common.
    let mut clocked = Bench::random(&mut Rng::new(seed), seed);
    while clocked.engine.busy() {
        clocked.step();
    }
    match bench.difference(&clocked) {
        Some(difference) => Err(format!("seed {seed}, end: {difference}")),
        None => Ok(()),
    }
}

#[test]
fn bursts_lead_where_clocks_lead() {
    let mut met = Met::default();
    for seed in 0..1_500 {
        run(seed, Mutant::None, &mut met).unwrap_or_else(|difference| panic!("{difference}"));
    }
    let Met {
        sent,
        received,
        polled,
        mismatch,
        deadline,
        became_ready,
        ..
    } = met;
    let least = [
        sent,
        received,
        polled,
        became_ready,
        10 * mismatch,
        10 * deadline,
    ];
    assert!(least.iter().all(|count| *count > 300), "{met:?}");
    assert!(met.by_half[1..].iter().all(|count| *count > 100), "{met:?}");
}

#[test]
fn the_comparison_finds_bursts_that_are_wrong() {
    for mutant in [Mutant::LastByte, Mutant::Short, Mutant::Greedy] {
        let wrong = |seed| {
            let run = std::panic::catch_unwind(|| run(seed, mutant, &mut Met::default()));
            !matches!(run, Ok(Ok(())))
        };
        assert!((0..300).any(wrong), "{mutant:?} stays hidden");
    }
}

#[test]
fn no_burst_is_offered_but_at_a_boundary() {
    let mut rng = Rng::new(3);
    let mut bench = Bench::random(&mut rng, 1);
    let io = 0;
    assert_eq!(bench.engine.burst(io), None, "waiting");
    while bench.engine.busy() {
        let at_fall = matches!(bench.engine.state, State::Frame(super::engine::Step::Fall));
        if bench.engine.burst(io).is_some() {
            assert!(at_fall && bench.engine.sck(), "edge {}", bench.edge);
        }
        bench.step();
    }
    assert_eq!(bench.engine.burst(io), None, "done");
}
