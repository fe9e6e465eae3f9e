//! A first-in-first-out buffer of bytes, without its level.
//!
//! ```text
//!              +------+
//!    store --->|      |
//!    data ====>| Fifo |==> head (the oldest byte)
//!    commit -->| 2^A  |
//!    take ---->|      |
//!              +------+
//! ```
//!
//! `store` writes a byte behind the last one, `commit` makes it the last one: at the same edge or at
//! one after it. `head` is read anew at every edge, from the place that was the oldest one's before
//! it; so it shows a byte from two edges after its `store` on, and the next one from two edges after
//! a `take` on, which is before the MCU can load again. Whether there is a byte at all is the [level](super::level)'s matter: nothing here
//! keeps a `take` from an empty FIFO or a `store` to a full one.
//!
//! ```text
//!   store --> ByteMemory[write_at] ; commit: [write_at] + 1
//!             ByteMemory[read_at] --> head ; take: [read_at] + 1
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

use crate::memory::ByteMemory;

/// Bytes in the order in which they came; `A` bits of address.
#[derive(Clone, LogicBlock)]
pub struct Fifo<const A: usize> {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// `data` is written behind the last byte.
    pub store: Signal<In, Bit>,
    /// The byte.
    pub data: Signal<In, Bits<8>>,
    /// The byte written last belongs to the FIFO.
    pub commit: Signal<In, Bit>,
    /// The oldest byte is no longer wanted.
    pub take: Signal<In, Bit>,
    /// The oldest byte.
    pub head: Signal<Out, Bits<8>>,
    memory: ByteMemory<A>,
    write_at: DFF<Bits<A>>,
    read_at: DFF<Bits<A>>,
    one: Constant<Bits<A>>,
}

impl<const A: usize> Default for Fifo<A> {
    fn default() -> Self {
        Fifo {
            clock: Default::default(),
            reset: Default::default(),
            store: Default::default(),
            data: Default::default(),
            commit: Default::default(),
            take: Default::default(),
            head: Default::default(),
            memory: Default::default(),
            write_at: Default::default(),
            read_at: Default::default(),
            one: Constant::new(1u64.into()),
        }
    }
}

impl<const A: usize> Logic for Fifo<A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, write_at, read_at);
        self.memory.clock.next = self.clock.val();
        self.memory.write.next = self.store.val();
        self.memory.write_address.next = self.write_at.q.val();
        self.memory.write_data.next = self.data.val();
        self.memory.read_address.next = self.read_at.q.val();
        self.head.next = self.memory.read_data.val();
        if self.commit.val() {
            self.write_at.d.next = self.write_at.q.val() + self.one.val();
        }
        if self.take.val() {
            self.read_at.d.next = self.read_at.q.val() + self.one.val();
        }
        if self.reset.val() {
            self.write_at.d.next = 0.into();
            self.read_at.d.next = 0.into();
        }
    }
}
