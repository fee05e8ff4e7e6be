//! Conditions and medicines that matter for a treatment, held against a patient's record.

use super::file::{CautionKind, Protocol};
use super::points::{Asks, Condition, condition_key, points};
use super::record_key::{self, RecordKey};
use super::told::{Told, told};
use super::washout::medicine;
use crate::answer::Answer;
use crate::finding::Finding;
use crate::patient::{CheckState, Patient};
use crate::source::Status;
use std::collections::BTreeMap;

pub use super::told::remarkable;

/// What a record says about conditions and medicines, by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Background {
    /// Conditions.
    pub conditions: BTreeMap<String, CheckState>,
    /// Medicines that are taken now.
    pub medicines: BTreeMap<String, CheckState>,
}

/// A condition or medicine with what it means and whether the patient has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// Its key in a record, as `[conditions] pregnancy`.
    pub key: String,
    /// What it means.
    pub kind: CautionKind,
    /// Yes where the record has it, no where it says otherwise, and cannot say.
    pub finding: Finding,
    /// What the file remarks on it.
    pub note: Option<String>,
}

impl Flag {
    /// True where the record has it and somebody read in the source that it matters, or the clinic
    /// said so. What is unverified is shown and decides nothing.
    #[must_use]
    pub fn decides(&self) -> bool {
        let status = self.finding.source.as_ref().map(|source| source.status);
        let is_known = matches!(status, Some(Status::Confirmed | Status::Site));
        self.finding.answer == Answer::Yes && is_known
    }
}

/// Every condition and medicine that a protocol asks about, held against a record.
///
/// A yes rests on what the record says: under the key itself, under the key of a condition that implies
/// it, or elsewhere (diagnosis, severity, treatments, scales). What the record does not say is "cannot
/// say", with the fields that would settle it, and never a no.
#[must_use]
pub fn flags(protocol: &Protocol, patient: &Patient, background: &Background) -> Vec<Flag> {
    let found = points(protocol).into_iter().map(|point| {
        let finding = match point.asks {
            Asks::Condition(asked) => condition(&point.name, asked, patient, background),
            Asks::Medicine(asked) => medicine(&point.name, asked, patient, background),
        };
        Flag {
            key: point.key(),
            kind: point.kind,
            finding: finding.by(point.source),
            note: point.note.map(str::to_owned),
        }
    });
    found.collect()
}

fn condition(
    name: &str,
    asked: Condition<'_>,
    patient: &Patient,
    background: &Background,
) -> Finding {
    let key = condition_key(asked.key);
    let state = |key: &str| background.conditions.get(key).copied();
    let declared = record_key::condition(asked.key);
    let present = |of: fn(&RecordKey) -> &[String]| -> Vec<String> {
        let keys = declared.map_or(&[][..], of).iter();
        keys.filter(|key| state(key) == Some(CheckState::Present))
            .map(|key| format!("{} is present", condition_key(key)))
            .collect()
    };
    let own = state(asked.key);
    let found = asked
        .from_record
        .map(|from| told(from, asked.window, patient, background));
    let is = |wanted: Answer| found.as_ref().is_some_and(|one| one.answer == wanted);
    let said = found.as_ref().and_then(|one| one.why.clone());
    let implied = present(|key| &key.also);
    if own == Some(CheckState::Present) {
        return Finding::new(Answer::Yes, name);
    }
    if is(Answer::Yes) || !implied.is_empty() {
        let mut why: Vec<String> = said.filter(|_| is(Answer::Yes)).into_iter().collect();
        why.extend(implied);
        if own == Some(CheckState::Excluded) {
            why.push(format!("although {key} is excluded"));
        }
        return Finding::new(Answer::Yes, explained(name, &why));
    }
    let mut why: Vec<String> = said.into_iter().collect();
    why.extend(present(|key| &key.perhaps));
    if own == Some(CheckState::Excluded) || is(Answer::No) {
        return Finding::new(Answer::No, explained(name, &why));
    }
    let mut finding = Finding::unknown(explained(name, &why), key);
    let missing = found.iter().flat_map(|one: &Told| &one.missing);
    finding
        .missing
        .extend(missing.map(|field| (*field).to_owned()));
    finding
}

/// A name with what was found, where something was.
fn explained(name: &str, why: &[String]) -> String {
    if why.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", why.join("; "))
    }
}
