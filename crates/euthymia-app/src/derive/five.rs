//! Means, standard deviations and medians from five-number summaries.

use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_synthesis::conversion::five_numbers::{
    FiveNumbers, Known, hozo, log_normal, luo_wan_shi, walter_yao, wan,
};
use euthymia_synthesis::conversion::{Converted, MeanSd, box_cox, medians, quantile_fit, skewness};

/// Any of these is a summary.
const SUMMARY: &[&[&str]] = &[
    &["min", "q1", "median", "q3", "max", "n"],
    &["q1", "median", "q3", "n"],
    &["min", "median", "max", "n"],
];
const WITH_RANGE: &[&[&str]] = &[
    &["min", "q1", "median", "q3", "max", "n"],
    &["min", "median", "max", "n"],
];

/// The summary of the names with this ending.
pub(super) fn summary(given: &Given<'_>, ending: &str) -> Result<FiveNumbers, Failure> {
    let number = |name: &str| given.number(&format!("{name}{ending}"));
    let has = |names: [&str; 2]| {
        let ended = names.map(|name| format!("{name}{ending}"));
        ended.iter().all(|name| given.has(name))
    };
    let median = number("median")?;
    let known = match (has(["min", "max"]), has(["q1", "q3"])) {
        (true, true) => Known::All {
            minimum: number("min")?,
            q1: number("q1")?,
            median,
            q3: number("q3")?,
            maximum: number("max")?,
        },
        (true, false) => Known::Range {
            minimum: number("min")?,
            median,
            maximum: number("max")?,
        },
        _ => Known::Quartiles {
            q1: number("q1")?,
            median,
            q3: number("q3")?,
        },
    };
    Ok(FiveNumbers::new(
        known,
        given.count(&format!("n{ending}"))?,
    )?)
}

const GIVES: &str = "mean, sd, n";

pub(super) const MEAN_SD: What = What {
    word: "mean-sd",
    title: "Mean and standard deviation",
    by_group: true,
    forms: &[
        Form {
            method: "luo",
            needs: SUMMARY,
            takes: &[],
            gives: GIVES,
            formula: "mean = weighted sum of mid-range, mid-quartiles and median; \
                      sd = (max − min)/ξ, (q3 − q1)/η or a weighted sum of both",
            source: "Luo 2018, Wan 2014, Shi 2020",
            run: |given| by(given, luo_wan_shi),
        },
        Form {
            method: "lognormal",
            needs: SUMMARY,
            takes: &[],
            gives: GIVES,
            formula: "mean = exp(μ + σ²/2)/φ, with μ and σ by luo on the logarithms",
            source: "Shi 2020, doi 10.4310/sii.2020.v13.n4.a9",
            run: |given| by(given, log_normal),
        },
        Form {
            method: "qe",
            needs: SUMMARY,
            takes: &[],
            gives: GIVES,
            formula: "moments of the distribution with the least Σ[Q(p) − q]²",
            source: "McGrath 2020, Stat Methods Med Res 29:2520-2537",
            run: by_quantile_estimation,
        },
        Form {
            method: "bc",
            needs: SUMMARY,
            takes: &[],
            gives: GIVES,
            formula: "luo on (x^λ − 1)/λ, with the λ that makes the summary symmetric; moments \
                      brought back by integration",
            source: "McGrath 2020, Stat Methods Med Res 29:2520-2537",
            run: by_box_cox,
        },
        Form {
            method: "wan",
            needs: SUMMARY,
            takes: &[],
            gives: GIVES,
            formula: "mean = (q1 + median + q3)/3, (min + 2 median + max)/4 or \
                      (min + 2 q1 + 2 median + 2 q3 + max)/8; sd by ξ and η",
            source: "Wan 2014, doi 10.1186/1471-2288-14-135",
            run: |given| by(given, wan),
        },
        Form {
            method: "hozo",
            needs: WITH_RANGE,
            takes: &[],
            gives: GIVES,
            formula: "mean = (min + 2 median + max)/4 up to n = 25, the median above; sd by size",
            source: "Hozo 2005, doi 10.1186/1471-2288-5-13",
            run: |given| by(given, hozo),
        },
        Form {
            method: "walter-yao",
            needs: WITH_RANGE,
            takes: &[],
            gives: "sd, n",
            formula: "sd = (max − min) / expected range of n standard normal values",
            source: "Walter and Yao 2007, J Clin Epidemiol 60:849-852",
            run: |given| {
                let sd = walter_yao(&summary(given, "")?)?;
                let n = given.count("n")? as f64;
                Ok(Answer::numbers([("sd", sd.value), ("n", n)], sd.method))
            },
        },
    ],
};

