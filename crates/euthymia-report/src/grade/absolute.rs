//! What a pooled effect means for patients at a baseline risk.

use super::thresholds::risk_from;
use crate::pooled::{Inputs, Pooled};
use crate::words::Shown;
use euthymia_numerics::Probability;
use euthymia_synthesis::network::absolute::Baseline;
use euthymia_synthesis::pairwise::Bounds;

/// Where a baseline risk comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineFrom {
    /// Somebody stated it.
    Stated,
    /// The control groups of the analysis added up.
    ControlArms {
        /// Patients with the event.
        events: u64,
        /// Patients.
        n: u64,
    },
}

/// A risk without the treatment, taken as known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradeBaseline {
    /// The risk.
    pub baseline: Baseline,
    /// Where it comes from.
    pub from: BaselineFrom,
}

/// Risk and difference in risk at a baseline. A value is `None` where effect and baseline are impossible
/// together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absolute {
    /// The baseline.
    pub baseline: GradeBaseline,
    /// The risk with the treatment.
    pub risk: Option<f64>,
    /// The risk with the treatment less the baseline, with its limits; those of the relative effect,
    /// each turned into a risk.
    pub difference: Option<Shown>,
}

/// The baseline risk of an analysis: as stated, otherwise that of its control groups added up. `None`
/// where neither is there, and where the control groups have no event or nothing else.
#[must_use]
pub fn baseline_of(pooled: &Pooled, stated: Option<Baseline>) -> Option<GradeBaseline> {
    if let Some(baseline) = stated {
        return Some(GradeBaseline {
            baseline,
            from: BaselineFrom::Stated,
        });
    }
    let (mut events, mut n) = (0_u64, 0_u64);
    for row in &pooled.rows {
        if let Inputs::TwoProportions(table) = &row.candidate.data {
            let cells = table.cells();
            events = events.saturating_add(cells.c as u64);
            n = n.saturating_add((cells.c + cells.d) as u64);
        }
    }
    let risk = Probability::new(events as f64 / n as f64).ok()?;
    Some(GradeBaseline {
        baseline: Baseline::known(risk).ok()?,
        from: BaselineFrom::ControlArms { events, n },
    })
}

/// Turns a pooled effect into risks; `None` for a measure that makes none.
#[must_use]
pub fn absolute(pooled: &Pooled, baseline: GradeBaseline) -> Option<Absolute> {
    let from = risk_from(pooled.options.measure)?;
    let (logit, p0) = (baseline.baseline.logit(), baseline.baseline.risk());
    let summary = &pooled.summary;
    let risk = |effect: f64| {
        let risk = from.at(effect, logit).risk;
        (-1e-12..=1.0 + 1e-12)
            .contains(&risk)
            .then(|| risk.clamp(0.0, 1.0))
    };
    let own = risk(summary.estimate);
    let (one, other) = (risk(summary.bounds.lower), risk(summary.bounds.upper));
    let difference = match (own, one, other) {
        (Some(own), Some(one), Some(other)) => Some(Shown {
            estimate: own - p0,
            bounds: Bounds {
                lower: one.min(other) - p0,
                upper: one.max(other) - p0,
            },
        }),
        _ => None,
    };
    Some(Absolute {
        baseline,
        risk: own,
        difference,
    })
}

/// The risk ratio that a pooled effect stands for at a baseline; a risk ratio needs none.
pub(super) fn risk_ratio(pooled: &Pooled, baseline: Option<&GradeBaseline>) -> Option<f64> {
    use euthymia_synthesis::measure::Measure;
    if pooled.options.measure == Measure::RiskRatio {
        return Some(pooled.shown.estimate);
    }
    let baseline = baseline?;
    let risk = absolute(pooled, *baseline)?.risk?;
    Some(risk / baseline.baseline.risk())
}
