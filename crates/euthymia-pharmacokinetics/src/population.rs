//! People drawn from the published variability of a model: quantiles of concentrations over time.

use crate::course::{Course, Walk};
use crate::input::Input;
use crate::model::{Administration, Individual, Model, Person, RouteError};
use euthymia_numerics::random::Random;

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
    /// Whether what would be measured is simulated, too: each concentration with its own published
    /// error of measurement. It changes neither the people nor their concentrations.
    pub measured: bool,
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

impl Quantiles {
    const NONE: Self = Self {
        lower: 0.0,
        median: 0.0,
        upper: 0.0,
    };
}

/// One output over all people.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The concentration at each time, in nanograms per millilitre.
    pub bands: Vec<Quantiles>,
    /// What would be measured at each time; `None` where it was not asked for, or no error of
    /// measurement was published.
    pub measured: Option<Vec<Quantiles>>,
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
    /// Empty where none are asked for or published.
    measured: Vec<f64>,
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
///     measured: true,
/// };
/// let plasma = &simulate(bundled("fanta").unwrap(), &plan)?[0];
/// assert!(plasma.peak.lower < plasma.peak.median && plasma.peak.median < plasma.peak.upper);
/// assert_eq!(simulate(bundled("fanta").unwrap(), &Plan { threads: 1, ..plan })?[0], *plasma);
/// // What would be measured spreads wider than what the concentrations are.
/// let measured = plasma.measured.as_ref().unwrap()[2];
/// assert!(measured.lower < plasma.bands[2].lower && plasma.bands[2].upper < measured.upper);
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
        .map(|output| summary(&people, output, plan))
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
    let walk = course.walk(&times_h);
    let mut kept = |output: usize| {
        let all = walk.concentrations(output);
        let (peak_at_h, peak) = peak(&walk, output, &all);
        let concentrations = asked(plan.times_h, &times_h, &all);
        let error = model.measurement_error(output).filter(|_| plan.measured);
        let measured = error.map(|sd| measure(&concentrations, sd, &mut random));
        Row {
            measured: measured.unwrap_or_default(),
            concentrations,
            peak,
            peak_at_h,
            area: walk.area(output).unwrap_or(0.0),
        }
    };
    Ok((0..model.outputs.len()).map(&mut kept).collect())
}

/// Each concentration with a normal error in proportion to it. A large error can make a measurement
/// negative, as in the published model; nothing is cut off. Quantiles are taken at each time by itself,
/// so that one error of each person does for all times, and a band is as smooth as that of people.
fn measure(concentrations: &[f64], proportional_sd: f64, random: &mut Random) -> Vec<f64> {
    let [error, _] = random.normal_pair();
    let factor = 1.0 + proportional_sd * error;
    concentrations.iter().map(|own| own * factor).collect()
}

