//! Everything that the rules say about one record, in one value.

use crate::checklist::{self, Checked};
use crate::course::{
    BaselineError, BaselineRule, Course, EarlyRule, Reliability, Rules, Trajectory, trajectory,
};
use crate::definition::Definition;
use crate::drug::Role;
use crate::instrument::{Answers, bundled};
use crate::outcome_rule::{RuleOutcome, all as outcome_rules};
use crate::patient::Patient;
use crate::remission;
use crate::staging::record::{Staged, failures_in_episode, stage_all};
use crate::suicidality::{Sign, sign};
use crate::trd::{Choices, Verdict, definitions, judge};
use crate::trial::adequacy::{Adequacy, adequacy};
use jiff::civil::Date;

/// An assessed record.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Each trial under the chosen dose table and duration, in the order of the record; `None` for
    /// what is no antidepressant trial.
    pub trials: Vec<Option<Adequacy>>,
    /// Each definition's answer.
    pub verdicts: Vec<Verdict>,
    /// Each staging model's result.
    pub stagings: Vec<Staged>,
    /// The pseudo-resistance checklist.
    pub checklist: Vec<Checked>,
    /// Failed adequate antidepressants of the current episode: certain ones, and with possible ones;
    /// `None` where the list is not said to be complete.
    pub failures: (usize, Option<usize>),
    /// Signs of suicidality, the latest first.
    pub signs: Vec<(Date, Sign)>,
    /// The course on each scale.
    pub courses: Vec<Followed>,
    /// Scales of the record on which no course is followed, because no rule is about them.
    pub unfollowed: Vec<String>,
}

/// A course on one scale with the rules it was followed by.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Identifier of the scale.
    pub instrument: String,
    /// The rules.
    pub rules: Rules,
    /// What it shows, or why there is no baseline.
    pub shown: Result<Trajectory, BaselineError>,
}

/// How courses are followed: the clinic's choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Following {
    /// Which visit is the baseline.
    pub baseline: BaselineRule,
    /// Early non-response, where the clinic has a rule.
    pub early: Option<EarlyRule>,
    /// For reliable change, where it is asked for.
    pub reliable: Option<Reliability>,
    /// Days a visit may be off a planned day.
    pub tolerance_days: i64,
    /// Days from one assessment to the next, where the clinic has a schedule.
    pub every_days: Option<i64>,
}

/// Assesses a record.
#[must_use]
pub fn assess(
    patient: &Patient,
    courses: &[Course],
    choices: &Choices,
    following: &Following,
) -> Assessment {
    let (mut followed, mut unfollowed) = (Vec::new(), Vec::new());
    for course in courses {
        let instrument = course.instrument.clone();
        match rules_for(&instrument, following) {
            Some(rules) => followed.push(Followed {
                shown: trajectory(course, &rules),
                instrument,
                rules,
            }),
            None => unfollowed.push(instrument),
        }
    }
    Assessment {
        trials: patient
            .trials
            .iter()
            .map(|trial| {
                (trial.drug.role != Role::OtherTreatment)
                    .then(|| adequacy(trial, &choices.table, &choices.minimum))
            })
            .collect(),
        verdicts: definitions()
            .iter()
            .map(|definition| judge(patient, definition, choices))
            .collect(),
        stagings: stage_all(patient, choices),
        checklist: checklist::check(patient, choices),
        failures: failures_in_episode(patient, choices),
        signs: signs(patient),
        courses: followed,
        unfollowed,
    }
}

fn signs(patient: &Patient) -> Vec<(Date, Sign)> {
    let mut signs: Vec<(Date, Sign)> = patient
        .scores
        .iter()
        .filter_map(|score| {
            let pack = bundled(&score.instrument)?;
            let answers = Answers::new(pack, score.answers.clone()?).ok()?;
            Some((score.date, sign(&answers)?))
        })
        .collect();
    signs.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    signs
}

/// The rules for a scale: response of at least 50 %, the strictest remission rule that a source has,
/// and every named rule about several visits; `None` for a scale that does not measure depression by a
/// total from 0 on, because the rules are not about it.
#[must_use]
pub fn rules_for(instrument: &str, following: &Following) -> Option<Rules> {
    let pack = bundled(instrument)?;
    if !pack.measures_depression() {
        return None;
    }
    let response = Definition::parse(&format!("{instrument}_decrease>=50pct")).ok()?;
    let usual = outcome_rules()
        .iter()
        .find(|rule| rule.outcome == RuleOutcome::Response)?;
    let strictest = remission::rules(instrument).into_iter().next();
    Some(Rules {
        baseline: following.baseline,
        response: (response, usual.source()),
        remission: strictest.map(|rule| (rule.definition.clone(), rule.source())),
        named: outcome_rules().iter().collect(),
        early: following.early,
        reliable: following.reliable,
        tolerance_days: following.tolerance_days,
        every_days: following.every_days,
    })
}
