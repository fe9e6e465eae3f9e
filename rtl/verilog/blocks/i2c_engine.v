// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module i2c_engine(clock,reset,start,tick,scl,sda,bus_busy,low,high,stretch,deadline,not_owner,nothing,recover,reads,poll,no_address,short_address,tx_byte,complete,last,differs,busy,done,result,scl_low,sda_low,kind,load,bit_end,take,acknowledged,shifted);

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
    input wire  differs;
    output reg  busy;
    output reg  done;
    output reg  [3:0] result;
    output reg  scl_low;
    output reg  sda_low;
    output reg  [3:0] kind;
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
    localparam Kind$Restart = 6;
    localparam Kind$Stop = 7;
    localparam Kind$Recover = 8;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Wait = 2;
    localparam Phase$Start = 3;
    localparam Phase$Low = 4;
    localparam Phase$Rise = 5;
    localparam Phase$High = 6;
    localparam Phase$Free = 7;

    // Stub signals
    reg  timer$clock;
    reg  [11:0] timer$low;
    reg  [11:0] timer$high;
    reg  [11:0] timer$stretch;
    reg  timer$restart;
    reg  timer$let_go;
    reg  timer$rise;
    reg  timer$step;
    wire  timer$hold_over;
    wire  timer$low_over;
    wire  timer$high_over;
    wire  timer$stretch_over;
    reg  limit$clock;
    reg  limit$start;
    reg  limit$tick;
    reg  [11:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [3:0] kind_now$d;
    wire  [3:0] kind_now$q;
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
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [3:0] code$d;
    wire  [3:0] code$q;
    reg  code$clock;

    // Local signals
    reg  ack_slot;
    reg  sends;
    reg  receives;
    reg  level;
    reg  lines_high;
    reg  owns_sda;
    reg  high_end;
    reg  low_end;
    reg  in_low;
    reg  in_high;
    reg  byte_end;

    // Sub module instances
    i2c_engine_timer timer(
        .clock(timer$clock),
        .low(timer$low),
        .high(timer$high),
        .stretch(timer$stretch),
        .restart(timer$restart),
        .let_go(timer$let_go),
        .rise(timer$rise),
        .step(timer$step),
        .hold_over(timer$hold_over),
        .low_over(timer$low_over),
        .high_over(timer$high_over),
        .stretch_over(timer$stretch_over)
    );
    i2c_engine_limit limit(
        .clock(limit$clock),
        .start(limit$start),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    i2c_engine_dff_3 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    i2c_engine_dff_4 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    i2c_engine_dff_4_2 bits(
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
    i2c_engine_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    i2c_engine_dff_4_2 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        kind_now$clock = clock;
        bits$clock = clock;
        shift$clock = clock;
        fresh$clock = clock;
        retry$clock = clock;
        scl_pulled$clock = clock;
        sda_pulled$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        kind_now$d = kind_now$q;
        bits$d = bits$q;
        shift$d = shift$q;
        fresh$d = fresh$q;
        retry$d = retry$q;
        scl_pulled$d = scl_pulled$q;
        sda_pulled$d = sda_pulled$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        limit$start = start;
        limit$tick = tick;
        limit$deadline = deadline;
        ack_slot = bits$q[32'h3];
        receives = kind_now$q == Kind$DataIn;
        sends = (kind_now$q == Kind$DeviceWrite) | (kind_now$q == Kind$AddressHigh) | (kind_now$q == Kind$AddressLow) | (kind_now$q == Kind$DeviceRead) | (kind_now$q == Kind$DataOut);
        level = 1'b1;
        if (sends & ~ack_slot) begin
            level = shift$q[32'h7];
        end
        if (receives & ack_slot) begin
            level = last;
        end
        if (kind_now$q == Kind$Stop) begin
            level = 1'b0;
        end
        owns_sda = (sends & ~ack_slot) | (receives & ack_slot) | (kind_now$q == Kind$Restart);
        lines_high = scl & sda;
        in_low = (phase$q == Phase$Low) | (phase$q == Phase$Free);
        in_high = (phase$q == Phase$High) | (phase$q == Phase$Start);
        low_end = in_low & timer$low_over;
        high_end = (phase$q == Phase$High) & timer$high_over;
        byte_end = high_end & receives & (bits$q == last_bit);
        timer$low = low;
        timer$high = high;
        timer$stretch = stretch;
        timer$let_go = low_end;
        timer$step = ~(phase$q == Phase$Rise) | scl | tick;
        timer$restart = (phase$q == Phase$Check) | (phase$q == Phase$Wait) | (in_high & timer$high_over);
        timer$rise = (phase$q == Phase$Rise) & scl;
        fresh$d = timer$high_over & ((phase$q == Phase$Start) | ((phase$q == Phase$High) & ack_slot & ~(kind_now$q == Kind$Recover)));
        if (high_end) begin
            bits$d = bits$q + one;
            shift$d = (shift$q << 32'h1) | ((sda) & 8'hff);
        end
        if (fresh$q) begin
            shift$d = tx_byte;
            if ((kind_now$q == Kind$DataOut) & complete) begin
                kind_now$d = Kind$Stop;
            end
        end
        if (fresh$q | (phase$q == Phase$Check)) begin
            bits$d = 32'h0;
        end
        case (phase$q)
            Phase$Idle:
                begin
                    if (start) begin
                        phase$d = Phase$Check;
                        ended$d = 1'b0;
                        code$d = ok;
                    end
                end
            Phase$Check:
                begin
                    retry$d = 1'b0;
                    phase$d = Phase$Wait;
                    if (recover) begin
                        phase$d = Phase$Free;
                    end
                    if (not_owner | nothing) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                    end
                    if (not_owner) begin
                        code$d = owner_is_host;
                    end
                end
            Phase$Wait:
                begin
                    if (lines_high & ~bus_busy) begin
                        phase$d = Phase$Start;
                        sda_pulled$d = 1'b1;
                    end
                    else if (limit$passed) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                        code$d = bus_was_busy;
                    end
                end
            Phase$Start:
                begin
                    if (timer$high_over) begin
                        phase$d = Phase$Low;
                        scl_pulled$d = 1'b1;
                    end
                end
            Phase$Low:
                begin
                    if (timer$hold_over) begin
                        sda_pulled$d = ~level;
                    end
                    if (timer$low_over) begin
                        phase$d = Phase$Rise;
                        scl_pulled$d = 1'b0;
                    end
                end
            Phase$Rise:
                begin
                    if (scl) begin
                        phase$d = Phase$High;
                    end
                    else if (timer$stretch_over) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                        code$d = stretch_timeout;
                        sda_pulled$d = 1'b0;
                    end
                end
            Phase$High:
                begin
                    if (timer$high_over) begin
                        phase$d = Phase$Low;
                        scl_pulled$d = 1'b1;
                        case (kind_now$q)
                            Kind$Restart:
                                begin
                                    phase$d = Phase$Start;
                                    scl_pulled$d = 1'b0;
                                    sda_pulled$d = 1'b1;
                                    kind_now$d = Kind$DeviceRead;
                                end
                            Kind$Stop:
                                begin
                                    phase$d = Phase$Free;
                                    scl_pulled$d = 1'b0;
                                    sda_pulled$d = 1'b0;
                                end
                            Kind$Recover:
                                begin
                                    if (sda) begin
                                        phase$d = Phase$Start;
                                        scl_pulled$d = 1'b0;
                                        sda_pulled$d = 1'b1;
                                        kind_now$d = Kind$Stop;
                                    end
                                    else if (bits$q == all_pulses) begin
                                        phase$d = Phase$Idle;
                                        scl_pulled$d = 1'b0;
                                        ended$d = 1'b1;
                                        code$d = stuck_low;
                                    end
                                end
                            Kind$DataIn:
                                begin
                                    if (ack_slot & last) begin
                                        kind_now$d = Kind$Stop;
                                    end
                                end
                            default:
                                begin
                                    if (ack_slot) begin
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
                                                        kind_now$d = Kind$Restart;
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
                                        if (sda) begin
                                            kind_now$d = Kind$Stop;
                                            if (kind_now$q == Kind$DataOut) begin
                                                code$d = data_nack;
                                            end
                                            else if (poll & (no_address | (kind_now$q == Kind$DeviceWrite))) begin
                                                if (limit$passed) begin
                                                    code$d = poll_deadline;
                                                end
                                                else begin
                                                    retry$d = 1'b1;
                                                end
                                            end
                                            else begin
                                                code$d = address_nack;
                                            end
                                        end
                                    end
                                end
                        endcase
                        if (byte_end & differs) begin
                            code$d = mismatch;
                        end
                        if (owns_sda & ~sda_pulled$q & ~sda) begin
                            phase$d = Phase$Idle;
                            scl_pulled$d = 1'b0;
                            sda_pulled$d = 1'b0;
                            ended$d = 1'b1;
                            code$d = arbitration_lost;
                        end
                    end
                end
            Phase$Free:
                begin
                    if (timer$low_over) begin
                        if (kind_now$q == Kind$Recover) begin
                            phase$d = Phase$Rise;
                        end
                        else begin
                            retry$d = 1'b0;
                            phase$d = Phase$Idle;
                            if (~lines_high) begin
                                ended$d = 1'b1;
                                code$d = stuck_low;
                            end
                            else if (retry$q) begin
                                phase$d = Phase$Wait;
                            end
                            else begin
                                ended$d = 1'b1;
                            end
                        end
                    end
                end
        endcase
        if ((phase$q == Phase$Check) | (phase$q == Phase$Wait)) begin
            kind_now$d = Kind$DeviceWrite;
            if (reads & no_address) begin
                kind_now$d = Kind$DeviceRead;
            end
            if (recover) begin
                kind_now$d = Kind$Recover;
            end
        end
        busy = ~(phase$q == Phase$Idle);
        done = ended$q;
        result = code$q;
        scl_low = scl_pulled$q;
        sda_low = sda_pulled$q;
        kind = kind_now$q;
        shifted = shift$q;
        load = fresh$q;
        bit_end = high_end;
        take = byte_end;
        acknowledged = high_end & ack_slot & ~sda & (kind_now$q == Kind$DataOut);
        if (reset) begin
            phase$d = Phase$Idle;
            ended$d = 1'b0;
            code$d = ok;
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
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // i2c_engine_dff_4

module i2c_engine_dff_4_2(d,q,clock);

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
endmodule // i2c_engine_dff_4_2

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

module i2c_engine_limit(clock,start,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  start;
    input wire  tick;
    input wire  [11:0] deadline;
    output reg  passed;

    // Stub signals
    reg  [11:0] left$d;
    wire  [11:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [12:0] minus_one;
    reg  [12:0] counted;
    reg  none_left;
    reg  run;

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
        run = ~start;
        minus_one = 32'h0;
        if (run) begin
            minus_one = 32'hfff;
        end
        counted = ((left$q) & 13'h1fff) + minus_one;
        none_left = ~counted[32'hc];
        passed = none_left;
        if (start | (tick & ~none_left)) begin
            left$d = counted[(32'h0)+:(12)];
            if (~run) begin
                left$d = deadline;
            end
        end
    end
endmodule // i2c_engine_limit

module i2c_engine_timer(clock,low,high,stretch,restart,let_go,rise,step,hold_over,low_over,high_over,stretch_over);

    // Module arguments
    input wire  clock;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  restart;
    input wire  let_go;
    input wire  rise;
    input wire  step;
    output reg  hold_over;
    output reg  low_over;
    output reg  high_over;
    output reg  stretch_over;

    // Constant declarations
    localparam  one = 12'h1;
    localparam  seen = 12'h7;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [12:0] minus_one;
    reg  [12:0] counted;

    // Sub module instances
    i2c_engine_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        count$d = count$q;
        minus_one = 32'hfff;
        if (let_go) begin
            minus_one = 32'h0;
        end
        counted = ((count$q) & 13'h1fff) - minus_one;
        stretch_over = ~counted[32'hc];
        hold_over = count$q[(32'h0)+:(10)] == low[(32'h2)+:(10)];
        low_over = count$q == low;
        high_over = count$q == high;
        if (step) begin
            count$d = counted[(32'h0)+:(12)];
            if (let_go) begin
                count$d = ~stretch;
            end
            if (restart) begin
                count$d = one;
            end
            if (rise) begin
                count$d = seen;
            end
        end
    end
endmodule // i2c_engine_timer

`default_nettype wire
