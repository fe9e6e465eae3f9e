// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module transfer_buffer(clock,address,write_data,write_mask,read_data,byte_address,byte_write,byte_data,byte_read);

    // Module arguments
    input wire  clock;
    input wire  [9:0] address;
    input wire  [31:0] write_data;
    input wire  [3:0] write_mask;
    output reg  [31:0] read_data;
    input wire  [11:0] byte_address;
    input wire  byte_write;
    input wire  [7:0] byte_data;
    output reg  [7:0] byte_read;

    // Update code (custom)
    (* no_rw_check *) reg [7:0] lane0 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte0;
    always @(posedge clock) begin
       if (write_mask[0]) lane0[address] <= write_data[7:0];
       read_data[7:0] <= lane0[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd0) lane0[byte_address[11:2]] <= byte_data;
       byte0 <= lane0[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane1 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte1;
    always @(posedge clock) begin
       if (write_mask[1]) lane1[address] <= write_data[15:8];
       read_data[15:8] <= lane1[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd1) lane1[byte_address[11:2]] <= byte_data;
       byte1 <= lane1[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane2 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte2;
    always @(posedge clock) begin
       if (write_mask[2]) lane2[address] <= write_data[23:16];
       read_data[23:16] <= lane2[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd2) lane2[byte_address[11:2]] <= byte_data;
       byte2 <= lane2[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane3 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte3;
    always @(posedge clock) begin
       if (write_mask[3]) lane3[address] <= write_data[31:24];
       read_data[31:24] <= lane3[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd3) lane3[byte_address[11:2]] <= byte_data;
       byte3 <= lane3[byte_address[11:2]];
    end
    reg [1:0] byte_lane;
    always @(posedge clock) begin
       byte_lane <= byte_address[1:0];
    end
    always @(*) begin
       case (byte_lane)
          2'd0: byte_read = byte0;
          2'd1: byte_read = byte1;
          2'd2: byte_read = byte2;
          default: byte_read = byte3;
       endcase
    end
endmodule // transfer_buffer

`default_nettype wire
