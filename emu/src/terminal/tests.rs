//! The far end alone, its sender wired to the receiver of another.

use super::*;

/// Runs two ports whose lines are crossed up to `end`; both take and give.
fn run(ports: &mut [Terminal; 2], end: Time) {
    loop {
        let now = ports[0].wake().min(ports[1].wake());
        if now > end {
            ports.iter_mut().for_each(|port| port.pass(end));
            return;
        }
        let before = ports.each_ref().map(|port| port.drive());
        for port in ports.iter_mut().filter(|port| port.wake() <= now) {
            port.step(now);
        }
        for from in 0..2 {
            let drive = ports[from].drive();
            if drive != before[from] {
                // A pull-up holds what nobody drives.
                ports[1 - from].on_line(now, drive.low == 0);
            }
        }
    }
}

fn pair(baud: [u32; 2], ppm: [i32; 2]) -> [Terminal; 2] {
    [0, 1].map(|index| {
        let mut port = Terminal::new(baud[index], ppm[index], 7 + index as u64, Time::ZERO);
        port.on_line(Time::ZERO, true);
        port
    })
}

fn at_us(us: u64) -> Time {
    Time::ZERO + Span::from_us(us)
}

fn bytes(received: &[Received]) -> Vec<Result<u8, LineError>> {
    received.iter().map(|received| received.byte).collect()
}

fn all_bytes() -> Vec<u8> {
    (0..=255).collect()
}

/// Breaks when a bit has another length or place, or a sample lies far from a bit's middle.
#[test]
fn bytes_arrive_at_rates_that_differ_by_a_little() {
    for (baud, ppm) in [(9_600, 0), (115_200, 20_000), (3_000_000, -20_000)] {
        let mut ports = pair([baud; 2], [ppm, 0]);
        let byte_ps = 10 * 1_000_000_000_000 / u64::from(baud);
        // A line has to be high for a sample before a start bit can be told.
        run(&mut ports, Time::from_ps(byte_ps));
        ports[0].send(&all_bytes());
        ports[1].send(&all_bytes());
        let end = Time::from_ps(257 * byte_ps * 103 / 100);
        run(&mut ports, end);
        for port in &mut ports {
            let came = port.take();
            let values: Result<Vec<u8>, _> = bytes(&came).into_iter().collect();
            assert_eq!(values, Ok(all_bytes()), "{baud} baud, {ppm} ppm");
            assert!(!port.busy() && port.waiting() == 0);
            // The stop bit of a byte is decided 9.5 bits after its start.
            let times = came.windows(2).map(|two| two[1].at.since(two[0].at).ps());
            let most = byte_ps * 103 / 100;
            assert!(times.clone().all(|ps| ps < most && ps > byte_ps * 97 / 100));
        }
    }
}

/// Breaks when a rate that is wrong by much gives what was sent.
#[test]
fn a_wrong_rate_is_garbage() {
    let mut ports = pair([115_200, 57_600], [0, 0]);
    ports[0].send(&all_bytes());
    run(&mut ports, at_us(30_000));
    let came = bytes(&ports[1].take());
    assert!(!came.is_empty());
    assert!(came.iter().any(Result::is_err), "no framing error");
    let right = came.iter().zip(0..=255u8);
    assert!(right.filter(|(came, sent)| **came == Ok(*sent)).count() < 5);
    // Both at the same rate again: what is sent from now on arrives.
    ports[0].set_baud(57_600);
    run(&mut ports, at_us(60_000));
    ports[1].take();
    ports[0].send(b"again");
    run(&mut ports, at_us(90_000));
    let expected: Vec<_> = b"again".iter().map(|byte| Ok(*byte)).collect();
    assert_eq!(bytes(&ports[1].take()), expected);
}

#[test]
fn a_gap_is_kept() {
    let mut ports = pair([1_000_000; 2], [0; 2]);
    ports[0].set_gap(5);
    ports[0].send(&[1, 2, 3]);
    run(&mut ports, at_us(100));
    let came = ports[1].take();
    let distance = came[2].at.since(came[1].at).ns();
    assert!((14_900..=15_100).contains(&distance), "{distance} ns");
}

/// Breaks when a cut passes anything, or when a byte that it falls into is told as it was sent.
#[test]
fn nothing_passes_a_cut() {
    let mut ports = pair([1_000_000; 2], [0; 2]);
    // One byte takes 10 us: the fifth one is cut in its middle, eight are lost.
    ports[0].cut(at_us(45), Some(at_us(123)));
    ports[0].send(&[0; 20]);
    run(&mut ports, at_us(300));
    let came = bytes(&ports[1].take());
    assert_eq!(came[..4], [Ok(0); 4]);
    assert!(matches!(came[4], Ok(1..)), "{:?}", came[4]);
    assert!(came.len() < 14 && came[came.len() - 5..] == [Ok(0); 5]);
    ports[0].cut(at_us(301), None);
    run(&mut ports, at_us(302));
    ports[0].send(&[5; 20]);
    ports[1].send(&[5; 20]);
    run(&mut ports, at_us(900));
    assert!(ports[1].take().is_empty() && ports[0].take().is_empty());
    assert!(!ports[0].plugged());
}

/// Breaks when the errors do not come, are more than one bit, or depend on how time is cut up.
#[test]
fn errors_come_by_seed() {
    let run_in = |slice: u64| {
        let mut ports = pair([3_000_000; 2], [0; 2]);
        ports[0].corrupt(10);
        ports[0].send(&[0x55; 500]);
        ports[1].send(&[0x55; 500]);
        let mut came = [Vec::new(), Vec::new()];
        for end in (0..=2_000).step_by(slice as usize) {
            run(&mut ports, at_us(end));
            for (port, came) in ports.iter_mut().zip(&mut came) {
                came.extend(port.take());
            }
        }
        came
    };
    let came = run_in(2_000);
    for came in &came {
        let ones = came.iter().map(|came| match came.byte {
            Ok(byte) => (byte ^ 0x55).count_ones(),
            Err(_) => 9,
        });
        let wrong: Vec<u32> = ones.filter(|ones| *ones != 0).collect();
        assert!(wrong.iter().all(|ones| *ones == 1), "{wrong:?}");
        assert!((20..120).contains(&wrong.len()), "{} wrong", wrong.len());
    }
    assert_eq!(came, run_in(1), "in slices");
    assert_eq!(came, run_in(80), "in slices");
}

/// A break is told once, however long it is.
#[test]
fn a_break_is_one_thing() {
    let mut port = Terminal::new(115_200, 0, 1, Time::ZERO);
    port.on_line(Time::ZERO, true);
    port.step(port.wake());
    port.on_line(at_us(100), false);
    port.pass(at_us(10_000));
    assert_eq!(bytes(&port.take()), [Err(LineError::Break)]);
    port.pass(at_us(20_000));
    assert!(port.take().is_empty());
}
