// proof: an SPI command is for one segment, which stays until it ends; COUNT never passes LENGTH and data is moved in the operation's own frame only; the buffer is written by READ only, below LENGTH, at (POINTER + COUNT) mod 4096, and read there for the byte that is sent or compared; the byte that makes COUNT LENGTH is the last
// design: blocks/spi.v
// cut: spi_engine_timer
// cut: spi_engine_limit
// cut: spi_transfer_check
// bmc: 50
// induction: 6
// mutant: last_byte$d = stepped == length; => last_byte$d = moved$q == length;
// mutant: counted = take & (frame == Frame$Own); => counted = take;
// mutant: came = counted & ~writes; => came = counted;
// mutant: buffer_write = came & (operation == read); => buffer_write = came;
// mutant: place$d = pointer; => place$d = pointer + 12'h1;
// mutant: setup$write = write; => setup$write = io_write;
// mutant: engine$nothing = transfer$no_data; => engine$nothing = 1'b0;
// mutant: wants_port = engine$wants & port; => wants_port = engine$wants;
// mutant: engine$joined = (joined == segment) & staying; => engine$joined = staying;
// mutant: (joined == segment) & staying; => joined == segment;
// mutant: byte_complete$d = byte_risen$q; => byte_complete$d = rise;

`default_nettype none
module proof (
    input wire clock, reset, io_write, ask_engine, ask_port, present, other_busy, tick, staying,
    input wire [7:0] io_address,
    input wire [31:0] io_data,
    input wire [3:0] io,
    input wire [2:0] joined,
    input wire [7:0] buffer_read
);
    wire busy, done, wants_memory, wants_port, csn, buffer_write;
    wire [11:0] buffer_address;
    wire [7:0] buffer_data;
    (* hierconn *) wire [2:0] \dut.engine.phase$q , \dut.engine.kind_now$q , \dut.operation$q ;
    (* hierconn *) wire [1:0] \dut.engine.frame_now$q ;
    (* hierconn *) wire [3:0] \dut.engine.left$q ;
    (* hierconn *) wire \dut.engine.byte_risen$q , \dut.engine.byte_complete$q , \dut.engine$load ;
    (* hierconn *) wire \dut.engine$take , \dut.transfer$last , \dut.transfer$no_data , \dut.engine.first$q ;
    (* hierconn *) wire \dut.engine.two$q , \dut.engine.four$q ;
    (* hierconn *) wire [23:0] \dut.transfer.moved$q , \dut.setup$length ;
    (* hierconn *) wire [11:0] \dut.transfer.place$q , \dut.setup$pointer ;
    (* hierconn *) wire \dut.engine.timer$over ;
    wire [2:0] phase = \dut.engine.phase$q ;
    wire [2:0] kind = \dut.engine.kind_now$q ;
    wire [1:0] frame = \dut.engine.frame_now$q ;
    wire [3:0] left = \dut.engine.left$q ;
    wire [2:0] operation = \dut.operation$q ;
    wire [23:0] moved = \dut.transfer.moved$q ;
    wire [23:0] length = \dut.setup$length ;
    wire [11:0] place = \dut.transfer.place$q ;
    wire [11:0] here = \dut.setup$pointer + moved[11:0];
    wire take = \dut.engine$take ;
    wire load = \dut.engine$load ;
    localparam Idle = 0, Check = 1, Gap = 2, Wait = 3, Lead = 4, Low = 5, High = 6, Tail = 7;
    localparam Status = 0, Enable = 1, Own = 2, Over = 3;
    localparam Opcode = 0, Data = 6, End = 7;
    localparam Write = 1, Read = 2, Compare = 3, Scan = 4, WaitOnly = 5;
    localparam Memory = 3, Port = 4;
    wire reads = operation == Read || operation == Compare || operation == Scan;

    // Timer and deadline are free, so a half period may last one edge or for ever.
    spi dut (
        .clock(clock), .reset(reset), .io_write(io_write), .io_address(io_address),
        .io_data(io_data), .io(io), .ask_engine(ask_engine), .ask_port(ask_port),
        .present(present), .joined(joined), .staying(staying), .other_busy(other_busy), .tick(tick),
        .buffer_read(buffer_read), .done(done), .busy(busy), .wants_memory(wants_memory),
        .wants_port(wants_port), .csn(csn), .buffer_address(buffer_address),
        .buffer_write(buffer_write), .buffer_data(buffer_data)
    );

    // The search from reset is led to a data byte, as in transfer_bounds: one byte on four lines
    // without an address, the pointer at its wrap, every half period one edge. The induction step
    // knows no such thing.
    reg [6:0] age = 0;
    always @(posedge clock) begin
        if (age != 127) age <= age + 1;
        if (age >= 3 && age != 127) begin
            assume (reset == (age == 3));
            assume (io_write == (age >= 4 && age <= 7) || (age > 20 && io_address == 8'h90));
            if (age == 4) assume (io_address == 8'h90 && io_data == 1);
            if (age == 5) assume (io_address == 8'h94 && io_data == 32'hfff);
            if (age == 6) assume (io_address == 8'h88 && io_data[11:8] == 0 && io_data[15:12] == 0 && io_data[17]);
            if (age == 7) assume (io_address == 8'h98 && io_data[9] == 0);
            assume (ask_engine && ask_port && present && !other_busy);
            assume ( \dut.engine.timer$over );
            if (age >= 12) assume (joined == (wants_port ? Port : Memory) && staying);
        end
    end

    reg [11:0] place_before = 0;
    reg [23:0] moved_before = 0;
    reg was_memory = 0, was_port = 0, was_reset = 0, csn_before = 1, lost = 0, stayed = 0;
    reg [2:0] joined_before = 0;
    // A byte that has been sent and is not counted yet.
    reg loaded = 0;
    // Where the port is lost the command ends at that edge, and nothing is counted.
    wire sends = load && kind == Data && frame == Own && operation == Write && !(wants_port && !present);
    wire counted = take && frame == Own;
    wire pending = \dut.engine.byte_risen$q || \dut.engine.byte_complete$q ;
    always @(posedge clock) begin
        place_before <= place;
        moved_before <= moved;
        was_memory <= wants_memory;
        was_port <= wants_port;
        was_reset <= reset;
        csn_before <= csn;
        joined_before <= joined;
        stayed <= staying;
        lost <= wants_port && !present;
        loaded <= reset || phase == Check ? 0 : sends ? 1 : counted ? 0 : loaded;

        // What the switch builds on (spi_switch_changes).
        assert (!(wants_memory && wants_port));
        if (!csn && csn_before) assert (stayed);
        if (!csn && csn_before) assert ((was_memory && joined_before == Memory) || (was_port && joined_before == Port));
        if (!csn) assert ({wants_memory, wants_port} == {was_memory, was_port});
        if (lost || was_reset) assert (csn);

        // The bounds.
        if (busy) assert (moved <= length);
        if (counted) assert (busy && moved < length && (reads || operation == Write));
        if (moved != moved_before && moved != 0) assert (moved == moved_before + 1);
        if (buffer_write) assert (busy && frame == Own && operation == Read && moved < length && buffer_address == here);
        // The buffer answers one edge after it was asked.
        if (counted && operation == Compare) assert (place_before == here);
        if (sends) assert (place == here + (loaded ? 12'd1 : 12'd0) && loaded == counted && place == place_before);
        if (sends) assert (moved + (counted ? 1 : 0) < length);
        if (busy && frame == Own && phase >= Tail) assert (\dut.transfer$no_data || moved + pending == length);
    end

    // Why: what stands while a byte is under way.
    wire [3:0] most = \dut.engine.four$q ? 2 : \dut.engine.two$q ? 4 : 8;
    always @(posedge clock) begin
        assert (busy == (phase != Idle) && csn == (phase < Lead));
        assert ((wants_memory || wants_port) == (phase > Check));
        if (busy) assert (\dut.transfer$no_data == (length == 0));
        if (csn) assert (!pending);
        if (\dut.engine.byte_risen$q ) assert (phase == High);
        if (\dut.engine.byte_risen$q ) assert (! \dut.engine.byte_complete$q );
        if (busy && phase > Check) assert (reads || operation == Write || frame != Own);
        if (busy && phase > Check) assert (operation >= Write && operation <= WaitOnly);
        if (phase == Check) assert (moved == 0 && place == \dut.setup$pointer );
        if (busy && phase > Check && (frame < Own || (csn && frame == Own)))
            assert (moved == 0 && place == \dut.setup$pointer && !loaded);
        if (busy && phase > Check && reads) assert (length != 0);
        if (!csn && frame == Own && kind < Data) assert (moved == 0 && place == \dut.setup$pointer && !pending && !loaded);
        if (busy && phase > Check && (frame == Own || frame == Over))
            assert (place == here + (operation == Write && loaded));
        if (!csn && frame == Own && kind == End)
            assert ( \dut.transfer$no_data || (moved + pending == length && loaded == (operation == Write && pending)));
        if (csn && frame >= Own) assert (!loaded || phase <= Check);
        if (loaded && phase > Check) assert (operation == Write && length != 0);
        if (!csn && frame == Own && kind == Data) begin
            assert (length != 0 && moved + pending < length);
            if (reads) assert (left <= most && left >= 1);
            if (pending) assert (left == most && \dut.engine.first$q );
            assert (left >= 1 && left <= most && (\dut.engine.first$q == (left == most)));
            if (phase == Low && ! \dut.engine.first$q ) assert ( \dut.transfer$last == (moved + 1 == length));
            // A byte to send is loaded at its first rise and counted behind its last.
            if (operation == Write) assert (loaded == (! \dut.engine.first$q || pending));
        end
        if ( \dut.engine.four$q || \dut.engine.two$q ) assert (csn || (reads && frame == Own && kind >= Data));
        if (!csn && kind == End) assert (phase >= High);
        if (phase == Lead) assert (kind == Opcode && left == 8);
        if (phase == Wait) assert (left == 8);
        if (phase == Gap) assert (left >= 1 && left <= 5);
        if (!csn) assert (frame != Over);
    end
endmodule
