//! The walls of the house: each floor uses only floors below it, and only the top one touches the outside.

use std::fs;
use std::path::{Path, PathBuf};

/// Module → floor. The table of `ARCHITECTURE.md`; a module that is not here fails the test until it has a floor.
const FLOORS: &[(&str, u8)] = &[
    ("problem", 0),
    ("units", 0),
    ("sim", 1),
    ("api", 2),
    ("catalog", 2),
    ("js", 2),
    ("billing", 3),
    ("cloud", 3),
    ("lab", 4),
    ("course", 5),
    ("quiz", 5),
    ("app", 6),
    ("ui", 7),
    ("cli", 8),
    ("site", 8),
    ("edge", 8),
];

/// Neighbours on one floor that know each other on purpose, one way: (who, whom).
const NEIGHBOURS: &[(&str, &str)] = &[
    ("cloud", "billing"), // services record usage
    ("course", "quiz"),   // a lesson holds questions
    ("cli", "edge"),      // a subcommand opens the terminal
    ("cli", "site"),      // a subcommand writes a site
];

/// What only floor 8 may use, and what to do instead.
const OUTSIDE: &[(&str, &str)] = &[
    ("std::fs", "take the bytes as an argument; `edge` reads files"),
    ("std::env", "take the value as an argument; `cli` reads the environment"),
    ("std::net", "nothing below the edge talks to anybody"),
    ("std::process", "nothing below the edge starts or ends a process"),
    ("std::thread", "return an effect; `edge` owns the threads"),
    ("Instant::now", "time comes in with a message"),
    ("SystemTime", "time comes in with a message"),
    ("tokio::", "the only floor with tokio is the edge"),
    ("rusqlite::", "the learner's memory is kept by `edge::store`"),
    ("println!", "return text; `cli` prints"),
    ("HashMap", "use a BTreeMap: the order of a HashMap differs from run to run"),
    ("HashSet", "use a BTreeSet: the order of a HashSet differs from run to run"),
    ("thread_rng", "draw from a named stream of the run"),
];

/// Floating-point functions whose last bit differs between machines; `libm` has them all.
const INEXACT: &[&str] =
    &[".ln()", ".exp()", ".powf(", ".sin()", ".cos()", ".log10()", ".log2()", ".ln_1p()", ".exp_m1()"];

/// Floors whose numbers decide events.
const DECIDING: std::ops::RangeInclusive<u8> = 0..=4;

#[test]
fn a_floor_uses_only_floors_below_it() {
    let mut upward = Vec::new();
    for file in sources() {
        for (line, used) in file.modules_used() {
            let allowed =
                used == file.module || floor_of(used) < file.floor() || NEIGHBOURS.contains(&(file.module, used));
            if !allowed {
                let (own, other) = (file.floor(), floor_of(used));
                upward.push(format!(
                    "{}:{line}: `{}` (floor {own}) uses `{used}` (floor {other})",
                    file.name, file.module
                ));
            }
        }
    }
    assert!(upward.is_empty(), "arrows that point up:\n{}", upward.join("\n"));
}

#[test]
fn only_the_edge_touches_the_outside() {
    let below = sources().into_iter().filter(|file| file.floor() < 8).collect::<Vec<_>>();
    let leaks = findings(&below, OUTSIDE);
    assert!(leaks.is_empty(), "the outside leaked in:\n{}", leaks.join("\n"));
}

#[test]
fn deciding_floors_compute_with_libm() {
    let deciding = sources().into_iter().filter(|file| DECIDING.contains(&file.floor())).collect::<Vec<_>>();
    let banned: Vec<_> = INEXACT.iter().map(|call| (*call, "differs between machines; use libm")).collect();
    let inexact = findings(&deciding, &banned);
    assert!(inexact.is_empty(), "results would differ between machines:\n{}", inexact.join("\n"));
}

#[test]
fn nothing_is_left_behind() {
    let leftovers = ["todo!", "unimplemented!", "dbg!"]
        .map(|leftover| (leftover, "finish it, or say in the issue that it is missing"));
    let found = findings(&sources(), &leftovers);
    assert!(found.is_empty(), "left behind:\n{}", found.join("\n"));
}

#[test]
fn the_architecture_page_names_every_module() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for (module, _) in FLOORS {
        assert!(page.contains(&format!("src/{module}/")), "ARCHITECTURE.md does not name src/{module}/");
    }
}

#[test]
fn the_test_sees_an_arrow_that_points_up() {
    let wrong = SourceFile {
        name: "src/sim/agenda.rs".into(),
        module: "sim",
        code: "use crate::{\n    lab::Run,\n    units::Moment,\n};\n".into(),
    };
    assert_eq!(wrong.modules_used(), [(1, "lab"), (1, "units")]);
}

/// A file of the program, without comments and without its tests.
struct SourceFile {
    name: String,
    module: &'static str,
    code: String,
}

impl SourceFile {
    fn floor(&self) -> u8 {
        floor_of(self.module)
    }

    /// Every module named after `crate::`, lists in braces included, with its line.
    fn modules_used(&self) -> Vec<(usize, &'static str)> {
        let mut used = Vec::new();
        for (start, prefix) in self.code.match_indices("crate::") {
            let line = self.code[..start].matches('\n').count() + 1;
            let rest = &self.code[start + prefix.len()..];
            let words = match rest.strip_prefix('{') {
                Some(list) => outermost_words(list),
                None => vec![first_word(rest)],
            };
            used.extend(words.iter().filter_map(|word| module_called(word)).map(|module| (line, module)));
        }
        used
    }
}

/// `lab::{Run, Spec}, units::Moment}` → `lab`, `units`.
fn outermost_words(list: &str) -> Vec<&str> {
    let (mut depth, mut words, mut expecting) = (0, Vec::new(), true);
    for (index, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expecting = true,
            c if expecting && !c.is_whitespace() => {
                words.push(first_word(&list[index..]));
                expecting = false;
            }
            _ => {}
        }
    }
    words
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

fn module_called(word: &str) -> Option<&'static str> {
    FLOORS.iter().map(|(name, _)| *name).find(|name| *name == word)
}

fn floor_of(module: &str) -> u8 {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .unwrap_or_else(|| panic!("src/{module} has no floor; give it one"))
        .1
}

fn findings(files: &[SourceFile], banned: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (index, line) in file.code.lines().enumerate() {
            for (call, why) in banned.iter().filter(|(call, _)| line.contains(call)) {
                found.push(format!("{}:{}: `{call}`: {why}", file.name, index + 1));
            }
        }
    }
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `src/<module>/`; `lib.rs` and `main.rs` stand outside the floors, they only name them.
fn sources() -> Vec<SourceFile> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("src")).expect("src") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a UTF-8 name");
            let module = module_called(name).unwrap_or_else(|| panic!("src/{name} has no floor; give it one"));
            collect(&path, module, &mut files);
        }
    }
    assert!(files.len() > 50, "the walk found only {} files", files.len());
    files
}

fn collect(folder: &Path, module: &'static str, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let is = |name: &str| path.file_name().is_some_and(|file| file == name);
        if is("tests") || is("tests.rs") {
            continue; // compiled for tests only
        }
        if path.is_dir() {
            collect(&path, module, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let name = path.strip_prefix(root()).expect("inside").display().to_string();
            files.push(SourceFile { name, module, code: without_comments_and_tests(&text) });
        }
    }
}

fn without_comments_and_tests(text: &str) -> String {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|code| [code, "\n"])
        .collect()
}
