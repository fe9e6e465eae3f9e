// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module switch(clock,reset,io_write,io_address,io_data,lines,host_busy,bus_busy,port_busy,present,engine_uses_bus,spi_joined,spi_host_csn,io_read,host_owns_bus,port_en,spi_host,spi_engine,spi_port,host_scl_low,host_sda_low,bus_scl_low,bus_sda_low);

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
    switch_dff_1 ask_host(
        .d(ask_host$d),
        .q(ask_host$q),
        .clock(ask_host$clock)
    );
    switch_dff_1 ask_port(
        .d(ask_port$d),
        .q(ask_port$q),
        .clock(ask_port$clock)
    );
    switch_dff_1 ask_spi_host(
        .d(ask_spi_host$d),
        .q(ask_spi_host$q),
        .clock(ask_spi_host$clock)
    );
    switch_dff_1 ask_spi_engine(
        .d(ask_spi_engine$d),
        .q(ask_spi_engine$q),
        .clock(ask_spi_engine$clock)
    );
    switch_dff_1 ask_spi_port(
        .d(ask_spi_port$d),
        .q(ask_spi_port$q),
        .clock(ask_spi_port$clock)
    );
    switch_dff_1 host(
        .d(host$d),
        .q(host$q),
        .clock(host$clock)
    );
    switch_dff_1 port(
        .d(port$d),
        .q(port$q),
        .clock(port$clock)
    );
    switch_repeaters repeaters$0(
        .clock(repeaters$0$clock),
        .joined(repeaters$0$joined),
        .host(repeaters$0$host),
        .bus(repeaters$0$bus),
        .host_low(repeaters$0$host_low),
        .bus_low(repeaters$0$bus_low)
    );
    switch_repeaters repeaters$1(
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
endmodule // switch

module switch_dff_1(d,q,clock);

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
endmodule // switch_dff_1

module switch_dff_2(d,q,clock);

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
endmodule // switch_dff_2

module switch_dff_3(d,q,clock);

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
endmodule // switch_dff_3

module switch_repeaters(clock,joined,host,bus,host_low,bus_low);

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
    switch_dff_2 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    switch_dff_3 count(
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
endmodule // switch_repeaters

`default_nettype wire
