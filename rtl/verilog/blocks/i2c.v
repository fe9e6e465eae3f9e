// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module i2c(clock,reset,io_write,io_address,io_data,bus_scl,bus_sda,bus_busy,jrn_scl,jrn_sda,jrn_busy,host_owns_bus,other_busy,tick,buffer_read,io_read,done,busy,uses_bus,bus_scl_low,bus_sda_low,jrn_scl_low,jrn_sda_low,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  bus_scl;
    input wire  bus_sda;
    input wire  bus_busy;
    input wire  jrn_scl;
    input wire  jrn_sda;
    input wire  jrn_busy;
    input wire  host_owns_bus;
    input wire  other_busy;
    input wire  tick;
    input wire  [7:0] buffer_read;
    output reg  [31:0] io_read;
    output reg  done;
    output reg  busy;
    output reg  uses_bus;
    output reg  bus_scl_low;
    output reg  bus_sda_low;
    output reg  jrn_scl_low;
    output reg  jrn_sda_low;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  op_write = 3'b1;
    localparam  op_read = 3'b10;
    localparam  op_compare = 3'b11;
    localparam  op_scan = 3'b100;
    localparam  op_recover = 3'b101;
    localparam  one_byte = 2'b1;
    localparam  zero = 16'h0;
    localparam  command_at = 8'h60;
    localparam  status_at = 8'h64;
    localparam  count_at = 8'h68;
    localparam  crc_at = 8'h6c;

    // Stub signals
    reg  setup$clock;
    reg  setup$reset;
    reg  setup$write;
    reg  [7:0] setup$offset;
    reg  [27:0] setup$data;
    wire  [11:0] setup$low;
    wire  [11:0] setup$high;
    wire  [11:0] setup$stretch;
    wire  [11:0] setup$deadline;
    wire  [6:0] setup$device;
    wire  setup$journal;
    wire  [1:0] setup$address_bytes;
    wire  [15:0] setup$word_address;
    wire  [15:0] setup$length;
    wire  [11:0] setup$pointer;
    wire  [31:0] setup$read;
    reg  engine$clock;
    reg  engine$reset;
    reg  engine$start;
    reg  engine$tick;
    reg  engine$scl;
    reg  engine$sda;
    reg  engine$bus_busy;
    reg  [11:0] engine$low;
    reg  [11:0] engine$high;
    reg  [11:0] engine$stretch;
    reg  [11:0] engine$deadline;
    reg  engine$not_owner;
    reg  engine$nothing;
    reg  engine$recover;
    reg  engine$reads;
    reg  engine$poll;
    reg  engine$no_address;
    reg  engine$short_address;
    reg  [7:0] engine$tx_byte;
    reg  engine$complete;
    reg  engine$last;
    reg  engine$unequal;
    wire  engine$busy;
    wire  engine$done;
    wire  [3:0] engine$result;
    wire  engine$scl_low;
    wire  engine$sda_low;
    wire  [2:0] engine$kind;
    wire  engine$load;
    wire  engine$bit_end;
    wire  engine$take;
    wire  engine$acknowledged;
    wire  [7:0] engine$shifted;
    reg  transfer$clock;
    reg  transfer$reset;
    reg  transfer$start;
    reg  [2:0] transfer$operation;
    reg  [6:0] transfer$device;
    reg  [15:0] transfer$address;
    reg  [15:0] transfer$length;
    reg  [11:0] transfer$pointer;
    reg  transfer$crc_write;
    reg  [31:0] transfer$data;
    reg  [2:0] transfer$kind;
    reg  transfer$load;
    reg  transfer$bit_end;
    reg  transfer$take;
    reg  transfer$acknowledged;
    reg  [7:0] transfer$shifted;
    reg  transfer$sda;
    reg  [7:0] transfer$buffer_read;
    wire  [7:0] transfer$tx_byte;
    wire  transfer$complete;
    wire  transfer$last;
    wire  transfer$unequal;
    wire  [15:0] transfer$count;
    wire  [31:0] transfer$crc;
    wire  [11:0] transfer$buffer_address;
    wire  transfer$buffer_write;
    wire  [7:0] transfer$buffer_data;
    reg  [2:0] operation$d;
    wire  [2:0] operation$q;
    reg  operation$clock;
    reg  poll$d;
    wire  poll$q;
    reg  poll$clock;

    // Local signals
    reg  write;
    reg  start;
    reg  journal;
    reg  known;
    reg  reads;
    reg  finished;
    reg  under_way;
    reg  [31:0] status;

    // Sub module instances
    i2c_setup setup(
        .clock(setup$clock),
        .reset(setup$reset),
        .write(setup$write),
        .offset(setup$offset),
        .data(setup$data),
        .low(setup$low),
        .high(setup$high),
        .stretch(setup$stretch),
        .deadline(setup$deadline),
        .device(setup$device),
        .journal(setup$journal),
        .address_bytes(setup$address_bytes),
        .word_address(setup$word_address),
        .length(setup$length),
        .pointer(setup$pointer),
        .read(setup$read)
    );
    i2c_engine engine(
        .clock(engine$clock),
        .reset(engine$reset),
        .start(engine$start),
        .tick(engine$tick),
        .scl(engine$scl),
        .sda(engine$sda),
        .bus_busy(engine$bus_busy),
        .low(engine$low),
        .high(engine$high),
        .stretch(engine$stretch),
        .deadline(engine$deadline),
        .not_owner(engine$not_owner),
        .nothing(engine$nothing),
        .recover(engine$recover),
        .reads(engine$reads),
        .poll(engine$poll),
        .no_address(engine$no_address),
        .short_address(engine$short_address),
        .tx_byte(engine$tx_byte),
        .complete(engine$complete),
        .last(engine$last),
        .unequal(engine$unequal),
        .busy(engine$busy),
        .done(engine$done),
        .result(engine$result),
        .scl_low(engine$scl_low),
        .sda_low(engine$sda_low),
        .kind(engine$kind),
        .load(engine$load),
        .bit_end(engine$bit_end),
        .take(engine$take),
        .acknowledged(engine$acknowledged),
        .shifted(engine$shifted)
    );
    i2c_transfer transfer(
        .clock(transfer$clock),
        .reset(transfer$reset),
        .start(transfer$start),
        .operation(transfer$operation),
        .device(transfer$device),
        .address(transfer$address),
        .length(transfer$length),
        .pointer(transfer$pointer),
        .crc_write(transfer$crc_write),
        .data(transfer$data),
        .kind(transfer$kind),
        .load(transfer$load),
        .bit_end(transfer$bit_end),
        .take(transfer$take),
        .acknowledged(transfer$acknowledged),
        .shifted(transfer$shifted),
        .sda(transfer$sda),
        .buffer_read(transfer$buffer_read),
        .tx_byte(transfer$tx_byte),
        .complete(transfer$complete),
        .last(transfer$last),
        .unequal(transfer$unequal),
        .count(transfer$count),
        .crc(transfer$crc),
        .buffer_address(transfer$buffer_address),
        .buffer_write(transfer$buffer_write),
        .buffer_data(transfer$buffer_data)
    );
    i2c_dff_3 operation(
        .d(operation$d),
        .q(operation$q),
        .clock(operation$clock)
    );
    i2c_dff_1 poll(
        .d(poll$d),
        .q(poll$q),
        .clock(poll$clock)
    );

    // Update code
    always @(*) begin
        operation$clock = clock;
        poll$clock = clock;
        operation$d = operation$q;
        poll$d = poll$q;
        setup$clock = clock;
        engine$clock = clock;
        transfer$clock = clock;
        setup$reset = reset;
        engine$reset = reset;
        transfer$reset = reset;
        write = io_write & ~engine$busy;
        start = write & (io_address == command_at) & ~other_busy;
        if (start) begin
            operation$d = io_data[(32'h0)+:(3)];
            poll$d = io_data[32'h8];
        end
        setup$write = write;
        setup$offset = io_address;
        setup$data = io_data[(32'h0)+:(28)];
        journal = setup$journal;
        reads = (operation$q == op_read) | (operation$q == op_compare) | (operation$q == op_scan);
        known = reads | (operation$q == op_write) | (operation$q == op_recover);
        engine$start = start;
        engine$tick = tick;
        engine$scl = bus_scl;
        engine$sda = bus_sda;
        engine$bus_busy = bus_busy;
        if (journal) begin
            engine$scl = jrn_scl;
            engine$sda = jrn_sda;
            engine$bus_busy = jrn_busy;
        end
        engine$low = setup$low;
        engine$high = setup$high;
        engine$stretch = setup$stretch;
        engine$deadline = setup$deadline;
        engine$not_owner = host_owns_bus & ~journal;
        engine$nothing = ~known | (reads & (setup$length == zero));
        engine$recover = operation$q == op_recover;
        engine$reads = reads;
        engine$poll = poll$q;
        engine$no_address = ~|setup$address_bytes;
        engine$short_address = setup$address_bytes == one_byte;
        engine$tx_byte = transfer$tx_byte;
        engine$complete = transfer$complete;
        engine$last = transfer$last;
        engine$unequal = transfer$unequal;
        transfer$start = start;
        transfer$operation = operation$q;
        transfer$device = setup$device;
        transfer$address = setup$word_address;
        transfer$length = setup$length;
        transfer$pointer = setup$pointer;
        transfer$crc_write = write & (io_address == crc_at);
        transfer$data = io_data;
        transfer$kind = engine$kind;
        transfer$load = engine$load;
        transfer$bit_end = engine$bit_end;
        transfer$take = engine$take;
        transfer$acknowledged = engine$acknowledged;
        transfer$shifted = engine$shifted;
        transfer$sda = engine$sda;
        transfer$buffer_read = buffer_read;
        under_way = engine$busy;
        finished = engine$done;
        status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1);
        if (engine$done) begin
            status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((engine$result) & 32'hffffffff) << 32'h4);
        end
        io_read = setup$read;
        if (io_address == status_at) begin
            io_read = status;
        end
        if (io_address == count_at) begin
            io_read = ((transfer$count) & 32'hffffffff);
        end
        if (io_address == crc_at) begin
            io_read = transfer$crc;
        end
        done = engine$done;
        busy = engine$busy;
        uses_bus = engine$busy & ~journal;
        bus_scl_low = engine$scl_low & ~journal;
        bus_sda_low = engine$sda_low & ~journal;
        jrn_scl_low = engine$scl_low & journal;
        jrn_sda_low = engine$sda_low & journal;
        buffer_address = transfer$buffer_address;
        buffer_write = transfer$buffer_write;
        buffer_data = transfer$buffer_data;
        if (reset) begin
            operation$d = 32'h0;
            poll$d = 1'b0;
        end
    end
endmodule // i2c

module i2c_dff_1(d,q,clock);

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
endmodule // i2c_dff_1

module i2c_dff_12(d,q,clock);

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
endmodule // i2c_dff_12

module i2c_dff_16(d,q,clock);

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
endmodule // i2c_dff_16

module i2c_dff_2(d,q,clock);

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
endmodule // i2c_dff_2

module i2c_dff_2_2(d,q,clock);

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
endmodule // i2c_dff_2_2

module i2c_dff_3(d,q,clock);

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
endmodule // i2c_dff_3

module i2c_dff_32(d,q,clock);

    // Module arguments
    input wire  [31:0] d;
    output reg  [31:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 32'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // i2c_dff_32

module i2c_dff_3_2(d,q,clock);

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
endmodule // i2c_dff_3_2

module i2c_dff_4(d,q,clock);

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
endmodule // i2c_dff_4

module i2c_dff_7(d,q,clock);

    // Module arguments
    input wire  [6:0] d;
    output reg  [6:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 7'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // i2c_dff_7

module i2c_dff_8(d,q,clock);

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
endmodule // i2c_dff_8

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
    i2c_dff_3_2 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    i2c_dff_2 pulse(
        .d(pulse$d),
        .q(pulse$q),
        .clock(pulse$clock)
    );
    i2c_dff_3_2 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    i2c_dff_4 bits(
        .d(bits$d),
        .q(bits$q),
        .clock(bits$clock)
    );
    i2c_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    i2c_dff_1 fresh(
        .d(fresh$d),
        .q(fresh$q),
        .clock(fresh$clock)
    );
    i2c_dff_1 retry(
        .d(retry$d),
        .q(retry$q),
        .clock(retry$clock)
    );
    i2c_dff_1 scl_pulled(
        .d(scl_pulled$d),
        .q(scl_pulled$q),
        .clock(scl_pulled$clock)
    );
    i2c_dff_1 sda_pulled(
        .d(sda_pulled$d),
        .q(sda_pulled$q),
        .clock(sda_pulled$clock)
    );
    i2c_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    i2c_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    i2c_dff_4 code(
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
    i2c_dff_12 left(
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
    i2c_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    i2c_dff_1 hold_next(
        .d(hold_next$d),
        .q(hold_next$q),
        .clock(hold_next$clock)
    );
    i2c_dff_1 low_next(
        .d(low_next$d),
        .q(low_next$q),
        .clock(low_next$clock)
    );
    i2c_dff_1 high_next(
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

module i2c_setup(clock,reset,write,offset,data,low,high,stretch,deadline,device,journal,address_bytes,word_address,length,pointer,read);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  write;
    input wire  [7:0] offset;
    input wire  [27:0] data;
    output reg  [11:0] low;
    output reg  [11:0] high;
    output reg  [11:0] stretch;
    output reg  [11:0] deadline;
    output reg  [6:0] device;
    output reg  journal;
    output reg  [1:0] address_bytes;
    output reg  [15:0] word_address;
    output reg  [15:0] length;
    output reg  [11:0] pointer;
    output reg  [31:0] read;

    // Constant declarations
    localparam  least = 12'ha;
    localparam  phase_reset = 12'hf0;
    localparam  ticks_reset = 12'h495;
    localparam  timing_at = 8'h40;
    localparam  stretch_at = 8'h48;
    localparam  deadline_at = 8'h4c;
    localparam  device_at = 8'h50;
    localparam  address_at = 8'h54;
    localparam  length_at = 8'h58;
    localparam  pointer_at = 8'h5c;

    // Stub signals
    reg  [11:0] low_time$d;
    wire  [11:0] low_time$q;
    reg  low_time$clock;
    reg  [11:0] high_time$d;
    wire  [11:0] high_time$q;
    reg  high_time$clock;
    reg  [11:0] stretch_time$d;
    wire  [11:0] stretch_time$q;
    reg  stretch_time$clock;
    reg  [11:0] deadline_time$d;
    wire  [11:0] deadline_time$q;
    reg  deadline_time$clock;
    reg  [6:0] device_address$d;
    wire  [6:0] device_address$q;
    reg  device_address$clock;
    reg  on_journal$d;
    wire  on_journal$q;
    reg  on_journal$clock;
    reg  [1:0] bytes$d;
    wire  [1:0] bytes$q;
    reg  bytes$clock;
    reg  [15:0] word$d;
    wire  [15:0] word$q;
    reg  word$clock;
    reg  [15:0] wanted$d;
    wire  [15:0] wanted$q;
    reg  wanted$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;

    // Local signals
    reg  [11:0] lower;
    reg  [11:0] upper;
    reg  journal_bit;

    // Sub module instances
    i2c_dff_12 low_time(
        .d(low_time$d),
        .q(low_time$q),
        .clock(low_time$clock)
    );
    i2c_dff_12 high_time(
        .d(high_time$d),
        .q(high_time$q),
        .clock(high_time$clock)
    );
    i2c_dff_12 stretch_time(
        .d(stretch_time$d),
        .q(stretch_time$q),
        .clock(stretch_time$clock)
    );
    i2c_dff_12 deadline_time(
        .d(deadline_time$d),
        .q(deadline_time$q),
        .clock(deadline_time$clock)
    );
    i2c_dff_7 device_address(
        .d(device_address$d),
        .q(device_address$q),
        .clock(device_address$clock)
    );
    i2c_dff_1 on_journal(
        .d(on_journal$d),
        .q(on_journal$q),
        .clock(on_journal$clock)
    );
    i2c_dff_2_2 bytes(
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    i2c_dff_16 word(
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    i2c_dff_16 wanted(
        .d(wanted$d),
        .q(wanted$q),
        .clock(wanted$clock)
    );
    i2c_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );

    // Update code
    always @(*) begin
        low_time$clock = clock;
        high_time$clock = clock;
        stretch_time$clock = clock;
        deadline_time$clock = clock;
        device_address$clock = clock;
        on_journal$clock = clock;
        bytes$clock = clock;
        word$clock = clock;
        wanted$clock = clock;
        place$clock = clock;
        low_time$d = low_time$q;
        high_time$d = high_time$q;
        stretch_time$d = stretch_time$q;
        deadline_time$d = deadline_time$q;
        device_address$d = device_address$q;
        on_journal$d = on_journal$q;
        bytes$d = bytes$q;
        word$d = word$q;
        wanted$d = wanted$q;
        place$d = place$q;
        lower = data[(32'h0)+:(12)];
        if (data[(32'h0)+:(12)] < least) begin
            lower = least;
        end
        upper = data[(32'h10)+:(12)];
        if (data[(32'h10)+:(12)] < least) begin
            upper = least;
        end
        journal_bit = on_journal$q;
        read = 32'h0;
        if (offset == timing_at) begin
            read = ((low_time$q) & 32'hffffffff) | (((high_time$q) & 32'hffffffff) << 32'h10);
            if (write) begin
                low_time$d = lower;
                high_time$d = upper;
            end
        end
        if (offset == stretch_at) begin
            read = ((stretch_time$q) & 32'hffffffff);
            if (write) begin
                stretch_time$d = data[(32'h0)+:(12)];
            end
        end
        if (offset == deadline_at) begin
            read = ((deadline_time$q) & 32'hffffffff);
            if (write) begin
                deadline_time$d = data[(32'h0)+:(12)];
            end
        end
        if (offset == device_at) begin
            read = ((device_address$q) & 32'hffffffff) | (((journal_bit) & 32'hffffffff) << 32'h8) | (((bytes$q) & 32'hffffffff) << 32'h9);
            if (write) begin
                device_address$d = data[(32'h0)+:(7)];
                on_journal$d = data[32'h8];
                bytes$d = data[(32'h9)+:(2)];
            end
        end
        if (offset == address_at) begin
            read = ((word$q) & 32'hffffffff);
            if (write) begin
                word$d = data[(32'h0)+:(16)];
            end
        end
        if (offset == length_at) begin
            read = ((wanted$q) & 32'hffffffff);
            if (write) begin
                wanted$d = data[(32'h0)+:(16)];
            end
        end
        if (offset == pointer_at) begin
            read = ((place$q) & 32'hffffffff);
            if (write) begin
                place$d = data[(32'h0)+:(12)];
            end
        end
        low = low_time$q;
        high = high_time$q;
        stretch = stretch_time$q;
        deadline = deadline_time$q;
        device = device_address$q;
        journal = on_journal$q;
        address_bytes = bytes$q;
        word_address = word$q;
        length = wanted$q;
        pointer = place$q;
        if (reset) begin
            low_time$d = phase_reset;
            high_time$d = phase_reset;
            stretch_time$d = ticks_reset;
            deadline_time$d = ticks_reset;
            device_address$d = 32'h0;
            on_journal$d = 1'b0;
            bytes$d = 32'h0;
            word$d = 32'h0;
            wanted$d = 32'h0;
            place$d = 32'h0;
        end
    end
endmodule // i2c_setup

module i2c_transfer(clock,reset,start,operation,device,address,length,pointer,crc_write,data,kind,load,bit_end,take,acknowledged,shifted,sda,buffer_read,tx_byte,complete,last,unequal,count,crc,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  [2:0] operation;
    input wire  [6:0] device;
    input wire  [15:0] address;
    input wire  [15:0] length;
    input wire  [11:0] pointer;
    input wire  crc_write;
    input wire  [31:0] data;
    input wire  [2:0] kind;
    input wire  load;
    input wire  bit_end;
    input wire  take;
    input wire  acknowledged;
    input wire  [7:0] shifted;
    input wire  sda;
    input wire  [7:0] buffer_read;
    output reg  [7:0] tx_byte;
    output reg  complete;
    output reg  last;
    output reg  unequal;
    output reg  [15:0] count;
    output reg  [31:0] crc;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  one = 16'h1;
    localparam  read_bit = 8'h1;
    localparam  read = 3'b10;
    localparam  compare = 3'b11;

    // Enums
    localparam Kind$DeviceWrite = 0;
    localparam Kind$AddressHigh = 1;
    localparam Kind$AddressLow = 2;
    localparam Kind$DeviceRead = 3;
    localparam Kind$DataOut = 4;
    localparam Kind$DataIn = 5;

    // Stub signals
    reg  check$clock;
    reg  check$reset;
    reg  check$take;
    reg  [7:0] check$shifted;
    reg  check$write;
    reg  [31:0] check$data;
    wire  [31:0] check$register;
    reg  [15:0] moved$d;
    wire  [15:0] moved$q;
    reg  moved$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;
    reg  different$d;
    wire  different$q;
    reg  different$clock;
    reg  refuse$d;
    wire  refuse$q;
    reg  refuse$clock;

    // Local signals
    reg  sampled;
    reg  [7:0] received;
    reg  bit_differs;
    reg  mismatch;
    reg  all;
    reg  [11:0] minus_one;
    reg  addressing;
    reg  [11:0] stepped;

    // Sub module instances
    i2c_transfer_check check(
        .clock(check$clock),
        .reset(check$reset),
        .take(check$take),
        .shifted(check$shifted),
        .write(check$write),
        .data(check$data),
        .register(check$register)
    );
    i2c_dff_16 moved(
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    i2c_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );
    i2c_dff_1 different(
        .d(different$d),
        .q(different$q),
        .clock(different$clock)
    );
    i2c_dff_1 refuse(
        .d(refuse$d),
        .q(refuse$q),
        .clock(refuse$clock)
    );

    // Update code
    always @(*) begin
        moved$clock = clock;
        place$clock = clock;
        different$clock = clock;
        refuse$clock = clock;
        moved$d = moved$q;
        place$d = place$q;
        different$d = different$q;
        refuse$d = refuse$q;
        check$clock = clock;
        check$reset = reset;
        addressing = (kind != Kind$DataOut) & (kind != Kind$DataIn);
        case (kind)
            Kind$DeviceWrite:
                begin
                    tx_byte = ((device) & 8'hff) << 32'h1;
                end
            Kind$DeviceRead:
                begin
                    tx_byte = (((device) & 8'hff) << 32'h1) | read_bit;
                end
            Kind$AddressHigh:
                begin
                    tx_byte = address[(32'h8)+:(8)];
                end
            Kind$AddressLow:
                begin
                    tx_byte = address[(32'h0)+:(8)];
                end
            default:
                begin
                    tx_byte = buffer_read;
                end
        endcase
        sampled = sda;
        received = (shifted << 32'h1) | ((sampled) & 8'hff);
        bit_differs = different$q | (shifted[32'h7] ^ sda);
        mismatch = (operation == compare) & bit_differs;
        if (bit_end) begin
            different$d = bit_differs;
        end
        if (load) begin
            different$d = 1'b0;
        end
        if (take & mismatch) begin
            refuse$d = 1'b1;
        end
        if (acknowledged | (take & ~mismatch)) begin
            moved$d = moved$q + one;
        end
        if (start) begin
            moved$d = 32'h0;
            refuse$d = 1'b0;
        end
        all = moved$q == length;
        complete = all;
        last = all | refuse$q;
        unequal = refuse$q;
        count = moved$q;
        minus_one = 32'hfff;
        if (addressing) begin
            minus_one = 32'h0;
        end
        stepped = place$q - minus_one;
        if (take | (load & (kind != Kind$DataIn))) begin
            place$d = stepped;
            if (addressing) begin
                place$d = pointer;
            end
        end
        buffer_address = place$q;
        buffer_data = received;
        buffer_write = take & (operation == read);
        check$take = take & (operation != compare);
        check$shifted = shifted;
        check$write = crc_write;
        check$data = data;
        crc = check$register;
        if (reset) begin
            moved$d = 32'h0;
        end
    end
endmodule // i2c_transfer

module i2c_transfer_check(clock,reset,take,shifted,write,data,register);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  take;
    input wire  [7:0] shifted;
    input wire  write;
    input wire  [31:0] data;
    output reg  [31:0] register;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  last = 3'b111;
    localparam  start_value = 32'hffffffff;
    localparam  polynomial = 32'hedb88320;

    // Stub signals
    reg  [31:0] state$d;
    wire  [31:0] state$q;
    reg  state$clock;
    reg  running$d;
    wire  running$q;
    reg  running$clock;
    reg  [2:0] index$d;
    wire  [2:0] index$q;
    reg  index$clock;

    // Local signals
    reg  feedback;
    reg  [31:0] taps;

    // Sub module instances
    i2c_dff_32 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    i2c_dff_1 running(
        .d(running$d),
        .q(running$q),
        .clock(running$clock)
    );
    i2c_dff_3 index(
        .d(index$d),
        .q(index$q),
        .clock(index$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        running$clock = clock;
        index$clock = clock;
        state$d = state$q;
        running$d = running$q;
        index$d = index$q;
        feedback = shifted[index$q] ^ state$q[32'h0];
        taps = 32'h0;
        if (feedback) begin
            taps = polynomial;
        end
        if (running$q) begin
            state$d = (state$q >> 32'h1) ^ taps;
            index$d = index$q + one;
            if (index$q == last) begin
                running$d = 1'b0;
            end
        end
        if (take) begin
            running$d = 1'b1;
            index$d = 32'h0;
        end
        if (write) begin
            state$d = data;
        end
        register = state$q;
        if (reset) begin
            state$d = start_value;
            running$d = 1'b0;
        end
    end
endmodule // i2c_transfer_check

`default_nettype wire
