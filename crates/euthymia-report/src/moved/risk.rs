//! How the weight of an analysis is shared out by risk of bias.

use crate::pooled::Pooled;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::appraisal::{Judgement, OVERALL};
use euthymia_table::fmt;

/// Shares of the weight, each from 0 to 1; together 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RiskShares {
    /// Of studies judged low.
    pub low: f64,
    /// Of studies judged some concerns.
    pub some_concerns: f64,
    /// Of studies judged high.
    pub high: f64,
    /// Of studies that nobody judged.
    pub not_judged: f64,
}

impl RiskShares {
    /// Adds the weights up by overall judgement: for the outcome, else for the whole study.
    pub(super) fn of(pooled: &Pooled, base: &EvidenceBase, outcome: &Outcome) -> Option<Self> {
        let mut shares = Self::default();
        let mut is_judged = false;
        for row in &pooled.rows {
            let label = &row.candidate.label;
            let study = base.studies.iter().find(|study| study.label == *label);
            let judged = study.and_then(|study| base.judgement(&study.id, outcome, OVERALL));
            is_judged |= judged.is_some();
            *shares.of_judgement(judged) += row.weight?;
        }
        is_judged.then_some(shares)
    }

    fn of_judgement(&mut self, judged: Option<Judgement>) -> &mut f64 {
        match judged {
            Some(Judgement::Low) => &mut self.low,
            Some(Judgement::SomeConcerns) => &mut self.some_concerns,
            Some(Judgement::High) => &mut self.high,
            None => &mut self.not_judged,
        }
    }

    /// In words: `high 0 %, some concerns 41 %`, and what nobody judged where there is any.
    #[must_use]
    pub fn words(&self) -> String {
        let (high, some) = (
            fmt::percent(self.high, 0),
            fmt::percent(self.some_concerns, 0),
        );
        let mut words = format!("high {high}, some concerns {some}");
        if self.not_judged > 0.0 {
            words += &format!(", not judged {}", fmt::percent(self.not_judged, 0));
        }
        words
    }
}
