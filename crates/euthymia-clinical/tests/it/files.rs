//! The shipped packs and rules as files, read here without the crate's own readers.

use std::path::{Path, PathBuf};

/// Where a file or folder of the repository lies.
pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(relative)
}

/// The text of a file of the repository.
pub(crate) fn text(relative: &str) -> String {
    std::fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// A TOML file of the repository.
pub(crate) fn toml(relative: &str) -> toml::Table {
    text(relative)
        .parse()
        .unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// The files of a folder that end in `.extension`, as paths in the repository, sorted; never none.
pub(crate) fn in_folder(folder: &str, extension: &str) -> Vec<String> {
    let entries = std::fs::read_dir(path(folder)).unwrap();
    let mut files: Vec<String> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|file| file.extension().is_some_and(|found| found == extension))
        .map(|file| format!("{folder}/{}", file.file_name().unwrap().to_str().unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} has no .{extension}");
    files
}

/// Every pack with its path.
pub(crate) fn packs() -> Vec<(String, toml::Table)> {
    let files = in_folder("instruments", "toml").into_iter();
    files.map(|file| (file.clone(), toml(&file))).collect()
}
