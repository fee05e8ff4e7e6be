//! Medicines by generic name, and tables of minimum adequate doses.

use crate::bundled::bundled;
use crate::dose::MgPerDay;
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// What a medicine does in a treatment history.
    Role {
        /// An antidepressant: a trial of its own.
        Antidepressant = "antidepressant", "antidepressant";
        /// Added to an antidepressant.
        Augmentation = "augmentation", "augmenting agent";
        /// Neither: ketamine, esketamine.
        OtherTreatment = "other_treatment", "other treatment";
    }
}

crate::words! {
    /// Classes of medicines, for reports.
    DrugClass {
        /// Tricyclic and tetracyclic.
        Tca = "tca", "tricyclic or tetracyclic";
        /// Monoamine oxidase inhibitor.
        Maoi = "maoi", "MAO inhibitor";
        /// Selective serotonin reuptake inhibitor.
        Ssri = "ssri", "SSRI";
        /// Multimodal.
        Multimodal = "multimodal", "multimodal";
        /// Serotonin and noradrenaline reuptake inhibitor.
        Snri = "snri", "SNRI";
        /// Another antidepressant.
        Other = "other", "other antidepressant";
        /// Augmenting agent.
        Augmentation = "augmentation", "augmenting agent";
        /// Dissociative.
        Dissociative = "dissociative", "dissociative";
        /// Psychedelic.
        Psychedelic = "psychedelic", "psychedelic";
    }
}

crate::words! {
    /// In which form a medicine is taken, where it matters for the dose.
    Formulation {
        /// Controlled release.
        ControlledRelease = "controlled_release", "controlled release";
        /// Patch.
        Patch = "patch", "patch";
    }
}

/// A medicine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drug {
    /// Generic name in lower case, words joined by underscores.
    pub id: String,
    /// Generic name.
    pub name: String,
    /// Class.
    pub class: DrugClass,
    /// What it does in a treatment history.
    pub role: Role,
    /// Where class and role come from.
    pub source: String,
    /// Whether they were read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DrugFile {
    #[serde(rename = "schema")]
    _schema: String,
    drug: Vec<Drug>,
}

/// Every medicine known here.
#[must_use]
pub fn drugs() -> &'static [Drug] {
    static READ: LazyLock<DrugFile> = bundled!("rules/drugs.toml");
    &READ.drug
}

/// The medicine of this generic name; case, spaces and hyphens do not matter.
///
/// # Example
/// ```
/// use euthymia_clinical::drug::{DrugClass, find};
/// assert_eq!(find("Sertraline").unwrap().class, DrugClass::Ssri);
/// assert!(find("sertralin").is_none());
/// ```
#[must_use]
pub fn find(name: &str) -> Option<&'static Drug> {
    let id: String = name.trim().to_lowercase().replace([' ', '-'], "_");
    drugs().iter().find(|drug| drug.id == id)
}

/// A table of minimum adequate daily doses, by name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseTable {
    /// Name and version of the file format.
    pub schema: String,
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this file.
    pub version: String,
    /// Where the doses come from.
    pub source: String,
    /// Whether they were read there.
    pub status: Status,
    /// Caveats.
    #[serde(default)]
    pub note: Option<String>,
    /// The durations that the same source asks for, weeks.
    #[serde(default)]
    pub duration_weeks: Vec<f64>,
    /// Where the durations come from.
    #[serde(default)]
    pub duration_source: Option<String>,
    /// Whether they were read there.
    #[serde(default)]
    pub duration_status: Status,
    /// A remark on the durations.
    #[serde(default)]
    pub duration_note: Option<String>,
    /// The doses.
    #[serde(rename = "dose")]
    pub doses: Vec<MinimumDose>,
}

