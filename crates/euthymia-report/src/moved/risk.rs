//! What was judged of the studies behind a pooled number, and how certain that makes it.

use crate::appraised::{Appraised, Respect, level_shares};
use crate::pooled::Pooled;
use crate::trd::certainty;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::network::certainty::LevelShares;
use euthymia_table::fmt;

/// Risk of bias and certainty of a pooled number.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Shares of the weight by overall judgement; `moderate` are some concerns.
    pub shares: LevelShares,
    /// Certainty by GRADE as the report has it, for risk ratios: without thresholds it is an upper
    /// bound.
    pub certainty: Option<String>,
}

impl Judged {
    /// Gathers what was judged; `None` where nobody judged any of the studies, or several tools
    /// were used.
    pub(super) fn of(pooled: &Pooled, base: &EvidenceBase, outcome: &Outcome) -> Option<Self> {
        let appraised = Appraised::of_base(base, outcome, None).ok()?;
        let known = |label: &str| appraised.of(label, Respect::Overall).is_some();
        if !pooled.rows.iter().any(|row| known(&row.candidate.label)) {
            return None;
        }
        let is_ratio = pooled.options.measure == Measure::RiskRatio;
        Some(Self {
            shares: level_shares(pooled, &appraised, Respect::Overall).levels,
            certainty: is_ratio.then(|| certainty(pooled, &appraised).overall.name()),
        })
    }

    /// The shares in words: `high 0 %, some concerns 41 %`, and what nobody judged where there is any.
    #[must_use]
    pub fn words(&self) -> String {
        let [high, some, unknown] = [self.shares.high, self.shares.moderate, self.shares.unknown];
        let percent = |own: f64| fmt::percent(own, 0);
        let mut words = format!("high {}, some concerns {}", percent(high), percent(some));
        if unknown > 0.0 {
            words += &format!(", not judged {}", percent(unknown));
        }
        words
    }
}
