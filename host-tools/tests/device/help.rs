//! Help, completions and man pages.

use super::*;

#[test]
fn help() {
    let bench = Bench::new();
    for command in [
        "info",
        "backup",
        "restore",
        "verify",
        "clone",
        "monitor",
        "completions",
        "man",
    ] {
        let output = bench.run(&[command, "--help"]);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        insta::assert_snapshot!(format!("help_{command}"), text);
    }
}

const COMMANDS: [&str; 12] = [
    "emulate",
    "info",
    "backup",
    "restore",
    "verify",
    "clone",
    "monitor",
    "convert",
    "rehearse",
    "layout-check",
    "wave-diff",
    "completions",
];

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
        for command in COMMANDS {
            let last = command.split('-').next_back().expect("a word");
            assert!(script.contains(last), "{shell} does not know {command}");
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
    for command in COMMANDS {
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
