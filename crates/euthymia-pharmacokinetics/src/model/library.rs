//! The models that come with the program, and those that are not offered.

use super::Model;
use serde::Deserialize;
use std::sync::OnceLock;

/// A model as it comes with the program: its text, and the model once somebody asked for it.
struct Bundled {
    id: &'static str,
    text: &'static str,
    read: OnceLock<Option<Model>>,
}

macro_rules! models {
    ($($id:literal),+ $(,)?) => {
        [$(Bundled {
            id: $id,
            text: include_str!(concat!("../../../../pharmacokinetics/", $id, ".toml")),
            read: OnceLock::new(),
        }),+]
    };
}

/// In the order in which lists show them.
static MODELS: [Bundled; 5] = models!["kamp", "domino", "clements", "fanta", "perez_ruixo"];

const NOT_OFFERED: &str = include_str!("../../../../pharmacokinetics/not_offered.toml");

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
    // A test reads every text, so `ok` hides nothing.
    let read = || Model::parse(found.text).ok();
    found.read.get_or_init(read).as_ref()
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
    // A test reads the text, so an empty list hides nothing.
    toml::from_str(NOT_OFFERED).map_or_else(|_| Vec::new(), |list: List| list.model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_text_is_a_model_that_does_not_contradict_itself() {
        for bundled in &MODELS {
            let model = Model::parse(bundled.text)
                .unwrap_or_else(|error| panic!("{}: {error}", bundled.id));
            assert_eq!(model.id, bundled.id);
        }
        assert!(!not_offered().is_empty());
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
