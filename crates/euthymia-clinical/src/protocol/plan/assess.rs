//! When outcomes are rated in a course.

use super::{Calendar, Visit};
use crate::date::{days_after, days_between};
use crate::protocol::file::{Anchor, Protocol};
use crate::source::Source;
use jiff::civil::Date;

/// Days within which an open day for a rating is looked for.
const WITHIN: i64 = 366;

/// A day on which scales are rated.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// The day.
    pub date: Date,
    /// Identifier of the protocol.
    pub protocol: String,
    /// Its name.
    pub protocol_name: String,
    /// Identifiers of the scales.
    pub instruments: Vec<String>,
    /// When on that day, or how many days after the first session.
    pub when: String,
    /// The day it would have been on, where the clinic is closed on it.
    pub moved_from: Option<Date>,
    /// Where the schedule comes from.
    pub source: Source,
}

/// The open day nearest to a day, the later one of two, and after `after`.
fn nearest(day: Date, after: Date, calendar: &Calendar) -> Option<Date> {
    let mut around = (0..WITHIN).flat_map(|days| [days, -days]);
    around.find_map(|days| {
        let near = days_after(day, days)?;
        (near > after && calendar.is_open(near)).then_some(near)
    })
}

/// The ratings of a course; those of a closed day are on the nearest open one after their anchor.
pub(super) fn ratings(protocol: &Protocol, visits: &[Visit], calendar: &Calendar) -> Vec<Rating> {
    let treated = visits.iter().filter(|visit| visit.is_treatment);
    let dates: Vec<Date> = treated.map(|visit| visit.date).collect();
    let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
        return Vec::new();
    };
    let mut ratings = Vec::new();
    for assessment in &protocol.assessments {
        let anchors: Vec<Date> = match assessment.anchor {
            Anchor::BeforeFirst | Anchor::AfterFirst => vec![*first],
            Anchor::AfterLast => vec![*last],
            Anchor::EachVisit => dates.clone(),
        };
        let days: &[u32] = match assessment.days.as_slice() {
            [] => &[0],
            days => days,
        };
        for anchor in anchors {
            for day in days {
                let Some(wanted) = days_after(anchor, i64::from(*day)) else {
                    continue;
                };
                // The day of a visit is open.
                let date = match day {
                    0 => wanted,
                    _ => nearest(wanted, anchor, calendar).unwrap_or(wanted),
                };
                ratings.push(Rating {
                    date,
                    protocol: protocol.id.clone(),
                    protocol_name: protocol.name.clone(),
                    instruments: assessment.instruments.clone(),
                    when: when(*day, assessment.anchor),
                    moved_from: (days_between(wanted, date) != 0).then_some(wanted),
                    source: protocol.source(&assessment.source, assessment.status),
                });
            }
        }
    }
    ratings
}

fn when(day: u32, anchor: Anchor) -> String {
    match day {
        0 => anchor.to_string(),
        1 => format!("1 day {anchor}"),
        day => format!("{day} days {anchor}"),
    }
}
