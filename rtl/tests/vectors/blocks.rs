//! The blocks, each with inputs that lead it somewhere.
//!
//! A table entry names all inputs of a block with how they move, and optionally some code that
//! answers the block's outputs.

use crate::drive::{Clocked, edge, ready, settle};
use crate::party::{FILTER_EDGES, Party};
use crate::program::program;
use crate::record::{Recording, ports};
use crate::stimulus::{Wave, once};
use rust_hdl_core::prelude::*;
use umbilical_emu::rng::Rng;
use umbilical_rtl::controller::Controller;
use umbilical_rtl::i2c::measure::I2cEngineWithInputs;
use umbilical_rtl::i2c::{I2c, I2cEngine};
use umbilical_rtl::line::{LineFilter, Tracker};
use umbilical_rtl::mcu::Mcu;
use umbilical_rtl::memory::{Ram, RegisterFile, Rom, TransferBuffer};
use umbilical_rtl::registers::Registers;
use umbilical_rtl::reset::PowerOnReset;
use umbilical_rtl::sense::{Debouncer, Sense};
use umbilical_rtl::spi::measure::SpiEngineWithBytes;
use umbilical_rtl::spi::{Spi, SpiEngine, SpiSwitch};
use umbilical_rtl::switch::{Repeater, Switch};
use umbilical_rtl::timer::Timer;
use umbilical_rtl::uart::Uart;
use umbilical_rtl::uart::measure::UartEngine;
use umbilical_rtl::verilog;
use umbilical_soft_mcu::registers::{IO_BYTES, i2c_command, i2c_device, offset};

crate::clocked!(
    LineFilter,
    Tracker,
    Repeater,
    Switch,
    SpiSwitch,
    Debouncer,
    Sense,
    Timer,
    PowerOnReset,
    Registers,
    I2c,
    I2cEngine,
    I2cEngineWithInputs,
    Spi,
    SpiEngine,
    SpiEngineWithBytes,
    Uart,
    UartEngine,
    Mcu,
    Rom,
    Ram,
    RegisterFile,
    TransferBuffer,
    Controller
);

/// Edges per block; the larger ones have their own.
const EDGES: u64 = 20_000;

/// A block's run and its Verilog.
pub struct Run {
    pub recording: Recording,
    pub verilog: String,
}

/// An input that takes numbers.
trait Input {
    fn put(&mut self, value: u64);
    fn value(&self) -> u64;
}

impl Input for Signal<In, Bit> {
    fn put(&mut self, value: u64) {
        self.next = value != 0;
    }

    fn value(&self) -> u64 {
        u64::from(self.val())
    }
}

impl<const N: usize> Input for Signal<In, Bits<N>> {
    fn put(&mut self, value: u64) {
        self.next = value.into();
    }

    fn value(&self) -> u64 {
        self.val().to_u64()
    }
}

/// Runs a block over `edges` edges; before each, `answer` may change the inputs once more.
macro_rules! bench {
    ($name:literal, $block:expr, $edges:expr, $seed:expr,
     { $($input:ident: $wave:expr),+ $(,)? }, $answer:expr) => {{
        let mut rng = Rng::new($seed ^ $name.bytes().fold(0, |all: u64, byte| all.rotate_left(8) ^ u64::from(byte)));
        let mut block = ready($block);
        let (ports, _) = ports(&block);
        let named = [$(stringify!($input)),+];
        let waves = [$($wave),+];
        let missing = ports.iter().find(|port| !port.output && !named.contains(&port.name.as_str()));
        assert!(missing.is_none(), "{}: nothing moves {missing:?}", $name);
        let bits = named.map(|name| {
            let port = ports.iter().find(|port| port.name == name);
            port.map_or(0, |port| port.bits)
        });
        let mut answer = $answer;
        let mut rows = Vec::new();
        for n in 0..$edges {
            let mut inputs = waves.iter().zip(bits);
            $(if let Some((wave, bits)) = inputs.next()
                && let Some(value) = wave.next(&mut rng, n, block.$input.value(), bits)
            {
                block.$input.put(value);
            })+
            respond(&mut answer, &mut block, &mut rng, n);
            settle(&mut block);
            rows.push(crate::record::ports(&block).1);
            edge(&mut block);
        }
        Run {
            recording: Recording { block: $name, ports, rows, contents: Vec::new() },
            verilog: text($name, block),
        }
    }};
    ($name:literal, $block:expr, $edges:expr, $seed:expr, $waves:tt) => {
        bench!($name, $block, $edges, $seed, $waves, nothing)
    };
}

