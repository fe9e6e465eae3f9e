//! A computer at the serial line of a device with a flash.

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::flash::Spi;
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::request::DataRequest;
use umbilical_soft_mcu::link::{Reason, Request, Span};
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;

use crate::random::Random;
use crate::rig::Rig;

fn span(offset: u32, length: u32) -> Span {
    Span::new(offset, length).expect("a range")
}

fn blocks(offset: u32, length: u32) -> Request<'static> {
    Request::DataRequest(DataRequest {
        span: span(offset, length),
        block: 2048,
        compress: true,
    })
}

fn rig(seed: u64) -> Rig {
    println!("seed {seed}");
    let part = NorPart::by_name("w25q16").expect("a flash of the table");
    let mut random = Random::new(seed);
    let mut image = || -> Vec<u8> {
        let mut image = vec![0xFF; part.bytes as usize];
        image[..0x8000].fill_with(|| random.below(256) as u8);
        image
    };
    let (source, own) = (image(), image());
    Rig::new(part, source, own, seed)
}

fn live(device: &mut Device<Spi>, rig: &mut Rig, turns: u32) {
    for _ in 0..turns {
        device.step(rig);
    }
}

/// The type of each answer to `request`, with its payload.
fn ask(device: &mut Device<Spi>, rig: &mut Rig, request: &Request) -> Vec<(u8, Vec<u8>)> {
    rig.line.ask(request);
    live(device, rig, 12);
    let said = rig.line.listen();
    said.into_iter()
        .map(|said| (said.kind, said.payload))
        .collect()
}

#[test]
fn a_flash_is_known_from_the_start_and_read_when_it_is_held() {
    let mut rig = rig(1);
    rig.set_inputs(0);
    let mut device = Device::boot(&mut rig);
    live(&mut device, &mut rig, 12);
    assert_eq!(rig.phase(), Some(Phase::Service));
    let said = ask(&mut device, &mut rig, &Request::Probe);
    let Some(Answer::Probe(ack)) = Answer::parse(said[0].0, &said[0].1) else {
        panic!("{said:?}");
    };
    let size = rig.own.data.len() as u32;
    assert_eq!((ack.kind, ack.part, ack.bytes), (2, 0xEF_4015, size));
    let said = ask(&mut device, &mut rig, &blocks(0, 64));
    assert_eq!((said[0].0, said[0].1[0]), (0xFF, Reason::NotHeld as u8));
    ask(&mut device, &mut rig, &Request::Hold(true));
    assert!(!rig.host_runs());
    let own = rig.own.data.clone();
    for (offset, length) in [(0, 16_384), (0x7F01, 300), (size - 5, 5)] {
        let mut read: Vec<u8> = Vec::new();
        for (kind, payload) in ask(&mut device, &mut rig, &blocks(offset, length)) {
            let Some(Answer::DataBlock(block)) = Answer::parse(kind, &payload) else {
                panic!("{payload:?}");
            };
            assert_eq!(block.offset as usize, offset as usize + read.len());
            read.extend(block.data);
        }
        assert!(
            read == own[offset as usize..][..length as usize],
            "{offset:#x}"
        );
    }
    let said = ask(&mut device, &mut rig, &Request::Hash(span(0x123, 0x1_2345)));
    let Some(Answer::Hash(found)) = Answer::parse(said[0].0, &said[0].1) else {
        panic!("{said:?}");
    };
    assert_eq!(found, crc::crc32(&own[0x123..][..0x1_2345]));
    // What its image has no room for leaves everything as it was.
    for request in [
        Request::DataStart(span(0, 4096)),
        Request::Erase(span(0, 4096)),
        Request::DataEnd {
            span: span(0, 4096),
            crc: 0,
        },
    ] {
        let said = ask(&mut device, &mut rig, &request);
        assert_eq!((said[0].0, said[0].1[0]), (0xFF, Reason::UnknownType as u8));
    }
    ask(&mut device, &mut rig, &Request::Hold(false));
    live(&mut device, &mut rig, 12);
    assert!(rig.host_runs() && rig.untouched());
    assert_eq!(rig.violations, Vec::<String>::new());
}

/// Breaks when a computer that asks in a rescue, or only makes noise, changes what it does.
#[test]
fn a_rescue_answers_and_goes_on() {
    let mut rig = rig(2);
    let mut random = Random::new(3);
    for _ in 0..20 {
        let mut piece: Vec<u8> = (0..600).map(|_| random.below(256) as u8).collect();
        for request in [Request::Status, Request::Hold(true), blocks(0, 64)] {
            piece.extend(rig.line.wire(&request));
        }
        rig.pieces.push(piece);
    }
    let mut device = Device::boot(&mut rig);
    let mut turns = 0;
    while !rig.rescued() || !rig.host_runs() {
        live(&mut device, &mut rig, 1);
        turns += 1;
        assert!(turns < 1_000, "{:?}", rig.phase());
    }
    live(&mut device, &mut rig, 20);
    let said = rig.line.listen();
    let kinds = |kind| said.iter().filter(|said| said.kind == kind).count();
    // Each was heard, and of all that came only what can be had was done.
    assert_eq!(kinds(0x8B), 20, "Status");
    assert_eq!(kinds(0x89), 0, "Hold");
    let busy = |said: &&crate::line::Said| said.payload[0] == Reason::BusyRescue as u8;
    assert_eq!(
        said.iter().filter(busy).filter(|s| s.kind == 0xFF).count(),
        40
    );
    assert_eq!(rig.phase(), Some(Phase::Service));
    assert_eq!(rig.violations, Vec::<String>::new());
}
