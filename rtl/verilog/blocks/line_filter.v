// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module line_filter(clock,reset,pin,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    output reg  level;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  third$d;
    wire  third$q;
    reg  third$clock;
    reg  fourth$d;
    wire  fourth$q;
    reg  fourth$clock;
    reg  filtered$d;
    wire  filtered$q;
    reg  filtered$clock;

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
    line_filter_dff_1 third(
        .d(third$d),
        .q(third$q),
        .clock(third$clock)
    );
    line_filter_dff_1 fourth(
        .d(fourth$d),
        .q(fourth$q),
        .clock(fourth$clock)
    );
    line_filter_dff_1 filtered(
        .d(filtered$d),
        .q(filtered$q),
        .clock(filtered$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        third$clock = clock;
        fourth$clock = clock;
        filtered$clock = clock;
        first$d = first$q;
        second$d = second$q;
        third$d = third$q;
        fourth$d = fourth$q;
        filtered$d = filtered$q;
        first$d = pin;
        second$d = first$q;
        third$d = second$q;
        fourth$d = third$q;
        if ((second$q == third$q) & (third$q == fourth$q)) begin
            filtered$d = second$q;
        end
        level = filtered$q;
        if (reset) begin
            first$d = 1'b0;
            second$d = 1'b0;
            filtered$d = 1'b0;
            third$d = 1'b0;
            fourth$d = 1'b0;
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

`default_nettype wire
