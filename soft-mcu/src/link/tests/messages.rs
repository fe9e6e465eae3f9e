//! Every message there and back.

use super::super::answer::{Answer, DataBlock, Encoding, ProbeAck, StatusAck};
use super::super::frame::{Frame, Head, Header, kind};
use super::super::request::{DataRequest, LAYOUT_BYTES, LayoutRecord, RescueAction};
use super::super::{Reason, Refusal, Request, Span};
use super::{received, wire};
use crate::layout::{Layout, Name, Policy, Region, Rule, Space, TypeCheck};
use crate::report::word;

pub(super) const HEADER: Header = Header::new(0, 0xBEEF, 0x0102);

fn span(offset: u32, length: u32) -> Span {
    Span::new(offset, length).unwrap()
}

fn layout() -> Layout {
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).unwrap(),
        offset,
        length,
        policy,
    };
    let regions = [
        region("config", 0, 0x1000, Policy::Copy),
        region("mac", 0x1000, 0x100, Policy::Keep),
    ];
    let check = TypeCheck {
        offset: 0x1100,
        length: 16,
    };
    Layout::new(&regions, check, SPACE).unwrap()
}

const SPACE: Space = Space {
    bytes: 0x2000,
    unit: 0x100,
};

pub(super) const PROBE_ACK: ProbeAck = ProbeAck {
    protocol: 1,
    firmware: 0x0203,
    clock_hz: 48_000_000,
    kind: 2,
    marker: 1,
    inputs: 0b101,
    queue: 4,
    part: 0xEF_4018,
    bytes: 16 << 20,
    page_bytes: 256,
    erase_bytes: 4096,
    phase: 2,
    fault: 0,
    detail: 0x55,
    slots: 2,
    slot_bytes: 2048,
    baud_max: 3_000_000,
    identity: [1, 2, 3, 0xFFFF_FFFF],
};

#[test]
fn every_request_arrives_as_it_was_sent() {
    let mut bytes = [0; LAYOUT_BYTES];
    let record = LayoutRecord::encode(Some(&layout()), &mut bytes);
    let mut none = [0; LAYOUT_BYTES];
    let no_layout = LayoutRecord::encode(None, &mut none);
    let requests = [
        Request::Probe,
        Request::Speed(3_000_000),
        Request::DataRequest(DataRequest {
            span: span(0x1000, 0x1_0000),
            block: 2048,
            compress: true,
        }),
        Request::DataRequest(DataRequest {
            span: span(0xFFFF_FFFE, 1),
            block: 64,
            compress: false,
        }),
        Request::Hash(span(0, u32::MAX)),
        Request::DataStart(span(1, 2)),
        Request::DataWrite {
            span: span(0x100, 3),
            data: &[0, 1, 0],
        },
        Request::DataWrite {
            span: span(0x100, 2048),
            data: &[0xFF; 2048],
        },
        Request::Erase(span(0x1_0000, 0x1000)),
        Request::DataEnd {
            span: span(3, 4),
            crc: 0xCBF4_3926,
        },
        Request::Hold(true),
        Request::Hold(false),
        Request::Rescue(RescueAction::Stop),
        Request::Rescue(RescueAction::Destination),
        Request::Status,
        Request::Reset,
        Request::LayoutGet,
        Request::LayoutSet(record),
        Request::LayoutSet(no_layout),
    ];
    for request in requests {
        let bodies = received(&wire(&request.head(0xBEEF, 0x0102), request.data()));
        let frame = Frame::request(&bodies[0]).unwrap();
        assert_eq!(frame.header.session(), 0xBEEF);
        assert_eq!(frame.header.number(), 0x0102);
        assert_eq!(Frame::answer(&bodies[0], 0xBEEF), None, "no answer");
        let back = Request::parse(frame.header.kind, frame.payload);
        assert_eq!(back, Ok(request));
    }
    assert_eq!(record.layout(SPACE), Ok(Some(layout())));
    assert_eq!(no_layout.layout(SPACE), Ok(None));
}

