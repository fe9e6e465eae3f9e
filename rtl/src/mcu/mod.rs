//! Place of the MCU core: its ports, as the controller needs them.
use rust_hdl_core::prelude::*;
/// The ports of the core, with nothing behind them yet.
#[derive(LogicBlock, Default)]
#[allow(missing_docs)]
pub struct Mcu {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub rom_data: Signal<In, Bits<32>>,
    pub bus_read: Signal<In, Bits<32>>,
    pub wake: Signal<In, Bit>,
    pub cycle: Signal<In, Bits<32>>,
    pub cycle_high: Signal<In, Bits<32>>,
    pub rom_address: Signal<Out, Bits<12>>,
    pub bus_address: Signal<Out, Bits<32>>,
    pub bus_write_data: Signal<Out, Bits<32>>,
    pub bus_write_mask: Signal<Out, Bits<4>>,
    pub bus_access: Signal<Out, Bit>,
    pub trace_retire: Signal<Out, Bit>,
    pub trace_pc: Signal<Out, Bits<32>>,
    pub trace_instruction: Signal<Out, Bits<32>>,
    pub trace_value: Signal<Out, Bits<32>>,
}
impl Logic for Mcu {
    #[hdl_gen]
    fn update(&mut self) {
        self.rom_address.next = 0.into();
        self.bus_address.next = 0.into();
        self.bus_write_data.next = 0.into();
        self.bus_write_mask.next = 0.into();
        self.bus_access.next = false;
        self.trace_retire.next = false;
        self.trace_pc.next = 0.into();
        self.trace_instruction.next = 0.into();
        self.trace_value.next = 0.into();
    }
}
