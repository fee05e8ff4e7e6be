//! Outcome definitions: rules such as "a decrease of at least 50 %" or "MADRS ≤ 10", by name.

use crate::{decimal, instrument};
use std::fmt;

/// How a score is held against a cut-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Score < cut-off. `< 10` is `≤ 9` for whole scores, not `≤ 10`.
    Below,
    /// Score ≤ cut-off.
    AtMost,
}

/// One condition on a baseline score b and a later score e.
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// (b − e)/b ≥ percent/100.
    Decrease {
        /// Instrument id.
        instrument: String,
        /// Least decrease, percent of baseline, in (0, 100].
        percent: f64,
    },
    /// e below, or at most, a cut-off.
    Score {
        /// Instrument id.
        instrument: String,
        /// How.
        comparison: Comparison,
        /// The cut-off in points.
        cutoff: f64,
    },
}

/// An outcome definition: criteria that must all hold, or a name for a rule that a source did not
/// spell out.
///
/// # Grammar
/// `madrs_decrease>=50pct`, `madrs<=10`, `madrs<10`, several joined by `&`; or one of
/// [`NAMED`](Definition::NAMED).
///
/// # Example
/// ```
/// use euthymia_clinical::definition::Definition;
/// let remission = Definition::parse("madrs<10")?;
/// assert_eq!(remission.met(30.0, 9.0), Some(true));
/// assert_eq!(remission.met(30.0, 10.0), Some(false));
/// assert_eq!(remission.to_string(), "MADRS < 10");
/// # Ok::<(), euthymia_clinical::definition::DefinitionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// All of these.
    Criteria(Vec<Criterion>),
    /// A rule known only by name.
    Named(&'static str),
}

/// The text is not a definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not an outcome definition: {why}")]
pub struct DefinitionError {
    /// What was read.
    pub found: String,
    /// What is wrong with it and what would be right.
    pub why: String,
}

impl Definition {
    /// Names for rules that a source did not spell out, or that are no rule on one scale.
    pub const NAMED: [&'static str; 6] = [
        "trial_defined",
        "service_defined",
        "cgi_s_response",
        "cgi_s_remission",
        "no_longer_met_criteria",
        "as_reported",
    ];

    /// Reads a definition.
    ///
    /// # Errors
    /// [`DefinitionError`] with what to write instead.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        if let Some(name) = Self::NAMED.iter().find(|name| **name == text) {
            return Ok(Self::Named(name));
        }
        let error = |why: String| DefinitionError {
            found: text.to_owned(),
            why,
        };
        text.split('&')
            .map(|part| criterion(part.trim()))
            .collect::<Result<_, _>>()
            .map(Self::Criteria)
            .map_err(error)
    }

    /// Whether a patient with these scores meets it; `None` where it cannot be said: a named rule,
    /// criteria on more than one scale, a score that is not finite, or a percent decrease from a
    /// baseline that is not above zero.
    ///
    /// The decrease is compared as 100 (b − e) ≥ p b, exactly for the numbers as written in decimal
    /// and without forming a percentage: half of a score counts as 50 %, and from 1.2 to 0.9 is a
    /// decrease of 25 %, which it is not in binary arithmetic.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::definition::Definition;
    /// let response = Definition::parse("madrs_decrease>=50pct")?;
    /// assert_eq!(response.met(25.0, 12.0), Some(true));
    /// assert_eq!(response.met(25.0, 13.0), Some(false));
    /// assert_eq!(response.met(0.0, 0.0), None);
    /// # Ok::<(), euthymia_clinical::definition::DefinitionError>(())
    /// ```
    #[must_use]
    pub fn met(&self, baseline: f64, later: f64) -> Option<bool> {
        let Self::Criteria(criteria) = self else {
            return None;
        };
        let same_scale = |pair: &[Criterion]| pair[0].instrument() == pair[1].instrument();
        if !criteria.windows(2).all(same_scale) || !later.is_finite() {
            return None;
        }
        let mut all = true;
        for criterion in criteria {
            all &= match criterion {
                Criterion::Decrease { percent, .. } if baseline > 0.0 && baseline.is_finite() => {
                    decimal::falls_by_at_least(baseline, later, *percent)
                }
                Criterion::Decrease { .. } => return None,
                Criterion::Score {
                    comparison, cutoff, ..
                } => match comparison {
                    Comparison::Below => later < *cutoff,
                    Comparison::AtMost => later <= *cutoff,
                },
            };
        }
        Some(all)
    }

    /// The scale that every criterion is about; `None` for a named rule or several scales.
    #[must_use]
    pub fn instrument(&self) -> Option<&str> {
        let Self::Criteria(criteria) = self else {
            return None;
        };
        let first = criteria.first()?.instrument();
        let same = criteria.iter().all(|one| one.instrument() == first);
        same.then_some(first)
    }

    /// True when whoever meets this definition meets `other` too, whatever the scores.
    ///
    /// Remission does not imply response: from a baseline of 15 to 9 is MADRS < 10 without a
    /// decrease of 50 %. A definition that asks for both does.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Criteria(mine), Self::Criteria(theirs)) => theirs
                .iter()
                .all(|their| mine.iter().any(|my| my.implies(their))),
            _ => false,
        }
    }
}

