// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module uart(clock,reset,io_write,io_load,io_address,io_data,io_read,rx_event,tx_event,rx,tx);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  io_load;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    output reg  [31:0] io_read;
    output reg  rx_event;
    output reg  tx_event;
    input wire  rx;
    output reg  tx;

    // Constant declarations
    localparam  no_flags = 3'b0;
    localparam  least = 16'h8;
    localparam  valid = 32'h100;
    localparam  bit_after_reset = 16'h1a1;
    localparam  at_bit = 8'hc0;
    localparam  at_data = 8'hc4;
    localparam  at_status = 8'hc8;

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
    reg  rx_fifo$clock;
    reg  rx_fifo$reset;
    reg  rx_fifo$store;
    reg  [7:0] rx_fifo$data;
    reg  rx_fifo$commit;
    reg  rx_fifo$take;
    wire  [7:0] rx_fifo$head;
    reg  tx_fifo$clock;
    reg  tx_fifo$reset;
    reg  tx_fifo$store;
    reg  [7:0] tx_fifo$data;
    reg  tx_fifo$commit;
    reg  tx_fifo$take;
    wire  [7:0] tx_fifo$head;
    reg  received$clock;
    reg  received$reset;
    reg  received$up;
    reg  received$down;
    wire  [11:0] received$level;
    reg  free$clock;
    reg  free$reset;
    reg  free$up;
    reg  free$down;
    wire  [9:0] free$level;
    reg  [15:0] edges$d;
    wire  [15:0] edges$q;
    reg  edges$clock;
    reg  arrived$d;
    wire  arrived$q;
    reg  arrived$clock;
    reg  overrun$d;
    wire  overrun$q;
    reg  overrun$clock;
    reg  framing$d;
    wire  framing$q;
    reg  framing$clock;
    reg  broken$d;
    wire  broken$q;
    reg  broken$clock;

    // Local signals
    reg  too_small;
    reg  store;
    reg  put;
    reg  take;
    reg  any;
    reg  tx_empty;
    reg  idle;
    reg  [2:0] flags;
    reg  [2:0] cleared;

    // Sub module instances
    uart_receiver receiver(
        .clock(receiver$clock),
        .reset(receiver$reset),
        .pin(receiver$pin),
        .edges(receiver$edges),
        .data(receiver$data),
        .good(receiver$good),
        .framing(receiver$framing),
        .broken(receiver$broken)
    );
    uart_transmitter transmitter(
        .clock(transmitter$clock),
        .reset(transmitter$reset),
        .edges(transmitter$edges),
        .waiting(transmitter$waiting),
        .data(transmitter$data),
        .take(transmitter$take),
        .idle(transmitter$idle),
        .line(transmitter$line)
    );
    uart_rx_fifo rx_fifo(
        .clock(rx_fifo$clock),
        .reset(rx_fifo$reset),
        .store(rx_fifo$store),
        .data(rx_fifo$data),
        .commit(rx_fifo$commit),
        .take(rx_fifo$take),
        .head(rx_fifo$head)
    );
    uart_tx_fifo tx_fifo(
        .clock(tx_fifo$clock),
        .reset(tx_fifo$reset),
        .store(tx_fifo$store),
        .data(tx_fifo$data),
        .commit(tx_fifo$commit),
        .take(tx_fifo$take),
        .head(tx_fifo$head)
    );
    uart_received received(
        .clock(received$clock),
        .reset(received$reset),
        .up(received$up),
        .down(received$down),
        .level(received$level)
    );
    uart_free free(
        .clock(free$clock),
        .reset(free$reset),
        .up(free$up),
        .down(free$down),
        .level(free$level)
    );
    uart_dff_16 edges(
        .d(edges$d),
        .q(edges$q),
        .clock(edges$clock)
    );
    uart_dff_1 arrived(
        .d(arrived$d),
        .q(arrived$q),
        .clock(arrived$clock)
    );
    uart_dff_1 overrun(
        .d(overrun$d),
        .q(overrun$q),
        .clock(overrun$clock)
    );
    uart_dff_1 framing(
        .d(framing$d),
        .q(framing$q),
        .clock(framing$clock)
    );
    uart_dff_1 broken(
        .d(broken$d),
        .q(broken$q),
        .clock(broken$clock)
    );

    // Update code
    always @(*) begin
        edges$clock = clock;
        arrived$clock = clock;
        overrun$clock = clock;
        framing$clock = clock;
        broken$clock = clock;
        edges$d = edges$q;
        arrived$d = arrived$q;
        overrun$d = overrun$q;
        framing$d = framing$q;
        broken$d = broken$q;
        receiver$clock = clock;
        transmitter$clock = clock;
        rx_fifo$clock = clock;
        tx_fifo$clock = clock;
        received$clock = clock;
        free$clock = clock;
        receiver$reset = reset;
        transmitter$reset = reset;
        rx_fifo$reset = reset;
        tx_fifo$reset = reset;
        received$reset = reset;
        free$reset = reset;
        too_small = ~|io_data[(32'h3)+:(13)];
        if (io_write & (io_address == at_bit)) begin
            edges$d = io_data[(32'h0)+:(16)];
            if (too_small) begin
                edges$d = least;
            end
        end
        receiver$edges = edges$q;
        transmitter$edges = edges$q;
        receiver$pin = rx;
        store = receiver$good & ~received$level[32'hb];
        arrived$d = store;
        any = |received$level;
        take = io_load & (io_address == at_data) & any;
        rx_fifo$data = receiver$data;
        rx_fifo$store = store;
        rx_fifo$commit = arrived$q;
        rx_fifo$take = take;
        received$up = arrived$q;
        received$down = take;
        rx_event = any;
        put = io_write & (io_address == at_data) & |free$level;
        tx_empty = free$level[32'h9];
        tx_fifo$data = io_data[(32'h0)+:(8)];
        tx_fifo$store = put;
        tx_fifo$commit = put;
        tx_fifo$take = transmitter$take;
        free$up = transmitter$take;
        free$down = put;
        transmitter$waiting = ~tx_empty;
        transmitter$data = tx_fifo$head;
        tx_event = tx_empty | (free$level[32'h8] & free$level[32'h7]);
        tx = transmitter$line;
        cleared = no_flags;
        if (io_write & (io_address == at_status)) begin
            cleared = io_data[(32'h1d)+:(3)];
        end
        overrun$d = (overrun$q & ~cleared[32'h0]) | (receiver$good & received$level[32'hb]);
        framing$d = (framing$q & ~cleared[32'h1]) | receiver$framing;
        broken$d = (broken$q & ~cleared[32'h2]) | receiver$broken;
        idle = (transmitter$idle & tx_empty);
        flags = (((no_flags & ~(1 << (32'h0)) | ((overrun$q) << (32'h0))) & ~(1 << (32'h1)) | ((framing$q) << (32'h1))) & ~(1 << (32'h2)) | ((broken$q) << (32'h2)));
        io_read = 32'h0;
        if (io_address == at_bit) begin
            io_read = ((edges$q) & 32'hffffffff);
        end
        if ((io_address == at_data) & any) begin
            io_read = valid | ((rx_fifo$head) & 32'hffffffff);
        end
        if (io_address == at_status) begin
            io_read = ((received$level) & 32'hffffffff) | (((free$level) & 32'hffffffff) << 32'h10) | (((idle) & 32'hffffffff) << 32'h1c) | (((flags) & 32'hffffffff) << 32'h1d);
        end
        if (reset) begin
            edges$d = bit_after_reset;
            arrived$d = 1'b0;
            overrun$d = 1'b0;
            framing$d = 1'b0;
            broken$d = 1'b0;
        end
    end
endmodule // uart

module uart_dff_1(d,q,clock);

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
endmodule // uart_dff_1

module uart_dff_10(d,q,clock);

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
endmodule // uart_dff_10

module uart_dff_11(d,q,clock);

    // Module arguments
    input wire  [10:0] d;
    output reg  [10:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 11'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // uart_dff_11

module uart_dff_12(d,q,clock);

    // Module arguments
    input wire  [11:0] d;
    output reg  [11:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 12'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // uart_dff_12

module uart_dff_16(d,q,clock);

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
endmodule // uart_dff_16

module uart_dff_2(d,q,clock);

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
endmodule // uart_dff_2

module uart_dff_9(d,q,clock);

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
endmodule // uart_dff_9

module uart_free(clock,reset,up,down,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  up;
    input wire  down;
    output reg  [9:0] level;

    // Constant declarations
    localparam  one = 10'b1;
    localparam  minus_one = 10'b1111111111;
    localparam  after_reset = 10'b1000000000;

    // Stub signals
    reg  [9:0] count$d;
    wire  [9:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [9:0] step;

    // Sub module instances
    uart_dff_10 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        count$d = count$q;
        step = one;
        if (down) begin
            step = minus_one;
        end
        if (up ^ down) begin
            count$d = count$q + step;
        end
        level = count$q;
        if (reset) begin
            count$d = after_reset;
        end
    end
endmodule // uart_free

module uart_received(clock,reset,up,down,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  up;
    input wire  down;
    output reg  [11:0] level;

    // Constant declarations
    localparam  one = 12'h1;
    localparam  minus_one = 12'hfff;
    localparam  after_reset = 12'h0;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [11:0] step;

    // Sub module instances
    uart_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        count$d = count$q;
        step = one;
        if (down) begin
            step = minus_one;
        end
        if (up ^ down) begin
            count$d = count$q + step;
        end
        level = count$q;
        if (reset) begin
            count$d = after_reset;
        end
    end
endmodule // uart_received

module uart_receiver(clock,reset,pin,edges,data,good,framing,broken);

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
    uart_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    uart_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    uart_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    uart_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    uart_dff_1 third(
        .d(third$d),
        .q(third$q),
        .clock(third$clock)
    );
    uart_dff_1 fourth(
        .d(fourth$d),
        .q(fourth$q),
        .clock(fourth$clock)
    );
    uart_dff_9 shift(
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
endmodule // uart_receiver

module uart_rx_fifo(clock,reset,store,data,commit,take,head);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  store;
    input wire  [7:0] data;
    input wire  commit;
    input wire  take;
    output reg  [7:0] head;

    // Constant declarations
    localparam  one = 11'b1;

    // Stub signals
    reg  memory$clock;
    reg  memory$write;
    reg  [10:0] memory$write_address;
    reg  [7:0] memory$write_data;
    reg  [10:0] memory$read_address;
    wire  [7:0] memory$read_data;
    reg  [10:0] write_at$d;
    wire  [10:0] write_at$q;
    reg  write_at$clock;
    reg  [10:0] read_at$d;
    wire  [10:0] read_at$q;
    reg  read_at$clock;

    // Sub module instances
    uart_rx_fifo_memory memory(
        .clock(memory$clock),
        .write(memory$write),
        .write_address(memory$write_address),
        .write_data(memory$write_data),
        .read_address(memory$read_address),
        .read_data(memory$read_data)
    );
    uart_dff_11 write_at(
        .d(write_at$d),
        .q(write_at$q),
        .clock(write_at$clock)
    );
    uart_dff_11 read_at(
        .d(read_at$d),
        .q(read_at$q),
        .clock(read_at$clock)
    );

    // Update code
    always @(*) begin
        write_at$clock = clock;
        read_at$clock = clock;
        write_at$d = write_at$q;
        read_at$d = read_at$q;
        memory$clock = clock;
        memory$write = store;
        memory$write_address = write_at$q;
        memory$write_data = data;
        memory$read_address = read_at$q;
        head = memory$read_data;
        if (commit) begin
            write_at$d = write_at$q + one;
        end
        if (take) begin
            read_at$d = read_at$q + one;
        end
        if (reset) begin
            write_at$d = 32'h0;
            read_at$d = 32'h0;
        end
    end
endmodule // uart_rx_fifo

module uart_rx_fifo_memory(clock,write,write_address,write_data,read_address,read_data);

    // Module arguments
    input wire  clock;
    input wire  write;
    input wire  [10:0] write_address;
    input wire  [7:0] write_data;
    input wire  [10:0] read_address;
    output reg  [7:0] read_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *) reg [7:0] places [0:2047];
    always @(posedge clock) begin
       if (write) places[write_address] <= write_data;
       read_data <= places[read_address];
    end
endmodule // uart_rx_fifo_memory

module uart_transmitter(clock,reset,edges,waiting,data,take,idle,line);

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
    uart_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    uart_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    uart_dff_9 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    uart_dff_1 level(
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
endmodule // uart_transmitter

module uart_transmitter_timer(clock,edges,run,half,over,soon);

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
    uart_dff_16 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    uart_dff_1 over_next(
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
endmodule // uart_transmitter_timer

module uart_tx_fifo(clock,reset,store,data,commit,take,head);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  store;
    input wire  [7:0] data;
    input wire  commit;
    input wire  take;
    output reg  [7:0] head;

    // Constant declarations
    localparam  one = 9'b1;

    // Stub signals
    reg  memory$clock;
    reg  memory$write;
    reg  [8:0] memory$write_address;
    reg  [7:0] memory$write_data;
    reg  [8:0] memory$read_address;
    wire  [7:0] memory$read_data;
    reg  [8:0] write_at$d;
    wire  [8:0] write_at$q;
    reg  write_at$clock;
    reg  [8:0] read_at$d;
    wire  [8:0] read_at$q;
    reg  read_at$clock;

    // Sub module instances
    uart_tx_fifo_memory memory(
        .clock(memory$clock),
        .write(memory$write),
        .write_address(memory$write_address),
        .write_data(memory$write_data),
        .read_address(memory$read_address),
        .read_data(memory$read_data)
    );
    uart_dff_9 write_at(
        .d(write_at$d),
        .q(write_at$q),
        .clock(write_at$clock)
    );
    uart_dff_9 read_at(
        .d(read_at$d),
        .q(read_at$q),
        .clock(read_at$clock)
    );

    // Update code
    always @(*) begin
        write_at$clock = clock;
        read_at$clock = clock;
        write_at$d = write_at$q;
        read_at$d = read_at$q;
        memory$clock = clock;
        memory$write = store;
        memory$write_address = write_at$q;
        memory$write_data = data;
        memory$read_address = read_at$q;
        head = memory$read_data;
        if (commit) begin
            write_at$d = write_at$q + one;
        end
        if (take) begin
            read_at$d = read_at$q + one;
        end
        if (reset) begin
            write_at$d = 32'h0;
            read_at$d = 32'h0;
        end
    end
endmodule // uart_tx_fifo

module uart_tx_fifo_memory(clock,write,write_address,write_data,read_address,read_data);

    // Module arguments
    input wire  clock;
    input wire  write;
    input wire  [8:0] write_address;
    input wire  [7:0] write_data;
    input wire  [8:0] read_address;
    output reg  [7:0] read_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *) reg [7:0] places [0:511];
    always @(posedge clock) begin
       if (write) places[write_address] <= write_data;
       read_data <= places[read_address];
    end
endmodule // uart_tx_fifo_memory

`default_nettype wire