#[test]
fn every_answer_arrives_as_it_was_sent() {
    let refusal = Refusal::new(Reason::QueueFull, 4);
    let status = StatusAck {
        sense: 1,
        switch_status: 2,
        report: core::array::from_fn(|index| index as u32 + 10),
    };
    let block = DataBlock {
        offset: 0x1234_5678,
        raw_bytes: 5,
        encoding: Encoding::Plain,
        data: &[1, 0, 2, 0, 0],
    };
    let short = DataBlock {
        raw_bytes: 2048,
        encoding: Encoding::Lz4,
        ..block
    };
    let mut bytes = [0; LAYOUT_BYTES];
    let record = LayoutRecord::encode(Some(&layout()), &mut bytes);
    let of = |kind| Header::new(kind, HEADER.session(), HEADER.number());
    let written = |kind, write: &dyn Fn(&mut Head)| {
        let mut head = Head::answer(of(kind));
        write(&mut head);
        head
    };
    let words = |kind, words: &[u32]| {
        let mut head = Head::answer(of(kind));
        head.words(words);
        head
    };
    let mut held = Head::answer(of(kind::HOLD));
    held.byte(1);
    let cases: [(Head, &[u8], Answer); 15] = [
        (
            written(kind::PROBE, &|head| PROBE_ACK.write(head)),
            &[],
            Answer::Probe(PROBE_ACK),
        ),
        (words(kind::SPEED, &[9600]), &[], Answer::Speed(9600)),
        (
            written(kind::DATA_REQUEST, &|head| block.write(head)),
            block.data,
            Answer::DataBlock(block),
        ),
        (
            written(kind::DATA_REQUEST, &|head| short.write(head)),
            short.data,
            Answer::DataBlock(short),
        ),
        (words(kind::HASH, &[7]), &[], Answer::Hash(7)),
        (words(kind::DATA_START, &[]), &[], Answer::DataStart),
        (
            words(kind::DATA_WRITE, &[0x100]),
            &[],
            Answer::DataWrite(0x100),
        ),
        (words(kind::ERASE, &[]), &[], Answer::Erase),
        (words(kind::DATA_END, &[8]), &[], Answer::DataEnd(8)),
        (held, &[], Answer::Hold(true)),
        (words(kind::RESCUE, &[]), &[], Answer::Rescue),
        (
            written(kind::STATUS, &|head| {
                StatusAck::write(head, 1, 2, |index| {
                    status.report_word(index).expect("a word of the block")
                })
            }),
            &[],
            Answer::Status(status),
        ),
        (words(kind::RESET, &[]), &[], Answer::Reset),
        (
            words(kind::LAYOUT, &[]),
            record.bytes(),
            Answer::Layout(record),
        ),
        (
            written(kind::ERASE, &|head| refusal.write(head)),
            &[],
            Answer::Refused(refusal),
        ),
    ];
    for (head, data, answer) in cases {
        let bodies = received(&wire(&head, data));
        assert_eq!(Frame::request(&bodies[0]), None, "no request: {answer:?}");
        assert_eq!(Frame::answer(&bodies[0], 0xBEE0), None, "another session");
        let frame = Frame::answer(&bodies[0], 0xBEEF).unwrap();
        assert_eq!(frame.header.number(), 0x0102);
        assert_eq!(
            Answer::parse(frame.header.kind, frame.payload),
            Some(answer)
        );
        // Cut anywhere, it is another answer or none, never the same.
        for cut in 0..frame.payload.len() {
            let cut = Answer::parse(frame.header.kind, &frame.payload[..cut]);
            assert_ne!(cut, Some(answer));
        }
    }
    assert_eq!(status.report_word(word::PHASE), Some(10));
    assert_eq!(status.report_word(word::MAGIC), None);
}

