//! The core against the emulator's model of it: the same program on both, and the same stream of
//! completed instructions, each with its fetch edge, address, word and result.

mod asm;
mod bench;
mod programs;
mod random;
