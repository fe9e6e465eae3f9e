//! SPI switch and engine against a twin that is clocked on every edge.
//!
//! What would break it: any register or pin of the two that changes an edge too soon or too late,
//! a wrong winner when two things meet at one edge, an edge that the model sleeps through.

mod twin;

use super::*;
use crate::rng::Rng;
use twin::{Happened, Mutant, Twin};
use umbilical_soft_mcu::registers::{SpiJoin, SpiResult, i2c_command, spi_command, spi_timing};

const EDGES: u64 = 6_000;

/// Registers that the twin has, and the bits of them.
const REGISTERS: [(u32, u32); 14] = [
    (offset::SWITCH, switch::MASK),
    (
        offset::SWITCH_STATUS,
        switch_status::SPI_MASK << switch_status::SPI_SHIFT | switch_status::SPI_HOST_CSN,
    ),
    (offset::IRQ_PENDING, irq::SPI),
    (offset::SPI_TIMING, !0),
    (offset::SPI_DEADLINE, !0),
    (offset::SPI_FRAME, !0),
    (offset::SPI_ADDRESS, !0),
    (offset::SPI_LENGTH, !0),
    (offset::SPI_POINTER, !0),
    (offset::SPI_STATUS, !0),
    (offset::SPI_COUNT, !0),
    (offset::SPI_CRC, !0),
    (offset::SPI_PAGES, !0),
    (offset::SPI_COMMAND, !0),
];

/// Pins that the twin drives.
const DRIVEN: u64 =
    SPI_DRIVEN | Pin::Strap.bit() | Pin::En0.bit() | Pin::En1.bit() | Pin::HostEn.bit();

/// The world outside.
struct World {
    present: bool,
    host_csn: bool,
    io: u8,
    /// The data lines change once in as many edges.
    pace: u64,
}

impl World {
    /// `port` says that data comes from the port, which the cable then leaves more often.
    fn step(&mut self, port: bool, rng: &mut Rng) {
        let holds = match self.present {
            true if port => 20,
            true => 1_500,
            false => 40,
        };
        self.present ^= rng.below(holds) == 0;
        self.host_csn ^= rng.below(if self.host_csn { 60 } else { 15 }) == 0;
        if rng.below(500) == 0 {
            self.pace = [1, 2, 30, 3_000][rng.below(4) as usize];
        }
        if rng.below(self.pace) == 0 {
            // All the same on all lines now and then, for bytes of 00h and FFh.
            self.io = [0, 0xF, rng.below_u32(16) as u8][rng.below(3) as usize];
        }
    }

    fn pins(&self) -> u64 {
        u64::from(self.present) << Pin::Present as u32
            | u64::from(self.host_csn) << Pin::HostCsn as u32
            | u64::from(self.io) << Pin::ProcIo0 as u32
            | u64::from(LINES)
    }
}

fn random_write(rng: &mut Rng) -> Option<(u32, u32)> {
    let any = rng.next_u64() as u32;
    let often = switch::SPI_ENGINE | switch::SPI_PORT;
    Some(match rng.below(640) {
        0..4 => (offset::SWITCH, any),
        4..10 => (
            offset::SWITCH,
            [often, often | switch::SPI_HOST][any as usize % 2],
        ),
        10 => (offset::SWITCH, switch::SPI_HOST),
        11 => (offset::OUT, out::OFFER),
        12..16 => (offset::OUT, 0),
        16..20 => (
            offset::SPI_TIMING,
            any & (spi_timing::IDLE_HIGH | 3) | any >> 8 & 1 << 2,
        ),
        20..24 => (offset::SPI_DEADLINE, rng.below_u32(5) | any & 0xFFF0_0000),
        24..30 => (offset::SPI_FRAME, any),
        30..33 => (offset::SPI_ADDRESS, any),
        33..39 => (offset::SPI_LENGTH, rng.below_u32(20) | any & 0xFF00_0000),
        39 => (offset::SPI_LENGTH, 250 + rng.below_u32(30)),
        40..43 => (offset::SPI_POINTER, any),
        43..53 => (offset::SPI_CRC, any),
        53 => (offset::I2C_COMMAND, i2c_command::WRITE),
        60..160 => {
            let flags = [0, spi_command::POLL, spi_command::WREN][rng.below(3) as usize];
            let flags = flags | [0, spi_command::POLL][rng.below(2) as usize];
            (
                offset::SPI_COMMAND,
                flags | any & spi_command::OPERATION_MASK,
            )
        }
        _ => return None,
    })
}

#[derive(Debug, Default)]
struct Met {
    joins: [u32; 5],
    results: [u32; 6],
    ignored: u32,
    crc_written_under_way: u32,
    /// Edges at which nothing but the engine was run.
    clocks: u32,
    bytes: u64,
}

impl Met {
    fn count(&mut self, happened: Happened) {
        if let Some(join) = happened.joined {
            self.joins[join as usize] += 1;
        }
        if let Some(result) = happened.ended {
            self.results[result as usize] += 1;
        }
        self.ignored += u32::from(happened.ignored);
        self.crc_written_under_way += u32::from(happened.crc_written_under_way);
    }
}

