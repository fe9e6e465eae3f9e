//! The chip at the end of a wire, driven bit by bit.
//!
//! The bench moves time, resolves the wired-AND and checks the contract of the model on every
//! call: `on_lines` never moves the output, `step` before its time does nothing.

use super::*;
use umbilical_soft_mcu::eeprom::PARTS;

/// How the bench moves the lines, in ns.
#[derive(Clone, Copy)]
struct Speed {
    low: u64,
    high: u64,
    /// SCL fall to a change of SDA.
    hold: u64,
    buf: u64,
}

const KHZ_100: Speed = Speed {
    low: 5_000,
    high: 5_000,
    hold: 300,
    buf: 5_000,
};
/// A master that moves SDA late in the low time: no edge of SDA helps to confirm SCL's.
const KHZ_100_LATE: Speed = Speed {
    low: 5_000,
    high: 5_000,
    hold: 4_000,
    buf: 5_000,
};
const KHZ_400: Speed = Speed {
    low: 1_600,
    high: 900,
    hold: 300,
    buf: 1_600,
};
const MHZ_1: Speed = Speed {
    low: 500,
    high: 500,
    hold: 100,
    buf: 500,
};

fn speeds(part: &Part) -> &'static [Speed] {
    if part.bus_hz_max >= 1_000_000 {
        &[KHZ_100, KHZ_100_LATE, KHZ_400, MHZ_1]
    } else {
        &[KHZ_100, KHZ_100_LATE, KHZ_400]
    }
}

struct Bench {
    chip: Eeprom24,
    speed: Speed,
    now: Time,
    scl: bool,
    sda: bool,
    /// Level of SDA with the chip's share.
    wire: bool,
    told: (bool, bool),
    /// Glitches of 1 to 49 ns are put on the lines when there is a generator for them.
    glitches: Option<Rng>,
    glitches_made: u64,
    steps: u64,
}

impl Bench {
    fn new(part: &'static Part, speed: Speed) -> Bench {
        let contents = (0..part.bytes)
            .map(|i| (i * 7 + (i >> 8) * 13 + 1) as u8)
            .collect();
        Bench::with(Eeprom24::new(part, contents, 1), speed)
    }

    fn with(mut chip: Eeprom24, speed: Speed) -> Bench {
        let now = Time::ZERO + Span::from_us(10);
        chip.power(now, true, true, true);
        Bench {
            chip,
            speed,
            now,
            scl: true,
            sda: true,
            wire: true,
            told: (true, true),
            glitches: None,
            glitches_made: 0,
            steps: 0,
        }
    }

    fn tell(&mut self, scl: bool, sda: bool) {
        self.told = (scl, sda);
        let before = self.chip.sda_low();
        self.chip.on_lines(self.now, scl, sda);
        assert_eq!(self.chip.sda_low(), before, "on_lines moved the output");
        assert!(
            self.chip.wake() > self.now,
            "woken for the present or the past"
        );
    }

    /// Tells the chip of changes only: a call more would confirm edges that it must find itself.
    fn settle(&mut self) {
        self.wire = self.sda && !self.chip.sda_low();
        if self.told != (self.scl, self.wire) {
            self.tell(self.scl, self.wire);
        }
    }

    fn until(&mut self, end: Time) {
        while self.chip.wake() <= end {
            let before = self.chip.sda_low();
            let wake = self.chip.wake();
            self.chip.step(wake - Span::from_ps(1));
            assert_eq!(
                (before, wake),
                (self.chip.sda_low(), self.chip.wake()),
                "early step"
            );
            self.now = wake;
            self.chip.step(wake);
            self.steps += 1;
            assert!(self.chip.wake() > wake);
            if self.chip.sda_low() != before {
                self.settle();
            }
        }
        self.now = end;
    }

    /// Lets time pass, with a glitch in it now and then.
    fn wait(&mut self, ns: u64) {
        let end = self.now + Span::from_ns(ns);
        if ns >= 300 {
            self.glitch(end);
        }
        self.until(end);
    }

