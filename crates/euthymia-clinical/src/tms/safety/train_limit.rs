//! A single train held against the longest trains of a publication.
//!
//! Between the rates and intensities of the table the strictest of the neighbouring cells decides. The
//! straight line between them is shown beside it and decides nothing.
//!
//! A limit at a higher rate or intensity cannot be longer, so that a harder train never gets a milder
//! answer: what is over any limit of the cells up to its own is over, by at least that, also where its
//! own cell is only the longest that was tested, or where it lies beyond the edge of the table. Beyond
//! the edge nothing is inside.

use super::table::TrainLimits;
use crate::answer::Answer;
use crate::finding::Finding;
use crate::tms::quantity::PercentOfMotorThreshold;
use crate::tms::train::{Pattern, Train};
use crate::words;

words! {
    /// How a train stands to the table.
    Verdict {
        /// Not longer than the strictest neighbouring cell.
        Inside = "inside", "inside";
        /// Longer than it.
        Over = "over", "over the limit";
        /// Longer than the longest train that was tested; the limit itself is not known.
        BeyondTested = "beyond_tested", "longer than any that was tested";
        /// The table does not speak of this pattern.
        NotCovered = "not_covered", "not covered";
        /// The rate or the intensity lies outside of the table.
        OutsideTable = "outside_table", "outside of the table: cannot say";
    }
}

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its rate in Hz.
    pub hertz: f64,
    /// Its intensity in percent of the motor threshold.
    pub percent: f64,
    /// The longest train in seconds.
    pub seconds: f64,
    /// Whether no longer train was tested.
    pub longest_tested: bool,
}

/// What the straight line between the neighbouring cells gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// The longest train in seconds.
    pub seconds: f64,
    /// Whether a cell that it rests on is only the longest that was tested, so that it is a lower
    /// bound.
    pub is_at_least: bool,
}

/// A train held against the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainCheck {
    /// How it stands.
    pub verdict: Verdict,
    /// Length of the train in seconds.
    pub on: f64,
    /// The neighbouring cells: one, two or four; the nearest ones beyond the edge of the table.
    pub cells: Vec<Cell>,
    /// The cell that decides: the strictest of them, or the strictest limit of an easier one.
    pub limit: Option<Cell>,
    /// Whether the own limit may be shorter still than the one that decides.
    pub is_at_least: bool,
    /// The straight line between the neighbouring cells, where there is more than one.
    pub linear: Option<Linear>,
    /// What is outside of the table.
    pub outside: Option<String>,
}

impl TrainCheck {
    /// How many times as long as the limit the train is.
    #[must_use]
    pub fn factor(&self) -> Option<f64> {
        self.limit.map(|limit| self.on / limit.seconds)
    }

    /// The same for the straight line.
    #[must_use]
    pub fn linear_factor(&self) -> Option<f64> {
        self.linear.map(|linear| self.on / linear.seconds)
    }

    /// A train of which the table says nothing.
    pub(super) fn not_covered(train: Train) -> Self {
        Self {
            verdict: Verdict::NotCovered,
            on: train.on().value(),
            cells: Vec::new(),
            limit: None,
            is_at_least: false,
            linear: None,
            outside: None,
        }
    }

    /// The check in words: yes inside, no over, and cannot say for everything else.
    #[must_use]
    pub fn finding(&self, limits: &TrainLimits) -> Finding {
        let answer = match self.verdict {
            Verdict::Inside => Answer::Yes,
            Verdict::Over => Answer::No,
            _ => Answer::CannotSay,
        };
        let mut finding = Finding::new(answer, self.statement()).by(limits.source());
        if answer == Answer::CannotSay {
            finding.missing = vec!["a published limit for this train".to_owned()];
        }
        finding
    }

    fn statement(&self) -> String {
        let on = self.on;
        let Some(limit) = self.limit else {
            return "theta burst is not covered by the table of longest trains".to_owned();
        };
        let least = if self.is_at_least { "at least " } else { "" };
        let times = number(on / limit.seconds);
        let cell = format!(
            "{} s at {} Hz and {} %",
            limit.seconds, limit.hertz, limit.percent
        );
        let mut text = match self.verdict {
            Verdict::Over => {
                format!("a train of {on} s is {least}{times} times the longest, {cell}")
            }
            Verdict::BeyondTested => {
                format!("a train of {on} s is {times} times the longest that was tested, {cell}")
            }
            Verdict::OutsideTable if on > limit.seconds => {
                format!("a train of {on} s is longer than {cell}, which is the nearest cell")
            }
            _ => format!("a train of {on} s is not longer than {cell}"),
        };
        if let Some(why) = &self.outside {
            text = match self.verdict {
                Verdict::Over => format!("{text}; {why}, where none can be longer"),
                Verdict::Inside => format!("{text}; {why}, where none is shorter"),
                _ => format!("{why}, which does not say more: {text}"),
            };
        }
        if let Some(linear) = self.linear.filter(|_| self.outside.is_none()) {
            let least = if linear.is_at_least { "at least " } else { "" };
            let seconds = number(linear.seconds);
            let factor = number(on / linear.seconds);
            text.push_str(&format!(
                "; on the straight line between the cells {least}{seconds} s ({factor} times)"
            ));
        }
        text
    }
}

/// At most two decimals, without zeros at the end.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}

/// Where a value lies in an ascending list.
#[derive(Clone, Copy)]
struct Place {
    /// The neighbour below, the one above: the same one on an entry and beyond an edge.
    below: usize,
    above: usize,
    /// How far it is from the first to the second.
    share: f64,
    /// Below the first entry, between, or above the last.
    side: std::cmp::Ordering,
}

