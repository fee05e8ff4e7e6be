//! Peaks and times above a level, from roots of the derivative and of the concentration itself.
//!
//! Within a piece of constant input the speed of a concentration is w·y, where y' = Ay and w picks
//! one compartment. With the eigenvalues μ of A, all real, w₁ = w(A − μ₁I), w₂ = w₁(A − μ₂I), … :
//! each w·y changes sign at most once between two zeros of the next, because
//! (e^(−μt) w·y)' = e^(−μt) w(A − μI)·y, and the last is one exponential function without a zero. So
//! every zero lies between two known points at which the sign is looked at; no grid can miss a peak.

use crate::course::{Course, NG_PER_ML, Piece};
use crate::exponential::{Square, dot};
use crate::system::{Output, Part};
use euthymia_numerics::root;

/// The highest concentration of an output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// When, in hours; the earliest where there are several.
    pub at_h: f64,
    /// The concentration in nanograms per millilitre.
    pub concentration: f64,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Its beginning in hours.
    pub from_h: f64,
    /// Its end in hours.
    pub to_h: f64,
}

impl Span {
    /// How long it is, in hours.
    #[must_use]
    pub fn length_h(self) -> f64 {
        self.to_h - self.from_h
    }
}

impl Course {
    /// The highest concentration of an output from 0 to a time; `None` where there is no such output
    /// or time.
    ///
    /// # Example
    /// ```
    /// use euthymia_pharmacokinetics::{Course, Flow, Input, Output, System};
    /// // A depot that empties at 2 per hour into a compartment that empties at 1 per hour peaks at
    /// // ln 2 hours.
    /// let system = System::new(
    ///     2,
    ///     &[Flow::Between { from: 0, to: 1, rate: 2.0 }, Flow::Out { from: 1, rate: 1.0 }],
    ///     vec![Output { compartment: 1, volume_l: 1.0 }],
    /// )?;
    /// let course = Course::of(&system, &[Input::bolus(0, 1.0, 0.0)?])?;
    /// let peak = course.peak(0, 24.0).unwrap();
    /// assert!((peak.at_h - 2.0_f64.ln()).abs() < 1e-12);
    /// assert!((peak.concentration - 500.0).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn peak(&self, output: usize, until_h: f64) -> Option<Peak> {
        let stretches = self.stretches(output, until_h)?;
        let ends = stretches.iter().flat_map(|own| [own.left, own.right]);
        ends.reduce(
            |highest, end| match end.concentration > highest.concentration {
                true => end,
                false => highest,
            },
        )
    }

    /// The times from 0 to a time, ascending, at which an output turns from rising to falling or back, or
    /// an input changes; `None` where there is no such output or time.
    #[must_use]
    pub fn turns_h(&self, output: usize, until_h: f64) -> Option<Vec<f64>> {
        let stretches = self.stretches(output, until_h)?;
        let ends = stretches.iter().flat_map(|own| [own.left, own.right]);
        let mut times: Vec<f64> = ends.map(|end| end.at_h).collect();
        times.dedup();
        Some(times)
    }

    /// The stretches of time from 0 to a time in which an output is above a level in nanograms per
    /// millilitre; `None` where there is no such output or time.
    #[must_use]
    pub fn above(&self, output: usize, level: f64, until_h: f64) -> Option<Vec<Span>> {
        let found = *self.system().outputs().get(output)?;
        let mut spans: Vec<Span> = Vec::new();
        for Stretch { piece, left, right } in self.stretches(output, until_h)? {
            let height = |time_h| self.within(piece, time_h, found) - level;
            let crossing = || root::find(height, left.at_h, right.at_h, 0.0).at;
            let (from_h, to_h) = match (left.concentration > level, right.concentration > level) {
                (true, true) => (left.at_h, right.at_h),
                (true, false) => (left.at_h, crossing()),
                (false, true) => (crossing(), right.at_h),
                (false, false) => continue,
            };
            match spans.last_mut().filter(|last| last.to_h >= from_h) {
                Some(last) => last.to_h = to_h,
                None => spans.push(Span { from_h, to_h }),
            }
        }
        Some(spans)
    }

    /// The stretches in which the concentration only rises or only falls.
    fn stretches(&self, output: usize, until_h: f64) -> Option<Vec<Stretch<'_>>> {
        let found = *self.system().outputs().get(output)?;
        let until_h = Some(until_h).filter(|until| until.is_finite() && *until > 0.0)?;
        let part = self.system().upstream(found.compartment);
        let chain = Chain::of(&part);
        let mut stretches = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.start_h < until_h) {
            let end_h = piece.end_h.map_or(until_h, |end| end.min(until_h));
            let all = self.speeds(piece);
            let speeds: Vec<f64> = part.members.iter().map(|own| at(&all, *own)).collect();
            let turns = chain.zeros(0, &speeds, end_h - piece.start_h).into_iter();
            let turns = turns.map(|turn| piece.start_h + turn);
            let times = std::iter::once(piece.start_h).chain(turns).chain([end_h]);
            let ends: Vec<Peak> = times
                .map(|at_h| Peak {
                    at_h,
                    concentration: self.within(piece, at_h, found),
                })
                .collect();
            let pairs = ends.iter().zip(ends.iter().skip(1));
            stretches.extend(pairs.map(|(left, right)| Stretch {
                piece,
                left: *left,
                right: *right,
            }));
        }
        Some(stretches)
    }

    /// The concentration of an output under the inputs of a piece.
    fn within(&self, piece: &Piece, time_h: f64, output: Output) -> f64 {
        let state = self.state_within(piece, time_h);
        NG_PER_ML * at(&state, output.compartment) / output.volume_l
    }
}

