//! A program for flash chips at the line, which speaks serprog.

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::link::{Reason, Request};
use umbilical_soft_mcu::report::Phase;
use umbilical_soft_mcu::serprog::*;

use crate::computer::alone;
use crate::rig::Rig;
use crate::talk::{TURNS, Talk, span};

const SIZE: usize = 128 << 10;

/// The bytes of a frame that sends `out` and reads `read`.
fn spiop(out: &[u8], read: u32) -> Vec<u8> {
    let mut bytes = vec![S_CMD_O_SPIOP];
    bytes.extend(&(out.len() as u32).to_le_bytes()[..3]);
    bytes.extend(&read.to_le_bytes()[..3]);
    bytes.extend(out);
    bytes
}

fn three(address: usize) -> [u8; 3] {
    let [_, bytes @ ..] = (address as u32).to_be_bytes();
    bytes
}

/// What comes in one go after the opening, and what is answered to it, to the end of the mode.
fn run(talk: &mut Talk, commands: &[u8]) -> Vec<u8> {
    // As flashrom does: the line is quiet for a second after the NOPs.
    talk.rig.line.come(&[S_CMD_NOP; 8]);
    talk.live(TURNS);
    assert_eq!(talk.rig.line.sent, [], "eight empty frames");
    talk.rig.line.come(&[S_CMD_SYNCNOP]);
    talk.rig.later = commands.iter().copied().collect();
    talk.live(1);
    let sent = std::mem::take(&mut talk.rig.line.sent);
    let [S_NAK, S_ACK, answers @ ..] = &sent[..] else {
        panic!("{sent:x?}");
    };
    answers.to_vec()
}

#[test]
fn it_says_what_it_can_and_holds_nobody_for_it() {
    let mut talk = Talk::new(alone("w25q128jv", 1));
    let mut commands = vec![S_CMD_SYNCNOP, S_CMD_NOP, S_CMD_Q_IFACE, S_CMD_Q_BUSTYPE];
    commands.extend([S_CMD_Q_WRNMAXLEN, S_CMD_Q_RDNMAXLEN, S_CMD_Q_SERBUF]);
    commands.extend([
        S_CMD_S_BUSTYPE,
        BUS_SPI,
        S_CMD_S_BUSTYPE,
        1,
        0x0B,
        0x06,
        0xFF,
    ]);
    // At 48 MHz: 8 MHz; 24 MHz, which the board allows; what is between two of them; the slowest; less
    // than that; none.
    for hz in [8_000_000_u32, 100_000_000, 7_999_999, 94_118, 94_117, 0] {
        commands.push(S_CMD_S_SPI_FREQ);
        commands.extend(hz.to_le_bytes());
    }
    let answers = run(&mut talk, &commands);
    let mut expected = vec![S_NAK, S_ACK, S_ACK, S_ACK, 1, 0, S_ACK, 8];
    expected.extend([S_ACK, 0, 8, 0, S_ACK, 0, 8, 0, S_ACK, 0, 8]);
    expected.extend([S_ACK, S_NAK, S_NAK, S_NAK, S_NAK]);
    for hz in [8_000_000_u32, 24_000_000, 6_000_000, 94_117] {
        expected.push(S_ACK);
        expected.extend(hz.to_le_bytes());
    }
    expected.extend([S_NAK; 2]);
    assert_eq!(answers, expected);
    assert!(!talk.rig.seen(Phase::Held) && talk.rig.untouched());
    // Silence has ended it: the link is there again.
    talk.done(&Request::Status);
}

#[test]
fn frames_are_sent_as_they_are_and_reads_change_nothing() {
    let mut talk = Talk::new(alone("w25q128jv", 2));
    let mut commands = spiop(&[0x9F], 3);
    let mut read = vec![0x03];
    read.extend(three(0x1_2345));
    commands.extend(spiop(&read, 300));
    read[0] = 0x0B;
    read.push(0);
    commands.extend(spiop(&read, 2));
    for (out, length) in [
        (&[0xB7][..], 0),
        (&[0xB9], 0),
        (&[0x38], 0),
        (&[0x35], 0),
        (&[0x9F, 0], 1),
        (&[0x03, 0, 0, 0], 2049),
        (&[], 1),
    ] {
        commands.extend(spiop(out, length));
    }
    commands.extend([S_CMD_S_PIN_STATE, 1, S_CMD_S_PIN_STATE, 0]);
    let before = talk.rig.now;
    let answers = run(&mut talk, &commands);
    let own = &talk.rig.own.data;
    let mut expected = vec![S_ACK, 0xEF, 0x40, 0x18, S_ACK];
    expected.extend(&own[0x1_2345..][..300]);
    expected.push(S_ACK);
    // With an address of four bytes on the wire the fourth is a dummy for this opcode; the simulated
    // flash takes it for address.
    let shifted = (0x1_2345 << 8) % SIZE;
    expected.extend(&own[shifted..][..2]);
    expected.extend([S_NAK; 7]);
    expected.extend([S_ACK; 2]);
    assert_eq!(answers, expected);
    assert!(talk.rig.seen(Phase::Held));
    // The pins were let go, so nobody waited for silence.
    assert!(talk.rig.now - before < 4_000 * crate::rig::MS);
    talk.live(TURNS);
    assert!(talk.rig.host_runs() && talk.rig.untouched());
    assert_eq!(talk.rig.own.changes, 0, "not even a write enable");
}

