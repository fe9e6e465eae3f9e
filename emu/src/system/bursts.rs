//! Whole bytes between an engine and a flash, where nothing could tell the difference.
//!
//! ```text
//!             next event                                 horizon: the least of other wakes,
//!                 |                                      environment, end, look, the controller's own
//!    boundary 0   | b1        b2          b3   boundary k     |
//!   --------------x-----------+-----------+-------------x-----|----
//!                 `------- passed over silently --------'
//! ```
//!
//! At a boundary the controller's next event is the fall of SCK that ends a byte. Everything that
//! bit by bit would have happened up to just before the fall of boundary k happens in the two ends
//! themselves; then the levels are resolved, without telling anybody, and time goes on with that
//! fall. So it is all as it would have been, if
//!
//! * nobody but the two drives the joined segments, and no fault forces them;
//! * no other component, no event from outside and no observer acts or looks before that fall,
//!   and the run does not end before it.

use super::{COMPONENTS, PER_BOARD, System};
use crate::board::Component;
use crate::burst::{Burst, Flow};
use crate::nets::{Pin, Side, of_board};
use crate::time::{Span, Time};
use crate::trace::BurstRecord;
use crate::wiring::{Segment, Segments};

/// The most bytes of one burst: what a scratch buffer may take.
const BYTES_MAX: u32 = 1 << 16;
/// Every net of the point-to-point bus on a board.
const LINES: u64 = ((1 << (Pin::PortIo1 as u32 + 1)) - 1) & !(Pin::HostSck.bit() - 1);

/// Space that is used again and again.
#[derive(Default)]
pub(super) struct Scratch {
    bytes: Vec<u8>,
    rises: Vec<Time>,
}

impl System {
    /// Moves bytes if the component `index`, whose wake is the next event, stands at a boundary.
    /// True when it did: then the next event is another one.
    #[inline]
    pub(super) fn try_burst(&mut self, index: usize, end: Time) -> bool {
        if index % PER_BOARD != Component::Controller as usize {
            return false;
        }
        let side = Side::BOTH[index / PER_BOARD];
        let pins = self.pins(side);
        // SCK is high at a boundary in either mode.
        if pins & (Pin::ProcSck.bit() | Pin::ProcCsn.bit()) != Pin::ProcSck.bit() {
            return false;
        }
        self.burst(side, end).is_some()
    }

    fn burst(&mut self, side: Side, end: Time) -> Option<()> {
        let burst = self.boards[side as usize].controller.burst()?;
        let chip = self.partner(side, burst)?;
        let horizon = self.horizon(side, end);
        let bytes = self.bytes_before(side, burst, horizon);
        if bytes == 0 {
            return None;
        }
        let bytes = (bytes + self.overreach).min(burst.bytes);
        let mut scratch = std::mem::take(&mut self.scratch);
        self.move_bytes(side, chip, burst.flow, bytes, &mut scratch);
        self.scratch = scratch;
        self.statistics.bursts += 1;
        self.statistics.burst_bytes += u64::from(bytes);
        Some(())
    }

    /// The board whose flash is the only chip that the engine of `side` is joined with, if there is
    /// such a one and nobody else has a say.
    fn partner(&self, side: Side, burst: Burst) -> Option<Side> {
        let set = self.wiring.segments().joined(side, Segment::Processor);
        let mut chips = Side::BOTH.into_iter().filter(|side| {
            let fitted = self.boards[*side as usize].memory_fitted;
            set & Segment::Memory.of(*side) != 0 && fitted && self.vout(*side)
        });
        let chip = chips.next()?;
        let alone = chips.next().is_none();
        let nets = Segments::nets(set);
        let controller = side as usize * PER_BOARD + Component::Controller as usize;
        let memory = chip as usize * PER_BOARD + Component::Memory as usize;
        let lines = of_board(self.wiring.forced, Side::A) | of_board(self.wiring.forced, Side::B);
        let undisturbed = lines & LINES == 0
            && !self.wiring.driven_by_others(nets, [controller, memory])
            && self.late[controller] == Span::ZERO
            && self.late[memory] == Span::ZERO;
        let flash = self.boards[chip as usize].memory.nor()?;
        let possible = match burst.flow {
            // IO2 and IO3 do not leave the board.
            Flow::Receive { lines } => lines < 4 || chip == side,
            // Both drive IO0: bit by bit shows how often they collide.
            Flow::Send => flash.drives().0 & 1 == 0,
        };
        (alone && undisturbed && possible).then_some(chip)
    }