    fn glitch(&mut self, end: Time) {
        let Some(random) = &mut self.glitches else {
            return;
        };
        // Well away from other edges: a glitch right next to an edge moves the edge.
        let room = (end.since(self.now).ns() - 200) as u32;
        let (at, length) = (
            100 + u64::from(random.below_u32(room)),
            1 + u64::from(random.below_u32(49)),
        );
        let kind = random.below_u32(4);
        let at = self.now + Span::from_ns(at);
        let over = at + Span::from_ns(length);
        let near = |t: Time| t + FILTER >= at && t <= over + FILTER;
        if kind == 0 || near(self.chip.wake()) {
            return;
        }
        self.until(at);
        if self.chip.sda_low() && kind != 1 {
            return;
        }
        self.glitches_made += 1;
        self.tell(self.scl ^ (kind != 2), self.wire ^ (kind != 1));
        self.until(over);
        self.settle();
    }

    fn scl(&mut self, high: bool) {
        self.scl = high;
        self.settle();
    }

    fn sda(&mut self, high: bool) {
        self.sda = high;
        self.settle();
    }

    /// From idle, or with SCL low.
    fn start(&mut self) {
        if !self.scl {
            self.wait(self.speed.hold);
            self.sda(true);
            self.wait(self.speed.low - self.speed.hold);
            self.scl(true);
            self.wait(self.speed.high);
            assert!(self.wire, "repeated START with SDA held low");
        }
        self.sda(false);
        self.wait(self.speed.high);
        self.scl(false);
    }

    fn stop(&mut self) {
        self.wait(self.speed.hold);
        self.sda(false);
        self.wait(self.speed.low - self.speed.hold);
        self.scl(true);
        self.wait(self.speed.high);
        self.sda(true);
        self.wait(self.speed.buf);
    }

    /// One clock; what SDA shows just before SCL falls.
    fn bit(&mut self, out: bool) -> bool {
        self.wait(self.speed.hold);
        self.sda(out);
        self.wait(self.speed.low - self.speed.hold);
        self.scl(true);
        self.wait(self.speed.high);
        let read = self.wire;
        self.scl(false);
        read
    }

    /// True when acknowledged.
    fn send(&mut self, byte: u8) -> bool {
        for bit in (0..8).rev() {
            let out = byte >> bit & 1 != 0;
            assert_eq!(
                self.bit(out),
                out,
                "the chip drives while it should receive"
            );
        }
        !self.bit(true)
    }

    fn receive(&mut self, ack: bool) -> u8 {
        let byte = (0..8).fold(0, |byte, _| byte << 1 | u8::from(self.bit(true)));
        self.bit(!ack);
        byte
    }

    /// START, device address and word address for writing. False when the device is silent.
    fn address(&mut self, strap: bool, address: u32) -> bool {
        let part = self.chip.part();
        self.start();
        if !self.send(part.device(strap, address) << 1) {
            return false;
        }
        if part.address_bytes == 2 {
            assert!(self.send((address >> 8) as u8), "address high");
        }
        assert!(self.send(address as u8), "address low");
        true
    }

    /// A whole write transaction; number of data bytes that were acknowledged.
    fn write(&mut self, address: u32, data: &[u8]) -> usize {
        assert!(self.address(false, address), "no ACK");
        let acknowledged = data.iter().filter(|&&byte| self.send(byte)).count();
        self.stop();
        acknowledged
    }

    fn read_on(&mut self, count: usize) -> Vec<u8> {
        self.start();
        let device = self.chip.part().device(false, 0);
        assert!(self.send(device << 1 | 1), "no ACK for reading");
        let bytes = (0..count).map(|i| self.receive(i + 1 < count)).collect();
        self.stop();
        bytes
    }

    fn read(&mut self, address: u32, count: usize) -> Vec<u8> {
        assert!(self.address(false, address), "no ACK");
        self.read_on(count)
    }

    /// Addresses the chip and says STOP: does it answer?
    fn poll(&mut self) -> bool {
        self.start();
        let device = self.chip.part().device(false, 0);
        let answer = self.send(device << 1);
        self.stop();
        answer
    }

    fn finish_write(&mut self) {
        self.wait(5_000_000);
        assert_eq!(self.chip.busy_until(self.now), None);
    }

    fn power_cycle(&mut self) {
        self.chip.power(self.now, false, true, true);
        assert!(!self.chip.sda_low());
        assert_eq!(self.chip.wake(), Time::NEVER);
        self.wait(1_000);
        self.scl = true;
        self.sda = true;
        self.wire = true;
        self.told = (true, true);
        self.chip.power(self.now, true, true, true);
    }
}

/// Every part at every bus speed that it allows.
fn benches() -> impl Iterator<Item = Bench> {
    PARTS.iter().flat_map(|part| {
        speeds(part)
            .iter()
            .map(move |&speed| Bench::new(part, speed))
    })
}

