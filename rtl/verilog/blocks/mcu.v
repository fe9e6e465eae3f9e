// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module mcu(clock,reset,rom_address,rom_data,bus_address,bus_write_data,bus_write_mask,bus_access,bus_read,wake,cycle,cycle_high,trace_retire,trace_pc,trace_instruction,trace_value);

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
    mcu_registers registers(
        .clock(registers$clock),
        .read_a(registers$read_a),
        .read_b(registers$read_b),
        .data_a(registers$data_a),
        .data_b(registers$data_b),
        .write(registers$write),
        .write_address(registers$write_address),
        .write_data(registers$write_data)
    );
    mcu_fields fields(
        .instruction(fields$instruction),
        .read_a(fields$read_a),
        .read_b(fields$read_b),
        .write(fields$write)
    );
    mcu_decoder decoder(
        .instruction(decoder$instruction),
        .fetch_fault(decoder$fetch_fault),
        .decoded(decoder$decoded),
        .csr_read(decoder$csr_read)
    );
    mcu_immediates immediates(
        .instruction(immediates$instruction),
        .immediate(immediates$immediate)
    );
    mcu_expansion expansion(
        .instruction(expansion$instruction),
        .expanded(expansion$expanded)
    );
    mcu_adder adder(
        .a(adder$a),
        .b(adder$b),
        .carry_in(adder$carry_in),
        .sum(adder$sum),
        .carry_out(adder$carry_out)
    );
    mcu_shift_step shift_step(
        .value(shift_step$value),
        .right(shift_step$right),
        .four(shift_step$four),
        .fill(shift_step$fill),
        .shifted(shift_step$shifted)
    );
    mcu_store_lanes store_lanes(
        .value(store_lanes$value),
        .width(store_lanes$width),
        .lanes(store_lanes$lanes)
    );
    mcu_access access(
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
    mcu_csrs csrs(
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
    mcu_dff_3 state(
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    mcu_dff_32 pc(
        .d(pc$d),
        .q(pc$q),
        .clock(pc$clock)
    );
    mcu_dff_39 decoded(
        .d(decoded$d),
        .q(decoded$q),
        .clock(decoded$clock)
    );
    mcu_dff_32 result(
        .d(result$d),
        .q(result$q),
        .clock(result$clock)
    );
    mcu_dff_7 csr_read(
        .d(csr_read$d),
        .q(csr_read$q),
        .clock(csr_read$clock)
    );
    mcu_dff_5 count(
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    mcu_dff_1 taken(
        .d(taken$d),
        .q(taken$q),
        .clock(taken$clock)
    );
    mcu_dff_32 trace_word(
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
endmodule // mcu

module mcu_access(address,width,store,misaligned,fault,in_rom,mask,rom_data,bus_read,loaded);

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
endmodule // mcu_access

module mcu_adder(a,b,carry_in,sum,carry_out);

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
endmodule // mcu_adder

module mcu_csrs(clock,reset,select,read,write_select,trace_read,write,value,no_value,trap,pc,cause,cycle,cycle_high,mtvec,mepc);

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
    mcu_dff_32 mtvec_register(
        .d(mtvec_register$d),
        .q(mtvec_register$q),
        .clock(mtvec_register$clock)
    );
    mcu_dff_32 mscratch(
        .d(mscratch$d),
        .q(mscratch$q),
        .clock(mscratch$clock)
    );
    mcu_dff_32 mepc_register(
        .d(mepc_register$d),
        .q(mepc_register$q),
        .clock(mepc_register$clock)
    );
    mcu_dff_4 mcause(
        .d(mcause$d),
        .q(mcause$q),
        .clock(mcause$clock)
    );
    mcu_dff_32 mcause_rest(
        .d(mcause_rest$d),
        .q(mcause_rest$q),
        .clock(mcause_rest$clock)
    );
    mcu_dff_32 mtval(
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
endmodule // mcu_csrs

module mcu_decoder(instruction,fetch_fault,decoded,csr_read);

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
endmodule // mcu_decoder

module mcu_dff_1(d,q,clock);

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
endmodule // mcu_dff_1

module mcu_dff_3(d,q,clock);

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
endmodule // mcu_dff_3

module mcu_dff_32(d,q,clock);

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
endmodule // mcu_dff_32

module mcu_dff_39(d,q,clock);

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
endmodule // mcu_dff_39

module mcu_dff_4(d,q,clock);

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
endmodule // mcu_dff_4

module mcu_dff_5(d,q,clock);

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
endmodule // mcu_dff_5

module mcu_dff_7(d,q,clock);

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
endmodule // mcu_dff_7

module mcu_expansion(instruction,expanded);

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
endmodule // mcu_expansion

module mcu_fields(instruction,read_a,read_b,write);

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
endmodule // mcu_fields

module mcu_immediates(instruction,immediate);

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
endmodule // mcu_immediates

module mcu_registers(clock,read_a,read_b,data_a,data_b,write,write_address,write_data);

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
endmodule // mcu_registers

module mcu_shift_step(value,right,four,fill,shifted);

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
endmodule // mcu_shift_step

module mcu_store_lanes(value,width,lanes);

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
endmodule // mcu_store_lanes

`default_nettype wire
