// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module spi_engine(clock,reset,start,tick,io,half,idle_high,deadline,joined,lost,not_owner,nothing,poll,enable,no_own,reads,address_bytes,dummy,lines,no_data,tx_byte,last,unequal,busy,done,result,wants,csn,sck,io0,drive_io0,frame,kind,load,take,received);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  tick;
    input wire  [3:0] io;
    input wire  [7:0] half;
    input wire  idle_high;
    input wire  [19:0] deadline;
    input wire  joined;
    input wire  lost;
    input wire  not_owner;
    input wire  nothing;
    input wire  poll;
    input wire  enable;
    input wire  no_own;
    input wire  reads;
    input wire  [1:0] address_bytes;
    input wire  [3:0] dummy;
    input wire  [1:0] lines;
    input wire  no_data;
    input wire  [7:0] tx_byte;
    input wire  last;
    input wire  unequal;
    output reg  busy;
    output reg  done;
    output reg  [2:0] result;
    output reg  wants;
    output reg  csn;
    output reg  sck;
    output reg  io0;
    output reg  drive_io0;
    output reg  [1:0] frame;
    output reg  [2:0] kind;
    output reg  load;
    output reg  take;
    output reg  [7:0] received;

    // Constant declarations
    localparam  one = 4'h1;
    localparam  byte_clocks = 4'h8;
    localparam  byte_clocks_two = 4'h4;
    localparam  byte_clocks_four = 4'h2;
    localparam  two_lines = 2'b1;
    localparam  gap = 4'h5;
    localparam  ok = 3'b0;
    localparam  mismatch = 3'b1;
    localparam  poll_deadline = 3'b10;
    localparam  owner_is_other = 3'b11;
    localparam  bus_was_busy = 3'b100;
    localparam  port_lost = 3'b101;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Enable = 1;
    localparam Frame$Own = 2;
    localparam Frame$Over = 3;
    localparam Kind$Opcode = 0;
    localparam Kind$Address3 = 1;
    localparam Kind$Address2 = 2;
    localparam Kind$Address1 = 3;
    localparam Kind$Address0 = 4;
    localparam Kind$Dummy = 5;
    localparam Kind$Data = 6;
    localparam Kind$End = 7;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Gap = 2;
    localparam Phase$Wait = 3;
    localparam Phase$Lead = 4;
    localparam Phase$Low = 5;
    localparam Phase$High = 6;
    localparam Phase$Tail = 7;

    // Stub signals
    reg  timer$clock;
    reg  timer$run;
    reg  [7:0] timer$half;
    wire  timer$over;
    reg  limit$clock;
    reg  limit$run;
    reg  limit$tick;
    reg  [19:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [1:0] frame_now$d;
    wire  [1:0] frame_now$q;
    reg  frame_now$clock;
    reg  [2:0] kind_now$d;
    wire  [2:0] kind_now$q;
    reg  kind_now$clock;
    reg  [3:0] left$d;
    wire  [3:0] left$q;
    reg  left$clock;
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  two$d;
    wire  two$q;
    reg  two$clock;
    reg  four$d;
    wire  four$q;
    reg  four$clock;
    reg  [7:0] shift$d;
    wire  [7:0] shift$q;
    reg  shift$clock;
    reg  [3:0] sample$d;
    wire  [3:0] sample$q;
    reg  sample$clock;
    reg  risen$d;
    wire  risen$q;
    reg  risen$clock;
    reg  byte_risen$d;
    wire  byte_risen$q;
    reg  byte_risen$clock;
    reg  byte_complete$d;
    wire  byte_complete$q;
    reg  byte_complete$clock;
    reg  decided$d;
    wire  decided$q;
    reg  decided$clock;
    reg  gave_up$d;
    wire  gave_up$q;
    reg  gave_up$clock;
    reg  selected$d;
    wire  selected$q;
    reg  selected$clock;
    reg  sck_away$d;
    wire  sck_away$q;
    reg  sck_away$clock;
    reg  io0_level$d;
    wire  io0_level$q;
    reg  io0_level$clock;
    reg  io0_driven$d;
    wire  io0_driven$q;
    reg  io0_driven$clock;
    reg  active$d;
    wire  active$q;
    reg  active$clock;
    reg  wanting$d;
    wire  wanting$q;
    reg  wanting$clock;
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [2:0] code$d;
    wire  [2:0] code$q;
    reg  code$clock;

    // Local signals
    reg  over;
    reg  rise;
    reg  fall;
    reg  abort;
    reg  last_clock;
    reg  own;
    reg  status;
    reg  receives;
    reg  [2:0] following;
    reg  [2:0] after_address;
    reg  [2:0] after_dummy;
    reg  in_two;
    reg  in_four;
    reg  [3:0] clocks;
    reg  [7:0] with_sample;
    reg  ends;
    reg  [2:0] outcome;
    reg  deciding;

    // Sub module instances
    spi_engine_timer timer(
        .clock(timer$clock),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over)
    );
    spi_engine_limit limit(
        .clock(limit$clock),
        .run(limit$run),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    spi_engine_dff_3 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    spi_engine_dff_2 frame_now(
        .d(frame_now$d),
        .q(frame_now$q),
        .clock(frame_now$clock)
    );
    spi_engine_dff_3 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    spi_engine_dff_4 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    spi_engine_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    spi_engine_dff_1 two(
        .d(two$d),
        .q(two$q),
        .clock(two$clock)
    );
    spi_engine_dff_1 four(
        .d(four$d),
        .q(four$q),
        .clock(four$clock)
    );
    spi_engine_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    spi_engine_dff_4 sample(
        .d(sample$d),
        .q(sample$q),
        .clock(sample$clock)
    );
    spi_engine_dff_1 risen(
        .d(risen$d),
        .q(risen$q),
        .clock(risen$clock)
    );
    spi_engine_dff_1 byte_risen(
        .d(byte_risen$d),
        .q(byte_risen$q),
        .clock(byte_risen$clock)
    );
    spi_engine_dff_1 byte_complete(
        .d(byte_complete$d),
        .q(byte_complete$q),
        .clock(byte_complete$clock)
    );
    spi_engine_dff_1 decided(
        .d(decided$d),
        .q(decided$q),
        .clock(decided$clock)
    );
    spi_engine_dff_1 gave_up(
        .d(gave_up$d),
        .q(gave_up$q),
        .clock(gave_up$clock)
    );
    spi_engine_dff_1 selected(
        .d(selected$d),
        .q(selected$q),
        .clock(selected$clock)
    );
    spi_engine_dff_1 sck_away(
        .d(sck_away$d),
        .q(sck_away$q),
        .clock(sck_away$clock)
    );
    spi_engine_dff_1 io0_level(
        .d(io0_level$d),
        .q(io0_level$q),
        .clock(io0_level$clock)
    );
    spi_engine_dff_1 io0_driven(
        .d(io0_driven$d),
        .q(io0_driven$q),
        .clock(io0_driven$clock)
    );
    spi_engine_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    spi_engine_dff_1 wanting(
        .d(wanting$d),
        .q(wanting$q),
        .clock(wanting$clock)
    );
    spi_engine_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    spi_engine_dff_3_2 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        frame_now$clock = clock;
        kind_now$clock = clock;
        left$clock = clock;
        first$clock = clock;
        two$clock = clock;
        four$clock = clock;
        shift$clock = clock;
        sample$clock = clock;
        risen$clock = clock;
        byte_risen$clock = clock;
        byte_complete$clock = clock;
        decided$clock = clock;
        gave_up$clock = clock;
        selected$clock = clock;
        sck_away$clock = clock;
        io0_level$clock = clock;
        io0_driven$clock = clock;
        active$clock = clock;
        wanting$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        frame_now$d = frame_now$q;
        kind_now$d = kind_now$q;
        left$d = left$q;
        first$d = first$q;
        two$d = two$q;
        four$d = four$q;
        shift$d = shift$q;
        sample$d = sample$q;
        risen$d = risen$q;
        byte_risen$d = byte_risen$q;
        byte_complete$d = byte_complete$q;
        decided$d = decided$q;
        gave_up$d = gave_up$q;
        selected$d = selected$q;
        sck_away$d = sck_away$q;
        io0_level$d = io0_level$q;
        io0_driven$d = io0_driven$q;
        active$d = active$q;
        wanting$d = wanting$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        timer$run = selected$q;
        timer$half = half;
        limit$run = active$q;
        limit$tick = tick;
        limit$deadline = deadline;
        over = timer$over;
        rise = (phase$q == Phase$Low) & over;
        fall = (phase$q == Phase$High) & over;
        abort = lost & wanting$q;
        last_clock = left$q == one;
        own = frame_now$q == Frame$Own;
        status = frame_now$q == Frame$Status;
        receives = (kind_now$q == Kind$Data) & (reads | ~own);
        after_dummy = Kind$Data;
        if (no_data) begin
            after_dummy = Kind$End;
        end
        after_address = Kind$Dummy;
        if (~|dummy) begin
            after_address = after_dummy;
        end
        following = Kind$End;
        case (kind_now$q)
            Kind$Opcode:
                begin
                    following = after_address;
                    if (|address_bytes) begin
                        following = Kind$Address2;
                    end
                    if (address_bytes[32'h1]) begin
                        following = Kind$Address3;
                    end
                    if (status) begin
                        following = Kind$Data;
                    end
                    if (frame_now$q == Frame$Enable) begin
                        following = Kind$End;
                    end
                end
            Kind$Address3:
                begin
                    following = Kind$Address2;
                end
            Kind$Address2:
                begin
                    following = Kind$Address1;
                end
            Kind$Address1:
                begin
                    following = Kind$Address0;
                end
            Kind$Address0:
                begin
                    following = after_address;
                end
            Kind$Dummy:
                begin
                    following = after_dummy;
                end
            Kind$Data:
                begin
                    following = Kind$Data;
                    if ((own & last) | (status & decided$q)) begin
                        following = Kind$End;
                    end
                end
            Kind$End:
                begin
                end
        endcase
        in_two = reads & own & (lines == two_lines);
        in_four = reads & own & lines[32'h1];
        clocks = byte_clocks;
        if (following == Kind$Dummy) begin
            clocks = dummy;
        end
        if (following == Kind$Data) begin
            if (in_two) begin
                clocks = byte_clocks_two;
            end
            if (in_four) begin
                clocks = byte_clocks_four;
            end
        end
        if (rise | (phase$q == Phase$Gap)) begin
            left$d = left$q - one;
            if (last_clock) begin
                left$d = clocks;
                if (~rise) begin
                    left$d = byte_clocks;
                end
            end
        end
        if (rise) begin
            first$d = last_clock;
            if (last_clock) begin
                kind_now$d = following;
                if (following == Kind$Data) begin
                    two$d = in_two;
                    four$d = in_four;
                end
            end
        end
        if (~selected$q) begin
            first$d = 1'b1;
            kind_now$d = Kind$Opcode;
            two$d = 1'b0;
            four$d = 1'b0;
        end
        risen$d = rise;
        if (risen$q) begin
            sample$d = io;
        end
        with_sample = ((shift$q << 32'h1) & ~(1 << (32'h0)) | ((sample$q[32'h1]) << (32'h0)));
        if (two$q) begin
            with_sample = (((shift$q << 32'h2) & ~(1 << (32'h0)) | ((sample$q[32'h0]) << (32'h0))) & ~(1 << (32'h1)) | ((sample$q[32'h1]) << (32'h1)));
        end
        if (four$q) begin
            with_sample = (shift$q << 32'h4) | ((sample$q) & 8'hff);
        end
        if (rise) begin
            shift$d = with_sample;
            if (first$q) begin
                shift$d = tx_byte;
            end
        end
        if ((fall & (kind_now$q != Kind$End)) | ~selected$q) begin
            io0_level$d = shift$q[32'h6];
            if (first$q) begin
                io0_level$d = tx_byte[32'h7];
            end
        end
        byte_risen$d = rise & last_clock & (kind_now$q == Kind$Data);
        byte_complete$d = byte_risen$q;
        deciding = byte_complete$q & status & ~decided$q;
        if (deciding) begin
            decided$d = ~with_sample[32'h0] | limit$passed;
            gave_up$d = with_sample[32'h0];
        end
        ends = 1'b0;
        outcome = ok;
        case (phase$q)
            Phase$Idle:
                begin
                    if (start) begin
                        phase$d = Phase$Check;
                        active$d = 1'b1;
                        ended$d = 1'b0;
                    end
                end
            Phase$Check:
                begin
                    left$d = one;
                    decided$d = 1'b0;
                    gave_up$d = 1'b0;
                    frame_now$d = Frame$Own;
                    if (enable) begin
                        frame_now$d = Frame$Enable;
                    end
                    if (poll) begin
                        frame_now$d = Frame$Status;
                    end
                    phase$d = Phase$Gap;
                    wanting$d = 1'b1;
                    ends = not_owner | nothing;
                    if (not_owner) begin
                        outcome = owner_is_other;
                    end
                end
            Phase$Gap:
                begin
                    if (last_clock) begin
                        phase$d = Phase$Wait;
                    end
                end
            Phase$Wait:
                begin
                    if (frame_now$q == Frame$Over) begin
                        ends = 1'b1;
                        if (unequal) begin
                            outcome = mismatch;
                        end
                        if (gave_up$q) begin
                            outcome = poll_deadline;
                        end
                    end
                    else if (joined) begin
                        selected$d = 1'b1;
                        io0_driven$d = 1'b1;
                        phase$d = Phase$Low;
                        if (idle_high) begin
                            phase$d = Phase$Lead;
                        end
                    end
                    else begin
                        ends = limit$passed;
                        outcome = bus_was_busy;
                    end
                end
            Phase$Lead:
                begin
                    if (over) begin
                        phase$d = Phase$Low;
                    end
                end
            Phase$Low:
                begin
                    if (over) begin
                        phase$d = Phase$High;
                    end
                end
            Phase$High:
                begin
                    if (over) begin
                        phase$d = Phase$Low;
                        if (kind_now$q == Kind$End) begin
                            phase$d = Phase$Tail;
                        end
                        else begin
                            io0_driven$d = (kind_now$q != Kind$Dummy) & ~receives;
                        end
                    end
                end
            Phase$Tail:
                begin
                    left$d = gap;
                    if (over) begin
                        phase$d = Phase$Gap;
                        selected$d = 1'b0;
                        io0_driven$d = 1'b0;
                        frame_now$d = Frame$Over;
                        if (status & enable & ~gave_up$q) begin
                            frame_now$d = Frame$Enable;
                        end
                        else if (~own & ~no_own & ~gave_up$q) begin
                            frame_now$d = Frame$Own;
                        end
                    end
                end
        endcase
        if (abort) begin
            ends = 1'b1;
            outcome = port_lost;
        end
        if (ends) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            wanting$d = 1'b0;
            ended$d = 1'b1;
            code$d = outcome;
            selected$d = 1'b0;
            io0_driven$d = 1'b0;
        end
        if (abort) begin
            byte_risen$d = 1'b0;
            byte_complete$d = 1'b0;
        end
        if (over) begin
            sck_away$d = 1'b0;
            case (phase$q)
                Phase$Lead:
                    begin
                        sck_away$d = 1'b1;
                    end
                Phase$Low:
                    begin
                        sck_away$d = ~idle_high;
                    end
                Phase$High:
                    begin
                        sck_away$d = idle_high & (kind_now$q != Kind$End);
                    end
                default:
                    begin
                    end
            endcase
        end
        if (~selected$q | abort) begin
            sck_away$d = 1'b0;
        end
        busy = active$q;
        done = ended$q;
        result = code$q;
        wants = wanting$q;
        csn = ~selected$q;
        sck = sck_away$q ^ idle_high;
        io0 = io0_level$q;
        drive_io0 = io0_driven$q;
        frame = frame_now$q;
        kind = kind_now$q;
        load = rise & first$q;
        take = byte_complete$q & ~abort;
        received = with_sample;
        if (reset) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            wanting$d = 1'b0;
            ended$d = 1'b0;
            selected$d = 1'b0;
            sck_away$d = 1'b0;
            io0_driven$d = 1'b0;
            byte_risen$d = 1'b0;
            byte_complete$d = 1'b0;
        end
    end
endmodule // spi_engine

module spi_engine_dff_1(d,q,clock);

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
endmodule // spi_engine_dff_1

module spi_engine_dff_2(d,q,clock);

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
endmodule // spi_engine_dff_2

module spi_engine_dff_20(d,q,clock);

    // Module arguments
    input wire  [19:0] d;
    output reg  [19:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 20'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // spi_engine_dff_20

module spi_engine_dff_3(d,q,clock);

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
endmodule // spi_engine_dff_3

module spi_engine_dff_3_2(d,q,clock);

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
endmodule // spi_engine_dff_3_2

module spi_engine_dff_4(d,q,clock);

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
endmodule // spi_engine_dff_4

module spi_engine_dff_8(d,q,clock);

    // Module arguments
    input wire  [7:0] d;
    output reg  [7:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 8'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // spi_engine_dff_8

module spi_engine_limit(clock,run,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  tick;
    input wire  [19:0] deadline;
    output reg  passed;

    // Constant declarations
    localparam  all_ones = 20'hfffff;

    // Stub signals
    reg  [19:0] left$d;
    wire  [19:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [19:0] minus_one;
    reg  [19:0] counted;
    reg  none_left;

    // Sub module instances
    spi_engine_dff_20 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );

    // Update code
    always @(*) begin
        left$clock = clock;
        left$d = left$q;
        minus_one = 32'h0;
        if (run) begin
            minus_one = all_ones;
        end
        counted = left$q + minus_one;
        none_left = ~|left$q;
        passed = none_left;
        if (~run | (tick & ~none_left)) begin
            left$d = counted;
            if (~run) begin
                left$d = deadline;
            end
        end
    end
endmodule // spi_engine_limit

module spi_engine_timer(clock,run,half,over);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  [7:0] half;
    output reg  over;

    // Constant declarations
    localparam  one = 8'h1;
    localparam  two = 8'h2;

    // Stub signals
    reg  [7:0] count$d;
    wire  [7:0] count$q;
    reg  count$clock;
    reg  over_next$d;
    wire  over_next$q;
    reg  over_next$clock;

    // Local signals
    reg  restart;
    reg  [7:0] minus_one;
    reg  [7:0] counted;

    // Sub module instances
    spi_engine_dff_8 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    spi_engine_dff_1 over_next(
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
        minus_one = 32'hff;
        if (restart) begin
            minus_one = 32'h0;
        end
        counted = count$q + minus_one;
        count$d = counted;
        over_next$d = count$q == two;
        if (restart) begin
            count$d = half;
            over_next$d = half == one;
        end
        over = over_next$q;
    end
endmodule // spi_engine_timer

`default_nettype wire
