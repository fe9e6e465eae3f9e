//! Help, completions and man pages.

use clap::CommandFactory;
use umbilical::cli::Cli;

use super::*;

/// Every command and subcommand, as it is typed.
fn commands() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, words: &[String], all: &mut Vec<Vec<String>>) {
        for inner in command.get_subcommands() {
            let words = [words, &[inner.get_name().to_owned()]].concat();
            walk(inner, &words, all);
            all.push(words);
        }
    }
    let mut all = Vec::new();
    walk(&Cli::command(), &[], &mut all);
    assert!(all.len() > 15, "{all:?}");
    all
}

#[test]
fn help_of_every_command() {
    let bench = Bench::new();
    for words in [vec![]].into_iter().chain(commands()) {
        let arguments: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let output = bench.run(&arguments);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let name = [&["help".to_owned()], &words[..]].concat().join("_");
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn every_shell_gets_a_script_with_every_command() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = bench.run(&["completions", shell]);
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{shell}"
        );
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        for word in commands().iter().flatten() {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
        assert!(script.contains("dry-run"), "{shell} knows no options");
    }
    let output = bench.run(&["completions", "none"]);
    assert_eq!(output.status.code(), Some(2));
}

/// The one shell that every test machine has takes its script.
#[test]
fn bash_understands_its_script() {
    let bench = Bench::new();
    let script = bench.run(&["completions", "bash"]).stdout;
    bench.write("umbilical.bash", &script);
    let complete = "source ./umbilical.bash; COMP_WORDS=(umbilical rest); COMP_CWORD=1; \
                    _umbilical umbilical rest umbilical; echo ${COMPREPLY[@]}";
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-c", complete])
        .current_dir(bench.folder.path())
        .output()
        .expect("bash");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.trim(),
        "restore",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_man_page_for_each_command() {
    let bench = Bench::new();
    fs::create_dir(bench.folder.path().join("man")).expect("a folder");
    let output = bench.run(&["man", "man"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for command in commands().iter().map(|words| words.join("-")) {
        let page = bench.read(&format!("man/umbilical-{command}.1"));
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(
            page.contains(".SH SYNOPSIS") && page.contains(".SH OPTIONS"),
            "{command}"
        );
    }
    assert!(bench.exists("man/umbilical.1"));
    let output = bench.run(&["man", "none"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write none"), "{said}");
}