/// `None` for an empty list.
fn place(list: &[f64], value: f64) -> Option<Place> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let on = |entry: usize, side| Place {
        below: entry,
        above: entry,
        share: 0.0,
        side,
    };
    let Some(above) = list.iter().position(|entry| *entry >= value) else {
        return Some(on(list.len().checked_sub(1)?, Greater));
    };
    let high = *list.get(above)?;
    if high <= value {
        return Some(on(above, Equal));
    }
    let Some(below) = above.checked_sub(1) else {
        return Some(on(above, Less));
    };
    let low = *list.get(below)?;
    Some(Place {
        below,
        above,
        share: (value - low) / (high - low),
        side: Equal,
    })
}

fn cell(limits: &TrainLimits, row: usize, column: usize) -> Option<Cell> {
    let line = limits.rows.get(row)?;
    Some(Cell {
        hertz: *limits.hertz.get(column)?,
        percent: line.percent_max,
        seconds: *line.seconds.get(column)?,
        longest_tested: *line.longest_tested.get(column)?,
    })
}

/// Holds a train at an intensity against a table.
///
/// # Example
/// ```
/// use euthymia_clinical::tms::quantity::{Hertz, PercentOfMotorThreshold, Seconds};
/// use euthymia_clinical::tms::safety::table::facts;
/// use euthymia_clinical::tms::safety::train_limit::{Verdict, check_train};
/// use euthymia_clinical::tms::train::{Pattern, Train};
/// let train = Train::new(Pattern::Simple(Hertz::new(18.0)?), Seconds::new(2.0)?)?;
/// let intensity = PercentOfMotorThreshold::new(120.0)?;
/// let check = check_train(&facts().train_limits, train, intensity);
/// assert_eq!(check.verdict, Verdict::Over);
/// // 4.2 s at 10 Hz and 1.0 s at 20 Hz: the stricter one decides.
/// assert_eq!(check.factor(), Some(2.0));
/// assert!((check.linear.unwrap().seconds - 1.64).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check_train(
    limits: &TrainLimits,
    train: Train,
    intensity: PercentOfMotorThreshold,
) -> TrainCheck {
    let Pattern::Simple(rate) = train.pattern() else {
        return TrainCheck::not_covered(train);
    };
    let percents: Vec<f64> = limits.rows.iter().map(|row| row.percent_max).collect();
    // The first row holds for every intensity below it.
    let lowest = percents.first().copied().unwrap_or_default();
    let rows = place(&percents, intensity.value().max(lowest));
    let columns = place(&limits.hertz, rate.value());
    let Some((rows, columns)) = rows.zip(columns) else {
        return TrainCheck::not_covered(train);
    };
    let mut why = Vec::new();
    if rows.side.is_gt() {
        why.push(format!("{intensity} is above the table"));
    }
    if columns.side.is_gt() {
        why.push(format!("{rate} is above the rates of the table"));
    }
    if columns.side.is_lt() {
        why.push(format!("{rate} is below the rates of the table"));
    }
    let mut corners: Vec<(Cell, f64)> = Vec::new();
    for (row, row_weight) in sides(rows) {
        for (column, weight) in sides(columns) {
            let found = cell(limits, row, column);
            corners.extend(found.map(|cell| (cell, row_weight * weight)));
        }
    }
    let outside = (!why.is_empty()).then(|| why.join(" and "));
    judged(limits, train, (rows, columns), &corners, outside)
}

/// One neighbour with all the weight, or two that share it.
fn sides(place: Place) -> Vec<(usize, f64)> {
    if place.below == place.above {
        vec![(place.below, 1.0)]
    } else {
        vec![(place.below, 1.0 - place.share), (place.above, place.share)]
    }
}

/// The shortest limit of all cells up to a row and a column; what is only tested is no limit.
fn shortest(limits: &TrainLimits, rows: Place, columns: Place) -> Option<Cell> {
    let rows = 0..=rows.above;
    let cells = rows.flat_map(|row| (0..=columns.above).map(move |column| (row, column)));
    let known = cells.filter_map(|(row, column)| cell(limits, row, column));
    known
        .filter(|cell| !cell.longest_tested)
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds))
}

fn judged(
    limits: &TrainLimits,
    train: Train,
    (rows, columns): (Place, Place),
    corners: &[(Cell, f64)],
    outside: Option<String>,
) -> TrainCheck {
    let on = train.on().value();
    let Some(own) = cell(limits, rows.above, columns.above) else {
        return TrainCheck::not_covered(train);
    };
    let is_beyond = rows.side.is_gt() || columns.side.is_gt();
    // Slower than the table, a longer train may be within the limit.
    let is_slower = columns.side.is_lt();
    let bound = shortest(limits, rows, columns).filter(|cell| on > cell.seconds && !is_slower);
    let verdict = match (on <= own.seconds, bound) {
        (_, Some(_)) => Verdict::Over,
        (true, None) if !is_beyond => Verdict::Inside,
        (false, None) if outside.is_none() => Verdict::BeyondTested,
        _ => Verdict::OutsideTable,
    };
    let cells: Vec<Cell> = corners.iter().map(|(cell, _)| *cell).collect();
    let linear = (cells.len() > 1).then(|| Linear {
        seconds: corners.iter().map(|(cell, w)| cell.seconds * w).sum(),
        is_at_least: cells.iter().any(|cell| cell.longest_tested),
    });
    TrainCheck {
        verdict,
        on,
        limit: Some(bound.unwrap_or(own)),
        is_at_least: bound.is_some() && (is_beyond || own.longest_tested),
        cells,
        linear,
        outside,
    }
}
