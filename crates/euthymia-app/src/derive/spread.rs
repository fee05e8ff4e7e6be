//! Standard deviations, correlations, logarithms.

use super::five::summary;
use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_numerics::{normal, student_t};
use euthymia_synthesis::conversion::spread::{
    Quantile, pooled_sd_from_f, pooled_sd_from_interval, pooled_sd_from_p,
    pooled_sd_from_standard_error, pooled_sd_from_t, sd_from_interval, sd_from_standard_error,
};
use euthymia_synthesis::conversion::{Converted, Method, change, five_numbers, log_scale};

const ONE: &str = "Cochrane Handbook 6.5.2.2";
const TWO: &str = "Cochrane Handbook 6.5.2.3";

pub(super) const SD: What = What {
    word: "sd",
    title: "Standard deviation",
    by_group: true,
    forms: &[
        Form {
            method: "se",
            needs: &[&["se", "n"]],
            takes: &[],
            gives: "sd, n",
            formula: "sd = se √n",
            source: ONE,
            run: from_se,
        },
        Form {
            method: "interval",
            needs: &[&["ci_low", "ci_high", "n"]],
            takes: &[],
            gives: "sd, n",
            formula: "sd = √n (ci_high − ci_low) / 2q",
            source: ONE,
            run: from_interval,
        },
        Form {
            method: "difference-se",
            needs: &[&["se", "n_treatment", "n_control"]],
            takes: &[],
            gives: BOTH,
            formula: "sd = se / √(1/n_treatment + 1/n_control)",
            source: TWO,
            run: pooled_from_se,
        },
        Form {
            method: "difference-interval",
            needs: &[&["ci_low", "ci_high", "n_treatment", "n_control"]],
            takes: &[],
            gives: BOTH,
            formula: "sd = (ci_high − ci_low) / 2q / √(1/n_treatment + 1/n_control)",
            source: TWO,
            run: pooled_from_interval,
        },
        Form {
            method: "t",
            needs: &[&["difference", "t", "n_treatment", "n_control"]],
            takes: &[],
            gives: BOTH,
            formula: "sd = |difference / t| / √(1/n_treatment + 1/n_control)",
            source: TWO,
            run: pooled_from_t,
        },
        Form {
            method: "f",
            needs: &[&["difference", "f", "n_treatment", "n_control"]],
            takes: &[],
            gives: BOTH,
            formula: "sd = |difference| / √f / √(1/n_treatment + 1/n_control)",
            source: TWO,
            run: pooled_from_f,
        },
        Form {
            method: "p",
            needs: &[&["difference", "p", "n_treatment", "n_control"]],
            takes: &[],
            gives: BOTH,
            formula: "sd = |difference| / q(p/2) / √(1/n_treatment + 1/n_control)",
            source: TWO,
            run: pooled_from_p,
        },
        Form {
            method: "five-numbers",
            needs: &[&["min", "q1", "median", "q3", "max", "n"]],
            takes: &[],
            gives: "sd, n",
            formula: "sd = w (max − min)/ξ + (1 − w)(q3 − q1)/η, w = 1/(1 + 0.07 n^0.6)",
            source: "Shi 2020, doi 10.1002/jrsm.1429",
            run: from_five,
        },
        Form {
            method: "quartiles",
            needs: &[&["q1", "q3", "n"]],
            takes: &[],
            gives: "sd, n",
            formula: "sd = (q3 − q1)/η, η = 2 z((0.75 n − 0.125)/(n + 0.25))",
            source: "Wan 2014, doi 10.1186/1471-2288-14-135",
            run: from_quartiles,
        },
        Form {
            method: "range",
            needs: &[&["min", "max", "n"]],
            takes: &[],
            gives: "sd, n",
            formula: "sd = (max − min)/ξ, ξ = 2 z((n − 0.375)/(n + 0.25))",
            source: "Wan 2014, doi 10.1186/1471-2288-14-135",
            run: from_range,
        },
        Form {
            method: "handbook",
            needs: &[&["q1", "q3"]],
            takes: &[],
            gives: "sd",
            formula: "sd = (q3 − q1)/1.35",
            source: "Cochrane Handbook 6.5.2.5",
            run: by_handbook,
        },
    ],
};

