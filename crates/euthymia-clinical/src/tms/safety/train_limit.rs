//! A single train held against the longest trains of a publication.
//!
//! Between the rates and intensities of the table the strictest of the neighbouring cells decides. The
//! straight line between them is shown beside it and decides nothing.

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
    /// The neighbouring cells: one, two or four.
    pub cells: Vec<Cell>,
    /// The strictest of them, which decides.
    pub limit: Option<Cell>,
    /// The straight line between them, where there is more than one.
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

    fn without(verdict: Verdict, train: Train, why: Option<String>) -> Self {
        Self {
            verdict,
            on: train.on().value(),
            cells: Vec::new(),
            limit: None,
            linear: None,
            outside: why,
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
            return match &self.outside {
                Some(why) => format!("{why}: the table of longest trains does not say"),
                None => "theta burst is not covered by the table of longest trains".to_owned(),
            };
        };
        let times = number(on / limit.seconds);
        let cell = format!(
            "{} s at {} Hz and {} %",
            limit.seconds, limit.hertz, limit.percent
        );
        let mut text = match self.verdict {
            Verdict::Over => format!("a train of {on} s is {times} times the longest, {cell}"),
            Verdict::BeyondTested => {
                format!("a train of {on} s is {times} times the longest that was tested, {cell}")
            }
            _ => format!("a train of {on} s is not longer than {cell}"),
        };
        if let Some(linear) = self.linear {
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

/// The two neighbours of `value` in an ascending list, and how far it is from the first to the second.
///
/// `None` outside of the list; the same neighbour twice on an entry.
fn neighbours(list: &[f64], value: f64) -> Option<(usize, usize, f64)> {
    let above = list.iter().position(|entry| *entry >= value)?;
    let high = *list.get(above)?;
    if high <= value {
        return Some((above, above, 0.0));
    }
    let below = above.checked_sub(1)?;
    let low = *list.get(below)?;
    Some((below, above, (value - low) / (high - low)))
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
        return TrainCheck::without(Verdict::NotCovered, train, None);
    };
    let outside = |why: String| TrainCheck::without(Verdict::OutsideTable, train, Some(why));
    let percents: Vec<f64> = limits.rows.iter().map(|row| row.percent_max).collect();
    // The first row holds for every intensity below it.
    let lowest = percents.first().copied().unwrap_or_default();
    let Some((row_low, row_high, down)) = neighbours(&percents, intensity.value().max(lowest))
    else {
        return outside(format!("{intensity} is above the table"));
    };
    let Some((left, right, across)) = neighbours(&limits.hertz, rate.value()) else {
        return outside(format!("{rate} is not between the rates of the table"));
    };
    let mut corners: Vec<(Cell, f64)> = Vec::new();
    for (row, row_weight) in sides(row_low, row_high, down) {
        for (column, weight) in sides(left, right, across) {
            let found = cell(limits, row, column);
            corners.extend(found.map(|cell| (cell, row_weight * weight)));
        }
    }
    judged(train, corners)
}

/// One neighbour with all the weight, or two that share it.
fn sides(low: usize, high: usize, share: f64) -> Vec<(usize, f64)> {
    if low == high {
        vec![(low, 1.0)]
    } else {
        vec![(low, 1.0 - share), (high, share)]
    }
}

fn judged(train: Train, corners: Vec<(Cell, f64)>) -> TrainCheck {
    let on = train.on().value();
    let cells: Vec<Cell> = corners.iter().map(|(cell, _)| *cell).collect();
    let strictest = cells
        .iter()
        .copied()
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let Some(limit) = strictest else {
        return TrainCheck::without(Verdict::OutsideTable, train, None);
    };
    let verdict = match (on <= limit.seconds, limit.longest_tested) {
        (true, _) => Verdict::Inside,
        (false, true) => Verdict::BeyondTested,
        (false, false) => Verdict::Over,
    };
    let linear = (cells.len() > 1).then(|| Linear {
        seconds: corners.iter().map(|(cell, w)| cell.seconds * w).sum(),
        is_at_least: cells.iter().any(|cell| cell.longest_tested),
    });
    TrainCheck {
        verdict,
        on,
        cells,
        limit: Some(limit),
        linear,
        outside: None,
    }
}
