// proof: vcc_ok low at an edge resets from 3 edges later on, until 1024 edges after the last edge at which it is low; then nothing but the watchdog does
// design: blocks/power_on_reset.v
// bmc: 24
// induction: 2
// mutant: first$d = vcc_ok; => first$d = 1'b1;
// mutant: second$d = first$q; => second$d = vcc_ok;
// mutant: localparam  enough = 10'b1111111100; => localparam  enough = 10'b1111;
// mutant: count$d = 32'h0; => count$d = 32'h1;
// mutant: if (~second$q) begin => if (~second$q & done$q) begin

`default_nettype none
module proof (input wire clock, vcc_ok, watchdog);
    wire reset;
    (* hierconn *) wire [9:0] \dut.count$q ;
    (* hierconn *) wire \dut.first$q , \dut.second$q , \dut.done$q ;
    wire [9:0] count = \dut.count$q ;
    wire done = \dut.done$q ;
    power_on_reset dut (.clock(clock), .vcc_ok(vcc_ok), .watchdog(watchdog), .reset(reset));

    // Edges since the last one that saw vcc_ok low; configuration is as good as such an edge.
    reg [10:0] since = 1;
    always @(posedge clock) begin
        since <= !vcc_ok ? 1 : since == 1024 ? 1024 : since + 1;
        if (since >= 3 && since < 1024) assert (reset && !done && count == since - 3);
        if (since == 1024) assert (reset == watchdog && done && count == 1020);
        assert (since != 0 && since <= 1024);
        assert (\dut.first$q == (since > 1));
        if (since == 2) assert (! \dut.second$q );
        if (since >= 3) assert (\dut.second$q );
    end
endmodule
