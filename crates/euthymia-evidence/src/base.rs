//! The whole evidence base in memory.

use crate::appraisal::{self, Appraisal, Judgement};
use crate::arm::{self, Arm};
use crate::claim::{self, Claim};
use crate::contrast::{self, Contrast};
use crate::files::Files;
use crate::outcome_row::{self, OutcomeRow};
use crate::reference::{self, Reference};
use crate::sheet::Row;
use crate::study::{self, Study};
use crate::treatment::{self, Treatment};
use crate::{check, sheet};
use euthymia_clinical::outcome::Outcome;
use euthymia_clinical::treatment::ReportGroup;
use euthymia_table::{Diagnostic, Severity};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Studies, arms, outcomes, contrasts, claims, treatments and sources, with their keys resolved.
#[derive(Clone, Debug)]
pub struct EvidenceBase {
    /// Where it was read: `evidence`, or a folder's path.
    pub folder: String,
    /// Studies in file order.
    pub studies: Vec<Study>,
    /// Arms in file order.
    pub arms: Vec<Arm>,
    /// Outcome rows in file order.
    pub outcomes: Vec<OutcomeRow>,
    /// Published between-arm results.
    pub contrasts: Vec<Contrast>,
    /// What somebody judged of the studies.
    pub appraisals: Vec<Appraisal>,
    /// Claims held against the evidence.
    pub claims: Vec<Claim>,
    /// The vocabulary of treatments.
    pub treatments: Vec<Treatment>,
    /// Sources by key.
    pub references: BTreeMap<String, Reference>,
    study_index: HashMap<String, usize>,
    arm_index: HashMap<(String, String), usize>,
    treatment_index: HashMap<String, usize>,
}

/// The files could not be read or contradict each other.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the evidence base has {} finding(s) that must be mended first", .0.len())]
pub struct LoadError(pub Vec<Diagnostic>);

impl EvidenceBase {
    /// Loads the evidence base that is compiled into the program.
    ///
    /// # Errors
    /// [`LoadError`] with every finding; never for a released program, whose tests load it.
    ///
    /// # Example
    /// ```
    /// let base = euthymia_evidence::EvidenceBase::bundled()?;
    /// assert!(base.study("payette-2023").is_some());
    /// # Ok::<(), euthymia_evidence::LoadError>(())
    /// ```
    pub fn bundled() -> Result<Self, LoadError> {
        Self::load(&Files::bundled())
    }

    /// Loads a folder of the same layout.
    ///
    /// # Errors
    /// [`LoadError`] with every finding.
    pub fn from_dir(dir: &Path) -> Result<Self, LoadError> {
        Self::load(&Files::from_dir(dir).map_err(LoadError)?)
    }

    fn load(files: &Files) -> Result<Self, LoadError> {
        let mut findings = Vec::new();
        let mut read = Reader {
            files,
            findings: &mut findings,
        };
        let studies = read.table(&files.studies, "studies.csv", study::COLUMNS, study::read);
        let arms = read.table(&files.arms, "arms.csv", arm::COLUMNS, arm::read);
        let outcomes = read.table(
            &files.outcomes,
            "outcomes.csv",
            outcome_row::COLUMNS,
            outcome_row::read,
        );
        let contrasts = read.table(
            &files.contrasts,
            "contrasts.csv",
            contrast::COLUMNS,
            contrast::read,
        );
        let treatments = read.table(
            &files.treatments,
            "treatments.csv",
            treatment::COLUMNS,
            treatment::read,
        );
        let claims = read.table(&files.claims, "claims.csv", claim::COLUMNS, claim::read);
        let appraisals = read.table(
            &files.appraisals,
            "appraisals.csv",
            appraisal::COLUMNS,
            appraisal::read,
        );
        let references = reference::read(&files.references, &files.name("references.bib"))
            .unwrap_or_else(|found| {
                findings.extend(found);
                BTreeMap::new()
            });
        let base = Self {
            folder: files.folder.clone(),
            study_index: index(&studies, |study: &Study| study.id.clone()),
            arm_index: index(&arms, |arm: &Arm| (arm.study_id.clone(), arm.id.clone())),
            treatment_index: index(&treatments, |treatment: &Treatment| treatment.id.clone()),
            studies,
            arms,
            outcomes,
            contrasts,
            appraisals,
            claims,
            treatments,
            references,
        };
        if findings.is_empty() {
            findings.extend(check::keys(&base));
        }
        let broken = findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        if broken {
            Err(LoadError(findings))
        } else {
            Ok(base)
        }
    }

    /// The study with this identifier.
    #[must_use]
    pub fn study(&self, id: &str) -> Option<&Study> {
        self.study_index
            .get(id)
            .and_then(|at| self.studies.get(*at))
    }

    /// What was judged of a study in one domain: for this outcome, else for all outcomes.
    #[must_use]
    pub fn judgement(&self, study_id: &str, outcome: &Outcome, domain: &str) -> Option<Judgement> {
        let about =
            |appraisal: &&Appraisal| appraisal.study_id == study_id && appraisal.domain == domain;
        let of = |wanted: Option<&Outcome>| {
            let mut rows = self.appraisals.iter().filter(about);
            rows.find(|appraisal| appraisal.outcome.as_ref() == wanted)
        };
        of(Some(outcome))
            .or_else(|| of(None))
            .map(|row| row.judgement)
    }

    /// The arm of a study.
    #[must_use]
    pub fn arm(&self, study_id: &str, arm_id: &str) -> Option<&Arm> {
        let key = (study_id.to_owned(), arm_id.to_owned());
        self.arm_index.get(&key).and_then(|at| self.arms.get(*at))
    }

    /// The treatment with this identifier.
    #[must_use]
    pub fn treatment(&self, id: &str) -> Option<&Treatment> {
        self.treatment_index
            .get(id)
            .and_then(|at| self.treatments.get(*at))
    }

    /// The group in which reports show an arm.
    #[must_use]
    pub fn group_of(&self, arm: &Arm) -> ReportGroup {
        self.treatment(&arm.treatment)
            .map_or(ReportGroup::Other, |treatment| treatment.group)
    }

    /// The arms of a study in file order.
    pub fn arms_of<'a>(&'a self, study_id: &'a str) -> impl Iterator<Item = &'a Arm> + 'a {
        self.arms.iter().filter(move |arm| arm.study_id == study_id)
    }

    /// The outcome rows of an arm in file order.
    pub fn outcomes_of<'a>(&'a self, arm: &'a Arm) -> impl Iterator<Item = &'a OutcomeRow> + 'a {
        self.outcomes
            .iter()
            .filter(move |row| row.study_id == arm.study_id && row.arm_id == arm.id)
    }
}

/// Reads the files one after another and keeps every finding.
struct Reader<'a> {
    files: &'a Files,
    findings: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn table<T>(
        &mut self,
        bytes: &[u8],
        name: &str,
        columns: &[&'static str],
        make: impl Fn(&mut Row<'_, '_>) -> Option<T>,
    ) -> Vec<T> {
        match sheet::rows(bytes, &self.files.name(name), columns, make) {
            Ok((values, found)) => {
                self.findings.extend(found);
                values
            }
            Err(found) => {
                self.findings.extend(found);
                Vec::new()
            }
        }
    }
}

/// Keys to positions; the first of two equal keys wins, and the check reports the second.
fn index<T, K: Eq + std::hash::Hash>(items: &[T], key: impl Fn(&T) -> K) -> HashMap<K, usize> {
    let mut map = HashMap::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        map.entry(key(item)).or_insert(at);
    }
    map
}
