//! Adverse events by treatment: how often in the evidence base, how often as sources print it, and how
//! much more often than under control.

mod rates;
mod vocabulary;

use crate::error::AppError;
use crate::evidence::{known_treatments, load};
use euthymia_clinical::treatment::{ReportGroup, TreatmentClass};
use euthymia_evidence::EvidenceBase;
use euthymia_table::{ReadOptions, TableView};
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// A treatment, report group or class; all without it.
    pub treatment: Option<String>,
    /// A folder of evidence files instead of the bundled base.
    pub evidence: Option<PathBuf>,
    /// A licence holder's file of MedDRA codes: event, code.
    pub meddra: Option<PathBuf>,
    /// How that file is read.
    pub read: ReadOptions,
}

/// The tables: rates of the evidence base beside those that sources print, and the vocabulary.
///
/// # Errors
/// [`AppError::Usage`] for a word that is no treatment, [`AppError::Input`] for files that cannot be
/// used.
pub fn views(asked: &Asked) -> Result<Vec<TableView>, AppError> {
    let base = load(asked.evidence.as_deref())?;
    let wanted = match &asked.treatment {
        None => ReportGroup::ALL.to_vec(),
        Some(word) => {
            known_treatments(&base, std::slice::from_ref(word))?;
            groups(&base, word)
        }
    };
    let codes = match &asked.meddra {
        None => None,
        Some(_) => Some(vocabulary::meddra(asked)?),
    };
    let classes: Vec<TreatmentClass> = base
        .treatments
        .iter()
        .filter(|one| wanted.contains(&one.group))
        .map(|one| one.class)
        .collect();
    Ok(vec![
        rates::view(&base, &wanted),
        vocabulary::vocabulary_view(codes.as_ref(), &classes),
    ])
}

/// The report groups that a treatment, report group or class stands for.
fn groups(base: &EvidenceBase, word: &str) -> Vec<ReportGroup> {
    if let Ok(group) = ReportGroup::parse(word) {
        return vec![group];
    }
    if let Some(treatment) = base.treatment(word) {
        return vec![treatment.group];
    }
    let class = TreatmentClass::parse(word).ok();
    let of_class = base
        .treatments
        .iter()
        .filter(|one| Some(one.class) == class);
    let mut groups: Vec<ReportGroup> = of_class.map(|one| one.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}