/// Model and twin side by side; the first difference between them.
fn run(seed: u64, mutant: Mutant, met: &mut Met) -> Result<(), String> {
    let mut rng = Rng::new(seed);
    let mut world = World {
        present: true,
        host_csn: true,
        io: 0xF,
        pace: 1,
    };
    let mut io = Periphery::new(CLOCK_HZ);
    for byte in io.buffer.iter_mut() {
        *byte = [0, 0xFF, 0xFF, rng.below_u32(256) as u8][rng.below(4) as usize];
    }
    io.reset(world.pins(), reset_cause::POWER);
    let mut twin = Twin::new(mutant, &io.buffer);
    let mut pins = world.pins();
    let next = |io: &Periphery, edge| (io.next_beside_spi(edge), io.next_of_spi(edge));
    let (mut beside, mut of_spi) = next(&io, 0);
    for edge in 0..EDGES {
        let place = format!("edge {edge}, seed {seed}");
        let mut probe = io.clone();
        if edge > 0 {
            probe.catch_up(edge - 1);
        }
        for (register, mask) in REGISTERS {
            let (read, expected) = (probe.read(edge, register) & mask, twin.read(register));
            if read != expected {
                return Err(format!(
                    "{register:#x}: {read:#x}, not {expected:#x}, {place}"
                ));
            }
        }
        let write = match edge {
            2 => Some((offset::I2C_DEADLINE, 0)),
            // Rare by chance: a byte of a broken-off frame is still in the register.
            _ if twin.crc_left > 0 && !twin.busy() && rng.below(2) == 0 => {
                Some((offset::SPI_CRC, rng.next_u64() as u32))
            }
            _ => random_write(&mut rng),
        };
        let (i2c_accepted, i2c_busy) = (io.engine.accepts(edge), io.engine.busy());
        let i2c_accepts = !i2c_busy && i2c_accepted;
        let spi_busy = twin.busy();
        if write.is_none() && edge < beside && io.spi.clocks() {
            if of_spi == edge {
                of_spi = io.spi_clock(edge);
                met.clocks += 1;
            }
        } else if beside.min(of_spi) == edge || write.is_some() {
            if edge > 0 {
                io.catch_up(edge - 1);
            }
            io.edge(edge);
            if let Some((register, value)) = write {
                io.write(edge, register, value);
                if register == offset::I2C_COMMAND && spi_busy {
                    assert!(
                        !io.engine.busy() || i2c_busy,
                        "both engines at once, {place}"
                    );
                }
            }
            (beside, of_spi) = next(&io, edge);
        }
        assert!(beside.min(of_spi) > edge, "late at {place}");
        let counted = twin.count;
        let filtered = (world.present, world.host_csn);
        let happened = twin.clock(edge, filtered, io.spi_io, i2c_accepts, write);
        met.bytes += u64::from(twin.count.saturating_sub(counted));
        met.count(happened);
        let (outputs, expected) = (io.outputs(), twin.outputs());
        let ours = Outputs {
            low: outputs.low & DRIVEN,
            high: outputs.high & DRIVEN,
        };
        if ours != expected {
            return Err(format!("{ours:x?}, not {expected:x?}, after {place}"));
        }
        if io.buffer != twin.buffer {
            return Err(format!("the buffers differ after {place}"));
        }
        world.step(twin.reads_the_port(), &mut rng);
        let after = world.pins();
        io.spi_io = spi_io(after);
        if (after ^ pins) & WATCHED != 0 && io.sample(edge + 1, after) {
            (beside, of_spi) = next(&io, edge);
        }
        pins = after;
    }
    Ok(())
}

#[test]
fn model_and_clocked_twin_agree_on_every_edge() {
    let mut met = Met::default();
    for seed in 0..400 {
        run(seed, Mutant::None, &mut met).unwrap_or_else(|difference| panic!("{difference}"));
    }
    assert!(met.joins.iter().all(|count| *count >= 100), "{met:?}");
    assert!(met.results.iter().all(|count| *count >= 30), "{met:?}");
    assert!(
        met.ignored >= 100 && met.crc_written_under_way >= 3,
        "{met:?}"
    );
    assert!(met.bytes >= 10_000 && met.clocks >= 10_000, "{met:?}");
    assert!(SpiJoin::Port as usize + 1 == met.joins.len());
    assert!(SpiResult::PortLost as usize + 1 == met.results.len());
}

#[test]
fn the_comparison_finds_a_twin_that_is_an_edge_off() {
    for mutant in [
        Mutant::SampleLate,
        Mutant::GuardShort,
        Mutant::GapShort,
        Mutant::CrcLate,
        Mutant::StartsAnyway,
        Mutant::NoLastStatus,
    ] {
        let found = (0..20).any(|seed| run(seed, mutant, &mut Met::default()).is_err());
        assert!(found, "{mutant:?} stays hidden");
    }
}
