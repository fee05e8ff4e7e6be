//! Events that take several visits: sustained response, relapse, recovery, durability.

use super::over_visits::{ScoredDay, VisitRule};
use super::trajectory::Step;
use super::{Course, Rules};
use crate::date::days_between;
use crate::finding::Finding;
use crate::outcome_rule::OutcomeRule;
use jiff::civil::Date;

/// A named rule held against a course.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Which rule.
    pub rule: &'static OutcomeRule,
    /// Its answer, in words with the days it rests on.
    pub finding: Finding,
    /// The day it was first seen, counted from day 0.
    pub day: Option<i64>,
}

/// How long a response lasted after the last day of treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// No day of treatment is recorded, or nothing was scored within the tolerance after the last.
    Unknown,
    /// There was no response at the end of treatment.
    NoResponse,
    /// Still in response at the last visit, so many days after the last treatment.
    AtLeast {
        /// Days from the last treatment to the last scored visit.
        days: i64,
    },
    /// Lost between two visits, days after the last treatment.
    Lost {
        /// The last visit in response; 0 where it is the one at the end of treatment.
        after: i64,
        /// The first visit out of it.
        by: i64,
    },
}

/// The event of a rule about several visits; `None` for a rule about a pair of scores or another
/// scale.
pub(super) fn named_event(
    course: &Course,
    baseline: (Date, f64),
    steps: &[Step],
    rule: &'static OutcomeRule,
    rules: &Rules,
) -> Option<Event> {
    let asked = VisitRule::of(rule, &course.instrument, rules.remission.is_some())?;
    let visits: Vec<ScoredDay> = steps.iter().map(ScoredDay::of).collect();
    let shown = asked.ask(baseline.1, &visits, rules.tolerance_days);
    Some(Event {
        rule,
        finding: shown.finding(&visits).by(rule.source()),
        day: shown.day(),
    })
}

