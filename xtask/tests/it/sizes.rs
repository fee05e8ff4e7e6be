//! Files and functions that one person can hold in mind.

use crate::require_none;
use crate::source::{code_only, functions, is_test_path, without_tests};
use crate::tree;
use std::collections::{BTreeMap, BTreeSet};

const FILE_LINES_MAX: usize = 800;
const FUNCTION_LINES_MAX: usize = 70;
/// Functions that are longer; the list may only shrink.
const EXCEPTIONS: &str = "xtask/long_functions.txt";

/// The functions over the limit as `path name`, with their lines.
fn long_functions() -> BTreeMap<String, usize> {
    let mut long = BTreeMap::new();
    for file in tree::rust()
        .into_iter()
        .filter(|file| !is_test_path(&file.path))
    {
        let found = functions(&without_tests(&code_only(&file.text)));
        let over = found.into_iter().filter(|f| f.lines > FUNCTION_LINES_MAX);
        long.extend(over.map(|f| (format!("{} {}", file.path, f.name), f.lines)));
    }
    long
}

fn exceptions() -> BTreeSet<String> {
    let text = tree::read(EXCEPTIONS);
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn no_file_is_too_long() {
    let over = |file: tree::TextFile| {
        let lines = file.text.lines().count();
        (lines > FILE_LINES_MAX).then(|| format!("{}: {lines} lines", file.path))
    };
    let found: Vec<String> = tree::rust().into_iter().filter_map(over).collect();
    require_none("A Rust file has at most 800 lines.", &found);
}

#[test]
fn no_function_is_too_long() {
    let known = exceptions();
    let new = long_functions()
        .into_iter()
        .filter(|(name, _)| !known.contains(name));
    let found: Vec<String> = new
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    let rule = "A function has at most 70 lines: split it, pushing `if` up and `for` down.";
    require_none(rule, &found);
}

#[test]
fn the_list_of_long_functions_only_shrinks() {
    let long = long_functions();
    let found: Vec<String> = exceptions()
        .into_iter()
        .filter(|name| !long.contains_key(name))
        .collect();
    let rule = "xtask/long_functions.txt lists functions that are short or gone: remove them.";
    require_none(rule, &found);
}
