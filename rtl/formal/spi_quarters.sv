// proof: the board's wiring follows its truth table; EN0 and EN1 together join neither, no setting of strap and enables closes two of 244_1, 244_2 and 244_3, and with all of the controller's outputs 0 port and memory are joined and nothing else
// design: ../boards/quarters.v
// bmc: 1
// induction: 1
// mutant: strap & en0 & ~en1 => strap & en0
// mutant: strap & en1 & ~en0 => strap & en1
// mutant: strap & en1 & ~en0 => en1 & ~en0
// mutant: vout & ~strap => vout & ~strap & ~en0
// mutant: vout & ~strap => vout
// mutant: vout & host_en => host_en

`default_nettype none
module proof (
    input wire vout, strap, en0, en1, host_en
);
    wire q1, q2, q3, q4;
    quarters dut (
        .vout(vout), .strap(strap), .en0(en0), .en1(en1), .host_en(host_en),
        .q1(q1), .q2(q2), .q3(q3), .q4(q4)
    );

    // No clock and no state: these hold for any levels at any time.
    always @(*) begin
        if (en0 && en1) assert (!q1 && !q2);
        assert (!(q1 && q2) && !(q1 && q3) && !(q2 && q3));
        // The table of docs/hardware.md, row by row.
        if (vout && !strap) assert (q3 && !q1 && !q2);
        if (vout && strap) assert (!q3);
        if (vout && strap) assert ({q2, q1} == ({en1, en0} == 2'b11 ? 2'b00 : {en1, en0}));
        assert (q4 == (vout && host_en));
        if (!vout) assert (!q1 && !q2 && !q3 && !q4);
        // A controller without supply, or in reset with its supply gone.
        if (vout && {strap, en0, en1, host_en} == 0) assert ({q4, q3, q2, q1} == 4'b0100);
    end
endmodule
