// A tri-state driver for the solver: what it drives when it is on, anything when it is off (other
// parties and the pull-up decide), and never a 1.
module \$tribuf (A, EN, Y);
    parameter WIDTH = 1;
    input [WIDTH-1:0] A;
    input EN;
    output [WIDTH-1:0] Y;
    wire [WIDTH-1:0] others;
    \$anyseq #(.WIDTH(WIDTH)) off (.Y(others));
    \$assert never_high (.A(!(EN && |A)), .EN(1'b1));
    assign Y = EN ? A : others;
endmodule