/// How long the response lasted: from the scored visit at the end of treatment, which is the first
/// on or after the last day of treatment, within the tolerance.
pub(super) fn durability(
    course: &Course,
    day_zero: Date,
    steps: &[Step],
    tolerance: i64,
) -> Durability {
    let Some(last_session) = course.sessions.iter().max() else {
        return Durability::Unknown;
    };
    let end = days_between(day_zero, *last_session);
    let at_end = |step: &Step| (end..=end + tolerance).contains(&step.day);
    let Some(at) = steps.iter().position(at_end) else {
        return Durability::Unknown;
    };
    let after = steps.get(at..).unwrap_or_default();
    match after.first().and_then(|step| step.response) {
        None => return Durability::Unknown,
        Some(false) => return Durability::NoResponse,
        Some(true) => {}
    }
    let mut held_to = end;
    for step in after {
        if step.response == Some(true) {
            held_to = step.day;
        } else {
            return Durability::Lost {
                after: held_to - end,
                by: step.day - end,
            };
        }
    }
    Durability::AtLeast {
        days: held_to - end,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BaselineRule, Course, Rules, Visit, trajectory};
    use super::*;
    use crate::answer::Answer;
    use crate::definition::Definition;
    use crate::outcome_rule::all;
    use crate::source::Source;
    use jiff::ToSpan;
    use jiff::civil::date;

    fn course(instrument: &str, scores: &[(i64, Option<f64>)], last_session: i64) -> Course {
        let start = date(2025, 1, 1);
        let on = |day: i64| start.checked_add(day.days()).unwrap();
        Course {
            instrument: instrument.to_owned(),
            visits: scores
                .iter()
                .map(|(day, total)| Visit {
                    date: on(*day),
                    total: *total,
                })
                .collect(),
            sessions: vec![start, on(last_session)],
        }
    }

    fn rules(instrument: &str, remission: &str) -> Rules {
        let parse = |text: &str| (Definition::parse(text).unwrap(), Source::confirmed("test"));
        Rules {
            baseline: BaselineRule::BeforeTreatment,
            response: parse(&format!("{instrument}_decrease>=50pct")),
            remission: Some(parse(remission)),
            named: all().iter().collect(),
            early: None,
            reliable: None,
            tolerance_days: 3,
            every_days: None,
        }
    }

    fn answer(course: &Course, id: &str) -> Option<Answer> {
        let shown = trajectory(
            course,
            &rules(&course.instrument, &format!("{}<=12", course.instrument)),
        )
        .unwrap();
        let event = shown.events.into_iter().find(|event| event.rule.id == id)?;
        Some(event.finding.answer)
    }

    #[test]
    fn sustained_response_needs_week_three_every_later_visit_and_week_twelve() {
        let id = "sustained_response_comp001";
        let scores = |a, b, c| [(0, Some(32.0)), (21, a), (42, b), (84, c)];
        let of = |a, b, c| answer(&course("madrs", &scores(a, b, c), 0), id).unwrap();
        assert_eq!(of(Some(16.0), Some(10.0), Some(15.0)), Answer::Yes);
        assert_eq!(of(Some(17.0), Some(10.0), Some(10.0)), Answer::No);
        assert_eq!(of(Some(16.0), Some(17.0), Some(10.0)), Answer::No);
        assert_eq!(of(None, Some(10.0), Some(10.0)), Answer::CannotSay);
        assert_eq!(of(Some(16.0), Some(10.0), None), Answer::CannotSay);
        assert_eq!(
            of(Some(16.0), None, Some(10.0)),
            Answer::Yes,
            "a gap interrupts nothing"
        );
    }

    #[test]
    fn one_later_visit_without_response_settles_it_even_where_week_three_is_missing() {
        let scores = [(0, Some(32.0)), (36, Some(30.0)), (84, Some(10.0))];
        let found = answer(&course("madrs", &scores, 0), "sustained_response_comp001");
        assert_eq!(found, Some(Answer::No));
    }

    #[test]
    fn a_visit_serves_week_three_within_the_tolerance() {
        let id = "sustained_response_comp001";
        let at = |day| {
            course(
                "madrs",
                &[(0, Some(32.0)), (day, Some(10.0)), (84, Some(10.0))],
                0,
            )
        };
        assert_eq!(answer(&at(24), id), Some(Answer::Yes));
        assert_eq!(answer(&at(25), id), Some(Answer::CannotSay));
    }

    #[test]
    fn relapse_by_two_visits_needs_both_within_five_to_fifteen_days() {
        let id = "relapse_sustain1";
        let of = |gap: i64| {
            let scores = [
                (0, Some(32.0)),
                (28, Some(8.0)),
                (60, Some(22.0)),
                (60 + gap, Some(24.0)),
                (90, Some(9.0)),
            ];
            answer(&course("madrs", &scores, 14), id).unwrap()
        };
        assert_eq!(of(5), Answer::Yes);
        assert_eq!(of(15), Answer::Yes);
        assert_eq!(of(4), Answer::No);
        assert_eq!(of(16), Answer::No);
    }

    #[test]
    fn a_single_high_score_at_the_end_is_not_yet_a_relapse() {
        let scores = [(0, Some(32.0)), (28, Some(8.0)), (60, Some(22.0))];
        let found = answer(&course("madrs", &scores, 14), "relapse_sustain1");
        assert_eq!(found, Some(Answer::CannotSay));
    }

    #[test]
    fn relapse_on_the_qids_is_eleven_after_remission() {
        let of = |total| {
            let scores = [(0, Some(18.0)), (28, Some(5.0)), (60, Some(total))];
            let course = course("qids_sr16", &scores, 14);
            let shown = trajectory(&course, &rules("qids_sr16", "qids_sr16<=5")).unwrap();
            let event = shown
                .events
                .into_iter()
                .find(|e| e.rule.id == "relapse_star_d")
                .unwrap();
            event.finding.answer
        };
        assert_eq!(of(11.0), Answer::Yes);
        assert_eq!(of(10.0), Answer::No);
    }

    #[test]
    fn without_remission_there_is_no_relapse() {
        let scores = [
            (0, Some(32.0)),
            (28, Some(20.0)),
            (60, Some(30.0)),
            (70, Some(30.0)),
        ];
        assert_eq!(
            answer(&course("madrs", &scores, 14), "relapse_sustain1"),
            Some(Answer::No)
        );
    }

    #[test]
    fn durability_is_an_interval_or_a_lower_bound() {
        let shown = |scores: &[(i64, Option<f64>)]| {
            trajectory(&course("madrs", scores, 14), &rules("madrs", "madrs<10"))
                .unwrap()
                .durability
        };
        let start = (0, Some(30.0));
        assert_eq!(
            shown(&[start, (14, Some(15.0)), (44, Some(12.0))]),
            Durability::AtLeast { days: 30 }
        );
        assert_eq!(
            shown(&[start, (14, Some(15.0)), (28, None), (44, Some(16.0))]),
            Durability::Lost { after: 0, by: 30 }
        );
        assert_eq!(
            shown(&[start, (14, Some(16.0)), (44, Some(10.0))]),
            Durability::NoResponse
        );
        assert_eq!(shown(&[start, (7, Some(10.0))]), Durability::Unknown);
    }

    #[test]
    fn recovery_needs_remission_seen_for_the_whole_time() {
        let of = |last, between| {
            let scores = [
                (0, Some(30.0)),
                (30, Some(8.0)),
                (90, between),
                (last, Some(8.0)),
            ];
            answer(&course("madrs", &scores, 14), "recovery_4_months").unwrap()
        };
        assert_eq!(of(152, Some(9.0)), Answer::Yes);
        assert_eq!(of(151, Some(9.0)), Answer::CannotSay);
        assert_eq!(of(300, Some(13.0)), Answer::CannotSay);
    }

    #[test]
    fn a_score_after_treatment_began_is_never_the_baseline() {
        let mut late = course("madrs", &[(7, Some(30.0)), (14, Some(10.0))], 14);
        let wanted = rules("madrs", "madrs<10");
        assert!(trajectory(&late, &wanted).is_err());
        late.sessions.clear();
        assert_eq!(trajectory(&late, &wanted).unwrap().baseline.1, 30.0);
    }
}
