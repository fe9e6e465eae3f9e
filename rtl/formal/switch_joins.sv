// proof: the switch joins segments only while both are idle with all lines high, never all three, and never into the engine's work
// design: blocks/switch.v
// bmc: 12
// induction: 2
// mutant: bus_free = ~bus_busy & => bus_free =
// mutant: (lines[(32'h2)+:(2)] == high) => (lines[(32'h2)] == 1'b1)
// mutant: & ~engine_uses_bus => & 1'b1
// mutant: host_free & ~port$q => host_free
// mutant: ask_port$q & present & => ask_port$q &

`default_nettype none
module proof (
    input wire clock, reset, io_write, host_busy, bus_busy, port_busy, present, engine_uses_bus,
    input wire [6:0] io_address,
    input wire [31:0] io_data,
    input wire [5:0] lines
);
    wire port_en;
    (* hierconn *) wire \dut.host$q ;
    wire host = \dut.host$q ;

    switch dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_address(io_address), .io_data(io_data),
        .lines(lines), .host_busy(host_busy), .bus_busy(bus_busy), .port_busy(port_busy),
        .present(present), .engine_uses_bus(engine_uses_bus), .port_en(port_en)
    );

    // What the edge before saw; at the first edge everything is as configuration left it: 0.
    reg host_before = 0, port_before = 0, bus_free = 0, host_free = 0, port_free = 0, plugged = 0;
    always @(posedge clock) begin
        host_before <= host;
        port_before <= port_en;
        bus_free <= !bus_busy && lines[3:2] == 2'b11 && !engine_uses_bus;
        host_free <= !host_busy && lines[1:0] == 2'b11;
        port_free <= !port_busy && lines[5:4] == 2'b11;
        plugged <= present;
        if (host && !host_before) assert (bus_free && host_free && !port_before);
        if (port_en && !port_before) assert (bus_free && port_free && !host_before);
        if (port_en) assert (plugged);
        assert (!(host && port_en));
    end
endmodule