const BOTH: &str = "sd_treatment, n_treatment, sd_control, n_control";

/// The value with half of the level's complement above it.
fn quantile(given: &Given<'_>, df: f64) -> f64 {
    let tail = given.choices.level.complement().half();
    match given.choices.quantile {
        Quantile::Normal => normal::upper_quantile(tail),
        Quantile::StudentT => student_t::upper_quantile(tail, df),
    }
}

fn of_group(sd: &Converted<f64>, n: u64) -> Answer {
    Answer::numbers([("sd", sd.value), ("n", n as f64)], sd.method)
}

fn of_both(sd: &Converted<f64>, [n1, n2]: [u64; 2]) -> Answer {
    let values = [
        ("sd_treatment", sd.value),
        ("n_treatment", n1 as f64),
        ("sd_control", sd.value),
        ("n_control", n2 as f64),
    ];
    Answer::numbers(values, sd.method)
}

fn from_se(given: &Given<'_>) -> Result<Answer, Failure> {
    let n = given.count("n")?;
    Ok(of_group(
        &sd_from_standard_error(given.standard_error("se")?, n)?,
        n,
    ))
}

fn from_interval(given: &Given<'_>) -> Result<Answer, Failure> {
    let (low, high, n) = (
        given.number("ci_low")?,
        given.number("ci_high")?,
        given.count("n")?,
    );
    let choices = given.choices;
    let sd = sd_from_interval(low, high, choices.level, n, choices.quantile)?;
    Ok(of_group(&sd, n).step("q", quantile(given, n as f64 - 1.0)))
}

fn pooled_from_se(given: &Given<'_>) -> Result<Answer, Failure> {
    let sizes = given.sizes()?;
    let [n1, n2] = sizes;
    let sd = pooled_sd_from_standard_error(given.standard_error("se")?, n1, n2)?;
    Ok(of_both(&sd, sizes))
}

fn pooled_from_interval(given: &Given<'_>) -> Result<Answer, Failure> {
    let (low, high, sizes) = (
        given.number("ci_low")?,
        given.number("ci_high")?,
        given.sizes()?,
    );
    let choices = given.choices;
    let sd = pooled_sd_from_interval(low, high, choices.level, sizes, choices.quantile)?;
    let df = sizes.iter().map(|n| *n as f64 - 1.0).sum();
    Ok(of_both(&sd, sizes).step("q", quantile(given, df)))
}

fn pooled_from_t(given: &Given<'_>) -> Result<Answer, Failure> {
    let sizes = given.sizes()?;
    let [n1, n2] = sizes;
    let sd = pooled_sd_from_t(given.number("difference")?, given.number("t")?, n1, n2)?;
    Ok(of_both(&sd, sizes))
}

fn pooled_from_f(given: &Given<'_>) -> Result<Answer, Failure> {
    let sizes = given.sizes()?;
    let [n1, n2] = sizes;
    let sd = pooled_sd_from_f(given.number("difference")?, given.number("f")?, n1, n2)?;
    let remark = "only for the F of two groups without covariates";
    Ok(of_both(&sd, sizes).remark(remark))
}

fn pooled_from_p(given: &Given<'_>) -> Result<Answer, Failure> {
    let sizes = given.sizes()?;
    let p = given.probability("p")?;
    let sd = pooled_sd_from_p(
        given.number("difference")?,
        p,
        sizes,
        given.choices.quantile,
    )?;
    Ok(of_both(&sd, sizes))
}

fn from_five(given: &Given<'_>) -> Result<Answer, Failure> {
    let sd = five_numbers::luo_wan_shi(&summary(given, "")?)?.map(|both| both.sd);
    Ok(of_group(&sd, given.count("n")?))
}

