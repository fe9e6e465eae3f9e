// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module i2c_engine(clock,reset,start,tick,scl,sda,bus_busy,low,high,stretch,deadline,not_owner,nothing,recover,reads,poll,no_address,short_address,tx_byte,complete,last,unequal,busy,done,result,scl_low,sda_low,kind,load,bit_end,take,acknowledged,shifted);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  tick;
    input wire  scl;
    input wire  sda;
    input wire  bus_busy;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  [11:0] deadline;
    input wire  not_owner;
    input wire  nothing;
    input wire  recover;
    input wire  reads;
    input wire  poll;
    input wire  no_address;
    input wire  short_address;
    input wire  [7:0] tx_byte;
    input wire  complete;
    input wire  last;
    input wire  unequal;
    output reg  busy;
    output reg  done;
    output reg  [3:0] result;
    output reg  scl_low;
    output reg  sda_low;
    output reg  [2:0] kind;
    output reg  load;
    output reg  bit_end;
    output reg  take;
    output reg  acknowledged;
    output reg  [7:0] shifted;

    // Constant declarations
    localparam  one = 4'h1;
    localparam  last_bit = 4'h7;
    localparam  all_pulses = 4'h9;
    localparam  ok = 4'h0;
    localparam  address_nack = 4'h1;
    localparam  data_nack = 4'h2;
    localparam  arbitration_lost = 4'h3;
    localparam  stretch_timeout = 4'h4;
    localparam  bus_was_busy = 4'h5;
    localparam  mismatch = 4'h6;
    localparam  poll_deadline = 4'h7;
    localparam  owner_is_host = 4'h8;
    localparam  stuck_low = 4'h9;

    // Enums
    localparam Kind$DeviceWrite = 0;
    localparam Kind$AddressHigh = 1;
    localparam Kind$AddressLow = 2;
    localparam Kind$DeviceRead = 3;
    localparam Kind$DataOut = 4;
    localparam Kind$DataIn = 5;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Wait = 2;
    localparam Phase$Rise = 3;
    localparam Phase$Start = 4;
    localparam Phase$High = 5;
    localparam Phase$Low = 6;
    localparam Phase$Free = 7;
    localparam Pulse$Byte = 0;
    localparam Pulse$Restart = 1;
    localparam Pulse$Stop = 2;
    localparam Pulse$Recover = 3;

    // Stub signals
    reg  timer$clock;
    reg  [11:0] timer$low;
    reg  [11:0] timer$high;
    reg  [11:0] timer$stretch;
    reg  timer$tick;
    reg  timer$restart;
    reg  timer$by_low;
    reg  timer$rise;
    wire  timer$hold_over;
    wire  timer$low_over;
    wire  timer$high_over;
    wire  timer$stretch_over;
    reg  limit$clock;
    reg  limit$run;
    reg  limit$tick;
    reg  [11:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [1:0] pulse$d;
    wire  [1:0] pulse$q;
    reg  pulse$clock;
    reg  [2:0] kind_now$d;
    wire  [2:0] kind_now$q;
    reg  kind_now$clock;
    reg  [3:0] bits$d;
    wire  [3:0] bits$q;
    reg  bits$clock;
    reg  [7:0] shift$d;
    wire  [7:0] shift$q;
    reg  shift$clock;
    reg  fresh$d;
    wire  fresh$q;
    reg  fresh$clock;
    reg  retry$d;
    wire  retry$q;
    reg  retry$clock;
    reg  scl_pulled$d;
    wire  scl_pulled$q;
    reg  scl_pulled$clock;
    reg  sda_pulled$d;
    wire  sda_pulled$q;
    reg  sda_pulled$clock;
    reg  active$d;
    wire  active$q;
    reg  active$clock;
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [3:0] code$d;
    wire  [3:0] code$q;
    reg  code$clock;

    // Local signals
    reg  ack_slot;
    reg  receives;
    reg  level;
    reg  lines_high;
    reg  can_start;
    reg  owns_sda;
    reg  lost;
    reg  refused;
    reg  first;
    reg  gives_up;
    reg  [3:0] outcome;
    reg  has_result;
    reg  leave;
    reg  [2:0] following;
    reg  sda_change;
    reg  sda_to;
    reg  high_end;
    reg  byte_end;
    reg  ack_end;

    // Sub module instances
    i2c_engine_timer timer(
        .clock(timer$clock),
        .low(timer$low),
        .high(timer$high),
        .stretch(timer$stretch),
        .tick(timer$tick),
        .restart(timer$restart),
        .by_low(timer$by_low),
        .rise(timer$rise),
        .hold_over(timer$hold_over),
        .low_over(timer$low_over),
        .high_over(timer$high_over),
        .stretch_over(timer$stretch_over)
    );
    i2c_engine_limit limit(
        .clock(limit$clock),
        .run(limit$run),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    i2c_engine_dff_3 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    i2c_engine_dff_2 pulse(
        .d(pulse$d),
        .q(pulse$q),
        .clock(pulse$clock)
    );
    i2c_engine_dff_3 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    i2c_engine_dff_4 bits(
        .d(bits$d),
        .q(bits$q),
        .clock(bits$clock)
    );
    i2c_engine_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    i2c_engine_dff_1 fresh(
        .d(fresh$d),
        .q(fresh$q),
        .clock(fresh$clock)
    );
    i2c_engine_dff_1 retry(
        .d(retry$d),
        .q(retry$q),
        .clock(retry$clock)
    );
    i2c_engine_dff_1 scl_pulled(
        .d(scl_pulled$d),
        .q(scl_pulled$q),
        .clock(scl_pulled$clock)
    );
    i2c_engine_dff_1 sda_pulled(
        .d(sda_pulled$d),
        .q(sda_pulled$q),
        .clock(sda_pulled$clock)
    );
    i2c_engine_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    i2c_engine_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    i2c_engine_dff_4 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        pulse$clock = clock;
        kind_now$clock = clock;
        bits$clock = clock;
        shift$clock = clock;
        fresh$clock = clock;
        retry$clock = clock;
        scl_pulled$clock = clock;
        sda_pulled$clock = clock;
        active$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        pulse$d = pulse$q;
        kind_now$d = kind_now$q;
        bits$d = bits$q;
        shift$d = shift$q;
        fresh$d = fresh$q;
        retry$d = retry$q;
        scl_pulled$d = scl_pulled$q;
        sda_pulled$d = sda_pulled$q;
        active$d = active$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        limit$run = active$q;
        limit$tick = tick;
        limit$deadline = deadline;
        ack_slot = bits$q[32'h3];
        receives = kind_now$q == Kind$DataIn;
        lines_high = scl & sda;
        can_start = lines_high & ~bus_busy;
        owns_sda = (receives == ack_slot) & (pulse$q != Pulse$Stop) & (pulse$q != Pulse$Recover);
        lost = ~scl | (owns_sda & ~sda_pulled$q & ~sda);
        high_end = (phase$q == Phase$High) & timer$high_over;
        ack_end = high_end & ack_slot & (pulse$q != Pulse$Stop) & (pulse$q != Pulse$Recover);
        byte_end = high_end & receives & (bits$q == last_bit);
        refused = (pulse$q == Pulse$Byte) & ack_slot & ~receives & sda;
        first = poll & ((kind_now$q == Kind$DeviceWrite) | (no_address & (kind_now$q == Kind$DeviceRead)));
        gives_up = (pulse$q == Pulse$Recover) & (bits$q == all_pulses) & ~sda;
        level = 1'b1;
        if (ack_slot) begin
            if (receives) begin
                level = last;
            end
        end
        else if (~receives) begin
            level = shift$q[32'h7];
        end
        if (pulse$q != Pulse$Byte) begin
            level = pulse$q != Pulse$Stop;
        end
        leave = 1'b1;
        following = Phase$Idle;
        outcome = ok;
        has_result = 1'b0;
        case (phase$q)
            Phase$Idle:
                begin
                    leave = start;
                    following = Phase$Check;
                end
            Phase$Check:
                begin
                    has_result = 1'b1;
                    if (not_owner) begin
                        outcome = owner_is_host;
                    end
                    else if (~nothing) begin
                        following = Phase$Wait;
                        if (recover) begin
                            following = Phase$Free;
                        end
                    end
                end
            Phase$Wait:
                begin
                    leave = can_start | limit$passed;
                    has_result = 1'b1;
                    outcome = bus_was_busy;
                    if (can_start) begin
                        following = Phase$Start;
                        outcome = ok;
                    end
                end
            Phase$Rise:
                begin
                    leave = scl | timer$stretch_over;
                    has_result = ~scl;
                    outcome = stretch_timeout;
                    if (scl) begin
                        following = Phase$High;
                    end
                end
            Phase$Start:
                begin
                    leave = timer$high_over;
                    following = Phase$Low;
                end
            Phase$High:
                begin
                    leave = timer$high_over;
                    has_result = lost | refused | gives_up | (ack_slot & receives & unequal);
                    case (pulse$q)
                        Pulse$Byte:
                            begin
                                following = Phase$Low;
                                outcome = mismatch;
                                if (refused) begin
                                    outcome = address_nack;
                                    if (first) begin
                                        outcome = poll_deadline;
                                    end
                                    if (kind_now$q == Kind$DataOut) begin
                                        outcome = data_nack;
                                    end
                                end
                            end
                        Pulse$Restart:
                            begin
                                following = Phase$Start;
                            end
                        Pulse$Stop:
                            begin
                                following = Phase$Free;
                            end
                        Pulse$Recover:
                            begin
                                following = Phase$Low;
                                if (sda) begin
                                    following = Phase$Start;
                                end
                                if (gives_up) begin
                                    following = Phase$Idle;
                                end
                                outcome = stuck_low;
                            end
                    endcase
                    if (lost) begin
                        following = Phase$Idle;
                        outcome = arbitration_lost;
                    end
                end
            Phase$Low:
                begin
                    leave = timer$low_over;
                    following = Phase$Rise;
                end
            Phase$Free:
                begin
                    leave = timer$low_over;
                    outcome = stuck_low;
                    if (pulse$q == Pulse$Recover) begin
                        following = Phase$Rise;
                    end
                    else if (~lines_high) begin
                        has_result = 1'b1;
                    end
                    else if (retry$q) begin
                        following = Phase$Wait;
                    end
                end
        endcase
        if (leave) begin
            phase$d = following;
            scl_pulled$d = following == Phase$Low;
            active$d = following != Phase$Idle;
            ended$d = following == Phase$Idle;
            if (has_result) begin
                code$d = outcome;
            end
        end
        timer$low = low;
        timer$high = high;
        timer$stretch = stretch;
        timer$tick = tick;
        timer$restart = leave;
        timer$by_low = (phase$q == Phase$Low) | (phase$q == Phase$Free);
        timer$rise = phase$q == Phase$Rise;
        sda_change = 1'b0;
        sda_to = 1'b0;
        case (phase$q)
            Phase$Wait:
                begin
                    sda_change = 1'b1;
                    sda_to = can_start;
                end
            Phase$Rise:
                begin
                    sda_change = ~scl & timer$stretch_over;
                end
            Phase$High:
                begin
                    sda_change = timer$high_over & ((pulse$q != Pulse$Byte) | ~scl);
                    sda_to = lines_high & (pulse$q != Pulse$Stop);
                end
            Phase$Low:
                begin
                    sda_change = timer$hold_over;
                    sda_to = ~level;
                end
            default:
                begin
                end
        endcase
        if (sda_change) begin
            sda_pulled$d = sda_to;
        end
        fresh$d = ack_end | ((phase$q == Phase$Start) & timer$high_over);
        if (high_end) begin
            bits$d = bits$q + one;
            shift$d = (shift$q << 32'h1) | ((sda) & 8'hff);
        end
        if (fresh$q) begin
            shift$d = tx_byte;
        end
        if (fresh$q | (phase$q == Phase$Check)) begin
            bits$d = 32'h0;
        end
        if (ack_end) begin
            retry$d = first & sda & ~limit$passed;
            case (kind_now$q)
                Kind$DeviceWrite:
                    begin
                        kind_now$d = Kind$AddressHigh;
                        if (short_address) begin
                            kind_now$d = Kind$AddressLow;
                        end
                        if (no_address) begin
                            kind_now$d = Kind$DataOut;
                        end
                    end
                Kind$AddressHigh:
                    begin
                        kind_now$d = Kind$AddressLow;
                    end
                Kind$AddressLow:
                    begin
                        kind_now$d = Kind$DataOut;
                        if (reads) begin
                            kind_now$d = Kind$DeviceRead;
                            pulse$d = Pulse$Restart;
                        end
                    end
                Kind$DeviceRead:
                    begin
                        kind_now$d = Kind$DataIn;
                    end
                default:
                    begin
                    end
            endcase
        end
        if (high_end) begin
            if (pulse$q == Pulse$Restart) begin
                pulse$d = Pulse$Byte;
            end
            else if (pulse$q == Pulse$Recover) begin
                if (sda) begin
                    pulse$d = Pulse$Stop;
                end
            end
            else if (refused | (ack_slot & receives & last)) begin
                pulse$d = Pulse$Stop;
            end
        end
        if (fresh$q & (kind_now$q == Kind$DataOut) & complete) begin
            pulse$d = Pulse$Stop;
        end
        if ((phase$q == Phase$Check) | (phase$q == Phase$Wait)) begin
            retry$d = 1'b0;
            kind_now$d = Kind$DeviceWrite;
            if (reads & no_address) begin
                kind_now$d = Kind$DeviceRead;
            end
            pulse$d = Pulse$Byte;
            if (recover) begin
                pulse$d = Pulse$Recover;
            end
        end
        busy = active$q;
        done = ended$q;
        result = code$q;
        scl_low = scl_pulled$q;
        sda_low = sda_pulled$q;
        kind = kind_now$q;
        shifted = shift$q;
        load = fresh$q;
        bit_end = high_end;
        take = byte_end;
        acknowledged = ack_end & ~sda & (kind_now$q == Kind$DataOut);
        if (reset) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            ended$d = 1'b0;
            scl_pulled$d = 1'b0;
            sda_pulled$d = 1'b0;
        end
    end
endmodule // i2c_engine

module i2c_engine_dff_1(d,q,clock);

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
endmodule // i2c_engine_dff_1

module i2c_engine_dff_12(d,q,clock);

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
endmodule // i2c_engine_dff_12

module i2c_engine_dff_2(d,q,clock);

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
endmodule // i2c_engine_dff_2

module i2c_engine_dff_3(d,q,clock);

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
endmodule // i2c_engine_dff_3

module i2c_engine_dff_4(d,q,clock);

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
endmodule // i2c_engine_dff_4

module i2c_engine_dff_8(d,q,clock);

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
endmodule // i2c_engine_dff_8

module i2c_engine_limit(clock,run,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  tick;
    input wire  [11:0] deadline;
    output reg  passed;

    // Constant declarations
    localparam  all_ones = 12'hfff;

    // Stub signals
    reg  [11:0] left$d;
    wire  [11:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [11:0] minus_one;
    reg  [11:0] counted;
    reg  none_left;

    // Sub module instances
    i2c_engine_dff_12 left(
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
endmodule // i2c_engine_limit

module i2c_engine_timer(clock,low,high,stretch,tick,restart,by_low,rise,hold_over,low_over,high_over,stretch_over);

    // Module arguments
    input wire  clock;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  tick;
    input wire  restart;
    input wire  by_low;
    input wire  rise;
    output reg  hold_over;
    output reg  low_over;
    output reg  high_over;
    output reg  stretch_over;

    // Constant declarations
    localparam  first = 12'h2;
    localparam  seen = 12'h8;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;
    reg  hold_next$d;
    wire  hold_next$q;
    reg  hold_next$clock;
    reg  low_next$d;
    wire  low_next$q;
    reg  low_next$clock;
    reg  high_next$d;
    wire  high_next$q;
    reg  high_next$clock;

    // Local signals
    reg  [11:0] minus_one;
    reg  [11:0] counted;
    reg  let_go;

    // Sub module instances
    i2c_engine_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    i2c_engine_dff_1 hold_next(
        .d(hold_next$d),
        .q(hold_next$q),
        .clock(hold_next$clock)
    );
    i2c_engine_dff_1 low_next(
        .d(low_next$d),
        .q(low_next$q),
        .clock(low_next$clock)
    );
    i2c_engine_dff_1 high_next(
        .d(high_next$d),
        .q(high_next$q),
        .clock(high_next$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        hold_next$clock = clock;
        low_next$clock = clock;
        high_next$clock = clock;
        count$d = count$q;
        hold_next$d = hold_next$q;
        low_next$d = low_next$q;
        high_next$d = high_next$q;
        let_go = by_low & low_next$q;
        minus_one = 32'hfff;
        if (let_go) begin
            minus_one = 32'h0;
        end
        counted = count$q - minus_one;
        stretch_over = &count$q;
        hold_next$d = count$q[(32'h0)+:(10)] == low[(32'h2)+:(10)];
        low_next$d = count$q == low;
        high_next$d = count$q == high;
        if (restart | tick | ~rise) begin
            count$d = counted;
            if (let_go) begin
                count$d = ~stretch;
            end
            if (restart & ~by_low) begin
                count$d = first;
                if (rise) begin
                    count$d = seen;
                end
            end
        end
        if (restart) begin
            hold_next$d = 1'b0;
            low_next$d = 1'b0;
            high_next$d = 1'b0;
        end
        hold_over = hold_next$q;
        low_over = low_next$q;
        high_over = high_next$q;
    end
endmodule // i2c_engine_timer

`default_nettype wire
