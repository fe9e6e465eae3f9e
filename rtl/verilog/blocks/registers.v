// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module registers(clock,reset,io_write,io_address,io_data,clock_hz,by_watchdog,i2c_done,spi_done,timer_event,sense_event,uart_rx_event,uart_tx_event,switch_read,sense_read,timer_read,i2c_read,spi_read,uart_read,read_data,wake,outputs,idle_time);

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
    registers_dff_6 irq_enable(
        .d(irq_enable$d),
        .q(irq_enable$q),
        .clock(irq_enable$clock)
    );
    registers_dff_5 out_register(
        .d(out_register$d),
        .q(out_register$q),
        .clock(out_register$clock)
    );
    registers_dff_16 idle(
        .d(idle$d),
        .q(idle$q),
        .clock(idle$clock)
    );
    registers_dff_32 read(
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
endmodule // registers

module registers_dff_16(d,q,clock);

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
endmodule // registers_dff_16

module registers_dff_32(d,q,clock);

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
endmodule // registers_dff_32

module registers_dff_5(d,q,clock);

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
endmodule // registers_dff_5

module registers_dff_6(d,q,clock);

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
endmodule // registers_dff_6

`default_nettype wire
