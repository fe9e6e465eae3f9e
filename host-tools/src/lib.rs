//! The library behind the `umbilical` command.
//!
//! * [`backup`] — backups: the container, images in other formats, what a restore takes.
//! * [`cli`] — what can be typed.
//! * [`convert`] — the `convert` command: backups into images and back.
//! * [`device`] — the commands that talk to a device: info, backup, restore, verify, clone, monitor.
//! * [`emulate`] — the `emulate` command: a rescue on the emulator.
//! * [`layout`] — layout files: what of a memory is copied and what belongs to the unit.
//! * [`link`] — the host's side of the serial line to a controller.
//! * [`output`] — reports and progress, for people and for programs.
//! * [`files`] — output files that are checked before the work and appear whole or not at all.
//! * [`port`] — serial ports: opened, locked, found.
//! * [`rehearse`] — the `rehearse` command: a backup restored onto an emulated device.
//! * [`shell`] — completions and man pages.
//! * [`wave`] — the `wave` commands: compare, draw and decode waveforms.
//! * [`error`] — what can go wrong, what to do about it, and the exit code.

pub mod backup;
pub mod cli;
pub mod convert;
pub mod device;
pub mod emulate;
pub mod error;
pub mod files;
pub mod layout;
pub mod link;
pub mod output;
pub mod port;
pub mod rehearse;
pub mod shell;
pub mod wave;
