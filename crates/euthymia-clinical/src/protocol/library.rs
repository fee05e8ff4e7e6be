//! The protocols that come with the program, and those of a site beside them.

use super::faults::{Fault, ProtocolError};
use super::file::Protocol;
use crate::bundled::{each, sound, texts};
use std::sync::LazyLock;

/// In the order in which lists show them; the shared files last.
const TEXTS: &[(&str, &str)] = texts!["protocols":
    "ketamine_iv_40min",
    "ketamine_iv_40min_six",
    "ketamine_iv_60min_six",
    "ketamine_iv_maintenance",
    "esketamine_adult",
    "esketamine_older",
    "esketamine_mdsi",
    "ketamine_sublingual_home",
    "ketamine_sublingual_rdt",
    "ketamine_subcutaneous_home",
    "ketamine_oral",
    "ketamine_psychotherapy_dore",
    "ketamine_psychotherapy_field_trip",
    "tms_10hz_left",
    "tms_10hz_left_fast",
    "tms_10hz_modirrousta",
    "tms_20hz_b70",
    "tms_18hz_h1",
    "tms_1hz_right",
    "tms_bilateral",
    "tms_itbs",
    "tms_ctbs_right",
    "tms_saint",
    "tms_dual_site",
    "psilocybin_comp001",
    "psilocybin_raison",
    "psilocybin_carhart_harris",
    "mdma_mapp2",
    "tms_ketamine_ctk",
    "ketamine_after_tms",
    "shared_ketamine",
    "shared_esketamine",
    "shared_tms",
    "shared_psilocybin",
    "shared_combination",
];

/// Protocols with the shared files that they include.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    protocols: Vec<Protocol>,
    shared: Vec<Protocol>,
}

impl Library {
    /// The protocols that come with the program.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static READ: LazyLock<Library> = LazyLock::new(|| {
            let read = each(TEXTS, Protocol::parse).into_iter();
            let (shared, own): (Vec<_>, Vec<_>) = read.partition(|protocol| protocol.shared);
            let mut library = Library {
                protocols: Vec::new(),
                shared,
            };
            let complete = |own: &Protocol| sound(&own.id, library.complete(own, &own.id, 1));
            library.protocols = own.iter().map(complete).collect();
            library
        });
        &READ
    }

    /// The protocols in order.
    #[must_use]
    pub fn protocols(&self) -> &[Protocol] {
        &self.protocols
    }

    /// The shared files in order.
    #[must_use]
    pub fn shared(&self) -> &[Protocol] {
        &self.shared
    }

    /// Reads a protocol and adds the facts of the shared files that it includes.
    ///
    /// # Errors
    /// As [`Protocol::parse`], and a shared file that there is not.
    pub fn read(&self, text: &str, name: &str) -> Result<Protocol, ProtocolError> {
        let own = Protocol::parse(text, name)?;
        let named = text.lines().position(|line| line.starts_with("includes"));
        self.complete(&own, name, 1 + named.unwrap_or(0))
    }

    /// A protocol with what it includes, which stands on a line of its file.
    fn complete(&self, own: &Protocol, name: &str, line: usize) -> Result<Protocol, ProtocolError> {
        let mut whole = own.clone();
        for id in &own.includes {
            let fail = |found: &str, problem: &str, help: String| ProtocolError {
                what: name.to_owned(),
                faults: vec![Fault {
                    line,
                    field: Some("includes".to_owned()),
                    found: Some(found.to_owned()),
                    problem: problem.to_owned(),
                    help,
                    known: Vec::new(),
                }],
            };
            let Some(shared) = self.shared.iter().find(|shared| shared.id == *id) else {
                let known: Vec<&str> = self.shared.iter().map(|one| one.id.as_str()).collect();
                let help = format!("The shared files are: {}.", known.join(", "));
                return Err(fail(id, "there is no such shared file", help));
            };
            let mut keys = whole.sources.iter().map(|source| source.key.as_str());
            if let Some(key) = keys.find(|key| whole.says_otherwise(key, shared)) {
                let problem = "the shared file has another source of this key";
                return Err(fail(key, problem, "Choose another key.".to_owned()));
            }
            whole = whole.with(shared);
        }
        Ok(whole)
    }
}

/// The bundled protocol of this identifier, with what it includes.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::bundled;
/// let saint = bundled("tms_saint").unwrap();
/// assert_eq!(saint.treatment().unwrap().schedule[0].sessions(), Some(50));
/// assert!(bundled("tms_sant").is_none());
/// ```
#[must_use]
pub fn bundled(id: &str) -> Option<&'static Protocol> {
    bundled_all().iter().find(|protocol| protocol.id == id)
}

/// Every bundled protocol, in the order in which lists show them.
#[must_use]
pub fn bundled_all() -> &'static [Protocol] {
    Library::bundled().protocols()
}

/// The identifiers of the bundled protocols.
pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
    bundled_all().iter().map(|protocol| protocol.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Library, TEXTS};
    use crate::bundled::{ids_in, ids_of};

    #[test]
    fn every_bundled_text_is_a_protocol_that_does_not_contradict_itself() {
        let library = Library::bundled();
        let all = library.protocols().iter().chain(library.shared());
        let ids: Vec<&str> = all.map(|protocol| protocol.id.as_str()).collect();
        let texts: Vec<&str> = TEXTS.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, texts);
    }

    #[test]
    fn every_file_of_the_folder_is_bundled() {
        assert_eq!(ids_in("protocols"), ids_of(TEXTS));
    }
}