// Below the macro, which it uses.
mod spi;
mod uart;

fn respond<B>(
    answer: &mut impl FnMut(&mut B, &mut Rng, u64),
    block: &mut B,
    rng: &mut Rng,
    n: u64,
) {
    answer(block, rng, n);
}

fn nothing<B: Clocked>(_: &mut B, _: &mut Rng, _: u64) {}

fn text<B: Block>(name: &str, block: B) -> String {
    verilog::generate(name, block).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs every block.
pub fn all(seed: u64) -> Vec<Run> {
    vec![
        line_filter(seed),
        tracker(seed),
        repeater(seed),
        switch(seed),
        spi_switch(seed),
        debouncer(seed),
        sense(seed),
        timer(seed),
        power_on_reset(seed),
        registers(seed),
        i2c(seed),
        i2c_engine(seed),
        i2c_engine_with_inputs(seed),
        spi::unit(seed),
        spi::engine(seed),
        spi::engine_with_bytes(seed),
        uart::unit(seed),
        uart::engine(seed),
        mcu(seed),
        rom(seed),
        ram(seed),
        register_file(seed),
        transfer_buffer(seed),
        controller(seed),
    ]
}

/// These registers, and now and then any other offset.
fn offsets(own: &[u32]) -> Wave {
    let mut all: Vec<u64> = (0..u64::from(IO_BYTES)).step_by(4).collect();
    for _ in 0..16 {
        all.extend(own.iter().map(|&offset| u64::from(offset)));
    }
    Wave::Pick(3, all)
}

pub fn line_filter(seed: u64) -> Run {
    bench!("line_filter", LineFilter::default(), EDGES, seed, {
        reset: Wave::Reset(400),
        pin: Wave::Flip(4, 4),
    })
}

pub fn tracker(seed: u64) -> Run {
    bench!("tracker", Tracker::default(), EDGES, seed, {
        reset: Wave::Reset(2_000),
        scl: Wave::Flip(8, 30),
        sda: Wave::Flip(8, 30),
        idle_time: Wave::Pick(300, vec![0, 1, 2, 15, 16, 40, 0xFFFF]),
    })
}

pub fn repeater(seed: u64) -> Run {
    bench!("repeater", Repeater::default(), EDGES, seed, {
        joined: Wave::Flip(40, 1_000),
        host: Wave::Flip(12, 30),
        bus: Wave::Flip(12, 30),
    })
}

fn switch(seed: u64) -> Run {
    bench!("switch", Switch::default(), EDGES, seed, {
        reset: Wave::Reset(2_000),
        io_write: Wave::Flip(8, 1),
        io_address: offsets(&[offset::SWITCH, offset::SWITCH_STATUS]),
        io_data: Wave::Pick(5, vec![0, 1, 0x101, 2, 0x402, 0x203, u64::from(u32::MAX)]),
        lines: Wave::Flip(5, 60),
        host_busy: Wave::Flip(40, 6),
        bus_busy: Wave::Flip(40, 6),
        port_busy: Wave::Flip(40, 6),
        present: Wave::Flip(20, 200),
        engine_uses_bus: Wave::Flip(40, 6),
        spi_joined: Wave::Random,
        spi_host_csn: Wave::Random,
    })
}

fn spi_switch(seed: u64) -> Run {
    bench!("spi_switch", SpiSwitch::default(), EDGES, seed, {
        reset: Wave::Reset(2_000),
        host: Wave::Flip(30, 60),
        engine: Wave::Flip(60, 60),
        port_allowed: Wave::Flip(20, 60),
        offer: Wave::Flip(200, 30),
        present: Wave::Flip(20, 100),
        host_csn: Wave::Flip(10, 20),
        wants_memory: Wave::Flip(40, 40),
        wants_port: Wave::Flip(40, 40),
        csn: Wave::Flip(10, 20),
    })
}

fn debouncer(seed: u64) -> Run {
    bench!("debouncer", Debouncer::default(), EDGES, seed, {
        reset: Wave::Reset(1_000),
        level: Wave::Flip(20, 20),
        debounce: Wave::Pick(200, vec![0, 1, 2, 7, 16, 40, 0xFF_FFFF]),
    })
}

fn sense(seed: u64) -> Run {
    bench!("sense", Sense::default(), 2 * EDGES, seed, {
        reset: Wave::Reset(3_000),
        io_write: Wave::Flip(40, 1),
        io_address: offsets(&[offset::SENSE, offset::SENSE_CHANGED, offset::DEBOUNCE]),
        io_data: Wave::Number(3),
        levels: Wave::Flip(40, 40),
    })
}

fn timer(seed: u64) -> Run {
    let mut cycle = 0u64;
    let answer = move |block: &mut Timer, rng: &mut Rng, _: u64| {
        // Times that matter lie just ahead.
        if once(rng, 3) {
            let ahead = cycle.wrapping_add(rng.below(60)).wrapping_sub(20);
            let far = once(rng, 8);
            let compare = if far { ahead ^ 1 << 31 } else { ahead };
            block.io_data.next = (compare & 0xFFFF_FFFF).into();
        }
        if block.io_address.val().to_u32() == offset::WATCHDOG && once(rng, 4) {
            block.io_data.next = rng.below(300).into();
        }
        cycle = block.cycle.val().to_u64();
    };
    let edges = 4 * EDGES;
    bench!("timer", Timer::default(), edges, seed, {
        reset: Wave::Reset(30_000),
        io_write: Wave::Flip(30, 1),
        io_address: offsets(&[offset::TIMER_NOW, offset::TIMER_COMPARE, offset::WATCHDOG]),
        io_data: Wave::Number(2),
    }, answer)
}

fn power_on_reset(seed: u64) -> Run {
    bench!("power_on_reset", PowerOnReset::default(), 2 * EDGES, seed, {
        vcc_ok: Wave::Flip(20, 3_000),
        watchdog: Wave::Pulse(200),
    })
}

fn registers(seed: u64) -> Run {
    bench!("registers", Registers::default(), EDGES, seed, {
        reset: Wave::Reset(500),
        io_write: Wave::Flip(6, 1),
        io_address: offsets(&[
            offset::CLOCK_HZ,
            offset::RESET_CAUSE,
            offset::IRQ_ENABLE,
            offset::IRQ_PENDING,
            offset::OUT,
            offset::IDLE_TIME,
        ]),
        io_data: Wave::Random,
        clock_hz: Wave::Number(100),
        by_watchdog: Wave::Flip(50, 50),
        i2c_done: Wave::Flip(30, 10),
        spi_done: Wave::Flip(30, 10),
        timer_event: Wave::Flip(30, 10),
        sense_event: Wave::Flip(30, 10),
        switch_read: Wave::Number(20),
        sense_read: Wave::Number(20),
        timer_read: Wave::Number(20),
        i2c_read: Wave::Number(20),
        spi_read: Wave::Number(20),
        uart_rx_event: Wave::Flip(30, 10),
        uart_tx_event: Wave::Flip(30, 10),
        uart_read: Wave::Number(20),
    })
}

/// A register of the I2C unit and a value with which a command is over before long.
fn i2c_register(rng: &mut Rng) -> (u32, u64) {
    let timing = |rng: &mut Rng| 10 + rng.below(20);
    match rng.below(16) {
        0 => (offset::I2C_TIMING, timing(rng) << 16 | timing(rng)),
        1 => (offset::I2C_STRETCH, rng.below(4)),
        2 => (offset::I2C_DEADLINE, rng.below(12)),
        3 | 4 => {
            let journal = if once(rng, 3) { i2c_device::JOURNAL } else { 0 };
            let bytes = rng.below(4) << i2c_device::ADDRESS_BYTES_SHIFT;
            let address = rng.below(0x80);
            (offset::I2C_DEVICE, u64::from(journal) | bytes | address)
        }
        5 => (offset::I2C_ADDRESS, rng.next_u64() & 0xFFFF),
        6 | 7 => (offset::I2C_LENGTH, rng.below(6)),
        8 => (offset::I2C_POINTER, rng.next_u64() & 0xFFF),
        9 => (offset::I2C_CRC, rng.next_u64() & 0xFFFF_FFFF),
        10 => {
            let any = 4 * rng.below_u32(32);
            (any, rng.next_u64() & 0xFFFF_FFFF)
        }
        _ => {
            let poll = if once(rng, 2) { i2c_command::POLL } else { 0 };
            (offset::I2C_COMMAND, u64::from(poll) | rng.below(8))
        }
    }
}

fn i2c(seed: u64) -> Run {
    let (mut bus, mut journal) = (Party::new(FILTER_EDGES), Party::new(FILTER_EDGES));
    let answer = move |block: &mut I2c, rng: &mut Rng, _: u64| {
        if block.io_write.val() {
            block.io_write.next = false;
        } else if once(rng, 40) {
            let (offset, value) = i2c_register(rng);
            block.io_write.next = true;
            block.io_address.next = u64::from(offset).into();
            block.io_data.next = value.into();
        } else {
            block.io_address.next = (4 * rng.below(32)).into();
        }
        let low = (block.bus_scl_low.val(), block.bus_sda_low.val());
        let (scl, sda) = bus.levels(rng, low.0, low.1);
        (block.bus_scl.next, block.bus_sda.next) = (scl, sda);
        let low = (block.jrn_scl_low.val(), block.jrn_sda_low.val());
        let (scl, sda) = journal.levels(rng, low.0, low.1);
        (block.jrn_scl.next, block.jrn_sda.next) = (scl, sda);
    };
    let edges = 8 * EDGES;
    bench!("i2c", I2c::default(), edges, seed, {
        reset: Wave::Reset(8_000),
        io_write: Wave::Driven,
        io_address: Wave::Driven,
        io_data: Wave::Driven,
        bus_scl: Wave::Driven,
        bus_sda: Wave::Driven,
        bus_busy: Wave::Flip(300, 40),
        jrn_scl: Wave::Driven,
        jrn_sda: Wave::Driven,
        jrn_busy: Wave::Flip(300, 40),
        host_owns_bus: Wave::Flip(2_000, 100),
        other_busy: Wave::Flip(300, 40),
        tick: Wave::Pulse(120),
        buffer_read: Wave::Number(50),
    }, answer)
}

/// The engine, alone or with filters and tracker before it. `delay` is what the filters, which are
/// not there, would take.
macro_rules! engine {
    ($name:literal, $block:ty, $delay:expr, $seed:expr, { $($own:ident: $wave:expr),+ $(,)? }) => {{
        let mut bus = Party::new($delay);
        let answer = move |block: &mut $block, rng: &mut Rng, _: u64| {
            // A command is not changed while it is under way.
            let idle = !block.busy.val();
            block.start.next = idle && once(rng, 20);
            if idle {
                block.low.next = (10 + rng.below(30)).into();
                block.high.next = (10 + rng.below(30)).into();
                block.stretch.next = rng.below(4).into();
                block.deadline.next = rng.below(12).into();
                block.not_owner.next = once(rng, 20);
                block.nothing.next = once(rng, 20);
                block.recover.next = once(rng, 5);
                block.reads.next = once(rng, 2);
                block.poll.next = once(rng, 2);
                block.no_address.next = once(rng, 3);
                block.short_address.next = once(rng, 2);
            }
            let (scl_low, sda_low) = (block.scl_low.val(), block.sda_low.val());
            let (scl, sda) = bus.levels(rng, scl_low, sda_low);
            (block.scl.next, block.sda.next) = (scl, sda);
        };
        let edges = 8 * EDGES;
        bench!($name, <$block>::default(), edges, $seed, {
            $($own: $wave,)+
            reset: Wave::Reset(8_000),
            start: Wave::Driven,
            tick: Wave::Pulse(120),
            scl: Wave::Driven,
            sda: Wave::Driven,
            low: Wave::Driven,
            high: Wave::Driven,
            stretch: Wave::Driven,
            deadline: Wave::Driven,
            not_owner: Wave::Driven,
            nothing: Wave::Driven,
            recover: Wave::Driven,
            reads: Wave::Driven,
            poll: Wave::Driven,
            no_address: Wave::Driven,
            short_address: Wave::Driven,
            tx_byte: Wave::Number(60),
            complete: Wave::Flip(400, 100),
            last: Wave::Flip(400, 100),
            unequal: Wave::Flip(2_000, 100),
        }, answer)
    }};
}

fn i2c_engine(seed: u64) -> Run {
    engine!("i2c_engine", I2cEngine, FILTER_EDGES, seed, { bus_busy: Wave::Flip(300, 40) })
}

fn i2c_engine_with_inputs(seed: u64) -> Run {
    engine!("i2c_engine_with_inputs", I2cEngineWithInputs, 0, seed, {
        idle_time: Wave::Pick(2_000, vec![1, 20, 60]),
    })
}

fn mcu(seed: u64) -> Run {
    let halves = program(&mut Rng::new(seed), true);
    let mut fetched = 0;
    let answer = move |block: &mut Mcu, rng: &mut Rng, n: u64| {
        // The ROM gives what was addressed at the last edge.
        let high = u64::from(halves[(fetched + 1) % halves.len()]);
        block.rom_data.next = (high << 16 | u64::from(halves[fetched])).into();
        block.cycle.next = (n & 0xFFFF_FFFF).into();
        if once(rng, 1_000) {
            block.cycle_high.next = (rng.next_u64() & 0xFFFF_FFFF).into();
        }
        settle(block);
        fetched = block.rom_address.val().to_u64() as usize;
    };
    let edges = 3 * EDGES;
    bench!("mcu", Mcu::default(), edges, seed, {
        reset: Wave::Reset(10_000),
        rom_data: Wave::Driven,
        bus_read: Wave::Number(2),
        wake: Wave::Flip(20, 20),
        cycle: Wave::Driven,
        cycle_high: Wave::Driven,
    }, answer)
}

/// All together, on a board where anybody may pull any line.
fn controller(seed: u64) -> Run {
    let halves = program(&mut Rng::new(seed), false);
    let mut controller = Controller::default();
    controller.rom.load(&words(&halves));
    let mut world = 0xFF;
    let answer = move |block: &mut Controller, rng: &mut Rng, _: u64| {
        let wave = Wave::Flip(30, 600);
        world = wave.next(rng, 2, world, 8).unwrap_or(world);
        block.lines.next = (world & !block.pull.val().to_u64()).into();
    };
    let edges = 8 * EDGES;
    let mut run = bench!("umbilical", controller, edges, seed, {
        vcc_ok: Wave::Flip(20, 15_000),
        clock_hz: Wave::Number(5_000),
        lines: Wave::Driven,
        sensed: Wave::Flip(60, 400),
        spi_io: Wave::Random,
        host_csn: Wave::Flip(60, 400),
        uart_rx: Wave::Flip(30, 30),
    }, answer);
    run.recording.contents = lanes(["rom.low", "rom.high"], &halves);
    run
}

fn rom(seed: u64) -> Run {
    let mut rng = Rng::new(seed);
    let halves: Vec<u16> = (0..8192).map(|_| rng.next_u64() as u16).collect();
    let mut rom = Rom::default();
    rom.load(&words(&halves));
    let mut run = bench!("rom", rom, EDGES, seed, { address: Wave::Random });
    run.recording.contents = lanes(["low", "high"], &halves);
    run
}

/// The ROM's two arrays.
fn lanes([low, high]: [&'static str; 2], halves: &[u16]) -> Vec<(&'static str, Vec<u8>)> {
    let lane = |shift| halves.iter().map(move |half| (half >> shift) as u8);
    vec![(low, lane(0).collect()), (high, lane(8).collect())]
}

fn words(halves: &[u16]) -> Vec<u32> {
    let word = |pair: &[u16]| u32::from(pair[0]) | u32::from(pair[1]) << 16;
    halves.chunks_exact(2).map(word).collect()
}

/// Few addresses, so that what was written is read again.
fn addresses() -> Wave {
    Wave::Number(2)
}

fn ram(seed: u64) -> Run {
    bench!("ram", Ram::default(), EDGES, seed, {
        address: addresses(),
        write_data: Wave::Random,
        write_mask: Wave::Number(2),
    })
}

fn register_file(seed: u64) -> Run {
    bench!("register_file", RegisterFile::default(), EDGES, seed, {
        read_a: Wave::Random,
        read_b: Wave::Random,
        write: Wave::Flip(3, 2),
        write_address: Wave::Random,
        write_data: Wave::Random,
    })
}

fn transfer_buffer(seed: u64) -> Run {
    bench!("transfer_buffer", TransferBuffer::default(), EDGES, seed, {
        address: addresses(),
        write_data: Wave::Random,
        write_mask: Wave::Number(2),
        byte_address: addresses(),
        byte_write: Wave::Flip(3, 2),
        byte_data: Wave::Random,
    })
}
