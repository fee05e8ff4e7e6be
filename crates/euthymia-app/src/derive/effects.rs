//! Effects from printed intervals and tests, and between effect sizes.

use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_numerics::{normal, student_t};
use euthymia_synthesis::conversion::standardised::{
    Latent, d_from_log_odds, d_from_r, log_odds_from_d, r_from_d,
};
use euthymia_synthesis::conversion::wald::{Scale, from_interval, from_p, from_statistic};
use euthymia_synthesis::conversion::{Converted, Reference};
use euthymia_synthesis::effect::Effect;

const EFFECT: &str = "estimate, variance, se";
const WALD_SOURCE: &str = "Cochrane Handbook 6.3.1 and 6.3.2";

pub(super) const WALD: What = What {
    word: "wald",
    title: "Estimate and variance from what is printed (ratios on the logarithm)",
    by_group: false,
    forms: &[
        Form {
            method: "interval",
            needs: &[
                &["ratio", "ci_low", "ci_high"],
                &["difference", "ci_low", "ci_high"],
            ],
            takes: &["df"],
            gives: EFFECT,
            formula: "variance = [(ci_high − ci_low) / 2q]², for a ratio on the logarithm",
            source: WALD_SOURCE,
            run: wald_interval,
        },
        Form {
            method: "p",
            needs: &[&["ratio", "p"], &["difference", "p"]],
            takes: &["df"],
            gives: EFFECT,
            formula: "se = |estimate| / q(p/2)",
            source: WALD_SOURCE,
            run: |given| {
                let (printed, scale) = printed(given)?;
                let p = given.probability("p")?;
                let found = from_p(printed, p, scale, reference(given)?)?;
                Ok(Answer::effect(&found.value, found.method))
            },
        },
        Form {
            method: "z",
            needs: &[&["ratio", "z"], &["difference", "z"]],
            takes: &[],
            gives: EFFECT,
            formula: "se = |estimate / z|; a t statistic is given as z too",
            source: WALD_SOURCE,
            run: |given| {
                let (printed, scale) = printed(given)?;
                let found = from_statistic(printed, given.number("z")?, scale)?;
                Ok(Answer::effect(&found.value, found.method))
            },
        },
    ],
};

fn printed(given: &Given<'_>) -> Result<(f64, Scale), Failure> {
    if given.has("ratio") {
        Ok((given.number("ratio")?, Scale::Log))
    } else {
        Ok((given.number("difference")?, Scale::Identity))
    }
}

fn reference(given: &Given<'_>) -> Result<Reference, Failure> {
    Ok(given
        .maybe("df")?
        .map_or(Reference::Normal, Reference::StudentT))
}

/// Beyond this share of its half width, an estimate is not in the middle of its interval by rounding.
const ASYMMETRY_MAX: f64 = 0.1;

fn wald_interval(given: &Given<'_>) -> Result<Answer, Failure> {
    let (printed, scale) = printed(given)?;
    let (low, high) = (given.number("ci_low")?, given.number("ci_high")?);
    let (level, reference) = (given.choices.level, reference(given)?);
    let found = from_interval(Some(printed), low, high, level, scale, reference)?;
    let tail = level.complement().half();
    let q = match reference {
        Reference::Normal => normal::upper_quantile(tail),
        Reference::StudentT(df) => student_t::upper_quantile(tail, df),
    };
    let asymmetry = found.value.asymmetry;
    let answer = Answer::effect(&found.value.effect, found.method)
        .step("q", q)
        .step("asymmetry", asymmetry);
    Ok(if asymmetry.abs() > ASYMMETRY_MAX {
        answer.remark(format!(
            "the estimate is {:.0} % of a half width away from the middle of its interval: look \
             for a misprint, another scale or another kind of interval",
            100.0 * asymmetry.abs()
        ))
    } else {
        answer
    })
}

const LATENT: [&str; 2] = [
    "Hasselblad and Hedges 1995, Psychol Bull 117:167-178",
    "Cox and Snell 1989, Analysis of Binary Data, 2nd ed.",
];
const R_SOURCE: &str = "Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 7";
const ODDS: &[&[&str]] = &[
    &["or", "ci_low", "ci_high"],
    &["log_or", "variance"],
    &["log_or", "se"],
];
const STANDARDISED: &[&[&str]] = &[&["d", "variance"], &["d", "se"]];

