//! Course calendar: weeks of a course by days of the week, from relative day numbers.

use std::collections::BTreeMap;

use crate::date::Weekday;
use crate::day_grid::{Day, DayKind, Grid, Sheet, Week, named_days};
use crate::scene::Scene;

/// Up to this many weeks, those without an entry are drawn too.
const GAPLESS: i64 = 26;
/// The largest number of weeks drawn.
const WEEKS_MAX: usize = 104;
/// Weeks in one block before a second block is begun.
const BLOCK: usize = 6;
const LABEL: f64 = 34.0;

/// A calendar without dates: one row per week of a course, for data with relative days only.
///
/// All weeks from the first to the last entry are drawn if they are at most 26; else only those with an
/// entry, at most 104. A note says what was left out.
///
/// # Example
/// ```
/// use euthymia_plot::{CourseCalendar, CourseEntry, DayKind, DaySign, Texture};
/// let calendar = CourseCalendar {
///     title: "Sessions".into(),
///     kinds: vec![DayKind::new("Session", DaySign::Fill(Texture::Solid))],
///     entries: [1, 3, 9].map(|day| CourseEntry { day, kind: 0 }).to_vec(),
///     ..CourseCalendar::default()
/// };
/// let words = calendar.to_scene().text_alternative();
/// assert!(words.contains("Week 1: 1 Session; 3 Session\nWeek 2: 9 Session"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CourseCalendar {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// Number of the first day of the course, 0 or 1; days before it are in weeks −1, −2 and so on.
    pub first_day: i32,
    /// Day of the week on which the course began. With it the columns are Monday to Sunday, without
    /// it the first to the seventh day of each week.
    pub first_weekday: Option<Weekday>,
    /// What can happen on a day.
    pub kinds: Vec<DayKind>,
    /// What happened, in any order; several on a day are drawn side by side.
    pub entries: Vec<CourseEntry>,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// Something that happened on a day of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseEntry {
    /// The relative day.
    pub day: i32,
    /// Position in [`CourseCalendar::kinds`]. An entry of a kind that is not there is not drawn and
    /// counted in a note.
    pub kind: usize,
}

impl Default for CourseCalendar {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            first_day: 1,
            first_weekday: None,
            kinds: Vec::new(),
            entries: Vec::new(),
            footnotes: Vec::new(),
        }
    }
}

/// Week, counted from 0 at the start, then column and kind.
type Weeks = BTreeMap<i64, Vec<(usize, usize)>>;

impl CourseCalendar {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut weeks = Weeks::new();
        let mut unknown = 0usize;
        for CourseEntry { day, kind } in &self.entries {
            if *kind < self.kinds.len() {
                let place = i64::from(*day) - i64::from(self.first_day) + self.offset();
                let week = weeks.entry(place.div_euclid(7)).or_default();
                week.push((place.rem_euclid(7) as usize, *kind));
            } else {
                unknown += 1;
            }
        }
        let (shown, mut notes) = shown_weeks(&weeks);
        if unknown > 0 {
            notes.push(format!("Not drawn for want of a kind: {unknown}."));
        }
        let rows: Vec<Week> = shown
            .iter()
            .map(|week| self.week(*week, weeks.get(week).map_or(&[][..], Vec::as_slice)))
            .collect();
        let words = rows
            .iter()
            .map(|row| {
                let days = named_days(std::slice::from_ref(row), &self.kinds);
                format!("Week {}: {days}", row.label)
            })
            .collect();
        Sheet {
            title: &self.title,
            description: &self.description,
            caution: self.caution.as_deref(),
            kinds: &self.kinds,
            grids: self.blocks(&rows),
            label_width: LABEL,
            notes: self.footnotes.iter().cloned().chain(notes).collect(),
            words,
        }
        .to_scene()
    }

    /// Column of the first day of the course.
    fn offset(&self) -> i64 {
        self.first_weekday.map_or(0, |day| day.column() as i64)
    }

    fn week(&self, week: i64, entries: &[(usize, usize)]) -> Week {
        let day = |column: usize| {
            let number = week * 7 + column as i64 - self.offset() + i64::from(self.first_day);
            let found = entries.iter().filter(|(c, _)| *c == column);
            let found = found.map(|(_, kind)| *kind).collect();
            Some(Day::new(signed(number), found))
        };
        // There is no week 0: the first is 1, the one before it −1.
        let number = if week < 0 { week } else { week + 1 };
        Week {
            label: signed(number),
            days: [0, 1, 2, 3, 4, 5, 6].map(day),
        }
    }

    /// Up to three blocks side by side, read downwards.
    fn blocks(&self, rows: &[Week]) -> Vec<Grid> {
        let heads = if self.first_weekday.is_some() {
            Weekday::ALL.map(|day| day.short().to_owned())
        } else {
            [1, 2, 3, 4, 5, 6, 7].map(|n: i32| format!("d{n}"))
        };
        rows.chunks(rows.len().div_ceil(3).max(BLOCK))
            .map(|chunk| Grid {
                title: match (chunk.first(), chunk.last()) {
                    (Some(a), Some(b)) if a.label != b.label => {
                        format!("Weeks {} to {}", a.label, b.label)
                    }
                    (Some(a), _) => format!("Week {}", a.label),
                    _ => String::new(),
                },
                heads: heads.clone(),
                weekend: self.first_weekday.is_some(),
                weeks: chunk.to_vec(),
            })
            .collect()
    }
}

/// A whole number with a true minus sign.
fn signed(number: i64) -> String {
    number.to_string().replace('-', "−")
}

/// The weeks to draw, and what is to be said about the others.
fn shown_weeks(weeks: &Weeks) -> (Vec<i64>, Vec<String>) {
    let (Some(first), Some(last)) = (weeks.keys().next(), weeks.keys().next_back()) else {
        return (Vec::new(), vec!["There are no entries.".to_owned()]);
    };
    let span = last - first + 1;
    if span <= GAPLESS {
        return ((*first..=*last).collect(), Vec::new());
    }
    let mut notes = Vec::new();
    let empty = span - weeks.len() as i64;
    if empty > 0 {
        notes.push(format!("Weeks without an entry are left out: {empty}."));
    }
    let beyond: usize = weeks.values().skip(WEEKS_MAX).map(Vec::len).sum();
    if beyond > 0 {
        notes.push(format!(
            "Only the first {WEEKS_MAX} weeks are drawn; {beyond} later entries are not shown."
        ));
    }
    (weeks.keys().copied().take(WEEKS_MAX).collect(), notes)
}
