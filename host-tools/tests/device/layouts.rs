//! `umbilical layout get` and `layout set`.

use super::*;

const FILE: &str = "[type-check]\noffset = 0x8\nlength = 4\n\n\
    [[region]]\nname = \"ident\\\"it\"\noffset = 0x0\nlength = 0x40\npolicy = \"keep\"\n\n\
    [[region]]\nname = \"config\"\noffset = 0x40\nlength = 0x1fc0\npolicy = \"copy\"\n";

/// What was set comes back as the same file, and a backup follows it.
#[test]
fn what_is_set_comes_back() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 81));
    let (said, none) = bench.succeeds(&served, &["layout", "get"]);
    assert!(said.contains("has no layout") && none.is_empty(), "{said}");
    bench.write("a.toml", FILE.as_bytes());
    let (said, _) = bench.succeeds(&served, &["layout", "set", "a.toml"]);
    assert!(
        said.contains("copied: config; kept and proved unchanged"),
        "{said}"
    );
    let (_, file) = bench.succeeds(&served, &["layout", "get"]);
    assert_eq!(file, FILE);
    let (_, programs) = bench.succeeds(&served, &["layout", "get", "--format", "json"]);
    insta::assert_snapshot!("layout_get_json", masked(&programs));
    bench.succeeds(&served, &["backup", "a.umb"]);
    bench.run(&["convert", "a.umb", "a.bin", "--region", "config"]);
    assert!(bench.read("a.bin") == served.device().memory[0x40..]);
    assert!(served.device().deeds.is_empty());
}

#[test]
fn what_does_not_fit_or_comes_at_the_wrong_time_is_refused() {
    let bench = Bench::new();
    let served = Served::new(device("24c02", 82));
    bench.write("a.toml", FILE.as_bytes());
    let set = ["layout", "set", "a.toml"];
    let said = bench.fails(&served, &set, 2, "usage");
    assert!(said.contains("a.toml: region `config`"), "{said}");
    served.device().incomplete = true;
    let small = FILE.replace("0x1fc0", "0xc0");
    bench.write("a.toml", small.as_bytes());
    bench.fails(&served, &set, 8, "incomplete");
    served.device().incomplete = false;
    bench.succeeds(&served, &set);
}
