//! The analysis again without studies at risk of bias.

use super::Again;
use super::gather::{Appraised, Respect};
use crate::pooled::{Candidate, LeftOut, PoolError, Pooled};
use euthymia_evidence::appraisal::Judgement;

/// Which studies a restricted analysis keeps. None keeps a study that nobody appraised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Those with a judgement, whatever it is.
    Appraised,
    /// Those at low risk or with some concerns.
    WithoutHigh,
    /// Those at low risk.
    LowOnly,
}

impl Kept {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Appraised => "appraised studies",
            Self::WithoutHigh => "without high risk",
            Self::LowOnly => "low risk only",
        }
    }

    /// Whether a judgement is kept.
    #[must_use]
    pub fn keeps(self, judgement: Judgement) -> bool {
        match self {
            Self::Appraised => true,
            Self::WithoutHigh => judgement != Judgement::High,
            Self::LowOnly => judgement == Judgement::Low,
        }
    }
}

/// Which studies, judged in which respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The respect.
    pub respect: Respect,
    /// Which are kept.
    pub kept: Kept,
}

/// One restricted analysis.
#[derive(Clone, Debug)]
pub struct SensitivityRow {
    /// Which studies it keeps.
    pub wanted: Wanted,
    /// Studies that their judgement leaves out.
    pub left_out: Vec<String>,
    /// Studies left out because nobody appraised them in this respect.
    pub unappraised: Vec<String>,
    /// The analysis; [`PoolError::Nothing`] where no study is kept.
    pub result: Result<Pooled, PoolError>,
}

/// By how much a restricted analysis differs from the main one, on the analysis scale. The two have
/// studies in common, so that no test compares them.
#[must_use]
pub fn difference(main: &Pooled, other: &Pooled) -> f64 {
    other.summary.estimate - main.summary.estimate
}

/// Splits studies into those that are kept and those that are left out, with reasons.
#[must_use]
pub fn exclude(
    candidates: Vec<Candidate>,
    appraised: &Appraised,
    wanted: Wanted,
) -> (Vec<Candidate>, Vec<LeftOut>) {
    let mut out = Vec::new();
    let mut kept = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let reason = match appraised.of(&candidate.label, wanted.respect) {
            Some(judgement) if wanted.kept.keeps(judgement) => {
                kept.push(candidate);
                continue;
            }
            Some(judgement) => format!("risk of bias: {judgement}"),
            None => "risk of bias: nobody appraised it, and it may be high".to_owned(),
        };
        out.push(LeftOut {
            label: candidate.label,
            reason,
        });
    }
    (kept, out)
}

/// Pools again: appraised studies alone where some are not, without high risk, low risk only; then the
/// last two for each domain in which a study of the analysis was judged.
#[must_use]
pub fn sensitivity(
    pooled: &Pooled,
    appraised: &Appraised,
    again: Again<'_>,
) -> Vec<SensitivityRow> {
    let labels = || pooled.rows.iter().map(|row| row.candidate.label.as_str());
    let judged = |respect| labels().filter(move |own| appraised.of(own, respect).is_some());
    let mut asked = Vec::new();
    let known = judged(Respect::Overall).count();
    if known > 0 {
        if known < pooled.rows.len() {
            asked.push((Respect::Overall, Kept::Appraised));
        }
        asked.push((Respect::Overall, Kept::WithoutHigh));
        asked.push((Respect::Overall, Kept::LowOnly));
    }
    for at in 0..appraised.domains.len() {
        let respect = Respect::Domain(at);
        if judged(respect).next().is_some() {
            asked.push((respect, Kept::WithoutHigh));
            asked.push((respect, Kept::LowOnly));
        }
    }
    let rows = asked.into_iter();
    rows.map(|(respect, kept)| restricted(pooled, appraised, Wanted { respect, kept }, again))
        .collect()
}

fn restricted(
    pooled: &Pooled,
    appraised: &Appraised,
    wanted: Wanted,
    again: Again<'_>,
) -> SensitivityRow {
    let all: Vec<Candidate> = pooled
        .rows
        .iter()
        .map(|row| row.candidate.clone())
        .collect();
    let (kept, out) = exclude(all, appraised, wanted);
    let (left_out, unappraised): (Vec<String>, Vec<String>) = {
        let names = out.into_iter().map(|own| own.label);
        names.partition(|label| appraised.of(label, wanted.respect).is_some())
    };
    let result = match kept.len() {
        0 => Err(PoolError::Nothing(Vec::new())),
        // Nothing left out: the same analysis.
        k if k == pooled.rows.len() => Ok(pooled.clone()),
        _ => again(kept),
    };
    SensitivityRow {
        wanted,
        left_out,
        unappraised,
        result,
    }
}
