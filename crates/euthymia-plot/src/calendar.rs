//! Calendar: months as grids of weeks, with what happened on each day.

use std::collections::BTreeMap;

use crate::date::{CalendarDate, Weekday, days_in_month, month_name};
use crate::day_grid::{Day, DayKind, Grid, Sheet, Week, named_days};
use crate::scene::Scene;

/// Up to this many months, those without an entry are drawn too.
const GAPLESS: i64 = 24;
/// The largest number of months drawn.
const MONTHS_MAX: usize = 48;

/// Months as grids of weeks, Monday first, three side by side.
///
/// All months from the first to the last entry are drawn if they are at most 24; else only those with an
/// entry, at most 48. A note says what was left out. For data without dates see
/// [`crate::CourseCalendar`].
///
/// # Example
/// ```
/// use euthymia_plot::{Calendar, CalendarDate, CalendarEntry, DayKind, DaySign, Texture};
/// let calendar = Calendar {
///     title: "Sessions".into(),
///     kinds: vec![DayKind::new("Session", DaySign::Fill(Texture::Solid))],
///     entries: CalendarDate::new(2024, 3, 4)
///         .map(|date| CalendarEntry { date, kind: 0 })
///         .into_iter()
///         .collect(),
///     ..Calendar::default()
/// };
/// assert!(calendar.to_scene().text_alternative().contains("March 2024: 4 Session"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What can happen on a day.
    pub kinds: Vec<DayKind>,
    /// What happened, in any order; several on a day are drawn side by side.
    pub entries: Vec<CalendarEntry>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// Something that happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The day.
    pub date: CalendarDate,
    /// Position in [`Calendar::kinds`]. An entry of a kind that is not there is not drawn and counted
    /// in a note.
    pub kind: usize,
}

/// Year and month, then what happened on its days.
type Months = BTreeMap<(i32, u8), Vec<(u8, usize)>>;

impl Calendar {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut months = Months::new();
        let mut unknown = 0usize;
        for CalendarEntry { date, kind } in &self.entries {
            if *kind < self.kinds.len() {
                let month = months.entry((date.year(), date.month())).or_default();
                month.push((date.day(), *kind));
            } else {
                unknown += 1;
            }
        }
        let (shown, mut notes) = shown_months(&months);
        if unknown > 0 {
            notes.push(format!("Not drawn for want of a kind: {unknown}."));
        }
        let grids: Vec<Grid> = shown
            .iter()
            .map(|month| grid(*month, months.get(month).map_or(&[][..], Vec::as_slice)))
            .collect();
        let words = grids
            .iter()
            .map(|g| format!("{}: {}", g.title, named_days(&g.weeks, &self.kinds)))
            .collect();
        Sheet {
            title: &self.title,
            description: &self.description,
            caution: self.caution.as_deref(),
            kinds: &self.kinds,
            grids,
            label_width: 0.0,
            notes: self.footnotes.iter().cloned().chain(notes).collect(),
            words,
        }
        .to_scene()
    }
}

/// The months to draw, and what is to be said about the others.
fn shown_months(months: &Months) -> (Vec<(i32, u8)>, Vec<String>) {
    let number = |(year, month): (i32, u8)| i64::from(year) * 12 + i64::from(month) - 1;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else {
        return (Vec::new(), vec!["There are no entries.".to_owned()]);
    };
    let span = number(*last) - number(*first) + 1;
    if span <= GAPLESS {
        let mut all = vec![*first];
        let mut month = *first;
        while month < *last {
            month = if month.1 >= 12 {
                (month.0 + 1, 1)
            } else {
                (month.0, month.1 + 1)
            };
            all.push(month);
        }
        return (all, Vec::new());
    }
    let shown: Vec<(i32, u8)> = months.keys().copied().take(MONTHS_MAX).collect();
    let mut notes = Vec::new();
    let empty = span - months.len() as i64;
    if empty > 0 {
        notes.push(format!("Months without an entry are left out: {empty}."));
    }
    let beyond: usize = months.values().skip(MONTHS_MAX).map(Vec::len).sum();
    if beyond > 0 {
        notes.push(format!(
            "Only the first {MONTHS_MAX} months are drawn; {beyond} later entries are not shown."
        ));
    }
    (shown, notes)
}

/// One month, from the Monday of its first week.
fn grid((year, month): (i32, u8), entries: &[(u8, usize)]) -> Grid {
    let offset = CalendarDate::new(year, month, 1).map_or(0, |first| first.weekday().column());
    let mut found: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for (day, kind) in entries {
        found.entry(*day).or_default().push(*kind);
    }
    let mut weeks: Vec<Week> = Vec::new();
    for day in 1..=days_in_month(year, month) {
        let place = offset + usize::from(day) - 1;
        if weeks.len() <= place / 7 {
            weeks.push(Week::default());
        }
        let slot = weeks.last_mut().and_then(|w| w.days.get_mut(place % 7));
        if let Some(slot) = slot {
            let kinds = found.remove(&day).unwrap_or_default();
            *slot = Some(Day::new(day.to_string(), kinds));
        }
    }
    Grid {
        title: month_name(year, month),
        heads: Weekday::ALL.map(|day| day.short().to_owned()),
        weekend: true,
        weeks,
    }
}
