//! Which kind of controller sits on the boards of a run.

use std::fmt;
use std::sync::Arc;

use super::Controller;
use super::mcu::Rom;
use super::model::Model;

/// Firmware, clock frequency in Hz and its error in ppm give a controller.
type Make = dyn Fn(Arc<Rom>, u32, i32) -> Box<dyn Controller> + Send + Sync;

/// Makes controllers of one kind. A clone makes the same kind.
#[derive(Clone)]
pub struct Backend {
    name: &'static str,
    make: Arc<Make>,
}

impl Backend {
    /// Controllers made by `make` from firmware, clock frequency in Hz and its error in ppm.
    pub fn new<C: Controller + 'static>(
        name: &'static str,
        make: impl Fn(Arc<Rom>, u32, i32) -> C + Send + Sync + 'static,
    ) -> Backend {
        Backend {
            name,
            make: Arc::new(move |rom, clock_hz, ppm| Box::new(make(rom, clock_hz, ppm))),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// An unpowered controller with this firmware, whose oscillator of `clock_hz` is off by `ppm`.
    pub fn controller(&self, rom: &Arc<Rom>, clock_hz: u32, ppm: i32) -> Box<dyn Controller> {
        (self.make)(Arc::clone(rom), clock_hz, ppm)
    }
}

impl Default for Backend {
    /// The emulator's own model.
    fn default() -> Backend {
        Backend::new("model", Model::new)
    }
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Backend").field(&self.name).finish()
    }
}
