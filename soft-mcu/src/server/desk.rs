//! What is said without touching the memory.

use super::block::PLAIN_BLOCKS_MIN;
use super::{Queue, SLOT_BYTES, SLOTS};
use crate::journal::MarkerState;
use crate::link::answer::{IDENTITY_WORDS, MemoryKind, ProbeAck, StatusAck};
use crate::link::frame::{Head, kind, send};
use crate::link::rate::Rate;
use crate::link::request::{Asked, RescueAction};
use crate::link::{BASE_BAUD, Frame, Header, QUEUE, Reason, Refusal, Span, VERSION};
use crate::platform::Platform;
use crate::registers::UART_BIT_MIN;
use crate::report::word;

/// Version of this program: major in the high byte, minor in the low one.
const FIRMWARE: u16 = 0x0001;
/// Lowest rate: the longest frame leaves well within the watchdog's time.
const BAUD_MIN: u32 = 19_200;

/// Who owns the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The host processor, or nobody.
    Host,
    /// The computer.
    Computer,
    /// A rescue, which lends it to be read.
    Rescue,
    /// The other device, or a rescue that lends nothing.
    Peer,
}

/// The own memory, as `ProbeAck` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Which kind.
    pub kind: MemoryKind,
    /// Which part, see [`MemoryKind`].
    pub part: u32,
    /// Its bytes; 0: not known yet.
    pub bytes: u32,
    /// Bytes of a page.
    pub page_bytes: u32,
    /// Bytes of the smallest erase.
    pub erase_bytes: u32,
}

/// A request is not done: [`Desk::refusal`] says why. A result without it fits a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

/// What is known of the device where there is no more of it than a line.
pub struct Desk {
    pub(crate) owner: Owner,
    pub(crate) about: About,
    pub(crate) identity: [u32; IDENTITY_WORDS],
    pub(crate) marker: MarkerState,
    pub(crate) queue: Queue,
    /// Blocks that are sent without a try to make them shorter.
    pub(crate) plain: u32,
    /// How many there will be after the next try in vain.
    pub(crate) plain_next: u32,
    /// A command that was not obeyed yet.
    pub(crate) action: Option<RescueAction>,
    /// Why the last request was not done.
    refusal: Refusal,
    rate: Rate,
}

impl Desk {
    /// Nothing was asked yet, and of the device nothing is known.
    pub(crate) const fn new() -> Self {
        Self {
            owner: Owner::Host,
            about: About {
                kind: MemoryKind::Eeprom,
                part: 0,
                bytes: 0,
                page_bytes: 0,
                erase_bytes: 0,
            },
            identity: [0; IDENTITY_WORDS],
            marker: MarkerState::Idle,
            queue: Queue::NOTHING,
            plain: 0,
            plain_next: PLAIN_BLOCKS_MIN,
            action: None,
            refusal: Refusal::new(Reason::Fault, 0),
            rate: Rate::Base,
        }
    }

    #[inline(never)]
    pub(crate) fn apply_rate<P: Platform>(&mut self, p: &mut P) {
        let bit = bit(p.clock_hz(), self.rate.baud());
        p.set_bit(bit);
    }

    /// Goes back to the first rate when nobody was heard for too long.
    #[inline(never)]
    pub(crate) fn watch_rate<P: Platform>(&mut self, p: &mut P) {
        let (now, second) = (p.now(), p.clock_hz());
        if self.rate.poll(now, second) {
            self.apply_rate(p);
        }
    }

    /// Is there anything that a rescue in its course should stop at?
    #[inline]
    pub(crate) fn waits(&self) -> bool {
        !self.queue.is_empty() || self.action.is_some() || self.rate != Rate::Base
    }

    /// Remembers why the request at hand is not done.
    #[inline(never)]
    pub(crate) fn refuse(&mut self, reason: Reason, detail: u32) -> Refused {
        self.refusal = Refusal::new(reason, detail);
        Refused
    }

