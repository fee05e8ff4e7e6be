//! When outcomes are rated in a course.

use super::Visit;
use crate::date::days_after;
use crate::protocol::file::{Anchor, Protocol};
use crate::source::Source;
use jiff::civil::Date;

/// A day on which scales are rated.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// The day.
    pub date: Date,
    /// Identifier of the protocol.
    pub protocol: String,
    /// Identifiers of the scales.
    pub instruments: Vec<String>,
    /// When on that day, or how many days after the first session.
    pub when: String,
    /// Where the schedule comes from.
    pub source: Source,
}

/// The ratings of a course.
pub(super) fn ratings(protocol: &Protocol, visits: &[Visit]) -> Vec<Rating> {
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
                let Some(date) = days_after(anchor, i64::from(*day)) else {
                    continue;
                };
                ratings.push(Rating {
                    date,
                    protocol: protocol.id.clone(),
                    instruments: assessment.instruments.clone(),
                    when: match day {
                        0 => assessment.anchor.to_string(),
                        day => format!("{day} days {}", assessment.anchor),
                    },
                    source: protocol.source(&assessment.source, assessment.status),
                });
            }
        }
    }
    ratings
}
