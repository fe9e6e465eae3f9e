// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module power_on_reset(clock,vcc_ok,watchdog,reset,by_watchdog);

    // Module arguments
    input wire  clock;
    input wire  vcc_ok;
    input wire  watchdog;
    output reg  reset;
    output reg  by_watchdog;

    // Constant declarations
    localparam  one = 10'b1;
    localparam  enough = 10'b1111111100;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  [9:0] count$d;
    wire  [9:0] count$q;
    reg  count$clock;
    reg  done$d;
    wire  done$q;
    reg  done$clock;
    reg  watchdog_last$d;
    wire  watchdog_last$q;
    reg  watchdog_last$clock;

    // Sub module instances
    power_on_reset_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    power_on_reset_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    power_on_reset_dff_10 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    power_on_reset_dff_1 done(
        .d(done$d),
        .q(done$q),
        .clock(done$clock)
    );
    power_on_reset_dff_1 watchdog_last(
        .d(watchdog_last$d),
        .q(watchdog_last$q),
        .clock(watchdog_last$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        count$clock = clock;
        done$clock = clock;
        watchdog_last$clock = clock;
        first$d = first$q;
        second$d = second$q;
        count$d = count$q;
        done$d = done$q;
        watchdog_last$d = watchdog_last$q;
        first$d = vcc_ok;
        second$d = first$q;
        if (count$q == enough) begin
            done$d = 1'b1;
        end
        else begin
            count$d = count$q + one;
        end
        if (~second$q) begin
            count$d = 32'h0;
            done$d = 1'b0;
        end
        reset = ~done$q | watchdog;
        if (watchdog) begin
            watchdog_last$d = 1'b1;
        end
        if (~done$q) begin
            watchdog_last$d = 1'b0;
        end
        by_watchdog = watchdog_last$q;
    end
endmodule // power_on_reset

module power_on_reset_dff_1(d,q,clock);

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
endmodule // power_on_reset_dff_1

module power_on_reset_dff_10(d,q,clock);

    // Module arguments
    input wire  [9:0] d;
    output reg  [9:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 10'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // power_on_reset_dff_10

`default_nettype wire
