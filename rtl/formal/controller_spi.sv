// proof: with the real engine, switch and filter of the host's chip select, whatever the MCU, the lines and the watchdog do: of host, engine and cable never two are on one net of this board; whenever an enable, the drive or the strap changes, chip select is high on memory and port, before and after, so no edge of SCK there finds it low (a reset and the loss of PRESENT with the engine on the port raise it at the change itself); chip select and IO0 are driven on a joined segment only; the two engines never work at one time
// design: umbilical.v
// also: ../boards/quarters.v
// cut: umbilical_mcu
// cut: umbilical_uart
// cut: umbilical_rom
// cut: umbilical_ram
// cut: umbilical_buffer
// cut: umbilical_timer
// cut: umbilical_senses
// cut: umbilical_power
// cut: umbilical_trackers
// cut: umbilical_i2c_transfer
// cut: umbilical_i2c_engine_timer
// cut: umbilical_i2c_engine_limit
// cut: umbilical_spi_unit_transfer
// cut: umbilical_spi_unit_engine_timer
// cut: umbilical_spi_unit_engine_limit
// bmc: 24
// induction: 9
// mutant: spi_switch$csn = spi_unit$csn; => spi_switch$csn = 1'b1;
// mutant: spi_unit$staying = spi_switch$staying; => spi_unit$staying = 1'b1;
// mutant: spi_switch$host_csn = filters$12$level; => spi_switch$host_csn = 1'b1;
// mutant: spi_unit$other_busy = i2c$busy; => spi_unit$other_busy = 1'b0;
// mutant: i2c$other_busy = spi_unit$busy; => i2c$other_busy = 1'b0;
// mutant: spi_unit$present = filters$8$level; => spi_unit$present = 1'b1;
// mutant: spi_unit$joined = spi_switch$joined; => spi_unit$joined = 3'h3;

`default_nettype none
module proof (
    input wire clock, host_csn_to,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed, spi_io
);
    wire [7:0] pull, spi;
    wire [5:0] out;
    wire reset;
    (* hierconn *) wire [2:0] \dut.spi_switch$joined , \dut.spi_switch.guard$q ;
    (* hierconn *) wire \dut.spi_switch$host , \dut.spi_switch$engine , \dut.spi_switch$offer , \dut.spi_switch$present ;
    (* hierconn *) wire \dut.spi_unit$busy , \dut.i2c$busy ;
    (* hierconn *) wire \dut.spi_unit$wants_memory , \dut.spi_unit$wants_port ;
    (* hierconn *) wire [2:0] \dut.spi_unit.engine.phase$q , \dut.i2c.engine.phase$q ;
    wire [2:0] joined = \dut.spi_switch$joined ;
    wire [2:0] phase = \dut.spi_unit.engine.phase$q ;
    localparam Apart = 0, Offered = 1, Host = 2, Memory = 3, Port = 4;

    reg raw_csn = 1;
    always @(posedge clock) raw_csn <= host_csn_to;
    // The fall of vcc_ok is the hand-over itself (controller_gated), and waits for nothing.
    umbilical dut (
        .clock(clock), .vcc_ok(1'b1), .clock_hz(clock_hz), .lines(lines), .sensed(sensed),
        .spi_io(spi_io), .host_csn(raw_csn), .pull(pull), .out(out), .spi(spi),
        .trace_reset(reset)
    );
    wire sck = spi[0], csn = spi[1], drive = spi[3], drive_io0 = spi[4], host_en = spi[7];
    wire q1, q2, q3, q4;
    quarters board (
        .vout(1'b1), .strap(out[0]), .en0(spi[5]), .en1(spi[6]), .host_en(host_en),
        .q1(q1), .q2(q2), .q3(q3), .q4(q4)
    );

    // The host begins no frame unless it is joined and stays asked for, and is not asked away in
    // the edges that its chip select takes to be seen; firmware keeps it in reset otherwise.
    wire away = ! \dut.spi_switch$host || \dut.spi_switch$engine || \dut.spi_switch$offer ;
    reg away_before = 1;
    reg [2:0] since_fall = 7;
    always @(posedge clock) begin
        away_before <= away;
        since_fall <= raw_csn && !host_csn_to ? 0 : since_fall == 7 ? 7 : since_fall + 1;
        if (raw_csn && !host_csn_to) assume (joined == Host && !away);
        if (away && !away_before) assume (since_fall >= 5);
    end

    // Chip select as this board drives it; who has let go leaves it to the pull-up.
    wire proc_csn = drive ? csn : q4 ? raw_csn : 1'b1;
    wire memory_csn = q1 ? proc_csn : 1'b1;
    wire port_csn = q2 ? proc_csn : 1'b1;
    wire [4:0] settings = {out[0], spi[7:5], drive};
    reg [4:0] settings_before = 5'b10000;
    reg memory_before = 1, port_before = 1, was_reset = 0, port_lost = 0;
    wire changed = settings != settings_before;
    always @(posedge clock) begin
        settings_before <= settings;
        memory_before <= memory_csn;
        port_before <= port_csn;
        was_reset <= reset;
        port_lost <= joined == Port && ! \dut.spi_switch$present ;
        if (changed) assert (memory_csn && port_csn);
        if (changed && !was_reset && !port_lost) assert (memory_before && port_before);

        // Who drives what.
        assert (!(q4 && drive) && !(q1 && q3) && !(q1 && q2) && !(q2 && q3) && !(spi[5] && spi[6]));
        assert ({q4, q3, q2, q1, drive} == (
            joined == Offered ? 5'b01000 : joined == Host ? 5'b10010 : joined == Memory ? 5'b00011 :
            joined == Port ? 5'b00101 : 5'b00000));
        if (!csn) assert (drive && (\dut.spi_unit$wants_memory ? q1 : q2));
        if (drive_io0) assert (!csn);

        // Two engines, one port of the buffer.
        assert (!( \dut.spi_unit$busy && \dut.i2c$busy ));

        // Why.
        assert (joined <= Port && csn == (phase < 4));
        assert ( \dut.spi_unit$busy == (phase != 0) && \dut.i2c$busy == ( \dut.i2c.engine.phase$q != 0));
        if (!csn) assert ( \dut.spi_unit$wants_memory && joined == Memory || \dut.spi_unit$wants_port && joined == Port);
        assert (!( \dut.spi_unit$wants_memory && \dut.spi_unit$wants_port ));
        assert (( \dut.spi_unit$wants_memory || \dut.spi_unit$wants_port ) == (phase > 1));
    end
endmodule
