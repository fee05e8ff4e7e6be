//! The model as R code, and its numbers beside those that Euthymia printed.

use euthymia_report::pooled::{Details, Pooled};
use euthymia_synthesis::pairwise::{Fit, Interval, Model, Prediction, Tau2Method};
use euthymia_table::fmt;

/// A number of ours with the R expression that gives it.
struct Compared {
    name: &'static str,
    ours: f64,
    theirs: String,
}

fn compared(name: &'static str, ours: f64, theirs: impl Into<String>) -> Compared {
    Compared {
        name,
        ours,
        theirs: theirs.into(),
    }
}

/// Fits the model and compares.
pub(super) fn fit(pooled: &Pooled) -> String {
    let (code, numbers) = match &pooled.details {
        Details::InverseVariance { fit, .. } => inverse_variance(fit),
    };
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
pub(super) fn number(value: f64) -> String {
    fmt::machine(value).unwrap_or_else(|| "NA".to_owned())
}

fn inverse_variance(fit: &Fit) -> (String, Vec<Compared>) {
    let method = match fit.options.model {
        Model::CommonEffect => "EE",
        // metafor has no random effects for one study.
        Model::RandomEffects(_) if fit.k == 1 => "EE",
        Model::RandomEffects(method) => tau2_method(method),
    };
    let test = match fit.interval_used {
        Interval::Wald => "z",
        Interval::HartungKnapp => "knha",
        Interval::HartungKnappFloor => "adhoc",
    };
    let level = number(100.0 * fit.options.level.get());
    let code = format!(
        "fit <- rma(yi, vi, data = dat, slab = dat$study, method = \"{method}\", test = \"{test}\", \
         level = {level},\n           control = list(threshold = 1e-12, tol = 1e-12, maxiter = 10000))"
    );
    let inference = &fit.inference;
    let mut numbers = vec![
        compared("estimate", fit.estimate, "fit$beta[1]"),
        compared("standard_error", inference.standard_error, "fit$se"),
        compared("ci_lower", inference.bounds.lower, "fit$ci.lb"),
        compared("ci_upper", inference.bounds.upper, "fit$ci.ub"),
        compared("p", inference.p_value, "fit$pval"),
    ];
    numbers.extend(
        fit.tau2
            .map(|tau2| compared("tau2", tau2.value, "fit$tau2")),
    );
    if let Some(h) = fit.heterogeneity {
        numbers.push(compared("q", h.q, "fit$QE"));
        numbers.push(compared("i2", h.i2, "fit$I2 / 100"));
    }
    let same_variant = matches!(
        (fit.interval_used, fit.options.prediction),
        (Interval::Wald, Prediction::Normal)
            | (
                Interval::HartungKnapp | Interval::HartungKnappFloor,
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

/// metafor's name of an estimator.
fn tau2_method(method: Tau2Method) -> &'static str {
    match method {
        Tau2Method::Reml => "REML",
        Tau2Method::DerSimonianLaird => "DL",
        Tau2Method::PauleMandel => "PM",
    }
}
