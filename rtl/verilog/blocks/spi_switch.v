// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module spi_switch(clock,reset,host,engine,port_allowed,offer,present,host_csn,wants_memory,wants_port,csn,joined,staying,en0,en1,host_en,drive,strap_allowed);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  host;
    input wire  engine;
    input wire  port_allowed;
    input wire  offer;
    input wire  present;
    input wire  host_csn;
    input wire  wants_memory;
    input wire  wants_port;
    input wire  csn;
    output reg  [2:0] joined;
    output reg  staying;
    output reg  en0;
    output reg  en1;
    output reg  host_en;
    output reg  drive;
    output reg  strap_allowed;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  enough = 3'b100;

    // Enums
    localparam Join$Apart = 0;
    localparam Join$Offered = 1;
    localparam Join$Host = 2;
    localparam Join$Memory = 3;
    localparam Join$Port = 4;

    // Stub signals
    reg  [2:0] state$d;
    wire  [2:0] state$q;
    reg  state$clock;
    reg  [2:0] guard$d;
    wire  [2:0] guard$q;
    reg  guard$clock;
    reg  memory_joined$d;
    wire  memory_joined$q;
    reg  memory_joined$clock;
    reg  port_joined$d;
    wire  port_joined$q;
    reg  port_joined$clock;
    reg  host_joined$d;
    wire  host_joined$q;
    reg  host_joined$clock;
    reg  driving$d;
    wire  driving$q;
    reg  driving$clock;
    reg  offered$d;
    wire  offered$q;
    reg  offered$clock;

    // Local signals
    reg  [2:0] following;
    reg  guarded;
    reg  engine_ends;

    // Sub module instances
    spi_switch_dff_3_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    spi_switch_dff_3 guard(
        .d(guard$d),
        .q(guard$q),
        .clock(guard$clock)
    );
    spi_switch_dff_1 memory_joined(
        .d(memory_joined$d),
        .q(memory_joined$q),
        .clock(memory_joined$clock)
    );
    spi_switch_dff_1 port_joined(
        .d(port_joined$d),
        .q(port_joined$q),
        .clock(port_joined$clock)
    );
    spi_switch_dff_1 host_joined(
        .d(host_joined$d),
        .q(host_joined$q),
        .clock(host_joined$clock)
    );
    spi_switch_dff_1 driving(
        .d(driving$d),
        .q(driving$q),
        .clock(driving$clock)
    );
    spi_switch_dff_1 offered(
        .d(offered$d),
        .q(offered$q),
        .clock(offered$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        guard$clock = clock;
        memory_joined$clock = clock;
        port_joined$clock = clock;
        host_joined$clock = clock;
        driving$clock = clock;
        offered$clock = clock;
        state$d = state$q;
        guard$d = guard$q;
        memory_joined$d = memory_joined$q;
        port_joined$d = port_joined$q;
        host_joined$d = host_joined$q;
        driving$d = driving$q;
        offered$d = offered$q;
        guarded = guard$q == enough;
        engine_ends = offer | ~engine;
        following = state$q;
        case (state$q)
            Join$Apart:
                begin
                    if (guarded) begin
                        if (offer) begin
                            following = Join$Offered;
                        end
                        else if (engine) begin
                            if (wants_memory) begin
                                following = Join$Memory;
                            end
                            else if (wants_port & port_allowed & present) begin
                                following = Join$Port;
                            end
                        end
                        else if (host & host_csn) begin
                            following = Join$Host;
                        end
                    end
                end
            Join$Offered:
                begin
                    if (~offer) begin
                        following = Join$Apart;
                    end
                end
            Join$Host:
                begin
                    if (host_csn & (offer | engine | ~host)) begin
                        following = Join$Apart;
                    end
                end
            Join$Memory:
                begin
                    if (csn & (engine_ends | wants_port)) begin
                        following = Join$Apart;
                    end
                end
            Join$Port:
                begin
                    if (~present | (csn & (engine_ends | ~port_allowed | wants_memory))) begin
                        following = Join$Apart;
                    end
                end
        endcase
        staying = following == state$q;
        state$d = following;
        if (reset) begin
            state$d = Join$Apart;
        end
        guard$d = 32'h0;
        if ((state$q == Join$Apart) & ~reset) begin
            guard$d = guard$q;
            if (~guarded) begin
                guard$d = guard$q + one;
            end
        end
        memory_joined$d = ~reset & ((following == Join$Host) | (following == Join$Memory));
        port_joined$d = ~reset & (following == Join$Port);
        host_joined$d = ~reset & (following == Join$Host);
        driving$d = ~reset & ((following == Join$Memory) | (following == Join$Port));
        offered$d = ~reset & (following == Join$Offered);
        en0 = memory_joined$q;
        en1 = port_joined$q;
        host_en = host_joined$q;
        drive = driving$q;
        strap_allowed = ~offered$q;
        joined = 32'h0;
        case (state$q)
            Join$Offered:
                begin
                    joined = 32'h1;
                end
            Join$Host:
                begin
                    joined = 32'h2;
                end
            Join$Memory:
                begin
                    joined = 32'h3;
                end
            Join$Port:
                begin
                    joined = 32'h4;
                end
            default:
                begin
                end
        endcase
    end
endmodule // spi_switch

module spi_switch_dff_1(d,q,clock);

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
endmodule // spi_switch_dff_1

module spi_switch_dff_3(d,q,clock);

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
endmodule // spi_switch_dff_3

module spi_switch_dff_3_2(d,q,clock);

    // Module arguments
    input wire  [2:0] d;
    output reg  [2:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // spi_switch_dff_3_2

`default_nettype wire
