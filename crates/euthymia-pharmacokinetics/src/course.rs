//! What follows from inputs: amounts, concentrations and areas at any time, exactly.

use crate::exponential::{Square, dot};
use crate::input::Input;
use crate::system::System;

/// Inputs that a system has no place for.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CourseError {
    /// An input into a compartment that there is not.
    #[error("there is no compartment number {0} for an input")]
    NoCompartment(usize),
    /// Nothing goes in.
    #[error("nothing goes in; name at least one input")]
    NoInput,
    /// An amount grows beyond all numbers.
    #[error("the amounts are too large to compute with")]
    TooLarge,
}

/// The course of a system under inputs, from time 0.
///
/// Between two changes of the inputs the amounts follow dx/dt = Ax + u with a constant u, whose
/// solution is a matrix exponential; the course holds the amounts at every change. Areas under the
/// concentration are integrals of the same solution, not sums of trapezia.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::{Course, Flow, Input, Output, System};
/// let one = System::new(
///     1,
///     &[Flow::Out { from: 0, rate: 0.5 }],
///     vec![Output { compartment: 0, volume_l: 20.0 }],
/// )?;
/// let course = Course::of(&one, &[Input::bolus(0, 10.0, 0.0)?])?;
/// // 10 mg in 20 L are 500 ng/mL; after a half-life, 250.
/// let half_life = 2.0_f64.ln() / 0.5;
/// assert!((course.concentration(half_life, 0).unwrap() - 250.0).abs() < 1e-10);
/// // The area is the dose over the clearance of 10 L/h.
/// assert!((course.area_to_infinity(0).unwrap() - 1000.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Course {
    system: System,
    inputs: Vec<Input>,
    pub(crate) pieces: Vec<Piece>,
    /// The compartments with inputs at a constant rate.
    infused: Vec<usize>,
    /// Rates of amounts, inputs and areas together.
    whole: Square,
}

/// A stretch of time in which the inputs do not change.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) start_h: f64,
    /// `None` for the last one.
    pub(crate) end_h: Option<f64>,
    /// At the start: amounts by compartment, rates of input by infused compartment, areas by output.
    state: Vec<f64>,
}

impl Piece {
    fn holds(&self, time_h: f64) -> bool {
        self.start_h <= time_h
    }
}

/// Nanograms per millilitre in a milligram per litre.
pub(crate) const NG_PER_ML: f64 = 1000.0;

impl Course {
    /// Follows the inputs, in any order.
    ///
    /// # Errors
    /// [`CourseError`].
    pub fn of(system: &System, inputs: &[Input]) -> Result<Self, CourseError> {
        let size = system.size();
        let outside = inputs.iter().find(|input| input.into_compartment() >= size);
        if let Some(input) = outside {
            return Err(CourseError::NoCompartment(input.into_compartment()));
        }
        if inputs.is_empty() {
            return Err(CourseError::NoInput);
        }
        let infusions = inputs
            .iter()
            .filter(|input| input.rate_mg_per_h().is_some());
        let mut infused: Vec<usize> = infusions.map(Input::into_compartment).collect();
        infused.sort_unstable();
        infused.dedup();
        let mut course = Self {
            system: system.clone(),
            inputs: inputs.to_vec(),
            pieces: Vec::new(),
            whole: whole(system, &infused),
            infused,
        };
        course.follow();
        let finite = |piece: &Piece| piece.state.iter().all(|amount| amount.is_finite());
        match course.pieces.iter().all(finite) {
            true => Ok(course),
            false => Err(CourseError::TooLarge),
        }
    }

    fn follow(&mut self) {
        let starts = self.inputs.iter().map(Input::start_h);
        let ends = self.inputs.iter().map(Input::end_h);
        let mut changes: Vec<f64> = starts.chain(ends).chain([0.0]).collect();
        changes.sort_by(f64::total_cmp);
        changes.dedup();
        let mut state = vec![0.0; self.whole.size()];
        let mut steps = Steps::new(&self.whole);
        for (index, &start_h) in changes.iter().enumerate() {
            let end_h = changes.get(index + 1).copied();
            self.put_in(&mut state, start_h, end_h);
            self.pieces.push(Piece {
                start_h,
                end_h,
                state: state.clone(),
            });
            if let Some(end_h) = end_h {
                state = steps.by(end_h - start_h).apply(&state);
            }
        }
    }

    /// Adds what comes at once, and sets the rates of what runs.
    fn put_in(&self, state: &mut [f64], start_h: f64, end_h: Option<f64>) {
        let size = self.system.size();
        for input in &self.inputs {
            if input.rate_mg_per_h().is_none() && input.start_h() == start_h {
                let place = state.get_mut(input.into_compartment());
                place
                    .into_iter()
                    .for_each(|amount| *amount += input.amount_mg());
            }
        }
        for (rate, into) in state.iter_mut().skip(size).zip(&self.infused) {
            let inside = self
                .inputs
                .iter()
                .filter(|input| input.into_compartment() == *into);
            *rate = end_h.map_or(0.0, |end_h| {
                inside.map(|input| input.rate_within(start_h, end_h)).sum()
            });
        }
    }

    /// The system.
    #[must_use]
    pub fn system(&self) -> &System {
        &self.system
    }

    /// The inputs, as they were given.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// When the inputs change, in hours, from 0.
    pub fn changes_h(&self) -> impl Iterator<Item = f64> {
        self.pieces.iter().map(|piece| piece.start_h)
    }

    fn state(&self, time_h: f64) -> Option<Vec<f64>> {
        let time_h = Some(time_h).filter(|time| time.is_finite() && *time >= 0.0)?;
        let piece = self.pieces.iter().rfind(|piece| piece.holds(time_h))?;
        Some(self.state_within(piece, time_h))
    }

