//! Which erases a block of 64 KiB gets: those that take the least time, with the programs that
//! follow from them.
//!
//! An erase of more than the sectors that need it saves erase time and costs programs: every page
//! in it that is not blank in the source has to be written again, equal or not. Times are typical
//! ones in microseconds.

/// Sectors of a block.
pub const SECTORS: usize = 16;
/// Sectors of half a block, which is what a 32 KiB erase covers.
pub(crate) const HALF: usize = 8;

/// Time of an erase that there is not: more than any block can take.
pub const NEVER_US: u32 = 1 << 30;

/// How many bits are set. One copy of it: the MCU counts them in twenty instructions.
#[inline(never)]
pub(crate) fn ones(bits: u32) -> u32 {
    bits.count_ones()
}

/// What one sector of the block asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// It is not copied: no erase may reach it.
    pub apart: bool,
    /// It cannot become equal without an erase.
    pub erase: bool,
    /// Pages to program when it is not erased; counts only without [`erase`](Self::erase).
    pub differing: u32,
    /// Pages to program when it is erased: those that are not blank in the source.
    pub used: u32,
}

/// Typical times in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// An erase of 4, 32 and 64 KiB, each below a minute; [`NEVER_US`] where there is none.
    pub erases: [u32; 3],
    /// Sending and programming a page.
    pub page: u32,
}

/// How a block is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erases {
    /// All of it at once.
    Block,
    /// Half by half: all of it at once where `true`, else the sectors that need it, one by one.
    Halves([bool; 2]),
}

/// The sums over the sectors of half a block.
#[derive(Clone, Copy)]
struct Half {
    /// Sectors to erase when they are made equal one by one.
    erases: u32,
    /// Pages to program then.
    pages: u32,
    /// Pages to program after an erase of all.
    used: u32,
    /// Sectors that were not counted yet.
    left: u32,
    /// One of them is not copied.
    apart: bool,
}

impl Half {
    const NOTHING: Self = Self {
        erases: 0,
        pages: 0,
        used: 0,
        left: HALF as u32,
        apart: false,
    };

    /// Time with an erase that takes `erase`, if all that is left were full.
    fn at_once(&self, costs: &Costs, erase: u32) -> u32 {
        if self.apart {
            return NEVER_US;
        }
        erase + (self.used + self.left * SECTORS as u32) * costs.page
    }

    /// Time with one erase, and sector by sector, of what was counted.
    fn counted(&self, costs: &Costs) -> (u32, u32) {
        let counted = Self { left: 0, ..*self };
        let whole = counted.at_once(costs, costs.erases[1]);
        (
            whole,
            self.erases * costs.erases[0] + self.pages * costs.page,
        )
    }

    /// The lesser of the two.
    fn least(&self, costs: &Costs) -> u32 {
        let (whole, single) = self.counted(costs);
        whole.min(single)
    }
}

/// A block, counted sector by sector.
#[derive(Clone, Copy)]
pub struct Tally([Half; 2]);

impl Tally {
    /// No sector was counted.
    pub const NOTHING: Self = Self([Half::NOTHING; 2]);

    /// Counts sector `index`. Multiplying is left to the end: the MCU does it bit by bit.
    pub fn add(&mut self, index: usize, need: Need) {
        let [low, high] = &mut self.0;
        let half = if index < HALF { low } else { high };
        let mut pages = need.differing;
        if need.erase {
            pages = need.used;
            half.erases += 1;
        }
        half.pages += pages;
        half.used += need.used;
        half.left -= 1;
        half.apart |= need.apart;
    }

    /// True when the sectors counted so far show that [`Erases::Block`] takes the least time,
    /// whatever the others turn out to need. All that are not copied have been counted.
    pub fn is_block_certain(&self, costs: &Costs) -> bool {
        let [low, high] = &self.0;
        let both = Half {
            erases: 0,
            pages: 0,
            used: low.used + high.used,
            left: low.left + high.left,
            apart: low.apart | high.apart,
        };
        both.at_once(costs, costs.erases[2]) < low.least(costs) + high.least(costs)
    }

