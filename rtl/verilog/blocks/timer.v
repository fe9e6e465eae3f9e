// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module timer(clock,reset,io_write,io_address,io_data,io_read,cycle,cycle_high,timer_event,tick,watchdog);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    output reg  [31:0] io_read;
    output reg  [31:0] cycle;
    output reg  [31:0] cycle_high;
    output reg  timer_event;
    output reg  tick;
    output reg  watchdog;

    // Constant declarations
    localparam  one = 32'h1;
    localparam  compare_after_reset = 32'h7fffffff;
    localparam  at_now = 8'h10;
    localparam  at_compare = 8'h14;
    localparam  at_watchdog = 8'h18;

    // Stub signals
    reg  [31:0] low$d;
    wire  [31:0] low$q;
    reg  low$clock;
    reg  [31:0] high$d;
    wire  [31:0] high$q;
    reg  high$clock;
    reg  [31:0] compare$d;
    wire  [31:0] compare$q;
    reg  compare$clock;
    reg  [31:0] left$d;
    wire  [31:0] left$q;
    reg  left$clock;
    reg  armed$d;
    wire  armed$q;
    reg  armed$clock;

    // Local signals
    reg  [31:0] past;

    // Sub module instances
    timer_dff_32 low(
        .d(low$d),
        .q(low$q),
        .clock(low$clock)
    );
    timer_dff_32 high(
        .d(high$d),
        .q(high$q),
        .clock(high$clock)
    );
    timer_dff_32 compare(
        .d(compare$d),
        .q(compare$q),
        .clock(compare$clock)
    );
    timer_dff_32 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    timer_dff_1 armed(
        .d(armed$d),
        .q(armed$q),
        .clock(armed$clock)
    );

    // Update code
    always @(*) begin
        low$clock = clock;
        high$clock = clock;
        compare$clock = clock;
        left$clock = clock;
        armed$clock = clock;
        low$d = low$q;
        high$d = high$q;
        compare$d = compare$q;
        left$d = left$q;
        armed$d = armed$q;
        low$d = low$q + one;
        if (&low$q) begin
            high$d = high$q + one;
        end
        cycle = low$q;
        cycle_high = high$q;
        tick = &low$q[(32'h0)+:(10)];
        past = low$q - compare$q;
        timer_event = ~past[32'h1f];
        watchdog = armed$q & ~|left$q[(32'h1)+:(31)];
        left$d = left$q - one;
        if (io_write & (io_address == at_watchdog)) begin
            left$d = io_data;
            armed$d = 1'b1;
        end
        if (io_write & (io_address == at_compare)) begin
            compare$d = io_data;
        end
        io_read = 32'h0;
        if (io_address == at_now) begin
            io_read = low$q;
        end
        if (io_address == at_compare) begin
            io_read = compare$q;
        end
        if (reset) begin
            low$d = 32'h0;
            high$d = 32'h0;
            compare$d = compare_after_reset;
            armed$d = 1'b0;
        end
    end
endmodule // timer

module timer_dff_1(d,q,clock);

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
endmodule // timer_dff_1

module timer_dff_32(d,q,clock);

    // Module arguments
    input wire  [31:0] d;
    output reg  [31:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 32'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // timer_dff_32

`default_nettype wire
