//! Closed forms: an observed sum of squares set equal to its expectation.

use super::q_form::{QForm, q_weights};
use super::{QWeights, Search, Tau2, Tau2Method};
use crate::pairwise::mean::{Trace, trace, unweighted_variance, weighted};
use crate::pairwise::weighting::Weights;
use crate::studies::StudySet;

/// Cuts a moment estimate at zero.
fn cut(method: Tau2Method, raw: f64, standard_error: impl Fn(f64) -> f64) -> Tau2 {
    let value = raw.max(0.0);
    Tau2 {
        value,
        method,
        raw: Some(raw),
        standard_error: Some(standard_error(value)).filter(|se| se.is_finite()),
        search: Search::ClosedForm,
    }
}

fn cochran(set: &StudySet) -> QForm {
    let smallest = set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v));
    let weights: Vec<f64> = set.pairs().map(|(_, v)| smallest / v).collect();
    QForm::new(set, &weights)
}

/// The moment estimate of DerSimonian and Laird, (Q − (k − 1)) / (Σw − Σw²/Σw) with w = 1/v, cut at
/// zero.
///
/// # References
/// DerSimonian R, Laird N. Control Clin Trials 1986;7:177–188, eq. 8. Standard error: Biggerstaff BJ,
/// Tweedie RL. Stat Med 1997;16:753–768, √Var Q / tr P.
pub fn dersimonian_laird(set: &StudySet) -> Tau2 {
    let Trace {
        smallest, relative, ..
    } = trace(set, 0.0);
    let raw = (weighted(set, 0.0).q - (set.k() - 1) as f64) / relative * smallest;
    let form = cochran(set);
    cut(Tau2Method::DerSimonianLaird, raw, |tau2| {
        form.variance(tau2).sqrt() / form.trace_p
    })
}

/// The estimate of Hedges and Olkin: the sample variance of the estimates less the mean of their
/// sampling variances, cut at zero.
///
/// Also known as: Cochran's ANOVA estimate, variance-component estimate.
///
/// # References
/// Hedges LV, Olkin I. Statistical Methods for Meta-Analysis. Academic Press 1985, ch. 9. Viechtbauer
/// W. J Educ Behav Stat 2005;30:261–293 (standard error).
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::tau2::hedges_olkin;
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 0.25)?),
///     Study::new("B", Effect::new(1.0, 0.5)?),
///     Study::new("C", Effect::new(2.0, 0.75)?),
/// ])?;
/// // Sample variance 1, mean sampling variance 1/2.
/// assert!((hedges_olkin(&set).value - 0.5).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hedges_olkin(set: &StudySet) -> Tau2 {
    moment(
        Tau2Method::HedgesOlkin,
        &QForm::new(set, &vec![1.0; set.k()]),
    )
}

/// The estimate of Hunter and Schmidt, (Q − k)/Σw, or with the correction for small k,
/// (Qk/(k − 1) − k)/Σw; w = 1/v, cut at zero.
///
/// # References
/// Hunter JE, Schmidt FL. Methods of Meta-Analysis. Sage 1990. Brannick MT, Potter SM, Benitez B,
/// Morris SB. Organ Res Methods 2019;22:490–514 (the correction). Viechtbauer W. J Educ Behav Stat
/// 2005;30:261–293 (standard error).
pub fn hunter_schmidt(set: &StudySet, corrected: bool) -> Tau2 {
    let k = set.k() as f64;
    let form = cochran(set);
    let (method, factor) = if corrected {
        (Tau2Method::HunterSchmidtCorrected, k / (k - 1.0))
    } else {
        (Tau2Method::HunterSchmidt, 1.0)
    };
    let raw = (factor * form.q - k * form.unit_of_variance(set)) / form.weight_sum;
    cut(method, raw, |tau2| {
        factor * form.variance(tau2).sqrt() / form.weight_sum
    })
}

/// The estimate of Sidik and Jonkman: τ₀² Q(τ₀²)/(k − 1) with τ₀² = Σ(y − ȳ)²/k and Q weighted by
/// 1/(v + τ₀²). It is positive unless all estimates are equal.
///
/// Repeating the step from its own result instead of τ₀² leads to [`super::paule_mandel`].
///
/// # References
/// Sidik K, Jonkman JN. J R Stat Soc C 2005;54:367–384. Standard error: τ₀² √Var Q / (k − 1).
pub fn sidik_jonkman(set: &StudySet) -> Tau2 {
    let k = set.k() as f64;
    let first = unweighted_variance(set) * (k - 1.0) / k;
    // Weights τ₀²/(v + τ₀²), so that the factor τ₀² is already inside.
    let weights: Vec<f64> = set.pairs().map(|(_, v)| first / (v + first)).collect();
    let closed = Tau2 {
        value: 0.0,
        method: Tau2Method::SidikJonkman,
        raw: None,
        standard_error: None,
        search: Search::ClosedForm,
    };
    if !weights.iter().any(|a| *a > 0.0) {
        return closed;
    }
    let form = QForm::new(set, &weights);
    let scale = 1.0 / (form.unit * (k - 1.0));
    let value = form.q * scale;
    Tau2 {
        value,
        standard_error: Some(form.variance(value).sqrt() * scale).filter(|se| se.is_finite()),
        ..closed
    }
}

/// Which estimate makes the weights of the second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// DerSimonian and Laird's: the result is known as DL2.
    DerSimonianLaird,
    /// Hedges and Olkin's: the result is known as CA2 or HE2.
    HedgesOlkin,
}

/// The two-step moment estimate: [`generalised_q`] with weights 1/(v + τ̂²) from a first estimate.
///
/// Repeating the step leads to [`super::paule_mandel`]. The standard error takes the weights as
/// fixed.
///
/// # References
/// DerSimonian R, Kacker R. Contemp Clin Trials 2007;28:105–114.
pub fn two_step(set: &StudySet, first: First) -> Tau2 {
    let (method, tau2) = match first {
        First::DerSimonianLaird => (
            Tau2Method::TwoStepDerSimonianLaird,
            dersimonian_laird(set).value,
        ),
        First::HedgesOlkin => (Tau2Method::TwoStepHedgesOlkin, hedges_olkin(set).value),
    };
    let smallest = set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v));
    let weights: Vec<f64> = set
        .pairs()
        .map(|(_, v)| (smallest + tau2) / (v + tau2))
        .collect();
    moment(method, &QForm::new(set, &weights))
}

/// The moment estimate from Q with any fixed weights a: (Q − tr PV)/tr P, cut at zero, in the symbols
/// of DerSimonian and Kacker; with 1/v it is DerSimonian and Laird's, with 1 Hedges and Olkin's.
///
/// `None` when given weights are asked for and absent, or not one for each study.
///
/// # References
/// DerSimonian R, Kacker R. Contemp Clin Trials 2007;28:105–114. Jackson D. Res Synth Methods
/// 2013;4:220–229.
pub fn generalised_q(set: &StudySet, weights: QWeights, given: Option<&Weights>) -> Option<Tau2> {
    let weights_used = q_weights(set, weights, given)?;
    let form = QForm::new(set, &weights_used);
    Some(moment(Tau2Method::GeneralisedQ(weights), &form))
}

fn moment(method: Tau2Method, form: &QForm) -> Tau2 {
    let raw = (form.q - form.trace_pv) / form.trace_p;
    cut(method, raw, |tau2| {
        form.variance(tau2).sqrt() / form.trace_p
    })
}

impl QForm {
    /// What one stands for in a sum with weights 1/v over the largest of them: the smallest variance.
    fn unit_of_variance(&self, set: &StudySet) -> f64 {
        set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v)) * self.unit
    }
}
