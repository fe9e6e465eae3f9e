//! Cuts supply and cable all through a rescue; see docs/power-cuts.md. Run by `cargo xtask sweep`.

use std::process::ExitCode;
use std::time::Instant;

use umbilical_soft_mcu::eeprom::{PARTS, Part, StrapPin};
use umbilical_tests::sweep::{Cut, Kind, Place, Sweep, Tally};

const USAGE: &str = "\
usage: cargo xtask sweep [--part NAME] [--seed N] [--every-byte | --random N] [--cable]

  --part NAME    part of both devices, 24c64 unless given
  --seed N       contents, instants, torn pages; 1 unless given
  --every-byte   cut at every byte on the shared bus and on the journal's (unless --random)
  --random N     cut at N random instants of the work instead
  --cable        pull the cable instead of cutting the supply
";
/// Violations that are printed in full.
const SHOWN: usize = 20;

struct Options {
    part: &'static Part,
    seed: u64,
    random: Option<u64>,
    kind: Kind,
}

fn parse(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut arguments = arguments;
    let (mut part, mut seed, mut random) = ("24c64".to_owned(), 1, None);
    let (mut kind, mut every_byte) = (Kind::Power, false);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        let number = |text: String| {
            let parsed = text.parse::<u64>();
            parsed.map_err(|_| format!("{argument} needs a whole number, not `{text}`"))
        };
        match argument.as_str() {
            "--part" => part = value()?,
            "--seed" => seed = number(value()?)?,
            "--random" => random = Some(number(value()?)?),
            "--every-byte" => every_byte = true,
            "--cable" => kind = Kind::Cable,
            other => return Err(format!("unknown argument `{other}`")),
        }
    }
    if every_byte && random.is_some() {
        return Err("--every-byte and --random exclude each other".into());
    }
    if random == Some(0) {
        return Err("--random 0 would cut nothing".into());
    }
    let names = || {
        let usable = PARTS.iter().filter(|part| part.strap != StrapPin::None);
        usable.map(|part| part.name).collect::<Vec<_>>().join(", ")
    };
    let found = Part::by_name(&part).ok_or(format!("unknown part `{part}`; known: {}", names()))?;
    if found.strap == StrapPin::None {
        return Err(format!(
            "two {} cannot share a bus: the part has no address pin; use one of {}",
            found.name,
            names()
        ));
    }
    Ok(Options {
        part: found,
        seed,
        random,
        kind,
    })
}

fn cuts(sweep: &Sweep, options: &Options) -> Vec<(&'static str, Vec<Cut>)> {
    let kind = options.kind;
    if let Some(count) = options.random {
        return vec![("random instants", sweep.anywhere(count, &[kind], 0..1))];
    }
    let reference = &sweep.reference;
    vec![
        (
            "bytes, shared bus",
            sweep.at_each(&reference.bytes, kind, Place::Byte),
        ),
        (
            "bytes, journal bus",
            sweep.at_each(&reference.journal_bytes, kind, Place::Byte),
        ),
    ]
}

fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprint!("error: {message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let started = Instant::now();
    let mut sweep = Sweep::new(options.part, options.seed);
    sweep.merge_equal = true;
    let work = sweep.reference.end.since(sweep.reference.begin);
    println!(
        "{} seed {} {:?}: {} of work, {} write cycles",
        options.part.name,
        options.seed,
        options.kind,
        work,
        sweep.reference.writes.len()
    );
    println!(
        "{:20} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}",
        "cut at", "cuts", "inside", "writing", "torn", "followed", "rescued", "violations"
    );
    let mut all = Tally::default();
    for (name, cuts) in cuts(&sweep, &options) {
        let count = cuts.len();
        let tally = sweep.run(cuts, |done| {
            if done % 512 < 16 || done == count {
                eprintln!(
                    "{name}: {done} of {count}, {} s",
                    started.elapsed().as_secs()
                );
            }
        });
        println!(
            "{name:20} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10}",
            tally.cuts,
            tally.inside,
            tally.in_write + tally.in_journal_write,
            tally.torn,
            tally.runs - tally.equal,
            tally.rescued,
            tally.violations.len()
        );
        all.add(tally);
    }
    for violation in all.violations.iter().take(SHOWN) {
        println!("{violation}");
    }
    println!("{} s", started.elapsed().as_secs());
    if all.is_clean() {
        ExitCode::SUCCESS
    } else {
        eprintln!("error: {} violations", all.violations.len());
        ExitCode::FAILURE
    }
}
