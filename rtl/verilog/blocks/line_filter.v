// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module line_filter(clock,reset,pin,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    output reg  level;

    // Constant declarations
    localparam  one = 2'b1;
    localparam  enough = 2'b10;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  filtered$d;
    wire  filtered$q;
    reg  filtered$clock;
    reg  [1:0] count$d;
    wire  [1:0] count$q;
    reg  count$clock;

    // Sub module instances
    line_filter_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    line_filter_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    line_filter_dff_1 filtered(
        .d(filtered$d),
        .q(filtered$q),
        .clock(filtered$clock)
    );
    line_filter_dff_2 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        filtered$clock = clock;
        count$clock = clock;
        first$d = first$q;
        second$d = second$q;
        filtered$d = filtered$q;
        count$d = count$q;
        first$d = pin;
        second$d = first$q;
        count$d = 32'h0;
        if (second$q != filtered$q) begin
            if (count$q == enough) begin
                filtered$d = second$q;
            end
            else begin
                count$d = count$q + one;
            end
        end
        level = filtered$q;
        if (reset) begin
            first$d = 1'b0;
            second$d = 1'b0;
            filtered$d = 1'b0;
            count$d = 32'h0;
        end
    end
endmodule // line_filter

module line_filter_dff_1(d,q,clock);

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
endmodule // line_filter_dff_1

module line_filter_dff_2(d,q,clock);

    // Module arguments
    input wire  [1:0] d;
    output reg  [1:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 2'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // line_filter_dff_2

`default_nettype wire
