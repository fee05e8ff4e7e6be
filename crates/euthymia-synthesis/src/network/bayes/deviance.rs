//! How well the model fits: residual deviance by arm, and the deviance information criterion.

use super::data::ArmData;

/// What the draws say about one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmDeviance {
    /// The trial.
    pub trial: String,
    /// The treatment.
    pub treatment: String,
    /// Posterior mean of the expected events, or of the mean.
    pub fitted: f64,
    /// Posterior mean of the residual deviance: about 1 where the model fits.
    pub deviance: f64,
    /// The residual deviance at the posterior mean of what is fitted.
    pub at_mean: f64,
}

/// Residual deviance and information criterion, with the deviance taken at the posterior means of the
/// fitted values (not of the parameters, as some programs take it).
///
/// # References
/// Spiegelhalter DJ, Best NG, Carlin BP, van der Linde A. J R Stat Soc B 2002;64:583–639. Dias S et al.
/// Med Decis Making 2013;33:607–617 (fitted values).
#[derive(Clone, Debug, PartialEq)]
pub struct Deviance {
    /// Every arm, by trial.
    pub arms: Vec<ArmDeviance>,
    /// The sum of the posterior means of the residual deviance, D̄; about the number of arms where the
    /// model fits.
    pub residual: f64,
    /// Effective number of parameters, p_D = D̄ − D at the means.
    pub parameters: f64,
    /// D̄ + p_D: smaller is better, and differences below 3 mean little.
    pub dic: f64,
}

/// Sums over draws, arm by arm.
#[derive(Debug)]
pub(crate) struct Gathering {
    sums: Vec<Vec<(f64, f64)>>,
    draws: usize,
}

impl Gathering {
    pub(crate) fn new(data: &ArmData) -> Self {
        let zeros = |reports: &Vec<_>| vec![(0.0, 0.0); reports.len()];
        Self {
            sums: data.reports.iter().map(zeros).collect(),
            draws: 0,
        }
    }

    /// Adds one draw of the linear predictors; returns its deviance.
    pub(crate) fn add(&mut self, data: &ArmData, linear: &[Vec<f64>]) -> f64 {
        self.draws += 1;
        let mut total = 0.0;
        for ((sums, reports), etas) in self.sums.iter_mut().zip(&data.reports).zip(linear) {
            for ((sum, report), eta) in sums.iter_mut().zip(reports).zip(etas) {
                let fitted = report.fitted(*eta);
                let deviance = report.deviance(fitted);
                sum.0 += fitted;
                sum.1 += deviance;
                total += deviance;
            }
        }
        total
    }

    pub(crate) fn finish(&self, data: &ArmData) -> Deviance {
        let draws = self.draws.max(1) as f64;
        let mut arms = Vec::new();
        for ((sums, reports), trial) in self
            .sums
            .iter()
            .zip(&data.reports)
            .zip(data.network.trials())
        {
            for ((sum, report), arm) in sums.iter().zip(reports).zip(trial.arms()) {
                let fitted = sum.0 / draws;
                arms.push(ArmDeviance {
                    trial: trial.label().to_owned(),
                    treatment: data.treatments()[*arm].clone(),
                    fitted,
                    deviance: sum.1 / draws,
                    at_mean: report.deviance(fitted),
                });
            }
        }
        let residual: f64 = arms.iter().map(|arm| arm.deviance).sum();
        let parameters = residual - arms.iter().map(|arm| arm.at_mean).sum::<f64>();
        Deviance {
            arms,
            residual,
            parameters,
            dic: residual + parameters,
        }
    }
}
