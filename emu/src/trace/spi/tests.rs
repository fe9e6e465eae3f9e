use super::wave::Wave;
use super::*;
use crate::rng::Rng;
use crate::time::Span;

/// The events without their times.
fn plain(events: &[Event]) -> String {
    let words: Vec<String> = events
        .iter()
        .map(|event| match event {
            Event::Select { .. } => "[".to_owned(),
            Event::Byte { value, role, .. } => {
                let mark = match role {
                    Role::Opcode => "!",
                    Role::Address => "@",
                    Role::Data => "",
                };
                format!("{mark}{value:02x}")
            }
            Event::Deselect { bits: 0, .. } => "]".to_owned(),
            Event::Deselect { bits, value, .. } => format!("{bits}:{value:x}]"),
        })
        .collect();
    words.join(" ")
}

fn decoded(wave: &Wave) -> String {
    plain(&wave.decode(&mut SpiDecoder::new()))
}

#[test]
fn frames_of_every_shape_come_back_in_both_modes() {
    for idle_high in [false, true] {
        let wave = Wave::mode(idle_high)
            .frame(&[0x03, 1, 2, 3], 0, 1, &[0xA5, 0x5A])
            .frame(&[0x3B, 1, 2, 3], 8, 2, &[0xA5, 0x1B])
            .frame(&[0x6C, 1, 2, 3, 4], 8, 4, &[0xA5, 0x1B])
            .frame(&[0x32, 1, 2, 3], 0, 4, &[0x12])
            .frame(&[0x02, 1, 2, 3], 0, 1, &[0xFE])
            .frame(&[0x05], 0, 1, &[3, 0])
            .frame(&[0x77], 0, 1, &[0x80]);
        assert_eq!(
            decoded(&wave),
            "[ !03 @01 @02 @03 a5 5a ] [ !3b @01 @02 @03 a5 1b ] [ !6c @01 @02 @03 @04 a5 1b ] \
             [ !32 @01 @02 @03 12 ] [ !02 @01 @02 @03 fe ] [ !05 03 00 ] [ !77 80 ]"
        );
    }
}

#[test]
fn a_byte_has_the_time_of_its_last_rise() {
    let events = Wave::new()
        .frame(&[0x05], 0, 1, &[9])
        .decode(&mut SpiDecoder::new());
    let at = |steps: u64| Time::ZERO + Span::from_ns(10 * steps);
    // Chip select at step 1, then two steps for each bit, the second one the rise.
    assert_eq!(events[0], Event::Select { at: at(1) });
    let byte = |steps, value, role| Event::Byte {
        at: at(steps),
        value,
        role,
    };
    assert_eq!(events[1], byte(1 + 16, 5, Role::Opcode));
    assert_eq!(events[2], byte(1 + 32, 9, Role::Data));
    let ended = Event::Deselect {
        at: at(1 + 32 + 2),
        bits: 0,
        value: 0,
    };
    assert_eq!(events[3], ended);
}

#[test]
fn what_chip_select_cuts_is_told_and_leaves_nothing_behind() {
    for bits in 0..8 {
        let value = 0x55 & ((1 << bits) - 1);
        let cut = match bits {
            0 => "]".to_owned(),
            _ => format!("{bits}:{value:x}]"),
        };
        let wave = Wave::new()
            .select()
            .bits(0x55, bits)
            .deselect()
            .select()
            .send(&[0x02, 7])
            .bits(0x55, bits)
            .deselect()
            .frame(&[0x9F], 0, 1, &[0xEF]);
        assert_eq!(
            decoded(&wave),
            format!("[ {cut} [ !02 @07 {cut} [ !9f ef ]")
        );
    }
}

#[test]
fn nothing_is_taken_at_the_instant_at_which_chip_select_moves() {
    let lines = |sck, csn| Lines { sck, csn, io: 1 };
    let mut decoder = SpiDecoder::new();
    assert_eq!(
        decoder.on_lines(Time::ZERO, lines(true, false)),
        Some(Event::Select { at: Time::ZERO })
    );
    decoder.on_lines(Time::ZERO, lines(false, false));
    let ended = Event::Deselect {
        at: Time::ZERO,
        bits: 0,
        value: 0,
    };
    assert_eq!(decoder.on_lines(Time::ZERO, lines(true, true)), Some(ended));
}

#[test]
fn a_reset_and_calls_without_a_change() {
    let mut decoder = SpiDecoder::new();
    let wave = Wave::new().select().send(&[0x03, 1]);
    let mut events = Vec::new();
    for &(at, lines) in wave.lines() {
        events.extend(decoder.on_lines(at, lines));
        assert_eq!(decoder.on_lines(at, lines), None);
    }
    assert_eq!(plain(&events), "[ !03 @01");
    decoder.reset();
    let high = Lines {
        sck: false,
        csn: true,
        io: 0,
    };
    assert_eq!(
        decoder.on_lines(wave.end(), high),
        None,
        "it ended with the power"
    );
}

