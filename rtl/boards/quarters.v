// The four quarters of the board's bus switch for the point-to-point bus, as they are wired: which
// of them conduct (docs/hardware.md, "Segments of the point-to-point bus"). No clock, no state.
//
//                +-----+
//   strap ---+-->| NOT |----------------------------> q3  port-memory       (244_3)
//            |   +-----+
//            +---+------+
//   en0 -----+-->| AND  |---------------------------> q1  processor-memory  (244_1)
//   not en1 ---->|      |
//                +------+
//   the same with en1 and not en0 ------------------> q2  processor-port    (244_2)
//   host_en ----------------------------------------> q4  host-processor    (fourth quarter)
//
// The switch is fed from Vout: without it nothing conducts. Enables of the '16244 are active low;
// what stands here is "conducts". Delays (1 ns to close, 5 ns to open) are not in it.

`default_nettype none

module quarters (
    input  wire vout,
    input  wire strap,
    input  wire en0,
    input  wire en1,
    input  wire host_en,
    output wire q1,
    output wire q2,
    output wire q3,
    output wire q4
);
    assign q1 = vout & strap & en0 & ~en1;
    assign q2 = vout & strap & en1 & ~en0;
    assign q3 = vout & ~strap;
    assign q4 = vout & host_en;
endmodule

`default_nettype wire
