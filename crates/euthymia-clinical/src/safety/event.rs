//! Adverse events by name, and rates that sources print.

use crate::bundled::bundled;
use crate::source::Status;
use crate::treatment::TreatmentClass;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// An adverse event of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Identifier: with `ae_` before it, or as it is, the outcome of the evidence base.
    pub id: String,
    /// In words.
    pub name: String,
    /// The classes of treatment for which it is in the vocabulary.
    #[serde(deserialize_with = "classes")]
    pub classes: Vec<TreatmentClass>,
    /// Other words for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The term of CTCAE version 5, where it is known.
    #[serde(default)]
    pub ctcae: Option<String>,
    /// Whether the term was read there.
    #[serde(default)]
    pub ctcae_status: Option<Status>,
}

fn classes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<TreatmentClass>, D::Error> {
    let words: Vec<String> = Vec::deserialize(from)?;
    let read = words.iter().map(|word| TreatmentClass::parse(word));
    read.collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// How often an event was printed to occur.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Which event.
    pub event: String,
    /// A treatment or class of the evidence base.
    pub treatment: String,
    /// Patients with the event.
    #[serde(default)]
    pub events: Option<u64>,
    /// Patients.
    #[serde(default)]
    pub n: Option<u64>,
    /// Patients with the event under control.
    #[serde(default)]
    pub control_events: Option<u64>,
    /// Patients under control.
    #[serde(default)]
    pub control_n: Option<u64>,
    /// The percentage as printed, lowest and highest.
    #[serde(default)]
    pub percent: Option<[f64; 2]>,
    /// Where it is printed.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A doubt or remark.
    #[serde(default)]
    pub note: Option<String>,
}

crate::source::sourced!(Rate);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "version")]
    _version: String,
    event: Vec<Event>,
    rate: Vec<Rate>,
}

fn read() -> &'static File {
    static READ: LazyLock<File> = bundled!("safety/adverse_events.toml");
    &READ
}

/// The events, in the order in which reports show them.
#[must_use]
pub fn events() -> &'static [Event] {
    &read().event
}

/// The rates that sources print.
#[must_use]
pub fn rates() -> &'static [Rate] {
    &read().rate
}

/// The event of an identifier, a name or another word for it, in any case.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::event::find;
/// assert_eq!(find("Drowsiness").unwrap().id, "somnolence");
/// assert!(find("hiccups").is_none());
/// ```
#[must_use]
pub fn find(word: &str) -> Option<&'static Event> {
    let word = word.trim().to_lowercase();
    let is = |text: &str| text.to_lowercase() == word;
    events()
        .iter()
        .find(|event| is(&event.id) || is(&event.name) || event.also.iter().any(|also| is(also)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rate_names_an_event_and_is_possible() {
        assert!(!events().is_empty());
        for rate in rates() {
            assert!(find(&rate.event).is_some(), "{}", rate.event);
            let fits = |events: Option<u64>, n: Option<u64>| events.is_none() || events <= n;
            assert!(fits(rate.events, rate.n) && fits(rate.control_events, rate.control_n));
            assert!(rate.percent.is_some() != rate.events.is_some());
        }
        for event in events() {
            assert!(!event.classes.is_empty(), "{}", event.id);
            // A word names one event.
            let mut words = event.also.iter().chain([&event.id, &event.name]);
            assert!(words.all(|word| find(word) == Some(event)), "{}", event.id);
        }
    }
}
