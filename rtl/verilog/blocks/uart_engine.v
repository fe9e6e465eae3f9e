// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module uart_engine(clock,reset,edges,rx,received,good,framing,broken,waiting,data,take,idle,tx);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [15:0] edges;
    input wire  rx;
    output reg  [7:0] received;
    output reg  good;
    output reg  framing;
    output reg  broken;
    input wire  waiting;
    input wire  [7:0] data;
    output reg  take;
    output reg  idle;
    output reg  tx;

    // Stub signals
    reg  receiver$clock;
    reg  receiver$reset;
    reg  receiver$pin;
    reg  [15:0] receiver$edges;
    wire  [7:0] receiver$data;
    wire  receiver$good;
    wire  receiver$framing;
    wire  receiver$broken;
    reg  transmitter$clock;
    reg  transmitter$reset;
    reg  [15:0] transmitter$edges;
    reg  transmitter$waiting;
    reg  [7:0] transmitter$data;
    wire  transmitter$take;
    wire  transmitter$idle;
    wire  transmitter$line;

    // Sub module instances
    uart_engine_receiver receiver(
        .clock(receiver$clock),
        .reset(receiver$reset),
        .pin(receiver$pin),
        .edges(receiver$edges),
        .data(receiver$data),
        .good(receiver$good),
        .framing(receiver$framing),
        .broken(receiver$broken)
    );
    uart_engine_transmitter transmitter(
        .clock(transmitter$clock),
        .reset(transmitter$reset),
        .edges(transmitter$edges),
        .waiting(transmitter$waiting),
        .data(transmitter$data),
        .take(transmitter$take),
        .idle(transmitter$idle),
        .line(transmitter$line)
    );

    // Update code
    always @(*) begin
        receiver$clock = clock;
        transmitter$clock = clock;
        receiver$reset = reset;
        receiver$edges = edges;
        receiver$pin = rx;
        received = receiver$data;
        good = receiver$good;
        framing = receiver$framing;
        broken = receiver$broken;
        transmitter$reset = reset;
        transmitter$edges = edges;
        transmitter$waiting = waiting;
        transmitter$data = data;
        take = transmitter$take;
        idle = transmitter$idle;
        tx = transmitter$line;
    end
endmodule // uart_engine

module uart_engine_dff_1(d,q,clock);

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
endmodule // uart_engine_dff_1

module uart_engine_dff_16(d,q,clock);

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
endmodule // uart_engine_dff_16

module uart_engine_dff_2(d,q,clock);

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
endmodule // uart_engine_dff_2

