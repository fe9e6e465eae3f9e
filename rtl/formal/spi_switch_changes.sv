// proof: whenever an enable, the drive or the strap changes, chip select is high on memory and port before and after, so no edge of SCK there finds it low; but at a reset, and at the loss of PRESENT while the engine is on the port, where it goes high with the change itself. The engine's chip select is low on a joined segment only
// design: blocks/spi_switch.v
// also: blocks/line_filter.v
// also: ../boards/quarters.v
// bmc: 30
// induction: 8
// mutant: if (csn & (engine_ends | wants_port)) begin => if (engine_ends | wants_port) begin
// mutant: (csn & (engine_ends | ~port_allowed | wants_memory)) => engine_ends
// mutant: if (host_csn & (offer | engine | ~host)) begin => if (offer | engine | ~host) begin
// mutant: else if (host & host_csn) begin => else if (host) begin
// mutant: staying = following == state$q; => staying = 1'b1;
// mutant: (following == Join$Host) | (following == Join$Memory)); => (following == Join$Host) | (following == Join$Memory) | (following == Join$Port));

`default_nettype none
module proof (
    input wire clock, reset, host, engine, port_allowed, offer, present,
    input wire host_csn_to, engine_csn_to, wants_memory_to, wants_port_to
);
    wire en0, en1, host_en, drive, strap, staying, host_csn;
    wire [2:0] joined;
    localparam Apart = 0, Offered = 1, Host = 2, Memory = 3, Port = 4;

    // Pins and registers of the two who have a chip select. In reset the engine's is high.
    reg raw_csn = 1, csn = 1, wants_memory = 0, wants_port = 0;
    always @(posedge clock) begin
        raw_csn <= host_csn_to;
        csn <= engine_csn_to || reset;
        wants_memory <= wants_memory_to && !reset;
        wants_port <= wants_port_to && !reset;
    end

    spi_switch dut (
        .clock(clock), .reset(reset), .host(host), .engine(engine), .port_allowed(port_allowed),
        .offer(offer), .present(present), .host_csn(host_csn), .wants_memory(wants_memory),
        .wants_port(wants_port), .csn(csn), .joined(joined), .staying(staying), .en0(en0),
        .en1(en1), .host_en(host_en), .drive(drive), .strap_allowed(strap)
    );
    line_filter filter (.clock(clock), .reset(reset), .pin(raw_csn), .level(host_csn));
    wire q1, q2, q3, q4;
    quarters board (
        .vout(1'b1), .strap(strap), .en0(en0), .en1(en1), .host_en(host_en),
        .q1(q1), .q2(q2), .q3(q3), .q4(q4)
    );

    // What spi_engine_lines proves of the engine: a frame begins on a segment that stays joined,
    // goes on while it is wanted, and is broken off in reset and when the cable is gone.
    wire mine = (wants_memory && joined == Memory) || (wants_port && joined == Port);
    always @(posedge clock) begin
        assume (!(wants_memory_to && wants_port_to));
        if (csn && !engine_csn_to) assume (mine && staying);
        if (!engine_csn_to) assume ({wants_memory_to, wants_port_to} == {wants_memory, wants_port});
        if (!present && wants_port) assume (engine_csn_to);
    end

    // The host begins no frame unless it is joined and stays asked for, and is not asked away in
    // the edges that its chip select takes to be seen; firmware keeps it in reset otherwise.
    wire away = !host || engine || offer;
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
    wire [4:0] settings = {strap, en0, en1, host_en, drive};
    reg [4:0] settings_before = 5'b10000;
    reg memory_before = 1, port_before = 1, was_reset = 0, port_lost = 0;
    wire changed = settings != settings_before;
    always @(posedge clock) begin
        settings_before <= settings;
        memory_before <= memory_csn;
        port_before <= port_csn;
        was_reset <= reset;
        port_lost <= joined == Port && !present;
        if (changed) assert (memory_csn && port_csn);
        if (changed && !was_reset && !port_lost) assert (memory_before && port_before);
        if (!csn) assert (mine && drive && (joined == Memory ? q1 : q2));
    end
endmodule
