//! The NOR flash on the point-to-point bus.
//!
//! * [`frame`] — engine commands by role; the source cannot be written by construction.
//! * [`sfdp`] — what a flash says about itself, taken apart with distrust.
//! * `identify` — finds both flashes and refuses by name what does not fit.
//! * `protect` — takes block protection away and puts it back.
//! * `own` — what a computer asks of the own flash.
//! * `extent` — what of the memory is copied.
//! * `ahead` — the source's CRC, sector by sector, read ahead while the destination is busy.
//! * [`plan`] — which erases a block of 64 KiB gets.
//! * `block`, `stream`, `copy` — looks at one block, programs a run of sectors, does all blocks.
//!
//! The engine has one processor segment and joins it with one flash at a time; a command for the
//! port while the own flash erases is what overlaps reading and writing.

mod ahead;
pub mod block;
mod copy;
mod extent;
pub mod frame;
mod identify;
mod own;
pub mod plan;
mod protect;
pub mod sfdp;
mod stream;

use crate::job::{Job, RETRIES_MAX, Stopped, WATCHDOG_MS};
use crate::journal::{PART_NOR, Settings};
use crate::kind::Kind;
use crate::platform::{Platform, SpiBus};
use crate::registers::{SpiJoin, SpiResult, switch, switch_status};
use crate::report::Fault;
use crate::server::About;
use crate::timing::{Times, reached, spi_half};

use copy::Copier;
use frame::{Destination, Frame, ReadMode, Side, Source};
use identify::Known;

/// Smallest area that can be erased, and the whole transfer buffer.
pub const SECTOR_BYTES: u32 = 4096;
/// Area that the copy looks at as a whole.
pub const BLOCK_BYTES: u32 = 64 << 10;
/// Bytes that one program writes.
pub const PAGE_BYTES: u32 = 256;

/// How long a host that keeps its chip select low is waited for before it is held all the same.
const HOST_IDLE_MS: u32 = 100;
/// How long joining the host may take.
const JOIN_MS: u32 = 50;
/// How long a segment may take to be joined, and a status poll that nothing else limits.
const DEADLINE_MS: u32 = 25;

/// The NOR flash on the point-to-point bus.
pub struct Spi {
    times: Times,
    /// Half period of SCK once both flashes are known, in cycles.
    half: u32,
    own: Known,
}

impl Default for Spi {
    fn default() -> Self {
        Self {
            times: Times::default(),
            half: 0,
            own: Known::NOTHING,
        }
    }
}

/// Something that the own flash does by itself: the fault if it does not end in time, and the
/// number that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Busy(Fault, u32);

/// Both flashes, as the steps of a rescue see them.
#[derive(Clone)]
pub struct Pair {
    /// What is known of the own flash.
    own: Known,
    source: Source,
    /// What the own flash is busy with.
    busy: Option<Busy>,
    /// Cycles for which the watchdog is quiet: longer than anything the engine may wait for.
    patience: u32,
    /// The longest of that.
    longest: u32,
    /// Half period of SCK once both flashes are known, in cycles.
    half: u32,
}

impl Pair {
    /// The own flash, as it is known.
    #[inline]
    fn destination(&self) -> Destination {
        self.own.destination()
    }
}

impl Spi {
    /// Asks for `connections` and waits until the host is joined if they say so, and otherwise parted;
    /// `ms` at most. True when it is.
    #[inline(never)]
    fn switch<P: Platform>(&self, p: &mut P, connections: u32, ms: u32) -> bool {
        p.set_switch(connections);
        let wanted = connections & switch::SPI_HOST != 0;
        let deadline = p.now().wrapping_add(ms * self.times.ms);
        loop {
            let join = p.switch_status() >> switch_status::SPI_SHIFT & switch_status::SPI_MASK;
            if (join == SpiJoin::Host as u32) == wanted {
                return true;
            }
            if reached(p.now(), deadline) {
                return false;
            }
        }
    }
}

impl<P: Platform + SpiBus> Kind<P> for Spi {
    type Pair = Pair;
    type Steps = Copier;

    const HOST_NEEDS_MEMORY: bool = true;

    fn fits(settings: &Settings) -> bool {
        settings.part == PART_NOR
    }

