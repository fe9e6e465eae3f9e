// proof: chip select is low in a frame only: it falls where the segment is joined and wanted, and is high when the engine is idle, ends in whatever way, loses the port or is reset; SCK moves inside a frame or to its idle level while chip select is high; IO0 is driven in a frame only, for exactly opcode, address and written data, and let go in dummy clocks and read data; a command that ends with NotOwner drives nothing; chip select is high for at least six edges
// design: blocks/spi_engine.v
// cut: spi_engine_timer
// cut: spi_engine_limit
// bmc: 34
// induction: 3
// mutant: else if (joined) begin => else if (1'b1) begin
// mutant: abort = lost & wanting$q; => abort = 1'b0;
// mutant: sck_away$d = ~idle_high; => sck_away$d = 1'b1;
// mutant: localparam  gap = 4'h5; => localparam  gap = 4'h4;
// mutant: (kind_now$q != Kind$Dummy) & ~receives; => ~receives;
// mutant: (kind_now$q != Kind$Dummy) & ~receives; => (kind_now$q != Kind$Dummy);
// mutant: receives = (kind_now$q == Kind$Data) & (reads | ~own); => receives = (kind_now$q == Kind$Data) & reads;
// mutant: ends = not_owner | nothing; => ends = nothing;
// mutant: if (kind_now$q == Kind$End) begin => if (kind_now$q == Kind$Data) begin

