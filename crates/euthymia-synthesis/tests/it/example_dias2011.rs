//! Dias S, Welton NJ, Sutton AJ, Caldwell DM, Lu G, Ades AE. NICE DSU Technical Support Document 4, 2011:
//! smoking cessation, random effects, N(0, 100²) and U(0, 5) priors, WinBUGS. Not read: the printed values
//! as the vignette `example_smoking` of R's multinma records them for its own tests.
//!
//! Their effective number of parameters (45.0) and criterion (99.0) are not compared: the document takes the
//! deviance at other means than those of the fitted values, which makes a difference of 1.

use crate::network_bayes_cases::smoking;
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::network::bayes::{ArmData, SampleOptions, sample};
use euthymia_testkit::tolerance::named;
use euthymia_testkit::{Comparison, assert_close};

/// Treatment less treatment: mean, standard deviation, 95 % limits.
const PRINTED: [(&str, &str, [f64; 4]); 6] = [
    ("Self-help", "No contact", [0.49, 0.40, -0.29, 1.31]),
    (
        "Individual counselling",
        "No contact",
        [0.84, 0.24, 0.39, 1.34],
    ),
    ("Group counselling", "No contact", [1.10, 0.44, 0.26, 2.00]),
    (
        "Individual counselling",
        "Self-help",
        [0.35, 0.41, -0.46, 1.18],
    ),
    ("Group counselling", "Self-help", [0.61, 0.49, -0.34, 1.59]),
    (
        "Group counselling",
        "Individual counselling",
        [0.26, 0.41, -0.55, 1.09],
    ),
];

#[test]
fn smoking_cessation_as_printed() {
    let data = ArmData::of_counts(&smoking()).unwrap();
    let options = SampleOptions {
        reference: data.treatment("No contact").unwrap(),
        kept: 2500,
        ..SampleOptions::new(Some(TauPrior::Uniform { upper: 5.0 }), 2011)
    };
    let found = sample(&data, &options).unwrap();
    assert!(found.settled(), "{:?}", found.quality);
    let ends = named("printed_draws").times(2.5, "few draws lie beyond the end of an interval");
    let mut all = Comparison::new("TSD 4");
    for (one, other, [mean, sd, lower, upper]) in PRINTED {
        let place = |label: &str| data.treatment(label).unwrap();
        let drawn = found.compare(place(one), place(other)).unwrap();
        all.compare("mean", drawn.mean, mean, "printed_draws", one);
        all.compare("sd", drawn.sd, sd, "printed_draws", one);
        all.compare_under("lower", drawn.interval.lower, lower, &ends, one);
        all.compare_under("upper", drawn.interval.upper, upper, &ends, one);
    }
    let tau = found.tau().unwrap();
    all.compare("median", tau.median, 0.82, "printed_draws", "tau");
    all.compare("sd", tau.sd, 0.19, "printed_draws", "tau");
    all.compare_under("lower", tau.interval.lower, 0.55, &ends, "tau");
    all.compare_under("upper", tau.interval.upper, 1.27, &ends, "tau");
    all.finish(28);
    assert_close!(
        found.deviance.residual,
        54.0,
        "printed_deviance",
        "found.deviance.residual"
    );
}
