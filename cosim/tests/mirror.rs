//! Adapter and lock-step by themselves: the circuit is the model in disguise, so every difference
//! would be the adapter's.

mod support;

use support::mirror::{CLOCK_HZ, Mirror};
use support::{assert_agree, both_boards, in_lockstep};
use umbilical_tests::rescue;

#[test]
fn a_mirror_never_differs_in_a_whole_rescue() {
    let scenario = both_boards(31, "24c02", CLOCK_HZ);
    let witnesses = in_lockstep::<Mirror>(scenario, |scenario| {
        rescue(scenario);
    });
    assert_eq!(witnesses.len(), 2);
    for (witness, board) in witnesses.iter().zip(["A", "B"]) {
        assert_agree(witness, board);
        println!(
            "{board}: {} edges, {} instructions",
            witness.edges(),
            witness.instructions()
        );
    }
}
