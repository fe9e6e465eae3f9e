//! The example in `docs/protocol.md` is what the code says.

use super::super::answer::{DataBlock, Encoding};
use super::super::frame::{Head, kind};
use super::super::lz4::{TABLE_ENTRIES, compress};
use super::super::request::DataRequest;
use super::super::{Frame, Header, Reason, Refusal, Request, Span};
use super::messages::PROBE_ACK;
use super::{received, wire};

const PAGE: &str = include_str!("../../../../docs/protocol.md");
const SESSION: u16 = 0x1234;

fn line(who: &str, name: &str, wire: &[u8]) -> String {
    let mut text = format!("{who} {name}\n");
    for row in wire.chunks(24) {
        let row: Vec<String> = row.iter().map(|byte| format!("{byte:02X}")).collect();
        text += &format!("  {}\n", row.join(" "));
    }
    text
}

fn host(name: &str, request: &Request, number: u16) -> String {
    let frame = wire(&request.head(SESSION, number), request.data());
    line(">", name, &[&[0], &frame[..]].concat())
}

fn device(name: &str, head: &Head, data: &[u8]) -> String {
    line("<", name, &wire(head, data))
}

fn conversation() -> String {
    let of = |kind, number| Header::new(kind, SESSION, number);
    let mut probe = Head::answer(of(kind::PROBE, 1));
    PROBE_ACK.write(&mut probe);
    let read = Request::DataRequest(DataRequest {
        span: Span::new(0x100, 80).unwrap(),
        block: 64,
        compress: true,
    });
    let mut refused = Head::answer(of(kind::DATA_REQUEST, 2));
    Refusal::new(Reason::NotHeld, 0).write(&mut refused);
    let mut held = Head::answer(of(kind::HOLD, 3));
    held.byte(1);
    let mut packed = [0; 64];
    let length = compress(&[0xFF; 64], &mut packed, &mut [0; TABLE_ENTRIES]).unwrap();
    let block = |offset, raw_bytes, encoding, data| {
        let mut head = Head::answer(of(kind::DATA_REQUEST, 4));
        let block = DataBlock {
            offset,
            raw_bytes,
            encoding,
            data,
        };
        block.write(&mut head);
        device("DataBlock", &head, data)
    };
    [
        host("Probe", &Request::Probe, 1),
        device("ProbeAck", &probe, &[]),
        host("DataRequest", &read, 2),
        device("Refused: not-held", &refused, &[]),
        host("Hold", &Request::Hold(true), 3),
        device("HoldAck", &held, &[]),
        host("DataRequest, again", &read, 4),
        block(0x100, 64, Encoding::Lz4, &packed[..length]),
        block(0x140, 16, Encoding::Plain, b"hostname sw-7\n\0\0"),
    ]
    .concat()
}

#[test]
fn the_example_of_the_page_is_what_the_code_says() {
    let written = PAGE
        .split_once("```dump\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .map_or("", |(dump, _)| dump);
    let said = conversation();
    assert!(written == said, "docs/protocol.md should have\n{said}");
    // And its bytes are frames, by the receiver alone.
    let bytes = written.lines().filter(|line| line.starts_with("  "));
    let bytes = bytes.flat_map(str::split_whitespace);
    let bytes: Vec<u8> = bytes
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect();
    let frames = received(&bytes);
    assert_eq!(frames.len(), 9);
    for body in &frames {
        let frame = Frame::parse(body).unwrap();
        assert_eq!(frame.header.session(), SESSION);
    }
}

/// Every type and every reason of the code is in the page's tables, with its number.
#[test]
fn the_tables_of_the_page_are_complete() {
    for reason in Reason::ALL {
        let row = format!("| {} | `{}` |", *reason as u32, reason.text());
        assert!(PAGE.contains(&row), "no row {row}");
    }
    for kind in kind::PROBE..=kind::REQUEST_MAX {
        let row = format!("| {kind:02X} / {:02X} |", kind | kind::ANSWER);
        assert!(PAGE.contains(&row), "no row {row}");
    }
}
