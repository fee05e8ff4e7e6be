//! Counts of patients under a rule, such as "two below 10".

use std::fmt;
use std::str::FromStr;

use super::{Printed, ReconstructError};

/// A value held against a cut-off, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// value < cut
    Below(i64),
    /// value ≤ cut
    AtMost(i64),
    /// value ≥ cut
    AtLeast(i64),
    /// value > cut
    Above(i64),
}

impl Threshold {
    /// Whether a value meets it.
    #[must_use]
    pub fn met(self, value: i64) -> bool {
        match self {
            Self::Below(cut) => value < cut,
            Self::AtMost(cut) => value <= cut,
            Self::AtLeast(cut) => value >= cut,
            Self::Above(cut) => value > cut,
        }
    }
}

/// One condition on a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// On the only value, or on the value after.
    Value(Threshold),
    /// On the value before.
    Before(Threshold),
    /// 100 (before − after) / before at least so many percent; never met when before is not above 0.
    DecreaseAtLeast(Printed),
}

impl Condition {
    /// Whether a patient meets it. Percentages are compared in whole numbers.
    #[must_use]
    pub fn met(self, before: i64, after: i64) -> bool {
        match self {
            Self::Value(threshold) => threshold.met(after),
            Self::Before(threshold) => threshold.met(before),
            Self::DecreaseAtLeast(percent) => {
                let one = percent.halves_in_one() / 2;
                let fall = 100 * one * (i128::from(before) - i128::from(after));
                before > 0 && fall >= i128::from(percent.units()) * i128::from(before)
            }
        }
    }
}

/// How many, as printed: a number, or a percentage of all patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// So many patients.
    Number(u32),
    /// So many percent of the patients, as printed.
    Percent(Printed),
}

impl Counted {
    /// The least and the greatest number of patients that fit; `None` when none does.
    ///
    /// # Example
    /// ```
    /// use euthymia_cohort::reconstruct::Counted;
    /// // 4/21 = 19.05 %, which prints as 19.0 or, half up from 19.05, as 19.1.
    /// assert_eq!(Counted::Percent("19.0".parse()?).range(21), Some((4, 4)));
    /// assert_eq!(Counted::Percent("20.0".parse()?).range(21), None);
    /// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
    /// ```
    #[must_use]
    pub fn range(self, n: u32) -> Option<(u32, u32)> {
        let (least, most) = match self {
            Self::Number(count) => (i128::from(count), i128::from(count)),
            Self::Percent(percent) => {
                // count / n · 100 · halves ∈ [lower, upper]
                let whole = 100 * percent.halves_in_one();
                let n = i128::from(n);
                let least = ceil_div(percent.lower_halves() * n, whole).max(0);
                let most = (percent.upper_halves() * n).div_euclid(whole).min(n);
                (least, most)
            }
        };
        let fits = least <= most && most <= i128::from(n);
        let (least, most) = (u32::try_from(least).ok()?, u32::try_from(most).ok()?);
        fits.then_some((least, most))
    }
}

/// ⌈a / b⌉ for b > 0.
pub(crate) fn ceil_div(a: i128, b: i128) -> i128 {
    -(-a).div_euclid(b)
}

/// Patients who meet every condition, and how many they are.
///
/// Written `<10: 2`, `before>=20: 19`, `decrease>=50pct: 4`, `decrease>=50pct & <10: 2` ("of them
/// below 10: 2"), with a percentage in place of the count where that is what is printed:
/// `<10: 9.5%`.
///
/// # Example
/// ```
/// use euthymia_cohort::reconstruct::Rule;
/// let rule: Rule = "decrease>=50pct & <10: 2".parse()?;
/// assert!(rule.met(18, 9));
/// assert!(!rule.met(17, 9));
/// assert_eq!(rule.to_string(), "decrease >= 50 % & < 10");
/// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// For how many they do; `None` for a rule that is only watched.
    pub count: Option<Counted>,
}

impl Rule {
    /// Whether a patient meets every condition. A single sample is its own before and after.
    #[must_use]
    pub fn met(&self, before: i64, after: i64) -> bool {
        self.conditions.iter().all(|one| one.met(before, after))
    }

    /// Whether it asks for a value before.
    #[must_use]
    pub fn needs_before(&self) -> bool {
        let only_value = |one: &Condition| matches!(one, Condition::Value(_));
        !self.conditions.iter().all(only_value)
    }
}

impl FromStr for Rule {
    type Err = ReconstructError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |why| ReconstructError::Rule {
            found: text.to_owned(),
            why,
        };
        let (conditions, count) = match text.split_once(':') {
            Some((conditions, count)) => (conditions, Some(count.trim())),
            None => (text, None),
        };
        let conditions: Option<Vec<Condition>> = conditions.split('&').map(condition).collect();
        let conditions = conditions.ok_or_else(|| {
            error(
                "write conditions such as <10, <=10, >=20, before>=20 or decrease>=50pct, joined by &",
            )
        })?;
        let count = count.map(|count| match count.strip_suffix('%') {
            Some(percent) => percent.parse().ok().map(Counted::Percent),
            None => count.parse().ok().map(Counted::Number),
        });
        let why = "after the colon stands a whole number, or a percentage such as 9.5%";
        let count = count.map(|one| one.ok_or_else(|| error(why))).transpose()?;
        Ok(Self { conditions, count })
    }
}

fn condition(text: &str) -> Option<Condition> {
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let dense = dense.replace('≤', "<=").replace('≥', ">=");
    if let Some(percent) = dense.strip_prefix("decrease>=") {
        let percent = percent.strip_suffix("pct").or(percent.strip_suffix('%'))?;
        return percent.parse().ok().map(Condition::DecreaseAtLeast);
    }
    match dense.strip_prefix("before") {
        Some(rest) => threshold(rest).map(Condition::Before),
        None => threshold(dense.strip_prefix("after").unwrap_or(&dense)).map(Condition::Value),
    }
}

fn threshold(text: &str) -> Option<Threshold> {
    let read = |rest: &str| rest.parse::<i32>().ok().map(i64::from);
    let (mark, rest) = text.split_at_checked(1)?;
    match (mark, rest.strip_prefix('=')) {
        ("<", Some(cut)) => read(cut).map(Threshold::AtMost),
        (">", Some(cut)) => read(cut).map(Threshold::AtLeast),
        ("<", None) => read(rest).map(Threshold::Below),
        (">", None) => read(rest).map(Threshold::Above),
        _ => None,
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(cut) => write!(f, "< {cut}"),
            Self::AtMost(cut) => write!(f, "<= {cut}"),
            Self::AtLeast(cut) => write!(f, ">= {cut}"),
            Self::Above(cut) => write!(f, "> {cut}"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, condition) in self.conditions.iter().enumerate() {
            if at > 0 {
                f.write_str(" & ")?;
            }
            match condition {
                Condition::Value(threshold) => write!(f, "{threshold}")?,
                Condition::Before(threshold) => write!(f, "before {threshold}")?,
                Condition::DecreaseAtLeast(percent) => write!(f, "decrease >= {percent} %")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(count) => write!(f, "{count}"),
            Self::Percent(percent) => write!(f, "{percent} %"),
        }
    }
}
