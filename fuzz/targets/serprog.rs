//! Any bytes to a device that takes them for a program's for flash chips: every command is answered
//! as the protocol says, what goes to the flash is what was sent, nothing is written before the
//! journal says so, and in the end the link is there again.
#![no_main]

#[path = "serprog/board.rs"]
mod board;
#[path = "../../soft-mcu/tests/device/chip.rs"]
#[allow(dead_code)]
mod eeprom;
#[path = "serprog/expected.rs"]
mod expected;
#[path = "../../soft-mcu/tests/flash/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "../../soft-mcu/tests/flash/sfdp.rs"]
#[allow(dead_code, unused_imports)]
mod sfdp;

use libfuzzer_sys::fuzz_target;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::flash::Spi;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::link::frame::{kind, send};
use umbilical_soft_mcu::link::{BODY_BYTES_MAX, Frame, Receiver, Request};
use umbilical_soft_mcu::serprog::{S_ACK, S_CMD_NOP, S_CMD_SYNCNOP, S_NAK};

use board::{Board, CLOCK_HZ};
use expected::{Answer, expected};

const SESSION: u16 = 0x5A17;
/// Turns in which a device that has nothing to wait for does everything it was asked.
const TURNS: u32 = 12;
/// Longest life: bytes at the line's rate, silence at the end of them, twice, what a flash that is busy
/// is waited for, and turns that have nothing to do.
const LIFE_S: u64 = 30;

fuzz_target!(|data: &[u8]| {
    let mut board = Board::new();
    let mut device = Device::<Spi>::default();
    device.boot(&mut board);
    let mut live = |board: &mut Board, turns: u32| {
        for _ in 0..turns {
            device.step(board);
        }
    };
    live(&mut board, TURNS);
    assert!(board.host_runs(), "in service");
    board.come(&[S_CMD_NOP; 8]);
    live(&mut board, TURNS);
    board.come(&[S_CMD_SYNCNOP]);
    board.later = data.iter().copied().collect();
    live(&mut board, 1);
    // What is behind the end of the mode goes to the link.
    for _ in 0..data.len() {
        if board.is_read() {
            break;
        }
        live(&mut board, 1);
    }
    live(&mut board, TURNS);
    assert!(board.is_read(), "bytes that nobody takes");
    let sent = std::mem::take(&mut board.sent);
    let Some(answers) = sent.strip_prefix(&[S_NAK, S_ACK]) else {
        panic!("{sent:x?}");
    };
    judge(&board, data, answers);
    let incomplete = board.marker() == MarkerState::Incomplete;
    assert_eq!(incomplete, board.was_write_enabled());
    assert_eq!(board.host_runs(), !incomplete, "whose memory is it?");
    board.come(&status());
    live(&mut board, TURNS);
    assert!(answered(&board.sent), "the link is there again");
    assert!(board.now < LIFE_S * u64::from(CLOCK_HZ), "{}", board.now);
});

/// Answers and frames against what the protocol says.
fn judge(board: &Board, data: &[u8], answers: &[u8]) {
    let mut at = 0;
    let (all, ended) = expected(data);
    for one in all {
        let rest = &answers[at..];
        match one {
            Answer::Exactly(bytes) => {
                assert!(rest.starts_with(&bytes), "{bytes:x?}, not {rest:x?}");
                at += bytes.len();
            }
            Answer::Rate { asked } => {
                let [S_ACK, a, b, c, d, ..] = *rest else {
                    panic!("no rate: {rest:x?}");
                };
                let rate = u32::from_le_bytes([a, b, c, d]);
                // The slowest that the engine has is no slower.
                let most = asked.max(CLOCK_HZ / 2 / 255);
                assert!(rate > 0 && rate <= most && rate <= CLOCK_HZ / 2, "{rate}");
                at += 5;
            }
            Answer::Operation(wanted) => {
                assert_eq!(rest.first(), Some(&S_ACK), "{wanted:x?}");
                // Behind the answer to the opening.
                let done = board.operations.iter().find(|(place, _)| *place == at + 2);
                let (_, done) = done.expect("an operation for the answer");
                wanted.judge(done);
                at += 1 + wanted.read;
                assert!(at <= answers.len(), "{} of {at}", answers.len());
            }
        }
    }
    // A byte that is alone at the end may open the mode once more.
    let rest = &answers[at..];
    let again = ended && rest == [S_NAK, S_ACK];
    assert!(rest.is_empty() || again, "{rest:x?} was not asked for");
}

fn status() -> Vec<u8> {
    let mut wire = vec![0];
    send(&Request::Status.head(SESSION, 1), &[], |byte| {
        wire.push(byte)
    });
    wire
}

fn answered(bytes: &[u8]) -> bool {
    let mut receiver = Receiver::<BODY_BYTES_MAX>::new();
    receiver.push(0);
    bytes.iter().any(|byte| {
        let body = receiver.push(*byte);
        let frame = body.and_then(|body| Frame::answer(body, SESSION));
        frame.is_some_and(|frame| frame.header.kind == kind::STATUS | kind::ANSWER)
    })
}
