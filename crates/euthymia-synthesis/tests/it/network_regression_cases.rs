//! What the tests of network meta-regression share.

use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::regression::{
    Covariate, Interaction, Moderator, RegressionError, RegressionFit, RegressionOptions,
    fit_regression,
};
use euthymia_synthesis::network::{Arm, CountMeasure, Model, Network, Options, from_counts};
use euthymia_testkit::reference::{self, Json};

use crate::network_cases::{contrast, network, strings};

/// A covariate with its interactions.
pub(crate) fn moderator(
    name: &str,
    centre: f64,
    values: &[f64],
    interaction: Interaction,
) -> Moderator {
    Moderator {
        covariate: Covariate {
            name: name.into(),
            values: values.iter().copied().map(Some).collect(),
            centre,
        },
        interaction,
    }
}

/// One control and a model, the other choices at their defaults.
pub(crate) fn options(control: &str, model: Model) -> RegressionOptions {
    RegressionOptions {
        controls: vec![control.into()],
        network: Options {
            model,
            ..Options::default()
        },
    }
}

/// A regression that must work.
pub(crate) fn regression(
    network: &Network,
    moderators: &[Moderator],
    options: &RegressionOptions,
) -> RegressionFit {
    fit_regression(network, moderators, options).unwrap()
}

/// A regression that must not.
pub(crate) fn refused(
    network: &Network,
    moderators: &[Moderator],
    options: &RegressionOptions,
) -> RegressionError {
    fit_regression(network, moderators, options).unwrap_err()
}

/// A list of numbers without gaps.
pub(crate) fn numbers(json: &Json, place: &str) -> Vec<f64> {
    let list = json.numbers(place);
    list.iter().map(|n| n.as_ref().unwrap().value).collect()
}

/// Linde 2015: responders in primary care, with year and size of each trial.
pub(crate) struct Linde {
    pub(crate) json: Json,
    pub(crate) network: Network,
    pub(crate) year: Vec<f64>,
    pub(crate) size: Vec<f64>,
}

pub(crate) fn linde() -> Linde {
    let json = reference::json("expected/network/regression_linde2015.json");
    let (studies, treatments) = (
        strings(&json, "arms.study"),
        strings(&json, "arms.treatment"),
    );
    let (events, sizes) = (numbers(&json, "arms.events"), numbers(&json, "arms.n"));
    let arms: Vec<Arm<Count>> = (0..studies.len())
        .map(|i| Arm {
            study: studies[i].clone(),
            treatment: treatments[i].clone(),
            result: Count::new(events[i] as u64, sizes[i] as u64).unwrap(),
        })
        .collect();
    let made = from_counts(&arms, CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    let by_trial = |key: &str| {
        let values = numbers(&json, &format!("arms.{key}"));
        let of = |label: &str| values[studies.iter().position(|s| s == label).unwrap()];
        let trials = made.network.trials().iter();
        trials.map(|trial| of(trial.label())).collect()
    };
    let (year, size) = (by_trial("year"), by_trial("size"));
    Linde {
        network: made.network,
        year,
        size,
        json,
    }
}

/// Two treatments, 13 trials: the network of BCG vaccine with the latitude of each trial.
pub(crate) fn bcg(json: &Json) -> (Network, Vec<f64>) {
    let cell = |key: &str| numbers(json, &format!("arms.{key}"));
    let (a, b, c, d) = (cell("tpos"), cell("tneg"), cell("cpos"), cell("cneg"));
    let studies = strings(json, "arms.study");
    let row = |(i, study): (usize, &String)| {
        let estimate = (a[i] * d[i] / (b[i] * c[i])).ln();
        let variance: f64 = [a[i], b[i], c[i], d[i]].iter().map(|n| 1.0 / n).sum();
        contrast(study, "vaccine", "none", estimate, variance.sqrt())
    };
    let rows: Vec<_> = studies.iter().enumerate().map(row).collect();
    (network(&rows), cell("latitude"))
}
