//! What a relative effect makes of a baseline risk.

use crate::effect::latent::Latent;
use crate::effect::proportion::from_logit;
use crate::network::score::Better;
use euthymia_numerics::{Probability, normal};

/// On which scale the relative effect is, and with it what is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskFrom {
    /// A log odds ratio.
    OddsRatio,
    /// A log risk ratio.
    RiskRatio,
    /// A risk difference.
    RiskDifference,
    /// A log hazard ratio; the baseline is the risk up to some time.
    HazardRatio,
    /// A log rate ratio of rare events, taken as a risk ratio.
    RareRateRatio,
    /// A standardised mean difference, by way of the log odds ratio that it stands for.
    StandardisedOdds {
        /// What the score follows within each group, which gives the log odds per standard deviation.
        latent: Latent,
        /// Which way of the score makes the event likelier.
        event: Better,
    },
    /// A standardised mean difference of normal scores: the event is to pass a threshold.
    StandardisedNormal {
        /// Which way of the score makes the event likelier.
        event: Better,
    },
}

/// A risk, possible or not, and how it changes with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtBaseline {
    /// What the effect makes of the baseline; below 0 or above 1 where the two are impossible together.
    pub risk: f64,
    /// Its slope in the relative effect.
    pub by_effect: f64,
    /// Its slope in the log odds of the baseline.
    pub by_logit: f64,
}

impl RiskFrom {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OddsRatio => "odds ratio",
            Self::RiskRatio => "risk ratio",
            Self::RiskDifference => "risk difference",
            Self::HazardRatio => "hazard ratio",
            Self::RareRateRatio => "rate ratio of rare events",
            Self::StandardisedOdds {
                latent: Latent::Logistic,
                ..
            } => "standardised difference as an odds ratio (logistic)",
            Self::StandardisedOdds {
                latent: Latent::Normal,
                ..
            } => "standardised difference as an odds ratio (Cox)",
            Self::StandardisedNormal { .. } => "standardised difference of normal scores",
        }
    }

    /// What has to be true for the risk to be right.
    #[must_use]
    pub fn assumption(self) -> &'static str {
        match self {
            Self::OddsRatio => "the odds ratio is the same at every baseline",
            Self::RiskRatio => "the risk ratio is the same at every baseline",
            Self::RiskDifference => "the risk difference is the same at every baseline",
            Self::HazardRatio => {
                "hazards are proportional up to the time at which the baseline risk is stated"
            }
            Self::RareRateRatio => "events are so rare that a ratio of rates is one of risks",
            Self::StandardisedOdds {
                latent: Latent::Logistic,
                ..
            } => {
                "the event is a score beyond a cut-off; scores are logistic with the same spread in all \
                 groups (Hasselblad and Hedges 1995, Chinn 2000)"
            }
            Self::StandardisedOdds {
                latent: Latent::Normal,
                ..
            } => {
                "the event is a score beyond a cut-off; scores are normal with the same spread in all \
                 groups, a standard deviation taken as 1.65 log odds (Cox and Snell 1989)"
            }
            Self::StandardisedNormal { .. } => {
                "the event is a score beyond a cut-off; scores are normal with the same spread in all \
                 groups (Furukawa and Leucht 2011)"
            }
        }
    }

    /// Returns the risk that an effect makes of a baseline with the given log odds, and its slopes.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::absolute::RiskFrom;
    /// // Even odds, doubled: 2 of 3, with slope ⅔ · ⅓ in either.
    /// let at = RiskFrom::OddsRatio.at(2.0_f64.ln(), 0.0);
    /// assert!((at.risk - 2.0 / 3.0).abs() < 1e-15);
    /// assert!((at.by_effect - 2.0 / 9.0).abs() < 1e-15 && at.by_effect == at.by_logit);
    /// ```
    #[must_use]
    pub fn at(self, effect: f64, logit: f64) -> AtBaseline {
        let spread = |p: f64, q: f64| p * q;
        let (p0, q0) = (from_logit(logit), from_logit(-logit));
        let odds = |shift: f64, slope: f64| {
            let (p, q) = (from_logit(logit + shift), from_logit(-logit - shift));
            AtBaseline {
                risk: p,
                by_effect: slope * spread(p, q),
                by_logit: spread(p, q),
            }
        };
        match self {
            Self::OddsRatio => odds(effect, 1.0),
            Self::RiskRatio | Self::RareRateRatio => {
                let risk = times(p0, effect.exp());
                AtBaseline {
                    risk,
                    by_effect: risk,
                    by_logit: risk * q0,
                }
            }
            Self::RiskDifference => AtBaseline {
                risk: p0 + effect,
                by_effect: 1.0,
                by_logit: spread(p0, q0),
            },
            Self::HazardRatio => {
                // The cumulative hazard of the baseline, −ln(1 − p₀) = ln(1 + odds).
                let own = logit.max(0.0) + (-logit.abs()).exp().ln_1p();
                let ratio = effect.exp();
                let hazard = times(own, ratio);
                let survival = (-hazard).exp();
                AtBaseline {
                    risk: -(-hazard).exp_m1(),
                    by_effect: survival * hazard,
                    by_logit: survival * times(p0, ratio),
                }
            }
            Self::StandardisedOdds { latent, event } => {
                let slope = event.gain(latent.log_odds_per_sd());
                odds(slope * effect, slope)
            }
            Self::StandardisedNormal { event } => normal_scores(event, effect, p0, q0),
        }
    }
}

/// A ratio of a baseline; nothing stays nothing, however large the other.
fn times(baseline: f64, ratio: f64) -> f64 {
    if baseline > 0.0 && ratio > 0.0 {
        baseline * ratio
    } else {
        0.0
    }
}

/// Φ(Φ⁻¹(p₀) ± d).
fn normal_scores(event: Better, effect: f64, p0: f64, q0: f64) -> AtBaseline {
    // The smaller share keeps its digits.
    let (share, sign) = if p0 <= q0 { (p0, -1.0) } else { (q0, 1.0) };
    let z = Probability::new(share).map_or(0.0, |share| sign * normal::upper_quantile(share));
    let at = z + event.gain(effect);
    let density = normal::density(at);
    AtBaseline {
        risk: normal::cdf(at),
        by_effect: event.gain(density),
        by_logit: density / normal::density(z) * p0 * q0,
    }
}