pub(super) const D: What = What {
    word: "d",
    title: "Standardised mean difference",
    by_group: false,
    forms: &[
        Form {
            method: "logistic",
            needs: ODDS,
            takes: &[],
            gives: EFFECT,
            formula: "d = ln or · √3/π, variance = variance of ln or · 3/π²",
            source: LATENT[0],
            run: |given| d_of_odds(given, Latent::Logistic),
        },
        Form {
            method: "cox-snell",
            needs: ODDS,
            takes: &[],
            gives: EFFECT,
            formula: "d = ln or / 1.65, variance = variance of ln or / 1.65²",
            source: LATENT[1],
            run: |given| d_of_odds(given, Latent::Normal),
        },
        Form {
            method: "r",
            needs: &[
                &["r", "variance", "n_treatment", "n_control"],
                &["r", "se", "n_treatment", "n_control"],
            ],
            takes: &[],
            gives: EFFECT,
            formula: "d = r √a / √(1 − r²), variance = a V/(1 − r²)³, a = (n1 + n2)²/(n1 n2)",
            source: R_SOURCE,
            run: |given| {
                let [n1, n2] = given.sizes()?;
                Ok(effect(&d_from_r(&with_variance(given, "r")?, n1, n2)?))
            },
        },
    ],
};

pub(super) const R: What = What {
    word: "r",
    title: "Correlation of group and measurement",
    by_group: false,
    forms: &[Form {
        method: "d",
        needs: &[
            &["d", "variance", "n_treatment", "n_control"],
            &["d", "se", "n_treatment", "n_control"],
        ],
        takes: &[],
        gives: EFFECT,
        formula: "r = d/√(d² + a), variance = a² V/(d² + a)³, a = (n1 + n2)²/(n1 n2)",
        source: R_SOURCE,
        run: |given| {
            let [n1, n2] = given.sizes()?;
            Ok(effect(&r_from_d(&with_variance(given, "d")?, n1, n2)?))
        },
    }],
};

/// The ways from d to an odds ratio, beside those of risks.
pub(super) const LOG_ODDS: What = What {
    word: "log-or",
    title: "Log odds ratio",
    by_group: false,
    forms: &[
        Form {
            method: "logistic",
            needs: STANDARDISED,
            takes: &[],
            gives: EFFECT,
            formula: "ln or = d π/√3, variance = V π²/3",
            source: LATENT[0],
            run: |given| {
                let found = log_odds_from_d(&with_variance(given, "d")?, Latent::Logistic)?;
                Ok(effect(&found))
            },
        },
        Form {
            method: "cox-snell",
            needs: STANDARDISED,
            takes: &[],
            gives: EFFECT,
            formula: "ln or = 1.65 d, variance = 1.65² V",
            source: LATENT[1],
            run: |given| {
                let found = log_odds_from_d(&with_variance(given, "d")?, Latent::Normal)?;
                Ok(effect(&found))
            },
        },
    ],
};

fn effect(found: &Converted<Effect>) -> Answer {
    Answer::effect(&found.value, found.method)
}

/// The estimate of this name with its variance, or its standard error.
fn with_variance(given: &Given<'_>, name: &str) -> Result<Effect, Failure> {
    let estimate = given.number(name)?;
    let variance = if given.has("variance") {
        given.number("variance")?
    } else {
        given.standard_error("se")?.variance().get()
    };
    Ok(Effect::new(estimate, variance)?)
}

fn d_of_odds(given: &Given<'_>, latent: Latent) -> Result<Answer, Failure> {
    let log_odds = if given.has("or") {
        let ends = (given.number("ci_low")?, given.number("ci_high")?);
        let (ratio, level) = (given.number("or")?, given.choices.level);
        let normal = Reference::Normal;
        from_interval(Some(ratio), ends.0, ends.1, level, Scale::Log, normal)?
            .value
            .effect
    } else {
        with_variance(given, "log_or")?
    };
    Ok(effect(&d_from_log_odds(&log_odds, latent)?))
}
