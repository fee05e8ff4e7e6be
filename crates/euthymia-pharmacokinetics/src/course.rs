//! What follows from inputs: amounts, concentrations and areas at any time, exactly.

use crate::exponential::{Carrier, Square, dot};
use crate::input::Input;
use crate::system::{Output, System};
use euthymia_numerics::root;

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
    /// The same, for single steps.
    carrier: Carrier,
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
        let whole = whole(system, &infused);
        let mut course = Self {
            system: system.clone(),
            inputs: inputs.to_vec(),
            pieces: Vec::new(),
            carrier: Carrier::of(&whole),
            whole,
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
        let mut steps = Steps::new(&self.whole, &self.carrier);
        for (index, &start_h) in changes.iter().enumerate() {
            let end_h = changes.get(index + 1).copied();
            self.put_in(&mut state, start_h, end_h);
            self.pieces.push(Piece {
                start_h,
                end_h,
                state: state.clone(),
            });
            if let Some(end_h) = end_h {
                steps.go(end_h - start_h, &mut state);
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

    /// The state at ascending times, quicker than one by one: equal steps share one exponential.
    /// Times that are not finite, before 0 or out of order are left out.
    pub(crate) fn walk(&self, times_h: &[f64]) -> Walk<'_> {
        let size = self.whole.size();
        let mut walk = Walk {
            course: self,
            times_h: Vec::with_capacity(times_h.len()),
            states: Vec::with_capacity(times_h.len() * size),
        };
        let mut steps = Steps::new(&self.whole, &self.carrier);
        let mut pieces = self.pieces.iter().peekable();
        let mut state = vec![0.0; size];
        let mut now_h: Option<f64> = None;
        for &time_h in times_h {
            while let Some(piece) = pieces.next_if(|piece| piece.holds(time_h)) {
                state.copy_from_slice(&piece.state);
                now_h = Some(piece.start_h);
            }
            let Some(from_h) = now_h.filter(|from_h| time_h >= *from_h && time_h.is_finite())
            else {
                continue;
            };
            if time_h > from_h {
                steps.go(time_h - from_h, &mut state);
            }
            walk.times_h.push(time_h);
            walk.states.extend_from_slice(&state);
            now_h = Some(time_h);
        }
        walk
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

/// The state of a course at ascending times.
pub(crate) struct Walk<'a> {
    course: &'a Course,
    times_h: Vec<f64>,
    /// One after the other.
    states: Vec<f64>,
}

impl Walk<'_> {
    pub(crate) fn times_h(&self) -> &[f64] {
        &self.times_h
    }

    fn state(&self, place: usize) -> Option<&[f64]> {
        self.states
            .chunks_exact(self.course.whole.size().max(1))
            .nth(place)
    }

    /// The concentration of an output in a state, in nanograms per millilitre.
    fn in_state(output: Output, state: &[f64]) -> f64 {
        NG_PER_ML * state.get(output.compartment).copied().unwrap_or(0.0) / output.volume_l
    }

    /// The concentrations of an output, in nanograms per millilitre.
    pub(crate) fn concentrations(&self, output: usize) -> Vec<f64> {
        let Some(output) = self.course.system.outputs().get(output) else {
            return Vec::new();
        };
        let states = self.states.chunks_exact(self.course.whole.size().max(1));
        states.map(|state| Self::in_state(*output, state)).collect()
    }

    /// The area under an output up to the last time, in h·ng/mL.
    pub(crate) fn area(&self, output: usize) -> Option<f64> {
        let volume_l = self.course.system.outputs().get(output)?.volume_l;
        let place = self.course.system.size() + self.course.infused.len() + output;
        let last = self.state(self.times_h.len().checked_sub(1)?)?;
        Some(NG_PER_ML * last.get(place)? / volume_l)
    }

    /// The peak between a time and the next, whose input does not change in between: where the slope
    /// goes from above to below zero, to a tolerance in hours.
    pub(crate) fn peak_after(
        &self,
        place: usize,
        output: usize,
        tolerance_h: f64,
    ) -> Option<(f64, f64)> {
        let course = self.course;
        let own = *course.system.outputs().get(output)?;
        let row = course.whole.rows().nth(own.compartment)?;
        let (left_h, right_h) = (self.times_h.get(place)?, self.times_h.get(place + 1)?);
        let from = self.state(place)?;
        let after = |hours: f64| {
            let mut state = from.to_vec();
            Steps::new(&course.whole, &course.carrier).go(hours, &mut state);
            state
        };
        let slope = |hours: f64| dot(row, &after(hours));
        let length_h = right_h - left_h;
        if slope(0.0) <= 0.0 || slope(length_h) >= 0.0 {
            return None;
        }
        let found_h = root::find(slope, 0.0, length_h, tolerance_h).at;
        Some((left_h + found_h, Self::in_state(own, &after(found_h))))
    }
}

/// Steps along a course: what comes once is carried, what comes again has a matrix that is made once.
struct Steps<'a> {
    whole: &'a Square,
    carrier: &'a Carrier,
    made: Vec<(f64, Option<Square>)>,
    product: Vec<f64>,
}

/// Steps that differ by less than this, relative to their length, are one.
const SAME_STEP: f64 = 1e-12;

impl<'a> Steps<'a> {
    fn new(whole: &'a Square, carrier: &'a Carrier) -> Self {
        Self {
            whole,
            carrier,
            made: Vec::new(),
            product: Vec::new(),
        }
    }

    fn go(&mut self, length_h: f64, state: &mut [f64]) {
        let same =
            |(made, _): &(f64, Option<Square>)| (made - length_h).abs() <= SAME_STEP * length_h;
        let seen = self.made.iter().position(same);
        if seen.is_none() && self.carrier.is_quick(length_h) {
            self.made.push((length_h, None));
            return self.carrier.carry(length_h, state);
        }
        let place = seen.unwrap_or_else(|| {
            self.made.push((length_h, None));
            self.made.len() - 1
        });
        if let Some((length_h, made)) = self.made.get_mut(place) {
            let matrix = made.get_or_insert_with(|| self.whole.exponential(*length_h));
            self.product.resize(state.len(), 0.0);
            matrix.apply_into(state, &mut self.product);
            state.copy_from_slice(&self.product);
        }
    }
}
