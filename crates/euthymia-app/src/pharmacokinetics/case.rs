//! Every model under every schedule.

use super::request::{Asked, Request};
use super::schedule::Schedule;
use crate::error::AppError;
use euthymia_pharmacokinetics::{
    Administration, Course, Individual, Model, Peak, Plan, PopulationError, Simulated, Span,
    simulate,
};

/// What was computed.
#[derive(Clone, Debug)]
pub struct Cases {
    /// One for each model and schedule, schedules within models.
    pub cases: Vec<Case>,
    /// The level that is watched, in nanograms per millilitre.
    pub above: Option<f64>,
    /// Until when, in hours.
    pub until_h: f64,
    /// Times at which concentrations are printed, in hours.
    pub at_h: Vec<f64>,
    /// The times of curves and bands, in hours.
    pub times_h: Vec<f64>,
    /// How many people the bands are of, and their seed.
    pub population: Option<(usize, u64)>,
    /// Whether the bands are of what would be measured.
    pub measured: bool,
    /// What is to be said about the request.
    pub notes: Vec<String>,
}

/// A model under a schedule.
#[derive(Clone, Debug)]
pub struct Case {
    /// The model.
    pub model: &'static Model,
    /// The schedule in words.
    pub schedule: String,
    /// All doses together, in milligrams of what the model follows.
    pub dose_mg: f64,
    /// Beginning and end of each dose in hours.
    pub given_h: Vec<(f64, f64)>,
    /// The course.
    pub course: Course,
    /// What is reported.
    pub outputs: Vec<OutputCase>,
}

/// One output of a case.
#[derive(Clone, Debug)]
pub struct OutputCase {
    /// Its place among the outputs of the model.
    pub place: usize,
    /// What it is.
    pub name: String,
    /// Whether it rests on an unverified number.
    pub is_unverified: bool,
    /// The highest concentration until the end.
    pub peak: Peak,
    /// The area until the end, in h·ng/mL.
    pub area: f64,
    /// The whole area; `None` where it has no end.
    pub area_to_infinity: Option<f64>,
    /// Half-life of the slowest phase in hours.
    pub half_life_h: Option<f64>,
    /// Where it is above the level; `None` where no level is watched.
    pub above: Option<Vec<Span>>,
    /// Over a population, at the times of the cases.
    pub simulated: Option<Simulated>,
}

impl Cases {
    /// The output of the first schedule that an output of a case is compared with; `None` for the
    /// first itself.
    #[must_use]
    pub fn first_of(&self, case: &Case, output: &OutputCase) -> Option<&OutputCase> {
        let first = self
            .cases
            .iter()
            .find(|own| own.model.id == case.model.id)?;
        let other = first.schedule != case.schedule;
        first
            .outputs
            .iter()
            .find(|own| other && own.place == output.place)
    }
}

/// Computes every model that is asked for under every schedule.
///
/// # Errors
/// [`AppError::Usage`] for what cannot be right, with the reason and the plausible range;
/// [`AppError::Analysis`] where a model has no answer.
pub fn run(request: &Request) -> Result<Cases, AppError> {
    let asked = request.asked()?;
    if request.measured && request.population.is_none() {
        return Err(AppError::Usage(
            "--measured: the spread of measurements is drawn with that of people; give --population too"
                .to_owned(),
        ));
    }
    let mut notes = asked.notes.clone();
    let mut cases = Vec::new();
    for model in &asked.models {
        for schedule in &asked.schedules {
            cases.push(case(request, &asked, model, schedule)?);
        }
    }
    let until_h = asked.until.value();
    let at_h: Vec<f64> = asked.at.iter().map(|time| time.value()).collect();
    let times_h = times(&cases, until_h, &at_h);
    if let Some(people) = request.population {
        for case in &mut cases {
            populate(request, &asked, case, people, &times_h, &mut notes)?;
        }
    }
    notes.dedup();
    Ok(Cases {
        cases,
        above: asked.above.map(|level| level.value()),
        until_h,
        at_h,
        times_h,
        population: request.population.map(|people| (people, request.seed)),
        measured: request.measured,
        notes,
    })
}

