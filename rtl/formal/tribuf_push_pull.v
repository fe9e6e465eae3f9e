// A pad that may drive both ways, for the solver: where it is off somebody else drives the very
// opposite. So the net shows what the pad drives exactly when it is on.
module \$tribuf (A, EN, Y);
    parameter WIDTH = 1;
    input [WIDTH-1:0] A;
    input EN;
    output [WIDTH-1:0] Y;
    assign Y = EN ? A : ~A;
endmodule
