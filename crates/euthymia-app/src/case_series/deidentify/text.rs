//! Words of the clinic: kept where several patients share them, "other" where they do not.

use super::Numbered;
use super::identifiers::Identifiers;
use euthymia_report::case_series::{Patient, Status};
use std::collections::{BTreeMap, BTreeSet};

/// What a rare text becomes.
pub(super) const OTHER: &str = "other";

/// Grades and judgements that are the same everywhere and identify nobody.
const USUAL: [&str; 27] = [
    "mild",
    "moderate",
    "severe",
    "life-threatening",
    "fatal",
    "1",
    "2",
    "3",
    "4",
    "5",
    "grade 1",
    "grade 2",
    "grade 3",
    "grade 4",
    "grade 5",
    "related",
    "not related",
    "unrelated",
    "possible",
    "possibly related",
    "probable",
    "probably related",
    "unlikely",
    "unlikely related",
    "definitely related",
    "unknown",
    OTHER,
];

/// Texts of one kind, with those that enough patients share.
pub(super) struct Texts {
    /// What they are, in words.
    pub(super) what: &'static str,
    kept: BTreeSet<String>,
    /// Different texts that are not written.
    pub(super) hidden: usize,
}

impl Texts {
    fn of<'p>(
        what: &'static str,
        identifiers: &Identifiers,
        patients: &'p [Numbered<'p>],
        least: u64,
        texts: impl Fn(&'p Patient) -> Vec<&'p str>,
    ) -> Self {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for one in patients {
            let own: BTreeSet<String> = texts(one.patient).into_iter().map(same).collect();
            for text in own {
                *counts.entry(text).or_insert(0) += 1;
            }
        }
        let all = counts.len();
        let kept: BTreeSet<String> = counts
            .into_iter()
            .filter(|(text, count)| *count >= least || USUAL.contains(&text.as_str()))
            .map(|(text, _)| text)
            .filter(|text| !identifiers.stand_in(text))
            .collect();
        Self {
            what,
            hidden: all - kept.len(),
            kept,
        }
    }

    /// The text as it is written.
    pub(super) fn shown<'t>(&self, text: &'t str) -> &'t str {
        if self.kept.contains(&same(text)) {
            text.trim()
        } else {
            OTHER
        }
    }
}

/// All texts of a series.
pub(super) struct AllTexts {
    pub(super) treatment: Texts,
    pub(super) dose_unit: Texts,
    pub(super) deviation: Texts,
    pub(super) stop_reason: Texts,
    pub(super) term: Texts,
    pub(super) severity: Texts,
    pub(super) relatedness: Texts,
}

impl AllTexts {
    pub(super) fn of(identifiers: &Identifiers, patients: &[Numbered<'_>], least: u64) -> Self {
        Self {
            treatment: Texts::of("treatments", identifiers, patients, least, |p| {
                p.sessions
                    .iter()
                    .filter_map(|s| s.treatment.as_deref())
                    .collect()
            }),
            dose_unit: Texts::of("units of doses", identifiers, patients, 1, |p| {
                let doses = p.sessions.iter().filter_map(|s| s.dose.as_ref());
                doses.map(|dose| dose.unit.as_str()).collect()
            }),
            deviation: Texts::of("deviations", identifiers, patients, least, |p| {
                p.sessions
                    .iter()
                    .filter_map(|s| s.deviation.as_deref())
                    .collect()
            }),
            stop_reason: Texts::of("reasons for stopping", identifiers, patients, least, |p| {
                stop_reason(p).into_iter().collect()
            }),
            term: Texts::of("adverse events", identifiers, patients, least, |p| {
                p.events.iter().map(|event| event.term.as_str()).collect()
            }),
            severity: Texts::of("severities", identifiers, patients, least, |p| {
                p.events
                    .iter()
                    .filter_map(|e| e.severity.as_deref())
                    .collect()
            }),
            relatedness: Texts::of(
                "judgements of relatedness",
                identifiers,
                patients,
                least,
                |p| {
                    p.events
                        .iter()
                        .filter_map(|e| e.relatedness.as_deref())
                        .collect()
                },
            ),
        }
    }

    /// Each kind with the number of texts that are not written.
    pub(super) fn hidden(&self) -> Vec<(&'static str, usize)> {
        let all = [
            &self.treatment,
            &self.dose_unit,
            &self.deviation,
            &self.stop_reason,
            &self.term,
            &self.severity,
            &self.relatedness,
        ];
        let some = all.into_iter().filter(|texts| texts.hidden > 0);
        some.map(|texts| (texts.what, texts.hidden)).collect()
    }
}

/// Why a patient stopped, where it is recorded.
pub(super) fn stop_reason(patient: &Patient) -> Option<&str> {
    match &patient.status {
        Status::Stopped { reason } => reason.as_deref(),
        Status::Completed | Status::Ongoing | Status::NotRecorded => None,
    }
}

/// Texts that differ in case and spaces only are one.
fn same(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
