//! Plugging and pulling the cable while both devices run normally never disturbs a host's read.

use umbilical_emu::fault::FaultKind;
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::system::{Action, Cable, System};
use umbilical_emu::time::{Span, Time};
use umbilical_tests::{
    act, assert_harmless, at_ms, differing_scenario, part, run_for, source_button,
};

/// Plugs and pulls, half of each.
const CHANGES: usize = 300;
/// Both hosts have booted.
const READY: Time = at_ms(100);

/// Two healthy devices, each with a host that reads its own memory every 20 ms.
fn scenario(seed: u64, cable: Cable) -> Scenario {
    let mut scenario = differing_scenario(seed, part("24c32"));
    scenario.source.powered = true;
    scenario.cable = Some(cable);
    (scenario.source.ppm, scenario.standby.ppm) = (41, -59);
    scenario
}

/// Reads of the host of `side` that are over: how many brought what is in its own memory, and how
/// many did not. Only the last 64 are kept, so this has to be asked now and then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reads {
    right: u64,
    wrong: u64,
    last: Option<Time>,
}

impl Reads {
    fn look(&mut self, system: &System, side: Side) {
        let board = system.board(side);
        for read in board.host.reads() {
            if self.last.is_some_and(|last| read.at <= last) {
                continue;
            }
            self.last = Some(read.at);
            let own = &board.memory.memory()[read.address as usize..];
            match read.result {
                Ok(bytes) if bytes == own[..bytes.len()] => self.right += 1,
                _ => self.wrong += 1,
            }
        }
    }
}

/// Goes to a random instant inside a read of the host of `side`, found on a copy of the system.
/// False when the host does not get to read for half a second.
fn go_into_a_read(system: &mut System, side: Side, rng: &mut Rng) -> bool {
    let mut ahead = system.save();
    let deadline = system.now() + Span::from_ms(500);
    let run_while = |ahead: &mut System, reading: bool| {
        while ahead.board(side).host.reading() == reading && ahead.now() < deadline {
            ahead.run_until(ahead.next_wake().min(deadline));
        }
        ahead.now()
    };
    // The rest of a read that is under way does not count.
    run_while(&mut ahead, true);
    let begin = run_while(&mut ahead, false);
    let end = run_while(&mut ahead, true);
    if end == deadline {
        return false;
    }
    system.run_until(begin + Span::from_ps(rng.below(end.since(begin).ps())));
    true
}

/// Plugs and pulls [`CHANGES`] times in the middle of reads. Returns what the reads
/// brought, how many of the instants were inside one, and how many of them pulled. Ends early
/// when a host gets to no read any more.
fn plug_and_pull(system: &mut System, seed: u64) -> ([Reads; 2], usize, usize) {
    println!("seed {seed}");
    let (mut rng, mut plugged, mut inside) = (Rng::new(seed), true, 0);
    let (mut reads, mut pulled) = ([Reads::default(); 2], 0);
    for _ in 0..CHANGES {
        let side = Side::BOTH[rng.below(2) as usize];
        if !go_into_a_read(system, side, &mut rng) {
            break;
        }
        inside += usize::from(system.board(side).host.reading());
        plugged = !plugged;
        pulled += usize::from(!plugged);
        act(system, Action::Cable(plugged));
        // Sometimes long enough for the inputs to be believed, sometimes a bouncing contact.
        let pause = match rng.below(3) {
            0 => rng.below(Span::from_us(500).ps()),
            1 => rng.below(Span::from_ms(12).ps()),
            _ => rng.below(Span::from_ms(60).ps()),
        };
        run_for(system, Span::from_ps(pause));
        for side in Side::BOTH {
            reads[side as usize].look(system, side);
        }
    }
    run_for(system, Span::from_ms(100));
    for side in Side::BOTH {
        reads[side as usize].look(system, side);
        println!("{side:?}: {:?}", reads[side as usize]);
    }
    (reads, inside, pulled)
}

