// proof: the repeater drives at most one side of a line, and nothing while the segments are parted
// design: blocks/switch.v
// bmc: 14
// induction: 2
// mutant: repeaters$0$joined = joined & ~reset; => repeaters$0$joined = 1'b1;
// mutant: repeaters$1$joined = joined & ~reset; => repeaters$1$joined = 1'b1;
// mutant: host_low = 1'b0; => host_low = ~bus;

`default_nettype none
module proof (
    input wire clock, reset, io_write, host_busy, bus_busy, port_busy, present, engine_uses_bus,
    input wire [6:0] io_address,
    input wire [31:0] io_data,
    input wire [5:0] lines
);
    wire host_scl_low, host_sda_low, bus_scl_low, bus_sda_low;
    (* hierconn *) wire \dut.host$q ;

    switch dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_address(io_address), .io_data(io_data),
        .lines(lines), .host_busy(host_busy), .bus_busy(bus_busy), .port_busy(port_busy),
        .present(present), .engine_uses_bus(engine_uses_bus),
        .host_scl_low(host_scl_low), .host_sda_low(host_sda_low),
        .bus_scl_low(bus_scl_low), .bus_sda_low(bus_sda_low)
    );

    always @(posedge clock) begin
        assert (!(host_scl_low && bus_scl_low));
        assert (!(host_sda_low && bus_sda_low));
        if (!\dut.host$q ) assert (!(host_scl_low || host_sda_low || bus_scl_low || bus_sda_low));
    end
endmodule