fn from_quartiles(given: &Given<'_>) -> Result<Answer, Failure> {
    let n = given.count("n")?;
    let sd = five_numbers::sd_from_quartiles(given.number("q1")?, given.number("q3")?, n)?;
    Ok(of_group(&sd, n))
}

fn from_range(given: &Given<'_>) -> Result<Answer, Failure> {
    let n = given.count("n")?;
    let sd = five_numbers::sd_from_range(given.number("min")?, given.number("max")?, n)?;
    Ok(of_group(&sd, n))
}

fn by_handbook(given: &Given<'_>) -> Result<Answer, Failure> {
    let (q1, q3) = (given.number("q1")?, given.number("q3")?);
    let sd = five_numbers::sd_from_quartiles_by_handbook(q1, q3)?;
    Ok(Answer::numbers([("sd", sd.value)], sd.method).remark("with n, the answer is better"))
}

pub(super) const CHANGE_SD: What = What {
    word: "change-sd",
    title: "Standard deviation of change",
    by_group: true,
    forms: &[Form {
        method: "correlation",
        needs: &[&["sd_before", "sd_after", "r"]],
        takes: &[],
        gives: "sd_change",
        formula: "sd_change = √(sd_before² + sd_after² − 2 r sd_before sd_after)",
        source: "Cochrane Handbook 6.5.2.8",
        run: |given| {
            let (before, after) = (given.number("sd_before")?, given.number("sd_after")?);
            let sd = change::sd_of_change(before, after, given.number("r")?)?;
            Ok(Answer::numbers([("sd_change", sd.value)], sd.method))
        },
    }],
};

pub(super) const CORRELATION: What = What {
    word: "correlation",
    title: "Correlation of measurements before and after",
    by_group: true,
    forms: &[Form {
        method: "sds",
        needs: &[&["sd_before", "sd_after", "sd_change"]],
        takes: &[],
        gives: "r",
        formula: "r = (sd_before² + sd_after² − sd_change²) / (2 sd_before sd_after)",
        source: "Cochrane Handbook 6.5.2.8",
        run: |given| {
            let (before, after) = (given.number("sd_before")?, given.number("sd_after")?);
            let r = change::correlation_from_sds(before, after, given.number("sd_change")?)?;
            Ok(Answer::numbers([("r", r.value)], r.method))
        },
    }],
};

const LOGS: &str = "Higgins 2008, Stat Med 27:6072-6092; Cochrane Handbook 6.5.2.4";

pub(super) const LOG_SCALE: What = What {
    word: "log-scale",
    title: "Mean and SD between the raw and the logarithmic scale",
    by_group: true,
    forms: &[
        Form {
            method: "to-log",
            needs: &[&["mean", "sd"]],
            takes: &[],
            gives: "mean_log, sd_log",
            formula: "sd_log = √v, mean_log = ln mean − v/2, v = ln(1 + sd²/mean²)",
            source: LOGS,
            run: |given| {
                let logs = log_scale::to_logarithms(given.number("mean")?, given.number("sd")?)?;
                Ok(pair(
                    ["mean_log", "sd_log"],
                    logs.value.mean,
                    logs.value.sd,
                    logs.method,
                ))
            },
        },
        Form {
            method: "from-log",
            needs: &[&["mean_log", "sd_log"]],
            takes: &[],
            gives: "mean, sd",
            formula: "mean = exp(mean_log + sd_log²/2), sd = mean √(exp(sd_log²) − 1)",
            source: LOGS,
            run: |given| {
                let (mu, sigma) = (given.number("mean_log")?, given.number("sd_log")?);
                let raw = log_scale::from_logarithms(mu, sigma)?;
                Ok(pair(
                    ["mean", "sd"],
                    raw.value.mean,
                    raw.value.sd,
                    raw.method,
                ))
            },
        },
    ],
};

fn pair([first, second]: [&str; 2], one: f64, other: f64, method: Method) -> Answer {
    Answer::numbers([(first, one), (second, other)], method)
}
