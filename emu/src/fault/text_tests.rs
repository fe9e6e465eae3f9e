use super::*;
use crate::rng::Rng;

const NET: Net = Net::new(Side::B, Pin::BusSda);

/// One of each kind, in canonical form.
fn examples() -> Vec<(&'static str, Span, FaultKind)> {
    let (a, b) = (Side::A, Side::B);
    let duration = |ms| Some(Span::from_ms(ms));
    vec![
        (
            "power-cut@12.5ms,side=b,for=100ms",
            Span::from_us(12_500),
            FaultKind::PowerCut {
                side: b,
                duration: duration(100),
            },
        ),
        (
            "power-cut@1ps,side=a",
            Span::from_ps(1),
            FaultKind::PowerCut {
                side: a,
                duration: None,
            },
        ),
        (
            "cable-out@1s,for=200ms",
            Span::from_ms(1000),
            FaultKind::CableOut {
                duration: duration(200),
            },
        ),
        (
            "stuck@2ms,net=b.bus_sda,level=0,for=5ms",
            Span::from_ms(2),
            FaultKind::StuckAt {
                net: NET,
                high: false,
                duration: duration(5),
            },
        ),
        (
            "glitch@2ms,net=b.bus_sda,width=40ns",
            Span::from_ms(2),
            FaultKind::Glitch {
                net: NET,
                width: Span::from_ns(40),
            },
        ),
        (
            "bit-flip@0s,side=b,offset=0x10,bit=3",
            Span::ZERO,
            FaultKind::BitFlip {
                side: b,
                offset: 16,
                bit: 3,
            },
        ),
        (
            "missed-ack@3ms,side=b",
            Span::from_ms(3),
            FaultKind::MissedAck { side: b },
        ),
        (
            "slow-write@0s,side=b,time=8ms",
            Span::ZERO,
            FaultKind::SlowWrite {
                side: b,
                write_time: Span::from_ms(8),
            },
        ),
        (
            "drift@1ms,side=a,ppm=-200",
            Span::from_ms(1),
            FaultKind::ClockDrift { side: a, ppm: -200 },
        ),
        (
            "button@1ms,side=b,button=source,pressed=1",
            Span::from_ms(1),
            FaultKind::ButtonSource {
                side: b,
                pressed: true,
            },
        ),
        (
            "button@1ms,side=a,button=destination,pressed=0",
            Span::from_ms(1),
            FaultKind::ButtonDestination {
                side: a,
                pressed: false,
            },
        ),
    ]
}

fn parse(text: &str) -> Result<Fault, FaultError> {
    text.parse()
}

#[test]
fn every_kind_parses_and_prints_back() {
    for (text, at, kind) in examples() {
        let fault = Fault {
            at: Time::ZERO + at,
            kind,
        };
        assert_eq!(parse(text), Ok(fault));
        assert_eq!(fault.to_string(), text);
    }
    for form in FORMS {
        let name = kind_name(form);
        assert!(
            examples().iter().any(|(text, ..)| text.starts_with(name)),
            "{name}"
        );
    }
}

#[test]
fn any_order_of_keys_and_any_number_form_is_read() {
    assert_eq!(
        parse("bit-flip@0.0ms,bit=3,offset=16,side=b"),
        parse("bit-flip@0s,side=b,offset=0x10,bit=3")
    );
    assert!(parse("bit-flip@0.0ms,bit=3,offset=16,side=b").is_ok());
}

#[test]
fn every_key_but_for_is_needed_and_none_may_come_twice() {
    for (text, ..) in examples() {
        let pieces: Vec<&str> = text.split(',').collect();
        for index in 1..pieces.len() {
            let name = pieces[index].split('=').next().expect("a key");
            let mut fewer = pieces.clone();
            fewer.remove(index);
            let without = parse(&fewer.join(","));
            if name == "for" {
                assert!(without.is_ok(), "{fewer:?}");
            } else {
                let missing = matches!(&without,
                    Err(FaultError::MissingKey { key, .. }) if *key == name);
                assert!(missing, "{fewer:?}: {without:?}");
            }
            let twice = parse(&format!("{text},{}", pieces[index]));
            let duplicate = matches!(&twice,
                Err(FaultError::DuplicateKey { key, .. }) if key == name);
            assert!(duplicate, "{text} and {name}: {twice:?}");
        }
        for (piece, unknown) in [(",colour=red", "colour"), (",=", ""), (",Side=a", "Side")] {
            let error = parse(&format!("{text}{piece}"));
            let named = matches!(&error,
                Err(FaultError::UnknownKey { key, .. }) if key == unknown);
            assert!(named, "{text}{piece}: {error:?}");
        }
    }
}

