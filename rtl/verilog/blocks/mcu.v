// Written by `cargo xtask verilog` from rtl/src. Do not edit.

`default_nettype none

module mcu(clock,reset,rom_address,rom_data,bus_address,bus_write_data,bus_write_mask,bus_access,bus_read,wake,cycle,cycle_high,trace_retire,trace_pc,trace_instruction,trace_value);

    // Module arguments
    input wire  clock;
    input wire  reset;
    output reg  [11:0] rom_address;
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
    reg  [31:0] decoder$instruction;
    reg  decoder$fetch_fault;
    wire  [39:0] decoder$decoded;
    wire  [6:0] decoder$csr_read;
    reg  [31:0] immediates$instruction;
    wire  [31:0] immediates$immediate;
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
    reg  access$whole_rom;
    wire  [31:0] access$loaded;
    reg  csrs$clock;
    reg  csrs$reset;
    reg  [6:0] csrs$select;
    wire  [31:0] csrs$read;
    reg  [6:0] csrs$write_select;
    wire  [31:0] csrs$trace_read;
    reg  csrs$write;
    reg  [31:0] csrs$value;
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
    reg  [39:0] decoded$d;
    wire  [39:0] decoded$q;
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
    reg  finish_trap;
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
    reg  [31:0] sum;
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
    reg  [31:0] next_address;
    reg  [31:0] next_pc;
    reg  trace_bad_jump;

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
        .whole_rom(access$whole_rom),
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
    mcu_dff_40 decoded(
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
        funct3 = decoded$q[(64'h24)+:(3)];
        decoder$instruction = rom_data;
        decoder$fetch_fault = (pc$q & 32'hffffc000) != 32'h0;
        immediates$instruction = rom_data;
        registers$read_a = rom_data[(32'hf)+:(5)];
        registers$read_b = rom_data[(32'h14)+:(5)];
        if (decode) begin
            decoded$d = decoder$decoded;
            trace_word$d = rom_data;
        end
        from_pc = decode | decoded$q[(64'h2)+:(1)];
        zero_a = ~decode & decoded$q[(64'h19)+:(1)];
        if (decode) begin
            zero_a = rom_data[32'h5] & rom_data[32'h4];
        end
        operand_a = 32'h0;
        if (from_pc & ~zero_a) begin
            operand_a = pc$q;
        end
        if (~from_pc & ~zero_a & ~decoded$q[(64'h18)+:(1)]) begin
            operand_a = operand_a | registers$data_a;
        end
        if (~from_pc & ~zero_a & decoded$q[(64'h18)+:(1)]) begin
            operand_a = operand_a | ((rom_data[(32'hf)+:(5)]) & 32'hffffffff);
        end
        subtract = decoded$q[(64'h1c)+:(1)] & ~decode;
        operand_b = registers$data_b;
        if (decode | decoded$q[(64'h1a)+:(1)]) begin
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
            csr_read$d = decoded$q[(64'h11)+:(7)];
        end
        csrs$select = csr_read$q;
        csrs$write_select = decoded$q[(64'h11)+:(7)];
        gated_b = 32'h0;
        if (decoded$q[(64'h1b)+:(1)]) begin
            gated_b = operand_b;
        end
        logic_b = gated_b | csrs$read;
        bitwise = operand_a | logic_b;
        if (decoded$q[(64'h20)+:(2)] == 8'h1) begin
            bitwise = operand_a & logic_b;
        end
        if (decoded$q[(64'h20)+:(2)] == 8'h2) begin
            bitwise = operand_a ^ logic_b;
        end
        if (decoded$q[(64'h20)+:(2)] == 8'h3) begin
            bitwise = (operand_a ^ 32'hffffffff) & logic_b;
        end
        equal = &bitwise;
        less = ~adder$carry_out ^ (~decoded$q[(64'h1f)+:(1)] & ~(operand_a[32'h1f] ^ operand_b[32'h1f]));
        taken$d = decoded$q[(64'h9)+:(1)] & ((funct3[32'h0]) ^ ((funct3[32'h2] & less) | (~funct3[32'h2] & equal)));
        amount = operand_b[(32'h0)+:(5)];
        fours = count$q[(32'h2)+:(3)];
        shift_step$value = result$q;
        shift_step$right = funct3[32'h2];
        shift_step$fill = decoded$q[(64'h27)+:(1)] & result$q[32'h1f];
        shift_step$four = |fours;
        step = 8'h1;
        if (|fours) begin
            step = 8'h4;
        end
        last_step = (count$q == 8'h4) | (count$q == 8'h1);
        access$address = result$q;
        access$width = funct3;
        access$store = decoded$q[(64'h8)+:(1)];
        access$rom_data = rom_data;
        access$bus_read = bus_read;
        access$whole_rom = decoded$q[(64'h1)+:(1)];
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
            if (decoded$q[(64'h8)+:(1)]) begin
                bus_write_mask = access$mask;
            end
        end
        compared = bitwise;
        if (decoded$q[(64'h1e)+:(1)] & less) begin
            compared = bitwise | 32'h1;
        end
        sum = adder$sum;
        if (decoded$q[(64'hb)+:(1)] & ~decode) begin
            sum = adder$sum & 32'hfffffffe;
        end
        take_loaded = (state$q == State$Load) | (execute & decoded$q[(64'h1)+:(1)]);
        source_high = (state$q == State$Shift) | take_loaded;
        source_low = take_loaded | decode | (execute & decoded$q[(64'h1d)+:(1)]);
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
                new_result = sum;
            end
            else begin
                new_result = compared;
            end
        end
        if (decode | (execute & (~decoded$q[(64'h22)+:(1)] | decoded$q[(64'h0)+:(1)])) | (state$q == State$Shift) | (state$q == State$Load)) begin
            result$d = new_result;
        end
        jump = decoded$q[(64'ha)+:(1)] | taken$q;
        finish_trap = decoded$q[(64'h0)+:(1)] | (jump & result$q[32'h1]);
        trap = (finish & finish_trap) | refused;
        next_address = pc$q + 32'h4;
        registers$write = finish & decoded$q[(64'h23)+:(1)] & ~finish_trap;
        registers$write_address = rom_data[(32'h7)+:(5)];
        written = 32'h0;
        if (~decoded$q[(64'ha)+:(1)] & ~decoded$q[(64'hf)+:(1)]) begin
            written = result$q;
        end
        if (decoded$q[(64'ha)+:(1)]) begin
            written = written | next_address;
        end
        if (decoded$q[(64'hf)+:(1)]) begin
            written = written | logic_b;
        end
        registers$write_data = written;
        csrs$write = finish & decoded$q[(64'h10)+:(1)];
        csrs$value = result$q;
        csrs$trap = trap;
        csrs$pc = pc$q;
        csrs$cycle = cycle;
        csrs$cycle_high = cycle_high;
        csrs$cause = 8'h0;
        if (decoded$q[(64'h0)+:(1)]) begin
            csrs$cause = decoded$q[(64'h3)+:(4)];
        end
        if (memory) begin
            csrs$cause = 8'h4;
            if (decoded$q[(64'h8)+:(1)] & access$misaligned) begin
                csrs$cause = 8'h6;
            end
            if (~decoded$q[(64'h8)+:(1)] & ~access$misaligned) begin
                csrs$cause = 8'h5;
            end
            if (decoded$q[(64'h8)+:(1)] & ~access$misaligned) begin
                csrs$cause = 8'h7;
            end
        end
        next_high = trap | decoded$q[(64'he)+:(1)];
        next_low = trap | (~decoded$q[(64'he)+:(1)] & (jump | memory));
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
        rom_address = pc$q[(32'h2)+:(12)];
        if (finish | memory) begin
            rom_address = next_pc[(32'h2)+:(12)];
        end
        if (finish | refused) begin
            pc$d = next_pc & 32'hfffffffc;
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
                        if (decoded$q[(64'h7)+:(1)] | decoded$q[(64'h8)+:(1)]) begin
                            state$d = State$Memory;
                        end
                        if (decoded$q[(64'hc)+:(1)] & |amount) begin
                            state$d = State$Shift;
                        end
                        if (decoded$q[(64'hd)+:(1)] & ~wake) begin
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
                    if (decoded$q[(64'h8)+:(1)]) begin
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
        trace_bad_jump = (decoded$q[(64'ha)+:(1)] | taken$d) & result$q[32'h1];
        if (decoded$q[(64'hb)+:(1)]) begin
            trace_bad_jump = adder$sum[32'h1];
        end
        trace_retire = ~reset & ((execute & ~decoded$q[(64'h0)+:(1)] & ~decoded$q[(64'h7)+:(1)] & ~decoded$q[(64'h8)+:(1)] & ~(decoded$q[(64'hc)+:(1)] & |amount) & ~(decoded$q[(64'hd)+:(1)] & ~wake) & ~trace_bad_jump) | ((state$q == State$Shift) & last_step) | ((state$q == State$Wait) & wake) | (memory & decoded$q[(64'h8)+:(1)] & ~access$fault) | (state$q == State$Load));
        trace_value = 32'h0;
        if (decoded$q[(64'h23)+:(1)]) begin
            trace_value = new_result;
            if (decoded$q[(64'h22)+:(1)]) begin
                trace_value = result$q;
            end
            if (decoded$q[(64'hf)+:(1)]) begin
                trace_value = csrs$trace_read;
            end
            if (decoded$q[(64'ha)+:(1)]) begin
                trace_value = next_address;
            end
        end
        if (reset) begin
            state$d = State$Start;
            pc$d = 32'h0;
        end
    end
endmodule // mcu

module mcu_access(address,width,store,misaligned,fault,in_rom,mask,rom_data,bus_read,whole_rom,loaded);

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
    input wire  whole_rom;
    output reg  [31:0] loaded;

    // Constant declarations
    localparam  rom = 4'h0;
    localparam  ram = 4'h1;
    localparam  buffer = 4'h2;
    localparam  io = 4'h4;

    // Local signals
    reg  [3:0] region;
    reg  inside_rom;
    reg  inside_memory;
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
        inside_memory = inside_rom & ((address & 32'h3000) == 32'h0);
        inside_io = inside_memory & ((address & 32'hf00) == 32'h0) & word;
        uneven = (address[32'h0] & (half | word)) | (address[32'h1] & word);
        misaligned = uneven;
        fault = uneven | ~(((region == rom) & inside_rom & ~store) | (((region == ram) | (region == buffer)) & inside_memory) | ((region == io) & inside_io));
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
        if ((region == rom) | whole_rom) begin
            raw = rom_data;
        end
        upper_half = raw[(32'h10)+:(16)];
        half_value = raw[(32'h0)+:(16)];
        if (address[32'h1] & ~whole_rom) begin
            half_value = upper_half;
        end
        byte_value = half_value[(32'h0)+:(8)];
        if (address[32'h0] & ~whole_rom) begin
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
        if (word | whole_rom) begin
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

module mcu_csrs(clock,reset,select,read,write_select,trace_read,write,value,trap,pc,cause,cycle,cycle_high,mtvec,mepc);

    // Module arguments
    input wire  clock;
    input wire  reset;
    input wire  [6:0] select;
    output reg  [31:0] read;
    input wire  [6:0] write_select;
    output reg  [31:0] trace_read;
    input wire  write;
    input wire  [31:0] value;
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
            mepc_register$d = value & 32'hfffffffc;
            if (trap) begin
                mepc_register$d = pc & 32'hfffffffc;
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
    output reg  [39:0] decoded;
    output reg  [6:0] csr_read;

    // Local signals
    reg  [6:0] opcode;
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
    reg  illegal;
    reg  [3:0] cause;
    reg  [1:0] bitwise;

    // Update code
    always @(*) begin
        opcode = instruction[(32'h0)+:(7)];
        funct3 = instruction[(32'hc)+:(3)];
        number = instruction[(32'h14)+:(12)];
        number_high = number[(32'h4)+:(8)];
        number_low = number[(32'h0)+:(4)];
        funct7_zero = (instruction & 32'hfe000000) == 32'h0;
        funct7_alternative = (instruction & 32'hfe000000) == 32'h40000000;
        rs1_zero = (instruction & 32'hf8000) == 32'h0;
        rd_zero = (instruction & 32'hf80) == 32'h0;
        if (fetch_fault) begin
            opcode = 8'h0;
        end
        op_lui = opcode == 8'h37;
        op_auipc = opcode == 8'h17;
        op_jal = opcode == 8'h6f;
        op_jalr = opcode == 8'h67;
        op_branch = opcode == 8'h63;
        op_load = opcode == 8'h3;
        op_store = opcode == 8'h23;
        op_immediate = opcode == 8'h13;
        op_register = opcode == 8'h33;
        op_fence = opcode == 8'hf;
        op_system = opcode == 8'h73;
        shifts = (funct3 & 8'h3) == 8'h1;
        compares = (funct3 & 8'h6) == 8'h2;
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
        legal = op_lui | op_auipc | op_jal | ((op_jalr | op_fence) & (funct3 == 8'h0)) | (op_branch & ((funct3 & 8'h6) != 8'h2)) | (op_load & ((funct3 & 8'h3) != 8'h3) & (funct3 != 8'h6)) | (op_store & ~funct3[32'h2] & (funct3 != 8'h3)) | (op_immediate & (~shifts | funct7_zero | (funct7_alternative & funct3[32'h2]))) | (op_register & (funct7_zero | (funct7_alternative & ((funct3 == 8'h0) | (funct3 == 8'h5))))) | mret | wfi | (csr_class & csr_known);
        illegal = ~legal & ~fetch_fault & ~ecall & ~ebreak;
        cause = 8'h0;
        if (fetch_fault) begin
            cause = 8'h1;
        end
        if (illegal) begin
            cause = 8'h2;
        end
        if (ebreak) begin
            cause = 8'h3;
        end
        if (ecall) begin
            cause = 8'hb;
        end
        bitwise = 8'h0;
        if (op_system & ((funct3 & 8'h3) == 8'h3)) begin
            bitwise = 8'h3;
        end
        if ((op_immediate | op_register) & ((funct3 == 8'h7) | compares)) begin
            bitwise = 8'h1;
        end
        if (((op_immediate | op_register) & (funct3 == 8'h4)) | op_branch) begin
            bitwise = 8'h2;
        end
        decoded[(64'h0)+:(1)] = ~legal;
        decoded[(64'h1)+:(1)] = illegal;
        decoded[(64'h2)+:(1)] = fetch_fault;
        decoded[(64'h3)+:(4)] = cause;
        decoded[(64'h7)+:(1)] = op_load;
        decoded[(64'h8)+:(1)] = op_store;
        decoded[(64'h9)+:(1)] = op_branch;
        decoded[(64'ha)+:(1)] = op_jal | op_jalr;
        decoded[(64'hb)+:(1)] = op_jalr;
        decoded[(64'hc)+:(1)] = (op_immediate | op_register) & shifts;
        decoded[(64'hd)+:(1)] = wfi;
        decoded[(64'he)+:(1)] = mret;
        decoded[(64'hf)+:(1)] = csr_class & ~csr_cycle;
        decoded[(64'h10)+:(1)] = csr_class & csr_known & csr_writes;
        decoded[(64'h11)+:(7)] = 8'h0;
        if (csr_class) begin
            decoded[(64'h11)+:(7)] = csr;
        end
        csr_read = 8'h0;
        if (csr_class) begin
            csr_read = csr;
            if (~funct3[32'h1]) begin
                csr_read = csr & 8'h60;
            end
        end
        decoded[(64'h18)+:(1)] = op_system & funct3[32'h2];
        decoded[(64'h19)+:(1)] = op_system & (csr_cycle | (funct3 == 8'h0));
        decoded[(64'h1a)+:(1)] = ~(op_register | op_branch);
        decoded[(64'h1b)+:(1)] = op_branch | ((op_immediate | op_register) & funct3[32'h2] & ~shifts);
        decoded[(64'h1c)+:(1)] = op_branch | ((op_immediate | op_register) & compares) | (op_register & (funct3 == 8'h0) & instruction[32'h1e]);
        decoded[(64'h1d)+:(1)] = op_load | op_store | op_jalr | ((op_immediate | op_register) & (funct3 == 8'h0));
        decoded[(64'h1e)+:(1)] = (op_immediate | op_register) & compares;
        decoded[(64'h1f)+:(1)] = funct3[32'h0];
        if (op_branch) begin
            decoded[(64'h1f)+:(1)] = funct3[32'h1];
        end
        decoded[(64'h20)+:(2)] = bitwise;
        decoded[(64'h22)+:(1)] = op_lui | op_auipc | op_jal | op_branch;
        decoded[(64'h23)+:(1)] = ~rd_zero & (op_lui | op_auipc | op_jal | op_jalr | op_load | op_immediate | op_register | csr_class);
        decoded[(64'h24)+:(3)] = funct3;
        decoded[(64'h27)+:(1)] = instruction[32'h1e];
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

module mcu_dff_40(d,q,clock);

    // Module arguments
    input wire  [39:0] d;
    output reg  [39:0] q;
    input wire  clock;

    // Update code (custom)
    initial begin
       q = 40'h0;
    end

    always @(posedge clock) begin
       q <= d;
    end
endmodule // mcu_dff_40

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

module mcu_immediates(instruction,immediate);

    // Module arguments
    input wire  [31:0] instruction;
    output reg  [31:0] immediate;

    // Local signals
    reg  upper;
    reg  jump;
    reg  branch;
    reg  store;
    reg  [31:0] low;
    reg  [31:0] middle;
    reg  [31:0] bit_11;
    reg  [31:0] high;

    // Update code
    always @(*) begin
        upper = instruction[32'h4] & instruction[32'h2];
        jump = instruction[32'h3];
        branch = instruction[32'h6] & ~instruction[32'h2];
        store = instruction[32'h5] & ~instruction[32'h6] & ~instruction[32'h4];
        low = ((instruction[(32'h14)+:(5)]) & 32'hffffffff) & 32'h1f;
        if (store) begin
            low = ((instruction[(32'h7)+:(5)]) & 32'hffffffff);
        end
        if (branch) begin
            low = ((instruction[(32'h7)+:(5)]) & 32'hffffffff) & 32'h1e;
        end
        if (jump) begin
            low = ((instruction[(32'h14)+:(5)]) & 32'hffffffff) & 32'h1e;
        end
        middle = ((instruction[(32'h14)+:(11)]) & 32'hffffffff) & 32'h7e0;
        if (upper) begin
            low = 32'h0;
            middle = 32'h0;
        end
        high = 32'h0;
        bit_11 = 32'h0;
        if (instruction[32'h1f]) begin
            high = 32'hfffff000;
            bit_11 = 32'h800;
        end
        if (jump) begin
            high = (high & 32'hfff00000) | (instruction & 32'hff000);
            bit_11 = 32'h0;
            if (instruction[32'h14]) begin
                bit_11 = 32'h800;
            end
        end
        if (branch) begin
            bit_11 = 32'h0;
            if (instruction[32'h7]) begin
                bit_11 = 32'h800;
            end
        end
        if (upper) begin
            high = instruction & 32'hfffff000;
            bit_11 = 32'h0;
        end
        immediate = high | bit_11 | middle | low;
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
