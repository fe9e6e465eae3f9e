// proof: a command of all three frames with one data byte and no time to wait ends within 413 edges, whatever is joined, read or lost, when a half period takes at most two; each edge brings its end nearer
// design: blocks/spi_engine.v
// cut: spi_engine_timer
// bmc: 44
// induction: 3
// mutant: ~with_sample[32'h0] | limit$passed; => ~with_sample[32'h0];
// mutant: ends = limit$passed; => ends = 1'b0;
// mutant: left$d = gap; => left$d = 4'hf;
// mutant: if (frame_now$q == Frame$Over) begin => if (1'b0) begin

`default_nettype none
module proof (
    input wire clock, reset, start, tick, joined, lost, not_owner, nothing, poll, enable, no_own, reads,
    input wire no_data, unequal, idle_high,
    input wire [3:0] io, dummy,
    input wire [1:0] address_bytes, lines,
    input wire [7:0] half, tx_byte
);
    wire busy, done, csn;
    wire [2:0] kind;
    wire [1:0] frame;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    (* hierconn *) wire [3:0] \dut.left$q ;
    (* hierconn *) wire \dut.timer$over , \dut.limit$passed , \dut.decided$q ;
    (* hierconn *) wire \dut.byte_risen$q , \dut.byte_complete$q , \dut.two$q , \dut.four$q ;
    (* hierconn *) wire [19:0] \dut.limit.left$q ;
    wire [2:0] phase = \dut.phase$q ;
    wire [3:0] left = \dut.left$q ;
    wire decided = \dut.decided$q ;
    wire pending = \dut.byte_risen$q || \dut.byte_complete$q ;
    localparam Idle = 0, Check = 1, Gap = 2, Wait = 3, Lead = 4, Low = 5, High = 6, Tail = 7;
    localparam Status = 0, Enable = 1, Own = 2, Over = 3;
    localparam Opcode = 0, Address3 = 1, Address2 = 2, Address1 = 3, Address0 = 4, Dummy = 5, Data = 6, End = 7;

    // The first data byte is the last one, and the deadline passes at once; spi_bounds proves that
    // `last` comes, and what comes before costs its clocks.
    spi_engine dut (
        .clock(clock), .reset(reset), .start(start), .tick(tick), .io(io), .half(half),
        .idle_high(idle_high), .deadline(20'd0), .joined(joined), .lost(lost),
        .not_owner(not_owner), .nothing(nothing), .poll(poll), .enable(enable), .no_own(no_own),
        .reads(reads), .address_bytes(address_bytes), .dummy(dummy), .lines(lines),
        .no_data(no_data), .tx_byte(tx_byte), .last(1'b1), .unequal(unequal),
        .busy(busy), .done(done), .csn(csn), .frame(frame), .kind(kind)
    );

    // What spi_half_timer proves of the timer, scaled: every half period ends, here at its second
    // edge at the latest.
    reg second = 0;
    always @(posedge clock) begin
        second <= !csn && ! \dut.timer$over ;
        if (!csn && second) assume (\dut.timer$over );
    end
    wire [1:0] rest = second ? 1 : 2;

    // Clocks that may come behind the byte under way in its frame.
    wire [6:0] behind = frame == Enable ? 0 :
        frame == Status ? (kind == Opcode ? 16 : kind == Data && !decided && !pending ? 8 : 0) :
        kind == Opcode ? 55 : kind == Address3 ? 47 : kind == Address2 ? 39 : kind == Address1 ? 31 :
        kind == Address0 ? 23 : kind == Dummy ? 8 : 0;
    wire [6:0] clocks = kind == End ? 0 : left + behind;
    // Edges from the wait before a frame to the end of the command.
    wire [9:0] from_over = 1, from_own = 10 + 63 * 4 + 1, from_enable = 10 + 8 * 4 + from_own;
    wire [9:0] from_status = 10 + 24 * 4 + from_enable;
    wire [9:0] from_wait = frame == Status ? from_status : frame == Enable ? from_enable :
        frame == Own ? from_own : from_over;
    wire [9:0] later = 5 + (frame == Status ? from_enable : frame == Enable ? from_own : from_over);
    wire [9:0] rank = phase == Idle ? 0 : phase == Check ? 2 + from_status :
        phase == Gap ? left + from_wait : phase == Wait ? from_wait :
        phase == Lead ? rest + clocks * 4 + 2 + later :
        phase == Low ? rest + clocks * 4 - 2 + 2 + later :
        phase == High ? rest + clocks * 4 + 2 + later : rest + later;

    reg [9:0] age = 0, rank_before = 0;
    reg busy_before = 0;
    always @(posedge clock) begin
        age <= busy ? age + 1 : 0;
        rank_before <= rank;
        busy_before <= busy;
        assert (busy == (phase != Idle) && csn == (phase < Lead));
        if (busy && busy_before) assert (rank < rank_before);
        assert (rank <= 413);
        if (busy) assert (age + rank <= 413);
        assert (\dut.limit.left$q == 0);
    end

    // Why: what is left of each byte.
    always @(posedge clock) begin
        if (phase == Gap) assert (left >= 1 && left <= 5);
        if (phase == Wait) assert (left == 8);
        if (csn) assert (!pending);
        if (\dut.byte_risen$q ) assert (phase == High);
        if ((phase == Wait || phase == Gap) && frame == Status) assert (!decided);
        if (!csn) begin
            assert (frame != Over);
            if (kind != End) assert (left >= 1 && left <= (kind == Dummy ? 15 : 8));
            if (phase == Lead) assert (kind == Opcode && left == 8);
            if (kind == End) assert (phase >= High);
            if (phase == Tail) assert (kind == End);
            if (frame == Enable) assert (kind == Opcode || kind == End);
            if (frame == Status) assert (kind == Opcode || kind == Data || kind == End);
            if (frame == Status && kind == Opcode) assert (!decided && !pending);
            if (frame == Status && pending && !decided) assert (kind == Data && left >= 7);
            if (frame == Status && \dut.byte_risen$q && !decided) assert (left == 8);
            if (frame == Status && kind == End) assert (decided);
        end
    end

    // Registers are locked while BUSY.
    wire [13:0] setup = {idle_high, poll, enable, no_own, reads, address_bytes, dummy, lines, no_data};
    reg [13:0] setup_before = 0;
    always @(posedge clock) begin
        setup_before <= setup;
        if (busy) assume (setup == setup_before);
        // READ, COMPARE and SCAN of nothing are nothing.
        assume (!(reads && no_data) || nothing);
    end
endmodule
