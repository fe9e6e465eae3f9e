use super::*;
use crate::nets::{Level, Net, Pin, of_board};

fn levels(wiring: &mut Wiring) -> Levels {
    wiring.resolve();
    wiring.levels()
}

fn net(side: Side, pin: Pin) -> Net {
    Net::new(side, pin)
}

fn pulled_up() -> Wiring {
    let mut wiring = Wiring {
        pull_up: !0,
        ..Wiring::default()
    };
    wiring.touch();
    wiring
}

/// Driver 0 or 4, the first one of the board, pulls `net` low; nobody else drives.
fn pull_only(wiring: &mut Wiring, net: Net) {
    for side in Side::BOTH {
        let low = of_board(net.mask(), side);
        wiring.drive(side as usize * PER_BOARD, Drive { low, high: 0 });
    }
}

#[test]
fn strength_table() {
    let wire = net(Side::A, Pin::BusSda);
    let bit = Pin::BusSda.bit();
    let mut wiring = Wiring::default();
    assert_eq!(levels(&mut wiring).get(wire), Level::Floating);
    wiring.pull_down = wire.mask();
    wiring.touch();
    assert_eq!(levels(&mut wiring).get(wire), Level::Low);
    wiring.pull_up = wire.mask();
    wiring.touch();
    assert_eq!(levels(&mut wiring).get(wire), Level::High);
    wiring.drive(0, Drive { low: bit, high: 0 });
    assert_eq!(levels(&mut wiring).get(wire), Level::Low);
    wiring.drive(1, Drive { low: 0, high: bit });
    assert_eq!(levels(&mut wiring).get(wire), Level::Contention);
    assert_eq!(levels(&mut wiring).read() & wire.mask(), 0);
    wiring.drive(0, Drive::default());
    assert_eq!(levels(&mut wiring).get(wire), Level::High);
    wiring.forced = wire.mask();
    wiring.touch();
    assert_eq!(levels(&mut wiring).get(wire), Level::Low);
    wiring.forced = 0;
    wiring.touch();
    assert_eq!(levels(&mut wiring).get(wire), Level::High);
}

#[test]
fn a_low_reaches_exactly_what_is_joined() {
    let chain = [
        net(Side::A, Pin::BusScl),
        net(Side::A, Pin::PortScl),
        net(Side::B, Pin::PortScl),
        net(Side::B, Pin::BusScl),
    ];
    for links in 0..8u32 {
        let linked = |index: usize| links >> index & 1 == 1;
        let mut wiring = pulled_up();
        wiring.join(Joins {
            cable: linked(1),
            gate: [linked(0), linked(2)],
            ..Joins::default()
        });
        for from in 0..4 {
            pull_only(&mut wiring, chain[from]);
            let levels = levels(&mut wiring);
            for (to, net) in chain.iter().enumerate() {
                let (a, b) = (from.min(to), from.max(to));
                let joined = (a..b).all(linked);
                let low = levels.get(*net) == Level::Low;
                assert_eq!(low, joined, "{links:03b} {from}->{to}");
            }
            assert_eq!(levels.get(net(Side::A, Pin::BusSda)), Level::High);
        }
    }
}

/// The links of the point-to-point bus, and which bit of a test's number closes them.
fn links(number: u32) -> Vec<(Net, Net)> {
    use Pin::{HostSck, MemSck, PortSck, ProcSck};
    let mut links = Vec::new();
    let mut take = |bit: u32, from: Net, to: Net| {
        if number >> bit & 1 == 1 {
            links.push((from, to));
        }
    };
    for (side, first) in [(Side::A, 0), (Side::B, 4)] {
        take(first, net(side, HostSck), net(side, ProcSck));
        take(first + 1, net(side, ProcSck), net(side, MemSck));
        take(first + 2, net(side, ProcSck), net(side, PortSck));
        take(first + 3, net(side, PortSck), net(side, MemSck));
    }
    take(8, net(Side::A, PortSck), net(Side::B, PortSck));
    links
}

fn at(index: usize) -> Net {
    let named = |side: Side| Pin::ALL.iter().map(move |pin| Net::new(side, *pin));
    let mut nets = named(Side::A).chain(named(Side::B));
    nets.find(|net| net.index() == index).expect("a named net")
}

fn reached(from: usize, links: &[(Net, Net)]) -> u128 {
    let mut nets = 1u128 << from;
    loop {
        let before = nets;
        for (a, b) in links {
            if nets & (a.mask() | b.mask()) != 0 {
                nets |= a.mask() | b.mask();
            }
        }
        if nets == before {
            return nets;
        }
    }
}

/// Every setting of the eight quarters and the cable against a search from each net: breaks when
/// a link is left out, or joins a line with another one.
#[test]
fn every_setting_of_the_quarters_joins_what_it_should() {
    let clocks = [Pin::HostSck, Pin::ProcSck, Pin::MemSck, Pin::PortSck];
    for number in 0..1u32 << 9 {
        let bit = |bit: u32| number >> bit & 1 == 1;
        let quarters = |first: u32| Quarters {
            host: bit(first),
            memory: bit(first + 1),
            port: bit(first + 2),
            handed_over: bit(first + 3),
        };
        let joins = Joins {
            cable: bit(8),
            bus: [Bus::PointToPoint; 2],
            gate: [true; 2],
            quarters: [quarters(0), quarters(4)],
        };
        let mut wiring = pulled_up();
        wiring.join(joins);
        let links = links(number);
        for side in Side::BOTH {
            for pin in clocks {
                let from = net(side, pin).index();
                let joined = reached(from, &links);
                for line in 0..4 {
                    pull_only(&mut wiring, at(from + line));
                    let levels = levels(&mut wiring);
                    let low = !levels.read();
                    assert_eq!(
                        low,
                        joined << line,
                        "{number:09b}, {pin:?} of {side:?}, line {line}"
                    );
                }
            }
            pull_only(&mut wiring, net(side, Pin::ProcIo3));
            let (own, memory) = (net(side, Pin::ProcIo3), net(side, Pin::MemIo3));
            let joined = if quarters(4 * side as u32).memory {
                own.mask() | memory.mask()
            } else {
                own.mask()
            };
            assert_eq!(
                !levels(&mut wiring).read(),
                joined,
                "{number:09b}, IO3 of {side:?}"
            );
        }
        for side in Side::BOTH {
            let set = wiring.segments().joined(side, Segment::Processor);
            let clock = reached(net(side, Pin::ProcSck).index(), &links);
            let lines = clock | clock << 1 | clock << 2 | clock << 3;
            let inner = 0b11u64 << Pin::ProcIo2 as u32 | 0b11 << Pin::MemIo2 as u32;
            let inner = on_board(inner, Side::A) | on_board(inner, Side::B);
            assert_eq!(Segments::nets(set) & !inner, lines, "{number:09b}");
        }
    }
}

/// A cable between boards with memories on different buses has no line in common.
#[test]
fn different_buses_are_not_joined() {
    let mut wiring = pulled_up();
    wiring.join(Joins {
        cable: true,
        bus: [Bus::Shared, Bus::PointToPoint],
        ..Joins::default()
    });
    for pin in [Pin::PortScl, Pin::PortSck] {
        pull_only(&mut wiring, net(Side::A, pin));
        assert_eq!(!levels(&mut wiring).read(), net(Side::A, pin).mask());
    }
}
