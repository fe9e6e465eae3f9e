// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module rom(clock,address,data);

    // Module arguments
    input wire  clock;
    input wire  [12:0] address;
    output reg  [31:0] data;

    // Update code (custom)
    reg [7:0] low [0:8191] /* verilator public_flat_rw */;
    reg [7:0] high [0:8191] /* verilator public_flat_rw */;
    wire [12:0] following = address + 13'd1;

    `ifdef SYNTHESIS
    initial $readmemh("umbilical.low.hex", low);
    initial $readmemh("umbilical.high.hex", high);
    `endif

    always @(posedge clock) begin
       data[15:0] <= {high[address], low[address]};
       data[31:16] <= {high[following], low[following]};
    end
endmodule // rom

`default_nettype wire
