// What a netlist for an ECP5 needs in simulation and yosys' cell library has as empty boxes only:
// the block memory and the PLL. After the Lattice memory usage guide (TN1264) and PLL guide (TN1263).

// 18 kbit true dual-port memory. Of its modes those that yosys uses: outputs not registered again,
// synchronous reset, one clock polarity.
//
// A row has 18 bits. Narrower accesses take a part of it; those of 4, 2 and 1 bits leave the ninth
// bit of each byte out. In the 36-bit mode port A writes and port B reads two rows at once.
module DP16KD(
    input  wire DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9,
                DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0,
    input  wire ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7,
                ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0,
    input  wire CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
    output wire DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9,
                DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0,
    input  wire DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9,
                DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0,
    input  wire ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7,
                ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0,
    input  wire CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
    output wire DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9,
                DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0
);
    parameter integer DATA_WIDTH_A = 18;
    parameter integer DATA_WIDTH_B = 18;
    parameter REGMODE_A = "NOREG";
    parameter REGMODE_B = "NOREG";
    parameter RESETMODE = "SYNC";
    parameter ASYNC_RESET_RELEASE = "SYNC";
    parameter CSDECODE_A = "0b000";
    parameter CSDECODE_B = "0b000";
    parameter WRITEMODE_A = "NORMAL";
    parameter WRITEMODE_B = "NORMAL";
    parameter CLKAMUX = "CLKA";
    parameter CLKBMUX = "CLKB";
    parameter GSR = "AUTO";
    parameter integer WID = 0;
    parameter [319:0] INITVAL_00 = 320'd0;
    parameter [319:0] INITVAL_01 = 320'd0;
    parameter [319:0] INITVAL_02 = 320'd0;
    parameter [319:0] INITVAL_03 = 320'd0;
    parameter [319:0] INITVAL_04 = 320'd0;
    parameter [319:0] INITVAL_05 = 320'd0;
    parameter [319:0] INITVAL_06 = 320'd0;
    parameter [319:0] INITVAL_07 = 320'd0;
    parameter [319:0] INITVAL_08 = 320'd0;
    parameter [319:0] INITVAL_09 = 320'd0;
    parameter [319:0] INITVAL_0A = 320'd0;
    parameter [319:0] INITVAL_0B = 320'd0;
    parameter [319:0] INITVAL_0C = 320'd0;
    parameter [319:0] INITVAL_0D = 320'd0;
    parameter [319:0] INITVAL_0E = 320'd0;
    parameter [319:0] INITVAL_0F = 320'd0;
    parameter [319:0] INITVAL_10 = 320'd0;
    parameter [319:0] INITVAL_11 = 320'd0;
    parameter [319:0] INITVAL_12 = 320'd0;
    parameter [319:0] INITVAL_13 = 320'd0;
    parameter [319:0] INITVAL_14 = 320'd0;
    parameter [319:0] INITVAL_15 = 320'd0;
    parameter [319:0] INITVAL_16 = 320'd0;
    parameter [319:0] INITVAL_17 = 320'd0;
    parameter [319:0] INITVAL_18 = 320'd0;
    parameter [319:0] INITVAL_19 = 320'd0;
    parameter [319:0] INITVAL_1A = 320'd0;
    parameter [319:0] INITVAL_1B = 320'd0;
    parameter [319:0] INITVAL_1C = 320'd0;
    parameter [319:0] INITVAL_1D = 320'd0;
    parameter [319:0] INITVAL_1E = 320'd0;
    parameter [319:0] INITVAL_1F = 320'd0;
    parameter [319:0] INITVAL_20 = 320'd0;
    parameter [319:0] INITVAL_21 = 320'd0;
    parameter [319:0] INITVAL_22 = 320'd0;
    parameter [319:0] INITVAL_23 = 320'd0;
    parameter [319:0] INITVAL_24 = 320'd0;
    parameter [319:0] INITVAL_25 = 320'd0;
    parameter [319:0] INITVAL_26 = 320'd0;
    parameter [319:0] INITVAL_27 = 320'd0;
    parameter [319:0] INITVAL_28 = 320'd0;
    parameter [319:0] INITVAL_29 = 320'd0;
    parameter [319:0] INITVAL_2A = 320'd0;
    parameter [319:0] INITVAL_2B = 320'd0;
    parameter [319:0] INITVAL_2C = 320'd0;
    parameter [319:0] INITVAL_2D = 320'd0;
    parameter [319:0] INITVAL_2E = 320'd0;
    parameter [319:0] INITVAL_2F = 320'd0;
    parameter [319:0] INITVAL_30 = 320'd0;
    parameter [319:0] INITVAL_31 = 320'd0;
    parameter [319:0] INITVAL_32 = 320'd0;
    parameter [319:0] INITVAL_33 = 320'd0;
    parameter [319:0] INITVAL_34 = 320'd0;
    parameter [319:0] INITVAL_35 = 320'd0;
    parameter [319:0] INITVAL_36 = 320'd0;
    parameter [319:0] INITVAL_37 = 320'd0;
    parameter [319:0] INITVAL_38 = 320'd0;
    parameter [319:0] INITVAL_39 = 320'd0;
    parameter [319:0] INITVAL_3A = 320'd0;
    parameter [319:0] INITVAL_3B = 320'd0;
    parameter [319:0] INITVAL_3C = 320'd0;
    parameter [319:0] INITVAL_3D = 320'd0;
    parameter [319:0] INITVAL_3E = 320'd0;
    parameter [319:0] INITVAL_3F = 320'd0;

    localparam [64*320-1:0] INITVAL = {
        INITVAL_3F, INITVAL_3E, INITVAL_3D, INITVAL_3C, INITVAL_3B, INITVAL_3A,
        INITVAL_39, INITVAL_38, INITVAL_37, INITVAL_36, INITVAL_35, INITVAL_34,
        INITVAL_33, INITVAL_32, INITVAL_31, INITVAL_30, INITVAL_2F, INITVAL_2E,
        INITVAL_2D, INITVAL_2C, INITVAL_2B, INITVAL_2A, INITVAL_29, INITVAL_28,
        INITVAL_27, INITVAL_26, INITVAL_25, INITVAL_24, INITVAL_23, INITVAL_22,
        INITVAL_21, INITVAL_20, INITVAL_1F, INITVAL_1E, INITVAL_1D, INITVAL_1C,
        INITVAL_1B, INITVAL_1A, INITVAL_19, INITVAL_18, INITVAL_17, INITVAL_16,
        INITVAL_15, INITVAL_14, INITVAL_13, INITVAL_12, INITVAL_11, INITVAL_10,
        INITVAL_0F, INITVAL_0E, INITVAL_0D, INITVAL_0C, INITVAL_0B, INITVAL_0A,
        INITVAL_09, INITVAL_08, INITVAL_07, INITVAL_06, INITVAL_05, INITVAL_04,
        INITVAL_03, INITVAL_02, INITVAL_01, INITVAL_00};

    wire [13:0] ada = {
        ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5,
        ADA4, ADA3, ADA2, ADA1, ADA0};
    wire [13:0] adb = {
        ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5,
        ADB4, ADB3, ADB2, ADB1, ADB0};
    wire [17:0] dia = {
        DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9,
        DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0};
    wire [17:0] dib = {
        DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9,
        DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0};
    reg [17:0] doa;
    reg [17:0] dob;
    assign {
        DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9,
        DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0} = doa;
    assign {
        DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9,
        DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0} = dob;

    reg [17:0] rows [0:1023];
    integer row;
    initial begin
        for (row = 0; row < 1024; row = row + 1)
            rows[row] = INITVAL[20*row +: 18];
        doa = 18'd0;
        dob = 18'd0;
        if (REGMODE_A != "NOREG" || REGMODE_B != "NOREG" || CLKAMUX != "CLKA" || CLKBMUX != "CLKB") begin
            $display("FAIL: a DP16KD in a mode that its model does not have");
            $finish;
        end
    end

    // Place of an access inside its row.
    function [4:0] place(input integer width, input [3:0] low);
        case (width)
            9: place = low[3] ? 5'd9 : 5'd0;
            4: place = (low[3] ? 5'd9 : 5'd0) + (low[2] ? 5'd4 : 5'd0);
            2: place = (low[3] ? 5'd9 : 5'd0) + {2'd0, low[2:1], 1'b0};
            1: place = (low[3] ? 5'd9 : 5'd0) + {2'd0, low[2:0]};
            default: place = 5'd0;
        endcase
    endfunction

    // Bits that a write changes; wide ones have a bit of the address for each byte.
    function [17:0] mask(input integer width, input [1:0] bytes, input [4:0] at);
        case (width)
            36, 18: mask = {{9{bytes[1]}}, {9{bytes[0]}}};
            9: mask = 18'h1FF << at;
            4: mask = 18'hF << at;
            2: mask = 18'h3 << at;
            default: mask = 18'h1 << at;
        endcase
    endfunction

    wire [4:0] at_a = place(DATA_WIDTH_A, ada[3:0]);
    wire [4:0] at_b = place(DATA_WIDTH_B, adb[3:0]);
    wire [9:0] row_a = DATA_WIDTH_A == 36 ? {ada[13:5], 1'b0} : ada[13:4];
    wire [9:0] row_b = DATA_WIDTH_B == 36 ? {adb[13:5], 1'b1} : adb[13:4];
    wire [17:0] mask_a = mask(DATA_WIDTH_A, ada[1:0], at_a);
    wire [17:0] mask_b = mask(DATA_WIDTH_B, adb[1:0], at_b);
    wire [17:0] mask_upper = mask(36, ada[3:2], 5'd0);
    wire [17:0] new_a = (rows[row_a] & ~mask_a) | ((dia << at_a) & mask_a);
    wire [17:0] new_b = (rows[row_b] & ~mask_b) | ((dib << at_b) & mask_b);
    wire on_a = CEA && !CSA2 && !CSA1 && !CSA0;
    wire on_b = CEB && !CSB2 && !CSB1 && !CSB0;

    // Bits above the width are not connected.
    always @(posedge CLKA) begin
        if (RSTA)
            doa <= 18'd0;
        else if (on_a && DATA_WIDTH_A != 36) begin
            if (!WEA || WRITEMODE_A == "READBEFOREWRITE")
                doa <= rows[row_a] >> at_a;
            else if (WRITEMODE_A == "WRITETHROUGH")
                doa <= new_a >> at_a;
        end
        if (on_a && WEA)
            rows[row_a] <= new_a;
        if (on_a && WEA && DATA_WIDTH_A == 36)
            rows[{ada[13:5], 1'b1}] <= (rows[{ada[13:5], 1'b1}] & ~mask_upper) | (dib & mask_upper);
        if (DATA_WIDTH_B == 36 && on_b)
            doa <= rows[{adb[13:5], 1'b0}];
    end

    always @(posedge CLKB) begin
        if (RSTB)
            dob <= 18'd0;
        else if (on_b) begin
            if (!WEB || WRITEMODE_B == "READBEFOREWRITE")
                dob <= rows[row_b] >> at_b;
            else if (WRITEMODE_B == "WRITETHROUGH")
                dob <= new_b >> at_b;
        end
        if (on_b && WEB)
            rows[row_b] <= new_b;
    end
endmodule

// The crystal goes through; locked from the start.
module EHXPLLL(
    input  wire CLKI, CLKFB, RST, STDBY, ENCLKOP,
    input  wire PHASESEL1, PHASESEL0, PHASEDIR, PHASESTEP, PHASELOADREG, PLLWAKESYNC,
    output wire CLKOP, CLKOS, LOCK
);
    parameter PLLRST_ENA = "DISABLED";
    parameter INTFB_WAKE = "DISABLED";
    parameter STDBY_ENABLE = "DISABLED";
    parameter DPHASE_SOURCE = "DISABLED";
    parameter OUTDIVIDER_MUXA = "DIVA";
    parameter OUTDIVIDER_MUXB = "DIVB";
    parameter OUTDIVIDER_MUXC = "DIVC";
    parameter OUTDIVIDER_MUXD = "DIVD";
    parameter FEEDBK_PATH = "CLKOP";
    parameter CLKOP_ENABLE = "ENABLED";
    parameter CLKOS_ENABLE = "ENABLED";
    parameter integer CLKI_DIV = 1;
    parameter integer CLKFB_DIV = 1;
    parameter integer CLKOP_DIV = 1;
    parameter integer CLKOP_CPHASE = 0;
    parameter integer CLKOP_FPHASE = 0;
    parameter integer CLKOS_DIV = 1;
    parameter integer CLKOS_CPHASE = 0;
    parameter integer CLKOS_FPHASE = 0;
    assign CLKOP = CLKI;
    assign CLKOS = CLKI;
    assign LOCK = 1'b1;
endmodule
