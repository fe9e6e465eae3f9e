//! `cargo xtask formal`: the proofs of `rtl/formal`, and for each of them the mutants that break it.
//!
//! A proof is a SystemVerilog file that instantiates a kept Verilog file of the RTL and asserts
//! something about it. Its header says what is done with it, one `// key: value` per line:
//!
//! ```text
//! // proof: one sentence, printed in the table
//! // design: blocks/switch.v        below rtl/verilog
//! // also: ../boards/quarters.v     more Verilog that the proof instantiates, left as it is; may repeat
//! // cut: umbilical_mcu             module whose outputs become free (any value on any edge); may repeat
//! // tristate: tribuf.v             what a tri-state driver is to the solver; only where there are any
//! // push_pull: proc_sck            net whose driver is `tribuf_push_pull.v` instead; may repeat
//! // bmc: 40                        edges from reset that are searched
//! // induction: 12                  edges of the induction step; left out where it does not close
//! // mutant: text => other text     a change of the design (text occurs once) that must break it; may repeat
//! // mutant: [module] text => other text     the same where it occurs once in that module
//! ```

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::wheels::Wheels;
use crate::{debian, log};

/// Debian packages that the proofs run with; the solver comes as a wheel.
pub const PACKAGES: [&str; 1] = ["yosys"];

/// One file of `rtl/formal`.
struct Proof {
    name: String,
    file: PathBuf,
    sentence: String,
    design: String,
    also: Vec<PathBuf>,
    cuts: Vec<String>,
    tristate: Option<PathBuf>,
    push_pull: Vec<String>,
    bmc: u32,
    induction: Option<u32>,
    mutants: Vec<(String, String)>,
}

/// What is asked of the solver.
#[derive(Clone, Copy)]
enum Question {
    /// No counterexample within so many edges from reset.
    Bounded(u32),
    /// If it held for so many edges it holds on the next one.
    Step(u32),
}

