//! Which 256-byte pages hold a byte that matters: register `SPI_PAGES`.
//!
//! ```text
//!                  +-------+
//!  clear --------->|       |
//!  page ---------->| Pages |--> flags
//!  differs, erase >|       |
//!                  +-------+
//! ```
//!
//! Sixteen pages with two flags each, which are only ever set until the next command clears them
//! all.
//!
//! ```text
//!   page --> one of 16 --and-- differs --> set [15..0]
//!                      --and-- erase ----> set [31..16]
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::spi_pages;

const _: () = assert!(
    spi_pages::DIFFERS_SHIFT == 0
        && spi_pages::ERASE_SHIFT == 16
        && spi_pages::MASK == 0xFFFF
        && spi_pages::PAGE_BYTES == 1 << 8
);

/// The flags of 16 pages.
#[derive(Clone, LogicBlock)]
pub struct Pages {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A command starts at this edge.
    pub clear: Signal<In, Bit>,
    /// Page of the byte that is looked at.
    pub page: Signal<In, Bits<4>>,
    /// It differs.
    pub differs: Signal<In, Bit>,
    /// It cannot be had without an erase.
    pub erase: Signal<In, Bit>,
    /// Register `SPI_PAGES`.
    pub flags: Signal<Out, Bits<32>>,
    differ: DFF<Bits<16>>,
    erases: DFF<Bits<16>>,
    mask: Signal<Local, Bits<16>>,
    one: Constant<Bits<16>>,
}

impl Default for Pages {
    fn default() -> Self {
        Pages {
            clock: Default::default(),
            reset: Default::default(),
            clear: Default::default(),
            page: Default::default(),
            differs: Default::default(),
            erase: Default::default(),
            flags: Default::default(),
            differ: Default::default(),
            erases: Default::default(),
            mask: Default::default(),
            one: Constant::new(1u64.into()),
        }
    }
}

impl Logic for Pages {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, differ, erases);
        self.mask.next = self.one.val() << bit_cast::<16, 4>(self.page.val());
        if self.differs.val() {
            self.differ.d.next = self.differ.q.val() | self.mask.val();
        }
        if self.erase.val() {
            self.erases.d.next = self.erases.q.val() | self.mask.val();
        }
        self.flags.next = bit_cast::<32, 16>(self.differ.q.val())
            | (bit_cast::<32, 16>(self.erases.q.val()) << 16);
        if self.clear.val() | self.reset.val() {
            self.differ.d.next = 0.into();
            self.erases.d.next = 0.into();
        }
    }
}