/// Breaks when a gate closes, or a controller reaches for the bus, because a plug went in or out.
fn disturbs_no_read(seed: u64, cable: Cable) {
    let mut system = scenario(seed, cable).build();
    system.run_until(READY);
    let (reads, inside, pulled) = plug_and_pull(&mut system, seed);
    assert_eq!(
        (inside, pulled),
        (CHANGES, CHANGES / 2),
        "not inside a read"
    );
    for side in Side::BOTH {
        let (host, seen) = (&system.board(side).host, reads[side as usize]);
        assert_eq!((host.boots(), host.reads_failed()), (1, 0), "{side:?}");
        assert_eq!((seen.right, seen.wrong), (host.reads_ok(), 0), "{side:?}");
        assert!(seen.right as usize > CHANGES / 2, "{side:?} did not read");
        let memory = &system.board(side).memory;
        assert_eq!(
            (memory.write_cycles(), memory.data_bytes_received()),
            (0, 0)
        );
        let gate = Net::new(side, Pin::PortEn);
        assert_eq!(
            system.levels().read() & gate.mask(),
            0,
            "{side:?}: the gate is closed"
        );
    }
    assert_harmless(&system, "plugging and pulling");
}

#[test]
fn an_electric_cable_disturbs_no_read() {
    disturbs_no_read(31, Cable::Electric);
    disturbs_no_read(32, Cable::Electric);
}

#[test]
fn an_optical_cable_disturbs_no_read() {
    disturbs_no_read(33, Cable::Optical);
}

/// The same run on boards whose gates always conduct, so that a plug joins the two memory
/// segments at once: it must fail, or the tests above prove nothing.
#[test]
fn gates_that_join_at_once_are_noticed() {
    let mut system = scenario(31, Cable::Electric).build();
    system.run_until(READY);
    for side in Side::BOTH {
        let stuck = FaultKind::StuckAt {
            net: Net::new(side, Pin::PortEn),
            high: true,
            duration: None,
        };
        act(&mut system, Action::Fault(stuck));
    }
    let (reads, inside, _) = plug_and_pull(&mut system, 31);
    let wrong: u64 = reads.iter().map(|reads| reads.wrong).sum();
    println!("{inside} instants, {wrong} reads disturbed");
    assert!(wrong > 0, "no read was disturbed: {reads:?}");
}

/// How many of 40 reads that were under way when `disturb` was done did not bring their bytes.
fn disturbed(seed: u64, disturb: impl Fn(&mut System)) -> u64 {
    let mut system = scenario(seed, Cable::Electric).build();
    system.run_until(READY);
    let mut rng = Rng::new(seed);
    let mut wrong = 0;
    for _ in 0..40 {
        assert!(go_into_a_read(&mut system, Side::A, &mut rng));
        let mut hurt = system.save();
        let mut reads = Reads::default();
        reads.look(&hurt, Side::A);
        let before = reads.wrong;
        disturb(&mut hurt);
        run_for(&mut hurt, Span::from_ms(15));
        reads.look(&hurt, Side::A);
        wrong += reads.wrong - before;
    }
    println!("seed {seed}: {wrong} of 40 reads disturbed");
    wrong
}

/// A low on the port reaches no read, the same low on the memory segment does. Breaks when port
/// and memory segment are joined while a device is in service.
#[test]
fn what_happens_on_the_port_does_not_reach_the_memory() {
    // Nothing at all: none. The same fault on the port, where a plug arrives: none.
    assert_eq!(disturbed(34, |_| ()), 0);
    let low = |pin: Pin| {
        move |system: &mut System| {
            let stuck = FaultKind::StuckAt {
                net: Net::new(Side::A, pin),
                high: false,
                duration: Some(Span::from_us(100)),
            };
            act(system, Action::Fault(stuck));
        }
    };
    assert_eq!(disturbed(35, low(Pin::PortSda)), 0);
    assert_eq!(disturbed(35, low(Pin::PortScl)), 0);
    let wrong = disturbed(35, low(Pin::BusSda));
    assert!(wrong > 10, "only {wrong} of 40 reads were disturbed");
}

/// A device that becomes the source by its button takes the memory from its host, but only in a
/// pause: the read under way ends well, and only later ones fail.
#[test]
fn the_source_button_lets_a_read_end() {
    let press = |system: &mut System| {
        act(system, source_button(Side::A, true));
    };
    // 15 ms hold the end of the read under way (0.6 ms) and not yet the next one.
    assert_eq!(disturbed(36, press), 0);
    // It does take the memory: a host that goes on reading finds none.
    let mut system = scenario(36, Cable::Electric).build();
    system.run_until(READY);
    act(&mut system, source_button(Side::A, true));
    run_for(&mut system, Span::from_ms(200));
    assert!(
        system.board(Side::A).host.reads_failed() > 0,
        "the host still has its memory"
    );
}
