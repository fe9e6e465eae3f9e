//! The line with everything that may happen to it and to the board, and an eye on the board.

use std::io;
use std::time::Duration;

use umbilical::link::Transport;
use umbilical_emu::fault::FaultKind;
use umbilical_emu::rng::Rng;
use umbilical_emu::system::Action;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::journal::{self, Marker, MarkerState, Payload, RECORD_BYTES, Verdict};
use umbilical_soft_mcu::link::frame::{kind, send};
use umbilical_soft_mcu::link::{BODY_BYTES_MAX, Frame, Receiver, Request};

use super::faults::{Faults, Struck};
use super::mutant::Mutant;
use crate::wire::Wire;

/// How often faults are looked for, and the board and the line looked at: a USB adapter hands on what
/// came once in 1 ms at most.
const LOOK: Span = Span::from_us(250);
/// The run of another program, which restarts the controller: the watchdog does it for both.
const OTHER_SESSION: u16 = 0xDEAD;
/// Longest parting of the wires.
const CUT_MS: u64 = 1_500;
/// Longest outage of the supply, and the shortest.
const OUTAGE_US: [u64; 2] = [200_000, 100];

/// Some write cycles of an EEPROM, and programs of a flash.
const WRITES_US: u64 = 20_000;

/// Where both copies of the marker are in the journal.
const MARKER: std::ops::Range<usize> =
    Marker::ADDRESS as usize..(Marker::ADDRESS + 2 * RECORD_BYTES) as usize;

/// A line and a board that fail.
pub struct Rough {
    pub wire: Wire,
    pub faults: Faults,
    pub struck: Struck,
    /// How often the controller was told to restart.
    pub told: u64,
    /// The host's program ends here.
    pub host_ends: Option<Duration>,
    pub mutant: Mutant,
    rng: Rng,
    /// The supply goes soon after the next write has begun.
    in_a_write: bool,
    next_cut: Duration,
    next_power: Duration,
    next_reset: Duration,
    heard: Receiver<BODY_BYTES_MAX>,
    /// The marker that the host runs with, as it is in the journal.
    seen: Option<Vec<u8>>,
}

impl Rough {
    pub fn new(mut wire: Wire, faults: Faults, mutant: Mutant, seed: u64) -> Self {
        wire.look = LOOK;
        let mut rough = Self {
            wire,
            faults,
            struck: Struck::default(),
            told: 0,
            host_ends: None,
            mutant,
            rng: Rng::new(seed),
            in_a_write: false,
            next_cut: Duration::MAX,
            next_power: Duration::MAX,
            next_reset: Duration::MAX,
            heard: Receiver::new(),
            seen: None,
        };
        rough.next_cut = rough.plan(faults.cut_every_ms);
        rough.next_power = rough.plan(faults.power_every_ms);
        rough.next_reset = rough.plan(faults.reset_every_ms);
        rough.wire.terminal().corrupt(faults.wrong_one_in);
        rough
    }

    /// Nothing new goes wrong from here on; what began ends.
    pub fn calm(&mut self) {
        self.faults = Faults::default();
        self.host_ends = None;
        self.in_a_write = false;
        self.wire.terminal().corrupt(0);
        self.next_cut = Duration::MAX;
        self.next_power = Duration::MAX;
        self.next_reset = Duration::MAX;
    }

    /// The board loses its supply while the memory is written, if it ever does.
    pub fn cut_power_in_a_write(&mut self) {
        self.in_a_write = self.faults.power_every_ms != 0;
    }

    /// The board loses its supply once, after so long.
    pub fn cut_power_after(&mut self, span: Duration) {
        self.next_power = self.wire.now() + span;
    }

    /// The controller is told to restart once, after so long.
    pub fn reset_after(&mut self, span: Duration) {
        self.next_reset = self.wire.now() + span;
    }

    /// What the journal says of the memory.
    pub fn marker(&mut self) -> Marker {
        let side = self.wire.side;
        let image = self.wire.system().board(side).journal.memory();
        match journal::inspect::<Marker>(image).verdict {
            Verdict::Found(marker) => marker,
            other => panic!("the journal's marker is {other:?}"),
        }
    }

