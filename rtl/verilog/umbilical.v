// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module umbilical(clock,vcc_ok,clock_hz,lines,sensed,spi_io,host_csn,uart_rx,pull,out,spi,uart_tx,trace_retire,trace_pc,trace_instruction,trace_value,trace_watchdog,trace_reset,trace_store,trace_store_address);

    // Module arguments
    input wire  clock;
    input wire  vcc_ok;
    input wire  [31:0] clock_hz;
    input wire  [7:0] lines;
    input wire  [3:0] sensed;
    input wire  [3:0] spi_io;
    input wire  host_csn;
    input wire  uart_rx;
    output reg  [7:0] pull;
    output reg  [5:0] out;
    output reg  [7:0] spi;
    output reg  uart_tx;
    output reg  trace_retire;
    output reg  [31:0] trace_pc;
    output reg  [31:0] trace_instruction;
    output reg  [31:0] trace_value;
    output reg  trace_watchdog;
    output reg  trace_reset;
    output reg  [3:0] trace_store;
    output reg  [10:0] trace_store_address;

    // Constant declarations
    localparam  no_line = 8'h0;
    localparam  no_sense = 4'h0;
    localparam  no_output = 6'b0;
    localparam  no_spi = 8'h0;

    // Stub signals
    reg  rom$clock;
    reg  [12:0] rom$address;
    wire  [31:0] rom$data;
    reg  ram$clock;
    reg  [10:0] ram$address;
    reg  [31:0] ram$write_data;
    reg  [3:0] ram$write_mask;
    wire  [31:0] ram$read_data;
    reg  buffer$clock;
    reg  [9:0] buffer$address;
    reg  [31:0] buffer$write_data;
    reg  [3:0] buffer$write_mask;
    wire  [31:0] buffer$read_data;
    reg  [11:0] buffer$byte_address;
    reg  buffer$byte_write;
    reg  [7:0] buffer$byte_data;
    wire  [7:0] buffer$byte_read;
    reg  mcu$clock;
    reg  mcu$reset;
    wire  [12:0] mcu$rom_address;
    reg  [31:0] mcu$rom_data;
    wire  [31:0] mcu$bus_address;
    wire  [31:0] mcu$bus_write_data;
    wire  [3:0] mcu$bus_write_mask;
    wire  mcu$bus_access;
    reg  [31:0] mcu$bus_read;
    reg  mcu$wake;
    reg  [31:0] mcu$cycle;
    reg  [31:0] mcu$cycle_high;
    wire  mcu$trace_retire;
    wire  [31:0] mcu$trace_pc;
    wire  [31:0] mcu$trace_instruction;
    wire  [31:0] mcu$trace_value;
    reg  power$clock;
    reg  power$vcc_ok;
    reg  power$watchdog;
    wire  power$reset;
    wire  power$by_watchdog;
    reg  filters$0$clock;
    reg  filters$0$reset;
    reg  filters$0$pin;
    wire  filters$0$level;
    reg  filters$1$clock;
    reg  filters$1$reset;
    reg  filters$1$pin;
    wire  filters$1$level;
    reg  filters$2$clock;
    reg  filters$2$reset;
    reg  filters$2$pin;
    wire  filters$2$level;
    reg  filters$3$clock;
    reg  filters$3$reset;
    reg  filters$3$pin;
    wire  filters$3$level;
    reg  filters$4$clock;
    reg  filters$4$reset;
    reg  filters$4$pin;
    wire  filters$4$level;
    reg  filters$5$clock;
    reg  filters$5$reset;
    reg  filters$5$pin;
    wire  filters$5$level;
    reg  filters$6$clock;
    reg  filters$6$reset;
    reg  filters$6$pin;
    wire  filters$6$level;
    reg  filters$7$clock;
    reg  filters$7$reset;
    reg  filters$7$pin;
    wire  filters$7$level;
    reg  filters$8$clock;
    reg  filters$8$reset;
    reg  filters$8$pin;
    wire  filters$8$level;
    reg  filters$9$clock;
    reg  filters$9$reset;
    reg  filters$9$pin;
    wire  filters$9$level;
    reg  filters$10$clock;
    reg  filters$10$reset;
    reg  filters$10$pin;
    wire  filters$10$level;
    reg  filters$11$clock;
    reg  filters$11$reset;
    reg  filters$11$pin;
    wire  filters$11$level;
    reg  filters$12$clock;
    reg  filters$12$reset;
    reg  filters$12$pin;
    wire  filters$12$level;
    reg  trackers$0$clock;
    reg  trackers$0$reset;
    reg  trackers$0$scl;
    reg  trackers$0$sda;
    reg  [15:0] trackers$0$idle_time;
    wire  trackers$0$busy;
    reg  trackers$1$clock;
    reg  trackers$1$reset;
    reg  trackers$1$scl;
    reg  trackers$1$sda;
    reg  [15:0] trackers$1$idle_time;
    wire  trackers$1$busy;
    reg  trackers$2$clock;
    reg  trackers$2$reset;
    reg  trackers$2$scl;
    reg  trackers$2$sda;
    reg  [15:0] trackers$2$idle_time;
    wire  trackers$2$busy;
    reg  trackers$3$clock;
    reg  trackers$3$reset;
    reg  trackers$3$scl;
    reg  trackers$3$sda;
    reg  [15:0] trackers$3$idle_time;
    wire  trackers$3$busy;
    reg  switches$clock;
    reg  switches$reset;
    reg  switches$io_write;
    reg  [7:0] switches$io_address;
    reg  [31:0] switches$io_data;
    reg  [5:0] switches$lines;
    reg  switches$host_busy;
    reg  switches$bus_busy;
    reg  switches$port_busy;
    reg  switches$present;
    reg  switches$engine_uses_bus;
    reg  [2:0] switches$spi_joined;
    reg  switches$spi_host_csn;
    wire  [31:0] switches$io_read;
    wire  switches$host_owns_bus;
    wire  switches$port_en;
    wire  switches$spi_host;
    wire  switches$spi_engine;
    wire  switches$spi_port;
    wire  switches$host_scl_low;
    wire  switches$host_sda_low;
    wire  switches$bus_scl_low;
    wire  switches$bus_sda_low;
    reg  senses$clock;
    reg  senses$reset;
    reg  senses$io_write;
    reg  [7:0] senses$io_address;
    reg  [31:0] senses$io_data;
    reg  [3:0] senses$levels;
    wire  [31:0] senses$io_read;
    wire  senses$sense_event;
    reg  timer$clock;
    reg  timer$reset;
    reg  timer$io_write;
    reg  [7:0] timer$io_address;
    reg  [31:0] timer$io_data;
    wire  [31:0] timer$io_read;
    wire  [31:0] timer$cycle;
    wire  [31:0] timer$cycle_high;
    wire  timer$timer_event;
    wire  timer$tick;
    wire  timer$watchdog;
    reg  i2c$clock;
    reg  i2c$reset;
    reg  i2c$io_write;
    reg  [7:0] i2c$io_address;
    reg  [31:0] i2c$io_data;
    reg  i2c$bus_scl;
    reg  i2c$bus_sda;
    reg  i2c$bus_busy;
    reg  i2c$jrn_scl;
    reg  i2c$jrn_sda;
    reg  i2c$jrn_busy;
    reg  i2c$host_owns_bus;
    reg  i2c$other_busy;
    reg  i2c$tick;
    reg  [7:0] i2c$buffer_read;
    wire  [31:0] i2c$io_read;
    wire  i2c$done;
    wire  i2c$busy;
    wire  i2c$uses_bus;
    wire  i2c$bus_scl_low;
    wire  i2c$bus_sda_low;
    wire  i2c$jrn_scl_low;
    wire  i2c$jrn_sda_low;
    wire  [11:0] i2c$buffer_address;
    wire  i2c$buffer_write;
    wire  [7:0] i2c$buffer_data;
    reg  spi_switch$clock;
    reg  spi_switch$reset;
    reg  spi_switch$host;
    reg  spi_switch$engine;
    reg  spi_switch$port_allowed;
    reg  spi_switch$offer;
    reg  spi_switch$present;
    reg  spi_switch$host_csn;
    reg  spi_switch$wants_memory;
    reg  spi_switch$wants_port;
    reg  spi_switch$csn;
    wire  [2:0] spi_switch$joined;
    wire  spi_switch$staying;
    wire  spi_switch$en0;
    wire  spi_switch$en1;
    wire  spi_switch$host_en;
    wire  spi_switch$drive;
    wire  spi_switch$strap_allowed;
    reg  spi_unit$clock;
    reg  spi_unit$reset;
    reg  spi_unit$io_write;
    reg  [7:0] spi_unit$io_address;
    reg  [31:0] spi_unit$io_data;
    reg  [3:0] spi_unit$io;
    reg  spi_unit$ask_engine;
    reg  spi_unit$ask_port;
    reg  spi_unit$present;
    reg  [2:0] spi_unit$joined;
    reg  spi_unit$staying;
    reg  spi_unit$other_busy;
    reg  spi_unit$tick;
    reg  [7:0] spi_unit$buffer_read;
    wire  [31:0] spi_unit$io_read;
    wire  spi_unit$done;
    wire  spi_unit$busy;
    wire  spi_unit$wants_memory;
    wire  spi_unit$wants_port;
    wire  spi_unit$csn;
    wire  spi_unit$sck;
    wire  spi_unit$io0;
    wire  spi_unit$drive_io0;
    wire  [11:0] spi_unit$buffer_address;
    wire  spi_unit$buffer_write;
    wire  [7:0] spi_unit$buffer_data;
    reg  uart$clock;
    reg  uart$reset;
    reg  uart$io_write;
    reg  uart$io_load;
    reg  [7:0] uart$io_address;
    reg  [31:0] uart$io_data;
    wire  [31:0] uart$io_read;
    wire  uart$rx_event;
    wire  uart$tx_event;
    reg  uart$rx;
    wire  uart$tx;
    reg  registers$clock;
    reg  registers$reset;
    reg  registers$io_write;
    reg  [7:0] registers$io_address;
    reg  [31:0] registers$io_data;
    reg  [31:0] registers$clock_hz;
    reg  registers$by_watchdog;
    reg  registers$i2c_done;
    reg  registers$spi_done;
    reg  registers$timer_event;
    reg  registers$sense_event;
    reg  registers$uart_rx_event;
    reg  registers$uart_tx_event;
    reg  [31:0] registers$switch_read;
    reg  [31:0] registers$sense_read;
    reg  [31:0] registers$timer_read;
    reg  [31:0] registers$i2c_read;
    reg  [31:0] registers$spi_read;
    reg  [31:0] registers$uart_read;
    wire  [31:0] registers$read_data;
    wire  registers$wake;
    wire  [4:0] registers$outputs;
    wire  [15:0] registers$idle_time;

    // Local signals
    reg  in_reset;
    reg  [7:0] levels;
    reg  [3:0] sense_levels;
    reg  [3:0] store;
    reg  [3:0] ram_store;
    reg  io_write;
    reg  io_load;
    reg  [7:0] io_address;
    reg  bus_scl_low;
    reg  bus_sda_low;

    // Sub module instances
    umbilical_rom rom(
        .clock(rom$clock),
        .address(rom$address),
        .data(rom$data)
    );
    umbilical_ram ram(
        .clock(ram$clock),
        .address(ram$address),
        .write_data(ram$write_data),
        .write_mask(ram$write_mask),
        .read_data(ram$read_data)
    );
    umbilical_buffer buffer(
        .clock(buffer$clock),
        .address(buffer$address),
        .write_data(buffer$write_data),
        .write_mask(buffer$write_mask),
        .read_data(buffer$read_data),
        .byte_address(buffer$byte_address),
        .byte_write(buffer$byte_write),
        .byte_data(buffer$byte_data),
        .byte_read(buffer$byte_read)
    );
    umbilical_mcu mcu(
        .clock(mcu$clock),
        .reset(mcu$reset),
        .rom_address(mcu$rom_address),
        .rom_data(mcu$rom_data),
        .bus_address(mcu$bus_address),
        .bus_write_data(mcu$bus_write_data),
        .bus_write_mask(mcu$bus_write_mask),
        .bus_access(mcu$bus_access),
        .bus_read(mcu$bus_read),
        .wake(mcu$wake),
        .cycle(mcu$cycle),
        .cycle_high(mcu$cycle_high),
        .trace_retire(mcu$trace_retire),
        .trace_pc(mcu$trace_pc),
        .trace_instruction(mcu$trace_instruction),
        .trace_value(mcu$trace_value)
    );
    umbilical_power power(
        .clock(power$clock),
        .vcc_ok(power$vcc_ok),
        .watchdog(power$watchdog),
        .reset(power$reset),
        .by_watchdog(power$by_watchdog)
    );
    umbilical_filters filters$0(
        .clock(filters$0$clock),
        .reset(filters$0$reset),
        .pin(filters$0$pin),
        .level(filters$0$level)
    );
    umbilical_filters filters$1(
        .clock(filters$1$clock),
        .reset(filters$1$reset),
        .pin(filters$1$pin),
        .level(filters$1$level)
    );
    umbilical_filters filters$2(
        .clock(filters$2$clock),
        .reset(filters$2$reset),
        .pin(filters$2$pin),
        .level(filters$2$level)
    );
    umbilical_filters filters$3(
        .clock(filters$3$clock),
        .reset(filters$3$reset),
        .pin(filters$3$pin),
        .level(filters$3$level)
    );
    umbilical_filters filters$4(
        .clock(filters$4$clock),
        .reset(filters$4$reset),
        .pin(filters$4$pin),
        .level(filters$4$level)
    );
    umbilical_filters filters$5(
        .clock(filters$5$clock),
        .reset(filters$5$reset),
        .pin(filters$5$pin),
        .level(filters$5$level)
    );
    umbilical_filters filters$6(
        .clock(filters$6$clock),
        .reset(filters$6$reset),
        .pin(filters$6$pin),
        .level(filters$6$level)
    );
    umbilical_filters filters$7(
        .clock(filters$7$clock),
        .reset(filters$7$reset),
        .pin(filters$7$pin),
        .level(filters$7$level)
    );
    umbilical_filters filters$8(
        .clock(filters$8$clock),
        .reset(filters$8$reset),
        .pin(filters$8$pin),
        .level(filters$8$level)
    );
    umbilical_filters filters$9(
        .clock(filters$9$clock),
        .reset(filters$9$reset),
        .pin(filters$9$pin),
        .level(filters$9$level)
    );
    umbilical_filters filters$10(
        .clock(filters$10$clock),
        .reset(filters$10$reset),
        .pin(filters$10$pin),
        .level(filters$10$level)
    );
    umbilical_filters filters$11(
        .clock(filters$11$clock),
        .reset(filters$11$reset),
        .pin(filters$11$pin),
        .level(filters$11$level)
    );
    umbilical_filters filters$12(
        .clock(filters$12$clock),
        .reset(filters$12$reset),
        .pin(filters$12$pin),
        .level(filters$12$level)
    );
    umbilical_trackers trackers$0(
        .clock(trackers$0$clock),
        .reset(trackers$0$reset),
        .scl(trackers$0$scl),
        .sda(trackers$0$sda),
        .idle_time(trackers$0$idle_time),
        .busy(trackers$0$busy)
    );
    umbilical_trackers trackers$1(
        .clock(trackers$1$clock),
        .reset(trackers$1$reset),
        .scl(trackers$1$scl),
        .sda(trackers$1$sda),
        .idle_time(trackers$1$idle_time),
        .busy(trackers$1$busy)
    );
    umbilical_trackers trackers$2(
        .clock(trackers$2$clock),
        .reset(trackers$2$reset),
        .scl(trackers$2$scl),
        .sda(trackers$2$sda),
        .idle_time(trackers$2$idle_time),
        .busy(trackers$2$busy)
    );
    umbilical_trackers trackers$3(
        .clock(trackers$3$clock),
        .reset(trackers$3$reset),
        .scl(trackers$3$scl),
        .sda(trackers$3$sda),
        .idle_time(trackers$3$idle_time),
        .busy(trackers$3$busy)
    );
    umbilical_switches switches(
        .clock(switches$clock),
        .reset(switches$reset),
        .io_write(switches$io_write),
        .io_address(switches$io_address),
        .io_data(switches$io_data),
        .lines(switches$lines),
        .host_busy(switches$host_busy),
        .bus_busy(switches$bus_busy),
        .port_busy(switches$port_busy),
        .present(switches$present),
        .engine_uses_bus(switches$engine_uses_bus),
        .spi_joined(switches$spi_joined),
        .spi_host_csn(switches$spi_host_csn),
        .io_read(switches$io_read),
        .host_owns_bus(switches$host_owns_bus),
        .port_en(switches$port_en),
        .spi_host(switches$spi_host),
        .spi_engine(switches$spi_engine),
        .spi_port(switches$spi_port),
        .host_scl_low(switches$host_scl_low),
        .host_sda_low(switches$host_sda_low),
        .bus_scl_low(switches$bus_scl_low),
        .bus_sda_low(switches$bus_sda_low)
    );
    umbilical_senses senses(
        .clock(senses$clock),
        .reset(senses$reset),
        .io_write(senses$io_write),
        .io_address(senses$io_address),
        .io_data(senses$io_data),
        .levels(senses$levels),
        .io_read(senses$io_read),
        .sense_event(senses$sense_event)
    );
    umbilical_timer timer(
        .clock(timer$clock),
        .reset(timer$reset),
        .io_write(timer$io_write),
        .io_address(timer$io_address),
        .io_data(timer$io_data),
        .io_read(timer$io_read),
        .cycle(timer$cycle),
        .cycle_high(timer$cycle_high),
        .timer_event(timer$timer_event),
        .tick(timer$tick),
        .watchdog(timer$watchdog)
    );
    umbilical_i2c i2c(
        .clock(i2c$clock),
        .reset(i2c$reset),
        .io_write(i2c$io_write),
        .io_address(i2c$io_address),
        .io_data(i2c$io_data),
        .bus_scl(i2c$bus_scl),
        .bus_sda(i2c$bus_sda),
        .bus_busy(i2c$bus_busy),
        .jrn_scl(i2c$jrn_scl),
        .jrn_sda(i2c$jrn_sda),
        .jrn_busy(i2c$jrn_busy),
        .host_owns_bus(i2c$host_owns_bus),
        .other_busy(i2c$other_busy),
        .tick(i2c$tick),
        .buffer_read(i2c$buffer_read),
        .io_read(i2c$io_read),
        .done(i2c$done),
        .busy(i2c$busy),
        .uses_bus(i2c$uses_bus),
        .bus_scl_low(i2c$bus_scl_low),
        .bus_sda_low(i2c$bus_sda_low),
        .jrn_scl_low(i2c$jrn_scl_low),
        .jrn_sda_low(i2c$jrn_sda_low),
        .buffer_address(i2c$buffer_address),
        .buffer_write(i2c$buffer_write),
        .buffer_data(i2c$buffer_data)
    );
    umbilical_spi_switch spi_switch(
        .clock(spi_switch$clock),
        .reset(spi_switch$reset),
        .host(spi_switch$host),
        .engine(spi_switch$engine),
        .port_allowed(spi_switch$port_allowed),
        .offer(spi_switch$offer),
        .present(spi_switch$present),
        .host_csn(spi_switch$host_csn),
        .wants_memory(spi_switch$wants_memory),
        .wants_port(spi_switch$wants_port),
        .csn(spi_switch$csn),
        .joined(spi_switch$joined),
        .staying(spi_switch$staying),
        .en0(spi_switch$en0),
        .en1(spi_switch$en1),
        .host_en(spi_switch$host_en),
        .drive(spi_switch$drive),
        .strap_allowed(spi_switch$strap_allowed)
    );
    umbilical_spi_unit spi_unit(
        .clock(spi_unit$clock),
        .reset(spi_unit$reset),
        .io_write(spi_unit$io_write),
        .io_address(spi_unit$io_address),
        .io_data(spi_unit$io_data),
        .io(spi_unit$io),
        .ask_engine(spi_unit$ask_engine),
        .ask_port(spi_unit$ask_port),
        .present(spi_unit$present),
        .joined(spi_unit$joined),
        .staying(spi_unit$staying),
        .other_busy(spi_unit$other_busy),
        .tick(spi_unit$tick),
        .buffer_read(spi_unit$buffer_read),
        .io_read(spi_unit$io_read),
        .done(spi_unit$done),
        .busy(spi_unit$busy),
        .wants_memory(spi_unit$wants_memory),
        .wants_port(spi_unit$wants_port),
        .csn(spi_unit$csn),
        .sck(spi_unit$sck),
        .io0(spi_unit$io0),
        .drive_io0(spi_unit$drive_io0),
        .buffer_address(spi_unit$buffer_address),
        .buffer_write(spi_unit$buffer_write),
        .buffer_data(spi_unit$buffer_data)
    );
    umbilical_uart uart(
        .clock(uart$clock),
        .reset(uart$reset),
        .io_write(uart$io_write),
        .io_load(uart$io_load),
        .io_address(uart$io_address),
        .io_data(uart$io_data),
        .io_read(uart$io_read),
        .rx_event(uart$rx_event),
        .tx_event(uart$tx_event),
        .rx(uart$rx),
        .tx(uart$tx)
    );
    umbilical_registers registers(
        .clock(registers$clock),
        .reset(registers$reset),
        .io_write(registers$io_write),
        .io_address(registers$io_address),
        .io_data(registers$io_data),
        .clock_hz(registers$clock_hz),
        .by_watchdog(registers$by_watchdog),
        .i2c_done(registers$i2c_done),
        .spi_done(registers$spi_done),
        .timer_event(registers$timer_event),
        .sense_event(registers$sense_event),
        .uart_rx_event(registers$uart_rx_event),
        .uart_tx_event(registers$uart_tx_event),
        .switch_read(registers$switch_read),
        .sense_read(registers$sense_read),
        .timer_read(registers$timer_read),
        .i2c_read(registers$i2c_read),
        .spi_read(registers$spi_read),
        .uart_read(registers$uart_read),
        .read_data(registers$read_data),
        .wake(registers$wake),
        .outputs(registers$outputs),
        .idle_time(registers$idle_time)
    );

    // Update code
    always @(*) begin
        rom$clock = clock;
        ram$clock = clock;
        buffer$clock = clock;
        mcu$clock = clock;
        power$clock = clock;
        switches$clock = clock;
        senses$clock = clock;
        timer$clock = clock;
        i2c$clock = clock;
        spi_switch$clock = clock;
        spi_unit$clock = clock;
        uart$clock = clock;
        registers$clock = clock;
        power$vcc_ok = vcc_ok;
        power$watchdog = timer$watchdog;
        in_reset = power$reset;
        mcu$reset = in_reset;
        switches$reset = in_reset;
        senses$reset = in_reset;
        timer$reset = in_reset;
        i2c$reset = in_reset;
        spi_switch$reset = in_reset;
        spi_unit$reset = in_reset;
        uart$reset = in_reset;
        registers$reset = in_reset;
        filters$0$clock = clock;
        filters$0$reset = in_reset;
        filters$1$clock = clock;
        filters$1$reset = in_reset;
        filters$2$clock = clock;
        filters$2$reset = in_reset;
        filters$3$clock = clock;
        filters$3$reset = in_reset;
        filters$4$clock = clock;
        filters$4$reset = in_reset;
        filters$5$clock = clock;
        filters$5$reset = in_reset;
        filters$6$clock = clock;
        filters$6$reset = in_reset;
        filters$7$clock = clock;
        filters$7$reset = in_reset;
        filters$8$clock = clock;
        filters$8$reset = in_reset;
        filters$9$clock = clock;
        filters$9$reset = in_reset;
        filters$10$clock = clock;
        filters$10$reset = in_reset;
        filters$11$clock = clock;
        filters$11$reset = in_reset;
        filters$12$clock = clock;
        filters$12$reset = in_reset;
        filters$0$pin = lines[0];
        filters$1$pin = lines[1];
        filters$2$pin = lines[2];
        filters$3$pin = lines[3];
        filters$4$pin = lines[4];
        filters$5$pin = lines[5];
        filters$6$pin = lines[6];
        filters$7$pin = lines[7];
        filters$8$pin = sensed[32'h0];
        filters$9$pin = sensed[32'h1];
        filters$10$pin = sensed[32'h2];
        filters$11$pin = sensed[32'h3];
        filters$12$pin = host_csn;
        trackers$0$clock = clock;
        trackers$0$reset = in_reset;
        trackers$0$idle_time = registers$idle_time;
        trackers$1$clock = clock;
        trackers$1$reset = in_reset;
        trackers$1$idle_time = registers$idle_time;
        trackers$2$clock = clock;
        trackers$2$reset = in_reset;
        trackers$2$idle_time = registers$idle_time;
        trackers$3$clock = clock;
        trackers$3$reset = in_reset;
        trackers$3$idle_time = registers$idle_time;
        trackers$0$scl = filters$0$level;
        trackers$0$sda = filters$1$level;
        trackers$1$scl = filters$2$level;
        trackers$1$sda = filters$3$level;
        trackers$2$scl = filters$4$level;
        trackers$2$sda = filters$5$level;
        trackers$3$scl = filters$6$level;
        trackers$3$sda = filters$7$level;
        levels = ((((((((no_line & ~(1 << (32'h0)) | ((filters$0$level) << (32'h0))) & ~(1 << (32'h1)) | ((filters$1$level) << (32'h1))) & ~(1 << (32'h2)) | ((filters$2$level) << (32'h2))) & ~(1 << (32'h3)) | ((filters$3$level) << (32'h3))) & ~(1 << (32'h4)) | ((filters$4$level) << (32'h4))) & ~(1 << (32'h5)) | ((filters$5$level) << (32'h5))) & ~(1 << (32'h6)) | ((filters$6$level) << (32'h6))) & ~(1 << (32'h7)) | ((filters$7$level) << (32'h7)));
        sense_levels = ((((no_sense & ~(1 << (32'h0)) | ((filters$8$level) << (32'h0))) & ~(1 << (32'h1)) | ((filters$9$level) << (32'h1))) & ~(1 << (32'h2)) | ((filters$10$level) << (32'h2))) & ~(1 << (32'h3)) | ((filters$11$level) << (32'h3)));
        rom$address = mcu$rom_address;
        mcu$rom_data = rom$data;
        mcu$wake = registers$wake;
        mcu$cycle = timer$cycle;
        mcu$cycle_high = timer$cycle_high;
        store = mcu$bus_write_mask;
        if (in_reset) begin
            store = 32'h0;
        end
        ram_store = 32'h0;
        if (mcu$bus_address[32'h1c]) begin
            ram_store = store;
        end
        ram$address = mcu$bus_address[(32'h2)+:(11)];
        ram$write_data = mcu$bus_write_data;
        ram$write_mask = ram_store;
        buffer$address = mcu$bus_address[(32'h2)+:(10)];
        buffer$write_data = mcu$bus_write_data;
        buffer$write_mask = 32'h0;
        if (mcu$bus_address[32'h1d]) begin
            buffer$write_mask = store;
        end
        io_write = mcu$bus_address[32'h1e] & |store;
        io_load = mcu$bus_address[32'h1e] & mcu$bus_access & ~|mcu$bus_write_mask;
        io_address = mcu$bus_address[(32'h0)+:(8)];
        mcu$bus_read = registers$read_data;
        if (mcu$bus_address[32'h1c]) begin
            mcu$bus_read = ram$read_data;
        end
        if (mcu$bus_address[32'h1d]) begin
            mcu$bus_read = buffer$read_data;
        end
        registers$io_write = io_write;
        registers$io_address = io_address;
        registers$io_data = mcu$bus_write_data;
        registers$clock_hz = clock_hz;
        registers$by_watchdog = power$by_watchdog;
        registers$i2c_done = i2c$done;
        registers$spi_done = spi_unit$done;
        registers$uart_rx_event = uart$rx_event;
        registers$uart_tx_event = uart$tx_event;
        registers$timer_event = timer$timer_event;
        registers$sense_event = senses$sense_event;
        registers$switch_read = switches$io_read;
        registers$sense_read = senses$io_read;
        registers$timer_read = timer$io_read;
        registers$i2c_read = i2c$io_read;
        registers$spi_read = spi_unit$io_read;
        registers$uart_read = uart$io_read;
        timer$io_write = io_write;
        timer$io_address = io_address;
        timer$io_data = mcu$bus_write_data;
        senses$io_write = io_write;
        senses$io_address = io_address;
        senses$io_data = mcu$bus_write_data;
        senses$levels = sense_levels;
        switches$io_write = io_write;
        switches$io_address = io_address;
        switches$io_data = mcu$bus_write_data;
        switches$lines = levels[(32'h0)+:(6)];
        switches$host_busy = trackers$0$busy;
        switches$bus_busy = trackers$1$busy;
        switches$port_busy = trackers$2$busy;
        switches$present = filters$8$level;
        switches$engine_uses_bus = i2c$uses_bus;
        switches$spi_joined = spi_switch$joined;
        switches$spi_host_csn = filters$12$level;
        i2c$io_write = io_write;
        i2c$io_address = io_address;
        i2c$io_data = mcu$bus_write_data;
        i2c$bus_scl = filters$2$level;
        i2c$bus_sda = filters$3$level;
        i2c$bus_busy = trackers$1$busy;
        i2c$jrn_scl = filters$6$level;
        i2c$jrn_sda = filters$7$level;
        i2c$jrn_busy = trackers$3$busy;
        i2c$host_owns_bus = switches$host_owns_bus;
        i2c$tick = timer$tick;
        i2c$other_busy = spi_unit$busy;
        spi_switch$host = switches$spi_host;
        spi_switch$engine = switches$spi_engine;
        spi_switch$port_allowed = switches$spi_port;
        spi_switch$offer = registers$outputs[32'h1];
        spi_switch$present = filters$8$level;
        spi_switch$host_csn = filters$12$level;
        spi_switch$wants_memory = spi_unit$wants_memory;
        spi_switch$wants_port = spi_unit$wants_port;
        spi_switch$csn = spi_unit$csn;
        spi_unit$io_write = io_write;
        spi_unit$io_address = io_address;
        spi_unit$io_data = mcu$bus_write_data;
        spi_unit$io = spi_io;
        spi_unit$ask_engine = switches$spi_engine;
        spi_unit$ask_port = switches$spi_port;
        spi_unit$present = filters$8$level;
        spi_unit$joined = spi_switch$joined;
        spi_unit$staying = spi_switch$staying;
        spi_unit$other_busy = i2c$busy;
        spi_unit$tick = timer$tick;
        uart$io_write = io_write;
        uart$io_load = io_load;
        uart$io_address = io_address;
        uart$io_data = mcu$bus_write_data;
        uart$rx = uart_rx;
        i2c$buffer_read = buffer$byte_read;
        spi_unit$buffer_read = buffer$byte_read;
        buffer$byte_address = i2c$buffer_address;
        buffer$byte_data = i2c$buffer_data;
        if (spi_unit$busy) begin
            buffer$byte_address = spi_unit$buffer_address;
            buffer$byte_data = spi_unit$buffer_data;
        end
        buffer$byte_write = (i2c$buffer_write | spi_unit$buffer_write) & ~in_reset;
        bus_scl_low = switches$bus_scl_low | i2c$bus_scl_low;
        bus_sda_low = switches$bus_sda_low | i2c$bus_sda_low;
        pull = 32'h0;
        out = 32'h0;
        spi = 32'h0;
        uart_tx = vcc_ok & uart$tx;
        if (vcc_ok) begin
            pull = ((((((no_line & ~(1 << (32'h0)) | ((switches$host_scl_low) << (32'h0))) & ~(1 << (32'h1)) | ((switches$host_sda_low) << (32'h1))) & ~(1 << (32'h2)) | ((bus_scl_low) << (32'h2))) & ~(1 << (32'h3)) | ((bus_sda_low) << (32'h3))) & ~(1 << (32'h6)) | ((i2c$jrn_scl_low) << (32'h6))) & ~(1 << (32'h7)) | ((i2c$jrn_sda_low) << (32'h7)));
            out = ((((((no_output & ~(1 << (32'h0)) | ((spi_switch$strap_allowed) << (32'h0))) & ~(1 << (32'h1)) | ((registers$outputs[32'h0]) << (32'h1))) & ~(1 << (32'h2)) | ((switches$port_en) << (32'h2))) & ~(1 << (32'h3)) | ((registers$outputs[32'h2]) << (32'h3))) & ~(1 << (32'h4)) | ((registers$outputs[32'h3]) << (32'h4))) & ~(1 << (32'h5)) | ((registers$outputs[32'h4]) << (32'h5)));
            spi = ((((((((no_spi & ~(1 << (32'h0)) | ((spi_unit$sck) << (32'h0))) & ~(1 << (32'h1)) | ((spi_unit$csn) << (32'h1))) & ~(1 << (32'h2)) | ((spi_unit$io0) << (32'h2))) & ~(1 << (32'h3)) | ((spi_switch$drive) << (32'h3))) & ~(1 << (32'h4)) | ((spi_unit$drive_io0) << (32'h4))) & ~(1 << (32'h5)) | ((spi_switch$en0) << (32'h5))) & ~(1 << (32'h6)) | ((spi_switch$en1) << (32'h6))) & ~(1 << (32'h7)) | ((spi_switch$host_en) << (32'h7)));
        end
        trace_retire = mcu$trace_retire & ~in_reset;
        trace_pc = mcu$trace_pc;
        trace_instruction = mcu$trace_instruction;
        trace_value = mcu$trace_value;
        trace_watchdog = timer$watchdog;
        trace_reset = in_reset;
        trace_store = ram_store;
        trace_store_address = mcu$bus_address[(32'h2)+:(11)];
    end
endmodule // umbilical

module umbilical_buffer(clock,address,write_data,write_mask,read_data,byte_address,byte_write,byte_data,byte_read);

    // Module arguments
    input wire  clock;
    input wire  [9:0] address;
    input wire  [31:0] write_data;
    input wire  [3:0] write_mask;
    output reg  [31:0] read_data;
    input wire  [11:0] byte_address;
    input wire  byte_write;
    input wire  [7:0] byte_data;
    output reg  [7:0] byte_read;

    // Update code (custom)
    (* no_rw_check *) reg [7:0] lane0 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte0;
    always @(posedge clock) begin
       if (write_mask[0]) lane0[address] <= write_data[7:0];
       read_data[7:0] <= lane0[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd0) lane0[byte_address[11:2]] <= byte_data;
       byte0 <= lane0[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane1 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte1;
    always @(posedge clock) begin
       if (write_mask[1]) lane1[address] <= write_data[15:8];
       read_data[15:8] <= lane1[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd1) lane1[byte_address[11:2]] <= byte_data;
       byte1 <= lane1[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane2 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte2;
    always @(posedge clock) begin
       if (write_mask[2]) lane2[address] <= write_data[23:16];
       read_data[23:16] <= lane2[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd2) lane2[byte_address[11:2]] <= byte_data;
       byte2 <= lane2[byte_address[11:2]];
    end
    (* no_rw_check *) reg [7:0] lane3 [0:1023] /* verilator public_flat_rw */;
    reg [7:0] byte3;
    always @(posedge clock) begin
       if (write_mask[3]) lane3[address] <= write_data[31:24];
       read_data[31:24] <= lane3[address];
    end
    always @(posedge clock) begin
       if (byte_write && byte_address[1:0] == 2'd3) lane3[byte_address[11:2]] <= byte_data;
       byte3 <= lane3[byte_address[11:2]];
    end
    reg [1:0] byte_lane;
    always @(posedge clock) begin
       byte_lane <= byte_address[1:0];
    end
    always @(*) begin
       case (byte_lane)
          2'd0: byte_read = byte0;
          2'd1: byte_read = byte1;
          2'd2: byte_read = byte2;
          default: byte_read = byte3;
       endcase
    end
endmodule // umbilical_buffer

module umbilical_dff_1(d,q,clock);

    // Module arguments
    input wire  d;
    output reg  q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 1'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_1

module umbilical_dff_10(d,q,clock);

    // Module arguments
    input wire  [9:0] d;
    output reg  [9:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 10'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_10

module umbilical_dff_11(d,q,clock);

    // Module arguments
    input wire  [10:0] d;
    output reg  [10:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 11'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_11

module umbilical_dff_12(d,q,clock);

    // Module arguments
    input wire  [11:0] d;
    output reg  [11:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 12'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_12

module umbilical_dff_16(d,q,clock);

    // Module arguments
    input wire  [15:0] d;
    output reg  [15:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 16'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_16

module umbilical_dff_2(d,q,clock);

    // Module arguments
    input wire  [1:0] d;
    output reg  [1:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 2'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_2

module umbilical_dff_20(d,q,clock);

    // Module arguments
    input wire  [19:0] d;
    output reg  [19:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 20'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_20

module umbilical_dff_24(d,q,clock);

    // Module arguments
    input wire  [23:0] d;
    output reg  [23:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 24'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_24

module umbilical_dff_2_2(d,q,clock);

    // Module arguments
    input wire  [1:0] d;
    output reg  [1:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_2_2

module umbilical_dff_3(d,q,clock);

    // Module arguments
    input wire  [2:0] d;
    output reg  [2:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 3'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_3

module umbilical_dff_32(d,q,clock);

    // Module arguments
    input wire  [31:0] d;
    output reg  [31:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 32'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_32

module umbilical_dff_39(d,q,clock);

    // Module arguments
    input wire  [38:0] d;
    output reg  [38:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 39'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_39

module umbilical_dff_3_2(d,q,clock);

    // Module arguments
    input wire  [2:0] d;
    output reg  [2:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_3_2

module umbilical_dff_4(d,q,clock);

    // Module arguments
    input wire  [3:0] d;
    output reg  [3:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 4'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_4

module umbilical_dff_5(d,q,clock);

    // Module arguments
    input wire  [4:0] d;
    output reg  [4:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 5'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_5

module umbilical_dff_6(d,q,clock);

    // Module arguments
    input wire  [5:0] d;
    output reg  [5:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 6'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_6

module umbilical_dff_7(d,q,clock);

    // Module arguments
    input wire  [6:0] d;
    output reg  [6:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 7'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_7

module umbilical_dff_8(d,q,clock);

    // Module arguments
    input wire  [7:0] d;
    output reg  [7:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 8'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_8

module umbilical_dff_9(d,q,clock);

    // Module arguments
    input wire  [8:0] d;
    output reg  [8:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 9'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_9

module umbilical_filters(clock,reset,pin,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    output reg  level;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  third$d;
    wire  third$q;
    reg  third$clock;
    reg  fourth$d;
    wire  fourth$q;
    reg  fourth$clock;
    reg  filtered$d;
    wire  filtered$q;
    reg  filtered$clock;

    // Sub module instances
    umbilical_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    umbilical_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    umbilical_dff_1 third(
        .d(third$d),
        .q(third$q),
        .clock(third$clock)
    );
    umbilical_dff_1 fourth(
        .d(fourth$d),
        .q(fourth$q),
        .clock(fourth$clock)
    );
    umbilical_dff_1 filtered(
        .d(filtered$d),
        .q(filtered$q),
        .clock(filtered$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        third$clock = clock;
        fourth$clock = clock;
        filtered$clock = clock;
        first$d = first$q;
        second$d = second$q;
        third$d = third$q;
        fourth$d = fourth$q;
        filtered$d = filtered$q;
        first$d = pin;
        second$d = first$q;
        third$d = second$q;
        fourth$d = third$q;
        if ((second$q == third$q) & (third$q == fourth$q)) begin
            filtered$d = second$q;
        end
        level = filtered$q;
        if (reset) begin
            first$d = 1'b0;
            second$d = 1'b0;
            filtered$d = 1'b0;
            third$d = 1'b0;
            fourth$d = 1'b0;
        end
    end
endmodule // umbilical_filters

module umbilical_i2c(clock,reset,io_write,io_address,io_data,bus_scl,bus_sda,bus_busy,jrn_scl,jrn_sda,jrn_busy,host_owns_bus,other_busy,tick,buffer_read,io_read,done,busy,uses_bus,bus_scl_low,bus_sda_low,jrn_scl_low,jrn_sda_low,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  bus_scl;
    input wire  bus_sda;
    input wire  bus_busy;
    input wire  jrn_scl;
    input wire  jrn_sda;
    input wire  jrn_busy;
    input wire  host_owns_bus;
    input wire  other_busy;
    input wire  tick;
    input wire  [7:0] buffer_read;
    output reg  [31:0] io_read;
    output reg  done;
    output reg  busy;
    output reg  uses_bus;
    output reg  bus_scl_low;
    output reg  bus_sda_low;
    output reg  jrn_scl_low;
    output reg  jrn_sda_low;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  op_write = 3'b1;
    localparam  op_read = 3'b10;
    localparam  op_compare = 3'b11;
    localparam  op_scan = 3'b100;
    localparam  op_recover = 3'b101;
    localparam  one_byte = 2'b1;
    localparam  zero = 16'h0;
    localparam  command_at = 8'h60;
    localparam  status_at = 8'h64;
    localparam  count_at = 8'h68;
    localparam  crc_at = 8'h6c;

    // Stub signals
    reg  setup$clock;
    reg  setup$reset;
    reg  setup$write;
    reg  [7:0] setup$offset;
    reg  [27:0] setup$data;
    wire  [11:0] setup$low;
    wire  [11:0] setup$high;
    wire  [11:0] setup$stretch;
    wire  [11:0] setup$deadline;
    wire  [6:0] setup$device;
    wire  setup$journal;
    wire  [1:0] setup$address_bytes;
    wire  [15:0] setup$word_address;
    wire  [15:0] setup$length;
    wire  [11:0] setup$pointer;
    wire  [31:0] setup$read;
    reg  engine$clock;
    reg  engine$reset;
    reg  engine$start;
    reg  engine$tick;
    reg  engine$scl;
    reg  engine$sda;
    reg  engine$bus_busy;
    reg  [11:0] engine$low;
    reg  [11:0] engine$high;
    reg  [11:0] engine$stretch;
    reg  [11:0] engine$deadline;
    reg  engine$not_owner;
    reg  engine$nothing;
    reg  engine$recover;
    reg  engine$reads;
    reg  engine$poll;
    reg  engine$no_address;
    reg  engine$short_address;
    reg  [7:0] engine$tx_byte;
    reg  engine$complete;
    reg  engine$last;
    reg  engine$unequal;
    wire  engine$busy;
    wire  engine$done;
    wire  [3:0] engine$result;
    wire  engine$scl_low;
    wire  engine$sda_low;
    wire  [2:0] engine$kind;
    wire  engine$load;
    wire  engine$bit_end;
    wire  engine$take;
    wire  engine$acknowledged;
    wire  [7:0] engine$shifted;
    reg  transfer$clock;
    reg  transfer$reset;
    reg  transfer$start;
    reg  [2:0] transfer$operation;
    reg  [6:0] transfer$device;
    reg  [15:0] transfer$address;
    reg  [15:0] transfer$length;
    reg  [11:0] transfer$pointer;
    reg  transfer$crc_write;
    reg  [31:0] transfer$data;
    reg  [2:0] transfer$kind;
    reg  transfer$load;
    reg  transfer$bit_end;
    reg  transfer$take;
    reg  transfer$acknowledged;
    reg  [7:0] transfer$shifted;
    reg  transfer$sda;
    reg  [7:0] transfer$buffer_read;
    wire  [7:0] transfer$tx_byte;
    wire  transfer$complete;
    wire  transfer$last;
    wire  transfer$unequal;
    wire  [15:0] transfer$count;
    wire  [31:0] transfer$crc;
    wire  [11:0] transfer$buffer_address;
    wire  transfer$buffer_write;
    wire  [7:0] transfer$buffer_data;
    reg  [2:0] operation$d;
    wire  [2:0] operation$q;
    reg  operation$clock;
    reg  poll$d;
    wire  poll$q;
    reg  poll$clock;

    // Local signals
    reg  write;
    reg  start;
    reg  journal;
    reg  known;
    reg  reads;
    reg  finished;
    reg  under_way;
    reg  [31:0] status;

    // Sub module instances
    umbilical_i2c_setup setup(
        .clock(setup$clock),
        .reset(setup$reset),
        .write(setup$write),
        .offset(setup$offset),
        .data(setup$data),
        .low(setup$low),
        .high(setup$high),
        .stretch(setup$stretch),
        .deadline(setup$deadline),
        .device(setup$device),
        .journal(setup$journal),
        .address_bytes(setup$address_bytes),
        .word_address(setup$word_address),
        .length(setup$length),
        .pointer(setup$pointer),
        .read(setup$read)
    );
    umbilical_i2c_engine engine(
        .clock(engine$clock),
        .reset(engine$reset),
        .start(engine$start),
        .tick(engine$tick),
        .scl(engine$scl),
        .sda(engine$sda),
        .bus_busy(engine$bus_busy),
        .low(engine$low),
        .high(engine$high),
        .stretch(engine$stretch),
        .deadline(engine$deadline),
        .not_owner(engine$not_owner),
        .nothing(engine$nothing),
        .recover(engine$recover),
        .reads(engine$reads),
        .poll(engine$poll),
        .no_address(engine$no_address),
        .short_address(engine$short_address),
        .tx_byte(engine$tx_byte),
        .complete(engine$complete),
        .last(engine$last),
        .unequal(engine$unequal),
        .busy(engine$busy),
        .done(engine$done),
        .result(engine$result),
        .scl_low(engine$scl_low),
        .sda_low(engine$sda_low),
        .kind(engine$kind),
        .load(engine$load),
        .bit_end(engine$bit_end),
        .take(engine$take),
        .acknowledged(engine$acknowledged),
        .shifted(engine$shifted)
    );
    umbilical_i2c_transfer transfer(
        .clock(transfer$clock),
        .reset(transfer$reset),
        .start(transfer$start),
        .operation(transfer$operation),
        .device(transfer$device),
        .address(transfer$address),
        .length(transfer$length),
        .pointer(transfer$pointer),
        .crc_write(transfer$crc_write),
        .data(transfer$data),
        .kind(transfer$kind),
        .load(transfer$load),
        .bit_end(transfer$bit_end),
        .take(transfer$take),
        .acknowledged(transfer$acknowledged),
        .shifted(transfer$shifted),
        .sda(transfer$sda),
        .buffer_read(transfer$buffer_read),
        .tx_byte(transfer$tx_byte),
        .complete(transfer$complete),
        .last(transfer$last),
        .unequal(transfer$unequal),
        .count(transfer$count),
        .crc(transfer$crc),
        .buffer_address(transfer$buffer_address),
        .buffer_write(transfer$buffer_write),
        .buffer_data(transfer$buffer_data)
    );
    umbilical_dff_3 operation(
        .d(operation$d),
        .q(operation$q),
        .clock(operation$clock)
    );
    umbilical_dff_1 poll(
        .d(poll$d),
        .q(poll$q),
        .clock(poll$clock)
    );

    // Update code
    always @(*) begin
        operation$clock = clock;
        poll$clock = clock;
        operation$d = operation$q;
        poll$d = poll$q;
        setup$clock = clock;
        engine$clock = clock;
        transfer$clock = clock;
        setup$reset = reset;
        engine$reset = reset;
        transfer$reset = reset;
        write = io_write & ~engine$busy;
        start = write & (io_address == command_at) & ~other_busy;
        if (start) begin
            operation$d = io_data[(32'h0)+:(3)];
            poll$d = io_data[32'h8];
        end
        setup$write = write;
        setup$offset = io_address;
        setup$data = io_data[(32'h0)+:(28)];
        journal = setup$journal;
        reads = (operation$q == op_read) | (operation$q == op_compare) | (operation$q == op_scan);
        known = reads | (operation$q == op_write) | (operation$q == op_recover);
        engine$start = start;
        engine$tick = tick;
        engine$scl = bus_scl;
        engine$sda = bus_sda;
        engine$bus_busy = bus_busy;
        if (journal) begin
            engine$scl = jrn_scl;
            engine$sda = jrn_sda;
            engine$bus_busy = jrn_busy;
        end
        engine$low = setup$low;
        engine$high = setup$high;
        engine$stretch = setup$stretch;
        engine$deadline = setup$deadline;
        engine$not_owner = host_owns_bus & ~journal;
        engine$nothing = ~known | (reads & (setup$length == zero));
        engine$recover = operation$q == op_recover;
        engine$reads = reads;
        engine$poll = poll$q;
        engine$no_address = ~|setup$address_bytes;
        engine$short_address = setup$address_bytes == one_byte;
        engine$tx_byte = transfer$tx_byte;
        engine$complete = transfer$complete;
        engine$last = transfer$last;
        engine$unequal = transfer$unequal;
        transfer$start = start;
        transfer$operation = operation$q;
        transfer$device = setup$device;
        transfer$address = setup$word_address;
        transfer$length = setup$length;
        transfer$pointer = setup$pointer;
        transfer$crc_write = write & (io_address == crc_at);
        transfer$data = io_data;
        transfer$kind = engine$kind;
        transfer$load = engine$load;
        transfer$bit_end = engine$bit_end;
        transfer$take = engine$take;
        transfer$acknowledged = engine$acknowledged;
        transfer$shifted = engine$shifted;
        transfer$sda = engine$sda;
        transfer$buffer_read = buffer_read;
        under_way = engine$busy;
        finished = engine$done;
        status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1);
        if (engine$done) begin
            status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((engine$result) & 32'hffffffff) << 32'h4);
        end
        io_read = setup$read;
        if (io_address == status_at) begin
            io_read = status;
        end
        if (io_address == count_at) begin
            io_read = ((transfer$count) & 32'hffffffff);
        end
        if (io_address == crc_at) begin
            io_read = transfer$crc;
        end
        done = engine$done;
        busy = engine$busy;
        uses_bus = engine$busy & ~journal;
        bus_scl_low = engine$scl_low & ~journal;
        bus_sda_low = engine$sda_low & ~journal;
        jrn_scl_low = engine$scl_low & journal;
        jrn_sda_low = engine$sda_low & journal;
        buffer_address = transfer$buffer_address;
        buffer_write = transfer$buffer_write;
        buffer_data = transfer$buffer_data;
        if (reset) begin
            operation$d = 32'h0;
            poll$d = 1'b0;
        end
    end
endmodule // umbilical_i2c

module umbilical_i2c_engine(clock,reset,start,tick,scl,sda,bus_busy,low,high,stretch,deadline,not_owner,nothing,recover,reads,poll,no_address,short_address,tx_byte,complete,last,unequal,busy,done,result,scl_low,sda_low,kind,load,bit_end,take,acknowledged,shifted);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  tick;
    input wire  scl;
    input wire  sda;
    input wire  bus_busy;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  [11:0] deadline;
    input wire  not_owner;
    input wire  nothing;
    input wire  recover;
    input wire  reads;
    input wire  poll;
    input wire  no_address;
    input wire  short_address;
    input wire  [7:0] tx_byte;
    input wire  complete;
    input wire  last;
    input wire  unequal;
    output reg  busy;
    output reg  done;
    output reg  [3:0] result;
    output reg  scl_low;
    output reg  sda_low;
    output reg  [2:0] kind;
    output reg  load;
    output reg  bit_end;
    output reg  take;
    output reg  acknowledged;
    output reg  [7:0] shifted;

    // Constant declarations
    localparam  one = 4'h1;
    localparam  last_bit = 4'h7;
    localparam  all_pulses = 4'h9;
    localparam  ok = 4'h0;
    localparam  address_nack = 4'h1;
    localparam  data_nack = 4'h2;
    localparam  arbitration_lost = 4'h3;
    localparam  stretch_timeout = 4'h4;
    localparam  bus_was_busy = 4'h5;
    localparam  mismatch = 4'h6;
    localparam  poll_deadline = 4'h7;
    localparam  owner_is_host = 4'h8;
    localparam  stuck_low = 4'h9;

    // Enums
    localparam Kind$DeviceWrite = 0;
    localparam Kind$AddressHigh = 1;
    localparam Kind$AddressLow = 2;
    localparam Kind$DeviceRead = 3;
    localparam Kind$DataOut = 4;
    localparam Kind$DataIn = 5;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Wait = 2;
    localparam Phase$Rise = 3;
    localparam Phase$Start = 4;
    localparam Phase$High = 5;
    localparam Phase$Low = 6;
    localparam Phase$Free = 7;
    localparam Pulse$Byte = 0;
    localparam Pulse$Restart = 1;
    localparam Pulse$Stop = 2;
    localparam Pulse$Recover = 3;

    // Stub signals
    reg  timer$clock;
    reg  [11:0] timer$low;
    reg  [11:0] timer$high;
    reg  [11:0] timer$stretch;
    reg  timer$tick;
    reg  timer$restart;
    reg  timer$by_low;
    reg  timer$rise;
    wire  timer$hold_over;
    wire  timer$low_over;
    wire  timer$high_over;
    wire  timer$stretch_over;
    reg  limit$clock;
    reg  limit$run;
    reg  limit$tick;
    reg  [11:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [1:0] pulse$d;
    wire  [1:0] pulse$q;
    reg  pulse$clock;
    reg  [2:0] kind_now$d;
    wire  [2:0] kind_now$q;
    reg  kind_now$clock;
    reg  [3:0] bits$d;
    wire  [3:0] bits$q;
    reg  bits$clock;
    reg  [7:0] shift$d;
    wire  [7:0] shift$q;
    reg  shift$clock;
    reg  fresh$d;
    wire  fresh$q;
    reg  fresh$clock;
    reg  retry$d;
    wire  retry$q;
    reg  retry$clock;
    reg  scl_pulled$d;
    wire  scl_pulled$q;
    reg  scl_pulled$clock;
    reg  sda_pulled$d;
    wire  sda_pulled$q;
    reg  sda_pulled$clock;
    reg  active$d;
    wire  active$q;
    reg  active$clock;
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [3:0] code$d;
    wire  [3:0] code$q;
    reg  code$clock;

    // Local signals
    reg  ack_slot;
    reg  receives;
    reg  level;
    reg  lines_high;
    reg  can_start;
    reg  owns_sda;
    reg  lost;
    reg  refused;
    reg  first;
    reg  gives_up;
    reg  [3:0] outcome;
    reg  has_result;
    reg  leave;
    reg  [2:0] following;
    reg  sda_change;
    reg  sda_to;
    reg  high_end;
    reg  byte_end;
    reg  ack_end;

    // Sub module instances
    umbilical_i2c_engine_timer timer(
        .clock(timer$clock),
        .low(timer$low),
        .high(timer$high),
        .stretch(timer$stretch),
        .tick(timer$tick),
        .restart(timer$restart),
        .by_low(timer$by_low),
        .rise(timer$rise),
        .hold_over(timer$hold_over),
        .low_over(timer$low_over),
        .high_over(timer$high_over),
        .stretch_over(timer$stretch_over)
    );
    umbilical_i2c_engine_limit limit(
        .clock(limit$clock),
        .run(limit$run),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    umbilical_dff_3_2 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    umbilical_dff_2_2 pulse(
        .d(pulse$d),
        .q(pulse$q),
        .clock(pulse$clock)
    );
    umbilical_dff_3_2 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    umbilical_dff_4 bits(
        .d(bits$d),
        .q(bits$q),
        .clock(bits$clock)
    );
    umbilical_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    umbilical_dff_1 fresh(
        .d(fresh$d),
        .q(fresh$q),
        .clock(fresh$clock)
    );
    umbilical_dff_1 retry(
        .d(retry$d),
        .q(retry$q),
        .clock(retry$clock)
    );
    umbilical_dff_1 scl_pulled(
        .d(scl_pulled$d),
        .q(scl_pulled$q),
        .clock(scl_pulled$clock)
    );
    umbilical_dff_1 sda_pulled(
        .d(sda_pulled$d),
        .q(sda_pulled$q),
        .clock(sda_pulled$clock)
    );
    umbilical_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    umbilical_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    umbilical_dff_4 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        pulse$clock = clock;
        kind_now$clock = clock;
        bits$clock = clock;
        shift$clock = clock;
        fresh$clock = clock;
        retry$clock = clock;
        scl_pulled$clock = clock;
        sda_pulled$clock = clock;
        active$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        pulse$d = pulse$q;
        kind_now$d = kind_now$q;
        bits$d = bits$q;
        shift$d = shift$q;
        fresh$d = fresh$q;
        retry$d = retry$q;
        scl_pulled$d = scl_pulled$q;
        sda_pulled$d = sda_pulled$q;
        active$d = active$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        limit$run = active$q;
        limit$tick = tick;
        limit$deadline = deadline;
        ack_slot = bits$q[32'h3];
        receives = kind_now$q == Kind$DataIn;
        lines_high = scl & sda;
        can_start = lines_high & ~bus_busy;
        owns_sda = (receives == ack_slot) & (pulse$q != Pulse$Stop) & (pulse$q != Pulse$Recover);
        lost = ~scl | (owns_sda & ~sda_pulled$q & ~sda);
        high_end = (phase$q == Phase$High) & timer$high_over;
        ack_end = high_end & ack_slot & (pulse$q != Pulse$Stop) & (pulse$q != Pulse$Recover);
        byte_end = high_end & receives & (bits$q == last_bit);
        refused = (pulse$q == Pulse$Byte) & ack_slot & ~receives & sda;
        first = poll & ((kind_now$q == Kind$DeviceWrite) | (no_address & (kind_now$q == Kind$DeviceRead)));
        gives_up = (pulse$q == Pulse$Recover) & (bits$q == all_pulses) & ~sda;
        level = 1'b1;
        if (ack_slot) begin
            if (receives) begin
                level = last;
            end
        end
        else if (~receives) begin
            level = shift$q[32'h7];
        end
        if (pulse$q != Pulse$Byte) begin
            level = pulse$q != Pulse$Stop;
        end
        leave = 1'b1;
        following = Phase$Idle;
        outcome = ok;
        has_result = 1'b0;
        case (phase$q)
            Phase$Idle:
                begin
                    leave = start;
                    following = Phase$Check;
                end
            Phase$Check:
                begin
                    has_result = 1'b1;
                    if (not_owner) begin
                        outcome = owner_is_host;
                    end
                    else if (~nothing) begin
                        following = Phase$Wait;
                        if (recover) begin
                            following = Phase$Free;
                        end
                    end
                end
            Phase$Wait:
                begin
                    leave = can_start | limit$passed;
                    has_result = 1'b1;
                    outcome = bus_was_busy;
                    if (can_start) begin
                        following = Phase$Start;
                        outcome = ok;
                    end
                end
            Phase$Rise:
                begin
                    leave = scl | timer$stretch_over;
                    has_result = ~scl;
                    outcome = stretch_timeout;
                    if (scl) begin
                        following = Phase$High;
                    end
                end
            Phase$Start:
                begin
                    leave = timer$high_over;
                    following = Phase$Low;
                end
            Phase$High:
                begin
                    leave = timer$high_over;
                    has_result = lost | refused | gives_up | (ack_slot & receives & unequal);
                    case (pulse$q)
                        Pulse$Byte:
                            begin
                                following = Phase$Low;
                                outcome = mismatch;
                                if (refused) begin
                                    outcome = address_nack;
                                    if (first) begin
                                        outcome = poll_deadline;
                                    end
                                    if (kind_now$q == Kind$DataOut) begin
                                        outcome = data_nack;
                                    end
                                end
                            end
                        Pulse$Restart:
                            begin
                                following = Phase$Start;
                            end
                        Pulse$Stop:
                            begin
                                following = Phase$Free;
                            end
                        Pulse$Recover:
                            begin
                                following = Phase$Low;
                                if (sda) begin
                                    following = Phase$Start;
                                end
                                if (gives_up) begin
                                    following = Phase$Idle;
                                end
                                outcome = stuck_low;
                            end
                    endcase
                    if (lost) begin
                        following = Phase$Idle;
                        outcome = arbitration_lost;
                    end
                end
            Phase$Low:
                begin
                    leave = timer$low_over;
                    following = Phase$Rise;
                end
            Phase$Free:
                begin
                    leave = timer$low_over;
                    outcome = stuck_low;
                    if (pulse$q == Pulse$Recover) begin
                        following = Phase$Rise;
                    end
                    else if (~lines_high) begin
                        has_result = 1'b1;
                    end
                    else if (retry$q) begin
                        following = Phase$Wait;
                    end
                end
        endcase
        if (leave) begin
            phase$d = following;
            scl_pulled$d = following == Phase$Low;
            active$d = following != Phase$Idle;
            ended$d = following == Phase$Idle;
            if (has_result) begin
                code$d = outcome;
            end
        end
        timer$low = low;
        timer$high = high;
        timer$stretch = stretch;
        timer$tick = tick;
        timer$restart = leave;
        timer$by_low = (phase$q == Phase$Low) | (phase$q == Phase$Free);
        timer$rise = phase$q == Phase$Rise;
        sda_change = 1'b0;
        sda_to = 1'b0;
        case (phase$q)
            Phase$Wait:
                begin
                    sda_change = 1'b1;
                    sda_to = can_start;
                end
            Phase$Rise:
                begin
                    sda_change = ~scl & timer$stretch_over;
                end
            Phase$High:
                begin
                    sda_change = timer$high_over & ((pulse$q != Pulse$Byte) | ~scl);
                    sda_to = lines_high & (pulse$q != Pulse$Stop);
                end
            Phase$Low:
                begin
                    sda_change = timer$hold_over;
                    sda_to = ~level;
                end
            default:
                begin
                end
        endcase
        if (sda_change) begin
            sda_pulled$d = sda_to;
        end
        fresh$d = ack_end | ((phase$q == Phase$Start) & timer$high_over);
        if (high_end) begin
            bits$d = bits$q + one;
            shift$d = (shift$q << 32'h1) | ((sda) & 8'hff);
        end
        if (fresh$q) begin
            shift$d = tx_byte;
        end
        if (fresh$q | (phase$q == Phase$Check)) begin
            bits$d = 32'h0;
        end
        if (ack_end) begin
            retry$d = first & sda & ~limit$passed;
            case (kind_now$q)
                Kind$DeviceWrite:
                    begin
                        kind_now$d = Kind$AddressHigh;
                        if (short_address) begin
                            kind_now$d = Kind$AddressLow;
                        end
                        if (no_address) begin
                            kind_now$d = Kind$DataOut;
                        end
                    end
                Kind$AddressHigh:
                    begin
                        kind_now$d = Kind$AddressLow;
                    end
                Kind$AddressLow:
                    begin
                        kind_now$d = Kind$DataOut;
                        if (reads) begin
                            kind_now$d = Kind$DeviceRead;
                            pulse$d = Pulse$Restart;
                        end
                    end
                Kind$DeviceRead:
                    begin
                        kind_now$d = Kind$DataIn;
                    end
                default:
                    begin
                    end
            endcase
        end
        if (high_end) begin
            if (pulse$q == Pulse$Restart) begin
                pulse$d = Pulse$Byte;
            end
            else if (pulse$q == Pulse$Recover) begin
                if (sda) begin
                    pulse$d = Pulse$Stop;
                end
            end
            else if (refused | (ack_slot & receives & last)) begin
                pulse$d = Pulse$Stop;
            end
        end
        if (fresh$q & (kind_now$q == Kind$DataOut) & complete) begin
            pulse$d = Pulse$Stop;
        end
        if ((phase$q == Phase$Check) | (phase$q == Phase$Wait)) begin
            retry$d = 1'b0;
            kind_now$d = Kind$DeviceWrite;
            if (reads & no_address) begin
                kind_now$d = Kind$DeviceRead;
            end
            pulse$d = Pulse$Byte;
            if (recover) begin
                pulse$d = Pulse$Recover;
            end
        end
        busy = active$q;
        done = ended$q;
        result = code$q;
        scl_low = scl_pulled$q;
        sda_low = sda_pulled$q;
        kind = kind_now$q;
        shifted = shift$q;
        load = fresh$q;
        bit_end = high_end;
        take = byte_end;
        acknowledged = ack_end & ~sda & (kind_now$q == Kind$DataOut);
        if (reset) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            ended$d = 1'b0;
            scl_pulled$d = 1'b0;
            sda_pulled$d = 1'b0;
        end
    end
endmodule // umbilical_i2c_engine

module umbilical_i2c_engine_limit(clock,run,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  tick;
    input wire  [11:0] deadline;
    output reg  passed;

    // Constant declarations
    localparam  all_ones = 12'hfff;

    // Stub signals
    reg  [11:0] left$d;
    wire  [11:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [11:0] minus_one;
    reg  [11:0] counted;
    reg  none_left;

    // Sub module instances
    umbilical_dff_12 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );

    // Update code
    always @(*) begin
        left$clock = clock;
        left$d = left$q;
        minus_one = 32'h0;
        if (run) begin
            minus_one = all_ones;
        end
        counted = left$q + minus_one;
        none_left = ~|left$q;
        passed = none_left;
        if (~run | (tick & ~none_left)) begin
            left$d = counted;
            if (~run) begin
                left$d = deadline;
            end
        end
    end
endmodule // umbilical_i2c_engine_limit

module umbilical_i2c_engine_timer(clock,low,high,stretch,tick,restart,by_low,rise,hold_over,low_over,high_over,stretch_over);

    // Module arguments
    input wire  clock;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  tick;
    input wire  restart;
    input wire  by_low;
    input wire  rise;
    output reg  hold_over;
    output reg  low_over;
    output reg  high_over;
    output reg  stretch_over;

    // Constant declarations
    localparam  first = 12'h2;
    localparam  seen = 12'h8;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;
    reg  hold_next$d;
    wire  hold_next$q;
    reg  hold_next$clock;
    reg  low_next$d;
    wire  low_next$q;
    reg  low_next$clock;
    reg  high_next$d;
    wire  high_next$q;
    reg  high_next$clock;

    // Local signals
    reg  [11:0] minus_one;
    reg  [11:0] counted;
    reg  let_go;

    // Sub module instances
    umbilical_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    umbilical_dff_1 hold_next(
        .d(hold_next$d),
        .q(hold_next$q),
        .clock(hold_next$clock)
    );
    umbilical_dff_1 low_next(
        .d(low_next$d),
        .q(low_next$q),
        .clock(low_next$clock)
    );
    umbilical_dff_1 high_next(
        .d(high_next$d),
        .q(high_next$q),
        .clock(high_next$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        hold_next$clock = clock;
        low_next$clock = clock;
        high_next$clock = clock;
        count$d = count$q;
        hold_next$d = hold_next$q;
        low_next$d = low_next$q;
        high_next$d = high_next$q;
        let_go = by_low & low_next$q;
        minus_one = 32'hfff;
        if (let_go) begin
            minus_one = 32'h0;
        end
        counted = count$q - minus_one;
        stretch_over = &count$q;
        hold_next$d = count$q[(32'h0)+:(10)] == low[(32'h2)+:(10)];
        low_next$d = count$q == low;
        high_next$d = count$q == high;
        if (restart | tick | ~rise) begin
            count$d = counted;
            if (let_go) begin
                count$d = ~stretch;
            end
            if (restart & ~by_low) begin
                count$d = first;
                if (rise) begin
                    count$d = seen;
                end
            end
        end
        if (restart) begin
            hold_next$d = 1'b0;
            low_next$d = 1'b0;
            high_next$d = 1'b0;
        end
        hold_over = hold_next$q;
        low_over = low_next$q;
        high_over = high_next$q;
    end
endmodule // umbilical_i2c_engine_timer

module umbilical_i2c_setup(clock,reset,write,offset,data,low,high,stretch,deadline,device,journal,address_bytes,word_address,length,pointer,read);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  write;
    input wire  [7:0] offset;
    input wire  [27:0] data;
    output reg  [11:0] low;
    output reg  [11:0] high;
    output reg  [11:0] stretch;
    output reg  [11:0] deadline;
    output reg  [6:0] device;
    output reg  journal;
    output reg  [1:0] address_bytes;
    output reg  [15:0] word_address;
    output reg  [15:0] length;
    output reg  [11:0] pointer;
    output reg  [31:0] read;

    // Constant declarations
    localparam  least = 12'ha;
    localparam  phase_reset = 12'hf0;
    localparam  ticks_reset = 12'h495;
    localparam  timing_at = 8'h40;
    localparam  stretch_at = 8'h48;
    localparam  deadline_at = 8'h4c;
    localparam  device_at = 8'h50;
    localparam  address_at = 8'h54;
    localparam  length_at = 8'h58;
    localparam  pointer_at = 8'h5c;

    // Stub signals
    reg  [11:0] low_time$d;
    wire  [11:0] low_time$q;
    reg  low_time$clock;
    reg  [11:0] high_time$d;
    wire  [11:0] high_time$q;
    reg  high_time$clock;
    reg  [11:0] stretch_time$d;
    wire  [11:0] stretch_time$q;
    reg  stretch_time$clock;
    reg  [11:0] deadline_time$d;
    wire  [11:0] deadline_time$q;
    reg  deadline_time$clock;
    reg  [6:0] device_address$d;
    wire  [6:0] device_address$q;
    reg  device_address$clock;
    reg  on_journal$d;
    wire  on_journal$q;
    reg  on_journal$clock;
    reg  [1:0] bytes$d;
    wire  [1:0] bytes$q;
    reg  bytes$clock;
    reg  [15:0] word$d;
    wire  [15:0] word$q;
    reg  word$clock;
    reg  [15:0] wanted$d;
    wire  [15:0] wanted$q;
    reg  wanted$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;

    // Local signals
    reg  [11:0] lower;
    reg  [11:0] upper;
    reg  journal_bit;

    // Sub module instances
    umbilical_dff_12 low_time(
        .d(low_time$d),
        .q(low_time$q),
        .clock(low_time$clock)
    );
    umbilical_dff_12 high_time(
        .d(high_time$d),
        .q(high_time$q),
        .clock(high_time$clock)
    );
    umbilical_dff_12 stretch_time(
        .d(stretch_time$d),
        .q(stretch_time$q),
        .clock(stretch_time$clock)
    );
    umbilical_dff_12 deadline_time(
        .d(deadline_time$d),
        .q(deadline_time$q),
        .clock(deadline_time$clock)
    );
    umbilical_dff_7 device_address(
        .d(device_address$d),
        .q(device_address$q),
        .clock(device_address$clock)
    );
    umbilical_dff_1 on_journal(
        .d(on_journal$d),
        .q(on_journal$q),
        .clock(on_journal$clock)
    );
    umbilical_dff_2 bytes(
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    umbilical_dff_16 word(
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    umbilical_dff_16 wanted(
        .d(wanted$d),
        .q(wanted$q),
        .clock(wanted$clock)
    );
    umbilical_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );

    // Update code
    always @(*) begin
        low_time$clock = clock;
        high_time$clock = clock;
        stretch_time$clock = clock;
        deadline_time$clock = clock;
        device_address$clock = clock;
        on_journal$clock = clock;
        bytes$clock = clock;
        word$clock = clock;
        wanted$clock = clock;
        place$clock = clock;
        low_time$d = low_time$q;
        high_time$d = high_time$q;
        stretch_time$d = stretch_time$q;
        deadline_time$d = deadline_time$q;
        device_address$d = device_address$q;
        on_journal$d = on_journal$q;
        bytes$d = bytes$q;
        word$d = word$q;
        wanted$d = wanted$q;
        place$d = place$q;
        lower = data[(32'h0)+:(12)];
        if (data[(32'h0)+:(12)] < least) begin
            lower = least;
        end
        upper = data[(32'h10)+:(12)];
        if (data[(32'h10)+:(12)] < least) begin
            upper = least;
        end
        journal_bit = on_journal$q;
        read = 32'h0;
        if (offset == timing_at) begin
            read = ((low_time$q) & 32'hffffffff) | (((high_time$q) & 32'hffffffff) << 32'h10);
            if (write) begin
                low_time$d = lower;
                high_time$d = upper;
            end
        end
        if (offset == stretch_at) begin
            read = ((stretch_time$q) & 32'hffffffff);
            if (write) begin
                stretch_time$d = data[(32'h0)+:(12)];
            end
        end
        if (offset == deadline_at) begin
            read = ((deadline_time$q) & 32'hffffffff);
            if (write) begin
                deadline_time$d = data[(32'h0)+:(12)];
            end
        end
        if (offset == device_at) begin
            read = ((device_address$q) & 32'hffffffff) | (((journal_bit) & 32'hffffffff) << 32'h8) | (((bytes$q) & 32'hffffffff) << 32'h9);
            if (write) begin
                device_address$d = data[(32'h0)+:(7)];
                on_journal$d = data[32'h8];
                bytes$d = data[(32'h9)+:(2)];
            end
        end
        if (offset == address_at) begin
            read = ((word$q) & 32'hffffffff);
            if (write) begin
                word$d = data[(32'h0)+:(16)];
            end
        end
        if (offset == length_at) begin
            read = ((wanted$q) & 32'hffffffff);
            if (write) begin
                wanted$d = data[(32'h0)+:(16)];
            end
        end
        if (offset == pointer_at) begin
            read = ((place$q) & 32'hffffffff);
            if (write) begin
                place$d = data[(32'h0)+:(12)];
            end
        end
        low = low_time$q;
        high = high_time$q;
        stretch = stretch_time$q;
        deadline = deadline_time$q;
        device = device_address$q;
        journal = on_journal$q;
        address_bytes = bytes$q;
        word_address = word$q;
        length = wanted$q;
        pointer = place$q;
        if (reset) begin
            low_time$d = phase_reset;
            high_time$d = phase_reset;
            stretch_time$d = ticks_reset;
            deadline_time$d = ticks_reset;
            device_address$d = 32'h0;
            on_journal$d = 1'b0;
            bytes$d = 32'h0;
            word$d = 32'h0;
            wanted$d = 32'h0;
            place$d = 32'h0;
        end
    end
endmodule // umbilical_i2c_setup

module umbilical_i2c_transfer(clock,reset,start,operation,device,address,length,pointer,crc_write,data,kind,load,bit_end,take,acknowledged,shifted,sda,buffer_read,tx_byte,complete,last,unequal,count,crc,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  [2:0] operation;
    input wire  [6:0] device;
    input wire  [15:0] address;
    input wire  [15:0] length;
    input wire  [11:0] pointer;
    input wire  crc_write;
    input wire  [31:0] data;
    input wire  [2:0] kind;
    input wire  load;
    input wire  bit_end;
    input wire  take;
    input wire  acknowledged;
    input wire  [7:0] shifted;
    input wire  sda;
    input wire  [7:0] buffer_read;
    output reg  [7:0] tx_byte;
    output reg  complete;
    output reg  last;
    output reg  unequal;
    output reg  [15:0] count;
    output reg  [31:0] crc;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  one = 16'h1;
    localparam  read_bit = 8'h1;
    localparam  read = 3'b10;
    localparam  compare = 3'b11;

    // Enums
    localparam Kind$DeviceWrite = 0;
    localparam Kind$AddressHigh = 1;
    localparam Kind$AddressLow = 2;
    localparam Kind$DeviceRead = 3;
    localparam Kind$DataOut = 4;
    localparam Kind$DataIn = 5;

    // Stub signals
    reg  check$clock;
    reg  check$reset;
    reg  check$take;
    reg  [7:0] check$shifted;
    reg  check$write;
    reg  [31:0] check$data;
    wire  [31:0] check$register;
    reg  [15:0] moved$d;
    wire  [15:0] moved$q;
    reg  moved$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;
    reg  different$d;
    wire  different$q;
    reg  different$clock;
    reg  refuse$d;
    wire  refuse$q;
    reg  refuse$clock;

    // Local signals
    reg  sampled;
    reg  [7:0] received;
    reg  bit_differs;
    reg  mismatch;
    reg  all;
    reg  [11:0] minus_one;
    reg  addressing;
    reg  [11:0] stepped;

    // Sub module instances
    umbilical_i2c_transfer_check check(
        .clock(check$clock),
        .reset(check$reset),
        .take(check$take),
        .shifted(check$shifted),
        .write(check$write),
        .data(check$data),
        .register(check$register)
    );
    umbilical_dff_16 moved(
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    umbilical_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );
    umbilical_dff_1 different(
        .d(different$d),
        .q(different$q),
        .clock(different$clock)
    );
    umbilical_dff_1 refuse(
        .d(refuse$d),
        .q(refuse$q),
        .clock(refuse$clock)
    );

    // Update code
    always @(*) begin
        moved$clock = clock;
        place$clock = clock;
        different$clock = clock;
        refuse$clock = clock;
        moved$d = moved$q;
        place$d = place$q;
        different$d = different$q;
        refuse$d = refuse$q;
        check$clock = clock;
        check$reset = reset;
        addressing = (kind != Kind$DataOut) & (kind != Kind$DataIn);
        case (kind)
            Kind$DeviceWrite:
                begin
                    tx_byte = ((device) & 8'hff) << 32'h1;
                end
            Kind$DeviceRead:
                begin
                    tx_byte = (((device) & 8'hff) << 32'h1) | read_bit;
                end
            Kind$AddressHigh:
                begin
                    tx_byte = address[(32'h8)+:(8)];
                end
            Kind$AddressLow:
                begin
                    tx_byte = address[(32'h0)+:(8)];
                end
            default:
                begin
                    tx_byte = buffer_read;
                end
        endcase
        sampled = sda;
        received = (shifted << 32'h1) | ((sampled) & 8'hff);
        bit_differs = different$q | (shifted[32'h7] ^ sda);
        mismatch = (operation == compare) & bit_differs;
        if (bit_end) begin
            different$d = bit_differs;
        end
        if (load) begin
            different$d = 1'b0;
        end
        if (take & mismatch) begin
            refuse$d = 1'b1;
        end
        if (acknowledged | (take & ~mismatch)) begin
            moved$d = moved$q + one;
        end
        if (start) begin
            moved$d = 32'h0;
            refuse$d = 1'b0;
        end
        all = moved$q == length;
        complete = all;
        last = all | refuse$q;
        unequal = refuse$q;
        count = moved$q;
        minus_one = 32'hfff;
        if (addressing) begin
            minus_one = 32'h0;
        end
        stepped = place$q - minus_one;
        if (take | (load & (kind != Kind$DataIn))) begin
            place$d = stepped;
            if (addressing) begin
                place$d = pointer;
            end
        end
        buffer_address = place$q;
        buffer_data = received;
        buffer_write = take & (operation == read);
        check$take = take & (operation != compare);
        check$shifted = shifted;
        check$write = crc_write;
        check$data = data;
        crc = check$register;
        if (reset) begin
            moved$d = 32'h0;
        end
    end
endmodule // umbilical_i2c_transfer

module umbilical_i2c_transfer_check(clock,reset,take,shifted,write,data,register);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  take;
    input wire  [7:0] shifted;
    input wire  write;
    input wire  [31:0] data;
    output reg  [31:0] register;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  last = 3'b111;
    localparam  start_value = 32'hffffffff;
    localparam  polynomial = 32'hedb88320;

    // Stub signals
    reg  [31:0] state$d;
    wire  [31:0] state$q;
    reg  state$clock;
    reg  running$d;
    wire  running$q;
    reg  running$clock;
    reg  [2:0] index$d;
    wire  [2:0] index$q;
    reg  index$clock;

    // Local signals
    reg  feedback;
    reg  [31:0] taps;

    // Sub module instances
    umbilical_dff_32 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_dff_1 running(
        .d(running$d),
        .q(running$q),
        .clock(running$clock)
    );
    umbilical_dff_3 index(
        .d(index$d),
        .q(index$q),
        .clock(index$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        running$clock = clock;
        index$clock = clock;
        state$d = state$q;
        running$d = running$q;
        index$d = index$q;
        feedback = shifted[index$q] ^ state$q[32'h0];
        taps = 32'h0;
        if (feedback) begin
            taps = polynomial;
        end
        if (running$q) begin
            state$d = (state$q >> 32'h1) ^ taps;
            index$d = index$q + one;
            if (index$q == last) begin
                running$d = 1'b0;
            end
        end
        if (take) begin
            running$d = 1'b1;
            index$d = 32'h0;
        end
        if (write) begin
            state$d = data;
        end
        register = state$q;
        if (reset) begin
            state$d = start_value;
            running$d = 1'b0;
        end
    end
endmodule // umbilical_i2c_transfer_check

module umbilical_mcu(clock,reset,rom_address,rom_data,bus_address,bus_write_data,bus_write_mask,bus_access,bus_read,wake,cycle,cycle_high,trace_retire,trace_pc,trace_instruction,trace_value);

    // Module arguments
    input wire  clock;
    input wire  reset;
    output reg  [12:0] rom_address;
    input wire  [31:0] rom_data;
    output reg  [31:0] bus_address;
    output reg  [31:0] bus_write_data;
    output reg  [3:0] bus_write_mask;
    output reg  bus_access;
    input wire  [31:0] bus_read;
    input wire  wake;
    input wire  [31:0] cycle;
    input wire  [31:0] cycle_high;
    output reg  trace_retire;
    output reg  [31:0] trace_pc;
    output reg  [31:0] trace_instruction;
    output reg  [31:0] trace_value;

    // Enums
    localparam State$Start = 0;
    localparam State$Decode = 1;
    localparam State$Execute = 2;
    localparam State$Shift = 3;
    localparam State$Wait = 4;
    localparam State$Memory = 5;
    localparam State$Load = 6;
    localparam State$Finish = 7;

    // Stub signals
    reg  registers$clock;
    reg  [4:0] registers$read_a;
    reg  [4:0] registers$read_b;
    wire  [31:0] registers$data_a;
    wire  [31:0] registers$data_b;
    reg  registers$write;
    reg  [4:0] registers$write_address;
    reg  [31:0] registers$write_data;
    reg  [31:0] fields$instruction;
    wire  [4:0] fields$read_a;
    wire  [4:0] fields$read_b;
    wire  [4:0] fields$write;
    reg  [31:0] decoder$instruction;
    reg  decoder$fetch_fault;
    wire  [38:0] decoder$decoded;
    wire  [6:0] decoder$csr_read;
    reg  [31:0] immediates$instruction;
    wire  [31:0] immediates$immediate;
    reg  [31:0] expansion$instruction;
    wire  [31:0] expansion$expanded;
    reg  [31:0] adder$a;
    reg  [31:0] adder$b;
    reg  adder$carry_in;
    wire  [31:0] adder$sum;
    wire  adder$carry_out;
    reg  [31:0] shift_step$value;
    reg  shift_step$right;
    reg  shift_step$four;
    reg  shift_step$fill;
    wire  [31:0] shift_step$shifted;
    reg  [31:0] store_lanes$value;
    reg  [1:0] store_lanes$width;
    wire  [31:0] store_lanes$lanes;
    reg  [31:0] access$address;
    reg  [2:0] access$width;
    reg  access$store;
    wire  access$misaligned;
    wire  access$fault;
    wire  access$in_rom;
    wire  [3:0] access$mask;
    reg  [31:0] access$rom_data;
    reg  [31:0] access$bus_read;
    wire  [31:0] access$loaded;
    reg  csrs$clock;
    reg  csrs$reset;
    reg  [6:0] csrs$select;
    wire  [31:0] csrs$read;
    reg  [6:0] csrs$write_select;
    wire  [31:0] csrs$trace_read;
    reg  csrs$write;
    reg  [31:0] csrs$value;
    reg  csrs$no_value;
    reg  csrs$trap;
    reg  [31:0] csrs$pc;
    reg  [3:0] csrs$cause;
    reg  [31:0] csrs$cycle;
    reg  [31:0] csrs$cycle_high;
    wire  [31:0] csrs$mtvec;
    wire  [31:0] csrs$mepc;
    reg  [2:0] state$d;
    wire  [2:0] state$q;
    reg  state$clock;
    reg  [31:0] pc$d;
    wire  [31:0] pc$q;
    reg  pc$clock;
    reg  [38:0] decoded$d;
    wire  [38:0] decoded$q;
    reg  decoded$clock;
    reg  [31:0] result$d;
    wire  [31:0] result$q;
    reg  result$clock;
    reg  [6:0] csr_read$d;
    wire  [6:0] csr_read$q;
    reg  csr_read$clock;
    reg  [4:0] count$d;
    wire  [4:0] count$q;
    reg  count$clock;
    reg  taken$d;
    wire  taken$q;
    reg  taken$clock;
    reg  [31:0] trace_word$d;
    wire  [31:0] trace_word$q;
    reg  trace_word$clock;

    // Local signals
    reg  [2:0] funct3;
    reg  decode;
    reg  execute;
    reg  finish;
    reg  memory;
    reg  jump;
    reg  refused;
    reg  trap;
    reg  subtract;
    reg  [31:0] operand_a;
    reg  from_pc;
    reg  zero_a;
    reg  [31:0] operand_b;
    reg  [31:0] logic_b;
    reg  [31:0] gated_b;
    reg  [31:0] bitwise;
    reg  less;
    reg  equal;
    reg  [31:0] compared;
    reg  take_loaded;
    reg  source_high;
    reg  source_low;
    reg  [31:0] written;
    reg  next_high;
    reg  next_low;
    reg  [31:0] new_result;
    reg  [4:0] step;
    reg  last_step;
    reg  [4:0] amount;
    reg  [2:0] fours;
    reg  [14:0] length;
    reg  [14:0] next_in_rom;
    reg  [31:0] next_address;
    reg  [31:0] next_pc;

    // Sub module instances
    umbilical_mcu_registers registers(
        .clock(registers$clock),
        .read_a(registers$read_a),
        .read_b(registers$read_b),
        .data_a(registers$data_a),
        .data_b(registers$data_b),
        .write(registers$write),
        .write_address(registers$write_address),
        .write_data(registers$write_data)
    );
    umbilical_mcu_fields fields(
        .instruction(fields$instruction),
        .read_a(fields$read_a),
        .read_b(fields$read_b),
        .write(fields$write)
    );
    umbilical_mcu_decoder decoder(
        .instruction(decoder$instruction),
        .fetch_fault(decoder$fetch_fault),
        .decoded(decoder$decoded),
        .csr_read(decoder$csr_read)
    );
    umbilical_mcu_immediates immediates(
        .instruction(immediates$instruction),
        .immediate(immediates$immediate)
    );
    umbilical_mcu_expansion expansion(
        .instruction(expansion$instruction),
        .expanded(expansion$expanded)
    );
    umbilical_mcu_adder adder(
        .a(adder$a),
        .b(adder$b),
        .carry_in(adder$carry_in),
        .sum(adder$sum),
        .carry_out(adder$carry_out)
    );
    umbilical_mcu_shift_step shift_step(
        .value(shift_step$value),
        .right(shift_step$right),
        .four(shift_step$four),
        .fill(shift_step$fill),
        .shifted(shift_step$shifted)
    );
    umbilical_mcu_store_lanes store_lanes(
        .value(store_lanes$value),
        .width(store_lanes$width),
        .lanes(store_lanes$lanes)
    );
    umbilical_mcu_access access(
        .address(access$address),
        .width(access$width),
        .store(access$store),
        .misaligned(access$misaligned),
        .fault(access$fault),
        .in_rom(access$in_rom),
        .mask(access$mask),
        .rom_data(access$rom_data),
        .bus_read(access$bus_read),
        .loaded(access$loaded)
    );
    umbilical_mcu_csrs csrs(
        .clock(csrs$clock),
        .reset(csrs$reset),
        .select(csrs$select),
        .read(csrs$read),
        .write_select(csrs$write_select),
        .trace_read(csrs$trace_read),
        .write(csrs$write),
        .value(csrs$value),
        .no_value(csrs$no_value),
        .trap(csrs$trap),
        .pc(csrs$pc),
        .cause(csrs$cause),
        .cycle(csrs$cycle),
        .cycle_high(csrs$cycle_high),
        .mtvec(csrs$mtvec),
        .mepc(csrs$mepc)
    );
    umbilical_dff_3_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_dff_32 pc(
        .d(pc$d),
        .q(pc$q),
        .clock(pc$clock)
    );
    umbilical_dff_39 decoded(
        .d(decoded$d),
        .q(decoded$q),
        .clock(decoded$clock)
    );
    umbilical_dff_32 result(
        .d(result$d),
        .q(result$q),
        .clock(result$clock)
    );
    umbilical_dff_7 csr_read(
        .d(csr_read$d),
        .q(csr_read$q),
        .clock(csr_read$clock)
    );
    umbilical_dff_5 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    umbilical_dff_1 taken(
        .d(taken$d),
        .q(taken$q),
        .clock(taken$clock)
    );
    umbilical_dff_32 trace_word(
        .d(trace_word$d),
        .q(trace_word$q),
        .clock(trace_word$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        pc$clock = clock;
        decoded$clock = clock;
        result$clock = clock;
        csr_read$clock = clock;
        count$clock = clock;
        taken$clock = clock;
        trace_word$clock = clock;
        state$d = state$q;
        pc$d = pc$q;
        decoded$d = decoded$q;
        result$d = result$q;
        csr_read$d = csr_read$q;
        count$d = count$q;
        taken$d = taken$q;
        trace_word$d = trace_word$q;
        registers$clock = clock;
        csrs$clock = clock;
        csrs$reset = reset;
        decode = state$q == State$Decode;
        execute = state$q == State$Execute;
        finish = state$q == State$Finish;
        memory = state$q == State$Memory;
        funct3 = decoded$q[(64'h22)+:(3)];
        decoder$instruction = rom_data;
        decoder$fetch_fault = (pc$q & 32'hffffc000) != 32'h0;
        immediates$instruction = rom_data;
        fields$instruction = rom_data;
        registers$read_a = fields$read_a;
        registers$read_b = fields$read_b;
        expansion$instruction = rom_data;
        if (decode) begin
            decoded$d = decoder$decoded;
            trace_word$d = expansion$expanded;
        end
        from_pc = decode | decoded$q[(64'h1)+:(1)];
        zero_a = ~decode & decoded$q[(64'h17)+:(1)];
        if (decode) begin
            zero_a = rom_data[32'h5] & rom_data[32'h4];
            if (~rom_data[32'h1]) begin
                zero_a = rom_data[32'he] & ~rom_data[32'hf];
            end
        end
        operand_a = 32'h0;
        if (from_pc & ~zero_a) begin
            operand_a = pc$q;
        end
        if (~from_pc & ~zero_a & ~decoded$q[(64'h16)+:(1)]) begin
            operand_a = operand_a | registers$data_a;
        end
        if (~from_pc & ~zero_a & decoded$q[(64'h16)+:(1)]) begin
            operand_a = operand_a | ((rom_data[(32'hf)+:(5)]) & 32'hffffffff);
        end
        subtract = decoded$q[(64'h1a)+:(1)] & ~decode;
        operand_b = registers$data_b;
        if (decode | decoded$q[(64'h18)+:(1)]) begin
            operand_b = immediates$immediate;
        end
        if (subtract) begin
            operand_b = operand_b ^ 32'hffffffff;
        end
        adder$a = operand_a;
        adder$b = operand_b;
        adder$carry_in = subtract;
        if (decode) begin
            csr_read$d = decoder$csr_read;
        end
        if (execute) begin
            csr_read$d = decoded$q[(64'hf)+:(7)];
        end
        csrs$select = csr_read$q;
        csrs$write_select = decoded$q[(64'hf)+:(7)];
        gated_b = 32'h0;
        if (decoded$q[(64'h19)+:(1)]) begin
            gated_b = operand_b;
        end
        logic_b = gated_b | csrs$read;
        bitwise = operand_a | logic_b;
        if (decoded$q[(64'h1e)+:(2)] == 8'h1) begin
            bitwise = operand_a & logic_b;
        end
        if (decoded$q[(64'h1e)+:(2)] == 8'h2) begin
            bitwise = operand_a ^ logic_b;
        end
        if (decoded$q[(64'h1e)+:(2)] == 8'h3) begin
            bitwise = (operand_a ^ 32'hffffffff) & logic_b;
        end
        equal = &bitwise;
        less = ~adder$carry_out ^ (~decoded$q[(64'h1d)+:(1)] & ~(operand_a[32'h1f] ^ operand_b[32'h1f]));
        taken$d = decoded$q[(64'h8)+:(1)] & ((funct3[32'h0]) ^ ((funct3[32'h2] & less) | (~funct3[32'h2] & equal)));
        amount = operand_b[(32'h0)+:(5)];
        fours = count$q[(32'h2)+:(3)];
        shift_step$value = result$q;
        shift_step$right = funct3[32'h2];
        shift_step$fill = decoded$q[(64'h25)+:(1)] & result$q[32'h1f];
        shift_step$four = |fours;
        step = 8'h1;
        if (|fours) begin
            step = 8'h4;
        end
        last_step = (count$q == 8'h4) | (count$q == 8'h1);
        access$address = result$q;
        access$width = funct3;
        access$store = decoded$q[(64'h7)+:(1)];
        access$rom_data = rom_data;
        access$bus_read = bus_read;
        store_lanes$value = registers$data_b;
        store_lanes$width = funct3[(32'h0)+:(2)];
        refused = memory & access$fault;
        bus_address = result$q;
        bus_write_data = store_lanes$lanes;
        bus_write_mask = 8'h0;
        if (refused | ~memory | reset) begin
            bus_access = 1'b0;
        end
        else begin
            bus_access = ~access$in_rom;
            if (decoded$q[(64'h7)+:(1)]) begin
                bus_write_mask = access$mask;
            end
        end
        compared = bitwise;
        if (decoded$q[(64'h1c)+:(1)] & less) begin
            compared = bitwise | 32'h1;
        end
        take_loaded = state$q == State$Load;
        source_high = (state$q == State$Shift) | take_loaded;
        source_low = take_loaded | decode | (execute & decoded$q[(64'h1b)+:(1)]);
        if (source_high) begin
            if (source_low) begin
                new_result = access$loaded;
            end
            else begin
                new_result = shift_step$shifted;
            end
        end
        else begin
            if (source_low) begin
                new_result = adder$sum;
            end
            else begin
                new_result = compared;
            end
        end
        if (decode | (execute & (~decoded$q[(64'h20)+:(1)] | decoded$q[(64'h0)+:(1)])) | (state$q == State$Shift) | (state$q == State$Load)) begin
            result$d = new_result;
        end
        jump = decoded$q[(64'h9)+:(1)] | taken$q;
        trap = (finish & decoded$q[(64'h0)+:(1)]) | refused;
        length = 16'h2;
        if (decoded$q[(64'h26)+:(1)]) begin
            length = 16'h4;
        end
        next_in_rom = pc$q[(32'h0)+:(15)] + length;
        next_address = ((next_in_rom) & 32'hffffffff);
        registers$write = finish & decoded$q[(64'h21)+:(1)] & ~decoded$q[(64'h0)+:(1)];
        registers$write_address = fields$write;
        written = 32'h0;
        if (~decoded$q[(64'h9)+:(1)] & ~decoded$q[(64'hd)+:(1)]) begin
            written = result$q;
        end
        if (decoded$q[(64'h9)+:(1)]) begin
            written = written | next_address;
        end
        if (decoded$q[(64'hd)+:(1)]) begin
            written = written | logic_b;
        end
        registers$write_data = written;
        csrs$write = finish & decoded$q[(64'he)+:(1)];
        csrs$value = result$q;
        csrs$trap = trap;
        csrs$pc = pc$q;
        csrs$cycle = cycle;
        csrs$cycle_high = cycle_high;
        csrs$no_value = decoded$q[(64'h0)+:(1)] & ~decoded$q[(64'h1)+:(1)];
        csrs$cause = decoded$q[(64'h2)+:(4)];
        if (memory) begin
            csrs$cause = 8'h4;
            if (decoded$q[(64'h7)+:(1)] & access$misaligned) begin
                csrs$cause = 8'h6;
            end
            if (~decoded$q[(64'h7)+:(1)] & ~access$misaligned) begin
                csrs$cause = 8'h5;
            end
            if (decoded$q[(64'h7)+:(1)] & ~access$misaligned) begin
                csrs$cause = 8'h7;
            end
        end
        next_high = trap | decoded$q[(64'hc)+:(1)];
        next_low = trap | (~decoded$q[(64'hc)+:(1)] & (jump | memory));
        if (next_high) begin
            if (next_low) begin
                next_pc = csrs$mtvec;
            end
            else begin
                next_pc = csrs$mepc;
            end
        end
        else begin
            if (next_low) begin
                next_pc = result$q;
            end
            else begin
                next_pc = next_address;
            end
        end
        rom_address = pc$q[(32'h1)+:(13)];
        if (finish) begin
            rom_address = next_pc[(32'h1)+:(13)];
        end
        if (memory) begin
            rom_address = next_pc[(32'h1)+:(13)] & 16'h1ffe;
        end
        if (finish | refused) begin
            pc$d = next_pc & 32'hfffffffe;
        end
        case (state$q)
            State$Start:
                begin
                    state$d = State$Decode;
                end
            State$Decode:
                begin
                    state$d = State$Execute;
                end
            State$Execute:
                begin
                    count$d = amount;
                    state$d = State$Finish;
                    if (~decoded$q[(64'h0)+:(1)]) begin
                        if (decoded$q[(64'h6)+:(1)] | decoded$q[(64'h7)+:(1)]) begin
                            state$d = State$Memory;
                        end
                        if (decoded$q[(64'ha)+:(1)] & |amount) begin
                            state$d = State$Shift;
                        end
                        if (decoded$q[(64'hb)+:(1)] & ~wake) begin
                            state$d = State$Wait;
                        end
                    end
                end
            State$Shift:
                begin
                    count$d = count$q - step;
                    if (last_step) begin
                        state$d = State$Finish;
                    end
                end
            State$Wait:
                begin
                    if (wake) begin
                        state$d = State$Finish;
                    end
                end
            State$Memory:
                begin
                    state$d = State$Load;
                    if (decoded$q[(64'h7)+:(1)]) begin
                        state$d = State$Finish;
                    end
                    if (access$fault) begin
                        state$d = State$Decode;
                    end
                end
            State$Load:
                begin
                    state$d = State$Finish;
                end
            State$Finish:
                begin
                    state$d = State$Decode;
                end
            default:
                begin
                    state$d = State$Start;
                end
        endcase
        trace_pc = pc$q;
        trace_instruction = trace_word$q;
        trace_retire = ~reset & ((execute & ~decoded$q[(64'h0)+:(1)] & ~decoded$q[(64'h6)+:(1)] & ~decoded$q[(64'h7)+:(1)] & ~(decoded$q[(64'ha)+:(1)] & |amount) & ~(decoded$q[(64'hb)+:(1)] & ~wake)) | ((state$q == State$Shift) & last_step) | ((state$q == State$Wait) & wake) | (memory & decoded$q[(64'h7)+:(1)] & ~access$fault) | (state$q == State$Load));
        trace_value = 32'h0;
        if (decoded$q[(64'h21)+:(1)]) begin
            trace_value = new_result;
            if (decoded$q[(64'h20)+:(1)]) begin
                trace_value = result$q;
            end
            if (decoded$q[(64'hd)+:(1)]) begin
                trace_value = csrs$trace_read;
            end
            if (decoded$q[(64'h9)+:(1)]) begin
                trace_value = next_address;
            end
        end
        if (reset) begin
            state$d = State$Start;
            pc$d = 32'h0;
        end
    end
endmodule // umbilical_mcu

module umbilical_mcu_access(address,width,store,misaligned,fault,in_rom,mask,rom_data,bus_read,loaded);

    // Module arguments
    input wire  [31:0] address;
    input wire  [2:0] width;
    input wire  store;
    output reg  misaligned;
    output reg  fault;
    output reg  in_rom;
    output reg  [3:0] mask;
    input wire  [31:0] rom_data;
    input wire  [31:0] bus_read;
    output reg  [31:0] loaded;

    // Constant declarations
    localparam  rom = 4'h0;
    localparam  ram = 4'h1;
    localparam  buffer = 4'h2;
    localparam  io = 4'h4;

    // Local signals
    reg  [3:0] region;
    reg  inside_rom;
    reg  inside_ram;
    reg  inside_buffer;
    reg  inside_io;
    reg  word;
    reg  half;
    reg  uneven;
    reg  [31:0] raw;
    reg  [15:0] upper_half;
    reg  [15:0] half_value;
    reg  [7:0] byte_value;
    reg  sign;
    reg  [31:0] extension;

    // Update code
    always @(*) begin
        region = address[(32'h1c)+:(4)];
        word = width[32'h1];
        half = width[32'h0];
        in_rom = region == rom;
        inside_rom = (address & 32'hfffc000) == 32'h0;
        inside_ram = inside_rom & ~address[32'hd];
        inside_buffer = (address & 32'hffff000) == 32'h0;
        inside_io = inside_buffer & ((address & 32'hf00) == 32'h0) & word;
        uneven = (address[32'h0] & (half | word)) | (address[32'h1] & word);
        misaligned = uneven;
        fault = uneven | ~(((region == rom) & inside_rom & ~store) | ((region == ram) & inside_ram) | ((region == buffer) & inside_buffer) | ((region == io) & inside_io));
        mask = 8'hf;
        if (~word) begin
            if (half) begin
                mask = 8'h3;
                if (address[32'h1]) begin
                    mask = 8'hc;
                end
            end
            else begin
                mask = 8'h1;
                if (address[(32'h0)+:(2)] == 8'h1) begin
                    mask = 8'h2;
                end
                if (address[(32'h0)+:(2)] == 8'h2) begin
                    mask = 8'h4;
                end
                if (address[(32'h0)+:(2)] == 8'h3) begin
                    mask = 8'h8;
                end
            end
        end
        raw = bus_read;
        if (region == rom) begin
            raw = rom_data;
        end
        upper_half = raw[(32'h10)+:(16)];
        half_value = raw[(32'h0)+:(16)];
        if (address[32'h1]) begin
            half_value = upper_half;
        end
        byte_value = half_value[(32'h0)+:(8)];
        if (address[32'h0]) begin
            byte_value = half_value[(32'h8)+:(8)];
        end
        sign = byte_value[32'h7];
        if (half) begin
            sign = half_value[32'hf];
        end
        sign = sign & ~width[32'h2];
        extension = 32'h0;
        if (sign) begin
            extension = 32'hffffff00;
        end
        loaded = extension | ((byte_value) & 32'hffffffff);
        if (half) begin
            loaded = (extension & 32'hffff0000) | ((half_value) & 32'hffffffff);
        end
        if (word) begin
            loaded = raw;
        end
    end
endmodule // umbilical_mcu_access

module umbilical_mcu_adder(a,b,carry_in,sum,carry_out);

    // Module arguments
    input wire  [31:0] a;
    input wire  [31:0] b;
    input wire  carry_in;
    output reg  [31:0] sum;
    output reg  carry_out;

    // Update code (custom)
    wire [33:0] chain = {1'b0, a, 1'b1} + {1'b0, b, carry_in};
    always @(*) begin
       sum = chain[32:1];
       carry_out = chain[33];
    end
    /* verilator lint_off UNUSED */
    wire low = chain[0];
    /* verilator lint_on UNUSED */
endmodule // umbilical_mcu_adder

module umbilical_mcu_csrs(clock,reset,select,read,write_select,trace_read,write,value,no_value,trap,pc,cause,cycle,cycle_high,mtvec,mepc);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [6:0] select;
    output reg  [31:0] read;
    input wire  [6:0] write_select;
    output reg  [31:0] trace_read;
    input wire  write;
    input wire  [31:0] value;
    input wire  no_value;
    input wire  trap;
    input wire  [31:0] pc;
    input wire  [3:0] cause;
    input wire  [31:0] cycle;
    input wire  [31:0] cycle_high;
    output reg  [31:0] mtvec;
    output reg  [31:0] mepc;

    // Stub signals
    reg  [31:0] mtvec_register$d;
    wire  [31:0] mtvec_register$q;
    reg  mtvec_register$clock;
    reg  [31:0] mscratch$d;
    wire  [31:0] mscratch$q;
    reg  mscratch$clock;
    reg  [31:0] mepc_register$d;
    wire  [31:0] mepc_register$q;
    reg  mepc_register$clock;
    reg  [3:0] mcause$d;
    wire  [3:0] mcause$q;
    reg  mcause$clock;
    reg  [31:0] mcause_rest$d;
    wire  [31:0] mcause_rest$q;
    reg  mcause_rest$clock;
    reg  [31:0] mtval$d;
    wire  [31:0] mtval$q;
    reg  mtval$clock;

    // Local signals
    reg  [31:0] low;
    reg  [31:0] middle;
    reg  [31:0] high;
    reg  [31:0] traced;
    reg  [31:0] counter;

    // Sub module instances
    umbilical_dff_32 mtvec_register(
        .d(mtvec_register$d),
        .q(mtvec_register$q),
        .clock(mtvec_register$clock)
    );
    umbilical_dff_32 mscratch(
        .d(mscratch$d),
        .q(mscratch$q),
        .clock(mscratch$clock)
    );
    umbilical_dff_32 mepc_register(
        .d(mepc_register$d),
        .q(mepc_register$q),
        .clock(mepc_register$clock)
    );
    umbilical_dff_4 mcause(
        .d(mcause$d),
        .q(mcause$q),
        .clock(mcause$clock)
    );
    umbilical_dff_32 mcause_rest(
        .d(mcause_rest$d),
        .q(mcause_rest$q),
        .clock(mcause_rest$clock)
    );
    umbilical_dff_32 mtval(
        .d(mtval$d),
        .q(mtval$q),
        .clock(mtval$clock)
    );

    // Update code
    always @(*) begin
        mtvec_register$clock = clock;
        mscratch$clock = clock;
        mepc_register$clock = clock;
        mcause$clock = clock;
        mcause_rest$clock = clock;
        mtval$clock = clock;
        mtvec_register$d = mtvec_register$q;
        mscratch$d = mscratch$q;
        mepc_register$d = mepc_register$q;
        mcause$d = mcause$q;
        mcause_rest$d = mcause_rest$q;
        mtval$d = mtval$q;
        low = 32'h0;
        middle = 32'h0;
        high = 32'h0;
        counter = 32'h0;
        if (select[32'h0]) begin
            low = mtvec_register$q;
        end
        if (select[32'h1]) begin
            low = low | mscratch$q;
        end
        if (select[32'h2]) begin
            middle = mepc_register$q;
        end
        if (select[32'h3]) begin
            middle = middle | mcause_rest$q | ((mcause$q) & 32'hffffffff);
        end
        if (select[32'h4]) begin
            high = mtval$q;
        end
        if (select[32'h5]) begin
            counter = cycle;
        end
        if (select[32'h6]) begin
            counter = counter | cycle_high;
        end
        read = low | middle | high | counter;
        traced = 32'h0;
        if (write_select[32'h0]) begin
            traced = mtvec_register$q;
        end
        if (write_select[32'h1]) begin
            traced = mscratch$q;
        end
        if (write_select[32'h2]) begin
            traced = mepc_register$q;
        end
        if (write_select[32'h3]) begin
            traced = mcause_rest$q | ((mcause$q) & 32'hffffffff);
        end
        if (write_select[32'h4]) begin
            traced = mtval$q;
        end
        if (write_select[32'h5]) begin
            traced = cycle;
        end
        if (write_select[32'h6]) begin
            traced = cycle_high;
        end
        trace_read = traced;
        mtvec = mtvec_register$q;
        mepc = mepc_register$q;
        if (write & write_select[32'h0]) begin
            mtvec_register$d = value & 32'hfffffffc;
        end
        if (write & write_select[32'h1]) begin
            mscratch$d = value;
        end
        if ((write & write_select[32'h2]) | trap) begin
            mepc_register$d = value & 32'hfffffffe;
            if (trap) begin
                mepc_register$d = pc & 32'hfffffffe;
            end
        end
        if ((write & write_select[32'h3]) | trap) begin
            mcause$d = value[(32'h0)+:(4)];
            if (trap) begin
                mcause$d = cause;
            end
        end
        if (write & write_select[32'h3]) begin
            mcause_rest$d = value & 32'hfffffff0;
        end
        if ((write & write_select[32'h4]) | trap) begin
            mtval$d = value;
        end
        if (trap & no_value) begin
            mtval$d = 32'h0;
        end
        if (reset | trap) begin
            mcause_rest$d = 32'h0;
        end
        if (reset) begin
            mtvec_register$d = 32'h0;
            mscratch$d = 32'h0;
            mepc_register$d = 32'h0;
            mcause$d = 8'h0;
            mtval$d = 32'h0;
        end
    end
endmodule // umbilical_mcu_csrs

module umbilical_mcu_decoder(instruction,fetch_fault,decoded,csr_read);

    // Module arguments
    input wire  [31:0] instruction;
    input wire  fetch_fault;
    output reg  [38:0] decoded;
    output reg  [6:0] csr_read;

    // Local signals
    reg  [4:0] opcode;
    reg  [1:0] quadrant;
    reg  [2:0] funct;
    reg  long;
    reg  quadrant_0;
    reg  quadrant_1;
    reg  quadrant_2;
    reg  bits_2_zero;
    reg  stack_pointer;
    reg  short_arithmetic;
    reg  short_registers;
    reg  short_move;
    reg  short_immediate;
    reg  short_register;
    reg  short_break;
    reg  short_legal;
    reg  load;
    reg  store;
    reg  branch;
    reg  jal;
    reg  jalr;
    reg  lui;
    reg  arithmetic;
    reg  alternative;
    reg  [2:0] operation;
    reg  [2:0] funct3;
    reg  funct7_zero;
    reg  funct7_alternative;
    reg  rs1_zero;
    reg  rd_zero;
    reg  [11:0] number;
    reg  [7:0] number_high;
    reg  [3:0] number_low;
    reg  op_lui;
    reg  op_auipc;
    reg  op_jal;
    reg  op_jalr;
    reg  op_branch;
    reg  op_load;
    reg  op_store;
    reg  op_immediate;
    reg  op_register;
    reg  op_fence;
    reg  op_system;
    reg  shifts;
    reg  compares;
    reg  plain_system;
    reg  ecall;
    reg  ebreak;
    reg  mret;
    reg  wfi;
    reg  csr_class;
    reg  csr_writes;
    reg  [6:0] csr;
    reg  csr_zero;
    reg  csr_cycle;
    reg  csr_known;
    reg  legal;
    reg  [3:0] cause;
    reg  [1:0] bitwise;

    // Update code
    always @(*) begin
        quadrant = instruction[(32'h0)+:(2)];
        funct = instruction[(32'hd)+:(3)];
        opcode = instruction[(32'h2)+:(5)];
        funct3 = instruction[(32'hc)+:(3)];
        number = instruction[(32'h14)+:(12)];
        number_high = number[(32'h4)+:(8)];
        number_low = number[(32'h0)+:(4)];
        funct7_zero = (instruction & 32'hfe000000) == 32'h0;
        funct7_alternative = (instruction & 32'hfe000000) == 32'h40000000;
        rs1_zero = (instruction & 32'hf8000) == 32'h0;
        rd_zero = (instruction & 32'hf80) == 32'h0;
        stack_pointer = (instruction & 32'hf80) == 32'h100;
        bits_2_zero = (instruction & 32'h7c) == 32'h0;
        long = (quadrant == 8'h3) & ~fetch_fault;
        quadrant_0 = (quadrant == 8'h0) & ~fetch_fault;
        quadrant_1 = (quadrant == 8'h1) & ~fetch_fault;
        quadrant_2 = (quadrant == 8'h2) & ~fetch_fault;
        op_lui = long & (opcode == 8'hd);
        op_auipc = long & (opcode == 8'h5);
        op_jal = long & (opcode == 8'h1b);
        op_jalr = long & (opcode == 8'h19);
        op_branch = long & (opcode == 8'h18);
        op_load = long & (opcode == 8'h0);
        op_store = long & (opcode == 8'h8);
        op_immediate = long & (opcode == 8'h4);
        op_register = long & (opcode == 8'hc);
        op_fence = long & (opcode == 8'h3);
        op_system = long & (opcode == 8'h1c);
        short_arithmetic = quadrant_1 & (funct == 8'h4);
        short_registers = short_arithmetic & instruction[32'hb] & instruction[32'ha];
        short_move = quadrant_2 & (funct == 8'h4);
        load = op_load | ((quadrant_0 | quadrant_2) & (funct == 8'h2));
        store = op_store | ((quadrant_0 | quadrant_2) & (funct == 8'h6));
        lui = op_lui | (quadrant_1 & (funct == 8'h3) & ~stack_pointer);
        jal = op_jal | (quadrant_1 & ((funct & 8'h3) == 8'h1));
        branch = op_branch | (quadrant_1 & ((funct & 8'h6) == 8'h6));
        jalr = op_jalr | (short_move & bits_2_zero);
        short_immediate = (quadrant_0 & (funct == 8'h0)) | (quadrant_1 & ((funct & 8'h5) == 8'h0)) | (quadrant_1 & (funct == 8'h3) & stack_pointer) | (short_arithmetic & ~short_registers) | (quadrant_2 & (funct == 8'h0));
        short_register = short_registers | (short_move & ~bits_2_zero);
        arithmetic = op_immediate | op_register | short_immediate | short_register;
        operation = 8'h0;
        if (long) begin
            operation = funct3;
        end
        if ((quadrant_0 | quadrant_2) & funct[32'h1]) begin
            operation = 8'h2;
        end
        if (quadrant_2 & (funct == 8'h0)) begin
            operation = 8'h1;
        end
        if (quadrant_1 & funct[32'h2] & funct[32'h1]) begin
            operation = 8'h0;
            if (funct[32'h0]) begin
                operation = 8'h1;
            end
        end
        if (short_arithmetic) begin
            operation = 8'h5;
            if (instruction[32'hb]) begin
                operation = 8'h7;
            end
        end
        if (short_registers) begin
            operation = 8'h0;
            if (instruction[(32'h5)+:(2)] == 8'h1) begin
                operation = 8'h4;
            end
            if (instruction[(32'h5)+:(2)] == 8'h2) begin
                operation = 8'h6;
            end
            if (instruction[(32'h5)+:(2)] == 8'h3) begin
                operation = 8'h7;
            end
        end
        shifts = (operation & 8'h3) == 8'h1;
        compares = (operation & 8'h6) == 8'h2;
        alternative = quadrant_1 & instruction[32'ha];
        if (long) begin
            alternative = instruction[32'h1e];
        end
        plain_system = op_system & (funct3 == 8'h0) & rs1_zero & rd_zero;
        ecall = plain_system & (number == 16'h0);
        ebreak = plain_system & (number == 16'h1);
        mret = plain_system & (number == 16'h302);
        wfi = plain_system & (number == 16'h105);
        csr_class = op_system & ((funct3 & 8'h3) != 8'h0);
        csr_writes = ~funct3[32'h1] | ~rs1_zero;
        csr = 8'h0;
        csr_zero = 1'b0;
        csr_cycle = 1'b0;
        if (number == 16'h305) begin
            csr = csr | 8'h1;
        end
        if (number_high == 8'h34) begin
            if (number_low == 8'h0) begin
                csr = csr | 8'h2;
            end
            if (number_low == 8'h1) begin
                csr = csr | 8'h4;
            end
            if (number_low == 8'h2) begin
                csr = csr | 8'h8;
            end
            if (number_low == 8'h3) begin
                csr = csr | 8'h10;
            end
        end
        if ((number == 16'hb00) | ((number == 16'hc00) & ~csr_writes)) begin
            csr = csr | 8'h20;
            csr_cycle = 1'b1;
        end
        if ((number == 16'hb80) | ((number == 16'hc80) & ~csr_writes)) begin
            csr = csr | 8'h40;
            csr_cycle = 1'b1;
        end
        csr_zero = ((number & 16'hffe) == 16'h300) | (number == 16'h304) | (number == 16'h344) | (~csr_writes & (number_high == 8'hf1) & ((number_low == 8'h1) | (number_low == 8'h2) | (number_low == 8'h3) | (number_low == 8'h4)));
        csr_known = |csr | csr_zero;
        short_break = short_move & bits_2_zero & rd_zero & instruction[32'hc];
        short_legal = (quadrant_0 & ((funct & 8'h3) == 8'h2)) | (quadrant_0 & (funct == 8'h0) & ((instruction & 32'h1fe0) != 32'h0)) | (quadrant_1 & (funct != 8'h3) & (funct != 8'h4)) | (quadrant_1 & (funct == 8'h3) & (instruction[32'hc] | ~bits_2_zero)) | (short_arithmetic & (~instruction[32'hc] | (instruction[32'hb] & ~instruction[32'ha]))) | (quadrant_2 & (funct == 8'h0) & ~instruction[32'hc]) | (quadrant_2 & (funct == 8'h2) & ~rd_zero) | (short_move & (~bits_2_zero | ~rd_zero)) | (quadrant_2 & (funct == 8'h6));
        legal = op_lui | op_auipc | op_jal | ((op_jalr | op_fence) & (funct3 == 8'h0)) | (op_branch & ((funct3 & 8'h6) != 8'h2)) | (op_load & ((funct3 & 8'h3) != 8'h3) & (funct3 != 8'h6)) | (op_store & ~funct3[32'h2] & (funct3 != 8'h3)) | (op_immediate & (((funct3 & 8'h3) != 8'h1) | funct7_zero | (funct7_alternative & funct3[32'h2]))) | (op_register & (funct7_zero | (funct7_alternative & ((funct3 == 8'h0) | (funct3 == 8'h5))))) | mret | wfi | (csr_class & csr_known) | short_legal;
        cause = 8'h2;
        if (fetch_fault) begin
            cause = 8'h1;
        end
        if (ebreak | short_break) begin
            cause = 8'h3;
        end
        if (ecall) begin
            cause = 8'hb;
        end
        bitwise = 8'h0;
        if (op_system & ((funct3 & 8'h3) == 8'h3)) begin
            bitwise = 8'h3;
        end
        if (arithmetic & ((operation == 8'h7) | compares)) begin
            bitwise = 8'h1;
        end
        if ((arithmetic & (operation == 8'h4)) | branch) begin
            bitwise = 8'h2;
        end
        decoded[(64'h0)+:(1)] = ~legal;
        decoded[(64'h1)+:(1)] = fetch_fault;
        decoded[(64'h2)+:(4)] = cause;
        decoded[(64'h6)+:(1)] = load;
        decoded[(64'h7)+:(1)] = store;
        decoded[(64'h8)+:(1)] = branch;
        decoded[(64'h9)+:(1)] = jal | jalr;
        decoded[(64'ha)+:(1)] = arithmetic & shifts;
        decoded[(64'hb)+:(1)] = wfi;
        decoded[(64'hc)+:(1)] = mret;
        decoded[(64'hd)+:(1)] = csr_class & ~csr_cycle;
        decoded[(64'he)+:(1)] = csr_class & csr_known & csr_writes;
        decoded[(64'hf)+:(7)] = 8'h0;
        if (csr_class) begin
            decoded[(64'hf)+:(7)] = csr;
        end
        csr_read = 8'h0;
        if (csr_class) begin
            csr_read = csr;
            if (~funct3[32'h1]) begin
                csr_read = csr & 8'h60;
            end
        end
        decoded[(64'h16)+:(1)] = op_system & funct3[32'h2];
        decoded[(64'h17)+:(1)] = (op_system & csr_cycle) | (quadrant_1 & (funct == 8'h2)) | (short_move & ~instruction[32'hc] & ~bits_2_zero);
        decoded[(64'h18)+:(1)] = ~(op_register | short_register | branch);
        decoded[(64'h19)+:(1)] = branch | (arithmetic & operation[32'h2] & ~shifts);
        decoded[(64'h1a)+:(1)] = branch | (arithmetic & compares) | ((op_register | short_register) & (operation == 8'h0) & alternative);
        decoded[(64'h1b)+:(1)] = load | store | jalr | (arithmetic & (operation == 8'h0));
        decoded[(64'h1c)+:(1)] = arithmetic & compares;
        decoded[(64'h1d)+:(1)] = operation[32'h0];
        if (branch) begin
            decoded[(64'h1d)+:(1)] = operation[32'h1];
        end
        decoded[(64'h1e)+:(2)] = bitwise;
        decoded[(64'h20)+:(1)] = lui | op_auipc | jal | branch;
        decoded[(64'h21)+:(1)] = (long & ~rd_zero & (op_lui | op_auipc | op_jal | op_jalr | op_load | op_immediate | op_register | csr_class)) | (quadrant_0 & ~funct[32'h2]) | short_arithmetic | (quadrant_1 & (funct == 8'h1)) | (quadrant_1 & ~funct[32'h2] & ~rd_zero) | (quadrant_2 & ~funct[32'h2] & ~rd_zero) | (short_move & ~rd_zero & (instruction[32'hc] | ~bits_2_zero));
        decoded[(64'h22)+:(3)] = operation;
        decoded[(64'h25)+:(1)] = alternative;
        decoded[(64'h26)+:(1)] = long;
    end
endmodule // umbilical_mcu_decoder

module umbilical_mcu_expansion(instruction,expanded);

    // Module arguments
    input wire  [31:0] instruction;
    output reg  [31:0] expanded;

    // Update code (custom)
    wire [15:0] h = instruction[15:0];
    wire [4:0] rd = {2'b01, h[4:2]};
    wire [4:0] rs = {2'b01, h[9:7]};
    wire [11:0] immediate = {{7{h[12]}}, h[6:2]};
    wire [2:0] funct = {h[6] | h[5], h[6], h[6] & h[5]};
    always @(*) begin
       expanded = instruction;
       case ({h[15:13], h[1:0]})
          5'b000_00: expanded = {2'd0, h[10:7], h[12:11], h[5], h[6], 2'd0, 5'd2, 3'd0, rd, 7'h13};
          5'b010_00: expanded = {5'd0, h[5], h[12:10], h[6], 2'd0, rs, 3'd2, rd, 7'h03};
          5'b110_00: expanded = {5'd0, h[5], h[12], rd, rs, 3'd2, h[11:10], h[6], 2'd0, 7'h23};
          5'b000_01: expanded = {immediate, h[11:7], 3'd0, h[11:7], 7'h13};
          5'b010_01: expanded = {immediate, 5'd0, 3'd0, h[11:7], 7'h13};
          5'b001_01, 5'b101_01: expanded = {
             h[12], h[8], h[10:9], h[6], h[7], h[2], h[11], h[5:3], {9{h[12]}}, 4'd0, ~h[15], 7'h6f};
          5'b011_01: if (h[11:7] == 5'd2) expanded = {
             {3{h[12]}}, h[4:3], h[5], h[2], h[6], 4'd0, 5'd2, 3'd0, 5'd2, 7'h13};
          else expanded = {{15{h[12]}}, h[6:2], h[11:7], 7'h37};
          5'b100_01: case (h[11:10])
             2'b10: expanded = {immediate, rs, 3'd7, rs, 7'h13};
             2'b11: expanded = {1'b0, h[6:5] == 2'd0, 5'd0, rd, rs, funct, rs, 7'h33};
             default: expanded = {1'b0, h[10], 5'd0, h[6:2], rs, 3'd5, rs, 7'h13};
          endcase
          5'b110_01, 5'b111_01: expanded = {
             {4{h[12]}}, h[6:5], h[2], 5'd0, rs, 2'd0, h[13], h[11:10], h[4:3], h[12], 7'h63};
          5'b000_10: expanded = {7'd0, h[6:2], h[11:7], 3'd1, h[11:7], 7'h13};
          5'b010_10: expanded = {4'd0, h[3:2], h[12], h[6:4], 2'd0, 5'd2, 3'd2, h[11:7], 7'h03};
          5'b100_10: if (h[6:2] != 5'd0) expanded = {
             7'd0, h[6:2], h[11:7] & {5{h[12]}}, 3'd0, h[11:7], 7'h33};
          else if (h[11:7] != 5'd0) expanded = {12'd0, h[11:7], 3'd0, 4'd0, h[12], 7'h67};
          else expanded = 32'h00100073;
          5'b110_10: expanded = {4'd0, h[8:7], h[12], h[6:2], 5'd2, 3'd2, h[11:9], 2'd0, 7'h23};
          default: expanded = instruction;
       endcase
    end
endmodule // umbilical_mcu_expansion

module umbilical_mcu_fields(instruction,read_a,read_b,write);

    // Module arguments
    input wire  [31:0] instruction;
    output reg  [4:0] read_a;
    output reg  [4:0] read_b;
    output reg  [4:0] write;

    // Update code (custom)
    wire [1:0] q = instruction[1:0];
    wire [2:0] funct = instruction[15:13];
    // Quadrant 0; 1 with bits 15..13 from 100 on; stack accesses of quadrant 2.
    wire a_high = q == 2'd0 | q == 2'd1 & funct[2] | q == 2'd2 & funct[1];
    wire a_low = q == 2'd0 & funct[1] | q == 2'd1 | q == 2'd2 & ~funct[1];
    // C.BEQZ and C.BNEZ compare with x0.
    wire b_high = ~q[1];
    wire b_low = q == 2'd0 | q == 2'd1 & ~funct[1] | q == 2'd2;
    // C.JAL, C.JALR; arithmetic on x8 to x15.
    wire short = q == 2'd1 & funct == 3'd4;
    wire link = q == 2'd1 & funct[1:0] == 2'd1 | q == 2'd2 & funct == 3'd4 & instruction[6:2] == 5'd0;
    wire w_high = link | short;
    wire w_low = q == 2'd0 | short;
    always @(*) begin
       case ({a_high, a_low})
          2'b00: read_a = instruction[19:15];
          2'b01: read_a = instruction[11:7];
          2'b10: read_a = 5'd2;
          default: read_a = {2'b01, instruction[9:7]};
       endcase
       case ({b_high, b_low})
          2'b00: read_b = instruction[24:20];
          2'b01: read_b = instruction[6:2];
          2'b10: read_b = 5'd0;
          default: read_b = {2'b01, instruction[4:2]};
       endcase
       case ({w_high, w_low})
          2'b00: write = instruction[11:7];
          2'b01: write = {2'b01, instruction[4:2]};
          2'b10: write = 5'd1;
          default: write = {2'b01, instruction[9:7]};
       endcase
    end
endmodule // umbilical_mcu_fields

module umbilical_mcu_immediates(instruction,immediate);

    // Module arguments
    input wire  [31:0] instruction;
    output reg  [31:0] immediate;

    // Update code (custom)
    wire [31:0] i = instruction;
    wire w = i[1] & i[0];
    wire q0 = ~i[1] & ~i[0];
    wire q1 = ~i[1] & i[0];
    wire q2 = i[1] & ~i[0];
    // Of 32 bits: AUIPC and LUI; JAL; STORE and BRANCH.
    wire upper = w & i[4] & i[2];
    wire jump = w & i[3];
    wire store = w & i[5] & ~i[4] & ~i[2];
    wire plain = w & ~upper;
    // Compressed.
    wire ci = q1 & ~i[13] & ~(i[15] & i[14]);
    wire shift = q2 & ~i[14];
    wire lui = q1 & ~i[15] & i[14] & i[13];
    wire sp16 = lui & i[11:7] == 5'd2;
    wire cj = q1 & ~i[14] & i[13];
    wire cb = q1 & i[15] & i[14];
    wire lwsp = q2 & i[14] & ~i[15];
    wire swsp = q2 & i[14] & i[15];
    wire lw = q0 & i[14];
    wire spn = q0 & ~i[14];
    wire sign = w ? i[31] : q1 & i[12];
    wire direct = upper | jump;
    always @(*) begin
       immediate[0] = plain & ~jump & ~store & i[20] | store & ~i[6] & i[7] | (ci | shift) & i[2];
       immediate[1] = plain & ~store & i[21] | store & i[8] | (ci | shift | cj | cb) & i[3];
       immediate[2] = plain & ~store & i[22] | (store | swsp) & i[9] | q0 & i[6]
          | (ci | shift | lwsp | cj | cb) & i[4];
       immediate[3] = plain & ~store & i[23] | (store | swsp | lw | cb) & i[10]
          | (ci | shift | spn | lwsp | cj) & i[5];
       immediate[4] = plain & ~store & i[24] | (store | swsp | q0 | cj | cb) & i[11]
          | (ci | shift | sp16 | lwsp) & i[6];
       immediate[5] = plain & i[25] | (ci | q0 | lwsp | swsp) & i[12] | (sp16 | cj | cb) & i[2];
       immediate[6] = plain & i[26] | ci & i[12] | (sp16 | lw | cb) & i[5] | lwsp & i[2]
          | (spn | swsp | cj) & i[7];
       immediate[7] = plain & i[27] | ci & i[12] | (sp16 | lwsp) & i[3] | (spn | swsp) & i[8]
          | (cj | cb) & i[6];
       immediate[8] = plain & i[28] | (ci | cb) & i[12] | sp16 & i[4] | (spn | cj) & i[9];
       immediate[9] = plain & i[29] | (ci | cb | sp16) & i[12] | (spn | cj) & i[10];
       immediate[10] = plain & i[30] | (ci | cb | sp16) & i[12] | cj & i[8];
       immediate[11] = jump ? i[20] : store & i[6] ? i[7] : sign & ~upper & (w | ~lui | sp16);
       immediate[16:12] = direct ? i[16:12] : lui & ~sp16 ? i[6:2] : {5{sign}};
       immediate[19:17] = direct ? i[19:17] : {3{sign}};
       immediate[31:20] = upper ? i[31:20] : {12{sign}};
    end
endmodule // umbilical_mcu_immediates

module umbilical_mcu_registers(clock,read_a,read_b,data_a,data_b,write,write_address,write_data);

    // Module arguments
    input wire  clock;
    input wire  [4:0] read_a;
    input wire  [4:0] read_b;
    output reg  [31:0] data_a;
    output reg  [31:0] data_b;
    input wire  write;
    input wire  [4:0] write_address;
    input wire  [31:0] write_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *)
    reg [31:0] words [0:31] /* verilator public_flat_rw */;
    integer index;
    initial begin
       for (index = 0; index < 32; index = index + 1) words[index] = 32'h0;
    end

    always @(posedge clock) begin
       if (write) words[write_address] <= write_data;
       data_a <= words[read_a];
       data_b <= words[read_b];
    end
endmodule // umbilical_mcu_registers

module umbilical_mcu_shift_step(value,right,four,fill,shifted);

    // Module arguments
    input wire  [31:0] value;
    input wire  right;
    input wire  four;
    input wire  fill;
    output reg  [31:0] shifted;

    // Update code (custom)
    always @(*) begin
       case ({right, four})
          2'b00: shifted = {value[30:0], 1'b0};
          2'b01: shifted = {value[27:0], 4'b0};
          2'b10: shifted = {fill, value[31:1]};
          default: shifted = {{4{fill}}, value[31:4]};
       endcase
    end
endmodule // umbilical_mcu_shift_step

module umbilical_mcu_store_lanes(value,width,lanes);

    // Module arguments
    input wire  [31:0] value;
    input wire  [1:0] width;
    output reg  [31:0] lanes;

    // Update code (custom)
    always @(*) begin
       case (width)
          2'd0: lanes = {4{value[7:0]}};
          2'd1: lanes = {2{value[15:0]}};
          default: lanes = value;
       endcase
    end
endmodule // umbilical_mcu_store_lanes

module umbilical_power(clock,vcc_ok,watchdog,reset,by_watchdog);

    // Module arguments
    input wire  clock;
    input wire  vcc_ok;
    input wire  watchdog;
    output reg  reset;
    output reg  by_watchdog;

    // Constant declarations
    localparam  one = 10'b1;
    localparam  enough = 10'b1111111100;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  [9:0] count$d;
    wire  [9:0] count$q;
    reg  count$clock;
    reg  done$d;
    wire  done$q;
    reg  done$clock;
    reg  watchdog_last$d;
    wire  watchdog_last$q;
    reg  watchdog_last$clock;

    // Sub module instances
    umbilical_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    umbilical_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    umbilical_dff_10 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    umbilical_dff_1 done(
        .d(done$d),
        .q(done$q),
        .clock(done$clock)
    );
    umbilical_dff_1 watchdog_last(
        .d(watchdog_last$d),
        .q(watchdog_last$q),
        .clock(watchdog_last$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        count$clock = clock;
        done$clock = clock;
        watchdog_last$clock = clock;
        first$d = first$q;
        second$d = second$q;
        count$d = count$q;
        done$d = done$q;
        watchdog_last$d = watchdog_last$q;
        first$d = vcc_ok;
        second$d = first$q;
        if (count$q == enough) begin
            done$d = 1'b1;
        end
        else begin
            count$d = count$q + one;
        end
        if (~second$q) begin
            count$d = 32'h0;
            done$d = 1'b0;
        end
        reset = ~done$q | watchdog;
        if (watchdog) begin
            watchdog_last$d = 1'b1;
        end
        if (~done$q) begin
            watchdog_last$d = 1'b0;
        end
        by_watchdog = watchdog_last$q;
    end
endmodule // umbilical_power

module umbilical_ram(clock,address,write_data,write_mask,read_data);

    // Module arguments
    input wire  clock;
    input wire  [10:0] address;
    input wire  [31:0] write_data;
    input wire  [3:0] write_mask;
    output reg  [31:0] read_data;

    // Update code (custom)
    (* no_rw_check *) reg [7:0] lane0 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[0]) lane0[address] <= write_data[7:0];
       read_data[7:0] <= lane0[address];
    end
    (* no_rw_check *) reg [7:0] lane1 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[1]) lane1[address] <= write_data[15:8];
       read_data[15:8] <= lane1[address];
    end
    (* no_rw_check *) reg [7:0] lane2 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[2]) lane2[address] <= write_data[23:16];
       read_data[23:16] <= lane2[address];
    end
    (* no_rw_check *) reg [7:0] lane3 [0:2047] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[3]) lane3[address] <= write_data[31:24];
       read_data[31:24] <= lane3[address];
    end
endmodule // umbilical_ram

module umbilical_registers(clock,reset,io_write,io_address,io_data,clock_hz,by_watchdog,i2c_done,spi_done,timer_event,sense_event,uart_rx_event,uart_tx_event,switch_read,sense_read,timer_read,i2c_read,spi_read,uart_read,read_data,wake,outputs,idle_time);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [31:0] clock_hz;
    input wire  by_watchdog;
    input wire  i2c_done;
    input wire  spi_done;
    input wire  timer_event;
    input wire  sense_event;
    input wire  uart_rx_event;
    input wire  uart_tx_event;
    input wire  [31:0] switch_read;
    input wire  [31:0] sense_read;
    input wire  [31:0] timer_read;
    input wire  [31:0] i2c_read;
    input wire  [31:0] spi_read;
    input wire  [31:0] uart_read;
    output reg  [31:0] read_data;
    output reg  wake;
    output reg  [4:0] outputs;
    output reg  [15:0] idle_time;

    // Constant declarations
    localparam  no_event = 6'b0;
    localparam  by_power = 2'b1;
    localparam  by_watch = 2'b10;
    localparam  idle_after_reset = 16'h960;
    localparam  at_clock_hz = 8'h0;
    localparam  at_reset_cause = 8'h4;
    localparam  at_irq_enable = 8'h8;
    localparam  at_irq_pending = 8'hc;
    localparam  at_out = 8'h30;
    localparam  at_idle_time = 8'h3c;

    // Stub signals
    reg  [5:0] irq_enable$d;
    wire  [5:0] irq_enable$q;
    reg  irq_enable$clock;
    reg  [4:0] out_register$d;
    wire  [4:0] out_register$q;
    reg  out_register$clock;
    reg  [15:0] idle$d;
    wire  [15:0] idle$q;
    reg  idle$clock;
    reg  [31:0] read$d;
    wire  [31:0] read$q;
    reg  read$clock;

    // Local signals
    reg  [5:0] pending;
    reg  [5:0] enabled;
    reg  [1:0] cause;
    reg  [31:0] own;

    // Sub module instances
    umbilical_dff_6 irq_enable(
        .d(irq_enable$d),
        .q(irq_enable$q),
        .clock(irq_enable$clock)
    );
    umbilical_dff_5 out_register(
        .d(out_register$d),
        .q(out_register$q),
        .clock(out_register$clock)
    );
    umbilical_dff_16 idle(
        .d(idle$d),
        .q(idle$q),
        .clock(idle$clock)
    );
    umbilical_dff_32 read(
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );

    // Update code
    always @(*) begin
        irq_enable$clock = clock;
        out_register$clock = clock;
        idle$clock = clock;
        read$clock = clock;
        irq_enable$d = irq_enable$q;
        out_register$d = out_register$q;
        idle$d = idle$q;
        read$d = read$q;
        if (io_write & (io_address == at_irq_enable)) begin
            irq_enable$d = io_data[(32'h0)+:(6)];
        end
        if (io_write & (io_address == at_out)) begin
            out_register$d = io_data[(32'h0)+:(5)];
        end
        if (io_write & (io_address == at_idle_time)) begin
            idle$d = io_data[(32'h0)+:(16)];
        end
        outputs = out_register$q;
        idle_time = idle$q;
        pending = ((((((no_event & ~(1 << (32'h0)) | ((i2c_done) << (32'h0))) & ~(1 << (32'h1)) | ((timer_event) << (32'h1))) & ~(1 << (32'h2)) | ((sense_event) << (32'h2))) & ~(1 << (32'h3)) | ((spi_done) << (32'h3))) & ~(1 << (32'h4)) | ((uart_rx_event) << (32'h4))) & ~(1 << (32'h5)) | ((uart_tx_event) << (32'h5)));
        enabled = pending & irq_enable$q;
        wake = |enabled;
        cause = by_power;
        if (by_watchdog) begin
            cause = by_watch;
        end
        own = 32'h0;
        if (io_address == at_clock_hz) begin
            own = clock_hz;
        end
        if (io_address == at_reset_cause) begin
            own = ((cause) & 32'hffffffff);
        end
        if (io_address == at_irq_enable) begin
            own = ((irq_enable$q) & 32'hffffffff);
        end
        if (io_address == at_irq_pending) begin
            own = ((pending) & 32'hffffffff);
        end
        if (io_address == at_out) begin
            own = ((out_register$q) & 32'hffffffff);
        end
        if (io_address == at_idle_time) begin
            own = ((idle$q) & 32'hffffffff);
        end
        read$d = own | switch_read | sense_read | timer_read | i2c_read | spi_read | uart_read;
        read_data = read$q;
        if (reset) begin
            irq_enable$d = 32'h0;
            out_register$d = 32'h0;
            idle$d = idle_after_reset;
        end
    end
endmodule // umbilical_registers

module umbilical_rom(clock,address,data);

    // Module arguments
    input wire  clock;
    input wire  [12:0] address;
    output reg  [31:0] data;

    // Update code (custom)
    reg [7:0] low [0:8191] /* verilator public_flat_rw */;
    reg [7:0] high [0:8191] /* verilator public_flat_rw */;
    wire [12:0] following = address + 13'd1;

    `ifdef SYNTHESIS
    initial $readmemh("umbilical.low.hex", low);
    initial $readmemh("umbilical.high.hex", high);
    `endif

    always @(posedge clock) begin
       data[15:0] <= {high[address], low[address]};
       data[31:16] <= {high[following], low[following]};
    end
endmodule // umbilical_rom

module umbilical_senses(clock,reset,io_write,io_address,io_data,levels,io_read,sense_event);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [3:0] levels;
    output reg  [31:0] io_read;
    output reg  sense_event;

    // Constant declarations
    localparam  none = 4'h0;
    localparam  debounce_after_reset = 24'h75300;
    localparam  at_sense = 8'h20;
    localparam  at_changed = 8'h24;
    localparam  at_debounce = 8'h28;

    // Stub signals
    reg  [23:0] debounce$d;
    wire  [23:0] debounce$q;
    reg  debounce$clock;
    reg  [3:0] changed$d;
    wire  [3:0] changed$q;
    reg  changed$clock;
    reg  inputs$0$clock;
    reg  inputs$0$reset;
    reg  inputs$0$level;
    reg  [23:0] inputs$0$debounce;
    wire  inputs$0$value;
    wire  inputs$0$changes;
    reg  inputs$1$clock;
    reg  inputs$1$reset;
    reg  inputs$1$level;
    reg  [23:0] inputs$1$debounce;
    wire  inputs$1$value;
    wire  inputs$1$changes;
    reg  inputs$2$clock;
    reg  inputs$2$reset;
    reg  inputs$2$level;
    reg  [23:0] inputs$2$debounce;
    wire  inputs$2$value;
    wire  inputs$2$changes;
    reg  inputs$3$clock;
    reg  inputs$3$reset;
    reg  inputs$3$level;
    reg  [23:0] inputs$3$debounce;
    wire  inputs$3$value;
    wire  inputs$3$changes;

    // Local signals
    reg  [3:0] values;
    reg  [3:0] changes;
    reg  [3:0] kept;

    // Sub module instances
    umbilical_dff_24 debounce(
        .d(debounce$d),
        .q(debounce$q),
        .clock(debounce$clock)
    );
    umbilical_dff_4 changed(
        .d(changed$d),
        .q(changed$q),
        .clock(changed$clock)
    );
    umbilical_senses_inputs inputs$0(
        .clock(inputs$0$clock),
        .reset(inputs$0$reset),
        .level(inputs$0$level),
        .debounce(inputs$0$debounce),
        .value(inputs$0$value),
        .changes(inputs$0$changes)
    );
    umbilical_senses_inputs inputs$1(
        .clock(inputs$1$clock),
        .reset(inputs$1$reset),
        .level(inputs$1$level),
        .debounce(inputs$1$debounce),
        .value(inputs$1$value),
        .changes(inputs$1$changes)
    );
    umbilical_senses_inputs inputs$2(
        .clock(inputs$2$clock),
        .reset(inputs$2$reset),
        .level(inputs$2$level),
        .debounce(inputs$2$debounce),
        .value(inputs$2$value),
        .changes(inputs$2$changes)
    );
    umbilical_senses_inputs inputs$3(
        .clock(inputs$3$clock),
        .reset(inputs$3$reset),
        .level(inputs$3$level),
        .debounce(inputs$3$debounce),
        .value(inputs$3$value),
        .changes(inputs$3$changes)
    );

    // Update code
    always @(*) begin
        debounce$clock = clock;
        changed$clock = clock;
        debounce$d = debounce$q;
        changed$d = changed$q;
        inputs$0$clock = clock;
        inputs$0$reset = reset;
        inputs$0$level = levels[0];
        inputs$0$debounce = debounce$q;
        inputs$1$clock = clock;
        inputs$1$reset = reset;
        inputs$1$level = levels[1];
        inputs$1$debounce = debounce$q;
        inputs$2$clock = clock;
        inputs$2$reset = reset;
        inputs$2$level = levels[2];
        inputs$2$debounce = debounce$q;
        inputs$3$clock = clock;
        inputs$3$reset = reset;
        inputs$3$level = levels[3];
        inputs$3$debounce = debounce$q;
        values = ((((none & ~(1 << (32'h0)) | ((inputs$0$value) << (32'h0))) & ~(1 << (32'h1)) | ((inputs$1$value) << (32'h1))) & ~(1 << (32'h2)) | ((inputs$2$value) << (32'h2))) & ~(1 << (32'h3)) | ((inputs$3$value) << (32'h3)));
        changes = ((((none & ~(1 << (32'h0)) | ((inputs$0$changes) << (32'h0))) & ~(1 << (32'h1)) | ((inputs$1$changes) << (32'h1))) & ~(1 << (32'h2)) | ((inputs$2$changes) << (32'h2))) & ~(1 << (32'h3)) | ((inputs$3$changes) << (32'h3)));
        kept = changed$q;
        if (io_write & (io_address == at_changed)) begin
            kept = changed$q & ~io_data[(32'h0)+:(4)];
        end
        changed$d = kept | changes;
        if (io_write & (io_address == at_debounce)) begin
            debounce$d = io_data[(32'h0)+:(24)];
        end
        sense_event = |changed$q;
        io_read = 32'h0;
        if (io_address == at_sense) begin
            io_read = ((values) & 32'hffffffff) | (((levels) & 32'hffffffff) << 32'h10);
        end
        if (io_address == at_changed) begin
            io_read = ((changed$q) & 32'hffffffff);
        end
        if (io_address == at_debounce) begin
            io_read = ((debounce$q) & 32'hffffffff);
        end
        if (reset) begin
            debounce$d = debounce_after_reset;
            changed$d = 32'h0;
        end
    end
endmodule // umbilical_senses

module umbilical_senses_inputs(clock,reset,level,debounce,value,changes);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  level;
    input wire  [23:0] debounce;
    output reg  value;
    output reg  changes;

    // Constant declarations
    localparam  one = 24'h1;

    // Stub signals
    reg  debounced$d;
    wire  debounced$q;
    reg  debounced$clock;
    reg  [23:0] count$d;
    wire  [23:0] count$q;
    reg  count$clock;

    // Local signals
    reg  enough;

    // Sub module instances
    umbilical_dff_1 debounced(
        .d(debounced$d),
        .q(debounced$q),
        .clock(debounced$clock)
    );
    umbilical_dff_24 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        debounced$clock = clock;
        count$clock = clock;
        debounced$d = debounced$q;
        count$d = count$q;
        enough = (count$q >= debounce) & |count$q;
        count$d = 32'h0;
        changes = 1'b0;
        if (level != debounced$q) begin
            if (enough) begin
                debounced$d = level;
                changes = 1'b1;
            end
            else begin
                count$d = count$q + one;
            end
        end
        value = debounced$q;
        if (reset) begin
            debounced$d = 1'b0;
            count$d = 32'h0;
        end
    end
endmodule // umbilical_senses_inputs

module umbilical_spi_switch(clock,reset,host,engine,port_allowed,offer,present,host_csn,wants_memory,wants_port,csn,joined,staying,en0,en1,host_en,drive,strap_allowed);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  host;
    input wire  engine;
    input wire  port_allowed;
    input wire  offer;
    input wire  present;
    input wire  host_csn;
    input wire  wants_memory;
    input wire  wants_port;
    input wire  csn;
    output reg  [2:0] joined;
    output reg  staying;
    output reg  en0;
    output reg  en1;
    output reg  host_en;
    output reg  drive;
    output reg  strap_allowed;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  enough = 3'b100;

    // Enums
    localparam Join$Apart = 0;
    localparam Join$Offered = 1;
    localparam Join$Host = 2;
    localparam Join$Memory = 3;
    localparam Join$Port = 4;

    // Stub signals
    reg  [2:0] state$d;
    wire  [2:0] state$q;
    reg  state$clock;
    reg  [2:0] guard$d;
    wire  [2:0] guard$q;
    reg  guard$clock;
    reg  memory_joined$d;
    wire  memory_joined$q;
    reg  memory_joined$clock;
    reg  port_joined$d;
    wire  port_joined$q;
    reg  port_joined$clock;
    reg  host_joined$d;
    wire  host_joined$q;
    reg  host_joined$clock;
    reg  driving$d;
    wire  driving$q;
    reg  driving$clock;
    reg  offered$d;
    wire  offered$q;
    reg  offered$clock;

    // Local signals
    reg  [2:0] following;
    reg  guarded;
    reg  engine_ends;

    // Sub module instances
    umbilical_dff_3_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_dff_3 guard(
        .d(guard$d),
        .q(guard$q),
        .clock(guard$clock)
    );
    umbilical_dff_1 memory_joined(
        .d(memory_joined$d),
        .q(memory_joined$q),
        .clock(memory_joined$clock)
    );
    umbilical_dff_1 port_joined(
        .d(port_joined$d),
        .q(port_joined$q),
        .clock(port_joined$clock)
    );
    umbilical_dff_1 host_joined(
        .d(host_joined$d),
        .q(host_joined$q),
        .clock(host_joined$clock)
    );
    umbilical_dff_1 driving(
        .d(driving$d),
        .q(driving$q),
        .clock(driving$clock)
    );
    umbilical_dff_1 offered(
        .d(offered$d),
        .q(offered$q),
        .clock(offered$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        guard$clock = clock;
        memory_joined$clock = clock;
        port_joined$clock = clock;
        host_joined$clock = clock;
        driving$clock = clock;
        offered$clock = clock;
        state$d = state$q;
        guard$d = guard$q;
        memory_joined$d = memory_joined$q;
        port_joined$d = port_joined$q;
        host_joined$d = host_joined$q;
        driving$d = driving$q;
        offered$d = offered$q;
        guarded = guard$q == enough;
        engine_ends = offer | ~engine;
        following = state$q;
        case (state$q)
            Join$Apart:
                begin
                    if (guarded) begin
                        if (offer) begin
                            following = Join$Offered;
                        end
                        else if (engine) begin
                            if (wants_memory) begin
                                following = Join$Memory;
                            end
                            else if (wants_port & port_allowed & present) begin
                                following = Join$Port;
                            end
                        end
                        else if (host & host_csn) begin
                            following = Join$Host;
                        end
                    end
                end
            Join$Offered:
                begin
                    if (~offer) begin
                        following = Join$Apart;
                    end
                end
            Join$Host:
                begin
                    if (host_csn & (offer | engine | ~host)) begin
                        following = Join$Apart;
                    end
                end
            Join$Memory:
                begin
                    if (csn & (engine_ends | wants_port)) begin
                        following = Join$Apart;
                    end
                end
            Join$Port:
                begin
                    if (~present | (csn & (engine_ends | ~port_allowed | wants_memory))) begin
                        following = Join$Apart;
                    end
                end
        endcase
        staying = following == state$q;
        state$d = following;
        if (reset) begin
            state$d = Join$Apart;
        end
        guard$d = 32'h0;
        if ((state$q == Join$Apart) & ~reset) begin
            guard$d = guard$q;
            if (~guarded) begin
                guard$d = guard$q + one;
            end
        end
        memory_joined$d = ~reset & ((following == Join$Host) | (following == Join$Memory));
        port_joined$d = ~reset & (following == Join$Port);
        host_joined$d = ~reset & (following == Join$Host);
        driving$d = ~reset & ((following == Join$Memory) | (following == Join$Port));
        offered$d = ~reset & (following == Join$Offered);
        en0 = memory_joined$q;
        en1 = port_joined$q;
        host_en = host_joined$q;
        drive = driving$q;
        strap_allowed = ~offered$q;
        joined = 32'h0;
        case (state$q)
            Join$Offered:
                begin
                    joined = 32'h1;
                end
            Join$Host:
                begin
                    joined = 32'h2;
                end
            Join$Memory:
                begin
                    joined = 32'h3;
                end
            Join$Port:
                begin
                    joined = 32'h4;
                end
            default:
                begin
                end
        endcase
    end
endmodule // umbilical_spi_switch

module umbilical_spi_unit(clock,reset,io_write,io_address,io_data,io,ask_engine,ask_port,present,joined,staying,other_busy,tick,buffer_read,io_read,done,busy,wants_memory,wants_port,csn,sck,io0,drive_io0,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [3:0] io;
    input wire  ask_engine;
    input wire  ask_port;
    input wire  present;
    input wire  [2:0] joined;
    input wire  staying;
    input wire  other_busy;
    input wire  tick;
    input wire  [7:0] buffer_read;
    output reg  [31:0] io_read;
    output reg  done;
    output reg  busy;
    output reg  wants_memory;
    output reg  wants_port;
    output reg  csn;
    output reg  sck;
    output reg  io0;
    output reg  drive_io0;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  op_write = 3'b1;
    localparam  op_read = 3'b10;
    localparam  op_compare = 3'b11;
    localparam  op_scan = 3'b100;
    localparam  op_wait = 3'b101;
    localparam  join_memory = 3'b11;
    localparam  join_port = 3'b100;
    localparam  command_at = 8'h98;
    localparam  status_at = 8'h9c;
    localparam  count_at = 8'ha0;
    localparam  crc_at = 8'ha4;
    localparam  pages_at = 8'ha8;

    // Stub signals
    reg  setup$clock;
    reg  setup$reset;
    reg  setup$write;
    reg  [7:0] setup$offset;
    reg  [31:0] setup$data;
    wire  [7:0] setup$half;
    wire  setup$idle_high;
    wire  [19:0] setup$deadline;
    wire  [7:0] setup$opcode;
    wire  [1:0] setup$address_bytes;
    wire  [3:0] setup$dummy;
    wire  [1:0] setup$lines;
    wire  setup$port;
    wire  [31:0] setup$address;
    wire  [23:0] setup$length;
    wire  [11:0] setup$pointer;
    wire  [31:0] setup$read;
    reg  engine$clock;
    reg  engine$reset;
    reg  engine$start;
    reg  engine$tick;
    reg  [3:0] engine$io;
    reg  [7:0] engine$half;
    reg  engine$idle_high;
    reg  [19:0] engine$deadline;
    reg  engine$joined;
    reg  engine$lost;
    reg  engine$not_owner;
    reg  engine$nothing;
    reg  engine$poll;
    reg  engine$enable;
    reg  engine$no_own;
    reg  engine$reads;
    reg  [1:0] engine$address_bytes;
    reg  [3:0] engine$dummy;
    reg  [1:0] engine$lines;
    reg  engine$no_data;
    reg  [7:0] engine$tx_byte;
    reg  engine$last;
    reg  engine$unequal;
    wire  engine$busy;
    wire  engine$done;
    wire  [2:0] engine$result;
    wire  engine$wants;
    wire  engine$csn;
    wire  engine$sck;
    wire  engine$io0;
    wire  engine$drive_io0;
    wire  [1:0] engine$frame;
    wire  [2:0] engine$kind;
    wire  engine$load;
    wire  engine$take;
    wire  [7:0] engine$received;
    reg  transfer$clock;
    reg  transfer$reset;
    reg  transfer$start;
    reg  [2:0] transfer$operation;
    reg  [7:0] transfer$opcode;
    reg  [31:0] transfer$address;
    reg  [23:0] transfer$length;
    reg  [11:0] transfer$pointer;
    reg  transfer$crc_write;
    reg  [31:0] transfer$data;
    reg  [1:0] transfer$frame;
    reg  [2:0] transfer$kind;
    reg  transfer$load;
    reg  transfer$take;
    reg  [7:0] transfer$received;
    reg  [7:0] transfer$buffer_read;
    wire  [7:0] transfer$tx_byte;
    wire  transfer$no_data;
    wire  transfer$last;
    wire  transfer$unequal;
    wire  [23:0] transfer$count;
    wire  [31:0] transfer$pages;
    wire  [31:0] transfer$crc;
    wire  [7:0] transfer$memory_status;
    wire  [11:0] transfer$buffer_address;
    wire  transfer$buffer_write;
    wire  [7:0] transfer$buffer_data;
    reg  [2:0] operation$d;
    wire  [2:0] operation$q;
    reg  operation$clock;
    reg  poll$d;
    wire  poll$q;
    reg  poll$clock;
    reg  enable$d;
    wire  enable$q;
    reg  enable$clock;

    // Local signals
    reg  write;
    reg  start;
    reg  port;
    reg  [2:0] segment;
    reg  reads;
    reg  waits;
    reg  finished;
    reg  under_way;
    reg  [31:0] status;

    // Sub module instances
    umbilical_spi_unit_setup setup(
        .clock(setup$clock),
        .reset(setup$reset),
        .write(setup$write),
        .offset(setup$offset),
        .data(setup$data),
        .half(setup$half),
        .idle_high(setup$idle_high),
        .deadline(setup$deadline),
        .opcode(setup$opcode),
        .address_bytes(setup$address_bytes),
        .dummy(setup$dummy),
        .lines(setup$lines),
        .port(setup$port),
        .address(setup$address),
        .length(setup$length),
        .pointer(setup$pointer),
        .read(setup$read)
    );
    umbilical_spi_unit_engine engine(
        .clock(engine$clock),
        .reset(engine$reset),
        .start(engine$start),
        .tick(engine$tick),
        .io(engine$io),
        .half(engine$half),
        .idle_high(engine$idle_high),
        .deadline(engine$deadline),
        .joined(engine$joined),
        .lost(engine$lost),
        .not_owner(engine$not_owner),
        .nothing(engine$nothing),
        .poll(engine$poll),
        .enable(engine$enable),
        .no_own(engine$no_own),
        .reads(engine$reads),
        .address_bytes(engine$address_bytes),
        .dummy(engine$dummy),
        .lines(engine$lines),
        .no_data(engine$no_data),
        .tx_byte(engine$tx_byte),
        .last(engine$last),
        .unequal(engine$unequal),
        .busy(engine$busy),
        .done(engine$done),
        .result(engine$result),
        .wants(engine$wants),
        .csn(engine$csn),
        .sck(engine$sck),
        .io0(engine$io0),
        .drive_io0(engine$drive_io0),
        .frame(engine$frame),
        .kind(engine$kind),
        .load(engine$load),
        .take(engine$take),
        .received(engine$received)
    );
    umbilical_spi_unit_transfer transfer(
        .clock(transfer$clock),
        .reset(transfer$reset),
        .start(transfer$start),
        .operation(transfer$operation),
        .opcode(transfer$opcode),
        .address(transfer$address),
        .length(transfer$length),
        .pointer(transfer$pointer),
        .crc_write(transfer$crc_write),
        .data(transfer$data),
        .frame(transfer$frame),
        .kind(transfer$kind),
        .load(transfer$load),
        .take(transfer$take),
        .received(transfer$received),
        .buffer_read(transfer$buffer_read),
        .tx_byte(transfer$tx_byte),
        .no_data(transfer$no_data),
        .last(transfer$last),
        .unequal(transfer$unequal),
        .count(transfer$count),
        .pages(transfer$pages),
        .crc(transfer$crc),
        .memory_status(transfer$memory_status),
        .buffer_address(transfer$buffer_address),
        .buffer_write(transfer$buffer_write),
        .buffer_data(transfer$buffer_data)
    );
    umbilical_dff_3 operation(
        .d(operation$d),
        .q(operation$q),
        .clock(operation$clock)
    );
    umbilical_dff_1 poll(
        .d(poll$d),
        .q(poll$q),
        .clock(poll$clock)
    );
    umbilical_dff_1 enable(
        .d(enable$d),
        .q(enable$q),
        .clock(enable$clock)
    );

    // Update code
    always @(*) begin
        operation$clock = clock;
        poll$clock = clock;
        enable$clock = clock;
        operation$d = operation$q;
        poll$d = poll$q;
        enable$d = enable$q;
        setup$clock = clock;
        engine$clock = clock;
        transfer$clock = clock;
        setup$reset = reset;
        engine$reset = reset;
        transfer$reset = reset;
        write = io_write & ~engine$busy;
        start = write & (io_address == command_at) & ~other_busy;
        if (start) begin
            operation$d = io_data[(32'h0)+:(3)];
            poll$d = io_data[32'h8];
            enable$d = io_data[32'h9];
        end
        setup$write = write;
        setup$offset = io_address;
        setup$data = io_data;
        port = setup$port;
        reads = (operation$q == op_read) | (operation$q == op_compare) | (operation$q == op_scan);
        waits = operation$q == op_wait;
        engine$nothing = 1'b1;
        if (reads) begin
            engine$nothing = transfer$no_data;
        end
        if (operation$q == op_write) begin
            engine$nothing = 1'b0;
        end
        if (waits) begin
            engine$nothing = ~poll$q & ~enable$q;
        end
        engine$not_owner = ~ask_engine | (port & (~ask_port | ~present));
        engine$lost = port & ~present;
        segment = join_memory;
        if (port) begin
            segment = join_port;
        end
        engine$joined = (joined == segment) & staying;
        engine$start = start;
        engine$tick = tick;
        engine$io = io;
        engine$half = setup$half;
        engine$idle_high = setup$idle_high;
        engine$deadline = setup$deadline;
        engine$poll = poll$q;
        engine$enable = enable$q;
        engine$no_own = waits;
        engine$reads = reads;
        engine$address_bytes = setup$address_bytes;
        engine$dummy = setup$dummy;
        engine$lines = setup$lines;
        engine$no_data = transfer$no_data;
        engine$tx_byte = transfer$tx_byte;
        engine$last = transfer$last;
        engine$unequal = transfer$unequal;
        transfer$start = start;
        transfer$operation = operation$q;
        transfer$opcode = setup$opcode;
        transfer$address = setup$address;
        transfer$length = setup$length;
        transfer$pointer = setup$pointer;
        transfer$crc_write = write & (io_address == crc_at);
        transfer$data = io_data;
        transfer$frame = engine$frame;
        transfer$kind = engine$kind;
        transfer$load = engine$load;
        transfer$take = engine$take;
        transfer$received = engine$received;
        transfer$buffer_read = buffer_read;
        under_way = engine$busy;
        finished = engine$done;
        status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((transfer$memory_status) & 32'hffffffff) << 32'h8);
        if (engine$done) begin
            status = ((under_way) & 32'hffffffff) | (((finished) & 32'hffffffff) << 32'h1) | (((engine$result) & 32'hffffffff) << 32'h4) | (((transfer$memory_status) & 32'hffffffff) << 32'h8);
        end
        io_read = setup$read;
        if (io_address == status_at) begin
            io_read = status;
        end
        if (io_address == count_at) begin
            io_read = ((transfer$count) & 32'hffffffff);
        end
        if (io_address == crc_at) begin
            io_read = transfer$crc;
        end
        if (io_address == pages_at) begin
            io_read = transfer$pages;
        end
        done = engine$done;
        busy = engine$busy;
        wants_memory = engine$wants & ~port;
        wants_port = engine$wants & port;
        csn = engine$csn;
        sck = engine$sck;
        io0 = engine$io0;
        drive_io0 = engine$drive_io0;
        buffer_address = transfer$buffer_address;
        buffer_write = transfer$buffer_write;
        buffer_data = transfer$buffer_data;
        if (reset) begin
            operation$d = 32'h0;
            poll$d = 1'b0;
            enable$d = 1'b0;
        end
    end
endmodule // umbilical_spi_unit

module umbilical_spi_unit_engine(clock,reset,start,tick,io,half,idle_high,deadline,joined,lost,not_owner,nothing,poll,enable,no_own,reads,address_bytes,dummy,lines,no_data,tx_byte,last,unequal,busy,done,result,wants,csn,sck,io0,drive_io0,frame,kind,load,take,received);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  tick;
    input wire  [3:0] io;
    input wire  [7:0] half;
    input wire  idle_high;
    input wire  [19:0] deadline;
    input wire  joined;
    input wire  lost;
    input wire  not_owner;
    input wire  nothing;
    input wire  poll;
    input wire  enable;
    input wire  no_own;
    input wire  reads;
    input wire  [1:0] address_bytes;
    input wire  [3:0] dummy;
    input wire  [1:0] lines;
    input wire  no_data;
    input wire  [7:0] tx_byte;
    input wire  last;
    input wire  unequal;
    output reg  busy;
    output reg  done;
    output reg  [2:0] result;
    output reg  wants;
    output reg  csn;
    output reg  sck;
    output reg  io0;
    output reg  drive_io0;
    output reg  [1:0] frame;
    output reg  [2:0] kind;
    output reg  load;
    output reg  take;
    output reg  [7:0] received;

    // Constant declarations
    localparam  one = 4'h1;
    localparam  byte_clocks = 4'h8;
    localparam  byte_clocks_two = 4'h4;
    localparam  byte_clocks_four = 4'h2;
    localparam  two_lines = 2'b1;
    localparam  gap = 4'h5;
    localparam  ok = 3'b0;
    localparam  mismatch = 3'b1;
    localparam  poll_deadline = 3'b10;
    localparam  owner_is_other = 3'b11;
    localparam  bus_was_busy = 3'b100;
    localparam  port_lost = 3'b101;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Enable = 1;
    localparam Frame$Own = 2;
    localparam Frame$Over = 3;
    localparam Kind$Opcode = 0;
    localparam Kind$Address3 = 1;
    localparam Kind$Address2 = 2;
    localparam Kind$Address1 = 3;
    localparam Kind$Address0 = 4;
    localparam Kind$Dummy = 5;
    localparam Kind$Data = 6;
    localparam Kind$End = 7;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Gap = 2;
    localparam Phase$Wait = 3;
    localparam Phase$Lead = 4;
    localparam Phase$Low = 5;
    localparam Phase$High = 6;
    localparam Phase$Tail = 7;

    // Stub signals
    reg  timer$clock;
    reg  timer$run;
    reg  [7:0] timer$half;
    wire  timer$over;
    reg  limit$clock;
    reg  limit$run;
    reg  limit$tick;
    reg  [19:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [1:0] frame_now$d;
    wire  [1:0] frame_now$q;
    reg  frame_now$clock;
    reg  [2:0] kind_now$d;
    wire  [2:0] kind_now$q;
    reg  kind_now$clock;
    reg  [3:0] left$d;
    wire  [3:0] left$q;
    reg  left$clock;
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  two$d;
    wire  two$q;
    reg  two$clock;
    reg  four$d;
    wire  four$q;
    reg  four$clock;
    reg  [7:0] shift$d;
    wire  [7:0] shift$q;
    reg  shift$clock;
    reg  [3:0] sample$d;
    wire  [3:0] sample$q;
    reg  sample$clock;
    reg  risen$d;
    wire  risen$q;
    reg  risen$clock;
    reg  byte_risen$d;
    wire  byte_risen$q;
    reg  byte_risen$clock;
    reg  byte_complete$d;
    wire  byte_complete$q;
    reg  byte_complete$clock;
    reg  decided$d;
    wire  decided$q;
    reg  decided$clock;
    reg  gave_up$d;
    wire  gave_up$q;
    reg  gave_up$clock;
    reg  selected$d;
    wire  selected$q;
    reg  selected$clock;
    reg  sck_away$d;
    wire  sck_away$q;
    reg  sck_away$clock;
    reg  io0_level$d;
    wire  io0_level$q;
    reg  io0_level$clock;
    reg  io0_driven$d;
    wire  io0_driven$q;
    reg  io0_driven$clock;
    reg  active$d;
    wire  active$q;
    reg  active$clock;
    reg  wanting$d;
    wire  wanting$q;
    reg  wanting$clock;
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [2:0] code$d;
    wire  [2:0] code$q;
    reg  code$clock;

    // Local signals
    reg  over;
    reg  rise;
    reg  fall;
    reg  abort;
    reg  last_clock;
    reg  own;
    reg  status;
    reg  receives;
    reg  [2:0] following;
    reg  [2:0] after_address;
    reg  [2:0] after_dummy;
    reg  in_two;
    reg  in_four;
    reg  [3:0] clocks;
    reg  [7:0] with_sample;
    reg  ends;
    reg  [2:0] outcome;
    reg  deciding;

    // Sub module instances
    umbilical_spi_unit_engine_timer timer(
        .clock(timer$clock),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over)
    );
    umbilical_spi_unit_engine_limit limit(
        .clock(limit$clock),
        .run(limit$run),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    umbilical_dff_3_2 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    umbilical_dff_2_2 frame_now(
        .d(frame_now$d),
        .q(frame_now$q),
        .clock(frame_now$clock)
    );
    umbilical_dff_3_2 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    umbilical_dff_4 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    umbilical_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    umbilical_dff_1 two(
        .d(two$d),
        .q(two$q),
        .clock(two$clock)
    );
    umbilical_dff_1 four(
        .d(four$d),
        .q(four$q),
        .clock(four$clock)
    );
    umbilical_dff_8 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    umbilical_dff_4 sample(
        .d(sample$d),
        .q(sample$q),
        .clock(sample$clock)
    );
    umbilical_dff_1 risen(
        .d(risen$d),
        .q(risen$q),
        .clock(risen$clock)
    );
    umbilical_dff_1 byte_risen(
        .d(byte_risen$d),
        .q(byte_risen$q),
        .clock(byte_risen$clock)
    );
    umbilical_dff_1 byte_complete(
        .d(byte_complete$d),
        .q(byte_complete$q),
        .clock(byte_complete$clock)
    );
    umbilical_dff_1 decided(
        .d(decided$d),
        .q(decided$q),
        .clock(decided$clock)
    );
    umbilical_dff_1 gave_up(
        .d(gave_up$d),
        .q(gave_up$q),
        .clock(gave_up$clock)
    );
    umbilical_dff_1 selected(
        .d(selected$d),
        .q(selected$q),
        .clock(selected$clock)
    );
    umbilical_dff_1 sck_away(
        .d(sck_away$d),
        .q(sck_away$q),
        .clock(sck_away$clock)
    );
    umbilical_dff_1 io0_level(
        .d(io0_level$d),
        .q(io0_level$q),
        .clock(io0_level$clock)
    );
    umbilical_dff_1 io0_driven(
        .d(io0_driven$d),
        .q(io0_driven$q),
        .clock(io0_driven$clock)
    );
    umbilical_dff_1 active(
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    umbilical_dff_1 wanting(
        .d(wanting$d),
        .q(wanting$q),
        .clock(wanting$clock)
    );
    umbilical_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    umbilical_dff_3 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        frame_now$clock = clock;
        kind_now$clock = clock;
        left$clock = clock;
        first$clock = clock;
        two$clock = clock;
        four$clock = clock;
        shift$clock = clock;
        sample$clock = clock;
        risen$clock = clock;
        byte_risen$clock = clock;
        byte_complete$clock = clock;
        decided$clock = clock;
        gave_up$clock = clock;
        selected$clock = clock;
        sck_away$clock = clock;
        io0_level$clock = clock;
        io0_driven$clock = clock;
        active$clock = clock;
        wanting$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        frame_now$d = frame_now$q;
        kind_now$d = kind_now$q;
        left$d = left$q;
        first$d = first$q;
        two$d = two$q;
        four$d = four$q;
        shift$d = shift$q;
        sample$d = sample$q;
        risen$d = risen$q;
        byte_risen$d = byte_risen$q;
        byte_complete$d = byte_complete$q;
        decided$d = decided$q;
        gave_up$d = gave_up$q;
        selected$d = selected$q;
        sck_away$d = sck_away$q;
        io0_level$d = io0_level$q;
        io0_driven$d = io0_driven$q;
        active$d = active$q;
        wanting$d = wanting$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        timer$run = selected$q;
        timer$half = half;
        limit$run = active$q;
        limit$tick = tick;
        limit$deadline = deadline;
        over = timer$over;
        rise = (phase$q == Phase$Low) & over;
        fall = (phase$q == Phase$High) & over;
        abort = lost & wanting$q;
        last_clock = left$q == one;
        own = frame_now$q == Frame$Own;
        status = frame_now$q == Frame$Status;
        receives = (kind_now$q == Kind$Data) & (reads | ~own);
        after_dummy = Kind$Data;
        if (no_data) begin
            after_dummy = Kind$End;
        end
        after_address = Kind$Dummy;
        if (~|dummy) begin
            after_address = after_dummy;
        end
        following = Kind$End;
        case (kind_now$q)
            Kind$Opcode:
                begin
                    following = after_address;
                    if (|address_bytes) begin
                        following = Kind$Address2;
                    end
                    if (address_bytes[32'h1]) begin
                        following = Kind$Address3;
                    end
                    if (status) begin
                        following = Kind$Data;
                    end
                    if (frame_now$q == Frame$Enable) begin
                        following = Kind$End;
                    end
                end
            Kind$Address3:
                begin
                    following = Kind$Address2;
                end
            Kind$Address2:
                begin
                    following = Kind$Address1;
                end
            Kind$Address1:
                begin
                    following = Kind$Address0;
                end
            Kind$Address0:
                begin
                    following = after_address;
                end
            Kind$Dummy:
                begin
                    following = after_dummy;
                end
            Kind$Data:
                begin
                    following = Kind$Data;
                    if ((own & last) | (status & decided$q)) begin
                        following = Kind$End;
                    end
                end
            Kind$End:
                begin
                end
        endcase
        in_two = reads & own & (lines == two_lines);
        in_four = reads & own & lines[32'h1];
        clocks = byte_clocks;
        if (following == Kind$Dummy) begin
            clocks = dummy;
        end
        if (following == Kind$Data) begin
            if (in_two) begin
                clocks = byte_clocks_two;
            end
            if (in_four) begin
                clocks = byte_clocks_four;
            end
        end
        if (rise | (phase$q == Phase$Gap)) begin
            left$d = left$q - one;
            if (last_clock) begin
                left$d = clocks;
                if (~rise) begin
                    left$d = byte_clocks;
                end
            end
        end
        if (rise) begin
            first$d = last_clock;
            if (last_clock) begin
                kind_now$d = following;
                if (following == Kind$Data) begin
                    two$d = in_two;
                    four$d = in_four;
                end
            end
        end
        if (~selected$q) begin
            first$d = 1'b1;
            kind_now$d = Kind$Opcode;
            two$d = 1'b0;
            four$d = 1'b0;
        end
        risen$d = rise;
        if (risen$q) begin
            sample$d = io;
        end
        with_sample = ((shift$q << 32'h1) & ~(1 << (32'h0)) | ((sample$q[32'h1]) << (32'h0)));
        if (two$q) begin
            with_sample = (((shift$q << 32'h2) & ~(1 << (32'h0)) | ((sample$q[32'h0]) << (32'h0))) & ~(1 << (32'h1)) | ((sample$q[32'h1]) << (32'h1)));
        end
        if (four$q) begin
            with_sample = (shift$q << 32'h4) | ((sample$q) & 8'hff);
        end
        if (rise) begin
            shift$d = with_sample;
            if (first$q) begin
                shift$d = tx_byte;
            end
        end
        if ((fall & (kind_now$q != Kind$End)) | ~selected$q) begin
            io0_level$d = shift$q[32'h6];
            if (first$q) begin
                io0_level$d = tx_byte[32'h7];
            end
        end
        byte_risen$d = rise & last_clock & (kind_now$q == Kind$Data);
        byte_complete$d = byte_risen$q;
        deciding = byte_complete$q & status & ~decided$q;
        if (deciding) begin
            decided$d = ~with_sample[32'h0] | limit$passed;
            gave_up$d = with_sample[32'h0];
        end
        ends = 1'b0;
        outcome = ok;
        case (phase$q)
            Phase$Idle:
                begin
                    if (start) begin
                        phase$d = Phase$Check;
                        active$d = 1'b1;
                        ended$d = 1'b0;
                    end
                end
            Phase$Check:
                begin
                    left$d = one;
                    decided$d = 1'b0;
                    gave_up$d = 1'b0;
                    frame_now$d = Frame$Own;
                    if (enable) begin
                        frame_now$d = Frame$Enable;
                    end
                    if (poll) begin
                        frame_now$d = Frame$Status;
                    end
                    phase$d = Phase$Gap;
                    wanting$d = 1'b1;
                    ends = not_owner | nothing;
                    if (not_owner) begin
                        outcome = owner_is_other;
                    end
                end
            Phase$Gap:
                begin
                    if (last_clock) begin
                        phase$d = Phase$Wait;
                    end
                end
            Phase$Wait:
                begin
                    if (frame_now$q == Frame$Over) begin
                        ends = 1'b1;
                        if (unequal) begin
                            outcome = mismatch;
                        end
                        if (gave_up$q) begin
                            outcome = poll_deadline;
                        end
                    end
                    else if (joined) begin
                        selected$d = 1'b1;
                        io0_driven$d = 1'b1;
                        phase$d = Phase$Low;
                        if (idle_high) begin
                            phase$d = Phase$Lead;
                        end
                    end
                    else begin
                        ends = limit$passed;
                        outcome = bus_was_busy;
                    end
                end
            Phase$Lead:
                begin
                    if (over) begin
                        phase$d = Phase$Low;
                    end
                end
            Phase$Low:
                begin
                    if (over) begin
                        phase$d = Phase$High;
                    end
                end
            Phase$High:
                begin
                    if (over) begin
                        phase$d = Phase$Low;
                        if (kind_now$q == Kind$End) begin
                            phase$d = Phase$Tail;
                        end
                        else begin
                            io0_driven$d = (kind_now$q != Kind$Dummy) & ~receives;
                        end
                    end
                end
            Phase$Tail:
                begin
                    left$d = gap;
                    if (over) begin
                        phase$d = Phase$Gap;
                        selected$d = 1'b0;
                        io0_driven$d = 1'b0;
                        frame_now$d = Frame$Over;
                        if (status & enable & ~gave_up$q) begin
                            frame_now$d = Frame$Enable;
                        end
                        else if (~own & ~no_own & ~gave_up$q) begin
                            frame_now$d = Frame$Own;
                        end
                    end
                end
        endcase
        if (abort) begin
            ends = 1'b1;
            outcome = port_lost;
        end
        if (ends) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            wanting$d = 1'b0;
            ended$d = 1'b1;
            code$d = outcome;
            selected$d = 1'b0;
            io0_driven$d = 1'b0;
        end
        if (abort) begin
            byte_risen$d = 1'b0;
            byte_complete$d = 1'b0;
        end
        if (over) begin
            sck_away$d = 1'b0;
            case (phase$q)
                Phase$Lead:
                    begin
                        sck_away$d = 1'b1;
                    end
                Phase$Low:
                    begin
                        sck_away$d = ~idle_high;
                    end
                Phase$High:
                    begin
                        sck_away$d = idle_high & (kind_now$q != Kind$End);
                    end
                default:
                    begin
                    end
            endcase
        end
        if (~selected$q | abort) begin
            sck_away$d = 1'b0;
        end
        busy = active$q;
        done = ended$q;
        result = code$q;
        wants = wanting$q;
        csn = ~selected$q;
        sck = sck_away$q ^ idle_high;
        io0 = io0_level$q;
        drive_io0 = io0_driven$q;
        frame = frame_now$q;
        kind = kind_now$q;
        load = rise & first$q;
        take = byte_complete$q & ~abort;
        received = with_sample;
        if (reset) begin
            phase$d = Phase$Idle;
            active$d = 1'b0;
            wanting$d = 1'b0;
            ended$d = 1'b0;
            selected$d = 1'b0;
            sck_away$d = 1'b0;
            io0_driven$d = 1'b0;
            byte_risen$d = 1'b0;
            byte_complete$d = 1'b0;
        end
    end
endmodule // umbilical_spi_unit_engine

module umbilical_spi_unit_engine_limit(clock,run,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  tick;
    input wire  [19:0] deadline;
    output reg  passed;

    // Constant declarations
    localparam  all_ones = 20'hfffff;

    // Stub signals
    reg  [19:0] left$d;
    wire  [19:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [19:0] minus_one;
    reg  [19:0] counted;
    reg  none_left;

    // Sub module instances
    umbilical_dff_20 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );

    // Update code
    always @(*) begin
        left$clock = clock;
        left$d = left$q;
        minus_one = 32'h0;
        if (run) begin
            minus_one = all_ones;
        end
        counted = left$q + minus_one;
        none_left = ~|left$q;
        passed = none_left;
        if (~run | (tick & ~none_left)) begin
            left$d = counted;
            if (~run) begin
                left$d = deadline;
            end
        end
    end
endmodule // umbilical_spi_unit_engine_limit

module umbilical_spi_unit_engine_timer(clock,run,half,over);

    // Module arguments
    input wire  clock;
    input wire  run;
    input wire  [7:0] half;
    output reg  over;

    // Constant declarations
    localparam  one = 8'h1;
    localparam  two = 8'h2;

    // Stub signals
    reg  [7:0] count$d;
    wire  [7:0] count$q;
    reg  count$clock;
    reg  over_next$d;
    wire  over_next$q;
    reg  over_next$clock;

    // Local signals
    reg  restart;
    reg  [7:0] minus_one;
    reg  [7:0] counted;

    // Sub module instances
    umbilical_dff_8 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    umbilical_dff_1 over_next(
        .d(over_next$d),
        .q(over_next$q),
        .clock(over_next$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        over_next$clock = clock;
        count$d = count$q;
        over_next$d = over_next$q;
        restart = over_next$q | ~run;
        minus_one = 32'hff;
        if (restart) begin
            minus_one = 32'h0;
        end
        counted = count$q + minus_one;
        count$d = counted;
        over_next$d = count$q == two;
        if (restart) begin
            count$d = half;
            over_next$d = half == one;
        end
        over = over_next$q;
    end
endmodule // umbilical_spi_unit_engine_timer

module umbilical_spi_unit_setup(clock,reset,write,offset,data,half,idle_high,deadline,opcode,address_bytes,dummy,lines,port,address,length,pointer,read);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  write;
    input wire  [7:0] offset;
    input wire  [31:0] data;
    output reg  [7:0] half;
    output reg  idle_high;
    output reg  [19:0] deadline;
    output reg  [7:0] opcode;
    output reg  [1:0] address_bytes;
    output reg  [3:0] dummy;
    output reg  [1:0] lines;
    output reg  port;
    output reg  [31:0] address;
    output reg  [23:0] length;
    output reg  [11:0] pointer;
    output reg  [31:0] read;

    // Constant declarations
    localparam  least = 8'h1;
    localparam  timing_at = 8'h80;
    localparam  deadline_at = 8'h84;
    localparam  frame_at = 8'h88;
    localparam  address_at = 8'h8c;
    localparam  length_at = 8'h90;
    localparam  pointer_at = 8'h94;

    // Stub signals
    reg  [7:0] half_period$d;
    wire  [7:0] half_period$q;
    reg  half_period$clock;
    reg  idle$d;
    wire  idle$q;
    reg  idle$clock;
    reg  [19:0] ticks$d;
    wire  [19:0] ticks$q;
    reg  ticks$clock;
    reg  [7:0] code$d;
    wire  [7:0] code$q;
    reg  code$clock;
    reg  [1:0] bytes$d;
    wire  [1:0] bytes$q;
    reg  bytes$clock;
    reg  [3:0] clocks$d;
    wire  [3:0] clocks$q;
    reg  clocks$clock;
    reg  [1:0] width$d;
    wire  [1:0] width$q;
    reg  width$clock;
    reg  to_port$d;
    wire  to_port$q;
    reg  to_port$clock;
    reg  [31:0] start$d;
    wire  [31:0] start$q;
    reg  start$clock;
    reg  [23:0] wanted$d;
    wire  [23:0] wanted$q;
    reg  wanted$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;

    // Local signals
    reg  [7:0] lower;
    reg  idle_bit;
    reg  port_bit;

    // Sub module instances
    umbilical_dff_8 half_period(
        .d(half_period$d),
        .q(half_period$q),
        .clock(half_period$clock)
    );
    umbilical_dff_1 idle(
        .d(idle$d),
        .q(idle$q),
        .clock(idle$clock)
    );
    umbilical_dff_20 ticks(
        .d(ticks$d),
        .q(ticks$q),
        .clock(ticks$clock)
    );
    umbilical_dff_8 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );
    umbilical_dff_2 bytes(
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    umbilical_dff_4 clocks(
        .d(clocks$d),
        .q(clocks$q),
        .clock(clocks$clock)
    );
    umbilical_dff_2 width(
        .d(width$d),
        .q(width$q),
        .clock(width$clock)
    );
    umbilical_dff_1 to_port(
        .d(to_port$d),
        .q(to_port$q),
        .clock(to_port$clock)
    );
    umbilical_dff_32 start(
        .d(start$d),
        .q(start$q),
        .clock(start$clock)
    );
    umbilical_dff_24 wanted(
        .d(wanted$d),
        .q(wanted$q),
        .clock(wanted$clock)
    );
    umbilical_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );

    // Update code
    always @(*) begin
        half_period$clock = clock;
        idle$clock = clock;
        ticks$clock = clock;
        code$clock = clock;
        bytes$clock = clock;
        clocks$clock = clock;
        width$clock = clock;
        to_port$clock = clock;
        start$clock = clock;
        wanted$clock = clock;
        place$clock = clock;
        half_period$d = half_period$q;
        idle$d = idle$q;
        ticks$d = ticks$q;
        code$d = code$q;
        bytes$d = bytes$q;
        clocks$d = clocks$q;
        width$d = width$q;
        to_port$d = to_port$q;
        start$d = start$q;
        wanted$d = wanted$q;
        place$d = place$q;
        lower = data[(32'h0)+:(8)];
        if (~|data[(32'h0)+:(8)]) begin
            lower = least;
        end
        idle_bit = idle$q;
        port_bit = to_port$q;
        read = 32'h0;
        if (offset == timing_at) begin
            read = ((half_period$q) & 32'hffffffff) | (((idle_bit) & 32'hffffffff) << 32'h8);
            if (write) begin
                half_period$d = lower;
                idle$d = data[32'h8];
            end
        end
        if (offset == deadline_at) begin
            read = ((ticks$q) & 32'hffffffff);
            if (write) begin
                ticks$d = data[(32'h0)+:(20)];
            end
        end
        if (offset == frame_at) begin
            read = ((code$q) & 32'hffffffff) | (((bytes$q) & 32'hffffffff) << 32'h8) | (((clocks$q) & 32'hffffffff) << 32'hc) | (((width$q) & 32'hffffffff) << 32'h10) | (((port_bit) & 32'hffffffff) << 32'h14);
            if (write) begin
                code$d = data[(32'h0)+:(8)];
                bytes$d = data[(32'h8)+:(2)];
                clocks$d = data[(32'hc)+:(4)];
                width$d = data[(32'h10)+:(2)];
                to_port$d = data[32'h14];
            end
        end
        if (offset == address_at) begin
            read = start$q;
            if (write) begin
                start$d = data;
            end
        end
        if (offset == length_at) begin
            read = ((wanted$q) & 32'hffffffff);
            if (write) begin
                wanted$d = data[(32'h0)+:(24)];
            end
        end
        if (offset == pointer_at) begin
            read = ((place$q) & 32'hffffffff);
            if (write) begin
                place$d = data[(32'h0)+:(12)];
            end
        end
        half = half_period$q;
        idle_high = idle$q;
        deadline = ticks$q;
        opcode = code$q;
        address_bytes = bytes$q;
        dummy = clocks$q;
        lines = width$q;
        port = to_port$q;
        address = start$q;
        length = wanted$q;
        pointer = place$q;
        if (reset) begin
            half_period$d = least;
            idle$d = 1'b0;
            ticks$d = 32'h0;
            code$d = 32'h0;
            bytes$d = 32'h0;
            clocks$d = 32'h0;
            width$d = 32'h0;
            to_port$d = 1'b0;
            start$d = 32'h0;
            wanted$d = 32'h0;
            place$d = 32'h0;
        end
    end
endmodule // umbilical_spi_unit_setup

module umbilical_spi_unit_transfer(clock,reset,start,operation,opcode,address,length,pointer,crc_write,data,frame,kind,load,take,received,buffer_read,tx_byte,no_data,last,unequal,count,pages,crc,memory_status,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  start;
    input wire  [2:0] operation;
    input wire  [7:0] opcode;
    input wire  [31:0] address;
    input wire  [23:0] length;
    input wire  [11:0] pointer;
    input wire  crc_write;
    input wire  [31:0] data;
    input wire  [1:0] frame;
    input wire  [2:0] kind;
    input wire  load;
    input wire  take;
    input wire  [7:0] received;
    input wire  [7:0] buffer_read;
    output reg  [7:0] tx_byte;
    output reg  no_data;
    output reg  last;
    output reg  unequal;
    output reg  [23:0] count;
    output reg  [31:0] pages;
    output reg  [31:0] crc;
    output reg  [7:0] memory_status;
    output reg  [11:0] buffer_address;
    output reg  buffer_write;
    output reg  [7:0] buffer_data;

    // Constant declarations
    localparam  one = 24'h1;
    localparam  one_place = 12'h1;
    localparam  blank = 8'hff;
    localparam  write = 3'b1;
    localparam  read = 3'b10;
    localparam  compare = 3'b11;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Own = 2;
    localparam Kind$Data = 6;

    // Stub signals
    reg  [1:0] choice$frame;
    reg  [2:0] choice$kind;
    reg  [7:0] choice$opcode;
    reg  [31:0] choice$address;
    reg  [7:0] choice$data;
    wire  [7:0] choice$tx_byte;
    reg  check$clock;
    reg  check$reset;
    reg  check$take;
    reg  [7:0] check$received;
    reg  check$write;
    reg  [31:0] check$data;
    wire  [31:0] check$register;
    reg  flags$clock;
    reg  flags$reset;
    reg  flags$clear;
    reg  [3:0] flags$page;
    reg  flags$differs;
    reg  flags$erase;
    wire  [31:0] flags$flags;
    reg  [23:0] moved$d;
    wire  [23:0] moved$q;
    reg  moved$clock;
    reg  [11:0] place$d;
    wire  [11:0] place$q;
    reg  place$clock;
    reg  last_byte$d;
    wire  last_byte$q;
    reg  last_byte$clock;
    reg  empty$d;
    wire  empty$q;
    reg  empty$clock;
    reg  differed$d;
    wire  differed$q;
    reg  differed$clock;
    reg  [7:0] status$d;
    wire  [7:0] status$q;
    reg  status$clock;

    // Local signals
    reg  counted;
    reg  came;
    reg  [23:0] stepped;
    reg  [11:0] onward;
    reg  [7:0] expected;
    reg  [7:0] different;
    reg  [7:0] erased;
    reg  compares;
    reg  writes;
    reg  differs;

    // Sub module instances
    umbilical_spi_unit_transfer_choice choice(
        .frame(choice$frame),
        .kind(choice$kind),
        .opcode(choice$opcode),
        .address(choice$address),
        .data(choice$data),
        .tx_byte(choice$tx_byte)
    );
    umbilical_spi_unit_transfer_check check(
        .clock(check$clock),
        .reset(check$reset),
        .take(check$take),
        .received(check$received),
        .write(check$write),
        .data(check$data),
        .register(check$register)
    );
    umbilical_spi_unit_transfer_flags flags(
        .clock(flags$clock),
        .reset(flags$reset),
        .clear(flags$clear),
        .page(flags$page),
        .differs(flags$differs),
        .erase(flags$erase),
        .flags(flags$flags)
    );
    umbilical_dff_24 moved(
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    umbilical_dff_12 place(
        .d(place$d),
        .q(place$q),
        .clock(place$clock)
    );
    umbilical_dff_1 last_byte(
        .d(last_byte$d),
        .q(last_byte$q),
        .clock(last_byte$clock)
    );
    umbilical_dff_1 empty(
        .d(empty$d),
        .q(empty$q),
        .clock(empty$clock)
    );
    umbilical_dff_1 differed(
        .d(differed$d),
        .q(differed$q),
        .clock(differed$clock)
    );
    umbilical_dff_8 status(
        .d(status$d),
        .q(status$q),
        .clock(status$clock)
    );

    // Update code
    always @(*) begin
        moved$clock = clock;
        place$clock = clock;
        last_byte$clock = clock;
        empty$clock = clock;
        differed$clock = clock;
        status$clock = clock;
        moved$d = moved$q;
        place$d = place$q;
        last_byte$d = last_byte$q;
        empty$d = empty$q;
        differed$d = differed$q;
        status$d = status$q;
        check$clock = clock;
        check$reset = reset;
        flags$clock = clock;
        flags$reset = reset;
        choice$frame = frame;
        choice$kind = kind;
        choice$opcode = opcode;
        choice$address = address;
        choice$data = buffer_read;
        tx_byte = choice$tx_byte;
        compares = operation == compare;
        writes = operation == write;
        counted = take & (frame == Frame$Own);
        came = counted & ~writes;
        if (take & (frame == Frame$Status)) begin
            status$d = received;
        end
        stepped = moved$q + one;
        last_byte$d = stepped == length;
        empty$d = ~|length;
        if (counted) begin
            moved$d = stepped;
        end
        onward = place$q + one_place;
        if (came | (load & writes & (kind == Kind$Data) & (frame == Frame$Own))) begin
            place$d = onward;
        end
        buffer_address = place$q;
        buffer_data = received;
        buffer_write = came & (operation == read);
        expected = blank;
        if (compares) begin
            expected = buffer_read;
        end
        different = received ^ expected;
        erased = different & expected;
        differs = came & |different;
        flags$clear = start;
        flags$page = moved$q[(32'h8)+:(4)];
        flags$differs = differs;
        flags$erase = came & compares & |erased;
        if (differs & compares) begin
            differed$d = 1'b1;
        end
        check$take = came & ~compares;
        check$received = received;
        check$write = crc_write;
        check$data = data;
        if (start) begin
            moved$d = 32'h0;
            place$d = pointer;
            differed$d = 1'b0;
            status$d = 32'h0;
        end
        no_data = empty$q;
        last = last_byte$q;
        unequal = differed$q;
        count = moved$q;
        pages = flags$flags;
        crc = check$register;
        memory_status = status$q;
        if (reset) begin
            moved$d = 32'h0;
            status$d = 32'h0;
        end
    end
endmodule // umbilical_spi_unit_transfer

module umbilical_spi_unit_transfer_check(clock,reset,take,received,write,data,register);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  take;
    input wire  [7:0] received;
    input wire  write;
    input wire  [31:0] data;
    output reg  [31:0] register;

    // Constant declarations
    localparam  one = 2'b1;
    localparam  after_first = 2'b11;
    localparam  start_value = 32'hffffffff;
    localparam  polynomial = 32'hedb88320;
    localparam  polynomial_moved = 32'h76dc4190;

    // Stub signals
    reg  [31:0] state$d;
    wire  [31:0] state$q;
    reg  state$clock;
    reg  [5:0] rest$d;
    wire  [5:0] rest$q;
    reg  rest$clock;
    reg  [1:0] pairs$d;
    wire  [1:0] pairs$q;
    reg  pairs$clock;

    // Local signals
    reg  [1:0] pair;
    reg  [31:0] lower;
    reg  [31:0] upper;

    // Sub module instances
    umbilical_dff_32 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_dff_6 rest(
        .d(rest$d),
        .q(rest$q),
        .clock(rest$clock)
    );
    umbilical_dff_2 pairs(
        .d(pairs$d),
        .q(pairs$q),
        .clock(pairs$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        rest$clock = clock;
        pairs$clock = clock;
        state$d = state$q;
        rest$d = rest$q;
        pairs$d = pairs$q;
        pair = rest$q[(32'h0)+:(2)];
        if (take) begin
            pair = received[(32'h0)+:(2)];
        end
        lower = 32'h0;
        if (pair[32'h0] ^ state$q[32'h0]) begin
            lower = polynomial_moved;
        end
        upper = 32'h0;
        if (pair[32'h1] ^ state$q[32'h1]) begin
            upper = polynomial;
        end
        if (take | |pairs$q) begin
            state$d = (state$q >> 32'h2) ^ lower ^ upper;
        end
        if (|pairs$q) begin
            pairs$d = pairs$q - one;
        end
        rest$d = rest$q >> 32'h2;
        if (take) begin
            pairs$d = after_first;
            rest$d = received[(32'h2)+:(6)];
        end
        if (write) begin
            state$d = data;
        end
        register = state$q;
        if (reset) begin
            state$d = start_value;
            pairs$d = 32'h0;
        end
    end
endmodule // umbilical_spi_unit_transfer_check

module umbilical_spi_unit_transfer_choice(frame,kind,opcode,address,data,tx_byte);

    // Module arguments
    input wire  [1:0] frame;
    input wire  [2:0] kind;
    input wire  [7:0] opcode;
    input wire  [31:0] address;
    input wire  [7:0] data;
    output reg  [7:0] tx_byte;

    // Constant declarations
    localparam  read_status = 8'h5;
    localparam  write_enable = 8'h6;

    // Enums
    localparam Frame$Status = 0;
    localparam Frame$Enable = 1;
    localparam Kind$Opcode = 0;
    localparam Kind$Address3 = 1;
    localparam Kind$Address2 = 2;
    localparam Kind$Address1 = 3;
    localparam Kind$Address0 = 4;

    // Update code
    always @(*) begin
        case (kind)
            Kind$Opcode:
                begin
                    tx_byte = opcode;
                    if (frame == Frame$Status) begin
                        tx_byte = read_status;
                    end
                    if (frame == Frame$Enable) begin
                        tx_byte = write_enable;
                    end
                end
            Kind$Address3:
                begin
                    tx_byte = address[(32'h18)+:(8)];
                end
            Kind$Address2:
                begin
                    tx_byte = address[(32'h10)+:(8)];
                end
            Kind$Address1:
                begin
                    tx_byte = address[(32'h8)+:(8)];
                end
            Kind$Address0:
                begin
                    tx_byte = address[(32'h0)+:(8)];
                end
            default:
                begin
                    tx_byte = data;
                end
        endcase
    end
endmodule // umbilical_spi_unit_transfer_choice

module umbilical_spi_unit_transfer_flags(clock,reset,clear,page,differs,erase,flags);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  clear;
    input wire  [3:0] page;
    input wire  differs;
    input wire  erase;
    output reg  [31:0] flags;

    // Constant declarations
    localparam  one = 16'h1;

    // Stub signals
    reg  [15:0] differ$d;
    wire  [15:0] differ$q;
    reg  differ$clock;
    reg  [15:0] erases$d;
    wire  [15:0] erases$q;
    reg  erases$clock;

    // Local signals
    reg  [15:0] mask;

    // Sub module instances
    umbilical_dff_16 differ(
        .d(differ$d),
        .q(differ$q),
        .clock(differ$clock)
    );
    umbilical_dff_16 erases(
        .d(erases$d),
        .q(erases$q),
        .clock(erases$clock)
    );

    // Update code
    always @(*) begin
        differ$clock = clock;
        erases$clock = clock;
        differ$d = differ$q;
        erases$d = erases$q;
        mask = one << ((page) & 16'hffff);
        if (differs) begin
            differ$d = differ$q | mask;
        end
        if (erase) begin
            erases$d = erases$q | mask;
        end
        flags = ((differ$q) & 32'hffffffff) | (((erases$q) & 32'hffffffff) << 32'h10);
        if (clear | reset) begin
            differ$d = 32'h0;
            erases$d = 32'h0;
        end
    end
endmodule // umbilical_spi_unit_transfer_flags

module umbilical_switches(clock,reset,io_write,io_address,io_data,lines,host_busy,bus_busy,port_busy,present,engine_uses_bus,spi_joined,spi_host_csn,io_read,host_owns_bus,port_en,spi_host,spi_engine,spi_port,host_scl_low,host_sda_low,bus_scl_low,bus_sda_low);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    input wire  [5:0] lines;
    input wire  host_busy;
    input wire  bus_busy;
    input wire  port_busy;
    input wire  present;
    input wire  engine_uses_bus;
    input wire  [2:0] spi_joined;
    input wire  spi_host_csn;
    output reg  [31:0] io_read;
    output reg  host_owns_bus;
    output reg  port_en;
    output reg  spi_host;
    output reg  spi_engine;
    output reg  spi_port;
    output reg  host_scl_low;
    output reg  host_sda_low;
    output reg  bus_scl_low;
    output reg  bus_sda_low;

    // Constant declarations
    localparam  high = 2'b11;
    localparam  none = 32'h0;
    localparam  at_switch = 8'h34;
    localparam  at_status = 8'h38;

    // Stub signals
    reg  ask_host$d;
    wire  ask_host$q;
    reg  ask_host$clock;
    reg  ask_port$d;
    wire  ask_port$q;
    reg  ask_port$clock;
    reg  ask_spi_host$d;
    wire  ask_spi_host$q;
    reg  ask_spi_host$clock;
    reg  ask_spi_engine$d;
    wire  ask_spi_engine$q;
    reg  ask_spi_engine$clock;
    reg  ask_spi_port$d;
    wire  ask_spi_port$q;
    reg  ask_spi_port$clock;
    reg  host$d;
    wire  host$q;
    reg  host$clock;
    reg  port$d;
    wire  port$q;
    reg  port$clock;
    reg  repeaters$0$clock;
    reg  repeaters$0$joined;
    reg  repeaters$0$host;
    reg  repeaters$0$bus;
    wire  repeaters$0$host_low;
    wire  repeaters$0$bus_low;
    reg  repeaters$1$clock;
    reg  repeaters$1$joined;
    reg  repeaters$1$host;
    reg  repeaters$1$bus;
    wire  repeaters$1$host_low;
    wire  repeaters$1$bus_low;

    // Local signals
    reg  host_free;
    reg  bus_free;
    reg  port_free;
    reg  joined;

    // Sub module instances
    umbilical_dff_1 ask_host(
        .d(ask_host$d),
        .q(ask_host$q),
        .clock(ask_host$clock)
    );
    umbilical_dff_1 ask_port(
        .d(ask_port$d),
        .q(ask_port$q),
        .clock(ask_port$clock)
    );
    umbilical_dff_1 ask_spi_host(
        .d(ask_spi_host$d),
        .q(ask_spi_host$q),
        .clock(ask_spi_host$clock)
    );
    umbilical_dff_1 ask_spi_engine(
        .d(ask_spi_engine$d),
        .q(ask_spi_engine$q),
        .clock(ask_spi_engine$clock)
    );
    umbilical_dff_1 ask_spi_port(
        .d(ask_spi_port$d),
        .q(ask_spi_port$q),
        .clock(ask_spi_port$clock)
    );
    umbilical_dff_1 host(
        .d(host$d),
        .q(host$q),
        .clock(host$clock)
    );
    umbilical_dff_1 port(
        .d(port$d),
        .q(port$q),
        .clock(port$clock)
    );
    umbilical_switches_repeaters repeaters$0(
        .clock(repeaters$0$clock),
        .joined(repeaters$0$joined),
        .host(repeaters$0$host),
        .bus(repeaters$0$bus),
        .host_low(repeaters$0$host_low),
        .bus_low(repeaters$0$bus_low)
    );
    umbilical_switches_repeaters repeaters$1(
        .clock(repeaters$1$clock),
        .joined(repeaters$1$joined),
        .host(repeaters$1$host),
        .bus(repeaters$1$bus),
        .host_low(repeaters$1$host_low),
        .bus_low(repeaters$1$bus_low)
    );

    // Update code
    always @(*) begin
        ask_host$clock = clock;
        ask_port$clock = clock;
        ask_spi_host$clock = clock;
        ask_spi_engine$clock = clock;
        ask_spi_port$clock = clock;
        host$clock = clock;
        port$clock = clock;
        ask_host$d = ask_host$q;
        ask_port$d = ask_port$q;
        ask_spi_host$d = ask_spi_host$q;
        ask_spi_engine$d = ask_spi_engine$q;
        ask_spi_port$d = ask_spi_port$q;
        host$d = host$q;
        port$d = port$q;
        host_free = ~host_busy & (lines[(32'h0)+:(2)] == high);
        bus_free = ~bus_busy & (lines[(32'h2)+:(2)] == high) & ~engine_uses_bus;
        port_free = ~port_busy & (lines[(32'h4)+:(2)] == high);
        joined = ask_host$q & (host$q | (bus_free & host_free & ~port$q));
        host$d = joined;
        port$d = ask_port$q & present & (port$q | (bus_free & port_free & ~host$q & ~ask_host$q));
        if (~present) begin
            ask_port$d = 1'b0;
            ask_spi_port$d = 1'b0;
        end
        if (io_write & (io_address == at_switch)) begin
            ask_host$d = io_data[32'h0];
            ask_port$d = io_data[32'h1];
            ask_spi_host$d = io_data[32'h8];
            ask_spi_engine$d = io_data[32'h9];
            ask_spi_port$d = io_data[32'ha];
        end
        repeaters$0$clock = clock;
        repeaters$0$joined = joined & ~reset;
        repeaters$0$host = lines[0];
        repeaters$1$clock = clock;
        repeaters$1$joined = joined & ~reset;
        repeaters$1$host = lines[1];
        repeaters$0$bus = lines[32'h2];
        repeaters$1$bus = lines[32'h3];
        host_scl_low = repeaters$0$host_low;
        bus_scl_low = repeaters$0$bus_low;
        host_sda_low = repeaters$1$host_low;
        bus_sda_low = repeaters$1$bus_low;
        host_owns_bus = host$q | ask_host$q;
        port_en = port$q;
        spi_host = ask_spi_host$q;
        spi_engine = ask_spi_engine$q;
        spi_port = ask_spi_port$q;
        io_read = 32'h0;
        if (io_address == at_switch) begin
            io_read = (((((none & ~(1 << (32'h0)) | ((ask_host$q) << (32'h0))) & ~(1 << (32'h1)) | ((ask_port$q) << (32'h1))) & ~(1 << (32'h8)) | ((ask_spi_host$q) << (32'h8))) & ~(1 << (32'h9)) | ((ask_spi_engine$q) << (32'h9))) & ~(1 << (32'ha)) | ((ask_spi_port$q) << (32'ha)));
        end
        if (io_address == at_status) begin
            io_read = ((((((((((lines) & 32'hffffffff) << 32'h8) | (((spi_joined) & 32'hffffffff) << 32'h10)) & ~(1 << (32'h0)) | ((host$q) << (32'h0))) & ~(1 << (32'h1)) | ((port$q) << (32'h1))) & ~(1 << (32'h4)) | ((host_busy) << (32'h4))) & ~(1 << (32'h5)) | ((bus_busy) << (32'h5))) & ~(1 << (32'h6)) | ((port_busy) << (32'h6))) & ~(1 << (32'h14)) | ((spi_host_csn) << (32'h14)));
        end
        if (reset) begin
            ask_host$d = 1'b0;
            ask_port$d = 1'b0;
            ask_spi_host$d = 1'b0;
            ask_spi_engine$d = 1'b0;
            ask_spi_port$d = 1'b0;
            host$d = 1'b0;
            port$d = 1'b0;
        end
    end
endmodule // umbilical_switches

module umbilical_switches_repeaters(clock,joined,host,bus,host_low,bus_low);

    // Module arguments
    input wire  clock;
    input wire  joined;
    input wire  host;
    input wire  bus;
    output reg  host_low;
    output reg  bus_low;

    // Constant declarations
    localparam  one = 3'b1;
    localparam  enough = 3'b111;

    // Enums
    localparam State$Idle = 0;
    localparam State$HostLow = 1;
    localparam State$BusLow = 2;
    localparam State$Settle = 3;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  [2:0] count$d;
    wire  [2:0] count$q;
    reg  count$clock;

    // Sub module instances
    umbilical_dff_2_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_dff_3 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        count$clock = clock;
        state$d = state$q;
        count$d = count$q;
        count$d = 32'h0;
        host_low = 1'b0;
        bus_low = 1'b0;
        case (state$q)
            State$Idle:
                begin
                    if (~host) begin
                        state$d = State$HostLow;
                    end
                    else if (~bus) begin
                        state$d = State$BusLow;
                    end
                end
            State$HostLow:
                begin
                    bus_low = 1'b1;
                    if (host) begin
                        state$d = State$Settle;
                    end
                end
            State$BusLow:
                begin
                    host_low = 1'b1;
                    if (bus) begin
                        state$d = State$Settle;
                    end
                end
            State$Settle:
                begin
                    count$d = count$q + one;
                    if (count$q == enough) begin
                        state$d = State$Idle;
                    end
                end
            default:
                begin
                end
        endcase
        if (~joined) begin
            state$d = State$Idle;
            count$d = 32'h0;
        end
    end
endmodule // umbilical_switches_repeaters

module umbilical_timer(clock,reset,io_write,io_address,io_data,io_read,cycle,cycle_high,timer_event,tick,watchdog);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    output reg  [31:0] io_read;
    output reg  [31:0] cycle;
    output reg  [31:0] cycle_high;
    output reg  timer_event;
    output reg  tick;
    output reg  watchdog;

    // Constant declarations
    localparam  one = 32'h1;
    localparam  compare_after_reset = 32'h7fffffff;
    localparam  at_now = 8'h10;
    localparam  at_compare = 8'h14;
    localparam  at_watchdog = 8'h18;

    // Stub signals
    reg  [31:0] low$d;
    wire  [31:0] low$q;
    reg  low$clock;
    reg  [31:0] high$d;
    wire  [31:0] high$q;
    reg  high$clock;
    reg  [31:0] compare$d;
    wire  [31:0] compare$q;
    reg  compare$clock;
    reg  [31:0] left$d;
    wire  [31:0] left$q;
    reg  left$clock;
    reg  armed$d;
    wire  armed$q;
    reg  armed$clock;

    // Local signals
    reg  [31:0] past;

    // Sub module instances
    umbilical_dff_32 low(
        .d(low$d),
        .q(low$q),
        .clock(low$clock)
    );
    umbilical_dff_32 high(
        .d(high$d),
        .q(high$q),
        .clock(high$clock)
    );
    umbilical_dff_32 compare(
        .d(compare$d),
        .q(compare$q),
        .clock(compare$clock)
    );
    umbilical_dff_32 left(
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    umbilical_dff_1 armed(
        .d(armed$d),
        .q(armed$q),
        .clock(armed$clock)
    );

    // Update code
    always @(*) begin
        low$clock = clock;
        high$clock = clock;
        compare$clock = clock;
        left$clock = clock;
        armed$clock = clock;
        low$d = low$q;
        high$d = high$q;
        compare$d = compare$q;
        left$d = left$q;
        armed$d = armed$q;
        low$d = low$q + one;
        if (&low$q) begin
            high$d = high$q + one;
        end
        cycle = low$q;
        cycle_high = high$q;
        tick = &low$q[(32'h0)+:(10)];
        past = low$q - compare$q;
        timer_event = ~past[32'h1f];
        watchdog = armed$q & ~|left$q[(32'h1)+:(31)];
        left$d = left$q - one;
        if (io_write & (io_address == at_watchdog)) begin
            left$d = io_data;
            armed$d = 1'b1;
        end
        if (io_write & (io_address == at_compare)) begin
            compare$d = io_data;
        end
        io_read = 32'h0;
        if (io_address == at_now) begin
            io_read = low$q;
        end
        if (io_address == at_compare) begin
            io_read = compare$q;
        end
        if (reset) begin
            low$d = 32'h0;
            high$d = 32'h0;
            compare$d = compare_after_reset;
            armed$d = 1'b0;
        end
    end
endmodule // umbilical_timer

module umbilical_trackers(clock,reset,scl,sda,idle_time,busy);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  scl;
    input wire  sda;
    input wire  [15:0] idle_time;
    output reg  busy;

    // Constant declarations
    localparam  none = 16'hffff;
    localparam  minus_one = 16'hffff;

    // Stub signals
    reg  free$d;
    wire  free$q;
    reg  free$clock;
    reg  scl_before$d;
    wire  scl_before$q;
    reg  scl_before$clock;
    reg  sda_before$d;
    wire  sda_before$q;
    reg  sda_before$clock;
    reg  [15:0] count$d;
    wire  [15:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [15:0] counted;
    reg  [16:0] compared;

    // Sub module instances
    umbilical_dff_1 free(
        .d(free$d),
        .q(free$q),
        .clock(free$clock)
    );
    umbilical_dff_1 scl_before(
        .d(scl_before$d),
        .q(scl_before$q),
        .clock(scl_before$clock)
    );
    umbilical_dff_1 sda_before(
        .d(sda_before$d),
        .q(sda_before$q),
        .clock(sda_before$clock)
    );
    umbilical_dff_16 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        free$clock = clock;
        scl_before$clock = clock;
        sda_before$clock = clock;
        count$clock = clock;
        free$d = free$q;
        scl_before$d = scl_before$q;
        sda_before$d = sda_before$q;
        count$d = count$q;
        scl_before$d = scl;
        sda_before$d = sda;
        counted = count$q + minus_one;
        compared = ((idle_time) & 17'h1ffff) + ((counted) & 17'h1ffff);
        if (scl & sda) begin
            count$d = counted;
            if (~compared[32'h10]) begin
                free$d = 1'b1;
            end
            if (scl_before$q & ~sda_before$q) begin
                free$d = 1'b1;
            end
        end
        else begin
            count$d = none;
            free$d = 1'b0;
        end
        busy = ~free$q;
        if (reset) begin
            free$d = 1'b0;
            scl_before$d = 1'b0;
            sda_before$d = 1'b0;
            count$d = none;
        end
    end
endmodule // umbilical_trackers

module umbilical_uart(clock,reset,io_write,io_load,io_address,io_data,io_read,rx_event,tx_event,rx,tx);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  io_load;
    input wire  [7:0] io_address;
    input wire  [31:0] io_data;
    output reg  [31:0] io_read;
    output reg  rx_event;
    output reg  tx_event;
    input wire  rx;
    output reg  tx;

    // Constant declarations
    localparam  no_flags = 3'b0;
    localparam  least = 16'h8;
    localparam  valid = 32'h100;
    localparam  bit_after_reset = 16'h1a1;
    localparam  at_bit = 8'hc0;
    localparam  at_data = 8'hc4;
    localparam  at_status = 8'hc8;

    // Stub signals
    reg  receiver$clock;
    reg  receiver$reset;
    reg  receiver$pin;
    reg  [15:0] receiver$edges;
    wire  [7:0] receiver$data;
    wire  receiver$good;
    wire  receiver$framing;
    wire  receiver$broken;
    reg  transmitter$clock;
    reg  transmitter$reset;
    reg  [15:0] transmitter$edges;
    reg  transmitter$waiting;
    reg  [7:0] transmitter$data;
    wire  transmitter$take;
    wire  transmitter$idle;
    wire  transmitter$line;
    reg  rx_fifo$clock;
    reg  rx_fifo$reset;
    reg  rx_fifo$store;
    reg  [7:0] rx_fifo$data;
    reg  rx_fifo$commit;
    reg  rx_fifo$take;
    wire  [7:0] rx_fifo$head;
    reg  tx_fifo$clock;
    reg  tx_fifo$reset;
    reg  tx_fifo$store;
    reg  [7:0] tx_fifo$data;
    reg  tx_fifo$commit;
    reg  tx_fifo$take;
    wire  [7:0] tx_fifo$head;
    reg  received$clock;
    reg  received$reset;
    reg  received$up;
    reg  received$down;
    wire  [11:0] received$level;
    reg  free$clock;
    reg  free$reset;
    reg  free$up;
    reg  free$down;
    wire  [9:0] free$level;
    reg  [15:0] edges$d;
    wire  [15:0] edges$q;
    reg  edges$clock;
    reg  arrived$d;
    wire  arrived$q;
    reg  arrived$clock;
    reg  overrun$d;
    wire  overrun$q;
    reg  overrun$clock;
    reg  framing$d;
    wire  framing$q;
    reg  framing$clock;
    reg  broken$d;
    wire  broken$q;
    reg  broken$clock;

    // Local signals
    reg  too_small;
    reg  store;
    reg  put;
    reg  take;
    reg  any;
    reg  tx_empty;
    reg  idle;
    reg  [2:0] flags;
    reg  [2:0] cleared;

    // Sub module instances
    umbilical_uart_receiver receiver(
        .clock(receiver$clock),
        .reset(receiver$reset),
        .pin(receiver$pin),
        .edges(receiver$edges),
        .data(receiver$data),
        .good(receiver$good),
        .framing(receiver$framing),
        .broken(receiver$broken)
    );
    umbilical_uart_transmitter transmitter(
        .clock(transmitter$clock),
        .reset(transmitter$reset),
        .edges(transmitter$edges),
        .waiting(transmitter$waiting),
        .data(transmitter$data),
        .take(transmitter$take),
        .idle(transmitter$idle),
        .line(transmitter$line)
    );
    umbilical_uart_rx_fifo rx_fifo(
        .clock(rx_fifo$clock),
        .reset(rx_fifo$reset),
        .store(rx_fifo$store),
        .data(rx_fifo$data),
        .commit(rx_fifo$commit),
        .take(rx_fifo$take),
        .head(rx_fifo$head)
    );
    umbilical_uart_tx_fifo tx_fifo(
        .clock(tx_fifo$clock),
        .reset(tx_fifo$reset),
        .store(tx_fifo$store),
        .data(tx_fifo$data),
        .commit(tx_fifo$commit),
        .take(tx_fifo$take),
        .head(tx_fifo$head)
    );
    umbilical_uart_received received(
        .clock(received$clock),
        .reset(received$reset),
        .up(received$up),
        .down(received$down),
        .level(received$level)
    );
    umbilical_uart_free free(
        .clock(free$clock),
        .reset(free$reset),
        .up(free$up),
        .down(free$down),
        .level(free$level)
    );
    umbilical_dff_16 edges(
        .d(edges$d),
        .q(edges$q),
        .clock(edges$clock)
    );
    umbilical_dff_1 arrived(
        .d(arrived$d),
        .q(arrived$q),
        .clock(arrived$clock)
    );
    umbilical_dff_1 overrun(
        .d(overrun$d),
        .q(overrun$q),
        .clock(overrun$clock)
    );
    umbilical_dff_1 framing(
        .d(framing$d),
        .q(framing$q),
        .clock(framing$clock)
    );
    umbilical_dff_1 broken(
        .d(broken$d),
        .q(broken$q),
        .clock(broken$clock)
    );

    // Update code
    always @(*) begin
        edges$clock = clock;
        arrived$clock = clock;
        overrun$clock = clock;
        framing$clock = clock;
        broken$clock = clock;
        edges$d = edges$q;
        arrived$d = arrived$q;
        overrun$d = overrun$q;
        framing$d = framing$q;
        broken$d = broken$q;
        receiver$clock = clock;
        transmitter$clock = clock;
        rx_fifo$clock = clock;
        tx_fifo$clock = clock;
        received$clock = clock;
        free$clock = clock;
        receiver$reset = reset;
        transmitter$reset = reset;
        rx_fifo$reset = reset;
        tx_fifo$reset = reset;
        received$reset = reset;
        free$reset = reset;
        too_small = ~|io_data[(32'h3)+:(13)];
        if (io_write & (io_address == at_bit)) begin
            edges$d = io_data[(32'h0)+:(16)];
            if (too_small) begin
                edges$d = least;
            end
        end
        receiver$edges = edges$q;
        transmitter$edges = edges$q;
        receiver$pin = rx;
        store = receiver$good & ~received$level[32'hb];
        arrived$d = store;
        any = |received$level;
        take = io_load & (io_address == at_data) & any;
        rx_fifo$data = receiver$data;
        rx_fifo$store = store;
        rx_fifo$commit = arrived$q;
        rx_fifo$take = take;
        received$up = arrived$q;
        received$down = take;
        rx_event = any;
        put = io_write & (io_address == at_data) & |free$level;
        tx_empty = free$level[32'h9];
        tx_fifo$data = io_data[(32'h0)+:(8)];
        tx_fifo$store = put;
        tx_fifo$commit = put;
        tx_fifo$take = transmitter$take;
        free$up = transmitter$take;
        free$down = put;
        transmitter$waiting = ~tx_empty;
        transmitter$data = tx_fifo$head;
        tx_event = tx_empty | (free$level[32'h8] & free$level[32'h7]);
        tx = transmitter$line;
        cleared = no_flags;
        if (io_write & (io_address == at_status)) begin
            cleared = io_data[(32'h1d)+:(3)];
        end
        overrun$d = (overrun$q & ~cleared[32'h0]) | (receiver$good & received$level[32'hb]);
        framing$d = (framing$q & ~cleared[32'h1]) | receiver$framing;
        broken$d = (broken$q & ~cleared[32'h2]) | receiver$broken;
        idle = (transmitter$idle & tx_empty);
        flags = (((no_flags & ~(1 << (32'h0)) | ((overrun$q) << (32'h0))) & ~(1 << (32'h1)) | ((framing$q) << (32'h1))) & ~(1 << (32'h2)) | ((broken$q) << (32'h2)));
        io_read = 32'h0;
        if (io_address == at_bit) begin
            io_read = ((edges$q) & 32'hffffffff);
        end
        if ((io_address == at_data) & any) begin
            io_read = valid | ((rx_fifo$head) & 32'hffffffff);
        end
        if (io_address == at_status) begin
            io_read = ((received$level) & 32'hffffffff) | (((free$level) & 32'hffffffff) << 32'h10) | (((idle) & 32'hffffffff) << 32'h1c) | (((flags) & 32'hffffffff) << 32'h1d);
        end
        if (reset) begin
            edges$d = bit_after_reset;
            arrived$d = 1'b0;
            overrun$d = 1'b0;
            framing$d = 1'b0;
            broken$d = 1'b0;
        end
    end
endmodule // umbilical_uart

module umbilical_uart_free(clock,reset,up,down,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  up;
    input wire  down;
    output reg  [9:0] level;

    // Constant declarations
    localparam  one = 10'b1;
    localparam  minus_one = 10'b1111111111;
    localparam  after_reset = 10'b1000000000;

    // Stub signals
    reg  [9:0] count$d;
    wire  [9:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [9:0] step;

    // Sub module instances
    umbilical_dff_10 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        count$d = count$q;
        step = one;
        if (down) begin
            step = minus_one;
        end
        if (up ^ down) begin
            count$d = count$q + step;
        end
        level = count$q;
        if (reset) begin
            count$d = after_reset;
        end
    end
endmodule // umbilical_uart_free

module umbilical_uart_received(clock,reset,up,down,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  up;
    input wire  down;
    output reg  [11:0] level;

    // Constant declarations
    localparam  one = 12'h1;
    localparam  minus_one = 12'hfff;
    localparam  after_reset = 12'h0;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [11:0] step;

    // Sub module instances
    umbilical_dff_12 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        count$d = count$q;
        step = one;
        if (down) begin
            step = minus_one;
        end
        if (up ^ down) begin
            count$d = count$q + step;
        end
        level = count$q;
        if (reset) begin
            count$d = after_reset;
        end
    end
endmodule // umbilical_uart_received

module umbilical_uart_receiver(clock,reset,pin,edges,data,good,framing,broken);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    input wire  [15:0] edges;
    output reg  [7:0] data;
    output reg  good;
    output reg  framing;
    output reg  broken;

    // Constant declarations
    localparam  empty = 9'b100000000;

    // Enums
    localparam State$WaitHigh = 0;
    localparam State$Idle = 1;
    localparam State$Start = 2;
    localparam State$Bits = 3;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  timer$clock;
    reg  [15:0] timer$edges;
    reg  timer$run;
    reg  timer$half;
    wire  timer$over;
    wire  timer$soon;
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  third$d;
    wire  third$q;
    reg  third$clock;
    reg  fourth$d;
    wire  fourth$q;
    reg  fourth$clock;
    reg  [8:0] shift$d;
    wire  [8:0] shift$q;
    reg  shift$clock;

    // Local signals
    reg  run;
    reg  two_of_three;
    reg  ends;
    reg  none;

    // Sub module instances
    umbilical_dff_2_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_uart_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    umbilical_dff_1 first(
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    umbilical_dff_1 second(
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    umbilical_dff_1 third(
        .d(third$d),
        .q(third$q),
        .clock(third$clock)
    );
    umbilical_dff_1 fourth(
        .d(fourth$d),
        .q(fourth$q),
        .clock(fourth$clock)
    );
    umbilical_dff_9 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        first$clock = clock;
        second$clock = clock;
        third$clock = clock;
        fourth$clock = clock;
        shift$clock = clock;
        state$d = state$q;
        first$d = first$q;
        second$d = second$q;
        third$d = third$q;
        fourth$d = fourth$q;
        shift$d = shift$q;
        first$d = pin;
        second$d = first$q;
        third$d = second$q;
        fourth$d = third$q;
        two_of_three = (second$q & third$q) | (second$q & fourth$q) | (third$q & fourth$q);
        run = (state$q == State$Start) | (state$q == State$Bits);
        timer$clock = clock;
        timer$edges = edges;
        timer$run = run;
        timer$half = state$q == State$Start;
        ends = timer$over & (state$q == State$Bits) & shift$q[32'h0];
        none = ~|shift$q[(32'h1)+:(8)];
        data = shift$q[(32'h1)+:(8)];
        good = ends & two_of_three;
        framing = ends & ~two_of_three & ~none;
        broken = ends & ~two_of_three & none;
        if (timer$over & (state$q == State$Bits)) begin
            shift$d = ((shift$q >> 32'h1) & ~(1 << (32'h8)) | ((two_of_three) << (32'h8)));
        end
        if (~run) begin
            shift$d = empty;
        end
        case (state$q)
            State$WaitHigh:
                begin
                    if (second$q) begin
                        state$d = State$Idle;
                    end
                end
            State$Idle:
                begin
                    if (~second$q) begin
                        state$d = State$Start;
                    end
                end
            State$Start:
                begin
                    if (timer$over) begin
                        state$d = State$Bits;
                        if (two_of_three) begin
                            state$d = State$Idle;
                        end
                    end
                end
            State$Bits:
                begin
                    if (ends) begin
                        state$d = State$WaitHigh;
                        if (two_of_three) begin
                            state$d = State$Idle;
                        end
                    end
                end
        endcase
        if (reset) begin
            state$d = State$WaitHigh;
            first$d = 1'b0;
            second$d = 1'b0;
        end
    end
endmodule // umbilical_uart_receiver

module umbilical_uart_rx_fifo(clock,reset,store,data,commit,take,head);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  store;
    input wire  [7:0] data;
    input wire  commit;
    input wire  take;
    output reg  [7:0] head;

    // Constant declarations
    localparam  one = 11'b1;

    // Stub signals
    reg  memory$clock;
    reg  memory$write;
    reg  [10:0] memory$write_address;
    reg  [7:0] memory$write_data;
    reg  [10:0] memory$read_address;
    wire  [7:0] memory$read_data;
    reg  [10:0] write_at$d;
    wire  [10:0] write_at$q;
    reg  write_at$clock;
    reg  [10:0] read_at$d;
    wire  [10:0] read_at$q;
    reg  read_at$clock;

    // Sub module instances
    umbilical_uart_rx_fifo_memory memory(
        .clock(memory$clock),
        .write(memory$write),
        .write_address(memory$write_address),
        .write_data(memory$write_data),
        .read_address(memory$read_address),
        .read_data(memory$read_data)
    );
    umbilical_dff_11 write_at(
        .d(write_at$d),
        .q(write_at$q),
        .clock(write_at$clock)
    );
    umbilical_dff_11 read_at(
        .d(read_at$d),
        .q(read_at$q),
        .clock(read_at$clock)
    );

    // Update code
    always @(*) begin
        write_at$clock = clock;
        read_at$clock = clock;
        write_at$d = write_at$q;
        read_at$d = read_at$q;
        memory$clock = clock;
        memory$write = store;
        memory$write_address = write_at$q;
        memory$write_data = data;
        memory$read_address = read_at$q;
        head = memory$read_data;
        if (commit) begin
            write_at$d = write_at$q + one;
        end
        if (take) begin
            read_at$d = read_at$q + one;
        end
        if (reset) begin
            write_at$d = 32'h0;
            read_at$d = 32'h0;
        end
    end
endmodule // umbilical_uart_rx_fifo

module umbilical_uart_rx_fifo_memory(clock,write,write_address,write_data,read_address,read_data);

    // Module arguments
    input wire  clock;
    input wire  write;
    input wire  [10:0] write_address;
    input wire  [7:0] write_data;
    input wire  [10:0] read_address;
    output reg  [7:0] read_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *) reg [7:0] places [0:2047];
    always @(posedge clock) begin
       if (write) places[write_address] <= write_data;
       read_data <= places[read_address];
    end
endmodule // umbilical_uart_rx_fifo_memory

module umbilical_uart_transmitter(clock,reset,edges,waiting,data,take,idle,line);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [15:0] edges;
    input wire  waiting;
    input wire  [7:0] data;
    output reg  take;
    output reg  idle;
    output reg  line;

    // Constant declarations
    localparam  stop_bit = 9'b100000000;

    // Enums
    localparam State$Idle = 0;
    localparam State$Load = 1;
    localparam State$Bits = 2;

    // Stub signals
    reg  [1:0] state$d;
    wire  [1:0] state$q;
    reg  state$clock;
    reg  timer$clock;
    reg  [15:0] timer$edges;
    reg  timer$run;
    reg  timer$half;
    wire  timer$over;
    wire  timer$soon;
    reg  [8:0] shift$d;
    wire  [8:0] shift$q;
    reg  shift$clock;
    reg  level$d;
    wire  level$q;
    reg  level$clock;

    // Sub module instances
    umbilical_dff_2_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    umbilical_uart_transmitter_timer timer(
        .clock(timer$clock),
        .edges(timer$edges),
        .run(timer$run),
        .half(timer$half),
        .over(timer$over),
        .soon(timer$soon)
    );
    umbilical_dff_9 shift(
        .d(shift$d),
        .q(shift$q),
        .clock(shift$clock)
    );
    umbilical_dff_1 level(
        .d(level$d),
        .q(level$q),
        .clock(level$clock)
    );

    // Update code
    always @(*) begin
        state$clock = clock;
        shift$clock = clock;
        level$clock = clock;
        state$d = state$q;
        shift$d = shift$q;
        level$d = level$q;
        timer$clock = clock;
        timer$edges = edges;
        timer$half = 1'b0;
        timer$run = state$q == State$Bits;
        idle = state$q == State$Idle;
        take = (state$q == State$Idle) & waiting;
        line = level$q;
        case (state$q)
            State$Idle:
                begin
                    level$d = 1'b1;
                    if (waiting) begin
                        state$d = State$Load;
                    end
                end
            State$Load:
                begin
                    level$d = 1'b0;
                    shift$d = stop_bit | ((data) & 9'h1ff);
                    state$d = State$Bits;
                end
            State$Bits:
                begin
                    if (timer$over) begin
                        level$d = shift$q[32'h0];
                        shift$d = shift$q >> 32'h1;
                    end
                    if (timer$soon & ~|shift$q) begin
                        state$d = State$Idle;
                    end
                end
        endcase
        if (reset) begin
            state$d = State$Idle;
            level$d = 1'b0;
        end
    end
endmodule // umbilical_uart_transmitter

module umbilical_uart_transmitter_timer(clock,edges,run,half,over,soon);

    // Module arguments
    input wire  clock;
    input wire  [15:0] edges;
    input wire  run;
    input wire  half;
    output reg  over;
    output reg  soon;

    // Stub signals
    reg  [15:0] count$d;
    wire  [15:0] count$q;
    reg  count$clock;
    reg  over_next$d;
    wire  over_next$q;
    reg  over_next$clock;

    // Local signals
    reg  restart;
    reg  [15:0] step;
    reg  [15:0] counted;
    reg  few;

    // Sub module instances
    umbilical_dff_16 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    umbilical_dff_1 over_next(
        .d(over_next$d),
        .q(over_next$q),
        .clock(over_next$clock)
    );

    // Update code
    always @(*) begin
        count$clock = clock;
        over_next$clock = clock;
        count$d = count$q;
        over_next$d = over_next$q;
        restart = over_next$q | ~run;
        step = 32'hffff;
        if (half) begin
            step = 32'hfffe;
        end
        if (restart) begin
            step = 32'h0;
        end
        counted = count$q + step;
        count$d = counted;
        few = ~|count$q[(32'h2)+:(14)];
        over_next$d = few & (half | ~count$q[32'h0]);
        if (restart) begin
            count$d = edges;
            over_next$d = 1'b0;
        end
        over = over_next$q;
        soon = few;
    end
endmodule // umbilical_uart_transmitter_timer

module umbilical_uart_tx_fifo(clock,reset,store,data,commit,take,head);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  store;
    input wire  [7:0] data;
    input wire  commit;
    input wire  take;
    output reg  [7:0] head;

    // Constant declarations
    localparam  one = 9'b1;

    // Stub signals
    reg  memory$clock;
    reg  memory$write;
    reg  [8:0] memory$write_address;
    reg  [7:0] memory$write_data;
    reg  [8:0] memory$read_address;
    wire  [7:0] memory$read_data;
    reg  [8:0] write_at$d;
    wire  [8:0] write_at$q;
    reg  write_at$clock;
    reg  [8:0] read_at$d;
    wire  [8:0] read_at$q;
    reg  read_at$clock;

    // Sub module instances
    umbilical_uart_tx_fifo_memory memory(
        .clock(memory$clock),
        .write(memory$write),
        .write_address(memory$write_address),
        .write_data(memory$write_data),
        .read_address(memory$read_address),
        .read_data(memory$read_data)
    );
    umbilical_dff_9 write_at(
        .d(write_at$d),
        .q(write_at$q),
        .clock(write_at$clock)
    );
    umbilical_dff_9 read_at(
        .d(read_at$d),
        .q(read_at$q),
        .clock(read_at$clock)
    );

    // Update code
    always @(*) begin
        write_at$clock = clock;
        read_at$clock = clock;
        write_at$d = write_at$q;
        read_at$d = read_at$q;
        memory$clock = clock;
        memory$write = store;
        memory$write_address = write_at$q;
        memory$write_data = data;
        memory$read_address = read_at$q;
        head = memory$read_data;
        if (commit) begin
            write_at$d = write_at$q + one;
        end
        if (take) begin
            read_at$d = read_at$q + one;
        end
        if (reset) begin
            write_at$d = 32'h0;
            read_at$d = 32'h0;
        end
    end
endmodule // umbilical_uart_tx_fifo

module umbilical_uart_tx_fifo_memory(clock,write,write_address,write_data,read_address,read_data);

    // Module arguments
    input wire  clock;
    input wire  write;
    input wire  [8:0] write_address;
    input wire  [7:0] write_data;
    input wire  [8:0] read_address;
    output reg  [7:0] read_data;

    // Update code (custom)
    (* no_rw_check, ram_style = "block" *) reg [7:0] places [0:511];
    always @(posedge clock) begin
       if (write) places[write_address] <= write_data;
       read_data <= places[read_address];
    end
endmodule // umbilical_uart_tx_fifo_memory

`default_nettype wire
