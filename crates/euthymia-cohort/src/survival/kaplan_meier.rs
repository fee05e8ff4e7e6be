//! The product-limit estimate of Kaplan and Meier.

use euthymia_numerics::{Probability, normal};

use super::{Observed, sorted};
use crate::error::CohortError;
use crate::group_error::GroupError;
use crate::interval::tail;

/// Shares within this of each other are equal when a quantile is read off, as in R's
/// `quantile.survfit`: √ε.
const SAME_SHARE: f64 = 1.490_116_119_384_765_6e-8;

/// On which scale the limits of a survival curve are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// S ± z S√v, cut at 0 and 1.
    Plain,
    /// S exp(± z √v), cut at 1; R's default.
    Log,
    /// S^exp(± z √v / ln S): always inside 0 to 1; best for small groups.
    LogLog,
}

impl Limits {
    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Log => "log",
            Self::LogLog => "log–log",
        }
    }
}

/// The curve just after one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time.
    pub time: f64,
    /// Patients at risk just before.
    pub at_risk: u64,
    /// Events at this time.
    pub events: u64,
    /// Patients whose observation ends at this time without the event.
    pub censored: u64,
    /// Estimated share S without the event after this time.
    pub survival: f64,
    /// Greenwood's standard error S√v; `None` when S is 0.
    pub standard_error: Option<f64>,
    /// Lower limit; `None` when S is 0, where no limit can be formed.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
}

/// A product-limit curve.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    /// Number of patients.
    pub n: u64,
    /// Number of events.
    pub events: u64,
    /// One step per time at which anything happened, in order.
    pub steps: Vec<Step>,
    /// On which scale the limits were formed.
    pub limits: Limits,
    /// Confidence level.
    pub level: f64,
    times: Vec<f64>,
}

/// A time by which a share of patients has had the event, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The share, for instance ½ for the median.
    pub share: f64,
    /// The time; `None` when the curve does not come down that far.
    pub time: Option<f64>,
    /// Where the lower limit of the curve crosses; `None` when it does not.
    pub lower: Option<f64>,
    /// Where the upper limit crosses; `None` when it does not, which is often so.
    pub upper: Option<f64>,
}

/// Estimates how many patients remain without the event over time.
///
/// S(t) = Π (1 − d/n) over the event times up to t; Greenwood's v = Σ d/(n(n − d)), Var S = S² v.
///
/// # Errors
/// [`GroupError::Time`], [`CohortError::TooFew`] without patients, a level of 0 or 1.
///
/// # References
/// Kaplan & Meier 1958, Journal of the American Statistical Association 53, 457–481; Greenwood 1926;
/// Kalbfleisch & Prentice 1980, The Statistical Analysis of Failure Time Data, § 1.3 (log–log). R:
/// `survival::survfit`.
///
/// # Example
/// ```
/// use euthymia_cohort::survival::{Observed, kaplan_meier::{Limits, kaplan_meier}};
/// use euthymia_numerics::Probability;
/// // Events at 1 and 3, one patient lost at 2: S = 2/3, then 2/3 · 0.
/// let patients = [(1.0, true), (2.0, false), (3.0, true)].map(|(time, event)| Observed { time, event });
/// let curve = kaplan_meier(&patients, Limits::LogLog, Probability::NINETY_FIVE)?;
/// assert!((curve.steps[0].survival - 2.0 / 3.0).abs() < 1e-15);
/// assert_eq!((curve.steps[2].survival, curve.steps[2].lower), (0.0, None));
/// assert_eq!(curve.quantile(0.5).time, Some(3.0));
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn kaplan_meier(
    patients: &[Observed],
    limits: Limits,
    level: Probability,
) -> Result<KaplanMeier, GroupError> {
    let z = normal::upper_quantile(tail(level)?);
    if patients.is_empty() {
        return Err(GroupError::Cohort(CohortError::TooFew {
            needed: 1,
            found: 0,
        }));
    }
    let ordered = sorted(patients)?;
    let mut at_risk = ordered.len() as u64;
    let (mut survival, mut variance) = (1.0, 0.0);
    let mut steps = Vec::new();
    for together in ordered.chunk_by(|a, b| a.time == b.time) {
        let events = together.iter().filter(|p| p.event).count() as u64;
        let (n, d) = (at_risk as f64, events as f64);
        survival *= (n - d) / n;
        variance += d / n / (n - d);
        let bounds = (survival > 0.0).then(|| around(survival, variance, z, limits));
        steps.push(Step {
            time: together.first().map_or(0.0, |p| p.time),
            at_risk,
            events,
            censored: together.len() as u64 - events,
            survival,
            standard_error: (survival > 0.0).then(|| survival * variance.sqrt()),
            lower: bounds.map(|b| b.0),
            upper: bounds.map(|b| b.1),
        });
        at_risk -= together.len() as u64;
    }
    Ok(KaplanMeier {
        n: ordered.len() as u64,
        events: steps.iter().map(|s| s.events).sum(),
        steps,
        limits,
        level: level.get(),
        times: ordered.iter().map(|p| p.time).collect(),
    })
}

/// Limits of a share from the variance of its logarithm.
fn around(survival: f64, variance: f64, z: f64, limits: Limits) -> (f64, f64) {
    let width = z * variance.sqrt();
    if variance == 0.0 {
        return (survival, survival);
    }
    match limits {
        Limits::Plain => (
            (survival - width * survival).max(0.0),
            (survival + width * survival).min(1.0),
        ),
        Limits::Log => (survival * (-width).exp(), (survival * width.exp()).min(1.0)),
        Limits::LogLog => {
            let log = survival.ln();
            let apart = width / log;
            (survival.powf((-apart).exp()), survival.powf(apart.exp()))
        }
    }
}

impl KaplanMeier {
    /// The number of patients still at risk just before a time.
    #[must_use]
    pub fn at_risk(&self, time: f64) -> u64 {
        self.n - self.times.partition_point(|t| *t < time) as u64
    }

    /// The curve at a time: the last step at or before it; `None` before the first, where all
    /// patients remain.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&Step> {
        let next = self.steps.partition_point(|s| s.time <= time);
        self.steps.get(next.checked_sub(1)?)
    }

    /// The time by which a share of patients has had the event, and where the limits of the curve
    /// cross the same height (Brookmeyer & Crowley 1982, Biometrics 38, 29–41, on the scale of the
    /// limits).
    ///
    /// Where the curve is flat exactly at that height, the middle of the flat part is taken, as in R.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Quantile {
        let height = 1.0 - share;
        let cross = |of: &dyn Fn(&Step) -> Option<f64>| {
            // A step without limits has none from here on.
            let known = |s: &&Step| of(s).is_some();
            let value = |s: &Step| of(s).unwrap_or(0.0);
            let below = self
                .steps
                .iter()
                .take_while(known)
                .find(|s| value(s) <= height + SAME_SHARE)?;
            if value(below) < height - SAME_SHARE {
                return Some(below.time);
            }
            let later: Vec<&Step> = self
                .steps
                .iter()
                .filter(|s| s.time > below.time)
                .take_while(known)
                .collect();
            let next = later.iter().find(|s| value(s) < height - SAME_SHARE);
            // A part that stays flat ends with the last observation.
            let end = next.or(later.last());
            Some(end.map_or(below.time, |end| f64::midpoint(below.time, end.time)))
        };
        Quantile {
            share,
            time: cross(&|s| Some(s.survival)),
            lower: cross(&|s| s.lower),
            upper: cross(&|s| s.upper),
        }
    }
}