/// Of the concentrations at ascending times those at the times asked for, which are among them.
fn asked(asked_h: &[f64], times_h: &[f64], all: &[f64]) -> Vec<f64> {
    let mut pairs = times_h.iter().zip(all);
    asked_h
        .iter()
        .filter_map(|time_h| pairs.find(|(own, _)| *own == time_h))
        .map(|(_, concentration)| *concentration)
        .collect()
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

/// How near to the peak a search between two times ends, in hours.
const PEAK_TOLERANCE_H: f64 = 1e-5;

/// The highest of the concentrations at the times, or the one between its neighbours at which the
/// derivative is zero.
fn peak(walk: &Walk<'_>, output: usize, all: &[f64]) -> (f64, f64) {
    let highest = all.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    let Some((place, height)) = highest else {
        return (0.0, 0.0);
    };
    let before = place.checked_sub(1);
    let between = before
        .into_iter()
        .chain([place])
        .filter_map(|left| walk.peak_after(left, output, PEAK_TOLERANCE_H))
        .find(|(_, concentration)| concentration > height);
    let at_h = walk.times_h().get(place).copied().unwrap_or(0.0);
    between.unwrap_or((at_h, *height))
}

fn summary(people: &[Vec<Row>], output: usize, plan: &Plan<'_>) -> Simulated {
    let rows: Vec<&Row> = people
        .iter()
        .filter_map(|person| person.get(output))
        .collect();
    let rows = rows.as_slice();
    let over = |value: fn(&Row) -> f64| quantiles(rows.iter().map(|row| value(row)).collect());
    let measured = rows.iter().any(|row| !row.measured.is_empty());
    Simulated {
        bands: bands(rows, |row| &row.concentrations, plan),
        measured: measured.then(|| bands(rows, |row| &row.measured, plan)),
        peak: over(|row| row.peak),
        peak_at_h: over(|row| row.peak_at_h),
        area: over(|row| row.area),
    }
}

/// The quantiles at every time, the times shared by the threads.
fn bands(rows: &[&Row], of: fn(&Row) -> &[f64], plan: &Plan<'_>) -> Vec<Quantiles> {
    let places: Vec<usize> = (0..plan.times_h.len()).collect();
    let at = |place: &usize| {
        let at = |row: &&Row| of(row).get(*place).copied().unwrap_or(0.0);
        quantiles(rows.iter().map(at).collect())
    };
    let block = places.len().div_ceil(plan.threads.max(1)).max(1);
    let mut found = vec![Quantiles::NONE; places.len()];
    std::thread::scope(|scope| {
        for (own, out) in places.chunks(block).zip(found.chunks_mut(block)) {
            scope.spawn(move || {
                for (place, quantiles) in own.iter().zip(out) {
                    *quantiles = at(place);
                }
            });
        }
    });
    found
}

/// The quantiles, each between its two neighbours in order (Hyndman and Fan's seventh definition).
fn quantiles(mut values: Vec<f64>) -> Quantiles {
    let last = values.len().saturating_sub(1);
    // What is before a quantile in order needs no second look.
    let mut rest = values.as_mut_slice();
    let mut before = 0;
    let mut quantile = |share: f64| {
        let place = share * last as f64;
        let (below, part) = (place.floor() as usize, place.fract());
        let own = std::mem::take(&mut rest);
        if below - before < own.len() {
            own.select_nth_unstable_by(below - before, f64::total_cmp);
        }
        rest = own
            .split_at_mut_checked(below - before)
            .unwrap_or_default()
            .1;
        before = below;
        let (lower, above) = rest.split_first().unwrap_or((&0.0, &[]));
        let next = above.iter().copied().reduce(f64::min);
        lower + part * (next.unwrap_or(*lower) - lower)
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
    use crate::quantity::{Hours, Kilograms, Milligrams};

    /// What is found quickly along the way is what each time gives on its own.
    #[test]
    fn laws_a_person_followed_along_the_times_is_the_person_of_each_time() {
        let person = Person::of(Kilograms::new(70.0).unwrap());
        let cases = [
            ("fanta", "intravenous", Some(2.0 / 3.0)),
            ("fanta", "intravenous", None),
            ("perez_ruixo", "nasal", None),
            ("perez_ruixo", "oral", None),
        ];
        for (model, route, over) in cases {
            let dose = |start: f64| Administration {
                dose: Milligrams::new(56.0).unwrap(),
                start: Hours::new(start).unwrap(),
                over: over.map(|over| Hours::new(over).unwrap()),
                between: Hours::new(0.0).unwrap(),
            };
            let times_h: Vec<f64> = (0..240).map(|step| f64::from(step) / 10.0).collect();
            let given = [dose(0.0), dose(7.25)];
            let plan = Plan {
                person: &person,
                route,
                given: &given,
                times_h: &times_h,
                people: 20,
                seed: 3,
                threads: 1,
                measured: false,
            };
            let model = crate::bundled(model).unwrap();
            for number in 0..plan.people {
                let mut random = Random::new(plan.seed, number as u64);
                let drawn = Individual::drawn(model, &person, &mut random).unwrap();
                let inputs = drawn.inputs(route, &given).unwrap();
                let course = Course::of(&drawn.system().unwrap(), &inputs).unwrap();
                for (output, row) in one(model, &plan, number).unwrap().iter().enumerate() {
                    assert_eq!(row.concentrations.len(), times_h.len());
                    for (time_h, found) in times_h.iter().zip(&row.concentrations) {
                        let expected = course.concentration(*time_h, output).unwrap();
                        assert!((found - expected).abs() <= 1e-11 * expected, "{time_h}");
                    }
                    let until_h = 23.9;
                    let area = course.area(until_h, output).unwrap();
                    assert!((row.area - area).abs() <= 1e-11 * area);
                    // Flat at the top: an error of the time is squared.
                    let peak = course.peak(output, until_h).unwrap();
                    let off = (row.peak / peak.concentration - 1.0).abs();
                    assert!(off <= 1e-7, "{number}: {row:?} {peak:?}");
                }
            }
        }
    }

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
