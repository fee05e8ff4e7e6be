//! The files of the repository.

use std::path::{Path, PathBuf};

/// A text file with its path relative to the root, separated by `/`.
pub(crate) struct TextFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Folders at the root that hold no text of ours: build output, and what git keeps or ignores.
const SKIPPED: [&str; 3] = [".git", "target", "report"];

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file that must exist.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The bytes of a file that must exist.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all files under a folder, in order.
pub(crate) fn paths(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), folder, &mut found);
    found.sort();
    found
}

/// Every UTF-8 text file under a folder, in order of path.
pub(crate) fn texts(folder: &str) -> Vec<TextFile> {
    let text = |path: String| {
        let text = String::from_utf8(bytes(&path)).ok()?;
        Some(TextFile { path, text })
    };
    paths(folder).into_iter().filter_map(text).collect()
}

/// Every Rust source file of the workspace.
pub(crate) fn rust() -> Vec<TextFile> {
    let mut files = texts("crates");
    files.extend(texts("xtask"));
    files.retain(|file| file.path.ends_with(".rs"));
    assert!(
        files.len() > 100,
        "only {} Rust files found: the walk is broken",
        files.len()
    );
    files
}

/// The names of the folders in `crates/`, which are the names of the crates, and `xtask`.
pub(crate) fn crates() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.push("xtask".to_owned());
    names.sort();
    names
}

/// The folder of a crate, relative to the root.
pub(crate) fn folder(name: &str) -> String {
    if name == "xtask" {
        name.to_owned()
    } else {
        format!("crates/{name}")
    }
}

fn walk(dir: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())) {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if prefix == "." {
            name.clone()
        } else {
            format!("{prefix}/{name}")
        };
        match entry.file_type().unwrap() {
            kind if kind.is_dir() && !SKIPPED.contains(&path.as_str()) => {
                walk(&entry.path(), &path, found);
            }
            kind if kind.is_file() => found.push(path),
            _ => {}
        }
    }
}
