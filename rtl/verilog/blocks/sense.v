// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module sense(clock,reset,io_write,io_address,io_data,levels,io_read,sense_event);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [3:0] levels;
    output reg  [31:0] io_read;
    output reg  sense_event;

    // Constant declarations
    localparam  none = 4'h0;
    localparam  debounce_after_reset = 24'h75300;
    localparam  at_sense = 8'h20;
    localparam  at_changed = 8'h24;
    localparam  at_debounce = 8'h28;

    // Stub signals
    reg  [23:0] debounce$d;
    wire  [23:0] debounce$q;
    reg  debounce$clock;
    reg  [3:0] changed$d;
    wire  [3:0] changed$q;
    reg  changed$clock;
    reg  inputs$0$clock;
    reg  inputs$0$reset;
    reg  inputs$0$level;
    reg  [23:0] inputs$0$debounce;
    wire  inputs$0$value;
    wire  inputs$0$changes;
    reg  inputs$1$clock;
    reg  inputs$1$reset;
    reg  inputs$1$level;
    reg  [23:0] inputs$1$debounce;
    wire  inputs$1$value;
    wire  inputs$1$changes;
    reg  inputs$2$clock;
    reg  inputs$2$reset;
    reg  inputs$2$level;
    reg  [23:0] inputs$2$debounce;
    wire  inputs$2$value;
    wire  inputs$2$changes;
    reg  inputs$3$clock;
    reg  inputs$3$reset;
    reg  inputs$3$level;
    reg  [23:0] inputs$3$debounce;
    wire  inputs$3$value;
    wire  inputs$3$changes;

    // Local signals
    reg  [3:0] values;
    reg  [3:0] changes;
    reg  [3:0] kept;

    // Sub module instances
    sense_dff_24 debounce(
        .d(debounce$d),
        .q(debounce$q),
        .clock(debounce$clock)
    );
    sense_dff_4 changed(
        .d(changed$d),
        .q(changed$q),
        .clock(changed$clock)
    );
    sense_inputs inputs$0(
        .clock(inputs$0$clock),
        .reset(inputs$0$reset),
        .level(inputs$0$level),
        .debounce(inputs$0$debounce),
        .value(inputs$0$value),
        .changes(inputs$0$changes)
    );
    sense_inputs inputs$1(
        .clock(inputs$1$clock),
        .reset(inputs$1$reset),
        .level(inputs$1$level),
        .debounce(inputs$1$debounce),
        .value(inputs$1$value),
        .changes(inputs$1$changes)
    );
    sense_inputs inputs$2(
        .clock(inputs$2$clock),
        .reset(inputs$2$reset),
        .level(inputs$2$level),
        .debounce(inputs$2$debounce),
        .value(inputs$2$value),
        .changes(inputs$2$changes)
    );
    sense_inputs inputs$3(
        .clock(inputs$3$clock),
        .reset(inputs$3$reset),
        .level(inputs$3$level),
        .debounce(inputs$3$debounce),
        .value(inputs$3$value),
        .changes(inputs$3$changes)
    );

    // Update code
    always @(*) begin
        debounce$clock = clock;
        changed$clock = clock;
        debounce$d = debounce$q;
        changed$d = changed$q;
        inputs$0$clock = clock;
        inputs$0$reset = reset;
        inputs$0$level = levels[0];
        inputs$0$debounce = debounce$q;
        inputs$1$clock = clock;
        inputs$1$reset = reset;
        inputs$1$level = levels[1];
        inputs$1$debounce = debounce$q;
        inputs$2$clock = clock;
        inputs$2$reset = reset;
        inputs$2$level = levels[2];
        inputs$2$debounce = debounce$q;
        inputs$3$clock = clock;
        inputs$3$reset = reset;
        inputs$3$level = levels[3];
        inputs$3$debounce = debounce$q;
        values = ((((none & ~(1 << (32'h0)) | ((inputs$0$value) << (32'h0))) & ~(1 << (32'h1)) | ((inputs$1$value) << (32'h1))) & ~(1 << (32'h2)) | ((inputs$2$value) << (32'h2))) & ~(1 << (32'h3)) | ((inputs$3$value) << (32'h3)));
        changes = ((((none & ~(1 << (32'h0)) | ((inputs$0$changes) << (32'h0))) & ~(1 << (32'h1)) | ((inputs$1$changes) << (32'h1))) & ~(1 << (32'h2)) | ((inputs$2$changes) << (32'h2))) & ~(1 << (32'h3)) | ((inputs$3$changes) << (32'h3)));
        kept = changed$q;
        if (io_write & (io_address == at_changed)) begin
            kept = changed$q & ~io_data[(32'h0)+:(4)];
        end
        changed$d = kept | changes;
        if (io_write & (io_address == at_debounce)) begin
            debounce$d = io_data[(32'h0)+:(24)];
        end
        sense_event = |changed$q;
        io_read = 32'h0;
        if (io_address == at_sense) begin
            io_read = ((values) & 32'hffffffff) | (((levels) & 32'hffffffff) << 32'h10);
        end
        if (io_address == at_changed) begin
            io_read = ((changed$q) & 32'hffffffff);
        end
        if (io_address == at_debounce) begin
            io_read = ((debounce$q) & 32'hffffffff);
        end
        if (reset) begin
            debounce$d = debounce_after_reset;
            changed$d = 32'h0;
        end
    end
endmodule // sense

module sense_dff_1(d,q,clock);

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
endmodule // sense_dff_1

module sense_dff_24(d,q,clock);

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
endmodule // sense_dff_24

module sense_dff_4(d,q,clock);

    // Module arguments
    input wire  [3:0] d;
    output reg  [3:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 4'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // sense_dff_4

module sense_inputs(clock,reset,level,debounce,value,changes);

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
    sense_dff_1 debounced(
        .d(debounced$d),
        .q(debounced$q),
        .clock(debounced$clock)
    );
    sense_dff_24 count(
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
endmodule // sense_inputs

`default_nettype wire