#[test]
fn a_byte_written_reads_back_and_no_other_changes() {
    for mut bench in benches() {
        let part = bench.chip.part();
        for address in [0, part.bytes / 2 + 3, part.bytes - 1] {
            let mut expected = bench.chip.memory().to_vec();
            expected[address as usize] ^= 0xA5;
            let byte = expected[address as usize];
            assert_eq!(bench.write(address, &[byte]), 1);
            assert_eq!(bench.chip.memory(), expected, "{}", part.name);
            bench.finish_write();
            assert_eq!(bench.read(address, 1), [byte], "{}", part.name);
        }
        assert_eq!(bench.chip.write_cycles(), 3);
        assert_eq!(bench.chip.data_bytes_received(), 3);
        assert_eq!(bench.chip.timing_violations(), 0, "{}", part.name);
    }
}

#[test]
fn writes_wrap_within_the_page() {
    for mut bench in benches() {
        let part = bench.chip.part();
        let page = part.bytes - part.page_bytes;
        let mut expected = bench.chip.memory().to_vec();
        // Three bytes past a whole page: the first ones are overwritten.
        let data: Vec<u8> = (0..part.page_bytes + 3).map(|i| (i ^ 0x5A) as u8).collect();
        for (i, &byte) in data.iter().enumerate() {
            let offset = (5 + i as u32) % part.page_bytes;
            expected[(page + offset) as usize] = byte;
        }
        assert_eq!(bench.write(page + 5, &data), data.len());
        assert_eq!(bench.chip.memory(), expected, "{}", part.name);
        bench.finish_write();
        // The counter wrapped in the page too.
        let next = page + (5 + 3) % part.page_bytes;
        assert_eq!(bench.read_on(1), [expected[next as usize]], "{}", part.name);
    }
}

#[test]
fn busy_is_silent_and_polling_ends_at_the_write_time() {
    for mut bench in benches() {
        let span = Span::from_us(700);
        bench.chip.set_write_time(span);
        assert_eq!(bench.chip.write_time(), span);
        bench.write(0, &[1]);
        let end = bench.chip.busy_until(bench.now).expect("busy");
        let stop = end - span;
        assert!(bench.now.since(stop) <= Span::from_ns(bench.speed.buf));
        let mut polls = 0;
        let answered = loop {
            // The device address is complete at the eighth fall; the acknowledge starts there.
            if bench.poll() {
                break bench.now;
            }
            polls += 1;
            assert!(polls < 1_000, "polling never ends");
        };
        assert!(polls >= 2, "{}", bench.chip.part().name);
        let bit = bench.speed.low + bench.speed.high;
        assert!(answered > end && answered.since(end) < Span::from_ns(bit * 25));
        assert_eq!(bench.chip.busy_until(end), None);
    }
}

#[test]
fn a_busy_chip_does_not_answer_a_read_either() {
    for mut bench in benches() {
        bench.write(0, &[1]);
        bench.start();
        let device = bench.chip.part().device(false, 0);
        assert!(!bench.send(device << 1 | 1));
        assert_eq!(bench.receive(false), 0xFF);
        bench.stop();
    }
}

#[test]
fn answers_to_its_own_addresses_and_no_others() {
    for mut bench in benches() {
        let part = bench.chip.part();
        for strap in [false, true] {
            bench.chip.set_strap(strap);
            let own: Vec<u8> = (0..1 << part.block_bits)
                .map(|block: u32| part.device(strap, block << (8 * u32::from(part.address_bytes))))
                .collect();
            for device in 0..128 {
                bench.start();
                let answered = bench.send(device << 1);
                bench.stop();
                assert_eq!(answered, own.contains(&device), "{} {device:#x}", part.name);
            }
            assert_eq!(own.len(), 1 << part.block_bits);
        }
    }
}

#[test]
fn the_24c16_has_no_strap() {
    let part = Part::by_name("24c16").expect("known");
    let mut bench = Bench::new(part, KHZ_400);
    for strap in [false, true] {
        bench.chip.set_strap(strap);
        for device in 0x50..0x58 {
            bench.start();
            assert!(bench.send(device << 1), "{device:#x}");
            bench.stop();
        }
    }
    // Elsewhere the strap decides.
    let mut bench = Bench::new(&PARTS[0], KHZ_400);
    bench.chip.set_strap(true);
    assert!(!bench.poll());
}

