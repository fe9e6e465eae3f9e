// proof: once written, the watchdog fires within the cycles that were written; only another write moves that, no bus, no event, no reading
// design: blocks/timer.v
// bmc: 20
// induction: 3
// mutant: left$d = left$q - one; => left$d = left$q - (timer_event ? one : 32'h0);
// mutant: if (io_write & (io_address == at_compare)) begin => if (io_write & (io_address == at_compare)) begin left$d = io_data;
// mutant: left$q[(32'h1)+:(31)] => left$q[(32'h2)+:(30)]

`default_nettype none
module proof (
    input wire clock, reset, io_write,
    input wire [6:0] io_address,
    input wire [31:0] io_data
);
    wire watchdog;
    (* hierconn *) wire [31:0] \dut.left$q ;
    (* hierconn *) wire \dut.armed$q ;

    timer dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_address(io_address), .io_data(io_data),
        .watchdog(watchdog)
    );

    wire written = io_write && io_address == 7'h18;
    // Edges left until the last write's time is over, counted beside the hardware. A 0 counts as 1.
    reg armed = 0;
    reg [31:0] left = 0;
    always @(posedge clock) begin
        if (reset) armed <= 0;
        else if (written) begin
            armed <= 1;
            left <= io_data == 0 ? 1 : io_data;
        end else if (armed) left <= left - 1;

        // The controller resets everything at the edge at which the watchdog fires.
        assume (reset || !watchdog);
        assert (armed == \dut.armed$q );
        if (armed) assert (left != 0 && (left == \dut.left$q || (left == 1 && \dut.left$q == 0)));
        assert (watchdog == (armed && left == 1));
    end
endmodule
