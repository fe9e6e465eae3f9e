// proof: in a frame each half period of SCK lasts exactly `half` edges, the first one from the fall of chip select on, for every `half` from 1 to 255
// design: blocks/spi_engine.v
// bmc: 16
// induction: 2
// mutant: over_next$d = count$q == two; => over_next$d = count$q == one;
// mutant: over_next$d = half == one; => over_next$d = 1'b0;
// mutant: restart = over_next$q | ~run; => restart = ~run;
// mutant: restart = over_next$q | ~run; => restart = over_next$q;
// mutant: timer$run = selected$q; => timer$run = active$q;
// mutant: timer$half = half; => timer$half = {half[7:1], 1'b1};

`default_nettype none
module proof (
    input wire clock, reset, start, tick, joined, lost, not_owner, nothing, poll, enable, no_own, reads,
    input wire no_data, last, unequal, idle_high,
    input wire [3:0] io, dummy,
    input wire [1:0] address_bytes, lines,
    input wire [7:0] half, tx_byte,
    input wire [19:0] deadline
);
    wire busy, csn, sck;
    (* hierconn *) wire \dut.timer$over ;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    (* hierconn *) wire [7:0] \dut.timer.count$q ;
    (* hierconn *) wire \dut.timer.over_next$q ;
    wire [2:0] phase = \dut.phase$q ;
    wire [7:0] count = \dut.timer.count$q ;
    localparam Idle = 0, Lead = 4, Tail = 7;

    // The real engine drives the timer.
    spi_engine dut (
        .clock(clock), .reset(reset), .start(start), .tick(tick), .io(io), .half(half),
        .idle_high(idle_high), .deadline(deadline), .joined(joined), .lost(lost),
        .not_owner(not_owner), .nothing(nothing), .poll(poll), .enable(enable), .no_own(no_own),
        .reads(reads), .address_bytes(address_bytes), .dummy(dummy), .lines(lines),
        .no_data(no_data), .tx_byte(tx_byte), .last(last), .unequal(unequal),
        .busy(busy), .csn(csn), .sck(sck)
    );

    // Edge of the half period: 1 at the first one that finds it under way.
    reg [8:0] nth = 1;
    reg [7:0] half_before = 1;
    reg sck_before = 0, csn_before = 1, idle_before = 0;
    always @(posedge clock) begin
        nth <= csn || \dut.timer$over || reset ? 1 : nth + 1;
        half_before <= half;
        sck_before <= sck;
        csn_before <= csn;
        idle_before <= idle_high;
        assert (csn == (phase < Lead));
        assert (busy == (phase != Idle));
        if (!csn) begin
            assert (nth <= half);
            assert (\dut.timer$over == (nth == half));
            assert (half == half_before);
            if (nth < half) assert (count == half - nth[7:0] + 8'd1);
        end
        if (csn && busy) assert (half == half_before);
        // SCK in a frame moves where a half period has ended, so its levels last `half` edges.
        if (!csn && !csn_before && sck != sck_before) assert (nth == 1);
    end

    // The setup stores 0 as 1, and its registers are locked while BUSY.
    always @(posedge clock) begin
        assume (half != 0);
        if (busy) assume (half == half_before && idle_high == idle_before);
    end
endmodule
