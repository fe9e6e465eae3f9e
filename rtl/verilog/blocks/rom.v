// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module rom(clock,address,data);

    // Module arguments
    input wire  clock;
    input wire  [13:0] address;
    output reg  [31:0] data;

    // Update code (custom)
    reg [15:0] halves [0:16383] /* verilator public_flat_rw */;
    wire [13:0] following = address + 14'd1;

    `ifdef SYNTHESIS
    initial $readmemh("umbilical.hex", halves);
    `endif

    always @(posedge clock) begin
       data[15:0] <= halves[address];
       data[31:16] <= halves[following];
    end
endmodule // rom

`default_nettype wire
