//! A block driven edge by edge, without threads: inputs settle, then the clock rises and falls.

use rust_hdl_core::prelude::*;

/// Rounds in which a change has to die out; no block here is a tenth as deep.
const ROUNDS: usize = 200;

/// What a block's clock comes in by.
pub type ClockInput = Signal<In, Clock>;

/// A block that a test can clock.
pub trait Clocked: Block {
    /// Its clock input.
    fn clock(&mut self) -> &mut ClockInput;
}

/// Gives [`Clocked`] to blocks whose clock input is named so.
#[macro_export]
macro_rules! clocked {
    ($($block:ty),+) => {
        $(impl $crate::drive::Clocked for $block {
            fn clock(&mut self) -> &mut $crate::drive::ClockInput {
                &mut self.clock
            }
        })+
    };
}

/// The block after its connections were made and checked.
pub fn ready<B: Block>(mut block: B) -> B {
    block.connect_all();
    check_all(&block).expect("the block is not fully connected");
    settle(&mut block);
    block
}

/// Lets new inputs reach the outputs.
pub fn settle<B: Block>(block: &mut B) {
    assert!(simulate(block, ROUNDS), "the logic does not settle");
}

/// One rising edge with the inputs as they stand, and the falling one.
pub fn edge<B: Clocked>(block: &mut B) {
    settle(block);
    block.clock().next = true.into();
    settle(block);
    block.clock().next = false.into();
    settle(block);
}
