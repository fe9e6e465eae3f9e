//! A circuit that cannot be wrong: the emulator's model behind the circuit's interface. It shows
//! what adapter and lock-step do by themselves, with no RTL and no tool from outside.

use std::collections::VecDeque;
use std::sync::Arc;

use umbilical_cosim::core::{Completed, Core, Drives, Edge, Inputs, Memory};
use umbilical_emu::controller::mcu::{Retired, Rom};
use umbilical_emu::controller::model::Model;
use umbilical_emu::controller::{Controller, PhaseChange};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::registers::{POWER_ON_RESET_CYCLES, ROM_BYTES};
use umbilical_soft_mcu::report::word;

/// The only frequency: its period is a whole number of picoseconds, so that time and edge number
/// of the model inside are one thing.
pub const CLOCK_HZ: u32 = 25_000_000;
const PERIOD: Span = Span::from_ns(40);

/// The model, one edge at a time. Its own time has nothing to do with the board's.
pub struct Mirror {
    image: Vec<u8>,
    model: Option<Box<dyn Controller>>,
    now: Time,
    /// Number of the next edge since the last reset; `None` in power-on reset.
    edge: Option<u64>,
    /// Edges left of the power-on reset.
    reset_left: u64,
    ahead: VecDeque<Retired>,
    stores: VecDeque<PhaseChange>,
    report: [u32; word::COUNT],
    completed: Completed,
}

impl Clone for Mirror {
    fn clone(&self) -> Mirror {
        Mirror {
            image: self.image.clone(),
            model: self.model.as_ref().map(|model| model.save()),
            ahead: self.ahead.clone(),
            stores: self.stores.clone(),
            ..*self
        }
    }
}

impl Mirror {
    fn drives(&self) -> Drives {
        let outputs = self.model.as_ref().map(|model| model.outputs());
        outputs.map(Drives::of).unwrap_or_default()
    }

    fn fetch_ahead(&mut self) {
        if let Some(model) = &mut self.model {
            self.ahead.extend(model.take_retired());
            self.stores.extend(model.phase_changes());
        }
    }

    /// The trace ports before the edge at `now`, and what comes after it.
    fn running(&mut self, number: u64) -> Edge {
        self.fetch_ahead();
        let Some(model) = &mut self.model else {
            return Edge::default();
        };
        let resets = model.watchdog_resets();
        model.step(self.now);
        let watchdog = model.watchdog_resets() != resets;
        if watchdog {
            self.ahead.clear();
            self.stores.clear();
        }
        self.edge = Some(if watchdog { 0 } else { number + 1 });
        if !watchdog {
            self.fetch_ahead();
        }
        let mut edge = Edge {
            drives: self.drives(),
            watchdog,
            ..Edge::default()
        };
        if let Some(retired) = self.ahead.pop_front_if(|first| first.edge == number) {
            edge.retired = true;
            self.completed = Completed {
                pc: retired.pc,
                instruction: retired.instruction,
                value: retired.rd_value,
            };
        }
        let now = self.now;
        if let Some(store) = self.stores.pop_front_if(|first| first.at == now) {
            self.report[store.word] = store.value;
            (edge.store_mask, edge.store_address) = (0xF, store.word as u16);
        }
        edge
    }
}

impl Core for Mirror {
    fn new(clock_hz: u32) -> Mirror {
        assert_eq!(clock_hz, CLOCK_HZ, "the mirror has one frequency");
        Mirror {
            image: vec![0; ROM_BYTES as usize],
            model: None,
            now: Time::ZERO,
            edge: None,
            reset_left: 0,
            ahead: VecDeque::new(),
            stores: VecDeque::new(),
            report: [0; word::COUNT],
            completed: Completed::default(),
        }
    }

    fn settle(&mut self, inputs: Inputs) -> Drives {
        let rom = Rom::new(&self.image).expect("as long as the ROM");
        let mut model = Model::new(Arc::new(rom), CLOCK_HZ, 0);
        model.record_retired(true);
        model.power(self.now, inputs.vcc_ok(), inputs.pins());
        self.model = Some(Box::new(model));
        self.reset_left = POWER_ON_RESET_CYCLES;
        self.drives()
    }

    fn edge(&mut self, inputs: Inputs) -> Edge {
        if !inputs.vcc_ok() {
            *self = Mirror {
                image: std::mem::take(&mut self.image),
                ..Mirror::new(CLOCK_HZ)
            };
            return Edge::default();
        }
        if let Some(model) = &mut self.model {
            // This edge samples the levels of the instant before it.
            model.on_pins(self.now, inputs.pins());
        }
        self.now = self.now + PERIOD;
        if self.reset_left > 0 {
            self.reset_left -= 1;
            self.edge = (self.reset_left == 0).then_some(0);
        }
        match self.edge {
            Some(number) => self.running(number),
            None => Edge {
                drives: self.drives(),
                ..Edge::default()
            },
        }
    }

    fn retired(&self) -> Completed {
        self.completed
    }

    fn peek(&self, memory: Memory, index: usize) -> u32 {
        assert_eq!(memory, Memory::Ram, "nothing else is looked at");
        self.report[index]
    }

    fn load(&mut self, memory: Memory, words: &[u32]) {
        // The model sees to its other memories by itself.
        match memory {
            Memory::Rom => self.image = words.iter().flat_map(|word| word.to_le_bytes()).collect(),
            Memory::Ram => self.report.copy_from_slice(&words[..word::COUNT]),
            _ => {}
        }
    }
}
