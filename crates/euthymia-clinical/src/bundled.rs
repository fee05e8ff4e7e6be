//! Files that come with the program, each read once.
//!
//! Such a file is a part of the program, like its code, and a test reads every one. A file that does
//! not read must not pass for an empty one, because a list of rules without rules warns of nothing:
//! the program would end there, with the name of the file and the reason.

use std::fmt::Display;

/// The file of a static of the type `LazyLock`: by its path in the repository, and by what reads it
/// where it is not plain TOML.
macro_rules! bundled {
    ($path:expr) => {
        $crate::bundled::bundled!($path, toml::from_str)
    };
    ($path:expr, $parse:expr) => {
        std::sync::LazyLock::new(|| {
            $crate::bundled::sound($path, $parse($crate::bundled::text!($path)))
        })
    };
}
pub(crate) use bundled;

/// The files of a folder as pairs of identifier and text.
macro_rules! texts {
    ($folder:literal: $($id:literal),+ $(,)?) => {
        &[$(($id, $crate::bundled::text!(concat!($folder, "/", $id, ".toml")))),+]
    };
}
pub(crate) use texts;

/// The text of a file of the repository.
macro_rules! text {
    ($path:expr) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../", $path))
    };
}
pub(crate) use text;

/// Every text of a list, read.
pub(crate) fn each<T, E: Display>(
    texts: &[(&str, &str)],
    read: impl Fn(&str, &str) -> Result<T, E>,
) -> Vec<T> {
    let texts = texts.iter();
    texts.map(|(id, text)| sound(id, read(text, id))).collect()
}

/// What a file of the program says.
// No input leads here, only a program that was built from a file that its tests refuse.
#[allow(clippy::panic)]
pub(crate) fn sound<T, E: Display>(file: &str, read: Result<T, E>) -> T {
    read.unwrap_or_else(|error| panic!("a file of the program does not read: {file}: {error}"))
}

/// The identifiers of the files of a folder, sorted.
#[cfg(test)]
pub(crate) fn ids_in(folder: &str) -> Vec<String> {
    let folder = format!("{}/../../{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut ids: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    ids.sort();
    ids
}

/// The identifiers of a list of texts, sorted.
#[cfg(test)]
pub(crate) fn ids_of(texts: &[(&str, &str)]) -> Vec<String> {
    let mut ids: Vec<String> = texts.iter().map(|(id, _)| (*id).to_owned()).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::{each, sound};
    use crate::protocol::Protocol;
    use crate::safety::watch::File;

    #[test]
    #[should_panic(expected = "does not read: safety/watch.toml: TOML parse error")]
    fn a_file_that_does_not_read_is_never_an_empty_list() {
        sound::<File, _>("safety/watch.toml", toml::from_str("watch = 1"));
    }

    #[test]
    #[should_panic(expected = "does not read: tms_saint: ")]
    fn one_of_many_that_does_not_read_is_never_left_out() {
        each(&[("tms_saint", "schema = 1")], Protocol::parse);
    }
}
