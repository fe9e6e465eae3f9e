//! Which erases a block of 64 KiB gets: those that take the least time, with the programs that
//! follow from them.
//!
//! An erase of more than the sectors that need it saves erase time and costs programs: every page
//! in it that is not blank in the source has to be written again, equal or not. Times are typical
//! ones in microseconds.

/// Sectors of a block.
pub const SECTORS: usize = 16;
/// Sectors of half a block, which is what a 32 KiB erase covers.
const HALF: usize = 8;

/// Time of an erase that there is not: more than any block can take.
pub const NEVER_US: u32 = 1 << 30;

/// What one sector of the block asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// It is not copied: no erase may reach it.
    pub apart: bool,
    /// It cannot become equal without an erase.
    pub erase: bool,
    /// Pages to program when it is not erased; counts only without [`erase`](Self::erase).
    pub differing: u8,
    /// Pages to program when it is erased: those that are not blank in the source.
    pub used: u8,
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

/// The sums over some sectors.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Time of making them equal one by one.
    single: u32,
    /// Pages to program after an erase of all.
    used: u32,
    /// One of them is not copied.
    apart: bool,
}

impl Sums {
    fn of(costs: &Costs, sectors: &[Need]) -> Self {
        let mut sums = Self::default();
        for need in sectors {
            let mut pages = need.differing;
            if need.erase {
                pages = need.used;
                sums.single += costs.erases[0];
            }
            sums.single += u32::from(pages) * costs.page;
            sums.used += u32::from(need.used);
            sums.apart |= need.apart;
        }
        sums
    }

    /// Time with one erase that takes `erase`.
    fn at_once(&self, costs: &Costs, erase: u32) -> u32 {
        if self.apart {
            return NEVER_US;
        }
        erase + self.used * costs.page
    }
}

/// The choice that takes the least time.
pub fn choose(costs: &Costs, block: &[Need; SECTORS]) -> Erases {
    weigh(costs, block, SECTORS)
}

/// True when the first `seen` sectors alone show that [`Erases::Block`] takes the least time,
/// whatever the others turn out to need. Those that are not copied are known for all.
pub fn is_block_certain(costs: &Costs, block: &[Need; SECTORS], seen: usize) -> bool {
    weigh(costs, block, seen) == Erases::Block
}

/// The choice, with the sectors after the first `seen` ones at what favours [`Erases::Block`] least.
#[inline(never)]
fn weigh(costs: &Costs, block: &[Need; SECTORS], seen: usize) -> Erases {
    let mut all = Sums::default();
    let mut least = 0;
    let mut halves = [false; 2];
    for (number, at_once) in halves.iter_mut().enumerate() {
        let from = number * HALF;
        let known = seen.clamp(from, from + HALF);
        let sums = Sums::of(costs, block.get(from..known).unwrap_or_default());
        let whole = sums.at_once(costs, costs.erases[1]);
        *at_once = whole < sums.single;
        least += whole.min(sums.single);
        all.used += sums.used + ((from + HALF - known) * SECTORS) as u32;
    }
    all.apart = block.iter().any(|need| need.apart);
    if all.at_once(costs, costs.erases[2]) < least {
        Erases::Block
    } else {
        Erases::Halves(halves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// W25Q128JV, typical, with 24 MHz.
    const COSTS: Costs = Costs {
        erases: [45_000, 120_000, 150_000],
        page: 487,
    };

    fn block(erased: usize, used: u8) -> [Need; SECTORS] {
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
                differing: random.below(used + 1) as u8,
                used: used as u8,
            }
        });
        (costs, block)
    }

    /// Every way to erase, tried one by one, in place of the formula.
    fn least(costs: &Costs, block: &[Need; SECTORS]) -> u32 {
        let time = |erased: &dyn Fn(usize) -> bool, erases: u32| -> u32 {
            let pages = block.iter().enumerate().map(|(index, need)| {
                u32::from(if erased(index) {
                    need.used
                } else {
                    need.differing
                })
            });
            erases.saturating_add(pages.sum::<u32>() * costs.page)
        };
        let free = |range: core::ops::Range<usize>| block[range].iter().all(|need| !need.apart);
        let mut best = u32::MAX;
        if free(0..SECTORS) {
            best = time(&|_| true, costs.erases[2]);
        }
        for choice in 0..4 {
            let at_once = |index: usize| choice >> (index / HALF) & 1 == 1;
            let halves = (0..2).filter(|half| choice >> half & 1 == 1).count() as u32;
            if (0..2).any(|half| choice >> half & 1 == 1 && !free(8 * half..8 * half + 8)) {
                continue;
            }
            let singles = (0..SECTORS).filter(|index| !at_once(*index) && block[*index].erase);
            let singles = singles.count() as u32 * costs.erases[0];
            let erased = |index: usize| at_once(index) || block[index].erase;
            best = best.min(time(
                &erased,
                halves
                    .saturating_mul(costs.erases[1])
                    .saturating_add(singles),
            ));
        }
        best
    }

    fn time_of(costs: &Costs, block: &[Need; SECTORS], choice: Erases) -> u32 {
        match choice {
            Erases::Block => Sums::of(costs, block).at_once(costs, costs.erases[2]),
            Erases::Halves(at_once) => (block.chunks(HALF).zip(at_once))
                .map(
                    |(sectors, at_once)| match (Sums::of(costs, sectors), at_once) {
                        (sums, true) => sums.at_once(costs, costs.erases[1]),
                        (sums, false) => sums.single,
                    },
                )
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
            assert_eq!(
                time_of(&costs, &block, choice),
                least(&costs, &block),
                "{costs:?} {block:?}"
            );
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
