//! Studies weighted by the inverse of their variance, or by other weights.

use super::super::effects::Included;
use super::super::{Details, Inputs, PoolError, PoolOptions, Summary, Test, WeightRule, warnings};
use super::Fitted;
use euthymia_numerics::student_t;
use euthymia_synthesis::pairwise::suspicion::suspicions;
use euthymia_synthesis::pairwise::tau2_interval::{Tau2IntervalMethod, tau2_interval};
use euthymia_synthesis::pairwise::{Bounds, Fit, Weighting, Weights, fit_weighted};
use euthymia_synthesis::robust::{self, Caution, Degrees, Kind, RobustFit};
use euthymia_synthesis::studies::StudySet;

pub(super) fn fit(
    included: &Included,
    set: StudySet,
    options: &PoolOptions,
) -> Result<Fitted, PoolError> {
    let weighting = weighting(included, options)?;
    let fit = fit_weighted(&set, &options.fit, &weighting)?;
    let mut summary = Summary::of_fit(&fit);
    let mut all = warnings::of_fit(&fit, options);
    all.extend(suspicion(included, &set));
    let robust = match options.robust {
        Some(kind) if set.k() > 1 => Some(robust_fit(included, &set, &fit, kind)?),
        _ => None,
    };
    if options.tau2_interval != Tau2IntervalMethod::QProfile {
        other_interval(&mut summary, &set, &fit, options, &mut all);
    }
    all.extend(outside(&summary));
    if let (Some(found), Some(kind)) = (&robust, options.robust) {
        robust_inference(&mut summary, found, kind, options, &mut all)?;
    }
    Ok(Fitted {
        weights: Some(fit.weights.clone()),
        summary,
        details: Details::InverseVariance {
            set,
            fit: Box::new(fit),
            robust,
        },
        warnings: all,
        left_out: Vec::new(),
    })
}

/// τ² and its interval rest on different criteria, and may part where studies are many.
fn outside(summary: &Summary) -> Option<String> {
    let tau2 = summary.tau2?;
    let bounds = tau2.bounds?;
    let inside = (bounds.lower..=bounds.upper).contains(&tau2.value);
    (!inside).then(|| {
        "τ² lies outside its own interval, because the two rest on different criteria: the estimates \
         may not be normal about their mean."
            .to_owned()
    })
}

fn weighting(included: &Included, options: &PoolOptions) -> Result<Weighting, PoolError> {
    match options.weights {
        WeightRule::InverseVariance => Ok(Weighting::InverseVariance),
        WeightRule::Equal => Ok(Weighting::Equal),
        WeightRule::Given => {
            let weights: Option<Vec<f64>> = included.iter().map(|(c, _)| c.weight).collect();
            let weights = weights.ok_or(PoolError::MissingWeight)?;
            Ok(Weighting::Given(Weights::new(weights)?))
        }
    }
}

/// Signs that standard errors were given in place of variances; only where variances were given.
fn suspicion(included: &Included, set: &StudySet) -> Vec<String> {
    let given = included
        .iter()
        .all(|(c, _)| matches!(c.data, Inputs::Estimate(_)));
    if !given {
        return Vec::new();
    }
    let sizes: Option<Vec<f64>> = included.iter().map(|(c, _)| c.size).collect();
    let found = suspicions(set, sizes.as_deref());
    found.iter().map(ToString::to_string).collect()
}

/// Puts another interval for τ² in the place of the Q-profile interval.
fn other_interval(
    summary: &mut Summary,
    set: &StudySet,
    fit: &Fit,
    options: &PoolOptions,
    warnings: &mut Vec<String>,
) {
    let found = tau2_interval(
        set,
        options.tau2_interval,
        fit.weighting.given(),
        options.fit.level,
    );
    let Some(tau2) = summary.tau2.as_mut() else {
        return;
    };
    tau2.bounds = found.map(|found| found.tau2);
    if found.is_some_and(|found| found.empty) {
        warnings.push(
            "No τ² agrees with the data at this level: the studies lie closer together than their \
             variances allow."
                .to_owned(),
        );
    }
    if found.is_some_and(|found| !found.converged) {
        summary.converged = false;
        warnings.push("The search for an end of the interval for τ² did not converge.".to_owned());
    }
}

fn robust_fit(
    included: &Included,
    set: &StudySet,
    fit: &Fit,
    kind: Kind,
) -> Result<RobustFit, PoolError> {
    if fit.weighting != Weighting::InverseVariance {
        return Err(PoolError::RobustWeights);
    }
    let clusters: Vec<&str> = included
        .iter()
        .map(|(c, _)| c.cluster.as_deref().unwrap_or(&c.label))
        .collect();
    let tau2 = fit.tau2.map_or(0.0, |t| t.value);
    Ok(robust::of_pairwise(set, tau2, &clusters, kind)?)
}

/// Replaces standard error, test and limits by the robust ones.
fn robust_inference(
    summary: &mut Summary,
    found: &RobustFit,
    kind: Kind,
    options: &PoolOptions,
    warnings: &mut Vec<String>,
) -> Result<(), PoolError> {
    let degrees = match kind {
        Kind::Cr2 | Kind::Cr3 => Degrees::Satterthwaite,
        _ => Degrees::ClustersLessCoefficients,
    };
    let level = options.fit.level;
    let tests = found.variance.tests(&found.estimates, degrees, level)?;
    let Some(Some(test)) = tests.first() else {
        return Err(PoolError::NoRobustVariance);
    };
    summary.standard_error = Some(test.standard_error);
    summary.bounds = test.bounds;
    summary.test = Some(Test {
        statistic: test.statistic,
        df: Some(test.df),
        p_value: test.p_value,
    });
    summary.interval = match kind {
        Kind::Cr0 => "cluster-robust (CR0), t with G − 1",
        Kind::Cr1 => "cluster-robust (CR1), t with G − 1",
        Kind::Cr1p => "cluster-robust (CR1p), t with G − 1",
        Kind::Cr1S => "cluster-robust (CR1S), t with G − 1",
        Kind::Cr2 => "cluster-robust (CR2), t with Satterthwaite's degrees of freedom",
        Kind::Cr3 => "cluster-robust (CR3), t with Satterthwaite's degrees of freedom",
    };
    if let (Some(_), Some(tau2)) = (summary.prediction, summary.tau2) {
        let tail = level.complement().half();
        let spread = (tau2.value + test.standard_error.powi(2)).sqrt();
        let width = student_t::upper_quantile(tail, test.df) * spread;
        let bounds = Bounds {
            lower: summary.estimate - width,
            upper: summary.estimate + width,
        };
        summary.prediction = Some((bounds, "t with the degrees of freedom of the robust test"));
    }
    for caution in found.variance.cautions() {
        warnings.push(words(&caution));
    }
    Ok(())
}

fn words(caution: &Caution) -> String {
    match caution {
        Caution::FewDegrees { df, .. } => format!(
            "The robust test has {df:.1} degrees of freedom; with fewer than 4 its p-value is not to be \
             relied on (Tipton 2015)."
        ),
        Caution::NoVariance { .. } => {
            "One cluster alone carries the pooled value: its robust variance says nothing."
                .to_owned()
        }
    }
}
