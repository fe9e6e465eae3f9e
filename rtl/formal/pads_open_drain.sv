// proof: whatever the controller does, the board's pads pull an I2C line low or let it go, and never drive it high
// design: ../boards/ulx3s/pads.v
// tristate: tribuf.v
// cut: clock48
// bmc: 4
// induction: 2
// mutant: assign bus_sda  = pull[3] ? 1'b0 : 1'bz; => assign bus_sda  = pull[3] ? 1'b0 : out[0] ? 1'b1 : 1'bz;
// mutant: assign jrn_scl  = pull[6] ? 1'b0 : 1'bz; => assign jrn_scl  = pull[6] ? out[1] : 1'bz;

`default_nettype none
module proof (
    input wire clock, vcc_ok, present, peer_vcc, btn_source, btn_dest,
    inout wire host_scl, host_sda, bus_scl, bus_sda, port_scl, port_sda, jrn_scl, jrn_sda
);
    pads dut (
        .clk_25mhz(clock), .vcc_ok(vcc_ok), .present(present), .peer_vcc(peer_vcc),
        .btn_source(btn_source), .btn_dest(btn_dest),
        .host_scl(host_scl), .host_sda(host_sda), .bus_scl(bus_scl), .bus_sda(bus_sda),
        .port_scl(port_scl), .port_sda(port_sda), .jrn_scl(jrn_scl), .jrn_sda(jrn_sda)
    );
endmodule

// Any controller at all.
module umbilical (
    input wire clock, vcc_ok,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed,
    output wire [7:0] pull,
    output wire [5:0] out
);
    (* anyseq *) wire [7:0] any_pull;
    (* anyseq *) wire [5:0] any_out;
    assign pull = any_pull;
    assign out = any_out;
endmodule