fn case(
    request: &Request,
    asked: &Asked,
    model: &'static Model,
    schedule: &Schedule,
) -> Result<Case, AppError> {
    let failed = |error: String| AppError::Usage(format!("{}: {error}", model.name));
    let given = given(asked, model, schedule)?;
    let individual =
        Individual::typical(model, &asked.person).map_err(|error| failed(error.to_string()))?;
    let inputs = individual
        .inputs(&asked.route, &given)
        .map_err(|error| failed(error.to_string()))?;
    let system = individual
        .system()
        .map_err(|error| failed(error.to_string()))?;
    let course = Course::of(&system, &inputs).map_err(|error| failed(error.to_string()))?;
    let until_h = asked.until.value();
    let output = |(place, own): (usize, &euthymia_pharmacokinetics::model::ModelOutput)| {
        let level = asked.above.map(|level| level.value());
        Some(OutputCase {
            place,
            name: own.name.clone(),
            is_unverified: model.is_unverified(own),
            peak: course.peak(place, until_h)?,
            area: course.area(until_h, place)?,
            area_to_infinity: course.area_to_infinity(place),
            half_life_h: system.half_life_h(place),
            above: level.and_then(|level| course.above(place, level, until_h)),
            simulated: None,
        })
    };
    let outputs = model.outputs.iter().enumerate();
    let shown = outputs.filter(|(_, own)| request.effect_site || !model.is_unverified(own));
    let span = |one: &Administration| {
        let start = one.start.value();
        (start, start + one.over.map_or(0.0, |over| over.value()))
    };
    Ok(Case {
        model,
        schedule: schedule.label.clone(),
        dose_mg: given.iter().map(|one| one.dose.value()).sum(),
        given_h: given.iter().map(span).collect(),
        outputs: shown.filter_map(output).collect(),
        course,
    })
}

/// The doses of what a model follows.
fn given(
    asked: &Asked,
    model: &Model,
    schedule: &Schedule,
) -> Result<Vec<Administration>, AppError> {
    let share = model.share_of_racemate.unwrap_or(1.0);
    let part = if asked.is_racemate == Some(true) {
        share
    } else {
        1.0
    };
    schedule.given(asked.person.weight, part)
}

fn populate(
    request: &Request,
    asked: &Asked,
    case: &mut Case,
    people: usize,
    times_h: &[f64],
    notes: &mut Vec<String>,
) -> Result<(), AppError> {
    let schedule = asked
        .schedules
        .iter()
        .find(|own| own.label == case.schedule);
    let given = schedule.map_or_else(|| Ok(Vec::new()), |own| given(asked, case.model, own))?;
    let plan = Plan {
        person: &asked.person,
        route: &asked.route,
        given: &given,
        times_h,
        people,
        seed: request.seed,
        threads: request.threads.max(1),
        measured: request.measured,
    };
    match simulate(case.model, &plan) {
        Ok(simulated) => {
            for output in &mut case.outputs {
                output.simulated = simulated.get(output.place).cloned();
            }
            Ok(())
        }
        // Beside others, a model without a population says so; alone, it is no answer.
        Err(error @ PopulationError::NoVariability(_)) if asked.models.len() > 1 => {
            notes.push(format!("{error}."));
            Ok(())
        }
        Err(error @ (PopulationError::Size { .. } | PopulationError::Route(_))) => {
            Err(AppError::Usage(format!("--population: {error}")))
        }
        Err(error) => Err(AppError::Analysis(error.to_string())),
    }
}

/// Intervals of a curve: as many as possible where the concentration moves.
const EARLY: u32 = 160;
const LATE: u32 = 80;
/// How long after the last change of an input a concentration moves quickly, in hours.
const MOVES_H: f64 = 3.0;

/// Times for curves: closer until a while after the last change of an input; and those asked for.
fn times(cases: &[Case], until_h: f64, at_h: &[f64]) -> Vec<f64> {
    let changes = cases.iter().flat_map(|case| case.course.changes_h());
    let early_h = (changes.fold(0.0, f64::max) + MOVES_H).min(until_h);
    let early = (0..=EARLY).map(|step| early_h * f64::from(step) / f64::from(EARLY));
    let rest_h = until_h - early_h;
    let late = (1..=LATE).map(|step| early_h + rest_h * f64::from(step) / f64::from(LATE));
    let asked = at_h.iter().copied().filter(|time| *time <= until_h);
    let mut all: Vec<f64> = early.chain(late).chain(asked).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}
