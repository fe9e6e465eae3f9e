// proof: while vcc_ok is 0 every pull and every output is 0 in the same instant; from the edge after one in reset on nothing is pulled and no output but the strap is 1, whatever the MCU and the lines do
// design: umbilical.v
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
// bmc: 12
// induction: 2
// mutant: pull = 32'h0; => pull = 32'h1 & ~vcc_ok;
// mutant: out = 32'h0; => out = strap;
// mutant: if (vcc_ok) begin => if (1'b1) begin
// mutant: switches$reset = in_reset; => switches$reset = 1'b0;
// mutant: i2c$reset = in_reset; => i2c$reset = 1'b0;
// mutant: registers$reset = in_reset; => registers$reset = 1'b0;

`default_nettype none
module proof (
    input wire clock, vcc_ok,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed
);
    wire [7:0] pull;
    wire [5:0] out;
    wire reset;
    umbilical dut (
        .clock(clock), .vcc_ok(vcc_ok), .clock_hz(clock_hz), .lines(lines), .sensed(sensed),
        .pull(pull), .out(out), .trace_reset(reset)
    );

    // No clock takes part: this holds for whatever value vcc_ok has at any time of a cycle.
    always @(*) if (!vcc_ok) assert (pull == 0 && out == 0);

    // Configuration left everything as a reset does. The strap is `vcc_ok and not OFFER`.
    reg reset_before = 1;
    always @(posedge clock) begin
        reset_before <= reset;
        if (reset_before) assert (pull == 0 && out == vcc_ok);
    end
endmodule
