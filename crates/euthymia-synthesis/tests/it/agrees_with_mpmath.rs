//! The same analyses from their definitions with 50 digits: `reference/expected/mpmath/pairwise_*`.
//!
//! Every quantity of every file is checked or named in [`not_offered`].

use crate::cases::{Case, case, fit};
use crate::covered::MPMATH;
use euthymia_synthesis::pairwise::heterogeneity::typical_variance;
use euthymia_synthesis::pairwise::tau2::restricted_log_likelihood;
use euthymia_synthesis::pairwise::{Fit, Interval, Model, Prediction, Tau2Method};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::reference::csv;
use euthymia_testkit::tolerance::{Tolerance, named};
use euthymia_testkit::{Comparison, Expected};
use std::collections::BTreeMap;

/// Maximum likelihood is not an estimator of this program.
fn not_offered(quantity: &str) -> bool {
    quantity.starts_with("ML.") || quantity.starts_with("loglik_ml.")
}

#[test]
fn every_quantity() {
    let mut all = Comparison::new("mpmath, 50 digits");
    for file in MPMATH {
        let table = csv(&format!("expected/mpmath/pairwise_{file}.csv"));
        let mut analyses: BTreeMap<&str, Analysis> = BTreeMap::new();
        for row in table.rows() {
            let (name, quantity) = (row.cell("analysis"), row.cell("quantity"));
            if not_offered(quantity) {
                continue;
            }
            let analysis = analyses.entry(name).or_insert_with(|| Analysis::new(name));
            analysis.compare(&mut all, quantity, row.number("value"));
        }
    }
    all.finish(4_100);
}

/// One analysis with every fit that its quantities need, each made once.
struct Analysis {
    case: Case,
    set: StudySet,
    fits: BTreeMap<String, Option<Fit>>,
}

impl Analysis {
    fn new(name: &str) -> Self {
        let case = case(name);
        Self {
            set: case.set(),
            case,
            fits: BTreeMap::new(),
        }
    }

    fn compare(&mut self, all: &mut Comparison, quantity: &str, expected: Expected) {
        let context = format!("{} {quantity}", self.case.name);
        let Some(found) = self.found(quantity) else {
            all.require(false, || format!("{context}: found nothing"));
            return;
        };
        let with = tolerance(quantity, &expected, self.statistic(quantity));
        all.compare_under(kind(quantity), found, expected, &with, &context);
    }

    fn fit(&mut self, model: &str, interval: Interval, prediction: Prediction) -> Option<&Fit> {
        let key = format!("{model} {interval:?} {prediction:?}");
        let set = &self.set;
        let made = || {
            let model = match model {
                "EE" => Model::CommonEffect,
                "DL" => Model::RandomEffects(Tau2Method::DerSimonianLaird),
                "PM" => Model::RandomEffects(Tau2Method::PauleMandel),
                "REML" => Model::RandomEffects(Tau2Method::Reml),
                other => panic!("no model {other}"),
            };
            fit(set, model, interval, prediction).ok()
        };
        self.fits.entry(key).or_insert_with(made).as_ref()
    }

    fn wald(&mut self, model: &str) -> Option<&Fit> {
        self.fit(model, Interval::Wald, Prediction::Normal)
    }

    /// The statistic whose tail a p-value is; 1 for anything else.
    fn statistic(&mut self, quantity: &str) -> f64 {
        let parts: Vec<&str> = quantity.split('.').collect();
        match parts[..] {
            ["Q", "p"] => self
                .wald("EE")
                .and_then(|f| f.heterogeneity)
                .map_or(1.0, |h| h.q.sqrt()),
            ["EE", "p"] | [_, "z", "p"] => {
                self.wald(parts[0]).map_or(1.0, |f| f.inference.statistic)
            }
            [model, "knha", "p"] => self
                .fit(model, Interval::HartungKnapp, Prediction::Normal)
                .map_or(1.0, |f| f.inference.statistic),
            _ => 1.0,
        }
    }

