//! Between odds ratio, risk ratio and risk difference at a control risk, and numbers needed.

use super::form::{Answer, Failure, Form, What};
use super::given::Given;
use euthymia_numerics::Probability;
use euthymia_report::derive::shown;
use euthymia_synthesis::conversion::number_needed::{Needed, number_needed};
use euthymia_synthesis::conversion::risk::{
    RiskEffect, odds_ratio_from_risk_ratio, risk_difference_at, risk_ratio_from_odds_ratio,
};
use euthymia_synthesis::conversion::{ConversionError, Converted};
use euthymia_table::Value;

const CI: &[&str] = &["ci_low", "ci_high"];
const HANDBOOK: &str = "Cochrane Handbook 15.4.4";

pub(super) const OR: What = What {
    word: "or",
    title: "Odds ratio",
    by_group: false,
    forms: &[Form {
        method: "rr",
        needs: &[&["rr", "control_risk"]],
        takes: CI,
        gives: "or, ci_low, ci_high",
        formula: "or = rr (1 − control_risk) / (1 − control_risk rr)",
        source: HANDBOOK,
        run: |given| ratio(given, "rr", "or", odds_ratio_from_risk_ratio),
    }],
};

pub(super) const RR: What = What {
    word: "rr",
    title: "Risk ratio",
    by_group: false,
    forms: &[Form {
        method: "or",
        needs: &[&["or", "control_risk"]],
        takes: CI,
        gives: "rr, ci_low, ci_high",
        formula: "rr = or / (1 − control_risk + control_risk or)",
        source: "Zhang and Yu 1998, JAMA 280:1690-1691",
        run: |given| ratio(given, "or", "rr", risk_ratio_from_odds_ratio),
    }],
};

pub(super) const RD: What = What {
    word: "rd",
    title: "Risk difference",
    by_group: false,
    forms: &[
        Form {
            method: "rr",
            needs: &[&["rr", "control_risk"]],
            takes: CI,
            gives: "rd, ci_low, ci_high",
            formula: "rd = control_risk (rr − 1)",
            source: HANDBOOK,
            run: |given| {
                ratio(given, "rr", "rd", |x, risk| {
                    risk_difference_at(RiskEffect::RiskRatio(x), risk)
                })
            },
        },
        Form {
            method: "or",
            needs: &[&["or", "control_risk"]],
            takes: CI,
            gives: "rd, ci_low, ci_high",
            formula: "rd = p (1 − p)(or − 1) / (1 − p + p or), p = control_risk",
            source: HANDBOOK,
            run: |given| {
                ratio(given, "or", "rd", |x, risk| {
                    risk_difference_at(RiskEffect::OddsRatio(x), risk)
                })
            },
        },
    ],
};

type Convert = fn(f64, Probability) -> Result<Converted<f64>, ConversionError>;

/// The estimate and, where they are given, the ends of its interval, each converted.
fn ratio(given: &Given<'_>, from: &str, to: &str, convert: Convert) -> Result<Answer, Failure> {
    let risk = given.probability("control_risk")?;
    let found = convert(given.number(from)?, risk)?;
    let mut line = vec![(to.to_owned(), shown(found.value))];
    for name in CI {
        if let Some(end) = given.maybe(name)? {
            line.push(((*name).to_owned(), shown(convert(end, risk)?.value)));
        }
    }
    Ok(Answer::lines(vec![line], found.method))
}

const NEEDED: &str = "Altman 1998, BMJ 317:1309-1312; Cochrane Handbook 15.4.4";
const NEEDED_GIVES: &str = "number_needed, direction, at_low, at_high";

pub(super) const NNT: What = What {
    word: "nnt",
    title: "Number needed for one event less or more",
    by_group: false,
    forms: &[
        Form {
            method: "rd",
            needs: &[&["rd", "control_risk"]],
            takes: CI,
            gives: NEEDED_GIVES,
            formula: "number_needed = 1 / |rd|",
            source: NEEDED,
            run: |given| needed(given, "rd", RiskEffect::Difference),
        },
        Form {
            method: "rr",
            needs: &[&["rr", "control_risk"]],
            takes: CI,
            gives: NEEDED_GIVES,
            formula: "number_needed = 1 / (control_risk |rr − 1|)",
            source: NEEDED,
            run: |given| needed(given, "rr", RiskEffect::RiskRatio),
        },
        Form {
            method: "or",
            needs: &[&["or", "control_risk"]],
            takes: CI,
            gives: NEEDED_GIVES,
            formula: "number_needed = 1 / |rd|, rd = p (1 − p)(or − 1) / (1 − p + p or)",
            source: NEEDED,
            run: |given| needed(given, "or", RiskEffect::OddsRatio),
        },
    ],
};

fn needed(given: &Given<'_>, name: &str, kind: fn(f64) -> RiskEffect) -> Result<Answer, Failure> {
    let risk = given.probability("control_risk")?;
    let estimate = given.number(name)?;
    let ends = (given.maybe("ci_low")?, given.maybe("ci_high")?);
    let (low, high) = (ends.0.unwrap_or(estimate), ends.1.unwrap_or(estimate));
    let found = number_needed([kind(estimate), kind(low), kind(high)], risk)?;
    let value = found.value;
    let (number, direction) = match value.estimate {
        Needed::OneLess(number) => (shown(number), "one event less"),
        Needed::OneMore(number) => (shown(number), "one event more"),
        Needed::Infinite => (Value::Missing, "no difference"),
    };
    let mut line = vec![
        ("number_needed".to_owned(), number),
        ("direction".to_owned(), Value::text(direction)),
    ];
    for (key, end, at) in [
        ("at_low", ends.0, value.at_lower),
        ("at_high", ends.1, value.at_upper),
    ] {
        if end.is_some() {
            line.push((key.to_owned(), Value::text(in_words(at))));
        }
    }
    let answer = Answer::lines(vec![line], found.method);
    let is_interval = ends.0.is_some() && ends.1.is_some();
    Ok(if is_interval && value.through_infinity {
        answer.remark(
            "the interval holds no difference: it runs from at_low up to infinity and on down to \
             at_high, not between the two",
        )
    } else {
        answer
    })
}

fn in_words(needed: Needed) -> String {
    match needed {
        Needed::OneLess(number) => format!("{number:.1} (less)"),
        Needed::OneMore(number) => format!("{number:.1} (more)"),
        Needed::Infinite => "infinite".to_owned(),
    }
}