    /// The state under the inputs of a piece.
    pub(crate) fn state_within(&self, piece: &Piece, time_h: f64) -> Vec<f64> {
        let power = self.whole.exponential(time_h - piece.start_h);
        power.apply(&piece.state)
    }

    /// The amounts in milligrams, by compartment, at a time in hours; what comes at once at that time
    /// is in. `None` for a time that is not finite or before 0.
    #[must_use]
    pub fn amounts(&self, time_h: f64) -> Option<Vec<f64>> {
        let mut state = self.state(time_h)?;
        state.truncate(self.system.size());
        Some(state)
    }

    /// The concentration of an output in nanograms per millilitre at a time in hours; `None` where
    /// there is no such output or time.
    #[must_use]
    pub fn concentration(&self, time_h: f64, output: usize) -> Option<f64> {
        let output = self.system.outputs().get(output)?;
        let amount = self.state(time_h)?.get(output.compartment).copied()?;
        Some(NG_PER_ML * amount / output.volume_l)
    }

    /// How fast the concentration of an output rises at a time, in nanograms per millilitre and hour;
    /// where an input changes, how fast it does from then on.
    #[must_use]
    pub fn slope(&self, time_h: f64, output: usize) -> Option<f64> {
        let output = self.system.outputs().get(output)?;
        let state = self.state(time_h)?;
        let row = self.whole.rows().nth(output.compartment)?;
        Some(NG_PER_ML * dot(row, &state) / output.volume_l)
    }

    /// The area under the concentration from 0 to a time, in h·ng/mL.
    #[must_use]
    pub fn area(&self, time_h: f64, output: usize) -> Option<f64> {
        let volume_l = self.system.outputs().get(output)?.volume_l;
        let place = self.system.size() + self.infused.len() + output;
        Some(NG_PER_ML * self.state(time_h)?.get(place)? / volume_l)
    }

    /// The whole area under the concentration, in h·ng/mL; `None` where the substance never leaves.
    #[must_use]
    pub fn area_to_infinity(&self, output: usize) -> Option<f64> {
        let output = self.system.outputs().get(output)?;
        let mut went_in = vec![0.0; self.system.size()];
        for input in &self.inputs {
            let place = went_in.get_mut(input.into_compartment());
            place.into_iter().for_each(|sum| *sum += input.amount_mg());
        }
        let areas = self.system.areas_to_infinity(&went_in)?;
        let area = areas.get(output.compartment).copied().flatten()?;
        Some(NG_PER_ML * area / output.volume_l)
    }

    /// The concentrations of all outputs at ascending times, quicker than one by one: equal steps
    /// share one exponential. Times that are not finite, before 0 or out of order give no row.
    pub(crate) fn rows(&self, times_h: &[f64]) -> Vec<Vec<f64>> {
        let outputs = self.system.outputs();
        let mut steps = Steps::new(&self.whole);
        let mut rows = Vec::with_capacity(times_h.len());
        let mut pieces = self.pieces.iter().peekable();
        let mut now: Option<(f64, Vec<f64>)> = None;
        for &time_h in times_h {
            while let Some(piece) = pieces.next_if(|piece| piece.holds(time_h)) {
                now = Some((piece.start_h, piece.state.clone()));
            }
            let Some((from_h, state)) = now.take().filter(|(from_h, _)| time_h >= *from_h) else {
                continue;
            };
            let state = match time_h == from_h {
                true => state,
                false => steps.by(time_h - from_h).apply(&state),
            };
            let concentration = |output: &crate::system::Output| {
                NG_PER_ML * state.get(output.compartment).copied().unwrap_or(0.0) / output.volume_l
            };
            rows.push(outputs.iter().map(concentration).collect());
            now = Some((time_h, state));
        }
        rows
    }

    /// The speed at which amounts change at the start of a piece: Ax + u.
    pub(crate) fn speeds(&self, piece: &Piece) -> Vec<f64> {
        let size = self.system.size();
        let amounts: &[f64] = piece.state.get(..size).unwrap_or_default();
        let mut speeds = self.system.rates().apply(amounts);
        for (rate, into) in piece.state.iter().skip(size).zip(&self.infused) {
            let place = speeds.get_mut(*into);
            place.into_iter().for_each(|speed| *speed += rate);
        }
        speeds
    }
}

/// Amounts follow the rates of the system and the inputs, areas follow the amounts.
fn whole(system: &System, infused: &[usize]) -> Square {
    let size = system.size();
    let mut whole = Square::zero(size + infused.len() + system.outputs().len());
    for (i, row) in system.rates().rows().enumerate() {
        for (j, rate) in row.iter().enumerate() {
            whole.add(i, j, *rate);
        }
    }
    for (place, into) in infused.iter().enumerate() {
        whole.add(*into, size + place, 1.0);
    }
    for (place, output) in system.outputs().iter().enumerate() {
        whole.add(size + infused.len() + place, output.compartment, 1.0);
    }
    whole
}

/// Exponentials of steps, each made once.
struct Steps<'a> {
    whole: &'a Square,
    made: Vec<(f64, Square)>,
}

/// Steps that differ by less than this, relative to their length, are one.
const SAME_STEP: f64 = 1e-12;

impl<'a> Steps<'a> {
    fn new(whole: &'a Square) -> Self {
        Self {
            whole,
            made: Vec::new(),
        }
    }

    fn by(&mut self, length_h: f64) -> &Square {
        let same = |(made, _): &(f64, Square)| (made - length_h).abs() <= SAME_STEP * length_h;
        let place = self.made.iter().position(same).unwrap_or_else(|| {
            self.made.push((length_h, self.whole.exponential(length_h)));
            self.made.len() - 1
        });
        self.made.get(place).map_or(self.whole, |(_, made)| made)
    }
}