#[test]
fn nonsense_is_refused_by_name() {
    let words =
        |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_le_bytes()).collect() };
    let cases: [(u8, Vec<u8>, Reason, u32); 23] = [
        (0x00, vec![], Reason::UnknownType, 0),
        (0x0E, vec![], Reason::UnknownType, 0x0E),
        (0x7F, vec![], Reason::UnknownType, 0x7F),
        (0x83, vec![], Reason::UnknownType, 0x83),
        (kind::PROBE, vec![0], Reason::BadLength, 1),
        (kind::SPEED, vec![0; 3], Reason::BadLength, 3),
        (kind::DATA_REQUEST, words(&[0, 64]), Reason::BadLength, 8),
        (kind::DATA_REQUEST, words(&[0, 64, 0]), Reason::BadRange, 0),
        (
            kind::DATA_REQUEST,
            words(&[0, 64, 32]),
            Reason::BadRange,
            32,
        ),
        (
            kind::DATA_REQUEST,
            words(&[0, 64, 96]),
            Reason::BadRange,
            96,
        ),
        (
            kind::DATA_REQUEST,
            words(&[0, 64, 4096]),
            Reason::BadRange,
            4096,
        ),
        (
            kind::DATA_REQUEST,
            words(&[0, 64, 0x2_0040]),
            Reason::BadRange,
            0x2_0040,
        ),
        (
            kind::DATA_REQUEST,
            words(&[0, 0x1_0001, 64]),
            Reason::BadRange,
            0x1_0001,
        ),
        (kind::DATA_REQUEST, words(&[9, 0, 64]), Reason::BadRange, 9),
        (kind::HASH, words(&[5, 0]), Reason::BadRange, 5),
        (
            kind::HASH,
            words(&[0xFFFF_FFFF, 1]),
            Reason::BadRange,
            0xFFFF_FFFF,
        ),
        (kind::DATA_WRITE, words(&[5]), Reason::BadLength, 4),
        (
            kind::DATA_WRITE,
            vec![0; 4 + 2049],
            Reason::BadLength,
            4 + 2049,
        ),
        (
            kind::DATA_WRITE,
            vec![0xFF; 5],
            Reason::BadRange,
            0xFFFF_FFFF,
        ),
        (kind::HOLD, vec![2], Reason::BadRange, 2),
        (kind::RESCUE, vec![4], Reason::BadRange, 4),
        (kind::LAYOUT, vec![0, 0], Reason::BadLength, 2),
        (kind::LAYOUT, vec![1; 13], Reason::BadLength, 13),
    ];
    for (kind, payload, reason, detail) in cases {
        let expected = Err(Refusal::new(reason, detail));
        assert_eq!(Request::parse(kind, &payload), expected, "{kind:02x}");
    }
    // More regions than there may be: the layout's own rules say so.
    let mut set = vec![1, 9];
    set.resize(1 + LAYOUT_BYTES, 0);
    let Ok(Request::LayoutSet(record)) = Request::parse(kind::LAYOUT, &set) else {
        panic!("a record of the right length");
    };
    assert_eq!(record.layout(SPACE).unwrap_err().rule(), Rule::TooMany);
    set.pop();
    assert_eq!(
        Request::parse(kind::LAYOUT, &set),
        Err(Refusal::new(Reason::BadLength, LAYOUT_BYTES as u32))
    );
}

#[test]
fn a_range_is_held_against_the_memory() {
    let bad = |offset| Err(Refusal::new(Reason::BadRange, offset));
    assert_eq!(span(0, 0x100).check(0x100, 0x100), Ok(span(0, 0x100)));
    assert_eq!(span(1, 0x100).check(0x100, 1), bad(1));
    assert_eq!(span(0x80, 0x100).check(0x1000, 0x100), bad(0x80));
    assert_eq!(span(0x100, 0x80).check(0x1000, 0x100), bad(0x100));
    assert_eq!(
        span(u32::MAX - 1, 1).check(u32::MAX, 1),
        Ok(span(u32::MAX - 1, 1))
    );
}