/// Data in a frame as pins show it, and the places of its bytes: instants of last rises, and how
/// many of the wave's lines lie before the fall after them.
struct Moved {
    wave: Wave,
    flow: Flow,
    bytes: Vec<u8>,
    rises: Vec<Time>,
    ends: Vec<usize>,
}

fn moved(rng: &mut Rng) -> Moved {
    let shapes: [(&[u8], u8, u8); 6] = [
        (&[0x03, 1, 2, 3], 0, 1),
        (&[0x3B, 1, 2, 3], 8, 2),
        (&[0x6B, 1, 2, 3], 8, 4),
        // The address is moved as well.
        (&[0x02], 0, 1),
        (&[0x05], 0, 1),
        (&[0x32, 1, 2, 3], 0, 4),
    ];
    let (head, dummy, lines) = shapes[rng.below(6) as usize];
    let mut bytes = vec![0; 2 + rng.below(60) as usize];
    rng.fill(&mut bytes);
    let mut wave = Wave::mode(rng.below(2) == 0)
        .select()
        .send(head)
        .dummy(dummy);
    let (mut rises, mut ends) = (Vec::new(), Vec::new());
    for byte in &bytes {
        wave = match head[0] {
            0x02 => wave.send(&[*byte]),
            _ => wave.answer(lines, &[*byte]),
        };
        rises.push(wave.end());
        ends.push(wave.lines().len());
    }
    Moved {
        flow: match head[0] {
            0x02 => Flow::Send,
            _ => Flow::Receive { lines },
        },
        wave: wave.deselect(),
        bytes,
        rises,
        ends,
    }
}

/// The same wave with bytes `first..last` of its data given in one go.
fn with_burst(moved: &Moved, first: usize, last: usize, late: Span) -> Vec<Event> {
    let (mut decoder, mut events) = (SpiDecoder::new(), Vec::new());
    let lines = moved.wave.lines();
    let pins = |decoder: &mut SpiDecoder, events: &mut Vec<Event>, from: usize, to: usize| {
        for &(at, lines) in &lines[from..to] {
            events.extend(decoder.on_lines(at, lines));
        }
    };
    pins(&mut decoder, &mut events, 0, moved.ends[first - 1]);
    let rise = |index: usize| moved.rises[first + index] + late;
    let bytes = &moved.bytes[first..last];
    decoder.burst(moved.flow, bytes, &rise, |event| events.push(event));
    pins(&mut decoder, &mut events, moved.ends[last - 1], lines.len());
    events
}

/// Breaks when a burst leaves the decoder elsewhere than the pins would, or says something else.
#[test]
fn bursts_and_pins_say_the_same() {
    for seed in 0..500 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let moved = moved(&mut rng);
        let count = moved.bytes.len();
        let first = 1 + rng.below(count as u64 - 1) as usize;
        let last = first + rng.below((count - first) as u64) as usize + 1;
        let pins = moved.wave.decode(&mut SpiDecoder::new());
        assert_eq!(with_burst(&moved, first, last, Span::ZERO), pins);
        // A time that is off shows.
        assert_ne!(with_burst(&moved, first, last, Span::from_ps(1)), pins);
    }
}

/// On noise a byte comes only after enough clocks, and selects and deselects alternate.
#[test]
fn noise_keeps_the_grammar() {
    let mut bytes = 0;
    for seed in 0..50 {
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let (mut decoder, mut selected, mut clocks) = (SpiDecoder::new(), false, 0);
        let mut before = false;
        for ps in 0..20_000 {
            let sck = rng.below(2) == 1;
            let lines = Lines {
                sck,
                csn: rng.below(200) == 0,
                io: rng.below(16) as u8,
            };
            clocks += u32::from(sck && !before);
            before = sck;
            match decoder.on_lines(Time::from_ps(ps), lines) {
                Some(Event::Select { .. }) => {
                    assert!(!selected);
                    (selected, clocks) = (true, 0);
                }
                Some(Event::Byte { role, .. }) => {
                    let least = if role == Role::Opcode { 8 } else { 2 };
                    assert!(
                        selected && clocks >= least,
                        "{role:?} after {clocks} clocks"
                    );
                    (clocks, bytes) = (0, bytes + 1);
                }
                Some(Event::Deselect { bits, .. }) => {
                    assert!(selected && bits < 8);
                    selected = false;
                }
                None => {}
            }
        }
    }
    assert!(
        bytes > 10_000,
        "only {bytes} bytes: the noise tests nothing"
    );
}
