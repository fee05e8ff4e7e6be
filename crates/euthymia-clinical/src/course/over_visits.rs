//! Rules about several visits, read once and asked of many courses.

use super::trajectory::{Step, nearest};
use crate::answer::Answer;
use crate::definition::Definition;
use crate::finding::Finding;
use crate::outcome_rule::{Kind, OutcomeRule, definition};

/// A scored visit after the baseline, as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredDay {
    /// Days since day 0.
    pub day: i64,
    /// The total.
    pub total: f64,
    /// Whether it is remission; `None` without a rule.
    pub remission: Option<bool>,
}

impl ScoredDay {
    /// A step of a trajectory without what rules do not ask for.
    #[must_use]
    pub fn of(step: &Step) -> Self {
        Self {
            day: step.day,
            total: step.total,
            remission: step.remission,
        }
    }
}

/// A rule about several visits on one scale.
#[derive(Clone, Debug)]
pub struct VisitRule {
    /// The rule.
    pub rule: &'static OutcomeRule,
    asks: Asks,
}

#[derive(Clone, Debug)]
enum Asks {
    Sustained {
        met: Definition,
        from: i64,
        to: i64,
    },
    Consecutive {
        met: Definition,
        visits: usize,
    },
    Rise {
        before: Definition,
        at_least: f64,
        visits: usize,
        days_apart: Option<(i64, i64)>,
    },
    Held {
        days: i64,
    },
}

impl VisitRule {
    /// Reads a rule for a scale; `None` for a rule about a pair of scores or another scale, and for
    /// remission that is held where `has_remission` says that there is no rule for remission.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::answer::Answer;
    /// use euthymia_clinical::course::{ScoredDay, VisitRule};
    /// use euthymia_clinical::outcome_rule::all;
    /// let rule = all().iter().find(|r| r.id == "consistent_remission_two_visits").unwrap();
    /// let rule = VisitRule::of(rule, "madrs", true).unwrap();
    /// let visit = |day, total| ScoredDay { day, total, remission: None };
    /// assert_eq!(rule.answer(30.0, &[visit(7, 12.0), visit(14, 9.0)], 3), Answer::Yes);
    /// assert_eq!(rule.answer(30.0, &[visit(7, 12.0), visit(14, 13.0)], 3), Answer::No);
    /// ```
    #[must_use]
    pub fn of(rule: &'static OutcomeRule, instrument: &str, has_remission: bool) -> Option<Self> {
        let asks = match &rule.kind {
            Kind::Sustained {
                rule: text,
                from_day,
                to_day,
            } => Asks::Sustained {
                met: definition(text, instrument)?,
                from: *from_day,
                to: *to_day,
            },
            Kind::Consecutive { rule: text, visits } => Asks::Consecutive {
                met: definition(text, instrument)?,
                visits: *visits,
            },
            Kind::Rise {
                instrument: scale,
                at_least,
                visits,
                days_apart,
                after,
            } if scale == instrument => Asks::Rise {
                before: definition(after, instrument)?,
                at_least: *at_least,
                visits: *visits,
                days_apart: *days_apart,
            },
            Kind::Held { days } if has_remission => Asks::Held { days: *days },
            Kind::Rise { .. }
            | Kind::Held { .. }
            | Kind::Pair { .. }
            | Kind::DecreaseBetween { .. }
            | Kind::Points { .. }
            | Kind::Reliable { .. } => return None,
        };
        Some(Self { rule, asks })
    }

    /// The answer of a course: its baseline, and the scored visits after it in the order of days.
    #[must_use]
    pub fn answer(&self, baseline: f64, visits: &[ScoredDay], tolerance_days: i64) -> Answer {
        self.ask(baseline, visits, tolerance_days).answer()
    }

    /// Whether the rule can come about at all: a relapse only after what it is a relapse from.
    #[must_use]
    pub fn is_at_risk(&self, baseline: f64, visits: &[ScoredDay]) -> bool {
        match &self.asks {
            Asks::Rise { before, .. } => visits
                .iter()
                .any(|visit| before.met(baseline, visit.total) == Some(true)),
            _ => true,
        }
    }

    pub(super) fn ask(&self, baseline: f64, visits: &[ScoredDay], tolerance: i64) -> Shown {
        match &self.asks {
            Asks::Sustained { met, from, to } => {
                let met = |visit: &ScoredDay| met.met(baseline, visit.total);
                sustained(visits, met, (*from, *to), tolerance)
            }
            Asks::Consecutive { met, visits: count } => {
                let met = |visit: &ScoredDay| met.met(baseline, visit.total) == Some(true);
                consecutive(visits, met, *count)
            }
            Asks::Rise {
                before,
                at_least,
                visits: count,
                days_apart,
            } => {
                let met = |visit: &ScoredDay| before.met(baseline, visit.total) == Some(true);
                rise(visits, met, *at_least, *count, *days_apart)
            }
            Asks::Held { days } => held(visits, *days),
        }
    }
}