    fn set_up(&mut self, p: &mut P, times: Times, settings: Option<&Settings>) {
        p.set_spi_deadline(DEADLINE_MS * times.ms);
        self.times = times;
        self.half = settings.map_or(1, |settings| spi_half(p.clock_hz(), settings.bus_hz));
    }

    fn join_host(&self, p: &mut P) -> bool {
        let joined = self.switch(p, switch::SPI_HOST, JOIN_MS);
        if !joined {
            p.set_switch(0);
        }
        joined
    }

    /// The hardware parts them when the host's chip select is high. One that stays low belongs to
    /// a host that hangs; the caller then holds it in reset, which lets the line go.
    fn part_host(&self, p: &mut P) {
        self.switch(p, 0, HOST_IDLE_MS);
    }

    /// With OFFER set the hardware drops the strap as soon as nothing is joined, and the board
    /// hands the flash to the port. It is since the host was parted.
    fn offer(&mut self, _p: &mut P) {}

    /// A reader that vanishes leaves nothing behind: chip select is pulled up.
    fn watch_offer(&mut self, _p: &mut P) {}

    fn join_port(&self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        if self.switch(job.p, switch::SPI_ENGINE | switch::SPI_PORT, HOST_IDLE_MS) {
            return Ok(());
        }
        let status = job.p.switch_status();
        Err(job.fault(Fault::BusStuck, status))
    }

    fn take_memory(&self, p: &mut P) {
        p.set_switch(switch::SPI_ENGINE);
    }

    fn can_be_rescued(&self, _job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        Ok(())
    }

    #[inline(always)]
    fn pair(&self) -> Pair {
        Pair {
            own: self.own.clone(),
            source: Source::new(ReadMode::NONE),
            busy: None,
            patience: WATCHDOG_MS * self.times.ms,
            longest: 0,
            half: self.half,
        }
    }

    fn learn(&mut self, pair: &Pair) {
        self.own = pair.own.clone();
    }

    fn about(&self) -> About {
        own::about(0, 0)
    }

    fn steps(&self) -> Copier {
        Copier::new()
    }
}

