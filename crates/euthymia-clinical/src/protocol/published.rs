//! Doses that the bundled protocols publish, to hold a site's own dose against.

use super::Library;
use super::file::{Entry, Protocol, SessionKind};
use super::reading::Reading;
use super::value::{Amount, What};

/// A dose that a protocol publishes.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedDose<'p> {
    /// The numbers.
    pub amount: Amount,
    /// The protocol.
    pub protocol: &'p Protocol,
    /// The value with its source.
    pub entry: &'p Entry,
}

/// How some routes are abbreviated.
const ROUTES: &[(&str, &str)] = &[
    ("iv", "intravenous"),
    ("im", "intramuscular"),
    ("sc", "subcutaneous"),
    ("sl", "sublingual"),
    ("po", "oral"),
    ("by mouth", "oral"),
    ("intranasal", "nasal spray"),
];

/// The route of a reading without remarks: `subcutaneous` of `subcutaneous, at home`.
///
/// An infusion without a route is intravenous; `None` where nothing is said.
#[must_use]
pub fn route(reading: &Reading<'_>) -> Option<String> {
    let Some(entry) = reading.entry(What::Route) else {
        let runs_in = reading.session().kind == SessionKind::Infusion;
        return runs_in.then(|| "intravenous".to_owned());
    };
    let plain = entry.is.split(',').next().unwrap_or_default();
    let plain = plain.trim().to_lowercase().replace('.', "");
    let long = ROUTES.iter().find(|(short, _)| *short == plain);
    Some(long.map_or(plain, |(_, long)| (*long).to_owned()))
}

/// True where one name has all words of the other: `ketamine` and `racemic ketamine`.
fn is_same_drug(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    one.iter().all(|word| other.contains(word)) || other.iter().all(|word| one.contains(word))
}

impl Library {
    /// The doses of a kind, by weight or not, that protocols publish for the drug and the route of a
    /// reading. A drug that the reading does not name is any.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::protocol::reading::Reading;
    /// use euthymia_clinical::protocol::value::What;
    /// use euthymia_clinical::protocol::{Library, bundled};
    /// let phase = bundled("ketamine_oral").unwrap().treatment().unwrap();
    /// let doses = Library::bundled().doses(What::DoseByWeight, &Reading::all(&phase.sessions[0])[0]);
    /// assert_eq!((doses[0].amount.low(), doses[0].amount.high()), (2.0, 2.5));
    /// ```
    #[must_use]
    pub fn doses(&self, what: What, like: &Reading<'_>) -> Vec<PublishedDose<'_>> {
        let drug = like.entry(What::Drug).map(|entry| entry.is.as_str());
        let wanted = route(like);
        let mut doses = Vec::new();
        for protocol in self.protocols() {
            let sessions = protocol.phases.iter().flat_map(|phase| &phase.sessions);
            for reading in sessions.flat_map(Reading::all) {
                let given = reading.entry(What::Drug).map(|entry| entry.is.as_str());
                let is_other =
                    matches!((drug, given), (Some(one), Some(other)) if !is_same_drug(one, other));
                if is_other || route(&reading) != wanted {
                    continue;
                }
                if let (Some(entry), Some(amount)) = (reading.entry(what), reading.amount(what)) {
                    doses.push(PublishedDose {
                        amount,
                        protocol,
                        entry,
                    });
                }
            }
        }
        doses
    }
}

#[cfg(test)]
mod tests {
    use super::is_same_drug;

    #[test]
    fn an_isomer_is_another_drug() {
        assert!(is_same_drug("Ketamine", "racemic ketamine"));
        assert!(!is_same_drug("esketamine", "racemic ketamine"));
        assert!(!is_same_drug("psilocybin", "MDMA"));
    }
}
