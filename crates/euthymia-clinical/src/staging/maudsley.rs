//! The Maudsley Staging Method: 3 to 15 points from duration, severity, failures, augmentation, ECT.

use super::models;
use crate::patient::Severity;
use serde::Deserialize;

/// The limits of the method: each one that is passed gives a point more, or the next band.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Days of the episode.
    pub duration_days: [i64; 2],
    /// Failed antidepressants.
    pub failures: [u32; 4],
    /// Totals.
    pub bands: [u8; 2],
}

fn limits() -> Option<&'static Limits> {
    models().iter().find_map(|model| model.maudsley.as_ref())
}

/// How many limits a value is above.
fn passed<T: PartialOrd>(limits: &[T], value: &T) -> u8 {
    let above = limits.iter().filter(|limit| value > *limit).count();
    u8::try_from(above).unwrap_or(u8::MAX)
}

/// The facts that the method scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Days of the episode so far.
    pub episode_days: i64,
    /// Severity at its present.
    pub severity: Severity,
    /// Failed antidepressants.
    pub failures: u32,
    /// Augmentation was used.
    pub augmentation: bool,
    /// ECT was used.
    pub ect: bool,
}

crate::words! {
    /// The bands of the total.
    MaudsleyBand {
        /// 3 to 6.
        Mild = "mild", "mild";
        /// 7 to 10.
        Moderate = "moderate", "moderate";
        /// 11 to 15.
        Severe = "severe", "severe";
    }
}

/// Points by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// 1 to 3.
    pub duration: u8,
    /// 1 to 5.
    pub severity: u8,
    /// 1 to 5.
    pub failures: u8,
    /// 0 or 1.
    pub augmentation: u8,
    /// 0 or 1.
    pub ect: u8,
}

/// The method has no score for these facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaudsleyError {
    /// Without a failed antidepressant the method does not apply: its least score needs one.
    #[error("the Maudsley score is undefined without a failed antidepressant")]
    NoFailure,
    /// The episode begins after the assessment.
    #[error("the episode lasts less than a day")]
    Duration,
    /// The bundled limits cannot be read, which a test rules out.
    #[error("the limits of the Maudsley method cannot be read")]
    Limits,
}

/// Scores the facts: duration up to 365 days 1, up to 730 days 2, longer 3; severity 1 to 5;
/// failures 1–2, 3–4, 5–6, 7–10, more: 1 to 5; augmentation and ECT 1 each.
///
/// # Errors
/// [`MaudsleyError`].
///
/// # References
/// BMC Psychiatry 2018 18:100, Table 3; days as the register of PLoS One 2020 15:e0236434.
///
/// # Example
/// ```
/// use euthymia_clinical::patient::Severity;
/// use euthymia_clinical::staging::maudsley::{Facts, MaudsleyBand, points};
/// let facts = Facts {
///     episode_days: 791, // 26 months
///     severity: Severity::SevereWithoutPsychosis,
///     failures: 4,
///     augmentation: true,
///     ect: false,
/// };
/// let points = points(facts)?;
/// assert_eq!(points.total(), 3 + 4 + 2 + 1 + 0);
/// assert_eq!(points.band(), MaudsleyBand::Moderate);
/// # Ok::<(), euthymia_clinical::staging::maudsley::MaudsleyError>(())
/// ```
pub fn points(facts: Facts) -> Result<Points, MaudsleyError> {
    if facts.episode_days < 1 {
        return Err(MaudsleyError::Duration);
    }
    if facts.failures == 0 {
        return Err(MaudsleyError::NoFailure);
    }
    let limits = limits().ok_or(MaudsleyError::Limits)?;
    Ok(Points {
        duration: 1 + passed(&limits.duration_days, &facts.episode_days),
        severity: match facts.severity {
            Severity::Subsyndromal => 1,
            Severity::Mild => 2,
            Severity::Moderate => 3,
            Severity::SevereWithoutPsychosis => 4,
            Severity::SevereWithPsychosis => 5,
        },
        failures: 1 + passed(&limits.failures, &facts.failures),
        augmentation: u8::from(facts.augmentation),
        ect: u8::from(facts.ect),
    })
}

impl Points {
    /// The sum, 3 to 15.
    #[must_use]
    pub fn total(self) -> u8 {
        self.duration + self.severity + self.failures + self.augmentation + self.ect
    }

    /// The band of the sum.
    #[must_use]
    pub fn band(self) -> MaudsleyBand {
        band(self.total())
    }
}

/// The band of a total: up to the first limit, up to the second, above it.
#[must_use]
pub fn band(total: u8) -> MaudsleyBand {
    let above = limits().map_or(0, |limits| passed(&limits.bands, &total));
    match above {
        0 => MaudsleyBand::Mild,
        1 => MaudsleyBand::Moderate,
        _ => MaudsleyBand::Severe,
    }
}