    /// The choice that takes the least time, all sectors having been counted.
    pub fn choose(&self, costs: &Costs) -> Erases {
        if self.is_block_certain(costs) {
            return Erases::Block;
        }
        Erases::Halves(self.0.map(|half| {
            let (whole, single) = half.counted(costs);
            whole < single
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(block: &[Need], seen: usize) -> Tally {
        let mut tally = Tally::NOTHING;
        for (index, need) in block.iter().enumerate() {
            if index < seen || need.apart {
                tally.add(index, *need);
            }
        }
        tally
    }

    fn choose(costs: &Costs, block: &[Need; SECTORS]) -> Erases {
        tally(block, SECTORS).choose(costs)
    }

    fn is_block_certain(costs: &Costs, block: &[Need; SECTORS], seen: usize) -> bool {
        tally(block, seen).is_block_certain(costs)
    }

    /// W25Q128JV, typical, with 24 MHz.
    const COSTS: Costs = Costs {
        erases: [45_000, 120_000, 150_000],
        page: 487,
    };

    fn block(erased: usize, used: u32) -> [Need; SECTORS] {
        let mut block = [Need {
            apart: false,
            erase: false,
            differing: 0,
            used,
        }; SECTORS];
        for need in block.iter_mut().take(erased) {
            need.erase = true;
        }
        block
    }

    #[test]
    fn few_sectors_are_erased_one_by_one_and_many_at_once() {
        assert_eq!(
            choose(&COSTS, &block(0, 16)),
            Erases::Halves([false, false])
        );
        assert_eq!(
            choose(&COSTS, &block(1, 16)),
            Erases::Halves([false, false])
        );
        // Four of them: 180 ms and 31 ms of programs against 120 ms and 62 ms.
        assert_eq!(choose(&COSTS, &block(4, 16)), Erases::Halves([true, false]));
        assert_eq!(choose(&COSTS, &block(16, 16)), Erases::Block);
        // Blank pages cost nothing after an erase.
        assert_eq!(choose(&COSTS, &block(4, 0)), Erases::Halves([true, false]));
        assert_eq!(choose(&COSTS, &block(9, 0)), Erases::Block);
    }

    #[test]
    fn an_erase_that_is_not_there_is_not_chosen() {
        let only_4k = Costs {
            erases: [20_000, NEVER_US, NEVER_US],
            ..COSTS
        };
        assert_eq!(
            choose(&only_4k, &block(16, 16)),
            Erases::Halves([false, false])
        );
        assert!(!is_block_certain(&only_4k, &block(16, 16), 16));
    }

    /// xorshift64*.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u32) -> u32 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) as u32 % limit
        }
    }

    fn random_case(random: &mut Random) -> (Costs, [Need; SECTORS]) {
        let mut erase = |low: u32, high| match random.below(8) {
            0 => NEVER_US,
            _ => low + random.below(high),
        };
        let erases = [15_010, erase(15_000, 150_000), erase(15_000, 200_000)];
        let costs = Costs {
            erases,
            page: 100 + random.below(1_000),
        };
        let dense = random.below(17);
        let rare = 1 + random.below(200);
        let block = core::array::from_fn(|_| {
            let used = random.below(17);
            if random.below(rare) == 1 {
                return Need {
                    apart: true,
                    ..Need::default()
                };
            }
            Need {
                apart: false,
                erase: random.below(16) < dense,
                differing: random.below(used + 1),
                used,
            }
        });
        (costs, block)
    }

    /// Time of one choice, written down anew; [`NEVER_US`] or more where it is not allowed.
    fn time_of(costs: &Costs, block: &[Need; SECTORS], choice: Erases) -> u32 {
        let erased = |sectors: &[Need], erase: u32| {
            let apart = sectors.iter().any(|need| need.apart);
            let used: u32 = sectors.iter().map(|need| need.used).sum();
            if apart {
                NEVER_US
            } else {
                erase + used * costs.page
            }
        };
        let alone = |need: &Need| match need.erase {
            true => costs.erases[0] + need.used * costs.page,
            false => need.differing * costs.page,
        };
        match choice {
            Erases::Block => erased(block, costs.erases[2]),
            Erases::Halves(at_once) => (block.chunks(HALF).zip(at_once))
                .map(|(sectors, at_once)| match at_once {
                    true => erased(sectors, costs.erases[1]),
                    false => sectors.iter().map(alone).sum(),
                })
                .sum(),
        }
    }

    #[test]
    fn no_other_choice_takes_less_time() {
        let seed = 0x5EED;
        println!("seed {seed:#x}");
        let mut random = Random(seed);
        let mut seen = [0; 3];
        for _ in 0..20_000 {
            let (costs, block) = random_case(&mut random);
            let choice = choose(&costs, &block);
            let others = [
                Erases::Block,
                Erases::Halves([false, false]),
                Erases::Halves([false, true]),
                Erases::Halves([true, false]),
                Erases::Halves([true, true]),
            ];
            let least = others.map(|other| time_of(&costs, &block, other));
            let least = least.into_iter().min();
            let taken = time_of(&costs, &block, choice);
            assert_eq!(Some(taken), least, "{costs:?} {block:?}");
            seen[match choice {
                Erases::Block => 0,
                Erases::Halves([false, false]) => 1,
                Erases::Halves(_) => 2,
            }] += 1;
        }
        assert!(seen.iter().all(|count| *count > 500), "{seen:?}");
    }

    #[test]
    fn what_is_certain_early_is_chosen_in_the_end() {
        let seed = 0xCE27;
        println!("seed {seed:#x}");
        let mut random = Random(seed);
        let mut certain = 0;
        for _ in 0..20_000 {
            let (costs, block) = random_case(&mut random);
            let early = (1..SECTORS).find(|seen| is_block_certain(&costs, &block, *seen));
            if early.is_some() {
                certain += 1;
                assert_eq!(choose(&costs, &block), Erases::Block, "{costs:?} {block:?}");
            }
        }
        assert!(certain > 500, "only {certain} were certain early");
    }
}
