// proof: once a result is known the engine is idle within what is left of one STOP (low, stretch limit, high, free); a result that leaves the bus ours comes after a STOP; every wait has an end
// design: blocks/i2c_engine.v
// cut: i2c_engine_timer
// bmc: 50
// induction: 6
// mutant: lost = ~scl | => lost =
// mutant: scl_pulled$d = following == Phase$Low; => scl_pulled$d = (following == Phase$Low) | (following == Phase$Free);
// mutant: leave = can_start | limit$passed; => leave = can_start;
// mutant: outcome = arbitration_lost; => outcome = address_nack;

`default_nettype none
module proof (
    input wire clock, start, tick, scl, sda, bus_busy, not_owner, nothing, recover, reads, poll,
    input wire no_address, short_address, complete, last, unequal,
    input wire [7:0] tx_byte
);
    wire busy, done, scl_low, sda_low;
    wire [3:0] result;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    (* hierconn *) wire [1:0] \dut.pulse$q ;
    (* hierconn *) wire \dut.timer$hold_over , \dut.timer$low_over , \dut.timer$high_over , \dut.timer$stretch_over ;
    (* hierconn *) wire \dut.limit$passed , \dut.retry$q ;
    (* hierconn *) wire [11:0] \dut.limit.left$q ;
    (* hierconn *) wire [2:0] \dut.kind_now$q ;
    wire [2:0] phase = \dut.phase$q ;
    wire [1:0] pulse = \dut.pulse$q ;
    localparam Idle = 0, Check = 1, Wait = 2, Rise = 3, Start = 4, High = 5, Low = 6, Free = 7;
    localparam Stop = 2, Recover = 3, DataIn = 5;
    localparam Ok = 0, AddressNack = 1, DataNack = 2, Mismatch = 6, PollDeadline = 7;

    i2c_engine dut (
        .clock(clock), .reset(1'b0), .start(start), .tick(tick), .scl(scl), .sda(sda),
        .bus_busy(bus_busy), .low(12'd0), .high(12'd0), .stretch(12'd0), .deadline(12'd1),
        .not_owner(not_owner), .nothing(nothing), .recover(recover), .reads(reads), .poll(poll),
        .no_address(no_address), .short_address(short_address), .tx_byte(tx_byte),
        .complete(complete), .last(last), .unequal(unequal),
        .busy(busy), .done(done), .result(result), .scl_low(scl_low), .sda_low(sda_low)
    );

    // What phase_timer proves of the timer, with every time scaled to at most 3 edges: each phase
    // ends, and the hold time ends before the low time. `passed` comes as ticks do.
    reg [2:0] phase_before = 0;
    reg [1:0] spent = 0;
    reg held = 0;
    reg [1:0] since_tick = 0;
    wire [1:0] edges = phase == phase_before ? spent : 0;
    wire held_now = phase == phase_before && held;
    always @(posedge clock) begin
        phase_before <= phase;
        spent <= edges == 3 ? 3 : edges + 1;
        held <= held_now || \dut.timer$hold_over ;
        since_tick <= tick ? 0 : since_tick == 3 ? 3 : since_tick + 1;
        assume (since_tick < 2 || tick);
        if (edges >= 2) begin
            if (phase == Low || phase == Free) assume (\dut.timer$low_over );
            if (phase == High || phase == Start) assume (\dut.timer$high_over );
            if (phase == Rise) assume (\dut.timer$stretch_over );
        end
        // tLOW is at least 10, so tHD is at least 2.
        if (phase == Low && edges == 0) assume (!\dut.timer$hold_over );
        if (phase == Low && !held_now) assume (!\dut.timer$low_over );
    end

    // From a known result to idle: rank of the phase in the closing STOP, 3 edges each.
    wire [3:0] rank = phase == Low ? 0 : phase == Rise ? 3 : phase == High ? 6 : 9;
    reg [3:0] known_for = 0;
    reg [3:0] waited = 0;
    // RESULT is renewed when Check ends and when START is given; a retry is no end.
    wire known = busy && phase != Check && phase != Wait && result != Ok && !\dut.retry$q ;
    always @(posedge clock) begin
        known_for <= known ? known_for + 1 : 0;
        waited <= phase == Wait ? waited + 1 : 0;
        if (busy && phase != Check && phase != Wait && \dut.retry$q ) assert (pulse == Stop);
        if (known) begin
            assert (pulse == Stop);
            assert (phase == Low || phase == Rise || phase == High || phase == Free);
            assert (known_for <= rank + edges);
        end
        assert (known_for <= 12);
        // transfer_bounds proves it: after a byte that differs no other one is wanted.
        assume (!unequal || last);
        if (phase != Idle && phase != Wait && phase != Check) assert (edges <= 2);
        // One tick at most is left of the deadline, and it comes within 3 edges.
        assert (\dut.limit.left$q <= 1);
        assert (waited <= 5);
    end

    // A START opens a transaction; a STOP (SDA let go while SCL is let go and seen high) closes it.
    reg scl_low_before = 0, sda_low_before = 0, scl_before = 0, done_before = 0, open = 0;
    wire both_free = !scl_low && !scl_low_before;
    wire stopped = both_free && scl_before && !sda_low && sda_low_before;
    wire open_now = both_free && sda_low && !sda_low_before ? 1 : stopped ? 0 : open;
    always @(posedge clock) begin
        scl_low_before <= scl_low;
        sda_low_before <= sda_low;
        scl_before <= scl;
        done_before <= done;
        open <= start && phase == Idle ? 0 : open_now;
        if (pulse == Stop && (phase == Rise || phase == High)) assert (sda_low);
        if (phase == Check || phase == Wait || phase == Free) assert (!open_now);
        if (done && !done_before && (result == Ok || result == AddressNack || result == DataNack
                || result == Mismatch || result == PollDeadline))
            assert (!open_now);
        if (phase == Wait || (busy && phase != Check && \dut.retry$q )) assert (!recover);
        if (busy && phase != Check && recover) assert (pulse == Recover || pulse == Stop);
        if (pulse == Recover) assert (!sda_low && \dut.kind_now$q != DataIn);
        if (phase == Idle) assert (!scl_low && !sda_low);
        assert (scl_low == (phase == Low));
        if (phase == Check || phase == Wait) assert (!sda_low);
        assert (busy == (phase != Idle));
    end

    // Registers are locked while BUSY.
    wire [4:0] setup = {recover, reads, poll, no_address, short_address};
    reg [4:0] setup_before = 0;
    always @(posedge clock) begin
        setup_before <= setup;
        if (busy) assume (setup == setup_before);
    end
endmodule
