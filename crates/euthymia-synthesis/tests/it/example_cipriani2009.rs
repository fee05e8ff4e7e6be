//! Cipriani A, Furukawa TA, Salanti G, et al. Lancet 2009;373:746-758: twelve antidepressants, 111 trials with
//! response, random effects in WinBUGS. The abstract was read, which prints twenty odds ratios; the paper was
//! not, so that its priors are not known here. With this many trials they hardly matter.

use crate::network_bayes_cases::counts_of;
use crate::network_cases::fitted;
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::bayes::{ArmData, SampleOptions, sample};
use euthymia_synthesis::network::{CountMeasure, Model, Tau2Method, from_counts};
use euthymia_testkit::Comparison;

/// What is compared with the drugs of the table.
const BETTER: [&str; 4] = ["mirtazapine", "escitalopram", "venlafaxine", "sertraline"];

/// Odds ratios of those four against each of these, as printed.
const PRINTED: [(&str, [f64; 4]); 5] = [
    ("duloxetine", [1.39, 1.33, 1.30, 1.27]),
    ("fluoxetine", [1.37, 1.32, 1.28, 1.25]),
    ("fluvoxamine", [1.41, 1.35, 1.30, 1.27]),
    ("paroxetine", [1.35, 1.30, 1.27, 1.22]),
    ("reboxetine", [2.03, 1.95, 1.89, 1.85]),
];

/// Compares log odds ratios, of one treatment less another by their labels, with the printed ones.
fn compare(title: &str, found: impl Fn(&str, &str) -> f64) {
    let mut all = Comparison::new(title);
    for (other, printed) in PRINTED {
        for (one, value) in BETTER.iter().zip(printed) {
            let context = format!("{one} against {other}");
            all.compare(
                "log odds ratio",
                found(one, other),
                value.ln(),
                "printed_draws",
                &context,
            );
        }
    }
    all.finish(20);
}

#[test]
fn twenty_odds_ratios_as_printed() {
    let data = ArmData::of_counts(&counts_of("cipriani2009", 224)).unwrap();
    let options = SampleOptions {
        reference: data.treatment("fluoxetine").unwrap(),
        kept: 2500,
        ..SampleOptions::new(Some(TauPrior::Uniform { upper: 2.0 }), 2009)
    };
    let draws = sample(&data, &options).unwrap();
    assert!(draws.settled(), "{:?}", draws.quality);
    let place = |label: &str| data.treatment(label).unwrap();
    compare("Cipriani 2009, draws", |one, other| {
        draws.compare(place(one), place(other)).unwrap().median
    });
}

#[test]
fn the_same_by_inverse_variances() {
    let arms = counts_of("cipriani2009", 224);
    let made = from_counts(&arms, CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    let fit = fitted(&made.network, Model::RandomEffects(Tau2Method::Reml));
    let place = |label: &str| fit.network.treatment(label).unwrap();
    compare("Cipriani 2009, REML", |one, other| {
        fit.compare(place(one), place(other)).unwrap().estimate
    });
}
