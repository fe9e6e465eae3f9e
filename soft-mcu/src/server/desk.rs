//! What is said without touching the memory.

use super::block::PLAIN_BLOCKS_MIN;
use super::{Queue, SLOT_BYTES, SLOTS};
use crate::journal::MarkerState;
use crate::link::answer::{IDENTITY_WORDS, MemoryKind, ProbeAck, StatusAck};
use crate::link::frame::{Head, kind, send};
use crate::link::rate::Rate;
use crate::link::request::{Asked, RescueAction};
use crate::link::{BASE_BAUD, Frame, QUEUE, Reason, Refusal, Span, VERSION};
use crate::platform::Platform;
use crate::registers::UART_BIT_MIN;
use crate::report::word;

/// Version of this program: major in the high byte, minor in the low one.
const FIRMWARE: u16 = 0x0001;
/// Lowest rate: the longest frame leaves well within the watchdog's time.
const BAUD_MIN: u32 = 19_200;

/// Who owns the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
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
#[repr(C)]
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

/// A request is not done: [`Desk::head`] says why. A result without it fits a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

/// What is known of the device where there is no more of it than a line. A load reaches what is in
/// front.
#[repr(C)]
pub struct Desk {
    /// The answer to the request at hand.
    pub(crate) head: Head,
    pub(crate) owner: Owner,
    rate: Rate,
    /// A command that was not obeyed yet.
    pub(crate) action: Option<RescueAction>,
    pub(crate) marker: MarkerState,
    pub(crate) about: About,
    /// Blocks that are sent without a try to make them shorter.
    pub(crate) plain: u32,
    /// How many there will be after the next try in vain.
    pub(crate) plain_next: u32,
    pub(crate) identity: [u32; IDENTITY_WORDS],
    pub(crate) queue: Queue,
}

impl Desk {
    /// Nothing was asked yet, and of the device nothing is known.
    pub(crate) const fn new() -> Self {
        Self {
            head: Head::EMPTY,
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
            rate: Rate::BASE,
        }
    }

    #[inline]
    pub(crate) fn apply_rate<P: Platform>(&self, p: &mut P) {
        apply(p, self.rate.baud());
    }

    /// Goes back to the first rate when nobody was heard for too long.
    #[inline(never)]
    pub(crate) fn watch_rate<P: Platform>(&mut self, p: &mut P) {
        let (now, second) = (p.now(), p.clock_hz());
        let mut rate = self.rate;
        if rate.poll(now, second) {
            apply(p, rate.baud());
            self.rate = rate;
        }
    }

    /// Is there anything that a rescue in its course should stop at?
    #[inline]
    pub(crate) fn waits(&self) -> bool {
        !self.queue.is_empty() || self.action.is_some() || !self.rate.is_base()
    }

    /// Says why the request at hand is not done.
    #[inline(never)]
    pub(crate) fn refuse(&mut self, reason: Reason, detail: u32) -> Refused {
        Refusal::new(reason, detail).write(&mut self.head);
        Refused
    }

    /// Answers a request where there is no memory to be had.
    pub(crate) fn answer<P: Platform>(&mut self, p: &mut P, frame: &Frame) {
        self.take(p, frame);
        self.finish(p);
    }

    /// Takes a request apart and does what needs no memory. One that does is given back.
    #[inline(never)]
    pub(crate) fn take<'a, P: Platform>(
        &mut self,
        p: &mut P,
        frame: &Frame<'a>,
    ) -> Option<Asked<'a>> {
        let header = frame.header;
        self.head.begin(header.kind | kind::ANSWER, header);
        let asked = match Asked::parse(header.kind, frame.payload) {
            Ok(asked) => asked,
            Err(Refusal { reason, detail }) => {
                self.refuse(reason, detail);
                return None;
            }
        };
        let [first, _, third] = asked.numbers;
        let (reason, detail) = match asked.kind {
            kind::PROBE => {
                self.probe(p);
                return None;
            }
            kind::STATUS => {
                let (sense, switch_status) = (p.sense(), p.switch_status());
                StatusAck::write(&mut self.head, sense, switch_status, |word| {
                    p.reported(word)
                });
                return None;
            }
            kind::RESET => return None,
            kind::SPEED => {
                if first >= BAUD_MIN && bit(p, first) >= UART_BIT_MIN {
                    self.head.word(first);
                    return None;
                }
                (Reason::BadRange, first)
            }
            kind::RESCUE => {
                self.action = RescueAction::from_code(first);
                return None;
            }
            kind::DATA_REQUEST if self.owner != Owner::Peer => {
                if self.inside(asked.span(), 1).is_err() {
                    return None;
                }
                if self.owner == Owner::Host {
                    (Reason::NotHeld, 0)
                } else if self.queue.push(header, asked.span(), third) {
                    return None;
                } else {
                    (Reason::QueueFull, QUEUE as u32)
                }
            }
            _ if matches!(self.owner, Owner::Rescue | Owner::Peer) => {
                (Reason::BusyRescue, p.reported(word::PHASE))
            }
            _ => return Some(asked),
        };
        self.refuse(reason, detail);
        None
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
    pub(crate) fn finish<P: Platform>(&mut self, p: &mut P) {
        let now = p.now();
        self.rate.heard(now);
        let kind = self.head.kind();
        // Blocks are the answer, or it was too long to be kept.
        if kind == kind::ANSWER | kind::DATA_REQUEST || kind == kind::ANSWER | kind::LAYOUT {
            return;
        }
        let (_, sink) = p.outlet();
        send(&self.head, &[], sink);
        if kind == kind::ANSWER | kind::SPEED {
            drain(p);
            let baud = self.head.number();
            apply(p, baud);
            self.rate.change(baud, p.now());
        }
        if kind == kind::ANSWER | kind::RESET {
            drain(p);
            p.kick(1);
        }
    }

    fn probe<P: Platform>(&mut self, p: &mut P) {
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
        .write(&mut self.head);
    }
}

/// Waits until everything is on the line.
fn drain<P: Platform>(p: &mut P) {
    while !p.is_idle() {}
}

/// Sets the line to `baud`.
#[inline(never)]
fn apply<P: Platform>(p: &mut P, baud: u32) {
    let bit = bit(p, baud);
    p.set_bit(bit);
}

/// Cycles per bit at `baud`.
#[inline(never)]
fn bit<P: Platform>(p: &mut P, baud: u32) -> u32 {
    let baud = core::num::NonZeroU32::new(baud).unwrap_or(core::num::NonZeroU32::MIN);
    (p.clock_hz() + (baud.get() >> 1)) / baud
}

const _: () = assert!(BASE_BAUD >= BAUD_MIN);
