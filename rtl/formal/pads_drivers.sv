// proof: whatever the controller does, the board's pads pull an I2C line low or let it go, and never drive it high; SCK and CSn of the point-to-point bus are driven while `drive` says so, IO0 while `drive_io0` does, with the controller's levels, and all three are let go otherwise; the enables and the serial line are the controller's
// design: ../boards/ulx3s/pads.v
// tristate: tribuf.v
// push_pull: proc_sck
// push_pull: proc_csn
// push_pull: proc_io0
// cut: clock48
// bmc: 4
// induction: 2
// mutant: assign bus_sda  = pull[3] ? 1'b0 : 1'bz; => assign bus_sda  = pull[3] ? 1'b0 : out[0] ? 1'b1 : 1'bz;
// mutant: assign jrn_scl  = pull[6] ? 1'b0 : 1'bz; => assign jrn_scl  = pull[6] ? out[1] : 1'bz;
// mutant: assign proc_csn = spi[3] ? => assign proc_csn = spi[4] ?
// mutant: assign proc_io0 = spi[4] ? spi[2] => assign proc_io0 = spi[4] ? spi[0]
// mutant: assign proc_sck = spi[3] ? spi[0] : 1'bz; => assign proc_sck = spi[0];
// mutant: {host_en, en1, en0} = spi[7:5]; => {host_en, en0, en1} = spi[7:5];
// mutant: .uart_rx(ftdi_txd), => .uart_rx(1'b1),
// mutant: .uart_tx(ftdi_rxd) => .uart_tx()
// mutant: spi_io = {proc_io3, proc_io2, proc_io1, proc_io0}; => spi_io = {proc_io3, proc_io2, proc_io0, proc_io1};

`default_nettype none
module proof (
    input wire clock, vcc_ok, present, peer_vcc, btn_source, btn_dest,
    input wire proc_io1, proc_io2, proc_io3, host_csn, ftdi_txd,
    inout wire host_scl, host_sda, bus_scl, bus_sda, port_scl, port_sda, jrn_scl, jrn_sda,
    inout wire proc_sck, proc_csn, proc_io0
);
    wire en0, en1, host_en, ftdi_rxd;
    (* hierconn *) wire \dut.controller.any_uart_tx , \dut.controller.uart_rx ;
    (* hierconn *) wire [7:0] \dut.spi ;
    (* hierconn *) wire [3:0] \dut.spi_io ;
    wire [7:0] spi = \dut.spi ;
    pads dut (
        .clk_25mhz(clock), .vcc_ok(vcc_ok), .present(present), .peer_vcc(peer_vcc),
        .btn_source(btn_source), .btn_dest(btn_dest),
        .host_scl(host_scl), .host_sda(host_sda), .bus_scl(bus_scl), .bus_sda(bus_sda),
        .port_scl(port_scl), .port_sda(port_sda), .jrn_scl(jrn_scl), .jrn_sda(jrn_sda),
        .proc_sck(proc_sck), .proc_csn(proc_csn), .proc_io0(proc_io0), .proc_io1(proc_io1),
        .proc_io2(proc_io2), .proc_io3(proc_io3), .host_csn(host_csn),
        .en0(en0), .en1(en1), .host_en(host_en), .ftdi_txd(ftdi_txd), .ftdi_rxd(ftdi_rxd)
    );

    // A net that is let go here has the opposite level (tribuf_push_pull.v), so these say both when
    // a pad drives and what.
    always @(*) begin
        assert (proc_sck == (spi[3] ? spi[0] : !spi[0]));
        assert (proc_csn == (spi[3] ? spi[1] : !spi[1]));
        assert (proc_io0 == (spi[4] ? spi[2] : !spi[2]));
        assert ({host_en, en1, en0} == spi[7:5]);
        assert (ftdi_rxd == \dut.controller.any_uart_tx );
        assert ( \dut.controller.uart_rx == ftdi_txd);
        assert ( \dut.spi_io == {proc_io3, proc_io2, proc_io1, proc_io0});
    end
endmodule

// Any controller at all.
module umbilical (
    input wire clock, vcc_ok,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed,
    input wire [3:0] spi_io,
    input wire host_csn,
    input wire uart_rx,
    output wire [7:0] pull,
    output wire [5:0] out,
    output wire [7:0] spi,
    output wire uart_tx
);
    (* anyseq *) wire [7:0] any_pull;
    (* anyseq *) wire [5:0] any_out;
    (* anyseq *) wire [7:0] any_spi;
    (* anyseq *) wire any_uart_tx;
    assign pull = any_pull;
    assign out = any_out;
    assign spi = any_spi;
    assign uart_tx = any_uart_tx;
endmodule
