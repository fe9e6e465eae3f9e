// The backup controller on a ULX3S board: pads and clock, nothing else.
//
//                  +-----------------------------------------------+
//   clk_25mhz -----|> PLL 48 MHz -> clock                           |
//   vcc_ok --------|  & locked   -> vcc_ok      umbilical           |
//   host_scl ... --|<> open drain: pull, lines  (rtl/verilog)       |-- strap, host_reset_n,
//   present ... ---|> sensed                                        |   port_en, led[2:0]
//   proc_sck ... --|<> push-pull or let go: spi                     |-- en0, en1, host_en
//   proc_io1, ... -|> spi_io, host_csn                              |
//   ftdi_txd ------|> uart_rx                               uart_tx |-- ftdi_rxd
//                  +-----------------------------------------------+
//
// This is the only place with a tri-state. A line of I2C is pulled low or let go, never driven
// high. The 0 is written with its width; an unsized one is folded together with the line itself by
// yosys. SCK, CSn and IO0 of the point-to-point bus are driven both ways while the controller has
// the bus, and let go otherwise.
//
// The outputs of the controller are 0 while vcc_ok is 0. Before the PLL has locked its clock is
// not one, so its lock counts as part of the supply.

`default_nettype none

module pads #(
    // What the firmware reads as CLOCK_HZ. The gate-level run sets it lower, to see more of a
    // rescue in fewer edges.
    parameter [31:0] CLOCK_HZ = 32'd48_000_000
) (
    input  wire clk_25mhz,
    // I2C segments; every one needs pull-ups on the wires (docs/boards.md).
    inout  wire host_scl,
    inout  wire host_sda,
    inout  wire bus_scl,
    inout  wire bus_sda,
    inout  wire port_scl,
    inout  wire port_sda,
    inout  wire jrn_scl,
    inout  wire jrn_sda,
    // Processor segment of the point-to-point bus; pulls on the wires as well.
    inout  wire proc_sck,
    inout  wire proc_csn,
    inout  wire proc_io0,
    input  wire proc_io1,
    input  wire proc_io2,
    input  wire proc_io3,
    // The host's chip select, to look at.
    input  wire host_csn,
    // Serial line over the board's USB bridge; the names are the bridge's point of view.
    input  wire ftdi_txd,
    output wire ftdi_rxd,
    // Sense inputs.
    input  wire vcc_ok,
    input  wire present,
    input  wire peer_vcc,
    input  wire btn_source,
    input  wire btn_dest,
    // Push-pull outputs.
    output wire strap,
    output wire host_reset_n,
    output wire port_en,
    // Enables of the switch for the point-to-point bus (rtl/boards/quarters.v).
    output wire en0,
    output wire en1,
    output wire host_en,
    output wire led_busy,
    output wire led_ok,
    output wire led_fault,
    // High, or the board's ESP32 takes the FPGA over.
    output wire wifi_gpio0
);

    wire clock;
    wire locked;
    clock48 pll (.clk_25mhz(clk_25mhz), .clk_48mhz(clock), .locked(locked));

    // Bit order as in the emulator's `Pin`. `keep`: the gate-level run looks at these.
    (* keep *) wire [7:0] pull;
    wire [7:0] lines = {jrn_sda, jrn_scl, port_sda, port_scl, bus_sda, bus_scl, host_sda, host_scl};
    wire [3:0] sensed = {btn_dest, btn_source, peer_vcc, present};
    wire [5:0] out;
    // From bit 0 up: SCK, CSn, IO0, the first two are driven, IO0 is, en0, en1, host_en.
    (* keep *) wire [7:0] spi;
    wire [3:0] spi_io = {proc_io3, proc_io2, proc_io1, proc_io0};

    umbilical controller (
        .clock(clock),
        .vcc_ok(vcc_ok & locked),
        .clock_hz(CLOCK_HZ),
        .lines(lines),
        .sensed(sensed),
        .spi_io(spi_io),
        .host_csn(host_csn),
        .uart_rx(ftdi_txd),
        .pull(pull),
        .out(out),
        .spi(spi),
        .uart_tx(ftdi_rxd)
    );

    assign host_scl = pull[0] ? 1'b0 : 1'bz;
    assign host_sda = pull[1] ? 1'b0 : 1'bz;
    assign bus_scl  = pull[2] ? 1'b0 : 1'bz;
    assign bus_sda  = pull[3] ? 1'b0 : 1'bz;
    assign port_scl = pull[4] ? 1'b0 : 1'bz;
    assign port_sda = pull[5] ? 1'b0 : 1'bz;
    assign jrn_scl  = pull[6] ? 1'b0 : 1'bz;
    assign jrn_sda  = pull[7] ? 1'b0 : 1'bz;

    assign proc_sck = spi[3] ? spi[0] : 1'bz;
    assign proc_csn = spi[3] ? spi[1] : 1'bz;
    assign proc_io0 = spi[4] ? spi[2] : 1'bz;
    assign {host_en, en1, en0} = spi[7:5];

    assign {led_fault, led_ok, led_busy, port_en, host_reset_n, strap} = out;
    assign wifi_gpio0 = 1'b1;

endmodule

// 25 MHz -> 48 MHz: 25 / 5 * 2 * 48 = 480 MHz in the oscillator, / 10. The loop is closed over
// CLKOP (10 MHz), for 48 is no multiple of a reference that the phase detector takes (>= 3.125 MHz).
module clock48 (
    input  wire clk_25mhz,
    output wire clk_48mhz,
    output wire locked
);
    wire feedback;
    (* FREQUENCY_PIN_CLKI = "25" *)
    (* FREQUENCY_PIN_CLKOS = "48" *)
    (* ICP_CURRENT = "12" *) (* LPF_RESISTOR = "8" *)
    (* MFG_ENABLE_FILTEROPAMP = "1" *) (* MFG_GMCREF_SEL = "2" *)
    EHXPLLL #(
        .PLLRST_ENA("DISABLED"),
        .INTFB_WAKE("DISABLED"),
        .STDBY_ENABLE("DISABLED"),
        .DPHASE_SOURCE("DISABLED"),
        .OUTDIVIDER_MUXA("DIVA"),
        .OUTDIVIDER_MUXB("DIVB"),
        .OUTDIVIDER_MUXC("DIVC"),
        .OUTDIVIDER_MUXD("DIVD"),
        .CLKI_DIV(5),
        .CLKFB_DIV(2),
        .FEEDBK_PATH("CLKOP"),
        .CLKOP_ENABLE("ENABLED"),
        .CLKOP_DIV(48),
        .CLKOP_CPHASE(9),
        .CLKOP_FPHASE(0),
        .CLKOS_ENABLE("ENABLED"),
        .CLKOS_DIV(10),
        .CLKOS_CPHASE(0),
        .CLKOS_FPHASE(0)
    ) pll (
        .CLKI(clk_25mhz),
        .CLKFB(feedback),
        .CLKOP(feedback),
        .CLKOS(clk_48mhz),
        .LOCK(locked),
        .RST(1'b0),
        .STDBY(1'b0),
        .PHASESEL0(1'b0),
        .PHASESEL1(1'b0),
        .PHASEDIR(1'b1),
        .PHASESTEP(1'b1),
        .PHASELOADREG(1'b1),
        .PLLWAKESYNC(1'b0),
        .ENCLKOP(1'b0)
    );
endmodule

`default_nettype wire