impl Criterion {
    fn instrument(&self) -> &str {
        match self {
            Self::Decrease { instrument, .. } | Self::Score { instrument, .. } => instrument,
        }
    }

    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Decrease {
                    instrument: a,
                    percent: mine,
                },
                Self::Decrease {
                    instrument: b,
                    percent: theirs,
                },
            ) => a == b && mine >= theirs,
            (
                Self::Score {
                    instrument: a,
                    comparison: mine,
                    cutoff,
                },
                Self::Score {
                    instrument: b,
                    comparison: theirs,
                    cutoff: their_cutoff,
                },
            ) => {
                let strict = *mine == Comparison::AtMost && *theirs == Comparison::Below;
                a == b
                    && if strict {
                        cutoff < their_cutoff
                    } else {
                        cutoff <= their_cutoff
                    }
            }
            _ => false,
        }
    }
}

/// The name of a scale of the evidence base, or of one that has a pack.
fn name_of(id: &str) -> Option<&str> {
    instrument::find(id)
        .map(|found| found.name)
        .or_else(|| instrument::bundled(id).map(|pack| pack.name.as_str()))
}

fn criterion(text: &str) -> Result<Criterion, String> {
    const GRAMMAR: &str = "write madrs_decrease>=50pct, madrs<=10 or madrs<10, joined by & where \
                           several must hold, or one of the names trial_defined, service_defined, \
                           cgi_s_response, cgi_s_remission, no_longer_met_criteria, as_reported";
    let Some(at) = text.find(['<', '>']) else {
        return Err(GRAMMAR.to_owned());
    };
    let (left, rest) = text.split_at(at);
    let known = |id: &str| {
        name_of(id).map(|_| id.to_owned()).ok_or_else(|| {
            let ids: Vec<&str> = instrument::all().iter().map(|i| i.id).collect();
            format!(
                "there is no instrument \"{id}\"; the instruments are {}",
                ids.join(", ")
            )
        })
    };
    let number = |digits: &str| {
        digits
            .parse::<f64>()
            .ok()
            .filter(|x| x.is_finite() && *x >= 0.0)
            .ok_or_else(|| format!("\"{digits}\" is not a number; {GRAMMAR}"))
    };
    if let Some(id) = left.strip_suffix("_decrease") {
        let digits = rest.strip_prefix(">=").and_then(|r| r.strip_suffix("pct"));
        let percent = number(digits.ok_or(GRAMMAR)?)?;
        if !(percent > 0.0 && percent <= 100.0) {
            return Err(format!(
                "a decrease of {percent} % is not between 0 and 100; {GRAMMAR}"
            ));
        }
        return Ok(Criterion::Decrease {
            instrument: known(id)?,
            percent,
        });
    }
    let (comparison, digits) = match rest.strip_prefix("<=") {
        Some(digits) => (Comparison::AtMost, digits),
        None => (Comparison::Below, rest.strip_prefix('<').ok_or(GRAMMAR)?),
    };
    Ok(Criterion::Score {
        instrument: known(left)?,
        comparison,
        cutoff: number(digits)?,
    })
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(&name.replace('_', " ")),
            Self::Criteria(criteria) => {
                for (i, criterion) in criteria.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" and ")?;
                    }
                    write!(f, "{criterion}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |id: &str| name_of(id).unwrap_or(id).to_owned();
        match self {
            Self::Decrease {
                instrument,
                percent,
            } => {
                write!(f, "≥ {percent} % decrease on {}", name(instrument))
            }
            Self::Score {
                instrument,
                comparison,
                cutoff,
            } => {
                let sign = if *comparison == Comparison::Below {
                    "<"
                } else {
                    "≤"
                };
                write!(f, "{} {sign} {cutoff}", name(instrument))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Definition {
        Definition::parse(text).unwrap()
    }

    #[test]
    fn exactly_half_is_a_response_and_a_hair_less_is_not() {
        let response = parse("madrs_decrease>=50pct");
        assert_eq!(response.met(31.0, 15.5), Some(true));
        assert_eq!(response.met(31.0, 15.6), Some(false));
        for baseline in 1..=60 {
            let baseline = f64::from(baseline);
            assert_eq!(
                response.met(baseline, baseline / 2.0),
                Some(true),
                "{baseline}"
            );
        }
    }

    #[test]
    fn decimals_count_as_they_are_written() {
        assert_eq!(
            parse("madrs_decrease>=25pct").met(1.2, 0.9),
            Some(true),
            "binary arithmetic makes it 24.999… %"
        );
        assert_eq!(parse("madrs_decrease>=33.3pct").met(0.3, 0.2), Some(true));
    }

    #[test]
    fn one_pair_of_scores_cannot_answer_for_two_scales() {
        assert_eq!(parse("madrs<=10&cgi_s<=2").met(30.0, 1.0), None);
    }

    #[test]
    fn a_score_that_is_not_finite_answers_nothing() {
        assert_eq!(parse("madrs<10").met(30.0, f64::NAN), None);
        let response = parse("madrs_decrease>=50pct");
        assert_eq!(response.met(f64::INFINITY, 1.0), None);
        assert_eq!(response.met(-3.0, -4.0), None);
    }

    #[test]
    fn a_baseline_of_zero_has_no_percent_decrease() {
        assert_eq!(parse("madrs_decrease>=50pct").met(0.0, 0.0), None);
    }

    #[test]
    fn remission_alone_does_not_imply_response() {
        let response = parse("madrs_decrease>=50pct");
        assert!(!parse("madrs<10").implies(&response));
        assert!(parse("madrs<=10&madrs_decrease>=60pct").implies(&response));
        assert!(parse("madrs<10").implies(&parse("madrs<=10")));
        assert!(!parse("madrs<=10").implies(&parse("madrs<10")));
    }

    #[test]
    fn what_is_printed_reads_as_words() {
        let both = parse("hamd24<=10&hamd24_decrease>=60pct");
        assert_eq!(
            both.to_string(),
            "HAM-D24 ≤ 10 and ≥ 60 % decrease on HAM-D24"
        );
        assert_eq!(parse("trial_defined").to_string(), "trial defined");
    }

    #[test]
    fn a_misspelt_instrument_is_named_with_the_choices() {
        let error = Definition::parse("mardrs<10").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("there is no instrument \"mardrs\""),
            "{error}"
        );
        for wrong in [
            "",
            "madrs",
            "madrs<",
            "madrs<ten",
            "madrs_decrease>=500pct",
            "madrs>10",
        ] {
            assert!(Definition::parse(wrong).is_err(), "{wrong}");
        }
    }
}
