//! Doses by body weight: which weight counts, and how fast the dose runs in.

use super::body::{Centimetres, Kilograms, Milligrams, MilligramsPerKilogram, Millilitres};
use crate::bundled::bundled;
use crate::source::{Source, Status, sourced};
use crate::tms::quantity::Seconds;
use crate::words;
use serde::Deserialize;
use std::sync::LazyLock;

words! {
    /// Which of the formulas a rule uses.
    WeightFormula {
        /// The weight on the scale.
        Actual = "actual", "actual weight";
        /// The weight on the scale, but no more than the clinic sets.
        Capped = "capped", "actual weight up to a limit of the clinic";
        /// A weight from height and sex.
        Ideal = "ideal", "ideal weight";
        /// Between ideal and actual weight, in obesity only.
        Adjusted = "adjusted", "adjusted weight";
    }
}

words! {
    /// Sex as the formulas for ideal weight have it.
    Sex {
        /// Female.
        Female = "female", "female";
        /// Male.
        Male = "male", "male";
    }
}

/// A rule for the weight that a dose is computed with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightRule {
    /// Identifier.
    pub id: WeightFormula,
    /// Name in print.
    pub name: String,
    /// The formula in words.
    pub formula: String,
    /// Ideal weight at `from_cm`, kg: women, men.
    #[serde(default)]
    pub base_kg: Option<(f64, f64)>,
    /// Kilograms for each centimetre above `from_cm`.
    #[serde(default)]
    pub kg_per_cm: Option<f64>,
    /// The height that the formula starts at.
    #[serde(default)]
    pub from_cm: Option<f64>,
    /// The share of the weight above the ideal one that counts.
    #[serde(default)]
    pub share: Option<f64>,
    /// The body mass index from which it holds.
    #[serde(default)]
    pub from_bmi: Option<f64>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

sourced!(WeightRule);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(rename = "schema")]
    _schema: String,
    rule: Vec<WeightRule>,
}

/// The rules that come with the program; the weight that trials used first.
#[must_use]
pub fn weight_rules() -> &'static [WeightRule] {
    static READ: LazyLock<RuleFile> = bundled!("rules/weights.toml");
    &READ.rule
}

/// What is known of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Weight.
    pub weight: Kilograms,
    /// Height.
    pub height: Option<Centimetres>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The most weight that counts, where a clinic sets it.
    pub cap: Option<Kilograms>,
}

/// The rule cannot be applied.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DosingError {
    /// Something is not known.
    #[error("{rule} needs {needs}")]
    Needs {
        /// The rule.
        rule: String,
        /// What is missing.
        needs: &'static str,
    },
    /// A height that the formula does not cover.
    #[error("{rule} starts at a height of {from} cm; {height} is below it")]
    TooShort {
        /// The rule.
        rule: String,
        /// The height it starts at.
        from: f64,
        /// The height found.
        height: Centimetres,
    },
    /// The body mass index is not plausible.
    #[error("{weight} at {height} is a body mass index of {bmi:.0}; from 10 to 100 is plausible")]
    Implausible {
        /// The weight.
        weight: Kilograms,
        /// The height.
        height: Centimetres,
        /// The index.
        bmi: f64,
    },
}

/// The weight that counts, and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct DosingWeight {
    /// In kilograms.
    pub kg: f64,
    /// How it was worked out.
    pub because: String,
    /// Where the rule comes from.
    pub source: Source,
}

/// The weight that a rule counts for a body.
///
/// # Errors
/// [`DosingError`]: height or sex or the limit is missing, or out of the formula's range.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::body::Kilograms;
/// use euthymia_clinical::protocol::dosing::{Body, dosing_weight, weight_rules};
/// let body = Body { weight: Kilograms::parse("70 kg")?, height: None, sex: None, cap: None };
/// assert_eq!(dosing_weight(&weight_rules()[0], &body)?.kg, 70.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dosing_weight(rule: &WeightRule, body: &Body) -> Result<DosingWeight, DosingError> {
    let actual = body.weight.value();
    if let Some(height) = body.height {
        let bmi = bmi(body.weight, height);
        if !(10.0..=100.0).contains(&bmi) {
            return Err(DosingError::Implausible {
                weight: body.weight,
                height,
                bmi,
            });
        }
    }
    let needs = |needs| DosingError::Needs {
        rule: rule.name.clone(),
        needs,
    };
    let (kg, because) = match rule.id {
        WeightFormula::Actual => (actual, "actual weight".to_owned()),
        WeightFormula::Capped => {
            let cap = body
                .cap
                .ok_or_else(|| needs("the limit that your clinic sets"))?;
            (
                actual.min(cap.value()),
                format!("{} or {cap}, the smaller", body.weight),
            )
        }
        WeightFormula::Ideal => {
            let ideal = ideal(rule, body)?;
            (ideal, format!("ideal weight {ideal:.1} kg"))
        }
        WeightFormula::Adjusted => adjusted(rule, body)?,
    };
    Ok(DosingWeight {
        kg,
        because,
        source: rule.source(),
    })
}

