// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module debouncer(clock,reset,level,debounce,value,changes);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  level;
    input wire  [23:0] debounce;
    output reg  value;
    output reg  changes;

    // Constant declarations
    localparam  one = 24'h1;

    // Stub signals
    reg  debounced$d;
    wire  debounced$q;
    reg  debounced$clock;
    reg  [23:0] count$d;
    wire  [23:0] count$q;
    reg  count$clock;

    // Local signals
    reg  enough;

    // Sub module instances
    debouncer_dff_1 debounced(
        .d(debounced$d),
        .q(debounced$q),
        .clock(debounced$clock)
    );
    debouncer_dff_24 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        debounced$clock = clock;
        count$clock = clock;
        debounced$d = debounced$q;
        count$d = count$q;
        enough = (count$q >= debounce) & |count$q;
        count$d = 32'h0;
        changes = 1'b0;
        if (level != debounced$q) begin
            if (enough) begin
                debounced$d = level;
                changes = 1'b1;
            end
            else begin
                count$d = count$q + one;
            end
        end
        value = debounced$q;
        if (reset) begin
            debounced$d = 1'b0;
            count$d = 32'h0;
        end
    end
endmodule // debouncer

module debouncer_dff_1(d,q,clock);

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
endmodule // debouncer_dff_1

module debouncer_dff_24(d,q,clock);

    // Module arguments
    input wire  [23:0] d;
    output reg  [23:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 24'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // debouncer_dff_24

`default_nettype wire
