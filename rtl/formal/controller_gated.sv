// proof: while vcc_ok is 0 every pull and every output is 0 in the same instant, whatever the registers hold and with no clock, so that the board's wiring joins memory and port and nothing else; from the edge after one in reset on nothing is pulled, driven or joined and no output but the strap is 1, whatever the MCU and the lines do
// design: umbilical.v
// also: ../boards/quarters.v
// cut: umbilical_mcu
// cut: umbilical_rom
// cut: umbilical_ram
// cut: umbilical_buffer
// cut: umbilical_timer
// cut: umbilical_senses
// cut: umbilical_power
// cut: umbilical_filters
// cut: umbilical_trackers
// cut: umbilical_i2c_transfer
// cut: umbilical_i2c_engine_timer
// cut: umbilical_i2c_engine_limit
// cut: umbilical_spi_unit_transfer
// cut: umbilical_spi_unit_engine_timer
// cut: umbilical_spi_unit_engine_limit
// cut: umbilical_uart_rx_fifo
// cut: umbilical_uart_tx_fifo
// cut: umbilical_uart_received
// cut: umbilical_uart_free
// cut: umbilical_uart_receiver
// bmc: 12
// induction: 2
// mutant: pull = 32'h0; => pull = 32'h1 & ~vcc_ok;
// mutant: out = 32'h0; => out = strap;
// mutant: if (vcc_ok) begin => if (1'b1) begin
// mutant: switches$reset = in_reset; => switches$reset = 1'b0;
// mutant: i2c$reset = in_reset; => i2c$reset = 1'b0;
// mutant: registers$reset = in_reset; => registers$reset = 1'b0;
// mutant: uart_tx = vcc_ok & uart$tx; => uart_tx = uart$tx;
// mutant: uart$reset = in_reset; => uart$reset = 1'b0;
// mutant: spi = 32'h0; => spi = spi_switch$en1;
// mutant: spi_switch$reset = in_reset; => spi_switch$reset = 1'b0;
// mutant: spi_unit$reset = in_reset; => spi_unit$reset = 1'b0;

`default_nettype none
module proof (
    input wire clock, vcc_ok,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed, spi_io,
    input wire host_csn, uart_rx
);
    wire [7:0] pull;
    wire [5:0] out;
    wire [7:0] spi;
    wire uart_tx;
    wire reset;
    umbilical dut (
        .clock(clock), .vcc_ok(vcc_ok), .clock_hz(clock_hz), .lines(lines), .sensed(sensed),
        .spi_io(spi_io), .host_csn(host_csn), .uart_rx(uart_rx),
        .pull(pull), .out(out), .spi(spi), .uart_tx(uart_tx), .trace_reset(reset)
    );

    // With the board's wiring: strap, en0, en1 and host_en as the pins have them.
    wire q1, q2, q3, q4;
    quarters board (
        .vout(1'b1), .strap(out[0]), .en0(spi[5]), .en1(spi[6]), .host_en(spi[7]),
        .q1(q1), .q2(q2), .q3(q3), .q4(q4)
    );

    // No clock takes part: this holds for whatever value vcc_ok has at any time of a cycle.
    always @(*) if (!vcc_ok) begin
        assert (pull == 0 && out == 0 && spi == 0 && uart_tx == 0);
        assert ({q4, q3, q2, q1} == 4'b0100);
    end

    // Configuration left everything as a reset does. The strap is `vcc_ok and not OFFER`.
    reg reset_before = 1;
    always @(posedge clock) begin
        reset_before <= reset;
        if (reset_before) assert (pull == 0 && out == vcc_ok && spi[7:3] == 0 && uart_tx == 0);
        if (reset_before && vcc_ok) assert (spi[1] && {q4, q3, q2, q1} == 0);
    end
endmodule
