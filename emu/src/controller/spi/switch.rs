//! The point-to-point switch: which of the four segments are joined.

use super::super::inputs::NEVER;
use umbilical_soft_mcu::registers::{SPI_GUARD_CYCLES, SpiJoin, switch};

/// A segment that the engine can be joined with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// The board's own memory.
    Memory,
    /// The cable.
    Port,
}

impl Segment {
    /// The state in which the engine has it.
    #[inline]
    pub const fn join(self) -> SpiJoin {
        match self {
            Segment::Memory => SpiJoin::Memory,
            Segment::Port => SpiJoin::Port,
        }
    }
}

/// What the switch goes by, as it stands before an edge.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// `SWITCH` register.
    pub request: u32,
    /// `OUT.OFFER`.
    pub offer: bool,
    /// Filtered PRESENT.
    pub present: bool,
    /// Filtered chip select of the host.
    pub host_csn: bool,
    /// The segment that the engine's command is for.
    pub wants: Option<Segment>,
    /// The engine's chip select; low during a frame.
    pub csn: bool,
}

impl Asked {
    fn bit(&self, mask: u32) -> bool {
        self.request & mask != 0
    }

    /// The engine owns the processor segment.
    pub fn engine(&self) -> bool {
        self.bit(switch::SPI_ENGINE)
    }

    /// The engine may drive `segment`.
    pub fn may_drive(&self, segment: Segment) -> bool {
        self.engine() && (segment == Segment::Memory || self.bit(switch::SPI_PORT) && self.present)
    }
}

/// The switch. Its states are those of `SWITCH_STATUS`.
#[derive(Clone, Debug)]
pub struct Switch {
    join: SpiJoin,
    /// In [`SpiJoin::Apart`]: the first edge at which the guard is reached.
    open: u64,
}

impl Default for Switch {
    fn default() -> Self {
        Switch {
            join: SpiJoin::Apart,
            open: SPI_GUARD_CYCLES,
        }
    }
}

impl Switch {
    /// What is joined.
    #[inline]
    pub fn join(&self) -> SpiJoin {
        self.join
    }

    /// The engine's SCK and chip select are on the processor segment.
    #[inline]
    pub fn drive(&self) -> bool {
        matches!(self.join, SpiJoin::Memory | SpiJoin::Port)
    }

    /// Host and processor segment are joined.
    pub fn host_en(&self) -> bool {
        self.join == SpiJoin::Host
    }

    /// Processor and memory segment are to be joined.
    pub fn en0(&self) -> bool {
        matches!(self.join, SpiJoin::Host | SpiJoin::Memory)
    }

    /// Processor segment and port are to be joined.
    pub fn en1(&self) -> bool {
        self.join == SpiJoin::Port
    }

    /// The strap may be high.
    pub fn strap(&self) -> bool {
        self.join != SpiJoin::Offered
    }

    /// The engine has `segment`, and will after this edge.
    #[inline]
    pub fn keeps(&self, segment: Segment, asked: &Asked) -> bool {
        self.join == segment.join() && self.target(asked).is_none()
    }

    /// The state that follows as soon as the guard, if any, is reached.
    fn target(&self, asked: &Asked) -> Option<SpiJoin> {
        let engine = asked.engine();
        let apart = match self.join {
            SpiJoin::Apart => return apart_to(asked),
            SpiJoin::Offered => !asked.offer,
            SpiJoin::Host => {
                asked.host_csn && (asked.offer || engine || !asked.bit(switch::SPI_HOST))
            }
            SpiJoin::Memory => {
                asked.csn && (asked.offer || !engine || asked.wants == Some(Segment::Port))
            }
            SpiJoin::Port => {
                let unwanted = asked.offer
                    || !engine
                    || !asked.bit(switch::SPI_PORT)
                    || asked.wants == Some(Segment::Memory);
                !asked.present || asked.csn && unwanted
            }
        };
        apart.then_some(SpiJoin::Apart)
    }

    /// A flip of the host's chip select can matter now.
    #[inline]
    pub fn watches_host(&self, request: u32, offer: bool) -> bool {
        let host = request & (switch::SPI_HOST | switch::SPI_ENGINE) == switch::SPI_HOST && !offer;
        match self.join {
            SpiJoin::Apart => host,
            SpiJoin::Host => !host,
            _ => false,
        }
    }

    /// Nothing is joined, and nothing is asked for that could change this.
    #[inline]
    pub fn rests(&self, request: u32, offer: bool) -> bool {
        self.join == SpiJoin::Apart
            && request & (switch::SPI_HOST | switch::SPI_ENGINE) == 0
            && !offer
    }

    /// The next edge after `edge` at which the state changes if `asked` stays as it is.
    pub fn next(&self, edge: u64, asked: &Asked) -> u64 {
        match (self.target(asked), self.join) {
            (None, _) => NEVER,
            (Some(_), SpiJoin::Apart) => self.open.max(edge + 1),
            (Some(_), _) => edge + 1,
        }
    }

    /// What happens at `edge`. True when the state changes.
    pub fn evaluate(&mut self, edge: u64, asked: &Asked) -> bool {
        if self.join == SpiJoin::Apart && edge < self.open {
            return false;
        }
        let Some(target) = self.target(asked) else {
            return false;
        };
        self.join = target;
        if target == SpiJoin::Apart {
            // The counter is 0 after this edge and grows from the next one on.
            self.open = edge + SPI_GUARD_CYCLES + 1;
        }
        true
    }
}

fn apart_to(asked: &Asked) -> Option<SpiJoin> {
    if asked.offer {
        return Some(SpiJoin::Offered);
    }
    if asked.engine() {
        let segment = asked.wants?;
        return asked.may_drive(segment).then(|| segment.join());
    }
    (asked.bit(switch::SPI_HOST) && asked.host_csn).then_some(SpiJoin::Host)
}