fn bmi(weight: Kilograms, height: Centimetres) -> f64 {
    let metres = height.value() / 100.0;
    weight.value() / (metres * metres)
}

fn ideal(rule: &WeightRule, body: &Body) -> Result<f64, DosingError> {
    let needs = |needs| DosingError::Needs {
        rule: rule.name.clone(),
        needs,
    };
    let height = body.height.ok_or_else(|| needs("a height"))?;
    let sex = body.sex.ok_or_else(|| needs("a sex, female or male"))?;
    let constants = (rule.base_kg, rule.kg_per_cm, rule.from_cm);
    let (Some((women, men)), Some(slope), Some(from)) = constants else {
        return Err(needs("its constants"));
    };
    let base = match sex {
        Sex::Female => women,
        Sex::Male => men,
    };
    if height.value() < from {
        return Err(DosingError::TooShort {
            rule: rule.name.clone(),
            from,
            height,
        });
    }
    Ok(base + slope * (height.value() - from))
}

fn adjusted(rule: &WeightRule, body: &Body) -> Result<(f64, String), DosingError> {
    let needs = |needs| DosingError::Needs {
        rule: rule.name.clone(),
        needs,
    };
    let height = body.height.ok_or_else(|| needs("a height"))?;
    let (Some(share), Some(from)) = (rule.share, rule.from_bmi) else {
        return Err(needs("its constants"));
    };
    let index = bmi(body.weight, height);
    let actual = body.weight.value();
    if index < from {
        let because = format!("body mass index {index:.1} is below {from}, so actual weight");
        return Ok((actual, because));
    }
    let ideal = ideal(rule, body)?;
    let kg = ideal + share * (actual - ideal);
    let because =
        format!("ideal {ideal:.1} kg and {share} of what is above it; body mass index {index:.1}");
    Ok((kg, because))
}

/// The amount for a weight.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::body::MilligramsPerKilogram;
/// use euthymia_clinical::protocol::dosing::amount;
/// assert_eq!(amount(MilligramsPerKilogram::parse("0.5 mg/kg")?, 70.0).value(), 35.0);
/// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
/// ```
#[must_use]
pub fn amount(dose: MilligramsPerKilogram, kg: f64) -> Milligrams {
    Milligrams::worked_out(dose.value() * kg)
}

/// How fast a dose runs in, in mg a minute; `None` for no time.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::body::{Milligrams, Millilitres};
/// use euthymia_clinical::protocol::dosing::{bag_rate, rate};
/// use euthymia_clinical::tms::quantity::Seconds;
/// let over = Seconds::parse("40 min")?;
/// assert_eq!(rate(Milligrams::parse("35 mg")?, over), Some(0.875));
/// assert_eq!(bag_rate(Millilitres::parse("50 mL")?, over), Some(75.0));
/// # Ok::<(), euthymia_clinical::tms::quantity::QuantityError>(())
/// ```
#[must_use]
pub fn rate(dose: Milligrams, over: Seconds) -> Option<f64> {
    (over.value() > 0.0).then(|| dose.value() / (over.value() / 60.0))
}

/// How fast a bag runs in, in mL an hour; `None` for no time.
#[must_use]
pub fn bag_rate(bag: Millilitres, over: Seconds) -> Option<f64> {
    (over.value() > 0.0).then(|| bag.value() / (over.value() / 3_600.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_rules_reads_and_only_actual_weight_was_read_in_a_source() {
        let rules = weight_rules();
        assert_eq!(rules.len(), WeightFormula::ALL.len());
        for rule in rules {
            let is_read = rule.status == Status::Confirmed;
            assert_eq!(is_read, rule.id == WeightFormula::Actual, "{}", rule.name);
        }
    }
}
