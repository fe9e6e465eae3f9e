//! Options of `emulate --serve`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How emulated time goes with the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Pace {
    /// With it, always.
    Real,
    /// With it while both lines are quiet, and as fast as it can while bytes or a rescue are under way.
    Fed,
}

/// Options of `emulate --serve`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Serving")]
pub struct ServeOptions {
    /// Give each device a serial port (a pseudo-terminal) until Ctrl-C: its controller's UART, at the
    /// rate that the program on it sets. Both devices have their supply and no cable unless told.
    #[arg(long, conflicts_with = "out")]
    pub serve: bool,
    /// How emulated time goes with the clock on the wall.
    #[arg(long, value_enum, default_value_t = Pace::Fed, requires = "serve")]
    pub pace: Pace,
    /// End when standard input does.
    #[arg(long, requires = "serve")]
    pub until_eof: bool,
    /// Write the source's memory to this file at the end.
    #[arg(long, value_name = "FILE", requires = "serve")]
    pub out_source: Option<PathBuf>,
    /// Write the standby's memory to this file at the end.
    #[arg(long, value_name = "FILE", requires = "serve")]
    pub out_standby: Option<PathBuf>,
}