    fn plan(&mut self, every_ms: u64) -> Duration {
        match every_ms {
            0 => Duration::MAX,
            every_ms => {
                self.wire.now() + Duration::from_micros(1 + self.rng.below(2_000 * every_ms))
            }
        }
    }

    fn is_writing(&mut self) -> bool {
        let side = self.wire.side;
        let system = self.wire.system();
        let now = system.now();
        system.board(side).memory.is_busy(now)
    }

    fn cut(&mut self) {
        let from = self.wire.system().now() + Span::from_us(1);
        let span = Span::from_us(1 + self.rng.below(CUT_MS * 1000));
        self.wire.terminal().cut(from, Some(from + span));
        self.struck.cuts += 1;
        self.next_cut = self
            .plan(self.faults.cut_every_ms)
            .saturating_add(Duration::from_nanos(span.ns() + 1));
    }

    fn cut_power(&mut self) {
        let [most, least] = OUTAGE_US;
        let duration = Span::from_us(least + self.rng.below(most));
        self.struck.in_a_write += u64::from(self.is_writing());
        let side = self.wire.side;
        let system = self.wire.system();
        let now = system.now();
        let fault = FaultKind::PowerCut {
            side,
            duration: Some(duration),
        };
        system.schedule(now, Action::Fault(fault));
        self.struck.power_cuts += 1;
        self.mutant.power_is_lost(&mut self.wire);
        let back = Duration::from_nanos(duration.ns());
        self.next_power = self.plan(self.faults.power_every_ms).saturating_add(back);
    }

    fn reset(&mut self) {
        let mut bytes = vec![0];
        let head = Request::Reset.head(OTHER_SESSION, self.rng.below(1 << 16) as u16);
        send(&head, &[], |byte| bytes.push(byte));
        // Behind the frame that is being sent, if one is.
        self.wire.terminal().send(&bytes);
        self.told += 1;
        self.next_reset = self.plan(self.faults.reset_every_ms);
    }

    /// Does what is due.
    fn tick(&mut self) -> io::Result<()> {
        let now = self.wire.now();
        if self.host_ends.is_some_and(|end| now >= end) {
            return Err(io::Error::other("the host's program was ended"));
        }
        if self.in_a_write && self.is_writing() {
            self.in_a_write = false;
            self.next_power = now + Duration::from_micros(self.rng.below(WRITES_US));
        }
        if now >= self.next_cut {
            self.cut();
        }
        if now >= self.next_power {
            self.cut_power();
        }
        if now >= self.next_reset {
            self.reset();
        }
        Ok(())
    }

    /// Who runs never does so on a memory that is marked incomplete.
    fn watch(&mut self) {
        let side = self.wire.side;
        let board = self.wire.system().board(side);
        if !board.host.is_running() {
            self.seen = None;
            return;
        }
        let image = &board.journal.memory()[MARKER];
        if self.seen.as_deref() == Some(image) {
            return;
        }
        self.seen = Some(image.to_vec());
        let state = self.marker().state;
        assert_ne!(
            state,
            MarkerState::Incomplete,
            "the host runs on a memory that is marked incomplete"
        );
    }

    fn listen(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let body = self.heard.push(*byte);
            self.struck.spoilt += u64::from(*byte == 0 && body.is_none());
            let frame = body.and_then(|body| Frame::answer(body, OTHER_SESSION));
            let is_reset =
                frame.is_some_and(|frame| frame.header.kind == kind::RESET | kind::ANSWER);
            self.struck.resets += u64::from(is_reset);
        }
    }
}

impl Transport for Rough {
    fn now(&self) -> Duration {
        self.wire.now()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.tick()?;
        match self.mutant.passes(bytes, &mut self.wire) {
            Some(bytes) => self.wire.send(&bytes),
            None => Ok(()),
        }
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        loop {
            self.tick()?;
            let next = until.min(self.wire.now() + Duration::from_nanos(LOOK.ns()));
            let mut came = Vec::new();
            self.wire.receive(next, &mut came)?;
            self.watch();
            self.listen(&came);
            let came = self.mutant.answers(came);
            if !came.is_empty() || self.wire.now() >= until {
                into.extend(came);
                return Ok(());
            }
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        self.wire.set_baud(baud)
    }
}
