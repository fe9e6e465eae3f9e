//! Which erases a block of 64 KiB gets: those that take the least time, with the programs that
//! follow from them.
//!
//! An erase of more than the sectors that need it saves erase time and costs programs: every page
//! in it that is not blank in the source has to be written again, equal or not. Times are typical
//! ones in microseconds.

use crate::flash::block::Block;

/// Sectors of a block.
pub const SECTORS: usize = 16;
/// Sectors of half a block, which is what a 32 KiB erase covers.
pub(crate) const HALF: usize = 8;

/// Time of an erase that there is not: more than any block can take.
pub const NEVER_US: u32 = 1 << 30;

/// All sectors of a block, or all pages of a sector, a bit each.
pub const ALL: u32 = 0xFFFF;

/// `each` times the number of bits that are set. They are few, and a multiplication is a loop too.
#[inline(never)]
pub(crate) fn times_ones(each: u32, mut bits: u32) -> u32 {
    let mut sum = 0;
    while bits != 0 {
        bits &= bits - 1;
        sum += each;
    }
    sum
}

/// Typical times in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// An erase of 4, 32 and 64 KiB, each below a minute; [`NEVER_US`] where there is none.
    pub erases: [u32; 3],
    /// Sending and programming a page.
    pub page: u32,
}

/// What is known when the erases of a block are chosen, and the choice.
pub trait Plan {
    /// The times.
    fn costs(&self) -> &Costs;

    /// What its sectors need.
    fn block(&self) -> &Block;

    /// Pages of sector `index` that are not blank in the source, or may not be.
    fn used(&self, index: usize) -> u32;

    /// Time to make sectors `from` to the end of their half equal one by one, without those of
    /// `unseen`; and to program what is not blank after an erase of them all.
    #[inline(never)]
    fn half(&self, from: usize, unseen: u32) -> (u32, u32) {
        let (mut single, mut used) = (0, 0);
        let mut index = from;
        loop {
            if unseen >> index & 1 == 0 {
                let all = times_ones(self.costs().page, self.used(index));
                used += all;
                single += if self.block().needs_erase(index) {
                    self.costs().erases[0] + all
                } else {
                    times_ones(self.costs().page, self.block().pages(index))
                };
            }
            index += 1;
            if index % HALF == 0 {
                return (single, used);
            }
        }
    }

    /// True when it takes the least time to erase the block at once, whatever the sectors of
    /// `unseen`, which were not looked at, turn out to need.
    fn is_block_best(&self, unseen: u32) -> bool {
        if self.block().sectors != ALL {
            return false;
        }
        let unseen = unseen & ALL & !self.block().erase;
        // They may be full.
        let mut at_once = self.costs().erases[2] + times_ones(self.costs().page << 4, unseen);
        let mut least = 0;
        let mut from = 0;
        while from < SECTORS {
            let (single, used) = self.half(from, unseen);
            at_once += used;
            least += single.min(self.costs().erases[1] + used);
            from += HALF;
        }
        at_once < least
    }

    /// True when it takes less time to erase the half that begins with sector `from` at once than
    /// to make its sectors equal one by one. All were looked at.
    fn is_half_best(&self, from: usize) -> bool {
        if !self.block().sectors >> from & (ALL >> HALF) != 0 {
            return false;
        }
        let (single, used) = self.half(from, 0);
        self.costs().erases[1] + used < single
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one sector of the block asks for.
    #[derive(Clone, Copy, Debug, Default)]
    struct Need {
        /// It is not copied: no erase may reach it.
        apart: bool,
        /// It cannot become equal without an erase.
        erase: bool,
        /// Pages to program when it is not erased; counts only without `erase`.
        differing: u32,
        /// Pages to program when it is erased: those that are not blank in the source.
        used: u32,
    }

    /// How a block is erased.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Erases {
        /// All of it at once.
        Block,
        /// Half by half: all of it at once where `true`, else the sectors that need it, one by one.
        Halves([bool; 2]),
    }

    /// So many pages.
    fn pages(count: u32) -> u32 {
        (1 << count) - 1
    }

    /// The block as it is known once its first `seen` sectors were looked at.
    fn seen(needs: &[Need], seen: usize) -> Block {
        let mut block = Block::default();
        for (index, need) in needs.iter().enumerate() {
            block.sectors |= u32::from(!need.apart) << index;
            if index < seen && !need.apart {
                block.erase |= u32::from(need.erase) << index;
                if !need.erase {
                    block.see(index, pages(need.differing));
                }
            }
        }
        block
    }

    struct Case<'a> {
        costs: &'a Costs,
        block: Block,
        needs: &'a [Need; SECTORS],
    }

    impl Plan for Case<'_> {
        fn costs(&self) -> &Costs {
            self.costs
        }
        fn block(&self) -> &Block {
            &self.block
        }
        fn used(&self, index: usize) -> u32 {
            pages(self.needs[index].used)
        }
    }

    fn choose(costs: &Costs, needs: &[Need; SECTORS]) -> Erases {
        let block = seen(needs, SECTORS);
        let plan = Case {
            costs,
            block,
            needs,
        };
        if plan.is_block_best(0) {
            return Erases::Block;
        }
        Erases::Halves([0, HALF].map(|from| plan.is_half_best(from)))
    }

    fn is_block_certain(costs: &Costs, needs: &[Need; SECTORS], count: usize) -> bool {
        let block = seen(needs, count);
        let plan = Case {
            costs,
            block,
            needs,
        };
        plan.is_block_best(u32::MAX << count)
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
