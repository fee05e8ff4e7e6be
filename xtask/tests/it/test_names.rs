//! Test files that run, and tests that were meant to stay.

use crate::require_none;
use crate::source::{code_only, functions};
use crate::tree;

/// Beginnings of names that belong to something tried out and forgotten.
const FORGOTTEN: [&str; 5] = ["debug", "tmp", "temp", "dump", "scratch"];

fn is_forgotten(name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    FORGOTTEN.contains(&first)
}

/// The modules of `tests/it` that `main.rs` does not declare.
fn undeclared(main: &str, stems: &[String]) -> Vec<String> {
    let declared = |stem: &String| {
        main.lines()
            .any(|line| line.trim() == format!("mod {stem};"))
    };
    stems
        .iter()
        .filter(|stem| *stem != "main" && !declared(stem))
        .cloned()
        .collect()
}

#[test]
fn every_test_file_is_declared() {
    let mut violations = Vec::new();
    for name in tree::crates() {
        let folder = format!("{}/tests/it", tree::folder(&name));
        if !tree::root().join(&folder).is_dir() {
            continue;
        }
        let prefix = format!("{folder}/");
        let stem = |path: &String| {
            let inside = path.strip_prefix(&prefix)?.strip_suffix(".rs")?;
            (!inside.contains('/')).then(|| inside.to_owned())
        };
        let stems: Vec<String> = tree::paths(&folder).iter().filter_map(stem).collect();
        let main = tree::read(&format!("{folder}/main.rs"));
        let missing = undeclared(&main, &stems);
        violations.extend(missing.iter().map(|stem| format!("{folder}/{stem}.rs")));
    }
    require_none(
        "A test file that main.rs does not declare never runs.",
        &violations,
    );
}

#[test]
fn no_test_was_left_behind() {
    let mut violations = Vec::new();
    for file in tree::rust() {
        if !file.path.contains("/tests/") {
            continue;
        }
        let stem = file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        if is_forgotten(stem) {
            violations.push(file.path.clone());
        }
        let code = code_only(&file.text);
        let forgotten = functions(&code)
            .into_iter()
            .filter(|f| is_forgotten(&f.name));
        violations.extend(forgotten.map(|f| format!("{}:{}: {}", file.path, f.line, f.name)));
    }
    require_none(
        "A test named debug, tmp, dump or scratch was not meant to stay.",
        &violations,
    );
}

#[test]
fn forgotten_files_and_names_are_found() {
    let stems = ["main", "laws", "edges"].map(str::to_owned);
    assert_eq!(undeclared("//! Tests.\nmod laws;\n", &stems), ["edges"]);
    assert!(is_forgotten("dump") && is_forgotten("tmp_file"));
    assert!(!is_forgotten("temperature") && !is_forgotten("by_hand"));
}
