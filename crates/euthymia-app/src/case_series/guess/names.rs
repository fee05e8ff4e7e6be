//! Names that say what a column is.

use super::super::moment::tokens;
use super::super::settings::Role;

pub(super) const PATIENT: [&str; 34] = [
    "patient_id",
    "patient",
    "record_id",
    "id",
    "subject_id",
    "subject",
    "subj",
    "usubjid",
    "subjid",
    "rid",
    "pid",
    "participant_id",
    "participant",
    "case",
    "pt",
    "pt_id",
    "pat_id",
    "pat_nr",
    "patnr",
    "pat_no",
    "patient_nr",
    "patient_no",
    "patient_number",
    "patient_code",
    "patienten_id",
    "patienten_nr",
    "patientennummer",
    "subject_no",
    "subject_number",
    "participant_no",
    "participant_number",
    "study_id",
    "pseudonym",
    "nr",
];
pub(super) const GROUP: [&str; 10] = [
    "group",
    "arm",
    "armcd",
    "treatment",
    "treat",
    "trt",
    "therapy",
    "condition",
    "cohort",
    "gruppe",
];
/// Columns whose name alone says what they are.
pub(super) const FIXED: [(&str, Role); 31] = [
    ("scale", Role::Scale),
    ("instrument", Role::Scale),
    ("completed", Role::Completed),
    ("completer", Role::Completed),
    ("stop_reason", Role::StopReason),
    ("reason_stopped", Role::StopReason),
    ("discontinuation_reason", Role::StopReason),
    ("sessions", Role::SessionCount),
    ("session_count", Role::SessionCount),
    ("n_sessions", Role::SessionCount),
    ("number_of_sessions", Role::SessionCount),
    ("number_of_infusions", Role::SessionCount),
    ("infusions", Role::SessionCount),
    ("n_infusions", Role::SessionCount),
    ("dose", Role::Dose),
    ("dose_unit", Role::DoseUnit),
    ("deviation", Role::Deviation),
    ("dosis", Role::Dose),
    ("causality", Role::Relatedness),
    ("event", Role::Term),
    ("term", Role::Term),
    ("ae_term", Role::Term),
    ("aeterm", Role::Term),
    ("adverse_event", Role::Term),
    ("severity", Role::Severity),
    ("aesev", Role::Severity),
    ("relatedness", Role::Relatedness),
    ("related", Role::Relatedness),
    ("aerel", Role::Relatedness),
    ("serious", Role::Serious),
    ("aeser", Role::Serious),
];

/// Words in the names of columns that tell who a person is; such columns are never described.
const PRIVATE: [&str; 28] = [
    "name",
    "names",
    "surname",
    "firstname",
    "lastname",
    "forename",
    "initials",
    "vorname",
    "nachname",
    "initialen",
    "birth",
    "birthday",
    "birthdate",
    "dob",
    "geburtsdatum",
    "geburtstag",
    "address",
    "adresse",
    "street",
    "phone",
    "telephone",
    "telefon",
    "email",
    "mail",
    "mrn",
    "ssn",
    "insurance",
    "nhs",
];

/// Whether a column's name says that it tells who a person is. A year of birth is an age.
pub(super) fn is_private(words: &[String]) -> bool {
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    has(&PRIVATE) && !has(&["year", "yr", "drug", "event", "instrument", "site"])
}

/// The words of a name, and a unit in brackets or after the words: `Dose (mg/kg)`, `dose_mg`.
pub(super) fn with_unit(name: &str) -> (Vec<String>, Option<String>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((before, after)) = name.split_once(open)
            && let Some((unit, rest)) = after.split_once(close)
            && rest.trim().is_empty()
            && !unit.trim().is_empty()
        {
            return (tokens(before), Some(unit.trim().to_owned()));
        }
    }
    let mut words = tokens(name);
    let is_mass = |word: &String| ["mg", "g", "ug", "mcg", "µg"].contains(&word.as_str());
    match words.as_slice() {
        [.., mass, kg] if kg == "kg" && is_mass(mass) && words.len() > 2 => {
            let unit = format!("{mass}/kg");
            words.truncate(words.len() - 2);
            (words, Some(unit))
        }
        [_, .., mass] if is_mass(mass) => {
            let unit = words.pop();
            (words, unit)
        }
        _ => (words, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_in_brackets_or_last() {
        for (name, words, unit) in [
            ("Dose (mg/kg)", &["dose"][..], Some("mg/kg")),
            ("Age [years]", &["age"], Some("years")),
            ("dose_mg", &["dose"], Some("mg")),
            ("dose mg/kg", &["dose"], Some("mg/kg")),
            (
                "MADRS (week 4) total",
                &["madrs", "week", "4", "total"],
                None,
            ),
            ("mg", &["mg"], None),
        ] {
            let (found, told) = with_unit(name);
            assert_eq!(
                (found.as_slice(), told.as_deref()),
                (
                    &*words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(),
                    unit
                ),
                "{name}"
            );
        }
    }

    #[test]
    fn who_a_person_is() {
        let private = |name: &str| is_private(&tokens(name));
        assert!(
            ["Name", "Date of birth", "patient_name", "E-Mail", "MRN"]
                .into_iter()
                .all(private)
        );
        assert!(
            !["birth_year", "drug_name", "age", "sex"]
                .into_iter()
                .any(private)
        );
    }
}
