//! Arms and comparisons of draws that several tests share.

use euthymia_synthesis::bayes::Summary;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::Arm;
use euthymia_synthesis::network::bayes::Drawn;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{self, Json};

/// Hasselblad 1998, arm by arm.
pub(crate) fn smoking() -> Vec<Arm<Count>> {
    counts_of("hasselblad1998_named", 50)
}

/// The arms of a data set of counts, which are so many.
pub(crate) fn counts_of(name: &str, so_many: usize) -> Vec<Arm<Count>> {
    let file = reference::csv(&format!("datasets/{name}.csv"));
    let arms: Vec<Arm<Count>> = file
        .rows()
        .map(|row| Arm {
            study: row.cell("study").to_owned(),
            treatment: row.cell("treatment").to_owned(),
            result: Count::new(row.parse("events"), row.parse("n")).unwrap(),
        })
        .collect();
    assert_eq!(arms.len(), so_many, "{name}");
    arms
}

/// What draws are compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) mean: f64,
    pub(crate) sd: f64,
    /// 2.5 %, 50 % and 97.5 %.
    pub(crate) quantiles: [f64; 3],
    /// Effective draws behind these numbers; infinite for exact ones.
    pub(crate) effective: f64,
    /// Standard error of the standard deviation; 0 for an exact one.
    pub(crate) sd_error: f64,
}

/// What a run of JAGS found, by the place in its file.
pub(crate) fn known(json: &Json, at: &str) -> Known {
    let number = |key: &str| json.number(&format!("{at}.{key}")).value;
    Known {
        mean: number("mean"),
        sd: number("sd"),
        quantiles: [0, 1, 2].map(|i| number(&format!("quantiles.{i}"))),
        effective: number("ess"),
        sd_error: number("mcse_sd"),
    }
}

/// Compares draws with what is known, in standard errors of the difference.
///
/// The standard errors of the median and of the 2.5 % and 97.5 % points are taken as 1.5 and 3.5 times
/// sd/√N: for a normal distribution they are 1.25 and 2.67 times that.
pub(crate) fn compare_draws(all: &mut Comparison, found: &Drawn, known: &Known, context: &str) {
    let worth = found.worth.unwrap();
    let error = |effective: f64| known.sd * (1.0 / effective + 1.0 / known.effective).sqrt();
    let (bulk, tail) = (error(worth.bulk), error(worth.tail));
    let mean = worth.mcse_mean.hypot(known.sd / known.effective.sqrt());
    let [lower, median, upper] = known.quantiles;
    for (kind, one, other, error) in [
        ("mean", found.mean, known.mean, mean),
        (
            "sd",
            found.sd,
            known.sd,
            worth.mcse_sd.hypot(known.sd_error),
        ),
        ("lower", found.interval.lower, lower, 3.5 * tail),
        ("median", found.median, median, 1.5 * bulk),
        ("upper", found.interval.upper, upper, 3.5 * tail),
    ] {
        all.compare(kind, (one - other) / error, 0.0, "monte_carlo", context);
    }
}

/// Compares an exact summary with draws, in standard errors of the draws.
pub(crate) fn compare_exact(all: &mut Comparison, found: &Summary, known: &Known, context: &str) {
    let error = known.sd / known.effective.sqrt();
    let [lower, median, upper] = known.quantiles;
    for (kind, one, other, error) in [
        ("mean", found.mean.unwrap(), known.mean, error),
        ("sd", found.sd.unwrap(), known.sd, known.sd_error),
        ("lower", found.interval.lower, lower, 3.5 * error),
        ("median", found.median, median, 1.5 * error),
        ("upper", found.interval.upper, upper, 3.5 * error),
    ] {
        all.compare(kind, (one - other) / error, 0.0, "monte_carlo", context);
    }
}