type Formula =
    fn(&FiveNumbers) -> Result<Converted<MeanSd>, euthymia_synthesis::conversion::ConversionError>;

/// By a method for normal or log-normal measurements, with the test for skewness.
fn by(given: &Given<'_>, formula: Formula) -> Result<Answer, Failure> {
    let summary = summary(given, "")?;
    let found = formula(&summary)?;
    let answer = moments(given, &found)?;
    let test = skewness::test(&summary);
    let is_normal = found
        .method
        .assumption
        .is_some_and(|text| !text.contains("logarithm"));
    Ok(if is_normal && test.is_skewed() {
        answer.remark(format!(
            "the summary is skewed (statistic {:.3}, normal values stay below {:.3}): consider \
             --method qe or bc, or derive median-difference",
            test.statistic, test.critical
        ))
    } else {
        answer
    })
}

fn moments(given: &Given<'_>, found: &Converted<MeanSd>) -> Result<Answer, Failure> {
    let (value, n) = (found.value, given.count("n")? as f64);
    let values = [("mean", value.mean), ("sd", value.sd), ("n", n)];
    Ok(Answer::numbers(values, found.method))
}

fn by_quantile_estimation(given: &Given<'_>) -> Result<Answer, Failure> {
    let fit = quantile_fit::fit(&summary(given, "")?)?;
    let best = fit.value.best.clone();
    let answer = moments(given, &fit.map(|fit| fit.moments))?
        .step("distance", best.distance)
        .remark(format!(
            "nearest distribution: {}",
            best.distribution.name()
        ));
    Ok(if best.converged() {
        answer
    } else {
        answer.remark("the search for the distribution did not settle")
    })
}

fn by_box_cox(given: &Given<'_>) -> Result<Answer, Failure> {
    let found = box_cox::box_cox(&summary(given, "")?)?;
    let lambda = found.value.lambda;
    Ok(moments(given, &found.map(|found| found.moments))?.step("λ", lambda))
}

const MEDIANS: &str = "McGrath et al. 2020, Biom J 62:69-98";
const EFFECT: &str = "estimate, variance, se";

pub(super) const MEDIAN: What = What {
    word: "median",
    title: "Median with its variance",
    by_group: false,
    forms: &[Form {
        method: "density",
        needs: SUMMARY,
        takes: &[],
        gives: EFFECT,
        formula: "variance = 1/(4 n f²), f the density of the nearest distribution at the median",
        source: MEDIANS,
        run: |given| Ok(of_medians(&medians::median(&summary(given, "")?)?)),
    }],
};

pub(super) const MEDIAN_DIFFERENCE: What = What {
    word: "median-difference",
    title: "Difference of medians with its variance",
    by_group: false,
    forms: &[Form {
        method: "density",
        needs: &[
            &[
                "min_treatment",
                "q1_treatment",
                "median_treatment",
                "q3_treatment",
                "max_treatment",
                "n_treatment",
                "min_control",
                "q1_control",
                "median_control",
                "q3_control",
                "max_control",
                "n_control",
            ],
            &[
                "q1_treatment",
                "median_treatment",
                "q3_treatment",
                "n_treatment",
                "q1_control",
                "median_control",
                "q3_control",
                "n_control",
            ],
            &[
                "min_treatment",
                "median_treatment",
                "max_treatment",
                "n_treatment",
                "min_control",
                "median_control",
                "max_control",
                "n_control",
            ],
        ],
        takes: &[],
        gives: EFFECT,
        formula: "estimate = median_treatment − median_control, variance = Σ 1/(4 n f²)",
        source: MEDIANS,
        run: |given| {
            let groups = [summary(given, "_treatment")?, summary(given, "_control")?];
            let [first, second] = &groups;
            Ok(of_medians(&medians::median_difference(first, second)?))
        },
    }],
};

fn of_medians(found: &Converted<medians::MedianEffect>) -> Answer {
    let answer = Answer::effect(&found.value.effect, found.method);
    let names = found.value.distributions.iter().flatten();
    let names: Vec<&str> = names.map(|distribution| distribution.name()).collect();
    answer.remark(format!("nearest distribution: {}", names.join(", ")))
}
