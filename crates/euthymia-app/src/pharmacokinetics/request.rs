//! What is asked, as it was typed, and into types.

use super::schedule::{self, Schedule};
use super::substance::Substance;
use crate::amount;
use crate::error::AppError;
use euthymia_clinical::protocol::body;
use euthymia_clinical::tms::quantity::QuantityError;
use euthymia_pharmacokinetics::model::bundled_ids;
use euthymia_pharmacokinetics::quantity::{Dose, Hours, Kilograms, NanogramsPerMillilitre, Years};
use euthymia_pharmacokinetics::{Model, Person, bundled, bundled_all};
use std::fmt::Display;

/// What to compute, in the words of the person who asks.
///
/// # Example
/// ```
/// use euthymia_app::pharmacokinetics::{Request, run, views};
/// let request = Request {
///     dose: Some("0.5mg/kg".into()),
///     weight: Some("70".into()),
///     compare: vec!["40min".into(), "60min".into()],
///     ..Request::default()
/// };
/// let cases = run(&request)?;
/// let [short, long] = [0, 1].map(|nth| cases.cases[nth].outputs[0].peak.concentration);
/// assert!((1.0 - long / short - 0.225).abs() < 0.001);
/// assert!(views(&cases)[0].notes[0].contains("not for dosing a patient"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Names of models; the first that fits where there are none.
    pub models: Vec<String>,
    /// Every model that knows the way in.
    pub all: bool,
    /// The dose with its unit, such as `35mg` or `0.5mg/kg`.
    pub dose: Option<String>,
    /// What the dose is an amount of: `racemate` or `s`; told by the models otherwise.
    pub substance: Option<String>,
    /// Body weight; 70 kg otherwise, which an absolute dose allows.
    pub weight: Option<String>,
    /// Age in years.
    pub age: Option<String>,
    /// Groups that a model distinguishes.
    pub groups: Vec<String>,
    /// The way in; `intravenous`, or the first that the model knows.
    pub route: Option<String>,
    /// Length of an infusion, or `bolus`.
    pub infuse: Option<String>,
    /// Lengths of infusions that are compared.
    pub compare: Vec<String>,
    /// Several doses: `0h 35mg over 40min, 48h 35mg over 40min`.
    pub schedule: Option<String>,
    /// Wait between devices.
    pub between: Option<String>,
    /// A concentration; how long it is exceeded is told.
    pub above: Option<String>,
    /// Until when; a day after the last dose has begun otherwise, or whole days more, so that half a day
    /// follows its end.
    pub until: Option<String>,
    /// Times at which concentrations are printed.
    pub at: Vec<String>,
    /// Whether unverified effect sites are shown.
    pub effect_site: bool,
    /// How many people are drawn from the published variability.
    pub population: Option<usize>,
    /// Whether what would be measured is told beside, with the published error of measurement.
    pub measured: bool,
    /// The seed of the population.
    pub seed: u64,
    /// How many threads share the population.
    pub threads: usize,
}

/// What was asked, checked.
pub(super) struct Asked {
    pub(super) models: Vec<&'static Model>,
    pub(super) route: String,
    pub(super) person: Person,
    pub(super) schedules: Vec<Schedule>,
    pub(super) substance: Substance,
    pub(super) above: Option<NanogramsPerMillilitre>,
    pub(super) until: Hours,
    pub(super) at: Vec<Hours>,
    pub(super) notes: Vec<String>,
}

/// The weight of a person of whom none is told.
const WEIGHT_KG: f64 = 70.0;
pub(super) const INTRAVENOUS: &str = "intravenous";

fn bad<E: Display>(option: &str) -> impl Fn(E) -> AppError {
    move |error| AppError::Usage(format!("{option}: {error}"))
}

/// Reads an option, if it was given.
pub(super) fn option<T, E: Display>(
    name: &str,
    text: Option<&str>,
    parse: fn(&str) -> Result<T, E>,
) -> Result<Option<T>, AppError> {
    let Some(text) = text else { return Ok(None) };
    parse(&amount::pointed(name, text)?)
        .map(Some)
        .map_err(bad(name))
}

/// Reads a body weight as a protocol's check does, with the same range; a number alone is in kilograms.
fn weight(text: &str) -> Result<body::Kilograms, QuantityError> {
    match text.trim().ends_with(|c: char| c.is_ascii_digit()) {
        true => body::Kilograms::parse(&format!("{text} kg")),
        false => body::Kilograms::parse(text),
    }
}

impl Request {
    pub(super) fn asked(&self) -> Result<Asked, AppError> {
        let mut notes = Vec::new();
        let named = self.named()?;
        let route = self.way_in(&named);
        let models = self.chosen(named, &route, &mut notes)?;
        let person = self.person(&models, &mut notes)?;
        let between = option("--between", self.between.as_deref(), Hours::parse)?;
        let dose = option("--dose", self.dose.as_deref(), Dose::parse)?;
        let is_timed = models
            .iter()
            .any(|model| model.route(&route).is_some_and(|own| own.timed));
        let schedules = schedule::schedules(self, dose, between, is_timed)?;
        let until = self.end(&schedules)?;
        let substance = Substance::of(self.substance.as_deref(), &models, &route)?;
        let at = self.at.iter().flat_map(|text| amount::entries(text));
        let at = at.filter_map(|text| option("--at", Some(text), Hours::parse).transpose());
        let at = at.collect::<Result<_, _>>()?;
        notes.extend(
            schedules
                .iter()
                .filter_map(|own| own.oddity(person.weight, &route)),
        );
        Ok(Asked {
            substance,
            models,
            route,
            person,
            above: option(
                "--above",
                self.above.as_deref(),
                NanogramsPerMillilitre::parse,
            )?,
            until,
            at,
            schedules,
            notes,
        })
    }