/// A stretch of time with the concentrations at its ends; at the right one, what comes at once there
/// is not yet in.
struct Stretch<'a> {
    piece: &'a Piece,
    left: Peak,
    right: Peak,
}

fn at(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or(0.0)
}

/// The rows w, w(A − μ₁I), … of one output.
struct Chain<'a> {
    rates: &'a Square,
    rows: Vec<Vec<f64>>,
}

impl<'a> Chain<'a> {
    /// The fastest phase is taken away first, so that what is left is not lost beside it.
    fn of(part: &'a Part) -> Self {
        let rates = &part.rates;
        let mut row = vec![0.0; rates.size()];
        row.get_mut(part.own).into_iter().for_each(|own| *own = 1.0);
        let mut rows = vec![row.clone()];
        let mut eigenvalues = part.eigenvalues();
        eigenvalues.pop();
        for eigenvalue in eigenvalues {
            let mut next = rates.apply_left(&row);
            for (entry, own) in next.iter_mut().zip(&row) {
                *entry -= eigenvalue * own;
            }
            rows.push(next.clone());
            row = next;
        }
        Self { rates, rows }
    }

    /// The times between 0 and a length, ascending, at which the row of a level times y changes sign.
    fn zeros(&self, level: usize, speeds: &[f64], length_h: f64) -> Vec<f64> {
        let Some(row) = self.rows.get(level) else {
            return Vec::new();
        };
        if level + 1 == self.rows.len() {
            return Vec::new();
        }
        let value = |time_h: f64| dot(row, &self.rates.exponential(time_h).apply(speeds));
        let mut ends = vec![0.0];
        ends.extend(self.zeros(level + 1, speeds, length_h));
        ends.push(length_h);
        let ends: Vec<(f64, f64)> = ends.into_iter().map(|time| (time, value(time))).collect();
        let turns = |before: f64, after: f64| before * after.signum() < 0.0 && after != 0.0;
        let pairs = ends.iter().zip(ends.iter().skip(1));
        let between = pairs.filter(|((_, before), (_, after))| turns(*before, *after));
        between
            .map(|((left, _), (right, _))| root::find(value, *left, *right, 0.0).at)
            .collect()
    }
}
