//! Mistakes that a replay has to find: in what is expected, and in the netlist.

/// Where a vector has its number of edges, see `rtl/gates/testbench.v`.
const EDGES_AT: u32 = 48;

/// A mistake in the vectors, in the middle of the run.
#[derive(Clone, Copy, Debug)]
pub enum InVectors {
    /// Something is expected one edge later.
    EdgeTooMany,
    /// This bit is expected the other way round for a while.
    Wrong(&'static str, u32),
}

impl InVectors {
    /// For the console.
    pub fn name(self) -> String {
        match self {
            InVectors::EdgeTooMany => "one edge too many".into(),
            InVectors::Wrong(name, _) => format!("{name} wrong once"),
        }
    }

    /// The vectors with the mistake, at a place where one of the bits `moves` changes, so that
    /// the edge matters.
    ///
    /// # Errors
    /// They are no vectors, or nothing of `moves` changes in their second half.
    pub fn apply(self, vectors: &str, moves: u64) -> Result<String, String> {
        let mut words: Vec<u64> = vectors
            .lines()
            .map(|line| u64::from_str_radix(line, 16))
            .collect::<Result<_, _>>()
            .map_err(|error| format!("vectors.hex: {error}"))?;
        let half = words.len() / 2;
        let full = u64::MAX >> EDGES_AT;
        let middle = (half..words.len().saturating_sub(1))
            .find(|&index| {
                (words[index] ^ words[index + 1]) & moves != 0 && words[index] >> EDGES_AT < full
            })
            .ok_or("vectors.hex: nothing begins or ends in its second half")?;
        match self {
            InVectors::EdgeTooMany => words[middle] += 1 << EDGES_AT,
            InVectors::Wrong(_, bit) => words[middle] ^= 1 << bit,
        }
        Ok(words.iter().map(|word| format!("{word:016x}\n")).collect())
    }
}

/// A mistake in the netlist.
#[derive(Clone, Copy, Debug)]
pub enum InNetlist {
    /// The first look-up table whose name begins so has its content inverted. The name is of
    /// something that the rescue asks: any other table might be one that it never does.
    Inverted(&'static str),
    /// Two nets, each driven by one cell, have changed places.
    Swapped(&'static str, &'static str),
}

impl InNetlist {
    /// For the console.
    pub fn name(self) -> String {
        match self {
            InNetlist::Inverted(name) => format!("the content of {name} inverted"),
            InNetlist::Swapped(a, b) => format!("{a} and {b} swapped"),
        }
    }

    /// The netlist with the mistake.
    ///
    /// # Errors
    /// What is named is not in it.
    pub fn apply(self, netlist: &str) -> Result<String, String> {
        match self {
            InNetlist::Inverted(name) => inverted(netlist, name),
            InNetlist::Swapped(a, b) => swapped(netlist, a, b),
        }
    }
}

fn inverted(netlist: &str, name: &str) -> Result<String, String> {
    const MARK: &str = ".INIT(16'h";
    let named = |at: &usize| {
        let rest = netlist.get(at + MARK.len() + 4..).unwrap_or_default();
        let cell = rest.trim_start_matches(|c: char| c == ')' || c.is_ascii_whitespace());
        cell.strip_prefix('\\')
            .is_some_and(|cell| cell.starts_with(name))
    };
    let mut places = netlist.match_indices(MARK).map(|(at, _)| at);
    let at = places
        .find(named)
        .ok_or_else(|| format!("pads.netlist.v: no look-up table has a name that begins {name}"))?
        + MARK.len();
    let digits = netlist.get(at..at + 4).unwrap_or_default();
    let content = u16::from_str_radix(digits, 16)
        .map_err(|_| format!("pads.netlist.v: `{digits}` is no content of a look-up table"))?;
    Ok(format!(
        "{}{:04x}{}",
        &netlist[..at],
        !content,
        &netlist[at + 4..]
    ))
}

fn swapped(netlist: &str, a: &str, b: &str) -> Result<String, String> {
    let (from_a, from_b) = (format!(".Z({a})"), format!(".Z({b})"));
    for from in [&from_a, &from_b] {
        let count = netlist.matches(from.as_str()).count();
        if count != 1 {
            return Err(format!(
                "pads.netlist.v: {count} look-up tables say {from}, one is expected"
            ));
        }
    }
    let between = ".Z(\\between )";
    Ok(netlist
        .replace(&from_a, between)
        .replace(&from_b, &from_a)
        .replace(between, &from_b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverted_table_differs_in_its_content_only() {
        let netlist = "LUT4 #(.INIT(16'h00f0)\n) a; LUT4 #(.INIT(16'h1234)\n  ) \\c.shift.q (;";
        let mutant = InNetlist::Inverted("c.shift").apply(netlist);
        assert_eq!(mutant, Ok(netlist.replace("1234", "edcb")));
        assert!(InNetlist::Inverted("c.shift").apply("no tables").is_err());
    }

    #[test]
    fn swapped_nets_have_changed_places() {
        let swap = InNetlist::Swapped("en0", "en1");
        let mutant = swap.apply("x .Z(en0) y .Z(en1) z");
        assert_eq!(mutant, Ok("x .Z(en1) y .Z(en0) z".into()));
        assert!(swap.apply(".Z(en0)").is_err());
        assert!(swap.apply(".Z(en0) .Z(en1) .Z(en1)").is_err());
    }

    #[test]
    fn mistakes_in_vectors_change_one_of_them() {
        let vectors = "0000000000000003\n0005000000000000\n0005000000000040\n0005000000000000\n";
        for mistake in [InVectors::EdgeTooMany, InVectors::Wrong("a pull", 8)] {
            let text = mistake.apply(vectors, 0x40).unwrap_or_default();
            let changed = text.lines().zip(vectors.lines()).filter(|(a, b)| a != b);
            assert_eq!(changed.count(), 1, "{mistake:?}");
        }
        assert!(InVectors::EdgeTooMany.apply(vectors, 0x80).is_err());
        assert!(InVectors::EdgeTooMany.apply("x\n", 0x40).is_err());
    }
}