/// What a course shows of a rule; days count from day 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shown {
    NotSustained { day: i64 },
    SustainedUndefined { day: i64 },
    NoFirst { from: i64, tolerance: i64 },
    NotFollowed { first: i64, last: i64, to: i64 },
    Sustained { first: i64, last: i64 },
    InARow { first: i64, last: i64 },
    NotInARow { visits: usize },
    AtTheEnd { visits: usize, at_end: usize },
    NeverBefore,
    Risen { total: f64, day: i64, at_least: f64 },
    NothingAfter,
    HighAtTheEnd { total: f64, day: i64 },
    NotRisen { day: i64 },
    Held { begun: i64, day: i64 },
    HeldSoFar { longest: i64, begun: i64, days: i64 },
    NotHeld { longest: i64 },
}

impl Shown {
    fn answer(self) -> Answer {
        match self {
            Self::Sustained { .. }
            | Self::InARow { .. }
            | Self::Risen { .. }
            | Self::Held { .. } => Answer::Yes,
            Self::NotSustained { .. }
            | Self::NotInARow { .. }
            | Self::NeverBefore
            | Self::NotRisen { .. }
            | Self::NotHeld { .. } => Answer::No,
            Self::SustainedUndefined { .. }
            | Self::NoFirst { .. }
            | Self::NotFollowed { .. }
            | Self::AtTheEnd { .. }
            | Self::NothingAfter
            | Self::HighAtTheEnd { .. }
            | Self::HeldSoFar { .. } => Answer::CannotSay,
        }
    }

    /// The day on which it was first seen.
    pub(super) fn day(self) -> Option<i64> {
        match self {
            Self::Sustained { first, .. } => Some(first),
            Self::InARow { last, .. } => Some(last),
            Self::Risen { day, .. } | Self::Held { day, .. } => Some(day),
            _ => None,
        }
    }

    /// The answer in words; `visits` are those that were asked about.
    pub(super) fn finding(self, visits: &[ScoredDay]) -> Finding {
        let missing = match self {
            Self::NoFirst { from, tolerance } => {
                Some(format!("a score on day {from} ± {tolerance}"))
            }
            Self::NotFollowed { to, .. } => Some(format!("scores to day {to}")),
            Self::AtTheEnd { .. } | Self::HighAtTheEnd { .. } => Some("another score".to_owned()),
            Self::NothingAfter => Some("a score after remission".to_owned()),
            Self::HeldSoFar { begun, days, .. } => Some(format!("scores to day {}", begun + days)),
            _ => None,
        };
        let words = self.words(visits);
        match missing {
            Some(missing) => Finding::unknown(words, missing),
            None => Finding::new(self.answer(), words),
        }
    }

    fn words(self, visits: &[ScoredDay]) -> String {
        let longest_words = |longest| format!("remission seen for at most {longest} days in a row");
        match self {
            Self::NotSustained { day } => format!("no response on day {day}"),
            Self::SustainedUndefined { day } => format!("response on day {day} is undefined"),
            Self::NoFirst { from, tolerance } => {
                format!("no scored visit on day {from} ± {tolerance}")
            }
            Self::NotFollowed { first, last, to } => {
                format!("response from day {first} to day {last}, not followed to day {to}")
            }
            Self::Sustained { first, last } => format!(
                "response at every scored visit from day {first} to day {last}: {}",
                seen_words(visits, first, last)
            ),
            Self::InARow { first, last } => format!("met on days {first} and {last}"),
            Self::NotInARow { visits } => format!("not met at {visits} scored visits in a row"),
            Self::AtTheEnd { visits, at_end } => {
                format!("not met at {visits} scored visits in a row; met at the last {at_end}")
            }
            Self::NeverBefore => {
                "never in remission by the rule, so no relapse can follow".to_owned()
            }
            Self::Risen {
                total,
                day,
                at_least,
            } => format!("{total} on day {day}, {at_least} or more"),
            Self::NothingAfter => "no scored visit after remission".to_owned(),
            Self::HighAtTheEnd { total, day } => {
                format!("{total} on day {day}, the last visit; a second one would settle it")
            }
            Self::NotRisen { day } => format!("none up to day {day}"),
            Self::Held { begun, day } => format!(
                "in remission from day {begun} to day {day}: {}",
                seen_words(visits, begun, day)
            ),
            Self::HeldSoFar { longest, begun, .. } => {
                format!("{}; in remission since day {begun}", longest_words(longest))
            }
            Self::NotHeld { longest } => longest_words(longest),
        }
    }
}

