//! People drawn from the published variability of a model: quantiles of concentrations over time.

use crate::course::Course;
use crate::input::Input;
use crate::model::{Administration, Individual, Model, Person, RouteError};
use euthymia_numerics::random::Random;
use euthymia_numerics::root;

/// What is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'a> {
    /// What is known of everybody.
    pub person: &'a Person,
    /// The way in.
    pub route: &'a str,
    /// The doses.
    pub given: &'a [Administration],
    /// The times in hours, ascending from 0.
    pub times_h: &'a [f64],
    /// How many people.
    pub people: usize,
    /// The seed: the same seed gives the same people.
    pub seed: u64,
    /// How many threads share the work; the numbers do not depend on it.
    pub threads: usize,
}

/// Quantiles of a number over people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    /// 5 in 100 are below.
    pub lower: f64,
    /// Half are below.
    pub median: f64,
    /// 5 in 100 are above.
    pub upper: f64,
}

/// One output over all people.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The concentration at each time, in nanograms per millilitre.
    pub bands: Vec<Quantiles>,
    /// The highest concentration of each person up to the last time.
    pub peak: Quantiles,
    /// When each person has it, in hours.
    pub peak_at_h: Quantiles,
    /// The area under the concentration up to the last time, in h·ng/mL.
    pub area: Quantiles,
}

/// A population that cannot be simulated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PopulationError {
    /// The model has no published differences between people.
    #[error(
        "no differences between people were read for the model {0}, so that there is no population of it"
    )]
    NoVariability(String),
    /// Nobody, or more people and times than fit.
    #[error(
        "{people} people at {times} times: plausible are 20 people and more, and at most {CELLS_MAX} concentrations in all"
    )]
    Size {
        /// How many people.
        people: usize,
        /// How many times.
        times: usize,
    },
    /// Times that do not ascend from 0.
    #[error("times of a population ascend from 0 and are finite")]
    Times,
    /// The doses cannot be given.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// A person came out whom the model cannot compute.
    #[error("person {number} of the population cannot be computed: {reason}")]
    Person {
        /// Which, from 1.
        number: usize,
        /// Why.
        reason: String,
    },
}

/// The largest number of concentrations that are held at once: half a gigabyte.
pub const CELLS_MAX: usize = 60_000_000;
const PEOPLE_MIN: usize = 20;

/// What is kept of one person and output.
#[derive(Clone, Debug)]
struct Row {
    concentrations: Vec<f64>,
    peak: f64,
    peak_at_h: f64,
    area: f64,
}

/// Simulates people, and takes quantiles of every output at every time; with the first person's
/// parameters from the first stream of the seed, the second's from the second, and so on.
///
/// # Errors
/// [`PopulationError`].
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::quantity::{Hours, Kilograms, Milligrams};
/// use euthymia_pharmacokinetics::{Administration, Person, Plan, bundled, simulate};
/// let person = Person::of(Kilograms::new(70.0)?);
/// let given = [Administration {
///     dose: Milligrams::new(17.5)?,
///     start: Hours::new(0.0)?,
///     over: Some(Hours::parse("40min")?),
///     between: Hours::new(0.0)?,
/// }];
/// let plan = Plan {
///     person: &person,
///     route: "intravenous",
///     given: &given,
///     times_h: &[0.0, 0.5, 1.0, 2.0],
///     people: 200,
///     seed: 1,
///     threads: 2,
/// };
/// let plasma = &simulate(bundled("fanta").unwrap(), &plan)?[0];
/// assert!(plasma.peak.lower < plasma.peak.median && plasma.peak.median < plasma.peak.upper);
/// assert_eq!(simulate(bundled("fanta").unwrap(), &Plan { threads: 1, ..plan })?[0], *plasma);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn simulate(model: &Model, plan: &Plan<'_>) -> Result<Vec<Simulated>, PopulationError> {
    check(model, plan)?;
    let threads = plan.threads.clamp(1, plan.people);
    let block = plan.people.div_ceil(threads);
    let numbers: Vec<usize> = (0..plan.people).collect();
    let work = |numbers: &[usize]| -> Result<Vec<Vec<Row>>, PopulationError> {
        numbers
            .iter()
            .map(|number| one(model, plan, *number))
            .collect()
    };
    let blocks = std::thread::scope(|scope| {
        let running: Vec<_> = numbers
            .chunks(block)
            .map(|own| scope.spawn(move || work(own)))
            .collect();
        let ended = running.into_iter().map(|thread| {
            let stopped = |_| PopulationError::Person {
                number: 0,
                reason: "a thread stopped".to_owned(),
            };
            thread.join().map_err(stopped)?
        });
        ended.collect::<Result<Vec<_>, _>>()
    })?;
    let people: Vec<Vec<Row>> = blocks.into_iter().flatten().collect();
    let outputs = 0..model.outputs.len();
    Ok(outputs
        .map(|output| summary(&people, output, plan.times_h.len()))
        .collect())
}

fn check(model: &Model, plan: &Plan<'_>) -> Result<(), PopulationError> {
    if model.variability.is_empty() {
        return Err(PopulationError::NoVariability(model.id.clone()));
    }
    let (people, times) = (plan.people, plan.times_h.len());
    let cells = people
        .checked_mul(times.max(1))
        .and_then(|cells| cells.checked_mul(model.outputs.len()));
    if people < PEOPLE_MIN || cells.is_none_or(|cells| cells > CELLS_MAX) {
        return Err(PopulationError::Size { people, times });
    }
    let ascend = plan.times_h.is_sorted_by(|a, b| a < b);
    let finite = plan
        .times_h
        .iter()
        .all(|time| time.is_finite() && *time >= 0.0);
    match ascend && finite && times > 1 {
        true => Ok(()),
        false => Err(PopulationError::Times),
    }
}

