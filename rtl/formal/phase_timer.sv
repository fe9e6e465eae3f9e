// proof: SCL is low for exactly tLOW edges with the data hold time at tLOW/4, free for exactly tBUF = tLOW, high for tHIGH from a START and for tHIGH - 6 from the edge that sees it, and awaited for `stretch` ticks at most: for every tLOW and tHIGH from 10 up
// design: blocks/i2c_engine.v
// bmc: 34
// induction: 2
// mutant: localparam  first = 12'h2; => localparam  first = 12'h1;
// mutant: localparam  first = 12'h2; => localparam  first = 12'h3;
// mutant: localparam  seen = 12'h8; => localparam  seen = 12'h7;
// mutant: localparam  seen = 12'h8; => localparam  seen = 12'h9;
// mutant: low_next$d = count$q == low; => low_next$d = count$q < low;
// mutant: hold_next$d = count$q[(32'h0)+:(10)] == low[(32'h2)+:(10)]; => hold_next$d = count$q[(32'h0)+:(10)] == low[(32'h1)+:(10)];
// mutant: count$d = ~stretch; => count$d = ~stretch + 12'h1;
// mutant: if (restart | tick | ~rise) begin => if (1'b1) begin

`default_nettype none
module proof (
    input wire clock, reset, start, tick, scl, sda, bus_busy, not_owner, nothing, recover, reads, poll,
    input wire no_address, short_address, complete, last, unequal,
    input wire [11:0] low, high, stretch, deadline,
    input wire [7:0] tx_byte
);
    wire busy;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    (* hierconn *) wire [11:0] \dut.timer.count$q ;
    (* hierconn *) wire \dut.timer$hold_over , \dut.timer$low_over , \dut.timer$high_over , \dut.timer$stretch_over ;
    (* hierconn *) wire \dut.timer$restart ;
    wire [2:0] phase = \dut.phase$q ;
    wire [11:0] count = \dut.timer.count$q ;
    wire restart = \dut.timer$restart ;
    localparam Idle = 0, Rise = 3, Start = 4, High = 5, Low = 6, Free = 7;

    // The real engine drives the timer, with whatever the bus, the transfer unit and the MCU do.
    i2c_engine dut (
        .clock(clock), .reset(reset), .start(start), .tick(tick), .scl(scl), .sda(sda),
        .bus_busy(bus_busy), .low(low), .high(high), .stretch(stretch), .deadline(deadline),
        .not_owner(not_owner), .nothing(nothing), .recover(recover), .reads(reads), .poll(poll),
        .no_address(no_address), .short_address(short_address), .tx_byte(tx_byte),
        .complete(complete), .last(last), .unequal(unequal), .busy(busy)
    );

    // Edge of the phase: 1 at the first one at which it stands. Ticks of it that came before this edge.
    reg [12:0] nth = 1;
    reg [11:0] ticks = 0;
    always @(posedge clock) begin
        nth <= restart || reset ? 1 : nth == 13'h1fff ? nth : nth + 1;
        ticks <= restart || reset ? 0 : ticks + tick;
        if (phase == Low || phase == Free) begin
            assert (nth <= low);
            assert (\dut.timer$low_over == (nth == low));
            assert (restart == (nth == low));
            // It comes again 1024 edges later in a long phase, where nobody minds.
            assert (\dut.timer$hold_over == (nth[9:0] == low[11:2]));
            if (nth < 2) assert (!\dut.timer$hold_over );
            assert (count == nth[11:0] + 12'd1);
        end
        if (phase == Start) begin
            assert (nth <= high);
            assert (\dut.timer$high_over == (nth == high));
            assert (restart == (nth == high));
            assert (count == nth[11:0] + 12'd1);
        end
        if (phase == High) begin
            assert (nth <= high - 12'd6);
            assert (\dut.timer$high_over == (nth == high - 12'd6));
            assert (restart == (nth == high - 12'd6));
            assert (count == nth[11:0] + 12'd7);
        end
        if (phase == Rise) begin
            assert (ticks <= stretch);
            assert (\dut.timer$stretch_over == (ticks == stretch));
            assert (restart == (scl || ticks == stretch));
            assert (count == ticks + ~stretch);
        end
    end

    // The setup stores less than 10 as 10, and its registers are locked while BUSY.
    wire [35:0] setup = {low, high, stretch};
    reg [35:0] setup_before = 0;
    always @(posedge clock) begin
        setup_before <= setup;
        assume (low >= 10 && high >= 10);
        if (busy) assume (setup == setup_before);
        assert (busy == (phase != Idle));
    end
endmodule
