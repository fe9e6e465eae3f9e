//! Which port: by name, or the one that is found.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use std::os::unix::process::CommandExt;

use umbilical::port::find::{Candidate, FindError, Places, candidates, choose};
use umbilical::port::rights::Missing;
use umbilical::port::{PortError, PortProblem, SerialLine, Stop};

use super::*;
use crate::pty::Manner;

#[test]
fn what_is_no_port_is_told() {
    let bench = Bench::new();
    bench.write("file", b"");
    for (port, code, message) in [
        ("/dev/none", 4, "there is no such port"),
        ("/dev/null", 2, "this is no serial port"),
        ("file", 2, "this is no serial port"),
        (".", 2, "this is no serial port"),
    ] {
        let output = bench.run(&["info", "--port", port]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{port}: {said}");
        assert!(said.contains(message), "{port}: {said}");
    }
    for arguments in [
        &["info"][..],
        &["info", "--port", "x", "--baud", "1"],
        &["info", "--port", "x", "--baud", "4000000"],
        &["clone", "a.umb"],
        &["monitor", "--port", "x", "--for", "soon"],
    ] {
        let output = bench.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

/// Two commands at once: the second one is refused and told by whom, and the first one is not
/// disturbed. For the administrator, too, who passes what the kernel locks.
#[test]
fn a_port_in_use_is_refused_and_its_user_named() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 71));
    let mut first = bench
        .command(&["monitor", "--port", served.port()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command was built");
    pty::until(|| served.frames() > 3);
    let said = bench.fails(&served, &["info"], 6, "port-in-use");
    let by = format!("in use by umbilical (process {})", first.id());
    assert!(said.contains(&by), "{said}");
    assert!(first.try_wait().expect("a child").is_none(), "it goes on");
    first.kill().expect("it runs");
    first.wait().expect("it ends");
    // Whatever ended it, no lock is left.
    bench.succeeds(&served, &["info"]);
}

/// Without rights, as another user; who is not the administrator cannot become one.
#[test]
fn a_port_without_rights_is_told_with_what_would_help() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 72));
    let nobody = 65_534;
    fs::set_permissions(&served.path, fs::Permissions::from_mode(0o600)).expect("it is ours");
    let program = bench.folder.path().join("umbilical");
    let copied = fs::copy(env!("CARGO_BIN_EXE_umbilical"), &program);
    copied.expect("a copy that others may run");
    for path in [bench.folder.path(), &program] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
    }
    let output = Command::new(&program)
        .args(["info", "--port", served.port()])
        .current_dir("/")
        .uid(nobody)
        .gid(nobody)
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: this user cannot become another one: {error}");
            return;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("you may not open it"), "{said}");
    assert!(said.contains("70-umbilical.rules"), "{said}");
}

/// A machine's ports as folders and links, as the kernel shows them.
struct Machine {
    folder: TempDir,
    ports: Vec<(PathBuf, Served)>,
}

impl Machine {
    fn new(ports: Vec<Served>) -> Machine {
        let folder = TempDir::new().expect("a folder");
        let root = folder.path();
        for name in ["class", "dev", "by-id", "usb1"] {
            fs::create_dir(root.join(name)).expect("a folder");
        }
        let mut named = Vec::new();
        for (number, served) in ports.into_iter().enumerate() {
            let name = format!("ttyUSB{number}");
            let adapter = root.join("usb1").join(format!("1-{number}"));
            let device = adapter.join("1.0").join(&name);
            fs::create_dir_all(&device).expect("folders");
            for (file, text) in [
                ("idVendor", "0403\n"),
                ("idProduct", "6015\n"),
                ("product", "ULX3S FPGA 85K v3.1.7\n"),
            ] {
                fs::write(adapter.join(file), text).expect("written");
            }
            fs::create_dir(root.join("class").join(&name)).expect("a folder");
            symlink(&device, root.join("class").join(&name).join("device")).expect("a link");
            let node = root.join("dev").join(&name);
            symlink(&served.path, &node).expect("a link");
            let id = format!("usb-FER-RADIONA-EMARD_ULX3S-if{number:02}-port0");
            symlink(&served.path, root.join("by-id").join(id)).expect("a link");
            named.push((node, served));
        }
        // A port that is soldered in, and a console: neither is one of a USB adapter.
        let soldered = root.join("soldered");
        fs::create_dir(&soldered).expect("a folder");
        for name in ["ttyS0", "tty0"] {
            fs::create_dir(root.join("class").join(name)).expect("a folder");
        }
        symlink(&soldered, root.join("class/ttyS0/device")).expect("a link");
        Machine {
            folder,
            ports: named,
        }
    }

