// proof: of host, engine and cable never two are on one net of this board: 244_1 and 244_3, 244_1 and 244_2, the host's quarter and the engine's drivers are never on together; between the edge that ends a join and the edge that begins another lie at least five, with nothing joined and nothing driven; every join is the one that its state names, and begins only as it was asked for
// design: blocks/spi_switch.v
// also: ../boards/quarters.v
// bmc: 24
// induction: 3
// mutant: guarded = guard$q == enough; => guarded = 1'b1;
// mutant: localparam  enough = 3'b100; => localparam  enough = 3'b011;
// mutant: guard$d = 32'h0; => guard$d = guard$q;
// mutant: following = Join$Memory; => following = Join$Port;
// mutant: driving$d = ~reset & ((following == Join$Memory) | => driving$d = ~reset & ((following == Join$Memory) | (following == Join$Host) |
// mutant: port_joined$d = ~reset & => port_joined$d =
// mutant: memory_joined$d = ~reset & ((following == Join$Host) | => memory_joined$d = ~reset & ((following == Join$Host) | (following == Join$Port) |
// mutant: strap_allowed = ~offered$q; => strap_allowed = ~offered$q & ~host_joined$q;
// mutant: if (~offer) begin => if (~offer & host) begin following = Join$Host; end else if (~offer) begin
// mutant: (engine_ends | wants_port) => (offer | wants_port)
// mutant: else if (host & host_csn) begin => else if (host_csn) begin
// mutant: if (~present | (csn => if ((csn

`default_nettype none
module proof (
    input wire clock, reset, host, engine, port_allowed, offer, present, host_csn,
    input wire wants_memory, wants_port, csn
);
    wire en0, en1, host_en, drive, strap;
    wire [2:0] joined;
    (* hierconn *) wire [2:0] \dut.guard$q ;
    wire [2:0] guard = \dut.guard$q ;
    localparam Apart = 0, Offered = 1, Host = 2, Memory = 3, Port = 4;

    spi_switch dut (
        .clock(clock), .reset(reset), .host(host), .engine(engine), .port_allowed(port_allowed),
        .offer(offer), .present(present), .host_csn(host_csn), .wants_memory(wants_memory),
        .wants_port(wants_port), .csn(csn), .joined(joined), .en0(en0), .en1(en1),
        .host_en(host_en), .drive(drive), .strap_allowed(strap)
    );

    // While vcc_ok is 1 the strap is what the switch allows.
    wire q1, q2, q3, q4;
    quarters board (
        .vout(1'b1), .strap(strap), .en0(en0), .en1(en1), .host_en(host_en),
        .q1(q1), .q2(q2), .q3(q3), .q4(q4)
    );

    // Who may drive SCK and CSn, and what they reach.
    wire host_on_processor = q4;
    wire engine_on_processor = drive;
    wire host_on_memory = q4 && q1;
    wire engine_on_memory = drive && q1;
    wire cable_on_memory = q3;
    wire host_on_port = (q4 && q2) || (host_on_memory && q3);
    wire engine_on_port = drive && q2;
    always @(*) begin
        assert (host_on_processor + engine_on_processor <= 2'd1);
        assert (host_on_memory + engine_on_memory + cable_on_memory <= 2'd1);
        assert (!(engine_on_port && (host_on_port || q3)) && !host_on_port);
        assert (!(q1 && q3) && !(q1 && q2) && !(q2 && q3) && !(q4 && drive));
        assert (!(en0 && en1));
        // Nobody is joined half.
        assert ({q4, q3, q2, q1, drive} == (
            joined == Offered ? 5'b01000 : joined == Host ? 5'b10010 : joined == Memory ? 5'b00011 :
            joined == Port ? 5'b00101 : 5'b00000));
    end

    // Configuration left everything as a reset does.
    reg [2:0] before = Apart;
    reg [3:0] apart_for = 0;
    reg [9:0] asked = 0;
    wire [9:0] asks = {reset, host, engine, port_allowed, offer, present, host_csn, wants_memory, wants_port, csn};
    wire was_reset, was_host, was_engine, was_allowed, was_offer, was_present, was_csn_host, was_memory, was_port, was_csn;
    assign {was_reset, was_host, was_engine, was_allowed, was_offer, was_present, was_csn_host, was_memory, was_port, was_csn} = asked;
    wire nothing = !q1 && !q2 && !q3 && !q4 && !drive;
    reg started = 0;
    always @(posedge clock) begin
        before <= joined;
        asked <= asks;
        started <= 1;
        apart_for <= !nothing ? 0 : apart_for == 15 ? 15 : apart_for + 1;

        assert (joined <= Port && guard <= 4);
        assert (joined == Apart || guard == 0 || guard == 4);
        // The state ended at the last edge; the next one begins when this has been 5 at least.
        if (joined == Apart) assert (guard <= apart_for);
        if (before != joined && before == Apart) assert (apart_for >= 5);
        if (before != Apart) assert (joined == before || joined == Apart);
        if (started && was_reset) assert (joined == Apart && nothing);

        if (started && before == Apart) begin
            if (joined == Offered) assert (was_offer);
            if (joined == Host) assert (was_host && was_csn_host && !was_engine && !was_offer);
            if (joined == Memory) assert (was_engine && was_memory && !was_offer);
            if (joined == Port) assert (was_engine && was_port && was_allowed && was_present && !was_offer);
        end
        // A join that nobody wants any more ends with its frame; the cable's with the cable.
        if (started && joined == before) begin
            if (joined == Offered) assert (was_offer);
            if (joined == Host && was_csn_host) assert (was_host && !was_engine && !was_offer);
            if (joined == Memory && was_csn) assert (was_engine && !was_port && !was_offer);
            if (joined == Port) assert (was_present);
            if (joined == Port && was_csn) assert (was_engine && was_allowed && !was_memory && !was_offer);
        end
        // And it stands while its frame is under way.
        if (started && !was_reset && joined == Apart && before == Host) assert (was_csn_host);
        if (started && !was_reset && joined == Apart && before == Memory) assert (was_csn);
        if (started && !was_reset && joined == Apart && before == Port) assert (was_csn || !was_present);
    end
endmodule