    fn found(&mut self, quantity: &str) -> Option<f64> {
        let parts: Vec<&str> = quantity.split('.').collect();
        match parts[..] {
            ["yi", i] => Some(self.effect(i)?.0),
            ["vi", i] => Some(self.effect(i)?.1),
            ["EE", "se"] => Some(self.wald("EE")?.inference.standard_error),
            ["EE", "p"] => Some(self.wald("EE")?.inference.p_value),
            ["Q"] => Some(self.wald("EE")?.heterogeneity?.q),
            ["Q", "p"] => Some(self.wald("EE")?.heterogeneity?.p_value),
            ["typical_variance"] => Some(typical_variance(&self.set)),
            ["q_profile", "lower"] => Some(self.wald("EE")?.heterogeneity?.profile.tau2.lower),
            ["q_profile", "upper"] => Some(self.wald("EE")?.heterogeneity?.profile.tau2.upper),
            ["loglik_reml", "at", "0", "1"] => Some(restricted_log_likelihood(&self.set, 0.1)),
            ["loglik_reml", "at", at] => {
                Some(restricted_log_likelihood(&self.set, at.parse().ok()?))
            }
            [model, "estimate"] => Some(self.wald(model)?.estimate),
            [model, "tau2"] => Some(self.wald(model)?.tau2?.value),
            [model, "I2_percent"] => Some(100.0 * self.wald(model)?.heterogeneity?.i2),
            [model, "H2"] => Some(self.wald(model)?.heterogeneity?.h2),
            [model, "loglik"] => {
                let tau2 = self.wald(model)?.tau2?.value;
                Some(restricted_log_likelihood(&self.set, tau2))
            }
            [model, "back", what] => {
                let fit = self.wald(model)?;
                let x = match what {
                    "estimate" => fit.estimate,
                    "lower" => fit.inference.bounds.lower,
                    _ => fit.inference.bounds.upper,
                };
                self.case.back(x)
            }
            [model, rule, "lower"] if rule.starts_with("prediction") => self.predicted(model, rule),
            [model, test, what] => self.tested(model, test, what),
            _ => None,
        }
    }

    fn effect(&self, from_one: &str) -> Option<(f64, f64)> {
        let study = self
            .set
            .studies()
            .get(from_one.parse::<usize>().ok()? - 1)?;
        Some((study.effect.estimate, study.effect.variance.get()))
    }

    /// All three rules in the files use the standard error of Wald.
    fn predicted(&mut self, model: &str, rule: &str) -> Option<f64> {
        let prediction = match rule {
            "prediction_z" => Prediction::Normal,
            "prediction_t_k_minus_1" => Prediction::StudentKMinus1,
            "prediction_t_k_minus_2" => Prediction::StudentKMinus2,
            _ => return None,
        };
        let fit = self.fit(model, Interval::Wald, prediction)?;
        Some(fit.prediction?.lower)
    }

    fn tested(&mut self, model: &str, test: &str, what: &str) -> Option<f64> {
        let interval = match test {
            "z" => Interval::Wald,
            "knha" => Interval::HartungKnapp,
            "adhoc" => Interval::HartungKnappFloor,
            _ => return None,
        };
        let Some(fit) = self.fit(model, interval, Prediction::Normal) else {
            // Estimates that are all equal have s² = 0 and no Hartung–Knapp interval.
            return (what == "s2").then_some(0.0);
        };
        let inference = fit.inference;
        match what {
            "se" => Some(inference.standard_error),
            "lower" => Some(inference.bounds.lower),
            "upper" => Some(inference.bounds.upper),
            "p" => Some(inference.p_value),
            "s2" => inference.factor,
            _ => None,
        }
    }
}

/// What the summary groups by.
fn kind(quantity: &str) -> &str {
    let last = quantity.rsplit('.').next().unwrap_or(quantity);
    if quantity.contains("loglik") {
        "log-likelihood"
    } else if quantity.starts_with("q_profile") {
        "Q-profile"
    } else if quantity.contains("prediction") {
        "prediction"
    } else if quantity.contains("back") {
        "back"
    } else if quantity.starts_with("yi") || quantity.starts_with("vi") {
        &quantity[..2]
    } else {
        last
    }
}

fn tolerance(quantity: &str, expected: &Expected, statistic: f64) -> Tolerance {
    let method = quantity.split('.').next().unwrap_or_default();
    let name = match (method, kind(quantity)) {
        (_, "log-likelihood" | "yi" | "vi" | "Q" | "typical_variance") => "algebra",
        (_, "tau2" | "Q-profile") if expected.value == 0.0 => "exact",
        ("REML", "tau2") => "optimum",
        ("PM", "tau2") | (_, "Q-profile") => "root",
        ("PM" | "REML", "p") => "root",
        (_, "p") => "quantile",
        ("EE" | "DL", _) => "algebra",
        _ => "estimate",
    };
    if kind(quantity) == "p" {
        return named(name).times(statistic.powi(2).max(1.0), "slope of the tail");
    }
    named(name)
}
