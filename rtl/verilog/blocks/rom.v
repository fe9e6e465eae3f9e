// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module rom(clock,address,data);

    // Module arguments
    input wire  clock;
    input wire  [11:0] address;
    output reg  [31:0] data;

    // Update code (custom)
    reg [31:0] words [0:4095] /* verilator public_flat_rw */;

    `ifdef SYNTHESIS
    initial $readmemh("umbilical.hex", words);
    `endif

    always @(posedge clock) begin
       data <= words[address];
    end
endmodule // rom

`default_nettype wire