/// One person: a row for each output.
fn one(model: &Model, plan: &Plan<'_>, number: usize) -> Result<Vec<Row>, PopulationError> {
    let failed = |reason: String| PopulationError::Person {
        number: number + 1,
        reason,
    };
    let mut random = Random::new(plan.seed, number as u64);
    let drawn = Individual::drawn(model, plan.person, &mut random)
        .map_err(|error| failed(error.to_string()))?;
    let system = drawn.system().map_err(|error| failed(error.to_string()))?;
    let inputs = drawn.inputs(plan.route, plan.given)?;
    let course = Course::of(&system, &inputs).map_err(|error| failed(error.to_string()))?;
    let times_h = with_changes(plan.times_h, &inputs);
    let rows = course.rows(&times_h);
    let until_h = plan.times_h.last().copied().unwrap_or(0.0);
    let kept = |output: usize| {
        let all: Vec<f64> = rows
            .iter()
            .filter_map(|row| row.get(output))
            .copied()
            .collect();
        let (peak_at_h, peak) = peak(&course, output, &times_h, &all);
        let asked = times_h
            .iter()
            .zip(&all)
            .filter(|(time, _)| is_asked(plan.times_h, **time));
        Row {
            concentrations: asked.map(|(_, concentration)| *concentration).collect(),
            peak,
            peak_at_h,
            area: course.area(until_h, output).unwrap_or(0.0),
        }
    };
    Ok((0..model.outputs.len()).map(kept).collect())
}

/// The times asked for, and the ends of inputs between them, where peaks may be.
fn with_changes(times_h: &[f64], inputs: &[Input]) -> Vec<f64> {
    let last = times_h.last().copied().unwrap_or(0.0);
    let changes = inputs
        .iter()
        .flat_map(|input| [input.start_h(), input.end_h()]);
    let mut all: Vec<f64> = changes
        .filter(|time| *time <= last)
        .chain(times_h.iter().copied())
        .collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

fn is_asked(times_h: &[f64], time_h: f64) -> bool {
    times_h
        .binary_search_by(|own| own.total_cmp(&time_h))
        .is_ok()
}

/// How near to the peak a search between two times ends, in hours.
const PEAK_TOLERANCE_H: f64 = 1e-5;

/// The highest of the concentrations at the times, or the one between its neighbours at which the
/// derivative is zero.
fn peak(course: &Course, output: usize, times_h: &[f64], all: &[f64]) -> (f64, f64) {
    let highest = all.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    let Some((place, height)) = highest else {
        return (0.0, 0.0);
    };
    let time = |place: usize| times_h.get(place).copied();
    let at_h = time(place).unwrap_or(0.0);
    let slope = |time_h: f64| course.slope(time_h, output).unwrap_or(0.0);
    // On the side that the slope points to, or nowhere where the input changes.
    let sides = [
        place.checked_sub(1).and_then(time).map(|left| (left, at_h)),
        time(place + 1).map(|right| (at_h, right)),
    ];
    for (left, right) in sides.into_iter().flatten() {
        if slope(left) > 0.0 && slope(right) < 0.0 {
            let found = root::find(slope, left, right, PEAK_TOLERANCE_H).at;
            let between = course.concentration(found, output).unwrap_or(0.0);
            if between > *height {
                return (found, between);
            }
        }
    }
    (at_h, *height)
}

fn summary(people: &[Vec<Row>], output: usize, times: usize) -> Simulated {
    let rows: Vec<&Row> = people
        .iter()
        .filter_map(|person| person.get(output))
        .collect();
    let over = |value: &dyn Fn(&Row) -> f64| quantiles(rows.iter().map(|row| value(row)).collect());
    let at =
        |place: usize| over(&|row: &Row| row.concentrations.get(place).copied().unwrap_or(0.0));
    Simulated {
        bands: (0..times).map(at).collect(),
        peak: over(&|row: &Row| row.peak),
        peak_at_h: over(&|row: &Row| row.peak_at_h),
        area: over(&|row: &Row| row.area),
    }
}

/// The quantiles, each between its two neighbours in order (Hyndman and Fan's seventh definition).
fn quantiles(mut values: Vec<f64>) -> Quantiles {
    let mut quantile = |share: f64| {
        let place = share * (values.len().saturating_sub(1)) as f64;
        let (below, part) = (place.floor(), place.fract());
        if values.is_empty() {
            return 0.0;
        }
        let (_, lower, above) = values.select_nth_unstable_by(below as usize, f64::total_cmp);
        let next = above.iter().copied().reduce(f64::min);
        *lower + part * (next.unwrap_or(*lower) - *lower)
    };
    Quantiles {
        lower: quantile(0.05),
        median: quantile(0.5),
        upper: quantile(0.95),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_numbers_to_a_hundred_are_the_numbers() {
        let numbers = (0..=100).rev().map(f64::from).collect();
        let found = quantiles(numbers);
        assert!((found.lower - 5.0).abs() < 1e-12);
        assert!((found.median - 50.0).abs() < 1e-12);
        assert!((found.upper - 95.0).abs() < 1e-12);
        assert_eq!(quantiles(vec![1.0, 2.0]).median, 1.5);
    }
}