#[test]
fn block_bits_reach_the_upper_half() {
    for mut bench in benches() {
        let part = bench.chip.part();
        let block = 1u32 << (8 * u32::from(part.address_bytes));
        for n in 0..1 << part.block_bits {
            let address = (n * block + 17) % part.bytes;
            bench.write(address, &[0xC0 | n as u8]);
            bench.finish_write();
        }
        for n in 0..1 << part.block_bits {
            let address = (n * block + 17) % part.bytes;
            assert_eq!(bench.chip.memory()[address as usize], 0xC0 | n as u8);
            assert_eq!(bench.read(address, 1), [0xC0 | n as u8], "{}", part.name);
        }
    }
}

#[test]
fn address_bits_beyond_the_part_are_ignored() {
    for mut bench in benches() {
        let part = bench.chip.part();
        let reach = 1u32 << (8 * u32::from(part.address_bytes) + u32::from(part.block_bits));
        let expected = bench.chip.memory()[9];
        assert_eq!(
            bench.read(reach - part.bytes + 9, 1),
            [expected],
            "{}",
            part.name
        );
    }
}

#[test]
fn write_protect_by_vendor() {
    for vendor in [Vendor::Microchip, Vendor::St] {
        for mut bench in benches() {
            bench.chip = bench.chip.with_vendor(vendor);
            let before = bench.chip.memory().to_vec();
            bench.chip.set_wp(true);
            let acknowledged = bench.write(3, &[0x11, 0x22]);
            assert_eq!(acknowledged, if vendor == Vendor::St { 0 } else { 2 });
            assert_eq!(bench.chip.data_bytes_received(), 2);
            assert_eq!(bench.chip.busy_until(bench.now), None);
            assert_eq!(bench.chip.write_cycles(), 0);
            assert_eq!(bench.chip.memory(), before);
            assert!(bench.poll());
            assert_eq!(bench.read(3, 1), [before[3]]);
            bench.chip.set_wp(false);
            assert_eq!(bench.write(3, &[0x11, 0x22]), 2);
            assert_eq!(bench.chip.write_cycles(), 1);
            assert_eq!(bench.chip.memory()[3..5], [0x11, 0x22]);
        }
    }
}

#[test]
fn a_refused_byte_stops_the_write_though_wp_falls_before_stop() {
    let chip = Eeprom24::new(&PARTS[5], vec![], 1).with_vendor(Vendor::St);
    let mut bench = Bench::with(chip, KHZ_400);
    bench.chip.set_wp(true);
    bench.address(false, 0);
    assert!(!bench.send(1));
    bench.chip.set_wp(false);
    assert!(bench.send(2));
    bench.stop();
    assert_eq!(bench.chip.write_cycles(), 0);
}

#[test]
fn reads_run_on_past_the_end_of_the_array() {
    for mut bench in benches() {
        let part = bench.chip.part();
        let memory = bench.chip.memory().to_vec();
        let read = bench.read(part.bytes - 3, 6);
        assert_eq!(read[..3], memory[memory.len() - 3..], "{}", part.name);
        assert_eq!(read[3..], memory[..3], "{}", part.name);
        // Across a block boundary too, where there is one.
        let middle = part.bytes / 2 - 2;
        let read = bench.read(middle, 4);
        assert_eq!(read, memory[middle as usize..][..4], "{}", part.name);
        // Current address: one more than the last.
        assert_eq!(bench.read_on(2), memory[middle as usize + 4..][..2]);
        assert_eq!(bench.read_on(1), memory[middle as usize + 6..][..1]);
    }
}

#[test]
fn the_address_counter_is_lost_with_power() {
    for mut bench in benches() {
        let memory = bench.chip.memory().to_vec();
        bench.read(6, 1);
        bench.power_cycle();
        assert_eq!(bench.read_on(1), memory[..1]);
    }
}

#[test]
fn a_master_that_does_not_acknowledge_ends_the_read() {
    let mut bench = Bench::with(Eeprom24::new(&PARTS[5], vec![0; 8], 1), KHZ_400);
    bench.address(false, 0);
    bench.start();
    assert!(bench.send(0x50 << 1 | 1));
    assert_eq!(bench.receive(false), 0);
    assert_eq!(bench.receive(true), 0xFF, "output after NACK");
    bench.stop();
}

