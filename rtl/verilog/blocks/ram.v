// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module ram(clock,address,write_data,write_mask,read_data);

    // Module arguments
    input wire  clock;
    input wire  [10:0] address;
    input wire  [31:0] write_data;
    input wire  [3:0] write_mask;
    output reg  [31:0] read_data;

    // Update code (custom)
    (* no_rw_check *) reg [7:0] lane0 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[0]) lane0[address] <= write_data[7:0];
       read_data[7:0] <= lane0[address];
    end
    (* no_rw_check *) reg [7:0] lane1 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[1]) lane1[address] <= write_data[15:8];
       read_data[15:8] <= lane1[address];
    end
    (* no_rw_check *) reg [7:0] lane2 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[2]) lane2[address] <= write_data[23:16];
       read_data[23:16] <= lane2[address];
    end
    (* no_rw_check *) reg [7:0] lane3 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[3]) lane3[address] <= write_data[31:24];
       read_data[31:24] <= lane3[address];
    end
endmodule // ram

`default_nettype wire