/// On how much a statement about every visit rests: how many there were, and the longest time
/// without one.
fn seen_words(visits: &[ScoredDay], first: i64, last: i64) -> String {
    let days = visits.iter().map(|visit| visit.day);
    let days: Vec<i64> = days.filter(|day| (first..=last).contains(day)).collect();
    let gaps = days.windows(2).map(|pair| pair[1] - pair[0]);
    let longest = gaps.max().unwrap_or(0);
    format!("{} visits, at most {longest} days apart", days.len())
}

fn sustained(
    visits: &[ScoredDay],
    met: impl Fn(&ScoredDay) -> Option<bool>,
    (from, to): (i64, i64),
    tolerance: i64,
) -> Shown {
    let first = nearest(visits, |visit| visit.day, from, tolerance);
    let start = first.map_or(from + tolerance + 1, |visit| visit.day);
    let from_first = visits
        .iter()
        .filter(|visit| visit.day >= start && visit.day <= to + tolerance);
    // One later visit without response settles it, whatever the first one was.
    if let Some(visit) = from_first.clone().find(|visit| met(visit) == Some(false)) {
        return Shown::NotSustained { day: visit.day };
    }
    if let Some(visit) = from_first.clone().find(|visit| met(visit).is_none()) {
        return Shown::SustainedUndefined { day: visit.day };
    }
    let Some(first) = first.map(|visit| visit.day) else {
        return Shown::NoFirst { from, tolerance };
    };
    let last = from_first.map(|visit| visit.day).max().unwrap_or(first);
    if last < to - tolerance {
        return Shown::NotFollowed { first, last, to };
    }
    Shown::Sustained { first, last }
}

fn consecutive(visits: &[ScoredDay], met: impl Fn(&ScoredDay) -> bool, count: usize) -> Shown {
    let run = visits
        .windows(count.max(1))
        .find(|run| run.iter().all(&met));
    if let Some((first, last)) = run.and_then(|run| Some((run.first()?, run.last()?))) {
        return Shown::InARow {
            first: first.day,
            last: last.day,
        };
    }
    let at_end = visits.iter().rev().take_while(|visit| met(visit)).count();
    if at_end == 0 && !visits.is_empty() {
        return Shown::NotInARow { visits: count };
    }
    Shown::AtTheEnd {
        visits: count,
        at_end,
    }
}

fn rise(
    visits: &[ScoredDay],
    met_before: impl Fn(&ScoredDay) -> bool,
    at_least: f64,
    count: usize,
    days_apart: Option<(i64, i64)>,
) -> Shown {
    let Some(start) = visits.iter().position(met_before) else {
        return Shown::NeverBefore;
    };
    let later = visits.get(start + 1..).unwrap_or_default();
    let high = |visit: &ScoredDay| visit.total >= at_least;
    let apart = |run: &[ScoredDay]| match (run.first(), run.last(), days_apart) {
        (Some(first), Some(last), Some((least, most))) => {
            (least..=most).contains(&(last.day - first.day))
        }
        _ => true,
    };
    let found = later
        .windows(count.max(1))
        .find(|run| run.iter().all(high) && apart(run));
    if let Some(last) = found.and_then(<[ScoredDay]>::last) {
        return Shown::Risen {
            total: last.total,
            day: last.day,
            at_least,
        };
    }
    let Some(last) = later.last() else {
        return Shown::NothingAfter;
    };
    let (total, day) = (last.total, last.day);
    // A high score at the last visit may be the first of several.
    if count > 1 && high(last) {
        return Shown::HighAtTheEnd { total, day };
    }
    Shown::NotRisen { day }
}

fn held(visits: &[ScoredDay], days: i64) -> Shown {
    let mut since: Option<i64> = None;
    let mut longest = 0;
    for visit in visits {
        if visit.remission == Some(true) {
            let begun = *since.get_or_insert(visit.day);
            longest = longest.max(visit.day - begun);
            if visit.day - begun >= days {
                return Shown::Held {
                    begun,
                    day: visit.day,
                };
            }
        } else {
            since = None;
        }
    }
    match since {
        Some(begun) => Shown::HeldSoFar {
            longest,
            begun,
            days,
        },
        None => Shown::NotHeld { longest },
    }
}
