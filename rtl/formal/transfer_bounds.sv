// proof: COUNT never passes LENGTH; the buffer is written by READ only, while busy and below LENGTH, at (POINTER + COUNT) mod 4096, and read there for the byte that is sent or compared; a byte that differs is not counted, and while the result is Mismatch `last` is true
// design: blocks/i2c.v
// cut: i2c_engine_timer
// cut: i2c_engine_limit
// cut: i2c_transfer_check
// bmc: 67
// induction: 3
// mutant: all = moved$q == length; => all = moved$q == (length + 16'h1);
// mutant: last = all | refuse$q; => last = all;
// mutant: stepped = place$q - minus_one; => stepped = place$q;
// mutant: buffer_write = take & (operation == read); => buffer_write = take;
// mutant: if (acknowledged | (take & ~mismatch)) begin => if (acknowledged | take) begin
// mutant: (reads & (setup$length == zero)) => 1'b0
// mutant: place$d = pointer; => place$d = pointer + 12'h1;
// mutant: setup$write = write; => setup$write = io_write;

`default_nettype none
module proof (
    input wire clock, reset, io_write, bus_scl, bus_sda, bus_busy, jrn_scl, jrn_sda, jrn_busy,
    input wire host_owns_bus, tick,
    input wire [6:0] io_address,
    input wire [31:0] io_data,
    input wire [7:0] buffer_read
);
    wire buffer_write;
    wire [11:0] buffer_address;
    (* hierconn *) wire [2:0] \dut.engine.phase$q , \dut.engine.kind_now$q , \dut.operation$q ;
    (* hierconn *) wire [1:0] \dut.engine.pulse$q ;
    (* hierconn *) wire [3:0] \dut.engine.bits$q , \dut.engine.code$q ;
    (* hierconn *) wire \dut.engine.fresh$q , \dut.engine.retry$q , \dut.engine$busy , \dut.engine$take ;
    (* hierconn *) wire \dut.transfer.refuse$q , \dut.engine$acknowledged , \dut.transfer.mismatch , \dut.transfer$last ;
    (* hierconn *) wire [15:0] \dut.transfer.moved$q , \dut.setup$length ;
    (* hierconn *) wire \dut.engine$no_address ;
    (* hierconn *) wire [11:0] \dut.transfer.place$q , \dut.setup$pointer ;
    wire [2:0] phase = \dut.engine.phase$q ;
    wire [1:0] pulse = \dut.engine.pulse$q ;
    wire [2:0] kind = \dut.engine.kind_now$q ;
    wire [2:0] operation = \dut.operation$q ;
    wire [3:0] bits = \dut.engine.bits$q ;
    wire fresh = \dut.engine.fresh$q ;
    wire busy = \dut.engine$busy ;
    wire take = \dut.engine$take ;
    wire refuse = \dut.transfer.refuse$q ;
    wire [15:0] moved = \dut.transfer.moved$q ;
    wire [15:0] length = \dut.setup$length ;
    wire [11:0] place = \dut.transfer.place$q ;
    wire [11:0] here = \dut.setup$pointer + moved[11:0];
    localparam Idle = 0, Check = 1, Wait = 2, Rise = 3, Start = 4, High = 5, Low = 6, Free = 7;
    localparam Byte = 0, Restart = 1, Stop = 2, Recover = 3;
    localparam DeviceRead = 3, DataOut = 4, DataIn = 5;
    localparam Write = 1, Read = 2, Compare = 3, Scan = 4, Recovery = 5, Mismatch = 6;
    wire no_address = \dut.engine$no_address ;
    wire reads = operation == Read || operation == Compare || operation == Scan;

    // Timer and deadline are free, so a phase may last one edge or for ever.
    i2c dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_address(io_address), .io_data(io_data),
        .bus_scl(bus_scl), .bus_sda(bus_sda), .bus_busy(bus_busy), .jrn_scl(jrn_scl),
        .jrn_sda(jrn_sda), .jrn_busy(jrn_busy), .host_owns_bus(host_owns_bus), .tick(tick),
        .buffer_read(buffer_read), .buffer_address(buffer_address), .buffer_write(buffer_write)
    );

    // The search from reset is led straight to a data byte from the 4th edge on: a command on one byte
    // without a word address, each phase one edge, acknowledged, the pointer at its wrap. The
    // induction step knows no such thing (`age` may be 127 there, and nothing that is asserted looks
    // at it), and it needs 3 free edges to start from.
    (* hierconn *) wire \dut.engine.timer$low_over , \dut.engine.timer$high_over ;
    (* hierconn *) wire \dut.engine.timer$hold_over , \dut.engine$sda_low ;
    reg [6:0] age = 0;
    always @(posedge clock) begin
        if (age != 127) age <= age + 1;
        if (age >= 3 && age != 127) begin
            assume (reset == (age == 3));
            assume (io_write == (age == 4 || age == 5 || age == 6));
            if (age == 4) assume (io_address == 7'h58 && io_data == 1);
            if (age == 5) assume (io_address == 7'h5c && io_data == 32'hfff);
            if (age == 6) assume (io_address == 7'h60 && io_data[31:3] == 0);
            assume (\dut.engine.timer$low_over && \dut.engine.timer$high_over );
            assume (\dut.engine.timer$hold_over );
            assume (bus_scl && jrn_scl && jrn_sda && !bus_busy && !host_owns_bus && !tick);
            // The device sends 0x55, so a COMPARE finds a difference.
            assume (buffer_read == 8'hff);
            assume (bus_sda == (phase == Wait || (kind == DataIn && bits[0])
                || (kind != DataIn && bits != 8 && ! \dut.engine$sda_low )));
        end
    end

    reg [11:0] place_before = 0;
    reg differed = 0;
    reg [15:0] moved_before = 0;
    always @(posedge clock) begin
        place_before <= place;
        differed <= take && \dut.transfer.mismatch && !reset;
        moved_before <= moved;

        // The bounds.
        if (busy) assert (moved <= length);
        if (take || \dut.engine$acknowledged ) assert (busy && moved < length && !refuse);
        if (buffer_write) assert (busy && operation == Read && moved < length && buffer_address == here);
        // The buffer answers one edge after it was asked, and the byte is loaded at a `fresh` edge.
        if (fresh && busy && pulse == Byte && (kind == DataIn || (kind == DataOut && moved < length)))
            assert (place_before == here);
        if (differed) assert (moved == moved_before && refuse);
        if (busy && phase != Check && \dut.engine.code$q == Mismatch) assert (\dut.transfer$last );

        // Why: what stands while a byte of each kind is under way.
        assert (busy == (phase != Idle));
        if (busy && phase == Check) assert (moved == 0 && !refuse);
        if (busy && phase != Check) begin
            assert (reads || operation == Write || operation == Recovery);
            assert (kind <= DataIn);
            if (reads) assert (length != 0 && kind != DataOut);
            if (reads && no_address) assert (kind == DeviceRead || kind == DataIn);
            if (kind == DataIn || kind == DeviceRead) assert (reads);
            if (operation == Recovery) assert (pulse == Recover || pulse == Stop);
            if (pulse == Recover) assert (operation == Recovery);
            if (pulse == Restart)
                assert (kind == DeviceRead && reads && phase != Start && (fresh || bits == 0));
            if (kind != DataOut && kind != DataIn) assert (moved == 0 && !refuse);
            if ( \dut.engine.retry$q || phase == Wait)
                assert (moved == 0 && !refuse && operation != Recovery && (phase == Wait || pulse == Stop));
            if (refuse) assert (operation == Compare && kind == DataIn);
            if (fresh) assert (phase == Low);
            if (pulse == Recover) assert (bits <= 9 && !fresh && phase != Start);
            else assert (fresh || bits <= 8 || (operation == Recovery && phase == Start));
            if (pulse == Byte && (phase == Low || phase == Rise || phase == High)) begin
                if (kind != DataOut && kind != DataIn && !fresh) assert (place == \dut.setup$pointer );
                if (kind == DataOut) assert (place == here + !fresh);
                if (kind == DataOut && !fresh) assert (moved < length);
                if (kind == DataIn) assert (place == here + refuse);
                if (kind == DataIn && (fresh || bits < 8)) assert (moved < length && !refuse);
            end
            if (kind == DataOut || kind == DataIn)
                assert (pulse == Stop || (pulse == Byte && (phase == Low || phase == Rise || phase == High)));
            if (pulse == Stop)
                assert (fresh || (phase == Start && operation == Recovery)
                    || bits == (phase == Free || phase == Wait));
        end
    end
endmodule
