//! The model as R code, and its numbers beside those that Euthymia printed.

use super::{bayes, counts};
use euthymia_report::pooled::{Details, Pooled, Summary};
use euthymia_synthesis::pairwise::{
    Fit, Interval, Model, Prediction, QWeights, Tau2Method, Weighting,
};
use euthymia_synthesis::permutation::{Done, PermutationTest};
use euthymia_synthesis::robust::{Kind, RobustFit};
use euthymia_table::fmt;

/// A number of ours with the R expression that gives it.
pub(super) struct Compared {
    name: &'static str,
    ours: f64,
    theirs: String,
}

pub(super) fn compared(name: &'static str, ours: f64, theirs: impl Into<String>) -> Compared {
    Compared {
        name,
        ours,
        theirs: theirs.into(),
    }
}

/// Fits the model and compares.
pub(super) fn fit(pooled: &Pooled, permutation: Option<&PermutationTest>) -> String {
    let (mut code, mut numbers) = match &pooled.details {
        Details::InverseVariance { fit, robust, .. } => {
            inverse_variance(pooled, fit, robust.as_ref())
        }
        Details::Stratified { .. } => counts::stratified(pooled),
        Details::Glmm { kind, fit, .. } => counts::glmm(pooled, *kind, fit),
        Details::BetaBinomial { fit, .. } => counts::beta_binomial(pooled, fit),
        Details::Summed { .. } => counts::summed(pooled),
        Details::Bayes { posterior, .. } => bayes::posterior(posterior),
    };
    if let Some(test) = permutation {
        let (choice, exact) = match test.done {
            Done::All { .. } => ("exact = TRUE".to_owned(), true),
            // The random numbers are others than Euthymia's, and so is the p-value in its last digits.
            Done::Sample { draws, .. } => (format!("exact = FALSE, iter = {draws}"), false),
        };
        code.push_str(&format!(
            "\npermuted <- permutest(fit, {choice}, progbar = FALSE)\nprint(permuted)"
        ));
        if exact {
            numbers.push(compared("p_permutation", test.p_value, "permuted$pval[1]"));
        }
    }
    let mut script = format!("# The model\n{code}\nprint(fit)\n\n");
    script.push_str(&comparison(&numbers));
    script
}

/// Prints a table of names, our numbers and R's.
fn comparison(numbers: &[Compared]) -> String {
    let list = |value: &dyn Fn(&Compared) -> String| {
        let lines: Vec<String> = numbers
            .iter()
            .map(|n| format!("  {} = {}", n.name, value(n)))
            .collect();
        lines.join(",\n")
    };
    let ours = list(&|n| number(n.ours));
    let theirs = list(&|n| n.theirs.clone());
    format!(
        "# Euthymia's numbers beside R's\n\
         euthymia <- c(\n{ours}\n)\n\
         r <- c(\n{theirs}\n)\n\
         cat(sprintf(\"%-16s %22.15g %22.15g\\n\", names(euthymia), euthymia, r), sep = \"\")\n"
    )
}

/// A number as R reads it back to the same double.
pub(crate) fn number(value: f64) -> String {
    fmt::machine(value).unwrap_or_else(|| "NA".to_owned())
}

/// The numbers that every model has, with the R expressions of a metafor fit.
pub(super) fn common(summary: &Summary) -> Vec<Compared> {
    let mut numbers = vec![compared("estimate", summary.estimate, "fit$beta[1]")];
    numbers.extend(
        summary
            .standard_error
            .map(|se| compared("standard_error", se, "fit$se[1]")),
    );
    numbers.push(compared("ci_lower", summary.bounds.lower, "fit$ci.lb[1]"));
    numbers.push(compared("ci_upper", summary.bounds.upper, "fit$ci.ub[1]"));
    numbers.extend(
        summary
            .test
            .map(|test| compared("p", test.p_value, "fit$pval[1]")),
    );
    numbers
}

/// The level as metafor takes it, in percent.
pub(super) fn level(pooled: &Pooled) -> String {
    number(100.0 * pooled.options.fit.level.get())
}