`default_nettype none
module proof (
    input wire clock, reset, start, tick, joined, lost, not_owner, nothing, poll, enable, no_own, reads,
    input wire no_data, last, unequal, idle_high,
    input wire [3:0] io, dummy,
    input wire [1:0] address_bytes, lines,
    input wire [7:0] half, tx_byte,
    input wire [19:0] deadline
);
    wire busy, done, csn, sck, io0, drive_io0, wants;
    wire [2:0] result, kind;
    wire [1:0] frame;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    (* hierconn *) wire [3:0] \dut.left$q ;
    (* hierconn *) wire \dut.first$q , \dut.two$q , \dut.four$q ;
    wire [2:0] phase = \dut.phase$q ;
    wire [3:0] left = \dut.left$q ;
    localparam Idle = 0, Check = 1, Gap = 2, Wait = 3, Lead = 4, Low = 5, High = 6, Tail = 7;
    localparam Status = 0, Enable = 1, Own = 2, Over = 3;
    localparam Opcode = 0, Address3 = 1, Address2 = 2, Address1 = 3, Address0 = 4, Dummy = 5, Data = 6, End = 7;
    localparam NotOwner = 3, PortLost = 5;

    spi_engine dut (
        .clock(clock), .reset(reset), .start(start), .tick(tick), .io(io), .half(half),
        .idle_high(idle_high), .deadline(deadline), .joined(joined), .lost(lost),
        .not_owner(not_owner), .nothing(nothing), .poll(poll), .enable(enable), .no_own(no_own),
        .reads(reads), .address_bytes(address_bytes), .dummy(dummy), .lines(lines),
        .no_data(no_data), .tx_byte(tx_byte), .last(last), .unequal(unequal),
        .busy(busy), .done(done), .result(result), .wants(wants), .csn(csn), .sck(sck), .io0(io0),
        .drive_io0(drive_io0), .frame(frame), .kind(kind)
    );

    // What the edge before saw. Configuration left everything as a reset does.
    reg csn_before = 1, sck_before = 0, wants_before = 0, joined_before = 0, lost_before = 0;
    reg done_before = 0, reset_before = 0, started = 0, busy_before = 0;
    reg selected_since = 0;
    reg [2:0] high_for = 6;
    // Of the bits that are sent before dummy clocks or data, and of all clocks: rises in this frame.
    wire [6:0] sent = 8 + (frame != Own || address_bytes == 0 ? 0 : address_bytes == 1 ? 24 : 32);
    wire [6:0] silent = frame == Own ? dummy : 0;
    wire writes = frame == Own && !reads;
    wire rise = !csn && sck && !sck_before && phase == High;
    // A level changes at the fall behind the clock: from the one of the last bit that is sent on it
    // is let go, and driven again for written data behind dummy clocks. Behind the last clock of
    // all it stays.
    wire has_data = frame == Status || (frame == Own && !no_data);
    wire [6:0] shown = rises - (phase == High);
    wire driven = shown < sent ? 1 : shown < sent + silent ? 0 : has_data ? writes : silent == 0;
    reg refused = 0;
    reg [6:0] risen = 0;
    wire [6:0] rises = rise && risen != 127 ? risen + 1 : risen;
    always @(posedge clock) begin
        started <= 1;
        csn_before <= csn;
        sck_before <= sck;
        wants_before <= wants;
        joined_before <= joined;
        lost_before <= lost;
        done_before <= done;
        busy_before <= busy;
        reset_before <= reset;
        risen <= csn ? 0 : rises;
        high_for <= !csn ? 0 : high_for == 6 ? 6 : high_for + 1;
        selected_since <= phase == Idle ? 0 : selected_since || !csn;

        // Chip select.
        assert (csn == (phase < Lead));
        assert (busy == (phase != Idle) && wants == (phase > Check));
        if (!csn) assert (wants);
        if (!csn && csn_before) assert (joined_before && wants_before && !lost_before && high_for == 6);
        if (!csn && !csn_before) assert (wants_before);
        if (started && lost_before && wants_before) assert (csn && !wants);
        if (started && reset_before) assert (csn && !drive_io0 && !busy && !done);
        if (done || !busy) assert (csn && !drive_io0);
        if (done && result == NotOwner) assert (!selected_since);
        assert (!(done && busy));
        // Between a rise of chip select and done lie as many edges as between two frames.
        if (done && !done_before && selected_since && result != PortLost) assert (high_for == 6);

        // SCK.
        if (csn) assert (sck == idle_high);
        if (!csn && csn_before) assert (sck == idle_high);
        // It does not move where chip select does, but where a frame is broken off.
        if (started && sck != sck_before && csn != csn_before) assert (lost_before || reset_before);

        // IO0.
        if (csn) assert (!drive_io0);
        if (!csn) assert (drive_io0 == driven);

        // A command that is refused, or is nothing, ends at its check.
        refused <= phase == Check && (not_owner || nothing) && !reset;
        if (refused) assert (done && csn && (result == NotOwner || result == 0));
    end

    // Why: how many clocks have risen before the byte under way, and what is left of it.
    wire four = address_bytes[1];
    wire [6:0] ahead = kind == Opcode ? 0 : kind == Address3 ? 8 : kind == Address2 ? (four ? 16 : 8) :
        kind == Address1 ? (four ? 24 : 16) : kind == Address0 ? (four ? 32 : 24) : sent;
    wire [6:0] clocks = kind == Dummy ? dummy : 8;
    always @(posedge clock) if (!csn) begin
        if (kind < Data) assert (left >= 1 && left <= clocks && rises == ahead + clocks - left);
        if (kind == Data) assert (left >= 1 && left <= 8 && rises >= sent + silent && frame != Enable);
        if (kind == Data && frame == Own) assert (!no_data);
        if (kind == Data && frame == Own && !writes) assert (reads);
        if (kind == End) assert (phase >= High && (has_data ? rises > sent + silent : rises == sent + silent));
        if (phase == Tail) assert (kind == End);
        if (kind != Opcode && kind < Dummy) assert (frame == Own && address_bytes != 0);
        if (kind == Address3) assert (four);
        if (kind == Dummy) assert (frame == Own && dummy != 0);
        if (phase == Lead) assert (kind == Opcode && rises == 0 && left == 8);
        if (phase == High) assert (sck);
        if (phase == Low) assert (!sck);
        if (phase == Tail) assert (sck == idle_high);
        if (phase == Lead) assert (sck && idle_high);
        if (phase == Low && kind == Opcode && left == 8) assert (risen == 0);
        assert (frame != Over);
    end
    always @(posedge clock) if (busy) begin
        if (phase == Gap) assert (left >= 1 && left <= 5);
        // What is left of the gap, and with the frame's first edge it is six.
        if (phase == Gap && selected_since) assert (high_for + left >= 5);
        if (phase == Wait) assert (left == 8);
        if (phase == Wait && selected_since) assert (high_for >= 5);
    end

    // spi_switch_joins proves it: after a reset or the loss of the port nothing is joined for as
    // long as a gap is.
    reg [2:0] since_lost = 6;
    always @(posedge clock) begin
        since_lost <= lost || reset ? 0 : since_lost == 6 ? 6 : since_lost + 1;
        if (lost || reset || since_lost < 5) assume (!joined);
        // Why the first gap of a command need not be as long as the others.
        if (csn && (!selected_since || phase == Idle)) assert (high_for == 6 || high_for >= since_lost);
    end

    // Registers are locked while BUSY, and a command has done nothing yet when it starts.
    wire [14:0] setup = {idle_high, poll, enable, no_own, reads, address_bytes, dummy, lines, no_data};
    reg [14:0] setup_before = 0;
    always @(posedge clock) begin
        setup_before <= setup;
        if (busy) assume (setup == setup_before);
        // READ, COMPARE and SCAN of nothing are nothing.
        assume (!(reads && no_data) || nothing);
    end
endmodule