#[test]
fn start_aborts_a_write() {
    for mut bench in benches() {
        let before = bench.chip.memory().to_vec();
        bench.address(false, 0);
        assert!(bench.send(!before[0]));
        bench.start();
        bench.stop();
        assert_eq!(bench.chip.write_cycles(), 0);
        assert_eq!(bench.chip.memory(), before);
        // The bytes are gone: the next write does not bring them along.
        bench.write(4, &[0x99]);
        assert_eq!(bench.chip.memory()[0], before[0]);
        assert_eq!(bench.chip.memory()[4], 0x99);
    }
}

#[test]
fn stop_within_a_byte_aborts_a_write() {
    for part in &PARTS {
        for bits in 0..=8 {
            let mut bench = Bench::new(part, KHZ_400);
            let before = bench.chip.memory().to_vec();
            bench.address(false, 0);
            assert!(bench.send(!before[0]));
            for _ in 0..bits {
                bench.bit(true);
            }
            if bits == 8 {
                // The ninth clock carries the chip's ACK: no STOP can be said over it.
                assert!(!bench.bit(true));
            }
            bench.stop();
            let cycles = u64::from(bits == 0 || bits == 8);
            assert_eq!(
                bench.chip.write_cycles(),
                cycles,
                "{} {bits} bits",
                part.name
            );
            assert_eq!(bench.chip.memory() == before, cycles == 0);
        }
    }
}

#[test]
fn stop_without_data_starts_no_cycle() {
    for mut bench in benches() {
        assert_eq!(bench.write(1, &[]), 0);
        assert_eq!(bench.chip.write_cycles(), 0);
        assert!(bench.poll());
        assert!(bench.poll());
    }
}

#[test]
fn brown_out_ruins_the_page_being_written_and_no_other() {
    for part in &PARTS {
        let mut changed_unaddressed = false;
        for seed in 0..4 {
            let contents: Vec<u8> = (0..part.bytes).map(|i| (i * 3) as u8).collect();
            let chip = Eeprom24::new(part, contents.clone(), seed);
            let mut bench = Bench::with(chip, KHZ_400);
            let page = (part.bytes / 2) as usize;
            let size = part.page_bytes as usize;
            bench.write(page as u32 + 2, &[0x42]);
            bench.wait(4_900_000);
            bench.power_cycle();
            assert_eq!(bench.chip.pages_ruined(), 1, "{}", part.name);
            let memory = bench.chip.memory();
            assert_eq!(memory[..page], contents[..page]);
            assert_eq!(memory[page + size..], contents[page + size..]);
            changed_unaddressed |= memory[page + 3..page + size] != contents[page + 3..page + size];
            // It is not busy any more.
            assert!(bench.poll());
        }
        assert!(changed_unaddressed, "{}", part.name);
    }
}

#[test]
fn brown_out_leaves_old_new_and_garbage_bytes() {
    let part = &PARTS[10];
    let mut bench = Bench::with(Eeprom24::new(part, vec![0; 1024], 9), KHZ_400);
    bench.write(256, &[0xFF; 256]);
    bench.power_cycle();
    let page = &bench.chip.memory()[256..512];
    let (old, new) = (
        page.iter().filter(|&&b| b == 0).count(),
        page.iter().filter(|&&b| b == 0xFF).count(),
    );
    for share in [old, new, 256 - old - new] {
        assert!((50..120).contains(&share), "old {old}, new {new}");
    }
}

#[test]
fn brown_out_at_any_other_time_changes_nothing() {
    for part in &PARTS {
        let mut bench = Bench::new(part, KHZ_400);
        let before = bench.chip.memory().to_vec();
        bench.power_cycle();
        // The page is in the latch, STOP is not said.
        bench.address(false, 0);
        bench.send(!before[0]);
        bench.power_cycle();
        assert_eq!(bench.chip.memory(), before, "{}", part.name);
        // In the middle of a read, SDA held low.
        bench.chip.memory_mut()[0] = 0;
        bench.address(false, 0);
        bench.start();
        bench.send(bench.chip.part().device(false, 0) << 1 | 1);
        bench.bit(true);
        bench.wait(1_000);
        assert!(bench.chip.sda_low());
        bench.power_cycle();
        assert_eq!(bench.chip.memory()[1..], before[1..]);
        // After a cycle that was completed.
        bench.write(0, &[0x77]);
        bench.finish_write();
        bench.power_cycle();
        assert_eq!(bench.chip.memory()[0], 0x77);
        assert_eq!(bench.chip.pages_ruined(), 0);
        assert_eq!(bench.chip.write_cycles(), 1);
    }
}