fn inverse_variance(
    pooled: &Pooled,
    fit: &Fit,
    robust: Option<&RobustFit>,
) -> (String, Vec<Compared>) {
    let method = match fit.options.model {
        Model::CommonEffect => "\"EE\"".to_owned(),
        // metafor has no random effects for one study.
        Model::RandomEffects(_) if fit.k == 1 => "\"EE\"".to_owned(),
        Model::RandomEffects(method) => tau2_method(method),
    };
    let test = match fit.interval_used {
        // A robust variance replaces the model's; a Hartung–Knapp factor would stay in it.
        _ if robust.is_some() => "z",
        Interval::Wald => "z",
        Interval::Student => "t",
        Interval::HartungKnapp => "knha",
        Interval::HartungKnappFloor => "adhoc",
    };
    let level = level(pooled);
    let weights = match fit.weighting {
        Weighting::InverseVariance => "",
        Weighting::Equal => ", weighted = FALSE",
        Weighting::Given(_) => ", weights = dat$weight",
    };
    let mut code = format!(
        "fit <- rma(yi, vi, data = dat, slab = dat$study, method = {method}, test = \"{test}\", \
         level = {level}{weights},\n           control = list(threshold = 1e-12, tol = 1e-12, maxiter = 10000))"
    );
    let summary = &pooled.summary;
    let mut numbers = common(summary);
    if let Some(tau2) = fit.tau2 {
        numbers.push(compared("tau2", tau2.value, "fit$tau2"));
    }
    if let Some(h) = fit.heterogeneity {
        numbers.push(compared("q", h.q, "fit$QE"));
        numbers.push(compared("i2", h.i2, "fit$I2 / 100"));
    }
    if let Some(robust) = robust {
        code.push_str(&format!(
            "\nfit <- robust(fit, cluster = dat$cluster, {})",
            adjustment(robust.variance.kind)
        ));
        return (code, numbers);
    }
    let same_variant = matches!(
        (fit.interval_used, fit.options.prediction),
        (Interval::Wald, Prediction::Normal)
            | (
                Interval::Student | Interval::HartungKnapp | Interval::HartungKnappFloor,
                Prediction::StudentKMinus1
            )
    );
    if let (Some(bounds), true) = (fit.prediction, same_variant) {
        let end = |end: &str| format!("predict(fit, level = {level})$pi.{end}");
        numbers.push(compared("pi_lower", bounds.lower, end("lb")));
        numbers.push(compared("pi_upper", bounds.upper, end("ub")));
    }
    (code, numbers)
}

/// The small-sample adjustment as metafor's `robust` takes it.
pub(crate) fn adjustment(kind: Kind) -> &'static str {
    match kind {
        Kind::Cr0 => "adjust = FALSE",
        Kind::Cr1 => "adjust = \"Stata2\"",
        Kind::Cr1p => "adjust = TRUE",
        Kind::Cr1S => "adjust = \"Stata1\"",
        Kind::Cr2 => "clubSandwich = TRUE, vcov = \"CR2\"",
        Kind::Cr3 => "clubSandwich = TRUE, vcov = \"CR3\"",
    }
}

/// metafor's name of an estimator, or the value given for τ².
fn tau2_method(method: Tau2Method) -> String {
    let name = match method {
        Tau2Method::Reml => "REML",
        Tau2Method::DerSimonianLaird => "DL",
        Tau2Method::PauleMandel => "PM",
        Tau2Method::MaximumLikelihood => "ML",
        Tau2Method::EmpiricalBayes => "EB",
        Tau2Method::MedianPauleMandel => "PMM",
        Tau2Method::HedgesOlkin => "HE",
        Tau2Method::HunterSchmidt => "HS",
        Tau2Method::HunterSchmidtCorrected => "HSk",
        Tau2Method::SidikJonkman => "SJ",
        Tau2Method::TwoStepDerSimonianLaird | Tau2Method::TwoStepHedgesOlkin => {
            return two_step(method);
        }
        // metafor's own generalised Q weighs the mean with the same weights.
        Tau2Method::GeneralisedQ(QWeights::Given) => "GENQ",
        Tau2Method::GeneralisedQMedian(QWeights::Given) => "GENQM",
        Tau2Method::GeneralisedQ(kind) => return generalised_q("GENQ", kind),
        Tau2Method::GeneralisedQMedian(kind) => return generalised_q("GENQM", kind),
        Tau2Method::Given(value) => return format!("\"REML\", tau2 = {}", number(value.get())),
    };
    format!("\"{name}\"")
}

/// τ² by a generalised Q, for a mean with the usual weights.
fn generalised_q(name: &str, weights: QWeights) -> String {
    let weights = match weights {
        QWeights::InverseStandardError => "1 / sqrt(dat$vi)",
        QWeights::Equal => "rep(1, nrow(dat))",
        _ => "1 / dat$vi",
    };
    given(&format!(
        "rma(dat$yi, dat$vi, method = \"{name}\", weights = {weights})"
    ))
}

/// metafor has no two-step estimators: the second step is a generalised Q with the weights of the
/// first.
fn two_step(method: Tau2Method) -> String {
    let first = match method {
        Tau2Method::TwoStepHedgesOlkin => "HE",
        _ => "DL",
    };
    given(&format!(
        "rma(dat$yi, dat$vi, method = \"GENQ\",\n           \
         weights = 1 / (dat$vi + rma(dat$yi, dat$vi, method = \"{first}\")$tau2))"
    ))
}

/// The τ² of another fit, taken as given.
fn given(fit: &str) -> String {
    format!("\"REML\", tau2 = {fit}$tau2")
}
