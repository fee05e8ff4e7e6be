//! What only people know of an arm.

use super::super::settings::Settings;
use crate::error::AppError;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::study::{Design, Stated};
use euthymia_table::nearest;
use std::collections::BTreeMap;

/// What was said, under the names by which it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Who the patients are, such as `Clinic Northside`.
    pub name: String,
    /// The year in which the last patient was treated.
    pub year: u64,
    /// The country.
    pub country: String,
    /// The design.
    pub design: Design,
    /// Whether the patients' depression was treatment-resistant.
    pub trd: Stated,
    /// The treatment, a word of `treatments.csv`.
    pub treatment: String,
    /// The study's identifier; made from name and year otherwise.
    pub id: Option<String>,
    /// The group that is the arm; all patients otherwise.
    pub group: Option<String>,
    /// Cells that are taken over as they are, by the column's name.
    pub cells: BTreeMap<&'static str, String>,
    /// Whether the main rate counts all who started.
    pub main_is_all_started: bool,
}

/// What must be said: key and what it means.
const NEEDED: [(&str, &str); 6] = [
    ("name", "who the patients are, such as Clinic Northside"),
    ("year", "the year in which the last patient was treated"),
    ("country", "the country"),
    ("design", "the design"),
    ("trd", "whether the depression was treatment-resistant"),
    ("treatment", "a word of treatments.csv, such as ketamine_iv"),
];

/// What may be said, taken over as it is.
const CELLS: [&str; 14] = [
    "population",
    "trd_definition",
    "failed_trials_min",
    "failed_trials_max",
    "bipolar_included",
    "bipolar_n",
    "blinding",
    "dose_text",
    "route",
    "schedule",
    "sessions",
    "duration_min",
    "psychotherapy",
    "psychotherapy_note",
];

/// What `[report]` means by the same word; its treatment, for one, is a sentence.
const FROM_REPORT: [&str; 3] = ["country", "year", "population"];

/// What may be said and means something here.
const OPTIONS: [&str; 3] = ["id", "group", "main_set"];

impl About {
    /// Takes what the command line, `[evidence]` and `[report]` say, the earlier before the later.
    ///
    /// # Errors
    /// [`AppError::Usage`] naming all that is missing or is no word for its place.
    pub fn of(settings: &Settings, said: &BTreeMap<String, String>) -> Result<Self, AppError> {
        let find = |key: &str| {
            let text = said
                .get(key)
                .or_else(|| settings.evidence.get(key))
                .or_else(|| {
                    settings
                        .report
                        .get(key)
                        .filter(|_| FROM_REPORT.contains(&key))
                })?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let problems = problems(settings, said, &find);
        let values = (
            find("year").and_then(|y| y.parse().ok()),
            find("design"),
            find("trd"),
        );
        let made = match values {
            (Some(year), Some(design), Some(trd)) if problems.is_empty() => Design::parse(&design)
                .ok()
                .zip(Stated::parse(&trd).ok())
                .map(|words| (year, words)),
            _ => None,
        };
        let Some((year, (design, trd))) = made else {
            return Err(incomplete(&problems));
        };
        let text = |key: &str| find(key).unwrap_or_default();
        Ok(Self {
            name: text("name"),
            year,
            country: text("country"),
            design,
            trd,
            treatment: text("treatment"),
            id: find("id"),
            group: find("group"),
            cells: CELLS
                .into_iter()
                .filter_map(|key| Some((key, find(key)?)))
                .collect(),
            main_is_all_started: find("main_set").as_deref() == Some("all_started"),
        })
    }
}

/// All that is missing or is no word for its place.
fn problems(
    settings: &Settings,
    said: &BTreeMap<String, String>,
    find: &dyn Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut problems: Vec<String> = Vec::new();
    for key in said.keys().chain(settings.evidence.keys()) {
        if !is_known(key) {
            let known: Vec<&str> = known().collect();
            problems.push(format!(
                "\"{key}\" is not asked for; the keys are {}",
                known.join(", ")
            ));
        }
    }
    for (key, what) in NEEDED {
        if find(key).is_none() {
            problems.push(format!("{key} is missing: {what}{}", words(key)));
        }
    }
    let mut word = |key: &str, is_good: &dyn Fn(&str) -> bool| {
        if let Some(text) = find(key).filter(|text| !is_good(text)) {
            problems.push(format!(
                "{key}: \"{text}\" cannot stand there{}",
                words(key)
            ));
        }
    };
    word("year", &|text| text.parse::<u64>().is_ok());
    word("design", &|text| Design::parse(text).is_ok());
    word("main_set", &|text| {
        ["observed", "all_started"].contains(&text)
    });
    for key in ["trd", "bipolar_included", "psychotherapy"] {
        word(key, &|text| Stated::parse(text).is_ok());
    }
    problems
}

fn known() -> impl Iterator<Item = &'static str> {
    let needed = NEEDED.iter().map(|(key, _)| *key);
    needed.chain(OPTIONS).chain(CELLS)
}

fn is_known(key: &str) -> bool {
    known().any(|known| known == key)
}

/// The words that may stand for a key, as the end of a sentence.
fn words(key: &str) -> String {
    let ids: Vec<&str> = match key {
        "design" => Design::ALL.iter().map(|word| word.id()).collect(),
        "trd" | "bipolar_included" | "psychotherapy" => {
            Stated::ALL.iter().map(|word| word.id()).collect()
        }
        "main_set" => vec!["observed", "all_started"],
        "year" => return "; a year such as 2026".to_owned(),
        _ => return String::new(),
    };
    format!("; one of {}", ids.join(", "))
}

fn incomplete(problems: &[String]) -> AppError {
    AppError::Usage(format!(
        "--to-evidence needs what the files cannot say:\n  {}\nGive it as --about KEY=VALUE, or in the \
         settings as [evidence] with lines such as country = \"Canada\".",
        problems.join("\n  ")
    ))
}

/// The message for a treatment that the vocabulary does not have.
pub(super) fn unknown_treatment(id: &str, base: &EvidenceBase) -> AppError {
    let all: Vec<&str> = base.treatments.iter().map(|one| one.id.as_str()).collect();
    let near = match nearest(&[id], &all) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None => String::new(),
    };
    AppError::Usage(format!(
        "--to-evidence: there is no treatment \"{id}\"{near} They are: {}. A new one goes into \
         treatments.csv first.",
        all.join(", ")
    ))
}