#[test]
fn power_lost_before_stop_is_seen_is_no_write() {
    for (ns, cycles) in [(49, 0), (50, 1)] {
        let mut bench = Bench::new(&PARTS[5], KHZ_400);
        bench.address(false, 0);
        bench.send(0);
        bench.wait(300);
        bench.sda(false);
        bench.wait(1_300);
        bench.scl(true);
        bench.wait(900);
        bench.sda(true);
        bench.until(bench.now + Span::from_ns(ns));
        bench.power_cycle();
        assert_eq!(bench.chip.write_cycles(), cycles);
        assert_eq!(bench.chip.pages_ruined(), cycles);
    }
}

#[test]
fn an_unpowered_chip_is_silent() {
    let chip = Eeprom24::new(&PARTS[5], vec![], 1);
    assert_eq!(chip.wake(), Time::NEVER);
    let mut bench = Bench::with(chip, KHZ_400);
    bench.chip.power(bench.now, false, true, true);
    assert!(!bench.poll());
    assert_eq!(bench.chip.timing_violations(), 0);
    assert_eq!(bench.steps, 0);
}

#[test]
fn a_missed_ack_is_missed_once() {
    for mut bench in benches() {
        bench.chip.miss_next_ack();
        assert!(!bench.poll());
        assert!(bench.poll());
        // A data byte is taken all the same.
        bench.address(false, 0);
        bench.chip.miss_next_ack();
        assert!(!bench.send(0x3C));
        assert!(bench.send(0x3D));
        bench.stop();
        assert_eq!(bench.chip.memory()[..2], [0x3C, 0x3D]);
        assert_eq!(bench.chip.write_cycles(), 1);
    }
}

#[test]
fn a_missed_ack_waits_for_one_that_would_be_given() {
    let mut bench = Bench::new(&PARTS[5], KHZ_400);
    bench.chip.miss_next_ack();
    bench.start();
    assert!(!bench.send(0x57 << 1), "not our address");
    bench.stop();
    assert!(!bench.poll());
    assert!(bench.poll());
}

#[test]
fn output_comes_exactly_at_the_access_time() {
    for part in &PARTS {
        let t_aa = if part.bus_hz_max >= 1_000_000 {
            450
        } else {
            900
        };
        let mut bench = Bench::new(part, KHZ_100);
        bench.start();
        for bit in (0..8).rev() {
            bench.bit(part.device(false, 0) << 1 >> bit & 1 != 0);
        }
        bench.sda = true;
        let fall = bench.now;
        bench.settle();
        bench.until(fall + Span::from_ps(t_aa * 1_000 - 1));
        assert!(!bench.chip.sda_low(), "{}", part.name);
        bench.until(fall + Span::from_ns(t_aa));
        assert!(bench.chip.sda_low(), "{}", part.name);
        bench.wait(5_000);
        bench.scl(true);
        bench.wait(5_000);
        bench.scl(false);
        bench.until(bench.now + Span::from_ps(t_aa * 1_000 - 1));
        assert!(bench.chip.sda_low(), "{}", part.name);
        bench.until(bench.now + Span::from_ps(1));
        assert!(!bench.chip.sda_low(), "{}", part.name);
    }
}

#[test]
fn start_in_the_shadow_of_an_ack_releases_the_line() {
    // Against all timing, but no reason to hold SDA for ever: SCL rises before the ACK is out,
    // START is said 30 ns before it comes out, and no line moves after that.
    let mut bench = Bench::new(&PARTS[5], KHZ_100);
    bench.start();
    for bit in (0..8).rev() {
        bench.bit(0xA0 >> bit & 1 != 0);
    }
    bench.wait(100);
    bench.sda(true);
    bench.wait(200);
    bench.scl(true);
    bench.wait(120);
    bench.sda(false);
    bench.wait(30);
    assert!(bench.chip.sda_low());
    bench.wait(419);
    assert!(bench.chip.sda_low());
    bench.wait(1);
    assert!(!bench.chip.sda_low());
}

/// Dips SCL for `ns` in the middle of the first address bit; does the chip answer?
fn answers_after_scl_pulse(part: &'static Part, ns: u64, low: bool) -> bool {
    let mut bench = Bench::new(part, KHZ_100);
    bench.start();
    if low {
        // A high pulse in the low time before the first bit.
        bench.wait(2_000);
        bench.scl(true);
        bench.until(bench.now + Span::from_ns(ns));
        bench.scl(false);
        bench.wait(2_000);
    } else {
        bench.wait(300);
        bench.sda(true);
        bench.wait(4_700);
        bench.scl(true);
        bench.wait(2_500);
        bench.scl(false);
        bench.until(bench.now + Span::from_ns(ns));
        bench.scl(true);
        bench.wait(2_500);
        bench.scl(false);
    }
    let device = part.device(false, 0) << 1;
    let first = if low { 8 } else { 7 };
    for bit in (0..first).rev() {
        bench.bit(device >> bit & 1 != 0);
    }
    !bench.bit(true)
}