    /// Takes a request apart.
    #[inline(never)]
    pub(crate) fn parse<'a>(&mut self, frame: &Frame<'a>) -> Result<Asked<'a>, Refused> {
        Asked::parse(frame.header.kind, frame.payload).map_err(|refusal| {
            self.refusal = refusal;
            Refused
        })
    }

    /// Answers a request where there is no memory to be had.
    pub(crate) fn answer<P: Platform>(&mut self, p: &mut P, frame: &Frame) {
        let mut head = Head::answer(frame.header);
        let done = self
            .parse(frame)
            .and_then(|asked| self.obey(p, frame.header, &asked, &mut head));
        self.finish(p, frame.header, &mut head, done.map(|_| ()));
    }

    /// Does what needs no memory. False: it is no matter of the desk.
    #[inline(never)]
    pub(crate) fn obey<P: Platform>(
        &mut self,
        p: &mut P,
        header: Header,
        asked: &Asked,
        head: &mut Head,
    ) -> Result<bool, Refused> {
        let [first, ..] = asked.numbers;
        match asked.kind {
            kind::PROBE => self.probe(p, head),
            kind::STATUS => status(p, head),
            kind::RESET => {}
            kind::SPEED => {
                let bit = bit(p.clock_hz(), first);
                if first < BAUD_MIN || bit < UART_BIT_MIN {
                    return Err(self.refuse(Reason::BadRange, first));
                }
                head.word(first);
            }
            kind::RESCUE => self.action = RescueAction::from_code(first),
            kind::DATA_REQUEST if self.owner != Owner::Peer => {
                self.inside(asked.span, 1)?;
                if self.owner == Owner::Host {
                    return Err(self.refuse(Reason::NotHeld, 0));
                }
                if !self.queue.push(header, asked.data_request()) {
                    return Err(self.refuse(Reason::QueueFull, QUEUE as u32));
                }
            }
            _ if matches!(self.owner, Owner::Rescue | Owner::Peer) => {
                return Err(self.refuse(Reason::BusyRescue, p.reported(word::PHASE)));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Refuses what the memory does not have, and what is not whole units of it.
    #[inline(never)]
    pub(crate) fn inside(&mut self, span: Span, unit: u32) -> Result<(), Refused> {
        match span.check(self.about.bytes, unit) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(self.refuse(refusal.reason, refusal.detail)),
        }
    }

    /// Says what there is to say.
    #[inline(never)]
    pub(crate) fn finish<P: Platform>(
        &mut self,
        p: &mut P,
        header: Header,
        head: &mut Head,
        done: Result<(), Refused>,
    ) {
        let now = p.now();
        self.rate.heard(now);
        if done.is_err() {
            self.refusal.write(header, head);
        } else if matches!(header.kind, kind::DATA_REQUEST | kind::LAYOUT) {
            // Blocks are the answer, or it was too long to be kept.
            return;
        }
        let (_, sink) = p.outlet();
        send(head, &[], sink);
        if done.is_err() {
            return;
        }
        match header.kind {
            kind::SPEED => {
                drain(p);
                let now = p.now();
                let baud = head.number();
                self.rate.change(baud, now);
                self.apply_rate(p);
            }
            kind::RESET => {
                drain(p);
                p.kick(1);
            }
            _ => {}
        }
    }

    fn probe<P: Platform>(&self, p: &mut P, head: &mut Head) {
        let clock_hz = p.clock_hz();
        let about = self.about;
        ProbeAck {
            protocol: VERSION,
            firmware: FIRMWARE,
            clock_hz,
            kind: about.kind as u8,
            marker: self.marker as u8,
            inputs: p.sense() as u8,
            queue: QUEUE as u8,
            part: about.part,
            bytes: about.bytes,
            page_bytes: about.page_bytes,
            erase_bytes: about.erase_bytes,
            phase: p.reported(word::PHASE),
            fault: p.reported(word::FAULT),
            detail: p.reported(word::FAULT_DETAIL),
            slots: SLOTS,
            slot_bytes: SLOT_BYTES,
            baud_max: clock_hz / UART_BIT_MIN,
            identity: self.identity,
        }
        .write(head);
    }
}

fn status<P: Platform>(p: &mut P, head: &mut Head) {
    let (sense, switch_status) = (p.sense(), p.switch_status());
    StatusAck::write(head, sense, switch_status, |index| p.reported(index));
}

/// Waits until everything is on the line.
fn drain<P: Platform>(p: &mut P) {
    while !p.is_idle() {}
}

/// Cycles per bit at `baud`.
fn bit(clock: u32, baud: u32) -> u32 {
    let baud = core::num::NonZeroU32::new(baud).unwrap_or(core::num::NonZeroU32::MIN);
    (clock + (baud.get() >> 1)) / baud
}

const _: () = assert!(BASE_BAUD >= BAUD_MIN);