    /// No boundary may be reached whose fall is later than this.
    fn horizon(&self, side: Side, end: Time) -> Time {
        let own = side as usize * PER_BOARD + Component::Controller as usize;
        let others = (0..COMPONENTS).filter(|index| *index != own);
        let wakes = others.map(|index| self.wakes[index]);
        let look = self.observers.next_look(self.now);
        wakes.fold(end.min(look).min(self.environment_wake()), Time::min)
    }

    /// How many bytes fit before `horizon`.
    fn bytes_before(&self, side: Side, burst: Burst, horizon: Time) -> u32 {
        let controller = &self.boards[side as usize].controller;
        let fits = |bytes: u32| {
            let fall = controller.burst_fall(bytes);
            fall <= horizon && fall < burst.until
        };
        let most = burst.bytes.min(BYTES_MAX);
        if fits(most) {
            return most;
        }
        // Bytes take the same time, but for the rounding of edges to picoseconds.
        let (first, second) = (controller.burst_fall(0), controller.burst_fall(1));
        let room = horizon.min(burst.until).since(first).ps();
        let mut bytes = (room / second.since(first).ps().max(1)).min(u64::from(most)) as u32;
        while bytes > 0 && !fits(bytes) {
            bytes -= 1;
        }
        while bytes < most && fits(bytes + 1) {
            bytes += 1;
        }
        bytes
    }

    fn move_bytes(
        &mut self,
        side: Side,
        chip: Side,
        flow: Flow,
        count: u32,
        scratch: &mut Scratch,
    ) {
        let Scratch { bytes, rises } = scratch;
        bytes.clear();
        let controller = &mut self.boards[side as usize].controller;
        let last_rise = controller.burst_rise(count);
        let half = controller.burst_fall(count).since(last_rise);
        let last_fall = last_rise - half;
        // The digest and the log need the time of every byte.
        rises.clear();
        if self.observers.times_bytes() {
            rises.extend((1..=count).map(|byte| controller.burst_rise(byte)));
        }
        if flow == Flow::Send {
            controller.burst_send(count, bytes);
        }
        let Some(flash) = self.boards[chip as usize].memory.nor_mut() else {
            unreachable!("the partner of a burst is a flash")
        };
        match flow {
            Flow::Send => flash.send(bytes, last_fall, last_rise),
            Flow::Receive { lines } => {
                bytes.resize(count as usize, 0);
                flash.receive(bytes, lines, last_fall, last_rise);
                self.boards[side as usize].controller.burst_receive(bytes);
            }
        }
        self.land(side, chip, last_rise);
        self.observers.burst(&BurstRecord {
            side: chip,
            flow,
            bytes,
            rise: &|byte| rises[byte],
            levels: self.levels(),
        });
    }

    /// The levels follow, and the two ends know of it; nobody else does.
    fn land(&mut self, side: Side, chip: Side, now: Time) {
        self.now = self.now.max(now);
        self.refresh_drive(side, Component::Controller);
        self.refresh_drive(chip, Component::Memory);
        self.wiring.resolve();
        for side in Side::BOTH {
            if self.psu[side as usize] {
                let pins = self.pins(side);
                self.boards[side as usize].controller.on_pins(now, pins);
                self.refresh_wake(side, Component::Controller);
            }
        }
    }
}
