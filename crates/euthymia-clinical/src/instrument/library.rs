//! The packs that come with the program.

use super::pack::Pack;
use crate::bundled::bundled;
use std::sync::LazyLock;

macro_rules! packs {
    ($($id:literal),+ $(,)?) => {
        [$(Bundled {
            id: $id,
            read: bundled!(concat!("instruments/", $id, ".toml"), |text| Pack::parse(text, $id)),
        }),+]
    };
}

/// A pack as it comes with the program, read once somebody asked for it.
struct Bundled {
    id: &'static str,
    read: LazyLock<Pack>,
}

/// In the order in which lists show them.
static PACKS: [Bundled; 33] = packs![
    "madrs",
    "madrs_24h",
    "madrs_s",
    "hamd6",
    "hamd17",
    "hamd21",
    "hamd24",
    "qids_sr16",
    "qids_c16",
    "ids_sr30",
    "phq9",
    "phq2",
    "bdi1",
    "bdi2",
    "gad7",
    "cssrs_screener",
    "cadss",
    "moaas",
    "ymrs",
    "cgi_s",
    "cgi_i",
    "shaps",
    "isi",
    "qlesq_sf",
    "whodas12",
    "whodas36",
    "fibser",
    "asex",
    "eq5d5l",
    "meq30",
    "edi",
    "ebi",
    "ceq",
];

/// The bundled pack of this identifier.
///
/// # Example
/// ```
/// use euthymia_clinical::instrument::bundled;
/// let madrs = bundled("madrs").unwrap();
/// assert_eq!(madrs.primary_total().unwrap().maximum, 60.0);
/// assert!(bundled("mardrs").is_none());
/// ```
#[must_use]
pub fn bundled(id: &str) -> Option<&'static Pack> {
    let found = PACKS.iter().find(|pack| pack.id == id)?;
    Some(&found.read)
}

/// The identifiers of the bundled packs, in the order in which lists show them.
pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|pack| pack.id)
}

/// Every bundled pack.
pub fn bundled_all() -> impl Iterator<Item = &'static Pack> {
    bundled_ids().filter_map(bundled)
}

#[cfg(test)]
mod tests {
    use super::PACKS;
    use crate::bundled::ids_in;

    #[test]
    fn every_bundled_text_is_a_pack_that_does_not_contradict_itself() {
        for bundled in &PACKS {
            assert_eq!(bundled.read.id, bundled.id);
        }
    }

    #[test]
    fn every_file_of_the_folder_is_bundled() {
        let mut ids: Vec<&str> = super::bundled_ids().collect();
        ids.sort_unstable();
        assert_eq!(ids_in("instruments"), ids);
    }
}
