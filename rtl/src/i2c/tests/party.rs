//! The other parties on a bus: a device that mostly behaves, and others that do not.

use umbilical_emu::rng::Rng;

/// How far off from well-behaved the parties are in one command.
#[derive(Clone, Debug)]
pub struct Manners {
    /// One in so many addresses is refused; 0 is never.
    pub refuse: u32,
    /// One in so many data bytes is refused; 0 is never.
    pub refuse_data: u32,
    /// One in so many low phases is stretched.
    pub stretch: u32,
    /// By up to so many edges.
    pub stretch_most: u64,
    /// One in so many edges another party pulls SDA low for a while.
    pub seize: u32,
    /// One in so many edges a line is pulled low too shortly to be believed.
    pub spike: u32,
    /// SDA is held low from the start for so many falls of SCL.
    pub stuck_falls: u32,
    /// SDA is held low from so many falls of SCL on, for good.
    pub stuck_from: u32,
    /// Both lines are held as in `seize` for so many edges first.
    pub busy_first: u64,
    /// So many device addresses are not acknowledged first.
    pub deaf: u32,
    /// One in so many received bytes is not what the buffer holds.
    pub spoil: u32,
}

impl Manners {
    /// Nothing is off.
    pub const GOOD: Manners = Manners {
        refuse: 0,
        refuse_data: 0,
        stretch: 0,
        stretch_most: 0,
        seize: 0,
        spike: 0,
        stuck_falls: 0,
        stuck_from: u32::MAX,
        busy_first: 0,
        deaf: 0,
        spoil: 0,
    };
}

/// What the device is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Doing {
    Nothing,
    Listening,
    Talking,
}

/// All parties but the engine, on one bus.
#[derive(Debug)]
pub struct Parties {
    rng: Rng,
    manners: Manners,
    doing: Doing,
    address: bool,
    bits: u32,
    shift: u8,
    talk: u8,
    falls: u32,
    /// Bytes said so far.
    said: usize,
    device_low: bool,
    hold_scl: u64,
    hold_sda: u64,
    spike: [u64; 2],
    before: (bool, bool),
    edge: u64,
    expected: Vec<u8>,
}

impl Parties {
    /// Parties that say `expected` when they are read, mostly.
    pub fn new(seed: u64, manners: Manners, expected: Vec<u8>) -> Parties {
        Parties {
            rng: Rng::new(seed),
            manners,
            doing: Doing::Nothing,
            address: false,
            bits: 0,
            shift: 0,
            talk: 0,
            falls: 0,
            said: 0,
            device_low: false,
            hold_scl: 0,
            hold_sda: 0,
            spike: [0; 2],
            before: (true, true),
            edge: 0,
            expected,
        }
    }

    fn one_in(&mut self, many: u32) -> bool {
        many != 0 && self.rng.below(u64::from(many)) == 0
    }

    /// What they pull low, `(scl, sda)`, while the engine pulls `engine`.
    pub fn pulls(&mut self, engine: (bool, bool)) -> (bool, bool) {
        self.edge += 1;
        self.hold_scl = self.hold_scl.saturating_sub(1);
        self.hold_sda = self.hold_sda.saturating_sub(1);
        for left in &mut self.spike {
            *left = left.saturating_sub(1);
        }
        if self.one_in(self.manners.seize) {
            self.hold_sda = 1 + self.rng.below(60);
        }
        if self.one_in(self.manners.spike) {
            let line = self.rng.below(2) as usize;
            // Three samples are believed.
            self.spike[line] = 1 + self.rng.below(2) + u64::from(self.rng.below(20) == 0);
        }
        if self.edge < self.manners.busy_first && self.rng.below(20) == 0 {
            self.hold_sda = self.rng.below(30);
            self.hold_scl = self.rng.below(30);
        }
        let scl = !(engine.0 || self.hold_scl > 0);
        let sda = !(engine.1 || self.pulls_sda());
        self.watch(scl, sda);
        let scl_low = self.hold_scl > 0 || self.spike[0] > 0;
        (scl_low, self.pulls_sda() || self.spike[1] > 0)
    }

    fn pulls_sda(&self) -> bool {
        self.device_low
            || self.hold_sda > 0
            || self.falls < self.manners.stuck_falls
            || self.falls >= self.manners.stuck_from
    }

    fn watch(&mut self, scl: bool, sda: bool) {
        let (scl_before, sda_before) = self.before;
        self.before = (scl, sda);
        if scl && scl_before && sda != sda_before {
            self.doing = if sda {
                Doing::Nothing
            } else {
                Doing::Listening
            };
            self.address = true;
            self.bits = 0;
            self.device_low = false;
        } else if scl && !scl_before {
            if self.bits < 8 {
                self.shift = self.shift << 1 | u8::from(sda);
            } else if self.doing == Doing::Talking && !self.address && sda {
                self.doing = Doing::Nothing;
            }
            self.bits += 1;
        } else if !scl && scl_before {
            self.falls += 1;
            if self.one_in(self.manners.stretch) {
                self.hold_scl = self.rng.below(self.manners.stretch_most + 1);
            }
            self.next_bit();
        }
    }

    fn next_bit(&mut self) {
        if self.bits == 9 {
            self.bits = 0;
            self.address = false;
            if self.doing == Doing::Talking {
                self.talk = self.expected.get(self.said).copied().unwrap_or(0x5A);
                self.said += 1;
                if self.one_in(self.manners.spoil) {
                    self.talk ^= 1 << self.rng.below(8);
                }
            }
        }
        self.device_low = match self.doing {
            Doing::Nothing => false,
            _ if self.bits == 8 && (self.address || self.doing == Doing::Listening) => {
                self.acknowledges()
            }
            Doing::Talking if self.bits < 8 => self.talk << self.bits & 0x80 == 0,
            _ => false,
        };
    }

    fn acknowledges(&mut self) -> bool {
        if self.address && self.manners.deaf > 0 {
            self.manners.deaf -= 1;
            self.doing = Doing::Nothing;
            return false;
        }
        let refuse = if self.address {
            self.manners.refuse
        } else {
            self.manners.refuse_data
        };
        if self.one_in(refuse) {
            self.doing = Doing::Nothing;
            return false;
        }
        if self.address && self.shift & 1 == 1 {
            self.doing = Doing::Talking;
        }
        true
    }
}
