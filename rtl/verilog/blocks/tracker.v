// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module tracker(clock,reset,scl,sda,idle_time,busy);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  scl;
    input wire  sda;
    input wire  [15:0] idle_time;
    output reg  busy;

    // Constant declarations
    localparam  none = 16'hffff;
    localparam  minus_one = 16'hffff;

    // Stub signals
    reg  free$d;
    wire  free$q;
    reg  free$clock;
    reg  scl_before$d;
    wire  scl_before$q;
    reg  scl_before$clock;
    reg  sda_before$d;
    wire  sda_before$q;
    reg  sda_before$clock;
    reg  [15:0] count$d;
    wire  [15:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [15:0] counted;
    reg  [16:0] compared;

    // Sub module instances
    tracker_dff_1 free(
        .d(free$d),
        .q(free$q),
        .clock(free$clock)
    );
    tracker_dff_1 scl_before(
        .d(scl_before$d),
        .q(scl_before$q),
        .clock(scl_before$clock)
    );
    tracker_dff_1 sda_before(
        .d(sda_before$d),
        .q(sda_before$q),
        .clock(sda_before$clock)
    );
    tracker_dff_16 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        free$clock = clock;
        scl_before$clock = clock;
        sda_before$clock = clock;
        count$clock = clock;
        free$d = free$q;
        scl_before$d = scl_before$q;
        sda_before$d = sda_before$q;
        count$d = count$q;
        scl_before$d = scl;
        sda_before$d = sda;
        counted = count$q + minus_one;
        compared = ((idle_time) & 17'h1ffff) + ((counted) & 17'h1ffff);
        if (scl & sda) begin
            count$d = counted;
            if (~compared[32'h10]) begin
                free$d = 1'b1;
            end
            if (scl_before$q & ~sda_before$q) begin
                free$d = 1'b1;
            end
        end
        else begin
            count$d = none;
            free$d = 1'b0;
        end
        busy = ~free$q;
        if (reset) begin
            free$d = 1'b0;
            scl_before$d = 1'b0;
            sda_before$d = 1'b0;
            count$d = none;
        end
    end
endmodule // tracker

module tracker_dff_1(d,q,clock);

    // Module arguments
    input wire  d;
    output reg  q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 1'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // tracker_dff_1

module tracker_dff_16(d,q,clock);

    // Module arguments
    input wire  [15:0] d;
    output reg  [15:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 16'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // tracker_dff_16

`default_nettype wire
