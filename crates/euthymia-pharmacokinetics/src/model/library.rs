//! The models that come with the program, and those that are not offered.

use super::Model;
use serde::Deserialize;
use std::fmt::Display;
use std::sync::LazyLock;

/// A model as it comes with the program, read once somebody asked for it.
struct Bundled {
    id: &'static str,
    read: LazyLock<Model>,
}

macro_rules! text {
    ($id:literal) => {
        include_str!(concat!("../../../../pharmacokinetics/", $id, ".toml"))
    };
}

macro_rules! models {
    ($($id:literal),+ $(,)?) => {
        [$(Bundled {
            id: $id,
            read: LazyLock::new(|| sound($id, Model::parse(text!($id)))),
        }),+]
    };
}

/// In the order in which lists show them.
static MODELS: [Bundled; 5] = models!["kamp", "domino", "clements", "fanta", "perez_ruixo"];

/// What a file of the program says. A test reads every one, and none passes for an empty one.
// No input leads here, only a program that was built from a file that its tests refuse.
#[allow(clippy::panic)]
fn sound<T, E: Display>(file: &str, read: Result<T, E>) -> T {
    read.unwrap_or_else(|error| panic!("a file of the program does not read: {file}: {error}"))
}

/// A published model that is not here, and why.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotOffered {
    /// Author and year, or where it is found.
    pub name: String,
    /// What it describes.
    pub about: String,
    /// Why it is not offered.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(rename = "schema")]
    _schema: String,
    model: Vec<NotOffered>,
}

/// The bundled model of this name.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::bundled;
/// assert_eq!(bundled("kamp").unwrap().parameter("cl").unwrap().value, 84.0);
/// assert!(bundled("klamp").is_none());
/// ```
#[must_use]
pub fn bundled(id: &str) -> Option<&'static Model> {
    let found = MODELS.iter().find(|model| model.id == id)?;
    Some(&found.read)
}

/// The names of the bundled models, in the order in which lists show them.
pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|model| model.id)
}

/// Every bundled model.
pub fn bundled_all() -> impl Iterator<Item = &'static Model> {
    bundled_ids().filter_map(bundled)
}

/// The models that are not offered, with the reasons.
#[must_use]
pub fn not_offered() -> Vec<NotOffered> {
    let list: List = sound("not_offered", toml::from_str(text!("not_offered")));
    list.model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_text_is_a_model_that_does_not_contradict_itself() {
        for bundled in &MODELS {
            assert_eq!(bundled.read.id, bundled.id);
        }
        assert!(!not_offered().is_empty());
    }

    #[test]
    #[should_panic(expected = "does not read: kamp: not a model")]
    fn a_model_that_does_not_read_is_never_left_out() {
        sound("kamp", Model::parse("id = 1"));
    }

    #[test]
    fn every_file_of_the_folder_is_bundled() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pharmacokinetics");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| name != "not_offered")
            .collect();
        files.sort();
        let mut ids: Vec<&str> = bundled_ids().collect();
        ids.sort_unstable();
        assert_eq!(files, ids);
    }
}
