//! The SPI unit and its engine, with a memory that says anything.

use super::{EDGES, Input, Run, offset, respond, text};
use crate::drive::{edge, ready, settle};
use crate::record::{Recording, ports};
use crate::stimulus::{Wave, once};
use umbilical_emu::rng::Rng;
use umbilical_rtl::spi::measure::SpiEngineWithBytes;
use umbilical_rtl::spi::{Spi, SpiEngine};
use umbilical_soft_mcu::registers::{SpiJoin, spi_command, spi_timing};

/// A register of the unit and a value with which a command is over before long.
fn register(rng: &mut Rng) -> (u32, u64) {
    let any = rng.next_u64() & 0xFFFF_FFFF;
    match rng.below(18) {
        0 | 1 => {
            let mode = if once(rng, 2) {
                spi_timing::IDLE_HIGH
            } else {
                0
            };
            (offset::SPI_TIMING, rng.below(4) | u64::from(mode))
        }
        2 => (offset::SPI_DEADLINE, rng.below(12)),
        3..=5 => (offset::SPI_FRAME, any),
        6 => (offset::SPI_ADDRESS, any),
        7..=9 => (offset::SPI_LENGTH, rng.below(9)),
        10 => (offset::SPI_POINTER, any),
        11 => (offset::SPI_CRC, any),
        12 => (4 * rng.below_u32(64), any),
        _ => {
            let flags = rng.below(4) * u64::from(spi_command::POLL);
            (offset::SPI_COMMAND, flags | rng.below(7))
        }
    }
}

pub fn unit(seed: u64) -> Run {
    let mut long = 0;
    let answer = move |block: &mut Spi, rng: &mut Rng, n: u64| {
        if block.io_write.val() {
            block.io_write.next = false;
        } else if n % 80_000 > 79_000 && !block.busy.val() && long == 0 {
            // A long one sets the upper bits of the count, and the later pages.
            long = 4;
        } else if long > 0 {
            long -= 1;
            let (offset, value) = [
                (offset::SPI_COMMAND, spi_command::COMPARE),
                (offset::SPI_LENGTH, 20_000),
                (offset::SPI_FRAME, 3 << 16),
                (offset::SPI_TIMING, 0),
            ][long];
            block.io_write.next = true;
            block.io_address.next = u64::from(offset).into();
            block.io_data.next = u64::from(value).into();
        } else if once(rng, 30) {
            let (offset, value) = register(rng);
            block.io_write.next = true;
            block.io_address.next = u64::from(offset).into();
            block.io_data.next = value.into();
        } else {
            block.io_address.next = (0x80 + 4 * rng.below(32)).into();
        }
        // The switch is with the engine, more often than not.
        let join = match (block.wants_memory.val(), block.wants_port.val()) {
            (true, _) if !once(rng, 20) => SpiJoin::Memory as u64,
            (_, true) if !once(rng, 20) => SpiJoin::Port as u64,
            _ => rng.below(8),
        };
        block.joined.next = join.into();
    };
    let edges = 10 * EDGES;
    bench!("spi", Spi::default(), edges, seed, {
        reset: Wave::Reset(50_000),
        io_write: Wave::Driven,
        io_address: Wave::Driven,
        io_data: Wave::Driven,
        io: Wave::Random,
        ask_engine: Wave::Flip(5, 5_000),
        ask_port: Wave::Flip(5, 2_000),
        present: Wave::Flip(5, 50_000),
        joined: Wave::Driven,
        staying: Wave::Flip(2, 100),
        other_busy: Wave::Flip(500, 5),
        tick: Wave::Pulse(120),
        buffer_read: Wave::Number(50),
    }, answer)
}

/// The engine, alone or with the choice of bytes.
macro_rules! engine {
    ($name:literal, $block:ty, $seed:expr, { $($own:ident: $wave:expr),+ $(,)? }) => {{
        let answer = |block: &mut $block, rng: &mut Rng, _: u64| {
            // A command is not changed while it is under way.
            let idle = !block.busy.val();
            block.start.next = idle && once(rng, 20);
            if idle {
                block.half.next = (1 + rng.below(4)).into();
                block.idle_high.next = once(rng, 2);
                block.deadline.next = rng.below(12).into();
                block.not_owner.next = once(rng, 20);
                block.nothing.next = once(rng, 20);
                block.poll.next = once(rng, 2);
                block.enable.next = once(rng, 2);
                block.no_own.next = once(rng, 5);
                block.reads.next = once(rng, 2);
                block.address_bytes.next = rng.below(4).into();
                block.dummy.next = rng.below(16).into();
                block.lines.next = rng.below(4).into();
                block.no_data.next = once(rng, 5);
            }
        };
        let edges = 5 * EDGES;
        bench!($name, <$block>::default(), edges, $seed, {
            $($own: $wave,)+
            reset: Wave::Reset(8_000),
            start: Wave::Driven,
            tick: Wave::Pulse(120),
            io: Wave::Random,
            half: Wave::Driven,
            idle_high: Wave::Driven,
            deadline: Wave::Driven,
            joined: Wave::Flip(5, 30),
            lost: Wave::Flip(3_000, 3),
            not_owner: Wave::Driven,
            nothing: Wave::Driven,
            poll: Wave::Driven,
            enable: Wave::Driven,
            no_own: Wave::Driven,
            reads: Wave::Driven,
            address_bytes: Wave::Driven,
            dummy: Wave::Driven,
            lines: Wave::Driven,
            no_data: Wave::Driven,
            last: Wave::Flip(100, 20),
            unequal: Wave::Flip(200, 100),
        }, answer)
    }};
}

pub fn engine(seed: u64) -> Run {
    engine!("spi_engine", SpiEngine, seed, { tx_byte: Wave::Number(10) })
}

pub fn engine_with_bytes(seed: u64) -> Run {
    engine!("spi_engine_with_bytes", SpiEngineWithBytes, seed, {
        opcode: Wave::Number(100),
        address: Wave::Number(100),
        data: Wave::Number(10),
    })
}