#[test]
fn a_40_ns_pulse_on_scl_is_ignored_and_a_60_ns_one_is_seen() {
    for part in &PARTS {
        for low in [false, true] {
            assert!(answers_after_scl_pulse(part, 40, low), "{}", part.name);
            assert!(!answers_after_scl_pulse(part, 60, low), "{}", part.name);
            // To the picosecond's neighbour: 50 ns is enough.
            assert!(answers_after_scl_pulse(part, 49, low), "{}", part.name);
            assert!(!answers_after_scl_pulse(part, 50, low), "{}", part.name);
        }
    }
}

#[test]
fn a_40_ns_dip_of_sda_is_no_start_and_a_60_ns_one_is() {
    for (ns, cycles) in [(40, 1), (60, 0)] {
        for part in &PARTS {
            let mut bench = Bench::new(part, KHZ_400);
            bench.address(false, 0);
            bench.send(0x01);
            // A dip in the high time of a 1 that is followed by seven more bits and an ACK.
            bench.wait(300);
            bench.sda(true);
            bench.wait(1_300);
            bench.scl(true);
            bench.wait(450);
            bench.sda(false);
            bench.until(bench.now + Span::from_ns(ns));
            bench.sda(true);
            bench.wait(450);
            bench.scl(false);
            for _ in 0..7 {
                bench.bit(true);
            }
            let acknowledged = !bench.bit(true);
            bench.stop();
            assert_eq!(acknowledged, cycles == 1, "{} {ns} ns", part.name);
            assert_eq!(bench.chip.write_cycles(), cycles, "{} {ns} ns", part.name);
        }
    }
}

#[test]
fn simultaneous_changes_make_no_start_and_no_stop() {
    let mut bench = Bench::new(&PARTS[5], KHZ_100);
    bench.start();
    // Every bit's SDA changes in the very instant of SCL's fall, then of its rise.
    for at_rise in [false, true] {
        let device = 0xA0u8;
        for bit in (0..8).rev() {
            let level = device >> bit & 1 != 0;
            if !at_rise {
                bench.sda = level;
            }
            bench.settle();
            bench.wait(5_000);
            bench.sda = level;
            bench.scl(true);
            bench.wait(5_000);
            bench.scl = false;
        }
        bench.settle();
        assert!(!bench.bit(true), "at_rise {at_rise}");
        bench.stop();
        bench.start();
    }
}

#[test]
fn short_pulses_are_counted() {
    for part in &PARTS {
        let fast = part.bus_hz_max >= 1_000_000;
        let (low, high, buf) = if fast {
            (500, 500, 500)
        } else {
            (1_300, 600, 1_300)
        };
        let good = Speed {
            low,
            high,
            hold: 100,
            buf,
        };
        let run = |speed: Speed| {
            let mut bench = Bench::new(part, speed);
            bench.start();
            for _ in 0..9 {
                bench.bit(true);
            }
            bench.stop();
            bench.start();
            bench.stop();
            bench.chip.timing_violations()
        };
        assert_eq!(run(good), 0, "{}", part.name);
        assert_eq!(
            run(Speed {
                buf: buf - 1,
                ..good
            }),
            1,
            "{}",
            part.name
        );
        // Ten low times and two STOPs' in all; START's high time starts before the first edge.
        let low = run(Speed {
            low: low - 1,
            ..good
        });
        assert_eq!(low, 11, "{}", part.name);
        let high = run(Speed {
            high: high - 1,
            ..good
        });
        assert_eq!(high, 9, "{}", part.name);
    }
}

#[test]
fn a_clock_100_ppm_fast_is_tolerated() {
    for (ps, violations) in [(499_950, 0), (499_949, 1)] {
        let mut bench = Bench::new(&PARTS[5], MHZ_1);
        bench.scl(false);
        bench.until(bench.now + Span::from_ps(ps));
        bench.scl(true);
        bench.wait(1_000);
        assert_eq!(bench.chip.timing_violations(), 0);
        bench.scl(false);
        assert_eq!(bench.chip.timing_violations(), violations);
    }
}