module uart_engine_dff_9(d,q,clock);

    // Module arguments
    input wire  [8:0] d;
    output reg  [8:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 9'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // uart_engine_dff_9

module uart_engine_receiver(clock,reset,pin,edges,data,good,framing,broken);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    input wire  [15:0] edges;
    output reg  [7:0] data;
    output reg  good;
    output reg  framing;
    output reg  broken;

    // Constant declarations
    localparam  empty = 9'b100000000;

    // Enums
    localparam State$WaitHigh = 0;
    localparam State$Idle = 1;
    localparam State$Start = 2;
    localparam State$Bits = 3;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  timer$clock;
    reg  [15:0] timer$edges;
    reg  timer$run;
    reg  timer$half;
    wire  timer$over;
    wire  timer$soon;
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
    reg  [8:0] shift$d;
    wire  [8:0] shift$q;
    reg  shift$clock;

    // Local signals
    reg  run;
    reg  two_of_three;
    reg  ends;
    reg  none;

    // Sub module instances
    uart_engine_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    uart_engine_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    uart_engine_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    uart_engine_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    uart_engine_dff_1 third(
        .d(third$d),
        .q(third$q),
        .clock(third$clock)
    );
    uart_engine_dff_1 fourth(
        .d(fourth$d),
        .q(fourth$q),
        .clock(fourth$clock)
    );
    uart_engine_dff_9 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        first$clock = clock;
        second$clock = clock;
        third$clock = clock;
        fourth$clock = clock;
        shift$clock = clock;
        state$d = state$q;
        first$d = first$q;
        second$d = second$q;
        third$d = third$q;
        fourth$d = fourth$q;
        shift$d = shift$q;
        first$d = pin;
        second$d = first$q;
        third$d = second$q;
        fourth$d = third$q;
        two_of_three = (second$q & third$q) | (second$q & fourth$q) | (third$q & fourth$q);
        run = (state$q == State$Start) | (state$q == State$Bits);
        timer$clock = clock;
        timer$edges = edges;
        timer$run = run;
        timer$half = state$q == State$Start;
        ends = timer$over & (state$q == State$Bits) & shift$q[32'h0];
        none = ~|shift$q[(32'h1)+:(8)];
        data = shift$q[(32'h1)+:(8)];
        good = ends & two_of_three;
        framing = ends & ~two_of_three & ~none;
        broken = ends & ~two_of_three & none;
        if (timer$over & (state$q == State$Bits)) begin
            shift$d = ((shift$q >> 32'h1) & ~(1 << (32'h8)) | ((two_of_three) << (32'h8)));
        end
        if (~run) begin
            shift$d = empty;
        end
        case (state$q)
            State$WaitHigh:
                begin
                    if (second$q) begin
                        state$d = State$Idle;
                    end
                end
            State$Idle:
                begin
                    if (~second$q) begin
                        state$d = State$Start;
                    end
                end
            State$Start:
                begin
                    if (timer$over) begin
                        state$d = State$Bits;
                        if (two_of_three) begin
                            state$d = State$Idle;
                        end
                    end
                end
            State$Bits:
                begin
                    if (ends) begin
                        state$d = State$WaitHigh;
                        if (two_of_three) begin
                            state$d = State$Idle;
                        end
                    end
                end
        endcase
        if (reset) begin
            state$d = State$WaitHigh;
            first$d = 1'b0;
            second$d = 1'b0;
        end
    end
endmodule // uart_engine_receiver

module uart_engine_transmitter(clock,reset,edges,waiting,data,take,idle,line);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [15:0] edges;
    input wire  waiting;
    input wire  [7:0] data;
    output reg  take;
    output reg  idle;
    output reg  line;

    // Constant declarations
    localparam  stop_bit = 9'b100000000;

    // Enums
    localparam State$Idle = 0;
    localparam State$Load = 1;
    localparam State$Bits = 2;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  timer$clock;
    reg  [15:0] timer$edges;
    reg  timer$run;
    reg  timer$half;
    wire  timer$over;
    wire  timer$soon;
    reg  [8:0] shift$d;
    wire  [8:0] shift$q;
    reg  shift$clock;
    reg  level$d;
    wire  level$q;
    reg  level$clock;

    // Sub module instances
    uart_engine_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    uart_engine_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    uart_engine_dff_9 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    uart_engine_dff_1 level(
        .d(level$d),
        .q(level$q),
        .clock(level$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        shift$clock = clock;
        level$clock = clock;
        state$d = state$q;
        shift$d = shift$q;
        level$d = level$q;
        timer$clock = clock;
        timer$edges = edges;
        timer$half = 1'b0;
        timer$run = state$q == State$Bits;
        idle = state$q == State$Idle;
        take = (state$q == State$Idle) & waiting;
        line = level$q;
        case (state$q)
            State$Idle:
                begin
                    level$d = 1'b1;
                    if (waiting) begin
                        state$d = State$Load;
                    end
                end
            State$Load:
                begin
                    level$d = 1'b0;
                    shift$d = stop_bit | ((data) & 9'h1ff);
                    state$d = State$Bits;
                end
            State$Bits:
                begin
                    if (timer$over) begin
                        level$d = shift$q[32'h0];
                        shift$d = shift$q >> 32'h1;
                    end
                    if (timer$soon & ~|shift$q) begin
                        state$d = State$Idle;
                    end
                end
        endcase
        if (reset) begin
            state$d = State$Idle;
            level$d = 1'b0;
        end
    end
endmodule // uart_engine_transmitter

module uart_engine_transmitter_timer(clock,edges,run,half,over,soon);

    // Module arguments
    input wire  clock;
    input wire  [15:0] edges;
    input wire  run;
    input wire  half;
    output reg  over;
    output reg  soon;

    // Stub signals
    reg  [15:0] count$d;
    wire  [15:0] count$q;
    reg  count$clock;
    reg  over_next$d;
    wire  over_next$q;
    reg  over_next$clock;

    // Local signals
    reg  restart;
    reg  [15:0] step;
    reg  [15:0] counted;
    reg  few;

    // Sub module instances
    uart_engine_dff_16 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    uart_engine_dff_1 over_next(
        .d(over_next$d),
        .q(over_next$q),
        .clock(over_next$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        over_next$clock = clock;
        count$d = count$q;
        over_next$d = over_next$q;
        restart = over_next$q | ~run;
        step = 32'hffff;
        if (half) begin
            step = 32'hfffe;
        end
        if (restart) begin
            step = 32'h0;
        end
        counted = count$q + step;
        count$d = counted;
        few = ~|count$q[(32'h2)+:(14)];
        over_next$d = few & (half | ~count$q[32'h0]);
        if (restart) begin
            count$d = edges;
            over_next$d = 1'b0;
        end
        over = over_next$q;
        soon = few;
    end
endmodule // uart_engine_transmitter_timer

`default_nettype wire
