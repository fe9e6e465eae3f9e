// proof: the engine pulls SCL in one phase only and no line while it is idle, checking or waiting; a START is never given while SCL is seen low
// design: blocks/i2c_engine.v
// cut: i2c_engine_timer
// bmc: 40
// induction: 4
// mutant: sda_to = lines_high & => sda_to = sda &
// mutant: can_start = lines_high & => can_start = sda &
// mutant: scl_pulled$d = following == Phase$Low; => scl_pulled$d = following != Phase$Rise;

`default_nettype none
module proof (
    input wire clock, reset, start, tick, scl, sda, bus_busy, not_owner, nothing, recover, reads, poll,
    input wire no_address, short_address, complete, last, unequal,
    input wire [11:0] low, high, stretch, deadline,
    input wire [7:0] tx_byte
);
    wire busy, scl_low, sda_low;
    (* hierconn *) wire [2:0] \dut.phase$q ;
    wire [2:0] phase = \dut.phase$q ;
    localparam Idle = 0, Check = 1, Wait = 2, Low = 6, Free = 7;

    i2c_engine dut (
        .clock(clock), .reset(reset), .start(start), .tick(tick), .scl(scl), .sda(sda),
        .bus_busy(bus_busy), .low(low), .high(high), .stretch(stretch), .deadline(deadline),
        .not_owner(not_owner), .nothing(nothing), .recover(recover), .reads(reads), .poll(poll),
        .no_address(no_address), .short_address(short_address), .tx_byte(tx_byte),
        .complete(complete), .last(last), .unequal(unequal),
        .busy(busy), .scl_low(scl_low), .sda_low(sda_low)
    );

    reg scl_low_before = 0, sda_low_before = 0, scl_before = 0;
    always @(posedge clock) begin
        scl_low_before <= scl_low;
        sda_low_before <= sda_low;
        scl_before <= scl;
        assert (busy == (phase != Idle));
        assert (scl_low == (phase == Low));
        if (phase == Idle || phase == Check || phase == Wait || phase == Free) assert (!sda_low);
        // SDA goes low although SCL is let go, before and after: a START.
        if (sda_low && !sda_low_before && !scl_low && !scl_low_before) assert (scl_before);
    end

    // Registers are locked while BUSY.
    wire [4:0] setup = {recover, reads, poll, no_address, short_address};
    reg [4:0] setup_before = 0;
    always @(posedge clock) begin
        setup_before <= setup;
        if (busy) assume (setup == setup_before);
    end
endmodule
