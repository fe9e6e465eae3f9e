// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module umbilical(clock,vcc_ok,clock_hz,lines,sensed,pull,out,trace_retire,trace_pc,trace_instruction,trace_value,trace_watchdog,trace_reset,trace_store,trace_store_address);

    // Module arguments
    input wire  clock;
    input wire  vcc_ok;
    input wire  [31:0] clock_hz;
    input wire  [7:0] lines;
    input wire  [3:0] sensed;
    output reg  [7:0] pull;
    output reg  [5:0] out;
    output reg  trace_retire;
    output reg  [31:0] trace_pc;
    output reg  [31:0] trace_instruction;
    output reg  [31:0] trace_value;
    output reg  trace_watchdog;
    output reg  trace_reset;
    output reg  [3:0] trace_store;
    output reg  [9:0] trace_store_address;

    // Constant declarations
    localparam  no_line = 8'h0;
    localparam  no_sense = 4'h0;
    localparam  no_output = 6'b0;

    // Stub signals
    reg  rom$clock;
    reg  [11:0] rom$address;
    wire  [31:0] rom$data;
    reg  ram$clock;
    reg  [9:0] ram$address;
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
    reg  [31:0] mcu$rom_data;
    reg  [31:0] mcu$bus_read;
    reg  mcu$wake;
    reg  [31:0] mcu$cycle;
    reg  [31:0] mcu$cycle_high;
    wire  [11:0] mcu$rom_address;
    wire  [31:0] mcu$bus_address;
    wire  [31:0] mcu$bus_write_data;
    wire  [3:0] mcu$bus_write_mask;
    wire  mcu$bus_access;
    wire  mcu$trace_retire;
    wire  [31:0] mcu$trace_pc;
    wire  [31:0] mcu$trace_instruction;
    wire  [31:0] mcu$trace_value;
    reg  power$clock;
    reg  power$vcc_ok;
    reg  power$watchdog;
    wire  power$reset;
    wire  power$by_watchdog;
    reg  line_filters$0$clock;
    reg  line_filters$0$reset;
    reg  line_filters$0$pin;
    wire  line_filters$0$level;
    reg  line_filters$1$clock;
    reg  line_filters$1$reset;
    reg  line_filters$1$pin;
    wire  line_filters$1$level;
    reg  line_filters$2$clock;
    reg  line_filters$2$reset;
    reg  line_filters$2$pin;
    wire  line_filters$2$level;
    reg  line_filters$3$clock;
    reg  line_filters$3$reset;
    reg  line_filters$3$pin;
    wire  line_filters$3$level;
    reg  line_filters$4$clock;
    reg  line_filters$4$reset;
    reg  line_filters$4$pin;
    wire  line_filters$4$level;
    reg  line_filters$5$clock;
    reg  line_filters$5$reset;
    reg  line_filters$5$pin;
    wire  line_filters$5$level;
    reg  line_filters$6$clock;
    reg  line_filters$6$reset;
    reg  line_filters$6$pin;
    wire  line_filters$6$level;
    reg  line_filters$7$clock;
    reg  line_filters$7$reset;
    reg  line_filters$7$pin;
    wire  line_filters$7$level;
    reg  sense_filters$0$clock;
    reg  sense_filters$0$reset;
    reg  sense_filters$0$pin;
    wire  sense_filters$0$level;
    reg  sense_filters$1$clock;
    reg  sense_filters$1$reset;
    reg  sense_filters$1$pin;
    wire  sense_filters$1$level;
    reg  sense_filters$2$clock;
    reg  sense_filters$2$reset;
    reg  sense_filters$2$pin;
    wire  sense_filters$2$level;
    reg  sense_filters$3$clock;
    reg  sense_filters$3$reset;
    reg  sense_filters$3$pin;
    wire  sense_filters$3$level;
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
    reg  [6:0] switches$io_address;
    reg  [31:0] switches$io_data;
    reg  [5:0] switches$lines;
    reg  switches$host_busy;
    reg  switches$bus_busy;
    reg  switches$port_busy;
    reg  switches$present;
    reg  switches$engine_uses_bus;
    wire  [31:0] switches$io_read;
    wire  switches$host_owns_bus;
    wire  switches$port_en;
    wire  switches$host_scl_low;
    wire  switches$host_sda_low;
    wire  switches$bus_scl_low;
    wire  switches$bus_sda_low;
    reg  senses$clock;
    reg  senses$reset;
    reg  senses$io_write;
    reg  [6:0] senses$io_address;
    reg  [31:0] senses$io_data;
    reg  [3:0] senses$levels;
    wire  [31:0] senses$io_read;
    wire  senses$sense_event;
    reg  timer$clock;
    reg  timer$reset;
    reg  timer$io_write;
    reg  [6:0] timer$io_address;
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
    reg  [6:0] i2c$io_address;
    reg  [31:0] i2c$io_data;
    reg  i2c$bus_scl;
    reg  i2c$bus_sda;
    reg  i2c$bus_busy;
    reg  i2c$jrn_scl;
    reg  i2c$jrn_sda;
    reg  i2c$jrn_busy;
    reg  i2c$host_owns_bus;
    reg  i2c$tick;
    reg  [7:0] i2c$buffer_read;
    wire  [31:0] i2c$io_read;
    wire  i2c$done;
    wire  i2c$uses_bus;
    wire  i2c$bus_scl_low;
    wire  i2c$bus_sda_low;
    wire  i2c$jrn_scl_low;
    wire  i2c$jrn_sda_low;
    wire  [11:0] i2c$buffer_address;
    wire  i2c$buffer_write;
    wire  [7:0] i2c$buffer_data;
    reg  registers$clock;
    reg  registers$reset;
    reg  registers$io_write;
    reg  [6:0] registers$io_address;
    reg  [31:0] registers$io_data;
    reg  [31:0] registers$clock_hz;
    reg  registers$by_watchdog;
    reg  registers$i2c_done;
    reg  registers$timer_event;
    reg  registers$sense_event;
    reg  [31:0] registers$switch_read;
    reg  [31:0] registers$sense_read;
    reg  [31:0] registers$timer_read;
    reg  [31:0] registers$i2c_read;
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
    reg  [6:0] io_address;
    reg  bus_scl_low;
    reg  bus_sda_low;
    reg  strap;

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
        .rom_data(mcu$rom_data),
        .bus_read(mcu$bus_read),
        .wake(mcu$wake),
        .cycle(mcu$cycle),
        .cycle_high(mcu$cycle_high),
        .rom_address(mcu$rom_address),
        .bus_address(mcu$bus_address),
        .bus_write_data(mcu$bus_write_data),
        .bus_write_mask(mcu$bus_write_mask),
        .bus_access(mcu$bus_access),
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
    umbilical_sense_filters line_filters$0(
        .clock(line_filters$0$clock),
        .reset(line_filters$0$reset),
        .pin(line_filters$0$pin),
        .level(line_filters$0$level)
    );
    umbilical_sense_filters line_filters$1(
        .clock(line_filters$1$clock),
        .reset(line_filters$1$reset),
        .pin(line_filters$1$pin),
        .level(line_filters$1$level)
    );
    umbilical_sense_filters line_filters$2(
        .clock(line_filters$2$clock),
        .reset(line_filters$2$reset),
        .pin(line_filters$2$pin),
        .level(line_filters$2$level)
    );
    umbilical_sense_filters line_filters$3(
        .clock(line_filters$3$clock),
        .reset(line_filters$3$reset),
        .pin(line_filters$3$pin),
        .level(line_filters$3$level)
    );
    umbilical_sense_filters line_filters$4(
        .clock(line_filters$4$clock),
        .reset(line_filters$4$reset),
        .pin(line_filters$4$pin),
        .level(line_filters$4$level)
    );
    umbilical_sense_filters line_filters$5(
        .clock(line_filters$5$clock),
        .reset(line_filters$5$reset),
        .pin(line_filters$5$pin),
        .level(line_filters$5$level)
    );
    umbilical_sense_filters line_filters$6(
        .clock(line_filters$6$clock),
        .reset(line_filters$6$reset),
        .pin(line_filters$6$pin),
        .level(line_filters$6$level)
    );
    umbilical_sense_filters line_filters$7(
        .clock(line_filters$7$clock),
        .reset(line_filters$7$reset),
        .pin(line_filters$7$pin),
        .level(line_filters$7$level)
    );
    umbilical_sense_filters sense_filters$0(
        .clock(sense_filters$0$clock),
        .reset(sense_filters$0$reset),
        .pin(sense_filters$0$pin),
        .level(sense_filters$0$level)
    );
    umbilical_sense_filters sense_filters$1(
        .clock(sense_filters$1$clock),
        .reset(sense_filters$1$reset),
        .pin(sense_filters$1$pin),
        .level(sense_filters$1$level)
    );
    umbilical_sense_filters sense_filters$2(
        .clock(sense_filters$2$clock),
        .reset(sense_filters$2$reset),
        .pin(sense_filters$2$pin),
        .level(sense_filters$2$level)
    );
    umbilical_sense_filters sense_filters$3(
        .clock(sense_filters$3$clock),
        .reset(sense_filters$3$reset),
        .pin(sense_filters$3$pin),
        .level(sense_filters$3$level)
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
        .io_read(switches$io_read),
        .host_owns_bus(switches$host_owns_bus),
        .port_en(switches$port_en),
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
        .tick(i2c$tick),
        .buffer_read(i2c$buffer_read),
        .io_read(i2c$io_read),
        .done(i2c$done),
        .uses_bus(i2c$uses_bus),
        .bus_scl_low(i2c$bus_scl_low),
        .bus_sda_low(i2c$bus_sda_low),
        .jrn_scl_low(i2c$jrn_scl_low),
        .jrn_sda_low(i2c$jrn_sda_low),
        .buffer_address(i2c$buffer_address),
        .buffer_write(i2c$buffer_write),
        .buffer_data(i2c$buffer_data)
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
        .timer_event(registers$timer_event),
        .sense_event(registers$sense_event),
        .switch_read(registers$switch_read),
        .sense_read(registers$sense_read),
        .timer_read(registers$timer_read),
        .i2c_read(registers$i2c_read),
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
        registers$clock = clock;
        power$vcc_ok = vcc_ok;
        power$watchdog = timer$watchdog;
        in_reset = power$reset;
        mcu$reset = in_reset;
        switches$reset = in_reset;
        senses$reset = in_reset;
        timer$reset = in_reset;
        i2c$reset = in_reset;
        registers$reset = in_reset;
        line_filters$0$clock = clock;
        line_filters$0$reset = in_reset;
        line_filters$0$pin = lines[0];
        line_filters$1$clock = clock;
        line_filters$1$reset = in_reset;
        line_filters$1$pin = lines[1];
        line_filters$2$clock = clock;
        line_filters$2$reset = in_reset;
        line_filters$2$pin = lines[2];
        line_filters$3$clock = clock;
        line_filters$3$reset = in_reset;
        line_filters$3$pin = lines[3];
        line_filters$4$clock = clock;
        line_filters$4$reset = in_reset;
        line_filters$4$pin = lines[4];
        line_filters$5$clock = clock;
        line_filters$5$reset = in_reset;
        line_filters$5$pin = lines[5];
        line_filters$6$clock = clock;
        line_filters$6$reset = in_reset;
        line_filters$6$pin = lines[6];
        line_filters$7$clock = clock;
        line_filters$7$reset = in_reset;
        line_filters$7$pin = lines[7];
        sense_filters$0$clock = clock;
        sense_filters$0$reset = in_reset;
        sense_filters$0$pin = sensed[0];
        trackers$0$clock = clock;
        trackers$0$reset = in_reset;
        trackers$0$idle_time = registers$idle_time;
        sense_filters$1$clock = clock;
        sense_filters$1$reset = in_reset;
        sense_filters$1$pin = sensed[1];
        trackers$1$clock = clock;
        trackers$1$reset = in_reset;
        trackers$1$idle_time = registers$idle_time;
        sense_filters$2$clock = clock;
        sense_filters$2$reset = in_reset;
        sense_filters$2$pin = sensed[2];
        trackers$2$clock = clock;
        trackers$2$reset = in_reset;
        trackers$2$idle_time = registers$idle_time;
        sense_filters$3$clock = clock;
        sense_filters$3$reset = in_reset;
        sense_filters$3$pin = sensed[3];
        trackers$3$clock = clock;
        trackers$3$reset = in_reset;
        trackers$3$idle_time = registers$idle_time;
        trackers$0$scl = line_filters$0$level;
        trackers$0$sda = line_filters$1$level;
        trackers$1$scl = line_filters$2$level;
        trackers$1$sda = line_filters$3$level;
        trackers$2$scl = line_filters$4$level;
        trackers$2$sda = line_filters$5$level;
        trackers$3$scl = line_filters$6$level;
        trackers$3$sda = line_filters$7$level;
        levels = ((((((((no_line & ~(1 << (32'h0)) | ((line_filters$0$level) << (32'h0))) & ~(1 << (32'h1)) | ((line_filters$1$level) << (32'h1))) & ~(1 << (32'h2)) | ((line_filters$2$level) << (32'h2))) & ~(1 << (32'h3)) | ((line_filters$3$level) << (32'h3))) & ~(1 << (32'h4)) | ((line_filters$4$level) << (32'h4))) & ~(1 << (32'h5)) | ((line_filters$5$level) << (32'h5))) & ~(1 << (32'h6)) | ((line_filters$6$level) << (32'h6))) & ~(1 << (32'h7)) | ((line_filters$7$level) << (32'h7)));
        sense_levels = ((((no_sense & ~(1 << (32'h0)) | ((sense_filters$0$level) << (32'h0))) & ~(1 << (32'h1)) | ((sense_filters$1$level) << (32'h1))) & ~(1 << (32'h2)) | ((sense_filters$2$level) << (32'h2))) & ~(1 << (32'h3)) | ((sense_filters$3$level) << (32'h3)));
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
        ram$address = mcu$bus_address[(32'h2)+:(10)];
        ram$write_data = mcu$bus_write_data;
        ram$write_mask = ram_store;
        buffer$address = mcu$bus_address[(32'h2)+:(10)];
        buffer$write_data = mcu$bus_write_data;
        buffer$write_mask = 32'h0;
        if (mcu$bus_address[32'h1d]) begin
            buffer$write_mask = store;
        end
        io_write = mcu$bus_address[32'h1e] & |store;
        io_address = mcu$bus_address[(32'h0)+:(7)];
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
        registers$timer_event = timer$timer_event;
        registers$sense_event = senses$sense_event;
        registers$switch_read = switches$io_read;
        registers$sense_read = senses$io_read;
        registers$timer_read = timer$io_read;
        registers$i2c_read = i2c$io_read;
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
        switches$present = sense_filters$0$level;
        switches$engine_uses_bus = i2c$uses_bus;
        i2c$io_write = io_write;
        i2c$io_address = io_address;
        i2c$io_data = mcu$bus_write_data;
        i2c$bus_scl = line_filters$2$level;
        i2c$bus_sda = line_filters$3$level;
        i2c$bus_busy = trackers$1$busy;
        i2c$jrn_scl = line_filters$6$level;
        i2c$jrn_sda = line_filters$7$level;
        i2c$jrn_busy = trackers$3$busy;
        i2c$host_owns_bus = switches$host_owns_bus;
        i2c$tick = timer$tick;
        i2c$buffer_read = buffer$byte_read;
        buffer$byte_address = i2c$buffer_address;
        buffer$byte_write = i2c$buffer_write & ~in_reset;
        buffer$byte_data = i2c$buffer_data;
        bus_scl_low = switches$bus_scl_low | i2c$bus_scl_low;
        bus_sda_low = switches$bus_sda_low | i2c$bus_sda_low;
        strap = ~registers$outputs[32'h1];
        pull = 32'h0;
        out = 32'h0;
        if (vcc_ok) begin
            pull = ((((((no_line & ~(1 << (32'h0)) | ((switches$host_scl_low) << (32'h0))) & ~(1 << (32'h1)) | ((switches$host_sda_low) << (32'h1))) & ~(1 << (32'h2)) | ((bus_scl_low) << (32'h2))) & ~(1 << (32'h3)) | ((bus_sda_low) << (32'h3))) & ~(1 << (32'h6)) | ((i2c$jrn_scl_low) << (32'h6))) & ~(1 << (32'h7)) | ((i2c$jrn_sda_low) << (32'h7)));
            out = ((((((no_output & ~(1 << (32'h0)) | ((strap) << (32'h0))) & ~(1 << (32'h1)) | ((registers$outputs[32'h0]) << (32'h1))) & ~(1 << (32'h2)) | ((switches$port_en) << (32'h2))) & ~(1 << (32'h3)) | ((registers$outputs[32'h2]) << (32'h3))) & ~(1 << (32'h4)) | ((registers$outputs[32'h3]) << (32'h4))) & ~(1 << (32'h5)) | ((registers$outputs[32'h4]) << (32'h5)));
        end
        trace_retire = mcu$trace_retire & ~in_reset;
        trace_pc = mcu$trace_pc;
        trace_instruction = mcu$trace_instruction;
        trace_value = mcu$trace_value;
        trace_watchdog = timer$watchdog;
        trace_reset = in_reset;
        trace_store = ram_store;
        trace_store_address = mcu$bus_address[(32'h2)+:(10)];
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
       q = 64'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // umbilical_dff_4

module umbilical_dff_4_2(d,q,clock);

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
endmodule // umbilical_dff_4_2

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

module umbilical_i2c(clock,reset,io_write,io_address,io_data,bus_scl,bus_sda,bus_busy,jrn_scl,jrn_sda,jrn_busy,host_owns_bus,tick,buffer_read,io_read,done,uses_bus,bus_scl_low,bus_sda_low,jrn_scl_low,jrn_sda_low,buffer_address,buffer_write,buffer_data);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [6:0] io_address;
    input wire  [31:0] io_data;
    input wire  bus_scl;
    input wire  bus_sda;
    input wire  bus_busy;
    input wire  jrn_scl;
    input wire  jrn_sda;
    input wire  jrn_busy;
    input wire  host_owns_bus;
    input wire  tick;
    input wire  [7:0] buffer_read;
    output reg  [31:0] io_read;
    output reg  done;
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
    localparam  command_at = 7'b1100000;
    localparam  status_at = 7'b1100100;
    localparam  count_at = 7'b1101000;
    localparam  crc_at = 7'b1101100;

    // Stub signals
    reg  setup$clock;
    reg  setup$reset;
    reg  setup$write;
    reg  [6:0] setup$offset;
    reg  [31:0] setup$data;
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
    reg  engine$differs;
    wire  engine$busy;
    wire  engine$done;
    wire  [3:0] engine$result;
    wire  engine$scl_low;
    wire  engine$sda_low;
    wire  [3:0] engine$kind;
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
    reg  [3:0] transfer$kind;
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
    wire  transfer$differs;
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
        .differs(engine$differs),
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
        .differs(transfer$differs),
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
        start = write & (io_address == command_at);
        if (start) begin
            operation$d = io_data[(32'h0)+:(3)];
            poll$d = io_data[32'h8];
        end
        setup$write = write;
        setup$offset = io_address;
        setup$data = io_data;
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
        engine$differs = transfer$differs;
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

module umbilical_i2c_engine(clock,reset,start,tick,scl,sda,bus_busy,low,high,stretch,deadline,not_owner,nothing,recover,reads,poll,no_address,short_address,tx_byte,complete,last,differs,busy,done,result,scl_low,sda_low,kind,load,bit_end,take,acknowledged,shifted);

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
    input wire  differs;
    output reg  busy;
    output reg  done;
    output reg  [3:0] result;
    output reg  scl_low;
    output reg  sda_low;
    output reg  [3:0] kind;
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
    localparam Kind$Restart = 6;
    localparam Kind$Stop = 7;
    localparam Kind$Recover = 8;
    localparam Phase$Idle = 0;
    localparam Phase$Check = 1;
    localparam Phase$Wait = 2;
    localparam Phase$Start = 3;
    localparam Phase$Low = 4;
    localparam Phase$Rise = 5;
    localparam Phase$High = 6;
    localparam Phase$Free = 7;

    // Stub signals
    reg  timer$clock;
    reg  [11:0] timer$low;
    reg  [11:0] timer$high;
    reg  [11:0] timer$stretch;
    reg  timer$restart;
    reg  timer$let_go;
    reg  timer$rise;
    reg  timer$step;
    wire  timer$hold_over;
    wire  timer$low_over;
    wire  timer$high_over;
    wire  timer$stretch_over;
    reg  limit$clock;
    reg  limit$start;
    reg  limit$tick;
    reg  [11:0] limit$deadline;
    wire  limit$passed;
    reg  [2:0] phase$d;
    wire  [2:0] phase$q;
    reg  phase$clock;
    reg  [3:0] kind_now$d;
    wire  [3:0] kind_now$q;
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
    reg  ended$d;
    wire  ended$q;
    reg  ended$clock;
    reg  [3:0] code$d;
    wire  [3:0] code$q;
    reg  code$clock;

    // Local signals
    reg  ack_slot;
    reg  sends;
    reg  receives;
    reg  level;
    reg  lines_high;
    reg  owns_sda;
    reg  high_end;
    reg  low_end;
    reg  in_low;
    reg  in_high;
    reg  byte_end;

    // Sub module instances
    umbilical_i2c_engine_timer timer(
        .clock(timer$clock),
        .low(timer$low),
        .high(timer$high),
        .stretch(timer$stretch),
        .restart(timer$restart),
        .let_go(timer$let_go),
        .rise(timer$rise),
        .step(timer$step),
        .hold_over(timer$hold_over),
        .low_over(timer$low_over),
        .high_over(timer$high_over),
        .stretch_over(timer$stretch_over)
    );
    umbilical_i2c_engine_limit limit(
        .clock(limit$clock),
        .start(limit$start),
        .tick(limit$tick),
        .deadline(limit$deadline),
        .passed(limit$passed)
    );
    umbilical_dff_3_2 phase(
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    umbilical_dff_4 kind_now(
        .d(kind_now$d),
        .q(kind_now$q),
        .clock(kind_now$clock)
    );
    umbilical_dff_4_2 bits(
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
    umbilical_dff_1 ended(
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    umbilical_dff_4_2 code(
        .d(code$d),
        .q(code$q),
        .clock(code$clock)
    );

    // Update code
    always @(*) begin
        phase$clock = clock;
        kind_now$clock = clock;
        bits$clock = clock;
        shift$clock = clock;
        fresh$clock = clock;
        retry$clock = clock;
        scl_pulled$clock = clock;
        sda_pulled$clock = clock;
        ended$clock = clock;
        code$clock = clock;
        phase$d = phase$q;
        kind_now$d = kind_now$q;
        bits$d = bits$q;
        shift$d = shift$q;
        fresh$d = fresh$q;
        retry$d = retry$q;
        scl_pulled$d = scl_pulled$q;
        sda_pulled$d = sda_pulled$q;
        ended$d = ended$q;
        code$d = code$q;
        timer$clock = clock;
        limit$clock = clock;
        limit$start = start;
        limit$tick = tick;
        limit$deadline = deadline;
        ack_slot = bits$q[32'h3];
        receives = kind_now$q == Kind$DataIn;
        sends = (kind_now$q == Kind$DeviceWrite) | (kind_now$q == Kind$AddressHigh) | (kind_now$q == Kind$AddressLow) | (kind_now$q == Kind$DeviceRead) | (kind_now$q == Kind$DataOut);
        level = 1'b1;
        if (sends & ~ack_slot) begin
            level = shift$q[32'h7];
        end
        if (receives & ack_slot) begin
            level = last;
        end
        if (kind_now$q == Kind$Stop) begin
            level = 1'b0;
        end
        owns_sda = (sends & ~ack_slot) | (receives & ack_slot) | (kind_now$q == Kind$Restart);
        lines_high = scl & sda;
        in_low = (phase$q == Phase$Low) | (phase$q == Phase$Free);
        in_high = (phase$q == Phase$High) | (phase$q == Phase$Start);
        low_end = in_low & timer$low_over;
        high_end = (phase$q == Phase$High) & timer$high_over;
        byte_end = high_end & receives & (bits$q == last_bit);
        timer$low = low;
        timer$high = high;
        timer$stretch = stretch;
        timer$let_go = low_end;
        timer$step = ~(phase$q == Phase$Rise) | scl | tick;
        timer$restart = (phase$q == Phase$Check) | (phase$q == Phase$Wait) | (in_high & timer$high_over);
        timer$rise = (phase$q == Phase$Rise) & scl;
        fresh$d = timer$high_over & ((phase$q == Phase$Start) | ((phase$q == Phase$High) & ack_slot & ~(kind_now$q == Kind$Recover)));
        if (high_end) begin
            bits$d = bits$q + one;
            shift$d = (shift$q << 32'h1) | ((sda) & 8'hff);
        end
        if (fresh$q) begin
            shift$d = tx_byte;
            if ((kind_now$q == Kind$DataOut) & complete) begin
                kind_now$d = Kind$Stop;
            end
        end
        if (fresh$q | (phase$q == Phase$Check)) begin
            bits$d = 32'h0;
        end
        case (phase$q)
            Phase$Idle:
                begin
                    if (start) begin
                        phase$d = Phase$Check;
                        ended$d = 1'b0;
                        code$d = ok;
                    end
                end
            Phase$Check:
                begin
                    retry$d = 1'b0;
                    phase$d = Phase$Wait;
                    if (recover) begin
                        phase$d = Phase$Free;
                    end
                    if (not_owner | nothing) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                    end
                    if (not_owner) begin
                        code$d = owner_is_host;
                    end
                end
            Phase$Wait:
                begin
                    if (lines_high & ~bus_busy) begin
                        phase$d = Phase$Start;
                        sda_pulled$d = 1'b1;
                    end
                    else if (limit$passed) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                        code$d = bus_was_busy;
                    end
                end
            Phase$Start:
                begin
                    if (timer$high_over) begin
                        phase$d = Phase$Low;
                        scl_pulled$d = 1'b1;
                    end
                end
            Phase$Low:
                begin
                    if (timer$hold_over) begin
                        sda_pulled$d = ~level;
                    end
                    if (timer$low_over) begin
                        phase$d = Phase$Rise;
                        scl_pulled$d = 1'b0;
                    end
                end
            Phase$Rise:
                begin
                    if (scl) begin
                        phase$d = Phase$High;
                    end
                    else if (timer$stretch_over) begin
                        phase$d = Phase$Idle;
                        ended$d = 1'b1;
                        code$d = stretch_timeout;
                        sda_pulled$d = 1'b0;
                    end
                end
            Phase$High:
                begin
                    if (timer$high_over) begin
                        phase$d = Phase$Low;
                        scl_pulled$d = 1'b1;
                        case (kind_now$q)
                            Kind$Restart:
                                begin
                                    phase$d = Phase$Start;
                                    scl_pulled$d = 1'b0;
                                    sda_pulled$d = 1'b1;
                                    kind_now$d = Kind$DeviceRead;
                                end
                            Kind$Stop:
                                begin
                                    phase$d = Phase$Free;
                                    scl_pulled$d = 1'b0;
                                    sda_pulled$d = 1'b0;
                                end
                            Kind$Recover:
                                begin
                                    if (sda) begin
                                        phase$d = Phase$Start;
                                        scl_pulled$d = 1'b0;
                                        sda_pulled$d = 1'b1;
                                        kind_now$d = Kind$Stop;
                                    end
                                    else if (bits$q == all_pulses) begin
                                        phase$d = Phase$Idle;
                                        scl_pulled$d = 1'b0;
                                        ended$d = 1'b1;
                                        code$d = stuck_low;
                                    end
                                end
                            Kind$DataIn:
                                begin
                                    if (ack_slot & last) begin
                                        kind_now$d = Kind$Stop;
                                    end
                                end
                            default:
                                begin
                                    if (ack_slot) begin
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
                                                        kind_now$d = Kind$Restart;
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
                                        if (sda) begin
                                            kind_now$d = Kind$Stop;
                                            if (kind_now$q == Kind$DataOut) begin
                                                code$d = data_nack;
                                            end
                                            else if (poll & (no_address | (kind_now$q == Kind$DeviceWrite))) begin
                                                if (limit$passed) begin
                                                    code$d = poll_deadline;
                                                end
                                                else begin
                                                    retry$d = 1'b1;
                                                end
                                            end
                                            else begin
                                                code$d = address_nack;
                                            end
                                        end
                                    end
                                end
                        endcase
                        if (byte_end & differs) begin
                            code$d = mismatch;
                        end
                        if (owns_sda & ~sda_pulled$q & ~sda) begin
                            phase$d = Phase$Idle;
                            scl_pulled$d = 1'b0;
                            sda_pulled$d = 1'b0;
                            ended$d = 1'b1;
                            code$d = arbitration_lost;
                        end
                    end
                end
            Phase$Free:
                begin
                    if (timer$low_over) begin
                        if (kind_now$q == Kind$Recover) begin
                            phase$d = Phase$Rise;
                        end
                        else begin
                            retry$d = 1'b0;
                            phase$d = Phase$Idle;
                            if (~lines_high) begin
                                ended$d = 1'b1;
                                code$d = stuck_low;
                            end
                            else if (retry$q) begin
                                phase$d = Phase$Wait;
                            end
                            else begin
                                ended$d = 1'b1;
                            end
                        end
                    end
                end
        endcase
        if ((phase$q == Phase$Check) | (phase$q == Phase$Wait)) begin
            kind_now$d = Kind$DeviceWrite;
            if (reads & no_address) begin
                kind_now$d = Kind$DeviceRead;
            end
            if (recover) begin
                kind_now$d = Kind$Recover;
            end
        end
        busy = ~(phase$q == Phase$Idle);
        done = ended$q;
        result = code$q;
        scl_low = scl_pulled$q;
        sda_low = sda_pulled$q;
        kind = kind_now$q;
        shifted = shift$q;
        load = fresh$q;
        bit_end = high_end;
        take = byte_end;
        acknowledged = high_end & ack_slot & ~sda & (kind_now$q == Kind$DataOut);
        if (reset) begin
            phase$d = Phase$Idle;
            ended$d = 1'b0;
            code$d = ok;
            scl_pulled$d = 1'b0;
            sda_pulled$d = 1'b0;
        end
    end
endmodule // umbilical_i2c_engine

module umbilical_i2c_engine_limit(clock,start,tick,deadline,passed);

    // Module arguments
    input wire  clock;
    input wire  start;
    input wire  tick;
    input wire  [11:0] deadline;
    output reg  passed;

    // Stub signals
    reg  [11:0] left$d;
    wire  [11:0] left$q;
    reg  left$clock;

    // Local signals
    reg  [12:0] minus_one;
    reg  [12:0] counted;
    reg  none_left;
    reg  run;

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
        run = ~start;
        minus_one = 32'h0;
        if (run) begin
            minus_one = 32'hfff;
        end
        counted = ((left$q) & 13'h1fff) + minus_one;
        none_left = ~counted[32'hc];
        passed = none_left;
        if (start | (tick & ~none_left)) begin
            left$d = counted[(32'h0)+:(12)];
            if (~run) begin
                left$d = deadline;
            end
        end
    end
endmodule // umbilical_i2c_engine_limit

module umbilical_i2c_engine_timer(clock,low,high,stretch,restart,let_go,rise,step,hold_over,low_over,high_over,stretch_over);

    // Module arguments
    input wire  clock;
    input wire  [11:0] low;
    input wire  [11:0] high;
    input wire  [11:0] stretch;
    input wire  restart;
    input wire  let_go;
    input wire  rise;
    input wire  step;
    output reg  hold_over;
    output reg  low_over;
    output reg  high_over;
    output reg  stretch_over;

    // Constant declarations
    localparam  one = 12'h1;
    localparam  seen = 12'h7;

    // Stub signals
    reg  [11:0] count$d;
    wire  [11:0] count$q;
    reg  count$clock;

    // Local signals
    reg  [12:0] minus_one;
    reg  [12:0] counted;

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
        minus_one = 32'hfff;
        if (let_go) begin
            minus_one = 32'h0;
        end
        counted = ((count$q) & 13'h1fff) - minus_one;
        stretch_over = ~counted[32'hc];
        hold_over = count$q[(32'h0)+:(10)] == low[(32'h2)+:(10)];
        low_over = count$q == low;
        high_over = count$q == high;
        if (step) begin
            count$d = counted[(32'h0)+:(12)];
            if (let_go) begin
                count$d = ~stretch;
            end
            if (restart) begin
                count$d = one;
            end
            if (rise) begin
                count$d = seen;
            end
        end
    end
endmodule // umbilical_i2c_engine_timer

module umbilical_i2c_setup(clock,reset,write,offset,data,low,high,stretch,deadline,device,journal,address_bytes,word_address,length,pointer,read);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  write;
    input wire  [6:0] offset;
    input wire  [31:0] data;
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
    localparam  timing_at = 7'b1000000;
    localparam  stretch_at = 7'b1001000;
    localparam  deadline_at = 7'b1001100;
    localparam  device_at = 7'b1010000;
    localparam  address_at = 7'b1010100;
    localparam  length_at = 7'b1011000;
    localparam  pointer_at = 7'b1011100;

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

module umbilical_i2c_transfer(clock,reset,start,operation,device,address,length,pointer,crc_write,data,kind,load,bit_end,take,acknowledged,shifted,sda,buffer_read,tx_byte,complete,last,differs,count,crc,buffer_address,buffer_write,buffer_data);

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
    input wire  [3:0] kind;
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
    output reg  differs;
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
        differs = mismatch;
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
        count = moved$q;
        minus_one = 32'hfff;
        if (start) begin
            minus_one = 32'h0;
        end
        stepped = place$q - minus_one;
        if (start | take | (load & (kind == Kind$DataOut))) begin
            place$d = stepped;
            if (start) begin
                place$d = pointer;
            end
        end
        buffer_address = place$q;
        buffer_data = received;
        buffer_write = take & (operation == read);
        check$take = take & ~(operation == compare);
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

module umbilical_mcu(clock,reset,rom_data,bus_read,wake,cycle,cycle_high,rom_address,bus_address,bus_write_data,bus_write_mask,bus_access,trace_retire,trace_pc,trace_instruction,trace_value);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [31:0] rom_data;
    input wire  [31:0] bus_read;
    input wire  wake;
    input wire  [31:0] cycle;
    input wire  [31:0] cycle_high;
    output reg  [11:0] rom_address;
    output reg  [31:0] bus_address;
    output reg  [31:0] bus_write_data;
    output reg  [3:0] bus_write_mask;
    output reg  bus_access;
    output reg  trace_retire;
    output reg  [31:0] trace_pc;
    output reg  [31:0] trace_instruction;
    output reg  [31:0] trace_value;

    // Update code
    always @(*) begin
        rom_address = 32'h0;
        bus_address = 32'h0;
        bus_write_data = 32'h0;
        bus_write_mask = 32'h0;
        bus_access = 1'b0;
        trace_retire = 1'b0;
        trace_pc = 32'h0;
        trace_instruction = 32'h0;
        trace_value = 32'h0;
    end
endmodule // umbilical_mcu

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
    input wire  [9:0] address;
    input wire  [31:0] write_data;
    input wire  [3:0] write_mask;
    output reg  [31:0] read_data;

    // Update code (custom)
    reg [7:0] lane0 [0:1023] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[0]) lane0[address] <= write_data[7:0];
       read_data[7:0] <= lane0[address];
    end
    reg [7:0] lane1 [0:1023] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[1]) lane1[address] <= write_data[15:8];
       read_data[15:8] <= lane1[address];
    end
    reg [7:0] lane2 [0:1023] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[2]) lane2[address] <= write_data[23:16];
       read_data[23:16] <= lane2[address];
    end
    reg [7:0] lane3 [0:1023] /* verilator public_flat_rw */;
    always @(posedge clock) begin
       if (write_mask[3]) lane3[address] <= write_data[31:24];
       read_data[31:24] <= lane3[address];
    end
endmodule // umbilical_ram

module umbilical_registers(clock,reset,io_write,io_address,io_data,clock_hz,by_watchdog,i2c_done,timer_event,sense_event,switch_read,sense_read,timer_read,i2c_read,read_data,wake,outputs,idle_time);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [6:0] io_address;
    input wire  [31:0] io_data;
    input wire  [31:0] clock_hz;
    input wire  by_watchdog;
    input wire  i2c_done;
    input wire  timer_event;
    input wire  sense_event;
    input wire  [31:0] switch_read;
    input wire  [31:0] sense_read;
    input wire  [31:0] timer_read;
    input wire  [31:0] i2c_read;
    output reg  [31:0] read_data;
    output reg  wake;
    output reg  [4:0] outputs;
    output reg  [15:0] idle_time;

    // Constant declarations
    localparam  no_event = 3'b0;
    localparam  by_power = 2'b1;
    localparam  by_watch = 2'b10;
    localparam  idle_after_reset = 16'h960;
    localparam  at_clock_hz = 7'b0;
    localparam  at_reset_cause = 7'b100;
    localparam  at_irq_enable = 7'b1000;
    localparam  at_irq_pending = 7'b1100;
    localparam  at_out = 7'b110000;
    localparam  at_idle_time = 7'b111100;

    // Stub signals
    reg  [2:0] irq_enable$d;
    wire  [2:0] irq_enable$q;
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
    reg  [2:0] pending;
    reg  [2:0] enabled;
    reg  [1:0] cause;
    reg  [31:0] own;

    // Sub module instances
    umbilical_dff_3 irq_enable(
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
            irq_enable$d = io_data[(32'h0)+:(3)];
        end
        if (io_write & (io_address == at_out)) begin
            out_register$d = io_data[(32'h0)+:(5)];
        end
        if (io_write & (io_address == at_idle_time)) begin
            idle$d = io_data[(32'h0)+:(16)];
        end
        outputs = out_register$q;
        idle_time = idle$q;
        pending = (((no_event & ~(1 << (32'h0)) | ((i2c_done) << (32'h0))) & ~(1 << (32'h1)) | ((timer_event) << (32'h1))) & ~(1 << (32'h2)) | ((sense_event) << (32'h2)));
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
        read$d = own | switch_read | sense_read | timer_read | i2c_read;
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
    input wire  [11:0] address;
    output reg  [31:0] data;

    // Update code (custom)
    reg [31:0] words [0:4095] /* verilator public_flat_rw */;

    `ifdef SYNTHESIS
    initial $readmemh("umbilical.hex", words);
    `endif

    always @(posedge clock) begin
       data <= words[address];
    end
endmodule // umbilical_rom

module umbilical_sense_filters(clock,reset,pin,level);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  pin;
    output reg  level;

    // Constant declarations
    localparam  one = 2'b1;
    localparam  enough = 2'b10;

    // Stub signals
    reg  first$d;
    wire  first$q;
    reg  first$clock;
    reg  second$d;
    wire  second$q;
    reg  second$clock;
    reg  filtered$d;
    wire  filtered$q;
    reg  filtered$clock;
    reg  [1:0] count$d;
    wire  [1:0] count$q;
    reg  count$clock;

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
    umbilical_dff_1 filtered(
        .d(filtered$d),
        .q(filtered$q),
        .clock(filtered$clock)
    );
    umbilical_dff_2 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );

    // Update code
    always @(*) begin
        first$clock = clock;
        second$clock = clock;
        filtered$clock = clock;
        count$clock = clock;
        first$d = first$q;
        second$d = second$q;
        filtered$d = filtered$q;
        count$d = count$q;
        first$d = pin;
        second$d = first$q;
        count$d = 32'h0;
        if (second$q != filtered$q) begin
            if (count$q == enough) begin
                filtered$d = second$q;
            end
            else begin
                count$d = count$q + one;
            end
        end
        level = filtered$q;
        if (reset) begin
            first$d = 1'b0;
            second$d = 1'b0;
            filtered$d = 1'b0;
            count$d = 32'h0;
        end
    end
endmodule // umbilical_sense_filters

module umbilical_senses(clock,reset,io_write,io_address,io_data,levels,io_read,sense_event);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [6:0] io_address;
    input wire  [31:0] io_data;
    input wire  [3:0] levels;
    output reg  [31:0] io_read;
    output reg  sense_event;

    // Constant declarations
    localparam  none = 4'h0;
    localparam  debounce_after_reset = 24'h75300;
    localparam  at_sense = 7'b100000;
    localparam  at_changed = 7'b100100;
    localparam  at_debounce = 7'b101000;

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
    umbilical_dff_4_2 changed(
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

module umbilical_switches(clock,reset,io_write,io_address,io_data,lines,host_busy,bus_busy,port_busy,present,engine_uses_bus,io_read,host_owns_bus,port_en,host_scl_low,host_sda_low,bus_scl_low,bus_sda_low);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [6:0] io_address;
    input wire  [31:0] io_data;
    input wire  [5:0] lines;
    input wire  host_busy;
    input wire  bus_busy;
    input wire  port_busy;
    input wire  present;
    input wire  engine_uses_bus;
    output reg  [31:0] io_read;
    output reg  host_owns_bus;
    output reg  port_en;
    output reg  host_scl_low;
    output reg  host_sda_low;
    output reg  bus_scl_low;
    output reg  bus_sda_low;

    // Constant declarations
    localparam  high = 2'b11;
    localparam  none = 32'h0;
    localparam  at_switch = 7'b110100;
    localparam  at_status = 7'b111000;

    // Stub signals
    reg  ask_host$d;
    wire  ask_host$q;
    reg  ask_host$clock;
    reg  ask_port$d;
    wire  ask_port$q;
    reg  ask_port$clock;
    reg  host$d;
    wire  host$q;
    reg  host$clock;
    reg  port$d;
    wire  port$q;
    reg  port$clock;
    reg  scl$clock;
    reg  scl$joined;
    reg  scl$host;
    reg  scl$bus;
    wire  scl$host_low;
    wire  scl$bus_low;
    reg  sda$clock;
    reg  sda$joined;
    reg  sda$host;
    reg  sda$bus;
    wire  sda$host_low;
    wire  sda$bus_low;

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
    umbilical_switches_scl scl(
        .clock(scl$clock),
        .joined(scl$joined),
        .host(scl$host),
        .bus(scl$bus),
        .host_low(scl$host_low),
        .bus_low(scl$bus_low)
    );
    umbilical_switches_scl sda(
        .clock(sda$clock),
        .joined(sda$joined),
        .host(sda$host),
        .bus(sda$bus),
        .host_low(sda$host_low),
        .bus_low(sda$bus_low)
    );

    // Update code
    always @(*) begin
        ask_host$clock = clock;
        ask_port$clock = clock;
        host$clock = clock;
        port$clock = clock;
        ask_host$d = ask_host$q;
        ask_port$d = ask_port$q;
        host$d = host$q;
        port$d = port$q;
        scl$clock = clock;
        sda$clock = clock;
        host_free = ~host_busy & (lines[(32'h0)+:(2)] == high);
        bus_free = ~bus_busy & (lines[(32'h2)+:(2)] == high) & ~engine_uses_bus;
        port_free = ~port_busy & (lines[(32'h4)+:(2)] == high);
        joined = ask_host$q & (host$q | (bus_free & host_free & ~port$q));
        host$d = joined;
        port$d = ask_port$q & present & (port$q | (bus_free & port_free & ~host$q & ~ask_host$q));
        if (~present) begin
            ask_port$d = 1'b0;
        end
        if (io_write & (io_address == at_switch)) begin
            ask_host$d = io_data[32'h0];
            ask_port$d = io_data[32'h1];
        end
        scl$joined = joined & ~reset;
        scl$host = lines[32'h0];
        scl$bus = lines[32'h2];
        host_scl_low = scl$host_low;
        bus_scl_low = scl$bus_low;
        sda$joined = joined & ~reset;
        sda$host = lines[32'h1];
        sda$bus = lines[32'h3];
        host_sda_low = sda$host_low;
        bus_sda_low = sda$bus_low;
        host_owns_bus = host$q | ask_host$q;
        port_en = port$q;
        io_read = 32'h0;
        if (io_address == at_switch) begin
            io_read = ((none & ~(1 << (32'h0)) | ((ask_host$q) << (32'h0))) & ~(1 << (32'h1)) | ((ask_port$q) << (32'h1)));
        end
        if (io_address == at_status) begin
            io_read = ((((((((lines) & 32'hffffffff) << 32'h8) & ~(1 << (32'h0)) | ((host$q) << (32'h0))) & ~(1 << (32'h1)) | ((port$q) << (32'h1))) & ~(1 << (32'h4)) | ((host_busy) << (32'h4))) & ~(1 << (32'h5)) | ((bus_busy) << (32'h5))) & ~(1 << (32'h6)) | ((port_busy) << (32'h6)));
        end
        if (reset) begin
            ask_host$d = 1'b0;
            ask_port$d = 1'b0;
            host$d = 1'b0;
            port$d = 1'b0;
        end
    end
endmodule // umbilical_switches

module umbilical_switches_scl(clock,joined,host,bus,host_low,bus_low);

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
endmodule // umbilical_switches_scl

module umbilical_timer(clock,reset,io_write,io_address,io_data,io_read,cycle,cycle_high,timer_event,tick,watchdog);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  io_write;
    input wire  [6:0] io_address;
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
    localparam  at_now = 7'b10000;
    localparam  at_compare = 7'b10100;
    localparam  at_watchdog = 7'b11000;

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
    localparam  one = 16'h1;

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
        counted = count$q + one;
        if (scl & sda) begin
            count$d = counted;
            if (counted >= idle_time) begin
                free$d = 1'b1;
            end
            if (scl_before$q & ~sda_before$q) begin
                free$d = 1'b1;
            end
        end
        else begin
            count$d = 32'h0;
            free$d = 1'b0;
        end
        busy = ~free$q;
        if (reset) begin
            free$d = 1'b0;
            scl_before$d = 1'b0;
            sda_before$d = 1'b0;
            count$d = 32'h0;
        end
    end
endmodule // umbilical_trackers

`default_nettype wire