#[test]
fn values_out_of_range_are_refused() {
    for (text, bad_key) in [
        ("power-cut@1ms,side=c", "side"),
        ("power-cut@1ms,side=A", "side"),
        ("power-cut@1ms,side=", "side"),
        ("power-cut@1ms,side=a,for=0ms", "for"),
        ("stuck@1ms,net=bus_sda,level=0", "net"),
        ("stuck@1ms,net=c.bus_sda,level=0", "net"),
        ("stuck@1ms,net=a.sda,level=0", "net"),
        ("stuck@1ms,net=a.bus_sda,level=2", "level"),
        ("glitch@1ms,net=a.bus_sda,width=0s", "width"),
        ("bit-flip@0s,side=a,offset=0x100000000,bit=0", "offset"),
        ("bit-flip@0s,side=a,offset=0x,bit=0", "offset"),
        ("bit-flip@0s,side=a,offset=0x+1,bit=0", "offset"),
        ("bit-flip@0s,side=a,offset=-1,bit=0", "offset"),
        ("bit-flip@0s,side=a,offset=ff,bit=0", "offset"),
        ("bit-flip@0s,side=a,offset=0,bit=8", "bit"),
        ("slow-write@0s,side=a,time=0ms", "time"),
        ("drift@0s,side=a,ppm=100001", "ppm"),
        ("drift@0s,side=a,ppm=-2000000", "ppm"),
        ("button@0s,side=a,button=third,pressed=1", "button"),
        ("button@0s,side=a,button=source,pressed=yes", "pressed"),
    ] {
        let error = parse(text);
        let named = matches!(&error,
            Err(FaultError::BadValue { key, .. }) if *key == bad_key);
        assert!(named, "{text}: {error:?}");
    }
    let error = parse("glitch@1ms,net=a.bus_sda,width=40").expect_err("no unit");
    assert!(matches!(error, FaultError::BadSpan { key: "width", .. }));
    let error = parse("missed-ack@soon,side=a").expect_err("no time");
    assert!(matches!(error, FaultError::BadTime { .. }));
}

/// The messages are what the user gets: piece, expectation, right form.
#[test]
fn messages_name_the_piece_and_the_right_form() {
    for (text, message) in [
        (
            "power-cut",
            "fault: expected '@' and a time after its kind\n\
             hint: write power-cut@TIME,side=a|b[,for=SPAN]",
        ),
        (
            "cable-out@1h",
            "fault: time \"1h\": expected the unit ps, ns, us, ms or s, found \"h\" \
             (write it like 40ns or 1.5ms)\nhint: write cable-out@TIME[,for=SPAN]",
        ),
        (
            "missed-ack@1ms,b",
            "fault: expected key=value, found \"b\"\nhint: write missed-ack@TIME,side=a|b",
        ),
        (
            "missed-ack@1ms,sdie=b",
            "fault: this kind has no key \"sdie\"\nhint: write missed-ack@TIME,side=a|b",
        ),
        (
            "missed-ack@1ms,side=a,side=b",
            "fault: expected \"side\" once, found it twice\n\
             hint: write missed-ack@TIME,side=a|b",
        ),
        (
            "missed-ack@1ms",
            "fault: expected the key \"side\", which is missing\n\
             hint: write missed-ack@TIME,side=a|b",
        ),
        (
            "missed-ack@1ms,side=c",
            "fault: side: expected a or b, found \"c\"\nhint: write missed-ack@TIME,side=a|b",
        ),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.to_string(), message);
    }
    let message = parse("explode@1ms").expect_err("no kind").to_string();
    assert!(message.starts_with("fault \"explode\": there is no such kind\nhint: write one of\n"));
    for form in FORMS {
        assert!(message.contains(form), "{form} is missing from {message}");
    }
}

/// Random bytes, and good texts with a few bytes replaced, cut or doubled.
#[test]
fn no_text_panics_and_what_parses_prints_back() {
    let examples = examples();
    let (mut good, mut bad) = (0, 0);
    for seed in 0..200 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        for _ in 0..500 {
            let mut bytes = vec![0; rng.below(60) as usize];
            rng.fill(&mut bytes);
            if rng.below(8) != 0 {
                let (text, ..) = examples[rng.below(examples.len() as u64) as usize];
                bytes = text.bytes().collect();
                for _ in 0..1 + rng.below(3) {
                    mutate(&mut rng, &mut bytes);
                }
            }
            match parse(&String::from_utf8_lossy(&bytes)) {
                Ok(fault) => {
                    good += 1;
                    assert_eq!(parse(&fault.to_string()), Ok(fault));
                }
                Err(error) => {
                    bad += 1;
                    assert!(error.to_string().contains("\nhint: write "));
                }
            }
        }
    }
    assert!(good > 1000 && bad > 1000, "{good} good, {bad} bad");
}

fn mutate(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let place = rng.below(bytes.len() as u64 + 1) as usize;
    let byte = b"0123456789.,=@xabspnum-\xc3\xa9"[rng.below(25) as usize];
    match rng.below(4) {
        0 => bytes.insert(place, byte),
        1 if place < bytes.len() => bytes[place] = byte,
        2 => bytes.truncate(place),
        _ => {
            let end = bytes.len().min(place + rng.below(12) as usize);
            bytes.extend_from_within(place..end);
        }
    }
}
