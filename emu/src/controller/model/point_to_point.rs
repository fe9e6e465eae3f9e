//! SPI engine and switch inside the controller.

use super::super::Outputs;
use super::super::inputs::NEVER;
use super::super::spi::{Asked, Segment, Surroundings};
use super::{HOST_CSN, Periphery, after};
use crate::nets::Pin;
use umbilical_soft_mcu::registers::out;

impl Periphery {
    /// Finds out whether the SPI side may do something of its own accord.
    pub(super) fn refresh_spi(&mut self) {
        let rests = self.spi_switch.rests(self.switch.request, self.offer());
        self.spi_acts = self.spi.busy() || !rests;
    }

    #[inline]
    pub(super) fn spi_watches_host(&self) -> bool {
        let request = self.switch.request;
        self.spi_switch.watches_host(request, self.offer())
    }

    pub(super) fn offer(&self) -> bool {
        self.out & out::OFFER != 0
    }

    /// What the SPI switch goes by.
    #[inline]
    pub(super) fn spi_asked(&self) -> Asked {
        Asked {
            request: self.switch.request,
            offer: self.offer(),
            present: self.sensed.level(Pin::Present),
            host_csn: self.lines.levels() & HOST_CSN != 0,
            wants: self.spi.wants(),
            csn: self.spi.csn(),
        }
    }

    /// What the SPI engine and its switch do at `edge`, each from the state of the other before it.
    #[inline(never)]
    pub(super) fn spi_edge(&mut self, edge: u64) {
        let asked = self.spi_asked();
        let mut around = Surroundings {
            buffer: &mut self.buffer,
            io: self.spi_io,
            switch: &self.spi_switch,
            asked,
        };
        self.spi.evaluate(edge, &mut around);
        if self.spi_switch.evaluate(edge, &asked) {
            self.refresh_steady();
        }
        self.refresh_spi();
    }

    /// As [`spi_edge`](Self::spi_edge), while the engine [clocks](super::super::spi::Engine::clocks)
    /// and nothing else is due. Returns the engine's next edge.
    #[inline]
    pub(super) fn spi_clock(&mut self, edge: u64) -> u64 {
        let lost = self.spi.wants() == Some(Segment::Port) && !self.sensed.level(Pin::Present);
        debug_assert!(!lost, "the port was lost before edge {edge}");
        self.spi.clock(edge, self.spi_io, &mut self.buffer)
    }

    /// The next edge after `edge` at which the engine acts.
    #[inline]
    pub(super) fn next_of_spi(&self, edge: u64) -> u64 {
        if self.spi_acts {
            self.spi.next(edge, &self.spi_switch, &self.spi_asked())
        } else {
            NEVER
        }
    }

    /// The next edge after `edge` at which the engine's switch acts.
    #[inline(never)]
    pub(super) fn next_of_spi_switch(&self, edge: u64) -> u64 {
        let next = self.spi_switch.next(edge, &self.spi_asked());
        if self.spi_watches_host() {
            next.min(after(self.lines.next_flip()))
        } else {
            next
        }
    }

    /// What is driven on the processor segment.
    #[inline(never)]
    pub(super) fn spi_outputs(&self) -> Outputs {
        if !self.spi_switch.drive() {
            return Outputs::UNPOWERED;
        }
        let io0 = self.spi.io0();
        let mut driven = Pin::ProcSck.bit() | Pin::ProcCsn.bit();
        driven |= u64::from(io0.is_some()) << Pin::ProcIo0 as u32;
        let high = u64::from(self.spi.sck()) << Pin::ProcSck as u32
            | u64::from(self.spi.csn()) << Pin::ProcCsn as u32
            | u64::from(io0 == Some(true)) << Pin::ProcIo0 as u32;
        Outputs {
            low: driven & !high,
            high,
        }
    }
}