impl<P: Platform + SpiBus> Job<'_, P, Pair> {
    /// Runs one command; on the own flash once that is ready.
    ///
    /// `Err` when the source went away: also when it was not there at the end of a read, since a
    /// flash that was taken back reads as blank, and blank is a content like any other.
    #[inline(always)]
    fn run(&mut self, frame: &Frame) -> Result<(), Stopped> {
        let [setup, address, length, pointer, command] = frame.registers();
        self.run_registers(setup, address, length, pointer, command)
    }

    /// The same: five words are passed in registers, and one frame would be in memory.
    #[inline(never)]
    fn run_registers(
        &mut self,
        setup: u32,
        address: u32,
        length: u32,
        pointer: u32,
        command: u32,
    ) -> Result<(), Stopped> {
        let mut frame = Frame::from_registers([setup, address, length, pointer, command]);
        let port = frame.is_for_port();
        let mut busy = None;
        if !port {
            busy = self.memory.busy.take();
        }
        let mut again = false;
        loop {
            if busy.is_some() {
                frame = frame.polled();
                self.patient();
            }
            self.p.spi_start(&frame);
            let result = self.ended(port)?;
            let (SpiResult::PollDeadline, Some(Busy(fault, detail))) = (result, busy) else {
                return Ok(());
            };
            // A disturbed status can have said "ready" too early: then what was to come next was
            // not taken, and the flash is still at what came before, which may take the longest. So it
            // is asked again, once.
            if again {
                return Err(self.fault(fault, detail));
            }
            again = true;
            self.retry();
            self.p.set_spi_deadline(self.memory.longest);
        }
    }

    /// Sleeps until the command under way has ended, and tells as [`run`](Self::run) does.
    #[inline(never)]
    fn ended(&mut self, port: bool) -> Result<SpiResult, Stopped> {
        self.attend();
        let result = self.p.spi_wait();
        let gone = match result {
            SpiResult::BusBusy => return Err(self.fault(Fault::BusStuck, result as u32)),
            SpiResult::PortLost | SpiResult::NotOwner => true,
            _ => port && self.peer_gone(),
        };
        if gone { Err(self.gone()) } else { Ok(result) }
    }

    /// Waits until the own flash has ended what it is busy with.
    #[inline(never)]
    fn settle(&mut self) -> Result<(), Stopped> {
        if self.memory.busy.is_some() {
            self.run(&Side::Own.wait())?;
        }
        Ok(())
    }

    /// Starts something in the own flash that takes up to `cycles`; the fault if it takes longer.
    #[inline(always)]
    fn begin(&mut self, frame: &Frame, fault: Fault, cycles: u32) -> Result<(), Stopped> {
        let [setup, address, length, pointer, _] = frame.registers();
        self.begin_registers(setup, address, length, pointer, fault, cycles)
    }

    /// The same, with words in registers again.
    #[inline(never)]
    fn begin_registers(
        &mut self,
        setup: u32,
        address: u32,
        length: u32,
        pointer: u32,
        fault: Fault,
        cycles: u32,
    ) -> Result<(), Stopped> {
        self.run(&Frame::change(setup, address, length, pointer))?;
        self.memory.busy = Some(Busy(fault, address));
        self.p.set_spi_deadline(cycles);
        Ok(())
    }

    /// Runs `length` bytes of the source through the CRC, which begins with `register`, and gives
    /// what it ends with.
    #[inline]
    fn scan_theirs(&mut self, register: u32, address: u32, length: u32) -> Result<u32, Stopped> {
        self.p.set_spi_crc(register);
        let frame = self.memory.source.scan(address, length);
        self.run(&frame)?;
        Ok(self.p.spi_crc())
    }

    /// The same, with the bytes read into the buffer at `pointer`.
    #[inline(never)]
    fn read_theirs(
        &mut self,
        register: u32,
        address: u32,
        length: u32,
        pointer: u32,
    ) -> Result<u32, Stopped> {
        let frame = self.memory.source.read(address, length, pointer);
        self.through_crc(&frame, register)
    }

    /// Runs a command whose data goes through the CRC, and gives what that ends with.
    #[inline(never)]
    fn through_crc(&mut self, frame: &Frame, register: u32) -> Result<u32, Stopped> {
        self.p.set_spi_crc(register);
        self.run(frame)?;
        Ok(self.p.spi_crc())
    }

    /// As [`scan_theirs`](Self::scan_theirs) with the own flash.
    #[inline]
    fn scan_own(&mut self, register: u32, address: u32, length: u32) -> Result<u32, Stopped> {
        self.p.set_spi_crc(register);
        let frame = self.memory.destination().scan(address, length);
        self.run(&frame)?;
        Ok(self.p.spi_crc())
    }

    /// Compares the own flash with the buffer at `pointer`. Gives
    /// [`SPI_PAGES`](crate::registers::spi_pages): 0 when they are equal.
    #[inline(never)]
    fn compare_own(&mut self, address: u32, length: u32, pointer: u32) -> Result<u32, Stopped> {
        let frame = self.memory.destination().compare(address, length, pointer);
        self.run(&frame)?;
        Ok(self.p.spi_pages())
    }

    /// Is the own flash ready? Looks for less than a tick, and believes only what it sees twice:
    /// what is sent to a flash that is still erasing is lost.
    #[inline(never)]
    fn is_ready(&mut self) -> bool {
        for _ in 0..2 {
            self.p.spi_start(&Side::Own.wait());
            // A tick can fall before the segment is joined: that says nothing, so it counts as busy.
            if self.p.spi_wait() != SpiResult::Ok {
                return false;
            }
        }
        self.memory.busy = None;
        true
    }

    /// Gives the watchdog more than the longest wait of the engine.
    fn patient(&mut self) {
        self.p.kick(self.memory.patience);
    }

    /// Sets deadline and watchdog for waits of up to `us` microseconds.
    fn expect(&mut self, us: u32) {
        let longest = cycles(self.times, us);
        self.memory.longest = longest;
        self.memory.patience = WATCHDOG_MS * self.times.ms + longest;
        self.p.set_spi_deadline(longest);
        self.patient();
    }

    /// After the `tries`th two reads that disagree: `Ok` when it is worth another try.
    #[inline(never)]
    fn again(&mut self, tries: u32, address: u32) -> Result<(), Stopped> {
        self.retry();
        if tries > RETRIES_MAX {
            return Err(self.fault(Fault::BusError, address));
        }
        Ok(())
    }
}

/// `us` microseconds, 20 seconds at most, in cycles of a clock of 100 MHz at most.
fn cycles(times: Times, us: u32) -> u32 {
    us * times.us
}
