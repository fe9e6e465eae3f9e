//! The golden waveforms in `waveforms/`: the model gives them byte for byte, they show what their
//! README says, and what is not right does not pass.

use std::fs;

#[cfg(feature = "external")]
use umbilical_emu::controller::Backend;
use umbilical_emu::nets::{Pin, Side};
use umbilical_emu::time::{Span, Time};
use umbilical_tests::golden::search::{falls, rises, start, stop};
use umbilical_tests::golden::{VCD_BYTES_MAX, cut, files, produce, record, runs, stories};

/// Breaks when the model, the firmware, a chip, the decoder or the drawing changes what they do.
#[test]
fn the_model_gives_the_kept_waveforms() {
    let goldens = produce(&|scenario| scenario).expect("every run and story is there");
    let findings = files::check(&files::root(), &goldens).expect("the kept files can be read");
    assert!(
        findings.is_empty(),
        "{}\nif that is what you meant, write them anew: {}",
        findings.join("\n"),
        files::UPDATE
    );
}

/// The hardware does: the same windows, logs and digests of whole runs from the Verilog.
#[cfg(feature = "external")]
#[test]
fn the_verilog_gives_the_kept_waveforms() {
    let goldens = produce(&|mut scenario| {
        scenario.backend = Backend::new("verilated", umbilical_cosim::Verilated::new);
        scenario
    });
    let goldens = goldens.expect("every run and story is there");
    let findings = files::check(&files::root(), &goldens).expect("the kept files can be read");
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Controllers that are 40 ppm faster differ in every run: were it not noticed, the check above
/// would compare nothing.
#[test]
fn a_controller_with_another_clock_does_not_pass() {
    let goldens = produce(&|mut scenario| {
        scenario.standby.ppm = 40;
        scenario
    });
    let goldens = goldens.expect("every run and story is there");
    let findings = files::check(&files::root(), &goldens).expect("the kept files can be read");
    for story in stories::STORIES {
        let name = format!("waveforms/{}/pins.vcd", story.name);
        let finding = findings.iter().find(|finding| finding.starts_with(&name));
        let finding = finding.unwrap_or_else(|| panic!("{name} passed"));
        // The first line names the file, the next ones time, signal and both values.
        let first = finding.lines().nth(1).expect("an edge");
        assert!(
            first.contains(" us  ") && first.contains(" | "),
            "{finding}"
        );
    }
}

/// Every single edge that is moved, taken away or turned round is found, at its time and by the
/// name of its signal.
#[test]
fn one_wrong_edge_is_named() {
    let path = files::root().join("waveforms/start-address-ack/pins.vcd");
    let kept = fs::read(&path).expect("the golden is there");
    let text = String::from_utf8(kept.clone()).expect("ASCII");
    let lines: Vec<&str> = text.lines().collect();
    let header = lines
        .iter()
        .position(|line| line.starts_with("$end"))
        .expect("a dump");
    // The code of b.bus_sda in these files: net 35, counted from `!`.
    let code = char::from(b'!' + 35);
    let edges = (header..lines.len()).filter(|&index| lines[index].ends_with(code));
    let mut tried = 0;
    for index in edges {
        let turned = match lines[index].as_bytes()[0] {
            b'0' => format!("1{code}"),
            _ => format!("0{code}"),
        };
        let mut changed: Vec<&str> = lines.clone();
        changed[index] = &turned;
        let contents = (changed.join("\n") + "\n").into_bytes();
        let golden = umbilical_tests::golden::Golden {
            path: "pins.vcd".into(),
            contents,
        };
        let finding = files::difference(&kept, &golden).expect("it differs");
        let stamp = lines[..index]
            .iter()
            .rev()
            .find(|line| line.starts_with('#'));
        let ps: u64 = stamp.expect("a time")[1..].parse().expect("a number");
        let time = format!("{}.{:06} us  b.bus_sda: ", ps / 1_000_000, ps % 1_000_000);
        assert!(finding.contains(&time), "line {}: {finding}", index + 1);
        tried += 1;
    }
    assert!(
        tried > 50,
        "only {tried} edges: the signal's code is another one"
    );
}

#[test]
fn kept_windows_are_small() {
    for story in stories::STORIES {
        let path = format!("waveforms/{}/pins.vcd", story.name);
        let bytes = fs::read(files::root().join(&path))
            .expect("the golden is there")
            .len();
        assert!(
            (1..=VCD_BYTES_MAX).contains(&bytes),
            "{path}: {bytes} bytes"
        );
    }
}

/// What the README says of "hot connect": the decision falls into a read of the host; the read
/// ends in its STOP, only then is the host held and the port joined, and with all lines high.
#[test]
fn the_port_is_joined_on_the_stop_of_the_read_under_way() {
    let run = record(&runs::RESCUE, &|scenario| scenario).expect("the run is there");
    let plugged = rises(&run, Time::ZERO, Side::B, Pin::Present).expect("plugged");
    let decided = rises(&run, plugged, Side::B, Pin::LedBusy).expect("decided");
    let read = start(&run, decided - Span::from_ms(1), Side::B, Pin::HostScl).expect("a read");
    let ended = stop(&run, read - Span::from_ps(1), Side::B, Pin::HostScl).expect("its STOP");
    assert!(
        read < decided && decided < ended,
        "{read} {decided} {ended}"
    );
    let held = falls(&run, decided, Side::B, Pin::HostResetN).expect("the host is held");
    let joined = rises(&run, decided, Side::B, Pin::PortEn).expect("the port is joined");
    assert!(ended < held && held < joined, "{ended} {held} {joined}");
    assert!(joined.since(ended) < Span::from_us(20), "not on the STOP");
    let levels = run.levels(joined).read();
    for pin in [Pin::BusScl, Pin::BusSda, Pin::PortScl, Pin::PortSda] {
        let net = umbilical_emu::nets::Net::new(Side::B, pin);
        assert!(levels & net.mask() != 0, "{} is low", pin.name());
    }
}

/// What the README says of "stuck bus": SDA stays low with SCL high from the cut to the first
/// pulse, at most nine pulses free it, and START and STOP end it.
#[test]
fn at_most_nine_pulses_free_the_stuck_line() {
    let run = record(&runs::STUCK, &|scenario| scenario).expect("the run is there");
    let lost = falls(&run, Time::ZERO, Side::B, Pin::VccOk).expect("the cut");
    let mut pulse = falls(&run, lost, Side::A, Pin::BusScl).expect("a pulse");
    assert!(pulse.since(lost) > Span::from_ms(50), "freed too early");
    let released = rises(&run, lost, Side::A, Pin::BusSda).expect("SDA is freed");
    assert!(released > pulse, "the memory let go by itself");
    let mut pulses = 0;
    while pulse < released {
        pulses += 1;
        pulse = falls(&run, pulse, Side::A, Pin::BusScl).expect("the clock of the STOP");
    }
    assert!((1..=9).contains(&pulses), "{pulses} pulses");
    let story = stories::STORIES
        .iter()
        .find(|story| story.name == "stuck-bus");
    let goldens = cut(story.expect("it is told"), &run).expect("its window is there");
    assert_eq!(goldens.len(), 4);
}

/// What the README says of "the hand-over": no two of the switch groups of the standby's processor
/// segment are ever joined within five edges of each other, and every chip select is high when one
/// of them opens and until the next one closes.
#[test]
fn a_switch_group_closes_only_when_the_other_has_been_open() {
    let run = record(&runs::FLASH, &|scenario| scenario).expect("the run is there");
    let enables = [Pin::HostEn, Pin::En0, Pin::En1];
    let selects = [Pin::ProcCsn, Pin::MemCsn, Pin::PortCsn];
    let high = |at: Time, pin: Pin| {
        run.levels(at).read() & umbilical_emu::nets::Net::new(Side::B, pin).mask() != 0
    };
    let first = |after: Time, find: fn(&_, Time, Side, Pin) -> Option<Time>| {
        enables
            .iter()
            .filter_map(|&pin| find(&run, after, Side::B, pin))
            .min()
    };
    let (mut changes, mut opened) = (0, first(Time::ZERO, falls).expect("the host is parted"));
    while let Some(closed) = first(opened, rises) {
        // Five edges of 48 MHz, rounded down.
        assert!(
            closed.since(opened) >= Span::from_ns(104),
            "{opened} {closed}"
        );
        for pin in selects {
            let selected = falls(&run, opened - Span::from_ps(1), Side::B, pin);
            assert!(
                high(opened, pin) && selected.is_none_or(|at| at > closed),
                "{} between {opened} and {closed}",
                pin.name()
            );
        }
        changes += 1;
        let Some(next) = first(closed, falls) else {
            break;
        };
        opened = next;
    }
    assert!(changes > 10, "only {changes} changes");
}

/// What the README says of "a source that dies": strap and enables fall with the supply and chip
/// select is high 5 ns later; from then on only what comes through the port selects the memory, and
/// it answers there.
#[test]
fn a_dead_source_is_at_the_port_at_once() {
    let run = record(&runs::FLASH, &|scenario| scenario).expect("the run is there");
    let died = falls(&run, Time::ZERO, Side::A, Pin::VccOk).expect("the source dies");
    let before = died - Span::from_ps(1);
    for pin in [Pin::Strap, Pin::En0, Pin::HostEn] {
        let fell = falls(&run, before, Side::A, pin);
        assert_eq!(fell, Some(died), "{}", pin.name());
    }
    let net = umbilical_emu::nets::Net::new(Side::A, Pin::MemCsn);
    assert!(
        run.levels(before).read() & net.mask() == 0,
        "not in the middle of a read"
    );
    let freed = rises(&run, before, Side::A, Pin::MemCsn).expect("the memory is let go");
    assert!(freed.since(died) <= Span::from_ns(5), "{freed}");
    assert_eq!(rises(&run, died, Side::A, Pin::Strap), None);
    let memory: Vec<_> = run.frames(died, Side::A, Pin::MemSck).collect();
    let port: Vec<_> = run.frames(died, Side::B, Pin::PortSck).collect();
    assert_eq!(memory, port);
    let id = memory.iter().find(|frame| frame.opcode == Some(0x9F));
    assert_eq!(id.expect("it is identified").data.head(), [0xEF, 0x40, 16]);
}