    fn candidates(&self) -> Vec<Candidate> {
        let root = self.folder.path();
        candidates(&Places {
            class: root.join("class"),
            dev: root.join("dev"),
            by_id: root.join("by-id"),
        })
    }

    /// The name of the port that is chosen, or what is told.
    fn choose(&self) -> Result<PathBuf, FindError> {
        let found = choose(self.candidates(), SerialLine::open, &Stop::default());
        found.map(|found| found.candidate.path)
    }

    /// As told, with names that are always the same.
    fn said(&self, error: &FindError) -> String {
        let folder = format!("{}/", self.folder.path().display());
        format!("{error}\n hint: {}", error.hint()).replace(&folder, "/")
    }
}

fn with_identity(identity: u32) -> Device {
    let mut device = device("24c64", 73);
    device.identity = identity;
    device
}

#[test]
fn ports_of_usb_adapters_are_candidates() {
    let machine = Machine::new(vec![Served::new(with_identity(1))]);
    let found = machine.candidates();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].path, machine.ports[0].0);
    assert_eq!(found[0].product, "ULX3S FPGA 85K v3.1.7, 0403:6015");
    let by_id = found[0].by_id.as_ref().and_then(|path| path.file_name());
    assert_eq!(
        by_id.and_then(|name| name.to_str()),
        Some("usb-FER-RADIONA-EMARD_ULX3S-if00-port0")
    );
}

#[test]
fn the_one_device_is_found_among_others() {
    let machine = Machine::new(vec![
        Served::with(with_identity(1), Manner::Silent),
        Served::new(with_identity(2)),
        Served::with(with_identity(3), Manner::Garbage),
    ]);
    assert_eq!(machine.choose().expect("one device"), machine.ports[1].0);
}

#[test]
fn none_and_several_are_told_and_none_is_guessed() {
    let empty = Machine::new(Vec::new());
    let none = empty.choose().expect_err("no port");
    assert_eq!(none.exit_code(), 4);
    let silent = Machine::new(vec![Served::with(with_identity(1), Manner::Silent)]);
    let nobody = silent.choose().expect_err("nobody answers");
    assert_eq!(nobody.exit_code(), 4);
    let two = Machine::new(vec![
        Served::new(with_identity(1)),
        Served::new(with_identity(2)),
    ]);
    let several = two.choose().expect_err("two devices");
    assert_eq!(several.exit_code(), 2);
    let in_use = Machine::new(vec![Served::new(with_identity(1))]);
    let user = SerialLine::open(&in_use.ports[0].0).expect("a port");
    let used = in_use.choose().expect_err("in use");
    assert_eq!(used.exit_code(), 6);
    drop(user);
    let refuse = |path: &Path| {
        let missing = Missing::Group("dialout".into());
        Err::<SerialLine, _>(PortError::new(path, PortProblem::NoRights(missing)))
    };
    let no_rights = choose(in_use.candidates(), refuse, &Stop::default());
    let no_rights = no_rights.expect_err("no rights");
    assert_eq!(no_rights.exit_code(), 4);
    let this = fs::read_to_string("/proc/self/comm").expect("a name");
    let this = format!("{} (process {})", this.trim(), std::process::id());
    let told = [
        empty.said(&none),
        silent.said(&nobody),
        two.said(&several),
        in_use.said(&used).replace(&this, "TEST (process N)"),
        in_use.said(&no_rights),
    ];
    insta::assert_snapshot!("auto", told.join("\n\n"));
}