/// Erases sectors 1 to 3 and programs `image` there, as flashrom does.
fn write(image: &[u8]) -> Vec<u8> {
    let mut commands = Vec::new();
    let mut change = |opcode: u8, address: usize, data: &[u8]| {
        commands.extend(spiop(&[0x06], 0));
        let mut out = vec![opcode];
        out.extend(three(address));
        out.extend(data);
        commands.extend(spiop(&out, 0));
        // Asked until it is ready, at 115,200 baud: 45 ms and 0.4 ms.
        let asks = if opcode == 0x20 { 100 } else { 2 };
        for _ in 0..asks {
            commands.extend(spiop(&[0x05], 1));
        }
    };
    for sector in [0x1000, 0x2000, 0x3000] {
        change(0x20, sector, &[]);
    }
    for (page, data) in image.chunks(256).enumerate() {
        change(0x02, 0x1000 + 256 * page, data);
    }
    commands
}

#[test]
fn what_it_writes_is_marked_first_and_proved_over_the_link() {
    let mut talk = Talk::new(alone("w25q128jv", 3));
    talk.rig.own.status = [0x1C, 0x02];
    let image = talk.rig.source.data[0x1000..0x4000].to_vec();
    let answers = run(&mut talk, &write(&image));
    assert!(!answers.contains(&S_NAK), "nothing was refused");
    assert!(talk.rig.rescued(), "it is written");
    assert_eq!(talk.rig.marker().state, MarkerState::Incomplete);
    talk.live(TURNS);
    assert!(!talk.rig.host_runs(), "nobody has proved it");
    talk.done(&Request::Hold(true));
    let part = Request::DataEnd {
        span: span(0x1000, 0x3000),
        crc: crc::crc32(&image),
    };
    assert_eq!(talk.refused(&part).0, Reason::BadRange, "not all of it");
    let whole = talk.rig.source.data.clone();
    let wrong = Request::DataEnd {
        span: span(0, SIZE as u32),
        crc: !crc::crc32(&whole),
    };
    assert_eq!(talk.refused(&wrong).0, Reason::VerifyFailed);
    talk.done(&Request::DataEnd {
        span: span(0, SIZE as u32),
        crc: crc::crc32(&whole),
    });
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
    assert!(talk.rig.host_runs());
    assert_eq!(talk.rig.own.status, [0x1C, 0x02], "protected as before");
    assert_eq!(talk.rig.violations, Vec::<String>::new());
}

/// Cuts in the middle of what a program writes; gives how many left it half-written, and how often
/// the host ran on that.
fn sweep(journal_lies: bool) -> (u32, usize) {
    let (mut held, mut violations) = (0, 0);
    for cut in 1..60 {
        let mut rig = alone("w25q128jv", 40 + cut);
        rig.journal_lies = journal_lies;
        let image = rig.source.data[0x1000..0x4000].to_vec();
        let mut talk = Talk::new(rig);
        talk.rig.cut_at = Some(talk.rig.commands + cut * 8);
        let over = Rig::survives(|| drop(run(&mut talk, &write(&image))));
        assert!(!over, "cut {cut} is beyond the end");
        talk.rig.cut_at = None;
        talk.rig.later.clear();
        talk.rig.line.received.clear();
        talk.rig.lose_power();
        let mut again = Talk::new(talk.rig);
        again.live(30);
        let half = !again.rig.rescued() && !again.rig.untouched();
        held += u32::from(half && !again.rig.host_runs());
        violations += again.rig.violations.len();
    }
    (held, violations)
}

#[test]
fn a_cut_while_it_writes_holds_the_host() {
    let (held, violations) = sweep(false);
    assert!(held > 40, "only {held} were half-written");
    assert_eq!(violations, 0);
}

/// The mutation: without a marker that lasts the sweep has to find a host on a half-written flash.
#[test]
fn without_the_marker_a_host_runs_on_what_it_left() {
    let (_, violations) = sweep(true);
    assert!(violations > 10, "{violations}");
}

/// Breaks when the beginning of a frame of the link is taken for a program's.
#[test]
fn a_syncnop_that_is_not_alone_is_one_of_the_link() {
    let mut talk = Talk::new(alone("w25q128jv", 5));
    for bytes in [
        &[0, S_CMD_SYNCNOP, 1][..],
        &[0, 1, S_CMD_SYNCNOP],
        &[0, 2, 7, S_CMD_SYNCNOP],
    ] {
        talk.rig.line.come(bytes);
        talk.live(TURNS);
        assert_eq!(talk.rig.line.sent, [], "{bytes:x?}");
    }
    // One that is followed by more within 2 ms.
    let mut wire = talk.rig.line.wire(&Request::Status);
    wire.insert(0, 0);
    talk.rig.line.come(&[0, S_CMD_SYNCNOP]);
    talk.rig.soon = wire;
    talk.live(TURNS);
    let said = talk.rig.line.listen();
    assert_eq!((said.len(), said[0].kind), (1, 0x8B));
}