/// One line of a [`DoseTable`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumDose {
    /// Which medicine.
    pub drug: String,
    /// Least adequate daily dose, mg.
    pub minimum_mg_per_day: f64,
    /// Form; the plain oral form where none is named.
    #[serde(default)]
    pub formulation: Option<Formulation>,
    /// True where it is meant as an addition to an antidepressant.
    #[serde(default)]
    pub adjunct: bool,
    /// Where the line comes from, if not from the table's source.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether it was read there.
    #[serde(default)]
    pub status: Option<Status>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A dose table that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {problem}")]
pub struct DoseTableError {
    /// Which table.
    pub what: String,
    /// What is wrong with it.
    pub problem: String,
}

impl DoseTable {
    /// Reads a table; `name` says which text it was in messages.
    ///
    /// # Errors
    /// Not TOML, unknown keys, another format, an unknown medicine, a medicine twice in one form,
    /// or a dose that is not above zero.
    pub fn parse(text: &str, name: &str) -> Result<Self, DoseTableError> {
        let fail = |problem: String| DoseTableError {
            what: name.to_owned(),
            problem,
        };
        let table: Self =
            toml::from_str(text).map_err(|error| fail(error.to_string().trim_end().to_owned()))?;
        if table.schema != "euthymia.doses.v1" {
            return Err(fail(format!(
                "schema is \"{}\", expected \"euthymia.doses.v1\"",
                table.schema
            )));
        }
        for (at, line) in table.doses.iter().enumerate() {
            if find(&line.drug).is_none() {
                return Err(fail(format!("\"{}\" is not a known medicine", line.drug)));
            }
            MgPerDay::new(line.minimum_mg_per_day)
                .map_err(|error| fail(format!("{}: {error}", line.drug)))?;
            let same = |other: &MinimumDose| {
                (&other.drug, other.formulation, other.adjunct)
                    == (&line.drug, line.formulation, line.adjunct)
            };
            if table.doses.iter().take(at).any(same) {
                return Err(fail(format!("{} has two lines", line.drug)));
            }
        }
        Ok(table)
    }

    /// The table that comes with the program: the minimum doses of the MGH-ATRQ as one trial used
    /// them.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static READ: LazyLock<DoseTable> = bundled!("rules/doses/mgh_atrq_comp006.toml", |text| {
            DoseTable::parse(text, "mgh_atrq_comp006")
        });
        &READ
    }

    /// The line for a medicine in a form, as a main treatment or an addition.
    #[must_use]
    pub fn line(
        &self,
        drug: &str,
        formulation: Option<Formulation>,
        adjunct: bool,
    ) -> Option<&MinimumDose> {
        let fits = |line: &&MinimumDose| {
            line.drug == drug && line.formulation == formulation && line.adjunct == adjunct
        };
        self.doses.iter().find(fits)
    }

    /// Where a line comes from.
    #[must_use]
    pub fn source_of(&self, line: &MinimumDose) -> Source {
        Source {
            text: line.source.clone().unwrap_or_else(|| self.source.clone()),
            status: line.status.unwrap_or(self.status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_read() {
        assert!(drugs().len() > 40);
        let table = DoseTable::bundled();
        let dose = |drug| table.line(drug, None, false).unwrap().minimum_mg_per_day;
        assert_eq!(
            [dose("sertraline"), dose("venlafaxine"), dose("tianeptine")].map(|x| x * 2.0),
            [100.0, 300.0, 75.0]
        );
        assert!(table.line("quetiapine", None, false).is_none());
        assert!(table.line("quetiapine", None, true).is_some());
    }

    #[test]
    fn a_table_with_a_medicine_twice_is_refused() {
        let text = "schema='euthymia.doses.v1'\nid='x'\nname='x'\nversion='1'\nsource='s'\n\
                    status='site'\n[[dose]]\ndrug='sertraline'\nminimum_mg_per_day=50\n\
                    [[dose]]\ndrug='sertraline'\nminimum_mg_per_day=100\n";
        let error = DoseTable::parse(text, "own.toml").unwrap_err();
        assert_eq!(error.to_string(), "own.toml: sertraline has two lines");
    }
}
