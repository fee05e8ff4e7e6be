//! Every model under every schedule.

use super::grid::{self, after_each};
use super::request::{Asked, Request};
use super::schedule::Schedule;
use super::substance::Substance;
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
    /// Whether that was asked for, rather than chosen.
    pub is_until_asked: bool,
    /// Until when curves are drawn, in hours: of a single dose, while something happens.
    pub drawn_h: f64,
    /// What doses are amounts of.
    pub substance: Substance,
    /// Whether effect sites were asked for.
    pub with_effect: bool,
    /// Times at which concentrations are printed, in hours.
    pub at_h: Vec<f64>,
    /// The times of bands, in hours.
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
    /// Beginning and end of each dose, or of each device of one, in hours.
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
    /// Whether the peak is only where the time ends, and the concentration still rises.
    pub is_rising: bool,
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
    let drawn_h = drawn_h(request, &asked.schedules, &cases, until_h);
    let changes = cases.iter().flat_map(|case| case.course.changes_h());
    // Bands are drawn until the curves end.
    let changes: Vec<f64> = changes.chain([drawn_h]).collect();
    let at_h: Vec<f64> = asked.at.iter().map(|time| time.value()).collect();
    let times_h = times(&changes, until_h, &at_h);
    notes.extend(
        asked
            .schedules
            .iter()
            .filter_map(|own| left_out(own, until_h)),
    );
    notes.extend(without_effect(request, &cases));
    if let Some(people) = request.population {
        for case in &mut cases {
            populate(request, &asked, case, people, &times_h, &mut notes)?;
        }
    }
    notes.dedup();
    Ok(Cases {
        above: asked.above.map(|level| level.value()),
        until_h,
        is_until_asked: request.until.is_some(),
        drawn_h,
        substance: asked.substance,
        with_effect: request.effect_site,
        at_h,
        times_h,
        population: request.population.map(|people| (people, request.seed)),
        measured: request.measured,
        notes,
        cases,
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
        let peak = course.peak(place, until_h)?;
        let rises = course.slope(until_h, place)? > 0.0;
        Some(OutputCase {
            place,
            name: own.name.clone(),
            is_unverified: model.is_unverified(own),
            is_rising: rises && peak.at_h >= until_h,
            peak,
            area: course.area(until_h, place)?,
            area_to_infinity: course.area_to_infinity(place),
            half_life_h: system.half_life_h(place),
            above: level.and_then(|level| course.above(place, level, until_h)),
            simulated: None,
        })
    };
    let outputs = model.outputs.iter().enumerate();
    let shown = outputs.filter(|(_, own)| request.effect_site || !model.is_unverified(own));
    let mut given_h = Vec::new();
    for one in &given {
        let over_h = one.over.map_or(0.0, |over| over.value());
        let begins = model.route(&asked.route).map(|route| route.begins_h(one));
        let begins = begins
            .transpose()
            .map_err(|error| failed(error.to_string()))?;
        let begins = begins.unwrap_or_default().into_iter();
        given_h.extend(begins.map(|start| (start, start + over_h)));
    }
    Ok(Case {
        model,
        schedule: schedule.label.clone(),
        dose_mg: given.iter().map(|one| one.dose.value()).sum(),
        given_h,
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
    schedule.given(asked.person.weight, asked.substance.part(model))
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
        Err(
            error @ (PopulationError::Size { .. }
            | PopulationError::Route(_)
            | PopulationError::NoVariability(_)),
        ) => Err(AppError::Usage(format!("--population: {error}"))),
        Err(error) => Err(AppError::Analysis(error.to_string())),
    }
}

/// Times for bands: after each change of an input; and those asked for.
fn times(changes_h: &[f64], until_h: f64, at_h: &[f64]) -> Vec<f64> {
    let mut all = after_each(changes_h, until_h, grid::COARSE);
    all.extend(at_h.iter().copied().filter(|time| *time <= until_h));
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// What doses at the end and after it do not add to.
fn left_out(schedule: &Schedule, until_h: f64) -> Option<String> {
    let count = schedule.begun_after(until_h);
    (count > 0).then(|| {
        format!(
            "{}: {count} of its doses come only after the end; they are in AUC to ∞ and in nothing else.",
            schedule.label
        )
    })
}

/// The models of which no effect site is known, where some were asked for.
fn without_effect(request: &Request, cases: &[Case]) -> Option<String> {
    let without = cases.iter().filter(|case| case.model.effects.is_empty());
    let mut names: Vec<&str> = without.map(|case| case.model.name.as_str()).collect();
    names.dedup();
    (request.effect_site && !names.is_empty())
        .then(|| format!("No effect site is known of: {}.", names.join("; ")))
}

/// A single dose is drawn for at least this long, and for this many times its length.
const DRAWN_H: f64 = 4.0;
const LENGTHS: f64 = 4.0;
/// And until this many times as late as its latest peak.
const PEAKS: f64 = 2.0;

/// Until when curves are drawn.
fn drawn_h(request: &Request, schedules: &[Schedule], cases: &[Case], until_h: f64) -> f64 {
    if request.until.is_some() || schedules.iter().any(|own| own.steps.len() > 1) {
        return until_h;
    }
    let lengths = schedules.iter().map(|own| LENGTHS * own.longest_h());
    let outputs = cases.iter().flat_map(|case| &case.outputs);
    let peaks = outputs.map(|output| PEAKS * output.peak.at_h);
    let most = lengths.chain(peaks).fold(DRAWN_H, f64::max);
    // Whole hours make a plain axis.
    most.ceil().min(until_h)
}
