// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module register_file(clock,read_a,read_b,data_a,data_b,write,write_address,write_data);

    // Module arguments
    input wire  clock;
    input wire  [4:0] read_a;
    input wire  [4:0] read_b;
    output reg  [31:0] data_a;
    output reg  [31:0] data_b;
    input wire  write;
    input wire  [4:0] write_address;
    input wire  [31:0] write_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *)
    reg [31:0] words [0:31] /* verilator public_flat_rw */;
    integer index;
    initial begin
       for (index = 0; index < 32; index = index + 1) words[index] = 32'h0;
    end

    always @(posedge clock) begin
       if (write) words[write_address] <= write_data;
       data_a <= words[read_a];
       data_b <= words[read_b];
    end
endmodule // register_file

`default_nettype wire
