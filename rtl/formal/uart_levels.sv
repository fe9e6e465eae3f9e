// proof: whatever comes over the line and whatever the MCU stores and loads, the levels of the UART's FIFOs are what lies between their pointers: the receive FIFO holds 0 to 2,048 bytes, the transmit FIFO has 0 to 512 free places; a byte is taken from none, and none is written over one that counts
// design: blocks/uart.v
// cut: uart_rx_fifo_memory
// cut: uart_tx_fifo_memory
// bmc: 12
// induction: 3
// mutant: take = io_load & (io_address == at_data) & any; => take = io_load & (io_address == at_data);
// mutant: put = io_write & (io_address == at_data) & |free$level; => put = io_write & (io_address == at_data);
// mutant: received$down = take; => received$down = io_load;
// mutant: tx_fifo$commit = put; => tx_fifo$commit = io_write;
// mutant: transmitter$waiting = ~tx_empty; => transmitter$waiting = 1'b1;

`default_nettype none
module proof (
    input wire clock, reset, io_write, io_load, rx,
    input wire [7:0] io_address,
    input wire [31:0] io_data
);
    (* hierconn *) wire [11:0] \dut.received$level ;
    (* hierconn *) wire [9:0] \dut.free$level ;
    (* hierconn *) wire [10:0] \dut.rx_fifo.write_at$q , \dut.rx_fifo.read_at$q ;
    (* hierconn *) wire [8:0] \dut.tx_fifo.write_at$q , \dut.tx_fifo.read_at$q ;
    (* hierconn *) wire \dut.arrived$q , \dut.take , \dut.put , \dut.store , \dut.transmitter$take ;
    (* hierconn *) wire \dut.receiver.timer.over_next$q ;
    (* hierconn *) wire [1:0] \dut.receiver.state$q ;

    uart dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_load(io_load),
        .io_address(io_address), .io_data(io_data), .rx(rx)
    );

    wire [11:0] received = \dut.received$level ;
    wire [9:0] free = \dut.free$level ;
    wire [10:0] rx_between = \dut.rx_fifo.write_at$q - \dut.rx_fifo.read_at$q ;
    wire [8:0] tx_between = \dut.tx_fifo.write_at$q - \dut.tx_fifo.read_at$q ;
    localparam Idle = 1;
    always @(posedge clock) begin
        assert (received <= 2048 && free <= 512);
        assert (received[10:0] == rx_between);
        assert (9'd0 - free[8:0] == tx_between);
        // A byte that is about to count has its place, and no other is on its way.
        if ( \dut.arrived$q ) assert (received < 2048 && ! \dut.store && \dut.receiver.state$q == Idle);
        if ( \dut.take ) assert (received != 0);
        if ( \dut.transmitter$take ) assert (free != 512);
        if ( \dut.store ) assert (received < 2048);
        if ( \dut.put ) assert (free != 0);
    end
endmodule
