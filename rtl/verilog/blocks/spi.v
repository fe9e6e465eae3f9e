// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module spi(clock,reset,io_write,io_address,io_data,io,ask_engine,ask_port,present,joined,staying,other_busy,tick,buffer_read,io_read,done,busy,wants_memory,wants_port,csn,sck,io0,drive_io0,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [3:0] io;
    input wire  ask_engine;
    input wire  ask_port;
    input wire  present;
    input wire  [2:0] joined;
    input wire  staying;
    input wire  other_busy;
    input wire  tick;
    input wire  [7:0] buffer_read;
    output reg  [31:0] io_read;
    output reg  done;
    output reg  busy;
    output reg  wants_memory;
    output reg  wants_port;
    output reg  csn;
    output reg  sck;
    output reg  io0;
    output reg  drive_io0;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  op_write = 3'b1;
    localparam  op_read = 3'b10;
    localparam  op_compare = 3'b11;
    localparam  op_scan = 3'b100;
    localparam  op_wait = 3'b101;
    localparam  join_memory = 3'b11;
    localparam  join_port = 3'b100;
    localparam  command_at = 8'h98;
    localparam  status_at = 8'h9c;
    localparam  count_at = 8'ha0;
    localparam  crc_at = 8'ha4;
    localparam  pages_at = 8'ha8;

    // Stub signals
    reg  setup$clock;
    reg  setup$reset;
    reg  setup$write;
    reg  [7:0] setup$offset;
    reg  [31:0] setup$data;
    wire  [7:0] setup$half;
    wire  setup$idle_high;
    wire  [19:0] setup$deadline;
    wire  [7:0] setup$opcode;
    wire  [1:0] setup$address_bytes;
    wire  [3:0] setup$dummy;
    wire  [1:0] setup$lines;
    wire  setup$port;
    wire  [31:0] setup$address;
    wire  [23:0] setup$length;
    wire  [11:0] setup$pointer;
    wire  [31:0] setup$read;
    reg  engine$clock;
    reg  engine$reset;
    reg  engine$start;
    reg  engine$tick;
    reg  [3:0] engine$io;
    reg  [7:0] engine$half;
    reg  engine$idle_high;
    reg  [19:0] engine$deadline;
    reg  engine$joined;
    reg  engine$lost;
    reg  engine$not_owner;
    reg  engine$nothing;
    reg  engine$poll;
    reg  engine$enable;
    reg  engine$no_own;
    reg  engine$reads;
    reg  [1:0] engine$address_bytes;
    reg  [3:0] engine$dummy;
    reg  [1:0] engine$lines;
    reg  engine$no_data;
    reg  [7:0] engine$tx_byte;
    reg  engine$last;
    reg  engine$unequal;
    wire  engine$busy;
    wire  engine$done;
    wire  [2:0] engine$result;
    wire  engine$wants;
    wire  engine$csn;
    wire  engine$sck;
    wire  engine$io0;
    wire  engine$drive_io0;
    wire  [1:0] engine$frame;
    wire  [2:0] engine$kind;
    wire  engine$load;
    wire  engine$take;
    wire  [7:0] engine$received;
    reg  transfer$clock;
    reg  transfer$reset;
    reg  transfer$start;
    reg  [2:0] transfer$operation;
    reg  [7:0] transfer$opcode;
    reg  [31:0] transfer$address;
    reg  [23:0] transfer$length;
    reg  [11:0] transfer$pointer;
    reg  transfer$crc_write;
    reg  [31:0] transfer$data;
    reg  [1:0] transfer$frame;
    reg  [2:0] transfer$kind;
    reg  transfer$load;
    reg  transfer$take;
    reg  [7:0] transfer$received;
    reg  [7:0] transfer$buffer_read;
    wire  [7:0] transfer$tx_byte;
    wire  transfer$no_data;
    wire  transfer$last;
    wire  transfer$unequal;
    wire  [23:0] transfer$count;
    wire  [31:0] transfer$pages;
    wire  [31:0] transfer$crc;
    wire  [7:0] transfer$memory_status;
    wire  [11:0] transfer$buffer_address;
    wire  transfer$buffer_write;
    wire  [7:0] transfer$buffer_data;
    reg  [2:0] operation$d;
    wire  [2:0] operation$q;
    reg  operation$clock;
    reg  poll$d;
    wire  poll$q;
    reg  poll$clock;
    reg  enable$d;
    wire  enable$q;
    reg  enable$clock;

    // Local signals
    reg  write;
    reg  start;
    reg  port;
    reg  [2:0] segment;
    reg  reads;
    reg  waits;
    reg  finished;
    reg  under_way;
    reg  [31:0] status;

    // Sub module instances
    spi_setup setup(
        .clock(setup$clock),
        .reset(setup$reset),
        .write(setup$write),
        .offset(setup$offset),
        .data(setup$data),
        .half(setup$half),
        .idle_high(setup$idle_high),
        .deadline(setup$deadline),
        .opcode(setup$opcode),
        .address_bytes(setup$address_bytes),
        .dummy(setup$dummy),
        .lines(setup$lines),
        .port(setup$port),
        .address(setup$address),
        .length(setup$length),
        .pointer(setup$pointer),
        .read(setup$read)
    );
    spi_engine engine(
        .clock(engine$clock),
        .reset(engine$reset),
        .start(engine$start),
        .tick(engine$tick),
        .io(engine$io),
        .half(engine$half),
        .idle_high(engine$idle_high),
        .deadline(engine$deadline),
        .joined(engine$joined),
        .lost(engine$lost),
        .not_owner(engine$not_owner),
        .nothing(engine$nothing),
        .poll(engine$poll),
        .enable(engine$enable),
        .no_own(engine$no_own),
        .reads(engine$reads),
        .address_bytes(engine$address_bytes),
        .dummy(engine$dummy),
        .lines(engine$lines),
        .no_data(engine$no_data),
        .tx_byte(engine$tx_byte),
        .last(engine$last),
        .unequal(engine$unequal),
        .busy(engine$busy),
        .done(engine$done),
        .result(engine$result),
        .wants(engine$wants),
        .csn(engine$csn),
        .sck(engine$sck),
        .io0(engine$io0),
        .drive_io0(engine$drive_io0),
        .frame(engine$frame),
        .kind(engine$kind),
        .load(engine$load),
        .take(engine$take),
        .received(engine$received)
    );
    spi_transfer transfer(
        .clock(transfer$clock),
        .reset(transfer$reset),
        .start(transfer$start),
        .operation(transfer$operation),
        .opcode(transfer$opcode),
        .address(transfer$address),
        .length(transfer$length),
        .pointer(transfer$pointer),
        .crc_write(transfer$crc_write),
        .data(transfer$data),
        .frame(transfer$frame),
        .kind(transfer$kind),
        .load(transfer$load),
        .take(transfer$take),
        .received(transfer$received),
        .buffer_read(transfer$buffer_read),
        .tx_byte(transfer$tx_byte),
        .no_data(transfer$no_data),
        .last(transfer$last),
        .unequal(transfer$unequal),
        .count(transfer$count),
        .pages(transfer$pages),
        .crc(transfer$crc),
        .memory_status(transfer$memory_status),
        .buffer_address(transfer$buffer_address),
        .buffer_write(transfer$buffer_write),
        .buffer_data(transfer$buffer_data)
    );
    spi_dff_3_2 operation(
        .d(operation$d),
        .q(operation$q),
        .clock(operation$clock)
    );
    spi_dff_1 poll(
        .d(poll$d),
        .q(poll$q),
        .clock(poll$clock)
    );
    spi_dff_1 enable(
        .d(enable$d),
        .q(enable$q),
        .clock(enable$clock)
    );

    // Update code
    always @(*) begin
        operation$clock = clock;
        poll$clock = clock;
        enable$clock = clock;
        operation$d = operation$q;
        poll$d = poll$q;
        enable$d = enable$q;
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
            enable$d = io_data[32'h9];
        end
        setup$write = write;
        setup$offset = io_address;
        setup$data = io_data;
        port = setup$port;
        reads = (operation$q == op_read) | (operation$q == op_compare) | (operation$q == op_scan);
        waits = operation$q == op_wait;
        engine$nothing = 1'b1;
        if (reads) begin
            engine$nothing = transfer$no_data;
        end
        if (operation$q == op_write) begin
            engine$nothing = 1'b0;
        end
        if (waits) begin
            engine$nothing = ~poll$q & ~enable$q;
        end
        engine$not_owner = ~ask_engine | (port & (~ask_port | ~present));
        engine$lost = port & ~present;
        segment = join_memory;
        if (port) begin
            segment = join_port;
        end
        engine$joined = (joined == segment) & staying;
        engine$start = start;
        engine$tick = tick;
        engine$io = io;
        engine$half = setup$half;
        engine$idle_high = setup$idle_high;
        engine$deadline = setup$deadline;
        engine$poll = poll$q;
        engine$enable = enable$q;
        engine$no_own = waits;
        engine$reads = reads;
        engine$address_bytes = setup$address_bytes;
        engine$dummy = setup$dummy;
        engine$lines = setup$lines;
        engine$no_data = transfer$no_data;
        engine$tx_byte = transfer$tx_byte;
        engine$last = transfer$last;
        engine$unequal = transfer$unequal;
        transfer$start = start;
        transfer$operation = operation$q;
        transfer$opcode = setup$opcode;
        transfer$address = setup$address;
        transfer$length = setup$length;
        transfer$pointer = setup$pointer;
        transfer$crc_write = write & (io_address == crc_at);
        transfer$data = io_data;
        transfer$frame = engine$frame;
        transfer$kind = engine$kind;
        transfer$load = engine$load;
        transfer$take = engine$take;
        transfer$received = engine$received;
        transfer$buffer_read = buffer_read;
        under_way = engine$busy;
        finished = engine$done;
        status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((transfer$memory_status) & 32'hffffffff) << 32'h8);
        if (engine$done) begin
            status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((engine$result) & 32'hffffffff) << 32'h4) | (((transfer$memory_status) & 32'hffffffff) << 32'h8);
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
        if (io_address == pages_at) begin
            io_read = transfer$pages;
        end
        done = engine$done;
        busy = engine$busy;
        wants_memory = engine$wants & ~port;
        wants_port = engine$wants & port;
        csn = engine$csn;
        sck = engine$sck;
        io0 = engine$io0;
        drive_io0 = engine$drive_io0;
        buffer_address = transfer$buffer_address;
        buffer_write = transfer$buffer_write;
        buffer_data = transfer$buffer_data;
        if (reset) begin
            operation$d = 32'h0;
            poll$d = 1'b0;
            enable$d = 1'b0;
        end
    end
endmodule // spi

module spi_dff_1(d,q,clock);

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
endmodule // spi_dff_1

module spi_dff_12(d,q,clock);

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
endmodule // spi_dff_12

module spi_dff_16(d,q,clock);

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
endmodule // spi_dff_16

module spi_dff_2(d,q,clock);

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
endmodule // spi_dff_2

module spi_dff_20(d,q,clock);

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
endmodule // spi_dff_20

module spi_dff_24(d,q,clock);

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
endmodule // spi_dff_24

module spi_dff_2_2(d,q,clock);

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
endmodule // spi_dff_2_2

module spi_dff_3(d,q,clock);

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
endmodule // spi_dff_3

module spi_dff_32(d,q,clock);

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
endmodule // spi_dff_32

module spi_dff_3_2(d,q,clock);

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
endmodule // spi_dff_3_2

module spi_dff_4(d,q,clock);

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
endmodule // spi_dff_4

module spi_dff_6(d,q,clock);

    // Module arguments
    input wire  [5:0] d;
    output reg  [5:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 6'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // spi_dff_6

module spi_dff_8(d,q,clock);

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
endmodule // spi_dff_8

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
    spi_dff_3 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    spi_dff_2_2 frame_now(
        .d(frame_now$d),
        .q(frame_now$q),
        .clock(frame_now$clock)
    );
    spi_dff_3 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    spi_dff_4 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    spi_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    spi_dff_1 two(
        .d(two$d),
        .q(two$q),
        .clock(two$clock)
    );
    spi_dff_1 four(
        .d(four$d),
        .q(four$q),
        .clock(four$clock)
    );
    spi_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    spi_dff_4 sample(
        .d(sample$d),
        .q(sample$q),
        .clock(sample$clock)
    );
    spi_dff_1 risen(
        .d(risen$d),
        .q(risen$q),
        .clock(risen$clock)
    );
    spi_dff_1 byte_risen(
        .d(byte_risen$d),
        .q(byte_risen$q),
        .clock(byte_risen$clock)
    );
    spi_dff_1 byte_complete(
        .d(byte_complete$d),
        .q(byte_complete$q),
        .clock(byte_complete$clock)
    );
    spi_dff_1 decided(
        .d(decided$d),
        .q(decided$q),
        .clock(decided$clock)
    );
    spi_dff_1 gave_up(
        .d(gave_up$d),
        .q(gave_up$q),
        .clock(gave_up$clock)
    );
    spi_dff_1 selected(
        .d(selected$d),
        .q(selected$q),
        .clock(selected$clock)
    );
    spi_dff_1 sck_away(
        .d(sck_away$d),
        .q(sck_away$q),
        .clock(sck_away$clock)
    );
    spi_dff_1 io0_level(
        .d(io0_level$d),
        .q(io0_level$q),
        .clock(io0_level$clock)
    );
    spi_dff_1 io0_driven(
        .d(io0_driven$d),
        .q(io0_driven$q),
        .clock(io0_driven$clock)
    );
    spi_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    spi_dff_1 wanting(
        .d(wanting$d),
        .q(wanting$q),
        .clock(wanting$clock)
    );
    spi_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    spi_dff_3_2 code(
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
    spi_dff_20 left(
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
    spi_dff_8 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    spi_dff_1 over_next(
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

module spi_setup(clock,reset,write,offset,data,half,idle_high,deadline,opcode,address_bytes,dummy,lines,port,address,length,pointer,read);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  write;
    input wire  [7:0] offset;
    input wire  [31:0] data;
    output reg  [7:0] half;
    output reg  idle_high;
    output reg  [19:0] deadline;
    output reg  [7:0] opcode;
    output reg  [1:0] address_bytes;
    output reg  [3:0] dummy;
    output reg  [1:0] lines;
    output reg  port;
    output reg  [31:0] address;
    output reg  [23:0] length;
    output reg  [11:0] pointer;
    output reg  [31:0] read;

    // Constant declarations
    localparam  least = 8'h1;
    localparam  timing_at = 8'h80;
    localparam  deadline_at = 8'h84;
    localparam  frame_at = 8'h88;
    localparam  address_at = 8'h8c;
    localparam  length_at = 8'h90;
    localparam  pointer_at = 8'h94;

    // Stub signals
    reg  [7:0] half_period$d;
    wire  [7:0] half_period$q;
    reg  half_period$clock;
    reg  idle$d;
    wire  idle$q;
    reg  idle$clock;
    reg  [19:0] ticks$d;
    wire  [19:0] ticks$q;
    reg  ticks$clock;
    reg  [7:0] code$d;
    wire  [7:0] code$q;
    reg  code$clock;
    reg  [1:0] bytes$d;
    wire  [1:0] bytes$q;
    reg  bytes$clock;
    reg  [3:0] clocks$d;
    wire  [3:0] clocks$q;
    reg  clocks$clock;
    reg  [1:0] width$d;
    wire  [1:0] width$q;
    reg  width$clock;
    reg  to_port$d;
    wire  to_port$q;
    reg  to_port$clock;
    reg  [31:0] start$d;
    wire  [31:0] start$q;
    reg  start$clock;
    reg  [23:0] wanted$d;
    wire  [23:0] wanted$q;
    reg  wanted$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;

    // Local signals
    reg  [7:0] lower;
    reg  idle_bit;
    reg  port_bit;

    // Sub module instances
    spi_dff_8 half_period(
        .d(half_period$d),
        .q(half_period$q),
        .clock(half_period$clock)
    );
    spi_dff_1 idle(
        .d(idle$d),
        .q(idle$q),
        .clock(idle$clock)
    );
    spi_dff_20 ticks(
        .d(ticks$d),
        .q(ticks$q),
        .clock(ticks$clock)
    );
    spi_dff_8 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );
    spi_dff_2 bytes(
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    spi_dff_4 clocks(
        .d(clocks$d),
        .q(clocks$q),
        .clock(clocks$clock)
    );
    spi_dff_2 width(
        .d(width$d),
        .q(width$q),
        .clock(width$clock)
    );
    spi_dff_1 to_port(
        .d(to_port$d),
        .q(to_port$q),
        .clock(to_port$clock)
    );
    spi_dff_32 start(
        .d(start$d),
        .q(start$q),
        .clock(start$clock)
    );
    spi_dff_24 wanted(
        .d(wanted$d),
        .q(wanted$q),
        .clock(wanted$clock)
    );
    spi_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );

    // Update code
    always @(*) begin
        half_period$clock = clock;
        idle$clock = clock;
        ticks$clock = clock;
        code$clock = clock;
        bytes$clock = clock;
        clocks$clock = clock;
        width$clock = clock;
        to_port$clock = clock;
        start$clock = clock;
        wanted$clock = clock;
        place$clock = clock;
        half_period$d = half_period$q;
        idle$d = idle$q;
        ticks$d = ticks$q;
        code$d = code$q;
        bytes$d = bytes$q;
        clocks$d = clocks$q;
        width$d = width$q;
        to_port$d = to_port$q;
        start$d = start$q;
        wanted$d = wanted$q;
        place$d = place$q;
        lower = data[(32'h0)+:(8)];
        if (~|data[(32'h0)+:(8)]) begin
            lower = least;
        end
        idle_bit = idle$q;
        port_bit = to_port$q;
        read = 32'h0;
        if (offset == timing_at) begin
            read = ((half_period$q) & 32'hffffffff) | (((idle_bit) & 32'hffffffff) << 32'h8);
            if (write) begin
                half_period$d = lower;
                idle$d = data[32'h8];
            end
        end
        if (offset == deadline_at) begin
            read = ((ticks$q) & 32'hffffffff);
            if (write) begin
                ticks$d = data[(32'h0)+:(20)];
            end
        end
        if (offset == frame_at) begin
            read = ((code$q) & 32'hffffffff) | (((bytes$q) & 32'hffffffff) << 32'h8) | (((clocks$q) & 32'hffffffff) << 32'hc) | (((width$q) & 32'hffffffff) << 32'h10) | (((port_bit) & 32'hffffffff) << 32'h14);
            if (write) begin
                code$d = data[(32'h0)+:(8)];
                bytes$d = data[(32'h8)+:(2)];
                clocks$d = data[(32'hc)+:(4)];
                width$d = data[(32'h10)+:(2)];
                to_port$d = data[32'h14];
            end
        end
        if (offset == address_at) begin
            read = start$q;
            if (write) begin
                start$d = data;
            end
        end
        if (offset == length_at) begin
            read = ((wanted$q) & 32'hffffffff);
            if (write) begin
                wanted$d = data[(32'h0)+:(24)];
            end
        end
        if (offset == pointer_at) begin
            read = ((place$q) & 32'hffffffff);
            if (write) begin
                place$d = data[(32'h0)+:(12)];
            end
        end
        half = half_period$q;
        idle_high = idle$q;
        deadline = ticks$q;
        opcode = code$q;
        address_bytes = bytes$q;
        dummy = clocks$q;
        lines = width$q;
        port = to_port$q;
        address = start$q;
        length = wanted$q;
        pointer = place$q;
        if (reset) begin
            half_period$d = least;
            idle$d = 1'b0;
            ticks$d = 32'h0;
            code$d = 32'h0;
            bytes$d = 32'h0;
            clocks$d = 32'h0;
            width$d = 32'h0;
            to_port$d = 1'b0;
            start$d = 32'h0;
            wanted$d = 32'h0;
            place$d = 32'h0;
        end
    end
endmodule // spi_setup

module spi_transfer(clock,reset,start,operation,opcode,address,length,pointer,crc_write,data,frame,kind,load,take,received,buffer_read,tx_byte,no_data,last,unequal,count,pages,crc,memory_status,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  [2:0] operation;
    input wire  [7:0] opcode;
    input wire  [31:0] address;
    input wire  [23:0] length;
    input wire  [11:0] pointer;
    input wire  crc_write;
    input wire  [31:0] data;
    input wire  [1:0] frame;
    input wire  [2:0] kind;
    input wire  load;
    input wire  take;
    input wire  [7:0] received;
    input wire  [7:0] buffer_read;
    output reg  [7:0] tx_byte;
    output reg  no_data;
    output reg  last;
    output reg  unequal;
    output reg  [23:0] count;
    output reg  [31:0] pages;
    output reg  [31:0] crc;
    output reg  [7:0] memory_status;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  one = 24'h1;
    localparam  one_place = 12'h1;
    localparam  blank = 8'hff;
    localparam  write = 3'b1;
    localparam  read = 3'b10;
    localparam  compare = 3'b11;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Own = 2;
    localparam Kind$Data = 6;

    // Stub signals
    reg  [1:0] choice$frame;
    reg  [2:0] choice$kind;
    reg  [7:0] choice$opcode;
    reg  [31:0] choice$address;
    reg  [7:0] choice$data;
    wire  [7:0] choice$tx_byte;
    reg  check$clock;
    reg  check$reset;
    reg  check$take;
    reg  [7:0] check$received;
    reg  check$write;
    reg  [31:0] check$data;
    wire  [31:0] check$register;
    reg  flags$clock;
    reg  flags$reset;
    reg  flags$clear;
    reg  [3:0] flags$page;
    reg  flags$differs;
    reg  flags$erase;
    wire  [31:0] flags$flags;
    reg  [23:0] moved$d;
    wire  [23:0] moved$q;
    reg  moved$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;
    reg  last_byte$d;
    wire  last_byte$q;
    reg  last_byte$clock;
    reg  empty$d;
    wire  empty$q;
    reg  empty$clock;
    reg  differed$d;
    wire  differed$q;
    reg  differed$clock;
    reg  [7:0] status$d;
    wire  [7:0] status$q;
    reg  status$clock;

    // Local signals
    reg  counted;
    reg  came;
    reg  [23:0] stepped;
    reg  [11:0] onward;
    reg  [7:0] expected;
    reg  [7:0] different;
    reg  [7:0] erased;
    reg  compares;
    reg  writes;
    reg  differs;

    // Sub module instances
    spi_transfer_choice choice(
        .frame(choice$frame),
        .kind(choice$kind),
        .opcode(choice$opcode),
        .address(choice$address),
        .data(choice$data),
        .tx_byte(choice$tx_byte)
    );
    spi_transfer_check check(
        .clock(check$clock),
        .reset(check$reset),
        .take(check$take),
        .received(check$received),
        .write(check$write),
        .data(check$data),
        .register(check$register)
    );
    spi_transfer_flags flags(
        .clock(flags$clock),
        .reset(flags$reset),
        .clear(flags$clear),
        .page(flags$page),
        .differs(flags$differs),
        .erase(flags$erase),
        .flags(flags$flags)
    );
    spi_dff_24 moved(
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    spi_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );
    spi_dff_1 last_byte(
        .d(last_byte$d),
        .q(last_byte$q),
        .clock(last_byte$clock)
    );
    spi_dff_1 empty(
        .d(empty$d),
        .q(empty$q),
        .clock(empty$clock)
    );
    spi_dff_1 differed(
        .d(differed$d),
        .q(differed$q),
        .clock(differed$clock)
    );
    spi_dff_8 status(
        .d(status$d),
        .q(status$q),
        .clock(status$clock)
    );

    // Update code
    always @(*) begin
        moved$clock = clock;
        place$clock = clock;
        last_byte$clock = clock;
        empty$clock = clock;
        differed$clock = clock;
        status$clock = clock;
        moved$d = moved$q;
        place$d = place$q;
        last_byte$d = last_byte$q;
        empty$d = empty$q;
        differed$d = differed$q;
        status$d = status$q;
        check$clock = clock;
        check$reset = reset;
        flags$clock = clock;
        flags$reset = reset;
        choice$frame = frame;
        choice$kind = kind;
        choice$opcode = opcode;
        choice$address = address;
        choice$data = buffer_read;
        tx_byte = choice$tx_byte;
        compares = operation == compare;
        writes = operation == write;
        counted = take & (frame == Frame$Own);
        came = counted & ~writes;
        if (take & (frame == Frame$Status)) begin
            status$d = received;
        end
        stepped = moved$q + one;
        last_byte$d = stepped == length;
        empty$d = ~|length;
        if (counted) begin
            moved$d = stepped;
        end
        onward = place$q + one_place;
        if (came | (load & writes & (kind == Kind$Data) & (frame == Frame$Own))) begin
            place$d = onward;
        end
        buffer_address = place$q;
        buffer_data = received;
        buffer_write = came & (operation == read);
        expected = blank;
        if (compares) begin
            expected = buffer_read;
        end
        different = received ^ expected;
        erased = different & expected;
        differs = came & |different;
        flags$clear = start;
        flags$page = moved$q[(32'h8)+:(4)];
        flags$differs = differs;
        flags$erase = came & compares & |erased;
        if (differs & compares) begin
            differed$d = 1'b1;
        end
        check$take = came & ~compares;
        check$received = received;
        check$write = crc_write;
        check$data = data;
        if (start) begin
            moved$d = 32'h0;
            place$d = pointer;
            differed$d = 1'b0;
            status$d = 32'h0;
        end
        no_data = empty$q;
        last = last_byte$q;
        unequal = differed$q;
        count = moved$q;
        pages = flags$flags;
        crc = check$register;
        memory_status = status$q;
        if (reset) begin
            moved$d = 32'h0;
            status$d = 32'h0;
        end
    end
endmodule // spi_transfer

module spi_transfer_check(clock,reset,take,received,write,data,register);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  take;
    input wire  [7:0] received;
    input wire  write;
    input wire  [31:0] data;
    output reg  [31:0] register;

    // Constant declarations
    localparam  one = 2'b1;
    localparam  after_first = 2'b11;
    localparam  start_value = 32'hffffffff;
    localparam  polynomial = 32'hedb88320;
    localparam  polynomial_moved = 32'h76dc4190;

    // Stub signals
    reg  [31:0] state$d;
    wire  [31:0] state$q;
    reg  state$clock;
    reg  [5:0] rest$d;
    wire  [5:0] rest$q;
    reg  rest$clock;
    reg  [1:0] pairs$d;
    wire  [1:0] pairs$q;
    reg  pairs$clock;

    // Local signals
    reg  [1:0] pair;
    reg  [31:0] lower;
    reg  [31:0] upper;

    // Sub module instances
    spi_dff_32 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    spi_dff_6 rest(
        .d(rest$d),
        .q(rest$q),
        .clock(rest$clock)
    );
    spi_dff_2 pairs(
        .d(pairs$d),
        .q(pairs$q),
        .clock(pairs$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        rest$clock = clock;
        pairs$clock = clock;
        state$d = state$q;
        rest$d = rest$q;
        pairs$d = pairs$q;
        pair = rest$q[(32'h0)+:(2)];
        if (take) begin
            pair = received[(32'h0)+:(2)];
        end
        lower = 32'h0;
        if (pair[32'h0] ^ state$q[32'h0]) begin
            lower = polynomial_moved;
        end
        upper = 32'h0;
        if (pair[32'h1] ^ state$q[32'h1]) begin
            upper = polynomial;
        end
        if (take | |pairs$q) begin
            state$d = (state$q >> 32'h2) ^ lower ^ upper;
        end
        if (|pairs$q) begin
            pairs$d = pairs$q - one;
        end
        rest$d = rest$q >> 32'h2;
        if (take) begin
            pairs$d = after_first;
            rest$d = received[(32'h2)+:(6)];
        end
        if (write) begin
            state$d = data;
        end
        register = state$q;
        if (reset) begin
            state$d = start_value;
            pairs$d = 32'h0;
        end
    end
endmodule // spi_transfer_check

module spi_transfer_choice(frame,kind,opcode,address,data,tx_byte);

    // Module arguments
    input wire  [1:0] frame;
    input wire  [2:0] kind;
    input wire  [7:0] opcode;
    input wire  [31:0] address;
    input wire  [7:0] data;
    output reg  [7:0] tx_byte;

    // Constant declarations
    localparam  read_status = 8'h5;
    localparam  write_enable = 8'h6;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Enable = 1;
    localparam Kind$Opcode = 0;
    localparam Kind$Address3 = 1;
    localparam Kind$Address2 = 2;
    localparam Kind$Address1 = 3;
    localparam Kind$Address0 = 4;

    // Update code
    always @(*) begin
        case (kind)
            Kind$Opcode:
                begin
                    tx_byte = opcode;
                    if (frame == Frame$Status) begin
                        tx_byte = read_status;
                    end
                    if (frame == Frame$Enable) begin
                        tx_byte = write_enable;
                    end
                end
            Kind$Address3:
                begin
                    tx_byte = address[(32'h18)+:(8)];
                end
            Kind$Address2:
                begin
                    tx_byte = address[(32'h10)+:(8)];
                end
            Kind$Address1:
                begin
                    tx_byte = address[(32'h8)+:(8)];
                end
            Kind$Address0:
                begin
                    tx_byte = address[(32'h0)+:(8)];
                end
            default:
                begin
                    tx_byte = data;
                end
        endcase
    end
endmodule // spi_transfer_choice

module spi_transfer_flags(clock,reset,clear,page,differs,erase,flags);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  clear;
    input wire  [3:0] page;
    input wire  differs;
    input wire  erase;
    output reg  [31:0] flags;

    // Constant declarations
    localparam  one = 16'h1;

    // Stub signals
    reg  [15:0] differ$d;
    wire  [15:0] differ$q;
    reg  differ$clock;
    reg  [15:0] erases$d;
    wire  [15:0] erases$q;
    reg  erases$clock;

    // Local signals
    reg  [15:0] mask;

    // Sub module instances
    spi_dff_16 differ(
        .d(differ$d),
        .q(differ$q),
        .clock(differ$clock)
    );
    spi_dff_16 erases(
        .d(erases$d),
        .q(erases$q),
        .clock(erases$clock)
    );

    // Update code
    always @(*) begin
        differ$clock = clock;
        erases$clock = clock;
        differ$d = differ$q;
        erases$d = erases$q;
        mask = one << ((page) & 16'hffff);
        if (differs) begin
            differ$d = differ$q | mask;
        end
        if (erase) begin
            erases$d = erases$q | mask;
        end
        flags = ((differ$q) & 32'hffffffff) | (((erases$q) & 32'hffffffff) << 32'h10);
        if (clear | reset) begin
            differ$d = 32'h0;
            erases$d = 32'h0;
        end
    end
endmodule // spi_transfer_flags

`default_nettype wire