/// Proves everything, and shows that each mutant is found. With `only`, the proofs whose name
/// contains it.
///
/// # Errors
/// The first proof that fails, with the trace of its counterexample, or the first mutant that
/// goes unnoticed.
pub fn run(root: &Path, only: Option<&str>) -> Result<(), String> {
    debian::ensure_debian(&PACKAGES)?;
    let wheels = Wheels::ensure(root)?;
    let proofs = proofs(root, only)?;
    let tasks: Vec<(&Proof, Option<usize>)> = proofs
        .iter()
        .flat_map(|proof| {
            let mutants = (0..proof.mutants.len()).map(Some);
            std::iter::once(None)
                .chain(mutants)
                .map(move |mutant| (proof, mutant))
        })
        .collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; tasks.len()]);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((proof, mutant)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let index = tasks
                        .iter()
                        .position(|task| std::ptr::eq(task.0, *proof) && task.1 == *mutant);
                    let since = Instant::now();
                    let result = attempt(root, &wheels, proof, *mutant);
                    let line = match &result {
                        Ok(said) => format!("{:>6.1} s  {said}", since.elapsed().as_secs_f64()),
                        Err(error) => format!("        {}: {error}", proof.name),
                    };
                    eprintln!("{line}");
                    if let (Some(index), Ok(mut results)) = (index, results.lock()) {
                        results[index] = Some(result.map(|_| ()));
                    }
                }
            });
        }
    });
    let results = results
        .into_inner()
        .map_err(|_| "a proof's thread panicked")?;
    let failed: Vec<String> = results
        .into_iter()
        .filter_map(|result| match result {
            Some(Ok(())) => None,
            Some(Err(error)) => Some(error),
            None => Some("a proof was not run".into()),
        })
        .collect();
    if failed.is_empty() {
        eprintln!(
            "{} proofs hold, {} mutants found",
            proofs.len(),
            tasks.len() - proofs.len()
        );
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

/// One proof, or one of its mutants. Says what was found.
fn attempt(
    root: &Path,
    wheels: &Wheels,
    proof: &Proof,
    mutant: Option<usize>,
) -> Result<String, String> {
    let folder = match mutant {
        None => proof.name.clone(),
        Some(number) => format!("{}.mutant{}", proof.name, number + 1),
    };
    let folder = root.join("target/formal").join(folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = root.join("rtl/verilog").join(&proof.design);
    let mut design =
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if let Some(number) = mutant {
        design = mutated(&design, &proof.mutants[number]).map_err(|cause| {
            format!(
                "{}: mutant {}: {cause} in {}; write it anew",
                proof.file.display(),
                number + 1,
                proof.design
            )
        })?;
    }
    write(&folder.join("design.v"), &design)?;
    write(&folder.join("make.ys"), &script(root, proof))?;
    log::run(
        Command::new("yosys")
            .args(["-q", "-s", "make.ys"])
            .current_dir(&folder),
        &folder.join("yosys.log"),
    )?;
    let holds = solve(wheels, &folder, Question::Bounded(proof.bmc))?;
    let Some(number) = mutant else {
        return unbroken(wheels, proof, &folder, holds);
    };
    if holds {
        Err(format!(
            "{}: nothing noticed mutant {} within {} edges",
            proof.name,
            number + 1,
            proof.bmc
        ))
    } else {
        Ok(format!("{}: mutant {} found", proof.name, number + 1))
    }
}

/// `design` with a mutant's text replaced.
fn mutated(design: &str, (from, to): &(String, String)) -> Result<String, String> {
    let (module, from) = match from
        .strip_prefix('[')
        .and_then(|from| from.split_once("] "))
    {
        Some((module, from)) => (Some(module), from),
        None => (None, from.as_str()),
    };
    let range = match module {
        None => 0..design.len(),
        Some(module) => {
            let start = design.find(&format!("module {module}("));
            let end = design.find(&format!("endmodule // {module}\n"));
            start
                .zip(end)
                .map(|(start, end)| start..end)
                .ok_or_else(|| format!("there is no module {module}"))?
        }
    };
    let part = &design[range.clone()];
    match part.matches(from).count() {
        1 => Ok([
            &design[..range.start],
            &part.replace(from, to),
            &design[range.end..],
        ]
        .concat()),
        found => Err(format!("{from:?} occurs {found} times, not once,")),
    }
}

fn unbroken(wheels: &Wheels, proof: &Proof, folder: &Path, holds: bool) -> Result<String, String> {
    if !holds {
        return Err(format!(
            "{} does not hold: {}; counterexample: {}",
            proof.name,
            proof.sentence,
            folder.join("trace.vcd").display()
        ));
    }
    let depth = match proof.induction {
        None => format!("{} edges", proof.bmc),
        Some(edges) => {
            if !solve(wheels, folder, Question::Step(edges))? {
                return Err(format!(
                    "{}: the induction step over {edges} edges does not close; see {}",
                    proof.name,
                    folder.join("trace.vcd").display()
                ));
            }
            format!("always (induction over {edges} edges)")
        }
    };
    Ok(format!("{}: {} [{depth}]", proof.name, proof.sentence))
}

fn script(root: &Path, proof: &Proof) -> String {
    let mut script = String::from("read_verilog -formal design.v\n");
    for file in &proof.also {
        let file = root.join("rtl/verilog").join(file);
        let _ = writeln!(script, "read_verilog -formal {}", file.display());
    }
    let _ = writeln!(script, "read_verilog -sv -formal {}", proof.file.display());
    script.push_str("hierarchy -top proof\nproc\n");
    for cut in &proof.cuts {
        let _ = writeln!(script, "cutpoint t:{cut}");
    }
    script.push_str("flatten\n");
    if let Some(map) = &proof.tristate {
        script.push_str("opt_clean\ntribuf\n");
        let other = map.with_file_name("tribuf_push_pull.v");
        for net in &proof.push_pull {
            let _ = writeln!(
                script,
                "techmap -map {} w:{net} %ci1 t:$tribuf %i",
                other.display()
            );
        }
        let _ = writeln!(script, "techmap -map {}", map.display());
    }
    script.push_str(
        "memory -nomap\nsetundef -anyseq\nopt -keepdc -fast\ncheck\n\
         async2sync\ndffunmap\nwrite_smt2 -wires design.smt2\n",
    );
    script
}

/// True when the solver finds no counterexample.
fn solve(wheels: &Wheels, folder: &Path, question: Question) -> Result<bool, String> {
    let (name, arguments) = match question {
        Question::Bounded(edges) => ("bmc", vec!["-t".to_string(), edges.to_string()]),
        Question::Step(edges) => (
            "induction",
            vec!["-i".into(), "-t".into(), edges.to_string()],
        ),
    };
    let mut command = Command::new("yosys-smtbmc");
    command
        .args(["-s", "yices", "--dump-vcd", "trace.vcd"])
        .args(arguments)
        .arg("design.smt2")
        .env("PATH", wheels.search_path())
        .current_dir(folder);
    let log = folder.join(format!("{name}.log"));
    // It exits with 1 for a counterexample and for every other trouble alike.
    let said = match log::run(&mut command, &log) {
        Ok(said) => said,
        Err(error) => fs::read_to_string(&log).map_err(|_| error)?,
    };
    if said.contains("Status: PASSED") {
        Ok(true)
    } else if said.contains("Status: FAILED") {
        Ok(false)
    } else {
        Err(format!(
            "yosys-smtbmc gave no verdict; see {}",
            log.display()
        ))
    }
}

fn proofs(root: &Path, only: Option<&str>) -> Result<Vec<Proof>, String> {
    let folder = root.join("rtl/formal");
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .map_err(at)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(at)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sv"));
    files.sort();
    let mut proofs = Vec::new();
    for file in files {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if only.is_none_or(|only| name.contains(only)) {
            proofs.push(header(name, file)?);
        }
    }
    if proofs.is_empty() {
        return Err(format!("no proof in {} is called so", folder.display()));
    }
    Ok(proofs)
}

fn header(name: String, file: PathBuf) -> Result<Proof, String> {
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let wrong = |what: &str| format!("{}: {what}", file.display());
    let mut proof = Proof {
        name,
        file: file.clone(),
        sentence: String::new(),
        design: String::new(),
        also: Vec::new(),
        cuts: Vec::new(),
        tristate: None,
        push_pull: Vec::new(),
        bmc: 0,
        induction: None,
        mutants: Vec::new(),
    };
    let number = |value: &str| {
        value
            .parse::<u32>()
            .map_err(|_| wrong(&format!("{value:?} is no number of edges")))
    };
    for line in text.lines().filter_map(|line| line.strip_prefix("// ")) {
        let Some((key, value)) = line.split_once(": ") else {
            continue;
        };
        let value = value.trim();
        match key {
            "proof" => proof.sentence = value.into(),
            "design" => proof.design = value.into(),
            "also" => proof.also.push(value.into()),
            "push_pull" => proof.push_pull.push(value.into()),
            "cut" => proof.cuts.push(value.into()),
            "tristate" => proof.tristate = Some(file.with_file_name(value)),
            "bmc" => proof.bmc = number(value)?,
            "induction" => proof.induction = Some(number(value)?),
            "mutant" => {
                let (from, to) = value
                    .split_once(" => ")
                    .ok_or_else(|| wrong("a mutant is `text => other text`"))?;
                proof.mutants.push((from.into(), to.into()));
            }
            _ => {}
        }
    }
    if proof.sentence.is_empty() || proof.design.is_empty() || proof.bmc == 0 {
        return Err(wrong("its header needs proof, design and bmc"));
    }
    if proof.mutants.is_empty() {
        return Err(wrong("a proof without a mutant shows nothing"));
    }
    Ok(proof)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_changes_one_place_of_the_design_or_of_a_module() {
        let design = "module a(x);\n w = 1;\nendmodule // a\nmodule b(x);\n w = 1;\n v = 2;\nendmodule // b\n";
        let mutant = |from: &str| mutated(design, &(from.into(), "u".into()));
        assert_eq!(mutant("v = 2;"), Ok(design.replace("v = 2;", "u")));
        let (a, b) = design.split_at(design.find("module b").unwrap_or_default());
        assert_eq!(
            mutant("[b] w = 1;"),
            Ok(a.to_owned() + &b.replace("w = 1;", "u"))
        );
        assert!(mutant("w = 1;").is_err_and(|cause| cause.contains("2 times")));
        assert!(mutant("[a] v = 2;").is_err());
        assert!(mutant("[c] w = 1;").is_err_and(|cause| cause.contains("no module c")));
    }
}
