//! How the times of all files become days.

use super::super::moment::Moment;
use super::raw::{Place, Raw, RawTime};
use euthymia_clinical::date::{days_after, days_between};
use euthymia_report::case_series::{DAY_ZERO, TimeScale};
use euthymia_table::{Diagnostic, Problems};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How moments become days.
pub(super) enum Clock {
    Dates,
    Days,
    /// Moments in order, without times.
    Order(Vec<Moment>),
}

const BEYOND: (&str, &str) = (
    "this time is beyond the calendar",
    "Correct it: no visit is more than a hundred years from day 0.",
);
const NO_DATE: (&str, &str) = (
    "some times are dates and this one is not",
    "Give all visits dates, or all of them days; a column that stands beside dated visits can have the \
     role ignore.",
);
const NO_TIME: (&str, &str) = (
    "some visits have a time and this one only a place in an order",
    "Say when it was: at = \"week 6\", or codes = { \"end\" = \"42\" }.",
);

const fn is_date(time: RawTime) -> bool {
    matches!(time, RawTime::Date(_))
}

/// Whether a time is a number of days.
const fn is_timed(time: RawTime) -> bool {
    matches!(time, RawTime::Moment(Moment::First | Moment::Days(_)))
}

impl Clock {
    /// What all times of the scores have in common; sessions and events must go with it.
    pub(super) fn of(raw: &Raw, problems: &mut Problems) -> Result<Self, Diagnostic> {
        let scores = raw.patients.iter().flat_map(|one| &one.scores);
        let all: Vec<(RawTime, &Place)> = scores.map(|s| (s.time, &s.place)).collect();
        let clock = Self::of_scores(&all)?;
        for one in &raw.patients {
            let sessions = one.sessions.iter().map(|s| (Some(s.time), &s.place));
            let events = one.events.iter().map(|e| (e.time, &e.place));
            for (time, place) in sessions.chain(events) {
                problems.extend(time.and_then(|time| clock.refuse(time, place)));
            }
        }
        Ok(clock)
    }

    fn of_scores(all: &[(RawTime, &Place)]) -> Result<Self, Diagnostic> {
        let find = |wanted: &dyn Fn(RawTime) -> bool| {
            let found = all.iter().find(|(time, _)| wanted(*time));
            found.map(|(_, place)| *place)
        };
        if find(&is_date).is_some() {
            // A baseline beside dated visits has no date of its own and cannot be placed.
            return match find(&|time| !is_date(time)) {
                None => Ok(Self::Dates),
                Some(place) => Err(place.error(NO_DATE.0).with_help(NO_DATE.1)),
            };
        }
        let Some(untimed) = find(&|time| !is_timed(time)) else {
            return Ok(Self::Days);
        };
        if find(&|time| matches!(time, RawTime::Moment(Moment::Days(_)))).is_some() {
            return Err(untimed.error(NO_TIME.0).with_help(NO_TIME.1));
        }
        let moments: BTreeSet<Moment> = all
            .iter()
            .filter_map(|(time, _)| match time {
                RawTime::Moment(moment) => Some(*moment),
                RawTime::Date(_) => None,
            })
            .collect();
        Ok(Self::Order(moments.into_iter().collect()))
    }

    /// Why a session or an event cannot be placed among the visits.
    fn refuse(&self, time: RawTime, place: &Place) -> Option<Diagnostic> {
        let (visits, fits) = match self {
            Self::Dates => ("dates", is_date(time)),
            Self::Days => ("days", is_timed(time)),
            Self::Order(_) => ("only an order", self.date(time).is_some() && !is_date(time)),
        };
        if fits {
            return self.date(time).is_none().then(|| beyond(place));
        }
        Some(
            place
                .error(format!(
                    "the visits have {visits}, and this time is of another kind"
                ))
                .with_help(
                    "Give visits, sessions and events times of one kind, or give this column the \
                     role ignore; sessions alone can be counted in a column of patients with the \
                     role session_count.",
                ),
        )
    }

    pub(super) fn scale(&self) -> TimeScale {
        match self {
            Self::Dates => TimeScale::Dates,
            Self::Days => TimeScale::Days,
            Self::Order(_) => TimeScale::Order,
        }
    }

    /// The day of a time, counted from [`DAY_ZERO`], where the clock was set by other times.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub(super) fn day(&self, time: RawTime) -> Result<i64, (&'static str, &'static str)> {
        let fits = match (self, time) {
            (Self::Dates, _) => is_date(time),
            (Self::Days, _) => is_timed(time),
            (Self::Order(known), RawTime::Moment(moment)) => known.contains(&moment),
            (Self::Order(_), RawTime::Date(_)) => false,
        };
        if fits {
            let date = self.date(time).ok_or(BEYOND)?;
            return Ok(days_between(DAY_ZERO, date));
        }
        Err(match (self, time) {
            (Self::Dates, _) => NO_DATE,
            (Self::Order(_), RawTime::Moment(_)) => (
                "the start of the file has no visit of this place in the order",
                "The visits are taken from the start of the file: leave out --summary, or put \
                 patients with all visits first.",
            ),
            (Self::Days, RawTime::Moment(_)) => NO_TIME,
            (_, RawTime::Date(_)) => (
                "this time is a date and those at the start of the file are not",
                NO_DATE.1,
            ),
        })
    }

    /// The date of a time; `None` where it cannot be placed.
    pub(super) fn date(&self, time: RawTime) -> Option<Date> {
        let day = match (self, time) {
            (_, RawTime::Date(date)) => return Some(date),
            (Self::Order(order), RawTime::Moment(moment)) => {
                i64::try_from(order.iter().position(|known| *known == moment)?).ok()?
            }
            (Self::Days, RawTime::Moment(Moment::First)) => 0,
            (Self::Days, RawTime::Moment(Moment::Days(day))) => day,
            (Self::Dates | Self::Days, RawTime::Moment(_)) => return None,
        };
        days_after(DAY_ZERO, day)
    }
}

/// A time that no calendar reaches.
pub(super) fn beyond(place: &Place) -> Diagnostic {
    place.error(BEYOND.0).with_help(BEYOND.1)
}
