//! The whole controller with the real firmware against the emulator's model, on every edge.

mod drive;

use std::sync::Arc;

use drive::{ready, settle};
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::controller::model::Model;
use umbilical_emu::controller::{Controller as _, Outputs};
use umbilical_emu::nets::Pin;
use umbilical_emu::time::{Clock, Time};
use umbilical_rtl::controller::Controller;
use umbilical_soft_mcu::registers::{POWER_ON_RESET_CYCLES, RAM_BASE};

