// proof: engine and repeater never pull one line; the engine pulls no line of the memory segment while host and memory are joined or during a journal command, and the journal's only in one; the port is never pulled; whatever the MCU, the lines and the watchdog do
// design: umbilical.v
// cut: umbilical_mcu
// cut: umbilical_uart
// cut: umbilical_rom
// cut: umbilical_ram
// cut: umbilical_buffer
// cut: umbilical_timer
// cut: umbilical_senses
// cut: umbilical_registers
// cut: umbilical_power
// cut: umbilical_filters
// cut: umbilical_trackers
// cut: umbilical_i2c_transfer
// cut: umbilical_i2c_engine_timer
// cut: umbilical_i2c_engine_limit
// cut: umbilical_spi_unit_transfer
// cut: umbilical_spi_unit_engine_timer
// cut: umbilical_spi_unit_engine_limit
// bmc: 20
// induction: 3
// mutant: engine$not_owner = host_owns_bus & ~journal; => engine$not_owner = 1'b0;
// mutant: switches$engine_uses_bus = i2c$uses_bus; => switches$engine_uses_bus = 1'b0;
// mutant: uses_bus = engine$busy & ~journal; => uses_bus = engine$busy & journal;
// mutant: bus_scl_low = engine$scl_low & ~journal; => bus_scl_low = engine$scl_low;
// mutant: jrn_sda_low = engine$sda_low & journal; => jrn_sda_low = engine$sda_low;
// mutant: [umbilical_i2c] setup$write = write; => setup$write = io_write;
// mutant: repeaters$1$joined = joined & ~reset; => repeaters$1$joined = 1'b1;

`default_nettype none
module proof (
    input wire clock, vcc_ok,
    input wire [31:0] clock_hz,
    input wire [7:0] lines,
    input wire [3:0] sensed, spi_io,
    input wire host_csn
);
    wire [7:0] pull;
    (* hierconn *) wire \dut.switches$host_scl_low , \dut.switches$host_sda_low ;
    (* hierconn *) wire \dut.switches$bus_scl_low , \dut.switches$bus_sda_low ;
    (* hierconn *) wire \dut.i2c$bus_scl_low , \dut.i2c$bus_sda_low , \dut.i2c$jrn_scl_low , \dut.i2c$jrn_sda_low ;
    (* hierconn *) wire \dut.i2c.engine$scl_low , \dut.i2c.engine$sda_low , \dut.i2c.setup$journal ;
    (* hierconn *) wire [2:0] \dut.i2c.engine.phase$q ;
    (* hierconn *) wire \dut.i2c.engine$busy , \dut.switches.host$q ;
    wire [2:0] phase = \dut.i2c.engine.phase$q ;
    wire journal = \dut.i2c.setup$journal ;
    wire joined = \dut.switches.host$q ;
    wire engine_pulls = \dut.i2c.engine$scl_low || \dut.i2c.engine$sda_low ;
    wire engine_on_bus = \dut.i2c$bus_scl_low || \dut.i2c$bus_sda_low ;
    wire engine_on_journal = \dut.i2c$jrn_scl_low || \dut.i2c$jrn_sda_low ;
    wire repeater_on_bus = \dut.switches$bus_scl_low || \dut.switches$bus_sda_low ;
    wire repeater_on_host = \dut.switches$host_scl_low || \dut.switches$host_sda_low ;
    localparam Idle = 0, Check = 1, Wait = 2, Free = 7;

    umbilical dut (
        .clock(clock), .vcc_ok(vcc_ok), .clock_hz(clock_hz), .lines(lines), .sensed(sensed),
        .spi_io(spi_io), .host_csn(host_csn),
        .pull(pull)
    );

    // The command under way is one of the journal as long as it runs.
    reg journal_before = 0, busy_before = 0;
    always @(posedge clock) begin
        journal_before <= journal;
        busy_before <= phase != Idle;
        if (busy_before && phase != Idle) assert (journal == journal_before);

        assert (!(\dut.switches$bus_scl_low && \dut.i2c$bus_scl_low ));
        assert (!(\dut.switches$bus_sda_low && \dut.i2c$bus_sda_low ));
        if (joined) assert (!engine_on_bus);
        else assert (!repeater_on_bus && !repeater_on_host);
        if (journal) assert (!engine_on_bus);
        else assert (!engine_on_journal);
        // The pins show these drivers and no other.
        assert (pull[5:4] == 0);
        assert (!(pull[0] && pull[2]) && !(pull[1] && pull[3]));
        if (vcc_ok) begin
            assert (pull[2] == (\dut.switches$bus_scl_low || \dut.i2c$bus_scl_low ));
            assert (pull[3] == (\dut.switches$bus_sda_low || \dut.i2c$bus_sda_low ));
            assert (pull[7:6] == { \dut.i2c$jrn_sda_low , \dut.i2c$jrn_scl_low });
        end

        // Why: while they are joined, a command for the memory segment gets no further than its check.
        if (joined && !journal) assert (phase == Idle || phase == Check);
        if (phase == Idle || phase == Check || phase == Wait || phase == Free) assert (!engine_pulls);
        assert (\dut.i2c.engine$busy == (phase != Idle));
    end
endmodule
