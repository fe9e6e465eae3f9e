//! The generated text: the same on every run, and complete.

use std::collections::BTreeSet;
use umbilical_rtl::verilog::{CONTROLLER, File, files};

fn generated() -> Vec<File> {
    files().expect("every block is fully connected")
}

/// rust-hdl numbers signals through the whole process, so a second run meets other numbers.
#[test]
fn two_runs_give_the_same_bytes() {
    assert!(generated() == generated());
}

fn modules(text: &str) -> Vec<&str> {
    let headers = text.lines().filter_map(|line| line.strip_prefix("module "));
    headers
        .map(|header| header.split('(').next().unwrap_or_default())
        .collect()
}

/// Files can be given to a tool together: names start with the block's own, and are there once.
#[test]
fn modules_are_named_after_their_block_and_defined_once() {
    for File { path, text } in generated() {
        let file = path.rsplit('/').next().unwrap_or(&path);
        let block = file.trim_end_matches(".v");
        let modules = modules(&text);
        assert_eq!(modules[0], block, "{path}");
        for module in &modules[1..] {
            assert!(module.starts_with(&format!("{block}_")), "{path}: {module}");
        }
        let names: BTreeSet<&str> = modules.iter().copied().collect();
        assert_eq!(names.len(), modules.len(), "{path}");
        // Every instance, `module name(`, is of a module that is there.
        for line in text
            .lines()
            .filter(|line| line.starts_with(&format!("    {block}_")))
        {
            let kind = line.trim().split(' ').next().unwrap_or_default();
            assert!(names.contains(kind), "{path}: {line}");
        }
        assert!(text.contains("`default_nettype none"), "{path}");
    }
}

/// One module for all that are alike: the filters are thirteen instances of one.
#[test]
fn parts_with_one_text_are_one_module() {
    let files = generated();
    let whole = files
        .iter()
        .find(|file| file.path == format!("{CONTROLLER}.v"));
    let text = &whole.expect("the controller is among them").text;
    let filters = text
        .lines()
        .filter(|line| line.contains("umbilical_filters filters$"));
    assert_eq!(filters.count(), 13);
    let flip_flops = modules(text)
        .iter()
        .filter(|name| name.contains("_dff_"))
        .count();
    assert!(
        (2..30).contains(&flip_flops),
        "{flip_flops} modules of flip-flops"
    );
}
