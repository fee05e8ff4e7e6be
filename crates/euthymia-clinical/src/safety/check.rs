//! A session held against its rules: what is breached, what is met, what cannot be said.

use super::judge;
use super::rules::{Demand, Rule, RuleSet, When};
use super::session::{Convention, Session};
use std::fmt;

/// What the record says about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The record shows it was not kept.
    Breached,
    /// The record shows it was kept.
    Met,
    /// Not measured or not recorded.
    CannotSay,
}

impl Verdict {
    /// The identifier in machine-readable output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Breached => "breached",
            Self::Met => "met",
            Self::CannotSay => "cannot_say",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breached => "breached",
            Self::Met => "met",
            Self::CannotSay => "cannot say",
        })
    }
}

/// A rule, and what the record says about it at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'r> {
    /// The minute from the start of the dose; `None` where it has none.
    pub minute: Option<f64>,
    /// What was found, with its numbers and moments.
    pub found: String,
    /// What the record says.
    pub verdict: Verdict,
    /// The rule.
    pub rule: &'r Rule,
}

/// A session held against its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<'r> {
    /// Rules that decide, in order of time; those without a moment first.
    pub judged: Vec<Judged<'r>>,
    /// Rules that decide nothing, because nobody set or read their number, with what was measured.
    pub open: Vec<Judged<'r>>,
}

impl<'r> Checked<'r> {
    /// How many have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let same = self.judged.iter().filter(|one| one.verdict == verdict);
        same.count()
    }

    /// What decides about discharge: observation, the checklist, and values when the patient left;
    /// what decides nothing is at the end.
    pub fn discharge(&self) -> impl Iterator<Item = &Judged<'r>> {
        let both = self.judged.iter().chain(&self.open);
        both.filter(|one| is_about_discharge(one.rule))
    }
}

/// Whether a rule is a point of the discharge checklist.
#[must_use]
pub fn is_about_discharge(rule: &Rule) -> bool {
    match &rule.demand {
        Demand::Observed { .. } | Demand::Recorded { .. } => true,
        Demand::Limit { when, .. } => *when == When::Discharge,
        Demand::Measured { .. }
        | Demand::Every { .. }
        | Demand::Abstained { .. }
        | Demand::Apart { .. } => false,
    }
}

/// Holds a session against rules. `convention` is the clinic's, where the session's record has none
/// of its own.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::check::{Verdict, check};
/// use euthymia_clinical::safety::quantity::Quantity;
/// use euthymia_clinical::safety::rules::find;
/// use euthymia_clinical::safety::session::{Moment, Reading, Session};
/// let session = Session {
///     readings: vec![Reading {
///         moment: Moment::Before(Some(10.0)),
///         values: vec![(Quantity::Systolic, 152.0), (Quantity::Diastolic, 84.0)],
///     }],
///     ..Session::default()
/// };
/// let checked = check(&session, find("esketamine_in").unwrap(), None);
/// let breached: Vec<&str> = checked
///     .judged
///     .iter()
///     .filter(|one| one.verdict == Verdict::Breached)
///     .map(|one| one.found.as_str())
///     .collect();
/// assert_eq!(breached, ["systolic pressure 152 mmHg, 10 min before; at most 140"]);
/// ```
#[must_use]
pub fn check<'r>(
    session: &Session,
    set: &'r RuleSet,
    convention: Option<Convention>,
) -> Checked<'r> {
    let convention = session.convention.or(convention);
    let (mut judged, mut open) = (Vec::new(), Vec::new());
    for rule in &set.rules {
        if rule.decides() {
            judged.extend(judge::judge(session, rule, convention));
        } else {
            open.push(judge::shown(session, rule, convention));
        }
    }
    let order = |one: &Judged<'_>| one.minute.unwrap_or(f64::NEG_INFINITY);
    // A stable sort keeps the order of the file among what has the same minute.
    judged.sort_by(|a: &Judged<'_>, b| order(a).total_cmp(&order(b)));
    Checked { judged, open }
}