#[test]
fn an_idle_chip_needs_no_waking() {
    // Traffic for another device: at most one wake each, at the device address's ninth clock.
    let mut bench = Bench::new(&PARTS[5], KHZ_400);
    for _ in 0..10 {
        bench.start();
        bench.send(0x57 << 1);
        for byte in 0..20 {
            bench.send(byte);
        }
        bench.stop();
    }
    assert!(bench.steps <= 10, "{} wakes", bench.steps);
}

/// The part as a table of bytes: what each transaction does, without lines and time.
struct Reference {
    memory: Vec<u8>,
    page: usize,
    next: usize,
}

impl Reference {
    fn write(&mut self, address: usize, data: &[u8], commit: bool) {
        let mut at = address;
        for &byte in data {
            if commit {
                self.memory[at] = byte;
            }
            at += 1;
            if at.is_multiple_of(self.page) {
                at -= self.page;
            }
        }
        self.next = at;
    }

    fn read(&mut self, count: usize) -> Vec<u8> {
        let size = self.memory.len();
        let bytes = (0..count)
            .map(|i| self.memory[(self.next + i) % size])
            .collect();
        self.next = (self.next + count) % size;
        bytes
    }
}

fn random_operation(bench: &mut Bench, reference: &mut Reference, random: &mut Rng) {
    let part = bench.chip.part();
    let address = random.below_u32(part.bytes);
    match random.below_u32(8) {
        0..3 => {
            let count = random.below_u32(part.page_bytes + 4);
            let data: Vec<u8> = (0..count).map(|_| random.next_u64() as u8).collect();
            assert_eq!(bench.write(address, &data), data.len());
            reference.write(address as usize, &data, true);
            while !bench.poll() {}
        }
        3 => {
            bench.address(false, address);
            bench.send(0xEE);
            bench.start();
            bench.stop();
            reference.write(address as usize, &[0xEE], false);
        }
        4..6 => {
            let count = 1 + random.below_u32(40) as usize;
            reference.next = address as usize;
            assert_eq!(bench.read(address, count), reference.read(count));
        }
        6 => {
            let count = 1 + random.below_u32(5) as usize;
            assert_eq!(bench.read_on(count), reference.read(count));
        }
        _ => {
            bench.power_cycle();
            reference.next = 0;
        }
    }
}

/// A random life of a chip; returns the number of glitches on its lines.
fn random_life(part: &'static Part, seed: u64, glitches: bool) -> u64 {
    println!("part {}, seed {seed}, glitches {glitches}", part.name);
    let mut random = Rng::new(seed);
    let speed = if glitches {
        KHZ_100
    } else {
        speeds(part)[seed as usize % speeds(part).len()]
    };
    let mut bench = Bench::new(part, speed);
    bench.chip.set_write_time(Span::from_us(300));
    bench.glitches = glitches.then(|| Rng::new(!seed));
    let mut reference = Reference {
        memory: bench.chip.memory().to_vec(),
        page: part.page_bytes as usize,
        next: 0,
    };
    for _ in 0..60 {
        random_operation(&mut bench, &mut reference, &mut random);
        assert_eq!(bench.chip.memory(), reference.memory);
    }
    assert_eq!(bench.chip.timing_violations(), 0);
    bench.glitches_made
}

#[test]
fn agrees_with_a_table_of_bytes() {
    for part in &PARTS {
        for seed in 0..6 {
            random_life(part, seed, false);
        }
    }
}

#[test]
fn agrees_with_a_table_of_bytes_on_a_noisy_bus() {
    for part in &PARTS {
        let glitches: u64 = (100..102).map(|seed| random_life(part, seed, true)).sum();
        assert!(glitches > 1_000, "{}: only {glitches} glitches", part.name);
    }
}

#[test]
fn keeps_its_contract_on_any_lines() {
    for seed in 0..200 {
        println!("seed {seed}");
        let mut random = Rng::new(seed);
        let part = &PARTS[seed as usize % PARTS.len()];
        let mut bench = Bench::new(part, MHZ_1);
        for _ in 0..2_000 {
            match random.below_u32(40) {
                0 => bench.power_cycle(),
                1 => bench.sda(false),
                // Mostly clocks, so that bytes are completed.
                2..7 => bench.sda(random.below_u32(2) == 0),
                _ => bench.scl(!bench.scl),
            }
            let ns = u64::from(random.below_u32(600));
            bench.wait(ns);
        }
    }
}
