//! Every illegal halfword.

use super::*;

/// Every how manieth is looked at in full.
const SAMPLE: usize = 41;

pub(super) fn programs(all: &mut Vec<Directed>) {
    let illegal = |half: &u16| compressed::is_compressed(*half);
    let illegal = (0..=u16::MAX).filter(illegal);
    let illegal = illegal.filter(|&half| compressed::expand(half).is_none());
    let illegal: Vec<u16> = illegal.collect();

    let mut program = Builder::new();
    (1..28).for_each(|n| program.li(n, 0x0BAD_0BAD_u32.wrapping_mul(n)));
    program.halves(illegal.iter().copied().step_by(SAMPLE));
    program.push(csrrs(3, csr::MTVAL, 0));
    (0..32).for_each(|n| program.show(n));
    program.finish(
        "illegal halfwords",
        "cause, address, no value, no effect",
        all,
    );

    for (index, part) in illegal.chunks(HALVES_MAX).enumerate() {
        let mut program = Builder::new();
        // A handler that is quick.
        program.push(jal(0, 16));
        let quick = program.here();
        program.extend([
            csrrs(28, csr::MCAUSE, 0),
            csrrs(29, csr::MEPC, 0),
            jalr(0, 29, 2),
        ]);
        program.li(31, quick);
        program.push(csrrw(0, csr::MTVEC, 31));
        program.halves(part.iter().copied());
        program.finish(
            &format!("illegal halfwords {index}"),
            "every halfword that is no compressed instruction",
            all,
        );
    }
}
