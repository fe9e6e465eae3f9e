// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module repeater(clock,joined,host,bus,host_low,bus_low);

    // Module arguments
    input wire  clock;
    input wire  joined;
    input wire  host;
    input wire  bus;
    output reg  host_low;
    output reg  bus_low;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  enough = 3'b111;

    // Enums
    localparam State$Idle = 0;
    localparam State$HostLow = 1;
    localparam State$BusLow = 2;
    localparam State$Settle = 3;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  [2:0] count$d;
    wire  [2:0] count$q;
    reg  count$clock;

    // Sub module instances
    repeater_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    repeater_dff_3 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        count$clock = clock;
        state$d = state$q;
        count$d = count$q;
        count$d = 32'h0;
        host_low = 1'b0;
        bus_low = 1'b0;
        case (state$q)
            State$Idle:
                begin
                    if (~host) begin
                        state$d = State$HostLow;
                    end
                    else if (~bus) begin
                        state$d = State$BusLow;
                    end
                end
            State$HostLow:
                begin
                    bus_low = 1'b1;
                    if (host) begin
                        state$d = State$Settle;
                    end
                end
            State$BusLow:
                begin
                    host_low = 1'b1;
                    if (bus) begin
                        state$d = State$Settle;
                    end
                end
            State$Settle:
                begin
                    count$d = count$q + one;
                    if (count$q == enough) begin
                        state$d = State$Idle;
                    end
                end
            default:
                begin
                end
        endcase
        if (~joined) begin
            state$d = State$Idle;
            count$d = 32'h0;
        end
    end
endmodule // repeater

module repeater_dff_2(d,q,clock);

    // Module arguments
    input wire  [1:0] d;
    output reg  [1:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // repeater_dff_2

module repeater_dff_3(d,q,clock);

    // Module arguments
    input wire  [2:0] d;
    output reg  [2:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 3'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // repeater_dff_3

`default_nettype wire