    fn named(&self) -> Result<Vec<&'static Model>, AppError> {
        if self.all && !self.models.is_empty() {
            return Err(AppError::Usage(
                "--all: name models or ask for all, not both".to_owned(),
            ));
        }
        let find = |id: &String| {
            let known = || bundled_ids().collect::<Vec<_>>().join(", ");
            let unknown = || {
                AppError::Usage(format!(
                    "--model: there is no model \"{id}\"; use one of: {}",
                    known()
                ))
            };
            bundled(&id.to_lowercase()).ok_or_else(unknown)
        };
        let mut models: Vec<&Model> = Vec::new();
        for model in self.models.iter().map(find) {
            let model = model?;
            if !models.iter().any(|own| own.id == model.id) {
                models.push(model);
            }
        }
        Ok(models)
    }

    /// The way in that is asked for, or the first of the first model.
    fn way_in(&self, named: &[&'static Model]) -> String {
        let first = || {
            named
                .first()
                .and_then(|model| model.routes.first())
                .map(|route| route.id.clone())
        };
        let asked = self.route.as_ref().map(|route| route.trim().to_lowercase());
        match asked.as_deref() {
            Some("iv") => INTRAVENOUS.to_owned(),
            Some(route) => route.to_owned(),
            None if self.infuses() => INTRAVENOUS.to_owned(),
            None => first().unwrap_or_else(|| INTRAVENOUS.to_owned()),
        }
    }

    fn infuses(&self) -> bool {
        self.infuse.is_some() || !self.compare.is_empty()
    }

    fn chosen(
        &self,
        named: Vec<&'static Model>,
        route: &str,
        notes: &mut Vec<String>,
    ) -> Result<Vec<&'static Model>, AppError> {
        if !named.is_empty() {
            return Ok(named);
        }
        let (able, unable): (Vec<_>, Vec<_>) =
            bundled_all().partition(|model| model.route(route).is_some());
        if able.is_empty() {
            let mut known: Vec<&str> = bundled_all()
                .flat_map(|model| &model.routes)
                .map(|own| own.id.as_str())
                .collect();
            known.sort_unstable();
            known.dedup();
            return Err(AppError::Usage(format!(
                "--route: no model has a {route} dose; use one of: {}",
                known.join(", ")
            )));
        }
        if !self.all {
            return Ok(able.into_iter().take(1).collect());
        }
        if !unable.is_empty() {
            let names: Vec<&str> = unable.iter().map(|model| model.name.as_str()).collect();
            notes.push(format!(
                "Left out, because they have no {route} dose: {}.",
                names.join("; ")
            ));
        }
        Ok(able)
    }

    fn person(&self, models: &[&Model], notes: &mut Vec<String>) -> Result<Person, AppError> {
        let weight = self
            .weight
            .as_deref()
            .map(weight)
            .transpose()
            .map_err(bad("--weight"))?;
        let age = option("--age", self.age.as_deref(), Years::parse)?;
        if weight.is_none() {
            notes.push(format!("No weight was given: {WEIGHT_KG} kg."));
        }
        let known: Vec<&str> = models.iter().flat_map(|model| model.groups()).collect();
        let mut groups: Vec<String> = self
            .groups
            .iter()
            .map(|group| group.trim().to_lowercase())
            .collect();
        if let Some(group) = groups.iter().find(|group| !known.contains(&group.as_str())) {
            let what = match known.is_empty() {
                true => "no model here distinguishes groups".to_owned(),
                false => format!("use one of: {}", known.join(", ")),
            };
            return Err(AppError::Usage(format!(
                "--group: \"{group}\" makes no difference; {what}"
            )));
        }
        // What holds for Asian people holds for Japanese people, too.
        if groups.iter().any(|group| group == "japanese")
            && !groups.iter().any(|group| group == "asian")
        {
            groups.push("asian".to_owned());
        }
        for model in models {
            let outside = |age: &Years| {
                model
                    .ages
                    .is_some_and(|[low, high]| !(low..=high).contains(&age.value()))
            };
            if let Some(age) = age.filter(outside) {
                notes.push(format!("{}: {age} is beyond the ages studied.", model.name));
            }
        }
        Ok(Person {
            weight: Kilograms::new(weight.map_or(WEIGHT_KG, body::Kilograms::value))
                .map_err(bad("--weight"))?,
            age,
            groups,
        })
    }

    fn end(&self, schedules: &[Schedule]) -> Result<Hours, AppError> {
        if let Some(until) = option("--until", self.until.as_deref(), Hours::parse)? {
            return match until.value() > 0.0 {
                true => Ok(until),
                false => Err(AppError::Usage(
                    "--until: the end is after the beginning".to_owned(),
                )),
            };
        }
        let ends = schedules.iter().map(Schedule::covered_until_h);
        Hours::new(ends.fold(0.0, f64::max)).map_err(bad("--schedule"))
    }
}
