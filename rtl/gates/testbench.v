// Replays what the emulator's model did on the netlist of a whole board, pads included.
//
//   vectors.hex --> other drivers --+--> nets, pulled --+--> netlist `pads` --> enables --> quarters
//                        ^          |                   |                                      |
//                        |          +---- compared <----+                                      |
//                        +---- reach the point-to-point bus through what conducts -------------+
//
// The first word is the number of those that follow. Each of them stands for `edges` clock edges
// before which nothing changes:
//
//   63..48 edges | 44..41 quarters | 40 vout | 39..33 levels of the point-to-point bus
//   32..30 enables | 29 io0 driven | 28 sck, csn driven
//   27 vcc_ok | 26..23 sensed | 21..14 levels of the lines | 13..6 pull | 5..0 out
//
// Right before an edge the lines have to have these levels and the controller these outputs. What
// it does not pull low itself and is low nevertheless, somebody else pulls. On the processor
// segment of the point-to-point bus somebody else drives what the controller does not, as long as
// a quarter of the switch conducts that the netlist itself has enabled; else there are the pulls.
// Without the switch (`vout` is 0, or an EEPROM's board) the levels are taken as they are.

`timescale 1ns / 1ps

module testbench;
    reg clock = 1'b0;
    reg [63:0] vectors [0:(1 << 22) - 1];
    reg [63:0] vector = 64'd0;
    wire vcc_ok = vector[27];
    wire [3:0] sensed = vector[26:23];
    wire [7:0] levels = vector[21:14];
    wire [7:0] pull = vector[13:6];
    wire [5:0] out = vector[5:0];

    // Wires on the board: pull-ups, and the chips' open-drain outputs.
    wire [7:0] others = ~levels & ~pull;
    wire [7:0] lines;
    genvar line;
    generate
        for (line = 0; line < 8; line = line + 1) begin : wires
            pullup(lines[line]);
            assign lines[line] = others[line] ? 1'b0 : 1'bz;
        end
    endgenerate

    wire strap, host_reset_n, port_en, led_busy, led_ok, led_fault, wifi_gpio0;
    wire en0, en1, host_en;

    // Switch and segment of the point-to-point bus. IO2 and IO3 go to the memory only.
    wire vout = vector[40];
    wire [3:0] joined = vector[44:41];
    wire [6:0] spi_levels = vector[39:33];
    wire [4:0] spi = vector[32:28];
    wire [3:0] conducts;
    quarters board (
        .vout(vout), .strap(strap), .en0(en0), .en1(en1), .host_en(host_en),
        .q1(conducts[0]), .q2(conducts[1]), .q3(conducts[2]), .q4(conducts[3])
    );
    wire reached = !vout || conducts[0] || conducts[1] || conducts[3];
    wire memory_reached = !vout || conducts[0];
    wire proc_sck, proc_csn, proc_io0, proc_io1, proc_io2, proc_io3;
    wire host_csn = spi_levels[6];
    pulldown(proc_sck);
    pullup(proc_csn);
    pullup(proc_io0);
    pullup(proc_io1);
    pullup(proc_io2);
    pullup(proc_io3);
    assign proc_sck = reached && !spi[0] ? spi_levels[0] : 1'bz;
    assign proc_csn = reached && !spi[0] ? spi_levels[1] : 1'bz;
    assign proc_io0 = reached && !spi[1] ? spi_levels[2] : 1'bz;
    assign proc_io1 = reached ? spi_levels[3] : 1'bz;
    assign proc_io2 = memory_reached ? spi_levels[4] : 1'bz;
    assign proc_io3 = memory_reached ? spi_levels[5] : 1'bz;

    pads dut (
        .clk_25mhz(clock),
        .host_scl(lines[0]), .host_sda(lines[1]),
        .bus_scl(lines[2]), .bus_sda(lines[3]),
        .port_scl(lines[4]), .port_sda(lines[5]),
        .jrn_scl(lines[6]), .jrn_sda(lines[7]),
        .proc_sck(proc_sck), .proc_csn(proc_csn), .proc_io0(proc_io0), .proc_io1(proc_io1),
        .proc_io2(proc_io2), .proc_io3(proc_io3), .host_csn(host_csn),
        .en0(en0), .en1(en1), .host_en(host_en),
        .ftdi_txd(1'b1),
        .vcc_ok(vcc_ok),
        .present(sensed[0]), .peer_vcc(sensed[1]), .btn_source(sensed[2]), .btn_dest(sensed[3]),
        .strap(strap), .host_reset_n(host_reset_n), .port_en(port_en),
        .led_busy(led_busy), .led_ok(led_ok), .led_fault(led_fault),
        .wifi_gpio0(wifi_gpio0)
    );

    wire [5:0] seen_out = {led_fault, led_ok, led_busy, port_en, host_reset_n, strap};
    wire [7:0] seen_pull = dut.pull;
    wire [4:0] seen_spi = {host_en, en1, en0, dut.spi[4:3]};
    wire [6:0] seen_spi_levels = {
        host_csn, proc_io3, proc_io2, proc_io1, proc_io0, proc_csn, proc_sck};

    reg [8*256-1:0] file;
    integer index, count;
    reg [15:0] edges;
    reg [63:0] edge_number;

    initial begin
        if (!$value$plusargs("vectors=%s", file)) begin
            $display("FAIL: no +vectors=FILE");
            $finish;
        end
        $readmemh(file, vectors);
        count = vectors[0][31:0];
        edge_number = 64'd0;
        for (index = 1; index <= count; index = index + 1) begin
            vector = vectors[index];
            for (edges = vector[63:48]; edges != 16'd0; edges = edges - 16'd1) begin
                #1;
                if (lines !== levels || seen_pull !== pull || seen_out !== out) begin
                    $display("FAIL: before edge %0d lines %b wanted %b, pull %b wanted %b, out %b wanted %b",
                             edge_number, lines, levels, seen_pull, pull, seen_out, out);
                    $finish;
                end
                if (seen_spi_levels !== spi_levels || seen_spi !== spi || conducts !== joined) begin
                    $display("FAIL: before edge %0d spi levels %b wanted %b, enables and drive %b wanted %b, quarters %b wanted %b",
                             edge_number, seen_spi_levels, spi_levels, seen_spi, spi, conducts, joined);
                    $finish;
                end
                clock = 1'b1;
                #1;
                clock = 1'b0;
                edge_number = edge_number + 64'd1;
            end
        end
        $display("PASS: %0d edges", edge_number);
        $finish;
    end
endmodule
